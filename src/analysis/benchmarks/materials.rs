//! Which materials a question is of: groups and what belongs to them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::material;

/// The materials asked for, by slug, each with the group among them that it is told under, which it then follows. One is
/// told under a group that is the same entry of Annex I. O(materials · log materials).
pub(super) fn of(registry: &Registry, question: &BenchmarkQuestion) -> Vec<(Row, Option<Row>)> {
    let asked: BTreeSet<Row> = match &question.materials {
        Some(rows) => rows.iter().copied().collect(),
        None => {
            let all = registry.rows(Kind::Material);
            all.filter(|it| is_strategic(registry, *it)).collect()
        }
    };
    let mut materials: Vec<(Row, Option<Row>)> = asked
        .iter()
        .map(|it| (*it, group_of(registry, *it, &asked)))
        .collect();
    materials.sort_by_key(|(row, group)| {
        let first = group.unwrap_or(*row);
        (registry.slug(first), group.is_some(), registry.slug(*row))
    });
    materials
}

pub(super) fn is_strategic(registry: &Registry, of: Row) -> bool {
    registry.flag(of, material::STRATEGIC) == Some(true)
}

/// The first group of a material among some that is the same strategic raw material.
fn group_of(registry: &Registry, of: Row, among: &BTreeSet<Row>) -> Option<Row> {
    let point = |it: Row| registry.text(it, material::ANNEX_I);
    let mut groups = registry.references(of, material::GROUP);
    groups.find(|it| {
        let are_strategic = is_strategic(registry, *it) && is_strategic(registry, of);
        are_strategic && among.contains(it) && point(*it) == point(of)
    })
}

/// The materials that belong to a group, by slug, each once however groups overlap; empty for no group. O(materials²) at
/// worst, over groups within groups.
pub(super) fn members(registry: &Registry, group: Row) -> Vec<Row> {
    let mut by_group: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
    for row in registry.rows(Kind::Material) {
        for it in registry.references(row, material::GROUP) {
            by_group.entry(it).or_default().push(row);
        }
    }
    let mut seen = BTreeSet::from([group]);
    let (mut open, mut members) = (vec![group], BTreeSet::new());
    while let Some(row) = open.pop() {
        for it in by_group.get(&row).into_iter().flatten().copied() {
            if !seen.insert(it) {
                continue;
            }
            if by_group.contains_key(&it) {
                open.push(it);
            } else {
                members.insert(it);
            }
        }
    }
    let mut members: Vec<Row> = members.into_iter().collect();
    members.sort_by_key(|it| registry.slug(*it));
    members
}
