-- Telling people: a row for each thing somebody is told, what became of it, and how it goes out. How other features use
-- it: tell() in the transaction that makes the news, told_done() in the one that settles it. A row is never rewritten;
-- `outgoing` and `awaiting_answer` are projections of what is still to be done, written by the functions below only.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('acknowledge_within', '2006-11-29', 72, 'hours', 'Evenhand design: a message that needs an answer and names no time is answered in three days, or before the duty'),
    ('acknowledge_least', '2006-11-29', 4, 'hours', 'Evenhand design: nobody is given less than this to answer'),
    ('pause_limit', '2006-11-29', 183, 'days', 'Check my diary pauses by days, weeks or months (ux section 2); half a year at most');

-- Texts are fixed here, by migrations only: no reasons, no names, no site names, nothing but a day and a time put in.
CREATE TABLE notification_kind (
    kind text PRIMARY KEY CHECK (kind ~ '^[a-z][a-z_]{1,39}$'),
    title text NOT NULL CHECK (length(title) BETWEEN 3 AND 80),
    body text NOT NULL CHECK (length(body) BETWEEN 10 AND 300),
    needs_acknowledgement boolean NOT NULL,
    pausable boolean NOT NULL DEFAULT true,  -- false: decisions about oneself and legal notices
    CONSTRAINT text_placeholders CHECK (replace(replace(title || body, '{day}', ''), '{answer_by}', '') !~ '[{}]'),
    CONSTRAINT text_plain CHECK (title || body !~ '[[:cntrl:]]')
);
INSERT INTO notification_kind (kind, title, body, needs_acknowledgement, pausable) VALUES
    ('test', 'Test message', 'This is a test message of Evenhand. Nothing needs to be done.', false, false),
    ('reminder', 'Reminder', 'A message to you is not yet answered. Answer by {answer_by}. Sign in.', false, true),
    ('overdue', 'Overdue', 'A message to you was to be answered by {answer_by}. Sign in.', false, true),
    ('not_answered', 'Not answered', 'A message to somebody you answer for was not answered by {answer_by}. Sign in.', false, true),
    ('roster_published', 'Roster published', 'Your duties from {day} are published. Sign in.', false, true),
    ('decision_about_you', 'A decision about you', 'A decision about you is on record. Sign in.', false, false),
    ('full_form_owed', 'Full form owed', 'A short form is to be completed in full by {answer_by}. Sign in.', true, false);
SELECT hold_append_only('notification_kind');

CREATE TABLE notification (
    notification_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    to_account bigint REFERENCES account,
    to_officer text REFERENCES officer,
    recipient text NOT NULL GENERATED ALWAYS AS (coalesce('account ' || to_account::text, 'officer ' || to_officer)) STORED,
    kind text NOT NULL REFERENCES notification_kind,
    about_kind text NOT NULL CHECK (about_kind ~ '^[a-z][a-z_]{1,39}$'),
    about_id text NOT NULL CHECK (about_id ~ '^[A-Za-z0-9:._-]{1,80}$'),  -- an id, never words
    on_day date,
    answer_by timestamptz,
    urgent boolean NOT NULL DEFAULT false,
    occurrence text NOT NULL CHECK (length(occurrence) BETWEEN 1 AND 200),
    reminds bigint REFERENCES notification,  -- the message this is a reminder of
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (num_nonnulls(to_account, to_officer) = 1),
    CONSTRAINT told_once UNIQUE (occurrence, kind, recipient)  -- the same thing is told to the same person once
);
CREATE INDEX notification_by_account ON notification (to_account, notification_id);
CREATE INDEX notification_by_officer ON notification (to_officer, notification_id);
CREATE INDEX notification_by_about ON notification (about_kind, about_id);
CREATE INDEX notification_by_root ON notification (reminds) WHERE reminds IS NOT NULL;
SELECT hold_append_only('notification');

