use super::{Wording, problem};
use crate::model::company::Language;
use crate::model::diagnostic::Problem;
use crate::model::hours::Hours;
use chrono::{DateTime, FixedOffset, NaiveTime};

/// A moment of `2026-11-22 10:00`, three hours east of Greenwich.
pub(super) fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_str(&format!("{text} +0300"), "%Y-%m-%d %H:%M %z").expect("a real moment")
}

/// A week of days (Monday is 1) and their hours.
pub(super) fn week_of(days: &[(&str, &str)]) -> Hours {
    let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").expect("a real time");
    let mut hours = Hours::default();
    for (days, interval) in days {
        let (open, close) = interval.split_once('-').expect("an interval");
        for (at, day) in ('1'..='7').zip(&mut hours.week) {
            if days.contains(at) {
                *day = Some((time(open), time(close)));
            }
        }
    }
    hours
}

/// Every problem with all its details, and what else is worded in a way of its own.
fn problems() -> Vec<Problem> {
    let mut all = Problem::samples();
    let word = || "слово".to_owned();
    all.push(Problem::UnknownMember { of: word(), key: String::new(), near: None, known: vec![word()] });
    all.push(Problem::UnknownMember { of: word(), key: word(), near: None, known: Vec::new() });
    all.push(Problem::MarkAtStart { mark: '`' });
    all.push(Problem::NotBuiltYet { word: word(), inside: Some("wait") });
    all
}

#[test]
fn every_problem_has_words() {
    for language in [Language::Ru, Language::En] {
        for one in problems() {
            let Wording { title, label, help } = problem(language, &one);
            let words = [&title, &label].into_iter().chain(&help);
            assert!(!title.is_empty() && help.is_some(), "{one:?}");
            assert!(words.clone().all(|text| !text.contains('\n') && text.trim() == text), "{one:?}");
            assert!(words.clone().all(|text| text.matches('`').count().is_multiple_of(2)), "{one:?}");
            assert!(!title.ends_with('.') && label.chars().count() <= 40, "{one:?}: {label}");
        }
    }
}

#[test]
fn a_wrong_key_gets_the_right_one() {
    let wrong =
        Problem::UnknownKey { key: "nmae".to_owned(), near: Some("name".to_owned()), known: vec!["name", "when"] };
    let words = problem(Language::Ru, &wrong);
    assert_eq!(words.title, "неизвестный ключ `nmae`");
    assert_eq!(words.label, "такого ключа здесь нет");
    assert_eq!(words.help.as_deref(), Some("возможно, вы имели в виду `name`; здесь бывают: `name`, `when`"));
    let words = problem(Language::En, &wrong);
    assert_eq!(words.help.as_deref(), Some("did you mean `name`? known here: `name`, `when`"));
}

#[test]
fn a_wrong_name_gets_one_that_fits() {
    let help = |name: &str| problem(Language::Ru, &Problem::BadName { name: name.to_owned() }).help.unwrap_or_default();
    assert!(help("номер-дома").ends_with(": `номер_дома`"));
    assert!(help("1-й этаж").ends_with(": `й_этаж`"));
    assert!(help("12").ends_with("без пробелов"));
}

#[test]
fn both_languages_know_what_steps_begin_with() {
    let explained: Vec<&str> = crate::text::ru::kinds::VERBS.iter().map(|(verb, _)| *verb).collect();
    assert_eq!(explained, crate::model::procedure::VERBS);
    let help = |language| {
        let wrong = Problem::UnknownStep { word: "xyz".to_owned(), near: None };
        problem(language, &wrong).help.unwrap_or_default()
    };
    for verb in crate::model::procedure::VERBS {
        let ticked = format!("`{verb}`");
        assert!(help(Language::Ru).contains(&ticked) && help(Language::En).contains(&ticked), "{verb}");
    }
}
