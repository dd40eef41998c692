-- Seeing each other study: pseudonyms, shares, kudos, partners; how long a step takes; a server's language.

-- The name under which a member without a name stands on boards. Random, so that nothing leads from it
-- to the member; null until one is needed; kept as long as the membership.
ALTER TABLE members ADD COLUMN alias TEXT;
CREATE UNIQUE INDEX members_alias ON members (server, alias);

-- When *Start* was pressed and for which steps (JSON); null while nothing is timed.
ALTER TABLE learners ADD COLUMN timed_at BIGINT;
ALTER TABLE learners ADD COLUMN timed TEXT;

-- The language of a server's posts, as Discord writes locales; null: the coach's own.
ALTER TABLE servers ADD COLUMN locale TEXT;

-- What a learner has shown in a channel, in the words it was shown in. Taken back, the row is gone.
CREATE TABLE shares (
    id          BIGINT PRIMARY KEY,        -- the interaction that made it
    server      BIGINT NOT NULL REFERENCES servers (id),
    learner     BIGINT NOT NULL REFERENCES learners (id),
    about       TEXT NOT NULL,             -- event:12, lesson:git-basics, board:2026-W49:promise, …
    words       TEXT NOT NULL,
    made_at     BIGINT NOT NULL
);
-- The same thing is shown once in a server.
CREATE UNIQUE INDEX shares_about ON shares (server, learner, about);
CREATE INDEX shares_learner ON shares (learner);

-- One from a person for a work, wherever they see it.
CREATE TABLE kudos (
    learner     BIGINT NOT NULL REFERENCES learners (id),  -- whose work
    about       TEXT NOT NULL,             -- as in shares
    giver       BIGINT NOT NULL,           -- who need not be a learner
    given_at    BIGINT NOT NULL,
    PRIMARY KEY (learner, about, giver)
);
CREATE INDEX kudos_giver ON kudos (giver);

-- Who looks for somebody to study with, in one week of a cohort.
CREATE TABLE partners (
    cohort      TEXT NOT NULL REFERENCES cohorts (id),
    week        TEXT NOT NULL,
    learner     BIGINT NOT NULL REFERENCES learners (id),
    lesson      TEXT NOT NULL,
    asked_at    BIGINT NOT NULL,
    partner     BIGINT,                    -- null while looking
    PRIMARY KEY (cohort, week, learner)
);
CREATE INDEX partners_learner ON partners (learner);
