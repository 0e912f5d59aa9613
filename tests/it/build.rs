//! `pult build`: what stands on the pages is what a plain recount finds, and what cannot be read is named.

use super::support::{Desk, Random};
use pult::check;
use pult::engine::Move;
use pult::model::company::Language;
use pult::session::{Clock, Seat, Session};
use pult::store::{Durability, Store, load_workspace};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

const CONTRACT: &str = "title: Договор\nsteps:\n  - ask: Какой пакет?\n    name: plan\n    choices: {basic: Основной, social: Социальный}\n  \
    - ask: Сколько к оплате?\n    name: fee\n    type: money\n  - ask: Какой у вас любимый канал?\n    name: favourite\n    optional: true\n  \
    - ask: Пожелания\n    name: wishes\n    optional: true\n  - stop: signed\n    as: Договор подписан\n";
const LEAVING: &str = "title: Отключение\nsteps:\n  - ask: Почему отключаетесь?\n    name: reason\n    \
    choices: {price: Дорого, channels: Каналы, moving: Переезд}\n  - ask: Остаетесь на социальном?\n    name: social\n    type: yes/no\n    \
    when: {reason: price}\n  - stop: kept\n    when: social\n    as: Остался\n  - stop: left\n    as: Ушёл\n";
const CALL: &str = "title: Звонок\nsteps:\n  - ask: О чем?\n    name: topics\n    type: choices\n    \
    choices: {prices: Цены, channels: Каналы, repair: Ремонт}\n  - ask: Сколько минут говорили?\n    name: talked\n    type: integer\n";
const MONTH: &str = "---\ntitle: \"Сводка за {{ period.title }}\"\naudience: internal\nevery: month\nmeasures:\n  \
    closed: {count: cases}\n  unfinished: {count: open}\n  by_outcome: {count: cases, by: [case.procedure, case.outcome]}\n  \
    reasons: {count: cases, of: [leaving], by: [reason]}\n  kept: {count: cases, of: [leaving], where: case.outcome == \"kept\"}\n  \
    topics: {count: cases, of: [call], by: [topics]}\n  fees: {sum: fee, of: [contract], by: [plan]}\n  all_fees: {sum: fee, where: plan == \"social\"}\n  \
    talked: {median: talked, of: [call]}\n  days: {count: cases, by: [opened.weekday]}\n  \
    favourites: {list: favourite, of: [contract]}\n---\n# {{ form.title }}\n\nЗакрыто: {{ closed }}; открыто: {{ unfinished }}; остались: {{ kept }}.\n\n\
    Социальные: {{ all_fees }}; середина: {{ talked }}.\n\n{{ table(by_outcome) }}\n\n{{ bars(reasons) }}\n\n{{ table(topics) }}\n\n{{ table(fees) }}\n\n\
    {{ table(days) }}\n\n## Любимые каналы\n\n{% for text in favourites %}\n- {{ text }}\n{% endfor %}\n";

/// A workspace with three procedures and one summary.
fn desk() -> Desk {
    Desk::with_procedure("contract", CONTRACT)
        .write("procedures/leaving.yaml", LEAVING)
        .write("procedures/call.yaml", CALL)
        .write("forms/summaries/month.md", MONTH)
}

