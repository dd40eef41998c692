-- Many processes, and boards of many members. PostgreSQL's own words for what stands in
-- 0007_many.sqlite.sql: triggers are not written alike.

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
);

INSERT INTO standings (server, period, kind, step, place, members)
    SELECT scores.server, period, kind, steps.step, rank >> (7 * steps.step), COUNT(*)
    FROM scores JOIN members ON members.server = scores.server AND members.learner = scores.learner
    CROSS JOIN (VALUES (0), (1), (2)) AS steps (step)
    WHERE rank >= 0 AND members.board <> 'hidden' AND moderated = 0 AND left_at IS NULL
    GROUP BY scores.server, period, kind, steps.step, rank >> (7 * steps.step);

-- One member more, or less, at a rank.
CREATE FUNCTION count_standing(of_server BIGINT, of_period TEXT, of_kind TEXT, rank BIGINT, change BIGINT)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF rank < 0 THEN
        RETURN;
    END IF;
    INSERT INTO standings (server, period, kind, step, place, members) VALUES
        (of_server, of_period, of_kind, 0, rank, change),
        (of_server, of_period, of_kind, 1, rank >> 7, change),
        (of_server, of_period, of_kind, 2, rank >> 14, change)
        ON CONFLICT (server, period, kind, step, place)
        DO UPDATE SET members = standings.members + excluded.members;
    IF change < 0 THEN
        DELETE FROM standings WHERE server = of_server AND period = of_period AND kind = of_kind AND members = 0
            AND (step, place) IN (VALUES (0, rank), (1, rank >> 7), (2, rank >> 14));
    END IF;
END $$;

-- The member's row is held first, so that who is being hidden is counted before that or not at all;
-- then the server's boards, so that two changes of one server do not wait for each other's rows.
CREATE FUNCTION scores_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    of_server BIGINT := CASE WHEN TG_OP = 'DELETE' THEN OLD.server ELSE NEW.server END;
    of_learner BIGINT := CASE WHEN TG_OP = 'DELETE' THEN OLD.learner ELSE NEW.learner END;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.rank = NEW.rank THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM members WHERE server = of_server AND learner = of_learner
        AND board <> 'hidden' AND moderated = 0 AND left_at IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(of_server);
    IF TG_OP <> 'INSERT' THEN
        PERFORM count_standing(OLD.server, OLD.period, OLD.kind, OLD.rank, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM count_standing(NEW.server, NEW.period, NEW.kind, NEW.rank, 1);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER scores_changed AFTER INSERT OR DELETE OR UPDATE OF rank ON scores
    FOR EACH ROW EXECUTE FUNCTION scores_changed();

CREATE FUNCTION members_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was BOOLEAN := TG_OP <> 'INSERT'
        AND OLD.board <> 'hidden' AND OLD.moderated = 0 AND OLD.left_at IS NULL;
    is_now BOOLEAN := TG_OP <> 'DELETE'
        AND NEW.board <> 'hidden' AND NEW.moderated = 0 AND NEW.left_at IS NULL;
    of_server BIGINT := CASE WHEN TG_OP = 'DELETE' THEN OLD.server ELSE NEW.server END;
    of_learner BIGINT := CASE WHEN TG_OP = 'DELETE' THEN OLD.learner ELSE NEW.learner END;
BEGIN
    IF was = is_now THEN
        RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock(of_server);
    PERFORM count_standing(server, period, kind, rank, CASE WHEN is_now THEN 1 ELSE -1 END)
        FROM scores WHERE server = of_server AND learner = of_learner;
    RETURN NULL;
END $$;
CREATE TRIGGER members_changed AFTER INSERT OR DELETE OR UPDATE OF board, moderated, left_at ON members
    FOR EACH ROW EXECUTE FUNCTION members_changed();
