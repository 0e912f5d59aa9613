//! `pult print --paper` and `pult print handbook`: procedures on paper, for a power cut and for reading.

use super::support::{Desk, tool};
use std::process::Command;

const VISIT: &str = "title: Визит
never:
  - Не пускайте за стойку.
steps:
  - {say: \"Здравствуйте, {{ dispatcher.surname }}.\"}
  - ask: Зачем пришли?
    name: why
    gate: yes
    choices:
      talk:
        label: Поговорить
        steps:
          - {ask: О чем?, name: topic}
      pay: Заплатить
  - {ask: Сумма, name: sum, type: money, when: {why: pay}}
  - {ask: Чек нужен?, name: receipt, type: yes/no, when: why == \"pay\" and sum > 10}
  - repeat: Свидетель
    name: witnesses
    steps:
      - {ask: Кто?, name: who, type: person}
  - {notify: [boss, deputy], name: told, message: \"{% for row in witnesses %}Видел {{ row.who }}. {% endfor %}\"}
  - {do: Проводить, when: not receipt and told.at, hint: До двери.}
  - {run: second, name: next, when: topic is not none}
  - {stop: refused, when: next.outcome == \"no\", as: Отказ}
  - {stop: end, as: Готово, due: 2 hours after told}
";
const SECOND: &str = "title: Второй лист
hide: [contacts]
steps:
  - {note: Начало., when: case.parent == \"visit\"}
  - {notify: boss, name: told, message: Пора}
  - {stop: no, as: Не согласен}
";
const COMPANY: &str = "format: 1
company: {name: ООО «Пример»}
time: '+03:00'
language: ru
notice: Только для своих.
dispatchers: {testova: Тестова Анна}
contacts:
  boss: {title: Начальник, name: Начальников Пробный, phones: ['+375 29 000-00-71']}
  deputy: {title: Заместитель, phones: ['+375 29 000-00-72']}
";

fn desk() -> Desk {
    let desk = Desk::empty().write("pult.yaml", COMPANY).write("procedures/visit.yaml", VISIT);
    desk.write("procedures/second.yaml", SECOND)
        .write("procedures/cards/fees.yaml", "title: Сборы\nvalues:\n  fee: {label: Сбор, value: }\n")
}

/// What stands on it, with single spaces.
fn printed(desk: &Desk, args: &[&str]) -> String {
    desk.run(&[&["print"], args, &["-o", "x.pdf"]].concat()).good();
    let output = Command::new("pdftotext").args(["-layout"]).arg(desk.path("x.pdf")).arg("-").output();
    let text = String::from_utf8(output.expect("pdftotext runs").stdout).expect("UTF-8");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_procedure_is_a_checklist_with_its_conditions_in_words() {
    if !tool("pdftotext") {
        return;
    }
    let text = printed(&desk(), &["--paper", "visit"]);
    assert_holds(
        &text,
        &[
            "Визит",
            "Бумажный чек-лист",
            "Нельзя: – Не пускайте за стойку.",
            "2 Зачем пришли? (без этого дальше нельзя)",
            "Поговорить → 2.1",
            "Если «Поговорить»:",
            "2.1 О чем?",
            "3 Если в пункте 2 – «Заплатить»: Сумма",
            "Если в пункте 2 – «Заплатить» и в пункте 3 > 10:",
            "да нет",
            "Свидетель. Повторите столько раз, сколько нужно",
            "5.1 Кто?",
            "Сообщите: Начальник или Заместитель.",
            "«Видел",
            "Если в пункте 4 – нет и в пункте 6 сообщили: Проводить (До двери.)",
            "Если в пункте 2.1 есть ответ: Дальше по листу «Второй лист»",
            "Если в пункте 8 – «Не согласен»: Закончите, исход «Отказ»",
            "Закончите, исход «Готово» (срок: 2 часа (в пункте 6))",
            "+375 29 000-00-71",
            "Только для своих.",
            "внесите дело в процедуру «Визит»",
        ],
    );
}

const OPEN: &str = "title: Обход
steps:
  - ask: Кто на связи?
    name: line
    choices: {here: На месте, gone: Ушёл}
  - ask: Дом гос. организации?
    name: official
    type: yes/no
  - ask: Какой канал?
    name: channel
    choices: {from: cards.channels}
  - let: hung_up
    be: line == \"gone\" or official == false
  - ask: \"{% if hung_up %}Номер звонившего{% else %}Ваш номер?{% endif %}\"
    name: phone
    type: phone
  - say: >-
      Спасибо{% if phone %}, {{ phone }}{% else %}, номера нет{% endif %}.
      {% if hours.open_now %}Мы открыты.{% else %}Откроемся {{ hours.next_open }}.{% endif %}
      {%- if cards.channels %} Каналы есть.{% endif %}
    when: not hung_up
  - wait: Пока заполняют
    when: {channel: \"7\"}
  - say: Верните бланк.
    when: case.stamped_blanks and official == false
  - stop: end
    as: Готово
";
const CHANNELS: &str = "title: Каналы
audience: client
table:
  columns: {number: Номер, title: Канал}
  rows:
    - {number: \"7\", title: Седьмой}
    - {number: \"8\", title: Восьмой}
text: \"Сейчас {% if hours.open_now %}открыто{% else %}закрыто до {{ hours.next_open }}{% endif %}.\"
";

#[test]
fn what_hangs_on_answers_is_on_paper_with_all_its_branches() {
    if !tool("pdftotext") {
        return;
    }
    let desk = Desk::with_procedure("round", OPEN).write("procedures/cards/channels.yaml", CHANNELS);
    let company = COMPANY.replace("language: ru", "language: ru\nhours: {mon-sun: '9:00-18:00'}");
    let desk = desk.write("pult.yaml", &company);
    desk.run(&["check"]).good();
    let text = printed(&desk, &["--paper", "round"]);
    let gone = "в пункте 1 – «Ушёл» или в пункте 2 – нет";
    assert_holds(
        &text,
        &[
            "Седьмой Восьмой",
            &format!("Если ({gone}): Номер звонившего; иначе: Ваш номер?"),
            &format!("Если неверно, что ({gone}): Скажите: «Спасибо, "),
            "(если офис открыт: Мы открыты; иначе: Откроемся",
            "Каналы есть.»",
            "Если в пункте 3 – «Седьмой»: Ожидание: Пока заполняют с до",
            "Если по этому делу выдан бланк с печатью и в пункте 2 – нет: Скажите: «Верните бланк.»",
        ],
    );
    assert!(!text.contains("номера нет") && !text.contains("сегодня") && !text.contains("завтра"), "{text}");
    let text = printed(&desk, &["handbook"]);
    assert_holds(&text, &["Сейчас (если офис открыт: открыто; иначе: закрыто до …)."]);
    assert!(!text.contains("сегодня") && !text.contains("завтра") && !text.contains("hung_up"), "{text}");
}

const RENT: &str = "title: Прокат
steps:
  - ask: Какой велосипед?
    name: bike
    choices: {from: cards.bikes}
  - ask: Ещё один?
    name: second
    choices: {small: Малый}
    when: bike is not none
  - say: >-
      Цена
      {% for one in cards.bikes %}{% if one.code == bike %}{{ one.price }} руб. за «{{ one.name }}»{% endif %}{% endfor %}
  - say: \"Залог: {% for one in cards.bikes if bike == one.code and one.deposit %}{{ one.deposit }}{% endfor %}\"
  - note: \"Второй: {% for one in cards.bikes if one.code == second %} {{ one.price }};{% endfor %}\"
  - note: Починка {{ cards.fees.repair }}.
  - stop: end
    as: Готово
";
const BIKES: &str = "title: Велосипеды
audience: client
table:
  columns: {code: Код, name: Название, price: Цена, deposit: Залог}
  rows:
    - {code: small, name: Стелс, price: \"5\", deposit: \"100\"}
    - {code: large, name: Аист, price: \"7\", deposit: \"200\"}
";
const FEES: &str = "title: Плата
audience: client
values:
  repair: {label: Починка, type: money, value: \"45,50\"}
text: С колесом {{ cards.fees.repair }}.
";

#[test]
fn what_is_said_of_each_row_of_a_card_names_the_row() {
    if !tool("pdftotext") {
        return;
    }
    let desk = Desk::with_procedure("rent", RENT).write("procedures/cards/bikes.yaml", BIKES);
    let desk = desk.write("procedures/cards/fees.yaml", FEES);
    desk.run(&["check"]).good();
    let rows = [
        "Цена (если в пункте 1 – «Стелс»: 5 руб. за «Стелс») (если в пункте 1 – «Аист»: 7 руб. за «Аист»)",
        "Залог: (если в пункте 1 – «Стелс» и «Залог» указано: 100) (если в пункте 1 – «Аист» и «Залог» указано: 200)",
        "Второй: (если в пункте 2 – «small»: 5;) (если в пункте 2 – «large»: 7;)",
        "Починка 45,50 руб.",
    ];
    for text in [printed(&desk, &["--paper", "rent"]), printed(&desk, &["handbook"])] {
        assert_holds(&text, &rows);
        // What ends in a dot keeps one.
        assert!(!text.contains(".."), "{text}");
    }
    assert_holds(&printed(&desk, &["handbook"]), &["С колесом 45,50 руб."]);
}

#[test]
fn the_handbook_lists_its_pages_and_ends_in_the_sheet_to_sign() {
    if !tool("pdftotext") {
        return;
    }
    let desk = Desk::new();
    desk.run(&["print", "handbook", "-o", "x.pdf"]).good();
    let page = |number: usize| {
        let number = number.to_string();
        let mut command = Command::new("pdftotext");
        let output = command.args(["-layout", "-f", &number, "-l", &number]).arg(desk.path("x.pdf")).arg("-").output();
        String::from_utf8(output.expect("pdftotext runs").stdout).expect("UTF-8")
    };
    let first = page(1);
    let listed = first.lines().skip_while(|line| line.trim() != "Содержание").skip(1);
    let listed: Vec<(&str, usize)> = listed
        .filter(|line| !line.trim().is_empty())
        .map_while(|line| {
            let (title, number) = line.trim().rsplit_once(' ')?;
            Some((title.trim(), number.parse().ok()?))
        })
        .collect();
    assert!(listed.len() >= 13, "{first}");
    for (title, number) in &listed {
        let words = page(*number).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.matches(title).count() > usize::from(*number == 1), "{title} is on page {number}: {words}");
    }
    let (title, last) = listed.last().expect("a line");
    assert_eq!(*title, "Лист ознакомления");
    let sheet = page(*last);
    assert!(
        sheet.contains("обязуюсь соблюдать") && !sheet.contains("Телефоны и адреса"),
        "a sheet of its own: {sheet}"
    );
}

#[test]
fn where_somebody_looks_on_no_number_is_on_the_sheet() {
    if !tool("pdftotext") {
        return;
    }
    let desk = desk();
    let text = printed(&desk, &["--paper", "second"]);
    assert_holds(&text, &["Если начали по листу «Визит»: К сведению: Начало.", "Сообщите: Начальник. «Пора»"]);
    assert!(!text.contains("000-00-71"), "{text}");
    let shown = desk.write("procedures/second.yaml", &SECOND.replace("hide: [contacts]\n", ""));
    assert_holds(&printed(&shown, &["--paper", "second"]), &["000-00-71"]);
}

#[test]
fn the_handbook_has_all_that_a_dispatcher_has_to_know() {
    if !tool("pdftotext") {
        return;
    }
    let desk = desk();
    let text = printed(&desk, &["handbook"]);
    assert_holds(
        &text,
        &[
            "Инструкция диспетчера",
            "ООО «Пример»",
            "Содержание",
            "2. Зачем пришли? (без этого дальше нельзя) – Поговорить → 2.1 – Заплатить",
            "Второй лист",
            "Сборы – Сбор: не заполнено",
            "Заместитель +375 29 000-00-72",
            "Лист ознакомления",
            "Тестова Анна",
            "Только для своих.",
        ],
    );
    // The edition is the one that is acknowledged.
    let edition = desk.run(&["show", "handbook", "--json"]).good().stdout;
    let edition: serde_json::Value = serde_json::from_str(&edition).expect("JSON");
    assert_holds(&text, &[&format!("Редакция {}", edition["edition"].as_str().expect("a hash"))]);
    // A form of the director's has the word.
    let desk = desk.write("forms/handbook.md", "---\ntitle: Своя\naudience: internal\n---\nСвой текст.\n");
    assert_holds(&printed(&desk, &["handbook"]), &["Свой текст."]);
}

#[test]
fn every_procedure_of_the_company_has_a_sheet() {
    if !tool("pdftotext") {
        return;
    }
    let desk = Desk::new();
    let ids: Vec<String> = desk
        .files("procedures")
        .into_iter()
        .filter_map(|path| Some(path.strip_prefix("procedures/")?.strip_suffix(".yaml")?.to_owned()))
        .filter(|id| !id.contains('/') && !["types", "source", "style"].contains(&id.as_str()))
        .collect();
    assert!(ids.len() >= 10, "{ids:?}");
    for id in &ids {
        let text = printed(&desk, &["--paper", id]);
        assert!(text.contains("Закончите, исход") && text.contains("Внесено, дело №"), "{id}: {text}");
        assert!(!text.contains("{{") && !text.contains("{%") && !text.contains("case.parent"), "{id}: {text}");
    }
}

#[test]
fn what_is_no_procedure_is_said() {
    let ran = desk().run(&["print", "--paper", "visitt"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("visitt") && ran.stderr.contains("visit"), "{}", ran.stderr);
    let ran = desk().run(&["print", "--paper", "visit", "--stamp"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
}
