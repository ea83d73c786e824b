// SPDX-License-Identifier: MIT
// XML behind its caps: what comes out, what is refused and from where on, and
// the numbers and times in it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "formats/xml.h"
#include "read_kit.h"

#include <dirent.h>

// ---- A document and what it says

enum { A = 1, B, C };

typedef struct said {
    xml_reader *xml;
    char text[4096];
    size_t len;
    size_t started;
    int stop_at; // element that asks to stop, 0: none
} said;

static void put(said *l, const char *fmt, ...) MILER_PRINTF(2, 3);
static void put(said *l, const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(l->text + l->len, sizeof l->text - l->len, fmt, args);
    va_end(args);
    if (n > 0 && (size_t)n < sizeof l->text - l->len) l->len += (size_t)n;
}

static void on_start(void *user, int id, const char *const *attrs) {
    said *l = user;
    l->started++;
    if (id == l->stop_at) xml_stop(l->xml, MILER_ERR_NOMEM);
    put(l, "<%d", id);
    for (size_t i = 0; attrs[i] != NULL; i += 2)
        put(l, " %s=%.40s", attrs[i], attrs[i + 1]);
    put(l, ">");
}

static void on_end(void *user, int id, const char *text, size_t len) {
    put(user, "%.*s</%d>", (int)len, text, id);
}

static const xml_name names[] = {{"a", A, true}, {"b", B, true}, {"c", C, false}};
static const xml_events events = {names, 3, on_start, on_end};

typedef struct document {
    miler_arena *arena;
    said log;
    miler_status status;
    miler_error err;
    xml_damage damage;
} document;

static document read_pieces(const void *bytes, size_t len, size_t piece, int stop_at) {
    document d = {.arena = miler_arena_new(NULL, 0), .log = {.stop_at = stop_at}};
    assert_non_null(d.arena);
    assert_int_equal(xml_open(&d.log.xml, &events, &d.log, d.arena, &d.err), MILER_OK);
    for (size_t at = 0; at < len && d.status == MILER_OK; at += piece)
        d.status = xml_feed(d.log.xml, (const char *)bytes + at, len - at < piece ? len - at : piece, &d.err);
    if (d.status == MILER_OK) d.status = xml_finish(d.log.xml, &d.err);
    d.damage = *xml_damage_of(d.log.xml);
    xml_close(d.log.xml);
    miler_arena_free(d.arena);
    return d;
}

static document read_all(const void *bytes, size_t len) {
    document d = read_pieces(bytes, len, len != 0 ? len : 1, 0);
    if (len > 8192) return d;
    document single = read_pieces(bytes, len, 1, 0);
    assert_int_equal(single.status, d.status);
    assert_string_equal(single.log.text, d.log.text);
    assert_string_equal(single.err.msg, d.err.msg);
    assert_int_equal(single.err.line, d.err.line);
    assert_int_equal(single.damage.found, d.damage.found);
    assert_int_equal(single.damage.early, d.damage.early);
    assert_int_equal(single.damage.offset, d.damage.offset);
    return d;
}

static void events_of_documents(void **state) {
    (void)state;
    static const struct {
        const char *xml, *log;
    } rows[] = {
        {"<a>x</a>", "<1>x</1>"},
        {"\n \t<?xml version='1.0'?><a>x</a>", "<1>x</1>"},
        {"\xEF\xBB\xBF<?xml version='1.0' encoding='utf-8'?><a>x</a>", "<1>x</1>"},
        {"\xEF\xBB\xBF\r\n<a>x</a>", "<1>x</1>"},
        {"<a><b>1</b> <z>no</z><c>no</c></a>", "<1><2>1</2><3></3></1>"},
        {"<p:a xmlns='u'><q:r:b x:k='v' l='w'>1</q:r:b></p:a>", "<1 xmlns=u><2 x:k=v l=w>1</2></1>"},
        {"<a>&lt;&amp;&#65;&#x42;&gt;&quot;&apos;</a>", "<1><&AB>\"'</1>"},
        {"<a>x<![CDATA[<y>]]>z</a>", "<1>x<y>z</1>"},
        {"<a>x<!-- no -->y<?no no?>z</a>", "<1>xyz</1>"},
        {"<a>before<b/>after</a>", "<1><2></2></1>"}, // no watch mixes text and elements
        {"<ab>x</ab><!-- done -->\n", ""},
        {"<B>x</B>", ""}, // names are told apart by case
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        document d = read_all(rows[i].xml, strlen(rows[i].xml));
        if (d.status != MILER_OK || d.damage.found) fail_msg("%s: %s", rows[i].xml, d.err.msg);
        assert_string_equal(d.log.text, rows[i].log);
    }
}

