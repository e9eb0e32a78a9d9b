#!/usr/bin/env bash
# Compares the numbers of its input, each behind its name, with those that a file keeps: `kept.sh FILE TIMES MORE [--bless]`. One
# that is greater than so many times what it was, and so much more, fails. `--bless` keeps the new ones instead. A line that
# begins with `#` says what they were made with. One that is kept and was not found fails too.
set -euo pipefail
if [ "${4:-}" = --bless ]; then
    tee "$1"
    exit
fi
awk -v kept="$1" -v times="$2" -v more="$3" '
    BEGIN { while ((getline line < kept) > 0) { split(line, field, " "); before[field[1]] = field[2]; if (line ~ /^#/) made = line } }
    /^#/ { if ($0 != made) print "note: kept with\n  " made "\nnow\n  " $0; next }
    { found[$1] }
    !($1 in before) { print $1 ": " $2 ", not kept yet: run with --bless"; failed = 1; next }
    { printf("%-26s %9.2f -> %9.2f%s\n", $1, before[$1], $2, (before[$1] > 0) ? sprintf("  %+6.2f %%", ($2 / before[$1] - 1) * 100) : "") }
    $2 > before[$1] * times + more { print "FAILED: " $1; failed = 1 }
    END {
        for (name in before) if (name != "#" && !(name in found)) { print "FAILED: " name " was not found"; failed = 1 }
        exit failed
    }'
