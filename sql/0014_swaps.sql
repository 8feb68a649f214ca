-- Swaps: two officers exchange published duties. Asked by one, agreed by the other, approved by a supervisor who is
-- neither and has no swap with them, and carried out in the approving transaction under the rules of every other change.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('swap_partner', '2006-11-29', 90, 'days', 'Evenhand domain section 6, decider too close: approved each other within 90 days');

-- Machines come with migrations only; a test compares every one of them with its arrows in Swift.
ALTER TABLE state_arrow DROP CONSTRAINT IF EXISTS state_arrow_machine_check;
ALTER TABLE state_arrow ADD CONSTRAINT state_arrow_machine_check CHECK (machine ~ '^[a-z]+(_[a-z]+)*$');
INSERT INTO state_arrow VALUES
    ('swap', '', 'asked'), ('swap', 'asked', 'agreed'), ('swap', 'asked', 'declined'), ('swap', 'asked', 'withdrawn'),
    ('swap', 'asked', 'lapsed'), ('swap', 'agreed', 'approved'), ('swap', 'agreed', 'refused'), ('swap', 'agreed', 'declined'),
    ('swap', 'agreed', 'withdrawn'), ('swap', 'agreed', 'lapsed');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('swap_asked', 'A colleague asks to swap', 'A colleague asks you to swap your duty on {day}. Sign in to answer by {answer_by}.', false, false),
    ('swap_to_decide', 'A swap waits for your decision', 'Two officers agreed to swap duties. Sign in to decide by {answer_by}.', true, false),
    ('swap_agreed', 'Your swap is agreed', 'Your colleague agreed to swap the duty on {day}. A supervisor decides next.', false, true),
    ('swap_over', 'A swap will not happen', 'A swap that concerns your duty on {day} will not happen. Your duty stays as it is. Sign in.', false, true);

CREATE TABLE swap (
    swap_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gives bigint NOT NULL REFERENCES deployment,       -- the duty of the officer who asks
    takes bigint NOT NULL REFERENCES deployment,       -- the duty asked for
    officer_id text NOT NULL REFERENCES officer,       -- who asks: read from the duty given
    other_officer_id text NOT NULL REFERENCES officer, -- read from the duty asked for
    asked_by bigint NOT NULL REFERENCES account,
    reason_id bigint UNIQUE REFERENCES prose,
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX swap_by_officer ON swap (officer_id);
CREATE INDEX swap_by_other ON swap (other_officer_id);
SELECT hold_ledgered('swap', 'swap_id');

CREATE TABLE swap_step (
    step_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    swap_id bigint NOT NULL REFERENCES swap,
    number integer NOT NULL,
    state text NOT NULL,
    made_by bigint REFERENCES account,  -- null: time
    note_id bigint UNIQUE REFERENCES prose,
    welfare_considered boolean,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (swap_id, number),
    CHECK ((state = 'lapsed') = (made_by IS NULL)),
    CONSTRAINT swap_refusal_says_why CHECK (state <> 'refused' OR note_id IS NOT NULL),
    CONSTRAINT swap_welfare CHECK ((state = 'approved') = (welfare_considered IS NOT NULL) AND coalesce(welfare_considered, true))
);
SELECT hold_ledgered('swap_step', 'step_id');

-- Every swap as it stands: its newest step. An open one lapses when its clock runs out, or at the midnight after which
-- nobody is given a duty but by recall.
CREATE VIEW swap_now AS
SELECT s.*, p.state, p.made_by, p.made_at, p.note_id,
    CASE WHEN p.state IN ('asked', 'agreed') THEN
        least(p.made_at + make_interval(hours => figure('swap_answer', p.made_at::date)), london(least(g.day, t.day), time '00:00')) END AS answer_by,
    g.day AS gives_day, g.shift_id AS gives_shift, g.post_id AS gives_post, g.starts_at AS gives_starts_at,
    t.day AS takes_day, t.shift_id AS takes_shift, t.post_id AS takes_post, t.starts_at AS takes_starts_at
FROM swap s
JOIN LATERAL (SELECT * FROM swap_step x WHERE x.swap_id = s.swap_id ORDER BY x.number DESC LIMIT 1) p ON true
JOIN deployment g ON g.deployment_id = s.gives JOIN deployment t ON t.deployment_id = s.takes;

CREATE FUNCTION swap_state(of_swap bigint) RETURNS text LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT coalesce((SELECT p.state FROM swap_step p WHERE p.swap_id = of_swap ORDER BY p.number DESC LIMIT 1), '')
$$;

-- Whether an officer is, or within the figure was, in a swap with another.
CREATE FUNCTION swaps_with(one text, another text) RETURNS boolean LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM swap_now n
        WHERE (n.officer_id, n.other_officer_id) IN ((one, another), (another, one))
            AND (n.state IN ('asked', 'agreed')
                OR n.state = 'approved' AND n.made_at > now() - make_interval(days => figure('swap_partner'))))
