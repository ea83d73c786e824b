// SPDX-License-Identifier: MIT
// What the program says, in another language: a table of sentences (data/texts_de.tsv),
// looked up by the English ones.
//
// A key of the table is a format as it stands in the program ("The week comes to %.0f %s, as last
// week.") or a text of another table. A finished sentence is held against the formats as scanf would:
// what stands for a number is taken as a number, what stands for words is looked up in turn. So nothing
// below knows of languages, and what a plan said when it was made long ago is found as well. What is not
// in the table stays as it is: English, a name, the runner's own words.
//
//     language *german;
//     if (language_open("de", NULL, &german, &err) == MILER_OK)
//         puts(language_say(german, "The race is on Saturday.", arena));
//
// A language may be asked by several threads at once; each brings its own arena.
#ifndef MILER_LANGUAGE_H
#define MILER_LANGUAGE_H

#include <jansson.h>
#include <miler/base.h>

#define LANGUAGE_CODE_MAX 3 // "de"

typedef struct language language;

// Languages there are, English first; NULL at the end.
extern const char *const language_codes[];
// The one of them that `text` names ("de", "de-AT"); NULL: none.
const char *language_find(const char *text, size_t len);
// The first of a list as browsers send it ("de-DE,de;q=0.9,en;q=0.8") that there is; NULL: none.
const char *language_accepted(const char *list);

// English is NULL, which the others take. Errors: NOT_FOUND, FORMAT (the line of the table), NOMEM.
miler_status language_open(const char *code, const miler_alloc *alloc, language **out,
                           miler_error *err) MILER_CHECK;
void language_close(language *l);             // NULL is fine
const char *language_code(const language *l); // "de"; "en" for NULL

// `text` in that language; `text` itself where nothing is known of it, or no memory is left.
const char *language_say(const language *l, const char *text, miler_arena *arena);
// The same, for rooms below that know of no language (calendar_options).
const char *language_say_any(const void *l, const char *text, miler_arena *arena);
// The same; what it took, in letters and formats looked at. Each text has so much for each of its bytes; whatever
// would cost more stays as it is.
const char *language_say_counted(const language *l, const char *text, miler_arena *arena, size_t *work);
// A text of two parts, of which the second begins at *second (0: there is one), after the letter that parts them:
// each by itself, and *second where it begins then.
const char *language_say_parts(const language *l, const char *text, size_t *second, miler_arena *arena);
// The same for each text of an answer that is meant to be read (title, why, ...): names, kinds and session
// texts, which programs compare, stay, and so does what an object says that is "own": true, the runner's.
void language_say_json(const language *l, json_t *answer, miler_arena *arena);

#endif
