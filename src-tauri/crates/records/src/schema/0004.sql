-- Version 4: what a search finds in a person's own material, and what only in an answer. Filled from what is there, as the index is.

-- Full text of title, file names, request and pictures, as `words` and `grams` hold all of a record.
CREATE VIRTUAL TABLE own_words USING fts5 (text, content='', columnsize=0, tokenize='trigram case_sensitive 1');
CREATE VIRTUAL TABLE own_grams USING fts5 (text, content='', columnsize=0, detail=none, tokenize='ascii');
-- The runs in `grams` that the record's answer does not hold. A second index of the answers would be as large as the first.
CREATE VIRTUAL TABLE unanswered_grams USING fts5 (text, content='', columnsize=0, detail=none, tokenize='ascii');
INSERT INTO own_words (own_words, rank) VALUES ('secure-delete', 1);
INSERT INTO own_grams (own_grams, rank) VALUES ('secure-delete', 1);
INSERT INTO unanswered_grams (unanswered_grams, rank) VALUES ('secure-delete', 1);
