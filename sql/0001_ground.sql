-- Roles, schema, and the two mechanisms that everything else stands on: rows that are never rewritten, and states that
-- move only along drawn arrows. Roles belong to the cluster, so they may exist already.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenhand_owner') THEN
        CREATE ROLE evenhand_owner NOLOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenhand_app') THEN
        CREATE ROLE evenhand_app LOGIN;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'evenhand_read') THEN
        CREATE ROLE evenhand_read LOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;  -- another database of this cluster is being migrated at the same moment
END
$$;

CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;
GRANT CREATE ON SCHEMA evenhand TO evenhand_owner;
ALTER SCHEMA evenhand OWNER TO evenhand_owner;
GRANT USAGE ON SCHEMA evenhand TO evenhand_app, evenhand_read;
SET LOCAL ROLE evenhand_owner;

-- Guarantee 6: nothing is rewritten. Row triggers against UPDATE and DELETE, a statement trigger against TRUNCATE.
CREATE FUNCTION refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: a correction is a new row that points at the old', TG_TABLE_NAME
        USING ERRCODE = 'EV006', HINT = 'Add a new row instead.';
END
$$;

CREATE FUNCTION hold_append_only(held regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER no_rewrite BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION refuse_rewrite()', held);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite()', held);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER no_rewrite', held);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER no_truncate', held);
END
$$;

-- The arrows of every state machine. The Swift types draw the same arrows; a test compares the two.
CREATE TABLE state_arrow (
    machine text NOT NULL CHECK (machine IN ('job', 'non_deployment', 'gold_case')),
    from_state text NOT NULL,  -- empty: the first state
    to_state text NOT NULL,
    PRIMARY KEY (machine, from_state, to_state)
);
INSERT INTO state_arrow VALUES
    ('job', '', 'queued'), ('job', 'queued', 'running'), ('job', 'queued', 'cancelled'), ('job', 'running', 'running'),
    ('job', 'running', 'queued'), ('job', 'running', 'succeeded'), ('job', 'running', 'failed'),
    ('job', 'running', 'cancelled'),
    ('non_deployment', '', 'draft'), ('non_deployment', 'draft', 'short_form'), ('non_deployment', 'draft', 'granted'),
    ('non_deployment', 'draft', 'refused'), ('non_deployment', 'draft', 'withdrawn'),
    ('non_deployment', 'short_form', 'granted'), ('non_deployment', 'short_form', 'refused'),
    ('non_deployment', 'short_form', 'ended'), ('non_deployment', 'granted', 'ended'),
    ('gold_case', '', 'raised'), ('gold_case', 'raised', 'convened'), ('gold_case', 'convened', 'closed'),
    ('gold_case', 'closed', 'raised');
SELECT hold_append_only('state_arrow');

CREATE FUNCTION require_arrow(of_machine text, old_state text, new_state text) RETURNS void LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM evenhand.state_arrow
                   WHERE machine = of_machine AND from_state = old_state AND to_state = new_state) THEN
        RAISE EXCEPTION 'a % cannot go from "%" to "%"', replace(of_machine, '_', ' '), old_state, new_state
            USING ERRCODE = 'EV001';
    END IF;
END
$$;

-- Dated figures of law and policy (domain rules): never literals in code. The row in force is the newest that has begun.
CREATE TABLE rule_figure (
    rule text NOT NULL,
    from_day date NOT NULL,
    figure integer NOT NULL,
    unit text NOT NULL,
    source text NOT NULL CHECK (length(source) >= 5),
    PRIMARY KEY (rule, from_day)
);
INSERT INTO rule_figure VALUES
    ('rest_between_tours', '2003-04-01', 660, 'minutes', 'Police Regulations 2003 reg. 22 and Annex E; Working Time Regulations 1998 reg. 10'),
    ('short_form_limit', '2006-11-29', 24, 'hours', 'Evenhand design, guarantee 2'),
    ('late_writing_limit', '2006-11-29', 24, 'hours', 'Evenhand domain section 6, late writing'),
    ('review_grace', '2006-11-29', 168, 'hours', 'Evenhand audit format, review_missed'),
    ('reason_characters', '2006-11-29', 30, 'characters', 'Evenhand audit format, deficient documentation: short'),
    ('reason_words', '2006-11-29', 5, 'words', 'Evenhand audit format, deficient documentation: short'),
    ('renewal_limit', '2006-11-29', 2, 'renewals', 'Evenhand audit format, rollover'),
    ('renewal_span', '2006-11-29', 28, 'days', 'Evenhand domain section 6, serial renewal'),
    ('renewal_gap', '2006-11-29', 7, 'days', 'Evenhand design, guarantee 5: what follows within a week goes on'),
    ('attendance_grace', '2006-11-29', 12, 'hours', 'Evenhand domain section 6, undocumented absence'),
    ('sealed_read', '2006-11-29', 60, 'seconds', 'Evenhand design, guarantee 8'),
    ('claim_idle', '2006-11-29', 30, 'minutes', 'Evenhand ux section 3, claim left behind');
SELECT hold_append_only('rule_figure');

CREATE FUNCTION figure(of_rule text, on_day date DEFAULT current_date) RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
    found integer;
BEGIN
    SELECT f.figure INTO found FROM evenhand.rule_figure f
    WHERE f.rule = of_rule AND f.from_day <= on_day ORDER BY f.from_day DESC LIMIT 1;
    IF found IS NULL THEN
        RAISE EXCEPTION 'no figure for rule % on %', of_rule, on_day USING ERRCODE = 'EV002';
    END IF;
    RETURN found;
END
$$;

-- Guarantee 9: words that no column, import header or evidence key may carry.
CREATE TABLE protected_characteristic (word text PRIMARY KEY);
INSERT INTO protected_characteristic VALUES
    ('age'), ('birth'), ('disability'), ('disabled'), ('gender'), ('sex'), ('race'), ('racial'), ('ethnic'), ('ethnicity'),
    ('nationality'), ('religion'), ('religious'), ('faith'), ('belief'), ('orientation'), ('pregnancy'), ('pregnant'),
    ('maternity'), ('marital'), ('marriage'), ('married'), ('transgender'), ('political'), ('politics'), ('union'),
    ('health'), ('diagnosis'), ('genetic'), ('biometric');
SELECT hold_append_only('protected_characteristic');
