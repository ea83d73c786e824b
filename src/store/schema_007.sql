-- Version 7: which way of measuring splits and bests come from, so that a store
-- says when its runs are to be measured anew. 0: before this was kept.
ALTER TABLE activities ADD COLUMN measured_by INTEGER NOT NULL DEFAULT 0;
CREATE INDEX activities_measured ON activities (measured_by);
