//! Words for the kinds of things that problems are about, in Russian.

use crate::model::diagnostic::{Shape, Thing, TimeKind};
use crate::model::letters::Alphabet;
use crate::model::types::Base;
use crate::text::{Wording, one_line, ticked, wording};

pub(super) fn time(kind: TimeKind) -> Wording {
    match kind {
        TimeKind::Offset => wording(
            "сдвиг от всемирного времени не разобрать",
            "здесь нужны часы и минуты",
            "напишите так: `\"+03:00\"` (Минск и Москва)",
        ),
        TimeKind::Interval => wording(
            "часы работы не разобрать",
            "нужны часы и минуты через двоеточие",
            "напишите открытие и закрытие через дефис, часы и минуты через двоеточие: `9:00-18:00`; выходной день просто не пишут",
        ),
        TimeKind::Break => wording(
            "перерыв в часах работы здесь не указать",
            "нужны одно открытие и одно закрытие",
            "напишите время от открытия до закрытия: `9:00-18:00`; о перерыве на обед скажите словами в тексте справки (`text`), его прочтёт диспетчер",
        ),
        TimeKind::BackwardInterval => wording(
            "часы работы кончаются раньше, чем начинаются",
            "конец раньше начала",
            "поставьте сначала открытие, потом закрытие: `9:00-18:00`",
        ),
        TimeKind::Weekdays => wording(
            "дни недели не разобрать",
            "здесь нужны дни недели",
            "напишите день или промежуток: `mon` (пн), `tue` (вт), `wed` (ср), `thu` (чт), `fri` (пт), `sat` (сб), `sun` (вс), \
             от понедельника к воскресенью, например `mon-fri: 9:00-18:00`",
        ),
        TimeKind::Yearly => wording(
            "день года не разобрать",
            "здесь нужны день и месяц",
            "напишите день и месяц без года: `01.05`; Радуница пишется словом: `радуница`",
        ),
        TimeKind::Day => wording("дату не разобрать", "здесь нужна дата", "напишите день, месяц и год: `21.04.2026`"),
        TimeKind::Span => wording(
            "промежуток времени не разобрать",
            "здесь нужен промежуток времени",
            "напишите рабочее время: `15 minutes`, `2 часа`, `1 day`; по часам, с ночами и выходными: `clock 2 hours`",
        ),
        TimeKind::Due => wording(
            "срок не разобрать",
            "здесь нужен срок",
            "напишите рабочее время с начала шага: `2 hours`; со времени другого шага: `2 hours after ИМЯ`; или имя поля с датой",
        ),
        TimeKind::Moment => wording(
            "дату и время не разобрать",
            "здесь нужны дата и время",
            "напишите день, месяц, год и время: `27.11.2026 11:05`",
        ),
        TimeKind::Minutes => wording(
            "промежуток времени не разобрать",
            "здесь нужны минуты или часы",
            "напишите число и слово: `5 minutes`, `5 минут`, `1 hour`, `1 час`; не больше недели",
        ),
    }
}

/// What has to be filled in: what people call it, and the key.
pub(super) fn blank(key: &str, label: Option<&str>) -> String {
    let (before, last) = key.rsplit_once('.').unwrap_or(("", key));
    let known = match (before, last) {
        ("company", "town") => "город",
        ("company", "area_code") => "телефонный код города",
        ("company", "phone") => "телефон для клиентов",
        ("company", "unp") => "УНП",
        ("company", "address") => "юридический адрес",
        ("company", "account") => "расчётный счёт",
        ("company", "bank") => "название и код банка",
        ("company", "licence") => "лицензия",
        ("company", "signatory") => "кто подписывает договоры",
        ("company", "inspection_book") => "название книги проверок",
        ("mail", "from") => "с какого адреса уходят письма",
        (_, "rows") if key.starts_with("cards.") => "строки таблицы",
        (_, "name") if key.starts_with("contacts.") => "фамилия, имя, отчество",
        (_, "phones") if key.starts_with("contacts.") => "телефоны",
        (_, "email") if key.starts_with("contacts.") => "адрес электронной почты",
        _ => "",
    };
    match label.unwrap_or(known) {
        "" => format!("`{key}`"),
        label => format!("{} (`{key}`)", one_line(label).replace('`', "'")),
    }
}

