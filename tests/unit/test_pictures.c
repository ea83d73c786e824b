// SPDX-License-Identifier: MIT
// Pictures of a run: well-formed whatever the name, the same as those that were
// looked at and found good (UPDATE_GOLDEN=1 writes them anew), and saying so
// where there is nothing to draw. And the same in characters.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../failing_alloc.h"

#include "picture_kit.h"
#include "render/rep_bars.h"
#include "render/run_picture.h"
#include "render/svg.h"

#include <expat.h>
#include <stdio.h>
#include <stdlib.h>

static miler_arena *arena;
static miler_buf out;
static picture_kit kit;

static int set_up(void **state) {
    (void)state;
    arena = miler_arena_new(NULL, 0);
    miler_buf_init(&out, NULL, 8 << 20);
    return arena == NULL;
}

static int tear_down(void **state) {
    (void)state;
    miler_arena_free(arena);
    miler_buf_deinit(&out);
    return 0;
}

static size_t elements;

static void count_element(void *user, const XML_Char *name, const XML_Char **attributes) {
    (void)user;
    elements++;
    static const char *const allowed[] = {"svg", "title", "desc", "style", "rect", "path", "text"};
    bool known = false;
    for (size_t i = 0; i < sizeof allowed / sizeof allowed[0]; i++)
        known = known || strcmp(name, allowed[i]) == 0;
    if (!known) fail_msg("element %s", name);
    for (; *attributes != NULL; attributes += 2) {
        if (strncmp(attributes[0], "on", 2) == 0 || strstr(attributes[0], "href") != NULL)
            fail_msg("attribute %s", attributes[0]);
        if (strstr(attributes[1], "nan") != NULL || strstr(attributes[1], "inf") != NULL)
            fail_msg("%s=%s", attributes[0], attributes[1]);
    }
}

static void no_silly_words(void *user, const XML_Char *text, int len) {
    (void)user;
    char words[512];
    (void)snprintf(words, sizeof words, "%.*s", len, text);
    if (strstr(words, "nan") != NULL || strstr(words, "inf ") != NULL) fail_msg("says %s", words);
}

