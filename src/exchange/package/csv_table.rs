//! One CSV file of a package: bytes to rows with their true lines.
//!
//! The rows are split by the `csv` library, which forgives much; what RFC 4180 does not allow and
//! people do by accident is caught around it: other encodings, headers that could be split in two ways, a
//! quotation mark that opens a cell and never closes it.

use std::borrow::Cow;

use crate::exchange::import::ReadOptions;
use crate::exchange::package::decode::decode;
use crate::exchange::package::records::Records;
use crate::exchange::package::separator::Separator;
use crate::exchange::package::separator::stated;
use crate::exchange::package::source::Limits;
use crate::exchange::package::source::unreadable;
use crate::exchange::rows::Rules;
use crate::exchange::rows::TableReader;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Table;

/// Reads the rows of a file into `records`; all faults go to `problems`.
pub(super) fn read_table(
    table: &'static Table,
    (file, bytes): (&str, &[u8]),
    options: &ReadOptions,
    rules: &Rules<'_>,
    records: &mut Records,
    problems: &mut ProblemList,
) {
    let Some(text) = CsvText::open(file, bytes, options, problems) else {
        return;
    };
    let rules = rules.with_decimal(text.separator.decimal(options.decimal));
    let mut header: Option<TableReader<'_>> = None;
    let limits = &options.limits;
    text.each_row(limits, problems, |row, place, problems| {
        let Some(table_reader) = &header else {
            let reader = TableReader::new(table, row.iter(), place, &rules, problems);
            if let Some(columns) = reader.given() {
                records.given.header(file, columns);
            }
            header = Some(reader);
            return;
        };
        let cell = |at| row.get(at).unwrap_or_default();
        let record = if is_blank(row) {
            None
        } else if text.is_sound(row, table_reader.width(), limits, place, problems) {
            table_reader.row(cell, place, problems)
        } else {
            table_reader.id_only(cell)
        };
        if let Some(record) = record {
            records.push(record, place, problems);
        }
    });
}

/// The text of a CSV file, and what separates its cells.
pub(crate) struct CsvText<'b> {
    file: &'b str,
    text: Cow<'b, str>,
    separator: Separator,
}

impl<'b> CsvText<'b> {
    /// The text of a file; none if it cannot be read as text, or its header could be split in two ways.
    pub(crate) fn open(
        file: &'b str,
        bytes: &'b [u8],
        options: &ReadOptions,
        problems: &mut ProblemList,
    ) -> Option<Self> {
        let text = decode(file, bytes, options.encoding, problems)?;
        match Separator::of(&text) {
            Ok(separator) => Some(Self {
                file,
                text,
                separator,
            }),
            Err(fault) => {
                let place = Place {
                    file: file.into(),
                    line: 1,
                };
                problems.push(fault.at(Some(&place)));
                None
            }
        }
    }

    /// Gives every row to `take`, the header first; faults of the file as such go to `problems`, and end it.
    pub(crate) fn each_row(
        &self,
        limits: &Limits,
        problems: &mut ProblemList,
        mut take: impl FnMut(&csv::StringRecord, &Place, &mut ProblemList),
    ) {
        let (file, text) = (self.file, &*self.text);
        let mut lines = Lines::new(text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.separator.byte())
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
            if rows == 0 && stated(raw).is_some() {
                // It is for the program that opens the file, and no header.
                continue;
            }
            if raw.bytes().filter(|byte| *byte == b'"').count() % 2 == 1 {
                problems.push(open_quote().at(Some(&place)));
                // Where the cell should have ended is unknown, so whatever follows may be off.
                return;
            }
            let over = (rows > limits.rows)
                .then(|| format!("`{file}` has more than {} rows", limits.rows))
                .or_else(|| limits.columns_fault(row.len()));
            if let Some(said) = over {
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

    /// Whether a row has as many cells as the header and none that is too long.
    pub(crate) fn is_sound(
        &self,
        row: &csv::StringRecord,
        width: usize,
        limits: &Limits,
        place: &Place,
        problems: &mut ProblemList,
    ) -> bool {
        if row.len() != width {
            let said = format!("the row has {} cells, the header {width}", row.len());
            let problem = Problem::error(ProblemCode::CellCount, said).at(Some(place));
            let separator = self.separator.words();
            let expected =
                format!("{width} cells; one that holds {separator} stands in quotation marks");
            problems.push(problem.expected(expected));
            return false;
        }
        let fault = limits.cell_fault(row.iter());
        let is_good = fault.is_none();
        problems.extend(fault.map(|fault| fault.at(Some(place))));
        is_good
    }
}

/// Whether a row is what spreadsheets leave below a table: cells without text.
pub(crate) fn is_blank(row: &csv::StringRecord) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
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
