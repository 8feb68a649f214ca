import Deployment
import Postgres

/// Reads what the rules look at: tours, patterns, absences and opt-outs around the days that are judged.
struct DutyTimesReader {
    /// These officers only; nil for all.
    let officers: [String]?
    let judged: ClosedRange<Day>
    /// A version whose deployments are taken as if they stood.
    var version: Int64?
    /// The days of that version.
    var period: ClosedRange<Day>?
    /// Days of a reference period: as many are read after the judged days, and twice as many before them, because the days
    /// that make up leave reach on from a period that ended earlier.
    let reference: Int

    private var start: Day { judged.lowerBound.adding(-2 * reference) }
    private var last: Day { judged.upperBound.adding(reference) }
    private var days: Int { last.days(since: start) + 1 }

    /// The officers with their tours and marks, and where the judged days lie. One round trip.
    nonisolated(nonsending) func read(_ connection: Connection) async throws -> OfficerTimes {
        let answers = try await connection.pipeline([
            people, tours, patterns, cycles, absences, optOuts, restDaysGiven, published,
        ])
        var reading = OfficerTimes(start: start, days: days, judged: judged)
        var known = [Bool](repeating: false, count: days)
        var stretches = try answers[7].map { row in
            ClosedRange(uncheckedBounds: (try row.decode("first", as: Day.self), try row.decode("last")))
        }
        if let period { stretches.append(period) }
        for stretch in stretches {
            for day in reading.offsets(stretch.lowerBound, stretch.upperBound) { known[day] = true }
        }
        for row in answers[0] { try reading.takeOfficer(row, known: known) }
        for row in answers[3] {
            reading.cycles[try row.decode("pattern_id")] = try row.decode("rest", as: [Bool].self)
        }
        for row in answers[2] { try reading.takePattern(row) }
        for row in answers[6] { try reading.takeRestDay(row) }
        for row in answers[4] { try reading.takeAbsence(row) }
        for row in answers[5] { try reading.takeOptOut(row) }
        for row in answers[1] { try reading.takeTours(row) }
        return reading
    }

    /// The rest of a condition on an officer's number in a column of this name.
    private var only: Statement {
        officers.map { "AND officer_id = ANY (\($0)::text[])" } ?? ""
    }

    private var people: Statement {
        """
        SELECT officer_id, rank, joined_on, left_on FROM officer
        WHERE joined_on <= \(last) AND coalesce(left_on, 'infinity') >= \(start) \(only) ORDER BY officer_id
        """
    }

    /// Of each officer the tours by duty day and minutes since 1970, in no order: as worked where that is known, else as they
    /// stand. A sort of a whole command's year here would cost more than all the rest.
    private var tours: Statement {
        let planned: Statement =
            version.map { version in
                """
                UNION ALL SELECT officer_id, day, london(day, h.starts), london(day, h.starts, h.minutes)
                FROM version_deployment JOIN shift h USING (shift_id) WHERE version_id = \(version) \(only)
                """
            } ?? ""
        return """
            WITH worked AS (
                SELECT officer_id, day, shift_id, status FROM as_worked
                WHERE day BETWEEN \(start) AND \(last) \(only)
            ), tour AS (
                SELECT officer_id, day, lower(during) AS starts_at, upper(during) AS ends_at FROM standing_deployment s
                WHERE day BETWEEN \(start) AND \(last) \(only) AND NOT EXISTS (SELECT FROM worked w
                    WHERE w.status = 'absent' AND w.officer_id = s.officer_id AND w.day = s.day AND w.shift_id = s.shift_id)
                UNION ALL
                SELECT officer_id, day, starts_at, ends_at FROM on_reserve s
                WHERE day BETWEEN \(start) AND \(last) \(only) AND NOT EXISTS (SELECT FROM worked w
                    WHERE w.status = 'absent' AND w.officer_id = s.officer_id AND w.day = s.day AND w.shift_id = s.shift_id)
                UNION ALL
                SELECT officer_id, day, london(day, h.starts), london(day, h.starts, h.minutes)
                FROM worked w JOIN shift h USING (shift_id)
                WHERE w.status <> 'absent' AND NOT EXISTS (SELECT FROM standing_deployment s
                    WHERE w.officer_id = s.officer_id AND w.day = s.day AND w.shift_id = s.shift_id)
                    AND NOT EXISTS (SELECT FROM on_reserve s
                    WHERE w.officer_id = s.officer_id AND w.day = s.day AND w.shift_id = s.shift_id)
                \(planned)
            )
            SELECT officer_id, array_agg(day - \(start)::date) AS days,
                array_agg((date_part('epoch', starts_at) / 60)::int) AS starts,
                array_agg((date_part('epoch', ends_at) / 60)::int) AS ends
            FROM tour GROUP BY officer_id
            """
    }

    private var patterns: Statement {
        """
        SELECT officer_id, pattern_id, anchor_day, from_day, to_day FROM officer_pattern
        WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(start) \(only)
        """
    }

    private var cycles: Statement {
        """
        SELECT p.pattern_id, array_agg(d.shift_id IS NULL ORDER BY i) AS rest
        FROM pattern p CROSS JOIN generate_series(0, p.cycle_days - 1) AS i
        LEFT JOIN pattern_day d ON d.pattern_id = p.pattern_id AND d.day_index = i
        GROUP BY p.pattern_id
        """
    }

    private var absences: Statement {
        """
        SELECT officer_id, kind, from_day, to_day FROM abstraction
        WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(start) \(only)
        """
    }

    private var optOuts: Statement {
        """
        SELECT officer_id, from_day, to_day FROM opted_out
        WHERE from_day <= \(last) AND coalesce(to_day, 'infinity') >= \(start) \(only)
        """
    }

    private var restDaysGiven: Statement {
        """
        SELECT officer_id, rest_day FROM rest_day_settled JOIN rest_day_owed USING (owed_id)
        WHERE rest_day BETWEEN \(start) AND \(last) \(only)
        """
    }

    private var published: Statement {
        """
        SELECT lower(period) AS first, upper(period) - 1 AS last FROM publication
        WHERE period && daterange(\(start), \(last), '[]')
        """
    }
}
