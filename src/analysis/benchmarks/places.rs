//! Who could give a material at a stage of a region beside what operates: sites of unknown status, sites that are planned, and
//! projects with the capacity that stands on them.
//!
//! A site counts by its activities, or by its kind where it has none and a movement of it names the material; what a product
//! usually carries is enough, since nothing is claimed of such a site but that it may count.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::area::Area;
use crate::analysis::area::Phase;
use crate::analysis::area::Whereabouts;
use crate::analysis::area::project_standing;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::STALE_AFTER_YEARS;
use crate::model::When;
use crate::model::codes::Side;
use crate::model::codes::Stage;
use crate::model::is_planned;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::project;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::site_kind;
use crate::network::chain::stage_of;
use crate::network::contained::per_tonne;

/// The sites of a region, and what does not operate there yet or is not known to.
pub(super) struct Places {
    /// Sites that are no external parties.
    pub(super) own: BTreeSet<Row>,
    /// The same without those that neither operate nor are told as planned in the year asked.
    pub(super) to_come: BTreeSet<Row>,
    /// By stage and material, sites that do not operate for sure.
    waiting: BTreeMap<(Stage, Row), Vec<(Row, Phase)>>,
    /// By material, projects that are planned.
    projects: BTreeMap<Row, Vec<Row>>,
}

/// What projects add.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Added {
    /// Projects and sites that are planned.
    pub(super) planned: BTreeSet<Row>,
    /// Tonnes of the material a year; none where nothing is known of it.
    pub(super) tonnes: Option<f64>,
    /// The figures that tell it.
    pub(super) figures: Vec<Row>,
    /// That some are of a later year.
    pub(super) notes: Vec<Note>,
}

impl Places {
    /// O(sites · log sites + projects).
    pub(super) fn of(registry: &Registry, region: Row, when: When) -> Self {
        let area = Area::of(registry, region, when);
        let mut places = Self {
            own: BTreeSet::new(),
            to_come: BTreeSet::new(),
            waiting: BTreeMap::new(),
            projects: BTreeMap::new(),
        };
        let inside = area.places.iter();
        for it in inside.filter(|it| it.whereabouts == Whereabouts::Inside) {
            places.own.insert(it.site);
            let phase = it.standing.phase;
            if phase == Phase::Planned && !is_planned_then(registry, it.site, when.year) {
                continue;
            }
            places.to_come.insert(it.site);
            if matches!(phase, Phase::Unknown | Phase::Planned) {
                places.wait(registry, it.site, phase);
            }
        }
        for row in registry.rows(Kind::Project) {
            let is_planned = || {
                let when = When {
                    include_planned: false,
                    ..when
                };
                project_standing(registry, row, when).phase == Phase::Planned
                    && (registry.statements(row, "status").is_empty()
                        || is_planned_then(registry, row, when.year))
            };
            if is_inside(registry, &area, row) && is_planned() {
                for material in registry.references(row, project::MATERIALS) {
                    places.projects.entry(material).or_default().push(row);
                }
            }
        }
        places
    }

    fn wait(&mut self, registry: &Registry, site: Row, phase: Phase) {
        let mut found: BTreeSet<(Stage, Row)> = BTreeSet::new();
        let activities = registry.referring(Kind::Activity, activity::SITE, site);
        for row in &activities {
            let Some(stage) = registry.code::<Stage>(*row, activity::STAGE) else {
                continue;
            };
            let outputs = registry.references(*row, activity::OUTPUTS);
            let inputs = registry.references(*row, activity::INPUTS);
            for it in outputs.chain(inputs.filter(|_| stage != Stage::Extraction)) {
                let materials = registry.references(it, product::MATERIALS);
                found.extend(materials.map(|of| (stage, of)));
            }
            for it in registry.figures(site, Quantity::Content) {
                let material = registry.reference(it, figure::MATERIAL);
                found.extend(material.map(|of| (stage, of)));
            }
        }
        let stage = site_kind(registry, site).and_then(stage_of);
        if let Some(stage) = stage.filter(|_| activities.is_empty()) {
            let ends = [link::FROM, link::TO].into_iter();
            for it in ends.flat_map(|end| registry.referring(Kind::Link, end, site)) {
                let stated = registry.references(it, link::MATERIALS);
                let usual = registry.reference(it, link::PRODUCT).into_iter();
                let usual = usual.flat_map(|it| registry.references(it, product::MATERIALS));
                found.extend(stated.chain(usual).map(|of| (stage, of)));
            }
        }
        for key in found {
            self.waiting.entry(key).or_default().push((site, phase));
        }
    }

    /// Sites of a stage that are in a phase, by slug.
    pub(super) fn waiting(&self, stage: Stage, of: Row, phase: Phase) -> Vec<Row> {
        let sites = self.waiting.get(&(stage, of)).into_iter().flatten();
        let of_phase = sites.filter(|it| it.1 == phase);
        of_phase.map(|it| it.0).collect()
    }

