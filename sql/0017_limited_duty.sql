-- Restricted and recuperative duty by functional limits, and individual rostered patterns: each with a review date that
-- only a review moves. What an officer cannot do is on record, why is not: no cause, no words of medicine.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('limited_duty_notice', '2006-11-29', 7, 'days', 'Evenhand design: supervisors are told of a review a week before it is due'),
    ('pattern_consultation', '2006-11-29', 30, 'days', 'Variable shift arrangements: at least 30 days for representations, fedrep.info no. 116 (domain section 3.2)'),
    ('pattern_review', '2006-11-29', 365, 'days', 'Evenhand design: an individual pattern is reviewed at least yearly (001 paragraph 52)');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('limited_duty_review_due', 'A review is due', 'A review of restricted or recuperative duty is due by {day}. Sign in.', false, true),
    ('limited_duty_review_overdue', 'A review is overdue', 'A review of restricted or recuperative duty was due by {day} and is not on record. Sign in.', true, false),
    ('pattern_proposed', 'A new pattern is proposed', 'A change of your rostered pattern from {day} is proposed. Answer by {answer_by}. Sign in.', true, false),
    ('pattern_answered', 'A proposed pattern is answered', 'A pattern that you proposed from {day} is answered. Sign in.', false, true),
    ('pattern_review_due', 'A pattern is to be reviewed', 'The review of an individual pattern was due by {day}. Sign in.', false, true);

INSERT INTO flag_kind VALUES
    ('limited_duty_review_missed', 'medium', 72, 'Why was the review of restricted or recuperative duty not held?',
     'The reviewer was away; the officer had returned to full duty.', 'A few a year in a command of this size.');

-- Words that name a cause. With those of protected_characteristic they are refused in limits and references.
CREATE TABLE medical_word (word text PRIMARY KEY);
INSERT INTO medical_word SELECT unnest(ARRAY['addiction', 'alcohol', 'anxiety', 'anxious', 'arthritis', 'asthma', 'asthmatic',
    'bereavement', 'cancer', 'cardiac', 'chemotherapy', 'chronic', 'clinic', 'concussion', 'condition', 'counselling', 'covid',
    'dementia', 'depressed', 'depression', 'diabetes', 'diabetic', 'disease', 'disorder', 'doctor', 'epilepsy', 'epileptic',
    'fatigue', 'fracture', 'fractured', 'hernia', 'hypertension', 'ill', 'illness', 'impairment', 'infection', 'injured', 'injury',
    'medical', 'medication', 'medicine', 'menopause', 'mental', 'migraine', 'miscarriage', 'nerve', 'pain', 'patient',
    'physiotherapy', 'prescription', 'prognosis', 'psychiatric', 'psychological', 'psychologist', 'ptsd', 'recovery', 'recovering',
    'rehabilitation', 'sciatica', 'sick', 'sickness', 'sprain', 'stress', 'stroke', 'suicidal', 'surgeon', 'surgery', 'surgical',
    'symptom', 'symptoms', 'syndrome', 'therapist', 'therapy', 'trauma', 'traumatic', 'treatment', 'tumour']);
SELECT hold_append_only('medical_word');

-- Whether a text says why instead of what.
CREATE FUNCTION names_cause(said text) RETURNS boolean LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM regexp_split_to_table(lower(said), '[^a-z]+') AS part
                   WHERE part IN (SELECT m.word FROM medical_word m UNION SELECT p.word FROM protected_characteristic p))
$$;

-- The only limits that bite. A post of another kind than only_kinds, where those are given, fits when it is named for it.
CREATE TABLE functional_limit (
    limit_id text PRIMARY KEY CHECK (limit_id ~ '^[a-z0-9_]{3,40}$'),
    words text NOT NULL UNIQUE CHECK (length(words) BETWEEN 3 AND 80 AND words !~ ';'),
    bars_armed boolean NOT NULL DEFAULT false,
    bars_nights boolean NOT NULL DEFAULT false,
    only_kinds text[],
    max_minutes integer CHECK (max_minutes > 0)  -- of one duty
);
INSERT INTO functional_limit VALUES
    ('no_firearm', 'No firearm', true, false, NULL, NULL),
    ('no_night', 'No nights', false, true, NULL, NULL),
    ('no_driving', 'No driving', false, false, '{static,residential,hospital_guard,desk}', NULL),
    ('no_public_contact', 'No public contact', false, false, '{}', NULL),
    ('no_confrontation', 'No confrontation', true, false, '{desk}', NULL),
    ('no_running', 'No running', true, false, NULL, NULL),
    ('no_standing_over_2h', 'No standing over two hours', false, false, '{desk,arv}', NULL),
    ('no_lifting_over_10kg', 'No lifting over ten kilograms', false, false, NULL, NULL),
    ('no_body_armour_over_4h', 'No body armour over four hours', true, false, NULL, NULL),
    ('four_hours_a_day', 'Four hours a day at most', false, false, NULL, 240),
    ('eight_hours_a_day', 'Eight hours a day at most', false, false, NULL, 480),
    ('desk_only', 'Desk posts', true, false, '{desk}', NULL);
