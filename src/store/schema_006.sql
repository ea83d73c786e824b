-- Version 6: what the load of a session is told from: times at each speed (on
-- the flat, of equal cost) and at each heart rate, as miler_load_bins_print
-- writes them. Derived; no threshold is in it, so that load follows the fitness
-- of the day. Rows of an older reading are read anew.
CREATE TABLE loads (
    activity_id INTEGER PRIMARY KEY REFERENCES activities (id) ON DELETE CASCADE,
    made        INTEGER NOT NULL,
    by_laps     INTEGER NOT NULL,
    ngp_mps     REAL,
    ngp_s       REAL,
    speed_bins  TEXT NOT NULL,
    hr_bins     TEXT NOT NULL
) STRICT;
