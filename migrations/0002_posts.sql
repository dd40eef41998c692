-- What the outbox needs to be trusted: what is not known, what is told to managers, and fairness.

-- Who set the posts up: they are told when something goes wrong. Null for those of before.
ALTER TABLE servers ADD COLUMN manager BIGINT;
-- The second, shorter post: null while it is off.
ALTER TABLE servers ADD COLUMN reminder_day SMALLINT;
ALTER TABLE servers ADD COLUMN reminder_time SMALLINT;
ALTER TABLE servers ADD COLUMN reminder_at BIGINT;
CREATE INDEX servers_reminder ON servers (reminder_at);

-- 1 when direct messages were refused: reminders are off, and the next answer says so.
ALTER TABLE learners ADD COLUMN refused SMALLINT NOT NULL DEFAULT 0 CHECK (refused IN (0, 1));

-- The same rows under a new name: SQLite cannot change a CHECK.
CREATE TABLE outbox_new (
    id          TEXT PRIMARY KEY,          -- the occurrence's key, such as weekly:123:2026-W49
    kind        TEXT NOT NULL,
    server      BIGINT NOT NULL,
    channel     BIGINT,                    -- where; null for a direct message
    learner     BIGINT,                    -- to whom, for a direct message
    part        SMALLINT NOT NULL,         -- which message of the occurrence, from 1
    turn        BIGINT NOT NULL,           -- how many of the same server's go before it
    note        TEXT,                      -- what a notice tells; null for everything else
    due_at      BIGINT NOT NULL,           -- the post is composed as of this time, at every try
    late        SMALLINT NOT NULL CHECK (late IN (0, 1)),
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'skipped', 'uncertain')),
    attempts    BIGINT NOT NULL,
    next_try_at BIGINT NOT NULL,
    doubt_since BIGINT,                    -- the first try of which it is not known whether it came through
    lease_owner TEXT,
    lease_until BIGINT NOT NULL,
    message     BIGINT,
    finished_at BIGINT,
    error       TEXT
);
INSERT INTO outbox_new (id, kind, server, channel, learner, part, turn, due_at, late, state, attempts,
                        next_try_at, lease_owner, lease_until, message, finished_at, error)
    SELECT id, kind, server, channel, learner, 1, 0, due_at, late, state, attempts,
           next_try_at, lease_owner, lease_until, message, finished_at, error FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_new RENAME TO outbox;
CREATE INDEX outbox_turn ON outbox (state, turn, next_try_at, id);
CREATE INDEX outbox_next ON outbox (state, next_try_at);
CREATE INDEX outbox_server ON outbox (server, due_at);
