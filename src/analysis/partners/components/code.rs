//! Whether product, waste code or trade fit: the best of what is known.

use crate::analysis::gaps::listed;
use crate::analysis::partners::Component;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::components::is_only_voice;
use crate::analysis::partners::pair::Given;
use crate::analysis::partners::pair::Pair;
use crate::model::Knowledge;
use crate::model::Row;
use crate::model::TradeLink;
use crate::model::WasteLikeness;
use crate::network::words::in_sentence;

/// The most that counts of a code that somebody assigned, and of a trade that usually takes such wastes.
const CAP: f64 = 0.8;

/// The most that counts of a code or a trade where the taker is on record as asking for other products: it is of the same
/// kind of process at the most, and counts as that ([`WasteLikeness::SameProcess`]).
pub(in crate::analysis::partners) const OTHER_PRODUCT: f64 = WasteLikeness::SameProcess.value();

/// What fits, and how well.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis::partners) struct Fit<'a> {
    /// 0 to 1.
    pub(in crate::analysis::partners) value: f64,
    pub(in crate::analysis::partners) by: By<'a>,
}

/// What was compared.
#[derive(Clone, Copy, Debug)]
pub(in crate::analysis::partners) enum By<'a> {
    /// The product is one of those asked for.
    Product(Row),
    /// Products are asked for, and this is none of them.
    OtherProduct(Row),
    /// A code offered and one asked for.
    Waste(WasteLikeness, &'a WasteCode, &'a WasteCode),
    /// A trade that takes the waste, and one of the request.
    Trade(&'a TradeLink, &'a str),
}

/// How much two codes count, how they stand to each other, and which they are.
type WasteFit<'a> = (f64, WasteLikeness, &'a WasteCode, &'a WasteCode);

/// The best fit; none if neither products nor codes nor trades can be compared.
pub(in crate::analysis::partners) fn fit<'a>(pair: &Pair<'a>) -> Option<Fit<'a>> {
    let product = pair
        .offer
        .product
        .filter(|_| !pair.request.products.is_empty());
    if let Some(product) = product.filter(|it| pair.request.products.contains(it)) {
        return Some(Fit {
            value: 1.0,
            by: By::Product(product),
        });
    }
    let cap = match pair.is_other_product() {
        true => OTHER_PRODUCT,
        false => 1.0,
    };
    let by_code = waste_fit(pair.knowledge, &pair.offer.ewc, &pair.request.ewc)
        .map(|(value, likeness, a, b)| Fit {
            value,
            by: By::Waste(likeness, a, b),
        })
        .or_else(|| trade_fit(pair))
        .map(|it| Fit {
            value: it.value.min(cap),
            ..it
        });
    by_code.or_else(|| {
        product.map(|it| Fit {
            value: 0.0,
            by: By::OtherProduct(it),
        })
    })
}

/// The most alike of some codes and some others; none where a side has none. The first of equals.
pub(in crate::analysis::partners) fn waste_fit<'a>(
    knowledge: &Knowledge,
    codes: &'a [WasteCode],
    others: &'a [WasteCode],
) -> Option<WasteFit<'a>> {
    let mut best: Option<WasteFit<'a>> = None;
    for a in codes {
        for b in others {
            let likeness = knowledge.waste_likeness(&a.code, &b.code);
            let cap = if a.is_assigned || b.is_assigned {
                CAP
            } else {
                1.0
            };
            let value = likeness.value().min(cap);
            if best.is_none_or(|(before, ..)| value > before) {
                best = Some((value, likeness, a, b));
            }
        }
    }
    best
}

/// The trades that take the waste against those of the request, where no waste code is asked for.
fn trade_fit<'a>(pair: &Pair<'a>) -> Option<Fit<'a>> {
    if pair.request.nace.is_empty() {
        return None;
    }
    match pair.given {
        Given::Offer(side) => best_trade(pair, side.takers.iter().copied()),
        Given::Request(_) => best_trade(pair, takers(pair.knowledge, &pair.offer.ewc)),
    }
}