/// A type with the word that is written for it: «деньги» (`money`).
pub(super) fn type_of(word: &str) -> String {
    Base::of(word).map_or_else(|| format!("`{word}`"), |base| format!("«{}» (`{word}`)", type_name(base)))
}

fn type_name(base: Base) -> &'static str {
    match base {
        Base::Text => "текст",
        Base::LongText => "длинный текст",
        Base::YesNo => "да или нет",
        Base::Choice => "один вариант",
        Base::Choices => "несколько вариантов",
        Base::Integer => "целое число",
        Base::Number => "число",
        Base::Money => "деньги",
        Base::Date => "дата",
        Base::Time => "время",
        Base::DateTime => "дата и время",
        Base::Duration => "длительность",
        Base::Phone => "телефон",
        Base::Email => "электронная почта",
        Base::Person => "фамилия, имя, отчество",
        Base::Address => "адрес",
        Base::Passport => "паспорт",
        Base::PersonalNumber => "личный номер",
    }
}

/// A word with letters of another alphabet, which nobody can see.
pub(super) fn mixed(word: &str, letters: &str, alphabet: Alphabet, meant: &str) -> Wording {
    let (one, many, label, layout) = match alphabet {
        Alphabet::Cyrillic => ("русская буква", "русские буквы", "эта буква русская", "латинской"),
        Alphabet::Latin => ("латинская буква", "латинские буквы", "эта буква латинская", "русской"),
    };
    let kind = if letters.chars().count() == 1 { one } else { many };
    let letters: Vec<String> = letters.chars().map(|letter| format!("«{letter}»")).collect();
    let title = format!("в слове `{word}` {kind} {}", letters.join(", "));
    wording(title, label, format!("на вид они одинаковы; наберите слово заново в {layout} раскладке: `{meant}`"))
}

pub(super) fn shape(wanted: Shape) -> Wording {
    match wanted {
        Shape::Map => wording(
            "здесь нужны строки вида `ключ: значение`",
            "а стоит другое",
            "каждый ключ пишут с новой строки и с одним отступом; после двоеточия нужен пробел",
        ),
        Shape::List => wording(
            "здесь нужен список",
            "а стоит другое",
            "каждую строку списка начинают с дефиса и пробела: `- первое`",
        ),
        Shape::Text => wording(
            "здесь нужен текст",
            "а стоит список или ключи",
            "напишите текст в одну строку; если в нём есть скобки или двоеточие, возьмите его в кавычки",
        ),
        Shape::YesNo => wording("здесь нужно «да» или «нет»", "а стоит другое", "напишите `yes` или `no`"),
        Shape::Number => wording("здесь нужно целое число", "а стоит другое", "напишите число цифрами, например `1`"),
    }
}

