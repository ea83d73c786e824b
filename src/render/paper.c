// SPDX-License-Identifier: MIT
// Pages through cairo and Pango, the one file that knows them. They are loaded
// on first use: linked in, the thirty libraries they stand on made each start of
// miler several times as slow (docs/dependencies.md has the figures). The
// compiler still checks every call, for the table takes its types from their headers.
//
// Fonts: a configuration of our own, without the machine's preferences, so that
// the same families are chosen everywhere; every other font only steps in for
// letters that those do not have.
#include "render/paper.h"

#include "base/late.h"
#include "render/language.h"

#include "render/paper_words.h"

#include <cairo-pdf.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <string.h>

#define SHRINK_STEP 0.25 // pt
#define OUTLINE_NAME_MAX 240
#define BOX_SLACK 0.05      // pt; rounding of the libraries' own units
#define BLANK 0.33          // em; the width of a blank [Roboto 0.25, DejaVu Sans 0.32]
#define CORNER 0.5522847498 // of a quarter circle as a Bezier curve
#define FAMILY_WIDE "Roboto, DejaVu Sans"
#define FAMILY_NARROW "Roboto Condensed, DejaVu Sans Condensed, DejaVu Sans"

#ifdef __APPLE__
#define LIBRARY "libpangocairo-1.0.0.dylib"
#define FONT_FOLDERS                                                                                         \
    "<dir>/System/Library/Fonts</dir><dir>/Library/Fonts</dir><dir>/opt/homebrew/share/fonts</dir>"
#else
#define LIBRARY "libpangocairo-1.0.so.0"
#define FONT_FOLDERS "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>"
#endif

// Emoji come as pictures of one size; Debian's rule 10-scale-bitmap-fonts scales them to the text.
#define SCALE_PICTURES                                                                                       \
    "<match target='font'><test name='outline'><bool>false</bool></test>"                                    \
    "<edit name='pixelsizefixupfactor' mode='assign'><divide><name target='pattern'>pixelsize</name>"        \
    "<name target='font'>pixelsize</name></divide></edit></match>"                                           \
    "<match target='font'><test name='outline'><bool>false</bool></test>"                                    \
    "<edit name='matrix' mode='assign'><times><name>matrix</name><matrix><name>pixelsizefixupfactor</name>"  \
    "<double>0</double><double>0</double><name>pixelsizefixupfactor</name></matrix></times></edit>"          \
    "<edit name='size' mode='assign'><divide><name>size</name><name>pixelsizefixupfactor</name></divide>"    \
    "</edit></match>"
#define FONT_CACHES "<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix='xdg'>fontconfig</cachedir>"

#ifdef __SANITIZE_ADDRESS__
// fontconfig 2.14 keeps one pattern (288 bytes a process) that nothing can give back: `make asan` looks past it.
MILER_API const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return "leak:libfontconfig\n";
}
MILER_API const char *__lsan_default_options(void);
const char *__lsan_default_options(void) {
    return "print_suppressions=0"; // stderr is ours
}
#endif

// ---- The libraries' calls, by name

// clang-format off
#define CALLS(X)                                                                                             \
    X(cairo_pdf_surface_create_for_stream) X(cairo_pdf_surface_set_metadata) X(cairo_pdf_surface_set_size)   \
    X(cairo_pdf_surface_add_outline) X(cairo_image_surface_create) X(cairo_surface_write_to_png_stream)      \
    X(cairo_paint) X(cairo_surface_finish) X(cairo_surface_status) X(cairo_surface_destroy) X(cairo_create)  \
    X(cairo_destroy) X(cairo_status) X(cairo_show_page) X(cairo_save) X(cairo_restore) X(cairo_translate)    \
    X(cairo_scale) X(cairo_new_path) X(cairo_move_to) X(cairo_line_to) X(cairo_curve_to) X(cairo_close_path) \
    X(cairo_set_source_rgba) X(cairo_set_line_width) X(cairo_set_line_cap) X(cairo_set_line_join)            \
    X(cairo_set_dash) X(cairo_fill) X(cairo_fill_preserve) X(cairo_stroke) X(cairo_set_scaled_font)          \
    X(cairo_set_font_size) X(cairo_show_text_glyphs) X(cairo_font_options_create)                            \
    X(cairo_font_options_destroy) X(cairo_font_options_set_hint_style)                                       \
    X(cairo_font_options_set_hint_metrics) X(pango_cairo_font_map_new) X(pango_fc_font_map_set_config)       \
    X(pango_cairo_context_set_font_options) X(pango_cairo_context_set_resolution) X(pango_cairo_show_layout) \
    X(pango_cairo_font_get_scaled_font) X(pango_font_map_create_context)                                     \
    X(pango_context_set_round_glyph_positions) X(pango_context_set_language) X(pango_language_from_string)   \
    X(pango_layout_new) X(pango_shape) X(pango_glyph_string_new) X(pango_glyph_string_free)                  \
    X(pango_layout_set_text) X(pango_layout_set_width) X(pango_layout_set_wrap)                              \
    X(pango_layout_set_alignment) X(pango_layout_set_auto_dir) X(pango_layout_set_attributes)                \
    X(pango_layout_set_font_description) X(pango_layout_get_extents) X(pango_layout_get_baseline)            \
    X(pango_layout_get_line_readonly) X(pango_layout_get_line_count)                                         \
    X(pango_layout_get_unknown_glyphs_count) X(pango_font_description_new) X(pango_font_description_free)    \
    X(pango_font_description_set_family) X(pango_font_description_set_weight)                                \
    X(pango_font_description_set_absolute_size) X(pango_attr_list_new) X(pango_attr_list_insert)             \
    X(pango_attr_list_unref) X(pango_attr_weight_new) X(FcConfigCreate) X(FcConfigDestroy)                   \
    X(FcConfigParseAndLoadFromMemory) X(FcConfigBuildFonts) X(FcConfigGetFonts) X(FcConfigSetCurrent)        \
    X(g_object_unref)
