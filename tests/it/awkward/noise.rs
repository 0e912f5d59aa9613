//! Random and mutated texts for everything that reads: no panic, no hang, no text without an answer, and whatever is
//! accepted reads back. Procedures and forms have theirs beside their readers.

use super::{desk, typed};
use crate::support::{Desk, Random, crc};
use chrono::FixedOffset;
use pult::engine::{Case, Outside};
use pult::model::card::read_card;
use pult::model::definition::Definition;
use pult::model::diagnostic::Diagnostic;
use pult::model::digest::{summed, unsummed};
use pult::model::event::{Did, Event, Numbered};
use pult::model::procedure::TypeTable;
use pult::model::record::{head_of, log_of};
use pult::model::scenario::{read_answers, read_scenario};
use pult::model::span::{FileId, Span, Spanned};
use pult::model::summary::read_summary;
use pult::model::template::{Expression, PaperTemplate, Scope, Template};
use pult::store::{CaseId, Durability, Register, Store};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// One text is read in less than this, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(20);
/// No text becomes larger than this when it is printed.
const LARGEST: usize = 4_000_000;

/// One of the samples, a little changed: pieces put in, cut out, doubled, moved; now and then two samples in one.
fn mutated(random: &mut Random, samples: &[&str], pieces: &[&str]) -> String {
    let mut text: Vec<char> = random.of(samples).chars().collect();
    if random.below(12) == 0 {
        let other: Vec<char> = random.of(samples).chars().collect();
        let (at, from) = (random.below(text.len() + 1), random.below(other.len() + 1));
        text.truncate(at);
        text.extend(&other[from..]);
    }
    for _ in 0..random.below(5) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(12)).min(text.len());
        match random.below(6) {
            0 => drop(text.splice(at..at, random.of(pieces).chars())),
            1 => drop(text.splice(at..end, random.of(pieces).chars())),
            2 => drop(text.drain(at..end)),
            3 => {
                let piece: Vec<char> = text[at..end].to_vec();
                let to = random.below(text.len() + 1);
                drop(text.splice(to..to, piece));
            }
            4 => {
                let other = char::from_u32(u32::try_from(random.below(0x11_0000)).unwrap_or(0)).unwrap_or('\u{fffd}');
                text.insert(at, other);
            }
            _ => text.truncate(at.max(1)),
        }
    }
    text.into_iter().collect()
}

/// Nothing but pieces.
fn heap(random: &mut Random, pieces: &[&str]) -> String {
    (0..random.below(16)).map(|_| *random.of(pieces)).collect()
}

/// Reads one text in time.
fn patient<T>(text: &str, read: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = read();
    assert!(begun.elapsed() < PATIENCE, "{:?} for {text:?}", begun.elapsed());
    result
}

/// Counts what was accepted and refused, and says it; neither may be rare.
struct Tally {
    what: &'static str,
    accepted: usize,
    refused: usize,
}

impl Tally {
    fn new(what: &'static str) -> Self {
        Self { what, accepted: 0, refused: 0 }
    }

    fn count(&mut self, accepted: bool) {
        *(if accepted { &mut self.accepted } else { &mut self.refused }) += 1;
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        eprintln!("{}: {} accepted, {} refused", self.what, self.accepted, self.refused);
        if !std::thread::panicking() {
            assert!(self.accepted > 20 && self.refused > 20, "{}", self.what);
        }
    }
}

const PIECES: [&str; 46] = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    "{{-",
    "-%}",
    "(",
    ")",
    "[",
    "]",
    "|",
    ".",
    ",",
    ":",
    "'",
    "\"",
    "\\",
    " and ",
    " or ",
    " not ",
    " in ",
    " is none",
    " if ",
    " else ",
    "== ",
    "< ",
    "+ ",
    "* ",
    "** ",
    "~",
    "// ",
    "% 0",
    "0",
    "1e308",
    "99999999999999999999",
    "a",
    "list",
    "word",
    "for x in list",
    "endfor",
    "range(99999999)",
    "set a = ",
    "macro m()",
    "\u{e000}",
];
const EXPRESSIONS: [&str; 10] = [
    "a > 1 and b is not none",
    "cards.prices.social if package == \"social\" else cards.prices.monthly",
    "(list | length) < 4",
    "list | map(attribute='who') | unique | join(', ')",
    "a == 'x' or not (b in [1, 2, 3])",
    "list | sum('amount') * 1.5",
    "word | initials",
    "a | plural('раз', 'раза', 'раз')",
    "previous.a or loop.index > 1",
    "date | date('long')",
];
const TEMPLATES: [&str; 6] = [
    "Причина: {{ word }}{% if a > 1 %}, {{ a }} раз{% endif %}.",
    "{% for i in list %}{{ i.who }}, {{ i.amount }}{% if not loop.last %}; {% endif %}{% endfor %}",
    "{{ list | length }} {{ a | plural(\"заявка\", \"заявки\", \"заявок\") }}",
    "{%- if word -%} {{ word }} {%- else -%} нет {%- endif %}",
    "{# ничего #}{{ cards.prices.social }} руб.",
    "{% set n = a %}{{ n }}{{ blank(10) }} >> {{ page }}",
];

