/// Something that an officer on restricted or recuperative duty cannot do: never a cause (001 ¶38–40).
///
/// The function `limit_fits` of the database says the same of a window at a post.
package struct FunctionalLimit: Sendable, Equatable, Codable {
    /// Its id, such as `no_night`.
    package let id: String
    /// What people read: "No nights".
    package let words: String
    /// No post that requires the authority to carry.
    package let barsArmed: Bool
    /// No night shift.
    package let barsNights: Bool
    /// Only posts of these kinds, or named as suitable; nil where the kind does not matter.
    package let onlyKinds: [String]?
    /// Minutes of a duty at most; nil where its length does not matter.
    package let maxMinutes: Int?

    /// A limit.
    package init(
        id: String, words: String, barsArmed: Bool = false, barsNights: Bool = false, onlyKinds: [String]? = nil,
        maxMinutes: Int? = nil
    ) {
        self.id = id
        self.words = words
        self.barsArmed = barsArmed
        self.barsNights = barsNights
        self.onlyKinds = onlyKinds
        self.maxMinutes = maxMinutes
    }

    /// Whether it leaves room at a post of this kind; `isNamed` where the post was named as suitable for this limit.
    package func fits(postKind: String, isArmed: Bool, isNamed: Bool) -> Bool {
        if barsArmed && isArmed { return false }
        guard let onlyKinds else { return true }
        return onlyKinds.contains(postKind) || isNamed
    }

    /// Whether it leaves room for a duty of this shift.
    package func fits(minutes: Int, isNight: Bool) -> Bool {
        if barsNights && isNight { return false }
        return maxMinutes.map { minutes <= $0 } ?? true
    }
}
