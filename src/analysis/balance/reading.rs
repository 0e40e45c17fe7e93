//! Figures as tonnes of a material between bounds, in one year.

use std::collections::BTreeSet;

use crate::analysis::balance::amount::Amount;
use crate::analysis::balance::terms::UnknownReason;
use crate::model::Choice;
use crate::model::ChosenYear;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Content;
use crate::network::contained::Counted;
use crate::network::contained::content_between;
use crate::network::contained::element_share;
use crate::network::contained::own_content;
use crate::network::recorded::happened;
use crate::network::recorded::is_wider;
use crate::network::recorded::prefer_best;

/// Reads figures of amounts of one material for one year.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) registry: &'a Registry,
    pub(super) material: Row,
    /// For when the question is asked: contents of that time are used where the year has none.
    pub(super) asked: When,
    /// The year of the balance: no amount of another one is used.
    pub(super) year: i32,
}

/// What figures tell of one amount.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Read {
    pub(super) amount: Amount,
    pub(super) figures: Vec<Row>,
    pub(super) notes: Vec<Note>,
    pub(super) unknown: Option<UnknownReason>,
}

impl Read {
    fn unknown(why: UnknownReason, figures: Vec<Row>) -> Self {
        Self {
            amount: Amount::UNKNOWN,
            figures,
            notes: Vec::new(),
            unknown: Some(why),
        }
    }
}

