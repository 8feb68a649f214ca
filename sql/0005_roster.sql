-- Rosters: jobs that make them, versions that never change, deployments in force, changes with their reason, attendance.
SET LOCAL ROLE evenhand_owner;

CREATE TABLE job (
    job_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('generate_roster')),
    state text NOT NULL DEFAULT 'queued',
    request jsonb NOT NULL,
    progress jsonb NOT NULL DEFAULT '{}',
    result jsonb,
    error text,
    created_by bigint NOT NULL REFERENCES account,
    created_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    cancel_requested_by bigint REFERENCES account,
    owner text,             -- the instance that holds the lease
    lease_until timestamptz,
    fence bigint NOT NULL DEFAULT 0,  -- rises with every claim; the completing UPDATE must name it
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts <= 5),
    CHECK ((state = 'running') = (owner IS NOT NULL)),
    CHECK ((state = 'running') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
CREATE INDEX job_to_claim ON job (job_id) WHERE state IN ('queued', 'running');

CREATE FUNCTION hold_job() RETURNS trigger LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM require_arrow('job', '', NEW.state);
    ELSE
        IF NEW.state <> OLD.state OR NEW.fence <> OLD.fence THEN
            PERFORM require_arrow('job', OLD.state, NEW.state);
        END IF;
        IF NEW.fence < OLD.fence THEN
            RAISE EXCEPTION 'the fence of a job never falls' USING ERRCODE = 'EV001';
        END IF;
        IF OLD.state IN ('succeeded', 'failed', 'cancelled') THEN
            RAISE EXCEPTION 'a finished job does not change' USING ERRCODE = 'EV001';
        END IF;
    END IF;
    PERFORM pg_notify('evenhand_job', NEW.job_id::text);
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT OR UPDATE ON job FOR EACH ROW EXECUTE FUNCTION hold_job();
ALTER TABLE job ENABLE ALWAYS TRIGGER hold;

-- The moment at which a wall clock in London shows this time on this day.
CREATE FUNCTION london(on_day date, clock time, add_minutes integer DEFAULT 0) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
    SELECT (on_day + clock + make_interval(mins => add_minutes)) AT TIME ZONE 'Europe/London'
$$;

CREATE TABLE roster_version (
    version_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_day date NOT NULL,
    days integer NOT NULL CHECK (days BETWEEN 1 AND 366),
    job_id bigint REFERENCES job,
    made_by bigint NOT NULL REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT now(),
    cost bigint NOT NULL CHECK (cost >= 0),
    lower_bound bigint CHECK (lower_bound BETWEEN 0 AND cost),
    summary jsonb NOT NULL DEFAULT '{}',
    made_in xid8 NOT NULL DEFAULT pg_current_xact_id()
);
SELECT hold_ledgered('roster_version', 'version_id');

CREATE TABLE version_deployment (
    version_id bigint NOT NULL REFERENCES roster_version,
    officer_id text NOT NULL REFERENCES officer,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    post_id text NOT NULL REFERENCES post,
    PRIMARY KEY (version_id, officer_id, day)
);
SELECT hold_append_only('version_deployment');

CREATE TABLE version_duty (
    version_id bigint NOT NULL REFERENCES roster_version,
    post_id text NOT NULL REFERENCES post,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    level text NOT NULL REFERENCES response_level,
    min_officers integer NOT NULL,
    target_officers integer NOT NULL,
    filled integer NOT NULL CHECK (filled >= 0),
    reasons jsonb,  -- below target only: how many officers were held back by which first rule; sums to the headcount
    PRIMARY KEY (version_id, post_id, day, shift_id)
);
SELECT hold_append_only('version_duty');

-- A version is whole from birth: its parts can only be written by the transaction that made it.
CREATE FUNCTION require_unsealed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT version_id FROM added) a JOIN roster_version v USING (version_id)
               WHERE v.made_in <> pg_current_xact_id()) THEN
        RAISE EXCEPTION 'a roster version is immutable' USING ERRCODE = 'EV006';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER unsealed AFTER INSERT ON version_deployment REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_unsealed();
CREATE TRIGGER unsealed AFTER INSERT ON version_duty REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION require_unsealed();
ALTER TABLE version_deployment ENABLE ALWAYS TRIGGER unsealed;
ALTER TABLE version_duty ENABLE ALWAYS TRIGGER unsealed;

CREATE TABLE publication (
    version_id bigint PRIMARY KEY REFERENCES roster_version,
    published_by bigint NOT NULL REFERENCES account,
    published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    statement text NOT NULL CHECK (length(statement) BETWEEN 10 AND 2000),  -- what is accepted, in a sentence
    period daterange NOT NULL,
    CONSTRAINT one_publication_at_a_time EXCLUDE USING gist (period WITH &&)
);
SELECT hold_ledgered('publication', 'version_id');

