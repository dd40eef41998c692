-- Cohorts: one track at one pace from one start. A learner's profile says which one they are in.

CREATE TABLE cohorts (
    id          TEXT PRIMARY KEY,          -- the interaction that began it, in hexadecimal digits
    server      BIGINT NOT NULL REFERENCES servers (id),
    name        TEXT NOT NULL,
    track       TEXT NOT NULL,
    weekly      BIGINT NOT NULL,           -- minutes
    starts_on   TEXT NOT NULL,             -- 2026-12-07
    made_at     BIGINT NOT NULL,
    ended_at    BIGINT                     -- null while it runs
);
CREATE INDEX cohorts_server ON cohorts (server, made_at);
