//! The text of a CSV file: bytes to rows with their true lines.
//!
//! The rows are split by the `csv` library, which forgives much; what RFC 4180 does not allow and
//! people do by accident is caught around it: other encodings, headers that could be split in two ways, a
//! quotation mark that opens a cell and never closes it.

use std::borrow::Cow;

use crate::exchange::decimal::Decimal;
use crate::exchange::decimal::DecimalRule;
use crate::exchange::import::ReadOptions;
use crate::exchange::package::decode::decode;
use crate::exchange::package::separator::Separator;
use crate::exchange::package::separator::stated;
use crate::exchange::package::source::Limits;
use crate::exchange::package::source::unreadable;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

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

    /// The rule for the decimal sign of its numbers, given the one that was stated.
    pub(super) fn decimal(&self, stated: Option<Decimal>) -> DecimalRule {
        self.separator.decimal(stated)
    }

    /// Its rows, the header first.
    pub(super) fn rows<'t>(&'t self, limits: &'t Limits) -> CsvRows<'t> {
        CsvRows {
            file: self.file,
            lines: Lines::new(&self.text),
            reader: csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(self.separator.byte())
                .from_reader(self.text.as_bytes()),
            limits,
            count: 0,
            is_ended: false,
        }
    }

    /// Gives every row to `take`, the header first; faults of the file as such go to `problems`, and end it.
    pub(crate) fn each_row(
        &self,
        limits: &Limits,
        problems: &mut ProblemList,
        mut take: impl FnMut(&csv::StringRecord, &Place, &mut ProblemList),
    ) {
        let mut rows = self.rows(limits);
        let mut row = csv::StringRecord::new();
        let mut place = Place {
            file: self.file.into(),
            line: 1,
        };
        while let Some(read) = rows.read(&mut row) {
            match read {
                Ok(line) => {
                    place.line = line;
                    take(&row, &place, problems);
                }
                Err(fault) => return problems.push(*fault),
            }
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

/// The rows of a text, one after the other.
pub(super) struct CsvRows<'t> {
    file: &'t str,
    lines: Lines<'t>,
    reader: csv::Reader<&'t [u8]>,
    limits: &'t Limits,
    /// How many were read.
    count: u64,
    is_ended: bool,
}

impl CsvRows<'_> {
    /// Reads the next row and tells its line; none at the end. A fault of the file as such ends it.
    pub(super) fn read(
        &mut self,
        row: &mut csv::StringRecord,
    ) -> Option<Result<u64, Box<Problem>>> {
        if self.is_ended {
            return None;
        }
        let mut start = self.lines.start_of(self.reader.position().byte());
        let mut read = self.reader.read_record(row);
        if self.count == 0 && matches!(read, Ok(true)) && self.states_separator(start) {
            // It is for the program that opens the file, and no header.
            start = self.lines.start_of(self.reader.position().byte());
            read = self.reader.read_record(row);
        }
        let fault = match read {
            Ok(true) => self.fault_of_row(row, start),
            Ok(false) if self.count > 0 => return None,
            Ok(false) => {
                self.lines.line = 1;
                let said = format!("`{}` is empty: it has no header", self.file);
                Some(self.at_line(Problem::error(ProblemCode::Unreadable, said)))
            }
            Err(error) => {
                let said = format!("cannot read `{}`: {error}", self.file);
                Some(unreadable(self.file, said))
            }
        };
        self.count += 1;
        self.is_ended = fault.is_some();
        Some(fault.map_or(Ok(self.lines.line), |it| Err(it.into())))
    }

    /// The bytes of the row read last, which begins at one.
    fn raw(&self, start: usize) -> &[u8] {
        let text = self.lines.text;
        let end = usize::try_from(self.reader.position().byte()).unwrap_or(text.len());
        text.get(start..end.min(text.len())).unwrap_or_default()
    }

    fn states_separator(&self, start: usize) -> bool {
        str::from_utf8(self.raw(start)).is_ok_and(|it| stated(it).is_some())
    }

    /// What is wrong with a row that begins at a byte, whatever its cells mean.
    fn fault_of_row(&self, row: &csv::StringRecord, start: usize) -> Option<Problem> {
        let raw = self.raw(start);
        if raw.iter().filter(|byte| **byte == b'"').count() % 2 == 1 {
            // Where the cell should have ended is unknown, so whatever follows may be off.
            return Some(self.at_line(open_quote()));
        }
        let said = (self.count > self.limits.rows)
            .then(|| format!("`{}` has more than {} rows", self.file, self.limits.rows))
            .or_else(|| self.limits.columns_fault(row.len()))?;
        Some(self.at_line(Problem::error(ProblemCode::LimitExceeded, said)))
    }

    fn at_line(&self, problem: Problem) -> Problem {
        let place = Place {
            file: self.file.into(),
            line: self.lines.line,
        };
        problem.at(Some(&place))
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
