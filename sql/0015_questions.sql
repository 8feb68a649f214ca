-- Attendance and its reconciliation: what was worked is held against what was published; what differs, with no row that
-- says why, is first a neutral question with a clock, then a flag and its Gold case. Nothing is lost by not answering, by
-- answering with nothing, or by returning no file.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('reconciliation_reach', '2006-11-29', 92, 'days', 'Evenhand design: shifts of the last quarter are held against the roster again and again; older ones when their return comes');

INSERT INTO flag_kind VALUES
    ('late_row', 'low', 168, 'Why was the row that explains this duty written so long after the duty?',
     'The facts were known only later; a busy office.', 'A few a month: courts and sickness are often entered late.'),
    ('no_return', 'medium', 72, 'Why was nothing recorded for this shift?',
     'The return was mislaid; the shift was recorded under another name.', 'Rare once returns are a habit.');

-- A flag may now be about a shift, or about attendance that no deployment stands behind.
ALTER TABLE flag DROP CONSTRAINT IF EXISTS flag_subject_kind_check;
ALTER TABLE flag ADD CONSTRAINT flag_subject_kind_check CHECK (subject_kind ~ '^[a-z]+(_[a-z]+)*$');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('question_asked', 'A question about a duty', 'A duty of {day} was not recorded as published. Sign in to answer by {answer_by}.', true, false),
    ('return_asked', 'A shift without a return', 'Nothing is recorded for a shift of {day}. Record it or answer by {answer_by}.', true, false);

-- A relief is worked within a shift, beside whatever else the officer did on it: its attendance names it.
ALTER TABLE attendance ADD COLUMN relief_id bigint REFERENCES deployment;
DROP INDEX attendance_once;
CREATE UNIQUE INDEX attendance_once ON attendance (officer_id, day, shift_id) WHERE corrects IS NULL AND relief_id IS NULL;
CREATE UNIQUE INDEX attendance_relief_once ON attendance (relief_id) WHERE corrects IS NULL AND relief_id IS NOT NULL;
CREATE INDEX attendance_by_shift ON attendance (day, shift_id);
CREATE INDEX attendance_by_officer_shift ON attendance (officer_id, day, shift_id);
CREATE INDEX attendance_by_record ON attendance (recorded_at);
CREATE INDEX standing_by_officer ON standing_deployment (officer_id, day);
CREATE INDEX standing_by_shift ON standing_deployment (day, shift_id);
CREATE INDEX change_by_moment ON change (made_at);

CREATE OR REPLACE VIEW as_worked AS
SELECT a.* FROM attendance a WHERE NOT EXISTS (SELECT FROM attendance later WHERE later.corrects = a.attendance_id);

CREATE OR REPLACE FUNCTION hold_attendance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    begins timestamptz;
    old attendance;
BEGIN
    NEW.recorded_at := clock_timestamp();
    SELECT london(NEW.day, s.starts) INTO begins FROM shift s WHERE s.shift_id = NEW.shift_id;
    IF begins > NEW.recorded_at THEN
        RAISE EXCEPTION 'a shift is recorded at the earliest when it has begun' USING ERRCODE = 'EV002', CONSTRAINT = 'attendance_future';
    END IF;
    IF NEW.corrects IS NOT NULL THEN
        SELECT * INTO old FROM attendance a WHERE a.attendance_id = NEW.corrects;
        IF (old.officer_id, old.day, old.shift_id) IS DISTINCT FROM (NEW.officer_id, NEW.day, NEW.shift_id) THEN
            RAISE EXCEPTION 'a correction is about the same officer, day and shift' USING ERRCODE = 'EV002', CONSTRAINT = 'corrects_same';
        END IF;
        IF EXISTS (SELECT FROM account a WHERE a.account_id = NEW.recorded_by AND a.officer_id = NEW.officer_id) THEN
            RAISE EXCEPTION 'nobody corrects what is recorded about themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'own_attendance';
        END IF;
        NEW.relief_id := old.relief_id;
    ELSE
        SELECT d.deployment_id INTO NEW.relief_id FROM standing_deployment d
        WHERE (d.officer_id, d.day, d.shift_id, d.post_id) = (NEW.officer_id, NEW.day, NEW.shift_id, NEW.post_id) AND is_relief(d.deployment_id)
            AND NOT EXISTS (SELECT FROM attendance r WHERE r.relief_id = d.deployment_id)
        ORDER BY d.deployment_id LIMIT 1;
    END IF;
    RETURN NEW;
