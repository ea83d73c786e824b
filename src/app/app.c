// SPDX-License-Identifier: MIT
// The context of everything a person asks: which store, which athlete, what day
// it is, who listens to progress. Clock, time zone and environment are read
// here and nowhere else, so that a test can set them.
#include "app/app.h"

#include "app/athlete_limits.h"
#include "app/out_file.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define NOT_NAMED "me" // what a store calls its only runner until told a name

void app_options_init(app_options *options) {
    *options = (app_options){.today = MILER_NO_DAY, .now_ms = MILER_NO_TIME};
}

// ---- Where the data is

static miler_status joined(char *out, size_t out_size, const char *folder, const char *rest,
                           miler_error *err) {
    const int len = snprintf(out, out_size, "%s/%s", folder, rest);
    if (len < 0 || (size_t)len >= out_size)
        return miler_fail(err, MILER_ERR_LIMIT, "the path of the data folder is too long");
    return MILER_OK;
}

miler_status app_default_path(char *out, size_t out_size, miler_error *err) {
    const char *db = getenv("MILER_DB");
    if (db != NULL && db[0] != '\0') {
        const int len = snprintf(out, out_size, "%s", db);
        if (len < 0 || (size_t)len >= out_size)
            return miler_fail(err, MILER_ERR_LIMIT, "MILER_DB is too long");
        return MILER_OK;
    }
    // XDG Base Directory: a relative path in the variable is to be ignored.
    const char *data = getenv("XDG_DATA_HOME");
    if (data != NULL && data[0] == '/') return joined(out, out_size, data, "miler/miler.db", err);
    const char *home = getenv("HOME");
    if (home != NULL && home[0] != '\0')
        return joined(out, out_size, home, ".local/share/miler/miler.db", err);
    const miler_status status =
        miler_fail(err, MILER_ERR_ARG, "neither MILER_DB, XDG_DATA_HOME nor HOME says where the data is");
    miler_error_remedy(err, "name the store with --db FILE");
    return status;
}

miler_status app_env_today(int32_t *out_day, miler_error *err) {
    *out_day = MILER_NO_DAY;
    const char *text = getenv("MILER_TODAY");
    if (text == NULL || text[0] == '\0') return MILER_OK;
    return miler_parse_date(text, out_day, err);
}

const char *app_env_watch(void) {
    const char *text = getenv("MILER_WATCH");
    return text != NULL && text[0] != '\0' ? text : NULL;
}

static miler_status make_folder(const char *folder, miler_error *err) {
    if (mkdir(folder, 0700) == 0) {
        out_sync_folder_of(folder);
        return MILER_OK;
    }
    // A folder above that may be passed but not written is there all the same.
    const int why = errno;
    struct stat st;
    if (why == EEXIST || stat(folder, &st) == 0) return MILER_OK;
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "cannot make the folder %s: %s", folder, strerror(why));
    miler_error_remedy(err, "name the store with --db FILE");
    return status;
}

// Makes the missing folders above `path`, open to their owner only.
static miler_status make_folders(const char *path, miler_error *err) {
    char folder[MILER_PATH_MAX];
    const size_t len = strlen(path);
    if (len >= sizeof folder) return miler_fail(err, MILER_ERR_LIMIT, "the path of the store is too long");
    memcpy(folder, path, len + 1);
    for (char *p = folder + 1; *p != '\0'; p++) {
        if (*p != '/') continue;
        *p = '\0';
        const miler_status status = make_folder(folder, err);
        if (status != MILER_OK) return status;
        *p = '/';
    }
    return MILER_OK;
}

// ---- Clock

