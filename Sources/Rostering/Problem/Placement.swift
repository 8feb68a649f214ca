/// One officer on one post, shift and day, by index. A list of placements is a roster that may break any rule.
package struct Placement: Hashable, Sendable {
    /// Index of the officer.
    package var officer: Int
    /// Day of the horizon.
    package var day: Int
    /// Index of the shift.
    package var shift: Int
    /// Index of the post.
    package var post: Int

    /// A placement.
    package init(officer: Int, day: Int, shift: Int, post: Int) {
        self.officer = officer
        self.day = day
        self.shift = shift
        self.post = post
    }
}
