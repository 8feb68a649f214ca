-- Signing in to the pages: passwords, sessions, the guard against guessing; calendar feeds; a job's wish to finish early.
-- No secret stands here: of a session or a feed its SHA-256, of a password what scrypt derives from it.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('session_idle', '2006-11-29', 30, 'minutes', 'Evenhand design: a session left alone ends'),
    ('session_longest', '2006-11-29', 720, 'minutes', 'Evenhand design: no session outlasts a tour of twelve hours'),
    ('session_turn', '2006-11-29', 15, 'minutes', 'Evenhand design: a session changes its secret'),
    ('sign_in_failures', '2006-11-29', 5, 'failures', 'Evenhand design: failures for one name before it is locked'),
    -- A whole command may come from one address, so one person's slips must not lock the others out.
    ('sign_in_address_failures', '2006-11-29', 50, 'failures', 'Evenhand design: failures from one network before it is locked'),
    ('sign_in_lock', '2006-11-29', 15, 'minutes', 'Evenhand design: the first lock; each further one is twice as long'),
    ('sign_in_lock_longest', '2006-11-29', 240, 'minutes', 'Evenhand design: no lock is longer'),
    ('sign_in_forgotten', '2006-11-29', 24, 'hours', 'Evenhand design: failures are forgotten after this time');

CREATE TABLE account_password (
    account_id bigint PRIMARY KEY REFERENCES account,
    salt bytea NOT NULL CHECK (length(salt) >= 16),
    derived bytea NOT NULL CHECK (length(derived) = 32),
    rounds integer NOT NULL CHECK (rounds >= 2),  -- N, r and p of scrypt (RFC 7914): kept, so that they can grow
    block integer NOT NULL CHECK (block >= 1),
    lanes integer NOT NULL CHECK (lanes >= 1),
    set_at timestamptz NOT NULL,
    set_by bigint REFERENCES account,             -- null: from the command line
    must_change boolean NOT NULL DEFAULT false
);

-- One session acts in one role, as a token does.
CREATE TABLE web_session (
    session_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    former_hash bytea CHECK (length(former_hash) = 32),  -- of the secret before the last turn, good for a moment more
    made_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    turned_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > made_at),
    ended_at timestamptz,
    FOREIGN KEY (account_id, role) REFERENCES account_role
);
CREATE INDEX web_session_by_account ON web_session (account_id);
CREATE INDEX web_session_by_former ON web_session (former_hash) WHERE former_hash IS NOT NULL;

-- Failures of signing in, by name and by network. A name is hashed: people type passwords into the wrong field.
CREATE TABLE sign_in_guard (
    guard_key text PRIMARY KEY CHECK (length(guard_key) BETWEEN 6 AND 80),
    failures integer NOT NULL CHECK (failures >= 0),
    since timestamptz NOT NULL,
    locked_until timestamptz
);

CREATE TABLE calendar_feed (
    feed_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    secret_hash bytea NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
    made_by bigint NOT NULL REFERENCES account,
    made_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX calendar_feed_by_officer ON calendar_feed (officer_id);

-- Who asked a running job to stop and keep the best it has.
ALTER TABLE job ADD finish_requested_by bigint REFERENCES account;

GRANT SELECT, INSERT, UPDATE ON account_password TO evenhand_app;
-- When a session ends at the latest is said once.
GRANT SELECT, INSERT, DELETE ON web_session TO evenhand_app;
GRANT UPDATE (role, token_hash, former_hash, seen_at, turned_at, ended_at) ON web_session TO evenhand_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sign_in_guard TO evenhand_app;
GRANT SELECT, INSERT ON calendar_feed TO evenhand_app;
GRANT UPDATE (revoked_at) ON calendar_feed TO evenhand_app;
GRANT UPDATE (finish_requested_by) ON job TO evenhand_app;
