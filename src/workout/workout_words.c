// SPDX-License-Identifier: MIT
// The words of the workout language: one table for the words of the grammar,
// and the names of drills and exercises straight from the data files compiled
// in, so that a new exercise is a new row there and nothing else.
#include "workout/workout_words.h"

#include <math.h>
#include <string.h>

extern const char miler_data_drills[];
extern const size_t miler_data_drills_len;
extern const char miler_data_exercises[];
extern const size_t miler_data_exercises_len;

// `word` is squeezed (see wko_squeeze); `text` is how it is printed.
static const struct {
    const char *word;
    wko_word_kind kind;
    int value;
    double metres;
    const char *text;
} words[] = {
    {"easy", WKO_ZONE, MILER_ZONE_EASY, 0, "easy"},
    {"e", WKO_ZONE, MILER_ZONE_EASY, 0, NULL},
    {"long", WKO_ZONE, MILER_ZONE_LONG, 0, "long"},
    {"longrun", WKO_ZONE, MILER_ZONE_LONG, 0, NULL},
    {"marathon", WKO_ZONE, MILER_ZONE_MARATHON, 0, "marathon"},
    {"mp", WKO_ZONE, MILER_ZONE_MARATHON, 0, NULL},
    {"steady", WKO_ZONE, MILER_ZONE_MARATHON, 0, NULL},
    {"threshold", WKO_ZONE, MILER_ZONE_THRESHOLD, 0, "threshold"},
    {"tempo", WKO_ZONE, MILER_ZONE_THRESHOLD, 0, NULL},
    {"t", WKO_ZONE, MILER_ZONE_THRESHOLD, 0, NULL},
    {"cv", WKO_ZONE, MILER_ZONE_CV, 0, "cv"},
    {"criticalvelocity", WKO_ZONE, MILER_ZONE_CV, 0, NULL},
    {"vo2max", WKO_ZONE, MILER_ZONE_VO2MAX, 0, "vo2max"},
    {"vo2", WKO_ZONE, MILER_ZONE_VO2MAX, 0, NULL},
    {"i", WKO_ZONE, MILER_ZONE_VO2MAX, 0, NULL},
    {"rep", WKO_ZONE, MILER_ZONE_REP, 0, "rep"},
    {"r", WKO_ZONE, MILER_ZONE_REP, 0, NULL},
    {"m", WKO_ZONE, MILER_ZONE_MARATHON, 0, NULL},
    {"easyrun", WKO_ZONE, MILER_ZONE_EASY, 0, NULL},
    {"recoveryrun", WKO_ZONE, MILER_ZONE_EASY, 0, NULL},
    {"gentle", WKO_ZONE, MILER_ZONE_EASY, 0, NULL},
    {"relaxed", WKO_ZONE, MILER_ZONE_EASY, 0, NULL},
    {"lactatethreshold", WKO_ZONE, MILER_ZONE_THRESHOLD, 0, NULL},
    {"z1", WKO_ZONE_NUMBER, 1, 0, NULL},
    {"z2", WKO_ZONE_NUMBER, 2, 0, NULL},
    {"z3", WKO_ZONE_NUMBER, 3, 0, NULL},
    {"z4", WKO_ZONE_NUMBER, 4, 0, NULL},
    {"z5", WKO_ZONE_NUMBER, 5, 0, NULL},
    {"z6", WKO_ZONE_NUMBER, 6, 0, NULL},
    {"z7", WKO_ZONE_NUMBER, 7, 0, NULL},
    // Effort by word: Daniels' and Seiler's bands on the ten-point scale (8-9 intervals).
    {"hard", WKO_LEVEL, 8, 0, "hard"},
    {"moderate", WKO_LEVEL, 5, 0, "moderate"},
    {"sprint", WKO_LEVEL, 10, 0, "sprint"},
    {"allout", WKO_LEVEL, 10, 0, "all out"},
    {"mile", WKO_RACE, 0, MILER_MILE_M, "mile"},
    {"twomile", WKO_RACE, 0, 2 * MILER_MILE_M, NULL},
    {"half", WKO_RACE, 0, 21097.5, "half"},
    {"halfmarathon", WKO_RACE, 0, 21097.5, NULL},
    {"hm", WKO_RACE, 0, 21097.5, NULL},
    {"goal", WKO_RACE, 0, 0, "goal"},
    {"goalpace", WKO_RACE, 0, 0, NULL},
    {"racepace", WKO_RACE, 0, 0, NULL},
    {"race", WKO_TRIAL, 0, 0, "race"},
    {"timetrial", WKO_TRIAL, 0, 0, "time trial"},
    {"trial", WKO_TRIAL, 0, 0, NULL},
    {"tt", WKO_TRIAL, 0, 0, NULL},
    {"stride", WKO_STRIDE, 0, 0, "strides"},
    {"hill", WKO_HILL, 0, 0, "hill"},
    {"uphill", WKO_HILL, 0, 0, NULL},
    {"hillrep", WKO_HILL, 0, 0, NULL},
    {"hillsprint", WKO_SPRINT, 0, 0, "hill sprint"},
    {"uphillsprint", WKO_SPRINT, 0, 0, NULL},
    {"drill", WKO_DRILLS, 0, 0, "drills"},
    {"dynamicdrill", WKO_DRILLS, 0, 0, NULL},
    {"dynamic", WKO_DRILLS, 0, 0, NULL},
    {"bike", WKO_CROSS, 0, 0, "bike"},
    {"cycling", WKO_CROSS, 0, 0, "bike"},
    {"cycle", WKO_CROSS, 0, 0, "bike"},
    {"spin", WKO_CROSS, 0, 0, "bike"},
    {"swim", WKO_CROSS, 0, 0, "swim"},
    {"swimming", WKO_CROSS, 0, 0, "swim"},
    {"rowing", WKO_CROSS, 0, 0, "rowing"},
    {"row", WKO_CROSS, 0, 0, "rowing"},
    {"rower", WKO_CROSS, 0, 0, "rowing"},
    {"elliptical", WKO_CROSS, 0, 0, "elliptical"},
    {"crosstrainer", WKO_CROSS, 0, 0, "elliptical"},
    {"aquajog", WKO_CROSS, 0, 0, "aqua jog"},
    {"aquajogging", WKO_CROSS, 0, 0, "aqua jog"},
    {"poolrunning", WKO_CROSS, 0, 0, "aqua jog"},
    {"deepwaterrunning", WKO_CROSS, 0, 0, "aqua jog"},
    {"hike", WKO_CROSS, 0, 0, "hike"},
    {"hiking", WKO_CROSS, 0, 0, "hike"},
    {"rest", WKO_REST, 0, 0, "rest"},
    {"restday", WKO_REST, 0, 0, "rest"},
    {"off", WKO_REST, 1, 0, "rest"}, // 1: "60s off" says no more than 60 s
    {"dayoff", WKO_REST, 0, 0, "rest"},
    {"stretching", WKO_REST, 0, 0, "stretching"},
    {"stretch", WKO_REST, 0, 0, "stretching"},
    {"stretche", WKO_REST, 0, 0, "stretching"},
    {"foamrolling", WKO_REST, 0, 0, "foam rolling"},
    {"foamroll", WKO_REST, 0, 0, "foam rolling"},
    {"mobility", WKO_REST, 0, 0, "mobility"},
    {"jog", WKO_MODE, MILER_RECOVERY_JOG, 0, "jog"},
    {"j", WKO_MODE, MILER_RECOVERY_JOG, 0, NULL},
    {"jogging", WKO_MODE, MILER_RECOVERY_JOG, 0, NULL},
    {"float", WKO_MODE, MILER_RECOVERY_JOG, 0, NULL},
    {"walk", WKO_MODE, MILER_RECOVERY_WALK, 0, "walk"},
    {"w", WKO_MODE, MILER_RECOVERY_WALK, 0, NULL},
    {"walking", WKO_MODE, MILER_RECOVERY_WALK, 0, NULL},
    {"walkback", WKO_BACK, MILER_RECOVERY_WALK, 0, "walk back"},
    {"walkdown", WKO_BACK, MILER_RECOVERY_WALK, 0, NULL},
    {"jogback", WKO_BACK, MILER_RECOVERY_JOG, 0, "jog back"},
    {"jogdown", WKO_BACK, MILER_RECOVERY_JOG, 0, "jog down"},
    {"stand", WKO_MODE, MILER_RECOVERY_STAND, 0, "stand"},
    {"standing", WKO_MODE, MILER_RECOVERY_STAND, 0, NULL},
    {"warmup", WKO_NOTE, 1, 0, "warm-up"},
    {"cooldown", WKO_NOTE, 1, 0, "cool-down"},
    {"warmdown", WKO_NOTE, 1, 0, "cool-down"},
    {"wu", WKO_NOTE, 1, 0, "warm-up"},
    {"w/u", WKO_NOTE, 1, 0, "warm-up"},
    {"cd", WKO_NOTE, 1, 0, "cool-down"},
    {"c/d", WKO_NOTE, 1, 0, "cool-down"},
    {"w/d", WKO_NOTE, 1, 0, "cool-down"},
    {"ramp", WKO_NOTE, 0, 0, "ramp"},
    {"presslap", WKO_NOTE, 2, 0, "press lap"},
    {"lapbutton", WKO_NOTE, 2, 0, "press lap"},
    {"open", WKO_OPEN, 0, 0, "press lap"},
    {"recovery", WKO_RECOVERY, 0, 0, "recovery"},
    {"recover", WKO_RECOVERY, 0, 0, "recovery"},
    {"fartlek", WKO_NOTE, 0, 0, "fartlek"},
    {"at", WKO_AT, 0, 0, NULL},
    {"in", WKO_AT, 0, 0, NULL},
    {"rpe", WKO_RPE, 0, 0, "RPE"},
    {"effort", WKO_RPE, 0, 0, NULL},
    {"hr", WKO_HR, 0, 0, "HR"},
    {"heartrate", WKO_HR, 0, 0, NULL},
    {"hrmax", WKO_PERCENT_OF, MILER_PERCENT_OF_HR_MAX, 0, "HR"},
    {"maxhr", WKO_PERCENT_OF, MILER_PERCENT_OF_HR_MAX, 0, "HR"},
    {"lthr", WKO_PERCENT_OF, MILER_PERCENT_OF_HR_THRESHOLD, 0, "LTHR"},
    {"bw", WKO_BODYWEIGHT, 0, 0, "bodyweight"},
    {"bodyweight", WKO_BODYWEIGHT, 0, 0, "bodyweight"},
    {"each", WKO_EACH, 0, 0, "each"},
    {"eachside", WKO_EACH, 0, 0, NULL},
    {"eachleg", WKO_EACH, 0, 0, NULL},
    {"aside", WKO_EACH, 0, 0, NULL},
    {"aleg", WKO_EACH, 0, 0, NULL},
    {"perside", WKO_EACH, 0, 0, NULL},
    {"perleg", WKO_EACH, 0, 0, NULL},
    {"side", WKO_EACH, 0, 0, NULL},
    {"leg", WKO_EACH, 0, 0, NULL},
    {"exercise", WKO_OWN_EXERCISE, 0, 0, "exercise"},
    {"owndrill", WKO_OWN_DRILL, 0, 0, "own drill"},
    {"ladder", WKO_LADDER, 0, 0, "ladder"},
    {"pyramid", WKO_LADDER, 0, 0, "pyramid"},
    {"fast", WKO_FAST, 0, 0, "fast"},
    {"last", WKO_LAST, 0, 0, "last"},
    {"to", WKO_TO, 0, 0, NULL},
    {"cutdown", WKO_NOTE, 0, 0, "cut-down"},
    {"progression", WKO_NOTE, 0, 0, "progression"},
    {"progressionrun", WKO_NOTE, 0, 0, "progression"},
    {"repeat", WKO_FILLER, 0, 0, NULL},
    {"interval", WKO_FILLER, 0, 0, NULL},
    {"run", WKO_FILLER, 0, 0, "run"},
    {"running", WKO_FILLER, 0, 0, NULL},
    {"pace", WKO_FILLER, 0, 0, "pace"},
    {"of", WKO_FILLER, 0, 0, NULL},
    {"on", WKO_FILLER, 0, 0, NULL}, // "1min on, 1min off"
    {"active", WKO_FILLER, 0, 0, NULL},
    {"the", WKO_FILLER, 0, 0, NULL},
    {"with", WKO_FILLER, 0, 0, NULL}, // "with last 15min steady"
    {"effortpace", WKO_FILLER, 0, 0, NULL},
};
#define WORD_COUNT (sizeof words / sizeof words[0])

