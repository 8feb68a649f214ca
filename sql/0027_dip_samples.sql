-- Dip samples: an auditor has readings of sealed text and decisions drawn at random, and says of each what they found. Nobody
-- picks: which ones are drawn follows from a seed and the ledger alone, and anybody with the leaves can draw them again.
--
-- The population is the leaves below `leaves` that stand for a reading or a decision recorded on the days asked for. Each is
-- worth SHA-256(seed || '/' || kind || '/' || subject); the smallest values are drawn. The seed is one of two:
-- - checkpoint: the root of the newest signed checkpoint, and the number of the sample. The root is the hash of the population
--   itself, so nobody knows it before the population is whole; drawing again gives another sample, and both stay on record.
--   Who can write into the ledger could try many histories until the root suits: only the owner of the database, offline.
-- - told: a text that the auditor brings, such as numbers of dice thrown before witnesses. Against it the operator is helpless;
--   whether it was chosen to suit, the auditor must be able to say. The page and the record say which of the two it was.
SET LOCAL ROLE evenhand_owner;

INSERT INTO flag_kind VALUES
    ('dip_escalated', 'medium', 72, 'This was drawn at random and an auditor asks Gold to look at it: what happened?',
     'A purpose that was written too briefly; a habit of the team that nobody wrote down.',
     'Of what is drawn at random nearly everything is found in order.');

INSERT INTO rule_figure VALUES
    ('dip_sample_size', '2006-11-29', 200, 'items', 'Evenhand design: more at once is no sample but a review'),
    ('dip_sample_days', '2006-11-29', 366, 'days', 'Evenhand design: the longest time one sample is drawn from');

-- Who of a case's members has the chair: the one who was added so last.
ALTER TABLE case_entry ADD COLUMN chairs boolean;
ALTER TABLE case_entry ADD CONSTRAINT chair_is_member CHECK (chairs IS NULL OR (chairs AND kind = 'member'));

