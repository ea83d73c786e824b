// SPDX-License-Identifier: MIT
// The plan as text, one thing a line, fields separated by tabs, whole numbers
// only (so that no rounding and no locale can change it):
// clang-format off
//
//     miler-plan 1
//     athlete  name sex birth_day mass_g height_mm hr_max_m hr_rest_m health answered cleared consent
//              days places units minutes x 7
//     asked    today start_day race_day weeks dist_mm goal_ms weekly_m longest_m runs long_weekday level
//              sharpening only_training stale sd_u
//     lack     number gain_ms                                  (left out where nothing is lacked)
//     gun      seconds after midnight                          (left out where not told)
//     log      flags away_days before_m, then sessions reps rep_mm rep_ms rest_ms of threshold, VO2max and
//              mile pace                                       (left out where nothing was read)
//     other    day dist_mm                                     (each race on the way)
//     evidence day                                             (newest result behind the book, where known)
//     book     goal_mile_ms hr_max_m hr_threshold_m
//     hand     easy slow, easy fast, threshold, VO2max in um/s, then four heart rates in thousandths
//                                                              (left out where nothing was told by hand)
//     time     dist_mm time_ms                                 (each race of the book)
//     zone     number fast_um slow_um target_um                (each zone; micrometres a second)
//     plan     level start_day race_day dist_mm now_ms likely_ms low_ms high_ms goal_ms asked_ms fits
//              next_id shares x 4 half x 4
//     notice   text                                            (each)
//     week     number first_day days phase light target_m dist_m time_s easy_s threshold_s vo2max_s
//              fast_s sessions purpose                         (each)
//     session  id day slot kind status planned_day by_hand run_id hard covers dist_m time_s easy_s
//              threshold_s vo2max_s fast_s title text why_day why_much why_pace numbers source
//     meant    day slot kind hard calm share text              (each run that a note or a break changed, as it
//                                                              was before)
//     end
//
// To by_hand 2 is added where a note has laid the session aside, or it stands in for such a one.
//
// A number that is not known is "-". Sessions follow in the order of the weeks.
// clang-format on
#include "plan/plan_room.h"

#include <inttypes.h>
#include <string.h>

#define SESSIONS_MAX 4000 // 40 weeks of 14 runs, strength, plyometrics and rest are 1,100
#define NOTICES_MAX 64
#define MEANT_MAX (PLAN_WEEKS_MAX * 14)
#define HAND_PACES 4
#define UNKNOWN INT64_MIN
#define NUMBER_MOST INT64_C(1000000000000000000)
// The years 1 to 15659: the days between any two of them are a number of 32 bits.
#define DAY_FIRST (-719162)
#define DAY_LAST 5000000

// ---- Writing ----------------------------------------------------------------------

static void put(miler_buf *out, int64_t value) {
    char digits[24];
    size_t at = sizeof digits;
    if (value == UNKNOWN) {
        miler_buf_text_append(out, "\t-");
        return;
    }
    // Digit by digit: a plan has thousands of numbers, and printf takes its time over each.
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (value < 0) digits[--at] = '-';
    digits[--at] = '\t';
    miler_buf_append(out, digits + at, sizeof digits - at);
}

static void put_scaled(miler_buf *out, double value, double scale) {
    put(out, isfinite(value) && fabs(value * scale) < 9e15 ? (int64_t)llround(value * scale) : UNKNOWN);
}

static void put_text(miler_buf *out, const char *text) {
    miler_buf_text_append(out, "\t");
    for (const char *c = text != NULL ? text : ""; *c != '\0';) {
        const size_t len = strcspn(c, "\t\n\r");
        miler_buf_append(out, c, len);
        c += len;
        if (*c == '\0') return;
        miler_buf_append(out, " ", 1);
        c++;
    }
}

static void put_athlete(miler_buf *out, const miler_athlete *a) {
    miler_buf_text_append(out, "athlete");
    put_text(out, a->name);
    put(out, a->sex);
    put(out, a->birth_day);
    put_scaled(out, a->mass_kg, 1000);
    put_scaled(out, a->height_m, 1000);
    put_scaled(out, a->hr_max_bpm, 1000);
    put_scaled(out, a->hr_rest_bpm, 1000);
    put(out, a->health_yes);
    put(out, a->health_answered);
    put(out, a->health_cleared);
    put(out, a->parent_consent);
    put(out, a->days_mask);
    put(out, a->places);
    put(out, a->units);
    for (int i = 0; i < 7; i++)
        put(out, a->minutes[i]);
    miler_buf_text_append(out, "\n");
}

