//! Makes of a module what a page can load: `bind MODULE FOLDER` writes FOLDER/goit_browser.js and the module beside it.

#[cfg(not(target_family = "wasm"))]
fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(module), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("usage: bind MODULE FOLDER");
    };
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(module).typescript(false).omit_default_module_path(false);
    bindgen.web(true).unwrap().generate(folder).unwrap();
}

#[cfg(target_family = "wasm")]
fn main() {}
