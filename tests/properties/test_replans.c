// SPDX-License-Identifier: MIT
// Random histories: sessions done, missed, failed, too easy, run on another day,
// moved, skipped and set by hand, notes, new results, breaks. Whatever happened,
// the plan that is made anew keeps every rule the old one kept, keeps the past
// and what was arranged by hand, makes nothing up for, and asked again with
// nothing new is the same to the byte. The seed is printed; MILER_HISTORIES=n
// asks for more of them, MILER_SEED=s for others, MILER_FROM=i begins with that
// one, MILER_ONLY=i is that one alone.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <miler/plan.h>

#include "../unit/plan_kit.h"
#include "random_runners.h"

#define PAST_MAX 800
#define HISTORIES 200
#define SEED 20261126
#define FINDINGS_MAX 400
#define MOVERS_EVERY 8
#define LEARNERS_EVERY 16
#define ARENA_MAX ((size_t)256 << 20) // all plans of one history; more than the caps of a run
#define TAKERS_EVERY 4                // each so manieth takes its notes back
#define TAKEN_BACK_LEAST 0.9
#define DONE_TODAY_EVERY 7                          // ... has done some of today before a note comes
#define LOGS_EVERY number_of("MILER_LOGS_EVERY", 3) // each so manieth runner has a log
#define LATE_LOGS_EVERY number_of("MILER_LATE_LOGS_EVERY", 5) // ... has it imported once the plan is made

static long number_of(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text != NULL ? strtol(text, NULL, 10) : otherwise;
}

// Blocks that one history gave back are the next one's: asking the system anew
// for each took more time than the histories.
typedef struct spare {
    struct spare *next;
} spare;
static spare *spares;
#define BLOCK ((size_t)1 << 17) // an arena's usual block and its header fit

static void *resize(void *user, void *ptr, size_t old_size, size_t new_size) {
    (void)user;
    const bool old_usual = ptr != NULL && old_size > BLOCK / 2 && old_size <= BLOCK;
    const bool usual = new_size > BLOCK / 2 && new_size <= BLOCK;
    if (old_usual && usual) return ptr;
    if (ptr == NULL && usual && spares != NULL) {
        void *out = spares;
        spares = spares->next;
        return out;
    }
    if (old_usual && new_size == 0) {
        spare *back = ptr;
        back->next = spares;
        spares = back;
        return NULL;
    }
    if (new_size == 0) {
        free(ptr);
        return NULL;
    }
    return realloc(ptr, usual ? BLOCK : new_size);
}

static const miler_alloc pool = {.resize = resize};

static void give_back_spares(void) {
    while (spares != NULL) {
        spare *next_one = spares->next;
        free(spares);
        spares = next_one;
    }
}

// ---- One history ----------------------------------------------------------------------

typedef struct history {
    miler_plan_rules rules;
    miler_arena *arena;
    miler_plan first, plan; // as built, and as it stands
    miler_plan unnoted;     // as it stood before the note that is taken back
    miler_plan_past past[PAST_MAX];
    size_t past_count;
    miler_plan_note notes[MILER_NOTES_MAX];
    size_t note_count;
    miler_plan_request now;
    miler_replan asked;
    miler_athlete runner;   // with other days
    miler_plan_request log; // of the weeks before the plan, imported on a day of it
    int32_t log_day;        // 0: never
    int behaviour;          // share of sessions done, percent
    long number;
    int bad;
    uint32_t digest; // of all the plans made anew
} history;

// What the log has takes no numbers from the history: that stays what it is without.
static void add_log(miler_plan_request *r) {
    const uint64_t kept = rng;
    next();
    random_log(r);
    rng = kept;
}

// A beginner who told nothing of the running.
static void know_nothing(miler_plan_request *r) {
    r->weekly_m = r->longest_m = r->before_m = 0;
    r->runs_per_week = r->away_days = 0;
    r->from_log = 0;
    memset(r->recent, 0, sizeof r->recent);
}

