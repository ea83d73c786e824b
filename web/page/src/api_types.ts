// SPDX-License-Identifier: MIT
// Made by web/page/types.mjs from docs/openapi.json; not to be changed by hand.

export interface Runs {
  total: number;
  distance_m: number;
  timer_s: number;
  total_distance_m: number;
  total_timer_s: number;
  runs: {
    id: number;
    date: string;
    start: string | null;
    sport: "unknown" | "running" | "walking" | "hiking" | "cycling" | "swimming" | "rowing" | "elliptical" | "strength" | "skiing" | "transition" | "other";
    sub_sport: string;
    name: string;
    device: string;
    format: "unknown" | "FIT" | "TCX" | "GPX";
    distance_m: number | null;
    distance_source: "none" | "gps" | "foot pod" | "treadmill" | "track";
    timer_s: number | null;
    moving_s: number | null;
    elapsed_s: number | null;
    avg_hr_bpm: number | null;
    max_hr_bpm: number | null;
    avg_cadence_spm: number | null;
    ascent_m: number | null;
    lap_count: number;
  }[];
}

export interface RunsId {
  id: number;
  date: string;
  start: string | null;
  sport: "unknown" | "running" | "walking" | "hiking" | "cycling" | "swimming" | "rowing" | "elliptical" | "strength" | "skiing" | "transition" | "other";
  sub_sport: string;
  name: string;
  device: string;
  format: "unknown" | "FIT" | "TCX" | "GPX";
  distance_m: number | null;
  distance_source: "none" | "gps" | "foot pod" | "treadmill" | "track";
  timer_s: number | null;
  moving_s: number | null;
  elapsed_s: number | null;
  avg_hr_bpm: number | null;
  max_hr_bpm: number | null;
  avg_cadence_spm: number | null;
  ascent_m: number | null;
  lap_count: number;
  sample_count: number;
  median_interval_s: number | null;
  gap_s: number;
  decoupling_percent: number | null;
  notes: string | null;
  load: {
    kind: "easy" | "long" | "threshold" | "intervals" | "trial" | "cross" | "strength";
    from: "pace" | "heart rate" | "effort" | "nothing";
    points: number | null;
    error: number | null;
    intensity: number | null;
    effort_rpe: number | null;
  };
  laps: {
    number: number;
    trigger: "unknown" | "manual" | "time" | "distance" | "position" | "workout" | "end";
    start_s: number | null;
    timer_s: number | null;
    elapsed_s: number | null;
    distance_m: number | null;
    avg_hr_bpm: number | null;
    avg_cadence_spm: number | null;
  }[];
  session: string;
  board: string;
  reps_from: "steps" | "laps" | "speed" | null;
  reps: {
    kind: "steady" | "warm_up" | "work" | "recovery" | "stride" | "hill" | "cool_down";
    motion: "run" | "jog" | "walk" | "stand";
    start_s: number;
    end_s: number;
    time_s: number;
    time_error_s: number | null;
    standing_s: number;
    distance_m: number | null;
    distance_error_m: number | null;
    on_track: boolean;
    nominal_m: number | null;
    nominal_sure: boolean | null;
    nominal_by: "length" | "step" | "plan" | "name" | "start" | "effort" | "units" | null;
    nominal_time_s: number | null;
    avg_hr_bpm: number | null;
    end_hr_bpm: number | null;
    avg_cadence_spm: number | null;
    set: number | null;
    lap_late: boolean;
    lap_missed: boolean;
    lap_twice: boolean;
  }[];
  track: {
    found: boolean;
    why_not: string | null;
    id: number | null;
    name: string | null;
    size: "standard 400 m" | "400 m of another shape" | "300 m" | "200 m" | "measured" | null;
    lane: number | null;
    lane_share: number | null;
    lap_m: number | null;
    lap_error_m: number | null;
    residual_m: number | null;
    perimeter_m: number | null;
    laps: number | null;
    lat_deg: number | null;
    lon_deg: number | null;
    clockwise: boolean | null;
    finish_known: boolean | null;
    spot_m: number | null;
    distance_m: number | null;
    distance_error_m: number | null;
    others: number;
    starts: {
      rep: number;
      start_s: number;
      point: "finish line" | "mile start" | "1500 m start" | "200 m start" | "100 m start" | null;
    }[];
    splits: {
      every_m: number;
      distance_m: number;
      from_m: number;
      start_s: number;
      time_s: number;
      error_s: number;
    }[];
  };
  match: {
    session: number;
    title: string;
    text: string;
    verdict: string;
    score: number;
    outcome: "done" | "cut_short" | "other";
    reps: {
      kind: "done" | "cut short" | "longer" | "faster" | "slower" | "missed" | "added";
      rep: number | null;
      number: number | null;
      what: "run" | "work" | "stride" | "hill";
      recovery: null[] | null;
      want_m: number | null;
      want_s: number | null;
      got_s: number | null;
      off_s: number | null;
    }[];
  } | null;
  edits: {
    id: number;
    kind: "split" | "join" | "move" | "name" | "distance" | "lap length" | "lane" | "length" | "effort" | "title" | "sport" | "type";
    at_s: number | null;
    to_s: number | null;
    value: number | null;
    text: string;
  }[];
  edited_laps: {
    start_s: number;
    end_s: number;
    timer_s: number;
    distance_m: number | null;
    track_m: number | null;
    avg_hr_bpm: number | null;
    told: boolean;
    name: string | null;
    by_hand: boolean;
  }[];
  proposed_distance_m: number | null;
  form: {
    why_not: string | null;
    speed_guessed: boolean;
    decoupling_percent: number | null;
    whole_reps: number;
    whole: {
      speed_mps: number | null;
      run_s: number;
      cadence_spm: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      ground_contact_ms: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      balance_left_percent: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      vertical_oscillation_mm: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      vertical_ratio_percent: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      step_length_mm: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
    };
    reps: {
      rep_index: number;
      start_s: number;
      end_s: number;
      start_hr_bpm: number | null;
      end_hr_bpm: number | null;
      hr_drop_60_bpm: number | null;
      speed_mps: number | null;
      run_s: number;
      cadence_spm: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      ground_contact_ms: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      balance_left_percent: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      vertical_oscillation_mm: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      vertical_ratio_percent: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
      step_length_mm: {
        mean: number | null;
        index: number | null;
        index_error: number | null;
        fade: number | null;
        fade_error: number | null;
        seen_s: number;
      };
    }[];
    zones_by_speed: {
      easy_s: number | null;
      steady_s: number | null;
      steady_from_mps: number | null;
      threshold_s: number | null;
      threshold_from_mps: number | null;
      vo2max_s: number | null;
      vo2max_from_mps: number | null;
      faster_s: number | null;
      faster_from_mps: number | null;
      steady_by_hand: boolean;
      threshold_by_hand: boolean;
      vo2max_by_hand: boolean;
      faster_by_hand: boolean;
    } | null;
    zones_by_heart_rate: {
      easy_s: number | null;
      steady_s: number | null;
      steady_from_bpm: number | null;
      threshold_s: number | null;
      threshold_from_bpm: number | null;
      vo2max_s: number | null;
      vo2max_from_bpm: number | null;
      faster_s: number | null;
      faster_from_bpm: number | null;
      steady_by_hand: boolean;
      threshold_by_hand: boolean;
      vo2max_by_hand: boolean;
      faster_by_hand: boolean;
    } | null;
    advice: {
      measure: string;
      fades: boolean;
      value: number | null;
      limit: number | null;
      says: string;
      but: string;
      drills: string;
      exercises: string;
      source: string;
    }[];
  };
  pauses: {
    start_s: number;
    end_s: number;
    automatic: boolean;
    inferred: boolean;
  }[];
  km_splits: {
    distance_m: number;
    time_s: number;
    start_s: number;
    avg_hr_bpm: number | null;
    avg_cadence_spm: number | null;
    ascent_m: number | null;
    descent_m: number | null;
  }[];
  mile_splits: {
    distance_m: number;
    time_s: number;
    start_s: number;
    avg_hr_bpm: number | null;
    avg_cadence_spm: number | null;
    ascent_m: number | null;
    descent_m: number | null;
  }[];
  bests: {
    distance_m: number;
    time_s: number;
    error_s: number;
    start_s: number;
    counts: boolean;
    flags: ("gap" | "impossible" | "gps jump" | "treadmill" | "paused" | "downhill" | "not running" | "sparse" | "on track")[];
  }[];
}

