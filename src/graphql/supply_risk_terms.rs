//! The terms of supply risk and economic importance.

use std::sync::Arc;

use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::risk;
use crate::analysis::risk::MaterialRisk;
use crate::graphql::codes::Stage;
use crate::graphql::codes::SupplyUsed;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::region::Region;
use crate::graphql::scalars::Year;
use crate::graphql::statement::Statement;
use crate::model::Kind;
use crate::model::Row;

/// Supply risk at one stage.
pub(crate) struct SupplyRiskAtStage {
    pub(crate) telling: Telling,
    pub(crate) risk: Arc<MaterialRisk>,
    /// Which of the stages.
    pub(crate) at: usize,
}

impl SupplyRiskAtStage {
    fn stage_risk(&self) -> &risk::StageRisk {
        &self.risk.by_stage[self.at]
    }

    fn records(&self, is_wanted: impl Fn(Kind) -> bool) -> Vec<Row> {
        let records = self.stage_risk().records.iter().copied();
        records.filter(|it| is_wanted(it.kind())).collect()
    }
}

/// Supply risk at one stage.
#[Object]
impl SupplyRiskAtStage {
    /// Extraction or processing.
    async fn stage(&self) -> Stage {
        self.stage_risk().stage.into()
    }

    /// The supply risk; null where an input of the supply used is missing.
    async fn supply_risk(&self) -> Option<f64> {
        self.stage_risk().supply_risk.map(solved)
    }

    /// Which supply the assessment takes: its own judgement. Null where no source says it.
    async fn supply_used(&self) -> Option<SupplyUsed> {
        self.stage_risk().supply_used.map(SupplyUsed::from)
    }

    /// The statement that says so.
    async fn supply_used_statement(&self) -> Result<Option<Statement>, ApiError> {
        let rows = self.records(|it| it == Kind::Statement);
        rows.first().map(|it| self.telling.object(*it)).transpose()
    }

    /// Concentration of the world's supply: the sum of its terms. Null where a term is not known or none is on record.
    async fn hhi_global(&self) -> Option<f64> {
        self.stage_risk().hhi_global.map(solved)
    }

    /// Concentration of what the Union sources, its own production included; suppliers below 1 % are not on record.
    async fn hhi_eu_sourcing(&self) -> Option<f64> {
        self.stage_risk().hhi_eu.map(solved)
    }

    /// The part of what the Union uses that it imports on balance, as used: 0 where it is negative.
    async fn import_reliance(&self) -> Option<f64> {
        self.stage_risk().import_reliance.map(solved)
    }

    /// The part of the input that comes from scrap at the end of life.
    async fn eol_recycling_input_rate(&self) -> Option<f64> {
        self.stage_risk().eol_rir
    }

    /// Substitution index of supply risk, 0 to 1; 1 where nothing can stand in.
    async fn substitution_index(&self) -> Option<f64> {
        self.stage_risk().substitution
    }

    /// The terms of the world's supply, then of what the Union sources; of each the largest share first.
    async fn terms(&self) -> Vec<SupplyRiskTerm> {
        let terms = self.stage_risk().terms.iter();
        terms
            .map(|term| SupplyRiskTerm {
                telling: self.telling.clone(),
                term: term.clone(),
            })
            .collect()
    }

    /// The figures of import reliance, recycling and substitution.
    async fn figures(&self) -> Result<Vec<Figure>, ApiError> {
        self.telling.objects(&self.records(|it| it == Kind::Figure))
    }

    /// What is not on record and would be needed, in words.
    async fn missing(&self) -> &[String] {
        &self.stage_risk().missing
    }
}

/// What a country adds to the concentration of a supply.
pub(crate) struct SupplyRiskTerm {
    telling: Telling,
    term: risk::SupplyTerm,
}

/// What a country adds to the concentration of a supply.
#[Object]
impl SupplyRiskTerm {
    /// Of which supply: `GLOBAL` or `EU`.
    async fn supply(&self) -> SupplyUsed {
        self.term.supply.into()
    }

    /// The country.
    async fn country(&self) -> Result<Region, ApiError> {
        self.telling.object(self.term.country)
    }

