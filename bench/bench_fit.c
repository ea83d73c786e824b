// SPDX-License-Identifier: MIT
// How fast FIT files become columns: every file read, checked and all its
// records decoded, as a ratio to one slicing-by-8 CRC-16 pass over the same
// bytes. Files are in memory and the arena is warm, as in an import that
// reuses one; the two passes take turns and each one's best round counts, so
// that a busy machine harms both alike.
#include "bench.h"

#include <miler/formats.h>

#define ROUNDS 60
#define GOAL 2.5

static uint16_t slices[8][256];

static void make_slices(void) {
    for (unsigned b = 0; b < 256; b++) {
        unsigned c = b;
        for (int bit = 0; bit < 8; bit++)
            c = (c & 1) != 0 ? c >> 1 ^ 0xA001 : c >> 1;
        slices[0][b] = (uint16_t)c;
    }
    for (int k = 1; k < 8; k++)
        for (int b = 0; b < 256; b++)
            slices[k][b] = (uint16_t)(slices[k - 1][b] >> 8 ^ slices[0][slices[k - 1][b] & 0xFF]);
}

static uint16_t crc_by_8(const uint8_t *p, size_t len) {
    uint16_t crc = 0;
    for (; len >= 8; p += 8, len -= 8)
        crc = (uint16_t)(slices[7][p[0] ^ (crc & 0xFF)] ^ slices[6][p[1] ^ (crc >> 8)] ^ slices[5][p[2]] ^
                         slices[4][p[3]] ^ slices[3][p[4]] ^ slices[2][p[5]] ^ slices[1][p[6]] ^
                         slices[0][p[7]]);
    for (; len > 0; p++, len--)
        crc = (uint16_t)(crc >> 8 ^ slices[0][(crc ^ *p) & 0xFF]);
    return crc;
}

// A made-up run: one definition, then a record a second with time, place,
// distance, altitude, speed, heart rate, cadence, temperature.
static void make_run(bench_files *all, size_t records) {
    static const uint8_t head[] = {14, 0x20, 0, 0, 0, 0, 0, 0, '.', 'F', 'I', 'T', 0,
                                   0,                                        // header, no data size: read to
                                                                             // the end
                                   0x40, 0, 0, 0, 0, 1, 0, 1, 0x00, 0x00, 4, // file_id: activity
                                   0x41, 0, 0, 20, 0, 9, 253, 4, 0x86, 0, 4, 0x85, 1, 4, 0x85, 5, 4, 0x86, 78,
                                   4, 0x86, 73, 4, 0x86, 3, 1, 0x02, 4, 1, 0x02, 13, 1, 0x01};
    enum { RECORD = 1 + 6 * 4 + 3 };
    size_t len = sizeof head + records * RECORD;
    uint8_t *bytes = malloc(len);
    if (bytes == NULL) exit(4);
    memcpy(bytes, head, sizeof head);
    uint8_t *p = bytes + sizeof head;
    for (size_t i = 0; i < records; i++) {
        const uint32_t v[6] = {1100000000u + (uint32_t)i,
                               600000000u + (uint32_t)i * 300,
                               10000000u + (uint32_t)i * 7,
                               (uint32_t)i * 330,
                               3000,
                               3300};
        *p++ = 1;
        for (int k = 0; k < 6; k++)
            for (int b = 0; b < 4; b++)
                *p++ = (uint8_t)(v[k] >> (8 * b));
        *p++ = (uint8_t)(140 + i % 20);
        *p++ = 88;
        *p++ = 18;
    }
    bench_add(all, bytes, len);
}

static size_t decode_all(const bench_files *all, miler_arena *arena) {
    size_t samples = 0;
    for (size_t i = 0; i < all->count; i++) {
        miler_reading reading;
        miler_arena_reset(arena);
        if (miler_formats_read(all->files[i].bytes, all->files[i].len, arena, &reading, NULL) != MILER_OK)
            continue;
        for (size_t r = 0; r < reading.recording_count; r++)
            samples += reading.recordings[r].samples.count;
    }
    return samples;
}

// Seconds of the best round; --corpus-seconds prints only this, for comparisons with other readers.
static double best_decode_s(const bench_files *all, miler_arena *arena) {
    double best_s = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        const double start_s = bench_now_s();
        (void)decode_all(all, arena);
        const double took_s = bench_now_s() - start_s;
        if (took_s < best_s) best_s = took_s;
    }
    return best_s;
}

static void compare(const char *what, const bench_files *all, miler_arena *arena) {
    double decode_s = 1e9;
    double crc_s = 1e9;
    size_t samples = 0;
    unsigned crc = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double t0 = bench_now_s();
        samples = decode_all(all, arena);
        double t1 = bench_now_s();
        for (size_t i = 0; i < all->count; i++)
            crc ^= crc_by_8(all->files[i].bytes, all->files[i].len);
        double t2 = bench_now_s();
        if (t1 - t0 < decode_s) decode_s = t1 - t0;
        if (t2 - t1 < crc_s) crc_s = t2 - t1;
    }
    double mb = (double)all->total / 1e6;
    printf("%s: %zu files, %.1f MB, %zu samples: decode %.0f MB/s (%.2f M samples/s), slicing-by-8 CRC %.0f "
           "MB/s [%04x]\n",
           what, all->count, mb, samples, mb / decode_s, (double)samples / decode_s / 1e6, mb / crc_s, crc);
    printf("%s decode / crc pass: %.2fx (goal %.1f)\n", what, decode_s / crc_s, GOAL);
}

int main(int argc, char **argv) {
    make_slices();
    miler_arena *arena = miler_arena_new(NULL, 0);
    // One large block at the start stays with the arena over all resets.
    if (arena == NULL || miler_arena_take(arena, (size_t)24 << 20) == NULL) return 4;
    bench_files corpus = bench_load("../shared/corpus/fit", ".fit");
    if (argc > 1 && strcmp(argv[1], "--corpus-seconds") == 0) {
        printf("%.5f\n", best_decode_s(&corpus, arena));
        miler_arena_free(arena);
        return 0;
    }
    if (corpus.count != 0)
        compare("fit", &corpus, arena);
    else
        printf("fit: no corpus at ../shared/corpus/fit, a made-up run instead\n");
    bench_files made_up = {0};
    make_run(&made_up, 100000);
    compare("fit made up", &made_up, arena);
    miler_arena_free(arena);
    double before = bench_peak_mib();
    arena = miler_arena_new(NULL, 0);
    if (arena == NULL) return 4;
    (void)decode_all(&made_up, arena);
    printf("fit peak resident, files of this benchmark included: %.1f MiB, %.1f of it before a "
           "100,000-record file in a fresh arena\n",
           bench_peak_mib(), before);
    miler_arena_free(arena);
    return 0;
}
