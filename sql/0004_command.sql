-- The command: its officers, what they may carry and do, its sites and posts, and what each level of response demands.
SET LOCAL ROLE evenhand_owner;

CREATE TABLE skill (
    skill_id text PRIMARY KEY CHECK (skill_id ~ '^[A-Z0-9][A-Z0-9_-]{0,23}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    -- authority: computed from its components (001 ¶53); component: ends the authority when it lapses;
    -- advisory: a lapse warns only; specialism: a skill of Appendix 1
    kind text NOT NULL CHECK (kind IN ('authority', 'component', 'advisory', 'specialism')),
    validity_months integer CHECK (validity_months BETWEEN 1 AND 120)
);
CREATE UNIQUE INDEX one_authority ON skill (kind) WHERE kind = 'authority';

CREATE TABLE shift (
    shift_id text PRIMARY KEY CHECK (shift_id ~ '^[A-Z0-9]{1,8}$'),
    name text NOT NULL,
    starts time NOT NULL,
    minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    night boolean NOT NULL
);

CREATE TABLE contract (
    contract_id text PRIMARY KEY CHECK (contract_id ~ '^[a-z0-9][a-z0-9_-]{0,31}$'),
    max_consecutive_work integer NOT NULL CHECK (max_consecutive_work BETWEEN 1 AND 14),
    min_consecutive_work integer NOT NULL CHECK (min_consecutive_work >= 1),
    min_consecutive_off integer NOT NULL CHECK (min_consecutive_off >= 1),
    max_consecutive_nights integer NOT NULL CHECK (max_consecutive_nights >= 1),
    min_shifts integer NOT NULL CHECK (min_shifts >= 0),  -- in 28 days
    max_shifts integer NOT NULL,
    max_weekends integer NOT NULL CHECK (max_weekends >= 0),
    complete_weekends boolean NOT NULL,
    CHECK (min_shifts <= max_shifts),
    CHECK (min_consecutive_work <= max_consecutive_work)
);

CREATE TABLE pattern (
    pattern_id text PRIMARY KEY CHECK (pattern_id ~ '^[a-z0-9][a-z0-9_-]{0,31}$'),
    name text NOT NULL,
    cycle_days integer NOT NULL CHECK (cycle_days BETWEEN 1 AND 400)
);

CREATE TABLE pattern_day (
    pattern_id text NOT NULL REFERENCES pattern,
    day_index integer NOT NULL CHECK (day_index >= 0),
    shift_id text REFERENCES shift,  -- null: rostered rest day
    PRIMARY KEY (pattern_id, day_index)
);

CREATE TABLE officer (
    officer_id text PRIMARY KEY CHECK (officer_id ~ '^[A-Z][0-9]{3,8}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    rank text NOT NULL REFERENCES rank,
    team_id text NOT NULL REFERENCES team,
    contract_id text NOT NULL REFERENCES contract,
    joined_on date NOT NULL,
    left_on date,
    CHECK (left_on >= joined_on)
);
ALTER TABLE account ADD FOREIGN KEY (officer_id) REFERENCES officer;

CREATE TABLE officer_pattern (
    officer_id text NOT NULL REFERENCES officer,
    pattern_id text NOT NULL REFERENCES pattern,
    anchor_day date NOT NULL,  -- a day on which the cycle stands at index 0
    from_day date NOT NULL,
    to_day date CHECK (to_day >= from_day),
    PRIMARY KEY (officer_id, from_day),
    CONSTRAINT one_pattern_at_a_time
        EXCLUDE USING gist (officer_id WITH =, daterange(from_day, to_day, '[]') WITH &&)
);

CREATE TABLE currency (
    officer_id text NOT NULL REFERENCES officer,
    skill_id text NOT NULL REFERENCES skill,
    issued_on date NOT NULL,
    expires_on date CHECK (expires_on >= issued_on),  -- last day in currency; null: no end
    evidence text NOT NULL DEFAULT '' CHECK (length(evidence) <= 200),
    PRIMARY KEY (officer_id, skill_id, issued_on)
);

CREATE TABLE mission (
    mission_id text PRIMARY KEY CHECK (mission_id ~ '^M[0-9]{1,6}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120)
);

CREATE TABLE site (
    site_id text PRIMARY KEY CHECK (site_id ~ '^S[0-9]{1,6}$'),
    mission_id text NOT NULL REFERENCES mission,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    owner_inspector text REFERENCES officer
);

CREATE TABLE post (
    post_id text PRIMARY KEY CHECK (post_id ~ '^P[0-9]{1,6}$'),
    site_id text NOT NULL REFERENCES site,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    kind text NOT NULL CHECK (kind IN ('static', 'mobile', 'arv', 'residential', 'hospital_guard', 'desk')),
    suitable_for_restricted boolean NOT NULL DEFAULT false,
    covert boolean NOT NULL DEFAULT false,
    active_from date NOT NULL,
    active_to date CHECK (active_to >= active_from)
);

CREATE TABLE post_skill (
    post_id text NOT NULL REFERENCES post,
    skill_id text NOT NULL REFERENCES skill,
    PRIMARY KEY (post_id, skill_id)
);

CREATE TABLE response_level (
    level text PRIMARY KEY,
    weight integer NOT NULL CHECK (weight IN (1, 2, 4))
);
INSERT INTO response_level VALUES ('Normal', 1), ('Heightened', 2), ('Exceptional', 4);
SELECT hold_append_only('response_level');

CREATE TABLE site_level (
    site_id text NOT NULL REFERENCES site,
    level text NOT NULL REFERENCES response_level,
    from_day date NOT NULL,
    to_day date CHECK (to_day >= from_day),
    set_by text NOT NULL CHECK (length(set_by) BETWEEN 1 AND 80),
    source_reference text NOT NULL DEFAULT '',  -- a reference only: intelligence is never stored
    PRIMARY KEY (site_id, from_day),
    CONSTRAINT one_level_at_a_time EXCLUDE USING gist (site_id WITH =, daterange(from_day, to_day, '[]') WITH &&)
);

CREATE TABLE post_demand (
    post_id text NOT NULL REFERENCES post,
    level text NOT NULL REFERENCES response_level,
    day_kind text NOT NULL CHECK (day_kind IN ('weekday', 'weekend')),
    shift_id text NOT NULL REFERENCES shift,
    min_officers integer NOT NULL CHECK (min_officers >= 0),
    target_officers integer NOT NULL CHECK (target_officers BETWEEN 1 AND 50),
    PRIMARY KEY (post_id, level, day_kind, shift_id),
    CHECK (min_officers <= target_officers)
);

CREATE TABLE abstraction (
    abstraction_id text PRIMARY KEY CHECK (abstraction_id ~ '^A[0-9]{1,9}$'),
    officer_id text NOT NULL REFERENCES officer,
    kind text NOT NULL CHECK (kind IN ('leave', 'course', 'training', 'sickness', 'court', 'lieu', 'post_incident', 'other_duty')),
    from_day date NOT NULL,
    to_day date CHECK (to_day >= from_day),  -- null: open
    reference text NOT NULL DEFAULT '' CHECK (length(reference) <= 200),
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX abstraction_by_officer ON abstraction (officer_id, from_day);

CREATE TABLE restriction (
    restriction_id text PRIMARY KEY CHECK (restriction_id ~ '^R[0-9]{1,9}$'),
    officer_id text NOT NULL REFERENCES officer,
    kind text NOT NULL CHECK (kind IN ('restricted', 'recuperative')),
    limits text NOT NULL CHECK (length(limits) BETWEEN 3 AND 200),  -- functional limits only, no cause
    from_day date NOT NULL,
    to_day date CHECK (to_day >= from_day),
    review_on date NOT NULL CHECK (review_on >= from_day),
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX restriction_by_officer ON restriction (officer_id, from_day);

CREATE TABLE roster_request (
    request_id text PRIMARY KEY CHECK (request_id ~ '^Q[0-9]{1,9}$'),
    officer_id text NOT NULL REFERENCES officer,
    day date NOT NULL,
    shift_id text REFERENCES shift,
    weight integer NOT NULL CHECK (weight BETWEEN 1 AND 100)
);

-- Every change of a master row keeps what it replaced: who, when, from what, to what.
CREATE TABLE master_history (
    history_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    table_name text NOT NULL,
    changed_by text NOT NULL DEFAULT coalesce(nullif(current_setting('evenhand.account', true), ''), session_user),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    old_row jsonb NOT NULL,
    new_row jsonb
);

CREATE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    INSERT INTO master_history (table_name, old_row, new_row)
    VALUES (TG_TABLE_NAME, to_jsonb(OLD), CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END
$$;

DO $$
DECLARE
    held text;
BEGIN
    FOREACH held IN ARRAY ARRAY['team', 'account', 'skill', 'shift', 'contract', 'pattern', 'pattern_day', 'officer',
        'officer_pattern', 'currency', 'mission', 'site', 'post', 'post_skill', 'site_level', 'post_demand', 'abstraction',
        'restriction', 'roster_request'] LOOP
        EXECUTE format('CREATE TRIGGER history AFTER UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION keep_history()', held);
        EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite()', held);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER history', held);
        EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', held);
    END LOOP;
END
$$;
SELECT hold_append_only('master_history');

-- Until which day an officer holds a skill. The authority ends with the earliest of its components (001 ¶53).
-- Written so that a question about one officer reads that officer's rows only.
CREATE VIEW skill_until AS
SELECT h.officer_id, h.skill_id, h.since_day,
    CASE WHEN s.kind = 'authority' THEN least(h.until_day, (
        SELECT min(coalesce(k.until_day, '-infinity')) FROM skill c LEFT JOIN LATERAL (
            SELECT max(coalesce(x.expires_on, 'infinity'::date)) AS until_day FROM currency x
            WHERE x.officer_id = h.officer_id AND x.skill_id = c.skill_id) k ON true
        WHERE c.kind = 'component'))
    ELSE h.until_day END AS until_day
FROM (
    SELECT officer_id, skill_id, max(coalesce(expires_on, 'infinity'::date)) AS until_day, min(issued_on) AS since_day
    FROM currency GROUP BY officer_id, skill_id
) h JOIN skill s USING (skill_id);

-- The level of a site on a day; a site without a row is at Normal.
CREATE FUNCTION level_on(of_site text, on_day date) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT level FROM evenhand.site_level
                     WHERE site_id = of_site AND daterange(from_day, to_day, '[]') @> on_day), 'Normal')
$$;
