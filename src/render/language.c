// SPDX-License-Identifier: MIT
// Formats are kept by their first byte, those with most letters of their own first: the first
// that fits is the one that says most. A text without a format of its own is tried in pieces,
// sentence by sentence, then at its colons and commas.
#include "render/language.h"

#include "render/format_match.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

extern const char miler_data_texts_de[];
extern const size_t miler_data_texts_de_len;

#define TEXT_MAX 1600 // bytes of a text that is looked up; longer ones are no sentences of ours
#define DEPTH_MAX 12  // words within words
// What one text may cost in all, in letters and formats looked at: some for any, and for each of its bytes. The
// dearest text of ours takes less than half of that; whatever needs more is none of them and stays as it is.
#define WORK_MIN 100000
#define WORK_PER_BYTE 1000
#define SENTENCES_MAX 12
#define PARTLY_MIN 10 // letters of a format's own that make it right although its words are not known
#define BUCKETS 257   // by first byte; the last: formats that begin with words of any kind

const char *const language_codes[] = {"en", "de", NULL};

// Which pairs of letters stand in a text, by their hash: what lacks one of a piece's does not have the piece.
typedef struct letter_pairs {
    uint64_t bits[4];
} letter_pairs;

typedef struct saying {
    const char *key, *value;
    size_t key_len, value_len, weight; // weight: letters of the key that are no conversion
    const char *piece; // the longest of its letters in a row: what is to be in a text that fits
    size_t piece_len;
    bool several; // it goes over the end of a sentence
} saying;

// What tells soonest that a format is not the one, side by side in memory: hundreds are looked at for each text.
typedef struct candidate {
    letter_pairs pairs; // of its piece
    bool several;
    const saying *saying;
} candidate;

struct language {
    const char *code;
    miler_arena *arena;
    saying *sayings;
    size_t count;
    candidate *bucket[BUCKETS];
    size_t in_bucket[BUCKETS];
};

// ---- The table

static size_t weight_of(const char *key, size_t len) {
    size_t weight = 0;
    char kind;
    unsigned place;
    for (size_t i = 0; i < len;) {
        const size_t size = format_conversion(key + i, len - i, &kind, &place);
        if (size == 0) weight++;
        i += size > 0 ? size : 1;
    }
    return weight;
}

// Words end where a sentence does, and so may a sentence that stands for words; one's own may be any.
static bool goes_on(const char *key, size_t len) {
    for (size_t i = 1; i + 1 < len; i++) {
        if (key[i] == '%' && format_is_own(key, key + i)) return true;
        if (key[i] == ' ' &&
            (strchr(".!?", key[i - 1]) != NULL ||
             (key[i - 1] == 's' && (key[i + 1] == '%' || (key[i + 1] >= 'A' && key[i + 1] <= 'Z')))))
            return true;
    }
    return false;
}

// Percent signs end a piece: doubled ones are written once in a text.
static void find_piece(saying *one) {
    char kind;
    unsigned place;
    const char *from = one->key;
    const char *end = one->key + one->key_len;
    for (const char *at = one->key;;) {
        const size_t size = at < end ? format_conversion(at, (size_t)(end - at), &kind, &place) : 1;
        if (size > 0 && (size_t)(at - from) > one->piece_len) {
            one->piece = from;
            one->piece_len = (size_t)(at - from);
        }
        if (at >= end) return;
        at += size > 0 ? size : 1;
        if (size > 0) from = at;
    }
}

static letter_pairs pairs_of(const char *at, size_t len) {
    letter_pairs pairs = {{0}};
    for (size_t i = 1; i < len; i++) {
        const unsigned hash = ((unsigned char)at[i - 1] * 31u + (unsigned char)at[i]) * 2654435769u >> 24;
        pairs.bits[hash >> 6] |= (uint64_t)1 << (hash & 63);
    }
    return pairs;
}

