//! What can be asked about paths, and how a question can be wrong.

use thiserror::Error;

use crate::model::Id;
use crate::model::Kind;
use crate::model::When;
use crate::model::YEARS;
use crate::model::codes::Mode;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::network::chain::Metric;
use crate::network::chain::Ways;
use crate::network::search::DEFAULT_BUDGET;
use crate::network::uncertainty::MAX_SAMPLES;
use crate::network::uncertainty::Sampling;

/// The most paths that can be asked for.
pub const MAX_K: u32 = 200;

/// The most steps that can be asked for.
pub const MAX_STEPS: u32 = 200;

/// The most sites a path can be asked to pass.
pub const MAX_VIA: usize = 4;

/// The most items of a pattern.
pub const MAX_PATTERN: usize = 12;

/// The most repetitions of one item of a pattern.
pub const MAX_REPEAT: u32 = 24;

/// The farthest that candidate links can be asked to reach, in km.
pub const MAX_CANDIDATE_KM: f64 = 5_000.0;

/// A question for paths.
#[derive(Clone, Debug, PartialEq)]
pub struct PathQuestion {
    /// Where paths begin.
    pub from: Endpoint,
    /// Where they end.
    pub to: Endpoint,
    /// What they carry, `material:slug`.
    pub material: Id,
    /// What they are ordered by.
    pub metric: Metric,
    /// How many are wanted, 1 to [`MAX_K`].
    pub k: u32,
    /// How many arcs a path may have, 1 to [`MAX_STEPS`].
    pub max_steps: u32,
    /// For which year, and whether planned and later things count.
    pub at: At,
    /// How many arcs a search may relax; see [`DEFAULT_BUDGET`].
    pub budget: u64,
    /// Of the sites that `from` means, the only ones at which a path may begin; none for all.
    pub from_only: Option<Vec<Id>>,
    /// Of the sites that `to` means, the only ones at which a path may end; none for all.
    pub to_only: Option<Vec<Id>>,
    /// Sites a path has to pass in this order, its ends included; at most [`MAX_VIA`].
    pub via: Vec<Id>,
    /// What a path may not pass or use.
    pub avoid: Avoid,
    /// What a path has to go through, in order; empty for anything. See [`PatternStep`].
    pub pattern: Vec<PatternStep>,
    /// The least capacity, in tonnes a year of contained material, that every arc of known capacity has to have.
    pub min_capacity: Option<f64>,
    /// Ways beside reported links between sites.
    pub ways: Ways,
    /// How far, in km of great circle, candidate links may reach; none for no candidates.
    pub candidates_within_km: Option<f64>,
    /// How often to draw the numbers of the paths found; none for no bands.
    pub sampling: Option<Sampling>,
}

/// What paths may not pass or use. What is not known to be one of these is passed, and flagged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Avoid {
    /// Sites, `site:slug`.
    pub sites: Vec<Id>,
    /// Countries, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Regions with their parts and members, `region:slug`.
    pub regions: Vec<Id>,
    /// Modes of transport.
    pub modes: Vec<Mode>,
}

/// A run of `min` to `max` things that match.
///
/// A pattern reads the stages that the steps of a path show: the making of its first product, its transformations
/// and its final place, in order. Movements match nothing. The making of the first product and the final place may
/// be left unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PatternStep {
    /// What matches.
    pub what: PatternItem,
    /// The fewest, from 0.
    pub min: u32,
    /// The most, from `min` and 1 to [`MAX_REPEAT`].
    pub max: u32,
}

/// What one item of a pattern matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternItem {
    /// Something of the stage: that of the activity, or of the kind of site where the conversion is assumed; for
    /// the final place that of its kind, `TRANSPORT` for harbours and terminals.
    Stage(Stage),
    /// Something at a site of the kind.
    Kind(SiteKind),
}

/// For when a question is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct At {
    /// The year, 1500 to 2200; none for the reference year of the data.
    pub year: Option<i32>,
    /// Whether a later figure may stand in where there is none up to the year.
    pub nearest_years: bool,
    /// Whether what is planned counts as if it operated.
    pub include_planned: bool,
}

