//! Tonnes with what they rest on, and what of them counts for which answer.

use crate::model::Row;
use crate::model::codes::Side;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Contained;

/// What bounds an arc.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network::throughput) struct Limit {
    /// The activity or link, or the site whose conversion is assumed.
    pub(in crate::network::throughput) record: Row,
    /// The product it is of; none for all of an activity.
    pub(in crate::network::throughput) product: Option<Row>,
    /// Whether it bounds what goes in or comes out of the record.
    pub(in crate::network::throughput) side: Side,
    /// What bounds it from above; none if nothing known does.
    pub(in crate::network::throughput) known: Option<Bound>,
    /// What it can take for sure, at most `known`; none if its capacity is not known.
    pub(in crate::network::throughput) sure: Option<Bound>,
    /// Where that is not known, what is on record that it carried, at most `known`; none if nothing is.
    pub(in crate::network::throughput) at_least: Option<Bound>,
    /// The material whose processing sets `known`, for a by-product.
    pub(in crate::network::throughput) host: Option<Row>,
}

/// Tonnes a year, and what they rest on.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network::throughput) struct Bound {
    /// Tonnes a year that may go into the arc: the sum of `terms`.
    pub(in crate::network::throughput) tonnes: f64,
    /// How the figures make it.
    pub(in crate::network::throughput) terms: Vec<Term>,
    /// The figures it follows from.
    pub(in crate::network::throughput) figures: Vec<Row>,
    /// What was assumed.
    pub(in crate::network::throughput) notes: Vec<Note>,
}

/// A part of a bound: it grows in proportion to some figures, and in inverse proportion to others.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network::throughput) struct Term {
    /// Tonnes a year; negative where they are taken away.
    pub(in crate::network::throughput) tonnes: f64,
    /// Figures it is a multiple of.
    pub(in crate::network::throughput) up: Vec<Row>,
    /// Figures it is divided by.
    pub(in crate::network::throughput) down: Vec<Row>,
}

/// What one or several figures say of a capacity.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::network::throughput) struct Told {
    /// What bounds it from above.
    pub(in crate::network::throughput) known: Bound,
    /// What it is for sure; none where that does not follow.
    pub(in crate::network::throughput) sure: Option<Bound>,
}

impl Limit {
    /// What the upper or the lower answer counts; none for no bound, and for nothing.
    pub(in crate::network::throughput) fn counted(&self, is_upper: bool) -> Option<&Bound> {
        match is_upper {
            true => self.known.as_ref(),
            false => self.sure.as_ref().or(self.at_least.as_ref()),
        }
    }

    /// The tonnes that the upper or the lower answer counts; infinite where nothing bounds the upper one.
    pub(in crate::network::throughput) fn capacity(&self, is_upper: bool) -> f64 {
        let otherwise = if is_upper { f64::INFINITY } else { 0.0 };
        self.counted(is_upper)
            .map_or(otherwise, |it| it.tonnes.max(0.0))
    }

    /// Whether its capacity is not known, so that the lower answer counts what is on record that it carried.
    pub(in crate::network::throughput) fn is_unknown(&self) -> bool {
        self.sure.is_none()
    }

    /// Sets what is on record that it carried, where its capacity is not known.
    pub(super) fn or_at_least(mut self, found: impl FnOnce() -> Option<Bound>) -> Self {
        if self.is_unknown() {
            let most = self.known.clone();
            self.at_least = found().map(|it| match most {
                Some(most) if most.tonnes < it.tonnes => most,
                _ => it,
            });
        }
        self
    }

    /// The same of some product on a side of a record, as figures tell it.
    pub(super) fn of(
        (record, product, side): (Row, Option<Row>, Side),
        told: Option<Told>,
    ) -> Self {
        let (known, sure) = told.map_or((None, None), |it| (Some(it.known), it.sure));
        Self {
            record,
            product,
            side,
            known,
            sure,
            at_least: None,
            host: None,
        }
    }
}

impl Limit {
    /// A limit that by itself bounds nothing, of something whose capacity is told elsewhere.
    pub(in crate::network::throughput) fn free(place: (Row, Option<Row>, Side)) -> Self {
        Self::of(place, None)
    }

    /// Tightens it by what the processing of a host lets it have. Where its capacity is known (`is_told_elsewhere`, or by
    /// this limit), what the host gives at least is what it can take at least.
    pub(in crate::network::throughput) fn within(
        &mut self,
        host: Row,
        let_have: LetHave,
        is_told_elsewhere: bool,
    ) {
        let own = self.sure.take();
        let known = self.known.as_ref().map_or(f64::INFINITY, |it| it.tonnes);
        let LetHave {
            upper,
            lower,
            recorded,
        } = let_have;
        let least = lower.as_ref().map_or(0.0, |it| it.tonnes);
        let is_exact = upper
            .as_ref()
            .is_some_and(|it| it.tonnes - least <= 1e-9 * it.tonnes);
        let upper = upper.filter(|it| it.tonnes < known);
        let has_capacity = own.is_some() || is_told_elsewhere;
        self.sure = match (own, &upper) {
            (Some(own), _) if own.tonnes <= least => Some(own),
            (own, Some(upper)) if is_exact && has_capacity => {
                let own = own.filter(|it| it.tonnes < upper.tonnes);
                own.or_else(|| Some(upper.clone()))
            }
            _ => None,
        };
        if upper.is_some() {
            self.host = Some(host);
            self.known = upper;
        }
        self.at_least = None;
        let lower = lower.filter(|_| has_capacity);
        *self = self
            .clone()
            .or_at_least(|| Bound::largest(lower.into_iter().chain(recorded)));
    }
}

