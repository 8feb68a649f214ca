-- Operations: hospital guards, events, residential protection, armed response vehicles, exercises. Each makes demand by
-- the day until it is closed, at posts of its own, so that a roster, a change or a decision meets it like any other post.
SET LOCAL ROLE evenhand_owner;

-- Every machine of a later migration draws its own arrows; the list of names was only that of the first three.
ALTER TABLE state_arrow DROP CONSTRAINT IF EXISTS state_arrow_machine_check;
ALTER TABLE state_arrow ADD CONSTRAINT state_arrow_machine_check CHECK (machine ~ '^[a-z_]{1,40}$');
INSERT INTO state_arrow VALUES ('operation', '', 'open'), ('operation', 'open', 'closed');

INSERT INTO rule_figure VALUES
    ('standing_authority_review', '2006-11-29', 365, 'days', 'College of Policing APP, Issue and carriage: a standing authority is reviewed at least yearly');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('guards_above_expected', 'More hospital guards than expected', 'A hospital guard was opened above the number that is expected. Sign in.', true, false),
    ('operation_review_due', 'An operation is to be reviewed', 'The review of an operation of yours is due by {day}. Sign in.', false, true),
    ('operation_review_overdue', 'A review of an operation is overdue', 'The review of an operation was due by {day} and is not on record. Sign in.', true, false);

CREATE TABLE operation (
    operation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('hospital_guard', 'event', 'residential', 'arv', 'exercise')),
    name text NOT NULL CHECK (length(name) BETWEEN 3 AND 100),
    site_id text NOT NULL REFERENCES site,
    owner_inspector text NOT NULL REFERENCES officer,
    inside_premises boolean,  -- of an event: inside diplomatic premises the command arms it, elsewhere the borough leads
    led_by text NOT NULL GENERATED ALWAYS AS (CASE WHEN inside_premises IS FALSE THEN 'borough' ELSE 'command' END) STORED,
    borough text CHECK (length(borough) BETWEEN 2 AND 80),
    request_reference text CHECK (length(request_reference) BETWEEN 2 AND 80),
    authority_reference text CHECK (length(authority_reference) BETWEEN 2 AND 80),
    authority_review_on date,
    starts_at timestamptz NOT NULL,
    expected_end date,        -- null: open; what it expects ends nothing, only its closing does
    opened_by bigint NOT NULL REFERENCES account,
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT request_needed CHECK (kind NOT IN ('event', 'residential') OR request_reference IS NOT NULL),
    CONSTRAINT premises_needed CHECK ((kind = 'event') = (inside_premises IS NOT NULL)),
    CONSTRAINT borough_needed CHECK (inside_premises IS DISTINCT FROM false OR borough IS NOT NULL),
    CONSTRAINT authority_review_needed CHECK ((authority_reference IS NULL) = (authority_review_on IS NULL))
);
SELECT hold_ledgered('operation', 'operation_id');

-- Where an operation stands: a projection of its opening and its entries that only their triggers write.
CREATE TABLE operation_state (
    operation_id bigint PRIMARY KEY REFERENCES operation,
    state text NOT NULL,
    review_on date,            -- hospital guards, and whatever else a review gave a date
    authority_review_on date,
    closed_at timestamptz,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
);
CREATE TRIGGER projection BEFORE INSERT OR UPDATE OR DELETE ON operation_state FOR EACH ROW EXECUTE FUNCTION refuse_direct_write();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON operation_state FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE operation_state ENABLE ALWAYS TRIGGER projection;
ALTER TABLE operation_state ENABLE ALWAYS TRIGGER no_truncate;

-- The posts of an operation: one for each set of skills that it asks for.
CREATE TABLE operation_post (
    post_id text PRIMARY KEY REFERENCES post,
    operation_id bigint NOT NULL REFERENCES operation,
    skills text[] NOT NULL,
    UNIQUE (operation_id, skills)
);
SELECT hold_append_only('operation_post');