export interface RunsIdLike {
  session: string;
  key: string;
  runs: {
    id: number;
    date: string | null;
    rep_count: number;
    rep_m: number | null;
    mean_s: number | null;
    counts: string;
    nearly: boolean;
    board: string;
  }[];
}

export interface Edit {
  run: number;
  edits: {
    id: number;
    kind: "split" | "join" | "move" | "name" | "distance" | "lap length" | "lane" | "length" | "effort" | "title" | "sport" | "type";
    at_s: number | null;
    to_s: number | null;
    value: number | null;
    text: string;
  }[];
  edited_laps: {
    start_s: number;
    end_s: number;
    timer_s: number;
    distance_m: number | null;
    track_m: number | null;
    avg_hr_bpm: number | null;
    told: boolean;
    name: string | null;
    by_hand: boolean;
  }[];
}

export interface EditIdRemove {
  run_id: number;
  removed: boolean;
}

export interface TrackList {
  tracks: {
    id: number;
    name: string;
    size: "standard 400 m" | "400 m of another shape" | "300 m" | "200 m" | "measured";
    straight_m: number;
    radius_m: number;
    lat_deg: number;
    lon_deg: number;
    lane: number | null;
  }[];
}

export interface Bests {
  bests: {
    distance_m: number;
    time_s: number | null;
    date: string | null;
    source: "official" | "result" | "course" | "run" | null;
    run_id: number | null;
    measured: {
      distance_m: number;
      time_s: number;
      error_s: number;
      start_s: number;
      counts: boolean;
      flags: ("gap" | "impossible" | "gps jump" | "treadmill" | "paused" | "downhill" | "not running" | "sparse" | "on track")[];
      run_id: number;
      date: string;
      distance_source: "none" | "gps" | "foot pod" | "treadmill" | "track";
      doubted: string | null;
    } | null;
    course: {
      time_s: number;
      error_s: number;
      watch_m: number;
      run_id: number;
      date: string;
      doubted: string | null;
    } | null;
    result: {
      id: number;
      time_s: number;
      date: string;
      official: boolean;
      watch_m: number | null;
    } | null;
  }[];
}

export interface Fitness {
  date: string;
  mile_s: number;
  mile_low_s: number;
  mile_high_s: number;
  mile_able_low_s: number;
  mile_able_high_s: number;
  band_percent: number;
  estimates: {
    distance_m: number;
    time_s: number | null;
    low_s: number | null;
    high_s: number | null;
    able_low_s: number | null;
    able_high_s: number | null;
  }[];
  vdot: number;
  exponent: number;
  critical_speed_mps: number | null;
  dprime_m: number | null;
  threshold_mps: number;
  paces: {
    zone: "easy" | "long" | "marathon" | "threshold" | "cv" | "vo2max" | "mile" | "800" | "rep";
    fast_s_per_km: number | null;
    slow_s_per_km: number | null;
    target_s_per_km: number | null;
    by_hand: boolean;
    computed_fast_s_per_km: number | null;
    computed_slow_s_per_km: number | null;
    computed_target_s_per_km: number | null;
  }[];
  paces_beyond: boolean;
  models: {
    model: "VDOT" | "personal power law" | "critical speed" | "minimal power model" | "Cameron" | "Purdy";
    mile_s: number | null;
  }[];
  rests_on: {
    distance_m: number;
    time_s: number;
    date: string;
    age_days: number;
    kind: "official result" | "result" | "time trial" | "training best" | "easy running by heart rate" | "session of reps";
    mile_s: number;
    weight: number;
    source: string;
    distance_known: "measured" | "told" | "calibrated" | "guessed";
    error_s: number;
    warning: string | null;
    apart_percent: number | null;
    disagrees: boolean;
    moves_s: number | null;
    runs: number;
  }[];
  evidence_count: number;
  only_training: boolean;
  stale: boolean;
  lone_trial_percent: number | null;
  break: {
    days: number;
    slower_percent: number;
  };
  limits: {
    limiter: "speed" | "VO2max" | "threshold" | "endurance" | null;
    sides: {
      side: "speed" | "VO2max" | "threshold" | "endurance";
      known: boolean;
      distance_m: number;
      time_s: number;
      expected_s: number;
      behind_percent: number | null;
      sure_percent: number | null;
      one_percent_s: number;
      to_level_s: number | null;
      tells_m: number;
    }[];
  };
  carry_over: {
    gain_s: number;
    estimates: {
      distance_m: number;
      before_s: number;
      after_s: number;
    }[];
  };
  speed_reserve: {
    known: boolean;
    fast_mps: number;
    over_mile: number;
    over_critical: number | null;
  };
  threshold_hr: {
    low_bpm: number | null;
    high_bpm: number | null;
    source: "unknown" | "reserve" | "maximum" | "runs" | "told";
  };
  far_off: {
    distance_m: number | null;
    time_s: number | null;
    date: string | null;
    slower_percent: number | null;
    set_aside: boolean;
  };
  doubted: {
    count: number;
    distance_m: number | null;
    time_s: number | null;
    date: string | null;
    source: string | null;
    runs: {
      run_id: number;
      distance_m: number | null;
      time_s: number | null;
      session: string | null;
      date: string;
      source: string;
      reason: "unsupported" | "beyond" | "heart rate" | "ride" | "record" | "jump" | "guess";
      words: string;
    }[];
  };
  forecast: {
    plan_id: number | null;
    race_date: string | null;
    distance_m: number | null;
    likely_s: number | null;
    low_s: number | null;
    high_s: number | null;
  };
  weekly_km: number | null;
  longest_km: number | null;
  runs_a_week: number | null;
}

