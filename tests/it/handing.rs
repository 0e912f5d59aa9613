//! Cases that go from desk to desk, procedures that change under them, and what was half typed.

use super::records::Looked;
use super::support::{Desk, Live, Ran};
use pult::model::event::{Did, Event};
use pult::model::record::log_of;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;

const JOURNAL: &str = "records/open/2026-11-25-a001.yaml";
const DRAFT: &str = "records/private/2026-11-25-a001/.draft";

const CALL: &str = "title: Звонок
steps:
  - {ask: Кто звонит?, name: who}
  - {ask: Что случилось?, name: what, type: long text}
  - {ask: Сколько домов?, name: houses, type: integer}
  - {ask: Паспорт, name: paper, type: passport, private: yes, optional: yes}
  - {stop: end, as: Записано}
";

fn desk(procedure: &str) -> Desk {
    Desk::with_procedure("call", procedure)
}

/// The other place of work, in the same folder.
fn other(desk: Desk) -> Desk {
    desk.write("pult.local.yaml", "desk: b\n").seated("Примеров Борис")
}

fn first(desk: Desk) -> Desk {
    desk.write("pult.local.yaml", "desk: a\n").seated("Тестова Анна")
}

fn events(text: &str) -> Vec<Event> {
    text.lines().map(|line| Event::from_line(line).unwrap_or_else(|bad| panic!("{bad:?}: {line}"))).collect()
}

