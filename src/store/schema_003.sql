-- Version 3: what a runner knows better than the watch. Facts, like results:
-- nothing is deleted, what is taken back keeps its row.

-- Running tracks that were found and are looked for again.
CREATE TABLE tracks (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    athlete_id   INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    name         TEXT NOT NULL,
    size         INTEGER NOT NULL,
    lat_deg      REAL NOT NULL,
    lon_deg      REAL NOT NULL,
    turn_rad     REAL NOT NULL,
    straight_m   REAL NOT NULL CHECK (straight_m > 0),
    radius_m     REAL NOT NULL CHECK (radius_m > 0),
    lane         INTEGER NOT NULL,
    lane_by_hand INTEGER NOT NULL,
    sd_m         REAL NOT NULL,
    added_ms     INTEGER,
    removed_ms   INTEGER
) STRICT;
CREATE INDEX tracks_athlete ON tracks (athlete_id) WHERE removed_ms IS NULL;

-- What the distances told by hand below come to, beside the recorded one.
ALTER TABLE activities ADD COLUMN hand_dist_m REAL;

-- Laps split, joined, moved and named; distances and lanes told by hand.
CREATE TABLE edits (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    activity_id INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    kind        INTEGER NOT NULL,
    at_s        REAL,
    to_s        REAL,
    value       REAL,
    text        TEXT NOT NULL,
    added_ms    INTEGER,
    removed_ms  INTEGER
) STRICT;
CREATE INDEX edits_activity ON edits (activity_id, id);

-- What the session was, in the workout language: derived, so that the same
-- session is found again across months. `made` is the version of the reading.
CREATE TABLE sessions (
    activity_id INTEGER PRIMARY KEY REFERENCES activities (id) ON DELETE CASCADE,
    made        INTEGER NOT NULL,
    text        TEXT NOT NULL,
    board       TEXT NOT NULL,
    rep_m       REAL,
    rep_s       REAL,
    rep_count   INTEGER NOT NULL
) STRICT;