static bool may_have_piece(const candidate *one, const letter_pairs *text) {
    uint64_t lacking = 0;
    for (size_t i = 0; i < sizeof text->bits / sizeof text->bits[0]; i++)
        lacking |= one->pairs.bits[i] & ~text->bits[i];
    return lacking == 0;
}

static bool has_piece(const saying *one, const char *text, size_t len) {
    const size_t n = one->piece_len;
    for (const char *at = text; n > 0 && (size_t)(at - text) + n <= len; at++) {
        at = memchr(at, one->piece[0], len - (size_t)(at - text) - n + 1);
        if (at == NULL) return false;
        if (memcmp(at, one->piece, n) == 0) return true;
    }
    return n == 0;
}

// Where a text would be looked for that this format fits: by byte, a number's with all digits and signs in 0.
static size_t bucket_of(const char *key, size_t len) {
    char kind = 0;
    unsigned place;
    const size_t size = format_conversion(key, len, &kind, &place);
    if (size > 0 && kind == 's') return BUCKETS - 1;
    return size > 0 && kind != '%' ? 0 : (unsigned char)key[0];
}

static size_t bucket_of_text(char first) {
    return (first >= '0' && first <= '9') || first == '-' || first == '+' ? 0 : (unsigned char)first;
}

static miler_status read_lines(language *l, const char *at, const char *end, miler_error *err) {
    size_t lines = 0, line = 0;
    for (const char *c = at; c < end; c++)
        lines += *c == '\n';
    l->sayings = miler_arena_array(l->arena, lines + 1, sizeof *l->sayings);
    if (l->sayings == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        if (stop == NULL) stop = end;
        const char *tab = memchr(at, '\t', (size_t)(stop - at));
        line++;
        if (at < stop && *at != '#') {
            if (tab == NULL || tab == at || tab + 1 == stop)
                return miler_fail(err, MILER_ERR_FORMAT, "texts, line %zu: an English and another text",
                                  line);
            const size_t key_len = (size_t)(tab - at);
            l->sayings[l->count] = (saying){.key = at,
                                            .value = tab + 1,
                                            .key_len = key_len,
                                            .value_len = (size_t)(stop - tab - 1),
                                            .weight = weight_of(at, key_len)};
            l->sayings[l->count].several = goes_on(at, key_len);
            find_piece(&l->sayings[l->count++]);
        }
        at = stop < end ? stop + 1 : end;
    }
    return MILER_OK;
}

// Digits stand in the first bucket, whether the format has them itself or takes them from the text.
static size_t place_of(const saying *s) {
    const size_t bucket = bucket_of(s->key, s->key_len);
    return bucket == BUCKETS - 1 ? bucket : bucket == 0 ? 0 : bucket_of_text(s->key[0]);
}