// How much was run is in a log that comes later; takes no numbers from the other histories.
static void import_later(history *h, miler_plan_request *r) {
    const uint64_t kept = rng;
    next();
    h->log = *r;
    h->log.weekly_m = fmax(r->weekly_m, 8000) * between(60, 140) / 100;
    h->log.longest_m = h->log.weekly_m * between(20, 40) / 100;
    h->log.runs_per_week = between(2, 7);
    if (chance(60)) random_log(&h->log);
    h->log.from_log |= MILER_LOG_WEEKLY | MILER_LOG_LONGEST | MILER_LOG_RUNS;
    h->log_day = r->start_day + (chance(40) ? -1 : between(0, 40));
    know_nothing(r);
    rng = kept;
}

static bool make_plan(history *h) {
    const bool learner = h->number % LEARNERS_EVERY == 7;
    double mile_s = 240 * pow(3.0, between(0, 1000) / 1000.0); // 4:00 to 12:00
    if (learner && mile_s < 540) mile_s = 540 + mile_s / 4;
    const double km = fmax(110 * pow(240 / mile_s, 1.5) * between(60, 130) / 100.0, 10);
    static const char *const weeks[] = {"MTWTFSS", "M-WTFSS", "-TWT-SS", "-T-T-S-", "M-W-F-S", "-TWTFS-"};
    miler_plan_request r = kit_runner(mile_s, km, weeks[between(0, 5)], between(6, 14));
    r.athlete.birth_day = KIT_TODAY - between(14 * 365, 65 * 365);
    r.athlete.parent_consent = true;
    r.athlete.sex = (miler_sex)between(0, 2);
    if (chance(40))
        for (int i = 0; i < 7; i++)
            r.athlete.minutes[i] = between(8, 24) * 5;
    if (chance(30)) r.athlete.places = (next() & 0x1ffu) | MILER_HAS_TRACK;
    if (chance(30)) r.start_day -= between(0, 2);
    if (chance(50)) r.goal_s = mile_s * between(92, 102) / 100;
    if (chance(30)) r.longest_m = r.weekly_m * between(20, 40) / 100;
    if (h->number % LOGS_EVERY == 1) add_log(&r);
    if (learner) know_nothing(&r);
    if (h->number % LATE_LOGS_EVERY == 4) import_later(h, &r);
    miler_error err = {0};
    return miler_plan_build(&r, &h->rules, h->arena, &h->first, &err) == MILER_OK;
}

static void remember(history *h, const miler_session *s, int32_t today) {
    for (size_t i = 0; i < h->past_count; i++)
        if (h->past[i].session_id == s->id) return;
    if (h->past_count == PAST_MAX || s->kind == MILER_SESSION_REST || s->slot >= 2 ||
        s->kind == MILER_SESSION_RACE)
        return;
    miler_plan_past p = {.session_id = s->id, .day = s->day, .run_id = 1000 + s->id};
    if (!chance(h->behaviour)) {
        p.kind = MILER_PAST_MISSED;
        p.run_id = 0;
    } else {
        p.kind = chance(12) ? MILER_PAST_FAILED : chance(8) ? MILER_PAST_TOO_EASY : MILER_PAST_DONE;
        if (chance(10)) p.day += s->day < today ? between(-1, 1) : 0;
    }
    h->past[h->past_count++] = p;
}

static void add_note(history *h, int32_t today) {
    if (h->note_count == MILER_NOTES_MAX) return;
    miler_plan_note n = {.id = (int32_t)h->note_count + 1,
                         .kind = (miler_note_kind)between(0, MILER_NOTE_KIND_COUNT - 1),
                         .day = today + between(-2, 6),
                         .days = between(0, 5)};
    if (chance(10)) n.days = between(6, 20);
    if (n.kind == MILER_NOTE_SORE) (void)snprintf(n.part, sizeof n.part, "calf");
    h->notes[h->note_count++] = n;
}