impl Reading<'_> {
    /// What the figures of one amount tell; none if there are none. Those of the year count, else undated ones, and none of a part
    /// of a year; of several that remain every one may be right.
    pub(super) fn amount(self, figures: &[Row], counted: Counted) -> Option<Read> {
        let registry = self.registry;
        let happened = figures.iter().copied().filter(|it| {
            let of = registry.reference(*it, figure::MATERIAL);
            let is_of_it = of.is_none_or(|it| it == self.material);
            is_of_it && happened(registry, *it)
        });
        let (part, happened): (Vec<Row>, Vec<Row>) =
            happened.partition(|it| registry.is_of_part_of_year(*it));
        let (of_year, others): (Vec<Row>, Vec<Row>) = happened.into_iter().partition(|it| {
            let year = registry.figure_year(*it);
            year.is_none_or(|it| it == self.year)
        });
        let mut chosen = registry.chosen_or_bounded(&of_year, self.at(self.year));
        if chosen.is_empty() {
            let (why, figures) = match self.nearest(&others) {
                Some(latest) => (UnknownReason::OtherYear, vec![latest]),
                None => (UnknownReason::PartOfYear, part),
            };
            return (!figures.is_empty()).then(|| Read::unknown(why, figures));
        }
        // Where one is dated, those that are not may be of any other year.
        if chosen.iter().any(|it| it.year == ChosenYear::UpTo) {
            chosen.retain(|it| it.year == ChosenYear::UpTo);
        }
        let told: Vec<Row> = chosen.iter().map(|it| it.figure).collect();
        chosen.retain(|it| self.contained(it.figure, counted).is_some());
        prefer_best(registry, &mut chosen, MassBasis::Contained);
        let reads = chosen.iter().filter_map(|it| self.read(*it, counted));
        let read = reads.reduce(|a, b| Read {
            amount: a.amount.either(b.amount),
            figures: [a.figures, b.figures].concat(),
            notes: [a.notes, b.notes].concat(),
            unknown: None,
        });
        let Some(mut read) = read else {
            return Some(Read::unknown(UnknownReason::NoContent, told));
        };
        if let [first, _, ..] = chosen.as_slice() {
            let code = AssumptionCode::SeveralFigures;
            read.notes.push(self.note(code, first.figure, counted));
        }
        if read.amount.high.is_none() {
            read.unknown = Some(UnknownReason::OnlyBound);
        }
        read.figures = each_once(read.figures);
        Some(read)
    }

    fn at(self, year: i32) -> When {
        When {
            year,
            nearest_years: false,
            ..self.asked
        }
    }

    /// The figure of the year next to that of the balance, the earlier of two.
    fn nearest(self, figures: &[Row]) -> Option<Row> {
        let far = |it: &Row| {
            let year = self.registry.figure_year(*it)?;
            Some(((year - self.year).abs(), year))
        };
        let slug = |it: &Row| self.registry.slug(*it);
        let dated = figures.iter().copied().filter(|it| far(it).is_some());
        dated.min_by(|a, b| far(a).cmp(&far(b)).then_with(|| slug(a).cmp(slug(b))))
    }

    fn read(self, choice: Choice, counted: Counted) -> Option<Read> {
        let mut read = self.contained(choice.figure, counted)?;
        if is_wider(self.registry, choice.figure) {
            let amount = read.amount;
            read.amount = Amount {
                value: None,
                low: 0.0,
                ..amount
            };
            let code = AssumptionCode::ScopeWider;
            read.notes.push(self.note(code, choice.figure, counted));
        }
        if choice.year == ChosenYear::Undated {
            let code = AssumptionCode::Undated;
            read.notes.push(self.note(code, choice.figure, counted));
        }
        Some(read)
    }

    fn note(self, code: AssumptionCode, figure: Row, counted: Counted) -> Note {
        let subject = self.registry.reference(figure, figure::SUBJECT);
        Note {
            rests_on: Some(figure),
            ..Note::new(code, Concern::Flow, subject.unwrap_or(counted.place))
        }
    }

    /// Tonnes of the material in a figure; none if it has neither value nor bound, or the content is not known.
    fn contained(self, row: Row, counted: Counted) -> Option<Read> {
        let registry = self.registry;
        let told = self.between(row, 1.0)?;
        let (share, figures, notes) = match registry.code(row, figure::BASIS)? {
            MassBasis::Contained => {
                let share = element_share(registry, row, self.material)?;
                (Amount::told(Some(share), None, None)?, vec![row], vec![])
            }
            MassBasis::Gross => {
                let named = registry.reference(row, figure::PRODUCT);
                if named.is_some_and(|it| it != counted.product) {
                    return None;
                }
                let (share, content, notes) = self.content(row, counted)?;
                (share, vec![row, content], notes)
            }
        };
        Some(Read {
            amount: told.times(share),
            figures,
            notes,
            unknown: None,
        })
    }

    fn between(self, row: Row, share: f64) -> Option<Amount> {
        let number = |column| self.registry.number(row, column).map(|it| it * share);
        Amount::told(
            number(figure::VALUE),
            number(figure::LOW),
            number(figure::HIGH),
        )
    }

    /// The content of what a figure counts, with its figure: of its subject, of the place, of the product, each for the year
    /// of the balance, else for the year asked; else between which bounds it lies.
    fn content(self, row: Row, counted: Counted) -> Option<(Amount, Row, Vec<Note>)> {
        let (registry, of) = (self.registry, self.material);
        let subject = registry.reference(row, figure::SUBJECT)?;
        let years = [self.at(self.year), self.asked];
        let told = |of_subject: Row| -> Option<Content> {
            let mut found = years.into_iter();
            found.find_map(|when| own_content(registry, of_subject, of, counted.product, when))
        };
        let of_content =
            |it: &Content| self.between(it.figure, element_share(registry, it.figure, of)?);
        if let Some(it) = told(subject).or_else(|| told(counted.place)) {
            let notes = self.of_later(it.figure, counted);
            return Some((of_content(&it)?, it.figure, notes.collect()));
        }
        let note = |code, figure, value| Note {
            rests_on: Some(figure),
            value: Some(value),
            ..Note::new(code, Concern::Flow, counted.product)
        };
        if let Some(it) = told(counted.product) {
            let note = note(AssumptionCode::GradeAssumed, it.figure, it.fraction);
            let later = self.of_later(it.figure, counted);
            let notes = [note].into_iter().chain(later).collect();
            return Some((of_content(&it)?, it.figure, notes));
        }
        let it = content_between(registry, of, counted)?;
        let code = AssumptionCode::ContentAtMost;
        let note = note(code, it.figure, it.high);
        let share = Amount::told(None, it.low, Some(it.high))?;
        let notes = it.low.is_none().then_some(note);
        Some((share, it.figure, notes.into_iter().collect()))
    }

    /// That a content is of a later year than the balance.
    fn of_later(self, content: Row, counted: Counted) -> impl Iterator<Item = Note> {
        let year = self.registry.figure_year(content);
        let is_later = year.is_some_and(|it| it > self.year);
        let note = self.note(AssumptionCode::NearestYear, content, counted);
        is_later.then_some(note).into_iter()
    }
}

fn each_once(rows: Vec<Row>) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    rows.into_iter().filter(|it| seen.insert(*it)).collect()
}
