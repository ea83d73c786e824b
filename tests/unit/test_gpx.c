// SPDX-License-Identifier: MIT
// GPX: 1.0, 1.1 and the dialects of extensions, whole and damaged.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "xml_kit.h"

#define T0 INT64_C(1777618800000) // 2026-05-01T07:00:00Z

#define HEAD                                                                                                 \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                           \
    "<gpx version=\"1.1\" creator=\"Garmin Connect\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n"         \
    "<metadata><name>The file</name><time>2026-05-01T07:00:00Z</time></metadata>\n"
#define TRK "<trk><name>Lunch mile</name><type>running</type>\n<trkseg>\n"
#define ENDTRK "</trkseg></trk>\n"
#define FOOT ENDTRK "</gpx>"
#define PT(rest) "<trkpt lat=\"51.5\" lon=\"-0.125\">" rest "</trkpt>\n"
#define TIME "<time>2026-05-01T07:00:00Z</time>"

static doc begin(void) {
    return doc_new(MILER_FORMAT_GPX);
}

static void full_point(doc *d, unsigned s) {
    doc_put(d, "<trkpt lat=\"51.%06u\" lon=\"-0.125\">\n <ele>24.6</ele>\n", 500000 + s);
    doc_put(d, " <time>2026-05-01T07:%02u:%02u.000Z</time>\n <extensions>\n", s / 60 % 60, s % 60);
    doc_put(d, "  <ns3:TrackPointExtension><ns3:atemp>21</ns3:atemp><ns3:hr>%u</ns3:hr><ns3:cad>86</ns3:cad>",
            150 + s % 20);
    doc_put(d, "</ns3:TrackPointExtension>\n </extensions>\n</trkpt>\n");
}

static void point_at(doc *d, unsigned s) {
    doc_put(d, "<trkpt lat=\"51.%06u\" lon=\"-0.125\"><time>2026-05-01T%02u:%02u:%02uZ</time></trkpt>\n",
            500000 + s, 7 + s / 3600, s / 60 % 60, s % 60);
}

// Two segments, waypoint before, route behind.
static void put_run(doc *d) {
    doc_put(d, HEAD "<wpt lat=\"51\" lon=\"7\"><name>Gate</name>" TIME "</wpt>\n" TRK);
    for (unsigned s = 0; s < 5; s++)
        full_point(d, s);
    doc_put(d, "</trkseg>\n<trkseg>\n");
    for (unsigned s = 30; s < 34; s++)
        full_point(d, s);
    doc_put(d, FOOT);
}

// ---- One run

static void everything_of_a_run(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    const miler_recording *r = doc_read(&d, 1);
    const miler_samples *s = &r->samples;
    assert_int_equal(d.reading.content, MILER_CONTENT_ACTIVITY);
    assert_int_equal(r->format, MILER_FORMAT_GPX);
    assert_int_equal(r->sport, MILER_SPORT_RUNNING);
    assert_int_equal(r->flags, MILER_REC_NO_SUMMARY); // GPX has none
    assert_null(r->notes);
    assert_string_equal(r->name, "Lunch mile");
    assert_string_equal(r->device, "Garmin Connect");
    assert_int_equal(s->count, 9);
    assert_int_equal(r->lap_count, 0);
    assert_int_equal(s->t_ms[8], T0 + 33000);
    same_number(s->lat_deg[8], 51.500033, "latitude");
    same_number(s->lon_deg[8], -0.125, "longitude");
    same_number(float_at(s->altitude_m, 8), 24.6f, "altitude");
    same_number(float_at(s->hr_bpm, 8), 163, "heart rate");
    same_number(float_at(s->cadence_spm, 8), 172, "cadence"); // 86 strides
    same_number(float_at(s->temperature_c, 8), 21, "temperature");
    assert_true(s->dist_m == NULL && s->speed_mps == NULL && s->power_w == NULL);
    for (size_t i = 0; i < 9; i++)
        assert_int_equal(s->segment_start[i], i == 5);
    assert_int_equal(r->session.start_ms, T0);
    same_number(r->session.elapsed_s, 33, "elapsed");
    same_number(r->session.timer_s, 7, "timer"); // 26 s between the segments
    doc_free(&d);
}