// By hand; a refusal is as good as a deed.
static void by_hand(history *h, int32_t today) {
    static const char *const texts[] = {"45min easy", "30min easy, 4x100m strides r60s",
                                        "15min easy, 5x400m @mile r400m jog, 10min easy", "rest"};
    miler_plan out;
    miler_plan_change *changes;
    size_t count;
    const int32_t day = today + between(0, 12);
    miler_status status;
    switch (between(0, 3)) {
    case 0:
        status = miler_plan_move(&h->plan, today, 0, day, day + between(-3, 4), false, h->arena, &out,
                                 &changes, &count, NULL);
        break;
    case 1:
        status = miler_plan_move(&h->plan, today, 0, day, day + between(-3, 4), true, h->arena, &out,
                                 &changes, &count, NULL);
        break;
    case 2:
        status = miler_plan_skip(&h->plan, today, 0, day, h->arena, &out, &changes, &count, NULL);
        break;
    default:
        status = miler_plan_set(&h->plan, today, 0, day, texts[between(0, 3)], h->arena, &out, &changes,
                                &count, NULL);
    }
    if (status == MILER_OK) h->plan = out;
}

static char *text_of(history *h, const miler_plan *plan) {
    miler_buf text;
    miler_buf_init(&text, NULL, 8 << 20);
    miler_plan_print(plan, &text);
    char *out = miler_arena_dup(h->arena, miler_buf_text(&text));
    miler_buf_deinit(&text);
    return out;
}

static void complain(history *h, int32_t today, const char *what) {
    char date[MILER_TEXT_MAX];
    miler_print_date(date, sizeof date, today);
    print_message("history %ld, %s: %s\n", h->number, date, what);
    h->bad++;
}

// For whoever looks for the cause: MILER_DUMP shows the week of a complaint, now and before.
static void dump_week(const history *h, const miler_plan *anew, int32_t day, int32_t today) {
    const miler_plan_week *week = day != MILER_NO_DAY ? miler_plan_week_at(anew, day) : NULL;
    if (getenv("MILER_DUMP") == NULL || week == NULL) return;
    print_message("    week of %.1f km, was %.1f\n", week->dist_m / 1000.0,
                  h->plan.weeks[week - anew->weeks].dist_m / 1000.0);
    for (size_t i = week->first_session; i < week->first_session + week->session_count; i++) {
        const miler_session *is = &anew->sessions[i], *was = miler_plan_session(&h->plan, is->id);
        print_message("    %+d #%d %s (%s) %d m, %s; was %s, %s\n", (int)(is->day - today), (int)is->id,
                      is->title, is->text, (int)is->dist_m, miler_session_status_name(is->status),
                      was != NULL ? was->title : "-",
                      was != NULL ? miler_session_status_name(was->status) : "-");
    }
}

// ---- What must hold ---------------------------------------------------------------------

static bool week_by_hand(const miler_plan *plan, int32_t day) {
    for (size_t i = 0; i < plan->session_count; i++)
        if (plan->sessions[i].by_hand &&
            (abs(plan->sessions[i].day - day) < 14 || abs(plan->sessions[i].planned_day - day) < 14))
            return true;
    return false;
}

static bool is_over(const miler_plan *plan, const miler_plan_finding *f, int32_t today) {
    if (f->day == MILER_NO_DAY) return false;
    const miler_plan_week *week = miler_plan_week_at(plan, f->day);
    const miler_session *s = f->session_id != 0 ? miler_plan_session(plan, f->session_id) : NULL;
    if (s != NULL && s->day == today && s->status == MILER_SESSION_DONE) return true;
    if (f->session_id != 0 || week == NULL) return f->day < today;
    return week->first_day + week->day_count <= today;
}

static bool found_before(const miler_plan_finding *f, const miler_plan_finding *list, size_t count) {
    for (size_t i = 0; i < count && i < FINDINGS_MAX; i++)
        if (strcmp(list[i].rule, f->rule) == 0 && list[i].day == f->day) return true;
    return false;
}