    /// Its share, a fraction.
    async fn share(&self) -> f64 {
        self.term.share
    }

    /// Its governance, 0 best to 10 worst; null if not on record.
    async fn governance(&self) -> Option<f64> {
        self.term.governance
    }

    /// Its trade parameter: below 1 within the Union, above where exports are restricted; 1 with an assumption where none is
    /// on record.
    async fn trade_parameter(&self) -> f64 {
        self.term.trade_parameter
    }

    /// share² · governance · trade parameter; null where the governance is not on record and the share not 0.
    async fn contribution(&self) -> Option<f64> {
        self.term.contribution.map(solved)
    }

    /// The figures it is made of.
    async fn figures(&self) -> Result<Vec<Figure>, ApiError> {
        self.telling.objects(&self.term.figures)
    }
}

/// What a use adds to economic importance.
pub(crate) struct EconomicTerm {
    pub(crate) telling: Telling,
    pub(crate) risk: Arc<MaterialRisk>,
    /// Which of the terms.
    pub(crate) at: usize,
}

impl EconomicTerm {
    fn term(&self) -> &risk::EconomicTerm {
        &self.risk.economic_terms[self.at]
    }
}

/// What a use adds to economic importance.
#[Object]
impl EconomicTerm {
    /// Code of the sector, NACE revision 2; null where the source names none: such a use adds nothing, which is an assumption.
    async fn sector(&self) -> Option<&str> {
        self.term().sector.as_deref()
    }

    /// The use, in the source's words.
    async fn application(&self) -> Option<&str> {
        self.term().application.as_deref()
    }

    /// Its part of the uses of the material, a fraction.
    async fn share(&self) -> f64 {
        self.term().share
    }

    /// Value added of the sector in MEUR; null if not on record.
    async fn value_added_meur(&self) -> Option<f64> {
        self.term().value_added_meur
    }

    /// What it adds to economic importance; null where an input is not on record.
    async fn contribution(&self) -> Option<f64> {
        self.term().contribution.map(solved)
    }

    /// The figures it is made of.
    async fn figures(&self) -> Result<Vec<Figure>, ApiError> {
        self.telling.objects(&self.term().figures)
    }
}

/// A member of a group.
#[derive(SimpleObject)]
pub(crate) struct MemberRisk {
    /// The member.
    material: Material,
    /// Its supply risk; null where it cannot be computed.
    supply_risk: Option<f64>,
    /// Whether `supplyRisk` is a lower bound: a stage that is assessed cannot be computed.
    supply_risk_is_at_least: bool,
    /// Its economic importance; null where it cannot be computed.
    economic_importance: Option<f64>,
    /// Whether `economicImportance` is a lower bound: a part of the uses has no sector and adds nothing.
    economic_importance_is_at_least: bool,
}

/// What an assessment published.
#[derive(SimpleObject)]
pub(crate) struct PublishedRisk {
    /// Year of the assessment.
    year: Year,
    /// Supply risk of the material, else the higher one of its stages.
    supply_risk: Option<f64>,
    /// Economic importance.
    economic_importance: Option<f64>,
    /// The stage that the supply risk is published for; null where no source says it.
    stage: Option<Stage>,
    /// The figures, those of each stage included.
    figures: Vec<Figure>,
}

impl Telling {
    pub(crate) fn member_risk(&self, it: &risk::MemberRisk) -> Result<MemberRisk, ApiError> {
        Ok(MemberRisk {
            material: self.object(it.material)?,
            supply_risk: it.supply_risk.map(solved),
            supply_risk_is_at_least: it.is_risk_at_least,
            economic_importance: it.economic_importance.map(solved),
            economic_importance_is_at_least: it.is_importance_at_least,
        })
    }

    pub(crate) fn published_risk(
        &self,
        it: &risk::PublishedRisk,
    ) -> Result<PublishedRisk, ApiError> {
        Ok(PublishedRisk {
            year: Year(it.year),
            supply_risk: it.supply_risk,
            economic_importance: it.economic_importance,
            stage: it.stage.map(Stage::from),
            figures: self.objects(&it.figures)?,
        })
    }
}
