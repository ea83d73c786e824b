// SPDX-License-Identifier: MIT
// TCX: what the watches, phones and sites write, whole and damaged.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "xml_kit.h"

#define T0 INT64_C(1777618800000) // 2026-05-01T07:00:00Z

#define HEAD                                                                                                 \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                                           \
    "<TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\" "          \
    "xmlns:ns3=\"http://www.garmin.com/xmlschemas/ActivityExtension/v2\">\n<Activities>\n"
#define FOOT "</Activities>\n</TrainingCenterDatabase>"
#define RUN "<Activity Sport=\"Running\">\n<Id>2026-05-01T07:00:00Z</Id>\n"
#define LAP "<Lap StartTime=\"2026-05-01T07:00:00Z\">\n"
#define TIME(s) "<Time>2026-05-01T07:00:" s "Z</Time>"

static doc begin(void) {
    return doc_new(MILER_FORMAT_TCX);
}

static void point_at(doc *d, unsigned s, double dist_m) {
    doc_put(d, "<Trackpoint><Time>2026-05-01T%02u:%02u:%02uZ</Time>", 7 + s / 3600, s / 60 % 60, s % 60);
    doc_put(d, "<DistanceMeters>%.1f</DistanceMeters></Trackpoint>\n", dist_m);
}

// A point with everything a Garmin watch writes.
static void full_point(doc *d, unsigned s) {
    doc_put(d, "<Trackpoint>\n <Time>2026-05-01T07:%02u:%02u.000Z</Time>\n", s / 60 % 60, s % 60);
    doc_put(d, " <Position>\n  <LatitudeDegrees>51.%06u</LatitudeDegrees>\n", 500000 + s);
    doc_put(d, "  <LongitudeDegrees>-0.125</LongitudeDegrees>\n </Position>\n");
    doc_put(d, " <AltitudeMeters>24.6</AltitudeMeters>\n <DistanceMeters>%u.5</DistanceMeters>\n", s * 4);
    doc_put(d, " <HeartRateBpm>\n  <Value>%u</Value>\n </HeartRateBpm>\n", 150 + s % 20);
    doc_put(d, " <Extensions><ns3:TPX><ns3:Speed>4.25</ns3:Speed><ns3:RunCadence>86</ns3:RunCadence>"
               "<ns3:Watts>280</ns3:Watts></ns3:TPX></Extensions>\n</Trackpoint>\n");
}

// Two laps, a pause in the first, name and device.
static void put_run(doc *d) {
    doc_put(d, HEAD RUN LAP "<TotalTimeSeconds>6.5</TotalTimeSeconds><DistanceMeters>30</DistanceMeters>"
                            "<MaximumSpeed>4.5</MaximumSpeed><Calories>12</Calories>"
                            "<AverageHeartRateBpm><Value>151</Value></AverageHeartRateBpm>"
                            "<MaximumHeartRateBpm><Value>160</Value></MaximumHeartRateBpm>"
                            "<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod>\n<Track>\n");
    for (unsigned s = 0; s < 4; s++)
        full_point(d, s);
    doc_put(d, "</Track>\n<Track>\n");
    for (unsigned s = 10; s < 13; s++)
        full_point(d, s);
    doc_put(d, "</Track>\n<Extensions><ns3:LX><ns3:AvgSpeed>4.2</ns3:AvgSpeed><ns3:AvgRunCadence>85"
               "</ns3:AvgRunCadence><ns3:MaxRunCadence>90</ns3:MaxRunCadence><ns3:AvgWatts>281</ns3:AvgWatts>"
               "</ns3:LX></Extensions>\n</Lap>\n");
    doc_put(d, "<Lap StartTime=\"2026-05-01T07:00:13Z\"><TotalTimeSeconds>2</TotalTimeSeconds>"
               "<DistanceMeters>8</DistanceMeters><Intensity>Resting</Intensity>"
               "<TriggerMethod>Manual</TriggerMethod><Track>\n");
    for (unsigned s = 13; s < 16; s++)
        full_point(d, s);
    doc_put(
        d,
        "</Track></Lap>\n<Notes>6 x <![CDATA[400 m & a half]]></Notes>\n<Creator><Name>Forerunner 935</Name>"
        "</Creator>\n</Activity>\n" FOOT);
}

// ---- One run

