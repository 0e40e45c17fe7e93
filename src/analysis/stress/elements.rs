//! The six elements that Article 20(3) of Regulation (EU) 2024/1252 wants stress tests to take into account, each with what
//! the data say of it, and what they cannot say.
//!
//! The headings are worded here, not in the Act; their order is that of its points (a) to (f), read in the text of 3 May 2024
//! (CELEX 32024R1252). What is told of operators is told of sites of the chain.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::delivered::told;
use crate::analysis::gaps::closers::Candidates;
use crate::analysis::gaps::listed;
use crate::analysis::gaps::stage_word;
use crate::analysis::gaps::tonnes_word;
use crate::analysis::stress::ShockResult;
use crate::analysis::stress::StressQuestion;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Stage;
use crate::model::codes::codes;
use crate::model::tables::figure;
use crate::model::tables::site;
use crate::network::Snapshot;
use crate::network::chain::Chain;
use crate::network::chain::ChainKey;
use crate::network::chain::site_of;
use crate::network::contained::Counted;
use crate::network::contained::contained;
use crate::network::throughput::ThroughputAnswer;
use crate::network::words::in_sentence;

codes! {
    /// What stress tests are to take into account.
    pub enum ElementCode {
        /// Where the material is extracted, processed and recycled.
        Places = "PLACES",
        /// What operators can do, and how the market is made up.
        Operators = "OPERATORS",
        /// What may affect the supply.
        Factors = "FACTORS",
        /// Other sources, other materials, and lower demand.
        Alternatives = "ALTERNATIVES",
        /// Who uses it, and how much.
        Users = "USERS",
        /// What hinders trade across borders.
        Barriers = "BARRIERS",
    }
}

/// One element, and what the data say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StressElement {
    /// Which one.
    pub code: ElementCode,
    /// Its heading.
    pub heading: &'static str,
    /// Where the Act asks for it.
    pub article: &'static str,
    /// Sentences that may be quoted, by material; also of what the data cannot say.
    pub messages: Vec<String>,
}

/// The point of the Act that asks for an element.
fn article(code: ElementCode) -> &'static str {
    match code {
        ElementCode::Places => "Regulation (EU) 2024/1252, Article 20(3), point (a)",
        ElementCode::Operators => "Regulation (EU) 2024/1252, Article 20(3), point (b)",
        ElementCode::Factors => "Regulation (EU) 2024/1252, Article 20(3), point (c)",
        ElementCode::Alternatives => "Regulation (EU) 2024/1252, Article 20(3), point (d)",
        ElementCode::Users => "Regulation (EU) 2024/1252, Article 20(3), point (e)",
        ElementCode::Barriers => "Regulation (EU) 2024/1252, Article 20(3), point (f)",
    }
}

/// Stages at which places are told.
const STAGES: [Stage; 3] = [Stage::Extraction, Stage::Processing, Stage::Recycling];

/// The elements in their order.
pub(super) fn elements(
    snapshot: &Snapshot,
    question: &StressQuestion,
    answers: &[(Row, &ThroughputAnswer)],
    results: &[ShockResult],
) -> Vec<StressElement> {
    let of = |material: Row, answer| Of {
        snapshot,
        registry: snapshot.registry(),
        question,
        material,
        answer,
        chain: snapshot.chain(ChainKey::new(material, question.when)),
    };
    let all: Vec<Of<'_>> = answers
        .iter()
        .map(|(row, answer)| of(*row, answer))
        .collect();
    let told = |code: ElementCode| -> Vec<String> {
        let each = all.iter().flat_map(|it| match code {
            ElementCode::Places => vec![it.places()],
            ElementCode::Operators => it.operators(),
            ElementCode::Factors => vec![it.factors(results)],
            ElementCode::Alternatives => it.alternatives(),
            ElementCode::Users => vec![it.users()],
            ElementCode::Barriers => vec![it.barriers()],
        });
        let general = match code {
            ElementCode::Operators => {
                "What operators could do beyond the capacities on record is not in the data."
            }
            ElementCode::Factors => {
                "The shocks do not tell causes apart: politics, logistics, energy, workforce and natural disasters are not in the data."
            }
            ElementCode::Users => {
                "Demand by technology, such as for the green and digital transitions, defence and aerospace, is not in the data beyond the shares of end uses."
            }
            ElementCode::Alternatives => {
                "How swiftly another source could deliver, and how far demand could be lowered, is not in the data."
            }
            ElementCode::Barriers => {
                "Measures of single states in force, also between states of the Union, are not in the data."
            }
            ElementCode::Places => "",
        };
        let general = (!general.is_empty()).then(|| general.to_owned());
        each.chain(general).collect()
    };
    let heading = |code| match code {
        ElementCode::Places => "Places of extraction, processing and recycling",
        ElementCode::Operators => "Operators along the chain and the market",
        ElementCode::Factors => "What may affect the supply",
        ElementCode::Alternatives => "Other sources, substitutes and lower demand",
        ElementCode::Users => "Users along the chain and their shares",
        ElementCode::Barriers => "Barriers to trade across borders",
    };
    let one = |code: &ElementCode| StressElement {
        code: *code,
        heading: heading(*code),
        article: article(*code),
        messages: told(*code),
    };
    ElementCode::ALL.iter().map(one).collect()
}