static void put_log(miler_buf *out, const miler_plan_request *r) {
    if (r->gun_s >= 0) miler_buf_printf(out, "\ngun\t%d", (int)r->gun_s);
    if (r->from_log == 0 && r->away_days == 0 && !(r->before_m > 0)) return;
    miler_buf_text_append(out, "\nlog");
    put(out, r->from_log);
    put(out, r->away_days);
    put_scaled(out, r->before_m, 1);
    for (int i = 0; i < MILER_RECENT_COUNT; i++) {
        const miler_recent_work *w = &r->recent[i];
        put(out, w->sessions);
        put(out, w->reps);
        put_scaled(out, w->rep_m, 1000);
        put_scaled(out, w->rep_s, 1000);
        put_scaled(out, w->rest_s, 1000);
    }
}

// What was told by hand; 0 is computed.
static void put_hand(miler_buf *out, const miler_pace_book *book) {
    const miler_hand_paces *p = &book->paces;
    const double paces[] = {p->easy_slow_mps, p->easy_fast_mps, p->threshold_mps, p->vo2max_mps};
    bool any = false;
    for (int i = 0; i < HAND_PACES; i++)
        any = any || paces[i] > 0;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        any = any || book->hr_from_bpm[i] > 0;
    if (!any) return;
    miler_buf_text_append(out, "hand");
    for (int i = 0; i < HAND_PACES; i++)
        put_scaled(out, paces[i] > 0 ? paces[i] : 0, 1e6);
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        put_scaled(out, book->hr_from_bpm[i] > 0 ? book->hr_from_bpm[i] : 0, 1000);
    miler_buf_text_append(out, "\n");
}

static void put_request(miler_buf *out, const miler_plan_request *r) {
    put_athlete(out, &r->athlete);
    miler_buf_text_append(out, "asked");
    put(out, r->today);
    put(out, r->start_day);
    put(out, r->race_day);
    put(out, r->weeks);
    put_scaled(out, r->race_dist_m, 1000);
    put_scaled(out, r->goal_s, 1000);
    put_scaled(out, r->weekly_m, 1);
    put_scaled(out, r->longest_m, 1);
    put(out, r->runs_per_week);
    put(out, r->long_weekday);
    put(out, r->level);
    put(out, r->sharpening);
    put(out, r->only_training);
    put(out, r->stale);
    put_scaled(out, r->mile_sd_log, 1e6);
    if (r->lack != MILER_LACK_NOTHING) {
        miler_buf_text_append(out, "\nlack");
        put(out, r->lack);
        put_scaled(out, r->lack_s, 1000);
    }
    put_log(out, r);
    if (r->days_from != 0) {
        miler_buf_text_append(out, "\ndays");
        put(out, r->days_from);
        put(out, r->was_days_mask);
        for (int i = 0; i < 7; i++)
            put(out, r->was_minutes[i]);
    }
    for (size_t i = 0; i < r->other_count; i++) {
        miler_buf_text_append(out, "\nother");
        put(out, r->others[i].day);
        put_scaled(out, r->others[i].dist_m, 1000);
    }
    if (r->evidence_day != 0) {
        miler_buf_text_append(out, "\nevidence");
        put(out, r->evidence_day);
    }
    miler_buf_text_append(out, "\nbook");
    put_scaled(out, r->book.goal_mile_s, 1000);
    put_scaled(out, r->book.hr_max_bpm, 1000);
    put_scaled(out, r->book.hr_threshold_bpm, 1000);
    miler_buf_text_append(out, "\n");
    put_hand(out, &r->book);
    for (size_t i = 0; i < r->book.race_count; i++) {
        miler_buf_text_append(out, "time");
        put_scaled(out, r->book.race_dist_m[i], 1000);
        put_scaled(out, r->book.race_time_s[i], 1000);
        miler_buf_text_append(out, "\n");
    }
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        miler_buf_text_append(out, "zone");
        put(out, z);
        put_scaled(out, r->book.zones[z].fast_mps, 1e6);
        put_scaled(out, r->book.zones[z].slow_mps, 1e6);
        put_scaled(out, r->book.zones[z].target_mps, 1e6);
        miler_buf_text_append(out, "\n");
    }
}

