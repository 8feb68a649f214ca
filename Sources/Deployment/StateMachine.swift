/// A closed set of states with drawn arrows; PostgreSQL holds the same arrows in `state_arrow`.
package protocol StateMachine: RawRepresentable<String>, CaseIterable, Hashable, Sendable, Codable {
    /// The name of the machine in `state_arrow.machine`.
    static var machine: String { get }
    /// The states in which something may begin.
    static var initial: Set<Self> { get }
    /// The states that may follow this one directly.
    var next: Set<Self> { get }
}

extension StateMachine {
    /// Every arrow as (from, to), with an empty `from` for the beginning; sorted, so that it can be compared.
    package static var arrows: [[String]] {
        let beginnings = initial.map { ["", $0.rawValue] }
        let moves = allCases.flatMap { state in state.next.map { [state.rawValue, $0.rawValue] } }
        return (beginnings + moves).sorted { $0.lexicographicallyPrecedes($1) }
    }
}
