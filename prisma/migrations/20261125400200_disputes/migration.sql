-- Objections and requests for reconsideration, each in the words of whoever made it, and what was decided on it.
-- Whoever made or approved the finding does not decide: the operation asks, and the decider is kept here with the finding's proposal.
-- Lock: none that matter; a new table.
CREATE TABLE dispute (
  program_id uuid NOT NULL,
  id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('objection', 'reconsideration')),
  organization_id uuid NOT NULL REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  grounds text NOT NULL,
  asked text NOT NULL,
  evidence_ids uuid[] NOT NULL,
  proposal_id uuid,
  opened_on date NOT NULL,
  opened_by_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  opened_on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'upheld', 'partly_upheld', 'dismissed', 'withdrawn')),
  decided_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decided_on_behalf_of_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  decided_at timestamptz(6),
  decision text,
  PRIMARY KEY (program_id, id),
  CHECK ((state = 'open') = (decided_at IS NULL)),
  CHECK ((decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (decision IS NULL)),
  FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  FOREIGN KEY (program_id, proposal_id) REFERENCES proposal (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX dispute_assessment_idx ON dispute (program_id, assessment_id);
CREATE INDEX dispute_id_idx ON dispute (id);

GRANT SELECT, INSERT ON dispute TO proviso_app;
GRANT UPDATE (state, decided_by_id, decided_on_behalf_of_id, decided_at, decision) ON dispute TO proviso_app;
