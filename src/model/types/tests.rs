use super::{Around, Base, Doubt, FieldType, Misfit};
use chrono::NaiveDate;
use serde_json::{Value, json};

fn read(base: Base, raw: &str) -> Result<(Value, Vec<Doubt>), Misfit> {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a real day");
    let around = Around { today, area_code: Some("1511") };
    FieldType::plain(base).read(raw, around).map(|read| (read.value, read.doubts))
}

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
    assert_eq!(read(Base::Phone, "+375 29 1234567 8"), Err(Misfit::NotAPhone));
    assert_eq!(read(Base::Phone, "29 123-45-67, доб. 12"), Err(Misfit::NotAPhone));
    assert_eq!(read(Base::Phone, "(029) 000-00-11"), Ok((json!("+375290000011"), vec![Doubt::PhoneRange])));
    assert_eq!(read(Base::Phone, "+7 495 000-00-01"), Ok((json!("+74950000001"), vec![Doubt::PhoneForeign])));
}

#[test]
fn money_is_read_in_every_way_of_a_desk() {
    for (raw, sum) in [
        ("25,40", 25.4),
        ("25.40", 25.4),
        ("25 руб. 40 коп.", 25.4),
        ("25-40", 25.4),
        ("25=40", 25.4),
        ("1 200,00", 1200.0),
        ("25", 25.0),
        ("25,40 руб.", 25.4),
        ("25 белорусских рублей 4 копейки", 25.04),
        ("6,50 BYN", 6.5),
        ("0,01", 0.01),
    ] {
        assert_eq!(read(Base::Money, raw), Ok((json!(sum), vec![])), "{raw}");
    }
    for raw in ["12,345", "-5", "1.200,00", "1 2,00", "пять", "25,4", "999999999999999999999", ",50"] {
        assert_eq!(read(Base::Money, raw), Err(Misfit::NotMoney), "{raw}");
    }
}

#[test]
fn dates_are_real_days() {
    for (raw, day) in [
        ("22.11.2026", "2026-11-22"),
        ("1.2.26", "2026-02-01"),
        ("05.03", "2026-03-05"),
        ("2026-11-22", "2026-11-22"),
        ("вчера", "2026-11-21"),
        ("22.11.2026 г.", "2026-11-22"),
    ] {
        assert_eq!(read(Base::Date, raw), Ok((json!(day), vec![])), "{raw}");
    }
    assert_eq!(read(Base::Date, "29.02.2026"), Err(Misfit::NoSuchDay));
    assert_eq!(read(Base::Date, "скоро"), Err(Misfit::NotADate));
}

#[test]
fn people_get_their_capitals() {
    assert_eq!(read(Base::Person, "образцов петр  тестович"), Ok((json!("Образцов Петр Тестович"), vec![])));
    assert_eq!(read(Base::Person, "петрова-водкина анна"), Ok((json!("Петрова-Водкина Анна"), vec![])));
    assert_eq!(read(Base::Person, "Тестов П.П."), Ok((json!("Тестов П.П."), vec![Doubt::Initials])));
    assert_eq!(read(Base::Person, "+375"), Err(Misfit::NotAPerson));
    assert_eq!(super::initials("Образцов Петр Тестович"), "Образцов\u{a0}П.Т.");
}

#[test]
fn passports_fold_what_people_type() {
    for raw in ["MP0000001", "MP 0000001", "mp0000001", "МР0000001", "мр № 0000001", "MP\u{a0}000-00-01"] {
        assert_eq!(read(Base::Passport, raw), Ok((json!("MP0000001"), vec![])), "{raw}");
    }
    // Every Cyrillic letter that has a Latin twin.
    for (raw, number) in
        [("АВ", "AB"), ("СЕ", "CE"), ("НК", "HK"), ("МО", "MO"), ("РТ", "PT"), ("ХУ", "XY"), ("ІІ", "II")]
    {
        let value = read(Base::Passport, &format!("{raw}0000001")).map(|(value, _)| value);
        assert_eq!(value, Ok(json!(format!("{number}0000001"))), "{raw}");
    }
    for series in ["AB", "BM", "HB", "KH", "MP", "MC", "KB", "PP", "BY"] {
        assert_eq!(read(Base::Passport, &format!("{series}0000004")).map(|(_, doubts)| doubts), Ok(vec![]), "{series}");
    }
}

