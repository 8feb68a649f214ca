import Deployment
import FoundationEssentials
import Records

/// Rosters as CSV for a spreadsheet: ISO dates, a byte order mark, and nothing that a spreadsheet runs as a formula.
enum RosterCSV {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Unfilled duties, one a line.
    static func unfilled(_ duties: [UnfilledDuty]) -> [UInt8] {
        var csv = CSVWriter(guardsFormulas: true)
        csv.append([
            "day", "shift", "post", "post_name", "site", "site_name", "level", "min", "target", "filled", "below_min",
            "below_target", "operation", "why",
        ])
        for duty in duties {
            csv.append([
                duty.day.description, duty.shift, duty.post, duty.postName, duty.site, duty.siteName,
                duty.level.rawValue, String(duty.min), String(duty.target), String(duty.filled),
                String(duty.belowMin), String(duty.belowTarget), duty.operation ?? "",
                duty.reasons.map(RosterVersionPage.sentence) ?? "",
            ])
        }
        return mark + csv.bytes
    }

    /// Duties that a version leaves below their target, one a line.
    static func unfilled(_ duties: [VersionDuty]) -> [UInt8] {
        var csv = CSVWriter(guardsFormulas: true)
        csv.append(["day", "shift", "post", "level", "min", "target", "filled", "why"])
        for duty in duties {
            csv.append([
                duty.day.description, duty.shift, duty.post, duty.level.rawValue, String(duty.min),
                String(duty.target), String(duty.filled), duty.reasons.map(RosterVersionPage.sentence) ?? "",
            ])
        }
        return mark + csv.bytes
    }

    /// Deployments of a version, one a line.
    static func version(_ placed: [VersionDeployment], _ names: OfficerNames) -> [UInt8] {
        var csv = CSVWriter(guardsFormulas: true)
        csv.append(["officer", "called", "day", "shift", "post"])
        for one in placed {
            csv.append([one.officer, names.called(one.officer), one.day.description, one.shift, one.post])
        }
        return mark + csv.bytes
    }

    /// Standing deployments, one a line.
    static func standing(_ placed: [StandingDeployment], _ names: OfficerNames) -> [UInt8] {
        var csv = CSVWriter(guardsFormulas: true)
        csv.append(["officer", "called", "day", "shift", "post", "site", "starts", "ends"])
        for one in placed {
            csv.append([
                one.officer, names.called(one.officer), one.day.description, one.shift, one.post, one.site,
                one.startsAt.ISO8601Format(), one.endsAt.ISO8601Format(),
            ])
        }
        return mark + csv.bytes
    }
}
