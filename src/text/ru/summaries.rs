//! Summaries: their faults, the words on their pages, what building and watching say.

use crate::model::period::{Every, Period};
use crate::model::summary::{How, Key, MeasureFault, Subject};
use crate::render::RenderFault;
use crate::text::{Wording, wording};
use chrono::{Datelike, NaiveDate, Weekday};

/// What is wrong with a measure.
pub(crate) fn fault(how: MeasureFault) -> Wording {
    match how {
        MeasureFault::NoVerb => wording(
            "не сказано, что посчитать",
            "здесь нечего считать",
            "напишите, например, `{count: cases}`; можно `count` (сколько), `sum` (сумма), `median` (медиана), `list` (список)",
        ),
        MeasureFault::TwoVerbs => wording(
            "способов подсчёта сразу два",
            "здесь начинается второе",
            "оставьте одно слово, а для второго добавьте ещё одну строку со своим именем",
        ),
        MeasureFault::ListBy => {
            wording("список на группы не делят", "у `list` этого не бывает", "уберите `by` или считайте: `count`")
        }
        MeasureFault::NotANumber => wording(
            "сумма и медиана бывают только у чисел",
            "это не число",
            "назовите поле с числом или суммой, а чтобы посчитать дела, напишите `count`",
        ),
        MeasureFault::Groups => wording(
            "групп много, а печатается одно число",
            "это не одно число",
            "покажите группы таблицей `{{ table(имя) }}` или полосками `{{ bars(имя) }}`",
        ),
        MeasureFault::NoGroups => wording(
            "для таблицы и полосок нужны группы",
            "групп здесь нет",
            "добавьте к показателю `by`, а одно число печатайте так: `{{ имя }}`",
        ),
    }
}

/// A period as it is said behind «за».
pub(crate) fn period(period: Period) -> String {
    let (first, last) = (period.first, period.last());
    match period.every {
        Every::Day => date(first),
        Every::Week if first.month() == last.month() => format!("неделю с {} по {}", first.day(), date(last)),
        Every::Week if first.year() == last.year() => {
            format!("неделю с {} {} по {}", first.day(), month(first), date(last))
        }
        Every::Week => format!("неделю с {} по {}", date(first), date(last)),
        Every::Month => format!("{} {} года", nominative(first), first.year()),
        Every::Year => format!("{} год", first.year()),
        Every::Always => "всё время".to_owned(),
    }
}

fn date(day: NaiveDate) -> String {
    format!("{} {} {} года", day.day(), month(day), day.year())
}

fn month(day: NaiveDate) -> &'static str {
    match day.month0() {
        0 => "января",
        1 => "февраля",
        2 => "марта",
        3 => "апреля",
        4 => "мая",
        5 => "июня",
        6 => "июля",
        7 => "августа",
        8 => "сентября",
        9 => "октября",
        10 => "ноября",
        _ => "декабря",
    }
}

fn nominative(day: NaiveDate) -> &'static str {
    match day.month0() {
        0 => "январь",
        1 => "февраль",
        2 => "март",
        3 => "апрель",
        4 => "май",
        5 => "июнь",
        6 => "июль",
        7 => "август",
        8 => "сентябрь",
        9 => "октябрь",
        10 => "ноябрь",
        _ => "декабрь",
    }
}

/// Why a document cannot be put on paper.
pub(crate) fn render_fault(fault: &RenderFault) -> String {
    match fault {
        RenderFault::Glyph { character, word } => format!("в шрифте нет знака «{character}» (слово «{word}»)"),
        RenderFault::Word { word } => format!("слово «{word}» шире строки"),
        RenderFault::Table { columns, word } => {
            format!("таблица шире листа: столбцов {columns}, самое длинное слово «{word}»")
        }
        RenderFault::Running { text } => format!("колонтитул шире листа: «{text}»"),
        RenderFault::Measure { value } => format!("{value} – не размер"),
        RenderFault::Room => "поля не оставляют места для текста".to_owned(),
        RenderFault::Cells { columns, cells } => format!("в строке таблицы ячеек {cells}, а столбцов {columns}"),
        RenderFault::Asset { name, .. } => format!("файлом `forms/{name}` не напечатать, он назван в `pult.yaml`"),
        RenderFault::Fonts => "не читаются шрифты самой программы".to_owned(),
        RenderFault::Writer(reason) => format!("файл не составить: {reason}"),
    }
}

/// The head of a column that tells groups apart; a field is called by its own words.
pub(crate) fn key(key: &Key) -> Option<&'static str> {
    match key {
        Key::Procedure => Some("Процедура"),
        Key::Outcome => Some("Исход"),
        Key::Hour => Some("Время"),
        Key::Weekday => Some("День недели"),
        Key::Field(_) => None,
    }
}

/// The head of the column of amounts.
pub(crate) fn amount(how: How, what: &Subject) -> &'static str {
    match (how, what) {
        (How::Count, Subject::Field(_)) => "Ответов",
        (How::Count | How::List, _) => "Дел",
        (How::Sum, _) => "Сумма",
        (How::Median, _) => "Медиана",
    }
}

/// A day of the week as the head of a row.
pub(crate) fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Понедельник",
        Weekday::Tue => "Вторник",
        Weekday::Wed => "Среда",
        Weekday::Thu => "Четверг",
        Weekday::Fri => "Пятница",
        Weekday::Sat => "Суббота",
        Weekday::Sun => "Воскресенье",
    }
}

#[cfg(test)]
mod tests {
    use super::period;
    use crate::model::period::Every;
    use chrono::NaiveDate;

    #[test]
    fn periods_are_named_as_they_are_said() {
        let said = |y, m, d, every: Every| period(every.around(NaiveDate::from_ymd_opt(y, m, d).expect("a real day")));
        assert_eq!(said(2026, 11, 22, Every::Day), "22 ноября 2026 года");
        assert_eq!(said(2026, 11, 22, Every::Week), "неделю с 16 по 22 ноября 2026 года");
        assert_eq!(said(2026, 12, 1, Every::Week), "неделю с 30 ноября по 6 декабря 2026 года");
        assert_eq!(said(2027, 1, 1, Every::Week), "неделю с 28 декабря 2026 года по 3 января 2027 года");
        assert_eq!(said(2026, 11, 22, Every::Month), "ноябрь 2026 года");
        assert_eq!(said(2026, 11, 22, Every::Year), "2026 год");
        assert_eq!(said(2026, 11, 22, Every::Always), "всё время");
    }
}
