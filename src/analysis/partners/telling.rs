//! Partners in words: what speaks for and against each, what to know before acting, and what the answer rests on.

use crate::analysis::partners::Offer;
use crate::analysis::partners::Partner;
use crate::analysis::partners::Request;
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

/// Tells some pairs, in their order, and what they rest on.
pub(super) fn tell(
    asked: &Asked<'_>,
    found: &[Judged<'_>],
    offer: Option<&Offer>,
) -> (Vec<Partner>, Basis) {
    if found.is_empty() {
        return (Vec::new(), basis(asked, &[], &[], offer));
    }
    let matches: Vec<Row> = asked.registry.rows(Kind::Match).collect();
    let partners: Vec<Partner> = found
        .iter()
        .map(|it| partner(asked, it, &matches))
        .collect();
    let basis = basis(asked, found, &partners, offer);
    (partners, basis)
}

fn partner(asked: &Asked<'_>, judged: &Judged<'_>, matches: &[Row]) -> Partner {
    let (pair, registry) = (&judged.pair, asked.registry);
    let (offer, request) = (pair.offer, pair.request);
    let values = judged.outcome.unwrap_or_else(|_| scored(pair));
    let words = told(pair, &values);
    let rejected = judged.outcome.err().and_then(|_| rejection(pair));
    let treatments = &asked.index.treatments;
    let missing_treatment = treatments.missing(offer, request);
    let lists = &asked.knowledge.lists;
    let treatment_offers = treatments.offers(
        registry,
        lists,
        &missing_treatment,
        &offer.whereabouts,
        request.taker,
    );
    let mut warnings = of_offer(asked, offer);
    for warning in words.warnings {
        // Both sides may have the same to be warned of.
        if warnings.iter().all(|it| it.message != warning.message) {
            warnings.push(warning);
        }
    }
    let mut partner = Partner {
        score: values.score,
        confidence: values.confidence,
        tier: values.tier,
        components: words.components,
        precedent: values.precedent,
        distance_km: pair.distance.km,
        rejected,
        existing: pair.existing,
        missing_treatment,
        treatment_offers,
        brokers: brokers(registry, asked.knowledge, offer, request),
        legal_route: route(offer, request),
        warnings,
        matching: matching(registry, matches, offer, request),
        message: String::new(),
        offer: offer.clone(),
        request: request.clone(),
    };
    partner.message = sentence(registry, lists, &partner);
    partner
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