static void put_head(miler_buf *out, const miler_plan *p) {
    miler_buf_text_append(out, "plan");
    put(out, p->level);
    put(out, p->start_day);
    put(out, p->race_day);
    put_scaled(out, p->race_dist_m, 1000);
    const double times[] = {p->now_s, p->likely_s, p->likely_low_s, p->likely_high_s, p->goal_s, p->asked_s};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        put_scaled(out, times[i], 1000);
    put(out, p->goal_fits);
    put(out, p->next_id);
    const miler_plan_shares *shares[] = {&p->shares, &p->half_shares};
    for (size_t i = 0; i < 2; i++) {
        put(out, shares[i]->easy);
        put(out, shares[i]->threshold);
        put(out, shares[i]->vo2max);
        put(out, shares[i]->fast);
    }
    miler_buf_text_append(out, "\n");
}

static void put_session(miler_buf *out, const miler_session *s) {
    miler_buf_text_append(out, "session");
    const int64_t numbers[] = {
        s->id,       s->day,   s->slot,   s->kind,   s->status, s->planned_day, s->by_hand + 2 * s->aside,
        s->run_id,   s->hard,  s->covers, s->dist_m, s->time_s, s->easy_s,      s->threshold_s,
        s->vo2max_s, s->fast_s};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        put(out, numbers[i]);
    const char *texts[] = {s->title, s->text, s->why_day, s->why_much, s->why_pace, s->numbers, s->source};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        put_text(out, texts[i]);
    miler_buf_text_append(out, "\n");
}

static void put_meant(miler_buf *out, const miler_plan_meant *one) {
    miler_buf_text_append(out, "meant");
    put(out, one->day);
    put(out, one->slot);
    put(out, one->kind);
    put(out, one->hard);
    put(out, one->calm);
    put(out, one->share);
    put_text(out, one->text);
    miler_buf_text_append(out, "\n");
}

void miler_plan_print(const miler_plan *plan, miler_buf *out) {
    miler_buf_text_append(out, "miler-plan\t1\n");
    put_request(out, &plan->request);
    put_head(out, plan);
    for (size_t i = 0; i < plan->notice_count; i++) {
        miler_buf_text_append(out, "notice");
        put_text(out, plan->notices[i]);
        miler_buf_text_append(out, "\n");
    }
    for (size_t i = 0; i < plan->week_count; i++) {
        const miler_plan_week *w = &plan->weeks[i];
        miler_buf_text_append(out, "week");
        const int64_t numbers[] = {w->number,
                                   w->first_day,
                                   w->day_count,
                                   w->phase,
                                   w->light,
                                   w->target_m,
                                   w->dist_m,
                                   w->time_s,
                                   w->easy_s,
                                   w->threshold_s,
                                   w->vo2max_s,
                                   w->fast_s,
                                   (int64_t)w->session_count};
        for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
            put(out, numbers[k]);
        put_text(out, w->purpose);
        miler_buf_text_append(out, "\n");
    }
    for (size_t i = 0; i < plan->session_count; i++)
        put_session(out, &plan->sessions[i]);
    for (size_t i = 0; i < plan->meant_count; i++)
        put_meant(out, &plan->meant[i]);
    miler_buf_text_append(out, "end\n");
}

// ---- Reading ----------------------------------------------------------------------

typedef struct reader {
    const char *at, *end;     // of the text
    const char *field, *stop; // of the line
    uint32_t line;
    miler_arena *arena;
    bool bad;  // sticky: a field of this line could not be read
    bool full; // there are more of these lines than a plan has
    miler_plan *plan;
    miler_error *err;
    size_t session_cap;
    bool has_plan, has_end;
} reader;

static bool next_line(reader *r, const char **word, size_t *len) {
    if (r->at >= r->end) return false;
    const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    r->stop = stop != NULL ? stop : r->end;
    const char *tab = memchr(r->at, '\t', (size_t)(r->stop - r->at));
    *word = r->at;
    *len = (size_t)((tab != NULL ? tab : r->stop) - r->at);
    r->field = tab != NULL ? tab : r->stop;
    r->at = stop != NULL ? stop + 1 : r->end;
    r->line++;
    return true;
}