static int by_weight(const void *a, const void *b) {
    const saying *x = a, *y = b;
    if (x->weight != y->weight) return x->weight > y->weight ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static miler_status fill_buckets(language *l, miler_error *err) {
    qsort(l->sayings, l->count, sizeof *l->sayings, by_weight);
    for (size_t i = 0; i < l->count; i++)
        l->in_bucket[place_of(&l->sayings[i])]++;
    for (size_t b = 0; b < BUCKETS; b++) {
        l->bucket[b] = miler_arena_array(l->arena, l->in_bucket[b] + 1, sizeof *l->bucket[b]);
        if (l->bucket[b] == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
        l->in_bucket[b] = 0;
    }
    for (size_t i = 0; i < l->count; i++) {
        const saying *one = &l->sayings[i];
        const size_t b = place_of(one);
        l->bucket[b][l->in_bucket[b]++] =
            (candidate){pairs_of(one->piece, one->piece_len), one->several, one};
    }
    return MILER_OK;
}

const char *language_find(const char *text, size_t len) {
    if (text == NULL || len < 2 || (len > 2 && text[2] != '-')) return NULL;
    for (size_t i = 0; language_codes[i] != NULL; i++)
        if ((text[0] | 0x20) == language_codes[i][0] && (text[1] | 0x20) == language_codes[i][1])
            return language_codes[i];
    return NULL;
}

const char *language_accepted(const char *list) {
    while (list != NULL && *list != '\0') {
        list += strspn(list, " ,\t");
        const char *found = language_find(list, strcspn(list, " ,;\t"));
        if (found != NULL) return found;
        list += strcspn(list, ",");
    }
    return NULL;
}

miler_status language_open(const char *code, const miler_alloc *alloc, language **out, miler_error *err) {
    const char *found = language_find(code, code != NULL ? strlen(code) : 0);
    *out = NULL;
    if (found == NULL)
        return miler_fail(err, MILER_ERR_NOT_FOUND, "no language '%s'", code != NULL ? code : "");
    if (strcmp(found, "en") == 0) return MILER_OK;
    miler_arena *arena = miler_arena_new(alloc, 0);
    language *l = arena != NULL ? miler_arena_take(arena, sizeof *l) : NULL;
    if (l == NULL) {
        miler_arena_free(arena);
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    }
    l->code = found;
    l->arena = arena;
    miler_status status =
        read_lines(l, miler_data_texts_de, miler_data_texts_de + miler_data_texts_de_len, err);
    if (status == MILER_OK) status = fill_buckets(l, err);
    if (status == MILER_OK)
        *out = l;
    else
        miler_arena_free(arena);
    return status;
}

void language_close(language *l) {
    if (l != NULL) miler_arena_free(l->arena);
}

const char *language_code(const language *l) {
    return l != NULL ? l->code : language_codes[0];
}

// ---- Saying

typedef enum knowledge { UNKNOWN, PARTLY, KNOWN } knowledge;

// Sentences come again and again in one answer, and pieces in one text, as it is tried at each of its joints.
#define MEMORY 1024
#define MEMORY_OF_ONE 64
typedef struct memory {
    const char *text, *said;
    size_t len, said_len;
    knowledge known;
} memory;

typedef struct speaker {
    const language *l;
    miler_arena *arena;
    unsigned depth;
    size_t left;    // of the work that the text may cost
    size_t work;    // that all texts have cost
    memory *memory; // NULL: out of memory
    size_t places;  // in it
} speaker;

static knowledge say(speaker *s, span text, miler_buf *out);

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_unit(const char *at, size_t len) {
    // The last three stand on paper: times, from to, a place to break a line.
    static const char *const units[] = {"m",    "km",     "mi", "s",  "min",         "h", "x",
                                        "r",    "cm",     "kg", "ft", "lb",          "C", "bpm",
                                        "W/kg", "VO2max", "×",  "–",  "\xe2\x80\x8b"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strlen(units[i]) == len && memcmp(units[i], at, len) == 0) return true;
    return false;
}

// The bytes of a sign that stands before or between numbers; 0: there is none.
static size_t sign(const char *at, size_t len) {
    static const char *const signs[] = {"×", "±", "−"};
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        const size_t n = strlen(signs[i]);
        if (n <= len && memcmp(signs[i], at, n) == 0) return n;
    }
    return 0;
}

// Numbers, times and paces need no table but the comma: 5:33.4, 4:54/km, 2.40 km, 6 × 400 m, ± 0.5.
static bool only_numbers(span text) {
    for (size_t i = 0; i < text.len; i++) {
        size_t n = sign(text.at + i, text.len - i);
        if (n > 0) {
            i += n - 1;
            continue;
        }
        while (i + n < text.len && is_letter(text.at[i + n]))
            n++;
        if (n > 0 && text.at[i] == 'V' && i + 6 <= text.len) n = 6;
        if (n > 0 && !is_unit(text.at + i, n)) return false;
        i += n;
    }
    return true;
}

// "rp-400", as catalogue and commands are named: the same in every language.
static bool only_name(span text) {
    bool joined = false;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.at[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') return false;
        joined = joined || c == '-';
    }
    return joined;
}

static void append_numbers(miler_buf *out, span text) {
    for (size_t i = 0; i < text.len; i++) {
        const bool point = text.at[i] == '.' && i > 0 && format_digits(text.at + i - 1, 1) == 1 &&
                           format_digits(text.at + i + 1, text.len - i - 1) > 0;
        miler_buf_append(out, point ? "," : text.at + i, 1);
    }
}

static size_t named(const format_match *m, const char *at, size_t len) {
    size_t i = 0;
    while (i < m->count && (m->names[i].len != len || memcmp(m->names[i].at, at, len) != 0))
        i++;
    return i;
}

// The other text with what the first one took.
static knowledge fill(speaker *s, const saying *one, const format_match *m,
                      miler_buf *out) { // NOLINT(misc-no-recursion)
    knowledge known = format_spend(&s->left, one->value_len) ? KNOWN : UNKNOWN;
    size_t next = 0;
    for (size_t i = 0; known != UNKNOWN && i < one->value_len;) {
        char kind = 0;
        unsigned place;
        const char *at = one->value + i;
        const size_t size = format_conversion(at, one->value_len - i, &kind, &place);
        i += size > 0 ? size : 1;
        if (size == 0 || kind == '%') {
            miler_buf_append(out, at, 1);
            continue;
        }
        const size_t which = *at == '{' ? named(m, at, size) : place > 0 ? place - 1 : next++;
        if (which >= m->count) continue;
        if (kind != 's')
            append_numbers(out, m->parts[which]);
        else if (format_is_own(one->key, m->names[which].at))
            miler_buf_append(out, m->parts[which].at, m->parts[which].len);
        else if (say(s, m->parts[which], out) != KNOWN)
            known = PARTLY;
    }
    return known;
}

// Ends of sentences in a text: after ". ", "! ", "? ".
static size_t sentence_ends(span text, size_t ends[SENTENCES_MAX]) {
    size_t count = 0;
    for (size_t i = 0; i + 2 < text.len && count < SENTENCES_MAX - 1; i++)
        if (strchr(".!?", text.at[i]) != NULL && text.at[i + 1] == ' ') ends[count++] = i + 1;
    ends[count++] = text.len;
    return count;
}

// By the formats of a bucket; where none has all its words known, by the first that fits.
static knowledge by_format(speaker *s, span text, size_t bucket,
                           miler_buf *out) { // NOLINT(misc-no-recursion)
    size_t ends[SENTENCES_MAX];
    const size_t before = out->len;
    if (!format_spend(&s->left, text.len)) return UNKNOWN;
    const bool several = sentence_ends(text, ends) > 1;
    const letter_pairs pairs = pairs_of(text.at, text.len);
    const saying *first = NULL;
    format_match of_first = {.count = 0};
    for (size_t i = 0; i < s->l->in_bucket[bucket]; i++) {
        const candidate *c = &s->l->bucket[bucket][i];
        const saying *one = c->saying;
        if (!format_spend(&s->left, 1)) return UNKNOWN;
        if ((several && !c->several) || !may_have_piece(c, &pairs)) continue;
        format_match m = {.text = text.at, .len = text.len, .left = &s->left};
        if (!format_spend(&s->left, text.len) || !has_piece(one, text.at, text.len) ||
            !format_fits(one->key, one->key_len, &m))
            continue;
        if (fill(s, one, &m, out) == KNOWN) return KNOWN;
        out->len = before;
        if (first != NULL || one->weight < PARTLY_MIN) continue;
        of_first = m;
        first = one;
    }
    return first != NULL ? fill(s, first, &of_first, out) : UNKNOWN;
}

static knowledge as_written(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    const size_t before = out->len;
    const knowledge narrow = by_format(s, text, bucket_of_text(text.at[0]), out);
    if (narrow == KNOWN) return KNOWN;
    out->len = before;
    const knowledge wide = by_format(s, text, BUCKETS - 1, out);
    if (wide == KNOWN || narrow == UNKNOWN) return wide;
    out->len = before;
    return by_format(s, text, bucket_of_text(text.at[0]), out);
}

// What stands between the two goes.
static void cut_out(miler_buf *out, size_t from, size_t to) {
    if (out->failed || from == to) return;
    memmove(out->ptr + from, out->ptr + to, out->len - to);
    out->len -= to - from;
}

// With a small first letter, where it has a capital.
static knowledge in_small(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    char *small = format_spend(&s->left, text.len) ? miler_arena_dup_n(s->arena, text.at, text.len) : NULL;
    if (small == NULL) return UNKNOWN;
    small[0] = (char)(small[0] | 0x20);
    return as_written(s, (span){small, text.len}, out);
}

static void make_capital(miler_buf *out, size_t at) {
    if (!out->failed && at < out->len && out->ptr[at] >= 'a' && out->ptr[at] <= 'z')
        out->ptr[at] = (char)(out->ptr[at] & ~0x20);
}

// As written, with a small first letter, or without the full stop that was put behind; a capital stays one.
static knowledge whole(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    const size_t before = out->len;
    const bool capital = text.at[0] >= 'A' && text.at[0] <= 'Z';
    const bool stop = text.len > 2 && text.at[text.len - 1] == '.';
    knowledge known = as_written(s, text, out);
    if (known == UNKNOWN && capital) known = in_small(s, text, out);
    if (known != KNOWN && stop) {
        const size_t so_far = out->len;
        const knowledge bare = whole(s, (span){text.at, text.len - 1}, out);
        if (bare == KNOWN) {
            miler_buf_append(out, ".", 1);
            cut_out(out, before, so_far);
            known = KNOWN;
        } else
            out->len = so_far;
    }
    if (known != UNKNOWN && capital) make_capital(out, before);
    return known;
}

// Sentence by sentence, the longest known run of them first. UNKNOWN: there is only one, or none is known.
static knowledge by_sentences(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    size_t ends[SENTENCES_MAX];
    const size_t count = sentence_ends(text, ends);
    bool any = false, all = true;
    if (count < 2 || !format_spend(&s->left, text.len)) return UNKNOWN;
    for (size_t first = 0; first < count;) {
        const size_t from = first == 0 ? 0 : ends[first - 1] + 1;
        knowledge known = UNKNOWN;
        size_t last = count;
        if (first > 0) miler_buf_append(out, " ", 1);
        const size_t before = out->len;
        while (known != KNOWN && --last > first) {
            out->len = before;
            known = whole(s, (span){text.at + from, ends[last] - from}, out);
        }
        if (known != KNOWN) out->len = before;
        if (known != KNOWN) known = say(s, (span){text.at + from, ends[first] - from}, out);
        any = any || known != UNKNOWN;
        all = all && known == KNOWN;
        first = last + 1;
    }
    return all ? KNOWN : any ? PARTLY : UNKNOWN;
}

// "30 min easy run, 6 strides": both sides of a joint, where both are known.
static knowledge by_joints(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    static const char *const joints[] = {"; ", ": ", ", "};
    const size_t before = out->len;
    if (!format_spend(&s->left, text.len)) return UNKNOWN;
    for (size_t j = 0; j < sizeof joints / sizeof joints[0]; j++)
        for (size_t i = 1; i + 2 < text.len; i++) {
            if (memcmp(text.at + i, joints[j], 2) != 0) continue;
            out->len = before;
            const span left = {text.at, i};
            if (!format_spend(&s->left, i)) return UNKNOWN;
            if (only_numbers(left))
                append_numbers(out, left);
            else if (whole(s, left, out) != KNOWN)
                continue;
            miler_buf_append(out, joints[j], 2);
            if (say(s, (span){text.at + i + 2, text.len - i - 2}, out) == KNOWN) return KNOWN;
        }
    return UNKNOWN;
}

// A whole text that is not known is tried in its pieces; what they give counts where it says more. The text of
// `known` stands from `before` on.
static knowledge in_pieces(speaker *s, span text, knowledge known, size_t before, // NOLINT(misc-no-recursion)
                           miler_buf *out) {
    size_t ends[SENTENCES_MAX];
    const bool several = sentence_ends(text, ends) > 1;
    if (known == KNOWN || !format_spend(&s->left, text.len)) return known;
    char *so_far = known == PARTLY && !out->failed
                       ? miler_arena_dup_n(s->arena, out->ptr + before, out->len - before)
                       : NULL;
    out->len = before;
    knowledge pieces = several ? by_sentences(s, text, out) : UNKNOWN;
    if (pieces == UNKNOWN) {
        out->len = before;
        pieces = by_joints(s, text, out);
    }
    if (pieces != UNKNOWN || so_far == NULL) return pieces;
    out->len = before;
    miler_buf_text_append(out, so_far);
    return PARTLY;
}

static memory *memory_of(const speaker *s, span text) {
    uint32_t hash = 2166136261U; // FNV-1a
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.at[i]) * 16777619U;
    return s->memory != NULL ? &s->memory[hash % s->places] : NULL;
}

