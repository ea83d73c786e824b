-- Version 8: efforts that are no running (faster than a record, positions that
-- jump, a ride: flags 2, 4 and 64) are found without reading all bests.
CREATE INDEX bests_strange ON bests (athlete_id, day) WHERE (flags & 70) <> 0;
-- Likewise those on a belt (flag 8) against which nothing else speaks.
CREATE INDEX bests_belt ON bests (athlete_id, day) WHERE (flags & 95) = 8;

-- What a session of reps says of the mile, worked out when it is measured: the
-- slowest mile it could have been run with. Derived; rows of an older reading are
-- read anew. Sessions that say nothing have no row.
CREATE TABLE rep_sessions (
    activity_id INTEGER PRIMARY KEY REFERENCES activities (id) ON DELETE CASCADE,
    athlete_id  INTEGER NOT NULL,
    day         INTEGER,
    mile_s      REAL NOT NULL CHECK (mile_s > 0),
    error_s     REAL NOT NULL,
    words       TEXT NOT NULL
) STRICT;
CREATE INDEX rep_sessions_day ON rep_sessions (athlete_id, day);
