//! The life cycle of a match: idea, contacted, tested, agreed, running; dropped from anywhere.
//!
//! Steps may be skipped, never taken back: what became of a match is told by its history. One that was dropped may begin
//! again as an idea. A match is open unless it was dropped or ran out (`ended`); of one offer and request one is open
//! at most, so that what is told of it is told in one place.

use std::collections::HashMap;

use crate::model::codes::MatchStatus;
use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::record::Record;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::table::Column;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::matching;
use crate::model::tables::side_stream;
use crate::model::validate::Check;
use crate::model::validate::rules::code;

impl MatchStatus {
    /// What a match of this status may become, itself included.
    ///
    /// Every later step, `DROPPED` from anywhere, and `IDEA` once it was dropped.
    pub fn next(self) -> impl Iterator<Item = Self> {
        let steps = Self::ALL.iter().copied();
        steps.filter(move |it| match self {
            Self::Dropped => matches!(it, Self::Dropped | Self::Idea),
            _ => *it >= self,
        })
    }

    /// Columns that have to be told of a match of this status, with their names.
    fn needed(self) -> &'static [(Column, &'static str, &'static str)] {
        match self {
            Self::Running => &[(
                matching::STARTED,
                "started",
                "the day, month or year it began",
            )],
            Self::Dropped => &[
                (matching::REASON, "reason", "why it was dropped"),
                (
                    matching::ENDED,
                    "ended",
                    "the day, month or year it was dropped",
                ),
            ],
            _ => &[],
        }
    }
}

impl Check<'_> {
    /// What a single match has to tell, and whether it may have become what it is.
    pub(super) fn matching(&mut self, at: usize, record: &Record) {
        let Some(status) = code::<MatchStatus>(record, matching::STATUS) else {
            return;
        };
        let (id, is) = (&record.id, status.code());
        for (column, name, expected) in status.needed() {
            if record.get(*column).is_none() {
                let said = format!("{id} is `{is}` without `{name}`");
                let problem = Problem::error(ProblemCode::MissingValue, said).column(*name);
                self.report(at, problem.expected(*expected));
            }
        }
        // What runs may run out; what has not come so far has only been dropped.
        let may_end = matches!(status, MatchStatus::Running | MatchStatus::Dropped);
        if let Some(ended) = record.text(matching::ENDED).filter(|_| !may_end) {
            let said = format!("{id} is `{is}` although it has ended");
            let problem = Problem::error(ProblemCode::Inconsistent, said).column("ended");
            let expected = "no day, or the status `DROPPED`";
            self.report(at, problem.value(ended).expected(expected));
        }
        let before = self.before.find(id);
        let was = before.and_then(|it| self.before.code::<MatchStatus>(it, matching::STATUS));
        if let Some(was) = was.filter(|it| it.next().all(|next| next != status)) {
            let said = format!("{id} was `{}` and cannot become `{is}`", was.code());
            let allowed: Vec<&str> = was.next().map(MatchStatus::code).collect();
            let problem = Problem::error(ProblemCode::StatusTakenBack, said).column("status");
            let expected = format!("one of {}", allowed.join(", "));
            self.report(at, problem.value(is).expected(expected));
        }
        self.own_taker(at, record);
    }

    /// A site that is to take what it gives itself, unless it has an activity for it that does not give the same out.
    fn own_taker(&mut self, at: usize, record: &Record) {
        let after = self.after;
        let row = |column| record.reference(column).and_then(|it| after.find(it));
        let (Some(offer), Some(request)) = (row(matching::OFFER), row(matching::REQUEST)) else {
            return;
        };
        let gives = after.reference(offer, side_stream::SITE);
        let taker = match request.kind() {
            Kind::Site => Some(request),
            Kind::Intake => after.reference(request, intake::TAKER),
            Kind::Activity => {
                let product = after.reference(offer, side_stream::PRODUCT);
                let mut given = after.references(request, activity::OUTPUTS);
                let is_given = given.any(|it| Some(it) == product);
                after
                    .reference(request, activity::SITE)
                    .filter(|_| is_given)
            }
            _ => None,
        };
        if let Some(site) = taker.filter(|it| Some(*it) == gives) {
            let said = format!(
                "the offer and the request of {} are both of `{}`",
                record.id,
                after.id(site)
            );
            let problem = Problem::warning(ProblemCode::SameSite, said).column("request");
            let problem = problem.value(after.id(request).to_string());
            self.report(
                at,
                problem.expected("another site, or the activity there that takes it"),
            );
        }
    }

    /// Open matches that are put while another of the same offer and request is open. O(matches) if any is put.
    pub(super) fn second_matches(&mut self) {
        let after = self.after;
        let put = self.puts().filter(|it| it.1.kind() == Kind::Match);
        let put: HashMap<Row, usize> = put
            .filter_map(|(at, record)| Some((after.find(&record.id)?, at)))
            .collect();
        if put.is_empty() {
            return;
        }
        let mut open: HashMap<(Id, Id), Vec<Row>> = HashMap::new();
        for row in after.rows(Kind::Match).filter(|it| is_open(after, *it)) {
            let ends = [matching::OFFER, matching::REQUEST].map(|it| after.reference(row, it));
            if let [Some(offer), Some(request)] = ends {
                let key = (after.id(offer), after.id(request));
                open.entry(key).or_default().push(row);
            }
        }
        let mut found: Vec<(usize, Id, Id)> = Vec::new();
        for rows in open.values().filter(|it| it.len() > 1) {
            for (at, row) in rows.iter().filter_map(|it| Some((*put.get(it)?, *it))) {
                // Against one that was there, else one put before it.
                let mut others = rows.iter().filter(|it| **it != row);
                let is_first = |it: &&Row| put.get(*it).is_none_or(|other| *other < at);
                if let Some(other) = others.find(is_first) {
                    found.push((at, after.id(row), after.id(*other)));
                }
            }
        }
        found.sort();
        for (at, id, other) in found {
            let said = format!("{id} and {other} pursue the same offer and request");
            let problem = Problem::error(ProblemCode::SecondMatch, said).column("request");
            let expected = format!("one open match: go on with `{other}`, or drop it first");
            self.report(at, problem.expected(expected));
        }
    }
}

/// Whether a match is still pursued: neither dropped nor run out.
fn is_open(registry: &Registry, row: Row) -> bool {
    registry.code(row, matching::STATUS) != Some(MatchStatus::Dropped)
        && registry.text(row, matching::ENDED).is_none()
}