static bool is_of(const memory *m, span text) {
    return m != NULL && m->text != NULL && m->len == text.len && memcmp(m->text, text.at, text.len) == 0;
}

static void remember(const speaker *s, memory *m, span text, knowledge known, span said) {
    if (m == NULL || s->left == 0 || s->depth >= DEPTH_MAX) return;
    *m = (memory){.text = miler_arena_dup_n(s->arena, text.at, text.len),
                  .said = miler_arena_dup_n(s->arena, said.at, said.len),
                  .len = text.len,
                  .said_len = said.len,
                  .known = known};
    if (m->said == NULL) m->text = NULL;
}

static knowledge say_anew(speaker *s, span text, miler_buf *out);

// Appends the text in the other language, or as it is.
static knowledge say(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    const size_t before = out->len;
    if (!format_spend(&s->left, text.len)) return UNKNOWN;
    memory *m = memory_of(s, text);
    if (is_of(m, text)) {
        miler_buf_append(out, m->said, m->said_len);
        return m->known;
    }
    const knowledge known = say_anew(s, text, out);
    if (!out->failed) remember(s, m, text, known, (span){out->ptr + before, out->len - before});
    return known;
}

static knowledge say_anew(speaker *s, span text, miler_buf *out) { // NOLINT(misc-no-recursion)
    const size_t before = out->len;
    knowledge known = UNKNOWN;
    if (only_numbers(text)) {
        append_numbers(out, text);
        return KNOWN;
    }
    if (s->depth < DEPTH_MAX && s->left > 0) {
        s->depth++;
        known = in_pieces(s, text, whole(s, text, out), before, out);
        s->depth--;
    }
    if (known == UNKNOWN) {
        out->len = before;
        miler_buf_append(out, text.at, text.len);
        if (only_name(text)) known = KNOWN;
    }
    return known;
}

