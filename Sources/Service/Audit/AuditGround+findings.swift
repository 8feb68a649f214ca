import Deployment
import Impartiality

extension AuditGround {
    /// A flag as the record takes it: every number of its finding, with keys of the record and no words of a person.
    func document(_ flag: AuditFlag) -> JSON {
        var members: [JSON.Member] = [
            .init("pattern", .string(flag.pattern.rawValue)), .init("raised_on", date(flag.raisedOn)),
            .init("subjects", .array(flag.subjects.map(subject))), .init("first_event", date(flag.firstEvent)),
            .init("last_event", date(flag.lastEvent)), .init("detail", .string(String(flag.detail.prefix(200)))),
        ]
        switch flag.evidence {
        case .rule: members.append(.init("basis", "rule"))
        case .eValue(let value): members += [.init("basis", "e-value"), .init("value", number(value))]
        case .pValue(let value): members += [.init("basis", "p-value"), .init("value", number(value))]
        }
        if let finding = flag.finding {
            members += [
                .init("observed", number(finding.observed)), .init("expected", number(finding.expected)),
                .init("opportunities", number(finding.opportunities)),
                .init(
                    "course",
                    .array(
                        finding.course.map { step in
                            .object([.init("day", date(step.day)), .init("log_ratio", number(step.logRatio))])
                        })),
                .init("events", .array(finding.events.map(date))),
                .init("compared_over", .string(finding.comparesSameDays ? "same_days" : "whole_record")),
                .init(
                    "comparison",
                    .array(
                        finding.comparison.map { peer in
                            .object([
                                .init("subject", subject(peer.subject)), .init("observed", number(peer.observed)),
                                .init("expected", number(peer.expected)),
                            ])
                        })),
            ]
        }
        if Statistic(rawValue: flag.detail) != nil { members.append(.init("explanation", explanation(flag))) }
        return .object(members)
    }

    /// What a reader is told of a flag, as it stood on its day: kept with the case, so that it is answered for what was shown.
    private func explanation(_ flag: AuditFlag) -> JSON {
        let explained = FlagExplanation(flag, of: history)
        func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
        return .object([
            .init("finding", .string(explained.finding)), .init("null", .string(explained.null ?? "")),
            .init("chance", texts(explained.chance)),
            .init("timeline", texts(explained.timeline.map { "\($0.day): \($0.what)" })),
            .init(
                "innocent",
                .array(
                    explained.innocent.map { check in
                        .object([
                            .init("asked", .string(check.asked)), .init("found", .string(check.found)),
                            .init("may_explain", .bool(check.mayExplain)),
                        ])
                    })),
            .init("not_known", texts(explained.notKnown)),
            .init("power", .string(explained.power?.statement ?? "")), .init("notes", texts(explained.notes)),
        ])
    }

    private func subject(_ subject: Subject) -> JSON {
        let named = name(subject)
        return .object([.init("kind", .string(named.kind)), .init("id", .string(named.id))])
    }

    private func date(_ day: Int32) -> JSON {
        .string(history.date(day).description)
    }

    /// JSON has no infinities.
    private func number(_ value: Double) -> JSON {
        value.isFinite ? .number(value) : .null
    }
}
