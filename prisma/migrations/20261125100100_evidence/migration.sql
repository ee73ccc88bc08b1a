-- Evidence as files: what an item is (a file, pasted text, a link, a citation), who it is from, how freely it may be read, and
-- that it was superseded or sealed; versions whose bytes are in the store of files by their SHA-256; the text that was found in
-- them; and every decision on an item, so that what was accepted can be asked as it was known at any instant.
-- Locks: ACCESS EXCLUSIVE on evidence, evidence_version and evidence_link while columns are added; no table is rewritten but
-- for the few rows that are filled in.

ALTER TABLE evidence ADD COLUMN kind text;
ALTER TABLE evidence ADD COLUMN citation text;
ALTER TABLE evidence ADD COLUMN sensitivity text NOT NULL DEFAULT 'internal';
ALTER TABLE evidence ADD COLUMN privileged boolean NOT NULL DEFAULT false;
ALTER TABLE evidence ADD COLUMN note text;
ALTER TABLE evidence ADD COLUMN issuer_organization_id uuid;
ALTER TABLE evidence ADD COLUMN superseded_at timestamptz(6);
ALTER TABLE evidence ADD COLUMN superseded_reason text;
ALTER TABLE evidence ADD COLUMN sealed_at timestamptz(6);
ALTER TABLE evidence ADD COLUMN sealed_by_id uuid;
ALTER TABLE evidence ADD COLUMN sealed_reason text;
UPDATE evidence e SET
  kind = CASE WHEN EXISTS (SELECT FROM evidence_version v WHERE v.evidence_id = e.id) THEN 'text' WHEN e.url IS NOT NULL THEN 'link' ELSE 'citation' END,
  sensitivity = CASE WHEN cardinality(e.source_ids) > 0 THEN 'public' ELSE 'internal' END,
  superseded_at = CASE WHEN e.superseded_by_id IS NULL THEN NULL ELSE clock_timestamp() END;
