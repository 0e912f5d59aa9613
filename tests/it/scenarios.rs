//! `pult test`: variants, a company of its own, what was expected beside what came, what nobody walks.

use super::support::Desk;

const PROCEDURE: &str = "title: Вопрос
section: Офис
steps:
  - ask: Вопрос?
    name: question
  - ask: Срочно?
    name: urgent
    choices:
      yes_now:
        label: Срочно
        steps:
          - do: Позвоните сразу
            name: at_once
      later: Не срочно
  - notify: boss
    name: told
    message: '{{ question }}'
  - wait: Ответ
    name: answer
    type: long text
  - do: Перезвоните
    name: back
    due: 2 hours after told
  - say: Передал {{ contacts.boss.name }}, {{ hours.text }}, пульт {{ desk }}.
    name: words
  - stop: done
    as: Готово
";

const SCENARIO: &str = "title: Ответ в срок
procedure: query
begin: 24.11.2026 10:00
dispatcher: nova
desk: q
dispatchers: {nova: Новая Нина}
contacts:
  boss: {title: Начальник, name: Начальников Пробный, phones: ['+375 29 000-00-71']}
hours: {mon-sun: '10:00-12:00'}
play:
  - answer: {question: Когда починят?, urgent: later}
  - {at: '10:05', try: told, who: boss}
  - {at: '11:00', answer: {answer: Завтра}}
  - {at: '12:05', done: back}
expect:
  outcome: done
  overdue: []
  warnings: []
  values: {told.at: '10:05'}
  not: [at_once]
  text: {words: ['Начальников Пробный', 'пульт q', 'с 10 до 12']}
variants:
  - title: Поздно
    change: {'12:05': 25.11.2026 10:06}
    expect: {overdue: [back]}
  - title: Срочно
    change: {urgent: yes_now}
    expect: {plan: [at_once]}
";

const COMPANY: &str = "format: 1
company:
  name: ООО «Пример»
time: \"+03:00\"
language: ru
sections: [Офис]
hours: {mon-fri: '9:00-18:00'}
contacts:
  boss: {title: Начальник, name: Другой Пробный, phones: ['+375 29 000-00-72']}
";

fn desk(scenario: &str) -> Desk {
    let desk = Desk::empty().write("pult.yaml", COMPANY).write("procedures/query.yaml", PROCEDURE);
    desk.write("procedures/scenarios/query.yaml", scenario)
}

#[test]
fn variants_are_the_same_play_with_other_moments_and_answers_in_a_company_of_their_own() {
    let desk = desk(SCENARIO);
    let ran = desk.run(&["test"]).good();
    for line in ["+ Ответ в срок\n", "+ Ответ в срок: Поздно\n", "+ Ответ в срок: Срочно\n", "3 сценария прошли."]
    {
        assert!(ran.stdout.contains(line), "{line} in {}", ran.stdout);
    }
    // Without the variant, what it alone walks is missing.
    let (alone, _) = SCENARIO.split_once("  - title: Срочно").expect("the variant");
    let ran = desk.write("procedures/scenarios/query.yaml", alone).run(&["test"]).good();
    assert!(ran.stdout.contains("  query\n    urgent: ответ «Срочно»\n"), "{}", ran.stdout);
}

#[test]
fn what_a_variant_changes_has_to_be_there() {
    let wrong = SCENARIO.replace("{urgent: yes_now}", "{urgemt: yes_now}");
    let ran = desk(&wrong).run(&["check"]);
    assert_eq!(ran.code, Some(1));
    let told = format!("{}{}", ran.stdout, ran.stderr);
    assert!(told.contains("в ходах такого нет") && told.contains("`urgent`"), "{told}");
}

#[test]
fn what_was_expected_stands_beside_what_came_in_words() {
    let wrong = SCENARIO
        .replace("expect: {overdue: [back]}", "expect: {overdue: []}")
        .replace("{plan: [at_once]}", "{not: [at_once], skipped: {back: забыли}, done: [told]}")
        .replace("warnings: []", "warnings: [question]");
    let desk = desk(&wrong);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(1));
    for line in [
        "warnings: ожидалось «question», получилось ничего",
        "overdue: ожидалось ничего, получилось «back»",
        "at_once: ожидалось «шаг не нужен», получилось «шаг сделан»",
        "back: ожидалось «шаг пропущен», получилось «шаг сделан»",
    ] {
        assert!(ran.stdout.contains(line), "{line} in {}", ran.stdout);
    }
    let json: serde_json::Value = serde_json::from_str(&desk.run(&["test", "--json"]).stdout).expect("JSON");
    assert_eq!(json["scenarios"].as_array().map(Vec::len), Some(3));
    let english = desk.english().run(&["test"]).stdout;
    assert!(english.contains("back: expected “the step was skipped”, came “the step is done”"), "{english}");
}

