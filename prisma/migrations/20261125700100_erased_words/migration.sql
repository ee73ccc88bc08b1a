-- Why somebody acted stands in an event and, where a page shows it without reading the history, in a row besides. Erasing the event
-- took the row's words for notes and proposals alone; now it takes them wherever they are kept. What stays: the pasted text of evidence
-- (it is sealed instead), names of recipients, bases of deadlines, summaries of orders, which no event holds.
-- Locks: none that matter; functions, and one new trigger that fires only when content is erased.
CREATE FUNCTION proviso_erase_reason() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_reason text := OLD.content::jsonb->>'reason';
  v_payload jsonb := OLD.content::jsonb->'payload';
BEGIN
  CASE
    WHEN OLD.kind IN ('status_changed', 'response_recorded', 'letter_recorded') THEN
      -- A summary that another event told is that event's.
      UPDATE response SET summary = CASE WHEN summary = v_reason THEN '[erased]' ELSE summary END,
          author_name = CASE WHEN strpos(v_reason, author_name) > 0 THEN NULL ELSE author_name END
        WHERE program_id = OLD.program_id AND id = (v_payload->>'responseId')::uuid;
      IF OLD.kind = 'letter_recorded' THEN
        UPDATE response_answer SET note = '[erased]'
          WHERE program_id = OLD.program_id AND response_id = (v_payload->>'responseId')::uuid AND note IS NOT NULL;
      END IF;
    WHEN OLD.kind = 'response_counted' THEN
      UPDATE response_counting SET reason = '[erased]'
        WHERE program_id = OLD.program_id AND response_id = (v_payload->>'responseId')::uuid AND reason = v_reason;
    WHEN OLD.kind = 'dispute_opened' THEN
      UPDATE dispute SET grounds = '[erased]', asked = '[erased]'
        WHERE program_id = OLD.program_id AND id = (v_payload->>'disputeId')::uuid;
    WHEN OLD.kind IN ('dispute_decided', 'dispute_withdrawn') THEN
      UPDATE dispute SET decision = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'disputeId')::uuid;
    WHEN OLD.kind = 'request_rescinded' THEN
      UPDATE request_rescission SET reason = '[erased]' WHERE program_id = OLD.program_id AND request_id = (v_payload->>'requestId')::uuid;
    WHEN OLD.kind = 'clarification_asked' THEN
      UPDATE clarification SET question = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'clarificationId')::uuid;
    WHEN OLD.kind = 'clarification_answered' THEN
      UPDATE clarification SET answer = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'clarificationId')::uuid;
    WHEN OLD.kind = 'response_submitted' THEN
      UPDATE response_answer SET note = '[erased]'
        WHERE program_id = OLD.program_id AND response_id = (v_payload->>'responseId')::uuid AND note IS NOT NULL;
      UPDATE response SET author_name = NULL, summary = NULL WHERE program_id = OLD.program_id AND id = (v_payload->>'responseId')::uuid;
    WHEN OLD.kind = 'response_recalled' THEN
      UPDATE response_recall SET reason = '[erased]' WHERE program_id = OLD.program_id AND response_id = (v_payload->>'responseId')::uuid;
    WHEN OLD.kind = 'referral_made' THEN
      UPDATE referral SET body_name = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'referralId')::uuid;
    WHEN OLD.kind = 'extension_asked' THEN
      UPDATE extension SET reason = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'extensionId')::uuid;
    WHEN OLD.kind IN ('extension_decided', 'extension_withdrawn') THEN
      UPDATE extension SET decision_reason = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'extensionId')::uuid;
    WHEN OLD.kind = 'calendar_changed' THEN
      UPDATE calendar_day SET reason = '[erased]' WHERE calendar_name = v_payload->>'calendar' AND reason = v_reason;
    WHEN OLD.kind = 'deadline_moved' THEN
      UPDATE deadline_move SET why = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'moveId')::uuid;
    WHEN OLD.kind = 'note_added' AND OLD.program_id = '00000000-0000-0000-0000-000000000000' THEN
      -- A privileged note, whose event stands outside every program.
      UPDATE note SET body = '[erased]' WHERE id = (v_payload->>'noteId')::uuid AND visibility = 'privileged';
    WHEN OLD.kind = 'reliance_recorded' THEN
      UPDATE reliance SET scope = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'relianceId')::uuid;
    WHEN OLD.kind = 'reliance_ended' THEN
      UPDATE reliance_end SET reason = '[erased]' WHERE program_id = OLD.program_id AND reliance_id = (v_payload->>'relianceId')::uuid;
    WHEN OLD.kind = 'evidence_added' THEN
      UPDATE evidence SET title = '[erased]', issuing_body = NULL, note = NULL, url = NULL, citation = NULL WHERE id = OLD.stream_id;
      UPDATE evidence_version SET file_name = '[erased]' WHERE evidence_id = OLD.stream_id AND version = 1 AND file_name IS NOT NULL;
    WHEN OLD.kind IN ('evidence_accepted', 'evidence_rejected') THEN
      UPDATE evidence_decision SET reason = '[erased]' WHERE program_id = (v_payload->>'programId')::uuid
        AND assessment_id = (v_payload->>'assessmentId')::uuid AND evidence_id = OLD.stream_id AND reason = v_reason;
      UPDATE evidence_link SET reason = '[erased]' WHERE program_id = (v_payload->>'programId')::uuid
        AND assessment_id = (v_payload->>'assessmentId')::uuid AND evidence_id = OLD.stream_id AND reason = v_reason;
    WHEN OLD.kind = 'evidence_versioned' THEN
      UPDATE evidence_version SET reason = '[erased]'
        WHERE evidence_id = OLD.stream_id AND version = (v_payload->>'version')::int AND reason IS NOT NULL;
    WHEN OLD.kind = 'evidence_superseded' THEN
      UPDATE evidence SET superseded_reason = '[erased]' WHERE id = OLD.stream_id AND superseded_reason = v_reason;
    WHEN OLD.kind = 'evidence_sealed' THEN
      UPDATE evidence SET sealed_reason = '[erased]' WHERE id = OLD.stream_id AND sealed_reason = v_reason;
    WHEN OLD.kind = 'setting_change_proposed' THEN
      UPDATE setting_change SET reason = '[erased]' WHERE program_id = OLD.program_id AND id = (v_payload->>'changeId')::uuid;
    WHEN OLD.kind IN ('setting_change_returned', 'setting_changed') THEN
      UPDATE setting_change SET comment = '[erased]'
        WHERE program_id = OLD.program_id AND id = (v_payload->>'changeId')::uuid AND comment IS NOT NULL;
    ELSE NULL;
  END CASE;
  RETURN NULL;
