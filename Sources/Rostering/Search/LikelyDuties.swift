/// Which of the eligible duties the searches try: all, until the bound's prices have shown which are worth it.
///
/// Shared by all searches of one solve; `Steering` alone changes it.
final class LikelyDuties: @unchecked Sendable {  // changes between slices only, when no search runs
    /// As `Tables.eligible`: one bit a duty, so many words an officer.
    let bits: Flat<UInt64>
    /// Officers likely on each duty, cheapest first: start index into `officers`; empty until there are any.
    private(set) var start = Flat<Int32>([])
    private(set) var officers = Flat<Int32>([])

    init(_ eligible: [UInt64]) {
        bits = Flat(eligible)
    }

    /// Takes the officers of each duty, cheapest first.
    func list(_ lists: [[Int32]]) {
        start.free()
        officers.free()
        (start, officers) = TableBuilder.flatten(lists)
    }

    deinit {
        bits.free()
        start.free()
        officers.free()
    }
}
