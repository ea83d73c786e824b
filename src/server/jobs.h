// SPDX-License-Identifier: MIT
// Long work, one after the other in a thread of its own: an import, measuring anew,
// a copy of the store, everything out again. Each has a number under which its
// progress is asked for, its end, and the file it made; it can be cancelled, and
// then what is done is kept whole.
//
// Threads: every function may be called from any.
#ifndef MILER_JOBS_H
#define MILER_JOBS_H

#include "app/app.h"
#include "server/http.h"
#include "server/scratch.h"

#include <jansson.h>

typedef enum job_kind { JOB_IMPORT = 0, JOB_REBUILD, JOB_BACKUP, JOB_EXPORT, JOB_KIND_COUNT } job_kind;

#define JOBS_MAX 32 // remembered; the oldest that has ended gives way
#define JOB_NAME_MAX 80
#define JOB_PATH_MAX (MILER_PATH_MAX + JOB_NAME_MAX + 1)

typedef struct jobs jobs;
// Errors: NOMEM, IO (no thread).
miler_status jobs_open(const app_options *opening, const http *loop, jobs **out,
                       miler_error *err) MILER_CHECK;
void jobs_stop(jobs *j);                       // the one at work ends at its next sound point; NULL is fine
bool jobs_close(jobs *j, int32_t patience_ms); // as workers_close()

typedef struct job_wish {
    job_kind kind;
    const char *athlete; // NULL: the chosen one when it begins
    int64_t athlete_id;  // IMPORT: whose it is, whoever is chosen by then; 0: not told
    scratch *scratch;    // IMPORT: where the file lies; the job's from then on. NULL: none
    const char *name;    // IMPORT: of the file in it
} job_wish;
// Errors: LIMIT (too many wait), NOMEM.
miler_status jobs_add(jobs *j, const job_wish *wish, int64_t *out_id, miler_error *err) MILER_CHECK;
json_t *jobs_json(jobs *j, int64_t id); // NULL: there is none
bool jobs_cancel(jobs *j, int64_t id);  // false: there is none
// Nothing stays of any: what has ended is forgotten with the file it made, what waits or runs is cancelled,
// and a file that is still being made goes when it is.
void jobs_forget_all(jobs *j);
// The same, and waits for what runs to end. False: it has not, within the time.
bool jobs_end_all(jobs *j, int32_t patience_ms);
// The path of the file that a job made, and what it is called; false: it made none. It is there until the
// server ends, or JOBS_MAX other jobs came.
bool jobs_file(jobs *j, int64_t id, char path[JOB_PATH_MAX], char name[JOB_NAME_MAX]);
// Of a job of which there is news since this was last called, with what it changed when it ended (TOPIC_*).
// NULL: there are none.
json_t *jobs_news(jobs *j, unsigned *topics);

#endif