export interface FitnessProgress {
  date: string;
  interval: "week" | "month";
  band_percent: number;
  points: {
    date: string;
    mile_s: number | null;
    low_s: number | null;
    high_s: number | null;
    change_s: number | null;
    moved_by: {
      distance_m: number | null;
      time_s: number | null;
      date: string;
      kind: "official result" | "result" | "time trial" | "training best" | "easy running by heart rate" | "session of reps";
      runs: number | null;
    } | null;
    only_training: boolean;
    stale: boolean;
  }[];
  efforts: {
    distance_m: number;
    time_s: number;
    date: string;
    kind: "official result" | "result" | "time trial";
    mile_s: number | null;
  }[];
}

export interface FitnessBacktest {
  date: string;
  band_percent: number;
  judged: number;
  inside: number;
  far_off: number;
  mean_abs_percent: number | null;
  bias_percent: number | null;
  inside_percent: number | null;
  results: {
    distance_m: number;
    time_s: number;
    date: string;
    kind: "official result" | "result" | "time trial";
    said_s: number | null;
    low_s: number | null;
    high_s: number | null;
    error_percent: number | null;
    inside: boolean;
    far_off: boolean;
    only_training: boolean;
  }[];
}

export interface FitnessProof {
  date: string;
  plan_id: number;
  start_date: string;
  race_date: string;
  over: boolean;
  distance_m: number;
  likely_s: number;
  likely_low_s: number;
  likely_high_s: number;
  before: {
    date: string;
    mile_s: number | null;
    low_s: number | null;
    high_s: number | null;
    level: "below beginner" | "beginner" | "novice" | "intermediate" | "advanced" | "elite" | null;
    faster_than_percent: number | null;
    age_grade_percent: number | null;
    only_training: boolean;
  };
  after: {
    date: string;
    mile_s: number | null;
    low_s: number | null;
    high_s: number | null;
    level: "below beginner" | "beginner" | "novice" | "intermediate" | "advanced" | "elite" | null;
    faster_than_percent: number | null;
    age_grade_percent: number | null;
    only_training: boolean;
  };
  records: {
    distance_m: number;
    before_s: number | null;
    before_date: string | null;
    after_s: number;
    after_date: string;
  }[];
}

export interface Load {
  date: string;
  weeks: {
    first_date: string;
    days: number;
    sessions: number;
    runs: number;
    distance_m: number;
    time_s: number;
    load: number;
    load_error: number;
    monotony: number | null;
    strain: number | null;
    sessions_from: {
      pace: number;
      heart_rate: number;
      effort: number;
      nothing: number;
    };
    kinds: {
      kind: "easy" | "long" | "threshold" | "intervals" | "trial" | "cross" | "strength";
      sessions: number;
      time_s: number;
      load: number;
    }[];
    short_load: number;
    long_load: number;
    jump: "none" | "distance" | "load";
    jump_percent: number | null;
    jump_base_m: number | null;
    jump_base_load: number | null;
    text: string;
  }[];
  four_weeks: {
    first_date: string;
    days: number;
    sessions: number;
    runs: number;
    distance_m: number;
    time_s: number;
    load: number;
    load_error: number;
    monotony: number | null;
    strain: number | null;
    sessions_from: {
      pace: number;
      heart_rate: number;
      effort: number;
      nothing: number;
    };
    kinds: {
      kind: "easy" | "long" | "threshold" | "intervals" | "trial" | "cross" | "strength";
      sessions: number;
      time_s: number;
      load: number;
    }[];
  };
  four_weeks_before: {
    first_date: string;
    days: number;
    sessions: number;
    runs: number;
    distance_m: number;
    time_s: number;
    load: number;
    load_error: number;
    monotony: number | null;
    strain: number | null;
    sessions_from: {
      pace: number;
      heart_rate: number;
      effort: number;
      nothing: number;
    };
    kinds: {
      kind: "easy" | "long" | "threshold" | "intervals" | "trial" | "cross" | "strength";
      sessions: number;
      time_s: number;
      load: number;
    }[];
  };
  short_load: number;
  long_load: number;
  history_days: number;
  unread: number;
  threshold_mps: number | null;
  hr_max_bpm: number | null;
  hr_max_by_age: boolean;
  jump_rule: string;
}

export interface Level {
  time_s: number;
  sex: "m" | "f";
  age: number | null;
  level: "below beginner" | "beginner" | "novice" | "intermediate" | "advanced" | "elite";
  percentile: number;
  age_grade_percent: number | null;
  age_graded_s: number | null;
  age_grade_table: string;
  points: number | null;
  levels: {
    level: "beginner" | "novice" | "intermediate" | "advanced" | "elite";
    time_s: number;
  }[];
  next_level_s: number | null;
  world_record_s: number;
}

export interface ResultAdd {
  results: {
    id: number;
    distance_m: number;
    time_s: number;
    date: string;
    official: boolean;
    name: string;
    place: string;
    note: string;
    removed: boolean;
  }[];
}

export interface AthleteShow {
  name: string;
  sex: "m" | "f" | null;
  born: string | null;
  age: number | null;
  mass_kg: number | null;
  height_m: number | null;
  hr_max_bpm: number | null;
  hr_rest_bpm: number | null;
  hr_threshold_bpm: number | null;
  easy_slow_s_per_km: number | null;
  easy_fast_s_per_km: number | null;
  threshold_s_per_km: number | null;
  vo2max_s_per_km: number | null;
  paces_since: string | null;
  hr_zone_2_bpm: number | null;
  hr_zone_2_computed_bpm: number | null;
  hr_zone_3_bpm: number | null;
  hr_zone_3_computed_bpm: number | null;
  hr_zone_4_bpm: number | null;
  hr_zone_4_computed_bpm: number | null;
  hr_zone_5_bpm: number | null;
  hr_zone_5_computed_bpm: number | null;
  days: {
    day: "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
    minutes: number | null;
  }[];
  places: ("track" | "hill" | "gym" | "dumbbells" | "pool" | "bike" | "rower" | "elliptical" | "treadmill" | "treadmill only")[];
  health_answered: boolean;
  health_cleared: boolean;
  health_yes: string[];
  parent_consent: boolean;
  units: "km" | "mi";
  language: "en" | "de" | null;
}

