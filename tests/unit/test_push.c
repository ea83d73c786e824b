// SPDX-License-Identifier: MIT
// A watch, as a folder: what is put there, what is found there again, what is left
// alone, and what is said when it cannot be done.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app_plan_out.h"
#include "app/app_push.h"
#include "app/app_replan.h"
#include "app/out_file.h"
#include "app/push_folder.h"
#include "store_kit.h"

#include <fcntl.h>
#include <libical/ical.h>
#include <signal.h>
#include <sys/resource.h>

#define TODAY 20600 // 2026-05-27

typedef struct fixture {
    kit k;
    app *a;
    char watch[96], new_files[160], workouts[160];
} fixture;

static void open_app(fixture *f, int32_t today) {
    app_options o;
    app_options_init(&o);
    o.db = f->k.db;
    o.today = today;
    o.now_ms = INT64_C(1780000000000);
    app_close(f->a);
    ok(app_open(&o, &f->a, &why));
}

static void make_plan(fixture *f, double mile_s) {
    app_plan_options o;
    app_plan_answer plan;
    app_plan_options_init(&o);
    o.weeks = 8;
    o.from_dist_m = MILER_MILE_M;
    o.from_time_s = mile_s;
    o.weekly_km = 60;
    o.health_ok = true;
    ok(app_plan_new(f->a, &o, f->k.arena, &plan, &why));
}

static int setup(void **state) {
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    kit_folder(&f->k);
    open_app(f, TODAY);
    make_plan(f, 330);
    (void)snprintf(f->watch, sizeof f->watch, "%s/watch", f->k.folder);
    char garmin[128];
    (void)snprintf(garmin, sizeof garmin, "%s/GARMIN", f->watch);
    (void)snprintf(f->new_files, sizeof f->new_files, "%s/NewFiles", garmin);
    (void)snprintf(f->workouts, sizeof f->workouts, "%s/Workouts", garmin);
    const char *const folders[] = {f->watch, garmin, f->new_files, f->workouts};
    for (size_t i = 0; i < 4; i++)
        ok(out_folder_make(folders[i], &why));
    *state = f;
    return 0;
}

static int teardown(void **state) {
    fixture *f = *state;
    app_close(f->a);
    kit_end(&f->k);
    free(f);
    return 0;
}

static app_push_answer push(fixture *f) {
    app_push_options o;
    app_push_answer answer;
    app_push_options_init(&o);
    o.folder = f->watch;
    ok(app_push(f->a, &o, f->k.arena, &answer, &why));
    return answer;
}

static miler_status try_push(fixture *f, const char *folder, uint64_t spare, bool dry,
                             app_push_answer *answer) {
    app_push_options o;
    app_push_options_init(&o);
    o.folder = folder;
    o.spare_bytes = spare;
    o.dry_run = dry;
    why = (miler_error){0};
    return app_push(f->a, &o, f->k.arena, answer, &why);
}

static size_t count_files(const char *folder, const char *ending) {
    DIR *d = opendir(folder);
    size_t count = 0;
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        const size_t len = strlen(e->d_name);
        count += e->d_name[0] != '.' && len >= strlen(ending) &&
                 strcmp(e->d_name + len - strlen(ending), ending) == 0;
    }
    (void)closedir(d);
    return count;
}

static void put_file(const char *folder, const char *name, const char *text) {
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    ok(out_file_write(path, text, strlen(text), 0, &why));
}

static const char *first_file(const app_push_answer *a) {
    size_t i = 0;
    while (a->items[i].outcome == PUSH_LEFT_OUT)
        i++;
    return a->items[i].file;
}

// As a watch does when it is taken off its cable: workouts to Workouts, the schedule into itself.
static void unplug(fixture *f) {
    DIR *d = opendir(f->new_files);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        char from[300], to[300];
        if (e->d_name[0] == '.') continue;
        (void)snprintf(from, sizeof from, "%s/%.90s", f->new_files, e->d_name);
        (void)snprintf(to, sizeof to, "%s/T%.90s", f->workouts, e->d_name); // under a name of its own
        assert_int_equal(strstr(e->d_name, "schedule") != NULL ? unlink(from) : rename(from, to), 0);
    }
    (void)closedir(d);
}

