/// An invented armed protection command as CSV files, one for each master table.
///
/// Pure and deterministic: the same seed, day and size give the same bytes. People, places and bodies are invented.
package struct SampleCommand: Sendable {
    /// The files, `<table>.csv`, in an order in which every reference points to an earlier file or the same one.
    ///
    /// Header: the table's columns in their order without `recorded_at`; LF, ISO dates, empty field for null.
    package var files: [(name: String, csv: String)]
    /// The people and the place of the worked example.
    package var story: SampleStory

    /// A command for the 28 days from `start`, which must be a Monday (precondition).
    ///
    /// Takes time in proportion to officers x days; well under a second for `.command` in a release build.
    package init(seed: UInt64, from start: Day, size: SampleSize = .command) {
        precondition(start.weekday == 0, "a roster begins on a Monday")
        var random = SampleRandom(seed: seed)
        var officers = SampleForce(size: size, start: start, random: &random).officers
        let currencies = SampleCurrencies(start: start)
        currencies.give(&officers, random: &random)
        SampleAbsences.spread(&officers, random: &random)
        SampleAbsences.addRequests(&officers, random: &random)
        var places = SamplePlaces(size: size, random: &random)
        let supply = SampleDemand.supply(officers, start: start)
        SampleDemand.tune(&places, supply: supply, random: &random)
        SampleSkillMix.train(&officers, for: places, currencies, random: &random)
        files = SampleTables(start: start, officers: officers, places: places).files()
        story = SampleStory(officers: officers, places: places)
    }
}

/// Identifiers that a demonstration needs: a site at Exceptional with one post, and the people around it.
package struct SampleStory: Sendable, Equatable {
    /// The site, at Exceptional throughout the roster.
    package var site: String
    /// Its only post.
    package var post: String
    /// Three constables of one team, present and in currency with the carbine throughout the roster.
    package var constables: [String]
    /// A sergeant of that team, present and in currency likewise.
    package var sergeant: String
    /// An inspector of that team, then one of another team.
    package var inspectors: [String]
    /// A chief inspector of the management team.
    package var chiefInspector: String
    /// The superintendent.
    package var superintendent: String

    init(officers: [SampleOfficer], places: SamplePlaces) {
        func first(_ rank: String, where condition: (SampleOfficer) -> Bool = { _ in true }) -> String {
            officers.first { $0.rank == rank && condition($0) }?.id ?? ""
        }
        site = SampleTable.id("S", places.storySite + 1, width: 3)
        post = SampleTable.id("P", places.storyPost + 1, width: 3)
        constables = officers.filter { $0.inStory && $0.rank == "PC" }.map(\.id)
        sergeant = first("PS") { $0.inStory }
        inspectors = [
            first("INSP") { $0.team == SampleForce.storyTeam },
            first("INSP") { $0.team != SampleForce.storyTeam && $0.team != SampleForce.headquarters },
        ]
        chiefInspector = first("CI")
        superintendent = first("SUPT")
    }
}
