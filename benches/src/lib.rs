//! What measuring needs that no peer and no runtime has a part in: executors of this package, their wakers, and
//! counts. The benchmark (`src/bench`) and the program whose instructions are counted (`src/instructions.rs`) both
//! stand on it.

pub mod count;
pub mod executor;
