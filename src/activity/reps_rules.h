// SPDX-License-Identifier: MIT
// What the judge of reps goes by (reps_judge.c): every threshold with its unit and
// why it is there. The estimates were set on simulated sessions and, where the two
// disagreed, on the real files (docs/reps.md). _LN are log ratios of speeds on the
// flat: 0.11 is 12 % faster, 0.21 23 %, 0.45 57 %.
#ifndef REPS_RULES_H
#define REPS_RULES_H

// ---- One stretch: clear of its neighbours
#define CLEAR_LN 0.11      // over the faster neighbour; less is a hill or a friend [engineering estimate]
#define CLEAR_FEW_LN 0.21  // ... one or two alone: nothing else speaks for them [engineering estimate]
#define CLEAR_ODD_LN 0.22  // ... no two alike: contrast must say it all [engineering estimate]
#define CLEAR_SURE_LN 0.45 // ... needs no company: a jog against a sprint [engineering estimate]
#define OVER_EASY 1.05     // times the runner's own easy speed: at it, it is no rep [engineering estimate]
#define STEEP_EDGES 0.6    // share of edges that are steps; slopes are terrain [engineering estimate]
#define LEAST_S 6.0        // hill sprints start at 8 s, and edges err by 1 s each [engineering estimate]
#define LEAST_SAMPLES 0.9  // intervals: a rep between two samples is not seen [engineering estimate]
#define LONELY_S 45.0      // shorter and alone is a street crossed [engineering estimate]

// ---- No legs run so: GPS jumped. World bests of men, standing start
#define LEGS_SHORT_MPS 10.5 // 100 m in 9.58 s is 10.44 [World Athletics, Bolt 2009]
#define LEGS_LONG_MPS 8.3   // 600 m in 1:12.81 is 8.24 [world best, Gray 1986], 800 m in 1:40.91 7.93
#define LEGS_LONG_M 600.0   // from here on the second holds [engineering estimate]

// ---- Two stretches: alike, or company at least
#define ALIKE 0.06          // share of metres or seconds; lap keys and edges differ so [engineering estimate]
#define ALIKE_STRIDE 0.3    // ... of strides and sprints, which nobody measures [engineering estimate]
#define COMPANY 0.55        // share by which company may differ: a ladder's next rung [engineering estimate]
#define ONE_LEVEL_LN 0.2    // mile speed and 5 km speed lie nearer than this [engineering estimate]
#define NEAR 4              // reps on each side that are looked at: a set of a ladder [engineering estimate]
#define COMPANIONS 1        // one other like it ... [engineering estimate]
#define COMPANIONS_STRIDE 2 // ... strides come in threes at least [engineering estimate]
#define GROUP_MAX 40     // reps on each side that can be of one group; bounds the cost [engineering estimate]
#define GROUP_OTHERS 2   // so many others like it make a group; two are chance [engineering estimate]
#define ROUND_M 200.0    // below it every distance is near a usual one [engineering estimate]
#define ROUND_SHARE 0.03 // of a usual distance: GPS over a rep ... [engineering estimate]
#define ROUND_EDGE_M 5.0 // ... and its two edges of half a second [engineering estimate]

// ---- Slower for a moment within a rep: a dip, no recovery
#define DIP_S 40.0     // recoveries between reps that dip by little are longer [engineering estimate]
#define DIP_DEPTH 0.45 // of the usual fall between reps [engineering estimate]
#define DIP_REPS 3.0 // times as long is the longer rep beside it, or it is a recovery [engineering estimate]
#define DIP_SHARE 0.15   // of the longer rep it is a dip however deep, ... [engineering estimate]
#define DIP_BRIEF_S 20.0 // ... when no longer than this: a gate, a hairpin [engineering estimate]

