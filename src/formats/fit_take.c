// SPDX-License-Identifier: MIT
// Every message of the table other than record: its fields are loaded into
// numbered values, NaN where absent or invalid, and one small function per
// message puts them where they belong. All fields are loaded before any is
// looked at, since what one means may hang on a later one.
#include "formats/fit.h"

typedef struct values {
    double v[FIT_VALUES];
    const uint8_t *record;
    const fit_plan *plan;
} values;

static void load(values *out, const fit_plan *plan, const uint8_t *record) {
    for (size_t i = 0; i < FIT_VALUES; i++)
        out->v[i] = NAN;
    out->plan = plan;
    out->record = record;
    for (size_t i = 0; i < plan->field_count; i++) {
        const fit_field *field = &plan->fields[i];
        double value;
        if (field->kind == FIT_NUMBER && fit_load(record, field, &value)) out->v[field->slot] = value;
    }
}

// A small whole number, -1 when absent.
static int whole(const values *in, fit_slot slot) {
    double v = in->v[slot];
    return v >= 0 && v <= 0xFFFFFF ? (int)v : -1;
}

static char *text(fit_reader *f, const values *in, fit_slot slot) {
    const fit_field *field = fit_plan_field(in->plan, (uint8_t)slot);
    return field != NULL && field->kind == FIT_TEXT ? fill_text(f->arena, in->record + field->at, field->size)
                                                    : NULL;
}

int64_t fit_time_ms(double t) {
    // A field of time may be declared as any type, a double too.
    return t >= 0 && t <= UINT32_MAX ? ((int64_t)t + FIT_EPOCH_S) * 1000 : MILER_NO_TIME;
}

// One more item of a list of the file; a full list is said once.
static void *add(fit_reader *f, fill_list *list, size_t size, size_t max, const char *what) {
    void *item = fill_list_add(list, f->arena, size, max);
    if (item == NULL && miler_arena_failed(f->arena))
        f->status = MILER_ERR_NOMEM;
    else if (item == NULL && (f->flags & MILER_REC_LIMIT) == 0) {
        f->flags |= MILER_REC_LIMIT;
        fit_note(f, "more than %zu %s: the rest is left out", max, what);
    }
    return item;
}

// ---- Messages

static void take_file_id(fit_reader *f, const values *in) {
    fit_facts *facts = &f->facts;
    if (facts->has_type || isnan(in->v[FIT_V_TYPE])) return;
    facts->has_type = true;
    facts->type = whole(in, FIT_V_TYPE);
    facts->maker = whole(in, FIT_V_MAKER);
    facts->product = whole(in, FIT_V_PRODUCT);
    facts->product_name = text(f, in, FIT_V_NAME);
    if (f->files != 1) return;
    f->content = fit_file_type(facts->type, &f->content_name);
    f->not_activity = f->content != MILER_CONTENT_ACTIVITY;
}

static void take_user_profile(fit_reader *f, const values *in) {
    f->facts.weight_kg = in->v[FIT_V_WEIGHT];
    f->facts.resting_hr = in->v[FIT_V_RESTING_HR];
    f->facts.default_max_hr = in->v[FIT_V_RUNNING_MAX_HR];
}

static void take_zones_target(fit_reader *f, const values *in) {
    f->facts.max_hr = in->v[FIT_V_MAX_HR];
    f->facts.threshold_hr = in->v[FIT_V_THRESHOLD_HR];
}

static void note_sport(fit_reader *f, const values *in) {
    if (f->facts.sport >= 0 || isnan(in->v[FIT_V_SPORT])) return;
    f->facts.sport = whole(in, FIT_V_SPORT);
    f->facts.sub_sport = whole(in, FIT_V_SUB_SPORT);
}

static void take_sport(fit_reader *f, const values *in) {
    note_sport(f, in);
    if (f->facts.sport_name == NULL) f->facts.sport_name = text(f, in, FIT_V_NAME);
}

static float with_fraction(const values *in, fit_slot cadence, fit_slot fraction) {
    double part = in->v[fraction];
    return (float)(in->v[cadence] + (isnan(part) ? 0 : part));
}

