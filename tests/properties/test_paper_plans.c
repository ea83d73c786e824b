// SPDX-License-Identifier: MIT
// Random plans on paper, in English and in German: nothing outside its page, no two texts over each other,
// none that did not fit, every text of the plan somewhere, the same bytes twice.
// The layout keeps the list of its boxes for this. The seed is printed;
// MILER_PAPERS=n asks for more plans, MILER_SEED=s for others.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "render/language.h"
#include "render/plan_paper.h"

#include "../unit/plan_kit.h"

#include <unistd.h>

#define EDGE 12.0  // pt of a page that printers leave white
#define TOUCH 0.35 // pt that boxes may share: lines of text abut

static uint64_t rng;

static int between(int lo, int hi) { // xorshift64*, Vigna 2016
    rng ^= rng >> 12;
    rng ^= rng << 25;
    rng ^= rng >> 27;
    return lo + (int)((uint32_t)((rng * UINT64_C(2685821657736338717)) >> 32) % (uint32_t)(hi - lo + 1));
}

static long number_of(const char *name, long otherwise) {
    const char *text = getenv(name);
    return text != NULL ? strtol(text, NULL, 10) : otherwise;
}

// The longest first: seventy characters of umlauts, emoji, Chinese and Arabic.
static const char *const names[] = {
    "\xc3\x85sa-L\xc3\xafsb\xc3\xa9th Gro\xc3\x9fm\xc3\xbcller-\xc5\xbb\xc3\xb3\xc5\x82kiewska "
    "\xe7\x8e\x8b\xe5\xb0\x8f\xe6\x98\x8e \xd9\x85\xd8\xad\xd9\x85\xd8\xaf "
    "\xd8\xb9\xd9\x84\xd9\x8a \xf0\x9f\x8f\x83\xf0\x9f\x8f\x85 \xc3\x91"
    "and\xc3\xba \xc3\x98rsted-Kovachevi\xc4\x87",
    "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
    "Ann Doe",
    "",
};

static miler_plan_request random_request(void) {
    static const char *const weeks[] = {"M-W-F--", "-T-T-S-", "MTWTFSS", "MTWT-SS", "M--T--S", "-TWTFSS"};
    const double mile_s = between(228, 780);
    const double km = fmax(10, (140 - (mile_s - 228) * 0.25) * between(50, 110) / 100);
    miler_plan_request r = kit_runner(mile_s, km, weeks[between(0, 5)], between(6, 24));
    r.start_day += between(0, 6);
    if (between(0, 2) == 0) r.athlete.places = MILER_HAS_GYM | MILER_HAS_TRACK | MILER_HAS_HILL;
    if (between(0, 2) == 0) r.athlete.birth_day = miler_day_from_ymd(between(1955, 2006), 3, 4);
    if (between(0, 3) == 0) r.goal_s = mile_s * between(90, 101) / 100;
    if (between(0, 1) == 0) r.athlete.units = MILER_UNITS_IMPERIAL;
    return r;
}

// ---- What must hold

static bool inside(const paper_box *b, const plan_paper_job *job, const plan_paper_facts *facts) {
    static const double sides[PAPER_SIZE_COUNT][2] = {{595.276, 841.89}, {612, 792}};
    const bool wide = b->page <= facts->poster_pages;
    const double w = sides[job->size][wide ? 1 : 0], h = sides[job->size][wide ? 0 : 1];
    return b->x >= EDGE && b->y >= EDGE && b->x + b->w <= w - EDGE && b->y + b->h <= h - EDGE;
}

static bool overlap(const paper_box *a, const paper_box *b) {
    return a->page == b->page && a->x + a->w > b->x + TOUCH && b->x + b->w > a->x + TOUCH &&
           a->y + a->h > b->y + TOUCH && b->y + b->h > a->y + TOUCH;
}

static void tell_box(const char *what, const paper_box *b) {
    print_message("%s: page %d, %.1f %.1f %.1f x %.1f at %.2f pt: %s\n", what, b->page, b->x, b->y, b->w,
                  b->h, b->size, b->text);
}

