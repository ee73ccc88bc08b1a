-- Whose finding an assessment takes, from when, on which agreement; and how far the taking has come where it goes on in chunks.
-- A reliance is never rewritten: that it ended is a row of its own. Locks: none that matter; new tables only.
CREATE TABLE reliance (
  program_id uuid NOT NULL,
  id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  rule text NOT NULL,
  scope text NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  evidence_id uuid REFERENCES evidence (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  booking_id uuid REFERENCES booking_relation (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  CONSTRAINT reliance_pkey PRIMARY KEY (program_id, id),
  CONSTRAINT reliance_id_key UNIQUE (id),
  CONSTRAINT reliance_assessment_fkey FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT reliance_rule CHECK (rule IN ('all', 'any')),
  CONSTRAINT reliance_dates CHECK (valid_to IS NULL OR valid_to >= valid_from),
  -- Nothing is taken on somebody's word: the agreement, or the booking that a source is on record for.
  CONSTRAINT reliance_rests_on CHECK (evidence_id IS NOT NULL OR booking_id IS NOT NULL)
);
CREATE INDEX reliance_assessment_idx ON reliance (program_id, assessment_id);

CREATE TABLE reliance_part (
  program_id uuid NOT NULL,
  reliance_id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  CONSTRAINT reliance_part_pkey PRIMARY KEY (program_id, reliance_id, assessment_id),
  CONSTRAINT reliance_part_reliance_fkey FOREIGN KEY (program_id, reliance_id) REFERENCES reliance (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT reliance_part_assessment_fkey FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX reliance_part_assessment_idx ON reliance_part (program_id, assessment_id);

CREATE TABLE reliance_end (
  program_id uuid NOT NULL,
  reliance_id uuid NOT NULL,
  -- The first day on which it no longer holds.
  ended_on date NOT NULL,
  reason text NOT NULL,
  recorded_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  CONSTRAINT reliance_end_pkey PRIMARY KEY (program_id, reliance_id),
  CONSTRAINT reliance_end_reliance_fkey FOREIGN KEY (program_id, reliance_id) REFERENCES reliance (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- Operators of a program, beside those that its applicants book with: a body may be assessed before anything else is known of it.
CREATE TABLE program_operator (
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  operator_id uuid NOT NULL REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  CONSTRAINT program_operator_pkey PRIMARY KEY (program_id, operator_id)
);

-- Findings that reach more assessments than one transaction takes: done in chunks by a job, shown as in progress.
CREATE TABLE propagation (
  program_id uuid NOT NULL,
  id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  sequence int NOT NULL,
  hash text NOT NULL,
  actor_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  -- One for all events of the act, in whichever chunk they were written.
  request_id uuid NOT NULL,
  total int NOT NULL,
  done int NOT NULL DEFAULT 0,
  cursor_id uuid,
  recorded_at timestamptz(6) NOT NULL,
  finished_at timestamptz(6),
  CONSTRAINT propagation_pkey PRIMARY KEY (program_id, id),
  CONSTRAINT propagation_assessment_fkey FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX propagation_open_idx ON propagation (recorded_at) WHERE finished_at IS NULL;

-- What a reliance may name: assessments of operators, on the same condition, and none that depends on the one that would rely on it.
-- A reliance that had ended, or will have, before this one begins makes no circle.
CREATE FUNCTION proviso_reliance_part_rules() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_reliance reliance;
  v_reliant assessment;
  v_relied assessment;
BEGIN
  SELECT * INTO v_reliance FROM reliance WHERE program_id = NEW.program_id AND id = NEW.reliance_id;
  SELECT * INTO v_reliant FROM assessment WHERE program_id = NEW.program_id AND id = v_reliance.assessment_id;
  SELECT * INTO v_relied FROM assessment WHERE program_id = NEW.program_id AND id = NEW.assessment_id;
  IF v_relied.subject_kind <> 'operator' OR v_relied.condition_id <> v_reliant.condition_id THEN
    PERFORM proviso_refuse('invalid_request', jsonb_build_object('field', 'reliesOn'));
  END IF;
  -- Only operators are relied on, so only they can close a circle; two who would close one together wait for each other.
  IF v_reliant.subject_kind = 'operator' THEN
    PERFORM pg_advisory_xact_lock(hashtext('proviso.reliance'), hashtext(NEW.program_id::text));
    IF v_reliant.id = NEW.assessment_id OR EXISTS (
      WITH RECURSIVE below (id) AS (
        SELECT NEW.assessment_id
        UNION
        SELECT p.assessment_id FROM below b
        JOIN reliance r ON r.program_id = NEW.program_id AND r.assessment_id = b.id AND coalesce(r.valid_to, 'infinity') >= v_reliance.valid_from
        JOIN reliance_part p ON p.program_id = r.program_id AND p.reliance_id = r.id
        WHERE NOT EXISTS (SELECT FROM reliance_end x WHERE x.program_id = r.program_id AND x.reliance_id = r.id AND x.ended_on <= v_reliance.valid_from))
      SELECT FROM below WHERE id = v_reliant.id) THEN
      PERFORM proviso_refuse('circular_reliance', jsonb_build_object('field', 'reliesOn'));
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reliance_part_rules BEFORE INSERT ON reliance_part FOR EACH ROW EXECUTE FUNCTION proviso_reliance_part_rules();

-- Whoever depends on these assessments, through however many others; at most p_most of them.
CREATE FUNCTION proviso_dependents(p_program uuid, p_ids uuid[], p_most int) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  WITH RECURSIVE found (id) AS (
    SELECT r.assessment_id FROM reliance_part p JOIN reliance r ON r.program_id = p.program_id AND r.id = p.reliance_id
      WHERE p.program_id = p_program AND p.assessment_id = ANY(p_ids)
    UNION
    SELECT r.assessment_id FROM found f JOIN reliance_part p ON p.program_id = p_program AND p.assessment_id = f.id
      JOIN reliance r ON r.program_id = p.program_id AND r.id = p.reliance_id)
  SELECT coalesce(array_agg(id), '{}') FROM (SELECT id FROM found LIMIT p_most) f
$$;

-- Locks assessments together with everything that depends on them, in the order of ids that all writers keep. More dependents than
-- one transaction takes are left to the job, which locks its own chunks. Who began to rely meanwhile is locked after.
CREATE FUNCTION lock_with_dependents(p_program uuid, p_ids uuid[], p_most int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_held uuid[] := '{}';
  v_all uuid[];
BEGIN
  LOOP
    v_all := proviso_dependents(p_program, p_ids, p_most + 1);
    IF cardinality(v_all) > p_most THEN v_all := '{}'; END IF;
    v_all := p_ids || v_all;
    EXIT WHEN v_all <@ v_held;
    PERFORM 1 FROM assessment WHERE program_id = p_program AND id = ANY(v_all) ORDER BY id FOR NO KEY UPDATE;
    v_held := v_all;
  END LOOP;
END $$;

GRANT SELECT ON reliance, reliance_part, reliance_end, program_operator, propagation TO proviso_app;
GRANT INSERT ON reliance, reliance_part, reliance_end, program_operator, propagation TO proviso_app;
GRANT UPDATE (done, cursor_id, finished_at) ON propagation TO proviso_app;
REVOKE ALL ON FUNCTION proviso_reliance_part_rules, proviso_dependents, lock_with_dependents FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_with_dependents TO proviso_app;
