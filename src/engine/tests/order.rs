//! What comes before what: order, gates, passing, what is only said.

use super::{Play, blocked};
use crate::engine::{Life, Refusal, State};
use serde_json::{Value, json};

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
