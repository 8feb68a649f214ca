/// An invented problem of any size, for benchmarks and trials: officers and sites have numbers only.
///
/// It has the shape of a real command: five teams on a ten-day pattern (two earlies, two lates, two nights, four off), a
/// quarter of their days lost to leave, courses and sickness, posts of several kinds and levels that want about as many
/// officers as the pattern brings, skills that are scarce where their posts are, and a history with fair shares. The same seed
/// and size give the same document on every machine.
package struct SampleProblem: Sendable {
    /// The sizes that benchmarks use.
    package enum Size: String, CaseIterable, Sendable {
        case xs, s, m, co6, national

        /// Officers, posts, sites and days.
        package var numbers: (officers: Int, posts: Int, sites: Int, days: Int) {
            switch self {
            case .xs: (24, 4, 3, 14)
            case .s: (80, 12, 8, 28)
            case .m: (250, 40, 26, 28)
            case .co6: (769, 110, 70, 28)
            case .national: (6500, 900, 580, 28)
            }
        }
    }

    /// The problem.
    package let document: ProblemDocument

    /// A problem of one of the usual sizes.
    package init(_ size: Size, seed: UInt64) {
        let (officers, posts, sites, days) = size.numbers
        self.init(seed: seed, officers: officers, posts: posts, sites: sites, days: days, name: size.rawValue)
    }

    /// A problem of `officers`, `posts` and `sites`, each at least 1, over `days`, at least 7.
    ///
    /// Takes time in proportion to officers and duties, seconds for a whole country.
    package init(seed: UInt64, officers: Int, posts: Int, sites: Int, days: Int, name: String = "sample") {
        precondition(officers > 0 && posts > 0 && sites > 0 && days >= 7, "a sample of nothing")
        var draft = SampleDraft(seed: seed, days: days)
        draft.makeOfficers(officers)
        draft.makeAbsences()
        draft.makeRequests()
        draft.makePosts(posts, sites: sites)
        draft.train()
        draft.makeNonDeployments()
        draft.makeDemand()
        draft.makeHistory()
        document = draft.document(named: "\(name)-\(days)d-seed\(seed)")
    }
}
