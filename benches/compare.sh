#!/usr/bin/env bash
# Compares goit with its peers under several profiles: benches/compare.sh [WORD...], where the words choose scenarios and
# peers as with `cargo bench -p goit-bench -- WORD...`. Programs run in turn, five times each, and in each the peers in
# turn; medians of the runs count. The last column is the worst ratio to the best peer. Without words, which takes long,
# the table is also written to report/profiles.md, to which the reports then lead.
#
#   PROFILES="bench lto"    what is compared: cargo's default, and fat LTO with one codegen unit
#   RUNS=5                  runs of each
#   PINNED=1                everything on one core
#
# How far two builds of the same code differ: PROFILES="bench again" benches/compare.sh WORD...
set -euo pipefail
cd "$(dirname "$0")"
read -ra profiles <<<"${PROFILES:-bench lto}"
runs=${RUNS:-5}
pin=()
[ -z "${PINNED:-}" ] || pin=(taskset -c 0)

build() {
    cargo bench --quiet --locked --no-run --profile "$1" -p goit-bench --bench channels --message-format=json |
        sed -n 's/.*"executable":"\([^"]*\/channels-[^"]*\)".*/\1/p' | tail -n 1
}

table=$(mktemp)
trap 'rm -f "$table"' EXIT

programs=()
for profile in "${profiles[@]}"; do
    programs+=("$(build "$profile")")
done

for ((run = 1; run <= runs; run++)); do
    for number in "${!profiles[@]}"; do
        echo "run $run of $runs, ${profiles[$number]}" >&2
        "${pin[@]}" "${programs[$number]}" "$@" plain 2>/dev/null |
            sed "s/^/$number\t/" || { echo "compare.sh: ${profiles[$number]} failed" >&2; exit 1; }
    done
done | sort -t $'\t' -k 1,3 -k 4,4g | awk -F '\t' -v names="${profiles[*]}" '
    # The times of one peer in one scenario of one profile stand together, the shortest first.
    function median() {
        if (!count) return
        time = count % 2 ? times[(count + 1) / 2] : (times[count / 2] + times[count / 2 + 1]) / 2
        if (!(scenario in known)) { known[scenario] = 1; scenarios[++rows] = scenario }
        if (peer == "goit") goit[profile, scenario] = time
        else if (!((profile, scenario) in best) || time < best[profile, scenario]) {
            best[profile, scenario] = time
            who[profile, scenario] = peer
        }
        count = 0
    }
    $1 FS $2 FS $3 != group { median(); group = $1 FS $2 FS $3; profile = $1; scenario = $2; peer = $3 }
    { times[++count] = $4 }
    END {
        median()
        profiles = split(names, name, " ")
        printf "| scenario |"; rule = "| --- |"
        for (i = 1; i <= profiles; i++) { printf " %s: goit ns | best peer ns | ratio |", name[i]; rule = rule " ---: | ---: | ---: |" }
        print " worst |\n" rule " ---: |"
        for (row = 1; row <= rows; row++) {
            scenario = scenarios[row]; worst = 0
            printf "| %s |", scenario
            for (i = 0; i < profiles; i++) {
                ratio = best[i, scenario] ? goit[i, scenario] / best[i, scenario] : 0
                if (ratio > worst) worst = ratio
                printf " %.1f | %s %.1f | %.2f |", goit[i, scenario], who[i, scenario], best[i, scenario], ratio
            }
            printf " %.2f |\n", worst
        }
    }' | tee "$table"
if [ $# -eq 0 ] && [ "${profiles[*]}" = "bench lto" ]; then
    {
        printf '# Both build profiles\n\nNanoseconds per message, medians of %s runs: `bench` is what cargo builds by ' "$runs"
        printf 'default, `lto` is fat LTO with one codegen unit. *Ratio* is goit'"'"'s time to the fastest peer'"'"'s, *worst* '
        printf 'the greater one.\n\n'
        cat "$table"
    } >report/profiles.md
fi