END
$$;

-- Where the published version in force and what was worked differ. A shift counts as returned once anybody's attendance on
-- it is recorded: from then on no row is a gap too. A relief is matched by its own row, or by the officer's row where that
-- says the relief's post; a main duty is never judged by the row of a relief.
CREATE VIEW attendance_gap AS
SELECT CASE WHEN w.status = 'worked' THEN 'other_post' ELSE 'not_worked' END AS kind, s.deployment_id, w.attendance_id,
    s.officer_id, s.day, s.shift_id, s.post_id, coalesce(w.status, 'no row') AS status,
    lower(s.during) AS begins, upper(s.during) AS ends
FROM standing_deployment s
LEFT JOIN LATERAL (
    SELECT x.attendance_id, x.status, x.post_id FROM as_worked x
    WHERE x.officer_id = s.officer_id AND x.day = s.day AND x.shift_id = s.shift_id AND (x.relief_id IS NULL OR x.relief_id = s.deployment_id)
    ORDER BY x.relief_id NULLS LAST LIMIT 1) w ON true
WHERE w.post_id IS DISTINCT FROM s.post_id
    AND EXISTS (SELECT FROM attendance r WHERE r.day = s.day AND r.shift_id = s.shift_id)
UNION ALL
SELECT 'unpublished', NULL, w.attendance_id, w.officer_id, w.day, w.shift_id, w.post_id, w.status,
    london(w.day, h.starts), london(w.day, h.starts, h.minutes)
FROM as_worked w JOIN shift h USING (shift_id)
WHERE w.status = 'worked' AND NOT EXISTS (SELECT FROM standing_deployment s
    WHERE s.officer_id = w.officer_id AND s.day = w.day AND s.shift_id = w.shift_id)
UNION ALL
SELECT 'no_return', NULL, NULL, NULL, s.day, s.shift_id, NULL, 'no return', min(lower(s.during)), max(upper(s.during))
FROM standing_deployment s
WHERE NOT EXISTS (SELECT FROM attendance r WHERE r.day = s.day AND r.shift_id = s.shift_id)
GROUP BY s.day, s.shift_id;

-- Since when a row of master data has covered a day: a row that was moved there later covers it since then.
CREATE FUNCTION covering_since(of_table text, named_by text, its_name text, that_day date, first_recorded timestamptz) RETURNS timestamptz
    LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT greatest(first_recorded, max(h.changed_at)) FROM master_history h
    WHERE h.table_name = of_table AND h.old_row ->> named_by = its_name
        AND NOT daterange((h.old_row ->> 'from_day')::date, (h.old_row ->> 'to_day')::date, '[]') @> that_day
$$;
CREATE INDEX master_history_by_table ON master_history (table_name, changed_at);

-- When a row was recorded is the server's word.
CREATE FUNCTION stamp_recorded() RETURNS trigger LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.recorded_at := CASE TG_OP WHEN 'UPDATE' THEN OLD.recorded_at ELSE clock_timestamp() END;
    RETURN NEW;
END
$$;
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON abstraction FOR EACH ROW EXECUTE FUNCTION stamp_recorded();
CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON restriction FOR EACH ROW EXECUTE FUNCTION stamp_recorded();

-- The rows that say why a published duty was not worked as published, and since when each has said so (null: a fact that
-- nobody wrote). An abstraction explains an absence, not work at another post.
CREATE FUNCTION rows_for(of_officer text, that_day date, at_post text, duty_begins timestamptz, duty_ends timestamptz, recorded_status text)
    RETURNS TABLE (said_kind text, said_key text, said_since timestamptz) LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT 'abstraction', a.abstraction_id, covering_since('abstraction', 'abstraction_id', a.abstraction_id, that_day, a.recorded_at)
    FROM abstraction a WHERE a.officer_id = of_officer AND daterange(a.from_day, a.to_day, '[]') @> that_day
        AND recorded_status IN ('absent', 'no row')
    UNION ALL
    SELECT 'restriction', r.restriction_id, covering_since('restriction', 'restriction_id', r.restriction_id, that_day, r.recorded_at)
    FROM restriction r JOIN post p ON p.post_id = at_post AND NOT p.suitable_for_restricted
    WHERE r.officer_id = of_officer AND daterange(r.from_day, r.to_day, '[]') @> that_day
    UNION ALL
    SELECT 'non_deployment', x.number, d.recorded_at FROM exclusion x JOIN decision d USING (decision_id)
    WHERE x.officer_id = of_officer AND tstzrange(x.starts_at, x.ends_at) && tstzrange(duty_begins, duty_ends)
        AND scope_covers(x.scope_kind, x.scope_ids, at_post)
    UNION ALL
    -- a last day that somebody moved is a row that somebody wrote
    SELECT 'lapsed_currency', k.skill_id, (SELECT max(h.changed_at) FROM master_history h
        WHERE h.table_name = 'currency' AND h.old_row ->> 'officer_id' = of_officer
            AND coalesce((h.old_row ->> 'expires_on')::date, 'infinity') >= that_day)
    FROM post_skill k LEFT JOIN skill_until u ON u.officer_id = of_officer AND u.skill_id = k.skill_id
    WHERE k.post_id = at_post AND coalesce(u.until_day, '-infinity') < that_day
