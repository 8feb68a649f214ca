-- Who acts: ranks, accounts, their roles and hashed tokens.
SET LOCAL ROLE evenhand_owner;

CREATE TABLE rank (
    rank text PRIMARY KEY,
    seniority integer NOT NULL UNIQUE,
    title text NOT NULL
);
INSERT INTO rank VALUES
    ('PC', 1, 'Constable'), ('PS', 2, 'Sergeant'), ('INSP', 3, 'Inspector'), ('CI', 4, 'Chief Inspector'),
    ('SUPT', 5, 'Superintendent'), ('CSUPT', 6, 'Chief Superintendent'), ('CDR', 7, 'Commander');
SELECT hold_append_only('rank');

CREATE FUNCTION seniority(of_rank text) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT seniority FROM evenhand.rank WHERE rank = of_rank
$$;

CREATE TABLE team (
    team_id text PRIMARY KEY CHECK (team_id ~ '^[A-Z0-9][A-Z0-9-]{0,15}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80)
);

CREATE TABLE account (
    account_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80),
    officer_id text,  -- the officer this person is, when the command rosters them; the reference is added with officers
    rank text REFERENCES rank,
    team_id text REFERENCES team,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account_role (
    account_id bigint NOT NULL REFERENCES account,
    role text NOT NULL CHECK (role IN ('duties', 'supervisor', 'gold', 'adviser', 'officer', 'auditor', 'admin')),
    grant_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    PRIMARY KEY (account_id, role)
);

CREATE TABLE token (
    token_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL,
    role text NOT NULL,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),  -- SHA-256 of the bearer token, never the token
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    revoked_at timestamptz,
    FOREIGN KEY (account_id, role) REFERENCES account_role
);

-- The answer to a write that was sent twice with the same Idempotency-Key.
CREATE TABLE idempotency_answer (
    account_id bigint NOT NULL REFERENCES account,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
    status integer NOT NULL,
    headers jsonb NOT NULL DEFAULT '{}',
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, key)
);
