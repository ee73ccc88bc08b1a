-- A conclusion rests on evidence of a class that can carry it, accepted on this very assessment, and SQL asks for it too: news
-- alone supports nothing, a letter alone only "unable to determine", a claim of practice needs an operational record, and
-- where another body is in control something must come from it. The same rules stand in lib/domain/transition.ts; a database
-- test compares the table with it.
-- Locks: none that matter; a lookup table and functions.

CREATE TABLE status_evidence (
  status text NOT NULL,
  class text NOT NULL,
  CONSTRAINT status_evidence_pkey PRIMARY KEY (status, class),
  CONSTRAINT status_evidence_status_fkey FOREIGN KEY (status) REFERENCES status (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT status_evidence_class_fkey FOREIGN KEY (class) REFERENCES evidence_class (id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO status_evidence (status, class)
  SELECT s.id, c.class FROM (VALUES ('met'), ('partly_met'), ('not_met')) s (id), (VALUES ('A'), ('B'), ('C'), ('D'), ('E'), ('F')) c (class)
  UNION ALL SELECT s.id, c.class FROM (VALUES ('unable_to_determine'), ('waived'), ('withdrawn')) s (id),
    (VALUES ('A'), ('B'), ('C'), ('D'), ('E'), ('F'), ('G')) c (class)
  UNION ALL SELECT 'not_applicable', c.class FROM (VALUES ('A'), ('B'), ('C'), ('D'), ('E')) c (class);
GRANT SELECT ON status_evidence TO proviso_app;

-- What was approved before these rules is replayed in a practice copy without them.
CREATE TABLE evidence_rule (since timestamptz(6) NOT NULL, CONSTRAINT evidence_rule_pkey PRIMARY KEY (since));
INSERT INTO evidence_rule (since) VALUES (clock_timestamp());
GRANT SELECT ON evidence_rule TO proviso_app;

-- Refuses a conclusion without what it needs. Everything is asked as it stood when the proposal was decided, which is now,
-- except where a practice copy replays what was decided earlier.
CREATE FUNCTION proviso_require_evidence(p assessment, q proposal, p_program program) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_on date := (coalesce(q.effective_at, q.decided_at) AT TIME ZONE p_program.zone)::date;
BEGIN
  IF p_program.kind = 'practice' AND q.decided_at < (SELECT min(since) FROM evidence_rule) THEN RETURN; END IF;
  IF EXISTS (SELECT FROM unnest(q.evidence_ids) given (id) LEFT JOIN evidence e ON e.id = given.id
    WHERE e.id IS NULL OR e.sealed_at <= q.decided_at OR coalesce((SELECT d.acceptance FROM evidence_decision d
      WHERE d.program_id = p.program_id AND d.assessment_id = p.id AND d.evidence_id = e.id AND d.decided_at <= q.decided_at
      ORDER BY d.decided_at DESC LIMIT 1), 'pending') <> 'accepted') THEN
    PERFORM proviso_refuse('evidence_required', '{"field":"evidenceIds"}');
  END IF;
  IF NOT EXISTS (SELECT FROM status_evidence WHERE status = q.to_status) THEN RETURN; END IF;
  IF q.to_status = 'not_applicable' AND btrim(coalesce(q.details->>'funderDecision', '')) <> '' THEN RETURN; END IF;
  IF q.to_status = 'unable_to_determine' AND q.details->>'reasonCode' LIKE 'no\_response%' THEN RETURN; END IF;
  IF NOT EXISTS (SELECT FROM evidence e JOIN status_evidence s ON s.status = q.to_status AND s.class = e.class
    WHERE e.id = ANY(q.evidence_ids) AND (e.superseded_at IS NULL OR e.superseded_at > q.decided_at)
      AND (e.in_force_from IS NULL OR e.in_force_from <= v_on) AND (e.in_force_to IS NULL OR v_on <= e.in_force_to)
      AND (q.details->>'claim' IS DISTINCT FROM 'practice' OR e.class = 'F')) THEN
    PERFORM proviso_refuse('evidence_required', '{"field":"evidenceIds"}');
  END IF;
  IF NOT p.controlled_elsewhere OR q.to_status NOT IN ('met', 'partly_met', 'not_met') THEN RETURN; END IF;
  IF NOT EXISTS (SELECT FROM evidence e JOIN status_evidence s ON s.status = q.to_status AND s.class = e.class
    JOIN jsonb_array_elements(p.responsible) r ON (r->>'id')::uuid = e.issuer_organization_id
    WHERE e.id = ANY(q.evidence_ids) AND (e.superseded_at IS NULL OR e.superseded_at > q.decided_at)
      AND (e.in_force_from IS NULL OR e.in_force_from <= v_on) AND (e.in_force_to IS NULL OR v_on <= e.in_force_to)) THEN
    PERFORM proviso_refuse('evidence_required', '{"field":"evidenceIds"}');
  END IF;
END $$;

-- As before, and with its evidence.
CREATE OR REPLACE FUNCTION proviso_require_approval(p assessment, p_to text, p_proposal uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_program program%ROWTYPE;
  v_proposal proposal%ROWTYPE;
BEGIN
  -- Shared with other approvals, not with apply_setting.
  SELECT * INTO v_program FROM program WHERE id = p.program_id FOR SHARE;
  IF (SELECT grouping = 'finding' FROM status WHERE id = p_to) AND v_program.assessor_id IS NULL THEN
    PERFORM proviso_refuse('assessor_missing');
  END IF;
  SELECT * INTO v_proposal FROM proposal WHERE program_id = p.program_id AND id = p_proposal AND assessment_id = p.id;
  IF NOT FOUND OR v_proposal.state <> 'approved' OR v_proposal.to_status <> p_to THEN
    PERFORM proviso_refuse('needs_proposal');
  END IF;
  IF v_proposal.base_state_version <> p.state_version THEN
    PERFORM proviso_refuse('proposal_outdated');
  END IF;
  IF (v_proposal.two_person_rule OR v_program.two_person_rule)
    AND coalesce(v_proposal.decided_on_behalf_of_id, v_proposal.decided_by_id)
      = coalesce(v_proposal.proposed_on_behalf_of_id, v_proposal.proposed_by_id) THEN
    PERFORM proviso_refuse('same_person');
  END IF;
  PERFORM proviso_require_evidence(p, v_proposal, v_program);
END $$;

REVOKE ALL ON FUNCTION proviso_require_evidence FROM PUBLIC;
