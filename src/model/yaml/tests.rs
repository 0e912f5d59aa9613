use super::{Kind, LARGEST, Node, Reader, parse, yes_or_no};
use crate::model::diagnostic::{Diagnostic, Problem, Shape};
use crate::model::procedure::{Known, TypeTable, read_procedure};
use crate::model::random::Random;
use crate::model::span::FileId;
use crate::model::style::Dictionary;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn read(text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let node = parse(text, FileId::NONE, &mut faults);
    for fault in &faults {
        let spans = [Some(fault.span), fault.also, fault.fix.as_ref().map(|fix| fix.span)];
        for span in spans.into_iter().flatten() {
            assert!(text.get(span.range()).is_some(), "{fault:?} is out of the text");
        }
    }
    (node, faults)
}

/// `code|the text under it|the corrected text`, one fault a line.
fn shown(text: &str, faults: &[Diagnostic]) -> Vec<String> {
    let line = |fault: &Diagnostic| {
        let fix = fault.fix.as_ref().map(|fix| format!("|{}", fix.text)).unwrap_or_default();
        format!("{}|{}{fix}", fault.problem.code(), &text[fault.span.range()])
    };
    faults.iter().map(line).collect()
}

fn faults(text: &str) -> Vec<String> {
    shown(text, &read(text).1)
}

/// The faults of a whole procedure.
fn procedure_faults(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    read_procedure(
        "test",
        text,
        FileId::NONE,
        Known { types: &TypeTable::new(), parts: None, cards: &BTreeMap::new(), style: &Dictionary::default() },
        &mut found,
    );
    shown(text, &found)
}

/// The text with every fix put in.
fn fixed(text: &str) -> String {
    let (_, faults) = read(text);
    let mut fixes: Vec<_> = faults.into_iter().filter_map(|fault| fault.fix).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.span.start));
    let mut out = text.to_owned();
    for fix in fixes {
        out.replace_range(fix.span.range(), &fix.text);
    }
    out
}

