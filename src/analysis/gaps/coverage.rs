//! What the data are judged to cover: which coverage record decides for a material and stage of a region.
//!
//! A judgement for a region holds for its parts. Of those that apply the nearest region decides (the smallest that
//! holds the one asked), then one of this very material before one of all, then one of this very stage, then the newest
//! up to the year asked. `COMPLETE` counts only if judged for that year or one of the five before.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analysis::gaps::Asked;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::STAGES;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::CoverageLevel;
use crate::model::codes::Stage;
use crate::model::tables::coverage;

/// So many years after the year it was judged for, a judgement still says that the data are complete.
pub const COMPLETE_FOR_YEARS: i32 = 5;

/// The judgements that hold for the region asked, those that decide first.
pub(super) struct Judgements {
    told: Vec<Told>,
    year: i32,
}

struct Told {
    row: Row,
    /// None for all materials.
    material: Option<Row>,
    /// None for all stages.
    stage: Option<Stage>,
    is_complete: bool,
}

/// What the data do not cover of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotCovered {
    /// The judgements that decide for a material and stage asked and do not say complete for the year, by slug.
    pub coverage: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

impl Judgements {
    /// O(coverage · log coverage + regions).
    pub(super) fn of(registry: &Registry, region: Row, year: i32) -> Self {
        let around = registry.regions_around([region]);
        let size = |it: Row| registry.regions_within([it]).len();
        let sizes: BTreeMap<Row, usize> = around.into_iter().map(|it| (it, size(it))).collect();
        let mut told: Vec<(_, Told)> = registry
            .rows(Kind::Coverage)
            .filter_map(|row| {
                let size = *sizes.get(&registry.reference(row, coverage::REGION)?)?;
                let it = Told::of(registry, row, year);
                let as_of = registry.int(row, coverage::AS_OF);
                // A judgement for a later year says less of this one than an undated one does.
                let freshness = match as_of {
                    Some(it) if it > year => (2, it),
                    Some(it) => (0, -it),
                    None => (1, 0),
                };
                let is_special = (it.material.is_some(), it.stage.is_some());
                let order = (size, Reverse(is_special), freshness, registry.slug(row));
                Some((order, it))
            })
            .collect();
        told.sort_by_key(|(order, _)| *order);
        Self {
            told: told.into_iter().map(|(_, it)| it).collect(),
            year,
        }
    }

    /// The record that decides for a material and stage; none if there is none.
    pub(super) fn deciding(&self, material: Row, stage: Stage) -> Option<Row> {
        self.first(material, stage).map(|it| it.row)
    }

    /// Whether the data are judged complete for a material and stage in the year asked.
    pub(super) fn is_complete(&self, material: Row, stage: Stage) -> bool {
        self.first(material, stage).is_some_and(|it| it.is_complete)
    }

    fn first(&self, material: Row, stage: Stage) -> Option<&Told> {
        self.told.iter().find(|it| {
            it.material.is_none_or(|it| it == material) && it.stage.is_none_or(|it| it == stage)
        })
    }

    /// What the data do not cover of the materials looked at and the stages asked.
    pub(super) fn not_covered(
        &self,
        asked: &Asked<'_>,
        question: &GapQuestion,
        materials: &[Row],
    ) -> NotCovered {
        let registry = asked.registry;
        let stages = question.stages.as_deref().unwrap_or(&STAGES);
        let pairs = materials
            .iter()
            .flat_map(|material| stages.iter().map(|stage| self.first(*material, *stage)));
        let (mut all, mut complete, mut unjudged) = (0, 0, 0);
        let mut rows = BTreeMap::new();
        for told in pairs {
            all += 1;
            match told {
                Some(it) if it.is_complete => complete += 1,
                Some(it) => drop(rows.insert(registry.slug(it.row), it.row)),
                None => unjudged += 1,
            }
        }
        let message = format!(
            "Of {all} pairs of material and stage asked for {}, the data are judged complete in {} for {complete}, a sample or \
             unknown for {}, and not judged for {unjudged}: what is not on record there may exist.",
            registry.name(question.region),
            self.year,
            all - complete - unjudged,
        );
        NotCovered {
            coverage: rows.into_values().collect(),
            message,
        }
    }
}

impl Told {
    fn of(registry: &Registry, row: Row, year: i32) -> Self {
        let is_told = registry.code(row, coverage::LEVEL) == Some(CoverageLevel::Complete);
        let as_of = registry.int(row, coverage::AS_OF);
        let holds = |it: i32| (year - COMPLETE_FOR_YEARS..=year).contains(&it);
        Self {
            row,
            material: registry.reference(row, coverage::MATERIAL),
            stage: registry.code(row, coverage::STAGE),
            is_complete: is_told && as_of.is_some_and(holds),
        }
    }
}
