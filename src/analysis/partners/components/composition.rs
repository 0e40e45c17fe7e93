//! Whether the contents fit: `Π min(1, c / c_min)` over what has to be in it, times `Π min(1, c_max / c)` over what may
//! not be.
//!
//! Of a content told as a range the middle counts; of one of which only an end is told, that end, where it decides the bound.
//! What is not known leaves the product and takes its share of the confidence. A request that sets no bound but names
//! materials it wants is met by a stream that carries one of them, and not by one that is known to have none of any. Of what
//! a source merely names in the stream, without a content, only half is known.

use crate::analysis::benchmarks::percent;
use crate::analysis::partners::Content;
use crate::analysis::partners::Limit;
use crate::analysis::partners::components::Why;
use crate::analysis::partners::pair::Pair;
use crate::model::Row;
use crate::model::tables::material;
use crate::network::words::in_sentence;

/// The least mass fraction from which a stream carries a material that no source names in it. Less is a trace: whether that is
/// enough to be taken for it is not known, unless the request says how much it wants. Our judgement, never tuned; what is worth
/// its while in grams a tonne is named in the streams that have it.
pub(in crate::analysis::partners) const LEAST_CARRIED: f64 = 0.001;

/// The part that is known of a wanted material that a source names in the stream, while no content says that any is in it: that
/// it is there, and not how much. Our judgement, never tuned.
const NAMED_ONLY: f64 = 0.5;

/// A bound that the request sets, with what is known of the content.
struct Bound<'a> {
    limit: &'a Limit,
    is_required: bool,
    content: Option<&'a Content>,
}

impl Bound<'_> {
    /// What it multiplies by; none where that is not known.
    fn factor(&self) -> Option<f64> {
        let asked = self.limit.fraction;
        let content = self.content?;
        if self.is_required {
            reaching(content, asked)
        } else {
            within(content, asked)
        }
    }
}

/// The value, and the part of it that is known, 0 to 1: of the bounds, or of a material that is wanted.
pub(in crate::analysis::partners) fn value(pair: &Pair<'_>) -> Option<(f64, f64)> {
    if lacks_all(pair) {
        return Some((0.0, 1.0));
    }
    let count = pair.request.required.len() + pair.request.limits.len();
    if count == 0 {
        let known = |it| match has_content(pair, it) {
            true => 1.0,
            false => NAMED_ONLY,
        };
        return wanted(pair).map(|it| (1.0, known(it)));
    }
    let (mut product, mut known) = (1.0, 0_u32);
    for factor in bounds(pair).filter_map(|it| it.factor()) {
        product *= factor;
        known += 1;
    }
    let share = f64::from(known) / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    (known > 0).then_some((product, share))
}

/// The bounds of the request; what is required first.
fn bounds<'a>(pair: &Pair<'a>) -> impl Iterator<Item = Bound<'a>> {
    let (offer, request) = (pair.offer, pair.request);
    let bound = move |limit: &'a Limit, is_required| Bound {
        limit,
        is_required,
        content: content(&offer.contents, limit.material),
    };
    let required = request.required.iter().map(move |it| bound(it, true));
    let limits = request.limits.iter().map(move |it| bound(it, false));
    required.chain(limits)
}

/// `min(1, c / c_min)`. The least that is told decides where it is enough, the most where even that is not.
fn reaching(content: &Content, least: f64) -> Option<f64> {
    match (content.low, content.high) {
        (Some(low), Some(high)) => Some(part_of(f64::midpoint(low, high), least)),
        (Some(low), None) => (low >= least).then_some(1.0),
        (None, high) => high.filter(|it| *it < least).map(|it| part_of(it, least)),
    }
}

/// `min(1, c_max / c)`. The most that is told decides where it is allowed, the least where even that is not.
fn within(content: &Content, most: f64) -> Option<f64> {
    match (content.low, content.high) {
        (Some(low), Some(high)) => Some(part_of(most, f64::midpoint(low, high))),
        (None, Some(high)) => (high <= most).then_some(1.0),
        (low, None) => low.filter(|it| *it > most).map(|it| part_of(most, it)),
    }
}

/// `min(1, has / asked)`; 1 where nothing is asked.
fn part_of(has: f64, asked: f64) -> f64 {
    if asked > 0.0 {
        (has.max(0.0) / asked).min(1.0)
    } else {
        1.0
    }
}

fn content(contents: &[Content], material: Row) -> Option<&Content> {
    contents.iter().find(|it| it.material == material)
}

