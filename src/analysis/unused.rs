//! Side-streams of a region that nobody on record uses, with what is in them.
//!
//! A side-stream is listed if what becomes of it is not known or it is landfilled, stored or backfilled in whole or part,
//! and no link in use takes all of it. The part that is not used is what `fate-share` figures say; else what links with
//! known flows leave of what arises; else the whole, where the fate names nothing else and no link leads away; else it is
//! not known. Where the fate is not known and a link leads away, there is a recorded user: such streams are counted
//! (`with_user`), not listed. A stream told to be used is listed where all links on record from it ended before the
//! year asked, or their takers operate no longer, and no source tells a use after that. Tonnes a year are of what arises at
//! sites that operate, by figures of whole years: one of a part of a year is told apart (`part_of_year`) and in no sum. A stock
//! is told apart too, never as tonnes a year.

mod amounts;
mod answer;
mod contents;
mod former;
mod links;
mod order;
mod state;
#[cfg(test)]
mod tests;
mod totals;
mod verdict;
mod words;

use std::sync::Arc;

use crate::analysis::area::Area;
use crate::analysis::streams::Stream;
use crate::analysis::unused::amounts::told;
use crate::analysis::unused::contents::holds;
use crate::analysis::unused::links::Users;
use crate::analysis::unused::order::ranked;
use crate::analysis::unused::totals::tell_apart;
use crate::analysis::unused::totals::totals;
use crate::analysis::unused::verdict::Verdict;
use crate::analysis::unused::verdict::verdict;
use crate::model::Kind;
use crate::model::Row;
use crate::model::When;
use crate::network::Snapshot;
use crate::network::paths::Basis;
use crate::network::paths::sources;

pub use crate::analysis::unused::answer::SitePhase;
pub use crate::analysis::unused::answer::Sum;
pub use crate::analysis::unused::answer::Tonnes;
pub use crate::analysis::unused::answer::UnusedAnswer;
pub use crate::analysis::unused::answer::UnusedContent;
pub use crate::analysis::unused::answer::UnusedStream;
pub use crate::analysis::unused::answer::UnusedTotals;
pub use crate::analysis::unused::former::FormerLink;
pub use crate::analysis::unused::state::UnusedState;

/// So many takers of a part of a stream are looked past for those who could take the rest.
pub const MAX_TAKERS: usize = 10;

/// Which streams are asked for. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusedQuestion {
    /// The region; its parts and members belong to it.
    pub region: Row,
    /// Only streams that hold this material, or a member of this group.
    pub material: Option<Row>,
    /// For which year.
    pub when: When,
}

/// Side-streams of a region without a recorded user. O(links + streams · (log streams + figures and materials of one)).
pub fn unused_streams(snapshot: &Arc<Snapshot>, question: &UnusedQuestion) -> UnusedAnswer {
    let registry = snapshot.registry();
    let area = Area::of(registry, question.region, question.when);
    let users = Users::of(registry, question.when);
    let mut with_user = 0;
    let mut streams = Vec::new();
    for row in registry.rows(Kind::SideStream) {
        let stream = Stream::of(registry, &area, question.when, row);
        let is_asked = |it: &Stream<'_>| question.material.is_none_or(|of| holds(it, of));
        let Some(stream) = stream.filter(is_asked) else {
            continue;
        };
        match verdict(&stream, &users) {
            Verdict::Used => {}
            Verdict::HasUser => with_user += 1,
            Verdict::Unused(part) => streams.push(told(&stream, &users, part)),
        }
    }
    tell_apart(registry, &mut streams);
    for it in &mut streams {
        it.message = words::message(registry, question.when, it);
    }
    let streams = ranked(registry, streams);
    let totals = UnusedTotals {
        with_user,
        ..totals(registry, &streams)
    };
    let used = streams.iter().flat_map(UnusedStream::records);
    UnusedAnswer {
        message: words::summary(registry, question, streams.len(), &totals),
        basis: Basis {
            revision: snapshot.revision(),
            year: question.when.year,
            notes: Vec::new(),
            sources: sources(registry, used, &[]),
        },
        totals,
        streams,
    }
}
