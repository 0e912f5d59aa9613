//! Choosing from a list, short or long: by number, by code, by a part of what is read.

use super::prompt::{Reply, line};
use super::screen::Screen;
use crate::model::types::{Base, folded};
use crate::text::Message;

/// As many as stand on a screen together with their question.
const SHOWN: usize = 20;

/// The choices with their numbers; of a long list the first ones.
pub(super) fn show(screen: &mut Screen<'_>, choices: &[(String, String)]) {
    for (number, (_, label)) in choices.iter().take(SHOWN).enumerate() {
        screen.choice(number + 1, label);
    }
    if choices.len() > SHOWN {
        screen.say(&Message::MoreChoices(choices.len() - SHOWN));
    }
}

/// The codes that were meant, one a line; what is none of the choices as it was typed.
pub(super) fn chosen(
    screen: &mut Screen<'_>,
    text: String,
    choices: &[(String, String)],
    base: Base,
) -> Result<String, Reply> {
    if choices.is_empty() {
        return Ok(text);
    }
    let mut codes = Vec::new();
    for word in words(&text, choices, base) {
        codes.push(one(screen, word, choices)?);
    }
    Ok(codes.join("\n"))
}

/// What was typed, by commas; numbers and codes by spaces, too.
fn words(text: &str, choices: &[(String, String)], base: Base) -> Vec<String> {
    let by = |mark: char| text.split(mark).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let is_short = |word: &str| word.parse::<usize>().is_ok() || choices.iter().any(|(code, _)| code == word);
    match base {
        Base::Choices if choices.iter().any(|(_, label)| label == text) => vec![text.to_owned()],
        Base::Choices if text.contains(',') => by(','),
        Base::Choices if text.split_whitespace().all(is_short) => by(' '),
        _ => vec![text.to_owned()],
    }
}

/// One code. While several labels hold what was typed, they are shown and asked for again.
fn one(screen: &mut Screen<'_>, mut word: String, choices: &[(String, String)]) -> Result<String, Reply> {
    loop {
        if let Ok(number) = word.parse::<usize>() {
            let code = number.checked_sub(1).and_then(|at| choices.get(at)).map(|(code, _)| code.clone());
            return code.ok_or_else(|| {
                screen.say(&Message::NotInList);
                Reply::Again
            });
        }
        let found = matching(&word, choices);
        match found.as_slice() {
            [] => return Ok(word),
            [at] => return Ok(choices.get(*at).map_or(word, |(code, _)| code.clone())),
            several => {
                for at in several.iter().take(SHOWN) {
                    screen.choice(at + 1, choices.get(*at).map_or("", |(_, label)| label));
                }
                if several.len() > SHOWN {
                    screen.say(&Message::MoreChoices(several.len() - SHOWN));
                }
                word = line(screen, &Message::ChooseNumber)?;
                if word.is_empty() {
                    return Err(Reply::Again);
                }
            }
        }
    }
}

/// The place of the choice whose code or label this is; else of all whose labels hold it.
fn matching(word: &str, choices: &[(String, String)]) -> Vec<usize> {
    let wanted = folded(word);
    let exact = |(code, label): &(String, String)| code == word || folded(label) == wanted;
    if let Some(at) = choices.iter().position(exact) {
        return vec![at];
    }
    let holds = |(at, (_, label)): (usize, &(String, String))| folded(label).contains(&wanted).then_some(at);
    choices.iter().enumerate().filter_map(holds).collect()
}

#[cfg(test)]
mod tests {
    use super::{matching, words};
    use crate::model::types::Base;

    fn channels() -> Vec<(String, String)> {
        let channel = |(code, label): (&str, &str)| (code.to_owned(), label.to_owned());
        [("one", "Первый, главный"), ("sport", "Спорт"), ("sport2", "Спорт плюс"), ("kids", "Ребёнок")]
            .map(channel)
            .to_vec()
    }

    #[test]
    fn a_part_of_a_label_finds_it_and_a_whole_one_alone() {
        for (word, found) in [
            ("спорт", vec![1]),
            ("порт", vec![1, 2]),
            ("плюс", vec![2]),
            ("sport2", vec![2]),
            ("РЕБЕНОК", vec![3]),
            ("кино", vec![]),
        ] {
            assert_eq!(matching(word, &channels()), found, "{word}");
        }
    }

    #[test]
    fn several_are_typed_with_commas_and_numbers_with_spaces() {
        for (text, parts) in [
            ("1, 2", vec!["1", "2"]),
            ("1 3", vec!["1", "3"]),
            ("one kids", vec!["one", "kids"]),
            ("спорт плюс", vec!["спорт плюс"]),
            ("спорт плюс, ребенок", vec!["спорт плюс", "ребенок"]),
            ("Первый, главный", vec!["Первый, главный"]),
        ] {
            assert_eq!(words(text, &channels(), Base::Choices), parts, "{text}");
        }
        assert_eq!(words("1, 2", &channels(), Base::Choice), ["1, 2"]);
    }
}
