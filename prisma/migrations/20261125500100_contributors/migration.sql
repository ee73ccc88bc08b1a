-- What an organization prepares, says, takes back and asks: drafts of answers, receipts, recalls, clarifications, and the bodies it
-- names. Locks: SHARE ROW EXCLUSIVE on the tables that are referred to, for milliseconds; nothing is rewritten.

-- A draft belongs to the organization that answers and is not yet said: no event tells of it, and once it is submitted or thrown
-- away its rows go. These are the only rows of the record that may be deleted.
CREATE TABLE response_draft (
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  id uuid NOT NULL UNIQUE,
  organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  application_id uuid,
  operator_id uuid REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  author_name text,
  summary text,
  needs_sign_off boolean NOT NULL,
  signed_off_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  signed_off_at timestamptz(6),
  signed_off_title text,
  version integer NOT NULL,
  created_at timestamptz(6) NOT NULL,
  updated_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  updated_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, id),
  FOREIGN KEY (program_id, application_id) REFERENCES application (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT response_draft_one_subject CHECK ((application_id IS NULL) <> (operator_id IS NULL)),
  -- Signed off by whom, when and as what; never by the one who wrote it last.
  CONSTRAINT response_draft_sign_off CHECK ((signed_off_by_id IS NULL) = (signed_off_at IS NULL)
    AND (signed_off_by_id IS NULL) = (signed_off_title IS NULL)),
  CONSTRAINT response_draft_two_people CHECK (signed_off_by_id IS NULL OR signed_off_by_id <> updated_by_id)
);
CREATE UNIQUE INDEX response_draft_one_open ON response_draft (program_id, coalesce(application_id, operator_id));

CREATE TABLE response_draft_answer (
  program_id uuid NOT NULL,
  draft_id uuid NOT NULL,
  condition_id uuid NOT NULL,
  answer text REFERENCES answer_kind (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  words text,
  PRIMARY KEY (program_id, draft_id, condition_id),
  FOREIGN KEY (program_id, draft_id) REFERENCES response_draft (program_id, id) ON DELETE CASCADE ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, condition_id) REFERENCES condition (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- What is enclosed: a link, a text, or a file by its SHA-256.
CREATE TABLE response_draft_item (
  program_id uuid NOT NULL,
  draft_id uuid NOT NULL,
  id uuid NOT NULL,
  title text NOT NULL,
  class text NOT NULL REFERENCES evidence_class (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  url text,
  content text,
  file_name text,
  media_type text,
  sha256 text,
  size_bytes bigint,
  added_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, draft_id, id),
  FOREIGN KEY (program_id, draft_id) REFERENCES response_draft (program_id, id) ON DELETE CASCADE ON UPDATE RESTRICT,
  CONSTRAINT response_draft_item_something CHECK (url IS NOT NULL OR content IS NOT NULL OR sha256 IS NOT NULL)
);

-- The receipt of what was submitted: its number, and the event that holds the rest.
CREATE TABLE receipt (
  program_id uuid NOT NULL,
  response_id uuid NOT NULL,
  number integer NOT NULL,
  organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  stream_id uuid NOT NULL,
  sequence integer NOT NULL,
  recorded_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, response_id),
  UNIQUE (program_id, number),
  FOREIGN KEY (program_id, response_id) REFERENCES response (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, stream_id, sequence) REFERENCES event (program_id, stream_id, sequence) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX receipt_organization_idx ON receipt (program_id, organization_id);

-- A response taken back as sent in error. What it said stays in the history; it answers nothing any more.
CREATE TABLE response_recall (
  program_id uuid NOT NULL,
  response_id uuid NOT NULL,
  reason text NOT NULL,
  recalled_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, response_id),
  FOREIGN KEY (program_id, response_id) REFERENCES response (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- "Ask what is meant": a question of the organization, and the one answer to it.
CREATE TABLE clarification (
  program_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  assessment_id uuid NOT NULL,
  question text NOT NULL,
  asked_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  asked_at timestamptz(6) NOT NULL,
  answer text,
  answered_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  answered_at timestamptz(6),
  PRIMARY KEY (program_id, id),
  FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT clarification_answered CHECK ((answer IS NULL) = (answered_by_id IS NULL) AND (answer IS NULL) = (answered_at IS NULL))
);
CREATE INDEX clarification_assessment_idx ON clarification (program_id, assessment_id);

-- "The jail is run by …": the body that an organization names, and where the question went from there.
CREATE TABLE referral (
  program_id uuid NOT NULL,
  id uuid NOT NULL UNIQUE,
  assessment_id uuid NOT NULL,
  response_id uuid NOT NULL,
  operator_id uuid REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  body_name text NOT NULL,
  made_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  passed_on_to_id uuid,
  passed_on_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  passed_on_at timestamptz(6),
  PRIMARY KEY (program_id, id),
  FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, response_id) REFERENCES response (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, passed_on_to_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT referral_passed_on CHECK ((passed_on_to_id IS NULL) = (passed_on_by_id IS NULL) AND (passed_on_to_id IS NULL) = (passed_on_at IS NULL))
);
CREATE INDEX referral_assessment_idx ON referral (program_id, assessment_id);

-- What was asked or named is never rewritten, and is answered or passed on once. Only the owner of the tables may write the words that
-- were asked or named, and then nothing but their erasure.
CREATE FUNCTION proviso_settled_once() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_words text[] := CASE TG_TABLE_NAME WHEN 'clarification' THEN ARRAY['question', 'answer'] ELSE ARRAY['body_name'] END;
BEGIN
  IF has_column_privilege(current_user, TG_RELID, v_words[1], 'UPDATE') AND to_jsonb(NEW) - v_words = to_jsonb(OLD) - v_words
      AND '[erased]' IN (to_jsonb(NEW)->>v_words[1], to_jsonb(NEW)->>v_words[2]) THEN
    RETURN NEW;
  END IF;
  IF (TG_TABLE_NAME = 'clarification' AND to_jsonb(OLD)->>'answered_at' IS NOT NULL)
    OR (TG_TABLE_NAME = 'referral' AND to_jsonb(OLD)->>'passed_on_at' IS NOT NULL) THEN
    RAISE EXCEPTION 'This is settled once.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER clarification_settled_once BEFORE UPDATE ON clarification FOR EACH ROW EXECUTE FUNCTION proviso_settled_once();
CREATE TRIGGER referral_settled_once BEFORE UPDATE ON referral FOR EACH ROW EXECUTE FUNCTION proviso_settled_once();

GRANT SELECT ON response_draft, response_draft_answer, response_draft_item, receipt, response_recall, clarification, referral TO proviso_app;
GRANT INSERT, UPDATE, DELETE ON response_draft, response_draft_answer, response_draft_item TO proviso_app;
GRANT INSERT ON receipt, response_recall, clarification, referral TO proviso_app;
GRANT UPDATE (answer, answered_by_id, answered_at) ON clarification TO proviso_app;
GRANT UPDATE (passed_on_to_id, passed_on_by_id, passed_on_at) ON referral TO proviso_app;
