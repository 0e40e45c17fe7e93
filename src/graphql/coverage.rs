//! Coverage.

use crate::graphql::codes::CoverageLevel;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::object::object;
use crate::graphql::region::Region;
use crate::graphql::scalars::Year;
use crate::model::codes;
use crate::model::tables::coverage;

object! {
    /// How much of the world the data hold.
    fact Coverage {
        /// For which region.
        async fn region(&self) -> Result<Region, ApiError> {
            self.0.required(coverage::REGION)
        }

        /// For which material; none means all.
        async fn material(&self) -> Result<Option<Material>, ApiError> {
            self.0.one(coverage::MATERIAL)
        }

        /// For which stage; none means all.
        async fn stage(&self) -> Option<Stage> {
            self.0.code::<codes::Stage, _>(coverage::STAGE)
        }

        /// How much.
        async fn level(&self) -> Result<CoverageLevel, ApiError> {
            self.0.required_code::<codes::CoverageLevel, _>(coverage::LEVEL)
        }

        /// Year it was judged for.
        async fn as_of(&self) -> Option<Year> {
            self.0.int(coverage::AS_OF).map(Year)
        }
    }
}
