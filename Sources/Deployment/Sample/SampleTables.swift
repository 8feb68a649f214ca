/// Writes a sample as the files of its master tables, in an order in which every reference points backwards.
struct SampleTables {
    let start: Day
    let officers: [SampleOfficer]
    let places: SamplePlaces

    func files() -> [(name: String, csv: String)] {
        [
            team(), skill(), shift(), contract(), pattern(), patternDay(), officer(), officerPattern(), currency(),
            mission(), site(), post(), postSkill(), siteLevel(), postDemand(), abstraction(), restriction(),
            rosterRequest(),
        ].map(\.file)
    }

    /// A day counted from the first of the roster as an ISO date.
    private func date(_ offset: Int) -> String {
        start.adding(offset).description
    }

    // MARK: Rules of work

    private func team() -> SampleTable {
        var table = SampleTable("team", ["team_id", "name"])
        for team in SampleForce.teams { table.add([team, "Team \(team)"]) }
        table.add([SampleForce.headquarters, "Management and liaison"])
        return table
    }

    private func skill() -> SampleTable {
        var table = SampleTable("skill", ["skill_id", "name", "kind", "validity_months"])
        for skill in SampleSkill.all { table.add([skill.id, skill.name, skill.kind, skill.months.map(String.init)]) }
        return table
    }

    private func shift() -> SampleTable {
        var table = SampleTable("shift", ["shift_id", "name", "starts", "minutes", "night"])
        table.add(["E", "Early", "07:00", "480", "false"])
        table.add(["L", "Late", "15:00", "480", "false"])
        table.add(["N", "Night", "23:00", "480", "true"])
        return table
    }

    private func contract() -> SampleTable {
        var table = SampleTable(
            "contract",
            [
                "contract_id", "max_consecutive_work", "min_consecutive_work", "min_consecutive_off",
                "max_consecutive_nights", "min_shifts", "max_shifts", "max_weekends", "complete_weekends",
            ])
        table.add(["full", "6", "2", "2", "4", "8", "18", "3", "true"])
        table.add(["flexible", "5", "2", "2", "3", "6", "16", "2", "false"])
        // Inspectors and above stand no posts, so that no number of shifts is owed.
        table.add(["command", "6", "1", "2", "4", "0", "20", "4", "false"])
        return table
    }

    private func pattern() -> SampleTable {
        var table = SampleTable("pattern", ["pattern_id", "name", "cycle_days"])
        for pattern in SamplePattern.all { table.add([pattern.id, pattern.name, String(pattern.days.count)]) }
        return table
    }

    private func patternDay() -> SampleTable {
        var table = SampleTable("pattern_day", ["pattern_id", "day_index", "shift_id"])
        for pattern in SamplePattern.all {
            for (index, shift) in pattern.days.enumerated() { table.add([pattern.id, String(index), shift?.id]) }
        }
        return table
    }

    // MARK: Officers

    private func officer() -> SampleTable {
        var table = SampleTable(
            "officer", ["officer_id", "name", "rank", "team_id", "contract_id", "joined_on", "left_on"])
        for officer in officers {
            table.add([
                officer.id, officer.name, officer.rank, officer.team, officer.contract, officer.joined.description, nil,
            ])
        }
        return table
    }

    private func officerPattern() -> SampleTable {
        var table = SampleTable(
            "officer_pattern", ["officer_id", "pattern_id", "anchor_day", "from_day", "to_day"])
        for officer in officers {
            let cycle = officer.pattern.days.count
            // A whole number of cycles before the roster, and before any day on which a pattern begins.
            let cycles = (-SampleForce.patternsSince + cycle) / cycle + 1
            let anchor = -cycles * cycle - officer.offset
            let from = max(start.adding(SampleForce.patternsSince), officer.joined)
            table.add([officer.id, officer.pattern.id, date(anchor), from.description, nil])
        }
        return table
    }

    private func currency() -> SampleTable {
        var table = SampleTable("currency", ["officer_id", "skill_id", "issued_on", "expires_on", "evidence"])
        for officer in officers {
            for held in officer.currencies {
                table.add([
                    officer.id, held.skill, held.issued.description, held.expires?.description, held.evidence,
                ])
            }
        }
        return table
    }