static size_t findings_of(history *h, const miler_plan *plan, miler_plan_finding *out) {
    size_t count = 0;
    assert_int_equal(
        miler_plan_check(plan, &plan->request, &h->rules, h->arena, out, FINDINGS_MAX, &count, NULL),
        MILER_OK);
    return count;
}

// The plan as the history leaves it, with nothing made anew.
static miler_plan only_told(history *h) {
    miler_plan told = h->plan;
    told.sessions = miler_arena_array(h->arena, told.session_count + 1, sizeof *told.sessions);
    memcpy(told.sessions, h->plan.sessions, told.session_count * sizeof *told.sessions);
    for (size_t i = 0; i < told.session_count; i++)
        for (size_t k = 0; k < h->past_count; k++)
            if (h->past[k].session_id == told.sessions[i].id)
                told.sessions[i].status =
                    h->past[k].kind == MILER_PAST_MISSED ? MILER_SESSION_SKIPPED : MILER_SESSION_DONE;
    return told;
}

static void check_rules(history *h, const miler_plan *anew, int32_t today) {
    static miler_plan_finding before[FINDINGS_MAX], after[FINDINGS_MAX];
    const size_t has = findings_of(h, anew, after);
    if (has == 0) return;
    const miler_plan told = only_told(h);
    const size_t had = findings_of(h, &told, before);
    for (size_t i = 0; i < has && i < FINDINGS_MAX; i++) {
        const miler_plan_finding *f = &after[i];
        if (found_before(f, before, had) || (f->day != MILER_NO_DAY && week_by_hand(anew, f->day))) continue;
        if (f->day == MILER_NO_DAY && week_by_hand(anew, today)) continue;
        if (is_over(anew, f, today)) continue; // the past stays as it was
        char what[400], date[MILER_TEXT_MAX] = "-";
        if (f->day != MILER_NO_DAY) miler_print_date(date, sizeof date, f->day);
        (void)snprintf(what, sizeof what, "new finding %s %s #%d: %s; allowed %s", f->rule, date,
                       (int)f->session_id, f->found, f->allowed);
        complain(h, today, what);
        dump_week(h, anew, f->day, today);
    }
}

static const miler_session *same_id(const miler_plan *plan, int32_t id) {
    return miler_plan_session(plan, id);
}

static bool same_work(const miler_session *a, const miler_session *b) {
    return a->day == b->day && a->kind == b->kind && strcmp(a->text, b->text) == 0;
}

static bool is_done(const history *h, const miler_session *s) {
    for (size_t i = 0; i < h->past_count; i++)
        if (h->past[i].session_id == s->id) return h->past[i].kind != MILER_PAST_MISSED;
    return false;
}

static void check_kept(history *h, const miler_plan *anew, int32_t today) {
    for (size_t i = 0; i < h->plan.session_count; i++) {
        const miler_session *was = &h->plan.sessions[i];
        const miler_session *is = same_id(anew, was->id);
        const bool done = was->day == today && is_done(h, was);
        if (done && (is == NULL || !same_work(was, is) || is->status != MILER_SESSION_DONE))
            complain(h, today, "what is done today is another one");
        if (was->day < today && (is == NULL || !same_work(was, is) || was->dist_m != is->dist_m))
            complain(h, today, "the past is another one");
        if (was->by_hand && (is == NULL || !same_work(was, is) || !is->by_hand))
            complain(h, today, "what was arranged by hand is gone");
    }
    for (size_t i = 0; i < anew->session_count; i++) {
        for (size_t k = i + 1; k < anew->session_count; k++)
            if (anew->sessions[i].id == anew->sessions[k].id) complain(h, today, "a number is there twice");
        if (anew->sessions[i].id >= anew->next_id) complain(h, today, "a number is not spent");
        if (same_id(&h->plan, anew->sessions[i].id) == NULL && anew->sessions[i].id < h->plan.next_id)
            complain(h, today, "a number is used again");
    }
}

