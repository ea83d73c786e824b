// SPDX-License-Identifier: MIT
// The handlers, by subject, and the tables of what each of them may be told.
// Each is a thin call: one function of app, one of render.
#ifndef MILER_API_H
#define MILER_API_H

#include "server/routes.h"

// ---- pages.c: what is no API
route_fn page_home, page_live;

// ---- api_athlete.c
route_fn api_athlete_show, api_athlete_set, api_athlete_list, api_athlete_add, api_athlete_choose;
route_fn api_result_list, api_result_add, api_result_remove, api_result_restore;
extern const field athlete_fields[], athlete_new_fields[], athlete_choose_fields[];
extern const field result_list_fields[], result_fields[];

// ---- api_runs.c
route_fn api_run_list, api_run_show, api_run_samples, api_run_picture, api_run_like, api_run_edit;
route_fn api_run_undo, api_run_redo, api_run_remove, api_run_restore, api_track_list, api_best_list;
extern const field run_list_fields[], run_samples_fields[], run_picture_fields[], run_edit_fields[],
    run_undo_fields[];
extern const field span_fields[];

// ---- api_fitness.c
route_fn api_fitness, api_fitness_progress, api_fitness_proof, api_fitness_backtest, api_load, api_level;
extern const field fitness_fields[], since_fields[], load_fields[], level_fields[];

// ---- api_plan.c
route_fn api_plan_new, api_plan_show, api_plan_today, api_plan_why, api_plan_check, api_plan_list;
route_fn api_plan_use;
extern const field plan_new_fields[], plan_show_fields[], plan_today_fields[], plan_why_fields[];
extern const field plan_use_fields[];

// ---- api_replan.c
route_fn api_replan, api_plan_changes, api_plan_undo, api_plan_redo, api_plan_move, api_plan_swap;
route_fn api_plan_skip, api_plan_set, api_told_add, api_told_remove, api_note_list, api_note_add,
    api_note_remove;
extern const field dry_fields[], plan_undo_fields[], move_fields[], skip_fields[], set_fields[],
    told_fields[], note_fields[];

// ---- api_out.c
route_fn api_plan_paper, api_plan_export, api_push;
extern const field paper_fields[], export_fields[], push_fields[];

// ---- api_race.c
route_fn api_race, api_race_card, api_race_sound, api_race_page, api_race_fit, api_review, api_review_pdf;
route_fn api_review_svg;
extern const field race_fields[], race_file_fields[], race_card_fields[], race_sound_fields[],
    review_fields[];
extern const field review_pdf_fields[];

// ---- api_library.c
route_fn api_library, api_figures, api_workout_show, api_workout_check, api_workout_fit, api_workout_sound;
route_fn api_workout_keep, api_workout_forget;
extern const field workout_show_fields[], workout_check_fields[], workout_file_fields[];
extern const field workout_own_fields[];
extern const field workout_sound_fields[];

// ---- api_calendars.c
route_fn api_calendar_list, api_calendar_add, api_calendar_remove, page_calendar;
extern const field calendar_fields[];

// ---- api_session.c
route_fn api_session, api_sign_in, api_sign_out, api_session_code, api_race_code;
extern const field sign_in_fields[], sign_out_fields[];

// ---- api_erase.c
route_fn api_store, api_erase;
extern const field erase_fields[];

// ---- api_keep.c
route_fn api_doctor, api_job, api_job_cancel, api_job_file, api_rebuild, api_backup, api_export, api_import;
extern const field import_fields[];

#endif
