package import Deployment

/// A roster problem with dense indices instead of ids and flat arrays instead of objects.
///
/// Officers, posts, shifts and skills keep the order of the document; duties are sorted by day, shift and post.
package struct Problem: Sendable {
    /// Name of the problem.
    package let name: String
    /// Day 0, a Monday.
    package let start: Day
    /// Length of the horizon.
    package let days: Int
    /// Ids by officer index.
    package let officerIDs: [String]
    /// Ids by post index.
    package let postIDs: [String]
    /// Ids by shift index.
    package let shiftIDs: [String]
    /// Ids by skill index.
    package let skillIDs: [String]
    /// The duties wanted, sorted by day, shift and post.
    package let duties: [Duty]

    let shifts: ShiftTable
    let posts: PostTable
    let officers: OfficerTable
    /// The rules of each contract.
    let rules: [RowRules]
    let weights: ProblemDocument.Weights
    let siteCap: Int
    /// Where the duties of a day and shift begin in `duties`: index day x shifts + shift, one more at the end.
    let dutyStart: [Int]
    let officerIndex: [String: Int]
    let postIndex: [String: Int]
    let shiftIndex: [String: Int]

    /// A duty: a post on a shift of a day.
    package struct Duty: Sendable, Equatable {
        /// Index of the post.
        package let post: Int
        /// Day of the horizon.
        package let day: Int
        /// Index of the shift.
        package let shift: Int
        /// Officers it must not go without.
        package let min: Int
        /// Officers it wants.
        package let target: Int
        /// Officers it takes at most, at least `target`; those above it neither cost nor help.
        package let capacity: Int
        /// 1, 2 or 4.
        package let weight: Int

        var isHigh: Bool { weight == 4 }
    }

    /// A problem from its parts; the duties come sorted by day, shift and post.
    init(
        name: String, start: Day, days: Int, officerIDs: [String], postIDs: [String], shiftIDs: [String],
        skillIDs: [String], duties: [Duty], shifts: ShiftTable, posts: PostTable, officers: OfficerTable,
        rules: [RowRules], weights: ProblemDocument.Weights, siteCap: Int
    ) {
        self.name = name
        self.start = start
        self.days = days
        self.officerIDs = officerIDs
        self.postIDs = postIDs
        self.shiftIDs = shiftIDs
        self.skillIDs = skillIDs
        self.duties = duties
        self.shifts = shifts
        self.posts = posts
        self.officers = officers
        self.rules = rules
        self.weights = weights
        self.siteCap = siteCap
        officerIndex = DocumentIndex.index(officerIDs)
        postIndex = DocumentIndex.index(postIDs)
        shiftIndex = DocumentIndex.index(shiftIDs)
        var starts = [Int](repeating: 0, count: days * shifts.count + 1)
        for duty in duties { starts[duty.day * shifts.count + duty.shift + 1] += 1 }
        for cell in 1..<starts.count { starts[cell] += starts[cell - 1] }
        dutyStart = starts
    }

    /// Indices of the duties of a shift on a day.
    func dutyRange(day: Int, shift: Int) -> Range<Int> {
        let cell = day * shifts.count + shift
        return dutyStart[cell]..<dutyStart[cell + 1]
    }

    /// Index of the duty of a post on a shift of a day; nil where none is wanted. Logarithmic in the posts.
    package func duty(post: Int, day: Int, shift: Int) -> Int? {
        let range = dutyRange(day: day, shift: shift)
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = (low + high) / 2
            if duties[middle].post < post { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && duties[low].post == post ? low : nil
    }

    /// Where the numbers of an officer's day lie in arrays of officers x days.
    func cell(_ officer: Int, _ day: Int) -> Int {
        officer * days + day
    }

    /// The rules of an officer's contract.
    func rules(_ officer: Int) -> RowRules {
        rules[officers.contract[officer]]
    }
}

extension Problem {
    /// The dense form of a document.
    ///
    /// Takes time and memory linear in the document, times the number of shifts.
    /// - Throws: every rule of the format that the document breaks.
    package init(_ document: ProblemDocument) throws(ProblemError) {
        try document.check()
        let index = DocumentIndex(document)
        let posts = PostTable(document, index)
        self.init(
            name: document.name, start: document.start, days: document.days, officerIDs: document.officers.map(\.id),
            postIDs: document.posts.map(\.id), shiftIDs: document.shifts.map(\.id), skillIDs: document.skills,
            duties: Problem.duties(document, index),
            shifts: ShiftTable(document.shifts, minRest: document.minRestMinutes), posts: posts,
            officers: OfficerTable(document, index, posts),
            rules: document.contracts.map { RowRules($0, document.weights) }, weights: document.weights,
            siteCap: document.siteCap)
    }

    private static func duties(_ document: ProblemDocument, _ index: DocumentIndex) -> [Duty] {
        document.demand
            .map { demand in
                Duty(
                    post: index.posts[demand.post, default: 0], day: demand.day,
                    shift: index.shifts[demand.shift, default: 0], min: demand.min, target: demand.target,
                    capacity: demand.target, weight: demand.weight)
            }
            .sorted { ($0.day, $0.shift, $0.post) < ($1.day, $1.shift, $1.post) }
    }
}

/// Ids to indices.
struct DocumentIndex {
    let officers: [String: Int]
    let posts: [String: Int]
    let shifts: [String: Int]
    let skills: [String: Int]
    let contracts: [String: Int]

    init(_ document: ProblemDocument) {
        officers = DocumentIndex.index(document.officers.map(\.id))
        posts = DocumentIndex.index(document.posts.map(\.id))
        shifts = DocumentIndex.index(document.shifts.map(\.id))
        skills = DocumentIndex.index(document.skills)
        contracts = DocumentIndex.index(document.contracts.map(\.id))
    }

    /// The place of each id.
    static func index(_ ids: [String]) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
    }
}