static miler_summary summary_of(const values *in) {
    const double *v = in->v;
    miler_summary sum = {
        .start_ms = fit_time_ms(v[FIT_V_START]),
        .elapsed_s = v[FIT_V_ELAPSED],
        .timer_s = v[FIT_V_TIMER],
        .dist_m = v[FIT_V_DIST],
        .avg_speed_mps = (float)v[FIT_V_AVG_SPEED],
        .max_speed_mps = (float)v[FIT_V_MAX_SPEED],
        .avg_hr_bpm = (float)v[FIT_V_AVG_HR],
        .max_hr_bpm = (float)v[FIT_V_MAX_HR],
        .avg_cadence_spm = with_fraction(in, FIT_V_AVG_CADENCE, FIT_V_AVG_CADENCE_FRACTION),
        .max_cadence_spm = with_fraction(in, FIT_V_MAX_CADENCE, FIT_V_MAX_CADENCE_FRACTION),
        .avg_power_w = (float)v[FIT_V_AVG_POWER],
        .ascent_m = (float)v[FIT_V_ASCENT],
        .descent_m = (float)v[FIT_V_DESCENT],
        .calories_kcal = (float)v[FIT_V_CALORIES],
        .avg_vertical_oscillation_mm = (float)v[FIT_V_OSCILLATION],
        .avg_vertical_ratio_pct = (float)v[FIT_V_RATIO],
        .avg_stance_ms = (float)v[FIT_V_STANCE],
        .avg_stance_balance_pct = (float)v[FIT_V_BALANCE],
        .avg_step_length_mm = (float)v[FIT_V_STEP_LENGTH],
    };
    // The message's own time is when it was written: its end, as a rule. It
    // stands in for a start that is missing.
    const int64_t written_ms = fit_time_ms(v[FIT_V_TIME]);
    if (sum.start_ms == MILER_NO_TIME && written_ms != MILER_NO_TIME && !isnan(sum.elapsed_s))
        sum.start_ms = written_ms - (int64_t)(sum.elapsed_s * 1000);
    return sum;
}

static void take_session(fit_reader *f, const values *in) {
    miler_summary sum = summary_of(in);
    fit_session *sessions = f->facts.sessions.items;
    fit_session *session = NULL;
    // Some devices write a session again when it grows: the last one counts.
    for (size_t i = 0; i < f->facts.sessions.count; i++)
        if (sessions[i].sum.start_ms == sum.start_ms && sessions[i].sport == whole(in, FIT_V_SPORT))
            session = &sessions[i];
    if (session == NULL)
        session = add(f, &f->facts.sessions, sizeof *session, MILER_RECORDINGS_MAX, "sessions");
    if (session == NULL) return;
    *session = (fit_session){.sum = sum,
                             .sport = whole(in, FIT_V_SPORT),
                             .sub_sport = whole(in, FIT_V_SUB_SPORT),
                             .name = text(f, in, FIT_V_NAME)};
}

static miler_intensity intensity_of(int number) {
    static const miler_intensity known[] = {MILER_INTENSITY_ACTIVE,   MILER_INTENSITY_REST,
                                            MILER_INTENSITY_WARMUP,   MILER_INTENSITY_COOLDOWN,
                                            MILER_INTENSITY_RECOVERY, MILER_INTENSITY_INTERVAL};
    return number >= 0 && number < (int)(sizeof known / sizeof known[0]) ? known[number]
                                                                         : MILER_INTENSITY_UNKNOWN;
}

