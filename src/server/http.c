// SPDX-License-Identifier: MIT
#include "server/http.h"

#include "server/guests.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <event2/listener.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/queue.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define HEADERS_MAX (32 * 1024) // bytes of a request's head
#define TIMEOUT_S 15            // a browser on this machine is never that slow to ask
#define POLICY_MAX 600
#define WRITE_MAX (512 * 1024)  // bytes at once
#define STACK_WIPED (16 * 1024) // bytes; the loop's calls are some KB deep
#define WIPED_MAX (16 * 1024)   // bytes of a body; a password is shorter
#define CONNECTIONS_MAX 256     // the next wait until one of them ends

struct http {
    http_options options;
    struct event_base *base;
    struct evhttp *evhttp;
    struct event *events[5]; // INT, TERM, wake, tick, somebody came
    int wake[2];
    struct evconnlistener *listener;
    int fd_most; // a file number that high means that too many are connected
    bool full;   // nobody is let in for now
    uint16_t port;
    guests guests;
};

struct http_exchange {
    struct evhttp_request *req; // NULL: the other side is gone
    atomic_bool gone;           // the same for other threads
    evutil_socket_t fd;
    bool head, last; // last: the connection is not to be trusted any further
};

struct http_stream {
    struct evhttp_request *req;
    void (*on_closed)(void *user, http_stream *s);
    void *user;
};

static const char usual_policy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
// A picture opened alone shows its own colours, and is nobody: not even of this site.
static const char picture_policy[] =
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
// The headers that all answers have, as one: libevent copies and prints each by itself, which was the dearest
// of a small answer.
static const char first_common[] = "X-Content-Type-Options";
static const char common_lines[] = "nosniff\r\n"
                                   "Referrer-Policy: no-referrer\r\n"
                                   "Cross-Origin-Opener-Policy: same-origin\r\n"
                                   "Cross-Origin-Resource-Policy: same-origin\r\n"
                                   "Permissions-Policy: geolocation=(), camera=(), microphone=()";

// ---- Answers

static bool put(struct evkeyvalq *headers, const char *name, const char *value) {
    return value == NULL || value[0] == '\0' || evhttp_add_header(headers, name, value) == 0;
}

// libevent takes no value of several lines, and frees what stands in its list with free().
static bool put_common(struct evkeyvalq *headers) {
    if (evhttp_add_header(headers, first_common, "") != 0) return false;
    struct evkeyval *header = TAILQ_LAST(headers, evkeyvalq);
    char *lines = strdup(common_lines);
    if (lines == NULL) return false;
    free(header->value);
    header->value = lines;
    return true;
}

// In nobody's frame, whatever else: a policy that a page has of its own may leave that out.
static const char *policy_of(const http_answer *a, char room[POLICY_MAX]) {
    const bool own = a->policy != NULL && a->policy[0] != '\0';
    if (!own && a->media_type != NULL && strcmp(a->media_type, "image/svg+xml") == 0) return picture_policy;
    if (!own) return usual_policy;
    if (strstr(a->policy, "frame-ancestors") != NULL) return a->policy;
    (void)snprintf(room, POLICY_MAX, "%s; frame-ancestors 'none'", a->policy);
    return room;
}

static bool put_headers(struct evkeyvalq *headers, const http_answer *a) {
    char room[POLICY_MAX], download[140] = "";
    const char *policy = policy_of(a, room);
    if (a->download != NULL && a->download[0] != '\0')
        (void)snprintf(download, sizeof download, "attachment; filename=\"%s\"", a->download);
    const char *const rows[][2] = {{"Content-Type", a->media_type},
                                   {"Content-Security-Policy", policy},
                                   {"Cache-Control", a->forever        ? "max-age=31536000, immutable"
                                                     : a->etag != NULL ? "no-cache"
                                                                       : "no-store"},
                                   {"ETag", a->etag},
                                   {"Allow", a->allow},
                                   {"Content-Disposition", download},
                                   {"Content-Encoding", a->coding},
                                   {"Vary", a->vary},
                                   {"Set-Cookie", a->cookie},
                                   {"Location", a->location}};
    bool ok = true;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        ok = ok && put(headers, rows[i][0], rows[i][1]);
    return ok && put_common(headers);
}

