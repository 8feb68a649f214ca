extension AuditFlag {
    /// A flag on a decision: its subjects are the decision, its officer and, where on record, who decided.
    static func rule(
        _ pattern: Pattern, _ detail: String, _ index: Int, raisedOn day: Int32, in history: History
    ) -> AuditFlag {
        let decision = history.decisions[index]
        var subjects: [Subject] = [.decision(Int32(index)), .officer(decision.officer)]
        switch decision.decider {
        case .supervisor(let supervisor): if supervisor >= 0 { subjects.append(.supervisor(supervisor)) }
        // An officer who decides is no supervisor of the history: named as an officer, once, and if on record by then.
        case .officer(let officer):
            if officer != decision.officer, history.isOnRecord(officer: officer, on: day) {
                subjects.append(.officer(officer))
            }
        }
        return AuditFlag(
            raisedOn: day, pattern: pattern, subjects: subjects, evidence: .rule, firstEvent: decision.from,
            lastEvent: decision.recorded, detail: detail)
    }

    /// A flag on what a decision's documents lack.
    static func deficient(_ detail: String, _ index: Int, raisedOn day: Int32, in history: History) -> AuditFlag {
        rule(.deficientDocumentation, detail, index, raisedOn: day, in: history)
    }
}

extension History {
    /// Days before joining from which an officer is on record.
    private static let noticeOfJoining: Int32 = 60

    fileprivate func isOnRecord(officer: Int32, on day: Int32) -> Bool {
        officer >= 0 && officers[Int(officer)].joined - Self.noticeOfJoining <= day
    }
}
