-- Version 9: what else was recorded during a best effort: mean heart rate, how much
-- of the time the steps were a runner's, how much higher it ended than it began.
ALTER TABLE bests ADD COLUMN hr_bpm REAL;
ALTER TABLE bests ADD COLUMN step_share REAL;
ALTER TABLE bests ADD COLUMN rise_m REAL;