// ---- Points, one by one

enum { LAT, ALT, HR, CAD, TEMP, POWER, SPEED, DIST, VALUES };

typedef struct point_row {
    const char *xml;
    double want[VALUES]; // 0: absent
    const char *note;
} point_row;

#define EXT(x) PT(TIME "<extensions>" x "</extensions>")
#define TPX(p, x) EXT("<" p "TrackPointExtension>" x "</" p "TrackPointExtension>")

static const point_row points[] = {
    {PT(TIME), {[LAT] = 51.5}, NULL},
    {PT("<ele>24.5</ele>" TIME), {[LAT] = 51.5, [ALT] = 24.5}, NULL},
    {PT("<ele>24.5</ele>" TIME "<course>7.5</course><speed>4.5</speed>"), // GPX 1.0
     {[LAT] = 51.5, [ALT] = 24.5, [SPEED] = 4.5},
     NULL},
    {TPX("gpxtpx:", "<gpxtpx:hr>151</gpxtpx:hr><gpxtpx:cad>86</gpxtpx:cad>"),
     {[LAT] = 51.5, [HR] = 151, [CAD] = 172},
     NULL},
    {TPX("ns3:", "<ns3:atemp>21.5</ns3:atemp><ns3:wtemp>12</ns3:wtemp>"),
     {[LAT] = 51.5, [TEMP] = 21.5},
     NULL},
    {TPX("", "<hr>151</hr><speed>4.5</speed><course>9</course><bearing>9</bearing>"), // v2
     {[LAT] = 51.5, [HR] = 151, [SPEED] = 4.5},
     NULL},
    {TPX("undeclared:", "<also:hr>151</also:hr>"), {[LAT] = 51.5, [HR] = 151}, NULL},
    {EXT("<power>250</power><gpxtpx:TrackPointExtension><gpxtpx:hr>151</gpxtpx:hr></"
         "gpxtpx:TrackPointExtension>"),
     {[LAT] = 51.5, [HR] = 151, [POWER] = 250}, // Strava
     NULL},
    {EXT("<pwr:PowerInWatts xmlns:pwr='u'>250</pwr:PowerInWatts>"), {[LAT] = 51.5, [POWER] = 250}, NULL},
    {EXT("<gpxpx:PowerExtension><gpxpx:PowerInWatts>250</gpxpx:PowerInWatts></gpxpx:PowerExtension>"),
     {[LAT] = 51.5, [POWER] = 250},
     NULL},
    {EXT("<gpxdata:hr>151</gpxdata:hr><gpxdata:cadence>86</gpxdata:cadence><gpxdata:temp>21</gpxdata:temp>"
         "<gpxdata:distance>12.5</gpxdata:distance>"),
     {[LAT] = 51.5, [HR] = 151, [CAD] = 172, [TEMP] = 21, [DIST] = 12.5}, // ClueTrust
     NULL},
    {EXT("<heartrate>151</heartrate><nmea:speed>4.5</nmea:speed>"),
     {[LAT] = 51.5, [HR] = 151, [SPEED] = 4.5},
     NULL},
    {EXT("<surface>grass</surface><a:b><c/></a:b>"), {[LAT] = 51.5}, NULL},
    {PT("<hr>151</hr>" TIME), {[LAT] = 51.5, [HR] = 151}, NULL}, // where it does not belong
    {PT("<ele><![CDATA[24.5]]></ele>" TIME), {[LAT] = 51.5, [ALT] = 24.5}, NULL},
    {PT("<ele> \n24.5\n </ele>" TIME), {[LAT] = 51.5, [ALT] = 24.5}, NULL},
    {PT("<ele></ele><ele/>" TIME), {[LAT] = 51.5}, NULL},
    {PT("<ele>NaN</ele>" TIME), {[LAT] = 51.5}, "cannot be true: 1"},
    {PT("<ele>20001</ele>" TIME), {[LAT] = 51.5}, "cannot be true: 1"},
    {PT("<ele>-501</ele>" TIME), {[LAT] = 51.5}, "cannot be true: 1"},
    {TPX("", "<hr>0</hr><cad>600</cad>"), {[LAT] = 51.5}, "cannot be true: 1"},
    {TPX("", "<hr>1e999</hr>"), {[LAT] = 51.5}, "cannot be true: 1"},
    {TPX("", "<cad>180</cad>"), {[LAT] = 51.5, [CAD] = 180}, "counts both feet"},
    {"<trkpt lon='7' lat='-90'>" TIME "</trkpt>", {[LAT] = -90}, NULL},
    {"<trkpt lat='90.1' lon='7'>" TIME "</trkpt>", {0}, "not on Earth: 1"},
    {"<trkpt lat='51' lon='180.5'>" TIME "</trkpt>", {0}, "not on Earth: 1"},
    {"<trkpt lat='51'>" TIME "</trkpt>", {0}, NULL},
    {"<trkpt lat='0' lon='0.000'>" TIME "</trkpt>", {0}, "not on Earth: 1"}, // no satellites yet
    {"<trkpt lat='5e1' lon='7'>" TIME "</trkpt>", {[LAT] = 50}, NULL},
    {"<trkpt lat='5O' lon='7'>" TIME "</trkpt>", {0}, "not on Earth: 1"},
    {"<p:trkpt p:x='1' lat='51' lon='7'><p:time>2026-05-01T07:00:00Z</p:time></p:trkpt>", {[LAT] = 51}, NULL},
};

