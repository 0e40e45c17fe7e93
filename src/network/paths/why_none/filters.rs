//! The filters of a question, and what dropping them opens.

use crate::model::codes::codes;
use crate::network::chain::Metric;
use crate::network::paths::Asked;
use crate::network::paths::question::MAX_STEPS;
use crate::network::paths::question::PathQuestion;
use crate::network::paths::why_none::is_empty as is_empty_now;
use crate::network::search::Truncation;
use crate::network::snapshot::Snapshot;

codes! {
    /// What narrows a question; that planned things do not count is one.
    pub enum PathFilter {
        /// What is planned is left out.
        Planned = "planned",
        /// Only some of the sites that the origin means.
        From = "fromFilter",
        /// Only some of those that the destination means.
        To = "toFilter",
        /// Sites to pass.
        Via = "via",
        /// Sites to avoid.
        AvoidSites = "avoid.sites",
        /// Countries to avoid.
        AvoidCountries = "avoid.countries",
        /// Regions to avoid.
        AvoidRegions = "avoid.regions",
        /// Modes to avoid.
        AvoidModes = "avoid.modes",
        /// What to go through.
        Pattern = "pattern",
        /// The least capacity.
        Capacity = "minCapacityTonnesPerYear",
        /// How many steps.
        Steps = "maxSteps",
        /// The metric: under loss, what gives nothing of the material is on no path.
        Metric = "metric",
    }
}

impl PathFilter {
    /// Whether a question has it.
    fn is_set(self, question: &PathQuestion) -> bool {
        let avoid = &question.avoid;
        match self {
            Self::Planned => !question.at.include_planned,
            Self::From => question.from_only.is_some(),
            Self::To => question.to_only.is_some(),
            Self::Via => !question.via.is_empty(),
            Self::AvoidSites => !avoid.sites.is_empty(),
            Self::AvoidCountries => !avoid.countries.is_empty(),
            Self::AvoidRegions => !avoid.regions.is_empty(),
            Self::AvoidModes => !avoid.modes.is_empty(),
            Self::Pattern => !question.pattern.is_empty(),
            Self::Capacity => question.min_capacity.is_some(),
            Self::Steps => question.max_steps < MAX_STEPS,
            Self::Metric => question.metric == Metric::Loss,
        }
    }

    /// Takes it away.
    fn drop_from(self, question: &mut PathQuestion) {
        match self {
            Self::Planned => question.at.include_planned = true,
            Self::From => question.from_only = None,
            Self::To => question.to_only = None,
            Self::Via => question.via.clear(),
            Self::AvoidSites => question.avoid.sites.clear(),
            Self::AvoidCountries => question.avoid.countries.clear(),
            Self::AvoidRegions => question.avoid.regions.clear(),
            Self::AvoidModes => question.avoid.modes.clear(),
            Self::Pattern => question.pattern.clear(),
            Self::Capacity => question.min_capacity = None,
            Self::Steps => question.max_steps = MAX_STEPS,
            Self::Metric => question.metric = Metric::Steps,
        }
    }

    /// The words for it in a sentence.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Planned => "what is planned being left out",
            Self::From => "the filter of the origin",
            Self::To => "the filter of the destination",
            Self::Via => "the sites to pass",
            Self::AvoidSites => "the sites to avoid",
            Self::AvoidCountries => "the countries to avoid",
            Self::AvoidRegions => "the regions to avoid",
            Self::AvoidModes => "the modes to avoid",
            Self::Pattern => "the pattern",
            Self::Capacity => "the least capacity",
            Self::Steps => "the number of steps",
            Self::Metric => "the metric, as something on every way gives nothing of the material",
        }
    }
}

/// A question without some of its filters.
pub(super) fn without(question: &PathQuestion, filters: &[PathFilter]) -> PathQuestion {
    let mut wider = question.clone();
    filters.iter().for_each(|it| it.drop_from(&mut wider));
    wider
}

/// What dropping filters opens.
pub(super) struct Tried {
    /// Filters of which dropping one alone opens a path, or gives an empty end a meaning.
    pub(super) blocked_by: Vec<PathFilter>,
    /// How many paths there are without any; none if the budget did not suffice.
    pub(super) without: Option<u32>,
    /// Whether the budget did not suffice to try every filter.
    pub(super) is_cut: bool,
    /// Whether there are paths without any, and all have more steps than can be asked for.
    pub(super) is_too_long: bool,
}

