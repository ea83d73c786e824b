// SPDX-License-Identifier: MIT
// Every verb, in the order in which 'miler help' shows them. Help, man page and
// completion are made from this table.
#include "cli/verbs.h"

#define HEALTH_WORDS                                                                                         \
    "Health questions (any yes: see a clinician before hard training):\n"                                    \
    "  heart       a heart condition or high blood pressure\n"                                               \
    "  chest-pain  pain in the chest, at rest or in exertion\n"                                              \
    "  dizzy       dizziness or fainting in the last 12 months\n"                                            \
    "  chronic     another chronic condition\n"                                                              \
    "  medicine    a prescribed medicine for one\n"                                                          \
    "  joint       bone, joint or soft tissue made worse by activity\n"                                      \
    "  supervised  told to exercise only under supervision\n"                                                \
    "  pregnant    pregnant, or within 12 weeks after birth\n"                                               \
    "  ill         fever, concussion or surgery lately\n"                                                    \
    "--health ok: all answered with no. --health heart,joint: these with yes.\n"                             \
    "--health cleared: a clinician has cleared hard training."

const cli_verb cli_verbs[] = {
    {"import", "PATH...", "read files, folders, archives, exports, a watch",
     "Reads FIT, TCX, GPX, .gz, ZIP, the exports of Strava and Garmin, a watch.\n"
     "Every file is new, known (already here), skipped or failed, and says why. Can be "
     "stopped and run again at any moment: nothing is lost and nothing there twice.",
     verb_import, VERB_OWN},
    {"runs", "[ID]", "the log; one run: reps, track, laps, form, charts",
     "Examples: miler runs 12\n          miler runs 12 --like\n          miler runs 12 --svg oval > oval.svg",
     verb_runs, VERB_OWN},
    {"edit", "ID [CHANGE]", "put a run right by hand; undo takes it back",
     "Laps: split TIME, join TIME, move TIME TO, name TIME TEXT; the times count "
     "from the start of the run.\n"
     "Distance: distance 10km (a belt, a measured course), lap 200m (each lap of an "
     "indoor track), lap 3 300m (lap 3 alone, as 'edit ID' counts them).\n"
     "Track: lane N. Effort: effort 7, how hard all of it felt, 1 to 10 (3 moderate, "
     "5 hard, 7 very hard), for 'miler load'.\n"
     "The run: title TEXT; sport running, cycling ...; type easy, long, threshold, intervals "
     "or trial (a race, too), for 'miler load'.\n"
     "Then: undo, redo. Without a change: what was done so far.\n"
     "remove takes the whole run out of the log, restore brings it back as it was; "
     "'miler runs --removed' lists those that are out.\n"
     "The file and the watch's own laps are never changed.",
     verb_edit, VERB_OWN},
    {"track list", "", "running tracks that are known", NULL, verb_track_list, VERB_SHARED},
    {"track name", "NUMBER NAME", "give a track a name", NULL, verb_track_name, VERB_SHARED},
    {"track lane", "NUMBER LANE", "the lane you always run in there; 'any': ask the GPS", NULL,
     verb_track_lane, VERB_SHARED},
    {"track forget", "NUMBER", "look for that track no more", NULL, verb_track_forget, VERB_SHARED},
    {"bests", "", "fastest 200 m to marathon and how it is known",
     "A race whose name says so (race, parkrun, championship) and whose length by GPS is within 1.5 % of a "
     "distance counts as the course, by the clock from start to stop: 'course 5 km, watch 4.98'. A training "
     "run of 4.98 km does not.\n"
     "What no name says: miler edit ID distance 5km, or miler result add 5km 19:05 --date DATE.",
     verb_bests, VERB_OWN},
    {"fitness", "", "the mile today with its band, equivalents, paces",
     "From results and best efforts in training; the band holds eight in ten.\n"
     "Also what limits the mile, what five seconds off it are worth elsewhere, and "
     "what the plan is likely to bring. --progress follows the mile over time, each "
     "point from what was known by then; --backtest says how well each race would "
     "have been foretold the day before; --proof compares before and after the plan.",
     verb_fitness, VERB_OWN},
    {"load", "", "weeks of training by kind, and where one jumps",
     "100 points are an hour at threshold, by pace, else by heart rate. A week much "
     "larger than those before is said. It describes what was; it foretells nothing.",
     verb_load, VERB_OWN},
    {"level", "TIME", "what a mile time is worth for age and sex",
     "Example: miler level 6:37 --sex m --age 34", verb_level, VERB_OWN},
    {"result add", "DISTANCE TIME", "enter a race or time trial; it outranks GPS",
     "Example: miler result add mile 5:19.3 --date 2026-05-31 --official", verb_result_add, VERB_OWN},
    {"result list", "", "the results entered", NULL, verb_result_list, VERB_OWN},
    {"result remove", "NUMBER", "take a result back (it can be restored)", NULL, verb_result_remove,
     VERB_OWN},
    {"result restore", "NUMBER", "bring a removed result back", NULL, verb_result_restore, VERB_OWN},
    {"athlete show", "", "who runs", NULL, verb_athlete_show, VERB_OWN},
    {"athlete set", "", "sex, birth date, days, minutes, places, health gate", HEALTH_WORDS, verb_athlete_set,
     VERB_OWN},
    {"athlete add", "", "another athlete (--name)", HEALTH_WORDS, verb_athlete_add, VERB_SHARED},
    {"athlete list", "", "all athletes of this store", NULL, verb_athlete_list, VERB_SHARED},
    {"athlete use", "NAME", "whose answers the verbs give from now on", NULL, verb_athlete_use, VERB_SHARED},
    {"plan new", "", "a plan to a faster mile",
     "Example: miler plan new --race 2026-07-04 --goal 5:19 --days mon,wed,thu,sat\n"
     "With an empty store: miler plan new --weeks 8 --from mile=5:30 --weekly 40",
     verb_plan_new, VERB_OWN},
    {"plan show", "", "the weeks, and one in full", NULL, verb_plan_show, VERB_OWN},
    {"plan today", "", "today's session, step by step", NULL, verb_plan_today, VERB_OWN},
    {"plan why", "[NUMBER|DAY]", "why this session, today, so much, so fast", NULL, verb_plan_why, VERB_OWN},
    {"plan check", "", "audit the plan against the table of rules", NULL, verb_plan_check, VERB_OWN},
    {"plan list", "", "every plan made; '*' is the one in use", NULL, verb_plan_list, VERB_OWN},
    {"plan use", "NUMBER", "bring a plan made before forward again", NULL, verb_plan_use, VERB_OWN},
    {"plan replan", "", "make the days to come anew, from what was done",
     "Also by itself after an import. What is over and what you arranged by hand "
     "stays; nothing that was missed is made up for. See docs/replanning.md.",
     verb_plan_replan, VERB_OWN},
    {"plan changes", "", "what changed last, and why", NULL, verb_plan_changes, VERB_OWN},
    {"plan undo", "", "the plan as it was before the last change", NULL, verb_plan_undo, VERB_OWN},
    {"plan redo", "", "what undo took back, until another change is made", NULL, verb_plan_redo, VERB_OWN},
    {"plan note", "WHAT ...", "ill, sore, tired, away: said, and planned for",
     "Examples: miler plan note sick 3d\n          miler plan note sore calf\n          miler plan note "
     "off 2026-06-01..2026-06-03\n          miler plan note tired\n          miler plan note list\n"
     "          miler plan note remove 2",
     verb_plan_note, VERB_OWN},
    {"plan done", "DAY|NUMBER", "a session that no run tells of: done, cut short, another",
     "Examples: miler plan done tue --effort 6\n"
     "          miler plan done 12 --short --note 'stopped after four, calf'\n"
     "          miler plan done thu --other\n"
     "          miler plan done thu --undo\n"
     "It counts as run where the plan is made anew. A run of that day outranks it.",
     verb_plan_done, VERB_OWN},
    {"plan move", "FROM TO", "a day's training, or one session, to another day",
     "FROM and TO are days (tue, 2026-06-02); FROM may be a session's number.\n"
     "It is done at once; what it breaks, and why that matters, is said.",
     verb_plan_move, VERB_OWN},
    {"plan swap", "DAY DAY", "two days change places", NULL, verb_plan_swap, VERB_OWN},
    {"plan skip", "DAY|NUMBER", "leave a day's training or one session out", NULL, verb_plan_skip, VERB_OWN},
    {"plan set", "DAY|NUMBER TEXT", "a session in your own words",
     "Example: miler plan set thu '15min easy, 5x400m @mile r400m jog, 10min easy'", verb_plan_set, VERB_OWN},
    {"plan paper", "", "the plan as a PDF to print: poster, weeks, strength with pictures",
     "Example: miler plan paper -o plan.pdf\n"
     "         miler plan paper --poster --size letter --units mi -o wall.pdf\n"
     "The poster is for the wall (two sheets from about 14 weeks on), the weeks are a "
     "page each with paces, boxes to tick and room to write, the strength sheet shows "
     "each exercise of the plan. '-o -' writes to stdout. It speaks the language chosen "
     "in the page's Settings, as cards and calendars do; commands answer in English.",
     verb_plan_paper, VERB_OWN},
    {"plan export", "", "the plan for a watch, a calendar, a spreadsheet",
     "Examples: miler plan export --ics plan.ics --at 6:30 --zone Europe/London\n"
     "          miler plan export --all plan\n"
     "          miler plan export --squad athletes\n"
     "Made again, files are replaced; a session keeps its name wherever it moves.\n"
     "What each form can and cannot say is told, and stands in docs/watch.md.\n"
     "On paper: miler plan paper -o plan.pdf. Both speak the language chosen in the page's "
     "Settings; names of workouts on a watch stay English.",
     verb_plan_export, VERB_OWN},
    {"push", "DIR", "the next four weeks onto a watch",
     "Example: miler push /media/GARMIN\n"
     "Finds GARMIN/NewFiles, writes a workout for each session and the schedule, takes "
     "away only what it put there before, and reads everything back.",
     verb_push, VERB_OWN},
    {"workout list", "[KIND]", "the catalogue: workouts, drills, exercises, routines, cross",
     "Examples: miler workout list cross\n          miler workout list exercises\nFiles of your own go into "
     "the folder "
     "'catalogue' beside the store (docs/workout-language.md).",
     verb_workout_list, VERB_SHARED},
    {"workout show", "NAME", "one workout in your paces", NULL, verb_workout_show, VERB_OWN},
    {"workout check", "TEXT", "read a session in the workout language",
     "Examples: miler workout check '3 x (4 x 400 @ 72 r60s) R3min'\n"
     "          miler workout check '6x400m @mile r400m jog' --from mile=5:30 --sound s.wav",
     verb_workout_check, VERB_OWN},
    {"pace", "[GOAL]", "the race: laps, checkpoints, cues, warm-up",
     "Examples: miler pace 5:30 --gun 14:30\n          miler pace 5:19 --passed 800=2:41\n          miler "
     "pace 4:58 -d 1500 --venue banked\n"
     "          miler pace 5:19 --sound race.wav --lead 20\n"
     "          miler pace 5:19 --card band.pdf --fit race.fit\n"
     "          miler pace 5:19 --card heat.pdf --form sheet --runner Ada=5:19 --runner Bo=5:31\n"
     "          miler pace 5:19 --page race.html\n"
     "          miler pace --page heat.html --runner \"Ada=5:19, Bo\"\n"
     "With a file to make, its name is the answer; the card itself is shown without.",
     verb_pace, VERB_OWN},
    {"race review", "[ID]", "a race run: where the seconds went, and what next",
     "The race of a run in the store, or splits typed in: laps against the plan (or --goal, "
     "or even pace) and against the optimum of this runner, seconds lost by cause, three "
     "sentences, and sessions that answer them; beside earlier races and record miles.\n"
     "Examples: miler race review 12\n"
     "          miler race review --splits \"400=80 800=2:44 1200=4:11 mile=5:34\" --goal 5:30",
     verb_race_review, VERB_OWN},
    {"predict", "FILE.csv", "a squad's results into predictions",
     "Columns: athlete,sex,birth_year,distance_m,time_s,date (empty where unknown); a distance may be "
     "'mile' or '5k', a time 6:02.",
     verb_predict, VERB_SHARED},
    {"export", "FOLDER", "everything out again: originals, CSV, JSON",
     "Your own workouts and drills come with it: put its folder catalogue beside a store and they are back.",
     verb_export, VERB_SHARED},
    {"backup", "FILE", "a copy of the whole store, also while it is in use",
     "Back again: copy that file over the store while no miler runs. Your own workouts lie in the folder "
     "catalogue beside the store and are not in it: miler export has them.",
     verb_backup, VERB_SHARED},
    {"rebuild", "", "make all derived data again from the originals", NULL, verb_rebuild, VERB_SHARED},
    {"erase", "", "everything in the store, after a backup of it",
     "Without --yes nothing is done: it says what would go. With it a backup is written "
     "beside the store first, and then every athlete, run, result, plan and setting goes.\n"
     "Back again: copy that file over the store while no miler runs.",
     verb_erase, VERB_SHARED},
    {"password", "", "who may come in over the network: miler serve --address",
     "Asks twice and shows nothing; or one line of stdin, where that is no terminal.\n"
     "It is kept as argon2id makes it, never as it is. A new one signs everybody out.\n"
     "Examples: miler password\n          miler password --remove",
     verb_password, VERB_SHARED},
    {"doctor", "", "what is installed, where the data is, is it sound", NULL, verb_doctor, VERB_SHARED},
    {"serve", "", "the page on 127.0.0.1", NULL, verb_serve, VERB_SHARED},
    {"help", "[VERB]", "this list, or one verb", NULL, verb_help, VERB_SHARED},
    {"version", "", "the version", NULL, verb_version, VERB_SHARED},
    {"completion", "", "completion for bash: source <(miler completion)", NULL, verb_completion, VERB_SHARED},
    {"man", "", "the manual page: miler man | man -l -", NULL, verb_man, VERB_SHARED},
    {NULL, NULL, NULL, NULL, NULL, VERB_OWN}};
