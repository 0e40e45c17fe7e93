//! What is of some materials: what carries them, who handles them, and who these are.
//!
//! - A *product* is if its usual list names one.
//! - A *side-stream* is if its own list names one, or, where it has none, if its product is.
//! - A *link* is if its own list names one, or, where it has none, if its product or the side-stream it leaves is.
//! - A *site* is if an activity of it takes or gives such a product or is hosted by one of the materials; if such a link begins or
//!   ends at it or a side-stream of it; if such a side-stream arises there.
//! - Whoever takes in such a product or one of the materials is, and a *project* that names one, with its sites and promoter.
//! - What a figure that is not zero tells an amount or content of one of the materials about is; of an activity or side-stream, its site as well.
//! - The *organisation* that runs such a site is, and the *cluster* that such an organisation is in.
//! - A *platform*, *programme* or *cluster* is if one of its free tags is a name of one of the materials.

use std::collections::BTreeSet;

use crate::model::ALIASES;
use crate::model::Column;
use crate::model::Kind;
use crate::model::NAME_EN;
use crate::model::NAME_FI;
use crate::model::NAME_SV;
use crate::model::Registry;
use crate::model::Row;
use crate::model::RowSet;
use crate::model::fold;
use crate::model::tables::activity;
use crate::model::tables::cluster;
use crate::model::tables::figure;
use crate::model::tables::intake;
use crate::model::tables::link;
use crate::model::tables::material;
use crate::model::tables::membership;
use crate::model::tables::platform;
use crate::model::tables::product;
use crate::model::tables::programme;
use crate::model::tables::project;
use crate::model::tables::side_stream;
use crate::model::tables::site;

/// What is of the materials asked.
pub(super) struct OfMaterials<'a> {
    registry: &'a Registry,
    /// The materials, with the members of groups.
    pub(super) materials: BTreeSet<Row>,
    of: RowSet,
}

impl<'a> OfMaterials<'a> {
    /// O(records).
    pub(super) fn new(registry: &'a Registry, asked: &[Row]) -> Self {
        let mut all = Self {
            registry,
            materials: with_members(registry, asked),
            of: RowSet::default(),
        };
        all.told_of_things();
        all.told_by_figures();
        all.places();
        all.actors();
        all
    }

    /// Whether a record is of the materials.
    pub(super) fn holds(&self, row: Row) -> bool {
        self.of.contains(row)
    }

    /// Whether a list of materials names one.
    pub(super) fn names(&self, row: Row, column: Column) -> bool {
        let mut named = self.registry.references(row, column);
        named.any(|it| self.materials.contains(&it))
    }

    /// Whether any record that a list refers to is of them.
    fn any(&self, row: Row, column: Column) -> bool {
        self.registry
            .references(row, column)
            .any(|it| self.holds(it))
    }

    fn one(&self, row: Row, column: Column) -> bool {
        self.registry
            .reference(row, column)
            .is_some_and(|it| self.holds(it))
    }

    /// Whether a record is by its own list of materials, or by `else_by` where it has none.
    fn by_list(&self, row: Row, column: Column, else_by: impl FnOnce() -> bool) -> bool {
        let has_list = self.registry.references(row, column).next().is_some();
        if has_list {
            self.names(row, column)
        } else {
            else_by()
        }
    }

    fn add(&mut self, row: Option<Row>) {
        if let Some(row) = row {
            self.of.insert(row);
        }
    }

    /// Products and side-streams.
    fn told_of_things(&mut self) {
        for row in self.registry.rows(Kind::Product) {
            if self.names(row, product::MATERIALS) {
                self.of.insert(row);
            }
        }
        for row in self.registry.rows(Kind::SideStream) {
            let by_product = || self.one(row, side_stream::PRODUCT);
            if self.by_list(row, side_stream::MATERIALS, by_product) {
                self.of.insert(row);
            }
        }
    }

    fn told_by_figures(&mut self) {
        let registry = self.registry;
        for row in registry.rows(Kind::Figure) {
            let material = registry.reference(row, figure::MATERIAL);
            let is_named = material.is_some_and(|it| self.materials.contains(&it));
            let is_zero = registry.number(row, figure::VALUE) == Some(0.0);
            let Some(subject) = registry.reference(row, figure::SUBJECT) else {
                continue;
            };
            let is_thing = matches!(
                subject.kind(),
                Kind::Product | Kind::Material | Kind::Region | Kind::Mode
            );
            if is_named && !is_zero && !is_thing {
                self.of.insert(subject);
            }
        }
    }