static void text_is_cut(void **state) {
    (void)state;
    for (size_t len = XML_KEEP - 1; len <= XML_KEEP + 1; len++) {
        char xml[400];
        int n = snprintf(xml, sizeof xml, "<a>%0*d</a>", (int)len, 0);
        document d = read_all(xml, (size_t)n);
        assert_int_equal(d.log.len, strlen("<1></1>") + (len < XML_KEEP ? len : XML_KEEP));
    }
}

static void handlers_may_stop(void **state) {
    (void)state;
    const char xml[] = "<a><b/><c/></a>";
    document d = read_pieces(xml, sizeof xml - 1, 3, B);
    assert_int_equal(d.status, MILER_ERR_NOMEM);
    assert_int_equal(d.log.started, 2);
}

// ---- Encodings

// ASCII text as UTF-16 of either order, with its mark.
static size_t to_utf16(const char *text, bool big, uint8_t *out) {
    size_t n = 0;
    out[n++] = big ? 0xFE : 0xFF;
    out[n++] = big ? 0xFF : 0xFE;
    for (; *text != '\0'; text++) {
        out[n++] = big ? 0 : (uint8_t)*text;
        out[n++] = big ? (uint8_t)*text : 0;
    }
    return n;
}

static void encodings(void **state) {
    (void)state;
    static const struct {
        const char *xml, *log;
    } rows[] = {
        {"<?xml version='1.0' encoding='ISO-8859-1'?><a>caf\xE9</a>", "<1>caf\xC3\xA9</1>"},
        {"<?xml version='1.0' encoding='iso-8859-1'?><a>\xA0</a>", "<1>\xC2\xA0</1>"},
        {"<?xml version='1.0' encoding='us-ascii'?><a>x</a>", "<1>x</1>"},
        {"<?xml version='1.0' encoding='US-ASCII'?><a>x</a>", "<1>x</1>"},
        {"<?xml version='1.0' encoding='UTF-8'?><a>caf\xC3\xA9</a>", "<1>caf\xC3\xA9</1>"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(read_all(rows[i].xml, strlen(rows[i].xml)).log.text, rows[i].log);
    for (int big = 0; big < 2; big++) {
        uint8_t bytes[256];
        size_t n = to_utf16("<?xml version='1.0' encoding='UTF-16'?><a><b>1</b></a>", big != 0, bytes);
        assert_string_equal(read_all(bytes, n).log.text, "<1><2>1</2></1>");
        assert_true(xml_root_is(bytes, n, "a"));
    }
    static const char *const others[] = {"windows-1252", "Shift_JIS", "UTF-7", "EBCDIC-CP-US", "x"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        char xml[128];
        int n = snprintf(xml, sizeof xml, "\n<?xml version='1.0' encoding='%s'?><a/>", others[i]);
        document d = read_all(xml, (size_t)n);
        assert_int_equal(d.status, MILER_ERR_UNSUPPORTED);
        assert_int_equal(d.err.line, 2);
        assert_non_null(strstr(d.err.remedy, "UTF-8"));
    }
}

// ---- Damage

static void damage(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        bool early, after;
        unsigned line, column;
        uint64_t offset;
    } rows[] = {
        {"", true, false, 1, 1, 0},
        {"\n\n  ", true, false, 3, 1, 4},
        {"<a>", true, false, 1, 4, 3},
        {"<a>\n<b", true, false, 2, 1, 4},
        {"<a>x&am", true, false, 1, 5, 4},
        {"<a><![CDATA[x", true, false, 1, 14, 13},
        {"<a>caf\xC3", true, false, 1, 7, 6},
        {"<a></b>", false, false, 1, 6, 5},
        {" \n<a>\n</b></a>", false, false, 3, 3, 8},
        {"<a>\n&undefined;</a>", false, false, 2, 1, 4},
        {"<a>\xFF</a>", false, false, 1, 4, 3},
        {"<a k=1/>", false, false, 1, 6, 5},
        {"<a k='1' k='2'/>", false, false, 1, 10, 9},
        {"<a/>\njunk", false, true, 2, 1, 5},
        {"<a/><a/>", false, true, 1, 5, 4},
        {"<?xml version='1.0' encoding='utf-16'?><a/>", false, false, 1, 31, 30},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        document d = read_all(rows[i].xml, strlen(rows[i].xml));
        if (d.status != MILER_OK || !d.damage.found) fail_msg("%s: status %d", rows[i].xml, d.status);
        if (d.damage.early != rows[i].early || d.damage.after != rows[i].after)
            fail_msg("%s: early %d, after %d", rows[i].xml, d.damage.early, d.damage.after);
        if (d.damage.line != rows[i].line || d.damage.column != rows[i].column ||
            d.damage.offset != rows[i].offset)
            fail_msg("%s: %u:%u, byte %u", rows[i].xml, (unsigned)d.damage.line, (unsigned)d.damage.column,
                     (unsigned)d.damage.offset);
        miler_error err = {0};
        assert_int_equal(xml_damage_error(&d.damage, &err), MILER_ERR_FORMAT);
        assert_int_equal(err.line, rows[i].line);
        assert_true(err.msg[0] != '\0' && err.remedy[0] != '\0');
    }
}

static void document_types(void **state) {
    (void)state;
    static const char *const rows[] = {
        "<!DOCTYPE a><a/>",
        "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>",
        "<!DOCTYPE a PUBLIC '-//x' 'file:///etc/passwd'><a/>",
        "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;&l;'><!ENTITY n '&m;&m;&m;&m;'>]><a>&n;</a>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
        "<!DOCTYPE a [<!ENTITY % p SYSTEM 'x'> %p; ]><a/>",
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        document d = read_all(rows[i], strlen(rows[i]));
        assert_int_equal(d.status, MILER_ERR_FORMAT);
        assert_non_null(strstr(d.err.msg, "document type"));
        assert_non_null(strstr(d.err.remedy, "DOCTYPE"));
        assert_int_equal(d.err.line, 1);
        assert_int_equal(d.log.started, 0);
    }
}

// ---- Caps, each from both sides

typedef struct pattern {
    const char *head, *unit, *foot;
} pattern;

// head, `count` times unit, foot; the caller frees.
static char *repeat(const pattern *p, size_t count, size_t *len) {
    size_t head = strlen(p->head);
    size_t unit = strlen(p->unit);
    size_t foot = strlen(p->foot);
    char *bytes = malloc(head + unit * count + foot + 1);
    assert_non_null(bytes);
    memcpy(bytes, p->head, head);
    for (size_t i = 0; i < count; i++)
        memcpy(bytes + head + i * unit, p->unit, unit);
    memcpy(bytes + head + unit * count, p->foot, foot + 1);
    *len = head + unit * count + foot;
    return bytes;
}

static void within(const char *what, const pattern *p, size_t most) {
    for (size_t over = 0; over < 2; over++) {
        size_t len;
        char *bytes = repeat(p, most + over, &len);
        document d = read_all(bytes, len);
        free(bytes);
        if (d.status != (over != 0 ? MILER_ERR_LIMIT : MILER_OK) || d.damage.found)
            fail_msg("%s, %zu: status %d %s", what, most + over, d.status, d.err.msg);
        if (over != 0) assert_true(d.err.line != 0 && d.err.remedy[0] != '\0');
    }
}

static void lengths(void **state) {
    (void)state;
    const size_t most = MILER_XML_TEXT_MAX;
    within("text", &(pattern){"<a>", "x", "</a>"}, most);
    within("text of no one", &(pattern){"<z>", "x", "</z>"}, most);
    within("blanks between tags", &(pattern){"<a><b/>", "\n", "</a>"}, most);
    within("text in two bytes", &(pattern){"<a>", "\xC3\xA9", "</a>"}, most / 2);
    within("text of entities", &(pattern){"<a>", "&amp;", "</a>"}, most);
    within("text around a comment", &(pattern){"<a>", "x<!---->", "</a>"}, most);
    within("CDATA", &(pattern){"<a><![CDATA[", "x", "]]></a>"}, most);
    within("a tag", &(pattern){"<a k='", "v", "'/>"}, most - strlen("<a k=''/>"));
    within("a tag of blanks", &(pattern){"<a", " ", "/>"}, most - strlen("<a/>"));
    within("a comment", &(pattern){"<a><!--", "x", "--></a>"}, most - strlen("<!---->"));
    within("an instruction", &(pattern){"<a><?p ", "x", "?></a>"}, most - strlen("<?p ?>"));
    within("a tag far into a file", &(pattern){"<a><!--0123456789--><b k='", "v", "'/></a>"},
           most - strlen("<b k=''/>"));
}

// A token longer than the cap need not end to be seen.
static void endless_tokens(void **state) {
    (void)state;
    static const char *const heads[] = {"<a k='", "<a><!--", "<a><?p ", "<a", "<"};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t len;
        char *bytes = repeat(&(pattern){heads[i], "x", ""}, 3 * MILER_XML_TEXT_MAX, &len);
        document d = read_pieces(bytes, len, 1000, 0);
        free(bytes);
        if (d.status != MILER_ERR_LIMIT) fail_msg("%s: %d", heads[i], d.status);
    }
}

