//! What the dispatcher reads when a move is not made.

use super::{plural, quoted, style};
use crate::engine::{Concern, Refusal};
use crate::model::types::{Base, Doubt, Misfit};
use crate::text::sentence;

/// Why a move is not made, and what to do.
pub(crate) fn refusal(refusal: &Refusal, name: &dyn Fn(&str) -> String) -> String {
    let step = |id: &str| if id.is_empty() { String::new() } else { format!(" {}", quoted(&name(id))) };
    match refusal {
        Refusal::NoSuchStep { step } if step.is_empty() => {
            "Просто так дело не завершить. Пройдите шаги до конца или выберите исход.".to_owned()
        }
        Refusal::NoSuchStep { step: id } => format!("Шага{} здесь нет. Выберите шаг из списка.", step(id)),
        Refusal::Out { step: id } => {
            format!("Шаг{} при таких ответах не нужен. Если нужен, измените ответ, от которого он зависит.", step(id))
        }
        Refusal::Maybe { step: id, by } if by.is_empty() => {
            format!("Пока не ясно, нужен ли шаг{}. Сначала ответьте на вопросы перед ним.", step(id))
        }
        Refusal::Maybe { step: id, by } => {
            format!("Пока не ясно, нужен ли шаг{}. Сначала ответьте:{}.", step(id), step(by))
        }
        Refusal::Blocked { step: id, by } if id.is_empty() => {
            format!("Дело ещё нельзя завершить. Сначала выполните шаг{}.", step(by))
        }
        Refusal::Blocked { step: id, by } => {
            format!("До шага{} ещё не дошла очередь. Сначала выполните шаг{}.", step(id), step(by))
        }
        Refusal::WrongKind { step: id } => format!("С шагом{} так сделать нельзя. Выберите другое действие.", step(id)),
        Refusal::Settled { step: id } => {
            format!("Шаг{} уже пройден. Если что-то не так, вернитесь к нему и исправьте.", step(id))
        }
        Refusal::CannotBeSkipped { step: id } => {
            format!("Шаг{} пропустить нельзя. Выполните его или закройте дело досрочно.", step(id))
        }
        Refusal::ReasonNeeded { step } if step.is_empty() => {
            "Здесь нельзя оставить пусто. Напишите хотя бы несколько слов.".to_owned()
        }
        Refusal::ReasonNeeded { step: id } => {
            format!("Нужна причина. Напишите несколько слов о том, почему так с шагом{}.", step(id))
        }
        Refusal::Misfit(misfit) => unfit(misfit),
        Refusal::Style(faults) => style::refused(faults),
        Refusal::Check { words, of } if of.is_empty() => sentence(words),
        Refusal::Check { words, of } => format!("{} Так требует шаг{}.", sentence(words), step(of)),
        Refusal::Doubtful(concerns) => {
            let doubts: Vec<String> = concerns.iter().map(concern).collect();
            format!("{} Если всё верно, подтвердите ответ.", doubts.join(" "))
        }
        Refusal::NotPrinted { step: id } => {
            format!("Шаг{} ещё не напечатан, или ответы с тех пор изменились. Сначала напечатайте его.", step(id))
        }
        Refusal::TooFew { step: id, min } => {
            format!("Шаг{}: меньше {min} оставить нельзя. Сначала добавьте ещё.", step(id))
        }
        Refusal::TooMany { step: id, max } => format!("Шаг{}: больше {max} добавить нельзя.", step(id)),
        Refusal::CannotJoin => "К этому делу присоединить нельзя.".to_owned(),
        Refusal::NotToBeTold { step: id, .. } => {
            format!("В шаге{} сообщают другим людям. Выберите из списка.", step(id))
        }
        Refusal::NotAccepted { name, accept } => {
            let words: Vec<&str> = accept.iter().map(|kind| kind.word()).collect();
            format!("Файл {} здесь не подойдёт. Подходят: {}.", quoted(name), words.join(", "))
        }
        Refusal::AttachedAlready { step: id } => {
            format!("Этот файл уже приложен к шагу{}. Приложите другой или идите дальше.", step(id))
        }
        Refusal::TooManyFiles { most } => {
            let most = plural(u64::try_from(*most).unwrap_or(u64::MAX), "файла", "файлов", "файлов");
            format!("Больше {most} сюда не приложить. Уберите лишние.")
        }
        Refusal::WrongMoment => "Такое время ещё не наступило. Введите другое.".to_owned(),
        Refusal::Over => "Дело уже закрыто. Об ошибке в нём скажите директору.".to_owned(),
    }
}

