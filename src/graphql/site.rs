//! Sites: where things happen.

use crate::graphql::activity::Activity;
use crate::graphql::codes::SiteKind;
use crate::graphql::connection::Connection;
use crate::graphql::connection::links;
use crate::graphql::error::ApiError;
use crate::graphql::link::Link;
use crate::graphql::object::object;
use crate::graphql::organisation::Organisation;
use crate::graphql::page::PageArgs;
use crate::graphql::position::Position;
use crate::graphql::project::Project;
use crate::graphql::region::Region;
use crate::graphql::scalars::Year;
use crate::graphql::side_stream::SideStream;
use crate::graphql::statement::StatusStatement;
use crate::graphql::statement::status;
use crate::model::codes;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::project;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use async_graphql::ID;

object! {
    /// A place where something is extracted, transformed, recovered, stored or shipped.
    named Site {
        /// What the place does.
        async fn kind(&self) -> Result<SiteKind, ApiError> {
            self.0.required_code::<codes::SiteKind, _>(site::KIND)
        }

        /// The word of the source for the kind, such as smelter.
        async fn subkind(&self) -> Option<&str> {
            self.0.text(site::SUBKIND)
        }

        /// Its status in the year asked; none if none is stated.
        async fn status(&self) -> Result<Option<StatusStatement>, ApiError> {
            status(&self.0)
        }

        /// Who runs it.
        async fn operator(&self) -> Result<Option<Organisation>, ApiError> {
            self.0.one(site::OPERATOR)
        }

        /// Site this one is a part of.
        async fn part_of(&self) -> Result<Option<Site>, ApiError> {
            self.0.one(site::PART_OF)
        }

        /// Sites that are a part of this one.
        async fn parts(&self) -> Result<Vec<Site>, ApiError> {
            self.0.referring(site::PART_OF)
        }

        /// Country, ISO 3166-1 alpha-2.
        async fn country(&self) -> Option<&str> {
            self.0.text(site::COUNTRY)
        }

        /// Municipality.
        async fn municipality(&self) -> Option<&str> {
            self.0.text(site::MUNICIPALITY)
        }

        /// Smallest region known.
        async fn region(&self) -> Result<Option<Region>, ApiError> {
            self.0.one(site::REGION)
        }

        /// Where it is; none if not known.
        async fn position(&self) -> Option<Position> {
            Position::of_site(&self.0)
        }

        /// First year of operation, past or planned.
        async fn opened(&self) -> Option<Year> {
            self.0.int(site::OPENED).map(Year)
        }

        /// Last year of operation, past or planned.
        async fn closed(&self) -> Option<Year> {
            self.0.int(site::CLOSED).map(Year)
        }

        /// UN/LOCODE of a harbour.
        async fn unlocode(&self) -> Option<&str> {
            self.0.text(site::UNLOCODE)
        }

        /// Whether it belongs to a Strategic Project under Regulation (EU) 2024/1252.
        async fn strategic(&self) -> bool {
            self.0.flag(site::STRATEGIC).unwrap_or(false)
        }

        /// Economic activities at the site, NACE.
        async fn nace(&self) -> Vec<&str> {
            self.0.texts(site::NACE)
        }

        /// What is done here.
        async fn activities(&self) -> Result<Vec<Activity>, ApiError> {
            self.0.referring(activity::SITE)
        }

        /// What falls off here.
        async fn side_streams(&self) -> Result<Vec<SideStream>, ApiError> {
            self.0.referring(side_stream::SITE)
        }

        /// Projects that touch it.
        async fn projects(&self) -> Result<Vec<Project>, ApiError> {
            self.0.referring(project::SITES)
        }

        /// Links that end here, ordered by id.
        async fn incoming(
            &self,
            #[graphql(desc = "At most so many, 1 to 200; by default 50.")] first: Option<i32>,
            #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
            #[graphql(desc = "Only links of this material: those stated to carry it, or else whose product usually does.")] material: Option<ID>,
        ) -> Result<Connection<Link>, ApiError> {
            links(&self.0, link::TO, "incoming", PageArgs { first, after, ..PageArgs::default() }, material.as_ref())
        }

        /// Links that start here, ordered by id.
        async fn outgoing(
            &self,
            #[graphql(desc = "At most so many, 1 to 200; by default 50.")] first: Option<i32>,
            #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
            #[graphql(desc = "Only links of this material: those stated to carry it, or else whose product usually does.")] material: Option<ID>,
        ) -> Result<Connection<Link>, ApiError> {
            links(&self.0, link::FROM, "outgoing", PageArgs { first, after, ..PageArgs::default() }, material.as_ref())
        }
    }
}