static void depth(void **state) {
    (void)state;
    for (size_t deep = MILER_XML_DEPTH_MAX; deep <= MILER_XML_DEPTH_MAX + 1; deep++) {
        char xml[1024];
        size_t n = 0;
        for (size_t i = 0; i < deep; i++, n += 3)
            memcpy(xml + n, "<z>", 3);
        for (size_t i = 0; i < deep; i++, n += 4)
            memcpy(xml + n, "</z>", 4);
        document d = read_all(xml, n);
        assert_int_equal(d.status, deep > MILER_XML_DEPTH_MAX ? MILER_ERR_LIMIT : MILER_OK);
        assert_false(d.damage.found);
    }
}

static void attributes(void **state) {
    (void)state;
    for (size_t count = MILER_XML_ATTRS_MAX; count <= MILER_XML_ATTRS_MAX + 1; count++) {
        char xml[2048];
        int n = snprintf(xml, sizeof xml, "<z");
        for (size_t i = 0; i < count; i++)
            n += snprintf(xml + n, sizeof xml - (size_t)n, " k%zu='v'", i);
        n += snprintf(xml + n, sizeof xml - (size_t)n, "/>");
        document d = read_all(xml, (size_t)n);
        assert_int_equal(d.status, count > MILER_XML_ATTRS_MAX ? MILER_ERR_LIMIT : MILER_OK);
    }
}

