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

#include "base/utf8.h"

#include <cairo-pdf.h>
#include <dlfcn.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <string.h>

#define TEXT_MAX 4096    // bytes of one text
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

#define CALLS(X)                                                                                             \
    X(cairo_pdf_surface_create_for_stream)                                                                   \
    X(cairo_pdf_surface_set_metadata)                                                                        \
    X(cairo_pdf_surface_set_size)                                                                            \
    X(cairo_pdf_surface_add_outline)                                                                         \
    X(cairo_image_surface_create)                                                                            \
    X(cairo_surface_write_to_png_stream)                                                                     \
    X(cairo_paint)                                                                                           \
    X(cairo_surface_finish)                                                                                  \
    X(cairo_surface_status)                                                                                  \
    X(cairo_surface_destroy)                                                                                 \
    X(cairo_create)                                                                                          \
    X(cairo_destroy)                                                                                         \
    X(cairo_status)                                                                                          \
    X(cairo_show_page)                                                                                       \
    X(cairo_save)                                                                                            \
    X(cairo_restore)                                                                                         \
    X(cairo_translate)                                                                                       \
    X(cairo_scale)                                                                                           \
    X(cairo_new_path)                                                                                        \
    X(cairo_move_to)                                                                                         \
    X(cairo_line_to)                                                                                         \
    X(cairo_curve_to)                                                                                        \
    X(cairo_close_path)                                                                                      \
    X(cairo_set_source_rgba)                                                                                 \
    X(cairo_set_line_width)                                                                                  \
    X(cairo_set_line_cap)                                                                                    \
    X(cairo_set_line_join)                                                                                   \
    X(cairo_set_dash)                                                                                        \
    X(cairo_fill)                                                                                            \
    X(cairo_fill_preserve)                                                                                   \
    X(cairo_stroke)                                                                                          \
    X(cairo_font_options_create)                                                                             \
    X(cairo_font_options_destroy)                                                                            \
    X(cairo_font_options_set_hint_style)                                                                     \
    X(cairo_font_options_set_hint_metrics)                                                                   \
    X(pango_cairo_font_map_new)                                                                              \
    X(pango_fc_font_map_set_config)                                                                          \
    X(pango_cairo_context_set_font_options)                                                                  \
    X(pango_cairo_context_set_resolution)                                                                    \
    X(pango_cairo_show_layout)                                                                               \
    X(pango_font_map_create_context)                                                                         \
    X(pango_context_set_round_glyph_positions)                                                               \
    X(pango_context_set_language)                                                                            \
    X(pango_language_from_string)                                                                            \
    X(pango_layout_new)                                                                                      \
    X(pango_layout_set_text)                                                                                 \
    X(pango_layout_set_width)                                                                                \
    X(pango_layout_set_wrap)                                                                                 \
    X(pango_layout_set_alignment)                                                                            \
    X(pango_layout_set_auto_dir)                                                                             \
    X(pango_layout_set_attributes)                                                                           \
    X(pango_layout_set_font_description)                                                                     \
    X(pango_layout_get_extents)                                                                              \
    X(pango_layout_get_line_count)                                                                           \
    X(pango_layout_get_unknown_glyphs_count)                                                                 \
    X(pango_font_description_new)                                                                            \
    X(pango_font_description_free)                                                                           \
    X(pango_font_description_set_family)                                                                     \
    X(pango_font_description_set_weight)                                                                     \
    X(pango_font_description_set_absolute_size)                                                              \
    X(pango_attr_list_new)                                                                                   \
    X(pango_attr_list_insert)                                                                                \
    X(pango_attr_list_unref)                                                                                 \
    X(pango_attr_weight_new)                                                                                 \
    X(FcConfigCreate)                                                                                        \
    X(FcConfigDestroy)                                                                                       \
    X(FcConfigParseAndLoadFromMemory)                                                                        \
    X(FcConfigBuildFonts)                                                                                    \
    X(FcConfigGetFonts)                                                                                      \
    X(g_object_unref)

typedef struct calls {
#define FIELD(name) __typeof__(&name) name##_;
    CALLS(FIELD)
#undef FIELD
} calls;

