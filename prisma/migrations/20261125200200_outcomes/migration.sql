-- How a finding for an operator reaches the assessments that rely on it. What an assessment takes is worked out here, from the
-- reliances on record and the histories of those relied on: no caller says it, so none can forge it. lib/domain/reliance.ts says the
-- same in TypeScript, and a database test compares the two. Each row is fetched by its key (OFFSET 0 keeps the sub-selects as they
-- are written): tables that were filled just now have no statistics, and all periods of the program would be read for each row.
-- Locks: none that matter; functions only.

-- Does an assessment follow those it relies on? 'following'; 'direct' once somebody concluded on it itself; 'aside' once a reviewer
-- reopened what it had taken. Reopening a direct conclusion lets it follow again, from the instant at which that took effect.
-- Read from kinds and periods, which no erasure touches.
CREATE FUNCTION proviso_stance(p_program uuid, p_id uuid, OUT stance text, OUT since timestamptz)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_was text := 'not_started';
  v_open boolean := true;
  r record;
BEGIN
  stance := 'following';
  since := '-infinity';
  FOR r IN SELECT p.status, s.grouping = 'open' AS open, e.kind, e.effective_at FROM assessment_period p
    JOIN status s ON s.id = p.status
    CROSS JOIN LATERAL (SELECT kind, effective_at FROM event WHERE program_id = p_program AND stream_id = p_id AND sequence = p.known_version OFFSET 0) e
    WHERE p.program_id = p_program AND p.assessment_id = p_id AND p.valid_to = 'infinity' ORDER BY p.known_version LOOP
    IF r.kind NOT IN ('outcome_taken', 'outcome_reopened') AND (r.status <> v_was OR r.kind IN ('status_changed', 'status_corrected')) THEN
      IF NOT r.open THEN
        stance := 'direct';
      ELSIF NOT v_open THEN
        stance := CASE stance WHEN 'direct' THEN 'following' ELSE 'aside' END;
        since := r.effective_at;
      END IF;
    END IF;
    v_was := r.status;
    v_open := r.open;
  END LOOP;
END $$;

