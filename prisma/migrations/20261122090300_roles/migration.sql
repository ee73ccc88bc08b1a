-- The serving role reads everything, writes ordinary tables, and reaches history and state only through the functions.
-- Roles are shared by all databases of a server, so the group is made only if absent, tolerant of a race.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'proviso_app') THEN
    CREATE ROLE proviso_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  -- Another database of this server made it between the question and the answer.
  RAISE NOTICE 'proviso_app exists';
END $$;

GRANT USAGE ON SCHEMA public TO proviso_app;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO proviso_app;
GRANT INSERT ON program, condition, condition_version, deadline, jurisdiction, organization, facility, facility_operation,
  booking_relation, application, funder_decision, proposal, note, request, request_item, response, response_answer, evidence,
  evidence_version, evidence_link, source, record_entry, record_entry_subject, record_issue, principal, membership, api_token
  TO proviso_app;
-- What was recorded is superseded or decided, never rewritten: only these columns ever change.
GRANT UPDATE (superseded_at) ON condition_version, deadline, facility_operation, booking_relation, funder_decision, request, request_item,
  response, response_answer, record_entry TO proviso_app;
GRANT UPDATE (superseded_by_id) ON evidence TO proviso_app;
GRANT UPDATE (acceptance, reason, decided_by_id, decided_at) ON evidence_link TO proviso_app;
GRANT UPDATE (state, decided_by_id, decided_on_behalf_of_id, decided_at, comment) ON proposal TO proviso_app;
GRANT UPDATE (revoked_at) ON membership, api_token TO proviso_app;
GRANT UPDATE (name, disabled_at) ON principal TO proviso_app;
GRANT UPDATE (name, due_soon_days) ON program TO proviso_app;
GRANT INSERT, UPDATE, DELETE ON idempotency_key, "user", session, account, verification TO proviso_app;

REVOKE ALL ON FUNCTION proviso_append, proviso_refuse, proviso_count, proviso_patched, proviso_rewrite_periods, proviso_recorded_at,
  proviso_require_approval, proviso_require_move, proviso_erases_conclusion, record_event, open_assessment, record_status, record_statuses, fold_counters, lock_assessments
  FROM PUBLIC;
GRANT EXECUTE ON FUNCTION record_event, open_assessment, record_status, record_statuses, fold_counters, lock_assessments TO proviso_app;
