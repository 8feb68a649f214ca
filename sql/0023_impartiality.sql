-- The audit of patterns: what an engine finds in whole days becomes a flag, and a question to Gold. A day is closed once, in
-- the transaction that raises its flags: a stop in between, a second leader or a replay raises nothing twice and loses nothing.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('audit_closing', '2006-11-29', 720, 'minutes', 'Evenhand design: a day is closed at noon of the next, when its nights are over and their returns are in'),
    ('audit_patience', '2006-11-29', 72, 'hours', 'Evenhand design: a day whose attendance is not whole waits so long, then closes with what there is'),
    ('audit_false_flags', '2006-11-29', 100, 'flags in a hundred years', 'Evenhand audit format: the operator''s error budget over all patterns of chance, one a year');

INSERT INTO flag_kind VALUES
    ('mission_concentration', 'high', 72, 'Why do decisions that relieve officers fall on duties at this mission?',
     'Something happened there that touches many officers; a post there that is hard to bear for everybody.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure.'),
    ('supervisor_concentration', 'high', 72, 'Why do this supervisor''s decisions differ in number or outcome from those of the peers?',
     'A team with more need than others; a supervisor who stands in for several; decisions that others only sign.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure; needs of teams that differ are allowed for.'),
    ('officer_avoidance', 'high', 72, 'Why does this officer stand at this mission so much less often than colleagues with the same skills?',
     'A standing arrangement that is on record elsewhere; a pair of posts that is always rostered together; chance.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure, over all officers and missions at once.'),
    ('surge', 'high', 24, 'What happened that so many requests or reliefs came within a few days?',
     'An event that touched many at once; an illness in a team; a season that nobody declared.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure; declared seasons are allowed for.'),
    ('pair_concentration', 'medium', 72, 'Why does this supervisor decide for this officer so often?',
     'The supervisor knows the case and goes on with it; no other supervisor was on duty.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure, over all pairs at once.'),
    ('swap_network', 'high', 72, 'Why do the swaps that this officer asks for leave this mission?',
     'Duties there end late for those who live far away; a friend who likes to work there.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure, over all officers and missions at once.'),
    ('burden_inequality', 'medium', 168, 'Why are nights, weekends or duties at the highest level not shared evenly in this team?',
     'Individual patterns not on record; officers who prefer nights and take them from others.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure.'),
    ('site_short_changed', 'medium', 168, 'Why is this site short of officers more often than its peers?',
     'A vacancy in the skill that it needs; officers sent to an event nearby.',
     'In an impartial command all patterns together raise about as many flags a year as the error budget says: one, unless the operator has set another figure; vacancies of the command are allowed for.');

-- What a pattern of the audit is about. Of the kinds of subject that a finding names, the case is about the first that is
-- listed here; the evidence names all. A pair (officer, supervisor) is about the supervisor, because asking is never held
-- against anybody and deciding is what Gold reviews; an officer and a mission are about the officer, so that evidence
-- about one person stays in one case and does not open that of another; a burden is about the team that shares it.
CREATE TABLE audit_kind (
    kind text PRIMARY KEY REFERENCES flag_kind,
    about text[] NOT NULL CHECK (cardinality(about) > 0),
    silence_days integer NOT NULL CHECK (silence_days > 0),  -- the same pattern and subjects are not asked about again
    words text NOT NULL CHECK (length(words) BETWEEN 10 AND 600)  -- neutral; names places and teams, never a person
);
INSERT INTO audit_kind VALUES
    ('mission_concentration', '{mission}', 182,
     'From {first} to {last}, {observed} decisions first took an officer off a duty at {about}; about {expected} would be expected if the mission had no part in them.'),
    ('supervisor_concentration', '{account}', 182,
     'From {first} to {last}, one supervisor made {observed} decisions of one outcome; about {expected} would be expected from the decisions of the peers.'),
    ('officer_avoidance', '{officer}', 182,
     'From {first} to {last}, one officer''s postings to or reliefs from one mission were counted: {observed}, where about {expected} would be expected among colleagues with the same skills.'),
    ('surge', '{mission,team,command}', 42,
     'From {first} to {last}, {observed} requests or reliefs came at {about}; about {expected} would be expected in such a time.'),
    ('pair_concentration', '{account}', 182,
     'From {first} to {last}, one supervisor granted {observed} times to one officer; about {expected} would be expected if any supervisor were as likely.'),
    ('swap_network', '{officer}', 182,
     'From {first} to {last}, {observed} swaps that one officer asked for left one mission; about {expected} would be expected if the mission had no part in them.'),
    ('burden_inequality', '{team}', 182,
     'From {first} to {last}, a burden that {about} shares fell unevenly: {observed} duties were counted where about {expected} would be expected.'),
    ('site_short_changed', '{site}', 182,
     'From {first} to {last}, {about} was short of officers {observed} times; about {expected} would be expected from its peers.');
