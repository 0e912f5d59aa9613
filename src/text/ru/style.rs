//! Official style: what is wrong with an answer, and with the director's words of it.

use super::kinds::type_of;
use crate::model::style::{Fault, Rule, WordFault};
use crate::text::{StyleWords, Wording, sentence, wording};

/// Everything that an answer is refused for.
pub(crate) fn refused(faults: &[Fault]) -> String {
    let lines: Vec<String> = faults.iter().map(fault).collect();
    format!("Так в официальном тексте не пишут. {}", sentence(&lines.join("; ")))
}

/// A fault in one line: what it is, the fragment, what to write instead.
pub(crate) fn fault(fault: &Fault) -> String {
    let name = name(fault.rule);
    match &fault.suggestion {
        Some(text) if text.is_empty() => format!("{name}: {} → убрать", shown(&fault.fragment)),
        Some(text) => format!("{name}: {} → {}", shown(&fault.fragment), text.trim()),
        None => match (advice(fault.rule), is_whole(fault.rule)) {
            (advice, true) => format!("{name} → {advice}"),
            (advice, false) => format!("{name}: {} → {advice}", shown(&fault.fragment)),
        },
    }
}

/// Words around it.
pub(crate) fn words(words: StyleWords) -> String {
    match words {
        StyleWords::Fixed => "Можно так:",
        StyleWords::TakeFixed => "Enter – взять этот текст, или введите заново",
        StyleWords::TakeFixedOrKeep => "Enter – взять этот текст, 1 – оставить свой, или введите заново",
    }
    .to_owned()
}

fn name(rule: Rule) -> &'static str {
    match rule {
        Rule::Brackets => "Скобки",
        Rule::Exclamation => "Восклицательный знак",
        Rule::Pictures => "Смайлик",
        Rule::Ellipsis => "Многоточие",
        Rule::Question => "Вопрос",
        Rule::RepeatedMarks => "Повторные знаки",
        Rule::Capitals => "Большие буквы",
        Rule::Spaces => "Пробелы",
        Rule::Quotes => "Кавычки",
        Rule::Dash => "Тире",
        Rule::FirstPerson => "От первого лица",
        Rule::SecondPerson => "Обращение",
        Rule::Colloquial => "Разговорное слово",
        Rule::Diminutive => "Уменьшительное слово",
        Rule::Emotional => "Чувства и оценки",
        Rule::Rude => "Брань",
        Rule::Slang => "Жаргон",
        Rule::VagueTime => "Неточное время",
        Rule::TooShort => "Слишком коротко",
        Rule::MixedAlphabets => "Русские и латинские буквы в одном слове",
        Rule::PersonalData => "Номер документа или карты",
        Rule::MarksForWords => "Знак вместо слова",
        Rule::NumberEnding => "Окончание у числа",
        Rule::Ends => "Начало и конец",
        Rule::TooLong => "Слишком длинно",
        Rule::Health => "Сведения о здоровье",
    }
}

fn advice(rule: Rule) -> &'static str {
    match rule {
        Rule::Brackets => "отдельное предложение или запятые",
        Rule::Exclamation | Rule::Ellipsis => "точка",
        Rule::Pictures | Rule::SecondPerson | Rule::Emotional => "убрать",
        Rule::Question => "утверждение, например «Абонент просит сообщить …»",
        Rule::RepeatedMarks => "один знак",
        Rule::Capitals => "маленькие буквы",
        Rule::Spaces => "один пробел",
        Rule::Quotes => "«…»",
        Rule::Dash => "–",
        Rule::FirstPerson => "«Абонент …»",
        Rule::Colloquial | Rule::Diminutive | Rule::Slang => "официальное слово",
        Rule::Rude => "«Абонент высказал недовольство»",
        Rule::VagueTime => "дата и часы",
        Rule::TooShort => "кто, что, где и с какого времени",
        Rule::MixedAlphabets => "наберите слово в одной раскладке",
        Rule::PersonalData => "уберите: для него есть своё поле",
        Rule::MarksForWords => "слова",
        Rule::NumberEnding => "число словами",
        Rule::Ends => "с большой буквы и с точкой",
        Rule::TooLong => "разделите на короткие предложения",
        Rule::Health => "укажите только право на выезд",
    }
}

/// Whether it is about the text as a whole, which needs no showing.
fn is_whole(rule: Rule) -> bool {
    matches!(rule, Rule::TooShort)
}

fn shown(fragment: &str) -> String {
    format!("«{}»", fragment.replace('«', "„").replace('»', "“"))
}

/// `style` stands beside another type.
pub(crate) fn misplaced(base: &str) -> Wording {
    wording(
        format!("`style` не бывает у вопроса с типом {}", type_of(base)),
        "здесь ему не место",
        "`style: official` ставят у вопросов с типом `text` (текст) и `long text` (длинный текст)",
    )
}

/// A word of `style.yaml` is none.
pub(crate) fn bad_word(word: &str, how: WordFault) -> Wording {
    match how {
        WordFault::NoWord => wording(
            format!("`{word}` не слово"),
            "с этим нечего сравнивать",
            "пишите слово целиком или начало слова со звёздочкой, например `телек*`; несколько слов – через пробел",
        ),
        WordFault::ShortStem => wording(
            format!("у `{word}` слишком короткое начало"),
            "так начинается много слов",
            "перед звёздочкой нужны хотя бы три буквы; короткие слова пишите целиком",
        ),
        WordFault::Twice => wording(
            format!("`{word}` уже есть в другом разделе"),
            "второй раз",
            "оставьте слово в одном разделе: о нём скажут один раз",
        ),
    }
}
