//! A letter as mail carries it (RFC 5322, 2045 to 2047, 2231): the same letter is the same bytes.
//!
//! Everything but addresses and dates goes in base64, so no line is long, no server changes it, and the
//! boundary cannot stand in any part.

use super::digest::sha256;
use super::event::Moment;

/// The longest line of base64.
const LINE: usize = 76;
/// How many bytes of a file's name one line takes.
const PIECE: usize = 18;
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A letter.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// Whose address it comes from.
    pub from: String,
    /// Whom it goes to: their name or title, and the address.
    pub to: (Option<String>, String),
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// When it was written.
    pub date: Moment,
    /// What makes it this letter and no other: the same for the same step of the same case and the same try.
    pub key: String,
    /// What goes with it.
    pub parts: Vec<Part>,
}

/// A file of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// What it is, as mail calls it.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Letter {
    /// The whole letter.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mark: String = sha256(&self.key).chars().take(32).collect();
        // `=_` stands in no base64.
        let boundary = format!("=_{mark}");
        let domain = self.from.rsplit_once('@').map_or("localhost", |(_, domain)| domain);
        let to = match &self.to {
            (Some(name), address) => format!("{}\r\n <{address}>", words("To: ", name)),
            (None, address) => address.clone(),
        };
        let mut out = format!(
            "Message-ID: <{mark}@{domain}>\r\nDate: {}\r\nFrom: {}\r\nTo: {to}\r\nSubject: {}\r\nMIME-Version: 1.0\r\n",
            self.date.format("%a, %d %b %Y %H:%M:%S %z"),
            self.from,
            words("Subject: ", &self.subject),
        );
        let text = self.text.replace("\r\n", "\n").replace('\n', "\r\n");
        let text = format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            lines(text.as_bytes())
        );
        if self.parts.is_empty() {
            out.push_str(&text);
            return out.into_bytes();
        }
        out.push_str(&format!(
            "Content-Type: multipart/mixed;\r\n boundary=\"{boundary}\"\r\n\r\n--{boundary}\r\n{text}"
        ));
        for part in &self.parts {
            out.push_str(&format!(
                "--{boundary}\r\nContent-Type: {}\r\nContent-Transfer-Encoding: base64\r\n\
                 Content-Disposition: attachment;{}\r\n\r\n{}",
                part.media_type,
                file_name(&part.name),
                lines(&part.bytes)
            ));
        }
        out.push_str(&format!("--{boundary}--\r\n"));
        out.into_bytes()
    }
}

/// A letter that [`Letter::write`] has written, read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Whose address it comes from.
    pub from: String,
    /// The address it goes to.
    pub to: String,
    /// Its text.
    pub text: String,
    /// Names of the files that go with it.
    pub parts: Vec<String>,
}

impl Written {
    /// Reads a letter; none that is not of our own hand.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let whole = std::str::from_utf8(bytes).ok()?;
        let (head, body) = whole.split_once("\r\n\r\n")?;
        let head = head.replace("\r\n ", " ");
        let named = |name: &str| head.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let address = |text: &str| {
            let inner = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
            is_address(inner).then(|| inner.to_owned())
        };
        let (from, to) = (address(named("From")?)?, address(named("To")?)?);
        let boundary = named("Content-Type")?.split_once("boundary=\"").map(|(_, rest)| rest.trim_end_matches('"'));
        let Some(boundary) = boundary else {
            return Some(Self { from, to, text: plain(body)?, parts: Vec::new() });
        };
        let mark = format!("--{boundary}");
        let mut pieces = body.split(&mark).skip(1);
        let text = plain(pieces.next()?.split_once("\r\n\r\n")?.1)?;
        let parts =
            pieces.filter(|piece| !piece.starts_with("--")).map(|piece| part_name(piece.split("\r\n\r\n").next()?));
        Some(Self { from, to, text, parts: parts.collect::<Option<_>>()? })
    }
}

