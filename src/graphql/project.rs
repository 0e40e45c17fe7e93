//! Projects.

use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::object::object;
use crate::graphql::organisation::Organisation;
use crate::graphql::position::Position;
use crate::graphql::site::Site;
use crate::graphql::statement::StatusStatement;
use crate::graphql::statement::status;
use crate::model::codes;
use crate::model::tables::project;

object! {
    /// A planned facility, extension or repurposing; a Strategic Project under Regulation (EU) 2024/1252.
    named Project {
        /// Who plans it.
        async fn promoter(&self) -> Result<Option<Organisation>, ApiError> {
            self.0.one(project::PROMOTER)
        }

        /// Its status in the year asked; none if none is stated.
        async fn status(&self) -> Result<Option<StatusStatement>, ApiError> {
            status(&self.0)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(project::COUNTRY)
        }

        /// Where it is.
        async fn position(&self) -> Option<Position> {
            Position::of(&self.0, project::LATITUDE, project::LONGITUDE, project::PRECISION)
        }

        /// Materials it is about.
        async fn materials(&self) -> Result<Vec<Material>, ApiError> {
            self.0.many(project::MATERIALS)
        }

        /// Stages it adds to.
        async fn stages(&self) -> Vec<Stage> {
            self.0.codes::<codes::Stage, _>(project::STAGES)
        }

        /// Sites it touches; capacity it adds is counted on them alone.
        async fn sites(&self) -> Result<Vec<Site>, ApiError> {
            self.0.many(project::SITES)
        }

        /// When it was selected as a Strategic Project.
        async fn selected(&self) -> Option<&str> {
            self.0.text(project::SELECTED)
        }

        /// Decision that selected it.
        async fn decision(&self) -> Option<&str> {
            self.0.text(project::DECISION)
        }

        /// Class of the United Nations Framework Classification.
        async fn unfc(&self) -> Option<&str> {
            self.0.text(project::UNFC)
        }
    }
}