/// A doubt, as a sentence.
pub(crate) fn concern(concern: &Concern) -> String {
    match concern {
        Concern::Type(doubt) => match doubt {
            Doubt::PhoneRange => "Номеров с таким началом в Беларуси не выдают.".to_owned(),
            Doubt::PhoneForeign => "Это номер другой страны.".to_owned(),
            Doubt::EmailLetters => {
                "В адресе почты есть русские буквы. Проверьте, не осталась ли русская раскладка.".to_owned()
            }
            Doubt::Initials => "Вместо имени и отчества стоят инициалы.".to_owned(),
            Doubt::LatinName => "В имени есть латинские буквы.".to_owned(),
            Doubt::NoHouse => "В адресе нет номера дома.".to_owned(),
            Doubt::PassportSeries => "Такой серии нет среди известных. Сверьте её с документом.".to_owned(),
            Doubt::PassportOfficial => "Это серия служебных или дипломатических паспортов.".to_owned(),
            Doubt::PersonalNumberStart => "Личный номер обычно начинается с цифры от 1 до 6.".to_owned(),
            Doubt::PersonalNumberRegion => "Восьмым в личном номере обычно стоит A, B, C, E, H, K или M.".to_owned(),
            Doubt::PersonalNumberEnd => "Перед последней цифрой личного номера обычно стоит PB, BA или BI.".to_owned(),
            Doubt::PersonalNumberAge => {
                "По личному номеру выходит, что человек ещё не родился или ему больше 115 лет.".to_owned()
            }
            Doubt::Company(words) => sentence(words),
        },
        Concern::Style(fault) => style::fault(fault),
        Concern::Procedure(words) => sentence(words),
    }
}

