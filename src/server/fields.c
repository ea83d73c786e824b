// SPDX-License-Identifier: MIT
#include "server/fields.h"

#include "base/utf8.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

typedef struct reading {
    miler_arena *arena;
    field_fault *fault;
    miler_error *err;
} reading;

const char *field_kind_name(field_kind kind) {
    static const char *const names[FIELD_KIND_COUNT] = {"text",  "lines", "number", "whole", "flag", "date",
                                                        "clock", "word",  "words",  "pairs", "rows"};
    return (unsigned)kind < FIELD_KIND_COUNT ? names[kind] : "";
}

// ---- Texts

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool is_text(const char *text, size_t len, bool lines) {
    for (size_t at = 0; at < len;) {
        const unsigned char c = (unsigned char)text[at];
        const size_t size = miler_utf8_len(text + at, len - at);
        const bool control = c == 0x7f || (c < ' ' && !(lines && (c == '\n' || c == '\t' || c == '\r')));
        if (size == 0 || control) return false;
        at += size;
    }
    return true;
}

bool fields_decode(const char *from, size_t len, char *out, size_t size) {
    size_t n = 0;
    for (size_t i = 0; i < len; i++) {
        char c = from[i] == '+' ? ' ' : from[i];
        if (c == '%') {
            if (i + 2 >= len || hex(from[i + 1]) < 0 || hex(from[i + 2]) < 0) return false;
            c = (char)(hex(from[i + 1]) * 16 + hex(from[i + 2]));
            i += 2;
        }
        if (n + 1 >= size || c == '\0') return false;
        out[n++] = c;
    }
    out[n] = '\0';
    return is_text(out, n, true);
}

// ---- Faults

static void at_field(const reading *r, const char *name) {
    const size_t len = strlen(r->fault->at);
    (void)snprintf(r->fault->at + len, FIELD_AT_MAX - len, "%s%s", len > 0 ? "." : "", name);
}

// "a number from 1 to 9"
static void print_wanted(const field *f, char *out, size_t size) {
    static const char *const plain[FIELD_KIND_COUNT] = {
        [FIELD_TEXT] = "a text of one line", [FIELD_LINES] = "a text",
        [FIELD_FLAG] = "true or false",      [FIELD_DATE] = "a date like 2026-06-01",
        [FIELD_CLOCK] = "a time like 14:30", [FIELD_PAIRS] = "pairs of numbers like 400:1.5,800:-2",
        [FIELD_ROWS] = "a list of objects"};
    size_t n = 0;
    if (f->kind == FIELD_NUMBER || f->kind == FIELD_WHOLE) {
        (void)snprintf(out, size, "a %s from %.10g to %.10g",
                       f->kind == FIELD_WHOLE ? "whole number" : "number", f->low, f->high);
    } else if (f->words != NULL) {
        n = (size_t)snprintf(out, size, "%s", f->kind == FIELD_WORD ? "one of" : "a list of");
        for (size_t i = 0; f->words[i] != NULL && n < size; i++)
            n += (size_t)snprintf(out + n, size - n, "%s %s", i > 0 ? "," : "", f->words[i]);
    } else {
        (void)snprintf(out, size, "%s", plain[f->kind]);
    }
}

static miler_status wrong(const reading *r, const field *f) {
    char wanted[200];
    print_wanted(f, wanted, sizeof wanted);
    return miler_fail(r->err, MILER_ERR_PARSE, "%s wants %s", r->fault->at, wanted);
}

static miler_status unknown(const reading *r, const field *fields, const char *name) {
    char list[130];
    size_t n = 0;
    list[0] = '\0';
    for (size_t i = 0; fields != NULL && fields[i].name != NULL && n < sizeof list; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i > 0 ? ", " : "", fields[i].name);
    at_field(r, is_text(name, strlen(name), false) ? name : "?");
    const miler_status status =
        miler_fail(r->err, MILER_ERR_PARSE, "%s is nothing that can be said here", r->fault->at);
    if (n > 0) miler_error_remedy(r->err, "there are: %s", list);
    return status;
}

// ---- One value

