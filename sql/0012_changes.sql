-- Changes after publication: eight kinds, each with its ground; notice in clear days of the police day; the consequence
-- for every officer concerned; who is told. One door, change_deployment, and behind it the rules that hold guarantee 1.
SET LOCAL ROLE evenhand_owner;

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('duty_changed', 'Duty changed', 'Your duty on {day} has changed. Sign in.', true, true),
    ('duty_changed_team', 'A duty of your team changed', 'A duty of an officer you answer for changed on {day}. Sign in.', false, true),
    ('duty_changed_site', 'A duty at your site changed', 'A duty at a site you own changed on {day}. Sign in.', false, true),
    ('rest_day_owed', 'Rest day owed', 'Another rest day is owed to you for {day}. Sign in.', false, true),
    ('rest_day_given', 'Another rest day', 'Your other rest day is {day}. Sign in.', true, false);

INSERT INTO rule_figure VALUES
    ('relief_limit', '2006-11-29', 120, 'minutes', 'Evenhand design, guarantee 1: who is relieved for longer in a duty is off it, and that needs the row that says why');

-- A pressing need that was not reasonably avoidable, by its kind.
CREATE TABLE exigency_kind (
    exigency text PRIMARY KEY CHECK (exigency ~ '^[a-z_]{3,40}$'),
    words text NOT NULL,
    source text NOT NULL CHECK (length(source) >= 5)
);
INSERT INTO exigency_kind VALUES
    ('public_order', 'Unforeseen public order', 'PNB circular 86/9, example, as quoted by the Warwickshire, Nottinghamshire and West Midlands branches'),
    ('court', 'Court attendance', 'PNB circular 86/9, example, as quoted by the same branches'),
    ('essential_training', 'Essential training', 'PNB circular 86/9, example, as quoted by the same branches'),
    ('level_raised', 'Response level of a site raised', 'PNB circular 86/9, pressing need; 001 paragraph 63'),
    ('hospital_guard', 'Armed guard at a hospital', 'PNB circular 86/9, pressing need; 001 paragraphs 14 and 28'),
    ('event', 'Event that became known after publication', 'PNB circular 86/9, pressing need; 001 paragraph 28'),
    ('sickness_cover', 'Cover for an officer who is sick', 'PNB circular 86/9, pressing need'),
    ('officer_missing', 'Cover for an officer who did not arrive or cannot work', 'PNB circular 86/9, pressing need'),
    ('demand_fell', 'The duty needs fewer officers', 'PNB circular 86/9, operational circumstances'),
    ('cause_ended', 'What an earlier change answered is over', 'PNB circular 86/9, judged at the time of the duty'),
    ('unforeseen', 'Another pressing need that could not reasonably be avoided', 'PNB circular 86/9, definition');
SELECT hold_append_only('exigency_kind');

-- New columns are nullable: the commitments of older rows are over what they had.
ALTER TABLE change
    ADD kind text CONSTRAINT change_kind CHECK (kind IN
        ('take_off', 'replace', 'move', 'swap', 'stand_down', 'call_reserve', 'relief', 'counter')),
    ADD exigency text REFERENCES exigency_kind,
    ADD agreement text CONSTRAINT agreement_words CHECK (length(agreement) BETWEEN 3 AND 80),
    ADD recall boolean,      -- said because the midnight before the duty had passed
    ADD duty_day date,       -- the first day that the change touches: notice counts to it
    ADD counters bigint REFERENCES change CONSTRAINT countered_once UNIQUE,
    ADD relieves bigint REFERENCES deployment,  -- goes on standing; another officer stands in its window
    DROP CONSTRAINT change_ground_check,
    DROP CONSTRAINT change_check5,
    ADD CONSTRAINT change_ground CHECK (ground IN ('abstraction', 'restriction', 'lapsed_currency', 'swap', 'non_deployment',
        'exigency', 'own_request', 'agreement')),
    ADD CONSTRAINT agreement_reference CHECK ((ground = 'agreement') = (agreement IS NOT NULL)),
    ADD CONSTRAINT counter_says_why CHECK (counters IS NULL OR length(note) >= 10);

-- A change places one officer at most. Found by change, by day and by what is relieved without reading all of them.
CREATE UNIQUE INDEX deployment_by_change ON deployment (change_id) WHERE change_id IS NOT NULL;
CREATE INDEX change_by_day ON change (duty_day);
CREATE INDEX change_by_relieved ON change (relieves) WHERE relieves IS NOT NULL;

-- How many officers a duty wants at the level of its site on that day; none where nothing is wanted.
CREATE FUNCTION duty_target(of_post text, on_day date, on_shift text) RETURNS integer LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((
        SELECT d.target_officers FROM post p JOIN post_demand d USING (post_id)
        WHERE p.post_id = of_post AND d.shift_id = on_shift AND d.level = level_on(p.site_id, on_day)
            AND d.day_kind = CASE WHEN extract(isodow FROM on_day) > 5 THEN 'weekend' ELSE 'weekday' END
            AND daterange(p.active_from, p.active_to, '[]') @> on_day), 0)
$$;
CREATE FUNCTION duty_minimum(of_post text, on_day date, on_shift text) RETURNS integer LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((
        SELECT d.min_officers FROM post p JOIN post_demand d USING (post_id)
        WHERE p.post_id = of_post AND d.shift_id = on_shift AND d.level = level_on(p.site_id, on_day)
            AND d.day_kind = CASE WHEN extract(isodow FROM on_day) > 5 THEN 'weekend' ELSE 'weekday' END
            AND daterange(p.active_from, p.active_to, '[]') @> on_day), 0)