static void take_lap(fit_reader *f, const values *in) {
    static const miler_lap_trigger triggers[] = {
        MILER_TRIGGER_MANUAL,   MILER_TRIGGER_TIME,     MILER_TRIGGER_DISTANCE, MILER_TRIGGER_POSITION,
        MILER_TRIGGER_POSITION, MILER_TRIGGER_POSITION, MILER_TRIGGER_POSITION, MILER_TRIGGER_END};
    miler_lap *lap = add(f, &f->facts.laps, sizeof *lap, MILER_LAPS_MAX, "laps");
    if (lap == NULL) return;
    note_sport(f, in);
    int trigger = whole(in, FIT_V_TRIGGER);
    bool known = trigger >= 0 && trigger < (int)(sizeof triggers / sizeof triggers[0]);
    int step = whole(in, FIT_V_STEP_INDEX);
    *lap = (miler_lap){.sum = summary_of(in),
                       .trigger = known ? triggers[trigger] : MILER_TRIGGER_UNKNOWN,
                       .intensity = intensity_of(whole(in, FIT_V_INTENSITY)),
                       .workout_step = step < 0 ? -1 : step & 0x0FFF}; // the high bits are flags
}

static void take_event(fit_reader *f, const values *in) {
    if (whole(in, FIT_V_EVENT) != 0 || fit_time_ms(in->v[FIT_V_TIME]) == MILER_NO_TIME)
        return; // 0: the timer
    int type = whole(in, FIT_V_EVENT_TYPE);
    bool start = type == 0;
    bool stop = type == 1 || type == 4 || type == 8 || type == 9;
    if (!start && !stop) return;
    fill_list *events = &f->facts.events;
    const miler_timer_event *last =
        events->count != 0 ? (miler_timer_event *)events->items + events->count - 1 : NULL;
    // A second start or stop in a row says nothing new.
    if (last != NULL && last->start == start) return;
    miler_timer_event *event = add(f, events, sizeof *event, MILER_RECORDS_MAX, "timer events");
    if (event == NULL) return;
    *event = (miler_timer_event){.t_ms = fit_time_ms(in->v[FIT_V_TIME]),
                                 .start = start,
                                 .automatic = whole(in, FIT_V_EVENT_DATA) == 1};
}

static void take_device_info(fit_reader *f, const values *in) {
    // ANT+ device type 124: a foot pod (source 1: ANT+).
    if (whole(in, FIT_V_TYPE) == 124 && whole(in, FIT_V_SOURCE) <= 1) f->facts.has_footpod = true;
}

static void take_workout(fit_reader *f, const values *in) {
    if (f->facts.workout_name == NULL) f->facts.workout_name = text(f, in, FIT_V_NAME);
}

static int64_t whole64(const values *in, fit_slot slot) {
    double v = in->v[slot];
    return v >= 0 && v <= UINT32_MAX ? (int64_t)v : -1;
}

static void take_workout_step(fit_reader *f, const values *in) {
    miler_recorded_step *step = add(f, &f->facts.steps, sizeof *step, MILER_LAPS_MAX, "workout steps");
    if (step == NULL) return;
    *step = (miler_recorded_step){.name = text(f, in, FIT_V_NAME),
                                  .duration_type = whole(in, FIT_V_DURATION_TYPE),
                                  .duration_value = whole64(in, FIT_V_DURATION),
                                  .target_type = whole(in, FIT_V_TARGET_TYPE),
                                  .target_value = whole64(in, FIT_V_TARGET),
                                  .target_low = whole64(in, FIT_V_TARGET_LOW),
                                  .target_high = whole64(in, FIT_V_TARGET_HIGH),
                                  .intensity = intensity_of(whole(in, FIT_V_INTENSITY))};
}

// Local minus universal time is the zone; watches are seconds off and zones
// are whole quarters of an hour, between -12 and +14 h.
static void take_zone(fit_reader *f, const values *in, bool from_activity) {
    double offset_s = in->v[FIT_V_LOCAL_TIME] - in->v[FIT_V_TIME];
    if (!(fabs(offset_s) <= 14.25 * 3600) || (f->facts.offset_from_activity && !from_activity)) return;
    f->facts.utc_offset_s = (int32_t)lround(offset_s / 900) * 900;
    f->facts.has_utc_offset = true;
    f->facts.offset_from_activity = from_activity;
}

static void take_activity(fit_reader *f, const values *in) {
    take_zone(f, in, true);
}

static void take_time_correlation(fit_reader *f, const values *in) {
    take_zone(f, in, false);
}

