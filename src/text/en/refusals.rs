//! What the dispatcher reads when a move is not made.

use super::{plural, style};
use crate::engine::{Concern, Refusal};
use crate::model::types::{Base, Doubt, Misfit};
use crate::text::sentence;

/// Why a move is not made, and what to do.
pub(crate) fn refusal(refusal: &Refusal, name: &dyn Fn(&str) -> String) -> String {
    let step = |id: &str| if id.is_empty() { "this step".to_owned() } else { quoted(&name(id)) };
    match refusal {
        Refusal::NoSuchStep { step } if step.is_empty() => {
            "The case cannot simply end here. Go through the remaining steps, or choose an outcome.".to_owned()
        }
        Refusal::NoSuchStep { step: id } => {
            format!("There is no step {} here. Choose a step from the list.", step(id))
        }
        Refusal::Out { step: id } => {
            format!("With these answers {} is not needed. To bring it back, change the answer behind it.", step(id))
        }
        Refusal::Maybe { step: id, by } if by.is_empty() => {
            format!("It is not known yet whether {} is needed. Answer the questions before it first.", step(id))
        }
        Refusal::Maybe { step: id, by } => {
            format!("It is not known yet whether {} is needed. First answer {}.", step(id), step(by))
        }
        Refusal::Blocked { step: id, by } if id.is_empty() => {
            format!("The case cannot end yet. First complete {}.", step(by))
        }
        Refusal::Blocked { step: id, by } => format!("It is too early for {}. First complete {}.", step(id), step(by)),
        Refusal::WrongKind { step: id } => {
            format!("This cannot be done with {}. Choose another action.", step(id))
        }
        Refusal::Settled { step: id } => {
            format!("You have already been through {}. If something is wrong, go back and correct it.", step(id))
        }
        Refusal::CannotBeSkipped { step: id } => {
            format!("You cannot skip {}. Complete it, or close the case early.", step(id))
        }
        Refusal::ReasonNeeded { step } if step.is_empty() => "This cannot be left empty. Write a few words.".to_owned(),
        Refusal::ReasonNeeded { step: id } => format!("A reason is needed for {}. Write a few words.", step(id)),
        Refusal::Misfit(misfit) => unfit(misfit),
        Refusal::Style(faults) => style::refused(faults),
        Refusal::Check { words, of } if of.is_empty() => sentence(words),
        Refusal::Check { words, of } => format!("{} Required by {}.", sentence(words), step(of)),
        Refusal::Doubtful(concerns) => {
            let doubts: Vec<String> = concerns.iter().map(concern).collect();
            format!("{} If it is right, confirm the answer.", doubts.join(" "))
        }
        Refusal::NotPrinted { step: id } => {
            format!("The step{} is not printed yet, or answers have changed since. Print it first.", step(id))
        }
        Refusal::TooFew { step: id, min } => {
            format!("There must be at least {min} of{} here. Add another one first.", step(id))
        }
        Refusal::TooMany { step: id, max } => format!("There can be no more of{}: {max} is the most here.", step(id)),
        Refusal::CannotJoin => "This case cannot be joined to that one.".to_owned(),
        Refusal::NotToBeTold { step: id, .. } => format!("Others are told in {}. Choose from the list.", step(id)),
        Refusal::NotAccepted { name, accept } => {
            let words: Vec<&str> = accept.iter().map(|kind| kind.word()).collect();
            format!("The file {} will not do here. What will: {}.", quoted(name), words.join(", "))
        }
        Refusal::AttachedAlready { .. } => "This file is attached already. Attach another one, or go on.".to_owned(),
        Refusal::TooManyFiles { most } => {
            let most = plural(u64::try_from(*most).unwrap_or(u64::MAX), "file", "files");
            format!("There is room for {most} here. Leave some out.")
        }
        Refusal::WrongMoment => "This time still lies ahead. Enter another one.".to_owned(),
        Refusal::Over => "The case is closed. Tell the director of a mistake in it.".to_owned(),
    }
}

/// A doubt, as a sentence.
pub(crate) fn concern(concern: &Concern) -> String {
    match concern {
        Concern::Type(doubt) => match doubt {
            Doubt::PhoneRange => "Numbers that begin like this are not given out in Belarus.".to_owned(),
            Doubt::PhoneForeign => "This is a number of another country.".to_owned(),
            Doubt::EmailLetters => {
                "There are Russian letters in the address. Check the layout of the keyboard.".to_owned()
            }
            Doubt::Initials => "There are initials in place of the full name.".to_owned(),
            Doubt::LatinName => "There are Latin letters in the name.".to_owned(),
            Doubt::NoHouse => "The address has no house number.".to_owned(),
            Doubt::PassportSeries => {
                "This series is not among the known ones. Compare it with the document.".to_owned()
            }
            Doubt::PassportOfficial => "This is a series of service or diplomatic passports.".to_owned(),
            Doubt::PersonalNumberStart => "A personal number usually begins with a digit from 1 to 6.".to_owned(),
            Doubt::PersonalNumberRegion => {
                "The eighth character of a personal number is usually A, B, C, E, H, K or M.".to_owned()
            }
            Doubt::PersonalNumberEnd => {
                "Before the last digit of a personal number usually stands PB, BA or BI.".to_owned()
            }
            Doubt::PersonalNumberAge => {
                "By the personal number, the person is not born yet or is over 115 years old.".to_owned()
            }
            Doubt::Company(words) => sentence(words),
        },
        Concern::Style(fault) => style::fault(fault),
        Concern::Procedure(words) => sentence(words),
    }
}

