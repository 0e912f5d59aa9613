use super::{Matter, Message, Missing, Outbox, Scanning, Wording, problem, say};
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

#[test]
fn a_sentence_that_ends_with_a_name_has_one_full_stop() {
    let name = "Тестов Т.Т.";
    for language in [Language::Ru, Language::En] {
        for message in [
            Message::Closed("a1", name, "records/x.yaml"),
            Message::NotPrinted(name, "!"),
            Message::Mail(name, "x"),
            Message::GitFailed(name),
            Message::ForgetWarning("a1", name),
            Message::Matter(Matter::ReplyWaits("a1", "x", name, "x")),
            Message::Matter(Matter::ReplyNoted("a1", "x", name)),
            Message::Matter(Matter::MayReturn(name, "x")),
            Message::Outbox(Outbox::Failed("a1", name)),
            Message::Outbox(Outbox::Refused("a1", name)),
            Message::Outbox(Outbox::Unknown("a1", name)),
        ] {
            let words = say(language, &message);
            assert!(words.contains("Т.Т.") && !words.contains(".."), "{words}");
        }
        let words = say(language, &Message::Closed("a1", "Передано", "records/x.yaml"));
        assert!(words.contains("Передано. "), "{words}");
    }
}

#[test]
fn files_that_may_be_more_are_not_counted_as_if_they_were_all() {
    let words = |missing, room| say(Language::Ru, &Message::EnterPath(Missing::of(missing, room), true));
    assert!(words(1, usize::MAX).starts_with("Нужен хотя бы один файл. "), "{}", words(1, usize::MAX));
    assert!(words(2, 5).starts_with("Нужно ещё, не меньше: 2 файла. "), "{}", words(2, 5));
    assert!(words(2, 2).starts_with("Нужно ещё: 2 файла. "), "{}", words(2, 2));
    assert!(words(0, 5).starts_with("Путь к файлу"), "{}", words(0, 5));
    let scan = Scanning::Keys(Missing::of(1, 3), false, super::Enter::Scans);
    let words = say(Language::En, &Message::Scanning(scan));
    assert!(words.starts_with("At least 1 file more. "), "{words}");
}
