-- The ledger: one leaf for every row of a ledgered table, added in the transaction that adds the row.
-- The leaf holds a salted commitment, never text; the formulas are those of Sources/Ledger.
SET LOCAL ROLE evenhand_owner;

CREATE TABLE ledger_leaf (
    index bigint PRIMARY KEY CHECK (index >= 0),
    kind text NOT NULL CHECK (kind ~ '^[a-z_]+$'),
    subject text NOT NULL CHECK (subject ~ '^[[:graph:] ]+$'),
    recorded_at text NOT NULL CHECK (recorded_at ~ '^[-0-9T:.]+Z$'),  -- as hashed: UTC, microseconds
    commitment bytea NOT NULL CHECK (length(commitment) = 32),
    leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
    chain bytea NOT NULL CHECK (length(chain) = 32),
    UNIQUE (kind, subject)
);
SELECT hold_append_only('ledger_leaf');

-- Apart from the leaf, so that retention can erase a salt (guarantee 7) without touching history.
CREATE TABLE ledger_salt (
    index bigint PRIMARY KEY REFERENCES ledger_leaf,
    salt bytea NOT NULL CHECK (length(salt) = 32)
);
SELECT hold_append_only('ledger_salt');

-- The text of a row that its commitment covers. Nulls are left out so that a later nullable column changes no old row.
CREATE FUNCTION canonical(of_row anyelement) RETURNS text LANGUAGE sql STABLE
    SET TimeZone = 'UTC' SET extra_float_digits = 1 SET bytea_output = 'hex' SET IntervalStyle = 'iso_8601' AS $$
    SELECT jsonb_strip_nulls(to_jsonb(of_row))::text
$$;

-- Deferred to the end of the transaction: the one lock of the ledger is then held only for the commit itself.
CREATE FUNCTION append_leaf() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = evenhand, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
    next_index bigint;
    previous bytea;
    salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    commitment bytea;
    subject text := to_jsonb(NEW) ->> TG_ARGV[0];
    stamp text := to_char(clock_timestamp(), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
    leaf_hash bytea;
BEGIN
    -- An older snapshot than the lock would not see the last leaf.
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'ledgered writes are made at read committed' USING ERRCODE = 'EV002', CONSTRAINT = 'ledger_isolation';
    END IF;
    PERFORM pg_advisory_xact_lock(4547001);
    SELECT l.index + 1, l.chain INTO next_index, previous FROM ledger_leaf l ORDER BY l.index DESC LIMIT 1;
    next_index := coalesce(next_index, 0);
    previous := coalesce(previous, decode(repeat('00', 32), 'hex'));
    commitment := sha256(salt || convert_to(canonical(NEW), 'UTF8'));
    leaf_hash := sha256('\x00'::bytea || convert_to(
        'evenhand-leaf/1' || E'\n' || next_index || E'\n' || TG_TABLE_NAME || E'\n' || subject || E'\n' || stamp || E'\n'
        || encode(commitment, 'hex') || E'\n', 'UTF8'));
    INSERT INTO ledger_leaf VALUES
        (next_index, TG_TABLE_NAME, subject, stamp, commitment, leaf_hash, sha256(previous || leaf_hash));
    INSERT INTO ledger_salt VALUES (next_index, salt);
    RETURN NULL;
END
$$;

-- Makes a table append-only and ledgered; `key` is its single-column primary key.
CREATE FUNCTION hold_ledgered(held regclass, key text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM evenhand.hold_append_only(held);
    EXECUTE format('CREATE CONSTRAINT TRIGGER leaf AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED '
                   'FOR EACH ROW EXECUTE FUNCTION append_leaf(%L)', held, key);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER leaf', held);
    INSERT INTO evenhand.ledgered_table VALUES (held::text, key);
END
$$;

CREATE TABLE ledgered_table (
    table_name text PRIMARY KEY,
    key_column text NOT NULL
);

-- Signed checkpoints, so that a cut tail shows: whoever holds an older one can prove that history was not changed.
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY CHECK (size >= 0),
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
SELECT hold_append_only('ledger_checkpoint');

-- Who may decide and who may close is on record too: a role that was given leaves a leaf, and is not quietly taken back.
SELECT hold_ledgered('account_role', 'grant_id');