    /// Sites, and whoever takes in something.
    fn places(&mut self) {
        let registry = self.registry;
        for row in registry.rows(Kind::Link) {
            let by_thing = || self.one(row, link::PRODUCT) || self.starts_at_stream(row);
            if self.holds(row) || self.by_list(row, link::MATERIALS, by_thing) {
                self.add(self.end(row, link::FROM));
                self.add(self.end(row, link::TO));
            }
        }
        for row in registry.rows(Kind::Activity) {
            let host = registry.reference(row, activity::HOST_MATERIAL);
            let is_hosted = host.is_some_and(|it| self.materials.contains(&it));
            let handles = self.any(row, activity::INPUTS) || self.any(row, activity::OUTPUTS);
            if self.holds(row) || is_hosted || handles {
                self.add(registry.reference(row, activity::SITE));
            }
        }
        for row in registry.rows(Kind::SideStream) {
            if self.holds(row) {
                self.add(registry.reference(row, side_stream::SITE));
            }
        }
        for row in registry.rows(Kind::Intake) {
            let wants = self.names(row, intake::MATERIALS) || self.any(row, intake::PRODUCTS);
            if self.holds(row) || wants {
                self.add(registry.reference(row, intake::TAKER));
            }
        }
        for row in registry.rows(Kind::Project) {
            if self.holds(row) || self.names(row, project::MATERIALS) {
                self.of.insert(row);
                for site in registry.references(row, project::SITES) {
                    self.of.insert(site);
                }
                self.add(registry.reference(row, project::PROMOTER));
            }
        }
    }

    fn starts_at_stream(&self, link: Row) -> bool {
        let from = self.registry.reference(link, link::FROM);
        from.is_some_and(|it| it.kind() == Kind::SideStream && self.holds(it))
    }

    /// The site at an end of a link.
    fn end(&self, link: Row, column: Column) -> Option<Row> {
        let end = self.registry.reference(link, column)?;
        match end.kind() {
            Kind::SideStream => self.registry.reference(end, side_stream::SITE),
            _ => Some(end),
        }
    }

    /// Organisations, clusters, platforms and programmes.
    fn actors(&mut self) {
        let registry = self.registry;
        for row in registry.rows(Kind::Site) {
            if self.holds(row) {
                self.add(registry.reference(row, site::OPERATOR));
            }
        }
        for row in registry.rows(Kind::Membership) {
            if self.holds(row) || self.one(row, membership::ORGANISATION) {
                self.add(registry.reference(row, membership::CLUSTER));
            }
        }
        let names = self.known_names();
        for (kind, tags) in [
            (Kind::Cluster, cluster::THEMES),
            (Kind::Platform, platform::MATERIALS),
            (Kind::Programme, programme::THEMES),
        ] {
            for row in registry.rows(kind) {
                if registry
                    .texts(row, tags)
                    .any(|it| names.contains(&fold(it)))
                {
                    self.of.insert(row);
                }
            }
        }
    }

    /// The names of the materials, folded.
    fn known_names(&self) -> BTreeSet<String> {
        let registry = self.registry;
        let of = |row: &Row| {
            let one = [NAME_EN, NAME_FI, NAME_SV].map(|it| registry.text(*row, it));
            let all = one.into_iter().flatten();
            let all = all.chain(registry.texts(*row, ALIASES));
            all.map(fold).collect::<Vec<_>>()
        };
        self.materials.iter().flat_map(of).collect()
    }
}

/// Materials, with those that belong to a group among them, and so on.
fn with_members(registry: &Registry, asked: &[Row]) -> BTreeSet<Row> {
    let mut found: BTreeSet<Row> = asked.iter().copied().collect();
    loop {
        let is_in = |it: &Row| {
            let mut groups = registry.references(*it, material::GROUP);
            groups.any(|group| found.contains(&group))
        };
        let more: Vec<Row> = registry.rows(Kind::Material).filter(is_in).collect();
        let before = found.len();
        found.extend(more);
        if found.len() == before {
            return found;
        }
    }
}
