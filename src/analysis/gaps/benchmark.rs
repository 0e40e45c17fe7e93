//! Benchmarks of Article 5(1) of Regulation (EU) 2024/1252 that the Union misses: `BENCHMARK` and `DEPENDENCE`, and `DATA`
//! where one cannot be judged only because what is consumed is not on record.
//!
//! The benchmarks are the Union's: for another region they are information, and no gap. A material that is told under its
//! group makes no gap beside it, but for a dependence that is missed where of the group it is not known.

use std::collections::BTreeSet;

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkQuestion;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::MaterialBenchmark;
use crate::analysis::benchmarks::benchmarks;
use crate::analysis::gaps::Asked;
use crate::analysis::gaps::EvidenceRole;
use crate::analysis::gaps::Flip;
use crate::analysis::gaps::Gap;
use crate::analysis::gaps::GapKind;
use crate::analysis::gaps::OfMaterial;
use crate::analysis::gaps::evidence::Evidence;
use crate::analysis::gaps::tonnes_word;
use crate::analysis::gaps::verdict::Finding;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Row;
use crate::model::tables::material;
use crate::network::throughput::ThroughputError;

/// The kinds that are found here.
pub(super) const KINDS: [GapKind; 3] = [GapKind::Benchmark, GapKind::Dependence, GapKind::Data];

/// The gaps, the materials that were not looked at, and the work.
#[derive(Default)]
pub(super) struct Found {
    pub(super) gaps: Vec<Gap>,
    pub(super) not_looked_at: Vec<Row>,
    pub(super) explored: u64,
}

/// The benchmarks that the Union misses, of strategic raw materials; nothing for other regions. At most about the budget.
pub(super) fn find(asked: &Asked<'_>, budget: u64) -> Result<Found, ThroughputError> {
    let (registry, question) = (asked.registry, asked.question);
    let union = registry.find(&Id::new(Kind::Region, "eu"));
    if union != Some(question.region) {
        return Ok(Found::default());
    }
    let is_strategic = |it: &Row| registry.flag(*it, material::STRATEGIC) == Some(true);
    let materials = question.materials.as_ref();
    // Members of a group asked for are looked at beside it.
    let with_members = |asked: &Vec<Row>| {
        let all = registry.rows(Kind::Material);
        let members = all.filter(|it| {
            let mut groups = registry.references(*it, material::GROUP);
            groups.any(|it| asked.contains(&it) && is_strategic(&it))
        });
        let all: BTreeSet<Row> = asked.iter().copied().chain(members).collect();
        all.into_iter().filter(is_strategic).collect()
    };
    let materials: Option<Vec<Row>> = materials.map(with_members);
    if materials.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Found::default());
    }
    let told = benchmarks(
        asked.snapshot,
        &BenchmarkQuestion {
            region: question.region,
            materials,
            when: question.when,
            budget,
        },
    )?;
    let counted: Vec<&MaterialBenchmark> = told
        .by_material
        .iter()
        .filter(|it| it.member_of.is_none())
        .collect();
    let lacking: BTreeSet<Row> = counted
        .iter()
        .filter(|it| lacks_consumption(it))
        .map(|it| it.material)
        .collect();
    let mut gaps = Vec::new();
    let of_missed = counted.iter().filter(|it| is_gap(it.status));
    for it in of_missed {
        let of = OfMaterial::of(asked, it.material);
        gaps.push(of.benchmark_gap(it, &told.by_material));
    }
    for it in members_missing(&told.by_material) {
        let of = OfMaterial::of(asked, it.material);
        gaps.push(of.benchmark_gap(it, &told.by_material));
    }
    for material in lacking {
        let of = OfMaterial::of(asked, material);
        let of_it = counted.iter().filter(|it| it.material == material);
        gaps.push(of.consumption_missing(of_it.copied()));
    }
    Ok(Found {
        gaps,
        not_looked_at: told.not_looked_at,
        explored: told.explored,
    })
}

/// The members of groups of which a third country has more than is allowed at a stage, where of the group that is not known.
fn members_missing(told: &[MaterialBenchmark]) -> impl Iterator<Item = &MaterialBenchmark> {
    let of_dependence = || {
        told.iter()
            .filter(|it| it.benchmark == Benchmark::Dependence)
    };
    let missing = of_dependence().filter(|it| it.status == BenchmarkStatus::Missed);
    missing.filter(move |it| {
        let is_group =
            |of: &&MaterialBenchmark| Some(of.material) == it.member_of && of.stage == it.stage;
        let group = of_dependence().find(is_group);
        group.is_some_and(|it| it.status == BenchmarkStatus::Unknown)
    })
}

fn is_gap(status: BenchmarkStatus) -> bool {
    matches!(
        status,
        BenchmarkStatus::Missed | BenchmarkStatus::DependsOnFigure
    )
}