static void everything_of_a_run(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    const miler_recording *r = doc_read(&d, 1);
    const miler_samples *s = &r->samples;
    assert_int_equal(d.reading.content, MILER_CONTENT_ACTIVITY);
    assert_int_equal(r->format, MILER_FORMAT_TCX);
    assert_int_equal(r->sport, MILER_SPORT_RUNNING);
    assert_int_equal(r->flags, 0);
    assert_null(r->notes);
    assert_string_equal(r->name, "6 x 400 m & a half");
    assert_string_equal(r->device, "Forerunner 935");
    assert_int_equal(s->count, 10);
    assert_int_equal(s->t_ms[0], T0);
    assert_int_equal(s->t_ms[9], T0 + 15000);
    same_number(s->lat_deg[9], 51.500015, "latitude");
    same_number(s->lon_deg[9], -0.125, "longitude");
    same_number(s->dist_m[9], 60.5, "distance");
    same_number(float_at(s->altitude_m, 9), 24.6f, "altitude");
    same_number(float_at(s->hr_bpm, 9), 165, "heart rate");
    same_number(float_at(s->speed_mps, 9), 4.25, "speed");
    same_number(float_at(s->cadence_spm, 9), 172, "cadence"); // 86 strides
    same_number(float_at(s->power_w, 9), 280, "power");
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(s->segment_start[i], i == 4); // the pause; a new lap alone is none
    doc_free(&d);
}

static void laps_of_a_run(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->lap_count, 2);
    const miler_lap *lap = &r->laps[0];
    assert_int_equal(lap->sum.start_ms, T0);
    same_number(lap->sum.timer_s, 6.5, "timer");
    same_number(lap->sum.elapsed_s, 13, "elapsed"); // up to the next lap
    same_number(lap->sum.dist_m, 30, "distance");
    same_number((double)lap->sum.avg_speed_mps, (double)4.2f, "speed");
    same_number((double)lap->sum.max_speed_mps, 4.5, "highest speed");
    same_number((double)lap->sum.avg_hr_bpm, 151, "heart rate");
    same_number((double)lap->sum.max_hr_bpm, 160, "highest heart rate");
    same_number((double)lap->sum.avg_cadence_spm, 170, "cadence");
    same_number((double)lap->sum.max_cadence_spm, 180, "highest cadence");
    same_number((double)lap->sum.avg_power_w, 281, "power");
    same_number((double)lap->sum.calories_kcal, 12, "calories");
    assert_int_equal(lap->trigger, MILER_TRIGGER_MANUAL);
    assert_int_equal(lap->intensity, MILER_INTENSITY_ACTIVE);
    assert_int_equal(lap[1].intensity, MILER_INTENSITY_REST);
    assert_int_equal(lap[1].trigger, MILER_TRIGGER_END);
    same_number(lap[1].sum.elapsed_s, 2, "elapsed");
    same_number(r->session.timer_s, 8.5, "timer of all");
    same_number(r->session.elapsed_s, 15, "elapsed of all");
    same_number(r->session.dist_m, 38, "distance of all");
    same_number((double)r->session.max_hr_bpm, 160, "highest heart rate of all");
    doc_free(&d);
}

// ---- Points, one by one

typedef struct point_row {
    const char *xml;
    double lat, dist, hr, cadence, speed, power;
    const char *note;
} point_row;

#define PLACE                                                                                                \
    "<Position><LatitudeDegrees>51</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></Position>"

