-- Version 1 of the store. Facts first, then what is derived from them and can
-- be made again from `originals` (app_rebuild). Units are in the names; NULL
-- means absent. Days count from 1970-01-01, _ms are UTC milliseconds.
-- Only ordinary SQL types and clauses, so that another engine can take it over.

-- ---- facts

CREATE TABLE athletes (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    name            TEXT NOT NULL COLLATE NOCASE UNIQUE CHECK (length(name) > 0),
    sex             INTEGER NOT NULL,
    birth_day       INTEGER,
    mass_kg         REAL,
    height_m        REAL,
    hr_max_bpm      REAL,
    hr_rest_bpm     REAL,
    health_yes      INTEGER NOT NULL,
    health_answered INTEGER NOT NULL,
    health_cleared  INTEGER NOT NULL,
    parent_consent  INTEGER NOT NULL,
    days_mask       INTEGER NOT NULL,
    minutes_mon     INTEGER NOT NULL,
    minutes_tue     INTEGER NOT NULL,
    minutes_wed     INTEGER NOT NULL,
    minutes_thu     INTEGER NOT NULL,
    minutes_fri     INTEGER NOT NULL,
    minutes_sat     INTEGER NOT NULL,
    minutes_sun     INTEGER NOT NULL,
    places          INTEGER NOT NULL,
    units           INTEGER NOT NULL
) STRICT;

-- The bytes as they came, under the BLAKE2b-256 hash of the uncompressed content.
CREATE TABLE originals (
    id            INTEGER PRIMARY KEY,
    hash          BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    format        INTEGER NOT NULL,
    encoding      INTEGER NOT NULL,
    content_bytes INTEGER NOT NULL,
    stored_bytes  INTEGER NOT NULL,
    chunk_count   INTEGER NOT NULL CHECK (chunk_count > 0),
    added_ms      INTEGER,
    file_name     TEXT NOT NULL,
    given_name    TEXT NOT NULL,
    given_sport   INTEGER NOT NULL
) STRICT;