static bool put_length(struct evkeyvalq *headers, size_t len) {
    char length[24];
    (void)snprintf(length, sizeof length, "%zu", len);
    return put(headers, "Content-Length", length);
}

// The open file is the buffer's from then on. Who asks for the head alone must not be sent it: what
// follows would be read as the next answer.
static bool put_file(struct evkeyvalq *headers, struct evbuffer *buffer, const char *path, bool head) {
    struct stat st;
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    const bool there = fstat(fd, &st) == 0;
    if (there && !head && evbuffer_add_file(buffer, fd, 0, st.st_size) == 0) return true;
    (void)close(fd);
    return there && head && put_length(headers, (size_t)st.st_size);
}

static bool put_body(struct evkeyvalq *headers, struct evbuffer *buffer, const http_answer *a, bool head) {
    if (buffer == NULL) return false;
    if (a->file != NULL) return put_file(headers, buffer, a->file, head);
    if (!head && a->lasts) return evbuffer_add_reference(buffer, a->body, a->body_len, NULL, NULL) == 0;
    if (!head) return evbuffer_add(buffer, a->body, a->body_len) == 0;
    return put_length(headers, a->body_len);
}

static void forget(struct evhttp_request *req) {
    struct evhttp_connection *connection = evhttp_request_get_connection(req);
    if (connection != NULL) evhttp_connection_set_closecb(connection, NULL, NULL);
}

// libevent writes 16 KB at a time and asks the system in between: the page's script in seven pieces.
static void write_much(struct evhttp_request *req) {
    struct evhttp_connection *connection = evhttp_request_get_connection(req);
    struct bufferevent *way = connection != NULL ? evhttp_connection_get_bufferevent(connection) : NULL;
    if (way != NULL) (void)bufferevent_set_max_single_write(way, WRITE_MAX);
}

// What fits into the system's own buffer goes at once, and all that libevent would ask the system for to write
// it in the next turn of its loop is not asked for. What does not fit is left to that. The callback says that
// it is written, behind whatever called us.
static void write_now(struct evhttp_connection *connection) {
    struct bufferevent *way = connection != NULL ? evhttp_connection_get_bufferevent(connection) : NULL;
    if (way == NULL) return;
    struct evbuffer *rest = bufferevent_get_output(way);
    if (evbuffer_unfreeze(rest, 1) != 0) return;
    (void)evbuffer_write(rest, bufferevent_getfd(way));
    (void)evbuffer_freeze(rest, 1);
    if (evbuffer_get_length(rest) > 0) return;
    (void)bufferevent_disable(way, EV_WRITE);
    bufferevent_trigger(way, EV_WRITE, BEV_OPT_DEFER_CALLBACKS);
}

bool http_gone(const http_exchange *x) {
    return atomic_load(&x->gone);
}

// libevent reads nothing while a request is answered, and so hears of no end: the socket itself is asked.
bool http_hung_up(const http_exchange *x) {
    char byte;
    return http_gone(x) || recv(x->fd, &byte, 1, MSG_PEEK) == 0;
}

void http_drop_body(http_exchange *x) {
    struct evbuffer *body = x->req != NULL ? evhttp_request_get_input_buffer(x->req) : NULL;
    struct evbuffer_iovec piece; // fill() has made one of it
    if (body == NULL) return;
    if (evbuffer_get_length(body) <= WIPED_MAX && evbuffer_peek(body, -1, NULL, &piece, 1) == 1)
        sodium_memzero(piece.iov_base, piece.iov_len);
    (void)evbuffer_drain(body, evbuffer_get_length(body));
    // What was copied last stands in the processor's wide registers, and where a library's call is bound when it is
    // first made, the loader saves those on the stack.
    sodium_stackzero(STACK_WIPED);
}