/// Plays cases of all three procedures between October and November, some cut short, some left open.
fn play(desk: &Desk, cases: u32) {
    let root = desk.path("");
    let workspace = Arc::new(load_workspace(&root).expect("the workspace"));
    let found = Arc::new(check::workspace(&workspace));
    let mut random = Random::new(2026);
    for number in 0..cases {
        let (month, day) = if number % 3 == 0 { (10, 1 + random.below(31)) } else { (11, 1 + random.below(24)) };
        let at = format!("2026-{month}-{day:02}T{:02}:{:02}:00+03:00", 9 + random.below(10), random.below(60));
        let clock = Clock::fixed(at.parse().expect("a moment"));
        let seat = Seat { desk: "a".into(), by: "Тестова Анна".into(), language: Language::Ru };
        let store = Store::new(&root, Durability::Unsynced);
        let mut session = Session::new(Arc::clone(&workspace), Arc::clone(&found), store, clock, seat);
        let procedure = *random.of(&["contract", "leaving", "call"]);
        session.start(procedure).expect("a case");
        let price = *random.of(&["price", "price", "channels", "moving"]);
        let fee = format!("{},{:02}", random.below(90), random.below(100));
        let minutes = random.below(30).to_string();
        let answers: Vec<(&str, &str)> = match procedure {
            "contract" => vec![
                ("plan", *random.of(&["basic", "social"])),
                ("fee", &fee),
                ("favourite", *random.of(&["", "Спорт", "спорт <b>", "Ёлки", "Новости", "**Кино**"])),
                ("wishes", ""),
            ],
            "leaving" if price == "price" => vec![("reason", price), ("social", *random.of(&["да", "нет"]))],
            "leaving" => vec![("reason", price)],
            _ => vec![
                ("topics", *random.of(&["prices", "prices, repair", "channels, repair, prices"])),
                ("talked", &minutes),
            ],
        };
        let fate = random.below(10);
        for (step, raw) in answers {
            let wanted = match raw {
                "" => Move::Skip { step: step.into(), reason: None },
                _ => Move::Answer { step: step.into(), raw: raw.into(), accept: true, reason: None },
            };
            session.act(&wanted).expect("an answer");
            if fate < 2 {
                break;
            }
        }
        match (fate, session.top().is_some()) {
            (0, _) => session.park_all("").map(drop).expect("put aside"),
            (1, _) => session.act(&Move::Cut { reason: "Ушёл".into() }).map(drop).expect("cut short"),
            (_, true) => {
                let step = session.outline().and_then(|outline| Some(outline.rows[outline.next()?].step.id.clone()));
                session.act(&Move::Stop { step }).map(drop).expect("an end");
            }
            (_, false) => {}
        }
        session.leave();
    }
}

/// What the heads of the records of a month say, read as any YAML.
fn heads(desk: &Desk, month: &str) -> Vec<Value> {
    let inside = format!("records/2026/{month}/");
    let records = desk.records().into_iter().filter(|path| path.starts_with(&inside));
    records.map(|path| serde_yaml::from_str(&desk.read(&path)).expect("YAML")).collect()
}

/// Rows of amounts: how often each label comes, the commonest first.
fn ranked(labels: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let mut counts: BTreeMap<Vec<String>, i64> = BTreeMap::new();
    labels.for_each(|label| *counts.entry(label).or_default() += 1);
    let mut rows: Vec<(Vec<String>, i64)> = counts.into_iter().collect();
    rows.sort_by_key(|(labels, count)| (-count, labels.iter().map(|label| label.to_lowercase()).collect::<Vec<_>>()));
    rows.into_iter().map(|(labels, count)| labels.into_iter().chain([count.to_string()]).collect()).collect()
}

/// The tables of a page: their rows as texts, without the heads.
fn tables(page: &str) -> Vec<Vec<Vec<String>>> {
    let bodies = page.split("<tbody>").skip(1).filter_map(|rest| rest.split("</tbody>").next());
    let cells = |row: &str| -> Vec<String> {
        let cells = row.split("<t").skip(1).filter(|cell| cell.starts_with(['d', 'h']));
        cells.map(|cell| plain(cell.split_once('>').map_or("", |(_, rest)| rest))).collect()
    };
    bodies.map(|body| body.split("<tr").skip(1).map(cells).collect()).collect()
}

fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").trim().to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn label(answer: &Value) -> String {
    answer["label"].as_str().or(answer.as_str()).map_or_else(|| answer.to_string(), str::to_owned)
}

