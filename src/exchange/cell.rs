//! One cell of a table: text to value and back, by the type of its column.
//!
//! Text is kept trimmed, with `\n` between lines and no other control characters but tabs. A cell that
//! a spreadsheet would run as a formula (it begins with `=`, `+`, `-`, `@`) is written with an
//! apostrophe before it, as spreadsheets themselves mark text; one apostrophe before such a
//! character, or before more apostrophes and such a character, is taken off again when reading. So
//! every text survives the round trip, `'=1` included, which is written `''=1`. Only columns of free text are
//! treated so: numbers and codes cannot run.

mod names;
mod numbers;
mod read;
mod write;

pub(crate) use names::bad_slug;
pub use read::read_cell;
pub(crate) use read::read_known;
pub(crate) use write::as_cell;
pub(crate) use write::code_of;
pub(crate) use write::global_text;
pub(crate) use write::push_cell;
pub(crate) use write::push_displayed;
pub(crate) use write::push_number;
pub(crate) use write::push_plain_cell;
pub use write::write_cell;

use crate::model::CodeLists;
use crate::model::Problem;
use crate::model::ProblemCode;

/// The codes that are known, and whether the nearest is sought of one that is not: that takes time.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    lists: &'a CodeLists,
    is_sought: bool,
}

impl<'a> Known<'a> {
    /// The nearest is sought.
    pub(crate) fn of(lists: &'a CodeLists) -> Self {
        let is_sought = true;
        Self { lists, is_sought }
    }

    /// The nearest is not sought.
    pub(crate) fn unsought(lists: &'a CodeLists) -> Self {
        let is_sought = false;
        Self { lists, is_sought }
    }

    /// What is nearest, where it is sought.
    fn near<T>(self, find: impl FnOnce() -> Option<T>) -> Option<T> {
        self.is_sought.then(find).flatten()
    }
}

/// Separates the values of a list.
pub(crate) const LIST_SEPARATOR: char = ';';

/// Whether a spreadsheet would run the text, were the apostrophes before it taken off.
fn may_run(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn bad_type(said: impl Into<String>, expected: &str) -> Problem {
    Problem::error(ProblemCode::BadType, said).expected(expected)
}
