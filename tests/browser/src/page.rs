//! What the page's script has for the module.

use js_sys::Promise;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = r#"
export function say(text) {
  const line = document.createElement("li");
  line.textContent = text;
  document.getElementById("log").append(line);
}
export function load(name) {
  return fetch(name).then((answer) => answer.text()).then((text) => text.length);
}
"#)]
extern "C" {
    /// Shows a line.
    pub(crate) fn say(text: &str);
    /// Promises the length of a file, in characters.
    pub(crate) fn load(name: &str) -> Promise;
}
