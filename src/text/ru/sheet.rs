//! Лист дела.

use super::plural;
use crate::text::OnSheet;

/// One message.
pub(crate) fn say(words: &OnSheet<'_>) -> String {
    match *words {
        OnSheet::Case(id) => format!("Дело {id}"),
        OnSheet::Label => "О чём".to_owned(),
        OnSheet::Standing => "Состояние".to_owned(),
        OnSheet::Step => "Шаг".to_owned(),
        OnSheet::Came => "Ответ или итог".to_owned(),
        OnSheet::When => "Время".to_owned(),
        OnSheet::Course => "Ход дела".to_owned(),
        OnSheet::Later => "Далее".to_owned(),
        OnSheet::Again(title) => format!("{title} (продолжение)"),
        OnSheet::Late => "Сроки".to_owned(),
        OnSheet::Corrections => "Исправления".to_owned(),
        OnSheet::Outside => "Сделано, но больше не нужно".to_owned(),
        OnSheet::Said => "сказано".to_owned(),
        OnSheet::Done(0 | 1) => "сделано".to_owned(),
        OnSheet::Done(times) => format!("сделано {}", plural(u64::from(times), "раз", "раза", "раз")),
        OnSheet::Waited => "дождались".to_owned(),
        OnSheet::NotYet => "ещё не сделано".to_owned(),
        OnSheet::NotDone => "не сделано".to_owned(),
        OnSheet::Passed(None) => "пропущено".to_owned(),
        OnSheet::Passed(Some(why)) => format!("пропущено: {why}"),
        OnSheet::Nothing => "ничего не записано".to_owned(),
        OnSheet::Stale => "ответы с тех пор изменились".to_owned(),
        OnSheet::Was(None) => "исправлено, ответа не было".to_owned(),
        OnSheet::Was(Some(before)) => format!("исправлено, было: {before}"),
        OnSheet::Paper(number, copies) => {
            let copies = plural(u64::from(copies), "экземпляр", "экземпляра", "экземпляров");
            number.map_or_else(|| format!("напечатано: {copies}"), |number| format!("напечатано: № {number}, {copies}"))
        }
        OnSheet::Handed(Some(copies)) => {
            format!("отправлено на принтер: {}", plural(u64::from(copies), "экземпляр", "экземпляра", "экземпляров"))
        }
        OnSheet::Handed(None) => "открыто для печати".to_owned(),
        OnSheet::PaperVoid => "больше не действует".to_owned(),
        OnSheet::NumberTaken(number) => format!("взят № {number}, не напечатано"),
        OnSheet::AttemptVoid => "не считается".to_owned(),
        OnSheet::Letter => "письмо составлено".to_owned(),
        OnSheet::Ran(case, Some(outcome)) => format!("{outcome} (дело {case})"),
        OnSheet::Ran(case, None) => format!("не закончено (дело {case})"),
        OnSheet::InPlaceOf(case) => format!("вместо дела {case}"),
        OnSheet::NumberHidden => "[номер скрыт]".to_owned(),
    }
}