void http_reply(http_exchange *x, const http_answer *a) {
    struct evhttp_request *req = x->req;
    if (req != NULL) {
        struct evkeyvalq *headers = evhttp_request_get_output_headers(req);
        struct evhttp_connection *connection = evhttp_request_get_connection(req);
        struct evbuffer *buffer = evbuffer_new();
        forget(req);
        write_much(req);
        if (put(headers, "Connection", x->last ? "close" : NULL) && put_headers(headers, a) &&
            put_body(headers, buffer, a, x->head)) {
            evhttp_send_reply(req, a->status, NULL, buffer);
            write_now(connection);
        } else
            evhttp_send_error(req, 500, NULL);
        if (buffer != NULL) evbuffer_free(buffer);
    }
    (void)miler_resize(NULL, x, sizeof *x, 0);
}

// A request whose other side went away before its answer is taken from its connection by libevent and left to
// us; any other goes with the connection.
static void free_orphan(struct evhttp_request *req) {
    if (evhttp_request_get_connection(req) == NULL) evhttp_request_free(req);
}

// ---- Streams

static void on_stream_closed(struct evhttp_connection *connection, void *user) {
    http_stream *s = user;
    (void)connection;
    free_orphan(s->req);
    s->on_closed(s->user, s);
    (void)miler_resize(NULL, s, sizeof *s, 0);
}

http_stream *http_stream_open(http_exchange *x, void (*on_closed)(void *user, http_stream *s), void *user) {
    http_stream *s = miler_resize(NULL, NULL, 0, sizeof *s);
    const http_answer answer = {.status = s != NULL ? 200 : 503,
                                .media_type = "text/event-stream; charset=utf-8",
                                .policy = "",
                                .body = ""};
    if (s == NULL || x->req == NULL || x->head) { // only asked what it would be, or gone already
        (void)miler_resize(NULL, s, sizeof *s, 0);
        http_reply(x, &answer);
        return NULL;
    }
    *s = (http_stream){x->req, on_closed, user};
    (void)miler_resize(NULL, x, sizeof *x, 0);
    (void)put_headers(evhttp_request_get_output_headers(s->req), &answer);
    // What was sent behind the request is not read when the stream ends.
    (void)put(evhttp_request_get_output_headers(s->req), "Connection", "close");
    evhttp_connection_set_closecb(evhttp_request_get_connection(s->req), on_stream_closed, s);
    evhttp_send_reply_start(s->req, 200, NULL);
    return s;
}

void http_stream_send(http_stream *s, const char *text) {
    struct evbuffer *buffer = evbuffer_new();
    if (buffer != NULL && evbuffer_add(buffer, text, strlen(text)) == 0)
        evhttp_send_reply_chunk(s->req, buffer);
    if (buffer != NULL) evbuffer_free(buffer);
}

void http_stream_close(http_stream *s) {
    forget(s->req);
    evhttp_send_reply_end(s->req);
    (void)miler_resize(NULL, s, sizeof *s, 0);
}

// ---- Requests

static const char *method_name(enum evhttp_cmd_type type) {
    static const struct {
        enum evhttp_cmd_type type;
        const char *name;
    } rows[] = {{EVHTTP_REQ_GET, "GET"},        {EVHTTP_REQ_HEAD, "GET"},      {EVHTTP_REQ_POST, "POST"},
                {EVHTTP_REQ_PUT, "PUT"},        {EVHTTP_REQ_DELETE, "DELETE"}, {EVHTTP_REQ_PATCH, "PATCH"},
                {EVHTTP_REQ_OPTIONS, "OPTIONS"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].type == type) return rows[i].name;
    return "?";
}

static bool has_body(const char *method) {
    return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0;
}

// libevent reads some headers leniently: how they stand is looked at here once more.
typedef struct framing {
    size_t hosts, lengths, codings;
    bool body; // there is something behind the head
} framing;

