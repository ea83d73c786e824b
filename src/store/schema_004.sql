-- Version 4: the same session is found by its work sets alone, and the plan asks
-- what runs were without reading their originals again. All of it is derived:
-- rows of an older reading are read anew.

-- "400 r400 j" and "6": what was run, and how often.
ALTER TABLE sessions ADD COLUMN key TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN counts TEXT NOT NULL DEFAULT '';
-- The reps themselves, as miler_reps_print writes them.
ALTER TABLE sessions ADD COLUMN parts TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_key ON sessions (key) WHERE key <> '';
