//! The vocabulary and its rules: records, figures, statements, ids, units, code lists, time.
mod canonical;
mod code_lists;
pub mod codes;
mod commit;
mod kind;
mod nearest;
mod problem;
mod quantity;
mod record;
mod table;
pub mod tables;

pub use canonical::{change_json, computed_slug, record_json};
pub use code_lists::{CodeLists, PublishedCode, UnitSpelling};
pub use commit::{CHAIN_START, Commit, Hash, chain_hash, hex};
pub use kind::{Id, IdError, Kind, MAX_SLUG_LEN, is_slug};
pub use nearest::nearest;
pub use problem::{Place, Problem, ProblemCode, ProblemSeverity};
pub use quantity::Quantity;
pub use record::{Change, Record, Value};
pub use table::{
    ALIASES, Column, Field, FieldType, NAME_EN, NAME_FI, NAME_SV, NOTE, PublishedList, SOURCES,
    Table, VISIBILITY,
};
