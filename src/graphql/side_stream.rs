//! Side-streams.

use crate::graphql::codes::Fate;
use crate::graphql::codes::LegalStanding;
use crate::graphql::error::ApiError;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::object::object;
use crate::graphql::product::Product;
use crate::graphql::site::Site;
use crate::graphql::usage::Use;
use crate::model::codes;
use crate::model::tables::link;
use crate::model::tables::side_stream;
use crate::model::tables::statement;
use crate::model::tables::usage;

object! {
    /// A by-product, residue or waste: slag, dust, tailings, jarosite, gypsum, mine water.
    named SideStream {
        /// What it is in the words of the source, such as slag.
        async fn kind(&self) -> Option<&str> {
            self.0.text(side_stream::KIND)
        }

        /// Where it arises.
        async fn site(&self) -> Result<Site, ApiError> {
            self.0.required(side_stream::SITE)
        }

        /// What it is as a product.
        async fn product(&self) -> Result<Option<Product>, ApiError> {
            self.0.one(side_stream::PRODUCT)
        }

        /// Materials stated or inferred for it; a statement on `materials` says which.
        async fn materials(&self) -> Result<Vec<Material>, ApiError> {
            self.0.many(side_stream::MATERIALS)
        }

        /// Codes of the European List of Waste; a statement on `ewc_codes` says whether a permit states them.
        async fn ewc_codes(&self) -> Vec<&str> {
            self.0.texts(side_stream::EWC_CODES)
        }

        /// Whether it is hazardous waste; none if not known.
        async fn hazardous(&self) -> Option<bool> {
            self.0.flag(side_stream::HAZARDOUS)
        }

        /// Legal standing, where a source states it.
        async fn legal_standing(&self) -> Option<LegalStanding> {
            self.0.code::<codes::LegalStanding, _>(side_stream::LEGAL_STANDING)
        }

        /// Whether it arises only once a planned site operates.
        async fn planned(&self) -> bool {
            self.0.flag(side_stream::PLANNED).unwrap_or(false)
        }

        /// What becomes of it in the year asked; empty if not stated.
        async fn fate(&self) -> Vec<Fate> {
            fate(&self.0)
        }

        /// Kinds of use that sources name for it.
        async fn uses(&self) -> Result<Vec<Use>, ApiError> {
            self.0.referring(usage::SIDE_STREAM)
        }

        /// Links that end here.
        async fn incoming(&self) -> Result<Vec<Link>, ApiError> {
            self.0.referring(link::TO)
        }

        /// Links that start here.
        async fn outgoing(&self) -> Result<Vec<Link>, ApiError> {
            self.0.referring(link::FROM)
        }
    }
}

/// The fates stated for the year asked, in the order of the statement.
fn fate(item: &Item) -> Vec<Fate> {
    let registry = item.registry();
    let stated = registry.statement_in_force(item.row, "fate", item.asked.when.year);
    let text = stated.and_then(|row| registry.text(row, statement::VALUE));
    let words = text.unwrap_or_default().split(';').map(str::trim);
    words
        .filter_map(codes::Fate::from_code)
        .map(Fate::from)
        .collect()
}