-- What an operation wants. A revision replaces all earlier ones from its first day on; nothing is ever updated.
CREATE TABLE operation_demand (
    demand_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation_id bigint NOT NULL REFERENCES operation,
    revision integer NOT NULL CHECK (revision >= 1),
    since_day date NOT NULL,   -- from which this revision holds
    from_day date NOT NULL CHECK (from_day >= since_day),
    to_day date CHECK (to_day >= from_day),  -- null: until closed
    post_id text NOT NULL REFERENCES operation_post,
    shift_id text NOT NULL REFERENCES shift,
    min_officers integer NOT NULL CHECK (min_officers >= 0),
    target_officers integer NOT NULL CHECK (target_officers BETWEEN 1 AND 50),
    level text NOT NULL REFERENCES response_level,
    skills text[] NOT NULL,
    written_by bigint NOT NULL REFERENCES account,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT min_below_target CHECK (min_officers <= target_officers),
    CONSTRAINT one_line_a_duty EXCLUDE USING gist (operation_id WITH =, revision WITH =, post_id WITH =, shift_id WITH =,
        daterange(from_day, to_day, '[]') WITH &&)
);
SELECT hold_ledgered('operation_demand', 'demand_id');

CREATE TABLE operation_entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation_id bigint NOT NULL REFERENCES operation,
    kind text NOT NULL CHECK (kind IN ('review', 'authority_review', 'debrief', 'learning', 'closing')),
    note_id bigint UNIQUE REFERENCES prose,
    next_review date,
    written_by bigint NOT NULL REFERENCES account,
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT entry_note CHECK ((kind = 'closing') = (note_id IS NULL)),
    CONSTRAINT entry_next_review CHECK ((kind IN ('review', 'authority_review')) = (next_review IS NOT NULL))
);
CREATE INDEX operation_entry_by_operation ON operation_entry (operation_id, kind);
CREATE UNIQUE INDEX operation_closed_once ON operation_entry (operation_id) WHERE kind = 'closing';
SELECT hold_ledgered('operation_entry', 'entry_id');

CREATE FUNCTION hold_operation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.opened_at := clock_timestamp();
    IF coalesce((SELECT seniority(rank) FROM officer WHERE officer_id = NEW.owner_inspector
                 AND daterange(joined_on, left_on, '[]') @> police_day(NEW.opened_at)), 0) < seniority('INSP') THEN
        RAISE EXCEPTION 'the owner of an operation is an inspector or above, in service' USING ERRCODE = 'EV003', CONSTRAINT = 'owner_inspector';
    END IF;
    IF NEW.expected_end < police_day(NEW.starts_at) THEN
        RAISE EXCEPTION 'an operation ends on its first day at the earliest' USING ERRCODE = 'EV002', CONSTRAINT = 'ends_after_start';
    END IF;
    IF NEW.authority_review_on > police_day(NEW.opened_at) + figure('standing_authority_review') THEN
        RAISE EXCEPTION 'a standing authority is reviewed within % days', figure('standing_authority_review')
            USING ERRCODE = 'EV002', CONSTRAINT = 'authority_review_within';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON operation FOR EACH ROW EXECUTE FUNCTION hold_operation();
ALTER TABLE operation ENABLE ALWAYS TRIGGER hold;

-- Hospital guards that are open now.
CREATE FUNCTION guards_open() RETURNS integer LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT count(*)::integer FROM operation JOIN operation_state USING (operation_id) WHERE kind = 'hospital_guard' AND state = 'open'
$$;

