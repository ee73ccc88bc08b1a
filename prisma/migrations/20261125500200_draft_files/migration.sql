-- What the store found in a file that a draft encloses: with the draft it becomes evidence, which says so.
-- Locks: ACCESS EXCLUSIVE on response_draft_item, for milliseconds; the columns are null and nothing is rewritten.
ALTER TABLE response_draft_item ADD COLUMN scan text;
ALTER TABLE response_draft_item ADD COLUMN scan_note text;
ALTER TABLE response_draft_item ADD CONSTRAINT response_draft_item_file CHECK (sha256 IS NULL
  OR (file_name IS NOT NULL AND media_type IS NOT NULL AND size_bytes IS NOT NULL AND scan IN ('clean', 'not_scanned') AND scan_note IS NOT NULL));
