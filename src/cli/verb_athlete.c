// SPDX-License-Identifier: MIT
// miler athlete ...: who runs, when, where, and the health gate.
#include "app/app_language.h"
#include "app/app_replan.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "cli/take.h"
#include "cli/verbs.h"
#include "render/athlete_render.h"

#include <stdio.h>
#include <string.h>

#define YOUNGEST 6 // years, of one whose runs are kept [engineering estimate]

typedef struct flag_word {
    const char *word;
    uint32_t bit;
} flag_word;

static const flag_word places[] = {{"track", MILER_HAS_TRACK},
                                   {"hill", MILER_HAS_HILL},
                                   {"gym", MILER_HAS_GYM},
                                   {"dumbbells", MILER_HAS_DUMBBELLS},
                                   {"pool", MILER_HAS_POOL},
                                   {"bike", MILER_HAS_BIKE},
                                   {"rower", MILER_HAS_ROWER},
                                   {"elliptical", MILER_HAS_ELLIPTICAL},
                                   {"treadmill", MILER_HAS_TREADMILL},
                                   {"treadmill-only", MILER_HAS_TREADMILL | MILER_TREADMILL_ONLY}};

static const flag_word health[] = {{"heart", MILER_HEALTH_HEART},
                                   {"chest-pain", MILER_HEALTH_CHEST_PAIN},
                                   {"dizzy", MILER_HEALTH_DIZZY},
                                   {"chronic", MILER_HEALTH_CHRONIC},
                                   {"medicine", MILER_HEALTH_MEDICINE},
                                   {"joint", MILER_HEALTH_JOINT},
                                   {"supervised", MILER_HEALTH_SUPERVISED},
                                   {"pregnant", MILER_HEALTH_PREGNANT},
                                   {"ill", MILER_HEALTH_ILL}};

static int take_flags(cli *c, const char *option, const char *text, const flag_word *words, size_t count,
                      uint32_t *out) {
    uint32_t bits = 0;
    char word[24];
    while (next_word(&text, word, sizeof word)[0] != '\0') {
        uint32_t bit = 0;
        for (size_t i = 0; i < count; i++)
            if (strcmp(word, words[i].word) == 0) bit = words[i].bit;
        if (bit == 0 && strcmp(word, "none") != 0)
            return cli_usage(c, "%s: '%s' is not one of the words of 'miler help athlete set'", option, word);
        bits |= bit;
    }
    *out = bits;
    return 0;
}

static int take_health(cli *c, const char *text, miler_athlete *athlete) {
    if (strcmp(text, "cleared") == 0) {
        athlete->health_cleared = true;
        return 0;
    }
    uint32_t bits = 0;
    if (strcmp(text, "ok") != 0) {
        const int status = take_flags(c, "--health", text, health, sizeof health / sizeof health[0], &bits);
        if (status != 0) return status;
    }
    athlete->health_yes = bits;
    athlete->health_answered = true;
    if (bits != 0) athlete->health_cleared = false;
    return 0;
}

// "75" for all days, or "mon=45,sat=90".
static int take_minutes(cli *c, const char *text, miler_athlete *athlete) {
    int32_t value = 0;
    if (strchr(text, '=') == NULL) {
        const int status = take_whole(c, "--minutes", text, 10, 600, &value);
        for (int day = 0; status == 0 && day < 7; day++)
            athlete->minutes[day] = value;
        return status;
    }
    char word[24];
    while (next_word(&text, word, sizeof word)[0] != '\0') {
        uint8_t mask = 0;
        char *equals = strchr(word, '=');
        if (equals == NULL) return cli_usage(c, "--minutes: write 60, or mon=45,sat=90");
        *equals = '\0';
        int status = take_days(c, "--minutes", word, &mask);
        if (status == 0) status = take_whole(c, "--minutes", equals + 1, 10, 600, &value);
        if (status != 0) return status;
        for (int day = 0; day < 7; day++)
            if ((mask & (1u << day)) != 0) athlete->minutes[day] = value;
    }
    return 0;
}

typedef struct athlete_texts {
    char *name, *sex, *born, *age, *mass, *height, *hr_max, *hr_rest, *hr_threshold, *easy, *threshold,
        *vo2max, *since, *hr_zones, *days, *minutes, *places, *health, *set_units;
    int consent;
} athlete_texts;