static miler_status take_number(const reading *r, const field *f, double number, field_value *out) {
    if (!(number >= f->low && number <= f->high) || (f->kind == FIELD_WHOLE && number != floor(number)))
        return wrong(r, f);
    out->number = number;
    return MILER_OK;
}

static int word_index(const field *f, const char *text, size_t len) {
    for (int i = 0; f->words[i] != NULL; i++)
        if (strlen(f->words[i]) == len && memcmp(f->words[i], text, len) == 0) return i;
    return -1;
}

static miler_status take_text(const reading *r, const field *f, const char *text, field_value *out) {
    const size_t len = strlen(text);
    if (!is_text(text, len, f->kind == FIELD_LINES)) return wrong(r, f);
    if ((double)len > f->high)
        return miler_fail(r->err, MILER_ERR_RANGE, "%s has %zu bytes, more than %.0f", r->fault->at, len,
                          f->high);
    if (f->required && miler_utf8_blank(text))
        return miler_fail(r->err, MILER_ERR_PARSE, "%s is empty", r->fault->at);
    out->text = miler_arena_dup(r->arena, text);
    return out->text != NULL ? MILER_OK : miler_fail(r->err, MILER_ERR_NOMEM, "out of memory");
}

// What comes as a text in a query and in a body alike.
static miler_status take_worded(const reading *r, const field *f, const char *text, field_value *out) {
    int32_t whole = 0;
    switch (f->kind) {
    case FIELD_DATE:
        if (miler_parse_date(text, &whole, NULL) != MILER_OK) return wrong(r, f);
        break;
    case FIELD_CLOCK:
        if (miler_parse_clock(text, &whole, NULL) != MILER_OK) return wrong(r, f);
        break;
    case FIELD_WORD:
        whole = word_index(f, text, strlen(text));
        if (whole < 0) return wrong(r, f);
        break;
    default:
        return take_text(r, f, text, out);
    }
    out->number = whole;
    return MILER_OK;
}

// ---- Queries

static miler_status take_words(const reading *r, const field *f, const char *text, field_value *out) {
    for (const char *at = text; *at != '\0';) {
        const size_t len = strcspn(at, ",");
        const int index = word_index(f, at, len);
        if (index < 0) return wrong(r, f);
        out->bits |= 1u << index;
        at += len + (at[len] == ',');
    }
    return MILER_OK;
}

static bool read_number(const char *text, size_t len, double *out) {
    return len > 0 && len < 40 && miler_parse_number(text, len, out, NULL) == MILER_OK;
}

static miler_status take_pairs(const reading *r, const field *f, const char *text, field_value *out) {
    double(*pairs)[2] = miler_arena_array(r->arena, FIELD_ROWS_MAX, sizeof *pairs);
    if (pairs == NULL) return miler_fail(r->err, MILER_ERR_NOMEM, "out of memory");
    for (const char *at = text; *at != '\0'; out->count++) {
        const size_t len = strcspn(at, ",");
        const char *colon = memchr(at, ':', len);
        if (colon == NULL || out->count == FIELD_ROWS_MAX) return wrong(r, f);
        if (!read_number(at, (size_t)(colon - at), &pairs[out->count][0]) ||
            !read_number(colon + 1, len - (size_t)(colon + 1 - at), &pairs[out->count][1]))
            return wrong(r, f);
        at += len + (at[len] == ',');
    }
    out->pairs = (const double(*)[2])pairs;
    return MILER_OK;
}

static miler_status take_typed(const reading *r, const field *f, const char *text, field_value *out) {
    double number = 0;
    switch (f->kind) {
    case FIELD_NUMBER:
    case FIELD_WHOLE:
        return read_number(text, strlen(text), &number) ? take_number(r, f, number, out) : wrong(r, f);
    case FIELD_FLAG:
        out->number = strcmp(text, "true") == 0;
        return out->number != 0 || strcmp(text, "false") == 0 ? MILER_OK : wrong(r, f);
    case FIELD_WORDS:
        return take_words(r, f, text, out);
    case FIELD_PAIRS:
        return take_pairs(r, f, text, out);
    default:
        return take_worded(r, f, text, out);
    }
}