$$;

-- A deployment with a window of its own inside a shift.
CREATE FUNCTION is_relief(of_deployment bigint) RETURNS boolean LANGUAGE sql STABLE SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (SELECT FROM deployment d JOIN change c USING (change_id) WHERE d.deployment_id = of_deployment AND c.kind = 'relief')
$$;

CREATE FUNCTION require_swappable(of_swap swap) RETURNS void LANGUAGE plpgsql STABLE SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM standing_deployment s WHERE s.deployment_id IN (of_swap.gives, of_swap.takes)) < 2 THEN
        RAISE EXCEPTION 'one of these duties does not stand any more' USING ERRCODE = 'EV002', CONSTRAINT = 'swap_stands';
    END IF;
    IF EXISTS (SELECT FROM deployment d WHERE d.deployment_id IN (of_swap.gives, of_swap.takes)
               AND london(d.day, time '00:00') <= clock_timestamp()) THEN
        RAISE EXCEPTION 'a swap is settled before the midnight before its first duty' USING ERRCODE = 'EV002', CONSTRAINT = 'swap_future';
    END IF;
END
$$;

CREATE FUNCTION hold_swap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.asked_at := clock_timestamp();
    PERFORM require_layer(NEW.reason_id, 'decision');
    PERFORM FROM deployment d WHERE d.deployment_id IN (NEW.gives, NEW.takes) ORDER BY d.deployment_id FOR NO KEY UPDATE;
    SELECT d.officer_id INTO NEW.officer_id FROM deployment d WHERE d.deployment_id = NEW.gives;
    SELECT d.officer_id INTO NEW.other_officer_id FROM deployment d WHERE d.deployment_id = NEW.takes;
    IF NEW.officer_id IS NULL OR NEW.other_officer_id IS NULL THEN
        RAISE EXCEPTION 'no such deployment' USING ERRCODE = 'EV002', CONSTRAINT = 'deployment_known';
    END IF;
    IF NEW.officer_id = NEW.other_officer_id THEN
        RAISE EXCEPTION 'a swap is between two officers' USING ERRCODE = 'EV002', CONSTRAINT = 'swap_of_two';
    END IF;
    PERFORM require_swappable(NEW);
    IF is_relief(NEW.gives) OR is_relief(NEW.takes) THEN
        RAISE EXCEPTION 'a relief within a shift is not swapped' USING ERRCODE = 'EV002', CONSTRAINT = 'swap_whole_duty';
    END IF;
    IF EXISTS (SELECT FROM swap_now n WHERE n.state IN ('asked', 'agreed')
               AND (n.gives, n.takes) IN ((NEW.gives, NEW.takes), (NEW.takes, NEW.gives))) THEN
        RAISE EXCEPTION 'this swap is asked for already' USING ERRCODE = 'EV001', CONSTRAINT = 'swap_open';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON swap FOR EACH ROW EXECUTE FUNCTION hold_swap();

CREATE FUNCTION open_swap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    INSERT INTO swap_step (swap_id, number, state, made_by) VALUES (NEW.swap_id, 0, 'asked', NEW.asked_by);
    RETURN NULL;
END
$$;
CREATE TRIGGER opened AFTER INSERT ON swap FOR EACH ROW EXECUTE FUNCTION open_swap();

-- Who may take which step. What carries a duty towards change is asked of the duties as they stand now.
CREATE FUNCTION hold_swap_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held swap;
    actor text;
