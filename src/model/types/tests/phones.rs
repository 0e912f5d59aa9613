//! Phones in every spelling.

use super::read;
use crate::model::types::{Base, Doubt, FieldType, Misfit};
use regex::Regex;
use serde_json::json;

#[test]
fn phones_in_every_spelling_become_one() {
    for raw in [
        "+375291234567",
        "+375 29 123-45-67",
        "+375 (29) 123 45 67",
        "375 29 1234567",
        "8 029 123-45-67",
        "80291234567",
        "8-029-123-45-67",
        "8 (029) 123-45-67",
        "029 123 45 67",
        "(029) 1234567",
        "29 123-45-67",
        "8 10 375 29 123 45 67",
        "00375291234567",
        "тел. 8029 1234567",
        "＋３７５ ２９ １２３-４５-６７",
        "29 123‑45–67",
        "29\u{a0}123\u{a0}45\u{a0}67",
    ] {
        assert_eq!(read(Base::Phone, raw), Ok((json!("+375291234567"), vec![])), "{raw}");
    }
}

#[test]
fn wrong_phones_are_told_apart() {
    assert_eq!(
        read(Base::Phone, "8 29 000 00 01"),
        Err(Misfit::PhoneWithoutZero { meant: "+375 29 000-00-01".into() })
    );
    assert_eq!(read(Base::Phone, "+375 28 000-00-01"), Err(Misfit::PhoneCode { code: "28".into() }));
    assert_eq!(read(Base::Phone, "1234567"), Err(Misfit::PhoneWithoutCode));
    assert_eq!(read(Base::Phone, "2-12-34"), Ok((json!("+375151121234"), vec![])));
    assert_eq!(read(Base::Phone, "+375 29 1234567 8"), Err(Misfit::NotA(Base::Phone)));
    for raw in
        ["29 123-45-67, доб. 12345678", "доб. 12", "29 123-45-67, доб. Анна", "29 123-45-67 Анна", "+375 29 1234567890"]
    {
        assert_eq!(read(Base::Phone, raw), Err(Misfit::NotA(Base::Phone)), "{raw}");
    }
    for raw in
        ["8029 1234567, 8029 1234568", "29 123-45-67 и 29 123-45-68", "29 123-45-67/33 123-45-67", "123-45-67; 2-12-34"]
    {
        assert_eq!(read(Base::Phone, raw), Err(Misfit::TwoPhones), "{raw}");
    }
    for raw in ["101", "104", "112", "тел. 103"] {
        assert_eq!(read(Base::Phone, raw), Err(Misfit::PhoneOfService), "{raw}");
    }
    assert_eq!(read(Base::Phone, "(029) 000-00-11"), Ok((json!("+375290000011"), vec![Doubt::PhoneRange])));
    assert_eq!(read(Base::Phone, "+7 495 000-00-01"), Ok((json!("+74950000001"), vec![Doubt::PhoneForeign])));
}

#[test]
fn an_extension_is_kept_apart_from_the_number() {
    for raw in [
        "29 123-45-67, доб. 12",
        "+375291234567 доб 12",
        "8 029 1234567 (вн. 12)",
        "291234567 ext. 12",
        "29 123 45 67 #12",
        "+375 29 123-45-67;ext=12",
    ] {
        assert_eq!(read(Base::Phone, raw), Ok((json!("+375291234567;ext=12"), vec![])), "{raw}");
    }
    let key = |value| FieldType::plain(Base::Phone).key(&json!(value), None);
    assert_eq!(key("+375291234567;ext=12"), key("+375291234567"));
}

/// The numbering plan as libphonenumber's metadata has it for BY.
#[test]
fn numbers_that_are_not_given_out_are_those_of_the_numbering_plan() {
    let mobile = r"(?:2(?:5[5-79]|9[1-9])|(?:33|44)\d)\d{6}";
    let fixed = r"(?:1(?:5(?:1[1-5]|[24]\d|6[2-4]|9[1-7])|6(?:[235]\d|4[1-7])|7\d\d)|2(?:1(?:[246]\d|3[0-35-9]|5[1-9])|2(?:[235]\d|4[0-8])|3(?:[26]\d|3[02-79]|4[024-7]|5[03-7])))\d{5}";
    let plan = Regex::new(&format!("^(?:{mobile}|{fixed}|249\\d{{6}})$")).expect("a pattern");
    let (mut given, mut doubtful) = (0, 0);
    for start in 1000..5000 {
        let national = format!("{start}00000");
        let code: u32 = start / 100;
        match read(Base::Phone, &format!("+375{national}")) {
            Ok((_, doubts)) => {
                assert_eq!(doubts.is_empty(), plan.is_match(&national), "{national}");
                given += usize::from(doubts.is_empty());
                doubtful += usize::from(!doubts.is_empty());
            }
            Err(misfit) => {
                assert_eq!(misfit, Misfit::PhoneCode { code: code.to_string() });
                assert!(!plan.is_match(&national), "{national}");
            }
        }
    }
    assert!(given > 600 && doubtful > 100, "{given} {doubtful}");
}
