//! Whether something like it is done already: `max over k of sim(o, k.waste) · sim(r, k.receiver) · status(k)`.

use crate::analysis::partners::components::Why;
use crate::analysis::partners::components::code::OTHER_PRODUCT;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::precedents::Precedent;
use crate::analysis::partners::precedents::status_weight;
use crate::analysis::partners::sides::LEAST_ALIKE;
use crate::analysis::partners::sides::receiver_likeness;
use crate::analysis::partners::sides::waste_likeness;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::ExchangeStatus;
use crate::model::codes::UseStatus;
use crate::model::fold;
use crate::model::tables::link;
use crate::model::tables::precedent;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// What is done already, and how much it counts.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis::partners) struct Found<'a> {
    /// 0 to 1.
    pub(in crate::analysis::partners) value: f64,
    pub(in crate::analysis::partners) by: By<'a>,
}

/// What is done already.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis::partners) enum By<'a> {
    /// This taker takes this stream.
    Link(Row),
    /// The request is a use of this stream or product.
    Use(UseStatus),
    /// An exchange, with the likeness of its waste and receiver.
    Exchange(&'a Precedent, f64, f64),
}

/// What counts most of what is done already; none if nothing like it is known.
pub(in crate::analysis::partners) fn found<'a>(pair: &Pair<'a>) -> Option<Found<'a>> {
    if let Some(link) = pair.existing {
        return Some(Found {
            value: 1.0,
            by: By::Link(link),
        });
    }
    let of_use = established(pair).and_then(|status| {
        let value = match status {
            UseStatus::Practised => 1.0,
            UseStatus::Studied => 0.4,
            UseStatus::Proposed => return None,
        };
        Some(Found {
            value,
            by: By::Use(status),
        })
    });
    let exchange = exchange(pair);
    match (of_use, exchange) {
        (Some(a), Some(b)) if b.value > a.value => Some(b),
        (a, b) => a.or(b),
    }
}

/// How far the use is established, where the request is one of this very stream or of the same product.
fn established(pair: &Pair<'_>) -> Option<UseStatus> {
    let status = pair.request.use_status?;
    let (offer, request) = (pair.offer, pair.request);
    let is_stream = request.stream.is_some() && request.stream == offer.record;
    let product = |it| pair.registry.reference(it, side_stream::PRODUCT);
    let is_product = offer.product.is_some_and(|it| {
        request.products.contains(&it) || request.stream.and_then(product) == Some(it)
    });
    (is_stream || is_product).then_some(status)
}

/// The exchange that counts most; the first of equals. Those alike are ordered by what they can come to, so that the
/// search ends as soon as no other can count more.
fn exchange<'a>(pair: &Pair<'a>) -> Option<Found<'a>> {
    let alike = match pair.given {
        Given::Offer(side) => &side.alike,
        Given::Request(side) => &side.alike,
    };
    let (knowledge, vocabulary) = (pair.knowledge, pair.vocabulary);
    let is_other = pair.is_other_product();
    let mut best: Option<(u32, Found<'a>)> = None;
    for it in alike {
        if best.is_some_and(|(_, best)| it.value < best.value) {
            break;
        }
        let known = &pair.precedents.all[it.at as usize];
        let (waste, receiver) = match pair.given {
            Given::Offer(_) => {
                let receiver = receiver_likeness(knowledge, vocabulary, pair.request, known);
                (it.likeness, receiver)
            }
            Given::Request(_) => {
                let waste = waste_likeness(knowledge, vocabulary, pair.offer, known);
                (waste, it.likeness)
            }
        };
        if waste < LEAST_ALIKE || receiver < LEAST_ALIKE {
            continue;
        }
        // Who asks for other products is like the receiver in its trade or process at the most.
        let receiver = match is_other {
            true => receiver.min(OTHER_PRODUCT),
            false => receiver,
        };
        let value = waste * receiver * status_weight(known.status);
        let is_better = best.is_none_or(|(at, before)| {
            value > before.value || (value == before.value && it.at < at)
        });
        if is_better {
            let by = By::Exchange(known, waste, receiver);
            best = Some((it.at, Found { value, by }));
        }
    }
    best.map(|(_, found)| found)
}

/// The record of the precedent that counts; none of a link that is no precedent, and of a use.
pub(in crate::analysis::partners) fn record(pair: &Pair<'_>, found: &Found<'_>) -> Option<Row> {
    match found.by {
        By::Exchange(known, _, _) => known.row,
        By::Link(link) => {
            let mut all = pair.precedents.all.iter();
            all.find(|it| it.link == Some(link)).and_then(|it| it.row)
        }
        By::Use(_) => None,
    }
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let Some(found) = found(pair) else {
        let text = "no exchange like it is on record";
        return (text.to_owned(), Vec::new());
    };
    let record = record(pair, &found);
    match found.by {
        By::Link(link) => (
            "the taker takes this stream already".to_owned(),
            [link].into_iter().chain(record).collect(),
        ),
        By::Use(status) => {
            let told = match status {
                UseStatus::Practised => "practised",
                UseStatus::Studied => "studied",
                UseStatus::Proposed => "proposed",
            };
            let text = format!("this use of {} is {told}", told_stream(pair));
            let records = [Some(pair.request.record), pair.request.stream];
            (text, records.into_iter().flatten().collect())
        }
        By::Exchange(known, waste, receiver) => {
            let text = why_exchange(pair, known, [waste, receiver]);
            (text, known.row.into_iter().chain(known.link).collect())
        }
    }
}

