#!/usr/bin/env bash
# The same scenarios on channels of other languages, where those are there: Go's own, on one processor beside the
# `local` scenarios and on two beside the `sync` ones, and Python's pychanasync. Prints nanoseconds per message, the
# median of several rounds. Nothing else needs this.
set -euo pipefail
cd "$(dirname "$0")/others"
ran=no
if command -v go >/dev/null; then
    go version
    program=$(mktemp -d)
    trap 'rm -rf "$program"' EXIT
    go build -o "$program/channels" channels.go
    GOMAXPROCS=1 "$program/channels" local
    GOMAXPROCS=2 "$program/channels" sync
    ran=yes
else
    echo "go is not installed: left out"
fi
if python3 -c 'import pychanasync' 2>/dev/null; then
    python3 --version
    python3 channels.py
    ran=yes
else
    echo "python3 with pychanasync is not installed: left out"
fi
[ "$ran" = yes ] || echo "nothing was measured"
