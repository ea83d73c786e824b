// SPDX-License-Identifier: MIT
// JSON read by jansson, which takes want of memory for a fault of the text, or leaves a piece out.
#ifndef MILER_JSON_READ_H
#define MILER_JSON_READ_H

#include <miler/base.h>

#include <jansson.h>
#include <stdbool.h>

// NULL: it is no JSON, and *why says where; or, *no_memory, nobody knows. A name given twice is no JSON.
json_t *json_read(const void *bytes, size_t len, json_error_t *why, bool *no_memory);

#endif
