// SPDX-License-Identifier: MIT
// expat behind caps (see xml.h). How a cap is met:
//
//     document type          refused by its first event
//     attributes, tag bytes  looked at in the start event; a tag, comment or
//                            instruction that does not end within the cap is
//                            seen by how far expat lags behind what it was fed
//     depth, elements, text  counted
//     memory                 expat's allocator counts; many different names
//                            would otherwise fill expat's tables
//
// Handlers never call back into expat but to ask where it is and to stop it.
//
// expat is given blocks of one size however the bytes come in:
//
//     feeds  |--|-----|-|------------|---|
//     blocks |=========|=========|=======|  (64 KiB, the last one shorter)
//
// so that a file reads the same in any pieces; and a token at which a block
// ends is looked at twice, not once per feed.
#include "formats/xml.h"

#include <expat.h>
#include <string.h>

#define SLOTS 256 // twice the names and more, so that a probe hits at once

typedef struct memory {
    const miler_alloc *alloc;
    size_t used;
    bool over;
} memory;

// expat's allocator takes no user pointer: the one whose turn it is stands here
// while expat runs, and each piece remembers whose it is.
static _Thread_local memory *current;

typedef union piece {
    struct {
        memory *owner;
        size_t size;
    } of;
    max_align_t align;
} piece;

struct xml_reader {
    XML_Parser parser;
    const xml_events *events;
    void *user;
    memory memory;
    bool started;           // past what stands before the first '<'
    uint64_t skipped;       // bytes ...
    uint32_t skipped_lines; // ... and lines of it
    char *block;            // expat's buffer, being filled
    size_t block_len;
    uint64_t fed; // bytes parsed
    size_t elements;
    size_t depth;
    bool keep;       // text at hand is wanted
    size_t text_run; // bytes of text since the last tag
    size_t text_len; // of `text`
    miler_status stopped;
    miler_error why;
    xml_damage damage;
    uint8_t stack[MILER_XML_DEPTH_MAX + 1];
    uint8_t slots[SLOTS]; // index into the names, plus one
    size_t lengths[XML_NAMES_MAX];
    char text[XML_KEEP];
};

// ---- Memory

static void *take(size_t size) {
    memory *m = current;
    size_t whole;
    if (!miler_size_add(size, sizeof(piece), &whole)) return NULL;
    if (whole > MILER_XML_MEMORY_MAX - m->used) {
        m->over = true;
        return NULL;
    }
    piece *p = miler_resize(m->alloc, NULL, 0, whole);
    if (p == NULL) return NULL;
    *p = (piece){.of = {m, whole}};
    m->used += whole;
    return p + 1;
}

static void drop(void *ptr) {
    if (ptr == NULL) return;
    piece *p = (piece *)ptr - 1;
    p->of.owner->used -= p->of.size;
    miler_resize(p->of.owner->alloc, p, p->of.size, 0);
}

static void *resize(void *ptr, size_t size) {
    if (ptr == NULL) return take(size);
    piece *p = (piece *)ptr - 1;
    memory *m = p->of.owner;
    size_t old = p->of.size;
    size_t whole;
    if (!miler_size_add(size, sizeof(piece), &whole)) return NULL;
    if (whole > old && whole - old > MILER_XML_MEMORY_MAX - m->used) {
        m->over = true;
        return NULL;
    }
    p = miler_resize(m->alloc, p, old, whole);
    if (p == NULL) return NULL;
    p->of.size = whole;
    m->used = m->used - old + whole;
    return p + 1;
}

// ---- Names

static inline uint32_t mix(uint32_t hash, char c) {
    return (hash << 5 | hash >> 27) ^ (uint8_t)c;
}

static inline uint32_t slot_of(uint32_t hash) {
    return (hash * 0x9E3779B1u) >> 24; // Fibonacci hashing to eight bits
}

static void index_names(xml_reader *x) {
    for (size_t i = 0; i < x->events->name_count; i++) {
        uint32_t hash = 0;
        const char *c = x->events->names[i].name;
        for (; *c != '\0'; c++)
            hash = mix(hash, *c);
        x->lengths[i] = (size_t)(c - x->events->names[i].name);
        uint32_t slot = slot_of(hash);
        while (x->slots[slot] != 0)
            slot = (slot + 1) % SLOTS;
        x->slots[slot] = (uint8_t)(i + 1);
    }
}

