// SPDX-License-Identifier: MIT
#include "render/format_match.h"

#include <string.h>

#define STEPS_MAX 4000 // of one comparison: what a text of odd bytes may cost

size_t format_digits(const char *at, size_t len) {
    size_t n = 0;
    while (n < len && at[n] >= '0' && at[n] <= '9')
        n++;
    return n;
}

// A word in braces, as the tables of race and review have them ("{seconds} s"); 0: it is none.
static size_t braced(const char *at, size_t len) {
    size_t n = 1;
    while (n < len && at[n] >= 'a' && at[n] <= 'z')
        n++;
    return len > 2 && at[0] == '{' && n > 1 && n < len && at[n] == '}' ? n + 1 : 0;
}

// By the letter that ends a conversion; 0: none does.
static char kind_of(char letter) {
    static const char letters[] = "dufgcs%", kinds[] = "ddffss%";
    const char *found = letter != '\0' ? strchr(letters, letter) : NULL;
    return found != NULL ? kinds[found - letters] : '\0';
}

size_t format_conversion(const char *at, size_t len, char *kind, unsigned *place) {
    const bool placed = len > 3 && at[0] == '%' && format_digits(at + 1, 1) == 1 && at[2] == '$';
    size_t i = placed ? 3 : 1;
    *place = placed ? (unsigned)(at[1] - '0') : 0;
    *kind = 's';
    if (braced(at, len) > 0) return braced(at, len);
    if (len < 2 || at[0] != '%') return 0;
    while (i < len && at[i] != '\0' && strchr(".*0123456789lzh", at[i]) != NULL)
        i++;
    *kind = i < len ? kind_of(at[i]) : '\0';
    return *kind != '\0' ? i + 1 : 0;
}

static size_t number(const char *at, size_t len, bool decimals) {
    const size_t sign = len > 0 && (at[0] == '-' || at[0] == '+');
    const size_t whole = format_digits(at + sign, len - sign);
    if (whole == 0) return 0;
    size_t n = sign + whole;
    if (!decimals || n + 1 >= len || at[n] != '.') return n;
    const size_t part = format_digits(at + n + 1, len - n - 1);
    return part > 0 ? n + 1 + part : n;
}

bool format_spend(size_t *left, size_t work) {
    *left = *left > work ? *left - work : 0;
    return *left > 0;
}

// The letters of a format up to its next conversion: how many of them, and how many of the text's they took;
// false where they differ.
static bool letters_fit(const char *key, size_t key_len, const format_match *m, size_t *k, size_t *t) {
    char kind = 0;
    unsigned place;
    while (*k < key_len) {
        const size_t size = format_conversion(key + *k, key_len - *k, &kind, &place);
        if (size > 0 && kind != '%') return true;
        if (*t >= m->len || key[*k] != m->text[*t]) return false;
        *k += size > 0 ? size : 1;
        ++*t;
    }
    return true;
}

bool format_is_own(const char *key, const char *at) {
    static const char *const before[] = {"'", "run %lld: ", "result %lld: "};
    for (size_t i = 0; i < sizeof before / sizeof before[0]; i++) {
        const size_t len = strlen(before[i]);
        if ((size_t)(at - key) >= len && memcmp(at - len, before[i], len) == 0) return true;
    }
    return false;
}

// How long words from t on may be: those that stand in a sentence end before the next one begins, one's own do not.
static size_t words_most(const format_match *m, size_t t, bool own) {
    const size_t len = m->len - t;
    if (len == 0 || m->text[t] == ' ') return 0;
    for (size_t n = 2; !own && n <= len; n++)
        if (m->text[t + n - 1] == ' ' && strchr(".!?", m->text[t + n - 2]) != NULL) return n - 1;
    return len;
}

// Does the format from k on fit the text from t on? Goes no deeper than the format has conversions.
static bool fits(const char *key, size_t key_len, format_match *m, size_t k,
                 size_t t) { // NOLINT(misc-no-recursion)
    char kind = 0;
    unsigned place;
    const size_t from = t;
    if (++m->steps > STEPS_MAX) return false;
    const bool alike = letters_fit(key, key_len, m, &k, &t);
    if (!format_spend(m->left, t - from + 1) || !alike) return false;
    if (k >= key_len) return t == m->len;
    const size_t size = format_conversion(key + k, key_len - k, &kind, &place);
    const size_t mine = m->count;
    if (mine >= FORMAT_PARTS_MAX) return false;
    m->count = mine + 1;
    m->names[mine] = (span){key + k, size};
    if (kind != 's') {
        const size_t n = number(m->text + t, m->len - t, kind == 'f');
        m->parts[mine] = (span){m->text + t, n};
        if (n > 0 && fits(key, key_len, m, k + size, t + n)) return true;
    }
    const size_t most = kind == 's' ? words_most(m, t, format_is_own(key, key + k)) : 0;
    for (size_t n = 1; n <= most; n++) {
        m->parts[mine] = (span){m->text + t, n};
        m->count = mine + 1;
        if (fits(key, key_len, m, k + size, t + n)) return true;
    }
    m->count = mine;
    return false;
}

bool format_fits(const char *key, size_t key_len, format_match *m) {
    return fits(key, key_len, m, 0, 0);
}
