// SPDX-License-Identifier: MIT
// A calendar as iCalendar text (RFC 5545), by libical: escaping, folding at 75
// octets and time zones are its work, since one badly folded line makes some
// readers drop a whole feed. Nothing else of miler touches libical.
//
//   VCALENDAR   VERSION PRODID CALSCALE name, how often to ask again
//     VTIMEZONE when the events have clock times in a named zone
//     VEVENT    for each session
//
// No METHOD: a file to subscribe to is no message to somebody, and one that says
// PUBLISH would have to name an organizer for each event (RFC 5546, 3.2.1).
// How often to ask again is said twice: REFRESH-INTERVAL (RFC 7986) and
// X-PUBLISHED-TTL, which older readers know.
#include "base/utf8.h"

#include <miler/formats.h>

#include <libical/ical.h>
#include <stdio.h>
#include <string.h>

// Feeds are fetched every few hours by most readers whatever is asked for; half
// a day is what a plan that changes at most once a day needs.
#define ASK_AGAIN_S (12 * 3600)
#define PRODUCT "-//miler//miler//EN"
#define ZONE_NAME_MAX 80
#define DAY_S 86400

typedef struct writing {
    icalcomponent *calendar;
    icaltimezone *zone; // NULL: none
    bool failed;        // a part could not be made: out of memory
} writing;

static void put(writing *w, icalcomponent *to, icalproperty *property) {
    if (property == NULL)
        w->failed = true;
    else
        icalcomponent_add_property(to, property);
}

// What iCalendar cannot hold (control characters, bytes that are no UTF-8) becomes
// a blank; line ends stay, libical writes them as \n.
static char *clean(const char *text, miler_arena *arena) {
    const size_t len = strlen(text);
    char *out = miler_arena_dup(arena, text);
    if (out == NULL) return NULL;
    for (size_t i = 0; i < len;) {
        const size_t sound = miler_utf8_len(text + i, len - i);
        const unsigned char c = (unsigned char)text[i];
        if (sound == 0 || (c < 0x20 && c != '\n') || c == 0x7F) out[i] = ' ';
        i += sound != 0 ? sound : 1;
    }
    return out;
}

static struct icaltimetype time_at(const writing *w, int32_t day, int64_t second_of_day, bool all_day) {
    const int64_t seconds = (int64_t)day * DAY_S + second_of_day;
    const miler_civil c = miler_civil_at(seconds * 1000, 0);
    struct icaltimetype t = icaltime_null_time();
    t.year = c.year;
    t.month = c.month;
    t.day = c.day;
    t.is_date = all_day;
    if (all_day) return t;
    t.hour = c.hour;
    t.minute = c.minute;
    t.second = (int)(seconds % 60);
    t.zone = w->zone;
    return t;
}

static void put_time(writing *w, icalcomponent *event, icalproperty *property) {
    if (property != NULL && w->zone != NULL) {
        icalparameter *tzid = icalparameter_new_tzid(icaltimezone_get_location(w->zone));
        if (tzid == NULL)
            w->failed = true;
        else
            icalproperty_add_parameter(property, tzid);
    }
    put(w, event, property);
}

static void put_when(writing *w, icalcomponent *event, const miler_calendar_event *e) {
    if (e->start_s < 0) { // the day after is the end of an all-day event (RFC 5545, 3.6.1)
        put(w, event, icalproperty_new_dtstart(time_at(w, e->day, 0, true)));
        put(w, event, icalproperty_new_dtend(time_at(w, e->day + 1, 0, true)));
        return;
    }
    const int64_t end_s = (int64_t)e->start_s + (e->length_s > 60 ? e->length_s : 60);
    put_time(w, event, icalproperty_new_dtstart(time_at(w, e->day, e->start_s, false)));
    put_time(w, event, icalproperty_new_dtend(time_at(w, e->day, end_s, false)));
}

static void put_text(writing *w, icalcomponent *event, icalproperty *(*make)(const char *), const char *text,
                     miler_arena *arena) {
    if (text == NULL || text[0] == '\0') return;
    const char *sound = clean(text, arena);
    put(w, event, sound != NULL ? make(sound) : NULL);
}

