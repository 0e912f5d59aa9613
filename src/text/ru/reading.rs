//! Ознакомление с инструкцией.

use super::plural;
use crate::model::handbook::{Difference, Line, Page, PageKind, Sort, What};
use crate::model::types::moment;
use crate::text::Reading;
use crate::text::reading::brief;

/// One message.
pub(crate) fn say(reading: &Reading<'_>) -> String {
    let changes = |count: usize| plural(count_of(count), "изменение", "изменения", "изменений");
    match *reading {
        Reading::First(procedures, cards) => {
            let procedures = plural(count_of(procedures), "процедура", "процедуры", "процедур");
            let cards = plural(count_of(cards), "справка", "справки", "справок");
            format!(
                "! Вы ещё не отметили, что прочитали инструкцию: {procedures}, {cards}. Показать их: 2 или pult show handbook"
            )
        }
        Reading::Changed(since, count) => {
            format!("! Инструкция изменилась с тех пор, как вы её прочитали ({}). {}:", moment(since), changes(count))
        }
        Reading::Unknown(since) => format!(
            "! Инструкция изменилась с тех пор, как вы её прочитали ({}). Что именно, уже не узнать: прочитайте всю.",
            moment(since)
        ),
        Reading::Change(difference) => change(&difference),
        Reading::More(count) => format!("… и ещё {}. Все: pult show handbook", changes(count)),
        Reading::Ask => "1 – прочитано, обязуюсь соблюдать; 2 – показать весь текст; Enter – позже".to_owned(),
        Reading::Acknowledged => "Записано: прочитано, обязуюсь соблюдать.".to_owned(),
        Reading::PutOff => "Хорошо, позже. Программа спросит снова, когда вы сядете за пульт.".to_owned(),
        Reading::Edition(hash) => format!("Инструкция, редакция {hash}"),
        Reading::Knows(who, at) => format!("{who}: прочитано {}", moment(at)),
        Reading::KnewOnce(who, at, Some(count)) => {
            format!("{who}: прочитана прежняя редакция {}, с тех пор {}", moment(at), changes(count))
        }
        Reading::KnewOnce(who, at, None) => format!("{who}: прочитана прежняя редакция {}", moment(at)),
        Reading::Never(who) => format!("{who}: ещё не прочитано"),
        Reading::Nobody => "Диспетчеров в pult.yaml пока нет, и инструкцию никто не читал.".to_owned(),
    }
}

fn count_of(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn page(page: &Page) -> String {
    match page.kind {
        PageKind::Company => "Общее".to_owned(),
        PageKind::Procedure => format!("«{}»", brief(&page.title)),
        PageKind::Card => format!("Справка «{}»", brief(&page.title)),
    }
}

fn change(difference: &Difference<'_>) -> String {
    let place = page(difference.page);
    match difference.what {
        What::NewPage if difference.page.kind == PageKind::Card => format!("Новая справка {}", quoted(difference.page)),
        What::NewPage => format!("Новая процедура {}", quoted(difference.page)),
        What::GonePage if difference.page.kind == PageKind::Card => {
            format!("Больше нет справки {}", quoted(difference.page))
        }
        What::GonePage => format!("Больше нет процедуры {}", quoted(difference.page)),
        What::Title(was) => format!("{place}: раньше называлось «{}»", brief(was)),
        What::New(line) => format!("{place}: {} {}", added(line.sort), what(line)),
        What::Gone(line) => format!("{place}: {} {}", gone(line.sort), what(line)),
        What::Words(_, now) if now.sort == Sort::Hours => format!("{place}: изменились часы работы"),
        What::Words(was, now) if now.name.is_empty() || now.name != was.name => {
            format!("{place}: {}: было {}, стало {}", named(now.sort), what(was), what(now))
        }
        What::Words(was, now) => {
            format!("{place}: «{}»: было {}, стало {}", brief(&now.name), value(&was.words), value(&now.words))
        }
        What::Works(line) if line.sort == Sort::Hours => format!("{place}: изменились часы работы или выходные"),
        What::Works(line) => format!(
            "{place}: {} {}: слова те же, изменилось, когда это нужно или что подходит",
            named(line.sort),
            what(line)
        ),
    }
}

fn quoted(page: &Page) -> String {
    format!("«{}»", brief(&page.title))
}

fn what(line: &Line) -> String {
    if line.name.is_empty() {
        format!("«{}»", brief(&line.words))
    } else {
        format!("«{}»: {}", brief(&line.name), value(&line.words))
    }
}

fn value(words: &str) -> String {
    if words.is_empty() { "не заполнено".to_owned() } else { format!("«{}»", brief(words)) }
}

fn named(sort: Sort) -> &'static str {
    match sort {
        Sort::Never => "запрет",
        Sort::Question => "вопрос",
        Sort::Choice => "вариант ответа",
        Sort::Step => "шаг",
        Sort::Hint => "подсказка",
        Sort::Outcome => "исход",
        Sort::Value => "значение",
        Sort::Row => "строка",
        Sort::Text => "текст",
        Sort::Notice => "предупреждение на документах",
        Sort::Hours => "часы работы",
        Sort::Contact => "контакт",
    }
}

fn added(sort: Sort) -> &'static str {
    match sort {
        Sort::Never => "новый запрет",
        Sort::Question => "новый вопрос",
        Sort::Choice => "новый вариант ответа",
        Sort::Step => "новый шаг",
        Sort::Hint => "новая подсказка",
        Sort::Outcome => "новый исход",
        Sort::Value => "новое значение",
        Sort::Row => "новая строка",
        Sort::Text => "новый текст",
        Sort::Notice => "новое предупреждение на документах",
        Sort::Hours => "новые часы работы",
        Sort::Contact => "новый контакт",
    }
}

fn gone(sort: Sort) -> &'static str {
    match sort {
        Sort::Never => "больше нет запрета",
        Sort::Question => "больше нет вопроса",
        Sort::Choice => "больше нет варианта ответа",
        Sort::Step => "больше нет шага",
        Sort::Hint => "больше нет подсказки",
        Sort::Outcome => "больше нет исхода",
        Sort::Value => "больше нет значения",
        Sort::Row => "больше нет строки",
        Sort::Text => "больше нет текста",
        Sort::Notice => "больше нет предупреждения на документах",
        Sort::Hours => "больше нет часов работы",
        Sort::Contact => "больше нет контакта",
    }
}
