// SPDX-License-Identifier: MIT
// The directory of a ZIP, read by a child of its own. Entries are fetched some
// thirty at a time, each with the place of its packed bytes; these are read here
// and looked at by nobody before they reach the entry's own child.
//
// A place is believed only within the file. Entries that share one do no harm:
// what they unpack to is counted against the budget of the archive.
#include "app/boxed_room.h"

#include <string.h>

typedef struct zip_row {
    archive_entry entry;
    char name[MILER_PATH_MAX];
    char skip[BOXED_SKIP_MAX + 1];
    miler_error at;    // status other than OK: there is no entry, because of this
    miler_error place; // ... no place
    uint64_t offset, len;
} zip_row;

struct boxed_zip {
    const miler_alloc *alloc;
    archive_zip *own; // in this process
    boxed box;
    archive_file file;
    size_t count;
    bool more;
    uint64_t stream_at, stream_left;
    size_t first, fetched; // of the entries in `rows`
    zip_row rows[BOXED_ENTRIES];
};

static miler_status ask_open(boxed_zip *zip, archive_budget *budget, miler_error *err) {
    uint32_t count, more;
    miler_status status;
    miler_error own = {0};
    sandbox_channel *ch = boxed_channel(&zip->box, &status, err);
    if (ch == NULL) return status;
    status = flat_put_u32(ch, ASK_ZIP_OPEN, NULL);
    if (status == MILER_OK) status = flat_put_u64(ch, zip->file.size, NULL);
    if (status == MILER_OK) status = flat_put_u64(ch, budget->entries_left, NULL);
    status = boxed_outcome(&zip->box, status, err);
    if (status != MILER_OK) return status;
    const uint64_t cap =
        budget->entries_left < MILER_ARCHIVE_ENTRIES_MAX ? budget->entries_left : MILER_ARCHIVE_ENTRIES_MAX;
    status = flat_get_u32(ch, (uint32_t)cap, &count, &own);
    if (status == MILER_OK) status = flat_get_u32(ch, 1, &more, &own);
    if (status != MILER_OK) {
        status = boxed_step(&zip->box, status, &own);
        if (err != NULL) *err = own;
        return status;
    }
    zip->count = count;
    zip->more = more != 0;
    budget->entries_left -= count;
    return MILER_OK;
}

