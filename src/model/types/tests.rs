use super::{Around, Base, Doubt, Duration, FieldType, Misfit, Unit, UnpFault};
use chrono::{NaiveDate, NaiveDateTime};
use regex::Regex;
use serde_json::{Value, json};

fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 22).and_then(|day| day.and_hms_opt(10, 15, 30)).expect("a real moment")
}

fn read(base: Base, raw: &str) -> Result<(Value, Vec<Doubt>), Misfit> {
    let around = Around { now: now(), area_code: Some("1511") };
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
        ("25 р. 40 к.", 25.4),
        ("40 коп.", 0.4),
        ("1\u{a0}200,00\u{a0}руб.", 1200.0),
    ] {
        assert_eq!(read(Base::Money, raw), Ok((json!(sum), vec![])), "{raw}");
    }
    for raw in ["12,345", "-5", "1.200,00", "1 2,00", "пять", "25,4", "999999999999999999999", ",50"] {
        assert_eq!(read(Base::Money, raw), Err(Misfit::NotA(Base::Money)), "{raw}");
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
        ("22/11/2026", "2026-11-22"),
        ("5 марта", "2026-03-05"),
        ("22 ноября 2026 г.", "2026-11-22"),
        ("«22» Ноября 2026 года", "2026-11-22"),
        ("послезавтра", "2026-11-24"),
    ] {
        assert_eq!(read(Base::Date, raw), Ok((json!(day), vec![])), "{raw}");
    }
    assert_eq!(read(Base::Date, "29.02.2026"), Err(Misfit::NoSuchDay));
    assert_eq!(read(Base::Date, "31 апреля"), Err(Misfit::NoSuchDay));
    for raw in ["скоро", "22", "22 ноя", "22.11.2026 10:15", "22.11.202", "22.11/2026"] {
        assert_eq!(read(Base::Date, raw), Err(Misfit::NotA(Base::Date)), "{raw}");
    }
}

#[test]
fn numbers_keep_their_fraction() {
    for (raw, number) in [
        ("12", json!(12)),
        ("1,5", json!(1.5)),
        ("1.50", json!(1.5)),
        ("-3", json!(-3)),
        ("−0,25", json!(-0.25)),
        ("1 200,5", json!(1200.5)),
        ("2,0", json!(2)),
        ("007", json!(7)),
    ] {
        assert_eq!(read(Base::Number, raw), Ok((number, vec![])), "{raw}");
    }
    for raw in [
        "",
        "-",
        "1,",
        ",5",
        "1,2,3",
        "1.200,5",
        "1 2",
        "двенадцать",
        "1e5",
        "inf",
        "NaN",
        "12 345 678,901 234",
        "1234567890123456",
        "٣",
    ] {
        assert!(matches!(read(Base::Number, raw), Err(Misfit::NotA(Base::Number) | Misfit::Empty)), "{raw}");
    }
    assert_eq!(read(Base::Integer, "−12"), Ok((json!(-12), vec![])));
}

#[test]
fn times_are_read_as_they_are_said() {
    for (raw, time) in [
        ("10:15", "10:15"),
        ("9:05", "09:05"),
        ("10.15", "10:15"),
        ("10-15", "10:15"),
        ("10 15", "10:15"),
        ("1015", "10:15"),
        ("0000", "00:00"),
        ("9", "09:00"),
        ("в 9", "09:00"),
        ("9 ч", "09:00"),
        ("9 часов", "09:00"),
        ("10 ч. 5 мин.", "10:05"),
        ("10 часов 15 минут", "10:15"),
        ("Сейчас", "10:15"),
        ("23:59", "23:59"),
    ] {
        assert_eq!(read(Base::Time, raw), Ok((json!(time), vec![])), "{raw}");
    }
    for raw in ["24:00", "10:60", "25", "2460"] {
        assert_eq!(read(Base::Time, raw), Err(Misfit::NoSuchTime), "{raw}");
    }
    for raw in ["10:5", "скоро", "10:15:30", "10 ч 15 сек", "123", "-1", "10:", ":15", "час", "１０:１５"]
    {
        assert_eq!(read(Base::Time, raw), Err(Misfit::NotA(Base::Time)), "{raw}");
    }
}