-- What an assessment would take now, and from when: null when nothing changes. Of a reliance by the rule "all" the worst finding holds
-- once every assessment relied on has one; by "any" the best, once one is met or all have one. Several reliances in force at once
-- are taken as all. Where nothing can be taken, what had been taken goes back to review.
CREATE FUNCTION proviso_outcome(p_program uuid, p_id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  v_now timestamptz := clock_timestamp();
  v_names CONSTANT text[] := ARRAY['not_met', 'partly_met', 'unable_to_determine', 'met'];
  v_status text;
  v_zone text;
  v_stance record;
  v_set jsonb;
  v_from timestamptz;
  v_steps jsonb := '[]';
  v_last jsonb;
  r record;
BEGIN
  SELECT a.status, g.zone INTO v_status, v_zone FROM assessment a JOIN program g ON g.id = a.program_id JOIN status s ON s.id = a.status
    WHERE a.program_id = p_program AND a.id = p_id AND s.grouping <> 'closed';
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT * INTO v_stance FROM proviso_stance(p_program, p_id);
  IF v_stance.stance <> 'following' THEN RETURN NULL; END IF;
  FOR r IN
    WITH rel AS MATERIALIZED (
      SELECT l.id, l.rule, l.valid_from::timestamp AT TIME ZONE v_zone AS from_at,
        coalesce(least(l.valid_to + 1, x.ended_on)::timestamp AT TIME ZONE v_zone, 'infinity') AS to_at
      FROM reliance l LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id
      WHERE l.program_id = p_program AND l.assessment_id = p_id),
    part AS MATERIALIZED (
      SELECT rel.id, rel.rule, rel.from_at, rel.to_at, q.valid_from, q.valid_to, array_position(v_names, q.status) AS rank,
        coalesce(q.expires_on::text, '9999-12-31') AS expiry
      FROM rel CROSS JOIN LATERAL (SELECT assessment_id FROM reliance_part WHERE program_id = p_program AND reliance_id = rel.id OFFSET 0) p
      CROSS JOIN LATERAL (SELECT * FROM assessment_period WHERE program_id = p_program AND assessment_id = p.assessment_id
        AND known_to = 'infinity' OFFSET 0) q),
    own AS MATERIALIZED (
      SELECT status, expires_on, valid_from, valid_to FROM assessment_period
      WHERE program_id = p_program AND assessment_id = p_id AND known_to = 'infinity'),
    at AS (
      SELECT DISTINCT t FROM (SELECT from_at AS t FROM rel UNION ALL SELECT to_at FROM rel UNION ALL SELECT valid_from FROM part
        UNION ALL SELECT valid_from FROM own UNION ALL SELECT v_stance.since) i WHERE t >= v_stance.since AND t <= v_now AND t > '-infinity'),
    said AS (
      SELECT at.t, CASE WHEN part.rule = 'all' THEN CASE WHEN count(*) = count(part.rank) THEN min(part.rank) END
          WHEN max(part.rank) = 4 OR count(*) = count(part.rank) THEN max(part.rank) END AS rank,
        CASE WHEN part.rule = 'all' THEN min(part.expiry) ELSE substr(max(part.rank::text || part.expiry), 2) END AS expiry
      FROM at JOIN part ON at.t >= part.from_at AND at.t < part.to_at AND at.t >= part.valid_from AND at.t < part.valid_to
      GROUP BY at.t, part.id, part.rule),
    whole AS (
      SELECT t, CASE WHEN count(*) = count(rank) THEN min(rank) END AS rank, nullif(min(expiry), '9999-12-31')::date AS expires_on FROM said GROUP BY t)
    SELECT at.t, own.status AS held, own.expires_on AS held_expiry,
      CASE WHEN whole.rank IS NOT NULL THEN v_names[whole.rank] WHEN own.status = ANY(v_names) THEN 'under_review' ELSE own.status END AS wanted,
      CASE WHEN whole.rank IS NOT NULL THEN whole.expires_on WHEN own.status = ANY(v_names) THEN NULL ELSE own.expires_on END AS expiry
    FROM at JOIN own ON at.t >= own.valid_from AND at.t < own.valid_to LEFT JOIN whole ON whole.t = at.t ORDER BY at.t
  LOOP
    IF v_set IS NULL THEN
      IF (r.wanted, r.expiry) IS NOT DISTINCT FROM (r.held, r.held_expiry) THEN CONTINUE; END IF;
      v_from := r.t;
      v_set := jsonb_build_object('status', r.wanted, 'expiresOn', r.expiry);
      v_last := v_set;
    ELSIF v_last <> jsonb_build_object('status', r.wanted, 'expiresOn', r.expiry) THEN
      v_last := jsonb_build_object('status', r.wanted, 'expiresOn', r.expiry);
      v_steps := v_steps || jsonb_build_object('effectiveAt', proviso_instant(r.t), 'set', v_last);
    END IF;
  END LOOP;
  IF v_set IS NULL THEN RETURN NULL; END IF;
  RETURN jsonb_build_object('kind', CASE WHEN v_last->>'status' = ANY(v_names) THEN 'outcome_taken' ELSE 'outcome_reopened' END,
    'from', v_status, 'to', v_last->>'status', 'effectiveAt', proviso_instant(v_from), 'set', v_set, 'steps', v_steps);
END $$;

-- On whom an assessment relies today: the reliances in force, where those relied on stand, and their names.
CREATE FUNCTION proviso_relied(p_program uuid, p_id uuid, OUT relied jsonb, OUT names text)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('relianceId', l.id, 'assessmentId', a.id, 'operatorId', a.operator_id, 'status', a.status,
    'version', a.version) ORDER BY l.id, a.id), '[]'), string_agg(DISTINCT o.name, '; ')
  FROM reliance l JOIN program g ON g.id = l.program_id
  JOIN reliance_part p ON p.program_id = l.program_id AND p.reliance_id = l.id
  JOIN assessment a ON a.program_id = p.program_id AND a.id = p.assessment_id
  JOIN organization o ON o.id = a.operator_id
  LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id
  WHERE l.program_id = p_program AND l.assessment_id = p_id AND l.valid_from <= (now() AT TIME ZONE g.zone)::date
    AND coalesce(least(l.valid_to + 1, x.ended_on), 'infinity') > (now() AT TIME ZONE g.zone)::date
$$;