$$;

CREATE TABLE question_kind (
    kind text PRIMARY KEY,
    wording text NOT NULL CHECK (wording ~ '\?$')
);
INSERT INTO question_kind VALUES
    ('not_worked', 'This duty was not recorded as published. What happened?'),
    ('other_post', 'This duty was recorded at another post than the one published. What happened?'),
    ('unpublished', 'A post was recorded as worked without a published duty. What happened?'),
    ('no_return', 'Nothing was recorded for this shift. What happened?');
SELECT hold_append_only('question_kind');

CREATE TABLE question (
    question_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL REFERENCES question_kind,
    deployment_id bigint REFERENCES deployment,
    attendance_id bigint REFERENCES attendance,
    officer_id text REFERENCES officer,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    post_id text REFERENCES post,
    status text NOT NULL,         -- what was recorded: absent, reserve, worked, no row, no return
    begins timestamptz NOT NULL,  -- of the duty
    asked_of bigint[] NOT NULL,   -- accounts
    asked_at timestamptz NOT NULL,
    answer_by timestamptz NOT NULL CHECK (answer_by > asked_at),
    CHECK ((kind IN ('not_worked', 'other_post')) = (deployment_id IS NOT NULL)),
    CHECK ((kind = 'no_return') = (officer_id IS NULL))
);
CREATE INDEX question_by_deployment ON question (deployment_id);
CREATE INDEX question_by_shift ON question (day, shift_id);
SELECT hold_ledgered('question', 'question_id');

-- A sentence, and the row where there is one.
CREATE TABLE question_answer (
    answer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    question_id bigint NOT NULL UNIQUE REFERENCES question,
    words_id bigint NOT NULL UNIQUE REFERENCES prose,
    row_kind text CHECK (row_kind IN ('abstraction', 'restriction', 'non_deployment', 'lapsed_currency')),
    row_key text,
    answered_by bigint NOT NULL REFERENCES account,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((row_kind IS NULL) = (row_key IS NULL))
);
SELECT hold_ledgered('question_answer', 'answer_id');

-- How a question ended. row: a row covers the duty; gone: the difference is no longer there (corrected, changed,
-- returned); flagged: neither, and Gold has it.
CREATE TABLE question_ending (
    ending_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    question_id bigint NOT NULL UNIQUE REFERENCES question,
    ended_as text NOT NULL CHECK (ended_as IN ('row', 'gone', 'flagged')),
    row_kind text,
    row_key text,
    flag_id bigint REFERENCES flag,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((ended_as = 'row') = (row_kind IS NOT NULL)),
    CHECK ((ended_as = 'flagged') = (flag_id IS NOT NULL))
);
SELECT hold_ledgered('question_ending', 'ending_id');

CREATE VIEW question_now AS
SELECT q.*, k.wording, a.answered_by, a.answered_at, a.words_id, e.ended_as, coalesce(e.row_kind, a.row_kind) AS row_kind,
    coalesce(e.row_key, a.row_key) AS row_key, e.flag_id, e.ended_at
FROM question q JOIN question_kind k USING (kind) LEFT JOIN question_answer a USING (question_id) LEFT JOIN question_ending e USING (question_id);

-- A row that was written down later than the figure after the duty began stays visible as such.
CREATE FUNCTION flag_late_row(subject text, subject_key text, duty_day date, duty_begins timestamptz, of_kind text, of_key text, since timestamptz)
    RETURNS void LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    once text := 'late_row:' || subject || ':' || subject_key || ':' || of_kind || ':' || of_key;