static void one_point(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const point_row *row = &points[i];
        doc d = begin();
        doc_put(&d, HEAD TRK "%s" FOOT, row->xml);
        const miler_recording *r = doc_read(&d, 1);
        const miler_samples *s = &r->samples;
        assert_int_equal(s->count, 1);
        assert_int_equal(s->t_ms[0], T0);
        const double got[VALUES] = {double_at(s->lat_deg, 0),      float_at(s->altitude_m, 0),
                                    float_at(s->hr_bpm, 0),        float_at(s->cadence_spm, 0),
                                    float_at(s->temperature_c, 0), float_at(s->power_w, 0),
                                    float_at(s->speed_mps, 0),     double_at(s->dist_m, 0)};
        for (size_t k = 0; k < VALUES; k++)
            same_number(got[k], row->want[k] != 0 ? row->want[k] : (double)NAN, row->xml);
        assert_true((s->lat_deg == NULL) == (s->lon_deg == NULL));
        if (row->note != NULL)
            doc_must_say(r, row->note);
        else if (r->notes != NULL)
            fail_msg("%s: %s", row->xml, r->notes);
        doc_free(&d);
    }
}

static void sports(void **state) {
    (void)state;
    static const struct {
        const char *type;
        miler_sport sport;
        miler_sub_sport sub_sport;
    } rows[] = {
        {"running", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
        {"Run", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
        {" RUNNING\n", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
        {"<![CDATA[run]]>", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
        {"track_running", MILER_SPORT_RUNNING, MILER_SUB_TRACK},
        {"trail_running", MILER_SPORT_RUNNING, MILER_SUB_TRAIL},
        {"treadmill_running", MILER_SPORT_RUNNING, MILER_SUB_TREADMILL},
        {"VirtualRun", MILER_SPORT_RUNNING, MILER_SUB_VIRTUAL},
        {"9", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
        {"1", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
        {"10", MILER_SPORT_WALKING, MILER_SUB_GENERIC},
        {"19", MILER_SPORT_UNKNOWN, MILER_SUB_GENERIC},
        {"cycling", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
        {"mountain biking", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
        {"Ride", MILER_SPORT_CYCLING, MILER_SUB_GENERIC},
        {"hiking", MILER_SPORT_HIKING, MILER_SUB_GENERIC},
        {"Jogging", MILER_SPORT_RUNNING, MILER_SUB_GENERIC},
        {"the category", MILER_SPORT_UNKNOWN, MILER_SUB_GENERIC},
        {"", MILER_SPORT_UNKNOWN, MILER_SUB_GENERIC},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD "<trk><type>%s</type><trkseg>" PT(TIME) FOOT, rows[i].type);
        const miler_recording *r = doc_read(&d, 1);
        if (r->sport != rows[i].sport || r->sub_sport != rows[i].sub_sport)
            fail_msg("'%s' is %s %s", rows[i].type, miler_sport_name(r->sport),
                     miler_sub_sport_name(r->sub_sport));
        doc_free(&d);
    }
}

// ---- Times

static void times(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        size_t count;
        uint32_t flags;
        int32_t offset_s;
        const char *note;
    } rows[] = {
        {"2026-05-01T07:00:00Z", "2026-05-01T07:00:05Z", 2, 0, 0, NULL},
        {"2026-05-01T07:00:00.000Z", "2026-05-01T07:00:05.000000Z", 2, 0, 0, NULL},
        {"2026-05-01T07:00:00", "2026-05-01T07:00:05.0", 2, 0, 0, NULL},
        {"2026-05-01T09:00:00+02:00", "2026-05-01T09:00:05+0200", 2, 0, 7200, NULL},
        {"2026-05-01T07:00:00Z", "2026-05-01T02:00:05-05:00", 2, 0, -18000, NULL},
        {"2026-05-01T07:00:05Z", "2026-05-01T07:00:00Z", 2, MILER_REC_TIME_REORDERED, 0, "went back in time"},
        {"2026-05-01T07:00:00Z", "Jul 99", 1, 0, 0, "times that cannot be read: 1, the first in line 7"},
        {"2026-05-01T07:00:00Z", "", 1, 0, 0, "times that cannot be read: 1"},
        {"Jul 99", "Jul 99", 2, MILER_REC_NO_TIMES, 0, "times that cannot be read: 2"},
        {"1901-12-13T20:45:52Z", "1901-12-13T20:45:52Z", 2, MILER_REC_NO_TIMES, 0,
         "times that cannot be read: 2"},
        {"1979-12-31T23:59:59Z", "1980-01-06T00:00:00Z", 1, 0, 0, "times that cannot be read: 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD TRK PT("<time>%s</time>") PT("<time>%s</time>") FOOT, rows[i].first, rows[i].second);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.count, rows[i].count);
        assert_int_equal(r->flags, rows[i].flags | MILER_REC_NO_SUMMARY);
        assert_true((r->samples.t_ms == NULL) == ((rows[i].flags & MILER_REC_NO_TIMES) != 0));
        assert_int_equal(r->has_utc_offset, rows[i].offset_s != 0);
        assert_int_equal(r->utc_offset_s, rows[i].offset_s);
        if (rows[i].count == 2 && r->samples.t_ms != NULL) {
            assert_int_equal(r->samples.t_ms[0], T0);
            assert_int_equal(r->samples.t_ms[1], T0 + 5000);
        }
        assert_int_equal(d.reading.content,
                         r->samples.t_ms != NULL ? MILER_CONTENT_ACTIVITY : MILER_CONTENT_COURSE);
        if (rows[i].note != NULL) doc_must_say(r, rows[i].note);
        doc_free(&d);
    }
}

static void clock_of_another_day(void **state) {
    (void)state;
    for (unsigned at = 0; at < 4; at++) { // which point; the last one has no witness behind it
        doc d = begin();
        doc_put(&d, HEAD TRK);
        for (unsigned s = 0; s < 4; s++)
            if (s == at)
                doc_put(&d, PT("<time>2020-01-01T00:00:00Z</time>"));
            else
                point_at(&d, s);
        doc_put(&d, FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.count, at < 3 ? 3 : 4);
        if (at < 3) doc_must_say(r, "time of another day, left out: 1");
        if (at == 3) assert_true((r->flags & MILER_REC_TIME_REORDERED) != 0);
        doc_free(&d);
    }
}

// ---- Tracks and segments

static void put_track(doc *d, const char *name, const char *type, unsigned start_s) {
    doc_put(d, "<trk><name>%s</name><type>%s</type><trkseg>\n", name, type);
    point_at(d, start_s);
    point_at(d, start_s + 10);
    doc_put(d, ENDTRK);
}

static void tracks(void **state) {
    (void)state;
    static const struct {
        const char *name, *type;
        unsigned start_s; // of the second track; the first is from 0 to 10
        size_t recordings;
    } rows[] = {
        {"a", "running", 11, 1},       // a lost signal
        {"a", "running", 1810, 1},     // half an hour
        {"a", "running", 1811, 2},     // too long
        {"b", "running", 11, 2},       // another name
        {"a", "cycling", 11, 2},       // another sport
        {"a", "trail_running", 11, 2}, // another kind
        {"a", "running", 5, 2},        // at the same time: not one after the other
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD);
        put_track(&d, "a", "running", 0);
        put_track(&d, rows[i].name, rows[i].type, rows[i].start_s);
        doc_put(&d, "<trk/><trk><trkseg/></trk></gpx>"); // empty ones say nothing
        const miler_recording *r = doc_read(&d, rows[i].recordings);
        if (rows[i].recordings == 1) {
            assert_int_equal(r->samples.count, 4);
            for (size_t k = 0; k < 4; k++)
                assert_int_equal(r->samples.segment_start[k], k == 2);
            same_number(r->session.timer_s, 20, "timer");
            same_number(r->session.elapsed_s, rows[i].start_s + 10, "elapsed");
        } else {
            assert_int_equal(r[0].samples.count, 2);
            assert_int_equal(r[1].samples.count, 2);
            assert_null(r[1].samples.segment_start);
            assert_string_equal(r[1].name, rows[i].name);
        }
        doc_free(&d);
    }
}

static void empty_segments(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD "<trk><trkseg/><trkseg></trkseg><trkseg>");
    point_at(&d, 0);
    doc_put(&d, "</trkseg><trkseg/><trkseg>");
    point_at(&d, 9);
    doc_put(&d, FOOT);
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->samples.count, 2);
    assert_int_equal(r->samples.segment_start[0], 0);
    assert_int_equal(r->samples.segment_start[1], 1);
    assert_string_equal(r->name, "The file"); // the track has none
    doc_free(&d);
}

static void contents(void **state) {
    (void)state;
#define WPT "<wpt lat='51' lon='7'><time>2026-05-01T07:00:00Z</time><name>Gate</name><hr>151</hr></wpt>"
#define RTE(t)                                                                                               \
    "<rte><name>Loop</name><rtept lat='51' lon='7'>" t "</rtept><rtept lat='52' lon='7'>" t "</rtept></rte>"
    static const struct {
        const char *xml;
        miler_status status;
        miler_content content;
        size_t recordings, samples;
        const char *name;
    } rows[] = {
        {WPT, MILER_OK, MILER_CONTENT_OTHER, 0, 0, "waypoints"},
        {WPT "<trk><trkseg/></trk>", MILER_OK, MILER_CONTENT_OTHER, 0, 0, "waypoints"},
        {RTE(""), MILER_OK, MILER_CONTENT_COURSE, 1, 2, "course"},
        {RTE(TIME), MILER_OK, MILER_CONTENT_COURSE, 1, 2, "course"}, // the planner's clock
        {RTE("") RTE(""), MILER_OK, MILER_CONTENT_COURSE, 2, 4, "course"},
        {RTE("") "<trk><trkseg>" PT("") ENDTRK, MILER_OK, MILER_CONTENT_COURSE, 1, 1, "course"},
        {RTE("") "<trk><trkseg>" PT(TIME) ENDTRK WPT, MILER_OK, MILER_CONTENT_ACTIVITY, 1, 1, "activity"},
        {"", MILER_ERR_EMPTY, MILER_CONTENT_ACTIVITY, 0, 0, NULL},
        {"<trk><name>Nothing</name></trk><rte/>", MILER_ERR_EMPTY, MILER_CONTENT_ACTIVITY, 0, 0, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, "<gpx version='1.0'>%s</gpx>", rows[i].xml);
        assert_int_equal(doc_try(&d), rows[i].status);
        if (rows[i].status == MILER_OK) {
            assert_int_equal(d.reading.content, rows[i].content);
            assert_int_equal(d.reading.recording_count, rows[i].recordings);
            assert_int_equal(doc_samples(&d), rows[i].samples);
            assert_string_equal(d.reading.content_name, rows[i].name);
        }
        doc_free(&d);
    }
}

static void points_that_mark_a_pause(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD TRK "<trkpt lat='200' lon='0'><time>2026-05-01T06:59:59Z</time></trkpt>");
    point_at(&d, 0);
    point_at(&d, 10);
    doc_put(&d, "<trkpt lat='100.0' lon='0.0'><time>2026-05-01T07:00:11Z</time></trkpt>");
    doc_put(&d, "<trkpt lat='200.0' lon='0.0'><time>2026-05-01T07:00:29Z</time></trkpt>");
    point_at(&d, 30);
    doc_put(&d, "<trkpt lat='100' lon='7'><time>2026-05-01T07:00:31Z</time></trkpt>" FOOT); // merely wrong
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->samples.count, 4);
    assert_int_equal(r->samples.t_ms[0], T0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(r->samples.segment_start[i], i == 2);
    same_number(r->session.timer_s, 11, "timer");
    doc_must_say(r, "not on Earth: 1");
    doc_free(&d);
}

// A distance counts from the start, or it is none.
static void distances(void **state) {
    (void)state;
    static const struct {
        double m[4];
        bool kept;
    } rows[] = {{{0, 4, 8, 12}, true}, {{0, 4, 4, 4}, true}, {{4, 5, 4, 4}, false}, {{0, 4, 0, 4}, false}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD TRK);
        for (unsigned s = 0; s < 4; s++)
            doc_put(&d,
                    PT("<time>2026-05-01T07:00:%02uZ</time><extensions><o:distance>%.1f</o:distance></"
                       "extensions>"),
                    s, rows[i].m[s]);
        doc_put(&d, FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.dist_m != NULL, rows[i].kept);
        if (rows[i].kept)
            same_number(r->session.dist_m, rows[i].m[3], "distance");
        else
            doc_must_say(r, "do not count from the start");
        doc_free(&d);
    }
}

// ---- As files are

static void dialects_of_files(void **state) {
    (void)state;
    static const char *const heads[] = {
        "\r\n  \xEF\xBB\xBF<?xml version='1.0'?><gpx>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><gpx>",
        "<?xml version='1.0' encoding='us-ascii'?><!-- made by <x> --><gpx>",
        "<gpx xmlns='http://www.topografix.com/GPX/1/0' version='1.0'>",
        "<?xml version='1.0'?><?xml-stylesheet type='text/xsl' href='a.xsl'?><gpx>",
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        doc d = begin();
        doc_put(&d, "%s<name>caf%s</name><trk><trkseg>" PT(TIME) FOOT, heads[i], i == 1 ? "\xE9" : "e");
        const miler_recording *r = doc_read(&d, 1);
        assert_string_equal(r->name, i == 1 ? "caf\xC3\xA9" : "cafe");
        assert_int_equal(r->samples.count, 1);
        doc_free(&d);
    }
}

static void utf_16(void **state) {
    (void)state;
    const char text[] =
        "<?xml version='1.0' encoding='UTF-16'?><gpx><trk><name>mile</name><trkseg>" PT(TIME) FOOT;
    for (unsigned big = 0; big < 2; big++) {
        doc d = begin();
        miler_buf_append(&d.text, big ? "\xFE\xFF" : "\xFF\xFE", 2);
        for (size_t i = 0; i + 1 < sizeof text; i++)
            miler_buf_append(&d.text, (char[]){big ? '\0' : text[i], big ? text[i] : '\0'}, 2);
        assert_string_equal(doc_read(&d, 1)->name, "mile");
        doc_any_pieces(&d);
        doc_free(&d);
    }
}

static void texts_are_clean(void **state) {
    (void)state;
    static const struct {
        const char *written, *name;
    } rows[] = {
        {"  6 x 400 m \n", "6 x 400 m"},
        {"a&#9;b&#10;c", "abc"},
        {"&lt;script&gt;", "<script>"},
        {"<![CDATA[<b>]]>", "<b>"},
        {"\xF0\x9F\x8F\x83 run", "\xF0\x9F\x8F\x83 run"},
        {"\xC2\x85x", "x"}, // a control character of two bytes
        {" ", "The file"},  // nothing: the file's own
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD "<trk><name>%s</name><trkseg>" PT(TIME) FOOT, rows[i].written);
        assert_string_equal(doc_read(&d, 1)->name, rows[i].name);
        doc_free(&d);
    }
    doc d = begin(); // 300 bytes of two-byte letters: cut between them
    doc_put(&d, HEAD "<trk><name>");
    for (int i = 0; i < 150; i++)
        doc_put(&d, "\xC3\xA9");
    doc_put(&d, "</name><trkseg>" PT(TIME) FOOT);
    assert_int_equal(strlen(doc_read(&d, 1)->name), 254);
    doc_free(&d);
}

// ---- Damage

static void damaged(void **state) {
    (void)state;
    static const struct {
        const char *tail;
        uint32_t flags;
        uint64_t lost;
        const char *note;
    } rows[] = {
        {FOOT, 0, 0, NULL},
        {"</trkseg>", MILER_REC_TRUNCATED, 0, "the file ends early, in line 8"},
        {"<trkpt lat='51' lon='7'><ti", MILER_REC_TRUNCATED, 0, "the file ends early"},
        {"<trkpt lat='51' lon='7'></trkseg>", MILER_REC_TRUNCATED, 7, "could not be read"},
        {"<trkpt lat='51' lon='7'>&nbsp;</trkpt>" FOOT, MILER_REC_TRUNCATED, 6 + 8 + sizeof FOOT - 1,
         "undefined entity"},
        {FOOT FOOT, 0, sizeof FOOT - 1 - 1, "could not be read"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD TRK);
        point_at(&d, 0);
        point_at(&d, 7);
        doc_put(&d, "%s", rows[i].tail);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.count, 2);
        assert_int_equal(r->flags, rows[i].flags | MILER_REC_NO_SUMMARY);
        if (r->lost_bytes != rows[i].lost) fail_msg("row %zu: %u bytes lost", i, (unsigned)r->lost_bytes);
        if (rows[i].note != NULL) doc_must_say(r, rows[i].note);
        doc_free(&d);
    }
}