static int64_t clock_ms(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

// Seconds east of UTC on this machine's clock at `t_ms`.
static int32_t local_offset_s(int64_t t_ms) {
    const time_t t = (time_t)(t_ms / 1000);
    struct tm tm;
    if (localtime_r(&t, &tm) == NULL) return 0;
    const miler_civil civil = {tm.tm_year + 1900,
                               tm.tm_mon + 1,
                               tm.tm_mday,
                               tm.tm_hour,
                               tm.tm_min,
                               tm.tm_sec < 60 ? tm.tm_sec : 59,
                               0};
    const int64_t seconds = miler_ms_from_civil(&civil, 0) / 1000 - (int64_t)t;
    return seconds > -86400 && seconds < 86400 ? (int32_t)seconds : 0;
}

int64_t app_now_ms(const app *a) {
    return a->fixed_now_ms != MILER_NO_TIME ? a->fixed_now_ms : clock_ms();
}

int64_t app_ticks_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int32_t app_offset_s(const app *a) {
    return local_offset_s(app_now_ms(a));
}

int32_t app_clock_today(void) {
    const int64_t now_ms = clock_ms();
    return miler_day_at(now_ms, local_offset_s(now_ms));
}

miler_status app_version(app *a, int64_t *out, miler_error *err) {
    return store_version(a->store, out, err);
}

miler_status app_setting(app *a, const char *key, char *out, size_t size, miler_error *err) {
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    char *text = NULL;
    out[0] = '\0';
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_status status = store_setting_get(a->store, key, arena, &text, err);
    if (status == MILER_OK) (void)snprintf(out, size, "%s", text);
    if (status == MILER_ERR_NOT_FOUND) {
        if (err != NULL) miler_error_clear(err);
        status = MILER_OK;
    }
    miler_arena_free(arena);
    return status;
}

miler_status app_end(app *a, miler_status status, miler_error *err) {
    if (status == MILER_OK) return store_commit(a->store, err);
    store_rollback(a->store);
    return status;
}

miler_status app_not_store(const app *a, const char *path, miler_error *err) {
    struct stat there;
    if (a == NULL || stat(path, &there) != 0 || !store_holds(a->store, &there)) return MILER_OK;
    const miler_status status = miler_fail(err, MILER_ERR_CONFLICT, "%s is the store itself", path);
    miler_error_remedy(err, "name another file");
    return status;
}

miler_status app_out_write(const app *a, const char *path, const void *bytes, size_t len, size_t head,
                           miler_error *err) {
    const miler_status status = app_not_store(a, path, err);
    return status == MILER_OK ? out_file_write(path, bytes, len, head, err) : status;
}

bool app_of_machine(miler_status status) {
    return status == MILER_ERR_NOMEM || status == MILER_ERR_IO || status == MILER_ERR_STORE ||
           status == MILER_ERR_BUSY || status == MILER_ERR_STORE_NEWER;
}

bool app_file_too_large(miler_status status, const miler_arena *read_into) {
    return status == MILER_ERR_NOMEM && miler_arena_full(read_into);
}

bool app_tell(const app *a, app_progress *progress) {
    if (a->progress == NULL) return true;
    progress->now_ms = app_now_ms(a);
    return a->progress(a->progress_user, progress);
}

// ---- Opening

miler_status app_use_athlete_id(app *a, int64_t id, miler_error *err) {
    miler_athlete athlete;
    const miler_status status = store_athlete_get(a->store, id, &athlete, err);
    if (status != MILER_OK) return status;
    a->athlete = athlete;
    a->athlete_id = id;
    a->units = athlete.units;
    return MILER_OK;
}

miler_status app_use_athlete(app *a, const char *name_or_id, miler_error *err) {
    int64_t id = 0;
    const miler_status status = store_athlete_find(a->store, name_or_id, &id, err);
    return status == MILER_OK ? app_use_athlete_id(a, id, err) : status;
}

static miler_status use_told(app *a, const app_options *options, miler_error *err) {
    return options->athlete_id != 0 ? app_use_athlete_id(a, options->athlete_id, err)
                                    : app_use_athlete(a, options->athlete, err);
}

static miler_status add_first_athlete(app *a, miler_error *err) {
    miler_athlete me;
    miler_athlete_init(&me);
    (void)snprintf(me.name, sizeof me.name, NOT_NAMED);
    int64_t id;
    return store_athlete_add(a->store, &me, &id, err);
}

// By number, which may be another's name; by name, as older stores have it. What is nobody's any more
// must not lock the person out: the first.
static size_t find_chosen(const store_athlete *list, size_t count, const char *chosen) {
    char id[24];
    size_t named = 0;
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(id, sizeof id, "%lld", (long long)list[i].id);
        if (strcmp(id, chosen) == 0) return i;
        if (strcmp(list[i].athlete.name, chosen) == 0) named = i;
    }
    return named;
}

