//! The census of stages: which sites and projects count for a stage of a material, and how they stand.
//!
//! A site counts by its activities: extraction by what it gives, other stages by what they give or take, as far as
//! that carries the material by the rules of the chain. What is planned is judged with planned flows speaking. A site
//! without activities counts for the stage of its kind: an operating one where the chain assumes a
//! conversion, another where any link of it names the material. External parties and areas never count. A
//! project counts where none of its sites does.

use std::collections::BTreeMap;

use crate::analysis::area::Phase;
use crate::analysis::area::Place;
use crate::analysis::area::Standing;
use crate::analysis::area::Whereabouts;
use crate::analysis::area::project_standing;
use crate::analysis::gaps::Asked;
use crate::analysis::gaps::STAGES;
use crate::analysis::sites::carried_by;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::project;
use crate::model::tables::site;
use crate::network::chain::Carried;
use crate::network::chain::Carrying;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::stage_of;

/// A site or project that counts for a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    /// The site or project.
    pub(super) record: Row,
    pub(super) standing: Standing,
    /// Products it counts by that only usually carry the material.
    pub(super) assumed: Vec<Row>,
    pub(super) is_inside: bool,
}

/// What counts for each stage, sites before projects, by slug.
pub(super) struct Census {
    by_stage: BTreeMap<Stage, Vec<Counted>>,
}

impl Census {
    /// O(links + activities of the area + vertices).
    pub(super) fn take(asked: &Asked<'_>, material: Row, chain: &Chain) -> Self {
        let mut taking = Taking {
            asked,
            material,
            by_stage: BTreeMap::new(),
        };
        taking.sites(chain);
        let mut by_stage: BTreeMap<Stage, Vec<Counted>> = BTreeMap::new();
        for ((stage, _), it) in taking.by_stage {
            by_stage.entry(stage).or_default().push(it);
        }
        let mut census = Self { by_stage };
        census.add_projects(asked, material);
        census
    }

    /// What counts for a stage inside the region.
    pub(super) fn inside(&self, stage: Stage) -> impl Iterator<Item = &Counted> {
        self.at(stage).filter(|it| it.is_inside)
    }

    /// What counts for a stage inside the region and is that far.
    pub(super) fn inside_in(&self, stage: Stage, phase: Phase) -> Vec<&Counted> {
        self.inside(stage)
            .filter(|it| it.standing.phase == phase)
            .collect()
    }

    /// What operates at a stage in a bloc around the region, outside of it.
    pub(super) fn around(&self, stage: Stage) -> Vec<&Counted> {
        let is_meant = |it: &&Counted| !it.is_inside && it.standing.phase == Phase::Operating;
        self.at(stage).filter(is_meant).collect()
    }

    fn at(&self, stage: Stage) -> impl Iterator<Item = &Counted> {
        self.by_stage.get(&stage).into_iter().flatten()
    }

    fn add_projects(&mut self, asked: &Asked<'_>, material: Row) {
        let registry = asked.registry;
        for row in registry.rows(Kind::Project) {
            let mut materials = registry.references(row, project::MATERIALS);
            if !materials.any(|it| it == material) {
                continue;
            }
            let sites: Vec<Row> = registry.references(row, project::SITES).collect();
            let of_sites = sites.iter().map(|it| asked.area.whereabouts(registry, *it));
            let own = asked
                .area
                .placed(None, registry.text(row, project::COUNTRY));
            let is_at = |it: Whereabouts| own == it || of_sites.clone().any(|of| of == it);
            let is_inside = is_at(Whereabouts::Inside);
            if !is_inside && !is_at(Whereabouts::Around) {
                continue;
            }
            for stage in registry.codes::<Stage>(row, project::STAGES) {
                let counted = self.by_stage.entry(stage).or_default();
                // A site that is closed or idle does not stand for the project that opens it again.
                let is_told = |it: &Counted| {
                    let is_as_far = matches!(it.standing.phase, Phase::Operating | Phase::Planned);
                    is_as_far && sites.contains(&it.record)
                };
                if !counted.iter().any(is_told) {
                    counted.push(Counted {
                        record: row,
                        standing: project_standing(registry, row, asked.when),
                        assumed: Vec::new(),
                        is_inside,
                    });
                }
            }
        }
    }
}