static const char *say_whole(speaker *s, const char *text) {
    const size_t len = text != NULL ? strlen(text) : 0;
    if (len == 0 || len > TEXT_MAX) return text;
    miler_buf out;
    miler_buf_init(&out, miler_arena_allocator(s->arena), TEXT_MAX * 4);
    const size_t most = WORK_MIN + WORK_PER_BYTE * len;
    s->left = most;
    const knowledge known = say(s, (span){text, len}, &out);
    s->work += most - s->left;
    const char *said =
        known != UNKNOWN && s->left > 0 && !out.failed ? miler_arena_dup_n(s->arena, out.ptr, out.len) : text;
    miler_buf_deinit(&out);
    return said != NULL ? said : text;
}

const char *language_say_counted(const language *l, const char *text, miler_arena *arena, size_t *work) {
    memory pieces[MEMORY_OF_ONE] = {{0}};
    speaker s = {.l = l, .arena = arena, .memory = pieces, .places = MEMORY_OF_ONE};
    const char *said = l != NULL ? say_whole(&s, text) : text;
    *work = s.work;
    return said;
}

const char *language_say(const language *l, const char *text, miler_arena *arena) {
    size_t work;
    return language_say_counted(l, text, arena, &work);
}

const char *language_say_any(const void *l, const char *text, miler_arena *arena) {
    return language_say(l, text, arena);
}

