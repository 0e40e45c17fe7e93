//! The figure that was chosen for a number, with what the choice assumes.

use crate::model::Choice;
use crate::model::ChosenYear;
use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;

/// A number and the figure that tells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Told {
    /// In the unit of its quantity.
    pub(crate) value: f64,
    /// The figure.
    pub(crate) figure: Row,
    year: ChosenYear,
    /// Whether figures of other keys tell the number too.
    is_one_of_several: bool,
}

impl Told {
    /// The first of several figures, which stand best first; none if there is none.
    pub(crate) fn first(registry: &Registry, chosen: &[Choice]) -> Option<Self> {
        let first = chosen.first()?;
        Some(Self {
            value: registry.figure_value(first.figure)?,
            figure: first.figure,
            year: first.year,
            is_one_of_several: chosen.len() > 1,
        })
    }

    /// What the choice assumes.
    pub(crate) fn notes(self, concern: Concern, subject: Row) -> impl Iterator<Item = Note> {
        let of_year = year_code(self.year);
        let several = self
            .is_one_of_several
            .then_some(AssumptionCode::SeveralFigures);
        let codes = of_year.into_iter().chain(several);
        codes.map(move |code| Note {
            rests_on: Some(self.figure),
            ..Note::new(code, concern, subject)
        })
    }
}

/// What the year of a chosen figure assumes.
pub(crate) fn year_code(year: ChosenYear) -> Option<AssumptionCode> {
    match year {
        ChosenYear::UpTo => None,
        ChosenYear::Undated => Some(AssumptionCode::Undated),
        ChosenYear::Later => Some(AssumptionCode::NearestYear),
    }
}