-- A guard above the number expected is opened all the same, and those who must find the officers are told at once.
CREATE FUNCTION open_state() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    duties record;
BEGIN
    PERFORM require_arrow('operation', '', 'open');
    IF NEW.kind = 'hospital_guard' THEN
        PERFORM pg_advisory_xact_lock(4547016);  -- two guards opened at once count each other
    END IF;
    INSERT INTO operation_state (operation_id, state, review_on, authority_review_on) VALUES (NEW.operation_id, 'open',
        CASE NEW.kind WHEN 'hospital_guard' THEN police_day(NEW.starts_at) + figure('guard_review') END, NEW.authority_review_on);
    IF NEW.kind = 'hospital_guard' AND guards_open() > figure('hospital_guards_expected') THEN
        PERFORM tell(NULL, NEW.owner_inspector, 'guards_above_expected', 'operation', NEW.operation_id::text, NULL, NULL, true,
            'guards_above_expected:' || NEW.operation_id || ':owner');
        FOR duties IN SELECT account_id FROM account_role WHERE role = 'duties' ORDER BY account_id LOOP
            PERFORM tell(duties.account_id, NULL, 'guards_above_expected', 'operation', NEW.operation_id::text, NULL, NULL, true,
                'guards_above_expected:' || NEW.operation_id || ':' || duties.account_id);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER opened AFTER INSERT ON operation FOR EACH ROW EXECUTE FUNCTION open_state();
ALTER TABLE operation ENABLE ALWAYS TRIGGER opened;

CREATE FUNCTION hold_operation_demand() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    of_kind text;
BEGIN
    NEW.written_at := clock_timestamp();
    SELECT o.kind INTO of_kind FROM operation o JOIN operation_state s USING (operation_id)
    WHERE o.operation_id = NEW.operation_id AND s.state = 'open' FOR SHARE OF s;
    IF of_kind IS NULL THEN
        RAISE EXCEPTION 'operation OP-% is not open', NEW.operation_id USING ERRCODE = 'EV001', CONSTRAINT = 'operation_open';
    END IF;
    IF NOT EXISTS (SELECT FROM operation_post WHERE post_id = NEW.post_id AND operation_id = NEW.operation_id AND skills = NEW.skills) THEN
        RAISE EXCEPTION 'demand of an operation is for its own posts' USING ERRCODE = 'EV002', CONSTRAINT = 'own_post';
    END IF;
    IF of_kind IN ('hospital_guard', 'residential', 'arv')
        AND EXISTS (SELECT FROM skill WHERE kind = 'authority' AND skill_id <> ALL (NEW.skills)) THEN
        RAISE EXCEPTION 'this kind of operation is armed: its officers need the authority to carry' USING ERRCODE = 'EV002', CONSTRAINT = 'armed_operation';
    END IF;
    -- What was wanted in the past stays as it was.
    IF NEW.revision > 1 AND NEW.since_day < police_day(NEW.written_at) THEN
        RAISE EXCEPTION 'demand changes from today on, never for days that are over' USING ERRCODE = 'EV006', CONSTRAINT = 'demand_ahead';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON operation_demand FOR EACH ROW EXECUTE FUNCTION hold_operation_demand();
ALTER TABLE operation_demand ENABLE ALWAYS TRIGGER hold;

-- A post has one source of demand: the level of its site, or its operation.
CREATE FUNCTION hold_post_demand() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM operation_post WHERE post_id = NEW.post_id) THEN
        RAISE EXCEPTION 'post % belongs to an operation, which says its demand', NEW.post_id USING ERRCODE = 'EV002', CONSTRAINT = 'operation_demand';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT OR UPDATE ON post_demand FOR EACH ROW EXECUTE FUNCTION hold_post_demand();
ALTER TABLE post_demand ENABLE ALWAYS TRIGGER hold;

-- A debrief always closes a guard (001 paragraphs 14 and 28); an exercise is closed with what was learnt.
CREATE FUNCTION hold_operation_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held operation;
    stands operation_state;
    today date;
