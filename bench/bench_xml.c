// SPDX-License-Identifier: MIT
// How fast TCX and GPX files become columns: every file from its bytes to
// recordings, as a ratio to bare expat over the same bytes with handlers that
// do nothing (without any, expat would skip work that every reader needs).
// Files are in memory and the arena is warm, as in an import that reuses one.
// The two take turns, and each one's best round counts, so that a busy machine
// harms both alike; the median of the rounds' ratios stands beside it.
// Then the same for twice the bytes, which may cost twice the time, and all the
// memory that reading them takes.
#include "bench.h"

#include <miler/formats.h>

#include <expat.h>
#include <stdbool.h>

#define ROUNDS 15
#define GOAL 1.5
#define LINEAR 2.3     // twice the bytes may cost this many times the time
#define POINTS 40000   // of the smaller made-up file
#define POINT_MAX 1024 // bytes
#define PIECE ((size_t)64 << 10)

// ---- Made-up runs, as the watches' sites write them

typedef struct text {
    char *bytes;
    size_t len, max;
} text;

static void put(text *out, const char *fmt, ...) MILER_PRINTF(2, 3);
static void put(text *out, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    out->len += (size_t)vsnprintf(out->bytes + out->len, out->max - out->len, fmt, args);
    va_end(args);
}

static void tcx_point(text *out, unsigned s, unsigned i) {
    put(out, "          <Trackpoint>\n            <Time>2026-05-01T%02u:%02u:%02u.000Z</Time>\n", s / 3600,
        s / 60 % 60, s % 60);
    put(out, "            <Position>\n              <LatitudeDegrees>51.%07u</LatitudeDegrees>\n",
        4000000 + i * 31);
    put(out, "              <LongitudeDegrees>-0.%07u</LongitudeDegrees>\n            </Position>\n",
        1000000 + i * 7);
    put(out, "            <AltitudeMeters>24.600000381469727</AltitudeMeters>\n");
    put(out, "            <DistanceMeters>%u.2399997711181641</DistanceMeters>\n", i * 3);
    put(out, "            <HeartRateBpm>\n              <Value>151</Value>\n            </HeartRateBpm>\n");
    put(out, "            <Extensions>\n              <ns3:TPX>\n                "
             "<ns3:Speed>3.3589999675750732</ns3:Speed>\n");
    put(out, "                <ns3:RunCadence>86</ns3:RunCadence>\n              </ns3:TPX>\n            "
             "</Extensions>\n"
             "          </Trackpoint>\n");
}

static void gpx_point(text *out, unsigned s, unsigned i) {
    put(out, "   <trkpt lat=\"51.%07u\" lon=\"-0.%07u\">\n    <ele>24.6</ele>\n", 4000000 + i * 31,
        1000000 + i * 7);
    put(out, "    <time>2026-05-01T%02u:%02u:%02uZ</time>\n    <extensions>\n", s / 3600, s / 60 % 60,
        s % 60);
    put(out, "     <gpxtpx:TrackPointExtension>\n      <gpxtpx:atemp>21</gpxtpx:atemp>\n"
             "      <gpxtpx:hr>151</gpxtpx:hr>\n      <gpxtpx:cad>86</gpxtpx:cad>\n"
             "     </gpxtpx:TrackPointExtension>\n    </extensions>\n   </trkpt>\n");
}

typedef struct kind {
    const char *name;
    const char *folder, *ending;
    const char *head, *foot;
    void (*point)(text *out, unsigned second, unsigned i);
} kind;

static const kind kinds[] = {
    {"tcx", "../shared/corpus/tcx", ".tcx",
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrainingCenterDatabase><Activities>\n<Activity "
     "Sport=\"Running\">\n<Lap StartTime=\"2026-05-01T00:00:00.000Z\">\n<Track>\n",
     "</Track>\n</Lap>\n</Activity>\n</Activities>\n</TrainingCenterDatabase>\n", tcx_point},
    {"gpx", "../shared/corpus/gpx", ".gpx",
     "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx creator=\"bench\" version=\"1.1\">\n<trk>\n<trkseg>\n",
     "  </trkseg>\n </trk>\n</gpx>\n", gpx_point},
};

static bench_files make_run(const kind *k, unsigned points) {
    text out = {.max = points * POINT_MAX + 1024};
    out.bytes = malloc(out.max);
    if (out.bytes == NULL) exit(4);
    put(&out, "%s", k->head);
    for (unsigned i = 0; i < points; i++)
        k->point(&out, i * 86399u / points, i); // all in one day
    put(&out, "%s", k->foot);
    bench_files files = {0};
    bench_add(&files, (uint8_t *)out.bytes, out.len);
    return files;
}

// ---- The two passes

