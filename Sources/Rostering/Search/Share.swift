/// The part of a roster that one of several searches works on: it changes the rows of its own officers only, and how many officers
/// its own duties have. So they work on one roster side by side, and what each changes adds up.
struct Share {
    let members: Flat<Int32>
    private(set) var count: Int
    let isMember: Flat<Bool>

    /// The share of a search alone: all.
    init(all officers: Int) {
        members = Flat((0..<officers).map { Int32($0) })
        count = officers
        isMember = Flat(repeating: true, count: officers)
    }

    /// Takes every `step`-th officer of a list, from the `first` on.
    mutating func deal(_ officers: [Int32], first: Int, step: Int) {
        count = 0
        for officer in officers { isMember[Int(officer)] = false }
        for place in stride(from: first, to: officers.count, by: step) {
            members[count] = officers[place]
            isMember[Int(officers[place])] = true
            count += 1
        }
    }

    func free() {
        members.free()
        isMember.free()
    }
}
