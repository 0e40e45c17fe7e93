//! One CSV file of a package: text to records, on all threads there are.
//!
//! The text is split into rows one after the other, which is quick; what the cells of a batch of rows mean is found by all
//! threads while the next batch is split. Records and problems come in the order of the rows, as if one thread had read them.

use rayon::iter::IndexedParallelIterator as _;
use rayon::iter::IntoParallelRefMutIterator as _;
use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

use crate::exchange::import::ReadOptions;
use crate::exchange::package::csv_text::CsvRows;
use crate::exchange::package::csv_text::CsvText;
use crate::exchange::package::csv_text::is_blank;
use crate::exchange::package::records::Batch;
use crate::exchange::package::records::Records;
use crate::exchange::package::source::Limits;
use crate::exchange::rows::Rules;
use crate::exchange::rows::TableReader;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Table;

/// A batch is closed at so many rows, or so many bytes of cells: what is read of it is held beside the records.
const BATCH_ROWS: usize = 2048;
const BATCH_BYTES: usize = 256 << 10;

/// A batch is read in so many pieces.
const PIECES: usize = 4;

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
    let limits = &options.limits;
    let mut rows = text.rows(limits);
    let mut header = csv::StringRecord::new();
    let line = match rows.read(&mut header) {
        Some(Ok(line)) => line,
        Some(Err(fault)) => return problems.push(*fault),
        None => return,
    };
    let file = file.to_owned();
    let place = Place {
        file: file.into(),
        line,
    };
    let rules = rules.with_decimal(text.decimal(options.decimal));
    let reader = TableReader::new(table, header.iter(), &place, &rules, problems);
    if let Some(columns) = reader.given() {
        records.given.header(&place.file, columns);
    }
    let pieces = if reader.reads_in_any_order() {
        PIECES
    } else {
        1
    };
    let file = File {
        text: &text,
        limits,
        place,
    };
    let mut readers = vec![reader; pieces];
    let (mut batch, mut next) = (RowBatch::default(), RowBatch::default());
    batch.fill(&mut rows);
    while !batch.is_empty() {
        let read = || file.read(&batch, &mut readers);
        let (read, ()) = rayon::join(read, || next.fill(&mut rows));
        for (found, faults) in read {
            problems.append(faults);
            records.append(found, problems);
        }
        problems.extend(batch.fault.take().map(|it| *it));
        std::mem::swap(&mut batch, &mut next);
    }
}

/// What the rows of a file are read by, beside its header.
struct File<'t> {
    text: &'t CsvText<'t>,
    limits: &'t Limits,
    /// That of the header.
    place: Place,
}

impl File<'_> {
    /// What the rows of a batch say, piece by piece, a reader for each.
    fn read(&self, batch: &RowBatch, readers: &mut [TableReader<'_>]) -> Vec<(Batch, ProblemList)> {
        let rows = &batch.rows[..batch.len];
        let size = rows.len().div_ceil(readers.len()).max(1);
        let pieces = rows.par_chunks(size).zip(readers.par_iter_mut());
        pieces
            .map(|(rows, reader)| {
                let mut place = self.place.clone();
                let mut problems = ProblemList::with_limit(self.limits.problems);
                let mut records = Batch::default();
                for (row, line) in rows {
                    place.line = *line;
                    let record = self.record(row, reader, &place, &mut problems);
                    records.extend(record.map(|it| (it, place.clone())));
                }
                (records, problems)
            })
            .collect()
    }

    fn record(
        &self,
        row: &csv::StringRecord,
        reader: &TableReader<'_>,
        place: &Place,
        problems: &mut ProblemList,
    ) -> Option<Record> {
        let cell = |at| row.get(at).unwrap_or_default();
        let (text, limits) = (self.text, self.limits);
        if is_blank(row) {
            None
        } else if text.is_sound(row, reader.width(), limits, place, problems) {
            reader.row(cell, place, problems)
        } else {
            reader.id_only(cell)
        }
    }
}

/// Rows that are read together. What they are kept in is used again.
#[derive(Default)]
struct RowBatch {
    /// Rows with their lines; those from `len` on are of an earlier batch.
    rows: Vec<(csv::StringRecord, u64)>,
    len: usize,
    /// What ended the file after the last of them.
    fault: Option<Box<Problem>>,
}

impl RowBatch {
    fn is_empty(&self) -> bool {
        self.len == 0 && self.fault.is_none()
    }

    /// Takes the next rows of a file in place of those it has.
    fn fill(&mut self, rows: &mut CsvRows<'_>) {
        let mut bytes = 0;
        self.len = 0;
        while self.len < BATCH_ROWS && bytes < BATCH_BYTES {
            if self.len == self.rows.len() {
                self.rows.push(Default::default());
            }
            let (row, line) = &mut self.rows[self.len];
            match rows.read(row) {
                Some(Ok(at)) => *line = at,
                Some(Err(fault)) => {
                    self.fault = Some(fault);
                    return;
                }
                None => return,
            }
            bytes += row.as_slice().len();
            self.len += 1;
        }
    }
}