fn says(ran: &Ran, words: &[&str]) {
    for words in words {
        assert!(ran.stdout.contains(words), "{words}\n{}\n{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn a_case_goes_to_another_desk_with_what_was_half_typed() {
    let desk = first(desk(CALL));
    let mut holder = Live::new(&desk, &["run", "call"], &[]);
    holder.type_in("Анна Тестова");
    let desk = other(desk);
    let journal = desk.read(JOURNAL);
    let refused = desk.run(&["resume", "a1"]);
    assert_eq!(refused.code, Some(1), "{}", refused.stdout);
    assert!(refused.stderr.contains("(пульт a)"), "{}", refused.stderr);
    let asked = desk.type_in(&["resume", "--take", "a1"], "0\n").good();
    says(&asked, &["ведёт пульт a: Тестова", "на том пульте его не продолжить", "1  Да, забрать"]);
    assert_eq!(desk.read(JOURNAL), journal, "no is no");
    // Yes; one answer is given at the new desk.
    let taken = desk.type_in(&["resume", "--take", "a1"], "1\n").good();
    says(&taken, &["Продолжаем дело a1", "Что случилось?"]);
    let log = events(&desk.read(JOURNAL));
    let listed = desk.run(&["list"]).good();
    says(&listed, &["(в работе, Примеров, пульт b)"]);
    let Some(Event { did: Did::Taken(from), desk: at, by, .. }) = log.last() else { panic!("{log:?}") };
    assert_eq!((from.from.as_str(), at.as_str(), by.as_str()), ("a", "b", "Примеров Борис"));
    // The old holder types on, and is told; nothing of it gets into the case.
    let journal = desk.read(JOURNAL);
    holder.type_in("Погас свет на Лесной");
    let told = holder.end();
    says(&told, &["забрал пульт b (Примеров Борис)", "Оно сохранено"]);
    assert_eq!(told.code, Some(0));
    assert_eq!(desk.read(JOURNAL), journal);
    assert!(desk.read(DRAFT).contains("Погас свет на Лесной"));
    let mode = std::fs::metadata(desk.path(DRAFT)).expect("the draft").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The new desk is offered it; it is gone with the answer.
    let ran = desk.type_in(&["resume", "a1"], "\n12\n\n\n").good();
    says(&ran, &["Недописано (Тестова, 25.11.2026 15:00): Погас свет на Лесной", "a1 закрыто"]);
    assert!(!desk.path("records/private").join("2026-11-25-a001").exists(), "{:?}", desk.files("records"));
    let record = desk.read(&desk.records()[0]);
    assert!(record.contains("what: \"Погас свет на Лесной\"") || record.contains("Погас свет на Лесной"), "{record}");
    assert!(record.contains("desk: \"a\""), "it was opened there: {record}");
    assert_eq!(Looked::at(&desk).again().findings, []);
}

#[test]
fn a_case_is_taken_with_the_one_it_was_run_from() {
    let whole = "title: Приём\nsteps:\n  - {ask: Зачем?, name: why}\n  - {run: call, name: req}\n\
                 \x20 - {ask: Довольны?, name: happy, type: yes/no}\n  - {stop: end, as: Принят}\n";
    for wanted in ["a1", "a2"] {
        let desk = first(desk(CALL)).write("procedures/visit.yaml", whole);
        let mut holder = Live::new(&desk, &["run", "visit"], &[]);
        ["узнать", "", "Анна"].into_iter().for_each(|line| holder.type_in(line));
        let desk = other(desk);
        let ran = desk.type_in(&["resume", "--take", wanted], "1\nТемно\n3\n\n\n1\n\n").good();
        says(&ran, &["a2 закрыто", "a1 закрыто"]);
        let logs: Vec<Vec<Event>> =
            desk.records().iter().map(|path| events(log_of(&desk.read(path)).expect("a log"))).collect();
        assert_eq!(logs.len(), 2);
        for log in &logs {
            assert_eq!(log.iter().filter(|event| matches!(event.did, Did::Taken(_))).count(), 1, "{log:?}");
        }
        let before = desk.files("records");
        holder.type_in("Светло");
        let told = holder.end();
        says(&told, &["забрал другой пульт, и оно уже закрыто"]);
        says(&told, &["Передайте сами: Светло"]);
        assert_eq!(desk.files("records"), before);
        assert_eq!(Looked::at(&desk).again().findings, []);
    }
}

#[test]
fn a_killed_program_leaves_the_lines_of_a_long_text() {
    let desk = first(desk(CALL));
    Live::new(&desk, &["run", "call"], &["Анна", "Погас свет\\", "на Лесной\\"]).kill();
    let ran = desk.type_in(&["resume", "a1"], "\nи рядом\n2\n\n\n").good();
    says(&ran, &["Недописано (Тестова, 25.11.2026 15:00): Погас свет\nна Лесной", "a1 закрыто"]);
    assert!(desk.read(&desk.records()[0]).contains("Погас свет\\nна Лесной\\nи рядом"));
}

#[test]
fn what_was_put_aside_is_anybodys_and_what_was_left_open_is_not() {
    let desk = first(desk(CALL));
    desk.type_in(&["run", "call"], "Анна\n.\n7\nперезвонить\n").good();
    let desk = other(desk);
    let ran = desk.type_in(&["resume", "a1"], "Погас свет\n").good();
    says(&ran, &["Передано (Тестова Анна): перезвонить"]);
    let desk = first(desk);
    let refused = desk.run(&["resume", "a1"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.stderr.contains("ведёт пульт b (Примеров") && refused.stderr.contains("resume --take a1"),
        "{}",
        refused.stderr
    );
    // From the list, too, it is asked first.
    let listed = desk.type_in(&[], "2\n0\n2\n1\n12\n\n\n0\n").good();
    says(&listed, &["Если забрать дело сюда", "a1 закрыто"]);
    let own = desk.type_in(&["run", "call"], "Анна\n").good();
    says(&own, &["Дело осталось открытым"]);
    let nothing = desk.type_in(&["resume", "--take", "a2"], "").good();
    assert!(!nothing.stdout.contains("забрать"), "its own case is nothing special: {}", nothing.stdout);
}

/// One types as fast as it can, the other takes the case at any moment: what was acknowledged is in the case, in order.
#[test]
fn whatever_was_acknowledged_is_there_when_a_case_is_taken() {
    let mut steps = String::from("title: Вопросы\nsteps:\n");
    for n in 1..=120 {
        steps.push_str(&format!("  - {{ask: Вопрос {n}?, name: q{n}}}\n"));
    }
    let (mut taken, mut inside) = (0, 0);
    for round in 0..12_u64 {
        let desk = first(desk(&steps));
        let mut holder = Live::new(&desk, &["run", "call"], &[]);
        let desk = other(desk);
        let lines: String = (1..=119).map(|n| format!("ответ {n}\n")).collect();
        let mut input = holder.input.take().expect("its input");
        let typing = std::thread::spawn(move || {
            let _ = input.write_all(lines.as_bytes());
        });
        std::thread::sleep(std::time::Duration::from_millis(15 * round));
        let ran = desk.type_in(&["resume", "--take", "a1"], "1\nответ пульта b\n");
        typing.join().expect("a thread that types");
        let told = holder.end();
        assert!(!told.stdout.contains("panicked") && !ran.stderr.contains("panicked"), "{}", ran.stderr);
        let log = events(&desk.read(JOURNAL));
        let numbers: Vec<usize> = log.iter().map(|event| event.n as usize).collect();
        assert_eq!(numbers, (1..=log.len()).collect::<Vec<_>>());
        let at = log.iter().position(|event| matches!(event.did, Did::Taken(_)));
        let answered: Vec<&str> = log
            .iter()
            .filter(|event| event.desk == "a")
            .filter_map(
                |event| if let Did::Answered(answered) = &event.did { Some(answered.step.as_str()) } else { None },
            )
            .collect();
        let asked = (1..=120).rev().find(|n| told.stdout.contains(&format!("Вопрос {n}?"))).unwrap_or(0);
        let kept: Vec<String> = (1..asked).map(|n| format!("q{n}")).collect();
        assert!(answered.len() >= kept.len(), "acknowledged {} and found {answered:?}", kept.len());
        if let Some(at) = at {
            taken += 1;
            inside += usize::from(!answered.is_empty() && answered.len() < 119);
            assert!(log.iter().skip(at).all(|event| event.desk == "b"), "nobody writes behind the new holder");
            assert!(told.stdout.contains("забрал пульт b") || answered.len() == 119, "{}", told.stdout);
        }
    }
    eprintln!("taken {taken} times, {inside} times in the middle of the typing");
    assert!(taken >= 6 && inside >= 1, "taken {taken}, {inside} in the middle");
}

const OLD: &str = "title: Заявка
steps:
  - {ask: Кто?, name: who}
  - {ask: Сколько домов?, name: houses}
  - {do: Записать в книгу, name: book}
  - {ask: Когда?, name: when_, type: date}
  - {stop: end, as: Принято}
";

const NEW: &str = "title: Заявка
steps:
  - {ask: Кто звонит?, name: who}
  - {ask: Адрес, name: place}
  - {ask: Сколько домов?, name: houses, type: integer}
  - {ask: Когда?, name: when_, type: date}
  - {stop: end, as: Принято}
";

#[test]
fn a_case_goes_on_under_todays_procedure() {
    let desk = first(desk(OLD));
    desk.type_in(&["run", "call"], "Анна\nдва\n\n").good();
    let none = desk.type_in(&["resume", "--update", "a1"], "").good();
    says(&none, &["Дело и так идёт по сегодняшней процедуре."]);
    let desk = desk.write("procedures/call.yaml", NEW);
    let hint = desk.type_in(&["resume", "a1"], "").good();
    says(&hint, &["Процедуру с тех пор изменили", "pult resume --update a1", "Когда?"]);
    let no = desk.type_in(&["resume", "--update", "a1"], "0\n").good();
    says(
        &no,
        &[
            "Если перейти на сегодняшнюю процедуру «Заявка»:",
            "- шага больше нет: Записать в книгу",
            "+ новый шаг: Адрес",
            "* изменён шаг: Кто звонит?",
            "* изменён шаг: Сколько домов?",
            "! ответ не подходит, спросим снова: Сколько домов? (был ответ «два»)",
            "Дальше будет: ",
        ],
    );
    assert!(!desk.read(JOURNAL).contains("updated"), "no is no");
    // From the menu, as a dispatcher would; then the case is carried on to its end.
    let ran = desk.type_in(&["resume", "a1"], ".\n9\n1\nЛесная\n2\n22.11.2026\n\n").good();
    says(&ran, &["9  Перейти на сегодняшнюю процедуру", "Дело идёт по сегодняшней процедуре.", "a1 закрыто"]);
    let record = desk.read(&desk.records()[0]);
    let log = events(log_of(&record).expect("a log"));
    let updated: Vec<_> = log
        .iter()
        .filter_map(|event| if let Did::Updated(updated) = &event.did { Some(updated) } else { None })
        .collect();
    let [updated] = updated.as_slice() else { panic!("{log:?}") };
    assert_eq!(updated.struck, ["houses"]);
    for hash in [&updated.from, &updated.to] {
        assert!(desk.path(&format!("records/definitions/{hash}.yaml")).exists(), "{hash}");
    }
    assert!(record.contains(&format!("definition: \"{}\"", updated.to)), "{record}");
    let shown = desk.run(&["show", "2026-11-25-a001"]).good();
    says(&shown, &["Лесная", "Сколько домов?: 2"]);
    assert!(desk.run(&["check"]).good().stderr.is_empty());
    assert_eq!(Looked::at(&desk).again().findings, [], "it is derived again under the procedure it came to");
    let left = format!("records/definitions/{}.yaml", updated.from);
    let bytes = std::fs::read(desk.path(&left)).expect("the definition it had before");
    std::fs::remove_file(desk.path(&left)).expect("it goes");
    assert_eq!(Looked::at(&desk).codes(), ["definition-lost"]);
    desk.put(&left, &bytes);
    // An answer of a step that came with the update is put right.
    desk.put("fix.yaml", "play:\n  - answer: {place: Садовая}\n    reason: Ослышалась\n".as_bytes());
    desk.run(&["correct", "a1", "--answers", "fix.yaml"]).good();
    says(&desk.run(&["show", "2026-11-25-a001"]).good(), &["Адрес: Садовая (было: Лесная)"]);
    assert_eq!(Looked::at(&desk).again().findings, []);
    // Faults in today's procedure: the case goes on as it was.
    let desk = desk.write("procedures/call.yaml", OLD);
    desk.type_in(&["run", "call"], "Анна\n").good();
    let desk = desk.write("procedures/call.yaml", "title: Заявка\nsteps:\n  - {asks: Кто?}\n");
    let ran = desk.type_in(&["resume", "a2"], "два\n").good();
    assert!(!ran.stdout.contains("изменили"), "{}", ran.stdout);
    let faulty = desk.run(&["resume", "--update", "a2"]);
    assert_eq!(faulty.code, Some(1), "{}", faulty.stdout);
    assert!(faulty.stderr.contains("есть ошибки"), "{}", faulty.stderr);
}

#[test]
fn a_long_text_has_lines_and_none_of_them_is_lost() {
    let desk = first(desk(CALL));
    // The input ends in the middle of the third line.
    let ran = desk.type_in(&["run", "call"], "Анна\nПогас свет\\\nна Лесной \\\nв пяти").good();
    says(&ran, &["заканчивайте строку знаком \\", "Дело осталось открытым"]);
    let draft = desk.read(DRAFT);
    assert!(draft.contains("Погас свет\\nна Лесной\\nв пяти"), "{draft}");
    assert!(!desk.read(JOURNAL).contains("Лесной"), "it is no answer");
    let ran = desk.type_in(&["resume", "a1"], "\n домах\n").good();
    says(&ran, &["Недописано (Тестова, 25.11.2026 15:00): Погас свет\nна Лесной\nв пяти", "Дальше:"]);
    let log = events(&desk.read(JOURNAL));
    let value = log.iter().find_map(|event| match &event.did {
        Did::Answered(answered) if answered.step == "what" => answered.value.as_str().map(str::to_owned),
        _ => None,
    });
    assert_eq!(value.as_deref(), Some("Погас свет\nна Лесной\nв пятидомах"));
    assert!(!desk.path(DRAFT).exists(), "it is gone with its answer");
}

#[test]
fn what_was_refused_is_offered_when_the_case_is_taken_up_again() {
    let desk = first(desk(CALL));
    let ran = desk.type_in(&["run", "call"], "Анна\nТемно\nмного\n").good();
    assert!(!ran.stdout.contains("Недописано"), "it stands above: {}", ran.stdout);
    assert!(desk.read(DRAFT).contains("много"));
    // Taken away, it is not offered again.
    let ran = desk.type_in(&["resume", "a1"], "0\n").good();
    says(&ran, &["Недописано (Тестова, 25.11.2026 15:00): много"]);
    assert!(!desk.path(DRAFT).exists());
    desk.type_in(&["resume", "a1"], "пара\n").good();
    // Whoever types the answer at once needs none of it.
    let ran = desk.type_in(&["resume", "a1"], "7\nMP00\n").good();
    says(&ran, &["Недописано", "Паспорт"]);
    // A private one is not shown, and stands nowhere else.
    let ran = desk.type_in(&["resume", "a1"], "\n").good();
    says(&ran, &["Недописано (Тестова, 25.11.2026 15:00): 4 знака, это закрытый ответ"]);
    let found: Vec<String> = desk
        .files("records")
        .into_iter()
        .filter(|path| String::from_utf8_lossy(&std::fs::read(desk.path(path)).expect("a file")).contains("MP00"))
        .collect();
    assert_eq!(found, [DRAFT]);
    desk.type_in(&["resume", "a1"], "0\n\n\n").good();
    assert!(desk.files("records").iter().all(|path| !path.contains("private")), "{:?}", desk.files("records"));
}

#[test]
fn a_damaged_draft_stops_nothing() {
    let desk = first(desk(CALL));
    desk.type_in(&["run", "call"], "Анна\n").good();
    desk.put(DRAFT, b"[{ broken");
    let ran = desk.type_in(&["resume", "a1"], "Темно\n2\n\n\n").good();
    says(&ran, &["a1 закрыто"]);
    assert!(!ran.stdout.contains("Недописано"), "{}", ran.stdout);
}
