//! Single changes that may help: what is planned or idle opens, links that no source reports, more capacity, intakes.

use crate::analysis::area::Area;
use crate::analysis::area::Phase;
use crate::analysis::area::Whereabouts;
use crate::analysis::area::is_external;
use crate::analysis::area::project_standing;
use crate::analysis::area::standing;
use crate::analysis::gaps::tell::standing_words;
use crate::analysis::gaps::tell::tonnes_word;
use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioChange;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::When;
use crate::model::codes::Side;
use crate::model::codes::SiteKind;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::project;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::Carrying;
use crate::network::chain::ChainKey;
use crate::network::takers::can_be_shipped;
use crate::network::throughput::Bottleneck;
use crate::network::words::in_sentence;

/// How far, in km of great circle, a link that no source reports may reach.
const REACH_KM: f64 = 300.0;

/// So many of the nearest takers are looked at for each product of a place.
const TAKERS: usize = 5;

/// So many links are tried, the shortest.
const LINKS: usize = 60;

/// A change that may help.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::analysis) struct Candidate {
    pub(in crate::analysis) change: ScenarioChange,
    /// A sentence that may be quoted.
    pub(in crate::analysis) message: String,
    pub(in crate::analysis) subject: Option<Row>,
    pub(in crate::analysis) host: Option<Row>,
    pub(in crate::analysis) sources: Vec<Row>,
    /// How far apart what it joins lies; none of what joins nothing.
    pub(in crate::analysis) km: Option<f64>,
}

/// Where candidates are looked for.
pub(in crate::analysis) struct Candidates<'a> {
    pub(in crate::analysis) snapshot: &'a Snapshot,
    pub(in crate::analysis) material: Row,
    /// Only there; none for everywhere.
    pub(in crate::analysis) region: Option<Row>,
    pub(in crate::analysis) when: When,
}