// Nothing is made up for: the week in hand never comes to more than it first did.
static void check_cramming(history *h, const miler_plan *anew, int32_t today) {
    for (size_t i = 0; i < anew->week_count; i++) {
        const miler_plan_week *was = &h->plan.weeks[i], *is = &anew->weeks[i];
        const bool now = today >= is->first_day && today < is->first_day + is->day_count;
        int32_t most_m = was->dist_m > h->first.weeks[i].dist_m ? was->dist_m : h->first.weeks[i].dist_m;
        if (h->unnoted.weeks != NULL && h->unnoted.weeks[i].dist_m > most_m)
            most_m = h->unnoted.weeks[i].dist_m;
        if (now && is->dist_m > most_m + 1500 && !h->asked.now && !week_by_hand(anew, today)) {
            complain(h, today, "the week in hand grew");
            dump_week(h, anew, today, today);
        }
    }
}

static void check_notes(history *h, const miler_plan *anew, int32_t today) {
    for (size_t i = 0; i < anew->session_count; i++) {
        const miler_session *s = &anew->sessions[i];
        if (s->day < today || s->status == MILER_SESSION_SKIPPED || s->kind == MILER_SESSION_REST ||
            s->kind == MILER_SESSION_RACE || s->status == MILER_SESSION_DONE)
            continue;
        // What stands beside it stays too.
        const bool hand = s->by_hand || week_by_hand(anew, s->day);
        for (size_t k = 0; k < h->note_count; k++) {
            const miler_plan_note *n = &h->notes[k];
            const int32_t days = n->days > 0                   ? n->days
                                 : n->kind == MILER_NOTE_SORE  ? 5
                                 : n->kind == MILER_NOTE_TIRED ? 3
                                                               : 1;
            if (s->day < n->day || s->day >= n->day + days) continue;
            // Illness comes before the hand.
            if (hand && n->kind != MILER_NOTE_SICK && n->kind != MILER_NOTE_SORE) continue;
            const bool nothing = n->kind == MILER_NOTE_SICK || n->kind == MILER_NOTE_OFF;
            if (nothing || s->hard || s->kind == MILER_SESSION_PLYO || s->kind == MILER_SESSION_HILLS ||
                s->kind == MILER_SESSION_STRIDES)
                complain(h, today, "training against a note");
        }
    }
}

static void new_result(history *h, int32_t today) {
    h->now = h->plan.request;
    const double factor = between(950, 1030) / 1000.0;
    for (size_t i = 0; i < h->now.book.race_count; i++)
        h->now.book.race_time_s[i] *= factor;
    for (int z = 0; z < MILER_ZONE_COUNT; z++) {
        h->now.book.zones[z].fast_mps /= factor;
        h->now.book.zones[z].slow_mps /= factor;
        h->now.book.zones[z].target_mps /= factor;
    }
    h->asked.now = &h->now;
    h->asked.evidence_day = today;
}

// Now and then the runner has other days; takes no numbers from the other histories.
static void other_days(history *h) {
    static const char *const weeks[] = {"MTWTFSS", "M-WTFSS", "-TWT-SS", "-T-T-S-", "M-W-F-S", "MT-TF-S"};
    if (h->asked.runner == NULL) h->runner = h->plan.request.athlete;
    h->asked.runner = &h->runner;
    if (!chance(25)) return;
    h->runner.days_mask = kit_days(weeks[between(0, 5)]);
    for (int i = 0; i < 7 && chance(30); i++)
        h->runner.minutes[i] = between(6, 24) * 5;
}