static void four_weeks_and_no_more_than_thirty(void **state) {
    fixture *f = *state;
    app_push_answer rehearsal;
    ok(try_push(f, f->watch, 0, true, &rehearsal));
    assert_int_equal(count_files(f->new_files, ""), 0);
    const app_push_answer a = push(f);
    assert_int_equal(a.by_outcome[PUSH_NEW], rehearsal.by_outcome[PUSH_NEW]);
    assert_int_equal(a.by_outcome[PUSH_NEW], PUSH_SESSIONS_MAX);
    assert_int_equal(a.verified, PUSH_SESSIONS_MAX + 1);
    assert_int_equal(count_files(f->new_files, ".fit"), PUSH_SESSIONS_MAX + 1);
    assert_int_equal(count_files(f->new_files, ".part"), 0);
    bool too_many = false;
    int32_t last = 0;
    for (size_t i = 0; i < a.item_count; i++) {
        const push_item *item = &a.items[i];
        assert_true(item->form.session->day >= TODAY && item->form.session->day < TODAY + PUSH_DAYS);
        assert_true(item->form.session->day >= last);
        last = item->form.session->day;
        too_many = too_many || strstr(item->form.why, "thirty") != NULL;
        assert_true(item->outcome != PUSH_LEFT_OUT || strlen(item->form.why) > 0);
    }
    assert_true(too_many);
}

static void pushed_again_nothing_is_written(void **state) {
    fixture *f = *state;
    (void)push(f);
    app_push_answer a = push(f);
    assert_int_equal(a.by_outcome[PUSH_SAME], PUSH_SESSIONS_MAX);
    assert_int_equal(a.bytes, 0);
    assert_int_equal(a.removed, 0);
    unplug(f);
    a = push(f);
    assert_int_equal(a.by_outcome[PUSH_SAME], PUSH_SESSIONS_MAX);
    assert_int_equal(a.verified, PUSH_SESSIONS_MAX + 1);
    assert_int_equal(count_files(f->new_files, ".fit"), 1); // the schedule alone
    assert_int_equal(count_files(f->workouts, ".fit"), PUSH_SESSIONS_MAX);
    // A week on: what is past goes, what is new comes.
    open_app(f, TODAY + 7);
    a = push(f);
    assert_true(a.removed > 0 && a.by_outcome[PUSH_NEW] > 0 && a.by_outcome[PUSH_SAME] > 0);
    assert_int_equal(count_files(f->workouts, ".fit") + count_files(f->new_files, ".fit"),
                     a.by_outcome[PUSH_NEW] + a.by_outcome[PUSH_SAME] + 1);
}

static void another_plan_takes_the_place_of_ours_alone(void **state) {
    fixture *f = *state;
    (void)push(f);
    unplug(f);
    put_file(f->new_files, "lap.fit", "not a workout of ours at all, and not even one of somebody else");
    put_file(f->workouts, "miler-1-001.fit", "a name as ours have it");
    put_file(f->workouts, "notes.txt", "mine");
    make_plan(f, 320);
    const app_push_answer a = push(f);
    assert_int_equal(a.by_outcome[PUSH_NEW], PUSH_SESSIONS_MAX);
    assert_int_equal(a.removed, PUSH_SESSIONS_MAX);
    assert_int_equal(a.others, 1);
    assert_int_equal(count_files(f->workouts, ""), 2);
    assert_int_equal(count_files(f->new_files, "lap.fit"), 1);
}

static void a_changed_session_is_replaced(void **state) {
    fixture *f = *state;
    app_push_answer a = push(f);
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s", f->new_files, first_file(&a));
    const int fd = open(path, O_WRONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, "\x7", 1, 120), 1); // a byte turned on the watch
    (void)close(fd);
    a = push(f);
    assert_int_equal(a.by_outcome[PUSH_REPLACED], 1);
    assert_int_equal(a.by_outcome[PUSH_SAME], PUSH_SESSIONS_MAX - 1);
    assert_int_equal(a.verified, PUSH_SESSIONS_MAX + 1);
}

static void a_strangers_file_under_our_name_stops_it(void **state) {
    fixture *f = *state;
    app_push_answer a;
    ok(try_push(f, f->watch, 0, true, &a));
    put_file(f->new_files, first_file(&a), "somebody's");
    assert_int_equal(try_push(f, f->watch, 0, false, &a), MILER_ERR_CONFLICT);
    assert_true(strlen(why.remedy) > 0);
    char path[300];
    bool same = false;
    (void)snprintf(path, sizeof path, "%s/%s", f->new_files, first_file(&a));
    ok(out_file_same(path, "somebody's", 10, f->k.arena, &same, &why));
    assert_true(same);
}

