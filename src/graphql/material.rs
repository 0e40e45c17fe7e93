//! Materials: what is accounted.

use crate::graphql::codes::MaterialKind;
use crate::graphql::error::ApiError;
use crate::graphql::object::object;
use crate::model::codes;
use crate::model::tables::material;

object! {
    /// What is accounted: an element, a mineral commodity or a group of them.
    named Material {
        /// What is accounted under the name.
        async fn kind(&self) -> Result<MaterialKind, ApiError> {
            self.0.required_code::<codes::MaterialKind, _>(material::KIND)
        }

        /// Chemical symbol of an element.
        async fn symbol(&self) -> Option<&str> {
            self.0.text(material::SYMBOL)
        }

        /// Groups the material belongs to; groups overlap and are never added.
        async fn groups(&self) -> Result<Vec<Material>, ApiError> {
            self.0.many(material::GROUP)
        }

        /// Whether it is a strategic raw material of Regulation (EU) 2024/1252, Annex I.
        async fn strategic(&self) -> bool {
            self.0.flag(material::STRATEGIC).unwrap_or(false)
        }

        /// Whether it is a critical raw material of Regulation (EU) 2024/1252, Annex II.
        async fn critical(&self) -> bool {
            self.0.flag(material::CRITICAL).unwrap_or(false)
        }

        /// Point of Annex I, Section 1.
        async fn annex_i(&self) -> Option<&str> {
            self.0.text(material::ANNEX_I)
        }

        /// Grade to which Annex I limits the material.
        async fn annex_i_grade(&self) -> Option<&str> {
            self.0.text(material::ANNEX_I_GRADE)
        }

        /// Point of Annex II, Section 1.
        #[graphql(name = "annexII")]
        async fn annex_ii(&self) -> Option<&str> {
            self.0.text(material::ANNEX_II)
        }

        /// Grade to which Annex II limits the material.
        #[graphql(name = "annexIIGrade")]
        async fn annex_ii_grade(&self) -> Option<&str> {
            self.0.text(material::ANNEX_II_GRADE)
        }

        /// Name of the material in the criticality assessment of the European Union, where it differs.
        async fn assessment(&self) -> Option<&str> {
            self.0.text(material::ASSESSMENT)
        }
    }
}
