//! SHA-256 and checksums, as they are written in files.

use sha2::{Digest, Sha256};

/// The SHA-256 of bytes, in 64 hex digits.
#[must_use]
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hex digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const SUM: &str = "sum: \"";

/// A text of whole lines with one more, the checksum (CRC-32) of all before it.
#[must_use]
pub fn summed(text: String) -> String {
    let sum = crc32fast::hash(text.as_bytes());
    text + &format!("{SUM}{sum:08x}\"\n")
}

/// The text before its checksum; none when it is not what was written.
#[must_use]
pub fn unsummed(text: &str) -> Option<&str> {
    let (body, sum) = text.split_at(text.rfind(SUM)?);
    (sum == format!("{SUM}{:08x}\"\n", crc32fast::hash(body.as_bytes()))).then_some(body)
}
