//! Activities.

use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::object::object;
use crate::graphql::product::Product;
use crate::graphql::scalars::Year;
use crate::graphql::site::Site;
use crate::model::codes;
use crate::model::tables::activity;

object! {
    /// A transformation at a site.
    subject Activity {
        /// Where it happens.
        async fn site(&self) -> Result<Site, ApiError> {
            self.0.required(activity::SITE)
        }

        /// Stage of the value chain it counts for.
        async fn stage(&self) -> Result<Stage, ApiError> {
            self.0.required_code::<codes::Stage, _>(activity::STAGE)
        }

        /// CGI mining-activity or processing-activity code.
        async fn process(&self) -> Option<&str> {
            self.0.text(activity::PROCESS)
        }

        /// Products it takes; a mining activity has none.
        async fn inputs(&self) -> Result<Vec<Product>, ApiError> {
            self.0.many(activity::INPUTS)
        }

        /// Products it gives.
        async fn outputs(&self) -> Result<Vec<Product>, ApiError> {
            self.0.many(activity::OUTPUTS)
        }

        /// Material whose processing bounds this by-product.
        async fn host_material(&self) -> Result<Option<Material>, ApiError> {
            self.0.one(activity::HOST_MATERIAL)
        }

        /// First year.
        async fn opened(&self) -> Option<Year> {
            self.0.int(activity::OPENED).map(Year)
        }

        /// Last year.
        async fn closed(&self) -> Option<Year> {
            self.0.int(activity::CLOSED).map(Year)
        }
    }
}
