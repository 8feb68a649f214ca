import Deployment

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension FlagExplanation {
    /// As much of an explanation as its pictures need, from the numbers that the record keeps of a flag: the pictures are then
    /// of what was found on its day, whatever became known since.
    package init(
        subjects: [String], raisedOn: Day, from: Day, to: Day,
        members: [(name: String, observed: Double, expected: Double)],
        isOfSameDays: Bool, course: [(day: Day, logRatio: Double)], events: [Day]
    ) {
        let others = members.dropFirst().map(\.observed).sorted()
        let middle = others.count / 2
        self.init(
            question: "", subjects: subjects, raisedOn: raisedOn, from: from, to: to, finding: "",
            timeline: events.map { Event(day: $0, what: "") },
            comparison: members.isEmpty
                ? nil
                : Comparison(
                    group: "the others compared",
                    members: members.enumerated().map { place, member in
                        Member(
                            name: member.name, observed: member.observed, expected: member.expected,
                            isSubject: place == 0)
                    },
                    median: others.isEmpty ? nil : (others[middle] + others[(others.count - 1) / 2]) / 2,
                    isOfSameDays: isOfSameDays),
            course: course.map { Step(day: $0.day, logRatio: $0.logRatio) })
    }
}

extension FlagExplanation.Member {
    /// The numbers of one row of the picture of rates, in words, for the table beside it.
    package struct Figures: Sendable, Equatable {
        package var observed: String
        package var expected: String
        /// Observed over expected; nil where nothing was expected.
        package var ratio: String?
        /// The exact 95 % interval of that ratio.
        package var interval: String?
    }

    /// What the picture of rates shows of this member.
    package var figures: Figures {
        var figures = Figures(observed: NumberWords.count(observed), expected: NumberWords.count(expected))
        guard expected > 0, expected.isFinite, observed >= 0, observed < 1e9 else { return figures }
        let counts = ExactInterval.poisson(Int(observed.rounded()), confidence: 0.95)
        figures.ratio = NumberWords.decimals(observed / expected, 2)
        figures.interval =
            "\(NumberWords.decimals(counts.lowerBound / expected, 2)) to "
            + NumberWords.decimals(counts.upperBound / expected, 2)
        return figures
    }
}

extension FlagExplanation.Step {
    /// The evidence as a part of what raises a flag: 1 raises one.
    package var part: String { SignificantDigits.three(exp(min(700, logRatio))) }
}
