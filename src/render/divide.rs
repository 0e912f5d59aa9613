//! Where a word may be divided at the end of a line.

/// Where a word may be divided: how many glyphs stand before, in order.
pub(super) fn breaks(word: &[char]) -> Vec<(usize, Kind)> {
    let mut found = Vec::new();
    let address = word.iter().any(|c| c.is_ascii_digit() || matches!(c, '@' | '_' | ':'));
    let (mut at, mut glyph) = (0, 0);
    while let Some(c) = word.get(at) {
        let letters = word.iter().skip(at).take_while(|c| c.is_alphabetic()).count();
        let letters_behind = word.iter().skip(at + 1).take_while(|c| c.is_alphabetic()).count();
        match c {
            '\u{ad}' => found.push((glyph, Kind::Hyphen)),
            '\u{200b}' => found.push((glyph, Kind::Joint)),
            // `пр-т` and `эл-ты` are short for one word.
            '-' | '‐' if at > 1 && letters_behind >= SHORTEST => found.push((glyph + 1, Kind::Joint)),
            '/' | '—' | '–' if at > 1 && letters_behind > 0 => found.push((glyph + 1, Kind::Joint)),
            _ if letters >= 5 && !address => {
                let run = word.get(at..at + letters).unwrap_or_default();
                found.extend(syllables(run).into_iter().map(|within| (glyph + within, Kind::Hyphen)));
            }
            _ => {}
        }
        let step = letters.max(1);
        glyph += step - usize::from(is_joint(*c));
        at += step;
    }
    found
}

/// The shortest part of a word that stands behind its own hyphen in the next line, in letters.
const SHORTEST: usize = 3;

/// Whether a word has a hyphen at which it is not divided: `2026-11-09`, `пр-т`.
pub(super) fn is_kept(word: &str) -> bool {
    let word: Vec<char> = word.chars().filter(|c| !is_joint(*c)).collect();
    let found = breaks(&word);
    let divides = |at: usize| found.iter().any(|(before, _)| *before == at + 1);
    word.iter().enumerate().any(|(at, c)| *c == '-' && at > 0 && at + 1 < word.len() && !divides(at))
}

/// What divides a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A hyphen is set.
    Hyphen,
    /// Nothing is set: a hyphen, a slash or a mark without a look is there.
    Joint,
}

/// A mark that says where a word may be divided and is not seen itself.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}')
}

/// The vowels of the languages that are divided.
const VOWELS: &str = "аеёиоуыэюяіїєaeiouyàáâäèéêëìíîïòóôöùúûü";

/// Where a run of letters may be divided: two letters before, three behind, never an abbreviation in capitals.
fn syllables(letters: &[char]) -> Vec<usize> {
    if letters.iter().filter(|c| c.is_uppercase()).count() > 1 {
        return Vec::new();
    }
    let text: String = letters.iter().collect();
    let belarusian = letters.iter().any(|c| matches!(c.to_lowercase().next(), Some('і' | 'ў')));
    let language = match letters.first() {
        Some('\u{400}'..='\u{4ff}') if belarusian => hypher::Lang::Belarusian,
        Some('\u{400}'..='\u{4ff}') => hypher::Lang::Russian,
        _ => hypher::Lang::English,
    };
    let vowels = |part: &[char]| part.iter().flat_map(|c| c.to_lowercase()).any(|c| VOWELS.contains(c));
    let (mut at, mut from) = (0, 0);
    let mut found = Vec::new();
    for syllable in hypher::hyphenate_bounded(&text, language, 2, 3) {
        at += syllable.chars().count();
        // The Belarusian patterns set a lone consonant apart; no language does.
        let (before, behind) = (letters.get(from..at), letters.get(at..));
        if before.is_some_and(vowels) && behind.is_some_and(vowels) {
            found.push(at);
            from = at;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(word: &str) -> String {
        let characters: Vec<char> = word.chars().collect();
        let mut shown: Vec<char> = characters.iter().copied().filter(|c| !is_joint(*c)).collect();
        for (at, kind) in breaks(&characters).into_iter().rev() {
            shown.insert(at, if kind == Kind::Hyphen { '=' } else { '|' });
        }
        shown.into_iter().collect()
    }

    #[test]
    fn words_are_divided_where_the_language_does() {
        for (word, parts) in [
            ("предоставление", "предо=став=ле=ние"),
            ("«Телевидение»,", "«Те=ле=ви=де=ние»,"),
            ("обязуется", "обя=зу=ется"),
            ("ТЕЛЕВИДЕНИЕ", "ТЕЛЕВИДЕНИЕ"),
            ("ЕРИП", "ЕРИП"),
            ("интернет-магазин", "ин=тер=нет-|ма=га=зин"),
            ("+375-29-000", "+375-29-000"),
            ("пр-т", "пр-т"),
            ("2026-11-09-a001", "2026-11-09-a001"),
            ("info@example.org", "info@example.org"),
            ("и/или", "и/или"),
            ("изготовитель/поставщик", "из=го=то=ви=тель/|по=став=щик"),
            ("пад'езд", "пад'езд"),
            ("заслугоў", "за=слу=гоў"),
            ("agreement", "agree=ment"),
            ("сло\u{ad}во", "сло=во"),
            ("дом", "дом"),
        ] {
            assert_eq!(divided(word), parts);
        }
    }
}