fn unfit(misfit: &Misfit) -> String {
    match misfit {
        Misfit::Empty => "Ответ пустой. Введите значение.".to_owned(),
        // These refuse for reasons of their own.
        Misfit::NotA(Base::Text | Base::LongText | Base::Choice | Base::Choices) => {
            "Такой ответ сюда не подходит. Введите другой.".to_owned()
        }
        Misfit::Control => "В ответе есть невидимый знак. Наберите ответ заново.".to_owned(),
        Misfit::TooLong { most } => {
            let signs = plural(u64::try_from(*most).unwrap_or(u64::MAX), "знака", "знаков", "знаков");
            format!("Слишком длинно: помещается не больше {signs}. Сократите ответ.")
        }
        Misfit::NotA(Base::YesNo) => "Нужно «да» или «нет».".to_owned(),
        Misfit::NotAChoice { near: None } => "Такого варианта нет. Выберите из списка, например 1.".to_owned(),
        Misfit::NotAChoice { near: Some(near) } => {
            format!("Такого варианта нет. Возможно, вы имели в виду {}; выберите из списка.", quoted(near))
        }
        Misfit::NotA(Base::Integer) => "Нужно целое число, например 12.".to_owned(),
        Misfit::NotA(Base::Number) => "Нужно число, например 12 или 1,5.".to_owned(),
        Misfit::NotA(Base::Money) => "Нужна сумма в рублях и копейках, например 25,40.".to_owned(),
        Misfit::NotA(Base::Date) => "Нужна дата, например 22.11.2026, 22.11 или «завтра».".to_owned(),
        Misfit::NoSuchDay => "Такого дня нет в календаре. Проверьте дату, например 22.11.2026.".to_owned(),
        Misfit::NotA(Base::Time) => "Нужно время, например 10:15.".to_owned(),
        Misfit::NoSuchTime => {
            "Такого времени не бывает. Часы от 0 до 23, минуты от 0 до 59, например 10:15.".to_owned()
        }
        Misfit::NotA(Base::DateTime) => "Нужны дата и время, например 22.11.2026 10:15 или «завтра 9:00».".to_owned(),
        Misfit::NotA(Base::Duration) => "Нужен промежуток времени, например 20 минут или 1 час 30 минут.".to_owned(),
        Misfit::NotA(Base::Email) => {
            "Это не адрес электронной почты. Введите его целиком, например info@example.by.".to_owned()
        }
        Misfit::TwoPhones => {
            "Здесь два номера, а место для одного. Введите один, например +375 29 123-45-67.".to_owned()
        }
        Misfit::PhoneOfService => {
            "Это номер службы, по нему не перезвонить. Введите номер с кодом, например +375 29 123-45-67.".to_owned()
        }
        Misfit::NotA(Base::Phone) => {
            "Это не номер телефона. Введите номер с кодом, например +375 29 123-45-67.".to_owned()
        }
        Misfit::PhoneWithoutZero { meant } => format!("После 8 пропущен 0. Если это {meant}, введите номер так."),
        Misfit::PhoneWithoutCode => {
            "Не хватает кода города. Введите номер с кодом, например 8 017 212-34-56.".to_owned()
        }
        Misfit::PhoneCode { code } => {
            format!("Кода {code} в Беларуси нет. Проверьте номер; правильный выглядит так: +375 29 123-45-67.")
        }
        Misfit::NotA(Base::Person) => "Нужны фамилия, имя и отчество, например Иванов Иван Иванович.".to_owned(),
        Misfit::NotA(Base::Address) => "Нужен адрес, например ул. Садовая, 5, кв. 12.".to_owned(),
        Misfit::NotA(Base::Passport) => {
            "Нужны две латинские буквы серии и семь цифр номера, например MP0000001.".to_owned()
        }
        Misfit::NotA(Base::PersonalNumber) => "В личном номере 14 знаков, например 3010180A000PB5.".to_owned(),
        Misfit::PersonalNumberDay => {
            "Знаки личного номера со 2-го по 7-й – день, месяц и год рождения, но такого дня нет в календаре. \
             Сверьте номер с документом."
                .to_owned()
        }
        Misfit::PersonalNumberDigit => {
            "Последняя цифра личного номера контрольная, и она не сходится. Сверьте номер с документом, \
             знак за знаком."
                .to_owned()
        }
        Misfit::Pattern { error, example } => format!("{} Например: {example}.", sentence(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;
    use crate::engine::{Concern, Refusal};
    use crate::model::types::{Doubt, Misfit};

    fn said(of: &Refusal) -> String {
        refusal(of, &|id| format!("Шаг «{id}»"))
    }

    #[test]
    fn steps_go_by_their_words() {
        let blocked = Refusal::Blocked { step: "b".into(), by: "a".into() };
        assert_eq!(said(&blocked), "До шага «Шаг „b“» ещё не дошла очередь. Сначала выполните шаг «Шаг „a“».");
        let ending = Refusal::Blocked { step: String::new(), by: "a".into() };
        assert_eq!(said(&ending), "Дело ещё нельзя завершить. Сначала выполните шаг «Шаг „a“».");
    }

    #[test]
    fn doubts_are_told_one_after_the_other() {
        let doubts = vec![Concern::Type(Doubt::Initials), Concern::Procedure("Вторая заявка за день".into())];
        assert_eq!(
            said(&Refusal::Doubtful(doubts)),
            "Вместо имени и отчества стоят инициалы. Вторая заявка за день. Если всё верно, подтвердите ответ."
        );
    }

    #[test]
    fn a_misfit_shows_what_would_fit() {
        let long = Refusal::Misfit(Misfit::TooLong { most: 501 });
        assert_eq!(said(&long), "Слишком длинно: помещается не больше 501 знака. Сократите ответ.");
        let pattern = Misfit::Pattern { error: "Номер из семи цифр".into(), example: "1234567".into() };
        assert_eq!(said(&Refusal::Misfit(pattern)), "Номер из семи цифр. Например: 1234567.");
    }
}
