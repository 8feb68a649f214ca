/// How large a sample command is: people, places and posts by kind.
package struct SampleSize: Sendable {
    /// Police officers of every kind.
    package var officers: Int
    var superintendents = 1
    var chiefInspectors = 2
    /// Inspectors who own sites (001 ¶66).
    var liaisonInspectors: Int
    var teamInspectors: Int
    var sergeants: Int
    var restricted: Int
    var recuperative: Int
    var flexible: Int

    /// Sites of missions with a post at the entrance; the first `rearPosts` of them have a second one.
    var chanceries: Int
    var rearPosts: Int
    var residences: Int
    /// Government buildings of two posts each.
    var departments: Int
    /// Official households of four posts each.
    var households: Int
    var hospitals: Int
    var hotels: Int
    var arvs: Int
    var desks: Int
    var cars: Int
    var motorcycles: Int
    var patrols: Int
    var covert: Int
    var search: Int
    var events: Int
    /// Officers of a crew that need not stand alone: guards, covert teams.
    var pair: Int

    /// Protected sites above Normal as the roster begins, and those that change inside it.
    var heightened: Int
    var exceptional: Int
    var levelChanges: Int

    /// Places of the worked example: officer, site and post, counted from 0.
    var storyOfficer: Int
    var storySite: Int
    var storyPost: Int

    /// The armed protection command in figures (001 ¶33, ¶38, ¶52, ¶66): 769 officers, 110 posts at 70 sites.
    package static let command = SampleSize(
        officers: 769, liaisonInspectors: 10, teamInspectors: 10, sergeants: 96, restricted: 24, recuperative: 35,
        flexible: 44, chanceries: 36, rearPosts: 6, residences: 8, departments: 8, households: 2, hospitals: 4,
        hotels: 4, arvs: 2, desks: 6, cars: 7, motorcycles: 3, patrols: 5, covert: 2, search: 2, events: 1, pair: 2,
        heightened: 12, exceptional: 6, levelChanges: 8, storyOfficer: 416, storySite: 13, storyPost: 26)

    /// A command of about 40 officers, of the same shape, for tests.
    package static let team = SampleSize(
        officers: 44, liaisonInspectors: 2, teamInspectors: 2, sergeants: 5, restricted: 2, recuperative: 2,
        flexible: 4, chanceries: 2, rearPosts: 0, residences: 0, departments: 0, households: 0, hospitals: 1,
        hotels: 1, arvs: 1, desks: 1, cars: 0, motorcycles: 0, patrols: 0, covert: 1, search: 0, events: 0, pair: 1,
        heightened: 0, exceptional: 1, levelChanges: 1, storyOfficer: 31, storySite: 1, storyPost: 3)

    /// Officers of the management team: they work office hours and hold no post.
    var headquarters: Int {
        superintendents + chiefInspectors + liaisonInspectors
    }
}
