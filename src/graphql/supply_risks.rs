//! Supply risk and economic importance of several materials, and where the rule and the list of the Act disagree.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;

use crate::analysis::risk;
use crate::analysis::risk::Disagreement;
use crate::analysis::risk::MaterialRisk;
use crate::graphql::asked::Asked;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::supply_risk::SupplyRiskAnswer;
use crate::graphql::supply_risk::charge;
use crate::model::Kind;
use crate::network::chain::Note;
use crate::network::paths;
use crate::network::paths::sources;

/// The supply risk and economic importance of materials.
#[derive(Clone)]
pub(crate) struct SupplyRisksAnswer {
    telling: Telling,
    risks: Vec<Arc<MaterialRisk>>,
    disagreements: Arc<Vec<Disagreement>>,
    basis: Arc<paths::Basis>,
    /// The same without the scenario; none without one, and where it is not asked for.
    baseline: Option<Arc<SupplyRisksAnswer>>,
}

/// The supply risk and economic importance of materials.
#[Object]
impl SupplyRisksAnswer {
    /// Material by material, in the order asked, else by slug.
    async fn risks(&self) -> Result<Vec<SupplyRiskAnswer>, ApiError> {
        self.telling.asked.work.draw(self.risks.len())?;
        let risks = self.risks.iter();
        let told = risks.map(|risk| SupplyRiskAnswer {
            telling: self.telling.clone(),
            risk: Arc::clone(risk),
            baseline: None,
        });
        Ok(told.collect())
    }

    /// Materials of which the rule says something else than Annex II of Regulation (EU) 2024/1252. Where the rule cannot tell,
    /// there is no disagreement.
    async fn disagreements(&self) -> Vec<CriticalityDisagreement> {
        let all = 0..self.disagreements.len();
        all.map(|at| CriticalityDisagreement {
            of: self.clone(),
            at,
        })
        .collect()
    }

    /// What the answers rest on together.
    async fn basis(&self) -> Result<Basis, ApiError> {
        self.telling.basis(&self.basis)
    }

    /// The same answer without the scenario; null without one.
    async fn baseline(&self) -> Option<SupplyRisksAnswer> {
        self.baseline.as_deref().cloned()
    }
}

/// A material of which the rule says something else than Annex II.
pub(crate) struct CriticalityDisagreement {
    of: SupplyRisksAnswer,
    /// Which one.
    at: usize,
}

impl CriticalityDisagreement {
    fn it(&self) -> &Disagreement {
        &self.of.disagreements[self.at]
    }

    fn risk(&self) -> Option<&MaterialRisk> {
        let mut risks = self.of.risks.iter().map(AsRef::as_ref);
        risks.find(|it: &&MaterialRisk| it.material == self.it().material)
    }
}

/// A material of which the rule says something else than Annex II.
#[Object]
impl CriticalityDisagreement {
    /// The material.
    async fn material(&self) -> Result<Material, ApiError> {
        self.of.telling.object(self.it().material)
    }

    /// Whether it is critical by the rule.
    async fn computed(&self) -> bool {
        self.it().computed
    }

    /// Whether Annex II lists it.
    async fn listed(&self) -> bool {
        self.it().listed
    }

    /// Its supply risk; null where it cannot be computed.
    async fn supply_risk(&self) -> Option<f64> {
        self.risk().and_then(|it| it.supply_risk).map(solved)
    }

    /// Whether `supplyRisk` is a lower bound.
    async fn supply_risk_is_at_least(&self) -> bool {
        self.risk().is_some_and(|it| it.is_risk_at_least)
    }

    /// Its economic importance; null where it cannot be computed.
    async fn economic_importance(&self) -> Option<f64> {
        self.risk()
            .and_then(|it| it.economic_importance)
            .map(solved)
    }

    /// Whether `economicImportance` is a lower bound.
    async fn economic_importance_is_at_least(&self) -> bool {
        self.risk().is_some_and(|it| it.is_importance_at_least)
    }

    /// A sentence that may be quoted.
    async fn message(&self) -> &str {
        &self.it().message
    }
}

/// The question for the supply risk of several materials.
#[derive(Default)]
pub(crate) struct SupplyRisksQuery;

/// The question for the supply risk of several materials.
#[Object]
impl SupplyRisksQuery {
    /// Supply risk and economic importance of several materials, and where the rule of Regulation (EU) 2024/1252 disagrees with its list.
    async fn supply_risks(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Materials, `material:slug`, at most 200; by default all that an assessment says something of, and those of the Act's annexes."
        )]
        materials: Option<Vec<ID>>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
        #[graphql(desc = "Changes laid over the data for this question.")] scenario: Option<
            ScenarioInput,
        >,
    ) -> Result<SupplyRisksAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(at.as_ref(), "scenario", scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        session
            .app
            .run(move |_| {
                let of = materials.as_deref();
                let baseline = base.map(|it| answer(it, of)).transpose()?;
                Ok(SupplyRisksAnswer {
                    baseline: baseline.map(Arc::new),
                    ..answer(asked, of)?
                })
            })
            .await?
    }
}

fn answer(asked: Arc<Asked>, ids: Option<&[ID]>) -> Result<SupplyRisksAnswer, ApiError> {
    let materials = ids.map(|it| asked.find_all("materials", it, &[Kind::Material]));
    let materials = materials.transpose()?;
    charge(&asked, materials.as_deref())?;
    let registry = asked.registry();
    let risks = risk::supply_risks(&asked.snapshot, materials.as_deref(), asked.when);
    let disagreements = risk::disagreements(registry, &risks);
    let mut notes: Vec<Note> = Vec::new();
    for note in risks.iter().flat_map(|it| &it.basis.notes) {
        if !notes.contains(note) {
            notes.push(*note);
        }
    }
    let mut all = sources(registry, std::iter::empty(), &notes);
    all.extend(risks.iter().flat_map(|it| it.basis.sources.iter().copied()));
    all.sort_by_key(|it| registry.slug(*it));
    all.dedup();
    let basis = paths::Basis {
        revision: asked.snapshot.revision(),
        year: asked.when.year,
        notes,
        sources: all,
    };
    Ok(SupplyRisksAnswer {
        telling: Telling { asked },
        risks: risks.into_iter().map(Arc::new).collect(),
        disagreements: Arc::new(disagreements),
        basis: Arc::new(basis),
        baseline: None,
    })
}
