-- Version 5: a large material is written chunk by chunk, so that the journals of running runs don't wait for it. Its row is listed
-- here until something refers to it; the next start deletes what is still listed.
CREATE TABLE material_arriving (
  sha256 TEXT PRIMARY KEY REFERENCES material (sha256) ON DELETE CASCADE
) WITHOUT ROWID;
