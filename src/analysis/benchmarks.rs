//! The benchmarks of Article 5(1) of Regulation (EU) 2024/1252 (the Critical Raw Materials Act), material by material.
//!
//! What a region can extract, process and recycle is compared with what it consumes, and the share of each third country with
//! what the Act allows. Every figure that answers a question gives its own verdict, and the status says whether they agree.

mod amounts;
mod answer;
mod capacity;
mod dependence;
mod flips;
mod framed;
mod import_flips;
mod imports;
mod levers;
mod materials;
mod members;
mod overall;
mod parts;
mod places;
mod sourcing;
mod supply;
mod tell;
mod tells;
#[cfg(test)]
mod tests;
mod totals;
mod union;
mod verdict;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::analysis::benchmarks::amounts::Figures;
pub use crate::analysis::benchmarks::answer::Benchmark;
pub use crate::analysis::benchmarks::answer::BenchmarkAnswer;
pub use crate::analysis::benchmarks::answer::BenchmarkQuestion;
pub use crate::analysis::benchmarks::answer::BenchmarkStatus;
pub use crate::analysis::benchmarks::answer::CapacityBasis;
pub use crate::analysis::benchmarks::answer::CapacityTold;
pub use crate::analysis::benchmarks::answer::ConsumptionVerdict;
pub use crate::analysis::benchmarks::answer::MaterialBenchmark;
pub use crate::analysis::benchmarks::answer::OverallBenchmark;
pub use crate::analysis::benchmarks::answer::RelativeView;
pub use crate::analysis::benchmarks::answer::UnusedFigure;
pub use crate::analysis::benchmarks::answer::UnusedReason;
use crate::analysis::benchmarks::places::Places;
use crate::analysis::benchmarks::supply::Supply;
pub(in crate::analysis) use crate::analysis::benchmarks::tell::percent;
pub(in crate::analysis) use crate::analysis::benchmarks::tell::tonnes;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::CoverageLevel;
use crate::model::codes::Stage;
use crate::model::tables::coverage;
use crate::model::tables::region;
use crate::network::Snapshot;
use crate::network::chain::Note;
use crate::network::paths::Basis;
use crate::network::paths::sources;
use crate::network::throughput::ThroughputError;

/// The benchmarks of a region, material by material. What is planned is told apart, whether or not the question includes
/// it. O(materials · (V + E)), one drawing of the chain and one solving a stage each, at most about the budget.
///
/// # Errors
/// [`ThroughputError`] if an amount does not stand its own check: a fault of the program.
pub fn benchmarks(
    snapshot: &Arc<Snapshot>,
    question: &BenchmarkQuestion,
) -> Result<BenchmarkAnswer, ThroughputError> {
    let asked = Asked::of(snapshot, question);
    let looked = Looked::at(&asked, question)?;
    let members = looked.members;
    let mut by_material: Vec<MaterialBenchmark> = Vec::new();
    for (material, member_of) in &looked.materials {
        if looked.not_looked_at.contains(material) {
            continue;
        }
        let of = OfMaterial {
            asked: &asked,
            material: *material,
            member_of: *member_of,
            supplies: looked.supplies.get(material).map_or(&[], Vec::as_slice),
            members: members.get(material).map_or(&[], Vec::as_slice),
            all: &looked.supplies,
        };
        by_material.extend(of.capacities());
        by_material.extend(of.dependence());
    }
    for it in &mut by_material {
        it.message = asked.framed(&it.message, &it.figures);
    }
    let overall = overall::overall(&asked, &by_material);
    Ok(BenchmarkAnswer {
        is_union: asked.is_union,
        overall,
        basis: basis(&asked, &by_material),
        by_material,
        not_looked_at: looked.not_looked_at,
        explored: looked.explored,
    })
}

/// What all materials of a question share.
struct Asked<'a> {
    snapshot: &'a Arc<Snapshot>,
    registry: &'a Registry,
    region: Row,
    is_union: bool,
    when: When,
    places: Places,
    /// The Union, where it is not what is asked for.
    union: Option<Around<'a>>,
    figures: Figures<'a>,
    /// Judgements that say complete, with the material and stage that they name.
    complete: Vec<(Option<Row>, Option<Stage>)>,
    /// Countries of the region, ISO 3166-1 alpha-2.
    countries: BTreeSet<String>,
    /// The world without the scenario of the question.
    before: Option<Box<Asked<'a>>>,
}

/// The Union around a region.
struct Around<'a> {
    places: Places,
    figures: Figures<'a>,
}

/// One material of a question.
struct OfMaterial<'a> {
    asked: &'a Asked<'a>,
    material: Row,
    member_of: Option<Row>,
    /// Of each of the stages, in their order.
    supplies: &'a [Supply],
    /// Of a group the materials that belong to it.
    members: &'a [Row],
    /// By material.
    all: &'a BTreeMap<Row, Vec<Supply>>,
}

