//! What was not followed, and the sentences that say so.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::LinkKind;
use crate::model::codes::codes;
use crate::model::tables::link;

codes! {
    /// Why something was not followed.
    pub enum NotFollowedReason {
        /// It lies beyond the number of steps.
        Steps = "STEPS",
        /// The budget was spent before.
        Budget = "BUDGET",
        /// The place is a party or place that sources only name: the data end there.
        External = "EXTERNAL",
        /// The product is molten, a solution or a gas and cannot move the way the link says.
        Unmovable = "UNMOVABLE",
        /// The link, or the site it leads to, is planned.
        Planned = "PLANNED",
        /// The site does not operate in the year.
        NotOperating = "NOT_OPERATING",
        /// The link is not in use in the year.
        NotInUse = "NOT_IN_USE",
        /// The other end is several sites told as one.
        Area = "AREA",
        /// Side-streams were not asked for.
        SideStream = "SIDE_STREAM",
        /// A way that could be taken, where no source reports that it is, and ways like it were not asked for.
        Corridor = "CORRIDOR",
        /// The record names the material, and what is known of a place keeps it from there: the product of a link does
        /// not carry it at one of the ends; nothing with it is known to go into a side-stream, or to take a corridor.
        NotCarried = "NOT_CARRIED",
        /// The product of the side-stream is not on record, so that nothing could be said to move from it.
        NoProduct = "NO_PRODUCT",
    }
}

/// Something that was not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFollowed {
    /// Why.
    pub reason: NotFollowedReason,
    /// The link, activity, side-stream or site.
    pub record: Row,
    /// Position of the node where it would go on; none if that is no node, as where a product has no place.
    pub at: Option<u32>,
}

impl NotFollowed {
    /// A sentence that may be quoted, without full stop.
    pub fn message(&self, registry: &Registry) -> String {
        let name = described(registry, self.record);
        match self.reason {
            NotFollowedReason::Steps => format!("{name}: beyond the number of steps"),
            NotFollowedReason::Budget => format!("{name}: the budget was spent before"),
            NotFollowedReason::External => {
                format!("{name}: the data end at what sources only name")
            }
            NotFollowedReason::Unmovable => {
                format!("{name}: the product cannot move the way the link says")
            }
            NotFollowedReason::Planned => format!("{name}: planned"),
            NotFollowedReason::NotOperating => format!("{name}: not operating in the year"),
            NotFollowedReason::NotInUse => format!("{name}: not in use in the year"),
            NotFollowedReason::Area => format!("{name}: several sites told as one"),
            NotFollowedReason::SideStream => format!("{name}: side-streams were not asked for"),
            NotFollowedReason::Corridor => {
                format!("{name}: could be taken, and no source reports that it is")
            }
            NotFollowedReason::NotCarried => self.not_carried(registry, &name),
            NotFollowedReason::NoProduct => format!("{name}: its product is not on record"),
        }
    }

    fn not_carried(&self, registry: &Registry, name: &str) -> String {
        if self.record.kind() == Kind::SideStream {
            return format!("{name}: nothing is known to bring the material into it");
        }
        if is_corridor(registry, self.record) {
            return format!("{name}: nothing with the material is known that could take it");
        }
        format!("{name}: the product does not carry the material at one of the ends")
    }
}

pub(super) fn is_corridor(registry: &Registry, link: Row) -> bool {
    registry.code(link, link::KIND) == Some(LinkKind::Corridor)
}

/// A link by what it moves between which places; another record by its name.
fn described(registry: &Registry, record: Row) -> String {
    if record.kind() != Kind::Link {
        return registry.name(record).to_owned();
    }
    let name = |column| {
        let row = registry.reference(record, column);
        row.map_or("anything", |it| registry.name(it))
    };
    let (product, from, to) = (name(link::PRODUCT), name(link::FROM), name(link::TO));
    format!("{product} from {from} to {to}")
}
