-- Authority and currencies: what an officer may carry today and until when, which component lapses first, who is booked to
-- renew it, and which published duties a lapse re-opens. A lapse is a fact: no decision, no flag, no reason asked for.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('authority_return_cluster', '2006-11-29', 5, 'officers', 'Evenhand domain section 4.1: a cluster of returns is a capacity alarm; the number is ours'),
    ('authority_return_window', '2006-11-29', 7, 'days', 'Evenhand domain section 4.1: returned within a week'),
    ('authority_status_rank', '2006-11-29', 3, 'seniority', 'Evenhand domain section 4.3: the chief officer or a delegate; an inspector until the customer says'),
    ('training_load_horizon', '2006-11-29', 90, 'days', '001 paragraph 11; Evenhand domain section 1: seats against lapses, 90 days ahead'),
    ('warnings_a_round', '2006-11-29', 200, 'warnings', 'Evenhand design: what one round of due work tells at most, the nearest lapses first');

INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('currency_lapsing', 'A currency lapses', 'One of your currencies lapses on {day} and is not booked. Sign in.', false, true),
    ('currency_watch', 'Currencies lapse unbooked', 'More currencies lapse soon and are not booked. See the watch list.', false, true),
    ('duty_reopened', 'A duty is open again', 'A currency lapses before a published duty on {day}. Sign in.', false, false),
    ('training_load', 'Too few training seats', 'Fewer seats are set up than currencies lapse. See the training load.', false, true),
    ('training_booked', 'Training booked', 'You are booked on training on {day}. Sign in.', true, false),
    ('training_cancelled', 'Training cancelled', 'Your training on {day} is cancelled. Sign in.', true, false),
    ('authority_returns', 'Capacity', 'Several authorities were returned within a week. See the authority figures.', false, false);

