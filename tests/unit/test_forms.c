// SPDX-License-Identifier: MIT
// Sessions as flat lists of steps, and the forms made of them: repeats and their
// recoveries, what is lost and said, intervals.icu's text read back by the parser of
// the workout language, CSV and Markdown with hostile words in them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/plan_forms.h"
#include "plan_kit.h"

#include <miler/catalogue.h>

#define MOST 50

typedef struct fixture {
    miler_arena *arena;
    miler_pace_book book;
} fixture;

static int setup(void **state) {
    static fixture f;
    f.arena = miler_arena_new(NULL, 0);
    kit_book(&f.book, 330);
    f.book.goal_mile_s = 320;
    static const double shares[MILER_ZONE_COUNT] = {
        [MILER_ZONE_EASY] = 0.68,      [MILER_ZONE_LONG] = 0.68, [MILER_ZONE_MARATHON] = 0.78,
        [MILER_ZONE_THRESHOLD] = 0.83, [MILER_ZONE_CV] = 0.86,   [MILER_ZONE_VO2MAX] = 0.92,
        [MILER_ZONE_MILE] = 1,         [MILER_ZONE_800] = 1.08,  [MILER_ZONE_REP] = 1.02};
    for (size_t i = 0; i < MILER_ZONE_COUNT; i++) {
        const double mps = shares[i] * MILER_MILE_M / 330;
        f.book.zones[i] =
            (miler_pace_band){.slow_mps = mps * 0.97, .target_mps = mps, .fast_mps = mps * 1.03};
    }
    *state = &f;
    return 0;
}

static int teardown(void **state) {
    miler_arena_free(((fixture *)*state)->arena);
    return 0;
}

static workout_rows rows_of(fixture *f, const char *text, const miler_pace_book *book, int depth) {
    miler_workout workout;
    workout_rows rows;
    miler_error err = {0};
    if (miler_workout_parse(text, f->arena, &workout, &err) != MILER_OK) fail_msg("'%s': %s", text, err.msg);
    assert_int_equal(
        workout_rows_make(&workout, book, MILER_UNITS_METRIC, depth, MOST, f->arena, &rows, &err), MILER_OK);
    return rows;
}

// The list as a line: "t900 d400 d200 x6<1", o open, n repetitions.
static const char *line_of(fixture *f, const workout_rows *rows) {
    static const char letters[] = "otdnx";
    miler_buf line;
    miler_buf_init(&line, NULL, 4096);
    for (size_t i = 0; i < rows->count; i++) {
        const miler_workout_row *r = &rows->rows[i];
        miler_buf_printf(&line, "%s%c", i > 0 ? " " : "", letters[r->end]);
        if (r->end != MILER_END_OPEN) miler_buf_printf(&line, "%.0f", r->value);
        if (r->end == MILER_END_REPEAT) miler_buf_printf(&line, "<%zu", r->from);
    }
    const char *out = miler_arena_dup(f->arena, miler_buf_text(&line));
    miler_buf_deinit(&line);
    return out;
}

