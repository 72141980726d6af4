-- Version 2: records, and names of settings and tallies that the program alone decides.
--
-- A record is a small thing beside the tasks: an absence, a saved view, a briefing that was made. Its body is JSON, because
-- each kind has fields of its own and every field is an edit of its own; the program refuses a body it cannot read.

CREATE TABLE record (
    id   BLOB PRIMARY KEY CHECK (length(id) = 16),
    kind TEXT NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    body TEXT NOT NULL CHECK (length(body) BETWEEN 2 AND 400000),
    sum  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE wider_setting (
    name  TEXT PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 40), -- one that is not there has its usual value
    value TEXT NOT NULL CHECK (length(value) <= 20000),
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO wider_setting SELECT name, value, sum FROM setting;
DROP TABLE setting;
ALTER TABLE wider_setting RENAME TO setting;

CREATE TABLE wider_tally (
    name  TEXT PRIMARY KEY   -- a table of this file; its rows can neither vanish nor come back unnoticed
          CHECK (length(name) BETWEEN 1 AND 40),
    rows  INTEGER NOT NULL CHECK (rows >= 0),
    total INTEGER NOT NULL,  -- the sums of all its rows, added up, wrapping at 64 bits
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO wider_tally SELECT name, rows, total, sum FROM tally;
DROP TABLE tally;
ALTER TABLE wider_tally RENAME TO tally;
INSERT INTO tally (name, rows, total, sum) VALUES ('record', 0, 0, 3831307848);
