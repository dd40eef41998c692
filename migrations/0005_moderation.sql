-- What managers decide about members, who left, and what a post names, so that it can be taken back.

-- 1 when a manager hides the member, whatever the member chose for the boards.
ALTER TABLE members ADD COLUMN moderated SMALLINT NOT NULL DEFAULT 0 CHECK (moderated IN (0, 1));
-- When the member was last seen in the server, to the day or so; null for members of before.
ALTER TABLE members ADD COLUMN seen_at BIGINT;
-- When Discord was last asked whether the member is still in the server, and since when they are not.
ALTER TABLE members ADD COLUMN asked_at BIGINT;
ALTER TABLE members ADD COLUMN left_at BIGINT;

-- Since when the coach is not in the server any more: 30 days later the server is forgotten.
ALTER TABLE servers ADD COLUMN gone_at BIGINT;

-- Who may not be a member of a server. `who` is a number made of both ids: it stays when the learner
-- deletes their data, and then nothing else of the row does.
CREATE TABLE blocks (
    server      BIGINT NOT NULL REFERENCES servers (id),
    who         BIGINT NOT NULL,
    learner     BIGINT,
    name        TEXT,
    at          BIGINT NOT NULL,
    PRIMARY KEY (server, who)
);

-- What managers decided about single links in their server. A link without a row is shown where its
-- host is a known one, and else waits.
CREATE TABLE links (
    server      BIGINT NOT NULL REFERENCES servers (id),
    learner     BIGINT NOT NULL,
    link        TEXT NOT NULL,
    shown       SMALLINT NOT NULL CHECK (shown IN (0, 1)),
    PRIMARY KEY (server, learner, link)
);
CREATE INDEX links_learner ON links (learner);

-- What managers did, for the other managers to see. Who deletes their data is nobody here any more.
CREATE TABLE audit (
    interaction BIGINT NOT NULL,
    number      SMALLINT NOT NULL,         -- one press may strike several links
    server      BIGINT NOT NULL REFERENCES servers (id),
    at          BIGINT NOT NULL,
    manager     BIGINT,
    learner     BIGINT,
    what        TEXT NOT NULL,
    link        TEXT,
    PRIMARY KEY (interaction, number)
);
CREATE INDEX audit_server ON audit (server, at);

-- Whom a post in a channel names, for 30 days: it is edited when they want to be gone.
CREATE TABLE post_names (
    post        TEXT NOT NULL,             -- its row in the outbox
    learner     BIGINT NOT NULL,
    PRIMARY KEY (post, learner)
);
CREATE INDEX post_names_learner ON post_names (learner);

-- 1 when somebody whom the post named is gone since it was tried: it is edited as soon as it is there.
ALTER TABLE outbox ADD COLUMN retouch SMALLINT NOT NULL DEFAULT 0 CHECK (retouch IN (0, 1));
