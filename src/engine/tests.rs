//! Small procedures, played move by move. A move is one word or two:
//!
//! `x=12` answers, `x!=12` answers and accepts doubts, `x` confirms, `-x` passes, `-x: why` passes with a
//! reason, `~x` takes back, `run x`, `run x: why`, `start x`, `return x: outcome`, `leave x: why`, `reply x: words`, `join id`, `link id: label`,
//! `number x: 7`, `print x: names shown`, `fail x: why`, `stop x`, `stop`, `cut: why`, `note: words`, `park`, `resume`.
//! reason, `~x` takes back, `run x`, `run x: why`, `start x`, `return x: outcome`, `leave x: why`,
//! `more x`, `drop x.2`, `drop x.2: why`, `enough x`, `enough! x` (accepts doubts),
//! `tell x: who reached` (or `no answer`, `busy`, `left word`; behind `;` a reason), `files x: names`, `copied x`,
//! `queue x: names shown`, `number x: 7`, `print x: names shown`, `fail x: why`, `stop x`, `stop`, `cut: why`, `note: words`, `park`, `resume`.

use super::{Attempt, Case, Concern, Life, Move, Outside, Refusal, State};
use crate::model::attachment::{Attachment, FileKind};
use crate::model::card::{Card, read_card};
use crate::model::definition::Definition;
use crate::model::event::{Came, Did, Event, Moment, Numbered, Opened, Parent, Printed, Queued, Way};
use crate::model::procedure::{Known, TypeTable, read_part, read_procedure, read_style};
use crate::model::span::FileId;
use crate::model::style::Dictionary;
use crate::model::template::{Blanks, OuterNames};
use crate::model::types::{Base, Misfit};
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The part `paper`, which every procedure here may include.
const PART: &str = "
title: Документ
steps:
  - ask: Вид
    name: kind
    choices: {a: Паспорт, b: Другой}
  - ask: Номер
    name: num
    type: integer
    when: {kind: a}
  - ask: Серия
    name: series
    private: yes
    when: kind == 'b'
";

pub(super) fn definition(text: &str) -> Arc<Definition> {
    let mut faults = Vec::new();
    let types = TypeTable::new();
    let cards = cards();
    let style = style();
    let alone = Known { types: &types, parts: None, cards: &cards, style: &style };
    let parts = read_part(PART, FileId::NONE, alone, &mut faults).map(|part| ("paper".to_owned(), part));
    let parts = parts.into_iter().collect();
    let known = Known { types: &types, parts: Some(&parts), cards: &cards, style: &style };
    let procedure = read_procedure("test", text, FileId::NONE, known, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}\n{text}");
    Arc::new(procedure.expect("a procedure").definition)
}

/// Words of style.
fn style() -> Dictionary {
    read_style("slang: {телек*: телевизор}\n", FileId::NONE, &mut Vec::new())
}

/// A card with a table, for choices.
fn cards() -> BTreeMap<String, Card> {
    let text = "title: Каналы\ntable:\n  columns: {code: Код, title: Название, social: В пакете}\n";
    let card = read_card("channels", text, FileId::NONE, &TypeTable::new(), &mut Vec::new()).expect("a card");
    BTreeMap::from([("channels".to_owned(), card)])
}

pub(super) fn opened(definition: &Definition) -> Opened {
    Opened {
        format: 1,
        procedure: definition.id.clone(),
        definition: definition.hash(),
        parent: None,
        with: BTreeMap::new(),
        suggest: BTreeMap::new(),
    }
}

pub(super) fn outside() -> Outside {
    let names = json!({
        "cards": {"prices": {"social": 6.5, "full": 15, "old": null}, "channels": [
            {"code": "a", "title": "Первый, главный", "social": "да"}, {"code": "b", "title": "Второй", "social": null},
            {"code": "c", "title": "Третий", "social": "да"}, {"code": null, "title": "Без кода", "social": "да"}]},
        "hours": {"text": "10-19", "open_now": true, "next_open": "завтра"},
        "contacts": {
            "director": {"title": "Директор", "name": "Образцов Олег", "phones": ["+375290000001"], "email": null},
            "master": {"title": "Мастер", "name": null, "phones": ["456"], "email": null},
        },
        "dispatchers": {"ivanov": "Иванов Иван", "testova": "Тестова Анна"},
        "company": {"name": "ООО", "unp": null}, "desk": "a",
        "dispatcher": {"surname": "Иванов", "name": "Иван"},
    });
    let Value::Object(values) = names else { unreachable!("a map") };
    let mut names = OuterNames::default();
    values.into_iter().for_each(|(name, value)| names.insert(name, value));
    Outside {
        at: moment("10:00"),
        was: None,
        desk: "a".to_owned(),
        by: "ivanov".to_owned(),
        names,
        types: Arc::default(),
        hours: Arc::default(),
        area_code: None,
        blanks: Blanks::Empty,
        private: BTreeMap::new(),
    }
}

pub(super) fn moment(time: &str) -> Moment {
    format!("2026-11-22T{time}:00+03:00").parse().expect("a moment")
}

/// A case that is played.
pub(super) struct Play {
    pub(super) case: Case,
    pub(super) events: Vec<Event>,
    pub(super) outside: Outside,
}

impl Play {
    pub(super) fn new(steps: &str) -> Self {
        Self::opened(steps, |_| ())
    }

    pub(super) fn opened(steps: &str, with: impl FnOnce(&mut Opened)) -> Self {
        Self::whole(&format!("title: Проверка\nsteps:\n{steps}"), with, outside())
    }

    /// A case in a world that is a little different.
    pub(super) fn begun(steps: &str, with: impl FnOnce(&mut Outside)) -> Self {
        let mut world = outside();
        with(&mut world);
        Self::whole(&format!("title: Проверка\nsteps:\n{steps}"), |_| (), world)
    }

    /// A case of a procedure with a head of its own.
    pub(super) fn text(text: &str) -> Self {
        Self::whole(text, |_| (), outside())
    }

    fn whole(text: &str, with: impl FnOnce(&mut Opened), outside: Outside) -> Self {
        let definition = definition(text);
        let mut opened = opened(&definition);
        with(&mut opened);
        let case = Case::replay("2026-11-22-a001", definition, &[]);
        let first = case.open(opened, &outside);
        let mut play = Self { case, events: Vec::new(), outside };
        play.take(first);
        play
    }