static inline const xml_name *look_up(const xml_reader *x, const char *name) {
    uint32_t hash = 0;
    const char *c = name;
    for (; *c != '\0'; c++) {
        if (*c == ':') {
            name = c + 1;
            hash = 0;
        } else {
            hash = mix(hash, *c);
        }
    }
    size_t len = (size_t)(c - name);
    for (uint32_t slot = slot_of(hash); x->slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        size_t i = x->slots[slot] - 1u;
        if (x->lengths[i] == len && memcmp(x->events->names[i].name, name, len) == 0)
            return &x->events->names[i];
    }
    return NULL;
}

// ---- Events

#define NO_WATCH "no watch writes such a file: export the run anew"

static void stop(xml_reader *x, miler_status status, const char *what, size_t cap) {
    if (x->stopped != MILER_OK) return;
    x->stopped = status;
    if (cap != 0)
        miler_fail(&x->why, status, "more than %zu %s", cap, what);
    else
        miler_fail(&x->why, status, "%s", what);
    if (status == MILER_ERR_LIMIT) miler_error_remedy(&x->why, NO_WATCH);
    x->why.line = xml_line(x);
    XML_StopParser(x->parser, XML_FALSE);
}

void xml_stop(xml_reader *x, miler_status status) {
    stop(x, status, status == MILER_ERR_NOMEM ? "out of memory" : "stopped", 0);
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attrs) {
    xml_reader *x = user;
    if (x->stopped != MILER_OK) return;
    if (XML_GetCurrentByteCount(x->parser) > (int)MILER_XML_TEXT_MAX)
        stop(x, MILER_ERR_LIMIT, "bytes in one tag", MILER_XML_TEXT_MAX);
    if (x->depth == MILER_XML_DEPTH_MAX)
        stop(x, MILER_ERR_LIMIT, "elements in one another", MILER_XML_DEPTH_MAX);
    if (x->elements++ == MILER_XML_ELEMENTS_MAX) stop(x, MILER_ERR_LIMIT, "elements", MILER_XML_ELEMENTS_MAX);
    for (size_t n = 0; attrs[n] != NULL; n += 2)
        if (n == 2 * MILER_XML_ATTRS_MAX) {
            stop(x, MILER_ERR_LIMIT, "attributes in one tag", MILER_XML_ATTRS_MAX);
            break;
        }
    if (x->stopped != MILER_OK) return;
    const xml_name *known = look_up(x, name);
    x->text_run = 0;
    x->text_len = 0;
    x->keep = known != NULL && known->text;
    x->stack[++x->depth] = known != NULL ? known->id : 0;
    if (known != NULL) x->events->start(x->user, known->id, (const char *const *)attrs);
}

static void on_end(void *user, const XML_Char *name) {
    (void)name;
    xml_reader *x = user;
    if (x->stopped != MILER_OK) return;
    int id = x->stack[x->depth];
    if (id != 0) x->events->end(x->user, id, x->text, x->keep ? x->text_len : 0);
    x->depth--;
    x->keep = false;
    x->text_run = 0;
    x->text_len = 0;
}

static void on_text(void *user, const XML_Char *text, int length) {
    xml_reader *x = user;
    size_t len = (size_t)length;
    x->text_run += len;
    if (x->text_run > MILER_XML_TEXT_MAX) stop(x, MILER_ERR_LIMIT, "bytes in one text", MILER_XML_TEXT_MAX);
    if (!x->keep) return;
    size_t room = sizeof x->text - x->text_len;
    if (len > room) len = room;
    memcpy(x->text + x->text_len, text, len);
    x->text_len += len;
}

static void on_doctype(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public_id,
                       int subset) {
    (void)name, (void)system, (void)public_id, (void)subset;
    xml_reader *x = user;
    stop(x, MILER_ERR_FORMAT, "a document type declaration, which no watch writes", 0);
    miler_error_remedy(&x->why, "if you trust the file, delete its <!DOCTYPE ...> and try again");
}

