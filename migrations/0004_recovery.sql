-- The learner's own pace, and what is kept to learn it. Pauses and choices to recover are part of the
-- profile, which is JSON.

-- Minutes logged on the lesson without finishing anything; minutes that reports with a time measured;
-- and the minutes by the content of the steps that such reports finished.
ALTER TABLE progress ADD COLUMN logged BIGINT NOT NULL DEFAULT 0;
ALTER TABLE progress ADD COLUMN measured BIGINT NOT NULL DEFAULT 0;
ALTER TABLE progress ADD COLUMN measured_for BIGINT NOT NULL DEFAULT 0;

-- Minutes that reports of the week measured, and the pace, in percent, by which the week was planned.
ALTER TABLE promises ADD COLUMN measured BIGINT NOT NULL DEFAULT 0;
ALTER TABLE promises ADD COLUMN pace BIGINT NOT NULL DEFAULT 100;

-- The pace, in percent, of which the coach told the learner last.
ALTER TABLE learners ADD COLUMN told_pace BIGINT NOT NULL DEFAULT 100;