$$;

-- Why this officer cannot lawfully stand at this post in this window of a duty of this day; null when nothing forbids it.
CREATE FUNCTION held_back_within(of_officer text, on_day date, at_post text, from_at timestamptz, to_at timestamptz)
    RETURNS text LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce(
        (SELECT 'not in service' FROM officer WHERE officer_id = of_officer AND NOT daterange(joined_on, left_on, '[]') @> on_day),
        (SELECT 'abstracted' FROM abstraction WHERE officer_id = of_officer AND daterange(from_day, to_day, '[]') @> on_day LIMIT 1),
        (SELECT 'restricted' FROM restriction WHERE officer_id = of_officer AND daterange(from_day, to_day, '[]') @> on_day
            AND NOT (SELECT suitable_for_restricted FROM post WHERE post_id = at_post) LIMIT 1),
        (SELECT 'lacks ' || p.skill_id FROM post_skill p LEFT JOIN skill_until u ON u.skill_id = p.skill_id AND u.officer_id = of_officer
            WHERE p.post_id = at_post AND coalesce(u.until_day, '-infinity') < on_day ORDER BY 1 LIMIT 1),
        (SELECT 'excluded by ' || x.number FROM exclusion x
            WHERE x.officer_id = of_officer AND scope_covers(x.scope_kind, x.scope_ids, at_post)
            AND tstzrange(x.starts_at, x.ends_at) && tstzrange(from_at, to_at) LIMIT 1))