-- Records one event on an assessment, with what it changes. As before, and two things more: an outcome that take_outcomes has worked
-- out itself is not worked out again, and whatever takes effect within the period that is open now splits that one, as what holds from
-- now on does. With 1,000 that rely on one operator, in turns on a loaded machine: 2.1 to 3.2 times as long as plain moves before,
-- 1.5 to 1.8 times after.
-- act: programId, assessmentId, expectedVersion?, kind, payloadVersion?, actorId, onBehalfOfId?, requestId?, effectiveAt?,
--      proposalId?, content. What changes is read from the content itself, so that state and history cannot differ:
--      payload.set {status?, answer?, deadlineId?, dueOn?, dueAt?, assigneeId?, …}, payload.steps [{effectiveAt, set}]?
CREATE FUNCTION proviso_record_status(act jsonb, p_worked_out boolean) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_program uuid := (act->>'programId')::uuid;
  v_id uuid := (act->>'assessmentId')::uuid;
  v_payload jsonb := (act->>'content')::jsonb->'payload';
  v_patch jsonb := coalesce(v_payload->'set', '{}');
  v_steps jsonb := coalesce(v_payload->'steps', '[]');
  -- It changes something, from now on.
  v_simple boolean := v_patch <> '{}' AND v_steps = '[]' AND act->>'effectiveAt' IS NULL;
  v_plain boolean;
  -- Only the open period is split.
  v_split boolean := false;
  v_old assessment;
  v_left assessment_period;
  v_now assessment_period;
  v_step jsonb;
  v_recorded timestamptz;
  v_effective timestamptz;
  v_version int;
  e event;
