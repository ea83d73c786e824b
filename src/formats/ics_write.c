// SPDX-License-Identifier: MIT
// A calendar as iCalendar text (RFC 5545), by libical: escaping, folding at 75
// octets and time zones are its work, since one badly folded line makes some
// readers drop a whole feed. Nothing else of miler touches libical, which is opened
// when a calendar is asked for: the ICU under it takes half the time of a start.
//
//   VCALENDAR   VERSION PRODID CALSCALE name, how often to ask again
//     VTIMEZONE when the events have clock times in a named zone
//     VEVENT    for each session
//
// No METHOD: a file to subscribe to is no message to somebody, and one that says
// PUBLISH would have to name an organizer for each event (RFC 5546, 3.2.1).
// How often to ask again is said twice: REFRESH-INTERVAL (RFC 7986) and
// X-PUBLISHED-TTL, which older readers know.
#include "base/late.h"
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

#define CALLS(X)                                                                                             \
    X(icalcomponent_add_component)                                                                           \
    X(icalcomponent_add_property)                                                                            \
    X(icalcomponent_as_ical_string_r)                                                                        \
    X(icalcomponent_free)                                                                                    \
    X(icalcomponent_get_first_property)                                                                      \
    X(icalcomponent_new)                                                                                     \
    X(icalcomponent_new_clone)                                                                               \
    X(icalcomponent_new_valarm)                                                                              \
    X(icalcomponent_new_vevent)                                                                              \
    X(icaldurationtype_from_int)                                                                             \
    X(icalmemory_free_buffer)                                                                                \
    X(icalparameter_new_tzid)                                                                                \
    X(icalparameter_new_value)                                                                               \
    X(icalproperty_add_parameter)                                                                            \
    X(icalproperty_new_action)                                                                               \
    X(icalproperty_new_calscale)                                                                             \
    X(icalproperty_new_class)                                                                                \
    X(icalproperty_new_description)                                                                          \
    X(icalproperty_new_dtend)                                                                                \
    X(icalproperty_new_dtstamp)                                                                              \
    X(icalproperty_new_dtstart)                                                                              \
    X(icalproperty_new_lastmodified)                                                                         \
    X(icalproperty_new_location)                                                                             \
    X(icalproperty_new_prodid)                                                                               \
    X(icalproperty_new_sequence)                                                                             \
    X(icalproperty_new_status)                                                                               \
    X(icalproperty_new_summary)                                                                              \
    X(icalproperty_new_transp)                                                                               \
    X(icalproperty_new_trigger)                                                                              \
    X(icalproperty_new_uid)                                                                                  \
    X(icalproperty_new_version)                                                                              \
    X(icalproperty_new_x)                                                                                    \
    X(icalproperty_set_tzid)                                                                                 \
    X(icalproperty_set_x_name)                                                                               \
    X(icaltime_from_timet_with_zone)                                                                         \
    X(icaltime_null_time)                                                                                    \
    X(icaltimezone_get_builtin_timezone)                                                                     \
    X(icaltimezone_get_component)                                                                            \
    X(icaltimezone_get_location)                                                                             \
    X(icaltimezone_get_utc_timezone)                                                                         \
    X(icaltimezone_truncate_vtimezone)

typedef struct calls {
    CALLS(MILER_LATE_FIELD)
} calls;

typedef struct writing {
    calls call;
    icalcomponent *calendar;
    icaltimezone *zone; // NULL: none
    bool failed;        // a part could not be made: out of memory
} writing;

static void put(writing *w, icalcomponent *to, icalproperty *property) {
    if (property == NULL)
        w->failed = true;
    else
        w->call.icalcomponent_add_property_(to, property);
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
    struct icaltimetype t = w->call.icaltime_null_time_();
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
        icalparameter *tzid = w->call.icalparameter_new_tzid_(w->call.icaltimezone_get_location_(w->zone));
        if (tzid == NULL)
            w->failed = true;
        else
            w->call.icalproperty_add_parameter_(property, tzid);
    }
    put(w, event, property);
}

