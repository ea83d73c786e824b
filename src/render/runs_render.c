// SPDX-License-Identifier: MIT
// The log, one run and the bests as text.
#include "render/runs_render.h"

#include "render/rep_bars.h"
#include "render/run_charts.h"

#include <stdio.h>

static double unit_m(miler_units units) {
    return units == MILER_UNITS_IMPERIAL ? MILER_MILE_M : 1000.0;
}

static const char *unit_word(miler_units units) {
    return units == MILER_UNITS_IMPERIAL ? "mi" : "km";
}

static void number_text(char *out, size_t size, const char *fmt_unit, double value) {
    if (isfinite(value))
        (void)snprintf(out, size, "%.0f%s", value, fmt_unit);
    else
        (void)snprintf(out, size, "-");
}

static void pace_text(char *out, size_t size, double dist_m, double time_s, miler_units units) {
    miler_print_pace(out, size, dist_m > 0 ? time_s / dist_m * 1000 : (double)NAN, units);
}

static const char *sport_text(const store_run *r) {
    return r->sub_sport != MILER_SUB_GENERIC ? miler_sub_sport_name(r->sub_sport) : miler_sport_name(r->sport);
}

void render_runs_text(const app_runs *a, const render_look *look, miler_buf *out) {
    if (a->total == 0) {
        miler_buf_text_append(out, "No runs yet. Bring some in: miler import FOLDER-OR-ARCHIVE\n");
        return;
    }
    miler_buf_printf(out, "   run  date        %8s       time       pace    HR  laps  %s\n", unit_word(look->units), "what");
    for (size_t i = 0; i < a->count; i++) {
        const store_run *r = &a->runs[i];
        char date[MILER_TEXT_MAX], time[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], hr[MILER_TEXT_MAX], dist[MILER_TEXT_MAX] = "-";
        miler_print_date(date, sizeof date, r->day);
        miler_print_time(time, sizeof time, r->timer_s, 0);
        pace_text(pace, sizeof pace, r->dist_m, r->timer_s, look->units);
        number_text(hr, sizeof hr, "", (double)r->avg_hr_bpm);
        if (r->dist_m > 0) (void)snprintf(dist, sizeof dist, "%.2f", r->dist_m / unit_m(look->units));
        miler_buf_printf(out, "%6lld  %s  %8s %10s %10s %5s %5d  %s%s%s\n", (long long)r->id, date, dist, time, pace, hr, (int)r->lap_count,
                         sport_text(r), r->name[0] != '\0' ? ": " : "", r->name);
    }
    if (a->total > a->count) miler_buf_printf(out, "%zu of %zu; all of them: miler runs --limit 0\n", a->count, a->total);
}

// ---- One run

static void run_head(const app_run *a, const render_look *look, miler_buf *out) {
    const miler_activity *v = &a->activity;
    char when[MILER_TEXT_MAX + 16], dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], moving[MILER_TEXT_MAX], elapsed[MILER_TEXT_MAX], pace[MILER_TEXT_MAX];
    miler_print_instant(when, sizeof when, a->run.start_ms, a->run.utc_offset_s);
    if (when[10] == 'T') when[10] = ' ';
    (void)snprintf(dist, sizeof dist, "%.2f %s", v->dist_m / unit_m(look->units), unit_word(look->units));
    miler_print_time(time, sizeof time, v->timer_s, 0);
    miler_print_time(moving, sizeof moving, v->moving_s, 0);
    miler_print_time(elapsed, sizeof elapsed, v->elapsed_s, 0);
    pace_text(pace, sizeof pace, v->dist_m, v->timer_s, look->units);
    miler_buf_printf(out, "%sRun %lld%s%s%s\n", look->style.colour ? "\033[1m" : "", (long long)a->run.id, a->run.name[0] != '\0' ? ": " : "", a->run.name,
                     look->style.colour ? "\033[0m" : "");
    miler_buf_printf(out, "  %s, %s%s%s\n", when, sport_text(&a->run), a->run.device[0] != '\0' ? ", " : "", a->run.device);
    miler_buf_printf(out, "  %s (%s) in %s, %s; moving %s, from start to stop %s\n", dist, miler_dist_source_name(v->dist_source), time, pace, moving, elapsed);
    char hr[MILER_TEXT_MAX], hr_max[MILER_TEXT_MAX], cadence[MILER_TEXT_MAX], up[MILER_TEXT_MAX], down[MILER_TEXT_MAX];
    number_text(hr, sizeof hr, "", (double)v->sum.avg_hr_bpm);
    number_text(hr_max, sizeof hr_max, "", (double)v->sum.max_hr_bpm);
    number_text(cadence, sizeof cadence, "", (double)v->sum.avg_cadence_spm);
    number_text(up, sizeof up, " m", (double)v->sum.ascent_m);
    number_text(down, sizeof down, " m", (double)v->sum.descent_m);
    miler_buf_printf(out, "  heart rate %s (highest %s), cadence %s steps a minute, up %s, down %s\n", hr, hr_max, cadence, up, down);
    if (isfinite((double)v->sum.avg_stance_ms))
        miler_buf_printf(out, "  ground contact %.0f ms, vertical oscillation %.0f mm\n", (double)v->sum.avg_stance_ms, (double)v->sum.avg_vertical_oscillation_mm);
    if (isfinite((double)v->decoupling_pct))
        miler_buf_printf(out, "  heart rate against pace drifted %.1f %% from the first half to the second (below 5 good, over 10 poor)\n", (double)v->decoupling_pct);
    miler_buf_printf(out, "  %zu samples, one every %.1f s", v->sample_count, v->median_interval_s);
    if (v->gap_s > 0) miler_buf_printf(out, ", %.0f s in gaps", v->gap_s);
    if (v->pause_count > 0) miler_buf_printf(out, "; %zu %s", v->pause_count, v->pause_count == 1 ? "pause" : "pauses");
    miler_buf_text_append(out, "\n");
    if (v->notes != NULL && v->notes[0] != '\0') miler_buf_printf(out, "  ! %s\n", v->notes);
}