static void put_alarm(writing *w, icalcomponent *event, const miler_calendar_event *e, miler_arena *arena) {
    icalcomponent *alarm = icalcomponent_new_valarm();
    if (alarm == NULL) {
        w->failed = true;
        return;
    }
    struct icaltriggertype trigger = {.time = icaltime_null_time()};
    trigger.duration = icaldurationtype_from_int(-60 * e->alarm_min);
    put(w, alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    put(w, alarm, icalproperty_new_trigger(trigger));
    put_text(w, alarm, icalproperty_new_description, e->summary, arena);
    icalcomponent_add_component(event, alarm);
}

static void put_event(writing *w, const miler_calendar_event *e, miler_arena *arena) {
    icalcomponent *event = icalcomponent_new_vevent();
    if (event == NULL) {
        w->failed = true;
        return;
    }
    icalcomponent_add_component(w->calendar, event);
    const struct icaltimetype changed =
        icaltime_from_timet_with_zone((time_t)(e->changed_ms / 1000), 0, icaltimezone_get_utc_timezone());
    put(w, event, icalproperty_new_uid(e->uid));
    put(w, event, icalproperty_new_dtstamp(changed));
    put(w, event, icalproperty_new_lastmodified(changed));
    put(w, event, icalproperty_new_sequence(e->sequence));
    put_when(w, event, e);
    put_text(w, event, icalproperty_new_summary, e->summary, arena);
    if (!e->hidden) {
        put_text(w, event, icalproperty_new_description, e->description, arena);
        put_text(w, event, icalproperty_new_location, e->place, arena);
    }
    put(w, event, icalproperty_new_status(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    // A day with a session in it is not a day without time for anything else.
    const bool takes_time = e->start_s >= 0 && !e->cancelled;
    put(w, event, icalproperty_new_transp(takes_time ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
    put(w, event, icalproperty_new_class(e->hidden ? ICAL_CLASS_PRIVATE : ICAL_CLASS_PUBLIC));
    if (e->alarm_min >= 0 && !e->cancelled) put_alarm(w, event, e, arena);
}

static void put_named(writing *w, const char *name, const char *value, bool duration) {
    icalproperty *property = icalproperty_new_x(value);
    if (property == NULL) {
        w->failed = true;
        return;
    }
    icalproperty_set_x_name(property, name);
    if (duration) icalproperty_add_parameter(property, icalparameter_new_value(ICAL_VALUE_DURATION));
    icalcomponent_add_property(w->calendar, property);
}

static void put_head(writing *w, const miler_calendar *c, miler_arena *arena) {
    char again[32];
    (void)snprintf(again, sizeof again, "PT%dH", ASK_AGAIN_S / 3600);
    put(w, w->calendar, icalproperty_new_version("2.0"));
    put(w, w->calendar, icalproperty_new_prodid(PRODUCT));
    put(w, w->calendar, icalproperty_new_calscale("GREGORIAN"));
    const char *name = c->name != NULL ? clean(c->name, arena) : "";
    if (name == NULL) w->failed = true;
    if (name != NULL && name[0] != '\0') put_named(w, "X-WR-CALNAME", name, false);
    if (c->zone != NULL) put_named(w, "X-WR-TIMEZONE", c->zone, false);
    put_named(w, "REFRESH-INTERVAL", again, true);
    put_named(w, "X-PUBLISHED-TTL", again, false);
}

// libical names its built-in zones by a path of its own; readers want "Europe/London".
// What a zone did before the first event is left out: London's tells of 1847 else.
static void put_zone(writing *w, const miler_calendar *c) {
    if (w->zone == NULL) return;
    int32_t first = c->count > 0 ? c->events[0].day : 0;
    for (size_t i = 1; i < c->count; i++)
        if (c->events[i].day < first) first = c->events[i].day;
    icalcomponent *known = icaltimezone_get_component(w->zone);
    icalcomponent *zone = known != NULL ? icalcomponent_new_clone(known) : NULL;
    icalproperty *id = zone != NULL ? icalcomponent_get_first_property(zone, ICAL_TZID_PROPERTY) : NULL;
    if (id == NULL) {
        w->failed = true;
        if (zone != NULL) icalcomponent_free(zone);
        return;
    }
    icalproperty_set_tzid(id, icaltimezone_get_location(w->zone));
    struct icaltimetype from =
        icaltime_from_timet_with_zone((time_t)(first - 1) * DAY_S, 0, icaltimezone_get_utc_timezone());
    icaltimezone_truncate_vtimezone(zone, from, icaltime_null_time(), 0);
    icalcomponent_add_component(w->calendar, zone);
}

static miler_status find_zone(writing *w, const char *name, miler_error *err) {
    if (name == NULL) return MILER_OK;
    if (strlen(name) <= ZONE_NAME_MAX) w->zone = icaltimezone_get_builtin_timezone(name);
    if (w->zone != NULL) return MILER_OK;
    const miler_status status = miler_fail(err, MILER_ERR_NOT_FOUND, "there is no time zone '%.60s'", name);
    miler_error_remedy(err, "name it as Europe/London or America/New_York");
    return status;
}

static miler_status write_all(writing *w, const miler_calendar *c, miler_arena *arena, miler_buf *out,
                              miler_error *err) {
    w->calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    if (w->calendar == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    put_head(w, c, arena);
    put_zone(w, c);
    for (size_t i = 0; i < c->count && !w->failed; i++)
        put_event(w, &c->events[i], arena);
    char *text = w->failed ? NULL : icalcomponent_as_ical_string_r(w->calendar);
    icalcomponent_free(w->calendar);
    if (text == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf_text_append(out, text);
    icalmemory_free_buffer(text);
    return miler_buf_status(out, err);
}

miler_status miler_calendar_write(const miler_calendar *c, miler_buf *out, miler_error *err) {
    writing w = {0};
    const miler_status status = find_zone(&w, c->zone, err);
    if (status != MILER_OK) return status;
    for (size_t i = 0; i < c->count; i++)
        if (c->events[i].uid == NULL || c->events[i].uid[0] == '\0')
            return miler_fail(err, MILER_ERR_ARG, "event %zu has no name of its own", i + 1);
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const miler_status written = write_all(&w, c, arena, out, err);
    miler_arena_free(arena);
    return written;
}
