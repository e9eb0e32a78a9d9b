//! What the compiler says to each program in `cases` stands beside it.

#[test]
fn texts() {
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}