export interface AthleteList {
  athletes: {
    id: number;
    current: boolean;
    name: string;
    sex: "m" | "f" | null;
    born: string | null;
    age: number | null;
    mass_kg: number | null;
    height_m: number | null;
    hr_max_bpm: number | null;
    hr_rest_bpm: number | null;
    hr_threshold_bpm: number | null;
    easy_slow_s_per_km: number | null;
    easy_fast_s_per_km: number | null;
    threshold_s_per_km: number | null;
    vo2max_s_per_km: number | null;
    paces_since: string | null;
    hr_zone_2_bpm: number | null;
    hr_zone_2_computed_bpm: number | null;
    hr_zone_3_bpm: number | null;
    hr_zone_3_computed_bpm: number | null;
    hr_zone_4_bpm: number | null;
    hr_zone_4_computed_bpm: number | null;
    hr_zone_5_bpm: number | null;
    hr_zone_5_computed_bpm: number | null;
    days: {
      day: "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
      minutes: number | null;
    }[];
    places: ("track" | "hill" | "gym" | "dumbbells" | "pool" | "bike" | "rower" | "elliptical" | "treadmill" | "treadmill only")[];
    health_answered: boolean;
    health_cleared: boolean;
    health_yes: string[];
    parent_consent: boolean;
    units: "km" | "mi";
  }[];
}

export interface PlanNew {
  plan_id: number | null;
  today: string;
  start_date: string;
  race_date: string;
  race_distance_m: number;
  level: "beginner" | "intermediate" | "advanced" | "elite";
  now_s: number;
  likely_s: number;
  likely_low_s: number;
  likely_high_s: number;
  race_low_s: number | null;
  race_high_s: number | null;
  goal_s: number;
  asked_s: number | null;
  goal_fits: boolean;
  held: boolean;
  race_time: string | null;
  from_log: {
    weekly_m: number | null;
    longest_m: number | null;
    runs_a_week: number | null;
    days_off: number | null;
    weekly_before_m: number | null;
    hard_running: {
      kind: "threshold" | "vo2max" | "fast";
      sessions: number;
      reps: number | null;
      rep_m: number | null;
      rep_s: number | null;
      rest_s: number | null;
    }[];
  } | null;
  notices: string[];
  shares: {
    easy_percent: number;
    threshold_percent: number;
    vo2max_percent: number;
    fast_percent: number;
  };
  half_marathon_shares: {
    easy_percent: number;
    threshold_percent: number;
    vo2max_percent: number;
    fast_percent: number;
  };
  race_week: {
    date: string;
    clock: string | null;
    from_gun_s: number | null;
    duration_s: number;
    session_id: number | null;
    rehearsal: boolean;
    what: string;
    why: string;
  }[];
  weeks: {
    number: number;
    first_date: string;
    phase: "base" | "introduce" | "build" | "specific" | "taper";
    light: boolean;
    purpose: string;
    target_m: number;
    distance_m: number;
    done_m: number | null;
    time_s: number;
    easy_s: number;
    threshold_s: number;
    vo2max_s: number;
    fast_s: number;
    load_points: number | null;
    sessions: {
      id: number;
      date: string;
      kind: "easy" | "long" | "speed" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo" | "race";
      status: "planned" | "done" | "moved" | "skipped";
      hard: boolean;
      title: string;
      text: string;
      why: string;
      why_day: string;
      why_much: string;
      why_pace: string;
      numbers: string;
      source: string;
      elsewhere: string;
      elsewhere_text: string;
      distance_m: number;
      time_s: number;
      easy_s: number;
      threshold_s: number;
      vo2max_s: number;
      fast_s: number;
      load_points: number | null;
      rehearsal: boolean;
      outcome: "done" | "cut_short" | "other" | "missed" | null;
      run: number | null;
      run_date: string | null;
      score: number | null;
      verdict: string | null;
      told: boolean;
      effort: number | null;
      note: string | null;
      steps: {
        depth: number;
        kind: "run" | "stride" | "hill" | "recovery" | "repeat" | "drills" | "exercise" | "cross" | "time_trial" | "rest";
        count: number;
        distance_m: number | null;
        time_s: number | null;
        reps: number | null;
        each_side: boolean;
        mode: "jog" | "walk" | "stand" | null;
        name: string | null;
        target: string;
        target_kind: "none" | "speed" | "race" | "zone" | "effort" | "heart_rate" | "load";
        zone: string | null;
        race_distance_m: number | null;
        offset_per_400_s: number | null;
        slow_mps: number | null;
        target_mps: number | null;
        fast_mps: number | null;
        low_bpm: number | null;
        high_bpm: number | null;
        effort_rpe: number | null;
        by_hand: boolean;
        load_percent: number | null;
      }[];
      lines: {
        indent: number;
        text: string;
      }[];
    }[];
  }[];
}

export interface PlanToday {
  date: string;
  week: number | null;
  phase: "base" | "introduce" | "build" | "specific" | "taper" | null;
  week_purpose: string | null;
  day: "run" | "cross" | "strength" | "rest" | "left_out" | "not_begun" | "over";
  last_run_date: string | null;
  days_without_run: number | null;
  held: boolean;
  next: {
    id: number;
    date: string;
    kind: "easy" | "long" | "speed" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "strength" | "plyo" | "race";
    title: string;
  } | null;
  sessions: {
    id: number;
    date: string;
    kind: "easy" | "long" | "speed" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo" | "race";
    status: "planned" | "done" | "moved" | "skipped";
    hard: boolean;
    title: string;
    text: string;
    why: string;
    why_day: string;
    why_much: string;
    why_pace: string;
    numbers: string;
    source: string;
    elsewhere: string;
    elsewhere_text: string;
    distance_m: number;
    time_s: number;
    easy_s: number;
    threshold_s: number;
    vo2max_s: number;
    fast_s: number;
    load_points: number | null;
    rehearsal: boolean;
    outcome: "done" | "cut_short" | "other" | "missed" | null;
    run: number | null;
    run_date: string | null;
    score: number | null;
    verdict: string | null;
    told: boolean;
    effort: number | null;
    note: string | null;
    steps: {
      depth: number;
      kind: "run" | "stride" | "hill" | "recovery" | "repeat" | "drills" | "exercise" | "cross" | "time_trial" | "rest";
      count: number;
      distance_m: number | null;
      time_s: number | null;
      reps: number | null;
      each_side: boolean;
      mode: "jog" | "walk" | "stand" | null;
      name: string | null;
      target: string;
      target_kind: "none" | "speed" | "race" | "zone" | "effort" | "heart_rate" | "load";
      zone: string | null;
      race_distance_m: number | null;
      offset_per_400_s: number | null;
      slow_mps: number | null;
      target_mps: number | null;
      fast_mps: number | null;
      low_bpm: number | null;
      high_bpm: number | null;
      effort_rpe: number | null;
      by_hand: boolean;
      load_percent: number | null;
    }[];
    lines: {
      indent: number;
      text: string;
    }[];
  }[];
  race_week: {
    date: string;
    clock: string | null;
    from_gun_s: number | null;
    duration_s: number;
    session_id: number | null;
    rehearsal: boolean;
    what: string;
    why: string;
  }[];
  sound: {
    file: string;
    bytes: number;
    samples_per_second: number;
    voice: string | null;
    length_s: number;
    start_s: number;
    peak_db: number;
    unsaid: number;
    merged_beeps: number;
    estimated_steps: number;
    sounds: {
      kind: "tick" | "start" | "beep" | "lap" | "bell" | "stop" | "finish" | "word";
      time_s: number;
      lasts_s: number;
      distance_m: number | null;
      text: string | null;
    }[];
  } | null;
}

