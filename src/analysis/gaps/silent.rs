//! Materials of which nothing is on record in a region: that no gap is found then says nothing.

use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::STAGES;
use crate::analysis::gaps::tell::names;
use crate::analysis::streams::Content;
use crate::analysis::streams::Stream;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::material;
use crate::network::words::in_sentence;

/// A material asked for of which nothing is on record in the region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NothingOnRecord {
    /// The material.
    pub material: Row,
    /// What may be asked for instead: members of the group that it is, else the groups it belongs to, by slug.
    pub related: Vec<Row>,
    /// A sentence that may be quoted.
    pub message: String,
}

impl NothingOnRecord {
    pub(super) fn of(registry: &Registry, region: Row, year: i32, material: Row) -> Self {
        let groups = |it: Row| registry.references(it, material::GROUP);
        let all = registry.rows(Kind::Material);
        let members: Vec<Row> = all
            .filter(|it| groups(*it).any(|group| group == material))
            .collect();
        let is_group = !members.is_empty();
        let mut related = if is_group {
            members
        } else {
            groups(material).collect()
        };
        related.sort_by_key(|it| registry.slug(*it));
        let told = match (related.is_empty(), is_group) {
            (true, _) => String::new(),
            (false, true) => format!(" Its members are {}.", names(registry, related.clone())),
            (false, false) => format!(" It belongs to {}.", names(registry, related.clone())),
        };
        let message = format!(
            "Nothing is on record of {} in {} in {year}: whether there is a gap cannot be told.{told}",
            in_sentence(registry.name(material)),
            registry.name(region),
        );
        Self {
            material,
            related,
            message,
        }
    }
}

impl OfMaterial<'_> {
    /// Whether no site, project or side-stream of the region speaks of the material.
    pub(super) fn is_silent(&self) -> bool {
        let mut streams = self.registry.rows(Kind::SideStream);
        let mut counted = STAGES.into_iter().flat_map(|it| self.census.inside(it));
        let mut vertices = 0..self.chain.vertices().len();
        let speaks = |row| {
            let stream = Stream::of(self.registry, &self.asked.area, self.asked.when, row);
            stream.is_some_and(|it| !matches!(it.content(self.material), Content::Not))
        };
        counted.next().is_none()
            && !vertices.any(|it| self.is_own_vertex(it))
            && !streams.any(speaks)
    }
}
