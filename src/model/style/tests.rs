use super::*;
use crate::model::procedure::read_style;
use crate::model::random::Random;
use crate::model::span::FileId;
use std::collections::BTreeSet;

/// The words that the program ships.
fn built_in() -> Dictionary {
    let mut faults = Vec::new();
    let text = include_str!("../../../procedures/style.yaml");
    let dictionary = read_style(text, FileId::NONE, &mut faults);
    assert!(faults.is_empty(), "{faults:#?}");
    dictionary
}

/// The rules against a text as a dispatcher types it, those that mend without a word among them.
fn hit_in(text: &str, shape: Shape) -> Vec<&'static str> {
    let rules: BTreeSet<Rule> = judge(text, &built_in(), shape).into_iter().map(|finding| finding.rule).collect();
    rules.into_iter().map(Rule::id).collect()
}

/// The rules that are told of a text once it is mended.
fn told(text: &str) -> Vec<&'static str> {
    let found = judge(&mended(text, Shape::Sentences), &built_in(), Shape::Sentences);
    let rules: BTreeSet<Rule> = found.into_iter().map(|finding| finding.rule).collect();
    rules.into_iter().map(Rule::id).collect()
}

fn lines(text: &str) -> Vec<String> {
    let found = faults(&mended(text, Shape::Sentences), &built_in(), Shape::Sentences);
    let line =
        |fault: Fault| format!("{} {} > {}", fault.rule.id(), fault.fragment, fault.suggestion.unwrap_or("?".into()));
    found.into_iter().map(line).collect()
}

#[test]
fn model_tickets_are_clean() {
    for text in [
        "Абонент сообщает об отсутствии изображения на всех каналах с 20.11.2026. Требуется выезд мастера.",
        "Абонент просит отключить услугу с 01.12.2026. Причина отключения: переход к другому оператору, более низкая \
         оплата. Предложен социальный пакет, абонент отказался.",
        "Абонент обратился с намерением расторгнуть договор. Причина: размер абонентской платы, у другого оператора \
         плата ниже. Предложен социальный пакет. Абонент согласен на переключение.",
        "Абонент сообщает о помехах изображения. Требуется выезд мастера.",
        "Абонент приглашен в офис для заключения договора.",
        "Абонент относится к категории, для которой предусмотрен выезд с договором. Согласовать время выезда.",
        "Обрыв кабеля на участке от д. 5 до д. 7, ул. Образцовая. Абонент просит перезвонить с 10:00 до 12:30.",
        "Датчик, щиток, блок питания и кабельщик указаны в наряде. Звонок принят в 10:05, участок № 3.",
    ] {
        assert_eq!(hit_in(text, Shape::Sentences), [""; 0], "{text}");
        assert_eq!(mended(text, Shape::Sentences), text);
        assert_eq!(fixed(text, Shape::Sentences), text);
    }
}

#[test]
fn bad_tickets_have_exactly_their_rules() {
    let bad = "Бабуля с Образцовой опять звонила!!! Телек не кажет (рябит)... прийти с договором :)";
    assert_eq!(told(bad), ["L01", "L02", "L03", "L04", "L06", "L13", "L14", "L15", "L17"]);
    assert_eq!(told("Бабулька опять ругается, что телек не кажет((("), ["L01", "L13", "L15", "L17"]);
    assert_eq!(told("СРОЧНО!!! нет каналов"), ["L02", "L06", "L07", "L20"]);
    assert_eq!(told("Прийти с договором кв 5 :)"), ["L03"]);
    // Each place is told once, in the order of the text.
    assert_eq!(
        lines(bad),
        [
            "L14 Бабуля > абонент",
            "L15 опять > повторно, с датой",
            "L02 !!! > .",
            "L17 Телек > телевизор",
            "L13 не кажет > изображение отсутствует",
            "L01 (рябит) > рябит",
            "L17 рябит > изображение с помехами",
            "L04 ... > ?",
            "L03 :) > ",
        ]
    );
    assert_eq!(
        fixed(bad, Shape::Sentences),
        "Бабуля с Образцовой опять звонила. Телек не кажет, рябит. Прийти с договором."
    );
}