BEGIN
    IF since > duty_begins + make_interval(hours => figure('late_writing_limit', duty_day))
        AND NOT EXISTS (SELECT FROM flag f WHERE f.occurrence = once) THEN
        PERFORM raise_flag('late_row', subject, subject_key, NULL,
            format('The %s that explains a duty of %s was recorded %s hours after the duty began.', replace(of_kind, '_', ' '), duty_day,
                   floor(extract(epoch FROM since - duty_begins) / 3600)),
            jsonb_build_object('day', duty_day, 'row', of_kind, 'recorded_at', since), once);
    END IF;
END
$$;

-- Ends a question if it can be ended at this moment: the difference is gone, a row covers it, or there is an answer without
-- one or no time left. Returns how it ended; null while it is open. The caller has locked the question.
CREATE FUNCTION settle_question(of_question bigint, as_of timestamptz) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
DECLARE
    q question;
    gap attendance_gap;
    covers record;
    answered boolean;
    flagged bigint;
    once text;
BEGIN
    SELECT * INTO q FROM question x WHERE x.question_id = of_question FOR UPDATE;
    IF EXISTS (SELECT FROM question_ending e WHERE e.question_id = of_question) THEN
        RETURN NULL;
    END IF;
    answered := EXISTS (SELECT FROM question_answer a WHERE a.question_id = of_question);
    IF q.deployment_id IS NOT NULL THEN
        SELECT * INTO gap FROM attendance_gap g WHERE g.deployment_id = q.deployment_id;
    ELSIF q.kind = 'unpublished' THEN
        SELECT * INTO gap FROM attendance_gap g
        WHERE g.kind = 'unpublished' AND g.day = q.day AND g.shift_id = q.shift_id AND g.officer_id = q.officer_id;
    ELSE
        SELECT * INTO gap FROM attendance_gap g WHERE g.kind = 'no_return' AND g.day = q.day AND g.shift_id = q.shift_id;
    END IF;
    IF gap.kind IS NULL THEN
        INSERT INTO question_ending (question_id, ended_as) VALUES (of_question, 'gone');
        PERFORM told_done('question', 'QU-' || of_question, NULL);
        RETURN 'gone';
    END IF;
    IF q.deployment_id IS NOT NULL THEN
        -- the row that the answer names, else the one that has covered the duty longest
        SELECT * INTO covers FROM rows_for(gap.officer_id, gap.day, gap.post_id, gap.begins, gap.ends, gap.status) r
        ORDER BY EXISTS (SELECT FROM question_answer a WHERE a.question_id = of_question AND (a.row_kind, a.row_key) = (r.said_kind, r.said_key)) DESC,
            r.said_since NULLS FIRST, r.said_kind, r.said_key LIMIT 1;
        IF covers.said_kind IS NOT NULL THEN
            INSERT INTO question_ending (question_id, ended_as, row_kind, row_key) VALUES (of_question, 'row', covers.said_kind, covers.said_key);
            PERFORM flag_late_row('deployment', q.deployment_id::text, q.day, q.begins, covers.said_kind, covers.said_key, covers.said_since);
            PERFORM told_done('question', 'QU-' || of_question, NULL);
            RETURN 'row';
        END IF;
    END IF;
    IF NOT answered AND q.answer_by > as_of THEN
        RETURN NULL;
    END IF;
    once := CASE q.kind WHEN 'no_return' THEN 'no_return:' || q.day || ':' || q.shift_id
        ELSE 'undocumented:' || coalesce(q.deployment_id::text, 'question:' || of_question) END;
    PERFORM raise_flag(CASE q.kind WHEN 'no_return' THEN 'no_return' ELSE 'undocumented' END,
        CASE q.kind WHEN 'no_return' THEN 'shift' WHEN 'unpublished' THEN 'attendance' ELSE 'deployment' END,
        CASE q.kind WHEN 'no_return' THEN q.day || '/' || q.shift_id WHEN 'unpublished' THEN q.attendance_id::text ELSE q.deployment_id::text END,
        NULL,
        format(CASE q.kind WHEN 'no_return' THEN 'Nothing was recorded for a shift of %s.'
            WHEN 'unpublished' THEN 'A post was worked on %s without a published duty, and no row says why.'
            ELSE 'A published duty of %s was not worked as published, and no row says why.' END, q.day),
        jsonb_build_object('day', q.day, 'shift', q.shift_id, 'status', gap.status, 'question', 'QU-' || of_question, 'answered', answered), once);
    SELECT f.flag_id INTO flagged FROM flag f WHERE f.occurrence = once;
    INSERT INTO question_ending (question_id, ended_as, flag_id) VALUES (of_question, 'flagged', flagged);
    PERFORM told_done('question', 'QU-' || of_question, NULL);
    RETURN 'flagged';