// Nor is anything else written before it is said, the last name of all included.
static void a_name_that_is_taken_is_said_first(void **state) {
    fixture *f = *state;
    app_push_answer a;
    ok(try_push(f, f->watch, 0, true, &a));
    const char *names[2] = {NULL, "miler-1-schedule.fit"};
    for (size_t i = 0; i < a.item_count; i++)
        if (a.items[i].outcome == PUSH_NEW) names[0] = a.items[i].file;
    for (size_t i = 0; i < 2; i++) {
        char path[300];
        put_file(f->new_files, names[i], "somebody's");
        for (int dry = 0; dry < 2; dry++) {
            assert_int_equal(try_push(f, f->watch, 0, dry == 1, &a), MILER_ERR_CONFLICT);
            assert_non_null(strstr(why.msg, names[i]));
            assert_int_equal(count_files(f->new_files, ""), 1);
        }
        (void)snprintf(path, sizeof path, "%s/%s", f->new_files, names[i]);
        assert_int_equal(unlink(path), 0);
    }
}

// A single workout put there by hand is no part of a plan: it stays, and is not written over.
static void a_workout_of_no_plan_stays(void **state) {
    fixture *f = *state;
    app_push_answer a = push(f);
    miler_workout workout;
    plan_form form;
    ok(miler_workout_parse("6x400 @72 r200j", f->k.arena, &workout, &why));
    ok(workout_form_fit("mine", &workout, NULL, MILER_UNITS_METRIC, f->k.arena, &form, &why));
    char path[300];
    const char *const folders[] = {f->new_files, f->workouts};
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/mine.fit", folders[i]);
        ok(out_file_write(path, form.bytes, form.len, 0, &why));
    }
    a = push(f);
    assert_int_equal(a.removed, 0);
    assert_int_equal(a.others, 1);
    make_plan(f, 320);
    a = push(f);
    assert_int_equal(a.removed, PUSH_SESSIONS_MAX + 1);
    assert_int_equal(count_files(f->new_files, "mine.fit"), 1);
    assert_int_equal(count_files(f->workouts, "mine.fit"), 1);
    (void)snprintf(path, sizeof path, "%s/%s", f->new_files, first_file(&a));
    ok(out_file_write(path, form.bytes, form.len, 0, &why));
    assert_int_equal(try_push(f, f->watch, 0, false, &a), MILER_ERR_CONFLICT);
}

static void no_watch_no_room(void **state) {
    fixture *f = *state;
    app_push_answer a;
    char path[300];
    (void)snprintf(path, sizeof path, "%s/nowhere", f->k.folder);
    assert_int_equal(try_push(f, path, 0, false, &a), MILER_ERR_NOT_FOUND);
    assert_true(strlen(why.remedy) > 0);
    assert_int_equal(try_push(f, f->workouts, 0, false, &a), MILER_ERR_NOT_FOUND);
    assert_non_null(strstr(why.msg, "NewFiles"));
    assert_int_equal(try_push(f, f->watch, UINT64_MAX / 4, false, &a), MILER_ERR_LIMIT);
    assert_non_null(strstr(why.msg, "KB"));
    assert_int_equal(count_files(f->new_files, ""), 0);
}

// A file may not grow beyond 600 bytes: the short workouts are written, the first
// longer one is not, and no half of it is there.
static void a_full_watch_half_way(void **state) {
    fixture *f = *state;
    app_push_answer a;
    ok(try_push(f, f->watch, 0, true, &a)); // the store has written what it has to
    const struct rlimit small = {600, RLIM_INFINITY};
    struct rlimit before;
    void (*const was)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const miler_status status = try_push(f, f->watch, 0, false, &a);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    (void)signal(SIGXFSZ, was);
    assert_int_equal(status, MILER_ERR_IO);
    assert_non_null(strstr(why.remedy, "room"));
    const size_t there = count_files(f->new_files, ".fit");
    assert_int_equal(count_files(f->new_files, ""), there);
    assert_true(there > 0 && there < PUSH_SESSIONS_MAX);
    assert_non_null(strstr(why.msg, "are there whole"));
    a = push(f); // room again: the rest follows
    assert_int_equal(a.by_outcome[PUSH_SAME], there);
    assert_int_equal(a.verified, PUSH_SESSIONS_MAX + 1);
}