$$;
CREATE OR REPLACE FUNCTION held_back(of_officer text, on_day date, on_shift text, at_post text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT evenhand.held_back_within(of_officer, on_day, at_post, evenhand.london(on_day, s.starts), evenhand.london(on_day, s.starts, s.minutes))
    FROM evenhand.shift s WHERE s.shift_id = on_shift
$$;

-- Whether a duty has its target in the whole window of one deployment without that deployment: officers on the same duty
-- who stand through that window and whom nothing holds back from it.
CREATE FUNCTION covered_without(of_deployment bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT count(s.deployment_id) >= duty_target(d.post_id, d.day, d.shift_id)
    FROM deployment d LEFT JOIN standing_deployment s ON s.post_id = d.post_id AND s.day = d.day AND s.shift_id = d.shift_id
        AND s.deployment_id <> d.deployment_id AND s.during @> tstzrange(d.starts_at, d.ends_at)
        AND held_back_within(s.officer_id, s.day, s.post_id, d.starts_at, d.ends_at) IS NULL
    WHERE d.deployment_id = of_deployment GROUP BY d.deployment_id
$$;

-- An officer who was stood down is not off: on reserve for the rest of that shift.
CREATE TABLE reserve_duty (
    reserve_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    change_id bigint NOT NULL UNIQUE REFERENCES change,
    officer_id text NOT NULL REFERENCES officer,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at)
);
CREATE INDEX reserve_by_day ON reserve_duty (day, officer_id);
SELECT hold_ledgered('reserve_duty', 'reserve_id');
CREATE VIEW on_reserve AS
SELECT r.* FROM reserve_duty r
WHERE NOT EXISTS (SELECT FROM change c WHERE c.counters = r.change_id)
    AND NOT EXISTS (SELECT FROM standing_deployment s WHERE s.officer_id = r.officer_id AND s.during && tstzrange(r.starts_at, r.ends_at));

-- The windows in which a standing deployment is relieved by another officer.
CREATE VIEW relieved AS
SELECT c.relieves AS deployment_id, c.change_id, s.deployment_id AS by_deployment, s.officer_id, s.during
FROM change c JOIN deployment d USING (change_id) JOIN standing_deployment s ON s.deployment_id = d.deployment_id
WHERE c.relieves IS NOT NULL;

-- Guarantee 1: the row that a change names must be the row that takes this officer off this duty; a ground that is no
-- such row never just takes an officer off. Notice is counted here, at the moment at which the change is made.
CREATE OR REPLACE FUNCTION hold_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    about deployment;  -- the deployment whose officer the row named takes off: all of it, or a window of it
    earlier change;
    places boolean := NEW.kind NOT IN ('take_off', 'stand_down');
    holds boolean;
BEGIN
    NEW.made_at := clock_timestamp();
    IF NEW.kind IS NULL THEN
        RAISE EXCEPTION 'a change says its kind' USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
    END IF;
    SELECT * INTO about FROM deployment WHERE deployment_id = coalesce(NEW.removes, NEW.relieves);
    IF NEW.kind = 'counter' THEN
        SELECT * INTO earlier FROM change WHERE change_id = NEW.counters;
        places := earlier.removes IS NOT NULL;
        IF earlier.kind = 'counter' THEN
            RAISE EXCEPTION 'a counter-change is not countered itself: make a new change' USING ERRCODE = 'EV001', CONSTRAINT = 'counter_stands';
        END IF;
        IF EXISTS (SELECT FROM change c WHERE c.counters = NEW.counters) THEN
            RAISE EXCEPTION 'change % is countered already', NEW.counters USING ERRCODE = 'EV001', CONSTRAINT = 'countered_once';
        END IF;
        IF NEW.removes IS NOT NULL AND NOT EXISTS (SELECT FROM standing_deployment s WHERE s.deployment_id = NEW.removes) THEN
            RAISE EXCEPTION 'what change % put in place no longer stands', NEW.counters USING ERRCODE = 'EV001', CONSTRAINT = 'counter_stands';
        END IF;
        IF NEW.removes IS DISTINCT FROM (SELECT d.deployment_id FROM deployment d WHERE d.change_id = NEW.counters) THEN
            RAISE EXCEPTION 'a counter-change takes away what the change put in place' USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
        END IF;
    END IF;
    NEW.duty_day := least(NEW.duty_day, about.day);
    NEW.notice_days := clear_days(NEW.made_at, NEW.duty_day);

    IF NEW.ground = 'exigency' AND NEW.exigency IS NULL THEN
        RAISE EXCEPTION 'an exigency says its kind' USING ERRCODE = 'EV002', CONSTRAINT = 'exigency_kind';
    END IF;
    -- Notice is given at the latest by midnight of the calendar day before; after it nobody is given a duty but by recall.
    IF (NEW.made_at AT TIME ZONE 'Europe/London')::date < NEW.duty_day OR NOT places THEN
        NEW.recall := NULL;
    ELSIF NEW.recall IS NOT TRUE OR NEW.exigency IS NULL THEN
        RAISE EXCEPTION 'the midnight before the duty has passed: only a recall is open, said as such, with its exigency'
            USING ERRCODE = 'EV002', CONSTRAINT = 'recall_said';
    END IF;

    IF NOT (CASE NEW.kind
        WHEN 'take_off' THEN NEW.ground NOT IN ('exigency', 'own_request', 'agreement')
        WHEN 'replace' THEN NEW.ground NOT IN ('exigency', 'own_request', 'agreement')
        WHEN 'stand_down' THEN NEW.ground = 'exigency' AND NEW.exigency = 'demand_fell'
        ELSE true END) THEN
        RAISE EXCEPTION 'taking an officer off a duty needs the row that says why; an exigency, a request or an agreement moves an officer to another duty'
            USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
    END IF;
    IF (NEW.kind = 'swap') <> (NEW.ground = 'swap')
        OR (NEW.kind = 'call_reserve' AND NEW.ground NOT IN ('exigency', 'agreement'))
        OR (NEW.kind = 'relief' AND NEW.relieves IS NULL AND NEW.ground NOT IN ('exigency', 'agreement'))
        OR (NEW.kind = 'relief' AND NEW.ground = 'own_request')
        OR (NEW.kind = 'counter' AND NEW.ground NOT IN ('exigency', 'own_request', 'agreement')) THEN
        RAISE EXCEPTION 'the ground "%" does not carry this kind of change', replace(NEW.ground, '_', ' ')
            USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
    END IF;
    IF NEW.kind = 'stand_down' OR (NEW.kind = 'counter' AND NOT places) THEN
        -- Two at once must not both see the other on the duty.
        PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'duty', about.post_id, about.day, about.shift_id), 0));
        IF NOT covered_without(NEW.removes) THEN
            RAISE EXCEPTION 'the duty still needs this officer: without them it is under its target at the level of its site'
                USING ERRCODE = 'EV004', CONSTRAINT = 'still_needed';
        END IF;
    END IF;

    holds := CASE NEW.ground
        WHEN 'abstraction' THEN EXISTS (SELECT FROM abstraction a WHERE a.abstraction_id = NEW.abstraction_id
            AND a.officer_id = about.officer_id AND daterange(a.from_day, a.to_day, '[]') @> about.day)
        WHEN 'restriction' THEN EXISTS (SELECT FROM restriction r WHERE r.restriction_id = NEW.restriction_id
            AND r.officer_id = about.officer_id AND daterange(r.from_day, r.to_day, '[]') @> about.day)
        WHEN 'lapsed_currency' THEN EXISTS (SELECT FROM post_skill p LEFT JOIN skill_until u
            ON u.officer_id = about.officer_id AND u.skill_id = p.skill_id
            WHERE p.post_id = about.post_id AND p.skill_id = NEW.lapsed_skill AND coalesce(u.until_day, '-infinity') < about.day)
        WHEN 'swap' THEN EXISTS (SELECT FROM deployment o WHERE o.deployment_id = NEW.swapped_with
            AND o.officer_id <> about.officer_id)
        WHEN 'non_deployment' THEN EXISTS (SELECT FROM exclusion x WHERE x.nd_id = NEW.nd_id
            AND x.officer_id = about.officer_id AND tstzrange(x.starts_at, x.ends_at) && tstzrange(about.starts_at, about.ends_at)
            AND scope_covers(x.scope_kind, x.scope_ids, about.post_id))
        ELSE true END;
    IF NOT holds THEN
        RAISE EXCEPTION 'the % named does not take this officer off this duty', replace(NEW.ground, '_', ' ')
            USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
    END IF;
    RETURN NEW;
END
$$;

