// SPDX-License-Identifier: MIT
// The workout language as people write it elsewhere: coaches' shorthand, the
// forms of intervals.icu and of other programs, each with what it must become;
// and the slips of a runner's hand, each with the whole of what is answered.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workout_kit.h"

#include <miler/catalogue.h>

#include <string.h>

static const kit_form forms[] = {
    // A rest behind a comma is between reps that have none
    {"6x400 @mile, 90s jog", "6x400m @mile r90s jog"},
    {"10 x 400 @mile. 60 sec recovery", "10x400m @mile r60s"},
    {"4x1mi @T, 1' jog", "4x1mi @threshold r60s jog"},
    {"8x200 in 38, 200 jog, CD 10min", "8x200m @38 r200m jog, 10min easy cool-down"},
    {"2x(4x200 @mile, jog 200m), jog 800m", "2x(4x200m @mile r200m jog) R800m jog"},
    {"3x(400 @800, 200 @800), 3min rest", "3x(400m @800, 200m @800) R3min stand"},
    {"12x400 @85 off 60s", "12x400m @85 r60s"},
    // and a step of its own where it can be nothing else
    {"6x400 @mile then 90s jog", "6x400m @mile, then r90s jog"},
    {"6x400 @mile + 90s jog", "6x400m @mile, then r90s jog"},
    {"- 6x400 @mile\n- r90s jog", "6x400m @mile, then r90s jog"},
    {"6x400 @mile, 10min jog", "6x400m @mile, 10min easy"},
    {"8x200 @mile r200j, 400 jog, 4x100", "8x200m @mile r200m jog, r400m jog, 4x100m @mile"},
    {"4x100m strides, 3min walk", "4x100m strides, r3min walk"},
    {"8x(1min hard, 1min easy), 3min jog", "8x(60s @RPE 8, 60s easy), r3min jog"},
    {"- Warmup 10m 60%", "10min @60% threshold warm-up"},
    {"Main Set 4x\n- 500mtr 5:00/km Pace\n- 1m Z1\n\n- Cooldown 10m",
     "4x(500m @2:30, 60s @65-77% threshold), 10min easy cool-down"},
    {"- 10m 78-82% Pace", "10min @78-82% threshold"},
    {"- 20m Z2 HR", "20min @85-89% LTHR"},
    {"- 20m Z3", "20min @88-94% threshold"},
    {"- 10m ramp 60-80% Pace", "10min @60-80% threshold ramp"},
    {"- 10m ramp 80-60% Pace", "10min @60-80% threshold \"ramp down\""},
    {"- Warmup 10m press lap", "10min easy \"warm-up, press lap\""},
    {"- 400mtr 72/400m Pace", "400m @72"},
    {"- 5m 95% LTHR", "5min @95% LTHR"},
    {"- 5m 75-80% HR", "5min @75-80% HR"},
    {"1mi|Warmup + (400m@7:00-8:30/mi|Active + 200m@10:00-12:00/mi|Recovery) * 4 + 1mi|Cooldown",
     "1mi easy warm-up, 4x(400m @7:00-8:30/mi, 200m @10:00-12:00/mi \"recovery\"), 1mi easy cool-down"},
    {"- Easy 10m 5:00/km Pace", "10min @5:00/km \"easy\""},
    {"- Tempo 20m 3:40-3:50/km Pace", "20min @3:40-3:50/km \"threshold\""},
    {"- Drills press lap 6m", "6min drills"},
    {"- Rest press lap 10m", "r10min stand"},
    {"4x\n- Hill 1m\n- Jog 3m", "4x60s hill r3min jog"},
    {"8x9m hill sprint", "8x9min hill sprint"},
    {"8x10m hill sprint", "8x10m hill sprint"},
    {"8x9metres hill sprint", "8x9metres hill sprint"},
    {"A-skip 2x8m", "2x8m A-skip"},
    {"5m drills", "5min drills"},
    {"Open|Warmup + 400m@mile", "10min easy \"press lap, warm-up\", 400m @mile"},
    {"6x400 @mile (90s)", "6x400m @mile r90s"},
    {"6x400m @ mile pace (90 sec jog)", "6x400m @mile r90s jog"},
    {"5x1000 @5k [2min]", "5x1000m @5k r2min"},
    {"6x400 @mile / 90s", "6x400m @mile r90s"},
    {"6x400m in 72 w/ 60s rest", "6x400m @72 r60s stand"},
    {"6x800 at 5k pace with 2 min jog recovery", "6x800m @5k r2min jog"},
    {"10x30/30 @vo2max", "10x30s @vo2max r30s"},
    {"10x(1' on, 1' off)", "10x60s @5k r60s"},
    {"1 min on/1 min off x 10", "10x60s @5k r60s"},
    {"2mi w/u, 4x400 @mile r400j, 2mi c/d", "2mi easy warm-up, 4x400m @mile r400m jog, 2mi easy cool-down"},
    {"8 x 10 sec hills jog down", "8x10s hill r20s jog"},
    {"8x150m hill jog back", "8x150m hill r150m jog"},
    {"hills 8x30s walk back", "8x30s hill r90s walk"},
    {"strides x 6", "6x strides"},
    {"(400 @mile, 200 easy) x 4", "4x(400m @mile, 200m easy)"},
    {"400m x 6 @mile r60s", "6x400m @mile r60s"},
    {"20 min. easy", "20min easy"},
    {"3 miles tempo", "3mi @threshold"},
    {"easy run 40 min", "40min easy"},
    {"recovery run 30min", "30min easy"},
    {"squat 3x5 @60kg", "squat 3x5 @60kg"},
    {"squat 3x5 135lb", "squat 3x5 @61.235kg"},
    {"pull-up 3x5 bodyweight", "pull-up 3x5 @bodyweight"},
    {"bodyweight squat 3x10", "squat 3x10 @bodyweight"},
    {"squat 3x8 @80% 1RM", "squat 3x8 @80%"},
    {"20min @M", "20min @marathon"},
    {"4x200 @R r200j", "4x200m @rep r200m jog"},
    {"20min hard", "20min @RPE 8"},
    {"90% threshold 20min", "20min @90% threshold"},
    {"6x800 5k pace r2min", "6x800m @5k r2min"},
    {"8x(200 @mile, 200 @easy)", "8x(200m @mile, 200m easy)"},
    {"8x(200 @mile, 200 float)", "8x200m @mile r200m jog"},
    {"3x1000 @10k / 400 jog", "3x1000m @10k r400m jog"},
    {"30min at 150bpm", "30min @150bpm"},
    {"30min 150-160bpm", "30min @150-160bpm"},
    {"200m recovery", "r200m"},
    {"6x400 @mile 200m recovery", "6x400m @mile r200m"},
    {"6x400 mile pace r90s", "6x400m @mile r90s"},
    {"6x400 mile pace 90s rest", "6x400m @mile r90s stand"},
    {"Warmup\n- 10m 60%\n\nMain Set 4x\n- 500mtr 5:00/km Pace\n- 2m Z1\n\nCooldown\n- 10m Z1 HR",
     "10min @60% threshold, 4x(500m @2:30, 2min @65-77% threshold), 10min @70-84% LTHR"},
    {"3x\n- 1km @threshold\n- 1m walk\n- Cooldown 5m",
     "3x(1000m @threshold, r60s walk, 5min easy cool-down)"},
    {"4 x 400 in 72 seconds with 1 minute rest", "4x400m @72 r60s stand"},
    {"3 sets of 6 squats", "squat 3x6"},
    {"400m repeats x 8", "8x400m @mile"},
    {"6x3' @ 5K pace (2' jog)", "6x3min @5k r2min jog"},
    {"5km @ 4:30 min/km", "5km @4:30/km"},
    {"10min wu + 20min T + 10min cd", "10min easy warm-up, 20min @threshold, 10min easy cool-down"},
    {"pogo x 10", "pogo 10"},
    {"lunge 3x8 per side @20kg", "lunge 3x8/side @20kg"},
    {"8x400 @goal w/ 1:00 rest", "8x400m @goal r60s stand"},
    {"12x200 @800 w/ 200m jog recovery", "12x200m @800 r200m jog"},
    {"1200-1000-800 @5k r2min", "1200m @5k, r2min, 1000m @5k, r2min, 800m @5k"},
    {"8x20s sprint r2min walk", "8x20s @RPE 10 r2min walk"},
    {"2mi easy. ", "2mi easy"},
    {"30min Z2", "30min @78-87% threshold"},
    {"4x5min Z4 r2min", "4x5min @95-100% threshold r2min"},
    {"2x10min @90-95% threshold r3min", "2x10min @90-95% threshold r3min"},
    {"8km @RPE 6/10", "8km @RPE 6"},
    {"10x200 @mile r=200m jog", "10x200m @mile r200m jog"},
    {"5x(800 @threshold + 400 @mile)", "5x(800m @threshold, 400m @mile)"},
    {"6 x 80m strides walk back", "6x80m strides r80m walk"},
    {"8x60s hill jog down", "8x60s hill r2min jog"},
    {"3x(300 @800, 100 walk) R4'", "3x(300m @800, r100m walk) R4min"},
    {"20x1min/1min @5k", "20x60s @5k r60s"},
    {"1.5mi easy then 6x100 strides then 4x150m @800 r3' walk",
     "1.5mi easy, 6x100m strides, 4x150m @800 r3min walk"},
    {"W/U 15'; 4x1k @ 10k pace [90s]; C/D 10'",
     "15min easy warm-up, 4x1000m @10k r90s, 10min easy cool-down"},
    {"10min easy. Drills. 4x100m strides.", "10min easy, drills, 4x100m strides"},
    {"6x400 @mile r400 @easy", "6x400m @mile r400m jog"},
    {"squat 3 sets of 6", "squat 3x6"},
    {"squat 80kg 3x6", "squat 3x6 @80kg"},
    {"warm up 10 minutes then 5x1km at threshold with 60 seconds jog then cool down 10 minutes",
     "10min easy warm-up, 5x1000m @threshold r60s jog, 10min easy cool-down"},
    {"6*400 @mile", "6x400m @mile"},
    {"hill sprints 8", "8x hill sprint"},
    {"8 hill sprints", "8x hill sprint"},
    {"8x hill sprints", "8x hill sprint"},
    {"8x30 sec hill", "8x30s hill"},
    {"fartlek 40min", "40min fartlek"},
    {"1 hour easy", "60min easy"},
    {"1.5 hours long", "90min long"},
    {"1h30 long", "90min long"},
    {"10 x 100", "10x100m @mile"},
    {"5 X 3 MIN @ I", "5x3min @vo2max"},
    {"20' T", "20min @threshold"},
    {"4xmile @threshold r60s", "4x1mi @threshold r60s"},
    {"6x400 @ 85 sec", "6x400m @85"},
    {"6x400 @85s/400", "6x400m @85"},
    {"stride 4", "4x strides"},
    {"swim 1500", "1500m swim"},
    {"push ups 3x15", "push-up 3x15"},
    {"push ups 3x15 each side", "push-up 3x15/side"},
    {"box jumps 3x5 @50%", "box jump 3x5 @50%"},
    {"10min easy, , 400", "10min easy, 400m"},
    {"@5k 6x800", "6x800m @5k"},
    {"10km race pace", "10km @goal"},
    {"6x400 @ 800 pace", "6x400m @800"},
    {"6x400 @400 r3min", "6x400m @400 r3min"},
    {"10s sprint", "10s @RPE 10"},
    {"6x10s sprint", "6x10s @RPE 10"},
    {"drills 2x20m", "2x20m drills"},
    {"A skip", "A-skip"},
    {"karaoke 2x20m", "2x20m carioca"},
    {"-5km easy", "5km easy"},
    {"r60s r90s", "r60s, r90s"},
};

