// SPDX-License-Identifier: MIT
// Any bytes as a TCX file, and as the rest of one that has come to its track.
#include "fuzz_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char head[] =
        "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Id>2026-05-01T07:00:00Z</Id>"
        "<Lap StartTime=\"2026-05-01T07:00:00Z\"><Track>";
    fuzz_text(MILER_FORMAT_TCX, head, data, size);
    return 0;
}
