-- Personal data at rest: keys of people, links and codes, letters sealed. Version 1 wrote no letters.
CREATE TABLE mark (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE lock (
    id   TEXT NOT NULL PRIMARY KEY,
    key  TEXT NOT NULL
);

CREATE TABLE link (
    hash    TEXT NOT NULL PRIMARY KEY,
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    party   BIGINT,
    purpose TEXT NOT NULL,
    made    TEXT NOT NULL,
    expires TEXT NOT NULL,
    spent   TEXT,
    revoked TEXT
);
CREATE INDEX link_document ON link (kind, id);

CREATE TABLE code (
    link    TEXT NOT NULL PRIMARY KEY,
    mac     TEXT NOT NULL,
    expires TEXT NOT NULL,
    tries   BIGINT NOT NULL
);

CREATE TABLE text (
    version TEXT NOT NULL PRIMARY KEY,
    parts   TEXT NOT NULL
);

DROP TABLE outbox;
CREATE TABLE outbox (
    event     BIGINT NOT NULL,
    place     BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    template  TEXT NOT NULL,
    body      TEXT NOT NULL,
    about     TEXT NOT NULL DEFAULT '',
    once      TEXT,
    attempts  BIGINT NOT NULL DEFAULT 0,
    next_try  TEXT NOT NULL DEFAULT '',
    error     TEXT NOT NULL DEFAULT '',
    given_up  TEXT,
    sent      TEXT,
    PRIMARY KEY (event, place)
);
CREATE UNIQUE INDEX outbox_once ON outbox (once);
CREATE INDEX outbox_waiting ON outbox (next_try) WHERE sent IS NULL AND given_up IS NULL;
