#!/bin/sh
# miler serve beside nginx, which serves the same bytes from files: one thread of wrk and 64 connections on
# loopback, both in one run, rates as ratios; what the server holds in memory with 10,000 runs in its store;
# how soon Chromium paints Today with them, and the charts of a long run.
BUILD=${BUILD:-build}
SECONDS_EACH=${SECONDS_EACH:-4}
PATH=$PATH:/usr/sbin
for tool in wrk nginx curl; do command -v $tool >/dev/null 2>&1 || { echo "no $tool: nothing to compare with (tools/setup test)"; exit 0; }; done
tmp=$(mktemp -d "${TMPDIR:-/var/tmp}/miler-bench-XXXXXX"); pid=
trap '[ -z "$pid" ] || kill $pid 2>/dev/null; [ ! -f "$tmp/nginx.pid" ] || kill "$(cat "$tmp/nginx.pid")" 2>/dev/null; sleep 0.3; rm -rf "$tmp"' EXIT
export MILER_DB="$tmp/10000.db" MILER_TODAY=2026-02-16
"$BUILD/bench/bench_store" --fill "$MILER_DB" || exit 4
"$BUILD/miler" athlete set --sex m --born 1990-05-31 --days all --minutes 75 --health ok -q
MILER_TODAY=2026-02-10 "$BUILD/miler" plan new --weeks 8 --from mile=5:40 --weekly 40 -q >/dev/null 2>&1
"$BUILD/tools/simulate" --seed 7 --weeks 3 --end 2026-02-15 --out "$tmp/season" >/dev/null 2>&1
"$BUILD/miler" import "$tmp/season" -q >/dev/null
"$BUILD/miler" serve --port 0 2>"$tmp/log" &
pid=$!
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q http "$tmp/log" && break; sleep 0.1; done
port=$(sed -n 's|.*127.0.0.1:\([0-9]*\)/.*|\1|p' "$tmp/log")
mkdir -p "$tmp/www/app" "$tmp/www/api/v1/plan"
curl -s "http://127.0.0.1:$port/app/" >"$tmp/www/app/index.html"
# What the first page is made of in the main, and the file of all the others.
script=$(sed -n 's|.*rel="modulepreload" href="/app/\([^"]*\)".*|\1|p' "$tmp/www/app/index.html" | head -1)
others=${script%/*}/others.js
mkdir -p "$tmp/www/app/${script%/*}"
for file in "$script" "$others"; do curl -s "http://127.0.0.1:$port/app/$file" >"$tmp/www/app/$file"; done
curl -s "http://127.0.0.1:$port/api/v1/plan/today" >"$tmp/www/api/v1/plan/today"
chmod -R a+rX "$tmp"
other=$((port > 60000 ? port - 1000 : port + 1000))
cat >"$tmp/nginx.conf" <<END
worker_processes 1; pid $tmp/nginx.pid; error_log $tmp/error.log;
$([ "$(id -u)" -ne 0 ] || echo "user $(id -un);")
events { worker_connections 512; }
http { access_log off; keepalive_requests 1000000; open_file_cache max=100; sendfile on; tcp_nopush on;
    types { text/html html; text/javascript js; } default_type application/json;
    client_body_temp_path $tmp/b; proxy_temp_path $tmp/p; fastcgi_temp_path $tmp/f; uwsgi_temp_path $tmp/u; scgi_temp_path $tmp/s;
    server { listen 127.0.0.1:$other; root $tmp/www; } }
END
nginx -c "$tmp/nginx.conf" -p "$tmp" 2>"$tmp/nginx.log" || { cat "$tmp/nginx.log"; exit 4; }
rate() { wrk -t1 -c64 -d"${SECONDS_EACH}s" --latency "http://127.0.0.1:$1$2" >"$tmp/wrk" 2>&1; awk '/Requests\/sec/ { r = $2 } /99%/ { l = $2; l = l ~ /us$/ ? l / 1000 : l ~ /ms$/ ? l + 0 : l * 1000 } /Non-2xx/ { bad = $NF } END { printf "%.0f %.2f %d\n", r, l, bad }' "$tmp/wrk"; }
both() { # both NAME PATH GOAL
    bytes=$(curl -s "http://127.0.0.1:$port$2" | wc -c)
    theirs=$(rate "$other" "$2"); ours=$(rate "$port" "$2")
    echo "$ours $theirs" | awk -v what="$1" -v bytes="$bytes" -v goal="$3" '{ printf "%-14s %6d bytes: miler %6d/s, p99 %.2f ms; nginx %6d/s, p99 %.2f ms; ratio %.2f (%s)%s\n", what, bytes, $1, $2, $4, $5, $1 / $4, goal, ($3 + $6 > 0 ? "; REFUSED " $3 " " $6 : "") }'
}
both "page, html" /app/index.html "goal 0.5, p99 10 ms"
both "page, script" "/app/$script" "goal 0.5, p99 10 ms"
both "other pages" "/app/$others" "goal 0.5, p99 10 ms"
both "Today, JSON" /api/v1/plan/today "goal 5,000/s, p99 10 ms"
for path in athlete runs fitness load plan plan/today bests race library session store calendars; do curl -s "http://127.0.0.1:$port/api/v1/$path" >/dev/null; done
awk '/VmHWM|VmRSS/ { printf "memory with 10,000 runs, after every page: %s %.1f MB (goal 40)\n", $1, $2 / 1024 }' "/proc/$pid/status" 2>/dev/null
echo '<!doctype html><title>bare</title><p>one' >"$tmp/www/bare.html"; chmod a+r "$tmp/www/bare.html"
PORT=$port PLAIN=$other node bench/server_paint.mjs "$(tools/npm-modules tests/browser 2>/dev/null)" || true
