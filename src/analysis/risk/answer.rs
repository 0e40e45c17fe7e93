//! What is answered of supply risk and economic importance.

use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::codes::SupplyUsed;
use crate::network::paths::Basis;

/// The supply risk and economic importance of one material.
#[derive(Clone, Debug, PartialEq)]
pub struct MaterialRisk {
    /// The material.
    pub material: Row,
    /// The higher one of the stages, of a group the mean of its members; none where no stage can be computed.
    pub supply_risk: Option<f64>,
    /// Whether it is at least so much, as a stage that is assessed cannot be computed.
    pub is_risk_at_least: bool,
    /// The stage it is that of; of a group that of all members, where it is the same.
    pub bottleneck: Option<Stage>,
    /// From 0 on; 10 for a material of which every use is in the largest sector. None where it cannot be computed.
    pub economic_importance: Option<f64>,
    /// Whether it is at least so much, as no sector is told for a part of the uses.
    pub is_importance_at_least: bool,
    /// Whether the rule of the Act makes it critical: strategic, or both values reach their thresholds. None where that is not known.
    pub critical: Option<bool>,
    /// Whether it is what a scenario would come to.
    pub is_of_scenario: bool,
    /// Whether the data mark it as strategic, Annex I.
    pub strategic: bool,
    /// Whether the data mark it as critical, Annex II.
    pub listed: bool,
    /// A sentence that may be quoted, without full stop.
    pub message: String,
    /// The stages of which something of the assessment is on record; empty for a group.
    pub by_stage: Vec<StageRisk>,
    /// The terms of economic importance, the largest contribution first; empty for a group.
    pub economic_terms: Vec<EconomicTerm>,
    /// Of a group: the members that are assessed, whose mean it is, by slug.
    pub members: Vec<MemberRisk>,
    /// What was published, by year, up to the year asked.
    pub published: Vec<PublishedRisk>,
    /// What is not on record and would be needed, in words.
    pub missing: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
}

/// Supply risk at one stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageRisk {
    /// Extraction or processing.
    pub stage: Stage,
    /// The supply risk; none where an input is missing.
    pub supply_risk: Option<f64>,
    /// Which supply the assessment takes; none where no source says it.
    pub supply_used: Option<SupplyUsed>,
    /// Concentration of the world's supply; none where no share is on record or a term is not known.
    pub hhi_global: Option<f64>,
    /// The same of what the Union sources.
    pub hhi_eu: Option<f64>,
    /// As used, a fraction: 0 where the assessment has it negative. None if not on record.
    pub import_reliance: Option<f64>,
    /// Fraction of the input that comes from scrap at the end of life.
    pub eol_rir: Option<f64>,
    /// Substitution index of supply risk, 0 to 1; 1 where nothing can stand in.
    pub substitution: Option<f64>,
    /// Terms of the world's supply, then of the Union's sourcing; the largest share first.
    pub terms: Vec<SupplyTerm>,
    /// Figures of what is no share, and the statement of which supply is used.
    pub records: Vec<Row>,
    /// What is not on record and would be needed, in words.
    pub missing: Vec<String>,
}

/// What a country adds to the concentration of a supply.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyTerm {
    /// `Global` or `Eu`.
    pub supply: SupplyUsed,
    /// The country, a region.
    pub country: Row,
    /// Its share, a fraction.
    pub share: f64,
    /// Its governance, 0 best to 10 worst; none if not on record.
    pub governance: Option<f64>,
    /// Its trade parameter; 1 with an assumption where none is on record.
    pub trade_parameter: f64,
    /// share² · governance · trade parameter; none where the governance is not known, and 0 for a stated share of 0.
    pub contribution: Option<f64>,
    /// The figures.
    pub figures: Vec<Row>,
}

/// What a use adds to economic importance.
#[derive(Clone, Debug, PartialEq)]
pub struct EconomicTerm {
    /// Code of the sector, NACE; none where the source names none: such a use adds nothing.
    pub sector: Option<String>,
    /// The use in the source's words.
    pub application: Option<String>,
    /// Part of the uses of the material, a fraction.
    pub share: f64,
    /// Value added of the sector in MEUR; none if not on record.
    pub value_added_meur: Option<f64>,
    /// What it adds to economic importance; none where an input is not on record.
    pub contribution: Option<f64>,
    /// The figures.
    pub figures: Vec<Row>,
}

/// A member of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemberRisk {
    /// The member.
    pub material: Row,
    /// Its supply risk.
    pub supply_risk: Option<f64>,
    /// Whether it is at least so much.
    pub is_risk_at_least: bool,
    /// Its economic importance.
    pub economic_importance: Option<f64>,
    /// Whether it is at least so much.
    pub is_importance_at_least: bool,
}

/// What an assessment published.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedRisk {
    /// Year of the assessment.
    pub year: i32,
    /// Supply risk: what is published for the material, else the higher one of the stages.
    pub supply_risk: Option<f64>,
    /// Economic importance.
    pub economic_importance: Option<f64>,
    /// The stage the supply risk is published for; none where no source says it.
    pub stage: Option<Stage>,
    /// The figure of the supply risk.
    pub of_risk: Option<Row>,
    /// The figure of the economic importance.
    pub of_importance: Option<Row>,
    /// The figures.
    pub figures: Vec<Row>,
}

/// A material of which the rule and Annex II disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// The material.
    pub material: Row,
    /// What the rule says.
    pub computed: bool,
    /// What Annex II says.
    pub listed: bool,
    /// A sentence that may be quoted, without full stop.
    pub message: String,
}