static void repeats_and_recoveries(void **state) {
    static const struct {
        const char *text;
        int depth;
        const char *line;
        uint32_t lost;
    } cases[] = {
        {"15min easy, drills, 6x400 @mile r200 jog, 10min easy", 2, "t900 o d400 d200 x6<2 t600", 0},
        // Two rests would meet: the last pass without its own.
        {"3 x (4 x 400 @72 r60s) R3', 1km easy", 2, "d400 t60 x3<0 d400 t180 x3<0 d1000", 0},
        {"2x400 @mile r60s, r3min, 1km easy", 2, "d400 t60 d400 t180 d1000", 0},
        // Deeper than the list may nest: written out, each pass but the last with its rest.
        {"3 x (2 x 400 @72 r60s) R3'", 1, "d400 t60 d400 t180 d400 t60 d400 t180 d400 t60 x2<8",
         ROWS_UNROLLED},
        {"2x(3x(2x200 @mile r30s) R2min) R5min", 2,
         "d200 t30 d200 t120 x2<0 d200 t30 d200 t300 d200 t30 d200 t120 x3<9", ROWS_UNROLLED},
        {"5x(800 @threshold + 400 @mile)", 2, "d800 d400 x5<0", 0},
        {"200-400-600-400-200 @mile r200j", 2, "d200 d200 d400 d200 d600 d200 d400 d200 d200", 0},
        {"squat 3x6 @80% r2min, plank 3x45s, split squat 2x8/side", 2, "n6 t120 x3<0 t45 x3<3 n16 x2<5",
         ROWS_LOAD},
        {"10min easy, squat 2x6", 2, "t600 o x2<1", ROWS_IN_RUN},
        {"4x1km @RPE 8 r2min", 2, "d1000 t120 x4<0", ROWS_EFFORT},
        {"rest", 2, "", ROWS_NOTHING},
        {"15min stretching", 2, "t900", 0},
        {"6 strides, 8x hill sprint r2min walk", 2, "o x6<0 o t120 x8<2", 0},
    };
    fixture *f = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const workout_rows rows = rows_of(f, cases[i].text, &f->book, cases[i].depth);
        if (strcmp(line_of(f, &rows), cases[i].line) != 0)
            fail_msg("%s: %s, not %s", cases[i].text, line_of(f, &rows), cases[i].line);
        if (rows.lost != cases[i].lost) fail_msg("%s: lost %x", cases[i].text, rows.lost);
    }
}

static void targets_intensities_and_sports(void **state) {
    fixture *f = *state;
    workout_rows r =
        rows_of(f, "15min easy, 3x400 @72 r200 jog, 5min @150-160bpm, r2min walk, 10min easy", &f->book, 2);
    static const miler_intensity want[] = {
        MILER_INTENSITY_WARMUP,   MILER_INTENSITY_INTERVAL, MILER_INTENSITY_RECOVERY, MILER_INTENSITY_UNKNOWN,
        MILER_INTENSITY_INTERVAL, MILER_INTENSITY_REST,     MILER_INTENSITY_COOLDOWN};
    assert_int_equal(r.count, 7);
    for (size_t i = 0; i < r.count; i++)
        assert_int_equal(r.rows[i].intensity, want[i]);
    assert_true(r.rows[1].slow_mps < 400 / 72.0 && r.rows[1].fast_mps > 400 / 72.0);
    assert_true(r.rows[1].fast_mps - r.rows[1].slow_mps < 0.05 * 400 / 72.0);
    assert_true(r.rows[4].low_bpm == 150 && r.rows[4].high_bpm == 160 && isnan(r.rows[4].slow_mps));
    assert_true(isnan(r.rows[2].slow_mps));
    r = rows_of(f, "40min easy", &f->book, 2); // from end to end: no warm-up
    assert_int_equal(r.rows[0].intensity, MILER_INTENSITY_ACTIVE);
    r = rows_of(f, "3x(1km easy + 400 @mile)", &f->book, 2); // what is repeated warms nobody up
    assert_int_equal(r.rows[0].intensity, MILER_INTENSITY_ACTIVE);
    r = rows_of(f, "6x400 @mile r200j", NULL, 2);
    assert_int_equal(r.lost, ROWS_NO_PACE);
    static const struct {
        const char *text;
        miler_sport sport;
    } sports[] = {{"45min bike easy", MILER_SPORT_CYCLING},
                  {"30min swim easy", MILER_SPORT_SWIMMING},
                  {"squat 3x6, box jump 3x5", MILER_SPORT_STRENGTH},
                  {"squat 3x6, 10min easy", MILER_SPORT_RUNNING},
                  {"400 @72", MILER_SPORT_RUNNING}};
    for (size_t i = 0; i < sizeof sports / sizeof sports[0]; i++)
        assert_int_equal(rows_of(f, sports[i].text, &f->book, 2).sport, sports[i].sport);
}

