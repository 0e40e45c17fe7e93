//! What rules a pair out, whatever its score: the gates in their order, each with a sentence that has the values that
//! decide.
//!
//! What is not known rules nothing out; where that matters it is a warning (`warnings`).

use crate::analysis::benchmarks::percent;
use crate::analysis::partners::Component;
use crate::analysis::partners::Rejection;
use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::components::SOMETHING;
use crate::analysis::partners::components::composition;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;
use crate::analysis::partners::score::scored;
use crate::model::Kind;
use crate::model::OperationReason;
use crate::model::Row;
use crate::model::codes::PhysicalState;
use crate::model::codes::SiteStatus;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// As near as this a pipeline may be thought of, in km; our judgement.
const PIPELINE_KM: f64 = 5.0;

/// Why a site does not count whose status is told as unknown.
const UNKNOWN: OperationReason = OperationReason::Status(SiteStatus::Unknown);

/// The components that tell of something in common. Distance and amount do not, nor do contents by themselves: nearly
/// everything stays below some limit, or carries some of a common metal. That a wanted material is in it by a content on
/// record tells something where the two share a word too, however common.
const IN_COMMON: [Component; 3] = [Component::Precedent, Component::Code, Component::Text];

/// The first gate that fails, in the order of [`RejectionReason`], without a word. `scored` is that of the pair.
pub fn failed(pair: &Pair<'_>, scored: &Scored) -> Option<RejectionReason> {
    before_score(pair).or_else(|| {
        let is_something = |it: Component| {
            let value = scored.values[it as usize];
            value.is_some_and(|value| value > SOMETHING)
        };
        let shares_words = scored.values[Component::Text as usize].is_some_and(|it| it > 0.0);
        let is_carried = || shares_words && composition::is_known_to_carry(pair);
        let has_nothing = !IN_COMMON.into_iter().any(is_something) && !is_carried();
        has_nothing.then_some(RejectionReason::NothingInCommon)
    })
}