/// The first limit that even the low end of a known content is over, with the content.
pub(in crate::analysis::partners) fn over_limit<'a>(
    pair: &Pair<'a>,
) -> Option<(&'a Limit, &'a Content)> {
    limited(pair).find(|(limit, content)| is_over(limit, content))
}

/// The limits that the high end of a known content is over, or may be where that is not told, while the low end is not.
pub(in crate::analysis::partners) fn perhaps_over<'a>(
    pair: &Pair<'a>,
) -> impl Iterator<Item = (&'a Limit, &'a Content)> {
    limited(pair).filter(|(limit, content)| {
        let may_be = content.high.is_none_or(|it| it > limit.fraction);
        may_be && !is_over(limit, content)
    })
}

fn is_over(limit: &Limit, content: &Content) -> bool {
    content.low.is_some_and(|it| it > limit.fraction)
}

fn limited<'a>(pair: &Pair<'a>) -> impl Iterator<Item = (&'a Limit, &'a Content)> {
    let contents = &pair.offer.contents;
    let limits = pair.request.limits.iter();
    limits.filter_map(move |it| Some((it, content(contents, it.material)?)))
}

/// The material for which the stream is taken rather than as bulk: wanted or required, and in it; none otherwise.
pub(in crate::analysis::partners) fn taken_for(pair: &Pair<'_>) -> Option<Row> {
    let mut required = pair.request.required.iter();
    // Of what is asked for by grams a tonne, as much as is asked for is enough.
    wanted(pair).or_else(|| {
        required.find_map(|it| carried(pair, it.material, it.fraction.min(LEAST_CARRIED)).next())
    })
}

/// The first of the materials wanted that the stream carries; one with a content before those that are merely named. Whoever
/// asks for other products wants a material as those have it: that it is merely named in this one does not meet that, and
/// whether it does is not known.
fn wanted(pair: &Pair<'_>) -> Option<Row> {
    let wanted = pair.request.materials.iter();
    let all = wanted.flat_map(|it| carried(pair, *it, LEAST_CARRIED));
    let mut told = all.clone().filter(|it| has_content(pair, *it));
    let named = || all.clone().next().filter(|_| !pair.is_other_product());
    told.next().or_else(named)
}

/// Whether a content on record says that some of a material that is wanted is in the stream.
pub(in crate::analysis::partners) fn is_known_to_carry(pair: &Pair<'_>) -> bool {
    wanted(pair).is_some_and(|it| has_content(pair, it))
}

/// Whether a content says that some of a material is in the stream; what is at most in it may be nothing.
fn has_content(pair: &Pair<'_>, material: Row) -> bool {
    content(&pair.offer.contents, material).is_some_and(|it| is_at_least(it, f64::MIN_POSITIVE))
}

/// Whether materials are wanted, and the stream is known to have none of any.
fn lacks_all(pair: &Pair<'_>) -> bool {
    let wanted = &pair.request.materials;
    let is_lacking = |it: &Row| content(&pair.offer.contents, *it).is_some_and(is_nothing);
    !wanted.is_empty() && wanted.iter().all(is_lacking)
}

fn is_nothing(content: &Content) -> bool {
    content.high.is_some_and(|it| it <= 0.0)
}

/// The materials of the stream that are a material asked for, or of that group: those that a source names in it, then those of
/// which at least so much is in it. A content stated as nothing is none.
fn carried<'a>(
    pair: &'a Pair<'a>,
    asked: Row,
    least: f64,
) -> impl Iterator<Item = Row> + Clone + 'a {
    let offer = pair.offer;
    let named = offer.materials.iter().copied();
    let contents = offer.contents.iter();
    let contained = contents.filter(move |it| is_at_least(it, least));
    let contained = contained.map(|it| it.material);
    let is_none = |it: Row| content(&offer.contents, it).is_some_and(is_nothing);
    named
        .chain(contained)
        .filter(move |it| !is_none(*it) && is_asked(pair, *it, asked))
}

/// Whether a material is one asked for, or of that group.
fn is_asked(pair: &Pair<'_>, it: Row, asked: Row) -> bool {
    let mut groups = pair.registry.references(it, material::GROUP);
    it == asked || groups.any(|it| it == asked)
}

fn is_at_least(content: &Content, least: f64) -> bool {
    let middle = content
        .high
        .map_or(content.low, |high| Some(f64::midpoint(content.low?, high)));
    middle.is_some_and(|it| it >= least)
}

