//! Regions: countries, NUTS regions, blocs and groups.

use crate::graphql::coverage::Coverage;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::graphql::scalars::Year;
use crate::model::tables::coverage;
use crate::model::tables::region;

object! {
    /// A country, a NUTS region, a bloc or a named group of regions.
    named Region {
        /// NUTS 2024 or ISO 3166-1 code as its publisher writes it.
        async fn code(&self) -> Option<&str> {
            self.0.text(region::CODE)
        }

        /// NUTS level: 0 a country, 3 the smallest; none for blocs and groups.
        async fn level(&self) -> Option<i32> {
            self.0.int(region::LEVEL)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(region::COUNTRY)
        }

        /// Region of the next level up.
        async fn parent(&self) -> Result<Option<Region>, ApiError> {
            self.0.one(region::PARENT)
        }

        /// Regions of the next level down.
        async fn parts(&self) -> Result<Vec<Region>, ApiError> {
            self.0.referring(region::PARENT)
        }

        /// Members of a bloc or group.
        async fn members(&self) -> Result<Vec<Region>, ApiError> {
            self.0.many(region::MEMBERS)
        }

        /// Regions of an earlier NUTS version that cover this one.
        async fn predecessors(&self) -> Result<Vec<Region>, ApiError> {
            self.0.many(region::PREDECESSORS)
        }

        /// Whether the area differs from that of the predecessors.
        async fn boundary_changed(&self) -> bool {
            self.0.flag(region::BOUNDARY_CHANGED).unwrap_or(false)
        }

        /// First year of the code; none if not limited.
        async fn valid_from(&self) -> Option<Year> {
            self.0.int(region::VALID_FROM).map(Year)
        }

        /// Last year of the code; none if still valid.
        async fn valid_to(&self) -> Option<Year> {
            self.0.int(region::VALID_TO).map(Year)
        }

        /// How much of the region the data hold.
        async fn coverage(&self) -> Result<Vec<Coverage>, ApiError> {
            self.0.referring(coverage::REGION)
        }
    }
}
