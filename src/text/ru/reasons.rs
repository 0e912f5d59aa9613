//! Reasons that the readers of YAML, expressions and patterns give in English.

use crate::text::one_line;

/// The reason in Russian; one that is not known here as it came.
pub(crate) fn reason(english: &str) -> String {
    let english = one_line(english);
    let known = KNOWN.iter().find(|(part, _)| english.contains(part)).map(|(_, words)| (*words).to_owned());
    known.unwrap_or_else(|| format!("«{english}»"))
}

/// What to do about an expression that is wrong for this reason.
pub(super) fn remedy(english: &str) -> &'static str {
    if english.contains("after expression") {
        "сравнивают двумя знаками `==`; части условия соединяют словами `and` и `or`"
    } else if english.contains("unknown filter") {
        "после `|` бывают: `show`, `initials`, `surname`, `house`, `date(\"long\")`, `in_words`, \
         `plural`, `sum`, `map`, `unique`, `join`, \
         `length`"
    } else if english.contains("unknown function") {
        "есть `blank(40)` (место для записи, 40 мм), `table(имя)` и `bars(имя)`"
    } else if english.contains("unknown test") {
        "после `is` бывают: `none`, `not none`, `defined`"
    } else if english.contains("unknown statement") {
        "внутри `{% … %}` бывают: `if`, `elif`, `else`, `endif`, `for`, `endfor`, `set`"
    } else if english.contains("quotation mark") {
        "поставьте такую же кавычку там, где этот текст кончается"
    } else if english.contains("`if` is not closed") {
        "впишите `{% endif %}` там, где кончается то, что зависит от этого условия"
    } else if english.contains("`for` is not closed") {
        "впишите `{% endfor %}` там, где кончается то, что повторяется"
    } else if english.contains("nothing is open") {
        "уберите лишнее или впишите выше то, что здесь закрывается"
    } else {
        "проверьте, закрыты ли скобки и кавычки и есть ли у каждого `{% if … %}` свой `{% endif %}`"
    }
}

/// A part of the English reason, and what it comes to. The first that fits counts.
const KNOWN: &[(&str, &str)] = &[
    // the system
    ("No such file", "такого файла нет, хотя имя его есть (ссылка ведёт в никуда)"),
    ("ermission denied", "нет прав на чтение"),
    ("Too many levels", "ссылки ведут по кругу"),
    // saphyr-parser
    ("flow mapping, did not find", "фигурная скобка не закрыта, или не хватает запятой"),
    ("flow sequence, expected", "квадратная скобка не закрыта, или не хватает запятой"),
    ("misplaced bracket", "скобка не на своём месте"),
    ("found unexpected end of stream", "кавычка не закрыта"),
    ("found unknown escape", "знак после `\\` в двойных кавычках ничего не значит"),
    ("after double-quoted", "после закрывающей кавычки стоит ещё что-то"),
    ("expected '-' indicator", "строка списка начинается не с дефиса, или отступ у неё другой"),
    ("sequence entries are not", "список начинают с новой строки"),
    ("'-' must be followed", "после дефиса нужен пробел"),
    ("':' must be followed", "после двоеточия нужен пробел"),
    ("mapping values are not", "ключ не на месте: неверен отступ, или строкой выше после двоеточия нет пробела"),
    ("did not find expected key", "у ключа неверный отступ"),
    ("simple key expect", "после ключа не хватает двоеточия с пробелом"),
    ("block scalar", "неверный отступ в тексте из нескольких строк"),
    ("illegal placement of ':'", "двоеточие не на своём месте"),
    ("indent", "неверный отступ"),
    ("unexpected eof", "файл обрывается на полуслове"),
    // what nothing closes
    ("quotation mark is not closed", "кавычка не закрыта"),
    ("`if` is not closed", "у `{% if … %}` нет своего `{% endif %}`"),
    ("`for` is not closed", "у `{% for … %}` нет своего `{% endfor %}`"),
    ("nothing is open for `endif`", "закрывать нечего: `{% if … %}` выше не открыто"),
    ("nothing is open for `endfor`", "закрывать нечего: `{% for … %}` выше не открыто"),
    // minijinja, compiling
    ("unexpected end of string", "кавычка не закрыта"),
    ("unexpected end of variable", "перед `}}` пусто, не хватает имени или значения"),
    ("end of variable block", "не хватает закрывающих скобок `}}`"),
    ("expected `)`", "круглая скобка не закрыта"),
    ("expected `]`", "квадратная скобка не закрыта"),
    ("unexpected end of input", "запись обрывается на полуслове"),
    ("after expression", "здесь стоит лишнее (сравнивают двумя знаками равенства: `==`)"),
    ("unknown statement", "слово после `{%` здесь не подходит"),
    ("unexpected character", "здесь стоит знак, которого в выражениях не бывает"),
    ("end of block", "не хватает закрывающих скобок `%}`"),
    // minijinja, computing
    ("unknown filter", "слова после `|` pult не знает"),
    ("unknown test", "слова после `is` pult не знает"),
    ("unknown function", "такой функции нет"),
    ("tried to use", "действие не подходит к таким значениям (одного из них может не быть)"),
    ("only a sum of money", "прописью пишут только сумму денег"),
    ("a blank is 1 to 300", "длина места для записи – от 1 до 300 мм"),
    ("there are 1 to 30 lines", "строк для записи бывает от 1 до 30"),
    ("text is too long", "текст слишком длинный"),
    ("invalid operation", "действие не подходит к таким значениям"),
    ("out of fuel", "вычисление слишком длинное"),
    // regex
    ("unclosed group", "круглая скобка не закрыта"),
    ("unclosed counted repetition", "фигурная скобка не закрыта"),
    ("unclosed character class", "квадратная скобка не закрыта"),
    ("unopened group", "закрывающая скобка без открывающей"),
    ("missing expression", "знаку повтора (`*`, `+`, `?`) нечего повторять"),
    ("unrecognized escape", "знак после `\\` ничего не значит"),
    ("must be <= the end", "начало промежутка больше его конца"),
];