SELECT hold_append_only('functional_limit');

-- A post that suits officers with a limit although its kind does not say so.
CREATE TABLE post_suitability (
    post_id text NOT NULL REFERENCES post,
    limit_id text NOT NULL REFERENCES functional_limit,
    PRIMARY KEY (post_id, limit_id)
);
CREATE TRIGGER history AFTER UPDATE OR DELETE ON post_suitability FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON post_suitability FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE post_suitability ENABLE ALWAYS TRIGGER history;
ALTER TABLE post_suitability ENABLE ALWAYS TRIGGER no_truncate;

-- Which limits a restriction has and when: a projection of its text and its reviews that only their triggers write.
CREATE TABLE restriction_limit (
    restriction_id text NOT NULL REFERENCES restriction,
    limit_id text NOT NULL REFERENCES functional_limit,
    from_day date NOT NULL,
    to_day date,
    PRIMARY KEY (restriction_id, limit_id, from_day)
);
CREATE TRIGGER projection BEFORE INSERT OR UPDATE OR DELETE ON restriction_limit FOR EACH ROW EXECUTE FUNCTION refuse_direct_write();
CREATE TRIGGER history AFTER UPDATE OR DELETE ON restriction_limit FOR EACH ROW EXECUTE FUNCTION keep_history();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON restriction_limit FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE restriction_limit ENABLE ALWAYS TRIGGER projection;
ALTER TABLE restriction_limit ENABLE ALWAYS TRIGGER history;
ALTER TABLE restriction_limit ENABLE ALWAYS TRIGGER no_truncate;

-- A review says when the next one is, or that the restriction ends; and, where they change, the limits from that day on.
-- It has no text: there is nothing to say beyond what the officer can do.
CREATE TABLE restriction_review (
    review_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    restriction_id text NOT NULL REFERENCES restriction,
    reviewed_by bigint NOT NULL REFERENCES account,
    reviewed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_review date,
    ended_on date,  -- the last day of the restriction
    limits text[],  -- null: as they were
    CONSTRAINT review_outcome CHECK (num_nonnulls(next_review, ended_on) = 1)
);
CREATE INDEX restriction_review_by_restriction ON restriction_review (restriction_id);
SELECT hold_ledgered('restriction_review', 'review_id');

CREATE FUNCTION hold_restriction() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a restriction ends by its last day or by a review, it is never taken away' USING ERRCODE = 'EV006', CONSTRAINT = 'restriction_kept';
    END IF;
    IF names_cause(NEW.limits) THEN
        RAISE EXCEPTION 'limits say what an officer cannot do, never why: leave the cause out' USING ERRCODE = 'EV002', CONSTRAINT = 'limits_functional';
    END IF;
    IF TG_OP = 'UPDATE' AND pg_trigger_depth() < 2 THEN
        IF NEW.review_on <> OLD.review_on THEN
            RAISE EXCEPTION 'the review date of % moves by a review only', OLD.restriction_id USING ERRCODE = 'EV006', CONSTRAINT = 'review_moves';
        END IF;
        IF NEW.to_day IS DISTINCT FROM OLD.to_day
            AND EXISTS (SELECT FROM restriction_review WHERE restriction_id = OLD.restriction_id AND ended_on IS NOT NULL) THEN
            RAISE EXCEPTION 'restriction % was ended by a review', OLD.restriction_id USING ERRCODE = 'EV006', CONSTRAINT = 'ended_by_review';
        END IF;
        IF NEW.limits <> OLD.limits
            AND EXISTS (SELECT FROM restriction_review WHERE restriction_id = OLD.restriction_id AND limits IS NOT NULL) THEN
            RAISE EXCEPTION 'the limits of % were set by a review and change by a review', OLD.restriction_id
                USING ERRCODE = 'EV006', CONSTRAINT = 'limits_move';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT OR UPDATE OR DELETE ON restriction FOR EACH ROW EXECUTE FUNCTION hold_restriction();
ALTER TABLE restriction ENABLE ALWAYS TRIGGER hold;

