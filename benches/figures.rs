//! Figures: what an answer, a start, a check and a replay cost. CPU time as the kernel counts it, in one
//! run; each row is checked against plain code or against what it must find.

#![allow(clippy::expect_used, clippy::print_stdout, reason = "a bench that panics has failed; its rows are its result")]

use pult::check;
use pult::engine::{Case, Move};
use pult::model::appearance::Appearance;
use pult::model::card::Audience;
use pult::model::company::Language;
use pult::model::document::{Block, Column, Document, Line, Paper, Piece, Running, RunningPiece, Side, Table};
use pult::model::event::Event;
use pult::model::workspace::{Input, Workspace};
use pult::render::pdf;
use pult::session::{Clock, Listed, Seat, Session, invent_cases, list_cases};
use pult::store::{Durability, Store, init_workspace, load_workspace};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// A figure's name, and how it is measured in a workspace.
type Row = (&'static str, fn(&Path));

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("figures");
    let _ = fs::remove_dir_all(&folder);
    init_workspace(&folder).expect("a workspace");
    // `cargo bench -- check` runs one figure alone.
    let wanted = |name: &str| !std::env::args().skip(1).any(|word| !word.starts_with('-') && word != name);
    let rows: [Row; 8] = [
        ("answer", an_answer),
        ("start", a_start),
        ("check", a_check),
        ("paths", all_paths),
        ("replay", a_replay),
        ("paper", a_paper),
        ("journal", a_journal),
        ("list", a_list),
    ];
    rows.iter().filter(|(name, _)| wanted(name)).for_each(|(_, row)| row(&folder));
    let _ = fs::remove_dir_all(&folder);
}

/// Nanoseconds of CPU that this thread has used.
fn own_cpu() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).expect("a time")
}

/// Nanoseconds of CPU that another process's main thread has used, as far as the scheduler has counted.
fn cpu_of(process: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/schedstat")).unwrap_or_default();
    text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
}

fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values[values.len() / 2]
}

fn micro(nanoseconds: u64) -> f64 {
    Duration::from_nanos(nanoseconds).as_secs_f64() * 1e6
}

fn seat() -> Seat {
    Seat { desk: "a".into(), by: "Тестова Анна".into(), language: Language::Ru }
}

fn session(folder: &Path) -> Session {
    let workspace = load_workspace(folder).expect("the workspace");
    let found = Arc::new(check::workspace(&workspace));
    let clock = Clock::system(workspace.company.time);
    Session::new(Arc::new(workspace), found, Store::new(folder, Durability::Synced), clock, seat())
}

/// An answer from the line typed to the next prompt's outline, beside a bare append of the same bytes with
/// one sync, in turns in the same folder.
fn an_answer(folder: &Path) {
    let mut session = session(folder);
    session.start("request").expect("a case");
    let journal = folder.join("records/open").join(format!("{}.yaml", session.top().expect("a case").id));
    let bare_path = folder.join("records/open/bare");
    let mut bare = OpenOptions::new().append(true).create(true).open(&bare_path).expect("a bare file");
    session
        .act(&Move::Answer { step: "kind".into(), raw: "repair".into(), accept: false, reason: None })
        .expect("an answer");
    let (mut ours, mut plain, mut length) = (Vec::new(), Vec::new(), fs::metadata(&journal).expect("a journal").len());
    for turn in 0..1000 {
        let raw = format!("ул. Образцовая, {turn}");
        let before = own_cpu();
        session.act(&Move::Answer { step: "address".into(), raw, accept: true, reason: None }).expect("an answer");
        let next = session.outline().and_then(|outline| outline.next());
        ours.push(own_cpu() - before);
        assert!(next.is_some());
        let grown = fs::metadata(&journal).expect("a journal").len();
        let line = vec![b'x'; usize::try_from(grown - length).expect("a line")];
        length = grown;
        let before = own_cpu();
        bare.write_all(&line).expect("a bare write");
        bare.sync_data().expect("a bare sync");
        plain.push(own_cpu() - before);
    }
    let text = fs::read_to_string(&journal).expect("the journal");
    assert_eq!(text.lines().filter(|line| Event::from_line(line).is_ok()).count(), 1002, "every answer is a line");
    let (ours, plain) = (median(ours), median(plain));
    println!(
        "answer: {:.0} us CPU, bare append {:.0} us, above it {:.0} us (aim 200)",
        micro(ours),
        micro(plain),
        micro(ours.saturating_sub(plain))
    );
    session.leave();
    let _ = fs::remove_file(bare_path);
}

