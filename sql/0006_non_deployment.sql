-- Non-deployments: a temporary decision not to deploy an officer to some duties, in three layers (guarantees 2, 3, 5, 8).
SET LOCAL ROLE evenhand_owner;

CREATE TABLE decision_category (
    category text PRIMARY KEY,
    title text NOT NULL,
    gold_only boolean NOT NULL DEFAULT false,
    needs_title boolean NOT NULL DEFAULT false
);
INSERT INTO decision_category VALUES
    ('safety', 'Safety of officer or family'), ('acute_welfare', 'Acute welfare event'),
    ('occupational_health', 'Occupational-health limitation (reference only)'),
    ('fitness_to_carry', 'Temporary fitness to carry (self-declared, dated)'),
    ('connection', 'Connection or conflict of interest with the site'), ('post_incident', 'Post-incident'),
    ('professional_standards', 'Professional-standards restriction'), ('operational', 'Operational reason');
INSERT INTO decision_category VALUES ('objection', 'Objection to the duty (Gold only)', true, false), ('other', 'Other', false, true);
SELECT hold_append_only('decision_category');

-- Who may decide for how long (domain 4.3).
CREATE TABLE decision_authority (
    authority text PRIMARY KEY,  -- a rank, or GOLD for a Gold group member
    seniority integer NOT NULL UNIQUE,
    short_form boolean NOT NULL,
    max_hours integer NOT NULL CHECK (max_hours > 0),
    renewals boolean NOT NULL
);
INSERT INTO decision_authority VALUES
    ('PS', 2, true, 24, false), ('INSP', 3, true, 168, false), ('CI', 4, true, 672, true), ('SUPT', 5, true, 672, true),
    ('CSUPT', 6, true, 672, true), ('CDR', 7, true, 672, true), ('GOLD', 8, false, 2160, true);
SELECT hold_append_only('decision_authority');

-- Free text, apart from the rows it explains so that retention can erase it. Layer decision: the line of the decision and
-- reviewers; grounds: decider and Gold; annex: the officer's own words, named roles; gold: the Gold group's own papers.
CREATE TABLE prose (
    prose_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    layer text NOT NULL CHECK (layer IN ('decision', 'grounds', 'annex', 'gold')),
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000)
);
SELECT hold_ledgered('prose', 'prose_id');

-- The one way to add a text. A function, because INSERT ... RETURNING asks for the right to read the new row.
CREATE FUNCTION write_prose(of_layer text, of_body text) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    INSERT INTO prose (layer, body) VALUES (of_layer, of_body) RETURNING prose_id
$$;