BEGIN
  SELECT * INTO v_old FROM assessment WHERE program_id = v_program AND id = v_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM proviso_refuse('not_found'); END IF;
  IF (act->>'expectedVersion')::int <> v_old.version THEN
    PERFORM proviso_refuse('stale_version', jsonb_build_object('version', v_old.version, 'status', v_old.status));
  END IF;
  v_version := v_old.version + 1;
  v_recorded := greatest(clock_timestamp(), v_old.head_recorded_at + interval '1 microsecond');
  v_effective := coalesce((act->>'effectiveAt')::timestamptz, v_recorded);
  IF v_patch ? 'status' AND NOT p_worked_out THEN
    SELECT NOT needs_proposal INTO v_plain FROM status_transition WHERE from_status = v_old.status AND to_status = v_patch->>'status';
    -- A move that needs nobody else and holds from now on is allowed by being in the table.
    IF NOT (v_simple AND v_plain IS TRUE AND act->>'kind' <> 'status_corrected') THEN
      PERFORM proviso_require_move(v_old, act, v_effective);
    END IF;
  ELSIF v_payload ? 'steps' AND NOT p_worked_out THEN
    PERFORM proviso_refuse('illegal_transition', jsonb_build_object('from', v_old.status));
  END IF;
  IF v_effective > v_recorded THEN
    PERFORM proviso_refuse('effective_in_future', jsonb_build_object('field', 'effectiveOn'));
  END IF;

  IF v_patch = '{}' THEN
    e.hash := proviso_append(v_id, 'assessment', v_version, v_old.head_hash, v_recorded, v_effective, act);
    UPDATE assessment SET version = v_version, head_hash = e.hash, head_recorded_at = v_recorded, updated_at = v_recorded
      WHERE program_id = v_program AND id = v_id;
    RETURN jsonb_build_object('version', v_version, 'hash', e.hash, 'recordedAt', proviso_instant(v_recorded), 'status', v_old.status);
  END IF;

  e := proviso_event(v_id, 'assessment', v_version, v_old.head_hash, v_recorded, v_effective, act);
  IF v_steps = '[]' THEN
    UPDATE assessment_period SET known_to = v_recorded WHERE program_id = v_program AND assessment_id = v_id
      AND known_to = 'infinity' AND valid_to = 'infinity' AND valid_from < v_effective RETURNING * INTO v_left;
    v_split := FOUND;
  END IF;
  IF v_split THEN
    v_left.valid_to := v_effective; v_left.known_from := v_recorded; v_left.known_to := 'infinity'; v_left.known_version := v_version;
    v_now := proviso_patched(v_left, v_patch);
    v_now.valid_from := v_effective; v_now.valid_to := 'infinity'; v_now.version := v_version; v_now.changed_at := v_recorded;
  ELSE
    PERFORM proviso_rewrite_periods(v_program, v_id, v_version, v_effective, v_recorded, v_patch);
    FOR v_step IN SELECT * FROM jsonb_array_elements(v_steps) LOOP
      IF (v_step->>'effectiveAt')::timestamptz > v_recorded THEN
        PERFORM proviso_refuse('effective_in_future', jsonb_build_object('field', 'then'));
      END IF;
      IF (v_step->>'effectiveAt')::timestamptz < v_effective THEN
        PERFORM proviso_refuse('invalid_request', jsonb_build_object('field', 'then'));
      END IF;
      PERFORM proviso_rewrite_periods(v_program, v_id, v_version, (v_step->>'effectiveAt')::timestamptz, v_recorded, v_step->'set');
    END LOOP;
    SELECT * INTO v_now FROM assessment_period WHERE program_id = v_program AND assessment_id = v_id
      AND known_to = 'infinity' AND valid_to = 'infinity';
  END IF;

  -- Event, ledger entry, periods, numbers and state in one statement: each statement more costs every write.
  WITH recorded AS (INSERT INTO event SELECT (e).*),
    listed AS (INSERT INTO ledger_pending (program_id, stream_id, sequence) VALUES (v_program, v_id, v_version)),
    split AS (INSERT INTO assessment_period SELECT (v_left).* WHERE v_split UNION ALL SELECT (v_now).* WHERE v_split),
    counted AS (
      INSERT INTO counter_delta (program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, delta)
      SELECT v_program, v_old.condition_id, v_old.subject_kind, d.* FROM (VALUES
        (v_old.status, v_old.due_at, v_old.controlled_elsewhere, v_old.paused, v_old.disputed, -1),
        (v_now.status, v_now.due_at, v_now.controlled_elsewhere, v_now.paused, v_now.disputed, 1)) d
      WHERE (v_old.status, v_old.due_at, v_old.controlled_elsewhere, v_old.paused, v_old.disputed)
        IS DISTINCT FROM (v_now.status, v_now.due_at, v_now.controlled_elsewhere, v_now.paused, v_now.disputed))
  UPDATE assessment SET status = v_now.status, answer = v_now.answer, deadline_id = v_now.deadline_id, due_on = v_now.due_on,
    due_at = v_now.due_at, assignee_id = v_now.assignee_id, expires_on = v_now.expires_on, paused = v_now.paused, disputed = v_now.disputed,
    controlled_elsewhere = v_now.controlled_elsewhere, responsible = v_now.responsible, relies_on = v_now.relies_on,
    condition_version_id = v_now.condition_version_id, version = v_version, head_hash = e.hash, head_recorded_at = v_recorded,
    state_version = v_version, updated_at = v_recorded
    WHERE program_id = v_program AND id = v_id;
  IF EXISTS (SELECT FROM proposal WHERE program_id = v_program AND assessment_id = v_id AND state = 'open') THEN
    UPDATE proposal SET state = 'outdated', decided_at = v_recorded
      WHERE program_id = v_program AND assessment_id = v_id AND state = 'open';
  END IF;
  RETURN jsonb_build_object('version', v_version, 'hash', e.hash, 'recordedAt', proviso_instant(v_recorded), 'status', v_now.status);
END $$;

