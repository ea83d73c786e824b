// SPDX-License-Identifier: MIT
// fitdump FILE...: one JSON line per FIT, TCX or GPX file with what its
// recordings hold, for comparing with other readers and for looking at a file
// quickly.
#include <miler/formats.h>
#include <miler/science.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void json_text(const char *text) {
    if (text == NULL) {
        printf("null");
        return;
    }
    putchar('"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') putchar('\\');
        if (*c == '\n')
            printf("\\n");
        else
            putchar(*c);
    }
    putchar('"');
}

static void json_number(const char *name, double value) {
    printf(",\"%s\":", name);
    if (isnan(value))
        printf("null");
    else
        printf("%.15g", value);
}

static void columns(const miler_samples *s) {
    const struct {
        const char *name;
        const void *column;
    } all[] = {{"t", s->t_ms},
               {"lat", s->lat_deg},
               {"dist", s->dist_m},
               {"speed", s->speed_mps},
               {"altitude", s->altitude_m},
               {"hr", s->hr_bpm},
               {"cadence", s->cadence_spm},
               {"power", s->power_w},
               {"temperature", s->temperature_c},
               {"oscillation", s->vertical_oscillation_mm},
               {"ratio", s->vertical_ratio_pct},
               {"stance", s->stance_ms},
               {"balance", s->stance_balance_pct},
               {"step", s->step_length_mm}};
    printf(",\"columns\":[");
    const char *comma = "";
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i].column == NULL) continue;
        printf("%s\"%s\"", comma, all[i].name);
        comma = ",";
    }
    printf("]");
}

static void times(const miler_samples *s) {
    if (s->count == 0 || s->t_ms == NULL) return;
    printf(",\"first_ms\":%lld,\"last_ms\":%lld", (long long)s->t_ms[0], (long long)s->t_ms[s->count - 1]);
}

// Sums over the samples that have a position: what another reader must come to.
static void placed(const miler_samples *s) {
    size_t count = 0;
    size_t last = 0;
    size_t first = 0;
    double lat = 0, lon = 0, altitude = 0, hr = 0, way_m = 0;
    double dist_m = (double)NAN;
    for (size_t i = 0; s->lat_deg != NULL && i < s->count; i++) {
        if (isnan(s->lat_deg[i])) continue;
        if (count != 0)
            way_m += miler_geo_distance_m(s->lat_deg[last], s->lon_deg[last], s->lat_deg[i], s->lon_deg[i]);
        if (count++ == 0) first = i;
        last = i;
        lat += s->lat_deg[i];
        lon += s->lon_deg[i];
        if (s->altitude_m != NULL && !isnan(s->altitude_m[i])) altitude += (double)s->altitude_m[i];
        if (s->hr_bpm != NULL && !isnan(s->hr_bpm[i])) hr += (double)s->hr_bpm[i];
        if (s->dist_m != NULL && !isnan(s->dist_m[i])) dist_m = s->dist_m[i];
    }
    printf(",\"placed\":{\"count\":%zu", count);
    if (count != 0 && s->t_ms != NULL)
        printf(",\"first_ms\":%lld,\"last_ms\":%lld", (long long)s->t_ms[first], (long long)s->t_ms[last]);
    json_number("lat_sum", lat);
    json_number("lon_sum", lon);
    json_number("altitude_sum", altitude);
    json_number("hr_sum", hr);
    json_number("way_m", way_m);
    json_number("distance_m", dist_m);
    printf("}");
}

static void laps(const miler_recording *r) {
    printf(",\"laps\":[");
    for (size_t i = 0; i < r->lap_count; i++) {
        const miler_lap *lap = &r->laps[i];
        printf("%s{\"trigger\":\"%s\",\"step\":%d", i != 0 ? "," : "", miler_lap_trigger_name(lap->trigger),
               (int)lap->workout_step);
        json_number("timer_s", lap->sum.timer_s);
        json_number("distance_m", lap->sum.dist_m);
        printf("}");
    }
    printf("]");
}

static void recording(const miler_recording *r) {
    char start[MILER_TEXT_MAX] = "";
    if (r->session.start_ms != MILER_NO_TIME)
        miler_print_instant(start, sizeof start, r->session.start_ms, r->utc_offset_s);
    printf("{\"start\":\"%s\",\"sport\":\"%s\",\"sub_sport\":\"%s\",\"flags\":%u,\"lost_bytes\":%llu,"
           "\"samples\":%zu",
           start, miler_sport_name(r->sport), miler_sub_sport_name(r->sub_sport), (unsigned)r->flags,
           (unsigned long long)r->lost_bytes, r->samples.count);
    json_number("timer_s", r->session.timer_s);
    json_number("elapsed_s", r->session.elapsed_s);
    json_number("distance_m", r->session.dist_m);
    json_number("avg_hr_bpm", (double)r->session.avg_hr_bpm);
    json_number("avg_cadence_spm", (double)r->session.avg_cadence_spm);
    printf(",\"events\":%zu,\"steps\":%zu,\"name\":", r->event_count, r->step_count);
    json_text(r->name);
    printf(",\"device\":");
    json_text(r->device);
    printf(",\"workout\":");
    json_text(r->workout_name);
    printf(",\"notes\":");
    json_text(r->notes);
    columns(&r->samples);
    times(&r->samples);
    placed(&r->samples);
    laps(r);
    printf("}");
}

static void *read_whole(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) return NULL;
    void *bytes = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long size = ftell(file);
        rewind(file);
        bytes = size >= 0 ? malloc((size_t)size + 1) : NULL;
        *len = bytes != NULL ? fread(bytes, 1, (size_t)size, file) : 0;
    }
    (void)fclose(file);
    return bytes;
}

static void dump(const char *path, miler_arena *arena) {
    size_t len = 0;
    void *bytes = read_whole(path, &len);
    const char *slash = strrchr(path, '/');
    printf("{\"file\":");
    json_text(slash != NULL ? slash + 1 : path);
    miler_reading reading;
    miler_error err = {0};
    miler_status status = bytes != NULL ? miler_formats_read(bytes, len, arena, &reading, &err)
                                        : miler_fail(&err, MILER_ERR_IO, "cannot be opened");
    if (status != MILER_OK) {
        printf(",\"error\":");
        json_text(err.msg);
    } else {
        printf(",\"content\":\"%s\",\"recordings\":[", reading.content_name);
        for (size_t i = 0; i < reading.recording_count; i++) {
            if (i != 0) printf(",");
            recording(&reading.recordings[i]);
        }
        printf("]");
    }
    printf("}\n");
    free(bytes);
}

int main(int argc, char **argv) {
    miler_arena *arena = miler_arena_new(NULL, 0);
    if (arena == NULL) return 4;
    for (int i = 1; i < argc; i++) {
        dump(argv[i], arena);
        miler_arena_reset(arena);
    }
    miler_arena_free(arena);
    return 0;
}
