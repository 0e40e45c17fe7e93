//! Shares of a supply by country.

use async_graphql::SimpleObject;

use crate::analysis::shares;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::path::Telling;
use crate::graphql::region::Region;

/// Part of a supply, or of consumption, that comes from a country.
#[derive(SimpleObject)]
pub(crate) struct CountryShare {
    /// The country.
    country: Region,
    /// From 0 to 1.
    share: f64,
    /// The figure that tells it.
    figure: Figure,
}

impl Telling {
    /// A share.
    pub(crate) fn country_share(
        &self,
        it: &shares::CountryShare,
    ) -> Result<CountryShare, ApiError> {
        Ok(CountryShare {
            country: self.object(it.country)?,
            share: it.share,
            figure: self.object(it.figure)?,
        })
    }
}
