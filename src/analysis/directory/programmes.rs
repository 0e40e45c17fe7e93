//! When programmes are open, and whose they are.

use std::collections::BTreeSet;

use crate::analysis::clusters::reach::members;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::ProgrammeType;
use crate::model::codes::codes;
use crate::model::tables::cluster;
use crate::model::tables::programme;

/// Whether a programme may be open on a day, in a month or year, `YYYY[-MM[-DD]]`: it has not ended before, nor does it begin
/// after. Of a month or year that is stated any day counts. An end or beginning that is not known closes nothing, but that an
/// event of which no end is known is over with the year it begins in: our judgement.
pub fn may_be_open(registry: &Registry, row: Row, on: &str) -> bool {
    let begun = registry.text(row, programme::START);
    let is_event = registry.code(row, programme::TYPE) == Some(ProgrammeType::Event);
    let ended = registry.text(row, programme::END);
    let ended = ended.or_else(|| begun.filter(|_| is_event)?.get(..4));
    begun.is_none_or(|it| first_day(it) <= last_day(on))
        && ended.is_none_or(|it| first_day(on) <= last_day(it))
}

codes! {
    /// Which dates of a programme are on record.
    pub enum DatesOnRecord {
        /// Its start and its end.
        Both = "BOTH",
        /// Its start alone.
        StartOnly = "START_ONLY",
        /// Its end alone.
        EndOnly = "END_ONLY",
        /// Neither.
        Neither = "NEITHER",
    }
}

/// Which dates of a programme are on record.
pub fn dates_on_record(registry: &Registry, row: Row) -> DatesOnRecord {
    let is_known = |column| registry.text(row, column).is_some();
    match (is_known(programme::START), is_known(programme::END)) {
        (true, true) => DatesOnRecord::Both,
        (true, false) => DatesOnRecord::StartOnly,
        (false, true) => DatesOnRecord::EndOnly,
        (false, false) => DatesOnRecord::Neither,
    }
}

/// The first day of a day, month or year.
fn first_day(date: &str) -> String {
    let rest = "0000-01-01".get(date.len()..).unwrap_or_default();
    format!("{date}{rest}")
}

/// A day that none of the day, month or year is after.
fn last_day(date: &str) -> String {
    let rest = "0000-12-31".get(date.len()..).unwrap_or_default();
    format!("{date}{rest}")
}

/// Who leads a programme, and its partners on record.
pub fn parties(registry: &Registry, row: Row) -> impl Iterator<Item = Row> {
    let lead = registry.reference(row, programme::LEAD);
    lead.into_iter()
        .chain(registry.references(row, programme::PARTNERS))
}

/// The members of some clusters by role, and those who manage them.
pub fn organisations_of(
    registry: &Registry,
    clusters: impl IntoIterator<Item = Row>,
) -> BTreeSet<Row> {
    let of = |cluster: Row| {
        let members = members(registry, cluster).into_iter().map(|(who, _)| who);
        members.chain(registry.reference(cluster, cluster::MANAGER))
    };
    clusters.into_iter().flat_map(of).collect()
}