static void both_sides_of_the_most(void **state) {
    fixture *f = *state;
    char text[4000] = "400 @72";
    for (int i = 1; i < MOST; i++)
        strcat(text, ", 400 @72");
    assert_int_equal(rows_of(f, text, &f->book, 2).count, MOST);
    strcat(text, ", 400 @72");
    const workout_rows r = rows_of(f, text, &f->book, 2);
    assert_int_equal(r.count, 0);
    assert_true((r.lost & ROWS_TOO_LONG) != 0);
    for (uint32_t i = 0; i < ROWS_LOST_COUNT; i++)
        assert_true(strlen(workout_lost_text(1u << i)) > 5);
}

// Every exercise of the data has its category where the profile has one: all of them.
static void exercises_are_known_to_the_watch(void **state) {
    fixture *f = *state;
    miler_catalogue catalogue;
    assert_int_equal(miler_catalogue_builtin(f->arena, &catalogue, NULL), MILER_OK);
    size_t seen = 0, named = 0;
    for (size_t i = 0; i < catalogue.movement_count; i++) {
        const miler_movement *m = &catalogue.movements[i];
        char text[200];
        if (m->kind == MILER_MOVEMENT_DRILL) continue;
        (void)snprintf(text, sizeof text, "%s 2x5", m->name);
        const workout_rows r = rows_of(f, text, &f->book, 2);
        if (r.rows[0].exercise < 0) fail_msg("no category: %s", m->name);
        seen++;
        named += r.rows[0].movement >= 0;
        assert_true(strncmp(r.rows[0].name, m->name, strlen(m->name)) == 0);
    }
    assert_true(seen >= 34 && named >= 29);
    assert_int_equal(rows_of(f, "exercise \"nordic curl\" 3x6", &f->book, 2).rows[0].exercise, -1);
}

// ---- intervals.icu, there and back

static bool same_end(const miler_workout_row *a, const miler_workout_row *b) {
    if (a->end == MILER_END_OPEN) return b->end == MILER_END_TIME || b->end == MILER_END_DISTANCE;
    return a->end == b->end && fabs(a->value - b->value) < (a->end == MILER_END_TIME ? 0.51 : 0.0011);
}

// Paces are told in whole seconds a kilometre, and read as a band of at least 2 %.
static bool same_speed(const miler_workout_row *a, const miler_workout_row *b) {
    if (!(a->slow_mps > 0)) return !(b->slow_mps > 0);
    return fabs(1000 / a->slow_mps - 1000 / b->slow_mps) < 0.51 + 0.02 * 1000 / a->slow_mps &&
           fabs(1000 / a->fast_mps - 1000 / b->fast_mps) < 0.51 + 0.02 * 1000 / a->slow_mps;
}

static size_t there_and_back(fixture *f, const char *text) {
    const workout_rows there = rows_of(f, text, &f->book, 1);
    miler_buf icu;
    miler_buf_init(&icu, NULL, 65536);
    size_t steps = 0;
    const bool run = there.sport == MILER_SPORT_RUNNING && there.count > 0 && (there.lost & ROWS_IN_RUN) == 0;
    if (run && rows_intervals(&there, NAN, &icu)) {
        const char *theirs = miler_buf_text(&icu);
        const workout_rows back = rows_of(f, theirs, &f->book, 1);
        if (back.count != there.count)
            fail_msg("%s\n%s: %zu steps, then %zu", text, theirs, there.count, back.count);
        for (size_t i = 0; i < there.count; i++) {
            const miler_workout_row *a = &there.rows[i], *b = &back.rows[i];
            if (!same_end(a, b) || !same_speed(a, b) || a->from != b->from || a->intensity != b->intensity)
                fail_msg("%s\n%s: step %zu is another one", text, theirs, i + 1);
        }
        steps = there.count;
    }
    miler_buf_deinit(&icu);
    return steps;
}