CREATE TABLE dip_sample (
    sample_id bigint PRIMARY KEY CHECK (sample_id > 0),  -- 1, 2, 3 without gaps: a number that was burnt would be a seed thrown away
    drawn_by bigint NOT NULL REFERENCES account,
    from_day date NOT NULL,
    to_day date NOT NULL CHECK (to_day >= from_day),
    size integer NOT NULL CHECK (size >= 1),              -- as asked for; fewer are drawn where there are fewer
    seed text NOT NULL CHECK (seed ~ '^[!-~]([ -~]{6,98}[!-~])$'),
    seed_from text NOT NULL CHECK (seed_from IN ('checkpoint', 'told')),
    leaves bigint NOT NULL CHECK (leaves >= 0),           -- drawn from the leaves with an index below this
    population integer NOT NULL CHECK (population >= 1),  -- how many fitted
    drawn_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
SELECT hold_ledgered('dip_sample', 'sample_id');

CREATE TABLE dip_item (
    item_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sample_id bigint NOT NULL REFERENCES dip_sample,
    place integer NOT NULL CHECK (place >= 1),
    read_id bigint REFERENCES sensitive_read,
    decision_id bigint REFERENCES decision,
    UNIQUE (sample_id, place),
    CONSTRAINT drawn_one CHECK (num_nonnulls(read_id, decision_id) = 1)
);
SELECT hold_ledgered('dip_item', 'item_id');

CREATE TABLE dip_result (
    result_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item_id bigint NOT NULL REFERENCES dip_item,
    verdict text NOT NULL CHECK (verdict IN ('satisfied', 'query', 'escalate')),
    note_id bigint UNIQUE REFERENCES prose,  -- in the layer gold: what is escalated, Gold reads
    by_account bigint NOT NULL REFERENCES account,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT one_result UNIQUE (item_id)
);
SELECT hold_ledgered('dip_result', 'result_id');

-- The members of a population in the order in which they are drawn. The ledger's stamps are text in UTC that sorts by time.
CREATE FUNCTION dip_order(seeded text, below bigint, first_day date, last_day date, OUT place bigint, OUT kind text, OUT subject text)
    RETURNS SETOF record LANGUAGE sql STABLE SECURITY DEFINER SET search_path = evenhand, pg_temp SET TimeZone = 'UTC' AS $$
    SELECT row_number() OVER (ORDER BY x.worth), x.kind, x.subject FROM (
        SELECT l.kind, l.subject, sha256(convert_to(seeded || '/' || l.kind || '/' || l.subject, 'UTF8')) AS worth
        FROM ledger_leaf l
        WHERE l.kind IN ('sensitive_read', 'decision') AND l.index < below
            AND l.recorded_at >= to_char(london(first_day, time '00:00'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
            AND l.recorded_at < to_char(london(last_day + 1, time '00:00'), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) x
$$;

-- The one way to draw. `told` is the seed that an auditor brings; null for the newest checkpoint's.
CREATE FUNCTION draw_dip(drawer bigint, wanted integer, first_day date, last_day date, told text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    number bigint;
    below bigint;
    seeded text := told;
    counted integer;
BEGIN
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = drawer AND role = 'auditor') THEN
        RAISE EXCEPTION 'a dip sample is drawn by an auditor' USING ERRCODE = 'EV003', CONSTRAINT = 'dip_auditor';
    END IF;
    IF wanted NOT BETWEEN 1 AND figure('dip_sample_size') THEN
        RAISE EXCEPTION 'a dip sample has 1 to % items', figure('dip_sample_size') USING ERRCODE = 'EV002', CONSTRAINT = 'dip_size';
    END IF;
    IF last_day < first_day OR last_day - first_day >= figure('dip_sample_days') THEN
        RAISE EXCEPTION 'a dip sample is drawn from 1 to % days', figure('dip_sample_days') USING ERRCODE = 'EV002', CONSTRAINT = 'dip_days';
    END IF;
    PERFORM pg_advisory_xact_lock(4547027);
    SELECT coalesce(max(s.sample_id), 0) + 1 INTO number FROM dip_sample s;
    IF told IS NULL THEN
        SELECT c.size, encode(c.root, 'hex') || '/' || number INTO below, seeded FROM ledger_checkpoint c ORDER BY c.size DESC LIMIT 1;
        IF seeded IS NULL THEN
            RAISE EXCEPTION 'no checkpoint of the ledger was signed yet: tell a seed, or wait for one'
                USING ERRCODE = 'EV002', CONSTRAINT = 'dip_checkpoint';
        END IF;
    ELSE
        SELECT coalesce(max(l.index) + 1, 0) INTO below FROM ledger_leaf l;
    END IF;
    SELECT count(*) INTO counted FROM dip_order(seeded, below, first_day, last_day);
    IF counted = 0 THEN
        RAISE EXCEPTION 'nothing was read or decided on these days, as far as the seed''s ledger goes'
            USING ERRCODE = 'EV002', CONSTRAINT = 'dip_population';
    END IF;
    INSERT INTO dip_sample (sample_id, drawn_by, from_day, to_day, size, seed, seed_from, leaves, population)
    VALUES (number, drawer, first_day, last_day, wanted, seeded, CASE WHEN told IS NULL THEN 'checkpoint' ELSE 'told' END, below, counted);
    INSERT INTO dip_item (sample_id, place, read_id, decision_id)
    SELECT number, o.place, CASE o.kind WHEN 'sensitive_read' THEN o.subject::bigint END, CASE o.kind WHEN 'decision' THEN o.subject::bigint END
    FROM dip_order(seeded, below, first_day, last_day) o WHERE o.place <= wanted ORDER BY o.place;
    RETURN number;
END
$$;

-- The one way to say what was found. Nobody judges what they did themselves. What is escalated becomes a question to Gold in
-- the same transaction, about whoever read or decided; the finding names nobody and quotes nothing.
CREATE FUNCTION record_dip(of_sample bigint, at_place integer, judged text, saying text, judge bigint) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    drawn dip_item;
    about bigint;
    nd bigint;
BEGIN
    SELECT * INTO drawn FROM dip_item WHERE sample_id = of_sample AND place = at_place FOR UPDATE;
    IF drawn.item_id IS NULL THEN
        RAISE EXCEPTION 'there is no such item' USING ERRCODE = 'EV002', CONSTRAINT = 'dip_known';
    END IF;
    IF NOT EXISTS (SELECT FROM account_role WHERE account_id = judge AND role = 'auditor') THEN
        RAISE EXCEPTION 'an item of a dip sample is judged by an auditor' USING ERRCODE = 'EV003', CONSTRAINT = 'dip_auditor';
    END IF;
    SELECT coalesce(r.account_id, d.decided_by), coalesce(r.nd_id, d.nd_id) INTO about, nd
    FROM dip_item i LEFT JOIN sensitive_read r USING (read_id) LEFT JOIN decision d USING (decision_id) WHERE i.item_id = drawn.item_id;
    IF about = judge THEN
        RAISE EXCEPTION 'nobody judges what they read or decided themselves' USING ERRCODE = 'EV003', CONSTRAINT = 'dip_own';
    END IF;
    IF judged <> 'satisfied' AND length(regexp_replace(coalesce(saying, ''), '[^[:alpha:]]', '', 'g')) < 4 THEN
        RAISE EXCEPTION 'a query and an escalation say in a note what they are about' USING ERRCODE = 'EV004', CONSTRAINT = 'dip_note';
    END IF;
    INSERT INTO dip_result (item_id, verdict, note_id, by_account)
    VALUES (drawn.item_id, judged, CASE WHEN saying IS NOT NULL THEN write_prose('gold', saying) END, judge);
    IF judged = 'escalate' THEN
        PERFORM raise_flag('dip_escalated', 'account', about::text, nd,
            CASE WHEN drawn.read_id IS NULL THEN 'A decision' ELSE 'A reading of sealed text' END
            || ' was drawn at random, as item ' || at_place || ' of dip sample DS-' || of_sample
            || '; the auditor asks Gold to look at it. The note stands with the item.',
            jsonb_build_object('sample', 'DS-' || of_sample, 'item', at_place), 'dip ' || drawn.item_id);
    END IF;
END
$$;

-- Nobody adds an item or a result by hand: the functions above do.
GRANT SELECT ON dip_sample, dip_item, dip_result TO evenhand_app;
GRANT SELECT ON dip_sample, dip_item TO evenhand_read;
GRANT EXECUTE ON FUNCTION dip_order, draw_dip, record_dip TO evenhand_app;