-- Limits named in the text, by word or by id, between semicolons, bite; other words are only shown.
CREATE FUNCTION read_limits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF pg_trigger_depth() > 1 OR (NEW.limits, NEW.from_day) = (OLD.limits, OLD.from_day) THEN
            RETURN NULL;
        END IF;
        DELETE FROM restriction_limit WHERE restriction_id = OLD.restriction_id AND from_day = OLD.from_day;
    END IF;
    INSERT INTO restriction_limit (restriction_id, limit_id, from_day)
    SELECT DISTINCT NEW.restriction_id, f.limit_id, NEW.from_day
    FROM regexp_split_to_table(lower(NEW.limits), '\s*;\s*') AS part JOIN functional_limit f ON trim(part) IN (lower(f.words), f.limit_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER limits AFTER INSERT OR UPDATE ON restriction FOR EACH ROW EXECUTE FUNCTION read_limits();
ALTER TABLE restriction ENABLE ALWAYS TRIGGER limits;

CREATE FUNCTION hold_restriction_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held restriction;
    today date;
BEGIN
    NEW.reviewed_at := clock_timestamp();
    today := police_day(NEW.reviewed_at);
    SELECT * INTO held FROM restriction WHERE restriction_id = NEW.restriction_id FOR UPDATE;
    IF EXISTS (SELECT FROM account WHERE account_id = NEW.reviewed_by AND officer_id = held.officer_id) THEN
        RAISE EXCEPTION 'nobody reviews their own restriction' USING ERRCODE = 'EV003', CONSTRAINT = 'own_review';
    END IF;
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = NEW.reviewed_by AND role = 'supervisor') THEN
        RAISE EXCEPTION 'a restriction is reviewed by a supervisor' USING ERRCODE = 'EV003', CONSTRAINT = 'supervisor_only';
    END IF;
    IF held.to_day < today OR EXISTS (
        SELECT FROM restriction_review WHERE restriction_id = NEW.restriction_id AND ended_on IS NOT NULL) THEN
        RAISE EXCEPTION 'restriction % has ended', NEW.restriction_id USING ERRCODE = 'EV001', CONSTRAINT = 'restriction_over';
    END IF;
    IF NEW.next_review <= today OR NEW.next_review > today + figure('limited_duty_review') THEN
        RAISE EXCEPTION 'the next review is within % days', figure('limited_duty_review') USING ERRCODE = 'EV002', CONSTRAINT = 'review_within';
    END IF;
    IF NEW.ended_on < greatest(held.from_day, today - 1) OR NEW.ended_on > coalesce(held.to_day, 'infinity') THEN
        RAISE EXCEPTION 'the last day of a restriction is yesterday or later, and not after the end it had'
            USING ERRCODE = 'EV002', CONSTRAINT = 'ended_ahead';
    END IF;
    IF NEW.limits IS NOT NULL AND (cardinality(NEW.limits) = 0 OR EXISTS (
        SELECT FROM unnest(NEW.limits) u WHERE u NOT IN (SELECT limit_id FROM functional_limit))) THEN
        RAISE EXCEPTION 'limits come from the list of functional limits' USING ERRCODE = 'EV002', CONSTRAINT = 'limits_listed';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON restriction_review FOR EACH ROW EXECUTE FUNCTION hold_restriction_review();
ALTER TABLE restriction_review ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION follow_restriction_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    since date;
BEGIN
    IF NEW.limits IS NOT NULL THEN
        SELECT greatest(r.from_day, police_day(NEW.reviewed_at)) INTO since FROM restriction r WHERE r.restriction_id = NEW.restriction_id;
        DELETE FROM restriction_limit WHERE restriction_id = NEW.restriction_id AND from_day >= since AND limit_id <> ALL (NEW.limits);
        UPDATE restriction_limit SET to_day = since - 1
        WHERE restriction_id = NEW.restriction_id AND from_day < since AND coalesce(to_day, 'infinity') >= since AND limit_id <> ALL (NEW.limits);
        INSERT INTO restriction_limit (restriction_id, limit_id, from_day)
        SELECT DISTINCT NEW.restriction_id, u, since FROM unnest(NEW.limits) u
        WHERE NOT EXISTS (SELECT FROM restriction_limit l WHERE l.restriction_id = NEW.restriction_id AND l.limit_id = u
                          AND coalesce(l.to_day, 'infinity') >= since);
    END IF;
    UPDATE restriction SET
        review_on = coalesce(NEW.next_review, review_on),
        to_day = coalesce(NEW.ended_on, to_day),
        limits = CASE WHEN NEW.limits IS NULL THEN limits ELSE
            (SELECT string_agg(f.words, '; ' ORDER BY f.limit_id) FROM functional_limit f WHERE f.limit_id = ANY (NEW.limits)) END
    WHERE restriction_id = NEW.restriction_id;
    PERFORM told_done('restriction', NEW.restriction_id, NULL, NEW.reviewed_by);
    RETURN NULL;
