//! Supply risk and economic importance of one material: the question and its answer.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;

use crate::analysis::risk;
use crate::analysis::risk::MaterialRisk;
use crate::graphql::asked::Asked;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::supply_risk_terms::EconomicTerm;
use crate::graphql::supply_risk_terms::MemberRisk;
use crate::graphql::supply_risk_terms::PublishedRisk;
use crate::graphql::supply_risk_terms::SupplyRiskAtStage;
use crate::model::Kind;
use crate::model::Row;

/// How risky the supply of a material is and how much the Union's economy hangs on it, as the Union assesses critical raw
/// materials, computed anew from the figures on record.
#[derive(Clone)]
pub(crate) struct SupplyRiskAnswer {
    pub(crate) telling: Telling,
    pub(crate) risk: Arc<MaterialRisk>,
    /// The same without the scenario; none without one, and where it is not asked for.
    pub(crate) baseline: Option<Arc<SupplyRiskAnswer>>,
}

/// How risky the supply of a material is and how much the Union's economy hangs on it, as the Union assesses critical raw
/// materials, computed anew from the figures on record.
#[Object]
impl SupplyRiskAnswer {
    /// The material.
    async fn material(&self) -> Result<Material, ApiError> {
        self.telling.object(self.risk.material)
    }

    /// Supply risk: the higher one of extraction and processing, of a group the mean of its members. Null where no stage can
    /// be computed from what is on record; see `missing`.
    async fn supply_risk(&self) -> Option<f64> {
        self.risk.supply_risk.map(solved)
    }

    /// Whether `supplyRisk` is a lower bound: a stage that is assessed cannot be computed, of the material or of a member.
    async fn supply_risk_is_at_least(&self) -> bool {
        self.risk.is_risk_at_least
    }

    /// The stage whose supply risk it is; of a group that of all its members, where it is the same.
    async fn bottleneck_stage(&self) -> Option<Stage> {
        self.risk.bottleneck.map(Stage::from)
    }

    /// Economic importance, on a scale on which 10 is a material of which every use is in the largest sector. Null where it
    /// cannot be computed from what is on record; see `missing`.
    async fn economic_importance(&self) -> Option<f64> {
        self.risk.economic_importance.map(solved)
    }

    /// Whether `economicImportance` is a lower bound: a part of the uses, of the material or of a member, has no sector and
    /// adds nothing.
    async fn economic_importance_is_at_least(&self) -> bool {
        self.risk.is_importance_at_least
    }

    /// Whether the material is critical by the rule of Article 4(2) of Regulation (EU) 2024/1252: strategic, or
    /// supply risk of at least 1 and economic importance of at least 2.8, as computed; a published value stands in, with an
    /// assumption, where one cannot be computed. Null where it is not known.
    async fn critical(&self) -> Option<bool> {
        self.risk.critical
    }

    /// Whether the data mark it as a strategic raw material, Annex I.
    async fn strategic(&self) -> bool {
        self.risk.strategic
    }

    /// Whether the data mark it as a critical raw material, Annex II.
    async fn listed_critical(&self) -> bool {
        self.risk.listed
    }

    /// A sentence that may be quoted.
    async fn message(&self) -> &str {
        &self.risk.message
    }

    /// The stages of which something of the assessment is on record; none for a group.
    async fn by_stage(&self) -> Vec<SupplyRiskAtStage> {
        let stages = 0..self.risk.by_stage.len();
        stages
            .map(|at| SupplyRiskAtStage {
                telling: self.telling.clone(),
                risk: Arc::clone(&self.risk),
                at,
            })
            .collect()
    }

    /// The terms of economic importance, the largest first; none for a group.
    async fn economic_terms(&self) -> Vec<EconomicTerm> {
        let terms = 0..self.risk.economic_terms.len();
        terms
            .map(|at| EconomicTerm {
                telling: self.telling.clone(),
                risk: Arc::clone(&self.risk),
                at,
            })
            .collect()
    }

    /// Of a group: the members that are assessed, whose mean it is.
    async fn members(&self) -> Result<Vec<MemberRisk>, ApiError> {
        let members = self.risk.members.iter();
        members.map(|it| self.telling.member_risk(it)).collect()
    }

    /// What the assessments published, by year, up to the year asked.
    async fn published(&self) -> Result<Vec<PublishedRisk>, ApiError> {
        let published = self.risk.published.iter();
        let told = published.map(|it| self.telling.published_risk(it));
        told.collect()
    }

    /// What is not on record and would be needed, in words.
    async fn missing(&self) -> &[String] {
        &self.risk.missing
    }

    /// What the answer rests on.
    async fn basis(&self) -> Result<Basis, ApiError> {
        self.telling.basis(&self.risk.basis)
    }

    /// The same answer without the scenario; null without one.
    async fn baseline(&self) -> Option<SupplyRiskAnswer> {
        self.baseline.as_deref().cloned()
    }
}

/// The question for the supply risk of a material.
#[derive(Default)]
pub(crate) struct SupplyRiskQuery;

/// The question for the supply risk of a material.
#[Object]
impl SupplyRiskQuery {
    /// Supply risk and economic importance of a material, with every term, and whether that makes it critical.
    async fn supply_risk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The material, `material:slug`; a group is the mean of its members.")]
        material: ID,
        #[graphql(
            desc = "As of which revision and for which year: figures are chosen up to it, so that an assessment of 2017 counts for 2018."
        )]
        at: Option<At>,
        #[graphql(desc = "Changes laid over the data for this question.")] scenario: Option<
            ScenarioInput,
        >,
    ) -> Result<SupplyRiskAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(at.as_ref(), "scenario", scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        session
            .app
            .run(move |_| {
                let baseline = base.map(|it| answer(it, &material)).transpose()?;
                Ok(SupplyRiskAnswer {
                    baseline: baseline.map(Arc::new),
                    ..answer(asked, &material)?
                })
            })
            .await?
    }
}

fn answer(asked: Arc<Asked>, id: &ID) -> Result<SupplyRiskAnswer, ApiError> {
    let material = asked.find("material", id, &[Kind::Material])?;
    charge(&asked, Some(&[material]))?;
    let risk = risk::supply_risk(&asked.snapshot, material, asked.when);
    Ok(SupplyRiskAnswer {
        telling: Telling { asked },
        risk: Arc::new(risk),
        baseline: None,
    })
}

/// Counts the records looked through for materials, all if none are named: the materials, whose groups are sought, and as
/// many figures as one material has at most, for each.
///
/// # Errors
/// `LIMIT` if the request has looked through too many.
pub(crate) fn charge(asked: &Asked, materials: Option<&[Row]>) -> Result<(), ApiError> {
    let registry = asked.registry();
    let all = registry.count(Kind::Material);
    // A material of a question without materials, and each member of a group, is looked at once.
    let count = match materials {
        Some([_]) => 1,
        _ => all,
    };
    let figures = registry.count(Kind::Figure);
    asked.work.scan(all + (figures / all.max(1) * count))
}