/// From exec to the first prompt, the workspace read and checked.
fn a_start(folder: &Path) {
    let mut costs = Vec::new();
    for _ in 0..30 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pult"))
            .args(["--as", "Тестова Анна"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut output = child.stdout.take().expect("a pipe");
        let mut seen = Vec::new();
        let mut byte = [0; 1];
        while !seen.ends_with(b"> ") && output.read(&mut byte).expect("output") > 0 {
            seen.push(byte[0]);
        }
        assert!(String::from_utf8_lossy(&seen).contains("Абонент хочет отключиться"));
        costs.push(cpu_of(&child.id().to_string()));
        drop(child.stdin.take());
        child.wait().expect("the end");
    }
    println!("start: {:.1} ms CPU from exec to the first prompt (aim 30)", micro(median(costs)) / 1e3);
}

/// 200 different procedures of 30 steps, one in ten with a fault.
fn a_check(_: &Path) {
    let inputs: Vec<Input> = (0..200)
        .map(|number| Input { path: format!("procedures/p{number}.yaml"), text: Ok(procedure(number)) })
        .collect();
    let company = Input {
        path: "pult.yaml".into(),
        text: Ok("format: 1\ncompany:\n  name: Проба\ntime: \"+03:00\"\n".into()),
    };
    let mut costs = Vec::new();
    let mut faults = 0;
    for _ in 0..9 {
        let inputs: Vec<Input> = inputs.iter().chain([&company]).cloned().collect();
        let before = own_cpu();
        let workspace = Workspace::read(inputs);
        let found = check::workspace(&workspace);
        costs.push(own_cpu() - before);
        faults = found.len();
        assert_eq!(workspace.procedures.len(), 200);
    }
    assert_eq!(faults, 20, "every planted fault is found, and nothing else");
    println!(
        "check: {:.1} ms CPU for 200 procedures of 30 steps, {faults} of 20 faults found (aim 100)",
        micro(median(costs)) / 1e3
    );
}

fn procedure(number: usize) -> String {
    use std::fmt::Write;
    let mut text = format!("title: Процедура {number}\nsteps:\n");
    for step in 0..10 {
        let before = if step == 0 {
            String::new()
        } else {
            format!("    when: kind{} == \"a\" and not done{}\n", step - 1, step - 1)
        };
        let planted = if number.is_multiple_of(10) && step == 5 { "    nmae: x\n" } else { "" };
        let _ = write!(
            text,
            "  - ask: Вопрос {number}, {step}?\n    name: kind{step}\n{before}    choices:\n      a: Первый\n      b: Второй\n{planted}  \
             - say: Скажите про {{{{ kind{step} }}}} и {number}.\n  - ask: Сделано {step}?\n    name: done{step}\n    type: yes/no\n"
        );
    }
    text
}

/// 200 different procedures of 30 steps whose every step hangs on earlier answers, one in ten with what only its
/// paths show: a step that no answers lead to, a name that was not asked there.
fn all_paths(_: &Path) {
    let company = "format: 1\ncompany:\n  name: Проба\ntime: \"+03:00\"\n".to_owned();
    let files = (0..200).map(|number| (format!("procedures/p{number}.yaml"), branching(number)));
    let files = files.chain([("pult.yaml".to_owned(), company)]);
    let inputs: Vec<Input> = files.map(|(path, text)| Input { path, text: Ok(text) }).collect();
    let (mut costs, mut codes) = (Vec::new(), Vec::new());
    for _ in 0..9 {
        let inputs = inputs.clone();
        let before = own_cpu();
        let workspace = Workspace::read(inputs);
        let found = check::with_paths(&workspace);
        costs.push(own_cpu() - before);
        codes = found.iter().map(|fault| fault.problem.code()).collect();
        assert_eq!(workspace.procedures.len(), 200);
    }
    let count = |code: &str| codes.iter().filter(|found| **found == code).count();
    assert_eq!((count("never-reached"), count("never-asked"), codes.len()), (20, 20, 40), "{codes:?}");
    println!(
        "paths: {:.1} ms CPU for 200 procedures of 30 steps that branch, {} of 40 planted found (aim 1000)",
        micro(median(costs)) / 1e3,
        codes.len()
    );
}

/// A procedure in which every question hangs on two answers before it.
fn branching(number: usize) -> String {
    use std::fmt::Write;
    let mut text = format!("title: Процедура {number}\nsteps:\n");
    for step in 0..10 {
        let when = match step {
            0 => String::new(),
            _ => format!("    when: kind{0} != \"b\" or count{0} > {1}\n", step - 1, number + step),
        };
        let _ = write!(
            text,
            "  - ask: Вопрос {number}, {step}?\n    name: kind{step}\n{when}    choices:\n      a: Первый\n      b: Второй\n      \
             c:\n        label: Третий\n        steps:\n          - ask: Какой {step}?\n            name: asked{step}\n  \
             - ask: Сколько {step}?\n    name: count{step}\n    type: integer\n  \
             - say: Скажите про {{{{ kind{step} }}}} и {number}.\n    when: kind{step} != \"c\"\n"
        );
    }
    if number.is_multiple_of(10) {
        text.push_str("  - say: Никогда.\n    when: kind9 == \"a\" and kind9 == \"b\"\n");
        text.push_str("  - say: Это {{ asked9 }}.\n    when: kind9 == \"a\"\n");
    }
    text
}

/// A case of 200 events.
fn a_replay(folder: &Path) {
    let mut session = session(folder);
    session.start("disconnection").expect("a case");
    for turn in 0..199 {
        let raw = if turn % 2 == 0 { "price" } else { "moving" };
        session
            .act(&Move::Answer { step: "reason".into(), raw: raw.into(), accept: false, reason: None })
            .expect("an answer");
    }
    let case = session.top().expect("a case").clone();
    let path: PathBuf = folder.join("records/open").join(format!("{}.yaml", case.id));
    let mut text = String::new();
    File::open(&path).and_then(|mut file| file.read_to_string(&mut text)).expect("the journal");
    let mut costs = Vec::new();
    for _ in 0..101 {
        let before = own_cpu();
        let events: Vec<Event> = text.lines().map(|line| Event::from_line(line).expect("a line")).collect();
        let again = Case::replay(&case.id, Arc::clone(&case.definition), &events);
        costs.push(own_cpu() - before);
        assert_eq!(again.events, 200);
        assert_eq!(again.fact("reason"), case.fact("reason"));
    }
    println!("replay: {:.0} us CPU for 200 events, lines read and checked (aim 1000)", micro(median(costs)));
    session.leave();
}

/// 10,000 invented cases and those that they run, listed with what is overdue in them; beside bare reading of the same
/// files. Without contracts, whose papers take longer than everything else.
fn a_list(folder: &Path) {
    let folder = folder.with_file_name("figures-many");
    let _ = fs::remove_dir_all(&folder);
    init_workspace(&folder).expect("a workspace");
    fs::remove_file(folder.join("procedures/contract.yaml")).expect("a procedure");
    let workspace = Arc::new(load_workspace(&folder).expect("the workspace"));
    let found = Arc::new(check::workspace(&workspace));
    let store = Store::new(&folder, Durability::Unsynced);
    let now = "2026-11-25T15:00:00+03:00".parse().expect("a moment");
    let before = own_cpu();
    invent_cases(&store, &workspace, &found, 10_000, now).expect("cases");
    let invented = own_cpu() - before;
    let (mut costs, mut bare, mut open) = (Vec::new(), Vec::new(), 0);
    for _ in 0..9 {
        let before = own_cpu();
        let listed = list_cases(&workspace, &store, Listed::All, &now).expect("a list");
        costs.push(own_cpu() - before);
        assert!(listed.len() >= 10_000 && listed.iter().all(|case| case.trouble.is_none()));
        open = listed.iter().filter(|case| case.closed.is_none()).count();
        let files = store.case_files().expect("files");
        assert_eq!(files.len(), listed.len());
        let before = own_cpu();
        let bytes: usize = files.iter().map(|file| fs::read(&file.path).expect("a file").len()).sum();
        bare.push(own_cpu() - before);
        assert!(bytes > 10_000 * 500);
    }
    let (cost, bare) = (median(costs), median(bare));
    println!(
        "list: {:.1} ms CPU for 10,000 cases and what they ran, {open} of them open (aim 100); bare reading of the files {:.1} \
         ms, {:.1} times that; invented in {:.1} s CPU",
        micro(cost) / 1e3,
        micro(bare) / 1e3,
        micro(cost) / micro(bare),
        micro(invented) / 1e6
    );
    let _ = fs::remove_dir_all(&folder);
}

/// A contract of two pages: the first of a process, and each of a batch of 200 that differ, beside packing one whole
/// face, which is about what a file must pack anyway.
fn a_paper(_: &Path) {
    let before = own_cpu();
    let first = pdf(&a_contract(0)).expect("a file");
    let alone = own_cpu() - before;
    let before = own_cpu();
    let mut bytes = 0;
    for number in 1..=200 {
        bytes += pdf(&a_contract(number)).expect("a file").len();
    }
    let batch = (own_cpu() - before) / 200;
    let face = include_bytes!("../src/render/fonts/PultSerif-Regular.ttf");
    let mut packed = Vec::new();
    for _ in 0..100 {
        let before = own_cpu();
        let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), face.to_vec());
        stream.compress().expect("packed");
        packed.push(own_cpu() - before);
        assert!(stream.content.len() < face.len());
    }
    let pages = lopdf::Document::load_mem(&first).expect("a PDF").get_pages().len();
    let packed = median(packed);
    println!(
        "paper: {:.1} ms CPU a contract of {pages} pages in a batch of 200, {:.1} ms the first, {} bytes (aim 30000); bare \
         packing of one face {:.1} ms, {:.1} times that",
        micro(batch) / 1e3,
        micro(alone) / 1e3,
        bytes / 200,
        micro(packed) / 1e3,
        micro(batch) / micro(packed)
    );
}

