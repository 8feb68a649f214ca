-- Concerns: any officer raises one in confidence. It takes the officer off nothing and counts towards no flag; it is
-- acknowledged within a clock, and can lead to a non-deployment. Its texts are sealed (layer annex, read in two steps as of
-- 0006); its rows show themselves only to those who may know, by the account in `evenhand.account`, and to nobody without one.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('concern_outside_rank', '2006-11-29', 3, 'seniority', 'Evenhand design: outside the line an inspector or above acknowledges');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('concern_received', 'Your concern', 'Your concern is on record and will be acknowledged by {answer_by}. Sign in.', false, false),
    ('concern_waiting', 'A concern waits', 'A concern waits to be acknowledged by {answer_by}. Sign in.', true, false),
    ('concern_overdue', 'A concern is overdue', 'A concern was to be acknowledged by {answer_by}. Sign in.', false, false),
    ('concern_moved', 'Your concern', 'There is news on your concern. Sign in.', false, false);

-- The account for which this transaction says it acts; null when it does not say. The program's word, as everywhere.
CREATE FUNCTION acting_account() RETURNS bigint LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT CASE WHEN current_setting('evenhand.account', true) ~ '^[0-9]{1,18}$' THEN current_setting('evenhand.account', true)::bigint END
$$;

CREATE TABLE concern (
    concern_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    raised_by bigint NOT NULL REFERENCES account,
    site_id text REFERENCES site,
    deployment_id bigint REFERENCES deployment,
    outside_line boolean NOT NULL DEFAULT false,  -- the officer says: not my line
    what_id bigint NOT NULL UNIQUE REFERENCES prose,
    help_id bigint UNIQUE REFERENCES prose,       -- what would help
    annex_id bigint UNIQUE REFERENCES prose,      -- the officer's own words
    acknowledge_by timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX concern_by_officer ON concern (officer_id);
SELECT hold_ledgered('concern', 'concern_id');

CREATE TABLE concern_step (
    step_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    concern_id bigint NOT NULL REFERENCES concern,
    state text NOT NULL CHECK (state IN ('raised', 'acknowledged', 'answered', 'withdrawn')),
    note_id bigint UNIQUE REFERENCES prose,
    by_account bigint NOT NULL REFERENCES account,
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX concern_step_by_concern ON concern_step (concern_id, step_id);
SELECT hold_ledgered('concern_step', 'step_id');

-- A non-deployment that came of a concern.
CREATE TABLE concern_link (
    link_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    concern_id bigint NOT NULL REFERENCES concern,
    nd_id bigint NOT NULL REFERENCES non_deployment,
    linked_by bigint NOT NULL REFERENCES account,
    linked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT linked_once UNIQUE (concern_id, nd_id)
);
SELECT hold_ledgered('concern_link', 'link_id');

CREATE FUNCTION state_of_concern(of_concern bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((SELECT state FROM concern_step WHERE concern_id = of_concern ORDER BY step_id DESC LIMIT 1), '')
$$;

-- Who outside the officer's line answers for a concern: the lowest rank of other teams that is high enough.
CREATE FUNCTION outside_line_of(of_officer text) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    WITH candidates AS (
        SELECT a.account_id, seniority(a.rank) AS seniority
        FROM officer o, account a JOIN account_role r ON r.account_id = a.account_id AND r.role = 'supervisor'
        WHERE o.officer_id = of_officer AND a.team_id IS DISTINCT FROM o.team_id AND a.officer_id IS DISTINCT FROM of_officer
            AND seniority(a.rank) >= figure('concern_outside_rank')
    )
    SELECT account_id FROM candidates WHERE seniority = (SELECT min(seniority) FROM candidates)
$$;

-- Who is told of a concern: the line, or those outside it when the officer says so or there is no line.
CREATE FUNCTION answerers_of(of_concern bigint) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT s FROM concern c, supervisors_of(c.officer_id) s WHERE c.concern_id = of_concern AND NOT c.outside_line
    UNION
    SELECT s FROM concern c, outside_line_of(c.officer_id) s WHERE c.concern_id = of_concern
        AND (c.outside_line OR NOT EXISTS (SELECT FROM supervisors_of(c.officer_id)))
$$;

-- Whether an account may take a concern on: never the officer; in the line any supervisor of the team, outside it those who
-- are told; once it is overdue the ranks above them too, but nobody of the line that the officer did not want.
CREATE FUNCTION may_answer(of_concern bigint, by_whom bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM concern c JOIN officer o USING (officer_id)
        JOIN account a ON a.account_id = by_whom JOIN account_role r ON r.account_id = a.account_id AND r.role = 'supervisor'
        WHERE c.concern_id = of_concern AND a.officer_id IS DISTINCT FROM c.officer_id
            AND NOT (c.outside_line AND a.team_id IS NOT DISTINCT FROM o.team_id)
            AND ((NOT c.outside_line AND a.team_id = o.team_id)
                OR by_whom IN (SELECT answerers_of(of_concern))
                OR (c.acknowledge_by < clock_timestamp() AND EXISTS (
                    SELECT FROM answerers_of(of_concern) x, superiors_of(x) above WHERE above = by_whom))))
$$;

-- Who may know of a concern: the officer; who wrote it down; who may take it on while nobody has; who has taken it on.
CREATE FUNCTION may_see_concern(reader bigint, of_concern bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF reader IS NULL THEN
        RETURN false;
    END IF;
    RETURN EXISTS (SELECT FROM concern c JOIN account a ON a.account_id = reader
                   WHERE c.concern_id = of_concern AND (a.officer_id = c.officer_id OR c.raised_by = reader))
        OR EXISTS (SELECT FROM concern_step s WHERE s.concern_id = of_concern AND s.by_account = reader)
        OR (state_of_concern(of_concern) = 'raised' AND may_answer(of_concern, reader));
END
$$;

-- The one way to raise a concern. A supervisor names the officer in front of them; an officer raises their own.
CREATE FUNCTION raise_concern(raiser bigint, about_officer text, at_site text, at_deployment bigint, what text, helpful text,
    own_words text, not_my_line boolean) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    made concern;
    receiver bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM account a JOIN account_role r USING (account_id) WHERE a.account_id = raiser
        AND ((r.role = 'officer' AND a.officer_id = about_officer) OR (r.role = 'supervisor' AND a.officer_id IS DISTINCT FROM about_officer))) THEN
        RAISE EXCEPTION 'a concern is raised by the officer, or by a supervisor who names the officer'
            USING ERRCODE = 'EV003', CONSTRAINT = 'concern_raiser';
    END IF;
    IF length(regexp_replace(what, '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'a concern says what it is' USING ERRCODE = 'EV004', CONSTRAINT = 'concern_words';
    END IF;
    IF at_deployment IS NOT NULL AND NOT EXISTS (
        SELECT FROM deployment d JOIN post p USING (post_id) WHERE d.deployment_id = at_deployment
            AND d.officer_id = about_officer AND p.site_id = coalesce(at_site, p.site_id)) THEN
        RAISE EXCEPTION 'the duty is one of the officer''s own, at the site that is named' USING ERRCODE = 'EV002', CONSTRAINT = 'concern_duty';
    END IF;
    INSERT INTO concern (officer_id, raised_by, site_id, deployment_id, outside_line, what_id, help_id, annex_id, acknowledge_by)
    VALUES (about_officer, raiser,
        coalesce(at_site, (SELECT p.site_id FROM deployment d JOIN post p USING (post_id) WHERE d.deployment_id = at_deployment)),
        at_deployment, coalesce(not_my_line, false), write_prose('annex', what),
        CASE WHEN helpful IS NOT NULL THEN write_prose('annex', helpful) END,
        CASE WHEN own_words IS NOT NULL THEN write_prose('annex', own_words) END,
        clock_timestamp() + make_interval(hours => figure('concern_acknowledge')))
    RETURNING * INTO made;
    INSERT INTO concern_step (concern_id, state, by_account) VALUES (made.concern_id, 'raised', raiser);
    PERFORM tell(NULL, about_officer, 'concern_received', 'concern', 'C-' || made.concern_id, answer_by => made.acknowledge_by,
        occurrence => 'concern_received:' || made.concern_id);
    FOR receiver IN SELECT answerers_of(made.concern_id) ORDER BY 1 LOOP
        PERFORM tell(receiver, NULL, 'concern_waiting', 'concern', 'C-' || made.concern_id, answer_by => made.acknowledge_by,
            occurrence => 'concern_waiting:' || made.concern_id);
    END LOOP;
    RETURN made.concern_id;
END
$$;

-- Acknowledges, answers or withdraws. Acknowledging again passes the concern on to another who may take it on.
CREATE FUNCTION step_concern(of_concern bigint, new_state text, stepper bigint, saying text DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held concern;
    old_state text;
BEGIN
    SELECT * INTO held FROM concern WHERE concern_id = of_concern FOR UPDATE;
    old_state := state_of_concern(of_concern);
    IF held.concern_id IS NULL OR NOT (may_see_concern(stepper, of_concern) OR may_answer(of_concern, stepper)) THEN
        RAISE EXCEPTION 'no such concern' USING ERRCODE = 'EV002', CONSTRAINT = 'concern_known';
    END IF;
    IF NOT ((old_state, new_state) IN (('raised', 'acknowledged'), ('acknowledged', 'acknowledged'), ('acknowledged', 'answered'),
        ('raised', 'withdrawn'), ('acknowledged', 'withdrawn'))) THEN
        RAISE EXCEPTION 'a concern that is % cannot be %', old_state, new_state USING ERRCODE = 'EV001', CONSTRAINT = 'concern_step';
    END IF;
    IF new_state = 'withdrawn' THEN
        IF NOT EXISTS (SELECT FROM account WHERE account_id = stepper AND officer_id = held.officer_id) THEN
            RAISE EXCEPTION 'a concern is withdrawn by the officer and nobody else' USING ERRCODE = 'EV003', CONSTRAINT = 'concern_own';
        END IF;
    ELSIF NOT may_answer(of_concern, stepper) THEN
        RAISE EXCEPTION 'a concern is acknowledged by a supervisor of the team, or outside the line where the officer asks for it'
            USING ERRCODE = 'EV003', CONSTRAINT = 'concern_line';
    ELSIF new_state = 'answered' AND NOT EXISTS (
        SELECT FROM concern_step WHERE concern_id = of_concern AND state = 'acknowledged' AND by_account = stepper) THEN
        RAISE EXCEPTION 'a concern is answered by somebody who has taken it on' USING ERRCODE = 'EV003', CONSTRAINT = 'concern_line';
    END IF;
    IF new_state = 'answered' AND length(regexp_replace(coalesce(saying, ''), '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'an answer needs words' USING ERRCODE = 'EV004', CONSTRAINT = 'concern_words';
    END IF;
    INSERT INTO concern_step (concern_id, state, note_id, by_account)
    VALUES (of_concern, new_state, CASE WHEN saying IS NOT NULL THEN write_prose('annex', saying) END, stepper);
    PERFORM told_done('concern', 'C-' || of_concern, 'concern_waiting', stepper);
    IF new_state <> 'withdrawn' THEN
        PERFORM tell(NULL, held.officer_id, 'concern_moved', 'concern', 'C-' || of_concern);
    END IF;
END
$$;

-- Says that a non-deployment came of a concern. Whoever took the concern on says so; planners see neither.
CREATE FUNCTION link_concern(of_concern bigint, to_nd bigint, linker bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM concern_step WHERE concern_id = of_concern AND by_account = linker AND state IN ('acknowledged', 'answered')) THEN
        RAISE EXCEPTION 'only who has taken a concern on links it' USING ERRCODE = 'EV003', CONSTRAINT = 'concern_line';
    END IF;
    IF NOT EXISTS (SELECT FROM concern c JOIN non_deployment n USING (officer_id) WHERE c.concern_id = of_concern AND n.nd_id = to_nd) THEN
        RAISE EXCEPTION 'the concern and the non-deployment are about one officer' USING ERRCODE = 'EV002', CONSTRAINT = 'concern_officer';
    END IF;
    INSERT INTO concern_link (concern_id, nd_id, linked_by) VALUES (of_concern, to_nd, linker);
END
$$;

-- Time alone: an acknowledgement that is overdue goes to the ranks above those who were told, once. Returns how many concerns.
CREATE FUNCTION escalate_concerns(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    due record;
    told integer := 0;
BEGIN
    FOR due IN
        SELECT c.concern_id, c.acknowledge_by, c.outside_line, o.team_id FROM concern c JOIN officer o USING (officer_id)
        WHERE c.acknowledge_by <= as_of AND state_of_concern(c.concern_id) = 'raised'
            AND NOT EXISTS (SELECT FROM notification n WHERE n.occurrence = 'concern_overdue:' || c.concern_id)
        ORDER BY c.concern_id
    LOOP
        PERFORM tell(x.receiver, NULL, 'concern_overdue', 'concern', 'C-' || due.concern_id, answer_by => due.acknowledge_by,
            urgent => true, occurrence => 'concern_overdue:' || due.concern_id)
        FROM (SELECT answerers_of(due.concern_id) AS receiver
              UNION SELECT above FROM answerers_of(due.concern_id) below, superiors_of(below) above) x
        JOIN account a ON a.account_id = x.receiver
        WHERE NOT (due.outside_line AND a.team_id IS NOT DISTINCT FROM due.team_id) ORDER BY x.receiver;
        told := told + 1;
    END LOOP;
    RETURN told;
END
$$;

-- The sealed texts of a concern are read as those of a non-deployment: the read is on record first, with its purpose, and the
-- officer sees it.
ALTER TABLE sensitive_read ALTER COLUMN nd_id DROP NOT NULL;
ALTER TABLE sensitive_read ADD COLUMN concern_id bigint REFERENCES concern;
ALTER TABLE sensitive_read ADD CONSTRAINT read_of_one CHECK (num_nonnulls(nd_id, concern_id) = 1);
CREATE INDEX sensitive_read_by_concern ON sensitive_read (concern_id) WHERE concern_id IS NOT NULL;

CREATE FUNCTION note_concern_read(reader bigint, of_concern bigint, for_purpose text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    noted bigint;
BEGIN
    IF NOT coalesce(may_see_concern(reader, of_concern), false) THEN
        RAISE EXCEPTION 'this text is for the officer and whoever takes the concern on' USING ERRCODE = 'EV008', CONSTRAINT = 'need_to_know';
    END IF;
    INSERT INTO sensitive_read (account_id, concern_id, layer, purpose) VALUES (reader, of_concern, 'annex', for_purpose)
    RETURNING read_id INTO noted;
    RETURN noted;
END
$$;

CREATE FUNCTION read_concern(noted bigint, OUT part text, OUT saying text) RETURNS SETOF record
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    allowed sensitive_read;
BEGIN
    SELECT * INTO allowed FROM sensitive_read WHERE read_id = noted AND concern_id IS NOT NULL AND made_in <> pg_current_xact_id()
        AND read_at > clock_timestamp() - make_interval(secs => figure('sealed_read'));
    IF allowed.read_id IS NULL THEN
        RAISE EXCEPTION 'a sealed text is read after the read is on record, and at once'
            USING ERRCODE = 'EV008', CONSTRAINT = 'read_on_record';
    END IF;
    RETURN QUERY
        SELECT x.part, p.body FROM (
            SELECT 'what' AS part, c.what_id AS id FROM concern c WHERE c.concern_id = allowed.concern_id
            UNION ALL SELECT 'help', c.help_id FROM concern c WHERE c.concern_id = allowed.concern_id
            UNION ALL SELECT 'own_words', c.annex_id FROM concern c WHERE c.concern_id = allowed.concern_id
            UNION ALL SELECT s.state, s.note_id FROM concern_step s WHERE s.concern_id = allowed.concern_id) x
        JOIN prose p ON p.prose_id = x.id ORDER BY p.prose_id;
END
$$;

-- Rows show themselves to those who may know of the concern. Writing is the functions' above.
ALTER TABLE concern ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_step ENABLE ROW LEVEL SECURITY;
ALTER TABLE concern_link ENABLE ROW LEVEL SECURITY;
CREATE POLICY need_to_know ON concern FOR SELECT TO evenhand_app USING (may_see_concern(acting_account(), concern_id));
CREATE POLICY need_to_know ON concern_step FOR SELECT TO evenhand_app USING (may_see_concern(acting_account(), concern_id));
CREATE POLICY need_to_know ON concern_link FOR SELECT TO evenhand_app USING (may_see_concern(acting_account(), concern_id));

GRANT SELECT ON concern, concern_step, concern_link TO evenhand_app;
GRANT EXECUTE ON FUNCTION acting_account, may_see_concern, raise_concern, step_concern, link_concern, escalate_concerns,
    note_concern_read, read_concern TO evenhand_app;