// Texts come again: the same run on six days, a cell tried at several sizes, and
// what was measured is drawn next. PERF: shaping letters is half of all the work
// of a document, and each font size costs its own tables. So every text is laid at
// one size, drawn scaled, and kept by a hash of what it depends on; a text on one
// line is the same at every size and width.
#define KEPT 2048    // laid texts; a newer one takes an older one's place
#define LAID_AT 10.0 // pt
#define THIN_W 0.35  // of its size: a word of thin letters, blanks among them
typedef struct laid {
    uint64_t key; // 0 = empty
    PangoLayout *layout;
    double x, w, h; // at LAID_AT
    int lines;
} laid;

struct paper {
    calls call;
    laid *kept;
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
    bool turned;           // on its head, about ...
    double turn_x, turn_y; // ... twice this point
};

// ---- Beginning

const char *paper_size_name(paper_size size) {
    static const char *const names[PAPER_SIZE_COUNT] = {"a4", "letter"};
    return (unsigned)size < PAPER_SIZE_COUNT ? names[size] : "";
}

static miler_status not_here(miler_error *err, const char *what) {
    const miler_status status =
        miler_fail(err, MILER_ERR_UNSUPPORTED, "paper needs %s, which is not on this machine", what);
    miler_error_remedy(err, "install it: apt-get install libpangocairo-1.0-0 fonts-roboto-unhinted");
    return status;
}

// The handle stays open for the program's life: the libraries below keep threads and tables.
static miler_status load(calls *call, miler_error *err) {
    void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return not_here(err, "Pango and cairo");
    const struct {
        const char *name;
        void *place;
    } table[] = {
#define ROW(name) {#name, &call->name##_},
        CALLS(ROW)
#undef ROW
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        void *found = dlsym(library, table[i].name); // looks through the libraries it stands on, too
        if (found == NULL) return not_here(err, table[i].name);
        memcpy(table[i].place, &found, sizeof found);
    }
    return MILER_OK;
}

