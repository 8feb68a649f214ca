-- Flags and the Gold queue. A flag is a question; it becomes or joins the one case of its subject in the same transaction.
-- A case is moved by its entries only, and no entry is ever taken back: the queue cannot be quietly emptied.
SET LOCAL ROLE evenhand_owner;

CREATE TABLE flag_kind (
    kind text PRIMARY KEY,
    priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
    clock_hours integer NOT NULL CHECK (clock_hours > 0),
    question text NOT NULL,
    innocent text NOT NULL,  -- what would explain it innocently (guarantee 11)
    base_rate text NOT NULL  -- how often it is expected without anything wrong
);
INSERT INTO flag_kind VALUES
    ('selective_scope', 'high', 24, 'Why this mission, site or post, and not armed duty as a whole?',
     'A declared connection with one site; a threat to the officer at one place.', 'Every such decision is seen; most are explained.'),
    ('gold_review', 'high', 24, 'This decision needs Gold review by rule: what does a fair observer see?',
     'Long or belief-related decisions can be right; the rule is that Gold looks.', 'Every such decision is seen.'),
    ('short_form_overdue', 'medium', 24, 'Why was the full form not completed within the time allowed?',
     'A busy night; the officer returned before the form was due.', 'Rare: supervisors are reminded before the time runs out.'),
    ('recorded_late', 'medium', 72, 'Why was the decision written down so long after it was taken?',
     'No access to the system; the decision was taken elsewhere.', 'A few a year in a command of this size.'),
    ('review_missed', 'medium', 72, 'Why was the review not held?', 'The reviewer was absent; the officer had returned.',
     'A few a year in a command of this size.'),
    ('renewed_beyond_limit', 'high', 48, 'Should a temporary decision still be temporary?',
     'Long recuperation with its own reviews.', 'Rare.'),
    ('undeclared_renewal', 'high', 48, 'Is a decision going on by repetition?',
     'A second event in the same week.', 'Rare.'),
    ('reason_too_short', 'medium', 72, 'Can an outsider understand the reason?', 'Plain facts can be said briefly.',
     'Common at first, rare after training.'),
    ('reason_repeated', 'medium', 72, 'Was each officer considered on their own facts?',
     'One event touched several officers alike.', 'Rare.'),
    ('refused_attempt', 'medium', 72, 'What led to an attempt that the rules refuse?', 'A slip of the hand; a misread name.',
     'A few a year.'),
    ('undocumented', 'high', 24, 'Why was this published duty not worked as published?',
     'A reason exists and was not yet recorded.', 'A few a month before habits settle.');
SELECT hold_append_only('flag_kind');

