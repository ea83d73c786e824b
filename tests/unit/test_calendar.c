// SPDX-License-Identifier: MIT
// Calendars, parsed again by libical itself: every text comes back as it went in,
// however hostile; lines are folded; times are the ones meant. Strangers read them
// in tests/compare/out_compare.mjs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <libical/ical.h>
#include <miler/formats.h>

#include <stdio.h>
#include <string.h>

#define DAY 20606 // 2026-06-02
#define CHANGED INT64_C(1780300800000)

static miler_calendar_event event_of(const char *uid) {
    return (miler_calendar_event){.uid = uid,
                                  .sequence = 3,
                                  .changed_ms = CHANGED,
                                  .day = DAY,
                                  .start_s = -1,
                                  .length_s = 2400,
                                  .summary = "40 min easy",
                                  .description = "by feel",
                                  .place = "Track",
                                  .alarm_min = -1};
}

static void write_ok(const miler_calendar *c, miler_buf *out) {
    miler_error err = {0};
    miler_buf_init(out, NULL, 1 << 22);
    if (miler_calendar_write(c, out, &err) != MILER_OK) fail_msg("%s", err.msg);
    const char *text = miler_buf_text(out);
    size_t line = 0;
    for (size_t i = 0; i < out->len; i++) { // RFC 5545, 3.1: lines of 75 octets and CRLF
        if (text[i] == '\n') assert_true(i > 0 && text[i - 1] == '\r');
        line = text[i] == '\n' ? 0 : line + (text[i] != '\r');
        assert_true(line <= 75);
    }
}

static icalcomponent *parse(miler_buf *out) {
    icalcomponent *c = icalparser_parse_string(miler_buf_text(out));
    assert_non_null(c);
    assert_int_equal(icalcomponent_isa(c), ICAL_VCALENDAR_COMPONENT);
    assert_int_equal(icalcomponent_count_errors(c), 0);
    assert_true(icalrestriction_check(c));
    return c;
}

static icalcomponent *event_at(icalcomponent *c, int index) {
    icalcomponent *e = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
    for (; index > 0 && e != NULL; index--)
        e = icalcomponent_get_next_component(c, ICAL_VEVENT_COMPONENT);
    assert_non_null(e);
    return e;
}

static void texts_come_back(void **state) {
    (void)state;
    char lots[3000];
    for (size_t i = 0; i + 4 < sizeof lots; i += 4)
        memcpy(lots + i, "\xF0\x9F\x8F\x83", 4);
    lots[2996] = '\0';
    static const char broken[] = "tab\tbell\a\x7f bad \xFF\xC3 end";
    const char *const titles[] = {"6 x 400 m, r200; \"fast\" \\ slow",
                                  "line\nnext line\n\nthird",
                                  "BEGIN:VEVENT\nEND:VCALENDAR",
                                  "\xD7\xA8\xD7\x99\xD7\xA6\xD7\x94 \xE2\x80\xAE rtl",
                                  lots,
                                  ":;,=\"'",
                                  broken};
    enum { N = sizeof titles / sizeof titles[0] };
    miler_calendar_event events[N];
    char uids[N][16];
    for (size_t i = 0; i < N; i++) {
        (void)snprintf(uids[i], sizeof uids[i], "e%zu@miler", i);
        events[i] = event_of(uids[i]);
        events[i].summary = events[i].description = events[i].place = titles[i];
    }
    const miler_calendar calendar = {.name = titles[0], .events = events, .count = N};
    miler_buf out;
    write_ok(&calendar, &out);
    icalcomponent *c = parse(&out);
    assert_int_equal(icalcomponent_count_components(c, ICAL_VEVENT_COMPONENT), N);
    for (int i = 0; i < N; i++) {
        icalcomponent *e = event_at(c, i);
        const char *want = titles[i] == broken ? "tab bell   bad    end" : titles[i];
        assert_string_equal(icalcomponent_get_uid(e), uids[i]);
        assert_string_equal(icalcomponent_get_summary(e), want);
        assert_string_equal(icalcomponent_get_description(e), want);
        assert_string_equal(icalcomponent_get_location(e), want);
    }
    icalcomponent_free(c);
    miler_buf_deinit(&out);
}

