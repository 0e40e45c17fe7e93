//! Intakes.

use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::node::Entity;
use crate::graphql::node::entity_of;
use crate::graphql::object::object;
use crate::graphql::product::Product;
use crate::model::tables::intake;

object! {
    /// What a site or organisation takes in, looks for, or offers to treat.
    named Intake {
        /// Who takes it.
        async fn taker(&self) -> Result<Entity, ApiError> {
            entity_of(&self.0, intake::TAKER)?.ok_or_else(|| self.0.incomplete())
        }

        /// Codes of the European List of Waste, or their first two or four digits.
        async fn ewc_codes(&self) -> Vec<&str> {
            self.0.texts(intake::EWC_CODES)
        }

        /// Products looked for.
        async fn products(&self) -> Result<Vec<Product>, ApiError> {
            self.0.many(intake::PRODUCTS)
        }

        /// Materials looked for.
        async fn materials(&self) -> Result<Vec<Material>, ApiError> {
            self.0.many(intake::MATERIALS)
        }

        /// What is done with it, as a CGI code.
        async fn process(&self) -> Option<&str> {
            self.0.text(intake::PROCESS)
        }

        /// Permit that allows it.
        async fn permit(&self) -> Option<&str> {
            self.0.text(intake::PERMIT)
        }

        /// First day of the offer.
        async fn valid_from(&self) -> Option<&str> {
            self.0.text(intake::VALID_FROM)
        }

        /// Last day of the offer.
        async fn valid_to(&self) -> Option<&str> {
            self.0.text(intake::VALID_TO)
        }

        /// Whether it may take hazardous waste; none if not known.
        async fn hazardous(&self) -> Option<bool> {
            self.0.flag(intake::HAZARDOUS)
        }
    }
}