    /// What projects add to a stage beside the sites that `counted` tells the capacity of: figures on the project count
    /// where none of its sites tells what it adds, or is counted itself.
    pub(super) fn added(
        &self,
        registry: &Registry,
        (stage, of): (Stage, Row),
        counted: &BTreeSet<Row>,
        when: When,
    ) -> Added {
        let mut added = Added::default();
        let mut seen: BTreeSet<Row> = BTreeSet::new();
        let projects = self.projects.get(&of).into_iter().flatten();
        for row in projects.copied() {
            let mut stages = registry.codes::<Stage>(row, project::STAGES);
            if !stages.any(|it| it == stage) {
                continue;
            }
            added.planned.insert(row);
            let sites: Vec<Row> = registry.references(row, project::SITES).collect();
            let own = sites.iter().filter(|it| self.own.contains(*it));
            let by_sites: Vec<Row> = own
                .filter(|it| !counted.contains(*it))
                .flat_map(|it| added_at(registry, *it, (stage, of)))
                .collect();
            let is_counted = sites.iter().any(|it| counted.contains(it));
            let told = if by_sites.is_empty() && !is_counted {
                let mut rows = registry.figures(row, Quantity::CapacityAdded);
                rows.retain(|it| is_of(registry, *it, (stage, of), true));
                rows
            } else {
                by_sites
            };
            for (figure, tonnes) in amounts(registry, &told, of, when) {
                // A site may belong to several projects.
                if seen.insert(figure) {
                    let year = registry.figure_year(figure);
                    if year.is_some_and(|it| it > when.year) {
                        added.notes.push(Note {
                            rests_on: Some(figure),
                            ..Note::new(AssumptionCode::NearestYear, Concern::Capacity, row)
                        });
                    }
                    added.tonnes = Some(added.tonnes.unwrap_or_default() + tonnes);
                    added.figures.push(figure);
                }
            }
        }
        added
    }
}

/// Whether something is told as planned in a year: by its status then, or by one of the few years after it. What only opened
/// later is not.
fn is_planned_then(registry: &Registry, row: Row, year: i32) -> bool {
    let status = registry.status(row, year);
    let status = status.or_else(|| registry.status(row, year + STALE_AFTER_YEARS));
    status.is_some_and(|it| is_planned(it.0))
}

fn is_inside(registry: &Registry, area: &Area, row: Row) -> bool {
    let own = area.placed(None, registry.text(row, project::COUNTRY));
    let mut sites = registry.references(row, project::SITES);
    own == Whereabouts::Inside || sites.any(|it| area.is_within(registry, it))
}

/// What is added at a site: figures of it and of its activities.
fn added_at(registry: &Registry, site: Row, (stage, of): (Stage, Row)) -> Vec<Row> {
    let mut rows = registry.figures(site, Quantity::CapacityAdded);
    rows.retain(|it| is_of(registry, *it, (stage, of), true));
    for row in registry.referring(Kind::Activity, activity::SITE, site) {
        let is_of_stage = registry.code::<Stage>(row, activity::STAGE) == Some(stage);
        let mut told = registry.figures(row, Quantity::CapacityAdded);
        told.retain(|it| is_of_stage && is_of(registry, *it, (stage, of), false));
        rows.append(&mut told);
    }
    rows
}

/// Whether a figure tells what comes out of a stage, of a material.
fn is_of(registry: &Registry, row: Row, (stage, of): (Stage, Row), is_strict: bool) -> bool {
    let told_stage = registry.code::<Stage>(row, figure::STAGE);
    let is_stage = told_stage == Some(stage) || (told_stage.is_none() && !is_strict);
    let material = registry.reference(row, figure::MATERIAL);
    is_stage
        && material.is_none_or(|it| it == of)
        && registry.code::<Side>(row, figure::SIDE) != Some(Side::Input)
}

/// Tonnes of the material by figure: of those that tell the same product the best.
fn amounts(registry: &Registry, rows: &[Row], of: Row, when: When) -> Vec<(Row, f64)> {
    let when = When {
        nearest_years: true,
        ..when
    };
    let mut by_product: BTreeMap<(Option<Row>, Option<Row>), (Row, f64)> = BTreeMap::new();
    for choice in registry.chosen_among(rows, when) {
        let row = choice.figure;
        let tonnes = registry.figure_value(row).and_then(|it| {
            let per_tonne = per_tonne(registry, row, of, when)?;
            Some(it * per_tonne.factor)
        });
        if let Some(tonnes) = tonnes {
            let subject = registry.reference(row, figure::SUBJECT);
            let product = registry.reference(row, figure::PRODUCT);
            by_product
                .entry((subject, product))
                .or_insert((row, tonnes));
        }
    }
    by_product.into_values().collect()
}
