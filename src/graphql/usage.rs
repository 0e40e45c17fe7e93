//! Uses.

use crate::graphql::codes::UseStatus;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::graphql::product::Product;
use crate::graphql::side_stream::SideStream;
use crate::model::codes;
use crate::model::tables::usage;

object! {
    /// A kind of use of a kind of stream, where no receiver is named.
    named Use {
        /// Stream the source speaks of.
        async fn side_stream(&self) -> Result<Option<SideStream>, ApiError> {
            self.0.one(usage::SIDE_STREAM)
        }

        /// Kind of stream, where the source speaks of no single one.
        async fn stream_type(&self) -> Option<&str> {
            self.0.text(usage::STREAM_TYPE)
        }

        /// What it becomes.
        async fn application(&self) -> Result<&str, ApiError> {
            self.0.text(usage::APPLICATION).ok_or_else(|| self.0.incomplete())
        }

        /// For whom, NACE.
        async fn nace(&self) -> Vec<&str> {
            self.0.texts(usage::NACE)
        }

        /// How far the use is established.
        async fn status(&self) -> Result<UseStatus, ApiError> {
            self.0.required_code::<codes::UseStatus, _>(usage::STATUS)
        }

        /// Codes of the List of Waste of such streams, or their first two or four digits.
        async fn ewc_codes(&self) -> Vec<&str> {
            self.0.texts(usage::EWC_CODES)
        }

        /// Products that such streams are.
        async fn products(&self) -> Result<Vec<Product>, ApiError> {
            self.0.many(usage::PRODUCTS)
        }

        /// Processing steps that such a stream needs before it can be used so, as CGI codes; empty where none is told.
        async fn treatment(&self) -> Vec<&str> {
            self.0.texts(usage::TREATMENT)
        }

        /// Under which rule it may be used so; none if not known.
        async fn legal_route(&self) -> Option<&str> {
            self.0.text(usage::LEGAL_ROUTE)
        }
    }
}
