//! One CSV file of a package: bytes to rows with their true lines.
//!
//! The rows are split by the `csv` library, which forgives much; what RFC 4180 does not allow and
//! people do by accident is caught around it: other encodings, other separators, a quotation mark
//! that opens a cell and never closes it.

use crate::exchange::package::source::Limits;
use crate::exchange::package::source::unreadable;
use crate::exchange::rows::TableReader;
use crate::model::CodeLists;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Table;

/// What reading a file draws on.
pub(super) struct Context<'a> {
    pub(super) limits: &'a Limits,
    pub(super) lists: &'a CodeLists,
    pub(super) reference_year: Option<i64>,
}

/// Reads the rows of a file into `records`; all faults go to `problems`.
pub(super) fn read_table(
    table: &'static Table,
    file: &str,
    bytes: &[u8],
    context: &Context<'_>,
    records: &mut Vec<(Record, Place)>,
    problems: &mut ProblemList,
) {
    let mut header: Option<TableReader<'_>> = None;
    let limits = context.limits;
    each_row(file, bytes, limits, problems, |row, place, problems| {
        let Some(table_reader) = &header else {
            header = Some(TableReader::new(
                table,
                row.iter(),
                place,
                context.lists,
                context.reference_year,
                problems,
            ));
            return;
        };
        let cell = |at| row.get(at).unwrap_or_default();
        let record = if is_blank(row) {
            None
        } else if is_sound(row, table_reader.width(), limits, place, problems) {
            table_reader.row(cell, place, problems)
        } else {
            table_reader.id_only(cell)
        };
        records.extend(record.map(|record| (record, place.clone())));
    });
}

/// Gives every row of a file to `take`, the header first; faults of the file as such go to `problems`, and end it.
pub(crate) fn each_row(
    file: &str,
    bytes: &[u8],
    limits: &Limits,
    problems: &mut ProblemList,
    mut take: impl FnMut(&csv::StringRecord, &Place, &mut ProblemList),
) {
    let Some(text) = decode(file, bytes, problems) else {
        return;
    };
    let mut lines = Lines::new(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut row = csv::StringRecord::new();
    let mut place = Place {
        file: file.into(),
        line: 1,
    };
    let mut rows = 0;
    loop {
        let start = lines.start_of(reader.position().byte());
        match reader.read_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.push(unreadable(file, format!("cannot read `{file}`: {error}")));
                return;
            }
        }
        place.line = lines.line;
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let raw = text.get(start..end.min(text.len())).unwrap_or_default();
        if raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
            problems.push(open_quote().at(Some(&place)));
            // Where the cell should have ended is unknown, so whatever follows may be off.
            return;
        }
        if rows == 0
            && let Some(fault) = separator_fault(&row)
        {
            return problems.push(fault.at(Some(&place)));
        }
        if rows > limits.rows {
            let said = format!("`{file}` has more than {} rows", limits.rows);
            problems.push(Problem::error(ProblemCode::LimitExceeded, said).at(Some(&place)));
            return;
        }
        rows += 1;
        take(&row, &place, problems);
    }
    if rows == 0 {
        let said = format!("`{file}` is empty: it has no header");
        problems.push(Problem::error(ProblemCode::Unreadable, said).at(Some(&place)));
    }
}

/// Whether a row is what spreadsheets leave below a table: cells without text.
pub(crate) fn is_blank(row: &csv::StringRecord) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// Whether a row has as many cells as the header and none that is too long.
pub(crate) fn is_sound(
    row: &csv::StringRecord,
    width: usize,
    limits: &Limits,
    place: &Place,
    problems: &mut ProblemList,
) -> bool {
    if row.len() != width {
        let said = format!("the row has {} cells, the header {width}", row.len());
        let problem = Problem::error(ProblemCode::CellCount, said).at(Some(place));
        let expected = format!("{width} cells; one that holds a comma stands in quotation marks");
        problems.push(problem.expected(expected));
        return false;
    }
    let long = row.iter().position(|cell| cell.len() > limits.cell_bytes);
    if let Some(at) = long {
        let said = format!("cell {} is longer than {} bytes", at + 1, limits.cell_bytes);
        problems.push(Problem::error(ProblemCode::LimitExceeded, said).at(Some(place)));
    }
    long.is_none()
}

/// The text of a file, without byte order mark; none if it is not UTF-8.
fn decode<'b>(file: &str, bytes: &'b [u8], problems: &mut ProblemList) -> Option<&'b str> {
    const EXPECTED: &str = "a file saved as CSV UTF-8";
    let not_utf8 = |line, said: String| {
        let place = Place {
            file: file.into(),
            line,
        };
        Problem::error(ProblemCode::NotUtf8, said)
            .at(Some(&place))
            .expected(EXPECTED)
    };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        problems.push(not_utf8(1, format!("`{file}` is UTF-16")));
        return None;
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        problems.push(not_utf8(
            1,
            format!("`{file}` is a spreadsheet or an archive"),
        ));
        return None;
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            let at = error.valid_up_to();
            let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
            let byte = bytes[at];
            let said = format!(
                "`{file}` is not UTF-8: the byte 0x{byte:02X} would be `{}` in Latin-1",
                char::from(byte)
            );
            problems.push(not_utf8(line, said));
            None
        }
    }
}

/// What is wrong with a header that is all in one cell.
fn separator_fault(header: &csv::StringRecord) -> Option<Problem> {
    let only = header.get(0).filter(|_| header.len() == 1)?;
    let separator = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")]
        .into_iter()
        .find(|(it, _)| only.contains(*it))?;
    let said = format!("the cells are separated by {}", separator.1);
    Some(
        Problem::error(ProblemCode::Unreadable, said)
            .expected("a comma between cells and a point in numbers"),
    )
}

fn open_quote() -> Problem {
    Problem::error(
        ProblemCode::Unreadable,
        "a quotation mark is not closed, or stands inside a cell without being doubled",
    )
    .expected("cells after RFC 4180: `\"a \"\"quoted\"\" word\"`")
}

/// Follows the byte positions of a text with their line numbers.
struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// Moves to the row that begins at or after a byte, past empty lines, and returns its first byte.
    fn start_of(&mut self, byte: u64) -> usize {
        let target = usize::try_from(byte).unwrap_or(self.text.len());
        let mut to = target.clamp(self.at, self.text.len());
        while matches!(self.text.get(to), Some(b'\n' | b'\r')) {
            to += 1;
        }
        let passed = self.text[self.at..to].iter();
        self.line += passed.filter(|byte| **byte == b'\n').count() as u64;
        self.at = to;
        to
    }
}
