//! `pult test`

use super::run::{place, play_words};
use crate::cli::args::TestArgs;
use crate::cli::desk::contains;
use crate::cli::out;
use crate::cli::{CommandError, Desk, FAULTS, GOOD, Opened, draw};
use crate::model::diagnostic::Severity;
use crate::model::scenario::Scenario;
use crate::model::span::Span;
use crate::session::{Coverage, Gap, Outcome, Seat, test_scenario};
use crate::text::{self, Message};
use serde_json::json;

pub(in crate::cli) fn test(desk: &Desk, args: &TestArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let language = opened.language;
    if broken_scenarios(&opened) {
        let faults: Vec<_> = opened.diagnostics().iter().filter(|d| d.severity() == Severity::Error).cloned().collect();
        let drawn = draw::diagnostics(language, &opened.workspace.sources, &faults, false);
        return Err(CommandError::new(FAULTS, drawn.trim_end()));
    }
    let words = args.words.join(" ");
    let all = opened.workspace.scenarios.iter();
    let all = all.flat_map(|(path, scenario)| {
        std::iter::once(scenario).chain(&scenario.variants).map(move |scenario| (path.as_str(), scenario))
    });
    let wanted = all.filter(|(path, scenario)| contains(&words, &format!("{path} {}", scenario.title)));
    let seat = Seat { desk: "a".to_owned(), by: String::new(), language };
    let mut coverage = Coverage::default();
    let mut results: Vec<(&str, &Scenario, Outcome)> = Vec::new();
    for (path, scenario) in wanted {
        let outcome = test_scenario(&opened.workspace, opened.diagnostics(), scenario, &seat, &mut coverage);
        results.push((path, scenario, outcome));
    }
    // What none of some scenarios does says nothing.
    let missed = if words.is_empty() { coverage.missed(&opened.workspace) } else { Vec::new() };
    let failed = results.iter().filter(|(.., outcome)| !matches!(outcome, Outcome::Passed)).count();
    if args.json {
        let all = results.iter().map(|(path, scenario, outcome)| {
            let passed = matches!(outcome, Outcome::Passed);
            let why = if passed { None } else { Some(words_of(&opened, outcome, scenario.span).0) };
            json!({"path": path, "title": scenario.title, "passed": passed, "why": why})
        });
        let missed = missed.iter().map(|missed| {
            let gaps = missed.gaps.iter().map(|gap| match gap {
                Gap::Step(step) => json!({"step": step}),
                Gap::Arm { step, label } => json!({"step": step, "answer": label}),
            });
            json!({"procedure": missed.procedure, "gaps": gaps.collect::<serde_json::Value>()})
        });
        out::json(
            &json!({"scenarios": all.collect::<serde_json::Value>(), "missed": missed.collect::<serde_json::Value>()}),
        );
    } else {
        for (_, scenario, outcome) in &results {
            report(&opened, scenario, outcome);
        }
        if !missed.is_empty() && !results.is_empty() {
            out::line(&text::say(language, &Message::NoScenarioDoes));
            missed.iter().for_each(|missed| out::line(&text::missed(language, missed)));
        }
        let summary = match (results.is_empty(), opened.workspace.scenarios.is_empty()) {
            (true, true) => Message::NoScenarios,
            (true, false) => Message::NoSuchScenario,
            _ => Message::Tested(results.len() - failed, failed),
        };
        out::line(&text::say(language, &summary));
    }
    Ok(if failed > 0 || (args.strict && !missed.is_empty()) { FAULTS } else { GOOD })
}

/// Whether a scenario has faults: then what is tested would not be what was meant.
fn broken_scenarios(opened: &Opened) -> bool {
    opened.diagnostics().iter().any(|diagnostic| {
        let source = opened.workspace.sources.get(diagnostic.span.file);
        diagnostic.severity() == Severity::Error
            && source.is_some_and(|source| source.path.starts_with("procedures/scenarios/"))
    })
}

fn report(opened: &Opened, scenario: &Scenario, outcome: &Outcome) {
    let language = opened.language;
    if matches!(outcome, Outcome::Passed) {
        return out::line(&text::say(language, &Message::TestPassed(&scenario.title)));
    }
    out::line(&text::say(language, &Message::TestFailed(&scenario.title)));
    let (words, span) = words_of(opened, outcome, scenario.span);
    out::line(&draw::message(&words, &opened.workspace.sources, span, language));
}

/// Why a scenario did not pass, and where.
fn words_of(opened: &Opened, outcome: &Outcome, otherwise: Span) -> (String, Span) {
    let language = opened.language;
    match outcome {
        Outcome::Passed => (String::new(), otherwise),
        Outcome::Stopped(error) => (play_words(opened, error), place(error, otherwise)),
        Outcome::Failed(error) => {
            (CommandError::of(language, &opened.workspace, error, &str::to_owned).text, otherwise)
        }
        Outcome::Differs(found) => {
            let lines = found.iter().map(|mismatch| text::mismatch(language, mismatch));
            let known = found.iter().map(|mismatch| mismatch.span).find(|span| span.is_known());
            let span = known.unwrap_or(otherwise);
            (lines.collect::<Vec<_>>().join("\n"), span)
        }
    }
}
