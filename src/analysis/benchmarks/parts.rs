//! Figures of parts of the region, and of groups that hold the material.

use std::collections::BTreeSet;

use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Figures;
use crate::analysis::benchmarks::amounts::Told;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

impl Figures<'_> {
    /// What parts of the region are told to give at a stage.
    pub(super) fn of_parts(
        &self,
        (quantity, of): (Quantity, Row),
        stage: Stage,
        is_intermediate: impl Fn(&Row) -> bool,
    ) -> Told {
        let rows = self.parts.get(&(quantity, of)).into_iter().flatten();
        let is_of = |it: &&Row| self.registry.code(**it, figure::STAGE) == Some(stage);
        let rows: Vec<Row> = rows
            .filter(|it| is_of(it) && !is_intermediate(it))
            .copied()
            .collect();
        self.told(&rows, of)
    }

    /// What a group that the material belongs to, over any number of groups, is told not to give at all: then the material
    /// is not given either.
    pub(super) fn nothing_of_groups(
        &self,
        quantity: Quantity,
        of: Row,
        stage: Stage,
    ) -> Vec<Amount> {
        let registry = self.registry;
        let (mut open, mut seen) = (vec![of], BTreeSet::from([of]));
        let mut nothing = Vec::new();
        while let Some(row) = open.pop() {
            let groups = registry.references(row, material::GROUP);
            for group in groups.filter(|it| seen.insert(*it)) {
                open.push(group);
                let told = self.at_stage(quantity, group, stage).amounts.into_iter();
                let is_nothing = |it: &Amount| it.between == (Some(0.0), Some(0.0));
                nothing.extend(told.filter(is_nothing).map(|mut it| {
                    it.notes.push(Note {
                        rests_on: Some(it.figure),
                        ..Note::new(AssumptionCode::GroupFigure, Concern::Capacity, group)
                    });
                    // That the group gives something tells nothing of the material.
                    it.factor = 0.0;
                    it
                }));
            }
        }
        nothing
    }
}