size_t wko_squeeze(const char *text, size_t len, char out[WKO_WORD_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        const char c = text[i];
        if (c == ' ' || c == '-' || c == '\t') continue;
        if (n + 1 >= WKO_WORD_MAX) return 0;
        out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    if (n > 2 && out[n - 1] == 's') n--; // the plural
    out[n] = '\0';
    return n;
}

// ---- Names from the data files

static const struct {
    const char *text;
    const size_t *len;
    bool drills;
} files[] = {{miler_data_drills, &miler_data_drills_len, true},
             {miler_data_exercises, &miler_data_exercises_len, false}};

enum { NAME_COLUMN, OTHER_NAMES_COLUMN, KIND_COLUMN, CONTACTS_COLUMN, COLUMN_COUNT };

// The first columns of a row; one that is not there is empty.
typedef struct name_row {
    struct {
        const char *text;
        size_t len;
    } columns[COLUMN_COUNT];
    bool drill;
} name_row;

static name_row row_of(const char *at, const char *end, bool drill) {
    name_row row = {.drill = drill};
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        const char *tab = memchr(at, '\t', (size_t)(end - at));
        const char *stop = tab != NULL ? tab : end;
        row.columns[i].text = at;
        row.columns[i].len = (size_t)(stop - at);
        at = tab != NULL ? tab + 1 : end;
    }
    return row;
}

