extension ProblemDocument {
    /// An officer as the roster sees one.
    package struct Officer: Sendable, Equatable {
        /// Id of the officer.
        package var id: String
        /// Name of the team.
        package var team: String
        /// Id of the contract.
        package var contract: String
        /// Skill id to the last day on which it is in currency, inclusive; may exceed the horizon.
        package var skills: [String: Int]
        /// Closed day ranges of abstractions.
        package var unavailable: [ClosedRange<Int>]
        /// Rostered shift id of each day; nil for a rostered rest day.
        package var rostered: [String?]
        /// Duties the officer would rather not work.
        package var requests: [Request]
        /// What the officer did before day 0.
        package var history: History

        /// An officer.
        package init(
            id: String, team: String, contract: String, skills: [String: Int], unavailable: [ClosedRange<Int>],
            rostered: [String?], requests: [Request], history: History
        ) {
            self.id = id
            self.team = team
            self.contract = contract
            self.skills = skills
            self.unavailable = unavailable
            self.rostered = rostered
            self.requests = requests
            self.history = history
        }
    }

    /// A wish not to work a shift of a day.
    package struct Request: Sendable, Equatable {
        /// Day of the horizon.
        package var day: Int
        /// Id of the unwanted shift; nil for the whole day.
        package var shift: String?
        /// Cost of working it all the same.
        package var weight: Int

        /// A request.
        package init(day: Int, shift: String?, weight: Int) {
            self.day = day
            self.shift = shift
            self.weight = weight
        }
    }

    /// What is known of an officer's days before day 0.
    package struct History: Sendable, Equatable {
        /// Shift id of the last duty; nil together with `lastDay` when none is known.
        package var lastShift: String?
        /// Day of the last duty, below 0.
        package var lastDay: Int?
        /// Days worked in a row that end on day -1.
        package var consecutiveWork: Int
        /// Nights in a row that end on day -1.
        package var consecutiveNights: Int
        /// Days off in a row that end on day -1.
        package var consecutiveOff: Int
        /// Counts of burdensome duties so far.
        package var load: Load
        /// Site id to deployments there so far.
        package var sites: [String: Int]

        /// A history; by default nothing is known.
        package init(
            lastShift: String? = nil, lastDay: Int? = nil, consecutiveWork: Int = 0, consecutiveNights: Int = 0,
            consecutiveOff: Int = 0, load: Load = Load(night: 0, weekend: 0, high: 0), sites: [String: Int] = [:]
        ) {
            self.lastShift = lastShift
            self.lastDay = lastDay
            self.consecutiveWork = consecutiveWork
            self.consecutiveNights = consecutiveNights
            self.consecutiveOff = consecutiveOff
            self.load = load
            self.sites = sites
        }
    }

    /// One number for each burden.
    package struct Load: Sendable, Equatable {
        /// Night duties.
        package var night: Int
        /// Duties on a Saturday or Sunday.
        package var weekend: Int
        /// Duties at the Exceptional level.
        package var high: Int

        /// Three numbers.
        package init(night: Int, weekend: Int, high: Int) {
            self.night = night
            self.weekend = weekend
            self.high = high
        }
    }

    /// The fair cap of each burden, by officer id.
    package struct Caps: Sendable, Equatable {
        /// Night duties.
        package var night: [String: Int]
        /// Weekend duties.
        package var weekend: [String: Int]
        /// Duties at the Exceptional level.
        package var high: [String: Int]

        /// Caps; each names every officer.
        package init(night: [String: Int], weekend: [String: Int], high: [String: Int]) {
            self.night = night
            self.weekend = weekend
            self.high = high
        }
    }

    /// A price that is the same every day, or one number a day (a change at short notice costs more).
    package enum DailyPrice: Sendable, Equatable {
        case everyDay(Int)
        case byDay([Int])

        /// The price on a day of the horizon.
        package subscript(day: Int) -> Int {
            switch self {
            case .everyDay(let price): price
            case .byDay(let prices): prices[day]
            }
        }
    }

    /// The price of each cost term, named as in FORMAT.md.
    package struct Weights: Sendable, Equatable {
        package var belowMin: Int
        package var belowTarget: Int
        package var shifts: Int
        package var minRun: Int
        package var maxWeekends: Int
        package var splitWeekend: Int
        package var maxNights: Int
        package var request: Int
        package var changedShift: DailyPrice
        package var workedRestDay: DailyPrice
        package var burden: Int
        package var siteRepeat: Int

        /// Prices; by default those of FORMAT.md.
        package init(
            belowMin: Int = 1000, belowTarget: Int = 30, shifts: Int = 20, minRun: Int = 15, maxWeekends: Int = 30,
            splitWeekend: Int = 10, maxNights: Int = 50, request: Int = 1, changedShift: DailyPrice = .everyDay(40),
            workedRestDay: DailyPrice = .everyDay(80), burden: Int = 4, siteRepeat: Int = 5
        ) {
            self.belowMin = belowMin
            self.belowTarget = belowTarget
            self.shifts = shifts
            self.minRun = minRun
            self.maxWeekends = maxWeekends
            self.splitWeekend = splitWeekend
            self.maxNights = maxNights
            self.request = request
            self.changedShift = changedShift
            self.workedRestDay = workedRestDay
            self.burden = burden
            self.siteRepeat = siteRepeat
        }
    }
}