-- seen and acknowledged: by the person told. done: the thing asked for was done elsewhere. cancelled: it no longer matters.
CREATE TABLE notification_mark (
    notification_id bigint NOT NULL REFERENCES notification,
    mark text NOT NULL CHECK (mark IN ('seen', 'acknowledged', 'done', 'cancelled')),
    marked_by bigint REFERENCES account,  -- null: the system
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (notification_id, mark),
    CHECK (mark NOT IN ('seen', 'acknowledged') OR marked_by IS NOT NULL)
);
SELECT hold_append_only('notification_mark');

-- Every attempt to get a message out. error_class is a short code ("smtp_550", "exit_1"), never a server's words.
CREATE TABLE delivery (
    delivery_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    notification_id bigint NOT NULL REFERENCES notification,
    message_id bigint NOT NULL,  -- the message it went out in; a digest carries several notifications
    channel text NOT NULL CHECK (channel IN ('command', 'email', 'none')),
    state text NOT NULL CHECK (state IN ('sent', 'failed', 'given_up', 'no_channel', 'on_page')),
    error_class text CHECK (error_class ~ '^[a-z0-9_]{1,40}$'),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((state IN ('failed', 'given_up')) = (error_class IS NOT NULL))
);
CREATE INDEX delivery_by_notification ON delivery (notification_id);
SELECT hold_append_only('delivery');

-- How a person wants to be told. Not append-only: an address is personal and must be erasable.
CREATE TABLE notification_preference (
    account_id bigint PRIMARY KEY REFERENCES account,
    channel text NOT NULL CHECK (channel IN ('command', 'email', 'none')),
    address text CONSTRAINT address_form CHECK (length(address) <= 254
        AND address ~ '^[A-Za-z0-9.!#$%&''*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$'),
    paused_until timestamptz,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT address_needed CHECK (channel <> 'email' OR address IS NOT NULL)
);

-- What is still to go out; looked at again at look_at. A claim is a lease: who crashes with it loses it.
CREATE TABLE outgoing (
    notification_id bigint PRIMARY KEY REFERENCES notification,
    recipient text NOT NULL,
    state text NOT NULL DEFAULT 'waiting'
        CHECK (state IN ('waiting', 'sent', 'given_up', 'no_channel', 'on_page', 'withdrawn')),
    look_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    message_id bigint,
    owner text,
    lease_until timestamptz
);
CREATE INDEX outgoing_waiting ON outgoing (look_at) WHERE state = 'waiting';
CREATE INDEX outgoing_by_recipient ON outgoing (recipient) WHERE state = 'waiting';
CREATE INDEX outgoing_undelivered ON outgoing (notification_id) WHERE state IN ('given_up', 'no_channel');
CREATE SEQUENCE message_number;

-- What is still to be answered, and when its next reminder is due.
CREATE TABLE awaiting_answer (
    notification_id bigint PRIMARY KEY REFERENCES notification,
    remind_at timestamptz NOT NULL
);
CREATE INDEX awaiting_reminder ON awaiting_answer (remind_at);

CREATE VIEW notification_standing AS
SELECT n.*, s.marked_at AS seen_at, a.marked_at AS acknowledged_at, d.marked_at AS done_at, c.marked_at AS cancelled_at,
    CASE WHEN c.marked_at IS NOT NULL THEN 'cancelled' WHEN a.marked_at IS NOT NULL THEN 'acknowledged'
         WHEN d.marked_at IS NOT NULL THEN 'done' WHEN s.marked_at IS NOT NULL THEN 'seen' ELSE 'not_seen' END AS standing
FROM notification n
LEFT JOIN notification_mark s ON s.notification_id = n.notification_id AND s.mark = 'seen'
LEFT JOIN notification_mark a ON a.notification_id = n.notification_id AND a.mark = 'acknowledged'
LEFT JOIN notification_mark d ON d.notification_id = n.notification_id AND d.mark = 'done'
LEFT JOIN notification_mark c ON c.notification_id = n.notification_id AND c.mark = 'cancelled';

CREATE FUNCTION put_notification(to_account bigint, to_officer text, of_kind text, about_kind text, about_id text, on_day date,
    answer_by timestamptz, urgent boolean, occurrence text, reminds bigint, at timestamptz) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
#variable_conflict use_column
DECLARE
    told notification_kind;
    due timestamptz := put_notification.answer_by;
    made notification;
    today date := (at AT TIME ZONE 'Europe/London')::date;
