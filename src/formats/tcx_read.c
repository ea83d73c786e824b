// SPDX-License-Identifier: MIT
// TCX, Garmin's Training Center XML, as watches, phones and sites write it.
//
//     Activities / MultiSportSession
//       Activity Sport=            -> a recording (each leg of a multisport one)
//         Id                       its start
//         Lap StartTime=           TotalTimeSeconds (the timer's), DistanceMeters, ...
//           Track                  a second one in a lap: the timer was stopped before it
//             Trackpoint           Time, Position, AltitudeMeters, DistanceMeters, ...
//               Extensions/TPX     Speed, RunCadence (one leg), Watts
//           Extensions/LX          AvgSpeed, AvgRunCadence, MaxRunCadence, AvgWatts
//         Creator/Name             the device
//     Courses/Course               a route to follow
//     Workouts/Workout             steps to do
//
// Sources: the TrainingCenterDatabase v2 and ActivityExtension v2 schemas; the
// rest as found in files.
#include "formats/format.h"
#include "formats/track.h"

#include <stddef.h>
#include <string.h>

enum {
    ACTIVITY = 1,
    TRANSITION,
    COURSE,
    WORKOUT,
    LAP,
    TRACK,
    TRACKPOINT,
    CREATOR,
    ID,
    NAME,
    NOTES,
    TIME,
    VALUE,
    HEART_RATE,
    AVERAGE_HEART_RATE,
    MAXIMUM_HEART_RATE,
    INTENSITY,
    TRIGGER,
    // numbers of a point, of a lap, or of both
    LATITUDE,
    LONGITUDE,
    ALTITUDE,
    DISTANCE,
    CADENCE,
    RUN_CADENCE,
    SPEED,
    WATTS,
    TOTAL_TIME,
    MAXIMUM_SPEED,
    CALORIES,
    AVG_SPEED,
    AVG_CADENCE,
    MAX_CADENCE,
    AVG_WATTS,
    IDS
};

static const xml_name names[] = {
    {"Activity", ACTIVITY, false},
    {"Transition", TRANSITION, false},
    {"Course", COURSE, false},
    {"Workout", WORKOUT, false},
    {"Lap", LAP, false},
    {"Track", TRACK, false},
    {"Trackpoint", TRACKPOINT, false},
    {"Creator", CREATOR, false},
    {"Id", ID, true},
    {"Name", NAME, true},
    {"Notes", NOTES, true},
    {"Time", TIME, true},
    {"Value", VALUE, true},
    {"HeartRateBpm", HEART_RATE, false},
    {"AverageHeartRateBpm", AVERAGE_HEART_RATE, false},
    {"MaximumHeartRateBpm", MAXIMUM_HEART_RATE, false},
    {"Intensity", INTENSITY, true},
    {"TriggerMethod", TRIGGER, true},
    {"LatitudeDegrees", LATITUDE, true},
    {"LongitudeDegrees", LONGITUDE, true},
    {"AltitudeMeters", ALTITUDE, true},
    {"DistanceMeters", DISTANCE, true},
    {"Cadence", CADENCE, true},
    {"RunCadence", RUN_CADENCE, true},
    {"Speed", SPEED, true},
    {"Watts", WATTS, true},
    {"TotalTimeSeconds", TOTAL_TIME, true},
    {"MaximumSpeed", MAXIMUM_SPEED, true},
    {"Calories", CALORIES, true},
    {"AvgSpeed", AVG_SPEED, true},
    {"AvgRunCadence", AVG_CADENCE, true},
    {"MaxRunCadence", MAX_CADENCE, true},
    {"MaxBikeCadence", MAX_CADENCE, true},
    {"AvgWatts", AVG_WATTS, true},
};

// Where a number goes in a point; TRACK_NONE: nowhere.
static track_column column_of(int id) {
    switch (id) {
    case LATITUDE:
        return TRACK_LAT;
    case LONGITUDE:
        return TRACK_LON;
    case ALTITUDE:
        return TRACK_ALTITUDE;
    case DISTANCE:
        return TRACK_DIST;
    case CADENCE:
    case RUN_CADENCE:
        return TRACK_CADENCE;
    case SPEED:
        return TRACK_SPEED;
    case WATTS:
        return TRACK_POWER;
    default:
        return TRACK_NONE;
    }
}

