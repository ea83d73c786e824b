// SPDX-License-Identifier: MIT
// fitdump FILE...: one JSON line per file with what its recordings hold, for
// comparing with other readers and for looking at a file quickly.
#include <miler/formats.h>

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
        printf("%.10g", value);
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

static void laps(const miler_recording *r) {
    printf(",\"laps\":[");
    for (size_t i = 0; i < r->lap_count; i++) {
        const miler_lap *lap = &r->laps[i];
        printf("%s{\"trigger\":\"%s\",\"step\":%d", i != 0 ? "," : "", miler_lap_trigger_name(lap->trigger), (int)lap->workout_step);
        json_number("timer_s", lap->sum.timer_s);
        json_number("distance_m", lap->sum.dist_m);
        printf("}");
    }
    printf("]");
}

static void recording(const miler_recording *r) {
    char start[MILER_TEXT_MAX] = "";
    if (r->session.start_ms != MILER_NO_TIME) miler_print_instant(start, sizeof start, r->session.start_ms, r->utc_offset_s);
    printf("{\"start\":\"%s\",\"sport\":\"%s\",\"sub_sport\":\"%s\",\"flags\":%u,\"lost_bytes\":%llu,\"samples\":%zu", start,
           miler_sport_name(r->sport), miler_sub_sport_name(r->sub_sport), (unsigned)r->flags, (unsigned long long)r->lost_bytes,
           r->samples.count);
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