// Sees each name of a row, then its other names, until it returns true.
typedef bool name_fn(void *user, const char *name, size_t len, const name_row *row);

static bool row_names(const name_row *row, name_fn *fn, void *user) {
    if (fn(user, row->columns[NAME_COLUMN].text, row->columns[NAME_COLUMN].len, row)) return true;
    const char *at = row->columns[OTHER_NAMES_COLUMN].text;
    const char *end = at + row->columns[OTHER_NAMES_COLUMN].len;
    while (at < end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar != NULL ? bar : end;
        if (stop > at && fn(user, at, (size_t)(stop - at), row)) return true;
        at = stop + 1;
    }
    return false;
}

static bool each_name(name_fn *fn, void *user) {
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        const char *at = files[f].text;
        const char *end = at + *files[f].len;
        bool heading = true;
        while (at < end) {
            const char *newline = memchr(at, '\n', (size_t)(end - at));
            const char *row_end = newline != NULL ? newline : end;
            if (row_end > at && *at != '#') {
                const name_row row = row_of(at, row_end, files[f].drills);
                if (!heading && row_names(&row, fn, user)) return true;
                heading = false;
            }
            at = row_end + 1;
        }
    }
    return false;
}

typedef struct name_search {
    char wanted[WKO_WORD_MAX];
    size_t wanted_len;
    wko_movement found;
} name_search;

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

