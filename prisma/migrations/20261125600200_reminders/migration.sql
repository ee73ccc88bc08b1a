-- What people want to be told, what they were told, and the letters that tell them. Each thing is told to each person once: the
-- keys of `digest_day` and `reminder` hold that, whatever number of processes plans at the same time.
-- Locks: SHARE on assessment while its index is built, so that writes wait; about half a second a million rows. Else new tables only.
CREATE TABLE person_setting (
  principal_id uuid PRIMARY KEY REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  zone text,
  digest boolean NOT NULL DEFAULT true,
  digest_hour integer NOT NULL DEFAULT 8,
  changed_at timestamptz(6) NOT NULL,
  CONSTRAINT person_setting_hour CHECK (digest_hour BETWEEN 0 AND 23)
);

-- The local days on which somebody's digest was planned, also where there was nothing to say.
CREATE TABLE digest_day (
  principal_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  local_day date NOT NULL,
  planned_at timestamptz(6) NOT NULL,
  PRIMARY KEY (principal_id, local_day)
);

-- The outbox. A message keeps its message_id however often it is tried, so that a mail server or a reader can see that two are one.
CREATE TABLE message (
  id uuid PRIMARY KEY,
  kind text NOT NULL,
  principal_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  program_id uuid REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  recipient text,
  local_day date,
  subject text NOT NULL,
  body text NOT NULL,
  html text,
  message_id text NOT NULL UNIQUE,
  state text NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz(6) NOT NULL,
  lease_until timestamptz(6),
  created_at timestamptz(6) NOT NULL,
  sent_at timestamptz(6),
  last_error text,
  CONSTRAINT message_kind CHECK (kind IN ('digest', 'invitation')),
  CONSTRAINT message_state CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'not_configured')),
  CONSTRAINT message_sent CHECK ((state = 'sent') = (sent_at IS NOT NULL))
);
CREATE UNIQUE INDEX message_one_digest_idx ON message (principal_id, local_day) WHERE kind = 'digest';
CREATE INDEX message_waiting_idx ON message (next_attempt_at) WHERE state IN ('queued', 'sending');
CREATE INDEX message_created_at_idx ON message (created_at DESC, id DESC);

-- One row for each thing that somebody was told. `mark` tells the occasions of one subject apart, such as a due instant and the
-- number of business days to it.
CREATE TABLE reminder (
  id uuid PRIMARY KEY,
  principal_id uuid NOT NULL REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  kind text NOT NULL,
  subject_id uuid NOT NULL,
  mark text NOT NULL,
  program_id uuid NOT NULL REFERENCES program (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  assessment_id uuid NOT NULL,
  organization_id uuid REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  due_on date,
  business_days integer,
  -- What is new decides what the message says, so the message is written after it in the same transaction.
  message_id uuid NOT NULL REFERENCES message (id) DEFERRABLE INITIALLY DEFERRED,
  planned_at timestamptz(6) NOT NULL,
  FOREIGN KEY (program_id, assessment_id) REFERENCES assessment (program_id, id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE UNIQUE INDEX reminder_told_once_idx ON reminder (principal_id, kind, subject_id, mark);
CREATE INDEX reminder_assessment_idx ON reminder (program_id, assessment_id, planned_at) WHERE organization_id IS NOT NULL;

-- What is assigned to somebody, oldest due first, over all programs.
CREATE INDEX assessment_assignee_idx ON assessment (assignee_id, due_at) WHERE assignee_id IS NOT NULL;

GRANT SELECT, INSERT ON person_setting, digest_day, message, reminder TO proviso_app;
GRANT UPDATE (zone, digest, digest_hour, changed_at) ON person_setting TO proviso_app;
GRANT UPDATE (state, attempts, next_attempt_at, lease_until, sent_at, last_error) ON message TO proviso_app;
