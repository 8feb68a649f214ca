import Deployment
import FoundationEssentials
import Postgres

/// The queries for what became known in some days, those after `after` up to `through`. Each reads the rows of these days.
struct AuditSpan {
    var after: Day?
    var through: Day
    var first: Day
    var restsOn: Date

    /// The day before the first day of duties.
    private var before: Day { after ?? first.adding(-1) }

    /// The condition that a fact of this day became known in the span; everything up to its end where it has no beginning.
    private func known(_ day: Statement) -> Statement {
        guard let after else { return "(" + day + ") <= \(through)" }
        return "(" + day + ") > \(after) AND (" + day + ") <= \(through)"
    }

    /// The condition that this is a day of the span, from the first day of duties on; said of every table of duties, so that
    /// each is read by its index.
    private func within(_ day: Statement) -> Statement {
        day + " > \(before) AND " + day + " <= \(through)"
    }

    /// The London day of a moment.
    private func london(_ moment: Statement) -> Statement {
        "(" + moment + " AT TIME ZONE 'Europe/London')::date"
    }

    /// Without officers known that day to be post-incident, or to have handed back or lost the authority: that never counts
    /// (guarantee 9), so a duty that they could not take any more was not theirs.
    var published: Statement {
        """
        SELECT d.day, d.shift_id, d.officer_id, d.post_id FROM deployment d JOIN publication p USING (version_id)
        WHERE \(within("d.day")) AND d.version_id IS NOT NULL
            AND (p.published_at AT TIME ZONE 'Europe/London')::date <= d.day
            AND NOT EXISTS (SELECT FROM abstraction a WHERE a.officer_id = d.officer_id AND a.kind = 'post_incident'
                AND daterange(a.from_day, a.to_day, '[]') @> d.day AND \(london("a.recorded_at")) <= d.day)
            AND coalesce((SELECT x.status FROM authority_status x WHERE x.officer_id = d.officer_id AND x.from_day <= d.day
                AND \(london("x.recorded_at")) <= d.day ORDER BY x.status_id DESC LIMIT 1), 'restored') = 'restored'
        ORDER BY d.day, d.officer_id
        """
    }

    /// One row a day and officer: the shift they were published on, else the first they worked. A relief within a shift is
    /// no duty of its own. A shift of which nothing was recorded in time stands as it was deployed at that time.
    var worked: Statement {
        """
        WITH closing AS (
            SELECT x::date AS day, coalesce(a.rests_on, \(restsOn)) AS rests_on
            FROM generate_series(\(before.adding(1))::date, \(through)::date, interval '1 day') x LEFT JOIN audit_day a ON a.day = x::date
        ), returned AS (
            SELECT DISTINCT c.day, a.shift_id FROM closing c JOIN attendance a ON a.day = c.day AND a.recorded_at <= c.rests_on
            WHERE \(within("a.day"))
        ), first_published AS MATERIALIZED (
            SELECT d.day, d.officer_id, d.shift_id FROM deployment d WHERE \(within("d.day")) AND d.version_id IS NOT NULL
        ), duty AS MATERIALIZED (
            SELECT a.day, a.shift_id, a.officer_id, a.post_id FROM closing c JOIN attendance a ON a.day = c.day AND a.recorded_at <= c.rests_on
            WHERE \(within("a.day")) AND a.status <> 'absent' AND a.relief_id IS NULL
                AND NOT EXISTS (SELECT FROM attendance l WHERE l.corrects = a.attendance_id AND l.recorded_at <= c.rests_on)
            UNION ALL
            SELECT d.day, d.shift_id, d.officer_id, d.post_id
            FROM closing c JOIN deployment d ON d.day = c.day LEFT JOIN publication p ON p.version_id = d.version_id
            LEFT JOIN change m ON m.change_id = d.change_id
            WHERE \(within("d.day")) AND coalesce(p.published_at, m.made_at) <= c.rests_on AND m.kind IS DISTINCT FROM 'relief'
                AND NOT EXISTS (SELECT FROM change g WHERE g.removes = d.deployment_id AND g.made_at <= c.rests_on)
                AND NOT EXISTS (SELECT FROM returned r WHERE r.day = d.day AND r.shift_id = d.shift_id)
            UNION ALL
            SELECT v.day, v.shift_id, v.officer_id, NULL FROM closing c JOIN reserve_duty v ON v.day = c.day
            JOIN change m ON m.change_id = v.change_id AND m.made_at <= c.rests_on
            WHERE \(within("v.day")) AND NOT EXISTS (SELECT FROM change b WHERE b.counters = v.change_id AND b.made_at <= c.rests_on)
                AND NOT EXISTS (SELECT FROM returned r WHERE r.day = v.day AND r.shift_id = v.shift_id)
        )
        SELECT DISTINCT ON (w.day, w.officer_id) w.day, w.shift_id, w.officer_id, w.post_id
        FROM duty w JOIN shift s USING (shift_id)
        LEFT JOIN first_published d ON d.officer_id = w.officer_id AND d.day = w.day
        ORDER BY w.day, w.officer_id, w.shift_id IS NOT DISTINCT FROM d.shift_id DESC, w.post_id IS NULL, s.starts, w.shift_id, w.post_id
        """
    }