END
$$;

-- Which shifts have been held against the roster, and when last: a projection, so that a round looks only at what may
-- have become different since.
CREATE TABLE shift_look (
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    looked_at timestamptz NOT NULL,
    PRIMARY KEY (day, shift_id)
);
CREATE INDEX shift_look_by_moment ON shift_look (looked_at);
CREATE FUNCTION refuse_unlook() RETURNS trigger LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
BEGIN
    -- a look that claims to be later than now would hide what happens until then
    IF TG_OP = 'DELETE' OR NEW.looked_at > clock_timestamp() THEN
        RAISE EXCEPTION 'a look at a shift is not taken back and not made ahead' USING ERRCODE = 'EV006';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER projection BEFORE INSERT OR UPDATE OR DELETE ON shift_look FOR EACH ROW EXECUTE FUNCTION refuse_unlook();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON shift_look FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();

-- The shifts to look at: those over for longer than the grace time that nobody has looked at, and those for which
-- attendance, a change, or a row that explains was written since the last look. A quarter of an hour is looked at twice, for
-- what was being written during the look before.
CREATE FUNCTION shifts_to_look_at(up_to timestamptz) RETURNS TABLE (that_day date, that_shift text) LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    WITH bounds AS (
        SELECT coalesce(max(l.looked_at), '-infinity') - interval '15 minutes' AS since,
            make_interval(hours => figure('attendance_grace')) AS grace,
            (up_to AT TIME ZONE 'Europe/London')::date AS today, figure('reconciliation_reach') AS reach
        FROM shift_look l
    ), rewritten AS (
        SELECT (h.old_row ->> 'from_day')::date AS from_day, coalesce((h.old_row ->> 'to_day')::date, b.today) AS to_day
        FROM bounds b, master_history h WHERE h.table_name IN ('abstraction', 'restriction') AND h.changed_at > b.since
        UNION ALL
        SELECT b.today - b.reach, b.today FROM bounds b
        WHERE EXISTS (SELECT FROM master_history h WHERE h.table_name IN ('currency', 'post', 'post_skill') AND h.changed_at > b.since)
        UNION ALL
        SELECT e.ended_at::date - 1, b.today FROM bounds b, ending e WHERE e.recorded_at > b.since AND e.cause = 'early'
        UNION ALL
        SELECT d.decided_at::date - 1, b.today FROM bounds b, decision d WHERE d.recorded_at > b.since
    ), candidate AS (
        SELECT d::date AS day, h.shift_id FROM bounds b, generate_series(b.today - b.reach, b.today, interval '1 day') d, shift h
        WHERE NOT EXISTS (SELECT FROM shift_look l WHERE l.day = d::date AND l.shift_id = h.shift_id)
        UNION
        SELECT a.day, a.shift_id FROM bounds b, attendance a WHERE a.recorded_at > b.since
        UNION
        SELECT d.day, d.shift_id FROM bounds b, change c, deployment d
        WHERE c.made_at > b.since AND d.deployment_id = c.removes
        UNION
        SELECT d.day, d.shift_id FROM bounds b, change c, deployment d WHERE c.made_at > b.since AND d.change_id = c.change_id
        UNION
        SELECT l.day, l.shift_id FROM rewritten r JOIN shift_look l ON l.day BETWEEN r.from_day AND r.to_day
    )
    SELECT c.day, c.shift_id FROM candidate c JOIN shift h USING (shift_id), bounds b
    WHERE london(c.day, h.starts, h.minutes) + b.grace < up_to
        AND NOT EXISTS (SELECT FROM standing_deployment s
            WHERE s.day = c.day AND s.shift_id = c.shift_id AND upper(s.during) + b.grace >= up_to)
    ORDER BY 1, 2
$$;