pub(super) fn unknown(thing: Thing, word: &str, near: Option<&String>) -> Wording {
    let (title, label, known) = match thing {
        Thing::Procedure => ("нет процедуры", "такой процедуры нет", "процедура – это файл в папке `procedures`"),
        Thing::Card => ("нет справки", "такой справки нет", "справка – это файл в папке `procedures/cards`"),
        Thing::Section => {
            ("нет раздела", "такого раздела нет", "разделы перечислены в `pult.yaml`, в ключе `sections`")
        }
        Thing::Atom => (
            "нет пункта инструкции",
            "такого пункта нет",
            "пункты перечислены в `procedures/source.yaml`; каждый пишут отдельно: `[A1, A2]`",
        ),
        Thing::Type => ("нет типа", "такого типа нет", "свои типы описывают в `procedures/types.yaml`"),
        Thing::Step => (
            "нет шага",
            "такого шага нет",
            "шаг называют по имени (`name`), а без имени – по виду и началу текста: `say Здравствуйте`",
        ),
        Thing::Move => {
            ("нет хода", "такого хода нет", "ход начинают, например, с `answer`, `done`, `skip` или `expect`")
        }
        Thing::Change => (
            "нечего менять",
            "в ходах такого нет",
            "вариант меняет момент, который стоит в `at`, или ответ: `change: {\"12:05\": \"12:31\", reason: price}`",
        ),
        Thing::Dispatcher => (
            "нет диспетчера",
            "такого диспетчера нет",
            "диспетчеры перечислены в ключе `dispatchers`: для всех сценариев – в `procedures/scenarios/office.yaml`, в жизни – в `pult.yaml`",
        ),
        Thing::Outcome => (
            "нет исхода",
            "такого исхода нет",
            "исход – это слово после `stop:`; без `stop` дело кончается как `done`, а досрочно – как `cut`",
        ),
        Thing::Part => ("нет части", "такой части нет", "часть – это файл в папке `procedures/parts`"),
        Thing::Form => ("нет бланка", "такого бланка нет", "бланк – это файл `.md` в папке `forms`"),
        Thing::Series => {
            ("нет нумерации", "такой нумерации нет", "нумерации перечислены в `pult.yaml`, в ключе `series`")
        }
        Thing::Contact => (
            "нет контакта",
            "такого контакта нет",
            "контакты перечислены в `pult.yaml`, в ключе `contacts`; вместо контакта бывает имя вопроса с телефоном (для письма – с адресом), который стоит выше",
        ),
        Thing::Files => (
            "нет шага с файлами",
            "такого `attach` выше нет",
            "здесь пишут имя (`name`) шага `attach`, который стоит выше",
        ),
    };
    let built_in = match thing {
        Thing::Type => {
            let types = Base::ALL.iter().map(|base| format!("`{}` ({})", base.word(), type_name(*base)));
            format!("встроенные типы: {}; {known}", types.collect::<Vec<_>>().join(", "))
        }
        Thing::Procedure
        | Thing::Card
        | Thing::Section
        | Thing::Atom
        | Thing::Step
        | Thing::Move
        | Thing::Change
        | Thing::Dispatcher
        | Thing::Outcome
        | Thing::Part
        | Thing::Form
        | Thing::Contact
        | Thing::Files
        | Thing::Series => known.to_owned(),
    };
    wording(format!("{title} `{word}`"), label, meant(near, &built_in))
}

/// The word that may have been meant, or what else there is to know.
pub(super) fn meant(near: Option<&String>, otherwise: &str) -> String {
    near.map_or_else(|| otherwise.to_owned(), |near| format!("возможно, вы имели в виду `{near}`"))
}

/// What the words mean that steps begin with.
pub(in crate::text) const VERBS: [(&str, &str); 15] = [
    ("say", "сказать"),
    ("note", "заметка"),
    ("do", "сделать"),
    ("ask", "спросить"),
    ("group", "группа"),
    ("repeat", "повторить"),
    ("include", "вставить часть"),
    ("let", "вычислить"),
    ("run", "другая процедура"),
    ("print", "печать"),
    ("notify", "сообщить"),
    ("attach", "приложить файлы"),
    ("mail", "письмо"),
    ("wait", "ждать"),
    ("stop", "завершить"),
];

/// The word that may have been meant, and the words that would do.
pub(super) fn meant_among<W: AsRef<str>>(near: Option<&String>, of: &str, known: &[W]) -> String {
    let near = near.map(|near| format!("возможно, вы имели в виду `{near}`"));
    let known = (!known.is_empty()).then(|| format!("{of}: {}", ticked(known)));
    near.into_iter().chain(known).collect::<Vec<_>>().join("; ")
}

/// What a key that is missing is for.
pub(super) fn purpose(key: &str) -> &'static str {
    match key {
        "title" => " – заголовок, который увидят люди",
        "steps" => " – шаги, каждый с дефиса",
        "as" => " – как назвать исход в списках",
        "be" => " – выражение, которое вычисляется",
        "label" => " – подпись, которую увидят люди",
        "base" => " – встроенный тип, на котором основан этот",
        "example" => " – образец верного значения",
        "error" => " – что сказать, если значение не подошло",
        "check" => " – условие, которое должно выполняться",
        "procedure" => " – имя файла процедуры без `.yaml`",
        "expect" => " – что должно получиться",
        "time" => " – сдвиг часов от всемирного времени, например `\"+03:00\"`",
        "format" => " – сейчас это `1`",
        "trade_name" | "town" | "area_code" | "phone" | "unp" | "address" | "account" | "bank" | "licence"
        | "signatory" | "inspection_book" => " – это печатают бланки; пока нечего вписать, оставьте пустым",
        _ => "",
    }
}