    /// Takes events in, and what follows by itself; each has to survive its line, and replay has to agree.
    pub(super) fn take(&mut self, mut events: Vec<Event>) {
        while !events.is_empty() {
            for event in events {
                let event = Event::from_line(&event.to_line()).expect("its own line");
                self.case.apply(&event);
                self.events.push(event);
            }
            events = self.case.follow(&self.outside);
        }
        let again = Case::replay(&self.case.id, Arc::clone(&self.case.definition), &self.events);
        assert_eq!(again.facts, self.case.facts);
        assert_eq!(again.dues, self.case.dues);
        let remembered = again.outline(&again.remembered());
        let live = self.case.outline(&self.outside);
        let states = |outline: &super::Outline<'_>| outline.rows.iter().map(|row| row.state).collect::<Vec<_>>();
        assert_eq!(states(&remembered), states(&live), "replay sees another plan: {:#?}", self.events);
        for name in self.case.definition.walk().iter().filter_map(|(step, _)| step.name.as_ref()) {
            assert_eq!(remembered.scope.get(&name.value), live.scope.get(&name.value), "{} after replay", name.value);
        }
    }

    pub(super) fn try_act(&mut self, wanted: &Move) -> Result<(), Refusal> {
        let events = self.case.act(wanted, &self.outside)?;
        self.take(events);
        Ok(())
    }

    /// Plays moves a minute apart; none may be refused.
    #[track_caller]
    pub(super) fn play(&mut self, moves: &[&str]) -> &mut Self {
        for text in moves {
            self.outside.at += TimeDelta::minutes(1);
            if let Err(refusal) = self.try_act(&parsed(text)) {
                panic!("{text} is refused: {refusal:?}; {:?}", self.lines());
            }
        }
        self
    }

    /// A move that must be refused; nothing may have happened then.
    #[track_caller]
    pub(super) fn refused(&mut self, text: &str) -> Refusal {
        let before = self.events.len();
        let refusal = self.try_act(&parsed(text)).expect_err(text);
        assert_eq!(self.events.len(), before);
        refusal
    }

    fn lines(&self) -> Vec<String> {
        let outline = self.case.outline(&self.outside);
        let line = |row: &super::Row<'_>| {
            let state = match row.state {
                State::Blocked(by) => format!("blocked by {}", outline.rows[by].id),
                other => format!("{other:?}").to_lowercase(),
            };
            format!("{}: {state}", row.id)
        };
        outline.rows.iter().map(line).collect()
    }

    #[track_caller]
    pub(super) fn shows(&mut self, wanted: &str) -> &mut Self {
        assert_eq!(self.lines().join(", "), wanted);
        self
    }

    pub(super) fn value(&self, path: &str) -> Value {
        self.case.outline(&self.outside).scope.get_path(path)
    }

    pub(super) fn next(&self) -> Option<String> {
        let outline = self.case.outline(&self.outside);
        outline.next().map(|row| outline.rows[row].id.clone())
    }

    /// The words of the last append's events.
    pub(super) fn log(&self, last: usize) -> Vec<String> {
        let word = |event: &Event| match &event.did {
            Did::Answered(answered) => format!("answered {}", answered.step),
            Did::Ended(answered) => format!("ended {}", answered.step),
            Did::Done(at) => format!("done {}", at.step),
            Did::Skipped(because) => format!("skipped {}", because.step),
            Did::Waiting(at) => format!("waiting {}", at.step),
            Did::More(more) => format!("more {}.{}", more.step, more.item),
            Did::Drop(because) => format!("drop {}", because.step),
            Did::Enough(enough) => format!("enough {}", enough.step),
            Did::Closing(closing) => format!("closing {}", closing.outcome),
            other => format!("{other:?}"),
        };
        self.events[self.events.len() - last..].iter().map(word).collect()
    }
}

/// A file by its name: the content, and so the hash, is the name without its ending.
pub(super) fn brought(name: &str) -> Attachment {
    let (hash, ending) = name.split_once('.').expect("an ending");
    let kind = FileKind::ALL.iter().find(|(word, _)| *word == ending).expect("a kind").1;
    Attachment { name: name.to_owned(), kind, size: 5, hash: hash.to_owned(), file: format!("x/{name}") }
}

fn parsed(text: &str) -> Move {
    let (head, why) = text.split_once(": ").map_or((text, None), |(head, why)| (head, Some(why.to_owned())));
    let (word, rest) = head.split_once(' ').unwrap_or((head, ""));
    let step = rest.to_owned();
    let reason = why.clone().unwrap_or_default();
    match word {
        "run" => return Move::Begin { step, reason: why },
        "more" => return Move::More { step },
        "drop" => return Move::Drop { item: step, reason: why },
        "enough" => return Move::Enough { step, accept: false },
        "enough!" => return Move::Enough { step, accept: true },
        "start" => return Move::Started { step, case: "child".to_owned() },
        "number" => {
            let (series, number) = ("contract".to_owned(), reason);
            return Move::Numbered(Numbered { case: None, step, series, n: 1, number });
        }
        "print" => {
            let shows = reason.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let (form, file, hash) = ("paper".to_owned(), format!("{step}.pdf"), "00".to_owned());
            let number = None;
            let printed = Printed { step, count: 1, form, file, hash, copies: 2, number, shows };
            return Move::Printed(Box::new(printed));
        }
        "tell" => {
            let (attempt, again) =
                reason.split_once("; ").map_or((reason.as_str(), None), |(attempt, again)| (attempt, Some(again)));
            let (who, came) = attempt.split_once(' ').unwrap_or((attempt, "reached"));
            let came = Came::ALL.iter().find(|(word, _)| *word == came).expect("a result").1;
            let (who, reason) = (who.to_owned(), again.map(str::to_owned));
            return Move::Try { step, attempt: Attempt { who, how: Way::Call, came, reason } };
        }
        "files" => return Move::Attach { step, files: reason.split(' ').map(brought).collect() },
        "copied" => return Move::Copied { step },
        "queue" => {
            let shows = reason.split(' ').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let (to, subject, hash) = ("support".to_owned(), "Тема".to_owned(), "00".to_owned());
            let file = format!("outbox/{step}.eml");
            return Move::Queued(Box::new(Queued { step, count: 1, to, subject, file, hash, shows }));
        }
        "fail" => return Move::Failed { step, reason },
        "return" => return Move::Returned { step, case: "child".to_owned(), outcome: why, took: BTreeMap::new() },
        "reply" if !step.is_empty() => {
            // `reply step: words`, or `reply step` where the wait has no field.
            return Move::Reply { step, raw: why, from: "director".to_owned() };
        }
        "join" => return Move::Join { case: step },
        "link" => return Move::Link { case: step, label: reason },
        "leave" => return Move::Leave { step, reason },
        "stop" => return Move::Stop { step: (!step.is_empty()).then_some(step) },
        "cut" | "cut:" => return Move::Cut { reason },
        "note" => return Move::Note { text: reason },
        "park" => return Move::Park { text: reason },
        "resume" => return Move::Resume,
        _ => {}
    }
    if let Some(step) = head.strip_prefix('-') {
        return Move::Skip { step: step.to_owned(), reason: why };
    }
    if let Some(step) = head.strip_prefix('~') {
        return Move::Undo { step: step.to_owned() };
    }
    if let Some((step, raw)) = text.split_once("!=") {
        return Move::Answer { step: step.to_owned(), raw: raw.to_owned(), accept: true, reason: None };
    }
    if let Some((step, raw)) = text.split_once('=') {
        return Move::Answer { step: step.to_owned(), raw: raw.to_owned(), accept: false, reason: None };
    }
    Move::Done { step: head.to_owned() }
}

