-- Version 3: the queue of pictures to be audited.

CREATE TABLE queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  -- Its turn: the lowest comes first.
  place INTEGER NOT NULL,
  -- The file's name.
  name TEXT NOT NULL,
  material TEXT NOT NULL REFERENCES material (sha256),
  -- waiting, running, finished, failed, stopped, unsure, same.
  state TEXT NOT NULL,
  -- The record of its last audit; that may be deleted meanwhile.
  record INTEGER,
  -- Why it has no whole answer: a code with its parameters, as JSON.
  problem TEXT,
  elapsed_ms INTEGER
) STRICT;
CREATE INDEX queue_by_place ON queue (place);
CREATE INDEX queue_by_material ON queue (material);

-- Whether the queue is running: one row at most.
CREATE TABLE queue_work (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  going_on INTEGER NOT NULL
) STRICT;