static void nothing_left(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        miler_status status;
        unsigned line;
    } rows[] = {
        {"<gpx", MILER_ERR_FORMAT, 1},
        {HEAD "<wpt lat='51' lon='7'/><trk", MILER_ERR_FORMAT, 4},
        {HEAD TRK "</trk>", MILER_ERR_FORMAT, 6},
        {"\n<!DOCTYPE gpx [<!ENTITY a 'b'>]><gpx/>", MILER_ERR_FORMAT, 2},
        {"<?xml version='1.0' encoding='windows-1252'?><gpx/>", MILER_ERR_UNSUPPORTED, 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, "%s", rows[i].xml);
        if (doc_try(&d) != rows[i].status || d.err.line != rows[i].line || d.err.remedy[0] == '\0')
            fail_msg("%s: %s, line %u, %s", rows[i].xml, d.err.msg, (unsigned)d.err.line, d.err.remedy);
        doc_free(&d);
    }
}

static void cut_anywhere(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    doc_every_prefix(&d);
    doc_free(&d);
}

static void any_pieces(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    doc_any_pieces(&d);
    doc_free(&d);
    doc_every_block_border(MILER_FORMAT_GPX, HEAD TRK, full_point, FOOT);
}

static void every_allocation(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD TRK);
    for (unsigned s = 0; s < 1200; s++)
        full_point(&d, s == 900 ? 800 : s); // goes back: is sorted
    doc_put(&d, ENDTRK);
    for (unsigned i = 1; i < 10; i++)
        put_track(&d, "b", "walking", i * 3600); // the list of parts grows
    doc_every_allocation_fails(&d);
    doc_free(&d);
}

