import Deployment

/// How many of what a sample command has.
struct SampleScale {
    var officers = 770
    var missions = 60
    var sites = 70
    var posts = 110
    /// Officers wanted over all posts by day.
    var places = 130
    /// Supervisors of each of the nine teams; the last of them an inspector.
    var supervisors = 7

    init(_ size: SampleHistory.Size) {
        guard size == .team else { return }
        officers = 72
        missions = 5
        sites = 6
        posts = 9
        places = 10
        supervisors = 1
    }
}

/// A sample while it is being invented. Arrays over days and officers are laid out day by day: `day * officers + officer`.
struct SampleWorld {
    static let teams = 9
    /// Duties are published so many days at a time, so many days ahead.
    static let block: Int32 = 28
    static let lead: Int32 = 14
    /// Days drawn beyond the last, so that the end of a history looks like any other part of it.
    static let beyond: Int32 = 60
    /// Requests not to be deployed, an officer and year; the share granted; the share decided in the line.
    static let requests = 0.40
    static let granted = 0.88
    static let inLine = 0.80

    var random: SampleRandom
    let scale: SampleScale
    var history: History
    let days: Int32
    let span: Int32
    var officers: Int { history.officers.count }

    /// 0 Normal, 1 Heightened, 2 Exceptional: `mission * span + day`.
    var levels: [UInt8] = []
    var missionOfPost: [Int32] = []
    /// The skills in currency, a bit each.
    var skills: [UInt8] = []
    /// The shift on which an officer is on duty; -1 for none.
    var shifts: [Int8] = []
    /// The day on which it became known that an officer is away on a day; `never` for one who is there.
    var away: [Int32] = []
    /// What multiplies requests on a day.
    var appetite: [Double] = []
    /// In the order in which they were made; `extends` is a place here.
    var decisions: [History.Decision] = []
    var schemes = SampleSchemes()

    init(seed: UInt64, scale: SampleScale, days: Int32, firstDay: Day) {
        random = SampleRandom(seed: seed)
        self.scale = scale
        self.days = days
        span = days + Self.beyond
        history = History(firstDay: firstDay, lastDay: days - 1)
    }

    func cell(_ day: Int32, _ officer: Int32) -> Int {
        Int(day) * officers + Int(officer)
    }

    func isServing(_ officer: Int32, on day: Int32) -> Bool {
        history.officers[Int(officer)].joined <= day && day <= history.officers[Int(officer)].left
    }

    /// Whether an officer may stand at a post; anybody may be in reserve.
    func fits(_ officer: Int32, _ post: Int32, on day: Int32) -> Bool {
        post < 0 || history.posts[Int(post)].requires & ~SkillSet(skills[cell(day, officer)]) == 0
    }
}