/// A material of the answer.
struct Of<'a> {
    snapshot: &'a Snapshot,
    registry: &'a Registry,
    question: &'a StressQuestion,
    material: Row,
    answer: &'a ThroughputAnswer,
    chain: std::sync::Arc<Chain>,
}

impl Of<'_> {
    /// The name of the material at the beginning of a sentence.
    fn name(&self) -> &str {
        self.registry.name(self.material)
    }

    /// The sites that give the material at a stage, by slug.
    fn sites(&self, stage: Stage) -> Vec<Row> {
        let vertices = self.chain.vertices().iter().zip(self.chain.roles());
        let made = vertices.filter(|(_, roles)| roles.is_made_in(stage));
        let by_slug: BTreeMap<&str, Row> = made
            .filter_map(|(it, _)| site_of(self.registry, it.place))
            .map(|it| (self.registry.slug(it), it))
            .collect();
        by_slug.into_values().collect()
    }

    fn places(&self) -> String {
        let of_stage = |stage: Stage| {
            let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
            for it in self.sites(stage) {
                let country = self.registry.text(it, site::COUNTRY);
                *countries
                    .entry(country.unwrap_or("country not stated"))
                    .or_default() += 1;
            }
            let words = countries
                .iter()
                .map(|(country, count)| format!("{country} {count}"));
            match countries.len() {
                0 => format!("{} nowhere on record", stage_word(stage)),
                _ => format!("{} in {}", stage_word(stage), listed(words)),
            }
        };
        let told: Vec<String> = STAGES.into_iter().map(of_stage).collect();
        format!(
            "{}, operating sites by country: {}.",
            self.name(),
            told.join("; ")
        )
    }

    fn operators(&self) -> Vec<String> {
        let stages = [Stage::Extraction, Stage::Processing, Stage::Manufacturing];
        stages
            .into_iter()
            .filter_map(|it| self.market(it))
            .collect()
    }

    /// How a stage is shared among operators, by production.
    fn market(&self, stage: Stage) -> Option<String> {
        let sites = self.sites(stage);
        if sites.is_empty() {
            return None;
        }
        let mut by_operator: BTreeMap<String, f64> = BTreeMap::new();
        let mut known = 0;
        for row in &sites {
            let operator = self.registry.reference(*row, site::OPERATOR);
            let name = operator.map_or_else(
                || format!("the operator of {}", self.registry.name(*row)),
                |it| self.registry.name(it).to_owned(),
            );
            let sum = by_operator.entry(name).or_default();
            if let Some(tonnes) = self.produced(*row, stage) {
                *sum += tonnes;
                known += 1;
            }
        }
        let begin = format!(
            "{}, {}: {} operators of {} sites",
            self.name(),
            stage_word(stage),
            by_operator.len(),
            sites.len()
        );
        let total: f64 = by_operator.values().sum();
        if known < sites.len() || total <= 0.0 {
            return Some(format!(
                "{begin}; their shares cannot be told, as production is on record for {known} of the sites."
            ));
        }
        let largest = by_operator
            .iter()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(a.0)))?;
        let hhi: f64 = by_operator.values().map(|it| (it / total).powi(2)).sum();
        Some(format!(
            "{begin}; {} has {:.0} % of the production of {} t/a on record, the sum of squared shares is {hhi:.2}.",
            largest.0,
            100.0 * largest.1 / total,
            tonnes_word(total)
        ))
    }

    /// What a site produced of the material at a stage; none if not known of each of its products.
    fn produced(&self, row: Row, stage: Stage) -> Option<f64> {
        let vertices = self.chain.vertices_of(self.registry, row).into_iter();
        let given = vertices.filter(|at| self.chain.roles()[*at as usize].is_made_in(stage));
        let chosen = self
            .registry
            .chosen(row, Quantity::Production, self.question.when);
        let tonnes = given.map(|at| {
            let product = self.chain.vertices()[at as usize].product;
            let counted = Counted {
                product,
                place: row,
            };
            let is_of = |it: &Row| self.registry.reference(*it, figure::PRODUCT) == Some(product);
            let figures = chosen.iter().map(|it| it.figure).filter(is_of);
            let mut told = figures.filter_map(|it| {
                contained(
                    self.registry,
                    it,
                    self.material,
                    counted,
                    self.question.when,
                )
            });
            told.next().map(|it| it.tonnes)
        });
        tonnes.sum()
    }

    fn factors(&self, results: &[ShockResult]) -> String {
        let own = results.iter().filter(|it| it.material == self.material);
        let own: Vec<&ShockResult> = own.collect();
        let known = own.iter().filter(|it| it.lost_tonnes.is_some()).count();
        let points = &told(self.answer).1.single_points;
        let structural = points.iter().filter(|it| it.is_structural).count();
        let worst = own
            .iter()
            .find(|it| it.lost_tonnes.is_some_and(|it| it > 0.0));
        let worst = worst.map_or_else(
            || "none of known loss cuts what is delivered".to_owned(),
            |it| {
                let share = it
                    .lost_share
                    .map_or(String::new(), |it| format!(" ({:.0} %)", 100.0 * it));
                let lost = tonnes_word(it.lost_tonnes.unwrap_or_default());
                format!("the worst, {}, cuts {lost} t/a{share}", it.label)
            },
        );
        format!(
            "{}: {} shocks were tried, the loss is known for {known}; {worst}. Before any shock every way passes {structural} single sites, links or countries.",
            self.name(),
            own.len(),
        )
    }

    fn alternatives(&self) -> Vec<String> {
        let looking = Candidates {
            snapshot: self.snapshot,
            material: self.material,
            region: self.question.region,
            when: self.question.when,
        };
        let origins: BTreeSet<Row> = (0..self.chain.vertices().len())
            .filter(|at| self.chain.roles()[*at].is_source(self.chain.vertices()[*at]))
            .filter_map(|at| site_of(self.registry, self.chain.vertices()[at].place))
            .collect();
        let chosen =
            self.registry
                .chosen(self.material, Quantity::SubstitutionSr, self.question.when);
        let value = chosen
            .iter()
            .find_map(|it| self.registry.figure_value(it.figure));
        let substitutes = value.map_or_else(
            || "substitutes are not in the data".to_owned(),
            |it| format!("the substitution index for supply risk on record is {it} (1: none), which substitutes is not in the data"),
        );
        vec![format!(
            "{}: {} sources of the chain on record, {} planned or idle sites and projects, {} links of at most 300 km that no source reports (60 at most are counted); {substitutes}.",
            self.name(),
            origins.len(),
            looking.opened().len(),
            looking.links(false).len(),
        )]
    }

    fn users(&self) -> String {
        let (_, amounts) = told(self.answer);
        let total: f64 = amounts.by_sink.iter().map(|it| it.tonnes).sum();
        let sinks: BTreeSet<Row> = (0..self.chain.vertices().len())
            .filter(|at| self.chain.roles()[*at].is_sink(self.registry, self.chain.vertices()[*at]))
            .filter_map(|at| site_of(self.registry, self.chain.vertices()[at].place))
            .collect();
        let shares = amounts.by_sink.iter().map(|it| {
            format!(
                "{} {:.0} %",
                self.registry.name(it.site),
                100.0 * it.tonnes / total
            )
        });
        let shares = if total > 0.0 {
            format!("of what is delivered: {}", listed(shares))
        } else {
            "what each receives cannot be told".to_owned()
        };
        let uses = self
            .registry
            .chosen(self.material, Quantity::EndUseShare, self.question.when);
        format!(
            "{}: {} places where the chain ends; {shares}; {} shares of end uses are on record.",
            self.name(),
            sinks.len(),
            uses.len()
        )
    }

    fn barriers(&self) -> String {
        let told = self
            .registry
            .figures(self.material, Quantity::TradeParameter);
        let hindered: BTreeSet<Row> = told
            .iter()
            .filter(|it| self.registry.figure_value(**it).is_some_and(|it| it > 1.0))
            .filter_map(|it| self.registry.reference(*it, figure::PARTNER))
            .collect();
        match told.len() {
            0 => format!(
                "{}: no trade parameter is on record.",
                in_start(self.name())
            ),
            all => format!(
                "{}: {all} trade parameters of countries are on record, {} of countries with export restrictions (above 1).",
                in_start(self.name()),
                hindered.len()
            ),
        }
    }
}

