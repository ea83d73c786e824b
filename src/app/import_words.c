// SPDX-License-Identifier: MIT
// Words of the import. A reason names what the file is, as far as its first
// bytes tell, so that a person can see at once that nothing was lost.
#include "app/import_words.h"

#include <stdio.h>
#include <string.h>

void import_words_content(char *out, size_t out_size, miler_content content, const char *content_name) {
    static const char *const kind[] = {
        [MILER_CONTENT_ACTIVITY] = "an activity",
        [MILER_CONTENT_WORKOUT] = "a workout to be run, no activity",
        [MILER_CONTENT_COURSE] = "a route to follow, no activity",
        [MILER_CONTENT_WELLNESS] = "daily monitoring, no activity",
        [MILER_CONTENT_SETTINGS] = "settings, no activity",
        [MILER_CONTENT_OTHER] = "no activity",
    };
    const bool named = content_name != NULL && content_name[0] != '\0';
    (void)snprintf(out, out_size, "%s%s%s%s", kind[content], named ? " (" : "", named ? content_name : "",
                   named ? ")" : "");
}

// ---- What other files are, by their first bytes

static const struct {
    const char *magic;
    size_t len;
    size_t at;
    const char *what;
} known_magic[] = {
    {"\x89PNG", 4, 0, "a PNG picture"},
    {"\xFF\xD8\xFF", 3, 0, "a JPEG picture"},
    {"GIF8", 4, 0, "a GIF picture"},
    {"WEBP", 4, 8, "a WebP picture"},
    {"ftypheic", 8, 4, "a HEIC picture"},
    {"ftyp", 4, 4, "a video"},
    {"%PDF", 4, 0, "a PDF"},
    {"SQLite format 3", 15, 0, "a SQLite database"},
    {"PK\x03\x04", 4, 0, "a ZIP inside a .gz"},
    {"\x1F\x8B", 2, 0, "packed by gzip twice"},
    {"7z\xBC\xAF", 4, 0, "a 7z archive"},
    {"Rar!", 4, 0, "a RAR archive"},
    {"BZh", 3, 0, "packed by bzip2"},
    {"\xFD"
     "7zXZ",
     5, 0, "packed by xz"},
    {"\x28\xB5\x2F\xFD", 4, 0, "packed by zstd"},
    {"ustar", 5, 257, "a tar archive"},
    {"\x00\x05\x16\x07", 4, 0, "a macOS resource fork"},
    {"\x7F"
     "ELF",
     4, 0, "a program"},
};

// The first word of a text decides.
static const struct {
    const char *begin;
    const char *what;
} known_text[] = {
    {"{", "JSON"},
    {"[", "JSON"},
    {"<!doctype html", "an HTML page"},
    {"<html", "an HTML page"},
    {"<kml", "KML"},
    {"<?xml", "XML, but neither TCX nor GPX"},
    {"<svg", "an SVG drawing"},
    {"begin:vcalendar", "a calendar"},
    {"<", "XML, but neither TCX nor GPX"},
};

