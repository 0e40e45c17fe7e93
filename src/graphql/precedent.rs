//! Precedents.

use crate::graphql::codes::ExchangeStatus;
use crate::graphql::error::ApiError;
use crate::graphql::link::Link;
use crate::graphql::object::object;
use crate::graphql::scalars::Year;
use crate::model::codes;
use crate::model::tables::precedent;

object! {
    /// An exchange of a waste or by-product that exists or was studied.
    entity Precedent {
        /// What is exchanged.
        async fn waste(&self) -> Result<&str, ApiError> {
            self.0.text(precedent::WASTE).ok_or_else(|| self.0.incomplete())
        }

        /// Codes of the European List of Waste.
        async fn ewc_codes(&self) -> Vec<&str> {
            self.0.texts(precedent::EWC_CODES)
        }

        /// Who gives it, NACE.
        async fn donor_nace(&self) -> Vec<&str> {
            self.0.texts(precedent::DONOR_NACE)
        }

        /// Who takes it, NACE.
        async fn receiver_nace(&self) -> Vec<&str> {
            self.0.texts(precedent::RECEIVER_NACE)
        }

        /// How far it came.
        async fn status(&self) -> Result<ExchangeStatus, ApiError> {
            self.0.required_code::<codes::ExchangeStatus, _>(precedent::STATUS)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(precedent::COUNTRY)
        }

        /// Year it is told of.
        async fn year(&self) -> Option<Year> {
            self.0.int(precedent::YEAR).map(Year)
        }

        /// Who gives it, or what business that is.
        async fn donor(&self) -> Option<&str> {
            self.0.text(precedent::DONOR)
        }

        /// Who takes it, or what business that is.
        async fn receiver(&self) -> Option<&str> {
            self.0.text(precedent::RECEIVER)
        }

        /// What it becomes there.
        async fn application(&self) -> Option<&str> {
            self.0.text(precedent::APPLICATION)
        }

        /// The link that is this exchange, where it is one of the data.
        async fn link(&self) -> Result<Option<Link>, ApiError> {
            self.0.one(precedent::LINK)
        }
    }
}
