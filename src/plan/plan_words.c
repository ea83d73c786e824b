// SPDX-License-Identifier: MIT
// The names of kinds, states, phases and levels: one table each, so that text,
// JSON, files and pages say the same words.
#include <miler/plan.h>

static const struct {
    const char *key, *name;
} kinds[MILER_SESSION_KIND_COUNT] = {
    [MILER_SESSION_EASY] = {"easy", "easy run"},
    [MILER_SESSION_LONG] = {"long", "long run"},
    [MILER_SESSION_SPEED] = {"speed", "speed"},
    [MILER_SESSION_STRIDES] = {"strides", "strides"},
    [MILER_SESSION_HILLS] = {"hills", "hill sprints"},
    [MILER_SESSION_THRESHOLD] = {"threshold", "threshold"},
    [MILER_SESSION_TRIAL] = {"trial", "time trial and goal pace"},
    [MILER_SESSION_DRILLS] = {"drills", "drills"},
    [MILER_SESSION_CROSS] = {"cross", "cross-training"},
    [MILER_SESSION_REST] = {"rest", "rest"},
    [MILER_SESSION_STRENGTH] = {"strength", "strength"},
    [MILER_SESSION_PLYO] = {"plyo", "plyometrics"},
    [MILER_SESSION_RACE] = {"race", "race"},
};

static const char *const statuses[MILER_SESSION_STATUS_COUNT] = {"planned", "done", "moved", "skipped"};
static const char *const phases[MILER_PHASE_COUNT] = {"base", "introduce", "build", "specific", "taper"};
static const char *const levels[MILER_PLAN_LEVEL_COUNT] = {"beginner", "intermediate", "advanced", "elite"};

const char *miler_session_kind_name(miler_session_kind kind) {
    return (unsigned)kind < MILER_SESSION_KIND_COUNT ? kinds[kind].name : "?";
}

const char *miler_session_kind_key(miler_session_kind kind) {
    return (unsigned)kind < MILER_SESSION_KIND_COUNT ? kinds[kind].key : "?";
}

const char *miler_session_status_name(miler_session_status status) {
    return (unsigned)status < MILER_SESSION_STATUS_COUNT ? statuses[status] : "?";
}

const char *miler_phase_name(miler_phase phase) {
    return (unsigned)phase < MILER_PHASE_COUNT ? phases[phase] : "?";
}

const char *miler_plan_level_name(miler_plan_level level) {
    return (unsigned)level < MILER_PLAN_LEVEL_COUNT ? levels[level] : "?";
}

const char *miler_lack_name(miler_lack lack) {
    static const char *const names[MILER_LACK_COUNT] = {"", "speed", "VO2max", "threshold", "endurance"};
    return (unsigned)lack < MILER_LACK_COUNT ? names[lack] : "?";
}
