CREATE TABLE document (
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    version BIGINT NOT NULL,
    owner   TEXT NOT NULL,
    party   TEXT NOT NULL,
    state   TEXT NOT NULL,
    claim   TEXT,
    changed TEXT NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX document_claim ON document (kind, claim);
CREATE INDEX document_owner ON document (kind, owner);
CREATE INDEX document_party ON document (kind, party);

CREATE TABLE event (
    seq     BIGINT NOT NULL PRIMARY KEY,
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    version BIGINT NOT NULL,
    at      TEXT NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    body    TEXT NOT NULL,
    hash    TEXT NOT NULL
);
CREATE INDEX event_document ON event (kind, id, seq);

CREATE TABLE outbox (
    event     BIGINT NOT NULL,
    place     BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    template  TEXT NOT NULL,
    body      TEXT NOT NULL,
    sent      TEXT,
    PRIMARY KEY (event, place)
);

CREATE TABLE session (
    id      TEXT NOT NULL PRIMARY KEY,
    data    TEXT NOT NULL,
    expires BIGINT NOT NULL
);

CREATE TABLE idempotency (
    actor   TEXT NOT NULL,
    name    TEXT NOT NULL,
    request TEXT NOT NULL,
    status  BIGINT NOT NULL,
    etag    TEXT NOT NULL,
    place   TEXT NOT NULL,
    body    TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (actor, name)
);

CREATE TABLE person (
    id       TEXT NOT NULL PRIMARY KEY,
    name     TEXT NOT NULL,
    email    TEXT NOT NULL,
    role     TEXT NOT NULL,
    unit     TEXT NOT NULL,
    password TEXT NOT NULL,
    revision BIGINT NOT NULL,
    disabled TEXT
);