/// What the processing of a host lets a by-product have, tonnes a year of it.
pub(in crate::network::throughput) struct LetHave {
    /// At most; none if nothing known bounds it.
    pub(in crate::network::throughput) upper: Option<Bound>,
    /// At least; none if that is not known.
    pub(in crate::network::throughput) lower: Option<Bound>,
    /// What is on record that was taken or given at least.
    pub(in crate::network::throughput) recorded: Option<Bound>,
}

impl Bound {
    /// What a figure and its conversion say.
    pub(super) fn new(found: Contained, down: Vec<Row>) -> Self {
        let term = Term {
            tonnes: found.tonnes,
            up: found.figures.clone(),
            down,
        };
        Self {
            tonnes: found.tonnes,
            terms: vec![term],
            figures: found.figures,
            notes: found.notes,
        }
    }

    /// It divided by a share that a figure tells; none if that is nothing.
    pub(in crate::network::throughput) fn over(mut self, share: f64, figure: Row) -> Option<Self> {
        if share <= 0.0 {
            return None;
        }
        self.tonnes /= share;
        for term in &mut self.terms {
            term.tonnes /= share;
            term.down.push(figure);
        }
        self.figures.push(figure);
        Some(self)
    }

    /// It and another one together.
    pub(super) fn plus(mut self, other: Self) -> Self {
        self.tonnes += other.tonnes;
        self.terms.extend(other.terms);
        self.figures.extend(other.figures);
        for note in other.notes {
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        self
    }

    /// It without another one.
    pub(super) fn minus(self, mut other: Self) -> Self {
        other.tonnes = -other.tonnes;
        other.terms.iter_mut().for_each(|it| it.tonnes = -it.tonnes);
        self.plus(other)
    }

    /// It with one more note.
    pub(in crate::network::throughput) fn noted(mut self, note: Note) -> Self {
        self.notes.push(note);
        self
    }

    /// Several together; none of none.
    pub(super) fn sum(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts.into_iter().reduce(Self::plus)
    }

    /// The least of several; the first of those alike.
    pub(super) fn least(of: impl IntoIterator<Item = Self>) -> Option<Self> {
        of.into_iter()
            .reduce(|a, b| if b.tonnes < a.tonnes { b } else { a })
    }

    /// The largest of several; the first of those alike.
    pub(super) fn largest(of: impl IntoIterator<Item = Self>) -> Option<Self> {
        of.into_iter()
            .reduce(|a, b| if b.tonnes > a.tonnes { b } else { a })
    }
}

impl Told {
    /// A capacity as it is told.
    pub(super) fn exactly(bound: Bound) -> Self {
        Self {
            sure: Some(bound.clone()),
            known: bound,
        }
    }

    /// What figures of different definition say of one capacity. None of them is known to be the one that counts: it is
    /// the largest at most, and the least for sure, with a note on each where they differ.
    pub(super) fn one_of(told: Vec<Self>, record: Row) -> Option<Self> {
        let tonnes = |it: &Self| it.known.tonnes;
        let least = told.iter().map(tonnes).fold(f64::INFINITY, f64::min);
        let most = told.iter().map(tonnes).fold(0.0, f64::max);
        let sure = told.iter().filter_map(|it| it.sure.clone());
        // One that is wider may be the one that counts: then less is sure than by the others.
        let sure = Bound::least(sure).filter(|it| it.tonnes <= least);
        let known = Bound::largest(told.into_iter().map(|it| it.known))?;
        let several = |it: Bound| {
            if most - least <= 1e-9 * most {
                return it;
            }
            let rests_on = it.figures.first().copied();
            let code = AssumptionCode::SeveralFigures;
            it.noted(Note {
                rests_on,
                ..Note::new(code, Concern::Capacity, record)
            })
        };
        Some(Self {
            known: several(known),
            sure: sure.map(several),
        })
    }

    /// What holds where several capacities hold together, such as one of what goes in and one of what comes out. What
    /// is sure by one of them is not where another one bounds it further.
    pub(super) fn all_of(told: impl IntoIterator<Item = Self>) -> Option<Self> {
        let told: Vec<Self> = told.into_iter().collect();
        let sure = Bound::least(told.iter().filter_map(|it| it.sure.clone()));
        let known = Bound::least(told.into_iter().map(|it| it.known))?;
        let sure = sure.filter(|it| it.tonnes <= known.tonnes);
        Some(Self { known, sure })
    }

    /// It with one more note.
    pub(super) fn noted(mut self, note: Note) -> Self {
        self.known.notes.push(note);
        if let Some(sure) = &mut self.sure {
            sure.notes.push(note);
        }
        self
    }
}
