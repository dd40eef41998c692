-- Many processes, and boards of many members. SQLite's own words for what stands in
-- 0007_many.postgres.sql: triggers are not written alike.

-- What only one process does at a time, such as finding out who is due. Names no person.
CREATE TABLE leases (
    task        TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,             -- the process that does it
    until       BIGINT NOT NULL            -- after that, another one does
);

-- How many shown members stand on a board at each rank (step 0), at each 128 ranks (step 1) and at
-- each 16,384 (step 2): a place is a sum over at most some 128 rows of each step, however many
-- members there are. Kept by the triggers below alone; follows from scores and members.
CREATE TABLE standings (
    server      BIGINT NOT NULL,
    period      TEXT NOT NULL,
    kind        TEXT NOT NULL,
    step        SMALLINT NOT NULL,
    place       BIGINT NOT NULL,           -- rank >> (7 * step)
    members     BIGINT NOT NULL,
    PRIMARY KEY (server, period, kind, step, place)
) WITHOUT ROWID;

INSERT INTO standings (server, period, kind, step, place, members)
    SELECT scores.server, period, kind, steps.step, rank >> (7 * steps.step), COUNT(*)
    FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner
    JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps
    WHERE rank >= 0 AND members.board <> 'hidden' AND moderated = 0 AND left_at IS NULL
    GROUP BY scores.server, period, kind, steps.step, rank >> (7 * steps.step);

CREATE TRIGGER scores_inserted AFTER INSERT ON scores
WHEN NEW.rank >= 0 AND EXISTS (
    SELECT 1 FROM members WHERE server = NEW.server AND learner = NEW.learner
        AND board <> 'hidden' AND moderated = 0 AND left_at IS NULL)
BEGIN
    INSERT INTO standings (server, period, kind, step, place, members) VALUES
        (NEW.server, NEW.period, NEW.kind, 0, NEW.rank, 1),
        (NEW.server, NEW.period, NEW.kind, 1, NEW.rank >> 7, 1),
        (NEW.server, NEW.period, NEW.kind, 2, NEW.rank >> 14, 1)
        ON CONFLICT (server, period, kind, step, place) DO UPDATE SET members = members + 1;
END;

CREATE TRIGGER scores_deleted AFTER DELETE ON scores
WHEN OLD.rank >= 0 AND EXISTS (
    SELECT 1 FROM members WHERE server = OLD.server AND learner = OLD.learner
        AND board <> 'hidden' AND moderated = 0 AND left_at IS NULL)
BEGIN
    UPDATE standings SET members = members - 1
        WHERE server = OLD.server AND period = OLD.period AND kind = OLD.kind AND (step, place) IN (
            VALUES (0, OLD.rank), (1, OLD.rank >> 7), (2, OLD.rank >> 14));
    DELETE FROM standings
        WHERE server = OLD.server AND period = OLD.period AND kind = OLD.kind AND members = 0 AND (step, place) IN (
            VALUES (0, OLD.rank), (1, OLD.rank >> 7), (2, OLD.rank >> 14));
END;

CREATE TRIGGER scores_changed AFTER UPDATE OF rank ON scores
WHEN OLD.rank <> NEW.rank AND EXISTS (
    SELECT 1 FROM members WHERE server = NEW.server AND learner = NEW.learner
        AND board <> 'hidden' AND moderated = 0 AND left_at IS NULL)
BEGIN
    UPDATE standings SET members = members - 1
        WHERE OLD.rank >= 0 AND server = OLD.server AND period = OLD.period AND kind = OLD.kind AND (step, place) IN (
            VALUES (0, OLD.rank), (1, OLD.rank >> 7), (2, OLD.rank >> 14));
    INSERT INTO standings (server, period, kind, step, place, members)
        SELECT NEW.server, NEW.period, NEW.kind, steps.step, NEW.rank >> (7 * steps.step), 1
        FROM (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps WHERE NEW.rank >= 0
        ON CONFLICT (server, period, kind, step, place) DO UPDATE SET members = members + 1;
    DELETE FROM standings
        WHERE server = OLD.server AND period = OLD.period AND kind = OLD.kind AND members = 0 AND (step, place) IN (
            VALUES (0, OLD.rank), (1, OLD.rank >> 7), (2, OLD.rank >> 14));
END;

CREATE TRIGGER members_inserted AFTER INSERT ON members
WHEN (NEW.board <> 'hidden' AND NEW.moderated = 0 AND NEW.left_at IS NULL)
BEGIN
    INSERT INTO standings (server, period, kind, step, place, members)
        SELECT server, period, kind, steps.step, rank >> (7 * steps.step), 1
        FROM scores JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps
        WHERE server = NEW.server AND learner = NEW.learner AND rank >= 0
        ON CONFLICT (server, period, kind, step, place) DO UPDATE SET members = members + 1;
END;

CREATE TRIGGER members_shown AFTER UPDATE OF board, moderated, left_at ON members
WHEN NOT (OLD.board <> 'hidden' AND OLD.moderated = 0 AND OLD.left_at IS NULL)
    AND (NEW.board <> 'hidden' AND NEW.moderated = 0 AND NEW.left_at IS NULL)
BEGIN
    INSERT INTO standings (server, period, kind, step, place, members)
        SELECT server, period, kind, steps.step, rank >> (7 * steps.step), 1
        FROM scores JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps
        WHERE server = NEW.server AND learner = NEW.learner AND rank >= 0
        ON CONFLICT (server, period, kind, step, place) DO UPDATE SET members = members + 1;
END;

CREATE TRIGGER members_hidden AFTER UPDATE OF board, moderated, left_at ON members
WHEN (OLD.board <> 'hidden' AND OLD.moderated = 0 AND OLD.left_at IS NULL)
    AND NOT (NEW.board <> 'hidden' AND NEW.moderated = 0 AND NEW.left_at IS NULL)
BEGIN
    UPDATE standings SET members = members - 1 WHERE (server, period, kind, step, place) IN (
        SELECT server, period, kind, steps.step, rank >> (7 * steps.step)
        FROM scores JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps
        WHERE server = OLD.server AND learner = OLD.learner AND rank >= 0);
END;

CREATE TRIGGER members_deleted AFTER DELETE ON members
WHEN (OLD.board <> 'hidden' AND OLD.moderated = 0 AND OLD.left_at IS NULL)
BEGIN
    UPDATE standings SET members = members - 1 WHERE (server, period, kind, step, place) IN (
        SELECT server, period, kind, steps.step, rank >> (7 * steps.step)
        FROM scores JOIN (SELECT 0 AS step UNION ALL SELECT 1 UNION ALL SELECT 2) AS steps
        WHERE server = OLD.server AND learner = OLD.learner AND rank >= 0);
END;
