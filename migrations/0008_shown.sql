-- Where something that a learner has shown stands, so that the message itself goes when they want to be
-- gone. Null for what was shown before, and where Discord did not say which message it became.
ALTER TABLE shares ADD COLUMN channel BIGINT;
ALTER TABLE shares ADD COLUMN message BIGINT;