static bool next_field(reader *r, const char **at, size_t *len) {
    if (r->field >= r->stop) return false;
    const char *from = r->field + 1;
    const char *tab = memchr(from, '\t', (size_t)(r->stop - from));
    *at = from;
    *len = (size_t)((tab != NULL ? tab : r->stop) - from);
    r->field = tab != NULL ? tab : r->stop;
    return true;
}

static int64_t refuse(reader *r) {
    r->bad = true;
    return 0;
}

// A whole number within lo..hi; UNKNOWN only where lo says so. What cannot be read is 0.
static int64_t get(reader *r, int64_t lo, int64_t hi) {
    const char *at;
    size_t len;
    if (!next_field(r, &at, &len) || len == 0) return refuse(r);
    if (len == 1 && *at == '-') return lo == UNKNOWN ? UNKNOWN : refuse(r);
    const bool negative = *at == '-';
    int64_t value = 0;
    for (size_t i = negative; i < len; i++) {
        if (at[i] < '0' || at[i] > '9' || value > NUMBER_MOST / 10) return refuse(r);
        value = value * 10 + (at[i] - '0');
    }
    if (negative) value = -value;
    return value < lo || value > hi ? refuse(r) : value;
}

static double get_scaled(reader *r, double scale) {
    const int64_t value = get(r, UNKNOWN, INT64_C(9000000000000000));
    return value == UNKNOWN ? (double)NAN : (double)value / scale;
}

static int32_t get_day(reader *r) {
    const int32_t day = (int32_t)get(r, MILER_NO_DAY, DAY_LAST);
    return day >= DAY_FIRST || day == MILER_NO_DAY ? day : (int32_t)refuse(r);
}

static bool get_flag(reader *r) {
    return get(r, 0, 1) == 1;
}

static int32_t get_count(reader *r) {
    return (int32_t)get(r, 0, INT32_MAX);
}

static const char *get_text(reader *r) {
    const char *at;
    size_t len;
    if (!next_field(r, &at, &len)) {
        (void)refuse(r);
        return "";
    }
    const char *text = miler_arena_dup_n(r->arena, at, len);
    return text != NULL ? text : ""; // a failed arena is seen at the end
}

static void read_athlete(reader *r) {
    miler_athlete *a = &r->plan->request.athlete;
    const char *at = "";
    size_t len = 0;
    if (!next_field(r, &at, &len) || len >= sizeof a->name)
        r->bad = true;
    else
        memcpy(a->name, at, len);
    a->sex = (miler_sex)get(r, 0, MILER_SEX_FEMALE);
    a->birth_day = get_day(r);
    a->mass_kg = get_scaled(r, 1000);
    a->height_m = get_scaled(r, 1000);
    a->hr_max_bpm = get_scaled(r, 1000);
    a->hr_rest_bpm = get_scaled(r, 1000);
    a->hr_threshold_bpm = NAN; // the plan does not rest on it
    a->health_yes = (uint32_t)get(r, 0, UINT32_MAX);
    a->health_answered = get_flag(r);
    a->health_cleared = get_flag(r);
    a->parent_consent = get_flag(r);
    a->days_mask = (uint8_t)get(r, 0, 0xff);
    a->places = (uint32_t)get(r, 0, UINT32_MAX);
    a->units = (miler_units)get(r, 0, MILER_UNITS_IMPERIAL);
    for (int i = 0; i < 7; i++)
        a->minutes[i] = (int32_t)get(r, 0, 1440);
}

static void read_asked(reader *r) {
    miler_plan_request *q = &r->plan->request;
    q->today = get_day(r);
    q->start_day = get_day(r);
    q->race_day = get_day(r);
    q->weeks = (int32_t)get(r, 0, 1000);
    q->race_dist_m = get_scaled(r, 1000);
    q->goal_s = get_scaled(r, 1000);
    q->weekly_m = get_scaled(r, 1);
    q->longest_m = get_scaled(r, 1);
    q->runs_per_week = (int32_t)get(r, 0, 100);
    q->long_weekday = (int32_t)get(r, -1, 6);
    q->level = (int32_t)get(r, -1, MILER_PLAN_LEVEL_COUNT - 1);
    q->sharpening = get_flag(r);
    q->only_training = get_flag(r);
    q->stale = get_flag(r);
    q->mile_sd_log = get_scaled(r, 1e6);
}

