//! Supply risk and economic importance, as the Union assesses critical raw materials (methodology of 2017; Annex II,
//! Section 2, of Regulation (EU) 2024/1252), from the figures on record, with every term.
//!
//! ```text
//! HHI = Σ share² · governance · trade parameter        over the countries of a supply: the world's, the Union's sourcing
//! SR  = [HHI_world · IR/2 + HHI_Union · (1 − IR/2)] · (1 − EoL-RIR) · SI_SR      or one of the two HHI alone
//! EI  = Σ share of end use · value added of its sector · SI_EI / 204 200 MEUR · 10
//! ```
//!
//! Which supply is used is the assessment's stored judgement. Shares are never scaled up. What is missing makes what hangs on it
//! unknown, and is named. The results are computed anew from whatever figures the registry holds: a scenario changes figures.

mod answer;
mod economic;
mod figures;
mod members;
#[cfg(test)]
mod oracle;
mod published;
mod reliance;
mod stage;
#[cfg(test)]
mod tests;
mod verdict;

use std::collections::BTreeMap;
use std::rc::Rc;

pub use crate::analysis::risk::answer::Disagreement;
pub use crate::analysis::risk::answer::EconomicTerm;
pub use crate::analysis::risk::answer::MaterialRisk;
pub use crate::analysis::risk::answer::MemberRisk;
pub use crate::analysis::risk::answer::PublishedRisk;
pub use crate::analysis::risk::answer::StageRisk;
pub use crate::analysis::risk::answer::SupplyTerm;
use crate::analysis::risk::figures::Figures;
use crate::analysis::risk::members::Members;
use crate::analysis::risk::members::is_assessed;
use crate::analysis::risk::reliance::UnionTrade;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::Snapshot;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Told;
use crate::network::paths::Basis;
use crate::network::paths::sources;

/// Value added of the largest sector of manufacturing in the data of the assessment of 2023, in MEUR: what economic importance is scaled by.
pub const LARGEST_VALUE_ADDED_MEUR: f64 = 204_200.0;
/// A material is critical from this supply risk on: Article 4(2).
pub const CRITICAL_SUPPLY_RISK: f64 = 1.0;
/// A material is critical from this economic importance on: Article 4(2).
pub const CRITICAL_ECONOMIC_IMPORTANCE: f64 = 2.8;
/// The year of Regulation (EU) 2024/1252: of data of earlier years its rule was not the law.
const YEAR_OF_THE_ACT: i32 = 2024;
/// The stages that are assessed, in their order.
pub const ASSESSED_STAGES: [Stage; 2] = [Stage::Extraction, Stage::Processing];
/// Shares that come to more than this are doubted: what is above 1 by rounding is not.
const SHARES_AT_MOST: f64 = 1.05;

/// The supply risk and economic importance of a material. O(figures of the material, its groups and members, and of the Union).
pub fn supply_risk(snapshot: &Snapshot, of: Row, when: When) -> MaterialRisk {
    Assessor::new(snapshot, when).answer(of)
}

/// The same of several materials, in their order; none asks for all that are assessed or listed, by slug.
pub fn supply_risks(
    snapshot: &Snapshot,
    materials: Option<&[Row]>,
    when: When,
) -> Vec<MaterialRisk> {
    let mut assessor = Assessor::new(snapshot, when);
    let all = || assessed_or_listed(snapshot.registry());
    let materials = materials.map_or_else(all, <[Row]>::to_vec);
    materials
        .into_iter()
        .map(|it| assessor.answer(it))
        .collect()
}

/// Where the rule and Annex II disagree, in the order of the answers. What the rule cannot tell is no disagreement.
pub fn disagreements(registry: &Registry, risks: &[MaterialRisk]) -> Vec<Disagreement> {
    let of = risks.iter();
    of.filter_map(|it| verdict::disagreement(registry, it))
        .collect()
}

/// Materials of which an assessment says something in any year, and those of the Act's annexes, by slug.
fn assessed_or_listed(registry: &Registry) -> Vec<Row> {
    let is_listed = |row: Row| {
        [material::STRATEGIC, material::CRITICAL]
            .iter()
            .any(|it| registry.flag(row, *it) == Some(true))
    };
    let all = registry.rows(Kind::Material);
    all.filter(|row| is_listed(*row) || is_assessed(registry, *row))
        .collect()
}

