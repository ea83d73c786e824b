// SPDX-License-Identifier: MIT
#include "render/paper_words.h"

#include "base/utf8.h"

#include <string.h>

#define TABLE 8192u     // a power of two
#define WORDS_MAX 6000u // below it; then all are forgotten
#define WORDS_MIB 16u
#define WORD_MAX 64 // bytes; longer ones are odd
#define SLACK 0.01  // rounding: a text fits into its own width

miler_status paper_words_init(paper_words *w, miler_arena *arena, paper_shape_fn *shape, void *user) {
    *w = (paper_words){.shape = shape, .user = user};
    w->table = miler_arena_array(arena, TABLE, sizeof *w->table);
    w->spots = miler_arena_bare_array(arena, PAPER_TEXT_MAX, sizeof *w->spots);
    w->line_w = miler_arena_bare_array(arena, PAPER_TEXT_MAX, sizeof *w->line_w);
    w->arena = miler_arena_new(miler_arena_allocator(arena), WORDS_MIB << 20);
    if (w->table != NULL && w->spots != NULL && w->line_w != NULL && w->arena != NULL) return MILER_OK;
    paper_words_deinit(w);
    return MILER_ERR_NOMEM;
}

void paper_words_deinit(paper_words *w) {
    miler_arena_free(w->arena);
    w->arena = NULL;
}

// ---- Words

static uint64_t key_of(int style, const char *bytes, size_t len) { // FNV-1a
    uint64_t hash = (UINT64_C(14695981039346656037) ^ (uint64_t)style) * UINT64_C(1099511628211);
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    return hash;
}

static paper_word *make_word(paper_words *w, uint64_t key, int style, const char *bytes, size_t len) {
    paper_letter letters[WORD_MAX];
    paper_word word = {.key = key, .len = len};
    word.odd = !w->shape(w->user, style, bytes, len, letters, &word.count, &word.w);
    if (word.odd) word.count = 0;
    paper_letter *kept = miler_arena_bare_array(w->arena, word.count + 1, sizeof *kept);
    paper_word *out = miler_arena_take(w->arena, sizeof *out);
    word.bytes = miler_arena_dup_n(w->arena, bytes, len);
    if (kept == NULL || out == NULL || word.bytes == NULL) return NULL;
    if (word.count > 0) memcpy(kept, letters, word.count * sizeof *kept);
    word.letters = kept;
    *out = word;
    return out;
}

static const paper_word *word_at(paper_words *w, int style, const char *bytes, size_t len) {
    const uint64_t key = key_of(style, bytes, len);
    size_t at = (size_t)(key >> 20) % TABLE;
    for (; w->table[at] != NULL; at = (at + 1) % TABLE) {
        const paper_word *word = w->table[at];
        if (word->key == key && word->len == len && memcmp(word->bytes, bytes, len) == 0) return word;
    }
    w->table[at] = make_word(w, key, style, bytes, len);
    if (w->table[at] == NULL) w->failed = true;
    w->word_count++;
    return w->table[at];
}

static void forget(paper_words *w) {
    miler_arena_reset(w->arena);
    memset(w->table, 0, TABLE * sizeof *w->table);
    w->word_count = 0;
}

// ---- Texts

// Controls (C0, C1) and the line and paragraph separators: as a blank they say what they can.
static bool breaks_line(const char *at, size_t size) {
    const unsigned char *c = (const unsigned char *)at;
    if (size == 1) return c[0] < 0x20 || c[0] == 0x7f;
    if (size == 2) return c[0] == 0xc2 && c[1] < 0xa0;
    return size == 3 && c[0] == 0xe2 && c[1] == 0x80 && (c[2] & 0xfe) == 0xa8;
}