// What a row tells of its movement.
static wko_movement movement_of(const name_row *row) {
    wko_movement out = {.name = row->columns[NAME_COLUMN].text,
                        .name_len = row->columns[NAME_COLUMN].len,
                        .kind = MILER_MOVEMENT_DRILL};
    if (row->drill) return out;
    const bool plyo = row->columns[KIND_COLUMN].len > 0 && row->columns[KIND_COLUMN].text[0] == 'p';
    double contacts = 0;
    out.kind = plyo ? MILER_MOVEMENT_PLYO : MILER_MOVEMENT_STRENGTH;
    if (miler_parse_number(row->columns[CONTACTS_COLUMN].text, row->columns[CONTACTS_COLUMN].len, &contacts,
                           NULL) == MILER_OK)
        out.contacts = contacts;
    return out;
}

static bool match_name(void *user, const char *name, size_t len, const name_row *row) {
    name_search *search = user;
    char squeezed[WKO_WORD_MAX];
    if (lower(*name) != search->wanted[0]) return false; // spares most rows the work
    if (wko_squeeze(name, len, squeezed) != search->wanted_len || strcmp(squeezed, search->wanted) != 0)
        return false;
    search->found = movement_of(row);
    return true;
}

// A name as the files write it, which is how most texts do: the rows' beginnings are
// looked at, and nothing else.
static bool find_as_written(const char *text, size_t len, wko_movement *out) {
    for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
        const char *at = files[f].text;
        const char *end = at + *files[f].len;
        bool heading = true;
        while (at < end) {
            const char *newline = memchr(at, '\n', (size_t)(end - at));
            const char *row_end = newline != NULL ? newline : end;
            const bool same = !heading && *at == *text && (size_t)(row_end - at) > len && at[len] == '\t' &&
                              memcmp(at, text, len) == 0;
            if (same) {
                const name_row row = row_of(at, row_end, files[f].drills);
                *out = movement_of(&row);
                return true;
            }
            heading = heading && (row_end == at || *at == '#');
            at = row_end + 1;
        }
    }
    return false;
}