/// A name as it stands at the beginning of a sentence.
fn in_start(name: &str) -> String {
    let small = in_sentence(name);
    let mut letters = small.chars();
    letters
        .next()
        .map_or_else(String::new, |it| it.to_uppercase().chain(letters).collect())
}

/// What the region consumes of a material in tonnes a year with its figure, or why that cannot be told.
pub(super) fn consumed(
    registry: &Registry,
    question: &StressQuestion,
    material: Row,
) -> Result<(f64, Row), String> {
    let Some(region) = question.region else {
        return Err("consumption is that of a region, and none is asked for".to_owned());
    };
    let chosen = registry.chosen(region, Quantity::Consumption, question.when);
    let of_material = chosen.iter().map(|it| it.figure).filter(|it| {
        registry.reference(*it, figure::MATERIAL) == Some(material)
            && registry.code(*it, figure::BASIS) != Some(MassBasis::Gross)
    });
    let usable = of_material.filter_map(|it| Some((registry.figure_value(it)?, it)));
    let usable: Vec<(f64, Row)> = usable.filter(|it| it.0 > 0.0).collect();
    match usable.as_slice() {
        [one] => Ok(*one),
        [] => Err(format!(
            "no consumption of {} in {} is on record in tonnes of the material",
            in_sentence(registry.name(material)),
            registry.name(region)
        )),
        many => Err(format!(
            "{} figures of consumption are on record, and none stands for the others",
            many.len()
        )),
    }
}