-- Why a published deployment was changed (guarantee 1). A removal needs the row that takes the officer off the duty;
-- an exigency may move an officer to another duty of the day or call one in, never just take one off.
CREATE TABLE change (
    change_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    removes bigint UNIQUE,  -- reference added below: a deployment is removed once
    ground text NOT NULL CHECK (ground IN
        ('abstraction', 'restriction', 'lapsed_currency', 'swap', 'non_deployment', 'exigency')),
    abstraction_id text REFERENCES abstraction,
    restriction_id text REFERENCES restriction,
    lapsed_skill text REFERENCES skill,
    swapped_with bigint,
    nd_id bigint,           -- reference added with non-deployments
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    welfare_considered boolean NOT NULL CONSTRAINT welfare_considered CHECK (welfare_considered),
    notice_days integer,    -- clear days: neither the day of notice nor the day of duty counts
    made_by bigint NOT NULL REFERENCES account,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((ground = 'abstraction') = (abstraction_id IS NOT NULL)),
    CHECK ((ground = 'restriction') = (restriction_id IS NOT NULL)),
    CHECK ((ground = 'lapsed_currency') = (lapsed_skill IS NOT NULL)),
    CHECK ((ground = 'swap') = (swapped_with IS NOT NULL)),
    CHECK ((ground = 'non_deployment') = (nd_id IS NOT NULL)),
    CONSTRAINT exigency_says_why CHECK (ground <> 'exigency' OR length(note) >= 10),
    CHECK (removes IS NOT NULL OR ground = 'exigency')
);
SELECT hold_ledgered('change', 'change_id');

-- Every deployment that was ever published, by a version or by a change.
CREATE TABLE deployment (
    deployment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    version_id bigint REFERENCES publication,
    change_id bigint REFERENCES change,
    officer_id text NOT NULL REFERENCES officer,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    post_id text NOT NULL REFERENCES post,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    CHECK (num_nonnulls(version_id, change_id) = 1)
);
CREATE INDEX deployment_by_officer ON deployment (officer_id, day);
SELECT hold_ledgered('deployment', 'deployment_id');
ALTER TABLE change ADD FOREIGN KEY (removes) REFERENCES deployment, ADD FOREIGN KEY (swapped_with) REFERENCES deployment;

-- The deployments that stand now: a projection of deployment and change that only their triggers write.
-- Guarantee 10: one place at a time; the rest interval between tours in absolute time, clock changes included.
CREATE TABLE standing_deployment (
    deployment_id bigint PRIMARY KEY REFERENCES deployment,
    officer_id text NOT NULL,
    day date NOT NULL,
    shift_id text NOT NULL,
    post_id text NOT NULL,
    during tstzrange NOT NULL,
    with_rest tstzrange NOT NULL,
    CONSTRAINT one_place_at_a_time EXCLUDE USING gist (officer_id WITH =, during WITH &&),
    CONSTRAINT rest_between_tours EXCLUDE USING gist (officer_id WITH =, day WITH <>, with_rest WITH &&)
);
CREATE INDEX standing_by_day ON standing_deployment (day, post_id);

CREATE FUNCTION refuse_direct_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION '% is written by its triggers only', TG_TABLE_NAME USING ERRCODE = 'EV006';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER projection BEFORE INSERT OR UPDATE OR DELETE ON standing_deployment
    FOR EACH ROW EXECUTE FUNCTION refuse_direct_write();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON standing_deployment FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewrite();
ALTER TABLE standing_deployment ENABLE ALWAYS TRIGGER projection;
ALTER TABLE standing_deployment ENABLE ALWAYS TRIGGER no_truncate;

CREATE FUNCTION let_stand() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    INSERT INTO standing_deployment VALUES (NEW.deployment_id, NEW.officer_id, NEW.day, NEW.shift_id, NEW.post_id,
        tstzrange(NEW.starts_at, NEW.ends_at),
        tstzrange(NEW.starts_at, NEW.ends_at + make_interval(mins => figure('rest_between_tours', NEW.day))));
    RETURN NULL;
END
$$;
CREATE TRIGGER stand AFTER INSERT ON deployment FOR EACH ROW EXECUTE FUNCTION let_stand();
ALTER TABLE deployment ENABLE ALWAYS TRIGGER stand;

CREATE FUNCTION withdraw_standing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    IF NEW.removes IS NOT NULL THEN
        DELETE FROM standing_deployment WHERE deployment_id = NEW.removes;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'deployment % does not stand', NEW.removes USING ERRCODE = 'EV002';
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER withdraw AFTER INSERT ON change FOR EACH ROW EXECUTE FUNCTION withdraw_standing();
ALTER TABLE change ENABLE ALWAYS TRIGGER withdraw;

-- What was worked, shift by shift. A correction is a new row that points at the old.
CREATE TABLE attendance (
    attendance_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    officer_id text NOT NULL REFERENCES officer,
    day date NOT NULL,
    shift_id text NOT NULL REFERENCES shift,
    post_id text REFERENCES post,  -- null: absent, or on reserve
    status text NOT NULL CHECK (status IN ('worked', 'reserve', 'absent')),
    corrects bigint UNIQUE REFERENCES attendance,
    recorded_by bigint NOT NULL REFERENCES account,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((status = 'worked') = (post_id IS NOT NULL))
);
CREATE UNIQUE INDEX attendance_once ON attendance (officer_id, day, shift_id) WHERE corrects IS NULL;
SELECT hold_ledgered('attendance', 'attendance_id');

CREATE FUNCTION hold_attendance() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    NEW.recorded_at := clock_timestamp();
    IF NEW.corrects IS NOT NULL AND NOT EXISTS (
        SELECT FROM attendance a WHERE a.attendance_id = NEW.corrects
            AND (a.officer_id, a.day, a.shift_id) = (NEW.officer_id, NEW.day, NEW.shift_id)) THEN
        RAISE EXCEPTION 'a correction is about the same officer, day and shift' USING ERRCODE = 'EV002', CONSTRAINT = 'corrects_same';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON attendance FOR EACH ROW EXECUTE FUNCTION hold_attendance();
ALTER TABLE attendance ENABLE ALWAYS TRIGGER hold;

CREATE VIEW as_worked AS
SELECT a.* FROM attendance a WHERE NOT EXISTS (SELECT FROM attendance later WHERE later.corrects = a.attendance_id);
