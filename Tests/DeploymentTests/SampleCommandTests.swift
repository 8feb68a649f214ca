import Deployment
import Testing

/// The sample command against the figures of the documents.
@Suite("A sample command has the proportions of the documents")
struct SampleCommandTests {
    let command = SampleFiles.command

    private func csv(_ sample: SampleCommand) -> String {
        sample.files.map { $0.name + "\n" + $0.csv }.joined()
    }

    @Test("The same seed gives the same bytes, another seed other ones")
    func determinism() {
        let start = SampleFiles.start
        let first = csv(SampleCommand(seed: 7, from: start, size: .team))
        #expect(first == csv(SampleCommand(seed: 7, from: start, size: .team)))
        #expect(first != csv(SampleCommand(seed: 8, from: start, size: .team)))
        #expect(first != csv(SampleCommand(seed: 7, from: start.adding(7), size: .team)))
        #expect(csv(SampleCommand(seed: 1, from: start)) == csv(SampleCommand(seed: 1, from: start)))
    }

    @Test("Officers are counted as in the documents")
    func officers() {
        let ranks = Dictionary(grouping: command["officer"], by: { $0["rank"] ?? "" }).mapValues(\.count)
        #expect(ranks == ["PC": 650, "PS": 96, "INSP": 20, "CI": 2, "SUPT": 1])
        #expect(command["officer"].count == 769)
        #expect(command["restriction"].filter { $0["kind"] == "restricted" }.count == 24)
        #expect(command["restriction"].filter { $0["kind"] == "recuperative" }.count == 35)
        #expect(command.keys("restriction", "officer_id").count == 59)
        #expect(command["officer"].filter { $0["contract_id"] == "flexible" }.count == 44)
        let individual = command["officer_pattern"].filter {
            $0["pattern_id"] != "team-2-2-2-4" && $0["pattern_id"] != "office-hours"
        }
        #expect(individual.count == 44 && Set(individual.map { $0["pattern_id"] }).count == 4)
        #expect(command.keys("officer", "name").count == 769)
        #expect(command.keys("site", "owner_inspector").count == 10)
    }