#[test]
fn every_trap_is_named_with_the_corrected_text() {
    let mut wrong = Vec::new();
    for (text, wanted) in [
        ("a: {value: 6,50}\n", &["comma-in-braces|6,50|\"6,50\""][..]),
        ("a: {value: 6,50, type: money}\n", &["comma-in-braces|6,50|\"6,50\""]),
        ("a: {label: Да, согласен}\n", &["comma-in-braces|Да, согласен|\"Да, согласен\""]),
        ("a: {label: Да, конечно, согласен}\n", &["comma-in-braces|Да, конечно, согласен|\"Да, конечно, согласен\""]),
        ("a: {value: 6, unp: , b: 1}\n", &[]),
        ("- say: кабинет #5\n", &["cut-by-comment|кабинет #5|\"кабинет #5\""]),
        ("- кабинет #5\n", &["cut-by-comment|кабинет #5|\"кабинет #5\""]),
        ("- say: кабинет # пятый\n", &[]),
        ("- say: кабинет#5\n", &[]),
        ("- say: {{ name }}\n", &["braces-at-start|{{ name }}|\"{{ name }}\""]),
        ("- say: {{ name }}, добрый день\n", &["braces-at-start|{{ name }}, добрый день|\"{{ name }}, добрый день\""]),
        ("- say: {{ a }} и {{ b }}\n", &["braces-at-start|{{ a }} и {{ b }}|\"{{ a }} и {{ b }}\""]),
        ("- say: {{ a == \"b\" }}\n", &["braces-at-start|{{ a == \"b\" }}|'{{ a == \"b\" }}'"]),
        ("- say: {% if a %}b{% endif %}\n", &["braces-at-start|{% if a %}b{% endif %}|\"{% if a %}b{% endif %}\""]),
        ("- say: \"Связь\" на связи\n", &["quote-at-start|\"Связь\" на связи|'\"Связь\" на связи'"]),
        ("- note: Внимание: проверить\n", &["colon-in-text|Внимание: проверить|\"Внимание: проверить\""]),
        ("- ask: Кто звонит:\n", &["colon-in-text|Кто звонит:|\"Кто звонит:\""]),
        ("- ask: Кто: имя, \"кличка\"\n", &["colon-in-text|Кто: имя, \"кличка\"|'Кто: имя, \"кличка\"'"]),
        ("- say: @дом\n", &["mark-at-start|@дом|\"@дом\""]),
        ("- say: *важно* очень\n", &["mark-at-start|*важно* очень|\"*важно* очень\""]),
        ("- say: %5 от суммы\n", &["mark-at-start|%5 от суммы|\"%5 от суммы\""]),
        ("- say: [как] так\n", &["mark-at-start|[как] так|\"[как] так\""]),
        ("a:\n\t- b\n", &["tab|\t"]),
        ("a:\tb\n", &["tab|\t"]),
        ("a: 1\nb: 2\na: 3\n", &["duplicate-key|a"]),
        ("a: &x 1\n", &["alias|&x 1"]),
        ("a: !!str 1\n", &["tag|!!str 1"]),
        ("a: 1\n---\nb: 2\n", &["several-documents|---"]),
        ("a: {<<: b}\n", &["merge-key|<<"]),
        ("? [a, b]\n: c\n", &["key-is-not-text|[a, b]"]),
        ("a: \u{1}b\n", &["control-character|\u{1}"]),
        ("a: 1\n<<<<<<< HEAD\nb: 2\n", &["conflict-marker|<<<<<<< HEAD"]),
    ] {
        let found = faults(text);
        wrong.extend((found != wanted).then(|| format!("{text:?}: {found:?} instead of {wanted:?}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_corrected_text_has_no_fault_and_says_the_same() {
    for (text, wanted) in [
        ("- say: {{ name }}, добрый день\n", "{{ name }}, добрый день"),
        ("- say: {{ a == \"b\" }}\n", "{{ a == \"b\" }}"),
        ("- say: \"Связь\" на связи\n", "\"Связь\" на связи"),
        ("- say: 'Связь' на \"связи\"\n", "'Связь' на \"связи\""),
        ("- say: Внимание: проверить\n", "Внимание: проверить"),
        ("- say: кабинет #5\n", "кабинет #5"),
        ("- say: C:\\дом: 5\n", "C:\\дом: 5"),
    ] {
        let mended = fixed(text);
        let (node, faults) = read(&mended);
        assert_eq!(shown(&mended, &faults), Vec::<String>::new(), "{mended}");
        let Some(Node { kind: Kind::List(items), .. }) = node else { panic!("{mended}: no list") };
        let Kind::Map(entries) = &items[0].kind else { panic!("{mended}: no map") };
        let Kind::Text { text, .. } = &entries[0].1.kind else { panic!("{mended}: no text") };
        assert_eq!(text, wanted);
    }
}

#[test]
fn an_alias_is_a_fault() {
    let found = faults("a: &x 1\nb: *x\n");
    assert_eq!(found, ["alias|&x 1", "alias|*x"]);
}

#[test]
fn all_faults_of_a_file_are_reported_at_once() {
    let text = "\
title: Проверка
sektion: Офис
steps:
  - say: {{ name }}, здравствуйте
  - note: Внимание: проверить
  - ask: Кто?
    nmae: who
  - ask: Сколько?
    name: n
    type: intger
  - say: \"Связь\" на связи
  - do: кабинет #5
  - ask: Да?
    choices: {a: Да, б: Нет}
  - stop: end
";
    let found = procedure_faults(text);
    let codes: Vec<&str> = found.iter().map(|line| line.split('|').next().expect("a code")).collect();
    for code in [
        "braces-at-start",
        "colon-in-text",
        "quote-at-start",
        "cut-by-comment",
        "unknown-key",
        "unknown",
        "bad-code",
        "missing-key",
    ] {
        assert!(codes.contains(&code), "{code} is not in {found:#?}");
    }
    assert_eq!(codes.iter().filter(|code| **code == "unknown-key").count(), 2, "{found:#?}");
    assert!(!codes.contains(&"grammar"), "{found:#?}");
}

#[test]
fn a_slip_does_not_hide_the_lines_behind_it() {
    let text = "title: A: b\nsteps:\n  - say: C: d\n  - say: E: f\n  - sai: G\n";
    assert_eq!(
        procedure_faults(text),
        [
            "colon-in-text|A: b|\"A: b\"",
            "colon-in-text|C: d|\"C: d\"",
            "colon-in-text|E: f|\"E: f\"",
            "unknown-step|sai"
        ]
    );
}

#[test]
fn windows_line_ends_are_line_ends() {
    let text = "title: Проверка\r\nsteps:\r\n  - say: Внимание: да\r\n  - note: {{ a }}\r\n  - sai: б\r\n";
    assert_eq!(
        procedure_faults(text),
        ["colon-in-text|Внимание: да|\"Внимание: да\"", "braces-at-start|{{ a }}|\"{{ a }}\"", "unknown-step|sai"]
    );
}

#[test]
fn values_keep_their_place() {
    let text = "имя: Анна\nблок: >-\n  один\n  два\n\nсписок: [а, \"б в\"]\n";
    let (node, faults) = read(text);
    assert!(faults.is_empty(), "{faults:?}");
    let Some(Node { kind: Kind::Map(entries), .. }) = node else { panic!("a map") };
    let under = |node: &Node| &text[node.span.range()];
    assert_eq!(entries.iter().map(|(key, _)| &text[key.span.range()]).collect::<Vec<_>>(), ["имя", "блок", "список"]);
    assert_eq!(under(&entries[0].1), "Анна");
    assert!(matches!(&entries[1].1.kind, Kind::Text { text, plain: false } if text == "один два"));
    assert_eq!(under(&entries[2].1), "[а, \"б в\"]");
    let Kind::List(items) = &entries[2].1.kind else { panic!("a list") };
    assert_eq!(items.iter().map(under).collect::<Vec<_>>(), ["а", "\"б в\""]);
}

#[test]
fn what_is_no_trap_is_no_fault() {
    for text in [
        "",
        "# только примечание\n",
        "a: http://example.by/дом\n",
        "a: 10:00-19:00\n",
        "a: Да, согласен\n",
        "a: \"кабинет #5\"\n",
        "a: b   # примечание\n",
        "a: b   #\n",
        "a: >-\n  кабинет #5: да\n",
        "a: {b: 1, c: 2}\n",
        "unp:\n",
        "a: {b: , c: 1}\n",
        "a: «Связь»: нет\n"[..11].trim_end_matches(':'),
        "- say: >-\n    {{ name }}: да\n",
        "a: [1, 2]\n",
        "a: 'it''s'\n",
    ] {
        assert_eq!(faults(text), Vec::<String>::new(), "{text:?}");
    }
    assert_eq!(yes_or_no(" ДА "), Some(true));
}

#[test]
fn shapes_are_checked() {
    let (node, _) = read("a: [1]\nb: да\nc: может\n");
    let node = node.expect("a map");
    let mut reader = Reader::default();
    let mut fields = reader.map(&node).expect("a map");
    assert!(fields.text("a", &mut reader).is_none());
    assert!(fields.flag("b", &mut reader) && !fields.flag("c", &mut reader));
    fields.finish(&mut reader);
    let problems: Vec<_> = reader.faults.into_iter().map(|fault| fault.problem).collect();
    let shape = |wanted| Problem::WrongShape { wanted };
    assert_eq!(problems, [shape(Shape::Text), shape(Shape::YesNo)]);
}

/// How long one text takes to read.
fn time(text: &str) -> Duration {
    let from = Instant::now();
    procedure_faults(text);
    from.elapsed()
}

#[test]
fn large_and_hostile_texts_end_quickly() {
    let most = usize::try_from(LARGEST).expect("fits");
    let mut slow = Vec::new();
    let steps = |line: &str| format!("title: A\nsteps:\n{}", line.repeat(most / 16 / line.len()));
    for (what, text) in [
        ("brackets", "[".repeat(10_000)),
        ("brackets in a value", format!("a: {}", "[".repeat(10_000))),
        ("braces", "{".repeat(10_000)),
        ("many braces", format!("a: {}", "{a: ".repeat(10_000))),
        ("dashes", "- ".repeat(10_000)),
        ("a deep tree", (0..2_000).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n")),
        ("one long line", format!("title: {}", "слово ".repeat(most / 24))),
        ("one long word", format!("title: {}", "a".repeat(most / 4))),
        ("one long faulty line", format!("title: a: {}\nsteps: b: c\n", "слово ".repeat(most / 24))),
        ("one long quoted line", format!("title: \"a\" {}", "\" a".repeat(most / 8))),
        ("many texts in braces", format!("a: {{{}}}", "a, ".repeat(20_000))),
        ("many keys", (0..5_000).fold(String::new(), |text, n| text + &format!("key{n}: 1\n"))),
        ("many duplicate keys", "key: 1\n".repeat(5_000)),
        ("many steps", steps("  - say: Добрый день, слушаю вас\n")),
        ("many colons", steps("  - say: a: b\n")),
        ("many braces at start", steps("  - say: {{ a }} b\n")),
        ("many comments", steps("  - say: кабинет #5\n")),
        ("many tabs", steps("\t- say: a\n")),
        ("many anchors", steps("  - say: &a b\n")),
        ("many documents", "---\na\n".repeat(20_000)),
        ("many commas", format!("a: [{}]", "{a: 6,50}, ".repeat(5_000))),
    ] {
        let taken = time(&text);
        slow.extend((taken > Duration::from_secs(20)).then_some((what, taken)));
    }
    assert!(slow.is_empty(), "{slow:?}");
}

const VALID: &str = "\
title: Абонент хочет отключиться
section: Работа в офисе
source: [C5]
never:
  - Не создавайте заявку, пока не спросили о причине.
steps:
  - ask: Если не секрет, почему отключаетесь?   # первый вопрос
    name: reason
    gate: true
    choices:
      price: Дорого платить
      moving: {label: Переезжает, when: {a: [b, c]}}
  - say: Можем предложить социальный пакет, {{ cards.prices.social }} в месяц.
    when: {reason: price}
  - run: request
    with:
      kind: \"{{ 'switch' if social else 'disconnect' }}\"
    suggest:
      text: >-
        Абонент обратился.
        {% if reason == \"silent\" %}Причину не назвал.{% else %}Причина: «{{ reason }}».{% endif %}
  - let: total
    be: a < 5 and (b or 'c' if d > 5 else e)
  - stop: left
    as: 'Отключается'
";

fn mutated(random: &mut Random) -> String {
    const PIECES: [&str; 36] = [
        ":", ": ", "#", " #", "\t", "\n", "\r\n", "- ", "{", "}", "{{ ", " }}", "{% ", " %}", "[", "]", ",", "\"", "'",
        "|", ">", "&a ", "*a", "!b ", "%", "@", "`", "? ", "<<: ", "---\n", "...\n", "\u{feff}", "\u{85}", "\u{2028}",
        "\\", "if",
    ];
    let mut text: Vec<char> = VALID.chars().collect();
    for _ in 0..=random.below(6) {
        let at = random.below(text.len());
        let end = (at + random.below(12)).min(text.len());
        match random.below(5) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, PIECES[random.below(PIECES.len())].chars())),
            2 => drop(text.splice(at..end, PIECES[random.below(PIECES.len())].chars())),
            3 => {
                let moved: Vec<char> = text[at..end].to_vec();
                let to = random.below(text.len());
                drop(text.splice(to..to, moved));
            }
            _ => text.insert(at, char::from_u32(u32::try_from(random.below(0x500)).unwrap_or(0)).unwrap_or('?')),
        }
    }
    text.into_iter().collect()
}

#[test]
fn random_texts_never_panic_and_never_hang() {
    many_random_texts(2_500);
}

#[test]
fn an_empty_value_before_a_bracket_with_a_comment_behind_it_is_no_comma_in_a_text() {
    for (map, wanted) in [("{a: x, b: }   # еще, и", 0), ("{a: x, b: }", 0), ("{a: 6,50}   # еще", 1)] {
        let found = faults(&format!("values: {map}\nnext: 1\n"));
        assert_eq!(found.len(), wanted, "{map}: {found:?}");
    }
}

#[test]
#[ignore = "minutes"]
fn very_many_random_texts_never_panic_and_never_hang() {
    many_random_texts(50_000);
}

fn many_random_texts(rounds: usize) {
    const THREADS: u64 = 4;
    assert_eq!(procedure_faults(VALID), Vec::<String>::new());
    let counts: Vec<(usize, usize)> = std::thread::scope(|scope| {
        let running: Vec<_> = (1..=THREADS).map(|seed| scope.spawn(move || random_texts(seed, rounds))).collect();
        running.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let (clean, grammar) = counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    assert!(clean > 500 && grammar > 500, "{clean} clean, {grammar} of the grammar");
}

/// How many of the texts had no fault, and how many one of the grammar.
fn random_texts(seed: u64, rounds: usize) -> (usize, usize) {
    let mut random = Random::new(seed);
    let (mut clean, mut grammar) = (0, 0);
    for round in 0..rounds {
        let text = mutated(&mut random);
        let from = Instant::now();
        let mut found = Vec::new();
        let read = read_procedure(
            "test",
            &text,
            FileId::NONE,
            Known { types: &TypeTable::new(), parts: None, cards: &BTreeMap::new(), style: &Dictionary::default() },
            &mut found,
        );
        assert!(from.elapsed() < Duration::from_secs(20), "{seed}/{round}: {:?}\n{text}", from.elapsed());
        assert!(read.is_some() || !found.is_empty(), "{seed}/{round}: nothing read and nothing said\n{text}");
        for fault in &found {
            let spans = [Some(fault.span), fault.also, fault.fix.as_ref().map(|fix| fix.span)];
            for span in spans.into_iter().flatten() {
                assert!(text.get(span.range()).is_some(), "{seed}/{round}: {fault:?}\n{text}");
            }
        }
        clean += usize::from(found.is_empty());
        grammar += usize::from(found.iter().any(|fault| fault.problem.code() == "grammar"));
    }
    (clean, grammar)
}
