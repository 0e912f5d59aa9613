//! Repeats and parts with a name, from the file of the director to the record: in lines, in scenarios, on paper,
//! in summaries.

use super::support::{Desk, tool};
use std::process::Command;

/// Who came to inspect, after the trial on paper; told by word of mouth.
const INSPECTORS: &str = "title: Пришли работники контролирующих органов
label: \"{{ inspectors | map(attribute='organisation') | unique | join(', ') }}\"
steps:
  - say: Предъявите, пожалуйста, ваши удостоверения.
  - repeat: Проверяющий
    name: inspectors
    label: \"{{ full_name }}, {{ position }}\"
    hint: По одному на каждого.
    check: (inspectors | length) < 4
    warn: Больше трёх проверяющих.
    steps:
      - ask: Организация
        name: organisation
        default: \"{{ previous.organisation }}\"
      - ask: Номер удостоверения
        name: card
        private: yes
      - ask: Должность
        name: position
        choices: {chief: главный специалист, plain: специалист}
      - ask: ФИО проверяющего
        name: full_name
        type: person
  - ask: Цель визита
    name: purpose
  - do: \"Сообщите директору: {% for i in inspectors %}{{ i.full_name }}, {{ i.position }}, {{ i.organisation }}{% if not loop.last %}; {% endif %}{% endfor %}. Цель: {{ purpose }}\"
    name: told
  - print: inspection
  - stop: handed_over
    as: Передано руководителю
";
const INSPECTION: &str = "---
title: Визит работников контролирующих органов
audience: internal
of: [inspectors]
rows: {inspectors: 4}
---
# {{ form.title }}
Цель визита: {{ purpose }}.

| № | Организация | Должность | ФИО | Удостоверение |
|---|---|---|---|---|
{% for i in inspectors %}| {{ loop.index }} | {{ i.organisation }} | {{ i.position }} | {{ i.full_name }} | {{ i.card }} |
{% endfor %}
";
const SCENARIO: &str = "title: Двое проверяющих, у второго нет удостоверения
procedure: inspectors
begin: 27.11.2026 11:05
play:
  - answer:
      inspectors.1.organisation: Инспекция Примерского района (тест)
      inspectors.1.card: \"0001\"
      inspectors.1.position: chief
      inspectors.1.full_name: Тестов П.П.
    warns: [inspectors.1.full_name]
  - more: inspectors
  - refused: handed_over
    because: purpose
  - answer:
      inspectors: {2: {organisation: Инспекция Примерского района (тест), position: plain, full_name: Пробный Иван Тестович}}
  - skip: inspectors.2.card
    reason: Удостоверение не предъявлено
  - more: inspectors
  - refused: {inspectors.3.position: nobody}
  - drop: inspectors.3
  - more: inspectors
  - answer: {inspectors.4.organisation: Лишняя}
  - drop: inspectors.4
    reason: Записан дважды
  - expect:
      plan: [inspectors.2.full_name]
      values: {inspectors.2.organisation: Инспекция Примерского района (тест)}
  - enough: inspectors
  - answer: {purpose: Мониторинг}
expect:
  outcome: handed_over
  answers:
    inspectors.1.position: главный специалист
    inspectors.2.card:
  skipped: {inspectors.2.card: Удостоверение не предъявлено}
  text:
    told: [Тестов, главный специалист, Мониторинг]
  documents: [inspection]
";

fn desk() -> Desk {
    Desk::with_procedure("inspectors", INSPECTORS)
        .write("forms/inspection.md", INSPECTION)
        .write("procedures/scenarios/two.yaml", &SCENARIO.replace("refused: handed_over", "refused: stop handed_over"))
}

#[test]
fn a_scenario_fills_in_items() {
    let desk = desk();
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    // What is expected wrongly is told with the item.
    let wrong =
        desk.read("procedures/scenarios/two.yaml").replace("position: главный специалист", "position: специалист");
    let desk = desk.write("procedures/scenarios/two.yaml", &wrong);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(ran.stdout.contains("inspectors.1.position"), "{}", ran.stdout);
}