static const point_row points[] = {
    {PLACE, 51, NAN, NAN, NAN, NAN, NAN, NULL},
    {"<Position><LatitudeDegrees>51</LatitudeDegrees></Position>", NAN, NAN, NAN, NAN, NAN, NAN, NULL},
    {"<Position><LatitudeDegrees>0</LatitudeDegrees><LongitudeDegrees>0.0</LongitudeDegrees></Position>", NAN,
     NAN, NAN, NAN, NAN, NAN, "not on Earth: 1"},
    {"<Position><LatitudeDegrees>91</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></Position>", NAN,
     NAN, NAN, NAN, NAN, NAN, "not on Earth: 1"},
    {"<Position><LatitudeDegrees>NaN</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></Position>", NAN,
     NAN, NAN, NAN, NAN, NAN, "not on Earth: 1"},
    {"<HeartRateBpm><Value>151</Value></HeartRateBpm>", NAN, NAN, 151, NAN, NAN, NAN, NULL},
    {"<HeartRateBpm xsi:type='HeartRateInBeatsPerMinute_t'><Value> 151 </Value></HeartRateBpm>", NAN, NAN,
     151, NAN, NAN, NAN, NULL},
    {"<HeartRateBpm><Value>0</Value></HeartRateBpm>", NAN, NAN, NAN, NAN, NAN, NAN, NULL},
    {"<HeartRateBpm><Value>0.0</Value></HeartRateBpm>", NAN, NAN, NAN, NAN, NAN, NAN, NULL},
    {"<HeartRateBpm><Value></Value></HeartRateBpm>", NAN, NAN, NAN, NAN, NAN, NAN, NULL},
    {"<HeartRateBpm><Value>256</Value></HeartRateBpm>", NAN, NAN, NAN, NAN, NAN, NAN, "cannot be true: 1"},
    {"<HeartRateBpm><Value>-1</Value></HeartRateBpm>", NAN, NAN, NAN, NAN, NAN, NAN, "cannot be true: 1"},
    {"<Value>151</Value>", NAN, NAN, NAN, NAN, NAN, NAN, NULL}, // of what?
    {"<DistanceMeters>1e1</DistanceMeters>", NAN, 10, NAN, NAN, NAN, NAN, NULL},
    {"<DistanceMeters>Infinity</DistanceMeters>", NAN, NAN, NAN, NAN, NAN, NAN, "cannot be true: 1"},
    {"<DistanceMeters>-1</DistanceMeters>", NAN, NAN, NAN, NAN, NAN, NAN, "cannot be true: 1"},
    {"<DistanceMeters>1e400</DistanceMeters>", NAN, NAN, NAN, NAN, NAN, NAN, "cannot be true: 1"},
    {"<Cadence>86</Cadence>", NAN, NAN, NAN, 172, NAN, NAN, NULL},
    {"<Cadence>172</Cadence>", NAN, NAN, NAN, 172, NAN, NAN, "172 counts both feet already"},
    {"<Cadence>0</Cadence><Extensions><TPX "
     "CadenceSensor='Footpod'><RunCadence>86</RunCadence></TPX></Extensions>",
     NAN, NAN, NAN, 172, NAN, NAN, NULL},
    {"<Extensions><TPX><RunCadence>86</RunCadence></TPX></Extensions><Cadence>40</Cadence>", NAN, NAN, NAN,
     172, NAN, NAN, NULL},
    {"<Extensions><x:TPX xmlns:x='u'><x:Speed>3.5</x:Speed></x:TPX></Extensions>", NAN, NAN, NAN, NAN, 3.5,
     NAN, NULL},
    {"<Extensions><undeclared:TPX><undeclared:Watts>250</undeclared:Watts></undeclared:TPX></Extensions>",
     NAN, NAN, NAN, NAN, NAN, 250, NULL},
    {"<DistanceMeters><![CDATA[12]]></DistanceMeters>", NAN, 12, NAN, NAN, NAN, NAN, NULL},
    {"<SensorState>Present</SensorState><Whatever><a>1</a></Whatever>", NAN, NAN, NAN, NAN, NAN, NAN, NULL},
};

static void one_point(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        const point_row *row = &points[i];
        doc d = begin();
        doc_put(&d,
                HEAD RUN LAP "<Track><Trackpoint>" TIME("05") "%s</Trackpoint></Track></Lap></Activity>" FOOT,
                row->xml);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.count, 1);
        assert_int_equal(r->samples.t_ms[0], T0 + 5000);
        same_number(double_at(r->samples.lat_deg, 0), row->lat, row->xml);
        assert_true((r->samples.lat_deg == NULL) == (r->samples.lon_deg == NULL));
        same_number(double_at(r->samples.dist_m, 0), row->dist, row->xml);
        same_number(float_at(r->samples.hr_bpm, 0), row->hr, row->xml);
        same_number(float_at(r->samples.cadence_spm, 0), row->cadence, row->xml);
        same_number(float_at(r->samples.speed_mps, 0), row->speed, row->xml);
        same_number(float_at(r->samples.power_w, 0), row->power, row->xml);
        if (row->note != NULL)
            doc_must_say(r, row->note);
        else if (r->notes != NULL)
            fail_msg("%s: %s", row->xml, r->notes);
        doc_free(&d);
    }
}