pub(super) fn blocked(step: &str, by: &str) -> Refusal {
    Refusal::Blocked { step: step.to_owned(), by: by.to_owned() }
}

fn check(words: &str, of: &str) -> Refusal {
    Refusal::Check { words: words.to_owned(), of: of.to_owned() }
}

const ANY_ORDER: &str = "
  - {say: Здравствуйте, name: hello}
  - {ask: Кто?, name: who}
  - {note: Помните, name: remember}
  - {do: Запишите, name: write}
  - {ask: Телефон?, name: phone, optional: yes}
  - {run: child, name: req}
  - {wait: Ждем, name: pause}
  - {do: Проверьте, name: verify}
  - {stop: end, name: end, as: Все}
";

#[test]
fn ask_say_do_in_any_order_and_run_wait_stop_after_all_before() {
    let mut play = Play::new(ANY_ORDER);
    play.shows(
        "hello: open, who: open, remember: done, write: open, phone: open, req: blocked by hello, pause: blocked by hello, \
         verify: blocked by pause, end: blocked by pause",
    );
    assert_eq!(play.refused("run req"), blocked("req", "hello"));
    assert_eq!(play.refused("stop end"), blocked("end", "pause"));
    play.play(&["write", "hello", "who=Анна"]);
    play.shows(
        "hello: done, who: done, remember: done, write: done, phone: open, req: open, pause: blocked by req, \
         verify: blocked by pause, end: blocked by pause",
    );
    play.play(&["run req", "start req", "return req: done"]);
    assert_eq!(play.log(1), ["waiting pause"], "a wait begins by itself");
    play.play(&["pause", "verify", "phone=12"]);
    play.shows(
        "hello: done, who: done, remember: done, write: done, phone: done, req: done, pause: done, verify: done, end: open",
    );
    play.play(&["stop end"]);
    assert!(matches!(&play.case.life, Life::Closing(closing) if closing.outcome == "end"));
    assert_eq!(play.refused("note: поздно"), Refusal::Over);
}

#[test]
fn a_maybe_step_counts_as_open() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, type: yes/no, optional: yes}
  - {do: Б, name: b, when: a}
  - {run: child, name: c}
",
    );
    play.shows("a: open, b: maybe, c: blocked by b");
    assert_eq!(play.refused("b"), Refusal::Maybe { step: "b".to_owned(), by: "a".to_owned() });
    assert_eq!(play.refused("run c"), blocked("c", "b"));
    play.play(&["-a"]).shows("a: skipped, b: out, c: open");
    play.play(&["a=да"]).shows("a: done, b: open, c: blocked by b");
    play.play(&["a=нет"]).shows("a: done, b: out, c: open");
    assert_eq!(play.refused("b"), Refusal::Out { step: "b".to_owned() });
}

#[test]
fn when_reads_codes_lists_and_expressions() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, choices: {x: Икс, y: Игрек, z: Зет}}
  - {ask: Н?, name: n, type: integer}
  - {do: 1, name: d1, when: {a: x}}
  - {do: 2, name: d2, when: {a: [x, y]}}
  - {do: 3, name: d3, when: {a: y, n: 5}}
  - {do: 4, name: d4, when: a == 'z' and n < 5}
  - {do: 5, name: d5, when: n < 5}
",
    );
    play.shows("a: open, n: open, d1: maybe, d2: maybe, d3: maybe, d4: maybe, d5: maybe");
    play.play(&["a=x"]).shows("a: done, n: open, d1: open, d2: open, d3: out, d4: maybe, d5: maybe");
    play.play(&["n=5", "a=y"]).shows("a: done, n: done, d1: out, d2: open, d3: open, d4: out, d5: out");
    play.play(&["-n: не знает", "a=z"]).shows("a: done, n: skipped, d1: out, d2: out, d3: out, d4: out, d5: out");
    play.play(&["n=4"]).shows("a: done, n: done, d1: out, d2: out, d3: out, d4: open, d5: open");
}

#[test]
fn a_gate_blocks_what_follows_and_cannot_be_skipped() {
    let mut play = Play::new(
        "
  - {do: До, name: before}
  - {ask: Почему?, name: why, gate: yes}
  - {say: Тогда, name: then}
  - {ask: Еще?, name: more, optional: yes}
",
    );
    play.shows("before: open, why: open, then: blocked by why, more: blocked by why");
    assert_eq!(play.refused("then"), blocked("then", "why"));
    assert_eq!(play.refused("more=да"), blocked("more", "why"));
    assert_eq!(play.refused("-more"), blocked("more", "why"));
    assert_eq!(play.refused("-why: не хочет"), Refusal::CannotBeSkipped { step: "why".to_owned() });
    play.play(&["why=так"]).shows("before: open, why: done, then: open, more: open");
}

#[test]
fn a_gate_holds_while_it_is_maybe() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, type: yes/no}
  - {ask: Б?, name: b, gate: yes, when: a}
  - {do: В, name: c}
",
    );
    play.shows("a: open, b: maybe, c: blocked by b");
    play.play(&["a=нет"]).shows("a: done, b: out, c: open");
    play.play(&["a=да"]).shows("a: done, b: open, c: blocked by b");
}

#[test]
fn a_gate_on_a_group_holds_for_what_follows_the_group() {
    let mut play = Play::new(
        "
  - group: Сначала
    name: first
    gate: yes
    steps:
      - {ask: А?, name: a}
      - {do: Б, name: b}
      - {ask: В?, name: c, optional: yes}
  - {do: Потом, name: then}
",
    );
    play.shows("first: open, a: open, b: open, c: open, then: blocked by a");
    assert_eq!(play.refused("-a: не знает"), Refusal::CannotBeSkipped { step: "a".to_owned() });
    assert_eq!(play.refused("first"), Refusal::WrongKind { step: "first".to_owned() });
    play.play(&["b", "-c"]).shows("first: open, a: open, b: done, c: skipped, then: blocked by a");
    play.play(&["a=1"]).shows("first: done, a: done, b: done, c: skipped, then: open");
}

