//! The guide's pages on coming from other channels, whose programs are the examples of this package: they need the other
//! channels, which are dependencies here. `tests` says what else of the pages is looked at.

/// Pages by their names.
macro_rules! pages {
    ($($name:ident)*) => {
        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../../../src/guide/coming_from/", stringify!($name), ".md"))]
            pub mod $name {}
        )*
    };
}

pages!(async_channel crossbeam embassy flume go pychanasync tokio);