static const field *field_of(const field *fields, const char *name) {
    for (size_t i = 0; fields != NULL && fields[i].name != NULL; i++)
        if (strcmp(fields[i].name, name) == 0) return &fields[i];
    return NULL;
}

static miler_status room_for(const reading *r, const field *fields, field_values *out) {
    size_t count = 0;
    while (fields != NULL && fields[count].name != NULL)
        count++;
    *out = (field_values){fields, miler_arena_array(r->arena, count + 1, sizeof *out->values)};
    return out->values != NULL ? MILER_OK : miler_fail(r->err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status check_required(const reading *r, const field_values *v) {
    for (size_t i = 0; v->fields != NULL && v->fields[i].name != NULL; i++) {
        if (!v->fields[i].required || v->values[i].given) continue;
        at_field(r, v->fields[i].name);
        return miler_fail(r->err, MILER_ERR_PARSE, "%s is missing", r->fault->at);
    }
    return MILER_OK;
}

// "key=value", `len` bytes of it.
static miler_status take_pair(const reading *r, const char *pair, size_t len, field_values *out) {
    char name[64], text[FIELD_TEXT_MAX];
    const char *equals = memchr(pair, '=', len);
    const size_t name_len = equals != NULL ? (size_t)(equals - pair) : len;
    if (!fields_decode(pair, name_len, name, sizeof name)) return unknown(r, out->fields, "?");
    const field *f = field_of(out->fields, name);
    if (f == NULL) return unknown(r, out->fields, name);
    at_field(r, name);
    if (equals == NULL || !fields_decode(equals + 1, len - name_len - 1, text, sizeof text))
        return wrong(r, f);
    field_value *value = &out->values[f - out->fields];
    if (value->given) return miler_fail(r->err, MILER_ERR_PARSE, "%s is there twice", name);
    value->given = true;
    const miler_status status = take_typed(r, f, text, value);
    if (status == MILER_OK) r->fault->at[0] = '\0';
    return status;
}

miler_status fields_of_query(const char *query, const field *fields, miler_arena *arena, field_values *out,
                             field_fault *fault, miler_error *err) {
    const reading r = {arena, fault, err};
    miler_status status = room_for(&r, fields, out);
    if (status == MILER_OK && query != NULL && strlen(query) > FIELD_QUERY_MAX)
        return miler_fail(err, MILER_ERR_RANGE, "the address is longer than %d bytes", FIELD_QUERY_MAX);
    for (const char *at = query; status == MILER_OK && at != NULL && *at != '\0';) {
        const size_t len = strcspn(at, "&");
        if (len > 0) status = take_pair(&r, at, len, out);
        at += len + (at[len] == '&');
    }
    return status == MILER_OK ? check_required(&r, out) : status;
}

// ---- Bodies

static miler_status take_json_words(const reading *r, const field *f, const json_t *json, field_value *out) {
    size_t i;
    json_t *item;
    if (!json_is_array(json)) return wrong(r, f);
    json_array_foreach(json, i, item) {
        const int index =
            json_is_string(item) ? word_index(f, json_string_value(item), json_string_length(item)) : -1;
        if (index < 0) return wrong(r, f);
        out->bits |= 1u << index;
    }
    return MILER_OK;
}

static miler_status take_object(const reading *r, const json_t *object, const field *fields,
                                field_values *out);

static miler_status take_rows(const reading *r, const field *f, const json_t *json, field_value *out) {
    const size_t count = json_array_size(json), len = strlen(r->fault->at);
    if (!json_is_array(json)) return wrong(r, f);
    if (count > FIELD_ROWS_MAX)
        return miler_fail(r->err, MILER_ERR_RANGE, "%s has more than %d rows", r->fault->at, FIELD_ROWS_MAX);
    field_values *rows = miler_arena_array(r->arena, count + 1, sizeof *rows);
    if (rows == NULL) return miler_fail(r->err, MILER_ERR_NOMEM, "out of memory");
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(r->fault->at + len, FIELD_AT_MAX - len, "[%zu]", i);
        const miler_status status = take_object(r, json_array_get(json, i), f->rows, &rows[i]);
        if (status != MILER_OK) return status;
        r->fault->at[len] = '\0';
    }
    out->rows = rows;
    out->count = count;
    return MILER_OK;
}

static miler_status take_json(const reading *r, const field *f, const json_t *json, field_value *out) {
    switch (f->kind) {
    case FIELD_NUMBER:
    case FIELD_WHOLE:
        return json_is_number(json) ? take_number(r, f, json_number_value(json), out) : wrong(r, f);
    case FIELD_FLAG:
        out->number = json_is_true(json);
        return json_is_boolean(json) ? MILER_OK : wrong(r, f);
    case FIELD_WORDS:
        return take_json_words(r, f, json, out);
    case FIELD_ROWS:
        return take_rows(r, f, json, out);
    default:
        return json_is_string(json) ? take_worded(r, f, json_string_value(json), out) : wrong(r, f);
    }
}

static miler_status take_object(const reading *r, const json_t *object, const field *fields,
                                field_values *out) {
    const char *key;
    json_t *json;
    miler_status status = room_for(r, fields, out);
    if (status != MILER_OK) return status;
    if (object != NULL && !json_is_object(object))
        return miler_fail(r->err, MILER_ERR_PARSE, "%s wants a JSON object",
                          r->fault->at[0] != '\0' ? r->fault->at : "the body");
    const size_t len = strlen(r->fault->at);
    // The cast: jansson's loop takes no const, and changes nothing.
    void *walk = json_object_iter((json_t *)(uintptr_t)object);
    for (; walk != NULL; walk = json_object_iter_next((json_t *)(uintptr_t)object, walk)) {
        key = json_object_iter_key(walk);
        json = json_object_iter_value(walk);
        const field *f = field_of(fields, key);
        if (f == NULL) return unknown(r, fields, key);
        field_value *value = &out->values[f - fields];
        at_field(r, key);
        value->given = true;
        value->null = json_is_null(json) && f->or_null;
        status = value->null ? MILER_OK : take_json(r, f, json, value);
        if (status != MILER_OK) return status;
        r->fault->at[len] = '\0';
    }
    return check_required(r, out);
}

miler_status fields_of_json(const json_t *object, const field *fields, miler_arena *arena, field_values *out,
                            field_fault *fault, miler_error *err) {
    const reading r = {arena, fault, err};
    return take_object(&r, object, fields, out);
}

// ---- Asking

const field_value *field_get(const field_values *v, const char *name) {
    static const field_value none = {.given = false};
    const field *f = field_of(v->fields, name);
    return f != NULL && v->values != NULL ? &v->values[f - v->fields] : &none;
}

bool field_given(const field_values *v, const char *name) {
    return field_get(v, name)->given;
}

static const field_value *told(const field_values *v, const char *name) {
    const field_value *value = field_get(v, name);
    return value->given && !value->null ? value : NULL;
}

double field_number(const field_values *v, const char *name, double fallback) {
    const field_value *value = told(v, name);
    return value != NULL ? value->number : fallback;
}

int32_t field_whole(const field_values *v, const char *name, int32_t fallback) {
    const field_value *value = told(v, name);
    return value != NULL ? (int32_t)value->number : fallback;
}

int64_t field_id(const field_values *v, const char *name, int64_t fallback) {
    const field_value *value = told(v, name);
    return value != NULL ? (int64_t)value->number : fallback;
}

int32_t field_day(const field_values *v, const char *name, int32_t fallback) {
    return field_whole(v, name, fallback);
}

bool field_flag(const field_values *v, const char *name) {
    return field_number(v, name, 0) != 0;
}

int field_word(const field_values *v, const char *name, int fallback) {
    return field_whole(v, name, fallback);
}

const char *field_text(const field_values *v, const char *name, const char *fallback) {
    const field_value *value = told(v, name);
    return value != NULL && value->text != NULL ? value->text : fallback;
}

void field_wipe(const field_values *v, const char *name) {
    const field_value *value = field_get(v, name);
    char *own; // ours, in the arena
    memcpy(&own, &value->text, sizeof own);
    if (own != NULL) sodium_memzero(own, strlen(own));
}
