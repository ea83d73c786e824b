// SPDX-License-Identifier: MIT
// What a hostile file could make its reader do, done by a child in earnest: each
// is stopped, and the next child knows nothing of it. The negative control does
// the same without walls, where it succeeds; else these tests would prove nothing.
#if defined(__linux__)
#define _DEFAULT_SOURCE
#endif
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// What a child is told to do.
typedef enum deed {
    HONEST,    // answers with what it was given
    OPEN_FILE, // to read
    MAKE_FILE, // to write
    FORK,
    OPEN_SOCKET,
    EXECUTE,
    EXECUTABLE_MEMORY,
    KILL_PARENT,
    WRITE_ELSEWHERE, // on another descriptor
    LISTEN_TO_TERMINAL,
    DEEDS_OF_SYSTEM, // those above are stopped by the kernel
    MAKE_FOLDER,     // for these and the first two no descriptor is needed: Landlock's, without seccomp
    TAKE_AWAY,
    CUT_OFF,
    MUCH_MEMORY,
    LOOP,
    SILENCE,
    CRASH,
    GIVE_UP,
    REMEMBER, // in its memory, for the next one
    RECALL,
    FLOOD,     // an answer without end
    READ_FILE, // the one it came with
    DRIBBLE    // each answer late, none too late
} deed;

#define DRIBBLE_MS 20
static unsigned char remembered;
static char beside[64]; // a file that is there

// One deed of the system. 0: it was refused, else it was done.
static int act(deed what) {
    switch (what) {
    case OPEN_FILE:
        return open(beside, O_RDONLY) >= 0;
    case MAKE_FILE: {
        char path[80];
        (void)snprintf(path, sizeof path, "%s.made", beside);
        return open(path, O_WRONLY | O_CREAT, 0600) >= 0;
    }
    case FORK: {
        const pid_t pid = fork();
        if (pid == 0) _exit(0);
        if (pid > 0) (void)waitpid(pid, NULL, 0);
        return pid > 0;
    }
    case OPEN_SOCKET:
        return socket(AF_INET, SOCK_STREAM, 0) >= 0;
    case EXECUTE: { // succeeds by not coming back
        char *const words[] = {beside, NULL};
        (void)execv("/bin/true", words);
        return 0;
    }
    case EXECUTABLE_MEMORY:
        return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
               MAP_FAILED;
    case KILL_PARENT:
        return kill(getppid(), 0) == 0;
    case WRITE_ELSEWHERE:
        return write(1, "", 1) >= 0;
    case LISTEN_TO_TERMINAL: {
        char byte;
        return read(0, &byte, 1) >= 0;
    }
    case MAKE_FOLDER: {
        char path[80];
        (void)snprintf(path, sizeof path, "%s.made", beside);
        return mkdir(path, 0700) == 0 || errno != EACCES;
    }
    case TAKE_AWAY:
        return unlink(beside) == 0 || errno != EACCES;
    case CUT_OFF:
        return truncate(beside, 0) == 0 || errno != EACCES;
    default:
        return 0;
    }
}

static void *volatile held;
static volatile unsigned beats;

static unsigned char much_memory(void) {
    const size_t size = 256 * MILER_MIB;
    char *all = malloc(size);
    held = all;
    if (all == NULL) return 0;
    for (size_t i = 0; i < size; i += 4096)
        all[i] = 1;
    return 1;
}

static unsigned char file_byte(void) {
    unsigned char byte = 0;
    return pread(SANDBOX_FILE_FD, &byte, 1, 1) == 1 ? byte : 0;
}

static void answer(sandbox_channel *ch, unsigned char byte) {
    if (sandbox_put(ch, &byte, 1, NULL) != MILER_OK || sandbox_flush(ch, NULL) != MILER_OK) _exit(1);
}

