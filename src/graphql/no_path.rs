//! What is said where no path is on record: why, and which ways no source reports.

use async_graphql::SimpleObject;

use crate::graphql::codes::NoPathReason;
use crate::graphql::codes::Stage;
use crate::graphql::coverage::Coverage;
use crate::graphql::error::ApiError;
use crate::graphql::link::Link;
use crate::graphql::numbers::int;
use crate::graphql::path::Path;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Basis;
use crate::graphql::path_basis::Completeness;
use crate::graphql::path_subgraph::Subgraph;
use crate::graphql::product::Product;
use crate::graphql::site::Site;
use crate::graphql::uncertainty::Uncertainty;
use crate::network::paths;

/// Why there is no path, and who could take the material on.
///
/// How far the chain goes is told of the chain as a whole: sites to pass, what is avoided, the pattern and the
/// least capacity are not looked at there.
#[derive(SimpleObject)]
pub(crate) struct NoPath {
    /// The first reason that holds.
    reason: NoPathReason,
    /// Sentences that may be quoted.
    message: String,
    /// Furthest stage of what transforms the material on the way from the origin; none if nothing is
    /// known to. Recycling counts as far as processing.
    furthest_stage: Option<Stage>,
    /// Sites where that happens, most steps away first; where nothing is transformed, all that are
    /// reached. At most 25.
    reached: Vec<Site>,
    /// The product at which the chain stops at the first of these.
    stopped_at: Option<Product>,
    /// External parties that receive what the origin leads to.
    buyers: Vec<Site>,
    /// The links to them: mode and note are what the sources say of the transport.
    buyer_links: Vec<Link>,
    /// Corridors recorded from the sites reached, or from those they are parts of; at most 25.
    corridors: Vec<Link>,
    /// The nearest takers of what the sites reached ship or make, nearest first: those that the destination
    /// means, or, where none of these is within reach, all. Within `candidateLinksWithinKm`, at most 25; without
    /// it within 300 km, at most 10.
    nearest_takers: Vec<Taker>,
    /// Whether all products there were tried for takers; the budget may run out.
    takers_complete: bool,
    /// Filters of which dropping one alone opens a path, or gives an end that means nothing a meaning:
    /// `planned` (what is planned is left out), `fromFilter`, `toFilter`, `via`, `avoid.sites`,
    /// `avoid.countries`, `avoid.regions`, `avoid.modes`, `pattern`, `minCapacityTonnesPerYear`, `maxSteps`.
    blocked_by: Vec<&'static str>,
    /// How many paths there are without any filter, up to the number asked for; none if the budget
    /// did not suffice to tell.
    without_filters: Option<i32>,
    /// Where the reason is `UNREACHABLE`, the judgements that the data are complete.
    coverage: Vec<Coverage>,
}

/// A site that takes a product, and how far it is from where that is.
#[derive(SimpleObject)]
pub(crate) struct Taker {
    /// The taker.
    site: Site,
    /// The site that ships or makes the product, or where the side-stream arises.
    from: Site,
    /// The product.
    product: Product,
    /// Great-circle distance in km.
    great_circle_km: f64,
    /// The great circle times the detour factor of roads, in km; none where the points lie within their
    /// uncertainty or there is no factor.
    estimated_km: Option<f64>,
    /// Whether it is a harbour or terminal, which take whatever can be shipped.
    takes_anything: bool,
    /// Whether the destination of the question means it.
    is_destination: bool,
}

/// Routes that use at least one candidate link, which no source reports; ranked among themselves.
#[derive(SimpleObject)]
pub(crate) struct CandidatePaths {
    /// The routes, best first, as many as asked for. Where lengths or emissions are not known, one of
    /// unknown total stands last, beyond that number.
    paths: Vec<Path>,
    /// Whether there are more.
    completeness: Completeness,
    /// The routes laid over one another.
    subgraph: Subgraph,
    /// What they rest on.
    basis: Basis,
    /// Products shipped or made on the way that no candidate carries: melts, solutions and gases,
    /// and intermediates, chemicals and residues of unknown state, which may be one of these.
    not_carried: Vec<Product>,
    /// How well the uncertainty of their totals can be told; none unless asked for.
    uncertainty: Option<Uncertainty>,
}

impl Telling {
    /// Why there is no path.
    pub(crate) fn no_path(&self, it: &paths::NoPath) -> Result<NoPath, ApiError> {
        let takers = it.nearest_takers.iter().map(|it| self.taker(it));
        Ok(NoPath {
            reason: it.reason.into(),
            message: it.message.clone(),
            furthest_stage: it.furthest_stage.map(Stage::from),
            reached: self.objects(&it.reached)?,
            stopped_at: it.stopped_at.map(|row| self.object(row)).transpose()?,
            buyers: self.objects(&it.buyers)?,
            buyer_links: self.objects(&it.buyer_links)?,
            corridors: self.objects(&it.corridors)?,
            nearest_takers: takers.collect::<Result<_, _>>()?,
            takers_complete: it.are_takers_complete,
            blocked_by: it.blocked_by.iter().map(|it| it.code()).collect(),
            without_filters: it.without_filters.map(int),
            coverage: self.objects(&it.coverage)?,
        })
    }

    fn taker(&self, it: &paths::Taker) -> Result<Taker, ApiError> {
        Ok(Taker {
            site: self.object(it.site)?,
            from: self.object(it.from)?,
            product: self.object(it.product)?,
            great_circle_km: it.great_circle_km,
            estimated_km: it.estimated_km,
            takes_anything: it.takes_anything,
            is_destination: it.is_destination,
        })
    }

    /// Routes over candidate links.
    pub(crate) fn candidates(
        &self,
        it: &paths::CandidateAnswer,
    ) -> Result<CandidatePaths, ApiError> {
        let paths = it.paths.iter().map(|path| self.path(path));
        let uncertainty = it.uncertainty.as_ref();
        Ok(CandidatePaths {
            paths: paths.collect::<Result<_, _>>()?,
            completeness: (&it.completeness).into(),
            subgraph: self.subgraph(&it.subgraph)?,
            basis: self.basis(&it.basis)?.estimated(it.estimated_share),
            not_carried: self.objects(&it.not_carried)?,
            uncertainty: uncertainty.map(|it| self.uncertainty(it)).transpose()?,
        })
    }
}
