// SPDX-License-Identifier: MIT
// Channels: a stream socket with a buffer on either side.
#include "sandbox/sandbox.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0 // there the socket itself is told (child.c)
#endif

void sandbox_channel_init(sandbox_channel *ch, int fd) {
    memset(ch, 0, offsetof(sandbox_channel, in_room));
    ch->fd = fd;
}

void sandbox_channel_said(sandbox_channel *ch, const void *bytes, size_t len) {
    sandbox_channel_init(ch, -1);
    ch->in = bytes;
    ch->in_left = len;
}

static int64_t ticks_us(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int64_t ticks_ms(void) {
    return ticks_us() / 1000;
}

static miler_status gone(miler_error *err) {
    return miler_fail(err, MILER_ERR_IO, "the other end of the channel is gone");
}

// For the end that is not trusted: it has until then, and of its time in all what it has not used before.
static bool wait_for(sandbox_channel *ch, short what) {
    for (;;) {
        const int64_t began_us = ticks_us();
        const int64_t answer_ms = ch->until_ms - began_us / 1000, all_ms = (ch->left_us + 999) / 1000;
        const int64_t left_ms = answer_ms < all_ms ? answer_ms : all_ms;
        struct pollfd p = {.fd = ch->fd, .events = what};
        const int n = left_ms > 0 ? poll(&p, 1, (int)left_ms) : 0;
        const int error = errno;
        ch->left_us -= ticks_us() - began_us;
        if (n > 0) return true;
        if (n < 0 && error == EINTR) continue;
        ch->late = n == 0;
        return false;
    }
}

// The trusted program as seen from a child: plain calls, which are all it has.
static ssize_t take_some(sandbox_channel *ch, void *out, size_t cap) {
    for (;;) {
        const ssize_t n = ch->guarded ? recv(ch->fd, out, cap, MSG_DONTWAIT) : read(ch->fd, out, cap);
        if (n >= 0) return n;
        const bool later = ch->guarded && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (later && !wait_for(ch, POLLIN)) return -1;
        if (!later && errno != EINTR) return -1;
    }
}

static ssize_t give_some(sandbox_channel *ch, const void *bytes, size_t len) {
    for (;;) {
        const ssize_t n =
            ch->guarded ? send(ch->fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL) : write(ch->fd, bytes, len);
        if (n >= 0) return n;
        const bool later = ch->guarded && (errno == EAGAIN || errno == EWOULDBLOCK);
        if (later && !wait_for(ch, POLLOUT)) return -1;
        if (!later && errno != EINTR) return -1;
    }
}

static miler_status give_all(sandbox_channel *ch, const void *bytes, size_t len, miler_error *err) {
    if (ch->fd < 0) {
        if (ch->kept != NULL) miler_buf_append(ch->kept, bytes, len);
        return MILER_OK;
    }
    // From now on, not from the last flush: whoever feeds us may have stood still since.
    if (ch->guarded) ch->until_ms = ticks_ms() + ch->patience_ms;
    ch->left_us += (int64_t)(len / 1024 * ch->us_per_kib);
    for (const uint8_t *from = bytes; len > 0;) {
        const ssize_t n = give_some(ch, from, len);
        if (n <= 0) return gone(err);
        from += n;
        len -= (size_t)n;
    }
    return MILER_OK;
}

static miler_status empty_out(sandbox_channel *ch, miler_error *err) {
    const size_t len = ch->out_len;
    ch->out_len = 0;
    return len != 0 ? give_all(ch, ch->out, len, err) : MILER_OK;
}

miler_status sandbox_put(sandbox_channel *ch, const void *bytes, size_t len, miler_error *err) {
    if (len > sizeof ch->out - ch->out_len) {
        const miler_status status = empty_out(ch, err);
        if (status != MILER_OK) return status;
        if (len >= sizeof ch->out) return give_all(ch, bytes, len, err);
    }
    if (len != 0) memcpy(ch->out + ch->out_len, bytes, len);
    ch->out_len += len;
    return MILER_OK;
}

miler_status sandbox_flush(sandbox_channel *ch, miler_error *err) {
    if (ch->guarded) ch->until_ms = ticks_ms() + ch->patience_ms;
    return empty_out(ch, err);
}

miler_status sandbox_get(sandbox_channel *ch, void *out, size_t len, miler_error *err) {
    uint8_t *to = out;
    while (len > 0) {
        if (ch->in_left == 0) {
            // Much is read to where it belongs, little through the buffer.
            const bool straight = len >= sizeof ch->in_room;
            const ssize_t n =
                ch->fd < 0 ? 0
                           : take_some(ch, straight ? to : ch->in_room, straight ? len : sizeof ch->in_room);
            if (n <= 0) return gone(err);
            if (straight) {
                to += n;
                len -= (size_t)n;
                continue;
            }
            ch->in = ch->in_room;
            ch->in_left = (size_t)n;
        }
        const size_t n = ch->in_left < len ? ch->in_left : len;
        memcpy(to, ch->in, n);
        ch->in += n;
        ch->in_left -= n;
        to += n;
        len -= n;
    }
    return MILER_OK;
}