static void elements(void **state) {
    (void)state;
    within("elements", &(pattern){"<a>", "<z/>", "</a>"}, MILER_XML_ELEMENTS_MAX - 1);
}

// Every new name stays in expat's tables: they must not grow for ever.
static void names_fill_memory(void **state) {
    (void)state;
    const size_t few = 20000; // some 2 MiB of tables
    const size_t many = 200000;
    for (size_t count = few; count <= many; count += many - few) {
        char *xml = malloc(count * 16 + 16);
        assert_non_null(xml);
        size_t n = (size_t)sprintf(xml, "<a>");
        for (size_t i = 0; i < count; i++)
            n += (size_t)sprintf(xml + n, "<n%zu/>", i);
        n += (size_t)sprintf(xml + n, "</a>");
        document d = read_all(xml, n);
        free(xml);
        assert_int_equal(d.status, count == few ? MILER_OK : MILER_ERR_LIMIT);
    }
}

static void file_size(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    char *blanks = malloc(MILER_MIB);
    miler_reader *reader;
    miler_error err = {0};
    assert_true(arena != NULL && blanks != NULL);
    memset(blanks, ' ', MILER_MIB);
    assert_int_equal(miler_reader_open(&reader, MILER_FORMAT_GPX, arena, &err), MILER_OK);
    for (size_t i = 0; i < MILER_FILE_MAX / MILER_MIB; i++)
        assert_int_equal(miler_reader_feed(reader, blanks, MILER_MIB, &err), MILER_OK);
    assert_int_equal(miler_reader_feed(reader, blanks, 1, &err), MILER_ERR_LIMIT);
    miler_reader_close(reader);
    miler_arena_free(arena);
    free(blanks);
}

