-- Who may come in, and which rules of a program two people have changed. Locks: ACCESS EXCLUSIVE on the altered tables, for
-- milliseconds; nothing is rewritten (new columns are null or have a constant default).

-- An invitation is used once; only the SHA-256 of its secret is kept. The first administrator's has no inviter.
CREATE TABLE invitation (
  id uuid PRIMARY KEY,
  digest text NOT NULL UNIQUE,
  email text,
  program_id uuid REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  roles text[] NOT NULL,
  organization_id uuid REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  invited_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  created_at timestamptz(6) NOT NULL,
  expires_at timestamptz(6) NOT NULL,
  used_at timestamptz(6),
  used_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  revoked_at timestamptz(6),
  revoked_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT invitation_used_by_somebody CHECK ((used_at IS NULL) = (used_by_id IS NULL)),
  CONSTRAINT invitation_used_or_revoked CHECK (used_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX invitation_program_id_idx ON invitation (program_id);

-- Attempts counted per account and per network, shared by all processes. The columns are those of rate-limiter-flexible.
CREATE TABLE rate_limit (
  key text PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);
CREATE INDEX rate_limit_expire_idx ON rate_limit (expire);

-- A session ends when nobody acted in it for a while, and in any case after its absolute time.
ALTER TABLE session ADD COLUMN last_seen_at timestamptz(6) NOT NULL DEFAULT now();

ALTER TABLE membership ADD COLUMN revoked_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
-- Whoever administers accounts cannot make a reviewer or an approver of himself.
ALTER TABLE membership ADD CONSTRAINT membership_no_self_grant
  CHECK (role NOT IN ('reviewer', 'approver') OR granted_by_id IS NULL OR granted_by_id <> principal_id);

ALTER TABLE api_token ADD COLUMN name text;
ALTER TABLE api_token ADD COLUMN created_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE api_token ADD COLUMN revoked_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A rule of a program that one person proposed and another decided on.
CREATE TABLE setting_change (
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  id uuid NOT NULL UNIQUE,
  kind text NOT NULL,
  value text NOT NULL,
  reason text NOT NULL,
  state text NOT NULL,
  proposed_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  proposed_on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  proposed_at timestamptz(6) NOT NULL,
  decided_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decided_on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decided_at timestamptz(6),
  comment text,
  PRIMARY KEY (program_id, id),
  CONSTRAINT setting_change_kind CHECK (kind IN ('two_person_rule', 'assessor')),
  CONSTRAINT setting_change_value CHECK (kind <> 'two_person_rule' OR value IN ('on', 'off')),
  CONSTRAINT setting_change_state CHECK (state IN ('open', 'approved', 'returned')),
  CONSTRAINT setting_change_two_people CHECK (state <> 'approved' OR (decided_by_id IS NOT NULL
    AND coalesce(decided_on_behalf_of_id, decided_by_id) <> coalesce(proposed_on_behalf_of_id, proposed_by_id)))
);
CREATE UNIQUE INDEX setting_change_one_open ON setting_change (program_id, kind) WHERE state = 'open';

CREATE FUNCTION proviso_setting_change_rules() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.decided_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'A change of a rule begins open.' USING ERRCODE = 'PV002';
    END IF;
  ELSIF OLD.state <> 'open' OR NEW.state = 'open' THEN
    RAISE EXCEPTION 'A change of a rule is decided once.' USING ERRCODE = 'PV002';
  ELSIF (NEW.program_id, NEW.id, NEW.kind, NEW.value, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
      IS DISTINCT FROM (OLD.program_id, OLD.id, OLD.kind, OLD.value, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)
      OR NEW.proposed_on_behalf_of_id IS DISTINCT FROM OLD.proposed_on_behalf_of_id THEN
    RAISE EXCEPTION 'What was proposed never changes.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER setting_change_rules BEFORE INSERT OR UPDATE ON setting_change FOR EACH ROW EXECUTE FUNCTION proviso_setting_change_rules();

-- The rule that a proposal was made under. Stored with it, so that a CHECK can hold it whoever writes.
ALTER TABLE proposal ADD COLUMN two_person_rule boolean NOT NULL DEFAULT true;
ALTER TABLE proposal DROP CONSTRAINT proposal_two_people;
ALTER TABLE proposal ADD CONSTRAINT proposal_two_people
  CHECK (state <> 'approved' OR (decided_by_id IS NOT NULL
    AND (NOT two_person_rule OR coalesce(decided_on_behalf_of_id, decided_by_id) <> coalesce(proposed_on_behalf_of_id, proposed_by_id))));

CREATE OR REPLACE FUNCTION proviso_proposal_rules() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' OR NEW.decided_by_id IS NOT NULL THEN
      RAISE EXCEPTION 'A proposal begins open.' USING ERRCODE = 'PV002';
    END IF;
    SELECT two_person_rule INTO STRICT NEW.two_person_rule FROM program WHERE id = NEW.program_id;
    RETURN NEW;
  END IF;
  -- Erasure of personal data: only the text goes, and only the owner may write these columns.
  IF NEW.reason = '[erased]' AND to_jsonb(NEW) - 'reason' - 'comment' = to_jsonb(OLD) - 'reason' - 'comment' THEN
    RETURN NEW;
  END IF;
  IF OLD.state <> 'open' OR NEW.state = 'open' THEN
    RAISE EXCEPTION 'A proposal is decided once.' USING ERRCODE = 'PV002';
  ELSIF to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_on_behalf_of_id', 'decided_at', 'comment']
      <> to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_on_behalf_of_id', 'decided_at', 'comment'] THEN
    RAISE EXCEPTION 'What was proposed never changes.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;

-- Has a finding ever been recorded in this program, at any time of either kind?
CREATE FUNCTION proviso_has_finding(p_program uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM assessment_period p JOIN status s ON s.id = p.status WHERE p.program_id = p_program AND s.grouping = 'finding')
$$;

-- Applies a change of a rule that another person approved; what changes is read from the event's own text.
-- act: programId, changeId, actorId, onBehalfOfId?, requestId?, content {payload: {changeId, set: {twoPersonRule} | {assessorId}}}
CREATE FUNCTION apply_setting(act jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_program program;
  v_change setting_change;
  v_set jsonb := (act->>'content')::jsonb->'payload'->'set';
BEGIN
  -- A finding that is being approved holds a share of this lock, so a rule never changes under it.
  SELECT * INTO v_program FROM program WHERE id = (act->>'programId')::uuid FOR NO KEY UPDATE;
  SELECT * INTO v_change FROM setting_change WHERE program_id = v_program.id AND id = (act->>'changeId')::uuid;
  IF NOT FOUND OR v_change.state <> 'approved' THEN PERFORM proviso_refuse('needs_proposal'); END IF;
  IF proviso_has_finding(v_program.id) AND v_change.value <> 'on' THEN PERFORM proviso_refuse('rule_fixed'); END IF;
  IF v_change.kind = 'two_person_rule' AND v_set = jsonb_build_object('twoPersonRule', v_change.value = 'on') THEN
    UPDATE program SET two_person_rule = (v_change.value = 'on') WHERE id = v_program.id;
  ELSIF v_change.kind = 'assessor' AND v_set = jsonb_build_object('assessorId', v_change.value) THEN
    IF v_program.record_basis = 'public_sources' THEN PERFORM proviso_refuse('rule_fixed'); END IF;
    UPDATE program SET assessor_id = v_change.value::uuid WHERE id = v_program.id;
  ELSE
    PERFORM proviso_refuse('invalid_request');
  END IF;
  RETURN record_event(act || jsonb_build_object('streamId', v_program.id, 'streamKind', 'program', 'kind', 'setting_changed'));
END $$;

GRANT SELECT ON invitation, rate_limit, setting_change TO proviso_app;
GRANT INSERT ON invitation, setting_change TO proviso_app;
GRANT UPDATE (used_at, used_by_id, revoked_at, revoked_by_id) ON invitation TO proviso_app;
GRANT UPDATE (state, decided_by_id, decided_on_behalf_of_id, decided_at, comment) ON setting_change TO proviso_app;
GRANT UPDATE (revoked_by_id) ON membership, api_token TO proviso_app;
GRANT INSERT, UPDATE, DELETE ON rate_limit TO proviso_app;
REVOKE ALL ON FUNCTION proviso_has_finding, apply_setting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION proviso_has_finding, apply_setting TO proviso_app;
