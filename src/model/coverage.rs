//! What the data are judged to hold of a region, material and stage.

use std::cmp::Reverse;

use crate::model::codes::CoverageLevel;
use crate::model::codes::Stage;
use crate::model::kind::Kind;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::coverage;

/// So many years after the year it was made for, a judgement still says that the data are complete.
pub const COVERAGE_HOLDS_YEARS: i32 = 5;

impl Registry {
    /// The judgement that decides for a region, material and stage in a year; none if none was made. One that says
    /// complete counts for its own year and the [`COVERAGE_HOLDS_YEARS`] after it alone; what was judged a sample or
    /// unknown is not taken to be complete at another time.
    ///
    /// One for the nearest of the regions around comes first, then one that names material and stage, then
    /// the newest up to the year, an undated one, the first after it, then the first by slug. O(regions · log).
    pub fn coverage(&self, region: Row, material: Row, stage: Stage, year: i32) -> Option<Row> {
        let around = self.regions_around([region]);
        // A region lies within all that lies around those it lies in.
        let depth = |row: Row| self.regions_around([row]).len();
        let made = around.into_iter().flat_map(|within| {
            let rows = self.referring(Kind::Coverage, coverage::REGION, within);
            rows.into_iter().map(move |row| (within, row))
        });
        let named_material = |row: Row| self.reference(row, coverage::MATERIAL);
        let named_stage = |row: Row| self.code::<Stage>(row, coverage::STAGE);
        let age = |row: Row| self.int(row, coverage::AS_OF).map(|it| year - it);
        let is_complete =
            |row: Row| self.code(row, coverage::LEVEL) == Some(CoverageLevel::Complete);
        let applies = made.filter(|(_, row)| {
            let holds = age(*row).is_some_and(|it| (0..=COVERAGE_HOLDS_YEARS).contains(&it));
            named_material(*row).is_none_or(|it| it == material)
                && named_stage(*row).is_none_or(|it| it == stage)
                && (holds || !is_complete(*row))
        });
        let first = applies.min_by_key(|(within, row)| {
            let named =
                u8::from(named_material(*row).is_some()) + u8::from(named_stage(*row).is_some());
            (
                Reverse(depth(*within)),
                Reverse(named),
                distance_in_time(age(*row)),
                self.slug(*row),
            )
        });
        first.map(|(_, row)| row)
    }

    /// The judgement that the data hold all there is of a stage of a material in a region, if that is what decides.
    pub fn complete_coverage(
        &self,
        region: Row,
        material: Row,
        stage: Stage,
        year: i32,
    ) -> Option<Row> {
        let decides = self.coverage(region, material, stage, year);
        decides.filter(|it| self.code(*it, coverage::LEVEL) == Some(CoverageLevel::Complete))
    }
}

/// Orders judgements by their age in years: up to the year asked, undated, later.
fn distance_in_time(age: Option<i32>) -> (u8, i32) {
    match age {
        Some(age) if age >= 0 => (0, age),
        None => (1, 0),
        Some(age) => (2, -age),
    }
}

#[cfg(test)]
mod tests;