#[test]
fn what_no_scenario_does_is_told_and_with_strict_a_fault() {
    let desk = desk(SCENARIO).write("procedures/other.yaml", "title: Другое\nsteps:\n  - say: Слова\n");
    let ran = desk.run(&["test"]).good();
    assert!(ran.stdout.contains("Этого не делает ни один сценарий:\n  other – ни одного сценария\n"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("  query"), "{}", ran.stdout);
    assert_eq!(desk.run(&["test", "--strict"]).code, Some(1));
    // What some scenarios do not do says nothing.
    assert_eq!(desk.run(&["test", "--strict", "срок"]).code, Some(0));
    let json: serde_json::Value = serde_json::from_str(&desk.run(&["test", "--json"]).stdout).expect("JSON");
    assert_eq!(json["missed"][0], serde_json::json!({"procedure": "other", "gaps": []}));
    let short = "title: Коротко\nprocedure: other\nanswers: {}\nexpect: {outcome: done}\n";
    let desk = desk.write("procedures/scenarios/other.yaml", short);
    desk.run(&["test", "--strict"]).good();
}

#[test]
fn a_group_that_no_scenario_enters_is_told_once_and_one_that_was_entered_by_its_steps() {
    let text = "title: Вопрос\nsteps:\n  - {ask: Срочно?, name: urgent, type: yes/no}\n\
        \x20 - group: Срочное\n    name: hurry\n    when: urgent\n    steps:\n      - {do: Раз, name: one}\n      - {do: Два, name: two, when: not urgent}\n\
        \x20 - {stop: end, as: Готово}\n";
    let play = |urgent: &str| {
        format!("title: Так\nprocedure: query\nanswers: {{urgent: {urgent}}}\nexpect: {{outcome: end}}\n")
    };
    let desk = Desk::empty().write("pult.yaml", COMPANY).write("procedures/query.yaml", text);
    let desk = desk.write("procedures/scenarios/query.yaml", &play("no"));
    let ran = desk.run(&["test"]).good();
    assert!(ran.stdout.contains("  query\n    hurry\n1 "), "{}", ran.stdout);
    let ran = desk.write("procedures/scenarios/query.yaml", &play("yes")).run(&["test"]).good();
    assert!(ran.stdout.contains("  query\n    two\n1 "), "{}", ran.stdout);
}

#[test]
fn what_is_expected_is_looked_for_in_the_right_case() {
    let parent = "title: Снаружи\nlabel: '{{ topic }}'\nnever: [Не спешите.]\nsteps:\n  - {ask: Тема, name: topic}\n  - {say: Запишу., name: words}\n  - {ask: Кто?, name: who, optional: true}\n  - {run: inner, name: inside}\n  - {stop: end, as: Готово}\n";
    let child = "title: Внутри\nsteps:\n  - {ask: Что?, name: what}\n  - {notify: boss, name: told, message: 'Передайте: {{ what }}'}\n  - {stop: end, as: Готово}\n";
    let company = "format: 1\ncompany: {name: ООО «Пример»}\ntime: '+03:00'\ncontacts:\n  boss: {title: Начальник, name: Начальников Пробный, phones: ['+375 29 000-00-71']}\n";
    let scenario = |expect: &str| {
        format!(
            "title: Так\nprocedure: outer\nplay:\n  - answer: {{topic: Крыша, inside.what: Течет}}\n  - expect: {{runs: {{inside: {{text: {{told: ['Передайте: Течет']}}}}}}}}\n  - {{try: told, result: reached}}\nexpect:\n{expect}"
        )
    };
    let desk = |expect: &str| {
        Desk::empty()
            .write("pult.yaml", company)
            .write("procedures/outer.yaml", parent)
            .write("procedures/inner.yaml", child)
            .write("procedures/scenarios/so.yaml", &scenario(expect))
    };
    let good = "  outcome: end\n  text: {case.never: [Не спешите], case.label: [Крыша]}\n  done: [words]\n  runs: {inside: {text: {told.message: ['Передайте: Течет']}}}\n";
    let ran = desk(good).run(&["check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    desk(good).run(&["test"]).good();
    // A step of the case that is run is none of this one.
    let ran = desk("  done: [what]\n").run(&["check"]);
    assert!(ran.stdout.contains("`what`") && ran.code == Some(1), "{}", ran.stdout);
    let ran = desk("  text: {case.never: [Не бегите]}\n").run(&["test"]);
    assert!(ran.stdout.contains("Не бегите") && ran.code == Some(1), "{}", ran.stdout);
}

#[test]
fn a_letter_that_cannot_be_written_ends_a_play_at_once() {
    let text = "title: Письмо\nsteps:\n  - {ask: Что?, name: what}\n  - {mail: boss, name: sent, subject: '{{ what }}', text: '{{ what }}'}\n  - {stop: end, as: Готово}\n";
    let company = "format: 1\ncompany: {name: ООО «Пример»}\ntime: '+03:00'\ncontacts:\n  boss: {title: Начальник, email: boss@example.by}\n";
    let desk = Desk::empty()
        .write("pult.yaml", company)
        .write("procedures/letter.yaml", text)
        .write("answers.yaml", "play:\n  - answer: {what: Крыша}\n");
    let ran = desk.run(&["run", "letter", "--answers", "answers.yaml"]);
    assert!(ran.code != Some(0) && ran.stderr.contains("mail"), "{}{}", ran.stdout, ran.stderr);
    let journal = desk.read("records/open/2026-11-25-a001.yaml");
    assert_eq!(journal.matches("\"failed\"").count(), 1, "{journal}");
}

#[test]
fn the_scenarios_of_the_house_hold_whatever_the_company_writes_into_its_files() {
    let desk = Desk::new();
    let company = desk.read("pult.yaml");
    let filled = company
        .replace("mon-fri: 10:00-19:00", "mon-fri: 9:00-18:00")
        .replace("  sat: 11:00-18:00\n", "")
        .replace("yearly: [01.01", "closed: [20.11.2026]\n  yearly: [01.01")
        .replace("dispatchers:", "dispatchers:\n  petrova: Петрова Анна Тестовна #");
    assert!(["9:00-18:00", "20.11.2026", "petrova"].iter().all(|words| filled.contains(words)), "{company}");
    let prices = desk.read("procedures/cards/prices.yaml").replace("    value:\n", "    value: 31,50\n");
    let desk = desk.write("pult.yaml", &filled).write("procedures/cards/prices.yaml", &prices);
    let ran = desk.run(&["check", "--quick"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
}

#[test]
fn an_office_holds_for_all_scenarios_and_gives_way_to_their_own() {
    let plain = "title: Без своего\nprocedure: query\nbegin: 24.11.2026 10:00\ndispatcher: ivanov\nanswers: {question: А?, urgent: later, answer: Да}\nexpect:\n  text: {words: [ЧАСЫ]}\n";
    let of = |own: &str, hours: &str| desk(&format!("{own}{}", plain.replace("ЧАСЫ", hours)));
    let office = "hours: {mon-sun: '8:00-20:00'}\ndispatchers: {ivanov: Иванов Иван Иванович}\ncontacts:\n  boss: {title: Начальник, name: Из Офиса, phones: ['+375 29 000-00-73']}\n";
    let path = "procedures/scenarios/office.yaml";
    of("", "'Из Офиса, ежедневно с 8 до 20'").write(path, office).run(&["test"]).good();
    of("hours: {mon: '9:00-10:00'}\n", "'Из Офиса, с 9 до 10 в понедельник'").write(path, office).run(&["test"]).good();
    // Without it the company's own hours count, and only the company's dispatchers are known.
    of("", "'Другой Пробный, с 9 до 18'").run(&["test"]).good();
    let others = format!("{COMPANY}dispatchers: {{petrova: Петрова Анна Тестовна}}\n");
    let ran = of("", "Другой").write("pult.yaml", &others).run(&["check"]);
    assert!(ran.code == Some(1) && ran.stdout.contains("office.yaml"), "{}", ran.stdout);
    let ran = of("", "Офис").write(path, "hours: {mon: всегда}\nprices: {}\n").run(&["check"]);
    assert!(ran.stdout.contains("[bad-time]") && ran.stdout.contains("`prices`"), "{}", ran.stdout);
}