static void a_folder_that_may_only_be_read(void **state) {
    fixture *f = *state;
    char path[300];
    // The user who may do everything becomes one who may not for the one call.
    assert_int_equal(chmod(f->k.folder, 0755), 0);
    assert_int_equal(chmod(f->new_files, 0555), 0);
    const bool root = geteuid() == 0;
    if (root) assert_int_equal(seteuid(65534), 0);
    (void)snprintf(path, sizeof path, "%s/x.fit", f->new_files);
    why = (miler_error){0};
    const miler_status status = out_file_write(path, "x", 1, 0, &why);
    if (root) assert_int_equal(seteuid(0), 0);
    assert_int_equal(status, MILER_ERR_IO);
    assert_non_null(strstr(why.remedy, "may only be read"));
    assert_int_equal(chmod(f->new_files, 0755), 0);
    assert_int_equal(count_files(f->new_files, ""), 0);
}

static void files_are_compared_and_not_overwritten(void **state) {
    fixture *f = *state;
    char path[300], far[5000];
    bool same;
    (void)snprintf(path, sizeof path, "%s/a", f->k.folder);
    put_file(f->k.folder, "a", "BEGIN:one");
    const struct {
        const char *bytes;
        bool same;
    } cases[] = {
        {"BEGIN:one", true}, {"BEGIN:two", false}, {"BEGIN:on", false}, {"BEGIN:ones", false}, {"", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ok(out_file_same(path, cases[i].bytes, strlen(cases[i].bytes), f->k.arena, &same, &why));
        assert_int_equal(same, cases[i].same);
    }
    ok(out_file_write(path, "BEGIN:two", 9, 6, &why));
    assert_int_equal(out_file_write(path, "date,week", 9, 6, &why), MILER_ERR_CONFLICT);
    ok(out_file_same(path, "BEGIN:two", 9, f->k.arena, &same, &why));
    assert_true(same);
    memset(far, 'x', sizeof far - 1);
    far[sizeof far - 1] = '\0';
    assert_int_equal(out_file_write(far, "x", 1, 0, &why), MILER_ERR_LIMIT);
    (void)snprintf(path, sizeof path, "%s/none/a", f->k.folder);
    assert_int_equal(out_file_write(path, "x", 1, 0, &why), MILER_ERR_IO);
    assert_non_null(strstr(why.remedy, "no such folder"));
}

static void where_a_watch_is_found(void **state) {
    fixture *f = *state;
    push_folders found;
    char path[300], slashes[310];
    const char *const parts[] = {"disk", "disk/Internal Storage", "disk/Internal Storage/garmin",
                                 "disk/Internal Storage/garmin/newfiles"};
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->k.folder, parts[i]);
        ok(out_folder_make(path, &why));
    }
    for (size_t i = 0; i < 4; i++) {
        (void)snprintf(slashes, sizeof slashes, "%s/%s//", f->k.folder, parts[i]);
        ok(push_find(slashes, &found, &why));
        assert_string_equal(found.new_files, path);
        assert_string_equal(found.workouts, "");
    }
    ok(push_find(f->watch, &found, &why));
    assert_string_equal(found.workouts, f->workouts);
    // As Linux mounts them: named by the folder of all that is mounted, three folders above it.
    const char *const media[] = {"media",
                                 "media/user",
                                 "media/user/.hidden",
                                 "media/user/DISK",
                                 "media/user/WATCH",
                                 "media/user/WATCH/GARMIN",
                                 "media/user/WATCH/GARMIN/NewFiles"};
    for (size_t i = 0; i < 7; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->k.folder, media[i]);
        ok(out_folder_make(path, &why));
    }
    (void)snprintf(slashes, sizeof slashes, "%s/media", f->k.folder);
    ok(push_find(slashes, &found, &why));
    assert_string_equal(found.new_files, path);
    // No deeper than said.
    const char *const deep[] = {
        "a", "a/b", "a/b/c", "a/b/c/d", "a/b/c/d/e", "a/b/c/d/e/GARMIN", "a/b/c/d/e/GARMIN/NewFiles"};
    for (size_t i = 0; i < 7; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->k.folder, deep[i]);
        ok(out_folder_make(path, &why));
    }
    (void)snprintf(slashes, sizeof slashes, "%s/a", f->k.folder);
    assert_int_equal(push_find(slashes, &found, &why), MILER_ERR_NOT_FOUND);
    (void)snprintf(slashes, sizeof slashes, "%s/a/b", f->k.folder);
    ok(push_find(slashes, &found, &why));
    assert_string_equal(found.new_files, path);
}

