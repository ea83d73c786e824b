-- Version 11: the heart rate at threshold, where a runner had it measured.
ALTER TABLE athletes ADD COLUMN hr_threshold_bpm REAL;
