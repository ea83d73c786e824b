// SPDX-License-Identifier: MIT
// export_json.h: inside of the export: athletes.json and plans.json.
#ifndef MILER_APP_EXPORT_JSON_H
#define MILER_APP_EXPORT_JSON_H

#include "app/export_file.h"

miler_status export_athletes(app_exporting *x, const store_athlete *list, size_t count,
                             miler_error *err) MILER_CHECK;
miler_status export_plans(app_exporting *x, const store_athlete *list, size_t count,
                          miler_error *err) MILER_CHECK;

#endif