/// Where paths begin or end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// At any of these sites, `site:slug`, or side-streams, `side-stream:slug`, if the question asks for these.
    Sites(Vec<Id>),
    /// At any site in this region, its parts and members included; a site of unknown region lies where its country does.
    Region(Id),
    /// At any site that this organisation runs, or one it owns or heads.
    Organisation(Id),
    /// At any site that a member of this cluster runs, or an organisation a member owns or heads.
    Cluster(Id),
    /// At any site of the kind.
    Kind(SiteKind),
    /// As origin, at what is made in the stage; as destination, at what is taken in it.
    Stage(Stage),
    /// At what mines, recyclers and external senders give.
    Sources,
    /// At harbours, manufacturers and external receivers, and at finished products that go nowhere further.
    Sinks,
}

/// What is wrong with a question.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum QuestionError {
    /// There is no such record.
    #[error("unknown {} `{}`{}", id.kind.code(), id.slug, did_you_mean(suggestion.as_deref()))]
    UnknownId {
        /// What was given.
        id: Id,
        /// The slug somebody most likely meant.
        suggestion: Option<String>,
    },
    /// The id names a record of another kind than is meant here.
    #[error("`{id}` is no {}", expected.code())]
    WrongKind {
        /// What was given.
        id: Id,
        /// What is meant.
        expected: Kind,
    },
    /// The number of paths is out of range.
    #[error("`{0}` paths cannot be asked for: from 1 to {MAX_K}")]
    PathCount(u32),
    /// The number of steps is out of range.
    #[error("`{0}` steps cannot be asked for: from 1 to {MAX_STEPS}")]
    StepCount(u32),
    /// The year is out of range.
    #[error("`{0}` is no year that can be asked for: from 1500 to 2200")]
    Year(i32),
    /// A side-stream is named, and the question does not ask for side-streams.
    #[error("`{0}` is a side-stream: only paths that include side-streams know it")]
    SideStreamsNotAsked(Id),
    /// More places are to be passed than can be asked for.
    #[error("`{0}` places to pass cannot be asked for: at most {MAX_VIA}")]
    ViaCount(usize),
    /// A place is to be passed twice, and no path returns to a place.
    #[error("`{0}` is to be passed twice: no path returns to a place it has left")]
    RepeatedVia(Id),
    /// A site is to be passed and to be avoided.
    #[error("`{0}` is to be passed and to be avoided")]
    ViaAvoided(Id),
    /// The pattern has too many items.
    #[error("a pattern of `{0}` items cannot be asked for: at most {MAX_PATTERN}")]
    PatternLength(usize),
    /// The repetitions of an item of the pattern are out of range.
    #[error(
        "`{min}` to `{max}` repetitions of item {item} cannot be asked for: from 0 to at least as many, the most from 1 to {MAX_REPEAT}"
    )]
    Repeats {
        /// Which item, from 1.
        item: usize,
        /// The fewest asked for.
        min: u32,
        /// The most asked for.
        max: u32,
    },
    /// The pattern tells too many ways apart for this chain.
    #[error(
        "the pattern and the places to pass tell more than {at_most} ways apart, too many to search: ask for fewer repetitions, items or places"
    )]
    PatternTooLarge {
        /// So many can be told apart.
        at_most: usize,
    },
    /// The least capacity is no amount.
    #[error("`{0}` tonnes a year cannot be asked for: from 0")]
    MinCapacity(String),
    /// The reach of candidate links is out of range.
    #[error("`{0}` km cannot be asked for: above 0, to {MAX_CANDIDATE_KM}")]
    CandidateReach(String),
    /// Whether there is a path is asked with candidate links.
    #[error("whether there is a path is told of what is on record: candidate links do not count")]
    CandidatesDoNotCount,
    /// Candidate links are asked for in two metrics at once.
    #[error("candidate links are ranked in one metric, not in two")]
    CandidatesInTwoMetrics,
    /// The number of samples is out of range.
    #[error("`{0}` samples cannot be asked for: from 1 to {MAX_SAMPLES}")]
    SampleCount(u32),
    /// Whether there is a path is asked with samples.
    #[error("whether there is a path does not hang on how long it is: there is nothing to sample")]
    NothingToSample,
    /// There is no such country on record.
    #[error("unknown country `{code}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownCountry {
        /// What was given.
        code: String,
        /// The code somebody most likely meant.
        suggestion: Option<String>,
    },
    /// Costs are asked for, and there is nothing to price a movement by.
    #[error(
        "costs cannot be told: no mode has a cost rate on record, and none is set; set `cost_rates.road`, `cost_rates.rail` or `cost_rates.sea` in EUR/t·km"
    )]
    NoCostRates,
    /// Two metrics are asked for, and both are this one.
    #[error("the metrics are both `{}`: two different ones are weighed against each other", .0.code())]
    SameMetric(Metric),
}

