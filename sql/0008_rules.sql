-- The rules that raise flags: in the transaction that causes them, or by the due job where time is the cause;
-- and the two doors through which a deployment is published or changed.
SET LOCAL ROLE evenhand_owner;

-- Guarantee 4 and the flags that a decision causes at once.
CREATE FUNCTION flag_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    nd non_deployment;
    terms non_deployment_terms;
    number text := 'ND-' || NEW.nd_id;
    key text := NEW.decision_id::text;
    reason text := prose_body(NEW.reason_id);
    alike integer;
    renewals integer;
    span interval;
    earlier bigint;
BEGIN
    SELECT * INTO nd FROM non_deployment WHERE nd_id = NEW.nd_id;
    SELECT * INTO terms FROM non_deployment_terms WHERE terms_id = NEW.terms_id;
    PERFORM enter_state(NEW.nd_id, CASE WHEN NEW.outcome = 'refused' THEN 'refused'
        WHEN NEW.form = 'short' THEN 'short_form' ELSE 'granted' END, by_decision => NEW.decision_id);

    IF NEW.outcome = 'granted' AND terms.scope_kind <> 'all_armed' THEN
        PERFORM raise_flag('selective_scope', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
            format('%s keeps one officer from %s %s while other armed duty continues.', number, terms.scope_kind, array_to_string(terms.scope_ids, ', ')),
            jsonb_build_object('scope', terms.scope_kind, 'ids', terms.scope_ids), 'selective_scope:' || key);
    END IF;
    IF NEW.outcome = 'granted' AND (terms.ends_at - terms.starts_at > interval '28 days' OR terms.category = 'objection') THEN
        PERFORM raise_flag('gold_review', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
            format('%s is longer than 28 days or rests on an objection to the duty: Gold review is mandatory.', number),
            jsonb_build_object('category', terms.category, 'days', ceil(extract(epoch FROM terms.ends_at - terms.starts_at) / 86400)), 'gold_review:' || key);
    END IF;
    IF NEW.form = 'short' AND nd.renews IS NULL THEN
        earlier := followed(NEW.nd_id, nd.officer_id, terms.scope_kind, terms.scope_ids, terms.starts_at);
        IF earlier IS NOT NULL THEN
            PERFORM raise_flag('undeclared_renewal', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
                format('%s follows ND-%s within %s days for some of the same duties and is not recorded as its renewal.',
                       number, earlier, figure('renewal_gap')),
                jsonb_build_object('follows', 'ND-' || earlier), 'undeclared_renewal:' || key);
        END IF;
    END IF;
    IF NEW.recorded_at - least(NEW.decided_at, terms.starts_at) > make_interval(hours => figure('late_writing_limit')) THEN
        PERFORM raise_flag('recorded_late', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
            format('%s was written down %s hours after it was decided or began.', number,
                   floor(extract(epoch FROM NEW.recorded_at - least(NEW.decided_at, terms.starts_at)) / 3600)),
            jsonb_build_object('decided_at', NEW.decided_at, 'starts_at', terms.starts_at, 'recorded_at', NEW.recorded_at), 'recorded_late:' || key);
    END IF;
    IF NEW.form = 'full' AND (length(trim(reason)) < figure('reason_characters')
        OR cardinality(regexp_split_to_array(trim(reason), '\s+')) < figure('reason_words')) THEN
        PERFORM raise_flag('reason_too_short', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
            format('The reason of %s has %s words and %s characters; at least %s and %s are expected.', number,
                   cardinality(regexp_split_to_array(trim(reason), '\s+')), length(trim(reason)),
                   figure('reason_words'), figure('reason_characters')),
            jsonb_build_object('characters', length(trim(reason))), 'reason_too_short:' || key);
    END IF;
    SELECT count(*) INTO alike FROM decision d JOIN non_deployment o USING (nd_id)
    WHERE d.reason_key = NEW.reason_key AND d.decision_id <> NEW.decision_id AND o.officer_id <> nd.officer_id
        AND d.decided_at > NEW.decided_at - interval '365 days';
    IF alike > 0 THEN
        PERFORM raise_flag('reason_repeated', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
            format('The reason of %s is word for word that of %s other decision(s) about other officers within a year.', number, alike),
            jsonb_build_object('alike', alike), 'reason_repeated:' || key);
    END IF;
    IF nd.renews IS NOT NULL AND NEW.outcome = 'granted' THEN
        WITH RECURSIVE chain AS (
            SELECT nd.nd_id, nd.renews, 0 AS renewals
            UNION ALL SELECT n.nd_id, n.renews, c.renewals + 1 FROM chain c JOIN non_deployment n ON n.nd_id = c.renews
        )
        SELECT max(c.renewals), max(t.ends_at) - min(t.starts_at) INTO renewals, span
        FROM chain c JOIN decision d ON d.nd_id = c.nd_id AND d.outcome = 'granted' JOIN non_deployment_terms t USING (terms_id);
        IF renewals > figure('renewal_limit') OR span > make_interval(days => figure('renewal_span')) THEN
            PERFORM raise_flag('renewed_beyond_limit', 'non_deployment', NEW.nd_id::text, NEW.nd_id,
                format('%s is renewal number %s of one decision; together they last %s days.', number, renewals, ceil(extract(epoch FROM span) / 86400)),
                jsonb_build_object('renewals', renewals, 'days', ceil(extract(epoch FROM span) / 86400)), 'renewed_beyond_limit:' || key);
        END IF;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER flags AFTER INSERT ON decision FOR EACH ROW EXECUTE FUNCTION flag_decision();
