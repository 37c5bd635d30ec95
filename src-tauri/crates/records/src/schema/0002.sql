-- Version 2: the text recognized in pictures (OCR). Derived, like the index: it proves nothing, and newer models recompute it.

-- By the content of the picture, whether a record uses it or not. `text` and `lines` are deflated.
CREATE TABLE picture_text (
  sha256 TEXT PRIMARY KEY,
  -- Which models read it.
  models TEXT NOT NULL,
  -- What it says, a line a line.
  text BLOB NOT NULL,
  -- The same with places, as whoever reads pictures writes it down.
  lines BLOB NOT NULL
) STRICT;

-- Full-text index of the pictures of a record alone, like `words` and `grams` for all of a record.
CREATE VIRTUAL TABLE picture_words USING fts5 (text, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE picture_grams USING fts5 (text, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO picture_words (picture_words, rank) VALUES ('secure-delete', 1);
INSERT INTO picture_grams (picture_grams, rank) VALUES ('secure-delete', 1);
