// SPDX-License-Identifier: MIT
#include "render/sound_file.h"

#include "app/out_file.h"
#include "base/late.h"
#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 4096 // samples written at once; encoders keep a block on their stack

#define CALLS(X)                                                                                             \
    X(sf_open_virtual)                                                                                       \
    X(sf_command)                                                                                            \
    X(sf_set_string)                                                                                         \
    X(sf_write_short)                                                                                        \
    X(sf_close)                                                                                              \
    X(sf_error)

typedef struct calls {
    CALLS(MILER_LATE_FIELD)
} calls;

struct sound_file {
    calls call;
    SNDFILE *sound;
    int fd; // of the file beside; -1 = none
    char path[MILER_PATH_MAX], temp[MILER_PATH_MAX];
    int16_t piece[PIECE];
    size_t used;
    uint32_t noise;
    bool blinks;  // noise in a silence only now and then
    uint64_t put; // samples so far
    int peak;
    bool failed;
    int number; // errno of the first call that failed in the library's hands
};

// Opus: at the 20 kbit/s that libsndfile would take it models a voice, which costs more than twice the time of
// its other coder, which it takes from about 50 on; and it codes noise at the full rate, true silence at none.
#define OPUS_RATE_HZ 24000
#define OPUS_BITS_S 64000
#define NOISE_EACH_S 0.2 // long before any player falls asleep [engineering estimate]
#define NOISE_S 0.02     // a frame of Opus
#define DIE 16777216.0   // sides of a die