static void cadence_by_sport(void **state) {
    (void)state;
    static const struct {
        const char *sport;
        unsigned written;
        double spm;
    } rows[] = {
        {"Running", 86, 172},  {"Running", 119, 238}, {"Running", 120, 120},
        {"Running", 180, 180}, {"Walking", 55, 110},  {"Walking", 110, 110},
        {"Hiking", 50, 100},   {"Biking", 86, 86},    {"Other", 86, 86},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD "<Activity Sport=\"%s\">" LAP "<Cadence>%u</Cadence><Track><Trackpoint>" TIME("05"),
                rows[i].sport, rows[i].written);
        doc_put(&d, "<Cadence>%u</Cadence></Trackpoint></Track></Lap></Activity>" FOOT, rows[i].written);
        const miler_recording *r = doc_read(&d, 1);
        same_number(float_at(r->samples.cadence_spm, 0), rows[i].spm, rows[i].sport);
        same_number((double)r->laps[0].sum.avg_cadence_spm, rows[i].spm, rows[i].sport);
        doc_free(&d);
    }
}

static void points_without_sense(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD RUN LAP "<Track>");
    doc_put(&d, "<Trackpoint>" TIME("00") "</Trackpoint>");
    doc_put(&d, "<Trackpoint><Time>Jul 99</Time>" PLACE "</Trackpoint>"); // has a place, but when?
    doc_put(&d, "<Trackpoint/>\n<Trackpoint><Time></Time></Trackpoint>");
    doc_put(&d, "<Trackpoint>" PLACE "</Trackpoint>");
    doc_put(&d, "<Trackpoint><Time>1970-01-01T00:00:05Z</Time>" PLACE "</Trackpoint>"); // a clock not yet set
    doc_put(&d, "<Trackpoint>" TIME("04") "</Trackpoint></Track></Lap></Activity>" FOOT);
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->samples.count, 2);
    assert_int_equal(r->samples.t_ms[1], T0 + 4000);
    doc_must_say(r, "times that cannot be read: 3, the first in line 7");
    doc_must_say(r, "points with nothing in them: 2");
    doc_must_say(r, "samples without a time, left out: 3");
    doc_free(&d);
}

static void times_out_of_order(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD RUN LAP "<Track>");
    static const unsigned s[] = {0, 2, 1, 3, 3, 4};
    for (size_t i = 0; i < sizeof s / sizeof s[0]; i++)
        point_at(&d, s[i], s[i] * 4);
    doc_put(&d, "<Trackpoint><Time>2031-05-01T07:00:05Z</Time></Trackpoint>");
    point_at(&d, 6, 24);
    doc_put(&d, "</Track></Lap></Activity>" FOOT);
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->flags, MILER_REC_TIME_REORDERED);
    assert_int_equal(r->samples.count, 7);
    for (size_t i = 1; i < 7; i++)
        assert_true(r->samples.t_ms[i] >= r->samples.t_ms[i - 1] &&
                    r->samples.dist_m[i] >= r->samples.dist_m[i - 1]);
    doc_must_say(r, "went back in time");
    doc_must_say(r, "time of another day, left out: 1");
    doc_free(&d);
}

// ---- Laps

static void put_lap(doc *d, unsigned start_s, unsigned seconds, double dist_m, const char *trigger) {
    doc_put(d, "<Lap StartTime=\"2026-05-01T%02u:%02u:%02uZ\">", 7 + start_s / 3600, start_s / 60 % 60,
            start_s % 60);
    doc_put(d, "<TotalTimeSeconds>%u</TotalTimeSeconds><DistanceMeters>%.1f</DistanceMeters>", seconds,
            dist_m);
    doc_put(d, "<TriggerMethod>%s</TriggerMethod></Lap>\n", trigger);
}