const char *language_say_parts(const language *l, const char *text, size_t *second, miler_arena *arena) {
    if (l == NULL || *second == 0 || *second >= strlen(text)) return language_say(l, text, arena);
    char *first = miler_arena_dup_n(arena, text, *second - 1);
    if (first == NULL) return text;
    const char *one = language_say(l, first, arena);
    const char *two = language_say(l, text + *second, arena);
    const char *both = miler_arena_printf(arena, "%s%c%s", one, text[*second - 1], two);
    if (both == NULL) return text;
    *second = strlen(one) + 1;
    return both;
}

// ---- Answers

// What of an answer is there to be read.
static bool is_for_reading(const char *key) {
    static const char *const keys[] = {
        "about",     "allowed",   "answer",   "board",   "caution",  "cue",      "cues",         "do",
        "elsewhere", "equipment", "error",    "fault",   "feel",     "found",    "good_for",     "how",
        "jump_rule", "label",     "muscles",  "notes",   "notice",   "notices",  "now",          "numbers",
        "problem",   "purpose",   "reason",   "remedy",  "says",     "sentence", "source",       "target",
        "think",     "title",     "verdict",  "warning", "warnings", "was",      "week_purpose", "what",
        "why",       "why_day",   "why_much", "why_not", "why_pace", "words"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(keys[i], key) == 0) return true;
    return false;
}