ALTER TABLE decision ENABLE ALWAYS TRIGGER flags;

CREATE FUNCTION flag_attempt() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
BEGIN
    PERFORM raise_flag('refused_attempt', 'account', NEW.account_id::text, NEW.nd_id,
        CASE NEW.rule
            WHEN 'self_decision' THEN 'An attempt to decide on oneself was refused.'
            WHEN 'own_draft' THEN 'An attempt to decide on one''s own draft was refused.'
            WHEN 'self_assessment' THEN 'An attempt to assess one''s own non-deployment was refused.'
            WHEN 'own_assessment' THEN 'An attempt to assess one''s own decision was refused.'
            ELSE 'An attempt to draft a non-deployment about oneself was refused.' END,
        jsonb_build_object('rule', NEW.rule), 'refused_attempt:' || NEW.attempt_id);
    RETURN NULL;
END
$$;
CREATE TRIGGER flags AFTER INSERT ON refused_attempt FOR EACH ROW EXECUTE FUNCTION flag_attempt();
ALTER TABLE refused_attempt ENABLE ALWAYS TRIGGER flags;

-- What time alone causes: run by the leader. Idempotent, because an occurrence is flagged once. Returns flags raised.
CREATE FUNCTION raise_due_flags(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    before bigint;
    after bigint;
    due record;
BEGIN
    SELECT count(*) INTO before FROM flag;
    FOR due IN
        SELECT d.nd_id, d.decision_id, d.decided_at + make_interval(hours => figure('short_form_limit')) AS owed_at
        FROM decision d
        WHERE d.form = 'short' AND d.decided_at + make_interval(hours => figure('short_form_limit')) < as_of
            AND NOT EXISTS (SELECT FROM decision f WHERE f.nd_id = d.nd_id AND f.form = 'full')
    LOOP
        PERFORM raise_flag('short_form_overdue', 'non_deployment', due.nd_id::text, due.nd_id,
            format('The full form of ND-%s was owed by %s UTC and is not there.', due.nd_id, to_char(due.owed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')),
            jsonb_build_object('owed_at', due.owed_at), 'short_form_overdue:' || due.decision_id);
    END LOOP;
    FOR due IN
        SELECT d.nd_id, d.decision_id, t.review_at
        FROM decision d JOIN non_deployment_terms t USING (terms_id)
        WHERE d.form = 'full' AND d.outcome = 'granted'
            AND t.review_at + make_interval(hours => figure('review_grace')) < as_of
            AND NOT EXISTS (SELECT FROM review r WHERE r.nd_id = d.nd_id AND r.reviewed_at >= d.decided_at
                            AND r.reviewed_at <= t.review_at + make_interval(hours => figure('review_grace')))
            AND NOT EXISTS (SELECT FROM ending e WHERE e.nd_id = d.nd_id AND e.cause = 'early' AND e.ended_at <= t.review_at)
    LOOP
        PERFORM raise_flag('review_missed', 'non_deployment', due.nd_id::text, due.nd_id,
            format('The review of ND-%s was due on %s and no review is on record.', due.nd_id, to_char(due.review_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD')),
            jsonb_build_object('review_at', due.review_at), 'review_missed:' || due.decision_id);
    END LOOP;
    FOR due IN
        -- A shift counts as returned once anybody's attendance on it is recorded: from then on no row is a gap too.
        SELECT s.deployment_id, s.day, coalesce((SELECT w.status FROM as_worked w
            WHERE w.officer_id = s.officer_id AND w.day = s.day AND w.shift_id = s.shift_id), 'no row') AS status
        FROM standing_deployment s
        WHERE upper(s.during) + make_interval(hours => figure('attendance_grace')) < as_of
            AND EXISTS (SELECT FROM as_worked w WHERE w.day = s.day AND w.shift_id = s.shift_id)
            AND NOT EXISTS (SELECT FROM as_worked w WHERE w.officer_id = s.officer_id AND w.day = s.day
                            AND w.shift_id = s.shift_id AND w.post_id = s.post_id)
            AND NOT EXISTS (SELECT FROM abstraction a WHERE a.officer_id = s.officer_id AND daterange(a.from_day, a.to_day, '[]') @> s.day)
            AND NOT EXISTS (SELECT FROM restriction r JOIN post p ON p.post_id = s.post_id AND NOT p.suitable_for_restricted
                            WHERE r.officer_id = s.officer_id AND daterange(r.from_day, r.to_day, '[]') @> s.day)
            AND NOT EXISTS (SELECT FROM exclusion x WHERE x.officer_id = s.officer_id AND tstzrange(x.starts_at, x.ends_at) && s.during
                            AND scope_covers(x.scope_kind, x.scope_ids, s.post_id))
            AND NOT EXISTS (SELECT FROM post_skill p LEFT JOIN skill_until u ON u.officer_id = s.officer_id AND u.skill_id = p.skill_id
                            WHERE p.post_id = s.post_id AND coalesce(u.until_day, '-infinity') < s.day)
    LOOP
        PERFORM raise_flag('undocumented', 'deployment', due.deployment_id::text, NULL,
            format('A published duty of %s was not worked as published, and no row says why.', due.day),
            jsonb_build_object('day', due.day, 'status', due.status), 'undocumented:' || due.deployment_id);
    END LOOP;
    SELECT count(*) INTO after FROM flag;
    RETURN after - before;
END
$$;

-- Guarantee 5: records whose end has passed end by themselves. Their effect ended with their window already.
CREATE FUNCTION end_what_is_over(as_of timestamptz) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    ended integer;
BEGIN
    WITH over AS (
        SELECT n.nd_id, t.ends_at
        FROM non_deployment n
        JOIN LATERAL (SELECT d.terms_id, d.form FROM decision d WHERE d.nd_id = n.nd_id ORDER BY d.decision_id DESC LIMIT 1) d ON true
        JOIN non_deployment_terms t USING (terms_id)
        -- a short form that is owed in full stays owed after its window: the debt is not ended by time
        WHERE t.ends_at <= as_of AND (state_of(n.nd_id) = 'granted'
            OR (state_of(n.nd_id) = 'short_form' AND EXISTS (SELECT FROM flag f WHERE f.nd_id = n.nd_id AND f.kind = 'short_form_overdue')))
            AND NOT EXISTS (SELECT FROM ending e WHERE e.nd_id = n.nd_id)
        FOR UPDATE OF n SKIP LOCKED
    )
    INSERT INTO ending (nd_id, ended_at, cause) SELECT nd_id, ends_at, 'by_itself' FROM over;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END
$$;

-- Why this officer cannot lawfully stand at this post on this day and shift; null when nothing on record forbids it.
CREATE FUNCTION held_back(of_officer text, on_day date, on_shift text, at_post text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT 'not in service' FROM evenhand.officer WHERE officer_id = of_officer
            AND NOT daterange(joined_on, left_on, '[]') @> on_day),
        (SELECT 'abstracted' FROM evenhand.abstraction WHERE officer_id = of_officer
            AND daterange(from_day, to_day, '[]') @> on_day LIMIT 1),
        (SELECT 'restricted' FROM evenhand.restriction WHERE officer_id = of_officer
            AND daterange(from_day, to_day, '[]') @> on_day
            AND NOT (SELECT suitable_for_restricted FROM evenhand.post WHERE post_id = at_post) LIMIT 1),
        (SELECT 'lacks ' || p.skill_id FROM evenhand.post_skill p
            LEFT JOIN evenhand.skill_until u ON u.skill_id = p.skill_id AND u.officer_id = of_officer
            WHERE p.post_id = at_post AND coalesce(u.until_day, '-infinity') < on_day ORDER BY 1 LIMIT 1),
        (SELECT 'excluded by ' || x.number FROM evenhand.exclusion x JOIN evenhand.shift s ON s.shift_id = on_shift
            WHERE x.officer_id = of_officer AND evenhand.scope_covers(x.scope_kind, x.scope_ids, at_post)
            AND tstzrange(x.starts_at, x.ends_at) && tstzrange(evenhand.london(on_day, s.starts), evenhand.london(on_day, s.starts, s.minutes))
            LIMIT 1))
$$;

-- Publishes a version: a second person, nothing that the record forbids, every deployment with its window.
CREATE FUNCTION publish_version(of_version bigint, publisher bigint, saying text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    version roster_version;
    conflicts bigint;
    first_conflict text;
    published bigint;
BEGIN
    SELECT * INTO version FROM roster_version WHERE version_id = of_version;
    IF version.version_id IS NULL THEN
        RAISE EXCEPTION 'no such roster version' USING ERRCODE = 'EV002', CONSTRAINT = 'version_known';
    END IF;
    IF version.made_by = publisher THEN
        RAISE EXCEPTION 'a roster is published by a second person' USING ERRCODE = 'EV003', CONSTRAINT = 'second_person';
    END IF;
    LOCK TABLE non_deployment_state, abstraction, restriction, currency IN SHARE ROW EXCLUSIVE MODE;
    -- The same rules as held_back, for all deployments of the version at once.
    WITH placed AS MATERIALIZED (
        SELECT d.*, london(d.day, s.starts) AS starts_at, london(d.day, s.starts, s.minutes) AS ends_at
        FROM version_deployment d JOIN shift s USING (shift_id) WHERE d.version_id = of_version
    ), held_skill AS MATERIALIZED (
        SELECT officer_id, skill_id, until_day FROM skill_until
    ), held AS (
        SELECT d.*, 'not in service' AS why FROM placed d JOIN officer o USING (officer_id)
            WHERE NOT daterange(o.joined_on, o.left_on, '[]') @> d.day
        UNION ALL
        SELECT d.*, 'abstracted' FROM placed d JOIN abstraction a USING (officer_id)
            WHERE daterange(a.from_day, a.to_day, '[]') @> d.day
        UNION ALL
        SELECT d.*, 'restricted' FROM placed d JOIN restriction r USING (officer_id) JOIN post p USING (post_id)
            WHERE daterange(r.from_day, r.to_day, '[]') @> d.day AND NOT p.suitable_for_restricted
        UNION ALL
        SELECT d.*, 'lacks ' || p.skill_id FROM placed d JOIN post_skill p USING (post_id)
            LEFT JOIN held_skill u ON u.officer_id = d.officer_id AND u.skill_id = p.skill_id
            WHERE coalesce(u.until_day, '-infinity') < d.day
        UNION ALL
        SELECT d.*, 'excluded by ' || x.number FROM placed d JOIN exclusion x USING (officer_id)
            WHERE tstzrange(x.starts_at, x.ends_at) && tstzrange(d.starts_at, d.ends_at)
                AND scope_covers(x.scope_kind, x.scope_ids, d.post_id)
    )
    SELECT count(DISTINCT (officer_id, day)), min(officer_id || ' on ' || day || ' at ' || post_id || ': ' || why)
    INTO conflicts, first_conflict FROM held;
    IF conflicts > 0 THEN
        RAISE EXCEPTION '% deployment(s) of this version are no longer lawful; first: %', conflicts, first_conflict
            USING ERRCODE = 'EV007', CONSTRAINT = 'version_stale', HINT = 'Generate again.';
    END IF;
    INSERT INTO publication (version_id, published_by, statement, period)
    VALUES (of_version, publisher, saying, daterange(version.from_day, version.from_day + version.days));
    INSERT INTO deployment (version_id, officer_id, day, shift_id, post_id, starts_at, ends_at)
    SELECT d.version_id, d.officer_id, d.day, d.shift_id, d.post_id, london(d.day, s.starts), london(d.day, s.starts, s.minutes)
    FROM version_deployment d JOIN shift s USING (shift_id)
    WHERE d.version_id = of_version ORDER BY d.day, d.shift_id, d.post_id, d.officer_id;
    GET DIAGNOSTICS published = ROW_COUNT;
    RETURN published;
END
$$;

-- Guarantee 1: the row that a change names must be the row that takes this officer off this duty.
CREATE FUNCTION hold_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    gone deployment;
    holds boolean;
BEGIN
    NEW.made_at := clock_timestamp();
    IF NEW.removes IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT * INTO gone FROM deployment WHERE deployment_id = NEW.removes;
    NEW.notice_days := gone.day - (NEW.made_at AT TIME ZONE 'Europe/London')::date - 1;
    holds := CASE NEW.ground
        WHEN 'abstraction' THEN EXISTS (SELECT FROM abstraction a WHERE a.abstraction_id = NEW.abstraction_id
            AND a.officer_id = gone.officer_id AND daterange(a.from_day, a.to_day, '[]') @> gone.day)
        WHEN 'restriction' THEN EXISTS (SELECT FROM restriction r WHERE r.restriction_id = NEW.restriction_id
            AND r.officer_id = gone.officer_id AND daterange(r.from_day, r.to_day, '[]') @> gone.day)
        WHEN 'lapsed_currency' THEN EXISTS (SELECT FROM post_skill p LEFT JOIN skill_until u
            ON u.officer_id = gone.officer_id AND u.skill_id = p.skill_id
            WHERE p.post_id = gone.post_id AND p.skill_id = NEW.lapsed_skill AND coalesce(u.until_day, '-infinity') < gone.day)
        WHEN 'swap' THEN EXISTS (SELECT FROM deployment o WHERE o.deployment_id = NEW.swapped_with
            AND o.officer_id <> gone.officer_id)
        WHEN 'non_deployment' THEN EXISTS (SELECT FROM exclusion x WHERE x.nd_id = NEW.nd_id
            AND x.officer_id = gone.officer_id AND tstzrange(x.starts_at, x.ends_at) && tstzrange(gone.starts_at, gone.ends_at)
            AND scope_covers(x.scope_kind, x.scope_ids, gone.post_id))
        ELSE true END;
    IF NOT holds THEN
        RAISE EXCEPTION 'the % named does not take this officer off this duty', replace(NEW.ground, '_', ' ')
            USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER hold BEFORE INSERT ON change FOR EACH ROW EXECUTE FUNCTION hold_change();
ALTER TABLE change ENABLE ALWAYS TRIGGER hold;

-- Changes one published deployment: takes an officer off (with the row that says why), puts one on, or both. Returns
-- the change and the new deployment. An exigency that takes an officer off a duty puts the same officer on another that day;
-- a swap takes two deployments off and puts each officer on the other's duty.
CREATE FUNCTION change_deployment(maker bigint, removed bigint, why text, reference text, saying text, welfare boolean,
    new_officer text, new_day date, new_shift text, new_post text, OUT made bigint, OUT placed bigint)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = evenhand, pg_temp AS $$
DECLARE
    gone deployment;
    other deployment;
    forbidden text;
    swap_back bigint;
BEGIN
    SELECT * INTO gone FROM deployment WHERE deployment_id = removed;
    IF removed IS NOT NULL AND gone.deployment_id IS NULL THEN
        RAISE EXCEPTION 'no such deployment' USING ERRCODE = 'EV002', CONSTRAINT = 'deployment_known';
    END IF;
    IF why = 'exigency' AND removed IS NOT NULL AND (new_officer IS DISTINCT FROM gone.officer_id OR new_day IS DISTINCT FROM gone.day) THEN
        RAISE EXCEPTION 'an exigency moves an officer to another duty of the day; taking one off needs the row that says why'
            USING ERRCODE = 'EV004', CONSTRAINT = 'silent_absence';
    END IF;
    IF removed IS NULL AND new_officer IS NULL THEN
        RAISE EXCEPTION 'a change removes a deployment, adds one, or both' USING ERRCODE = 'EV002', CONSTRAINT = 'change_empty';
    END IF;
    INSERT INTO change (removes, ground, abstraction_id, restriction_id, lapsed_skill, swapped_with, nd_id, note, welfare_considered, made_by)
    VALUES (removed, why,
        CASE why WHEN 'abstraction' THEN reference END, CASE why WHEN 'restriction' THEN reference END,
        CASE why WHEN 'lapsed_currency' THEN reference END, CASE why WHEN 'swap' THEN reference::bigint END,
        CASE why WHEN 'non_deployment' THEN ltrim(reference, 'ND-')::bigint END, saying, welfare, maker)
    RETURNING change_id INTO made;
    IF why = 'swap' THEN
        SELECT * INTO other FROM deployment WHERE deployment_id = reference::bigint;
        INSERT INTO change (removes, ground, swapped_with, note, welfare_considered, made_by)
        VALUES (other.deployment_id, 'swap', removed, saying, welfare, maker) RETURNING change_id INTO swap_back;
        placed := place_by_change(made, other.officer_id, gone.day, gone.shift_id, gone.post_id);
        PERFORM place_by_change(swap_back, gone.officer_id, other.day, other.shift_id, other.post_id);
    ELSIF new_officer IS NOT NULL THEN
        placed := place_by_change(made, new_officer, new_day, new_shift, new_post);
    END IF;
END
$$;

CREATE FUNCTION place_by_change(by_change bigint, new_officer text, new_day date, new_shift text, new_post text) RETURNS bigint
    LANGUAGE plpgsql SET search_path = evenhand, pg_temp AS $$
DECLARE
    forbidden text := held_back(new_officer, new_day, new_shift, new_post);
    placed bigint;
BEGIN
    IF forbidden IS NOT NULL THEN
        RAISE EXCEPTION 'officer % cannot take this duty: %', new_officer, forbidden USING ERRCODE = 'EV007', CONSTRAINT = 'held_back';
    END IF;
    INSERT INTO deployment (change_id, officer_id, day, shift_id, post_id, starts_at, ends_at)
    SELECT by_change, new_officer, new_day, new_shift, new_post, london(new_day, s.starts), london(new_day, s.starts, s.minutes)
    FROM shift s WHERE s.shift_id = new_shift
    RETURNING deployment_id INTO placed;
    RETURN placed;
END
$$;