static void triggers(void **state) {
    (void)state;
    static const struct {
        const char *written;
        double dist_m[4]; // of the laps; the last one is what was left
        miler_lap_trigger first, last;
    } rows[] = {
        {"Manual", {1000.1, 1000.6, 1009.9, 430}, MILER_TRIGGER_DISTANCE, MILER_TRIGGER_END},
        {"Manual", {1609, 1610, 1600, 12}, MILER_TRIGGER_DISTANCE, MILER_TRIGGER_END},
        {"Manual", {1000, 1000, 1011, 430}, MILER_TRIGGER_MANUAL, MILER_TRIGGER_END}, // one is no auto lap
        {"Manual", {400, 402, 399, 200}, MILER_TRIGGER_MANUAL, MILER_TRIGGER_END},    // reps on a track
        {"Distance", {400, 402, 399, 200}, MILER_TRIGGER_DISTANCE, MILER_TRIGGER_DISTANCE},
        {"Location", {400, 402, 399, 200}, MILER_TRIGGER_POSITION, MILER_TRIGGER_POSITION},
        {"Time", {400, 402, 399, 200}, MILER_TRIGGER_TIME, MILER_TRIGGER_TIME},
        {"HeartRate", {400, 402, 399, 200}, MILER_TRIGGER_UNKNOWN, MILER_TRIGGER_END},
        {"", {400, 402, 399, 200}, MILER_TRIGGER_UNKNOWN, MILER_TRIGGER_END},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD RUN);
        for (unsigned k = 0; k < 4; k++)
            put_lap(&d, k * 300, 300, rows[i].dist_m[k], rows[i].written);
        doc_put(&d, "</Activity>" FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->lap_count, 4);
        for (size_t k = 0; k < 3; k++)
            if (r->laps[k].trigger != rows[i].first)
                fail_msg("row %zu, lap %zu: %d", i, k, r->laps[k].trigger);
        assert_int_equal(r->laps[3].trigger, rows[i].last);
        doc_free(&d);
    }
}

// Laps alone are a run: what a treadmill without sensors leaves.
static void laps_without_points(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD RUN);
    put_lap(&d, 0, 300, 1000, "Manual");
    put_lap(&d, 330, 290, 1000, "Manual");
    doc_put(&d, "</Activity>" FOOT);
    const miler_recording *r = doc_read(&d, 1);
    assert_int_equal(r->samples.count, 0);
    assert_int_equal(r->session.start_ms, T0);
    same_number(r->session.timer_s, 590, "timer");
    same_number(r->session.elapsed_s, 620, "elapsed");
    same_number(r->session.dist_m, 2000, "distance");
    same_number(r->laps[0].sum.elapsed_s, 330, "elapsed of the lap");
    doc_free(&d);
}

// What a lap does not state comes from its points.
static void laps_that_state_nothing(void **state) {
    (void)state;
    static const char *const starts[] = {"", " StartTime=\"2026-05-01T07:00:10Z\"", " StartTime=\"Jul 99\"",
                                         " StartTime=\"2019-05-01T07:00:10Z\""};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD RUN LAP "<DistanceMeters>0</DistanceMeters><Track>");
        for (unsigned s = 0; s <= 10; s++)
            point_at(&d, s, s * 4);
        doc_put(&d, "</Track></Lap><Lap%s><Track>", starts[i]);
        for (unsigned s = 10; s <= 30; s++)
            point_at(&d, s, s * 4);
        doc_put(&d, "</Track></Lap></Activity>" FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->lap_count, 2);
        assert_int_equal(r->laps[1].sum.start_ms, T0 + 10000);
        same_number(r->laps[0].sum.timer_s, 10, "timer");
        same_number(r->laps[0].sum.dist_m, 40, "distance");
        same_number(r->laps[1].sum.timer_s, 20, "timer");
        same_number(r->laps[1].sum.dist_m, 80, "distance");
        same_number((double)r->laps[1].sum.avg_speed_mps, 4, "speed");
        same_number(r->session.elapsed_s, 30, "elapsed of all");
        same_number(r->session.dist_m, 120, "distance of all");
        doc_free(&d);
    }
}

static void lap_numbers_out_of_range(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d,
            HEAD RUN LAP "<TotalTimeSeconds>-5</TotalTimeSeconds>\n<DistanceMeters>NaN</DistanceMeters>"
                         "<Calories>1e9</Calories><MaximumSpeed></MaximumSpeed><AverageHeartRateBpm><Value>0"
                         "</Value></AverageHeartRateBpm><Track>");
    point_at(&d, 0, 0);
    point_at(&d, 10, 40);
    doc_put(&d, "</Track></Lap></Activity>" FOOT);
    const miler_recording *r = doc_read(&d, 1);
    same_number(r->laps[0].sum.timer_s, 10, "timer");
    same_number(r->laps[0].sum.dist_m, 40, "distance");
    assert_true(isnan(r->laps[0].sum.calories_kcal) && isnan(r->laps[0].sum.avg_hr_bpm));
    doc_must_say(r, "numbers that cannot be true: 3, the first in line 7");
    doc_free(&d);
}