    @Test("Places are counted as in the documents")
    func places() {
        #expect(command["mission"].count == 50)
        #expect(command["site"].count == 70)
        #expect(command["post"].count == 110)
        let kinds = Dictionary(grouping: command["post"], by: { $0["kind"] ?? "" }).mapValues(\.count)
        #expect(kinds["arv"] == 2 && kinds["hospital_guard"] == 4 && kinds["residential"] == 4 && kinds["desk"] == 6)
        #expect(command["post"].filter { $0["covert"] == "true" }.count == 2)
        #expect(command["post"].contains { $0["kind"] == "hospital_guard" && $0["active_to"] == "" })
        let unarmed = command.keys("post", "post_id").subtracting(
            command["post_skill"].filter { $0["skill_id"] == "AFO" }.compactMap { $0["post_id"] })
        #expect(
            unarmed
                == Set(command["post"].filter { $0["suitable_for_restricted"] == "true" }.compactMap { $0["post_id"] }))
    }

    @Test("Each team stands at its own place of the pattern")
    func phases() {
        let full = command["officer_pattern"].filter { $0["pattern_id"] == "team-2-2-2-4" }
        let teams = Dictionary(uniqueKeysWithValues: command["officer"].map { ($0["officer_id"], $0["team_id"] ?? "") })
        let anchors = Dictionary(grouping: full) { teams[$0["officer_id"]] ?? "" }.mapValues {
            Set($0.map { $0["anchor_day"] })
        }
        #expect(Set(anchors.keys) == ["A", "B", "C", "D", "E"])
        #expect(anchors.values.allSatisfy { $0.count == 1 })
        #expect(Set(anchors.values).count == 5)
    }

    @Test("From 25.5 to 27.5 % of rostered days are abstracted, for the usual reasons")
    func abstractions() {
        for sample in [command, .team] {
            let away = sample.away
            var (all, lost) = (0, 0)
            for (officer, shifts) in sample.rostered {
                for day in SampleFiles.horizon where shifts[day] != nil {
                    all += 1
                    if away[officer]?.contains(day) == true { lost += 1 }
                }
            }
            #expect((0.255...0.275).contains(Double(lost) / Double(all)))
        }
        #expect(command.keys("abstraction", "kind") == ["leave", "course", "training", "sickness", "court", "lieu"])
    }

    @Test("About 3 % of authorities lapse inside the roster and under 1 % before it")
    func lapses() {
        let until = command.skillUntil.values.compactMap { $0["AFO"] }
        let lapsed = until.filter { $0 < SampleFiles.start }.count
        let lapsing = until.filter { $0 >= SampleFiles.start && $0 < SampleFiles.start.adding(27) }.count
        #expect(until.count == 722)
        #expect(lapsed > 0 && lapsed * 100 < until.count)
        #expect((0.02...0.04).contains(Double(lapsing) / Double(until.count)))
    }

    @Test("A currency issued inside the roster renews one that was current until then")
    func renewals() {
        let booked = command["currency"].filter { $0["issued_on"] ?? "" >= SampleFiles.start.description }
        #expect(booked.count > 300)
        let held = Dictionary(grouping: command["currency"]) { [$0["officer_id"], $0["skill_id"]] }
        for row in booked {
            let earlier = held[[row["officer_id"], row["skill_id"]]]?.filter {
                $0["issued_on"] ?? "" < row["issued_on"] ?? ""
            }
            #expect(earlier?.contains { $0["expires_on"] ?? "" >= row["issued_on"] ?? "" } == true)
        }
    }

    @Test("Restricted officers hold no authority and a desk skill; some recuperative duty ends and some begins inside")
    func restrictions() {
        let skills = command.skillUntil
        for row in command["restriction"] where row["kind"] == "restricted" {
            #expect(skills[row["officer_id"] ?? ""]?["AFO"] == nil && skills[row["officer_id"] ?? ""]?["DESK"] != nil)
        }
        let spans = command["restriction"].filter { $0["kind"] == "recuperative" }
            .map { SampleFiles.days($0, "from_day", "to_day") }
        #expect(spans.contains { $0.count == 28 })
        #expect(spans.contains { $0.contains(0) && !$0.contains(27) })
        #expect(spans.contains { !$0.contains(0) && $0.contains(27) })
    }

    @Test("Levels are about 60, 28 and 12 %, and some change inside the roster")
    func levels() {
        let levels = command.levels
        let days = levels.values.joined()
        func share(_ level: String) -> Double { Double(days.filter { $0 == level }.count) / Double(days.count) }
        #expect((0.54...0.66).contains(share("Normal")))
        #expect((0.23...0.33).contains(share("Heightened")))
        #expect((0.08...0.16).contains(share("Exceptional")))
        #expect(levels.values.filter { Set($0).count > 1 }.count == 8)
    }

    @Test("A higher level never asks for fewer officers")
    func monotony() {
        let order = ["Normal", "Heightened", "Exceptional"]
        for sample in [command, .team] {
            let rows = Dictionary(grouping: sample["post_demand"]) { [$0["post_id"], $0["day_kind"], $0["shift_id"]] }
            for (_, rows) in rows {
                let targets = order.map { level in
                    rows.first { $0["level"] == level }.flatMap { Int($0["target_officers"] ?? "") } ?? 0
                }
                #expect(targets == targets.sorted())
            }
        }
    }

    @Test("Demand stretches those available on pattern: 1.0 to 1.03 in all, more on earlies and lates, less at night")
    func stretch() {
        for seed: UInt64 in [1, 2, 3] {
            let sample = seed == 1 ? command : SampleFiles(SampleCommand(seed: seed, from: SampleFiles.start))
            let (until, away) = (sample.skillUntil, sample.away)
            var (supply, demand): ([String: Double], [String: Double]) = ([:], [:])
            for (officer, shifts) in sample.rostered {
                let held = until[officer]
                for (day, shift) in shifts.enumerated() {
                    guard let shift, let last = held?["AFO"] ?? held?["DESK"] else { continue }
                    if away[officer]?.contains(day) == true || last < SampleFiles.start.adding(day) { continue }
                    supply[shift, default: 0] += 1
                }
            }
            for duty in sample.duties { demand[duty.shift, default: 0] += Double(duty.target) }
            func ratio(_ shift: String) -> Double { (demand[shift] ?? 0) / (supply[shift] ?? 1) }
            #expect((1.0...1.03).contains(demand.values.reduce(0, +) / supply.values.reduce(0, +)), "seed \(seed)")
            #expect((1.05...1.16).contains(ratio("E")), "seed \(seed)")
            #expect((1.05...1.16).contains(ratio("L")), "seed \(seed)")
            #expect((0.82...0.88).contains(ratio("N")), "seed \(seed)")
        }
    }

    @Test("Every specialism that posts need has five holders a seat every day")
    func holders() {
        for sample in [command, .team] {
            let needs = Dictionary(grouping: sample["post_skill"]) { $0["post_id"] ?? "" }
                .mapValues { Set($0.compactMap { $0["skill_id"] }) }
            let until = sample.skillUntil.values
            for skill in sample.keys("post_skill", "skill_id").subtracting(["AFO", "MP5"]) {
                var seats = [Int](repeating: 0, count: 28)
                for duty in sample.duties where needs[duty.post]?.contains(skill) == true {
                    seats[duty.day] += duty.target
                }
                for day in SampleFiles.horizon {
                    let holders = until.filter { $0[skill].map { $0 >= SampleFiles.start.adding(day) } ?? false }.count
                    #expect(holders >= 5 * seats[day], "\(skill) on day \(day)")
                }
            }
        }
    }

    @Test("About 30 % of officers make one to three requests, on days they are rostered and present")
    func requests() {
        let byOfficer = Dictionary(grouping: command["roster_request"]) { $0["officer_id"] ?? "" }
        #expect((190...270).contains(byOfficer.count))
        let (rostered, away) = (command.rostered, command.away)
        for (officer, rows) in byOfficer {
            #expect((1...3).contains(rows.count))
            for row in rows {
                let day = Day(iso: row["day"] ?? "")?.days(since: SampleFiles.start) ?? -1
                guard SampleFiles.horizon.contains(day) else {
                    Issue.record("\(row) lies outside")
                    continue
                }
                #expect(rostered[officer]?[day] != nil && away[officer]?.contains(day) != true)
            }
        }
    }

    @Test("The worked example has one post at a site that is Exceptional throughout, and people who are there")
    func story() {
        for sample in [command, .team] {
            let story = sample.story
            #expect(sample["post"].filter { $0["site_id"] == story.site }.map { $0["post_id"] } == [story.post])
            #expect(sample.levels[story.site] == SampleFiles.horizon.map { _ in "Exceptional" })
            #expect(sample["site"].first { $0["site_id"] == story.site }?["name"] == "Mission of Northmark")
            #expect(sample.duties.filter { $0.post == story.post && $0.target == 2 }.count == 84)
            let officers = Dictionary(uniqueKeysWithValues: sample["officer"].map { ($0["officer_id"] ?? "", $0) })
            let team = story.constables + [story.sergeant, story.inspectors[0]]
            #expect(story.constables.count == 3 && Set(team).count == 5)
            #expect(Set(team.map { officers[$0]?["team_id"] }) == ["C"])
            #expect(
                (team + story.inspectors.dropFirst() + [story.chiefInspector, story.superintendent])
                    .map { officers[$0]?["rank"] } == ["PC", "PC", "PC", "PS", "INSP", "INSP", "CI", "SUPT"])
            #expect(officers[story.inspectors[1]]?["team_id"] != "C")
            let (rostered, away, until) = (sample.rostered, sample.away, sample.skillUntil)
            for officer in story.constables + [story.sergeant] {
                #expect(away[officer] == nil)
                #expect((rostered[officer] ?? []).prefix(7).contains { $0 != nil })
                for skill in ["AFO", "MP5"] {
                    #expect(until[officer]?[skill].map { $0 >= SampleFiles.start.adding(27) } == true)
                }
            }
        }
        #expect(command.story.site == "S014" && command.story.post == "P027" && command.story.constables[0] == "W00417")
    }
}
