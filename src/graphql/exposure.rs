//! Exposure: the sites of a region that hang on a country.

use std::sync::Arc;

use async_graphql::Context;
use async_graphql::ID;
use async_graphql::Object;
use async_graphql::SimpleObject;

use crate::analysis::dependence;
use crate::analysis::dependence::ExposureQuestion;
use crate::graphql::asked::Asked;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::numbers::int;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::region::Region;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::session::Session;
use crate::graphql::session::asks_baseline;
use crate::graphql::site::Site;
use crate::model::Kind;
use crate::network::paths;
use crate::network::search::Truncation;

/// The sites of a region that hang on a country.
#[derive(SimpleObject)]
pub(crate) struct ExposureAnswer {
    /// The code of the country.
    country: String,
    /// The region.
    region: Region,
    /// The sites: by material, then movements from the country, then slug.
    sites: Vec<ExposedSite>,
    /// Sites not among them of which it is not known, in whole or part, from where they are fed.
    not_known: Vec<UnknownOrigin>,
    /// A sentence that may be quoted.
    message: String,
    /// Whether all materials and sites were looked at.
    completeness: Completeness,
    /// Materials of which not all sites were looked at, since the work of the request was used up.
    not_looked_at: Vec<Material>,
    /// What the answer rests on.
    basis: Basis,
    /// The same answer without the scenario; none without one.
    baseline: Option<Box<ExposureAnswer>>,
}

/// The sites of a region that hang on a country.
#[derive(SimpleObject)]
pub(crate) struct CountryExposure {
    /// The code of the country, ISO 3166-1 alpha-2.
    country: String,
    /// The sites, by movements from the country, then slug.
    sites: Vec<ExposedSite>,
}

/// A site that receives something from a country, by itself or through others.
#[derive(SimpleObject)]
pub(crate) struct ExposedSite {
    /// The site.
    site: Site,
    /// The material.
    material: Material,
    /// The site or external party of the country where the shortest way begins.
    from: Site,
    /// Whether one movement brings it.
    directly: bool,
    /// How many movements the shortest way has.
    steps: i32,
    /// The part of what reaches the site by recorded flows that comes from the country, 0 to 1; null where a flow on some way
    /// from there is not on record, never 0 for that.
    share: Option<f64>,
    /// The sites in between on the shortest way, the one next to the country first.
    through: Vec<Site>,
    /// A sentence that may be quoted.
    message: String,
}

/// A site of which it is not known, in whole or part, from where it is fed.
#[derive(SimpleObject)]
pub(crate) struct UnknownOrigin {
    /// The site.
    site: Site,
    /// The material.
    material: Material,
    /// Places it is fed from whose country is not on record; empty where nothing is on record of where it is fed from.
    places: Vec<Site>,
    /// A sentence that may be quoted.
    message: String,
}

/// The question for the sites that hang on a country.
#[derive(Default)]
pub(crate) struct ExposureQuery;

/// The question for the sites that hang on a country.
#[Object]
impl ExposureQuery {
    /// The sites of a region that receive a material from a country, directly or through others. That none is found does not
    /// show that there is none: the data are no complete record of who supplies whom.
    async fn exposure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code of the country, ISO 3166-1 alpha-2.")] country: String,
        #[graphql(
            desc = "The region, with its parts and members.",
            default_with = "ID::from(\"region:eu\")"
        )]
        region: ID,
        #[graphql(desc = "Materials, `material:slug`; by default all on record.")]
        materials: Option<Vec<ID>>,
        #[graphql(desc = "As of which revision and for which year.")] at: Option<At>,
        #[graphql(desc = "Changes laid over the data for this question.")] scenario: Option<
            ScenarioInput,
        >,
    ) -> Result<ExposureAnswer, ApiError> {
        let session = Session::of(ctx)?;
        let asked = session
            .asked_under(at.as_ref(), "scenario", scenario.as_ref())
            .await?;
        let base = asked.base().filter(|_| asks_baseline(ctx));
        session
            .app
            .run(move |_| {
                let told = |asked| answer(asked, &country, &region, materials.as_deref());
                let baseline = base.map(told).transpose()?.map(Box::new);
                Ok(ExposureAnswer {
                    baseline,
                    ..told(asked)?
                })
            })
            .await?
    }
}

fn answer(
    asked: Arc<Asked>,
    country: &str,
    region: &ID,
    materials: Option<&[ID]>,
) -> Result<ExposureAnswer, ApiError> {
    let materials = materials.map(|it| asked.find_all("materials", it, &[Kind::Material]));
    let known = asked.registry().known_country(country).map_err(|near| {
        let mut message = format!("unknown country `{country}`");
        if let Some(near) = &near {
            message += &format!("; did you mean `{near}`?");
        }
        ApiError::bad_input("country", country, message).suggesting(near.into_iter().collect())
    })?;
    let question = ExposureQuestion {
        country: known,
        region: asked.find("region", region, &[Kind::Region])?,
        materials: materials.transpose()?,
        when: asked.when,
        budget: asked.work.path_budget(),
    };
    let found = dependence::exposure(&asked.snapshot, &question);
    let telling = Telling { asked };
    let sites = found.sites.iter().map(|it| telling.exposed_site(it));
    let not_known = found.not_known.iter().map(|it| telling.unknown_origin(it));
    Ok(ExposureAnswer {
        country: question.country.clone(),
        region: telling.object(question.region)?,
        sites: sites.collect::<Result<_, _>>()?,
        not_known: not_known.collect::<Result<_, _>>()?,
        message: found.message.clone(),
        completeness: completeness(!found.not_looked_at.is_empty(), found.explored),
        not_looked_at: telling.objects(&found.not_looked_at)?,
        basis: telling.basis(&found.basis)?,
        baseline: None,
    })
}

/// How complete an answer is that is cut by its budget alone.
pub(crate) fn completeness(is_cut: bool, explored: u64) -> Completeness {
    let completeness = paths::Completeness {
        reasons: is_cut.then_some(Truncation::Budget).into_iter().collect(),
        explored,
        ..paths::Completeness::default()
    };
    (&completeness).into()
}

impl Telling {
    /// The sites that hang on a country.
    pub(crate) fn exposure_of(
        &self,
        it: &dependence::CountryExposure,
    ) -> Result<CountryExposure, ApiError> {
        let sites = it.sites.iter().map(|it| self.exposed_site(it));
        Ok(CountryExposure {
            country: it.country.clone(),
            sites: sites.collect::<Result<_, _>>()?,
        })
    }

    fn exposed_site(&self, it: &dependence::ExposedSite) -> Result<ExposedSite, ApiError> {
        Ok(ExposedSite {
            site: self.object(it.site)?,
            material: self.object(it.material)?,
            from: self.object(it.from)?,
            directly: it.is_direct,
            steps: int(it.steps),
            share: it.share.map(solved),
            through: self.objects(&it.through)?,
            message: it.message.clone(),
        })
    }

    /// A site of which it is not known from where it is fed.
    pub(crate) fn unknown_origin(
        &self,
        it: &dependence::UnknownOrigin,
    ) -> Result<UnknownOrigin, ApiError> {
        Ok(UnknownOrigin {
            site: self.object(it.site)?,
            material: self.object(it.material)?,
            places: self.objects(&it.places)?,
            message: it.message.clone(),
        })
    }
}