static void look_at_header(const struct evkeyval *header, framing *f, http_request *r) {
    const size_t len = strlen(header->value);
    // "Content-Length : 2" is a name of its own here, and a length to others.
    if (header->key[0] == '\0' || header->key[strcspn(header->key, " \t\v\f\"(),/;<=>?@[\\]{}")] != '\0')
        r->odd |= HTTP_ODD_LINES;
    if (strcasecmp(header->key, "Host") == 0) f->hosts++;
    if (strcasecmp(header->key, "X-Forwarded-For") == 0) r->forwarded = header->value; // the last one
    if (strcasecmp(header->key, "Content-Length") == 0) {
        f->lengths++;
        f->body = f->body || strspn(header->value, "0") != len;
        if (len == 0 || strspn(header->value, "0123456789") != len) r->odd |= HTTP_ODD_LENGTHS;
    }
    if (strcasecmp(header->key, "Transfer-Encoding") == 0) {
        f->codings++;
        f->body = r->chunked = true;
        if (strcasecmp(header->value, "chunked") != 0) r->odd |= HTTP_ODD_CODING;
    }
}

static void look_at_headers(const struct evkeyvalq *headers, http_request *r) {
    framing f = {0};
    for (const struct evkeyval *header = headers->tqh_first; header != NULL; header = header->next.tqe_next)
        look_at_header(header, &f, r);
    if (f.hosts > 1) r->odd |= HTTP_ODD_HOSTS;
    if (f.lengths > 1) r->odd |= HTTP_ODD_LENGTHS;
    if (f.codings > 1 || (f.codings > 0 && f.lengths > 0)) r->odd |= HTTP_ODD_CODING;
    // libevent leaves such a body where it is: what follows would be read as another request.
    if (f.body && !has_body(r->method)) r->odd |= HTTP_ODD_BODY;
}

static const char *told(const struct evkeyvalq *headers, const char *name, const char *otherwise) {
    const char *value = evhttp_find_header(headers, name);
    return value != NULL ? value : otherwise;
}

static void take_body(struct evhttp_request *req, http_request *r) {
    struct evbuffer *body = evhttp_request_get_input_buffer(req);
    r->body_len = evbuffer_get_length(body);
    r->body = r->body_len > 0 ? evbuffer_pullup(body, -1) : NULL;
    if (r->body == NULL && r->body_len > 0) r->odd |= HTTP_LOST_BODY;
    if (r->body == NULL) r->body_len = 0;
}

static void fill(struct evhttp_request *req, http_request *r, char target[80]) {
    const struct evkeyvalq *headers = evhttp_request_get_input_headers(req);
    const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(req);
    const char *path = uri != NULL ? evhttp_uri_get_path(uri) : NULL;
    const char *host = uri != NULL ? evhttp_uri_get_host(uri) : NULL;
    char *peer = NULL;
    ev_uint16_t peer_port = 0;
    evhttp_connection_get_peer(evhttp_request_get_connection(req), &peer, &peer_port);
    *r = (http_request){.method = method_name(evhttp_request_get_command(req)),
                        .path = path == NULL      ? ""
                                : path[0] != '\0' ? path
                                                  : "/",
                        .query = uri != NULL ? evhttp_uri_get_query(uri) : NULL,
                        .host = told(headers, "Host", NULL),
                        .origin = told(headers, "Origin", NULL),
                        .site = told(headers, "Sec-Fetch-Site", NULL),
                        .type = told(headers, "Content-Type", ""),
                        .none_match = told(headers, "If-None-Match", NULL),
                        .accept_coding = told(headers, "Accept-Encoding", ""),
                        .accept_language = told(headers, "Accept-Language", NULL),
                        .cookie = told(headers, "Cookie", NULL),
                        .agent = told(headers, "User-Agent", NULL),
                        .peer = peer != NULL ? peer : ""};
    take_body(req, r);
    if (host != NULL) {
        (void)snprintf(target, 80, "%s:%d", host, evhttp_uri_get_port(uri));
        r->target_host = target;
    }
    if (req->major != 1) r->odd |= HTTP_ODD_VERSION;
    look_at_headers(headers, r);
    if (r->chunked && req->minor == 0) r->odd |= HTTP_ODD_CODING; // HTTP/1.0 knows none
}

