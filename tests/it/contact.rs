//! Telling people, attaching files, writing letters: at the desk, in records, in files.

use super::support::{Desk, Ran, tool};
use std::process::{Command, Stdio};

pub(crate) const COMPANY: &str = "format: 1
company:
  name: ООО «Пример»
time: \"+03:00\"
language: ru
contacts:
  director:
    title: Директор
    name: Образцов Олег Тестович
    phones: [+375 29 000-00-91, +375 29 000-00-92]
  master:
    title: Мастер
    phones: [+375 29 000-00-93]
  support:
    title: Техническая поддержка
    email: support@example.by
mail:
  from: office@example.by
";

const ALARM: &str = "title: Авария
steps:
  - ask: Что случилось?
    name: what
  - notify: [director, master]
    name: told
    gate: yes
    escalate: 5 minutes
    message: \"ЧП: {{ what }}.\"
  - ask: Где?
    name: where
  - stop: end
    as: Передано
";

const RECEIPTS: &str = "title: Квитанции
steps:
  - attach: Отсканируйте квитанции
    name: scans
    accept: [pdf, jpg, png]
    max: 3
  - mail: support
    name: sent
    subject: Квитанции, {{ case.id }}
    text: Во вложении сканы квитанций ({{ scans | length }}).
    files: [scans]
    forms: [list]
  - stop: end
    as: Отправлено
";

pub(crate) const FORM: &str = "---
title: Опись
audience: internal
of: [receipts]
---
Приложено файлов: {{ scans | length }}.
";

/// The smallest pictures and documents that are some.
pub(crate) const JPG: &[u8] = b"\xff\xd8\xff\xe0 one";
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n two";

fn desk(id: &str, procedure: &str) -> Desk {
    Desk::with_procedure(id, procedure).write("pult.yaml", COMPANY)
}

fn receipts() -> Desk {
    let desk = desk("receipts", RECEIPTS).write("forms/list.md", FORM);
    desk.put("brought/чек 1.jpg", JPG);
    desk.put("brought/b.png", PNG);
    desk
}

fn record(desk: &Desk) -> String {
    let records = desk.records();
    desk.read(records.last().expect("a record"))
}