static void well_formed(void) {
    XML_Parser parser = XML_ParserCreate("UTF-8");
    assert_non_null(parser);
    XML_SetStartElementHandler(parser, count_element);
    XML_SetCharacterDataHandler(parser, no_silly_words);
    elements = 0;
    if (XML_Parse(parser, out.ptr, (int)out.len, 1) != XML_STATUS_OK)
        fail_msg("line %lu: %s", (unsigned long)XML_GetCurrentLineNumber(parser),
                 XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    assert_true(elements > 5);
}

static void draw(const picture_kind *kind) {
    drawing d;
    miler_error err = {0};
    miler_buf_clear(&out);
    kind->draw(&d, arena, &kit.run);
    if (svg_print(&d, &out, &err) != MILER_OK) fail_msg("%s", err.msg);
    well_formed();
}

static bool says(const char *text) {
    return strstr(miler_buf_text(&out), text) != NULL;
}

static void matches(const char *path) {
    const char *got = miler_buf_text(&out);
    if (getenv("UPDATE_GOLDEN") != NULL) {
        FILE *write = fopen(path, "wb");
        assert_non_null(write);
        (void)fputs(got, write);
        (void)fclose(write);
    }
    static char want[1 << 19];
    FILE *file = fopen(path, "rb");
    if (file == NULL) fail_msg("no %s", path);
    want[fread(want, 1, sizeof want - 1, file)] = '\0';
    (void)fclose(file);
    size_t line = 1, at = 0;
    for (; want[at] != '\0' && want[at] == got[at]; at++)
        line += want[at] == '\n';
    if (want[at] != got[at]) fail_msg("%s differs in line %zu: ...%.60s", path, line, got + at);
}

static void golden(void **state) {
    (void)state;
    picture_kit_session(&kit, "Mile and 200s");
    picture_target targets[PICTURE_KIT_REPS] = {[2] = {4.85, 5.0}};
    kit.run.targets = targets;
    for (size_t i = 0; i < 3; i++) {
        char path[64];
        draw(&picture_kinds[i]);
        (void)snprintf(path, sizeof path, "tests/golden/picture_%s.svg", picture_kinds[i].name);
        matches(path);
    }
}

static void names_are_data(void **state) {
    (void)state;
    static const char *const names[] = {"<script>alert(1)</script>",
                                        "a & b \"c\" 'd' ]]> <!-- -->",
                                        "\x01\x02\x1b[31mred\x7f",
                                        "\xff\xfe broken",
                                        "\xEF\xBF\xBE\xEF\xBF\xBF",
                                        "\xE2\x80\xAE reversed",
                                        "%s%n%d",
                                        "M\xC3\xBCller \xE2\x80\x93 400er \xF0\x9F\x8F\x83"};
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
        for (size_t i = 0; i < 3; i++) {
            picture_kit_session(&kit, names[n]);
            kit.run.when = names[n];
            draw(&picture_kinds[i]);
            assert_false(says("<script") || says("<!--") || says("\x1b"));
        }
    assert_true(says("M\xC3\xBCller"));
    char longest[4000];
    memset(longest, '<', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    picture_kit_session(&kit, longest);
    draw(&picture_kinds[0]);
    assert_true(says("..."));
}

// The kit's run as the page draws it in German.
static void draw_german(const char *name, const picture_kind *kind, bool narrow) {
    language *german;
    miler_error err = {0};
    assert_int_equal(language_open("de", NULL, &german, &err), MILER_OK);
    app_run run;
    memset(&run, 0, sizeof run);
    run.run.name = name;
    run.activity = kit.activity;
    const run_picture_facts facts = {
        .tracks = &kit.tracks, .reps = &kit.reps, .narrow = narrow, .language = german};
    miler_buf_clear(&out);
    if (render_run_picture(&run, kind, &facts, MILER_UNITS_METRIC, arena, &out, &err) != MILER_OK)
        fail_msg("%s", err.msg);
    language_close(german);
}

// A run called by a word of the program's own keeps it, in the headline and for screen readers; one without a name
// has the program's.
static void names_stay_as_written(void **state) {
    (void)state;
    static const char *const names[] = {"Easy", "threshold", "Race. Rest", "rest: drills"};
    static const char *const shows[] = {": die Bahn von oben</title>", ": Runde für Runde</title>",
                                        ": Wiederholungen und Pausen</title>"};
    char text[80];
    for (size_t n = 0; n < sizeof names / sizeof names[0]; n++)
        for (size_t i = 0; i < 3; i++) {
            picture_kit_session(&kit, names[n]);
            draw_german(names[n], &picture_kinds[i], false);
            (void)snprintf(text, sizeof text, ">%s%s", names[n], shows[i]);
            assert_true(says(text));
            (void)snprintf(text, sizeof text, ">%s</text>", names[n]);
            assert_true(says(text));
            kit.tracks.count = 0;
            kit.reps.count = 0;
            draw_german(names[n], &picture_kinds[i], false);
            assert_true(says(text));
            (void)snprintf(text, sizeof text, ">%s</title>", names[n]);
            assert_true(says(text));
        }
    picture_kit_session(&kit, NULL);
    draw_german(NULL, picture_kind_named("laps"), false);
    assert_true(says(">Lauf: Runde für Runde</title>") && says(">Lauf</text>"));
}

// One lap is one row and one bar, and the words say so; a narrow oval's two lines are one sentence.
static void one_lap_in_german(void **state) {
    (void)state;
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    picture_kit_begin(&kit, &oval, 0);
    picture_kit_go(&kit, MILER_REP_WORK, miler_oval_lap_m(&oval), 5, 4);
    picture_kit_end(&kit, "Lap");
    draw_german("Lap", picture_kind_named("laps"), false);
    assert_true(says(">1 Zeile, eine je Runde von 400,0 m") && says(">Zielgerade<") && says(">Gegengerade<"));
    draw_german("Lap", picture_kind_named("reps"), false);
    assert_true(says(">1 Balken, Breite Zeit, Höhe Tempo: 400 m, 1:20,0.</desc>"));
    kit.track.finish_known = false;
    drawing d;
    kit.run.narrow = true;
    picture_oval(&d, arena, &kit.run);
    for (size_t i = 0; i < d.count; i++)
        if (d.shapes[i].text != NULL && strcmp(d.shapes[i].text, "slower") == 0)
            assert_true(d.shapes[i].x >= draw_text_width(d.shapes[i].type.size, "langsamer"));
    draw_german("Lap", picture_kind_named("oval"), true);
    assert_true(says("eines Ovals von 400,0 m (Standardbahn, 400 m), in Farben des Tempos."));
    assert_true(says(">Nach Runden und Starts ist nicht sicher, an welchem<") &&
                says(">Ende das Ziel liegt.<"));
}

static void what_screen_readers_get(void **state) {
    (void)state;
    picture_kit_session(&kit, "Mile and 200s");
    draw(picture_kind_named("oval"));
    assert_true(says("role=\"img\"") && says("aria-labelledby=\"miler-oval-title miler-oval-desc\""));
    assert_true(says("in lane 1 of an oval of 400.0 m"));
    assert_true(says("prefers-color-scheme:dark"));
    draw(picture_kind_named("reps"));
    assert_true(says("3 \xC3\x97 200 m, mean 36.0 s"));
    assert_true(says("<title>rep: 1609 m in 5:28.4"));
    assert_null(picture_kind_named("pie"));
}

static void laps_and_their_times(void **state) {
    (void)state;
    miler_oval oval;
    miler_oval_standard(&oval, 4);
    const double lap_m = miler_oval_lap_m(&oval);
    picture_kit_begin(&kit, &oval, lap_m - 9.344);
    picture_kit_go(&kit, MILER_REP_WORK, 9.344 + 3 * lap_m + 100, 5, 1);
    picture_kit_end(&kit, "");
    size_t count;
    const picture_lap *laps = picture_laps_of(&kit.run, &kit.track, arena, &count);
    assert_int_equal(count, 4); // the 9 m before the line are no row
    for (size_t i = 0; i < 3; i++) {
        assert_true(fabs(laps[i].time_s - lap_m / 5) < 0.3);
        assert_true(laps[i].error_s > 0.2 && laps[i].error_s < 0.4);
    }
    assert_true(isnan(laps[3].time_s));
    assert_true(fabs(laps[3].along_to_m - laps[3].along_from_m - 100) < 0.01);
}

// Who jogs back to the line and stands there starts from it all the same.
static void laps_after_turning_back(void **state) {
    (void)state;
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    const double lap_m = miler_oval_lap_m(&oval);
    picture_kit_begin(&kit, &oval, 300);
    picture_kit_go(&kit, MILER_REP_WARMUP, lap_m - 300 + 70, 3, 2);
    kit.back = true;
    picture_kit_go(&kit, MILER_REP_RECOVERY, 70 + 40, 2, 2);
    kit.back = false;
    picture_kit_go(&kit, MILER_REP_RECOVERY, 30, 0, 2);
    picture_kit_go(&kit, MILER_REP_RECOVERY, 40, 2, 2);
    picture_kit_go(&kit, MILER_REP_WORK, lap_m, 5, 1);
    picture_kit_go(&kit, MILER_REP_WORK, lap_m, 4, 1);
    picture_kit_end(&kit, "");
    size_t count;
    const picture_lap *laps = picture_laps_of(&kit.run, &kit.track, arena, &count);
    // Rows end at the line: on to it, 70 m over it and back, 40 m behind it and on, a lap.
    const double rows_m[] = {lap_m - 300, 2 * 70, 2 * 40, lap_m, lap_m};
    assert_int_equal(count, 5);
    for (size_t i = 0; i < count; i++)
        assert_true(fabs(laps[i].along_to_m - laps[i].along_from_m - rows_m[i]) < 0.01);
    assert_true(isnan(laps[0].time_s) && isnan(laps[1].time_s) && isnan(laps[2].time_s));
    assert_true(fabs(laps[3].time_s - lap_m / 5) < 0.1 && fabs(laps[4].time_s - lap_m / 4) < 0.1);
    // Each metre is drawn where the samples place it.
    for (size_t k = 0; k < count; k++)
        for (size_t i = 0; i + 1 < kit.n; i++) {
            double from_m;
            double to_m;
            if (!picture_piece(&kit.run, &laps[k], lap_m, i, &from_m, &to_m)) continue;
            if (kit.along_m[i] > laps[k].along_from_m + 0.01)
                assert_true(fabs(remainder(from_m - kit.phase_m[i], lap_m)) < 0.01);
            assert_true(fmin(from_m, to_m) > -0.01 && fmax(from_m, to_m) < lap_m + 0.01);
        }
    draw(picture_kind_named("laps"));
    draw(picture_kind_named("oval"));
}

// The oval's fastest 400 m is that of the page's table, and a spot where reps start is drawn.
static void as_the_page_says(void **state) {
    (void)state;
    picture_kit_session(&kit, "Mile and 200s");
    draw(picture_kind_named("oval"));
    assert_true(says("fastest lap") && !says("reps start and stop here"));
    const miler_track_split splits[] = {
        {.every_m = 400, .dist_m = 400, .time_s = 77.7, .error_s = 0.3},
        {.every_m = 400, .dist_m = 9.3, .time_s = 1.9, .error_s = 0.3},
        {.every_m = 400, .dist_m = 400, .time_s = 76.5, .error_s = 0.4},
        {.every_m = 200, .dist_m = 200, .time_s = 36.5, .error_s = 0.4},
    };
    kit.run.splits = splits;
    kit.run.split_count = 4;
    kit.track.spot_m = 145;
    kit.track.finish_known = false;
    draw(picture_kind_named("oval"));
    assert_true(says("fastest 400 m 1:16.5 \xC2\xB1 0.4 s") && says("reps start and stop here"));
    assert_true(says("Reps start elsewhere"));
    // The row of a lap has the table's time, too.
    size_t count;
    const picture_lap *laps = picture_laps_of(&kit.run, &kit.track, arena, &count);
    size_t whole = 0;
    while (whole < count && !isfinite(laps[whole].time_s))
        whole++;
    assert_true(whole < count);
    const miler_track_split told = {.every_m = 400,
                                    .dist_m = 400,
                                    .start_s = laps[whole].start_s + 0.4,
                                    .time_s = laps[whole].time_s - 0.7,
                                    .error_s = 0.25};
    kit.run.splits = &told;
    kit.run.split_count = 1;
    laps = picture_laps_of(&kit.run, &kit.track, arena, &count);
    assert_true(laps[whole].time_s == told.time_s && laps[whole].error_s == 0.25);
}

static void other_ovals(void **state) {
    (void)state;
    for (int turn = 0; turn < 2; turn++)
        for (int size = 0; size < MILER_OVAL_SIZE_COUNT; size++) {
            static const double straight_m[] = {84.39, 100, 60, 40, 70};
            miler_oval oval = {.size = (miler_oval_size)size,
                               .straight_m = straight_m[size],
                               .lane = 1 + size,
                               .clockwise = turn == 1};
            oval.radius_m = ((double[]){400, 400, 300, 200, 260}[size] - 2 * straight_m[size]) / 6.2831853;
            picture_kit_begin(&kit, &oval, 3);
            picture_kit_go(&kit, MILER_REP_WORK, 3000, 4, 1);
            picture_kit_end(&kit, "Oval");
            kit.track.finish_known = false;
            kit.track.lane_share = 0.4;
            draw(picture_kind_named("oval"));
            assert_true(says("finish") && says("likely, 40 %") && says("may be the other one"));
            assert_int_equal(says(">mile<"), size != MILER_OVAL_MEASURED);
            draw(picture_kind_named("laps"));
        }
}

static void nothing_to_draw(void **state) {
    (void)state;
    memset(&kit, 0, sizeof kit);
    for (size_t i = 0; i < 3; i++)
        draw(&picture_kinds[i]);
    picture_kit_session(&kit, "Road");
    kit.tracks = (miler_tracks){.why_not = "not a track: no positions were recorded"};
    draw(picture_kind_named("oval"));
    assert_true(says("not a track: no positions were recorded") && !says("not a track: not"));
    kit.tracks.why_not = "no laps of one place";
    draw(picture_kind_named("laps"));
    assert_true(says("not a track: no laps of one place"));
    kit.run.reps = NULL;
    draw(picture_kind_named("reps"));
    assert_true(says("no reps"));
}

// A rep alone in its set is held against nothing; with a target it is, and so are two.
static void a_set_of_one(void **state) {
    (void)state;
    static const char against[] = "against the mean of the set";
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    for (int reps = 1; reps <= 2; reps++) {
        picture_kit_begin(&kit, &oval, 0);
        picture_kit_go(&kit, MILER_REP_WARMUP, 1600, 2.8, 2.8);
        for (int i = 0; i < reps; i++) {
            picture_kit_go(&kit, MILER_REP_WORK, 1600, 5, 5);
            picture_kit_go(&kit, MILER_REP_RECOVERY, 400, 2.5, 2.5);
        }
        picture_kit_end(&kit, "Trial");
        draw(picture_kind_named("reps"));
        assert_int_equal(says(against), reps == 2);
        assert_int_equal(says("per 400 m, "), reps == 2);
    }
    // The mile that may be 1600 m says so.
    for (size_t i = 0; i < kit.reps.count; i++)
        kit.rep[i].nominal_sure = false;
    draw(picture_kind_named("reps"));
    assert_true(says("1600 m?"));
}

static void silly_numbers(void **state) {
    (void)state;
    static const double silly[] = {NAN, INFINITY, -INFINITY, -1, 0, 1e300};
    for (size_t s = 0; s < sizeof silly / sizeof silly[0]; s++) {
        picture_kit_session(&kit, "Silly");
        for (size_t i = 0; i < kit.reps.count; i++) {
            miler_rep *rep = &kit.rep[i];
            rep->time_s = rep->dist_m = rep->speed_mps = rep->time_error_s = rep->dist_error_m =
                rep->nominal_m = silly[s];
            rep->nominal_time_s = rep->start_s = silly[s];
        }
        for (size_t i = 0; i < kit.n; i += 3)
            kit.speed_mps[i] = silly[s];
        picture_target targets[PICTURE_KIT_REPS];
        for (size_t i = 0; i < PICTURE_KIT_REPS; i++)
            targets[i] = (picture_target){silly[s], silly[(s + i) % 6]};
        kit.run.targets = targets;
        for (size_t i = 0; i < 3; i++)
            draw(&picture_kinds[i]);
        miler_buf_clear(&out);
        const render_look look = {.style = {.utf8 = true, .width = 80}};
        render_rep_bars(&kit.reps, &look, &out);
        assert_false(says("nan") || says("inf"));
    }
}

static void many_laps(void **state) {
    (void)state;
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    picture_kit_begin(&kit, &oval, 0);
    picture_kit_go(&kit, MILER_REP_STEADY, 400.0 * 130 + 50, 4, 4);
    picture_kit_end(&kit, "Hours");
    draw(picture_kind_named("oval"));
    assert_true(says("The first 50 of 131 laps are drawn."));
    draw(picture_kind_named("laps"));
    assert_true(out.len < 600000);
}

// ---- In characters

static void bars_in_characters(void **state) {
    (void)state;
    picture_kit_session(&kit, "");
    for (int utf8 = 0; utf8 < 2; utf8++)
        for (int colour = 0; colour < 2; colour++) {
            const render_look look = {.style = {.utf8 = utf8 == 1, .colour = colour == 1, .width = 72}};
            miler_buf_clear(&out);
            render_rep_bars(&kit.reps, &look, &out);
            assert_true(says("5:28.4") && says("35.7"));
            assert_int_equal(says("\033["), colour == 1);
            if (colour == 1) continue;
            matches(utf8 ? "tests/golden/rep_bars.txt" : "tests/golden/rep_bars_ascii.txt");
            for (const char *line = miler_buf_text(&out); *line != '\0';) {
                const char *end = strchr(line, '\n');
                assert_non_null(end);
                assert_true(term_text_width(line, (size_t)(end - line)) <= 72);
                assert_true(end == line || end[-1] != ' ');
                line = end + 1;
            }
        }
}

static void many_reps_are_listed(void **state) {
    (void)state;
    miler_oval oval;
    miler_oval_standard(&oval, 1);
    picture_kit_begin(&kit, &oval, 0);
    for (int i = 0; i < 20; i++) {
        picture_kit_go(&kit, MILER_REP_WORK, 200, 5.5 + 0.01 * i, 2);
        picture_kit_go(&kit, MILER_REP_RECOVERY, 100, 2.4, 2);
    }
    picture_kit_end(&kit, "");
    const render_look look = {.style = {.utf8 = true, .width = 60}};
    render_rep_bars(&kit.reps, &look, &out);
    assert_true(says("36.4  36.3"));
    miler_buf_clear(&out);
    kit.reps.count = 1; // one part is no session
    render_rep_bars(&kit.reps, &look, &out);
    assert_int_equal(out.len, 0);
}

static void strip_and_laps(void **state) {
    (void)state;
    picture_kit_session(&kit, "");
    const render_look look = {.style = {.utf8 = true, .width = 60}};
    render_speed_strip(&kit.activity, &look, &out); // no distance: nothing
    assert_int_equal(out.len, 0);
    kit.activity.true_dist_m = kit.along_m;
    render_speed_strip(&kit.activity, &look, &out);
    assert_true(says("Speed over ") && says("\xE2\x96\x88"));
    miler_buf_clear(&out);
    render_lap_bars(&kit.activity, &look, &out);
    assert_int_equal(out.len, 0);
    miler_lap laps[5];
    memset(laps, 0, sizeof laps);
    static const struct {
        double time_s, dist_m;
        miler_intensity intensity;
        miler_rep_kind kind;
    } rows[5] = {{600, 1700, MILER_INTENSITY_ACTIVE, MILER_REP_WARMUP},
                 {80, 400, MILER_INTENSITY_ACTIVE, MILER_REP_WORK},
                 {120, 200, MILER_INTENSITY_ACTIVE, MILER_REP_RECOVERY},
                 {80, 400, MILER_INTENSITY_INTERVAL, MILER_REP_WORK},
                 {600, 1600, MILER_INTENSITY_COOLDOWN, MILER_REP_COOLDOWN}};
    for (size_t i = 0; i < 5; i++) {
        miler_summary_init(&laps[i].sum);
        laps[i].sum.elapsed_s = rows[i].time_s;
        laps[i].sum.dist_m = rows[i].dist_m;
        laps[i].intensity = rows[i].intensity;
        laps[i].trigger = MILER_TRIGGER_MANUAL;
    }
    kit.activity.laps = laps;
    kit.activity.lap_count = 5;
    const miler_reps reps = reps_of_laps(&kit.activity, arena);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(reps.reps[i].kind, rows[i].kind);
    render_lap_bars(&kit.activity, &look, &out);
    assert_true(says("Laps of the watch") && says("1:20.0"));
}

// ---- Memory

static void each_allocation_fails(void **state) {
    (void)state;
    picture_kit_session(&kit, "Mile and 200s");
    for (size_t i = 0; i < 3; i++) {
        size_t calls = 1;
        for (size_t at = 0; at <= calls; at++) {
            failing_alloc c = {.fail_at = at};
            const miler_alloc alloc = {failing_resize, &c};
            miler_arena *mine = miler_arena_new(&alloc, 0);
            miler_buf svg;
            miler_buf_init(&svg, &alloc, 4 << 20);
            miler_status status = MILER_ERR_NOMEM;
            if (mine != NULL) {
                drawing d;
                picture_kinds[i].draw(&d, mine, &kit.run);
                status = svg_print(&d, &svg, NULL);
            }
            if (at == 0) calls = c.calls < 400 ? c.calls : 400;
            assert_int_equal(status, at == 0 ? MILER_OK : MILER_ERR_NOMEM);
            miler_buf_deinit(&svg);
            miler_arena_free(mine);
            assert_int_equal(c.live, 0);
        }
    }
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(golden),
                                       TEST(names_are_data),
                                       TEST(names_stay_as_written),
                                       TEST(one_lap_in_german),
                                       TEST(what_screen_readers_get),
                                       TEST(laps_and_their_times),
                                       TEST(laps_after_turning_back),
                                       TEST(as_the_page_says),
                                       TEST(other_ovals),
                                       TEST(nothing_to_draw),
                                       TEST(a_set_of_one),
                                       TEST(silly_numbers),
                                       TEST(many_laps),
                                       TEST(bars_in_characters),
                                       TEST(many_reps_are_listed),
                                       TEST(strip_and_laps),
                                       TEST(each_allocation_fails)};
    return cmocka_run_group_tests_name("pictures", tests, NULL, NULL);
}
