//! Where a line must not end: the no-break rules of Russian typesetting.
//!
//! Rules after A. E. Milchin, L. K. Cheltsova, "Spravochnik izdatelya i avtora", on dividing a text into lines.

use crate::model::types::MONTHS;

/// The space that keeps its neighbours in one line.
const TIED: char = '\u{a0}';

/// What stands for a place to write on: a number may come there.
pub(super) const BLANK: char = '_';

/// Words that a number before them is not parted from: units; months in a date are others.
const UNITS: &[&str] = &[
    "%",
    "‰",
    "°C",
    "°",
    "руб",
    "р",
    "коп",
    "к",
    "тыс",
    "млн",
    "млрд",
    "г",
    "гг",
    "в",
    "вв",
    "м",
    "мм",
    "см",
    "км",
    "кг",
    "л",
    "шт",
    "экз",
    "ч",
    "мин",
    "с",
    "сек",
    "дн",
    "сут",
    "мес",
    "кв",
    "Вт",
    "кВт",
    "МГц",
    "Мбит/с",
    "дБ",
    "BYN",
    "USD",
    "EUR",
    "рубль",
    "рубля",
    "рублей",
    "копейка",
    "копейки",
    "копеек",
    "год",
    "года",
    "году",
    "лет",
    "месяц",
    "месяца",
    "месяцев",
    "день",
    "дня",
    "дней",
    "час",
    "часа",
    "часов",
    "минута",
    "минуты",
    "минут",
    "экземпляр",
    "экземпляра",
    "экземплярах",
];
/// What is not parted from what it announces: a number or a name.
const BEFORE: &[&str] = &[
    "№",
    "§",
    "п.",
    "пп.",
    "ст.",
    "ч.",
    "гл.",
    "абз.",
    "разд.",
    "прил.",
    "рис.",
    "табл.",
    "стр.",
    "с.",
    "ул.",
    "пр.",
    "пр-т",
    "пер.",
    "пл.",
    "б-р",
    "д.",
    "корп.",
    "к.",
    "кв.",
    "оф.",
    "эт.",
    "под.",
    "г.",
    "гор.",
    "обл.",
    "р-н",
    "тел.",
    "т.",
    "им.",
    "ООО",
    "ОАО",
    "ЗАО",
    "ОДО",
    "УП",
    "ЧУП",
    "ИП",
];
/// Prepositions, conjunctions and particles of two or three letters, Russian and Belarusian, that lean on the word
/// behind them; those of one letter all do.
const LEANING: &[&str] = &[
    "во", "на", "не", "ни", "но", "об", "от", "до", "за", "из", "ко", "по", "со", "да", "без", "для", "изо", "над",
    "обо", "ото", "под", "при", "про", "или", "аб", "ад", "ні", "ці", "па", "са", "або", "пад", "пры",
];
/// Particles that lean on the word before them.
const PARTICLES: &[&str] = &["же", "ли", "бы", "ж", "ль", "б"];

/// The text with its spaces made no-break where a line must not end. Nothing but spaces changes, each into one
/// character.
pub(super) fn bind(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut bound = String::with_capacity(text.len() + words.len());
    for (at, word) in words.iter().enumerate() {
        bound.push_str(word);
        if let Some(next) = words.get(at + 1) {
            let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or("");
            bound.push(if ties(before, word, next) { TIED } else { ' ' });
        }
    }
    bound
}