static void put_when(writing *w, icalcomponent *event, const miler_calendar_event *e) {
    if (e->start_s < 0) { // the day after is the end of an all-day event (RFC 5545, 3.6.1)
        put(w, event, w->call.icalproperty_new_dtstart_(time_at(w, e->day, 0, true)));
        put(w, event, w->call.icalproperty_new_dtend_(time_at(w, e->day + 1, 0, true)));
        return;
    }
    const int64_t end_s = (int64_t)e->start_s + (e->length_s > 60 ? e->length_s : 60);
    put_time(w, event, w->call.icalproperty_new_dtstart_(time_at(w, e->day, e->start_s, false)));
    put_time(w, event, w->call.icalproperty_new_dtend_(time_at(w, e->day, end_s, false)));
}

static void put_text(writing *w, icalcomponent *event, icalproperty *(*make)(const char *), const char *text,
                     miler_arena *arena) {
    if (text == NULL || text[0] == '\0') return;
    const char *sound = clean(text, arena);
    put(w, event, sound != NULL ? make(sound) : NULL);
}

static void put_alarm(writing *w, icalcomponent *event, const miler_calendar_event *e, miler_arena *arena) {
    icalcomponent *alarm = w->call.icalcomponent_new_valarm_();
    if (alarm == NULL) {
        w->failed = true;
        return;
    }
    struct icaltriggertype trigger = {.time = w->call.icaltime_null_time_()};
    trigger.duration = w->call.icaldurationtype_from_int_(-60 * e->alarm_min);
    put(w, alarm, w->call.icalproperty_new_action_(ICAL_ACTION_DISPLAY));
    put(w, alarm, w->call.icalproperty_new_trigger_(trigger));
    put_text(w, alarm, w->call.icalproperty_new_description_, e->summary, arena);
    w->call.icalcomponent_add_component_(event, alarm);
}

