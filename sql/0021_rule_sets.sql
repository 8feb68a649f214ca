-- Rule sets: the Police Regulations and the Working Time Regulations as dated rules over the figures of rule_figure; the
-- breaches found in a version, the exceptions on record, and the publication that is refused without them.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('normal_day', '2003-04-01', 480, 'minutes', 'Police Regulations 2003 Annex E: a normal day is eight hours; a course, court or training day counts so'),
    ('tour_longest', '2003-04-01', 600, 'minutes', 'Police Federation on fatigue: tours of 8 to 10 hours, 12 not recommended; GMP protocols 2007'),
    ('refreshment_from', '2003-04-01', 300, 'minutes', 'Nottinghamshire Federation FAQ: from five hours of continuous duty'),
    ('refreshment_under_6h', '2003-04-01', 30, 'minutes', 'Nottinghamshire Federation FAQ: variable shifts'),
    ('refreshment_6h', '2003-04-01', 35, 'minutes', 'Nottinghamshire Federation FAQ: variable shifts'),
    ('refreshment_7h', '2003-04-01', 40, 'minutes', 'Nottinghamshire Federation FAQ: variable shifts'),
    ('refreshment_8h', '2003-04-01', 45, 'minutes', 'Nottinghamshire Federation FAQ: variable shifts; Annex E for the normal day'),
    ('refreshment_9h', '2003-04-01', 50, 'minutes', 'Nottinghamshire Federation FAQ: variable shifts'),
    ('refreshment_10h', '2003-04-01', 60, 'minutes', 'Nottinghamshire Federation FAQ: variable shifts'),
    ('night_worker_share', '1998-10-01', 33, 'per cent of tours', 'Working Time Regulations 1998 reg. 2, "as a normal course"; one cycle in three is enough by Burns (1999); from memory');

-- A rule of a set, and how hard it is. absolute: no exception is possible. needs_exception: lawful on the officer's own
-- request, by agreement with the branch or for exigencies, and then on record. warning: shown, stops nothing.
CREATE TABLE rule_set (
    rule_set text NOT NULL CHECK (rule_set IN ('police-regs', 'working-time')),
    rule text NOT NULL CHECK (rule ~ '^[a-z_]+$'),
    from_day date NOT NULL,
    to_day date CHECK (to_day >= from_day),
    applies_to text[] NOT NULL CHECK (cardinality(applies_to) > 0),  -- ranks
    kind text NOT NULL CHECK (kind IN ('absolute', 'needs_exception', 'warning')),
    words text NOT NULL CHECK (length(words) BETWEEN 10 AND 400),
    source text NOT NULL CHECK (length(source) >= 5),
    PRIMARY KEY (rule, from_day),
    CONSTRAINT one_rule_at_a_time EXCLUDE USING gist (rule WITH =, daterange(from_day, to_day, '[]') WITH &&)
);
INSERT INTO rule_set
SELECT s.rule_set, s.rule, s.from_day::date, NULL,
    CASE s.applies WHEN 'all' THEN (SELECT array_agg(rank ORDER BY seniority) FROM rank) ELSE '{PC,PS}'::text[] END, s.kind, s.words, s.source
