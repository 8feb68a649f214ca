-- Repair: a proposal of changes after an event, made from the record, looked at by a person, then accepted whole or not at all.
SET LOCAL ROLE evenhand_owner;

ALTER TABLE state_arrow DROP CONSTRAINT IF EXISTS state_arrow_machine_check;
ALTER TABLE state_arrow ADD CONSTRAINT state_arrow_machine_check CHECK (machine ~ '^[a-z_]{1,40}$');
INSERT INTO state_arrow VALUES ('repair', '', 'proposed'), ('repair', 'proposed', 'accepted'), ('repair', 'proposed', 'discarded'),
    ('repair', 'proposed', 'stale');

INSERT INTO rule_figure VALUES
    ('repair_disturbance', '2006-11-29', 25, 'cost', 'Evenhand design: price of each officer-day that a repair changes, just below one place under target at Normal'),
    ('recall_weight', '2006-11-29', 4, 'weight', 'Evenhand domain section 3.4, item 1: after the last midnight a rest day is worked only below minimum at Exceptional');

-- What was asked and what became of it. The event holds what the duties office may see: ids, days, the number of the row
-- that says why; never a reason.
CREATE TABLE repair (
    repair_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('officer_unavailable', 'level_raised', 'guard')),
    event jsonb NOT NULL,
    from_day date NOT NULL,
    to_day date NOT NULL CHECK (to_day >= from_day),
    state text NOT NULL DEFAULT 'proposed',
    revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
    as_of timestamptz NOT NULL,      -- the moment whose record the newest revision honours
    summary jsonb NOT NULL,
    made_by bigint NOT NULL REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    settled_by bigint REFERENCES account,
    settled_at timestamptz,
    word text CHECK (length(word) BETWEEN 3 AND 500),
    stale_step integer,
    CHECK ((state = 'proposed') = (settled_at IS NULL)),
    CHECK ((settled_at IS NULL) = (settled_by IS NULL)),
    CONSTRAINT repair_says_why CHECK (state NOT IN ('discarded', 'stale') OR word IS NOT NULL)
);
CREATE INDEX repair_open ON repair (repair_id) WHERE state = 'proposed';

-- Who takes which place, step by step; an edit writes a new revision and leaves the old one.
CREATE TABLE repair_step (
    repair_id bigint NOT NULL REFERENCES repair,
    revision integer NOT NULL,
    step integer NOT NULL CHECK (step >= 1),
    post_id text NOT NULL REFERENCES post,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    level text NOT NULL REFERENCES response_level,
    follows integer CHECK (follows <> step),          -- the step whose officer left this place
    withdraws bigint REFERENCES deployment,           -- the deployment that falls away here
    officer_id text REFERENCES officer,               -- who takes the place; null: it stays open
    leaves bigint REFERENCES deployment,              -- the duty this officer leaves for it
    cost integer NOT NULL,                            -- what the step adds to the cost of the roster
    costs jsonb NOT NULL,                             -- the same by term
    words text NOT NULL CHECK (length(words) BETWEEN 3 AND 2000),
    candidates jsonb NOT NULL,                        -- the nearest, cheapest first
    candidate_count integer NOT NULL CHECK (candidate_count >= 0),
    blocked jsonb NOT NULL,                           -- how many which first rule keeps from it; with the candidates the headcount
    by_hand boolean NOT NULL DEFAULT false,           -- chosen by a person
    PRIMARY KEY (repair_id, revision, step),
    CHECK (leaves IS NULL OR officer_id IS NOT NULL)
);
SELECT hold_append_only('repair_step');

-- The changes that an acceptance made.
CREATE TABLE repair_change (
    change_id bigint PRIMARY KEY REFERENCES change,
    repair_id bigint NOT NULL REFERENCES repair,
    step integer NOT NULL
);
CREATE INDEX repair_change_by_repair ON repair_change (repair_id, step);
SELECT hold_append_only('repair_change');

CREATE FUNCTION hold_repair() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    undone integer;
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM require_arrow('repair', '', NEW.state);
        NEW.made_at := clock_timestamp();
        RETURN NEW;
    END IF;
    IF OLD.state <> 'proposed' THEN
        RAISE EXCEPTION 'repair % is % and changes no more', OLD.repair_id, OLD.state USING ERRCODE = 'EV001', CONSTRAINT = 'repair_settled';
    END IF;
    IF (NEW.repair_id, NEW.kind, NEW.event, NEW.from_day, NEW.to_day, NEW.made_by, NEW.made_at)
        IS DISTINCT FROM (OLD.repair_id, OLD.kind, OLD.event, OLD.from_day, OLD.to_day, OLD.made_by, OLD.made_at) THEN
        RAISE EXCEPTION 'what was asked does not change' USING ERRCODE = 'EV006', CONSTRAINT = 'repair_asked';
    END IF;
    IF NEW.state = 'proposed' THEN
        IF NEW.revision <> OLD.revision + 1 THEN
            RAISE EXCEPTION 'an edit is the next revision' USING ERRCODE = 'EV001', CONSTRAINT = 'repair_revision';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM require_arrow('repair', OLD.state, NEW.state);
    IF NEW.revision <> OLD.revision THEN
        RAISE EXCEPTION 'what is settled is the revision that was seen' USING ERRCODE = 'EV001', CONSTRAINT = 'repair_revision';
    END IF;
    NEW.settled_at := clock_timestamp();
    IF NEW.state = 'accepted' THEN
        -- All or nothing: every step stands as proposed when the transaction that accepts it ends.
        SELECT min(s.step) INTO undone FROM repair_step s
        WHERE s.repair_id = NEW.repair_id AND s.revision = NEW.revision AND (
            EXISTS (SELECT FROM standing_deployment d WHERE d.deployment_id IN (s.withdraws, s.leaves))
            OR s.officer_id IS NOT NULL AND NOT EXISTS (
                SELECT FROM repair_change c JOIN standing_deployment d
                    ON d.deployment_id = (SELECT p.deployment_id FROM deployment p WHERE p.change_id = c.change_id)
                WHERE c.repair_id = s.repair_id AND c.step = s.step
                    AND (d.officer_id, d.day, d.shift_id, d.post_id) = (s.officer_id, s.day, s.shift_id, s.post_id)));
        IF undone IS NOT NULL THEN
            RAISE EXCEPTION 'step % of repair % is not made: a repair is accepted whole or not at all', undone, NEW.repair_id
                USING ERRCODE = 'EV001', CONSTRAINT = 'repair_whole';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT OR UPDATE ON repair FOR EACH ROW EXECUTE FUNCTION hold_repair();