static char lower(uint8_t c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool text_begins(const uint8_t *text, size_t len, const char *with) {
    const size_t n = strlen(with);
    if (n > len) return false;
    for (size_t i = 0; i < n; i++)
        if (lower(text[i]) != with[i]) return false;
    return true;
}

// What tools/simulate writes beside its files: athlete.json, truth.jsonl.
static bool is_of_made_up_season(const uint8_t *head, size_t len) {
    static const char mark[] = "\"made_up\":true";
    if (len == 0 || head[0] != '{') return false;
    for (size_t i = 0; i + sizeof mark - 1 <= len; i++)
        if (memcmp(head + i, mark, sizeof mark - 1) == 0) return true;
    return false;
}

static const char *what_it_is(const uint8_t *head, size_t len) {
    for (size_t i = 0; i < sizeof known_magic / sizeof known_magic[0]; i++)
        if (len >= known_magic[i].at + known_magic[i].len &&
            memcmp(head + known_magic[i].at, known_magic[i].magic, known_magic[i].len) == 0)
            return known_magic[i].what;
    size_t at = len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    while (at < len && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n'))
        at++;
    for (size_t i = 0; i < sizeof known_text / sizeof known_text[0]; i++)
        if (text_begins(head + at, len - at, known_text[i].begin)) return known_text[i].what;
    for (size_t i = 0; i < len; i++)
        if (head[i] < 0x20 && head[i] != '\t' && head[i] != '\r' && head[i] != '\n') return "unknown bytes";
    return "text";
}

// ---- Names

static bool ends_with(const char *name, size_t len, const char *end) {
    const size_t n = strlen(end);
    if (len < n) return false;
    for (size_t i = 0; i < n; i++)
        if (lower((uint8_t)name[len - n + i]) != end[i]) return false;
    return true;
}

// What the name promises, a .gz behind it taken off.
static miler_file_format promised(const char *name) {
    size_t len = strlen(name);
    if (ends_with(name, len, ".gz")) len -= 3;
    if (ends_with(name, len, ".fit")) return MILER_FORMAT_FIT;
    if (ends_with(name, len, ".tcx")) return MILER_FORMAT_TCX;
    if (ends_with(name, len, ".gpx")) return MILER_FORMAT_GPX;
    return MILER_FORMAT_UNKNOWN;
}

store_outcome import_words_unknown(char *out, size_t out_size, const char *name, const uint8_t *head,
                                   size_t head_len) {
    const miler_file_format promise = promised(name);
    if (head_len == 0) {
        (void)snprintf(out, out_size, "the file is empty");
    } else if (promise != MILER_FORMAT_UNKNOWN) {
        (void)snprintf(out, out_size, "not a %s file in spite of its name: it looks like %s",
                       miler_format_name(promise), what_it_is(head, head_len));
    } else if (is_of_made_up_season(head, head_len)) {
        (void)snprintf(out, out_size, "notes that belong to a made-up season, no runs of their own");
    } else {
        (void)snprintf(out, out_size, "not an activity file (%s)", what_it_is(head, head_len));
    }
    return promise != MILER_FORMAT_UNKNOWN ? STORE_FILE_FAILED : STORE_FILE_SKIPPED;
}

bool import_words_extension(char *out, size_t out_size, const char *name, miler_file_format format) {
    const miler_file_format promise = promised(name);
    if (promise == MILER_FORMAT_UNKNOWN || promise == format) return false;
    (void)snprintf(out, out_size, "named as %s, but it is %s", miler_format_name(promise),
                   miler_format_name(format));
    return true;
}

bool import_words_flag(char *out, size_t out_size, const miler_recording *recording, unsigned k) {
    static const struct {
        uint32_t flag;
        const char *text;
    } rows[IMPORT_FLAG_COUNT - 1] = {
        {MILER_REC_TRUNCATED, "it ends early; read to the last whole record"},
        {MILER_REC_BAD_CRC, "its checksum is wrong; the data was read all the same"},
        {MILER_REC_RESYNCED, "a damaged stretch was passed over"},
        {MILER_REC_TIME_REORDERED, "its clock went back; the samples were put in order"},
        {MILER_REC_LIMIT, "larger than miler reads; the rest was left out"},
    };
    static const uint32_t hole = MILER_REC_TRUNCATED | MILER_REC_RESYNCED;
    const unsigned long long lost = recording->lost_bytes;
    if (k == IMPORT_FLAG_COUNT - 1) { // what no flag tells of: garbage behind the end
        if (lost == 0 || (recording->flags & hole) != 0) return false;
        (void)snprintf(out, out_size, "%llu bytes behind its end were passed over", lost);
        return true;
    }
    if (k >= IMPORT_FLAG_COUNT || (recording->flags & rows[k].flag) == 0) return false;
    if (lost != 0 && (rows[k].flag & hole) != 0)
        (void)snprintf(out, out_size, "%s (%llu bytes lost)", rows[k].text, lost);
    else
        (void)snprintf(out, out_size, "%s", rows[k].text);
    return true;
}
