-- A letter is destroyed when the link that it brings leads nowhere any more.
ALTER TABLE outbox ADD COLUMN link TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_kept ON outbox (event) WHERE sent IS NULL AND body <> '';
