//! Whether a side-stream has no recorded user, and which part of it.

use crate::analysis::streams::Stream;
use crate::analysis::streams::Told;
use crate::analysis::unused::amounts::generated;
use crate::analysis::unused::former::is_left;
use crate::analysis::unused::links::Users;
use crate::model::Row;
use crate::model::codes::Fate;

/// Sums of flows within this part of what arises take all of it.
const ALL: f64 = 1e-6;

/// Whether a stream is used, as far as is on record.
pub(super) enum Verdict {
    Used,
    /// Its fate is not known, and a link leads away.
    HasUser,
    /// The part that is not used and its figures; none if that is not known.
    Unused(Option<(f64, Vec<Row>)>),
}

/// Fates by which nobody uses a stream.
pub(super) fn is_without_use(fate: Fate) -> bool {
    matches!(fate, Fate::Landfilled | Fate::Stored | Fate::Backfilled)
}

/// Whether a stream is used. Where its fate is not known, links decide; what figures say of the shares stands against both.
pub(super) fn verdict(stream: &Stream<'_>, users: &Users) -> Verdict {
    let fates = stream.fate.as_ref().map_or(&[][..], |it| &it.fates);
    let is_unknown = fates.is_empty() || fates.contains(&Fate::Unknown);
    if !is_unknown && !fates.iter().any(|it| is_without_use(*it)) {
        let is_left = users.links(stream).is_empty() && is_left(stream, &users.former(stream));
        return match is_left {
            true => Verdict::Unused(None),
            false => Verdict::Used,
        };
    }
    let by_fate = stream.fate.as_ref().filter(|_| !is_unknown);
    let by_fate = by_fate.and_then(|it: &Told| stream.unused_part(it, is_without_use));
    // What figures say of the shares stands; a fate alone says nothing against a link.
    let is_told = by_fate.as_ref().is_some_and(|it| !it.1.is_empty());
    let links = users.links(stream);
    let part = if is_told || links.is_empty() {
        by_fate
    } else {
        let generated = generated(stream);
        match generated.zip(users.taken(stream)) {
            None if is_unknown => return Verdict::HasUser,
            None => None,
            Some((whole, taken)) if whole.tonnes > 0.0 => {
                let left = 1.0 - taken.tonnes / whole.tonnes;
                let figures = whole.figures.into_iter().chain(taken.figures);
                Some((if left <= ALL { 0.0 } else { left }, figures.collect()))
            }
            Some(_) => None,
        }
    };
    match part {
        Some((part, _)) if part <= 0.0 => Verdict::Used,
        part => Verdict::Unused(part),
    }
}