// A name too long for its place ends in a whole letter and "...".
static int take_name(cli *c, const char *text, miler_athlete *a) {
    static const char dots[] = "\xe2\x80\xa6";
    size_t letters = sizeof a->name, cut = text != NULL ? strlen(text) : 0;
    const int status = take_text(c, "--name", text, SIZE_MAX, false);
    if (status != 0 || text == NULL) return status;
    if (cut < sizeof a->name) {
        memcpy(a->name, text, cut + 1);
        return 0;
    }
    while ((cut = miler_utf8_cut(text, letters)) + sizeof dots > sizeof a->name)
        letters--;
    memcpy(a->name, text, cut);
    memcpy(a->name + cut, dots, sizeof dots);
    return 0;
}

// Hardly anybody so young runs after a plan: the year is a slip more often.
static void question_age(const cli *c, const miler_athlete *a) {
    char born[MILER_TEXT_MAX];
    const int age = miler_athlete_age(a, c->app->today);
    if (age < 0 || age >= YOUNGEST) return;
    miler_print_date(born, sizeof born, a->birth_day);
    cli_note(c, "miler: is %s right? that is %d year%s old", born, age, PLURAL_S(age));
}

// A pace as "4:05/km"; "none" leaves it to be computed again.
static int take_pace(cli *c, const char *option, const char *text, double *mps) {
    miler_error err = {0};
    double s_per_km = 0;
    *mps = (double)NAN;
    if (strcmp(text, "none") == 0) return 0;
    if (miler_parse_pace(text, &s_per_km, &err) != MILER_OK) return cli_usage(c, "%s: %s", option, err.msg);
    *mps = 1000 / s_per_km;
    return 0;
}

// "5:45-5:10/km", either end first.
static int take_easy(cli *c, const char *text, miler_hand_paces *p) {
    char one[32], two[64];
    const char *dash = strchr(text, '-');
    const char *unit = strchr(text, '/');
    if (strcmp(text, "none") == 0) {
        p->easy_slow_mps = p->easy_fast_mps = (double)NAN;
        return 0;
    }
    if (dash == NULL || strlen(text) >= sizeof one) return cli_usage(c, "--pace-easy: write 5:45-5:10/km");
    (void)snprintf(one, sizeof one, "%.*s", (int)(dash - text), text);
    (void)snprintf(two, sizeof two, "%s%s", one, unit != NULL && unit > dash ? unit : "");
    double a = 0, b = 0;
    int status = take_pace(c, "--pace-easy", strchr(one, '/') != NULL ? one : two, &a);
    if (status == 0) status = take_pace(c, "--pace-easy", dash + 1, &b);
    p->easy_slow_mps = fmin(a, b);
    p->easy_fast_mps = fmax(a, b);
    return status;
}

// "140,155,165,175": where the second to the fifth begin; '-' leaves one to be computed.
static int take_hr_zones(cli *c, const char *text, double from[MILER_HEART_EDGES]) {
    char word[24];
    int count = 0;
    for (int i = 0; i < MILER_HEART_EDGES; i++)
        from[i] = (double)NAN;
    if (strcmp(text, "none") == 0) return 0;
    while (next_word(&text, word, sizeof word)[0] != '\0') {
        if (count == MILER_HEART_EDGES)
            return cli_usage(c, "--hr-zones: four numbers, where zones 2 to 5 begin");
        if (strcmp(word, "-") != 0) {
            const int status = cli_take_number(c, "--hr-zones", word, 60, 240, &from[count]);
            if (status != 0) return status;
        }
        count++;
    }
    return count == MILER_HEART_EDGES ? 0
                                      : cli_usage(c, "--hr-zones: four numbers, where zones 2 to 5 begin");
}

// "none" takes one back and leaves the others the day they are of.
static bool tells_pace(const char *text) {
    return text != NULL && strcmp(text, "none") != 0;
}

static int take_by_hand(cli *c, const athlete_texts *t, miler_athlete *a) {
    int status = 0;
    if (t->easy != NULL) status = take_easy(c, t->easy, &a->paces);
    if (status == 0 && t->threshold != NULL)
        status = take_pace(c, "--pace-threshold", t->threshold, &a->paces.threshold_mps);
    if (status == 0 && t->vo2max != NULL)
        status = take_pace(c, "--pace-vo2max", t->vo2max, &a->paces.vo2max_mps);
    if (status == 0 && t->hr_zones != NULL) status = take_hr_zones(c, t->hr_zones, a->hr_from_bpm);
    if (tells_pace(t->easy) || tells_pace(t->threshold) || tells_pace(t->vo2max))
        a->paces_day = c->app->today;
    return status == 0 && t->since != NULL ? cli_take_date(c, "--paces-since", t->since, &a->paces_day)
                                           : status;
}

