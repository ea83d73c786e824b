-- Version 5: what each run, looked at by itself, said of the track it was on.
-- A track is known from the other runs on it, never from the one at hand.
CREATE TABLE track_sights (
    track_id    INTEGER NOT NULL REFERENCES tracks (id) ON DELETE CASCADE,
    activity_id INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    size        INTEGER NOT NULL,
    lat_deg     REAL NOT NULL,
    lon_deg     REAL NOT NULL,
    turn_rad    REAL NOT NULL,
    straight_m  REAL NOT NULL CHECK (straight_m > 0),
    radius_m    REAL NOT NULL CHECK (radius_m > 0),
    share       REAL NOT NULL,
    PRIMARY KEY (track_id, activity_id)
) STRICT;
CREATE INDEX track_sights_activity ON track_sights (activity_id);
