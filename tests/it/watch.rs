//! `pult watch`: what changes on the disk shows on the pages and is said, once.

use super::support::Desk;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// The longest that a change may take to show.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it must be quiet to say that nothing comes.
const QUIET: Duration = Duration::from_millis(900);

const VISIT: &str = "title: Визит\nsteps:\n  - ask: Кто пришёл?\n    name: visitor\n  - stop: seen\n    as: Принят\n";
const SUMMARY: &str = "---\ntitle: \"Сводка за {{ period.title }}\"\naudience: internal\nevery: month\nmeasures:\n  \
    closed: {count: cases}\n---\n# {{ form.title }}\n\nПринято: {{ closed }}.\n";

/// A running `pult watch`, with everything that it says.
struct Watch {
    child: Child,
    lines: Receiver<String>,
    heard: Vec<String>,
}

impl Watch {
    fn start(desk: &Desk) -> Self {
        let mut child = desk.command(&["watch"]).spawn().expect("the program starts");
        let (to, lines) = channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().expect("a pipe")), Box::new(child.stderr.take().expect("a pipe"))];
        for stream in streams {
            let to = to.clone();
            std::thread::spawn(move || {
                BufReader::new(stream).lines().map_while(Result::ok).for_each(|line| drop(to.send(line)));
            });
        }
        let mut watch = Self { child, lines, heard: Vec::new() };
        watch.hears("Слежу за изменениями");
        watch
    }

    /// Waits for a line that holds the words, and gives it.
    fn hears(&mut self, words: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            let line = self.lines.recv_timeout(until.saturating_duration_since(Instant::now()));
            let line = line.unwrap_or_else(|_| panic!("no «{words}» among {:#?}", self.heard));
            self.heard.push(line.clone());
            if line.contains(words) {
                return line;
            }
        }
    }

    /// Asserts that nothing more is said.
    fn is_quiet(&mut self) {
        if let Ok(line) = self.lines.recv_timeout(QUIET) {
            panic!("«{line}» behind {:#?}", self.heard);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn desk() -> Desk {
    Desk::with_procedure("visit", VISIT).write("forms/summaries/month.md", SUMMARY)
}

/// Waits until a page holds the words.
fn shows(desk: &Desk, words: &str) -> Duration {
    let from = Instant::now();
    loop {
        let page = fs::read_to_string(desk.path("out/month-2026-11.html")).unwrap_or_default();
        if page.contains(words) {
            return from.elapsed();
        }
        assert!(from.elapsed() < PATIENCE, "no «{words}» on the page: {page}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_closed_case_shows_on_the_page_and_is_one_line() {
    let desk = desk();
    let mut watch = Watch::start(&desk);
    shows(&desk, "Принято: 0.");
    // The folders of the records are made while it watches.
    desk.type_in(&["run", "visit"], "Образцов\n\n").good();
    shows(&desk, "Принято: 1.");
    let line = watch.hears("2026-11-25-a001 закрыто");
    assert_eq!(line, "+ 2026-11-25-a001 закрыто; обновлено: Сводка за ноябрь 2026 года");
    let told = watch.heard.iter().filter(|line| line.contains("a001 закрыто")).count();
    assert_eq!(told, 1);
    watch.is_quiet();
    desk.type_in(&["run", "visit"], "Примеров\n\n").good();
    let took = shows(&desk, "Принято: 2.");
    eprintln!("from the end of the program to the page: {} ms", took.as_millis());
    watch.hears("2026-11-25-a002 закрыто");
}

#[test]
fn an_edited_summary_shows_however_the_editor_saves_it() {
    let desk = desk();
    let mut watch = Watch::start(&desk);
    desk.put("forms/summaries/month.md", SUMMARY.replace("Принято", "Приняли").as_bytes());
    shows(&desk, "Приняли: 0.");
    watch.hears("Обновлено: Сводка за ноябрь 2026 года");
    // Written beside and renamed over the old one.
    desk.put("forms/summaries/.month.md.swp", SUMMARY.replace("Принято", "Встречено").as_bytes());
    fs::rename(desk.path("forms/summaries/.month.md.swp"), desk.path("forms/summaries/month.md")).expect("renamed");
    shows(&desk, "Встречено: 0.");
    watch.hears("Обновлено");
    // A folder that goes away and comes back, with another text in it.
    fs::rename(desk.path("forms"), desk.path("put-away")).expect("put away");
    watch.hears("Убрано: out/month-2026-11.html");
    desk.put("put-away/summaries/month.md", SUMMARY.replace("Принято", "Обслужено").as_bytes());
    fs::rename(desk.path("put-away"), desk.path("forms")).expect("back");
    shows(&desk, "Обслужено: 0.");
    // A comment in a procedure changes no page.
    watch.is_quiet_after(|| desk.put("procedures/visit.yaml", format!("# Визит\n{VISIT}").as_bytes()));
}

impl Watch {
    /// Lets everything that is on its way come, does something, and asserts that it says nothing of it.
    fn is_quiet_after(&mut self, act: impl FnOnce()) {
        while let Ok(line) = self.lines.recv_timeout(QUIET) {
            self.heard.push(line);
        }
        act();
        self.is_quiet();
    }
}

#[test]
fn a_fault_is_drawn_and_its_mending_is_said() {
    let desk = desk();
    let mut watch = Watch::start(&desk);
    desk.put("procedures/visit.yaml", VISIT.replace("ask:", "aks:").as_bytes());
    watch.hears("`aks`");
    watch.hears("procedures/visit.yaml:3");
    desk.put("procedures/visit.yaml", VISIT.as_bytes());
    watch.hears("procedures/visit.yaml: исправлено");
    desk.put("forms/summaries/month.md", SUMMARY.replace("{{ closed }}", "{{ closd }}").as_bytes());
    watch.hears("`closd`");
    watch.is_quiet_after(|| ());
    shows(&desk, "Принято: 0.");
    desk.put("forms/summaries/month.md", SUMMARY.as_bytes());
    watch.hears("forms/summaries/month.md: исправлено");
}

#[test]
fn files_that_come_with_their_folders_are_not_lost() {
    let elsewhere = desk();
    elsewhere.type_in(&["run", "visit"], "Образцов\n\n").good();
    let desk = desk();
    let mut watch = Watch::start(&desk);
    for path in elsewhere.files("records").iter().filter(|path| !path.contains("/.")) {
        desk.put(path, elsewhere.read(path).as_bytes());
    }
    shows(&desk, "Принято: 1.");
    watch.hears("2026-11-25-a001 закрыто");
}

#[test]
fn a_damaged_record_is_said_once_and_its_mending_too() {
    let desk = desk();
    desk.type_in(&["run", "visit"], "Образцов\n\n").good();
    let mut watch = Watch::start(&desk);
    shows(&desk, "Принято: 1.");
    watch.is_quiet_after(|| ());
    let news = watch.heard.iter().any(|line| line.contains("закрыто"));
    assert!(!news, "what was there is no news: {:#?}", watch.heard);
    let path = desk.records().remove(0);
    let text = desk.read(&path);
    desk.put(&path, text.replace("Образцов", "Абразцов").as_bytes());
    watch.hears(&path);
    shows(&desk, "Не прочитано");
    watch.is_quiet_after(|| desk.put("pult.local.yaml", b"language: ru\n"));
    desk.put(&path, text.as_bytes());
    watch.hears(&format!("{path}: исправлено"));
    shows(&desk, "Принято: 1.");
}

#[test]
fn what_cannot_be_written_is_said_once_and_written_later() {
    let desk = desk();
    desk.put("out", b"a file in the place of the folder");
    let mut watch = Watch::start(&desk);
    let said = watch.heard.iter().filter(|line| line.contains("out")).count();
    assert_eq!(said, 1, "{:#?}", watch.heard);
    std::thread::sleep(Duration::from_secs(3));
    fs::remove_file(desk.path("out")).expect("out of the way");
    shows(&desk, "Принято: 0.");
    watch.hears("исправлено");
    assert_eq!(watch.heard.iter().filter(|line| line.contains("записать")).count(), 1, "{:#?}", watch.heard);
}