static void obey(sandbox_channel *ch) {
    unsigned char what;
    while (sandbox_get(ch, &what, 1, NULL) == MILER_OK) {
        switch ((deed)what) {
        case HONEST:
            answer(ch, 77);
            break;
        case MUCH_MEMORY:
            answer(ch, much_memory());
            break;
        case LOOP:
            for (;;)
                beats++;
        case SILENCE: // never told more
            if (sandbox_get(ch, &what, 1, NULL) != MILER_OK) _exit(1);
            break;
        case CRASH:
            (void)raise(SIGSEGV);
            *(volatile char *)held = 1;
            break;
        case GIVE_UP:
            _exit(3);
        case REMEMBER:
            remembered = 55;
            answer(ch, 1);
            break;
        case RECALL:
            answer(ch, remembered);
            break;
        case FLOOD:
            for (;;)
                answer(ch, 1);
        case READ_FILE:
            answer(ch, file_byte());
            break;
        case DRIBBLE:
            (void)nanosleep(&(struct timespec){.tv_nsec = DRIBBLE_MS * 1000000L}, NULL);
            answer(ch, 1);
            break;
        default:
            answer(ch, (unsigned char)act((deed)what));
        }
    }
}

static sandbox *box;
static sandbox_walls walls;

static bool no_seccomp;

static sandbox *start(uint32_t computing_s, int32_t patience_ms) {
    sandbox_options o;
    sandbox *s;
    sandbox_options_init(&o, obey);
    o.no_seccomp = no_seccomp;
    if (computing_s != 0) o.computing_s = computing_s;
    if (patience_ms != 0) o.patience_ms = patience_ms;
    miler_error err;
    if (sandbox_start(&s, &o, &err) != MILER_OK) fail_msg("%s", err.msg);
    return s;
}

// Tells a fresh child of `s` to do it. OK: its answer; else what became of it.
static miler_status tell(sandbox *s, deed what, unsigned char *out, int *number, miler_error *err) {
    sandbox_child *child;
    const unsigned char byte = (unsigned char)what;
    miler_status status = sandbox_child_open(s, -1, &child, err);
    if (status != MILER_OK) return status;
    sandbox_channel *ch = sandbox_child_channel(child);
    status = sandbox_put(ch, &byte, 1, err);
    if (status == MILER_OK) status = sandbox_flush(ch, err);
    if (status == MILER_OK) status = sandbox_get(ch, out, 1, err);
    if (status != MILER_OK) status = sandbox_child_end(child, err);
    *number = sandbox_child_signal(child);
    sandbox_child_close(child);
    return status;
}

static void still_well(void) {
    unsigned char said = 0;
    int number;
    miler_error err;
    assert_int_equal(tell(box, HONEST, &said, &number, &err), MILER_OK);
    assert_int_equal(said, 77);
}

// ---- Tests

static void the_walls_stand(void **state) {
    (void)state;
    char text[SANDBOX_WALLS_TEXT];
    sandbox_walls_print(text, sizeof text, &walls);
    print_message("# %s\n", text);
    assert_true(walls.own_process && walls.limits);
    assert_non_null(strstr(text, "each file is read in a process of its own"));
#if defined(__linux__)
    assert_true(walls.no_new_privileges);
#endif
    // A build that leaves walls out says which.
    assert_int_equal(walls.seccomp, strstr(text, "seccomp") < strstr(text, "missing here") ||
                                        strstr(text, "missing here") == NULL);
    assert_int_equal(sandbox_walls_whole(&walls), strstr(text, "missing here") == NULL);
    sandbox_walls_print(text, sizeof text, NULL);
    assert_non_null(strstr(text, "no sandbox"));
    sandbox_walls_print(text, sizeof text,
                        &(sandbox_walls){.own_process = true, .limits = true, .memory = true});
    assert_string_equal(text, "each file is read in a process of its own: limits; missing here: no new "
                              "privileges, Landlock, seccomp");
}

static void the_system_is_out_of_reach(void **state) {
    (void)state;
    for (deed what = OPEN_FILE; what < DEEDS_OF_SYSTEM; what++) {
        unsigned char said = 1;
        int number = 0;
        miler_error err = {0};
        const miler_status status = tell(box, what, &said, &number, &err);
        if (walls.seccomp) {
            if (status != MILER_ERR_FORMAT || number != SIGSYS)
                fail_msg("deed %d: status %d, signal %d, answer %d", (int)what, (int)status, number, said);
            assert_non_null(strstr(err.msg, "what no reader needs"));
            assert_true(err.remedy[0] != '\0');
        } else if (what == OPEN_FILE || what == MAKE_FILE || what == OPEN_SOCKET || what == WRITE_ELSEWHERE) {
            assert_int_equal(status,
                             MILER_OK); // the limits refuse them: no new descriptor, the old ones closed
            assert_int_equal(said, 0);
        }
        still_well();
    }
    char made[80];
    struct stat st;
    (void)snprintf(made, sizeof made, "%s.made", beside);
    assert_int_not_equal(stat(made, &st), 0);
}