#[test]
fn a_dispatcher_fills_in_items_with_digits_and_enter() {
    let desk = desk();
    let lines = [
        "Инспекция",
        "0001",
        "1",
        "Тестов Петр Петрович", // the first
        "1",
        "",
        "0002",
        "2",
        "Пробный Иван Тестович", // one more, from the same organisation
        "1",
        "Лишний",
        ".",
        "2",
        "12",
        "2",
        "Записан дважды", // a third, and out again
        "",
        "Мониторинг",
        "",
        "",
        "",
        "",
        "",
    ];
    let ran = desk.type_in(&["run", "inspectors"], &(lines.join("\n") + "\n"));
    for words in [
        "— Проверяющий 1 —",
        "(По одному на каждого.)",
        "Проверяющий: записано 1. Ещё?",
        "1 – да, Enter – достаточно",
        "— Проверяющий 2 —",
        "Проверяющий 1: Тестов Петр Петрович, главный специалист",
        "Убрать: Проверяющий 3",
        "Сообщите директору: Тестов Петр Петрович, главный специалист, Инспекция; Пробный Иван Тестович, специалист, Инспекция. Цель: Мониторинг",
    ] {
        assert!(ran.stdout.contains(words), "{words}\n{}", ran.stdout);
    }
    let records = desk.records();
    let text = desk.read(records.first().unwrap_or_else(|| panic!("{}", ran.stdout)));
    let head = text.split("log:").next().expect("a head");
    assert!(
        head.contains(
            "  inspectors: \n  - {organisation: \"Инспекция\", card: \"•••\", position: {value: \"chief\", label: \"главный специалист\"}, \
             full_name: \"Тестов Петр Петрович\"}\n  - {organisation: \"Инспекция\", card: \"•••\", position: {value: \"plain\", \
             label: \"специалист\"}, full_name: \"Пробный Иван Тестович\"}\n"
        ),
        "{head}"
    );
    let yaml: serde_json::Value = serde_yaml::from_str(head).expect("YAML");
    assert_eq!(yaml["answers"]["inspectors"][1]["full_name"], "Пробный Иван Тестович");
    // What shows the numbers of their cards is not for everybody.
    assert!(head.contains("file: \"private/"), "{head}");
    assert!(!text.contains("0001") && !text.contains("0002"), "{text}");
    let shown = desk.run(&["show", "a1"]);
    assert!(shown.stdout.contains("Проверяющий 2: Пробный Иван Тестович, специалист"), "{}", shown.stdout);
}

