//! Places: sites, and side-streams, which are where their sites are.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::SiteKind;
use crate::model::tables::side_stream;
use crate::model::tables::site;

/// The site at which a place is: itself, or the one where a side-stream arises; none where that is not recorded.
pub(crate) fn site_of(registry: &Registry, place: Row) -> Option<Row> {
    match place.kind() {
        Kind::Site => Some(place),
        Kind::SideStream => registry.reference(place, side_stream::SITE),
        _ => None,
    }
}

/// What a site does; none for a side-stream, which is a place of its own.
pub(crate) fn site_kind(registry: &Registry, place: Row) -> Option<SiteKind> {
    let is_site = place.kind() == Kind::Site;
    is_site.then(|| registry.code(place, site::KIND)).flatten()
}
