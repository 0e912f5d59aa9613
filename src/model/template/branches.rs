//! Texts as they are read before anything is answered: what hangs on answers is there with all its branches.

use super::Expression;
use super::lex::{Token, lex};
use super::tags::{closing, next_tag};
use crate::model::span::{Span, Spanned};

/// What stands before a branch.
#[derive(Debug, Clone, Copy)]
pub enum Branch<'e> {
    /// This holds.
    If(&'e Expression),
    /// Nothing before it held.
    Else,
}

/// A loop around a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loop<'t> {
    /// What an item is called in it.
    pub variable: &'t str,
    /// What it goes through, as written.
    pub list: &'t str,
}

/// What is said before a branch, as a template; the innermost loop around it comes last.
type Say<'s> = dyn Fn(Branch<'_>, &[Loop<'_>]) -> String + 's;

/// The text in which every `{% if %}` with a condition that `hangs` on answers is written out: each branch behind the
/// words that `say` has for its condition. So is the condition of a `{% for … if … %}`. Others stay as they are.
#[must_use]
pub fn unfold(text: &str, hangs: &dyn Fn(&Expression) -> bool, say: &Say<'_>) -> String {
    let mut reader = Reader { rest: text, hangs };
    let (nodes, _) = reader.nodes();
    let writer = Writer { hangs, say };
    match nodes.as_slice() {
        [Node::If(arms)] => writer.choice(arms, &[], Alone::Yes),
        nodes => writer.write(nodes, &[]),
    }
}

/// A part of a text.
enum Node<'t> {
    /// As written, tags of other kinds among it.
    Raw(&'t str),
    If(Vec<Arm<'t>>),
    For(Each<'t>),
}

/// A loop: its tag, what is in it, and its end with what stands before that for an empty list.
struct Each<'t> {
    head: String,
    of: Loop<'t>,
    nodes: Vec<Node<'t>>,
    end: Vec<Node<'t>>,
}

/// A branch: its tag as written, its condition, what is in it.
struct Arm<'t> {
    tag: &'t str,
    condition: Option<Expression>,
    nodes: Vec<Node<'t>>,
}

struct Reader<'t, 's> {
    rest: &'t str,
    hangs: &'s dyn Fn(&Expression) -> bool,
}

impl<'t> Reader<'t, '_> {
    /// What stands before the next tag that ends a branch, and that tag with its words.
    fn nodes(&mut self) -> (Vec<Node<'t>>, Option<(&'t str, &'t str)>) {
        let mut found = Vec::new();
        while let Some(open) = next_tag(self.rest) {
            let (words, tagged) = self.rest.split_at(open);
            if !words.is_empty() {
                found.push(Node::Raw(words));
            }
            let mark = if tagged.starts_with("{{") {
                "}}"
            } else if tagged.starts_with("{%") {
                "%}"
            } else {
                "#}"
            };
            let Some(close) = closing(tagged, mark) else {
                self.rest = tagged;
                break;
            };
            let (tag, behind) = tagged.split_at(close + 2);
            self.rest = behind;
            let inner = tag.get(2..close).unwrap_or("").trim_matches(['-', '+']).trim();
            let word = if mark == "%}" { inner.split_whitespace().next().unwrap_or("") } else { "" };
            match word {
                "if" => found.push(self.arms(tag, inner)),
                "for" => found.push(self.each(tag, inner)),
                "elif" | "else" | "endif" | "endfor" => return (found, Some((tag, inner))),
                _ => found.push(Node::Raw(tag)),
            }
        }
        if !self.rest.is_empty() {
            found.push(Node::Raw(std::mem::take(&mut self.rest)));
        }
        (found, None)
    }

    fn each(&mut self, tag: &'t str, inner: &'t str) -> Node<'t> {
        let (of, chosen) = head(inner);
        let (mut nodes, mut next) = self.nodes();
        let mut end = Vec::new();
        while let Some((tag, inner)) = next.take() {
            end.push(Node::Raw(tag));
            if inner != "endfor" {
                let (otherwise, behind) = self.nodes();
                end.extend(otherwise);
                next = behind;
            }
        }
        let mut head = tag.to_owned();
        let condition = chosen.and_then(|at| inner.get(at..)?.strip_prefix("if"));
        let condition =
            condition.map(|condition| Expression::new(Spanned::new(condition.trim().to_owned(), Span::NONE)));
        // What is not chosen yet is all there.
        if let Some(condition) = condition.filter(|condition| (self.hangs)(condition)) {
            head = format!("{{% for {} in {} %}}", of.variable, of.list);
            nodes = vec![Node::If(vec![Arm { tag: "", condition: Some(condition), nodes }])];
        }
        Node::For(Each { head, of, nodes, end })
    }

    fn arms(&mut self, mut tag: &'t str, mut inner: &'t str) -> Node<'t> {
        let mut arms = Vec::new();
        loop {
            let condition = inner
                .strip_prefix("if")
                .or(inner.strip_prefix("elif"))
                .map(|condition| Expression::new(Spanned::new(condition.trim().to_owned(), Span::NONE)));
            let (nodes, next) = self.nodes();
            arms.push(Arm { tag, condition, nodes });
            match next {
                Some((next, words)) if words != "endif" => (tag, inner) = (next, words),
                _ => return Node::If(arms),
            }
        }
    }
}