#[test]
fn doubtful_passports_may_be_accepted_and_wrong_ones_not() {
    for (raw, doubt) in [
        ("SP0000001", Doubt::PassportOfficial),
        ("DP0000001", Doubt::PassportOfficial),
        ("XX0000001", Doubt::PassportSeries),
        ("PM0000001", Doubt::PassportSeries),
    ] {
        assert_eq!(read(Base::Passport, raw), Ok((json!(raw), vec![doubt])), "{raw}");
    }
    for raw in
        ["MP000001", "MP00000001", "0000001MP", "M00000001", "MPP000001", "MP", "0000001", "ЖЯ0000001", "MP٠٠٠٠٠٠١"]
    {
        assert_eq!(read(Base::Passport, raw), Err(Misfit::NotAPassport), "{raw}");
    }
}

#[test]
fn personal_numbers_have_a_check_digit() {
    for number in
        ["3010180A000PB5", "4040468E000PB0", "3270287A012PB2", "4010190A900PB2", "3041088A042PB2", "3150585B901PB4"]
    {
        assert_eq!(read(Base::PersonalNumber, number), Ok((json!(number), vec![])), "{number}");
        let (start, digit) = number.split_at(13);
        for wrong in (0..10).map(|wrong| wrong.to_string()).filter(|wrong| wrong != digit) {
            let raw = format!("{start}{wrong}");
            assert_eq!(read(Base::PersonalNumber, &raw), Err(Misfit::PersonalNumberDigit), "{raw}");
        }
    }
    for raw in ["3270287А012РВ2", "3270287а012рв2", "3270287 A 012 PB 2"] {
        assert_eq!(read(Base::PersonalNumber, raw), Ok((json!("3270287A012PB2"), vec![])), "{raw}");
    }
}

#[test]
fn wrong_personal_numbers_are_told_apart() {
    for raw in ["3270287A012PB22", "3270287A012PB", "32702877012PB2", "3270287A012P52", "ЖЖ70287A012PB2", "MP0000001"]
    {
        assert_eq!(read(Base::PersonalNumber, raw), Err(Misfit::NotAPersonalNumber), "{raw}");
    }
    // The day comes before the check digit, whatever that is.
    for digit in 0..10 {
        let raw = format!("3310280A000PB{digit}");
        assert_eq!(read(Base::PersonalNumber, &raw), Err(Misfit::PersonalNumberDay), "{raw}");
    }
    // Its check digit comes out, its day does not.
    assert_eq!(read(Base::PersonalNumber, "0000000A000PB2"), Err(Misfit::PersonalNumberDay));
    // 1900 had no 29 February, 2000 had.
    assert_eq!(read(Base::PersonalNumber, "3290200A000PB4"), Err(Misfit::PersonalNumberDay));
    assert_eq!(read(Base::PersonalNumber, "5290200A000PB8"), Ok((json!("5290200A000PB8"), vec![])));
    assert_eq!(read(Base::PersonalNumber, "9010180A000PB5"), Err(Misfit::PersonalNumberDigit));
    for (raw, doubt) in [
        ("9010180A000PB7", Doubt::PersonalNumberStart),
        ("3010180D000PB4", Doubt::PersonalNumberRegion),
        ("3010180A000XX7", Doubt::PersonalNumberEnd),
    ] {
        assert_eq!(read(Base::PersonalNumber, raw), Ok((json!(raw), vec![doubt])), "{raw}");
    }
}

#[test]
fn a_mask_keeps_little_and_of_other_types_nothing() {
    let mask = |base, value| FieldType::plain(base).mask(&value);
    assert_eq!(mask(Base::Passport, json!("MP0000001")), "MP•••0001");
    assert_eq!(mask(Base::PersonalNumber, json!("3010180A000PB5")), "•••••••••••PB5");
    for (base, value) in [
        (Base::Passport, json!("паспорт MP0000001")),
        (Base::Passport, json!("ж00000001")),
        (Base::PersonalNumber, json!("3010180A000PB")),
        (Base::PersonalNumber, json!(3_010_180)),
        (Base::Text, json!("MP0000001")),
        (Base::Person, json!("Образцов Петр Тестович")),
        (Base::Date, json!("1980-01-01")),
        (Base::YesNo, json!(true)),
        (Base::Text, Value::Null),
    ] {
        assert_eq!(mask(base, value), "•••", "{base:?}");
    }
}