// clang-format on

typedef struct calls {
    CALLS(MILER_LATE_FIELD)
} calls;

// PERF: shaping letters was most of the work of a document, and each font size costs its own tables. So all is
// laid at one size and drawn scaled, and what is words is put together from words shaped before
// (paper_words.h). The rest, other scripts above all, is laid by Pango and kept by a hash of what it depends on;
// a text on one line is the same at every size and width.
#define KEPT 256     // texts laid by Pango; a newer one takes an older one's place
#define LAID_AT 10.0 // pt
typedef struct laid {
    uint64_t key;        // 0 = empty
    PangoLayout *layout; // NULL: of words, those that were laid last
    double x, w, h;      // at LAID_AT
    int lines;
} laid;

// Wide and narrow, each plain and bold.
#define STYLES 4
typedef struct style_font {
    PangoLayout *layout;    // holds the font
    PangoAnalysis analysis; // of Latin letters; without a font words are not for us
    double h, baseline;     // of a line at LAID_AT
} style_font;

struct paper {
    calls call;
    laid *kept;
    style_font styles[STYLES];
    PangoGlyphString *shaped; // of the word at hand
    paper_words words;
    paper_lines lines; // of the words that were laid last
    cairo_glyph_t *glyphs;
    cairo_text_cluster_t *clusters;
    char text[PAPER_TEXT_MAX]; // laid last, as the libraries may have it
    miler_arena *arena;
    paper_setup setup;
    PangoFontMap *fonts;
    FcConfig *config;
    PangoContext *context;
    cairo_surface_t *surface;
    cairo_t *cairo;
    miler_buf bytes;
    int pages;
    double width, height;
    paper_box *boxes;
    size_t box_count, box_room;
    size_t unknown;
    bool failed, finished;
    bool waits; // a path of strokes with the pen `waiting`, which the next may join
    draw_pen waiting;
    bool turned;           // on its head, about ...
    double turn_x, turn_y; // ... twice this point
};

// ---- Beginning

const char *paper_size_name(paper_size size) {
    static const char *const names[PAPER_SIZE_COUNT] = {"a4", "letter"};
    return (unsigned)size < PAPER_SIZE_COUNT ? names[size] : "";
}

static const miler_late_library pango = {LIBRARY, "paper needs Pango and cairo",
                                         "libpangocairo-1.0-0 fonts-roboto-unhinted", true};
static const miler_late_library fonts = {LIBRARY, "paper needs fonts", "fonts-roboto-unhinted", true};

// PERF: cairo packs each page with new tables of 256 kB, and the heap would be given back and asked for again
// every time: a seventh of a document's processor time. What is free beyond this still goes back.
static void keep_heap(void) {
#ifdef __GLIBC__
    (void)mallopt(M_MMAP_THRESHOLD, 1 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 4 << 20);
    (void)mallopt(M_TOP_PAD, 1 << 20);
#endif
}

static miler_status load(calls *call, miler_error *err) {
    const miler_late_call table[] = {CALLS(MILER_LATE_ROW)};
    const miler_status status = miler_late_open(&pango, table, MILER_LATE_COUNT(table), err);
    if (status == MILER_OK) keep_heap();
    return status;
}