#[test]
fn the_page_says_what_a_plain_recount_finds() {
    let desk = desk();
    play(&desk, 300);
    desk.run(&["build"]).good();
    for (month, name) in [("10", "октябрь"), ("11", "ноябрь")] {
        let page = desk.read(&format!("out/month-2026-{month}.html"));
        assert!(page.contains(&format!("Сводка за {name} 2026 года")), "{page}");
        let heads = heads(&desk, month);
        assert!(heads.len() > 80, "{}", heads.len());
        let of = |procedure: &'static str| heads.iter().filter(move |head| head["procedure"] == procedure);
        let outcome = |head: &Value| {
            let own = head["outcome_label"].as_str();
            own.unwrap_or(if head["outcome"] == "cut" {
                "Закрыто досрочно"
            } else {
                "Всё сделано"
            })
            .to_owned()
        };
        let found = tables(&page);
        assert_eq!(found[0], ranked(heads.iter().map(|head| vec![text(&head["title"]), outcome(head)])));
        let answered = |procedure, name: &'static str| {
            of(procedure).map(move |head| &head["answers"][name]).filter(|answer| !answer.is_null())
        };
        assert_eq!(found[1], ranked(answered("leaving", "reason").map(|answer| vec![label(answer)])));
        let topics = answered("call", "topics")
            .flat_map(|answer| label(answer).split(", ").map(|one| vec![one.to_owned()]).collect::<Vec<_>>());
        assert_eq!(found[2], ranked(topics));
        let kopecks = |head: &Value| -> i64 {
            head["answers"]["fee"]["value"].as_str().map_or(0, |sum| sum.replace('.', "").parse().expect("kopecks"))
        };
        let mut fees: BTreeMap<String, i64> = BTreeMap::new();
        for head in of("contract").filter(|head| !head["answers"]["fee"].is_null()) {
            *fees.entry(label(&head["answers"]["plan"])).or_default() += kopecks(head);
        }
        let shown = |sum: i64| format!("{},{:02}", sum / 100, sum % 100);
        let mut rows: Vec<(i64, String)> = fees.iter().map(|(plan, sum)| (-sum, plan.clone())).collect();
        rows.sort();
        let on_page: Vec<(String, String)> = found[3]
            .iter()
            .map(|row| (row[0].clone(), row[1].replace(['\u{a0}', ' '], "").replace("руб.", "")))
            .collect();
        assert_eq!(on_page, rows.iter().map(|(sum, plan)| (plan.clone(), shown(-sum))).collect::<Vec<_>>());
        let weekdays: Vec<&str> = found[4].iter().map(|row| row[0].as_str()).collect();
        let week = ["Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье"];
        assert!(weekdays.iter().eq(week.iter().filter(|day| weekdays.contains(*day))), "{weekdays:?}");
        let days: i64 = found[4].iter().map(|row| row[1].parse::<i64>().expect("a number")).sum();
        assert_eq!(usize::try_from(days).expect("small"), heads.len());
        let mut talked: Vec<i64> =
            answered("call", "talked").map(|answer| label(answer).parse().expect("minutes")).collect();
        talked.sort_unstable();
        let (low, high) = (talked[(talked.len() - 1) / 2], talked[talked.len() / 2]);
        let middle = if (low + high) % 2 == 0 {
            format!("{}", i64::midpoint(low, high))
        } else {
            format!("{},5", i64::midpoint(low, high))
        };
        let open = desk.files("records/open").iter().filter(|path| path.contains(&format!("2026-{month}-"))).count();
        let kept = of("leaving").filter(|head| head["outcome"] == "kept").count();
        assert!(open > 0 && kept > 0);
        let body = plain(&page);
        assert!(body.contains(&format!("Закрыто: {}; открыто: {open}; остались: {kept}.", heads.len())), "{body}");
        let social = shown(fees.get("Социальный").copied().unwrap_or_default());
        let line = body.replace('\u{a0}', "");
        assert!(line.contains(&format!("Социальные: {social} руб.; середина: {middle}.")), "{line}");
        let mut favourites: Vec<String> = answered("contract", "favourite").map(label).collect();
        favourites.sort_by_key(|text| (text.to_lowercase().replace('ё', "е"), text.clone()));
        let items: Vec<String> =
            page.split("<li>").skip(1).map(|item| plain(item.split("</li>").next().unwrap_or(""))).collect();
        assert_eq!(items, favourites);
        assert!(fs::read(desk.path(&format!("out/month-2026-{month}.pdf"))).expect("paper").starts_with(b"%PDF"));
    }
}