// Some phones count from 0 in every lap.
static void distance_starts_anew(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD RUN);
    for (unsigned lap = 0; lap < 3; lap++) {
        doc_put(&d, "<Lap StartTime=\"2026-05-01T07:%02u:00Z\"><Track>", lap);
        for (unsigned s = 0; s <= 50; s += 10)
            point_at(&d, lap * 60 + s, s * 4);
        doc_put(&d, "</Track></Lap>");
    }
    doc_put(&d, "</Activity>" FOOT);
    const miler_recording *r = doc_read(&d, 1);
    same_number(r->samples.dist_m[r->samples.count - 1], 600, "distance");
    same_number(r->laps[2].sum.dist_m, 200, "distance of the last lap");
    doc_must_say(r, "counted on");
    doc_free(&d);
}

// ---- Several, and others than activities

static void several_activities(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD);
    for (unsigned i = 0; i < 3; i++) {
        doc_put(&d, "<Activity Sport=\"%s\"><Id>x</Id>", i == 1 ? "Biking" : "Running");
        put_lap(&d, i * 1000, 100, 400 + i, "Manual");
        doc_put(&d, "</Activity>");
    }
    doc_put(&d, "<Activity Sport=\"Running\"></Activity>" FOOT); // nothing in it
    const miler_recording *r = doc_read(&d, 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(r[i].sport, i == 1 ? MILER_SPORT_CYCLING : MILER_SPORT_RUNNING);
        assert_int_equal(r[i].session.start_ms, T0 + i * 1000000);
        same_number(r[i].session.dist_m, 400 + i, "distance");
    }
    doc_free(&d);
}

static void multisport(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d,
            HEAD "<MultiSportSession><Id>2026-05-01T07:00:00Z</Id><FirstSport><Activity Sport=\"Biking\">");
    put_lap(&d, 0, 600, 5000, "Manual");
    doc_put(&d, "</Activity></FirstSport><NextSport><Transition StartTime=\"2026-05-01T07:10:00Z\">"
                "<TotalTimeSeconds>60</TotalTimeSeconds><DistanceMeters>80</DistanceMeters></Transition>"
                "<Activity Sport=\"Running\">");
    put_lap(&d, 660, 330, 1609.3, "Manual");
    doc_put(&d, "</Activity></NextSport></MultiSportSession>" FOOT);
    const miler_recording *r = doc_read(&d, 3);
    static const miler_sport sports[] = {MILER_SPORT_CYCLING, MILER_SPORT_TRANSITION, MILER_SPORT_RUNNING};
    static const double timers[] = {600, 60, 330};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(r[i].sport, sports[i]);
        same_number(r[i].session.timer_s, timers[i], "timer");
    }
    doc_free(&d);
}

#define COURSE                                                                                               \
    "<Courses><Course><Name>Park</Name><Lap><TotalTimeSeconds>600</TotalTimeSeconds><BeginPosition>"         \
    "<LatitudeDegrees>51</LatitudeDegrees><LongitudeDegrees>7</LongitudeDegrees></BeginPosition></Lap>"      \
    "<Track><Trackpoint>" TIME("00") PLACE "</Trackpoint></Track><CoursePoint><Name>Bend</Name>" TIME(       \
        "01") "<Position/></CoursePoint></Course></Courses>"
#define WORKOUT                                                                                              \
    "<Workouts><Workout "                                                                                    \
    "Sport=\"Running\"><Name>6x400</Name><Step><StepId>1</StepId></Step></Workout></Workouts>"

static void contents(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        miler_status status;
        miler_content content;
        size_t recordings;
        const char *name;
    } rows[] = {
        {COURSE, MILER_OK, MILER_CONTENT_COURSE, 1, "course"},
        {WORKOUT, MILER_OK, MILER_CONTENT_WORKOUT, 0, "workout"},
        {"<Activities>" RUN LAP "<Track><Trackpoint>" TIME(
             "00") "</Trackpoint></Track></Lap></Activity></Activities>" COURSE WORKOUT,
         MILER_OK, MILER_CONTENT_ACTIVITY, 1, "activity"},
        {"<Folders/>", MILER_ERR_EMPTY, MILER_CONTENT_ACTIVITY, 0, NULL},
        {"<Activities/>", MILER_ERR_EMPTY, MILER_CONTENT_ACTIVITY, 0, NULL},
        {"<Activities>" RUN "</Activity></Activities>", MILER_ERR_EMPTY, MILER_CONTENT_ACTIVITY, 0, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, "<TrainingCenterDatabase>%s</TrainingCenterDatabase>", rows[i].xml);
        assert_int_equal(doc_try(&d), rows[i].status);
        if (rows[i].status == MILER_OK) {
            assert_int_equal(d.reading.content, rows[i].content);
            assert_int_equal(d.reading.recording_count, rows[i].recordings);
            assert_string_equal(d.reading.content_name, rows[i].name);
        }
        doc_free(&d);
    }
}

