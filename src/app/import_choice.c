// SPDX-License-Identifier: MIT
// A sound copy before a damaged one, a whole one before one that was cut, then
// the one with more in it: a GPX from a site has no laps and often no heart rate,
// the FIT of the same run has. Equal copies: the first stays.
#include "app/import_choice.h"

#include <stdio.h>

// A copy that lasts this much longer was not cut where the other was; below it
// is rounding and the pause at the end [engineering estimate].
#define LONGER_SHARE 0.05

static bool is_damaged(uint32_t flags) {
    return (flags & (MILER_REC_TRUNCATED | MILER_REC_BAD_CRC | MILER_REC_RESYNCED)) != 0;
}

// What a runner would miss most weighs most; the format decides between equals
// (FIT is what the watch wrote, TCX keeps laps, GPX is a track).
static int wealth(float hr_bpm, float cadence_spm, size_t laps, miler_file_format format) {
    static const int of_format[MILER_FORMAT_COUNT] = {
        [MILER_FORMAT_FIT] = 2, [MILER_FORMAT_TCX] = 1, [MILER_FORMAT_GPX] = 0};
    const int known = (unsigned)format < MILER_FORMAT_COUNT ? of_format[format] : 0;
    return (hr_bpm > 0 ? 12 : 0) + (laps > 1 ? 6 : 0) + (cadence_spm > 0 ? 3 : 0) + known;
}

import_choice import_choose(const store_run *here, const miler_activity *fresh) {
    const bool here_damaged = is_damaged(here->flags);
    const bool fresh_damaged = is_damaged(fresh->flags);
    if (here_damaged != fresh_damaged) return here_damaged ? IMPORT_TAKE_SOUND : IMPORT_KEEP;
    if (fresh->elapsed_s > (1 + LONGER_SHARE) * here->elapsed_s && fresh->dist_m > here->dist_m)
        return IMPORT_TAKE_LONGER;
    if (here->elapsed_s > (1 + LONGER_SHARE) * fresh->elapsed_s && here->dist_m > fresh->dist_m)
        return IMPORT_KEEP;
    const int was = wealth(here->avg_hr_bpm, here->avg_cadence_spm, (size_t)here->lap_count, here->format);
    const int is = wealth(fresh->sum.avg_hr_bpm, fresh->sum.avg_cadence_spm, fresh->lap_count, fresh->format);
    return is > was ? IMPORT_TAKE_FULLER : IMPORT_KEEP;
}

const char *import_choice_words(import_choice choice) {
    static const char *const words[] = {[IMPORT_KEEP] = "",
                                        [IMPORT_TAKE_SOUND] = "came from a damaged copy",
                                        [IMPORT_TAKE_LONGER] = "came from a copy that was cut shorter",
                                        [IMPORT_TAKE_FULLER] = "came from a copy with less in it"};
    return words[choice];
}

void import_choice_held(char *out, size_t size, int64_t run) {
    (void)snprintf(
        out, size,
        "run %lld was put right by hand and stays, though this copy has more in it; to have this one: "
        "`miler edit %lld undo`, then import it again",
        (long long)run, (long long)run);
}