#[test]
fn gates_of_groups_in_groups_and_behind_a_condition() {
    let mut play = Play::new(
        "
  - {ask: Х?, name: x, type: yes/no}
  - group: Внешняя
    when: x
    gate: yes
    steps:
      - group: Внутренняя
        gate: yes
        steps:
          - {do: А, name: a}
  - {do: Б, name: b}
",
    );
    play.shows("x: open, group Внешняя: maybe, group Внутренняя: maybe, a: maybe, b: blocked by a");
    play.play(&["x=да"]).shows("x: done, group Внешняя: open, group Внутренняя: open, a: open, b: blocked by a");
    play.play(&["a"]).shows("x: done, group Внешняя: done, group Внутренняя: done, a: done, b: open");
    play.play(&["~a", "x=нет"]).shows("x: done, group Внешняя: out, group Внутренняя: out, a: out, b: open");
}

#[test]
fn passing_and_skipping() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, optional: yes}
  - {ask: Б?, name: b}
  - {do: В, name: c}
  - {note: Г, name: d}
",
    );
    assert_eq!(play.refused("-b"), Refusal::ReasonNeeded { step: "b".to_owned() });
    assert_eq!(play.refused("-b:  "), Refusal::ReasonNeeded { step: "b".to_owned() });
    assert_eq!(play.refused("-d: лишнее"), Refusal::CannotBeSkipped { step: "d".to_owned() });
    play.play(&["-a", "-b: не знает", "c"]).shows("a: skipped, b: skipped, c: done, d: done");
    assert!(play.case.outline(&play.outside).may_end());
    play.play(&["b=все-таки"]).shows("a: skipped, b: done, c: done, d: done");
    play.play(&["-b: ошибка"]);
    assert_eq!(play.value("b"), Value::Null);
    play.play(&["~b"]).shows("a: skipped, b: open, c: done, d: done");
    assert_eq!(play.refused("c"), Refusal::Settled { step: "c".to_owned() });
    assert_eq!(play.refused("nosuch"), Refusal::NoSuchStep { step: "nosuch".to_owned() });
}

#[test]
fn an_optional_step_keeps_nobody() {
    let mut play =
        Play::new("  - {ask: А?, name: a, optional: yes}\n  - {do: Б, name: b}\n  - {run: child, name: c}\n");
    play.play(&["b"]).shows("a: open, b: done, c: open");
    play.play(&["run c", "start c", "return c: done", "stop"]);
    assert!(matches!(&play.case.life, Life::Closing(closing) if closing.outcome == "done"));
}

#[test]
fn words_are_said_with_the_next_act() {
    let mut play = Play::new(
        "
  - {say: Здравствуйте, name: hello}
  - {note: Улыбнитесь}
  - {say: Слушаю, name: listen}
  - {ask: Что?, name: what}
  - {say: Спасибо, name: thanks}
  - {ask: Еще?, name: more, optional: yes}
  - {say: До свидания, name: bye}
  - {stop: end, name: end, as: Конец}
",
    );
    assert_eq!(play.next().as_deref(), Some("what"));
    play.play(&["what=связь"]);
    assert_eq!(play.log(3), ["done hello", "done listen", "answered what"]);
    assert!(play.events.iter().rev().take(3).all(|event| event.at == play.outside.at));
    play.play(&["-more"]);
    assert_eq!(play.log(2), ["done thanks", "skipped more"], "passing is an act, too");
    assert_eq!(play.next().as_deref(), Some("end"));
    play.play(&["stop end"]);
    assert_eq!(play.log(2), ["done bye", "closing end"]);
}

#[test]
fn words_before_a_wait_want_an_act_of_their_own() {
    let mut play =
        Play::new("  - {say: Минуту, name: moment}\n  - {wait: Мастер, name: master}\n  - {do: Б, name: b}\n");
    play.shows("moment: open, master: open, b: blocked by master");
    assert_eq!(play.next().as_deref(), Some("moment"));
    play.play(&["moment"]);
    assert_eq!(play.log(2), ["done moment", "waiting master"]);
    assert_eq!(play.refused("-master: долго"), Refusal::CannotBeSkipped { step: "master".to_owned() });
    play.play(&["note: звонил", "master"]);
    assert_eq!(play.value("master.minutes"), json!(2));
}

#[test]
fn a_gate_that_is_said_is_said_by_itself() {
    let mut play = Play::new("  - {say: Разговор записывается, name: warn, gate: yes}\n  - {ask: А?, name: a}\n");
    play.shows("warn: open, a: blocked by warn");
    assert_eq!(play.next().as_deref(), Some("warn"));
    play.play(&["warn", "a=1"]);
}

#[test]
fn a_note_that_may_not_be_in_the_plan_is_not_shown() {
    let play = Play::new(
        "
  - {ask: А?, name: a, type: yes/no}
  - {note: Нет, when: a}
  - {note: Да, name: shown}
  - {do: Б, name: b}
",
    );
    let outline = play.case.outline(&play.outside);
    let lead = outline.lead(outline.row("b").expect("b"));
    assert_eq!(lead.into_iter().map(|row| outline.rows[row].id.as_str()).collect::<Vec<_>>(), ["shown"]);
}

#[test]
fn a_wait_is_ended_by_its_answer_and_keeps_its_time() {
    let mut play = Play::new(
        "  - {wait: Ответ?, name: reply, choices: {yes: Приедет, no: Не приедет}}\n  - {do: Б, name: b, when: {reply: yes}}\n",
    );
    assert_eq!(play.log(1), ["waiting reply"]);
    play.shows("reply: open, b: maybe");
    assert_eq!(play.refused("reply"), Refusal::WrongKind { step: "reply".to_owned() });
    play.play(&["reply=Приедет"]).shows("reply: done, b: open");
    assert_eq!(play.log(1), ["ended reply"]);
    play.play(&["reply=no"]).shows("reply: done, b: out");
}

const BRANCHES: &str = "
  - ask: Почему?
    name: why
    choices:
      price:
        label: Дорого
        steps:
          - {ask: Сколько?, name: much, type: integer}
          - {say: Жаль, name: sorry}
      moving: Переезд
  - {let: double, be: much * 2}
  - {ask: Куда?, name: where, when: {why: moving}}
  - {do: Запишите, name: write, when: much > 5}
";

#[test]
fn answers_of_a_branch_that_left_the_plan_come_back_with_it() {
    let mut play = Play::new(BRANCHES);
    play.shows("why: open, much: maybe, sorry: maybe, double: maybe, where: maybe, write: maybe");
    play.play(&["why=price", "much=7"])
        .shows("why: done, much: done, sorry: open, double: done, where: out, write: open");
    assert_eq!((play.value("much"), play.value("double")), (json!(7), json!(14)));
    play.play(&["sorry", "write", "why=moving"]);
    play.shows("why: done, much: out, sorry: out, double: done, where: open, write: out");
    assert_eq!((play.value("much"), play.value("double")), (Value::Null, Value::Null));
    assert_eq!(play.refused("much=3"), Refusal::Out { step: "much".to_owned() });
    play.play(&["why=price"]).shows("why: done, much: done, sorry: done, double: done, where: out, write: done");
    assert_eq!((play.value("much"), play.value("double")), (json!(7), json!(14)));
}