// No name given: the one chosen with the setting "athlete", else the first; a
// new store gets one to begin with.
static miler_status choose_athlete(app *a, miler_arena *arena, miler_error *err) {
    store_athlete *list;
    size_t count;
    miler_status status = store_athlete_list(a->store, arena, &list, &count, err);
    if (status == MILER_OK && count == 0 && !store_read_only(a->store)) {
        status = add_first_athlete(a, err);
        if (status == MILER_OK) status = store_athlete_list(a->store, arena, &list, &count, err);
    }
    if (status != MILER_OK) return status;
    if (count == 0)
        return miler_fail(err, MILER_ERR_NOT_FOUND, "there is no athlete in the store %s",
                          store_path(a->store));
    char *chosen;
    status = store_setting_get(a->store, "athlete", arena, &chosen, err);
    if (status != MILER_OK && status != MILER_ERR_NOT_FOUND) return status;
    const size_t which = status == MILER_OK ? find_chosen(list, count, chosen) : 0;
    if (err != NULL) miler_error_clear(err);
    a->athlete_id = list[which].id;
    a->athlete = list[which].athlete;
    a->units = list[which].athlete.units;
    return MILER_OK;
}

static miler_status open_store(app *a, const app_options *options, miler_error *err) {
    char path[MILER_PATH_MAX];
    const char *db = options->db;
    miler_status status = MILER_OK;
    if (db == NULL) {
        status = app_default_path(path, sizeof path, err);
        db = path;
    }
    if (status == MILER_OK && !options->read_only) status = make_folders(db, err);
    if (status != MILER_OK) return status;
    const store_options how = {
        .path = db, .alloc = a->alloc, .read_only = options->read_only, .max_bytes = options->max_bytes};
    return store_open(&how, &a->store, err);
}

