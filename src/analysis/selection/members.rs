//! Seeds, and what is attached to them.
//!
//! Sites, organisations, clusters and platforms are placed by their region or country; projects and precedents by their country;
//! programmes by who leads or takes part. Kinds are gone through in an order in which whatever a record may be attached to comes before it.

use std::collections::BTreeSet;

use crate::analysis::area::Extent;
use crate::analysis::selection::SelectionFilter;
use crate::analysis::selection::material::OfMaterials;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::RowSet;
use crate::model::tables::activity;
use crate::model::tables::cluster;
use crate::model::tables::coverage;
use crate::model::tables::figure;
use crate::model::tables::intake;
use crate::model::tables::link;
use crate::model::tables::matching;
use crate::model::tables::membership;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::precedent;
use crate::model::tables::programme;
use crate::model::tables::project;
use crate::model::tables::relation;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::statement;
use crate::model::tables::usage;

/// What belongs to a part, without what it refers to.
pub(super) struct Members<'a> {
    registry: &'a Registry,
    year: Option<i32>,
    extent: Option<Extent>,
    materials: Option<OfMaterials<'a>>,
    /// The regions asked and those in them.
    regions: BTreeSet<Row>,
    /// Seeds and what is attached.
    pub(super) rows: RowSet,
}

impl<'a> Members<'a> {
    /// O(records).
    pub(super) fn of(registry: &'a Registry, filter: &SelectionFilter) -> Self {
        let asked = || filter.regions.iter().copied();
        let has_materials = !filter.materials.is_empty();
        let mut members = Self {
            registry,
            year: filter.year,
            extent: (!filter.regions.is_empty()).then(|| Extent::of(registry, asked())),
            materials: has_materials.then(|| OfMaterials::new(registry, &filter.materials)),
            regions: registry.regions_within(asked()),
            rows: RowSet::default(),
        };
        members.seed();
        members.attach();
        members
    }

