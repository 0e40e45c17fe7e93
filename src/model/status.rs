//! Statements, and what they say of whether a site operates in a year.

use std::ops::RangeInclusive;

use crate::model::codes::SiteKind;
use crate::model::codes::SiteStatus;
use crate::model::figures::When;
use crate::model::kind::Kind;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::site;
use crate::model::tables::statement;

/// Years that can be asked for; columns take the same, see [`tables`](crate::model::tables).
pub const YEARS: RangeInclusive<i32> = 1500..=2200;

/// After this many years a status is flagged as stale.
pub const STALE_AFTER_YEARS: i32 = 3;

/// Whether a site operates in the year asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Whether it counts as operating.
    pub operates: bool,
    /// Why.
    pub because: OperationReason,
    /// The statement that decides, where there is one.
    pub statement: Option<Row>,
    /// Whether that statement is undated or older than [`STALE_AFTER_YEARS`].
    pub is_stale: bool,
}

/// What decides whether a site operates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperationReason {
    /// The year is before the first year of operation.
    NotYetOpened,
    /// The year is after the last year of operation.
    AlreadyClosed,
    /// A status in force.
    Status(SiteStatus),
    /// No status is stated: taken as operating.
    StatusAssumed,
    /// Harbours, terminals and external parties without a status: taken as operating without a flag.
    NoStatusNeeded,
}

impl Registry {
    /// The statements on a field of a subject, ordered by slug.
    pub fn statements(&self, subject: Row, field: &str) -> Vec<Row> {
        let mut rows = self.referring(Kind::Statement, statement::SUBJECT, subject);
        rows.retain(|row| self.text(*row, statement::FIELD) == Some(field));
        rows
    }

    /// The statement on a field in force in a year: the latest not after it, else an undated one.
    pub fn statement_in_force(&self, subject: Row, field: &str, year: i32) -> Option<Row> {
        let as_of = |row: &Row| self.int(*row, statement::AS_OF);
        let rows = self.statements(subject, field);
        let usable = rows
            .into_iter()
            .filter(|row| as_of(row).is_none_or(|it| it <= year));
        // `None` is less than any year, so that an undated statement gives way to a dated one.
        usable.max_by(|a, b| {
            as_of(a)
                .cmp(&as_of(b))
                .then_with(|| self.slug(*b).cmp(self.slug(*a)))
        })
    }

    /// The status of a site, project or platform in force in a year, with its statement.
    pub fn status(&self, subject: Row, year: i32) -> Option<(SiteStatus, Row)> {
        let row = self.statement_in_force(subject, "status", year)?;
        Some((
            SiteStatus::from_code(self.text(row, statement::VALUE)?)?,
            row,
        ))
    }

    /// Whether a site operates in a year.
    ///
    /// A status that is only stated for later years decides where it says that the site did not
    /// operate yet even then; a later "operating" says nothing of an earlier year.
    pub fn operation(&self, site: Row, when: When) -> Operation {
        let decided = |operates, because| Operation {
            operates,
            because,
            statement: None,
            is_stale: false,
        };
        if self
            .int(site, site::CLOSED)
            .is_some_and(|closed| when.year > closed)
        {
            return decided(false, OperationReason::AlreadyClosed);
        }
        if self
            .int(site, site::OPENED)
            .is_some_and(|opened| when.year < opened)
        {
            return decided(false, OperationReason::NotYetOpened);
        }
        let Some((status, row)) = self
            .status(site, when.year)
            .or_else(|| self.later_plan(site, when.year))
        else {
            let kind = self.code(site, site::KIND);
            let is_needless = matches!(
                kind,
                Some(SiteKind::Harbour | SiteKind::Terminal | SiteKind::External)
            );
            let because = if is_needless {
                OperationReason::NoStatusNeeded
            } else {
                OperationReason::StatusAssumed
            };
            return decided(true, because);
        };
        let as_of = self.int(row, statement::AS_OF);
        Operation {
            operates: status == SiteStatus::Operating
                || (when.include_planned && is_planned(status)),
            because: OperationReason::Status(status),
            statement: Some(row),
            is_stale: as_of.is_none_or(|it| when.year - it > STALE_AFTER_YEARS),
        }
    }

    fn later_plan(&self, site: Row, year: i32) -> Option<(SiteStatus, Row)> {
        let rows = self.statements(site, "status").into_iter();
        let later = rows.filter(|row| self.int(*row, statement::AS_OF).is_some_and(|it| it > year));
        let first = later
            .min_by_key(|row| (self.int(*row, statement::AS_OF), self.slug(*row).to_owned()))?;
        let status = SiteStatus::from_code(self.text(first, statement::VALUE)?)?;
        is_planned(status).then_some((status, first))
    }
}

/// Whether a status is one of a place that has not begun to operate.
pub fn is_planned(status: SiteStatus) -> bool {
    matches!(
        status,
        SiteStatus::Construction
            | SiteStatus::PendingApproval
            | SiteStatus::Feasibility
            | SiteStatus::Exploration
            | SiteStatus::Planned
    )
}
