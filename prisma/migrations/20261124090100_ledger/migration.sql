-- Seals over the history, erasure of personal data, and rebuilding of what is derived from events.
-- Locks: none that matter; all tables are new.

-- Public keys, each endorsed by the one before it. Private keys are never in the database.
CREATE TABLE ledger_key (
  id text PRIMARY KEY,
  public_key text NOT NULL,
  created_at timestamptz(6) NOT NULL,
  previous_id text UNIQUE REFERENCES ledger_key (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  endorsement text,
  CONSTRAINT ledger_key_endorsed CHECK ((previous_id IS NULL) = (endorsement IS NULL))
);
-- There is one first key.
CREATE UNIQUE INDEX ledger_key_one_first ON ledger_key ((previous_id IS NULL)) WHERE previous_id IS NULL;

CREATE TABLE ledger_checkpoint (
  number bigint PRIMARY KEY,
  previous_hash text NOT NULL,
  root text NOT NULL,
  stream_count integer NOT NULL,
  event_count integer NOT NULL,
  sealed_at timestamptz(6) NOT NULL,
  key_id text NOT NULL REFERENCES ledger_key (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  hash text NOT NULL UNIQUE,
  signature text NOT NULL
);

CREATE TABLE ledger_seal (
  checkpoint bigint NOT NULL REFERENCES ledger_checkpoint (number) ON DELETE RESTRICT ON UPDATE RESTRICT,
  program_id uuid NOT NULL,
  stream_id uuid NOT NULL,
  sequence integer NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (checkpoint, program_id, stream_id),
  FOREIGN KEY (program_id, stream_id, sequence) REFERENCES event (program_id, stream_id, sequence) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX ledger_seal_program_id_stream_id_sequence_idx ON ledger_seal (program_id, stream_id, sequence);

CREATE TRIGGER ledger_key_append_only BEFORE UPDATE OR DELETE ON ledger_key FOR EACH ROW EXECUTE FUNCTION proviso_history_is_append_only();
CREATE TRIGGER ledger_key_no_truncate BEFORE TRUNCATE ON ledger_key FOR EACH STATEMENT EXECUTE FUNCTION proviso_history_is_append_only();
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE ON ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION proviso_history_is_append_only();
CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION proviso_history_is_append_only();
CREATE TRIGGER ledger_seal_append_only BEFORE UPDATE OR DELETE ON ledger_seal FOR EACH ROW EXECUTE FUNCTION proviso_history_is_append_only();
CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION proviso_history_is_append_only();

-- What the next checkpoint covers: the highest unsealed event of each stream. One sealer at a time; another gets no rows
-- and leaves. A stream's events become visible in their order, so everything below the highest is there too.
CREATE FUNCTION ledger_unsealed(p_most_streams int) RETURNS TABLE (program_id uuid, stream_id uuid, sequence int, hash text, events int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('proviso.seal_ledger')) THEN RETURN; END IF;
  RETURN QUERY
    SELECT t.program_id, t.stream_id, t.highest, e.hash, t.events
    FROM (SELECT p.program_id, p.stream_id, max(p.sequence) AS highest, count(*)::int AS events FROM ledger_pending p
      GROUP BY p.program_id, p.stream_id ORDER BY p.program_id, p.stream_id LIMIT p_most_streams) t
    JOIN event e ON e.program_id = t.program_id AND e.stream_id = t.stream_id AND e.sequence = t.highest
    ORDER BY t.program_id, t.stream_id;
END $$;

-- Stores a signed checkpoint with its seals and takes what it covers off the list. The caller holds the sealer's lock by
-- ledger_unsealed, in the same transaction. Returns the checkpoint's number.
-- checkpoint: number, previousHash, root, streamCount, eventCount, sealedAt, keyId, hash, signature
-- seals: [{programId, streamId, sequence, hash}]
CREATE FUNCTION ledger_seal_batch(checkpoint jsonb, seals jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_number bigint := (checkpoint->>'number')::bigint;
  v_last ledger_checkpoint;
  v_taken int;
BEGIN
  SELECT * INTO v_last FROM ledger_checkpoint ORDER BY number DESC LIMIT 1;
  IF v_number <> coalesce(v_last.number, 0) + 1 OR checkpoint->>'previousHash' <> coalesce(v_last.hash, '') THEN
    RAISE EXCEPTION 'A checkpoint follows the last one.' USING ERRCODE = 'PV002';
  END IF;
  INSERT INTO ledger_checkpoint (number, previous_hash, root, stream_count, event_count, sealed_at, key_id, hash, signature)
  VALUES (v_number, checkpoint->>'previousHash', checkpoint->>'root', (checkpoint->>'streamCount')::int, (checkpoint->>'eventCount')::int,
    (checkpoint->>'sealedAt')::timestamptz, checkpoint->>'keyId', checkpoint->>'hash', checkpoint->>'signature');
  INSERT INTO ledger_seal (checkpoint, program_id, stream_id, sequence, hash)
    SELECT v_number, e.program_id, e.stream_id, e.sequence, e.hash
    FROM jsonb_to_recordset(seals) AS s ("programId" uuid, "streamId" uuid, sequence int, hash text)
    JOIN event e ON e.program_id = s."programId" AND e.stream_id = s."streamId" AND e.sequence = s.sequence AND e.hash = s.hash;
  GET DIAGNOSTICS v_taken = ROW_COUNT;
  IF v_taken <> (checkpoint->>'streamCount')::int THEN
    RAISE EXCEPTION 'A seal names an event that does not exist.' USING ERRCODE = 'PV002';
  END IF;
  DELETE FROM ledger_pending p USING jsonb_to_recordset(seals) AS s ("programId" uuid, "streamId" uuid, sequence int)
    WHERE p.program_id = s."programId" AND p.stream_id = s."streamId" AND p.sequence <= s.sequence;
  GET DIAGNOSTICS v_taken = ROW_COUNT;
  IF v_taken <> (checkpoint->>'eventCount')::int THEN
    RAISE EXCEPTION 'A checkpoint counts what it covers.' USING ERRCODE = 'PV002';
  END IF;
  RETURN v_number;
END $$;

-- Makes a public key known. Only the first one goes without an endorsement by the one before it.
CREATE FUNCTION ledger_add_key(p_id text, p_public_key text, p_created_at timestamptz, p_previous_id text, p_endorsement text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO ledger_key (id, public_key, created_at, previous_id, endorsement)
  VALUES (p_id, p_public_key, p_created_at, p_previous_id, p_endorsement);
END $$;

-- Append-only, but for one thing: an erasure takes an event's content and salt away and changes nothing else.
CREATE OR REPLACE FUNCTION proviso_history_is_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'event' AND TG_OP = 'UPDATE' THEN
    IF NEW.content IS NULL AND NEW.salt IS NULL AND OLD.content IS NOT NULL
      AND to_jsonb(NEW) - 'content' - 'salt' = to_jsonb(OLD) - 'content' - 'salt' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'The history is append-only: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'PV002';
END $$;

-- Takes the personal data out of one event, for good, and says so in the same stream. The event, its digest and its place in
-- the chain stay; what it changed of the state is kept in the new event, so that the periods can still be rebuilt.
-- For the owner of the tables only. act: programId, streamId, sequence, actorId, onBehalfOfId?, requestId?, reason
CREATE FUNCTION erase_content(act jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_program uuid := (act->>'programId')::uuid;
  v_stream uuid := (act->>'streamId')::uuid;
  v_event event;
  v_payload jsonb;
  v_kept jsonb;
  v_told jsonb;
BEGIN
  SELECT * INTO v_event FROM event WHERE program_id = v_program AND stream_id = v_stream AND sequence = (act->>'sequence')::int;
  IF NOT FOUND THEN PERFORM proviso_refuse('not_found'); END IF;
  IF v_event.content IS NULL OR v_event.kind = 'content_erased' THEN
    PERFORM proviso_refuse('invalid_request', jsonb_build_object('field', 'sequence'));
  END IF;
  v_payload := v_event.content::jsonb->'payload';
  v_kept := CASE WHEN v_event.kind = 'assessment_opened' THEN v_payload
    ELSE jsonb_strip_nulls(jsonb_build_object('set', v_payload->'set', 'steps', v_payload->'steps')) END;
  -- jsonb_strip_nulls would drop a value that was set to null.
  IF v_payload ? 'set' THEN v_kept := jsonb_set(v_kept, '{set}', v_payload->'set'); END IF;
  IF v_payload ? 'steps' THEN v_kept := jsonb_set(v_kept, '{steps}', v_payload->'steps'); END IF;
  v_told := act || jsonb_build_object('kind', 'content_erased', 'assessmentId', v_stream, 'streamKind', v_event.stream_kind,
    'content', jsonb_build_object('reason', act->>'reason', 'payload', jsonb_build_object('erased', v_event.sequence, 'kind', v_event.kind, 'kept', v_kept))::text);
  v_told := CASE WHEN v_event.stream_kind = 'assessment' THEN record_status(v_told) ELSE record_event(v_told) END;
  UPDATE event SET content = NULL, salt = NULL WHERE program_id = v_program AND stream_id = v_stream AND sequence = v_event.sequence;
  UPDATE note SET body = '[erased]' WHERE program_id = v_program AND id = (v_payload->>'noteId')::uuid;
  UPDATE proposal SET reason = '[erased]', comment = NULL WHERE program_id = v_program AND id = (v_payload->>'proposalId')::uuid;
  RETURN v_told;
END $$;

-- A delta or a period of an assessment is what its events say; this makes them anew from the events, as the owner.
-- Returns whether anything was different.
CREATE FUNCTION rebuild_assessment(p_program uuid, p_assessment uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_row assessment;
  v_before text;
  v_after text;
  v_first jsonb;
  v_event record;
  v_step jsonb;
  v_last assessment_period;
BEGIN
  SELECT * INTO v_row FROM assessment WHERE program_id = p_program AND id = p_assessment FOR UPDATE;
  SELECT coalesce(string_agg(p::text, E'\n' ORDER BY p.known_version, p.valid_from), '') INTO v_before
    FROM assessment_period p WHERE p.program_id = p_program AND p.assessment_id = p_assessment;
  DELETE FROM assessment_period WHERE program_id = p_program AND assessment_id = p_assessment;
  FOR v_event IN
    SELECT e.sequence, e.recorded_at, e.effective_at,
      coalesce(e.content::jsonb->'payload', (SELECT x.content::jsonb->'payload'->'kept' FROM event x WHERE x.program_id = e.program_id
        AND x.stream_id = e.stream_id AND x.kind = 'content_erased' AND (x.content::jsonb->'payload'->>'erased')::int = e.sequence)) AS payload
    FROM event e WHERE e.program_id = p_program AND e.stream_id = p_assessment ORDER BY e.sequence LOOP
    IF v_event.sequence = 1 THEN
      v_first := v_event.payload;
      INSERT INTO assessment_period (program_id, assessment_id, known_version, valid_from, valid_to, known_from, known_to, version, changed_at,
        subject_kind, condition_id, condition_version_id, status, paused, disputed, controlled_elsewhere, responsible, relies_on)
      VALUES (p_program, p_assessment, 1, '-infinity', 'infinity', v_event.recorded_at, 'infinity', 1, v_event.recorded_at,
        v_first->>'subjectKind', (v_first->>'conditionId')::uuid, (v_first->>'conditionVersionId')::uuid, 'not_started', false, false,
        coalesce((v_first->>'controlledElsewhere')::boolean, false), coalesce(v_first->'responsible', '[]'), '[]');
    ELSIF coalesce(v_event.payload->'set', '{}') <> '{}' THEN
      PERFORM proviso_rewrite_periods(p_program, p_assessment, v_event.sequence, v_event.effective_at, v_event.recorded_at, v_event.payload->'set');
      FOR v_step IN SELECT * FROM jsonb_array_elements(coalesce(v_event.payload->'steps', '[]')) LOOP
        PERFORM proviso_rewrite_periods(p_program, p_assessment, v_event.sequence, (v_step->>'effectiveAt')::timestamptz, v_event.recorded_at, v_step->'set');
      END LOOP;
    END IF;
  END LOOP;
  SELECT coalesce(string_agg(p::text, E'\n' ORDER BY p.known_version, p.valid_from), '') INTO v_after
    FROM assessment_period p WHERE p.program_id = p_program AND p.assessment_id = p_assessment;
  SELECT * INTO v_last FROM assessment_period WHERE program_id = p_program AND assessment_id = p_assessment
    AND known_to = 'infinity' AND valid_to = 'infinity';
  IF (v_row.status, v_row.answer, v_row.deadline_id, v_row.due_on, v_row.due_at, v_row.assignee_id, v_row.expires_on, v_row.paused, v_row.disputed,
      v_row.controlled_elsewhere, v_row.responsible, v_row.relies_on, v_row.condition_version_id)
    IS DISTINCT FROM (v_last.status, v_last.answer, v_last.deadline_id, v_last.due_on, v_last.due_at, v_last.assignee_id, v_last.expires_on,
      v_last.paused, v_last.disputed, v_last.controlled_elsewhere, v_last.responsible, v_last.relies_on, v_last.condition_version_id) THEN
    v_after := v_after || ' ';
    UPDATE assessment SET status = v_last.status, answer = v_last.answer, deadline_id = v_last.deadline_id, due_on = v_last.due_on,
      due_at = v_last.due_at, assignee_id = v_last.assignee_id, expires_on = v_last.expires_on, paused = v_last.paused,
      disputed = v_last.disputed, controlled_elsewhere = v_last.controlled_elsewhere, responsible = v_last.responsible,
      relies_on = v_last.relies_on, condition_version_id = v_last.condition_version_id
      WHERE program_id = p_program AND id = p_assessment;
  END IF;
  RETURN v_before <> v_after;
END $$;

-- Counts a program's assessments anew. As the owner. Returns whether the numbers were different.
CREATE FUNCTION rebuild_counters(p_program uuid) RETURNS boolean
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v_differs boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('proviso.fold_counters'));
  -- Nobody adds a delta while the numbers are made anew.
  LOCK TABLE counter_delta, counter IN SHARE ROW EXCLUSIVE MODE;
  v_differs := EXISTS (SELECT FROM proviso_counter_faults(p_program));
  DELETE FROM counter_delta WHERE program_id = p_program;
  DELETE FROM counter WHERE program_id = p_program;
  INSERT INTO counter (program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, total)
    SELECT program_id, condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, count(*)::int
    FROM assessment WHERE program_id = p_program GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
  RETURN v_differs;
END $$;

-- Where the stored numbers and a recount differ; no rows when they agree.
CREATE FUNCTION proviso_counter_faults(p_program uuid)
RETURNS TABLE (condition_id uuid, subject_kind text, status text, due_at timestamptz, controlled_elsewhere boolean, paused boolean, disputed boolean,
  stored int, counted int) LANGUAGE sql STABLE AS $$
  WITH stored AS (
    SELECT c.condition_id, c.subject_kind, c.status, c.due_at, c.controlled_elsewhere, c.paused, c.disputed, sum(c.n)::int AS n FROM (
      SELECT condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, total AS n FROM counter WHERE program_id = p_program
      UNION ALL
      SELECT condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, delta FROM counter_delta WHERE program_id = p_program
    ) c GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(c.n) <> 0),
  counted AS (
    SELECT condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, count(*)::int AS n
    FROM assessment WHERE program_id = p_program GROUP BY 1, 2, 3, 4, 5, 6, 7)
  SELECT coalesce(s.condition_id, c.condition_id), coalesce(s.subject_kind, c.subject_kind), coalesce(s.status, c.status), coalesce(s.due_at, c.due_at),
    coalesce(s.controlled_elsewhere, c.controlled_elsewhere), coalesce(s.paused, c.paused), coalesce(s.disputed, c.disputed),
    coalesce(s.n, 0), coalesce(c.n, 0)
  FROM stored s FULL JOIN counted c ON (s.condition_id, s.subject_kind, s.status, s.controlled_elsewhere, s.paused, s.disputed, coalesce(s.due_at, '-infinity'))
    = (c.condition_id, c.subject_kind, c.status, c.controlled_elsewhere, c.paused, c.disputed, coalesce(c.due_at, '-infinity'))
  WHERE s.n IS DISTINCT FROM c.n
$$;

GRANT SELECT ON ledger_key, ledger_checkpoint, ledger_seal TO proviso_app;
REVOKE ALL ON FUNCTION ledger_unsealed, ledger_seal_batch, ledger_add_key, erase_content, rebuild_assessment, rebuild_counters,
  proviso_counter_faults FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger_unsealed, ledger_seal_batch, ledger_add_key, proviso_counter_faults TO proviso_app;
