// SPDX-License-Identifier: MIT
// Why today, why this much, why this pace, and on what that rests: said from the
// numbers that were decided with, so that the reason is the reason.
#include "plan/plan_room.h"

#include <stdio.h>
#include <string.h>

#define WHY_MAX 320

static const char *keep(plan_maker *m, const char *text) {
    const char *kept = miler_arena_dup(m->arena, text);
    if (kept == NULL && m->status == MILER_OK)
        m->status = miler_fail(m->err, MILER_ERR_NOMEM, "out of memory for the plan");
    return kept;
}

static const char *weekday_name(const plan_maker *m, int day) {
    return miler_weekday_name(miler_weekday(m->plan->race_day + 1 + day));
}

// ---- Why today ---------------------------------------------------------------------------

static int hard_before(const plan_maker *m, int day) {
    int best = -1;
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].hard && m->drafts[i].day < day && m->drafts[i].day > best) best = m->drafts[i].day;
    return best;
}

static bool hard_on(const plan_maker *m, int day) {
    for (int i = 0; i < m->draft_count; i++)
        if (m->drafts[i].hard && m->drafts[i].day == day) return true;
    return false;
}

static void why_hard_day(const plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    static const char *const work[PLAN_FAMILY_COUNT] = {
        [PLAN_THRESHOLD] =
            "Threshold work carries the rest of the plan and tires little, so it comes first and stays in.",
        [PLAN_VO2MAX] = "A mile is run close to your highest oxygen uptake; this raises it.",
        [PLAN_RACE_PACE] = "Race pace has to feel known before it can be held for four laps.",
        [PLAN_TRIAL] = "The middle of the plan: the trial shows what the first half was worth and sets the "
                       "paces of the second.",
        [PLAN_SHARPENER] = "Short and fast keeps the legs awake while everything else rests.",
    };
    const int before = hard_before(m, d->day);
    if (d->family == PLAN_SHARPENER)
        snprintf(out, WHY_MAX, "%d days before the race. %s", 6 - d->day, work[d->family]);
    else if (before >= 0)
        snprintf(out, WHY_MAX, "%s %d days after %s's hard session, so the legs are fresh for it.",
                 work[d->family], d->day - before, weekday_name(m, before));
    else
        snprintf(out, WHY_MAX, "%s The first hard day of the week, with easy days before it.",
                 work[d->family]);
    if (week->light && d->family == PLAN_TRIAL)
        strncat(out, " It stands in a lighter week, so you are rested.", WHY_MAX - strlen(out) - 1);
}

static void why_easy_day(const plan_maker *m, const plan_draft *d, char *out) {
    if (d->slot == 1)
        snprintf(out, WHY_MAX,
                 "A second run splits the day's distance in two: more running, less strain in each.");
    else if (hard_on(m, d->day - 1))
        snprintf(out, WHY_MAX, "The day after a hard session: easy running brings the legs back.");
    else if (hard_on(m, d->day + 1))
        snprintf(out, WHY_MAX, "Tomorrow is hard; today only gets you there%s.",
                 d->strides > 0 ? ", and the strides wake the legs" : "");
    else
        snprintf(out, WHY_MAX,
                 "Easy running between the hard days is what most of your endurance is made of.");
}

static void why_day(const plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    switch (d->kind) {
    case MILER_SESSION_RACE:
        snprintf(out, WHY_MAX, "The day it was for.");
        break;
    case MILER_SESSION_LONG:
        snprintf(out, WHY_MAX, "The week's longest, on a day that has the time for it%s.",
                 hard_on(m, d->day + 1) ? "" : ", and no hard day on its heels");
        break;
    case MILER_SESSION_REST:
        snprintf(out, WHY_MAX,
                 hard_on(m, d->day + 1) ? "Nothing today, so that tomorrow's hard session can be hard."
                                        : "Training makes you faster only while you rest from it.");
        break;
    case MILER_SESSION_STRENGTH:
        if (week->phase == MILER_PHASE_TAPER)
            snprintf(
                out, WHY_MAX,
                "One light session early in race week keeps the strength; after it the legs are left alone.");
        else
            snprintf(out, WHY_MAX,
                     hard_on(m, d->day)
                         ? "After the hard run, so that the easy days stay easy; never the day before one."
                         : "No hard run tomorrow, so the legs may be tired.");
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "Once a week, with no hard run tomorrow and two days to the next jumps.");
        break;
    case MILER_SESSION_CROSS:
        snprintf(out, WHY_MAX, "The heart works, the legs are spared the landings.");
        break;
    default:
        if (d->hard)
            why_hard_day(m, week, d, out);
        else
            why_easy_day(m, d, out);
    }
}