CREATE TABLE flag (
    flag_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL REFERENCES flag_kind,
    subject_kind text NOT NULL CHECK (subject_kind IN ('non_deployment', 'account', 'deployment', 'site', 'mission')),
    subject_id text NOT NULL,
    nd_id bigint REFERENCES non_deployment,
    finding text NOT NULL CHECK (length(finding) BETWEEN 10 AND 1000),  -- neutral, no personal text
    evidence jsonb NOT NULL DEFAULT '{}',
    occurrence text NOT NULL UNIQUE,  -- what happened once is flagged once
    raised_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX flag_by_subject ON flag (subject_kind, subject_id);
SELECT hold_ledgered('flag', 'flag_id');

CREATE TABLE gold_case (
    case_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject_kind text NOT NULL,
    subject_id text NOT NULL,
    state text NOT NULL DEFAULT 'raised',
    priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
    opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    due_at timestamptz NOT NULL,
    claimed_by bigint REFERENCES account,
    claimed_at timestamptz,
    revision integer NOT NULL DEFAULT 1,
    UNIQUE (subject_kind, subject_id),
    CHECK ((claimed_by IS NULL) = (claimed_at IS NULL)),
    CHECK (state <> 'closed' OR claimed_by IS NULL)
);
CREATE INDEX gold_queue ON gold_case (due_at) WHERE state <> 'closed';

CREATE TABLE case_entry (
    entry_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES gold_case,
    number integer NOT NULL,
    kind text NOT NULL CHECK (kind IN ('flag', 'claim', 'release', 'terms_of_reference', 'member', 'advice_request', 'advice',
        'advice_answer', 'no_advice', 'decision', 'action', 'action_done', 'learning', 'position_statement', 'note', 'outcome')),
    flag_id bigint UNIQUE REFERENCES flag,
    prose_id bigint UNIQUE REFERENCES prose,
    refers_to bigint REFERENCES case_entry,
    person bigint REFERENCES account,  -- the member, the adviser asked, the owner of an action
    due_on date,
    accepted boolean,
    outcome text CHECK (outcome IN ('explained', 'upheld', 'changed', 'ended', 'rule_wrong')),
    as_of timestamptz,                 -- facts of a position statement are current at this time
    decided_at timestamptz,
    written_by bigint REFERENCES account,  -- null: the system
    written_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (case_id, number),
    CHECK ((kind = 'flag') = (flag_id IS NOT NULL)),
    CHECK ((kind = 'flag') = (written_by IS NULL)),
    CHECK ((kind = 'outcome') = (outcome IS NOT NULL)),
    CHECK ((kind = 'advice_answer') = (accepted IS NOT NULL)),
    CHECK ((kind = 'position_statement') = (as_of IS NOT NULL)),
    CHECK ((kind = 'action') = (due_on IS NOT NULL)),
    CHECK ((kind IN ('member', 'advice_request', 'action')) = (person IS NOT NULL)),
    CHECK ((kind IN ('advice', 'advice_answer', 'action_done')) = (refers_to IS NOT NULL)),
    CHECK (kind IN ('flag', 'claim', 'release', 'member') OR prose_id IS NOT NULL)
);
CREATE UNIQUE INDEX advice_once ON case_entry (refers_to) WHERE kind = 'advice';
CREATE UNIQUE INDEX answered_once ON case_entry (refers_to) WHERE kind = 'advice_answer';
CREATE UNIQUE INDEX done_once ON case_entry (refers_to) WHERE kind = 'action_done';
SELECT hold_ledgered('case_entry', 'entry_id');

-- Is this person in the line of a decision that the case is about? (guarantee 3: closed from outside that line)
CREATE FUNCTION in_line(of_case bigint, of_person bigint) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM case_entry c JOIN flag f USING (flag_id) JOIN non_deployment n ON n.nd_id = f.nd_id
        JOIN officer o USING (officer_id) JOIN account a ON a.account_id = of_person
        WHERE c.case_id = of_case AND (
            of_person IN (n.raised_by, n.drafted_by) OR a.officer_id = n.officer_id OR a.team_id = o.team_id
            OR EXISTS (SELECT FROM decision d WHERE d.nd_id = n.nd_id AND d.decided_by = of_person)
            OR EXISTS (SELECT FROM assessment s WHERE s.nd_id = n.nd_id AND s.assessed_by = of_person)))
    OR EXISTS (SELECT FROM gold_case g WHERE g.case_id = of_case AND g.subject_kind = 'account' AND g.subject_id = of_person::text)
$$;

-- What a case still needs before it can be closed; empty when nothing is missing.
CREATE FUNCTION missing_for_closure(of_case bigint) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
    WITH entry AS (
        SELECT * FROM case_entry WHERE case_id = of_case
    ), last_outcome AS (
        SELECT coalesce(max(number), 0) AS number FROM entry WHERE kind = 'outcome'
    )
    SELECT array_remove(ARRAY[
        CASE WHEN NOT EXISTS (SELECT FROM entry WHERE kind = 'terms_of_reference') THEN 'terms of reference' END,
        CASE WHEN NOT EXISTS (SELECT FROM entry, last_outcome l WHERE kind = 'decision' AND entry.number > l.number) THEN 'a decision in the log' END,
        CASE WHEN NOT EXISTS (SELECT FROM entry WHERE kind IN ('advice_answer', 'no_advice'))
             THEN 'independent advice, or the reason why none was sought' END,
        CASE WHEN EXISTS (SELECT FROM entry r WHERE r.kind = 'advice_request'
                          AND NOT EXISTS (SELECT FROM entry a WHERE a.kind = 'advice' AND a.refers_to = r.entry_id)) THEN 'advice that was asked for' END,
        CASE WHEN EXISTS (SELECT FROM entry a WHERE a.kind = 'advice'
                          AND NOT EXISTS (SELECT FROM entry x WHERE x.kind = 'advice_answer' AND x.refers_to = a.entry_id)) THEN 'an answer to the advice' END,
        CASE WHEN EXISTS (SELECT FROM entry a WHERE a.kind = 'action'
                          AND NOT EXISTS (SELECT FROM entry x WHERE x.kind = 'action_done' AND x.refers_to = a.entry_id)) THEN 'every action done' END,
        CASE WHEN NOT EXISTS (SELECT FROM entry, last_outcome l WHERE kind = 'learning' AND entry.number > l.number) THEN 'a learning line' END
    ], NULL)
$$;