#[test]
fn what_show_prints_is_read_back() {
    let choice = super::Label { code: "price".into(), label: "Дорого платить".into() };
    let other = super::Label { code: "other".into(), label: "Другое".into() };
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a real day");
    let around = Around { today, area_code: None };
    for (base, value) in [
        (Base::Text, json!("кабинет #5")),
        (Base::LongText, json!("раз\nдва")),
        (Base::YesNo, json!(true)),
        (Base::YesNo, json!(false)),
        (Base::Choice, json!("price")),
        (Base::Choices, json!(["price", "other"])),
        (Base::Integer, json!(1200)),
        (Base::Money, json!(1_234_567.89)),
        (Base::Money, json!(0.01)),
        (Base::Date, json!("2026-02-28")),
        (Base::Phone, json!("+375291234567")),
        (Base::Phone, json!("+375152450911")),
        (Base::Phone, json!("+375151121234")),
        (Base::Person, json!("Образцов Петр Тестович")),
        (Base::Address, json!("г. Примерск, ул. Образцовая, 5/2-17")),
        (Base::Passport, json!("MP0000001")),
        (Base::PersonalNumber, json!("3010180A000PB5")),
    ] {
        let field = FieldType { base, choices: vec![choice.clone(), other.clone()], rule: None };
        let shown = field.show(&value);
        assert_eq!(field.read(&shown, around).map(|read| read.value), Ok(value), "{base:?} {shown}");
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
    let field = FieldType { base: Base::Text, choices: vec![], rule: Some(rule) };
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a real day");
    let around = Around { today, area_code: None };
    assert_eq!(field.read("00 01-23", around).map(|read| read.value), Ok(json!("000123")));
    let misfit = Misfit::Pattern { error: "4–10 цифр".into(), example: "000123".into() };
    assert_eq!(field.read("12", around), Err(misfit));
}

#[test]
fn hostile_input_is_refused() {
    assert_eq!(read(Base::Text, "a\u{1b}[2Jb"), Err(Misfit::Control));
    assert_eq!(read(Base::Text, "  "), Err(Misfit::Empty));
    assert_eq!(read(Base::Text, &"я".repeat(501)), Err(Misfit::TooLong { most: 500 }));
    assert_eq!(read(Base::Integer, "99999999999999999999"), Err(Misfit::NotInteger));
}

#[test]
fn sums_are_written_in_words() {
    for (sum, words) in [
        ("0,01", "ноль рублей 01 копейка"),
        ("1,00", "один рубль 00 копеек"),
        ("1,02", "один рубль 02 копейки"),
        ("2,05", "два рубля 05 копеек"),
        ("4,11", "четыре рубля 11 копеек"),
        ("11,21", "одиннадцать рублей 21 копейка"),
        ("12,12", "двенадцать рублей 12 копеек"),
        ("14,90", "четырнадцать рублей 90 копеек"),
        ("21,01", "двадцать один рубль 01 копейка"),
        ("22,22", "двадцать два рубля 22 копейки"),
        ("25,40", "двадцать пять рублей 40 копеек"),
        ("40,00", "сорок рублей 00 копеек"),
        ("90,50", "девяносто рублей 50 копеек"),
        ("101,03", "сто один рубль 03 копейки"),
        ("111,11", "сто одиннадцать рублей 11 копеек"),
        ("200,04", "двести рублей 04 копейки"),
        ("999,99", "девятьсот девяносто девять рублей 99 копеек"),
        ("1000,00", "одна тысяча рублей 00 копеек"),
        ("1001,01", "одна тысяча один рубль 01 копейка"),
        ("1111,11", "одна тысяча сто одиннадцать рублей 11 копеек"),
        ("2022,22", "две тысячи двадцать два рубля 22 копейки"),
        ("5000,00", "пять тысяч рублей 00 копеек"),
        ("11000,00", "одиннадцать тысяч рублей 00 копеек"),
        ("21001,00", "двадцать одна тысяча один рубль 00 копеек"),
        ("121121,21", "сто двадцать одна тысяча сто двадцать один рубль 21 копейка"),
        ("1000000,00", "один миллион рублей 00 копеек"),
        ("2000001,02", "два миллиона один рубль 02 копейки"),
        ("1000000000000,00", "один триллион рублей 00 копеек"),
        ("3002000000,00", "три миллиарда два миллиона рублей 00 копеек"),
        ("102013,14", "сто две тысячи тринадцать рублей 14 копеек"),
    ] {
        let read = FieldType::plain(Base::Money).read(sum, Around { today: NaiveDate::default(), area_code: None });
        let roubles = read.expect("a sum").value.as_f64().expect("a number");
        assert_eq!(super::money_in_words(roubles).as_deref(), Some(words), "{sum}");
    }
    assert_eq!(super::money_in_words(-2.5).as_deref(), Some("минус два рубля 50 копеек"));
    assert_eq!(super::money_in_words(-0.0).as_deref(), Some("ноль рублей 00 копеек"));
    assert_eq!([f64::NAN, f64::INFINITY, 1e13].map(super::money_in_words), [None, None, None]);
}
