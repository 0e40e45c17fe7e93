//! Products: what moves.

use crate::graphql::codes::PhysicalState;
use crate::graphql::codes::ProductForm;
use crate::graphql::error::ApiError;
use crate::graphql::material::Material;
use crate::graphql::object::object;
use crate::model::codes;
use crate::model::tables::product;

object! {
    /// What physically moves: a concentrate, an alloy, a residue.
    named Product {
        /// How far it is worked.
        async fn form(&self) -> Option<ProductForm> {
            self.0.code::<codes::ProductForm, _>(product::FORM)
        }

        /// State in which it moves; none where not stated.
        async fn state(&self) -> Option<PhysicalState> {
            self.0.code::<codes::PhysicalState, _>(product::STATE)
        }

        /// Heading of the Harmonized System, where it fits without doubt.
        async fn hs_code(&self) -> Option<&str> {
            self.0.text(product::HS_CODE)
        }

        /// Materials it usually carries, the main one first: a fallback where nothing is stated.
        async fn materials(&self) -> Result<Vec<Material>, ApiError> {
            self.0.many(product::MATERIALS)
        }
    }
}
