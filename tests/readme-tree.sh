#!/bin/sh
# Compares the dependency tree printed in README.md with what `cargo tree` says; versions are left out.
set -eu
cd "$(dirname "$0")/.."

command='cargo tree -e normal --no-default-features'
printed=$(awk -v command="$command" '
    index($0, command) { found = 1 }
    found && /^```$/ { exit }
    inside { print }
    found && /^```text$/ { inside = 1 }
' README.md)
[ -n "$printed" ] || { echo "README.md has no \`\`\`text block after \`$command\`" >&2 && exit 1; }
now=$($command --locked | sed -E 's/ v[0-9][^ ]*//; s/ \(.*\)//')
if [ "$printed" != "$now" ]; then
    printf 'README.md prints\n%s\nand `%s` says\n%s\n' "$printed" "$command" "$now" >&2
    exit 1
fi
printf '%s\n' "$now"
