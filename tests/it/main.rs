//! The tests that run the program as people do: one binary, one builder ([`support::Desk`]).

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what was skipped or measured is said aloud")]

mod appearance;
mod audit;
mod awkward;
mod barred;
mod build;
mod cases;
mod check;
mod checklist;
mod choices;
mod commands;
mod contact;
mod content;
mod crash;
mod deletions;
mod demo;
mod git;
mod handbook;
mod handing;
mod hidden;
mod items;
mod office;
mod paper;
mod post;
mod printing;
mod prints;
mod privacy;
mod readme;
mod records;
mod scanner;
mod scenarios;
mod sheet;
mod style;
mod support;
mod tidy;
mod time;
mod watch;
