-- Least privilege. The application adds rows and reads what its pages need; it cannot rewrite, empty or look into what is
-- sealed. The read-only role sees the command and the shape of decisions, never a text.
SET LOCAL ROLE evenhand_owner;

REVOKE ALL ON ALL TABLES IN SCHEMA evenhand FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA evenhand FROM PUBLIC;
-- Not IN SCHEMA: a schema's defaults can only add to the global ones, and those let everybody execute.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- Master data: edited by the duties office, with history.
GRANT SELECT, INSERT, UPDATE, DELETE ON team, skill, shift, contract, pattern, pattern_day, officer, officer_pattern, currency,
    mission, site, post, post_skill, site_level, post_demand, abstraction, restriction, roster_request TO evenhand_app;
GRANT SELECT, INSERT ON account, account_role TO evenhand_app;
GRANT UPDATE (name, rank, team_id, officer_id) ON account TO evenhand_app;
GRANT SELECT, INSERT ON token, idempotency_answer TO evenhand_app;
GRANT UPDATE (revoked_at) ON token TO evenhand_app;
GRANT DELETE ON idempotency_answer TO evenhand_app;
GRANT SELECT, INSERT ON job TO evenhand_app;
GRANT UPDATE (state, progress, result, error, started_at, finished_at, cancel_requested_by, owner, lease_until, fence, attempts)
    ON job TO evenhand_app;

-- Append-only: add and read.
GRANT SELECT, INSERT ON roster_version, version_deployment, version_duty, attendance, non_deployment, non_deployment_terms,
    assessment, decision, review, ending, case_entry, refused_attempt, ledger_checkpoint TO evenhand_app;
-- Written by functions and triggers only.
GRANT SELECT ON state_arrow, rule_figure, protected_characteristic, rank, response_level, decision_category, decision_authority,
    flag_kind, flag, gold_case, non_deployment_state, publication, change, deployment, standing_deployment, master_history,
    sensitive_read, ledger_leaf, ledgered_table, skill_until, exclusion, as_worked TO evenhand_app;
GRANT SELECT ON state_arrow, rule_figure, rank, response_level, decision_category, decision_authority, flag_kind, team, skill,
    shift, contract, pattern, pattern_day, officer, officer_pattern, currency, mission, site, post, post_skill, site_level,
    post_demand, roster_version, version_deployment, version_duty, publication, deployment, standing_deployment, exclusion,
    gold_case, flag, ledger_leaf, ledger_checkpoint TO evenhand_read;

-- Texts: the application adds to every layer through write_prose, and reads the decision and Gold layers only. The
-- other two are read through read_sealed, after the read is on record.
-- Salts stay with the owner: whoever knows one can test guesses at an erased text.
GRANT SELECT ON prose TO evenhand_app;
ALTER TABLE prose ENABLE ROW LEVEL SECURITY;
CREATE POLICY read_open_layers ON prose FOR SELECT TO evenhand_app USING (layer IN ('decision', 'gold'));

GRANT EXECUTE ON FUNCTION figure, seniority, london, level_on, state_of, scope_covers, held_back, in_line, missing_for_closure,
    write_prose, note_read, read_sealed, raise_due_flags, end_what_is_over, publish_version, change_deployment, normalised, canonical, prose_layer,
    require_layer, require_arrow
    TO evenhand_app;
GRANT EXECUTE ON FUNCTION scope_covers, level_on TO evenhand_read;