#[test]
fn a_day_and_a_time_are_read_together() {
    for (raw, moment) in [
        ("22.11.2026 10:15", "2026-11-22T10:15"),
        ("22.11.2026, 10:15", "2026-11-22T10:15"),
        ("5.3 9:00", "2026-03-05T09:00"),
        ("22.11 в 9 ч", "2026-11-22T09:00"),
        ("завтра 10 15", "2026-11-23T10:15"),
        ("завтра в 9", "2026-11-23T09:00"),
        ("22 ноября 2026 г. 10:15", "2026-11-22T10:15"),
        ("2026-11-22 10:15", "2026-11-22T10:15"),
        ("2026-11-22T10:15", "2026-11-22T10:15"),
        ("18:30", "2026-11-22T18:30"),
        ("в 18:30", "2026-11-22T18:30"),
        ("сейчас", "2026-11-22T10:15"),
    ] {
        assert_eq!(read(Base::DateTime, raw), Ok((json!(moment), vec![])), "{raw}");
    }
    assert_eq!(read(Base::DateTime, "29.02.2026 10:15"), Err(Misfit::NoSuchDay));
    assert_eq!(read(Base::DateTime, "22.11.2026 24:00"), Err(Misfit::NoSuchTime));
    for raw in ["22.11.2026", "завтра", "10.15", "скоро", "10:15 22.11.2026", "1015"] {
        assert_eq!(read(Base::DateTime, raw), Err(Misfit::NotA(Base::DateTime)), "{raw}");
    }
}

#[test]
fn lengths_of_time_are_minutes() {
    for (raw, minutes) in [
        ("20 минут", 20),
        ("20", 20),
        ("1 ч 30 мин", 90),
        ("1ч30м", 90),
        ("1:30", 90),
        ("полчаса", 30),
        ("час", 60),
        ("2 часа", 120),
        ("90 minutes", 90),
        ("1 hour 30 minutes", 90),
        ("1 день 2 часа", 1560),
        ("3 суток", 4320),
        ("0", 0),
    ] {
        assert_eq!(read(Base::Duration, raw), Ok((json!(minutes), vec![])), "{raw}");
    }
    for raw in [
        "скоро",
        "-5 минут",
        "1,5 часа",
        "30 мин 1 ч",
        "1 час 1 час",
        "1:60",
        "1:5",
        "час назад",
        "clock 1 day",
        "5 сек",
        "99999999999999999999",
        "5270401",
    ] {
        assert_eq!(read(Base::Duration, raw), Err(Misfit::NotA(Base::Duration)), "{raw}");
    }
    let show = |minutes: u64| FieldType::plain(Base::Duration).show(&json!(minutes));
    assert_eq!([1, 61, 125, 1441].map(show), ["1 минута", "1 час 1 минута", "2 часа 5 минут", "1 день 1 минута"]);
}

#[test]
fn spans_of_procedures_are_one_amount_of_one_unit() {
    for (text, amount, unit, clock, word) in [
        ("15 minutes", 15, Unit::Minute, false, "15 minutes"),
        ("clock 2 hours", 2, Unit::Hour, true, "clock 2 hours"),
        ("1 day", 1, Unit::Day, false, "1 day"),
        ("15 минут", 15, Unit::Minute, false, "15 minutes"),
        ("clock 1 час", 1, Unit::Hour, true, "clock 1 hour"),
        ("2 дня", 2, Unit::Day, false, "2 days"),
    ] {
        let read = Duration::read(text).expect(text);
        assert_eq!(read, Duration { amount, unit, clock }, "{text}");
        assert_eq!(read.word(), word);
        assert_eq!(Duration::read(&read.word()), Some(read));
    }
    for text in ["15", "", "clock", "1 hour 30 minutes", "скоро", "-1 day", "1 week"] {
        assert_eq!(Duration::read(text), None, "{text}");
    }
}