fn says(ran: &Ran, words: &[&str]) {
    for words in words {
        assert!(ran.stdout.contains(words), "{words}\n{}\n{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn the_dispatcher_tells_with_digits_and_goes_on_without_who_is_not_reached() {
    let desk = desk("alarm", ALARM);
    // The director does not answer; on; the street; the master is reached before the end.
    let ran = desk.type_in(&["run", "alarm"], "обрыв\n1\n3\n0\nЛесная\n2\n1\n\n").good();
    says(
        &ran,
        &[
            "1  Директор, Образцов Олег Тестович: +375 29 000-00-91, +375 29 000-00-92",
            "2  Мастер: +375 29 000-00-93",
            "Прочитайте: «ЧП: обрыв.»",
            "15:00  не отвечает",
            "! Ещё не сообщили: Директор, Образцов Олег Тестович (15:00, не отвечает). Вернуться: . и 2",
            "закрыто: Передано",
        ],
    );
    let text = record(&desk);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("- {step: \"told\"")).collect();
    assert_eq!(
        lines,
        [
            "- {step: \"told\", who: \"Директор, Образцов Олег Тестович\", how: call, result: no answer, at: \"2026-11-25T15:00:00+03:00\"}",
            "- {step: \"told\", who: \"Мастер\", how: call, result: reached, at: \"2026-11-25T15:00:00+03:00\"}",
        ]
    );
    assert!(!text.contains("000-00-9"), "no number of the staff stands in a record: {text}");
}

#[test]
fn numbers_are_hidden_until_the_step_that_needs_them() {
    let procedure = "title: Телефон директора
hide: [contacts]
steps:
  - ask: Кто звонит?
    name: caller
    hint: \"Не {{ contacts.director.phones }}\"
  - notify: director
    name: told
    message: \"Кто звонил: {{ caller }}.\"
  - stop: end
    as: Передано
";
    let card = "title: Кому звонить\ntext: \"Директор: {{ contacts.director.phones }}\"\n";
    let desk = desk("asked", procedure).write("procedures/cards/phones.yaml", card);
    let ran = desk.type_in(&["run", "asked"], ".\n3\n.\n4\n1\nТестов\n1\n\n").good();
    let (before, after) = ran.stdout.split_once("Прочитайте").expect("the step");
    assert!(before.contains("Номера здесь скрыты"), "{before}");
    assert!(before.contains("== Кому звонить =="), "{before}");
    let (before, own) = before.split_once("Сообщите:").expect("its own numbers");
    assert!(!before.contains("000-00-91"), "{before}");
    assert!(own.contains("+375 29 000-00-91"), "{own}");
    assert!(after.contains("закрыто: Передано"), "{after}");
}

#[test]
fn files_are_copied_and_go_with_the_letter() {
    let desk = receipts();
    // The same file twice, a link, a folder, text that is no receipt, nothing; then two files and the letter.
    #[cfg(unix)]
    std::os::unix::fs::symlink(desk.path("brought/b.png"), desk.path("brought/link.png")).expect("a link");
    desk.put("brought/note.txt", "Чек".as_bytes());
    desk.put("brought/tool.pdf", b"MZ\x90\0");
    let lines = "brought/link.png\nbrought\nbrought/note.txt\nbrought/tool.pdf\nnowhere.pdf\n\
                 'brought/чек 1.jpg'\nbrought/чек 1.jpg\nbrought/b.png\n\n\n\n";
    let ran = desk.type_in(&["run", "receipts"], lines).good();
    says(
        &ran,
        &[
            "это ссылка или устройство",
            "это папка",
            "Файл «note.txt» здесь не подойдёт. Подходят: pdf, jpg, png.",
            "содержимое не похоже",
            "такого файла нет",
            "Этот файл уже приложен",
            "чек 1.jpg (1 КБ)",
            "Письмо: Техническая поддержка. Тема: Квитанции, 2026-11-25-a001",
            "Во вложении сканы квитанций (2).",
            "Письмо составлено и ждёт отправки: records/outbox/2026-11-25-a001-sent-1.eml",
        ],
    );
    let folder = "records/2026/11/2026-11-25-a001-receipts";
    let copies: Vec<String> = desk.files(folder);
    assert_eq!(copies, [format!("{folder}/scans-1-1-чек-1.jpg"), format!("{folder}/scans-2-1-b.png")]);
    assert_eq!(std::fs::read(desk.path(&copies[0])).expect("a copy"), JPG);
    let text = record(&desk);
    for part in [
        "attachments:\n- {step: \"scans\", name: \"чек 1.jpg\", file: \"2026/11/2026-11-25-a001-receipts/scans-1-1-чек-1.jpg\", size: 8",
        "mail:\n- {step: \"sent\", to: \"support\", subject: \"Квитанции, 2026-11-25-a001\", file: \"outbox/2026-11-25-a001-sent-1.eml\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    read_back(&desk, "records/outbox/2026-11-25-a001-sent-1.eml");
}

/// What another program makes of the letter.
fn read_back(desk: &Desk, letter: &str) {
    if !tool("python3") {
        return;
    }
    let script = "
import email, email.policy, sys
letter = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(letter['from'], '|', letter['to'], '|', letter['subject'], '|', letter['date'])
print(letter.get_body().get_content().strip())
for part in letter.iter_attachments():
    body = part.get_payload(decode=True)
    print(part.get_filename(), '|', part.get_content_type(), '|', len(body), '|', body[:5])
print([type(defect).__name__ for part in letter.walk() for defect in part.defects])
";
    let file = std::fs::File::open(desk.path(letter)).expect("a letter");
    let mut command = Command::new("python3");
    command.args(["-c", script]).env("PYTHONIOENCODING", "utf-8").stdin(Stdio::from(file));
    let output = command.output().expect("python3 runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "office@example.by | Техническая поддержка <support@example.by> | Квитанции, 2026-11-25-a001 | \
         Wed, 25 Nov 2026 15:00:00 +0300"
    );
    assert_eq!(lines[1], "Во вложении сканы квитанций (2).");
    assert_eq!(lines[2], "чек 1.jpg | image/jpeg | 8 | b'\\xff\\xd8\\xff\\xe0 '");
    assert_eq!(lines[3], "b.png | image/png | 12 | b'\\x89PNG\\r'");
    assert!(lines[4].starts_with("Опись.pdf | application/pdf | "), "{text}");
    assert!(lines[4].ends_with("| b'%PDF-'"), "{text}");
    assert_eq!(lines[5], "[]", "nothing is wrong with it");
}

#[test]
fn a_letter_to_nobody_is_said_and_may_be_passed() {
    let company = COMPANY.replace("    email: support@example.by\n", "");
    let desk = receipts().write("pult.yaml", &company);
    let ran = desk.type_in(&["run", "receipts"], "brought/b.png\n\n\n.\n1\nпозвонили\n\n").good();
    says(&ran, &["Письмо не составлено. Некуда писать: у получателя (Техническая поддержка) нет адреса почты."]);
    assert!(desk.files("records/outbox").is_empty());
    let text = record(&desk);
    assert!(text.contains("\"failed\":{\"step\":\"sent\""), "{text}");
}

#[test]
fn what_is_taken_off_again_is_gone() {
    let desk = desk("receipts", &RECEIPTS.replace("max: 3", "max: 1").replace("    forms: [list]\n", ""));
    desk.put("brought/a.jpg", JPG);
    desk.put("brought/b.png", PNG);
    // Attached, back to it, taken off, another one.
    let ran = desk.type_in(&["run", "receipts"], "brought/a.jpg\n..\n1\nbrought/b.png\n\n\n").good();
    says(&ran, &["Enter – оставить так, 1 – убрать все", "закрыто: Отправлено"]);
    let folder = "records/2026/11/2026-11-25-a001-receipts";
    assert_eq!(desk.files(folder), [format!("{folder}/scans-2-1-b.png")]);
    assert!(!record(&desk).contains("name: \"a.jpg\""));
}

#[test]
fn scenarios_play_and_expect_all_of_it() {
    let alarm = "title: Мастер за директора
procedure: alarm
begin: 25.11.2026 12:00
play:
  - answer: {what: обрыв}
  - refused: where
    because: told
  - try: told
    result: no answer
    at: \"12:02\"
  - answer: {where: Лесная}
  - refused: stop end
    because: told
  - try: told
    at: \"12:06\"
    who: master
expect:
  outcome: end
  values: {told.who: master, told.after: 6 minutes, told.tries: 2, told.how: call}
  text:
    told: [обрыв]
";
    let short = "title: Коротко
procedure: alarm
answers: {what: обрыв, where: Лесная}
expect:
  outcome: end
  values: {told.who: director, told.tries: 1}
";
    let letters = "title: Две квитанции
procedure: receipts
play:
  - attach: scans
    files: [one.jpg, two.pdf]
  - undo: scans
  - attach: scans
    files: [one.jpg, two.pdf, three.png]
expect:
  outcome: end
  mail: [sent]
  text:
    sent: [Квитанции, (3)]
";
    let wrong = letters.replace("mail: [sent]", "mail:").replace("Две", "Ни одной");
    let desk = receipts()
        .write("procedures/alarm.yaml", ALARM)
        .write("procedures/scenarios/alarm.yaml", alarm)
        .write("procedures/scenarios/short.yaml", short)
        .write("procedures/scenarios/letters.yaml", letters);
    desk.run(&["check"]).good();
    let ran = desk.run(&["test"]).good();
    assert!(ran.stdout.contains("3 сценария прошли."), "{}", ran.stdout);
    let desk = desk.write("procedures/scenarios/wrong.yaml", &wrong);
    let ran = desk.run(&["test"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stdout.contains("mail: ожидалось ничего, получилось «sent»"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn the_same_letter_is_the_same_file() {
    let one = receipts();
    let other = receipts();
    let lines = "brought/b.png\n\n\n\n";
    one.type_in(&["run", "receipts"], lines).good();
    other.type_in(&["run", "receipts"], lines).good();
    let letter = "records/outbox/2026-11-25-a001-sent-1.eml";
    assert_eq!(one.read(letter), other.read(letter));
}

#[test]
fn a_form_with_a_private_answer_is_no_part_of_a_letter() {
    let asked = "  - ask: Паспорт?\n    name: passport\n    type: passport\n    private: yes\n  - mail: support\n";
    let procedure = RECEIPTS.replacen("  - mail: support\n", asked, 1);
    let desk = receipts()
        .write("procedures/receipts.yaml", &procedure)
        .write("forms/list.md", &FORM.replace("{{ scans | length }}", "{{ passport }}"));
    let ran = desk.run(&["check"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(format!("{}{}", ran.stdout, ran.stderr).contains("private-read"), "{}{}", ran.stdout, ran.stderr);
}