/// Computes material after material; what several share is looked up once.
struct Assessor<'a> {
    registry: &'a Registry,
    revision: u64,
    is_of_scenario: bool,
    when: When,
    members: Members,
    trade: UnionTrade,
    /// Value added by sector, of the Union.
    value_added: BTreeMap<String, Told>,
    /// Governance by country.
    governance: BTreeMap<Row, Option<Told>>,
    done: BTreeMap<Row, Rc<Computed>>,
}

/// What is computed of one material, apart from verdict and words.
#[derive(Clone, Debug, Default, PartialEq)]
struct Computed {
    supply_risk: Option<f64>,
    bottleneck: Option<Stage>,
    /// Whether a stage that is assessed cannot be computed, so that the supply risk is a lower bound.
    is_partial: bool,
    economic_importance: Option<f64>,
    /// Whether a use adds nothing as no sector is told for it, so that economic importance is a lower bound.
    is_importance_partial: bool,
    by_stage: Vec<StageRisk>,
    economic_terms: Vec<EconomicTerm>,
    members: Vec<MemberRisk>,
    missing: Vec<String>,
    notes: Vec<Note>,
    /// Figures and statements.
    used: Vec<Row>,
}

impl<'a> Assessor<'a> {
    fn new(snapshot: &'a Snapshot, when: When) -> Self {
        let registry = snapshot.registry();
        let union = registry.find(&Id::new(Kind::Region, "eu"));
        let of_union = union.map_or_else(Vec::new, |it| registry.figures_of(it));
        Self {
            registry,
            revision: snapshot.revision(),
            is_of_scenario: snapshot.is_laid_over(),
            when,
            members: Members::of(registry),
            trade: UnionTrade::of(registry, &of_union),
            value_added: economic::value_added(registry, &of_union, when),
            governance: BTreeMap::new(),
            done: BTreeMap::new(),
        }
    }

    fn answer(&mut self, of: Row) -> MaterialRisk {
        let computed = self.computed(of);
        let registry = self.registry;
        let published = published::published(registry, of, self.when);
        let is = |column| registry.flag(of, column) == Some(true);
        let (strategic, listed) = (is(material::STRATEGIC), is(material::CRITICAL));
        let mut notes = computed.notes.clone();
        let rule = verdict::rule(&computed, &published, of, strategic);
        notes.extend(rule.notes);
        let mut each_once: Vec<Note> = Vec::new();
        for note in notes {
            if !each_once.contains(&note) {
                each_once.push(note);
            }
        }
        let used = computed.used.iter();
        let used = used.chain(published.iter().flat_map(|it| &it.figures));
        let basis = Basis {
            revision: self.revision,
            year: self.when.year,
            sources: sources(registry, used.copied(), &each_once),
            notes: each_once,
        };
        let mut answer = MaterialRisk {
            material: of,
            supply_risk: computed.supply_risk,
            is_risk_at_least: computed.supply_risk.is_some() && computed.is_partial,
            bottleneck: computed.bottleneck,
            economic_importance: computed.economic_importance,
            is_importance_at_least: computed.economic_importance.is_some()
                && computed.is_importance_partial,
            critical: rule.critical,
            is_of_scenario: self.is_of_scenario,
            strategic,
            listed,
            message: String::new(),
            by_stage: computed.by_stage.clone(),
            economic_terms: computed.economic_terms.clone(),
            members: computed.members.clone(),
            published,
            missing: computed.missing.clone(),
            basis,
        };
        answer.message = verdict::message(registry, &answer);
        answer
    }

    /// What is computed of a material, once.
    fn computed(&mut self, of: Row) -> Rc<Computed> {
        if let Some(done) = self.done.get(&of) {
            return Rc::clone(done);
        }
        let members = self.members.assessed(self.registry, of);
        let computed = match members.is_empty() {
            true => self.of_one(of),
            false => self.of_group(of, &members),
        };
        let computed = Rc::new(computed);
        self.done.insert(of, Rc::clone(&computed));
        computed
    }

