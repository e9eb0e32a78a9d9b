//! Both flavours in one program, each as its own crate sees it.

use std::rc::Rc;

#[test]
fn both_flavours_in_one_graph() {
    let words = futures_executor::block_on(both::words(4));
    let expected: Vec<(Rc<str>, usize)> = ["0", "1", "4", "9"].map(|word| (Rc::from(word), 2)).into();
    assert_eq!(words, expected);
}
