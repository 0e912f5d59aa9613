//! What stands beside the program: each device behind a small trait, with a twin that needs none.

mod interrupt;
pub mod scanner;