export interface PlanWhy {
  date: string;
  week: number | null;
  phase: "base" | "introduce" | "build" | "specific" | "taper" | null;
  week_purpose: string | null;
  sessions: {
    id: number;
    date: string;
    kind: "easy" | "long" | "speed" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo" | "race";
    status: "planned" | "done" | "moved" | "skipped";
    hard: boolean;
    title: string;
    text: string;
    why: string;
    why_day: string;
    why_much: string;
    why_pace: string;
    numbers: string;
    source: string;
    elsewhere: string;
    elsewhere_text: string;
    distance_m: number;
    time_s: number;
    easy_s: number;
    threshold_s: number;
    vo2max_s: number;
    fast_s: number;
    load_points: number | null;
    rehearsal: boolean;
    outcome: "done" | "cut_short" | "other" | "missed" | null;
    run: number | null;
    run_date: string | null;
    score: number | null;
    verdict: string | null;
    told: boolean;
    effort: number | null;
    note: string | null;
    steps: {
      depth: number;
      kind: "run" | "stride" | "hill" | "recovery" | "repeat" | "drills" | "exercise" | "cross" | "time_trial" | "rest";
      count: number;
      distance_m: number | null;
      time_s: number | null;
      reps: number | null;
      each_side: boolean;
      mode: "jog" | "walk" | "stand" | null;
      name: string | null;
      target: string;
      target_kind: "none" | "speed" | "race" | "zone" | "effort" | "heart_rate" | "load";
      zone: string | null;
      race_distance_m: number | null;
      offset_per_400_s: number | null;
      slow_mps: number | null;
      target_mps: number | null;
      fast_mps: number | null;
      low_bpm: number | null;
      high_bpm: number | null;
      effort_rpe: number | null;
      by_hand: boolean;
      load_percent: number | null;
    }[];
    lines: {
      indent: number;
      text: string;
    }[];
  }[];
  race_week: {
    date: string;
    clock: string | null;
    from_gun_s: number | null;
    duration_s: number;
    session_id: number | null;
    rehearsal: boolean;
    what: string;
    why: string;
  }[];
}

export interface PlanCheck {
  keeps_every_rule: boolean;
  finding_count: number;
  findings: {
    rule: string;
    date: string | null;
    session_id: number | null;
    found: string;
    allowed: string;
    why: string;
  }[];
}

export interface PlanReplan {
  plan_id: number;
  what: string;
  when: string | null;
  version: number | null;
  dry_run: boolean;
  kept: boolean;
  undone: boolean;
  redone: boolean;
  no_runs: boolean;
  other_days: boolean;
  log_weekly_m: number | null;
  goal_was_s: number | null;
  goal_s: number | null;
  change_count: number;
  changes: {
    date: string | null;
    session_id: number | null;
    was: string;
    now: string;
    reason: string;
    rule: string;
    source: string;
  }[];
  notes: {
    id: number;
    kind: "sick" | "sore" | "tired" | "off";
    date: string;
    days: number | null;
    part: string | null;
    stands: boolean;
  }[];
  session: {
    id: number;
    date: string;
    kind: "easy" | "long" | "speed" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo" | "race";
    status: "planned" | "done" | "moved" | "skipped";
    hard: boolean;
    title: string;
    text: string;
    why: string;
    why_day: string;
    why_much: string;
    why_pace: string;
    numbers: string;
    source: string;
    elsewhere: string;
    elsewhere_text: string;
    distance_m: number;
    time_s: number;
    easy_s: number;
    threshold_s: number;
    vo2max_s: number;
    fast_s: number;
    load_points: number | null;
    rehearsal: boolean;
    outcome: "done" | "cut_short" | "other" | "missed" | null;
    run: number | null;
    run_date: string | null;
    score: number | null;
    verdict: string | null;
    told: boolean;
    effort: number | null;
    note: string | null;
    steps: {
      depth: number;
      kind: "run" | "stride" | "hill" | "recovery" | "repeat" | "drills" | "exercise" | "cross" | "time_trial" | "rest";
      count: number;
      distance_m: number | null;
      time_s: number | null;
      reps: number | null;
      each_side: boolean;
      mode: "jog" | "walk" | "stand" | null;
      name: string | null;
      target: string;
      target_kind: "none" | "speed" | "race" | "zone" | "effort" | "heart_rate" | "load";
      zone: string | null;
      race_distance_m: number | null;
      offset_per_400_s: number | null;
      slow_mps: number | null;
      target_mps: number | null;
      fast_mps: number | null;
      low_bpm: number | null;
      high_bpm: number | null;
      effort_rpe: number | null;
      by_hand: boolean;
      load_percent: number | null;
    }[];
    lines: {
      indent: number;
      text: string;
    }[];
  } | null;
  findings: {
    rule: string;
    date: string | null;
    session_id: number | null;
    found: string;
    allowed: string;
    why: string;
  }[];
}

export interface PlanNote {
  notes: {
    id: number;
    kind: "sick" | "sore" | "tired" | "off";
    date: string;
    days: number | null;
    part: string | null;
  }[];
  version: number | null;
  change_count: number;
  changes: {
    date: string | null;
    session_id: number | null;
    was: string;
    now: string;
    reason: string;
    rule: string;
    source: string;
  }[];
}

export interface PlanDone {
  session_id: number;
  outcome: "done" | "cut_short" | "other" | "missed" | null;
  run: number | null;
  run_date: string | null;
  score: number | null;
  verdict: string | null;
  told: boolean;
  effort: number | null;
  note: string | null;
}