/// Whether the space between `word` and `next` ties them.
fn ties(before: &str, word: &str, next: &str) -> bool {
    if word.is_empty() || next.is_empty() {
        return false;
    }
    let opened = word.trim_start_matches(['(', '«', '„', '"', '[']);
    let closed = next.trim_end_matches([',', '.', ';', ':', ')', '»', '!', '?', '…', '"', ']']);
    let counts = |word: &str| word.ends_with(|c: char| c.is_ascii_digit() || c == BLANK);
    let counted = counts(word);
    is_one_letter(opened)
        || is_leaning(opened)
        || next.starts_with(['—', '–'])
        || (counted && (UNITS.contains(&closed) || MONTHS.contains(&closed)))
        || (counted && is_group(closed) && opened.len() <= 3)
        || (BEFORE.contains(&opened) && !(opened == "г." && counts(before)))
        || (is_initials(opened) && begins_name(next))
        || (is_surname(opened) && is_initials(closed_name(next)))
        || (is_phone_part(opened) && is_digits(next))
        || (before.starts_with('+') && is_digits(word) && is_digits(next))
        || PARTICLES.contains(&closed)
}

/// `+375`, as a phone number begins.
fn is_phone_part(word: &str) -> bool {
    word.strip_prefix('+').is_some_and(|digits| !digits.is_empty() && is_digits(digits))
}

fn is_digits(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
}

/// A preposition or a conjunction of one letter.
fn is_one_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

fn is_leaning(word: &str) -> bool {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    let small: String = first.chain(letters).collect();
    LEANING.contains(&small.as_str())
}

/// Three digits: a part of a number such as `12 500`.
fn is_group(word: &str) -> bool {
    let digits = word.split_once(',').map_or(word, |(whole, _)| whole);
    digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// `А.` or `А.В.`.
fn is_initials(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    matches!(letters.as_slice(), [a, '.'] if a.is_uppercase())
        || matches!(letters.as_slice(), [a, '.', b, '.'] if a.is_uppercase() && b.is_uppercase())
}

/// Initials behind a surname may be followed by a comma.
fn closed_name(word: &str) -> &str {
    word.trim_end_matches([',', ';', ':', ')', '»'])
}

fn begins_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn is_surname(word: &str) -> bool {
    begins_name(word) && word.chars().count() > 2 && word.chars().all(|c| c.is_alphabetic() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_may() {
        for (text, bound) in [
            ("пришел в дом и ушел", "пришел в~дом и~ушел"),
            ("Договор — это договор", "Договор~— это договор"),
            ("плата 12 500 руб. в месяц", "плата 12~500~руб. в~месяц"),
            ("от 22 ноября 2026 г. Стороны", "от~22~ноября 2026~г. Стороны"),
            ("договор № 15 от г. Примерск, ул. Образцовая, д. 5", "договор №~15 от~г.~Примерск, ул.~Образцовая, д.~5"),
            ("Тестова А. Б., А. Б. Тестова", "Тестова~А.~Б., А.~Б.~Тестова"),
            ("(см. п. 2 ст. 407)", "(см. п.~2 ст.~407)"),
            ("если же и так", "если~же и~так"),
            ("в 2026 году 10 % и 5 мин, 3 дома", "в~2026~году 10~% и~5~мин, 3 дома"),
            ("На улице или под домом, не дальше", "На~улице или~под~домом, не~дальше"),
            ("НА УЛИЦЕ они были", "НА УЛИЦЕ они были"),
            ("не менее 15 дней, в двух экземплярах", "не~менее 15~дней, в~двух экземплярах"),
            ("и т. д., и т. п., т. е. так", "и~т.~д., и~т.~п., т.~е. так"),
            ("«_» _ 20_ г. и _ руб., № _", "«_» _ 20_~г. и~_~руб., №~_"),
            ("ОАО «Пример», ИП Тестова А.Б.", "ОАО~«Пример», ИП~Тестова~А.Б."),
            ("ён ішоў па вуліцы з сябрам або без яго", "ён ішоў па~вуліцы з~сябрам або~без~яго"),
            ("тел. 220 шагов, 2026 500", "тел.~220 шагов, 2026 500"),
            ("тел. +375 29 123-45-67 всегда", "тел.~+375~29~123-45-67 всегда"),
            ("  два  пробела ", "  два  пробела "),
            ("", ""),
        ] {
            assert_eq!(bind(text).replace(TIED, "~"), bound);
            assert_eq!(bind(text).chars().count(), text.chars().count());
        }
    }
}