// ---- The odd one, like no other: in the rhythm of the rest, or well above it
#define RHYTHM 0.3                // of the usual recovery, to be in rhythm [engineering estimate]
#define RHYTHM_S 15.0             // ... or so many seconds: short ones vary [engineering estimate]
#define SLOWER_LN 0.12            // under the middle one, and unlike any: no rep [engineering estimate]
#define FASTER_LN (SLOWER_LN / 3) // over it: the last one, run out [engineering estimate]
#define LIKE_LEAST 3              // so many alike make what is odd an exception [engineering estimate]
#define LIKE_HALF 0.5             // ... of all that were kept [engineering estimate]
#define LONE_S 100.0              // a lone effort: 400 m and more [engineering estimate]
#define LONE_LEVEL 0.4            // of the way up from easy to the fast ones beside [engineering estimate]
#define LONE_BRIEF 4              // strides before a trial, no set of their own [engineering estimate]
#define FEW_S 60.0        // one or two reps last so long, so far from both ends [engineering estimate]
#define EASY_LEAST_S 60.0 // easy running there must be, to say what is above it [engineering estimate]

// ---- All together
#define ALIKE_MOST 0.6      // of all are like another: a session by plan [engineering estimate]
#define CLEAR_HALF 0.5      // of all are clear as odd ones must be ... [engineering estimate]
#define EVEN_COUNT 5        // ... or so many, ... [engineering estimate]
#define EVEN_GROUP 0.8      // ... nearly all in groups: evenness speaks instead [engineering estimate]
#define ODD_COUNT 4         // each another: fewer are chance ... [engineering estimate]
#define ODD_CLEAR 0.75      // ... of them this clear ... [engineering estimate]
#define ODD_MAX_S 600.0     // ... none longer: that is a tempo run ... [engineering estimate]
#define ODD_SHARE 0.5       // ... not most of the session ... [engineering estimate]
#define ODD_RUNNING 0.6     // ... which was running, no game with a ball [engineering estimate]
#define EVEN 0.25           // of the usual recovery, of those of sprints [engineering estimate]
#define EVEN_SAMPLES 1.5    // ... or so many intervals: as sharp as it was recorded [engineering estimate]
#define EVEN_GAPS (2.0 / 3) // of the recoveries are so even, ... [engineering estimate]
#define EVEN_GAPS_LEAST 2   // ... two at least [engineering estimate]
#define SPRINT_GAP_S 300.0  // recoveries of sprints are no longer [engineering estimate]
#define SPRINT_REST 1.5     // ... and longer than the sprint: speed work rests [engineering estimate]

// ---- Stops between: a town's lights, a beginner's walking, or reps with standing rest
#define STOPS_MANY (1.0 / 3)  // of the recoveries are stops: judged as stops are [engineering estimate]
#define STOPS_ALIKE 0.8       // of all are alike, faster than easy [engineering estimate]
#define STOPS_GROUP 0.6       // ... or in groups [engineering estimate]
#define STOPS_ROUND 0.8       // ... or near a usual distance [engineering estimate]
#define STOP_OVER_LN 0.18     // over the easy running to count as faster: 20 % [engineering estimate]
#define STOP_EASY 0.25        // easy running there must be to tell, of the reps' time [engineering estimate]
#define STOP_SLOW_MPS 2.6     // slower is no rep, whatever is slower still: 6:25/km [engineering estimate]
#define STOP_FAST_MPS 3.0     // who stops to walk and runs slower does run and walk [engineering estimate]
#define LIGHTS_S 360.0        // so long without a stop is a way between lights [engineering estimate]
#define LIGHTS_STAND_S 90.0   // lights keep one no longer; long reps rest longer [engineering estimate]
#define LIGHTS_FAST 1.1       // times easy: faster is work [engineering estimate]
#define LIGHTS_EVEN 4         // pieces that prove something by evenness ... [engineering estimate]
#define LIGHTS_QUICK_MPS 3.6  // ... or fewer, this fast: 4:38/km [engineering estimate]
#define LIGHTS_LENGTH 0.012   // share by which their metres differ at most [engineering estimate]
#define LIGHTS_LEVEL_LN 0.025 // ... and their speeds [engineering estimate]

#endif
