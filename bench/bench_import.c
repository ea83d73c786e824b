// SPDX-License-Identifier: MIT
// Import of 1,000 .fit.gz in one ZIP as a ratio to inflating them with zlib, and
// the peak memory of imports whatever the archive.
//
// The files are those of the corpus when it is there (activities, each copy
// moved to another time so that all differ), else made in code with the size of
// a median run. Every part runs in a process of its own, so that its peak
// memory is its own.
#include "../tests/import_kit.h"
#include "base/limits.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#define FILES 1000u
#define SEEDS_MAX 200u
#define PEAK_GOAL_MB 64

static double seconds(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// ---- Moving a FIT file to another time

typedef struct fit_definition {
    uint16_t message;
    bool big;
    unsigned fields;
    uint8_t number[255], size[255];
    size_t bytes; // developer fields included
} fit_definition;

static bool is_time(uint16_t message, uint8_t number, uint8_t size) {
    if (size != 4) return false;
    if (number == 253) return true;
    if (message == 18 || message == 19) return number == 2; // start of session and lap
    return (message == 0 && number == 4) || (message == 34 && number == 5);
}

static void add_u32(uint8_t *p, bool big, uint32_t shift) {
    uint32_t v = 0;
    for (unsigned i = 0; i < 4; i++)
        v |= (uint32_t)p[i] << (big ? 24 - 8 * i : 8 * i);
    if (v == 0xFFFFFFFF) return;
    v += shift;
    for (unsigned i = 0; i < 4; i++)
        p[i] = (uint8_t)(v >> (big ? 24 - 8 * i : 8 * i));
}

// False when the file is not as simple as this walk needs it.
static bool move_fit(uint8_t *b, size_t len, uint32_t shift) {
    static fit_definition defs[16];
    memset(defs, 0, sizeof defs);
    if (len < 14 || memcmp(b + 8, ".FIT", 4) != 0) return false;
    size_t at = b[0];
    const size_t end = at + ((size_t)b[4] | (size_t)b[5] << 8 | (size_t)b[6] << 16 | (size_t)b[7] << 24);
    if (end + 2 != len) return false;
    while (at < end) {
        const uint8_t head = b[at++];
        if ((head & 0xC0) == 0x40) {
            fit_definition *d = &defs[head & 15];
            if (at + 5 > end) return false;
            *d = (fit_definition){.big = b[at + 1] == 1, .fields = b[at + 4]};
            d->message =
                d->big ? (uint16_t)(b[at + 2] << 8 | b[at + 3]) : (uint16_t)(b[at + 3] << 8 | b[at + 2]);
            at += 5;
            if (at + 3 * (size_t)d->fields > end) return false;
            for (unsigned i = 0; i < d->fields; i++, at += 3) {
                d->number[i] = b[at];
                d->size[i] = b[at + 1];
                d->bytes += b[at + 1];
            }
            if ((head & 0x20) != 0) {
                if (at + 1 > end) return false;
                unsigned developer = b[at++];
                if (at + 3 * (size_t)developer > end) return false;
                for (; developer > 0; developer--, at += 3)
                    d->bytes += b[at + 1];
            }
            continue;
        }
        const fit_definition *d = &defs[(head & 0x80) != 0 ? head >> 5 & 3 : head & 15];
        if (d->bytes == 0 || at + d->bytes > end) return false;
        size_t field = at;
        for (unsigned i = 0; i < d->fields; i++) {
            if (is_time(d->message, d->number[i], d->size[i])) add_u32(b + field, d->big, shift);
            field += d->size[i];
        }
        at += d->bytes;
    }
    const uint16_t crc = fit_crc((const char *)b, len - 2);
    b[len - 2] = (uint8_t)crc;
    b[len - 1] = (uint8_t)(crc >> 8);
    return true;
}

// ---- The files to import

typedef struct seed {
    uint8_t *bytes;
    size_t len;
} seed;

static unsigned load_corpus(seed *seeds) {
    DIR *dir = opendir("../shared/corpus/fit");
    const struct dirent *entry;
    unsigned count = 0;
    while (dir != NULL && (entry = readdir(dir)) != NULL && count < SEEDS_MAX) {
        char path[500];
        (void)snprintf(path, sizeof path, "../shared/corpus/fit/%s", entry->d_name);
        FILE *f = fopen(path, "rb");
        uint8_t *bytes = malloc(400000);
        if (f == NULL || bytes == NULL) abort();
        const size_t len = fread(bytes, 1, 400000, f);
        (void)fclose(f);
        // The sizes of real runs: 10 minutes to 4 hours.
        if (len >= 20000 && len < 400000 && move_fit(bytes, len, 0))
            seeds[count++] = (seed){bytes, len};
        else
            free(bytes);
    }
    if (dir != NULL) (void)closedir(dir);
    return count;
}

static unsigned make_seeds(seed *seeds) {
    const made_fit f = {
        .file_type = 4, .sport = 1, .serial = 1, .start_s = 1577880000, .seconds = 4000, .speed_mps = 3.3};
    miler_buf b = kit_fit(&f);
    seeds[0] = (seed){malloc(b.len), b.len};
    if (seeds[0].bytes == NULL) abort();
    memcpy(seeds[0].bytes, b.ptr, b.len);
    miler_buf_deinit(&b);
    return 1;
}

// Writes the n-th .fit.gz to `gz`.
static void make_file(const seed *seeds, unsigned count, unsigned n, miler_buf *gz) {
    const seed *s = &seeds[n % count];
    uint8_t *bytes = malloc(s->len);
    if (bytes == NULL) abort();
    memcpy(bytes, s->bytes, s->len);
    if (!move_fit(bytes, s->len, (n / count) * 604800u + 1)) abort(); // a week apart
    pack(gz, bytes, s->len, 31);
    free(bytes);
}

static void make_archive(const char *path, bool *real) {
    static seed seeds[SEEDS_MAX];
    static made_entry entries[FILES];
    static miler_buf files[FILES];
    static char names[FILES][40];
    unsigned count = load_corpus(seeds);
    *real = count != 0;
    if (count == 0) count = make_seeds(seeds);
    for (unsigned i = 0; i < FILES; i++) {
        files[i] = kit_buf();
        make_file(seeds, count, i, &files[i]);
        (void)snprintf(names[i], sizeof names[i], "activities/%u.fit.gz", i);
        entries[i] = (made_entry){.name = names[i], .bytes = files[i].ptr, .len = files[i].len};
    }
    miler_buf zip;
    miler_buf_init(&zip, NULL, (size_t)1 << 30);
    make_zip(&zip, entries, FILES);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(zip.ptr, 1, zip.len, f) != zip.len || fclose(f) != 0) abort();
}