// How the request came. True: something came behind it before its answer, which no browser does, and which
// nobody has looked at: it is not read any more.
static bool look_at_way(http *h, struct evhttp_request *req, http_request *r) {
    struct bufferevent *way = evhttp_connection_get_bufferevent(evhttp_request_get_connection(req));
    const int fd = bufferevent_getfd(way);
    const head_lines head = guests_ask(&h->guests, fd);
    r->foreign = h->options.is_ours != NULL && guests_foreign(&h->guests, fd, h->options.is_ours);
    if (head.odd) r->odd |= HTTP_ODD_LINES;
    if (r->chunked && !head_chunks_sound(&head)) r->odd |= HTTP_ODD_CHUNKS;
    return evbuffer_get_length(bufferevent_get_input(way)) > 0;
}

static void on_exchange_closed(struct evhttp_connection *connection, void *user) {
    http_exchange *x = user;
    (void)connection;
    free_orphan(x->req);
    x->req = NULL;
    atomic_store(&x->gone, true);
}

static void on_request(struct evhttp_request *req, void *user) {
    http *h = user;
    char target[80];
    http_request request;
    http_exchange *x = miler_resize(NULL, NULL, 0, sizeof *x);
    if (x == NULL) {
        evhttp_send_error(req, 500, NULL);
        return;
    }
    struct evhttp_connection *connection = evhttp_request_get_connection(req);
    *x = (http_exchange){.req = req,
                         .fd = bufferevent_getfd(evhttp_connection_get_bufferevent(connection)),
                         .head = evhttp_request_get_command(req) == EVHTTP_REQ_HEAD};
    fill(req, &request, target);
    const bool more = look_at_way(h, req, &request);
    x->last = request.odd != 0 || more;
    evhttp_connection_set_closecb(connection, on_exchange_closed, x);
    h->options.on_request(h->options.user, x, &request);
}

// ---- The loop

static void on_signal(evutil_socket_t signal_number, short events, void *user) {
    (void)signal_number;
    (void)events;
    (void)event_base_loopexit(user, NULL);
}

static void on_wake(evutil_socket_t fd, short events, void *user) {
    const http *h = user;
    char bytes[256];
    (void)events;
    while (read(fd, bytes, sizeof bytes) == (ssize_t)sizeof bytes) {
    }
    if (h->options.on_wake != NULL) h->options.on_wake(h->options.user);
}

// Files are numbered from the lowest that is free: how high the next would be says how many are open.
static bool is_full(const http *h) {
    const int fd = fcntl(h->wake[0], F_DUPFD_CLOEXEC, 0);
    if (fd >= 0) (void)close(fd);
    return fd < 0 || fd >= h->fd_most;
}

