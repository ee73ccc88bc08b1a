-- What moves a deadline: rules with their inputs, calendars with their own days, extensions and orders of courts. The due instant
-- on an assessment stays the one that was set; these few rows are laid over it when it is read, so that one decision for a whole
-- program is one row and one event (docs/decisions/0039).
-- Locks: a short ACCESS EXCLUSIVE on deadline for a new column without a default; the other tables are new.
ALTER TABLE deadline ADD COLUMN rule jsonb;

-- A calendar is a built-in base with days added or taken. The built-in ones are rows too, so that days can be given to them.
CREATE TABLE calendar (
  name text NOT NULL PRIMARY KEY,
  title text NOT NULL,
  base text NOT NULL,
  recorded_at timestamptz(6) NOT NULL,
  CONSTRAINT calendar_base CHECK (base IN ('us_federal', 'none')),
  CONSTRAINT calendar_name CHECK (name ~ '^[a-z][a-z0-9_]{0,39}$')
);
INSERT INTO calendar (name, title, base, recorded_at) VALUES
  ('us_federal', 'United States federal holidays', 'us_federal', '2026-11-25T00:00:00Z'),
  ('none', 'Weekends only', 'none', '2026-11-25T00:00:00Z');

CREATE TABLE calendar_day (
  id uuid NOT NULL PRIMARY KEY,
  calendar_name text NOT NULL REFERENCES calendar (name) ON DELETE RESTRICT ON UPDATE RESTRICT,
  day date NOT NULL,
  closed boolean NOT NULL,
  reason text NOT NULL,
  recorded_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  superseded_at timestamptz(6)
);
CREATE UNIQUE INDEX calendar_day_one_in_force ON calendar_day (calendar_name, day) WHERE superseded_at IS NULL;

-- A computed deadline whose calendar changed: its new date, and why.
CREATE TABLE deadline_move (
  program_id uuid NOT NULL,
  id uuid NOT NULL,
  deadline_id uuid NOT NULL,
  due_on date NOT NULL,
  why text NOT NULL,
  effective_at timestamptz(6) NOT NULL,
  recorded_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, id),
  FOREIGN KEY (program_id, deadline_id) REFERENCES deadline (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

CREATE TABLE extension (
  program_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  deadline_id uuid NOT NULL,
  scope text NOT NULL,
  -- NULL: every applicant of the program.
  application_ids uuid[],
  wanted_on date NOT NULL,
  reason text NOT NULL,
  evidence_ids uuid[] NOT NULL,
  asked_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  asked_on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  asked_at timestamptz(6) NOT NULL,
  recorded_at timestamptz(6) NOT NULL,
  state text NOT NULL,
  granted_on date,
  decision_reason text,
  decision_evidence_ids uuid[],
  decision_at timestamptz(6),
  decided_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decided_on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decided_at timestamptz(6),
  PRIMARY KEY (program_id, id),
  FOREIGN KEY (program_id, deadline_id) REFERENCES deadline (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT extension_scope CHECK ((scope = 'program') = (application_ids IS NULL) AND scope IN ('application', 'group', 'program')
    AND (scope <> 'application' OR cardinality(application_ids) = 1) AND (scope <> 'group' OR cardinality(application_ids) > 0)),
  CONSTRAINT extension_state CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn')),
  CONSTRAINT extension_granted CHECK ((state = 'granted') = (granted_on IS NOT NULL)),
  CONSTRAINT extension_decided CHECK ((state = 'asked') = (decided_at IS NULL) AND (state IN ('granted', 'refused')) = (decision_at IS NOT NULL)
    AND (state = 'asked') = (decided_by_id IS NULL))
);
CREATE INDEX extension_program_deadline ON extension (program_id, deadline_id);

-- Asked once, decided or withdrawn once; what was asked never changes, but that the owner of the tables erases personal data in its words.
CREATE FUNCTION proviso_extension_rules() RETURNS trigger
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
CREATE TRIGGER extension_rules BEFORE INSERT OR UPDATE ON extension FOR EACH ROW EXECUTE FUNCTION proviso_extension_rules();

-- An order keeps its id; a change of what is recorded of it is a new version that supersedes the one before.
CREATE TABLE legal_order (
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  id uuid NOT NULL,
  version int NOT NULL,
  court text NOT NULL,
  docket text NOT NULL,
  title text NOT NULL,
  decided_on date NOT NULL,
  effect text NOT NULL,
  parties text NOT NULL,
  application_ids uuid[] NOT NULL,
  condition_ids uuid[] NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  acts_on_id uuid,
  summary text NOT NULL,
  source_ids uuid[] NOT NULL,
  evidence_ids uuid[] NOT NULL,
  recorded_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  superseded_at timestamptz(6),
  PRIMARY KEY (program_id, id, version),
  CONSTRAINT legal_order_effect CHECK (effect IN ('suspends_deadline', 'bars_use', 'bars_enforcement', 'stayed_pending_appeal', 'vacated')),
  CONSTRAINT legal_order_parties CHECK (parties IN ('all', 'named', 'all_but_named') AND (parties = 'all') = (cardinality(application_ids) = 0)),
  CONSTRAINT legal_order_lifts CHECK (effect NOT IN ('stayed_pending_appeal', 'vacated') OR acts_on_id IS NOT NULL),
  CONSTRAINT legal_order_self CHECK (acts_on_id <> id),
  CONSTRAINT legal_order_span CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE UNIQUE INDEX legal_order_one_in_force ON legal_order (program_id, id) WHERE superseded_at IS NULL;

GRANT SELECT ON calendar, calendar_day, deadline_move, extension, legal_order TO proviso_app;
GRANT INSERT ON calendar, calendar_day, deadline_move, extension, legal_order TO proviso_app;
GRANT UPDATE (superseded_at) ON calendar_day, legal_order TO proviso_app;
GRANT UPDATE (state, granted_on, decision_reason, decision_evidence_ids, decision_at, decided_by_id, decided_on_behalf_of_id, decided_at)
  ON extension TO proviso_app;