// Several times a second on some watches: the last of each second is kept, and
// only while no record has a position of its own.
static void take_gps(fit_reader *f, const values *in) {
    double t = in->v[FIT_V_TIME];
    double lat = in->v[FIT_V_LAT];
    double lon = in->v[FIT_V_LON];
    if (!(t >= 0 && t <= UINT32_MAX) || !(fabs(lat) <= 2147483648.0) || !(fabs(lon) <= 2147483648.0)) return;
    fill_list *fixes = &f->facts.fixes;
    fit_fix *last = fixes->count != 0 ? (fit_fix *)fixes->items + fixes->count - 1 : NULL;
    fit_fix *fix = last != NULL && last->t == (uint32_t)t
                       ? last
                       : add(f, fixes, sizeof *fix, MILER_RECORDS_MAX, "positions");
    if (fix == NULL) return;
    *fix = (fit_fix){.t = (uint32_t)t,
                     .lat = (int32_t)lat,
                     .lon = (int32_t)lon,
                     .speed_mps = (float)in->v[FIT_V_FIX_SPEED],
                     .altitude_m = (float)in->v[FIT_V_FIX_ALTITUDE]};
}

static void take_field_description(fit_reader *f, const values *in) {
    fit_plans *plans = &f->plans;
    int developer = whole(in, FIT_V_DEVELOPER);
    int field = whole(in, FIT_V_FIELD);
    int native = whole(in, FIT_V_NATIVE_FIELD);
    int message = whole(in, FIT_V_NATIVE_MESSAGE);
    if (developer < 0 || field < 0 || native < 0 || native > 255) return;
    if (message >= 0 && message != FIT_RECORD) return;
    size_t i = 0;
    while (i < plans->developer_count &&
           (plans->developer[i].developer != developer || plans->developer[i].field != field))
        i++;
    if (i == FIT_DEVELOPER_FIELDS_MAX) return;
    if (i == plans->developer_count) plans->developer_count++;
    double scale = in->v[FIT_V_SCALE];
    double offset = in->v[FIT_V_OFFSET];
    plans->developer[i] = (fit_developer_field){.developer = (uint8_t)developer,
                                                .field = (uint8_t)field,
                                                .base = (uint8_t)whole(in, FIT_V_BASE),
                                                .native_field = (uint8_t)native,
                                                .scale = scale > 0 ? scale : 1,
                                                .offset = isnan(offset) ? 0 : offset};
    plans->era++; // definitions made before this one are to be made anew
}

void fit_take(fit_reader *f, const fit_plan *plan, const uint8_t *record) {
    static const struct {
        uint16_t message;
        void (*take)(fit_reader *f, const values *in);
    } takers[] = {
        {FIT_FILE_ID, take_file_id},
        {FIT_USER_PROFILE, take_user_profile},
        {FIT_ZONES_TARGET, take_zones_target},
        {FIT_SPORT, take_sport},
        {FIT_SESSION, take_session},
        {FIT_LAP, take_lap},
        {FIT_EVENT, take_event},
        {FIT_DEVICE_INFO, take_device_info},
        {FIT_WORKOUT, take_workout},
        {FIT_WORKOUT_STEP, take_workout_step},
        {FIT_ACTIVITY, take_activity},
        {FIT_GPS_METADATA, take_gps},
        {FIT_TIME_CORRELATION, take_time_correlation},
        {FIT_FIELD_DESCRIPTION, take_field_description},
    };
    if (plan->message == FIT_GPS_METADATA && f->rows.any_position) return;
    if (plan->message == FIT_HR) {
        fit_take_hr(f, plan, record);
        return;
    }
    values in;
    load(&in, plan, record);
    for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++)
        if (takers[i].message == plan->message) takers[i].take(f, &in);
    if (miler_arena_failed(f->arena)) f->status = MILER_ERR_NOMEM;
}

void fit_facts_reset(fit_facts *facts) {
    *facts = (fit_facts){.maker = -1,
                         .product = -1,
                         .sport = -1,
                         .sub_sport = -1,
                         .weight_kg = NAN,
                         .max_hr = NAN,
                         .threshold_hr = NAN,
                         .resting_hr = NAN,
                         .default_max_hr = NAN};
}