/// Whose the exchange is, so that nobody takes another taker's for one of this partner, and how alike its waste and taker are.
fn why_exchange(pair: &Pair<'_>, known: &Precedent, likeness: [f64; 2]) -> String {
    let [waste, receiver] = likeness.map(|it| significant(it, 2));
    let capped = match pair.is_other_product() {
        true => " at the most, since what is asked for is another product",
        false => "",
    };
    let alike = format!("its waste is alike by {waste}, its taker by {receiver}{capped}");
    let is_of_stream = is_of_offer(pair, known);
    let is_of_others = pair.request.taker.is_some() && !is_of_partner(pair, known);
    if let Some(other) = receiver_of(pair.registry, known).filter(|_| is_of_stream && is_of_others)
    {
        let takes = match known.status {
            ExchangeStatus::Implemented if known.is_over => "took this stream",
            ExchangeStatus::Implemented => "takes this stream",
            ExchangeStatus::Planned => "is planned to take this stream",
            ExchangeStatus::UnderStudy => "is studied as a taker of this stream",
        };
        let own = match has_own(pair) {
            true => "another taker than this partner",
            false => "no precedent of this partner itself",
        };
        return format!("{other} {takes}; {own}; {alike}");
    }
    let status = match known.status {
        ExchangeStatus::Implemented if known.is_over => "existed",
        ExchangeStatus::Implemented => "exists",
        ExchangeStatus::Planned => "is planned",
        ExchangeStatus::UnderStudy => "is under study",
    };
    let whose = match (is_of_others, has_own(pair)) {
        (false, _) => "",
        (true, true) => ", of another taker",
        (true, false) => ", none with this partner itself",
    };
    format!(
        "an exchange like it {status}{}{whose}; {alike}",
        told_exchange(pair, known)
    )
}

/// Whether what is exchanged is the offer itself: its side-stream, or its product from its site.
fn is_of_offer(pair: &Pair<'_>, known: &Precedent) -> bool {
    let (registry, offer) = (pair.registry, pair.offer);
    let from = known.link.and_then(|it| registry.reference(it, link::FROM));
    let is_of_site = from.is_some() && from == offer.whereabouts.site;
    let is_product = offer.product.is_some() && known.product == offer.product;
    (from.is_some() && from == offer.record) || (is_of_site && is_product)
}

/// Who takes what is exchanged, by its link or in the words of the record.
fn receiver_of<'a>(registry: &'a Registry, known: &Precedent) -> Option<&'a str> {
    let of_link = || Some(registry.name(registry.reference(known.link?, link::TO)?));
    let told = known
        .row
        .and_then(|it| registry.text(it, precedent::RECEIVER));
    told.or_else(of_link)
}

/// Whether the exchange ends at the taker or at a site that it runs, or names it.
fn is_of_partner(pair: &Pair<'_>, known: &Precedent) -> bool {
    let (registry, taker) = (pair.registry, pair.request.taker);
    let end = known.link.and_then(|it| registry.reference(it, link::TO));
    let operator = end.and_then(|it| registry.reference(it, site::OPERATOR));
    let named = known
        .row
        .and_then(|it| registry.text(it, precedent::RECEIVER));
    taker.is_some_and(|taker| {
        let is_named = |named| names_of(registry, taker).any(|it| fold(it) == fold(named));
        [end, operator].contains(&Some(taker)) || named.is_some_and(is_named)
    })
}

/// Whether any exchange on record of a waste like this one is the partner's.
fn has_own(pair: &Pair<'_>) -> bool {
    let mut all = pair.precedents.all.iter().enumerate();
    let (knowledge, vocabulary) = (pair.knowledge, pair.vocabulary);
    let likeness = |at: usize, it: &Precedent| match pair.given {
        Given::Offer(side) => side.waste.get(at).copied().unwrap_or_default(),
        Given::Request(_) => waste_likeness(knowledge, vocabulary, pair.offer, it),
    };
    // Names are dearer to compare than likenesses that are known.
    all.any(|(at, it)| likeness(at, it) >= LEAST_ALIKE && is_of_partner(pair, it))
}

/// What a use is on record of: the offer itself, another stream of its product, or the product.
fn told_stream(pair: &Pair<'_>) -> String {
    let (offer, request) = (pair.offer, pair.request);
    let name = |it: Row| in_sentence(pair.registry.name(it));
    let is_own = offer.record.is_some() && request.stream == offer.record;
    let product = offer.product.filter(|_| !is_own);
    let Some(product) = product.filter(|it| offer.record != Some(*it)) else {
        return "it".to_owned();
    };
    let is_of_product =
        |it: &Row| pair.registry.reference(*it, side_stream::PRODUCT) == Some(product);
    match request.stream.filter(is_of_product) {
        Some(other) => format!("{}, which is the same product,", name(other)),
        None => name(product),
    }
}

/// ": steel slag to Road builders"; nothing of what is no record.
fn told_exchange(pair: &Pair<'_>, known: &Precedent) -> String {
    let registry = pair.registry;
    let waste = known.row.and_then(|it| registry.text(it, precedent::WASTE));
    let waste = waste.or_else(|| known.stream.map(|it| registry.name(it)));
    match (waste, receiver_of(registry, known)) {
        (None, None) => String::new(),
        (waste, None) => format!(": {}", waste.unwrap_or("waste")),
        (waste, Some(receiver)) => format!(": {} to {receiver}", waste.unwrap_or("waste")),
    }
}
