import Deployment
import FoundationEssentials
import Records

/// The non-deployments that a case's flags are about, as a timeline of what was decided when.
enum CaseDecisions {
    /// Everything that happened to one record, in order. Grounds and annex are no part of it.
    static func steps(_ detail: NonDeploymentDetail) -> [TimelineStep] {
        var steps: [(at: Date, step: TimelineStep)] = [
            (
                detail.summary.recordedAt,
                TimelineStep(
                    Moments.text(detail.summary.recordedAt), "Opened", by: detail.draftedBy.name,
                    text:
                        "Raised by \(detail.raisedBy.name). \(terms(detail.terms.first?.terms ?? detail.summary.terms))"
                )
            )
        ]
        for version in detail.terms.dropFirst() {
            steps.append(
                (
                    version.writtenAt,
                    TimelineStep(
                        Moments.text(version.writtenAt), "Terms changed, version \(version.version)",
                        by: version.writtenBy.name, text: terms(version.terms))
                ))
        }
        for assessment in detail.assessments {
            steps.append(
                (
                    assessment.assessedAt,
                    TimelineStep(
                        Moments.text(assessment.assessedAt),
                        "\(GoldWords.sentence(assessment.kind.rawValue)) assessment (\(assessment.form.rawValue))",
                        by: assessment.assessedBy.name, text: assessment.text)
                ))
        }
        for decision in detail.decisions {
            let alternatives = decision.alternatives.map { "\nConsidered as well: \($0)" } ?? ""
            let isLate = decision.recordedAt.timeIntervalSince(decision.decidedAt) > 60
            let late = isLate ? "\nWritten down \(Moments.text(decision.recordedAt))." : ""
            steps.append(
                (
                    decision.decidedAt,
                    TimelineStep(
                        Moments.text(decision.decidedAt),
                        "\(GoldWords.sentence(decision.outcome.rawValue)) (\(decision.form.rawValue) form) as \(decision.decidedAs)",
                        by: decision.decidedBy.name, text: decision.reason + alternatives + late)
                ))
        }
        for review in detail.reviews {
            steps.append(
                (
                    review.reviewedAt,
                    TimelineStep(
                        Moments.text(review.reviewedAt), "Reviewed", by: review.reviewedBy.name, text: review.note)
                ))
        }
        if let ending = detail.ending {
            steps.append(
                (
                    ending.endedAt,
                    TimelineStep(
                        Moments.text(ending.endedAt), "Ended: \(GoldWords.sentence(ending.cause).lowercasedFirst)",
                        by: ending.endedBy?.name, text: ending.note)
                ))
        }
        return steps.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(
            \.element.step)
    }

    /// What a version of the terms says.
    private static func terms(_ terms: Terms) -> String {
        let scope =
            terms.scope.isSelective
            ? "\(GoldWords.sentence(terms.scope.kind)) \(terms.scope.ids.joined(separator: ", "))" : "All armed duty"
        return "\(GoldWords.sentence(terms.category.rawValue)). \(scope). From \(Moments.text(terms.startsAt)) to "
            + "\(Moments.text(terms.endsAt)), review \(Moments.text(terms.reviewAt))."
            + (terms.title.map { "\n\($0)" } ?? "")
    }

    /// The records that a case's flags name, each once, in the order of the flags.
    static func numbers(_ flags: [Flag]) -> [Int64] {
        var seen: Set<Int64> = []
        return flags.compactMap { flag in
            flag.nonDeployment.flatMap { Int64($0.dropFirst(3)) }.flatMap { seen.insert($0).inserted ? $0 : nil }
        }
    }
}