/// Whether a benchmark of capacity cannot be judged for want of a consumption alone.
fn lacks_consumption(told: &MaterialBenchmark) -> bool {
    told.benchmark != Benchmark::Dependence
        && told.status == BenchmarkStatus::Unknown
        && told.capacity.is_some()
        && told.consumption.iter().all(|it| it.unused.is_some())
}

impl OfMaterial<'_> {
    fn benchmark_gap(&self, told: &MaterialBenchmark, all: &[MaterialBenchmark]) -> Gap {
        let is_dependence = told.benchmark == Benchmark::Dependence;
        let kind = if is_dependence {
            GapKind::Dependence
        } else {
            GapKind::Benchmark
        };
        let largest = told.largest_third_country;
        let mut figures: Vec<Row> = told.figures.clone();
        let consumed = told.consumption.iter().map(|it| it.figure);
        figures.extend(consumed.chain(largest.map(|it| it.figure)));
        let short = if is_dependence {
            let (tonnes, consumed) = from_elsewhere(told, all).unzip();
            figures.extend(consumed);
            tonnes
        } else {
            told.gap
        };
        let elsewhere = match short {
            _ if !is_dependence => String::new(),
            Some(tonnes) => format!(
                " At least {} t a year would have to come from elsewhere.",
                tonnes_word(tonnes)
            ),
            None => " How many tonnes would have to come from elsewhere is not known.".to_owned(),
        };
        let finding = Finding {
            is_unsure: told.status == BenchmarkStatus::DependsOnFigure,
            shortfall_tonnes_per_year: short,
            share: if is_dependence {
                largest.map(|it| it.share)
            } else {
                told.coverage
            },
            evidence: Evidence {
                figures: each_once(figures),
                notes: told.notes.clone(),
                ..Evidence::default()
            }
            .sites(EvidenceRole::Operating, &told.counted_sites)
            .sites(EvidenceRole::LeftOut, &told.left_out_sites)
            .sites(EvidenceRole::StatusUnknown, &told.unknown_sites)
            .sites(EvidenceRole::Planned, &told.planned_sites),
            coverage: self.asked.judgements.deciding(self.material, told.stage),
            flipped_by: told.flipped_by.clone(),
            ..Finding::new(kind, Some(told.stage), String::new())
        };
        Gap {
            message: told.message.clone() + &elsewhere,
            ..self.gap(finding)
        }
    }

    /// That what is consumed is not on record in tonnes, which is all that is missing to judge some benchmarks.
    fn consumption_missing<'b>(&self, told: impl Iterator<Item = &'b MaterialBenchmark>) -> Gap {
        let waiting: Vec<&MaterialBenchmark> = told.filter(|it| lacks_consumption(it)).collect();
        let articles = waiting.iter().map(|it| it.benchmark.article());
        let articles: Vec<&str> = articles.collect();
        let material = self.material_word();
        let region = self.registry.name(self.asked.area.region);
        let text = format!(
            "what is consumed of {material} is not on record in tonnes, so that {} cannot be judged, though a capacity is known; \
             the figure to ask for is the annual consumption of {material} in processed form in {region}, in contained tonnes \
             (Art. 2(12))",
            articles.join(" and ")
        );
        let sites = waiting.iter().flat_map(|it| it.counted_sites.clone());
        let judged = waiting
            .iter()
            .find_map(|it| self.asked.judgements.deciding(self.material, it.stage));
        let figures = waiting.iter().flat_map(|it| {
            let unused = it.consumption.iter().map(|it| it.figure);
            it.figures.iter().copied().chain(unused)
        });
        let flip = Flip {
            message: format!(
                "With a figure of the consumption of {material}, this would be met or missed."
            ),
            ..Flip::default()
        };
        self.gap(Finding {
            subject: "consumption".to_owned(),
            evidence: Evidence {
                figures: each_once(figures),
                ..Evidence::default()
            }
            .sites(EvidenceRole::Operating, &each_once(sites)),
            coverage: judged,
            flipped_by: vec![flip],
            ..Finding::new(GapKind::Data, None, text)
        })
    }
}

/// What of the largest third country's part of consumption is above the threshold, tonnes a year, with the figure of
/// consumption; none where what is consumed is not known in tonnes.
fn from_elsewhere(told: &MaterialBenchmark, all: &[MaterialBenchmark]) -> Option<(f64, Row)> {
    let largest = told.largest_third_country?;
    // Where the Union's sourcing decides, what is consumed stands with the benchmarks of capacity.
    let of_it = all.iter().filter(|it| it.material == told.material);
    let verdicts = of_it.flat_map(|it| &it.consumption);
    let mut deciding = verdicts.filter(|it| it.unused.is_none());
    let (consumed, figure) = deciding.find_map(|it| Some((it.tonnes.0?, it.figure)))?;
    let above = (largest.share - Benchmark::Dependence.threshold()).max(0.0);
    Some((above * consumed, figure))
}

/// Records in their order, each once.
fn each_once(rows: impl IntoIterator<Item = Row>) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    rows.into_iter().filter(|it| seen.insert(*it)).collect()
}