CREATE FUNCTION hold_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    held gold_case;
    target case_entry;
    missing text[];
BEGIN
    NEW.written_at := clock_timestamp();
    SELECT * INTO held FROM gold_case WHERE case_id = NEW.case_id FOR UPDATE;
    SELECT coalesce(max(number), 0) + 1 INTO NEW.number FROM case_entry WHERE case_id = NEW.case_id;
    PERFORM require_layer(NEW.prose_id, 'gold');
    IF NEW.decided_at > NEW.written_at THEN
        RAISE EXCEPTION 'a decision is written after it is taken' USING ERRCODE = 'EV002';
    END IF;
    IF NEW.kind = 'flag' THEN
        IF pg_trigger_depth() < 2 THEN
            RAISE EXCEPTION 'flags join cases by themselves' USING ERRCODE = 'EV006';
        END IF;
        RETURN NEW;
    END IF;
    IF held.state = 'closed' THEN
        RAISE EXCEPTION 'case G-% is closed: only new evidence re-opens it', NEW.case_id USING ERRCODE = 'EV001', CONSTRAINT = 'case_closed';
    END IF;
    IF NEW.refers_to IS NOT NULL THEN
        SELECT * INTO target FROM case_entry WHERE entry_id = NEW.refers_to;
        IF target.case_id <> NEW.case_id OR target.kind <> (CASE NEW.kind WHEN 'advice' THEN 'advice_request'
            WHEN 'advice_answer' THEN 'advice' WHEN 'action_done' THEN 'action' ELSE target.kind END) THEN
            RAISE EXCEPTION 'entry % cannot be the reference of this %', NEW.refers_to, replace(NEW.kind, '_', ' ') USING ERRCODE = 'EV002', CONSTRAINT = 'entry_refers';
        END IF;
    END IF;
    IF NEW.kind = 'advice' THEN
        IF target.person <> NEW.written_by OR NOT EXISTS (
            SELECT FROM account_role WHERE account_id = NEW.written_by AND role = 'adviser') THEN
            RAISE EXCEPTION 'advice comes from the independent adviser who was asked' USING ERRCODE = 'EV003', CONSTRAINT = 'adviser_only';
        END IF;
    ELSIF NOT EXISTS (SELECT FROM account_role WHERE account_id = NEW.written_by AND role = 'gold') THEN
        RAISE EXCEPTION 'only Gold group members write in a case' USING ERRCODE = 'EV003', CONSTRAINT = 'gold_only';
    END IF;
    IF NEW.kind = 'advice_request' AND NOT EXISTS (
        SELECT FROM account_role WHERE account_id = NEW.person AND role = 'adviser') THEN
        RAISE EXCEPTION 'advice is asked of an independent adviser' USING ERRCODE = 'EV003', CONSTRAINT = 'adviser_only';
    END IF;
    -- Who is in the line may add a note or, as an adviser asked, advice; nothing that moves the case towards its end.
    IF (NEW.kind <> 'note' AND in_line(NEW.case_id, NEW.written_by))
        OR (NEW.kind IN ('member', 'advice_request') AND in_line(NEW.case_id, NEW.person)) THEN
        RAISE EXCEPTION 'this case belongs to somebody outside the line of the decision' USING ERRCODE = 'EV003', CONSTRAINT = 'outside_line';
    END IF;
    IF NEW.kind = 'claim' AND held.claimed_by <> NEW.written_by
        AND held.claimed_at > now() - make_interval(mins => figure('claim_idle')) THEN
        RAISE EXCEPTION 'case G-% is already claimed', NEW.case_id USING ERRCODE = 'EV001', CONSTRAINT = 'already_claimed';
    END IF;
    IF NEW.kind IN ('terms_of_reference', 'decision', 'outcome') AND held.claimed_by <> NEW.written_by
        AND held.claimed_at > now() - make_interval(mins => figure('claim_idle')) THEN
        RAISE EXCEPTION 'somebody else has claimed case G-%', NEW.case_id USING ERRCODE = 'EV001', CONSTRAINT = 'already_claimed';
    END IF;
    IF NEW.kind IN ('terms_of_reference', 'advice', 'advice_answer', 'no_advice', 'decision', 'learning', 'outcome')
        AND length(regexp_replace(prose_body(NEW.prose_id), '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'a % needs words', replace(NEW.kind, '_', ' ') USING ERRCODE = 'EV004', CONSTRAINT = 'entry_empty';
    END IF;
    IF NEW.kind = 'release' AND held.claimed_by IS DISTINCT FROM NEW.written_by THEN
        RAISE EXCEPTION 'case G-% is not claimed by you', NEW.case_id USING ERRCODE = 'EV001', CONSTRAINT = 'not_claimed';
    END IF;
    IF NEW.kind = 'decision' AND held.state <> 'convened' THEN
        RAISE EXCEPTION 'a case takes no decision before its terms of reference' USING ERRCODE = 'EV005', CONSTRAINT = 'terms_first';
    END IF;
    IF NEW.kind = 'outcome' THEN
        missing := missing_for_closure(NEW.case_id);
        IF cardinality(missing) > 0 THEN
            RAISE EXCEPTION 'case G-% cannot close yet, it needs: %', NEW.case_id, array_to_string(missing, '; ')
                USING ERRCODE = 'EV005', CONSTRAINT = 'closure';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON case_entry FOR EACH ROW EXECUTE FUNCTION hold_entry();
ALTER TABLE case_entry ENABLE ALWAYS TRIGGER hold;

CREATE FUNCTION move_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    UPDATE gold_case SET
        revision = revision + 1,
        state = CASE WHEN NEW.kind = 'terms_of_reference' AND state = 'raised' THEN 'convened'
                     WHEN NEW.kind = 'outcome' THEN 'closed'
                     WHEN NEW.kind = 'flag' AND state = 'closed' THEN 'raised' ELSE state END,
        claimed_by = CASE WHEN NEW.kind = 'claim' THEN NEW.written_by WHEN NEW.kind IN ('release', 'outcome') THEN NULL
                          ELSE claimed_by END,
        claimed_at = CASE WHEN NEW.kind IN ('release', 'outcome') THEN NULL
                          WHEN NEW.kind = 'claim' OR NEW.written_by = claimed_by THEN NEW.written_at ELSE claimed_at END
    WHERE case_id = NEW.case_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER moves AFTER INSERT ON case_entry FOR EACH ROW EXECUTE FUNCTION move_case();
ALTER TABLE case_entry ENABLE ALWAYS TRIGGER moves;

CREATE FUNCTION hold_case() RETURNS trigger LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'a case is moved by its entries only, and never removed' USING ERRCODE = 'EV006';
    END IF;
    IF TG_OP = 'INSERT' THEN
        PERFORM require_arrow('gold_case', '', NEW.state);
    ELSIF NEW.state <> OLD.state THEN
        PERFORM require_arrow('gold_case', OLD.state, NEW.state);
    END IF;
    PERFORM pg_notify('evenhand_queue', NEW.case_id::text);
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT OR UPDATE OR DELETE ON gold_case FOR EACH ROW EXECUTE FUNCTION hold_case();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON gold_case FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE gold_case ENABLE ALWAYS TRIGGER hold;
ALTER TABLE gold_case ENABLE ALWAYS TRIGGER no_truncate;

-- Opens the case of the flag's subject, or joins it; a closed case is re-opened; the nearer clock and higher priority win.
CREATE FUNCTION join_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    kind_of flag_kind;
    due timestamptz;
    joined bigint;
BEGIN
    SELECT * INTO kind_of FROM flag_kind WHERE kind = NEW.kind;
    due := NEW.raised_at + make_interval(hours => kind_of.clock_hours);
    INSERT INTO gold_case (subject_kind, subject_id, priority, due_at)
    VALUES (NEW.subject_kind, NEW.subject_id, kind_of.priority, due)
    ON CONFLICT (subject_kind, subject_id) DO UPDATE SET
        priority = CASE WHEN gold_case.state = 'closed' OR excluded.priority = 'high' OR gold_case.priority = 'low'
                        THEN excluded.priority ELSE gold_case.priority END,
        due_at = CASE WHEN gold_case.state = 'closed' THEN excluded.due_at ELSE least(gold_case.due_at, excluded.due_at) END
    RETURNING case_id INTO joined;
    INSERT INTO case_entry (case_id, number, kind, flag_id) VALUES (joined, 0, 'flag', NEW.flag_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER joins AFTER INSERT ON flag FOR EACH ROW EXECUTE FUNCTION join_case();
ALTER TABLE flag ENABLE ALWAYS TRIGGER joins;

CREATE FUNCTION raise_flag(of_kind text, about text, about_id text, nd bigint, what text, proof jsonb, once text) RETURNS void
    LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
BEGIN
    INSERT INTO flag (kind, subject_kind, subject_id, nd_id, finding, evidence, occurrence)
    VALUES (of_kind, about, about_id, nd, what, proof, once) ON CONFLICT (occurrence) DO NOTHING;
END
$$;