-- A change is countered only while what it put in place stands.
CREATE OR REPLACE FUNCTION withdraw_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NEW.removes IS NOT NULL THEN
        DELETE FROM standing_deployment WHERE deployment_id = NEW.removes;
        IF NOT FOUND AND NEW.counters IS NOT NULL THEN
            RAISE EXCEPTION 'what change % put in place no longer stands', NEW.counters USING ERRCODE = 'EV001', CONSTRAINT = 'counter_stands';
        ELSIF NOT FOUND THEN
            RAISE EXCEPTION 'deployment % does not stand', NEW.removes USING ERRCODE = 'EV002';
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- What a change must be once its deployment is placed; the door asks before it lets the change go.
CREATE FUNCTION require_whole(of_change bigint) RETURNS void LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
DECLARE
    c change;
    gone deployment;
    placed deployment;
    helped deployment;  -- the deployment that a relief relieves
    duty shift;
BEGIN
    SELECT * INTO c FROM change WHERE change_id = of_change;
    SELECT * INTO gone FROM deployment WHERE deployment_id = c.removes;
    SELECT * INTO placed FROM deployment WHERE change_id = of_change;
    SELECT * INTO helped FROM deployment WHERE deployment_id = c.relieves;
    SELECT * INTO duty FROM shift WHERE shift_id = placed.shift_id;
    IF (c.kind IN ('replace', 'move', 'call_reserve', 'relief') AND placed.deployment_id IS NULL)
        OR (c.kind IN ('take_off', 'stand_down') AND placed.deployment_id IS NOT NULL)
        OR (c.kind IN ('take_off', 'replace', 'move', 'stand_down', 'swap') AND gone.deployment_id IS NULL)
        OR (c.kind IN ('call_reserve', 'relief') AND gone.deployment_id IS NOT NULL) THEN
        RAISE EXCEPTION 'a change of the kind "%" takes away or gives something else', replace(c.kind, '_', ' ')
            USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
    END IF;
    IF c.kind = 'replace' AND (placed.officer_id = gone.officer_id
        OR (placed.day, placed.shift_id, placed.post_id) IS DISTINCT FROM (gone.day, gone.shift_id, gone.post_id)) THEN
        RAISE EXCEPTION 'a replacement is another officer on the same duty' USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
    END IF;
    IF c.kind = 'move' AND (placed.officer_id <> gone.officer_id
        OR (placed.day, placed.shift_id, placed.post_id) = (gone.day, gone.shift_id, gone.post_id)) THEN
        RAISE EXCEPTION 'a move gives the same officer another duty' USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
    END IF;
    IF c.kind = 'move' AND c.ground = 'exigency' AND placed.day <> gone.day THEN
        RAISE EXCEPTION 'an exigency moves an officer to another duty of the day; taking one off needs the row that says why'
            USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
    END IF;
    IF c.ground = 'own_request' AND gone.deployment_id IS NOT NULL AND (placed.officer_id IS DISTINCT FROM gone.officer_id
        OR (SELECT site_id FROM post WHERE post_id = placed.post_id) <> (SELECT site_id FROM post WHERE post_id = gone.post_id)
        OR (placed.day, placed.shift_id) = (gone.day, gone.shift_id)) THEN
        RAISE EXCEPTION 'an own request changes the time of a duty, never its site: another site is a swap or a non-deployment'
            USING ERRCODE = 'EV004', CONSTRAINT = 'own_request_place';
    END IF;
    IF c.kind = 'relief' AND (placed.starts_at < london(placed.day, duty.starts) OR placed.ends_at > london(placed.day, duty.starts, duty.minutes)) THEN
        RAISE EXCEPTION 'the window of a relief lies inside the shift of its duty' USING ERRCODE = 'EV002', CONSTRAINT = 'relief_window';
    END IF;
    IF helped.deployment_id IS NOT NULL THEN
        IF NOT EXISTS (SELECT FROM standing_deployment s WHERE s.deployment_id = helped.deployment_id)
            OR helped.officer_id = placed.officer_id
            OR (placed.day, placed.shift_id, placed.post_id) IS DISTINCT FROM (helped.day, helped.shift_id, helped.post_id)
            OR placed.starts_at < helped.starts_at OR placed.ends_at > helped.ends_at THEN
            RAISE EXCEPTION 'a relief stands on the duty of the deployment it relieves, inside its window, by another officer'
                USING ERRCODE = 'EV002', CONSTRAINT = 'relief_window';
        END IF;
        IF EXISTS (SELECT FROM relieved r WHERE r.deployment_id = c.relieves AND r.change_id <> of_change
                   AND r.during && tstzrange(placed.starts_at, placed.ends_at)) THEN
            RAISE EXCEPTION 'the deployment is relieved in this window already' USING ERRCODE = 'EV002', CONSTRAINT = 'relief_window';
        END IF;
        IF c.ground IN ('exigency', 'agreement') AND (
            SELECT sum(upper(r.during) - lower(r.during)) FROM relieved r JOIN change o USING (change_id)
            WHERE r.deployment_id = c.relieves AND o.ground IN ('exigency', 'agreement'))
            > make_interval(mins => figure('relief_limit', placed.day)) THEN
            RAISE EXCEPTION 'an officer who is relieved for more than % minutes of a duty is off it: that needs the row that says why',
                figure('relief_limit', placed.day) USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
        END IF;
        IF c.ground = 'non_deployment' AND NOT EXISTS (SELECT FROM exclusion x WHERE x.nd_id = c.nd_id
            AND tstzrange(x.starts_at, x.ends_at) && tstzrange(placed.starts_at, placed.ends_at)) THEN
            RAISE EXCEPTION 'the non-deployment named does not take this officer off in this window'
                USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
        END IF;
    END IF;