static int bad_boxes(const paper_box *boxes, size_t count, const plan_paper_job *job,
                     const plan_paper_facts *facts) {
    int bad = 0;
    for (size_t i = 0; i < count; i++) {
        if (!inside(&boxes[i], job, facts)) tell_box("outside", &boxes[i]), bad++;
        if (boxes[i].over) tell_box("does not fit", &boxes[i]), bad++;
        if (boxes[i].size < PLAN_PAPER_LEAST - 0.01) tell_box("too small", &boxes[i]), bad++;
        for (size_t k = i + 1; k < count && boxes[k].page == boxes[i].page; k++)
            if (overlap(&boxes[i], &boxes[k]))
                tell_box("over", &boxes[i]), tell_box("  and", &boxes[k]), bad++;
    }
    return bad;
}

static bool stands(const paper_box *boxes, size_t count, const char *text) {
    if (text[0] == '\0') return true;
    for (size_t i = 0; i < count; i++)
        if (strstr(boxes[i].text, text) != NULL) return true;
    print_message("not on paper: %s\n", text);
    return false;
}

static int missing_texts(const paper_box *boxes, size_t count, const plan_paper_job *job,
                         miler_arena *arena) {
    const miler_plan *plan = job->plan;
    const language *l = job->language;
    int missing = !stands(boxes, count, job->name);
    for (size_t i = 0; i < plan->notice_count; i++)
        missing += !stands(boxes, count, language_say(l, plan->notices[i], arena));
    for (size_t i = 0; i < plan->week_count; i++)
        missing += !stands(boxes, count, language_say(l, plan->weeks[i].purpose, arena));
    for (size_t i = 0; i < plan->session_count; i++) {
        const miler_session *s = &plan->sessions[i];
        const char *const texts[] = {s->title, s->text, s->why_day, s->why_much, s->why_pace};
        for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
            missing += !stands(boxes, count,
                               k == 1 && strcmp(s->text, s->title) != 0 ? texts[k]
                                                                        : language_say(l, texts[k], arena));
    }
    return missing;
}

// What is written in the workout language is the same in each.
static bool is_workout(const miler_plan *plan, const char *text) {
    for (size_t i = 0; i < plan->session_count; i++)
        if (strcmp(plan->sessions[i].text, text) == 0) return true;
    return false;
}

// Words that German has not; a sheet that speaks it has none of them.
static int english_words(const paper_box *boxes, size_t count, const plan_paper_job *job) {
    static const char *const words[] = {"the",     "and",   "with",  "easy",  "week", "between",
                                        "strides", "pace",  "after", "from",  "load", "today",
                                        "rest",    "jog",   "each",  "race",  "goal", "lap",
                                        "light",   "heavy", "day",   "squat", "run",  "threshold"};
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        char text[2048];
        if (is_workout(job->plan, boxes[i].text) || strcmp(boxes[i].text, job->name) == 0) continue;
        (void)snprintf(text, sizeof text, " %s ", boxes[i].text);
        for (char *c = text; *c != '\0'; c++)
            if (strchr(",.;:()\n", *c) != NULL) *c = ' ';
        for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
            char word[24];
            (void)snprintf(word, sizeof word, " %s ", words[k]);
            if (strstr(text, word) == NULL) continue;
            tell_box("no German", &boxes[i]);
            found++;
            break;
        }
    }
    return found;
}

static int pages_that_say(const paper_box *boxes, size_t count, const char *text) {
    int pages = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        if (boxes[i].page == last || strcmp(boxes[i].text, text) != 0) continue;
        last = boxes[i].page;
        pages++;
    }
    return pages;
}

// Laid once for its boxes and once more for its bytes.
static int check_job(const plan_paper_job *job, bool bytes_too) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    paper *p = NULL;
    plan_paper_facts facts;
    miler_error err = {0};
    size_t count = 0;
    assert_non_null(arena);
    const miler_status status = plan_paper_lay(job, arena, &p, &facts, &err);
    if (status != MILER_OK) print_message("%s\n", err.msg);
    assert_int_equal(status, MILER_OK);
    const paper_box *boxes = paper_boxes(p, &count);
    int bad = bad_boxes(boxes, count, job, &facts) + missing_texts(boxes, count, job, arena);
    if (job->language != NULL) bad += english_words(boxes, count, job);
    // Twelve weeks hang on the wall as one sheet; none needs more than three.
    if (facts.poster_pages < 1 || facts.poster_pages > (job->plan->week_count <= 12 ? 1 : 3))
        print_message("a poster of %d sheets\n", facts.poster_pages), bad++;
    // Paces on the first page of each week; room for the pen where the week leaves it.
    if (pages_that_say(boxes, count, language_say(job->language, "mile today", arena)) !=
        (int)job->plan->week_count)
        bad++;
    if (pages_that_say(boxes, count, language_say(job->language, "anything that hurts", arena)) < 1) bad++;
    if (facts.week_pages < (int)job->plan->week_count) bad++;
    if (bytes_too) {
        miler_buf a, b;
        miler_buf_init(&a, NULL, 64u << 20);
        miler_buf_init(&b, NULL, 64u << 20);
        assert_int_equal(paper_finish(p, &a, &err), MILER_OK);
        assert_int_equal(plan_paper_pdf(job, arena, &b, &facts, &err), MILER_OK);
        if (a.len != b.len || memcmp(a.ptr, b.ptr, a.len) != 0)
            print_message("other bytes the second time\n"), bad++;
        miler_buf_deinit(&a);
        miler_buf_deinit(&b);
    }
    miler_arena_free(arena);
    return bad;
}

