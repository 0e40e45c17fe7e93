//! Questions for throughput, and from them to the questions of `network`.

use async_graphql::ID;
use async_graphql::InputObject;

use crate::graphql::asked::Asked;
use crate::graphql::error::ApiError;
use crate::graphql::path_input::EndpointInput;
use crate::graphql::path_limits::AvoidInput;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::uncertainty::UncertaintyInput;
use crate::model::Kind;
use crate::network::paths;
use crate::network::throughput::Parts;
use crate::network::throughput::ThroughputQuestion;

/// How much of what is asked for.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ThroughputInput {
    /// The material, `material:slug`; tonnes are of what is contained of it.
    pub material: ID,
    /// Where it comes from: what is made or shipped there. By default everything that mines, recovers or brings it
    /// into the data.
    pub from: Option<EndpointInput>,
    /// Where it is delivered: what is received there. By default everything that takes it and from where it goes no
    /// further in the data.
    pub to: Option<EndpointInput>,
    /// A product that carries the material: then only its movements count, and all tonnes are gross tonnes of it. By
    /// default the whole chain is followed.
    pub product: Option<ID>,
    /// What it may not pass or use.
    pub avoid: Option<AvoidInput>,
    /// As of which revision and for which year.
    pub at: Option<At>,
    /// Changes laid over the data for this question.
    pub scenario: Option<ScenarioInput>,
    /// How often to draw the capacities and recoveries; left out, there are no bands. What is not known is not drawn.
    pub uncertainty: Option<UncertaintyInput>,
}

impl ThroughputInput {
    /// The question of `network`, to be answered with a part of the work that is left.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id, `LIMIT` for a list that is too long.
    pub(crate) fn question(
        &self,
        asked: &Asked,
        parts: Parts,
        budget: u64,
    ) -> Result<ThroughputQuestion, ApiError> {
        let registry = asked.registry();
        let material = asked.find("input.material", &self.material, &[Kind::Material])?;
        let product = self.product.as_ref();
        let product = product.map(|it| asked.find("input.product", it, &[Kind::Product]));
        let end = |it: &Option<EndpointInput>, argument: &str| {
            let end = it.as_ref().map(|it| it.endpoint(asked, argument));
            end.transpose()
        };
        let all = ThroughputQuestion::new(registry.id(material));
        let avoid = self.avoid.as_ref().map(|it| it.avoid(asked));
        let sampling = self.uncertainty.map(UncertaintyInput::sampling);
        Ok(ThroughputQuestion {
            to_within: None,
            from: end(&self.from, "input.from")?.unwrap_or(all.from),
            to: end(&self.to, "input.to")?.unwrap_or(all.to),
            material: all.material,
            product: product.transpose()?.map(|it| registry.id(it)),
            avoid: avoid.transpose()?.unwrap_or_default(),
            at: paths::At {
                year: Some(asked.when.year),
                nearest_years: asked.when.nearest_years,
                include_planned: asked.when.include_planned,
            },
            parts,
            budget,
            sampling: sampling.transpose()?,
        })
    }
}
