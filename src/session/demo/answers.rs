//! What somebody may answer to a question: by its type, its choices, its example and its words. Nothing is known of any
//! procedure.

use super::dice::Dice;
use super::words;
use crate::model::types::{Around, Base, FieldType, folded};
use chrono::{Days, NaiveDateTime};

/// A question, as far as an answer depends on it.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) field: FieldType,
    /// What is asked, with the name of the field.
    pub(super) words: String,
    pub(super) example: Option<String>,
    /// Codes that may be chosen.
    pub(super) offered: Vec<String>,
    /// What stands there already.
    pub(super) typed: Option<String>,
    pub(super) now: NaiveDateTime,
    /// The company's town.
    pub(super) town: Option<String>,
}

impl Question {
    /// An answer as it is typed; another one at the next call. It may be refused.
    pub(super) fn answer(&self, dice: &mut Dice) -> String {
        // Mostly what is pre-typed is true.
        if let Some(typed) = self.typed.as_ref().filter(|_| dice.chance(85)) {
            return typed.clone();
        }
        if let Some(rule) = &self.field.rule {
            // A rule that only doubts says little of what is answered: the words of the question say more.
            let free = rule.warn.as_ref().map(|_| self.text(dice));
            let around = Around { now: self.now, area_code: None };
            let fits = |text: &String| self.field.read(text, around).is_ok_and(|read| read.doubts.is_empty());
            return free.filter(fits).unwrap_or_else(|| self.like_the_example(dice));
        }
        let today = self.now.date();
        let day = |days: i64| {
            let count = Days::new(days.unsigned_abs());
            let day = if days < 0 { today.checked_sub_days(count) } else { today.checked_add_days(count) };
            day.unwrap_or(today).format("%d.%m.%Y").to_string()
        };
        let time = |dice: &mut Dice| format!("{:02}:{:02}", dice.between(8, 20), dice.between(0, 11) * 5);
        match self.field.base {
            Base::Choice => self.offered.get(dice.early(self.offered.len())).cloned().unwrap_or_default(),
            Base::Choices => {
                let wanted = 1 + dice.early(3.min(self.offered.len().max(1)));
                let codes: Vec<String> = (0..wanted).map(|_| dice.pick(&self.offered)).collect();
                codes.join("\n")
            }
            Base::YesNo => if dice.chance(60) { "да" } else { "нет" }.to_owned(),
            Base::Integer => (1 + dice.early(5)).to_string(),
            Base::Money => format!("{},{:02}", dice.between(3, 60), dice.between(0, 99)),
            // Papers were given out years ago and are good for years; most other days are near.
            Base::Date if dice.chance(40) => day(-dice.between(0, 30)),
            Base::Date if dice.chance(50) => day(-dice.between(30, 3000)),
            Base::Date => day(dice.between(1, 3000)),
            Base::Time => time(dice),
            Base::DateTime => format!("{} {}", day(-dice.between(0, 3)), time(dice)),
            // No operator has given out numbers that begin so.
            Base::Phone => {
                format!("+375 29 0{:02}-{:02}-{:02}", dice.between(0, 9), dice.between(0, 99), dice.between(0, 99))
            }
            Base::Email => format!("primer{}@example.by", dice.between(1, 999)),
            Base::Person => person(dice),
            Base::Address => self.address(dice),
            Base::Passport => format!("{}000{:04}", dice.pick(&words::SERIES), dice.between(1, 9999)),
            Base::PersonalNumber => self.personal_number(dice),
            Base::Text | Base::LongText => self.text(dice),
            base => self.like(base.kind().example().unwrap_or_default(), dice),
        }
    }

    fn address(&self, dice: &mut Dice) -> String {
        let town = self.town.as_ref().filter(|_| dice.chance(30)).map(|town| format!("{town}, ")).unwrap_or_default();
        let part = if dice.chance(20) { format!(", корп. {}", dice.between(1, 3)) } else { String::new() };
        let (house, flat) = (dice.between(1, 60), dice.between(1, 90));
        format!("{town}{}, д. {house}{part}, кв. {flat}", dice.pick(&words::STREETS))
    }