BEGIN
    NEW.made_at := clock_timestamp();
    SELECT * INTO held FROM swap s WHERE s.swap_id = NEW.swap_id FOR UPDATE;
    IF held.swap_id IS NULL THEN
        RAISE EXCEPTION 'no such swap' USING ERRCODE = 'EV002', CONSTRAINT = 'swap_known';
    END IF;
    SELECT coalesce(max(p.number), 0) + 1 INTO NEW.number FROM swap_step p WHERE p.swap_id = NEW.swap_id;
    PERFORM require_layer(NEW.note_id, 'decision');
    SELECT a.officer_id INTO actor FROM account a WHERE a.account_id = NEW.made_by;
    IF NEW.state IN ('asked', 'withdrawn') AND actor IS DISTINCT FROM held.officer_id
        OR NEW.state IN ('agreed', 'declined') AND actor IS DISTINCT FROM held.other_officer_id THEN
        RAISE EXCEPTION 'this step belongs to the other officer of the swap' USING ERRCODE = 'EV003', CONSTRAINT = 'swap_own';
    END IF;
    IF NEW.state IN ('approved', 'refused') THEN
        IF actor IN (held.officer_id, held.other_officer_id) THEN
            RAISE EXCEPTION 'nobody decides on their own swap' USING ERRCODE = 'EV003', CONSTRAINT = 'own_swap';
        END IF;
        IF NOT EXISTS (SELECT FROM account_role r WHERE r.account_id = NEW.made_by AND r.role = 'supervisor') THEN
            RAISE EXCEPTION 'a swap is decided by a supervisor' USING ERRCODE = 'EV003', CONSTRAINT = 'swap_supervisor';
        END IF;
        IF swaps_with(actor, held.officer_id) OR swaps_with(actor, held.other_officer_id) THEN
            RAISE EXCEPTION 'who swaps with one of the two does not decide' USING ERRCODE = 'EV003', CONSTRAINT = 'swap_partner';
        END IF;
    END IF;
    PERFORM require_arrow('swap', swap_state(NEW.swap_id), NEW.state);
    IF NEW.state IN ('agreed', 'approved') THEN
        PERFORM require_swappable(held);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON swap_step FOR EACH ROW EXECUTE FUNCTION hold_swap_step();

-- The messages of a step. That a duty has changed is told by the change itself.
CREATE FUNCTION tell_of_swap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held swap_now;
    about text := 'SW-' || NEW.swap_id;
    once text := 'swap ' || NEW.swap_id || ' ' || NEW.number;
BEGIN
    SELECT * INTO held FROM swap_now n WHERE n.swap_id = NEW.swap_id;
    IF NEW.state = 'asked' THEN
        PERFORM tell(NULL, held.other_officer_id, 'swap_asked', 'swap', about, held.takes_day, held.answer_by, occurrence => once);
        RETURN NULL;
    END IF;
    PERFORM told_done('swap', about, NULL, NEW.made_by);
    IF NEW.state = 'agreed' THEN
        PERFORM tell(NULL, held.officer_id, 'swap_agreed', 'swap', about, held.gives_day, occurrence => once);
        PERFORM tell(c.chief, NULL, 'swap_to_decide', 'swap', about, answer_by => held.answer_by, occurrence => once)
        FROM (SELECT supervisors_of(held.officer_id) UNION SELECT supervisors_of(held.other_officer_id)) c (chief)
        JOIN account a ON a.account_id = c.chief WHERE coalesce(a.officer_id, '') NOT IN (held.officer_id, held.other_officer_id);
    ELSIF NEW.state <> 'approved' THEN
        -- whoever ended it knows; of what time or a supervisor ended both are told
        PERFORM tell(NULL, side.told, 'swap_over', 'swap', about, side.duty, occurrence => once)
        FROM (VALUES (held.officer_id, held.gives_day, 'withdrawn'), (held.other_officer_id, held.takes_day, 'declined')) side (told, duty, own)
        WHERE NEW.state <> side.own;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER told AFTER INSERT ON swap_step FOR EACH ROW EXECUTE FUNCTION tell_of_swap();

-- Guarantee 1: the row that says why a swap was made is the approved swap.
ALTER TABLE change ADD COLUMN swap_id bigint REFERENCES swap;

CREATE FUNCTION require_approved_swap() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.swap_id := NULL;
    IF NEW.ground = 'swap' THEN
        SELECT s.swap_id INTO NEW.swap_id FROM swap s
        WHERE swap_state(s.swap_id) = 'approved'
            AND (s.gives, s.takes) IN ((NEW.removes, NEW.swapped_with), (NEW.swapped_with, NEW.removes));
        IF NEW.swap_id IS NULL THEN
            RAISE EXCEPTION 'a swap is asked by one officer, agreed by the other and approved by a supervisor'
                USING ERRCODE = 'EV004', CONSTRAINT = 'swap_approved';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER swap_approved BEFORE INSERT ON change FOR EACH ROW EXECUTE FUNCTION require_approved_swap();