export interface PlanList {
  plans: {
    id: number;
    active: boolean;
    title: string;
    race_date: string;
    made: string;
  }[];
}

export interface Push {
  folder: string;
  dry_run: boolean;
  from: string;
  until: string;
  sessions: {
    session: number;
    date: string;
    title: string;
    verdict: "exact" | "simplified" | "left_out";
    why: string;
    outcome: "new" | "replaced" | "same" | "left_out";
    file: string;
    bytes: number;
  }[];
  new: number;
  replaced: number;
  same: number;
  left_out: number;
  removed: number;
  others: number;
  verified: number;
  written_bytes: number;
  free_bytes: number;
}

export interface WorkoutList {
  workouts: {
    id: string;
    kind: "easy" | "long" | "race-pace" | "vo2max" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo";
    title: string;
    text: string;
    purpose: string;
    phases: string[];
    level_min: string;
    level_max: string;
    after: string[];
    family: string;
    order: number;
    before: string | null;
    next: string | null;
    source: string;
    file: string | null;
    own: boolean;
  }[];
  movements: {
    name: string;
    kind: "drill" | "strength" | "plyo";
    aliases: string[];
    dose: string;
    muscles: string;
    equipment: string;
    how: string;
    fault: string;
    easier: string | null;
    harder: string | null;
    file: string | null;
    own: boolean;
  }[];
  routines: {
    id: string;
    title: string;
    when: string[];
    text: string;
    purpose: string;
    muscles: string;
    how: string;
    source: string;
    file: string | null;
    own: boolean;
  }[];
  cross: {
    name: string;
    title: string;
    minutes_per_easy_minute: number;
    low_rpe: number;
    high_rpe: number;
    impact: string;
    good_for: string;
    how: string;
    caution: string;
    source: string;
    file: string | null;
    own: boolean;
  }[];
  folder: string;
  files: {
    name: string;
    loaded: boolean;
    why: string | null;
  }[];
  said: string[];
}

export interface WorkoutShow {
  id: string | null;
  title: string | null;
  purpose: string | null;
  own: boolean;
  about: string[];
  text: string;
  distance_m: number;
  time_s: number;
  easy_m: number;
  threshold_m: number;
  vo2max_m: number;
  fast_m: number;
  numbers: {
    distance_m: number | null;
    time_s: number | null;
    pace_s_per_km: number | null;
    fast_s_per_km: number | null;
    slow_s_per_km: number | null;
    rep_s: number | null;
    split_200_s: number | null;
    split_400_s: number | null;
    low_bpm: number | null;
    high_bpm: number | null;
    low_rpe: number | null;
    high_rpe: number | null;
    race_s: number | null;
    pace_by_hand: boolean;
    heart_by_hand: boolean;
  }[];
  steps: {
    depth: number;
    kind: "run" | "stride" | "hill" | "recovery" | "repeat" | "drills" | "exercise" | "cross" | "time_trial" | "rest";
    count: number;
    distance_m: number | null;
    time_s: number | null;
    reps: number | null;
    each_side: boolean;
    mode: "jog" | "walk" | "stand" | null;
    name: string | null;
    target: string;
    target_kind: "none" | "speed" | "race" | "zone" | "effort" | "heart_rate" | "load";
    zone: string | null;
    race_distance_m: number | null;
    offset_per_400_s: number | null;
    slow_mps: number | null;
    target_mps: number | null;
    fast_mps: number | null;
    low_bpm: number | null;
    high_bpm: number | null;
    effort_rpe: number | null;
    by_hand: boolean;
    load_percent: number | null;
  }[];
  lines: {
    indent: number;
    text: string;
  }[];
  sound: {
    file: string;
    bytes: number;
    samples_per_second: number;
    voice: string | null;
    length_s: number;
    start_s: number;
    peak_db: number;
    unsaid: number;
    merged_beeps: number;
    estimated_steps: number;
    sounds: {
      kind: "tick" | "start" | "beep" | "lap" | "bell" | "stop" | "finish" | "word";
      time_s: number;
      lasts_s: number;
      distance_m: number | null;
      text: string | null;
    }[];
  } | null;
}

export interface Pace {
  distance_m: number;
  goal_s: number;
  venue: "outdoor" | "flat" | "banked" | "road" | "treadmill";
  strategy: "coach" | "even" | "record" | "optimal";
  convention: "finish_line" | "400_m_marks" | "quarter_miles";
  date: string | null;
  gun: string | null;
  goal_pace_per_400_s: number;
  goal_speed_mps: number;
  too_fast_first_400_s: number;
  too_fast_lap_1_clock_s: number;
  lane: {
    number: number;
    lap_m: number;
    lap_at_goal_pace_s: number;
    start_ahead_of_finish_line_m: number;
    without_stagger_m: number;
    without_stagger_s: number;
  } | null;
  checkpoints: {
    distance_m: number;
    time_s: number;
    split_100_s: number | null;
    name: string;
    marks: ("hundred" | "400_m_mark" | "quarter_mile" | "finish_line" | "half_lap" | "bell" | "finish")[];
    laps_to_go: number | null;
  }[];
  laps: {
    number: number;
    convention: "finish_line" | "400_m_marks" | "quarter_miles";
    phase: "start" | "settle" | "cruise" | "hold" | "gears";
    from_m: number;
    to_m: number;
    time_s: number;
    cum_s: number;
    even_s: number;
    whole_lap_m: number;
    whole_lap_s: number;
    speed_mps: number;
    speed_kmh: number;
    speed_mph: number;
    do: string;
    feel: string;
    think: string;
    cue: string;
  }[];
  other_laps: {
    number: number;
    convention: "finish_line" | "400_m_marks" | "quarter_miles";
    phase: "start" | "settle" | "cruise" | "hold" | "gears";
    from_m: number;
    to_m: number;
    time_s: number;
    cum_s: number;
    even_s: number;
    whole_lap_m: number;
    whole_lap_s: number;
    speed_mps: number;
    speed_kmh: number;
    speed_mph: number;
  }[];
  gears: {
    from_m: number;
    to_m: number;
    time_s: number;
  }[];
  pacing: {
    distance_m: number;
    time_s: number;
  }[];
  warm_up: {
    from_gun_s: number;
    duration_s: number;
    clock: string | null;
    what: string;
    why: string;
    how: string;
  }[];
  cool_down: {
    from_gun_s: number;
    duration_s: number;
    clock: string | null;
    what: string;
    why: string;
    how: string;
  }[];
  conditions: {
    name: string;
    effect_s: number;
    low_s: number;
    high_s: number;
    why: string;
  }[];
  notes: string[];
  outlook: {
    passed_m: number;
    passed_s: number;
    ahead_s: number;
    finish_at_this_average_s: number;
    finish_on_plan_s: number;
    rest_s: number;
    rest_per_400_s: number;
    within_reach: boolean;
    finish_with_all_that_is_left_s: number;
    store_left_percent: number;
    store_allows: boolean;
    rest: {
      number: number;
      convention: "finish_line" | "400_m_marks" | "quarter_miles";
      phase: "start" | "settle" | "cruise" | "hold" | "gears";
      from_m: number;
      to_m: number;
      time_s: number;
      cum_s: number;
      even_s: number;
      whole_lap_m: number;
      whole_lap_s: number;
      speed_mps: number;
      speed_kmh: number;
      speed_mph: number;
    }[];
  } | null;
  sound: {
    file: string;
    bytes: number;
    samples_per_second: number;
    voice: string | null;
    length_s: number;
    start_s: number;
    peak_db: number;
    unsaid: number;
    merged_beeps: number;
    estimated_steps: number;
    sounds: {
      kind: "tick" | "start" | "beep" | "lap" | "bell" | "stop" | "finish" | "word";
      time_s: number;
      lasts_s: number;
      distance_m: number | null;
      text: string | null;
    }[];
  } | null;
  card: {
    file: string;
    bytes: number;
    form: "wristband" | "phone" | "sheet" | "day";
    size: "a4" | "letter" | null;
    pages: number;
    runners: number;
    width_pixels: number;
    height_pixels: number;
    link: string | null;
    links: string[] | null;
    characters_without_font: number;
  } | null;
  fit: {
    file: string;
    bytes: number;
    steps: number;
    band_percent: number;
  } | null;
  ways: {
    strategy: "coach" | "even" | "record" | "optimal";
    best_s: number;
    to_optimum_s: number;
    expected_s: number;
    misjudged: {
      too_fast_percent: number;
      finish_s: number;
    }[];
  }[] | null;
  self: {
    likely_s: number;
    low_s: number;
    high_s: number;
    goal_odds_percent: number;
    goal_outside_s: number;
    goals: {
      name: "A" | "B" | "C";
      time_s: number;
      odds_percent: number;
    }[];
    conditions_s: number;
    race_day: {
      date: string;
      likely_s: number;
      low_s: number;
      high_s: number;
      goal_odds_percent: number;
      goal_outside_s: number;
      goals: {
        name: "A" | "B" | "C";
        time_s: number;
        odds_percent: number;
      }[];
    } | null;
  } | null;
}