size_t paper_text_clean(const char *text, char out[PAPER_TEXT_MAX]) {
    static const char mark[] = "\xef\xbf\xbd"; // U+FFFD stands for a byte that is no character
    const size_t len = strlen(text);
    size_t used = 0;
    for (size_t at = 0; at < len && used + 8 < PAPER_TEXT_MAX;) {
        if (text[at] >= 0x20 && text[at] < 0x7f) {
            out[used++] = text[at++];
            continue;
        }
        const size_t size = miler_utf8_len(text + at, len - at);
        const bool blank = breaks_line(text + at, size);
        const char *from = size == 0 ? mark : blank ? " " : text + at;
        const size_t take = size == 0 ? sizeof mark - 1 : blank ? 1 : size;
        memcpy(out + used, from, take);
        used += take;
        at += size > 0 ? size : 1;
    }
    out[used] = '\0';
    return used;
}

// Latin letters with and without marks (U+00A1 to U+024F), dashes, quotes and such (U+2010 to U+2027, U+2030
// to U+205E, 0xE2 0x80 and 0x81), the minus sign (U+2212). No soft hyphen, for it comes and goes with the line.
static bool known(const unsigned char *c) {
    if (c[0] < 0x80) return true;
    if (c[0] == 0xc2) return c[1] > 0xa0 && c[1] != 0xad;
    if (c[0] < 0xe0) return c[0] >= 0xc3 && c[0] <= 0xc9;
    if (c[0] != 0xe2) return false;
    if (c[1] == 0x80) return (c[2] >= 0x90 && c[2] <= 0xa7) || c[2] >= 0xb0;
    return (c[1] == 0x81 && c[2] <= 0x9e) || (c[1] == 0x88 && c[2] == 0x92);
}

static bool all_known(const char *text) {
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
        if ((*c & 0xc0) != 0x80 && !known(c)) return false;
    return true;
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || ((unsigned char)c & 0x80) != 0;
}

// A word ends at a blank, and behind a hyphen between letters, where a line may be broken.
static size_t word_len(const char *at) {
    size_t len = 0;
    while (at[len] != '\0' && at[len] != ' ') {
        len++;
        if (len > 1 && at[len - 1] == '-' && is_letter(at[len - 2]) && is_letter(at[len])) break;
    }
    return len;
}

typedef struct setting {
    paper_words *w;
    double x, room;
    size_t count;
    int line;
    bool begun; // the line has a word
} setting;

// False: wider than a line.
static bool place(setting *s, const paper_word *word, size_t at, bool blank) {
    if (!blank && s->room >= 0 && s->x + word->w > s->room + SLACK) {
        if (!s->begun || word->w > s->room + SLACK) return false;
        s->line++;
        s->x = 0;
    }
    s->w->spots[s->count++] = (paper_spot){.word = word, .x = s->x, .line = s->line, .at = at};
    s->x += word->w;
    if (blank) return true;
    s->begun = true;
    s->w->line_w[s->line] = s->x;
    return true;
}

static bool set_all(setting *s, const char *text, size_t len, int style, size_t bold_from) {
    for (size_t at = 0; at < len;) {
        const bool blank = text[at] == ' ';
        const size_t size = blank ? 1 : word_len(text + at);
        const int as = bold_from > 0 && at >= bold_from ? style + 1 : style;
        const paper_word *word = size <= WORD_MAX ? word_at(s->w, as, text + at, size) : NULL;
        if (word == NULL || word->odd || !place(s, word, at, blank)) return false;
        at += size;
    }
    s->w->line_w[s->line] = s->x; // blanks at the very end count
    return true;
}

bool paper_words_lay(paper_words *w, const char *text, int style, size_t bold_from, double room,
                     paper_lines *out) {
    setting s = {.w = w, .room = room};
    const size_t len = strlen(text);
    *out = (paper_lines){0};
    if (!all_known(text)) return false;
    if (bold_from > 0 && bold_from < len && text[bold_from - 1] != ' ') return false; // within a word
    if (w->word_count > WORDS_MAX - PAPER_TEXT_MAX / 2) forget(w);
    w->line_w[0] = 0;
    if (!set_all(&s, text, len, style, bold_from)) return false;
    *out = (paper_lines){.spots = w->spots, .line_w = w->line_w, .count = s.count, .lines = s.line + 1};
    for (int i = 0; i <= s.line; i++)
        out->w = out->w > w->line_w[i] ? out->w : w->line_w[i];
    return true;
}