// ---- As files are

static void dialects_of_files(void **state) {
    (void)state;
    static const char *const heads[] = {
        "\n  \xEF\xBB\xBF<?xml version='1.0'?><TrainingCenterDatabase>",
        "<?xml version='1.0' encoding='ISO-8859-1'?><TrainingCenterDatabase>",
        "<?xml version='1.0' encoding='us-ascii'?><!-- made by <x> --><TrainingCenterDatabase>",
        "<t:TrainingCenterDatabase xsi:schemaLocation='a b'>",
        "<?xml version='1.0' encoding='UTF-8'?>\n", // its first element was lost
    };
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        doc d = begin();
        doc_put(&d, "%s<Activities>" RUN "<Notes>caf%s</Notes>" LAP, heads[i], i == 1 ? "\xE9" : "e");
        doc_put(&d, "<Track><Trackpoint>" TIME("00") "</Trackpoint></Track></Lap></Activity></Activities>");
        if (i != 4) doc_put(&d, "</%sTrainingCenterDatabase>", i == 3 ? "t:" : "");
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->flags, 0);
        assert_string_equal(r->name, i == 1 ? "caf\xC3\xA9" : "cafe");
        doc_free(&d);
    }
}

static void zones(void **state) {
    (void)state;
    doc d = begin();
    doc_put(&d, HEAD RUN "<Lap StartTime=\"2026-05-01T09:00:00+02:00\"><Track><Trackpoint>"
                         "<Time>2026-05-01T09:00:01.123456+02:00</Time></Trackpoint><Trackpoint>"
                         "<Time>2026-05-01T07:00:02.1234567Z</Time></Trackpoint><Trackpoint>"
                         "<Time>2026-05-01T07:00:03</Time></Trackpoint></Track></Lap></Activity>" FOOT);
    const miler_recording *r = doc_read(&d, 1);
    assert_true(r->has_utc_offset);
    assert_int_equal(r->utc_offset_s, 7200);
    assert_int_equal(r->session.start_ms, T0);
    assert_int_equal(r->samples.t_ms[0], T0 + 1123);
    assert_int_equal(r->samples.t_ms[1], T0 + 2123);
    assert_int_equal(r->samples.t_ms[2], T0 + 3000);
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
        {"</Track></Lap></Activity>" FOOT, 0, 0, NULL},
        {"</Track></Lap></Activity>", MILER_REC_TRUNCATED, 0, "the file ends early, in line 9"},
        {"<Trackpoint>" TIME("08") "<Dist", MILER_REC_TRUNCATED | MILER_REC_NO_SUMMARY, 0, "ends early"},
        {"</Track></Lap>\n<<>>", MILER_REC_TRUNCATED, 3,
         "in line 10, column 2: what follows could not be read"},
        {"</Track></Lap></Activity>" FOOT "junk", 0, 4, "what follows could not be read"},
        {"</Track></Lap></Activity>" FOOT "\n<?xml version='1.0'?><a/>", 0, 25,
         "what follows could not be read"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, HEAD RUN LAP "<TotalTimeSeconds>99</TotalTimeSeconds><Track>");
        point_at(&d, 0, 0);
        point_at(&d, 7, 30);
        doc_put(&d, "%s", rows[i].tail);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->flags, rows[i].flags);
        assert_int_equal(r->lost_bytes, rows[i].lost);
        same_number(r->session.timer_s, rows[i].flags & MILER_REC_NO_SUMMARY ? 7 : 99, "timer");
        assert_int_equal(r->samples.count, 2);
        if (rows[i].note != NULL) doc_must_say(r, rows[i].note);
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

