// SPDX-License-Identifier: MIT
// GPX 1.0 and 1.1 as watches, phones and sites write it.
//
//     gpx            creator = what wrote it
//       trk          name, type (free text: the sport)      -> a recording
//         trkseg                                            -> segment_start
//           trkpt    lat, lon; ele, time
//             extensions, in any nesting and with any prefix:
//               Garmin TrackPointExtension v1/v2  hr cad atemp speed
//               ClueTrust gpxdata                 hr cadence temp distance
//               Strava                            power
//               Garmin PowerExtension             PowerInWatts
//       rte, rtept   a route to follow: used when there is no track
//
// Tracks become a recording each, but for those that are plainly one activity
// (track_finish.c). There are no laps and no totals in GPX.
// Sources: the GPX 1.0 and 1.1 schemas; extensions as found in files.
#include "formats/format.h"
#include "formats/track.h"

#include <string.h>

enum {
    GPX = 1,
    METADATA,
    TRK,
    TRKSEG,
    TRKPT,
    RTE,
    RTEPT,
    WPT,
    NAME,
    TYPE,
    TIME,
    // values of a point
    ELE,
    HR,
    CADENCE,
    TEMPERATURE,
    POWER,
    SPEED,
    DISTANCE,
    IDS
};

static const xml_name names[] = {
    {"gpx", GPX, false},
    {"metadata", METADATA, false},
    {"trk", TRK, false},
    {"trkseg", TRKSEG, false},
    {"trkpt", TRKPT, false},
    {"rte", RTE, false},
    {"rtept", RTEPT, false},
    {"wpt", WPT, false},
    {"name", NAME, true},
    {"type", TYPE, true},
    {"time", TIME, true},
    {"ele", ELE, true},
    {"hr", HR, true},
    {"heartrate", HR, true},
    {"cad", CADENCE, true},
    {"cadence", CADENCE, true},
    {"RunCadence", CADENCE, true},
    {"atemp", TEMPERATURE, true},
    {"temp", TEMPERATURE, true},
    {"temperature", TEMPERATURE, true},
    {"power", POWER, true},
    {"PowerInWatts", POWER, true},
    {"watts", POWER, true},
    {"speed", SPEED, true},
    {"distance", DISTANCE, true},
};

static const uint8_t column_of[IDS] = {
    [ELE] = TRACK_ALTITUDE,    [HR] = TRACK_HR,
    [CADENCE] = TRACK_CADENCE, [TEMPERATURE] = TRACK_TEMPERATURE,
    [POWER] = TRACK_POWER,     [SPEED] = TRACK_SPEED,
    [DISTANCE] = TRACK_DIST,
};

typedef struct gpx_reader {
    miler_arena *arena;
    xml_reader *xml;
    track_book book;
    track_point point;
    bool in_point;
    bool marks_pause; // this point is none
    bool waypoints;
    size_t tracks, routes; // with points
    char *creator;
    char *title; // of the file, for a track without a name
} gpx_reader;

// ---- Points

// MyTracks, and OpenTracks before 2021, write a stop of the timer as a point at
// latitude 100 and its start as one at 200, both at longitude 0. [VENDOR]
static bool is_pause(const char *lat, const char *lon) {
    double lat_deg;
    double lon_deg;
    if (lat == NULL || lon == NULL || (lat[0] != '1' && lat[0] != '2')) return false;
    if (lat[1] != '0' || lat[2] != '0') return false; // PERF: most points end here, not yet numbers
    return xml_number(lat, strlen(lat), &lat_deg) && (lat_deg == 100 || lat_deg == 200) &&
           xml_number(lon, strlen(lon), &lon_deg) && lon_deg == 0;
}

static void start_point(gpx_reader *g, const char *const *attrs) {
    const char *lat = NULL;
    const char *lon = NULL;
    for (size_t i = 0; attrs[i] != NULL; i += 2) {
        if (strcmp(attrs[i], "lat") == 0) lat = attrs[i + 1];
        if (strcmp(attrs[i], "lon") == 0) lon = attrs[i + 1];
    }
    g->in_point = true;
    g->point.has = 0;
    g->point.t_ms = MILER_NO_TIME;
    g->point.bad_time = false;
    g->marks_pause = is_pause(lat, lon);
    if (g->marks_pause) return;
    if (lat != NULL) track_value(&g->book, &g->point, TRACK_LAT, lat, strlen(lat));
    if (lon != NULL) track_value(&g->book, &g->point, TRACK_LON, lon, strlen(lon));
}

static void end_point(gpx_reader *g) {
    const track_part *part = track_part_now(&g->book);
    g->in_point = false;
    if (g->marks_pause)
        g->book.segment = part != NULL && part->end_row != part->first_row;
    else
        (void)track_add(&g->book, &g->point);
    if (g->book.failed) xml_stop(g->xml, MILER_ERR_NOMEM);
}

// ---- Elements

static void start_part(gpx_reader *g, bool route) {
    track_part *part = track_begin(&g->book);
    if (part != NULL) part->route = route;
    if (g->book.failed) xml_stop(g->xml, MILER_ERR_NOMEM);
}