#[test]
fn addresses_for_mail_have_their_shape() {
    for (raw, address) in [
        ("info@example.by", "info@example.by"),
        ("Info.Desk+1@Example.BY", "Info.Desk+1@example.by"),
        ("mailto:info@example.by", "info@example.by"),
        ("<info@example.by>", "info@example.by"),
        ("info@пример.бел", "info@пример.бел"),
        ("info@mail.xn--90ais", "info@mail.xn--90ais"),
    ] {
        assert_eq!(read(Base::Email, raw), Ok((json!(address), vec![])), "{raw}");
    }
    for raw in ["infо@example.by", "офис@example.by", "info@exаmple.by"] {
        assert_eq!(read(Base::Email, raw).map(|(_, doubts)| doubts), Ok(vec![Doubt::EmailLetters]), "{raw}");
    }
    for raw in [
        "info",
        "info@",
        "@example.by",
        "info@example",
        "a@b@example.by",
        "in fo@example.by",
        "info@example.by, a@example.by",
        ".a@example.by",
        "a..b@example.by",
        "a@-example.by",
        "a@example..by",
        "a@example.1",
        "a@127.0.0.1",
        "\"a b\"@example.by",
    ] {
        assert_eq!(read(Base::Email, raw), Err(Misfit::NotA(Base::Email)), "{raw}");
    }
}

#[test]
fn one_place_has_one_key() {
    let key = |raw: &str| super::address_key(raw, Some("г. Примерск")).map(|key| key.to_string());
    for raw in [
        "г. Примерск, ул. Образцовая, д. 5, корп. 2, кв. 17",
        "220000, г. Примерск, ул. Образцовая, д. 5, корп. 2, кв. 17",
        "ул. Образцовая, 5/2-17",
        "Образцовая 5/2-17",
        "образцовая ул., 5/2, 17",
        "улица Образцовая дом 5 корпус 2 квартира 17",
        "г.Примерск,ул.Образцовая,д.5,к.2,кв.17",
        "Примерск, Образцовая, 5/2-17",
        "Примерск ул Образцовая 5/2–17",
        "г.\u{a0}Примерск, ул.\u{a0}Образцовая, д.\u{a0}5, корп.\u{a0}2, подъезд 1, этаж 3, кв.\u{a0}17",
        "Примерская обл., Примерский р-н, г. Примерск, ул. Образцовая, 5/2-17",
    ] {
        assert_eq!(key(raw).as_deref(), Some("примерск|образцовая|5|2|17"), "{raw}");
    }
    for (raw, wanted) in [
        ("ул. Садовая, 12А-45", "примерск|садовая|12а||45"),
        ("ул. Садовая, 12 а, кв. 45", "примерск|садовая|12а||45"),
        ("ул. Садовая, 12-А", "примерск|садовая|12а||"),
        ("ул. Садовая 12A", "примерск|садовая|12а||"),
        ("пер. Учебный, 12-4", "примерск|учебный|12||4"),
        ("ул. 8 Марта, 5", "примерск|8 марта|5||"),
        ("8 Марта 5-3", "примерск|8 марта|5||3"),
        ("1-й пер. Учебный, 5", "примерск|1-й учебный|5||"),
        ("ул. 1-я Полевая, 5", "примерск|1-я полевая|5||"),
        ("д. Тестовка, ул. Лесная, д. 3", "тестовка|лесная|3||"),
        ("аг. Образцово, Лесная 3", "образцово|лесная|3||"),
        ("г.п. Тестово, ул. Лёсная, 3", "тестово|лесная|3||"),
        ("пр-т Мира, 10", "примерск|мира|10||"),
        ("б-р Тестовый, д. 1, офис 3", "примерск|тестовый|1||3"),
        ("ул. Образцовая", "примерск|образцовая|||"),
    ] {
        assert_eq!(key(raw).as_deref(), Some(wanted), "{raw}");
    }
    assert_eq!(key(", ."), None);
    let flats = ["ул. Образцовая, 5/2-17", "ул. Образцовая, 5/2-18"].map(|raw| super::address_key(raw, None));
    assert_ne!(flats[0], flats[1]);
    let houses = flats.map(|key| key.map(|key| key.of_house()));
    assert_eq!(houses[0], houses[1]);
}

