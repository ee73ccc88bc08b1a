-- One letter to many: its questions word for word, each addressee with the letter as it went out, templates by version, what replaced a
-- letter and what took it back. Whether a response counts may be decided later, so each decision is kept with what was said before it.
-- Locks: ACCESS EXCLUSIVE on request for adding empty columns, a moment; SHARE on request_item and response_answer while their
-- indexes are built; the rest are new tables. The letters on record (few) are
-- given their questions and addressees from what stands on them.

CREATE TABLE letter_template (
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  id uuid NOT NULL,
  name text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  subject text NOT NULL,
  body text NOT NULL,
  saved_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  superseded_at timestamptz(6),
  PRIMARY KEY (program_id, id),
  UNIQUE (program_id, name, version)
);

ALTER TABLE request ADD COLUMN template_id uuid, ADD COLUMN replaces_id uuid, ADD COLUMN sent_by_id uuid REFERENCES principal (id)
    ON DELETE RESTRICT ON UPDATE RESTRICT,
  ADD FOREIGN KEY (program_id, template_id) REFERENCES letter_template (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  ADD FOREIGN KEY (program_id, replaces_id) REFERENCES request (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT;

-- The words of a question as the letter put it, in its order.
CREATE TABLE request_question (
  program_id uuid NOT NULL,
  request_id uuid NOT NULL,
  condition_id uuid NOT NULL,
  sort_order integer NOT NULL,
  wording text NOT NULL,
  PRIMARY KEY (program_id, request_id, condition_id),
  UNIQUE (program_id, request_id, sort_order),
  FOREIGN KEY (program_id, request_id) REFERENCES request (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, condition_id) REFERENCES condition (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- One letter to one organization, as it went out; without subject and body where its text is not on record.
CREATE TABLE request_recipient (
  program_id uuid NOT NULL,
  request_id uuid NOT NULL,
  organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  addressee text NOT NULL,
  subject text,
  body jsonb,
  replaced_by_id uuid,
  replaced_at timestamptz(6),
  recorded_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, request_id, organization_id),
  CHECK ((subject IS NULL) = (body IS NULL)),
  CHECK ((replaced_by_id IS NULL) = (replaced_at IS NULL)),
  FOREIGN KEY (program_id, request_id) REFERENCES request (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, replaced_by_id) REFERENCES request (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX request_recipient_organization_idx ON request_recipient (program_id, organization_id);
CREATE INDEX request_item_assessment_idx ON request_item (program_id, assessment_id);
-- Whether an assessment was answered is asked from its side, for every addressee of a letter.
CREATE INDEX response_answer_assessment_idx ON response_answer (program_id, assessment_id);

-- A letter taken back: a fact of the letter, never a status.
CREATE TABLE request_rescission (
  program_id uuid NOT NULL,
  request_id uuid NOT NULL,
  rescinded_on date NOT NULL,
  reason text NOT NULL,
  source text,
  rescinded_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, request_id),
  FOREIGN KEY (program_id, request_id) REFERENCES request (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);

-- Each decision whether a response counts. response.counts is what stands now; what stood before is in `was`.
CREATE TABLE response_counting (
  program_id uuid NOT NULL,
  id uuid NOT NULL,
  response_id uuid NOT NULL,
  was text NOT NULL,
  counts text NOT NULL,
  reason text NOT NULL,
  decided_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  PRIMARY KEY (program_id, id),
  CHECK (was <> counts),
  FOREIGN KEY (program_id, response_id) REFERENCES response (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX response_counting_response_idx ON response_counting (program_id, response_id, recorded_at);

INSERT INTO request_question (program_id, request_id, condition_id, sort_order, wording)
  SELECT r.program_id, r.id, c.id, q.ordinality, q.value->>'text'
  FROM request r CROSS JOIN LATERAL jsonb_array_elements(r.questions) WITH ORDINALITY q
  JOIN condition c ON c.program_id = r.program_id AND c.ref = q.value->>'ref';
INSERT INTO request_recipient (program_id, request_id, organization_id, addressee, recorded_at)
  SELECT DISTINCT ON (i.program_id, i.request_id, coalesce(ap.organization_id, a.operator_id))
    i.program_id, i.request_id, coalesce(ap.organization_id, a.operator_id), i.recipient, r.recorded_at
  FROM request_item i
  JOIN request r ON r.program_id = i.program_id AND r.id = i.request_id
  JOIN assessment a ON a.program_id = i.program_id AND a.id = i.assessment_id
  LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
  ORDER BY i.program_id, i.request_id, coalesce(ap.organization_id, a.operator_id), a.id;

GRANT SELECT, INSERT ON letter_template, request_question, request_recipient, request_rescission, response_counting TO proviso_app;
GRANT UPDATE (superseded_at) ON letter_template TO proviso_app;
GRANT UPDATE (replaced_by_id, replaced_at) ON request_recipient TO proviso_app;
GRANT UPDATE (counts) ON response TO proviso_app;