static void on_start(void *user, int id, const char *const *attrs) {
    gpx_reader *g = user;
    const char *creator;
    switch (id) {
    case TRKPT:
    case RTEPT:
        start_point(g, attrs);
        break;
    case TRK:
    case RTE:
        start_part(g, id == RTE);
        break;
    case TRKSEG: {
        const track_part *part = track_part_now(&g->book);
        g->book.segment = part != NULL && part->end_row != part->first_row;
        break;
    }
    case WPT:
        g->waypoints = true;
        break;
    case GPX:
        creator = xml_attr(attrs, "creator");
        if (creator != NULL) g->creator = fill_text(g->arena, creator, strlen(creator));
        break;
    default:
        break;
    }
}

static void take_name(gpx_reader *g, const char *text, size_t len) {
    int above = xml_above(g->xml, 1);
    track_part *part = track_part_now(&g->book);
    if ((above == TRK || above == RTE) && part != NULL && part->name == NULL)
        part->name = fill_text(g->arena, text, len);
    else if ((above == METADATA || above == GPX) && g->title == NULL)
        g->title = fill_text(g->arena, text, len);
}

static void on_end(void *user, int id, const char *text, size_t len) {
    gpx_reader *g = user;
    track_part *part = track_part_now(&g->book);
    switch (id) {
    case TRKPT:
    case RTEPT:
        end_point(g);
        break;
    case TRK:
    case RTE:
        track_end(&g->book);
        break;
    case NAME:
        take_name(g, text, len);
        break;
    case TYPE:
        if (xml_above(g->xml, 1) == TRK && part != NULL)
            part->sport = track_sport(text, len, &part->sub_sport);
        break;
    case TIME:
        // Routes drawn by planners carry times of the plan, not of a run.
        if (g->in_point && xml_above(g->xml, 1) == TRKPT) track_time(&g->book, &g->point, text, len);
        break;
    default:
        if (g->in_point && id < IDS && column_of[id] != 0)
            track_value(&g->book, &g->point, (track_column)column_of[id], text, len);
        break;
    }
}

static const xml_events events = {names, sizeof names / sizeof names[0], on_start, on_end};

// ---- The vtable

static bool gpx_sniff(const uint8_t *head, size_t len) {
    return xml_root_is(head, len, "gpx");
}

static miler_status gpx_open(void **state, miler_arena *arena, miler_error *err) {
    gpx_reader *g = miler_arena_take(arena, sizeof *g);
    if (g == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    g->arena = arena;
    track_init(&g->book, arena, MILER_FORMAT_GPX);
    miler_status status = xml_open(&g->xml, &events, g, arena, err);
    g->book.xml = g->xml;
    if (status == MILER_OK) *state = g;
    return status;
}

static miler_status gpx_feed(void *state, const uint8_t *bytes, size_t len, miler_error *err) {
    gpx_reader *g = state;
    g->book.fed += len;
    return xml_feed(g->xml, bytes, len, err);
}

// Tracks are what was run; routes count only where there is no track.
static void choose_parts(gpx_reader *g) {
    track_part *parts = g->book.parts.items;
    for (size_t i = 0; i < g->book.parts.count; i++) {
        if (parts[i].first_row == parts[i].end_row) continue;
        *(parts[i].route ? &g->routes : &g->tracks) += 1;
        if (parts[i].name == NULL) parts[i].name = g->title;
        parts[i].device = g->creator;
    }
    size_t kept = 0;
    for (size_t i = 0; i < g->book.parts.count; i++)
        if (!parts[i].route || g->tracks == 0) parts[kept++] = parts[i];
    g->book.parts.count = kept;
}

static miler_status nothing_in_it(const gpx_reader *g, miler_reading *out, miler_error *err) {
    const xml_damage *damage = xml_damage_of(g->xml);
    if (damage->found) return xml_damage_error(damage, err);
    if (!g->waypoints) return miler_fail(err, MILER_ERR_EMPTY, "no track in this file");
    out->content = MILER_CONTENT_OTHER;
    out->content_name = "waypoints";
    return MILER_OK;
}

static miler_status gpx_finish(void *state, miler_reading *out, miler_error *err) {
    gpx_reader *g = state;
    miler_status status = xml_finish(g->xml, err);
    if (status != MILER_OK) return status;
    choose_parts(g);
    if (g->tracks + g->routes == 0) return nothing_in_it(g, out, err);
    status = track_finish(&g->book, out, err);
    if (status != MILER_OK) return status;
    bool timed = false;
    for (size_t i = 0; i < out->recording_count; i++)
        timed |= (out->recordings[i].flags & MILER_REC_NO_TIMES) == 0;
    out->content = timed ? MILER_CONTENT_ACTIVITY : MILER_CONTENT_COURSE;
    out->content_name = timed ? "activity" : "course";
    return MILER_OK;
}

static void gpx_close(void *state) {
    gpx_reader *g = state;
    xml_close(g->xml);
    track_deinit(&g->book);
}

const miler_format miler_format_gpx = {.id = MILER_FORMAT_GPX,
                                       .sniff = gpx_sniff,
                                       .open = gpx_open,
                                       .feed = gpx_feed,
                                       .finish = gpx_finish,
                                       .close = gpx_close};