CREATE TRIGGER no_delete BEFORE DELETE ON repair FOR EACH ROW EXECUTE FUNCTION refuse_rewrite();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON repair FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE repair ENABLE ALWAYS TRIGGER hold;
ALTER TABLE repair ENABLE ALWAYS TRIGGER no_delete;
ALTER TABLE repair ENABLE ALWAYS TRIGGER no_truncate;

-- Steps belong to the newest revision of an open proposal; changes to the transaction that accepts it.
CREATE FUNCTION hold_repair_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held repair;
BEGIN
    SELECT * INTO held FROM repair WHERE repair_id = NEW.repair_id;
    IF held.state <> 'proposed' THEN
        RAISE EXCEPTION 'repair % is % and changes no more', held.repair_id, held.state USING ERRCODE = 'EV001', CONSTRAINT = 'repair_settled';
    END IF;
    -- Nested: a change has no revision of its own.
    IF TG_TABLE_NAME = 'repair_step' THEN
        IF NEW.revision <> held.revision THEN
            RAISE EXCEPTION 'steps belong to the newest revision' USING ERRCODE = 'EV001', CONSTRAINT = 'repair_revision';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON repair_step FOR EACH ROW EXECUTE FUNCTION hold_repair_part();
CREATE TRIGGER hold BEFORE INSERT ON repair_change FOR EACH ROW EXECUTE FUNCTION hold_repair_part();
ALTER TABLE repair_step ENABLE ALWAYS TRIGGER hold;
ALTER TABLE repair_change ENABLE ALWAYS TRIGGER hold;

-- Records an absence that came up on the day and returns its id, the next free one.
CREATE FUNCTION record_abstraction(of_officer text, of_kind text, from_on date, to_on date, said text) RETURNS text
    LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    made text;
BEGIN
    PERFORM pg_advisory_xact_lock(4547013);
    SELECT 'A' || (coalesce(max(substr(abstraction_id, 2)::bigint), 0) + 1) INTO made FROM abstraction;
    INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day, reference) VALUES (made, of_officer, of_kind, from_on, to_on, said);
    RETURN made;
END
$$;

-- What stands in the way of a step now, in words; null where nothing does. The duty is locked: two who fill one place
-- see each other.
CREATE FUNCTION repair_step_overtaken(of_repair bigint, of_step integer) RETURNS text LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    s repair_step;
    other text;
    standing bigint;
    wanted integer;
BEGIN
    SELECT t.* INTO s FROM repair_step t JOIN repair r USING (repair_id) WHERE t.repair_id = of_repair AND t.step = of_step AND t.revision = r.revision;
    PERFORM pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'duty', s.post_id, s.day, s.shift_id), 0));
    IF s.withdraws IS NOT NULL AND NOT EXISTS (SELECT FROM standing_deployment WHERE deployment_id = s.withdraws) THEN
        RETURN 'the deployment to be taken off stands no more';
    END IF;
    IF s.officer_id IS NULL THEN
        RETURN NULL;
    END IF;
    IF s.leaves IS NOT NULL AND NOT EXISTS (SELECT FROM standing_deployment WHERE deployment_id = s.leaves) THEN
        RETURN format('officer %s no longer stands on the duty to be left', s.officer_id);
    END IF;
    SELECT d.post_id INTO other FROM standing_deployment d
    WHERE d.officer_id = s.officer_id AND d.day = s.day AND d.deployment_id IS DISTINCT FROM s.leaves LIMIT 1;
    IF other IS NOT NULL THEN
        RETURN format('officer %s stands at %s that day by now', s.officer_id, other);
    END IF;
    IF s.withdraws IS NULL THEN
        SELECT count(*) INTO standing FROM standing_deployment d
        WHERE (d.post_id, d.day, d.shift_id) = (s.post_id, s.day, s.shift_id)
            AND NOT EXISTS (SELECT FROM deployment p JOIN change c USING (change_id) WHERE p.deployment_id = d.deployment_id AND c.kind = 'relief');
        wanted := duty_target(s.post_id, s.day, s.shift_id);
        IF standing >= wanted AND NOT EXISTS (SELECT FROM repair_step f WHERE f.repair_id = s.repair_id AND f.revision = s.revision AND f.step = s.follows) THEN
            RETURN format('%s shift %s wants %s by now and has %s', s.post_id, s.shift_id, wanted, standing);
        END IF;
    END IF;
    RETURN NULL;
END
$$;

GRANT SELECT, INSERT ON repair, repair_step, repair_change TO evenhand_app;
GRANT UPDATE (state, revision, as_of, summary, settled_by, settled_at, word, stale_step) ON repair TO evenhand_app;
GRANT SELECT ON repair, repair_step, repair_change TO evenhand_read;
GRANT EXECUTE ON FUNCTION record_abstraction, repair_step_overtaken TO evenhand_app;