#[cfg(test)]
mod tests {
    use super::reason;
    use crate::model::diagnostic::Problem;
    use crate::model::span::{FileId, Span, Spanned};
    use crate::model::template::{Expression, Scope, Template};
    use crate::model::types::compile_pattern;
    use crate::model::yaml;

    fn spanned(text: &str) -> Spanned<String> {
        Spanned::new(text.to_owned(), Span::NONE)
    }

    fn expect(english: &str, russian: &str) {
        assert!(reason(english).contains(russian), "{english}: {}", reason(english));
    }

    #[test]
    fn what_expressions_say_is_known() {
        let slips = [
            ("a = 'b'", "двумя знаками равенства"),
            ("a ==", "обрывается"),
            ("'a", "кавычка не закрыта"),
            ("(a", "скобка не закрыта"),
            ("a # b", "знак"),
        ];
        for (text, russian) in slips {
            let error = Expression::new(spanned(text)).compile().expect_err(text);
            expect(&error.reason, russian);
        }
        let slips =
            [("{{ a", "`}}`"), ("{{ a }", "`}}`"), ("{{ }}", "пусто"), ("{% if a %}b{% endfi %}", "после `{%`")];
        for (text, russian) in slips {
            let error = Template::new(spanned(text)).compile().expect_err(text);
            expect(&error.reason, russian);
        }
        let slips =
            [("1 + 'a'", "не подходит"), ("'a'|nope", "после `|`"), ("-'a'", "не подходит"), ("nope()", "функции")];
        for (text, russian) in slips {
            let error = Expression::new(spanned(text)).evaluate(&Scope::default()).expect_err(text);
            expect(&error.reason, russian);
        }
    }

    #[test]
    fn what_patterns_say_is_known() {
        let slips = [
            ("(a", "не закрыта"),
            ("[a", "не закрыта"),
            ("a)", "без открывающей"),
            ("*a", "нечего повторять"),
            ("\\q", "ничего не значит"),
            ("a{2,1}", "больше его конца"),
        ];
        for (text, russian) in slips {
            expect(&compile_pattern(text).expect_err(text), russian);
        }
    }

    #[test]
    fn what_the_grammar_says_is_known() {
        let slips = [
            ("a: b\n  c: d", "отступ"),
            ("a:\n   b: c\n  d: e", "отступ"),
            ("- a\nb: c", "не с дефиса"),
            ("a: - b", "с новой строки"),
            ("a: }", "скобка"),
        ];
        for (text, russian) in slips {
            let mut faults = Vec::new();
            yaml::parse(text, FileId::NONE, &mut faults);
            let grammar = faults.iter().find_map(|fault| match &fault.problem {
                Problem::Grammar { reason } => Some(reason.as_str()),
                _ => None,
            });
            expect(grammar.expect(text), russian);
        }
    }

    #[test]
    fn an_unknown_reason_stays_as_it_is() {
        assert_eq!(reason("nobody has\n seen this"), "«nobody has seen this»");
    }
}
