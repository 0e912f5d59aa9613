//! The error manual: for each code what `pult check` prints of the fixture that shows it, some of each kind.
//! `MANUAL=update cargo test --test it manual` writes it.

use crate::model::company::Language;

const RU: &str = include_str!("manual/ru.txt");
const EN: &str = include_str!("manual/en.txt");
/// In front of the code of each page; nothing that is drawn begins so.
const MARK: &str = "\n== ";

/// The codes that have a page, in order.
pub fn pages() -> impl Iterator<Item = &'static str> {
    read(RU).map(|(code, _)| code)
}

/// The page of a code: how it looks, and what is to be done.
#[must_use]
pub fn page(language: Language, code: &str) -> Option<&'static str> {
    let manual = match language {
        Language::Ru => RU,
        Language::En => EN,
    };
    read(manual).find(|(known, _)| *known == code).map(|(_, page)| page.trim_end())
}

fn read(manual: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    manual.split(MARK).skip(1).filter_map(|page| page.split_once('\n'))
}

#[cfg(test)]
mod tests {
    use super::{EN, RU, page, pages, read};
    use crate::model::company::Language;
    use crate::model::diagnostic::Problem;

    #[test]
    fn every_code_has_a_page_in_each_language() {
        let mut codes = Problem::CODES.to_vec();
        codes.sort_unstable();
        assert_eq!(pages().collect::<Vec<_>>(), codes, "MANUAL=update cargo test --test it manual");
        assert_eq!(read(EN).map(|(code, _)| code).collect::<Vec<_>>(), codes);
        for code in codes {
            for (language, words) in
                [(Language::Ru, ["ошибка", "предупреждение", "заметка"]), (Language::En, ["error", "warning", "note"])]
            {
                let page = page(language, code).expect("a page");
                let begins = words.iter().any(|word| page.starts_with(&format!("{word}[{code}]: ")));
                assert!(begins, "{code} in {language:?}: {page}");
            }
        }
        assert_eq!(page(Language::Ru, "no-such-code"), None);
    }

    #[test]
    fn the_manual_is_small() {
        let size = RU.len() + EN.len();
        assert!(size <= 150_000, "{size} bytes are built in");
    }
}