FROM (VALUES
    ('police-regs', 'rest_between_tours', '2003-04-01', 'all', 'absolute', 'At least eleven hours lie between two tours, in absolute time. PostgreSQL refuses what breaks it (constraint rest_between_tours); no exception is possible.',
        'Police Regulations 2003 reg. 22 and Annex E; Working Time Regulations 1998 reg. 10'),
    ('police-regs', 'rest_day_spacing', '2003-04-01', 'PC', 'needs_exception', 'At most seven days lie between two rest days.',
        'Police Regulations 2003 Annex E as cited by Nottinghamshire, West Midlands and GMP Federation'),
    ('police-regs', 'rest_days_a_week', '2003-04-01', 'PC', 'warning', 'Two rest days a week on average over the reference period.',
        'fedrep.info no. 116; SI 1994/2195'),
    ('police-regs', 'rest_day_owed', '2003-04-01', 'PC', 'warning', 'A rest day worked with full notice is rostered again, and the officer is told which day within four days.',
        'Police Regulations 2003 reg. 25, Annex G as cited by Nottinghamshire Federation'),
    ('police-regs', 'tour_length', '2003-04-01', 'PC', 'warning', 'A tour of more than ten hours is not good practice. What refreshment a tour owes goes by its length.',
        'Police Federation, shift management (fatigue); Nottinghamshire Federation FAQ'),
    ('police-regs', 'publication_notice', '2003-04-01', 'PC', 'warning', 'A roster is published at least a month before it begins.',
        'Police Regulations 2003 reg. 22 as cited by Nottinghamshire, West Midlands and GMP Federation'),
    ('police-regs', 'publication_horizon', '2003-04-01', 'PC', 'warning', 'What is published reaches at least three months ahead.',
        'Police Regulations 2003 reg. 22 as cited by Nottinghamshire Federation'),
    ('working-time', 'weekly_hours', '1998-10-01', 'all', 'needs_exception', 'At most 48 hours a week on average over seventeen weeks; leave and sickness are made up by the days that follow. An officer who has opted out in writing is not counted.',
        'Working Time Regulations 1998 reg. 4 and 5'),
    ('working-time', 'weekly_hours_amber', '1998-10-01', 'all', 'warning', 'More than 46 hours a week on average over seventeen weeks: near the limit.',
        'Evenhand domain section 3.3: amber before red'),
    ('working-time', 'night_average', '1998-10-01', 'all', 'needs_exception', 'A night worker works at most eight hours in each 24 on average, weekly rest left out.',
        'Working Time Regulations 1998 reg. 6(1) to (5)'),
    ('working-time', 'night_special_hazard', '1998-10-01', 'all', 'absolute', 'Where night posts are special hazard, a night worker works at most eight hours in any 24 with night work. In force only while the figure night_is_special_hazard is 1.',
        'Working Time Regulations 1998 reg. 6(7)'),
    ('working-time', 'night_tours_long', '1998-10-01', 'all', 'warning', 'Night tours of more than eight hours, while nobody has decided whether armed night posts are special hazard.',
        'Evenhand domain section 3.3: the customer must decide'),
    ('working-time', 'weekly_rest', '1998-10-01', 'all', 'needs_exception', 'Twenty-four hours of rest in each week, or 48 in each fortnight.',
        'Working Time Regulations 1998 reg. 11')
) AS s (rule_set, rule, from_day, applies, kind, words, source);
SELECT hold_append_only('rule_set');

-- How hard a rule is on a day; null where it is not in force.
CREATE FUNCTION rule_kind(of_rule text, on_day date) RETURNS text LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT kind FROM rule_set WHERE rule = of_rule AND daterange(from_day, to_day, '[]') @> on_day
$$;

-- The exception of one officer from one rule for some days, and which of the three grounds it rests on.
CREATE TABLE rule_exception (
    exception_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    rule text NOT NULL,
    from_day date NOT NULL,
    to_day date NOT NULL,
    basis text NOT NULL CHECK (basis IN ('own_request', 'agreement', 'exigency')),
    reference text NOT NULL DEFAULT '' CHECK (length(reference) <= 200),  -- of the agreement or the request
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    change_id bigint REFERENCES change,  -- the change whose own ground gives it
    recorded_by bigint NOT NULL REFERENCES account,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT exception_days CHECK (to_day >= from_day AND to_day - from_day < 366),
    CONSTRAINT exception_reference CHECK (basis <> 'agreement' OR length(trim(reference)) >= 3),
    CONSTRAINT exception_says_why CHECK (basis = 'agreement' OR length(trim(note)) >= 10)
);
CREATE INDEX rule_exception_by_officer ON rule_exception (officer_id, rule);
SELECT hold_ledgered('rule_exception', 'exception_id');

CREATE FUNCTION hold_rule_exception() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    kind text := rule_kind(NEW.rule, NEW.from_day);
BEGIN
    NEW.recorded_at := clock_timestamp();
    IF kind IS NULL THEN
        RAISE EXCEPTION 'no such rule on that day' USING ERRCODE = 'EV002', CONSTRAINT = 'rule_known';
    ELSIF kind = 'absolute' THEN
        RAISE EXCEPTION 'this rule is absolute: no exception is possible' USING ERRCODE = 'EV007', CONSTRAINT = 'rule_absolute';
    ELSIF kind = 'warning' THEN
        RAISE EXCEPTION 'this rule only warns: it needs no exception' USING ERRCODE = 'EV002', CONSTRAINT = 'rule_warns';
    END IF;
    IF EXISTS (SELECT FROM account a WHERE a.account_id = NEW.recorded_by AND a.officer_id = NEW.officer_id) THEN
        RAISE EXCEPTION 'nobody records an exception for themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'own_exception';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON rule_exception FOR EACH ROW EXECUTE FUNCTION hold_rule_exception();
ALTER TABLE rule_exception ENABLE ALWAYS TRIGGER hold;