static void let_go(void *user) {
    paper *p = user;
    const calls *call = &p->call;
    if (p->cairo != NULL) call->cairo_destroy_(p->cairo);
    if (p->surface != NULL) call->cairo_surface_destroy_(p->surface);
    for (size_t i = 0; i < KEPT; i++)
        if (p->kept[i].layout != NULL) call->g_object_unref_(p->kept[i].layout);
    for (int i = 0; i < STYLES; i++)
        if (p->styles[i].layout != NULL) call->g_object_unref_(p->styles[i].layout);
    if (p->shaped != NULL) call->pango_glyph_string_free_(p->shaped);
    paper_words_deinit(&p->words);
    if (p->context != NULL) call->g_object_unref_(p->context);
    // Pango 1.50 never lets go of the set of fonts a map has when it ends: eleven kilobytes of each document.
    if (p->fonts != NULL) call->pango_fc_font_map_set_config_((PangoFcFontMap *)(void *)p->fonts, NULL);
    if (p->fonts != NULL) call->g_object_unref_(p->fonts);
    if (p->config != NULL) call->FcConfigDestroy_(p->config);
    miler_buf_deinit(&p->bytes);
}

// A failure stays in the buffer and is told at the end: cairo 1.16 crashes in its tables of fonts when
// its stream fails (tests/sweep/test_sweep_paper.c).
static cairo_status_t take_bytes(void *user, const unsigned char *bytes, unsigned int len) {
    paper *p = user;
    miler_buf_append(&p->bytes, bytes, len);
    return CAIRO_STATUS_SUCCESS;
}

// Cairo makes no PDF at all of a name that is no UTF-8.
static void set_fact(paper *p, cairo_pdf_metadata_t which, const char *text) {
    char clean[PAPER_TEXT_MAX];
    if (text == NULL) return;
    (void)paper_text_clean(text, clean);
    p->call.cairo_pdf_surface_set_metadata_(p->surface, which, clean);
}

static void set_about(paper *p) {
    char date[MILER_TEXT_MAX], stamp[MILER_TEXT_MAX + 16];
    const calls *call = &p->call;
    if (p->setup.image > 0) return;
    miler_print_date(date, sizeof date, p->setup.day != MILER_NO_DAY ? p->setup.day : 0);
    (void)snprintf(stamp, sizeof stamp, "%sT00:00:00Z", date);
    set_fact(p, CAIRO_PDF_METADATA_TITLE, p->setup.title);
    set_fact(p, CAIRO_PDF_METADATA_AUTHOR, p->setup.author);
    call->cairo_pdf_surface_set_metadata_(p->surface, CAIRO_PDF_METADATA_CREATOR, "miler " MILER_VERSION);
    call->cairo_pdf_surface_set_metadata_(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, stamp);
    call->cairo_pdf_surface_set_metadata_(p->surface, CAIRO_PDF_METADATA_MOD_DATE, stamp);
}

