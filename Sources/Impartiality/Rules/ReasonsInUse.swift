/// The reasons given so far: the same words for many officers are no reason of any of them.
struct ReasonsInUse: Sendable {
    /// From so many officers on, the same reason is a boilerplate.
    static let officers = 5
    /// Days over which officers are counted.
    static let span: Int32 = 365

    private struct Use {
        var recorded: Int32
        var officer: Int32
    }

    private var uses: [String: [Use]] = [:]

    /// Takes in a decision and says whether its reason is a boilerplate; decisions come in the order of the history.
    mutating func isBoilerplate(_ decision: History.Decision) -> Bool {
        let reason = ReasonText.folded(decision.reason)
        let use = Use(recorded: decision.recorded, officer: decision.officer)
        uses[reason, default: []].append(use)
        var officers = [decision.officer]
        for use in (uses[reason] ?? []).reversed() {
            if decision.recorded - use.recorded > Self.span || officers.count == Self.officers { break }
            if !officers.contains(use.officer) { officers.append(use.officer) }
        }
        return officers.count == Self.officers
    }
}
