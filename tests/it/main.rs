//! The tests that run the program as people do: one binary, one builder ([`support::Desk`]).

mod cases;
mod check;
mod commands;
mod content;
mod git;
mod readme;
mod support;
mod tidy;