BEGIN
    SELECT * INTO told FROM notification_kind k WHERE k.kind = of_kind;
    IF told.kind IS NULL THEN
        RAISE EXCEPTION 'there is no notification kind "%"', of_kind USING ERRCODE = 'EV002', CONSTRAINT = 'notification_kind_known';
    END IF;
    IF num_nonnulls(put_notification.to_account, put_notification.to_officer) <> 1 THEN
        RAISE EXCEPTION 'a notification goes to an account or to an officer' USING ERRCODE = 'EV002', CONSTRAINT = 'notification_recipient';
    END IF;
    IF put_notification.on_day IS NULL AND position('{day}' IN told.title || told.body) > 0 THEN
        RAISE EXCEPTION 'a notification of kind "%" names a day', of_kind USING ERRCODE = 'EV002', CONSTRAINT = 'notification_day';
    END IF;
    IF due IS NULL AND (told.needs_acknowledgement OR position('{answer_by}' IN told.title || told.body) > 0) THEN
        due := greatest(
            least(at + make_interval(hours => figure('acknowledge_within', today)),
                london(put_notification.on_day, time '00:00', figure('day_start', today))),
            at + make_interval(hours => figure('acknowledge_least', today)));
    END IF;
    INSERT INTO notification (to_account, to_officer, kind, about_kind, about_id, on_day, answer_by, urgent, occurrence, reminds, created_at)
    VALUES (put_notification.to_account, put_notification.to_officer, of_kind, put_notification.about_kind, put_notification.about_id,
        put_notification.on_day, due, put_notification.urgent, coalesce(put_notification.occurrence, gen_random_uuid()::text),
        put_notification.reminds, at)
    ON CONFLICT ON CONSTRAINT told_once DO NOTHING
    RETURNING * INTO made;
    IF made.notification_id IS NULL THEN
        RETURN (SELECT n.notification_id FROM notification n WHERE n.occurrence = put_notification.occurrence AND n.kind = of_kind
            AND n.to_account IS NOT DISTINCT FROM put_notification.to_account
            AND n.to_officer IS NOT DISTINCT FROM put_notification.to_officer);
    END IF;
    INSERT INTO outgoing (notification_id, recipient, look_at) VALUES (made.notification_id, made.recipient, at);
    IF told.needs_acknowledgement THEN
        INSERT INTO awaiting_answer
        VALUES (made.notification_id, least(at + make_interval(hours => figure('reminder_rhythm', today)), due));
    END IF;
    PERFORM pg_notify('evenhand_notification', '');
    RETURN made.notification_id;
END
$$;

-- Tells one person one thing; returns the notification, or the earlier one of the same occurrence. A kind that needs an
-- acknowledgement and is given no answer_by gets one (acknowledge_within, or the morning of on_day if that is sooner).
CREATE FUNCTION tell(to_account bigint, to_officer text, of_kind text, about_kind text, about_id text, on_day date DEFAULT NULL,
    answer_by timestamptz DEFAULT NULL, urgent boolean DEFAULT false, occurrence text DEFAULT NULL) RETURNS bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT put_notification(to_account, to_officer, of_kind, about_kind, about_id, on_day, answer_by, urgent, occurrence, NULL, clock_timestamp())
$$;

-- An answered message is neither sent any more nor reminded of; its reminders neither.
CREATE FUNCTION settle_mark() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NEW.mark <> 'seen' THEN
        DELETE FROM awaiting_answer WHERE notification_id = NEW.notification_id;
        UPDATE outgoing SET state = 'withdrawn', owner = NULL, lease_until = NULL
        WHERE state = 'waiting' AND notification_id IN (
            SELECT NEW.notification_id UNION SELECT n.notification_id FROM notification n WHERE n.reminds = NEW.notification_id);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER settle AFTER INSERT ON notification_mark FOR EACH ROW EXECUTE FUNCTION settle_mark();
ALTER TABLE notification_mark ENABLE ALWAYS TRIGGER settle;

