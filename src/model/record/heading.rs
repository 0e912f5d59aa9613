//! The head of a record as lists read it: its first lines, which are always written in one way.

use super::Summary;
use crate::model::event::Moment;

impl Summary {
    /// Reads the lines up to the names of the dispatchers; what comes behind them need not be there. None where
    /// somebody else has written it in another way: then it takes a reader of all of YAML.
    #[must_use]
    pub fn read(beginning: &str) -> Option<Self> {
        let mut format = None;
        let (mut id, mut procedure, mut title, mut outcome) = (None, None, None, None);
        let (mut opened, mut closed, mut definition) = (None, None, None);
        let (mut label, mut outcome_label, mut parent, mut replaces) = (None, None, None, None);
        for line in beginning.lines() {
            let (key, value) = line.split_once(": ")?;
            let text = || serde_json::from_str::<String>(value).ok();
            let moment = || Moment::parse_from_rfc3339(&text()?).ok();
            match key {
                "format" => format = Some(value.parse().ok()?),
                "id" => id = Some(text()?),
                "procedure" => procedure = Some(text()?),
                "title" => title = Some(text()?),
                "label" => label = Some(text()?),
                "outcome" => outcome = Some(text()?),
                "outcome_label" => outcome_label = Some(text()?),
                "opened" => opened = Some(moment()?),
                "closed" => closed = Some(moment()?),
                "definition" => definition = Some(text()?),
                "parent" => parent = Some(text()?),
                "replaces" => replaces = Some(text()?),
                "reason" | "desk" | "joined" => drop(text()?),
                "dispatchers" => {
                    return Some(Self {
                        format: format?,
                        id: id?,
                        procedure: procedure?,
                        title: title?,
                        label: label.unwrap_or_default(),
                        outcome: outcome?,
                        outcome_label,
                        opened: opened?,
                        closed: closed?,
                        dispatchers: serde_json::from_str(value).ok()?,
                        parent,
                        replaces,
                        definition: definition?,
                    });
                }
                _ => return None,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Summary;
    use crate::model::record::head_of;

    const RECORD: &str = "format: 1\nid: \"2026-11-25-a001\"\nprocedure: \"request\"\ntitle: \"Заявка: «ремонт»\"\nlabel: \"a: \\\"b\\\" \\u2028\"\n\
        outcome: \"cut\"\nreason: \"ушел\"\nopened: \"2026-11-25T10:56:13+03:00\"\nclosed: \"2026-11-25T10:58:00+03:00\"\ndesk: \"b\"\n\
        definition: \"29f88bac4c580be96b45\"\nparent: \"2026-11-25-a000\"\ndispatchers: [\"ivanov\", \"Тестова Анна\"]\nanswers:\n  way: {value: \"x\"}\nlog:\n- {}\n";

    #[test]
    fn what_is_read_fast_is_what_yaml_reads() {
        let slow: Summary = serde_yaml::from_str(head_of(RECORD).expect("a head")).expect("YAML");
        assert_eq!(Summary::read(RECORD), Some(slow));
    }

    #[test]
    fn a_beginning_is_enough_and_half_a_line_is_none() {
        let end = RECORD.find("\nanswers:").expect("answers");
        assert_eq!(Summary::read(&RECORD[..end]), Summary::read(RECORD));
        assert!(
            RECORD.char_indices().take_while(|(at, _)| *at < end).all(|(at, _)| Summary::read(&RECORD[..at]).is_none())
        );
    }

    #[test]
    fn what_is_written_otherwise_is_left_to_yaml() {
        for (from, to) in [
            ("\"cut\"", "cut"),
            ("format: 1", "format:  1"),
            ("desk: \"b\"", "desk: \"b\" # x"),
            ("desk", "table"),
            ("dispatchers: [\"ivanov\", \"Тестова Анна\"]\n", ""),
            ("closed: \"2026-11-25T10:58:00+03:00\"\n", ""),
        ] {
            assert_eq!(Summary::read(&RECORD.replace(from, to)), None, "{to}");
        }
    }
}
