//! Links that took a side-stream and take nothing of it any more.

use crate::analysis::area::Phase;
use crate::analysis::area::standing;
use crate::analysis::streams::Stream;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::LinkKind;
use crate::model::codes::LinkStatus;
use crate::model::tables::link;

/// A link that took a side-stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FormerLink {
    /// The link.
    pub link: Row,
    /// The last year it is told to have taken something; none if no source tells it.
    pub until: Option<i32>,
    /// Whether it ended because the taker operates no longer.
    pub is_taker_shut: bool,
}

/// The end of a supply link before the year asked: its last year is past, it is historical and no source says until when, or
/// its taker is closed or idle. None if it may take something, never was in use, or is only planned. O(1).
pub(super) fn ended(registry: &Registry, row: Row, when: When) -> Option<FormerLink> {
    let kind = registry.code(row, link::KIND).unwrap_or(LinkKind::Supply);
    let status = registry.code(row, link::STATUS);
    let first = registry.int(row, link::FIRST_YEAR);
    if kind != LinkKind::Supply
        || status == Some(LinkStatus::Planned)
        || first.is_some_and(|it| it > when.year)
    {
        return None;
    }
    let former = |until: Option<i32>, is_taker_shut: bool| FormerLink {
        link: row,
        until,
        is_taker_shut,
    };
    match registry.int(row, link::LAST_YEAR) {
        Some(last) if last < when.year => return Some(former(Some(last), false)),
        None if status == Some(LinkStatus::Historical) => return Some(former(None, false)),
        _ => {}
    }
    let taker = registry.reference(row, link::TO);
    let taker = taker.filter(|it| it.kind() == Kind::Site)?;
    let standing = standing(registry, taker, when);
    let is_shut = matches!(standing.phase, Phase::Closed | Phase::Idle);
    is_shut.then(|| former(standing.year.or(standing.as_of), true))
}

/// Whether those who took a stream do so no longer, and no source tells of a use after them.
pub(super) fn is_left(stream: &Stream<'_>, former: &[FormerLink]) -> bool {
    let told = stream.fate.as_ref().and_then(|it| it.as_of);
    let is_told_later = |it: &FormerLink| told.zip(it.until).is_some_and(|(told, it)| told > it);
    !former.is_empty() && !former.iter().any(is_told_later)
}
