//! Reading `style.yaml`, and `style` of a question.

use crate::model::definition::{Step, StepKind, walk};
use crate::model::diagnostic::{Diagnostic, Problem};
use crate::model::span::FileId;
use crate::model::style::{Dictionary, Rule, Style, WordFault, word_fault};
use crate::model::types::{Base, FieldType};
use crate::model::yaml::{self, Fields, Kind, Reader};

/// Reads `style.yaml`; what could be read is returned even when there are faults.
pub fn read_style(text: &str, file: FileId, faults: &mut Vec<Diagnostic>) -> Dictionary {
    let mut dictionary = Dictionary::default();
    let mut reader = Reader::new(text);
    if let Some(root) = yaml::parse(text, file, faults)
        && let Some(mut fields) = reader.map(&root)
    {
        for (key, rule) in Rule::OF_WORDS {
            words(key, *rule, &mut fields, &mut dictionary, &mut reader);
        }
        for word in fields.texts("allowed", &mut reader) {
            if let Some(how) = word_fault(&word.value) {
                reader.fault(Problem::BadStyleWord { word: word.value, how }, word.span);
                continue;
            }
            dictionary.allowed.insert(word.value);
        }
        fields.finish(&mut reader);
    }
    faults.append(&mut reader.faults);
    dictionary
}

fn words(key: &'static str, rule: Rule, fields: &mut Fields<'_>, dictionary: &mut Dictionary, reader: &mut Reader<'_>) {
    let Some(mut entries) = fields.take(key).and_then(|node| reader.map(node)) else { return };
    for (word, node) in entries.rest() {
        // Nothing behind the colon: the word is better left out.
        let say = match &node.kind {
            Kind::Text { text, .. } if text.trim().is_empty() => Some(String::new()),
            _ => reader.text(node).map(|text| text.value),
        };
        let twice = dictionary.words.values().any(|known| known.contains_key(&word.value));
        match word_fault(&word.value).or(twice.then_some(WordFault::Twice)) {
            Some(how) => reader.fault(Problem::BadStyleWord { word: word.value.clone(), how }, word.span),
            None => {
                dictionary.words.entry(rule).or_default().extend(say.map(|say| (word.value.clone(), say)));
            }
        }
    }
}

/// `style` of a question: of one whose answer is a text.
pub(super) fn of_question(
    field: Option<&FieldType>,
    fields: &mut Fields<'_>,
    reader: &mut Reader<'_>,
) -> Option<Style> {
    let (key, node) = fields.take_with_key("style")?;
    let word = reader.text(node)?;
    let style = reader.one_of(&word, &[("official", Style::Official)])?;
    match field {
        Some(field) if !matches!(field.base, Base::Text | Base::LongText) => {
            reader.fault(Problem::StyleMisplaced { base: field.base.word() }, key.span);
            None
        }
        _ => Some(style),
    }
}

/// Whether a question among these steps wants a style, for whose words the case needs the dictionary.
pub(super) fn is_styled(steps: &[Step]) -> bool {
    walk(steps).iter().any(|(step, _)| matches!(&step.kind, StepKind::Ask(ask) if ask.style.is_some()))
}