fn scope() -> Scope {
    let mut scope = Scope::default();
    let values = json!({
        "a": 3, "b": null, "word": "слово {{ a }}", "date": "2026-11-25", "package": "social",
        "list": [{"who": "Анна", "amount": 1.5}, {"who": "Борис", "amount": null}],
        "cards": {"prices": {"social": 6.5, "monthly": 12.12}}, "previous": {"a": null}, "now": "2026-11-25T15:00",
    });
    values.as_object().into_iter().flatten().for_each(|(name, value)| scope.set(name, value));
    scope
}

fn spanned(text: &str) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::NONE)
}

fn expressions_and_templates(rounds: usize) {
    let scope = scope();
    let mut random = Random::new(1);
    let (mut expressions, mut templates, mut papers) =
        (Tally::new("expressions"), Tally::new("templates"), Tally::new("forms' texts"));
    for round in 0..rounds {
        let text =
            if round % 4 == 0 { heap(&mut random, &PIECES) } else { mutated(&mut random, &EXPRESSIONS, &PIECES) };
        expressions.count(patient(&text, || {
            let expression = Expression::new(spanned(&text));
            for path in expression.paths() {
                assert!(!path.text.is_empty(), "{text:?}: a name without letters");
            }
            let compiled = expression.compile();
            let value = expression.evaluate(&scope);
            assert!(compiled.is_ok() || value.is_err(), "{text:?}: what does not compile has a value");
            // The same text twice is the same value.
            let again = Expression::new(spanned(&text)).evaluate(&scope);
            assert_eq!(value.as_ref().ok(), again.as_ref().ok(), "{text:?}");
            value.is_ok()
        }));
        let text = if round % 4 == 0 { heap(&mut random, &PIECES) } else { mutated(&mut random, &TEMPLATES, &PIECES) };
        templates.count(patient(&text, || {
            let template = Template::new(spanned(&text));
            let compiled = template.compile();
            let printed = template.render(&scope);
            assert!(compiled.is_ok() || printed.is_err(), "{text:?}: what does not compile is printed");
            assert!(printed.as_ref().map_or(0, String::len) < LARGEST, "{text:?}: grows without bounds");
            let _ = template.value(&scope);
            printed.is_ok()
        }));
        papers.count(patient(&text, || {
            let paper = PaperTemplate::new(spanned(&text));
            let _ = paper.invisible();
            let compiled = paper.compile();
            let printed = paper.print(&scope);
            assert!(compiled.is_ok() || printed.is_err(), "{text:?}: what does not compile is printed");
            compiled.is_ok() && printed.is_ok()
        }));
    }
}

#[test]
fn any_expression_and_any_text_is_worked_out_or_refused() {
    expressions_and_templates(4_000);
}