SELECT hold_append_only('audit_kind');

-- The days that were closed, one after another, and up to which moment attendance counts for each: a replay reads the same.
CREATE TABLE audit_day (
    day date PRIMARY KEY,
    rests_on timestamptz NOT NULL,
    closed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (rests_on <= closed_at)
);
SELECT hold_ledgered('audit_day', 'day');

CREATE FUNCTION hold_audit_day() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    newest date := (SELECT max(a.day) FROM audit_day a);
BEGIN
    NEW.closed_at := clock_timestamp();
    -- a day that is closed already runs into the key
    IF NEW.day > newest + 1 OR NEW.day < (SELECT min(a.day) FROM audit_day a) THEN
        RAISE EXCEPTION 'days are closed one after another: the next is %', newest + 1 USING ERRCODE = 'EV001', CONSTRAINT = 'audit_next_day';
    END IF;
    IF london(NEW.day + 1, time '00:00') + make_interval(mins => figure('audit_closing', NEW.day)) > NEW.closed_at THEN
        RAISE EXCEPTION 'this day is not over yet' USING ERRCODE = 'EV002', CONSTRAINT = 'audit_day_over';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON audit_day FOR EACH ROW EXECUTE FUNCTION hold_audit_day();
ALTER TABLE audit_day ENABLE ALWAYS TRIGGER hold;

-- Whether there is such a subject.
CREATE FUNCTION audit_subject_known(of_kind text, of_key text) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
BEGIN
    RETURN CASE of_kind
        WHEN 'officer' THEN EXISTS (SELECT FROM officer x WHERE x.officer_id = of_key)
        WHEN 'account' THEN EXISTS (SELECT FROM account x WHERE x.account_id::text = of_key)
        WHEN 'mission' THEN EXISTS (SELECT FROM mission x WHERE x.mission_id = of_key)
        WHEN 'site' THEN EXISTS (SELECT FROM site x WHERE x.site_id = of_key)
        WHEN 'post' THEN EXISTS (SELECT FROM post x WHERE x.post_id = of_key)
        WHEN 'team' THEN EXISTS (SELECT FROM team x WHERE x.team_id = of_key)
        WHEN 'non_deployment' THEN EXISTS (SELECT FROM non_deployment x WHERE x.nd_id::text = of_key)
        ELSE of_kind = 'command' AND of_key = 'command' END;
END
$$;