#[test]
fn a_page_is_written_again_only_when_it_differs() {
    let desk = desk();
    play(&desk, 5);
    let first = desk.run(&["build"]).good();
    assert!(first.stdout.contains("Записано: out/month-2026-11.html\n"), "{}", first.stdout);
    assert!(desk.read("out/month-2026-11.html").contains("По состоянию на 25.11.2026 15:00"));
    let again = desk.run(&["build"]).good();
    assert_eq!((again.stdout.as_str(), again.stderr.trim()), ("", "Ничего не изменилось."));
    let desk = desk.at("2026-11-25T15:01");
    let later = desk.run(&["build"]).good();
    assert_eq!(later.stdout.matches("Записано").count(), 4, "{}", later.stdout);
    assert!(desk.read("out/month-2026-11.html").contains("По состоянию на 25.11.2026 15:01"));
}

#[test]
fn pages_of_what_is_gone_are_taken_away_and_those_of_people_stay() {
    let desk = desk();
    play(&desk, 12);
    desk.run(&["build"]).good();
    assert!(desk.path("out/month-2026-10.html").exists());
    desk.put("out/notes.html", b"mine");
    desk.put("out/month-2026-10.pdf", b"mine, too");
    fs::remove_dir_all(desk.path("records/2026/10")).expect("October");
    for path in desk.files("records/open").iter().filter(|path| path.contains("2026-10-")) {
        fs::remove_file(desk.path(path)).expect("an open case");
    }
    let ran = desk.run(&["build"]).good();
    assert!(ran.stdout.contains("Убрано: out/month-2026-10.html"), "{}", ran.stdout);
    assert!(!desk.path("out/month-2026-10.html").exists());
    assert_eq!(desk.read("out/notes.html"), "mine");
    assert_eq!(desk.read("out/month-2026-10.pdf"), "mine, too");
    // A form with a fault keeps its pages.
    let desk = desk.write("forms/summaries/month.md", "---\ntitle: [\n---\n");
    assert_eq!(desk.run(&["build"]).code, Some(1));
    assert!(desk.path("out/month-2026-11.html").exists());
    fs::remove_file(desk.path("forms/summaries/month.md")).expect("the form");
    let ran = desk.run(&["build"]).good();
    assert!(ran.stdout.contains("Убрано: out/month-2026-11.pdf"), "{}", ran.stdout);
}

#[test]
fn a_damaged_record_is_named_on_its_page_and_stops_nothing() {
    let desk = desk();
    play(&desk, 30);
    let path = desk.records().into_iter().rfind(|path| path.contains("/11/")).expect("a record");
    let text = desk.read(&path).replacen("\"answered\"", "\"answerde\"", 1);
    desk.put(&path, text.as_bytes());
    let ran = desk.run(&["build"]).good();
    assert!(ran.stderr.contains(&path), "{}", ran.stderr);
    assert!(plain(&desk.read("out/month-2026-11.html")).contains("Не прочитано и не посчитано"));
    assert!(desk.read("out/month-2026-11.html").contains(&path));
    assert!(!desk.read("out/month-2026-10.html").contains("Не прочитано"));
    let read = heads(&desk, "11").len() - 1;
    assert!(plain(&desk.read("out/month-2026-11.html")).contains(&format!("Закрыто: {read};")));
}