/// What a search without some filters came to.
enum Found {
    /// So many paths.
    Some(u32),
    Nothing,
    /// None of so few steps as can be asked for, but longer ones.
    TooLong,
    Cut,
}

/// Tries the question without each of its filters, and without all. None if the budget did not suffice and nothing
/// was found.
pub(super) fn tried(
    snapshot: &Snapshot,
    question: &PathQuestion,
    is_empty: (bool, bool),
) -> Option<Tried> {
    let set: Vec<PathFilter> = PathFilter::ALL
        .iter()
        .copied()
        .filter(|it| it.is_set(question))
        .collect();
    let all_but_planned: Vec<PathFilter> = set
        .iter()
        .copied()
        .filter(|it| *it != PathFilter::Planned)
        .collect();
    // Each of these once, and each filter alone.
    let share = question.budget / (set.len() as u64 + 2);
    let search = |filters: &[PathFilter], k: u32| {
        let wider = PathQuestion {
            budget: share,
            ..without(question, filters)
        };
        found(snapshot, &wider, k)
    };
    let mut tried = Tried {
        blocked_by: Vec::new(),
        without: None,
        is_cut: false,
        is_too_long: false,
    };
    let mut is_open = false;
    let without_all = search(&set, question.k);
    match without_all {
        Found::Some(count) => (tried.without, is_open) = (Some(count), true),
        Found::Nothing => tried.without = Some(0),
        Found::TooLong => (tried.without, tried.is_too_long) = (Some(0), true),
        Found::Cut => (tried.is_cut, is_open) = (true, true),
    }
    // Counting what is planned may also take away: a planned flow can say that a product does not carry the material.
    if !is_open && all_but_planned.len() < set.len() {
        is_open = matches!(search(&all_but_planned, 1), Found::Some(_) | Found::Cut);
    }
    for filter in set {
        let opens = is_open.then(|| search(&[filter], 1));
        tried.is_cut |= matches!(opens, Some(Found::Cut));
        let is_meant = || gives_meaning(snapshot, question, filter, is_empty);
        if matches!(opens, Some(Found::Some(_))) || is_meant() {
            tried.blocked_by.push(filter);
        }
    }
    let is_told = !tried.blocked_by.is_empty() || tried.without.is_some_and(|it| it > 0);
    (is_told || !tried.is_cut).then_some(tried)
}

/// How many paths a question has, up to `k`, whatever they are ordered by.
fn found(snapshot: &Snapshot, question: &PathQuestion, k: u32) -> Found {
    // A wider question may be refused, such as for what its pattern would have to tell apart: nothing is known then.
    let Ok(asked) = Asked::new(snapshot, question) else {
        return Found::Cut;
    };
    let metric = match question.metric {
        Metric::Loss => Metric::Loss,
        _ => Metric::Steps,
    };
    let ranked = asked.search(snapshot, (metric, None), k as usize, question);
    match u32::try_from(ranked.routes.len()) {
        Ok(0) if ranked.truncations.contains(&Truncation::Budget) => Found::Cut,
        Ok(0) if ranked.truncations.contains(&Truncation::Steps) => Found::TooLong,
        Ok(0) => Found::Nothing,
        count => Found::Some(count.unwrap_or(u32::MAX)),
    }
}

/// Whether dropping a filter alone gives every end that means nothing a meaning.
fn gives_meaning(
    snapshot: &Snapshot,
    question: &PathQuestion,
    filter: PathFilter,
    is_empty: (bool, bool),
) -> bool {
    let bears_on_ends = matches!(
        filter,
        PathFilter::Planned | PathFilter::From | PathFilter::To
    );
    if !bears_on_ends || is_empty == (false, false) {
        return false;
    }
    let Ok(asked) = Asked::new(snapshot, &without(question, &[filter])) else {
        return false;
    };
    let chain = snapshot.chain(asked.key);
    let registry = snapshot.registry();
    let (origins, destinations) = asked.ends(registry, &chain);
    is_empty_now(registry, &asked, &origins, &destinations) == (false, false)
}