// ---- Why this much -----------------------------------------------------------------------

static const char *harder_thing(const plan_rule *r, const plan_set *a, const plan_set *b) {
    if (b->work_m > a->work_m * (1 + r->harder_total)) return "there is more of it";
    if (b->rep_s > a->rep_s * (1 + r->harder_rep)) return "the reps are longer";
    if (b->ratio < a->ratio * (1 - r->harder_recovery)) return "the recovery is shorter";
    if (b->speed_mps > a->speed_mps * (1 + r->harder_pace)) return "the pace is quicker";
    return NULL;
}

static void why_hard_much(plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    const plan_rule *r = &m->rule;
    const double week_m = plan_drafts_m(m);
    const int metres = (int)(round(d->set.work_m / 50) * 50);
    const int percent = (int)(d->set.work_m / week_m * 100 + 0.5);
    if (d->family == PLAN_TRIAL) {
        snprintf(
            out, WHY_MAX,
            "Three quarters of the race: long enough to tell, short enough to recover from in two days.");
        return;
    }
    if (d->family == PLAN_SHARPENER) {
        snprintf(out, WHY_MAX, "%d m with full recovery: nothing here should tire you.", metres);
        return;
    }
    const double share = d->family == PLAN_THRESHOLD ? r->threshold_share_max
                         : d->family == PLAN_VO2MAX  ? r->vo2max_share_max
                                                     : r->race_pace_share_max;
    const bool floor = d->set.work_m > share * week_m;
    int n = snprintf(out, WHY_MAX, "%d.%02d km of work, %d %% of the week; ", metres / 1000,
                     metres % 1000 / 10, percent);
    if (floor)
        n += snprintf(out + n, WHY_MAX - (size_t)n,
                      "more than the usual %.0f %%, because less would not be worth the warm-up.",
                      share * 100);
    else
        n += snprintf(out + n, WHY_MAX - (size_t)n, "the cap is %.0f %%.", share * 100);
    const plan_set *last = &d->before;
    if (last->reps == 0) {
        snprintf(out + n, WHY_MAX - (size_t)n, " The first of its kind here, so it starts low.");
        return;
    }
    char before[64];
    plan_set_title(m, last, before, sizeof before);
    const char *thing = harder_thing(r, last, &d->set);
    if (thing != NULL)
        snprintf(out + n, WHY_MAX - (size_t)n, " Last time %s; now %s, and nothing else is harder.", before,
                 thing);
    else
        snprintf(out + n, WHY_MAX - (size_t)n, " Last time %s; today nothing is harder%s.", before,
                 week->light ? ", it is a lighter week" : "");
}

static void why_much(plan_maker *m, const plan_frame_week *week, const plan_draft *d, char *out) {
    const double week_m = plan_drafts_m(m);
    const int percent = week_m > 0 ? (int)(d->sum.dist_m / week_m * 100 + 0.5) : 0;
    switch (d->kind) {
    case MILER_SESSION_RACE:
        snprintf(out, WHY_MAX, "Warm up in full: a mile is over before a cold body has started.");
        break;
    case MILER_SESSION_LONG:
        snprintf(out, WHY_MAX, "%d %% of the week's running, %s.", percent,
                 week->light ? "shorter in this lighter week"
                             : "never more than a fifth above your longest of the last weeks");
        break;
    case MILER_SESSION_REST:
        snprintf(out, WHY_MAX,
                 d->minutes > 0 ? "Gentle stretching and rolling are free; everything else waits."
                                : "All day.");
        break;
    case MILER_SESSION_STRENGTH:
        snprintf(out, WHY_MAX,
                 week->light || week->phase == MILER_PHASE_TAPER
                     ? "One session a week keeps what the others built."
                     : "Two sessions a week are enough for a runner; fewer exercises done well beat many.");
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "%.0f landings; the limit for your level is %.0f. Stop when they get loud.",
                 d->sum.plyo_contacts, m->rule.plyo_contacts_max);
        break;
    case MILER_SESSION_CROSS:
        snprintf(out, WHY_MAX, "About the minutes of the run it stands for.");
        break;
    default:
        if (d->hard) {
            why_hard_much(m, week, d, out);
            break;
        }
        snprintf(out, WHY_MAX, "It brings the week to %.0f km.", week_m / 1000);
        if (d->hills > 0)
            snprintf(out, WHY_MAX,
                     "It brings the week to %.0f km. %d sprints of ten seconds: strong, never out of breath.",
                     week_m / 1000, d->hills);
        if (d->cross_min > 0)
            snprintf(out, WHY_MAX, "A lighter week: %d min without impact in place of more running.",
                     d->cross_min);
    }
}