const VISIT: &str = "title: Проверка
steps:
  - repeat: Проверяющий
    name: people
    label: \"{{ who }}\"
    steps:
      - {ask: Кто?, name: who}
      - {ask: Номер, name: card, private: yes, optional: yes}
      - {do: Записать, name: noted, due: 2 hours after who}
  - {notify: [director, master], name: told, message: \"{{ people | length }}\"}
  - {print: act, name: paper, series: act}
  - wait: Прибытие
    name: arrival
    remind: 1 hour
    meanwhile: [{do: Книга, name: book}, {repeat: Ещё, name: more_there, steps: [{ask: Что?, name: what}]}]
  - {stop: end, as: Передано}
";

/// A case in which a little of everything has happened; parked.
fn played() -> Desk {
    let act = super::form("visit", "{{ number }}: {{ people | length }}");
    let desk = desk(&[("procedures/visit.yaml", VISIT), ("forms/act.md", &act)]);
    let lines = [
        "Первый",
        "01",
        "",
        "1",
        "Второй",
        "",
        "",
        "",
        "1",
        "3",
        "2",
        "1",
        "",
        "",
        "1",
        "2",
        "раз",
        "1",
        ".",
        "7",
        "до завтра",
    ];
    typed(&desk, &["run", "visit"], &lines);
    desk
}

const WORDS: [&str; 24] = [
    "answered",
    "done",
    "skipped",
    "more",
    "drop",
    "enough",
    "begun",
    "printed",
    "tried",
    "people.1",
    "people.2.who",
    "people.999999999.who",
    "told",
    "null",
    "-1",
    "4294967295",
    "\"\"",
    "{}",
    "[]",
    "\"item\":",
    "\"step\":",
    "\"value\":",
    "2026-11-25T25:61:00+03:00",
    "\\u0000",
];

/// The line with the checksum that it would have.
fn signed(line: &str) -> String {
    let body = line.trim_start_matches("- ").split(",\"sum\":").next().unwrap_or_default().to_owned() + "}";
    let body = body.replace('\n', " ");
    format!("- {},\"sum\":\"{:08x}\"}}\n", &body[..body.len() - 1], crc(&body))
}

fn journal_lines(rounds: usize) {
    let desk = played();
    let journal = desk.read(super::JOURNAL);
    let real: Vec<Event> = journal.lines().map(|line| Event::from_line(line).expect("a good line")).collect();
    assert!(real.len() > 15, "{journal}");
    let definition = desk.read(&desk.files("records/definitions").remove(0));
    let definition: Definition = serde_yaml::from_str(&definition).expect("a definition");
    let definition = Arc::new(definition);
    let lines: Vec<&str> = journal.lines().collect();
    let outside = Case::replay("2026-11-25-a001", Arc::clone(&definition), &real).remembered();
    let mut random = Random::new(2);
    let (mut raw, mut with_sum) =
        (Tally::new("lines that were changed"), Tally::new("lines with a checksum of their own"));
    for _ in 0..rounds {
        let line = mutated(&mut random, &lines, &WORDS);
        let read = patient(&line, || Event::from_line(&line));
        // A changed line is accepted only if nothing was changed.
        let same = lines.contains(&line.strip_suffix('\n').unwrap_or(&line));
        assert_eq!(read.is_ok(), same, "{line:?}");
        raw.count(read.is_ok());
        let line = signed(&line);
        let read = patient(&line, || Event::from_line(&line));
        with_sum.count(read.is_ok());
        let Ok(event) = read else { continue };
        let again = Event::from_line(&event.to_line()).expect("its own line");
        assert_eq!(again, event, "{line:?}");
        // In the place of any line of the case: replay judges nothing, and what it shows can be looked at.
        let mut events = real.clone();
        let at = random.below(events.len());
        events[at] = event;
        patient(&line, || look(&definition, &events, &outside));
    }
}

/// Looks at a case from all sides.
fn look(definition: &Arc<Definition>, events: &[Event], outside: &Outside) {
    let case = Case::replay("2026-11-25-a001", Arc::clone(definition), events);
    let outline = case.outline(outside);
    let _ =
        (outline.next(), outline.awaited(), outline.may_end(), outline.missed(), outline.pending(), outline.papers());
    for at in 0..outline.rows.len() {
        let _ =
            (outline.text(at), outline.suggestion(at), outline.callees(at), outline.meanwhile(at), outline.offered(at));
        outline.items_beginning(at).into_iter().for_each(|item| drop(outline.name_of_item(item)));
    }
    let _ = (case.label(&outline), case.follow(outside).len(), outline.children_left().len());
    assert!(outline.rows.len() < 100_000, "{} rows", outline.rows.len());
}

#[test]
fn any_line_of_a_journal_is_read_or_refused_and_replay_takes_whatever_was_read() {
    journal_lines(6_000);
}

const YAML: [&str; 34] = [
    "  ",
    "    ",
    "\n",
    "\t",
    "- ",
    ": ",
    ":",
    "{",
    "}",
    "[",
    "]",
    ",",
    "#",
    " # x",
    "\"",
    "'",
    "|\n",
    ">-\n",
    "&a ",
    "*a",
    "!!str ",
    "---\n",
    "...\n",
    "<<: ",
    "? ",
    "~",
    "null",
    "yes",
    "12:60",
    "99.99.9999",
    "at:",
    "play:",
    "expect:",
    "\u{feff}",
];
const SCENARIOS: [&str; 4] = [
    include_str!("trial/t08.yaml"),
    include_str!("trial/t11.yaml"),
    "title: Коротко\nprocedure: visit\nanswers: {people.1.who: Анна, people: {2: {who: Борис}}}\nexpect: {outcome: end, documents: [act], not: [x]}\n",
    "title: Всё\nprocedure: visit\nbegin: 25.11.2026 15:00\ndesk: q\ndispatchers: {n: Новая Нина}\ncards:\n  prices.social: 5,10\nhours: {mon-sun: '10:00-12:00'}\n\
     play:\n  - {attach: scan, files: [a.jpg]}\n  - {change: {who: x}, reason: y}\n  - {drop: people.2, reason: z}\n  - close: ушёл\nvariants:\n  - title: Иначе\n    change: {who: Вера}\n    expect: {outcome: cut}\nexpect: {outcome: end}\n",
];
const CARDS: [&str; 3] = [
    "title: Цены\nfind: [цена, деньги]\naudience: client\nvalues:\n  social: {label: Соц. пакет, type: money, value: \"6,50\"}\n  from:\n    label: С\n    type: date\n    value: 01.12.2026\ntext: |\n  {{ cards.prices.social }} в месяц.\n",
    "title: Каналы\ntable:\n  columns: {number: Номер, title: Канал, package: Пакет}\n  rows:\n    - {number: 1, title: Первый, package: social}\n    - {number: 2, title: Второй, package: main}\n",
    "title: Режим\nsource: [D4]\ntext: Работаем {{ hours.text }}.\n",
];
const SUMMARIES: [&str; 2] = [
    "---\ntitle: Сводка за {{ period.title }}\naudience: internal\nevery: month\nmeasures:\n  all: {count: cases}\n  still: {count: open}\n  by: {count: cases, by: [case.procedure, opened.hour]}\n  sum: {sum: amount, of: [receipts], where: \"amount > 1\"}\n---\nВсего {{ all }}.\n\n{{ table(by) }}\n",
    "---\ntitle: День\naudience: internal\nevery: day\nmeasures: {wishes: {list: wish, of: [contract]}}\n---\n{% for w in wishes %}- {{ w.value }}\n{% endfor %}\n",
];

/// A fault stands at a place of the text that was read.
fn placed(text: &str, found: &[Diagnostic]) {
    assert!(found.len() <= text.len() + 1, "{} faults in {text:?}", found.len());
    for fault in found {
        let spans = [Some(fault.span), fault.also, fault.fix.as_ref().map(|fix| fix.span)];
        for span in spans.into_iter().flatten() {
            assert!(text.get(span.range()).is_some(), "{fault:?} in {text:?}");
        }
    }
}

type Read = fn(&str, FixedOffset, &mut Vec<Diagnostic>) -> bool;

fn files_of_the_director(rounds: usize) {
    let zone = FixedOffset::east_opt(3 * 3600).expect("a zone");
    let mut random = Random::new(3);
    let readers: [(&'static str, &[&str], Read); 4] = [
        ("scenarios", &SCENARIOS, |text, zone, found| read_scenario(text, FileId::NONE, zone, found).is_some()),
        ("files of answers", &SCENARIOS, |text, zone, found| read_answers(text, FileId::NONE, zone, found).is_some()),
        ("cards", &CARDS, |text, _, found| read_card("x", text, FileId::NONE, &TypeTable::new(), found).is_some()),
        ("summaries", &SUMMARIES, |text, _, found| read_summary("x", text, FileId::NONE, found).is_some()),
    ];
    for (what, samples, read) in readers {
        let mut tally = Tally::new(what);
        for sample in samples {
            let mut found = Vec::new();
            let read = read(sample, zone, &mut found);
            assert!(what == "files of answers" || (read && found.is_empty()), "{sample}: {found:?}");
        }
        for _ in 0..rounds {
            let text = mutated(&mut random, samples, &YAML);
            let mut found = Vec::new();
            let there = patient(&text, || read(&text, zone, &mut found));
            assert!(there || !found.is_empty(), "{what}: nothing read and nothing said: {text:?}");
            placed(&text, &found);
            tally.count(there && found.is_empty());
        }
    }
}

#[test]
fn any_scenario_card_and_summary_is_read_or_its_faults_are_placed() {
    files_of_the_director(1_500);
}

const ASIDE: &str = "format: 1\ncase: 2026-11-25-a001\ndesk: b\nby: Примеров Борис\nat: 2026-11-25T15:00:00+03:00\nleft: !answer\n  step: arrival\n  from: director\n  text: Едет\n";
/// Each line ten times the one before: a few hundred bytes that would fill the memory.
const BOMB: &str = "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
    d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
    g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";

fn files_beside_a_case(rounds: usize) {
    let desk = played();
    let store = Store::new(desk.path(""), Durability::Unsynced);
    let mut random = Random::new(4);
    // As the program itself writes one.
    typed(&desk, &["answer", "a1"], &[]);
    let file = desk.files("records/open").into_iter().find(|path| path.contains(".answer-")).expect("a file");
    let real = desk.read(&file);
    let path = desk.path(&file);
    assert!(store.aside(&path).is_ok(), "{real}");
    let deep = format!("format: 1\ncase: {}\n", "[".repeat(100_000));
    for text in [BOMB, &deep, &summed(BOMB.to_owned()), &summed(deep.clone())] {
        desk.put(&file, text.as_bytes());
        let begun = Instant::now();
        assert!(patient("a bomb", || store.aside(&path)).is_err());
        assert!(begun.elapsed() < Duration::from_secs(5), "{} bytes: {:?}", text.len(), begun.elapsed());
    }
    let mut asides = Tally::new("files beside a case");
    let body = unsummed(&real).expect("what was written");
    for round in 0..rounds {
        // Changed anywhere; or with a checksum of its own, as another program might write it.
        let text = if round % 3 == 0 {
            mutated(&mut random, &[&real], &YAML)
        } else {
            summed(mutated(&mut random, &[body, body, ASIDE], &YAML))
        };
        desk.put(&file, text.as_bytes());
        let read = patient(&text, || store.aside(&path));
        asides.count(read.is_ok());
        if let Ok(aside) = read {
            assert_eq!(aside.case, "2026-11-25-a001", "{text:?}");
        }
    }
    drop(asides);
    // The program says what lies there, and goes on.
    for _ in 0..rounds / 50 {
        desk.put(&file, mutated(&mut random, &[&real], &YAML).as_bytes());
        desk.run(&["resume", "a1"]).good();
        desk.run(&["list"]).good();
    }
    let _ = std::fs::remove_file(&path);
    let draft = "[{\"step\":\"people.1.who\",\"text\":\"Пер\",\"whole\":false,\"desk\":\"a\",\"by\":\"Тестова Анна\",\"at\":\"2026-11-25T15:00:00+03:00\"}]";
    let file = "records/private/2026-11-25-a001/.draft";
    let mut drafts = Tally::new("drafts");
    for _ in 0..rounds {
        let text = mutated(&mut random, &[draft], &WORDS);
        desk.put(file, text.as_bytes());
        drafts.count(!patient(&text, || store.drafts("2026-11-25-a001")).is_empty());
    }
}

#[test]
fn any_file_beside_a_case_is_read_or_named() {
    files_beside_a_case(1_000);
}

fn registers(rounds: usize) {
    let desk = played();
    let store = Store::new(desk.path(""), Durability::Unsynced);
    let file = "records/numbers/act-a-2026.yaml";
    let mut random = Random::new(5);
    let real: String =
        (1..=4).map(|n| numbered(Some(format!("2026-11-2{n}-a001")), n).expect("a line").to_line()).collect();
    let lines: Vec<&str> = real.lines().collect();
    let register = Register { series: "act", desk: "a", year: Some(2026) };
    let mut tally = Tally::new("registers");
    for round in 0..rounds {
        // A whole register changed anywhere, or one line of it with a checksum of its own.
        let text = if round % 2 == 0 {
            mutated(&mut random, &[&real], &WORDS)
        } else {
            let mut lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
            let at = random.below(lines.len());
            lines[at] = signed(&mutated(&mut random, &[lines[at].trim_end()], &WORDS));
            lines.concat()
        };
        desk.put(file, text.as_bytes());
        let case = format!("2026-11-25-a{:03}", round % 900 + 100);
        let taken = patient(&text, || store.take_number(register, &case, "paper", numbered));
        tally.count(taken.is_ok());
        let Ok(taken) = taken else { continue };
        let taken = taken.expect("a number");
        // Asked again, it is the same; nobody else has it.
        let again = patient(&text, || store.take_number(register, &case, "paper", numbered));
        assert_eq!(again.expect("a register").map(|numbered| numbered.n), Some(taken.n), "{text:?}");
        let now = desk.read(file);
        let same = now.lines().filter_map(|line| Event::from_line(line).ok()).filter(|event| event.n == taken.n);
        assert_eq!(same.count(), 1, "{text:?}\n{now}");
        for left in desk.files("records/numbers").iter().filter(|path| *path != file) {
            let _ = std::fs::remove_file(desk.path(left));
        }
    }
}

#[test]
fn any_register_gives_a_fresh_number_or_is_named() {
    registers(600);
}

/// A line of the register of these tests.
#[expect(clippy::unnecessary_wraps, reason = "a number may have no text")]
fn numbered(case: Option<String>, n: u32) -> Option<Event> {
    let (series, number) = ("act".to_owned(), format!("a-{n}/2026"));
    let did = Did::Numbered(Numbered { case, step: "paper".to_owned(), series, n, number });
    let (desk, by) = ("a".to_owned(), "Тестова Анна".to_owned());
    let at = "2026-11-25T15:00:00+03:00".parse().expect("a moment");
    Some(Event { n, at, was: None, desk, by, saw: BTreeMap::new(), due: BTreeMap::new(), did })
}

/// A register that was lost is written anew by what the cases say; one that says that four thousand millions of numbers
/// were taken is named.
#[test]
fn a_lost_register_is_not_written_anew_for_ever() {
    let desk = played();
    let store = Store::new(desk.path(""), Durability::Unsynced);
    let journal = desk.read(super::JOURNAL);
    let register = Register { series: "act", desk: "a", year: Some(2026) };
    std::fs::remove_file(desk.path("records/numbers/act-a-2026.yaml")).expect("the register");
    let mut lines: Vec<String> = journal.lines().map(|line| format!("{line}\n")).collect();
    let at = lines.iter().position(|line| line.contains("\"numbered\"")).expect("a number");
    lines[at] = signed(&lines[at].replace("\"series\":\"act\",\"n\":1,", "\"series\":\"act\",\"n\":4294967295,"));
    assert!(lines[at].contains("4294967295"), "{}", lines[at]);
    desk.put(super::JOURNAL, lines.concat().as_bytes());
    assert!(patient("a huge number", || store.take_number(register, "2026-11-25-a777", "paper", numbered)).is_err());
    assert!(desk.files("records/numbers").is_empty(), "{:?}", desk.files("records/numbers"));
    desk.put(super::JOURNAL, journal.as_bytes());
    let taken = store.take_number(register, "2026-11-25-a777", "paper", numbered).expect("a register");
    assert_eq!(taken.map(|taken| taken.n), Some(2));
}

fn heads_and_logs(rounds: usize) {
    let desk = played();
    typed(&desk, &["resume", "a1"], &[".", "8", "хватит"]);
    let path = desk.records().remove(0);
    let real = desk.read(&path);
    let store = Store::new(desk.path(""), Durability::Unsynced);
    let mut random = Random::new(6);
    let mut tally = Tally::new("records");
    for _ in 0..rounds {
        let text = mutated(&mut random, &[&real], &YAML);
        let _ = (head_of(&text), log_of(&text));
        desk.put(&path, text.as_bytes());
        tally.count(patient(&text, || store.record(&desk.path(&path)).is_ok() && store.log(&desk.path(&path)).is_ok()));
    }
    drop(tally);
    for text in ["2026-11-25-a001", "a1", "A1", "2026-13-45-z999999999999", "", "-", "é1", "a0", "99999999999"] {
        if let Some(id) = CaseId::parse(text) {
            assert_eq!(id.to_string(), text);
        }
        let _ = store.look_up(text, "2026-11-25".parse().expect("a day"));
    }
    for _ in 0..rounds / 50 {
        desk.put(&path, mutated(&mut random, &[&real], &YAML).as_bytes());
        desk.run(&["list", "--all"]).good();
        let built = desk.run(&["build"]);
        assert!(!built.stderr.contains("panicked"), "{}", built.stderr);
    }
}

#[test]
fn any_record_is_read_or_named() {
    heads_and_logs(1_000);
}

#[test]
#[ignore = "minutes"]
fn very_much_noise() {
    expressions_and_templates(400_000);
    journal_lines(300_000);
    files_of_the_director(60_000);
    files_beside_a_case(20_000);
    registers(20_000);
    heads_and_logs(20_000);
}
