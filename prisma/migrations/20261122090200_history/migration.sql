-- The one way to write history. Each function locks a head row, checks the version and the lookup table, computes
-- sequence and hash, and writes event, state, period and counter delta in one round trip: the rules hold in SQL too.
-- A refusal is raised with SQLSTATE PV001, the error code as message and a JSON object as detail.

-- Instants inside a hash are always UTC with six fraction digits.
CREATE FUNCTION proviso_instant(p_at timestamptz) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

CREATE FUNCTION proviso_content_digest(p_salt bytea, p_content text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(p_salt || convert_to(p_content, 'UTF8')), 'hex')
$$;

-- array_to_json prints the same bytes as JSON.stringify, so that TypeScript and SQL agree on the hash.
CREATE FUNCTION proviso_event_hash(
  p_program uuid, p_stream uuid, p_sequence int, p_kind text, p_payload_version int, p_actor uuid, p_on_behalf_of uuid,
  p_request uuid, p_effective timestamptz, p_recorded timestamptz, p_content_digest text, p_prev_hash text
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(convert_to(array_to_json(ARRAY[
    'proviso/event/1', p_program::text, p_stream::text, p_sequence::text, p_kind, p_payload_version::text, p_actor::text,
    coalesce(p_on_behalf_of::text, ''), coalesce(p_request::text, ''), proviso_instant(p_effective), proviso_instant(p_recorded),
    p_content_digest, p_prev_hash])::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION proviso_refuse(p_code text, p_detail jsonb DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'PV001', MESSAGE = p_code, DETAIL = p_detail::text;
END $$;

-- Appends one event; the caller holds the lock on the stream's head.
CREATE FUNCTION proviso_append(
  p_stream uuid, p_stream_kind text, p_sequence int, p_prev_hash text, p_recorded timestamptz, p_effective timestamptz, p_act jsonb
) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  v_program uuid := (p_act->>'programId')::uuid;
  v_version int := coalesce((p_act->>'payloadVersion')::int, 1);
  v_salt bytea := substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM 1 FOR 16);
  v_digest text := proviso_content_digest(v_salt, p_act->>'content');
  v_hash text;
BEGIN
  v_hash := proviso_event_hash(v_program, p_stream, p_sequence, p_act->>'kind', v_version, (p_act->>'actorId')::uuid,
    (p_act->>'onBehalfOfId')::uuid, (p_act->>'requestId')::uuid, p_effective, p_recorded, v_digest, p_prev_hash);
  INSERT INTO event (program_id, stream_id, sequence, stream_kind, kind, payload_version, actor_id, on_behalf_of_id, request_id,
    effective_at, recorded_at, salt, content, content_digest, prev_hash, hash)
  VALUES (v_program, p_stream, p_sequence, p_stream_kind, p_act->>'kind', v_version, (p_act->>'actorId')::uuid,
    (p_act->>'onBehalfOfId')::uuid, (p_act->>'requestId')::uuid, p_effective, p_recorded, v_salt, p_act->>'content', v_digest,
    p_prev_hash, v_hash);
  INSERT INTO ledger_pending (program_id, stream_id, sequence) VALUES (v_program, p_stream, p_sequence);
  RETURN v_hash;
END $$;

-- The recorded instant: after the lock, and never before or at the previous event of the stream.
CREATE FUNCTION proviso_recorded_at(p_previous timestamptz) RETURNS timestamptz
LANGUAGE sql VOLATILE AS $$
  SELECT greatest(clock_timestamp(), p_previous + interval '1 microsecond')
$$;

-- Appends an event to a stream that is not an assessment.
-- act: programId, streamId, streamKind, kind, payloadVersion?, actorId, onBehalfOfId?, requestId?, effectiveAt?, content
CREATE FUNCTION record_event(act jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_program uuid := (act->>'programId')::uuid;
  v_stream uuid := (act->>'streamId')::uuid;
  v_head stream%ROWTYPE;
  v_recorded timestamptz;
  v_effective timestamptz;
  v_hash text;
BEGIN
  IF act->>'streamKind' = 'assessment' THEN
    PERFORM proviso_refuse('invalid_request', jsonb_build_object('field', 'streamKind'));
  END IF;
  INSERT INTO stream (program_id, id, kind, sequence, head_hash, head_recorded_at)
    VALUES (v_program, v_stream, act->>'streamKind', 0, '', '-infinity') ON CONFLICT DO NOTHING;
  SELECT * INTO v_head FROM stream WHERE program_id = v_program AND id = v_stream FOR UPDATE;
  v_recorded := proviso_recorded_at(v_head.head_recorded_at);
  v_effective := coalesce((act->>'effectiveAt')::timestamptz, v_recorded);
  IF v_effective > v_recorded THEN
    PERFORM proviso_refuse('effective_in_future', jsonb_build_object('field', 'effectiveOn'));
  END IF;
  v_hash := proviso_append(v_stream, v_head.kind, v_head.sequence + 1, v_head.head_hash, v_recorded, v_effective, act);
  UPDATE stream SET sequence = v_head.sequence + 1, head_hash = v_hash, head_recorded_at = v_recorded
    WHERE program_id = v_program AND id = v_stream;
  RETURN jsonb_build_object('sequence', v_head.sequence + 1, 'hash', v_hash, 'recordedAt', proviso_instant(v_recorded));
END $$;

CREATE FUNCTION proviso_count(p assessment, p_delta int) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO counter_delta (program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, delta)
  VALUES (p.program_id, p.condition_id, p.subject_kind, p.status, p.due_at, p.controlled_elsewhere, p.paused, p.disputed, p_delta)
$$;

-- A row of the period table with the values of a patch laid over it; keys that the patch lacks keep their value.
CREATE FUNCTION proviso_patched(r assessment_period, p_patch jsonb) RETURNS assessment_period
LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  -- An expiry belongs to the status it came with.
  IF p_patch ? 'status' THEN
    r.status := p_patch->>'status';
    r.expires_on := (p_patch->>'expiresOn')::date;
  END IF;
  IF p_patch ? 'answer' THEN r.answer := p_patch->>'answer'; END IF;
  IF p_patch ? 'deadlineId' THEN r.deadline_id := (p_patch->>'deadlineId')::uuid; END IF;
  IF p_patch ? 'dueOn' THEN r.due_on := (p_patch->>'dueOn')::date; END IF;
  IF p_patch ? 'dueAt' THEN r.due_at := (p_patch->>'dueAt')::timestamptz; END IF;
  IF p_patch ? 'assigneeId' THEN r.assignee_id := (p_patch->>'assigneeId')::uuid; END IF;
  IF p_patch ? 'paused' THEN r.paused := (p_patch->>'paused')::boolean; END IF;
  IF p_patch ? 'disputed' THEN r.disputed := (p_patch->>'disputed')::boolean; END IF;
  IF p_patch ? 'controlledElsewhere' THEN r.controlled_elsewhere := (p_patch->>'controlledElsewhere')::boolean; END IF;
  IF p_patch ? 'responsible' THEN r.responsible := p_patch->'responsible'; END IF;
  IF p_patch ? 'reliesOn' THEN r.relies_on := p_patch->'reliesOn'; END IF;
  IF p_patch ? 'conditionVersionId' THEN r.condition_version_id := (p_patch->>'conditionVersionId')::uuid; END IF;
  RETURN r;
END $$;

-- Lays a patch over everything that holds from an instant onward, as known from now on (the bitemporal rule:
-- the later-recorded event wins from its effective instant). Earlier knowledge stays, with its span closed.
CREATE FUNCTION proviso_rewrite_periods(
  p_program uuid, p_assessment uuid, p_version int, p_from timestamptz, p_known timestamptz, p_patch jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  r assessment_period;
  v_left assessment_period;
  v_right assessment_period;
BEGIN
  FOR r IN SELECT * FROM assessment_period
    WHERE program_id = p_program AND assessment_id = p_assessment AND known_to = 'infinity' AND valid_to > p_from
    ORDER BY valid_from LOOP
    IF r.known_version = p_version THEN
      DELETE FROM assessment_period WHERE program_id = p_program AND assessment_id = p_assessment
        AND known_version = r.known_version AND valid_from = r.valid_from;
    ELSE
      UPDATE assessment_period SET known_to = p_known WHERE program_id = p_program AND assessment_id = p_assessment
        AND known_version = r.known_version AND valid_from = r.valid_from;
    END IF;
    IF r.valid_from < p_from THEN
      v_left := r;
      v_left.valid_to := p_from; v_left.known_from := p_known; v_left.known_to := 'infinity'; v_left.known_version := p_version;
      INSERT INTO assessment_period SELECT v_left.*;
    END IF;
    v_right := proviso_patched(r, p_patch);
    v_right.valid_from := greatest(r.valid_from, p_from);
    v_right.known_from := p_known; v_right.known_to := 'infinity'; v_right.known_version := p_version;
    v_right.version := p_version; v_right.changed_at := p_known;
    INSERT INTO assessment_period SELECT v_right.*;
  END LOOP;
END $$;

-- Opens an assessment: its row, its first event and its first period, in which it is not started since ever.
-- act: programId, assessmentId, subjectKind, applicationId | operatorId, conditionId, conditionVersionId, sortName,
--      controlledElsewhere, responsible, reliesOn, actorId, requestId?, content
CREATE FUNCTION open_assessment(act jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_at timestamptz := clock_timestamp();
  v_row assessment;
  v_hash text;
BEGIN
  v_hash := proviso_append((act->>'assessmentId')::uuid, 'assessment', 1, '', v_at, v_at, act || '{"kind":"assessment_opened"}');
  INSERT INTO assessment (program_id, id, subject_kind, application_id, operator_id, condition_id, condition_version_id, status,
    controlled_elsewhere, responsible, relies_on, version, state_version, head_hash, head_recorded_at, sort_name, updated_at)
  VALUES ((act->>'programId')::uuid, (act->>'assessmentId')::uuid, act->>'subjectKind', (act->>'applicationId')::uuid,
    (act->>'operatorId')::uuid, (act->>'conditionId')::uuid, (act->>'conditionVersionId')::uuid, 'not_started',
    coalesce((act->>'controlledElsewhere')::boolean, false), coalesce(act->'responsible', '[]'), coalesce(act->'reliesOn', '[]'),
    1, 1, v_hash, v_at, act->>'sortName', v_at)
  RETURNING * INTO v_row;
  INSERT INTO assessment_period (program_id, assessment_id, known_version, valid_from, valid_to, known_from, known_to, version, changed_at,
    subject_kind, condition_id, condition_version_id, status, paused, disputed, controlled_elsewhere, responsible, relies_on)
  VALUES (v_row.program_id, v_row.id, 1, '-infinity', 'infinity', v_at, 'infinity', 1, v_at,
    v_row.subject_kind, v_row.condition_id, v_row.condition_version_id, 'not_started', false, false, v_row.controlled_elsewhere,
    v_row.responsible, v_row.relies_on);
  PERFORM proviso_count(v_row, 1);
  RETURN jsonb_build_object('version', 1, 'hash', v_hash, 'recordedAt', proviso_instant(v_at));
END $$;

-- A finding needs an assessor; every conclusion needs an approved proposal for exactly this move, made by another person.
CREATE FUNCTION proviso_require_approval(p assessment, p_to text, p_proposal uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_proposal proposal%ROWTYPE;
BEGIN
  IF (SELECT grouping = 'finding' FROM status WHERE id = p_to)
    AND (SELECT assessor_id IS NULL FROM program WHERE id = p.program_id) THEN
    PERFORM proviso_refuse('assessor_missing');
  END IF;
  SELECT * INTO v_proposal FROM proposal WHERE program_id = p.program_id AND id = p_proposal AND assessment_id = p.id;
  IF NOT FOUND OR v_proposal.state <> 'approved' OR v_proposal.to_status <> p_to THEN
    PERFORM proviso_refuse('needs_proposal');
  END IF;
  IF v_proposal.base_state_version <> p.state_version THEN
    PERFORM proviso_refuse('proposal_outdated');
  END IF;
  IF coalesce(v_proposal.decided_on_behalf_of_id, v_proposal.decided_by_id)
    = coalesce(v_proposal.proposed_on_behalf_of_id, v_proposal.proposed_by_id) THEN
    PERFORM proviso_refuse('same_person');
  END IF;
END $$;

-- Locks assessments until the transaction ends, in the order of their ids. The serving role cannot lock them itself:
-- that would need the right to update them.
CREATE FUNCTION lock_assessments(p_program uuid, p_ids uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM assessment WHERE program_id = p_program AND id = ANY(p_ids) ORDER BY id FOR UPDATE;
END $$;

-- Would a change from this instant onward take away a conclusion of the past, whole or in part?
CREATE FUNCTION proviso_erases_conclusion(p assessment, p_effective timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM assessment_period r JOIN status s ON s.id = r.status
    WHERE r.program_id = p.program_id AND r.assessment_id = p.id AND r.known_to = 'infinity' AND s.grouping <> 'open'
      AND r.valid_to > p_effective AND (r.valid_from >= p_effective OR r.valid_to < 'infinity'))
$$;

-- Is this move allowed? A correction may go to any status the assessment has held; anything else follows the lookup table.
-- Whatever concludes, or takes a conclusion away, needs an approved proposal.
CREATE FUNCTION proviso_require_move(p assessment, act jsonb, p_effective timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  v_payload jsonb := (act->>'content')::jsonb->'payload';
  v_steps jsonb := coalesce(v_payload->'steps', '[]');
  v_to text := v_payload->'set'->>'status';
  v_wanted text[] := v_to || ARRAY(SELECT step->'set'->>'status' FROM jsonb_array_elements(v_steps) step WHERE step->'set' ? 'status');
  v_needs boolean;
BEGIN
  IF act->>'kind' = 'status_corrected' THEN
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
  IF v_needs OR proviso_erases_conclusion(p, p_effective) THEN
    PERFORM proviso_require_approval(p, v_to, (act->>'proposalId')::uuid);
  END IF;
END $$;

-- Records one event on an assessment, with what it changes.
-- act: programId, assessmentId, expectedVersion?, kind, payloadVersion?, actorId, onBehalfOfId?, requestId?, effectiveAt?,
--      proposalId?, content. What changes is read from the content itself, so that state and history cannot differ:
--      payload.set {status?, answer?, deadlineId?, dueOn?, dueAt?, assigneeId?, …}, payload.steps [{effectiveAt, set}]?
CREATE FUNCTION record_status(act jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_program uuid := (act->>'programId')::uuid;
  v_id uuid := (act->>'assessmentId')::uuid;
  v_payload jsonb := (act->>'content')::jsonb->'payload';
  v_patch jsonb := coalesce(v_payload->'set', '{}');
  v_old assessment;
  v_new assessment;
  v_last assessment_period;
  v_step jsonb;
  v_recorded timestamptz;
  v_effective timestamptz;
  v_version int;
  v_hash text;
BEGIN
  SELECT * INTO v_old FROM assessment WHERE program_id = v_program AND id = v_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM proviso_refuse('not_found'); END IF;
  IF (act->>'expectedVersion')::int <> v_old.version THEN
    PERFORM proviso_refuse('stale_version', jsonb_build_object('version', v_old.version, 'status', v_old.status));
  END IF;
  v_version := v_old.version + 1;
  v_recorded := proviso_recorded_at(v_old.head_recorded_at);
  v_effective := coalesce((act->>'effectiveAt')::timestamptz, v_recorded);
  IF v_patch ? 'status' THEN
    PERFORM proviso_require_move(v_old, act, v_effective);
  ELSIF v_payload ? 'steps' THEN
    PERFORM proviso_refuse('illegal_transition', jsonb_build_object('from', v_old.status));
  END IF;
  IF v_effective > v_recorded THEN
    PERFORM proviso_refuse('effective_in_future', jsonb_build_object('field', 'effectiveOn'));
  END IF;
  v_hash := proviso_append(v_id, 'assessment', v_version, v_old.head_hash, v_recorded, v_effective, act);

  IF v_patch <> '{}' THEN
    PERFORM proviso_rewrite_periods(v_program, v_id, v_version, v_effective, v_recorded, v_patch);
    FOR v_step IN SELECT * FROM jsonb_array_elements(coalesce(v_payload->'steps', '[]')) LOOP
      IF (v_step->>'effectiveAt')::timestamptz > v_recorded THEN
        PERFORM proviso_refuse('effective_in_future', jsonb_build_object('field', 'then'));
      END IF;
      IF (v_step->>'effectiveAt')::timestamptz < v_effective THEN
        PERFORM proviso_refuse('invalid_request', jsonb_build_object('field', 'then'));
      END IF;
      PERFORM proviso_rewrite_periods(v_program, v_id, v_version, (v_step->>'effectiveAt')::timestamptz, v_recorded, v_step->'set');
    END LOOP;
  END IF;

  SELECT * INTO v_last FROM assessment_period WHERE program_id = v_program AND assessment_id = v_id
    AND known_to = 'infinity' AND valid_to = 'infinity';
  UPDATE assessment SET status = v_last.status, answer = v_last.answer, deadline_id = v_last.deadline_id, due_on = v_last.due_on,
    due_at = v_last.due_at, assignee_id = v_last.assignee_id, expires_on = v_last.expires_on, paused = v_last.paused, disputed = v_last.disputed,
    controlled_elsewhere = v_last.controlled_elsewhere, responsible = v_last.responsible, relies_on = v_last.relies_on,
    condition_version_id = v_last.condition_version_id, version = v_version, head_hash = v_hash, head_recorded_at = v_recorded,
    state_version = CASE WHEN v_patch <> '{}' THEN v_version ELSE state_version END, updated_at = v_recorded
    WHERE program_id = v_program AND id = v_id RETURNING * INTO v_new;
  IF (v_old.status, v_old.due_at, v_old.controlled_elsewhere, v_old.paused, v_old.disputed)
    IS DISTINCT FROM (v_new.status, v_new.due_at, v_new.controlled_elsewhere, v_new.paused, v_new.disputed) THEN
    PERFORM proviso_count(v_old, -1);
    PERFORM proviso_count(v_new, 1);
  END IF;
  IF v_patch <> '{}' THEN
    UPDATE proposal SET state = 'outdated', decided_at = v_recorded
      WHERE program_id = v_program AND assessment_id = v_id AND state = 'open';
  END IF;
  PERFORM pg_notify('proviso', v_id::text);
  RETURN jsonb_build_object('version', v_version, 'hash', v_hash, 'recordedAt', proviso_instant(v_recorded), 'status', v_new.status);
END $$;

-- Many acts at once, in the order of their assessments so that two batches never wait for each other in a circle.
CREATE FUNCTION record_statuses(acts jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_act jsonb;
  v_results jsonb := '[]';
BEGIN
  FOR v_act IN SELECT value FROM jsonb_array_elements(acts) WITH ORDINALITY ORDER BY value->>'assessmentId', ordinality LOOP
    v_results := v_results || (record_status(v_act) || jsonb_build_object('assessmentId', v_act->>'assessmentId'));
  END LOOP;
  RETURN v_results;
END $$;

-- Folds the deltas into the base numbers; one folder at a time, the others return at once.
CREATE FUNCTION fold_counters() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_folded int;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('proviso.fold_counters')) THEN RETURN 0; END IF;
  DROP TABLE IF EXISTS folding;
  CREATE TEMP TABLE folding ON COMMIT DROP AS
    WITH taken AS (DELETE FROM counter_delta RETURNING *)
    SELECT program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, sum(delta)::int AS delta,
      count(*)::int AS rows FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
  UPDATE counter c SET total = c.total + f.delta FROM folding f
    WHERE (c.program_id, c.condition_id, c.subject_kind, c.status, c.controlled_elsewhere, c.paused, c.disputed)
        = (f.program_id, f.condition_id, f.subject_kind, f.status, f.controlled_elsewhere, f.paused, f.disputed)
      AND c.due_at IS NOT DISTINCT FROM f.due_at;
  INSERT INTO counter (program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, total)
    SELECT program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, delta FROM folding f
    WHERE NOT EXISTS (SELECT 1 FROM counter c
      WHERE (c.program_id, c.condition_id, c.subject_kind, c.status, c.controlled_elsewhere, c.paused, c.disputed)
          = (f.program_id, f.condition_id, f.subject_kind, f.status, f.controlled_elsewhere, f.paused, f.disputed)
        AND c.due_at IS NOT DISTINCT FROM f.due_at);
  SELECT coalesce(sum(rows), 0) INTO v_folded FROM folding;
  RETURN v_folded;
END $$;

-- History is append-only for everyone, the owner included; row triggers do not see TRUNCATE, so that has its own.
CREATE FUNCTION proviso_history_is_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The history is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'PV002';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION proviso_history_is_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION proviso_history_is_append_only();
