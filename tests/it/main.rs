//! The tests that run the program as people do: one binary, one builder ([`support::Desk`]).

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

mod cases;
mod check;
mod commands;
mod content;
mod git;
mod readme;
mod support;
mod tidy;