// A pace belongs to what it stands behind, and is written as its runner wrote it, or to tenths.
static const kit_form paces[] = {
    {"1km fast 1km easy @5:00/km", "1000m @5k, 1000m @5:00 \"easy\""},
    {"1km fast 1km easy 5:00/km", "1000m @5k, 1000m @5:00 \"easy\""},
    {"1km fast 1km easy in 5:00", "1000m @5k, 1000m @5:00 \"easy\""},
    {"1km easy 1km fast @3:30/km", "1000m easy, 1000m @3:30"},
    {"1km fast @3:20/km 1km easy", "1000m @3:20, r1000m jog"},
    {"6x400 @mile r400 jog @easy", "6x400m @mile r400m jog"},
    {"6x400 r200 @80", "6x400m @80 r200m"},
    {"6x400 90s rest @80", "6x400m @80 r90s stand"},
    {"10km @18.1km/h", "10km @3:18.9/km"},
    {"12km in 39:46", "12km @3:18.8/km"},
    {"10km @79.5/400", "10km @79.5/400"},
    {"400 @18.1km/h", "400m @3:18.9/km"},
    {"400 @3:41/km", "400m @88.4"},
    {"10km @3:18.839/km", "10km @3:18.839/km"},
    {"2mi in 10:40", "2mi @5:20/mi"},
    {"4x3km @10:00>9:50 r2min",
     "3km @3:20/km, r2min, 3km @3:18.9/km, r2min, 3km @3:17.8/km, r2min, 3km @3:16.7/km"},
};