// ---- Sniffing

static void roots(void **state) {
    (void)state;
    static const struct {
        const char *head;
        bool is;
    } rows[] = {
        {"<gpx>", true},
        {"<gpx/>", true},
        {"<gpx\nversion='1.1'", true},
        {"<x:gpx xmlns:x='u'>", true},
        {" \n\xEF\xBB\xBF<?xml version='1.0'?>\n<gpx>", true},
        {"<?xml version='1.0'?><?xml-stylesheet href='<b>'?><!-- <trk> of > --><gpx >", true},
        {"<!-- a --><!-- > <b> --><gpx>", true},
        {"<!DOCTYPE gpx [<!ENTITY a 'b'>]><gpx>", true}, // to be refused with a reason
        {"<gpx", false},                                 // may go on as <gpxx
        {"<gpxx>", false},
        {"<GPX>", false},
        {"<kml><gpx>", false},
        {"<!-- <gpx> -->", false},
        {"<!-- <gpx>", false},
        {"gpx", false},
        {"{\"gpx\": \"<gpx>\"}", false},
        {"<", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (xml_root_is((const uint8_t *)rows[i].head, strlen(rows[i].head), "gpx") != rows[i].is)
            fail_msg("'%s' is%s gpx", rows[i].head, rows[i].is ? " not" : "");
}

// ---- Numbers

static void numbers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value; // NaN: refused
    } rows[] = {
        {"0", 0},
        {"-0", 0},
        {"12", 12},
        {"+12", 12},
        {"-12.5", -12.5},
        {" \t\r\n12.5 \n", 12.5},
        {"5.", 5},
        {".5", .5},
        {"007.50", 7.5},
        {"1e3", 1000},
        {"1.5E-2", .015},
        {"1e+2", 100},
        {"49.483556114137172698974609375", 49.483556114137172698974609375},
        {"0.000000000000000000000000000125", 0},
        {"123456789012345678", 123456789012345678.0},
        {"1234567890123456789012", 1234567890123456789012.0},
        {"1e308", 1e308},
        {"1e-400", 0},
        {"1e400", NAN},
        {"", NAN},
        {"  ", NAN},
        {"-", NAN},
        {".", NAN},
        {"+-1", NAN},
        {"--", NAN},
        {"1.2.3", NAN},
        {"1,5", NAN},
        {"1 2", NAN},
        {"0x10", NAN},
        {"1e", NAN},
        {"1e+", NAN},
        {"12abc", NAN},
        {"NaN", NAN},
        {"nan", NAN},
        {"INF", NAN},
        {"Infinity", NAN},
        {"-inf", NAN},
        {"\xD9\xA1", NAN}, // a digit, but not one of ours
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value = -1;
        bool read = xml_number(rows[i].text, strlen(rows[i].text), &value);
        if (read != !isnan(rows[i].value))
            fail_msg("'%s' %s", rows[i].text, read ? "was read" : "was refused");
        if (read && fabs(value - rows[i].value) > 1e-15 * fabs(rows[i].value) + 1e-20)
            fail_msg("'%s' is %.20g", rows[i].text, value);
    }
    double value;
    assert_true(xml_number("123x", 3, &value) && value == 123); // not a byte behind the text
    char nul[] = "1\0002";
    assert_false(xml_number(nul, 3, &value));
    char long_number[5000];
    memset(long_number, '9', sizeof long_number);
    assert_false(xml_number(long_number, sizeof long_number, &value));
    long_number[0] = '.';
    assert_true(xml_number(long_number, sizeof long_number, &value) && fabs(value - 1) < 1e-12);
}