// Other people's files are left alone, however much they begin as ours do; our own are replaced.
static void exports_replace_their_own_alone(void **state) {
    fixture *f = *state;
    static const struct {
        plan_out_kind kind;
        const char *theirs;
    } cases[] = {{PLAN_OUT_MARKDOWN, "# My diary\n\nmile in 5:30\n"},
                 {PLAN_OUT_MARKDOWN, "# 1 mile in 5:20.0 on 2026-07-25\n"},
                 {PLAN_OUT_ICS, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//else//else//EN\r\n"},
                 {PLAN_OUT_CSV, "date,weekday,weight\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char path[300];
        bool same;
        app_plan_out_options o;
        app_plan_out_answer answer;
        (void)snprintf(path, sizeof path, "%s/out%zu", f->k.folder, i);
        app_plan_out_options_init(&o);
        o.paths[cases[i].kind] = path;
        ok(out_file_write(path, cases[i].theirs, strlen(cases[i].theirs), 0, &why));
        assert_int_equal(app_plan_out(f->a, &o, f->k.arena, &answer, &why), MILER_ERR_CONFLICT);
        ok(out_file_same(path, cases[i].theirs, strlen(cases[i].theirs), f->k.arena, &same, &why));
        assert_true(same);
        assert_int_equal(unlink(path), 0);
        for (int again = 0; again < 2; again++) {
            ok(app_plan_out(f->a, &o, f->k.arena, &answer, &why));
            o.calendar.busy = true;
        }
    }
}

// The sequence of the calendar: a version on, the same again, and on after an undo.
static void the_sequence_rises(void **state) {
    fixture *f = *state;
    app_plan_answer plan;
    plan_edition e;
    store_plan row;
    ok(app_plan_edition(f->a, f->k.arena, &plan, &e, &why));
    assert_int_equal(e.sequence, 0);
    ok(store_plan_get(f->a->store, e.id, f->k.arena, &row, &why));
    miler_buf text;
    miler_buf_init(&text, NULL, STORE_PLAN_MAX);
    plan.plan.sessions[0].title = "moved by hand";
    miler_plan_print(&plan.plan, &text);
    row.body = miler_buf_text(&text);
    row.saved_ms += 5000;
    ok(store_plan_save(f->a->store, &row, &why));
    for (int again = 0; again < 2; again++) {
        ok(app_plan_edition(f->a, f->k.arena, &plan, &e, &why));
        assert_int_equal(e.sequence, 1);
    }
    ok(store_plan_undo(f->a->store, e.id, &why));
    ok(app_plan_edition(f->a, f->k.arena, &plan, &e, &why));
    assert_int_equal(e.sequence, 2);
    ok(store_setting_set(f->a->store, "calendar.plan.1", "rubbish", &why));
    ok(app_plan_edition(f->a, f->k.arena, &plan, &e, &why));
    assert_int_equal(e.sequence, 0);
    miler_buf_deinit(&text);
}

// The plan's calendar as libical reads it.
static icalcomponent *calendar_of(fixture *f, const miler_plan **out_plan) {
    app_plan_answer *plan = miler_arena_take(f->k.arena, sizeof *plan);
    plan_edition e;
    calendar_options options;
    miler_buf text;
    assert_non_null(plan);
    calendar_options_init(&options);
    miler_buf_init(&text, NULL, 4 << 20);
    ok(app_plan_edition(f->a, f->k.arena, plan, &e, &why));
    ok(plan_form_calendar(&plan->plan, &e, &options, f->k.arena, &text, &why));
    icalcomponent *c = icalparser_parse_string(miler_buf_text(&text));
    miler_buf_deinit(&text);
    assert_non_null(c);
    assert_int_equal(icalcomponent_count_errors(c), 0);
    *out_plan = &plan->plan;
    return c;
}

static icalcomponent *event_named(icalcomponent *c, const char *uid) {
    icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    while (e != NULL && strcmp(icalcomponent_get_uid(e), uid) != 0)
        e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT);
    return e;
}

// Race day by the gun: from an hour before it to behind the cool-down.
static void the_race_lasts_until_it_is_over(void **state) {
    fixture *f = *state;
    static const int32_t guns[] = {20 * 3600, 1800}; // in the evening; half an hour after midnight
    for (size_t i = 0; i < 2; i++) {
        app_plan_options o;
        app_plan_answer made;
        const miler_plan *plan;
        app_plan_options_init(&o);
        o.weeks = 8;
        o.from_dist_m = MILER_MILE_M;
        o.from_time_s = 330;
        o.weekly_km = 60;
        o.health_ok = true;
        o.gun_s = guns[i];
        ok(app_plan_new(f->a, &o, f->k.arena, &made, &why));
        icalcomponent *c = calendar_of(f, &plan);
        char uid[32];
        size_t race = plan->session_count;
        while (race > 0 && plan->sessions[race - 1].kind != MILER_SESSION_RACE)
            race--;
        assert_true(race > 0);
        (void)snprintf(uid, sizeof uid, "-session-%d@miler", (int)plan->sessions[race - 1].id);
        icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
        while (e != NULL && strstr(icalcomponent_get_uid(e), uid) == NULL)
            e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT);
        assert_non_null(e);
        const int64_t day_s = (int64_t)plan->race_day * 86400;
        const int64_t start_s = (int64_t)icaltime_as_timet(icalcomponent_get_dtstart(e)) - day_s;
        const int64_t end_s = (int64_t)icaltime_as_timet(icalcomponent_get_dtend(e)) - day_s;
        assert_int_equal(start_s, guns[i] > 3600 ? guns[i] - 3600 : 0);
        assert_true(end_s >= guns[i] + plan->goal_s + 20 * 60 && end_s < guns[i] + 3600);
        icalcomponent_free(c);
    }
}