#[test]
fn several_choices_bring_their_steps() {
    let mut play = Play::new(
        "
  - ask: Что?
    name: what
    type: choices
    choices:
      a: {label: 'А, первая', steps: [{do: А, name: da}]}
      b: {label: Б, steps: [{do: Б, name: db}]}
      c: В
",
    );
    play.shows("what: open, da: maybe, db: maybe");
    play.play(&["what=a, c"]).shows("what: done, da: open, db: out");
    play.play(&["what=b, a"]).shows("what: done, da: open, db: open");
    play.play(&["what=c"]).shows("what: done, da: out, db: out");
    assert_eq!(play.value("what"), json!(["c"]));
    let given = |value: Value| move |opened: &mut Opened| drop(opened.with.insert("what".to_owned(), value));
    let play = Play::opened(
        "  - {ask: Что?, name: what, type: choices, choices: {a: 'А, первая', b: Б}}\n",
        given(json!(["a", "b"])),
    );
    assert_eq!(play.value("what"), json!(["a", "b"]), "a label with a comma is no two choices");
}

#[test]
fn only_what_is_offered_can_be_chosen() {
    let mut play = Play::new(
        "
  - {ask: Дом?, name: house, type: yes/no}
  - ask: Что?
    name: what
    choices:
      roof: {label: Крыша, when: house}
      door: Дверь
",
    );
    assert_eq!(play.refused("what=roof"), Refusal::Misfit(Misfit::NotAChoice { near: None }));
    play.play(&["house=да", "what=Крыша", "house=нет"]);
    assert_eq!(play.value("what"), json!("roof"), "what was chosen stays");
    assert!(matches!(play.refused("what=roof"), Refusal::Misfit(_)));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.offered(1), [("door".to_owned(), "Дверь".to_owned())]);
}

#[test]
fn checks_refuse_or_ask() {
    let mut play = Play::new(
        "
  - ask: Сколько?
    name: n
    type: integer
    check:
      - {check: n > 0, otherwise: 'Нужно больше нуля, а не {{ n }}'}
      - {check: n < 100, warn: Много}
",
    );
    assert_eq!(play.refused("n=0"), check("Нужно больше нуля, а не 0", "n"));
    assert_eq!(play.refused("n!=0"), check("Нужно больше нуля, а не 0", "n"));
    assert_eq!(play.refused("n=500"), Refusal::Doubtful(vec![Concern::Procedure("Много".to_owned())]));
    play.play(&["n!=500"]);
    assert_eq!(play.case.fact("n").expect("a fact").accepted, ["Много"]);
    play.play(&["n=5"]);
    assert!(play.case.fact("n").expect("a fact").accepted.is_empty());
    assert!(matches!(play.refused("n=пять"), Refusal::Misfit(Misfit::NotA(Base::Integer))));
}

const FROM_TO: &str = "
  - {ask: От?, name: from, type: integer}
  - {ask: Другое?, name: other, type: integer, optional: yes}
  - {let: limit, be: from * 10}
  - {ask: До?, name: to, type: integer, check: to > from, otherwise: До больше от}
  - {ask: Всего?, name: all, type: integer, optional: yes, check: all <= limit, otherwise: Слишком много}
";

#[test]
fn a_check_waits_for_an_unanswered_name_and_is_judged_again_with_it() {
    let mut play = Play::new(FROM_TO);
    play.play(&["to=5"]);
    assert_eq!(play.refused("from=7"), check("До больше от", "to"));
    play.play(&["from=3", "all=30"]);
    assert_eq!(play.refused("to=2"), check("До больше от", "to"));
    assert_eq!(play.refused("from=2"), check("Слишком много", "all"), "through the computed value");
    play.play(&["from=4", "-from: забыл", "to=1"]);
}

#[test]
fn a_check_of_a_step_out_of_the_plan_is_not_judged() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, type: integer}
  - {ask: Б?, name: b, type: yes/no}
  - {ask: В?, name: c, type: integer, when: b, check: c < a, otherwise: Много}
  - {ask: Г?, name: d, type: integer, when: c, check: d > a, otherwise: Мало}
",
    );
    play.play(&["a=5", "b=да", "c=4"]);
    assert_eq!(play.refused("a=3"), check("Много", "c"));
    play.play(&["b=нет", "a=3"]).shows("a: done, b: done, c: out, d: out");
}

#[test]
fn money_is_rounded_to_the_kopeck() {
    let mut play = Play::new(
        "
  - {ask: Сколько?, name: n, type: integer}
  - {let: sum, be: n * 0.335, type: money, as: Всего}
  - {let: raw, be: n * 0.125}
  - {let: price, be: cards.prices.social * n, type: money}
",
    );
    assert_eq!(play.value("sum"), Value::Null);
    play.play(&["n=3"]);
    assert_eq!(play.value("sum"), json!(1.01));
    assert_eq!(play.value("raw"), json!(0.375));
    assert_eq!(play.value("price"), json!(19.5));
}

#[test]
fn a_value_that_cannot_be_computed_is_none_and_reported() {
    let mut play = Play::new("  - {ask: А?, name: a}\n  - {let: b, be: a + 1}\n  - {do: В, name: c, when: b}\n");
    play.play(&["a=слово"]).shows("a: done, b: done, c: out");
    assert_eq!(play.value("b"), Value::Null);
    assert_eq!(play.case.outline(&play.outside).broken.len(), 1);
}

#[test]
fn a_computed_value_that_may_come_into_the_plan_is_awaited() {
    let mut play = Play::new(
        "
  - {ask: А?, name: a, type: yes/no, optional: yes}
  - {let: discount, be: 5 + 1, when: a}
  - {do: Б, name: b, when: discount}
  - {run: child, name: c}
",
    );
    play.shows("a: open, discount: maybe, b: maybe, c: blocked by b");
    play.play(&["a=да"]).shows("a: done, discount: done, b: open, c: blocked by b");
    play.play(&["a=нет"]).shows("a: done, discount: out, b: out, c: open");
}

#[test]
fn a_condition_on_a_named_note_or_group_does_not_wait_for_good() {
    let mut play = Play::new(
        "
  - {note: А, name: a}
  - group: Г
    name: g
    steps:
      - {do: Б, name: b}
  - {do: В, name: c, when: a.at is none}
  - {do: Д, name: d, when: g.at is none}
",
    );
    play.shows("a: done, g: open, b: open, c: open, d: open");
    play.play(&["b", "c", "d", "stop"]);
}

const STALE: &str = "
  - {ask: Тариф?, name: plan, choices: {a: А, b: Б}}
  - {ask: Имя?, name: who, optional: yes}
  - run: child
    name: req
    with: {kind: '{{ plan }}'}
    suggest: {text: 'Просит {{ who }}'}
  - {ask: Еще?, name: more, optional: yes}
  - {stop: end, name: end, as: Конец}