static bool replan_once(history *h, int32_t today) {
    miler_plan anew, again;
    miler_plan_change *changes, *more;
    size_t count, more_count;
    miler_error err = {0};
    h->asked.today = today;
    h->asked.past = h->past;
    h->asked.past_count = h->past_count;
    h->asked.notes = h->notes;
    h->asked.note_count = h->note_count;
    const miler_status status =
        miler_plan_replan(&h->plan, &h->asked, &h->rules, h->arena, &anew, &changes, &count, &err);
    if (status != MILER_OK) {
        if (status != MILER_ERR_REFUSED && status != MILER_ERR_RANGE) complain(h, today, err.msg);
        return false;
    }
    const char *text = text_of(h, &anew);
    for (const char *c = text; *c != '\0'; c++) // FNV-1a
        h->digest = (h->digest ^ (unsigned char)*c) * UINT32_C(16777619);
    miler_plan read;
    assert_int_equal(miler_plan_parse(text, strlen(text), h->arena, &read, &err), MILER_OK);
    assert_int_equal(
        miler_plan_replan(&read, &h->asked, &h->rules, h->arena, &again, &more, &more_count, &err), MILER_OK);
    if (strcmp(text, text_of(h, &again)) != 0 || more_count > 0) {
        complain(h, today, "a second time changes something");
        for (size_t i = 0; i < more_count && i < 5; i++)
            print_message("    #%d was %s now %s\n", (int)more[i].session_id, more[i].was, more[i].now);
        if (getenv("MILER_DUMP") != NULL) {
            FILE *a = fopen("/tmp/replan_a.txt", "w"), *b = fopen("/tmp/replan_b.txt", "w");
            (void)fputs(text, a), (void)fputs(text_of(h, &again), b);
            (void)fclose(a), (void)fclose(b);
        }
    }
    check_rules(h, &anew, today);
    check_kept(h, &anew, today);
    check_cramming(h, &anew, today);
    check_notes(h, &anew, today);
    h->plan = read;
    return true;
}

static bool replan_with(history *h, const miler_plan *plan, size_t notes, miler_plan *out) {
    miler_plan_change *changes;
    size_t count;
    h->asked.note_count = notes;
    return miler_plan_replan(plan, &h->asked, &h->rules, h->arena, out, &changes, &count, NULL) == MILER_OK;
}

static double running_between(const miler_plan *plan, int32_t from, int32_t to) {
    double sum_m = 0;
    for (size_t i = 0; i < plan->session_count; i++)
        if (plan->sessions[i].day >= from && plan->sessions[i].day < to &&
            plan->sessions[i].status != MILER_SESSION_SKIPPED)
            sum_m += plan->sessions[i].dist_m;
    return sum_m;
}

// Whether a break makes the week easier: it comes back from one.
static bool eased(const miler_plan *plan, const miler_plan_week *week) {
    for (size_t i = 0; i < plan->meant_count; i++) {
        const miler_plan_meant *one = &plan->meant[i];
        if (one->day >= week->first_day && one->day < week->first_day + week->day_count &&
            (one->calm || one->share < 100))
            return true;
    }
    return false;
}

// The first note made and taken back leaves a week in hand that is hardly smaller than without it, though it
// may come back in another shape (history 6690). Where another note or a break still asks for something it
// is not looked for (of 20,000 histories seven weeks came back smaller by 10 to 19 %), nor in weeks that are over.
static void check_taken_back(history *h, int32_t today) {
    miler_plan without, with, back;
    const miler_plan_week *week = miler_plan_week_at(&h->plan, today);
    h->asked.today = today;
    h->asked.past = h->past;
    h->asked.past_count = h->past_count;
    h->asked.notes = h->notes;
    if (week == NULL || h->note_count != 1 || h->notes[0].day < week->first_day ||
        !replan_with(h, &h->plan, h->note_count - 1, &without) || eased(&without, week) ||
        !replan_with(h, &h->plan, h->note_count, &with) || !replan_with(h, &with, h->note_count - 1, &back))
        return;
    const int32_t end = week->first_day + week->day_count;
    if (running_between(&back, today, end) < TAKEN_BACK_LEAST * running_between(&without, today, end))
        complain(h, today, "a note taken back leaves a smaller week");
}

