//! Belarusian roubles: read in every way they are written at a desk, kept to the kopeck.

use super::{Base, Kind, Misfit, Values};
use crate::model::numerals::{HUNDREDS, TENS, UNITS};
use crate::model::plural;
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "money",
    samples: &["25,40", "0,50", "3", "6 руб.", "8,20"],
    values: Values::Numbers { parts: Some(100) },
    adds_up: true,
    line: 25.0,
    read: |typed| Ok(read(typed.raw)?.into()),
    show: |sum, _| sum.as_f64().map(show),
    computed: |sum| sum.as_f64().map_or(sum, |sum| value(kopecks(sum))),
    ..Kind::TEXT
};

/// The largest sum, in kopecks: what a float still tells apart to the kopeck.
const MOST: i64 = 100_000_000_000_000;

/// Reads `25,40`, `25.40`, `25 руб. 40 коп.`, `25 р. 40 к.`, `25-40`, `25=40`, `1 200,00`, `25`, `40 коп.`.
fn read(raw: &str) -> Result<Value, Misfit> {
    let text = raw.to_lowercase();
    let text =
        ["белорусских", "белорусский", "белорусского", "бел."].iter().fold(text, |text, word| text.replace(word, " "));
    let (roubles, kopecks) = match split_words(&text) {
        Some(parts) => parts,
        None => split_mark(text.trim())?,
    };
    let roubles = digits(&roubles)?;
    let kopecks = match kopecks.as_str() {
        "" => 0,
        two if two.len() == 2 && two.bytes().all(|b| b.is_ascii_digit()) => {
            two.parse().map_err(|_| Misfit::NotA(Base::Money))?
        }
        _ => return Err(Misfit::NotA(Base::Money)),
    };
    let sum = roubles.checked_mul(100).and_then(|sum| sum.checked_add(kopecks)).filter(|sum| *sum <= MOST);
    sum.map(value).ok_or(Misfit::NotA(Base::Money))
}

/// `25 руб. 40 коп.` in its parts.
fn split_words(text: &str) -> Option<(String, String)> {
    let text = text.replace("р.", "руб").replace("к.", "коп");
    let Some((roubles, rest)) = text.split_once("руб").or_else(|| text.split_once("byn")) else {
        // Kopecks alone.
        let (kopecks, _) = text.split_once("коп")?;
        return Some(("0".to_owned(), format!("{:0>2}", kopecks.trim())));
    };
    let rest = rest.trim_start_matches(|c: char| c.is_alphabetic() || c == '.').trim();
    let (kopecks, behind) = rest.split_once("коп").unwrap_or((rest, ""));
    let kopecks = kopecks.trim();
    if behind.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if kopecks.is_empty() {
        return split_mark(roubles.trim()).ok();
    }
    Some((roubles.trim().to_owned(), format!("{kopecks:0>2}")))
}

/// `25,40`, `25.40`, `25-40`, `25=40` in their parts.
fn split_mark(text: &str) -> Result<(String, String), Misfit> {
    match text.split_once([',', '.', '-', '=']) {
        Some((roubles, kopecks)) if !roubles.is_empty() && kopecks.len() == 2 => {
            Ok((roubles.to_owned(), kopecks.to_owned()))
        }
        Some(_) => Err(Misfit::NotA(Base::Money)),
        None => Ok((text.to_owned(), String::new())),
    }
}

/// Digits, in groups of three if at all.
fn digits(text: &str) -> Result<i64, Misfit> {
    let groups: Vec<&str> = text.split_whitespace().collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3);
    let joined = groups.concat();
    if joined.is_empty() || !grouped || !joined.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Misfit::NotA(Base::Money));
    }
    joined.parse().map_err(|_| Misfit::NotA(Base::Money))
}

fn value(kopecks: i64) -> Value {
    #[expect(clippy::cast_precision_loss, reason = "sums are far below 2^53 kopecks")]
    Value::from(kopecks as f64 / 100.0)
}

/// The sum in kopecks, rounded to the nearest.
#[must_use]
pub fn kopecks(roubles: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a cast saturates, and sums are bounded where they are read")]
    let whole = (roubles * 100.0).round() as i64;
    whole
}

/// `1 200,00 руб.`; the space in the number does not break.
fn show(roubles: f64) -> String {
    let sum = kopecks(roubles);
    let (whole, rest) = (sum.unsigned_abs() / 100, sum.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('\u{a0}');
        }
        grouped.push(digit);
    }
    let sign = if sum < 0 { "-" } else { "" };
    format!("{sign}{grouped},{rest:02} руб.")
}

/// Powers of a thousand after «один», «два», «пять»; the first is what is counted.
const POWERS: [[&str; 3]; 5] = [
    ["рубль", "рубля", "рублей"],
    ["тысяча", "тысячи", "тысяч"],
    ["миллион", "миллиона", "миллионов"],
    ["миллиард", "миллиарда", "миллиардов"],
    ["триллион", "триллиона", "триллионов"],
];

/// `двадцать пять рублей 40 копеек`, as contracts in Belarus write sums: kopecks in digits, always two. None for
/// a sum that no field of money holds.
#[must_use]
pub fn in_words(roubles: f64) -> Option<String> {
    let sum = kopecks(roubles);
    if !roubles.is_finite() || sum.abs() > MOST {
        return None;
    }
    let (whole, rest) = (sum.unsigned_abs() / 100, sum.unsigned_abs() % 100);
    let mut words: Vec<&str> = Vec::new();
    if sum < 0 {
        words.push("минус");
    }
    if whole == 0 {
        words.push("ноль");
    }
    for (power, names) in POWERS.iter().enumerate().rev() {
        let group = whole / 1000_u64.pow(u32::try_from(power).ok()?) % 1000;
        if group == 0 && power > 0 {
            continue;
        }
        let (hundreds, tens, units) = (group / 100, group % 100 / 10, group % 10);
        let units = if tens == 1 { 10 + units } else { units };
        words.push(pick(&HUNDREDS, hundreds));
        words.push(pick(&TENS, tens));
        words.push(match (power, units) {
            (1, 1) => "одна",
            (1, 2) => "две",
            _ => pick(&UNITS, units),
        });
        words.push(plural::form(group, *names));
    }
    words.retain(|word| !word.is_empty());
    let kopecks = plural::form(rest, ["копейка", "копейки", "копеек"]);
    Some(format!("{} {rest:02} {kopecks}", words.join(" ")))
}

fn pick(words: &[&'static str], at: u64) -> &'static str {
    usize::try_from(at).ok().and_then(|at| words.get(at)).copied().unwrap_or("")
}