-- And the other way round: an approval that is not carried out in its own transaction is none.
CREATE FUNCTION require_swap_made() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM change c WHERE c.swap_id = NEW.swap_id) <> 2 THEN
        RAISE EXCEPTION 'an approved swap changes both duties in the same transaction' USING ERRCODE = 'EV004', CONSTRAINT = 'swap_made';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER made AFTER INSERT ON swap_step DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'approved') EXECUTE FUNCTION require_swap_made();
CREATE INDEX change_by_swap ON change (swap_id) WHERE swap_id IS NOT NULL;

DO $$
BEGIN
    ALTER TABLE swap ENABLE ALWAYS TRIGGER hold;
    ALTER TABLE swap ENABLE ALWAYS TRIGGER opened;
    ALTER TABLE swap_step ENABLE ALWAYS TRIGGER hold;
    ALTER TABLE swap_step ENABLE ALWAYS TRIGGER told;
    ALTER TABLE swap_step ENABLE ALWAYS TRIGGER made;
    ALTER TABLE change ENABLE ALWAYS TRIGGER swap_approved;
END
$$;

-- The doors. The reason and the note are a person's words: layer decision, which planners do not read.
CREATE FUNCTION ask_swap(asker bigint, giving bigint, wanting bigint, reason text DEFAULT NULL) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    asked bigint;
BEGIN
    INSERT INTO swap (gives, takes, asked_by, reason_id)
    VALUES (giving, wanting, asker, CASE WHEN reason IS NOT NULL THEN write_prose('decision', reason) END)
    RETURNING swap_id INTO asked;
    RETURN asked;
END
$$;

CREATE FUNCTION step_swap(actor bigint, of_swap bigint, new_state text, saying text DEFAULT NULL, welfare boolean DEFAULT NULL) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF new_state NOT IN ('agreed', 'declined', 'withdrawn', 'approved', 'refused') THEN
        RAISE EXCEPTION 'a swap cannot be brought to "%" by anybody', new_state USING ERRCODE = 'EV001';
    END IF;
    INSERT INTO swap_step (swap_id, number, state, made_by, note_id, welfare_considered)
    VALUES (of_swap, 0, new_state, actor, CASE WHEN saying IS NOT NULL THEN write_prose('decision', saying) END, welfare);
END
$$;

-- Time: unanswered too long, or a duty that no longer stands.
CREATE FUNCTION lapse_swaps(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    over bigint;
    lapsed integer := 0;
BEGIN
    FOR over IN
        SELECT n.swap_id FROM swap_now n
        WHERE n.state IN ('asked', 'agreed') AND (n.answer_by <= as_of
            OR (SELECT count(*) FROM standing_deployment d WHERE d.deployment_id IN (n.gives, n.takes)) < 2)
        ORDER BY n.swap_id
    LOOP
        -- somebody may have answered since the list was read
        PERFORM FROM swap s WHERE s.swap_id = over FOR UPDATE;
        CONTINUE WHEN swap_state(over) NOT IN ('asked', 'agreed');
        INSERT INTO swap_step (swap_id, number, state) VALUES (over, 0, 'lapsed');
        lapsed := lapsed + 1;
    END LOOP;
    RETURN lapsed;
END
$$;

-- Who was relieved from where, and what they took instead: what the audit looks at. No texts.
CREATE VIEW swap_relief AS
SELECT s.swap_id, side.officer_id, side.other_officer_id, side.officer_id = s.officer_id AS asked,
    gone.day AS relieved_day, gone.shift_id AS relieved_shift, gp.site_id AS relieved_site, gone.post_id AS relieved_post,
    taken.day AS taken_day, taken.shift_id AS taken_shift, tp.site_id AS taken_site, taken.post_id AS taken_post,
    s.officer_id AS asked_by, s.asked_at, a.made_by AS approved_by, a.made_at AS approved_at
FROM swap s
JOIN swap_step a ON a.swap_id = s.swap_id AND a.state = 'approved'
CROSS JOIN LATERAL (VALUES (s.officer_id, s.other_officer_id, s.gives, s.takes),
                           (s.other_officer_id, s.officer_id, s.takes, s.gives)) side (officer_id, other_officer_id, gone, taken)
JOIN deployment gone ON gone.deployment_id = side.gone JOIN post gp ON gp.post_id = gone.post_id
JOIN deployment taken ON taken.deployment_id = side.taken JOIN post tp ON tp.post_id = taken.post_id;

GRANT SELECT ON swap, swap_step, swap_now, swap_relief TO evenhand_app;
GRANT SELECT ON swap_relief TO evenhand_read;
GRANT EXECUTE ON FUNCTION ask_swap, step_swap, lapse_swaps, swap_state TO evenhand_app;
