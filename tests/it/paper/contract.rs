//! A hard document, made by hand: everything that a form can say, in four pages.

use pult::model::appearance::Appearance;
use pult::model::card::Audience;
use pult::model::company::Language;
use pult::model::document::{
    Bar, Block, Column, Document, Face, Line, Paper, Piece, Running, RunningPiece, Side, Table,
};

/// Text with `*bold*`, `/italic/`, `{40}` for a blank of 40 mm and `{stamp}`.
pub(crate) fn line(text: &str) -> Line {
    let mut pieces = Vec::new();
    let mut face = Face::Regular;
    let mut words = String::new();
    let mut rest = text.chars();
    let flush = |words: &mut String, face, pieces: &mut Vec<Piece>| {
        if !words.is_empty() {
            pieces.push(Piece::Text { text: std::mem::take(words), face });
        }
    };
    while let Some(c) = rest.next() {
        let other = match c {
            '*' => Face::Bold,
            '~' => Face::Italic,
            '{' => {
                flush(&mut words, face, &mut pieces);
                let inside: String = rest.by_ref().take_while(|c| *c != '}').collect();
                pieces.push(inside.parse().map_or(Piece::Stamp, |length| Piece::Blank { length }));
                continue;
            }
            c => {
                words.push(c);
                continue;
            }
        };
        flush(&mut words, face, &mut pieces);
        face = if face == other { Face::Regular } else { other };
    }
    flush(&mut words, face, &mut pieces);
    Line { pieces, ..Line::default() }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: line(text) }
}

fn clause(number: &str, text: &str) -> Block {
    Block::Clause { number: number.into(), text: line(text) }
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(line(text))
}

fn row(cells: &[&str]) -> Vec<Line> {
    cells.iter().map(|cell| line(cell)).collect()
}

/// A contract with an appendix.
pub(crate) fn contract() -> Document {
    let running = |words: &str, between: &str| Running {
        pieces: vec![
            RunningPiece::Text(words.into()),
            RunningPiece::Page,
            RunningPiece::Text(between.into()),
            RunningPiece::Pages,
        ],
    };
    let mut blocks = vec![
        heading(1, "ДОГОВОР № 2026-А-15 об оказании услуг кабельного телевидения"),
        Block::Spread { left: line("г. Примерск"), right: line("22 ноября 2026 г.") },
        paragraph(
            "*ООО «Пример-ТВ»*, именуемое в дальнейшем «Оператор», в лице директора Тестова А. Б., действующего на \
             основании Устава и специального разрешения (лицензии) № {25} от {30}, с одной стороны, и гражданин(ка) \
             *Примерова-Образцова Алёна Всеволодовна*, именуемая в дальнейшем «Абонент», с другой стороны, вместе — \
             «Стороны», заключили договор о нижеследующем.",
        ),
        heading(2, "1. Предмет договора"),
        clause(
            "1.1.",
            "Оператор обязуется предоставить Абоненту доступ к сети кабельного телевидения по адресу: ул. Образцовая, \
             д. 5, корп. 2, кв. 117, а Абонент обязуется своевременно оплачивать предоставленные телекоммуникационные \
             услуги в порядке и сроки, установленные настоящим договором и законодательством Республики Беларусь.",
        ),
        clause(
            "1.2.",
            "Перечень телепрограмм приведён в приложении 1. ~Изменение~ перечня не более чем на 10 % не является \
             изменением предмета договора; об изменении Оператор уведомляет Абонента не позднее чем за 15 дней.",
        ),
        clause("1.3.", "Линия, которая длиннее строки: {400}, не выходит за поле."),
        clause("1.4.", "Неделимое: {120} и ещё {90}."),
        heading(2, "2. Права и обязанности сторон"),
        paragraph("Оператор:"),
        Block::Item(line(
            "устраняет повреждения сети в течение 24 часов, а в праздничные дни — 48 часов с момента обращения;",
        )),
        Block::Item(line("не разглашает персональные данные Абонента;")),
        Block::Item(line("предупреждает о перерывах за 3 дня.")),
    ];
    for number in 1..=9 {
        blocks.push(clause(
            &format!("2.{number}."),
            "Абонент вправе приостановить получение услуг, письменно уведомив об этом Оператора; в случае несвоевременной \
             оплаты Оператор вправе отключить Абонента от сети, предварительно предупредив его по телефону, и взыскать \
             неустойку в размере 0,1 % от суммы задолженности за каждый день просрочки, но не более 12 500 руб. и не \
             позже 31 декабря 2026 г. — если иное не установлено законом.",
        ));
    }
    blocks.push(heading(2, "3. Стоимость"));
    let mut rows = vec![row(&["1", "Подключение квартиры к сети", "однократно", "25,40"])];
    for number in 2..=34 {
        let name = if number % 5 == 0 {
            "Дополнительная телекоммуникационная розетка с переподключением радиотрансляционного оборудования, \
             включая материалы, выезд мастера в согласованное время и проверку уровня сигнала на каждом телевизоре"
        } else {
            "Социальный пакет «Всё своё»"
        };
        rows.push(row(&[&number.to_string(), name, "ежемесячно", &format!("{},05", 1200 + number)]));
    }
    blocks.push(Block::Table(Table {
        columns: vec![
            Column { head: line("№ п/п"), side: Side::Right, share: 0 },
            Column { head: line("Услуга"), side: Side::Left, share: 0 },
            Column { head: line("Когда оплачивается"), side: Side::Left, share: 0 },
            Column { head: line("Стоимость, руб."), side: Side::Right, share: 0 },
        ],
        rows,
    }));
    blocks.push(paragraph("Обращений за месяц по районам:"));
    blocks.push(Block::Bars(
        [
            ("Центр", 42.0),
            ("Микрорайон «Северо-Западный», включая улицы индивидуальной застройки", 17.0),
            ("Вокзал", 0.0),
        ]
        .map(|(label, amount)| Bar { label: label.into(), amount, shown: format!("{amount} обращений") })
        .to_vec(),
    ));
    blocks.push(heading(2, "10. Реквизиты и подписи"));
    blocks.push(Block::Signatures(
        [
            ("*Оператор*", "*Абонент*"),
            ("ООО «Пример-ТВ»", "Примерова-Образцова Алёна Всеволодовна"),
            ("УНП {35}", "паспорт {50}, выдан Примерским районным отделом внутренних дел Примерской области"),
            ("", "Личный номер: {40}"),
            ("{stamp}", ""),
        ]
        .map(|(left, right)| (line(left), line(right)))
        .to_vec(),
    ));
    blocks.push(paragraph(
        "Подготовлено для Беларусі: Заслугоў Мікіта, ім'я, café, naïve agreement, 25 °C, ±5 × 3, 1–2…",
    ));
    Document {
        title: "Договор № 2026-А-15".into(),
        author: None,
        language: Language::Ru,
        audience: Audience::Client,
        paper: Paper { width: 210.0, height: 297.0, left: 30.0, right: 10.0, top: 20.0, bottom: 20.0 },
        appearance: Appearance::default(),
        header: Some(Running { pieces: vec![RunningPiece::Text("Договор № 2026-А-15".into())] }),
        footer: Some(running("Страница ", " из ")),
        draft: Some("Проект, не согласован с юристом".into()),
        notice: Some("Только для внутреннего использования. Нашедшего просим вернуть или уничтожить документ.".into()),
        blocks,
    }
}
