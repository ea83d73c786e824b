// SPDX-License-Identifier: MIT
// doctor, rebuild and export as text and JSON.
#ifndef MILER_HOUSE_RENDER_H
#define MILER_HOUSE_RENDER_H

#include "app/app.h"
#include "app/app_erase.h"
#include "render/look.h"

#include <jansson.h>

void render_doctor_text(const app_doctor_answer *a, const render_look *look, miler_buf *out);
json_t *render_doctor_json(const app_doctor_answer *a);
void render_rebuild_text(const app_rebuild_answer *a, miler_buf *out);
json_t *render_rebuild_json(const app_rebuild_answer *a);
void render_export_text(const app_export_answer *a, const char *folder, miler_buf *out);
void render_backup_text(const char *path, uint64_t bytes, miler_buf *out);
json_t *render_backup_json(const char *path, uint64_t bytes);
json_t *render_password_json(bool kept);
void render_erase_text(const app_erase_answer *a, miler_buf *out);
json_t *render_erase_json(const app_erase_answer *a);
json_t *render_export_json(const app_export_answer *a, const char *folder);

#endif