END $$;
CREATE TRIGGER event_erase_reason AFTER UPDATE OF content ON event FOR EACH ROW
  WHEN (NEW.content IS NULL AND OLD.content IS NOT NULL) EXECUTE FUNCTION proviso_erase_reason();

-- Only the owner may write the column of the title.
CREATE OR REPLACE FUNCTION proviso_evidence_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sealed_reason = '[erased]' AND has_column_privilege(current_user, TG_RELID, 'title', 'UPDATE')
      AND to_jsonb(NEW) - 'sealed_reason' = to_jsonb(OLD) - 'sealed_reason' THEN
    RETURN NEW;
  END IF;
  IF OLD.sealed_at IS NOT NULL AND (NEW.sealed_at, NEW.sealed_by_id, NEW.sealed_reason) IS DISTINCT FROM (OLD.sealed_at, OLD.sealed_by_id, OLD.sealed_reason) THEN
    RAISE EXCEPTION 'A seal on evidence is not taken off.' USING ERRCODE = 'PV002';
  END IF;
  IF OLD.superseded_at IS NOT NULL AND (NEW.superseded_at, NEW.superseded_by_id) IS DISTINCT FROM (OLD.superseded_at, OLD.superseded_by_id) THEN
    RAISE EXCEPTION 'Evidence is superseded once.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;

-- Only the owner may write the column of the reason.
CREATE OR REPLACE FUNCTION proviso_setting_change_rules() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.decided_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'A change of a rule begins open.' USING ERRCODE = 'PV002';
    END IF;
    RETURN NEW;
  END IF;
  IF '[erased]' IN (NEW.reason, NEW.comment) AND has_column_privilege(current_user, TG_RELID, 'reason', 'UPDATE')
      AND to_jsonb(NEW) - ARRAY['reason', 'comment'] = to_jsonb(OLD) - ARRAY['reason', 'comment'] THEN
    RETURN NEW;
  END IF;
  IF OLD.state <> 'open' OR NEW.state = 'open' THEN
    RAISE EXCEPTION 'A change of a rule is decided once.' USING ERRCODE = 'PV002';
  ELSIF (NEW.program_id, NEW.id, NEW.kind, NEW.value, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
      IS DISTINCT FROM (OLD.program_id, OLD.id, OLD.kind, OLD.value, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)
      OR NEW.proposed_on_behalf_of_id IS DISTINCT FROM OLD.proposed_on_behalf_of_id THEN
    RAISE EXCEPTION 'What was proposed never changes.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;
