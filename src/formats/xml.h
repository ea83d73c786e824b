// SPDX-License-Identifier: MIT
// XML for the readers of watch files: expat with every door shut that a watch
// never uses. No document type, so no entities and no bomb made of them; caps
// on depth, attributes, tags, text, elements and memory (limits.h); encodings
// UTF-8, UTF-16, Latin-1 and ASCII. Namespaces are not resolved, because files
// use prefixes that they never declare: names are compared without prefix.
//
// A format lists the elements it knows and gets their numbers, so that its own
// code is a switch:
//
//     <ns3:TPX><ns3:Speed>2.9</ns3:Speed></ns3:TPX>
//     start(TPX)  start(SPEED)  end(SPEED, "2.9")  end(TPX)
//
// Sources: reliability notes on XML (measured attacks on expat); the expat
// reference manual.
#ifndef MILER_XML_H
#define MILER_XML_H

#include "base/limits.h"

#include <miler/base.h>

typedef struct xml_name {
    const char *name; // without prefix
    uint8_t id;       // > 0; 0 stands for every other element
    bool text;        // its text is wanted
} xml_name;
#define XML_NAMES_MAX 96

typedef struct xml_events {
    const xml_name *names;
    size_t name_count;
    // Attributes: name, value, name, value, ..., NULL.
    void (*start)(void *user, int id, const char *const *attrs);
    // `text`: the element's own, cut at XML_KEEP bytes; not NUL-terminated, "" when not wanted.
    void (*end)(void *user, int id, const char *text, size_t len);
} xml_events;
#define XML_KEEP 255 // bytes of one text that are kept: names are cut there, numbers are shorter

// Where a document stopped to be XML, if it did.
typedef struct xml_damage {
    bool found;
    bool early; // the document just ends
    bool after; // only what follows the end of the document is wrong
    uint32_t line, column;
    uint64_t offset;
    const char *what;
} xml_damage;

typedef struct xml_reader xml_reader;

// `user` goes to the events. The reader's own memory is in the arena; expat's
// comes from the arena's allocator and is released by xml_close.
miler_status xml_open(xml_reader **out, const xml_events *events, void *user, miler_arena *arena,
                      miler_error *err) MILER_CHECK;
// OK also for damage: what follows it is ignored. Errors: FORMAT (a document
// type), UNSUPPORTED (another encoding), LIMIT, NOMEM, or what xml_stop said.
miler_status xml_feed(xml_reader *x, const void *bytes, size_t len, miler_error *err) MILER_CHECK;
miler_status xml_finish(xml_reader *x, miler_error *err) MILER_CHECK;
void xml_close(xml_reader *x);

// For events. The number of the element `up` levels above the one at hand.
int xml_above(const xml_reader *x, size_t up);
uint32_t xml_line(const xml_reader *x);
void xml_stop(xml_reader *x, miler_status status);

const xml_damage *xml_damage_of(const xml_reader *x);
// For a file so damaged that nothing is left of it.
miler_status xml_damage_error(const xml_damage *damage, miler_error *err);

// The first element of a document has this name; for sniffing.
bool xml_root_is(const uint8_t *head, size_t len, const char *name);
const char *xml_attr(const char *const *attrs, const char *name); // by local name, NULL = not there

// A number as files write it, blanks around it allowed; false: not a finite
// number. Right to the last place but one of a double.
bool xml_number(const char *text, size_t len, double *out);

// Times of a file; most differ from the one before only behind the date.
typedef struct xml_clock {
    char date[10];
    int64_t day_ms;
    bool has_date;
    bool has_offset; // some time was written with a zone other than Z
    int32_t offset_s;
} xml_clock;
bool xml_time(xml_clock *clock, const char *text, size_t len, int64_t *t_ms);

#endif
