// SPDX-License-Identifier: MIT
// Building JSON answers with sticky failure: one js value per answer, checked
// once at the end by js_done(), so that an answer is whole or not given.
// Absent numbers (NaN), days and texts become null.
#ifndef MILER_JS_H
#define MILER_JS_H

#include <jansson.h>
#include <miler/base.h>

typedef struct js {
    bool failed;
} js;

json_t *js_root(js *j);                                    // a new object, owned by the caller
json_t *js_object(js *j, json_t *parent, const char *key); // borrowed children
json_t *js_array(js *j, json_t *parent, const char *key);
json_t *js_item(js *j, json_t *array);                              // a new object at the array's end
void js_put(js *j, json_t *object, const char *key, json_t *value); // consumes value
void js_num(js *j, json_t *object, const char *key, double value, int decimals);
void js_int(js *j, json_t *object, const char *key, int64_t value);
void js_bool(js *j, json_t *object, const char *key, bool value);
void js_text(js *j, json_t *object, const char *key, const char *value);
void js_date(js *j, json_t *object, const char *key, int32_t day);
void js_instant(js *j, json_t *object, const char *key, int64_t t_ms, int32_t offset_s);
void js_append_text(js *j, json_t *array, const char *value);
// The answer, or NULL (and the root freed) when anything failed.
json_t *js_done(js *j, json_t *root);

#endif
