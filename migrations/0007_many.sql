-- Many processes on one database.

-- What only one of them does at a time, such as finding out who is due. Names no person.
CREATE TABLE leases (
    task        TEXT PRIMARY KEY,
    owner       TEXT NOT NULL,             -- the process that does it
    until       BIGINT NOT NULL            -- after that, another one does
);