-- Marks a message seen or acknowledged, by the person it went to and nobody else. Whoever acknowledges a reminder
-- acknowledges what it reminds of. Returns whether that is new.
CREATE FUNCTION mark_notification(of_notification bigint, as_mark text, by_account bigint) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    told notification;
    marked integer;
BEGIN
    IF as_mark NOT IN ('seen', 'acknowledged') THEN
        RAISE EXCEPTION 'a person marks a message seen or acknowledged' USING ERRCODE = 'EV002', CONSTRAINT = 'notification_mark_kind';
    END IF;
    SELECT * INTO told FROM notification WHERE notification_id = of_notification;
    IF told.notification_id IS NULL THEN
        RAISE EXCEPTION 'no such notification' USING ERRCODE = 'EV002', CONSTRAINT = 'notification_known';
    END IF;
    IF NOT EXISTS (SELECT FROM account a WHERE a.account_id = by_account
                   AND (a.account_id = told.to_account OR a.officer_id = told.to_officer)) THEN
        RAISE EXCEPTION 'a message is answered by the person it went to' USING ERRCODE = 'EV003', CONSTRAINT = 'notification_own';
    END IF;
    INSERT INTO notification_mark (notification_id, mark, marked_by)
    SELECT n.notification_id, as_mark, by_account FROM notification n
    WHERE n.recipient = told.recipient AND (n.notification_id = of_notification OR (as_mark = 'acknowledged' AND n.notification_id = told.reminds))
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS marked = ROW_COUNT;
    RETURN marked > 0;
END
$$;

CREATE FUNCTION mark_about(of_about_kind text, of_about_id text, of_kind text, as_mark text, by_account bigint) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    marked integer;
BEGIN
    INSERT INTO notification_mark (notification_id, mark, marked_by)
    SELECT n.notification_id, as_mark, by_account FROM notification n
    WHERE n.about_kind = of_about_kind AND n.about_id = of_about_id AND n.reminds IS NULL AND (of_kind IS NULL OR n.kind = of_kind)
        AND NOT EXISTS (SELECT FROM notification_mark m WHERE m.notification_id = n.notification_id AND m.mark IN ('acknowledged', 'done', 'cancelled'))
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS marked = ROW_COUNT;
    RETURN marked;
END
$$;

-- What was asked for has been done (answered, completed, decided): nobody is reminded of it any more. of_kind null: all kinds.
CREATE FUNCTION told_done(about_kind text, about_id text, of_kind text, by_account bigint DEFAULT NULL) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT mark_about(about_kind, about_id, of_kind, 'done', by_account)
$$;

-- What was told no longer matters (withdrawn, countered): the same, with the other word.
CREATE FUNCTION told_cancelled(about_kind text, about_id text, of_kind text, by_account bigint DEFAULT NULL) RETURNS integer
    LANGUAGE sql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    SELECT mark_about(about_kind, about_id, of_kind, 'cancelled', by_account)
$$;

