-- The first schema, for SQLite and PostgreSQL alike.
--
-- Ids of Discord are unsigned; they are kept as BIGINT with the same bits. Times are unix seconds.
-- Truth values are SMALLINT 0 or 1. Lists and profiles are JSON in TEXT. Weeks are `2026-W49`.

CREATE TABLE learners (
    id          BIGINT PRIMARY KEY,
    revision    BIGINT NOT NULL,           -- grows with every change; a change on an older one is refused
    zone        TEXT NOT NULL,             -- IANA name
    profile     TEXT,                      -- JSON; null before the first /join
    reminders   SMALLINT NOT NULL CHECK (reminders IN (0, 1)),
    shown       TEXT NOT NULL,             -- JSON: the steps that /next showed last
    freeze_at   BIGINT                     -- when the next week begins for this learner; null without a plan
);
CREATE INDEX learners_freeze ON learners (freeze_at);

-- The append-only record. Nothing here is ever updated; undo is an entry.
CREATE TABLE events (
    learner     BIGINT NOT NULL REFERENCES learners (id),
    seq         BIGINT NOT NULL,           -- the learner's revision that it made
    interaction BIGINT NOT NULL UNIQUE,    -- the same one delivered twice is stored once
    recorded_at BIGINT NOT NULL,
    at          BIGINT NOT NULL,           -- when it counts: then, or 12:00 of the day named
    content     TEXT NOT NULL,             -- version of the content that it was decided on
    what        TEXT NOT NULL,             -- JSON
    answer      TEXT NOT NULL,             -- JSON: given again when the interaction comes again
    PRIMARY KEY (learner, seq)
);
CREATE INDEX events_at ON events (learner, at);

CREATE TABLE progress (
    learner     BIGINT NOT NULL REFERENCES learners (id),
    lesson      TEXT NOT NULL,
    steps       TEXT NOT NULL,             -- JSON: ids of the steps done
    credited    BIGINT NOT NULL,           -- planned minutes of them, as they were then
    spent       BIGINT NOT NULL,           -- minutes logged
    finished_at BIGINT,
    link        TEXT,
    PRIMARY KEY (learner, lesson)
);

-- What a week asked for, frozen when it began.
CREATE TABLE promises (
    learner     BIGINT NOT NULL REFERENCES learners (id),
    week        TEXT NOT NULL,
    minutes     BIGINT NOT NULL,
    steps       TEXT NOT NULL,             -- JSON
    kept        BIGINT NOT NULL,
    replaced    SMALLINT NOT NULL CHECK (replaced IN (0, 1)),
    PRIMARY KEY (learner, week)
);

CREATE TABLE servers (
    id          BIGINT PRIMARY KEY,
    zone        TEXT NOT NULL,
    channel     BIGINT,                    -- null: no weekly post
    day         SMALLINT,                  -- 1 Monday to 7 Sunday
    time        SMALLINT,                  -- minutes after midnight
    role        BIGINT,
    silent      SMALLINT NOT NULL CHECK (silent IN (0, 1)),
    next_at     BIGINT,                    -- when the next post is due
    fault       TEXT                       -- why posting stopped, until the next /setup
);
CREATE INDEX servers_next ON servers (next_at);

CREATE TABLE members (
    server      BIGINT NOT NULL REFERENCES servers (id),
    learner     BIGINT NOT NULL REFERENCES learners (id),
    name        TEXT NOT NULL,
    board       TEXT NOT NULL CHECK (board IN ('visible', 'anonymous', 'hidden')),
    joined_at   BIGINT NOT NULL,
    PRIMARY KEY (server, learner)
);
CREATE INDEX members_learner ON members (learner);

-- One row for each server, period, kind and learner; written with the change that moves it.
CREATE TABLE scores (
    server      BIGINT NOT NULL REFERENCES servers (id),
    period      TEXT NOT NULL,             -- 2026-W49, 2026-12 or all
    kind        TEXT NOT NULL,             -- promise, hours, lessons or streak
    learner     BIGINT NOT NULL REFERENCES learners (id),
    value       BIGINT NOT NULL,
    out_of      BIGINT NOT NULL,           -- promised minutes for kind promise, else 0
    rank        BIGINT NOT NULL,           -- sorts the board, largest first; -1 is not ranked
    PRIMARY KEY (server, period, kind, learner)
);
CREATE INDEX scores_board ON scores (server, period, kind, rank DESC, learner);
CREATE INDEX scores_learner ON scores (learner, server, kind, period);

-- What the coach sends by itself, one row an occurrence.
CREATE TABLE outbox (
    id          TEXT PRIMARY KEY,          -- the occurrence's key, such as weekly:123:2026-W49
    kind        TEXT NOT NULL,
    server      BIGINT NOT NULL,
    channel     BIGINT,                    -- where; null for a direct message
    learner     BIGINT,                    -- to whom, for a direct message
    due_at      BIGINT NOT NULL,           -- the post is composed as of this time, at every try
    late        SMALLINT NOT NULL CHECK (late IN (0, 1)),
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'skipped')),
    attempts    BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    lease_owner TEXT,
    lease_until BIGINT NOT NULL,
    message     BIGINT,
    finished_at BIGINT,
    error       TEXT
);
CREATE INDEX outbox_waiting ON outbox (state, next_try_at);
CREATE INDEX outbox_server ON outbox (server, due_at);

-- Answers to interactions that changed something other than a learner, such as /setup post-now: the
-- same one delivered twice gets the same answer and does nothing twice. Names nobody.
CREATE TABLE answers (
    interaction BIGINT PRIMARY KEY,
    at          BIGINT NOT NULL,
    answer      TEXT NOT NULL              -- JSON
);