#[test]
fn a_summary_with_faults_stops_no_other() {
    let desk = desk().write(
        "forms/summaries/day.md",
        &MONTH.replace("every: month", "every: day").replace("bars(reasons)", "bars(resons)"),
    );
    play(&desk, 3);
    let ran = desk.run(&["build"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("forms/summaries/day.md:") && ran.stderr.contains("`reasons`"), "{}", ran.stderr);
    assert!(desk.path("out/month-2026-11.html").exists() && desk.files("out").iter().all(|path| !path.contains("day")));
}

#[test]
fn letters_that_no_font_has_are_on_the_screen_and_said() {
    let desk = desk();
    desk.type_in(&["run", "contract"], "1\n10\nКино 🎬\n\n\n").good();
    let ran = desk.run(&["build"]).good();
    assert!(ran.stderr.contains("out/month-2026-11.pdf") && ran.stderr.contains("🎬"), "{}", ran.stderr);
    assert!(desk.read("out/month-2026-11.html").contains("Кино 🎬"));
}

#[test]
fn the_built_in_summary_reads_the_built_in_procedures() {
    let desk = Desk::new();
    desk.type_in(&["run", "request"], "1\n").good();
    let ran = desk.run(&["build"]).good();
    assert!(ran.stdout.contains("out/month-2026-11.pdf"), "{}{}", ran.stdout, ran.stderr);
    let page = plain(&desk.read("out/month-2026-11.html"));
    assert!(page.contains("Открыто и ещё не закончено: 1") && page.contains("дело 2026-11-25-a001"), "{page}");
}

#[test]
fn nothing_outside_of_out_is_ever_taken_away() {
    let desk = Desk::new();
    desk.run(&["build"]).good();
    desk.put("victim/keep.html", b"mine");
    let listed = desk.read("out/.made.json");
    let hash = pult::model::digest::sha256("mine");
    let evil = format!("{{\n  \"../victim/keep.html\": {{\"of\": \"gone\", \"hash\": \"{}\"}},", &hash[..20]);
    desk.put("out/.made.json", listed.replacen('{', &evil, 1).as_bytes());
    let ran = desk.run(&["build"]).good();
    assert!(desk.path("victim/keep.html").exists(), "{}", ran.stdout);
    // The same hash in its own folder is what the builder has made, and goes.
    desk.put("out/old.html", b"mine");
    let own = desk.read("out/.made.json").replacen(
        '{',
        &format!("{{\n  \"old.html\": {{\"of\": \"gone\", \"hash\": \"{}\"}},", &hash[..20]),
        1,
    );
    desk.put("out/.made.json", own.as_bytes());
    desk.run(&["build"]).good();
    assert!(!desk.path("out/old.html").exists());
}

#[test]
fn a_paper_that_cannot_be_made_anew_does_not_stay_beside_its_page() {
    let summary = "---\ntitle: Слова\naudience: internal\nevery: always\nmeasures:\n  words: {list: word, of: [talk]}\n---\n\
                   # {{ form.title }}\n\n{% for text in words %}\n- {{ text }}\n{% endfor %}\n";
    let desk = Desk::with_procedure("talk", "title: Разговор\nsteps:\n  - ask: Слово?\n    name: word\n")
        .write("forms/summaries/words.md", summary);
    desk.type_in(&["run", "talk"], "привет\n\n").good();
    desk.run(&["build"]).good();
    assert!(desk.path("out/words.pdf").exists());
    desk.type_in(&["run", "talk"], "漢\n\n").good();
    let built = desk.run(&["build"]);
    assert!(desk.read("out/words.html").contains('漢'), "{}", built.stdout);
    assert!(!desk.path("out/words.pdf").exists(), "yesterday's paper: {}\n{}", built.stdout, built.stderr);
    assert!(built.stderr.contains("out/words.pdf") || built.stdout.contains("out/words.pdf"), "{}", built.stderr);
    // Characters that nobody sees are not in the way, however many.
    let unseen = "\u{200b}".repeat(400);
    desk.type_in(&["run", "talk"], &format!("а{unseen}б\n\n")).good();
}

#[test]
fn a_client_s_page_or_form_never_shows_a_number_of_the_staff() {
    let company = "format: 1\ncompany:\n  name: ООО «Пример»\ntime: \"+03:00\"\ncontacts:\n  boss:\n    title: Директор\n    \
                   name: Образцов Олег Тестович\n    phones: [+375 29 000-00-91]\n";
    let form = "---\ntitle: Памятка\naudience: client\nfooter: \"Директор: +375 29 000-00-91\"\n---\n# {{ form.title }}\n\nТекст.\n";
    let summary = "---\ntitle: Слова\naudience: client\nevery: always\nmeasures:\n  words: {list: word, of: [talk]}\n---\n\
                   # {{ form.title }}\n\n{% for text in words %}\n- {{ text }}\n{% endfor %}\n";
    let desk = Desk::with_procedure("talk", "title: Разговор\nsteps:\n  - ask: Слово?\n    name: word\n")
        .write("pult.yaml", company)
        .write("forms/summaries/words.md", summary);
    desk.type_in(&["run", "talk"], "звоните 8 029 000 00 91\n\n").good();
    let built = desk.run(&["build"]);
    assert_eq!(built.code, Some(1), "{}", built.stdout);
    assert!(!desk.path("out/words.html").exists(), "{}", built.stdout);
    let desk = desk.write("forms/leaflet.md", form);
    let checked = desk.run(&["check"]);
    assert!(checked.stdout.contains("not-for-clients"), "{}", checked.stdout);
}
