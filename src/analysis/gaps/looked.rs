//! Which materials are looked at and for what, within the budget of a question.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::gaps::Asked;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::GapQuestion;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::benchmark;
use crate::analysis::gaps::capacity;
use crate::analysis::gaps::data;
use crate::analysis::gaps::leaves;
use crate::analysis::gaps::side_streams;
use crate::analysis::gaps::single_point;
use crate::analysis::gaps::stages;
use crate::analysis::gaps::unconnected;
use crate::analysis::gaps::upstream;
use crate::analysis::gaps::verdict::Gap;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::project;
use crate::model::tables::side_stream;
use crate::network::throughput::ThroughputError;

/// What was looked at, and found.
#[derive(Default)]
pub(super) struct Looked<'a> {
    pub(super) found: Vec<Gap>,
    /// The materials of which something is on record.
    pub(super) of: Vec<OfMaterial<'a>>,
    pub(super) looked_at: Vec<Row>,
    pub(super) not_looked_at: Vec<Row>,
    pub(super) silent: Vec<Row>,
    pub(super) explored: u64,
}

impl<'a> Looked<'a> {
    /// All materials, for the kinds that take no solving.
    pub(super) fn of(asked: &'a Asked<'a>) -> Self {
        let (registry, question) = (asked.registry, asked.question);
        let told_of = told_of(registry);
        let per_material = per_material(registry);
        let mut it = Self::default();
        for material in materials(registry, question) {
            if it.explored >= question.budget && it.explored > 0 {
                it.not_looked_at.push(material);
                continue;
            }
            it.looked_at.push(material);
            // Nothing on record speaks of it, so that there is nothing to look for.
            if !told_of.contains(&material) {
                it.silent.push(material);
                continue;
            }
            let of = OfMaterial::of(asked, material);
            let (arcs, vertices) = (of.chain.arcs().len(), of.chain.vertices().len());
            it.explored += per_material + arcs as u64 + vertices as u64;
            if of.is_silent() {
                it.silent.push(material);
            }
            it.found.extend(of_material(&of));
            it.of.push(of);
        }
        it
    }

    /// The kinds that take solving, as far as they are asked for and the budget suffices.
    pub(super) fn look_at_amounts(
        &mut self,
        question: &GapQuestion,
    ) -> Result<(), ThroughputError> {
        let is_wanted = |kind| question.kinds.as_ref().is_none_or(|it| it.contains(&kind));
        let finders: [(GapKind, Finder); 2] = [
            (GapKind::Capacity, capacity::find),
            (GapKind::SinglePoint, single_point::find),
        ];
        let finders: Vec<Finder> = finders
            .into_iter()
            .filter(|it| is_wanted(it.0))
            .map(|it| it.1)
            .collect();
        for of in &self.of {
            let mut is_cut = false;
            for find in &finders {
                let told = find(of, question.budget.saturating_sub(self.explored))?;
                self.explored += told.work;
                self.found.extend(told.gaps);
                is_cut |= told.is_cut;
            }
            if is_cut {
                self.not_looked_at.push(of.material);
            }
        }
        Ok(())
    }

    /// The benchmarks of the Act, as far as they are asked for and the budget suffices.
    pub(super) fn look_at_benchmarks(&mut self, asked: &Asked<'_>) -> Result<(), ThroughputError> {
        let kinds = asked.question.kinds.as_ref();
        if kinds.is_none_or(|it| benchmark::KINDS.iter().any(|kind| it.contains(kind))) {
            let left = asked.question.budget.saturating_sub(self.explored);
            let found = benchmark::find(asked, left)?;
            self.explored += found.explored;
            self.found.extend(found.gaps);
            self.not_looked_at.extend(found.not_looked_at);
        }
        let slug = |it: &Row| asked.registry.slug(*it);
        self.not_looked_at.sort_by(|a, b| slug(a).cmp(slug(b)));
        self.not_looked_at.dedup();
        Ok(())
    }
}

/// Gaps of one kind of a material.
#[derive(Default)]
pub(super) struct Told {
    pub(super) gaps: Vec<Gap>,
    /// Whether the budget did not suffice for all of it.
    pub(super) is_cut: bool,
    /// Records and arcs looked at.
    pub(super) work: u64,
}

/// Finds gaps of one kind within a budget.
type Finder = fn(&OfMaterial<'_>, u64) -> Result<Told, ThroughputError>;

fn of_material(of: &OfMaterial<'_>) -> Vec<Gap> {
    let mut found = stages::find(of);
    found.extend(upstream::find(of));
    found.extend(leaves::find(of));
    found.extend(unconnected::find(of));
    found.extend(side_streams::find(of));
    found.extend(data::find(of));
    found
}

/// The materials asked for, each once, ordered by slug.
fn materials(registry: &Registry, question: &GapQuestion) -> Vec<Row> {
    match &question.materials {
        None => registry.rows(Kind::Material).collect(),
        Some(rows) => {
            let by_slug: BTreeMap<&str, Row> =
                rows.iter().map(|it| (registry.slug(*it), *it)).collect();
            by_slug.into_values().collect()
        }
    }
}

/// The materials that products, movements, contents, side-streams or projects speak of.
fn told_of(registry: &Registry) -> BTreeSet<Row> {
    let listed = [
        (Kind::Product, product::MATERIALS),
        (Kind::Link, link::MATERIALS),
        (Kind::SideStream, side_stream::MATERIALS),
        (Kind::Project, project::MATERIALS),
    ];
    let in_lists = listed.into_iter().flat_map(|(kind, column)| {
        let rows = registry.rows(kind);
        rows.flat_map(move |row| registry.references(row, column))
    });
    let contents = registry.rows(Kind::Figure).filter_map(|row| {
        let is_content = registry.code(row, figure::QUANTITY) == Some(Quantity::Content);
        is_content
            .then(|| registry.reference(row, figure::MATERIAL))
            .flatten()
    });
    in_lists.chain(contents).collect()
}

/// Records that are read for each material.
fn per_material(registry: &Registry) -> u64 {
    let kinds = [Kind::Link, Kind::Activity, Kind::SideStream, Kind::Project];
    kinds.iter().map(|it| registry.count(*it) as u64).sum()
}