static void nothing_left(void **state) {
    (void)state;
    static const char *const rows[] = {"<TrainingCenterDatabase", HEAD RUN LAP "<Track", HEAD "<<",
                                       "\n\n<Activities>x"};
    static const unsigned lines[] = {1, 7, 4, 3};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        doc d = begin();
        doc_put(&d, "%s", rows[i]);
        assert_int_equal(doc_try(&d), MILER_ERR_FORMAT);
        assert_int_equal(d.err.line, lines[i]);
        assert_true(d.err.remedy[0] != '\0');
        doc_free(&d);
    }
}

static void any_pieces(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    doc_any_pieces(&d);
    doc_free(&d);
    doc_every_block_border(MILER_FORMAT_TCX, HEAD RUN LAP "<Track>", full_point,
                           "</Track></Lap></Activity>" FOOT);
}

static void every_allocation(void **state) {
    (void)state;
    doc d = begin();
    put_run(&d);
    d.text.len -= strlen(FOOT) + strlen("</Activity>\n");           // notes are made as well
    doc_put(&d, "<Lap StartTime=\"2026-05-01T07:00:09Z\"><Track>"); // goes back: is sorted
    for (unsigned s = 9; s < 700; s++)
        full_point(&d, s);
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

static void most_laps(void **state) {
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        doc d = begin();
        doc_put(&d, HEAD RUN);
        for (unsigned i = 0; i < MILER_LAPS_MAX + over; i++)
            put_lap(&d, i, 1, 4, "Manual");
        doc_put(&d, "</Activity>" FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->lap_count, MILER_LAPS_MAX);
        assert_int_equal(r->flags, over != 0 ? MILER_REC_LIMIT : 0);
        if (over != 0) doc_must_say(r, "more than 20000 laps");
        doc_free(&d);
    }
}

static void most_activities(void **state) {
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        doc d = begin();
        doc_put(&d, HEAD);
        for (unsigned i = 0; i < MILER_RECORDINGS_MAX + over; i++) {
            doc_put(&d, RUN);
            put_lap(&d, i * 600, 300, 1000, "Manual");
            doc_put(&d, "</Activity>");
        }
        doc_put(&d, FOOT);
        const miler_recording *r = doc_read(&d, MILER_RECORDINGS_MAX);
        assert_int_equal(r->flags, over != 0 ? MILER_REC_LIMIT : 0);
        assert_int_equal(r[MILER_RECORDINGS_MAX - 1].lap_count, 1);
        doc_free(&d);
    }
}

static void most_points(void **state) {
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        doc d = begin();
        doc_put(&d, HEAD RUN LAP "<Track>");
        for (unsigned i = 0; i < MILER_RECORDS_MAX + over; i++)
            doc_put(&d, "<Trackpoint><Time>2026-05-0%uT%02u:%02u:%02uZ</Time></Trackpoint>", 1 + i / 86400,
                    i / 3600 % 24, i / 60 % 60, i % 60);
        doc_put(&d, "</Track></Lap></Activity>" FOOT);
        const miler_recording *r = doc_read(&d, 1);
        assert_int_equal(r->samples.count, MILER_RECORDS_MAX);
        assert_int_equal(r->flags, over != 0 ? MILER_REC_LIMIT : 0);
        if (over != 0) doc_must_say(r, "more than 400000 samples");
        doc_free(&d);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_of_a_run),
        cmocka_unit_test(laps_of_a_run),
        cmocka_unit_test(one_point),
        cmocka_unit_test(cadence_by_sport),
        cmocka_unit_test(points_without_sense),
        cmocka_unit_test(times_out_of_order),
        cmocka_unit_test(triggers),
        cmocka_unit_test(laps_without_points),
        cmocka_unit_test(laps_that_state_nothing),
        cmocka_unit_test(lap_numbers_out_of_range),
        cmocka_unit_test(distance_starts_anew),
        cmocka_unit_test(several_activities),
        cmocka_unit_test(multisport),
        cmocka_unit_test(contents),
        cmocka_unit_test(dialects_of_files),
        cmocka_unit_test(zones),
        cmocka_unit_test(damaged),
        cmocka_unit_test(cut_anywhere),
        cmocka_unit_test(nothing_left),
        cmocka_unit_test(any_pieces),
        cmocka_unit_test(every_allocation),
        cmocka_unit_test(noise),
        cmocka_unit_test(most_laps),
        cmocka_unit_test(most_activities),
        cmocka_unit_test(most_points),
    };
    return cmocka_run_group_tests_name("tcx", tests, NULL, NULL);
}