static void say_value(speaker *s, json_t *value) {
    const char *text = json_string_value(value);
    const char *said = say_whole(s, text);
    if (said != text && said != NULL) (void)json_string_set(value, said);
}

typedef struct level {
    json_t *at;
    void *iter;   // of an object
    size_t index; // of an array
    bool reading; // of an array: its key is one for reading
    bool own;     // of an object: its texts are the runner's own words
} level;

#define LEVELS_MAX 24 // of an answer: ours have eight

static level level_of(json_t *at, bool reading) {
    return (level){.at = at,
                   .iter = json_object_iter(at),
                   .reading = reading,
                   .own = json_is_true(json_object_get(at, "own"))};
}

// One step on: the next child of this level and whether it is for reading; NULL: there is none.
static json_t *next_child(level *top, bool *reading) {
    if (json_is_array(top->at)) {
        *reading = top->reading;
        return json_array_get(top->at, top->index++);
    }
    if (top->iter == NULL) return NULL;
    json_t *child = json_object_iter_value(top->iter);
    const char *key = json_object_iter_key(top->iter);
    // A reason beside words that tell it is a name.
    const bool own =
        json_is_string(child) && (top->own || strcmp(key, "notes") == 0); // lists of notes are ours
    *reading = is_for_reading(key) && !own &&
               (strcmp(key, "reason") != 0 || json_object_get(top->at, "words") == NULL);
    top->iter = json_object_iter_next(top->at, top->iter);
    return child;
}

void language_say_json(const language *l, json_t *answer, miler_arena *arena) {
    level levels[LEVELS_MAX];
    size_t depth = 0;
    bool reading = false;
    if (l == NULL || answer == NULL) return;
    speaker s = {.l = l,
                 .arena = arena,
                 .memory = miler_arena_array(arena, MEMORY, sizeof *s.memory),
                 .places = MEMORY};
    levels[depth++] = level_of(answer, false);
    while (depth > 0) {
        json_t *child = next_child(&levels[depth - 1], &reading);
        if (child == NULL) {
            depth--;
            continue;
        }
        if (reading && json_is_string(child)) say_value(&s, child);
        if ((json_is_object(child) || json_is_array(child)) && depth < LEVELS_MAX)
            levels[depth++] = level_of(child, reading);
    }
}