static miler_status find_fonts(paper *p, miler_error *err) {
    const calls *call = &p->call;
    char folders[512], xml[4096];
    const char *own = p->setup.fonts;
    const int len =
        own != NULL ? snprintf(folders, sizeof folders, "<dir>%s</dir>", own)
                    : snprintf(folders, sizeof folders, "%s", FONT_FOLDERS "<dir prefix='xdg'>fonts</dir>");
    if (len < 0 || (size_t)len >= sizeof folders)
        return miler_fail(err, MILER_ERR_ARG, "the name of the folder of fonts is too long");
    (void)snprintf(xml, sizeof xml, "<fontconfig>%s%s%s</fontconfig>", folders, FONT_CACHES, SCALE_PICTURES);
    p->config = call->FcConfigCreate_();
    if (p->config == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (!call->FcConfigParseAndLoadFromMemory_(p->config, (const FcChar8 *)xml, FcTrue) ||
        !call->FcConfigBuildFonts_(p->config))
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    const FcFontSet *found = call->FcConfigGetFonts_(p->config, FcSetSystem);
    return found == NULL || found->nfont == 0 ? miler_late_missing(&fonts, err) : MILER_OK;
}

static void set_text_ways(paper *p) {
    const calls *call = &p->call;
    cairo_font_options_t *options = call->cairo_font_options_create_();
    call->cairo_font_options_set_hint_style_(options, CAIRO_HINT_STYLE_NONE);
    call->cairo_font_options_set_hint_metrics_(options, CAIRO_HINT_METRICS_OFF);
    call->pango_cairo_context_set_font_options_(p->context, options);
    call->cairo_font_options_destroy_(options);
    call->pango_cairo_context_set_resolution_(p->context, 72);
    call->pango_context_set_round_glyph_positions_(p->context, FALSE);
    // Else the locale would choose among fonts.
    call->pango_context_set_language_(p->context, call->pango_language_from_string_("en"));
}

static void sides_of(paper *p, bool wide) {
    static const double sides[PAPER_SIZE_COUNT][2] = {{595.276, 841.89}, {612, 792}};
    const double *side = sides[p->setup.size == PAPER_LETTER];
    const bool own = p->setup.own_w > 0;
    p->width = own ? p->setup.own_w : side[wide ? 1 : 0];
    p->height = own ? p->setup.own_h : side[wide ? 0 : 1];
}

static paper_shape_fn shape;

static miler_status take_rooms(paper *p) {
    miler_arena *arena = p->arena;
    p->kept = miler_arena_array(arena, KEPT, sizeof *p->kept);
    p->glyphs = miler_arena_bare_array(arena, PAPER_TEXT_MAX, sizeof *p->glyphs);
    p->clusters = miler_arena_bare_array(arena, PAPER_TEXT_MAX, sizeof *p->clusters);
    if (p->kept == NULL || p->glyphs == NULL || p->clusters == NULL) return MILER_ERR_NOMEM;
    miler_status status = paper_words_init(&p->words, arena, shape, p);
    if (status != MILER_OK) return status;
    miler_buf_init(&p->bytes, miler_arena_allocator(arena), 64u << 20);
    status = miler_arena_defer(arena, let_go, p);
    if (status != MILER_OK) paper_words_deinit(&p->words);
    return status;
}

miler_status paper_new(const paper_setup *setup, miler_arena *arena, paper **out, miler_error *err) {
    *out = NULL;
    paper *p = miler_arena_take(arena, sizeof *p);
    if (p == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    p->arena = arena;
    p->setup = *setup;
    miler_status status = load(&p->call, err);
    if (status != MILER_OK) return status;
    status = take_rooms(p);
    if (status != MILER_OK) return miler_fail(err, status, "out of memory");
    status = find_fonts(p, err);
    if (status != MILER_OK) return status;
    // PERF: else Pango starts a thread that reads the machine's own configuration, which nobody asks for.
    if (!p->call.FcConfigSetCurrent_(p->config)) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    p->fonts = p->call.pango_cairo_font_map_new_();
    p->call.pango_fc_font_map_set_config_((PangoFcFontMap *)(void *)p->fonts, p->config);
    p->context = p->call.pango_font_map_create_context_(p->fonts);
    set_text_ways(p);
    p->shaped = p->call.pango_glyph_string_new_();
    if (setup->image > 0) {
        sides_of(p, setup->wide);
        p->surface = p->call.cairo_image_surface_create_(
            CAIRO_FORMAT_RGB24, (int)lround(p->width * setup->image), (int)lround(p->height * setup->image));
    } else {
        p->surface = p->call.cairo_pdf_surface_create_for_stream_(take_bytes, p, 595, 842);
    }
    set_about(p);
    p->cairo = p->call.cairo_create_(p->surface);
    if (setup->image > 0) p->call.cairo_scale_(p->cairo, setup->image, setup->image);
    *out = p;
    return MILER_OK;
}

// ---- Pages

static void ink(paper *p, draw_role role, double opacity);
static void settle(paper *p);

void paper_page(paper *p, bool wide, const char *mark) {
    const calls *call = &p->call;
    const bool image = p->setup.image > 0;
    if (image && p->pages > 0) { // an image has one
        p->failed = true;
        return;
    }
    settle(p);
    if (p->pages > 0) call->cairo_show_page_(p->cairo);
    p->pages++;
    sides_of(p, image ? p->setup.wide : wide);
    char target[48];
    (void)snprintf(target, sizeof target, "page=%d pos=[0 0]", p->pages);
    if (!image) call->cairo_pdf_surface_set_size_(p->surface, p->width, p->height);
    if (!image && mark != NULL)
        (void)call->cairo_pdf_surface_add_outline_(p->surface, CAIRO_PDF_OUTLINE_ROOT,
                                                   language_say(p->setup.language, mark, p->arena), target,
                                                   CAIRO_PDF_OUTLINE_FLAG_OPEN);
    // PERF: white on white, too: cairo keeps the outline of all that it drew natively, and with the whole page in
    // it from the start no shape makes it longer.
    ink(p, DRAW_PAPER, 0);
    call->cairo_paint_(p->cairo);
}

void paper_turn(paper *p, double x, double y, double w, double h) {
    settle(p);
    if (p->turned) p->call.cairo_restore_(p->cairo);
    p->turned = w > 0;
    if (!p->turned) return;
    p->turn_x = 2 * x + w;
    p->turn_y = 2 * y + h;
    p->call.cairo_save_(p->cairo);
    p->call.cairo_translate_(p->cairo, p->turn_x, p->turn_y);
    p->call.cairo_scale_(p->cairo, -1, -1);
}

int paper_page_count(const paper *p) {
    return p->pages;
}
double paper_width(const paper *p) {
    return p->width;
}
double paper_height(const paper *p) {
    return p->height;
}

// ---- Shapes

static void ink(paper *p, draw_role role, double opacity) {
    const uint32_t rgb = draw_colour(role, p->setup.dark);
    p->call.cairo_set_source_rgba_(p->cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                                   (rgb & 0xff) / 255.0, opacity > 0 ? opacity : 1);
}

static void stroke(paper *p, draw_pen pen) {
    const calls *call = &p->call;
    const double dash[2] = {2, 2};
    ink(p, pen.stroke, pen.opacity);
    call->cairo_set_line_width_(p->cairo, pen.width);
    call->cairo_set_line_cap_(p->cairo, pen.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    call->cairo_set_line_join_(p->cairo, pen.round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    call->cairo_set_dash_(p->cairo, dash, pen.dashed ? 2 : 0, 0);
    call->cairo_stroke_(p->cairo);
}

// PERF: cairo's work for a stroke is the same for one line and for fifty: lines of one pen that follow each
// other (texts between them count for nothing) are stroked at once. Whoever draws anything else settles first.
static void settle(paper *p) {
    if (p->waits) stroke(p, p->waiting);
    p->waits = false;
}

static bool can_wait(draw_pen pen) {
    return pen.fill == DRAW_NONE && pen.stroke != DRAW_NONE && !pen.dashed && !(pen.opacity > 0);
}

static void begin_path(paper *p, draw_pen pen) {
    const draw_pen w = p->waiting;
    if (p->waits && can_wait(pen) && w.stroke == pen.stroke && w.width == pen.width && w.round == pen.round)
        return;
    settle(p);
    p->call.cairo_new_path_(p->cairo);
}

static void use_pen(paper *p, draw_pen pen) {
    const calls *call = &p->call;
    p->waits = can_wait(pen);
    p->waiting = pen;
    if (p->waits) return;
    if (pen.fill != DRAW_NONE) {
        ink(p, pen.fill, pen.opacity);
        call->cairo_fill_preserve_(p->cairo);
    }
    if (pen.stroke != DRAW_NONE)
        stroke(p, pen);
    else
        call->cairo_new_path_(p->cairo);
}

void paper_path(paper *p, draw_pen pen, const draw_point *points, size_t count, bool closed) {
    if (count < 2) return;
    begin_path(p, pen);
    p->call.cairo_move_to_(p->cairo, points[0].x, points[0].y);
    for (size_t i = 1; i < count; i++)
        p->call.cairo_line_to_(p->cairo, points[i].x, points[i].y);
    if (closed) p->call.cairo_close_path_(p->cairo);
    use_pen(p, pen);
}

void paper_line(paper *p, draw_pen pen, double x0, double y0, double x1, double y1) {
    const draw_point points[2] = {{x0, y0}, {x1, y1}};
    paper_path(p, pen, points, 2, false);
}

// A quarter of a circle from where the pen is to (x, y), bulging toward the corner (cx, cy).
static void quarter(paper *p, double fx, double fy, double cx, double cy, double x, double y) {
    p->call.cairo_curve_to_(p->cairo, fx + CORNER * (cx - fx), fy + CORNER * (cy - fy), x + CORNER * (cx - x),
                            y + CORNER * (cy - y), x, y);
}

void paper_rect(paper *p, draw_pen pen, double x, double y, double w, double h, double corner) {
    const calls *call = &p->call;
    const double r = fmin(corner, fmin(w, h) / 2);
    begin_path(p, pen);
    call->cairo_move_to_(p->cairo, x + r, y);
    call->cairo_line_to_(p->cairo, x + w - r, y);
    if (r > 0) quarter(p, x + w - r, y, x + w, y, x + w, y + r);
    call->cairo_line_to_(p->cairo, x + w, y + h - r);
    if (r > 0) quarter(p, x + w, y + h - r, x + w, y + h, x + w - r, y + h);
    call->cairo_line_to_(p->cairo, x + r, y + h);
    if (r > 0) quarter(p, x + r, y + h, x, y + h, x, y + h - r);
    call->cairo_line_to_(p->cairo, x, y + r);
    if (r > 0) quarter(p, x, y + r, x, y, x + r, y);
    call->cairo_close_path_(p->cairo);
    use_pen(p, pen);
}

void paper_circle(paper *p, draw_pen pen, double x, double y, double radius) {
    paper_rect(p, pen, x - radius, y - radius, 2 * radius, 2 * radius, radius);
}

void paper_drawing(paper *p, const drawing *d, double x, double y, double scale) {
    p->failed = p->failed || d->failed;
    settle(p); // widths of pens are scaled
    p->call.cairo_save_(p->cairo);
    p->call.cairo_translate_(p->cairo, x, y);
    p->call.cairo_scale_(p->cairo, scale, scale);
    for (size_t i = 0; i < d->count; i++) {
        const draw_shape *s = &d->shapes[i];
        if (s->kind == DRAW_RECT) paper_rect(p, s->pen, s->x, s->y, s->w, s->h, s->corner);
        if (s->kind == DRAW_PATH) paper_path(p, s->pen, s->points, s->count, s->closed);
    }
    settle(p);
    p->call.cairo_restore_(p->cairo);
}

// ---- Texts

static void set_font(paper *p, PangoLayout *layout, const paper_type *type) {
    const calls *call = &p->call;
    PangoFontDescription *font = call->pango_font_description_new_();
    call->pango_font_description_set_family_(font, type->narrow ? FAMILY_NARROW : FAMILY_WIDE);
    call->pango_font_description_set_weight_(font, type->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    call->pango_font_description_set_absolute_size_(font, LAID_AT * PANGO_SCALE);
    call->pango_layout_set_font_description_(layout, font);
    call->pango_font_description_free_(font);
}

static void set_text(paper *p, PangoLayout *layout, const paper_type *type) {
    const calls *call = &p->call;
    const size_t len = strlen(p->text);
    call->pango_layout_set_text_(layout, p->text, (int)len);
    if (type->bold_from == 0 || type->bold_from >= len) return;
    PangoAttrList *list = call->pango_attr_list_new_();
    PangoAttribute *bold = call->pango_attr_weight_new_(PANGO_WEIGHT_BOLD);
    bold->start_index = (guint)type->bold_from;
    bold->end_index = (guint)len;
    call->pango_attr_list_insert_(list, bold);
    call->pango_layout_set_attributes_(layout, list);
    call->pango_attr_list_unref_(list);
}

// At a width in the libraries' units; -1 = one line, however long.
static PangoLayout *new_layout(paper *p, const paper_type *type, int width) {
    static const PangoAlignment sides[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    const calls *call = &p->call;
    PangoLayout *layout = call->pango_layout_new_(p->context);
    call->pango_layout_set_auto_dir_(layout, FALSE); // a name in Arabic stands where others stand
    call->pango_layout_set_wrap_(layout, PANGO_WRAP_WORD_CHAR);
    call->pango_layout_set_alignment_(layout, sides[type->anchor]);
    set_font(p, layout, type);
    set_text(p, layout, type);
    call->pango_layout_set_width_(layout, width);
    return layout;
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t len) { // FNV-1a
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

static laid lay_at(paper *p, const paper_type *type, int width) {
    const size_t way[5] = {type->bold_from, type->bold, type->narrow, width < 0 ? 0 : type->anchor,
                           (size_t)width};
    const uint64_t key =
        mix(mix(UINT64_C(14695981039346656037), p->text, strlen(p->text)), way, sizeof way) | 1;
    laid *place = &p->kept[(key >> 17) % KEPT];
    if (place->key == key) return *place;
    if (place->layout != NULL) p->call.g_object_unref_(place->layout);
    PangoRectangle r;
    PangoLayout *layout = new_layout(p, type, width);
    p->call.pango_layout_get_extents_(layout, NULL, &r);
    *place = (laid){.key = key,
                    .layout = layout,
                    .x = (double)r.x / PANGO_SCALE,
                    .w = (double)r.width / PANGO_SCALE,
                    .h = (double)r.height / PANGO_SCALE,
                    .lines = p->call.pango_layout_get_line_count_(layout)};
    return *place;
}

// ---- Words

// A style's font is the one that Pango finds for an x; what asks for another is no word for us.
static const style_font *font_of(paper *p, int style) {
    style_font *f = &p->styles[style];
    if (f->layout != NULL) return f;
    const calls *call = &p->call;
    PangoRectangle r;
    f->layout = call->pango_layout_new_(p->context);
    set_font(p, f->layout, &(paper_type){.narrow = style >= 2, .bold = style % 2 == 1});
    call->pango_layout_set_auto_dir_(f->layout, FALSE);
    call->pango_layout_set_text_(f->layout, "x", 1);
    call->pango_layout_get_extents_(f->layout, NULL, &r);
    f->h = (double)r.height / PANGO_SCALE;
    f->baseline = (double)call->pango_layout_get_baseline_(f->layout) / PANGO_SCALE;
    const PangoLayoutLine *line = call->pango_layout_get_line_readonly_(f->layout, 0);
    const PangoLayoutRun *run = line != NULL && line->runs != NULL ? line->runs->data : NULL;
    if (run != NULL) f->analysis = run->item->analysis;
    return f;
}

// PERF: straight to the letters, past Pango's search for scripts, fonts and breaks: all of that is known. False: a
// letter is not in the font, or not one glyph.
static bool shape(void *user, int style, const char *bytes, size_t len, paper_letter *letters,
                  size_t *out_count, double *out_w) {
    paper *p = user;
    const style_font *f = font_of(p, style);
    PangoGlyphString *shaped = p->shaped;
    *out_count = 0;
    *out_w = 0;
    if (f->analysis.font == NULL || f->analysis.level != 0) return false;
    p->call.pango_shape_(bytes, (int)len, &f->analysis, shaped);
    for (int i = 0; i < shaped->num_glyphs; i++) {
        const PangoGlyphInfo *g = &shaped->glyphs[i];
        const int end = i + 1 < shaped->num_glyphs ? shaped->log_clusters[i + 1] : (int)len;
        const int size = end - shaped->log_clusters[i];
        if (size <= 0 || g->glyph == PANGO_GLYPH_EMPTY || (g->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
            return false;
        letters[(*out_count)++] = (paper_letter){.glyph = g->glyph,
                                                 .bytes = (uint32_t)size,
                                                 .x = *out_w + (double)g->geometry.x_offset / PANGO_SCALE,
                                                 .y = (double)g->geometry.y_offset / PANGO_SCALE};
        *out_w += (double)g->geometry.width / PANGO_SCALE;
    }
    return true;
}

static int style_of(const paper_type *type) {
    return (type->narrow ? 2 : 0) + (type->bold ? 1 : 0);
}

// A line's place when the room is given: it is aligned within that.
static double line_x(const paper *p, const paper_type *type, int line, double room) {
    if (p->lines.lines == 1 || type->anchor == DRAW_START) return 0;
    return (room - p->lines.line_w[line]) / (type->anchor == DRAW_MIDDLE ? 2 : 1);
}

static bool lay_words(paper *p, const paper_type *type, double room, laid *out) {
    const size_t bold_from = type->bold ? 0 : type->bold_from;
    if (!paper_words_lay(&p->words, p->text, style_of(type), bold_from, room, &p->lines)) {
        p->failed = p->failed || p->words.failed;
        return false;
    }
    const style_font *f = font_of(p, style_of(type));
    *out = (laid){
        .x = line_x(p, type, 0, room), .w = p->lines.w, .h = f->h * p->lines.lines, .lines = p->lines.lines};
    for (int i = 1; i < p->lines.lines; i++)
        out->x = fmin(out->x, line_x(p, type, i, room));
    return true;
}

// The text at a size, within a width (0 = any).
static laid lay(paper *p, const paper_type *type, double size, double w, const char *text) {
    const double room = w * LAID_AT / size;
    laid l;
    (void)paper_text_clean(text, p->text);
    if (lay_words(p, type, w > 0 ? room : -1, &l)) return l;
    l = lay_at(p, type, -1);
    return w <= 0 || l.w <= room ? l : lay_at(p, type, (int)(room * PANGO_SCALE));
}

static bool fits(const paper_type *type, const laid *l, double size, double w, double h) {
    const double scale = size / LAID_AT;
    const double blank = l->lines > 1 ? BLANK * size : 0; // a broken line keeps the blank it was broken at
    return l->h * scale <= h + BOX_SLACK && l->w * scale <= w + blank + BOX_SLACK &&
           (type->lines == 0 || l->lines <= type->lines);
}

static void remember(paper *p, paper_box box) {
    if (p->turned) {
        box.x = p->turn_x - box.x - box.w;
        box.y = p->turn_y - box.y - box.h;
    }
    if (p->box_count == p->box_room) {
        const size_t room = p->box_room > 0 ? p->box_room * 2 : 256;
        paper_box *grown = miler_arena_grow(p->arena, p->boxes, p->box_room, room, sizeof *grown);
        if (grown == NULL) {
            p->failed = true;
            return;
        }
        p->boxes = grown;
        p->box_room = room;
    }
    box.text = miler_arena_dup(p->arena, box.text);
    if (box.text == NULL) {
        p->failed = true;
        return;
    }
    p->boxes[p->box_count++] = box;
}

// The words from spot `from` on that are of one style; gives where the next begin.
static size_t show_style(paper *p, const paper_type *type, size_t from, bool bold, double x, double y,
                         double size, double room) {
    const calls *call = &p->call;
    const paper_lines *lines = &p->lines;
    const double scale = size / LAID_AT;
    const style_font *f = font_of(p, bold ? style_of(type) | 1 : style_of(type));
    const size_t first = lines->spots[from].at;
    size_t at = from, glyphs = 0, end = first;
    for (; at < lines->count; at++) {
        const paper_spot *spot = &lines->spots[at];
        if (!bold && type->bold_from > 0 && spot->at >= type->bold_from) break;
        const double left = line_x(p, type, spot->line, room) + spot->x;
        for (size_t i = 0; i < spot->word->count; i++) {
            const paper_letter *letter = &spot->word->letters[i];
            p->glyphs[glyphs] =
                (cairo_glyph_t){.index = letter->glyph,
                                .x = x + (left + letter->x) * scale,
                                .y = y + (f->baseline + f->h * spot->line + letter->y) * scale};
            p->clusters[glyphs++] = (cairo_text_cluster_t){.num_bytes = (int)letter->bytes, .num_glyphs = 1};
        }
        end = spot->at + spot->word->len;
    }
    call->cairo_set_scaled_font_(
        p->cairo, call->pango_cairo_font_get_scaled_font_((PangoCairoFont *)(void *)f->analysis.font));
    call->cairo_set_font_size_(p->cairo, size);
    call->cairo_show_text_glyphs_(p->cairo, p->text + first, (int)(end - first), p->glyphs, (int)glyphs,
                                  p->clusters, (int)glyphs, (cairo_text_cluster_flags_t)0);
    return at;
}

// A text that was just laid.
static void show(paper *p, const paper_type *type, const laid *l, double x, double y, double size, double w) {
    const calls *call = &p->call;
    const double scale = size / LAID_AT;
    if (l->layout == NULL) {
        ink(p, type->fill != DRAW_NONE ? type->fill : DRAW_INK, 0);
        bool bold = type->bold;
        for (size_t at = 0; at < p->lines.count; bold = true)
            at = show_style(p, type, at, bold, x, y, size, w / scale);
        return;
    }
    settle(p);
    ink(p, type->fill != DRAW_NONE ? type->fill : DRAW_INK, 0);
    call->cairo_save_(p->cairo);
    call->cairo_translate_(p->cairo, x, y);
    call->cairo_scale_(p->cairo, scale, scale);
    call->cairo_move_to_(p->cairo, 0, 0);
    call->pango_cairo_show_layout_(p->cairo, l->layout);
    call->cairo_restore_(p->cairo);
    call->cairo_new_path_(p->cairo);
    p->unknown += (size_t)call->pango_layout_get_unknown_glyphs_count_(l->layout);
}

static const char *said(const paper *p, paper_type *type, const char *text) {
    if (type->as_written) return text;
    return language_say_parts(p->setup.language, text, &type->bold_from, p->arena);
}

double paper_text(paper *p, paper_type type, double x, double y, double w, double h, const char *text) {
    if (p->failed || text[0] == '\0') return 0;
    text = said(p, &type, text);
    double size = type.size;
    const double least = type.least > 0 ? type.least : type.size;
    laid l = lay(p, &type, size, w, text);
    while (!fits(&type, &l, size, w, h) && size - SHRINK_STEP >= least) {
        size -= SHRINK_STEP;
        l = lay(p, &type, size, w, text);
    }
    const double scale = size / LAID_AT;
    const double spare = w - l.w * scale; // what Pango aligns by itself lies within its own width
    if (l.lines == 1 && type.anchor != DRAW_START)
        x += (type.anchor == DRAW_END ? spare : spare / 2) - l.x * scale;
    show(p, &type, &l, x, y, size, w);
    remember(p, (paper_box){.page = p->pages,
                            .x = x + l.x * scale,
                            .y = y,
                            .w = fmin(l.w * scale, fmax(w, 0)),
                            .h = l.h * scale,
                            .size = size,
                            .over = !fits(&type, &l, size, w, h),
                            .text = text});
    return l.h * scale;
}

double paper_text_height(paper *p, paper_type type, double w, const char *text) {
    text = said(p, &type, text);
    return text[0] == '\0' ? 0 : lay(p, &type, type.size, w, text).h * type.size / LAID_AT;
}

double paper_text_width(paper *p, paper_type type, const char *text) {
    text = said(p, &type, text);
    return text[0] == '\0' ? 0 : lay(p, &type, type.size, 0, text).w * type.size / LAID_AT;
}

const paper_box *paper_boxes(const paper *p, size_t *out_count) {
    *out_count = p->box_count;
    return p->boxes;
}

void paper_fail(paper *p) {
    p->failed = true;
}

size_t paper_unknown(const paper *p) {
    return p->unknown;
}

// ---- Ending

miler_status paper_finish(paper *p, miler_buf *out, miler_error *err) {
    const calls *call = &p->call;
    if (!p->finished) settle(p);
    if (p->pages > 0 && !p->finished) call->cairo_show_page_(p->cairo);
    if (p->setup.image > 0 && !p->finished)
        (void)call->cairo_surface_write_to_png_stream_(p->surface, take_bytes, p);
    p->finished = true;
    call->cairo_surface_finish_(p->surface);
    const miler_status status = miler_buf_status(&p->bytes, err);
    if (status != MILER_OK) return status;
    if (p->failed || call->cairo_status_(p->cairo) == CAIRO_STATUS_NO_MEMORY)
        return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    if (call->cairo_status_(p->cairo) != CAIRO_STATUS_SUCCESS ||
        call->cairo_surface_status_(p->surface) != CAIRO_STATUS_SUCCESS)
        return miler_fail(err, MILER_ERR_UNSUPPORTED, "cairo could not write the pages");
    miler_buf_append(out, p->bytes.ptr, p->bytes.len);
    return miler_buf_status(out, err);
}