static void laps_text(const miler_activity *v, const render_look *look, miler_buf *out) {
    if (v->lap_count == 0) return;
    miler_buf_printf(out, "\nLaps of the watch    time   %8s       pace    HR  cadence\n", "metres");
    for (size_t i = 0; i < v->lap_count; i++) {
        const miler_lap *lap = &v->laps[i];
        char time[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], hr[MILER_TEXT_MAX], cadence[MILER_TEXT_MAX];
        const double time_s = isfinite(lap->sum.timer_s) ? lap->sum.timer_s : lap->sum.elapsed_s;
        miler_print_time(time, sizeof time, time_s, 1);
        pace_text(pace, sizeof pace, lap->sum.dist_m, time_s, look->units);
        number_text(hr, sizeof hr, "", (double)lap->sum.avg_hr_bpm);
        number_text(cadence, sizeof cadence, "", (double)lap->sum.avg_cadence_spm);
        miler_buf_printf(out, "  %3zu %-9s %10s %8.0f %10s %5s %6s\n", i + 1, miler_lap_trigger_name(lap->trigger), time, lap->sum.dist_m, pace, hr, cadence);
    }
}

static void splits_text(const miler_activity *v, const render_look *look, miler_buf *out) {
    const bool imperial = look->units == MILER_UNITS_IMPERIAL;
    const miler_split *splits = imperial ? v->mile_splits : v->km_splits;
    const size_t count = imperial ? v->mile_split_count : v->km_split_count;
    if (count == 0) return;
    miler_buf_printf(out, "\nSplits by %-10s time       pace    HR  cadence    up  down\n", imperial ? "mile" : "km");
    for (size_t i = 0; i < count; i++) {
        const miler_split *s = &splits[i];
        char time[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], hr[MILER_TEXT_MAX], cadence[MILER_TEXT_MAX], up[MILER_TEXT_MAX], down[MILER_TEXT_MAX];
        miler_print_time(time, sizeof time, s->time_s, 1);
        pace_text(pace, sizeof pace, s->dist_m, s->time_s, look->units);
        number_text(hr, sizeof hr, "", (double)s->avg_hr_bpm);
        number_text(cadence, sizeof cadence, "", (double)s->avg_cadence_spm);
        number_text(up, sizeof up, "", (double)s->ascent_m);
        number_text(down, sizeof down, "", (double)s->descent_m);
        const bool whole = fabs(s->dist_m - unit_m(look->units)) < 0.5;
        char name[MILER_TEXT_MAX];
        if (whole)
            (void)snprintf(name, sizeof name, "%zu", i + 1);
        else
            (void)snprintf(name, sizeof name, "+%.0f m", s->dist_m);
        miler_buf_printf(out, "  %8s %14s %10s %5s %7s %6s %5s\n", name, time, pace, hr, cadence, up, down);
    }
}

static void flags_text(uint32_t flags, miler_buf *out) {
    const char *between = "";
    for (uint32_t bit = 1; bit != 0 && bit <= MILER_EFFORT_SPARSE; bit <<= 1) {
        if ((flags & bit) == 0) continue;
        miler_buf_printf(out, "%s%s", between, miler_effort_flag_name(bit));
        between = ", ";
    }
}

