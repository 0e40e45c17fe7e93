//! Sentences on balances.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::balance::Amount;
use crate::analysis::balance::Balance;
use crate::analysis::balance::BalanceQuestion;
use crate::analysis::balance::BalanceSide;
use crate::analysis::balance::BalanceState;
use crate::analysis::balance::Term;
use crate::analysis::balance::TermKind;
use crate::analysis::balance::UnknownReason;
use crate::analysis::gaps::listed;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::network::words::in_sentence;
use crate::network::words::tonnes_in_words;

/// A sentence on one balance.
pub(super) fn message(registry: &Registry, of: &Balance) -> String {
    let (site, material) = (registry.name(of.site), registry.name(of.material));
    let sides = format!(
        "{site} in {}: {} of {} go in, {} come out",
        of.year,
        amount(of.input),
        in_sentence(material),
        amount(of.output)
    );
    let verdict = match of.state {
        BalanceState::Balanced if of.residual.value.is_some() => "; the sides agree".to_owned(),
        BalanceState::Balanced => "; the sides may be the same within their bounds".to_owned(),
        BalanceState::MoreInThanOut => format!(
            "; {} more go in, so that an output or a loss is missing",
            apart(of)
        ),
        BalanceState::MoreOutThanIn => format!(
            "; {} more come out, so that an input is missing or a figure is wrong",
            apart(of)
        ),
        BalanceState::Open => open(registry, of),
    };
    let expected = of.expected.as_ref().map_or_else(String::new, |it| {
        let percent = crate::network::words::significant(it.recovery * 100.0, 4);
        let tonnes = amount(it.amount);
        format!("; by the recovery on record, {percent} %, products hold {tonnes}")
    });
    format!("{sides}{verdict}{expected}{}.", as_far_as(registry, of))
}

/// That what is said holds as far as contents do that are of another year than the balance, or told as "about" so much.
fn as_far_as(registry: &Registry, of: &Balance) -> String {
    let counted = of.terms.iter().filter(|it| it.left_out.is_none());
    let figures: BTreeSet<Row> = counted.flat_map(|it| it.figures.iter().copied()).collect();
    let is_content = |it: &Row| {
        let quantity = registry.code(*it, figure::QUANTITY);
        matches!(quantity, Some(Quantity::Content | Quantity::Grade))
    };
    let contents = figures.into_iter().filter(is_content);
    let other_year = |it: Row| registry.figure_year(it).filter(|year| *year != of.year);
    let (mut years, mut loose, mut count) = (BTreeSet::new(), 0, 0);
    for it in contents {
        let (year, is_loose) = (other_year(it), is_about(registry, it));
        years.extend(year);
        loose += usize::from(is_loose);
        count += usize::from(is_loose || year.is_some());
    }
    let years: Vec<String> = years.iter().map(i32::to_string).collect();
    let about = match loose {
        0 => "",
        _ if loose == count => ", told as \"about\"",
        _ => ", some of them told as \"about\"",
    };
    let of_years = match years.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" of {last}"),
        Some((last, before)) => format!(" of {} and {last}", before.join(", ")),
    };
    match count {
        0 => String::new(),
        1 => format!("; as far as a content{of_years} holds{about}"),
        _ => format!("; as far as contents{of_years} hold{about}"),
    }
}

/// Whether a figure is told as about so much, in its definition or as it was printed, and nobody says between which bounds.
fn is_about(registry: &Registry, row: Row) -> bool {
    let mut bounds = [figure::LOW, figure::HIGH].into_iter();
    if bounds.any(|it| registry.number(row, it).is_some()) {
        return false;
    }
    let texts = [figure::DEFINITION, figure::RAW].map(|it| registry.text(row, it));
    texts.into_iter().flatten().any(|text| {
        let text = text.to_lowercase();
        let mut words = text.split_whitespace();
        text.contains(['~', '≈'])
            || words.any(|it| ABOUT.contains(&it.trim_matches(&['(', ')', ',', ';', ':'][..])))
    })
}

/// Words for "about".
const ABOUT: [&str; 10] = [
    "about",
    "approx",
    "approx.",
    "approximate",
    "approximately",
    "around",
    "c.",
    "ca.",
    "circa",
    "roughly",
];

