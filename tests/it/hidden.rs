//! A number of the staff is given to no client (the instruction, D9), and nothing is asked before its turn.

use super::support::{Desk, Ran, crc, tool};
use std::process::Command;

const COMPANY: &str = "format: 1
company:
  name: ООО «Пример»
  phone: +375 29 000-00-02
time: \"+03:00\"
language: ru
contacts:
  director:
    title: Директор
    name: Образцов Олег Тестович
    phones: [\"+375 25 718-29-34\", \"+375 33 000-00-92\"]
  master:
    title: Мастер
    phones: [\"+375 29 000-00-93\"]
    email: master@example.by
mail:
  from: office@example.by
";
/// The company's own, which anybody may be given.
const ALLOWED: &str = "+375 29 000-00-02";

/// Spellings of the director's number, as somebody may type them in one line.
const SPELT: [&str; 12] = [
    "+375 25 718-29-34",
    "80257182934",
    "25\u{a0}718\u{a0}29\u{a0}34",
    "25.718.29.34",
    "２５ ７１８ ２９ ３４",
    "25 7l8-29-З4",
    "257\u{200b}182\u{200b}934",
    "25 71 телефон 82 директора 93 и 4",
    "439281752",
    "718-29-34",
    "двадцать пять семьсот восемнадцать двадцать девять тридцать четыре",
    "два пять, семь один восемь, два девять, три четыре",
];

fn desk() -> Desk {
    Desk::empty().write("pult.yaml", COMPANY)
}

/// Whether the director's number stands in a text, by its digits alone.
fn shows(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.contains("7182934")
}

fn all(ran: &Ran) -> String {
    format!("{}{}", ran.stdout, ran.stderr)
}

/// The built-in procedures with a director who has a number.
fn company() -> Desk {
    let desk = Desk::new();
    let empty = "    title: Директор\n    name:\n    phones:\n";
    let text = desk.read("pult.yaml");
    assert!(text.contains(empty), "{text}");
    let known = "    title: Директор\n    name: Образцов Олег Тестович\n    phones: [\"+375 25 718-29-34\"]\n";
    desk.write("pult.yaml", &text.replace(empty, known))
}

#[test]
fn whoever_is_asked_for_the_number_does_not_see_it_before_its_turn() {
    let asked = "Служебная Н.Н.\nсверка\n+375 29 000-00-12\n\n2\n1\n1\n";
    let ways = [
        ("contacts", ".\n3\n".to_owned()),
        ("every card", (1..=6).map(|card| format!(".\n4\n{card}\n")).collect()),
        ("a question mark", "?\n".to_owned()),
        ("back", "..\n..\n".to_owned()),
        ("straight to the notify", ".\n2\n10\n\n".to_owned()),
        ("and an attempt there", ".\n2\n10\n1\n1\n".to_owned()),
        ("an attempt at another digit", ".\n2\n10\n5\n".to_owned()),
        ("to what comes before it", ".\n2\n9\n\n".to_owned()),
        ("a note with the number", ".\n5\n+375 25 718-29-34\n.\n2\n".to_owned()),
        ("an earlier time", ".\n6\n14:00\n.\n2\n10\n".to_owned()),
        ("all answers, and the notify before hanging up", format!("{asked}.\n2\n10\n\n")),
        ("to pass hanging up", format!("{asked}.\n1\nпотом\n.\n2\n10\n")),
        ("put aside, for the next one", ".\n7\nдля сменщика\n".to_owned()),
        ("the number as the caller's own", "+375 25 718-29-34\n80257182934\n+375257182934\n..\n..\n..\n".to_owned()),
    ];
    for (way, lines) in ways {
        let desk = company();
        let ran = desk.type_in(&["run", "asked-for-phone"], &lines);
        assert!(ran.stdout.contains("== Просят телефон"), "{way}: {}", all(&ran));
        assert!(!shows(&all(&ran)), "{way}: {}", all(&ran));
        // Taken up again, it is no other.
        let again = desk.type_in(&["resume", "a1"], ".\n3\n.\n2\n10\n");
        assert!(!shows(&all(&again)), "{way}, resumed: {}", all(&again));
    }
    // Its own turn comes when the receiver is down; and another window has the contacts.
    let desk = company();
    let ran = desk.type_in(&["run", "asked-for-phone"], &format!("{asked}\n"));
    let (before, turn) = ran.stdout.split_once("Сообщите:").unwrap_or_else(|| panic!("{}", ran.stdout));
    assert!(!shows(before) && turn.contains("+375 25 718-29-34"), "{}", ran.stdout);
    assert!(shows(&desk.run(&["show", "contacts"]).good().stdout));
}

#[test]
fn no_text_of_a_procedure_that_hides_numbers_shows_one() {
    let texts = [
        ("written out", "Звоните +375 25 718-29-34", true),
        ("spelt", "25.718.29.34", true),
        ("the path", "{{ contacts.director.phones }}", true),
        ("joined", "{{ contacts.director.phones | join(' ') }}", true),
        ("one", "{{ contacts.director.phones[0] }}", true),
        ("a slice", "{{ contacts.director.phones[0][:9] }}{{ contacts.director.phones[0][9:] }}", true),
        (
            "digit by digit",
            "{% for n in contacts.director.phones %}{% for c in n %}{{ c }}{% endfor %}{% endfor %}",
            true,
        ),
        ("glued", "{{ contacts.director.phones[0] ~ 'x' }}", true),
        ("another name", "{% set who = contacts.director %}{{ who.phones }}", true),
        ("computed before", "{{ boss }}", true),
        ("of a card", "{{ cards.secret.number }}", true),
        ("all contacts", "{{ contacts }}", false),
        ("shown", "{{ show('contacts.director.phones') }}", false),
        ("as text", "{{ contacts | string }}", false),
    ];
    let card = "title: Кому звонить
values:
  number: {label: Директор, type: phone, value: +375 25 718-29-34}
text: \"Директор: {{ contacts.director.phones }}, то есть 25 718 29 34\"
";
    for (name, text, read) in texts {
        let text = text.replace('"', "\\\"");
        let steps = format!(
            "title: Проба
TOP
never: [\"{text}\"]
steps:
  - let: boss
    be: contacts.director.phones
  - note: \"{text}\"
  - ask: \"{text}\"
    name: what
    hint: \"{text}\"
    choices: {{yes_: \"{}\", no_: Нет}}
  - do: \"{text}\"
    name: deed
    card: secret
  - stop: end
    as: Готово
",
            if text.contains("{{") || text.contains("{%") { "Да" } else { &text }
        );
        let typed = "?\n.\n2\n\n.\n4\n1\n1\n?\n.\n3\n..\n\n\n\n";
        let run = |top: &str| {
            let desk = desk()
                .write("procedures/cards/secret.yaml", card)
                .write("procedures/probe.yaml", &steps.replace("TOP\n", top));
            let checked = desk.run(&["check"]);
            (desk.type_in(&["run", "probe"], typed), checked)
        };
        let (hidden, checked) = run("hide: [contacts]\n");
        assert_eq!(checked.code == Some(0), read, "{name}: {}", all(&checked));
        assert!(!shows(&all(&hidden)), "{name}: {}", all(&hidden));
        if read {
            assert!(hidden.stdout.contains("== Проба =="), "{name}: {}", all(&hidden));
            // The same search finds it where it may be seen.
            assert!(shows(&run("").0.stdout), "{name}");
        }
    }
}

const LETTER: &str = "---
title: Ответ
audience: client
of: [answer]
header: \"{{ words }}\"
---
# {{ form.title }}

Ответ: {{ words }}

| Первое | Второе |
|---|---|
| {{ first }} | {{ second }} |
";

const ANSWER: &str = "title: Ответ абоненту
HIDE
steps:
  - {ask: Что ответить?, name: words}
  - {ask: Первое, name: first}
  - {ask: Второе, name: second}
  - {print: letter, name: paper}
  - {stop: end, as: Готово}
";

#[test]
fn a_document_for_clients_with_a_number_is_not_made() {
    let answers = SPELT.map(|words| (words, "a", "b"));
    let split = [("да", "+375 25 718", "29-34"), ("позвоните: 25 71", "82", "934"), ("а", "439", "281752")];
    for hide in ["", "hide: [contacts]\n"] {
        // Every spelling once, and a few of them where the procedure has no numbers of its own to search for.
        let few = if hide.is_empty() { 15 } else { 3 };
        for (words, first, second) in split.into_iter().chain(answers).take(few) {
            let desk = desk()
                .write("forms/letter.md", LETTER)
                .write("procedures/answer.yaml", &ANSWER.replace("HIDE\n", hide));
            let ran = desk.type_in(&["run", "answer"], &format!("{words}\n{first}\n{second}\n\n"));
            for said in ["Не напечатано: Ответ. В нём номер телефона сотрудника (Директор)", "абонентам", "уберите"]
            {
                assert!(ran.stdout.contains(said), "{words} {first} {second}: {}", all(&ran));
            }
            let made: Vec<String> = desk.files("records").into_iter().filter(|path| path.ends_with(".pdf")).collect();
            assert!(made.is_empty(), "{words}: {made:?}");
            // Nor by hand; corrected, it is made.
            let sheet = desk.run(&["print", "letter", "--case", "a1"]);
            assert!(sheet.code != Some(0) && all(&sheet).contains("номер телефона сотрудника"), "{}", all(&sheet));
        }
        let desk =
            desk().write("forms/letter.md", LETTER).write("procedures/answer.yaml", &ANSWER.replace("HIDE\n", hide));
        let ran = desk.type_in(&["run", "answer"], &format!("{ALLOWED}\n718\n29\n\n\n\n")).good();
        assert!(ran.stdout.contains("закрыто: Готово"), "{}", ran.stdout);
        let made: Vec<String> = desk.files("records").into_iter().filter(|path| path.ends_with(".pdf")).collect();
        assert_eq!(made.len(), 1, "{made:?}");
        if tool("pdftotext") {
            let output = Command::new("pdftotext").arg(desk.path(&made[0])).arg("-").output().expect("pdftotext runs");
            let text = String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " ");
            assert!(text.contains(ALLOWED), "{text}");
        }
    }
}

const MAIL: &str = "title: Письмо абоненту
steps:
  - {ask: Что ответить?, name: words}
  - {ask: Куда?, name: address, type: e-mail}
  - mail: address
    name: sent
    subject: \"SUBJECT\"
    text: \"TEXT\"
    forms: [letter]
  - {stop: end, as: Готово}
";

const PLAIN: &str = "---\ntitle: Ответ\naudience: client\nof: [answer]\n---\nОтвет\n";

#[test]
fn a_letter_to_a_client_with_a_number_is_not_written() {
    let written = |subject: &str, text: &str| MAIL.replace("SUBJECT", subject).replace("TEXT", text);
    let texts = [written("{{ words }}", "Добрый день"), written("Ответ", "Мы отвечаем: {{ words }}")];
    for (at, mail) in texts.iter().enumerate() {
        for words in SPELT.into_iter().skip(at).step_by(2) {
            let desk = desk().write("forms/letter.md", PLAIN).write("procedures/answer.yaml", mail);
            let ran = desk.type_in(&["run", "answer"], &format!("{words}\nclient@example.com\n\n"));
            assert!(
                ran.stdout.contains("Письмо не составлено. В нём номер телефона сотрудника (Директор)"),
                "{words}: {}",
                all(&ran)
            );
            assert!(desk.files("records/outbox").is_empty(), "{words}");
        }
        let desk = desk().write("forms/letter.md", PLAIN).write("procedures/answer.yaml", mail);
        let lines = format!("{ALLOWED}\nclient@example.com\n\n\n");
        desk.type_in(&["run", "answer"], &lines).good();
        assert_eq!(desk.files("records/outbox").len(), 1);
    }
    // What was for clients when the case began is so no more.
    let desk = desk().write("forms/letter.md", PLAIN).write("procedures/answer.yaml", &texts[0]);
    desk.type_in(&["run", "answer"], "Да\nclient@example.com\n");
    let desk = desk.write("forms/letter.md", &PLAIN.replace("client", "internal"));
    let ran = desk.type_in(&["resume", "a1"], "\n");
    assert!(ran.stdout.contains("«Ответ» – документ для своих, абонентам его не отправляют"), "{}", all(&ran));
    assert!(desk.files("records/outbox").is_empty());
}

#[test]
fn what_the_director_writes_for_clients_is_searched_as_well() {
    let steps = |step: &str| format!("title: Проба\nsteps:\n{step}  - {{stop: end, as: Готово}}\n");
    let boss = "  - {let: boss, be: contacts.director.phones}\n  - {let: chief, be: boss}\n";
    let procedures = [
        ("say", "not-for-clients", steps("  - say: Звоните 8 (025) 718-29-34\n")),
        ("say in words", "not-for-clients", steps("  - say: Два пять семь один восемь два девять три четыре\n")),
        ("say the path", "not-for-clients", steps("  - say: \"{{ contacts.director.phones }}\"\n")),
        ("say a loop", "not-for-clients", steps("  - say: \"{% for c in contacts %}{{ c }}{% endfor %}\"\n")),
        ("say computed", "not-for-clients", steps(&format!("{boss}  - say: \"{{{{ chief }}}}\"\n"))),
        ("mail computed", "not-for-clients", {
            let asked = "  - {ask: Куда?, name: address, type: e-mail}\n";
            steps(&format!("{boss}{asked}  - {{mail: address, subject: \"{{{{ chief }}}}\"}}\n"))
        }),
        (
            "message computed",
            "number-kept",
            steps(&format!("{boss}  - notify: master\n    message: \"{{{{ chief }}}}\"\n")),
        ),
        (
            "default",
            "number-kept",
            steps("  - ask: Что?\n    name: what\n    default: \"{{ contacts.director.phones }}\"\n"),
        ),
        ("label", "number-kept", steps("").replace("steps:", "label: \"{{ contacts.director.phones }}\"\nsteps:")),
        ("allowed", "", steps(&format!("  - say: Звоните {ALLOWED}\n"))),
        ("not for clients", "", steps("  - note: Директор 718-29-34\n")),
    ];
    let checked = |desk: Desk, name: &str, code: &str| {
        let ran = desk.run(&["check"]);
        if code.is_empty() {
            assert_eq!(ran.code, Some(0), "{name}: {}", all(&ran));
        } else {
            assert_eq!(ran.code, Some(1), "{name}: {}", all(&ran));
            assert!(all(&ran).contains(code), "{name}: {}", all(&ran));
        }
    };
    for (name, code, text) in procedures {
        checked(desk().write("procedures/probe.yaml", &text), name, code);
    }
    let card = |audience: &str, rest: &str| {
        let head = format!("title: Справка\naudience: {audience}\n");
        desk().write("procedures/cards/facts.yaml", &format!("{head}{rest}"))
    };
    let value = |number: &str| format!("values:\n  who: {{label: Кому, type: phone, value: {number}}}\n");
    let table = "table:\n  columns: {who: Кто, number: Номер}\n  rows:\n    - {who: Директор, number: 718-29-34}\n";
    for (name, rest) in [
        ("value", value("+375 25 718-29-34")),
        ("text", "text: Директор – 718-29-34\n".to_owned()),
        ("row", table.to_owned()),
    ] {
        checked(card("client", &rest), name, "not-for-clients");
        checked(card("internal", &rest), name, "");
    }
    checked(card("client", &value(ALLOWED)), "allowed", "");
    let form = |head: &str, body: &str| {
        desk().write("forms/paper.md", &format!("---\ntitle: Памятка\naudience: client\n{head}---\n{body}\n"))
    };
    let forms = [
        ("body", form("", "Звоните 718-29-34")),
        ("two lines", form("", "Звоните +375 25 718\n\n29-34")),
        ("clause", form("", "25.718. Пункт 29, 34")),
        ("header", form("header: Телефон 718-29-34\n", "Да")),
        ("footer", form("footer: 718-29-34, страница {{ page }}\n", "Да")),
        ("draft", form("draft: 718-29-34\n", "Да")),
        ("set", form("", "{% set all = contacts %}{{ all.director.phones[0] }}")),
        ("pieces", form("", "{{ contacts.director.phones[0][:8] }} {{ contacts.director.phones[0][8:] }}")),
        ("title", form("", "Да").write("forms/paper.md", "---\ntitle: 718-29-34\naudience: client\n---\nДа\n")),
    ];
    for (name, desk) in forms {
        checked(desk, name, "not-for-clients");
    }
    checked(form("footer: \"{{ company.phone }}\"\n", "Звоните 000-00-02"), "allowed", "");
}

#[test]
fn a_page_for_clients_with_a_number_is_not_put_in_its_place() {
    let summary = "---
title: Что спрашивают
audience: client
every: always
measures:
  asked: {list: words, of: [talk]}
---
# {{ form.title }}

{% for one in asked %}- {{ one }}
{% endfor %}
";
    let talk = "title: Разговор\nsteps:\n  - {ask: Что спросили?, name: words}\n  - {stop: end, as: Готово}\n";
    let desk = desk().write("forms/summaries/asked.md", summary).write("procedures/talk.yaml", talk);
    desk.type_in(&["run", "talk"], &format!("{ALLOWED}\n\n")).good();
    desk.run(&["build"]).good();
    assert!(desk.read("out/asked.html").contains(ALLOWED));
    for words in ["25.718.29.34", "двадцать пять семьсот восемнадцать двадцать девять тридцать четыре"]
    {
        let before = desk.read("out/asked.html");
        desk.type_in(&["run", "talk"], &format!("{words}\n\n")).good();
        let ran = desk.run(&["build"]);
        assert!(ran.code != Some(0) && all(&ran).contains("not-for-clients"), "{words}: {}", all(&ran));
        assert_eq!(desk.read("out/asked.html"), before, "{words}");
    }
}

/// The log of the first case, open or closed.
fn log(desk: &Desk) -> String {
    let files = desk.files("records").into_iter().filter(|path| path.contains("a001") && path.ends_with(".yaml"));
    files.map(|path| desk.read(&path)).collect()
}

/// Whether a case has an event before another one.
fn before(log: &str, first: &str, then: &str) -> bool {
    match (log.find(first), log.find(then)) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(first), Some(then)) => first < then,
    }
}

#[test]
fn nothing_is_asked_before_the_book_is_handed_over_and_no_request_is_made_before_the_reason() {
    let book = (
        "complaint-book",
        "\"done\":{\"step\":\"book\"",
        ["\"step\":\"trouble\"", "\"step\":\"solved\"", "\"step\":\"written\""],
    );
    let request = (
        "disconnection",
        "\"answered\":{\"step\":\"reason\"",
        ["\"begun\":{\"step\":\"req\"", "\"started\"", "\"step\":\"social\""],
    );
    let (jump_book, jump_request) = ((2..=6), (2..=8));
    let jumps = |steps: std::ops::RangeInclusive<usize>| -> Vec<String> {
        steps.map(|step| format!(".\n2\n{step}\nДорого\n\n.\n2\n{step}\n1\n\n")).collect()
    };
    let passing =
        [".\n1\nне нужно\n\n", ".\n1\n\n", "..\n..\n\n.\n2\n1\n", ".\n6\n14:00\n.\n1\nбыло\n"].map(str::to_owned);
    for ((procedure, first, then), typed) in [(book, jumps(jump_book)), (request, jumps(jump_request))] {
        for lines in typed.iter().chain(&passing) {
            // Enter hands the book over, and that is what it is for: lines that end with one more are cut off.
            let desk = Desk::new();
            let ran = desk.type_in(&["run", procedure], lines);
            assert!(ran.stdout.contains("=="), "{}", all(&ran));
            then.iter()
                .for_each(|then| assert!(before(&log(&desk), first, then), "{procedure} {lines:?}: {}", log(&desk)));
        }
        let moves = match procedure {
            "complaint-book" => vec![
                "answer: {trouble: Дорого}",
                "answer: {solved: solved}",
                "skip: book\n    reason: нет",
                "answer: {written: да}",
            ],
            _ => vec![
                "answer: {competitor: Другой оператор}\n  - done: req",
                "done: req",
                "skip: reason\n    reason: спешит",
                "skip: req\n    reason: нет",
            ],
        };
        for one in moves {
            let answers = format!("procedure: {procedure}\nplay:\n  - {one}\n");
            let desk = Desk::new().write("answers.yaml", &answers);
            let ran = desk.run(&["run", "--answers", "answers.yaml"]);
            assert_ne!(ran.code, Some(0), "{one}: {}", all(&ran));
            then.iter().for_each(|then| assert!(before(&log(&desk), first, then), "{one}: {}", log(&desk)));
            let resumed = desk.run(&["resume", "a1", "--update", "--answers", "answers.yaml"]);
            let answered = desk.run(&["answer", "a1", "Дорого"]);
            assert!(resumed.code != Some(0) && answered.code != Some(0), "{one}: {}{}", all(&resumed), all(&answered));
            // Taken by another desk, it is the same case.
            let desk = desk.write("pult.local.yaml", "desk: b\n").seated("Примеров Илья");
            desk.type_in(&["resume", "--take", "a1"], ".\n2\n2\nДорого\n\n");
            then.iter().for_each(|then| assert!(before(&log(&desk), first, then), "{one}: {}", log(&desk)));
        }
        // In their turn they come.
        let desk = Desk::new();
        let lines = if procedure == "complaint-book" { "\nДорого\n1\n\n" } else { "4\n\n\n" };
        desk.type_in(&["run", procedure], lines);
        assert!(
            then.iter().any(|then| log(&desk).contains(then)) && before(&log(&desk), first, then[0]),
            "{}",
            log(&desk)
        );
    }
}

#[test]
fn answers_put_right_and_journals_written_by_hand_do_not_turn_the_order_around() {
    // Closed early, with the book not handed over: what was never asked cannot be put right.
    let desk = Desk::new();
    desk.type_in(&["run", "complaint-book"], ".\n8\nушёл\n").good();
    for lines in ["1\nДорого\n\nсказал потом\n", "2\n1\n\nсказал потом\n"] {
        let ran = desk.type_in(&["correct", "a1"], lines);
        assert!(all(&ran).contains("ещё не дошла очередь"), "{lines:?}: {}", all(&ran));
        assert!(desk.files("records").iter().all(|path| !path.contains(".r2.")), "{lines:?}: {}", all(&ran));
    }
    // A line with a right checksum says what it says; whoever can write it can write any. It is read, and the gate
    // stays closed for what comes behind it.
    let desk = Desk::new();
    desk.type_in(&["run", "complaint-book"], "");
    let journal = "records/open/2026-11-25-a001.yaml";
    let body = "{\"n\":2,\"at\":\"2026-11-25T15:00:00+03:00\",\"desk\":\"a\",\"by\":\"Тестова Анна\",\
                \"did\":{\"answered\":{\"step\":\"trouble\",\"value\":\"Дорого\"}}";
    let sum = crc(&format!("{body}}}"));
    let forged = format!("{}- {body},\"sum\":\"{sum:08x}\"}}\n", desk.read(journal));
    desk.put(journal, forged.as_bytes());
    let ran = desk.type_in(&["resume", "a1"], ".\n2\n3\n1\n");
    assert!(log(&desk).contains("Дорого"), "it was read: {}", all(&ran));
    assert!(!log(&desk).contains("\"step\":\"solved\""), "{}\n{}", all(&ran), log(&desk));
    assert!(ran.stdout.contains("Сначала выполните шаг «Возьмите книгу"), "{}", ran.stdout);
}
