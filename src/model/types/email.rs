//! Addresses for mail, the domain in small letters.

use super::{Base, Doubt, Kind, Misfit, Read};
use serde_json::Value;

pub(super) const TYPE: Kind = Kind {
    word: "e-mail",
    samples: &["info@example.by", "офис@example.by"],
    personal: true,
    read: |typed| read(typed.raw),
    ..Kind::TEXT
};

/// The longest parts, in characters (RFC 5321).
const LONGEST_NAME: usize = 64;
const LONGEST_DOMAIN: usize = 253;
const LONGEST_LABEL: usize = 63;

/// The shape is required; Russian letters where other letters stand beside them, or in the name, are a doubt: most
/// likely the keyboard was in the other layout for a moment.
fn read(raw: &str) -> Result<Read, Misfit> {
    let text = raw.strip_prefix("mailto:").unwrap_or(raw).trim();
    let text = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
    let (name, domain) = text.split_once('@').ok_or(Misfit::NotA(Base::Email))?;
    let domain = domain.to_lowercase();
    if !is_name(name) || !is_domain(&domain) {
        return Err(Misfit::NotA(Base::Email));
    }
    let foreign = |text: &str| text.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    let mixed = |label: &str| foreign(label) && label.chars().any(|c| c.is_ascii_alphabetic());
    let doubtful = foreign(name) || domain.split('.').any(mixed);
    let doubts = if doubtful { vec![Doubt::EmailLetters] } else { Vec::new() };
    Ok(Read { value: Value::String(format!("{name}@{domain}")), doubts })
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c);
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    !name.is_empty() && name.chars().count() <= LONGEST_NAME && name.chars().all(fits) && !dots
}

fn is_domain(domain: &str) -> bool {
    let fits = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= LONGEST_LABEL
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = domain.rsplit('.').next().unwrap_or("");
    let country = last.starts_with("xn--") || last.chars().count() >= 2 && last.chars().all(char::is_alphabetic);
    domain.contains('.') && domain.chars().count() <= LONGEST_DOMAIN && domain.split('.').all(fits) && country
}