impl PathQuestion {
    /// A question for the five shortest paths of at most 24 steps in the reference year.
    pub fn new(from: Endpoint, to: Endpoint, material: Id) -> Self {
        Self {
            from,
            to,
            material,
            metric: Metric::Distance,
            k: 5,
            max_steps: 24,
            at: At::default(),
            budget: DEFAULT_BUDGET,
            from_only: None,
            to_only: None,
            via: Vec::new(),
            avoid: Avoid::default(),
            pattern: Vec::new(),
            min_capacity: None,
            ways: Ways::default(),
            candidates_within_km: None,
            sampling: None,
        }
    }

    /// Whether the numbers are within range.
    pub(super) fn check_ranges(&self) -> Result<(), QuestionError> {
        if !(1..=MAX_K).contains(&self.k) {
            return Err(QuestionError::PathCount(self.k));
        }
        if !(1..=MAX_STEPS).contains(&self.max_steps) {
            return Err(QuestionError::StepCount(self.max_steps));
        }
        self.sampling.map_or(Ok(()), check_sampling)?;
        self.check_limits()
    }

    fn check_limits(&self) -> Result<(), QuestionError> {
        if self.via.len() > MAX_VIA {
            return Err(QuestionError::ViaCount(self.via.len()));
        }
        if self.pattern.len() > MAX_PATTERN {
            return Err(QuestionError::PatternLength(self.pattern.len()));
        }
        for (item, PatternStep { min, max, .. }) in (1..).zip(self.pattern.iter().copied()) {
            if min > max || !(1..=MAX_REPEAT).contains(&max) {
                return Err(QuestionError::Repeats { item, min, max });
            }
        }
        if let Some(least) = self
            .min_capacity
            .filter(|it| !(it.is_finite() && *it >= 0.0))
        {
            return Err(QuestionError::MinCapacity(least.to_string()));
        }
        let is_reach = |km: &f64| *km > 0.0 && *km <= MAX_CANDIDATE_KM;
        match self.candidates_within_km.filter(|it| !is_reach(it)) {
            Some(km) => Err(QuestionError::CandidateReach(km.to_string())),
            None => Ok(()),
        }
    }
}

impl At {
    /// The year meant, where `reference_year` is the one of questions that name none.
    ///
    /// # Errors
    /// [`QuestionError::Year`] if it is out of range.
    pub(in crate::network) fn when(&self, reference_year: i32) -> Result<When, QuestionError> {
        match self.year {
            Some(year) if !YEARS.contains(&year) => Err(QuestionError::Year(year)),
            year => Ok(When {
                year: year.unwrap_or(reference_year),
                nearest_years: self.nearest_years,
                include_planned: self.include_planned,
            }),
        }
    }
}

/// Refuses a number of samples that is out of range.
pub(in crate::network) fn check_sampling(sampling: Sampling) -> Result<(), QuestionError> {
    match (1..=MAX_SAMPLES).contains(&sampling.samples) {
        true => Ok(()),
        false => Err(QuestionError::SampleCount(sampling.samples)),
    }
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map_or_else(String::new, |it| format!("; did you mean `{it}`?"))
}
