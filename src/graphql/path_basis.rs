//! What an answer rests on, and how complete it is.

use async_graphql::Enum;
use async_graphql::SimpleObject;

use crate::graphql::codes::AssumptionCode;
use crate::graphql::codes::TruncationReason;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::node::Node;
use crate::graphql::numbers::int;
use crate::graphql::path::Telling;
use crate::graphql::scalars::Year;
use crate::graphql::source::Source;
use crate::model::Kind;
use crate::model::Row;
use crate::network::chain;
use crate::network::chain::Note;
use crate::network::paths;

/// What an answer rests on.
#[derive(SimpleObject)]
pub(crate) struct Basis {
    /// The revision asked.
    revision: i32,
    /// The year asked for.
    year: Year,
    /// The scenario asked under: the saved one's id, and what each change does, in words; none without one.
    scenario: Option<String>,
    /// What was assumed or doubted, each once; what the scenario changes comes first.
    assumptions: Vec<Assumption>,
    /// Sources of the links, activities, figures and statements used.
    sources: Vec<Source>,
    /// The part of the answer that rests on estimated or assumed figures, 0 to 1; null where there is no amount, and of
    /// traces and gaps. Of throughput: of all that the amount (the upper one; where that is not bounded, the lower one)
    /// hangs on, binding capacities and recoveries on the ways, each by how much it moves the amount, the part that is
    /// estimated, assumed or not known. Of paths: of the totals of those found up to this page together, what steps add whose
    /// length, emissions, costs or recovery are estimated or follow from a rate, or which are assumed themselves; what is
    /// not known adds nothing.
    estimated_share: Option<f64>,
}

impl Basis {
    /// The same, with the share of the answer that rests on estimated or assumed figures.
    pub(crate) fn estimated(self, estimated_share: Option<f64>) -> Self {
        Self {
            estimated_share,
            ..self
        }
    }
}

/// Something that was assumed or doubted.
#[derive(SimpleObject)]
pub(crate) struct Assumption {
    /// What.
    code: AssumptionCode,
    /// A sentence that may be quoted.
    message: String,
    /// The record it is about; none for a mode of transport, and for a country that is no region on record.
    subject: Option<Node>,
    /// The figure or statement it rests on, where there is one.
    rests_on: Option<Node>,
    /// The number it speaks of, in `unit`.
    value: Option<f64>,
    /// The number it is held against, or the lower bound of an estimate, in `unit`.
    compared_with: Option<f64>,
    /// The upper bound of an estimate, in `unit`.
    high: Option<f64>,
    /// Unit of the numbers; none where there are none.
    unit: Option<&'static str>,
}

/// Whether an answer holds everything asked for.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub(crate) enum CompletenessStatus {
    /// It holds everything.
    Exhaustive,
    /// There may be more; `reasons` says why.
    Truncated,
}

/// How complete an answer is, relative to the whole question.
#[derive(SimpleObject)]
pub(crate) struct Completeness {
    /// Whether the answer holds everything.
    status: CompletenessStatus,
    /// Why there may be more.
    reasons: Vec<TruncationReason>,
    /// No further path of known total has a smaller one, in the metric asked; none if nothing of
    /// known total was cut off.
    next_at_least: Option<f64>,
    /// Work done: arcs looked at.
    explored: i32,
    /// Arcs of unknown length, emissions or costs on some way between the ends.
    unpriced: i32,
}

impl From<&paths::Completeness> for Completeness {
    fn from(completeness: &paths::Completeness) -> Self {
        let status = if completeness.is_exhaustive() {
            CompletenessStatus::Exhaustive
        } else {
            CompletenessStatus::Truncated
        };
        let reasons = completeness.reasons.iter();
        Self {
            status,
            reasons: reasons.map(|it| TruncationReason::from(*it)).collect(),
            next_at_least: completeness.next_at_least,
            explored: int(completeness.explored),
            unpriced: int(completeness.unpriced),
        }
    }
}

impl Telling {
    /// What an answer rests on.
    pub(crate) fn basis(&self, basis: &paths::Basis) -> Result<Basis, ApiError> {
        let of_scenario = self.asked.under.iter().flat_map(|it| &it.notes);
        let notes = of_scenario.chain(&basis.notes);
        let assumptions = notes.map(|note| self.assumption(note));
        Ok(Basis {
            revision: int(basis.revision),
            year: Year(basis.year),
            scenario: self.asked.scenario().map(str::to_owned),
            assumptions: assumptions.collect::<Result<_, _>>()?,
            sources: self.objects(&basis.sources)?,
            estimated_share: None,
        })
    }

    /// One assumption.
    pub(crate) fn assumption(&self, note: &Note) -> Result<Assumption, ApiError> {
        // The words of a scenario are kept as a record that is of no revision.
        let is_of_scenario = note.code == chain::AssumptionCode::Scenario;
        let is_words = |it: &Row| is_of_scenario && it.kind() == Kind::Scenario;
        let has_number = note.value.is_some() || note.compared_with.is_some();
        Ok(Assumption {
            code: note.code.into(),
            message: note.message(self.asked.registry()),
            subject: self.node(Some(note.subject).filter(|it| !is_words(it)))?,
            rests_on: self.node(note.rests_on.filter(|_| !is_of_scenario))?,
            value: note.value,
            compared_with: note.compared_with,
            high: note.high,
            unit: has_number.then(|| unit(note)),
        })
    }

    /// The node of a record; none for a mode of transport.
    pub(crate) fn node(&self, row: Option<Row>) -> Result<Option<Node>, ApiError> {
        let item = row.map(|row| self.object::<Item>(row)).transpose()?;
        Ok(item.and_then(Node::of))
    }
}

/// Unit of the numbers of a note.
fn unit(note: &Note) -> &'static str {
    match note.code {
        chain::AssumptionCode::RateAssumed if note.concern == chain::Concern::Cost => "EUR/t·km",
        chain::AssumptionCode::RateAssumed => "g CO2e/t·km",
        chain::AssumptionCode::GradeAssumed
        | chain::AssumptionCode::ContentAtMost
        | chain::AssumptionCode::LowerBound
        | chain::AssumptionCode::SharesAboveOne
        | chain::AssumptionCode::ImportRelianceComputed
        | chain::AssumptionCode::UseWithoutSector => "fraction",
        chain::AssumptionCode::PublishedUsed => "1",
        chain::AssumptionCode::ProductionAsCapacity | chain::AssumptionCode::TotalAdjusted => "t/a",
        _ => "km",
    }
}
