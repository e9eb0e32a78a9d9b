// The host: makes promises, tells the module when they resolve, and judges by whether all its tasks came to an end.
// usage: node run.mjs MODULE

import { readFile } from "node:fs/promises";

const KINDS = [
  () => Promise.resolve(0),
  () => new Promise((resolve) => setTimeout(resolve, 1, 1)),
  () => new Promise(() => {}),
];

let left = Infinity;
// Node leaves when nothing can happen any more: then no task may be left.
process.on("exit", (code) => {
  console.log(`tasks left: ${left}`);
  process.exitCode = code || (left === 0 ? 0 : 1);
});

const { instance } = await WebAssembly.instantiate(await readFile(process.argv[2]), {
  host: {
    promise: (kind, id) => KINDS[kind]().then((value) => (left = module.resolved(id, value))),
    print: (text, length) =>
      console.log(new TextDecoder().decode(new Uint8Array(module.memory.buffer, text, length))),
  },
});
const module = instance.exports;
left = module.start();