";

#[test]
fn a_run_becomes_stale_when_what_it_used_changes() {
    let mut play = Play::new(STALE);
    play.play(&["plan=a", "run req", "start req", "return req: done"]);
    play.shows("plan: done, who: open, req: done, more: open, end: open");
    assert_eq!((play.value("req.id"), play.value("req.outcome")), (json!("child"), json!("done")));
    play.play(&["more=да"]).shows("plan: done, who: open, req: done, more: done, end: open");
    play.play(&["plan=b"]).shows("plan: done, who: open, req: stale, more: done, end: blocked by req");
    play.play(&["plan=a"]).shows("plan: done, who: open, req: done, more: done, end: open");
    play.play(&["who=Анна"]).shows("plan: done, who: done, req: stale, more: done, end: blocked by req");
    assert_eq!(play.refused("leave req: "), Refusal::ReasonNeeded { step: "req".to_owned() });
    assert_eq!(play.refused("run req"), Refusal::ReasonNeeded { step: "req".to_owned() });
    play.play(&["leave req: мелочь"]).shows("plan: done, who: done, req: done, more: done, end: open");
    assert_eq!(play.refused("leave req: еще"), Refusal::Settled { step: "req".to_owned() });
    play.play(&["plan=b", "run req: другой тариф"]);
    assert_eq!(play.case.unsettled(), ["req"]);
    play.play(&["start req"]).shows("plan: done, who: done, req: open, more: done, end: blocked by req");
    play.play(&["return req: done"]).shows("plan: done, who: done, req: done, more: done, end: open");
    assert_eq!(play.case.fact("req").expect("a fact").begun, 2);
    play.play(&["stop end"]);
}

#[test]
fn a_wait_that_is_ended_before_its_turn_begins_as_it_ends() {
    let mut play = Play::new(
        "
  - {ask: Еще?, name: more, optional: yes}
  - {wait: Ждем, name: pause}
  - {stop: end, name: end, as: Конец}
",
    );
    play.play(&["pause"]);
    assert_eq!(play.log(2), ["waiting pause", "ended pause"]);
    assert_eq!(play.value("pause.minutes"), json!(0));
}

const PAPER: &str = "
  - {ask: Кто?, name: who}
  - {ask: Тариф?, name: plan, choices: {a: А, b: Б}}
  - {ask: Номер документа?, name: passport, private: yes}
  - {print: contract, name: paper, series: contract, gate: yes, when: {plan: a}}
  - {ask: Еще?, name: more, optional: yes}
  - {stop: end, name: end, as: Конец}
";

#[test]
fn a_paper_is_printed_confirmed_and_stale_when_what_it_shows_changes() {
    let mut play = Play::new(PAPER);
    play.play(&["who=Анна", "plan=a"]);
    assert_eq!(play.refused("run paper"), blocked("paper", "passport"));
    play.play(&["passport=17"]);
    assert_eq!(play.refused("paper"), Refusal::NotPrinted { step: "paper".to_owned() });
    assert!(matches!(play.refused("print paper: who"), Refusal::WrongKind { .. }), "nothing has begun");
    play.play(&["run paper", "number paper: a-1"]);
    assert!(matches!(play.refused("number paper: a-2"), Refusal::Settled { .. }), "one number");
    play.play(&["fail paper: бланк испорчен"]);
    assert!(play.case.unsettled().is_empty(), "what failed has not begun");
    assert_eq!(play.value("paper.number"), json!("a-1"), "the number stays");
    play.play(&["run paper", "print paper: who passport more"]);
    play.shows("who: done, plan: done, passport: done, paper: open, more: blocked by paper, end: blocked by paper");
    play.play(&["paper"]);
    assert_eq!((play.value("paper.number"), play.value("paper.copies")), (json!("a-1"), json!(2)));
    // What stands behind it was not on it.
    play.play(&["more=да"]).shows("who: done, plan: done, passport: done, paper: done, more: done, end: open");
    play.play(&["who=Ольга"])
        .shows("who: done, plan: done, passport: done, paper: stale, more: done, end: blocked by paper");
    assert_eq!(play.refused("run paper"), Refusal::ReasonNeeded { step: "paper".to_owned() });
    play.play(&["run paper: описка", "print paper: who passport"]);
    assert_eq!(play.value("paper.number"), json!("a-1"), "the same number");
    play.play(&["paper", "passport=18"]);
    play.shows("who: done, plan: done, passport: done, paper: stale, more: done, end: blocked by paper");
    play.play(&["leave paper: исправлено от руки"]);
    play.shows("who: done, plan: done, passport: done, paper: done, more: done, end: open");
    let count = |play: &Play| {
        let outline = play.case.outline(&play.outside);
        outline.papers().iter().map(|paper| paper.counts).collect::<Vec<_>>()
    };
    assert_eq!(count(&play), [true], "made again under the same name it is one document");
    play.play(&["plan=b"]).shows("who: done, plan: done, passport: done, paper: out, more: done, end: open");
    assert_eq!(count(&play), [false], "the number of a document that fell away is void");
    assert_eq!(play.value("paper.number"), Value::Null, "out of the plan it has no values");
    play.play(&["plan=a"]);
    assert_eq!(play.value("paper.number"), json!("a-1"), "the number comes back with its branch");
    play.play(&["plan=b", "stop end"]);
}

#[test]
fn a_number_that_nothing_came_of_is_void() {
    let mut play = Play::new(PAPER);
    play.play(&["who=Анна", "plan=a", "passport=17", "run paper", "number paper: a-1", "fail paper: нет", "cut: ушел"]);
    let outline = play.case.outline(&play.outside);
    let papers = outline.papers();
    let [paper] = papers.as_slice() else { panic!("{papers:?}") };
    assert_eq!((paper.number, paper.made.is_some(), paper.counts), (Some("a-1"), false, false));
}

#[test]
fn a_private_answer_is_none_wherever_it_is_not_at_hand() {
    let mut play = Play::new(PAPER);
    play.play(&["who=Анна", "plan=b", "passport=17"]);
    let sealed = crate::model::types::seal("•••", "salt", &json!("17"));
    for event in &mut play.events {
        if let Did::Answered(answered) = &mut event.did
            && answered.step == "passport"
        {
            answered.value = sealed.clone();
        }
    }
    let case = Case::replay("x", Arc::clone(&play.case.definition), &play.events);
    assert_eq!(case.outline(&play.outside).scope.get("passport"), Value::Null);
    play.outside.private.insert("passport".to_owned(), json!("17"));
    assert_eq!(case.outline(&play.outside).scope.get("passport"), json!("17"));
    let outline = case.outline(&play.outside);
    let row = outline.row("passport").expect("a row");
    assert_eq!(outline.suggestion(row), None, "not to be read over a shoulder");
}

