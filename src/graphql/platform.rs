//! Research and innovation platforms.

use async_graphql::ID;

use crate::analysis::directory::can_test::StreamWords;
use crate::analysis::directory::can_test::can_test;
use crate::graphql::codes::TestsHow;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::graphql::organisation::Organisation;
use crate::graphql::position::Position;
use crate::graphql::region::Region;
use crate::graphql::statement::StatusStatement;
use crate::graphql::statement::status;
use crate::model::Kind;
use crate::model::tables::platform;

object! {
    /// A research, development and innovation platform: pilot plant, laboratory, test site.
    named Platform {
        /// Who runs it.
        async fn operator(&self) -> Result<Option<Organisation>, ApiError> {
            self.0.one(platform::OPERATOR)
        }

        /// Its status in the year asked; none if none is stated.
        async fn status(&self) -> Result<Option<StatusStatement>, ApiError> {
            status(&self.0)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(platform::COUNTRY)
        }

        /// Smallest region known.
        async fn region(&self) -> Result<Option<Region>, ApiError> {
            self.0.one(platform::REGION)
        }

        /// Town or city.
        async fn city(&self) -> Option<&str> {
            self.0.text(platform::CITY)
        }

        /// Where it is.
        async fn position(&self) -> Option<Position> {
            Position::of(&self.0, platform::LATITUDE, platform::LONGITUDE, platform::PRECISION)
        }

        /// What it works with, as free tags.
        async fn materials(&self) -> Vec<&str> {
            self.0.texts(platform::MATERIALS)
        }

        /// What it offers, in the words of the source.
        async fn services(&self) -> Vec<&str> {
            self.0.texts(platform::SERVICES)
        }

        /// Scale, such as laboratory or pilot.
        async fn scale(&self) -> Option<&str> {
            self.0.text(platform::SCALE)
        }

        /// Processing steps that can be tried there, as CGI codes.
        async fn processes(&self) -> Vec<&str> {
            self.0.texts(platform::PROCESSES)
        }

        /// How what it says speaks for a test of a side-stream; none if nothing does, or it offers no test, pilot,
        /// laboratory or step.
        async fn tests_how(
            &self,
            #[graphql(desc = "The side-stream.")] stream: ID,
        ) -> Result<Option<TestsHow>, ApiError> {
            let asked = &self.0.asked;
            let stream = asked.find("stream", &stream, &[Kind::SideStream])?;
            let (registry, knowledge) = (self.0.registry(), asked.knowledge);
            let stream = StreamWords::of(registry, knowledge, stream);
            let reason = can_test(registry, knowledge, &stream, self.0.row);
            Ok(reason.map(|it| it.how().into()))
        }

        /// Why it may be able to test a side-stream, by what its tags and services say; none if nothing speaks for it.
        async fn tests_because(
            &self,
            #[graphql(desc = "The side-stream.")] stream: ID,
        ) -> Result<Option<String>, ApiError> {
            let asked = &self.0.asked;
            let stream = asked.find("stream", &stream, &[Kind::SideStream])?;
            let (registry, knowledge) = (self.0.registry(), asked.knowledge);
            let stream = StreamWords::of(registry, knowledge, stream);
            let reason = can_test(registry, knowledge, &stream, self.0.row);
            Ok(reason.map(|it| it.message(registry, &stream, self.0.row)))
        }
    }
}
