-- Speed without another meaning. PostgreSQL plans the body of an SQL function at every call that it cannot put in line, and
-- these bodies read views of several tables: the plan costs more than the answer. The same body inside a PL/pgSQL function
-- keeps its plan for the session. Each is taken as the migrations before have left it, word for word.
SET LOCAL ROLE evenhand_owner;

CREATE FUNCTION pg_temp.keep_plan(held regprocedure) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    f pg_proc;
    body text;
    answer text;
    outs text;
BEGIN
    SELECT p.* INTO f FROM pg_proc p WHERE p.oid = held;
    IF f.prolang <> (SELECT oid FROM pg_language WHERE lanname = 'sql') THEN
        RETURN;
    END IF;
    body := rtrim(f.prosrc, E' \n;');
    SELECT string_agg(quote_ident(f.proargnames[i]), ', ' ORDER BY i) INTO outs
    FROM generate_subscripts(f.proargmodes, 1) i WHERE f.proargmodes[i] = 'o';
    answer := CASE
        WHEN f.proretset THEN 'RETURN QUERY ' || body || ';'
        WHEN outs IS NOT NULL THEN 'SELECT * INTO ' || outs || ' FROM (' || body || ') one;'
        ELSE 'RETURN (' || body || ');' END;
    EXECUTE format('CREATE OR REPLACE FUNCTION %s(%s) RETURNS %s LANGUAGE plpgsql %s %s %s AS %L',
        f.oid::regproc, pg_get_function_arguments(f.oid), pg_get_function_result(f.oid),
        CASE f.provolatile WHEN 's' THEN 'STABLE' WHEN 'i' THEN 'IMMUTABLE' ELSE 'VOLATILE' END,
        CASE WHEN f.prosecdef THEN 'SECURITY DEFINER' ELSE '' END,
        coalesce((SELECT string_agg('SET ' || replace(c, '=', ' = '), ' ') FROM unnest(f.proconfig) c), ''),
        E'\n#variable_conflict use_column\nBEGIN\n    ' || answer || E'\nEND\n');
END
$$;
-- What a decision and a change ask on their way.
SELECT pg_temp.keep_plan(p.oid) FROM pg_proc p WHERE p.pronamespace = 'evenhand'::regnamespace AND p.proname IN (
    'state_of', 'followed', 'scope_covers', 'level_on', 'prose_layer', 'prose_body', 'police_day', 'clear_days',
    'supervisors_of', 'superiors_of', 'held_back', 'held_back_within', 'rostered_on', 'duty_target', 'duty_minimum',
    'covered_without', 'change_effect', 'told_of_changes');

-- A list of one or two changes is guessed at as ten, so that a plan that fits always seems dearer than a new one.
ALTER FUNCTION change_effect SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION told_of_changes SET plan_cache_mode = force_generic_plan;

-- What stands against an officer is looked for at every decision and every change.
CREATE INDEX non_deployment_by_officer ON non_deployment (officer_id);
