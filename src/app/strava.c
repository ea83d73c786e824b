// SPDX-License-Identifier: MIT
// activities.csv of a Strava export. What stands in its way, and the answer:
//
//   the header is in the runner's language   the file column is found by what
//     ("Nombre de archivo")                  stands in it, the title and sport by
//                                            their place: id, date, title, sport
//   Distance, Elapsed Time ... appear twice  none of them is used: the file knows
//                                            better
//   the file is "#error#" or empty           counted, nothing to import
//   columns come and go over the years       English names are looked for first
//
// Layout as seen in public exports and described by users of other importers.
#include "app/strava.h"

#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDEX_MAX (8 * MILER_MIB) // 20,000 activities at 100 bytes are 2 MiB

struct strava_index {
    miler_arena *arena;
    strava_row *rows; // sorted by file
    size_t count;
    size_t cap;
    size_t fileless;
    bool header_read;
    size_t name_column;
    size_t sport_column;
};

// Words for what counts here, lower case, as Strava writes them in its exports;
// a word is matched as the beginning of the cell, ASCII letters without regard
// to case. Longer words stand before words that begin them.
static const struct {
    const char *word;
    miler_sport sport;
} sport_words[] = {
    {"run", MILER_SPORT_RUNNING},
    {"trail run", MILER_SPORT_RUNNING},
    {"trailrun", MILER_SPORT_RUNNING},
    {"virtual run", MILER_SPORT_RUNNING},
    {"virtualrun", MILER_SPORT_RUNNING},
    {"treadmill", MILER_SPORT_RUNNING},
    {"lauf", MILER_SPORT_RUNNING},
    {"virtueller lauf", MILER_SPORT_RUNNING},
    {"traillauf", MILER_SPORT_RUNNING},
    {"carrera", MILER_SPORT_RUNNING},
    {"correr", MILER_SPORT_RUNNING},
    {"corrida", MILER_SPORT_RUNNING},
    {"corsa", MILER_SPORT_RUNNING},
    {"course \xC3\xA0 pied", MILER_SPORT_RUNNING},
    {"course", MILER_SPORT_RUNNING},
    {"trail", MILER_SPORT_RUNNING},
    {"hardlopen", MILER_SPORT_RUNNING},
    {"l\xC3\xB8p", MILER_SPORT_RUNNING},
    {"l\xC3\xB6pning", MILER_SPORT_RUNNING},
    {"bieg", MILER_SPORT_RUNNING},
    {"juoksu", MILER_SPORT_RUNNING},
    {"\xD0\x97\xD0\xB0\xD0\xB1\xD0\xB5\xD0\xB3", MILER_SPORT_RUNNING}, // Zabeg
    {"\xD0\x91\xD0\xB5\xD0\xB3", MILER_SPORT_RUNNING},                 // Beg
    {"\xE3\x83\xA9\xE3\x83\xB3", MILER_SPORT_RUNNING},                 // Ran
    {"\xE8\xB7\x91\xE6\xAD\xA5", MILER_SPORT_RUNNING},                 // Paobu
    {"ride", MILER_SPORT_CYCLING},
    {"virtual ride", MILER_SPORT_CYCLING},
    {"virtualride", MILER_SPORT_CYCLING},
    {"e-bike ride", MILER_SPORT_CYCLING},
    {"gravel ride", MILER_SPORT_CYCLING},
    {"mountain bike ride", MILER_SPORT_CYCLING},
    {"radfahr", MILER_SPORT_CYCLING},
    {"ciclismo", MILER_SPORT_CYCLING},
    {"bicicleta", MILER_SPORT_CYCLING},
    {"pedalada", MILER_SPORT_CYCLING},
    {"v\xC3\xA9lo", MILER_SPORT_CYCLING},
    {"sortie \xC3\xA0 v\xC3\xA9lo", MILER_SPORT_CYCLING},
    {"fietsrit", MILER_SPORT_CYCLING},
    {"walk", MILER_SPORT_WALKING},
    {"caminata", MILER_SPORT_WALKING},
    {"camminata", MILER_SPORT_WALKING},
    {"caminhada", MILER_SPORT_WALKING},
    {"marche", MILER_SPORT_WALKING},
    {"spaziergang", MILER_SPORT_WALKING},
    {"wandeling", MILER_SPORT_WALKING},
    {"hike", MILER_SPORT_HIKING},
    {"wanderung", MILER_SPORT_HIKING},
    {"senderismo", MILER_SPORT_HIKING},
    {"randonn\xC3\xA9"
     "e",
     MILER_SPORT_HIKING},
    {"escursione", MILER_SPORT_HIKING},
    {"trilha", MILER_SPORT_HIKING},
    {"swim", MILER_SPORT_SWIMMING},
    {"schwimm", MILER_SPORT_SWIMMING},
    {"nataci\xC3\xB3n", MILER_SPORT_SWIMMING},
    {"natation", MILER_SPORT_SWIMMING},
    {"nuoto", MILER_SPORT_SWIMMING},
    {"nata\xC3\xA7\xC3\xA3o", MILER_SPORT_SWIMMING},
    {"zwemmen", MILER_SPORT_SWIMMING},
    {"rowing", MILER_SPORT_ROWING},
    {"virtual row", MILER_SPORT_ROWING},
    {"elliptical", MILER_SPORT_ELLIPTICAL},
    {"weight training", MILER_SPORT_STRENGTH},
    {"weighttraining", MILER_SPORT_STRENGTH},
    {"crossfit", MILER_SPORT_STRENGTH},
    {"nordic ski", MILER_SPORT_SKIING},
    {"backcountry ski", MILER_SPORT_SKIING},
    {"alpine ski", MILER_SPORT_SKIING},
    {"roller ski", MILER_SPORT_SKIING},
    {"workout", MILER_SPORT_OTHER},
    {"yoga", MILER_SPORT_OTHER},
};

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(const char *text, const char *with) {
    for (; *with != '\0'; text++, with++)
        if (lower(*text) != *with) return false;
    return true;
}

