import Deployment
import FoundationEssentials
import Postgres

extension PlanningQueries {
    /// Officers in service, their skills and their rostered patterns.
    var people: [PlanningQuery] {
        [
            PlanningQuery(
                statement: """
                    SELECT o.officer_id, team_id, contract_id, joined_on, left_on,
                        coalesce(s.skills, '{}') AS skills, coalesce(s.lasts, '{}') AS lasts
                    FROM officer o
                    LEFT JOIN (
                        SELECT officer_id, array_agg(skill_id ORDER BY skill_id) AS skills,
                            array_agg(nullif(until_day, 'infinity') ORDER BY skill_id) AS lasts
                        FROM skill_until WHERE until_day > '-infinity' GROUP BY officer_id
                    ) s USING (officer_id)
                    WHERE joined_on <= \(last) AND coalesce(left_on, 'infinity') >= \(from) ORDER BY o.officer_id
                    """, read: readOfficer),
            PlanningQuery(
                statement: """
                    SELECT officer_id, pattern_id, anchor_day, from_day, to_day FROM officer_pattern
                    WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(past)
                    ORDER BY officer_id, from_day
                    """, read: readSpell),
        ]
    }

    private func readOfficer(_ row: Row, _ planning: inout Planning) throws {
        let skills: [String] = try row.decode("skills")
        let lasts: [Day?] = try row.decode("lasts")
        planning.officers.append(
            Planning.Officer(
                id: try row.decode("officer_id"), team: try row.decode("team_id"),
                contract: try row.decode("contract_id"),
                joinedOn: try row.decode("joined_on"), leftOn: try row.decode("left_on"),
                skills: Dictionary(uniqueKeysWithValues: zip(skills, lasts))))
    }

    private func readSpell(_ row: Row, _ planning: inout Planning) throws {
        guard let place = planning.officers.position(of: try row.decode("officer_id")) else { return }
        planning.officers[place].patterns.append(
            Planning.PatternSpell(
                pattern: try row.decode("pattern_id"), anchor: try row.decode("anchor_day"),
                from: try row.decode("from_day"),
                to: try row.decode("to_day")))
    }

    /// Posts in use and what they require.
    var places: [PlanningQuery] {
        [
            PlanningQuery(
                statement: """
                    SELECT p.post_id, p.site_id, s.mission_id, p.suitable_for_restricted, p.active_from, p.active_to,
                        array_remove(array_agg(r.skill_id ORDER BY r.skill_id), NULL) AS requires, p.kind,
                        ARRAY(SELECT limit_id FROM post_suitability u WHERE u.post_id = p.post_id ORDER BY limit_id) AS suits
                    FROM post p JOIN site s USING (site_id) LEFT JOIN post_skill r USING (post_id)
                    WHERE p.active_from <= \(last) AND coalesce(p.active_to, 'infinity') >= \(from)
                    GROUP BY p.post_id, s.mission_id ORDER BY p.post_id
                    """
            ) { row, planning in
                planning.posts.append(
                    Planning.Post(
                        id: try row.decode("post_id"), site: try row.decode("site_id"),
                        mission: try row.decode("mission_id"),
                        suitableForRestricted: try row.decode("suitable_for_restricted"),
                        activeFrom: try row.decode("active_from"), activeTo: try row.decode("active_to"),
                        requires: try row.decode("requires"), kind: try row.decode("kind"),
                        suits: try row.decode("suits")))
            }
        ]
    }

    /// The rows with a reason: abstractions, restrictions, non-deployments; and the wishes.
    var records: [PlanningQuery] {
        [
            PlanningQuery(
                statement: """
                    SELECT abstraction_id AS id, officer_id, 'abstraction' AS kind, from_day, to_day FROM abstraction
                    WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(past)
                    UNION ALL
                    SELECT restriction_id, officer_id, kind, from_day, to_day FROM restriction
                    WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(past)
                    ORDER BY officer_id, from_day, id
                    """
            ) { row, planning in
                planning.absences.append(
                    Planning.Absence(
                        id: try row.decode("id"), officer: try row.decode("officer_id"), kind: try row.decode("kind"),
                        from: try row.decode("from_day"), to: try row.decode("to_day")))
            },
            PlanningQuery(
                statement: """
                    SELECT l.restriction_id, l.from_day, l.to_day, f.* FROM limit_in_force l JOIN functional_limit f USING (limit_id)
                    WHERE l.from_day <= \(last) AND coalesce(l.to_day, 'infinity') >= \(from)
                    ORDER BY l.restriction_id, l.limit_id, l.from_day
                    """
            ) { row, planning in
                planning.limits.append(
                    Planning.LimitSpell(
                        restriction: try row.decode("restriction_id"), limit: try FunctionalLimit(row),
                        from: try row.decode("from_day"), to: try row.decode("to_day")))
            },
            PlanningQuery(
                statement: """
                    SELECT officer_id, day, shift_id, weight FROM roster_request
                    WHERE day BETWEEN \(from) AND \(last) ORDER BY officer_id, day, request_id
                    """
            ) { row, planning in
                planning.requests.append(
                    Planning.Request(
                        officer: try row.decode("officer_id"), day: try row.decode("day"),
                        shift: try row.decode("shift_id"),
                        weight: try row.decode("weight")))
            },
            PlanningQuery(
                statement: """
                    SELECT number, officer_id, scope_kind, scope_ids, starts_at, ends_at FROM exclusion
                    WHERE tstzrange(starts_at, ends_at)
                        && tstzrange(london(\(from)::date, '00:00'), london(\(last)::date, '00:00', 2880))
                    ORDER BY nd_id, decision_id
                    """
            ) { row, planning in
                let kind: String = try row.decode("scope_kind")
                guard let scope = Scope(kind: kind, ids: try row.decode("scope_ids")) else { return }
                planning.exclusions.append(
                    Planning.Exclusion(
                        number: try row.decode("number"), officer: try row.decode("officer_id"), scope: scope,
                        startsAt: try row.decode("starts_at"), endsAt: try row.decode("ends_at")))
            },
        ]
    }
}

extension Planning.Absence.Kind: PostgresDecodable {}

extension [Planning.Officer] {
    /// Where the officer is in a list sorted by id. Logarithmic.
    fileprivate func position(of id: String) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].id == id ? low : nil
    }
}