typedef struct tcx_reader {
    miler_arena *arena;
    xml_reader *xml;
    track_book book;
    track_point point;
    bool in_point, in_track, in_lap;
    bool run_cadence;   // of this point: what only counts for the bike may not replace it
    size_t lap_tracks;  // begun in this lap
    bool lap_has_place; // ... or rather a distance: its first sample is known
    double base_m;      // where samples count from 0 in every lap: what came before
    double last_m;
    size_t activities, courses, workouts;
} tcx_reader;

// ---- Laps

static track_lap *lap_now(const tcx_reader *t) {
    return t->in_lap ? (track_lap *)t->book.laps.items + t->book.laps.count - 1 : NULL;
}

static void start_lap(tcx_reader *t, const char *start) {
    track_part *part = track_part_now(&t->book);
    if (part == NULL) return;
    track_lap *lap = fill_list_add(&t->book.laps, t->arena, sizeof *lap, MILER_LAPS_MAX);
    if (lap == NULL && !miler_arena_failed(t->arena)) {
        if ((t->book.flags & MILER_REC_LIMIT) == 0)
            track_note(&t->book, "more than %zu laps: the rest is left out", MILER_LAPS_MAX);
        t->book.flags |= MILER_REC_LIMIT;
    }
    if (lap == NULL) return;
    *lap = (track_lap){.lap = {.sum = fill_no_summary(), .workout_step = -1},
                       .first_ms = MILER_NO_TIME,
                       .last_ms = MILER_NO_TIME,
                       .first_m = NAN,
                       .last_m = NAN};
    if (start != NULL && !xml_time(&t->book.clock, start, strlen(start), &lap->lap.sum.start_ms)) {
        lap->lap.sum.start_ms = MILER_NO_TIME;
        track_flawed(&t->book, &t->book.bad_time);
    }
    part->lap_count++;
    t->in_lap = true;
    t->lap_tracks = 0;
    t->lap_has_place = false;
}

static void lap_number(tcx_reader *t, track_lap *lap, int id, const char *text, size_t len) {
    double value;
    // 1e8: three years in seconds, and a quarter of the way to the moon
    if (!xml_number(text, len, &value) || value < 0 || value > 1e8) {
        if (len != 0) track_flawed(&t->book, &t->book.bad_number);
        return;
    }
    miler_summary *sum = &lap->lap.sum;
    switch (id) {
    case TOTAL_TIME:
        sum->timer_s = value;
        break;
    case DISTANCE:
        sum->dist_m = value;
        break;
    case MAXIMUM_SPEED:
        sum->max_speed_mps = (float)value;
        break;
    case CALORIES:
        sum->calories_kcal = (float)value;
        break;
    case CADENCE:
    case AVG_CADENCE:
        sum->avg_cadence_spm = (float)value;
        break;
    case MAX_CADENCE:
        sum->max_cadence_spm = (float)value;
        break;
    case AVG_SPEED:
        sum->avg_speed_mps = (float)value;
        break;
    case AVG_WATTS:
        sum->avg_power_w = (float)value;
        break;
    case AVERAGE_HEART_RATE:
        if (value > 0) sum->avg_hr_bpm = (float)value;
        break;
    case MAXIMUM_HEART_RATE:
        if (value > 0) sum->max_hr_bpm = (float)value;
        break;
    default:
        break;
    }
}

static bool is(const char *text, size_t len, const char *word) {
    return strlen(word) == len && memcmp(text, word, len) == 0;
}

static void lap_word(track_lap *lap, int id, const char *text, size_t len) {
    static const struct {
        const char *word;
        miler_lap_trigger trigger;
    } triggers[] = {{"Manual", MILER_TRIGGER_MANUAL},
                    {"Distance", MILER_TRIGGER_DISTANCE},
                    {"Location", MILER_TRIGGER_POSITION},
                    {"Time", MILER_TRIGGER_TIME}};
    if (id == INTENSITY) {
        if (is(text, len, "Active")) lap->lap.intensity = MILER_INTENSITY_ACTIVE;
        if (is(text, len, "Resting")) lap->lap.intensity = MILER_INTENSITY_REST;
        return;
    }
    for (size_t i = 0; i < sizeof triggers / sizeof triggers[0]; i++)
        if (is(text, len, triggers[i].word)) lap->lap.trigger = triggers[i].trigger;
}

// ---- Points

