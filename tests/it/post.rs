//! Sending letters: to real servers and to bad ones, each letter at most once, and every state on the disk.

mod servers;

pub(crate) use servers::Fake;
use servers::Real;

use super::contact::{COMPANY, JPG, PNG};
use super::support::{Desk, Ran};
use pult::device::mail::{Door, Lost, Post};
use pult::model::post::{Fate, Fault, FaultKind};
use pult::session::{Clock, Decided, Seat, Session, letters};
use pult::store::{Durability, Store, Tray};
use std::process::Stdio;
use std::sync::Arc;

pub(crate) const ONE: &str = "2026-11-25-a001-sent-1";

/// A procedure that ends with a letter.
const LETTER: &str = "title: Письмо
steps:
  - {ask: Что отправить?, name: what}
  - {attach: Отсканируйте, name: scans, accept: [jpg, png], max: 3}
  - {mail: support, name: sent, subject: \"{{ what }}, {{ case.id }}\", text: \"{{ what }}\", files: [scans]}
  - {stop: end, as: Отправлено}
";
const HELLO: [&str; 3] = ["220 x ESMTP", "250 x", "250 2.1.0 ok"];

/// A workspace with so many letters that wait, to the master and from a Cyrillic subject.
pub(crate) fn with_letters(count: usize) -> Desk {
    let desk = Desk::with_procedure("letter", LETTER).write("pult.yaml", COMPANY);
    desk.put("brought/a.jpg", JPG);
    desk.put("brought/чек.png", PNG);
    for _ in 0..count {
        let ran =
            desk.type_in(&["run", "letter"], "Квитанции за ноябрь\nbrought/a.jpg\nbrought/чек.png\n\n\n\n").good();
        assert!(ran.stdout.contains("Отправить: pult outbox send"), "{}", ran.stdout);
    }
    desk
}

pub(crate) fn fake(words: &[&str]) -> Fake {
    Fake::new(&[&HELLO, words].concat())
}

/// What the list says of the states, in order.
pub(crate) fn states(desk: &Desk) -> Vec<String> {
    let ran = desk.run(&["outbox", "--all", "--json"]).good();
    let list: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let state = |letter: &serde_json::Value| letter["state"].as_str().expect("a state").to_owned();
    list.as_array().expect("a list").iter().map(state).collect()
}

fn bytes(desk: &Desk, path: &str) -> Vec<u8> {
    std::fs::read(desk.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn says(ran: &Ran, parts: &[&str]) {
    let all = format!("{}{}", ran.stdout, ran.stderr);
    parts.iter().for_each(|part| assert!(all.contains(part), "{part}\n{all}"));
}

#[test]
fn what_the_server_gets_is_the_file() {
    let desk = with_letters(2);
    let Some(server) = Real::new(&desk, &[]) else { return };
    let desk = desk.write("pult.local.yaml", &server.settings("plain", ""));
    let ran = desk.run(&["outbox"]).good();
    says(&ran, &[ONE, "Техническая поддержка: Квитанции за ноябрь, 2026-11-25-a001 (в очереди)"]);
    let written = bytes(&desk, &format!("records/outbox/{ONE}.eml"));
    let ran = desk.run(&["outbox", "send", "a1"]).good();
    says(&ran, &[&format!("Письмо {ONE} отправлено.")]);
    assert_eq!(server.got(), ["office@example.by support@example.by - open"]);
    assert_eq!(server.letter(1), written, "byte for byte");
    assert_eq!(states(&desk), ["sent", "queued"]);
    assert_eq!(bytes(&desk, &format!("records/outbox/sent/{ONE}.eml")), written, "it is kept");
    assert!(!desk.path(&format!("records/outbox/{ONE}.eml")).exists());
    desk.run(&["outbox", "send"]).good();
    let ran = desk.run(&["outbox", "send"]).good();
    says(&ran, &["Отправлять нечего."]);
    let ran = desk.run(&["outbox", "send", "a1"]);
    assert_eq!(ran.code, Some(1));
    says(&ran, &["отправлено. Ничего не изменено."]);
    assert_eq!(server.got().len(), 2, "each once");
    let ran = desk.run(&["outbox", "show", "a1"]).good();
    says(
        &ran,
        &[
            "Кому: Техническая поддержка, support@example.by",
            "Тема: Квитанции за ноябрь, 2026-11-25-a001",
            "Файлы: a.jpg, чек.png",
            "Тестова Анна: передаётся серверу localhost",
            "отправлено (2.0.0 taken as 42)",
        ],
    );
    let marks = desk.read(&format!("records/outbox/sent/{ONE}.yaml"));
    assert!(!marks.contains('@'), "no address: {marks}");
    desk.run(&["check"]).good();
}

#[test]
fn lines_that_begin_with_a_dot_come_as_they_are() {
    let desk = with_letters(1);
    let Some(server) = Real::new(&desk, &[]) else { return };
    // Our own letters are base64 and have none; the case is told of the other bytes.
    let path = format!("records/outbox/{ONE}.eml");
    let letter = String::from_utf8(bytes(&desk, &path)).expect("ASCII");
    let dotted = letter.replacen("MIME-Version", "X-Dots: a\r\n .b\r\nMIME-Version", 1) + ".\r\n..\r\n.c\r\n\r\n.\r\n";
    let record = desk.records().remove(0);
    let text = desk.read(&record);
    let (old, new) = (hash(letter.as_bytes()), hash(dotted.as_bytes()));
    let lines = text.lines().map(|line| match line.strip_prefix("- {\"n\"") {
        Some(_) if line.contains(&old) => sealed(&line.replace(&old, &new)),
        _ => line.to_owned(),
    });
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    let desk = desk.write(&record, &text).write(&path, &dotted).write("pult.local.yaml", &server.settings("plain", ""));
    desk.run(&["outbox", "send"]).good();
    assert_eq!(String::from_utf8_lossy(&server.letter(1)), dotted);
}

fn hash(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A line of a journal with its checksum anew.
fn sealed(line: &str) -> String {
    let body = line.strip_prefix("- ").expect("a line").rsplit_once(",\"sum\"").expect("a sum").0;
    format!("- {body},\"sum\":\"{:08x}\"}}", super::support::crc(&format!("{body}}}")))
}

#[test]
fn encrypted_with_a_login() {
    for (security, words) in [("tls", ["tls", "login"]), ("starttls", ["starttls", "login"])] {
        let desk = with_letters(1);
        let Some(server) = Real::new(&desk, &words) else { return };
        let login = std::env::temp_dir().join(format!("pult-login-{}-{security}", std::process::id()));
        let write = |text: &str| {
            std::fs::write(&login, text).expect("a file");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                std::fs::set_permissions(&login, std::fs::Permissions::from_mode(0o600)).expect("its mode");
            }
        };
        let named = format!("{}, login: '{}'", server.trust(), login.display());
        let desk = desk.write("pult.local.yaml", &server.settings(security, &named));
        write("office\nwrong secret\n");
        let ran = desk.run(&["outbox", "send"]);
        assert_eq!(ran.code, Some(1));
        says(&ran, &["почтовый сервер не принял имя и пароль"]);
        assert!(!format!("{}{}", ran.stdout, ran.stderr).contains("wrong secret"));
        assert!(!desk.read(&format!("records/outbox/{ONE}.yaml")).contains("wrong secret"));
        assert_eq!(states(&desk), ["failed"]);
        write("office\nпароль 1\n");
        let ran = desk.run(&["outbox", "send"]).good();
        assert!(!ran.stdout.contains("chmod"), "{}", ran.stdout);
        assert_eq!(server.got(), ["office@example.by support@example.by office tls"], "{security}");
        assert_eq!(states(&desk), ["sent"]);
        let _ = std::fs::remove_file(&login);
    }
}

#[test]
fn a_certificate_that_nobody_trusts_is_refused() {
    for security in ["tls", "starttls"] {
        let desk = with_letters(1);
        let Some(server) = Real::new(&desk, &[security]) else { return };
        let settings = server.settings(security, "");
        let desk = desk.write("pult.local.yaml", &settings);
        let ran = desk.run(&["outbox", "send"]);
        assert_eq!(ran.code, Some(1));
        says(&ran, &["сертификату почтового сервера нельзя доверять"]);
        // The name has to be the server's own, too.
        let named = server.settings(security, &server.trust()).replace("localhost", "127.0.0.2");
        let desk = desk.write("pult.local.yaml", &named);
        says(&desk.run(&["outbox", "send"]), &["не отправлено"]);
        assert_eq!(states(&desk), ["failed"]);
        assert!(server.got().is_empty());
    }
}

#[test]
fn without_encryption_nothing_is_said_that_matters() {
    let desk = with_letters(1);
    let server = Fake::new(&["220 x", "250-x\r\n250 AUTH PLAIN LOGIN", "250 ok", "250 ok"]);
    let login = std::env::temp_dir().join(format!("pult-login-{}", std::process::id()));
    std::fs::write(&login, "office\nsecret\n").expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&login, std::fs::Permissions::from_mode(0o644)).expect("its mode");
    }
    let with_login = |security: &str| {
        server.settings(security).replace("timeout", &format!("login: '{}', timeout", login.display()))
    };
    // The server does not offer it.
    let desk = desk.write("pult.local.yaml", &with_login("starttls"));
    let ran = desk.run(&["outbox", "send"]);
    says(&ran, &["не шифрует связь", "chmod 600"]);
    assert!(server.heard().lines.iter().all(|line| line.starts_with("EHLO") || line == "QUIT"), "{:?}", server.heard());
    // Nobody asks for it: a login does not go, and nothing goes elsewhere.
    let desk = desk.write("pult.local.yaml", &with_login("plain"));
    says(&desk.run(&["outbox", "send"]), &["пароль без шифрования не передаётся"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain").replace("localhost", "mail.example.by"));
    says(&desk.run(&["outbox", "send"]), &["security: plain, а сервер mail.example.by не на этом компьютере"]);
    assert_eq!(server.heard().visits, 1);
    let _ = std::fs::remove_file(&login);
}

#[test]
fn settings_that_do_not_do_are_told() {
    let desk = with_letters(1);
    says(&desk.run(&["outbox", "send"]), &["Почта на этом компьютере не настроена", "pult.local.yaml"]);
    let inside = "mail: {server: mail.example.by, login: login.txt}\n";
    let desk = desk.write("login.txt", "office\nsecret\n").write("pult.local.yaml", inside);
    says(&desk.run(&["outbox", "send"]), &["лежит в рабочей папке, откуда может попасть в git"]);
    let desk = desk.write("pult.local.yaml", &inside.replace("login.txt", "../nowhere-at-all.txt"));
    says(&desk.run(&["outbox", "send"]), &["Не читается файл ../nowhere-at-all.txt"]);
    let other = std::env::temp_dir().join(format!("pult-shape-{}", std::process::id()));
    std::fs::write(&other, "office\n").expect("a file");
    let desk = desk.write("pult.local.yaml", &inside.replace("login.txt", &other.to_string_lossy()));
    says(&desk.run(&["outbox", "send"]), &["должны быть две строки"]);
    let _ = std::fs::remove_file(&other);
    assert_eq!(states(&desk), ["queued"], "nothing has been tried");
    // Who is at the desk is written into the same file: the settings stay.
    let company = format!("{COMPANY}dispatchers:\n  testova: Тестова Анна\n");
    let settings = "mail: {server: mail.example.by, port: 2525, security: starttls, timeout: 5}\n";
    let desk = desk.write("pult.yaml", &company).write("pult.local.yaml", settings).nobody();
    desk.type_in(&[], "1\n0\n").good();
    let text = desk.read("pult.local.yaml");
    for part in ["dispatcher: testova", "server: mail.example.by", "port: 2525", "security: starttls"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn a_server_that_does_not_take_a_letter() {
    // For now: the others are tried, too, and all of them again next time.
    let desk = with_letters(2);
    let Some(server) = Real::new(&desk, &["RCPT=451 4.7.1 grey \x1b[31mlisted <support@example.by>"]) else { return };
    let desk = desk.write("pult.local.yaml", &server.settings("plain", ""));
    let ran = desk.run(&["outbox", "send"]);
    assert_eq!(ran.code, Some(1));
    says(&ran, &["просит повторить позже (451 4.7.1 grey", "Оно осталось в очереди"]);
    assert!(!ran.stdout.contains('\u{1b}') && !ran.stdout.contains("Остальные"), "{}", ran.stdout);
    assert_eq!(states(&desk), ["failed", "failed"]);
    drop(server);
    // For good, at the end of the letter.
    let Some(server) = Real::new(&desk, &["DATA=554 5.7.1 looks like spam"]) else { return };
    let desk = desk.write("pult.local.yaml", &server.settings("plain", ""));
    let ran = desk.run(&["outbox", "send", "a1"]);
    says(
        &ran,
        &[
            "отказался принять письмо",
            "не принимает такое письмо (554 5.7.1 looks like spam)",
            "ждут решения",
            "pult outbox drop",
        ],
    );
    assert_eq!(states(&desk), ["refused", "failed"]);
    drop(server);
    // It does not go by itself any more; who names it is asked.
    let Some(server) = Real::new(&desk, &[]) else { return };
    let desk = desk.write("pult.local.yaml", &server.settings("plain", ""));
    desk.run(&["outbox", "send"]).good();
    assert_eq!(states(&desk), ["refused", "sent"]);
    let ran = desk.type_in(&["outbox", "send", "a1"], "0\n");
    assert_eq!(ran.code, Some(1));
    says(&ran, &["уже отказался", "Ничего не изменено."]);
    desk.type_in(&["outbox", "send", "a1"], "1\n").good();
    assert_eq!(states(&desk), ["sent", "sent"]);
    assert_eq!(server.got().len(), 2);
}

#[test]
fn what_is_cut_off_before_the_letter_is_not_sent() {
    let ways: [(&[&str], &str); 6] = [
        (&["!cut"], "оборвалась"),
        (&["220 x", "!cut"], "оборвалась"),
        (&["220 x", "250 x", "250 ok", "!cut"], "оборвалась"),
        (&["220 x", "250 x", "250 ok", "250 ok", "!cut"], "оборвалась"),
        (&["220 x", "250 x", "!hang"], "не ответил вовремя"),
        (&["HTTP/1.1 400 Bad Request"], "ответ непонятен"),
    ];
    for (script, why) in ways {
        let desk = with_letters(2);
        let server = Fake::new(script);
        let desk = desk.write("pult.local.yaml", &server.settings("plain"));
        let ran = desk.run(&["outbox", "send"]);
        assert_eq!(ran.code, Some(1), "{script:?}");
        says(&ran, &[why, "Остальные письма (1) не отправлялись"]);
        assert_eq!(states(&desk), ["failed", "queued"], "{script:?}");
        assert_eq!(server.heard().visits, 1, "{script:?}");
    }
    // Nobody listens; there is no such name.
    let desk = with_letters(1);
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let settings = format!("mail: {{server: localhost, port: {free}, security: plain}}\n");
    let desk = desk.write("pult.local.yaml", &settings);
    says(&desk.run(&["outbox", "send"]), &["почтовый сервер недоступен, проверьте интернет"]);
    let desk = desk.write("pult.local.yaml", "mail: {server: nobody.invalid}\n");
    says(&desk.run(&["outbox", "send"]), &["почтовый сервер недоступен"]);
    assert_eq!(states(&desk), ["failed"]);
}

#[test]
fn after_the_letter_without_an_answer_nobody_knows() {
    for (end, why) in [("!cut", "оборвалась"), ("!hang", "не ответил вовремя")] {
        let desk = with_letters(1);
        let server = fake(&["250 ok", "354 go", end]);
        let desk = desk.write("pult.local.yaml", &server.settings("plain").replace("timeout: 2", "timeout: 1"));
        let ran = desk.run(&["outbox", "send"]);
        assert_eq!(ran.code, Some(1));
        says(&ran, &["Неизвестно, ушло ли письмо", why, &format!("pult outbox sent {ONE}")]);
        assert_eq!(states(&desk), ["unknown"]);
        assert_eq!(server.heard().letters.len(), 1, "the server has it");
        // Never again by itself.
        let ran = desk.run(&["outbox", "send"]).good();
        says(&ran, &["Отправлять нечего.", "ждут решения: 1"]);
        assert_eq!(desk.type_in(&["outbox", "send", ONE], "\n").code, Some(1), "Enter alone sends nothing");
        assert_eq!(server.heard().visits, 1);
        let ran = desk.type_in(&[], "0\n").good();
        says(&ran, &["! Писем, которые ждут решения: 1. Посмотреть: pult outbox"]);
        desk.run(&["outbox", "sent", "a1"]).good();
        assert_eq!(states(&desk), ["sent"]);
        assert_eq!(desk.run(&["outbox", "sent", "a1"]).code, Some(1));
        desk.run(&["check"]).good();
    }
}

#[test]
fn killed_in_the_middle() {
    // Before anything was handed over the letter waits as it did.
    let desk = with_letters(1);
    let server = Fake::new(&["220 x", "250 x", "!hang"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain").replace("timeout: 2", "timeout: 20"));
    let mut child = desk.command(&["outbox", "send"]).spawn().expect("the program starts");
    server.wait(|heard| heard.lines.iter().any(|line| line.starts_with("MAIL")));
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    assert_eq!(states(&desk), ["queued"]);
    // Afterwards nobody knows.
    let server = fake(&["250 ok", "354 go", "!hang"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain").replace("timeout: 2", "timeout: 20"));
    let mut child = desk.command(&["outbox", "send"]).spawn().expect("the program starts");
    server.wait(|heard| heard.letters.len() == 1);
    assert_eq!(states(&desk), ["sending"], "as long as it lives");
    child.kill().expect("it is killed");
    child.wait().expect("it ends");
    assert_eq!(states(&desk), ["unknown"]);
    says(&desk.run(&["outbox"]).good(), &["(неизвестно, ушло ли)"]);
    // Somebody decides that it is to go.
    let server = fake(&["250 ok", "354 go", "250 taken"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    desk.type_in(&["outbox", "send", "a1"], "1\n").good();
    assert_eq!(states(&desk), ["sent"]);
    assert_eq!(
        server.heard().letters,
        [String::from_utf8(bytes(&desk, &format!("records/outbox/sent/{ONE}.eml"))).expect("ASCII")]
    );
}

#[test]
fn killed_while_it_was_put_away() {
    let desk = with_letters(1);
    let server = fake(&["250 ok", "354 go", "250 taken"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    desk.run(&["outbox", "send"]).good();
    let place = |folder: &str, ending: &str| desk.path(&format!("records/outbox/{folder}{ONE}.{ending}"));
    // Neither was moved yet; only the letter was.
    for endings in [&["eml", "yaml"][..], &["yaml"]] {
        for ending in endings {
            std::fs::rename(place("sent/", ending), place("", ending)).expect("a file");
        }
        assert!(desk.run(&["outbox", "send"]).good().stderr.contains("Отправлять нечего."));
        assert_eq!(states(&desk), ["sent"]);
        assert!(place("sent/", "eml").exists() && place("sent/", "yaml").exists());
        assert!(!place("", "eml").exists() && !place("", "yaml").exists());
    }
    assert_eq!(server.heard().letters.len(), 1);
}

#[test]
fn a_power_cut_in_the_middle_of_a_line_leaves_what_was_said_before() {
    let desk = with_letters(1);
    let server = fake(&["250 ok", "354 go", "!cut"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    desk.run(&["outbox", "send"]);
    let path = format!("records/outbox/{ONE}.yaml");
    let text = desk.read(&path);
    let first = text.split_inclusive('\n').next().expect("a line");
    assert_eq!(text.lines().count(), 2, "{text}");
    for (left, state) in
        [(&first[..first.len() / 2], "queued"), (first, "unknown"), (&text[..text.len() - 9], "unknown")]
    {
        desk.put(&path, left.as_bytes());
        assert_eq!(states(&desk), [state]);
    }
    // A line that was changed is no line: the letter stays where it is until somebody has looked.
    desk.put(&path, text.replace("cut", "cat").as_bytes());
    let ran = desk.run(&["outbox", "send"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.stdout, ran.stderr);
    assert_eq!(server.heard().visits, 1);
    assert_eq!(desk.run(&["check"]).code, Some(1));
}

#[test]
fn two_programs_send_a_letter_once() {
    let desk = with_letters(1);
    let server = fake(&["250 ok", "354 go", "!wait", "250 taken"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain").replace("timeout: 2", "timeout: 9"));
    let start = || desk.command(&["outbox", "send"]).stdin(Stdio::null()).spawn().expect("the program starts");
    let both: Vec<_> = (0..4).map(|_| start()).collect();
    let ran: Vec<Ran> = both.into_iter().map(|child| Ran::of(&child.wait_with_output().expect("it ends"))).collect();
    assert_eq!(server.heard().letters.len(), 1, "once");
    assert_eq!(server.heard().visits, 1);
    let sent = ran.iter().filter(|ran| ran.stdout.contains("отправлено.")).count();
    assert_eq!(sent, 1, "one of them says so");
    assert_eq!(states(&desk), ["sent"]);
}

#[test]
fn a_letter_that_was_changed_is_not_sent() {
    let desk = with_letters(1);
    let server = fake(&["250 ok", "354 go", "250 taken"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    let path = format!("records/outbox/{ONE}.eml");
    let changed = desk.read(&path).replace("support@example.by", "someone@example.com");
    let desk = desk.write(&path, &changed);
    let ran = desk.run(&["outbox", "send"]);
    assert_eq!(ran.code, Some(1));
    says(&ran, &["не то, что составлено в деле"]);
    // Nor one that no case has written.
    let desk = desk.write("records/outbox/2026-11-25-a009-sent-1.eml", &changed);
    desk.run(&["outbox", "send"]);
    assert_eq!(server.heard().visits, 0);
}

#[test]
fn a_letter_is_dropped_with_a_reason() {
    let desk = with_letters(1);
    let ran = desk.type_in(&["outbox", "drop", "a1"], "0\n");
    assert_eq!(ran.code, Some(1));
    assert_eq!(states(&desk), ["queued"]);
    desk.type_in(&["outbox", "drop", "a1"], "\nотвезли сами\n").good();
    assert_eq!(states(&desk), ["dropped"]);
    says(&desk.run(&["outbox", "show", "a1"]).good(), &["снято с очереди: отвезли сами"]);
    assert_eq!(desk.type_in(&["outbox", "drop", "a1"], "ещё\n").code, Some(1));
    says(&desk.run(&["outbox"]).good(), &["Писем в очереди нет."]);
    desk.run(&["check"]).good();
}

#[test]
fn a_letter_that_was_written_anew_takes_the_place_of_the_one_before() {
    // The letter, back to the question, another answer, the letter again.
    let procedure = LETTER
        .replace("  - {attach: Отсканируйте, name: scans, accept: [jpg, png], max: 3}\n", "")
        .replace(", files: [scans]", "");
    let procedure = procedure.replace("  - {stop", "  - {ask: Ответили?, name: answered}\n  - {stop");
    let again = |desk: &Desk| desk.type_in(&["resume", "a1"], "..\n..\nДругое\n1\nопечатка\nда\n\n");
    let write = || {
        let desk = Desk::with_procedure("letter", &procedure).write("pult.yaml", COMPANY);
        desk.type_in(&["run", "letter"], "Квитанции\n\n").good();
        desk
    };
    let desk = write();
    let ran = again(&desk).good();
    says(&ran, &[&format!("Прежнее письмо {ONE} снято с очереди")]);
    assert_eq!(states(&desk), ["dropped", "queued"]);
    says(&desk.run(&["outbox", "show", ONE]).good(), &["заменено письмом 2026-11-25-a001-sent-2"]);
    // One that may have been sent stays for a person, and does not go again.
    let desk = write();
    let server = fake(&["250 ok", "354 go", "!cut"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    desk.run(&["outbox", "send"]);
    let ran = again(&desk).good();
    says(&ran, &["возможно, уже отправлено, а новое составлено"]);
    assert_eq!(states(&desk), ["unknown", "queued"]);
    assert_eq!(desk.type_in(&["outbox", "send", ONE], "1\n").code, Some(1), "its place is taken");
    assert_eq!(server.heard().visits, 1);
    // A kill between the new letter and the word about the old one: it is made good when letters are sent.
    let desk = write();
    let old = bytes(&desk, &format!("records/outbox/{ONE}.eml"));
    again(&desk).good();
    std::fs::remove_dir_all(desk.path("records/outbox/dropped")).expect("a folder");
    desk.put(&format!("records/outbox/{ONE}.eml"), &old);
    let server = fake(&["250 ok", "354 go", "250 taken"]);
    let desk = desk.write("pult.local.yaml", &server.settings("plain"));
    desk.run(&["outbox", "send"]).good();
    assert_eq!(states(&desk), ["dropped", "sent"]);
    assert_eq!(server.heard().letters.len(), 1);
}

#[test]
fn the_list_as_json() {
    let desk = with_letters(1);
    let ran = desk.english().run(&["outbox", "--json"]).good();
    let list: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(list[0]["id"], ONE);
    assert_eq!(list[0]["case"], "2026-11-25-a001");
    assert_eq!(list[0]["file"], format!("records/outbox/{ONE}.eml"));
    assert_eq!(list[0]["fault"], serde_json::Value::Null);
}

/// The twin of a server, which looks at the disk while it is spoken to.
struct Twin<'d> {
    desk: &'d Desk,
    end: Result<&'static str, Lost>,
}

impl Twin<'_> {
    fn marks(&self) -> String {
        std::fs::read_to_string(self.desk.path(&format!("records/outbox/{ONE}.yaml"))).unwrap_or_default()
    }
}

impl Post for Twin<'_> {
    fn name(&self) -> &'static str {
        "twin.example.by"
    }

    fn reach(&self, from: &str, to: &str) -> Result<Box<dyn Door + '_>, Fault> {
        assert_eq!((from, to), ("office@example.by", "support@example.by"));
        assert!(!self.marks().contains("sending"), "nothing is handed over yet: {}", self.marks());
        let second = Store::new(self.desk.path(""), Durability::Synced).take_letter(ONE);
        assert!(second.is_err(), "nobody else has it meanwhile");
        Ok(Box::new(Handed(self)))
    }
}

struct Handed<'t, 'd>(&'t Twin<'d>);

impl Door for Handed<'_, '_> {
    fn hand_over(self: Box<Self>, letter: &[u8]) -> Result<String, Lost> {
        let last = self.0.marks().lines().last().expect("a line").to_owned();
        assert!(last.contains("\"sending\":{\"server\":\"twin.example.by\""), "it stands on the disk before: {last}");
        assert!(last.contains(&hash(letter)), "with the letter's hash: {last}");
        self.0.end.clone().map(str::to_owned)
    }
}

#[test]
fn what_is_done_stands_on_the_disk_before_it_is_done() {
    let desk = with_letters(1);
    let store = Store::new(desk.path(""), Durability::Synced);
    let workspace = Arc::new(pult::store::load_workspace(&desk.path("")).expect("a workspace"));
    let faults = Arc::new(pult::check::workspace(&workspace));
    let moment = "2026-11-25T16:00:00+03:00".parse().expect("a moment");
    let seat =
        Seat { desk: "a".to_owned(), by: "Тестова Анна".to_owned(), language: workspace.company.language };
    let session = Session::new(Arc::clone(&workspace), faults, store.clone(), Clock::fixed(moment), seat);
    let fault = || Fault { kind: FaultKind::Later, words: "451 later".to_owned() };
    let send = |end, decided| {
        let letters = letters(&workspace, &store, Tray::Waiting).expect("letters");
        session.send_letter(&letters[0], &Twin { desk: &desk, end }, decided)
    };
    // The twin wants no `sending` before it is reached: each try begins where the one before has ended.
    assert!(matches!(send(Err(Lost::NotTaken(fault())), Decided::No), Ok(Fate::Failed(_))));
    assert_eq!(states(&desk), ["failed"]);
    std::fs::remove_file(desk.path(&format!("records/outbox/{ONE}.yaml"))).expect("its lines");
    assert!(matches!(send(Err(Lost::Unknown(fault())), Decided::No), Ok(Fate::Unknown(_))));
    assert!(send(Ok("250 ok"), Decided::No).is_err(), "nobody has decided");
    std::fs::remove_file(desk.path(&format!("records/outbox/{ONE}.yaml"))).expect("its lines");
    assert!(matches!(send(Ok("250 ok"), Decided::No), Ok(Fate::Sent(_))));
    let store = Store::new(desk.path(""), Durability::Synced);
    store.delete_letter(ONE).expect("it goes");
    assert!(desk.files("records/outbox").is_empty(), "wherever it lies: {:?}", desk.files("records/outbox"));
}
