/// Why this officer: what it costs to have the officer there, and who else could have been.
package struct DeploymentExplanation: Sendable {
    /// Another officer in the same place, everything else being equal.
    package struct Alternative: Sendable {
        /// Id of the officer.
        package var officer: String
        /// The duty on which the two would change places, as post and shift ids; nil where the other is free that day and
        /// the officer explained would be off.
        package var swaps: (post: String, shift: String)?
        /// What the cost of the roster would change by, term by term; below zero is a saving.
        package var change: TermCosts
        /// The facts behind the change of the other's row, dearest first.
        package var effects: [Effect]
        /// The facts behind the change of the row of the officer explained.
        package var ownEffects: [Effect]
    }

    /// Id of the officer.
    package var officer: String
    /// Id of the post.
    package var post: String
    /// Day of the horizon.
    package var day: Int
    /// Id of the shift.
    package var shift: String
    /// What the officer's own row costs by this duty, against a day off; the duty's coverage is not in it.
    package var effects: [Effect]
    /// Where all officers stand; `free` are those who could have taken the place while this officer is off.
    package var standings: Standings
    /// How many of those on another duty could lawfully have changed places with this officer.
    package var swaps: Int
    /// The cheapest alternatives, cheapest first.
    package var alternatives: [Alternative]

    /// Whether no other officer could lawfully have been there, all else equal.
    package var isOnlyOne: Bool { standings[.free] == 0 && swaps == 0 }
}