END
$$;
CREATE TRIGGER follows AFTER INSERT ON restriction_review FOR EACH ROW EXECUTE FUNCTION follow_restriction_review();
ALTER TABLE restriction_review ENABLE ALWAYS TRIGGER follows;

-- Whether a window of a day is night work: it lies in a night shift, and no shift of the day has all of it.
CREATE FUNCTION is_night(on_the_day date, from_at timestamptz, to_at timestamptz) RETURNS boolean LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM shift s WHERE s.night
                   AND tstzrange(london(on_the_day, s.starts), london(on_the_day, s.starts, s.minutes)) && tstzrange(from_at, to_at))
        AND NOT EXISTS (SELECT FROM shift s WHERE NOT s.night
                   AND tstzrange(london(on_the_day, s.starts), london(on_the_day, s.starts, s.minutes)) @> tstzrange(from_at, to_at))
$$;

-- Whether a limit leaves room for this window at this post.
CREATE FUNCTION limit_fits(of_limit text, at_post text, on_the_day date, from_at timestamptz, to_at timestamptz) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT NOT (
        f.bars_armed AND EXISTS (SELECT FROM post_skill s JOIN skill k USING (skill_id) WHERE s.post_id = at_post AND k.kind = 'authority')
        OR f.only_kinds IS NOT NULL AND NOT coalesce(p.kind = ANY (f.only_kinds), false)
            AND NOT EXISTS (SELECT FROM post_suitability u WHERE u.post_id = at_post AND u.limit_id = of_limit)
        OR coalesce(extract(epoch FROM to_at - from_at) > f.max_minutes * 60, false)
        OR f.bars_nights AND is_night(on_the_day, from_at, to_at))
    FROM functional_limit f LEFT JOIN post p ON p.post_id = at_post WHERE f.limit_id = of_limit
$$;

-- The limits in force of every officer on restricted or recuperative duty.
CREATE VIEW limit_in_force AS
SELECT r.restriction_id, r.officer_id, l.limit_id, greatest(r.from_day, l.from_day) AS from_day, least(r.to_day, l.to_day) AS to_day
FROM restriction r JOIN restriction_limit l USING (restriction_id)
WHERE greatest(r.from_day, l.from_day) <= coalesce(least(r.to_day, l.to_day), 'infinity');

-- As in migration 12, and the functional limits after the restriction itself.
CREATE OR REPLACE FUNCTION held_back_within(of_officer text, on_day date, at_post text, from_at timestamptz, to_at timestamptz)
    RETURNS text LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce(
        (SELECT 'not in service' FROM officer WHERE officer_id = of_officer AND NOT daterange(joined_on, left_on, '[]') @> on_day),
        (SELECT 'abstracted' FROM abstraction WHERE officer_id = of_officer AND daterange(from_day, to_day, '[]') @> on_day LIMIT 1),
        (SELECT 'restricted' FROM restriction WHERE officer_id = of_officer AND daterange(from_day, to_day, '[]') @> on_day
            AND NOT (SELECT suitable_for_restricted FROM post WHERE post_id = at_post) LIMIT 1),
        (SELECT 'restricted: ' || l.limit_id FROM limit_in_force l WHERE l.officer_id = of_officer
            AND daterange(l.from_day, l.to_day, '[]') @> on_day
            AND NOT limit_fits(l.limit_id, at_post, on_day, from_at, to_at) ORDER BY 1 LIMIT 1),
        (SELECT 'lacks ' || p.skill_id FROM post_skill p LEFT JOIN skill_until u ON u.skill_id = p.skill_id AND u.officer_id = of_officer
            WHERE p.post_id = at_post AND coalesce(u.until_day, '-infinity') < on_day ORDER BY 1 LIMIT 1),
        (SELECT 'excluded by ' || x.number FROM exclusion x
            WHERE x.officer_id = of_officer AND scope_covers(x.scope_kind, x.scope_ids, at_post)
            AND tstzrange(x.starts_at, x.ends_at) && tstzrange(from_at, to_at) LIMIT 1))
$$;