    /// Of a material by its own inputs.
    fn of_one(&mut self, of: Row) -> Computed {
        let mut figures = Figures::of(self.registry, of, self.when);
        let by_stage: Vec<StageRisk> = ASSESSED_STAGES
            .into_iter()
            .filter_map(|it| self.stage(&mut figures, it))
            .collect();
        let (economic_terms, economic_importance) = self.economic(&mut figures);
        // The first of equals, so that extraction goes before processing.
        let known = by_stage.iter().filter(|it| it.supply_risk.is_some());
        let highest = known.rev().max_by(|a, b| {
            let value = |it: &StageRisk| it.supply_risk.unwrap_or_default();
            value(a).total_cmp(&value(b))
        });
        let mut missing: Vec<String> = Vec::new();
        if by_stage.is_empty() {
            missing.push(format!(
                "shares of a supply, and which supply is used, at extraction or processing up to {}",
                self.when.year
            ));
        }
        for stage in &by_stage {
            let stage_of = stage.stage.code().to_lowercase();
            let told = stage.missing.iter();
            missing.extend(told.map(|it| format!("{stage_of}: {it}")));
        }
        missing.append(&mut figures.missing);
        Computed {
            supply_risk: highest.and_then(|it| it.supply_risk),
            bottleneck: highest.map(|it| it.stage),
            is_partial: by_stage.iter().any(|it| it.supply_risk.is_none()),
            economic_importance,
            is_importance_partial: economic_terms
                .iter()
                .any(|it| it.sector.is_none() && it.share > 0.0),
            economic_terms,
            members: Vec::new(),
            missing,
            notes: figures.notes,
            used: figures.used,
            by_stage,
        }
    }

    /// Of a group: the mean of its members, where every one that is assessed has a value.
    fn of_group(&mut self, group: Row, members: &[Row]) -> Computed {
        let computed: Vec<Rc<Computed>> = members.iter().map(|it| self.of_member(*it)).collect();
        let mut of_group = Computed::default();
        for (member, it) in members.iter().zip(&computed) {
            of_group.members.push(MemberRisk {
                material: *member,
                supply_risk: it.supply_risk,
                is_risk_at_least: it.supply_risk.is_some() && it.is_partial,
                economic_importance: it.economic_importance,
                is_importance_at_least: it.economic_importance.is_some()
                    && it.is_importance_partial,
            });
            of_group.is_partial |= it.is_partial;
            of_group.is_importance_partial |= it.is_importance_partial;
            of_group.notes.extend(it.notes.iter().copied());
            of_group.used.extend(it.used.iter().copied());
            let name = self.registry.name(*member);
            let unknown = [
                ("supply risk", it.supply_risk),
                ("economic importance", it.economic_importance),
            ];
            let unknown = unknown.iter().filter(|it| it.1.is_none());
            let told = unknown.map(|(what, _)| format!("{what} of {name}"));
            of_group.missing.extend(told);
        }
        let mean = |value: fn(&MemberRisk) -> Option<f64>| {
            let values: Option<Vec<f64>> = of_group.members.iter().map(value).collect();
            let values = values?;
            let count = u32::try_from(values.len()).ok()?;
            Some(values.iter().sum::<f64>() / f64::from(count))
        };
        let supply_risk = mean(|it| it.supply_risk);
        let economic_importance = mean(|it| it.economic_importance);
        let first = computed.first().and_then(|it| it.bottleneck);
        let is_same = computed.iter().all(|it| it.bottleneck == first);
        let note = Note::new(AssumptionCode::MeanOfMembers, Concern::Existence, group);
        of_group.notes.push(note);
        Computed {
            supply_risk,
            bottleneck: first.filter(|_| is_same && supply_risk.is_some()),
            economic_importance,
            ..of_group
        }
    }

    /// A member of a group is no group itself: see [`Members::assessed`].
    fn of_member(&mut self, member: Row) -> Rc<Computed> {
        if let Some(done) = self.done.get(&member) {
            return Rc::clone(done);
        }
        let computed = Rc::new(self.of_one(member));
        self.done.insert(member, Rc::clone(&computed));
        computed
    }

    /// Governance of a country, 0 best to 10 worst.
    fn governance(&mut self, country: Row) -> Option<Told> {
        let (registry, when) = (self.registry, self.when);
        *self.governance.entry(country).or_insert_with(|| {
            let chosen = registry.chosen(country, Quantity::Governance, when);
            Told::first(registry, &chosen)
        })
    }
}

/// Whether a figure is of a stage.
fn is_of_stage(registry: &Registry, row: Row, stage: Option<Stage>) -> bool {
    registry.code::<Stage>(row, figure::STAGE) == stage
}
