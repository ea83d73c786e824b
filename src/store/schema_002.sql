-- Version 2: the log is counted and cut to days within an index. Version 1 read
-- every row of the athlete to count them, which grew with the log (10,000 runs:
-- 4 MB for one number). `day` is in the index for the days of the runner's own
-- zone, which start_ms alone does not tell.

DROP INDEX activities_start;
CREATE INDEX activities_start ON activities (athlete_id, start_ms, day);
CREATE INDEX activities_sport ON activities (athlete_id, sport, start_ms, day);
