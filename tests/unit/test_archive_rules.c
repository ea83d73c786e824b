// SPDX-License-Identifier: MIT
// One crafted archive for each rule, given to the program itself: what it says of
// it, that it takes less than 64 MB resident and a few seconds whatever the
// archive, and that nothing appears outside of the store.
//
// The archives are made, and each import is run, in processes of their own: the
// peak that the system counts is then that of the import alone.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../import_kit.h"
#include "base/limits.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>

// Under a sanitizer the memory is that of its shadow, not of the program.
#ifdef __SANITIZE_ADDRESS__
#define PEAK_MAX_KB (1024 * 1024L)
#else
#define PEAK_MAX_KB (64 * 1024L)
#endif
// Of one import, in processor time, which no other work on the machine makes longer; it takes 0.1 s.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SECONDS_MAX 20.0
#else
#define SECONDS_MAX 2.0
#endif
#define TEXT_MAX 65536

typedef struct rule {
    const char *file;
    void (*make)(const kit *k, const char *file);
    const char
        *says[4]; // each: how a line begins and a part of it; failures are told on stderr, "miler: FILE: why"
} rule;

// ---- Contents

// An activity to look at: header, file_id, then messages that no reader knows,
// 256 bytes each, until it is `len` long. They pack by `1 : 256 / varied`.
static uint8_t *make_long_fit(size_t len, unsigned varied) {
    static const uint8_t head[] = {14,   0x20, 0, 0,    0,    0, 0, 0,   '.', 'F', 'I',
                                   'T',  0,    0,                                     // no size: to the end
                                   0x40, 0,    0, 0,    0,    1, 0, 1,   0,   0,   4, // file_id: activity
                                   0x41, 0,    0, 0x12, 0xFF, 1, 9, 255, 0x0D};
    uint8_t *bytes = calloc(1, len);
    if (bytes == NULL) abort();
    memcpy(bytes, head, sizeof head);
    uint32_t x = 1;
    for (size_t at = sizeof head; at + 256 <= len; at += 256) {
        bytes[at] = 1;
        for (unsigned i = 1; i <= varied; i++)
            bytes[at + i] = (uint8_t)((x = x * 1664525u + 1013904223u) >> 24);
    }
    return bytes;
}

static void write_zip(const kit *k, const char *file, const made_entry *entries, size_t count) {
    miler_buf zip = kit_buf();
    make_zip(&zip, entries, count);
    kit_write_buf(k, file, &zip);
}

static miler_buf a_fit(unsigned n) {
    const made_fit f = kit_run(n);
    return kit_fit(&f);
}

// ---- Sizes

static void make_large(const kit *k, const char *file) {
    const size_t len = 70 * MILER_MIB;
    uint8_t *bytes = make_long_fit(len, 16);
    write_zip(k, file, &(made_entry){.name = "large.fit", .bytes = bytes, .len = len, .deflate = true}, 1);
    free(bytes);
}

static void make_large_stored(const kit *k, const char *file) {
    const size_t len = 70 * MILER_MIB;
    uint8_t *bytes = make_long_fit(len, 16);
    kit_write(k, file, bytes, len);
    free(bytes);
}

static void make_ratio(const kit *k, const char *file) {
    const size_t len = 60 * MILER_MIB;
    uint8_t *bytes = make_long_fit(len, 0);
    write_zip(k, file, &(made_entry){.name = "flat.fit", .bytes = bytes, .len = len, .deflate = true}, 1);
    free(bytes);
}

static void make_ratio_gz(const kit *k, const char *file) {
    const size_t len = 60 * MILER_MIB;
    uint8_t *bytes = make_long_fit(len, 0);
    miler_buf gz = kit_buf(), zip = kit_buf();
    pack(&gz, bytes, len, 31);
    make_zip(&zip, &(made_entry){.name = "flat.fit.gz", .bytes = gz.ptr, .len = gz.len, .deflate = true}, 1);
    kit_write_buf(k, file, &zip);
    miler_buf_deinit(&gz);
    free(bytes);
}