-- The rhythm of ux 6.4: daily until due, one overdue, a day later to the next rank, then stop. However seldom this runs,
-- no reminder is made up for afterwards, and no step is skipped. Returns how many notifications it made.
CREATE FUNCTION remind_due(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    told record;
    rhythm interval := make_interval(hours => figure('reminder_rhythm', (as_of AT TIME ZONE 'Europe/London')::date));
    gone integer;
    made integer := 0;
    above bigint;
BEGIN
    FOR told IN
        SELECT n.* FROM awaiting_answer w JOIN notification n USING (notification_id)
        WHERE w.remind_at <= as_of ORDER BY w.remind_at, n.notification_id FOR UPDATE OF w SKIP LOCKED
    LOOP
        IF as_of < told.answer_by THEN
            gone := floor(extract(epoch FROM as_of - told.created_at) / extract(epoch FROM rhythm));
            PERFORM put_notification(told.to_account, told.to_officer, 'reminder', told.about_kind, told.about_id, told.on_day,
                told.answer_by, told.urgent, 'reminder ' || told.notification_id || ' ' || gone, told.notification_id, as_of);
            UPDATE awaiting_answer SET remind_at = least(told.created_at + (gone + 1) * rhythm, told.answer_by)
            WHERE notification_id = told.notification_id;
            made := made + 1;
        ELSIF NOT EXISTS (SELECT FROM notification o WHERE o.reminds = told.notification_id AND o.kind = 'overdue') THEN
            PERFORM put_notification(told.to_account, told.to_officer, 'overdue', told.about_kind, told.about_id, told.on_day,
                told.answer_by, true, 'overdue ' || told.notification_id, told.notification_id, as_of);
            UPDATE awaiting_answer SET remind_at = as_of + rhythm WHERE notification_id = told.notification_id;
            made := made + 1;
        ELSE
            FOR above IN SELECT superiors_of(told.to_account) WHERE told.to_account IS NOT NULL
                UNION SELECT supervisors_of(told.to_officer) WHERE told.to_officer IS NOT NULL ORDER BY 1
            LOOP
                PERFORM put_notification(above, NULL, 'not_answered', told.about_kind, told.about_id, told.on_day,
                    told.answer_by, true, 'not_answered ' || told.notification_id, told.notification_id, as_of);
                made := made + 1;
            END LOOP;
            DELETE FROM awaiting_answer WHERE notification_id = told.notification_id;
        END IF;
    END LOOP;
    RETURN made;
END
$$;

-- A person's own choice. Whatever waits for them is looked at again at once.
CREATE FUNCTION prefer_notification(of_account bigint, by_channel text, at_address text, pause_until timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF pause_until > now() + make_interval(days => figure('pause_limit')) THEN
        RAISE EXCEPTION 'messages are paused for % days at most', figure('pause_limit') USING ERRCODE = 'EV002', CONSTRAINT = 'pause_limit';
    END IF;
    INSERT INTO notification_preference (account_id, channel, address, paused_until)
    VALUES (of_account, by_channel, at_address, pause_until)
    ON CONFLICT (account_id) DO UPDATE SET channel = excluded.channel, address = excluded.address,
        paused_until = excluded.paused_until, updated_at = clock_timestamp();
    UPDATE outgoing o SET look_at = now() FROM account a
    WHERE a.account_id = of_account AND o.state = 'waiting' AND o.look_at > now() AND o.attempts = 0
        AND o.recipient IN ('account ' || a.account_id::text, 'officer ' || a.officer_id);
    PERFORM pg_notify('evenhand_notification', '');
END
$$;

-- Claims what is due for up to `people` recipients, whole recipients at a time so that a digest is one message. Leases
-- run by this server's clock, so that the instances' clocks need not agree.
CREATE FUNCTION claim_outgoing(claimer text, as_of timestamptz, lease interval, people integer) RETURNS SETOF outgoing
    LANGUAGE sql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    WITH due AS (
        SELECT recipient FROM outgoing
        WHERE state = 'waiting' AND look_at <= as_of AND (lease_until IS NULL OR lease_until <= clock_timestamp())
        GROUP BY recipient ORDER BY min(look_at) LIMIT people
    ), mine AS (
        SELECT o.notification_id FROM outgoing o JOIN due USING (recipient)
        WHERE o.state = 'waiting' AND o.look_at <= as_of AND (o.lease_until IS NULL OR o.lease_until <= clock_timestamp())
        ORDER BY o.notification_id LIMIT 500 FOR UPDATE OF o SKIP LOCKED
    )
    UPDATE outgoing o SET owner = claimer, lease_until = clock_timestamp() + lease
    FROM mine WHERE o.notification_id = mine.notification_id RETURNING o.*
$$;

-- Gives claimed rows back until a later moment.
CREATE FUNCTION postpone_outgoing(claimer text, of_notifications bigint[], until timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
    UPDATE outgoing SET look_at = until, owner = NULL, lease_until = NULL
    WHERE notification_id = ANY(of_notifications) AND owner = claimer AND state = 'waiting'
$$;

-- Makes claimed rows one message just before it is sent, and renews their lease. A message keeps its number for ever, so
-- that its Message-ID is the same in every attempt. Null when any of the rows is no longer the claimer's to send.
CREATE FUNCTION bundle_outgoing(claimer text, of_notifications bigint[], lease interval) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held integer;
    numbers integer;
    number bigint;
BEGIN
    WITH rows AS (
        SELECT o.message_id FROM outgoing o
        WHERE o.notification_id = ANY(of_notifications) AND o.owner = claimer AND o.state = 'waiting'
            AND o.lease_until > clock_timestamp() ORDER BY o.notification_id FOR UPDATE
    )
    SELECT count(*), count(DISTINCT coalesce(message_id, 0)), min(message_id) INTO held, numbers, number FROM rows;
    IF held <> cardinality(of_notifications) OR numbers <> 1 THEN
        RETURN NULL;
    END IF;
    number := coalesce(number, nextval('message_number'));
    UPDATE outgoing SET message_id = number, lease_until = clock_timestamp() + lease WHERE notification_id = ANY(of_notifications);
    RETURN number;
END
$$;

-- What became of an attempt: an append-only row for each notification of the message, and the state it is left in.
CREATE FUNCTION settle_outgoing(claimer text, of_message bigint, by_channel text, outcome text, because text, retry_at timestamptz) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    settled integer;
BEGIN
    INSERT INTO delivery (notification_id, message_id, channel, state, error_class)
    SELECT notification_id, of_message, by_channel, outcome, because FROM outgoing WHERE message_id = of_message ORDER BY 1;
    UPDATE outgoing SET
        state = CASE outcome WHEN 'failed' THEN state ELSE outcome END,
        attempts = attempts + CASE WHEN outcome IN ('failed', 'given_up', 'sent') THEN 1 ELSE 0 END,
        look_at = coalesce(retry_at, look_at), owner = NULL, lease_until = NULL
    WHERE message_id = of_message AND (owner = claimer OR outcome = 'sent') AND (state = 'waiting' OR outcome = 'sent');
    GET DIAGNOSTICS settled = ROW_COUNT;
    RETURN settled;
END
$$;

-- What the command's own records tell people by themselves.
CREATE FUNCTION tell_of_publication() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM tell(NULL, d.officer_id, 'roster_published', 'roster_version', NEW.version_id::text, lower(NEW.period),
        occurrence => 'publication ' || NEW.version_id)
    FROM (SELECT DISTINCT officer_id FROM version_deployment WHERE version_id = NEW.version_id) d;
    RETURN NULL;
END
$$;
CREATE TRIGGER tell_officers AFTER INSERT ON publication FOR EACH ROW EXECUTE FUNCTION tell_of_publication();
ALTER TABLE publication ENABLE ALWAYS TRIGGER tell_officers;

CREATE FUNCTION tell_of_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    subject non_deployment;
BEGIN
    SELECT * INTO subject FROM non_deployment WHERE nd_id = NEW.nd_id;
    PERFORM tell(NULL, subject.officer_id, 'decision_about_you', 'non_deployment', 'ND-' || NEW.nd_id, occurrence => 'decision ' || NEW.decision_id);
    IF NEW.form = 'short' THEN
        PERFORM tell(subject.drafted_by, NULL, 'full_form_owed', 'non_deployment', 'ND-' || NEW.nd_id,
            answer_by => NEW.decided_at + make_interval(hours => figure('short_form_limit', NEW.decided_at::date)),
            urgent => true, occurrence => 'full_form ' || NEW.nd_id);
    ELSE
        PERFORM told_done('non_deployment', 'ND-' || NEW.nd_id, 'full_form_owed', NEW.decided_by);
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER tell_people AFTER INSERT ON decision FOR EACH ROW EXECUTE FUNCTION tell_of_decision();
ALTER TABLE decision ENABLE ALWAYS TRIGGER tell_people;

GRANT SELECT ON notification_kind, notification, notification_mark, notification_standing, delivery, notification_preference,
    outgoing, awaiting_answer TO evenhand_app;
GRANT SELECT ON notification_kind TO evenhand_read;
GRANT EXECUTE ON FUNCTION tell, mark_notification, told_done, told_cancelled, remind_due, prefer_notification, claim_outgoing,
    postpone_outgoing, bundle_outgoing, settle_outgoing TO evenhand_app;
