-- 1: not blocked, but hidden in the server. As a block it outlives the membership and the learner's data:
-- nobody gets round it by leaving and joining again.
ALTER TABLE blocks ADD COLUMN hides SMALLINT NOT NULL DEFAULT 0 CHECK (hides IN (0, 1));