fn unfit(misfit: &Misfit) -> String {
    match misfit {
        Misfit::Empty => "The answer is empty. Enter a value.".to_owned(),
        // These refuse for reasons of their own.
        Misfit::NotA(Base::Text | Base::LongText | Base::Choice | Base::Choices) => {
            "Such an answer does not fit here. Enter another one.".to_owned()
        }
        Misfit::Control => "There is an invisible character in the answer. Type it again.".to_owned(),
        Misfit::TooLong { most } => {
            let signs = plural(u64::try_from(*most).unwrap_or(u64::MAX), "character", "characters");
            format!("Too long: there is room for {signs}. Shorten the answer.")
        }
        Misfit::NotA(Base::YesNo) => "Enter “yes” or “no”.".to_owned(),
        Misfit::NotAChoice { near: None } => "There is no such choice. Choose from the list, for example 1.".to_owned(),
        Misfit::NotAChoice { near: Some(near) } => {
            format!("There is no such choice. Did you mean {}? Choose from the list.", quoted(near))
        }
        Misfit::NotA(Base::Integer) => "Enter a whole number, for example 12.".to_owned(),
        Misfit::NotA(Base::Number) => "Enter a number, for example 12 or 1,5.".to_owned(),
        Misfit::NotA(Base::Money) => "Enter a sum in roubles and kopecks, for example 25,40.".to_owned(),
        Misfit::NotA(Base::Date) => "Enter a date, for example 22.11.2026, 22.11 or “tomorrow”.".to_owned(),
        Misfit::NoSuchDay => "The calendar has no such day. Check the date, for example 22.11.2026.".to_owned(),
        Misfit::NotA(Base::Time) => "Enter a time, for example 10:15.".to_owned(),
        Misfit::NoSuchTime => {
            "There is no such time. Hours go from 0 to 23, minutes from 0 to 59, for example 10:15.".to_owned()
        }
        Misfit::NotA(Base::DateTime) => {
            "Enter a date and a time, for example 22.11.2026 10:15 or “tomorrow 9:00”.".to_owned()
        }
        Misfit::NotA(Base::Duration) => {
            "Enter how long it took, for example 20 minutes or 1 hour 30 minutes.".to_owned()
        }
        Misfit::NotA(Base::Email) => {
            "This is not an e-mail address. Enter all of it, for example info@example.by.".to_owned()
        }
        Misfit::TwoPhones => {
            "There are two numbers and room for one. Enter one, for example +375 29 123-45-67.".to_owned()
        }
        Misfit::PhoneOfService => {
            "This is the number of a service; nobody can be called back on it. Enter a number with its code, for \
             example +375 29 123-45-67."
                .to_owned()
        }
        Misfit::NotA(Base::Phone) => {
            "This is not a phone number. Enter it with its code, for example +375 29 123-45-67.".to_owned()
        }
        Misfit::PhoneWithoutZero { meant } => {
            format!("The 0 after the 8 is missing. If you mean {meant}, enter it like that.")
        }
        Misfit::PhoneWithoutCode => {
            "The area code is missing. Enter the number with its code, for example 8 017 212-34-56.".to_owned()
        }
        Misfit::PhoneCode { code } => {
            format!("There is no code {code} in Belarus. Check the number; a right one looks like +375 29 123-45-67.")
        }
        Misfit::NotA(Base::Person) => {
            "Enter the surname, first name and patronymic, for example Иванов Иван Иванович.".to_owned()
        }
        Misfit::NotA(Base::Address) => "Enter an address, for example ул. Садовая, 5, кв. 12.".to_owned(),
        Misfit::NotA(Base::Passport) => {
            "Enter the two Latin letters of the series and the seven digits of the number, for example MP0000001."
                .to_owned()
        }
        Misfit::NotA(Base::PersonalNumber) => {
            "A personal number has 14 characters, for example 3010180A000PB5.".to_owned()
        }
        Misfit::PersonalNumberDay => {
            "Characters 2 to 7 of a personal number are the day, month and year of birth, but the calendar has no such \
             day. Compare the number with the document."
                .to_owned()
        }
        Misfit::PersonalNumberDigit => {
            "The last digit of a personal number is a check digit, and it does not come out. Compare the number with \
             the document, character by character."
                .to_owned()
        }
        Misfit::Pattern { error, example } => format!("{} For example: {example}.", sentence(error)),
    }
}

/// Words in quotation marks.
fn quoted(words: &str) -> String {
    format!("“{}”", words.trim())
}

#[cfg(test)]
mod tests {
    use super::refusal;
    use crate::engine::{Concern, Refusal};
    use crate::model::types::{Doubt, Misfit};

    fn said(of: &Refusal) -> String {
        refusal(of, &|id| format!("Step {id}"))
    }

    #[test]
    fn steps_go_by_their_words() {
        let blocked = Refusal::Blocked { step: "b".into(), by: "a".into() };
        assert_eq!(said(&blocked), "It is too early for “Step b”. First complete “Step a”.");
        let ending = Refusal::Blocked { step: String::new(), by: "a".into() };
        assert_eq!(said(&ending), "The case cannot end yet. First complete “Step a”.");
    }

    #[test]
    fn doubts_are_told_one_after_the_other() {
        let doubts = vec![Concern::Type(Doubt::NoHouse), Concern::Procedure("Second request today".into())];
        assert_eq!(
            said(&Refusal::Doubtful(doubts)),
            "The address has no house number. Second request today. If it is right, confirm the answer."
        );
    }

    #[test]
    fn a_misfit_shows_what_would_fit() {
        let long = Refusal::Misfit(Misfit::TooLong { most: 500 });
        assert_eq!(said(&long), "Too long: there is room for 500 characters. Shorten the answer.");
    }
}
