#!/bin/sh
# FIT decoding against npm fit-file-parser: the same files of the corpus, in memory, in one run.
BUILD=${BUILD:-build}
folder=../shared/corpus/fit
[ -d "$folder" ] || { echo "no corpus at $folder: nothing to compare with"; exit 0; }
node=$(tools/npm-modules tests/compare 2>&1) || { echo "$node: nothing to compare with"; exit 0; }
theirs=$(node bench/fit_npm.mjs "$node" "$folder")
ours=$("$BUILD/bench/bench_fit" --corpus-seconds)
awk -v a="$theirs" -v b="$ours" 'BEGIN { printf "npm fit-file-parser %.2f s, miler %.4f s: %.0fx faster (goal 100)\n", a, b, a / b }'
