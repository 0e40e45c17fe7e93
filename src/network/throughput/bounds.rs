//! What bounds an arc of the network: capacities, and what is on record where no capacity is.
//!
//! All are tonnes a year of contained material going into the arc, or gross tonnes where the question is of a
//! product. A bound of the upper answer may be wider than that of the lower one: a gross capacity that inputs of
//! different content share, or a figure that covers several sites together.

mod balance;
mod bound;
mod capacity;
mod ground;
mod moved;
mod recorded;
mod total;
mod works;

use crate::model::Choice;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Side;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::ChainKey;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Recovered;
use crate::network::chain::going_in;
use crate::network::chain::year_code;
use crate::network::contained::Contained;
use crate::network::contained::Counted;
use crate::network::contained::contained;
use crate::network::contained::contained_at_most;
use crate::network::contained::content;
pub(super) use crate::network::throughput::bounds::bound::Bound;
pub(super) use crate::network::throughput::bounds::bound::LetHave;
pub(super) use crate::network::throughput::bounds::bound::Limit;
pub(super) use crate::network::throughput::bounds::bound::Term;
pub(super) use crate::network::throughput::bounds::bound::Told;
pub(super) use crate::network::throughput::bounds::ground::Ground;
pub use crate::network::throughput::bounds::moved::Moved;
pub use crate::network::throughput::bounds::moved::moved_on_record;
pub(super) use crate::network::throughput::bounds::works::Around;
pub(super) use crate::network::throughput::bounds::works::WorksLimits;

/// What tonnes are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// The material of the chain.
    Contained,
    /// This product.
    Gross(Row),
}

/// Finds bounds in the figures of one chain.
#[derive(Clone, Copy)]
pub(super) struct Bounds<'a> {
    pub(super) registry: &'a Registry,
    pub(super) key: ChainKey,
    pub(super) measure: Measure,
}

impl Bounds<'_> {
    /// What a figure counts, in tonnes as the question counts them; none if it cannot be said in such terms.
    fn tonnes(self, choice: Choice, counted: Counted) -> Option<Bound> {
        let bound = match self.measure {
            Measure::Contained => Bound::new(self.contained(choice.figure, counted)?, Vec::new()),
            Measure::Gross(product) if product == counted.product => {
                self.gross(choice.figure, counted)?
            }
            Measure::Gross(_) => return None,
        };
        Some(self.dated(bound, choice, counted))
    }

    /// What a gross capacity holds at most, where of the content only an upper bound is known: it bounds from above and
    /// says nothing of how much it is at least.
    fn at_most(self, choice: Choice, counted: Counted) -> Option<Bound> {
        if self.measure != Measure::Contained {
            return None;
        }
        let found = contained_at_most(self.registry, choice.figure, self.key.material, counted)?;
        let bound = Bound::new(found, Vec::new());
        Some(self.dated(bound, choice, counted))
    }

    /// It with what is to be said of its year.
    fn dated(self, mut bound: Bound, choice: Choice, counted: Counted) -> Bound {
        if let Some(code) = year_code(choice.year) {
            let subject = self.registry.reference(choice.figure, figure::SUBJECT);
            bound.notes.push(Note {
                rests_on: Some(choice.figure),
                ..Note::new(code, Concern::Capacity, subject.unwrap_or(counted.place))
            });
        }
        bound
    }

    fn contained(self, row: Row, counted: Counted) -> Option<Contained> {
        let found = contained(
            self.registry,
            row,
            self.key.material,
            counted,
            self.key.when,
        )?;
        let of_capacity = |it: Note| Note {
            concern: Concern::Capacity,
            ..it
        };
        Some(Contained {
            notes: found.notes.into_iter().map(of_capacity).collect(),
            ..found
        })
    }

    /// Tonnes of the product itself; contained tonnes are converted where the content is known.
    fn gross(self, row: Row, counted: Counted) -> Option<Bound> {
        let registry = self.registry;
        if registry.code(row, figure::BASIS) == Some(MassBasis::Contained) {
            let found = self.contained(row, counted)?;
            let content = content(registry, self.key.material, counted, self.key.when)?;
            let note = content.note.map(|it| Note {
                concern: Concern::Capacity,
                ..it
            });
            let mut bound = Bound::new(found, Vec::new()).over(content.fraction, content.figure)?;
            bound.notes.extend(note);
            return Some(bound);
        }
        let named = registry.reference(row, figure::PRODUCT);
        let is_gross = registry.code(row, figure::BASIS) == Some(MassBasis::Gross);
        let is_of = is_gross && named.is_none_or(|it| it == counted.product);
        let found = Contained {
            tonnes: registry.figure_value(row).filter(|_| is_of)?,
            figures: vec![row],
            notes: Vec::new(),
        };
        Some(Bound::new(found, Vec::new()))
    }

    /// A bound of a side of a record, as it goes in; see [`going_in`].
    fn going_in(
        self,
        bound: Bound,
        side: Side,
        recovered: Option<&Recovered>,
        record: Row,
    ) -> Option<Bound> {
        let found = Contained {
            tonnes: bound.tonnes,
            figures: bound.figures.clone(),
            notes: bound.notes.clone(),
        };
        let capacity = going_in(found, side, recovered.map(|it| it.share), record)?;
        let divisor = recovered.filter(|_| side == Side::Output);
        let mut taken = match divisor {
            Some(it) => bound.over(it.share, it.figure)?,
            None => bound,
        };
        taken.notes = capacity.notes;
        taken
            .notes
            .extend(divisor.into_iter().flat_map(|it| it.notes.iter().copied()));
        Some(taken)
    }

    /// What a bound says of a record: one that covers more than it, or says at most so much, says nothing of how much
    /// it is at least.
    fn told(self, bound: Bound, row: Row, record: Row) -> Told {
        let is_at_most = matches!(self.registry.figure_between(row), Some((None, Some(_))));
        let code = match (self.is_wider(row), is_at_most) {
            (true, _) => AssumptionCode::ScopeWider,
            (false, true) => AssumptionCode::AtMost,
            (false, false) => return Told::exactly(bound),
        };
        Told {
            known: bound.noted(Note {
                rests_on: Some(row),
                ..Note::new(code, Concern::Capacity, record)
            }),
            sure: None,
        }
    }

    fn is_wider(self, row: Row) -> bool {
        self.registry.text(row, figure::SCOPE).is_some()
    }
}
