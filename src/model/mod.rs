//! The vocabulary and its rules: records, figures, statements, ids, units, code lists, time.
mod canonical;
mod chemistry;
mod cluster_lists;
mod code_lists;
pub mod codes;
mod commit;
mod completeness;
mod coverage;
mod diff;
mod figures;
pub mod geo;
mod kind;
mod knowledge;
mod nearest;
mod problem;
mod quantity;
mod record;
mod regions;
mod registry;
mod search;
mod status;
pub mod stem;
mod supply_used;
mod table;
pub mod tables;
mod validate;

pub use canonical::{change_json, computed_slug, record_json};
pub use chemistry::mass_fraction;
pub use cluster_lists::{AdmissionCode, AdmissionRule, ClusterLists, ClusterTypeEntry, LabelEntry};
pub use code_lists::{CodeLists, CountryBox, PublishedCode, UnitSpelling};
pub use commit::{CHAIN_START, Commit, Hash, chain_hash, hex};
pub use completeness::QuantityCompleteness;
pub use coverage::COVERAGE_HOLDS_YEARS;
pub use diff::{Became, Difference, FieldDifference, differences, field_differences};
pub use figures::{Choice, ChosenYear, LostBy, Rivals, When};
pub use kind::{Id, IdError, Kind, MAX_SLUG_LEN, Text, is_slug};
pub use knowledge::{Knowledge, Town, TradeLink, WasteLikeness};
pub use nearest::nearest;
pub(crate) use nearest::nearest_within;
pub use nearest::slip;
pub use problem::{Place, Problem, ProblemCode, ProblemSeverity};
pub use quantity::Quantity;
pub use record::{Change, Record, Value};
pub use registry::{
    ChangeCounts, Laid, LentValue, MAX_MERGES, NetChanges, Registry, Row, RowSet, Weighed,
};
pub use search::{BestHits, Hit, MAX_SEARCH_CHARS, MatchKind, SearchIndex, fold};
pub use status::{Operation, OperationReason, STALE_AFTER_YEARS, YEARS, is_planned};
pub use table::{
    ALIASES, Column, Field, FieldType, NAME_EN, NAME_FI, NAME_SV, NOTE, PublishedList, SOURCES,
    Table, VISIBILITY,
};
pub use validate::{ProblemList, is_date, period_years, plain_name, together, validate};
