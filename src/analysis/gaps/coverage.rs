//! What the data are judged to cover of a question; [`Registry::coverage`] says which judgement decides.

use std::collections::BTreeMap;

use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::STAGES;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;

/// What the data are judged to hold of the region and year asked.
pub(super) struct Judgements<'a> {
    pub(super) registry: &'a Registry,
    pub(super) region: Row,
    pub(super) year: i32,
}

/// What the data do not cover of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotCovered {
    /// The judgements that decide for a material and stage asked and do not say complete for the year, by slug.
    pub coverage: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

impl Judgements<'_> {
    /// The record that decides for a material and stage; none if there is none.
    pub(super) fn deciding(&self, material: Row, stage: Stage) -> Option<Row> {
        self.registry
            .coverage(self.region, material, stage, self.year)
    }

    /// Whether the data are judged complete for a material and stage in the year asked.
    pub(super) fn is_complete(&self, material: Row, stage: Stage) -> bool {
        let (registry, year) = (self.registry, self.year);
        let complete = registry.complete_coverage(self.region, material, stage, year);
        complete.is_some()
    }

    /// What the data do not cover of the materials looked at and the stages asked.
    pub(super) fn not_covered(&self, question: &GapQuestion, materials: &[Row]) -> NotCovered {
        let registry = self.registry;
        let stages = question.stages.as_deref().unwrap_or(&STAGES);
        let pairs = materials
            .iter()
            .flat_map(|material| stages.iter().map(|stage| (*material, *stage)));
        let (mut all, mut complete, mut unjudged) = (0, 0, 0);
        let mut rows = BTreeMap::new();
        for (material, stage) in pairs {
            all += 1;
            match self.deciding(material, stage) {
                Some(_) if self.is_complete(material, stage) => complete += 1,
                Some(row) => drop(rows.insert(registry.slug(row), row)),
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
