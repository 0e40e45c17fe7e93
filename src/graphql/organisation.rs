//! Organisations.

use crate::graphql::codes::OrganisationType;
use crate::graphql::error::ApiError;
use crate::graphql::membership::Membership;
use crate::graphql::object::object;
use crate::graphql::platform::Platform;
use crate::graphql::position::Position;
use crate::graphql::region::Region;
use crate::graphql::site::Site;
use crate::model::codes;
use crate::model::tables::membership;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::site;

object! {
    /// A company, university, research institute, development company or authority.
    named Organisation {
        /// What it is.
        async fn r#type(&self) -> Option<OrganisationType> {
            self.0.code::<codes::OrganisationType, _>(organisation::TYPE)
        }

        /// Organisation that owns or heads it; shares and dates are statements.
        async fn parent(&self) -> Result<Option<Organisation>, ApiError> {
            self.0.one(organisation::PARENT)
        }

        /// Organisations it owns or heads.
        async fn subsidiaries(&self) -> Result<Vec<Organisation>, ApiError> {
            self.0.referring(organisation::PARENT)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(organisation::COUNTRY)
        }

        /// Smallest region known.
        async fn region(&self) -> Result<Option<Region>, ApiError> {
            self.0.one(organisation::REGION)
        }

        /// Town or city.
        async fn city(&self) -> Option<&str> {
            self.0.text(organisation::CITY)
        }

        /// Where it is.
        async fn position(&self) -> Option<Position> {
            Position::of(&self.0, organisation::LATITUDE, organisation::LONGITUDE, organisation::PRECISION)
        }

        /// Economic activities, NACE.
        async fn nace(&self) -> Vec<&str> {
            self.0.texts(organisation::NACE)
        }

        /// What it offers, in the words of the source.
        async fn services(&self) -> Vec<&str> {
            self.0.texts(organisation::SERVICES)
        }

        /// Address of its website.
        async fn website(&self) -> Option<&str> {
            self.0.text(organisation::WEBSITE)
        }

        /// Processing steps it offers to others, as CGI codes.
        async fn processes(&self) -> Vec<&str> {
            self.0.texts(organisation::PROCESSES)
        }

        /// Sites it runs.
        async fn sites(&self) -> Result<Vec<Site>, ApiError> {
            self.0.referring(site::OPERATOR)
        }

        /// Platforms it runs.
        async fn platforms(&self) -> Result<Vec<Platform>, ApiError> {
            self.0.referring(platform::OPERATOR)
        }

        /// Clusters it has to do with.
        async fn memberships(&self) -> Result<Vec<Membership>, ApiError> {
            self.0.referring(membership::ORGANISATION)
        }
    }
}
