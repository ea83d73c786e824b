// SPDX-License-Identifier: MIT
#include "render/js.h"

#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

static json_t *made(js *j, json_t *value) {
    if (value == NULL) j->failed = true;
    return value;
}

json_t *js_root(js *j) {
    return made(j, json_object());
}

void js_put(js *j, json_t *object, const char *key, json_t *value) {
    if (made(j, value) == NULL) return;
    // The value is consumed also when that fails, and where there is no object.
    if (json_object_set_new(object, key, value) != 0) j->failed = true;
}

json_t *js_object(js *j, json_t *parent, const char *key) {
    json_t *child = json_object();
    js_put(j, parent, key, child);
    return j->failed ? NULL : child;
}

json_t *js_array(js *j, json_t *parent, const char *key) {
    json_t *child = json_array();
    js_put(j, parent, key, child);
    return j->failed ? NULL : child;
}

json_t *js_item(js *j, json_t *array) {
    json_t *item = made(j, json_object());
    if (item == NULL || json_array_append_new(array, item) != 0) { // consumed by it, also where that fails
        j->failed = true;
        return NULL;
    }
    return item;
}

void js_num(js *j, json_t *object, const char *key, double value, int decimals) {
    if (!isfinite(value)) {
        js_put(j, object, key, json_null());
        return;
    }
    const double unit = pow(10, decimals);
    const double rounded = round(value * unit) / unit;
    js_put(j, object, key, json_real(rounded == 0 ? 0.0 : rounded)); // no "-0.0"
}

void js_int(js *j, json_t *object, const char *key, int64_t value) {
    js_put(j, object, key, json_integer((json_int_t)value));
}

void js_bool(js *j, json_t *object, const char *key, bool value) {
    js_put(j, object, key, json_boolean(value));
}

// File names and titles come from outside and need not be UTF-8, which JSON
// text must be: bytes that are not become '?'.
static json_t *text_value(const char *value) {
    if (value == NULL) return json_null();
    json_t *text = json_string(value);
    if (text != NULL) return text;
    const size_t len = strlen(value);
    char clean[MILER_PATH_MAX];
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        const size_t sound = miler_utf8_len(value + i, len - i);
        const size_t size = sound != 0 ? sound : 1;
        if (n + size >= sizeof clean) break;
        memcpy(clean + n, sound != 0 ? value + i : "?", size);
        n += size;
        i += size;
    }
    return json_stringn(clean, n);
}

void js_text(js *j, json_t *object, const char *key, const char *value) {
    js_put(j, object, key, text_value(value));
}

void js_append_text(js *j, json_t *array, const char *value) {
    json_t *text = made(j, text_value(value));
    if (text != NULL && json_array_append_new(array, text) != 0) j->failed = true;
}

void js_date(js *j, json_t *object, const char *key, int32_t day) {
    char text[MILER_TEXT_MAX];
    miler_print_date(text, sizeof text, day);
    js_put(j, object, key, day == MILER_NO_DAY ? json_null() : json_string(text));
}

void js_instant(js *j, json_t *object, const char *key, int64_t t_ms, int32_t offset_s) {
    char text[MILER_TEXT_MAX];
    miler_print_instant(text, sizeof text, t_ms, offset_s);
    js_put(j, object, key, t_ms == MILER_NO_TIME ? json_null() : json_string(text));
}

json_t *js_done(js *j, json_t *root) {
    if (!j->failed) return root;
    if (root != NULL) json_decref(root);
    return NULL;
}