/// A rule, texts that it is against, and texts that come near it.
const CASES: &[(Rule, &[&str], &[&str])] = &[
    (
        Rule::Brackets,
        &[
            "Нет сигнала (все каналы).",
            "Нет сигнала. (с утра)",
            "Канал [5] пропал.",
            "Тариф {новый}.",
            "Скорость < 5.",
            "Канал （пять）.",
            "Вход ) со двора.",
        ],
        &["Нет сигнала, все каналы.", "Кв. 5/2-17.", "Номер +375 29 000-00-01."],
    ),
    (Rule::Exclamation, &["Нет сигнала!", "Нет сигнала！", "Нет ‼ сигнала.", "Нет❗"], &["Нет сигнала."]),
    (
        Rule::Pictures,
        &[
            "Нет сигнала 😀.",
            "Нет сигнала :)",
            "Ждет ;-)",
            "Плохо :-(",
            "Хорошо :D",
            "Смешно xD",
            "Да ^_^",
            "Нет :/",
            "Звезда ⭐",
            "Пальма 👍🏽",
        ],
        &[
            "Причина: дорого.",
            "Время 10:05.",
            "Сайт http://example.by открывается.",
            "Канал № 5 ™.",
            "Причина: (дорого).",
            "Канал HD; пакет: D.",
        ],
    ),
    (
        Rule::Ellipsis,
        &["Нет сигнала...", "Нет сигнала…", "Нет.. сигнала."],
        &["Дата 20.11.2026.", "Время 10.05.", "А.В. Образцов."],
    ),
    (
        Rule::Question,
        &["Когда придет мастер?"],
        &["Сайт example.by/tv?id=5 не открывается.", "Абонент просит сообщить дату."],
    ),
    (
        Rule::RepeatedMarks,
        &["Нет,, сигнала.", "Нет!! сигнала", "Когда?? Сегодня.", "Что?! Нет.", "Нет;; да."],
        &["Нет, да; нет: да.", "Нет сигнала...", "Ул. Садовая, 5 и т. д., далее."],
    ),
    (
        Rule::Capitals,
        &["СРОЧНО нет каналов.", "Не РАБОТАЕТ."],
        &["ЕРИП, ООО, КТВ, ЖЭС и МЧС.", "ТВ и HDTV.", "Канал ОНТ.", "РОВД и ГРОВД."],
    ),
    (
        Rule::Spaces,
        &[
            "Нет  сигнала.",
            "Нет\tсигнала.",
            "Нет сигнала .",
            "Нет ,сигнала.",
            "Кабель,розетка.",
            "Нет каналов.Нужен мастер.",
            "Нет\u{A0}сигнала.",
            "Не\u{AD}т.",
        ],
        &[
            "Время 10:05.",
            "Сумма 5,40.",
            "Дата 20.11.2026.",
            "А.В.Образцов.",
            "Сайт example.by.",
            "Почта info@example.by.",
            "Каналы 5,7,9.",
        ],
    ),
    (
        Rule::Quotes,
        &["Канал \"Пример\".", "Канал “Пример”.", "Канал ''Пример''."],
        &["Канал «Пример».", "Канал «Пример „Кино“».", "Телевизор 32\".", "О'Нил Джон."],
    ),
    (
        Rule::Dash,
        &["Причина - дорого.", "Причина -- дорого."],
        &["Причина – дорого.", "Из-за ветра.", "Дома 5-7.", "- список"],
    ),
    (
        Rule::FirstPerson,
        &["Прошу мастера.", "Абонент: у меня нет сигнала.", "Жду ответа."],
        &["Абонент просит мастера.", "Немой экран.", "Меняют кабель.", "Канал «Мой мир» пропал."],
    ),
    (
        Rule::SecondPerson,
        &["Придите, пожалуйста.", "Добрый день, нет сигнала.", "Ждет Вас."],
        &["Вывод кабеля.", "Тыльная сторона."],
    ),
    (
        Rule::Colloquial,
        &["Модуль сдох.", "Кабель сдохла.", "Оплатил квитком.", "Хозяйка ждет.", "Просверлена дырка."],
        &[
            "Компания.",
            "Квитанция.",
            "Звонок.",
            "ул. Дедова.",
            "Канал «Бабки» пропал.",
            "Доставка.",
            "Ругательства нет.",
            "Тип кабеля.",
        ],
    ),
    (
        Rule::Diminutive,
        &["Оборван кабелек.", "Оборван кабелёк.", "Заявочка на ремонт.", "Подождать минуточку."],
        &[
            "Звонок.",
            "Участок.",
            "Датчик.",
            "Щиток.",
            "Блок.",
            "Кабельщик.",
            "Молоток и выключатель.",
            "Переулок.",
            "Чуть-чуть ослаблен.",
            "Подъездная дорога.",
            "Домофон.",
            "Картина.",
            "Ящичный замок.",
            "Список.",
        ],
    ),
    (
        Rule::Emotional,
        &["Опять нет сигнала.", "Это безобразие.", "Вроде нет сигнала.", "Срочно-срочно нужен мастер."],
        &["Повторно нет сигнала.", "Срочно требуется мастер.", "Какой-нибудь канал.", "Доставлено."],
    ),
    (
        Rule::Rude,
        &["Мастер дурак.", "Сказал: «идиоты».", "Мастер дypак."],
        &["Дуракинский переулок.", "Суконный двор.", "Уродинка."],
    ),
    (
        Rule::Slang,
        &["Пропал телек.", "Пропал тeлeк.", "Не работает инет.", "Комп не видит сети.", "Телика нет."],
        &[
            "Пропал телевизор.",
            "Телекоммуникации.",
            "Перешел в телеком.",
            "Компания.",
            "Компьютер.",
            "Интернет.",
            "sim-карта и Wi-Fi.",
        ],
    ),
    (
        Rule::VagueTime,
        &["Прийти завтра.", "Прийти как можно быстрее.", "Позвонить после обеда."],
        &["Прийти 23.11.2026.", "Прийти как можно.", "Завтрак.", "После, обеда нет."],
    ),
    (
        Rule::TooShort,
        &["Не работает.", "Нет."],
        &["Не работает телевизор.", "Кв. 5, нет сигнала.", "Нет. Абонент просит мастера."],
    ),
    (
        Rule::MixedAlphabets,
        &["Нет cигнала.", "Кaбель.", "sim-кaрта"],
        &["Wi-Fi и sim-карта.", "HD-канал.", "ТВ3 и 5G.", "USB-кабель."],
    ),
    (
        Rule::PersonalData,
        &[
            "Паспорт MP0000001.",
            "Паспорт МР 0000001.",
            "Номер 3010180A000PB5.",
            "Карта 4111 1111 1111 1111.",
            "Карта 4111-1111-1111-1111.",
        ],
        &[
            "Договор 0000001.",
            "Прибор 4111111111111112.",
            "Телефон +375 29 000-00-01.",
            "Кв 0000001.",
            "Счет 0000 0000 0000 0000.",
        ],
    ),
    (
        Rule::MarksForWords,
        &["Кабель и/или розетка.", "Интернет + ТВ.", "Причина = дорого.", "Перейти -> пакет.", "Подъезд/этаж."],
        &[
            "Кв. 5/2-17.",
            "Номер +375 29 000-00-01.",
            "Пакет ТВ+.",
            "Указать л/с и б/у.",
            "Сайт example.by/tv.",
            "Сайт https://example.by/tv.",
        ],
    ),
    (
        Rule::NumberEnding,
        &["На 1-ый этаж.", "Нет 2х каналов.", "Нет 5-ти каналов."],
        &["На 1-й этаж.", "Дом 2-го.", "Формат 2х2.", "30-летие.", "В 80-х годах."],
    ),
    (
        Rule::Ends,
        &["нет сигнала.", "Нет сигнала", "Нет сигнала,"],
        &["Нет сигнала.", "sim-карта не работает.", "4 канала не работают.", "Сказал: «Нет.»"],
    ),
    (
        Rule::TooLong,
        &[LONG],
        &["Нет сигнала на всех каналах с 20.11.2026, абонент просит прислать мастера в любой день."],
    ),
    (
        Rule::Health,
        &["Инвалид 1 группы.", "Болезнь сердца.", "У абонента «диабет»."],
        &["Больница, корп. 2.", "Выезд по льготной категории.", "Болт."],
    ),
];