/// A table over many pages: half of it and all of it, whose cost a row must be the same.
fn a_journal(_: &Path) {
    let cost = |rows: usize| {
        let document = a_long_table(rows);
        let before = own_cpu();
        let file = pdf(&document).expect("a file");
        let cost = own_cpu() - before;
        let pages = lopdf::Document::load_mem(&file).expect("a PDF").get_pages().len();
        (cost, pages, file.len())
    };
    let (half, _, _) = cost(3700);
    let (whole, pages, bytes) = cost(7400);
    assert!(pages >= 300, "{pages} pages");
    println!(
        "journal: {:.0} ms CPU for {pages} pages of 7400 rows, {:.0} ms for half of them: {:.2} times the cost a row \
         (aim 1.15), {:.0} KB",
        micro(whole) / 1e3,
        micro(half) / 1e3,
        micro(whole) / micro(half) / 2.0,
        Duration::from_micros(u64::try_from(bytes).expect("a size")).as_secs_f64() * 1e3
    );
}

fn a_long_table(rows: usize) -> Document {
    let line = |text: &str| Line::plain(text);
    let column = |head: &str, side| Column { head: line(head), side, share: 0 };
    let row = |row: usize| {
        vec![
            line(&row.to_string()),
            line(&format!("Нет сигнала на {} каналах, пропадает звук во время дождя", row % 90)),
            line(&format!("г. Примерск, ул. Образцовая, д. {}, кв. {row}", row % 70)),
        ]
    };
    let columns = vec![column("№", Side::Right), column("Обращение", Side::Left), column("Адрес", Side::Left)];
    let table = Table { columns, rows: (1..=rows).map(row).collect() };
    Document { blocks: vec![Block::Table(table)], ..a_contract(0) }
}

