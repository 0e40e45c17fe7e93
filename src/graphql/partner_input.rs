//! Questions for partners, and from them to the questions of `analysis`.

use std::ops::Range;

use async_graphql::ID;
use async_graphql::InputObject;

use crate::analysis::partners;
use crate::analysis::partners::PartnersQuestion;
use crate::analysis::partners::Subject;
use crate::graphql::asked::Asked;
use crate::graphql::codes::PartnerGroup;
use crate::graphql::error::ApiError;
use crate::graphql::partner::Facing;
use crate::graphql::scenario_input::ScenarioInput;
use crate::graphql::session::At;
use crate::graphql::stream_input::StreamInput;
use crate::graphql::understood::Read;
use crate::model::Kind;
use crate::model::Knowledge;

/// Whose partners are asked for. Exactly one way: `offer`, `need`, `describe`, or `offer` and `need` together for that one pair.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PartnerInput {
    /// Who takes it: a side-stream, or a product wherever it arises.
    pub(crate) offer: Option<ID>,
    /// What meets it: an intake, an activity, a use, or all needs of a site or organisation. With `offer` that one pair, ruled
    /// out or not.
    pub(crate) need: Option<ID>,
    /// Who takes a stream that is described here.
    pub(crate) describe: Option<StreamInput>,
    /// Only partners so near, in km, above 0, to 20 038. One whose place is not known stays, with a warning; kinds of use stay.
    pub(crate) within_km: Option<f64>,
    /// Only partners in any of these regions, their parts and members included; kinds of use stay.
    pub(crate) regions: Option<Vec<ID>>,
    /// Only who can be called, or only kinds of use; for `offer` and `describe` alone.
    #[graphql(default_with = "PartnerGroup::All")]
    pub(crate) among: PartnerGroup,
    /// Whether what is ruled out is listed too, after what is not.
    #[graphql(default = false)]
    pub(crate) include_rejected: bool,
    /// Only what is ruled out: by tier and score as if it were not, so that what would have been the first partner is the first.
    /// With `offer` and `need` together the pair is told whatever comes of it.
    #[graphql(default = false)]
    pub(crate) only_rejected: bool,
    /// Links left out of account, with their shipment and legs and the precedents they are: to see what would be found without
    /// them. Kinds of use stay, since other sources tell of them.
    pub(crate) hide_links: Option<Vec<ID>>,
    /// As of which revision and for which year.
    pub(crate) at: Option<At>,
    /// Changes laid over the data for this question.
    pub(crate) scenario: Option<ScenarioInput>,
}

/// A question of `analysis`, with what the answer is told by.
pub(crate) struct Asking {
    /// The question.
    pub(crate) question: PartnersQuestion,
    /// Which side of a pair is the partner.
    pub(crate) facing: Facing,
    /// What was made of a description; none for what is on record.
    pub(crate) read: Option<Read>,
}

/// Farthest two points of the earth are apart, in km, rounded up: half its girth.
const FARTHEST_KM: f64 = 20_038.0;

/// What offers.
const OFFERS: &[Kind] = &[Kind::SideStream, Kind::Product];

impl PartnerInput {
    /// The question for the partners from a place to before another, counted from 0.
    ///
    /// # Errors
    /// `BAD_INPUT` for none or two ways to ask, a group of takers where a need is asked for, an unknown id, a number out of range, or a description of which nothing can
    /// be made; `LIMIT` for a list or text that is too long.
    pub(crate) fn question(
        &self,
        asked: &Asked,
        knowledge: &Knowledge,
        page: Range<usize>,
    ) -> Result<Asking, ApiError> {
        let (subject, read) = self.subject(asked, knowledge)?;
        let among: partners::PartnerGroup = self.among.into();
        if self.need.is_some() && among != partners::PartnerGroup::All {
            let told = among.code();
            return Err(ApiError::bad_input("input.among", told, OF_TAKERS));
        }
        let facing = match subject {
            Subject::Need(_) => Facing::Giver,
            _ => Facing::Taker,
        };
        let regions = self.regions.as_deref().unwrap_or_default();
        let links = self.hide_links.as_deref().unwrap_or_default();
        let within = self.within_km;
        let within = within.map(|it| distance("input.withinKm", it));
        Ok(Asking {
            question: PartnersQuestion {
                subject,
                within_km: within.transpose()?,
                regions: asked.find_all("input.regions", regions, &[Kind::Region])?,
                among,
                include_rejected: self.include_rejected,
                only_rejected: self.only_rejected,
                hidden_links: asked.find_all("input.hideLinks", links, &[Kind::Link])?,
                skip: page.start,
                first: page.len(),
                when: asked.when,
                budget: asked.work.pair_budget(),
            },
            facing,
            read,
        })
    }

    /// Whose partners are asked for, and what was made of a description.
    fn subject(
        &self,
        asked: &Asked,
        knowledge: &Knowledge,
    ) -> Result<(Subject, Option<Read>), ApiError> {
        let offer = |id| asked.find("input.offer", id, OFFERS);
        let need = |id| asked.find("input.need", id, partners::NEEDS);
        let subject = match (&self.offer, &self.need, &self.describe) {
            (Some(id), None, None) => Subject::Offer(offer(id)?),
            (None, Some(id), None) => Subject::Need(need(id)?),
            (Some(of), Some(id), None) => Subject::Pair(offer(of)?, need(id)?),
            (None, None, Some(stream)) => {
                let described = stream.described("input.describe", asked, knowledge)?;
                let (offer, read) = (
                    described.offer,
                    Read {
                        concepts: described.concepts,
                        place: described.place,
                        tonnes_between: described.tonnes_between,
                        assumed: described.assumed,
                        not_understood: described.not_understood,
                    },
                );
                return Ok((Subject::Described(Box::new(offer)), Some(read)));
            }
            (None, None, None) => {
                return Err(ApiError::bad_input("input", "", ONE_WAY));
            }
            (.., Some(stream)) => {
                let text = stream.text.as_str();
                return Err(ApiError::bad_input("input.describe", text, ONE_WAY));
            }
        };
        Ok((subject, None))
    }
}

/// What to say of none or two ways to ask.
const ONE_WAY: &str =
    "ask in exactly one way: `offer`, `need`, `describe`, or `offer` and `need` together";

/// What to say of a group of takers where a need is asked for.
const OF_TAKERS: &str =
    "`among` is of who takes an offer: it goes with `offer` or `describe`, and not with `need`";

/// A number above zero and not above the most it can be.
///
/// # Errors
/// `BAD_INPUT` if it is not, with the nearest.
fn distance(argument: &str, km: f64) -> Result<f64, ApiError> {
    if km > 0.0 && km <= FARTHEST_KM {
        return Ok(km);
    }
    let message = format!("`withinKm` is {km}: expected above 0, to {FARTHEST_KM}");
    let nearest = (km > FARTHEST_KM).then(|| FARTHEST_KM.to_string());
    let error = ApiError::bad_input(argument, km.to_string(), message);
    Err(error.suggesting(nearest.into_iter().collect()))
}