const LONG: &str = "Абонент сообщает о том что один два три четыре пять шесть семь восемь девять десять один два три \
                    четыре пять шесть семь восемь девять десять один два три четыре пять шесть семь восемь.";

#[test]
fn every_rule_is_hit_and_passed_by_what_is_near() {
    let tried: BTreeSet<Rule> = CASES.iter().map(|(rule, ..)| *rule).collect();
    assert_eq!(tried, Rule::ALL.iter().copied().collect(), "a rule has no cases");
    let mut wrong = Vec::new();
    for (rule, hits, near) in CASES {
        wrong.extend(
            hits.iter()
                .filter(|text| !hit_in(text, Shape::Sentences).contains(&rule.id()))
                .map(|text| format!("{} misses {text}", rule.id())),
        );
        wrong.extend(
            near.iter()
                .filter(|text| hit_in(text, Shape::Sentences).contains(&rule.id()))
                .map(|text| format!("{} hits {text}", rule.id())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_has_one_right_way_is_put_right() {
    for (typed, right) in [
        ("  нет  сигнала ", "Нет сигнала."),
        ("Срочно! нет каналов", "Срочно. Нет каналов."),
        ("Абонент (Образцов) просит мастера", "Абонент, Образцов, просит мастера."),
        ("Нет сигнала (все каналы).", "Нет сигнала, все каналы."),
        ("Не работает телевизор. (с утра)", "Не работает телевизор, с утра."),
        ("Не работает телевизор. (С утра работал)", "Не работает телевизор. С утра работал."),
        ("На ул. (новая) нет сигнала", "На ул. новая, нет сигнала."),
        ("Нет звука. (с утра) Просят мастера", "Нет звука, с утра. Просят мастера."),
        ("Телефон (029) 000-00-01", "Телефон 029 000-00-01."),
        ("1) нет звука; 2) рябь", "1. нет звука; 2. рябь."),
        ("Сказал «Нет!» и ушел", "Сказал «Нет» и ушел."),
        ("Канал \"Кино \"Новое\"\" пропал", "Канал «Кино „Новое“» пропал."),
        ("Причина - дорого", "Причина – дорого."),
        ("Когда?! Где", "Когда? Где."),
        ("Рябит... прийти", "Рябит. Прийти."),
        ("Каналы 5..10", "Каналы 5–10."),
        ("Нет cигнала 😀, ждет :)", "Нет сигнала, ждет."),
        ("кабель,розетка", "Кабель, розетка."),
        ("Чуть-чуть,из-за Wi-Fi и sim-карты", "Чуть-чуть, из-за Wi-Fi и sim-карты."),
        ("Нет сигнала.\n\nтребуется мастер\n", "Нет сигнала.\n\nтребуется мастер."),
        ("Нет ((сигнала))", "Нет сигнала."),
    ] {
        assert_eq!(fixed(typed, Shape::Sentences), right, "{typed}");
    }
    assert_eq!(fixed("не нравится (дорого)", Shape::Phrase), "не нравится, дорого");
    assert_eq!(mended("не нравится !", Shape::Phrase), "не нравится!");
}

#[test]
fn fixing_twice_is_fixing_once_and_leaves_nothing_to_fix() {
    let pieces = [
        "а",
        "Нет",
        "сигнала",
        "кв",
        "5",
        "12",
        "MP",
        "o",
        "телек",
        "ул",
        "Wi-Fi",
        " ",
        " ",
        " ",
        "  ",
        "\t",
        "\n",
        "\u{A0}",
        "\u{200B}",
        "(",
        ")",
        "[",
        "]",
        "{",
        "<",
        ">",
        "（",
        "!",
        "!!!",
        "?",
        ".",
        "..",
        "…",
        ",",
        ";",
        ":",
        ":)",
        ";-(",
        "xD",
        ":/",
        "😀",
        "\u{FE0F}",
        "❗",
        "\"",
        "''",
        "“",
        "”",
        "«",
        "»",
        "„",
        "'",
        "-",
        "--",
        "->",
        "–",
        "=",
        "+",
        "/",
        "\u{AD}",
        "http://",
        "№",
        "^_^",
        "%",
    ];
    let seed = 0x5EED_2026_1122_u64;
    let mut dice = Random::new(seed);
    let empty = Dictionary::default();
    for round in 0..2_000 {
        let text: String = (0..=dice.below(14)).map(|_| pieces[dice.below(pieces.len())]).collect();
        for shape in [Shape::Phrase, Shape::Sentences] {
            let once = fixed(&text, shape);
            assert_eq!(fixed(&once, shape), once, "{seed:x}/{round} {shape:?}: {text:?}");
            let left = judge(&once, &empty, shape);
            let open = left.iter().find(|finding| finding.fix.is_some() || finding.rule.level() != Level::Doubted);
            assert_eq!(open, None, "{seed:x}/{round} {shape:?}: {text:?} became {once:?}");
            let tidy = mended(&text, shape);
            assert_eq!(mended(&tidy, shape), tidy, "{seed:x}/{round} {shape:?}: {text:?}");
            // Nothing that was said is lost by tidying.
            let said = |text: &str| {
                text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
            };
            assert_eq!(said(&tidy), said(&text), "{seed:x}/{round} {shape:?}: {text:?} became {tidy:?}");
        }
    }
}

#[test]
fn places_are_those_of_the_text() {
    let text = "Ёлка: телек (рябит)";
    for finding in judge(text, &built_in(), Shape::Sentences) {
        assert!(text.get(finding.place.clone()).is_some(), "{finding:?}");
    }
    let slang = judge(text, &built_in(), Shape::Sentences).into_iter().find(|finding| finding.rule == Rule::Slang);
    assert_eq!(slang.and_then(|finding| text.get(finding.place)), Some("телек"));
}

#[test]
fn a_dictionary_reads_back() {
    let dictionary = built_in();
    let text = serde_json::to_string(&dictionary).expect("it can be written");
    assert_eq!(serde_json::from_str::<Dictionary>(&text).expect("it can be read"), dictionary);
}

#[test]
fn words_of_the_dictionary_are_words() {
    for (entry, fault) in [
        ("телек*", None),
        ("sim-карт*", None),
        ("до конца недели", None),
        ("", Some(WordFault::NoWord)),
        ("*", Some(WordFault::NoWord)),
        ("те*лек", Some(WordFault::NoWord)),
        ("телек!", Some(WordFault::NoWord)),
        ("-нибудь", Some(WordFault::NoWord)),
        ("те*", Some(WordFault::ShortStem)),
    ] {
        assert_eq!(word_fault(entry), fault, "{entry}");
    }
}
