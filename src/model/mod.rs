//! The vocabulary and its rules: records, figures, statements, ids, units, code lists, time.
pub mod codes;
mod kind;
mod quantity;
mod record;
mod table;
pub mod tables;

pub use kind::{Id, IdError, Kind, MAX_SLUG_LEN, is_slug};
pub use quantity::Quantity;
pub use record::{Change, Record, Value};
pub use table::{ALIASES, Column, Field, FieldType, NAME_EN, NAME_FI, NAME_SV, NOTE, PublishedList, SOURCES, Table, VISIBILITY};