miler_status boxed_zip_of(boxed_zip **out, boxed *box, const archive_file *file, archive_budget *budget,
                          const miler_alloc *alloc, miler_error *err) {
    *out = NULL;
    boxed_zip *zip = miler_resize(alloc, NULL, 0, sizeof *zip);
    if (zip == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    memset(zip, 0, offsetof(boxed_zip, rows));
    zip->alloc = alloc;
    zip->file = *file;
    zip->box = *box;
    box->child = NULL;
    const miler_status status = zip->box.sandbox == NULL
                                    ? archive_zip_open(&zip->own, file, budget, alloc, err)
                                    : ask_open(zip, budget, err);
    if (status == MILER_OK)
        *out = zip;
    else
        boxed_zip_close(zip);
    return status;
}

miler_status boxed_zip_open(boxed_zip **out, sandbox *in, int fd, const archive_file *file,
                            archive_budget *budget, const miler_alloc *alloc, miler_error *err) {
    boxed box;
    boxed_init(&box, in);
    box.fd = fd;
    return boxed_zip_of(out, &box, file, budget, alloc, err);
}

void boxed_zip_close(boxed_zip *zip) {
    if (zip == NULL) return;
    boxed_drop(&zip->box);
    archive_zip_close(zip->own);
    miler_resize(zip->alloc, zip, sizeof *zip, 0);
}

size_t boxed_zip_count(const boxed_zip *zip) {
    return zip->own != NULL ? archive_zip_count(zip->own) : zip->count;
}

bool boxed_zip_more(const boxed_zip *zip) {
    return zip->own != NULL ? archive_zip_more(zip->own) : zip->more;
}

// ---- Entries

static miler_status get_words(sandbox_channel *ch, char *out, size_t len, miler_error *err) {
    const miler_status status = sandbox_get(ch, out, len, err);
    out[status == MILER_OK ? len : 0] = '\0';
    return status != MILER_OK || flat_is_text(out, len, false) ? status
                                                               : flat_refuse(err, "a name that is none");
}

// *out: what is to be told of what the child said, status OK where it said so. Error: no such answer.
static miler_status get_outcome(sandbox_channel *ch, miler_error *out, miler_error *err) {
    miler_error why = {0};
    miler_status said;
    const miler_status status = flat_get_outcome(ch, &said, &why, err);
    *out = (miler_error){0};
    if (status == MILER_OK) out->status = boxed_said_so(said, &why, out);
    return status;
}

static miler_status get_place(const boxed_zip *zip, sandbox_channel *ch, zip_row *row, miler_error *err) {
    boxed_place place;
    miler_status status = get_outcome(ch, &row->place, err);
    if (status != MILER_OK || row->place.status != MILER_OK) return status;
    status = sandbox_get(ch, &place, sizeof place, err);
    if (status != MILER_OK) return status;
    if (place.offset > zip->file.size || place.len > zip->file.size - place.offset)
        return flat_refuse(err, "a place outside of the file");
    row->offset = place.offset;
    row->len = place.len;
    return MILER_OK;
}

static miler_status get_row(const boxed_zip *zip, sandbox_channel *ch, zip_row *row, miler_error *err) {
    boxed_entry e;
    row->place = (miler_error){0};
    miler_status status = get_outcome(ch, &row->at, err);
    if (status != MILER_OK || row->at.status != MILER_OK) return status;
    status = sandbox_get(ch, &e, sizeof e, err);
    if (status != MILER_OK) return status;
    if ((e.flags & ~(uint32_t)(ENTRY_FOLDER | ENTRY_ZIP)) != 0 || e.method > ARCHIVE_DEFLATE ||
        e.name_len >= sizeof row->name || e.skip_len >= sizeof row->skip)
        return flat_refuse(err, "an entry that cannot be");
    status = get_words(ch, row->name, e.name_len, err);
    if (status == MILER_OK) status = get_words(ch, row->skip, e.skip_len, err);
    row->entry = (archive_entry){.name = row->name,
                                 .skip = e.skip_len != 0 ? row->skip : NULL,
                                 .is_folder = (e.flags & ENTRY_FOLDER) != 0,
                                 .is_nested_zip = (e.flags & ENTRY_ZIP) != 0,
                                 .method = (archive_method)e.method,
                                 .packed_size = e.packed_size,
                                 .size = e.size,
                                 .crc = e.crc};
    if (status != MILER_OK || row->entry.skip != NULL || row->entry.is_folder) return status;
    return get_place(zip, ch, row, err);
}

static miler_status fetch_rows(boxed_zip *zip, size_t index, miler_error *err) {
    const size_t left = zip->count - index;
    const uint32_t count = left < BOXED_ENTRIES ? (uint32_t)left : BOXED_ENTRIES;
    miler_status status;
    miler_error own = {0};
    zip->fetched = 0;
    sandbox_channel *ch = boxed_channel(&zip->box, &status, err);
    if (ch == NULL) return status;
    status = flat_put_u32(ch, ASK_ZIP_AT, &own);
    if (status == MILER_OK) status = flat_put_u32(ch, (uint32_t)index, &own);
    if (status == MILER_OK) status = flat_put_u32(ch, count, &own);
    if (status == MILER_OK) status = sandbox_flush(ch, &own);
    zip->first = index;
    bool failed = false;
    while (status == MILER_OK && !failed && zip->fetched < count) {
        zip_row *row = &zip->rows[zip->fetched];
        status = get_row(zip, ch, row, &own);
        if (status != MILER_OK) break;
        failed = row->at.status != MILER_OK;
        zip->fetched++;
    }
    if (status == MILER_OK) return MILER_OK;
    zip->fetched = 0;
    status = boxed_step(&zip->box, status, &own);
    if (err != NULL) *err = own;
    return status;
}

static miler_status row_of(boxed_zip *zip, size_t index, const zip_row **out, miler_error *err) {
    miler_status status = MILER_OK;
    if (index >= zip->count) return miler_fail(err, MILER_ERR_ARG, "no entry %zu in the ZIP", index);
    if (index < zip->first || index - zip->first >= zip->fetched) status = fetch_rows(zip, index, err);
    if (status != MILER_OK) return status;
    *out = &zip->rows[index - zip->first];
    if ((*out)->at.status != MILER_OK && err != NULL) *err = (*out)->at;
    return (*out)->at.status;
}

miler_status boxed_zip_at(boxed_zip *zip, size_t index, archive_entry *out, miler_error *err) {
    if (zip->own != NULL) return archive_zip_at(zip->own, index, out, err);
    const zip_row *row;
    const miler_status status = row_of(zip, index, &row, err);
    if (status == MILER_OK) *out = row->entry;
    return status;
}

static miler_status read_entry(void *user, void *out, size_t cap, size_t *got, miler_error *err) {
    boxed_zip *zip = user;
    *got = zip->stream_left < cap ? (size_t)zip->stream_left : cap;
    if (*got == 0) return MILER_OK;
    const miler_status status = zip->file.read_at(zip->file.user, zip->stream_at, out, *got, err);
    zip->stream_at += *got;
    zip->stream_left -= *got;
    return status;
}

miler_status boxed_zip_stream(boxed_zip *zip, size_t index, archive_stream *out, miler_error *err) {
    if (zip->own != NULL) return archive_zip_stream(zip->own, index, out, err);
    const zip_row *row;
    const miler_status status = row_of(zip, index, &row, err);
    if (status != MILER_OK) return status;
    if (row->entry.skip != NULL || row->entry.is_folder)
        return miler_fail(err, MILER_ERR_ARG, "entry %zu of the ZIP is not to be read", index);
    if (row->place.status != MILER_OK) {
        if (err != NULL) *err = row->place;
        return row->place.status;
    }
    zip->stream_at = row->offset;
    zip->stream_left = row->len;
    *out = (archive_stream){.user = zip, .read = read_entry};
    return MILER_OK;
}
