// SPDX-License-Identifier: MIT
#include "server/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

miler_status scratch_open(const app *a, scratch *out, miler_error *err) {
    const int len = snprintf(out->folder, sizeof out->folder, "%s-tmp-XXXXXX", store_path(a->store));
    if (len < 0 || (size_t)len >= sizeof out->folder)
        return miler_fail(err, MILER_ERR_LIMIT, "the path of the store is too long");
    if (mkdtemp(out->folder) != NULL) return MILER_OK;
    const miler_status status =
        miler_fail(err, MILER_ERR_IO, "cannot make a folder beside the store: %s", strerror(errno));
    miler_error_remedy(err, "free some space there, or allow miler to write there");
    return status;
}

const char *scratch_path(scratch *s, const char *name) {
    (void)snprintf(s->path, sizeof s->path, "%s/%s", s->folder, name);
    return s->path;
}

void scratch_close(scratch *s) {
    DIR *dir = opendir(s->folder);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            (void)unlink(scratch_path(s, e->d_name));
    if (dir != NULL) (void)closedir(dir);
    (void)rmdir(s->folder);
}
