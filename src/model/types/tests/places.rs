//! Addresses, of houses and for mail.

use super::read;
use crate::model::types::{self, Base, Doubt, Misfit};
use serde_json::json;

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
    let key = |raw: &str| types::address_key(raw, Some("г. Примерск")).map(|key| key.to_string());
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
    let flats = ["ул. Образцовая, 5/2-17", "ул. Образцовая, 5/2-18"].map(|raw| types::address_key(raw, None));
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
        assert_eq!(types::house(address), house);
    }
}
