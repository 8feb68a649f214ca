import Deployment
import Testing

/// A sample read back from its CSV files, and what the tests work out of the rows.
struct SampleFiles {
    typealias Row = [String: String]

    static let start = Day(iso: "2026-11-30") ?? Day(number: 0)
    static let horizon = 0..<28
    static let command = SampleFiles(SampleCommand(seed: 1, from: start))
    static let team = SampleFiles(SampleCommand(seed: 1, from: start, size: .team))

    let names: [String]
    let story: SampleStory
    private var headers: [String: [String]] = [:]
    private var tables: [String: [Row]] = [:]

    init(_ sample: SampleCommand) {
        story = sample.story
        names = sample.files.map(\.name)
        for file in sample.files {
            var reader = CSVReader(Array(file.csv.utf8))
            var records: [[String]] = []
            while reader.next() { records.append(reader.fields.indices.map { reader.text($0) }) }
            let header = records.first ?? []
            let table = String(file.name.dropLast(4))
            headers[table] = header
            tables[table] = records.dropFirst().map { Row(uniqueKeysWithValues: zip(header, $0)) }
            if reader.faultCount > 0 { Issue.record("\(file.name): \(reader.faults)") }
        }
    }

    subscript(table: String) -> [Row] {
        tables[table] ?? []
    }

    func header(_ table: String) -> [String] {
        headers[table] ?? []
    }

    func keys(_ table: String, _ column: String) -> Set<String> {
        Set(self[table].compactMap { $0[column] })
    }

    /// The days of the roster that a row's closed range covers; an empty end is open.
    static func days(_ row: Row, _ first: String, _ last: String) -> Set<Int> {
        guard let from = Day(iso: row[first] ?? "") else { return [] }
        let end = Day(iso: row[last] ?? "")?.days(since: start) ?? .max
        return Set(horizon.filter { from.days(since: start) <= $0 && $0 <= end })
    }

    /// The rostered shift of each officer and day, nil on rest days.
    var rostered: [String: [String?]] {
        var cycles: [String: [Int: String]] = [:]
        for row in self["pattern_day"] {
            cycles[row["pattern_id"] ?? "", default: [:]][Int(row["day_index"] ?? "") ?? -1] = row["shift_id"]
        }
        var out: [String: [String?]] = [:]
        for row in self["officer_pattern"] {
            guard let cycle = cycles[row["pattern_id"] ?? ""], let anchor = Day(iso: row["anchor_day"] ?? "") else {
                continue
            }
            out[row["officer_id"] ?? ""] = Self.horizon.map { day in
                let shift = cycle[Self.start.adding(day).days(since: anchor) % cycle.count] ?? ""
                return shift.isEmpty ? nil : shift
            }
        }
        return out
    }

    /// The days on which each officer is abstracted or on recuperative duty.
    var away: [String: Set<Int>] {
        var out: [String: Set<Int>] = [:]
        for row in self["abstraction"] + self["restriction"].filter({ $0["kind"] == "recuperative" }) {
            out[row["officer_id"] ?? "", default: []].formUnion(Self.days(row, "from_day", "to_day"))
        }
        return out
    }

    /// The last day of each skill an officer holds, by the rule of the view skill_until.
    var skillUntil: [String: [String: Day]] {
        var out: [String: [String: Day]] = [:]
        for row in self["currency"] {
            let end = Day(iso: row["expires_on"] ?? "") ?? Day(number: .max)
            let skill = row["skill_id"] ?? ""
            let now = out[row["officer_id"] ?? ""]?[skill] ?? end
            out[row["officer_id"] ?? "", default: [:]][skill] = max(now, end)
        }
        let components = self["skill"].filter { $0["kind"] == "component" }.compactMap { $0["skill_id"] }
        for (officer, held) in out {
            guard let own = held["AFO"] else { continue }
            out[officer]?["AFO"] = components.reduce(own) { min($0, held[$1] ?? Day(number: .min)) }
        }
        return out
    }

    /// The level of a site on a day of the roster.
    var levels: [String: [String]] {
        var out: [String: [String]] = [:]
        for row in self["site_level"] {
            for day in Self.days(row, "from_day", "to_day") {
                out[row["site_id"] ?? "", default: Self.horizon.map { _ in "Normal" }][day] = row["level"] ?? ""
            }
        }
        return out
    }

    /// Every duty of the roster.
    var duties: [(post: String, day: Int, shift: String, target: Int)] {
        let demand = Dictionary(
            uniqueKeysWithValues: self["post_demand"].map { row in
                (
                    [row["post_id"], row["level"], row["day_kind"], row["shift_id"]],
                    Int(row["target_officers"] ?? "") ?? 0
                )
            })
        let levels = levels
        return self["post"].flatMap { post in
            Self.days(post, "active_from", "active_to").sorted().flatMap { day in
                ["E", "L", "N"].compactMap { shift in
                    let level = levels[post["site_id"] ?? ""]?[day] ?? "Normal"
                    let key = [post["post_id"], level, day % 7 >= 5 ? "weekend" : "weekday", shift]
                    return demand[key].map { (post["post_id"] ?? "", day, shift, $0) }
                }
            }
        }
    }
}