// Against the C library, in its own locale.
static void random_numbers(void **state) {
    (void)state;
    uint32_t seed = 20261126;
    for (int round = 0; round < 200000; round++) {
        seed = seed * 1664525u + 1013904223u;
        double wanted = ((double)(seed >> 4) - 134217728.0) / (double)(1u << (seed % 25));
        seed = seed * 1664525u + 1013904223u;
        char text[64];
        int n = snprintf(text, sizeof text, "%.*f", (int)(seed >> 8) % 20, wanted);
        double value;
        if (!xml_number(text, (size_t)n, &value)) fail_msg("'%s' was refused", text);
        wanted = strtod(text, NULL);
        if (fabs(value - wanted) > 4.5e-16 * fabs(wanted)) fail_msg("'%s' is %.20g", text, value);
    }
}

// ---- Times

static void times(void **state) {
    (void)state;
    const int64_t t = INT64_C(1591023160000); // 2020-06-01T14:52:40Z
    static const struct {
        const char *text;
        int64_t off_ms; // from t; MILER_NO_TIME: refused
        int32_t offset_s;
    } rows[] = {
        {"2020-06-01T14:52:40Z", 0, 0},
        {"2020-06-01T14:52:40.5Z", 500, 0},
        {"2020-06-01T14:52:40.25Z", 250, 0},
        {"2020-06-01T14:52:40.125Z", 125, 0},
        {"2020-06-01T14:52:40.123456Z", 123, 0},
        {"2020-06-01T14:52:40.9999999Z", 999, 0},
        {"2020-06-01T14:52:40,5Z", 500, 0},
        {"2020-06-01T14:52:40", 0, 0},
        {"2020-06-01T14:52:40.5", 500, 0},
        {"2020-06-01 14:52:40Z", 0, 0},
        {"2020-06-01t14:52:40z", 0, 0},
        {" \n2020-06-01T14:52:40Z\n", 0, 0},
        {"2020-06-01T16:52:40+02:00", 0, 7200},
        {"2020-06-01T16:52:40.5+0200", 500, 7200},
        {"2020-06-01T11:22:40-03:30", 0, -12600},
        {"2020-06-01T14:52:40+00:00", 0, 0},
        {"2020-06-02T04:52:40+14", 0, 50400},
        {"2020-06-01T14:52Z", -40000, 0},
        {"2020-06-01T14:52:60Z", 20000, 0},
        {"2020-06-01T24:00:00Z", 32840000, 0},
        {"2020-06-01T14:52:40.Z", MILER_NO_TIME, 0},
        {"2020-06-01T14:52:4Z", MILER_NO_TIME, 0},
        {"2020-06-01T14:52:61Z", MILER_NO_TIME, 0},
        {"2020-06-01T14:60:00Z", MILER_NO_TIME, 0},
        {"2020-06-01T25:00:00Z", MILER_NO_TIME, 0},
        {"2020-06-31T14:52:40Z", MILER_NO_TIME, 0},
        {"2020-06-01T14:52:40ZZ", MILER_NO_TIME, 0},
        {"2020-06-01T14:52:40+1", MILER_NO_TIME, 0},
        {"2020-06-01T14:52:40+99:00", MILER_NO_TIME, 0},
        {"2020-06-01T1a:52:40Z", MILER_NO_TIME, 0},
        {"2020-06-01T14.52:40Z", MILER_NO_TIME, 0},
        {"2020-06-01T14:52:40.1x5Z", MILER_NO_TIME, 0},
        {"2020-06-01", MILER_NO_TIME, 0},
        {"Jul 99", MILER_NO_TIME, 0},
        {"01/06/2020 14:52", MILER_NO_TIME, 0},
        {"", MILER_NO_TIME, 0},
    };
    xml_clock used = {0}; // knows the date of the row before
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        xml_clock fresh = {0};
        xml_clock warm = {0};
        int64_t ms;
        assert_true(xml_time(&warm, "2020-06-01T00:00:00Z", 20, &ms));
        xml_clock *clocks[] = {&fresh, &warm, &used};
        for (size_t k = 0; k < 3; k++) {
            bool read = xml_time(clocks[k], rows[i].text, strlen(rows[i].text), &ms);
            if (read != (rows[i].off_ms != MILER_NO_TIME))
                fail_msg("'%s' %s", rows[i].text, read ? "was read" : "was refused");
            if (read && ms != t + rows[i].off_ms)
                fail_msg("'%s' is off by %lld ms", rows[i].text, (long long)(ms - t - rows[i].off_ms));
        }
        assert_int_equal(fresh.has_offset, rows[i].offset_s != 0);
        assert_int_equal(fresh.offset_s, rows[i].offset_s);
    }
}

