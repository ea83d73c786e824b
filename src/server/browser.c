// SPDX-License-Identifier: MIT
#include "server/browser.h"

#include <stdio.h>
#include <string.h>

typedef struct browser_mark {
    const char *mark, *name;
} browser_mark;

// The first that is found counts: most browsers name those before them as well.
static const browser_mark browsers[] = {{"Edg", "Edge"},
                                        {"OPR/", "Opera"},
                                        {"Firefox/", "Firefox"},
                                        {"FxiOS/", "Firefox"},
                                        {"SamsungBrowser/", "Samsung Internet"},
                                        {"Chrome/", "Chrome"},
                                        {"CriOS/", "Chrome"},
                                        {"Safari/", "Safari"},
                                        {"curl/", "curl"}};
static const browser_mark systems[] = {{"Android", "Android"}, {"iPhone", "iPhone"},  {"iPad", "iPad"},
                                       {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"},
                                       {"Linux", "Linux"}};

static const char *name_in(const char *agent, const browser_mark *marks, size_t count) {
    for (size_t i = 0; agent != NULL && i < count; i++)
        if (strstr(agent, marks[i].mark) != NULL) return marks[i].name;
    return "";
}

void browser_words(const char *agent, char out[BROWSER_MAX]) {
    const char *name = name_in(agent, browsers, sizeof browsers / sizeof browsers[0]);
    const char *system = name_in(agent, systems, sizeof systems / sizeof systems[0]);
    (void)snprintf(out, BROWSER_MAX, "%s%s%s", name, name[0] != '\0' && system[0] != '\0' ? ", " : "",
                   system);
}