static void paces_as_written(void **state) {
    (void)state;
    kit_forms(paces, sizeof paces / sizeof paces[0]);
}

// Behind a bracket r is the rest between the reps inside, R that between the passes.
static const kit_form sets[] = {
    {"3x(300 @48, 200 @31, 100 @15) r60 R5min", "3x(300m @48, r60s, 200m @31, r60s, 100m @15) R5min"},
    {"3x(300 @48, 200 @31, 100 @15) R5min r60", "3x(300m @48, r60s, 200m @31, r60s, 100m @15) R5min"},
    {"(300 @48, 200 @31) x 3 r60 R5min", "3x(300m @48, r60s, 200m @31) R5min"},
    {"3x(300 @48, r30s, 200 @31, 100 @15) r60 R5min", "3x(300m @48, r30s, 200m @31, r60s, 100m @15) R5min"},
    {"2x3x(400 @mile, 200 @800) r60 R3min", "2x(3x(400m @mile, r60s, 200m @800) R60s) R3min"},
    {"(400 @mile, 200 @800) r60 R3min", "400m @mile, r60s, 200m @800, r3min"},
    {"2x(4x200 @36) r60 R4min", "2x(4x200m @36 r60s) R4min"},
    {"2x(4x200 @36 r60) R4min", "2x(4x200m @36 r60s) R4min"},
    {"2x(4x200 @36, 400 @80) r60 R4min", "2x(4x200m @36 r60s, r60s, 400m @80) R4min"},
    {"3x(squat 5, lunge 8) r30s R2min", "3x(squat 5, r30s, lunge 8) R2min"},
    {"5x(800 @threshold + 400 @mile) r60 R3min", "5x(800m @threshold, r60s, 400m @mile) R3min"},
    // r alone is taken after every rep, the last of a pass too
    {"3x(300 @48, 200 @31, 100 @15) r60", "3x(300m @48, r60s, 200m @31, r60s, 100m @15) R60s"},
    {"2x(4x200 @36) r60", "2x(4x200m @36 r60s) R60s"},
    {"3x(400 @800) r60", "3x400m @800 r60s"},
    // and in a set within the set
    {"3x(2x(300,200)) r60", "3x(2x(300m @mile, r60s, 200m @mile) R60s) R60s"},
    {"3x(2x(300 @48, 200 @31)) r60 R5min", "3x(2x(300m @48, r60s, 200m @31) R60s) R5min"},
    {"2x(3x(2x(200 @31, 100 @15))) r30s", "2x(3x(2x(200m @31, r30s, 100m @15) R30s) R30s) R30s"},
    {"2x(3x(300 @48, 2x(200 @31, 100 @15))) r60",
     "2x(3x(300m @48, r60s, 2x(200m @31, r60s, 100m @15) R60s) R60s) R60s"},
    {"3x(2x(300 @48, r30s, 200 @31)) r60", "3x(2x(300m @48, r30s, 200m @31) R60s) R60s"},
    {"3x(2x(300 @48 + 200 @31)) r60", "3x(2x(300m @48, 200m @31) R60s) R60s"},
    {"3x(2x(300 @48, 200 @31) R2min) r60", "3x(2x(300m @48, 200m @31) R2min) R60s"},
    {"3x(2x(200 easy, 300 @48)) r60", "3x(2x(200m easy, 300m @48)) R60s"},
    // but between the passes alone where the inside leaves no room for it
    {"2x(4x200 @36 r60) r4min", "2x(4x200m @36 r60s) R4min"},
    {"3x(300 @48 r60, 200 @31) r5min", "3x(300m @48, r60s, 200m @31) R5min"},
    {"5x(800 @threshold + 400 @mile) r2min", "5x(800m @threshold, 400m @mile) R2min"},
    {"4x(200 @800, 200 easy) r2min", "4x(200m @800, 200m easy) R2min"},
    {"3x(squat 5, lunge 8) r2min", "3x(squat 5, lunge 8) R2min"},
    {"3x(300 @48, 200 @31, 100 @15) R5min", "3x(300m @48, 200m @31, 100m @15) R5min"},
};