#[test]
fn a_house_is_an_address_without_its_flat() {
    for (address, house) in [
        ("г. Примерск, ул. Образцовая, д. 5, корп. 2, кв. 17", "г. Примерск, ул. Образцовая, д. 5, корп. 2"),
        ("ул. Образцовая, 5/2-17", "ул. Образцовая, 5/2"),
        ("ул. Садовая, 12А-45", "ул. Садовая, 12А"),
        ("ул. Садовая, 12, кв 45 а", "ул. Садовая, 12"),
        ("ул. 1-я Полевая, 5", "ул. 1-я Полевая, 5"),
        ("ул. Комсомольская, 5", "ул. Комсомольская, 5"),
        ("ул. Образцовая", "ул. Образцовая"),
    ] {
        assert_eq!(super::house(address), house);
    }
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
fn payers_numbers_have_a_check_digit() {
    assert_eq!(super::unp_fault("200988541"), None);
    assert_eq!(super::unp_fault("УНП 200988541").map(|_| ()), Some(()));
    assert_eq!(super::unp_fault("200 988 541"), None);
    assert_eq!(super::unp_fault("200988542"), Some(UnpFault::Digit));
    for raw in ["000000000", "20098854", "2009885410", "800000000", "MA000000", "ЖЖ0000000", "A20000000"] {
        assert_eq!(super::unp_fault(raw), Some(UnpFault::Shape), "{raw}");
    }
    // Of a person: exactly one digit comes out, or none where the remainder is ten.
    let fitting = (0..10).filter(|digit| super::unp_fault(&format!("MA100000{digit}")).is_none()).count();
    assert!(fitting <= 1, "{fitting}");
    assert_eq!(super::unp_fault("МА1953308"), super::unp_fault("MA1953308"), "Cyrillic letters are folded");
}

#[test]
fn people_get_their_capitals() {
    assert_eq!(read(Base::Person, "образцов петр  тестович"), Ok((json!("Образцов Петр Тестович"), vec![])));
    assert_eq!(read(Base::Person, "петрова-водкина анна"), Ok((json!("Петрова-Водкина Анна"), vec![])));
    assert_eq!(read(Base::Person, "Тестов П.П."), Ok((json!("Тестов П.П."), vec![Doubt::Initials])));
    assert_eq!(read(Base::Person, "+375"), Err(Misfit::NotA(Base::Person)));
    assert_eq!(read(Base::Person, "ОБРАЗЦОВ ПЕТР ТЕСТОВИЧ"), Ok((json!("Образцов Петр Тестович"), vec![])));
    assert_eq!(read(Base::Person, "Пробный тест Пример ОГЛЫ"), Ok((json!("Пробный Тест Пример оглы"), vec![])));
    assert_eq!(read(Base::Person, "МакТестов Пётр"), Ok((json!("МакТестов Пётр"), vec![])));
    assert_eq!(read(Base::Person, "Лук’янов Тест"), Ok((json!("Лук’янов Тест"), vec![])));
    assert_eq!(read(Base::Person, "Sample Test"), Ok((json!("Sample Test"), vec![Doubt::LatinName])));
    for (name, wanted) in [
        ("Образцов Петр Тестович", "Образцов\u{a0}П.Т."),
        ("Петрова-Водкина Анна Тестовна", "Петрова-Водкина\u{a0}А.Т."),
        ("Пробный Тест Пример оглы", "Пробный\u{a0}Т.П."),
        ("Пробная Теста Пример кызы", "Пробная\u{a0}Т.П."),
        ("Смит Джон", "Смит\u{a0}Д."),
        ("Тестов П.П.", "Тестов\u{a0}П.П."),
        ("Тестов П. П.", "Тестов\u{a0}П.П."),
        ("Тестов", "Тестов"),
        ("", ""),
    ] {
        assert_eq!(super::initials(name), wanted);
    }
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
        assert_eq!(read(Base::Passport, raw), Err(Misfit::NotA(Base::Passport)), "{raw}");
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
        assert_eq!(read(Base::PersonalNumber, raw), Err(Misfit::NotA(Base::PersonalNumber)), "{raw}");
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
        ("5010180A000PB9", Doubt::PersonalNumberAge),
        ("1010180A000PB1", Doubt::PersonalNumberAge),
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
        let read = FieldType::plain(Base::Money).read(sum, Around::nowhere());
        let roubles = read.expect("a sum").value.as_f64().expect("a number");
        assert_eq!(super::money_in_words(roubles).as_deref(), Some(words), "{sum}");
    }
    assert_eq!(super::money_in_words(-2.5).as_deref(), Some("минус два рубля 50 копеек"));
    assert_eq!(super::money_in_words(-0.0).as_deref(), Some("ноль рублей 00 копеек"));
    assert_eq!([f64::NAN, f64::INFINITY, 1e13].map(super::money_in_words), [None, None, None]);
}