/// What a loop goes through, and where in its tag stands what chooses among it.
fn head(inner: &str) -> (Loop<'_>, Option<usize>) {
    let lexemes = lex(inner);
    let mut depth = 0_usize;
    let (mut list, mut chosen) = (None, None);
    for lexeme in &lexemes {
        match (lexeme.token, &inner[lexeme.range.clone()]) {
            (Token::Open, _) => depth += 1,
            (Token::Close, _) => depth = depth.saturating_sub(1),
            (Token::Name, "in") if depth == 0 && list.is_none() => list = Some(lexeme.range.clone()),
            (Token::Name, "if") if depth == 0 && chosen.is_none() => chosen = Some(lexeme.range.start),
            _ => {}
        }
    }
    let list = list.unwrap_or(inner.len()..inner.len());
    let part = |from: usize, to: usize| inner.get(from..to).unwrap_or_default().trim();
    let of = Loop { variable: part("for".len(), list.start), list: part(list.end, chosen.unwrap_or(inner.len())) };
    (of, chosen)
}

/// Whether a choice is all that a text says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alone {
    Yes,
    No,
}

struct Writer<'s> {
    hangs: &'s dyn Fn(&Expression) -> bool,
    say: &'s Say<'s>,
}

impl Writer<'_> {
    fn write(&self, nodes: &[Node<'_>], around: &[Loop<'_>]) -> String {
        let part = |node: &Node<'_>| match node {
            Node::Raw(text) => (*text).to_owned(),
            Node::If(arms) => self.choice(arms, around, Alone::No),
            Node::For(each) => self.each(each, around),
        };
        nodes.iter().map(part).collect()
    }

    fn each(&self, each: &Each<'_>, around: &[Loop<'_>]) -> String {
        let around: Vec<Loop<'_>> = around.iter().copied().chain([each.of]).collect();
        let written = self.write(&each.nodes, &around);
        let spoken = matches!(each.nodes.first(), Some(Node::If(arms)) if self.is_open(arms));
        // What is said of each stands apart.
        let apart = if spoken && written.starts_with('(') { "{% if not loop.first %} {% endif %}" } else { "" };
        format!("{}{apart}{written}{}", each.head, self.write(&each.end, &around))
    }

    /// Whether a choice hangs on answers.
    fn is_open(&self, arms: &[Arm<'_>]) -> bool {
        arms.iter().filter_map(|arm| arm.condition.as_ref()).any(self.hangs)
    }

    fn choice(&self, arms: &[Arm<'_>], around: &[Loop<'_>], alone: Alone) -> String {
        if !self.is_open(arms) {
            let part = |arm: &Arm<'_>| format!("{}{}", arm.tag, self.write(&arm.nodes, around));
            return arms.iter().map(part).collect::<String>() + "{% endif %}";
        }
        let Some(first) = arms.first() else { return String::new() };
        let written = self.write(&first.nodes, around);
        // `{% if caller %}{{ caller }}{% else %}…`: there will be an answer, or an empty line. Marks between two answers
        // are no words to put behind a condition.
        if shows_itself(first, &written) || !written.contains(char::is_alphabetic) {
            return written;
        }
        let apart = written.starts_with(char::is_whitespace) || first.tag.starts_with("{%-");
        let mut parts = Vec::new();
        for (at, arm) in arms.iter().enumerate() {
            let words = self.write(&arm.nodes, around);
            let words = words.trim();
            let words = if at + 1 < arms.len() { words.strip_suffix('.').unwrap_or(words) } else { words };
            if !words.is_empty() {
                let before = (self.say)(arm.condition.as_ref().map_or(Branch::Else, Branch::If), around);
                parts.push(format!("{before}: {words}"));
            }
        }
        let mut all = String::new();
        for part in parts {
            match all.chars().last() {
                None => all = part,
                Some('?' | '!') => all = format!("{all} {}", capitalized(&part)),
                Some(_) => all = format!("{all}; {part}"),
            }
        }
        match alone {
            Alone::Yes => capitalized(&all),
            Alone::No if apart => format!(" ({all})"),
            Alone::No => format!("({all})"),
        }
    }
}

