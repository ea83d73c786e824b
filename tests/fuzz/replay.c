// SPDX-License-Identifier: MIT
// A plain main for a fuzz target: hands it files, or all files of folders, so
// that every compiler and `make test` run what fuzzing found. Without arguments
// it takes tests/fuzz/corpus/NAME/, where NAME follows "replay_" in its own name.
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// Into a block of exactly the file's size, so that a sanitizer sees one byte too far.
static int replay_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return 0;
    (void)fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size > 0 ? (size_t)size : 1);
    int read = bytes != NULL && size >= 0 && fread(bytes, 1, (size_t)size, file) == (size_t)size;
    (void)fclose(file);
    if (read) (void)LLVMFuzzerTestOneInput(bytes, (size_t)size);
    free(bytes);
    return read;
}

static long replay(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0) return 0;
    if (!S_ISDIR(st.st_mode)) return replay_file(path);
    DIR *dir = opendir(path);
    long count = 0;
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char inner[4096];
        if (entry->d_name[0] == '.') continue;
        int len = snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
        if (len > 0 && (size_t)len < sizeof inner) count += replay_file(inner);
    }
    if (dir != NULL) (void)closedir(dir);
    return count;
}

int main(int argc, char **argv) {
    const char *slash = strrchr(argv[0], '/');
    const char *name = slash != NULL ? slash + 1 : argv[0];
    if (strncmp(name, "replay_", 7) == 0) name += 7;
    char folder[4096];
    (void)snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name);
    long count = argc == 1 ? replay(folder) : 0;
    for (int i = 1; i < argc; i++)
        count += replay(argv[i]);
    printf("%sok 1 - replay %s %ld files\n1..1\n", count > 0 ? "" : "not ", name, count);
    return count > 0 ? 0 : 1;
}
