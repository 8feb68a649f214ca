-- What a reader was told of a pattern, and over which days it was compared with others, is kept with the flag: 0023 left both out.
SET LOCAL ROLE evenhand_owner;

CREATE OR REPLACE FUNCTION close_audit_day(of_day date, resting_on timestamptz, raised jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = evenhand, pg_temp AS $$
DECLARE
    item jsonb;
    pattern audit_kind;
    chief jsonb;
    since date;
    proof jsonb;
    said text;
    new_flags integer := 0;
BEGIN
    INSERT INTO audit_day (day, rests_on) VALUES (of_day, resting_on);
    FOR item IN SELECT x FROM jsonb_array_elements(raised) x LOOP
        SELECT * INTO pattern FROM audit_kind k WHERE k.kind = item ->> 'pattern';
        since := (item ->> 'raised_on')::date;
        IF pattern.kind IS NULL OR since IS NULL OR since > of_day OR jsonb_typeof(item -> 'subjects') IS DISTINCT FROM 'array' THEN
            RAISE EXCEPTION 'a finding of the audit names its pattern, its day and its subjects' USING ERRCODE = 'EV002', CONSTRAINT = 'audit_finding';
        END IF;
        IF EXISTS (SELECT FROM jsonb_array_elements(item -> 'subjects') s WHERE NOT audit_subject_known(s ->> 'kind', s ->> 'id')) THEN
            RAISE EXCEPTION 'a finding of the audit is about what is on record' USING ERRCODE = 'EV002', CONSTRAINT = 'audit_subject';
        END IF;
        SELECT s.value INTO chief FROM jsonb_array_elements(item -> 'subjects') WITH ORDINALITY s (value, place)
        WHERE s.value ->> 'kind' = ANY (pattern.about)
        ORDER BY array_position(pattern.about, s.value ->> 'kind'), s.place LIMIT 1;
        IF chief IS NULL THEN
            RAISE EXCEPTION 'a % is about a %', replace(pattern.kind, '_', ' '), array_to_string(pattern.about, ' or a ')
                USING ERRCODE = 'EV002', CONSTRAINT = 'audit_subject';
        END IF;
        CONTINUE WHEN EXISTS (SELECT FROM flag f
            WHERE f.subject_kind = chief ->> 'kind' AND f.subject_id = chief ->> 'id' AND f.kind = pattern.kind
                AND f.evidence -> 'subjects' = item -> 'subjects'
                AND abs((f.evidence ->> 'raised_on')::date - since) < pattern.silence_days);
        SELECT jsonb_object_agg(e.key, e.value) INTO proof FROM jsonb_each(item) e
        WHERE e.key IN ('raised_on', 'subjects', 'basis', 'value', 'first_event', 'last_event', 'detail', 'observed', 'expected',
            'opportunities', 'course', 'events', 'comparison', 'compared_over', 'explanation') AND jsonb_typeof(e.value) <> 'null';
        said := pattern.words;
        said := replace(said, '{first}', coalesce(item ->> 'first_event', since::text));
        said := replace(said, '{last}', coalesce(item ->> 'last_event', since::text));
        said := replace(said, '{observed}', audit_number(item -> 'observed'));
        said := replace(said, '{expected}', audit_number(item -> 'expected'));
        said := replace(said, '{about}', CASE chief ->> 'kind' WHEN 'command' THEN 'the command'
            WHEN 'account' THEN 'one supervisor' WHEN 'officer' THEN 'one officer' ELSE (chief ->> 'kind') || ' ' || (chief ->> 'id') END);
        PERFORM raise_flag(pattern.kind, chief ->> 'kind', chief ->> 'id', NULL, said, proof,
            concat_ws(':', 'audit', pattern.kind, (SELECT string_agg((s.value ->> 'kind') || ' ' || (s.value ->> 'id'), ';' ORDER BY s.place)
                FROM jsonb_array_elements(item -> 'subjects') WITH ORDINALITY s (value, place)), since));
        new_flags := new_flags + 1;
    END LOOP;
    RETURN new_flags;
END
$$;
