// SPDX-License-Identifier: MIT
// miler password: read twice without showing it, or one line of stdin where that is no terminal.
#include "app/app_password.h"
#include "cli/verbs.h"
#include "render/house_render.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define LINE_MAX_BYTES (APP_PASSWORD_MOST + 2)

static char stdin_room[LINE_MAX_BYTES]; // else what was typed stays in a buffer of the system's library

// Without its line end. False: nothing came, or more than a password may have.
static bool read_line(char out[LINE_MAX_BYTES]) {
    if (fgets(out, LINE_MAX_BYTES, stdin) == NULL) return false;
    const size_t len = strcspn(out, "\r\n");
    const bool whole = out[len] != '\0' || feof(stdin) != 0;
    out[len] = '\0';
    return whole;
}

static bool read_hidden(const char *ask, char out[LINE_MAX_BYTES]) {
    struct termios seen, hidden;
    (void)fputs(ask, stderr);
    (void)fflush(stderr);
    if (tcgetattr(STDIN_FILENO, &seen) != 0) return false;
    hidden = seen;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) != 0) return false;
    const bool read = read_line(out);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
    (void)fputc('\n', stderr);
    return read;
}

static int take_twice(cli *c, char out[LINE_MAX_BYTES], char again[LINE_MAX_BYTES]) {
    if (isatty(STDIN_FILENO) == 0)
        return read_line(out) ? 0 : cli_usage(c, "no password came, or one that is too long");
    if (!read_hidden("Password: ", out) || !read_hidden("Once more: ", again))
        return cli_usage(c, "no password came, or one that is too long");
    return strcmp(out, again) == 0 ? 0 : cli_usage(c, "the two are not the same");
}

static int take_password(cli *c, char out[LINE_MAX_BYTES]) {
    char again[LINE_MAX_BYTES] = "";
    (void)setvbuf(stdin, stdin_room, _IOFBF, sizeof stdin_room);
    const int status = take_twice(c, out, again);
    sodium_memzero(stdin_room, sizeof stdin_room);
    sodium_memzero(again, sizeof again);
    if (status != 0) sodium_memzero(out, LINE_MAX_BYTES);
    return status;
}

int verb_password(cli *c, int argc, const char **argv) {
    int remove = 0;
    char password[LINE_MAX_BYTES] = "";
    struct poptOption own[] = {
        {"remove", 0, POPT_ARG_NONE, &remove, 0, "nobody comes in over the network", NULL}, POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    if (count != 0) return cli_usage(c, "a password is not given as a word: others could read it");
    if ((status = cli_open(c)) != 0) return status;
    if (remove == 0 && (status = take_password(c, password)) != 0) return status;
    miler_error err = {0};
    const miler_status done = app_password_set(c->app, remove ? NULL : password, &err);
    sodium_memzero(password, sizeof password);
    if (done != MILER_OK) return cli_fail(c, &err);
    cli_note(c, remove ? "The password is gone." : "The password is kept. Whoever was signed in is no more.");
    return c->json ? cli_answer_json(c, render_password_json(remove == 0)) : EXIT_DONE;
}