-- A long original is written piece by piece before its hash is known: the
-- reference is checked at commit.
CREATE TABLE chunks (
    original_id INTEGER NOT NULL REFERENCES originals (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    seq         INTEGER NOT NULL,
    bytes       BLOB NOT NULL,
    PRIMARY KEY (original_id, seq)
) STRICT;

CREATE TABLE files (
    athlete_id  INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    path        TEXT NOT NULL,
    entry       TEXT NOT NULL,
    size        INTEGER NOT NULL,
    mtime_ms    INTEGER,
    outcome     INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    hash        BLOB,
    original_id INTEGER REFERENCES originals (id) ON DELETE SET NULL,
    seen_ms     INTEGER,
    PRIMARY KEY (athlete_id, path, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX files_original ON files (original_id) WHERE original_id IS NOT NULL;

CREATE TABLE plans (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    athlete_id INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    added_ms   INTEGER,
    active     INTEGER NOT NULL,
    version    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX plans_active ON plans (athlete_id) WHERE active = 1;

CREATE TABLE plan_versions (
    plan_id  INTEGER NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    version  INTEGER NOT NULL,
    saved_ms INTEGER,
    race_day INTEGER,
    title    TEXT NOT NULL,
    why      TEXT NOT NULL,
    body     TEXT NOT NULL,
    PRIMARY KEY (plan_id, version)
) STRICT;

CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- derived from the originals

CREATE TABLE activities (
    id                INTEGER PRIMARY KEY AUTOINCREMENT,
    athlete_id        INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    original_id       INTEGER NOT NULL REFERENCES originals (id),
    idx               INTEGER NOT NULL,
    fallback_offset_s INTEGER NOT NULL,
    day               INTEGER,
    format            INTEGER NOT NULL,
    sport             INTEGER NOT NULL,
    sub_sport         INTEGER NOT NULL,
    flags             INTEGER NOT NULL,
    start_ms          INTEGER,
    utc_offset_s      INTEGER NOT NULL,
    has_utc_offset    INTEGER NOT NULL,
    elapsed_s         REAL,
    timer_s           REAL,
    moving_s          REAL,
    dist_m            REAL,
    dist_source       INTEGER NOT NULL,
    name              TEXT NOT NULL,
    device            TEXT NOT NULL,
    lap_count         INTEGER NOT NULL,
    decoupling_pct    REAL,
    sample_count      INTEGER NOT NULL,
    median_interval_s REAL,
    gap_s             REAL,
    sum_start_ms      INTEGER,
    sum_elapsed_s     REAL,
    sum_timer_s       REAL,
    sum_dist_m        REAL,
    avg_speed_mps     REAL,
    max_speed_mps     REAL,
    avg_hr_bpm        REAL,
    max_hr_bpm        REAL,
    avg_cadence_spm   REAL,
    max_cadence_spm   REAL,
    avg_power_w       REAL,
    ascent_m          REAL,
    descent_m         REAL,
    calories_kcal     REAL,
    avg_vertical_oscillation_mm REAL,
    avg_vertical_ratio_pct      REAL,
    avg_stance_ms     REAL,
    avg_stance_balance_pct      REAL,
    avg_step_length_mm          REAL,
    notes             TEXT NOT NULL,
    UNIQUE (athlete_id, original_id, idx)
) STRICT;
CREATE INDEX activities_start ON activities (athlete_id, start_ms);
CREATE INDEX activities_original ON activities (original_id);

CREATE TABLE laps (
    activity_id     INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    seq             INTEGER NOT NULL,
    lap_trigger     INTEGER NOT NULL,
    intensity       INTEGER NOT NULL,
    workout_step    INTEGER NOT NULL,
    sum_start_ms    INTEGER,
    sum_elapsed_s   REAL,
    sum_timer_s     REAL,
    sum_dist_m      REAL,
    avg_speed_mps   REAL,
    max_speed_mps   REAL,
    avg_hr_bpm      REAL,
    max_hr_bpm      REAL,
    avg_cadence_spm REAL,
    max_cadence_spm REAL,
    avg_power_w     REAL,
    ascent_m        REAL,
    descent_m       REAL,
    calories_kcal   REAL,
    avg_vertical_oscillation_mm REAL,
    avg_vertical_ratio_pct      REAL,
    avg_stance_ms   REAL,
    avg_stance_balance_pct      REAL,
    avg_step_length_mm          REAL,
    PRIMARY KEY (activity_id, seq)
) STRICT, WITHOUT ROWID;

-- unit: 0 kilometres, 1 miles
CREATE TABLE splits (
    activity_id     INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    unit            INTEGER NOT NULL,
    seq             INTEGER NOT NULL,
    dist_m          REAL,
    time_s          REAL,
    start_s         REAL,
    avg_hr_bpm      REAL,
    avg_cadence_spm REAL,
    ascent_m        REAL,
    descent_m       REAL,
    PRIMARY KEY (activity_id, unit, seq)
) STRICT, WITHOUT ROWID;

-- athlete, day and block (of 28 days) are those of the activity, kept here so
-- that one index seek finds the fastest of all time or of a block.
CREATE TABLE bests (
    activity_id INTEGER NOT NULL REFERENCES activities (id) ON DELETE CASCADE,
    dist_index  INTEGER NOT NULL,
    athlete_id  INTEGER NOT NULL,
    day         INTEGER,
    block       INTEGER,
    clean       INTEGER NOT NULL,
    dist_m      REAL NOT NULL,
    time_s      REAL NOT NULL,
    start_s     REAL,
    error_s     REAL,
    flags       INTEGER NOT NULL,
    PRIMARY KEY (activity_id, dist_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX bests_fastest ON bests (athlete_id, dist_index, time_s, day) WHERE clean = 1;
CREATE INDEX bests_block ON bests (athlete_id, dist_index, block, time_s, day) WHERE clean = 1;

-- ---- facts again: a result may point at the run it was

CREATE TABLE results (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    athlete_id INTEGER NOT NULL REFERENCES athletes (id) ON DELETE CASCADE,
    dist_m     REAL NOT NULL CHECK (dist_m > 0),
    time_s     REAL NOT NULL CHECK (time_s > 0),
    day        INTEGER,
    official   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    place      TEXT NOT NULL,
    note       TEXT NOT NULL,
    run_id     INTEGER REFERENCES activities (id) ON DELETE SET NULL,
    added_ms   INTEGER,
    removed_ms INTEGER
) STRICT;
CREATE INDEX results_athlete ON results (athlete_id, day);
CREATE INDEX results_run ON results (run_id) WHERE run_id IS NOT NULL;
