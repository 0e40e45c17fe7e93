//! Links: what moves between places.

use crate::graphql::codes::LinkKind;
use crate::graphql::codes::LinkStatus;
use crate::graphql::codes::Mode;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::node::Entity;
use crate::graphql::node::entity_of;
use crate::graphql::object::object;
use crate::graphql::product::Product;
use crate::graphql::scalars::Year;
use crate::model::codes;
use crate::model::tables::link;

object! {
    /// A connection along which a product moves.
    subject Link {
        /// Site or side-stream where it starts.
        async fn from(&self) -> Result<Entity, ApiError> {
            entity_of(&self.0, link::FROM)?.ok_or_else(|| self.0.incomplete())
        }

        /// Site or side-stream where it ends.
        async fn to(&self) -> Result<Entity, ApiError> {
            entity_of(&self.0, link::TO)?.ok_or_else(|| self.0.incomplete())
        }

        /// What moves; only a corridor may leave it open.
        async fn product(&self) -> Result<Option<Product>, ApiError> {
            self.0.one(link::PRODUCT)
        }

        /// Materials the source states for this very movement.
        async fn materials(&self) -> Result<Vec<Material>, ApiError> {
            self.0.many(link::MATERIALS)
        }

        /// How it moves.
        async fn mode(&self) -> Mode {
            self.0.code::<codes::Mode, _>(link::MODE).unwrap_or(Mode::Unknown)
        }

        /// Whether it is in use.
        async fn status(&self) -> LinkStatus {
            self.0.code::<codes::LinkStatus, _>(link::STATUS).unwrap_or(LinkStatus::Active)
        }

        /// Whether the movement was reported or is only possible.
        async fn kind(&self) -> LinkKind {
            self.0.code::<codes::LinkKind, _>(link::KIND).unwrap_or(LinkKind::Supply)
        }

        /// Whether a corridor may be used in both directions.
        async fn both_ways(&self) -> bool {
            self.0.flag(link::BOTH_WAYS).unwrap_or(false)
        }

        /// Name shared by the links of one consignment.
        async fn shipment(&self) -> Option<&str> {
            self.0.text(link::SHIPMENT)
        }

        /// Link whose tonnes include those of this one; left out of sums.
        async fn part_of(&self) -> Result<Option<Link>, ApiError> {
            self.0.one(link::PART_OF)
        }

        /// First year of use.
        async fn first_year(&self) -> Option<Year> {
            self.0.int(link::FIRST_YEAR).map(Year)
        }

        /// Last year of use.
        async fn last_year(&self) -> Option<Year> {
            self.0.int(link::LAST_YEAR).map(Year)
        }
    }
}