    /// Swaps by who asked; moves and standing down that were ordered. What is countered later was asked or ordered all the
    /// same. An own request changes the time of a duty, never its site, so it is none of these.
    var moves: Statement {
        """
        WITH moved AS (
            SELECT 'SW-' || r.swap_id AS move_id, r.relieved_day AS day, r.relieved_shift AS shift_id, true AS asked, r.officer_id,
                r.relieved_post AS from_post, r.other_officer_id, r.taken_post AS to_post, r.approved_by, r.approved_at AS moment
            FROM swap_relief r WHERE r.asked
            UNION ALL
            SELECT 'change ' || c.change_id, g.day, g.shift_id, false, g.officer_id, g.post_id, NULL, p.post_id, c.made_by, c.made_at
            FROM change c JOIN deployment g ON g.deployment_id = c.removes LEFT JOIN deployment p ON p.change_id = c.change_id
            WHERE c.kind IN ('move', 'stand_down') AND c.ground <> 'own_request' AND p.post_id IS DISTINCT FROM g.post_id
        ), weighed AS (
            SELECT m.*, \(london("m.moment")) AS recorded, greatest(\(london("m.moment")), m.day) AS known FROM moved m
        )
        SELECT * FROM weighed w WHERE \(known("w.known")) ORDER BY w.known, w.moment, w.move_id
        """
    }

    var decisions: Statement {
        """
        SELECT d.decision_id, d.nd_id, n.officer_id, \(london("n.recorded_at")) AS requested, \(london("d.decided_at")) AS decided,
            \(london("d.recorded_at")) AS recorded, d.decided_by, nullif(d.decided_as, 'GOLD') AS decided_as,
            d.outcome = 'granted' AS granted, t.category, t.scope_kind, t.scope_ids, \(london("t.starts_at")) AS from_day,
            \(london("(t.ends_at - interval '1 microsecond')")) AS to_day, \(london("t.review_at")) AS review_on, d.reason_key,
            EXISTS (SELECT FROM assessment a WHERE a.nd_id = d.nd_id AND a.kind = 'welfare' AND a.assessed_at <= d.recorded_at) AS has_welfare,
            EXISTS (SELECT FROM assessment a WHERE a.nd_id = d.nd_id AND a.kind = 'impartiality' AND a.assessed_at <= d.recorded_at) AS has_impartiality,
            coalesce((SELECT max(x.decision_id) FROM decision x WHERE x.nd_id = d.nd_id AND x.decision_id < d.decision_id),
                (SELECT max(x.decision_id) FROM decision x WHERE x.nd_id = n.renews AND x.decision_id < d.decision_id)) AS extends
        FROM decision d JOIN non_deployment n USING (nd_id) JOIN non_deployment_terms t USING (terms_id)
        WHERE \(known(london("d.recorded_at"))) ORDER BY \(london("d.recorded_at")), d.decision_id
        """
    }

    var absences: Statement {
        """
        WITH absence AS (
            SELECT abstraction_id AS absence_id, officer_id, from_day, to_day, kind, recorded_at FROM abstraction
            UNION ALL SELECT restriction_id, officer_id, from_day, to_day, kind, recorded_at FROM restriction
        )
        SELECT a.absence_id, a.officer_id, a.from_day, a.to_day, a.kind, \(london("a.recorded_at")) AS recorded
        FROM absence a WHERE \(known(london("a.recorded_at"))) ORDER BY \(london("a.recorded_at")), a.absence_id
        """
    }

    /// A year back is enough: what ended before that is not open any more.
    var ends: Statement {
        """
        SELECT abstraction_id AS absence_id, to_day FROM abstraction
        WHERE kind = 'sickness' AND coalesce(to_day, 'infinity') >= \(through.adding(-366)) AND \(london("recorded_at")) <= \(through)
        UNION ALL SELECT restriction_id, to_day FROM restriction
        WHERE coalesce(to_day, 'infinity') >= \(through.adding(-366)) AND \(london("recorded_at")) <= \(through)
        """
    }

    /// Of skills that a post asks for; the others say nothing about where somebody can stand.
    var currencies: Statement {
        """
        SELECT c.officer_id, c.skill_id, c.issued_on, c.expires_on FROM currency c
        WHERE \(known("c.issued_on")) AND c.skill_id IN (SELECT k.skill_id FROM post_skill k)
        ORDER BY c.issued_on, c.officer_id, c.skill_id
        """
    }

    var levels: Statement {
        """
        SELECT l.site_id, l.level, l.from_day, l.to_day FROM site_level l
        WHERE l.from_day <= \(through) AND coalesce(l.to_day, 'infinity') > \(before) ORDER BY l.from_day, l.site_id
        """
    }

    var seasons: Statement {
        """
        SELECT s.from_day, s.to_day, s.label FROM declared_season s
        WHERE \(known("s.from_day")) ORDER BY s.from_day, s.season_id
        """
    }
}