static void efforts_text(const miler_activity *v, const render_look *look, miler_buf *out) {
    bool any = false;
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) any = any || isfinite(v->bests[i].time_s);
    if (!any) return;
    miler_buf_text_append(out, "\nFastest stretch        time   give or take       pace   from    trust\n");
    for (size_t i = 0; i < MILER_BEST_COUNT; i++) {
        const miler_effort *e = &v->bests[i];
        char dist[MILER_TEXT_MAX], time[MILER_TEXT_MAX], pace[MILER_TEXT_MAX], from[MILER_TEXT_MAX];
        if (!isfinite(e->time_s)) continue;
        miler_print_distance(dist, sizeof dist, e->dist_m, look->units);
        miler_print_time(time, sizeof time, e->time_s, 1);
        pace_text(pace, sizeof pace, e->dist_m, e->time_s, look->units);
        miler_print_time(from, sizeof from, e->start_s, 0);
        miler_buf_printf(out, "  %-14s %10s %10.1f s %12s %7s  ", dist, time, e->error_s, pace, from);
        if ((e->flags & MILER_EFFORT_DISQUALIFIES) != 0)
            miler_buf_text_append(out, "no record: ");
        else if (e->flags == 0)
            miler_buf_text_append(out, "clean");
        flags_text(e->flags, out);
        miler_buf_text_append(out, "\n");
    }
}

void render_run_text(const app_run *a, const render_look *look, miler_buf *out) {
    run_head(a, look, out);
    render_speed_strip(&a->activity, look, out);
    render_run_charts(&a->activity, look, out);
    render_lap_bars(&a->activity, look, out);
    laps_text(&a->activity, look, out);
    splits_text(&a->activity, look, out);
    efforts_text(&a->activity, look, out);
}

// ---- Bests

static void result_text(const store_result *r, const render_look *look, bool counts, miler_buf *out) {
    char time[MILER_TEXT_MAX], date[MILER_TEXT_MAX], pace[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, r->time_s, 1);
    miler_print_date(date, sizeof date, r->day);
    pace_text(pace, sizeof pace, r->dist_m, r->time_s, look->units);
    miler_buf_printf(out, "%10s  %-9s  %s  %s%s%s%s\n", time, pace, date, r->official ? "official result" : "result by hand", r->name[0] != '\0' ? ": " : "",
                     r->name, counts ? "" : " (slower than measured since)");
}

static void measured_text(const store_best *b, const render_look *look, miler_buf *out) {
    char time[MILER_TEXT_MAX], date[MILER_TEXT_MAX], pace[MILER_TEXT_MAX];
    miler_print_time(time, sizeof time, b->effort.time_s, 1);
    miler_print_date(date, sizeof date, b->day);
    pace_text(pace, sizeof pace, b->effort.dist_m, b->effort.time_s, look->units);
    miler_buf_printf(out, "%10s  %-9s  %s  run %lld%s%s, %s, give or take %.1f s", time, pace, date, (long long)b->run_id, b->run_name[0] != '\0' ? ": " : "",
                     b->run_name, miler_dist_source_name(b->dist_source), b->effort.error_s);
    if (b->effort.flags != 0) {
        miler_buf_text_append(out, "; ");
        flags_text(b->effort.flags, out);
    }
    miler_buf_text_append(out, "\n");
}

void render_bests_text(const app_bests *a, const render_look *look, miler_buf *out) {
    bool any = false;
    for (size_t i = 0; i < a->count; i++) {
        const app_best *b = &a->rows[i];
        char dist[MILER_TEXT_MAX];
        if (!b->has_measured && !b->has_result) continue;
        if (!any) miler_buf_text_append(out, "distance             time  pace       date\n");
        any = true;
        miler_print_distance(dist, sizeof dist, b->dist_m, look->units);
        miler_buf_printf(out, "%-14s ", dist);
        if (b->has_result && b->result_counts) {
            result_text(&b->result, look, true, out);
            if (b->has_measured && b->measured.effort.time_s < b->result.time_s) {
                miler_buf_printf(out, "%-14s ", "  measured");
                measured_text(&b->measured, look, out);
            }
        } else if (b->has_measured) {
            measured_text(&b->measured, look, out);
        }
    }
    if (!any) miler_buf_text_append(out, "No bests yet. Bring in runs: miler import FOLDER, or enter a result: miler result add mile 5:45\n");
}