#[test]
fn work_on_an_item_goes_on_where_it_was_left() {
    let desk = desk();
    desk.type_in(&["run", "inspectors"], "Инспекция\n0001\n1\nТестов Петр Петрович\n1\nДругая\n");
    let ran = desk.type_in(&["resume", "a1"], "");
    assert!(ran.stdout.contains("— Проверяющий 2 —"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Номер удостоверения"), "{}", ran.stdout);
}

#[test]
fn an_empty_form_has_rows_for_items() {
    let desk = desk();
    desk.run(&["print", "inspection"]).good();
    if !tool("pdftotext") {
        return;
    }
    let pdf = desk.path("out/forms/inspection.pdf");
    let text = Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().expect("pdftotext runs");
    let text = String::from_utf8_lossy(&text.stdout).into_owned();
    let rows = text.lines().filter(|line| line.trim_start().starts_with(['1', '2', '3', '4'])).count();
    assert_eq!(rows, 4, "{text}");
}

#[test]
fn the_short_form_adds_items_and_ends_repeats_by_itself() {
    let desk = Desk::with_procedure(
        "receipts",
        "title: Квитанции\nsteps:\n  - repeat: Квитанция\n    name: receipts\n    label: \"{{ amount }}\"\n    steps:\n      \
         - ask: Сумма\n        name: amount\n        type: money\n  - let: total\n    be: receipts | sum(attribute='amount')\n    type: money\n    \
         as: Всего\n  - stop: noted\n    as: Записано\n",
    )
    .write(
        "procedures/scenarios/three.yaml",
        "title: Три квитанции\nprocedure: receipts\nanswers:\n  receipts.1.amount: 10,10\n  receipts.2.amount: 0,20\n  \
         receipts.3.amount: 5\nexpect:\n  outcome: noted\n  answers: {total: \"15,30\", receipts.2.amount: \"0,20\"}\n",
    )
    .write(
        "forms/summaries/month.md",
        "---\ntitle: Сводка\naudience: internal\nevery: month\nmeasures:\n  all: {sum: amount, of: [receipts]}\n  middle: {median: amount, of: [receipts]}\n  \
         big: {count: cases, where: \"(amount | length) > 1\", of: [receipts]}\n---\nВсего {{ all }}, середина {{ middle }}, больших {{ big }}.\n",
    );
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    // Summaries see every receipt of a case.
    for answers in ["receipts.1.amount: 1\n  receipts.2.amount: 2\n  receipts.3.amount: 30", "receipts.1.amount: 4"] {
        let desk = &desk;
        desk.put("answers.yaml", format!("procedure: receipts\nanswers:\n  {answers}\n").as_bytes());
        desk.run(&["run", "--answers", "answers.yaml"]).good();
    }
    desk.run(&["build"]).good();
    let page = desk.files("out").into_iter().find(|path| path.ends_with("2026-11.html")).expect("a page");
    let page = desk.read(&page);
    assert!(page.contains("Всего 37,00 руб., середина 3,00 руб., больших 1."), "{page}");
}

#[test]
fn a_part_stands_twice_under_two_names() {
    let desk = Desk::with_procedure(
        "transfer",
        "title: Переоформление\nsteps:\n  - include: person\n    name: old\n  - include: person\n    name: new\n  \
         - do: \"Переоформите с {{ old.who }} на {{ new.who }}\"\n    when: {new.kind: passport}\n  - print: act\n  - stop: done_so\n    as: Готово\n",
    )
    .write(
        "procedures/parts/person.yaml",
        "title: Лицо\nsteps:\n  - ask: Кто?\n    name: who\n    type: person\n  - ask: Документ?\n    name: kind\n    \
         choices: {passport: Паспорт, other: Другой}\n  - ask: Номер {{ kind }}\n    name: number\n    private: yes\n    when: {kind: passport}\n",
    )
    .write("forms/act.md", "---\ntitle: Акт\naudience: internal\nof: [transfer]\n---\nБыл {{ old.who }} ({{ old.kind }} {{ old.number }}), стал {{ new.who }} ({{ new.kind }}).\n")
    .write(
        "procedures/scenarios/one.yaml",
        "title: Переоформление\nprocedure: transfer\nanswers:\n  old.who: Тестов Петр Петрович\n  old: {kind: passport, number: MP1}\n  \
         new.who: Пробный Иван Тестович\n  new.kind: passport\n  new.number: MP2\nexpect:\n  outcome: done_so\n  answers: {old.kind: Паспорт}\n  \
         values: {new.who: Пробный Иван Тестович}\n  documents: [act]\n",
    );
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.stdout, ran.stderr);
    let lines = "Тестов Петр Петрович\n1\nMP1\nПробный Иван Тестович\n2\n\n\n\n";
    let ran = desk.type_in(&["run", "transfer"], lines);
    let records = desk.records();
    let text = desk.read(records.first().unwrap_or_else(|| panic!("{}", ran.stdout)));
    assert!(
        text.contains(
            "  old: {who: \"Тестов Петр Петрович\", kind: {value: \"passport\", label: \"Паспорт\"}, number: \"•••\"}\n"
        ),
        "{text}"
    );
    assert!(text.contains("file: \"private/"), "the act shows a private number: {text}");
}