-- No door leads round a limit: whatever places an officer, a published version included.
CREATE FUNCTION hold_limits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    broken text;
BEGIN
    SELECT min(a.officer_id || ' on ' || a.day || ' at ' || a.post_id || ': ' || l.limit_id) INTO broken
    FROM added a JOIN limit_in_force l ON l.officer_id = a.officer_id AND l.from_day <= a.day AND coalesce(l.to_day, 'infinity') >= a.day
    WHERE NOT limit_fits(l.limit_id, a.post_id, a.day, a.starts_at, a.ends_at);
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'a deployment is outside the limits on record; first: %', broken
            USING ERRCODE = 'EV007', CONSTRAINT = 'held_back', HINT = 'Generate again.';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER limits AFTER INSERT ON deployment REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hold_limits();
ALTER TABLE deployment ENABLE ALWAYS TRIGGER limits;

-- Posts on which an officer's limits and skills leave room on a day, with the shifts that fit: what held_back says of
-- restrictions, limits and skills, for all posts at once.
CREATE FUNCTION room_for(of_officer text, on_the_day date) RETURNS TABLE (post_id text, shifts text[])
    LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    WITH held AS MATERIALIZED (
        SELECT skill_id FROM skill_until WHERE officer_id = of_officer AND until_day >= on_the_day
    ), limits AS MATERIALIZED (
        SELECT f.* FROM limit_in_force l JOIN functional_limit f USING (limit_id)
        WHERE l.officer_id = of_officer AND l.from_day <= on_the_day AND coalesce(l.to_day, 'infinity') >= on_the_day
    ), left_open AS MATERIALIZED (
        SELECT p.post_id, p.kind, EXISTS (SELECT FROM post_skill k JOIN skill USING (skill_id)
            WHERE k.post_id = p.post_id AND skill.kind = 'authority') AS armed
        FROM post p
        WHERE p.active_from <= on_the_day AND coalesce(p.active_to, 'infinity') >= on_the_day
            AND (p.suitable_for_restricted OR NOT EXISTS (SELECT FROM restriction r WHERE r.officer_id = of_officer
                 AND r.from_day <= on_the_day AND coalesce(r.to_day, 'infinity') >= on_the_day))
            AND NOT EXISTS (SELECT FROM post_skill k WHERE k.post_id = p.post_id AND k.skill_id NOT IN (SELECT skill_id FROM held))
    )
    SELECT p.post_id, array_agg(s.shift_id ORDER BY s.starts, s.shift_id)
    FROM left_open p CROSS JOIN shift s
    WHERE NOT EXISTS (SELECT FROM limits f WHERE (f.bars_armed AND p.armed) OR (f.bars_nights AND s.night)
        OR coalesce(s.minutes > f.max_minutes, false)
        OR (p.kind <> ALL (f.only_kinds)
            AND NOT EXISTS (SELECT FROM post_suitability u WHERE u.post_id = p.post_id AND u.limit_id = f.limit_id)))
    GROUP BY p.post_id;
END
$$;

-- The same as people read it, posts that are wanted on that day first.
CREATE FUNCTION posts_that_suit(of_officer text, on_the_day date)
    RETURNS TABLE (post_id text, name text, site_id text, kind text, shifts text[], is_wanted boolean)
    LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT p.post_id, p.name, p.site_id, p.kind, r.shifts, w.post_id IS NOT NULL
    FROM room_for(of_officer, on_the_day) r JOIN post p USING (post_id)
    LEFT JOIN (SELECT DISTINCT d.post_id FROM wanted_duties(on_the_day, on_the_day) d) w ON w.post_id = p.post_id
    ORDER BY 6 DESC, p.post_id;
END
$$;

