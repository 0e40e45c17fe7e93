//! Which sites work with a material, and at which stages.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::network::chain::Carried;
use crate::network::chain::Carrying;
use crate::network::chain::ChainKey;

/// Sites with an activity that gives, or beyond extraction takes, what carries the material, with the stages of these
/// activities. Whether a site operates is not asked: planned flows speak as well. Sites without activities are not
/// among them. O(activities + links + figures).
pub fn stages_of_sites(
    registry: &Registry,
    material: Row,
    when: When,
) -> BTreeMap<Row, BTreeSet<Stage>> {
    let when = When {
        include_planned: true,
        ..when
    };
    let carrying = Carrying::of(registry, ChainKey::new(material, when));
    let mut stages: BTreeMap<Row, BTreeSet<Stage>> = BTreeMap::new();
    for row in registry.rows(Kind::Activity) {
        let stage = registry.code::<Stage>(row, activity::STAGE);
        let site = registry.reference(row, activity::SITE);
        if let (Some(stage), Some(site)) = (stage, site)
            && !carried_by(registry, &carrying, site, row).is_empty()
        {
            stages.entry(site).or_default().insert(stage);
        }
    }
    stages
}

/// Products of an activity that carry the material, and how that is known: what it gives, and beyond extraction also
/// what it takes.
pub(crate) fn carried_by(
    registry: &Registry,
    carrying: &Carrying<'_>,
    site: Row,
    row: Row,
) -> Vec<(Row, Carried)> {
    let is_mining = registry.code(row, activity::STAGE) == Some(Stage::Extraction);
    let outputs = registry.references(row, activity::OUTPUTS);
    let inputs = registry.references(row, activity::INPUTS);
    outputs
        .chain(inputs.filter(|_| !is_mining))
        .filter_map(|it| Some((it, carrying.at(site, it)?)))
        .collect()
}