/// The trades that take wastes of some codes.
pub(in crate::analysis::partners) fn takers<'a>(
    knowledge: &'a Knowledge,
    codes: &'a [WasteCode],
) -> impl Iterator<Item = &'a TradeLink> {
    codes.iter().flat_map(|it| knowledge.takers_of(&it.code))
}

fn best_trade<'a>(pair: &Pair<'a>, takers: impl Iterator<Item = &'a TradeLink>) -> Option<Fit<'a>> {
    let mut best: Option<Fit<'a>> = None;
    for link in takers {
        for nace in &pair.request.nace {
            let value = pair.knowledge.trade_similarity(&link.nace, nace).min(CAP);
            if best.is_none_or(|it| value > it.value) {
                let by = By::Trade(link, nace);
                best = Some(Fit { value, by });
            }
        }
    }
    best
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let name = |row| in_sentence(pair.registry.name(row));
    let records = || pair.offer.record.into_iter().chain([pair.request.record]);
    let Some(fit) = fit(pair) else {
        let text = "neither product nor waste code nor trade can be compared";
        return (text.to_owned(), Vec::new());
    };
    match fit.by {
        By::Product(it) => (format!("{} is asked for", name(it)), vec![it]),
        By::OtherProduct(it) => {
            let text = format!("{} is offered, {} asked for", name(it), asked(pair));
            (
                text,
                [it].into_iter()
                    .chain(pair.request.products.iter().copied())
                    .collect(),
            )
        }
        By::Waste(likeness, a, b) => {
            let text = waste_words(likeness, a, b) + but_asks_for(pair);
            (text, records().collect())
        }
        By::Trade(link, nace) => {
            let text = format!(
                "{}trade {} takes such wastes ({}), {}{}",
                if is_only_voice(pair, Component::Code) {
                    "only a trade speaks for it: "
                } else {
                    ""
                },
                link.nace,
                link.application,
                if link.nace == nace {
                    "and is the taker's".to_owned()
                } else {
                    format!("the taker is of trade {nace}")
                },
                but_asks_for(pair)
            );
            (text, records().collect())
        }
    }
}

/// The products asked for, in words.
fn asked(pair: &Pair<'_>) -> String {
    let products = pair.request.products.iter();
    listed(products.map(|it| in_sentence(pair.registry.name(*it))))
}

/// That other products are asked for, where they are. They are not named, so that lines of a taker that differ in nothing else
/// are told as one; the row names its lines.
fn but_asks_for(pair: &Pair<'_>) -> &'static str {
    match pair.is_other_product() {
        true => "; what it is on record as asking for is another product",
        false => "",
    }
}

fn waste_words(likeness: WasteLikeness, a: &WasteCode, b: &WasteCode) -> String {
    let (offered, asked) = (spaced(&a.code), spaced(&b.code));
    let text = match likeness {
        WasteLikeness::Same => format!("waste code {offered} is the one asked for"),
        WasteLikeness::Mirror => {
            format!("waste code {offered} is the mirror entry of {asked}, which is asked for")
        }
        WasteLikeness::SameProcess => {
            format!("same process only: waste code {offered} offered, {asked} asked for")
        }
        WasteLikeness::SameChapter => {
            format!("same chapter only: waste code {offered} offered, {asked} asked for")
        }
        WasteLikeness::Apart => {
            format!("waste code {offered} offered has nothing in common with {asked} asked for")
        }
    };
    match a.is_assigned || b.is_assigned {
        true => format!("{text} (assigned, not stated)"),
        false => text,
    }
}

/// "10 02 02".
pub(in crate::analysis::partners) fn spaced(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    let pairs = digits.chunks(2).map(|it| it.iter().collect::<String>());
    pairs.collect::<Vec<_>>().join(" ")
}