static void noise(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    doc_noise(&d, 400);
    doc_free(&d);
}

// ---- Caps

static void most_tracks(void **state) {
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        doc d = begin();
        doc_put(&d, HEAD);
        for (unsigned i = 0; i < MILER_RECORDINGS_MAX + over; i++)
            put_track(&d, "a", "running", i * 1900 % 50000);
        doc_put(&d, "</gpx>");
        const miler_recording *r = doc_read(&d, MILER_RECORDINGS_MAX);
        assert_int_equal(r->flags, MILER_REC_NO_SUMMARY | (over != 0 ? MILER_REC_LIMIT : 0));
        if (over != 0) doc_must_say(r, "more than 64 tracks");
        doc_free(&d);
    }
}

static void most_points(void **state) {
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        doc d = begin();
        doc_put(&d, HEAD TRK);
        for (unsigned i = 0; i < MILER_RECORDS_MAX + over; i++)
            doc_put(&d, "<trkpt lat='51' lon='7'><time>2026-05-0%uT%02u:%02u:%02uZ</time></trkpt>",
                    1 + i / 86400, i / 3600 % 24, i / 60 % 60, i % 60);
        doc_put(&d, FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.count, MILER_RECORDS_MAX);
        assert_int_equal(r->flags, MILER_REC_NO_SUMMARY | (over != 0 ? MILER_REC_LIMIT : 0));
        if (over != 0) doc_must_say(r, "more than 400000 samples");
        doc_free(&d);
    }
}

