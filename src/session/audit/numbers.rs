//! Registers and cases: each number once, by the case that says so.

use super::{Auditor, Known};
use crate::model::event::{Did, Event, Numbered};
use crate::session::flaw::{Finding, Flaw};
use crate::store::lines_of;
use std::collections::BTreeMap;

impl Auditor<'_> {
    pub(super) fn register(&mut self, path: &str, below: &str) {
        let Some(bytes) = self.bytes(path, below) else { return };
        match lines_of(&bytes) {
            Ok((events, whole)) => {
                if !whole {
                    let flaw = if bytes.ends_with(b"\n") { Flaw::Damaged } else { Flaw::Torn };
                    self.dark_registers |= flaw == Flaw::Damaged;
                    self.say(path, Some(events.len() + 1), flaw);
                }
                self.registers.push((path.to_owned(), events));
            }
            Err(trouble) => {
                self.dark_registers = true;
                self.trouble(path, 1, trouble);
            }
        }
    }

    /// Registers and cases: each number once, by the case that says so.
    pub(super) fn numbers(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let taken = |events: &[Event]| -> Vec<(usize, Numbered)> {
            let numbered = events.iter().enumerate();
            numbered
                .filter_map(|(at, event)| {
                    Some((at, if let Did::Numbered(n) = &event.did { n.clone() } else { return None }))
                })
                .collect()
        };
        let same =
            |a: &Numbered, b: &Numbered| (&a.series, a.n, &a.number, &a.step) == (&b.series, b.n, &b.number, &b.step);
        let mut registered: BTreeMap<(String, String), Vec<Numbered>> = BTreeMap::new();
        let known: BTreeMap<&str, &Known> = self.cases.iter().map(|case| (case.id.as_str(), case)).collect();
        for (path, events) in &self.registers {
            for (at, line) in taken(events) {
                registered.entry((line.series.clone(), line.number.clone())).or_default().push(line.clone());
                let Some(id) = &line.case else { continue };
                let unused = match known.get(id.as_str()) {
                    // A program that was killed here finds the number again.
                    Some(case) if !case.closed => false,
                    Some(case) => !taken(&case.events).iter().any(|(_, own)| same(own, &line)),
                    None => !self.there.contains(id),
                };
                if unused {
                    let flaw = Flaw::NumberUnused(line.number.clone(), id.clone());
                    found.push(Finding { path: path.clone(), line: Some(at + 1), flaw });
                }
            }
        }
        let mut first: BTreeMap<(String, String), &str> = BTreeMap::new();
        for case in &self.cases {
            for (at, own) in taken(&case.events) {
                let key = (own.series.clone(), own.number.clone());
                let mut say = |flaw| {
                    found.push(Finding { path: case.path.clone(), line: Some(case.first + at), flaw });
                };
                let lines = registered.get(&key).map_or(&[][..], Vec::as_slice);
                let named = |line: &Numbered| line.case.as_ref().is_none_or(|id| *id == case.id);
                // A register that is damaged is named itself.
                if !self.dark_registers && !lines.iter().any(|line| named(line) && line.n == own.n) {
                    say(Flaw::NumberUnregistered(own.number.clone()));
                }
                match first.insert(key, &case.id) {
                    Some(other) if other != case.id => say(Flaw::NumberTwice(own.number.clone(), other.to_owned())),
                    _ => {}
                }
            }
        }
        found
    }
}