static int take_athlete(cli *c, const athlete_texts *t, miler_athlete *a) {
    int status = take_name(c, t->name, a);
    if (status == 0) status = cli_take_sex(c, "--sex", t->sex, &a->sex);
    if (status != 0) return status;
    const take_option options[] = {
        {"--born", t->born, TAKE_DATE, .whole = &a->birth_day},
        {"--mass", t->mass, TAKE_NUMBER, 20, 250, &a->mass_kg, NULL},
        {"--height", t->height, TAKE_NUMBER, 0.8, 2.5, &a->height_m, NULL},
        {"--hr-max", t->hr_max, TAKE_NUMBER, 100, 240, &a->hr_max_bpm, NULL},
        {"--hr-rest", t->hr_rest, TAKE_NUMBER, 25, 120, &a->hr_rest_bpm, NULL},
        {"--hr-threshold", t->hr_threshold, TAKE_NUMBER, 80, 240, &a->hr_threshold_bpm, NULL}};
    if ((status = take_all(c, options, sizeof options / sizeof options[0])) != 0) return status;
    if (t->days != NULL && (status = take_days(c, "--days", t->days, &a->days_mask)) != 0) return status;
    if (t->minutes != NULL && (status = take_minutes(c, t->minutes, a)) != 0) return status;
    if (t->places != NULL && (status = take_flags(c, "--places", t->places, places,
                                                  sizeof places / sizeof places[0], &a->places)) != 0)
        return status;
    if (t->health != NULL && (status = take_health(c, t->health, a)) != 0) return status;
    if (t->set_units != NULL && strcmp(t->set_units, "km") != 0 && strcmp(t->set_units, "mi") != 0)
        return cli_usage(c, "--use-units is 'km' or 'mi'");
    if (t->set_units != NULL)
        a->units = strcmp(t->set_units, "mi") == 0 ? MILER_UNITS_IMPERIAL : MILER_UNITS_METRIC;
    if (t->consent != 0) a->parent_consent = true;
    return take_by_hand(c, t, a);
}