-- Whether exceptions on record cover these days of a rule, one or several together.
CREATE FUNCTION is_excepted(of_officer text, of_rule text, first_day date, last_day date) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = evenhand, public, pg_temp AS $$
    SELECT coalesce(range_agg(daterange(from_day, to_day, '[]')) @> daterange(first_day, last_day, '[]'), false)
    FROM rule_exception WHERE officer_id = of_officer AND rule = of_rule
$$;

-- Officers who agreed in writing that the weekly limit shall not apply to them (reg. 5), and who took it back.
CREATE TABLE working_time_opt_out (
    opt_out_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    from_day date NOT NULL,
    reference text NOT NULL CHECK (length(trim(reference)) BETWEEN 3 AND 200),  -- where the signed paper is
    withdraws bigint UNIQUE REFERENCES working_time_opt_out,  -- from this day on that opt-out no longer holds
    recorded_by bigint NOT NULL REFERENCES account,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX opt_out_by_officer ON working_time_opt_out (officer_id);
SELECT hold_ledgered('working_time_opt_out', 'opt_out_id');

CREATE FUNCTION hold_opt_out() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    IF NEW.withdraws IS NOT NULL AND NOT EXISTS (
        SELECT FROM working_time_opt_out o WHERE o.opt_out_id = NEW.withdraws AND o.withdraws IS NULL
            AND o.officer_id = NEW.officer_id AND o.from_day <= NEW.from_day) THEN
        RAISE EXCEPTION 'a withdrawal names an opt-out of the same officer that has begun' USING ERRCODE = 'EV002', CONSTRAINT = 'withdraws_same';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON working_time_opt_out FOR EACH ROW EXECUTE FUNCTION hold_opt_out();
ALTER TABLE working_time_opt_out ENABLE ALWAYS TRIGGER hold;

CREATE VIEW opted_out AS
SELECT o.opt_out_id, o.officer_id, o.from_day, w.from_day - 1 AS to_day
FROM working_time_opt_out o LEFT JOIN working_time_opt_out w ON w.withdraws = o.opt_out_id
WHERE o.withdraws IS NULL AND w.from_day IS DISTINCT FROM o.from_day;

-- What the rules found in a version and the days around it, when the version was made.
CREATE TABLE version_breach (
    version_id bigint NOT NULL REFERENCES roster_version,
    number integer NOT NULL CHECK (number >= 1),
    officer_id text REFERENCES officer,  -- null: about the version as a whole
    rule_set text NOT NULL,
    rule text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('absolute', 'needs_exception', 'warning')),
    from_day date NOT NULL,
    to_day date NOT NULL CHECK (to_day >= from_day),
    figure integer NOT NULL,
    measured integer NOT NULL,
    unit text NOT NULL,
    words text NOT NULL CHECK (length(words) BETWEEN 10 AND 500),
    source text NOT NULL,
    PRIMARY KEY (version_id, number),
    CHECK (kind = 'warning' OR officer_id IS NOT NULL)
);
SELECT hold_append_only('version_breach');
CREATE TRIGGER unsealed AFTER INSERT ON version_breach REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_unsealed();
ALTER TABLE version_breach ENABLE ALWAYS TRIGGER unsealed;

-- A version whose breaches have no exception on record is not published, by whatever path. Too little rest between two
-- tours needs no look here: the constraint rest_between_tours refuses it in the same statement.
CREATE FUNCTION hold_publication() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    open bigint;
    list text;
BEGIN
    SELECT count(*), string_agg(words, ' ' ORDER BY number) FILTER (WHERE place <= 10) INTO open, list
    FROM (
        SELECT b.number, b.words, row_number() OVER (ORDER BY b.number) AS place FROM version_breach b
        WHERE b.version_id = NEW.version_id AND b.rule <> 'rest_between_tours' AND (b.kind = 'absolute'
            OR (b.kind = 'needs_exception' AND NOT is_excepted(b.officer_id, b.rule, b.from_day, b.to_day)))
    ) b;
    IF open > 0 THEN
        RAISE EXCEPTION '% breach(es) of this version have no exception on record: %', open, list
            USING ERRCODE = 'EV007', CONSTRAINT = 'breach_without_exception', HINT = 'Record the exceptions or generate again.';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON publication FOR EACH ROW EXECUTE FUNCTION hold_publication();
ALTER TABLE publication ENABLE ALWAYS TRIGGER hold;

GRANT SELECT, INSERT ON rule_exception, working_time_opt_out, version_breach TO evenhand_app;
GRANT SELECT ON rule_set, opted_out TO evenhand_app, evenhand_read;
GRANT SELECT ON version_breach TO evenhand_read;
GRANT EXECUTE ON FUNCTION rule_kind, is_excepted TO evenhand_app;