#[test]
fn only_what_runs_is_started_and_returns() {
    let mut play = Play::new(STALE);
    play.play(&["plan=a"]);
    for text in ["start plan", "return plan: done", "start req", "return req: done"] {
        assert!(matches!(play.refused(text), Refusal::WrongKind { .. }), "{text}");
    }
    assert!(matches!(play.refused("return nosuch: done"), Refusal::NoSuchStep { .. }));
    play.shows("plan: done, who: open, req: open, more: open, end: blocked by req");
}

#[test]
fn a_parent_answers_and_suggests() {
    let steps = "
  - {ask: Тариф?, name: plan, choices: {a: А, b: Б}}
  - {ask: Сумма?, name: sum, type: money, when: {plan: b}}
  - {ask: Имя?, name: who, default: 'Без имени'}
  - {ask: Срок?, name: term, type: integer}
";
    let parent =
        Parent { case: "p".to_owned(), procedure: "up".to_owned(), step: "req".to_owned(), count: 1, replaces: None };
    let play = Play::opened(steps, |opened| {
        opened.parent = Some(parent);
        opened.with = [("plan", json!("b")), ("sum", json!(25.4)), ("term", json!("скоро")), ("x", json!(1))]
            .map(|(name, value)| (name.to_owned(), value))
            .into();
        opened.suggest = [("who".to_owned(), json!("Анна"))].into();
    });
    assert_eq!((play.value("plan"), play.value("sum"), play.value("term")), (json!("b"), json!(25.4), Value::Null));
    assert_eq!(play.value("case.parent"), json!("up"));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.suggestion(2).as_deref(), Some("Анна"));
    let given: Vec<_> =
        play.events.iter().filter_map(|event| if let Did::Answered(a) = &event.did { Some(a) } else { None }).collect();
    assert!(given.len() == 2 && given.iter().all(|answered| answered.from.as_deref() == Some("parent")));
    let mut play = Play::new(steps);
    assert_eq!(play.case.outline(&play.outside).suggestion(2).as_deref(), Some("Без имени"));
    play.play(&["who=Олег", "plan=b"]);
    assert_eq!(play.case.outline(&play.outside).suggestion(2).as_deref(), Some("Олег"));
}

#[test]
fn a_case_may_end_early_or_rest() {
    let mut play = Play::new("  - {ask: А?, name: a, gate: yes}\n  - {stop: end, name: end, as: Конец}\n");
    assert_eq!(play.refused("cut: "), Refusal::ReasonNeeded { step: String::new() });
    assert_eq!(play.refused("stop"), Refusal::Blocked { step: String::new(), by: "a".to_owned() });
    play.play(&["note: звонил", "park: ждет"]);
    assert_eq!(play.case.life, Life::Parked);
    play.play(&["resume"]);
    assert_eq!(play.case.life, Life::Open);
    play.play(&["cut: передумал"]);
    let Life::Closing(closing) = &play.case.life else { panic!("closing") };
    assert_eq!((closing.outcome.as_str(), closing.reason.as_deref()), ("cut", Some("передумал")));
    let closed = play.case.closed(&play.outside);
    play.take(closed);
    assert!(matches!(&play.case.life, Life::Closed(_)));
    assert_eq!(play.case.notes.len(), 2, "the remark, and the word left when it was put aside");
}

#[test]
fn a_stop_ends_the_case_from_anywhere() {
    let mut play = Play::new(
        "
  - {ask: Согласен?, name: agreed, type: yes/no}
  - {stop: kept, name: kept, when: agreed, as: Остался}
  - {do: Заявка, name: request}
  - {stop: left, name: left, as: Ушел}
",
    );
    play.shows("agreed: open, kept: maybe, request: blocked by kept, left: blocked by kept");
    play.play(&["agreed=да"]).shows("agreed: done, kept: open, request: out, left: out");
    assert_eq!(play.refused("stop left"), Refusal::Out { step: "left".to_owned() });
    assert!(!play.case.outline(&play.outside).may_end());
    play.play(&["agreed=нет", "request"]).shows("agreed: done, kept: out, request: done, left: open");
    assert_eq!(play.refused("stop request"), Refusal::Settled { step: "request".to_owned() });
    assert_eq!(play.refused("stop"), blocked("", "left"));
    play.play(&["stop left"]);
}

#[test]
fn taking_back() {
    let mut play = Play::new("  - {do: А, name: a}\n  - {ask: Б?, name: b}\n  - {wait: В, name: c}\n");
    play.play(&["a", "b=1"]).shows("a: done, b: done, c: open");
    assert_eq!(play.value("a.times"), json!(1));
    play.play(&["~a"]).shows("a: open, b: done, c: blocked by a");
    assert_eq!((play.value("a.at"), play.value("a.times")), (Value::Null, json!(0)));
    assert_eq!(play.refused("~b"), Refusal::WrongKind { step: "b".to_owned() });
    assert_eq!(play.refused("~a"), Refusal::WrongKind { step: "a".to_owned() });
    play.play(&["a"]);
    assert_eq!(play.value("a.times"), json!(2));
}

#[test]
fn an_earlier_moment_may_be_told_but_no_impossible_one() {
    let mut play = Play::new("  - {do: А, name: a}\n  - {do: Б, name: b}\n");
    play.outside.at = moment("12:00");
    play.outside.was = Some(moment("12:01"));
    assert_eq!(play.refused("a"), Refusal::WrongMoment);
    play.outside.was = Some(moment("09:59"));
    play.play(&["b"]);
    assert_eq!(play.case.fact("b").expect("a fact").at, Some(moment("09:59")), "before the case was opened");
    play.outside.was = Some(moment("11:00"));
    play.play(&["a"]);
    assert_eq!(play.case.fact("a").expect("a fact").at, Some(moment("11:00")));
    assert_eq!(play.value("a.at"), json!("2026-11-22T11:00"));
}