// 22050 holds all that a voice of 16 kHz has; Opus knows 24000.
static const struct {
    const char *end;
    int format, rate_hz;
} forms[] = {{".wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, 22050},
             {".flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 22050},
             {".ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 22050},
             {".opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, OPUS_RATE_HZ}};
#define FORMS (sizeof forms / sizeof forms[0])

static size_t form_of(const char *path) {
    const size_t len = strlen(path);
    size_t i = 0;
    for (; i < FORMS; i++) {
        const size_t end = strlen(forms[i].end);
        if (len > end && strcasecmp(path + len - end, forms[i].end) == 0) break;
    }
    return i;
}

int sound_file_rate(const char *path) {
    const size_t form = form_of(path);
    return form < FORMS ? forms[form].rate_hz : 0;
}

static miler_status load(calls *call, miler_error *err) {
    const miler_late_call table[] = {CALLS(MILER_LATE_ROW)};
    const miler_late_library library = {MILER_LATE_NAME("sndfile", "1"), "sound files need libsndfile",
                                        "libsndfile1", false};
    return miler_late_open(&library, table, MILER_LATE_COUNT(table), err);
}

// ---- What the library calls to read and write. It takes no notice of a failure to write the head of a file at
// the end, and loses what an encoder holds where one fails at the beginning. So what fails is remembered here,
// and the library is not told of writes.

static sf_count_t remember(sound_file *f, sf_count_t result) {
    if (result < 0 && f->number == 0) f->number = errno;
    return result;
}

static sf_count_t tell_length(void *user) {
    sound_file *f = user;
    struct stat st;
    return remember(f, fstat(f->fd, &st) == 0 ? (sf_count_t)st.st_size : -1);
}

static sf_count_t seek_to(sf_count_t offset, int whence, void *user) {
    sound_file *f = user;
    return remember(f, (sf_count_t)lseek(f->fd, (off_t)offset, whence));
}

static sf_count_t tell_place(void *user) {
    return seek_to(0, SEEK_CUR, user);
}

static sf_count_t read_some(void *out, sf_count_t count, void *user) {
    sound_file *f = user;
    ssize_t n;
    do
        n = read(f->fd, out, (size_t)count);
    while (n < 0 && errno == EINTR);
    return remember(f, (sf_count_t)n);
}

static sf_count_t write_all(const void *from, sf_count_t count, void *user) {
    sound_file *f = user;
    const char *bytes = from;
    for (sf_count_t done = 0; done < count && f->number == 0;) {
        const ssize_t n = write(f->fd, bytes + done, (size_t)(count - done));
        if (n == 0) errno = EIO;
        if (n > 0)
            done += n;
        else if (n == 0 || errno != EINTR)
            (void)remember(f, -1);
    }
    return count;
}

// ---- Beginning and end

static void let_go(void *user) {
    sound_file *f = user;
    if (f->sound != NULL) (void)f->call.sf_close_(f->sound);
    f->sound = NULL;
    if (f->fd >= 0) (void)close(f->fd);
    if (f->fd >= 0) (void)unlink(f->temp);
    f->fd = -1;
}

static miler_status io_failed(const sound_file *f, int number, miler_error *err) {
    const miler_status status = miler_fail(err, MILER_ERR_IO, "cannot be written: %s", strerror(number));
    miler_error_file(err, f->path);
    return status;
}

// Something of that name that is no file (a device, a folder) is left alone.
static miler_status open_beside(sound_file *f, miler_error *err) {
    struct stat there;
    if (stat(f->path, &there) == 0 && !S_ISREG(there.st_mode)) return io_failed(f, EEXIST, err);
    f->fd = out_part_open(f->path, O_RDWR, f->temp, sizeof f->temp);
    if (f->fd < 0 && errno == ENAMETOOLONG) return miler_fail(err, MILER_ERR_LIMIT, "the path is too long");
    return f->fd >= 0 ? MILER_OK : io_failed(f, errno, err);
}

// A library that lacks the form says so; all else is a want of memory, or a failure to write.
static miler_status not_begun(const sound_file *f, miler_error *err) {
    if (f->number != 0) return io_failed(f, f->number, err);
    if (f->call.sf_error_(NULL) == SF_ERR_UNRECOGNISED_FORMAT) {
        const miler_status status =
            miler_fail(err, MILER_ERR_UNSUPPORTED, "the libsndfile on this machine does not know this form");
        miler_error_remedy(err, "ask for a .wav");
        return status;
    }
    return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

// libsndfile tells the rate as a share: 1 is 6 kbit/s, 0 is 256 for each channel. Where it knows no such
// command the file is as good, and slower to make.
static void set_rate(sound_file *f) {
    double level = 1 - (OPUS_BITS_S - 6000) / 250000.0;
    (void)f->call.sf_command_(f->sound, SFC_SET_COMPRESSION_LEVEL, &level, (int)sizeof level);
}

miler_status sound_file_new(const char *path, const char *title, miler_arena *arena, sound_file **out,
                            miler_error *err) {
    const size_t form = form_of(path);
    *out = NULL;
    if (form == FORMS)
        return miler_fail(err, MILER_ERR_ARG, "a sound file's name ends in .wav, .flac, .ogg or .opus");
    sound_file *f = miler_arena_take(arena, sizeof *f);
    if (f == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    f->fd = -1;
    f->noise = 1;
    const int len = snprintf(f->path, sizeof f->path, "%s", path);
    if (len < 0 || (size_t)len >= sizeof f->path)
        return miler_fail(err, MILER_ERR_LIMIT, "the path is too long");
    miler_status status = load(&f->call, err);
    if (status != MILER_OK) return status;
    if (miler_arena_defer(arena, let_go, f) != MILER_OK)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    status = open_beside(f, err);
    if (status != MILER_OK) return status;
    SF_INFO info = {.samplerate = forms[form].rate_hz, .channels = 1, .format = forms[form].format};
    SF_VIRTUAL_IO ways = {tell_length, seek_to, read_some, write_all, tell_place};
    f->sound = f->call.sf_open_virtual_(&ways, SFM_WRITE, &info, f);
    if (f->sound == NULL) return not_begun(f, err);
    if (title[0] != '\0' && f->call.sf_set_string_(f->sound, SF_STR_TITLE, title) != 0)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    f->blinks = (forms[form].format & SF_FORMAT_SUBMASK) == SF_FORMAT_OPUS;
    if (f->blinks) set_rate(f);
    *out = f;
    return MILER_OK;
}

static void flush(sound_file *f) {
    if (f->used > 0 && !f->failed && f->number == 0)
        f->failed = f->call.sf_write_short_(f->sound, f->piece, (sf_count_t)f->used) != (sf_count_t)f->used;
    f->used = 0;
}

// A die of 24 bits, the same row of throws in every file.
static int32_t throw_die(sound_file *f) {
    f->noise = f->noise * 1664525u + 1013904223u;
    return (int32_t)(f->noise >> 8);
}

// Two dice make the noise that hides the steps of rounding; players that fall asleep in digital silence, and
// swallow the next beep, have none to sleep in.
static int32_t throw_two(sound_file *f) {
    const int32_t first = throw_die(f);
    return first - throw_die(f);
}

static void put_whole(sound_file *f, long whole) {
    f->piece[f->used++] = (int16_t)whole;
    f->put++;
    if (f->used == PIECE) flush(f);
}

static void put_one(sound_file *f, double value) {
    const double bits = value * 32767 + throw_two(f) / DIE;
    const long whole = lround(fmax(-32767, fmin(32767, bits)));
    if (labs(whole) > f->peak) f->peak = (int)labs(whole);
    put_whole(f, whole);
}

// The same for 0, which is most of a file, without arithmetic of its own.
static void put_nothing(sound_file *f) {
    const int32_t noise = throw_two(f), half = (int32_t)(DIE / 2);
    const long whole = (noise >= half) - (noise <= -half);
    if (whole != 0 && f->peak == 0) f->peak = 1;
    put_whole(f, whole);
}

void sound_file_put(sound_file *f, const float *samples, size_t count) {
    for (size_t i = 0; i < count; i++)
        put_one(f, (double)samples[i]);
}

void sound_file_silence(sound_file *f, size_t count) {
    const uint64_t each = (uint64_t)(NOISE_EACH_S * OPUS_RATE_HZ), noise = (uint64_t)(NOISE_S * OPUS_RATE_HZ);
    for (size_t i = 0; i < count; i++)
        if (f->blinks && f->put % each >= noise)
            put_whole(f, 0);
        else
            put_nothing(f);
}

miler_status sound_file_finish(sound_file *f, uint64_t *out_bytes, double *out_peak, miler_error *err) {
    struct stat st;
    errno = 0;
    flush(f);
    const bool closed = f->call.sf_close_(f->sound) == 0;
    f->sound = NULL;
    if (f->number != 0) return io_failed(f, f->number, err);
    if (f->failed || !closed) return io_failed(f, errno != 0 ? errno : EIO, err);
    if (fstat(f->fd, &st) != 0 || (fsync(f->fd) != 0 && errno != EINVAL)) return io_failed(f, errno, err);
    if (rename(f->temp, f->path) != 0) return io_failed(f, errno, err);
    out_sync_folder_of(f->path);
    (void)close(f->fd);
    f->fd = -1;
    *out_bytes = (uint64_t)st.st_size;
    *out_peak = f->peak / 32767.0;
    return MILER_OK;
}
