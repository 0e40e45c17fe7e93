//! Whether the contents fit: `Π min(1, c / c_min)` over what has to be in it, times `Π min(1, c_max / c)` over what may
//! not be.
//!
//! Of a content told as a range the middle counts. What is not known leaves the product and takes its share of the
//! confidence. A request that sets no bound but names materials it wants is met by a stream that carries one of them.

use crate::analysis::benchmarks::percent;
use crate::analysis::partners::Content;
use crate::analysis::partners::Limit;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::pair::Pair;
use crate::model::Row;
use crate::model::tables::material;
use crate::network::words::in_sentence;

/// The value, and the part of the bounds that is known, 0 to 1.
pub(in crate::analysis::partners) fn value(pair: &Pair<'_>) -> Option<(f64, f64)> {
    let bounds = pair.request.required.len() + pair.request.limits.len();
    if bounds == 0 {
        return wanted(pair).map(|_| (1.0, 1.0));
    }
    let (mut product, mut known) = (1.0, 0_u32);
    for (factor, _, _) in factors(pair) {
        product *= factor;
        known += 1;
    }
    let share = f64::from(known) / f64::from(u32::try_from(bounds).unwrap_or(u32::MAX));
    (known > 0).then_some((product, share))
}

/// Of each bound on a content that is known: what it multiplies by, the content and the bound; what is required first.
fn factors<'a>(pair: &Pair<'a>) -> impl Iterator<Item = (f64, &'a Content, &'a Limit)> {
    let (offer, request) = (pair.offer, pair.request);
    let known = |limit: &Limit| content(&offer.contents, limit.material);
    let required = request.required.iter().filter_map(move |limit| {
        let content = known(limit)?;
        Some((part_of(middle(content), limit.fraction), content, limit))
    });
    let limits = request.limits.iter().filter_map(move |limit| {
        let content = known(limit)?;
        Some((part_of(limit.fraction, middle(content)), content, limit))
    });
    required.chain(limits)
}

/// `min(1, has / asked)`; 1 where nothing is asked.
fn part_of(has: f64, asked: f64) -> f64 {
    if asked > 0.0 {
        (has.max(0.0) / asked).min(1.0)
    } else {
        1.0
    }
}

fn middle(content: &Content) -> f64 {
    f64::midpoint(content.low, content.high)
}

fn content(contents: &[Content], material: Row) -> Option<&Content> {
    contents.iter().find(|it| it.material == material)
}

/// The first limit that even the low end of a known content is over, with the content.
pub(in crate::analysis::partners) fn over_limit<'a>(
    pair: &Pair<'a>,
) -> Option<(&'a Limit, &'a Content)> {
    limited(pair).find(|(limit, content)| content.low > limit.fraction)
}

/// The limits that the high end of a known content is over, while the low end is not.
pub(in crate::analysis::partners) fn perhaps_over<'a>(
    pair: &Pair<'a>,
) -> impl Iterator<Item = (&'a Limit, &'a Content)> {
    limited(pair)
        .filter(|(limit, content)| content.high > limit.fraction && content.low <= limit.fraction)
}

fn limited<'a>(pair: &Pair<'a>) -> impl Iterator<Item = (&'a Limit, &'a Content)> {
    let contents = &pair.offer.contents;
    let limits = pair.request.limits.iter();
    limits.filter_map(move |it| Some((it, content(contents, it.material)?)))
}

/// The material for which the stream is taken rather than as bulk: wanted or required, and in it; none otherwise.
pub(in crate::analysis::partners) fn taken_for(pair: &Pair<'_>) -> Option<Row> {
    let required = pair.request.required.iter().map(|it| it.material);
    wanted(pair).or_else(|| required.into_iter().find_map(|it| carried(pair, it)))
}

/// The first of the materials wanted that the stream carries.
fn wanted(pair: &Pair<'_>) -> Option<Row> {
    let mut wanted = pair.request.materials.iter();
    wanted.find_map(|it| carried(pair, *it))
}

/// The material of the stream that is a material asked for, or of that group; a content stated as nothing is none.
fn carried(pair: &Pair<'_>, asked: Row) -> Option<Row> {
    let offer = pair.offer;
    let is_none = |it: Row| content(&offer.contents, it).is_some_and(|it| it.high <= 0.0);
    let named = offer.materials.iter().copied();
    let contained = offer.contents.iter().map(|it| it.material);
    named.chain(contained).find(|it| {
        let groups = || pair.registry.references(*it, material::GROUP);
        !is_none(*it) && (*it == asked || groups().any(|it| it == asked))
    })
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let name = |row| in_sentence(pair.registry.name(row));
    let request = pair.request;
    if request.required.is_empty() && request.limits.is_empty() {
        return match wanted(pair) {
            Some(carried) => {
                let contents = content(&pair.offer.contents, carried).into_iter();
                let figures = contents.flat_map(|it| it.figures.iter().copied());
                let text = format!("carries {}, which is asked for", name(carried));
                (text, figures.chain([carried]).collect())
            }
            None if request.materials.is_empty() => {
                let text = "what has to be or may not be in it is not on record";
                (text.to_owned(), Vec::new())
            }
            None => {
                let text = "whether it carries a material asked for is not known";
                (text.to_owned(), Vec::new())
            }
        };
    }
    let known: Vec<_> = factors(pair).collect();
    let mut evidence: Vec<Row> = known
        .iter()
        .flat_map(|(_, content, limit)| content.figures.iter().copied().chain([limit.figure]))
        .collect();
    let is_required = |it: &Limit| request.required.iter().any(|own| std::ptr::eq(own, it));
    let mut told: Vec<String> = known
        .iter()
        .map(|(_, content, limit)| {
            let bound = match is_required(limit) {
                true => "asked for",
                false => "allowed",
            };
            let (has, asked) = (told_range(content), percent(limit.fraction));
            format!("contains {has} {}, {asked} {bound}", name(limit.material))
        })
        .collect();
    let mut unknown: Vec<String> = Vec::new();
    for limit in request.required.iter().chain(&request.limits) {
        if content(&pair.offer.contents, limit.material).is_none() {
            unknown.push(name(limit.material));
            evidence.push(limit.figure);
        }
    }
    unknown.dedup();
    if !unknown.is_empty() {
        told.push(format!(
            "how much {} is in it is not known",
            unknown.join(", ")
        ));
    }
    (told.join("; "), evidence)
}

/// "9 %", or "7 % to 11 %".
pub(in crate::analysis::partners) fn told_range(content: &Content) -> String {
    if content.low == content.high {
        percent(content.low)
    } else {
        format!("{} to {}", percent(content.low), percent(content.high))
    }
}