static void intervals_text_reads_back(void **state) {
    fixture *f = *state;
    static const char *const texts[] = {"15min easy, drills, 6x400 @mile r200 jog, 10min easy",
                                        "3 x (4 x 400 @72 r60s) R3', 1km easy",
                                        "90s @mile, 2min30 @threshold, 65min easy, 75min30 long",
                                        "1mi @goal, 1609.344m @mile, 402.336m @800, 3mi easy, 12.3km easy",
                                        "200-400-600-400-200 @mile r200j"};
    size_t steps = 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        const size_t n = there_and_back(f, texts[i]);
        if (n == 0) fail_msg("%s has no text", texts[i]);
        steps += n;
    }
    miler_catalogue catalogue;
    miler_arena *arena = miler_arena_new(NULL, 0);
    assert_int_equal(miler_catalogue_builtin(arena, &catalogue, NULL), MILER_OK);
    size_t sessions = 0;
    for (size_t i = 0; i < catalogue.entry_count; i++)
        for (int dose = 0; dose <= 10; dose++) {
            miler_buf text;
            miler_buf_init(&text, NULL, MILER_WORKOUT_TEXT_MAX);
            miler_catalogue_text(catalogue.entries[i].text, dose / 10.0, &text);
            const size_t n = there_and_back(f, miler_buf_text(&text));
            sessions += n > 0;
            steps += n;
            miler_buf_deinit(&text);
            miler_arena_reset(f->arena);
        }
    print_message("# %zu sessions of %zu steps\n", sessions, steps);
    assert_true(sessions > 500);
    miler_arena_free(arena);
}

// ---- Whole plans

static void hostile_words_in_tables(void **state) {
    fixture *f = *state;
    miler_plan_request request = kit_runner(330, 45, "MTW-FSS", 8);
    miler_plan_rules rules;
    miler_plan plan;
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    assert_int_equal(miler_plan_build(&request, &rules, f->arena, &plan, NULL), MILER_OK);
    plan.sessions[0].title = "=cmd|'/C calc'!A0 \"x\"\n, \xF0\x9F\x8F\x83 * _b_ [l](u) <i> ~~ | #";
    plan.sessions[1].text = "no session at all \"";
    miler_buf csv, md;
    miler_buf_init(&csv, NULL, 1 << 22);
    miler_buf_init(&md, NULL, 1 << 22);
    plan_form_csv(&plan, &csv);
    plan_form_markdown(&plan, &md);
    // Fields of each row, counted as RFC 4180 has them: quotes doubled, line ends within quotes.
    size_t rows = 0, fields = 1;
    bool quoted = false;
    for (const char *c = miler_buf_text(&csv); *c != '\0'; c++) {
        if (*c == '"') quoted = !quoted;
        if (quoted || (*c != ',' && *c != '\n')) continue;
        fields += *c == ',';
        if (*c != '\n') continue;
        assert_int_equal(fields, 22);
        fields = 1;
        rows++;
    }
    assert_int_equal(rows, plan.session_count + 1);
    assert_false(quoted);
    assert_non_null(strstr(miler_buf_text(&csv), "\"'=cmd|"));
    assert_non_null(strstr(miler_buf_text(&md), "\\* \\_b\\_ \\[l\\](u) \\<i\\> \\~\\~ \\| \\#"));
    size_t boxes = 0;
    for (const char *at = miler_buf_text(&md); (at = strstr(at, "\n- [ ] **")) != NULL; at++)
        boxes++;
    assert_int_equal(boxes, plan.session_count);
    // A session that is none of the language is left out, and the rest goes on.
    const plan_edition edition = {.id = 3, .added_ms = 1, .saved_ms = 2};
    plan_form form;
    plan_form_fn *const forms[] = {plan_form_fit, plan_form_intervals, plan_form_zwo};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(forms[i](&plan, &edition, &plan.sessions[1], f->arena, &form, NULL), MILER_OK);
        assert_int_equal(form.verdict, FORM_LEFT_OUT);
        assert_int_equal(forms[i](&plan, &edition, &plan.sessions[0], f->arena, &form, NULL), MILER_OK);
        assert_int_not_equal(form.verdict, FORM_LEFT_OUT);
        assert_true(form.len > 0);
    }
    miler_buf_deinit(&csv);
    miler_buf_deinit(&md);
}