static void let_go(void *user) {
    paper *p = user;
    const calls *call = &p->call;
    if (p->cairo != NULL) call->cairo_destroy_(p->cairo);
    if (p->surface != NULL) call->cairo_surface_destroy_(p->surface);
    for (size_t i = 0; i < KEPT; i++)
        if (p->kept[i].layout != NULL) call->g_object_unref_(p->kept[i].layout);
    if (p->context != NULL) call->g_object_unref_(p->context);
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

static void set_about(paper *p) {
    char date[MILER_TEXT_MAX], stamp[MILER_TEXT_MAX + 16];
    const calls *call = &p->call;
    if (p->setup.image > 0) return;
    miler_print_date(date, sizeof date, p->setup.day != MILER_NO_DAY ? p->setup.day : 0);
    (void)snprintf(stamp, sizeof stamp, "%sT00:00:00Z", date);
    if (p->setup.title != NULL)
        call->cairo_pdf_surface_set_metadata_(p->surface, CAIRO_PDF_METADATA_TITLE, p->setup.title);
    if (p->setup.author != NULL)
        call->cairo_pdf_surface_set_metadata_(p->surface, CAIRO_PDF_METADATA_AUTHOR, p->setup.author);
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
        return not_here(err, "a set of fonts");
    const FcFontSet *found = call->FcConfigGetFonts_(p->config, FcSetSystem);
    return found == NULL || found->nfont == 0 ? not_here(err, "a font") : MILER_OK;
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

miler_status paper_new(const paper_setup *setup, miler_arena *arena, paper **out, miler_error *err) {
    *out = NULL;
    paper *p = miler_arena_take(arena, sizeof *p);
    if (p == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    p->arena = arena;
    p->setup = *setup;
    miler_status status = load(&p->call, err);
    if (status != MILER_OK) return status;
    p->kept = miler_arena_array(arena, KEPT, sizeof *p->kept);
    if (p->kept == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    miler_buf_init(&p->bytes, miler_arena_allocator(arena), 64u << 20);
    status = miler_arena_defer(arena, let_go, p);
    if (status != MILER_OK) return miler_fail(err, status, "out of memory");
    status = find_fonts(p, err);
    if (status != MILER_OK) return status;
    p->fonts = p->call.pango_cairo_font_map_new_();
    p->call.pango_fc_font_map_set_config_((PangoFcFontMap *)(void *)p->fonts, p->config);
    p->context = p->call.pango_font_map_create_context_(p->fonts);
    set_text_ways(p);
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

void paper_page(paper *p, bool wide, const char *mark) {
    const calls *call = &p->call;
    const bool image = p->setup.image > 0;
    if (image && p->pages > 0) { // an image has one
        p->failed = true;
        return;
    }
    if (p->pages > 0) call->cairo_show_page_(p->cairo);
    p->pages++;
    sides_of(p, image ? p->setup.wide : wide);
    char target[48];
    (void)snprintf(target, sizeof target, "page=%d pos=[0 0]", p->pages);
    if (!image) call->cairo_pdf_surface_set_size_(p->surface, p->width, p->height);
    if (!image && mark != NULL)
        (void)call->cairo_pdf_surface_add_outline_(p->surface, CAIRO_PDF_OUTLINE_ROOT, mark, target,
                                                   CAIRO_PDF_OUTLINE_FLAG_OPEN);
    if (!image && !p->setup.dark) return;
    ink(p, DRAW_PAPER, 0);
    call->cairo_paint_(p->cairo);
}

void paper_turn(paper *p, double x, double y, double w, double h) {
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

// The house's colours on white; they keep their order of lightness on a grey printer.
static const uint32_t colours[DRAW_ROLE_COUNT] = {
    [DRAW_PAPER] = 0xffffff,       [DRAW_INK] = 0x17202a,         [DRAW_SOFT] = 0x5b6875,
    [DRAW_HAIR] = 0xd3cfc6,        [DRAW_GROUND] = 0xf5f2ec,      [DRAW_BEND] = 0xe7e3d9,
    [DRAW_BAND] = 0xcfd8c4,        [DRAW_HOT] = 0xb3361e,         [DRAW_SPEED_0] = 0x82b3cc,
    [DRAW_SPEED_0 + 1] = 0x6ea7c8, [DRAW_SPEED_0 + 2] = 0x5e9bc5, [DRAW_SPEED_0 + 3] = 0x588bc5,
    [DRAW_SPEED_0 + 4] = 0x6279be, [DRAW_SPEED_0 + 5] = 0x6f64b5, [DRAW_SPEED_0 + 6] = 0x7e4da0,
    [DRAW_SPEED_0 + 7] = 0x873487, [DRAW_SPEED_0 + 8] = 0x8a1a65, [DRAW_SPEED_0 + 9] = 0x82064b,
    [DRAW_SPEED_0 + 10] = 0x740235};

// The same roles in the dark, where a phone is read outdoors and at night.
static const uint32_t dark_colours[DRAW_ROLE_COUNT] = {
    [DRAW_PAPER] = 0x0b0f13,       [DRAW_INK] = 0xffffff,         [DRAW_SOFT] = 0xb9c4ce,
    [DRAW_HAIR] = 0x3c4751,        [DRAW_GROUND] = 0x19212a,      [DRAW_BEND] = 0x232d37,
    [DRAW_BAND] = 0x33502f,        [DRAW_HOT] = 0xff8468,         [DRAW_SPEED_0] = 0x3f5f73,
    [DRAW_SPEED_0 + 1] = 0x4a6f8b, [DRAW_SPEED_0 + 2] = 0x527ba0, [DRAW_SPEED_0 + 3] = 0x5f86b5,
    [DRAW_SPEED_0 + 4] = 0x7c8fcb, [DRAW_SPEED_0 + 5] = 0x988fd3, [DRAW_SPEED_0 + 6] = 0xb28fd6,
    [DRAW_SPEED_0 + 7] = 0xcf93d0, [DRAW_SPEED_0 + 8] = 0xe79bbf, [DRAW_SPEED_0 + 9] = 0xf6a8ae,
    [DRAW_SPEED_0 + 10] = 0xffb8a0};

static void ink(paper *p, draw_role role, double opacity) {
    const uint32_t *all = p->setup.dark ? dark_colours : colours;
    const uint32_t rgb = (unsigned)role < DRAW_ROLE_COUNT ? all[role] : 0;
    p->call.cairo_set_source_rgba_(p->cairo, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                                   (rgb & 0xff) / 255.0, opacity > 0 ? opacity : 1);
}

static void use_pen(paper *p, draw_pen pen) {
    const calls *call = &p->call;
    if (pen.fill != DRAW_NONE) {
        ink(p, pen.fill, pen.opacity);
        call->cairo_fill_preserve_(p->cairo);
    }
    if (pen.stroke == DRAW_NONE) {
        call->cairo_new_path_(p->cairo);
        return;
    }
    const double dash[2] = {2, 2};
    ink(p, pen.stroke, pen.opacity);
    call->cairo_set_line_width_(p->cairo, pen.width);
    call->cairo_set_line_cap_(p->cairo, pen.round ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    call->cairo_set_line_join_(p->cairo, pen.round ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    call->cairo_set_dash_(p->cairo, dash, pen.dashed ? 2 : 0, 0);
    call->cairo_stroke_(p->cairo);
}

void paper_path(paper *p, draw_pen pen, const draw_point *points, size_t count, bool closed) {
    if (count < 2) return;
    p->call.cairo_new_path_(p->cairo);
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
    call->cairo_new_path_(p->cairo);
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
    p->call.cairo_save_(p->cairo);
    p->call.cairo_translate_(p->cairo, x, y);
    p->call.cairo_scale_(p->cairo, scale, scale);
    for (size_t i = 0; i < d->count; i++) {
        const draw_shape *s = &d->shapes[i];
        if (s->kind == DRAW_RECT) paper_rect(p, s->pen, s->x, s->y, s->w, s->h, s->corner);
        if (s->kind == DRAW_PATH) paper_path(p, s->pen, s->points, s->count, s->closed);
    }
    p->call.cairo_restore_(p->cairo);
}

// ---- Texts

// Controls (C0, C1) and the line and paragraph separators: as a blank they say what they can.
static bool breaks_line(const char *at, size_t size) {
    const unsigned char *c = (const unsigned char *)at;
    if (size == 1) return c[0] < 0x20 || c[0] == 0x7f;
    if (size == 2) return c[0] == 0xc2 && c[1] < 0xa0;
    return size == 3 && c[0] == 0xe2 && c[1] == 0x80 && (c[2] & 0xfe) == 0xa8;
}

// What the libraries may be given: UTF-8, one paragraph. Gives its length.
static size_t clean(const char *text, char out[TEXT_MAX]) {
    static const char mark[] = "\xef\xbf\xbd"; // U+FFFD stands for a byte that is no character
    const size_t len = strlen(text);
    size_t used = 0;
    for (size_t at = 0; at < len && used + 8 < TEXT_MAX;) {
        const size_t size = miler_utf8_len(text + at, len - at);
        const bool blank = breaks_line(text + at, size);
        const char *from = size == 0 ? mark : blank ? " " : text + at;
        const size_t take = size == 0 ? sizeof mark - 1 : blank ? 1 : size;
        memcpy(out + used, from, take);
        used += take;
        at += size > 0 ? size : 1;
    }
    out[used] = '\0';
    return used;
}

static void set_font(paper *p, PangoLayout *layout, const paper_type *type) {
    const calls *call = &p->call;
    PangoFontDescription *font = call->pango_font_description_new_();
    call->pango_font_description_set_family_(font, type->narrow ? FAMILY_NARROW : FAMILY_WIDE);
    call->pango_font_description_set_weight_(font, type->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    call->pango_font_description_set_absolute_size_(font, LAID_AT * PANGO_SCALE);
    call->pango_layout_set_font_description_(layout, font);
    call->pango_font_description_free_(font);
}

static void set_text(paper *p, PangoLayout *layout, const paper_type *type, const char *text) {
    char bytes[TEXT_MAX];
    const calls *call = &p->call;
    const size_t len = clean(text, bytes);
    call->pango_layout_set_text_(layout, bytes, (int)len);
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
static PangoLayout *new_layout(paper *p, const paper_type *type, int width, const char *text) {
    static const PangoAlignment sides[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT};
    const calls *call = &p->call;
    PangoLayout *layout = call->pango_layout_new_(p->context);
    call->pango_layout_set_auto_dir_(layout, FALSE); // a name in Arabic stands where others stand
    call->pango_layout_set_wrap_(layout, PANGO_WRAP_WORD_CHAR);
    call->pango_layout_set_alignment_(layout, sides[type->anchor]);
    set_font(p, layout, type);
    set_text(p, layout, type, text);
    call->pango_layout_set_width_(layout, width);
    return layout;
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t len) { // FNV-1a
    const unsigned char *at = bytes;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ at[i]) * UINT64_C(1099511628211);
    return hash;
}

static const laid *lay_at(paper *p, const paper_type *type, int width, const char *text) {
    const size_t way[5] = {type->bold_from, type->bold, type->narrow, width < 0 ? 0 : type->anchor,
                           (size_t)width};
    const uint64_t key = mix(mix(UINT64_C(14695981039346656037), text, strlen(text)), way, sizeof way) | 1;
    laid *place = &p->kept[(key >> 17) % KEPT];
    if (place->key == key) return place;
    if (place->layout != NULL) p->call.g_object_unref_(place->layout);
    PangoRectangle r;
    PangoLayout *layout = new_layout(p, type, width, text);
    p->call.pango_layout_get_extents_(layout, NULL, &r);
    *place = (laid){.key = key,
                    .layout = layout,
                    .x = (double)r.x / PANGO_SCALE,
                    .w = (double)r.width / PANGO_SCALE,
                    .h = (double)r.height / PANGO_SCALE,
                    .lines = p->call.pango_layout_get_line_count_(layout)};
    return place;
}

// PERF: a paragraph need not be tried as one line. A text of thin letters that would
// have fitted is laid within its width all the same, as one line.
static bool long_for(const char *text, double room) {
    double least_w = 0;
    for (; *text != '\0'; text++)
        least_w += ((unsigned char)*text & 0xC0) != 0x80 ? THIN_W * LAID_AT : 0;
    return least_w > room;
}

// The text at a size, within a width (0 = any).
static const laid *lay(paper *p, const paper_type *type, double size, double w, const char *text) {
    const double room = w * LAID_AT / size;
    if (w > 0 && long_for(text, room)) return lay_at(p, type, (int)(room * PANGO_SCALE), text);
    const laid *line = lay_at(p, type, -1, text);
    return w <= 0 || line->w <= room ? line : lay_at(p, type, (int)(room * PANGO_SCALE), text);
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

static void show(paper *p, const laid *l, draw_role fill, double x, double y, double scale) {
    const calls *call = &p->call;
    ink(p, fill != DRAW_NONE ? fill : DRAW_INK, 0);
    call->cairo_save_(p->cairo);
    call->cairo_translate_(p->cairo, x, y);
    call->cairo_scale_(p->cairo, scale, scale);
    call->cairo_move_to_(p->cairo, 0, 0);
    call->pango_cairo_show_layout_(p->cairo, l->layout);
    call->cairo_restore_(p->cairo);
    call->cairo_new_path_(p->cairo);
    p->unknown += (size_t)call->pango_layout_get_unknown_glyphs_count_(l->layout);
}

double paper_text(paper *p, paper_type type, double x, double y, double w, double h, const char *text) {
    if (p->failed || text[0] == '\0') return 0;
    double size = type.size;
    const double least = type.least > 0 ? type.least : type.size;
    const laid *l = lay(p, &type, size, w, text);
    while (!fits(&type, l, size, w, h) && size - SHRINK_STEP >= least) {
        size -= SHRINK_STEP;
        l = lay(p, &type, size, w, text);
    }
    const double scale = size / LAID_AT;
    const double spare = w - l->w * scale; // what Pango aligns by itself lies within its own width
    if (l->lines == 1 && type.anchor != DRAW_START)
        x += (type.anchor == DRAW_END ? spare : spare / 2) - l->x * scale;
    show(p, l, type.fill, x, y, scale);
    remember(p, (paper_box){.page = p->pages,
                            .x = x + l->x * scale,
                            .y = y,
                            .w = fmin(l->w * scale, fmax(w, 0)),
                            .h = l->h * scale,
                            .size = size,
                            .over = !fits(&type, l, size, w, h),
                            .text = text});
    return l->h * scale;
}

double paper_text_height(paper *p, paper_type type, double w, const char *text) {
    return text[0] == '\0' ? 0 : lay(p, &type, type.size, w, text)->h * type.size / LAID_AT;
}

double paper_text_width(paper *p, paper_type type, const char *text) {
    return text[0] == '\0' ? 0 : lay(p, &type, type.size, 0, text)->w * type.size / LAID_AT;
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