static void days_times_and_zones(void **state) {
    (void)state;
    miler_calendar_event events[3] = {event_of("a@miler"), event_of("b@miler"), event_of("c@miler")};
    events[1].start_s = 6 * 3600 + 30 * 60;
    events[2].start_s = 23 * 3600 + 50 * 60; // ends on the day after
    events[1].alarm_min = 30;
    miler_calendar calendar = {.name = "plan", .events = events, .count = 3};
    miler_buf out;
    write_ok(&calendar, &out);
    icalcomponent *c = parse(&out);
    const struct icaltimetype day = icalcomponent_get_dtstart(event_at(c, 0));
    assert_true(day.is_date && day.year == 2026 && day.month == 6 && day.day == 2);
    assert_int_equal(icalcomponent_get_dtend(event_at(c, 0)).day, 3);
    const struct icaltimetype half_past = icalcomponent_get_dtstart(event_at(c, 1));
    assert_true(!half_past.is_date && half_past.hour == 6 && half_past.minute == 30 &&
                half_past.zone == NULL);
    const struct icaltimetype late = icalcomponent_get_dtend(event_at(c, 2));
    assert_true(late.day == 3 && late.hour == 0 && late.minute == 30);
    assert_null(icalcomponent_get_first_component(c, ICAL_VTIMEZONE_COMPONENT));
    assert_non_null(icalcomponent_get_first_component(event_at(c, 1), ICAL_VALARM_COMPONENT));
    assert_null(icalcomponent_get_first_component(event_at(c, 0), ICAL_VALARM_COMPONENT));
    icalcomponent_free(c);
    miler_buf_deinit(&out);
    calendar.zone = "Europe/London";
    write_ok(&calendar, &out);
    c = parse(&out);
    assert_non_null(icalcomponent_get_first_component(c, ICAL_VTIMEZONE_COMPONENT));
    const struct icaltimetype local = icalcomponent_get_dtstart(event_at(c, 1));
    assert_string_equal(icaltime_get_tzid(local), "Europe/London");
    const struct icaltimetype utc = icaltime_convert_to_zone(local, icaltimezone_get_utc_timezone());
    assert_true(utc.hour == 5 && utc.minute == 30); // summer time
    icalcomponent_free(c);
    miler_buf_deinit(&out);
}

static void zones_that_are_none(void **state) {
    (void)state;
    const miler_calendar_event event = event_of("a@miler");
    const char *const zones[] = {
        "Atlantis/Plato", "", "../../etc/passwd",
        "Europe/Londonxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"};
    for (size_t i = 0; i < sizeof zones / sizeof zones[0]; i++) {
        const miler_calendar calendar = {.name = "plan", .zone = zones[i], .events = &event, .count = 1};
        miler_buf out;
        miler_error err = {0};
        miler_buf_init(&out, NULL, 1 << 20);
        assert_int_equal(miler_calendar_write(&calendar, &out, &err), MILER_ERR_NOT_FOUND);
        assert_true(strlen(err.remedy) > 0);
        assert_int_equal(out.len, 0);
        miler_buf_deinit(&out);
    }
}

static void what_is_cancelled_and_what_is_hidden(void **state) {
    (void)state;
    miler_calendar_event events[2] = {event_of("a@miler"), event_of("b@miler")};
    events[0].cancelled = true;
    events[0].start_s = events[1].start_s = 3600;
    events[0].alarm_min = 10;
    events[1].hidden = true;
    events[1].summary = "Busy";
    events[1].description = "6 x 400 m";
    const miler_calendar calendar = {.name = "plan", .events = events, .count = 2};
    miler_buf out;
    write_ok(&calendar, &out);
    assert_null(strstr(miler_buf_text(&out), "6 x 400"));
    icalcomponent *c = parse(&out);
    assert_int_equal(icalcomponent_get_status(event_at(c, 0)), ICAL_STATUS_CANCELLED);
    assert_int_equal(icalcomponent_get_status(event_at(c, 1)), ICAL_STATUS_CONFIRMED);
    assert_int_equal(icalcomponent_get_sequence(event_at(c, 0)), 3);
    assert_null(icalcomponent_get_first_component(event_at(c, 0), ICAL_VALARM_COMPONENT));
    assert_null(icalcomponent_get_location(event_at(c, 1)));
    icalproperty *transp = icalcomponent_get_first_property(event_at(c, 0), ICAL_TRANSP_PROPERTY);
    assert_int_equal(icalproperty_get_transp(transp), ICAL_TRANSP_TRANSPARENT);
    transp = icalcomponent_get_first_property(event_at(c, 1), ICAL_TRANSP_PROPERTY);
    assert_int_equal(icalproperty_get_transp(transp), ICAL_TRANSP_OPAQUE);
    icalcomponent_free(c);
    miler_buf_deinit(&out);
}

static void the_same_events_give_the_same_text(void **state) {
    (void)state;
    miler_calendar_event events[2] = {event_of("a@miler"), event_of("b@miler")};
    events[0].start_s = 3600;
    const miler_calendar calendar = {
        .name = "plan", .zone = "America/New_York", .events = events, .count = 2};
    miler_buf a, b, small;
    write_ok(&calendar, &a);
    write_ok(&calendar, &b);
    assert_string_equal(miler_buf_text(&a), miler_buf_text(&b));
    events[1].uid = "";
    miler_buf_clear(&b);
    assert_int_equal(miler_calendar_write(&calendar, &b, NULL), MILER_ERR_ARG);
    events[1].uid = "b@miler";
    miler_buf_init(&small, NULL, 100);
    assert_int_equal(miler_calendar_write(&calendar, &small, NULL), MILER_ERR_LIMIT);
    miler_buf_deinit(&a);
    miler_buf_deinit(&b);
    miler_buf_deinit(&small);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_come_back), cmocka_unit_test(days_times_and_zones),
        cmocka_unit_test(zones_that_are_none), cmocka_unit_test(what_is_cancelled_and_what_is_hidden),
        cmocka_unit_test(the_same_events_give_the_same_text)};
    return cmocka_run_group_tests_name("calendars", tests, NULL, NULL);
}