// ZWO: names escaped, a pair of steps as an interval, what has no place refused.
static void zwo_of_rows(void **state) {
    fixture *f = *state;
    const workout_rows rows =
        rows_of(f, "1km easy, 4x(400 @72 + 200 easy), 3x(400 @72 + 200 @mile + 100 easy)", &f->book, 1);
    double speeds[20];
    for (size_t i = 0; i < 20; i++)
        speeds[i] = 3;
    miler_workout_file file = {
        .name = "<a> & \"b\" \x01\xFF", .note = "]]>", .rows = rows.rows, .count = rows.count};
    miler_buf out;
    miler_error err = {0};
    miler_buf_init(&out, NULL, 65536);
    assert_int_equal(miler_workout_zwo(&file, 5, speeds, &out, &err), MILER_OK);
    const char *text = miler_buf_text(&out);
    assert_non_null(strstr(text, "<name>&lt;a&gt; &amp; \"b\"   </name>"));
    assert_non_null(strstr(text, "<description>]]&gt;</description>"));
    assert_non_null(strstr(text, "<durationType>distance</durationType>"));
    assert_non_null(strstr(text, "<IntervalsT Repeat=\"4\" OnDuration=\"400\" OffDuration=\"200\""));
    size_t steady = 0;
    for (const char *at = text; (at = strstr(at, "<SteadyState")) != NULL; at++)
        steady++;
    assert_int_equal(steady, 1 + 3 * 3);
    const workout_rows nested = rows_of(f, "3 x (4 x 400 @72 r60s) R3', 1km easy", &f->book, 2);
    file.rows = nested.rows;
    file.count = nested.count;
    assert_int_equal(miler_workout_zwo(&file, 5, speeds, &out, &err), MILER_ERR_UNSUPPORTED);
    const workout_rows open = rows_of(f, "1km easy, drills", &f->book, 1);
    file.rows = open.rows;
    file.count = open.count;
    assert_int_equal(miler_workout_zwo(&file, 5, speeds, &out, &err), MILER_ERR_UNSUPPORTED);
    file.count = 1;
    assert_int_equal(miler_workout_zwo(&file, NAN, speeds, &out, &err), MILER_ERR_ARG);
    speeds[0] = 0;
    assert_int_equal(miler_workout_zwo(&file, 5, speeds, &out, &err), MILER_ERR_ARG);
    miler_buf_deinit(&out);
}

// A changed session is another file to a watch, an unchanged one is the same.
static void names_on_the_watch(void **state) {
    fixture *f = *state;
    miler_plan_request request = kit_runner(330, 45, "MTW-FSS", 8);
    miler_plan_rules rules;
    miler_plan plan;
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    assert_int_equal(miler_plan_build(&request, &rules, f->arena, &plan, NULL), MILER_OK);
    const plan_edition edition = {.id = 3, .added_ms = 1, .saved_ms = 2};
    plan_form a, b;
    miler_session session = plan.sessions[0];
    assert_int_equal(plan_form_fit(&plan, &edition, &session, f->arena, &a, NULL), MILER_OK);
    session.day += 2; // moved: the schedule says so, the workout stays what it is
    assert_int_equal(plan_form_fit(&plan, &edition, &session, f->arena, &b, NULL), MILER_OK);
    assert_int_equal(a.len, b.len);
    assert_memory_equal(a.bytes, b.bytes, a.len);
    session.text = "41min easy";
    assert_int_equal(plan_form_fit(&plan, &edition, &session, f->arena, &b, NULL), MILER_OK);
    assert_int_equal(a.serial, b.serial);
    assert_int_not_equal(a.created_ms, b.created_ms);
    // The schedule's number is none of a session's; what stands in no plan has none of a plan's.
    miler_buf schedule;
    miler_fit_own own;
    miler_buf_init(&schedule, NULL, 1 << 16);
    assert_int_equal(plan_form_schedule(&plan, &edition, &b, 1, f->arena, &schedule, NULL), MILER_OK);
    assert_true(miler_fit_own_read(schedule.ptr, schedule.len, &own) && own.schedule);
    assert_int_not_equal(a.serial, own.serial);
    assert_true(plan_form_serial(a.serial) && plan_form_serial(own.serial));
    session.id = 4094; // the last before the schedule's
    assert_int_equal(plan_form_fit(&plan, &edition, &session, f->arena, &b, NULL), MILER_OK);
    assert_int_equal(b.verdict, FORM_EXACT);
    assert_int_equal(b.serial, own.serial - 1);
    for (session.id = 4095; session.id < 10000; session.id += 1000) {
        assert_int_equal(plan_form_fit(&plan, &edition, &session, f->arena, &b, NULL), MILER_OK);
        assert_int_equal(b.verdict, FORM_LEFT_OUT);
        assert_non_null(strstr(b.why, "4094"));
    }
    miler_workout one;
    assert_int_equal(miler_workout_parse("40min easy", f->arena, &one, NULL), MILER_OK);
    assert_int_equal(workout_form_fit("x", &one, &f->book, MILER_UNITS_METRIC, f->arena, &b, NULL), MILER_OK);
    assert_false(plan_form_serial(b.serial));
    miler_buf_deinit(&schedule);
}