static size_t read_all(const bench_files *all, miler_arena *arena) {
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

static void XMLCALL no_start(void *user, const XML_Char *name, const XML_Char **attrs) {
    (void)user, (void)name, (void)attrs;
}

static void XMLCALL no_end(void *user, const XML_Char *name) {
    (void)user, (void)name;
}

static void XMLCALL no_text(void *user, const XML_Char *chars, int len) {
    (void)user, (void)chars, (void)len;
}

// Files in pieces of `piece` bytes; false: some file is no XML, and the time says nothing.
static bool bare_expat(const bench_files *all, size_t piece) {
    bool sound = true;
    for (size_t i = 0; i < all->count; i++) {
        const char *bytes = (const char *)all->files[i].bytes;
        size_t len = all->files[i].len;
        XML_Parser parser = XML_ParserCreate(NULL);
        if (parser == NULL) exit(4);
        XML_SetElementHandler(parser, no_start, no_end);
        XML_SetCharacterDataHandler(parser, no_text);
        for (size_t at = 0; sound && at < len; at += piece) {
            size_t n = len - at < piece ? len - at : piece;
            sound = XML_Parse(parser, bytes + at, (int)n, at + n == len) == XML_STATUS_OK;
        }
        XML_ParserFree(parser);
    }
    return sound;
}

// The faster of whole files and pieces: which it is depends on their size and the machine.
static double bare_expat_s(const bench_files *all) {
    double t0 = bench_cpu_s();
    bool sound = bare_expat(all, SIZE_MAX);
    double t1 = bench_cpu_s();
    sound = bare_expat(all, PIECE) && sound;
    double t2 = bench_cpu_s();
    if (!sound) exit(4);
    return t1 - t0 < t2 - t1 ? t1 - t0 : t2 - t1;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a;
    double y = *(const double *)b;
    return x < y ? -1 : x > y;
}

// Best seconds of the reader.
static double compare(const char *name, const char *what, const bench_files *all, miler_arena *arena) {
    double ours_s = 1e9;
    double bare_s = 1e9;
    double ratios[ROUNDS];
    size_t samples = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double t0 = bench_cpu_s();
        samples = read_all(all, arena);
        double ours = bench_cpu_s() - t0;
        double bare = bare_expat_s(all);
        ratios[round] = ours / bare;
        if (ours < ours_s) ours_s = ours;
        if (bare < bare_s) bare_s = bare;
    }
    qsort(ratios, ROUNDS, sizeof ratios[0], by_size);
    double mb = (double)all->total / 1e6;
    printf("%s %s: %zu files, %.1f MB, %zu samples: %.0f MB/s, bare expat %.0f MB/s\n", name, what,
           all->count, mb, samples, mb / ours_s, mb / bare_s);
    printf("%s %s / bare expat: %.2fx, median of %d rounds %.2fx (goal %.1f)\n", name, what, ours_s / bare_s,
           ROUNDS, ratios[ROUNDS / 2], GOAL);
    return ours_s;
}

typedef struct counted {
    size_t live, peak;
} counted;

static void *count_resize(void *user, void *ptr, size_t old_size, size_t new_size) {
    counted *c = user;
    c->live += new_size - old_size;
    if (c->live > c->peak) c->peak = c->live;
    if (new_size > 0) return realloc(ptr, new_size);
    free(ptr);
    return NULL;
}

static void one_kind(const kind *k, miler_arena *arena) {
    bench_files corpus = bench_load(k->folder, k->ending);
    if (corpus.count != 0)
        (void)compare(k->name, "files", &corpus, arena);
    else
        printf("%s: no corpus at %s, made-up runs only\n", k->name, k->folder);
    bench_files small = make_run(k, POINTS);
    bench_files large = make_run(k, 2 * POINTS);
    double small_s = compare(k->name, "made up", &small, arena);
    double large_s = compare(k->name, "made up, twice as long", &large, arena);
    printf("%s twice the bytes: %.2f times the time (at most %.1f)\n", k->name, large_s / small_s, LINEAR);
    counted memory = {0};
    const miler_alloc alloc = {count_resize, &memory};
    miler_arena *fresh = miler_arena_new(&alloc, 0);
    if (fresh == NULL) exit(4);
    (void)read_all(&large, fresh);
    miler_arena_free(fresh);
    printf("%s peak memory of %u points from %.1f MB: %.1f MB, %.0f bytes a point\n", k->name, 2 * POINTS,
           (double)large.total / 1e6, (double)memory.peak / 1e6, (double)memory.peak / (2 * POINTS));
}

int main(void) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    // One large block at the start stays with the arena over all resets.
    if (arena == NULL || miler_arena_take(arena, (size_t)24 << 20) == NULL) return 4;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        one_kind(&kinds[i], arena);
    miler_arena_free(arena);
    return 0;
}
