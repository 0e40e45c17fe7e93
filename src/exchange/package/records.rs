//! The records that were read so far, and how much memory they may take.

use crate::exchange::given::GivenColumns;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;
use crate::model::Record;
use crate::model::Value;

/// Records with where they were read. What is small to send may be large once read (an archive that
/// unpacks to millions of rows), so that their weight is bounded by the bytes they came in.
#[derive(Default)]
pub(crate) struct Records {
    kept: Vec<(Record, Place)>,
    /// Bytes that may still be taken.
    room: usize,
    is_full: bool,
    /// Which columns they give.
    pub(crate) given: GivenColumns,
}

/// Bytes that the records of any file may take.
const ROOM: usize = 80 << 20;

/// Bytes that records may take for each byte that was sent: many times what data that people made come to.
const ROOM_PER_BYTE: usize = 80;

/// Bytes of a record without its values.
const RECORD: usize = size_of::<(Record, Place)>() + 40;

impl Records {
    /// No records yet, of a file or archive of so many bytes.
    pub(crate) fn of(bytes: usize) -> Self {
        Self {
            room: ROOM.max(bytes.saturating_mul(ROOM_PER_BYTE)),
            ..Self::default()
        }
    }

    /// Takes a record; once there are too many they are reported, and left out.
    pub(crate) fn push(&mut self, record: Record, place: &Place, problems: &mut ProblemList) {
        let mut one = Batch::default();
        one.extend([(record, place.clone())]);
        self.append(one, problems);
    }

    /// Takes records as if they came one by one.
    pub(crate) fn append(&mut self, mut batch: Batch, problems: &mut ProblemList) {
        if self.is_full {
            return;
        }
        if let Some(room) = self.room.checked_sub(batch.weight) {
            self.room = room;
            self.kept.append(&mut batch.kept);
            return;
        }
        for (record, place) in batch.kept {
            match self.room.checked_sub(weight_of(&record, &place)) {
                Some(room) => {
                    self.room = room;
                    self.kept.push((record, place));
                }
                None => {
                    self.is_full = true;
                    let said = "the records take too much memory for so small a file";
                    let problem = Problem::error(ProblemCode::LimitExceeded, said);
                    return problems.push(problem.at(Some(&place)));
                }
            }
        }
    }

    /// All of them, in the order they were read.
    pub(crate) fn finish(self) -> Vec<(Record, Place)> {
        self.kept
    }
}

/// Records that were read together, with what they weigh.
#[derive(Default)]
pub(crate) struct Batch {
    kept: Vec<(Record, Place)>,
    weight: usize,
}

impl Extend<(Record, Place)> for Batch {
    fn extend<I: IntoIterator<Item = (Record, Place)>>(&mut self, records: I) {
        for (record, place) in records {
            self.weight += weight_of(&record, &place);
            self.kept.push((record, place));
        }
    }
}

/// Bytes that a record takes with its place, about.
fn weight_of(record: &Record, place: &Place) -> usize {
    let values = record.values().iter().map(|(_, value)| weight(value));
    RECORD + place.file.len() + values.sum::<usize>()
}

/// Bytes that a value takes, about.
fn weight(value: &Value) -> usize {
    let held = match value {
        Value::Text(text) => text.len(),
        Value::Id(id) => id.slug.len(),
        Value::List(items) => items.iter().map(weight).sum(),
        _ => 0,
    };
    size_of::<(crate::model::Column, Value)>() + held
}