impl Candidates<'_> {
    fn registry(&self) -> &Registry {
        self.snapshot.registry()
    }

    fn area(&self) -> Option<Area> {
        self.region
            .map(|it| Area::of(self.registry(), it, self.when))
    }

    /// Sites and projects of the material that are planned or idle. O(sites + links + projects).
    pub(in crate::analysis) fn opened(&self) -> Vec<Candidate> {
        let registry = self.registry();
        let area = self.area();
        let is_inside = |it: Row| {
            let area = area.as_ref();
            area.is_none_or(|area| area.whereabouts(registry, it) == Whereabouts::Inside)
        };
        let planned = When {
            include_planned: true,
            ..self.when
        };
        let carrying = Carrying::of(registry, ChainKey::new(self.material, planned));
        let may_open = |it: Phase| matches!(it, Phase::Planned | Phase::Idle);
        let mut found = Vec::new();
        for row in registry.rows(Kind::Site) {
            let standing = standing(registry, row, self.when);
            let is_area = registry.code(row, site::KIND) == Some(SiteKind::Area);
            if may_open(standing.phase)
                && !is_area
                && !is_external(registry, row)
                && is_inside(row)
                && self.handles(&carrying, row)
            {
                found.push((row, standing));
            }
        }
        let sites: Vec<Row> = found.iter().map(|it| it.0).collect();
        for row in registry.rows(Kind::Project) {
            let standing = project_standing(registry, row, self.when);
            let mut materials = registry.references(row, project::MATERIALS);
            let mut own = registry.references(row, project::SITES);
            let country = registry.text(row, project::COUNTRY);
            let placed = area
                .as_ref()
                .is_none_or(|it| it.placed(None, country) == Whereabouts::Inside);
            let is_there = placed || registry.references(row, project::SITES).any(is_inside);
            if may_open(standing.phase)
                && is_there
                && materials.any(|it| it == self.material)
                && !own.any(|it| sites.contains(&it))
            {
                found.push((row, standing));
            }
        }
        let told = found.into_iter().map(|(row, standing)| {
            let words = standing_words(standing, self.when.year);
            let statement = standing.statement;
            Candidate {
                change: ScenarioChange::Open {
                    what: registry.id(row),
                    year: None,
                },
                message: format!("Open {} ({words}).", registry.name(row)),
                subject: Some(row),
                host: None,
                sources: self.sources([Some(row), statement]),
                km: None,
            }
        });
        told.collect()
    }

    /// Whether a site works the material by its activities, or a link of it names the material.
    fn handles(&self, carrying: &Carrying<'_>, row: Row) -> bool {
        let registry = self.registry();
        let activities = registry.referring(Kind::Activity, activity::SITE, row);
        let mut products = activities.into_iter().flat_map(|it| {
            let inputs = registry.references(it, activity::INPUTS);
            inputs.chain(registry.references(it, activity::OUTPUTS))
        });
        products.any(|it| carrying.at(row, it).is_some())
            || [link::FROM, link::TO].into_iter().any(|end| {
                let mut links = registry.referring(Kind::Link, end, row).into_iter();
                links.any(|it| registry.link_names(it, self.material))
            })
    }

    /// Links from what is given or shipped in the chain to takers within reach, the shortest; one end lies in the region. With
    /// `to_plants` only those that bring to a plant what is not delivered where it is.
    pub(in crate::analysis) fn links(&self, to_plants: bool) -> Vec<Candidate> {
        let registry = self.registry();
        let area = self.area();
        let is_inside = |it: Row| {
            let area = area.as_ref();
            area.is_none_or(|area| area.whereabouts(registry, it) == Whereabouts::Inside)
        };
        let is_plant = |it: Row| {
            matches!(
                registry.code(it, site::KIND),
                Some(
                    SiteKind::Mine
                        | SiteKind::Processor
                        | SiteKind::Manufacturer
                        | SiteKind::Recycler
                )
            )
        };
        let chain = self.snapshot.chain(ChainKey::new(self.material, self.when));
        let takers = self.snapshot.takers(self.when);
        let mut found: Vec<(f64, Row, Row, Row)> = Vec::new();
        for (at, vertex) in (0_u32..).zip(chain.vertices()) {
            let roles = chain.roles()[at as usize];
            let place = vertex.place;
            let is_meant = (roles.is_made || roles.is_shipped)
                && place.kind() == Kind::Site
                && can_be_shipped(registry, vertex.product)
                // What ends here would go on, and no longer count as delivered.
                && !(to_plants && roles.is_sink(registry, *vertex));
            let Some(position) = registry.position(place).filter(|_| is_meant) else {
                continue;
            };
            let graph = chain.graph();
            let is_linked = |to: Row| {
                let mut arcs = graph.leaving(at);
                arcs.any(|it| chain.vertices()[graph.head(it) as usize].place == to)
            };
            let accept = |to: Row| {
                to != place
                    && (is_inside(place) || is_inside(to))
                    && !is_linked(to)
                    && (!to_plants || is_plant(to))
            };
            let near = takers.nearest(vertex.product, &position, REACH_KM, TAKERS, accept);
            let near = near.found.into_iter();
            found.extend(near.map(|it| (it.km, place, it.site, vertex.product)));
        }
        let slug = |it: Row| registry.slug(it);
        found.sort_by(|a, b| {
            let names = |it: &(f64, Row, Row, Row)| (slug(it.1), slug(it.2), slug(it.3));
            a.0.total_cmp(&b.0).then_with(|| names(a).cmp(&names(b)))
        });
        found.truncate(LINKS);
        found.into_iter().map(|it| self.link(it)).collect()
    }

    fn link(&self, (km, from, to, product): (f64, Row, Row, Row)) -> Candidate {
        let registry = self.registry();
        Candidate {
            change: ScenarioChange::AddLink {
                from: registry.id(from),
                to: registry.id(to),
                product: registry.id(product),
                materials: vec![registry.id(self.material)],
                mode: None,
                distance_km: None,
                capacity_tonnes_per_year: None,
            },
            message: format!(
                "Move {} from {} to {}, {km:.0} km apart; no source reports such a link.",
                registry.name(product),
                registry.name(from),
                registry.name(to),
            ),
            subject: Some(to),
            host: None,
            sources: self.sources([Some(from), Some(to)]),
            km: Some(km),
        }
    }

    /// So much more capacity at each place that holds back what is delivered, in tonnes of the material a year.
    pub(in crate::analysis) fn widened(
        &self,
        bottlenecks: &[Bottleneck],
        more: f64,
    ) -> Vec<Candidate> {
        let registry = self.registry();
        let told = bottlenecks.iter().map(|it| {
            let name = it.site.map_or("the link", |site| registry.name(site));
            let side = match it.side {
                Side::Input => "take",
                Side::Output => "give",
            };
            let host = it.host.map_or(String::new(), |host| {
                format!(
                    "; it is a by-product, so that more {} has to be processed as well",
                    in_sentence(registry.name(host))
                )
            });
            Candidate {
                change: ScenarioChange::Capacity {
                    of: registry.id(it.record),
                    product: it.product.map(|it| registry.id(it)),
                    material: Some(registry.id(self.material)),
                    side: Some(it.side),
                    change: Amount::Set(it.capacity + more),
                },
                message: format!(
                    "Let {name} {side} {} t/a of {} instead of {}{host}.",
                    tonnes_word(it.capacity + more),
                    in_sentence(registry.name(self.material)),
                    tonnes_word(it.capacity),
                ),
                subject: it.site.or(Some(it.record)),
                host: it.host,
                sources: self.sources(it.figures.iter().map(|it| Some(*it))),
                km: None,
            }
        });
        told.collect()
    }

    /// So many times the capacity of an activity.
    pub(in crate::analysis) fn scaled(&self, row: Row, tonnes: f64, more: f64) -> Candidate {
        let registry = self.registry();
        let site = registry.reference(row, activity::SITE);
        Candidate {
            change: ScenarioChange::Capacity {
                of: registry.id(row),
                product: None,
                material: None,
                side: None,
                change: Amount::Scale((tonnes + more) / tonnes),
            },
            message: format!(
                "Let {} take {} t/a of {} instead of {}.",
                site.map_or("the site", |it| registry.name(it)),
                tonnes_word(tonnes + more),
                in_sentence(registry.name(self.material)),
                tonnes_word(tonnes),
            ),
            subject: site,
            host: None,
            sources: self.sources([Some(row)]),
            km: None,
        }
    }

    /// The sources of some records, each once.
    fn sources(&self, rows: impl IntoIterator<Item = Option<Row>>) -> Vec<Row> {
        let registry = self.registry();
        let rows = rows.into_iter().flatten();
        let mut sources: Vec<Row> = Vec::new();
        for it in rows.flat_map(|it| registry.references(it, SOURCES)) {
            if !sources.contains(&it) {
                sources.push(it);
            }
        }
        sources
    }
}