static void rests_behind_brackets(void **state) {
    (void)state;
    kit_forms(sets, sizeof sets / sizeof sets[0]);
}

// One rest for a row of reps, and what comes with a run.
static const kit_form rows[] = {
    {"1600, 1200, 800, 400 w/ 3:00 rest",
     "1600m @5k, r3min stand, 1200m @5k, r3min stand, 800m @5k, r3min stand, 400m @mile"},
    {"600, 400, 200, 90s rest, 2km easy",
     "600m @5k, r90s stand, 400m @mile, r90s stand, 200m @mile, 2km easy"},
    {"600, 400, 200 r60s", "600m @5k, r60s, 400m @mile, r60s, 200m @mile"},
    {"2km easy, 4x400, 4x200 with 60s rest",
     "2km easy, 4x400m @mile r60s stand, r60s stand, 4x200m @mile r60s stand"},
    {"3x1600, 1200 w/ 400 jog", "3x1600m @5k r400m jog, r400m jog, 1200m @5k"},
    {"4x400, 4x200, 60s rest", "4x400m @mile r60s stand, r60s stand, 4x200m @mile r60s stand"},
    {"4x400, 4x200 r60s", "4x400m @mile, 4x200m @mile r60s"},
    {"600 + 400 + 200 r60s", "600m @5k, 400m @mile, 200m @mile, then r60s"},
    {"400, 400, then r60s", "400m @mile, 400m @mile, then r60s"},
    {"400, 400, r60s, 200", "400m @mile, 400m @mile, then r60s, 200m @mile"},
    {"1600, 3min rest, 1200, 3min rest, 800", "1600m @5k, r3min stand, 1200m @5k, r3min stand, 800m @5k"},
    {"3x(600, 400, 200 r60s) R5min", "3x(600m @5k, 400m @mile, 200m @mile, r60s) R5min"},
    {"8 mi w/ 6x100 strides", "8mi, 6x100m strides"},
    {"8 miles with 6 strides", "8mi, 6x strides"},
    {"30min easy with hill sprints", "30min easy, hill sprint"},
    {"2x(4x400 r60s) with 4x100 strides", "2x(4x400m @mile r60s), 4x100m strides"},
    {"6x400 w 90s rest", "6x400m @mile r90s stand"},
    {"8x400 w 90 jog", "8x400m @mile r90s jog"},
    {"4x10s hill sprints walk back", "4x10s hill sprint r40s walk"},
    {"10min jog, 6x400 @72, 10min jog", "10min easy, 6x400m @72, 10min easy"},
    {"2 mi jog, 5min tempo", "2mi easy, 5min @threshold"},
    {"6x400 @72, r10min jog, 4x200", "6x400m @72, r10min jog, 4x200m @mile"},
    {"10min w/u, 3x400 w/ 1min rest, 10min w/d",
     "10min easy warm-up, 3x400m @mile r60s stand, 10min easy cool-down"},
};