static void measure(xml_reader *x) {
    if (XML_GetCurrentByteCount(x->parser) > (int)MILER_XML_TEXT_MAX)
        stop(x, MILER_ERR_LIMIT, "bytes in one comment or instruction", MILER_XML_TEXT_MAX);
}

static void on_comment(void *user, const XML_Char *text) {
    (void)text;
    measure(user);
}

static void on_instruction(void *user, const XML_Char *target, const XML_Char *data) {
    (void)target, (void)data;
    measure(user);
}

// ---- Reading

miler_status xml_open(xml_reader **out, const xml_events *events, void *user, miler_arena *arena,
                      miler_error *err) {
    static const XML_Memory_Handling_Suite suite = {take, resize, drop};
    xml_reader *x = miler_arena_take(arena, sizeof *x);
    if (x == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    x->events = events;
    x->user = user;
    x->memory.alloc = miler_arena_allocator(arena);
    current = &x->memory;
    x->parser = XML_ParserCreate_MM(NULL, &suite, NULL);
    current = NULL;
    if (x->parser == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    index_names(x);
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    XML_SetCommentHandler(x->parser, on_comment);
    XML_SetProcessingInstructionHandler(x->parser, on_instruction);
    *out = x;
    return MILER_OK;
}

void xml_close(xml_reader *x) {
    if (x->parser != NULL) XML_ParserFree(x->parser);
    x->parser = NULL;
}

static miler_status no_memory(xml_reader *x, miler_error *err) {
    if (!x->memory.over) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_fail(err, MILER_ERR_LIMIT, "too many different names and attributes");
    miler_error_remedy(err, NO_WATCH);
    if (err != NULL) err->line = xml_line(x);
    return MILER_ERR_LIMIT;
}

static miler_status strange_encoding(const xml_reader *x, miler_error *err) {
    miler_fail(err, MILER_ERR_UNSUPPORTED, "an encoding other than UTF-8, UTF-16, ISO-8859-1 or ASCII");
    miler_error_remedy(err,
                       "open the file in a text editor, save it as UTF-8, and write UTF-8 in its first line");
    if (err != NULL) err->line = xml_line(x);
    return MILER_ERR_UNSUPPORTED;
}

// What expat says where a document just ends; with anything else it is wrong.
static bool is_end(enum XML_Error code) {
    return code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN ||
           code == XML_ERROR_PARTIAL_CHAR || code == XML_ERROR_UNCLOSED_CDATA_SECTION;
}

// The end of parsing: an error of the caller's, or damage that is only noted.
static miler_status ended(xml_reader *x, bool final, miler_error *err) {
    enum XML_Error code = XML_GetErrorCode(x->parser);
    if (x->stopped != MILER_OK) {
        if (err != NULL) *err = x->why;
        return x->stopped;
    }
    if (code == XML_ERROR_NO_MEMORY) return no_memory(x, err);
    if (code == XML_ERROR_UNKNOWN_ENCODING) return strange_encoding(x, err);
    XML_Index at = XML_GetErrorByteIndex(x->parser);
    x->damage = (xml_damage){
        .found = true,
        .early = final && is_end(code),
        .after = code == XML_ERROR_JUNK_AFTER_DOC_ELEMENT || (x->depth == 0 && x->elements != 0),
        .line = xml_line(x),
        .column = (uint32_t)XML_GetErrorColumnNumber(x->parser) + 1,
        .offset = x->skipped + (at >= 0 ? (uint64_t)at : x->fed),
        .what = XML_ErrorString(code),
    };
    return MILER_OK;
}

static miler_status too_long(const xml_reader *x, miler_error *err) {
    miler_fail(err, MILER_ERR_LIMIT, "more than %zu bytes in one tag, comment or instruction",
               MILER_XML_TEXT_MAX);
    miler_error_remedy(err, NO_WATCH);
    if (err != NULL) err->line = xml_line(x);
    return MILER_ERR_LIMIT;
}

static miler_status parse_block(xml_reader *x, bool final, miler_error *err) {
    current = &x->memory;
    enum XML_Status status = XML_ParseBuffer(x->parser, (int)x->block_len, final);
    current = NULL;
    x->fed += x->block_len;
    x->block = NULL;
    x->block_len = 0;
    if (status != XML_STATUS_OK) return ended(x, final, err);
    XML_Index at = XML_GetCurrentByteIndex(x->parser);
    if (!final && at >= 0 && x->fed - (uint64_t)at > MILER_XML_TEXT_MAX) return too_long(x, err);
    return MILER_OK;
}

static bool new_block(xml_reader *x) {
    current = &x->memory;
    x->block = XML_GetBuffer(x->parser, (int)MILER_FEED_CHUNK);
    current = NULL;
    return x->block != NULL;
}

// A byte order mark and blanks before <?xml, which expat does not allow.
static size_t skip_blanks(xml_reader *x, const uint8_t *p, size_t len) {
    size_t i = 0;
    for (; i < len; i++) {
        bool blank = p[i] == ' ' || p[i] == '\t' || p[i] == '\r' || p[i] == '\n';
        bool mark = p[i] == 0xEF || p[i] == 0xBB || p[i] == 0xBF;
        if (!blank && !mark) {
            x->started = true;
            break;
        }
        if (p[i] == '\n') x->skipped_lines++;
    }
    x->skipped += i;
    return i;
}

miler_status xml_feed(xml_reader *x, const void *bytes, size_t len, miler_error *err) {
    const char *p = bytes;
    size_t at = x->started ? 0 : skip_blanks(x, bytes, len);
    while (at < len && !x->damage.found) {
        if (x->block == NULL && !new_block(x)) return no_memory(x, err);
        size_t room = MILER_FEED_CHUNK - x->block_len;
        size_t n = len - at < room ? len - at : room;
        memcpy(x->block + x->block_len, p + at, n);
        x->block_len += n;
        at += n;
        miler_status status = x->block_len == MILER_FEED_CHUNK ? parse_block(x, false, err) : MILER_OK;
        if (status != MILER_OK) return status;
    }
    return MILER_OK;
}

miler_status xml_finish(xml_reader *x, miler_error *err) {
    if (x->damage.found) return MILER_OK;
    if (x->block == NULL && !new_block(x)) return no_memory(x, err);
    return parse_block(x, true, err);
}

int xml_above(const xml_reader *x, size_t up) {
    return up < x->depth ? x->stack[x->depth - up] : 0;
}

uint32_t xml_line(const xml_reader *x) {
    return (uint32_t)XML_GetCurrentLineNumber(x->parser) + x->skipped_lines;
}

const xml_damage *xml_damage_of(const xml_reader *x) {
    return &x->damage;
}

miler_status xml_damage_error(const xml_damage *damage, miler_error *err) {
    miler_fail(err, MILER_ERR_FORMAT, "%s before anything could be read",
               damage->early ? "the file ends" : damage->what);
    miler_error_remedy(err, "copy the file from the watch or its site once more");
    if (err != NULL) {
        err->line = damage->line;
        err->column = damage->column;
    }
    return MILER_ERR_FORMAT;
}

// ---- Small things of files

static const char *local(const char *name) {
    const char *colon = strchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

const char *xml_attr(const char *const *attrs, const char *name) {
    for (size_t i = 0; attrs[i] != NULL; i += 2)
        if (strcmp(local(attrs[i]), name) == 0) return attrs[i + 1];
    return NULL;
}

static inline bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Where the text after `at` goes on behind `end`; len when it does not.
static size_t behind(const char *text, size_t len, size_t at, const char *end) {
    size_t n = strlen(end);
    for (; at + n <= len; at++)
        if (memcmp(text + at, end, n) == 0) return at + n;
    return len;
}

// The name of the tag that starts before `at` is this one, its prefix apart.
static bool name_is(const char *text, size_t len, size_t at, const char *name) {
    size_t start = at;
    for (; at < len && !is_blank(text[at]) && text[at] != '>' && text[at] != '/'; at++)
        if (text[at] == ':') start = at + 1;
    return at < len && at - start == strlen(name) && memcmp(text + start, name, at - start) == 0;
}

bool xml_root_is(const uint8_t *head, size_t len, const char *name) {
    char text[4096] = {0}; // ASCII as it stands, UTF-16 without its zeros
    size_t n = 0;
    for (size_t i = 0; i < len && n < sizeof text; i++)
        if (head[i] != 0) text[n++] = (char)head[i];
    size_t at = 0;
    while (at < n && ((text[at] & 0x80) != 0 || is_blank(text[at])))
        at++; // byte order mark, and blanks where none belong
    if (at == n || text[at] != '<') return false;
    while (at + 1 < n) {
        if (text[at] != '<')
            at++;
        else if (n - at >= 4 && memcmp(text + at, "<!--", 4) == 0)
            at = behind(text, n, at + 4, "-->");
        else if (text[at + 1] == '?')
            at = behind(text, n, at + 2, "?>");
        else if (text[at + 1] == '!')
            at++; // a document type: sniffed, then refused with a reason
        else
            return name_is(text, n, at + 1, name);
    }
    return false;
}

bool xml_number(const char *text, size_t len, double *out) {
    static const double tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8, 1e9,
                                  1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18};
    const char *at = text;
    const char *end = text + len;
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    const char *start = at;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+')) at++;
    uint64_t mantissa = 0;
    size_t digits = 0;
    size_t places = 0;
    for (; at < end && (uint8_t)(*at - '0') < 10; at++, digits++)
        mantissa = mantissa * 10 + (uint8_t)(*at - '0');
    if (at < end && *at == '.')
        for (at++; at < end && (uint8_t)(*at - '0') < 10; at++) {
            if (digits == 18) continue; // 18 digits say more than a double can hold
            mantissa = mantissa * 10 + (uint8_t)(*at - '0');
            digits++;
            places++;
        }
    if (at != end || digits == 0 || digits > 18) // an exponent, a very long number, or none
        return miler_parse_number(start, (size_t)(end - start), out, NULL) == MILER_OK;
    double value = (double)mantissa / tens[places];
    *out = negative ? -value : value;
    return true;
}

static inline bool two_digits(const char *p, int64_t *out) {
    uint8_t a = (uint8_t)(p[0] - '0');
    uint8_t b = (uint8_t)(p[1] - '0');
    *out = a * 10 + b;
    return a < 10 && b < 10;
}

// "2020-06-01T14:52:40" and a fraction of up to three places, then Z: nearly
// all of them. False: the careful reader is to look at it.
static bool plain_time(const xml_clock *clock, const char *text, size_t len, int64_t *t_ms) {
    if (len < 20 || len > 24 || !clock->has_date || memcmp(text, clock->date, sizeof clock->date) != 0)
        return false;
    int64_t h, m, s;
    if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[len - 1] != 'Z') return false;
    if (!two_digits(text + 11, &h) || !two_digits(text + 14, &m) || !two_digits(text + 17, &s)) return false;
    if (h > 23 || m > 59 || s > 59) return false;
    int64_t ms = 0;
    if (len > 20) {
        if (len == 21 || text[19] != '.') return false;
        static const int64_t scale[] = {100, 10, 1};
        for (size_t i = 20; i + 1 < len; i++) {
            uint8_t d = (uint8_t)(text[i] - '0');
            if (d > 9) return false;
            ms += d * scale[i - 20];
        }
    }
    *t_ms = clock->day_ms + ((h * 60 + m) * 60 + s) * 1000 + ms;
    return true;
}

bool xml_time(xml_clock *clock, const char *text, size_t len, int64_t *t_ms) {
    if (plain_time(clock, text, len, t_ms)) return true;
    int32_t offset_s;
    if (miler_parse_instant(text, len, t_ms, &offset_s, NULL) != MILER_OK) return false;
    if (offset_s != 0) {
        clock->has_offset = true;
        clock->offset_s = offset_s;
    }
    size_t at = 0;
    while (at < len && is_blank(text[at]))
        at++;
    // "24:00:00" and a leap second belong to the next day: such a date is not kept.
    clock->has_date = len - at >= 20 && text[len - 1] == 'Z' && memcmp(text + at + 11, "24", 2) != 0 &&
                      memcmp(text + at + 17, "60", 2) != 0;
    if (!clock->has_date) return true;
    memcpy(clock->date, text + at, sizeof clock->date);
    clock->day_ms = (int64_t)miler_day_at(*t_ms, 0) * MILER_MS_PER_DAY;
    return true;
}