// Were seccomp not there: Landlock says no to what needs no descriptor, the limits to the rest.
static void without_seccomp_the_rest_stands(void **state) {
    (void)state;
    no_seccomp = true;
    sandbox *s = start(0, 0);
    no_seccomp = false;
    const sandbox_walls *w;
    assert_int_equal(sandbox_protection(s, &w, NULL), MILER_OK);
    static const deed refused[] = {OPEN_FILE,          MAKE_FILE,   OPEN_SOCKET, WRITE_ELSEWHERE,
                                   LISTEN_TO_TERMINAL, MAKE_FOLDER, TAKE_AWAY,   CUT_OFF};
    assert_false(w->seccomp);
    assert_int_equal(w->landlock_abi, walls.landlock_abi);
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (refused[i] >= MAKE_FOLDER && w->landlock_abi < (refused[i] == CUT_OFF ? 3 : 1)) continue;
        unsigned char said = 1;
        int number;
        miler_error err = {0};
        assert_int_equal(tell(s, refused[i], &said, &number, &err), MILER_OK);
        if (said != 0) fail_msg("deed %d was not refused", (int)refused[i]);
    }
    struct stat st;
    assert_int_equal(stat(beside, &st), 0);
    assert_int_equal(st.st_size, 3);
    sandbox_stop(s);
}

// The same deeds in a plain process: done, each of them.
static void without_walls_it_is_not(void **state) {
    (void)state;
    for (deed what = OPEN_FILE; what < DEEDS_OF_SYSTEM; what++) {
        const pid_t pid = fork();
        assert_true(pid >= 0);
        if (pid == 0) {
            int ends[2];
            if (pipe(ends) != 0 || write(ends[1], "x", 1) != 1 || dup2(ends[0], 0) < 0 ||
                dup2(ends[1], 1) < 0)
                _exit(9);
            _exit(act(what) ? 0 : 1); // /bin/true ends with 0 too
        }
        int status;
        assert_int_equal(waitpid(pid, &status, 0), pid);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            fail_msg("deed %d failed without walls", (int)what);
    }
    char made[80];
    (void)snprintf(made, sizeof made, "%s.made", beside);
    assert_int_equal(unlink(made), 0);
}

static void much_memory_is_refused(void **state) {
    (void)state;
    unsigned char said = 9;
    int number = 0;
    miler_error err = {0};
    assert_int_equal(tell(box, MUCH_MEMORY, &said, &number, &err), MILER_OK);
    assert_int_equal(said, walls.memory ? 0 : 1);
    still_well();
    held = NULL;
    assert_int_equal(much_memory(), 1); // and here it is to be had
    free(held);
    held = NULL;
}

static void computing_ends(void **state) {
    (void)state;
    sandbox *s = start(1, 0);
    unsigned char said = 0;
    int number = 0;
    miler_error err = {0};
    assert_int_equal(tell(s, LOOP, &said, &number, &err), MILER_ERR_LIMIT);
    assert_int_equal(number, SIGXCPU);
    assert_non_null(strstr(err.msg, "takes longer to read"));
    assert_int_equal(tell(s, HONEST, &said, &number, &err), MILER_OK);
    sandbox_stop(s);
}

