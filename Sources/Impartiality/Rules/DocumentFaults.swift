extension History {
    /// Letters that an assessment must have at least: fewer are a dash or "n/a".
    private static let lettersOfAssessment = 4
    /// Days after the first day by which a decision must be recorded.
    private static let recordingDelay: Int32 = 1

    /// What a decision lacks by itself, granted or refused.
    func documentFaults(ofDecision index: Int) -> [String] {
        let decision = decisions[index]
        var faults: [String] = []
        if ReasonText.isShort(decision.reason) { faults.append("short") }
        if decision.recorded > decision.from + Self.recordingDelay { faults.append("retrospective") }
        if !ReasonText.has(letters: Self.lettersOfAssessment, in: decision.welfare) { faults.append("no_welfare") }
        if !ReasonText.has(letters: Self.lettersOfAssessment, in: decision.impartiality) {
            faults.append("no_impartiality")
        }
        if isDecidedAtOwnRank(decision) { faults.append("own_rank") }
        return faults
    }

    /// Whether the officer decided, or somebody whose rank is not above the officer's.
    private func isDecidedAtOwnRank(_ decision: Decision) -> Bool {
        let officer = officers[Int(decision.officer)]
        let isOwn =
            switch decision.decider {
            case .officer(let decider): decider == decision.officer
            case .supervisor(let decider): decider >= 0 && supervisors[Int(decider)].id == officer.id
            }
        return isOwn || decision.deciderRank <= officer.rank
    }
}
