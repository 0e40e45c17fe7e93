//! The text of a file, by its encoding: UTF-8, or Latin-1 where that was stated. It is never guessed.

use std::borrow::Cow;

use crate::exchange::import::Encoding;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

const EXPECTED: &str = "a file saved as UTF-8 (CSV UTF-8 in a spreadsheet program), or for CSV the encoding stated: `--encoding latin1`";

/// The text of a file, without byte order mark; none, and a problem, if it is not in the encoding.
pub(crate) fn decode<'b>(
    file: &str,
    bytes: &'b [u8],
    encoding: Encoding,
    problems: &mut ProblemList,
) -> Option<Cow<'b, str>> {
    let fault = |line, said: &str| {
        let place = Place {
            file: file.into(),
            line,
        };
        Problem::error(ProblemCode::NotUtf8, format!("`{file}` {said}")).at(Some(&place))
    };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        let expected = "a file saved as CSV UTF-8";
        problems.push(fault(1, "is UTF-16").expected(expected));
        return None;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        let expected = "a file saved as CSV UTF-8";
        problems.push(fault(1, "is a spreadsheet or an archive").expected(expected));
        return None;
    }
    let (is_marked, bytes) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    match (std::str::from_utf8(bytes), encoding) {
        (Ok(text), Encoding::Latin1) if !is_marked && !text.is_ascii() => {
            let line = line_of(bytes, text.bytes().position(|it| !it.is_ascii())?);
            let said = "is UTF-8, and was said to be Latin-1";
            problems.push(fault(line, said).expected("no `--encoding`, or `--encoding utf8`"));
            None
        }
        (Ok(text), _) => Some(Cow::Borrowed(text)),
        (Err(_), Encoding::Latin1) if !is_marked => Some(Cow::Owned(
            bytes.iter().map(|it| windows_1252(*it)).collect(),
        )),
        (Err(error), _) => {
            let at = error.valid_up_to();
            let byte = bytes[at];
            let shown = windows_1252(byte);
            let said = format!("is not UTF-8: the byte 0x{byte:02X} would be `{shown}` in Latin-1");
            problems.push(fault(line_of(bytes, at), &said).expected(EXPECTED));
            None
        }
    }
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64
}

/// The characters of Windows-1252 from 0x80 on that ISO 8859-1 has not; the five that neither has stay control
/// characters, which no text may hold.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A byte as Windows-1252, which is ISO 8859-1 but for the range that holds no printable character there.
fn windows_1252(byte: u8) -> char {
    let special = byte
        .checked_sub(0x80)
        .and_then(|at| WINDOWS.get(usize::from(at)));
    special.copied().unwrap_or_else(|| char::from(byte))
}