-- The same for everybody else: whatever is said to be an outcome is worked out and compared.
CREATE OR REPLACE FUNCTION record_status(act jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN proviso_record_status(act, false);
END $$;

-- What an outcome follows from is an event on record.
CREATE FUNCTION proviso_require_cause(p_program uuid, p_cause jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM event WHERE program_id = p_program AND stream_id = (p_cause->>'assessmentId')::uuid
      AND sequence = (p_cause->>'sequence')::int AND hash = p_cause->>'hash') THEN
    PERFORM proviso_refuse('needs_proposal');
  END IF;
END $$;

-- Lets assessments take what follows from those they rely on, each with an event of its own that names the cause.
-- targets: [{assessmentId, cause {assessmentId, sequence, hash}}]; act: actorId, onBehalfOfId?, requestId.
-- Returns those that changed. Who follows nothing, was concluded on directly, or has it already, is left as it is.
CREATE FUNCTION take_outcomes(p_program uuid, targets jsonb, act jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_target record;
  v_outcome jsonb;
  v_relied record;
  -- An array grows in place; a jsonb would be copied with each row.
  v_results jsonb[] := '{}';
BEGIN
  FOR v_target IN SELECT (value->>'assessmentId')::uuid AS id, value->'cause' AS cause FROM jsonb_array_elements(targets) ORDER BY 1 LOOP
    -- What holds is asked only once nobody else can change it.
    PERFORM 1 FROM assessment WHERE program_id = p_program AND id = v_target.id FOR NO KEY UPDATE;
    v_outcome := proviso_outcome(p_program, v_target.id);
    IF v_outcome IS NULL THEN CONTINUE; END IF;
    PERFORM proviso_require_cause(p_program, v_target.cause);
    SELECT * INTO v_relied FROM proviso_relied(p_program, v_target.id);
    v_results := array_append(v_results, proviso_record_status(
      act || jsonb_build_object('programId', p_program, 'assessmentId', v_target.id, 'kind', v_outcome->>'kind',
        'effectiveAt', v_outcome->>'effectiveAt',
        'content', jsonb_build_object(
          'reason', CASE WHEN v_outcome->>'kind' = 'outcome_taken' THEN 'The finding for ' || v_relied.names || ', which this relies on.'
            ELSE 'No finding can be taken now from those that this relied on.' END,
          'payload', v_outcome - 'kind' - 'effectiveAt' || jsonb_build_object('cause', v_target.cause, 'relied', v_relied.relied))::text),
      true) || jsonb_build_object('assessmentId', v_target.id));
  END LOOP;
  RETURN to_jsonb(v_results);
END $$;

-- An outcome of those relied on is what this function finds itself, and its cause exists. A practice copy, while it is being made,
-- repeats what its original recorded.
CREATE FUNCTION proviso_require_outcome(p assessment, act jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_payload jsonb := (act->>'content')::jsonb->'payload';
  v_outcome jsonb;
BEGIN
  IF act ? 'copyOf' THEN
    IF NOT EXISTS (SELECT FROM program g JOIN event e ON e.program_id = g.copy_of_id AND e.stream_id = (act->'copyOf'->>'streamId')::uuid
        AND e.sequence = (act->'copyOf'->>'sequence')::int AND e.kind = act->>'kind'
      LEFT JOIN event x ON x.program_id = e.program_id AND x.stream_id = e.stream_id AND x.kind = 'content_erased'
        AND (x.content::jsonb->'payload'->>'erased')::int = e.sequence
      WHERE g.id = p.program_id AND g.kind = 'practice' AND g.created_at >= now() AND e.effective_at = (act->>'effectiveAt')::timestamptz
        AND coalesce(e.content::jsonb->'payload', x.content::jsonb->'payload'->'kept')->'set' = v_payload->'set') THEN
      PERFORM proviso_refuse('needs_proposal');
    END IF;
    RETURN;
  END IF;
  v_outcome := proviso_outcome(p.program_id, p.id);
  IF v_outcome IS NULL OR v_outcome->>'kind' <> act->>'kind' OR v_outcome->'set' <> v_payload->'set'
    OR v_outcome->'steps' <> coalesce(v_payload->'steps', '[]') OR act->>'effectiveAt' IS NULL
    OR (v_outcome->>'effectiveAt')::timestamptz <> (act->>'effectiveAt')::timestamptz THEN
    PERFORM proviso_refuse('needs_proposal');
  END IF;
  PERFORM proviso_require_cause(p.program_id, v_payload->'cause');
END $$;

-- Is this move allowed? As before; and what is taken from an operator's finding needs nobody's proposal, but has to be just that.
CREATE OR REPLACE FUNCTION proviso_require_move(p assessment, act jsonb, p_effective timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_payload jsonb := (act->>'content')::jsonb->'payload';
  v_steps jsonb := coalesce(v_payload->'steps', '[]');
  v_to text := v_payload->'set'->>'status';
  v_wanted text[];
  v_needs boolean;
BEGIN
  IF act->>'kind' IN ('outcome_taken', 'outcome_reopened') THEN
    PERFORM proviso_require_outcome(p, act);
    RETURN;
  END IF;
  IF act->>'kind' = 'status_corrected' THEN
    v_wanted := v_to || ARRAY(SELECT step->'set'->>'status' FROM jsonb_array_elements(v_steps) step WHERE step->'set' ? 'status');
    IF EXISTS (SELECT 1 FROM unnest(v_wanted) w WHERE w NOT IN
      (SELECT status FROM assessment_period WHERE program_id = p.program_id AND assessment_id = p.id)) THEN
      PERFORM proviso_refuse('illegal_transition', jsonb_build_object('from', p.status, 'to', v_to));
    END IF;
    SELECT bool_or(grouping <> 'open') INTO v_needs FROM status WHERE id = p.status OR id = ANY(v_wanted);
  ELSE
    SELECT needs_proposal INTO v_needs FROM status_transition WHERE from_status = p.status AND to_status = v_to;
    IF NOT FOUND OR v_steps <> '[]' THEN
      PERFORM proviso_refuse('illegal_transition', jsonb_build_object('from', p.status, 'to', v_to));
    END IF;
  END IF;
  IF NOT v_needs AND act->>'effectiveAt' IS NOT NULL THEN v_needs := proviso_erases_conclusion(p, p_effective); END IF;
  IF v_needs THEN
    PERFORM proviso_require_approval(p, v_to, (act->>'proposalId')::uuid);
  END IF;
END $$;

REVOKE ALL ON FUNCTION proviso_stance, proviso_outcome, proviso_relied, take_outcomes, proviso_require_outcome, proviso_require_cause,
  proviso_record_status FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_outcomes TO proviso_app;

-- Assessments, and those that took their findings from them at a moment, each with whom it took it from; the first with nobody. A finding
-- that somebody made on the assessment itself is none that was taken. A function, so that its plan is kept and no list plans it again.
CREATE FUNCTION proviso_takers(p_ids uuid[], p_known timestamptz, p_as_of timestamptz)
  RETURNS TABLE (program_id uuid, id uuid, status text, via uuid)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY WITH RECURSIVE down AS (
    SELECT p.program_id, p.assessment_id AS id, p.status, NULL::uuid AS via FROM assessment_period p
      JOIN assessment a ON a.program_id = p.program_id AND a.id = p.assessment_id
      WHERE a.id = ANY(p_ids) AND p.valid_from <= p_as_of AND p.valid_to > p_as_of AND p.known_from <= p_known AND p.known_to > p_known
    UNION
    SELECT d.program_id, d.assessment_id, d.status, o.id FROM down o
      JOIN reliance_part rp ON rp.program_id = o.program_id AND rp.assessment_id = o.id
      JOIN reliance l ON l.program_id = rp.program_id AND l.id = rp.reliance_id AND l.recorded_at <= p_known
      JOIN program g ON g.id = l.program_id
      LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id AND x.recorded_at <= p_known
      JOIN assessment_period d ON d.program_id = l.program_id AND d.assessment_id = l.assessment_id
        AND d.valid_from <= p_as_of AND d.valid_to > p_as_of AND d.known_from <= p_known AND d.known_to > p_known
      WHERE l.valid_from <= (p_as_of AT TIME ZONE g.zone)::date
        AND coalesce(least(l.valid_to + 1, x.ended_on), 'infinity') > (p_as_of AT TIME ZONE g.zone)::date
        AND (l.rule = 'all' OR o.status = d.status) AND d.status IN (SELECT s.id FROM status s WHERE s.grouping = 'finding')
        AND NOT EXISTS (SELECT FROM proposal n WHERE n.program_id = d.program_id AND n.assessment_id = d.assessment_id
          AND n.state = 'approved' AND n.to_status = d.status AND n.decided_at <= p_known
          AND NOT EXISTS (SELECT FROM event v WHERE v.program_id = n.program_id AND v.stream_id = n.assessment_id
            AND v.kind = 'outcome_taken' AND v.recorded_at > n.decided_at AND v.recorded_at <= p_known)))
  SELECT * FROM down;
END $$;
REVOKE ALL ON FUNCTION proviso_takers FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proviso_takers TO proviso_app;
