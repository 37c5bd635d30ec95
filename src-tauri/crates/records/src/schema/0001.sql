-- Version 1. docs/evidence.md describes what is hashed and how. Comments inside of statements are stored in the database.

-- One row: the id of this database. Anchors kept elsewhere refer to it.
CREATE TABLE database (
  id TEXT NOT NULL,
  made_ms INTEGER NOT NULL
) STRICT;

-- The columns that lists, filters and statistics need. The table is narrow, so that a scan over 100,000 records is fast.
CREATE TABLE record (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  offset_minutes INTEGER NOT NULL,
  demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
  origin TEXT NOT NULL,
  model TEXT NOT NULL,
  -- What makes two records versions of one another: the same material, company, topic or text.
  subject TEXT NOT NULL,
  -- NULL while it runs.
  outcome TEXT CHECK (outcome IN ('finished', 'failed', 'cancelled', 'interrupted')),
  elapsed_ms INTEGER,
  tokens INTEGER,
  -- The picture that stands for it.
  picture TEXT
) STRICT;
-- A covering index for all filters, in the default order: a scan over it never reads the table.
CREATE INDEX record_by_time ON record (created_ms, id, kind, outcome, demo, model, elapsed_ms, tokens, offset_minutes);
CREATE INDEX record_by_title ON record (title);
CREATE INDEX record_by_model ON record (model);
CREATE INDEX record_by_subject ON record (kind, subject, created_ms);
CREATE INDEX record_open ON record (id) WHERE outcome IS NULL;

-- The wide part. The chain contains the SHA-256 of the JSON texts `started` and `ended`; `output` and `svg` are deflated.
CREATE TABLE content (
  record INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
  started TEXT NOT NULL,
  ended TEXT,
  output BLOB,
  svg BLOB
) STRICT;

-- The answer as it arrives. Concatenated in order, the pieces of a column are one deflate stream, flushed after each piece.
CREATE TABLE journal (
  record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
  piece INTEGER NOT NULL,
  raw BLOB NOT NULL,
  happenings BLOB NOT NULL,
  PRIMARY KEY (record, piece)
) STRICT;

-- Materials by content, stored once.
CREATE TABLE material (
  sha256 TEXT PRIMARY KEY,
  media_type TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  -- A perceptual hash of 64 bits, where the picture could be decoded.
  look INTEGER
) STRICT;
CREATE INDEX material_by_look ON material (look, sha256) WHERE look IS NOT NULL;
CREATE TABLE material_data (
  sha256 TEXT PRIMARY KEY REFERENCES material (sha256) ON DELETE CASCADE,
  thumbnail BLOB,
  data BLOB NOT NULL
) STRICT;
CREATE TABLE record_material (
  record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
  role TEXT NOT NULL CHECK (role IN ('received', 'sent')),
  place INTEGER NOT NULL,
  sha256 TEXT NOT NULL REFERENCES material (sha256),
  name TEXT NOT NULL,
  PRIMARY KEY (record, role, place)
) STRICT;
CREATE INDEX record_material_by_content ON record_material (sha256);

-- The text a person had typed and the picture they had chosen, by the input in the window.
CREATE TABLE draft (
  place TEXT PRIMARY KEY,
  text TEXT NOT NULL,
  material TEXT REFERENCES material (sha256),
  material_name TEXT NOT NULL DEFAULT ''
) STRICT;

-- Append-only: each event contains the hash of earlier ones.
CREATE TABLE chain (
  seq INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL,
  record TEXT NOT NULL,
  nth INTEGER NOT NULL,
  body TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX chain_by_record ON chain (record, nth) WHERE record <> '';
CREATE TRIGGER chain_is_never_changed BEFORE UPDATE ON chain
BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END;
CREATE TRIGGER chain_is_never_cut BEFORE DELETE ON chain
BEGIN SELECT RAISE(ABORT, 'the chain is append-only'); END;
CREATE TRIGGER started_is_never_changed BEFORE UPDATE OF started ON content
BEGIN SELECT RAISE(ABORT, 'what was asked is never changed'); END;
CREATE TRIGGER ended_is_never_changed BEFORE UPDATE OF ended, output, svg ON content WHEN OLD.ended IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what was answered is never changed'); END;
CREATE TRIGGER material_is_never_changed BEFORE UPDATE OF data ON material_data
BEGIN SELECT RAISE(ABORT, 'a material is never changed'); END;

-- Full-text index of folded text. Terms of up to four characters are looked up in `grams`, which contains all runs of one to
-- four characters of a record; longer ones as phrases of trigrams in `words`. `secure-delete` removes entries at once.
CREATE VIRTUAL TABLE words USING fts5 (text, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE grams USING fts5 (text, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
INSERT INTO grams (grams, rank) VALUES ('secure-delete', 1);