static void random_plans(void **state) {
    (void)state;
    const long count = number_of("MILER_PAPERS", 16);
    const long seed = number_of("MILER_SEED", 20261126);
    miler_plan_rules rules;
    miler_catalogue catalogue;
    language *german = NULL;
    miler_arena *arena = miler_arena_new(NULL, 0), *kept = miler_arena_new(NULL, 0);
    assert_int_equal(language_open("de", NULL, &german, NULL), MILER_OK);
    assert_true(arena != NULL && kept != NULL);
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    assert_int_equal(miler_catalogue_builtin(kept, &catalogue, NULL), MILER_OK);
    print_message("# seed %ld, %ld plans\n", seed, count);
    long laid = 0;
    int bad = 0;
    for (long i = 0; i < count; i++) {
        rng = (uint64_t)seed * 1000003 + (uint64_t)i + 1;
        (void)between(0, 1);
        miler_arena_reset(arena);
        const miler_plan_request request = random_request();
        miler_plan plan;
        if (miler_plan_build(&request, &rules, arena, &plan, NULL) != MILER_OK) continue;
        plan_paper_job job = {.plan = &plan,
                              .catalogue = &catalogue,
                              .name = names[i % 4],
                              .units = (miler_units)(i / 2 % 2),
                              .size = (paper_size)(i % 2),
                              .made_day = KIT_TODAY,
                              .pieces = PLAN_PAPER_ALL};
        int found = check_job(&job, i % 4 == 0);
        job.language = german;
        found += check_job(&job, i % 4 == 0);
        if (found > 0) print_message("plan %ld, %zu weeks: %d faults\n", i, plan.week_count, found);
        bad += found;
        laid++;
    }
    miler_arena_free(arena);
    miler_arena_free(kept);
    language_close(german);
    assert_int_equal(bad, 0);
    assert_true(laid * 10 >= count * 7); // some runners are refused a plan
}

static bool laid_as(const paper_box *boxes, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(boxes[i].text, text) == 0) return true;
    return false;
}

// What a runner wrote of a drill of their own stays, though the program has German for such words.
static void own_drills_stay_as_written(void **state) {
    (void)state;
    static const char own[] = "name\taliases\tdose\ttrains\tneeds\thow\tfault\n"
                              "Rehearsal\t\t2x20m\trest\t\tSet by hand.\trest\n";
    miler_plan_rules rules;
    miler_catalogue catalogue;
    miler_plan plan;
    miler_error err = {0};
    language *german = NULL;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const miler_plan_request request = kit_runner(300, 70, "MTWTF-S", 10);
    assert_non_null(arena);
    assert_int_equal(language_open("de", NULL, &german, NULL), MILER_OK);
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    assert_int_equal(miler_catalogue_builtin(arena, &catalogue, NULL), MILER_OK);
    if (miler_catalogue_add(&catalogue, MILER_FILE_DRILLS, "own.tsv", own, sizeof own - 1, arena, &err) !=
        MILER_OK)
        fail_msg("%s", err.msg);
    assert_int_equal(miler_plan_build(&request, &rules, arena, &plan, NULL), MILER_OK);
    const plan_paper_job job = {.plan = &plan,
                                .catalogue = &catalogue,
                                .name = "rest",
                                .made_day = KIT_TODAY,
                                .pieces = PLAN_PAPER_ALL,
                                .language = german};
    paper *p;
    plan_paper_facts facts;
    size_t count;
    assert_int_equal(plan_paper_lay(&job, arena, &p, &facts, NULL), MILER_OK);
    const paper_box *boxes = paper_boxes(p, &count);
    assert_true(laid_as(boxes, count, "Lauf-ABC") && laid_as(boxes, count, "Set by hand."));
    assert_true(laid_as(boxes, count, "Rehearsal") && laid_as(boxes, count, "rest"));
    language_close(german);
    miler_arena_free(arena);
}