static void make_liar(const kit *k, const char *file) {
    const size_t len = 60 * MILER_MIB;
    uint8_t *bytes = make_long_fit(len, 16);
    const made_entry entry = {
        .name = "liar.fit", .bytes = bytes, .len = len, .deflate = true, .claim_size = 1000};
    write_zip(k, file, &entry, 1);
    free(bytes);
}

static void make_many(const kit *k, const char *file) {
    const size_t count = MILER_ARCHIVE_ENTRIES_MAX + 10;
    made_entry *entries = calloc(count, sizeof *entries);
    char(*names)[12] = calloc(count, sizeof *names);
    if (entries == NULL || names == NULL) abort();
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(names[i], sizeof names[i], "%zu", i);
        entries[i] = (made_entry){.name = names[i], .bytes = "", .len = 0};
    }
    write_zip(k, file, entries, count);
    free(names);
    free(entries);
}

// An end record that speaks of 65,534 entries in a directory of none.
static void make_claims(const kit *k, const char *file) {
    static const uint8_t end[22] = {'P', 'K', 5, 6, 0, 0, 0, 0, 0xFE, 0xFF, 0xFE, 0xFF, 0, 0xFF, 0xFF, 0x7F};
    kit_write(k, file, end, sizeof end);
}

// ---- Nesting

static void make_nested(const kit *k, const char *file) {
    miler_buf run = a_fit(1), zip[3];
    made_entry entry = {.name = "run.fit", .bytes = run.ptr, .len = run.len, .deflate = true};
    for (unsigned i = 0; i < 3; i++) {
        static const char *const names[] = {"1.zip", "2.zip", "3.zip"};
        zip[i] = kit_buf();
        make_zip(&zip[i], &entry, 1);
        entry = (made_entry){.name = names[i], .bytes = zip[i].ptr, .len = zip[i].len};
    }
    kit_write_buf(k, file, &zip[2]);
    miler_buf_deinit(&zip[1]);
    miler_buf_deinit(&zip[0]);
    miler_buf_deinit(&run);
}

static void make_packed_twice(const kit *k, const char *file) {
    miler_buf run = a_fit(1), once = kit_buf(), twice = kit_buf();
    pack(&once, run.ptr, run.len, 31);
    pack(&twice, once.ptr, once.len, 31);
    kit_write_buf(k, file, &twice);
    miler_buf_deinit(&once);
    miler_buf_deinit(&run);
}

// ---- Kinds and names: a sound run beside each, that must be stored

static void make_with(const kit *k, const char *file, made_entry odd) {
    miler_buf run = a_fit(1), other = a_fit(2);
    odd.bytes = other.ptr;
    odd.len = other.len;
    const made_entry entries[] = {{.name = "sound.fit", .bytes = run.ptr, .len = run.len, .deflate = true},
                                  odd};
    write_zip(k, file, entries, 2);
    miler_buf_deinit(&run);
    miler_buf_deinit(&other);
}

static void make_bzip2(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd.fit", .claim_method = 12});
}
static void make_encrypted(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd.fit", .flags = 1});
}
static void make_dots(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "../../escaped.fit"});
}
static void make_absolute(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "/tmp/miler-escaped.fit"});
}
static void make_nul(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd\0.fit", .name_len = 8});
}
static void make_link(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd.fit", .mode = 0120777});
}
static void make_device(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd.fit", .mode = 0020666});
}
static void make_double(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "sound.fit"});
}
static void make_overlap(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd.fit", .claim_local = 1});
}
static void make_control(const kit *k, const char *file) {
    make_with(k, file, (made_entry){.name = "odd\033[2J\n.fit"});
}

// ---- Magic decides

static void make_disguised(const kit *k, const char *file) {
    miler_buf run = a_fit(1), zip = kit_buf();
    const made_entry entries[] = {{.name = "photo.jpg", .bytes = run.ptr, .len = run.len, .deflate = true},
                                  {.name = "run.fit", .bytes = "\xFF\xD8\xFF\xE0 picture", .len = 12}};
    make_zip(&zip, entries, 2);
    kit_write_buf(k, file, &zip);
    miler_buf_deinit(&run);
}

