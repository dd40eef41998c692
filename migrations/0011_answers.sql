-- The answers that are still kept with their entries, oldest first: they take most of the room, and are of
-- use only as long as Discord may deliver an interaction again.
CREATE INDEX events_answered ON events (recorded_at) WHERE answer <> '';
