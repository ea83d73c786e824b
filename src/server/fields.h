// SPDX-License-Identifier: MIT
// What a request may say, as tables: the parameters behind a '?' and the fields of
// a body. One table serves three readers: the check in front of a handler, the
// handler that asks for a value by its name, and docs/openapi.json.
//
// Names and units are those of the answers (docs/json.md): goal_s is seconds, date
// is 2026-06-01. Whatever is not in the table, is of another kind, lies outside the
// bounds or stands there twice is an error that names the field.
// Ownership: values hang off the arena given. Security: the text is anybody's.
#ifndef MILER_FIELDS_H
#define MILER_FIELDS_H

#include <jansson.h>
#include <miler/base.h>

typedef enum field_kind {
    FIELD_TEXT = 0, // UTF-8 of one line, at most `high` bytes
    FIELD_LINES,    // the same, line ends allowed
    FIELD_NUMBER,
    FIELD_WHOLE,
    FIELD_FLAG,
    FIELD_DATE,
    FIELD_CLOCK,
    FIELD_WORD,  // one of `words`
    FIELD_WORDS, // some of them; in a query with commas between
    FIELD_PAIRS, // of numbers, only in a query: "400:1.5,800:-2"
    FIELD_ROWS,  // a list of objects, only in a body
    FIELD_KIND_COUNT
} field_kind;

typedef struct field {
    const char *name; // NULL ends a table
    field_kind kind;
    const char *says;
    double low, high;
    const char *const *words; // ends with NULL
    const struct field *rows; // what each object of the list may say
    bool required;
    bool or_null; // null takes a value away
} field;

#define FIELD_ROWS_MAX 64
#define FIELD_WORDS_MAX 32
#define FIELD_TEXT_MAX 4096 // bytes of a value in a query
#define FIELD_QUERY_MAX 8192

typedef struct field_value {
    bool given, null;
    double number; // also a day, seconds after midnight, the index of a word, 0 or 1
    const char *text;
    uint32_t bits; // WORDS
    const double (*pairs)[2];
    const struct field_values *rows;
    size_t count;
} field_value;

typedef struct field_values {
    const field *fields; // NULL: none
    field_value *values; // one for each
} field_values;

#define FIELD_AT_MAX 96
// What a reading ends with: where it went wrong, as "races[1].date".
typedef struct field_fault {
    char at[FIELD_AT_MAX];
} field_fault;

const char *field_kind_name(field_kind kind); // "number" ... for the description

// `query` as sent (NULL: nothing), against a table. Errors: PARSE, RANGE, LIMIT, NOMEM.
miler_status fields_of_query(const char *query, const field *fields, miler_arena *arena, field_values *out,
                             field_fault *fault, miler_error *err) MILER_CHECK;
// `object` may be NULL: an empty one.
miler_status fields_of_json(const json_t *object, const field *fields, miler_arena *arena, field_values *out,
                            field_fault *fault, miler_error *err) MILER_CHECK;
// A piece of an address without its percent signs. False: not UTF-8, a control character, too long.
bool fields_decode(const char *from, size_t len, char *out, size_t size);

// ---- Asking for a value; the fallback where it was not given, or is null.

const field_value *field_get(const field_values *v, const char *name); // never NULL
bool field_given(const field_values *v, const char *name);
double field_number(const field_values *v, const char *name, double fallback);
int32_t field_whole(const field_values *v, const char *name, int32_t fallback);
int64_t field_id(const field_values *v, const char *name, int64_t fallback); // up to 2^53
int32_t field_day(const field_values *v, const char *name, int32_t fallback);
bool field_flag(const field_values *v, const char *name);
int field_word(const field_values *v, const char *name, int fallback); // index into words
const char *field_text(const field_values *v, const char *name, const char *fallback);
void field_wipe(const field_values *v, const char *name); // a text that nobody is to find in memory

#endif