CREATE TABLE non_deployment (
    nd_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    raised_by bigint NOT NULL REFERENCES account,
    drafted_by bigint NOT NULL REFERENCES account,
    renews bigint UNIQUE REFERENCES non_deployment,
    annex_id bigint UNIQUE REFERENCES prose,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('non_deployment', 'nd_id');
ALTER TABLE change ADD FOREIGN KEY (nd_id) REFERENCES non_deployment;

CREATE TABLE non_deployment_terms (
    terms_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nd_id bigint NOT NULL REFERENCES non_deployment,
    version integer NOT NULL CHECK (version >= 1),
    category text NOT NULL REFERENCES decision_category,
    title text CHECK (length(title) BETWEEN 3 AND 120),
    scope_kind text NOT NULL CHECK (scope_kind IN ('all_armed', 'mission', 'site', 'post')),
    scope_ids text[] NOT NULL DEFAULT '{}',
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    review_at timestamptz NOT NULL,
    emergency_response boolean NOT NULL,  -- would the officer still respond to an emergency there?
    grounds_id bigint REFERENCES prose,
    written_by bigint NOT NULL REFERENCES account,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (nd_id, version),
    UNIQUE (nd_id, terms_id),
    CONSTRAINT ends_after_start CHECK (ends_at > starts_at),
    CONSTRAINT review_within CHECK (review_at > starts_at AND review_at <= ends_at),
    CONSTRAINT scope_named CHECK ((scope_kind = 'all_armed') = (cardinality(scope_ids) = 0))
);
SELECT hold_ledgered('non_deployment_terms', 'terms_id');

CREATE TABLE assessment (
    assessment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nd_id bigint NOT NULL REFERENCES non_deployment,
    kind text NOT NULL CHECK (kind IN ('welfare', 'impartiality')),
    form text NOT NULL CHECK (form IN ('short', 'full')),
    prose_id bigint NOT NULL UNIQUE REFERENCES prose,
    assessed_by bigint NOT NULL REFERENCES account,
    assessed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX assessment_by_nd ON assessment (nd_id, kind);
SELECT hold_ledgered('assessment', 'assessment_id');

CREATE TABLE decision (
    decision_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nd_id bigint NOT NULL,
    terms_id bigint NOT NULL,
    form text NOT NULL CHECK (form IN ('short', 'full')),
    outcome text NOT NULL CHECK (outcome IN ('granted', 'refused')),
    reason_id bigint NOT NULL UNIQUE REFERENCES prose,
    reason_key text NOT NULL DEFAULT '',  -- SHA-256 of the normalised reason: equal reasons can be seen, not read
    alternatives_id bigint UNIQUE REFERENCES prose,
    decided_by bigint NOT NULL REFERENCES account,
    decided_as text NOT NULL REFERENCES decision_authority,
    decided_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (nd_id, terms_id) REFERENCES non_deployment_terms (nd_id, terms_id),
    CONSTRAINT decided_before_recorded CHECK (decided_at <= recorded_at),
    CONSTRAINT short_form_grants CHECK (form = 'full' OR outcome = 'granted')
);
CREATE INDEX decision_by_nd ON decision (nd_id);
CREATE INDEX decision_by_reason ON decision (reason_key, decided_at);
SELECT hold_ledgered('decision', 'decision_id');

CREATE TABLE review (
    review_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nd_id bigint NOT NULL REFERENCES non_deployment,
    note_id bigint NOT NULL UNIQUE REFERENCES prose,
    reviewed_by bigint NOT NULL REFERENCES account,
    reviewed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('review', 'review_id');

CREATE FUNCTION hold_review() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.reviewed_at := clock_timestamp();
    PERFORM require_layer(NEW.note_id, 'decision');
    IF state_of(NEW.nd_id) NOT IN ('short_form', 'granted') THEN
        RAISE EXCEPTION 'only a non-deployment in force is reviewed' USING ERRCODE = 'EV001', CONSTRAINT = 'review_in_force';
    END IF;
    IF EXISTS (SELECT FROM account a JOIN non_deployment n ON n.officer_id = a.officer_id
               WHERE a.account_id = NEW.reviewed_by AND n.nd_id = NEW.nd_id) THEN
        RAISE EXCEPTION 'nobody reviews their own non-deployment' USING ERRCODE = 'EV003', CONSTRAINT = 'self_decision';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON review FOR EACH ROW EXECUTE FUNCTION hold_review();

CREATE TABLE ending (
    ending_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    nd_id bigint NOT NULL UNIQUE REFERENCES non_deployment,
    ended_at timestamptz NOT NULL,
    cause text NOT NULL CHECK (cause IN ('by_itself', 'early', 'withdrawn')),
    note_id bigint UNIQUE REFERENCES prose,
    ended_by bigint REFERENCES account,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((cause = 'by_itself') = (ended_by IS NULL)),
    CHECK ((cause = 'by_itself') = (note_id IS NULL))
);
SELECT hold_ledgered('ending', 'ending_id');

CREATE TABLE non_deployment_state (
    nd_id bigint NOT NULL REFERENCES non_deployment,
    step integer NOT NULL CHECK (step >= 1),
    state text NOT NULL,
    decision_id bigint REFERENCES decision,
    ending_id bigint REFERENCES ending,
    entered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (nd_id, step)
);
SELECT hold_append_only('non_deployment_state');

CREATE FUNCTION state_of(nd bigint) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT state FROM evenhand.non_deployment_state WHERE nd_id = nd ORDER BY step DESC LIMIT 1), '')
$$;

CREATE FUNCTION enter_state(nd bigint, new_state text, by_decision bigint DEFAULT NULL, by_ending bigint DEFAULT NULL)
    RETURNS void LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM FROM non_deployment WHERE nd_id = nd FOR UPDATE;
    PERFORM require_arrow('non_deployment', state_of(nd), new_state);
    INSERT INTO non_deployment_state (nd_id, step, state, decision_id, ending_id)
    SELECT nd, coalesce(max(step), 0) + 1, new_state, by_decision, by_ending FROM non_deployment_state WHERE nd_id = nd;
END
$$;

-- Letters only, lower case, single spaces: two reasons that differ in punctuation are the same reason. In no locale, so
-- that every server says the same: A to Z, and the spaces of Unicode by number.
CREATE FUNCTION normalised(reason text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT trim(regexp_replace(regexp_replace(regexp_replace(lower(reason COLLATE "C"),
        '[\t-\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]', ' ', 'g'), '[^a-z ]', '', 'g'), ' +', ' ', 'g'))
$$;

CREATE FUNCTION prose_layer(of_prose bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT layer FROM prose WHERE prose_id = of_prose
$$;
CREATE FUNCTION prose_body(of_prose bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT body FROM prose WHERE prose_id = of_prose
$$;

CREATE FUNCTION require_layer(of_prose bigint, wanted text) RETURNS void LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF of_prose IS NOT NULL AND prose_layer(of_prose) IS DISTINCT FROM wanted THEN
        RAISE EXCEPTION 'this text belongs to the layer %', wanted USING ERRCODE = 'EV008';
    END IF;
END
$$;

CREATE FUNCTION hold_non_deployment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    PERFORM require_layer(NEW.annex_id, 'annex');
    IF EXISTS (SELECT FROM account WHERE account_id = NEW.drafted_by AND officer_id = NEW.officer_id) THEN
        RAISE EXCEPTION 'nobody drafts a non-deployment about themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'self_draft';
    END IF;
    IF NEW.renews IS NOT NULL AND NOT EXISTS (
        SELECT FROM non_deployment o WHERE o.nd_id = NEW.renews AND o.officer_id = NEW.officer_id
            AND state_of(o.nd_id) IN ('granted', 'ended')) THEN
        RAISE EXCEPTION 'only a granted non-deployment of the same officer can be renewed' USING ERRCODE = 'EV002', CONSTRAINT = 'renews_granted';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON non_deployment FOR EACH ROW EXECUTE FUNCTION hold_non_deployment();

CREATE FUNCTION open_draft() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM enter_state(NEW.nd_id, 'draft');
    RETURN NULL;
END
$$;
CREATE TRIGGER opened AFTER INSERT ON non_deployment FOR EACH ROW EXECUTE FUNCTION open_draft();

CREATE FUNCTION hold_terms() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    unknown text;
BEGIN
    NEW.written_at := clock_timestamp();
    PERFORM FROM non_deployment WHERE nd_id = NEW.nd_id FOR UPDATE;
    PERFORM require_layer(NEW.grounds_id, 'grounds');
    -- grounds may stay when terms change, but those of another record would be readable through this one
    IF EXISTS (SELECT FROM non_deployment_terms t WHERE t.grounds_id = NEW.grounds_id AND t.nd_id <> NEW.nd_id) THEN
        RAISE EXCEPTION 'these grounds belong to another non-deployment' USING ERRCODE = 'EV008', CONSTRAINT = 'grounds_of_another';
    END IF;
    IF state_of(NEW.nd_id) NOT IN ('draft', 'short_form') THEN
        RAISE EXCEPTION 'the terms of a decided non-deployment do not change: renew it or end it' USING ERRCODE = 'EV006';
    END IF;
    IF (SELECT needs_title FROM decision_category WHERE category = NEW.category) AND NEW.title IS NULL THEN
        RAISE EXCEPTION 'category "other" needs a title' USING ERRCODE = 'EV004', CONSTRAINT = 'title_needed';
    END IF;
    SELECT string_agg(id, ', ') INTO unknown FROM unnest(NEW.scope_ids) AS id
    WHERE NOT CASE NEW.scope_kind
        WHEN 'mission' THEN EXISTS (SELECT FROM mission WHERE mission_id = id)
        WHEN 'site' THEN EXISTS (SELECT FROM site WHERE site_id = id)
        ELSE EXISTS (SELECT FROM post WHERE post_id = id) END;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'no such %: %', NEW.scope_kind, unknown USING ERRCODE = 'EV002', CONSTRAINT = 'scope_known';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON non_deployment_terms FOR EACH ROW EXECUTE FUNCTION hold_terms();

CREATE FUNCTION hold_assessment() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.assessed_at := clock_timestamp();
    PERFORM FROM non_deployment WHERE nd_id = NEW.nd_id FOR UPDATE;
    PERFORM require_layer(NEW.prose_id, 'decision');
    IF length(regexp_replace(prose_body(NEW.prose_id), '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'an assessment needs words' USING ERRCODE = 'EV004', CONSTRAINT = 'assessment_empty';
    END IF;
    IF EXISTS (SELECT FROM account a JOIN non_deployment n ON n.officer_id = a.officer_id
               WHERE a.account_id = NEW.assessed_by AND n.nd_id = NEW.nd_id) THEN
        RAISE EXCEPTION 'nobody assesses their own non-deployment' USING ERRCODE = 'EV003', CONSTRAINT = 'self_assessment';
    END IF;
    IF EXISTS (SELECT FROM decision WHERE nd_id = NEW.nd_id AND form = 'full' AND decided_by = NEW.assessed_by) THEN
        RAISE EXCEPTION 'nobody assesses their own decision' USING ERRCODE = 'EV003', CONSTRAINT = 'own_assessment';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON assessment FOR EACH ROW EXECUTE FUNCTION hold_assessment();

-- What planners and the roster engine get, and all they get: number, officer, scope, window. A draft is not here.
-- A later decision on the same record ends the window of the earlier one; an ending cuts it.
CREATE VIEW exclusion AS
SELECT n.nd_id, 'ND-' || n.nd_id AS number, n.officer_id, t.scope_kind, t.scope_ids, t.starts_at,
    least(t.ends_at, e.ended_at, later.decided_at) AS ends_at, d.decision_id
FROM decision d
JOIN non_deployment n USING (nd_id)
JOIN non_deployment_terms t USING (terms_id)
LEFT JOIN ending e ON e.nd_id = n.nd_id
LEFT JOIN LATERAL (SELECT min(x.decided_at) AS decided_at FROM decision x
                   WHERE x.nd_id = d.nd_id AND x.decision_id > d.decision_id) later ON true
WHERE d.outcome = 'granted' AND t.starts_at < least(t.ends_at, e.ended_at, later.decided_at);

CREATE FUNCTION scope_covers(of_kind text, of_ids text[], of_post text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT CASE of_kind
        WHEN 'all_armed' THEN EXISTS (SELECT FROM evenhand.post_skill ps JOIN evenhand.skill s USING (skill_id)
                                      WHERE ps.post_id = of_post AND s.kind = 'authority')
        WHEN 'post' THEN of_post = ANY (of_ids)
        WHEN 'site' THEN EXISTS (SELECT FROM evenhand.post p WHERE p.post_id = of_post AND p.site_id = ANY (of_ids))
        WHEN 'mission' THEN EXISTS (SELECT FROM evenhand.post p JOIN evenhand.site s USING (site_id)
                                    WHERE p.post_id = of_post AND s.mission_id = ANY (of_ids))
        ELSE false END
$$;

-- The decision on the same officer and some of the same duties that this one follows within a week, if there is one:
-- going on without saying so would be going on by silence (guarantee 5).
CREATE FUNCTION followed(of_nd bigint, of_officer text, of_kind text, of_ids text[], begins timestamptz) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT x.nd_id FROM evenhand.exclusion x
    WHERE x.officer_id = of_officer AND x.nd_id <> of_nd AND x.starts_at < begins
        AND x.ends_at > begins - make_interval(days => evenhand.figure('renewal_gap'))
        AND EXISTS (SELECT FROM evenhand.post p WHERE evenhand.scope_covers(of_kind, of_ids, p.post_id)
                    AND evenhand.scope_covers(x.scope_kind, x.scope_ids, p.post_id))
    ORDER BY x.decision_id DESC LIMIT 1
$$;

-- Guarantees 2, 3 and 5, at the moment of decision.
CREATE FUNCTION hold_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    nd non_deployment;
    terms non_deployment_terms;
    decider account;
    authority decision_authority;
    missing text;
    lasts interval;
    earlier bigint;
BEGIN
    NEW.recorded_at := clock_timestamp();
    SELECT * INTO nd FROM non_deployment WHERE nd_id = NEW.nd_id FOR UPDATE;
    SELECT * INTO terms FROM non_deployment_terms WHERE terms_id = NEW.terms_id;
    SELECT * INTO decider FROM account WHERE account_id = NEW.decided_by;
    SELECT * INTO authority FROM decision_authority WHERE decision_authority.authority = NEW.decided_as;
    PERFORM require_layer(NEW.reason_id, 'decision');
    PERFORM require_layer(NEW.alternatives_id, 'decision');
    NEW.reason_key := encode(sha256(convert_to(normalised(prose_body(NEW.reason_id)), 'UTF8')), 'hex');

    IF EXISTS (SELECT FROM non_deployment_terms t WHERE t.nd_id = NEW.nd_id AND t.version > terms.version) THEN
        RAISE EXCEPTION 'these terms were replaced: a decision is on the newest terms' USING ERRCODE = 'EV002', CONSTRAINT = 'terms_newest';
    END IF;
    IF decider.officer_id = nd.officer_id THEN
        RAISE EXCEPTION 'nobody decides on themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'self_decision';
    END IF;
    IF authority.authority IS NULL THEN
        RAISE EXCEPTION 'this rank decides on no non-deployment' USING ERRCODE = 'EV003', CONSTRAINT = 'decider_authority';
    END IF;
    IF NEW.decided_as = 'GOLD' AND NOT EXISTS (
        SELECT FROM account_role WHERE account_id = NEW.decided_by AND role = 'gold') THEN
        RAISE EXCEPTION 'the decider is not a Gold group member' USING ERRCODE = 'EV003', CONSTRAINT = 'decider_authority';
    END IF;
    IF NEW.decided_as <> 'GOLD' AND decider.rank IS DISTINCT FROM NEW.decided_as THEN
        RAISE EXCEPTION 'the decider does not hold the rank %', NEW.decided_as USING ERRCODE = 'EV003', CONSTRAINT = 'decider_authority';
    END IF;
    IF NEW.decided_as <> 'GOLD' AND authority.seniority <= (
        SELECT r.seniority FROM officer o JOIN rank r USING (rank) WHERE o.officer_id = nd.officer_id) THEN
        RAISE EXCEPTION 'the decider must be senior to the officer' USING ERRCODE = 'EV003', CONSTRAINT = 'decider_senior';
    END IF;
    IF NEW.form = 'full' AND NEW.decided_by = nd.drafted_by THEN
        RAISE EXCEPTION 'past the short form the decider is not the one who drafted' USING ERRCODE = 'EV003', CONSTRAINT = 'own_draft';
    END IF;
    IF NEW.form = 'full' AND EXISTS (SELECT FROM assessment
        WHERE nd_id = NEW.nd_id AND assessment.form = 'full' AND assessed_by = NEW.decided_by) THEN
        RAISE EXCEPTION 'nobody decides on their own assessment' USING ERRCODE = 'EV003', CONSTRAINT = 'own_assessment';
    END IF;

    SELECT string_agg(k, ' and ' ORDER BY k DESC) INTO missing FROM unnest(ARRAY['welfare', 'impartiality']) AS k
    WHERE NOT EXISTS (SELECT FROM assessment a WHERE a.nd_id = NEW.nd_id AND a.kind = k AND (NEW.form = 'short' OR a.form = 'full'));
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'the % assessment is missing%: the record stays as it was', missing,
            CASE NEW.form WHEN 'full' THEN ' in full' ELSE '' END USING ERRCODE = 'EV004', CONSTRAINT = 'bare_decision';
    END IF;
    IF NEW.form = 'full' AND terms.grounds_id IS NULL THEN
        RAISE EXCEPTION 'the full form needs its grounds' USING ERRCODE = 'EV004', CONSTRAINT = 'grounds_needed';
    END IF;

    IF NEW.outcome = 'granted' THEN
        lasts := terms.ends_at - terms.starts_at;
        IF (SELECT gold_only FROM decision_category WHERE category = terms.category) AND NEW.decided_as <> 'GOLD' THEN
            RAISE EXCEPTION 'an objection to a duty as such can be decided by Gold only' USING ERRCODE = 'EV003', CONSTRAINT = 'gold_only';
        END IF;
        IF NEW.form = 'short' AND (NOT authority.short_form OR lasts > make_interval(hours => figure('short_form_limit'))
                                   OR terms.ends_at > NEW.decided_at + make_interval(hours => figure('short_form_limit'))) THEN
            RAISE EXCEPTION 'a short form ends within % hours of its decision', figure('short_form_limit') USING ERRCODE = 'EV003', CONSTRAINT = 'short_form_limit';
        END IF;
        IF NEW.form = 'full' AND NEW.decided_as = 'PS' THEN
            RAISE EXCEPTION 'a sergeant decides by the short form only' USING ERRCODE = 'EV003', CONSTRAINT = 'authority_hours';
        END IF;
        IF lasts > make_interval(hours => authority.max_hours) THEN
            RAISE EXCEPTION '% may decide for at most % hours', NEW.decided_as, authority.max_hours USING ERRCODE = 'EV003', CONSTRAINT = 'authority_hours';
        END IF;
        IF nd.renews IS NOT NULL AND (NEW.form = 'short' OR NOT authority.renewals OR authority.seniority <= (
            -- a short form that ended without its full form counts by the rank of the short form
            SELECT coalesce(max(da.seniority) FILTER (WHERE d.form = 'full'), max(da.seniority))
            FROM decision d JOIN decision_authority da ON da.authority = d.decided_as WHERE d.nd_id = nd.renews)
            AND NEW.decided_as <> 'GOLD') THEN
            RAISE EXCEPTION 'a renewal is a new full decision at a higher rank, chief inspector or above' USING ERRCODE = 'EV003', CONSTRAINT = 'renewal_rank';
        END IF;
        -- A short form may follow at night, care does not wait: it is flagged instead.
        IF NEW.form = 'full' AND nd.renews IS NULL THEN
            earlier := followed(NEW.nd_id, nd.officer_id, terms.scope_kind, terms.scope_ids, terms.starts_at);
            IF earlier IS NOT NULL THEN
                RAISE EXCEPTION 'this goes on from ND-% and must be recorded as its renewal', earlier
                    USING ERRCODE = 'EV004', CONSTRAINT = 'undeclared_renewal';
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON decision FOR EACH ROW EXECUTE FUNCTION hold_decision();

CREATE FUNCTION hold_ending() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    last_end timestamptz;
BEGIN
    NEW.recorded_at := clock_timestamp();
    PERFORM require_layer(NEW.note_id, 'decision');
    SELECT t.ends_at INTO last_end FROM decision d JOIN non_deployment_terms t USING (terms_id)
    WHERE d.nd_id = NEW.nd_id ORDER BY d.decision_id DESC LIMIT 1;
    IF NEW.cause = 'by_itself' AND NEW.ended_at IS DISTINCT FROM last_end THEN
        RAISE EXCEPTION 'a non-deployment ends by itself at its end' USING ERRCODE = 'EV002', CONSTRAINT = 'ends_at_end';
    END IF;
    IF NEW.cause = 'early' AND NEW.ended_at > NEW.recorded_at THEN
        RAISE EXCEPTION 'an early end is recorded when it happens' USING ERRCODE = 'EV002', CONSTRAINT = 'ends_now';
    END IF;
    IF EXISTS (SELECT FROM account a JOIN non_deployment n ON n.officer_id = a.officer_id
               WHERE a.account_id = NEW.ended_by AND n.nd_id = NEW.nd_id) THEN
        RAISE EXCEPTION 'nobody decides on themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'self_decision';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON ending FOR EACH ROW EXECUTE FUNCTION hold_ending();

CREATE FUNCTION enter_end() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM enter_state(NEW.nd_id, CASE NEW.cause WHEN 'withdrawn' THEN 'withdrawn' ELSE 'ended' END, by_ending => NEW.ending_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER ended AFTER INSERT ON ending FOR EACH ROW EXECUTE FUNCTION enter_end();

-- Guarantee 8: sealed text is read in two steps. note_read puts the read on record; read_sealed gives the text, but only
-- once that record is committed: a reader who rolls back has seen nothing.
CREATE TABLE sensitive_read (
    read_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    nd_id bigint NOT NULL REFERENCES non_deployment,
    layer text NOT NULL CHECK (layer IN ('grounds', 'annex')),
    purpose text NOT NULL CHECK (length(purpose) BETWEEN 5 AND 200),
    read_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
SELECT hold_ledgered('sensitive_read', 'read_id');

CREATE FUNCTION note_read(reader bigint, nd bigint, wanted text, for_purpose text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    noted bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = reader AND role = 'gold')
       AND NOT EXISTS (SELECT FROM decision WHERE nd_id = nd AND decided_by = reader)
       AND NOT (wanted = 'annex' AND EXISTS (SELECT FROM non_deployment n JOIN account a ON a.account_id = reader
                                             WHERE n.nd_id = nd AND n.officer_id = a.officer_id)) THEN
        RAISE EXCEPTION 'this text is for the decider and Gold' USING ERRCODE = 'EV008', CONSTRAINT = 'need_to_know';
    END IF;
    INSERT INTO sensitive_read (account_id, nd_id, layer, purpose) VALUES (reader, nd, wanted, for_purpose)
    RETURNING read_id INTO noted;
    RETURN noted;
END
$$;

CREATE FUNCTION read_sealed(noted bigint) RETURNS SETOF text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    allowed sensitive_read;
BEGIN
    SELECT * INTO allowed FROM sensitive_read WHERE read_id = noted AND made_in <> pg_current_xact_id()
        AND read_at > clock_timestamp() - make_interval(secs => figure('sealed_read'));
    IF allowed.read_id IS NULL THEN
        RAISE EXCEPTION 'a sealed text is read after the read is on record, and at once'
            USING ERRCODE = 'EV008', CONSTRAINT = 'read_on_record';
    END IF;
    RETURN QUERY
        SELECT p.body FROM prose p
        WHERE p.layer = allowed.layer AND p.prose_id IN (
            SELECT annex_id FROM non_deployment WHERE nd_id = allowed.nd_id
            UNION SELECT grounds_id FROM non_deployment_terms WHERE nd_id = allowed.nd_id)
        ORDER BY p.prose_id;
END
$$;

-- An attempt that guarantee 3 refused. The refusal rolls its transaction back, so the attempt is noted in one of its own.
CREATE TABLE refused_attempt (
    attempt_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES account,
    nd_id bigint REFERENCES non_deployment,
    officer_id text REFERENCES officer,
    rule text NOT NULL CHECK (rule IN ('self_decision', 'own_draft', 'self_assessment', 'own_assessment', 'self_draft')),
    attempted_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('refused_attempt', 'attempt_id');

DO $$
DECLARE
    held text;
BEGIN
    FOREACH held IN ARRAY ARRAY['non_deployment', 'non_deployment_terms', 'assessment', 'decision', 'review', 'ending'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER hold', held);
    END LOOP;
    ALTER TABLE non_deployment ENABLE ALWAYS TRIGGER opened;
    ALTER TABLE ending ENABLE ALWAYS TRIGGER ended;
END
$$;
