# Sourced by the tests of the server: a folder of its own, and after `start` a running miler serve.
BUILD=${BUILD:-build}
command -v node >/dev/null 2>&1 || { echo "not ok 1 - node is needed to ask the server"; exit 1; }
tmp=$(mktemp -d); pid=
trap '[ -z "$pid" ] || kill $pid 2>/dev/null; rm -rf "$tmp"' EXIT
export MILER_DB="$tmp/miler.db" MILER_TODAY=2026-06-01 HOME="$tmp"
# A season of eight weeks with a plan that began within it.
season() {
    "$BUILD/tools/simulate" --seed 5 --weeks 8 --end 2026-05-31 --out "$tmp/season" >/dev/null 2>&1
    "$BUILD/miler" import "$tmp/season" -q >/dev/null
    "$BUILD/miler" athlete set --name "Sample Runner" --sex m --born 1990-05-31 --days all --minutes 80 --places track,hill,gym --health ok -q
    "$BUILD/miler" result add mile 5:40 --date 2026-05-25 --name "Club mile" -q
    MILER_TODAY=2026-05-01 "$BUILD/miler" plan new --weeks 8 --goal 5:30 -q >/dev/null
}
# Until the whole address stands there: a line may be read while it is written.
await_port() {
    tries=0
    until grep -q 'http://.*:[0-9][0-9]*/' "$tmp/log" || ! kill -0 "$pid" 2>/dev/null || [ $((tries += 1)) -gt 600 ]; do sleep 0.1; done
}
start() {
    "$BUILD/miler" serve --port 0 2>"$tmp/log" &
    pid=$!
    await_port
    port=$(sed -n 's|.*127.0.0.1:\([0-9]*\)/.*|\1|p' "$tmp/log")
    [ -n "$port" ] || { echo "not ok 1 - the server did not start"; sed 's/^/# /' "$tmp/log"; exit 1; }
    export PORT="$port"
}