static void read_lack(reader *r) {
    r->plan->request.lack = (miler_lack)get(r, 0, MILER_LACK_COUNT - 1);
    r->plan->request.lack_s = get_scaled(r, 1000);
}

static void read_gun(reader *r) {
    r->plan->request.gun_s = (int32_t)get(r, 0, 86399);
}

static void read_evidence(reader *r) {
    r->plan->request.evidence_day = get_day(r);
}

static void read_days(reader *r) {
    miler_plan_request *q = &r->plan->request;
    q->days_from = get_day(r);
    q->was_days_mask = (uint8_t)get(r, 0, 0x7f);
    for (int i = 0; i < 7; i++)
        q->was_minutes[i] = (int32_t)get(r, 0, 1440);
}

static void read_log(reader *r) {
    miler_plan_request *q = &r->plan->request;
    q->from_log = (uint32_t)get(r, 0, 127);
    q->away_days = (int32_t)get(r, 0, 20000);
    q->before_m = get_scaled(r, 1);
    for (int i = 0; i < MILER_RECENT_COUNT; i++) {
        miler_recent_work *w = &q->recent[i];
        w->sessions = (int32_t)get(r, 0, 100);
        w->reps = (int32_t)get(r, 0, 200);
        w->rep_m = get_scaled(r, 1000);
        w->rep_s = get_scaled(r, 1000);
        w->rest_s = get_scaled(r, 1000);
    }
}

static void read_other(reader *r) {
    miler_plan_request *q = &r->plan->request;
    if (q->other_count == MILER_OTHER_RACES_MAX) {
        r->full = true;
        return;
    }
    q->others[q->other_count].day = get_day(r);
    q->others[q->other_count++].dist_m = get_scaled(r, 1000);
}

static void read_book(reader *r) {
    miler_pace_book *book = &r->plan->request.book;
    book->goal_mile_s = get_scaled(r, 1000);
    book->hr_max_bpm = get_scaled(r, 1000);
    book->hr_threshold_bpm = get_scaled(r, 1000);
}

static void read_hand(reader *r) {
    miler_pace_book *book = &r->plan->request.book;
    double *const paces[HAND_PACES] = {&book->paces.easy_slow_mps, &book->paces.easy_fast_mps,
                                       &book->paces.threshold_mps, &book->paces.vo2max_mps};
    for (int i = 0; i < HAND_PACES; i++)
        *paces[i] = (double)get(r, 0, 100000000) / 1e6;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        book->hr_from_bpm[i] = (double)get(r, 0, 300000) / 1000;
}

static void read_time(reader *r) {
    miler_pace_book *book = &r->plan->request.book;
    if (book->race_count == MILER_BOOK_RACES) {
        r->full = true;
        return;
    }
    book->race_dist_m[book->race_count] = get_scaled(r, 1000);
    book->race_time_s[book->race_count++] = get_scaled(r, 1000);
}

static void read_zone(reader *r) {
    miler_pace_band *band = &r->plan->request.book.zones[get(r, 0, MILER_ZONE_COUNT - 1)];
    band->fast_mps = get_scaled(r, 1e6);
    band->slow_mps = get_scaled(r, 1e6);
    band->target_mps = get_scaled(r, 1e6);
}

static void read_head(reader *r) {
    miler_plan *p = r->plan;
    r->has_plan = true;
    p->level = (miler_plan_level)get(r, 0, MILER_PLAN_LEVEL_COUNT - 1);
    p->start_day = get_day(r);
    p->race_day = get_day(r);
    p->race_dist_m = get_scaled(r, 1000);
    double *const times[] = {&p->now_s,         &p->likely_s, &p->likely_low_s,
                             &p->likely_high_s, &p->goal_s,   &p->asked_s};
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++)
        *times[i] = get_scaled(r, 1000);
    p->goal_fits = get_flag(r);
    p->next_id = get_count(r);
    miler_plan_shares *const shares[] = {&p->shares, &p->half_shares};
    for (size_t i = 0; i < 2; i++) {
        shares[i]->easy = (int32_t)get(r, 0, 10000);
        shares[i]->threshold = (int32_t)get(r, 0, 10000);
        shares[i]->vo2max = (int32_t)get(r, 0, 10000);
        shares[i]->fast = (int32_t)get(r, 0, 10000);
    }
}

