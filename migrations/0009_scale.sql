-- What is looked for at every moment is found without reading all that there is.

-- By id as well: where thousands have the same time, only as many are read as are wanted.
DROP INDEX learners_freeze;
CREATE INDEX learners_freeze ON learners (freeze_at, id);
DROP INDEX servers_next;
CREATE INDEX servers_next ON servers (next_at, id);
DROP INDEX servers_reminder;
CREATE INDEX servers_reminder ON servers (reminder_at, id);
-- Of a learner's own messages, when they ask for what is held or delete it.
CREATE INDEX outbox_learner ON outbox (learner) WHERE learner IS NOT NULL;