-- What became of an authority beside its components. Returning it is a volunteer's right: no reason is asked, none is kept.
CREATE TABLE authority_status (
    status_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    status text NOT NULL CHECK (status IN ('suspended', 'returned', 'restored')),
    from_day date NOT NULL,  -- the first day without it; restored: the first day with it again
    recorded_by bigint NOT NULL REFERENCES account,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX authority_status_by_officer ON authority_status (officer_id, status_id DESC);
SELECT hold_ledgered('authority_status', 'status_id');

CREATE FUNCTION hold_authority_status() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    standing authority_status;
    recorder account;
BEGIN
    NEW.recorded_at := clock_timestamp();
    -- publish_version locks this table against whatever ends a currency
    LOCK TABLE currency IN ROW EXCLUSIVE MODE;
    PERFORM FROM officer WHERE officer_id = NEW.officer_id FOR NO KEY UPDATE;
    SELECT * INTO recorder FROM account WHERE account_id = NEW.recorded_by;
    SELECT * INTO standing FROM authority_status WHERE officer_id = NEW.officer_id ORDER BY status_id DESC LIMIT 1;
    IF NOT EXISTS (SELECT FROM currency c JOIN skill s USING (skill_id) WHERE c.officer_id = NEW.officer_id AND s.kind = 'authority') THEN
        RAISE EXCEPTION 'this officer holds no authority' USING ERRCODE = 'EV002', CONSTRAINT = 'authority_held';
    END IF;
    IF NOT (CASE coalesce(standing.status, 'restored')
        WHEN 'restored' THEN NEW.status IN ('suspended', 'returned')
        WHEN 'suspended' THEN NEW.status IN ('returned', 'restored')
        ELSE NEW.status = 'restored' END) THEN
        RAISE EXCEPTION 'an authority that is % cannot be %', coalesce(standing.status, 'held'), NEW.status
            USING ERRCODE = 'EV001', CONSTRAINT = 'authority_step';
    END IF;
    IF NEW.status = 'restored' THEN
        -- what was not held yesterday is not made to have been held
        NEW.from_day := (NEW.recorded_at AT TIME ZONE 'Europe/London')::date;
    ELSIF standing.status = 'suspended' AND NEW.from_day < standing.from_day THEN
        RAISE EXCEPTION 'the authority was suspended later than that' USING ERRCODE = 'EV002', CONSTRAINT = 'authority_day';
    END IF;
    IF NEW.status = 'returned' THEN
        IF recorder.officer_id IS DISTINCT FROM NEW.officer_id AND NOT EXISTS (
            SELECT FROM account_role WHERE account_id = NEW.recorded_by AND role IN ('supervisor', 'duties')) THEN
            RAISE EXCEPTION 'an authority is returned by the officer, or to a supervisor' USING ERRCODE = 'EV003', CONSTRAINT = 'authority_recorder';
        END IF;
    ELSIF recorder.officer_id = NEW.officer_id OR coalesce(seniority(recorder.rank), 0) < figure('authority_status_rank')
        OR NOT EXISTS (SELECT FROM account_role WHERE account_id = NEW.recorded_by AND role = 'supervisor') THEN
        RAISE EXCEPTION 'an authority is suspended and restored by a senior supervisor, never by the officer'
            USING ERRCODE = 'EV003', CONSTRAINT = 'authority_recorder';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON authority_status FOR EACH ROW EXECUTE FUNCTION hold_authority_status();
ALTER TABLE authority_status ENABLE ALWAYS TRIGGER hold;

-- A cluster of returns says something about the command, nothing about any officer.
CREATE FUNCTION alarm_returns() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    returned integer;
    week text := to_char(NEW.recorded_at AT TIME ZONE 'Europe/London', 'IYYY-"W"IW');
    receiver bigint;
BEGIN
    SELECT count(DISTINCT officer_id) INTO returned FROM authority_status
    WHERE status = 'returned' AND recorded_at > NEW.recorded_at - make_interval(days => figure('authority_return_window'));
    IF returned >= figure('authority_return_cluster') THEN
        FOR receiver IN SELECT DISTINCT account_id FROM account_role WHERE role IN ('duties', 'gold') ORDER BY 1 LOOP
            PERFORM tell(receiver, NULL, 'authority_returns', 'command', week, urgent => true,
                occurrence => 'authority_returns:' || week || ':' || receiver);
        END LOOP;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER alarms AFTER INSERT ON authority_status FOR EACH ROW WHEN (NEW.status = 'returned') EXECUTE FUNCTION alarm_returns();
ALTER TABLE authority_status ENABLE ALWAYS TRIGGER alarms;

-- As before, and the authority ends on the day before it was suspended or returned, until it is restored.
CREATE OR REPLACE VIEW skill_until AS
SELECT h.officer_id, h.skill_id, h.since_day,
    CASE WHEN s.kind = 'authority' THEN least(h.until_day, (
        SELECT min(coalesce(k.until_day, '-infinity')) FROM skill c LEFT JOIN LATERAL (
            SELECT max(coalesce(x.expires_on, 'infinity'::date)) AS until_day FROM currency x
            WHERE x.officer_id = h.officer_id AND x.skill_id = c.skill_id) k ON true
        WHERE c.kind = 'component'), (
        SELECT CASE WHEN a.status <> 'restored' THEN a.from_day - 1 END FROM authority_status a
        WHERE a.officer_id = h.officer_id ORDER BY a.status_id DESC LIMIT 1))
    ELSE h.until_day END AS until_day
FROM (
    SELECT officer_id, skill_id, max(coalesce(expires_on, 'infinity'::date)) AS until_day, min(issued_on) AS since_day
    FROM currency GROUP BY officer_id, skill_id
) h JOIN skill s USING (skill_id);

-- Every part that an authority rests on, with its last day (null: never held): the authority's own row, each component, and
-- its status where that ends it. The least of them is the authority's last day.
CREATE VIEW authority_part AS
SELECT h.officer_id, s.kind AS part, s.skill_id, (
    SELECT max(coalesce(x.expires_on, 'infinity'::date)) FROM currency x
    WHERE x.officer_id = h.officer_id AND x.skill_id = s.skill_id) AS last_day
FROM (SELECT c.officer_id FROM currency c JOIN skill a USING (skill_id) WHERE a.kind = 'authority' GROUP BY c.officer_id) h
CROSS JOIN skill s WHERE s.kind IN ('authority', 'component')
UNION ALL
SELECT a.officer_id, a.status, NULL, a.from_day - 1 FROM authority_status a
WHERE a.status <> 'restored' AND NOT EXISTS (
    SELECT FROM authority_status later WHERE later.officer_id = a.officer_id AND later.status_id > a.status_id);

-- Training sessions, and who is booked on one.
CREATE TABLE training_session (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    skill_id text NOT NULL REFERENCES skill,
    day date NOT NULL,
    starts time NOT NULL,
    instructor text NOT NULL CHECK (length(instructor) BETWEEN 1 AND 80),
    seats integer NOT NULL CHECK (seats BETWEEN 1 AND 100),
    within_duty boolean NOT NULL DEFAULT false,  -- a slot inside the rostered duty: the officer keeps the duty
    set_up_by bigint NOT NULL REFERENCES account,
    set_up_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX training_session_by_skill ON training_session (skill_id, day);
SELECT hold_append_only('training_session');

CREATE TABLE session_cancellation (
    session_id bigint PRIMARY KEY REFERENCES training_session,
    reason text NOT NULL CHECK (length(reason) BETWEEN 5 AND 200),
    cancelled_by bigint NOT NULL REFERENCES account,
    cancelled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_append_only('session_cancellation');

CREATE TABLE training_booking (
    booking_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id bigint NOT NULL REFERENCES training_session,
    officer_id text NOT NULL REFERENCES officer,
    abstraction_id text UNIQUE,  -- the row it made; no reference, because a cancelled booking takes that row away
    booked_by bigint NOT NULL REFERENCES account,
    booked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX training_booking_by_session ON training_booking (session_id);
CREATE INDEX training_booking_by_officer ON training_booking (officer_id);
SELECT hold_append_only('training_booking');

-- `by_side`: who withdrew. Withdrawals by the duties office are counted (001 ¶54-56).
CREATE TABLE booking_cancellation (
    booking_id bigint PRIMARY KEY REFERENCES training_booking,
    by_side text NOT NULL CHECK (by_side IN ('officer', 'training_unit', 'duties_office', 'session')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 5 AND 200),
    cancelled_by bigint NOT NULL REFERENCES account,
    cancelled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_append_only('booking_cancellation');

CREATE VIEW standing_booking AS
SELECT b.booking_id, b.session_id, b.officer_id, b.abstraction_id, b.booked_by, b.booked_at, s.skill_id, s.day, s.starts, s.within_duty
FROM training_booking b JOIN training_session s USING (session_id)
WHERE NOT EXISTS (SELECT FROM booking_cancellation c WHERE c.booking_id = b.booking_id);

CREATE VIEW standing_session AS
SELECT s.*, (SELECT count(*) FROM training_booking b WHERE b.session_id = s.session_id
    AND NOT EXISTS (SELECT FROM booking_cancellation c WHERE c.booking_id = b.booking_id))::integer AS booked
FROM training_session s
WHERE NOT EXISTS (SELECT FROM session_cancellation c WHERE c.session_id = s.session_id);

CREATE FUNCTION hold_session() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.set_up_at := clock_timestamp();
    IF NEW.day < police_day(NEW.set_up_at) THEN
        RAISE EXCEPTION 'a session is set up before its day' USING ERRCODE = 'EV002', CONSTRAINT = 'session_over';
    END IF;
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = NEW.set_up_by AND role = 'duties') THEN
        RAISE EXCEPTION 'sessions are set up by the duties office and the training unit' USING ERRCODE = 'EV003', CONSTRAINT = 'training_office';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON training_session FOR EACH ROW EXECUTE FUNCTION hold_session();
ALTER TABLE training_session ENABLE ALWAYS TRIGGER hold;

-- Capacity is held by the row of the session: whoever books waits for whoever is booking.
CREATE FUNCTION hold_booking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held training_session;
BEGIN
    NEW.booked_at := clock_timestamp();
    NEW.abstraction_id := NULL;
    SELECT * INTO held FROM training_session WHERE session_id = NEW.session_id FOR UPDATE;
    PERFORM FROM officer WHERE officer_id = NEW.officer_id FOR NO KEY UPDATE;
    IF held.session_id IS NULL THEN
        RAISE EXCEPTION 'no such training session' USING ERRCODE = 'EV002', CONSTRAINT = 'session_known';
    END IF;
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = NEW.booked_by AND role IN ('duties', 'supervisor'))
        AND NOT EXISTS (SELECT FROM account WHERE account_id = NEW.booked_by AND officer_id = NEW.officer_id) THEN
        RAISE EXCEPTION 'a course is booked by the duties office, a supervisor or the officer' USING ERRCODE = 'EV003', CONSTRAINT = 'training_office';
    END IF;
    IF EXISTS (SELECT FROM session_cancellation WHERE session_id = NEW.session_id) THEN
        RAISE EXCEPTION 'this session is cancelled' USING ERRCODE = 'EV007', CONSTRAINT = 'session_cancelled';
    END IF;
    IF held.day < police_day(NEW.booked_at) THEN
        RAISE EXCEPTION 'this session is over' USING ERRCODE = 'EV007', CONSTRAINT = 'session_over';
    END IF;
    IF NOT EXISTS (SELECT FROM officer WHERE officer_id = NEW.officer_id AND daterange(joined_on, left_on, '[]') @> held.day) THEN
        RAISE EXCEPTION 'the officer is not in service on that day' USING ERRCODE = 'EV007', CONSTRAINT = 'not_in_service';
    END IF;
    IF EXISTS (SELECT FROM standing_booking b WHERE b.officer_id = NEW.officer_id
               AND (b.session_id = NEW.session_id OR (b.day = held.day AND b.starts = held.starts))) THEN
        RAISE EXCEPTION 'the officer is booked at that time already' USING ERRCODE = 'EV007', CONSTRAINT = 'booked_already';
    END IF;
    IF (SELECT count(*) FROM standing_booking b WHERE b.session_id = NEW.session_id) >= held.seats THEN
        RAISE EXCEPTION 'this session is full' USING ERRCODE = 'EV007', CONSTRAINT = 'session_full';
    END IF;
    IF NOT held.within_duty THEN
        IF EXISTS (SELECT FROM abstraction WHERE officer_id = NEW.officer_id AND daterange(from_day, to_day, '[]') @> held.day) THEN
            RAISE EXCEPTION 'the officer is away on that day' USING ERRCODE = 'EV007', CONSTRAINT = 'officer_away';
        END IF;
        NEW.abstraction_id := 'A9' || lpad(NEW.booking_id::text, 8, '0');
        INSERT INTO abstraction (abstraction_id, officer_id, kind, from_day, to_day, reference)
        VALUES (NEW.abstraction_id, NEW.officer_id, 'training', held.day, held.day, 'Session ' || held.session_id || ': ' || held.skill_id);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON training_booking FOR EACH ROW EXECUTE FUNCTION hold_booking();
ALTER TABLE training_booking ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION hold_booking_cancellation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held training_booking;
BEGIN
    NEW.cancelled_at := clock_timestamp();
    SELECT * INTO held FROM training_booking WHERE booking_id = NEW.booking_id;
    PERFORM FROM training_session WHERE session_id = held.session_id FOR UPDATE;
    IF NEW.by_side = 'session' AND pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'a session that is cancelled ends its bookings by itself' USING ERRCODE = 'EV006', CONSTRAINT = 'session_cancels';
    END IF;
    IF (SELECT day FROM training_session WHERE session_id = held.session_id) < police_day(NEW.cancelled_at) THEN
        RAISE EXCEPTION 'this session is over' USING ERRCODE = 'EV007', CONSTRAINT = 'session_over';
    END IF;
    -- so that nobody withdraws an officer in another's name
    IF NOT (CASE NEW.by_side
        WHEN 'officer' THEN EXISTS (SELECT FROM account a LEFT JOIN account_role r ON r.account_id = a.account_id AND r.role = 'supervisor'
            WHERE a.account_id = NEW.cancelled_by AND (a.officer_id = held.officer_id OR r.role IS NOT NULL))
        WHEN 'session' THEN true
        ELSE EXISTS (SELECT FROM account_role WHERE account_id = NEW.cancelled_by AND role = 'duties') END) THEN
        RAISE EXCEPTION 'this is not yours to cancel in that name' USING ERRCODE = 'EV003', CONSTRAINT = 'training_office';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON booking_cancellation FOR EACH ROW EXECUTE FUNCTION hold_booking_cancellation();
ALTER TABLE booking_cancellation ENABLE ALWAYS TRIGGER hold;

-- What a booking and its cancellation leave behind: the officer is told, and a cancelled course no longer takes a day. The row
-- stays where a change of a published duty rests on it, because that row says why the officer was taken off (guarantee 1).
CREATE FUNCTION follow_booking() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held training_booking;
    held_on date;
BEGIN
    SELECT * INTO held FROM training_booking WHERE booking_id = NEW.booking_id;
    SELECT day INTO held_on FROM training_session WHERE session_id = held.session_id;
    IF TG_TABLE_NAME = 'training_booking' THEN
        PERFORM tell(NULL, held.officer_id, 'training_booked', 'training_booking', held.booking_id::text, on_day => held_on,
            occurrence => 'training_booked:' || held.booking_id);
        RETURN NULL;
    END IF;
    PERFORM tell(NULL, held.officer_id, 'training_cancelled', 'training_booking', held.booking_id::text, on_day => held_on,
        occurrence => 'training_cancelled:' || held.booking_id);
    BEGIN
        DELETE FROM abstraction WHERE abstraction_id = held.abstraction_id;
    EXCEPTION WHEN foreign_key_violation THEN
        NULL;
    END;
    RETURN NULL;
END
$$;
CREATE TRIGGER follows AFTER INSERT ON training_booking FOR EACH ROW EXECUTE FUNCTION follow_booking();
CREATE TRIGGER follows AFTER INSERT ON booking_cancellation FOR EACH ROW EXECUTE FUNCTION follow_booking();
ALTER TABLE training_booking ENABLE ALWAYS TRIGGER follows;
ALTER TABLE booking_cancellation ENABLE ALWAYS TRIGGER follows;

CREATE FUNCTION hold_session_cancellation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF TG_WHEN = 'BEFORE' THEN
        NEW.cancelled_at := clock_timestamp();
        PERFORM FROM training_session WHERE session_id = NEW.session_id FOR UPDATE;
        IF NOT EXISTS (SELECT FROM account_role WHERE account_id = NEW.cancelled_by AND role = 'duties') THEN
            RAISE EXCEPTION 'sessions are cancelled by the duties office and the training unit' USING ERRCODE = 'EV003', CONSTRAINT = 'training_office';
        END IF;
        RETURN NEW;
    END IF;
    INSERT INTO booking_cancellation (booking_id, by_side, reason, cancelled_by)
    SELECT b.booking_id, 'session', NEW.reason, NEW.cancelled_by FROM standing_booking b WHERE b.session_id = NEW.session_id ORDER BY 1;
    RETURN NULL;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON session_cancellation FOR EACH ROW EXECUTE FUNCTION hold_session_cancellation();
CREATE TRIGGER follows AFTER INSERT ON session_cancellation FOR EACH ROW EXECUTE FUNCTION hold_session_cancellation();
ALTER TABLE session_cancellation ENABLE ALWAYS TRIGGER hold;
ALTER TABLE session_cancellation ENABLE ALWAYS TRIGGER follows;

-- 001 ¶53: a booked course is protected. Its row moves with its booking only, whatever an import or a person wants.
CREATE FUNCTION hold_booked_course() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM standing_booking b WHERE b.abstraction_id = OLD.abstraction_id) AND (TG_OP = 'DELETE'
        OR (OLD.abstraction_id, OLD.officer_id, OLD.kind, OLD.from_day, OLD.to_day)
            IS DISTINCT FROM (NEW.abstraction_id, NEW.officer_id, NEW.kind, NEW.from_day, NEW.to_day)) THEN
        RAISE EXCEPTION 'this is a booked course: cancel its booking' USING ERRCODE = 'EV004', CONSTRAINT = 'booked_course';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER booked BEFORE UPDATE OR DELETE ON abstraction FOR EACH ROW EXECUTE FUNCTION hold_booked_course();
ALTER TABLE abstraction ENABLE ALWAYS TRIGGER booked;

-- Every currency that somebody in the command must keep, with its last day. A component that an authority needs and that was
-- never held has none. Nobody is pressed to renew an authority that they returned or that is suspended.
CREATE VIEW watched_currency AS
SELECT w.officer_id, o.team_id, o.left_on, w.skill_id, s.name AS skill_name, s.kind AS skill_kind, s.validity_months, w.issued_on, w.until_day
FROM (
    SELECT c.officer_id, c.skill_id, max(c.issued_on) AS issued_on, max(coalesce(c.expires_on, 'infinity'::date)) AS until_day
    FROM currency c GROUP BY c.officer_id, c.skill_id
    UNION ALL
    SELECT p.officer_id, p.skill_id, NULL, NULL FROM authority_part p WHERE p.part = 'component' AND p.last_day IS NULL
) w JOIN skill s USING (skill_id) JOIN officer o USING (officer_id)
WHERE w.until_day IS DISTINCT FROM 'infinity' AND NOT (s.kind IN ('authority', 'component') AND 'restored' IS DISTINCT FROM coalesce((
    SELECT a.status FROM authority_status a WHERE a.officer_id = w.officer_id ORDER BY a.status_id DESC LIMIT 1), 'restored'));

-- Published duties that an officer will lack a skill for: to be changed on the ground of the lapse.
CREATE VIEW reopened_deployment AS
SELECT s.deployment_id, s.officer_id, s.day, s.shift_id, s.post_id, s.during, p.skill_id AS lacks, nullif(u.until_day, '-infinity') AS until_day
FROM standing_deployment s JOIN post_skill p USING (post_id)
LEFT JOIN skill_until u ON u.officer_id = s.officer_id AND u.skill_id = p.skill_id
WHERE coalesce(u.until_day, '-infinity') < s.day;

-- What the due work below has told already, once each.
CREATE TABLE currency_notice (
    notice text PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_append_only('currency_notice');

-- Tells officers, once for each band, what lapses and is not booked before it does; and the duties office once a day for each
-- band into which something new has come. A band as long as the currency itself would warn on the day of issue.
CREATE FUNCTION warn_currencies(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    today date := police_day(as_of);
    bands integer[] := ARRAY[figure('currency_warning_first', today), figure('currency_warning_second', today),
        figure('currency_warning_third', today), figure('currency_warning_last', today)];
    due record;
    fresh integer[] := '{}';
    told integer := 0;
BEGIN
    FOR due IN
        SELECT w.officer_id, w.skill_id, w.until_day, b.band, concat_ws(':', 'lapse', w.officer_id, w.skill_id, w.until_day, b.band) AS key
        FROM watched_currency w
        CROSS JOIN LATERAL (SELECT min(x) AS band FROM unnest(bands) x WHERE w.until_day - today <= x AND x < w.until_day - w.issued_on) b
        WHERE w.until_day BETWEEN today AND today + (SELECT max(x) FROM unnest(bands) x) AND b.band IS NOT NULL
            AND coalesce(w.left_on, 'infinity') >= w.until_day
            AND NOT EXISTS (SELECT FROM standing_booking k WHERE k.officer_id = w.officer_id AND k.skill_id = w.skill_id
                            AND k.day BETWEEN today AND w.until_day)
            AND NOT EXISTS (SELECT FROM currency_notice n
                            WHERE n.notice = concat_ws(':', 'lapse', w.officer_id, w.skill_id, w.until_day, b.band))
        ORDER BY w.until_day, w.officer_id, w.skill_id LIMIT figure('warnings_a_round', today)
    LOOP
        INSERT INTO currency_notice (notice) VALUES (due.key) ON CONFLICT DO NOTHING;
        CONTINUE WHEN NOT FOUND;
        PERFORM tell(NULL, due.officer_id, 'currency_lapsing', 'currency', due.officer_id || ':' || due.skill_id,
            on_day => due.until_day, occurrence => due.key);
        told := told + 1;
        fresh := fresh || due.band;
    END LOOP;
    FOR due IN
        SELECT r.account_id, f.band FROM account_role r CROSS JOIN (SELECT DISTINCT unnest(fresh) AS band) f
        WHERE r.role = 'duties' ORDER BY 1, 2
    LOOP
        PERFORM tell(due.account_id, NULL, 'currency_watch', 'currency_watch', due.band::text,
            occurrence => concat_ws(':', 'currency_watch', due.band, today, due.account_id));
    END LOOP;
    RETURN told;
END
$$;

-- Tells the duties office, once for each, of published duties that a lapse has re-opened. The change itself is made on the
-- ground lapsed_currency, by a person.
CREATE FUNCTION reopen_past_lapse(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    due record;
    told integer := 0;
BEGIN
    FOR due IN
        SELECT DISTINCT d.deployment_id, d.day FROM reopened_deployment d
        WHERE lower(d.during) > as_of AND NOT EXISTS (SELECT FROM currency_notice n WHERE n.notice = 'reopened:' || d.deployment_id)
        ORDER BY d.day, d.deployment_id LIMIT figure('warnings_a_round')
    LOOP
        INSERT INTO currency_notice (notice) VALUES ('reopened:' || due.deployment_id) ON CONFLICT DO NOTHING;
        CONTINUE WHEN NOT FOUND;
        PERFORM tell(r.account_id, NULL, 'duty_reopened', 'deployment', due.deployment_id::text, on_day => due.day,
            occurrence => 'duty_reopened:' || due.deployment_id || ':' || r.account_id)
        FROM account_role r WHERE r.role = 'duties' ORDER BY r.account_id;
        told := told + 1;
    END LOOP;
    RETURN told;
END
$$;

-- Tells the duties office, once a month for each skill, that fewer seats are set up than currencies lapse.
CREATE FUNCTION warn_training_load(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    today date := police_day(as_of);
    horizon date := today + figure('training_load_horizon', today);
    short record;
    told integer := 0;
BEGIN
    FOR short IN
        SELECT w.skill_id, concat_ws(':', 'load', w.skill_id, to_char(today, 'YYYY-MM')) AS key
        FROM watched_currency w
        WHERE w.until_day BETWEEN today AND horizon AND coalesce(w.left_on, 'infinity') >= w.until_day AND w.validity_months IS NOT NULL
        GROUP BY w.skill_id
        HAVING count(*) > (SELECT coalesce(sum(s.seats), 0) FROM standing_session s
                           WHERE s.skill_id = w.skill_id AND s.day BETWEEN today AND horizon)
        ORDER BY w.skill_id
    LOOP
        INSERT INTO currency_notice (notice) VALUES (short.key) ON CONFLICT DO NOTHING;
        CONTINUE WHEN NOT FOUND;
        PERFORM tell(r.account_id, NULL, 'training_load', 'skill', short.skill_id,
            occurrence => 'training_' || short.key || ':' || r.account_id)
        FROM account_role r WHERE r.role = 'duties' ORDER BY r.account_id;
        told := told + 1;
    END LOOP;
    RETURN told;
END
$$;

GRANT SELECT, INSERT ON authority_status, training_session, session_cancellation, training_booking, booking_cancellation TO evenhand_app;
GRANT SELECT ON authority_part, standing_booking, standing_session, watched_currency, reopened_deployment, currency_notice TO evenhand_app;
GRANT EXECUTE ON FUNCTION warn_currencies, reopen_past_lapse, warn_training_load TO evenhand_app;
