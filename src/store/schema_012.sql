-- Version 12: paces and heart rate zones by hand, where a runner had them measured, and
-- the day from which on the paces hold. NULL is computed.
ALTER TABLE athletes ADD COLUMN easy_slow_mps REAL;
ALTER TABLE athletes ADD COLUMN easy_fast_mps REAL;
ALTER TABLE athletes ADD COLUMN threshold_mps REAL;
ALTER TABLE athletes ADD COLUMN vo2max_mps REAL;
ALTER TABLE athletes ADD COLUMN paces_day INTEGER;
ALTER TABLE athletes ADD COLUMN hr_zone_2_bpm REAL;
ALTER TABLE athletes ADD COLUMN hr_zone_3_bpm REAL;
ALTER TABLE athletes ADD COLUMN hr_zone_4_bpm REAL;
ALTER TABLE athletes ADD COLUMN hr_zone_5_bpm REAL;
