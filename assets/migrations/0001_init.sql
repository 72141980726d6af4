-- Version 1 of a readyroom file.
--
-- Civil dates and times are text in English local time: 2026-06-08, 2026-06-08T12:00, 2026-06-08T12:00:00.
-- Ids are UUIDs as 16-byte blobs. `sum` is the CRC-32 of the row's other columns in the order of the table (store/row.rs),
-- so that a flipped bit in any of them is noticed when the row is read. In the tables that take many rows, a choice of
-- three or more words is written with OR: for IN, the engine builds a table of its own each time.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY   -- file: the id all copies share; replica: this copy; place: where this copy was last changed
          CHECK (name IN ('file', 'place', 'replica')),
    value TEXT NOT NULL CHECK (length(value) <= 8000),
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
    name  TEXT PRIMARY KEY   -- a table of this file; its rows can neither vanish nor come back unnoticed
          CHECK (name IN ('change', 'day_off', 'milestone', 'operation', 'person', 'setting', 'task')),
    rows  INTEGER NOT NULL CHECK (rows >= 0),
    total INTEGER NOT NULL,  -- the sums of all its rows, added up, wrapping at 64 bits
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY CHECK (name IN
          ('amber_within', 'authority', 'framework', 'kind', 'red_within', 'stale_after', 'title')),
    value TEXT NOT NULL CHECK (length(value) <= 2000),
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id       BLOB PRIMARY KEY CHECK (length(id) = 16),
    name     TEXT CHECK (length(name) BETWEEN 1 AND 2000),      -- NULL while only the role is known
    initials TEXT NOT NULL CHECK (length(initials) <= 2000),
    role     TEXT NOT NULL CHECK (length(role) <= 2000),        -- several are parted by ", "
    sum      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (
    key      TEXT PRIMARY KEY CHECK (key IN
             ('call', 'start', 'end', 'draft', 'comments', 'final', 'publication', 'plan')),
    name     TEXT NOT NULL CHECK (length(name) <= 2000),
    rule     TEXT CHECK (length(rule) BETWEEN 3 AND 40),        -- call+1wd 17:00; NULL: only ever typed
    basis    TEXT NOT NULL CHECK (length(basis) <= 2000),       -- how sure the rule is
    typed    TEXT CHECK (length(typed) BETWEEN 10 AND 16),      -- the real date, once known
    expected INTEGER CHECK (expected IN (0, 1)),                -- 1: the typed date is a guess
    sum      INTEGER NOT NULL,
    CHECK ((typed IS NULL) = (expected IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE day_off (
    list TEXT NOT NULL CHECK (list IN ('closure', 'holiday')),
    date TEXT NOT NULL CHECK (length(date) = 10),
    name TEXT NOT NULL CHECK (length(name) <= 2000),
    sum  INTEGER NOT NULL,
    PRIMARY KEY (list, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
    phase TEXT PRIMARY KEY CHECK (phase IN ('notification', 'fieldwork', 'feedback')),
    next  INTEGER NOT NULL CHECK (next >= 1),                   -- the number of the next ref; only ever grows
    sum   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    ref        INTEGER PRIMARY KEY                              -- phase * 2^40 + number * 2^8 + suffix letter or 0
               CHECK (ref > 0),
    id         BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    phase      TEXT NOT NULL CHECK (phase = 'notification' OR phase = 'fieldwork' OR phase = 'feedback'),
    section    TEXT NOT NULL CHECK (length(section) <= 2000),
    title      TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 2000),
    note       TEXT NOT NULL CHECK (length(note) <= 100000),
    owner      BLOB REFERENCES person (id),                     -- NULL is a gap, shown as Nobody
    deputy     BLOB REFERENCES person (id),
    status     TEXT NOT NULL CHECK (status = 'not_started' OR status = 'in_progress' OR status = 'waiting'
               OR status = 'done' OR status = 'not_needed'),
    waiting_on TEXT CHECK (length(waiting_on) <= 2000),         -- exactly while waiting; may be empty
    done_at    TEXT CHECK (length(done_at) BETWEEN 19 AND 29),  -- exactly when done
    rag        TEXT CHECK (rag = 'red' OR rag = 'amber' OR rag = 'green'), -- a person's judgement; NULL: nobody has judged
    reason     TEXT CHECK (length(reason) <= 2000),
    judged_by  TEXT CHECK (length(judged_by) <= 2000),
    judged_at  TEXT CHECK (length(judged_at) BETWEEN 19 AND 29),
    expires    TEXT CHECK (length(expires) = 10),               -- the last day on which the judgement counts
    due        TEXT CHECK (length(due) BETWEEN 3 AND 40),       -- a date, or a rule such as start+1w fri 12:00
    starts     TEXT CHECK (length(starts) BETWEEN 3 AND 40),    -- when the work should begin, likewise
    takes_call INTEGER NOT NULL CHECK (takes_call IN (0, 1)),   -- 1: recording the call completes it
    sum        INTEGER NOT NULL,                                -- covers the task's elements too
    CHECK ((status = 'waiting') = (waiting_on IS NOT NULL)),
    CHECK ((status = 'done') = (done_at IS NOT NULL)),
    CHECK ((rag IS NULL) = (judged_at IS NULL)),
    CHECK ((rag IS NULL) = (judged_by IS NULL)),
    CHECK ((rag IS NULL) = (reason IS NULL)),
    CHECK (rag IS NOT NULL OR expires IS NULL)
) STRICT;

CREATE TABLE element (
    task  INTEGER NOT NULL REFERENCES task (ref),
    list  TEXT NOT NULL CHECK (list = 'area' OR list = 'evidence' OR list = 'need' OR list = 'tag'),
    value TEXT NOT NULL CHECK (length(value) <= 2000),          -- of a need, the other task's id in hexadecimal
    PRIMARY KEY (task, list, value)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
    seq       INTEGER PRIMARY KEY CHECK (seq >= 1),             -- the order in which it arrived in this copy
    hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),   -- its identity, the same in every copy
    lamport   INTEGER NOT NULL CHECK (lamport >= 1),            -- 1 + the greatest parent's
    replica   BLOB NOT NULL CHECK (length(replica) = 16),       -- the copy it was made in
    kind      TEXT NOT NULL CHECK (kind = 'start' OR kind = 'do' OR kind = 'undo' OR kind = 'redo'),
    undoes    BLOB CHECK (length(undoes) = 32),                 -- the hash of the operation it takes back
    label     TEXT NOT NULL CHECK (length(label) <= 2000),
    who       TEXT NOT NULL CHECK (length(who) <= 2000),
    at        TEXT NOT NULL CHECK (length(at) BETWEEN 20 AND 31),     -- in UTC
    local     TEXT NOT NULL CHECK (length(local) BETWEEN 19 AND 29),  -- the same moment in England
    rehearsed INTEGER NOT NULL CHECK (rehearsed IN (0, 1)),     -- 1: made under a "now" of the user's choosing
    first     INTEGER NOT NULL CHECK (first >= 1),              -- the seq of its first change; the others follow
    changes   INTEGER NOT NULL CHECK (changes >= 0),
    sum       INTEGER NOT NULL,
    CHECK ((kind IN ('undo', 'redo')) = (undoes IS NOT NULL))
) STRICT;

CREATE TABLE parent (
    operation INTEGER NOT NULL REFERENCES operation (seq),
    parent    INTEGER NOT NULL REFERENCES operation (seq) CHECK (parent < operation),
    PRIMARY KEY (operation, parent)
) STRICT, WITHOUT ROWID;

CREATE TABLE head (
    operation INTEGER PRIMARY KEY REFERENCES operation (seq)    -- nothing in this copy follows it yet
) STRICT;

CREATE TABLE change (
    seq       INTEGER PRIMARY KEY CHECK (seq >= 1),
    operation INTEGER NOT NULL CHECK (operation >= 1),
    task      BLOB CHECK (length(task) = 16),                   -- the task it touches, if it touches one
    body      TEXT NOT NULL CHECK (length(body) >= 2),          -- the change as JSON, word for word as it was hashed
    sum       INTEGER NOT NULL
) STRICT;

CREATE INDEX change_by_task ON change (task) WHERE task IS NOT NULL;