bool wko_movement_find(const char *text, size_t len, wko_movement *out) {
    name_search search = {0};
    if (len > 0 && find_as_written(text, len, out)) return true;
    search.wanted_len = wko_squeeze(text, len, search.wanted);
    if (search.wanted_len == 0 || !each_name(match_name, &search)) return false;
    *out = search.found;
    return true;
}

wko_word wko_word_find(const char *text, size_t len) {
    char squeezed[WKO_WORD_MAX];
    wko_word out = {0};
    if (wko_squeeze(text, len, squeezed) == 0) return out;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (words[i].word[0] != squeezed[0] || strcmp(words[i].word, squeezed) != 0) continue;
        out = (wko_word){
            .kind = words[i].kind, .value = words[i].value, .metres = words[i].metres, .text = words[i].text};
        out.text_len = out.text != NULL ? strlen(out.text) : 0;
        return out;
    }
    wko_movement row;
    if (wko_movement_find(text, len, &row)) {
        out.kind = row.kind == MILER_MOVEMENT_DRILL ? WKO_DRILLS : WKO_EXERCISE;
        out.value = 1; // a name, not the block
        out.text = row.name;
        out.text_len = row.name_len;
    }
    return out;
}

// ---- Suggestions

// Edit distance with swaps of neighbours (optimal string alignment): three
// rows of the usual table.
static size_t edit_distance(const char *a, size_t a_len, const char *b, size_t b_len, size_t limit) {
    size_t before[WKO_WORD_MAX + 1] = {0};
    size_t last[WKO_WORD_MAX + 1];
    size_t row[WKO_WORD_MAX + 1];
    size_t least_before = 0;
    for (size_t j = 0; j <= b_len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = i;
        size_t least = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t best = last[j - 1] + (a[i - 1] != b[j - 1]);
            if (last[j] + 1 < best) best = last[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < best)
                best = before[j - 2] + 1;
            row[j] = best;
            if (best < least) least = best;
        }
        // PERF: no later row can fall below the least of two rows running (a swap skips one).
        if (least >= limit && least_before >= limit) return limit;
        least_before = least;
        memcpy(before, last, sizeof before);
        memcpy(last, row, sizeof last);
    }
    return last[b_len];
}

typedef struct nearest {
    char wanted[WKO_WORD_MAX];
    size_t wanted_len;
    size_t best;
    const char *text;
    size_t text_len;
} nearest;