/// Whether a pair fails, and the reason that this is.
type Gate = (fn(&Pair<'_>) -> bool, RejectionReason);

/// The first gate that fails of those that need no score.
pub(in crate::analysis::partners) fn before_score(pair: &Pair<'_>) -> Option<RejectionReason> {
    let gates: [Gate; 9] = [
        (is_own, RejectionReason::Direction),
        (is_idle, RejectionReason::NotOperating),
        (is_of_unknown_status, RejectionReason::OperationUnknown),
        (is_refused, RejectionReason::Hazardous),
        (is_not_valid, RejectionReason::NotValid),
        (
            |it| composition::over_limit(it).is_some(),
            RejectionReason::OverLimit,
        ),
        (is_too_far, RejectionReason::TooFar),
        (
            |it| it.is_inside == Some(false),
            RejectionReason::OutsideRegions,
        ),
        (is_not_movable, RejectionReason::NotMovable),
    ];
    let mut failed = gates.into_iter().filter(|(fails, _)| fails(pair));
    failed.next().map(|(_, reason)| reason)
}

/// The request is of the producer itself at the same site, or is what is offered; not so where a link says otherwise.
fn is_own(pair: &Pair<'_>) -> bool {
    let (offer, request) = (pair.offer, pair.request);
    let site = offer.whereabouts.site;
    let is_there = site.is_some() && request.whereabouts.site == site;
    let is_producer =
        request.taker == site || (request.taker.is_some() && request.taker == offer.operator);
    let is_itself = offer.record == Some(request.record);
    is_itself || (is_there && is_producer && pair.existing.is_none()) || is_described_there(pair)
}

/// The taker alone gives such a stream by the records, at the place that is described, and does not ask for its product. Where
/// several give such a stream nobody says whose it is, and one may take that of the other: that is a warning.
fn is_described_there(pair: &Pair<'_>) -> bool {
    let taker = pair.request.taker;
    let is_only = match pair.given {
        Given::Offer(side) => side.producers.iter().all(|it| Some(it.0) == taker),
        Given::Request(_) => false,
    };
    let given = given_there(pair).filter(|_| is_only);
    given.is_some_and(|stream| {
        let product = match stream.kind() {
            Kind::Product => Some(stream),
            _ => pair.registry.reference(stream, side_stream::PRODUCT),
        };
        !product.is_some_and(|it| pair.request.products.contains(&it))
    })
}

/// The stream or product on record of the taker that is like what somebody described at its place.
pub(in crate::analysis::partners) fn given_there(pair: &Pair<'_>) -> Option<Row> {
    match pair.given {
        Given::Offer(side) => side.given_by(pair.request.taker),
        Given::Request(_) => None,
    }
}

fn is_idle(pair: &Pair<'_>) -> bool {
    let idle = pair.operation.filter(|it| !it.operates);
    idle.is_some_and(|it| it.because != UNKNOWN)
}

/// Of one whose status is told as unknown nobody knows that it does not operate, nor that it does.
fn is_of_unknown_status(pair: &Pair<'_>) -> bool {
    let idle = pair.operation.filter(|it| !it.operates);
    idle.is_some_and(|it| it.because == UNKNOWN)
}

fn is_refused(pair: &Pair<'_>) -> bool {
    pair.offer.hazardous == Some(true) && pair.request.takes_hazardous == Some(false)
}

fn is_not_valid(pair: &Pair<'_>) -> bool {
    let year = |day: &Option<String>| day.as_deref()?.get(..4)?.parse::<i32>().ok();
    let (from, to) = &pair.request.valid;
    let asked = pair.terms.when.year;
    year(from).is_some_and(|it| it > asked) || year(to).is_some_and(|it| it < asked)
}

fn is_too_far(pair: &Pair<'_>) -> bool {
    let (km, most) = (pair.distance.km, pair.terms.within_km);
    // Within the uncertainty nobody knows: that is a warning.
    km.zip(most)
        .is_some_and(|(km, most)| km - pair.distance.uncertain_km > most)
}

/// Molten, in solution or a gas, and too far for a pipeline; a link on record shows that it can be moved.
fn is_not_movable(pair: &Pair<'_>) -> bool {
    let km = pair.distance.km.map(|km| km - pair.distance.uncertain_km);
    km.is_some_and(|km| km > PIPELINE_KM) && is_to_be_near(pair)
}

/// Whether it is not known if it can be moved: it may be nearer or farther than a pipeline reaches.
pub(in crate::analysis::partners) fn is_perhaps_not_movable(pair: &Pair<'_>) -> bool {
    let km = pair.distance.km.map(|km| km + pair.distance.uncertain_km);
    km.is_some_and(|km| km > PIPELINE_KM) && is_to_be_near(pair) && !is_not_movable(pair)
}

/// Whether it is moved by pipeline at the most, and no link on record shows that it is.
fn is_to_be_near(pair: &Pair<'_>) -> bool {
    unmovable_state(pair).is_some() && pair.existing.is_none()
}

fn unmovable_state(pair: &Pair<'_>) -> Option<PhysicalState> {
    let state = pair.registry.code(pair.offer.product?, product::STATE)?;
    let is_unmovable = matches!(
        state,
        PhysicalState::Molten | PhysicalState::Solution | PhysicalState::Gas
    );
    is_unmovable.then_some(state)
}

/// Why a pair is ruled out, in a sentence with the values that decide; none if it is not.
pub fn rejection(pair: &Pair<'_>) -> Option<Rejection> {
    let reason = before_score(pair).or_else(|| failed(pair, &scored(pair)))?;
    let (message, evidence) = why(pair, reason);
    Some(Rejection {
        reason,
        message,
        evidence,
    })
}

fn why(pair: &Pair<'_>, reason: RejectionReason) -> (String, Vec<Row>) {
    let (offer, request) = (pair.offer, pair.request);
    let taker = taker_name(pair);
    let records = |rows: &[Option<Row>]| rows.iter().copied().flatten().collect();
    let both: Vec<Row> = records(&[offer.record, Some(request.record)]);
    let statement = pair.operation.and_then(|it| it.statement);
    match reason {
        RejectionReason::Direction => {
            let recorded = given_there(pair);
            let name = recorded.map_or(offer.name.as_str(), |it| pair.registry.name(it));
            let text = format!("{taker} is who gives {}", in_sentence(name));
            let evidence = both.into_iter().chain(recorded).collect();
            (text, evidence)
        }
        RejectionReason::NotOperating => {
            let (because, year) = (pair.operation.map(|it| it.because), pair.terms.when.year);
            let because = because.map_or_else(String::new, operation_words);
            let text = format!("{taker} does not operate in {year}: {because}");
            (text, records(&[request.taker, statement]))
        }
        RejectionReason::OperationUnknown => {
            let year = pair.terms.when.year;
            let text = format!("whether {taker} operates in {year} is not known");
            (text, records(&[request.taker, statement]))
        }
        RejectionReason::Hazardous => {
            let text = format!(
                "{} is hazardous, and {taker} is known not to take hazardous waste",
                offer.name
            );
            (text, both)
        }
        RejectionReason::NotValid => (valid_words(pair), records(&[Some(request.record)])),
        RejectionReason::OverLimit => over_limit_words(pair),
        RejectionReason::TooFar => {
            let (km, most) = (pair.distance.km, pair.terms.within_km);
            let text = format!(
                "{taker} is {} km away{}, more than the {} km asked",
                significant(km.unwrap_or_default(), 3),
                give_or_take(pair),
                significant(most.unwrap_or_default(), 3)
            );
            (text, records(&pair.distance.evidence))
        }
        RejectionReason::OutsideRegions => {
            let text = "the partner lies in none of the regions asked".to_owned();
            (text, both)
        }
        RejectionReason::NotMovable => {
            let state = unmovable_state(pair).map_or("", PhysicalState::code);
            let text = format!(
                "{} is {}, which is not moved {} km{}",
                offer.name,
                state_words(state),
                significant(pair.distance.km.unwrap_or_default(), 3),
                give_or_take(pair)
            );
            (text, records(&[offer.product]))
        }
        RejectionReason::NothingInCommon => {
            let text = format!(
                "neither precedent, code nor words say that {} is of use to {taker}",
                in_sentence(&offer.name)
            );
            (text, both)
        }
    }
}

/// How far a distance may be off, to stand after it; nothing where both places are known.
fn give_or_take(pair: &Pair<'_>) -> String {
    match pair.distance.uncertain_km {
        km if km > 0.0 => format!(", give or take {} km", significant(km, 3)),
        _ => String::new(),
    }
}

/// Who takes it; the use where no taker is named.
pub(in crate::analysis::partners) fn taker_name<'a>(pair: &Pair<'a>) -> &'a str {
    let taker = pair.request.taker;
    taker.map_or(&pair.request.name, |it| pair.registry.name(it))
}