static int show(cli *c, const miler_athlete *athlete) {
    char code[APP_LANGUAGE_MAX];
    miler_error err = {0};
    if (app_language_kept(c->app, code, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json) return cli_answer_json(c, render_athlete_json(athlete, c->app->today, code));
    if (c->quiet && c->changed) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_athlete_text(athlete, c->app->today, &look, &text);
    return cli_answer_text(c, &text);
}

// An age would be wrong in a year; a day of birth stays right.
static int refuse_age(cli *c, const char *text) {
    miler_error err = {0};
    double age = 0;
    int32_t today = MILER_NO_DAY;
    const int status = cli_take_number(c, "--age", text, 0, 120, &age);
    if (status != 0) return status;
    if (app_env_today(&today, &err) != MILER_OK) return cli_fail(c, &err);
    const int year = (int)miler_civil_at((int64_t)today * MILER_MS_PER_DAY, 0).year - (int)age;
    return cli_usage(
        c,
        "the age is kept by the date of birth, which stays right; %d years old today is born in %d "
        "or %d: --born %d-MM-DD",
        (int)age, year - 1, year, year);
}

// What is told by hand is in the sessions to come at once, as a new result would be.
static int follow_paces(cli *c, const miler_athlete *before) {
    size_t changes = 0;
    app_goal_move goal;
    miler_error err = {0};
    if (app_replan_by_hand(c->app, before, &changes, &goal, &err) != MILER_OK) {
        miler_error_remedy(&err, "the paces are kept; let the plan follow them: miler plan replan");
        return cli_fail(c, &err);
    }
    if (changes > 0)
        cli_note(c, "The plan changed in %zu place%s: miler plan changes", changes, PLURAL_S(changes));
    return 0;
}

static int change(cli *c, int argc, const char **argv, bool add) {
    athlete_texts t = {0};
    struct poptOption own[] = {
        {"name", 0, POPT_ARG_STRING, &t.name, 0, "what to call the athlete", "NAME"},
        {"sex", 0, POPT_ARG_STRING, &t.sex, 0, "m or f, for the tables of age and level", "m|f"},
        {"born", 0, POPT_ARG_STRING, &t.born, 0, "date of birth", "DATE"},
        {"age", 0, POPT_ARG_STRING, &t.age, 0, "refused: give --born, which stays right", "YEARS"},
        {"days", 0, POPT_ARG_STRING, &t.days, 0, "days that may hold training", "mon,tue,..."},
        {"minutes", 0, POPT_ARG_STRING, &t.minutes, 0, "most minutes a day: 60, or mon=45,sat=90", "MINUTES"},
        {"places", 0, POPT_ARG_STRING, &t.places, 0,
         "track, hill, gym, dumbbells, pool, bike, rower, elliptical, treadmill, treadmill-only, none",
         "LIST"},
        {"health", 0, POPT_ARG_STRING, &t.health, 0,
         "'ok' (no question answered yes), the ones answered yes, or 'cleared'", "ANSWER"},
        {"parent-consent", 0, POPT_ARG_NONE, &t.consent, 0, "under 18: a parent or guardian agrees", NULL},
        {"mass", 0, POPT_ARG_STRING, &t.mass, 0, "kilograms", "KG"},
        {"height", 0, POPT_ARG_STRING, &t.height, 0, "metres", "M"},
        {"hr-max", 0, POPT_ARG_STRING, &t.hr_max, 0, "highest heart rate measured", "BPM"},
        {"hr-rest", 0, POPT_ARG_STRING, &t.hr_rest, 0, "resting heart rate", "BPM"},
        {"hr-threshold", 0, POPT_ARG_STRING, &t.hr_threshold, 0, "heart rate at threshold, measured", "BPM"},
        {"pace-easy", 0, POPT_ARG_STRING, &t.easy, 0, "easy running, measured: 5:45-5:10/km; none: computed",
         "PACES"},
        {"pace-threshold", 0, POPT_ARG_STRING, &t.threshold, 0,
         "pace at threshold, measured: 4:05/km, or none", "PACE"},
        {"pace-vo2max", 0, POPT_ARG_STRING, &t.vo2max, 0, "VO2max pace, measured: 3:45/km, or none", "PACE"},
        {"paces-since", 0, POPT_ARG_STRING, &t.since, 0,
         "day of the test that these paces are of; else today", "DATE"},
        {"hr-zones", 0, POPT_ARG_STRING, &t.hr_zones, 0,
         "where zones 2 to 5 by heart rate begin: 140,155,165,175 ('-': computed), or none", "BPM,..."},
        {"use-units", 0, POPT_ARG_STRING, &t.set_units, 0, "units to show by default", "km|mi"},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (t.age != NULL) return refuse_age(c, t.age);
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    const miler_athlete before = c->app->athlete;
    miler_athlete athlete = before;
    if (add) miler_athlete_init(&athlete);
    if ((status = take_athlete(c, &t, &athlete)) != 0) return status;
    if (add && t.name == NULL) return cli_usage(c, "a new athlete needs --name");
    int64_t id;
    const miler_status done =
        add ? app_athlete_add(c->app, &athlete, &id, &err) : app_athlete_set(c->app, &athlete, &err);
    c->changed = true;
    if (done != MILER_OK) return cli_fail(c, &err);
    if (t.born != NULL) question_age(c, &athlete);
    if (!add && (status = follow_paces(c, &before)) != 0) return status;
    return show(c, &athlete);
}

int verb_athlete_set(cli *c, int argc, const char **argv) {
    return change(c, argc, argv, false);
}

int verb_athlete_add(cli *c, int argc, const char **argv) {
    return change(c, argc, argv, true);
}

int verb_athlete_show(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if ((status = cli_open(c)) != 0) return status;
    return show(c, &c->app->athlete);
}

static int show_all(cli *c) {
    miler_error err = {0};
    store_athlete *athletes;
    size_t n;
    if (app_athlete_list(c->app, c->arena, &athletes, &n, &err) != MILER_OK) return cli_fail(c, &err);
    if (c->json)
        return cli_answer_json(c, render_athletes_json(athletes, n, c->app->athlete_id, c->app->today));
    if (c->quiet && c->changed) return EXIT_DONE;
    miler_buf text;
    cli_text_init(c, &text);
    const render_look look = cli_look(c);
    render_athletes_text(athletes, n, c->app->athlete_id, c->app->today, &look, &text);
    return cli_answer_text(c, &text);
}

int verb_athlete_list(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    return (status = cli_open(c)) != 0 ? status : show_all(c);
}

int verb_athlete_use(cli *c, int argc, const char **argv) {
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, NULL, &rest, &count);
    if (status >= 0) return status;
    if (count != 1) return cli_usage(c, "which athlete? the names are in 'miler athlete list'");
    if ((status = cli_open(c)) != 0) return status;
    miler_error err = {0};
    if (app_athlete_choose(c->app, rest[0], &err) != MILER_OK) return cli_fail(c, &err);
    c->changed = true;
    return show_all(c);
}