// Pages of one plan with the fonts of one folder, and with those of the machine.
static size_t pages_with(const char *fonts, const char *name, miler_buf *out, int *bad) {
    miler_plan_rules rules;
    miler_catalogue catalogue;
    miler_plan plan;
    plan_paper_facts facts;
    miler_arena *arena = miler_arena_new(NULL, 0);
    const miler_plan_request request = kit_runner(300, 70, "MTWTF-S", 10);
    assert_non_null(arena);
    assert_int_equal(miler_plan_rules_default(&rules, NULL), MILER_OK);
    assert_int_equal(miler_catalogue_builtin(arena, &catalogue, NULL), MILER_OK);
    assert_int_equal(miler_plan_build(&request, &rules, arena, &plan, NULL), MILER_OK);
    const plan_paper_job job = {.plan = &plan,
                                .catalogue = &catalogue,
                                .name = name,
                                .made_day = KIT_TODAY,
                                .pieces = PLAN_PAPER_ALL,
                                .fonts = fonts};
    *bad = check_job(&job, false);
    assert_int_equal(plan_paper_pdf(&job, arena, out, &facts, NULL), MILER_OK);
    miler_arena_free(arena);
    return facts.unknown;
}

// Other fonts that are there or not change nothing; without Roboto the pages stay whole.
static void fonts_that_are_missing(void **state) {
    (void)state;
    static const char roboto[] = "/usr/share/fonts/truetype/roboto",
                      dejavu[] = "/usr/share/fonts/truetype/dejavu";
    if (access(roboto, R_OK) != 0 || access(dejavu, R_OK) != 0) skip();
    miler_buf all, one, other;
    int bad = 0;
    miler_buf_init(&all, NULL, 64u << 20);
    miler_buf_init(&one, NULL, 64u << 20);
    miler_buf_init(&other, NULL, 64u << 20);
    assert_int_equal(pages_with(NULL, "J\xc3\xbcrgen M\xc3\xbcller", &all, &bad), 0);
    assert_int_equal(bad, 0);
    assert_int_equal(pages_with(roboto, "J\xc3\xbcrgen M\xc3\xbcller", &one, &bad), 0);
    assert_int_equal(bad, 0);
    assert_true(all.len == one.len && memcmp(all.ptr, one.ptr, all.len) == 0);
    assert_int_equal(pages_with(dejavu, "J\xc3\xbcrgen M\xc3\xbcller", &other, &bad), 0);
    assert_int_equal(bad, 0);
    assert_false(all.len == other.len);
    miler_buf_deinit(&all);
    miler_buf_deinit(&one);
    miler_buf_deinit(&other);
}

// The checks see what they are for.
static void the_checks_see_faults(void **state) {
    (void)state;
    const plan_paper_job job = {.size = PAPER_A4};
    const plan_paper_facts facts = {.poster_pages = 0};
    const paper_box good[2] = {{1, 40, 40, 100, 12, 10, false, "a"}, {1, 40, 52, 100, 12, 10, false, "b"}};
    const paper_box over[2] = {{1, 40, 40, 100, 12, 10, false, "a"}, {1, 100, 50, 100, 12, 10, false, "b"}};
    const paper_box out[1] = {{1, 540, 40, 60, 12, 10, false, "a"}};
    const paper_box cut[1] = {{1, 40, 40, 100, 12, 10, true, "a"}};
    assert_int_equal(bad_boxes(good, 2, &job, &facts), 0);
    assert_int_equal(bad_boxes(over, 2, &job, &facts), 1);
    assert_int_equal(bad_boxes(out, 1, &job, &facts), 1);
    assert_int_equal(bad_boxes(cut, 1, &job, &facts), 1);
    const paper_box small[1] = {{1, 40, 40, 100, 12, 6.4, false, "a"}};
    assert_int_equal(bad_boxes(small, 1, &job, &facts), 1);
    assert_false(stands(good, 2, "c"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checks_see_faults),
        cmocka_unit_test(random_plans),
        cmocka_unit_test(own_drills_stay_as_written),
        cmocka_unit_test(fonts_that_are_missing),
    };
    return cmocka_run_group_tests_name("paper of plans", tests, NULL, NULL);
}
