//! Rewriting expressions and templates for minijinja: orderings get their guards, lone paths are printed for people.

use super::CompileError;
use super::lex::{Lexeme, Path, Token, is_word, lex, paths};
use super::marks::line_mark;
use super::tags::{Blocks, OPEN_QUOTE, closing, next_tag, open_quote};
use std::ops::Range;

/// A text as minijinja is to see it, with what was found on the way.
#[derive(Debug, Default)]
pub(super) struct Rewritten {
    pub text: String,
    pub paths: Vec<Path>,
    /// Whether something is worked out, and not only printed.
    pub computes: bool,
    /// What is valid for minijinja and yet no part of the language, if there is something.
    refused: Option<CompileError>,
    /// Places (in the text as written) where something was put in, and how many bytes.
    inserted: Vec<(usize, usize)>,
    written: usize,
    /// Where the rewritten part begins in the text as written.
    offset: usize,
    /// Set for forms: marks tell which line of the form a printed text comes from.
    marks: Option<Marks>,
}

/// Where the scanner stands in a form.
#[derive(Debug)]
struct Marks {
    /// The line, from 0.
    line: usize,
}

impl Rewritten {
    /// minijinja's error with its range carried back to the text as written.
    pub(super) fn blame(&self, error: &minijinja::Error) -> CompileError {
        let range = error.range().unwrap_or(0..self.text.len());
        // It may name the first byte of a letter that has several.
        let whole = |at: &usize| self.text.is_char_boundary(*at);
        let begin = (0..=range.start.min(self.text.len())).rev().find(whole).unwrap_or_default();
        let range = begin..(range.end..self.text.len()).find(whole).unwrap_or(self.text.len());
        let (start, end) = (self.offset + self.original(range.start), self.offset + self.original(range.end));
        let reason = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
        CompileError { reason, range: start..end.max(start) }
    }

    fn original(&self, at: usize) -> usize {
        let mut shift = 0;
        for (place, length) in &self.inserted {
            if place + shift >= at {
                break;
            }
            shift += (*length).min(at - place - shift);
        }
        at.saturating_sub(shift).min(self.written)
    }

    /// Says what in it is no part of the language.
    pub(super) fn allowed(&self) -> Result<(), CompileError> {
        self.refused.clone().map_or(Ok(()), Err)
    }

    fn refuse(&mut self, reason: &str, range: Range<usize>) {
        let range = self.offset + range.start..self.offset + range.end;
        self.refused.get_or_insert_with(|| CompileError { reason: reason.to_owned(), range });
    }

    fn copy(&mut self, text: &str) {
        self.text.push_str(text);
        self.written += text.len();
        if let Some(marks) = &mut self.marks {
            marks.line += text.matches('\n').count();
        }
    }

    /// Copies what stands outside of tags; a form's line is marked where its words begin, and before each
    /// tag that leaves the spaces before it alone (a mark would keep them from being taken away).
    fn copy_words(&mut self, text: &str, tag: Option<&str>) {
        if self.marks.is_none() {
            return self.copy(text);
        }
        for line in text.split_inclusive('\n') {
            let words = line.trim_start();
            self.copy(&line[..line.len() - words.len()]);
            if !words.is_empty() {
                self.mark_line();
                self.copy(words);
            }
        }
        if tag.is_some_and(|tag| tag.as_bytes().get(2) != Some(&b'-')) {
            self.mark_line();
        }
    }

    fn mark_line(&mut self) {
        if let Some(marks) = &self.marks {
            let mark = line_mark(marks.line);
            self.insert(&mark);
        }
    }

    fn insert(&mut self, text: &str) {
        self.text.push_str(text);
        self.inserted.push((self.written, text.len()));
    }
}

/// How many words and marks one expression may have; minijinja compiles it by recursion.
const LONGEST_EXPRESSION: usize = 1_000;
/// How deep inline conditions may stand inside each other.
const DEEPEST_CONDITION: usize = 30;
/// How many times larger than its values the texts of `{% set %}` may make each other.
const MOST_GROWTH: usize = 1_000;

