// A worker: runs what the page's thread has sent, on the memory that all share.
import init, { work } from "./goit_browser.js";

onmessage = async ({ data }) => {
  await init({ module_or_path: data.module, memory: data.memory });
  work(data.work);
};
