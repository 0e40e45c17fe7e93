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
pub use read::CellRules;
pub use read::read_cell;
pub(crate) use write::as_cell;
pub(crate) use write::code_of;
pub(crate) use write::global_text;
pub(crate) use write::push_cell;
pub(crate) use write::push_displayed;
pub(crate) use write::push_number;
pub(crate) use write::push_plain_cell;
pub use write::write_cell;

use crate::model::Problem;
use crate::model::ProblemCode;

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