#[test]
fn what_the_world_gave_is_kept_only_when_it_is_new() {
    let mut play = Play::new(
        "
  - {say: 'Цена {{ cards.prices.social }}', name: price}
  - {ask: Имя?, name: who, check: cards.prices.full > 10, otherwise: Дорого}
  - {do: Ночью, name: night, when: not hours.open_now}
  - {do: Без цены, name: free, when: cards.prices.old is none}
  - {do: Конец, name: end}
",
    );
    let saw = |play: &Play, back: usize| play.events[play.events.len() - back].saw.clone();
    let map = |pairs: &[(&str, Value)]| -> BTreeMap<String, Value> {
        pairs.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect()
    };
    assert_eq!(saw(&play, 1), map(&[("hours.open_now", json!(true))]), "the opening decides about the plan");
    play.shows("price: open, who: open, night: out, free: open, end: open");
    play.play(&["who=Анна"]);
    assert_eq!(saw(&play, 2), map(&[("cards.prices.social", json!(6.5))]));
    assert_eq!(saw(&play, 1), map(&[("cards.prices.full", json!(15))]));
    play.play(&["who=Олег"]);
    assert_eq!(saw(&play, 1), BTreeMap::new());
    play.outside.names.insert("hours".to_owned(), json!({"open_now": false}));
    play.outside.names.insert("cards".to_owned(), json!({"prices": {"social": 7, "full": 15, "old": null}}));
    play.play(&["end"]).shows("price: done, who: done, night: open, free: open, end: done");
    assert_eq!(saw(&play, 1), map(&[("hours.open_now", json!(false))]), "the price is not read by this step");
    play.outside.names.insert("hours".to_owned(), json!({"open_now": null}));
    play.play(&["free"]);
    assert_eq!(saw(&play, 1), map(&[("hours.open_now", Value::Null)]));
    let remembered = play.case.remembered();
    assert_eq!(remembered.value("cards.prices.social"), json!(6.5));
}

#[test]
fn next_is_the_first_open_step_behind_the_last_one() {
    let mut play = Play::new("  - {do: А, name: a}\n  - {do: Б, name: b}\n  - {do: В, name: c}\n");
    assert_eq!(play.next().as_deref(), Some("a"));
    play.play(&["b"]);
    assert_eq!(play.next().as_deref(), Some("c"));
    play.play(&["c"]);
    assert_eq!(play.next().as_deref(), Some("a"));
    play.play(&["a"]);
    assert_eq!(play.next(), None);
}

#[test]
fn a_label_names_the_case() {
    let text =
        "title: Звонок\nlabel: '{{ who }}: {{ what }}'\nsteps:\n  - {ask: К, name: who}\n  - {ask: Ч, name: what}\n";
    let case = Case::replay("a", definition(text), &[]);
    let outside = Outside { names: OuterNames::default(), ..outside() };
    assert_eq!(case.label(&case.outline(&outside)), "");
}

#[test]
fn what_was_answered_behind_an_end_stays_in_groups_too() {
    let mut play = Play::new(
        "  - {ask: Конец?, name: end, type: yes/no}\n  - {stop: early, when: end, as: Рано}\n  - group: Г\n    steps:\n      \
         - {ask: А, name: a}\n      - {ask: Б, name: b}\n  - group: Д\n    steps:\n      - {ask: В, name: c}\n  - {stop: late, as: Поздно}\n",
    );
    play.play(&["end=нет", "a=1", "end=да"]);
    assert_eq!(play.value("a"), json!("1"));
    let outline = play.case.outline(&play.outside);
    let state = |id: &str| outline.rows[outline.row(id).expect("a row")].state;
    assert_eq!((state("a"), state("b"), state("c")), (State::Done, State::Out, State::Out));
    assert_eq!((state("group Г"), state("group Д"), state("stop early")), (State::Done, State::Out, State::Open));
}

const CHANNEL: &str = "  - ask: Какой канал?
    name: channel
    choices: {from: cards.channels, where: social}
  - say: Выбран {{ channel }}
    name: told
";

#[test]
fn choices_come_from_the_rows_of_a_card() {
    let mut play = Play::new(CHANNEL);
    let outline = play.case.outline(&play.outside);
    let offered = outline.offered(0);
    assert_eq!(offered, [("a".to_owned(), "Первый, главный".to_owned()), ("c".to_owned(), "Третий".to_owned())]);
    assert!(matches!(play.refused("channel=b"), Refusal::Misfit(Misfit::NotAChoice { .. })));
    assert!(matches!(play.refused("channel=Без кода"), Refusal::Misfit(Misfit::NotAChoice { .. })));
    play.play(&["channel=третий"]);
    let Some(Did::Answered(answered)) = play.events.last().map(|event| event.did.clone()) else { panic!("an answer") };
    assert_eq!((answered.value, answered.label.as_deref()), (json!("c"), Some("Третий")));
    assert_eq!(answered.chosen.iter().map(|chosen| chosen.label.as_str()).collect::<Vec<_>>(), ["Третий"]);
    // What was offered stands in the journal, too.
    let saw = play.events.last().and_then(|event| event.saw.get("cards.channels")).cloned();
    assert_eq!(saw.as_ref().and_then(Value::as_array).map(Vec::len), Some(4));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.text(1), "Выбран Третий");
    assert_eq!(outline.suggestion(0).as_deref(), Some("Третий"));
}

#[test]
fn what_was_chosen_keeps_its_label_when_its_row_is_gone() {
    let mut play = Play::new(CHANNEL);
    play.play(&["channel=c"]);
    play.outside.names.insert("cards", json!({"channels": [{"code": "d", "title": "Новый", "social": "да"}]}));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.text(1), "Выбран Третий");
    assert_eq!(outline.suggestion(0).as_deref(), Some("Третий"));
    assert_eq!(outline.rows[0].field().map(|field| field.show(&json!("c"))).as_deref(), Some("Третий"));
    assert!(matches!(play.refused("channel=c"), Refusal::Misfit(Misfit::NotAChoice { .. })));
    play.play(&["channel=Новый"]);
    assert_eq!(play.case.outline(&play.outside).text(1), "Выбран Новый");
}

#[test]
fn several_may_be_chosen_of_rows_with_commas_in_their_labels() {
    let steps = "  - ask: Какие?
    name: channels
    type: choices
    choices: {from: cards.channels}
  - say: Это {{ channels }}
";
    let mut play = Play::new(steps);
    play.play(&["channels=Первый, главный"]);
    assert_eq!(play.case.outline(&play.outside).scope.get("channels"), json!(["a"]));
    play.play(&["channels=a\nВторой"]);
    assert_eq!(play.case.outline(&play.outside).text(1), "Это Первый, главный, Второй");
}

#[test]
fn contacts_and_dispatchers_may_be_chosen_and_a_condition_reads_answers() {
    let steps = "  - ask: Кому?
    name: whom
    choices: {from: contacts, where: \"title != 'Мастер' or night\"}
    when: cards.prices.full > 1
  - ask: Ночь?
    name: night
    type: yes/no
  - ask: Кто сменит?
    name: next
    choices: {from: dispatchers, where: \"id != 'ivanov'\"}
";
    let mut play = Play::new(steps);
    let offered = |play: &Play, at: usize| {
        let outline = play.case.outline(&play.outside);
        outline.offered(at).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    assert_eq!((offered(&play, 0), offered(&play, 2)), (vec!["director".to_owned()], vec!["testova".to_owned()]));
    play.play(&["night=да", "whom=master", "next=Тестова Анна"]);
    assert_eq!(offered(&play, 0), ["director", "master"]);
    let lines: String = play.events.iter().map(Event::to_line).collect();
    assert!(!lines.contains("+375290000001"), "numbers of the staff stay out of journals");
}
