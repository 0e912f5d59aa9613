//! What can be wrong with what was typed: a misfit is refused, a doubt may be accepted.

use super::Base;

/// Why a text is not a value of the type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// Nothing was typed.
    Empty,
    /// A control character.
    Control,
    /// More characters than the type holds.
    TooLong {
        /// How many it holds.
        most: usize,
    },
    /// Nothing of the kind.
    NotA(Base),
    /// None of the choices.
    NotAChoice {
        /// The one that may have been meant.
        near: Option<String>,
    },
    /// A day that the calendar does not have.
    NoSuchDay,
    /// A time that no day has.
    NoSuchTime,
    /// `8 29 …`: the 0 behind the 8 is missing.
    PhoneWithoutZero {
        /// The number that was likely meant.
        meant: String,
    },
    /// A number without a code, and the company's own code is not known or does not fit.
    PhoneWithoutCode,
    /// Two numbers in one field.
    TwoPhones,
    /// The number of a service, on which nobody can be called back.
    PhoneOfService,
    /// No such code in Belarus.
    PhoneCode {
        /// The code.
        code: String,
    },
    /// An identification number with a day of birth that the calendar does not have.
    PersonalNumberDay,
    /// An identification number whose check digit does not come out.
    PersonalNumberDigit,
    /// The pattern of the company's type does not fit.
    Pattern {
        /// The company's words.
        error: String,
        /// A value that fits.
        example: String,
    },
}

/// What may be wrong with a value that has the right shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Numbers like this are not given out.
    PhoneRange,
    /// A number of another country.
    PhoneForeign,
    /// Russian letters in an address for mail, or in a part of it.
    EmailLetters,
    /// Initials in place of the whole name.
    Initials,
    /// Latin letters in a name.
    LatinName,
    /// An address without a house number.
    NoHouse,
    /// A series that is not among the known ones.
    PassportSeries,
    /// A service or diplomatic passport.
    PassportOfficial,
    /// An identification number that begins with no known sex and century.
    PersonalNumberStart,
    /// An identification number with no known region.
    PersonalNumberRegion,
    /// An identification number with no known kind of citizenship.
    PersonalNumberEnd,
    /// An identification number of somebody who is not born yet, or would be very old.
    PersonalNumberAge,
    /// The company's words.
    Company(String),
}

impl Doubt {
    /// How it is kept with the answer that was accepted in spite of it.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::PhoneRange => "phone-range",
            Self::PhoneForeign => "phone-foreign",
            Self::EmailLetters => "email-letters",
            Self::Initials => "initials",
            Self::LatinName => "latin-name",
            Self::NoHouse => "no-house",
            Self::PassportSeries => "passport-series",
            Self::PassportOfficial => "passport-official",
            Self::PersonalNumberStart => "personal-number-start",
            Self::PersonalNumberRegion => "personal-number-region",
            Self::PersonalNumberEnd => "personal-number-end",
            Self::PersonalNumberAge => "personal-number-age",
            Self::Company(words) => words,
        }
    }
}