END
$$;

-- Who is told of changes: the officers, the supervisors of their teams, and the owner inspector of each site, who learns
-- no reason. One row for a person, a part and a day.
CREATE FUNCTION told_of_changes(of_changes bigint[]) RETURNS TABLE (part text, account_id bigint, officer_id text, on_day date)
    LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    WITH touched AS (
        SELECT d.officer_id, d.day, d.post_id FROM change c JOIN deployment d ON d.deployment_id IN (c.removes, c.relieves) WHERE c.change_id = ANY (of_changes)
        UNION SELECT d.officer_id, d.day, d.post_id FROM deployment d WHERE d.change_id = ANY (of_changes)
    )
    SELECT DISTINCT 'officer', NULL::bigint, officer_id, day FROM touched
    UNION ALL
    SELECT DISTINCT 'supervisor', s, NULL, day FROM touched, supervisors_of(officer_id) s
    UNION ALL
    SELECT DISTINCT 'owner_inspector', NULL::bigint, owner_inspector, day FROM touched JOIN post USING (post_id) JOIN site USING (site_id)
    WHERE owner_inspector IS NOT NULL
    ORDER BY 1, 4, 3, 2
$$;
CREATE FUNCTION tell_of_changes(of_changes bigint[]) RETURNS void LANGUAGE sql SET search_path = evenhand, pg_temp AS $$
    SELECT tell(t.account_id, t.officer_id,
        CASE t.part WHEN 'officer' THEN 'duty_changed' WHEN 'supervisor' THEN 'duty_changed_team' ELSE 'duty_changed_site' END,
        'change', of_changes[1]::text, t.on_day, urgent => (SELECT coalesce(bool_or(recall), false) FROM change WHERE change_id = ANY (of_changes)),
        occurrence => concat_ws(' ', 'change', of_changes[1], t.on_day))
    FROM told_of_changes(of_changes) t
$$;

DROP FUNCTION change_deployment(bigint, bigint, text, text, text, boolean, text, date, text, text);
DROP FUNCTION place_by_change(bigint, text, date, text, text);