    private func abstraction() -> SampleTable {
        var table = SampleTable(
            "abstraction", ["abstraction_id", "officer_id", "kind", "from_day", "to_day", "reference"])
        var number = 0
        for officer in officers {
            for absence in officer.abstractions {
                number += 1
                table.add([
                    SampleTable.id("A", number, width: 6), officer.id, absence.kind, date(absence.first),
                    absence.last.map(date), absence.reference,
                ])
            }
        }
        return table
    }

    private func restriction() -> SampleTable {
        var table = SampleTable(
            "restriction", ["restriction_id", "officer_id", "kind", "limits", "from_day", "to_day", "review_on"])
        for (number, officer) in officers.filter({ $0.restriction != nil }).enumerated() {
            guard let duty = officer.restriction else { continue }
            table.add([
                SampleTable.id("R", number + 1, width: 4), officer.id, duty.kind, duty.limits, date(duty.first),
                duty.last.map(date), date(duty.review),
            ])
        }
        return table
    }

    private func rosterRequest() -> SampleTable {
        var table = SampleTable("roster_request", ["request_id", "officer_id", "day", "shift_id", "weight"])
        var number = 0
        for officer in officers {
            for request in officer.requests {
                number += 1
                table.add([
                    SampleTable.id("Q", number, width: 5), officer.id, date(request.day), request.shift?.id,
                    String(request.weight),
                ])
            }
        }
        return table
    }

    // MARK: Places

    private func missionID(_ index: Int) -> String {
        SampleTable.id("M", index + 1, width: 3)
    }

    private func siteID(_ index: Int) -> String {
        SampleTable.id("S", index + 1, width: 3)
    }

    private func postID(_ index: Int) -> String {
        SampleTable.id("P", index + 1, width: 3)
    }

    private func mission() -> SampleTable {
        var table = SampleTable("mission", ["mission_id", "name"])
        for (index, name) in places.missions.enumerated() { table.add([missionID(index), name]) }
        return table
    }

    private func site() -> SampleTable {
        var table = SampleTable("site", ["site_id", "mission_id", "name", "owner_inspector"])
        let owners = officers.filter { $0.rank == "INSP" && $0.team == SampleForce.headquarters }
        for (index, site) in places.sites.enumerated() {
            // By mission, so that one inspector is the contact for all its sites (001 ¶66).
            let owner = owners[site.mission % owners.count]
            table.add([siteID(index), missionID(site.mission), site.name, owner.id])
        }
        return table
    }

    private func post() -> SampleTable {
        var table = SampleTable(
            "post",
            [
                "post_id", "site_id", "name", "kind", "suitable_for_restricted", "covert", "active_from", "active_to",
            ])
        for (index, post) in places.posts.enumerated() {
            table.add([
                postID(index), siteID(post.site), post.name, post.kind, String(!post.isArmed), String(post.isCovert),
                date(post.activeFirst), post.activeLast.map(date),
            ])
        }
        return table
    }

    private func postSkill() -> SampleTable {
        var table = SampleTable("post_skill", ["post_id", "skill_id"])
        for (index, post) in places.posts.enumerated() {
            for skill in post.requires { table.add([postID(index), skill]) }
        }
        return table
    }

    private func siteLevel() -> SampleTable {
        var table = SampleTable(
            "site_level", ["site_id", "level", "from_day", "to_day", "set_by", "source_reference"])
        var number = 0
        for (index, site) in places.sites.enumerated() {
            for period in site.periods {
                number += 1
                table.add([
                    siteID(index), period.level.rawValue, date(period.first), period.last.map(date),
                    "Chief Inspector Operations", SampleTable.id("TA-", number, width: 4),
                ])
            }
        }
        return table
    }

    private func postDemand() -> SampleTable {
        var table = SampleTable(
            "post_demand", ["post_id", "level", "day_kind", "shift_id", "min_officers", "target_officers"])
        for (index, post) in places.posts.enumerated() {
            for level in SampleLevel.allCases {
                for weekend in [false, true] {
                    for shift in SampleShift.allCases {
                        let target = post.target(level, weekend: weekend, shift)
                        guard target > 0 else { continue }
                        table.add([
                            postID(index), level.rawValue, weekend ? "weekend" : "weekday", shift.id,
                            String(post.minimum(target: target)), String(target),
                        ])
                    }
                }
            }
        }
        return table
    }
}