/// Whether a branch prints the very answer that it asks for.
fn shows_itself(arm: &Arm<'_>, written: &str) -> bool {
    let Some(condition) = &arm.condition else { return false };
    let name = condition.source.value.trim();
    let alone = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    alone
        && written
            .split("{{")
            .skip(1)
            .any(|tag| tag.trim_start().trim_start_matches('-').trim_start().starts_with(name))
}

fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::{Branch, unfold};

    fn unfolded(text: &str) -> String {
        unfold(text, &|condition| !condition.source.value.starts_with("cards"), &|branch, around| match branch {
            Branch::If(condition) => {
                let around: String = around.iter().map(|of| format!("{} of {}, ", of.variable, of.list)).collect();
                format!("{around}if {}", condition.source.value)
            }
            Branch::Else => "else".to_owned(),
        })
    }

    #[test]
    fn both_branches_are_there() {
        for (text, wanted) in [
            ("No tags, {{ x }}.", "No tags, {{ x }}."),
            ("{% if gone %}Number{% else %}Your number?{% endif %}", "If gone: Number; else: Your number?"),
            ("{% if gone %}Who?{% else %}You?{% endif %}", "If gone: Who? Else: You?"),
            ("A{% if b == \"c\" %} B.{% elif d %} D.{% endif %} E", "A (if b == \"c\": B; if d: D.) E"),
            ("A\n{%- if b %} B.{% endif %}", "A\n (if b: B.)"),
            ("{% if x %}{{ x }}{% else %}nothing{% endif %}", "{{ x }}"),
            ("A{% if x %}, {{- x.y }}{% endif %}", "A, {{- x.y }}"),
            ("{{ a }}{% if a and b %}: {% endif %}{{ b }}", "{{ a }}: {{ b }}"),
            ("{% if cards.a %}{% if b %}B{% endif %}{% endif %} C", "{% if cards.a %}(if b: B){% endif %} C"),
            (
                "{% for r in rows %}{% if r %}R{% endif %}{% else %}None{% endfor %}{% if b %}B{% endif %}",
                "{% for r in rows %}{% if not loop.first %} {% endif %}(r of rows, if r: R){% else %}None{% endfor %}(if b: B)",
            ),
            (
                "{% for r in rows|map(\"a\") if r == b %} R{% endfor %}.",
                "{% for r in rows|map(\"a\") %} (r of rows|map(\"a\"), if r == b: R){% endfor %}.",
            ),
            ("{% for r in rows if cards.a %}R{% endfor %}", "{% for r in rows if cards.a %}R{% endfor %}"),
            ("{% for r in rows %}R", "{% for r in rows %}R"),
            ("{% if a %}A{% if b %}B{% else %}C{% endif %}{% endif %}", "If a: A(if b: B; else: C)"),
            ("{% if a %}A", "If a: A"),
            ("{{ x", "{{ x"),
        ] {
            assert_eq!(unfolded(text), wanted, "{text}");
        }
    }
}
