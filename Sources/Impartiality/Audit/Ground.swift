/// What all patterns stand on, worked out once a day: who serves, who was drawn for which place, what relieved whom.
struct Ground: Sendable {
    let places: Places
    private(set) var roll: Roll
    private(set) var books: Books
    private(set) var reliefs: Reliefs
    private(set) var grants: Grants
    private(set) var levels: Levels
    private(set) var daysOff: DaysOff
    private(set) var day: Int32 = -1
    private let withReliefs: Bool

    /// Ground of a history; reliefs, grants and days off are worked out only where a pattern looks at them.
    init(_ history: History, withReliefs: Bool = true) {
        self.withReliefs = withReliefs
        places = Places(history)
        roll = Roll(history)
        books = Books(history)
        reliefs = Reliefs(history)
        grants = Grants(history)
        levels = Levels(history)
        daysOff = DaysOff(history)
    }

    /// Opens the next day.
    mutating func open(_ day: Int32, _ history: History) {
        self.day = day
        roll.call(day, history)
        levels.open(day, history)
        books.open(day, history, roll, places)
        guard withReliefs else { return }
        daysOff.open(day, history)
        reliefs.close(day, history, books, places)
        grants.close(day, history, books, places)
    }
}