CREATE FUNCTION place_by_change(by_change bigint, new_officer text, new_day date, new_shift text, new_post text,
    from_at timestamptz DEFAULT NULL, to_at timestamptz DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    begins timestamptz;
    ends timestamptz;
    forbidden text;
    placed bigint;
BEGIN
    SELECT coalesce(from_at, london(new_day, s.starts)), coalesce(to_at, london(new_day, s.starts, s.minutes)) INTO begins, ends
    FROM shift s WHERE s.shift_id = new_shift;
    IF begins IS NULL OR new_day IS NULL THEN
        RAISE EXCEPTION 'a duty has a day and a known shift' USING ERRCODE = 'EV002', CONSTRAINT = 'duty_known';
    END IF;
    forbidden := held_back_within(new_officer, new_day, new_post, begins, ends);
    IF forbidden IS NOT NULL THEN
        RAISE EXCEPTION 'officer % cannot take this duty: %', new_officer, forbidden USING ERRCODE = 'EV007', CONSTRAINT = 'held_back';
    END IF;
    INSERT INTO deployment (change_id, officer_id, day, shift_id, post_id, starts_at, ends_at)
    VALUES (by_change, new_officer, new_day, new_shift, new_post, begins, ends)
    RETURNING deployment_id INTO placed;
    RETURN placed;
END
$$;

-- Counters a change: takes away what it put in place and restores what it took; of a swap both halves.
CREATE FUNCTION counter_change(maker bigint, countered bigint, why text, of_agreement text, of_exigency text, saying text, welfare boolean,
    said_recall boolean, OUT placed bigint, OUT halves bigint[]) LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    earlier change;
    half record;
    made bigint;
    restored bigint;
BEGIN
    SELECT * INTO earlier FROM change WHERE change_id = countered;
    IF earlier.change_id IS NULL THEN
        RAISE EXCEPTION 'no such change' USING ERRCODE = 'EV002', CONSTRAINT = 'change_known';
    END IF;
    halves := '{}';
    FOR half IN
        SELECT c.change_id, d.deployment_id AS away, g.day AS restored_day
        FROM change c LEFT JOIN deployment d ON d.change_id = c.change_id LEFT JOIN deployment g ON g.deployment_id = c.removes
        WHERE c.change_id = ANY (ARRAY[countered, (SELECT o.change_id FROM change o WHERE earlier.ground = 'swap'
            AND o.removes = earlier.swapped_with AND o.swapped_with = earlier.removes)])
        ORDER BY c.change_id <> countered
    LOOP
        INSERT INTO change (kind, counters, removes, ground, agreement, exigency, note, welfare_considered, recall, duty_day, made_by)
        VALUES ('counter', half.change_id, half.away, why, of_agreement, of_exigency, saying, welfare, said_recall, half.restored_day, maker)
        RETURNING change_id INTO made;
        halves := halves || made;
        PERFORM told_cancelled('change', half.change_id::text, NULL, maker);
    END LOOP;
    FOREACH made IN ARRAY halves LOOP
        SELECT g.* INTO half FROM change k JOIN change c ON c.change_id = k.counters JOIN deployment g ON g.deployment_id = c.removes
        WHERE k.change_id = made;
        IF FOUND THEN
            restored := place_by_change(made, half.officer_id, half.day, half.shift_id, half.post_id, half.starts_at, half.ends_at);
            placed := coalesce(placed, restored);
        END IF;
    END LOOP;
END
$$;

-- Changes published duties: the one door. Returns the change and the deployment it placed, of a swap the one on the
-- duty removed, and every change it made: a swap, and the counter-change of one, has two halves. The first ten arguments say what and why; the kind is told from them where it is not named.
CREATE FUNCTION change_deployment(maker bigint, removed bigint, why text, reference text, saying text, welfare boolean,
    new_officer text, new_day date, new_shift text, new_post text, of_kind text DEFAULT NULL, of_exigency text DEFAULT NULL,
    said_recall boolean DEFAULT false, from_at timestamptz DEFAULT NULL, to_at timestamptz DEFAULT NULL, relieved bigint DEFAULT NULL,
    countered bigint DEFAULT NULL, OUT made bigint, OUT placed bigint, OUT halves bigint[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    gone deployment;
    other deployment;
    named text := of_kind;
    swap_back bigint;
BEGIN
    IF countered IS NOT NULL OR of_kind = 'counter' THEN
        IF num_nonnulls(removed, new_officer, new_day, new_shift, new_post, from_at, to_at, relieved) > 0
            OR coalesce(of_kind, 'counter') <> 'counter' OR countered IS NULL THEN
            RAISE EXCEPTION 'a counter-change names the change it counters and nothing else' USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
        END IF;
        SELECT c.placed, c.halves INTO placed, halves FROM counter_change(maker, countered, why,
            CASE why WHEN 'agreement' THEN reference END, of_exigency, saying, welfare, said_recall) c;
        made := halves[1];
        PERFORM require_whole(half) FROM unnest(halves) half;
        PERFORM tell_of_changes(halves);
        RETURN;
    END IF;
    SELECT * INTO gone FROM deployment WHERE deployment_id = removed;
    IF removed IS NOT NULL AND gone.deployment_id IS NULL THEN
        RAISE EXCEPTION 'no such deployment' USING ERRCODE = 'EV002', CONSTRAINT = 'deployment_known';
    END IF;
    IF removed IS NULL AND new_officer IS NULL THEN
        RAISE EXCEPTION 'a change removes a deployment, adds one, or both' USING ERRCODE = 'EV002', CONSTRAINT = 'change_empty';
    END IF;
    named := coalesce(named, CASE
        WHEN why = 'swap' THEN 'swap'
        WHEN relieved IS NOT NULL OR from_at IS NOT NULL OR to_at IS NOT NULL THEN 'relief'
        WHEN removed IS NULL THEN 'call_reserve'
        WHEN new_officer IS NULL THEN CASE WHEN of_exigency = 'demand_fell' AND why = 'exigency' THEN 'stand_down' ELSE 'take_off' END
        WHEN new_officer = gone.officer_id THEN 'move' ELSE 'replace' END);
    IF (named = 'relief') <> (num_nonnulls(from_at, to_at) = 2) OR (named <> 'relief' AND num_nonnulls(from_at, to_at, relieved) > 0)
        OR (named = 'swap' AND num_nonnulls(new_officer, new_day, new_shift, new_post) > 0) THEN
        RAISE EXCEPTION 'a relief, and nothing else, has a window of its own; a swap names no other duty'
            USING ERRCODE = 'EV002', CONSTRAINT = 'change_shape';
    END IF;
    IF why = 'swap' THEN
        SELECT * INTO other FROM deployment WHERE deployment_id = reference::bigint;
    END IF;
    INSERT INTO change (kind, removes, relieves, ground, abstraction_id, restriction_id, lapsed_skill, swapped_with, nd_id, agreement,
        exigency, note, welfare_considered, recall, duty_day, made_by)
    VALUES (named, removed, relieved, why,
        CASE why WHEN 'abstraction' THEN reference END, CASE why WHEN 'restriction' THEN reference END,
        CASE why WHEN 'lapsed_currency' THEN reference END, CASE why WHEN 'swap' THEN reference::bigint END,
        CASE why WHEN 'non_deployment' THEN regexp_replace(reference, '^ND-', '')::bigint END, CASE why WHEN 'agreement' THEN reference END,
        of_exigency, saying, welfare, said_recall, coalesce(new_day, other.day), maker)
    RETURNING change_id INTO made;
    IF why = 'swap' THEN
        INSERT INTO change (kind, removes, ground, swapped_with, exigency, note, welfare_considered, recall, duty_day, made_by)
        VALUES ('swap', other.deployment_id, 'swap', removed, of_exigency, saying, welfare, said_recall, gone.day, maker)
        RETURNING change_id INTO swap_back;
        placed := place_by_change(made, other.officer_id, gone.day, gone.shift_id, gone.post_id, gone.starts_at, gone.ends_at);
        PERFORM place_by_change(swap_back, gone.officer_id, other.day, other.shift_id, other.post_id, other.starts_at, other.ends_at);
    ELSIF new_officer IS NOT NULL THEN
        placed := place_by_change(made, new_officer, new_day, new_shift, new_post, from_at, to_at);
    ELSIF named = 'stand_down' THEN
        INSERT INTO reserve_duty (change_id, officer_id, day, shift_id, starts_at, ends_at)
        VALUES (made, gone.officer_id, gone.day, gone.shift_id, gone.starts_at, gone.ends_at);
    END IF;
    halves := array_remove(ARRAY[made, swap_back], NULL);
    PERFORM require_whole(half) FROM unnest(halves) half;
    PERFORM tell_of_changes(halves);
END
$$;

-- What a change means for an officer on a day, in words and by which rule. Worked out by the program, in the transaction
-- of the change: afterwards none is added.
CREATE TABLE change_consequence (
    consequence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    change_id bigint NOT NULL REFERENCES change,
    officer_id text NOT NULL REFERENCES officer,
    day date NOT NULL,
    kind text NOT NULL CHECK (kind IN ('another_rest_day', 'rest_day_paid', 'earlier_start', 'rest_day_stands',
        'rest_day_without_pay', 'officer_chooses', 'no_overtime', 'nothing')),
    notify_by date,
    minutes integer CHECK (minutes >= 0),         -- minutes that count
    minutes_an_hour integer CHECK (minutes_an_hour > 0),  -- paid for each hour of them
    words text NOT NULL CHECK (length(words) BETWEEN 5 AND 500),
    source text NOT NULL CHECK (length(source) BETWEEN 5 AND 300),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (change_id, officer_id, day),
    CHECK ((kind = 'another_rest_day') = (notify_by IS NOT NULL)),
    CHECK ((minutes IS NULL) = (minutes_an_hour IS NULL))
);
SELECT hold_ledgered('change_consequence', 'consequence_id');

-- Another rest day that is owed, and until when the officer must be told which.
CREATE TABLE rest_day_owed (
    owed_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consequence_id bigint NOT NULL UNIQUE REFERENCES change_consequence,
    officer_id text NOT NULL REFERENCES officer,
    worked_day date NOT NULL,
    notify_by date NOT NULL
);
CREATE INDEX rest_day_owed_by_officer ON rest_day_owed (officer_id, worked_day);
SELECT hold_ledgered('rest_day_owed', 'owed_id');

CREATE TABLE rest_day_settled (
    settled_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    owed_id bigint NOT NULL CONSTRAINT settled_once UNIQUE REFERENCES rest_day_owed,
    rest_day date,
    reinstated_by bigint REFERENCES change_consequence,  -- the rest day that was to be worked stands again
    settled_by bigint REFERENCES account,
    settled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (num_nonnulls(rest_day, reinstated_by) = 1),
    CHECK ((rest_day IS NULL) = (settled_by IS NULL))
);
SELECT hold_ledgered('rest_day_settled', 'settled_id');

-- What the rostered pattern says of a day: a shift, or null for a rest day. A rest day given for another counts.
CREATE FUNCTION rostered_on(of_officer text, on_day date, OUT has_pattern boolean, OUT shift_id text) LANGUAGE sql STABLE
    SET search_path = evenhand, pg_temp AS $$
    SELECT p.pattern_id IS NOT NULL, CASE WHEN NOT EXISTS (SELECT FROM rest_day_settled s JOIN rest_day_owed w USING (owed_id)
        WHERE w.officer_id = of_officer AND s.rest_day = on_day) THEN d.shift_id END
    FROM (VALUES (1)) one (row)
    LEFT JOIN officer_pattern p ON p.officer_id = of_officer AND daterange(p.from_day, p.to_day, '[]') @> on_day
    LEFT JOIN pattern c USING (pattern_id)
    LEFT JOIN pattern_day d ON d.pattern_id = p.pattern_id
        AND d.day_index = mod(mod(on_day - p.anchor_day, c.cycle_days) + c.cycle_days, c.cycle_days)
$$;

CREATE FUNCTION hold_consequence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    -- now() is the beginning of this transaction.
    IF NOT EXISTS (SELECT FROM change c WHERE c.change_id = NEW.change_id AND c.made_at >= now()) THEN
        RAISE EXCEPTION 'the consequence of a change is recorded with the change' USING ERRCODE = 'EV006', CONSTRAINT = 'consequence_with_change';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON change_consequence FOR EACH ROW EXECUTE FUNCTION hold_consequence();
ALTER TABLE change_consequence ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION follow_consequence() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    owed bigint;
BEGIN
    IF NEW.kind = 'another_rest_day' THEN
        INSERT INTO rest_day_owed (consequence_id, officer_id, worked_day, notify_by)
        VALUES (NEW.consequence_id, NEW.officer_id, NEW.day, NEW.notify_by) RETURNING owed_id INTO owed;
        PERFORM tell(NULL, NEW.officer_id, 'rest_day_owed', 'rest_day_owed', owed::text, NEW.day, occurrence => 'rest_day_owed ' || owed);
    ELSIF NEW.kind IN ('rest_day_stands', 'rest_day_without_pay', 'officer_chooses') THEN
        INSERT INTO rest_day_settled (owed_id, reinstated_by)
        SELECT w.owed_id, NEW.consequence_id FROM rest_day_owed w
        WHERE w.officer_id = NEW.officer_id AND w.worked_day = NEW.day
            AND NOT EXISTS (SELECT FROM rest_day_settled s WHERE s.owed_id = w.owed_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER follow AFTER INSERT ON change_consequence FOR EACH ROW EXECUTE FUNCTION follow_consequence();
ALTER TABLE change_consequence ENABLE ALWAYS TRIGGER follow;

CREATE FUNCTION hold_settlement() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    owed rest_day_owed;
    rostered record;
BEGIN
    NEW.settled_at := clock_timestamp();
    IF NEW.rest_day IS NULL THEN
        IF pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'a rest day is reinstated by a counter-change only' USING ERRCODE = 'EV006', CONSTRAINT = 'reinstated_by_change';
        END IF;
        RETURN NEW;
    END IF;
    SELECT * INTO owed FROM rest_day_owed WHERE owed_id = NEW.owed_id;
    SELECT * INTO rostered FROM rostered_on(owed.officer_id, NEW.rest_day);
    IF NEW.rest_day = owed.worked_day OR (rostered.has_pattern AND rostered.shift_id IS NULL) THEN
        RAISE EXCEPTION 'another rest day is a day on which the officer would otherwise work' USING ERRCODE = 'EV002', CONSTRAINT = 'rest_day_new';
    END IF;
    IF EXISTS (SELECT FROM standing_deployment s WHERE s.officer_id = owed.officer_id AND s.day = NEW.rest_day) THEN
        RAISE EXCEPTION 'the officer has a duty on that day: change the duty first' USING ERRCODE = 'EV002', CONSTRAINT = 'rest_day_free';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON rest_day_settled FOR EACH ROW EXECUTE FUNCTION hold_settlement();
ALTER TABLE rest_day_settled ENABLE ALWAYS TRIGGER hold;

-- The officer is notified of the other day in the transaction that fixes it.
CREATE FUNCTION tell_of_rest_day() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NEW.rest_day IS NOT NULL THEN
        PERFORM tell(NULL, w.officer_id, 'rest_day_given', 'rest_day_owed', NEW.owed_id::text, NEW.rest_day,
            occurrence => 'rest_day_given ' || NEW.owed_id) FROM rest_day_owed w WHERE w.owed_id = NEW.owed_id;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER tell_officer AFTER INSERT ON rest_day_settled FOR EACH ROW EXECUTE FUNCTION tell_of_rest_day();
ALTER TABLE rest_day_settled ENABLE ALWAYS TRIGGER tell_officer;

-- What changes did to each officer's day: the duty before and after, what the pattern said, and the officer's other
-- duties around it. The ground on which the program works the consequence out.
CREATE FUNCTION change_effect(of_changes bigint[]) RETURNS TABLE (change_id bigint, kind text, made_at timestamptz, officer_id text, rank text,
    day date, has_pattern boolean, rostered_shift text, rostered_from timestamptz, rostered_to timestamptz, before_from timestamptz, before_to timestamptz,
    after_from timestamptz, after_to timestamptz, other_days date[], other_from timestamptz[], other_to timestamptz[])
    LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    WITH part AS (
        SELECT c.change_id, d.officer_id, d.day, d.starts_at, d.ends_at, false AS given, d.deployment_id
        FROM change c JOIN deployment d ON d.deployment_id = c.removes WHERE c.change_id = ANY (of_changes)
        UNION ALL
        SELECT d.change_id, d.officer_id, d.day, d.starts_at, d.ends_at, true, d.deployment_id
        FROM deployment d WHERE d.change_id = ANY (of_changes)
    ), effect AS (
        SELECT min(p.change_id) AS change_id, p.officer_id, p.day,
            min(p.starts_at) FILTER (WHERE NOT given) AS before_from, max(p.ends_at) FILTER (WHERE NOT given) AS before_to,
            min(p.starts_at) FILTER (WHERE given) AS after_from, max(p.ends_at) FILTER (WHERE given) AS after_to,
            array_agg(p.deployment_id) AS own
        FROM part p GROUP BY p.officer_id, p.day
    )
    SELECT e.change_id, c.kind, c.made_at, e.officer_id, o.rank, e.day, r.has_pattern, r.shift_id,
        london(e.day, s.starts), london(e.day, s.starts, s.minutes), e.before_from, e.before_to, e.after_from, e.after_to,
        coalesce(x.days, '{}'), coalesce(x.from_at, '{}'), coalesce(x.to_at, '{}')
    FROM effect e JOIN change c USING (change_id) JOIN officer o USING (officer_id)
    CROSS JOIN LATERAL rostered_on(e.officer_id, e.day) r
    LEFT JOIN shift s ON s.shift_id = r.shift_id
    LEFT JOIN LATERAL (
        SELECT array_agg(t.day ORDER BY lower(t.during)) AS days, array_agg(lower(t.during) ORDER BY lower(t.during)) AS from_at,
            array_agg(upper(t.during) ORDER BY lower(t.during)) AS to_at
        FROM standing_deployment t WHERE t.officer_id = e.officer_id AND t.day BETWEEN e.day - 1 AND e.day + 1
            AND t.deployment_id <> ALL (e.own)) x ON true
    ORDER BY e.day, e.officer_id
$$;

GRANT SELECT ON exigency_kind, reserve_duty, on_reserve, relieved, change_consequence, rest_day_owed, rest_day_settled TO evenhand_app;
GRANT INSERT ON change_consequence, rest_day_settled TO evenhand_app;
GRANT SELECT ON exigency_kind TO evenhand_read;
GRANT EXECUTE ON FUNCTION change_deployment, duty_target, duty_minimum, held_back_within, covered_without, told_of_changes, rostered_on,
    change_effect TO evenhand_app;