pub(in crate::analysis::partners) fn why(pair: &Pair<'_>) -> Why {
    let request = pair.request;
    if lacks_all(pair) {
        return why_lacking(pair);
    }
    if request.required.is_empty() && request.limits.is_empty() {
        return why_wanted(pair);
    }
    let name = |row| in_sentence(pair.registry.name(row));
    let mut evidence: Vec<Row> = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let mut unknown: Vec<String> = Vec::new();
    for bound in bounds(pair) {
        let material = name(bound.limit.material);
        match bound.content {
            Some(content) => {
                evidence.extend(&content.figures);
                told.push(bound_words(&bound, content, &material));
            }
            None => unknown.push(material),
        }
        evidence.push(bound.limit.figure);
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

/// "contains 9 % nickel, 18 % asked for"; with what is not decided where only an end of the content is told.
fn bound_words(bound: &Bound<'_>, content: &Content, material: &str) -> String {
    let (asked, open) = match bound.is_required {
        true => ("asked for", "enough"),
        false => ("allowed", "within that"),
    };
    let open = match bound.factor() {
        Some(_) => String::new(),
        None => format!(", and whether it is {open} is not known"),
    };
    let (has, limit) = (told_range(content), percent(bound.limit.fraction));
    format!("contains {has} {material}, {limit} {asked}{open}")
}

/// That none of what is asked for is in it.
fn why_lacking(pair: &Pair<'_>) -> Why {
    let wanted = &pair.request.materials;
    let names = wanted.iter().map(|it| in_sentence(pair.registry.name(*it)));
    let text = format!(
        "contains none of what is asked for: {}",
        names.collect::<Vec<_>>().join(", ")
    );
    let contents = wanted
        .iter()
        .filter_map(|it| content(&pair.offer.contents, *it));
    let figures = contents.flat_map(|it| it.figures.iter().copied());
    (text, figures.chain(wanted.iter().copied()).collect())
}

/// Why, where materials are asked for without a bound.
fn why_wanted(pair: &Pair<'_>) -> Why {
    let name = |row| in_sentence(pair.registry.name(row));
    let contents = &pair.offer.contents;
    let wanted_rows = &pair.request.materials;
    if let Some(carried) = wanted(pair) {
        let figures = content(contents, carried).into_iter();
        let figures = figures.flat_map(|it| it.figures.iter().copied());
        let open = match content(contents, carried) {
            _ if has_content(pair, carried) => String::new(),
            None => " (named, no content on record)".to_owned(),
            Some(it) => format!(" (named, and contains {})", told_range(it)),
        };
        let text = format!("carries {}, which is asked for{open}", name(carried));
        return (text, figures.chain([carried]).collect());
    }
    if wanted_rows.is_empty() {
        let text = "what has to be or may not be in it is not on record";
        return (text.to_owned(), Vec::new());
    }
    let is_wanted = |it: &&Content| {
        let mut wanted = wanted_rows.iter();
        wanted.any(|asked| is_asked(pair, it.material, *asked)) && !is_nothing(it)
    };
    let traces: Vec<&Content> = contents.iter().filter(is_wanted).collect();
    let mut named = wanted_rows
        .iter()
        .flat_map(|it| carried(pair, *it, LEAST_CARRIED));
    if let Some(named) = named.next().filter(|_| traces.is_empty()) {
        let text = format!(
            "{} is named in it, with no content on record; it is wanted in another product, and whether it is in this one is not known",
            name(named)
        );
        return (text, vec![named]);
    }
    if traces.is_empty() {
        let text = "whether it carries a material asked for is not known";
        return (text.to_owned(), Vec::new());
    }
    let told = traces
        .iter()
        .map(|it| format!("{} {}", told_range(it), name(it.material)));
    let text = format!(
        "contains {}, and whether that is enough is not known: less than {} is a trace",
        told.collect::<Vec<_>>().join(", "),
        percent(LEAST_CARRIED)
    );
    let figures = traces.iter().flat_map(|it| it.figures.iter().copied());
    (text, figures.collect())
}

/// "9 %", "7 % to 11 %", "at least 7 %", or "at most 11 %".
pub(in crate::analysis::partners) fn told_range(content: &Content) -> String {
    match (content.low, content.high) {
        (Some(low), Some(high)) if low != high => {
            format!("{} to {}", percent(low), percent(high))
        }
        (Some(low), None) => format!("at least {}", percent(low)),
        (None, Some(high)) => format!("at most {}", percent(high)),
        (low, _) => low.map_or_else(String::new, percent),
    }
}
