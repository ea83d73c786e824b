// SPDX-License-Identifier: MIT
// Terminal text: what may be shown, how wide it is, in which colour, wrapped.
#include "render/term.h"

#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

#define WIDTH_DEFAULT 80
#define WIDTH_MIN 20
#define WIDTH_MAX 400
#define WORDS_MAX 4096 // bytes of one wrapped text

typedef struct range {
    uint32_t first, last;
} range;

// Unicode 15: marks that take no column of their own.
static const range zero_wide[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
                                  {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200D, 0x200D}, {0x20D0, 0x20FF},
                                  {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
// East Asian wide and emoji.
static const range double_wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                                    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                                    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                                    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
// Control characters, and marks that turn text around or hide it.
static const range never_shown[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},     {0x061C, 0x061C},
                                    {0x180E, 0x180E}, {0x200B, 0x200C}, {0x200E, 0x200F}, {0x2028, 0x202E},
                                    {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

static bool within(uint32_t c, const range *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (c >= list[i].first && c <= list[i].last) return true;
    return false;
}
#define WITHIN(c, list) within(c, list, sizeof(list) / sizeof((list)[0]))

// One code point of `len` > 0 bytes; *used its bytes, 0 when they are no UTF-8.
static uint32_t decode(const char *text, size_t len, size_t *used) {
    const unsigned char *b = (const unsigned char *)text;
    *used = miler_utf8_len(text, len);
    if (*used <= 1) return *used == 1 ? b[0] : 0;
    uint32_t c = b[0] & (0xFFu >> (*used + 1));
    for (size_t i = 1; i < *used; i++)
        c = c << 6 | (b[i] & 0x3Fu);
    return c;
}

int term_width(const term_style *style) {
    const int width = style->width > 0 ? style->width : WIDTH_DEFAULT;
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

int term_text_width(const char *text, size_t len) {
    int width = 0;
    for (size_t at = 0; at < len;) {
        size_t used;
        const uint32_t c = decode(text + at, len - at, &used);
        at += used > 0 ? used : 1;
        width += used == 0                                        ? 1
                 : WITHIN(c, zero_wide) || WITHIN(c, never_shown) ? 0
                 : WITHIN(c, double_wide)                         ? 2
                                                                  : 1;
    }
    return width;
}

// What a terminal without UTF-8 gets instead; never longer than the original.
static const char *stand_in(uint32_t c, char letter[2]) {
    static const char latin[] =
        "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty"; // U+00C0..U+00FF
    static const struct {
        uint32_t c;
        const char *text;
    } others[] = {{0xA0, " "},    {0xB0, " "},    {0xB1, "+-"},   {0xB2, "2"},    {0xB3, "3"},
                  {0xB7, "."},    {0x2010, "-"},  {0x2013, "-"},  {0x2014, "-"},  {0x2018, "'"},
                  {0x2019, "'"},  {0x201C, "\""}, {0x201D, "\""}, {0x2022, "*"},  {0x2026, "..."},
                  {0x2032, "'"},  {0x2033, "\""}, {0x2190, "<-"}, {0x2192, "->"}, {0x2212, "-"},
                  {0x2264, "<="}, {0x2265, ">="}};
    if (c >= 0xC0 && c <= 0xFF) {
        letter[0] = latin[c - 0xC0];
        letter[1] = '\0';
        return letter;
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (others[i].c == c) return others[i].text;
    return WITHIN(c, zero_wide) ? "" : "?";
}

size_t term_clean(const term_style *style, const char *text, size_t len, char *out) {
    size_t put = 0;
    for (size_t at = 0; at < len;) {
        size_t used;
        const uint32_t c = decode(text + at, len - at, &used);
        if (used == 0) {
            out[put++] = '?';
            at++;
            continue;
        }
        if (c == '\t' || c == '\n') {
            out[put++] = ' ';
        } else if (WITHIN(c, never_shown)) {
            // Gone without a trace: a stand-in would be read as part of the name.
        } else if (c < 0x80 || style->utf8) {
            memcpy(out + put, text + at, used);
            put += used;
        } else {
            char letter[2];
            const char *instead = stand_in(c, letter);
            const size_t size = strlen(instead);
            memcpy(out + put, instead, size);
            put += size;
        }
        at += used;
    }
    out[put] = '\0';
    return put;
}

const char *term_choose(const term_style *style, const char *utf8, const char *ascii) {
    return style->utf8 ? utf8 : ascii;
}

static const char *const sgr[TERM_COLOUR_COUNT] = {"",         "\033[1m",   "\033[2m",  "\033[31m",
                                                   "\033[32m", "\033[33m",  "\033[34m", "\033[35m",
                                                   "\033[36m", "\033[1;36m"};

// Already clean text.
static void put_clean(const term_style *style, miler_buf *out, term_colour colour, const char *text,
                      size_t len) {
    if (len == 0) return;
    const bool coloured = style->colour && colour > TERM_PLAIN && colour < TERM_COLOUR_COUNT;
    if (coloured) miler_buf_text_append(out, sgr[colour]);
    miler_buf_append(out, text, len);
    if (coloured) miler_buf_text_append(out, "\033[0m");
}

void term_put(const term_style *style, miler_buf *out, term_colour colour, const char *text) {
    // Cleaned in pieces, so that text of any length needs no memory. A piece
    // ends before a character that does not fit whole.
    char piece[260];
    size_t len = strlen(text);
    while (len > 0) {
        size_t take = len < 256 ? len : 256;
        while (take < len && take > 252 && ((unsigned char)text[take] & 0xC0) == 0x80)
            take--;
        const size_t got = term_clean(style, text, take, piece);
        put_clean(style, out, colour, piece, got);
        text += take;
        len -= take;
    }
}

static void put_formatted(const term_style *style, miler_buf *out, term_colour colour, const char *fmt,
                          va_list args) MILER_PRINTF(4, 0);
static void put_formatted(const term_style *style, miler_buf *out, term_colour colour, const char *fmt,
                          va_list args) {
    miler_buf text;
    miler_buf_init(&text, out->alloc, out->max);
    miler_buf_vprintf(&text, fmt, args);
    if (text.failed) out->failed = true;
    term_put(style, out, colour, miler_buf_text(&text));
    miler_buf_deinit(&text);
}

void term_printf(const term_style *style, miler_buf *out, term_colour colour, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    put_formatted(style, out, colour, fmt, args);
    va_end(args);
}

void term_line(const term_style *style, miler_buf *out, term_colour colour, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    put_formatted(style, out, colour, fmt, args);
    va_end(args);
    miler_buf_text_append(out, "\n");
}

void term_repeat(miler_buf *out, const char *text, int count) {
    for (int i = 0; i < count; i++)
        miler_buf_text_append(out, text);
}

void term_heading(const term_style *style, miler_buf *out, const char *text, bool rule) {
    term_put(style, out, TERM_TITLE, text);
    miler_buf_text_append(out, "\n");
    if (!rule) return;
    const int columns = term_text_width(text, strlen(text));
    if (style->colour) miler_buf_text_append(out, sgr[TERM_DIM]);
    term_repeat(out, term_choose(style, "─", "-"), columns < term_width(style) ? columns : term_width(style));
    if (style->colour) miler_buf_text_append(out, "\033[0m");
    miler_buf_text_append(out, "\n");
}

size_t term_fit(const char *text, size_t len, int columns) {
    size_t at = 0, blank = 0;
    int width = 0;
    while (at < len) {
        size_t used;
        (void)decode(text + at, len - at, &used);
        if (used == 0) used = 1;
        const int wide = term_text_width(text + at, used);
        const bool percent = at + 1 < len && text[at + 1] == '%'; // stays with its number
        if (text[at] == ' ' && at > 0 && !percent) blank = at;
        if (width + wide > columns && at > 0) return blank > 0 ? blank : at;
        width += wide;
        at += used;
    }
    return len;
}

void term_wrap(const term_style *style, miler_buf *out, term_colour colour, const char *text, int used,
               int hang) {
    char clean[WORDS_MAX + 1];
    size_t len = strlen(text);
    if (len > WORDS_MAX) {
        len = WORDS_MAX;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
            len--;
    }
    len = term_clean(style, text, len, clean);
    const int width = term_width(style);
    const char *at = clean;
    int room = width - used;
    while (len > 0) {
        // A first line without room for a word begins on the next.
        const bool squeezed = room < 8 && used > hang;
        const size_t take = squeezed ? 0 : term_fit(at, len, room > 8 ? room : 8);
        put_clean(style, out, colour, at, take);
        at += take;
        len -= take;
        while (len > 0 && *at == ' ')
            at++, len--;
        if (len > 0) {
            miler_buf_text_append(out, "\n");
            term_repeat(out, " ", hang);
        }
        used = hang;
        room = width - hang;
    }
    miler_buf_text_append(out, "\n");
}

int term_hang(const char *line, size_t len) {
    size_t begun = 0;
    while (begun < len && line[begun] == ' ')
        begun++;
    for (size_t at = begun; at + 2 < len; at++)
        if (line[at] == ' ' && line[at + 1] == ' ' && line[at + 2] != ' ') return (int)at + 2;
    return begun > 0 ? (int)begun + 2 : 0;
}

// Bytes of the colour that begins here, 0 where none does.
static size_t escape_len(const char *text, size_t len) {
    if (len < 3 || text[0] != '\033' || text[1] != '[') return 0;
    size_t at = 2;
    while (at < len && text[at] != 'm')
        at++;
    return at < len ? at + 1 : 0;
}

// The bytes of a line that fit, up to a blank; a word that is too long by itself stays whole.
static size_t fold_fit(const char *text, size_t len, int columns) {
    int width = 0;
    size_t blank = 0;
    bool word = false;
    for (size_t at = 0; at < len;) {
        size_t used = escape_len(text + at, len - at);
        if (used == 0) {
            (void)decode(text + at, len - at, &used);
            if (used == 0) used = 1;
            width += term_text_width(text + at, used);
            if (text[at] == ' ' && word) blank = at;
            word = word || text[at] != ' ';
            if (width > columns && blank > 0) return blank;
        }
        at += used;
    }
    return len;
}

static void fold_line(const term_style *style, const char *line, size_t len, miler_buf *out) {
    const int most = term_width(style);
    const int hang = term_hang(line, len) <= most / 2 ? term_hang(line, len) : 2;
    int room = most;
    while (len > 0) {
        const size_t take = fold_fit(line, len, room);
        size_t told = take;
        while (take < len && told > 0 && line[told - 1] == ' ')
            told--; // no blanks where it is broken
        miler_buf_append(out, line, told);
        line += take;
        len -= take;
        while (len > 0 && *line == ' ')
            line++, len--;
        if (len > 0) {
            miler_buf_text_append(out, "\n");
            term_repeat(out, " ", hang);
        }
        room = most - hang;
    }
}

void term_fold(const term_style *style, const char *text, miler_buf *out) {
    while (*text != '\0') {
        const size_t len = strcspn(text, "\n");
        fold_line(style, text, len, out);
        if (text[len] == '\n') miler_buf_text_append(out, "\n");
        text += len + (text[len] == '\n');
    }
}
