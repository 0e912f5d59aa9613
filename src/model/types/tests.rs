mod amounts;
mod people;
mod phones;
mod places;
mod times;

use crate::model::types::{Around, Base, Doubt, FieldType, Misfit};
use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 22).and_then(|day| day.and_hms_opt(10, 15, 30)).expect("a real moment")
}

fn read(base: Base, raw: &str) -> Result<(Value, Vec<Doubt>), Misfit> {
    let around = Around { now: now(), area_code: Some("1511") };
    FieldType::plain(base).read(raw, around).map(|read| (read.value, read.doubts))
}

#[test]
fn equal_values_have_equal_keys() {
    let key = |base, value: Value| FieldType::plain(base).key(&value, Some("Примерск"));
    assert_eq!(
        key(Base::Address, json!("Образцовая 5-1")),
        key(Base::Address, json!("г. Примерск, ул. Образцовая, 5, кв. 1"))
    );
    assert_eq!(key(Base::Person, json!("Семёнов Петр")), key(Base::Person, json!("Семенов  Петр")));
    assert_ne!(key(Base::Phone, json!("+375291234567")), key(Base::Phone, json!("+375291234568")));
    assert_eq!(key(Base::Integer, json!(5)), "5");
}

#[test]
fn what_show_prints_is_read_back() {
    let choice = super::Label { code: "price".into(), label: "Дорого платить".into() };
    let other = super::Label { code: "other".into(), label: "Другое".into() };
    let around = Around { now: now(), area_code: None };
    for (base, value) in [
        (Base::Text, json!("кабинет #5")),
        (Base::LongText, json!("раз\nдва")),
        (Base::YesNo, json!(true)),
        (Base::YesNo, json!(false)),
        (Base::Choice, json!("price")),
        (Base::Choices, json!(["price", "other"])),
        (Base::Integer, json!(1200)),
        (Base::Number, json!(1200)),
        (Base::Number, json!(-0.25)),
        (Base::Number, json!(1_234_567.890_125)),
        (Base::Number, json!(0.000_000_1)),
        (Base::Money, json!(1_234_567.89)),
        (Base::Money, json!(0.01)),
        (Base::Date, json!("2026-02-28")),
        (Base::Time, json!("09:05")),
        (Base::DateTime, json!("2026-02-28T23:59")),
        (Base::Duration, json!(0)),
        (Base::Duration, json!(90)),
        (Base::Duration, json!(1440)),
        (Base::Duration, json!(4_321)),
        (Base::Email, json!("info@example.by")),
        (Base::Phone, json!("+375291234567")),
        (Base::Phone, json!("+375291234567;ext=12")),
        (Base::Phone, json!("+74950000001;ext=7")),
        (Base::Phone, json!("+375152450911")),
        (Base::Phone, json!("+375151121234")),
        (Base::Person, json!("Образцов Петр Тестович")),
        (Base::Address, json!("г. Примерск, ул. Образцовая, 5/2-17")),
        (Base::Passport, json!("MP0000001")),
        (Base::PersonalNumber, json!("3010180A000PB5")),
    ] {
        let field = FieldType { base, choices: vec![choice.clone(), other.clone()], rule: None, offer: None };
        let shown = field.show(&value);
        assert_eq!(field.read(&shown, around).map(|read| read.value), Ok(value), "{base:?} {shown}");
    }
}

#[test]
fn every_type_reads_its_own_samples_and_what_it_shows_of_them() {
    let around = Around { now: now(), area_code: None };
    for base in Base::ALL {
        let samples = base.kind().samples;
        assert!(samples.len() > 1 || base.is_choice(), "{base:?} has too few samples");
        for sample in samples {
            let field = FieldType::plain(*base);
            let value = field.read(sample, around).unwrap_or_else(|misfit| panic!("{sample}: {misfit:?}")).value;
            let shown = field.show(&value);
            assert_eq!(field.read(&shown, around).map(|read| read.value), Ok(value.clone()), "{base:?} {shown}");
            assert_eq!(base.is_number(), value.is_number(), "{base:?}");
        }
        assert_eq!(Base::of(base.word()), Some(*base), "two types have one word");
    }
}

#[test]
fn a_rule_of_the_company_strips_and_matches() {
    let rule = super::Rule {
        title: "Лицевой счет".into(),
        pattern: Some("[0-9]{4,10}".into()),
        strip: " -".into(),
        upper: false,
        example: "000123".into(),
        error: "4–10 цифр".into(),
        warn: None,
    };
    let field = FieldType { base: Base::Text, choices: vec![], rule: Some(rule), offer: None };
    let around = Around { now: now(), area_code: None };
    assert_eq!(field.read("00 01-23", around).map(|read| read.value), Ok(json!("000123")));
    let misfit = Misfit::Pattern { error: "4–10 цифр".into(), example: "000123".into() };
    assert_eq!(field.read("12", around), Err(misfit));
}

#[test]
fn hostile_input_is_refused() {
    assert_eq!(read(Base::Text, "a\u{1b}[2Jb"), Err(Misfit::Control));
    assert_eq!(read(Base::Text, "  "), Err(Misfit::Empty));
    assert_eq!(read(Base::Text, &"я".repeat(501)), Err(Misfit::TooLong { most: 500 }));
    assert_eq!(read(Base::Integer, "99999999999999999999"), Err(Misfit::NotA(Base::Integer)));
}
