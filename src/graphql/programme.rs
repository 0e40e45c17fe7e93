//! Programmes.

use crate::analysis::directory::programmes::dates_on_record;
use crate::graphql::codes::DatesOnRecord;
use crate::graphql::codes::ProgrammeType;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::graphql::organisation::Organisation;
use crate::model::codes;
use crate::model::tables::programme;

object! {
    /// Project funding, a programme, a call or an event.
    named Programme {
        /// What it is.
        async fn r#type(&self) -> Result<ProgrammeType, ApiError> {
            self.0.required_code::<codes::ProgrammeType, _>(programme::TYPE)
        }

        /// Who leads it.
        async fn lead(&self) -> Result<Option<Organisation>, ApiError> {
            self.0.one(programme::LEAD)
        }

        /// Partners that are organisations of the data.
        async fn partners(&self) -> Result<Vec<Organisation>, ApiError> {
            self.0.many(programme::PARTNERS)
        }

        /// Partners in the words of the source.
        async fn partners_text(&self) -> Option<&str> {
            self.0.text(programme::PARTNERS_TEXT)
        }

        /// What it works on.
        async fn themes(&self) -> Vec<&str> {
            self.0.texts(programme::THEMES)
        }

        /// First day, month or year.
        async fn start(&self) -> Option<&str> {
            self.0.text(programme::START)
        }

        /// Last day, month or year.
        async fn end(&self) -> Option<&str> {
            self.0.text(programme::END)
        }

        /// Which of the two are on record; what is not known closes nothing, but that an event without an end is over with the year it begins in.
        async fn dates_on_record(&self) -> DatesOnRecord {
            dates_on_record(self.0.registry(), self.0.row).into()
        }

        /// Where the money comes from.
        async fn funding(&self) -> Option<&str> {
            self.0.text(programme::FUNDING)
        }
    }
}