static void put_event(writing *w, const miler_calendar_event *e, miler_arena *arena) {
    icalcomponent *event = w->call.icalcomponent_new_vevent_();
    if (event == NULL) {
        w->failed = true;
        return;
    }
    w->call.icalcomponent_add_component_(w->calendar, event);
    const struct icaltimetype changed = w->call.icaltime_from_timet_with_zone_(
        (time_t)(e->changed_ms / 1000), 0, w->call.icaltimezone_get_utc_timezone_());
    put(w, event, w->call.icalproperty_new_uid_(e->uid));
    put(w, event, w->call.icalproperty_new_dtstamp_(changed));
    put(w, event, w->call.icalproperty_new_lastmodified_(changed));
    put(w, event, w->call.icalproperty_new_sequence_(e->sequence));
    put_when(w, event, e);
    put_text(w, event, w->call.icalproperty_new_summary_, e->summary, arena);
    if (!e->hidden) {
        put_text(w, event, w->call.icalproperty_new_description_, e->description, arena);
        put_text(w, event, w->call.icalproperty_new_location_, e->place, arena);
    }
    put(w, event,
        w->call.icalproperty_new_status_(e->cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    // A day with a session in it is not a day without time for anything else.
    const bool takes_time = e->start_s >= 0 && !e->cancelled;
    put(w, event,
        w->call.icalproperty_new_transp_(takes_time ? ICAL_TRANSP_OPAQUE : ICAL_TRANSP_TRANSPARENT));
    put(w, event, w->call.icalproperty_new_class_(e->hidden ? ICAL_CLASS_PRIVATE : ICAL_CLASS_PUBLIC));
    if (e->alarm_min >= 0 && !e->cancelled) put_alarm(w, event, e, arena);
}

static void put_named(writing *w, const char *name, const char *value, bool duration) {
    icalproperty *property = w->call.icalproperty_new_x_(value);
    if (property == NULL) {
        w->failed = true;
        return;
    }
    w->call.icalproperty_set_x_name_(property, name);
    if (duration)
        w->call.icalproperty_add_parameter_(property, w->call.icalparameter_new_value_(ICAL_VALUE_DURATION));
    w->call.icalcomponent_add_property_(w->calendar, property);
}

static void put_head(writing *w, const miler_calendar *c, miler_arena *arena) {
    char again[32];
    (void)snprintf(again, sizeof again, "PT%dH", ASK_AGAIN_S / 3600);
    put(w, w->calendar, w->call.icalproperty_new_version_("2.0"));
    put(w, w->calendar, w->call.icalproperty_new_prodid_(PRODUCT));
    put(w, w->calendar, w->call.icalproperty_new_calscale_("GREGORIAN"));
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
    icalcomponent *known = w->call.icaltimezone_get_component_(w->zone);
    icalcomponent *zone = known != NULL ? w->call.icalcomponent_new_clone_(known) : NULL;
    icalproperty *id =
        zone != NULL ? w->call.icalcomponent_get_first_property_(zone, ICAL_TZID_PROPERTY) : NULL;
    if (id == NULL) {
        w->failed = true;
        if (zone != NULL) w->call.icalcomponent_free_(zone);
        return;
    }
    w->call.icalproperty_set_tzid_(id, w->call.icaltimezone_get_location_(w->zone));
    struct icaltimetype from = w->call.icaltime_from_timet_with_zone_(
        (time_t)(first - 1) * DAY_S, 0, w->call.icaltimezone_get_utc_timezone_());
    w->call.icaltimezone_truncate_vtimezone_(zone, from, w->call.icaltime_null_time_(), 0);
    w->call.icalcomponent_add_component_(w->calendar, zone);
}

static miler_status find_zone(writing *w, const char *name, miler_error *err) {
    if (name == NULL) return MILER_OK;
    if (strcmp(name, "UTC") == 0) name = "Etc/UTC"; // what it knows as UTC has no rules to write down
    if (strlen(name) <= ZONE_NAME_MAX) w->zone = w->call.icaltimezone_get_builtin_timezone_(name);
    if (w->zone != NULL) return MILER_OK;
    const miler_status status = miler_fail(err, MILER_ERR_NOT_FOUND, "there is no time zone '%.60s'", name);
    miler_error_remedy(err, "name it as Europe/London or America/New_York");
    return status;
}

// NULL: out of memory.
static char *whole_text(writing *w, const miler_calendar *c, miler_arena *arena) {
    w->calendar = w->call.icalcomponent_new_(ICAL_VCALENDAR_COMPONENT);
    if (w->calendar == NULL) return NULL;
    put_head(w, c, arena);
    put_zone(w, c);
    for (size_t i = 0; i < c->count && !w->failed; i++)
        put_event(w, &c->events[i], arena);
    char *text = w->failed ? NULL : w->call.icalcomponent_as_ical_string_r_(w->calendar);
    w->call.icalcomponent_free_(w->calendar);
    return text;
}

// libical leaves out what it has no memory for and does not say so: what it writes twice alike is whole.
static miler_status write_all(writing *w, const miler_calendar *c, miler_arena *arena, miler_buf *out,
                              miler_error *err) {
    char *text = whole_text(w, c, arena);
    char *again = text != NULL ? whole_text(w, c, arena) : NULL;
    const bool whole = again != NULL && strcmp(text, again) == 0;
    if (whole) miler_buf_text_append(out, text);
    if (text != NULL) w->call.icalmemory_free_buffer_(text);
    if (again != NULL) w->call.icalmemory_free_buffer_(again);
    return whole ? miler_buf_status(out, err) : miler_fail(err, MILER_ERR_NOMEM, "out of memory");
}

static miler_status load(calls *call, miler_error *err) {
    const miler_late_call table[] = {CALLS(MILER_LATE_ROW)};
    const miler_late_library library = {MILER_LATE_NAME("ical", "3"), "a calendar needs libical", "libical3",
                                        false};
    return miler_late_open(&library, table, MILER_LATE_COUNT(table), err);
}

miler_status miler_calendar_write(const miler_calendar *c, miler_buf *out, miler_error *err) {
    writing w = {0};
    miler_status status = load(&w.call, err);
    if (status == MILER_OK) status = find_zone(&w, c->zone, err);
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
