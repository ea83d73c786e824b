// SPDX-License-Identifier: MIT
// The door: everything behind it is in cli.c.
#include "cli/cli.h"

int main(int argc, char **argv) {
    void *words = argv; // popt wants the words const, main gives them plain
    return cli_main(argc, words);
}
