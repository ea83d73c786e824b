// SPDX-License-Identifier: MIT
// What the day costs: slope, air, altitude, heat.
#include "science/tables.h"

#define GRADE_MAX 0.45 // the range Minetti measured

double miler_gradient_cost(double grade) {
    if (!(fabs(grade) <= GRADE_MAX)) return NAN;
    const double i = grade;
    return ((((155.4 * i - 30.4) * i - 43.3) * i + 46.3) * i + 19.5) * i + 3.6;
}

double miler_grade_adjusted_speed(double speed_mps, double grade) {
    if (!(speed_mps >= 0 && speed_mps <= 20) || isnan(grade)) return NAN;
    return speed_mps * miler_gradient_cost(fmin(fmax(grade, -GRADE_MAX), GRADE_MAX)) / 3.6;
}

double miler_air_drag_n(double speed_mps, double wind_mps, double height_m, double mass_kg,
                        double density_kg_m3) {
    if (!(speed_mps >= 0 && speed_mps <= 15 && fabs(wind_mps) <= 50)) return NAN;
    if (!(height_m >= 0.8 && height_m <= 2.5 && mass_kg >= 15 && mass_kg <= 250 && density_kg_m3 > 0 &&
          density_kg_m3 < 2))
        return NAN;
    const double frontal_m2 = 0.266 * 0.2025 * pow(height_m, 0.725) * pow(mass_kg, 0.425);
    const double air = speed_mps + wind_mps;
    return 0.5 * density_kg_m3 * 0.9 * frontal_m2 * air * fabs(air);
}

double miler_air_density_ratio(double altitude_m) {
    if (!(altitude_m >= -500 && altitude_m <= 11000)) return NAN;
    return pow(1 - 2.25577e-5 * altitude_m, 4.2559);
}

double miler_altitude_slowdown(double altitude_m, double dist_m) {
    if (!(altitude_m >= -500 && altitude_m <= 4000) || !sci_dist_ok(dist_m)) return NAN;
    if (altitude_m <= 900) return 0;
    const double per_km_mile = 0.026;
    const double per_km_5000 = 0.043;
    const double slope = (per_km_5000 - per_km_mile) / log(5000 / MILER_MILE_M);
    const double per_km = per_km_mile + slope * log(fmin(dist_m, 10000) / MILER_MILE_M);
    return fmax(per_km, 0) * (altitude_m - 900) / 1000;
}

double miler_wbgt_c(double air_c, double humidity_pct) {
    if (!(air_c >= -30 && air_c <= 55 && humidity_pct >= 0 && humidity_pct <= 100)) return NAN;
    const double vapour_hpa = humidity_pct / 100 * 6.105 * exp(17.27 * air_c / (237.7 + air_c));
    return 0.567 * air_c + 0.393 * vapour_hpa + 3.94;
}