// Some phones count from 0 again in each lap: what the laps before came to is
// added, so that distance only grows.
static void unroll_distance(tcx_reader *t) {
    double *m = &t->point.value[TRACK_DIST];
    bool first = !t->lap_has_place;
    t->lap_has_place = true;
    // 50 m: more than any watch moves in the moment between two laps [engineering estimate]
    if (first && *m < 50 && *m + t->base_m < t->last_m - 50) {
        t->base_m = t->last_m;
        track_note(&t->book, "distance starts anew in the lap at line %u and was counted on",
                   (unsigned)xml_line(t->xml));
    }
    *m += t->base_m;
    t->last_m = *m;
}

static void note_in_lap(track_lap *lap, const track_point *point) {
    if (point->t_ms != MILER_NO_TIME) {
        if (lap->first_ms == MILER_NO_TIME || point->t_ms < lap->first_ms) lap->first_ms = point->t_ms;
        if (point->t_ms > lap->last_ms) lap->last_ms = point->t_ms; // MILER_NO_TIME is the lowest
    }
    if ((point->has >> TRACK_DIST & 1) == 0) return;
    if (isnan(lap->first_m)) lap->first_m = point->value[TRACK_DIST];
    lap->last_m = point->value[TRACK_DIST];
}

static void end_point(tcx_reader *t) {
    t->in_point = false;
    track_lap *lap = lap_now(t);
    if ((t->point.has >> TRACK_DIST & 1) != 0) unroll_distance(t);
    if (track_add(&t->book, &t->point) && lap != NULL) note_in_lap(lap, &t->point);
}

static void point_number(tcx_reader *t, int id, const char *text, size_t len) {
    track_column column = column_of(id);
    if (id == VALUE && xml_above(t->xml, 1) == HEART_RATE) column = TRACK_HR;
    if (column == TRACK_NONE || (id == CADENCE && t->run_cadence)) return;
    track_value(&t->book, &t->point, column, text, len);
    if (id == RUN_CADENCE) t->run_cadence = true;
}

// ---- Elements

static void start_part(tcx_reader *t, int id, const char *const *attrs) {
    track_part *part = track_begin(&t->book);
    t->in_lap = false;
    t->base_m = 0;
    t->last_m = 0;
    if (id == COURSE)
        t->courses++;
    else
        t->activities++;
    if (part == NULL) return;
    part->route = id == COURSE;
    const char *sport = xml_attr(attrs, "Sport");
    if (sport != NULL) part->sport = track_sport(sport, strlen(sport), &part->sub_sport);
    if (id == TRANSITION) part->sport = MILER_SPORT_TRANSITION;
    if (id == TRANSITION) start_lap(t, xml_attr(attrs, "StartTime"));
}

static void start_track(tcx_reader *t) {
    t->in_track = true;
    const track_part *part = track_part_now(&t->book);
    t->book.segment = t->lap_tracks++ != 0 && part != NULL && part->end_row != part->first_row;
}

static void on_start(void *user, int id, const char *const *attrs) {
    tcx_reader *t = user;
    switch (id) {
    case TRACKPOINT:
        t->in_point = true;
        t->run_cadence = false;
        t->point.has = 0;
        t->point.t_ms = MILER_NO_TIME;
        t->point.bad_time = false;
        break;
    case ACTIVITY:
    case TRANSITION:
    case COURSE:
        start_part(t, id, attrs);
        break;
    case WORKOUT:
        t->workouts++;
        break;
    case LAP:
        start_lap(t, xml_attr(attrs, "StartTime"));
        break;
    case TRACK:
        start_track(t);
        break;
    default:
        break;
    }
    if (miler_arena_failed(t->arena) || t->book.failed) xml_stop(t->xml, MILER_ERR_NOMEM);
}

// Texts of an activity or course.
static void part_text(tcx_reader *t, int id, const char *text, size_t len) {
    track_part *part = track_part_now(&t->book);
    int above = xml_above(t->xml, 1);
    if (part == NULL) return;
    if (id == NAME && above == CREATOR) part->device = fill_text(t->arena, text, len);
    if ((id == NAME && above == COURSE) || (id == NOTES && above == ACTIVITY))
        part->name = fill_text(t->arena, text, len);
    if (id == ID && above == ACTIVITY && !xml_time(&t->book.clock, text, len, &part->stated_start_ms))
        part->stated_start_ms = MILER_NO_TIME;
}