// The date is remembered: it must not be for times that belong to another day.
static void times_of_two_days(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t s;
    } rows[] = {
        {"2020-06-01T23:59:59Z", -1}, {"2020-06-01T24:00:00Z", 0},      {"2020-06-01T23:59:58Z", -2},
        {"2020-06-01T23:59:60Z", 0},  {"2020-06-02T00:00:01Z", 1},      {"2020-06-02T02:00:01+02:00", 1},
        {"2020-06-02T00:00:02Z", 2},  {"2020-06-01T22:00:03-02:00", 3}, {"2020-06-02T00:00:04.000Z", 4},
    };
    xml_clock clock = {0};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t ms;
        assert_true(xml_time(&clock, rows[i].text, strlen(rows[i].text), &ms));
        assert_int_equal(ms, INT64_C(1591056000000) + rows[i].s * 1000);
    }
}

// ---- Real files

static size_t folder_in_pieces(const char *folder, miler_arena *arena, char *bytes) {
    size_t files = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char path[4096];
        (void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        FILE *file = strstr(path, ".tcx") != NULL || strstr(path, ".gpx") != NULL ? fopen(path, "rb") : NULL;
        if (file == NULL) continue;
        size_t n = fread(bytes, 1, 8 * MILER_MIB, file);
        (void)fclose(file);
        miler_file_format format = miler_formats_sniff(bytes, n);
        assert_true(format == MILER_FORMAT_TCX || format == MILER_FORMAT_GPX);
        uint64_t whole = read_kit_digest(format, bytes, n, 0, n, arena);
        if (read_kit_digest(format, bytes, n, 0, 13, arena) != whole ||
            read_kit_digest(format, bytes, n, 17, 70001, arena) != whole)
            fail_msg("%s reads otherwise in pieces", entry->d_name);
        files++;
    }
    if (dir != NULL) (void)closedir(dir);
    return files;
}

static void corpus_in_pieces(void **state) {
    (void)state;
    miler_arena *arena = miler_arena_new(NULL, 0);
    char *bytes = malloc(8 * MILER_MIB);
    assert_true(arena != NULL && bytes != NULL);
    size_t files = folder_in_pieces("../shared/corpus/tcx", arena, bytes) +
                   folder_in_pieces("../shared/corpus/gpx", arena, bytes) +
                   folder_in_pieces("../shared/corpus/bad", arena, bytes);
    free(bytes);
    miler_arena_free(arena);
    if (files != 0) return;
    printf("# SKIP no corpus at ../shared/corpus: real TCX and GPX files are not read in pieces\n");
    skip();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_of_documents),
        cmocka_unit_test(text_is_cut),
        cmocka_unit_test(handlers_may_stop),
        cmocka_unit_test(encodings),
        cmocka_unit_test(damage),
        cmocka_unit_test(document_types),
        cmocka_unit_test(lengths),
        cmocka_unit_test(endless_tokens),
        cmocka_unit_test(depth),
        cmocka_unit_test(attributes),
        cmocka_unit_test(elements),
        cmocka_unit_test(names_fill_memory),
        cmocka_unit_test(file_size),
        cmocka_unit_test(roots),
        cmocka_unit_test(numbers),
        cmocka_unit_test(random_numbers),
        cmocka_unit_test(times),
        cmocka_unit_test(times_of_two_days),
        cmocka_unit_test(corpus_in_pieces),
    };
    return cmocka_run_group_tests_name("xml", tests, NULL, NULL);
}