// ---- The parts

typedef struct measured {
    double s;
    uint64_t bytes;
    uint64_t files;
    uint64_t outcomes[STORE_OUTCOME_COUNT];
    long peak_kb;
    bool real;
} measured;

// Inflating all entries with bare zlib, each into the same buffer.
static void inflate_all(const char *path, measured *m) {
    FILE *f = fopen(path, "rb");
    if (f == NULL) abort();
    (void)fseek(f, 0, SEEK_END);
    const long len = ftell(f);
    rewind(f);
    uint8_t *zip = malloc((size_t)len);
    uint8_t *out = malloc(MILER_FEED_CHUNK);
    if (zip == NULL || out == NULL || fread(zip, 1, (size_t)len, f) != (size_t)len) abort();
    (void)fclose(f);
    const double begin = seconds();
    z_stream z;
    memset(&z, 0, sizeof z);
    if (inflateInit2(&z, 31) != Z_OK) abort();
    for (size_t at = 0; at + 30 <= (size_t)len && memcmp(zip + at, "PK\3\4", 4) == 0;) {
        const size_t packed = (size_t)zip[at + 18] | (size_t)zip[at + 19] << 8 | (size_t)zip[at + 20] << 16 |
                              (size_t)zip[at + 21] << 24;
        at += 30u + ((size_t)zip[at + 26] | (size_t)zip[at + 27] << 8);
        z.next_in = zip + at;
        z.avail_in = (uInt)packed;
        int rc = Z_OK;
        while (rc == Z_OK) {
            z.next_out = out;
            z.avail_out = MILER_FEED_CHUNK;
            rc = inflate(&z, Z_NO_FLUSH);
            m->bytes += MILER_FEED_CHUNK - z.avail_out;
        }
        if (rc != Z_STREAM_END || inflateReset(&z) != Z_OK) abort();
        m->files++;
        at += packed;
    }
    (void)inflateEnd(&z);
    m->s = seconds() - begin;
}