static const rule rules[] = {
    {"large.zip", make_large, {"miler: |large.fit: unpacks to more than 64 MiB"}},
    {"large.fit", make_large_stored, {"miler: |larger than"}},
    {"ratio.zip", make_ratio, {"miler: |flat.fit: unpacks to more than 200 times"}},
    {"ratio_gz.zip", make_ratio_gz, {"miler: |flat.fit.gz: unpacks to more than 200 times"}},
    {"liar.zip", make_liar, {"|goes on past the 1000 bytes"}},
    {"many.zip", make_many, {"miler: |holds too many files", "skipped|19999: the file is empty"}},
    {"claims.zip", make_claims, {"miler: |points outside"}},
    {"nested.zip", make_nested, {"miler: |ZIP in a ZIP in a ZIP"}},
    {"twice.fit.gz", make_packed_twice, {"miler: |packed by gzip twice"}},
    {"bzip2.zip", make_bzip2, {"new|sound.fit", "skipped|odd.fit: packed by a method other"}},
    {"encrypted.zip", make_encrypted, {"new|sound.fit", "skipped|odd.fit: encrypted"}},
    {"dots.zip", make_dots, {"new|sound.fit", "skipped|escaped.fit: "}},
    {"absolute.zip", make_absolute, {"new|sound.fit", "skipped|escaped.fit: "}},
    {"nul.zip", make_nul, {"new|sound.fit", "skipped|NUL"}},
    {"link.zip", make_link, {"new|sound.fit", "skipped|odd.fit: a symbolic link"}},
    {"device.zip", make_device, {"new|sound.fit", "skipped|odd.fit: a device"}},
    {"double.zip", make_double, {"new|sound.fit", "skipped|sound.fit: "}},
    {"overlap.zip", make_overlap, {"miler: |overlap"}},
    {"control.zip", make_control, {"new|sound.fit", "new|odd"}},
    {"disguised.zip",
     make_disguised,
     {"new|photo.jpg", "miler: |run.fit: not a FIT file in spite of its name"}},
};
#define RULES (sizeof rules / sizeof rules[0])

// ---- Running the program

typedef struct outcome {
    char text[TEXT_MAX];
    double s;
    long peak_kb;
    int status;
} outcome;

static double seconds(const struct timeval *t) {
    return (double)t->tv_sec + (double)t->tv_usec * 1e-6;
}

// Adds what a file holds; the end of a long one says the most.
static void add_end(char *text, int file) {
    const size_t had = strlen(text);
    const off_t room = (off_t)(TEXT_MAX / 2 - 1);
    const off_t size = lseek(file, 0, SEEK_END);
    const ssize_t got = pread(file, text + had, (size_t)room, size > room ? size - room : 0);
    text[had + (got > 0 ? (size_t)got : 0)] = '\0';
    (void)close(file);
}