static void patience_ends(void **state) {
    (void)state;
    sandbox *s = start(0, 300);
    unsigned char said = 0;
    int number = 0;
    miler_error err = {0};
    assert_int_equal(tell(s, SILENCE, &said, &number, &err), MILER_ERR_LIMIT);
    assert_non_null(strstr(err.msg, "takes longer to read"));
    // One byte after the other does not make it longer.
    sandbox_child *child;
    const unsigned char flood = FLOOD;
    assert_int_equal(sandbox_child_open(s, -1, &child, &err), MILER_OK);
    sandbox_channel *ch = sandbox_child_channel(child);
    assert_int_equal(sandbox_put(ch, &flood, 1, &err), MILER_OK);
    assert_int_equal(sandbox_flush(ch, &err), MILER_OK);
    miler_status status = MILER_OK;
    for (uint64_t i = 0; status == MILER_OK && i < UINT64_C(1) << 40; i++)
        status = sandbox_get(ch, &said, 1, &err);
    assert_int_equal(status, MILER_ERR_IO);
    assert_true(ch->late);
    sandbox_child_close(child);
    assert_int_equal(tell(s, HONEST, &said, &number, &err), MILER_OK);
    sandbox_stop(s);
}

// Gives a child `given` bytes again and again, the first of which it answers late each time. How many answers came; -1: another end than the
// one that was to come.
static int dribbled(int64_t all_ms, uint32_t us_per_kib, size_t given, int most) {
    static unsigned char deeds[1024];
    sandbox_options o;
    sandbox *s;
    sandbox_child *child;
    miler_error err = {0};
    sandbox_options_init(&o, obey);
    o.no_seccomp = true; // nanosleep
    o.all_ms = all_ms;
    o.us_per_kib = us_per_kib;
    memset(deeds, HONEST, sizeof deeds);
    deeds[0] = DRIBBLE;
    assert_int_equal(sandbox_start(&s, &o, &err), MILER_OK);
    assert_int_equal(sandbox_child_open(s, -1, &child, &err), MILER_OK);
    sandbox_channel *ch = sandbox_child_channel(child);
    int answers = 0;
    for (miler_status status = MILER_OK; status == MILER_OK && answers < most;
         answers += status == MILER_OK) {
        unsigned char said = 0;
        status = sandbox_put(ch, deeds, given, &err);
        if (status == MILER_OK) status = sandbox_flush(ch, &err);
        for (size_t i = 0; status == MILER_OK && i < given; i++)
            status = sandbox_get(ch, &said, 1, &err);
    }
    const bool told = answers == most || (ch->late && sandbox_child_end(child, &err) == MILER_ERR_LIMIT &&
                                          strstr(err.msg, "takes longer to read") != NULL);
    sandbox_child_close(child);
    sandbox_stop(s);
    return told ? answers : -1;
}

// Who answers each time within its patience has no more than a time for all of it, which grows with what it
// was given to read.
static void dribbling_ends(void **state) {
    (void)state;
    const int answers = dribbled(10 * DRIBBLE_MS, 0, 1, 1000);
    assert_in_range(answers, 1, 10);
    assert_int_equal(dribbled(60000, 0, 1, 12), 12);
    assert_int_equal(dribbled(1, 0, 1024, 3), 0);
    assert_int_equal(dribbled(1, 10000000, 1024, 3), 3);
    sandbox_options o;
    sandbox_options_init(&o, obey);
    // As it is: a file of 64 MiB has its minutes, and no more than that.
    const int64_t most_ms = o.all_ms + (int64_t)(64 * 1024) * o.us_per_kib / 1000;
    assert_in_range(most_ms, 5 * 60000, 15 * 60000);
}

static void a_crash_is_told(void **state) {
    (void)state;
    unsigned char said = 0;
    int number = 0;
    miler_error err = {0};
    assert_int_equal(tell(box, CRASH, &said, &number, &err), MILER_ERR_FORMAT);
    assert_true(err.msg[0] != '\0' && err.remedy[0] != '\0');
    still_well();
    assert_int_equal(tell(box, GIVE_UP, &said, &number, &err), MILER_ERR_FORMAT);
    assert_int_equal(number, 0);
    still_well();
}

static void nothing_is_handed_on(void **state) {
    (void)state;
    unsigned char said = 9;
    int number;
    miler_error err;
    assert_int_equal(tell(box, REMEMBER, &said, &number, &err), MILER_OK);
    assert_int_equal(tell(box, RECALL, &said, &number, &err), MILER_OK);
    assert_int_equal(said, 0);
    assert_int_equal(remembered, 0);
}