static void on_end(void *user, int id, const char *text, size_t len) {
    tcx_reader *t = user;
    if (t->in_point && id != TRACKPOINT) {
        if (id == TIME)
            track_time(&t->book, &t->point, text, len);
        else
            point_number(t, id, text, len);
        return;
    }
    track_lap *lap = lap_now(t);
    switch (id) {
    case TRACKPOINT:
        end_point(t);
        break;
    case TRACK:
        t->in_track = false;
        break;
    case LAP:
        t->in_lap = false;
        break;
    case TRANSITION:
        t->in_lap = false;
        track_end(&t->book);
        break;
    case ACTIVITY:
    case COURSE:
        track_end(&t->book);
        break;
    case NAME:
    case NOTES:
    case ID:
        part_text(t, id, text, len);
        break;
    case INTENSITY:
    case TRIGGER:
        if (lap != NULL) lap_word(lap, id, text, len);
        break;
    case VALUE:
        if (lap != NULL) lap_number(t, lap, xml_above(t->xml, 1), text, len);
        break;
    default:
        if (lap != NULL && !t->in_track && id >= DISTANCE) lap_number(t, lap, id, text, len);
        break;
    }
    if (t->book.failed) xml_stop(t->xml, MILER_ERR_NOMEM);
}

static const xml_events events = {names, sizeof names / sizeof names[0], on_start, on_end};

// ---- The vtable

static bool tcx_sniff(const uint8_t *head, size_t len) {
    // "Activities": the first line was lost, the rest can be read all the same.
    return xml_root_is(head, len, "TrainingCenterDatabase") || xml_root_is(head, len, "Activities");
}

static miler_status tcx_open(void **state, miler_arena *arena, miler_error *err) {
    tcx_reader *t = miler_arena_take(arena, sizeof *t);
    if (t == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    t->arena = arena;
    track_init(&t->book, arena, MILER_FORMAT_TCX);
    miler_status status = xml_open(&t->xml, &events, t, arena, err);
    t->book.xml = t->xml;
    if (status == MILER_OK) *state = t;
    return status;
}

static miler_status tcx_feed(void *state, const uint8_t *bytes, size_t len, miler_error *err) {
    tcx_reader *t = state;
    t->book.fed += len;
    return xml_feed(t->xml, bytes, len, err);
}

// The file ends in a lap: what it states may be missing or of a lap not over;
// without a point there is nothing to say of it.
static void cut_lap(tcx_reader *t) {
    track_lap *lap = lap_now(t);
    track_part *part = track_part_now(&t->book);
    lap->cut = true;
    if (part == NULL || lap->first_ms != MILER_NO_TIME || !isnan(lap->first_m)) return;
    part->lap_count--;
    t->book.laps.count--;
}

// Courses in a file with activities are not what was run.
static void drop_courses(tcx_reader *t) {
    track_part *parts = t->book.parts.items;
    size_t kept = 0;
    for (size_t i = 0; i < t->book.parts.count; i++)
        if (!parts[i].route) parts[kept++] = parts[i];
    t->book.parts.count = kept;
}

static miler_status tcx_finish(void *state, miler_reading *out, miler_error *err) {
    tcx_reader *t = state;
    miler_status status = xml_finish(t->xml, err);
    if (status != MILER_OK) return status;
    const xml_damage *damage = xml_damage_of(t->xml);
    if (damage->found && t->in_lap) cut_lap(t);
    if (t->activities != 0) drop_courses(t);
    status = track_finish(&t->book, out, err);
    if (status != MILER_OK) return status;
    out->content_name = "activity";
    if (out->recording_count != 0 && t->activities != 0) return MILER_OK;
    if (damage->found && out->recording_count == 0) return xml_damage_error(damage, err);
    if (t->activities != 0 || t->courses + t->workouts == 0)
        return miler_fail(err, MILER_ERR_EMPTY, "no activity in this file");
    out->content = t->courses != 0 ? MILER_CONTENT_COURSE : MILER_CONTENT_WORKOUT;
    out->content_name = t->courses != 0 ? "course" : "workout";
    return MILER_OK;
}

static void tcx_close(void *state) {
    tcx_reader *t = state;
    xml_close(t->xml);
    track_deinit(&t->book);
}

const miler_format miler_format_tcx = {.id = MILER_FORMAT_TCX,
                                       .sniff = tcx_sniff,
                                       .open = tcx_open,
                                       .feed = tcx_feed,
                                       .finish = tcx_finish,
                                       .close = tcx_close};