/// The filters of the language.
const FILTERS: [&str; 12] =
    ["show", "initials", "surname", "house", "date", "in_words", "plural", "sum", "map", "unique", "join", "length"];
/// The functions of forms.
const FUNCTIONS: [&str; 5] = ["blank", "lines", "box", "table", "bars"];
/// The tests of the language.
const TESTS: [&str; 2] = ["none", "defined"];

/// One expression taken apart.
struct Parts<'t> {
    text: &'t str,
    lexemes: Vec<Lexeme>,
    paths: Vec<Path>,
}

impl Parts<'_> {
    fn word(&self, at: usize) -> &str {
        self.lexemes.get(at).and_then(|lexeme| self.text.get(lexeme.range.clone())).unwrap_or("")
    }

    /// Whether this is the `=` behind the name of an argument that begins a run.
    fn names_argument(&self, at: usize, run: &Range<usize>) -> bool {
        at == run.start + 1
            && self.word(at) == "="
            && self.word(at + 1) != "="
            && self.lexemes[run.start].token == Token::Name
    }

    fn is(&self, at: usize, token: Token, word: &str) -> bool {
        self.lexemes.get(at).is_some_and(|lexeme| lexeme.token == token) && self.word(at) == word
    }

    /// The lexemes of a run that stand in no bracket opened within the run.
    fn outermost(&self, run: &Range<usize>) -> Vec<usize> {
        let mut depth = 0_usize;
        let mut found = Vec::new();
        for at in run.clone() {
            match self.lexemes[at].token {
                Token::Open => depth += 1,
                Token::Close => depth = depth.saturating_sub(1),
                _ if depth == 0 => found.push(at),
                _ => {}
            }
        }
        found
    }

    /// The insides of brackets that hold an inline condition.
    fn conditional_brackets(&self, run: &Range<usize>) -> Vec<Range<usize>> {
        let mut depth = 0_usize;
        let mut first = run.start;
        let mut found = Vec::new();
        for at in run.clone() {
            match self.lexemes[at].token {
                Token::Open => {
                    depth += 1;
                    if depth == 1 {
                        first = at + 1;
                    }
                }
                Token::Close => {
                    if depth == 1 && (first..at).any(|inner| self.is(inner, Token::Name, "if")) {
                        found.push(first..at);
                    }
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
        }
        found
    }
}

/// Copies one expression with the guards an ordering needs.
fn copy_expression(out: &mut Rewritten, text: &str, locals: &[String]) {
    let base = out.written;
    let lexemes = lex(text);
    let paths = paths(text, &lexemes, locals);
    let parts = Parts { text, lexemes, paths };
    if parts.lexemes.len() > LONGEST_EXPRESSION {
        let base = out.written;
        out.refuse("the expression is too long", base..base + text.len());
        return out.copy(text);
    }
    refuse_repetition(out, &parts);
    refuse_unknown_words(out, &parts);
    let end = copy_run(out, &parts, 0..parts.lexemes.len(), 0, 0);
    out.copy(&text[end..]);
    let found = parts.paths.into_iter();
    let shift = base + out.offset;
    out.paths.extend(found.map(|path| Path { range: shift + path.range.start..shift + path.range.end, ..path }));
}

/// `"=" * 1000000`: minijinja would carry it out, within no bounds of ours.
fn refuse_repetition(out: &mut Rewritten, parts: &Parts<'_>) {
    let base = out.written;
    for (at, lexeme) in parts.lexemes.iter().enumerate() {
        if parts.word(at) != "*" {
            continue;
        }
        let is_many = |at: usize, bracket: &str| {
            parts.lexemes.get(at).is_some_and(|near| near.token == Token::Text) || parts.word(at) == bracket
        };
        if at.checked_sub(1).is_some_and(|before| is_many(before, "]")) || is_many(at + 1, "[") {
            out.refuse("only numbers are multiplied", base + lexeme.range.start..base + lexeme.range.end);
        }
    }
}

/// A filter or a test that does not exist: minijinja would say so only when it gets there.
fn refuse_unknown_words(out: &mut Rewritten, parts: &Parts<'_>) {
    let base = out.written;
    for (at, lexeme) in parts.lexemes.iter().enumerate().skip(1).filter(|(_, lexeme)| lexeme.token == Token::Name) {
        let word = parts.word(at);
        let is_test = parts.word(at - 1) == "is" && word != "not"
            || at > 1 && parts.word(at - 1) == "not" && parts.word(at - 2) == "is";
        let range = base + lexeme.range.start..base + lexeme.range.end;
        if parts.lexemes[at - 1].token == Token::Pipe && !FILTERS.contains(&word) {
            out.refuse(&format!("unknown filter {word}"), range);
        } else if is_test && !TESTS.contains(&word) {
            out.refuse(&format!("unknown test {word}"), range);
        }
    }
    // Only forms have functions; a form that is not printed today is not to fail next month.
    for (at, lexeme) in parts.lexemes.iter().enumerate().filter(|(_, lexeme)| lexeme.token == Token::Name) {
        let word = parts.word(at);
        let before = at.checked_sub(1).map(|before| (parts.lexemes[before].token, parts.word(before)));
        let other = matches!(before, Some((Token::Pipe | Token::Dot, _) | (_, "is"))) || is_word(word);
        let called = out.marks.is_some() && !other && parts.is(at + 1, Token::Open, "(");
        if called && !FUNCTIONS.contains(&word) {
            let range = base + lexeme.range.start..base + lexeme.range.end;
            out.refuse(&format!("unknown function {word}"), range);
        }
    }
}

/// Copies a run of lexemes from byte `from` on; gives the byte behind it. An inline condition is three
/// expressions, each with its own guards; so is what stands between the commas of such brackets.
fn copy_run(out: &mut Rewritten, parts: &Parts<'_>, run: Range<usize>, from: usize, depth: usize) -> usize {
    let outermost = parts.outermost(&run);
    if run.is_empty() {
        return from;
    }
    if depth >= DEEPEST_CONDITION {
        let (start, end) = (parts.lexemes[run.start].range.start, parts.lexemes[run.end - 1].range.end);
        let at = out.written + start - from;
        out.refuse("conditions stand too deep inside each other", at..at + end - start);
        out.copy(&parts.text[from..end]);
        return end;
    }
    if depth > 0 {
        let divides = |at: &usize| matches!(parts.word(*at), "," | ":") || parts.names_argument(*at, &run);
        if let Some(mark) = outermost.iter().copied().find(divides) {
            let end = copy_run(out, parts, run.start..mark, from, depth);
            let behind = parts.lexemes[mark].range.end;
            out.copy(&parts.text[end..behind]);
            return copy_run(out, parts, mark + 1..run.end, behind, depth);
        }
    }
    if let Some(place) = outermost.iter().copied().find(|at| parts.is(*at, Token::Name, "if")) {
        let otherwise = outermost.iter().copied().find(|at| *at > place && parts.is(*at, Token::Name, "else"));
        let mut end = copy_run(out, parts, run.start..place, from, depth);
        let mut first = place;
        for next in [otherwise, Some(run.end)].into_iter().flatten() {
            let behind = parts.lexemes[first].range.end;
            out.copy(&parts.text[end..behind]);
            end = copy_run(out, parts, first + 1..next, behind, depth + 1);
            first = next;
        }
        return end;
    }
    copy_guarded(out, parts, &run, from, depth)
}

fn copy_guarded(out: &mut Rewritten, parts: &Parts<'_>, run: &Range<usize>, from: usize, depth: usize) -> usize {
    let brackets = parts.conditional_brackets(run);
    let own = |at: &usize| !brackets.iter().any(|bracket| bracket.contains(at));
    let bytes = |at: usize| parts.lexemes[at].range.clone();
    let (start, stop) = (bytes(run.start).start, bytes(run.end - 1).end);
    let ordering = run.clone().filter(own).any(|at| parts.lexemes[at].token == Token::Ordering);
    let inner = |byte: usize| {
        brackets.iter().any(|b| !b.is_empty() && (bytes(b.start).start..bytes(b.end - 1).end).contains(&byte))
    };
    let guarded: Vec<String> = parts
        .paths
        .iter()
        .filter(|path| (start..stop).contains(&path.range.start) && !inner(path.range.start))
        .filter(|path| !path.text.starts_with("loop."))
        .map(|path| format!("({} is not none)", path.text))
        .collect();
    out.copy(&parts.text[from..start]);
    let guards = ordering && !guarded.is_empty();
    if guards {
        out.insert(&format!(" {} and (", guarded.join(" and ")));
    }
    let mut at = start;
    for bracket in brackets {
        let open = bytes(bracket.start - 1).end;
        out.copy(&parts.text[at..open]);
        at = copy_run(out, parts, bracket, open, depth + 1);
    }
    out.copy(&parts.text[at..stop]);
    if guards {
        out.insert(") ");
    }
    stop
}

/// Rewrites the part of a text that is an expression.
pub(super) fn rewrite_expression(text: &str, part: Range<usize>) -> Rewritten {
    let mut out = Rewritten { offset: part.start, ..Rewritten::default() };
    let text = text.get(part).unwrap_or("");
    if let Some(at) = open_quote(text, None) {
        out.refuse(OPEN_QUOTE, at..at + 1);
    }
    copy_expression(&mut out, text, &[]);
    out
}

/// Rewrites a text with tags in it.
pub(super) fn rewrite_template(text: &str) -> Rewritten {
    rewrite(text, Rewritten::default())
}

/// Rewrites the text of a form: where its lines begin is marked.
pub(super) fn rewrite_form(text: &str) -> Rewritten {
    rewrite(text, Rewritten { marks: Some(Marks { line: 0 }), ..Rewritten::default() })
}

fn rewrite(text: &str, mut out: Rewritten) -> Rewritten {
    let mut locals = Locals::default();
    let mut blocks = Some(Blocks::default());
    let mut rest = text;
    while let Some(open) = next_tag(rest) {
        let (words, tag) = rest.split_at(open);
        out.copy_words(words, Some(tag));
        rest = tag;
        let kind = rest.as_bytes().get(1).copied();
        let mark = match kind {
            Some(b'{') => Some("}}"),
            Some(b'%') => Some("%}"),
            _ => None,
        };
        let close = mark.map_or_else(|| rest.find("#}").filter(|at| *at > 1), |mark| closing(rest, mark));
        let begin = out.written;
        let Some(close) = close else {
            if let Some(at) = mark.and_then(|mark| open_quote(rest, Some(mark))) {
                out.refuse(OPEN_QUOTE, begin + at..begin + at + 1);
            }
            // What is closed behind it is not known.
            blocks = None;
            break;
        };
        let inner = &rest[2..close];
        out.copy(&rest[..2]);
        match kind {
            Some(b'{') => copy_print(&mut out, inner, &locals.names),
            Some(b'%') => {
                let word = copy_block(&mut out, inner, &mut locals);
                let wrong = blocks.as_mut().and_then(|blocks| blocks.take(word, begin..begin + close + 2));
                wrong.into_iter().for_each(|(reason, place)| out.refuse(&reason, place));
            }
            _ => out.copy(inner),
        }
        out.copy(&rest[close..close + 2]);
        rest = &rest[close + 2..];
    }
    let open = blocks.and_then(Blocks::finish);
    open.into_iter().for_each(|(reason, place)| out.refuse(&reason, place));
    out.copy_words(rest, None);
    out
}

/// The names that a text itself has declared so far.
#[derive(Default)]
struct Locals {
    names: Vec<String>,
    /// How many there were where each open loop began.
    loops: Vec<usize>,
    /// How many times larger than a value a local text may have become.
    growth: usize,
}

/// An expression with the marks of whitespace control that may stand at the ends of its tag.
fn copy_marked(out: &mut Rewritten, inner: &str, locals: &[String]) {
    out.computes = true;
    let lead = inner.len() - inner.trim_start_matches(['-', '+']).len();
    let tail = inner.trim_end_matches(['-', '+']).len().max(lead);
    out.copy(&inner[..lead]);
    copy_expression(out, &inner[lead..tail], locals);
    out.copy(&inner[tail..]);
}

fn copy_print(out: &mut Rewritten, inner: &str, locals: &[String]) {
    let content = inner.trim_matches(['-', '+']);
    let lexemes = lex(content);
    let found = paths(content, &lexemes, locals);
    let [path] = found.as_slice() else { return copy_marked(out, inner, locals) };
    let alone = content.trim().len() == path.range.len() && !path.text.starts_with("loop.");
    let word = |at: usize| lexemes.get(at).map_or("", |lexeme| &content[lexeme.range.clone()]);
    let base = out.written;
    let skipped = inner.len() - inner.trim_start_matches(['-', '+']).len();
    let end = skipped + path.range.end;
    if !alone && out.marks.is_some() && matches!((word(0), word(1)), ("table" | "bars", "(")) {
        // What is laid out is named, not worked out.
        let start = skipped + path.range.start;
        out.copy(&inner[..start]);
        out.insert("\"");
        out.copy(&inner[start..end]);
        out.insert("\"");
        out.copy(&inner[end..]);
        return out.paths.push(Path { range: base + start..base + end, ..path.clone() });
    }
    if !alone {
        return copy_marked(out, inner, locals);
    }
    out.copy(&inner[..end]);
    out.insert(&format!("|show(\"{}\")", path.text));
    out.copy(&inner[end..]);
    let range = base + skipped + path.range.start..base + end;
    out.paths.push(Path { range, ..path.clone() });
}

/// Copies a `{% … %}`. Of minijinja's blocks the language has conditions, loops and `set` with a value;
/// the others catch what they print, in memory that nobody counts. Gives the block's word.
fn copy_block<'t>(out: &mut Rewritten, inner: &'t str, locals: &mut Locals) -> &'t str {
    let content = inner.trim_start_matches(['-', '+']).trim_start();
    let start = inner.len() - content.len();
    let word = content.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
    let whole = out.written..out.written + inner.len();
    match word {
        "if" | "elif" => {
            out.copy(&inner[..start + word.len()]);
            copy_marked(out, &inner[start + word.len()..], &locals.names);
        }
        "for" => {
            locals.loops.push(locals.names.len());
            let lexemes = lex(content);
            let place = lexemes.iter().position(|lexeme| &content[lexeme.range.clone()] == "in");
            let Some(place) = place else {
                out.copy(inner);
                return word;
            };
            let names = lexemes[1..place].iter().filter(|lexeme| lexeme.token == Token::Name);
            locals.names.extend(names.map(|name| content[name.range.clone()].to_owned()));
            let end = start + lexemes[place].range.end;
            out.copy(&inner[..end]);
            copy_marked(out, &inner[end..], &locals.names);
        }
        "endfor" => {
            locals.names.truncate(locals.loops.pop().unwrap_or(0));
            out.copy(inner);
        }
        "set" => {
            let Some(equals) = content.find('=') else {
                out.refuse("`set` wants `name = value`", whole);
                out.copy(inner);
                return word;
            };
            out.copy(&inner[..=(start + equals)]);
            let value = &inner[start + equals + 1..];
            let used = lex(value)
                .iter()
                .filter(|lexeme| locals.names.iter().any(|n| *n == value[lexeme.range.clone()]))
                .count();
            locals.growth = locals.growth.max(1).saturating_mul(used.max(1));
            if locals.growth > MOST_GROWTH {
                out.refuse("the texts of `set` make each other too long", whole);
            }
            copy_marked(out, value, &locals.names);
            locals.names.extend(content[word.len()..equals].split(',').map(|name| name.trim().to_owned()));
        }
        "else" | "endif" => out.copy(inner),
        _ => {
            out.refuse(&format!("unknown statement {word}"), whole);
            out.copy(inner);
        }
    }
    word
}