    /// The topics that are records: regions, materials, products.
    pub(super) fn topics(&self) -> impl Iterator<Item = Row> + '_ {
        let materials = self.materials.iter().flat_map(|it| it.materials.iter());
        let products = self.registry.rows(Kind::Product);
        let products =
            products.filter(|it| self.materials.as_ref().is_some_and(|of| of.holds(*it)));
        self.regions
            .iter()
            .chain(materials)
            .copied()
            .chain(products)
    }

    /// The figures of modes of transport, which hold everywhere.
    pub(super) fn general_figures(&self) -> impl Iterator<Item = Row> + '_ {
        let figures = self.registry.rows(Kind::Figure);
        figures.filter(|it| {
            let subject = self.registry.reference(*it, figure::SUBJECT);
            subject.is_some_and(|it| it.kind() == Kind::Mode) && self.has_said(*it)
        })
    }

    fn seed(&mut self) {
        let is_open = self.extent.is_none() && self.materials.is_none();
        for kind in [
            Kind::Site,
            Kind::Organisation,
            Kind::Cluster,
            Kind::Platform,
            Kind::Programme,
            Kind::Project,
            Kind::Precedent,
        ] {
            self.take(kind, |it, row| {
                let is_of = it.materials.as_ref().is_none_or(|of| of.holds(row));
                it.is_placed(row) && is_of && !it.is_over(row)
            });
        }
        if is_open {
            for kind in [Kind::Material, Kind::Product, Kind::Region] {
                self.take(kind, |_, _| true);
            }
        }
    }

    /// Takes the records of a kind that pass.
    fn take(&mut self, kind: Kind, passes: impl Fn(&Self, Row) -> bool) {
        for row in self.registry.rows(kind) {
            if passes(self, row) {
                self.rows.insert(row);
            }
        }
    }

    fn is_placed(&self, row: Row) -> bool {
        let Some(extent) = &self.extent else {
            return true;
        };
        let columns = match row.kind() {
            Kind::Site => (Some(site::REGION), site::COUNTRY),
            Kind::Organisation => (Some(organisation::REGION), organisation::COUNTRY),
            Kind::Cluster => (Some(cluster::REGION), cluster::COUNTRY),
            Kind::Platform => (Some(platform::REGION), platform::COUNTRY),
            Kind::Project => (None, project::COUNTRY),
            Kind::Precedent => (None, precedent::COUNTRY),
            Kind::Programme => {
                let lead = self.registry.reference(row, programme::LEAD);
                let partners = self.registry.references(row, programme::PARTNERS);
                return lead
                    .into_iter()
                    .chain(partners)
                    .any(|it| self.is_placed(it));
            }
            _ => return false,
        };
        let region = columns.0.and_then(|it| self.registry.reference(row, it));
        extent.holds(region, self.registry.text(row, columns.1))
    }

    /// Whether something ended before the year, or is told of a later one.
    fn is_over(&self, row: Row) -> bool {
        let Some(year) = self.year else {
            return false;
        };
        let ended = |it: Option<i32>| it.is_some_and(|it| it < year);
        match row.kind() {
            Kind::Site => ended(self.registry.int(row, site::CLOSED)),
            Kind::Activity => ended(self.registry.int(row, activity::CLOSED)),
            Kind::Programme => ended(self.registry.year_of_date(row, programme::END)),
            Kind::Precedent => self.is_later(row, precedent::YEAR),
            _ => false,
        }
    }

    fn is_later(&self, row: Row, column: Column) -> bool {
        let told = self.registry.int(row, column);
        self.year.zip(told).is_some_and(|(year, told)| told > year)
    }

    /// Whether a span of years, open where an end is not told, holds the year.
    fn is_within(&self, first: Option<i32>, last: Option<i32>) -> bool {
        self.year
            .is_none_or(|it| first.is_none_or(|from| from <= it) && last.is_none_or(|to| it <= to))
    }

    fn attach(&mut self) {
        self.take(Kind::Activity, |it, row| {
            it.at(row, activity::SITE) && !it.is_over(row)
        });
        self.take(Kind::SideStream, |it, row| it.at(row, side_stream::SITE));
        self.take(Kind::Intake, |it, row| {
            let span = [intake::VALID_FROM, intake::VALID_TO];
            it.at(row, intake::TAKER) && it.holds_dates(row, span)
        });
        self.take(Kind::Link, |it, row| {
            let year = |column| it.registry.int(row, column);
            let has_end = it.at(row, link::FROM) || it.at(row, link::TO);
            has_end && it.is_within(year(link::FIRST_YEAR), year(link::LAST_YEAR))
        });
        self.take(Kind::Project, |it, row| {
            let mut sites = it.registry.references(row, project::SITES);
            sites.any(|site| it.rows.contains(site))
        });
        self.take(Kind::Use, |it, row| it.at(row, usage::SIDE_STREAM));
        self.take(Kind::Precedent, |it, row| {
            it.at(row, precedent::LINK) && !it.is_over(row)
        });
        self.take(Kind::Match, |it, row| {
            let ends = [matching::OFFER, matching::REQUEST, matching::BROKER];
            let span = [matching::STARTED, matching::ENDED];
            ends.iter().any(|end| it.at(row, *end)) && it.holds_dates(row, span)
        });
        self.take(Kind::Membership, |it, row| {
            let is_in = it.at(row, membership::ORGANISATION) || it.at(row, membership::CLUSTER);
            is_in && !it.is_later(row, membership::AS_OF)
        });
        self.take(Kind::Relation, |it, row| {
            it.at(row, relation::FROM) || it.at(row, relation::TO)
        });
        self.take_facts();
    }

    /// Statements, figures and coverage, of members and of topics.
    fn take_facts(&mut self) {
        let topics: BTreeSet<Row> = self.topics().collect();
        let is_about = |it: &Self, row, column| {
            let told = it.registry.reference(row, column);
            told.is_some_and(|it| topics.contains(&it)) || it.at(row, column)
        };
        let has_regions = self.extent.is_some();
        let mut found = Vec::new();
        for row in self.registry.rows(Kind::Statement) {
            let is_about = is_about(self, row, statement::SUBJECT);
            if is_about && !self.is_later(row, statement::AS_OF) {
                found.push(row);
            }
        }
        for row in self.registry.rows(Kind::Figure) {
            let subject = self.registry.reference(row, figure::SUBJECT);
            let is_of_region = subject.is_some_and(|it| it.kind() == Kind::Region);
            // What is told of a material asked in some country is told of the material.
            let is_of_material = is_of_region && !has_regions && self.is_named(row);
            let is_about = is_about(self, row, figure::SUBJECT)
                || is_about(self, row, figure::PARTNER)
                || is_of_material;
            if is_about && self.has_said(row) {
                found.push(row);
            }
        }
        for row in self.registry.rows(Kind::Coverage) {
            let region = self.registry.reference(row, coverage::REGION);
            let is_there = !has_regions || region.is_some_and(|it| self.regions.contains(&it));
            let is_of = self.may_name(row, coverage::MATERIAL);
            if is_there && is_of && !self.is_later(row, coverage::AS_OF) {
                found.push(row);
            }
        }
        for row in found {
            self.rows.insert(row);
        }
    }

    /// Whether a column refers to a member.
    fn at(&self, row: Row, column: Column) -> bool {
        let told = self.registry.reference(row, column);
        told.is_some_and(|it| self.rows.contains(it))
    }

    fn holds_dates(&self, row: Row, [first, last]: [Column; 2]) -> bool {
        let year = |column| self.registry.year_of_date(row, column);
        self.is_within(year(first), year(last))
    }

    /// Whether a figure is of the year or of none, and of the materials or of none.
    fn has_said(&self, figure: Row) -> bool {
        let told = self.registry.figure_year(figure);
        let is_of_year = self.year.zip(told).is_none_or(|(year, told)| year == told);
        is_of_year && self.may_name(figure, figure::MATERIAL)
    }

    /// Whether a record names a material that is asked.
    fn is_named(&self, figure: Row) -> bool {
        let told = self.registry.reference(figure, figure::MATERIAL);
        let of = self.materials.as_ref();
        of.zip(told)
            .is_some_and(|(of, it)| of.materials.contains(&it))
    }

    /// Whether a record names no material, or one that is asked.
    fn may_name(&self, row: Row, column: Column) -> bool {
        let told = self.registry.reference(row, column);
        let of = self.materials.as_ref();
        of.zip(told)
            .is_none_or(|(of, it)| of.materials.contains(&it))
    }
}
