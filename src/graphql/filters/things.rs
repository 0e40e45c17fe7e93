//! Filters of what the rest of the data speaks of: products, materials, regions, sources.

use async_graphql::ID;
use async_graphql::InputObject;

use crate::graphql::codes;
use crate::graphql::error::ApiError;
use crate::graphql::filter::Check;
use crate::graphql::filter::Filter;
use crate::graphql::filter::Test;
use crate::model::Kind;
use crate::model::codes as model;
use crate::model::tables;

/// Which products. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ProductFilter {
    /// How far it is worked.
    pub(crate) forms: Option<Vec<codes::ProductForm>>,
    /// State in which it moves.
    pub(crate) states: Option<Vec<codes::PhysicalState>>,
    /// Materials it usually carries.
    pub(crate) materials: Option<Vec<ID>>,
}

impl Filter for ProductFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::product;
        let test = test
            .codes::<model::ProductForm, _>(self.forms.as_ref(), product::FORM)
            .codes::<model::PhysicalState, _>(self.states.as_ref(), product::STATE)
            .some_ref(
                "materials",
                self.materials.as_ref(),
                product::MATERIALS,
                &[Kind::Material],
            )?;
        Ok(test.check())
    }
}

/// Which materials. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct MaterialFilter {
    /// What is accounted under the name.
    pub(crate) kinds: Option<Vec<codes::MaterialKind>>,
    /// Groups it belongs to.
    pub(crate) groups: Option<Vec<ID>>,
    /// Whether it is a strategic raw material.
    pub(crate) strategic: Option<bool>,
    /// Whether it is a critical raw material.
    pub(crate) critical: Option<bool>,
}

impl Filter for MaterialFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::material;
        let test = test
            .codes::<model::MaterialKind, _>(self.kinds.as_ref(), material::KIND)
            .some_ref(
                "groups",
                self.groups.as_ref(),
                material::GROUP,
                &[Kind::Material],
            )?
            .flag_or_no(self.strategic, material::STRATEGIC)
            .flag_or_no(self.critical, material::CRITICAL);
        Ok(test.check())
    }
}

/// Which regions. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct RegionFilter {
    /// NUTS levels, 0 to 3.
    pub(crate) levels: Option<Vec<i32>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions one level up.
    pub(crate) parents: Option<Vec<ID>>,
}

impl Filter for RegionFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::region;
        let mut test = test
            .texts("countries", self.countries.as_ref(), region::COUNTRY)?
            .refs(
                "parents",
                self.parents.as_ref(),
                region::PARENT,
                &[Kind::Region],
            )?;
        if let Some(levels) = self.levels.clone() {
            test = test.holds(move |registry, row| {
                registry
                    .int(row, region::LEVEL)
                    .is_some_and(|it| levels.contains(&it))
            });
        }
        Ok(test.check())
    }
}

/// Which sources. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct SourceFilter {
    /// Publishers, by their whole name.
    pub(crate) publishers: Option<Vec<String>>,
    /// Terms of use, by their whole text.
    pub(crate) licences: Option<Vec<String>>,
}

impl Filter for SourceFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::source;
        let test = test
            .texts("publishers", self.publishers.as_ref(), source::PUBLISHER)?
            .texts("licences", self.licences.as_ref(), source::LICENCE)?;
        Ok(test.check())
    }
}