static void rows_of_reps(void **state) {
    (void)state;
    kit_forms(rows, sizeof rows / sizeof rows[0]);
}

// A coach's whiteboard: words and figures together, and reps whose pace goes without saying.
static const kit_form whiteboard[] = {
    {"40min easy @150bpm", "40min @150bpm \"easy\""},
    {"40min @150bpm easy", "40min @150bpm \"easy\""},
    {"20min tempo RPE 6", "20min @RPE 6 \"threshold\""},
    {"8x200 R, 200 jog", "8x200m @rep r200m jog"},
    {"4x400 in 80-78-76-74 r60", "400m @80, r60s, 400m @78, r60s, 400m @76, r60s, 400m @74"},
    {"long run 75min last 15 min steady", "60min long, 15min @marathon"},
    {"16km long with last 4km @threshold", "12km long, 4km @threshold"},
    {"30min easy last 5min fast", "25min easy, 5min @5k"},
    {"50min easy with last 10min fast", "40min easy, 10min @RPE 8"},
    // a ladder ends where what follows is told in another way, or is easy
    {"ladder 200, 400, 600, 10min easy", "200m @mile, 400m @mile, 600m @5k, 10min easy"},
    {"ladder 200, 400, 600, 2km easy", "200m @mile, 400m @mile, 600m @5k, 2km easy"},
    {"ladder 200-400-600 @mile, 10min easy", "200m @mile, 400m @mile, 600m @mile, 10min easy"},
    {"ladder 1, 2, 3, 2, 1min @5k", "60s @5k, 2min @5k, 3min @5k, 2min @5k, 60s @5k"},
    {"200-400-1km @5k r60", "200m @5k, r60s, 400m @5k, r60s, 1000m @5k"},
    {"ladder 200, 400, 1km @5k", "200m @5k, 400m @5k, 1000m @5k"},
    {"ladder 200,400,200 @mile r200j", "200m @mile, r200m jog, 400m @mile, r200m jog, 200m @mile"},
    {"600-400-200 cut-down", "600m @5k cut-down, 400m @mile cut-down, 200m @mile cut-down"},
    {"4x(200 fast 200 easy)", "4x200m @mile r200m jog"},
    {"10min easy 5min hard", "10min easy, 5min @RPE 8"},
    {"20min fast", "20min @RPE 8"},
    {"600+400+200", "600m @5k, 400m @mile, 200m @mile"},
    {"3x(300, 200, 100) r60 R5min", "3x(300m @mile, r60s, 200m @mile, r60s, 100m @mile) R5min"},
    {"fartlek 10x1min on 1min off", "10x60s @5k fartlek r60s jog"},
    {"6x400 r90s", "6x400m @mile r90s"},
    {"10x15s r45s", "10x15s @mile r45s"},
    {"5x1km r2min", "5x1000m @5k r2min"},
    // What is no rep stays open
    {"8x(2min run, 1min walk)", "8x2min r60s walk"},
    {"3x2km r2min", "3x2km r2min"},
    {"10min easy, 400", "10min easy, 400m"},
    {"8km", "8km"},
    {"30min progression", "30min progression"},
};

static void as_on_a_whiteboard(void **state) {
    (void)state;
    kit_forms(whiteboard, sizeof whiteboard / sizeof whiteboard[0]);
}

static void forms_of_other_hands(void **state) {
    (void)state;
    kit_forms(forms, sizeof forms / sizeof forms[0]);
}

