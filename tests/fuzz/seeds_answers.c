// SPDX-License-Identifier: MIT
// Makes the seeds of the fuzz target of answers: what an honest child says of
// small files, a byte in front for what was asked:
//
//     make program && cc -std=c11 -D_POSIX_C_SOURCE=200809L -Isrc -Iinclude -o /tmp/seeds tests/fuzz/seeds_answers.c
//         build/libprog.a build/libmiler.a -lexpat -lz -lm
//     /tmp/seeds tests/fuzz/corpus/answers tests/fuzz/corpus/fit/run.fit ...
#include "app/boxed_room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static miler_buf out;
static sandbox_channel ch;

static void ask(const void *bytes, size_t len) {
    miler_buf_append(&out, bytes, len);
}

static void ask_u32(uint32_t v) {
    ask(&v, sizeof v);
}

static void save(const char *folder, const char *name, char kind) {
    miler_buf said;
    char path[4096];
    miler_buf_init(&said, NULL, (size_t)1 << 28);
    sandbox_channel_said(&ch, out.ptr, out.len);
    ch.kept = &said;
    boxed_work(&ch);
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fputc(kind, f) == EOF || fwrite(said.ptr, 1, said.len, f) != said.len ||
        fclose(f) != 0) {
        perror(path);
        exit(4);
    }
    miler_buf_deinit(&said);
    miler_buf_clear(&out);
}

static void reading(const char *folder, const char *path) {
    static uint8_t bytes[MILER_FEED_CHUNK];
    FILE *f = fopen(path, "rb");
    if (f == NULL) exit(4);
    const size_t len = fread(bytes, 1, sizeof bytes, f);
    (void)fclose(f);
    const char *slash = strrchr(path, '/');
    ask_u32(ASK_READ_OPEN);
    ask_u32((uint32_t)miler_formats_sniff(bytes, len));
    ask_u32(ASK_READ_FEED);
    ask_u32((uint32_t)len);
    ask(bytes, len);
    ask_u32(ASK_READ_FINISH);
    save(folder, slash != NULL ? slash + 1 : path, 0);
}

static void unpacking(const char *folder) {
    static const uint8_t gz[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const boxed_packed packed = {.method = ARCHIVE_GZIPPED, .max_out = 1000};
    const boxed_pull pull = {.budget = 1000};
    ask_u32(ASK_UNPACK_START);
    ask(&packed, sizeof packed);
    ask_u32(ASK_UNPACK_READ);
    ask(&pull, sizeof pull);
    for (int i = 0; i < 2; i++) {
        ask_u32(TELL_PACKED);
        ask_u32(0);
        ask_u32(i == 0 ? sizeof gz : 0);
        if (i == 0) ask(gz, sizeof gz);
    }
    save(folder, "unpacked", 1);
}

static void rows(const char *folder) {
    ask_u32(ASK_CSV_OPEN);
    ask_u32(0);
    ask_u32(ASK_CSV_FEED);
    ask_u32(8);
    ask("a,b\nc,d\n", 8);
    ask_u32(ASK_CSV_FINISH);
    save(folder, "rows", 3);
}

// What a child says of a ZIP of two entries; it is written here, since the child reads its file itself.
static void directory(const char *folder) {
    const boxed_entry entry = {.method = ARCHIVE_DEFLATE, .name_len = 5, .packed_size = 10, .size = 20};
    const boxed_entry skipped = {.name_len = 5, .skip_len = 9, .packed_size = 10, .size = 20};
    const boxed_place place = {.offset = 30, .len = 10};
    char path[4096];
    ask("\2", 1);
    for (int i = 0; i < 2; i++)
        ask_u32(i == 0 ? 0 : 2); // OK, two entries
    ask_u32(0);                  // no more
    ask_u32(0);
    ask(&entry, sizeof entry);
    ask("a.fit", 5);
    ask_u32(0);
    ask(&place, sizeof place);
    ask_u32(0);
    ask(&skipped, sizeof skipped);
    ask("b.fitencrypted", 14);
    (void)snprintf(path, sizeof path, "%s/directory", folder);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(out.ptr, 1, out.len, f) != out.len || fclose(f) != 0) exit(4);
    miler_buf_clear(&out);
}

int main(int argc, char **argv) {
    miler_buf_init(&out, NULL, (size_t)1 << 28);
    for (int i = 2; i < argc; i++)
        reading(argv[1], argv[i]);
    if (argc > 1) {
        unpacking(argv[1]);
        rows(argv[1]);
        directory(argv[1]);
    }
    return 0;
}