export interface RaceReview {
  run_id: number;
  date: string | null;
  name: string;
  source: string;
  distance_m: number;
  time_s: number;
  plan: "even pace" | "goal" | "plan";
  plan_time_s: number;
  optimum_of: "splits" | "fitness";
  optimum_s: number;
  lost_to_optimum_s: number;
  likely_s: number | null;
  likely_low_s: number | null;
  likely_high_s: number | null;
  wide_m: number;
  left_percent: number;
  first_cause: "ran_wide" | "day" | "left_over" | "fast_start" | "surge" | "no_kick" | "fade" | "sag" | "slow_start" | "not_explained";
  causes: {
    cause: "ran_wide" | "day" | "left_over" | "fast_start" | "surge" | "no_kick" | "fade" | "sag" | "slow_start" | "not_explained";
    words: string;
    seconds: number;
  }[];
  slowest_lap: number;
  fastest_lap: number;
  laps: {
    from_m: number;
    to_m: number;
    time_s: number;
    error_s: number;
    plan_s: number;
    optimum_s: number;
    clock_s: number;
    ahead_s: number;
    per_400_s: number;
    wide_m: number;
  }[];
  halves: {
    from_m: number;
    to_m: number;
    time_s: number;
    error_s: number;
    plan_s: number;
    optimum_s: number;
    clock_s: number;
    ahead_s: number;
    per_400_s: number;
    wide_m: number;
  }[];
  hundreds: {
    from_m: number;
    to_m: number;
    time_s: number;
    error_s: number;
    plan_s: number;
    optimum_s: number;
    clock_s: number;
    ahead_s: number;
    per_400_s: number;
    wide_m: number;
  }[];
  splits: {
    from_m: number;
    to_m: number;
    time_s: number;
    error_s: number;
    plan_s: number;
    optimum_s: number;
    clock_s: number;
    ahead_s: number;
    per_400_s: number;
    wide_m: number;
  }[];
  body: {
    hr_bpm: number | null;
    cadence_spm: number | null;
    step_m: number | null;
  }[];
  quarters_off_percent: null[];
  earlier: {
    date: string;
    time_s: number;
    run_id: number;
    name: string;
    quarters_off_percent: null[];
  }[];
  records: {
    year: number;
    sex: "m" | "f";
    time_s: number;
    quarters_off_percent: null[];
    whose_splits: string;
    source: string;
  }[];
  says: string[];
  next: {
    id: string;
    title: string;
    own: boolean;
    text: string;
  }[];
  keep: string | null;
}

export interface Erase {
  erased: boolean;
  mark: string;
  path: string;
  backup: string | null;
  backup_bytes: number;
  workouts_backup: string | null;
  workouts_shared_with: string | null;
  athletes: number;
  activities: number;
  results: number;
  plans: number;
  originals: number;
  own_workouts: number;
}

export interface Doctor {
  sound: boolean;
  version: string;
  libraries: {
    store: string;
    zlib: string;
    libsodium: string;
    expat: string;
  };
  store_path: string;
  read_only: boolean;
  store_bytes: number;
  schema_version: number;
  counts: {
    athletes: number;
    originals: number;
    files: number;
    activities: number;
    runs: number;
    laps: number;
    bests: number;
    results: number;
    plans: number;
  };
  originals_verified: number;
  readers: string;
  readers_whole: boolean;
  trouble_count: number;
  troubles: {
    what: string;
    remedy: string;
  }[];
}

export interface Error {
  error: string;
  remedy: string;
  field: string;
  column: number | null;
}

export interface RunsIdSamples {
  run_id: number;
  samples: number;
  points: number;
  time_s: number[];
  distance_m: number[];
  pace_s_per_km: (number | null)[];
  hr_bpm: (number | null)[];
  cadence_spm: (number | null)[];
  altitude_m: (number | null)[];
}

export interface Upload {
  upload_id: number;
  name: string;
  received_bytes: number;
  job_id: number | null;
}

export interface Job {
  job_id: number;
  kind: "import" | "rebuild" | "backup" | "export";
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  done: number;
  total: number | null;
  counted: string;
  current: string;
  file: string | null;
  error: string | null;
  remedy: string | null;
  result: Record<string, unknown> | null;
}

