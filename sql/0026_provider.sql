-- Signing in by an OpenID Connect provider: who is who there, and the sign-ins that were begun and are not finished.
-- No secret stands here: of a begun sign-in only the SHA-256 of its state; the rest the browser's own cookie makes again.
SET LOCAL ROLE evenhand_owner;

INSERT INTO rule_figure VALUES
    ('provider_wait', '2006-11-29', 10, 'minutes', 'Evenhand design: a sign-in by the provider that was begun must be finished');

-- Nothing is deleted: who could sign in as whom, and by whose word, stays on record.
CREATE TABLE provider_identity (
    identity_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    issuer text NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    account_id bigint NOT NULL REFERENCES account,
    bound_by bigint REFERENCES account,  -- null: by the claim that the settings name, at the first sign-in
    bound_at timestamptz NOT NULL,
    ended_by bigint REFERENCES account,
    ended_at timestamptz,
    CONSTRAINT ended_by_somebody CHECK ((ended_by IS NULL) = (ended_at IS NULL)),
    CONSTRAINT bound_by_another CHECK (bound_by <> account_id)
);
CREATE UNIQUE INDEX provider_subject_once ON provider_identity (issuer, subject) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX provider_account_once ON provider_identity (issuer, account_id) WHERE ended_at IS NULL;

CREATE TABLE provider_request (
    state_hash bytea PRIMARY KEY CHECK (length(state_hash) = 32),
    return_to text CHECK (length(return_to) <= 2000),
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > made_at)
);
CREATE INDEX provider_request_by_age ON provider_request (made_at);

-- The roles that the provider vouched for at sign-in; null for a session that a password opened.
ALTER TABLE web_session
    ADD provider_roles text[],
    ADD CONSTRAINT role_is_vouched_for CHECK (provider_roles IS NULL OR role = ANY (provider_roles));

GRANT SELECT, INSERT ON provider_identity TO evenhand_app;
GRANT UPDATE (ended_by, ended_at) ON provider_identity TO evenhand_app;
GRANT SELECT, INSERT, DELETE ON provider_request TO evenhand_app;