// Made, and taken back by itself.
static void take_back(history *h, int32_t today) {
    if (h->number % TAKERS_EVERY != 2) return;
    h->unnoted = h->plan;
    if (replan_once(h, today)) h->note_count--;
}

// Some of today, before the note, a second run after the first; takes no numbers from the history.
static void done_today(history *h, int32_t today) {
    if (h->number % DONE_TODAY_EVERY != 2) return;
    const uint64_t kept = rng;
    next();
    bool ran = false;
    for (size_t i = 0; i < h->plan.session_count && h->past_count < PAST_MAX; i++) {
        const miler_session *s = &h->plan.sessions[i];
        if (s->day != today || (s->slot == 1 && !ran) || s->kind == MILER_SESSION_REST ||
            s->kind == MILER_SESSION_RACE || s->status == MILER_SESSION_SKIPPED || is_done(h, s) ||
            !chance(60))
            continue;
        ran = ran || s->slot == 0;
        h->past[h->past_count++] = (miler_plan_past){s->id, MILER_PAST_DONE, s->day, 1000 + s->id};
    }
    rng = kept;
}

static int live(history *h) {
    h->behaviour = between(40, 100);
    h->plan = h->first;
    int32_t away = -1; // a stretch without running
    if (h->log_day != 0 && h->log_day < h->plan.start_day) {
        h->asked.log = &h->log;
        if (!replan_once(h, h->log_day)) return h->bad;
        h->first = h->plan; // made for it
    }
    for (int32_t today = h->plan.start_day - 1; today <= h->plan.race_day && h->bad == 0;) {
        const int32_t until = today + between(1, 9);
        const int usual = h->behaviour;
        if (chance(6)) away = today + between(7, 25);
        if (away > today) h->behaviour = 0;
        for (size_t i = 0; i < h->plan.session_count; i++)
            if (h->plan.sessions[i].day >= today && h->plan.sessions[i].day < until &&
                h->plan.sessions[i].status != MILER_SESSION_SKIPPED)
                remember(h, &h->plan.sessions[i], until);
        h->behaviour = usual;
        today = until;
        if (today > h->plan.race_day) break;
        const bool noted = chance(25);
        if (noted) add_note(h, today);
        h->asked.now = NULL;
        if (chance(15)) new_result(h, today);
        if (h->log_day != 0 && today >= h->log_day) h->asked.log = &h->log;
        if (h->number % MOVERS_EVERY == 3) other_days(h);
        if (chance(15)) by_hand(h, today);
        if (noted) check_taken_back(h, today);
        if (noted) done_today(h, today); // what a note left of such a day is over as well
        if (noted) take_back(h, today);
        if (!replan_once(h, today)) break;
        h->unnoted = (miler_plan){0};
    }
    return h->bad;
}

// The history of that number from beginning to end; false where its plan is refused.
static bool live_through(history *h, long seed, long number) {
    memset(h, 0, sizeof *h);
    h->arena = miler_arena_new(&pool, ARENA_MAX);
    assert_int_equal(miler_plan_rules_default(&h->rules, NULL), MILER_OK);
    rng = (uint64_t)seed * 1000003 + (uint64_t)number + 1;
    next();
    h->number = number;
    const bool made = make_plan(h);
    if (made) (void)live(h);
    miler_arena_free(h->arena);
    return made;
}

// Those that were amiss once, of the usual seed.
static void once_amiss(void **state) {
    (void)state;
    static const long numbers[] = {1154,  2293,  4435,  5586,  6691,  7721,  9135,  10155,
                                   10634, 10802, 12113, 16388, 16954, 17489, 18292, 18803};
    history *h = calloc(1, sizeof *h);
    assert_non_null(h);
    int bad = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        bad += live_through(h, SEED, numbers[i]) && h->bad > 0;
    free(h);
    give_back_spares();
    assert_int_equal(bad, 0);
}