// Heart rates in percent: beats where the highest, or that at the threshold, is known.
static void percents_of_the_heart_rate(void **state) {
    fixture *f = *state;
    static const struct {
        double max_bpm, threshold_bpm;
        const char *text;
        double low, high; // 0: lost
    } cases[] = {{200, NAN, "20min @75-80% HR", 150, 160},      {NAN, 180, "20min @95% LTHR", 167, 175},
                 {200, NAN, "20min @95% LTHR", 167, 175},       {NAN, NAN, "20min @75-80% HR", 0, 0},
                 {NAN, NAN, "20min @95% LTHR", 0, 0},           {NAN, NAN, "20min @150-160bpm", 150, 160},
                 {200, NAN, "45min bike @75-80% HR", 150, 160}, {NAN, NAN, "20min @150bpm", 146, 154},
                 {190, NAN, "20min @188bpm", 184, 190}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        miler_pace_book book = f->book;
        book.hr_max_bpm = cases[i].max_bpm;
        book.hr_threshold_bpm = cases[i].threshold_bpm;
        const workout_rows r = rows_of(f, cases[i].text, &book, 2);
        const bool known = cases[i].low > 0;
        if (r.lost != (known ? 0 : ROWS_NO_HEART)) fail_msg("%s: lost %x", cases[i].text, r.lost);
        assert_true(isnan(r.rows[0].slow_mps));
        if (known && (fabs(r.rows[0].low_bpm - cases[i].low) > 0.01 ||
                      fabs(r.rows[0].high_bpm - cases[i].high) > 0.01))
            fail_msg("%s: %f to %f", cases[i].text, r.rows[0].low_bpm, r.rows[0].high_bpm);
        assert_true(known || isnan(r.rows[0].low_bpm));
    }
}