static void consider(nearest *n, const char *word, size_t word_len, const char *text, size_t text_len) {
    // PERF: words this much longer or shorter cannot be near; most of them are.
    const size_t apart = n->wanted_len > word_len ? n->wanted_len - word_len : word_len - n->wanted_len;
    if (apart >= n->best) return;
    const size_t distance = edit_distance(n->wanted, n->wanted_len, word, word_len, n->best);
    if (distance >= n->best) return;
    n->best = distance;
    n->text = text;
    n->text_len = text_len;
}

static bool consider_name(void *user, const char *name, size_t len, const name_row *row) {
    (void)row;
    nearest *n = user;
    char squeezed[WKO_WORD_MAX];
    if (n->wanted_len >= len + n->best) return false; // PERF: too short even with its blanks
    const size_t squeezed_len = wko_squeeze(name, len, squeezed);
    if (squeezed_len != 0) consider(n, squeezed, squeezed_len, name, len);
    return false;
}

const char *wko_word_suggest(const char *text, size_t len, size_t *out_len) {
    nearest n = {0};
    n.wanted_len = wko_squeeze(text, len, n.wanted);
    if (n.wanted_len < 3) return NULL;
    // Allowed slips by length: engineering estimate, as spell checkers do.
    n.best = n.wanted_len <= 4 ? 2 : n.wanted_len <= 8 ? 3 : 4;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        const size_t word_len = strlen(words[i].word);
        // The spelling with blanks and hyphens where there is one, else the word that is near.
        const char *spelt = words[i].text;
        char squeezed[WKO_WORD_MAX];
        const bool same = spelt != NULL && wko_squeeze(spelt, strlen(spelt), squeezed) == word_len &&
                          strcmp(squeezed, words[i].word) == 0;
        const char *shown = same ? spelt : words[i].word;
        if (word_len >= (words[i].kind == WKO_FILLER ? 4 : 3))
            consider(&n, words[i].word, word_len, shown, strlen(shown));
    }
    (void)each_name(consider_name, &n);
    *out_len = n.text_len;
    return n.text;
}

// ---- Names and numbers for printing

static const struct {
    double metres;
    const char *name;
} race_names[] = {{0, "goal"},      {MILER_MILE_M, "mile"}, {2 * MILER_MILE_M, "2mile"},
                  {3000, "3k"},     {5000, "5k"},           {10000, "10k"},
                  {21097.5, "half"}};

const char *wko_race_name(double dist_m) {
    for (size_t i = 0; i < sizeof race_names / sizeof race_names[0]; i++)
        if (fabs(race_names[i].metres - dist_m) < 0.0005) return race_names[i].name;
    return NULL;
}

const char *wko_zone_word(miler_zone zone) {
    static const char *const names[MILER_ZONE_COUNT] = {
        [MILER_ZONE_EASY] = "easy",           [MILER_ZONE_LONG] = "long", [MILER_ZONE_MARATHON] = "marathon",
        [MILER_ZONE_THRESHOLD] = "threshold", [MILER_ZONE_CV] = "cv",     [MILER_ZONE_VO2MAX] = "vo2max",
        [MILER_ZONE_MILE] = "mile",           [MILER_ZONE_800] = "800",   [MILER_ZONE_REP] = "rep"};
    return (unsigned)zone < MILER_ZONE_COUNT ? names[zone] : "easy";
}

double wko_milli(double value) {
    return round(value * 1000) / 1000;
}

void wko_print_milli(miler_buf *out, int64_t milli) {
    if (milli < 0) {
        miler_buf_text_append(out, "-");
        milli = -milli;
    }
    miler_buf_printf(out, "%lld", (long long)(milli / 1000));
    int fraction = (int)(milli % 1000);
    if (fraction == 0) return;
    int digits = 3;
    while (fraction % 10 == 0) {
        fraction /= 10;
        digits--;
    }
    miler_buf_printf(out, ".%0*d", digits, fraction);
}