/// The text of a part in base64.
fn plain(lines: &str) -> Option<String> {
    let (mut bytes, mut bits, mut have) = (Vec::new(), 0_u32, 0);
    for digit in lines.bytes().filter(|byte| !matches!(byte, b'\r' | b'\n' | b'=')) {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        bits = bits << 6 | u32::try_from(value).ok()?;
        have += 6;
        if have >= 8 {
            have -= 8;
            bytes.push(u8::try_from(bits >> have & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok().map(|text| text.replace("\r\n", "\n"))
}

/// The name of a file, put together from its pieces.
fn part_name(head: &str) -> Option<String> {
    let pieces = head.split("\r\n").filter_map(|line| line.strip_prefix(" filename*")?.split_once('='));
    let joined: String = pieces.map(|(_, piece)| piece.trim_end_matches(';')).collect();
    let mut rest = joined.strip_prefix("utf-8''")?.bytes();
    let mut bytes = Vec::new();
    while let Some(byte) = rest.next() {
        let byte = match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            plain => plain,
        };
        bytes.push(byte);
    }
    String::from_utf8(bytes).ok()
}

/// Whether a text is an address that a head can carry: something, one `@`, a domain.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    let dotted = |part: &str| part.split('.').all(|piece| !piece.is_empty());
    text.len() <= 254
        && text.split_once('@').is_some_and(|(user, domain)| {
            let host = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
            user.chars().all(plain) && dotted(user) && domain.chars().all(host) && dotted(domain)
        })
}

/// A text of a head. What is not plain is told in encoded words, each a line of its own.
fn words(head: &str, text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '/' | '+');
    if !text.is_empty() && head.len() + text.len() <= LINE && text.chars().all(plain) {
        return text;
    }
    let mut encoded: Vec<String> = Vec::new();
    let mut piece = String::new();
    for c in text.chars() {
        // `=?utf-8?B?` and `?=` take twelve; the first line begins with the name of the head.
        let before = if encoded.is_empty() { head.len() } else { 1 };
        if piece.len() + c.len_utf8() > (LINE - 12 - before) / 4 * 3 {
            encoded.push(std::mem::take(&mut piece));
        }
        piece.push(c);
    }
    encoded.push(piece);
    let word = |piece: &String| format!("=?utf-8?B?{}?=", base64(piece.as_bytes()));
    encoded.iter().map(word).collect::<Vec<_>>().join("\r\n ")
}

/// The name of a file in pieces (RFC 2231), each a line of its own.
fn file_name(name: &str) -> String {
    let bytes: Vec<String> = name
        .bytes()
        .map(|byte| {
            let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            if plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        })
        .collect();
    let pieces: Vec<String> = bytes.chunks(PIECE).map(<[String]>::concat).collect();
    if let [one] = pieces.as_slice() {
        return format!("\r\n filename*=utf-8''{one}");
    }
    let piece = |(at, piece): (usize, &String)| {
        let start = if at == 0 { "utf-8''" } else { "" };
        format!("\r\n filename*{at}*={start}{piece}")
    };
    pieces.iter().enumerate().map(piece).collect::<Vec<_>>().join(";")
}

/// Base64 in lines, the last one ended, too.
fn lines(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() / 3 * 4 + bytes.len() / 28 + 8);
    for chunk in bytes.chunks(LINE / 4 * 3) {
        out.push_str(&base64(chunk));
        out.push_str("\r\n");
    }
    out
}

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4_usize {
            let digit = bits >> (18 - 6 * at) & 63;
            let digit = DIGITS.get(digit as usize).copied().unwrap_or(b'=');
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Letter, Part, Written, base64, is_address};

    fn letter() -> Letter {
        Letter {
            from: "office@example.by".to_owned(),
            to: (Some("Техническая поддержка".to_owned()), "support@example.by".to_owned()),
            subject: "Квитанции, 2026-11-22-a017: очень длинная тема, которая не помещается в одну строку".to_owned(),
            text: "Во вложении сканы квитанций (2).\n".to_owned(),
            date: "2026-11-22T10:15:00+03:00".parse().expect("a moment"),
            key: "2026-11-22-a017 sent 1".to_owned(),
            parts: vec![Part {
                name: "Чек из банка за ноябрь 2026 года.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                bytes: (0..=255).collect(),
            }],
        }
    }

    #[test]
    fn base64_is_base64() {
        // RFC 4648, section 10.
        let vectors =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")];
        for (text, wanted) in vectors {
            assert_eq!(base64(text.as_bytes()), wanted);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn the_same_letter_is_the_same_bytes_in_short_lines_of_ascii() {
        let bytes = letter().write();
        assert_eq!(bytes, letter().write());
        let text = String::from_utf8(bytes).expect("ASCII");
        assert!(text.is_ascii());
        assert!(text.ends_with("--\r\n"));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert!(lines.iter().all(|line| line.len() <= 78 && !line.contains(['\r', '\n'])), "{text}");
        assert!(text.contains("Date: Sun, 22 Nov 2026 10:15:00 +0300\r\n"), "{text}");
        let other = Letter { key: "2026-11-22-a017 sent 2".to_owned(), ..letter() }.write();
        assert_ne!(other, text.into_bytes(), "another try is another letter");
    }

    #[test]
    fn what_was_written_is_read_back() {
        let read = Written::read(&letter().write()).expect("our own hand");
        assert_eq!((read.from.as_str(), read.to.as_str()), ("office@example.by", "support@example.by"));
        assert_eq!(read.text, letter().text);
        assert_eq!(read.parts, [letter().parts[0].name.clone()]);
        for length in 0..50 {
            let text = "абв \n xyz".chars().cycle().take(length).collect::<String>();
            let bare =
                Letter { parts: Vec::new(), to: (None, "a@b.by".to_owned()), text: text.clone(), ..letter() }.write();
            let read = Written::read(&bare).expect("our own hand");
            assert_eq!((read.to, read.text, read.parts), ("a@b.by".to_owned(), text, Vec::<String>::new()));
        }
        assert_eq!(Written::read(b"Subject: x\r\n\r\nBody"), None);
    }

    #[test]
    fn nothing_that_is_typed_becomes_a_line_of_the_head() {
        let wicked = "x\r\nBcc: all@example.by\r\n\r\n<b>";
        let to = (Some(wicked.to_owned()), "support@example.by".to_owned());
        let parts = vec![Part { name: wicked.to_owned(), media_type: "image/png".to_owned(), bytes: vec![1] }];
        let text =
            String::from_utf8(Letter { subject: wicked.to_owned(), to, parts, ..letter() }.write()).expect("ASCII");
        assert!(!text.contains("Bcc:"), "{text}");
    }

    #[test]
    fn addresses() {
        for good in ["info@ktv.by", "a.b+c@d-e.example", "x@localhost"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "",
            "info",
            "@ktv.by",
            "info@",
            "a b@c",
            "a@b@c",
            "a@b\r\nBcc: c@d",
            "a..b@c",
            "инфо@ktv.by",
            "a@b,c@d",
            "<a@b>",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