// All on line 1; what is said and what is advised, to the letter.
static const kit_slip slips[] = {
    {"1km on, 1km off x 4", MILER_ERR_PARSE, 1, 9, "a rest that is repeated alone",
     "brackets say what is repeated: 4x(1km @threshold, r1km)"},
    {"5x8m@330r3m@100L", MILER_ERR_PARSE, 1, 13, "'100' is a second pace",
     "one pace a step; a cut-down is written @76>70"},
    {"5x8m@330W r3m", MILER_ERR_PARSE, 1, 6, "'330W' is power, which is not steered by here",
     "name a pace, an effort or a heart rate instead"},
    {"200 x 6", MILER_ERR_PARSE, 1, 1, "200 times 6 of what?", "the count stands first: 6x200"},
    {"20-25min easy", MILER_ERR_PARSE, 1, 1, "'20-25min easy' could be a range or two steps",
     "choose one length; a ladder has a rest: 400-200 r60s"},
    {"squat 3x8-10", MILER_ERR_PARSE, 1, 9, "'8-10' could be a range or two steps", "choose one number: 3x8"},
    {"@95% 4x400", MILER_ERR_PARSE, 1, 2, "'95%' is a load",
     "for running name a race, a zone, RPE or beats: @5k, @threshold, @150-160bpm"},
    {"5 miles @8:00", MILER_ERR_RANGE, 1, 10, "8046.72 m in 480 s is faster than anyone has run",
     "@8:00/mi is a pace for each mile"},
    {"800-400 @mile", MILER_ERR_PARSE, 1, 1, "'800-400 @mile' could be a range or two steps",
     "choose one length; a ladder has a rest: 400-200 r60s"},
    {"400x6", MILER_ERR_RANGE, 1, 1, "'400' times",
     "repeats go from 1 to 200, and the count stands first: 6x400"},
    {"6x400 @mile r400 @5k", MILER_ERR_PARSE, 1, 19, "'5k' is a second pace",
     "one pace a step; a cut-down is written @76>70"},
    {"3x(300 r60, 200) r60 R5min", MILER_ERR_PARSE, 1, 17,
     "all reps in the brackets have their rests already",
     "R alone is the rest between the passes: 3x(300 r60s, 200) R5min"},
    {"16x400 in 80-78-76-74", MILER_ERR_PARSE, 1, 11, "4 paces for 16 reps",
     "in turn: 4x(400 @80, 400 @78, ...), in blocks: 4x400 @80, ..., evenly down: @80>74"},
    {"progression 30min easy to threshold", MILER_ERR_PARSE, 1, 24, "a run from one pace to another",
     "write the parts, each with its pace: 10min easy, 10min @marathon, 10min @threshold"},
    {"20min @10k to 5k", MILER_ERR_PARSE, 1, 12, "a run from one pace to another",
     "write the parts, each with its pace: 10min easy, 10min @marathon, 10min @threshold"},
    {"6x200 jog back to start", MILER_ERR_PARSE, 1, 16, "'to' is followed by no pace",
     "leave it out, or put the words in quotes as a note: 6x200 jog back \"to the start\""},
    {"16km long, last 4km @marathon", MILER_ERR_PARSE, 1, 12,
     "'last' wants a length before it and one behind",
     "without a comma before it: 75min long last 15min steady"},
    {"10km last 20km steady", MILER_ERR_PARSE, 1, 11, "'last 20km steady' is no part of the run",
     "write the two parts: 60min long, 15min @marathon"},
    {"40min easy @threshold", MILER_ERR_PARSE, 1, 13, "'threshold' is a second pace",
     "one pace a step; a cut-down is written @76>70"},
    {"8x200 r, 200 jog", MILER_ERR_PARSE, 1, 7, "a rest without a length",
     "say how long or how far: r60s, r200m"},
    {"tresholdd 20min", MILER_ERR_PARSE, 1, 1, "'tresholdd' is not a word of the language",
     "did you mean 'threshold'?"},
    {"6x400 @milee", MILER_ERR_PARSE, 1, 8, "'milee' is not a word of the language", "did you mean 'mile'?"},
    {"intervall 5x1000", MILER_ERR_PARSE, 1, 1, "'intervall' is not a word of the language",
     "did you mean 'interval'?"},
    {"10 easy", MILER_ERR_PARSE, 1, 1, "10 of what?", "write 10min, 10s or, from 50 on, metres"},
    {"30-40min easy", MILER_ERR_PARSE, 1, 1, "'30-40min easy' could be a range or two steps",
     "choose one length; a ladder has a rest: 400-200 r60s"},
    {"run 5", MILER_ERR_PARSE, 1, 5, "5 of what?", "write 5min, 5s or, from 50 on, metres"},
    {"5k easy 4:30", MILER_ERR_PARSE, 1, 9, "'4:30' is a second length",
     "put a comma between two steps, @ before a pace, r before a rest"},
    {"6x400 mile pace 90 seconds", MILER_ERR_PARSE, 1, 17, "'90 seconds' is a second length",
     "put a comma between two steps, @ before a pace, r before a rest"},
    {"1km 1km easy @5:00/km", MILER_ERR_PARSE, 1, 5, "'1km easy @5:00/km' is a second length",
     "put a comma between two steps, @ before a pace, r before a rest"},
    {"6x400 200m jog @80", MILER_ERR_PARSE, 1, 7, "'200m jog @80' is a second length",
     "put a comma between two steps, @ before a pace, r before a rest"},
    {"6x400 r200m jog @80", MILER_ERR_PARSE, 1, 17, "'@80' could be the pace of the reps or of the jog",
     "the pace of the reps stands before the rest: 6x400 @mile r400m jog; a jog has none"},
    {"6x400 @1:72", MILER_ERR_RANGE, 1, 8, "'1:72' is not a time", "after a colon, two digits below 60"},
    {"6x400@5:20", MILER_ERR_RANGE, 1, 7, "400 m in 320 s is no running",
     "@5:20/km is a pace for each kilometre, /mi for each mile"},
    {"8x200 @mile - 2", MILER_ERR_PARSE, 1, 13, "'- 2' cannot be read",
     "seconds a lap stand right behind a race: @mile-2s"},
    {"long run", MILER_ERR_PARSE, 1, 1, "'long run' has no length",
     "say how far or how long: 8km, 40min, 6x400"},
    {"tempo", MILER_ERR_PARSE, 1, 1, "'tempo' has no length", "say how far or how long: 8km, 40min, 6x400"},
    {"squatt 3x6", MILER_ERR_PARSE, 1, 1, "'squatt' is not a word of the language", "did you mean 'squat'?"},
    {"rest 2 days", MILER_ERR_PARSE, 1, 8, "'days' is not a word of the language",
     "put it in quotes as a note, or write exercise \"days\" for one of your own"},
    {"six 400s", MILER_ERR_PARSE, 1, 1, "'six' is not a word of the language",
     "put it in quotes as a note, or write exercise \"six\" for one of your own"},
    {"fartlek", MILER_ERR_PARSE, 1, 1, "'fartlek' has no length",
     "say how far or how long: 8km, 40min, 6x400"},
    {"mile repeats 4x @threshold", MILER_ERR_PARSE, 1, 14, "'4x @threshold' is a second length",
     "put a comma between two steps, @ before a pace, r before a rest"},
    {"2x(4x200 @800 r30s R3'", MILER_ERR_PARSE, 1, 3, "a bracket is opened and not closed",
     "close it with )"},
    {"10min easy)", MILER_ERR_PARSE, 1, 11, "a bracket is closed and was never opened",
     "remove it, or open one with ( before"},
    {"6x400 @ 1.25", MILER_ERR_RANGE, 1, 9, "400 m in 1.25 s is faster than anyone has run",
     "minutes and seconds have a colon between them: 1:25"},
    {"6x400 @85 r", MILER_ERR_PARSE, 1, 11, "a rest without a length",
     "say how long or how far: r60s, r200m"},
    {"bike", MILER_ERR_PARSE, 1, 1, "'bike' has no length", "say how far or how long: 8km, 40min, 6x400"},
    {"10min easy @@mile", MILER_ERR_PARSE, 1, 13, "'@mile' is not a pace or effort",
     "write @72, @3:40/km, @mile-2s, @threshold, @RPE 7 or @150-160bpm"},
    {"6x400 @mile r60s, repeat", MILER_ERR_PARSE, 1, 19, "'repeat' has no length",
     "say how far or how long: 8km, 40min, 6x400"},
    {"30min easy on grass", MILER_ERR_PARSE, 1, 15, "'grass' is not a word of the language",
     "put it in quotes as a note, or write exercise \"grass\" for one of your own"},
    {"400 @mile @goal", MILER_ERR_PARSE, 1, 12, "'goal' is a second pace",
     "one pace a step; a cut-down is written @76>70"},
    {"3x3x3x3x400", MILER_ERR_LIMIT, 1, 7, "more than 3 repeats in a row",
     "use brackets: 2 x (3 x (4 x 400))"},
    {"6x400 @100%", MILER_ERR_PARSE, 1, 8, "'100%' is a load",
     "for running name a race, a zone, RPE or beats: @5k, @threshold, @150-160bpm"},
    {"warmup", MILER_ERR_PARSE, 1, 1, "'warmup' has no length", "say how far or how long: 8km, 40min, 6x400"},
    {"squat 3x6 @600kg", MILER_ERR_RANGE, 1, 12, "'600kg' is no weight", "weights go from 0.5 to 500 kg"},
    {"20min @20% threshold", MILER_ERR_RANGE, 1, 8, "'20% threshold' is out of reach",
     "of a pace, from 40% to 160%"},
    {"20min @160-190% HR", MILER_ERR_RANGE, 1, 8, "'160-190% HR' is out of reach",
     "of the highest heart rate, from 40% to 100%"},
    {"3x(400 @mile) x 2 x 3", MILER_ERR_PARSE, 1, 15, "'x 2' is a second count",
     "one count: 6x400, or brackets: 2x(6x400)"},
    {"6x400 x 4", MILER_ERR_RANGE, 1, 3, "'400' times",
     "repeats go from 1 to 200, and the count stands first: 6x400"},
    {"6x400 @mile r60s (90s)", MILER_ERR_PARSE, 1, 17, "two recoveries for the same reps",
     "r is the rest between reps, R the rest between sets, one of each; a time to run is written @3:40"},
    {"20min @330W", MILER_ERR_PARSE, 1, 8, "'330W' is power, which is not steered by here",
     "name a pace, an effort or a heart rate instead"},
    {"2x", MILER_ERR_PARSE, 1, 1, "a count without anything to repeat", "3 x 400, or 3 x ( ... )"},
    {"4x200 @mil", MILER_ERR_PARSE, 1, 8, "'mil' is not a word of the language", "did you mean 'mile'?"},
    {"plnak 3x45s", MILER_ERR_PARSE, 1, 1, "'plnak' is not a word of the language", "did you mean 'plank'?"},
    {"high nees 2x20m", MILER_ERR_PARSE, 1, 1, "'high nees' is not a word of the language",
     "did you mean 'high knees'?"},
    {"romanian deadlfit 3x8", MILER_ERR_PARSE, 1, 1, "'romanian deadlfit' is not a word of the language",
     "did you mean 'Romanian deadlift'?"},
    {"6x400 @thershold r60s", MILER_ERR_PARSE, 1, 8, "'thershold' is not a word of the language",
     "did you mean 'threshold'?"},
    {"5km esay", MILER_ERR_PARSE, 1, 5, "'esay' is not a word of the language", "did you mean 'easy'?"},
    {"strdies 4", MILER_ERR_PARSE, 1, 1, "'strdies' is not a word of the language",
     "did you mean 'strides'?"},
    {"tme trial 1200", MILER_ERR_PARSE, 1, 1, "'tme trial' is not a word of the language",
     "did you mean 'time trial'?"},
    {"6x400 @mile rest", MILER_ERR_PARSE, 1, 13, "a rest without a length",
     "say how long or how far: r60s, r200m"},
    {"6x400 @vo2mx", MILER_ERR_PARSE, 1, 8, "'vo2mx' is not a word of the language",
     "did you mean 'vo2max'?"},
    {"elipticall 40min", MILER_ERR_PARSE, 1, 1, "'elipticall' is not a word of the language",
     "did you mean 'elliptical'?"},
    {"hill sprnt 6x10s", MILER_ERR_PARSE, 1, 6, "'sprnt' is not a word of the language",
     "did you mean 'sprint'?"},
    {"foam roling", MILER_ERR_PARSE, 1, 1, "'foam roling' is not a word of the language",
     "did you mean 'foam rolling'?"},
    {"6x400 @mile, rr60s", MILER_ERR_PARSE, 1, 14, "'rr' is not a word of the language",
     "put it in quotes as a note, or write exercise \"rr\" for one of your own"},
    {"6x400 @mile r6os", MILER_ERR_PARSE, 1, 15, "'os' is not a word of the language",
     "put it in quotes as a note, or write exercise \"os\" for one of your own"},
};