static void read_notice(reader *r) {
    miler_plan *p = r->plan;
    if (p->notice_count == NOTICES_MAX) {
        r->full = true;
        return;
    }
    p->notices =
        miler_arena_grow(r->arena, p->notices, p->notice_count, p->notice_count + 1, sizeof *p->notices);
    if (p->notices == NULL) return;
    p->notices[p->notice_count++] = get_text(r);
}

static void read_week(reader *r) {
    miler_plan *p = r->plan;
    if (p->week_count == PLAN_WEEKS_MAX) {
        r->full = true;
        return;
    }
    p->weeks = miler_arena_grow(r->arena, p->weeks, p->week_count, p->week_count + 1, sizeof *p->weeks);
    if (p->weeks == NULL) return;
    miler_plan_week *w = &p->weeks[p->week_count++];
    w->number = (int32_t)get(r, 0, 1000);
    w->first_day = get_day(r);
    w->day_count = (int32_t)get(r, 1, 7);
    w->phase = (miler_phase)get(r, 0, MILER_PHASE_COUNT - 1);
    w->light = get_flag(r);
    int32_t *const numbers[] = {&w->target_m,    &w->dist_m,   &w->time_s, &w->easy_s,
                                &w->threshold_s, &w->vo2max_s, &w->fast_s};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        *numbers[i] = get_count(r);
    w->session_count = (size_t)get(r, 0, SESSIONS_MAX);
    w->purpose = get_text(r);
    w->first_session = p->week_count > 1 ? w[-1].first_session + w[-1].session_count : 0;
}

static void read_session(reader *r) {
    miler_plan *p = r->plan;
    if (p->session_count == SESSIONS_MAX) {
        r->full = true;
        return;
    }
    if (p->session_count == r->session_cap) {
        const size_t twice = r->session_cap == 0 ? 128 : r->session_cap * 2;
        const size_t cap = twice < SESSIONS_MAX ? twice : SESSIONS_MAX;
        p->sessions = miler_arena_grow(r->arena, p->sessions, r->session_cap, cap, sizeof *p->sessions);
        if (p->sessions == NULL) return;
        r->session_cap = cap;
    }
    miler_session *s = &p->sessions[p->session_count++];
    s->id = (int32_t)get(r, 1, INT32_MAX);
    s->day = get_day(r);
    s->slot = (int32_t)get(r, 0, 20);
    s->kind = (miler_session_kind)get(r, 0, MILER_SESSION_KIND_COUNT - 1);
    s->status = (miler_session_status)get(r, 0, MILER_SESSION_STATUS_COUNT - 1);
    s->planned_day = get_day(r);
    const int32_t hand = (int32_t)get(r, 0, 3);
    s->by_hand = hand & 1;
    s->aside = hand >> 1;
    s->run_id = get(r, -INT64_C(1000000000000000000), INT64_C(1000000000000000000));
    s->hard = get_flag(r);
    s->covers = (uint32_t)get(r, 0, UINT32_MAX);
    int32_t *const numbers[] = {&s->dist_m,      &s->time_s,   &s->easy_s,
                                &s->threshold_s, &s->vo2max_s, &s->fast_s};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        *numbers[i] = get_count(r);
    const char **const texts[] = {&s->title,    &s->text,    &s->why_day, &s->why_much,
                                  &s->why_pace, &s->numbers, &s->source};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = get_text(r);
}

static void read_meant(reader *r) {
    miler_plan *p = r->plan;
    if (p->meant_count == MEANT_MAX) {
        r->full = true;
        return;
    }
    p->meant = miler_arena_grow(r->arena, p->meant, p->meant_count, p->meant_count + 1, sizeof *p->meant);
    if (p->meant == NULL) return;
    miler_plan_meant *one = &p->meant[p->meant_count++];
    one->day = get_day(r);
    one->slot = (int32_t)get(r, 0, 1);
    one->kind = (miler_session_kind)get(r, 0, MILER_SESSION_KIND_COUNT - 1);
    one->hard = get_flag(r);
    one->calm = get_flag(r);
    one->share = (int32_t)get(r, 0, 100);
    one->text = get_text(r);
}