export interface Calendars {
  path: string | null;
  origin: string | null;
  calendars: {
    calendar_id: number;
    kind: "full" | "busy";
    at: string | null;
    second: string | null;
    zone: string | null;
    alarm_min: number | null;
    added: string;
  }[];
}

export interface LibraryFigures {
  figures: {
    name: string;
    width: number;
    height: number;
    shapes: {
      path: string;
      fill: "ink" | "soft" | "hair" | "thing" | null;
      stroke: "ink" | "soft" | "hair" | "thing" | "hot" | null;
      width: number;
    }[];
  }[];
}

export interface Session {
  password: boolean;
  signed_in: boolean;
  sessions: number;
  devices: {
    session_id: number;
    address: string;
    browser: string;
    since: string;
    seen: string;
    this: boolean;
  }[];
  lan: boolean;
  phones: {
    phone_id: number;
    address: string;
    paired: string;
    seen: string;
    browser: string;
    this: boolean;
  }[];
}

export interface PostSession {
  password: string;
}

export interface PutAthlete {
  name?: string;
  sex?: "m" | "f" | null;
  born?: string | null;
  mass_kg?: number | null;
  height_m?: number | null;
  hr_max_bpm?: number | null;
  hr_rest_bpm?: number | null;
  hr_threshold_bpm?: number | null;
  easy_slow_s_per_km?: number | null;
  easy_fast_s_per_km?: number | null;
  threshold_s_per_km?: number | null;
  vo2max_s_per_km?: number | null;
  paces_since?: string | null;
  hr_zone_2_bpm?: number | null;
  hr_zone_3_bpm?: number | null;
  hr_zone_4_bpm?: number | null;
  hr_zone_5_bpm?: number | null;
  days?: {
    day: "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
    minutes?: number | null;
  }[];
  places?: ("track" | "hill" | "gym" | "dumbbells" | "pool" | "bike" | "rower" | "elliptical" | "treadmill" | "treadmill only")[];
  health_answered?: boolean;
  health_cleared?: boolean;
  health_yes?: ("heart or blood pressure" | "chest pain" | "dizziness or fainting" | "chronic condition" | "prescribed medicine" | "bone or joint" | "supervision advised" | "pregnancy or birth" | "recent illness")[];
  parent_consent?: boolean;
  units?: "km" | "mi";
  language?: "en" | "de" | null;
}

export interface PostAthletes {
  name: string;
  sex?: "m" | "f" | null;
  born?: string | null;
  mass_kg?: number | null;
  height_m?: number | null;
  hr_max_bpm?: number | null;
  hr_rest_bpm?: number | null;
  hr_threshold_bpm?: number | null;
  easy_slow_s_per_km?: number | null;
  easy_fast_s_per_km?: number | null;
  threshold_s_per_km?: number | null;
  vo2max_s_per_km?: number | null;
  paces_since?: string | null;
  hr_zone_2_bpm?: number | null;
  hr_zone_3_bpm?: number | null;
  hr_zone_4_bpm?: number | null;
  hr_zone_5_bpm?: number | null;
  days?: {
    day: "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
    minutes?: number | null;
  }[];
  places?: ("track" | "hill" | "gym" | "dumbbells" | "pool" | "bike" | "rower" | "elliptical" | "treadmill" | "treadmill only")[];
  health_answered?: boolean;
  health_cleared?: boolean;
  health_yes?: ("heart or blood pressure" | "chest pain" | "dizziness or fainting" | "chronic condition" | "prescribed medicine" | "bone or joint" | "supervision advised" | "pregnancy or birth" | "recent illness")[];
  parent_consent?: boolean;
  units?: "km" | "mi";
  language?: "en" | "de" | null;
}

export interface PutAthletesCurrent {
  id: number;
}

export interface PostResults {
  distance_m: number;
  time_s: number;
  date?: string;
  official?: boolean;
  name?: string;
  place?: string;
  note?: string;
}

export interface PatchRunsId {
  kind?: "split" | "join" | "move" | "name" | "distance" | "lap length" | "lane" | "effort" | "length" | "title" | "sport" | "type";
  at_s?: number;
  to_s?: number;
  value?: number;
  text?: string;
  lap?: number;
  edits?: {
    kind?: "split" | "join" | "move" | "name" | "distance" | "lap length" | "lane" | "effort" | "length" | "title" | "sport" | "type";
    at_s?: number;
    to_s?: number;
    value?: number;
    text?: string;
    lap?: number;
  }[];
}

export interface PostRunsIdUndo {
  id?: number;
  count?: number;
}

export interface PostPlan {
  race_date?: string;
  weeks?: number;
  start_date?: string;
  race_distance_m?: number;
  goal_s?: number;
  days?: ("Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun")[];
  minutes?: number;
  from_distance_m?: number;
  from_time_s?: number;
  weekly_m?: number;
  longest_m?: number;
  runs_a_week?: number;
  long_day?: "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun";
  level?: "beginner" | "intermediate" | "advanced" | "elite";
  races?: {
    date: string;
    distance_m: number;
  }[];
  race_time?: string;
  sharpening?: boolean;
  health_ok?: boolean;
  units?: "km" | "mi";
  dry_run?: boolean;
}

export interface PutPlanCurrent {
  plan_id: number;
}

export interface PostPlanReplan {
  dry_run?: boolean;
}

export interface PostPlanUndo {
  version?: number;
}

export interface PostPlanMove {
  session_id?: number;
  date?: string;
  to_date: string;
  dry_run?: boolean;
}

export interface PostPlanSwap {
  session_id?: number;
  date?: string;
  to_date: string;
  dry_run?: boolean;
}

export interface PostPlanSkip {
  session_id?: number;
  date?: string;
  dry_run?: boolean;
}

export interface PostPlanSet {
  session_id?: number;
  date?: string;
  text: string;
  dry_run?: boolean;
}

export interface PostPlanTold {
  session_id: number;
  outcome?: "done" | "cut_short" | "other" | "missed";
  effort?: number;
  note?: string;
}

export interface PostPlanNote {
  kind: "sick" | "sore" | "tired" | "off";
  date?: string;
  days?: number;
  part?: string;
}

export interface PostPush {
  dry_run?: boolean;
}

export interface PostCalendars {
  kind?: "full" | "busy";
  at?: string;
  second?: string;
  zone?: string;
  alarm_min?: number;
}

export interface PostLibraryWorkouts {
  title: string;
  text: string;
  kind?: "easy" | "long" | "race-pace" | "vo2max" | "strides" | "hills" | "threshold" | "trial" | "drills" | "cross" | "rest" | "strength" | "plyo";
  purpose?: string;
  replaces?: string;
}

export interface PostWorkoutsCheck {
  text: string;
  from_distance_m?: number;
  from_time_s?: number;
}

export interface PostErase {
  mark: string;
}
