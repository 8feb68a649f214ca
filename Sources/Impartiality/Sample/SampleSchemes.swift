import Deployment

/// What the plants do, as the invention of a history consults it.
struct SampleSchemes {
    /// An officer who keeps away from a mission.
    struct Avoider {
        var officer: Int32
        var mission: Int32
        var from: Int32
        var share: Double
    }

    /// Officers who are spared something.
    struct Favour {
        var officers: [Int32]
        var from: Int32
        var share: Double
    }

    /// Decisions made for no need: relieving officers of a mission, `remaining` of them in all or each duty by chance.
    struct Relief {
        var mission: Int32
        var from: Int32
        var until: Int32
        var share: Double
        var remaining: Int
    }

    /// A request that nothing but the plant explains; nil is the impartial choice of who decides.
    struct Extra {
        var officer: Int32
        var day: Int32
        var decider: Int32?
        var length: Int32
    }

    var publishing: [Avoider] = []
    var sick: [Avoider] = []
    var swapping: [Avoider] = []
    var night: [Favour] = []
    var weekend: [Favour] = []
    var high: [Favour] = []
    var reliefs: [Relief] = []
    var extras: [Extra] = []
    /// By supervisor: from which day, and which share is refused.
    var refusing: [Int32: (from: Int32, share: Double)] = [:]
    /// By post: from which day, and which share is left unfilled.
    var neglected: [Int32: (from: Int32, share: Double)] = [:]
    /// Places in `planted` of what is still to be done once, on a day or soon after.
    var waiting: [Int] = []
    var planted: [SampleHistory.Planted] = []
    var used: Set<Subject> = []

    /// The share that an officer is spared on a day; 0 for nearly everybody.
    func share(of officer: Int32, in favours: [Favour], on day: Int32) -> Double {
        var share = 0.0
        for favour in favours where favour.from <= day && favour.officers.contains(officer) {
            share = max(share, favour.share)
        }
        return share
    }

    /// Whether a post is left unfilled on purpose on a day.
    func isNeglected(_ post: Int32, on day: Int32) -> Bool {
        guard let neglect = neglected[post] else { return false }
        return neglect.from <= day
    }
}