// Every column, and backward: memory runs out before the count does, and then
// it is the rest of the file that is missing, not the file.
static void most_memory(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD TRK);
    for (unsigned i = 0; i < 380000; i++)
        doc_put(&d,
                "<trkpt lat='1' "
                "lon='7'><ele>1</ele><time>2026-05-0%uT%02u:%02u:%02uZ</time><hr>9</hr><cad>9</cad><temp>9"
                "</temp><power>9</power><speed>9</speed><distance>9</distance></trkpt>",
                5 - i / 86400, 23 - i / 3600 % 24, 59 - i / 60 % 60, 59 - i % 60);
    doc_put(&d, FOOT);
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->flags, MILER_REC_NO_SUMMARY | MILER_REC_LIMIT | MILER_REC_TIME_REORDERED);
    assert_true(r->samples.count > 300000);
    doc_free(&d);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_of_a_run),
        cmocka_unit_test(one_point),
        cmocka_unit_test(sports),
        cmocka_unit_test(times),
        cmocka_unit_test(clock_of_another_day),
        cmocka_unit_test(tracks),
        cmocka_unit_test(empty_segments),
        cmocka_unit_test(contents),
        cmocka_unit_test(points_that_mark_a_pause),
        cmocka_unit_test(distances),
        cmocka_unit_test(dialects_of_files),
        cmocka_unit_test(utf_16),
        cmocka_unit_test(texts_are_clean),
        cmocka_unit_test(damaged),
        cmocka_unit_test(nothing_left),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(any_pieces),
        cmocka_unit_test(every_allocation),
        cmocka_unit_test(noise),
        cmocka_unit_test(most_tracks),
        cmocka_unit_test(most_points),
        cmocka_unit_test(most_memory),
    };
    return cmocka_run_group_tests_name("gpx", tests, NULL, NULL);
}
