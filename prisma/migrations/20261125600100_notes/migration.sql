-- Who may read a note, and whom it mentions. A note that exists was written for the funder's side, so that is what it stays.
-- Lock: ACCESS EXCLUSIVE on note for milliseconds; the default is constant, so nothing is rewritten.
ALTER TABLE note ADD COLUMN visibility text NOT NULL DEFAULT 'funder';
ALTER TABLE note ADD CONSTRAINT note_visibility CHECK (visibility IN ('funder', 'organization', 'privileged'));

CREATE TABLE note_mention (
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  note_id uuid NOT NULL,
  principal_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recorded_at timestamptz(6) NOT NULL,
  read_at timestamptz(6),
  PRIMARY KEY (program_id, note_id, principal_id),
  FOREIGN KEY (program_id, note_id) REFERENCES note (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX note_mention_unread_idx ON note_mention (principal_id, recorded_at) WHERE read_at IS NULL;

GRANT SELECT, INSERT ON note_mention TO proviso_app;
GRANT UPDATE (read_at) ON note_mention TO proviso_app;