-- The differences of one shift that are not asked about or flagged already. What was settled and differs again (a row moved
-- away, a correction taken back) is here again.
CREATE FUNCTION gaps_to_ask(that_day date, that_shift text) RETURNS SETOF attendance_gap LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT g.* FROM attendance_gap g
    WHERE g.day = that_day AND g.shift_id = that_shift
        AND NOT EXISTS (SELECT FROM question q LEFT JOIN question_ending e USING (question_id)
            WHERE q.day = that_day AND q.shift_id = that_shift AND (e.ended_as IS NULL OR e.ended_as = 'flagged')
                AND q.deployment_id IS NOT DISTINCT FROM g.deployment_id AND q.officer_id IS NOT DISTINCT FROM g.officer_id
                AND (g.deployment_id IS NOT NULL OR q.kind = g.kind))
    ORDER BY g.officer_id, g.begins
$$;

-- Asks about every difference that is older than the grace time and has no row that says why. Never about the future: a
-- clock that begins later than now would be a way to wait.
CREATE FUNCTION ask_due_questions(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    moment timestamptz := least(as_of, clock_timestamp());
    answered_by_then timestamptz := moment + make_interval(hours => figure('question_answer', (moment AT TIME ZONE 'Europe/London')::date));
    due record;
    gap record;
    covers record;
    asked bigint[];
    number bigint;
    made integer := 0;
BEGIN
    LOCK TABLE question IN SHARE ROW EXCLUSIVE MODE;
    FOR due IN SELECT * FROM shifts_to_look_at(moment) LOOP
        FOR gap IN SELECT * FROM gaps_to_ask(due.that_day, due.that_shift) LOOP
            IF gap.deployment_id IS NOT NULL THEN
                SELECT * INTO covers FROM rows_for(gap.officer_id, gap.day, gap.post_id, gap.begins, gap.ends, gap.status) r
                ORDER BY r.said_since NULLS FIRST, r.said_kind, r.said_key LIMIT 1;
                IF covers.said_kind IS NOT NULL THEN
                    PERFORM flag_late_row('deployment', gap.deployment_id::text, gap.day, gap.begins, covers.said_kind, covers.said_key, covers.said_since);
                    CONTINUE;
                END IF;
            END IF;
            -- the supervisors of the officer's team; of a shift, and where the team has none, the duties office
            asked := ARRAY(SELECT s FROM supervisors_of(gap.officer_id) s ORDER BY s);
            IF cardinality(asked) = 0 THEN
                asked := ARRAY(SELECT r.account_id FROM account_role r JOIN account a USING (account_id)
                    WHERE r.role = 'duties' AND (gap.officer_id IS NULL OR a.officer_id IS DISTINCT FROM gap.officer_id) ORDER BY 1);
            END IF;
            INSERT INTO question (kind, deployment_id, attendance_id, officer_id, day, shift_id, post_id, status, begins, asked_of, asked_at, answer_by)
            VALUES (gap.kind, gap.deployment_id, gap.attendance_id, gap.officer_id, gap.day, gap.shift_id, gap.post_id, gap.status, gap.begins, asked,
                moment, answered_by_then)
            RETURNING question_id INTO number;
            PERFORM tell(who, NULL, CASE gap.kind WHEN 'no_return' THEN 'return_asked' ELSE 'question_asked' END, 'question', 'QU-' || number, gap.day,
                answered_by_then, true, 'question ' || number)
            FROM unnest(asked) who;
            made := made + 1;
        END LOOP;
        INSERT INTO shift_look VALUES (due.that_day, due.that_shift, clock_timestamp())
        ON CONFLICT (day, shift_id) DO UPDATE SET looked_at = excluded.looked_at;
    END LOOP;
    RETURN made;
END
$$;

-- Who may answer: those asked, the supervisors of the officer's team and the rank above those asked; never the officer.
CREATE FUNCTION may_answer(q question, answerer bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT answerer = ANY (q.asked_of)
        OR EXISTS (SELECT FROM account a JOIN account_role r USING (account_id) JOIN officer o ON o.officer_id = q.officer_id
                   WHERE a.account_id = answerer AND r.role = 'supervisor' AND a.team_id = o.team_id)
        OR EXISTS (SELECT FROM unnest(q.asked_of) asked, superiors_of(asked) above WHERE above = answerer)
        OR q.kind = 'no_return' AND EXISTS (SELECT FROM account_role r WHERE r.account_id = answerer AND r.role = 'duties')
$$;

CREATE FUNCTION hold_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    q question;
    gap attendance_gap;
BEGIN
    NEW.answered_at := clock_timestamp();
    SELECT * INTO q FROM question x WHERE x.question_id = NEW.question_id FOR UPDATE;
    IF q.question_id IS NULL THEN
        RAISE EXCEPTION 'no such question' USING ERRCODE = 'EV002', CONSTRAINT = 'question_known';
    END IF;
    PERFORM require_layer(NEW.words_id, 'decision');
    IF EXISTS (SELECT FROM account a WHERE a.account_id = NEW.answered_by AND a.officer_id = q.officer_id) THEN
        RAISE EXCEPTION 'nobody answers for themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'own_answer';
    END IF;
    IF NOT may_answer(q, NEW.answered_by) THEN
        RAISE EXCEPTION 'this question is for the officer''s supervisors' USING ERRCODE = 'EV003', CONSTRAINT = 'not_asked';
    END IF;
    IF EXISTS (SELECT FROM question_ending e WHERE e.question_id = NEW.question_id) THEN
        RAISE EXCEPTION 'question QU-% has ended', NEW.question_id USING ERRCODE = 'EV001', CONSTRAINT = 'question_ended';
    END IF;
    IF length(regexp_replace(prose_body(NEW.words_id), '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'an answer needs words' USING ERRCODE = 'EV004', CONSTRAINT = 'answer_empty';
    END IF;
    IF NEW.row_kind IS NOT NULL THEN
        SELECT * INTO gap FROM attendance_gap g WHERE g.deployment_id = q.deployment_id;
        IF gap.kind IS NULL AND q.deployment_id IS NOT NULL THEN
            -- the difference has gone meanwhile: the words are kept, no row is needed
            NEW.row_kind := NULL;
            NEW.row_key := NULL;
        ELSIF gap.kind IS NULL OR NOT EXISTS (
            SELECT FROM rows_for(gap.officer_id, gap.day, gap.post_id, gap.begins, gap.ends, gap.status) r
            WHERE (r.said_kind, r.said_key) = (NEW.row_kind, NEW.row_key)) THEN
            RAISE EXCEPTION 'the % named does not cover this duty', replace(NEW.row_kind, '_', ' ')
                USING ERRCODE = 'EV004', CONSTRAINT = 'answer_row';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON question_answer FOR EACH ROW EXECUTE FUNCTION hold_answer();

CREATE FUNCTION take_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM settle_question(NEW.question_id, NEW.answered_at);
    RETURN NULL;
END
$$;
CREATE TRIGGER taken AFTER INSERT ON question_answer FOR EACH ROW EXECUTE FUNCTION take_answer();

-- The one door for an answer; returns how the question ended.
CREATE FUNCTION answer_question(answerer bigint, of_question bigint, saying text, of_row_kind text DEFAULT NULL, of_row_key text DEFAULT NULL)
    RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    INSERT INTO question_answer (question_id, words_id, row_kind, row_key, answered_by)
    VALUES (of_question, write_prose('decision', saying), of_row_kind, of_row_key, answerer);
    RETURN (SELECT e.ended_as FROM question_ending e WHERE e.question_id = of_question);
END
$$;

-- A change that is written down long after the duty it changes closes a gap that would have been asked about: it is seen.
CREATE FUNCTION flag_late_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    touched deployment;
BEGIN
    IF TG_TABLE_NAME = 'change' THEN
        SELECT * INTO touched FROM deployment d WHERE d.deployment_id = NEW.removes;
    ELSE
        touched := NEW;
        -- the change that took something away is flagged already
        IF EXISTS (SELECT FROM change c WHERE c.change_id = NEW.change_id AND c.removes IS NOT NULL) THEN
            RETURN NULL;
        END IF;
    END IF;
    IF touched.deployment_id IS NOT NULL THEN
        PERFORM flag_late_row('deployment', touched.deployment_id::text, touched.day, touched.starts_at, 'change', NEW.change_id::text, clock_timestamp());
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER late AFTER INSERT ON change FOR EACH ROW WHEN (NEW.removes IS NOT NULL) EXECUTE FUNCTION flag_late_change();
CREATE TRIGGER late AFTER INSERT ON deployment FOR EACH ROW WHEN (NEW.change_id IS NOT NULL) EXECUTE FUNCTION flag_late_change();

-- Guarantee 3 for cases without a decision: who is the officer, of the officer's team, or answered, is in the line.
CREATE FUNCTION hold_question_line() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NEW.kind IN ('flag', 'note') THEN
        RETURN NEW;
    END IF;
    IF EXISTS (
        SELECT FROM case_entry c JOIN question_ending e USING (flag_id) JOIN question_now q USING (question_id)
        LEFT JOIN officer o ON o.officer_id = q.officer_id
        JOIN account a ON a.account_id IN (NEW.written_by, CASE WHEN NEW.kind IN ('member', 'advice_request') THEN NEW.person END)
        WHERE c.case_id = NEW.case_id
            AND (a.officer_id = q.officer_id OR a.team_id = o.team_id OR a.account_id = q.answered_by OR a.account_id = ANY (q.asked_of))) THEN
        RAISE EXCEPTION 'this case belongs to somebody outside the line of the duty' USING ERRCODE = 'EV003', CONSTRAINT = 'outside_line';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER outside_line BEFORE INSERT ON case_entry FOR EACH ROW EXECUTE FUNCTION hold_question_line();

DO $$
BEGIN
    ALTER TABLE shift_look ENABLE ALWAYS TRIGGER projection;
    ALTER TABLE shift_look ENABLE ALWAYS TRIGGER no_truncate;
    ALTER TABLE abstraction ENABLE ALWAYS TRIGGER stamp;
    ALTER TABLE restriction ENABLE ALWAYS TRIGGER stamp;
    ALTER TABLE question_answer ENABLE ALWAYS TRIGGER hold;
    ALTER TABLE question_answer ENABLE ALWAYS TRIGGER taken;
    ALTER TABLE change ENABLE ALWAYS TRIGGER late;
    ALTER TABLE deployment ENABLE ALWAYS TRIGGER late;
    ALTER TABLE case_entry ENABLE ALWAYS TRIGGER outside_line;
END
$$;

-- What time alone causes: run by the leader. The first two parts are those of 0008; the third was the rule that a gap is
-- flagged at once, and is now the end of its question. Idempotent, because an occurrence is flagged once. Returns flags raised.
CREATE OR REPLACE FUNCTION raise_due_flags(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    before bigint;
    after bigint;
    due record;
BEGIN
    SELECT count(*) INTO before FROM flag;
    FOR due IN
        SELECT d.nd_id, d.decision_id, d.decided_at + make_interval(hours => figure('short_form_limit')) AS owed_at
        FROM decision d
        WHERE d.form = 'short' AND d.decided_at + make_interval(hours => figure('short_form_limit')) < as_of
            AND NOT EXISTS (SELECT FROM decision f WHERE f.nd_id = d.nd_id AND f.form = 'full')
    LOOP
        PERFORM raise_flag('short_form_overdue', 'non_deployment', due.nd_id::text, due.nd_id,
            format('The full form of ND-%s was owed by %s UTC and is not there.', due.nd_id, to_char(due.owed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')),
            jsonb_build_object('owed_at', due.owed_at), 'short_form_overdue:' || due.decision_id);
    END LOOP;
    FOR due IN
        SELECT d.nd_id, d.decision_id, t.review_at
        FROM decision d JOIN non_deployment_terms t USING (terms_id)
        WHERE d.form = 'full' AND d.outcome = 'granted'
            AND t.review_at + make_interval(hours => figure('review_grace')) < as_of
            AND NOT EXISTS (SELECT FROM review r WHERE r.nd_id = d.nd_id AND r.reviewed_at >= d.decided_at
                            AND r.reviewed_at <= t.review_at + make_interval(hours => figure('review_grace')))
            AND NOT EXISTS (SELECT FROM ending e WHERE e.nd_id = d.nd_id AND e.cause = 'early' AND e.ended_at <= t.review_at)
    LOOP
        PERFORM raise_flag('review_missed', 'non_deployment', due.nd_id::text, due.nd_id,
            format('The review of ND-%s was due on %s and no review is on record.', due.nd_id, to_char(due.review_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')),
            jsonb_build_object('review_at', due.review_at), 'review_missed:' || due.decision_id);
    END LOOP;
    -- Questions nobody answered by their time. Locked against an answer that is being written.
    FOR due IN
        SELECT q.question_id FROM question_now q WHERE q.ended_as IS NULL ORDER BY q.question_id
    LOOP
        PERFORM settle_question(due.question_id, as_of);
    END LOOP;
    SELECT count(*) INTO after FROM flag;
    RETURN after - before;
END
$$;

GRANT SELECT ON question_kind, question, question_answer, question_ending, question_now, attendance_gap TO evenhand_app;
GRANT EXECUTE ON FUNCTION ask_due_questions, answer_question, may_answer TO evenhand_app;