static int64_t steady_ms(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

// What was added last.
static void read_head(head_lines *head, struct evbuffer *buffer, size_t len) {
    struct evbuffer_ptr at;
    char piece[4096];
    if (evbuffer_ptr_set(buffer, &at, evbuffer_get_length(buffer) - len, EVBUFFER_PTR_SET) != 0) return;
    while (len > 0 && !head_done(head)) {
        const ev_ssize_t got =
            evbuffer_copyout_from(buffer, &at, piece, len < sizeof piece ? len : sizeof piece);
        if (got <= 0) break;
        head_read(head, piece, (size_t)got);
        len -= (size_t)got;
        (void)evbuffer_ptr_set(buffer, &at, (size_t)got, EVBUFFER_PTR_ADD);
    }
    sodium_memzero(piece, sizeof piece); // a password may have come right behind the head
}

// libevent has no word for a connection's file when it asks what to read it with: it is asked in the same turn
// of the loop, behind that. Until then our hold on it keeps its place in memory, should it end at once.
static void meet(http *h) {
    for (guest *one = guests_newcomer(&h->guests); one != NULL; one = guests_newcomer(&h->guests)) {
        struct bufferevent *way = one->way;
        bufferevent_data_cb reads = NULL;
        bufferevent_getcb(way, &reads, NULL, NULL, NULL);
        guests_meet(one, reads != NULL ? bufferevent_getfd(way) : -1); // nobody reads what libevent let go of
        (void)bufferevent_decref(way);
    }
}

static void on_came(evutil_socket_t fd, short events, void *user) {
    (void)fd;
    (void)events;
    meet(user);
}

// A place may have been given to another: the key tells before what belongs to it is touched.
static void on_bytes(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *user) {
    guest *one = user;
    if (info->n_added == 0 || one->key != buffer) return;
    if (!head_done(&one->head)) read_head(&one->head, buffer, info->n_added);
    guests_send(one, bufferevent_getfd(one->way), info->n_added, steady_ms());
}

// Somebody for whom there was no place: the first thing they say is the last.
static void on_unplaced(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *user) {
    struct bufferevent *way = user;
    (void)buffer;
    if (info->n_added > 0) (void)shutdown(bufferevent_getfd(way), SHUT_RDWR);
}

// Somebody connects. Without files left the system would say so again and again, and the store could not
// be opened either.
static struct bufferevent *on_connection(struct event_base *base, void *user) {
    http *h = user;
    struct bufferevent *way = bufferevent_socket_new(base, -1, 0);
    struct evbuffer *buffer = way != NULL ? bufferevent_get_input(way) : NULL;
    guest *one = buffer != NULL ? guests_come(&h->guests, buffer, way, steady_ms()) : NULL;
    if (one != NULL) {
        bufferevent_incref(way);
        event_active(h->events[4], EV_READ, 0);
        (void)evbuffer_add_cb(buffer, on_bytes, one);
    } else if (buffer != NULL)
        (void)evbuffer_add_cb(buffer, on_unplaced, way);
    h->full = one == NULL || is_full(h);
    if (h->full) (void)evconnlistener_disable(h->listener);
    return way; // NULL: the usual one
}

static void on_tick(evutil_socket_t fd, short events, void *user) {
    http *h = user;
    (void)fd;
    (void)events;
    if (h->full && !is_full(h) && !guests_full(&h->guests)) {
        h->full = false;
        (void)evconnlistener_enable(h->listener);
    }
    if (h->full) guests_make_room(&h->guests, steady_ms());
    guests_look(&h->guests, steady_ms());
    if (h->options.on_tick != NULL) h->options.on_tick(h->options.user);
}

void http_wake(const http *h) {
    while (write(h->wake[1], "", 1) < 0 && errno == EINTR) {
    } // a full pipe wakes it as well
}

static uint16_t bound_port(struct evhttp_bound_socket *bound) {
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof address;
    void *raw = &address;
    struct sockaddr_in in;
    if (getsockname(evhttp_bound_socket_get_fd(bound), raw, &len) != 0) return 0;
    memcpy(&in, &address, sizeof in);
    return ntohs(in.sin_port);
}

static bool watch(http *h) {
    const struct timeval second = {1, 0};
    if (pipe(h->wake) != 0) {
        h->wake[0] = h->wake[1] = -1;
        return false;
    }
    for (int i = 0; i < 2; i++)
        if (fcntl(h->wake[i], F_SETFL, O_NONBLOCK) != 0 || fcntl(h->wake[i], F_SETFD, FD_CLOEXEC) != 0)
            return false;
    h->events[0] = evsignal_new(h->base, SIGINT, on_signal, h->base);
    h->events[1] = evsignal_new(h->base, SIGTERM, on_signal, h->base);
    h->events[2] = event_new(h->base, h->wake[0], EV_READ | EV_PERSIST, on_wake, h);
    h->events[3] = event_new(h->base, -1, EV_PERSIST, on_tick, h);
    h->events[4] = event_new(h->base, -1, EV_PERSIST, on_came, h);
    if (h->events[4] == NULL) return false;
    for (int i = 0; i < 4; i++)
        if (h->events[i] == NULL || event_add(h->events[i], i == 3 ? &second : NULL) != 0) return false;
    return true;
}

static int connections_most(const http *h) {
    struct rlimit files;
    int most = CONNECTIONS_MAX;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur / 2 < CONNECTIONS_MAX)
        most = (int)(files.rlim_cur / 2);
    return h->wake[1] + most;
}