static void import_all(const char *path, const char *db, measured *m) {
    app_options options;
    app_options_init(&options);
    options.db = db;
    app *a;
    miler_error err = {0};
    if (app_open(&options, &a, &err) != MILER_OK) abort();
    app_import_answer answer;
    const double begin = seconds();
    if (app_import(a, &path, 1, NULL, NULL, &answer, &err) != MILER_OK) {
        (void)fprintf(stderr, "import: %s\n", err.msg);
        abort();
    }
    m->s = seconds() - begin;
    m->files = answer.files;
    m->bytes = answer.content_bytes;
    memcpy(m->outcomes, answer.outcomes, sizeof m->outcomes);
    app_close(a);
}

// Makes an archive, or (make NULL) inflates it, in a child that takes its memory with it.
static measured run_part(const char *path, void (*make)(const char *path, bool *real)) {
    measured m;
    memset(&m, 0, sizeof m);
    int ends[2];
    if (pipe(ends) != 0) abort();
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child < 0) abort();
    if (child == 0) {
        if (make != NULL)
            make(path, &m.real);
        else
            inflate_all(path, &m);
        if (write(ends[1], &m, sizeof m) != (ssize_t)sizeof m) abort();
        _exit(0);
    }
    (void)close(ends[1]);
    const bool told = read(ends[0], &m, sizeof m) == (ssize_t)sizeof m;
    (void)close(ends[0]);
    int status;
    if (waitpid(child, &status, 0) != child || status != 0 || !told) abort();
    return m;
}

// ---- Archives that are hard on memory

// 62 MiB of FIT that packs about 100 : 1, forty of them: past the 2 GiB cap.
static void make_bomb(const char *path, bool *real) {
    *real = false;
    const size_t len = 62 * MILER_MIB;
    uint8_t *b = calloc(1, len);
    made_entry entries[40];
    char names[40][20];
    if (b == NULL) abort();
    miler_buf head = kit_buf();
    const made_fit f = {.file_type = 4, .sport = 1, .serial = 1, .start_s = 1767250800, .seconds = 0};
    make_fit(&head, &f);
    const size_t kept =
        head.len - 2; // without checksum; behind it messages of a kind nobody knows, 250 bytes each
    memcpy(b, head.ptr, kept);
    static const uint8_t definition[] = {0x45, 0, 0, 0x34, 0x12, 1, 1, 250, 13};
    memcpy(b + kept, definition, sizeof definition);
    size_t at = kept + sizeof definition;
    uint32_t x = 1;
    for (; at + 251 + 2 <= len; at += 251) {
        b[at] = 5;
        for (unsigned i = 1; i <= 2; i++)
            b[at + i] = (uint8_t)((x = x * 1664525u + 1013904223u) >> 24);
    }
    const uint32_t data = (uint32_t)(at - 14);
    for (unsigned i = 0; i < 4; i++)
        b[4 + i] = (uint8_t)(data >> (8 * i));
    const uint16_t crc = fit_crc((const char *)b, at);
    b[at] = (uint8_t)crc;
    b[at + 1] = (uint8_t)(crc >> 8);
    miler_buf packed = kit_buf();
    pack(&packed, b, at + 2, 31);
    for (unsigned i = 0; i < 40; i++) {
        (void)snprintf(names[i], sizeof names[i], "%u.fit.gz", i);
        entries[i] = (made_entry){.name = names[i], .bytes = packed.ptr, .len = packed.len};
    }
    miler_buf zip = kit_buf();
    make_zip(&zip, entries, 40);
    FILE *f2 = fopen(path, "wb");
    if (f2 == NULL || fwrite(zip.ptr, 1, zip.len, f2) != zip.len || fclose(f2) != 0) abort();
}

static void make_many(const char *path, bool *real) {
    *real = false;
    const size_t count = MILER_ARCHIVE_ENTRIES_MAX + 10;
    made_entry *entries = calloc(count, sizeof *entries);
    char(*names)[200] = calloc(count, sizeof *names);
    if (entries == NULL || names == NULL) abort();
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(names[i], sizeof names[i], "%0150zu.txt", i);
        entries[i] = (made_entry){.name = names[i], .bytes = "x", .len = 1};
    }
    miler_buf zip = kit_buf();
    make_zip(&zip, entries, count);
    FILE *f = fopen(path, "wb");
    if (f == NULL || fwrite(zip.ptr, 1, zip.len, f) != zip.len || fclose(f) != 0) abort();
}

