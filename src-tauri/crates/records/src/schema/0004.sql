-- Version 4: indexes that tell a person's own material from the answer. Filled from existing records, like the other indexes.

-- Full-text index of title, file names, request and pictures, like `words` and `grams` for all of a record.
CREATE VIRTUAL TABLE own_words USING fts5 (text, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE own_grams USING fts5 (text, content='', columnsize=0, detail=none, tokenize='ascii');
-- The runs in `grams` that do not occur in the answer of the record. An index of the answers would be as large as `grams`.
CREATE VIRTUAL TABLE unanswered_grams USING fts5 (text, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO own_words (own_words, rank) VALUES ('secure-delete', 1);
INSERT INTO own_grams (own_grams, rank) VALUES ('secure-delete', 1);
INSERT INTO unanswered_grams (unanswered_grams, rank) VALUES ('secure-delete', 1);