// ---- Why this pace and the numbers ----------------------------------------------------------

static void lap_time(double speed_mps, double dist_m, char *out, size_t out_size) {
    miler_print_time(out, out_size, dist_m / speed_mps, dist_m < 1000 ? 1 : 0);
}

static void hard_numbers(const plan_maker *m, const plan_draft *d, char *out) {
    const plan_set *set = &d->set;
    char rep[MILER_TEXT_MAX], lap[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], rest[48] = "";
    lap_time(set->speed_mps, 400, lap, sizeof lap);
    miler_print_pace(pace, sizeof pace, 1000 / set->speed_mps, m->req.athlete.units);
    if (set->reps > 1) {
        const char *how = set->walk ? "walk" : "jog";
        if (set->rest_m > 0)
            snprintf(rest, sizeof rest, "; %s %.0f m between", how, set->rest_m);
        else
            snprintf(rest, sizeof rest, "; %s %d:%02d between", how, (int)set->rest_s / 60,
                     (int)set->rest_s % 60);
    }
    if (set->rep_m > 0) {
        lap_time(set->speed_mps, set->rep_m, rep, sizeof rep);
        snprintf(out, WHY_MAX, "%.0f m in %s (%s a 400, %s)%s", set->rep_m, rep, lap, pace, rest);
    } else {
        snprintf(out, WHY_MAX, "%s (%s a 400)%s", pace, lap, rest);
    }
}

static void band_numbers(const plan_maker *m, miler_zone zone, char *out) {
    const miler_pace_band *band = &m->req.book.zones[zone];
    char slow[MILER_TEXT_MAX], fast[MILER_TEXT_MAX];
    miler_print_pace(slow, sizeof slow, 1000 / band->slow_mps, m->req.athlete.units);
    miler_print_pace(fast, sizeof fast, 1000 / band->fast_mps, m->req.athlete.units);
    snprintf(out, WHY_MAX, "%s to %s", fast, slow);
}

static void numbers(const plan_maker *m, const plan_draft *d, char *out) {
    char time[MILER_TEXT_MAX], lap[MILER_TEXT_MAX];
    out[0] = '\0';
    switch (d->kind) {
    case MILER_SESSION_RACE:
        miler_print_time(time, sizeof time, m->plan->goal_s, 1);
        miler_print_time(lap, sizeof lap, 400 * m->plan->goal_s / m->req.race_dist_m, 1);
        snprintf(out, WHY_MAX, "%s, %s a 400", time, lap);
        break;
    case MILER_SESSION_LONG:
        band_numbers(m, MILER_ZONE_LONG, out);
        break;
    case MILER_SESSION_REST:
    case MILER_SESSION_CROSS:
    case MILER_SESSION_STRENGTH:
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "%.0f landings", d->sum.plyo_contacts);
        break;
    default:
        if (d->hard)
            hard_numbers(m, d, out);
        else
            band_numbers(m, MILER_ZONE_EASY, out);
    }
}

static void why_pace(const plan_maker *m, const plan_draft *d, char *out) {
    static const char *const family[PLAN_FAMILY_COUNT] = {
        [PLAN_THRESHOLD] = "The pace you could race for about an hour (88 % of VO2max). Faster makes it "
                           "another, costlier session.",
        [PLAN_VO2MAX] = "The slowest pace that brings oxygen uptake to its top within a rep; faster only "
                        "shortens the session.",
        [PLAN_RACE_PACE] =
            "The pace of the mile you could run today, so that form and rhythm at it become habit.",
        [PLAN_TRIAL] = "All you have, evenly: the first 400 m no faster than mile pace, the last as it "
                       "comes. Times 1.38 it is your mile.",
        [PLAN_SHARPENER] = "Quick and relaxed, never strained.",
    };
    char time[MILER_TEXT_MAX];
    switch (d->kind) {
    case MILER_SESSION_RACE:
        miler_print_time(time, sizeof time, m->plan->goal_s, 0);
        snprintf(out, WHY_MAX, "%s is what the plan was made for; the race card has the laps.", time);
        break;
    case MILER_SESSION_LONG:
        snprintf(out, WHY_MAX,
                 "Conversational, 6 of 10 for effort: the gain is in the minutes, not in the pace.");
        break;
    case MILER_SESSION_REST:
        out[0] = '\0';
        break;
    case MILER_SESSION_STRENGTH:
        snprintf(out, WHY_MAX, "Stop each set with two good repetitions left; form before load.");
        break;
    case MILER_SESSION_PLYO:
        snprintf(out, WHY_MAX, "Quick contacts, full rests: it is for springs, not for lungs.");
        break;
    case MILER_SESSION_CROSS:
        snprintf(out, WHY_MAX, "As easy as an easy run: you could talk.");
        break;
    default:
        if (!d->hard)
            snprintf(out, WHY_MAX,
                     "Easy enough to talk in sentences; slower is fine, faster takes from the hard days.");
        else if (d->family == PLAN_RACE_PACE && d->set.pace == PLAN_AT_GOAL)
            snprintf(out, WHY_MAX, "The pace of the goal: now the body learns the very rhythm of race day.");
        else if (d->set.pace == PLAN_AT_RACE)
            snprintf(out, WHY_MAX, "The pace of the race itself.");
        else
            snprintf(out, WHY_MAX, "%s", family[d->family]);
    }
}