/// How far the sides are apart.
fn apart(of: &Balance) -> String {
    let certain = of.residual.certain().abs();
    match of.residual.value {
        Some(value) if (value.abs() - certain).abs() <= 1e-9 * certain => tonnes_in_words(certain),
        Some(value) => format!(
            "{} (at least {})",
            tonnes_in_words(value.abs()),
            tonnes_in_words(certain)
        ),
        None => format!("at least {}", tonnes_in_words(certain)),
    }
}

/// What is not known, and what the residual is a bound of.
fn open(registry: &Registry, of: &Balance) -> String {
    let bound = match (of.residual.low, of.residual.high) {
        (Some(low), None) => format!(
            "what goes in less what comes out is at least {}",
            tonnes_in_words(low)
        ),
        (None, Some(high)) => format!(
            "what goes in less what comes out is at most {}",
            tonnes_in_words(high)
        ),
        _ => "both sides have unknown terms, so that nothing follows".to_owned(),
    };
    let unknown = of
        .terms
        .iter()
        .filter(|it| it.left_out.is_none() && it.amount.high.is_none());
    let unknown = listed(unknown.map(|it| unknown_word(registry, it)));
    format!("; {bound}. Not known: {unknown}")
}

/// "feed of copper ore (no figure)".
fn unknown_word(registry: &Registry, term: &Term) -> String {
    let what = match (term.side, term.kind) {
        (_, TermKind::Extraction) => "what is mined",
        (_, TermKind::Feed) => "what is taken in",
        (BalanceSide::In, TermKind::Link) => "what a link brings",
        (BalanceSide::Out, TermKind::Link) => "what links take away",
        (_, TermKind::OwnStream) => "what is taken back",
        (_, TermKind::Production) => "what is made",
        (_, TermKind::Generation) => "what arises",
    };
    let of = term.product.map_or_else(String::new, |it| {
        format!(" of {}", in_sentence(registry.name(it)))
    });
    let why = match term.unknown {
        Some(UnknownReason::NoContent) => "no content",
        Some(UnknownReason::OtherYear) => "figures of other years only",
        Some(UnknownReason::OnlyBound) => "only a bound",
        Some(UnknownReason::PartOfYear) => "figures of a part of a year only",
        Some(UnknownReason::NoFigure) | None => "no figure",
    };
    format!("{what}{of} ({why})")
}

fn amount(it: Amount) -> String {
    let words = tonnes_in_words;
    match (it.value, it.high) {
        (Some(value), _) => words(value),
        (None, Some(high)) if it.low > 0.0 => format!("{} to {}", words(it.low), words(high)),
        (None, Some(high)) => format!("at most {}", words(high)),
        (None, None) if it.low > 0.0 => format!("at least {}", words(it.low)),
        (None, None) => "unknown tonnes".to_owned(),
    }
}

/// A sentence on all of an answer.
pub(super) fn summary(
    registry: &Registry,
    question: &BalanceQuestion,
    counts: &BTreeMap<BalanceState, usize>,
) -> String {
    let count = |state| counts.get(&state).copied().unwrap_or(0);
    let all: usize = counts.values().sum();
    let of = question.material.map_or_else(String::new, |it| {
        format!(" of {}", in_sentence(registry.name(it)))
    });
    let within = question
        .region
        .map_or_else(String::new, |it| format!(" in {}", registry.name(it)));
    let at = question
        .site
        .map_or_else(String::new, |it| format!(" at {}", registry.name(it)));
    let noun = if all == 1 { "balance" } else { "balances" };
    let year = question.when.year;
    if all == 0 {
        return format!(
            "No figure up to {year} tells what goes in or comes out{of}{at}{within}, so that there is no balance."
        );
    }
    format!(
        "{all} {noun}{of}{at}{within} up to {year}: {} agree, {} have more in than out, {} more out than in, {} are open since terms are not known.",
        count(BalanceState::Balanced),
        count(BalanceState::MoreInThanOut),
        count(BalanceState::MoreOutThanIn),
        count(BalanceState::Open),
    )
}
