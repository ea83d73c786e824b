// SPDX-License-Identifier: MIT
// Every cap in miler, in one readable table. Each row says why this size. A
// test stands on both sides of each cap.
#ifndef MILER_LIMITS_H
#define MILER_LIMITS_H

#include <stddef.h>
#include <stdint.h>

#define MILER_KIB ((size_t)1024)
#define MILER_MIB ((size_t)1024 * 1024)

// Memory
#define MILER_ARENA_MAX (48 * MILER_MIB) // keeps an import under 64 MB resident
#define MILER_ARENA_BLOCK (64 * MILER_KIB)

// One file from outside (reliability: XML and archives)
#define MILER_FILE_MAX (64 * MILER_MIB)    // largest uncompressed activity file
#define MILER_FEED_CHUNK (64 * MILER_KIB)  // bytes handed to a reader at a time
#define MILER_RECORDS_MAX ((size_t)400000) // > 4 days at one record a second
#define MILER_LAPS_MAX ((size_t)20000)
#define MILER_RECORDINGS_MAX ((size_t)64) // recordings in one file (chained, multisport, GPX tracks)

// XML
#define MILER_XML_DEPTH_MAX 64
#define MILER_XML_ATTRS_MAX 64
#define MILER_XML_TEXT_MAX (64 * MILER_KIB)
#define MILER_XML_ELEMENTS_MAX ((size_t)5000000)
#define MILER_XML_MEMORY_MAX (8 * MILER_MIB) // the parser's own; sound files need less than one

// Archives
#define MILER_ARCHIVE_ENTRIES_MAX ((size_t)20000) // in one ZIP
#define MILER_ARCHIVE_ALL_ENTRIES_MAX                                                                        \
    ((uint64_t)200000) // with the ZIPs in it: ten years of a watch's monitoring files are some 40,000
#define MILER_ARCHIVE_TOTAL_MAX ((uint64_t)2 * 1024 * 1024 * 1024)
#define MILER_ARCHIVE_RATIO_MAX 200              // output : input ...
#define MILER_ARCHIVE_RATIO_FREE (1 * MILER_MIB) // ... counted after this much output
#define MILER_ARCHIVE_NESTING_MAX 2              // ZIP in ZIP (Garmin export), then .gz

// CSV: Strava's activities.csv, a squad's results
#define MILER_CSV_ROW_MAX (1 * MILER_MIB) // a description can be long, never this long

// Race files of the live page (docs/race-file.md; the same in web/live/live_core.js and live_file.js)
#define MILER_RACE_FILE_MAX (1 * MILER_MIB)     // sixty runners over a hundred laps are 300 KB
#define MILER_RACE_RUNNERS_MAX ((size_t)60)     // more than any heat
#define MILER_RACE_FILE_ROWS_MAX ((size_t)2000) // laps, splits or points of a plan in one list
#define MILER_RACE_FILE_TEXT_MAX ((size_t)200)  // bytes of a name or a word

// What a sandboxed reader may be, and what its answer may hold (src/sandbox, src/app/flat.h)
#define MILER_CHILD_MEMORY_MAX ((uint64_t)256 * MILER_MIB) // of addresses: program, libraries, arena, XML
#define MILER_FLAT_TEXT_MAX ((uint32_t)1024)               // bytes of a name; readers cut them at 255
#define MILER_FLAT_NOTES_MAX ((uint32_t)1024 * 1024) // bytes of remarks: 8 KiB of each of 64 files in one
#define MILER_FLAT_TIMES_MS INT64_C(253402300800000) // the year 10000; no instant is later
#define MILER_FLAT_NUMBER_MAX 1e15                   // no number of a recording is larger

// Folders
#define MILER_PATH_MAX ((size_t)4096)
#define MILER_FOLDER_DEPTH_MAX 32

#endif
