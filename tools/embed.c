// SPDX-License-Identifier: MIT
// embed NAME FILE: a data file as a C source that defines
// `const char miler_data_NAME[]` (NUL-terminated) and `const size_t miler_data_NAME_len`.
// Host tool, run at build time.
#include <stdio.h>

int main(int argc, char **argv) {
    if (argc != 3) return fprintf(stderr, "usage: embed NAME FILE\n"), 2;
    FILE *in = fopen(argv[2], "rb");
    if (in == NULL) return perror(argv[2]), 1;
    printf("// Generated from %s by tools/embed.c.\n#include <stddef.h>\n", argv[2]);
    printf("extern const char miler_data_%s[];\nextern const size_t miler_data_%s_len;\n", argv[1], argv[1]);
    printf("const char miler_data_%s[] = {", argv[1]);
    size_t count = 0;
    for (int c; (c = fgetc(in)) != EOF; count++)
        printf("%s%d,", count % 24 == 0 ? "\n" : "", c > 127 ? c - 256 : c);
    printf("\n0};\nconst size_t miler_data_%s_len = %zu;\n", argv[1], count);
    fclose(in);
    return 0;
}
