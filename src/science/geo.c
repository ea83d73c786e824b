// SPDX-License-Identifier: MIT
// Distance between two places on the WGS 84 ellipsoid by Lambert's formula for
// long lines: the central angle of the reduced latitudes, corrected to first
// order in the flattening. A sphere would be wrong by up to 0.5 %, which is two
// metres a lap; this is right to 1e-5.
#include "science/tables.h"

#define EQUATOR_M 6378137.0
#define FLATTENING (1 / 298.257223563)
#define RAD (3.14159265358979323846 / 180)

static double reduced_latitude(double lat_deg) {
    return atan2((1 - FLATTENING) * sin(lat_deg * RAD), cos(lat_deg * RAD));
}

double miler_geo_distance_m(double lat1_deg, double lon1_deg, double lat2_deg, double lon2_deg) {
    if (!(fabs(lat1_deg) <= 90 && fabs(lat2_deg) <= 90 && fabs(lon1_deg) <= 180 && fabs(lon2_deg) <= 180))
        return NAN;
    const double b1 = reduced_latitude(lat1_deg);
    const double b2 = reduced_latitude(lat2_deg);
    const double half_lat = sin((b2 - b1) / 2);
    const double half_lon = sin((lon2_deg - lon1_deg) * RAD / 2);
    const double h = half_lat * half_lat +
                     cos(b1) * cos(b2) * half_lon * half_lon; // haversine: no cancellation when close
    if (h == 0) return 0;
    const double angle = 2 * asin(fmin(sqrt(h), 1));
    if (h > 0.9999)
        return EQUATOR_M * (1 - FLATTENING / 3) * angle; // antipodes: the correction has a pole there
    const double p = (b1 + b2) / 2;
    const double sin_p = sin(p);
    const double cos_p = cos(p);
    const double cos_q2 = 1 - half_lat * half_lat;
    const double x = (angle - sin(angle)) * sin_p * sin_p * cos_q2 / (1 - h);
    const double y = (angle + sin(angle)) * cos_p * cos_p * half_lat * half_lat / h;
    return EQUATOR_M * (angle - FLATTENING / 2 * (x + y));
}
