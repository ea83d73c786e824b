-- Version 10: a run taken out of the log by hand keeps its row, its edits and its
-- original, and comes back as it was. What is worked out from it (bests, reps) has
-- no rows meanwhile. The indexes of version 2 know of it, so that the log is still
-- counted within them.
ALTER TABLE activities ADD COLUMN removed_ms INTEGER;
DROP INDEX activities_start;
DROP INDEX activities_sport;
CREATE INDEX activities_start ON activities (athlete_id, start_ms, day, removed_ms);
CREATE INDEX activities_sport ON activities (athlete_id, sport, start_ms, day, removed_ms);

-- What the runner says of a session that no run tells of. A fact: what is taken
-- back keeps its row, and the newest that holds is what counts.
CREATE TABLE told (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    plan_id    INTEGER NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    session_id INTEGER NOT NULL,
    outcome    INTEGER NOT NULL,
    effort     REAL,
    note       TEXT NOT NULL,
    added_ms   INTEGER,
    removed_ms INTEGER
) STRICT;
CREATE INDEX told_plan ON told (plan_id, session_id, id);