// A whole run of the program for one archive, so that the peak is of it alone.
static int child_main(char **argv) {
    measured m;
    memset(&m, 0, sizeof m);
    import_all(argv[2], argv[3], &m);
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    m.peak_kb = usage.ru_maxrss;
    return write(STDOUT_FILENO, &m, sizeof m) == (ssize_t)sizeof m ? 0 : 1;
}

static measured import_alone(const char *self, const char *zip, const char *db) {
    measured m;
    memset(&m, 0, sizeof m);
    int ends[2];
    if (pipe(ends) != 0) abort();
    (void)fflush(NULL);
    const pid_t child = fork();
    if (child < 0) abort();
    if (child == 0) {
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)execl(self, self, "--import", zip, db, (char *)NULL);
        _exit(127);
    }
    (void)close(ends[1]);
    const bool told = read(ends[0], &m, sizeof m) == (ssize_t)sizeof m;
    (void)close(ends[0]);
    int status;
    if (waitpid(child, &status, 0) != child || status != 0 || !told) abort();
    return m;
}

static void tell_peak(const char *what, const measured *m) {
    (void)printf("peak memory, %-44s %5.1f MB (goal < %d)  %s; %llu files, %.2f s\n", what,
                 (double)m->peak_kb / 1024.0, PEAK_GOAL_MB,
                 m->peak_kb < PEAK_GOAL_MB * 1024L ? "met" : "MISSED", (unsigned long long)m->files, m->s);
}

int main(int argc, char **argv) {
    if (argc == 4 && strcmp(argv[1], "--import") == 0) return child_main(argv);
    char dir[200];
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(dir, sizeof dir, "%s/miler-bench-XXXXXX", tmp != NULL ? tmp : "/var/tmp");
    if (mkdtemp(dir) == NULL) abort();
    char zip[240], db[240];
    (void)snprintf(zip, sizeof zip, "%s/a.zip", dir);
    (void)snprintf(db, sizeof db, "%s/miler.db", dir);
    const measured made = run_part(zip, make_archive);
    measured inflated = run_part(zip, NULL);
    for (int i = 0; i < 2; i++) { // the best of three
        const measured again = run_part(zip, NULL);
        if (again.s < inflated.s) inflated = again;
    }
    measured first = import_alone(argv[0], zip, db);
    measured second = import_alone(argv[0], zip, db);
    for (int i = 0; i < 2; i++) {
        char fresh[260];
        (void)snprintf(fresh, sizeof fresh, "%s.%d", db, i);
        measured again = import_alone(argv[0], zip, fresh);
        if (again.s < first.s) first = again;
        again = import_alone(argv[0], zip, fresh);
        if (again.s < second.s) second = again;
    }
    const double mb = (double)inflated.bytes / 1e6;
    (void)printf("import of %u .fit.gz in one ZIP (%s, %.0f MB unpacked)\n", FILES,
                 made.real ? "files of the corpus, moved in time" : "made in code", mb);
    (void)printf("  inflating them with zlib   %7.3f s  %6.0f MB/s\n", inflated.s, mb / inflated.s);
    (void)printf("  importing them, best of 3  %7.3f s  %6.0f files/s  %llu new\n", first.s, FILES / first.s,
                 (unsigned long long)first.outcomes[STORE_FILE_NEW]);
    (void)printf("  importing them again       %7.3f s  %6.0f files/s  %llu known\n", second.s,
                 FILES / second.s, (unsigned long long)second.outcomes[STORE_FILE_KNOWN]);
    (void)printf("import / inflate %.2f (goal <= 5)  %s\n", first.s / inflated.s,
                 first.s <= 5 * inflated.s ? "met" : "MISSED");
    tell_peak("1,000 .fit.gz in a ZIP", &first);
    (void)run_part(zip, make_bomb);
    const measured bomb = import_alone(argv[0], zip, db);
    tell_peak("a bomb stopped at 2 GiB", &bomb);
    (void)run_part(zip, make_many);
    const measured many = import_alone(argv[0], zip, db);
    tell_peak("20,010 entries", &many);
    kit_remove(dir);
    return 0;
}
