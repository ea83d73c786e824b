// SPDX-License-Identifier: MIT
// Any bytes as a FIT file: whole and in pieces, which must agree; and once more
// with header and checksums put right, so that a fuzzer is not held up by them.
#include "formats/crc16.h"

#include <miler/formats.h>

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct outcome {
    miler_status status;
    size_t recordings, samples, laps;
    uint64_t lost;
    uint32_t flags;
} outcome;

static outcome read_in_pieces(const uint8_t *bytes, size_t len, size_t piece) {
    outcome out = {0};
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_reader *reader;
    miler_reading reading;
    if (arena == NULL || miler_reader_open(&reader, MILER_FORMAT_FIT, arena, NULL) != MILER_OK) abort();
    for (size_t at = 0; at < len && out.status == MILER_OK; at += piece)
        out.status = miler_reader_feed(reader, bytes + at, len - at < piece ? len - at : piece, NULL);
    if (out.status == MILER_OK || out.status == MILER_ERR_EMPTY)
        out.status = miler_reader_finish(reader, &reading, NULL);
    for (size_t i = 0; out.status == MILER_OK && i < reading.recording_count; i++) {
        const miler_recording *r = &reading.recordings[i];
        out.recordings++;
        out.samples += r->samples.count;
        out.laps += r->lap_count;
        out.lost += r->lost_bytes;
        out.flags |= r->flags;
        for (size_t k = 1; r->samples.t_ms != NULL && k < r->samples.count; k++)
            if (r->samples.t_ms[k] < r->samples.t_ms[k - 1]) abort();
    }
    if (out.samples > len || out.lost > len * (out.recordings + 1)) abort();
    miler_reader_close(reader);
    miler_arena_free(arena);
    return out;
}

static void read_both_ways(const uint8_t *bytes, size_t len) {
    outcome whole = read_in_pieces(bytes, len, len != 0 ? len : 1);
    outcome pieces = read_in_pieces(bytes, len, len != 0 ? 1 + bytes[len / 2] % 64u : 1);
    if (whole.status != pieces.status || whole.recordings != pieces.recordings ||
        whole.samples != pieces.samples || whole.laps != pieces.laps || whole.lost != pieces.lost ||
        whole.flags != pieces.flags)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 65536) return 0;
    read_both_ways(data, size);
    if (size >= 16 && memcmp(data + 8, ".FIT", 4) == 0) { // what follows a header already, without its sum
        data += 14;
        size -= 16;
    }
    static const uint8_t head[12] = {14, 0x20, 0, 0, 0, 0, 0, 0, '.', 'F', 'I', 'T'};
    uint8_t *sound = malloc(size + 16);
    if (sound == NULL) return 0;
    memcpy(sound, head, sizeof head);
    for (size_t i = 0; i < 4; i++)
        sound[4 + i] = (uint8_t)(size >> (8 * i));
    uint16_t crc = miler_crc16(0, sound, 12);
    sound[12] = (uint8_t)crc;
    sound[13] = (uint8_t)(crc >> 8);
    if (size != 0) memcpy(sound + 14, data, size);
    crc = miler_crc16(0, sound, 14 + size);
    sound[14 + size] = (uint8_t)crc;
    sound[15 + size] = (uint8_t)(crc >> 8);
    read_both_ways(sound, size + 16);
    free(sound);
    return 0;
}
