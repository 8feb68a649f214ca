-- Challenge this decision (domain 4.6): anyone who may see a decision may challenge it, in a sentence. Whoever had a part in
-- the decision sees neither who did nor that somebody did until Gold releases it. It joins the Gold case of the decision as an
-- entry, or opens that case: never a flag, and it changes no priority.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('challenge_answer', '2006-11-29', 72, 'hours', 'Evenhand design: a challenge is answered within three days');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('challenge_received', 'A challenge was received', 'A decision was challenged; answer by {answer_by}. Sign in.', false, false),
    ('challenge_overdue', 'A challenge is not answered', 'A challenge was to be answered by {answer_by}. Sign in.', false, false),
    ('challenge_answered', 'Your challenge', 'Your challenge is answered. Sign in.', false, false),
    ('challenge_released', 'A decision was challenged', 'A decision of yours was challenged, and Gold shows it to you. Sign in.', false, false);

CREATE TABLE challenge (
    challenge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nd_id bigint NOT NULL REFERENCES non_deployment,
    text_id bigint NOT NULL UNIQUE REFERENCES prose,
    challenged_by bigint NOT NULL REFERENCES account,
    answer_by timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX challenge_by_nd ON challenge (nd_id);
SELECT hold_ledgered('challenge', 'challenge_id');

CREATE TABLE challenge_release (
    challenge_id bigint PRIMARY KEY REFERENCES challenge,
    names_challenger boolean NOT NULL,
    released_by bigint NOT NULL REFERENCES account,
    released_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('challenge_release', 'challenge_id');

CREATE TABLE challenge_answer (
    challenge_id bigint PRIMARY KEY REFERENCES challenge,
    text_id bigint NOT NULL UNIQUE REFERENCES prose,
    answered_by bigint NOT NULL REFERENCES account,
    answered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('challenge_answer', 'challenge_id');

-- Whether a person made, wrote, weighed or looked after a decision, or is the officer it is about.
CREATE FUNCTION has_part(of_nd bigint, of_person bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM non_deployment n JOIN account a ON a.account_id = of_person
                   WHERE n.nd_id = of_nd AND (n.drafted_by = of_person OR a.officer_id = n.officer_id))
        OR EXISTS (SELECT FROM non_deployment_terms t WHERE t.nd_id = of_nd AND t.written_by = of_person)
        OR EXISTS (SELECT FROM assessment s WHERE s.nd_id = of_nd AND s.assessed_by = of_person)
        OR EXISTS (SELECT FROM decision d WHERE d.nd_id = of_nd AND d.decided_by = of_person)
        OR EXISTS (SELECT FROM review r WHERE r.nd_id = of_nd AND r.reviewed_by = of_person)
        OR EXISTS (SELECT FROM ending e WHERE e.nd_id = of_nd AND e.ended_by = of_person)
$$;

-- Who may know of a challenge: the challenger; Gold without a part in the decision; once released everybody (the program
-- shows it to those who may see the decision). Nobody when the transaction does not say for whom it acts.
CREATE FUNCTION may_see_challenge(reader bigint, of_challenge bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT reader IS NOT NULL AND EXISTS (
        SELECT FROM challenge c WHERE c.challenge_id = of_challenge AND (
            c.challenged_by = reader
            OR EXISTS (SELECT FROM challenge_release r WHERE r.challenge_id = of_challenge)
            OR (EXISTS (SELECT FROM account_role g WHERE g.account_id = reader AND g.role = 'gold') AND NOT has_part(c.nd_id, reader))))
$$;

-- Who challenged, for the challenger, for Gold without a part, and for all once it is released with the name.
CREATE FUNCTION challenger_of(of_challenge bigint) RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT c.challenged_by FROM challenge c WHERE c.challenge_id = of_challenge AND (
        c.challenged_by = acting_account()
        OR EXISTS (SELECT FROM challenge_release r WHERE r.challenge_id = of_challenge AND r.names_challenger)
        OR (EXISTS (SELECT FROM account_role g WHERE g.account_id = acting_account() AND g.role = 'gold') AND NOT has_part(c.nd_id, acting_account())))
        AND acting_account() IS NOT NULL
$$;

-- The case. A case that only challenges have opened is seen by those who may see one of them. Its priority is the lowest, so
-- that the first flag sets its own.
ALTER TABLE gold_case ADD COLUMN by_challenge boolean NOT NULL DEFAULT false;
ALTER TABLE case_entry ADD COLUMN challenge_id bigint UNIQUE REFERENCES challenge;

DO $$
DECLARE
    held record;
BEGIN
    FOR held IN SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
        WHERE conrelid = 'evenhand.case_entry'::regclass AND contype = 'c' LOOP
        IF held.definition LIKE '%''position_statement''%''note''%''outcome''%' AND held.definition NOT LIKE '%prose_id%' THEN
            -- the kinds there are, and one more
            EXECUTE format('ALTER TABLE evenhand.case_entry DROP CONSTRAINT %I', held.conname);
            EXECUTE format('ALTER TABLE evenhand.case_entry ADD CONSTRAINT %I %s', held.conname,
                replace(held.definition, '''outcome''::text', '''outcome''::text, ''challenge''::text'));
        ELSIF held.definition LIKE '%written_by IS NULL%' THEN
            -- a challenge names nobody in the case
            EXECUTE format('ALTER TABLE evenhand.case_entry DROP CONSTRAINT %I', held.conname);
            ALTER TABLE evenhand.case_entry ADD CONSTRAINT written_by_somebody CHECK ((kind IN ('flag', 'challenge')) = (written_by IS NULL));
        END IF;
    END LOOP;
END
$$;
ALTER TABLE case_entry ADD CONSTRAINT challenge_entry CHECK ((kind = 'challenge') = (challenge_id IS NOT NULL));

-- The rules of 0007 are for what Gold writes. An entry of a challenge comes by itself, into a closed case too (which it does
-- not re-open), and takes no number and no revision from the others, because a gap would tell that there is one.
DROP TRIGGER hold ON case_entry;
CREATE TRIGGER hold BEFORE INSERT ON case_entry FOR EACH ROW WHEN (NEW.kind <> 'challenge') EXECUTE FUNCTION hold_entry();
DROP TRIGGER moves ON case_entry;
CREATE TRIGGER moves AFTER INSERT ON case_entry FOR EACH ROW WHEN (NEW.kind <> 'challenge') EXECUTE FUNCTION move_case();

CREATE FUNCTION hold_challenge_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NEW.kind = 'challenge' THEN
        IF pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'challenges join cases by themselves' USING ERRCODE = 'EV006', CONSTRAINT = 'challenge_joins';
        END IF;
        NEW.written_at := clock_timestamp();
        SELECT least(coalesce(min(number), 0), 0) - 1 INTO NEW.number FROM case_entry WHERE case_id = NEW.case_id;
        RETURN NEW;
    END IF;
    NEW.number := greatest(NEW.number, 1);
    IF NEW.kind = 'outcome' AND EXISTS (
        SELECT FROM case_entry e WHERE e.case_id = NEW.case_id AND e.kind = 'challenge'
            AND NOT EXISTS (SELECT FROM challenge_answer a WHERE a.challenge_id = e.challenge_id)) THEN
        RAISE EXCEPTION 'case G-% cannot close yet, it needs: an answer to every challenge', NEW.case_id
            USING ERRCODE = 'EV005', CONSTRAINT = 'closure';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold_challenge BEFORE INSERT ON case_entry FOR EACH ROW EXECUTE FUNCTION hold_challenge_entry();

CREATE FUNCTION show_flagged_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    UPDATE gold_case SET by_challenge = false WHERE case_id = NEW.case_id AND by_challenge;
    RETURN NULL;
END
$$;
CREATE TRIGGER shows AFTER INSERT ON case_entry FOR EACH ROW WHEN (NEW.kind = 'flag') EXECUTE FUNCTION show_flagged_case();
ALTER TABLE case_entry ENABLE ALWAYS TRIGGER hold;
ALTER TABLE case_entry ENABLE ALWAYS TRIGGER hold_challenge;
ALTER TABLE case_entry ENABLE ALWAYS TRIGGER moves;
ALTER TABLE case_entry ENABLE ALWAYS TRIGGER shows;

-- As before, and a case without a flag has a line too: that of the decision it is about.
CREATE OR REPLACE FUNCTION in_line(of_case bigint, of_person bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM (
            SELECT f.nd_id FROM case_entry c JOIN flag f USING (flag_id) WHERE c.case_id = of_case AND f.nd_id IS NOT NULL
            UNION SELECT h.nd_id FROM case_entry c JOIN challenge h USING (challenge_id) WHERE c.case_id = of_case
        ) about JOIN non_deployment n USING (nd_id)
        JOIN officer o USING (officer_id) JOIN account a ON a.account_id = of_person
        WHERE of_person IN (n.raised_by, n.drafted_by) OR a.officer_id = n.officer_id OR a.team_id = o.team_id
            OR EXISTS (SELECT FROM decision d WHERE d.nd_id = n.nd_id AND d.decided_by = of_person)
            OR EXISTS (SELECT FROM assessment s WHERE s.nd_id = n.nd_id AND s.assessed_by = of_person))
    OR EXISTS (SELECT FROM gold_case g WHERE g.case_id = of_case AND g.subject_kind = 'account' AND g.subject_id = of_person::text)
$$;

CREATE FUNCTION join_challenge() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    joined bigint;
BEGIN
    SELECT case_id INTO joined FROM gold_case WHERE subject_kind = 'non_deployment' AND subject_id = NEW.nd_id::text;
    IF joined IS NULL THEN
        INSERT INTO gold_case (subject_kind, subject_id, priority, due_at, by_challenge)
        VALUES ('non_deployment', NEW.nd_id::text, 'low', NEW.answer_by, true)
        ON CONFLICT (subject_kind, subject_id) DO NOTHING;
        SELECT case_id INTO joined FROM gold_case WHERE subject_kind = 'non_deployment' AND subject_id = NEW.nd_id::text;
    END IF;
    PERFORM FROM gold_case WHERE case_id = joined FOR UPDATE;
    INSERT INTO case_entry (case_id, number, kind, prose_id, challenge_id) VALUES (joined, 0, 'challenge', NEW.text_id, NEW.challenge_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER joins AFTER INSERT ON challenge FOR EACH ROW EXECUTE FUNCTION join_challenge();
ALTER TABLE challenge ENABLE ALWAYS TRIGGER joins;

-- The one way to challenge. Nobody challenges what they decided themselves: they end it.
CREATE FUNCTION raise_challenge(challenger bigint, of_nd bigint, saying text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    made challenge;
BEGIN
    IF NOT EXISTS (SELECT FROM decision WHERE nd_id = of_nd) THEN
        RAISE EXCEPTION 'there is no decision to challenge yet' USING ERRCODE = 'EV002', CONSTRAINT = 'decision_known';
    END IF;
    IF EXISTS (SELECT FROM decision WHERE nd_id = of_nd AND decided_by = challenger) THEN
        RAISE EXCEPTION 'nobody challenges their own decision: it can be ended or reviewed' USING ERRCODE = 'EV003', CONSTRAINT = 'own_challenge';
    END IF;
    IF length(regexp_replace(saying, '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'a challenge is a sentence' USING ERRCODE = 'EV004', CONSTRAINT = 'challenge_words';
    END IF;
    INSERT INTO challenge (nd_id, text_id, challenged_by, answer_by)
    VALUES (of_nd, write_prose('gold', saying), challenger, clock_timestamp() + make_interval(hours => figure('challenge_answer')))
    RETURNING * INTO made;
    PERFORM tell(g.account_id, NULL, 'challenge_received', 'challenge', 'CH-' || made.challenge_id, answer_by => made.answer_by,
        occurrence => 'challenge_received:' || made.challenge_id)
    FROM account_role g WHERE g.role = 'gold' AND g.account_id <> challenger AND NOT has_part(of_nd, g.account_id) ORDER BY g.account_id;
    RETURN made.challenge_id;
END
$$;

-- Whether a Gold member may act on a challenge: they may know of it and stand outside the line of the decision.
CREATE FUNCTION require_outside_gold(of_challenge bigint, member bigint) RETURNS challenge
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held challenge;
BEGIN
    SELECT * INTO held FROM challenge WHERE challenge_id = of_challenge;
    IF held.challenge_id IS NULL OR NOT may_see_challenge(member, of_challenge) THEN
        RAISE EXCEPTION 'no such challenge' USING ERRCODE = 'EV002', CONSTRAINT = 'challenge_known';
    END IF;
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = member AND role = 'gold') THEN
        RAISE EXCEPTION 'a challenge is released and answered by Gold' USING ERRCODE = 'EV003', CONSTRAINT = 'gold_only';
    END IF;
    IF held.challenged_by = member OR has_part(held.nd_id, member) OR in_line((SELECT case_id FROM case_entry WHERE challenge_id = of_challenge), member) THEN
        RAISE EXCEPTION 'this challenge belongs to somebody outside the line of the decision' USING ERRCODE = 'EV003', CONSTRAINT = 'outside_line';
    END IF;
    RETURN held;
END
$$;

CREATE FUNCTION release_challenge(of_challenge bigint, member bigint, with_name boolean) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held challenge := require_outside_gold(of_challenge, member);
BEGIN
    INSERT INTO challenge_release (challenge_id, names_challenger, released_by) VALUES (of_challenge, with_name, member);
    PERFORM tell(d.decided_by, NULL, 'challenge_released', 'non_deployment', 'ND-' || held.nd_id, occurrence => 'challenge_released:' || of_challenge)
    FROM (SELECT DISTINCT decided_by FROM decision WHERE nd_id = held.nd_id) d;
END
$$;

CREATE FUNCTION answer_challenge(of_challenge bigint, member bigint, saying text) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held challenge := require_outside_gold(of_challenge, member);
BEGIN
    IF length(regexp_replace(saying, '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'an answer needs words' USING ERRCODE = 'EV004', CONSTRAINT = 'challenge_words';
    END IF;
    INSERT INTO challenge_answer (challenge_id, text_id, answered_by) VALUES (of_challenge, write_prose('gold', saying), member);
    PERFORM told_done('challenge', 'CH-' || of_challenge, NULL, member);
    PERFORM tell(held.challenged_by, NULL, 'challenge_answered', 'challenge', 'CH-' || of_challenge,
        occurrence => 'challenge_answered:' || of_challenge);
END
$$;

-- Time alone: a challenge that is not answered in time is brought to Gold again, once. Returns how many.
CREATE FUNCTION remind_challenges(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    due challenge;
    told integer := 0;
BEGIN
    FOR due IN
        SELECT c.* FROM challenge c WHERE c.answer_by <= as_of
            AND NOT EXISTS (SELECT FROM challenge_answer a WHERE a.challenge_id = c.challenge_id)
            AND NOT EXISTS (SELECT FROM notification n WHERE n.occurrence = 'challenge_overdue:' || c.challenge_id)
        ORDER BY c.challenge_id
    LOOP
        PERFORM tell(g.account_id, NULL, 'challenge_overdue', 'challenge', 'CH-' || due.challenge_id, answer_by => due.answer_by,
            urgent => true, occurrence => 'challenge_overdue:' || due.challenge_id)
        FROM account_role g WHERE g.role = 'gold' AND g.account_id <> due.challenged_by AND NOT has_part(due.nd_id, g.account_id) ORDER BY g.account_id;
        told := told + 1;
    END LOOP;
    RETURN told;
END
$$;

-- What a transaction sees depends on the account it acts for. Texts of challenges lie in the layer gold, which the application
-- reads; so these two are taken out of what it reads.
CREATE FUNCTION may_see_gold_text(of_prose bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((SELECT may_see_challenge(acting_account(), x.challenge_id) FROM (
        SELECT c.challenge_id FROM challenge c WHERE c.text_id = of_prose
        UNION ALL SELECT a.challenge_id FROM challenge_answer a WHERE a.text_id = of_prose) x), true)
$$;
CREATE FUNCTION may_see_case(of_case bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM case_entry e WHERE e.case_id = of_case AND e.kind = 'challenge'
                   AND may_see_challenge(acting_account(), e.challenge_id))
$$;

ALTER TABLE challenge ENABLE ROW LEVEL SECURITY;
ALTER TABLE challenge_release ENABLE ROW LEVEL SECURITY;
ALTER TABLE challenge_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE gold_case ENABLE ROW LEVEL SECURITY;
CREATE POLICY need_to_know ON challenge FOR SELECT TO evenhand_app USING (may_see_challenge(acting_account(), challenge_id));
CREATE POLICY need_to_know ON challenge_release FOR SELECT TO evenhand_app USING (may_see_challenge(acting_account(), challenge_id));
CREATE POLICY need_to_know ON challenge_answer FOR SELECT TO evenhand_app USING (may_see_challenge(acting_account(), challenge_id));
CREATE POLICY need_to_know ON case_entry FOR SELECT TO evenhand_app USING (kind <> 'challenge' OR may_see_challenge(acting_account(), challenge_id));
CREATE POLICY anybody_adds ON case_entry FOR INSERT TO evenhand_app WITH CHECK (true);
CREATE POLICY need_to_know ON gold_case FOR SELECT TO evenhand_app USING (NOT by_challenge OR may_see_case(case_id));
CREATE POLICY flagged_only ON gold_case FOR SELECT TO evenhand_read USING (NOT by_challenge);
CREATE POLICY challenges_apart ON prose AS RESTRICTIVE FOR SELECT TO evenhand_app USING (layer <> 'gold' OR may_see_gold_text(prose_id));

GRANT SELECT (challenge_id, nd_id, text_id, answer_by, recorded_at) ON challenge TO evenhand_app;
GRANT SELECT ON challenge_release, challenge_answer TO evenhand_app;
GRANT EXECUTE ON FUNCTION may_see_challenge, may_see_gold_text, may_see_case, challenger_of, raise_challenge, release_challenge, answer_challenge,
    remind_challenges TO evenhand_app;