static void slips_of_the_hand(void **state) {
    (void)state;
    kit_slips(slips, sizeof slips / sizeof slips[0], true);
    assert_true(sizeof slips / sizeof slips[0] >= 60);
}

// A user's own drill and exercise by their bare names; the normal form reads anywhere.
static void own_names(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    miler_catalogue mine = {0};
    const char *lift =
        "name\taliases\tkind\tcontacts\tdose\tmuscles\tequipment\tneeds\thow\tfault\teasier\tharder\n"
        "nordic curl\tcurl\tstrength\t0\t3x5 r2min\thamstrings\tpartner\t\tKneel, lower.\tHips bent.\t\t\n";
    assert_int_equal(miler_catalogue_load(&mine, MILER_FILE_EXERCISES, lift, strlen(lift), arena, NULL),
                     MILER_OK);
    miler_workout workout;
    miler_buf text;
    miler_buf_init(&text, NULL, 1024);
    assert_int_equal(miler_workout_parse("nordic curls 3x6 @RPE 8", arena, &workout, NULL), MILER_ERR_PARSE);
    assert_int_equal(
        miler_workout_parse_with("nordic curls 3x6 @RPE 8, curl 5, squat 5", &mine, arena, &workout, NULL),
        MILER_OK);
    miler_workout_print(&workout, &text);
    assert_string_equal(miler_buf_text(&text),
                        "exercise \"nordic curl\" 3x6 @RPE 8, exercise \"nordic curl\" 5, squat 5");
    assert_int_equal(miler_workout_parse(miler_buf_text(&text), arena, &workout, NULL), MILER_OK);
    miler_buf_deinit(&text);
    miler_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(paces_as_written),
                                       cmocka_unit_test(rests_behind_brackets),
                                       cmocka_unit_test(rows_of_reps),
                                       cmocka_unit_test(as_on_a_whiteboard),
                                       cmocka_unit_test(forms_of_other_hands),
                                       cmocka_unit_test(slips_of_the_hand),
                                       cmocka_unit_test(own_names)};
    return cmocka_run_group_tests_name("workout forms", tests, NULL, NULL);
}