miler_status app_open(const app_options *options, app **out, miler_error *err) {
    *out = NULL;
    app *a = miler_resize(options->alloc, NULL, 0, sizeof *a);
    if (a == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *a = (app){.alloc = options->alloc,
               .sandbox = options->sandbox,
               .fixed_now_ms = options->now_ms,
               .progress = options->progress,
               .progress_user = options->progress_user};
    a->utc_offset_s = app_offset_s(a);
    a->today = options->today != MILER_NO_DAY ? options->today : miler_day_at(app_now_ms(a), a->utc_offset_s);
    miler_athlete_init(&a->athlete);
    miler_status status = open_store(a, options, err);
    miler_arena *arena = miler_arena_new(a->alloc, 0);
    if (status == MILER_OK && arena == NULL) status = miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (status == MILER_OK)
        status = options->athlete_id != 0 || options->athlete != NULL ? use_told(a, options, err)
                                                                      : choose_athlete(a, arena, err);
    miler_arena_free(arena);
    if (status != MILER_OK) {
        app_close(a);
        return status;
    }
    *out = a;
    return MILER_OK;
}

void app_close(app *a) {
    if (a == NULL) return;
    store_close(a->store);
    miler_resize(a->alloc, a, sizeof *a, 0);
}

// ---- Athletes

static bool within(double value, double low, double high) {
    return isnan(value) || (value >= low && value <= high);
}

static miler_status check_body(const miler_athlete *athlete, miler_error *err) {
    if (!within(athlete->mass_kg, MASS_MIN_KG, MASS_MAX_KG))
        return miler_fail(err, MILER_ERR_RANGE, "a body mass of %g kg is not possible (%d to %d)",
                          athlete->mass_kg, MASS_MIN_KG, MASS_MAX_KG);
    if (!within(athlete->height_m, HEIGHT_MIN_M, HEIGHT_MAX_M))
        return miler_fail(err, MILER_ERR_RANGE, "a height of %g m is not possible (%g to %g)",
                          athlete->height_m, HEIGHT_MIN_M, HEIGHT_MAX_M);
    if (!within(athlete->hr_max_bpm, HR_MAX_LOW_BPM, HR_MAX_HIGH_BPM))
        return miler_fail(err, MILER_ERR_RANGE, "a highest heart rate of %g is not possible (%d to %d)",
                          athlete->hr_max_bpm, HR_MAX_LOW_BPM, HR_MAX_HIGH_BPM);
    if (!within(athlete->hr_rest_bpm, HR_REST_LOW_BPM, HR_REST_HIGH_BPM))
        return miler_fail(err, MILER_ERR_RANGE, "a resting heart rate of %g is not possible (%d to %d)",
                          athlete->hr_rest_bpm, HR_REST_LOW_BPM, HR_REST_HIGH_BPM);
    if (athlete->hr_rest_bpm >= athlete->hr_max_bpm)
        return miler_fail(err, MILER_ERR_RANGE, "the resting heart rate is not below the highest one");
    if (!within(athlete->hr_threshold_bpm, HR_THRESHOLD_LOW_BPM, HR_MAX_HIGH_BPM))
        return miler_fail(err, MILER_ERR_RANGE, "a threshold heart rate of %g is not possible (%d to %d)",
                          athlete->hr_threshold_bpm, HR_THRESHOLD_LOW_BPM, HR_MAX_HIGH_BPM);
    if (athlete->hr_threshold_bpm >= athlete->hr_max_bpm || athlete->hr_threshold_bpm <= athlete->hr_rest_bpm)
        return miler_fail(err, MILER_ERR_RANGE,
                          "the threshold heart rate is not between the resting and the highest one");
    return MILER_OK;
}

// "Easy pace, its fast end" ... in the order in which they have to rise.
static miler_status check_paces(const miler_athlete *athlete, miler_error *err) {
    const miler_hand_paces *p = &athlete->paces;
    const struct {
        const char *name;
        double mps;
    } rising[] = {{"the slow end of easy", p->easy_slow_mps},
                  {"the fast end of easy", p->easy_fast_mps},
                  {"threshold pace", p->threshold_mps},
                  {"VO2max pace", p->vo2max_mps}};
    const char *slower = NULL;
    double last_mps = 0;
    for (size_t i = 0; i < sizeof rising / sizeof rising[0]; i++) {
        const double s_per_km = 1000 / rising[i].mps;
        if (!(rising[i].mps > 0)) continue;
        if (s_per_km < PACE_FAST_S - 1e-6 || s_per_km > PACE_SLOW_S + 1e-6)
            return miler_fail(err, MILER_ERR_RANGE, "%s of %.0f s/km is not possible (%d to %d)",
                              rising[i].name, s_per_km, PACE_FAST_S, PACE_SLOW_S);
        if (rising[i].mps <= last_mps)
            return miler_fail(err, MILER_ERR_RANGE, "%s is not faster than %s", rising[i].name, slower);
        last_mps = rising[i].mps;
        slower = rising[i].name;
    }
    return MILER_OK;
}

static miler_status check_heart_zones(const miler_athlete *athlete, miler_error *err) {
    int before = -1;
    for (int i = 0; i < MILER_HEART_EDGES; i++) {
        const double bpm = athlete->hr_from_bpm[i];
        if (!(bpm > 0)) continue;
        if (bpm < HR_ZONE_LOW_BPM || bpm > HR_MAX_HIGH_BPM)
            return miler_fail(err, MILER_ERR_RANGE,
                              "heart rate zone %d from %g bpm is not possible (%d to %d)", i + 2, bpm,
                              HR_ZONE_LOW_BPM, HR_MAX_HIGH_BPM);
        if (bpm >= athlete->hr_max_bpm || bpm <= athlete->hr_rest_bpm)
            return miler_fail(
                err, MILER_ERR_RANGE,
                "heart rate zone %d does not begin between the resting and the highest heart rate", i + 2);
        if (before >= 0 && bpm <= athlete->hr_from_bpm[before])
            return miler_fail(err, MILER_ERR_RANGE, "heart rate zone %d does not begin above zone %d", i + 2,
                              before + 2);
        before = i;
    }
    return MILER_OK;
}

static miler_status check_athlete(const app *a, const miler_athlete *athlete, miler_error *err) {
    if ((unsigned)athlete->sex > MILER_SEX_FEMALE || (unsigned)athlete->units > MILER_UNITS_IMPERIAL ||
        athlete->days_mask > 0x7f)
        return miler_fail(err, MILER_ERR_RANGE, "sex, units or days are none that miler knows");
    if (athlete->birth_day != MILER_NO_DAY) {
        if (athlete->birth_day > a->today)
            return miler_fail(err, MILER_ERR_RANGE, "the birth date is in the future");
        if (miler_age_years(athlete->birth_day, a->today) > AGE_MAX_YEARS)
            return miler_fail(err, MILER_ERR_RANGE, "the birth date is more than %d years ago",
                              AGE_MAX_YEARS);
    }
    for (int i = 0; i < 7; i++)
        if (athlete->minutes[i] < 0 || athlete->minutes[i] > 24 * 60)
            return miler_fail(err, MILER_ERR_RANGE, "%d minutes on a %s is not possible",
                              (int)athlete->minutes[i], miler_weekday_name(i));
    miler_status status = check_body(athlete, err);
    if (status == MILER_OK) status = check_paces(athlete, err);
    return status == MILER_OK ? check_heart_zones(athlete, err) : status;
}

static bool has_paces(const miler_hand_paces *p) {
    return p->easy_slow_mps > 0 || p->easy_fast_mps > 0 || p->threshold_mps > 0 || p->vo2max_mps > 0;
}

miler_status app_athlete_set(app *a, const miler_athlete *athlete, miler_error *err) {
    miler_athlete kept = *athlete;
    if (!has_paces(&kept.paces))
        kept.paces_day = MILER_NO_DAY; // the last was taken back, and the day with it
    miler_status status = check_athlete(a, &kept, err);
    if (status == MILER_OK) status = store_athlete_set(a->store, a->athlete_id, &kept, err);
    if (status != MILER_OK) return status;
    a->athlete = kept;
    a->units = kept.units;
    return MILER_OK;
}

miler_status app_athlete_add(app *a, const miler_athlete *athlete, int64_t *out_id, miler_error *err) {
    const miler_status status = check_athlete(a, athlete, err);
    return status == MILER_OK ? store_athlete_add(a->store, athlete, out_id, err) : status;
}

static miler_status keep_choice(app *a, miler_error *err) {
    char id[24]; // a name may change
    (void)snprintf(id, sizeof id, "%lld", (long long)a->athlete_id);
    return store_setting_set(a->store, "athlete", id, err);
}

miler_status app_athlete_choose(app *a, const char *name_or_id, miler_error *err) {
    const miler_status status = app_use_athlete(a, name_or_id, err);
    return status == MILER_OK ? keep_choice(a, err) : status;
}

miler_status app_athlete_choose_id(app *a, int64_t id, miler_error *err) {
    const miler_status status = app_use_athlete_id(a, id, err);
    return status == MILER_OK ? keep_choice(a, err) : status;
}

miler_status app_backup(app *a, const char *path, uint64_t *out_bytes, miler_error *err) {
    miler_status status = store_backup(a->store, path, err);
    struct stat st;
    *out_bytes = 0;
    if (status == MILER_ERR_CONFLICT) miler_error_remedy(err, "name a new file");
    if (status != MILER_OK) return status;
    if (stat(path, &st) != 0)
        return miler_fail(err, MILER_ERR_IO, "cannot find the backup %s again: %s", path, strerror(errno));
    *out_bytes = (uint64_t)st.st_size;
    return MILER_OK;
}

// Neither paces nor edges of heart rate zones by hand.
static bool nothing_by_hand(const miler_athlete *a) {
    const miler_hand_paces *p = &a->paces;
    bool none =
        !(p->easy_slow_mps > 0) && !(p->easy_fast_mps > 0) && !(p->threshold_mps > 0) && !(p->vo2max_mps > 0);
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        none = none && !(a->hr_from_bpm[i] > 0);
    return none;
}

// Told nothing, as a new store's first athlete is.
static bool told_nothing(const miler_athlete *a) {
    return strcmp(a->name, NOT_NAMED) == 0 && a->sex == MILER_SEX_UNKNOWN && a->birth_day == MILER_NO_DAY &&
           !a->health_answered && a->days_mask == 0 && a->places == 0 && isnan(a->mass_kg) &&
           isnan(a->hr_max_bpm) && isnan(a->hr_rest_bpm) && isnan(a->hr_threshold_bpm) && nothing_by_hand(a);
}

// Neither runs nor results nor plans.
static miler_status has_nothing(app *a, int64_t id, miler_arena *arena, bool *out, miler_error *err) {
    const store_run_filter any = {
        .athlete_id = id, .sport = -1, .since_day = MILER_NO_DAY, .until_day = MILER_NO_DAY, .limit = 1};
    store_run *runs;
    store_result *results;
    store_plan *plans;
    size_t run_count = 0, result_count = 0, plan_count = 0;
    miler_status status = store_run_list(a->store, &any, arena, &runs, &run_count, NULL, err);
    if (status == MILER_OK)
        status = store_result_list(a->store, id, true, arena, &results, &result_count, err);
    if (status == MILER_OK) status = store_plan_list(a->store, id, arena, &plans, &plan_count, err);
    *out = run_count + result_count + plan_count == 0;
    return status;
}

miler_status app_athlete_list(app *a, miler_arena *arena, store_athlete **out, size_t *out_count,
                              miler_error *err) {
    miler_status status = store_athlete_list(a->store, arena, out, out_count, err);
    for (size_t i = 0; status == MILER_OK && *out_count > 1 && i < *out_count; i++) {
        bool nobody = false;
        if (!told_nothing(&(*out)[i].athlete)) continue;
        status = has_nothing(a, (*out)[i].id, arena, &nobody, err);
        if (!nobody) continue;
        memmove(*out + i, *out + i + 1, (*out_count - i - 1) * sizeof **out);
        --*out_count;
        break;
    }
    return status;
}