-- Reviews that are due, told to those who answer for the officer; overdue ones to those above them; past the grace a
-- question to Gold about the review, never about the officer. Idempotent.
CREATE FUNCTION limited_duty_due(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    before bigint;
    after bigint;
    today date := police_day(as_of);
    due record;
    person record;
BEGIN
    SELECT (SELECT count(*) FROM notification) + (SELECT count(*) FROM flag) INTO before;
    FOR due IN
        SELECT r.restriction_id, r.officer_id, r.review_on,
            (SELECT min(s) FROM supervisors_of(r.officer_id) s) AS supervisor
        FROM restriction r
        WHERE r.from_day <= today AND coalesce(r.to_day, 'infinity') >= today
            AND r.review_on - figure('limited_duty_notice') <= today ORDER BY r.restriction_id
    LOOP
        FOR person IN SELECT s AS account_id FROM supervisors_of(due.officer_id) s LOOP
            PERFORM tell(person.account_id, NULL, 'limited_duty_review_due', 'restriction', due.restriction_id, due.review_on, NULL, false,
                format('limited_duty_review_due:%s:%s', due.restriction_id, due.review_on));
        END LOOP;
        CONTINUE WHEN due.review_on >= today;
        FOR person IN
            SELECT u AS account_id FROM supervisors_of(due.officer_id) s CROSS JOIN LATERAL superiors_of(s) u
            UNION SELECT account_id FROM account_role WHERE role = 'duties' AND due.supervisor IS NULL
        LOOP
            PERFORM tell(person.account_id, NULL, 'limited_duty_review_overdue', 'restriction', due.restriction_id, due.review_on, NULL, false,
                format('limited_duty_review_overdue:%s:%s', due.restriction_id, due.review_on));
        END LOOP;
        IF due.supervisor IS NOT NULL AND london(due.review_on, '00:00') + make_interval(hours => figure('review_grace')) < as_of THEN
            PERFORM raise_flag('limited_duty_review_missed', 'account', due.supervisor::text, NULL,
                format('The review of %s was due on %s and no review is on record.', due.restriction_id, due.review_on),
                jsonb_build_object('restriction', due.restriction_id, 'review_on', due.review_on),
                format('limited_duty_review_missed:%s:%s', due.restriction_id, due.review_on));
        END IF;
    END LOOP;
    SELECT (SELECT count(*) FROM notification) + (SELECT count(*) FROM flag) INTO after;
    RETURN after - before;
END
$$;

-- Individual rostered patterns: approved with a reference, reviewed, and changed by consultation.
INSERT INTO state_arrow VALUES ('pattern_consultation', '', 'proposed'), ('pattern_consultation', 'proposed', 'agreed'),
    ('pattern_consultation', 'proposed', 'declined'), ('pattern_consultation', 'proposed', 'withdrawn');

-- The newest row of an officer is the approval in force; a review is a new row.
CREATE TABLE pattern_approval (
    approval_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    reference text NOT NULL CHECK (length(reference) BETWEEN 2 AND 80),
    review_on date NOT NULL,
    approved_by bigint NOT NULL REFERENCES account,
    approved_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX pattern_approval_by_officer ON pattern_approval (officer_id, approval_id);
SELECT hold_ledgered('pattern_approval', 'approval_id');

CREATE TABLE pattern_consultation (
    consultation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    pattern_id text NOT NULL REFERENCES pattern,
    anchor_day date NOT NULL,
    from_day date NOT NULL,
    reference text NOT NULL CHECK (length(reference) BETWEEN 2 AND 80),
    proposed_by bigint NOT NULL REFERENCES account,
    proposed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX pattern_consultation_by_officer ON pattern_consultation (officer_id);
SELECT hold_ledgered('pattern_consultation', 'consultation_id');

CREATE TABLE pattern_answer (
    answer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consultation_id bigint NOT NULL CONSTRAINT pattern_answered_once UNIQUE REFERENCES pattern_consultation,
    answer text NOT NULL CHECK (answer IN ('agreed', 'declined', 'withdrawn')),
    answered_by bigint NOT NULL REFERENCES account,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('pattern_answer', 'answer_id');

-- Whether an officer works an individual pattern: by contract, or by an approval.
CREATE FUNCTION is_flexible(of_officer text) RETURNS boolean LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM officer WHERE officer_id = of_officer AND contract_id = 'flexible')
        OR EXISTS (SELECT FROM pattern_approval WHERE officer_id = of_officer)
$$;

CREATE FUNCTION hold_pattern_approval() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.approved_at := clock_timestamp();
    IF NOT EXISTS (SELECT FROM account a JOIN account_role r USING (account_id) WHERE a.account_id = NEW.approved_by
                   AND r.role = 'supervisor' AND a.officer_id IS DISTINCT FROM NEW.officer_id) THEN
        RAISE EXCEPTION 'an individual pattern is approved by a supervisor, never by the officer' USING ERRCODE = 'EV003', CONSTRAINT = 'own_pattern';
    END IF;
    IF NEW.review_on <= police_day(NEW.approved_at) OR NEW.review_on > police_day(NEW.approved_at) + figure('pattern_review') THEN
        RAISE EXCEPTION 'an individual pattern is reviewed again within % days', figure('pattern_review') USING ERRCODE = 'EV002', CONSTRAINT = 'review_within';
    END IF;
    IF names_cause(NEW.reference) THEN
        RAISE EXCEPTION 'a reference names a paper, never a cause' USING ERRCODE = 'EV002', CONSTRAINT = 'limits_functional';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON pattern_approval FOR EACH ROW EXECUTE FUNCTION hold_pattern_approval();
ALTER TABLE pattern_approval ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION hold_consultation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.proposed_at := clock_timestamp();
    IF EXISTS (SELECT FROM account WHERE account_id = NEW.proposed_by AND officer_id = NEW.officer_id) THEN
        RAISE EXCEPTION 'nobody proposes and agrees their own pattern' USING ERRCODE = 'EV003', CONSTRAINT = 'own_pattern';
    END IF;
    IF NEW.from_day - police_day(NEW.proposed_at) < figure('pattern_consultation') THEN
        RAISE EXCEPTION 'a pattern changes at least % days after it is proposed', figure('pattern_consultation')
            USING ERRCODE = 'EV002', CONSTRAINT = 'consultation_notice';
    END IF;
    IF names_cause(NEW.reference) THEN
        RAISE EXCEPTION 'a reference names a paper, never a cause' USING ERRCODE = 'EV002', CONSTRAINT = 'limits_functional';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON pattern_consultation FOR EACH ROW EXECUTE FUNCTION hold_consultation();
ALTER TABLE pattern_consultation ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION tell_consultation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM tell(NULL, NEW.officer_id, 'pattern_proposed', 'pattern_consultation', NEW.consultation_id::text, NEW.from_day,
        london(NEW.from_day, '00:00'), false, 'pattern_proposed:' || NEW.consultation_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER tells AFTER INSERT ON pattern_consultation FOR EACH ROW EXECUTE FUNCTION tell_consultation();
ALTER TABLE pattern_consultation ENABLE ALWAYS TRIGGER tells;

CREATE FUNCTION hold_pattern_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    asked pattern_consultation;
    is_own boolean;
BEGIN
    NEW.answered_at := clock_timestamp();
    SELECT * INTO asked FROM pattern_consultation WHERE consultation_id = NEW.consultation_id;
    PERFORM require_arrow('pattern_consultation', 'proposed', NEW.answer);
    is_own := EXISTS (SELECT FROM account WHERE account_id = NEW.answered_by AND officer_id = asked.officer_id);
    IF is_own IS DISTINCT FROM (NEW.answer <> 'withdrawn') THEN
        RAISE EXCEPTION 'the officer agrees or declines; whoever proposes withdraws' USING ERRCODE = 'EV003', CONSTRAINT = 'officers_answer';
    END IF;
    IF NEW.answer = 'agreed' AND asked.from_day <= police_day(NEW.answered_at) THEN
        RAISE EXCEPTION 'the day from which this pattern was proposed is over: propose it again' USING ERRCODE = 'EV002', CONSTRAINT = 'consultation_notice';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON pattern_answer FOR EACH ROW EXECUTE FUNCTION hold_pattern_answer();
ALTER TABLE pattern_answer ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION follow_pattern_answer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    asked pattern_consultation;
BEGIN
    SELECT * INTO asked FROM pattern_consultation WHERE consultation_id = NEW.consultation_id;
    IF NEW.answer = 'agreed' THEN
        UPDATE officer_pattern SET to_day = asked.from_day - 1
        WHERE officer_id = asked.officer_id AND from_day < asked.from_day AND coalesce(to_day, 'infinity') >= asked.from_day;
        INSERT INTO officer_pattern (officer_id, pattern_id, anchor_day, from_day)
        VALUES (asked.officer_id, asked.pattern_id, asked.anchor_day, asked.from_day);
    END IF;
    PERFORM told_done('pattern_consultation', NEW.consultation_id::text, NULL, NEW.answered_by);
    IF NEW.answer <> 'withdrawn' THEN
        PERFORM tell(asked.proposed_by, NULL, 'pattern_answered', 'pattern_consultation', NEW.consultation_id::text, asked.from_day,
            NULL, false, 'pattern_answered:' || NEW.consultation_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER follows AFTER INSERT ON pattern_answer FOR EACH ROW EXECUTE FUNCTION follow_pattern_answer();
ALTER TABLE pattern_answer ENABLE ALWAYS TRIGGER follows;

-- Changing an individual pattern is a consultation, not an edit: neither the officer's row, nor the days of the pattern,
-- nor the contract. The first pattern of an officer is simply recorded.
CREATE FUNCTION refuse_pattern_edit() RETURNS void LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'an individual pattern is changed by a consultation that the officer agrees to, at least % days ahead',
        figure('pattern_consultation') USING ERRCODE = 'EV006', CONSTRAINT = 'pattern_consultation';
END
$$;
CREATE FUNCTION hold_officer_pattern() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND is_flexible(OLD.officer_id) AND (TG_OP = 'DELETE' OR NEW IS DISTINCT FROM OLD) THEN
        PERFORM refuse_pattern_edit();
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER hold BEFORE UPDATE OR DELETE ON officer_pattern FOR EACH ROW EXECUTE FUNCTION hold_officer_pattern();
ALTER TABLE officer_pattern ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION hold_new_pattern() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND EXISTS (
        SELECT FROM added a JOIN officer_pattern o USING (officer_id)
        WHERE is_flexible(a.officer_id) AND NOT EXISTS (SELECT FROM added b WHERE (b.officer_id, b.from_day) = (o.officer_id, o.from_day))) THEN
        PERFORM refuse_pattern_edit();
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER hold_new AFTER INSERT ON officer_pattern REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION hold_new_pattern();
ALTER TABLE officer_pattern ENABLE ALWAYS TRIGGER hold_new;

CREATE FUNCTION hold_pattern_days() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF (TG_OP = 'DELETE' OR to_jsonb(NEW) - 'name' <> to_jsonb(OLD) - 'name') AND EXISTS (
        SELECT FROM officer_pattern o WHERE o.pattern_id = OLD.pattern_id AND is_flexible(o.officer_id)
            AND coalesce(o.to_day, 'infinity') >= police_day(clock_timestamp())) THEN
        PERFORM refuse_pattern_edit();
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER hold BEFORE UPDATE OR DELETE ON pattern_day FOR EACH ROW EXECUTE FUNCTION hold_pattern_days();
CREATE TRIGGER hold BEFORE UPDATE OR DELETE ON pattern FOR EACH ROW EXECUTE FUNCTION hold_pattern_days();
ALTER TABLE pattern_day ENABLE ALWAYS TRIGGER hold;
ALTER TABLE pattern ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION hold_flexible_contract() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF OLD.contract_id = 'flexible' AND NEW.contract_id <> 'flexible' AND NOT EXISTS (
        SELECT FROM pattern_consultation c JOIN pattern_answer a USING (consultation_id)
        WHERE c.officer_id = OLD.officer_id AND a.answer = 'agreed' AND c.from_day <= police_day(clock_timestamp())) THEN
        PERFORM refuse_pattern_edit();
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold_contract BEFORE UPDATE OF contract_id ON officer FOR EACH ROW EXECUTE FUNCTION hold_flexible_contract();
ALTER TABLE officer ENABLE ALWAYS TRIGGER hold_contract;

-- Officers on individual patterns with the approval in force; one without an approval is due at once.
CREATE VIEW flexible_pattern AS
SELECT o.officer_id, o.team_id, a.approval_id, a.reference, a.approved_by, a.approved_at, a.review_on
FROM officer o LEFT JOIN LATERAL (
    SELECT p.* FROM pattern_approval p WHERE p.officer_id = o.officer_id ORDER BY p.approval_id DESC LIMIT 1) a ON true
WHERE o.contract_id = 'flexible' OR a.approval_id IS NOT NULL;

-- Tells those who answer for an officer of a pattern whose review is overdue. Idempotent.
CREATE FUNCTION pattern_reviews_due(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    before bigint;
    after bigint;
    due record;
BEGIN
    SELECT count(*) INTO before FROM notification;
    FOR due IN
        SELECT f.officer_id, f.approval_id, f.review_on, s AS account_id FROM flexible_pattern f JOIN officer o USING (officer_id)
        CROSS JOIN LATERAL supervisors_of(f.officer_id) s
        WHERE f.review_on < police_day(as_of) AND daterange(o.joined_on, o.left_on, '[]') @> police_day(as_of)
    LOOP
        PERFORM tell(due.account_id, NULL, 'pattern_review_due', 'pattern_approval', due.approval_id::text, due.review_on, NULL, false,
            'pattern_review_due:' || due.approval_id);
    END LOOP;
    SELECT count(*) INTO after FROM notification;
    RETURN after - before;
END
$$;

GRANT SELECT ON medical_word, functional_limit, post_suitability, restriction_limit, restriction_review, limit_in_force,
    pattern_approval, pattern_consultation, pattern_answer, flexible_pattern TO evenhand_app;
GRANT INSERT, DELETE ON post_suitability TO evenhand_app;
GRANT INSERT ON restriction_review, pattern_approval, pattern_consultation, pattern_answer TO evenhand_app;
GRANT SELECT ON functional_limit, post_suitability TO evenhand_read;
GRANT EXECUTE ON FUNCTION names_cause, is_night, limit_fits, room_for, posts_that_suit, limited_duty_due, is_flexible, pattern_reviews_due TO evenhand_app;
