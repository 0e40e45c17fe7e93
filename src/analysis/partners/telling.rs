//! Partners in words: what speaks for and against each, what to know before acting, and what the answer rests on.

use std::collections::BTreeSet;

use crate::analysis::partners::ComponentScore;
use crate::analysis::partners::Offer;
use crate::analysis::partners::Partner;
use crate::analysis::partners::Rejection;
use crate::analysis::partners::Request;
use crate::analysis::partners::Waiting;
use crate::analysis::partners::Warning;
use crate::analysis::partners::answer::Asked;
use crate::analysis::partners::answer::Judged;
use crate::analysis::partners::brokers::brokers;
use crate::analysis::partners::brokers::taker_of;
use crate::analysis::partners::gates::rejection;
use crate::analysis::partners::legal::route;
use crate::analysis::partners::notes::basis;
use crate::analysis::partners::offers::arises;
use crate::analysis::partners::offers::has_stock;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::score::scored;
use crate::analysis::partners::score::told;
use crate::analysis::partners::sentence::sentence;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MatchStatus;
use crate::model::tables::figure;
use crate::model::tables::matching;
use crate::model::tables::side_stream;
use crate::network::paths::Basis;
use crate::network::words::as_sentence;

/// Tells some pairs, in their order, and what they rest on.
pub(super) fn tell(
    asked: &Asked<'_>,
    found: &[&Judged<'_>],
    waiting: &[Waiting],
    offer: Option<&Offer>,
) -> (Vec<Partner>, Basis) {
    if found.is_empty() {
        return (Vec::new(), basis(asked, &[], &[], waiting, offer));
    }
    let matches: Vec<Row> = asked.registry.rows(Kind::Match).collect();
    let partners: Vec<Partner> = found
        .iter()
        .map(|it| partner(asked, it, &matches))
        .collect();
    let basis = basis(asked, found, &partners, waiting, offer);
    (partners, basis)
}

/// One pair in words. `matches` are all of the registry.
pub(super) fn partner(asked: &Asked<'_>, judged: &Judged<'_>, matches: &[Row]) -> Partner {
    let (pair, registry) = (&judged.pair, asked.registry);
    let (offer, request) = (pair.offer, pair.request);
    let values = judged.outcome.unwrap_or_else(|_| scored(pair));
    let words = told(pair, &values);
    let rejected = judged.outcome.err().and_then(|_| rejection(pair));
    let rejected = rejected.map(|it| Rejection {
        message: as_sentence(&it.message),
        ..it
    });
    let components = words.components.into_iter().map(|it| ComponentScore {
        message: as_sentence(&it.message),
        ..it
    });
    let treatments = &asked.index.treatments;
    let missing_treatment = treatments.missing(offer, request);
    let lists = &asked.knowledge.lists;
    let (treatment_offers, treatment_offers_total) = treatments.offers(
        registry,
        lists,
        &missing_treatment,
        &offer.whereabouts,
        request.taker,
    );
    let mut partner = Partner {
        score: values.score,
        confidence: values.confidence,
        tier: values.tier,
        components: components.collect(),
        precedent: values.precedent,
        distance_km: pair.distance.km,
        rejected,
        existing: pair.existing,
        missing_treatment,
        treatment_offers,
        treatment_offers_total,
        brokers: brokers(registry, asked.knowledge, offer, request),
        legal_route: route(offer, request),
        warnings: warnings(asked, pair, words.warnings),
        matching: matching(registry, matches, offer, request),
        also: judged.also.clone(),
        message: String::new(),
        offer: offer.clone(),
        request: request.clone(),
    };
    partner.message = sentence(registry, lists, &partner, judged.has_twin);
    partner
}

/// What to know before acting, a sentence each: of the offer, of the pair, and of the regions asked. Each is told once.
fn warnings(asked: &Asked<'_>, pair: &Pair<'_>, of_pair: Vec<Warning>) -> Vec<Warning> {
    let of_offer = of_offer(asked, pair.offer);
    let all = of_offer.into_iter().chain(of_pair);
    let all = all.chain(of_regions(asked, pair));
    // Both sides may have the same to be warned of.
    let mut seen = BTreeSet::new();
    let all = all.map(|it| Warning {
        message: as_sentence(&it.message),
        ..it
    });
    all.filter(|it| seen.insert(it.message.clone())).collect()
}

/// That a partner is told although nobody knows whether it lies in a region asked; nothing of kinds of use.
fn of_regions(asked: &Asked<'_>, pair: &Pair<'_>) -> Option<Warning> {
    let (record, region) = match pair.given {
        Given::Offer(_) => (pair.request.taker?, pair.request.whereabouts.region),
        Given::Request(_) => (
            pair.offer.whereabouts.site.or(pair.offer.record)?,
            pair.offer.whereabouts.region,
        ),
    };
    let is_open = !asked.question.regions.is_empty() && pair.is_inside.is_none();
    let name = asked.registry.name(record);
    let message = match region.map(|it| asked.registry.name(it)) {
        None => {
            format!("the region of {name} is not known, so that it may lie outside those asked")
        }
        Some(known) => format!(
            "{name} is only known to lie in {known}, so that it may lie outside the regions asked"
        ),
    };
    is_open.then_some(Warning {
        message,
        record: Some(record),
    })
}

/// What to know of an offer before acting on it.
fn of_offer(asked: &Asked<'_>, offer: &Offer) -> Vec<Warning> {
    let (registry, when) = (asked.registry, asked.question.when);
    let mut warnings = Vec::new();
    let stream = offer.record.filter(|it| it.kind() == Kind::SideStream);
    if let Some(stream) = stream {
        let is_planned = registry.flag(stream, side_stream::PLANNED) == Some(true);
        let name = &offer.name;
        let message = if is_planned {
            Some(format!("{name} is planned; it does not arise yet"))
        } else if arises(registry, stream, when) {
            None
        } else if has_stock(registry, stream, when) {
            Some(format!(
                "the site of {name} does not operate; what is offered is a stock"
            ))
        } else {
            Some(format!(
                "the site of {name} does not operate; nothing of it may arise"
            ))
        };
        warnings.extend(message.map(|message| Warning {
            message,
            record: Some(stream),
        }));
    }
    let figures = offer.amount.iter().flat_map(|it| &it.figures);
    for row in figures {
        if let Some(scope) = registry.text(*row, figure::SCOPE) {
            warnings.push(Warning {
                message: format!(
                    "the tonnes of {} are told of `{scope}`, which may be more or less than it",
                    offer.name
                ),
                record: Some(*row),
            });
        }
    }
    warnings
}

/// The record of an offer and a request, its taker or who runs that, being pursued: one that is not dropped before one that
/// is, then by slug.
fn matching(registry: &Registry, matches: &[Row], offer: &Offer, request: &Request) -> Option<Row> {
    let asked = [
        Some(request.record),
        request.taker,
        taker_of(registry, request),
    ];
    let is_it = |row: &&Row| {
        let of = registry.reference(**row, matching::OFFER);
        let by = registry.reference(**row, matching::REQUEST);
        of.is_some() && of == offer.record && by.is_some() && asked.contains(&by)
    };
    let is_dropped =
        |row: &Row| registry.code(*row, matching::STATUS) == Some(MatchStatus::Dropped);
    let mut found: Vec<Row> = matches.iter().filter(is_it).copied().collect();
    found.sort_by_key(is_dropped);
    found.first().copied()
}