fn operation_words(because: OperationReason) -> String {
    match because {
        OperationReason::NotYetOpened => "it opened later".to_owned(),
        OperationReason::AlreadyClosed => "it had closed".to_owned(),
        OperationReason::Status(status) => {
            let status = status.code().to_lowercase().replace('_', " ");
            format!("its status is {status}")
        }
        OperationReason::StatusAssumed | OperationReason::NoStatusNeeded => {
            "no status is on record".to_owned()
        }
    }
}

fn valid_words(pair: &Pair<'_>) -> String {
    let year = pair.terms.when.year;
    let name = &pair.request.name;
    match &pair.request.valid {
        (Some(from), Some(to)) => format!("{name} holds from {from} to {to}, not in {year}"),
        (Some(from), None) => format!("{name} holds from {from}, not in {year}"),
        (None, Some(to)) => format!("{name} held to {to}, not in {year}"),
        (None, None) => format!("{name} does not hold in {year}"),
    }
}

fn over_limit_words(pair: &Pair<'_>) -> (String, Vec<Row>) {
    let Some((limit, content)) = composition::over_limit(pair) else {
        return (String::new(), Vec::new());
    };
    let text = format!(
        "{} contains {} {}, and {} at the most is allowed",
        pair.offer.name,
        composition::told_range(content),
        in_sentence(pair.registry.name(limit.material)),
        percent(limit.fraction)
    );
    let figures = content.figures.iter().copied();
    (text, figures.chain([limit.figure]).collect())
}

fn state_words(state: &str) -> &'static str {
    match state {
        "MOLTEN" => "molten",
        "SOLUTION" => "a solution",
        _ => "a gas",
    }
}
