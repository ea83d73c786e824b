// SPDX-License-Identifier: MIT
// sandbox_room.h: what the program (child.c) and the zygote (zygote.c) say to each other. Nobody else
// includes it.
#ifndef MILER_SANDBOX_ROOM_H
#define MILER_SANDBOX_ROOM_H

#include "sandbox/sandbox.h"

#include <sys/types.h>

// Asked for on the control socket, with the child's end of a channel, the zygote's end of a life line,
// and maybe a file.
typedef struct zygote_wish {
    uint32_t fds; // 2 or 3
} zygote_wish;

// Told over the life line when a child has ended: its status as of waitpid(). A life line that is let go
// tells the zygote to kill the child.
typedef struct zygote_news {
    int32_t status;
} zygote_news;

// Forks the zygote; *control is the program's end.
miler_status zygote_fork(const sandbox_options *options, pid_t *pid, int *control,
                         miler_error *err) MILER_CHECK;

#endif