// What intervals.icu and ZWO make of a session, and what is said of it.
static void what_is_said_of_it(void **state) {
    fixture *f = *state;
    static const struct {
        plan_form_fn *make;
        double hr_max_bpm;
        const char *text, *why, *part;
    } cases[] = {
        {plan_form_intervals, 200, "20min @150-160bpm", "heart rates are percents of the maximum",
         "20m 75-80% HR"},
        {plan_form_intervals, NAN, "20min @150-160bpm", "heart rates are left out: the highest is not known",
         "- Run 20m\n"},
        {plan_form_intervals, NAN, "drills, 20min @150-160bpm",
         "heart rates are left out: the highest is not known", "press lap 6m"},
        {plan_form_intervals, NAN, "stretching, 1km easy", "open steps have a usual length",
         "Rest press lap 10m"},
        {plan_form_zwo, NAN, "stretching, 10min easy", "open steps have a usual length", "Duration=\"600\""},
        {plan_form_zwo, NAN, "drills, 10min easy", "open steps have a usual length", "Duration=\"360\""},
        {plan_form_zwo, NAN, "4x strides, 1km easy", "open steps have a usual length", "Duration=\"100\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        miler_plan plan = {.request.book = f->book};
        miler_session session = {.id = 1, .title = "x", .text = cases[i].text};
        const plan_edition edition = {.id = 1};
        plan_form form;
        plan.request.athlete.hr_max_bpm = cases[i].hr_max_bpm;
        assert_int_equal(cases[i].make(&plan, &edition, &session, f->arena, &form, NULL), MILER_OK);
        if (strcmp(form.why, cases[i].why) != 0 || form.bytes == NULL ||
            strstr(form.bytes, cases[i].part) == NULL)
            fail_msg("%s: %s\n%s", cases[i].text, form.why, form.bytes != NULL ? form.bytes : "");
    }
}

// Power of the first step of a session as ZWO.
static double zwo_power(fixture *f, double hr_max_bpm, const char *text, const char **why) {
    miler_plan plan = {.request.book = f->book};
    const miler_session session = {.id = 1, .title = "x", .text = (char *)(uintptr_t)text};
    const plan_edition edition = {.id = 1};
    plan_form form;
    plan.request.book.hr_max_bpm = hr_max_bpm;
    assert_int_equal(plan_form_zwo(&plan, &edition, &session, f->arena, &form, NULL), MILER_OK);
    assert_non_null(form.bytes);
    *why = form.why;
    const char *power = strstr(form.bytes, "Power=\"");
    assert_non_null(power);
    double value = 0;
    assert_int_equal(miler_parse_number(power + 7, 5, &value, NULL), MILER_OK);
    return value;
}

// Heart rates and efforts are run at the speed that goes with them, not at the mile's.
static void zwo_by_heart(void **state) {
    fixture *f = *state;
    static const struct {
        const char *by_heart, *by_pace;
    } same[] = {{"20min @144bpm", "20min easy"},
                {"20min @180bpm", "20min @threshold"},
                {"20min @72% HR", "20min easy"},
                {"20min @RPE 6.5", "20min @threshold"}};
    const char *why;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        const double power = zwo_power(f, 200, same[i].by_heart, &why);
        const char *unused;
        const double pace = zwo_power(f, 200, same[i].by_pace, &unused);
        if (fabs(power - pace) > 0.01) fail_msg("%s: %f, not %f", same[i].by_heart, power, pace);
        assert_true(why[0] != '\0');
    }
    const double between = zwo_power(f, 200, "20min @160-166bpm", &why);
    assert_string_equal(why, "heart rates are the speeds that go with them");
    assert_true(between > zwo_power(f, 200, "20min @144bpm", &why) + 0.01);
    assert_true(between < zwo_power(f, 200, "20min @180bpm", &why) - 0.01);
    const double unknown = zwo_power(f, NAN, "20min @180bpm", &why);
    assert_string_equal(why, "heart rates are run easy: the highest is not known");
    assert_true(fabs(unknown - zwo_power(f, NAN, "20min easy", &why)) < 0.01);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(repeats_and_recoveries, setup, teardown),
        cmocka_unit_test_setup_teardown(targets_intensities_and_sports, setup, teardown),
        cmocka_unit_test_setup_teardown(both_sides_of_the_most, setup, teardown),
        cmocka_unit_test_setup_teardown(exercises_are_known_to_the_watch, setup, teardown),
        cmocka_unit_test_setup_teardown(intervals_text_reads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(hostile_words_in_tables, setup, teardown),
        cmocka_unit_test_setup_teardown(names_on_the_watch, setup, teardown),
        cmocka_unit_test_setup_teardown(percents_of_the_heart_rate, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_said_of_it, setup, teardown),
        cmocka_unit_test_setup_teardown(zwo_of_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(zwo_by_heart, setup, teardown)};
    return cmocka_run_group_tests_name("forms of a plan", tests, NULL, NULL);
}