static const char *source_of(const plan_draft *d) {
    static const char *const family[PLAN_FAMILY_COUNT] = {
        [PLAN_THRESHOLD] = "Daniels: threshold 88 % of VO2max, at most 10 % of the week",
        [PLAN_VO2MAX] = "Daniels: intervals of 3 to 5 min, at most 8 % of the week; Helgerud 4x4 min",
        [PLAN_RACE_PACE] =
            "Daniels: repetitions at most 5 % of the week; progression of published mile plans",
        [PLAN_TRIAL] = "published mile plans: 1200 m trial mid-plan",
        [PLAN_SHARPENER] = "published mile plans: short fast session four days out; Mujika, Spilsbury: "
                           "intensity kept in the taper",
    };
    switch (d->kind) {
    case MILER_SESSION_LONG:
        return "Daniels: long run 25 to 30 % of the week or 150 min";
    case MILER_SESSION_STRENGTH:
        return "Balsalobre 2016, Blagrove 2018, Llanos-Lagos 2024; Spiering 2021 for one a week";
    case MILER_SESSION_PLYO:
        return "Saunders 2006, Paavolainen 1999, Llanos-Lagos 2024";
    case MILER_SESSION_RACE:
        return "race warm-up: Ingham 2013; 15 to 20 min easy, drills, strides";
    case MILER_SESSION_HILLS:
        return "hill sprints of 8 to 12 s, near-maximal, full recovery (published mile plans)";
    case MILER_SESSION_REST:
        return "rules: rest days";
    case MILER_SESSION_CROSS:
        return "cross-training keeps fitness for weeks without impact";
    default:
        return d->hard ? family[d->family] : "most running easy: Seiler, Casado 2022, Haugen 2021";
    }
}

miler_status plan_reason(plan_maker *m, const plan_frame_week *week, const plan_draft *draft,
                         miler_session *out) {
    char text[WHY_MAX];
    why_day(m, week, draft, text);
    out->why_day = keep(m, text);
    why_much(m, week, draft, text);
    out->why_much = keep(m, text);
    why_pace(m, draft, text);
    out->why_pace = keep(m, text);
    numbers(m, draft, text);
    out->numbers = keep(m, text);
    out->source = source_of(draft);
    return m->status;
}

const char *plan_week_purpose(const plan_maker *m, const plan_frame_week *week) {
    (void)m;
    if (week->number == 0) return "The odd days before the first full week: easy running, to arrive.";
    if (week->phase == MILER_PHASE_TAPER)
        return "Half the running, all of the speed: arrive with fresh legs.";
    for (int i = 0; i < week->hard_count; i++)
        if (week->hard[i] == PLAN_TRIAL)
            return "A lighter week with the time trial in it: take in what was done, and see what it was "
                   "worth.";
    if (week->light)
        return "A lighter week: the body catches up with the work. Intensity stays, volume falls.";
    switch (week->phase) {
    case MILER_PHASE_BASE:
        return "Base: easy running and strength, so that the hard weeks find something to build on.";
    case MILER_PHASE_INTRODUCE:
        return "Introduce: first threshold work, strides and hill sprints; nothing that leaves a mark.";
    case MILER_PHASE_BUILD:
        return "Build: oxygen uptake, threshold and the first real race-pace work.";
    default:
        return "Specific: longer reps at the pace of the goal with less rest, and enough threshold to carry "
               "them.";
    }
}
