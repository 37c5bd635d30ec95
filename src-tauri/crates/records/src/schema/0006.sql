-- Version 6: reviews. docs/evidence.md describes statements; drafts and what lists show of a review prove nothing.

-- What people and the app state about a record that ended. Key and signature are in the event with the same number.
CREATE TABLE statement (
  record INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
  -- The number of its event among those of the record.
  nth INTEGER NOT NULL,
  kind TEXT NOT NULL,
  -- The number of the submission, in a review alone.
  number TEXT,
  -- JSON, byte for byte; the chain contains its SHA-256.
  text TEXT NOT NULL,
  PRIMARY KEY (record, nth)
) STRICT;
CREATE INDEX statement_by_number ON statement (number) WHERE number IS NOT NULL;

-- The files that a statement names, in its order, from 1.
CREATE TABLE statement_file (
  record INTEGER NOT NULL,
  nth INTEGER NOT NULL,
  place INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (record, nth, place),
  FOREIGN KEY (record, nth) REFERENCES statement (record, nth) ON DELETE CASCADE
) STRICT;

-- Who may sign. The event with this number says the same.
CREATE TABLE signer (
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  staff TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  seq INTEGER NOT NULL
) STRICT;

-- A row for each record with a draft or a review. The columns follow from the draft, or else from the latest review.
CREATE TABLE review (
  record INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
  -- JSON; NULL once a review is archived.
  draft TEXT,
  changed_ms INTEGER NOT NULL,
  number TEXT NOT NULL,
  title TEXT NOT NULL,
  type TEXT NOT NULL,
  department TEXT NOT NULL,
  submitter TEXT NOT NULL
) STRICT;
CREATE INDEX review_by_time ON review (changed_ms, record);
CREATE INDEX review_by_number ON review (number);

CREATE TRIGGER statement_is_never_changed BEFORE UPDATE ON statement
BEGIN SELECT RAISE(ABORT, 'a statement is never changed'); END;
CREATE TRIGGER statement_goes_with_its_record BEFORE DELETE ON statement
WHEN EXISTS (SELECT 1 FROM record WHERE id = OLD.record)
BEGIN SELECT RAISE(ABORT, 'a statement is never deleted'); END;
CREATE TRIGGER statement_file_is_never_changed BEFORE UPDATE ON statement_file
BEGIN SELECT RAISE(ABORT, 'a file of a statement is never changed'); END;
CREATE TRIGGER statement_file_goes_with_its_statement BEFORE DELETE ON statement_file
WHEN EXISTS (SELECT 1 FROM statement WHERE record = OLD.record AND nth = OLD.nth)
BEGIN SELECT RAISE(ABORT, 'a file of a statement is never deleted'); END;
CREATE TRIGGER signer_is_never_changed BEFORE UPDATE ON signer
BEGIN SELECT RAISE(ABORT, 'a signer is never changed'); END;
CREATE TRIGGER signer_is_never_deleted BEFORE DELETE ON signer
BEGIN SELECT RAISE(ABORT, 'a signer is never deleted'); END;