static int start_import(const kit *k, const char *file, int to, int errors) {
    char program[400], db[300], path[600];
    const char *build = getenv("BUILD");
    (void)snprintf(program, sizeof program, "%s/miler", build != NULL ? build : "build");
    (void)snprintf(db, sizeof db, "--db=%s.%s", k->db, file);
    (void)kit_path(k, file, path);
    const pid_t pid = fork();
    if (pid == 0) {
        if (dup2(to, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0) _exit(126);
        (void)execl(program, program, "import", "-v", db, path, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status)) return 125;
    return WEXITSTATUS(status);
}

// A process in between has the import as its only child and tells its peak.
static void run_import(const kit *k, const char *file, outcome *out) {
    struct {
        long peak_kb;
        double cpu_s;
        int status;
    } told;
    char path[700];
    (void)snprintf(path, sizeof path, "%s/output", k->dir);
    const int to = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    (void)snprintf(path, sizeof path, "%s/errors", k->dir);
    const int errors = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int ends[2];
    assert_true(to >= 0 && errors >= 0 && pipe(ends) == 0);
    (void)fflush(NULL);
    const pid_t between = fork();
    if (between == 0) {
        struct rusage usage;
        told.status = start_import(k, file, to, errors);
        (void)getrusage(RUSAGE_CHILDREN, &usage);
        told.peak_kb = usage.ru_maxrss;
        told.cpu_s = seconds(&usage.ru_utime) + seconds(&usage.ru_stime);
        _exit(write(ends[1], &told, sizeof told) == (ssize_t)sizeof told ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(between, &status, 0), between);
    assert_int_equal(read(ends[0], &told, sizeof told), sizeof told);
    (void)close(ends[0]);
    (void)close(ends[1]);
    out->s = told.cpu_s;
    out->peak_kb = told.peak_kb;
    out->status = told.status;
    out->text[0] = '\0';
    add_end(out->text, errors);
    add_end(out->text, to);
}

// "begin|part": a line that begins with the one and holds the other.
static bool is_said(const char *text, const char *wanted) {
    const size_t begin = (size_t)(strchr(wanted, '|') - wanted);
    for (const char *line = text; *line != '\0';) {
        const char *end = strchr(line, '\n');
        const char *part = strstr(line, wanted + begin + 1);
        if (strncmp(line, wanted, begin) == 0 && part != NULL && (end == NULL || part < end)) return true;
        if (end == NULL) return false;
        line = end + 1;
    }
    return false;
}

static void each_rule_holds(void **state) {
    kit *k = *state;
    static outcome out;
    long most_kb = 0;
    double most_s = 0;
    for (size_t i = 0; i < RULES; i++) {
        const rule *r = &rules[i];
        run_import(k, r->file, &out);
        // 0: all went well; 3: some of the input was bad. Never a signal.
        if (out.status != 0 && out.status != 3) fail_msg("%s: status %d\n%s", r->file, out.status, out.text);
        for (size_t s = 0; s < 4 && r->says[s] != NULL; s++)
            if (!is_said(out.text, r->says[s]))
                fail_msg("%s: not said: %s\n%.3000s", r->file, r->says[s], out.text);
        if (strchr(out.text, '\033') != NULL) fail_msg("%s: a name reaches the terminal as it is", r->file);
        if (out.peak_kb > PEAK_MAX_KB) fail_msg("%s: %ld KB resident", r->file, out.peak_kb);
        if (out.s > SECONDS_MAX) fail_msg("%s: %.1f s of a processor", r->file, out.s);
        if (out.peak_kb > most_kb) most_kb = out.peak_kb;
        if (out.s > most_s) most_s = out.s;
    }
    print_message("# %zu archives, at most %.1f MB resident and %.2f s of a processor\n", RULES,
                  (double)most_kb / 1024, most_s);
}

static void nothing_appears_outside(void **state) {
    kit *k = *state;
    static const char *const places[] = {"escaped.fit", "../escaped.fit", "../../escaped.fit"};
    char path[600];
    for (size_t i = 0; i < 3; i++)
        assert_int_not_equal(access(kit_path(k, places[i], path), F_OK), 0);
    assert_int_not_equal(access("/tmp/miler-escaped.fit", F_OK), 0);
}

static int setup(void **state) {
    static kit k;
    kit_begin(&k);
    *state = &k;
    for (size_t i = 0; i < RULES; i++) {
        const pid_t maker = fork();
        if (maker == 0) {
            rules[i].make(&k, rules[i].file);
            _exit(0);
        }
        int status;
        if (maker < 0 || waitpid(maker, &status, 0) != maker || status != 0) return 1;
    }
    return 0;
}

static int teardown(void **state) {
    kit_end(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(each_rule_holds),
                                       cmocka_unit_test(nothing_appears_outside)};
    return cmocka_run_group_tests_name("archive_rules", tests, setup, teardown);
}