static void its_own_file_can_be_read(void **state) {
    (void)state;
    sandbox_child *child;
    miler_error err;
    const unsigned char what = READ_FILE;
    unsigned char said = 0;
    const int fd = open(beside, O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(sandbox_child_open(box, fd, &child, &err), MILER_OK);
    (void)close(fd);
    sandbox_channel *ch = sandbox_child_channel(child);
    assert_int_equal(sandbox_put(ch, &what, 1, &err), MILER_OK);
    assert_int_equal(sandbox_flush(ch, &err), MILER_OK);
    assert_int_equal(sandbox_get(ch, &said, 1, &err), MILER_OK);
    assert_int_equal(said, 'b'); // of "abc"
    sandbox_child_close(child);
    int number;
    assert_int_equal(tell(box, READ_FILE, &said, &number, &err), MILER_OK);
    assert_int_equal(said, 0); // who came with none has none
}

// More children at a time than there is room for: those beyond are refused, the others live.
static void many_at_a_time(void **state) {
    (void)state;
    enum { MANY = SANDBOX_CHILDREN_MAX + 8 };
    static sandbox_child *all[MANY];
    sandbox *s = start(0, 0);
    size_t opened = 0;
    miler_error err = {0};
    while (opened < MANY && sandbox_child_open(s, -1, &all[opened], &err) == MILER_OK)
        opened++;
    assert_true(opened >= SANDBOX_CHILDREN_MAX - 1 && opened < MANY);
    assert_non_null(strstr(err.msg, "no process could be started"));
    for (size_t i = 0; i < opened; i++)
        sandbox_child_close(all[i]);
    unsigned char said = 0;
    int number;
    miler_status status = MILER_ERR_IO;
    for (int i = 0; i < 100 && status != MILER_OK; i++) { // as soon as the zygote has buried them
        status = tell(s, HONEST, &said, &number, &err);
        (void)nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
    }
    assert_int_equal(status, MILER_OK);
    sandbox_stop(s);
}

// The program goes on, and says what it lacks.
static void the_zygote_dies(void **state) {
    (void)state;
    sandbox *s = start(0, 2000);
    unsigned char said = 0;
    int number;
    miler_error err = {0};
    assert_int_equal(tell(s, HONEST, &said, &number, &err), MILER_OK);
    assert_int_equal(kill(sandbox_pid(s), SIGKILL), 0);
    miler_status status = MILER_OK;
    for (int i = 0; i < 3 && status == MILER_OK; i++) // the one that stood ready may still serve
        status = tell(s, HONEST, &said, &number, &err);
    assert_int_equal(status, MILER_ERR_IO);
    assert_non_null(strstr(err.remedy, "start miler again"));
    sandbox_stop(s);
    still_well();
}

static int setup(void **state) {
    (void)state;
    (void)snprintf(beside, sizeof beside, "/tmp/miler-beside-XXXXXX");
    const int fd = mkstemp(beside);
    if (fd < 0 || write(fd, "abc", 3) != 3 || close(fd) != 0) return 1;
    box = start(0, 0);
    const sandbox_walls *found;
    if (sandbox_protection(box, &found, NULL) != MILER_OK) return 1;
    walls = *found;
    return 0;
}

static int teardown(void **state) {
    (void)state;
    sandbox_stop(box);
    return unlink(beside);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_walls_stand),
        cmocka_unit_test(the_system_is_out_of_reach),
        cmocka_unit_test(without_seccomp_the_rest_stands),
        cmocka_unit_test(without_walls_it_is_not),
        cmocka_unit_test(much_memory_is_refused),
        cmocka_unit_test(computing_ends),
        cmocka_unit_test(patience_ends),
        cmocka_unit_test(dribbling_ends),
        cmocka_unit_test(a_crash_is_told),
        cmocka_unit_test(nothing_is_handed_on),
        cmocka_unit_test(its_own_file_can_be_read),
        cmocka_unit_test(many_at_a_time),
        cmocka_unit_test(the_zygote_dies),
    };
    return cmocka_run_group_tests_name("sandbox", tests, setup, teardown);
}