// Every event of `before` is there under its name, `sequence` on; how many stand on another day.
static int moved_events(icalcomponent *before, icalcomponent *after, int sequence) {
    int moved = 0;
    icalcomponent *e = icalcomponent_get_first_component(before, ICAL_VEVENT_COMPONENT);
    for (; e != NULL; e = icalcomponent_get_next_component(before, ICAL_VEVENT_COMPONENT)) {
        icalcomponent *same = event_named(after, icalcomponent_get_uid(e));
        assert_non_null(same);
        assert_int_equal(icalcomponent_get_sequence(same), sequence);
        moved += icaltime_compare(icalcomponent_get_dtstart(e), icalcomponent_get_dtstart(same)) != 0;
    }
    assert_int_equal(icalcomponent_count_components(before, ICAL_VEVENT_COMPONENT),
                     icalcomponent_count_components(after, ICAL_VEVENT_COMPONENT));
    return moved;
}

// Moved by hand and moved back by an undo: the same names, a higher sequence each time.
static void a_move_in_the_calendar(void **state) {
    fixture *f = *state;
    const miler_plan *plan;
    app_changes changes;
    icalcomponent *before = calendar_of(f, &plan);
    app_hand hand = {.kind = APP_HAND_SWAP};
    for (size_t i = 0; i < plan->session_count && hand.day == 0; i++)
        if (plan->sessions[i].kind == MILER_SESSION_EASY && plan->sessions[i].day > TODAY + 7)
            hand.day = plan->sessions[i].day;
    hand.to = hand.day + 1;
    ok(app_plan_hand(f->a, &hand, f->k.arena, &changes, &why));
    assert_true(changes.kept);
    icalcomponent *after = calendar_of(f, &plan);
    assert_true(moved_events(before, after, 1) > 0);
    ok(app_plan_undo(f->a, f->k.arena, &changes, &why));
    icalcomponent *undone = calendar_of(f, &plan);
    assert_int_equal(moved_events(before, undone, 2), 0);
    icalcomponent_free(before);
    icalcomponent_free(after);
    icalcomponent_free(undone);
}

int main(void) {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {T(four_weeks_and_no_more_than_thirty),
                                       T(pushed_again_nothing_is_written),
                                       T(another_plan_takes_the_place_of_ours_alone),
                                       T(a_changed_session_is_replaced),
                                       T(a_strangers_file_under_our_name_stops_it),
                                       T(a_name_that_is_taken_is_said_first),
                                       T(a_workout_of_no_plan_stays),
                                       T(exports_replace_their_own_alone),
                                       T(no_watch_no_room),
                                       T(a_full_watch_half_way),
                                       T(a_folder_that_may_only_be_read),
                                       T(files_are_compared_and_not_overwritten),
                                       T(where_a_watch_is_found),
                                       T(the_sequence_rises),
                                       T(the_race_lasts_until_it_is_over),
                                       T(a_move_in_the_calendar)};
    return cmocka_run_group_tests_name("push", tests, NULL, NULL);
}