miler_sport strava_sport(const char *word) {
    for (size_t i = 0; i < sizeof sport_words / sizeof sport_words[0]; i++)
        if (begins(word, sport_words[i].word)) return sport_words[i].sport;
    return MILER_SPORT_UNKNOWN;
}

static bool is_digits(const char *text) {
    if (*text == '\0') return false;
    for (; *text != '\0'; text++)
        if (*text < '0' || *text > '9') return false;
    return true;
}

// The first column of a name: the doubled ones mean different things, and the
// first is the one a person would look at.
static void read_header(strava_index *index, const csv_row *row) {
    index->name_column = 2;
    index->sport_column = 3;
    for (size_t i = row->count; i-- > 0;) {
        if (strcmp(row->text[i], "Activity Name") == 0) index->name_column = i;
        if (strcmp(row->text[i], "Activity Type") == 0) index->sport_column = i;
    }
    index->header_read = true;
}

static miler_status keep_row(strava_index *index, const char *file, const csv_row *row, miler_error *err) {
    if (index->count == index->cap) {
        const size_t cap = index->cap != 0 ? index->cap * 2 : 256;
        strava_row *rows = miler_arena_grow(index->arena, index->rows, index->cap, cap, sizeof *rows);
        if (rows == NULL) return miler_fail(err, MILER_ERR_LIMIT, "activities.csv lists too many activities");
        index->rows = rows;
        index->cap = cap;
    }
    const char *name = index->name_column < row->count ? row->text[index->name_column] : "";
    const char *word = index->sport_column < row->count ? row->text[index->sport_column] : "";
    strava_row *kept = &index->rows[index->count];
    *kept = (strava_row){.file = miler_arena_dup(index->arena, file),
                         .name = miler_arena_dup(index->arena, name),
                         .sport = strava_sport(word)};
    if (miler_arena_failed(index->arena)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    index->count++;
    return MILER_OK;
}

static miler_status take_row(void *user, const csv_row *row, miler_error *err) {
    strava_index *index = user;
    if (!index->header_read) {
        read_header(index, row);
        return MILER_OK;
    }
    const char *file = NULL;
    for (size_t i = 0; i < row->count && file == NULL; i++)
        if (i != index->name_column && begins(row->text[i], "activities/")) file = row->text[i];
    if (file != NULL) return keep_row(index, file, row, err);
    if (row->count > 3 && is_digits(row->text[0])) index->fileless++;
    return MILER_OK;
}

static int by_file(const void *a, const void *b) {
    return strcmp(((const strava_row *)a)->file, ((const strava_row *)b)->file);
}

static miler_status feed_all(boxed_csv *csv, archive_stream from, miler_arena *arena, miler_error *err) {
    char *piece = miler_arena_take(arena, MILER_FEED_CHUNK);
    if (piece == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    for (;;) {
        size_t got;
        miler_status status = from.read(from.user, piece, MILER_FEED_CHUNK, &got, err);
        if (status != MILER_OK) return status;
        if (got == 0) return boxed_csv_finish(csv, err);
        status = boxed_csv_feed(csv, piece, got, err);
        if (status != MILER_OK) return status;
    }
}

miler_status strava_load(strava_index **out, boxed *box, archive_stream from, const miler_alloc *alloc,
                         miler_error *err) {
    miler_arena *arena = miler_arena_new(alloc, INDEX_MAX);
    strava_index *index = arena != NULL ? miler_arena_take(arena, sizeof *index) : NULL;
    if (index == NULL) {
        miler_arena_free(arena);
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    *index = (strava_index){.arena = arena};
    boxed_csv *csv = NULL;
    miler_status status = boxed_csv_open(&csv, box, ',', take_row, index, alloc, err);
    if (status == MILER_OK) status = feed_all(csv, from, arena, err);
    boxed_csv_close(csv);
    if (status != MILER_OK) {
        strava_free(index);
        return status;
    }
    if (index->count != 0) qsort(index->rows, index->count, sizeof *index->rows, by_file);
    *out = index;
    return MILER_OK;
}

void strava_free(strava_index *index) {
    if (index != NULL) miler_arena_free(index->arena);
}

static const strava_row *find_exactly(const strava_index *index, const char *file) {
    const strava_row key = {.file = file};
    return bsearch(&key, index->rows, index->count, sizeof *index->rows, by_file);
}

// Some unpack the .gz files together with the export: "1.fit" is looked for as
// "1.fit.gz" too.
const strava_row *strava_find(const strava_index *index, const char *file) {
    if (index->count == 0) return NULL;
    const strava_row *row = find_exactly(index, file);
    char packed[MILER_PATH_MAX];
    const int len = snprintf(packed, sizeof packed, "%s.gz", file);
    if (row != NULL || len < 0 || (size_t)len >= sizeof packed) return row;
    return find_exactly(index, packed);
}

size_t strava_count(const strava_index *index) {
    return index->count;
}

size_t strava_fileless(const strava_index *index) {
    return index->fileless;
}
