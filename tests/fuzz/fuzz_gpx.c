// SPDX-License-Identifier: MIT
// Any bytes as a GPX file, and as the rest of one that has come to its track.
#include "fuzz_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_text(MILER_FORMAT_GPX, "<gpx creator=\"x\"><trk><type>running</type><trkseg>", data, size);
    return 0;
}
