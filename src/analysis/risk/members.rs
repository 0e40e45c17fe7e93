//! Which materials a group is the mean of.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::risk::ASSESSED_STAGES;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::material;

/// The materials of each group.
pub(super) struct Members(BTreeMap<Row, Vec<Row>>);

impl Members {
    /// O(materials).
    pub(super) fn of(registry: &Registry) -> Self {
        let mut members: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
        for row in registry.rows(Kind::Material) {
            for group in registry.references(row, material::GROUP) {
                members.entry(group).or_default().push(row);
            }
        }
        Self(members)
    }

    /// The members of a group that are assessed in any year and no groups themselves, those of groups within it included, by
    /// slug; empty for what is no group, and for one of which no member is assessed. O(members).
    pub(super) fn assessed(&self, registry: &Registry, group: Row) -> Vec<Row> {
        let (mut seen, mut left) = (BTreeSet::from([group]), vec![group]);
        let mut found: Vec<Row> = Vec::new();
        while let Some(next) = left.pop() {
            let members = self.0.get(&next).into_iter().flatten().copied();
            for member in members.filter(|it| seen.insert(*it)).collect::<Vec<_>>() {
                match self.0.contains_key(&member) {
                    true => left.push(member),
                    false if is_assessed(registry, member) => found.push(member),
                    false => {}
                }
            }
        }
        found.sort_by_key(|it| registry.slug(*it));
        found
    }
}

/// Whether an assessment says something of a material itself, in any year. O(figures of the material).
pub(super) fn is_assessed(registry: &Registry, of: Row) -> bool {
    let is_of_assessment = |row: &Row| {
        let quantity = registry.code::<Quantity>(*row, figure::QUANTITY);
        quantity.is_some_and(|it| QUANTITIES.contains(&it))
    };
    registry.figures_of(of).iter().any(is_of_assessment)
        || ASSESSED_STAGES
            .iter()
            .any(|it| registry.supply_used(of, *it, i32::MAX).is_some())
}

/// What only assessments tell of materials.
const QUANTITIES: &[Quantity] = &[
    Quantity::GlobalShare,
    Quantity::EuSourcingShare,
    Quantity::ImportReliance,
    Quantity::EolRir,
    Quantity::SubstitutionSr,
    Quantity::SubstitutionEi,
    Quantity::EndUseShare,
    Quantity::SupplyRiskPublished,
    Quantity::EconomicImportancePublished,
];
