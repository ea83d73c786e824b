// SPDX-License-Identifier: MIT
// Makes the seeds of the FIT fuzz target, each a small file with one thing a
// reader must know:
//
//     cc -std=c11 -Itests/unit -o /tmp/seeds_fit tests/fuzz/seeds_fit.c
//     /tmp/seeds_fit tests/fuzz/corpus/fit
#include "fit_bytes.h"

static void save(fb *f, const char *folder, const char *name) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s.fit", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(f->b, 1, f->n, file) != f->n || fclose(file) != 0) {
        perror(path);
        exit(4);
    }
    f->n = 0;
    f->big_endian = false;
}

static void sums(fb *f, const char *folder) {
    fb_run(f, 20);
    save(f, folder, "run");
    f->big_endian = true;
    fb_run(f, 20);
    save(f, folder, "big_endian");
    fb_run(f, 5);
    fb_run(f, 5);
    save(f, folder, "chained");
    fb_run(f, 20);
    f->b[f->n - 1] ^= 1;
    save(f, folder, "wrong_crc");
    fb_run(f, 20);
    f->n -= 30;
    save(f, folder, "cut");
    fb_run(f, 20);
    memset(f->b + 4, 0, 4);
    save(f, folder, "no_data_size");
    fb_run(f, 20);
    memset(f->b + 200, 0, 100);
    save(f, folder, "hole");
    fb_begin(f, 12);
    fb_file_id(f, 2);
    fb_seal(f);
    save(f, folder, "settings");
}

static void fields(fb *f, const char *folder) {
    fb_begin(f, 14);
    fb_file_id(f, 4);
    FB_DEFINE(f, 0, 20, {253, 4, FB_U32}, {8, 3, FB_BYTE}, {3, 1, FB_U8});
    FB_DEFINE(f, 2, 20, {8, 3, FB_BYTE}, {3, 1, FB_U8});
    fb_u8(f, 0);
    fb_u32(f, FB_T0);
    fb_text(f, "\x4d\x01\x02\x90", 4);
    for (unsigned i = 1; i < 20; i++) {
        fb_u8(f, 0x80u | 2u << 5 | (i & 31));
        fb_u8(f, 0x4D);
        fb_u8(f, i * 16 & 0xFF);
        fb_u8(f, i);
        fb_u8(f, 120 + i);
    }
    fb_seal(f);
    save(f, folder, "compressed");

    fb_begin(f, 14);
    fb_file_id(f, 4);
    FB_DEFINE(f, 6, 206, {0, 1, FB_U8}, {1, 1, FB_U8}, {2, 1, FB_U8}, {14, 2, FB_U16}, {15, 1, FB_U8});
    fb_u8(f, 6);
    fb_text(f, "\0\0\x84\x14\0\x07", 6);
    const fb_field native[] = {{253, 4, FB_U32}, {78, 4, FB_U32}, {7, 8, FB_F64}};
    const fb_field dev[] = {{0, 2, 0}, {1, 3, 0}};
    fb_define_dev(f, 1, 20, native, 3, dev, 2);
    for (unsigned i = 0; i < 5; i++) {
        fb_u8(f, 1);
        fb_u32(f, FB_T0 + i);
        fb_u32(f, 3000);
        fb_text(f, "", 8);
        fb_u16(f, 250 + i);
        fb_text(f, "abc", 3);
    }
    fb_seal(f);
    save(f, folder, "developer");
}

static void messages(fb *f, const char *folder) {
    fb_begin(f, 14);
    fb_file_id(f, 4);
    fb_session(f, 30, 20, 1, 4);
    fb_session(f, 0, 30, 2, 0);
    fb_lap(f, 0, 30, 7);
    fb_lap(f, 30, 10, 0);
    fb_define_record(f);
    for (unsigned i = 0; i < 50; i++)
        fb_record(f, i);
    fb_event(f, 10, 1, 1);
    fb_event(f, 12, 0, 1);
    FB_DEFINE(f, 7, 27, {254, 2, FB_U16}, {0, 8, FB_TEXT}, {1, 1, FB_ENUM}, {2, 4, FB_U32});
    fb_u8(f, 7);
    fb_u16(f, 0);
    fb_text(f, "rep", 8);
    fb_u8(f, 1);
    fb_u32(f, 40000);
    fb_seal(f);
    save(f, folder, "multisport");

    fb_run(f, 10);
    fb_begin(f, 14);
    fb_file_id(f, 4);
    FB_DEFINE(f, 2, 132, {253, 4, FB_U32}, {0, 2, FB_U16}, {6, 1, FB_U8}, {9, 4, FB_U32});
    fb_u8(f, 2);
    fb_u32(f, FB_T0 + 2);
    fb_u16(f, 0);
    fb_u8(f, 120);
    fb_u32(f, 4000);
    FB_DEFINE(f, 3, 132, {6, 8, FB_U8}, {10, 12, FB_BYTE});
    fb_u8(f, 3);
    fb_text(f, "zzzzzzzz012345678901", 20);
    FB_DEFINE(f, 4, 160, {253, 4, FB_U32}, {1, 4, FB_S32}, {2, 4, FB_S32});
    fb_u8(f, 4);
    fb_u32(f, FB_T0 + 2);
    fb_u32(f, 600000000);
    fb_u32(f, 10000);
    fb_seal(f);
    save(f, folder, "heart_rates");
}

int main(int argc, char **argv) {
    const char *folder = argc > 1 ? argv[1] : ".";
    fb f = fb_new();
    sums(&f, folder);
    fields(&f, folder);
    messages(&f, folder);
    fb_free(&f);
    return 0;
}
