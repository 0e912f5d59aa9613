//! Бумажный чек-лист и инструкция.

use super::plural;
use crate::text::Checklist;

/// One message.
pub(crate) fn say(words: &Checklist<'_>) -> String {
    match *words {
        Checklist::Subtitle => "Бумажный чек-лист: когда программа недоступна".to_owned(),
        Checklist::Day => "Дата".to_owned(),
        Checklist::From => "Начато в".to_owned(),
        Checklist::Dispatcher => "Диспетчер".to_owned(),
        Checklist::Never => "Нельзя:".to_owned(),
        Checklist::Number => "№".to_owned(),
        Checklist::Step => "Шаг".to_owned(),
        Checklist::Answer => "Ответ, отметка".to_owned(),
        Checklist::Say(text) => format!("Скажите: «{text}»"),
        Checklist::Note(text) => format!("К сведению: {text}"),
        Checklist::Each(text) => format!("{text}. Повторите столько раз, сколько нужно"),
        Checklist::Run(title) => format!("Дальше по листу «{title}»"),
        Checklist::Print(title, None) => format!("Бланк «{title}»"),
        Checklist::Print(title, Some(copies)) => {
            format!("Бланк «{title}», {}", plural(u64::from(copies), "экземпляр", "экземпляра", "экземпляров"))
        }
        Checklist::Tell(who) => format!("Сообщите: {who}"),
        Checklist::TellAll(who) => format!("Сообщите каждому: {who}"),
        Checklist::Or => " или ".to_owned(),
        Checklist::AskedNumber => "по записанному номеру".to_owned(),
        Checklist::Mail(to, subject) => format!("Письмо, {to}: {subject}"),
        Checklist::Wait(text) => format!("Ожидание: {text}"),
        Checklist::Meanwhile => "Пока ждёте, можно, и не один раз:".to_owned(),
        Checklist::End(label) => format!("Закончите, исход «{label}»"),
        Checklist::If(condition) => format!("Если {condition}"),
        Checklist::AtStep(number) => format!("в пункте {number}"),
        Checklist::Holds(step) => format!("{step} есть ответ"),
        Checklist::Lacks(step) => format!("{step} нет ответа"),
        Checklist::Yes(true) => "да".to_owned(),
        Checklist::Yes(false) => "нет".to_owned(),
        Checklist::BegunIn(title) => format!("начали по листу «{title}»"),
        Checklist::NotBegunIn(title) => format!("начали не по листу «{title}»"),
        Checklist::And => " и ".to_owned(),
        Checklist::OrElse => " или ".to_owned(),
        Checklist::Not => "неверно, что ".to_owned(),
        Checklist::Is => " – ".to_owned(),
        Checklist::IsNot => " – не ".to_owned(),
        Checklist::GoesOnAt(number) => format!("→ {number}"),
        Checklist::Optional => "можно пропустить".to_owned(),
        Checklist::Gate => "без этого дальше нельзя".to_owned(),
        Checklist::Due(due) => format!("срок: {due}"),
        Checklist::At => "время".to_owned(),
        Checklist::Contacts => "Телефоны и адреса".to_owned(),
        Checklist::EnterLater(title) => format!(
            "Когда программа заработает, внесите дело в процедуру «{title}», а прежнее время укажите через меню (точка)."
        ),
        Checklist::EnteredAs => "Внесено, дело №".to_owned(),
        Checklist::Handbook => "Инструкция диспетчера".to_owned(),
        Checklist::Edition(hash, day) => format!("Редакция {hash}, напечатана {day}"),
        Checklist::Contents => "Содержание".to_owned(),
        Checklist::Cards => "Справки".to_owned(),
        Checklist::Hours => "Часы работы".to_owned(),
        Checklist::Acknowledgement => "Лист ознакомления".to_owned(),
        Checklist::Signing => "С инструкцией ознакомлен(а), обязуюсь соблюдать.".to_owned(),
        Checklist::Name => "Фамилия, инициалы".to_owned(),
        Checklist::SignedOn => "Дата".to_owned(),
        Checklist::Signature => "Подпись".to_owned(),
        Checklist::NotFilledIn => "не заполнено".to_owned(),
    }
}