/// A census while it is taken.
struct Taking<'a> {
    asked: &'a Asked<'a>,
    material: Row,
    /// By stage and number of the place in the area.
    by_stage: BTreeMap<(Stage, usize), Counted>,
}

impl Taking<'_> {
    fn sites(&mut self, chain: &Chain) {
        let (registry, when) = (self.asked.registry, self.asked.when);
        let carrying = |include_planned| {
            let when = When {
                include_planned,
                ..when
            };
            Carrying::of(registry, ChainKey::new(self.material, when))
        };
        let (now, planned) = (carrying(when.include_planned), carrying(true));
        let assumed = assumed_stages(registry, chain);
        for (at, place) in self.asked.area.places.iter().enumerate() {
            let activities = registry.referring(Kind::Activity, activity::SITE, place.site);
            for row in &activities {
                let standing = of_activity(registry, *row, place.standing, when.year);
                let carrying = match standing.phase {
                    Phase::Planned => &planned,
                    _ => &now,
                };
                self.activity(at, place, *row, standing, carrying);
            }
            for stage in assumed.get(&place.site).into_iter().flatten() {
                self.count(*stage, at, place, place.standing, Vec::new());
            }
            if activities.is_empty() && place.standing.phase != Phase::Operating {
                let kind = registry.code(place.site, site::KIND);
                let stage = kind.and_then(stage_of);
                let stage = stage.filter(|_| is_linked(registry, place.site, self.material));
                stage
                    .into_iter()
                    .for_each(|it| self.count(it, at, place, place.standing, Vec::new()));
            }
        }
    }

    fn activity(
        &mut self,
        at: usize,
        place: &Place,
        row: Row,
        standing: Standing,
        carrying: &Carrying<'_>,
    ) {
        let registry = self.asked.registry;
        let Some(stage) = registry.code::<Stage>(row, activity::STAGE) else {
            return;
        };
        let carried = carried_by(registry, carrying, place.site, row);
        if !carried.is_empty() && STAGES.contains(&stage) {
            let assumed = carried.iter().filter(|it| it.1 == Carried::Usually);
            let assumed = assumed.map(|it| it.0).collect();
            self.count(stage, at, place, standing, assumed);
        }
    }

    /// Counts a site once for a stage, in its best standing.
    fn count(
        &mut self,
        stage: Stage,
        at: usize,
        place: &Place,
        standing: Standing,
        assumed: Vec<Row>,
    ) {
        let counted = Counted {
            record: place.site,
            standing,
            assumed,
            is_inside: place.whereabouts == Whereabouts::Inside,
        };
        let known = self.by_stage.entry((stage, at));
        let known = known.or_insert_with(|| counted.clone());
        if counted.standing.phase < known.standing.phase {
            *known = counted;
        }
    }
}

/// How an activity stands: as its site, unless its own years lie elsewhere.
fn of_activity(registry: &Registry, row: Row, of_site: Standing, year: i32) -> Standing {
    let opened = registry.int(row, activity::OPENED).filter(|it| *it > year);
    let closed = registry.int(row, activity::CLOSED).filter(|it| *it < year);
    let phase = match (opened, closed) {
        (_, Some(_)) => Phase::Closed,
        (Some(_), None) if of_site.phase == Phase::Operating => Phase::Planned,
        _ => return of_site,
    };
    Standing {
        phase,
        status: None,
        statement: None,
        as_of: None,
        year: closed.or(opened),
    }
}

/// By operating site, the stages of conversions that the chain assumes there.
fn assumed_stages(registry: &Registry, chain: &Chain) -> BTreeMap<Row, Vec<Stage>> {
    let mut stages: BTreeMap<Row, Vec<Stage>> = BTreeMap::new();
    let arcs = chain.arcs().iter();
    for arc in arcs.filter(|it| it.record.kind() == Kind::Site) {
        let kind = registry.code(arc.record, site::KIND);
        let stage = kind.and_then(stage_of);
        stages.entry(arc.record).or_default().extend(stage);
    }
    stages
}

/// Whether a link from or to a site names the material.
fn is_linked(registry: &Registry, place: Row, material: Row) -> bool {
    let ends = [link::FROM, link::TO];
    let links = ends
        .into_iter()
        .flat_map(|end| registry.referring(Kind::Link, end, place));
    links
        .into_iter()
        .any(|it| registry.link_names(it, material))
}
