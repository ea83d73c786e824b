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
//     const miler_late_library library = {MILER_LATE_NAME("qrencode", "4"), "a code needs libqrencode",
//                                         "libqrencode4", false};
//     const miler_status status = miler_late_open(&library, table, MILER_LATE_COUNT(table), err);
#ifndef BASE_LATE_H
#define BASE_LATE_H

#include "miler/base.h"

#include <stdbool.h>
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

typedef struct miler_late_library {
    const char *name, *needs, *package; // needs: "a QR code needs libqrencode", as the message begins
    bool lazy; // its own calls are looked up at the first call: thirty libraries start sooner
} miler_late_library;

// Opens the library and fills in the calls, also those of libraries it stands on. It stays open for the program's
// life: such libraries keep threads and tables of their own. MILER_ERR_UNSUPPORTED, with what to install: it is not
// there, or is one that lacks a call; MILER_ERR_NOMEM: there was no room to open it, and it may well be there.
miler_status miler_late_open(const miler_late_library *library, const miler_late_call *calls, size_t count,
                             miler_error *err);
// Tells that the library, or what it needs in its turn, is not on this machine: MILER_ERR_UNSUPPORTED.
miler_status miler_late_missing(const miler_late_library *library, miler_error *err);

#endif
