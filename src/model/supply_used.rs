//! Which supply the assessment of a material takes: a judgement that a source states, one a stage.

use crate::model::codes::Stage;
use crate::model::codes::SupplyUsed;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::statement;

/// The fields of statements that tell it.
pub(crate) const SUPPLY_USED_FIELDS: [(Stage, &str); 2] = [
    (Stage::Extraction, "supply_used_extraction"),
    (Stage::Processing, "supply_used_processing"),
];

impl Registry {
    /// Which supply the assessment of a material takes at a stage, with the statement in force in a year; none where no
    /// source says it, and for stages that are not assessed.
    pub fn supply_used(&self, material: Row, stage: Stage, year: i32) -> Option<(SupplyUsed, Row)> {
        let (_, field) = SUPPLY_USED_FIELDS.into_iter().find(|it| it.0 == stage)?;
        let row = self.statement_in_force(material, field, year)?;
        let value = self.text(row, statement::VALUE)?;
        Some((SupplyUsed::from_code(value)?, row))
    }
}