static void random_histories(void **state) {
    (void)state;
    const long count = number_of("MILER_HISTORIES", HISTORIES);
    const long seed = number_of("MILER_SEED", SEED);
    const long only = number_of("MILER_ONLY", -1);
    const long first = only >= 0 ? only : number_of("MILER_FROM", 0);
    const long end = only >= 0 ? only + 1 : first + count;
    print_message("# seed %ld, histories %ld to %ld\n", seed, first, end - 1);
    history *h = calloc(1, sizeof *h);
    assert_non_null(h);
    long plans = 0, bad = 0;
    uint32_t digest = 0;
    for (long i = first; i < end; i++) {
        if (live_through(h, seed, i)) plans++;
        bad += h->bad > 0;
        digest ^= h->digest + (uint32_t)i;
    }
    give_back_spares();
    print_message("# %ld plans lived through, %ld not as they should be; all their texts: %08x\n", plans, bad,
                  digest);
    free(h);
    assert_int_equal(bad, 0);
    assert_true(plans * 10 > count * 8 || only >= 0); // hardly one is refused
}

// Whatever the day, where all was done as asked the plan stays as it is.
static void nothing_new(void **state) {
    (void)state;
    const long count = number_of("MILER_HISTORIES", HISTORIES) / 5 + 1;
    history *h = calloc(1, sizeof *h);
    assert_non_null(h);
    const long first = number_of("MILER_FROM", 0) / 5;
    long bad = 0;
    for (long i = first; i < first + count; i++) {
        memset(h, 0, sizeof *h);
        h->arena = miler_arena_new(&pool, ARENA_MAX);
        assert_int_equal(miler_plan_rules_default(&h->rules, NULL), MILER_OK);
        rng = (uint64_t)i * 7919 + 17;
        next();
        h->number = i;
        h->behaviour = 100;
        if (make_plan(h)) {
            h->plan = h->first;
            const int32_t today = h->plan.start_day + between(0, h->plan.race_day - h->plan.start_day);
            for (size_t k = 0; k < h->plan.session_count; k++) {
                const miler_session *s = &h->plan.sessions[k];
                if (s->day >= today || s->kind == MILER_SESSION_REST || s->slot >= 2) continue;
                h->past[h->past_count++] = (miler_plan_past){s->id, MILER_PAST_DONE, s->day, s->id};
            }
            h->asked = (miler_replan){.today = today, .past = h->past, .past_count = h->past_count};
            miler_plan anew;
            miler_plan_change *changes;
            size_t changed = 0;
            miler_error err = {0};
            assert_int_equal(
                miler_plan_replan(&h->plan, &h->asked, &h->rules, h->arena, &anew, &changes, &changed, &err),
                MILER_OK);
            const miler_plan told = only_told(h);
            for (size_t k = 0; k < anew.session_count; k++)
                anew.sessions[k].run_id = 0;
            if (changed != 0 || strcmp(text_of(h, &told), text_of(h, &anew)) != 0) {
                bad++;
                complain(h, today, "all was done, and yet the plan changed");
                for (size_t k = 0; k < changed && k < 4; k++)
                    print_message("    #%d was %s now %s (%s)\n", (int)changes[k].session_id, changes[k].was,
                                  changes[k].now, changes[k].reason);
                if (getenv("MILER_DUMP") != NULL && bad == 1) {
                    FILE *a = fopen("/tmp/replan_a.txt", "w"), *b = fopen("/tmp/replan_b.txt", "w");
                    (void)fputs(text_of(h, &told), a), (void)fputs(text_of(h, &anew), b);
                    (void)fclose(a), (void)fclose(b);
                }
            }
        }
        miler_arena_free(h->arena);
    }
    free(h);
    give_back_spares();
    assert_int_equal(bad, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_new), cmocka_unit_test(once_amiss),
                                       cmocka_unit_test(random_histories)};
    return cmocka_run_group_tests_name("replans", tests, NULL, NULL);
}
