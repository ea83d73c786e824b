// SPDX-License-Identifier: MIT
// miler serve [--port 8710] [--lan | --address IP] [--name HOST]
#include "cli/take.h"
#include "cli/verbs.h"
#include "server/server.h"

// Uploads come from anywhere: what this system lacks to keep them in is said once. `miler doctor` tells
// what there is.
static int tell_missing(cli *c) {
    char text[SANDBOX_WALLS_TEXT];
    miler_error err = {0};
    const sandbox_walls *walls;
    if (sandbox_protection(c->sandbox, &walls, &err) != MILER_OK) return cli_fail(c, &err);
    if (sandbox_walls_whole(walls)) return 0;
    sandbox_walls_print(text, sizeof text, walls);
    cli_note(c, "miler: %s", text);
    return 0;
}

int verb_serve(cli *c, int argc, const char **argv) {
    char *port_text = NULL;
    char *address = NULL, *name = NULL;
    int routes = 0, lan = 0;
    bool at_work = false;
    struct poptOption own[] = {
        {"port", 0, POPT_ARG_STRING, &port_text, 0, "port on 127.0.0.1 (default 8710; 0: any free one)",
         "PORT"},
        {"lan", 0, POPT_ARG_NONE, &lan, 0, "for phones in this network, too: each opens the code shown, once",
         NULL},
        {"address", 0, POPT_ARG_STRING, &address, 0,
         "listen there, for whoever has the password (miler password)", "IP"},
        {"name", 0, POPT_ARG_STRING, &name, 0,
         "a proxy that speaks HTTPS passes on what is asked of HOST; with the password", "HOST"},
        // For tools/openapi.mjs: the table of what can be asked.
        {"routes", 0, POPT_ARG_NONE | POPT_ARGFLAG_DOC_HIDDEN, &routes, 0, NULL, NULL},
        POPT_TABLEEND};
    const char **rest;
    int count;
    int status = cli_options(c, argc, argv, own, &rest, &count);
    if (status >= 0) return status;
    int32_t port = 8710;
    if ((status = take_whole(c, "--port", port_text, 0, 65535, &port)) != 0) return status;
    if (lan != 0 && (address != NULL || name != NULL))
        return cli_usage(c, "--lan is for phones without a password: leave --address and --name out");
    app_options opening;
    miler_error err = {0};
    if (routes != 0) return server_print_routes(stdout, &err) == MILER_OK ? EXIT_DONE : cli_fail(c, &err);
    if ((status = cli_app_options(c, &opening)) != 0) return status;
    if ((status = tell_missing(c)) != 0) return status;
    const server_options options = {.port = (uint16_t)port,
                                    .lan = lan != 0,
                                    .address = address,
                                    .name = name,
                                    .app = &opening,
                                    .log = c->quiet ? NULL : stderr,
                                    .at_work = &at_work};
    const miler_status served = server_run(&options, &err);
    // A reader that was stopped under it would be a file that failed; the sandbox ends with us.
    if (at_work) c->sandbox = NULL;
    return served == MILER_OK ? EXIT_DONE : cli_fail(c, &err);
}