static miler_status listen_on(http *h, miler_error *err) {
    evhttp_set_allowed_methods(h->evhttp, UINT16_MAX); // others are refused by our own rules, not with 501
    evhttp_set_max_headers_size(h->evhttp, HEADERS_MAX);
    evhttp_set_max_body_size(h->evhttp, (ev_ssize_t)h->options.body_max);
    evhttp_set_timeout(h->evhttp, TIMEOUT_S);
    evhttp_set_gencb(h->evhttp, on_request, h);
    evhttp_set_bevcb(h->evhttp, on_connection, h);
    h->fd_most = connections_most(h);
    struct evhttp_bound_socket *bound =
        evhttp_bind_socket_with_handle(h->evhttp, h->options.address, h->options.port);
    if (bound != NULL) {
        h->listener = evhttp_bound_socket_get_listener(bound);
        h->port = bound_port(bound);
        return MILER_OK;
    }
    (void)miler_fail(err, MILER_ERR_IO, "port %u of %s %s: %s", (unsigned)h->options.port, h->options.address,
                     errno == EACCES ? "may not be used" : "is not free", strerror(errno));
    miler_error_remedy(err, "choose another with --port, or 0 for any");
    return MILER_ERR_IO;
}

// What an answer changes of what is waited for is told the system once: evhttp changes it three times.
static struct event_base *new_base(void) {
    struct event_config *config = event_config_new();
    if (config == NULL) return NULL;
    const bool told = event_config_set_flag(config, EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST) == 0;
    struct event_base *base = told ? event_base_new_with_config(config) : NULL;
    event_config_free(config);
    return base;
}

void http_wipes(void (*free_wiped)(void *block)) {
    event_set_mem_functions(malloc, realloc, free_wiped);
}

miler_status http_open(const http_options *options, http **out, miler_error *err) {
    http *h = miler_resize(NULL, NULL, 0, sizeof *h);
    *out = h;
    if (h == NULL) return miler_fail(err, MILER_ERR_NOMEM, "out of memory");
    *h = (http){.options = *options, .base = new_base(), .wake = {-1, -1}};
    (void)signal(SIGPIPE, SIG_IGN); // a browser that goes away is no reason to stop
    h->evhttp = h->base != NULL ? evhttp_new(h->base) : NULL;
    miler_status status = h->evhttp != NULL && watch(h)
                              ? MILER_OK
                              : miler_fail(err, MILER_ERR_NOMEM, "the event loop cannot begin");
    if (status == MILER_OK) status = listen_on(h, err);
    if (status != MILER_OK) {
        http_close(h);
        *out = NULL;
    }
    return status;
}

uint16_t http_port(const http *h) {
    return h->port;
}

miler_status http_run(http *h, miler_error *err) {
    return event_base_dispatch(h->base) >= 0 ? MILER_OK
                                             : miler_fail(err, MILER_ERR_IO, "the event loop could not run");
}

static void say_nothing(int severity, const char *message) {
    (void)severity;
    (void)message;
}

void http_close(http *h) {
    if (h == NULL) return;
    meet(h);
    // What was still to be asked of connections that are closed here fails, and is no trouble of anybody's.
    event_set_log_callback(say_nothing);
    for (int i = 0; i < 5; i++)
        if (h->events[i] != NULL) event_free(h->events[i]);
    if (h->evhttp != NULL) evhttp_free(h->evhttp);
    // What write_now() has left for the next turn holds its connection.
    if (h->base != NULL) (void)event_base_loop(h->base, EVLOOP_NONBLOCK);
    if (h->base != NULL) event_base_free(h->base);
    event_set_log_callback(NULL);
    for (int i = 0; i < 2; i++)
        if (h->wake[i] >= 0) (void)close(h->wake[i]);
    (void)miler_resize(NULL, h, sizeof *h, 0);
}
