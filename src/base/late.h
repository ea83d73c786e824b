// SPDX-License-Identifier: MIT
// A library that is opened when it is first needed and not at every start: those
// that few commands use (pages, sounds, codes, calendars) bring thirty others
// along, and would make each `miler today` several times as slow
// (docs/dependencies.md has the figures). The compiler still checks every call:
//
//     #define CALLS(X) X(QRcode_free) X(QRcode_encodeString8bit)
//     typedef struct calls { CALLS(MILER_LATE_FIELD) } calls; // free is call.QRcode_free_
//     calls *call = &mine;
//     const miler_late_call table[] = {CALLS(MILER_LATE_ROW)};
//     const char *missing = miler_late_open(MILER_LATE_NAME("qrencode", "4"), table, MILER_LATE_COUNT(table));
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include <stddef.h>

#ifdef __APPLE__
#define MILER_LATE_NAME(name, version) "lib" name "." version ".dylib"
#else
#define MILER_LATE_NAME(name, version) "lib" name ".so." version
#endif

#define MILER_LATE_FIELD(name) __typeof__(&(name)) name##_;
#define MILER_LATE_ROW(name) {#name, &call->name##_}, // of `call`
#define MILER_LATE_COUNT(table) (sizeof(table) / sizeof(table)[0])

typedef struct miler_late_call {
    const char *name;
    void *place; // of a pointer to the function
} miler_late_call;

// Opens the library and fills in the calls, also those of libraries it stands on. NULL: all are
// there; else the name of what is not, the library's own or the first call that it lacks.
// It stays open for the program's life: such libraries keep threads and tables of their own.
const char *miler_late_open(const char *library, const miler_late_call *calls, size_t count);

#endif
