-- Who relies on an item of evidence, and which files wait to be read: both are asked by what few rows hold.
-- Locks: SHARE on proposal and evidence_version while the indexes are built.
CREATE INDEX proposal_evidence ON proposal USING gin (evidence_ids);
CREATE INDEX evidence_version_files ON evidence_version (recorded_at) WHERE file_name IS NOT NULL;