static void read_end(reader *r) {
    r->has_end = true;
}

static miler_status fail_line(const reader *r, miler_status status, const char *what, const char *word,
                              size_t len) {
    (void)miler_fail(r->err, status, "plan, line %" PRIu32 ": %s '%.*s'", r->line, what,
                     (int)(len < 40 ? len : 40), word);
    if (r->err != NULL) r->err->line = r->line;
    return status;
}

static miler_status read_line(reader *r, const char *word, size_t len) {
    static const struct {
        const char *word;
        void (*read)(reader *r);
    } kinds[] = {{"athlete", read_athlete},   {"asked", read_asked},     {"lack", read_lack},
                 {"other", read_other},       {"gun", read_gun},         {"log", read_log},
                 {"days", read_days},         {"book", read_book},       {"time", read_time},
                 {"zone", read_zone},         {"plan", read_head},       {"notice", read_notice},
                 {"week", read_week},         {"session", read_session}, {"meant", read_meant},
                 {"evidence", read_evidence}, {"hand", read_hand},       {"end", read_end}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strlen(kinds[i].word) != len || memcmp(kinds[i].word, word, len) != 0) continue;
        kinds[i].read(r);
        if (miler_arena_failed(r->arena))
            return miler_fail(r->err, MILER_ERR_NOMEM, "out of memory for the plan");
        if (r->full) return fail_line(r, MILER_ERR_LIMIT, "more lines than a plan has of", word, len);
        return r->bad ? fail_line(r, MILER_ERR_PARSE, "a field cannot be read in", word, len) : MILER_OK;
    }
    return fail_line(r, MILER_ERR_PARSE, "unknown word", word, len);
}

// What a plan is counted by has a day.
static bool days_known(const miler_plan *p) {
    bool known =
        p->request.today != MILER_NO_DAY && p->start_day != MILER_NO_DAY && p->race_day >= p->start_day;
    for (size_t i = 0; i < p->week_count && known; i++)
        known = p->weeks[i].first_day != MILER_NO_DAY;
    for (size_t i = 0; i < p->session_count && known; i++)
        known = p->sessions[i].day != MILER_NO_DAY;
    return known;
}

static miler_status check_whole(const reader *r) {
    const miler_plan *p = r->plan;
    size_t sessions = 0;
    for (size_t i = 0; i < p->week_count; i++)
        sessions += p->weeks[i].session_count;
    if (!r->has_plan || !r->has_end || sessions != p->session_count)
        return miler_fail(r->err, MILER_ERR_PARSE,
                          "the plan's text is cut short: %zu sessions told, %zu there", sessions,
                          p->session_count);
    return days_known(p) ? MILER_OK
                         : miler_fail(r->err, MILER_ERR_PARSE, "a day is missing in the plan's text");
}

miler_status miler_plan_parse(const char *text, size_t len, miler_arena *arena, miler_plan *out,
                              miler_error *err) {
    static const char head[] = "miler-plan\t";
    if (text == NULL || arena == NULL || out == NULL)
        return miler_fail(err, MILER_ERR_ARG, "plan: nothing to read");
    memset(out, 0, sizeof *out);
    out->request.gun_s = -1;
    reader r = {.at = text, .end = text + len, .arena = arena, .plan = out, .err = err};
    if (len < sizeof head || memcmp(text, head, sizeof head - 1) != 0)
        return miler_fail(err, MILER_ERR_PARSE, "not the text of a plan");
    const char *word;
    size_t word_len;
    (void)next_line(&r, &word, &word_len); // there is one: the head was just seen
    if (r.stop - text != sizeof head || text[sizeof head - 1] != '1') {
        miler_fail(err, MILER_ERR_UNSUPPORTED, "the plan was written in a newer form");
        miler_error_remedy(err, "read it with the miler that wrote it");
        return MILER_ERR_UNSUPPORTED;
    }
    miler_status status = MILER_OK;
    while (status == MILER_OK && !r.has_end && next_line(&r, &word, &word_len))
        status = read_line(&r, word, word_len);
    if (status == MILER_OK) status = check_whole(&r);
    if (status != MILER_OK) memset(out, 0, sizeof *out);
    return status;
}
