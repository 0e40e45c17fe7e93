//! Sources: documents and pages.

use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::model::tables::source;

object! {
    /// A document or page that the data rest on.
    entity Source {
        /// Title, or the address where none is known.
        async fn title(&self) -> Result<&str, ApiError> {
            self.0.text(source::TITLE).ok_or_else(|| self.0.incomplete())
        }

        /// Who publishes it.
        async fn publisher(&self) -> Option<&str> {
            self.0.text(source::PUBLISHER)
        }

        /// Where it is found.
        async fn address(&self) -> Option<&str> {
            self.0.text(source::ADDRESS)
        }

        /// When it was published.
        async fn date(&self) -> Option<&str> {
            self.0.text(source::DATE)
        }

        /// Terms of use, where stated.
        async fn licence(&self) -> Option<&str> {
            self.0.text(source::LICENCE)
        }
    }
}