    /// Of nobody: the serial number is 000. The last digit is the one that fits.
    fn personal_number(&self, dice: &mut Dice) -> String {
        let (day, month, year) = (dice.between(1, 28), dice.between(1, 12), dice.between(50, 99));
        let start = format!(
            "{}{day:02}{month:02}{year}{}000PB",
            dice.between(3, 4),
            dice.pick(&["A", "B", "C", "E", "H", "K", "M"])
        );
        let around = Around { now: self.now, area_code: None };
        let fits = |digit: &u32| self.field.read(&format!("{start}{digit}"), around).is_ok();
        format!("{start}{}", (0..10).find(fits).unwrap_or(0))
    }

    fn text(&self, dice: &mut Dice) -> String {
        let words = folded(&self.words);
        let about = words::ABOUT.iter().find(|(stems, _)| stems.iter().any(|stem| words.contains(stem)));
        match (about, &self.example) {
            (Some((_, answers)), _) => dice.pick(answers).to_owned(),
            (None, Some(_)) => self.like_the_example(dice),
            (None, None) => dice.pick(&words::ANYTHING).to_owned(),
        }
    }

    /// The example with other digits.
    fn like_the_example(&self, dice: &mut Dice) -> String {
        let example = self.example.as_deref().or_else(|| Some(&self.field.rule.as_ref()?.example));
        self.like(example.unwrap_or_default(), dice)
    }

    /// The same with other digits, where the type takes them.
    fn like(&self, example: &str, dice: &mut Dice) -> String {
        let around = Around { now: self.now, area_code: None };
        let other = |c: char| if c.is_ascii_digit() { char::from_digit(digit(dice), 10).unwrap_or(c) } else { c };
        let changed: String = example.chars().map(other).collect();
        if self.field.read(&changed, around).is_ok() { changed } else { example.to_owned() }
    }
}

fn digit(dice: &mut Dice) -> u32 {
    u32::try_from(dice.below(10)).unwrap_or(0)
}

fn person(dice: &mut Dice) -> String {
    let woman = dice.chance(50);
    let one = |(man, woman_too): (&'static str, &'static str)| if woman { woman_too } else { man };
    let (surname, name) = (one(dice.pick(&words::SURNAMES)), one(dice.pick(&words::NAMES)));
    format!("{surname} {name} {}", one(dice.pick(&words::PATRONYMICS)))
}

#[cfg(test)]
mod tests {
    use super::{Dice, Question};
    use crate::model::types::{Around, Base, FieldType, Label};
    use chrono::NaiveDate;

    #[test]
    fn every_type_takes_most_of_what_is_invented_for_it() {
        let now = NaiveDate::from_ymd_opt(2026, 11, 25).and_then(|day| day.and_hms_opt(15, 0, 0)).expect("a moment");
        let around = Around { now, area_code: None };
        for (word, base) in Base::ALL.iter().map(|base| (base.word(), *base)) {
            let labels = ["a", "b", "c"].map(|code| Label { code: code.to_owned(), label: code.to_uppercase() });
            let field = FieldType { choices: labels.to_vec(), ..FieldType::plain(base) };
            let offered = labels.iter().map(|label| label.code.clone()).collect();
            let words = "Ваш вопрос?".to_owned();
            let (example, typed, town) = (None, None, Some("г. Примерск".to_owned()));
            let question = Question { field: field.clone(), words, example, offered, typed, now, town };
            let mut dice = Dice::new(2026);
            let answers: Vec<String> = (0..200).map(|_| question.answer(&mut dice)).collect();
            for answer in &answers {
                assert!(field.read(answer, around).is_ok(), "{word}: {answer}");
            }
            assert!(answers.iter().any(|answer| *answer != answers[0]), "{word} is always {}", answers[0]);
        }
    }
}
