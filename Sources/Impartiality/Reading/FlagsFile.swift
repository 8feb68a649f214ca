import Deployment

/// Writes flags as CSV: one row a flag, its columns as HISTORY.md describes them.
package struct FlagsFile {
    private static let columns = [
        "flag_id", "raised_on", "pattern", "subjects", "evidence_kind", "evidence", "first_event", "last_event",
        "detail",
    ]

    private let history: History

    /// A writer of flags on a history.
    package init(_ history: History) {
        self.history = history
    }

    /// The rows, numbered F00001 and on in the order of the day, the pattern's name, the subjects and the detail: the same
    /// flags give the same file in whatever order they come. O(n log n).
    package func csv(_ flags: [AuditFlag]) -> [UInt8] {
        let rows = flags.map { ($0, subjects: $0.subjects.compactMap(name).joined(separator: ";")) }
            .sorted { left, right in
                (left.0.raisedOn, left.0.pattern.rawValue, left.subjects, left.0.detail)
                    < (right.0.raisedOn, right.0.pattern.rawValue, right.subjects, right.0.detail)
            }
        var writer = CSVWriter()
        writer.append(FlagsFile.columns)
        for (place, (flag, subjects)) in rows.enumerated() {
            let number = String(place + 1)
            let (kind, evidence) = FlagsFile.evidence(flag.evidence)
            writer.append([
                "F" + String(repeating: "0", count: max(0, 5 - number.count)) + number,
                history.date(flag.raisedOn).description, flag.pattern.rawValue, subjects, kind, evidence,
                history.date(flag.firstEvent).description, history.date(flag.lastEvent).description, flag.detail,
            ])
        }
        return writer.bytes
    }

    /// `kind:id`; nil for somebody who is not on record and cannot be named.
    private func name(_ subject: Subject) -> String? {
        func named(_ kind: String, _ place: Int32, _ id: (Int) -> String) -> String? {
            place < 0 ? nil : kind + ":" + id(Int(place))
        }
        return switch subject {
        case .officer(let place): named("officer", place) { history.officers[$0].id }
        case .supervisor(let place): named("supervisor", place) { history.supervisors[$0].id }
        case .mission(let place): named("mission", place) { history.missions[$0].id }
        case .site(let place): named("site", place) { history.sites[$0].id }
        case .post(let place): named("post", place) { history.posts[$0].id }
        case .team(let place): named("team", place) { history.teams[$0].id }
        case .decision(let place): named("decision", place) { history.decisions[$0].id }
        case .command(let place): named("command", place) { history.commands[$0] }
        }
    }

    private static func evidence(_ evidence: Evidence) -> (kind: String, value: String) {
        switch evidence {
        case .rule: ("rule", "")
        case .eValue(let value): ("e", SignificantDigits.three(value))
        case .pValue(let value): ("p", SignificantDigits.three(value))
        }
    }
}
