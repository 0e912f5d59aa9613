//! People, their passports and numbers.

use super::read;
use crate::model::types::{self, Base, Doubt, FieldType, Misfit, UnpFault};
use serde_json::{Value, json};

#[test]
fn payers_numbers_have_a_check_digit() {
    assert_eq!(types::unp_fault("200988541"), None);
    assert_eq!(types::unp_fault("УНП 200988541").map(|_| ()), Some(()));
    assert_eq!(types::unp_fault("200 988 541"), None);
    assert_eq!(types::unp_fault("200988542"), Some(UnpFault::Digit));
    for raw in ["000000000", "20098854", "2009885410", "800000000", "MA000000", "ЖЖ0000000", "A20000000"] {
        assert_eq!(types::unp_fault(raw), Some(UnpFault::Shape), "{raw}");
    }
    // Of a person: exactly one digit comes out, or none where the remainder is ten.
    let fitting = (0..10).filter(|digit| types::unp_fault(&format!("MA100000{digit}")).is_none()).count();
    assert!(fitting <= 1, "{fitting}");
    assert_eq!(types::unp_fault("МА1953308"), types::unp_fault("MA1953308"), "Cyrillic letters are folded");
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
        assert_eq!(types::initials(name), wanted);
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