const CLAUSE: &str = "Абонент вправе приостановить получение услуг, письменно уведомив об этом Оператора; в случае \
    несвоевременной оплаты Оператор вправе отключить Абонента от сети, предупредив его по телефону, и взыскать \
    неустойку в размере 0,1 % от суммы задолженности за каждый день просрочки, но не более 12 500 руб.";

fn a_contract(number: usize) -> Document {
    let line = |text: &str| Line::plain(text);
    let mut blocks = vec![
        Block::Heading { level: 1, text: line(&format!("ДОГОВОР № {number}")) },
        Block::Spread { left: line("г. Примерск"), right: line("22 ноября 2026 г.") },
    ];
    for part in 1..=4 {
        blocks.push(Block::Heading {
            level: 2, text: line(&format!("{part}. Права и обязанности сторон"))
        });
        for point in 1..=4 {
            blocks.push(Block::Clause { number: format!("{part}.{point}."), text: line(CLAUSE) });
        }
    }
    let column = |head: &str, side| Column { head: line(head), side, share: 0 };
    let row =
        |row: usize| vec![line(&row.to_string()), line("Подключение к сети"), line(&format!("{},40", row * number))];
    blocks.push(Block::Table(Table {
        columns: vec![column("№", Side::Right), column("Услуга", Side::Left), column("Стоимость, руб.", Side::Right)],
        rows: (1..=8).map(row).collect(),
    }));
    blocks.push(Block::Signatures(vec![
        (line("ООО «Пример-ТВ»"), line(&format!("Примерова Алёна, паспорт {number}"))),
        (Line { pieces: vec![Piece::Stamp], ..Line::default() }, Line::default()),
    ]));
    Document {
        title: format!("Договор № {number}"),
        author: None,
        language: Language::Ru,
        audience: Audience::Client,
        paper: Paper { width: 210.0, height: 297.0, left: 30.0, right: 10.0, top: 20.0, bottom: 20.0 },
        appearance: Appearance::default(),
        header: None,
        footer: Some(Running { pieces: vec![RunningPiece::Page] }),
        draft: None,
        notice: None,
        blocks,
    }
}