ALTER TABLE evidence ALTER COLUMN kind SET NOT NULL;
ALTER TABLE evidence ADD CONSTRAINT evidence_kind CHECK (kind IN ('file', 'text', 'link', 'citation'));
ALTER TABLE evidence ADD CONSTRAINT evidence_sensitivity CHECK (sensitivity IN ('public', 'internal', 'restricted'));
ALTER TABLE evidence ADD CONSTRAINT evidence_superseded CHECK (superseded_by_id IS NULL OR superseded_at IS NOT NULL);
ALTER TABLE evidence ADD CONSTRAINT evidence_sealed CHECK ((sealed_at IS NULL) = (sealed_by_id IS NULL) AND (sealed_at IS NULL) = (sealed_reason IS NULL));
ALTER TABLE evidence ADD CONSTRAINT evidence_issuer_organization_id_fkey FOREIGN KEY (issuer_organization_id) REFERENCES organization (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
ALTER TABLE evidence ADD CONSTRAINT evidence_sealed_by_id_fkey FOREIGN KEY (sealed_by_id) REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
-- Few items are, and every list of findings asks for them.
CREATE INDEX evidence_withdrawn ON evidence (id) WHERE superseded_at IS NOT NULL OR sealed_at IS NOT NULL;
CREATE INDEX evidence_in_force_to ON evidence (in_force_to) WHERE in_force_to IS NOT NULL;

ALTER TABLE evidence_version ALTER COLUMN content DROP NOT NULL;
ALTER TABLE evidence_version ADD COLUMN file_name text;
ALTER TABLE evidence_version ADD COLUMN size_bytes bigint;
ALTER TABLE evidence_version ADD COLUMN scan text NOT NULL DEFAULT 'not_scanned';
ALTER TABLE evidence_version ADD COLUMN scan_note text;
ALTER TABLE evidence_version ADD COLUMN scanned_at timestamptz(6);
ALTER TABLE evidence_version ADD COLUMN reason text;
ALTER TABLE evidence_version ADD COLUMN added_by_id uuid REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
UPDATE evidence_version v SET size_bytes = octet_length(convert_to(content, 'UTF8')),
  added_by_id = (SELECT added_by_id FROM evidence e WHERE e.id = v.evidence_id);
ALTER TABLE evidence_version ADD CONSTRAINT evidence_version_content CHECK ((content IS NULL) <> (file_name IS NULL));
ALTER TABLE evidence_version ADD CONSTRAINT evidence_version_scan CHECK (scan IN ('clean', 'not_scanned'));
CREATE INDEX evidence_version_sha256_idx ON evidence_version (sha256);

CREATE TABLE evidence_text (
  evidence_id uuid NOT NULL,
  version int NOT NULL,
  state text NOT NULL,
  content text NOT NULL,
  pages int,
  note text,
  recorded_at timestamptz(6) NOT NULL,
  words tsvector GENERATED ALWAYS AS (to_tsvector('english', content)) STORED,
  CONSTRAINT evidence_text_pkey PRIMARY KEY (evidence_id, version),
  CONSTRAINT evidence_text_state CHECK (state IN ('read', 'unreadable')),
  CONSTRAINT evidence_text_evidence_id_version_fkey FOREIGN KEY (evidence_id, version) REFERENCES evidence_version (evidence_id, version) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX evidence_text_words ON evidence_text USING gin (words);
CREATE INDEX evidence_words ON evidence USING gin (to_tsvector('english', title || ' ' || coalesce(issuing_body, '') || ' ' || coalesce(citation, '') || ' ' || coalesce(note, '')));

ALTER TABLE evidence_link ADD COLUMN page_reference text;

-- Every decision on an item for an assessment, in its order; the link keeps the last.
CREATE TABLE evidence_decision (
  program_id uuid NOT NULL,
  assessment_id uuid NOT NULL,
  evidence_id uuid NOT NULL,
  decided_at timestamptz(6) NOT NULL,
  acceptance text NOT NULL,
  reason text,
  decided_by_id uuid NOT NULL,
  CONSTRAINT evidence_decision_pkey PRIMARY KEY (program_id, assessment_id, evidence_id, decided_at),
  CONSTRAINT evidence_decision_acceptance CHECK (acceptance IN ('accepted', 'rejected')),
  CONSTRAINT evidence_decision_link_fkey FOREIGN KEY (program_id, assessment_id, evidence_id) REFERENCES evidence_link (program_id, assessment_id, evidence_id) ON DELETE RESTRICT ON UPDATE RESTRICT,
  CONSTRAINT evidence_decision_decided_by_id_fkey FOREIGN KEY (decided_by_id) REFERENCES principal (id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
INSERT INTO evidence_decision (program_id, assessment_id, evidence_id, decided_at, acceptance, reason, decided_by_id)
  SELECT program_id, assessment_id, evidence_id, decided_at, acceptance, reason, decided_by_id FROM evidence_link
  WHERE acceptance <> 'pending' AND decided_at IS NOT NULL AND decided_by_id IS NOT NULL;

-- What was superseded or sealed stays so, whoever writes.
CREATE FUNCTION proviso_evidence_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.sealed_at IS NOT NULL AND (NEW.sealed_at, NEW.sealed_by_id, NEW.sealed_reason) IS DISTINCT FROM (OLD.sealed_at, OLD.sealed_by_id, OLD.sealed_reason) THEN
    RAISE EXCEPTION 'A seal on evidence is not taken off.' USING ERRCODE = 'PV002';
  END IF;
  IF OLD.superseded_at IS NOT NULL AND (NEW.superseded_at, NEW.superseded_by_id) IS DISTINCT FROM (OLD.superseded_at, OLD.superseded_by_id) THEN
    RAISE EXCEPTION 'Evidence is superseded once.' USING ERRCODE = 'PV002';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_rules BEFORE UPDATE ON evidence FOR EACH ROW EXECUTE FUNCTION proviso_evidence_rules();

GRANT SELECT, INSERT ON evidence_text, evidence_decision TO proviso_app;
GRANT UPDATE (superseded_at, superseded_reason, sealed_at, sealed_by_id, sealed_reason, privileged) ON evidence TO proviso_app;
GRANT UPDATE (page_reference) ON evidence_link TO proviso_app;
