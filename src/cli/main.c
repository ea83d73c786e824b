// SPDX-License-Identifier: MIT
// The door: everything behind it is in cli.c.
#include "cli/cli.h"

#include <fcntl.h>
#include <unistd.h>

// Of stdin, stdout and stderr any may be closed (">&-", a careless daemon): what is opened next would take its
// number, and the answer go into it. What holds the place can be read where it is to be written to, and the other
// way round, so that a verb finds out and says so.
static void hold_the_three(void) {
    for (int fd = 0; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) >= 0) continue;
        if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) return;
    }
}

int main(int argc, char **argv) {
    void *words = argv; // popt wants the words const, main gives them plain
    hold_the_three();
    return cli_main(argc, words);
}
