// SPDX-License-Identifier: MIT
// Lines of text out of words that were shaped once. The same few hundred words
// make most of a document, and shaping them is most of its cost: a word is shaped
// when it is first met, and a line is the sum of its words.
//
//     paper_lines lines;
//     if (!paper_words_lay(&words, text, style, 0, 200, &lines)) ...  // not for us: see below
//     for (size_t i = 0; i < lines.count; i++) draw(lines.spots[i]);
//
// Only scripts whose words stand side by side whatever their neighbours are: Latin
// and its marks. Other texts are declined, and so is one with a word that no line
// holds or that one font does not have whole.
// Units: those of the shaping function. Ownership: all hangs off the arena; words are
// forgotten when there are too many. `failed` is sticky.
#ifndef MILER_PAPER_WORDS_H
#define MILER_PAPER_WORDS_H

#include <miler/base.h>

#define PAPER_TEXT_MAX 4096 // bytes of one text, with its end

typedef struct paper_letter {
    uint32_t glyph, bytes; // bytes of the text that it stands for
    double x, y;           // from the start of the word
} paper_letter;

typedef struct paper_word {
    uint64_t key;
    const char *bytes;
    size_t len;
    const paper_letter *letters;
    size_t count;
    double w;
    bool odd; // cannot be laid here
} paper_word;

// A word or a blank in a style: at most `len` letters and its width; false: odd.
typedef bool paper_shape_fn(void *user, int style, const char *bytes, size_t len, paper_letter *letters,
                            size_t *out_count, double *out_w);

typedef struct paper_spot {
    const paper_word *word;
    double x; // from the start of its line
    int line;
    size_t at; // its first byte in the text
} paper_spot;

typedef struct paper_lines {
    const paper_spot *spots; // in the order of the text, blanks among them; until the next text
    const double *line_w;    // without the blanks it was broken at
    size_t count;
    int lines;
    double w; // of the longest
} paper_lines;

typedef struct paper_words {
    miler_arena *arena; // of the words
    paper_shape_fn *shape;
    void *user;
    paper_word **table;
    paper_spot *spots;
    double *line_w;
    size_t word_count;
    bool failed;
} paper_words;

// What may be laid of a text: UTF-8, one paragraph. Gives its length.
size_t paper_text_clean(const char *text, char out[PAPER_TEXT_MAX]);

miler_status paper_words_init(paper_words *w, miler_arena *arena, paper_shape_fn *shape,
                              void *user) MILER_CHECK;
void paper_words_deinit(paper_words *w);
// A text that was cleaned. From the byte `bold_from` (0 = none) on in the
// style after `style`. `room` < 0: one line. False: lay it some other way.
bool paper_words_lay(paper_words *w, const char *text, int style, size_t bold_from, double room,
                     paper_lines *out);

#endif
