//! How often a test does the same thing again, where it is interpreted.

/// So often: under Miri, which is a thousand times slower, the square root of that.
pub(crate) const fn repeats(times: usize) -> usize {
    if cfg!(miri) { times.isqrt() } else { times }
}