CREATE FUNCTION audit_number(said jsonb) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN jsonb_typeof(said) = 'number' THEN trim_scale(round((said #>> '{}')::numeric, 1))::text ELSE 'some' END;
END
$$;

-- Closes a day: puts it on record and raises what the audit found, in one transaction. `raised` is a list of objects; what is
-- not known here is left out of the evidence. A finding of the same pattern about the same subjects within its silence is
-- the one that was raised before, on a replay over changed master data too. Returns how many are new.
CREATE FUNCTION close_audit_day(of_day date, resting_on timestamptz, raised jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
DECLARE
    item jsonb;
    pattern audit_kind;
    chief jsonb;
    since date;
    proof jsonb;
    said text;
    new_flags integer := 0;
BEGIN
    INSERT INTO audit_day (day, rests_on) VALUES (of_day, resting_on);
    FOR item IN SELECT x FROM jsonb_array_elements(raised) x LOOP
        SELECT * INTO pattern FROM audit_kind k WHERE k.kind = item ->> 'pattern';
        since := (item ->> 'raised_on')::date;
        IF pattern.kind IS NULL OR since IS NULL OR since > of_day OR jsonb_typeof(item -> 'subjects') IS DISTINCT FROM 'array' THEN
            RAISE EXCEPTION 'a finding of the audit names its pattern, its day and its subjects' USING ERRCODE = 'EV002', CONSTRAINT = 'audit_finding';
        END IF;
        IF EXISTS (SELECT FROM jsonb_array_elements(item -> 'subjects') s WHERE NOT audit_subject_known(s ->> 'kind', s ->> 'id')) THEN
            RAISE EXCEPTION 'a finding of the audit is about what is on record' USING ERRCODE = 'EV002', CONSTRAINT = 'audit_subject';
        END IF;
        SELECT s.value INTO chief FROM jsonb_array_elements(item -> 'subjects') WITH ORDINALITY s (value, place)
        WHERE s.value ->> 'kind' = ANY (pattern.about)
        ORDER BY array_position(pattern.about, s.value ->> 'kind'), s.place LIMIT 1;
        IF chief IS NULL THEN
            RAISE EXCEPTION 'a % is about a %', replace(pattern.kind, '_', ' '), array_to_string(pattern.about, ' or a ')
                USING ERRCODE = 'EV002', CONSTRAINT = 'audit_subject';
        END IF;
        CONTINUE WHEN EXISTS (SELECT FROM flag f
            WHERE f.subject_kind = chief ->> 'kind' AND f.subject_id = chief ->> 'id' AND f.kind = pattern.kind
                AND f.evidence -> 'subjects' = item -> 'subjects'
                AND abs((f.evidence ->> 'raised_on')::date - since) < pattern.silence_days);
        SELECT jsonb_object_agg(e.key, e.value) INTO proof FROM jsonb_each(item) e
        WHERE e.key IN ('raised_on', 'subjects', 'basis', 'value', 'first_event', 'last_event', 'detail', 'observed', 'expected',
            'opportunities', 'course', 'events', 'comparison') AND jsonb_typeof(e.value) <> 'null';
        said := pattern.words;
        said := replace(said, '{first}', coalesce(item ->> 'first_event', since::text));
        said := replace(said, '{last}', coalesce(item ->> 'last_event', since::text));
        said := replace(said, '{observed}', audit_number(item -> 'observed'));
        said := replace(said, '{expected}', audit_number(item -> 'expected'));
        said := replace(said, '{about}', CASE chief ->> 'kind' WHEN 'command' THEN 'the command'
            WHEN 'account' THEN 'one supervisor' WHEN 'officer' THEN 'one officer' ELSE (chief ->> 'kind') || ' ' || (chief ->> 'id') END);
        PERFORM raise_flag(pattern.kind, chief ->> 'kind', chief ->> 'id', NULL, said, proof,
            concat_ws(':', 'audit', pattern.kind, (SELECT string_agg((s.value ->> 'kind') || ' ' || (s.value ->> 'id'), ';' ORDER BY s.place)
                FROM jsonb_array_elements(item -> 'subjects') WITH ORDINALITY s (value, place)), since));
        new_flags := new_flags + 1;
    END LOOP;
    RETURN new_flags;
END
$$;

-- Seasons that the command has declared in advance: more requests are expected in them. Declared by Gold, because the audit
-- asks less in a season; never for days that have come.
CREATE TABLE declared_season (
    season_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_day date NOT NULL,
    to_day date NOT NULL,
    label text NOT NULL CHECK (length(label) BETWEEN 3 AND 80),
    declared_by bigint NOT NULL REFERENCES account,
    declared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT season_days CHECK (to_day >= from_day AND to_day - from_day < 92)
);
SELECT hold_ledgered('declared_season', 'season_id');

CREATE FUNCTION hold_season() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.declared_at := clock_timestamp();
    IF NEW.from_day <= (NEW.declared_at AT TIME ZONE 'Europe/London')::date THEN
        RAISE EXCEPTION 'a season is declared before it begins' USING ERRCODE = 'EV002', CONSTRAINT = 'season_ahead';
    END IF;
    IF NOT EXISTS (SELECT FROM account_role r WHERE r.account_id = NEW.declared_by AND r.role = 'gold') THEN
        RAISE EXCEPTION 'a season is declared by a Gold group member' USING ERRCODE = 'EV003', CONSTRAINT = 'gold_only';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON declared_season FOR EACH ROW EXECUTE FUNCTION hold_season();
ALTER TABLE declared_season ENABLE ALWAYS TRIGGER hold;

-- Is this person in the line of a subject of the audit? An officer, the officer's team and whoever had a part in a decision
-- about them; a supervisor, their team and those one step up; a team; the owner inspector of a site or of a mission's sites,
-- and whoever kept an officer from just that place.
CREATE FUNCTION in_audit_line(of_kind text, of_key text, of_person bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
DECLARE
    person account;
BEGIN
    SELECT * INTO person FROM account a WHERE a.account_id = of_person;
    RETURN coalesce(CASE of_kind
        WHEN 'officer' THEN person.officer_id = of_key
            OR person.team_id = (SELECT o.team_id FROM officer o WHERE o.officer_id = of_key)
            OR EXISTS (SELECT FROM non_deployment n WHERE n.officer_id = of_key AND (of_person IN (n.raised_by, n.drafted_by)
                OR EXISTS (SELECT FROM decision d WHERE d.nd_id = n.nd_id AND d.decided_by = of_person)
                OR EXISTS (SELECT FROM assessment s WHERE s.nd_id = n.nd_id AND s.assessed_by = of_person)))
        WHEN 'account' THEN person.account_id::text = of_key
            OR person.team_id = (SELECT a.team_id FROM account a WHERE a.account_id::text = of_key)
            OR EXISTS (SELECT FROM superiors_of(of_key::bigint) x WHERE x = of_person)
        WHEN 'team' THEN person.team_id = of_key
        WHEN 'mission' THEN EXISTS (SELECT FROM site s WHERE s.mission_id = of_key AND (s.owner_inspector = person.officer_id
            OR EXISTS (SELECT FROM decision d JOIN non_deployment_terms t USING (terms_id) WHERE d.decided_by = of_person
                AND (t.scope_kind = 'mission' AND of_key = ANY (t.scope_ids) OR t.scope_kind = 'site' AND s.site_id = ANY (t.scope_ids)
                    OR t.scope_kind = 'post' AND EXISTS (SELECT FROM post p WHERE p.site_id = s.site_id AND p.post_id = ANY (t.scope_ids))))))
        WHEN 'site' THEN EXISTS (SELECT FROM site s WHERE s.site_id = of_key AND s.owner_inspector = person.officer_id)
        ELSE false END, false);
END
$$;

-- As before, and the people of a pattern: everybody in the line of any subject that the evidence of the case names.
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
    OR EXISTS (SELECT FROM case_entry c JOIN flag f USING (flag_id) JOIN audit_kind k ON k.kind = f.kind,
            jsonb_array_elements(f.evidence -> 'subjects') subject
        WHERE c.case_id = of_case AND in_audit_line(subject ->> 'kind', subject ->> 'id', of_person))
$$;

-- A day's deployments, as first published and as changed, are read by day.
CREATE INDEX deployment_by_day ON deployment (day);

GRANT SELECT ON audit_kind, audit_day, declared_season TO evenhand_app, evenhand_read;
GRANT INSERT ON declared_season TO evenhand_app;
GRANT EXECUTE ON FUNCTION close_audit_day TO evenhand_app;
