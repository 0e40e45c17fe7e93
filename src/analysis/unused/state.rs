//! What is known of the use of a side-stream, in one word.

use crate::analysis::unused::verdict::is_without_use;
use crate::model::codes::Fate;
use crate::model::codes::codes;

codes! {
    /// Why a side-stream is listed as one without a user, from its fates and the links in use.
    pub enum UnusedState {
        /// No source says what becomes of it, or those who are on record for it take it no longer; no link in use leads from it.
        NoneRecorded = "NONE_RECORDED",
        /// A part of it is reused or sold, or a link in use takes some of it.
        Partly = "PARTLY",
        /// It fills what was dug out, alone or beside being stored: a use of low value.
        Backfilled = "BACKFILLED",
        /// It is stored.
        Stored = "STORED",
        /// It is landfilled, alone or beside being stored or backfilled.
        Landfilled = "LANDFILLED",
        /// A source says that what becomes of it is not known.
        Unknown = "UNKNOWN",
    }
}

/// The state by the fates told and whether a link in use takes some of it. Of several fates without use the one that is the
/// hardest to undo decides: landfilled, then backfilled, then stored.
pub(super) fn state(fates: &[Fate], is_linked: bool) -> UnusedState {
    let is_used = |it: &Fate| !is_without_use(*it) && *it != Fate::Unknown;
    let is = |fate: Fate| fates.contains(&fate);
    if is_linked || (fates.iter().any(is_used) && !fates.iter().all(is_used)) {
        UnusedState::Partly
    } else if is(Fate::Landfilled) {
        UnusedState::Landfilled
    } else if is(Fate::Backfilled) {
        UnusedState::Backfilled
    } else if is(Fate::Stored) {
        UnusedState::Stored
    } else if is(Fate::Unknown) {
        UnusedState::Unknown
    } else {
        // Nothing is told, or uses alone by takers that are no longer.
        UnusedState::NoneRecorded
    }
}