BEGIN
    NEW.written_at := clock_timestamp();
    today := police_day(NEW.written_at);
    SELECT * INTO held FROM operation WHERE operation_id = NEW.operation_id;
    SELECT * INTO stands FROM operation_state WHERE operation_id = NEW.operation_id FOR UPDATE;
    PERFORM require_layer(NEW.note_id, 'decision');
    IF NEW.note_id IS NOT NULL AND length(regexp_replace(prose_body(NEW.note_id), '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'a % needs words', replace(NEW.kind, '_', ' ') USING ERRCODE = 'EV004', CONSTRAINT = 'entry_empty';
    END IF;
    IF stands.state = 'closed' AND NEW.kind NOT IN ('debrief', 'learning') THEN
        RAISE EXCEPTION 'operation OP-% is closed', NEW.operation_id USING ERRCODE = 'EV001', CONSTRAINT = 'operation_open';
    END IF;
    IF NEW.kind IN ('review', 'authority_review') AND NEW.next_review <= today THEN
        RAISE EXCEPTION 'the next review lies ahead' USING ERRCODE = 'EV002', CONSTRAINT = 'review_ahead';
    END IF;
    IF NEW.kind = 'review' AND held.kind = 'hospital_guard' AND NEW.next_review > today + figure('guard_review') THEN
        RAISE EXCEPTION 'a hospital guard is reviewed again within % days', figure('guard_review') USING ERRCODE = 'EV002', CONSTRAINT = 'review_within';
    END IF;
    IF NEW.kind = 'authority_review' AND (held.authority_reference IS NULL
        OR NEW.next_review > today + figure('standing_authority_review')) THEN
        RAISE EXCEPTION 'a standing authority, where there is one, is reviewed again within % days', figure('standing_authority_review')
            USING ERRCODE = 'EV002', CONSTRAINT = 'authority_review_within';
    END IF;
    IF NEW.kind = 'closing' THEN
        IF held.kind = 'hospital_guard' AND NOT EXISTS (
            SELECT FROM operation_entry WHERE operation_id = NEW.operation_id AND kind = 'debrief') THEN
            RAISE EXCEPTION 'a hospital guard is closed by its debrief: record it first' USING ERRCODE = 'EV005', CONSTRAINT = 'debrief_needed';
        END IF;
        IF held.kind = 'exercise' AND NOT EXISTS (
            SELECT FROM operation_entry WHERE operation_id = NEW.operation_id AND kind = 'learning') THEN
            RAISE EXCEPTION 'an exercise is closed with its learning: record it first' USING ERRCODE = 'EV005', CONSTRAINT = 'learning_needed';
        END IF;
        PERFORM require_arrow('operation', stands.state, 'closed');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON operation_entry FOR EACH ROW EXECUTE FUNCTION hold_operation_entry();
ALTER TABLE operation_entry ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION move_operation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    UPDATE operation_state SET
        review_on = CASE NEW.kind WHEN 'review' THEN NEW.next_review ELSE review_on END,
        authority_review_on = CASE NEW.kind WHEN 'authority_review' THEN NEW.next_review ELSE authority_review_on END,
        state = CASE NEW.kind WHEN 'closing' THEN 'closed' ELSE state END,
        closed_at = CASE NEW.kind WHEN 'closing' THEN NEW.written_at ELSE closed_at END
    WHERE operation_id = NEW.operation_id;
    IF NEW.kind = 'closing' THEN
        -- Duties that stand there already still have their post; nobody is planned there after them.
        UPDATE post p SET active_to = greatest(p.active_from, police_day(NEW.written_at),
            (SELECT max(s.day) FROM standing_deployment s WHERE s.post_id = p.post_id))
        FROM operation_post o WHERE o.post_id = p.post_id AND o.operation_id = NEW.operation_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER moves AFTER INSERT ON operation_entry FOR EACH ROW EXECUTE FUNCTION move_operation();
ALTER TABLE operation_entry ENABLE ALWAYS TRIGGER moves;

-- The demand of operations that holds: on which days, for which shift at which post. A duty is wanted while its shift
-- begins before the moment of closing.
CREATE VIEW operation_duty AS
SELECT d.operation_id, d.demand_id, d.post_id, d.shift_id, d.level, d.min_officers, d.target_officers, d.from_day AS first_day,
    least(d.to_day, later.since_day - 1, closed.last_day) AS last_day
FROM operation_demand d JOIN operation_state s USING (operation_id) JOIN shift h USING (shift_id)
LEFT JOIN LATERAL (SELECT min(r.since_day) AS since_day FROM operation_demand r
                   WHERE r.operation_id = d.operation_id AND r.revision > d.revision) later ON true
CROSS JOIN LATERAL (SELECT c.day - CASE WHEN london(c.day, h.starts) < s.closed_at THEN 0 ELSE 1 END AS last_day
                    FROM (SELECT (s.closed_at AT TIME ZONE 'Europe/London')::date AS day) c) closed
WHERE d.from_day <= coalesce(least(d.to_day, later.since_day - 1, closed.last_day), 'infinity');

-- What a duty wants now, for whoever asks about one duty: by the level of its site, or by its operation. A closed operation
-- wants nobody, those on duty at the moment of closing included, so that they can be stood down.
CREATE OR REPLACE FUNCTION duty_target(of_post text, on_day date, on_shift text) RETURNS integer LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((
        SELECT d.target_officers FROM post p JOIN post_demand d USING (post_id)
        WHERE p.post_id = of_post AND d.shift_id = on_shift AND d.level = level_on(p.site_id, on_day)
            AND d.day_kind = CASE WHEN extract(isodow FROM on_day) > 5 THEN 'weekend' ELSE 'weekday' END
            AND daterange(p.active_from, p.active_to, '[]') @> on_day), (
        SELECT o.target_officers FROM operation_duty o JOIN operation_state z USING (operation_id)
        WHERE o.post_id = of_post AND o.shift_id = on_shift AND z.state = 'open'
            AND daterange(o.first_day, o.last_day, '[]') @> on_day), 0)
$$;
CREATE OR REPLACE FUNCTION duty_minimum(of_post text, on_day date, on_shift text) RETURNS integer LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((
        SELECT d.min_officers FROM post p JOIN post_demand d USING (post_id)
        WHERE p.post_id = of_post AND d.shift_id = on_shift AND d.level = level_on(p.site_id, on_day)
            AND d.day_kind = CASE WHEN extract(isodow FROM on_day) > 5 THEN 'weekend' ELSE 'weekday' END
            AND daterange(p.active_from, p.active_to, '[]') @> on_day), (
        SELECT o.min_officers FROM operation_duty o JOIN operation_state z USING (operation_id)
        WHERE o.post_id = of_post AND o.shift_id = on_shift AND z.state = 'open'
            AND daterange(o.first_day, o.last_day, '[]') @> on_day), 0)
$$;

-- Every duty that is wanted on some days: by the level of a post's site, or by an operation.
CREATE FUNCTION wanted_duties(first_wanted date, last_wanted date)
    RETURNS TABLE (post_id text, day date, shift_id text, level text, min_officers integer, target_officers integer, operation_id bigint)
    LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT p.post_id, d.day, w.shift_id, w.level, w.min_officers, w.target_officers, NULL::bigint
    FROM (SELECT x::date AS day FROM generate_series(first_wanted, last_wanted, interval '1 day') x) d
    JOIN post p ON p.active_from <= d.day AND coalesce(p.active_to, 'infinity') >= d.day
    LEFT JOIN site_level l ON l.site_id = p.site_id AND l.from_day <= d.day AND coalesce(l.to_day, 'infinity') >= d.day
    JOIN post_demand w ON w.post_id = p.post_id AND w.level = coalesce(l.level, 'Normal')
        AND w.day_kind = CASE WHEN extract(isodow FROM d.day) >= 6 THEN 'weekend' ELSE 'weekday' END
    UNION ALL
    SELECT o.post_id, d.day, o.shift_id, o.level, o.min_officers, o.target_officers, o.operation_id
    FROM operation_duty o
    CROSS JOIN LATERAL (SELECT x::date AS day FROM generate_series(greatest(o.first_day, first_wanted),
        least(o.last_day, last_wanted), interval '1 day') x) d;
END
$$;

-- The same with who stands there, and the duties that somebody stands at and nobody wants.
CREATE FUNCTION standing_duties(first_wanted date, last_wanted date)
    RETURNS TABLE (post_id text, day date, shift_id text, level text, min_officers integer, target_officers integer, operation_id bigint, filled integer)
    LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT coalesce(w.post_id, s.post_id), coalesce(w.day, s.day), coalesce(w.shift_id, s.shift_id), coalesce(w.level, 'Normal'),
        coalesce(w.min_officers, 0), coalesce(w.target_officers, 0),
        coalesce(w.operation_id, (SELECT x.operation_id FROM operation_post x WHERE x.post_id = s.post_id)), coalesce(s.filled, 0)
    FROM wanted_duties(first_wanted, last_wanted) w
    FULL JOIN (
        SELECT d.post_id, d.day, d.shift_id, count(*)::integer AS filled FROM standing_deployment d
        WHERE d.day BETWEEN first_wanted AND last_wanted GROUP BY d.post_id, d.day, d.shift_id
    ) s ON (s.post_id, s.day, s.shift_id) = (w.post_id, w.day, w.shift_id);
END
$$;

-- Deployments of an operation that stand above what it wants, or that its closing found under way: to be stood down or moved.
CREATE FUNCTION above_demand(op bigint)
    RETURNS TABLE (deployment_id bigint, officer_id text, day date, shift_id text, post_id text, starts_at timestamptz, ends_at timestamptz, target_officers integer, filled integer)
    LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT a.deployment_id, a.officer_id, a.day, a.shift_id, a.post_id, lower(a.during), upper(a.during), a.target, a.filled
    FROM (
        SELECT s.*, z.closed_at, coalesce(w.target_officers, 0) AS target,
            (count(*) OVER (PARTITION BY s.post_id, s.day, s.shift_id))::integer AS filled
        FROM operation_post p JOIN operation_state z USING (operation_id) JOIN standing_deployment s ON s.post_id = p.post_id
        LEFT JOIN operation_duty w ON w.post_id = s.post_id AND w.shift_id = s.shift_id
            AND w.first_day <= s.day AND coalesce(w.last_day, 'infinity') >= s.day
        WHERE p.operation_id = op
    ) a
    WHERE upper(a.during) > coalesce(a.closed_at, now()) AND (a.closed_at IS NOT NULL OR a.filled > a.target)
    ORDER BY a.day, a.shift_id, a.post_id, a.officer_id;
END
$$;

CREATE SEQUENCE operation_place MINVALUE 900001 MAXVALUE 999999;

-- Writes one revision of what an operation wants, with the posts that it needs; returns the posts.
CREATE FUNCTION write_operation_demand(op bigint, writer bigint, since date, begins timestamptz, lines jsonb) RETURNS text[]
    LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    held operation;
    line jsonb;
    number integer;
    begun time;
    from_on date;
    wants text[];
    at_post text;
    used text[] := '{}';
BEGIN
    SELECT * INTO held FROM operation WHERE operation_id = op;
    IF jsonb_typeof(lines) IS DISTINCT FROM 'array' OR jsonb_array_length(lines) NOT BETWEEN 1 AND 60 THEN
        RAISE EXCEPTION 'an operation wants something: give its lines of demand' USING ERRCODE = 'EV002', CONSTRAINT = 'lines_needed';
    END IF;
    SELECT coalesce(max(revision), 0) + 1 INTO number FROM operation_demand WHERE operation_id = op;
    FOR line IN SELECT value FROM jsonb_array_elements(lines) LOOP
        SELECT starts INTO begun FROM shift WHERE shift_id = line ->> 'shift';
        IF begun IS NULL THEN
            RAISE EXCEPTION 'no such shift: %', left(line ->> 'shift', 8) USING ERRCODE = 'EV002', CONSTRAINT = 'shift_known';
        END IF;
        from_on := (line ->> 'from')::date;
        IF from_on IS NULL AND begins IS NOT NULL THEN
            from_on := (begins AT TIME ZONE 'Europe/London')::date;
            IF london(from_on, begun) < begins THEN
                from_on := from_on + 1;
            END IF;
        END IF;
        IF line ? 'skills' AND jsonb_typeof(line -> 'skills') = 'array' THEN
            SELECT coalesce(array_agg(DISTINCT value ORDER BY value), '{}') INTO wants FROM jsonb_array_elements_text(line -> 'skills');
        ELSE
            SELECT coalesce(array_agg(skill_id), '{}') INTO wants FROM skill
            WHERE kind = 'authority' AND held.kind <> 'exercise' AND held.led_by = 'command';
        END IF;
        SELECT post_id INTO at_post FROM operation_post WHERE operation_id = op AND skills = wants;
        IF at_post IS NULL THEN
            LOOP
                at_post := 'P' || nextval('operation_place');
                EXIT WHEN NOT EXISTS (SELECT FROM post WHERE post_id = at_post);
            END LOOP;
            INSERT INTO post (post_id, site_id, name, kind, suitable_for_restricted, covert, active_from)
            VALUES (at_post, held.site_id,
                held.name || coalesce(' ' || nullif((SELECT count(*) + 1 FROM operation_post WHERE operation_id = op), 1), ''),
                CASE held.kind WHEN 'event' THEN 'static' WHEN 'exercise' THEN 'mobile' ELSE held.kind END, false, false,
                (held.starts_at AT TIME ZONE 'Europe/London')::date);
            INSERT INTO post_skill SELECT at_post, unnest(wants);
            INSERT INTO operation_post VALUES (at_post, op, wants);
        END IF;
        used := used || at_post;
        INSERT INTO operation_demand (operation_id, revision, since_day, from_day, to_day, post_id, shift_id, min_officers,
            target_officers, level, skills, written_by)
        VALUES (op, number, since, greatest(coalesce(from_on, since), since), (line ->> 'to')::date, at_post, line ->> 'shift',
            (line ->> 'min')::integer, (line ->> 'target')::integer, coalesce(line ->> 'level', 'Normal'), wants, writer);
    END LOOP;
    RETURN (SELECT array_agg(DISTINCT u ORDER BY u) FROM unnest(used) u);
END
$$;

-- Opens an operation with its site, its posts and its demand. An event inside premises belongs to the inspector of its
-- site unless somebody else is named.
CREATE FUNCTION open_operation(opener bigint, of_kind text, of_name text, owner text, begins timestamptz, lines jsonb,
    new_site text DEFAULT NULL, at_site text DEFAULT NULL, inside boolean DEFAULT NULL, of_borough text DEFAULT NULL,
    request text DEFAULT NULL, authority text DEFAULT NULL, authority_review date DEFAULT NULL, ends_on date DEFAULT NULL,
    OUT operation_id bigint, OUT posts text[], OUT guards_open integer, OUT above_expected boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
DECLARE
    place text := at_site;
    inspector text := owner;
    op bigint;
BEGIN
    IF num_nonnulls(new_site, at_site) <> 1 THEN
        RAISE EXCEPTION 'an operation is at a site on record or at one of its own' USING ERRCODE = 'EV002', CONSTRAINT = 'site_needed';
    END IF;
    IF place IS NULL THEN
        -- Places of operations belong to no mission on record; those of this one body stand for all of them.
        INSERT INTO mission VALUES ('M999999', 'Places of operations') ON CONFLICT DO NOTHING;
        LOOP
            place := 'S' || nextval('operation_place');
            EXIT WHEN NOT EXISTS (SELECT FROM site WHERE site_id = place);
        END LOOP;
        INSERT INTO site VALUES (place, 'M999999', new_site, owner);
    ELSIF inspector IS NULL AND inside THEN
        SELECT owner_inspector INTO inspector FROM site WHERE site_id = at_site;
    END IF;
    INSERT INTO operation (kind, name, site_id, owner_inspector, inside_premises, borough, request_reference, authority_reference,
        authority_review_on, starts_at, expected_end, opened_by)
    VALUES (of_kind, of_name, place, inspector, inside, of_borough, request, authority, authority_review, begins, ends_on, opener)
    RETURNING operation.operation_id INTO op;
    operation_id := op;
    posts := write_operation_demand(op, opener, (begins AT TIME ZONE 'Europe/London')::date, begins, lines);
    guards_open := evenhand.guards_open();
    above_expected := of_kind = 'hospital_guard' AND evenhand.guards_open() > figure('hospital_guards_expected');
END
$$;

-- Replaces what an operation wants from a day on; the days before it stay as they were.
CREATE FUNCTION amend_operation(op bigint, writer bigint, since date, lines jsonb) RETURNS text[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM operation WHERE operation_id = op) THEN
        RAISE EXCEPTION 'no such operation' USING ERRCODE = 'EV002', CONSTRAINT = 'operation_known';
    END IF;
    PERFORM FROM operation_state WHERE operation_id = op FOR UPDATE;
    RETURN write_operation_demand(op, writer, since, NULL, lines);
END
$$;

-- Tells owners of reviews that are due, and whoever stands above them of reviews that were not held. Idempotent.
CREATE FUNCTION remind_operation_reviews(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    before bigint;
    after bigint;
    due record;
    person record;
BEGIN
    SELECT count(*) INTO before FROM notification;
    FOR due IN
        SELECT o.operation_id, o.owner_inspector, r.what, r.review_on
        FROM operation o JOIN operation_state s USING (operation_id)
        CROSS JOIN LATERAL (VALUES ('review', s.review_on), ('authority', s.authority_review_on)) r (what, review_on)
        WHERE s.state = 'open' AND r.review_on <= police_day(as_of) ORDER BY o.operation_id
    LOOP
        PERFORM tell(NULL, due.owner_inspector, 'operation_review_due', 'operation', due.operation_id::text, due.review_on, NULL,
            false, format('operation_review_due:%s:%s:%s', due.operation_id, due.what, due.review_on));
        IF london(due.review_on, '00:00') + make_interval(hours => figure('review_grace')) < as_of THEN
            FOR person IN
                SELECT u.account_id FROM account a CROSS JOIN LATERAL superiors_of(a.account_id) u (account_id) WHERE a.officer_id = due.owner_inspector
                UNION SELECT r.account_id FROM account_role r WHERE r.role = 'duties'
            LOOP
                PERFORM tell(person.account_id, NULL, 'operation_review_overdue', 'operation', due.operation_id::text, due.review_on, NULL,
                    false, format('operation_review_overdue:%s:%s:%s:%s', due.operation_id, due.what, due.review_on, person.account_id));
            END LOOP;
        END IF;
    END LOOP;
    SELECT count(*) INTO after FROM notification;
    RETURN after - before;
END
$$;

GRANT SELECT ON operation, operation_state, operation_post, operation_demand, operation_entry, operation_duty TO evenhand_app;
GRANT INSERT ON operation_entry TO evenhand_app;
GRANT SELECT ON operation, operation_state, operation_post, operation_demand, operation_duty TO evenhand_read;
GRANT EXECUTE ON FUNCTION guards_open, wanted_duties, standing_duties, above_demand, open_operation, amend_operation,
    remind_operation_reviews TO evenhand_app;
