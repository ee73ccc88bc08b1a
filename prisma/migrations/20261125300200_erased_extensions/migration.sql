-- Personal data in the words of a request for more time, or of the decision, can be erased by the owner of the tables, as in notes
-- and proposals. Everything else of a request still never changes.
-- Locks: none that matter; a function only.
CREATE OR REPLACE FUNCTION proviso_extension_rules() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_decided text[] := ARRAY['state', 'granted_on', 'decision_reason', 'decision_evidence_ids', 'decision_at', 'decided_by_id',
    'decided_on_behalf_of_id', 'decided_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' THEN RAISE EXCEPTION 'An extension begins asked for.' USING ERRCODE = 'PV002'; END IF;
    RETURN NEW;
  END IF;
  -- Only the owner may write the column of the reason.
  IF '[erased]' IN (NEW.reason, NEW.decision_reason) AND has_column_privilege(current_user, TG_RELID, 'reason', 'UPDATE')
      AND to_jsonb(NEW) - ARRAY['reason', 'decision_reason'] = to_jsonb(OLD) - ARRAY['reason', 'decision_reason'] THEN
    RETURN NEW;
  END IF;
  IF OLD.state <> 'asked' OR NEW.state = 'asked' THEN
    RAISE EXCEPTION 'An extension is decided once.' USING ERRCODE = 'PV002';
  ELSIF to_jsonb(NEW) - v_decided <> to_jsonb(OLD) - v_decided THEN
    RAISE EXCEPTION 'What was asked for never changes.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;
