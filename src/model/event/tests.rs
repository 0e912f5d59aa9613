use super::{Answered, BadLine, Did, Event};

fn event() -> Event {
    let at = "2026-11-22T10:15:00+03:00".parse().expect("a real moment");
    let answered = Answered {
        step: "reason".into(),
        value: "Дорого\u{85} \u{7f} «платить»\n".into(),
        label: None,
        chosen: vec![],
        accepted: vec![],
        reason: None,
        from: None,
    };
    let saw = [("cards.prices.social".to_owned(), serde_json::json!(6.5))].into();
    Event {
        n: 3,
        at,
        was: None,
        desk: "a".into(),
        by: "ivanov".into(),
        saw,
        due: [].into(),
        did: Did::Answered(answered),
    }
}

#[test]
fn a_line_comes_back_and_every_yaml_reader_agrees() {
    let line = event().to_line();
    assert_eq!(Event::from_line(&line), Ok(event()));
    let yaml: serde_json::Value = serde_yaml::from_str(&line).expect("YAML");
    assert_eq!(yaml[0]["did"]["answered"]["value"], "Дорого\u{85} \u{7f} «платить»\n");
}

#[test]
fn every_flipped_bit_is_found() {
    let line = event().to_line();
    for at in 0..line.trim_end().len() {
        for bit in 0..8 {
            let mut bytes = line.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let Ok(text) = String::from_utf8(bytes) else { continue };
            assert!(Event::from_line(&text).is_err(), "byte {at} bit {bit}: {text}");
        }
    }
    assert_eq!(Event::from_line(&line[..line.len() - 5]), Err(BadLine::Shape));
}