impl<'a> Asked<'a> {
    fn of(snapshot: &'a Arc<Snapshot>, question: &BenchmarkQuestion) -> Self {
        let registry = snapshot.registry();
        let before = snapshot.below().and_then(|below| {
            let region = below.registry().find(&registry.id(question.region))?;
            let question = BenchmarkQuestion {
                region,
                ..question.clone()
            };
            Some(Box::new(Self::of(below, &question)))
        });
        let when = When {
            include_planned: false,
            ..question.when
        };
        let union = registry.find(&Id::new(Kind::Region, "eu"));
        let is_union = union == Some(question.region);
        let others = union.filter(|_| !is_union);
        let around = registry.regions_around([question.region]);
        let judged = around
            .into_iter()
            .flat_map(|it| registry.referring(Kind::Coverage, coverage::REGION, it));
        let complete = judged
            .filter(|it| registry.code(*it, coverage::LEVEL) == Some(CoverageLevel::Complete));
        let named = complete.map(|it| {
            let material = registry.reference(it, coverage::MATERIAL);
            (material, registry.code::<Stage>(it, coverage::STAGE))
        });
        let within = registry.regions_within([question.region]);
        let countries = within.iter().filter(|it| registry.is_country(**it));
        let countries = countries.filter_map(|it| registry.text(*it, region::COUNTRY));
        Self {
            snapshot,
            registry,
            region: question.region,
            is_union,
            when,
            places: Places::of(registry, question.region, when),
            union: others.map(|it| Around {
                places: Places::of(registry, it, when),
                figures: Figures::of(registry, it, when),
            }),
            figures: Figures::of(registry, question.region, when),
            complete: named.collect(),
            countries: countries.map(str::to_owned).collect(),
            before,
        }
    }

    /// Products that count as no delivery of a stage. Ores and concentrates both count.
    fn intermediates(&self, stage: Stage) -> Option<&BTreeSet<Row>> {
        (stage != Stage::Extraction)
            .then(|| self.figures.taken(stage))
            .flatten()
    }

    /// The judgement that the data hold all there is of a stage, if that is what decides.
    fn complete(&self, of: Row, stage: Stage) -> Option<Row> {
        let names = |it: &(Option<Row>, Option<Stage>)| {
            it.0.is_none_or(|it| it == of) && it.1.is_none_or(|it| it == stage)
        };
        // Most often nothing says complete, and which judgement decides takes a look at all regions.
        if !self.complete.iter().any(names) {
            return None;
        }
        let year = self.when.year;
        self.registry
            .complete_coverage(self.region, of, stage, year)
    }

    /// Whether a country, a region, is none of the Union: also for other regions, none of the Union is a third country.
    fn is_third(&self, country: Row) -> bool {
        let code = self.registry.text(country, region::COUNTRY);
        let union = self.snapshot.union_countries();
        code.is_some_and(|it| !union.contains(it) && !self.countries.contains(it))
    }
}

/// What was looked at.
struct Looked {
    /// In the order of the answer, each with the group it is told under.
    materials: Vec<(Row, Option<Row>)>,
    supplies: BTreeMap<Row, Vec<Supply>>,
    /// Of groups that need them, the materials that belong to them.
    members: BTreeMap<Row, Vec<Row>>,
    not_looked_at: Vec<Row>,
    explored: u64,
}

impl Looked {
    fn at(asked: &Asked<'_>, question: &BenchmarkQuestion) -> Result<Self, ThroughputError> {
        let mut looked = Self {
            materials: materials::of(asked.registry, question),
            supplies: BTreeMap::new(),
            members: BTreeMap::new(),
            not_looked_at: Vec::new(),
            explored: 0,
        };
        for (material, _) in looked.materials.clone() {
            if !looked.look(asked, material, question.budget)? {
                looked.not_looked_at.push(material);
                continue;
            }
            let supplies = looked.supplies.get(&material).into_iter().flatten();
            if !supplies.into_iter().any(Supply::is_silent) {
                continue;
            }
            let members = materials::members(asked.registry, material);
            for member in &members {
                // One that was not looked at is as one of which nothing is known.
                looked.look(asked, *member, question.budget)?;
            }
            looked.members.insert(material, members);
        }
        looked
            .not_looked_at
            .sort_by_key(|it| asked.registry.slug(*it));
        Ok(looked)
    }

    /// Looks at a material; false if the budget does not suffice.
    fn look(&mut self, asked: &Asked<'_>, of: Row, budget: u64) -> Result<bool, ThroughputError> {
        if self.supplies.contains_key(&of) {
            return Ok(true);
        }
        if self.explored >= budget && self.explored > 0 {
            return Ok(false);
        }
        match Supply::of(asked, of, budget.saturating_sub(self.explored)) {
            Ok((supplies, work)) => {
                // A look at a material is work, also where nothing is on record.
                self.explored += work + 1;
                self.supplies.insert(of, supplies);
                Ok(true)
            }
            Err(ThroughputError::Budget { work }) => {
                self.explored += work + 1;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }
}

fn basis(asked: &Asked<'_>, told: &[MaterialBenchmark]) -> Basis {
    let mut notes: Vec<Note> = Vec::new();
    for note in told.iter().flat_map(|it| &it.notes) {
        if !notes.contains(note) {
            notes.push(*note);
        }
    }
    let figures = told.iter().flat_map(|it| it.figures.iter().copied());
    Basis {
        revision: asked.snapshot.revision(),
        year: asked.when.year,
        sources: sources(asked.registry, figures, &notes),
        notes,
    }
}
