//! How much of what the Union uses it has to import.

use std::collections::BTreeMap;

use crate::analysis::risk::Assessor;
use crate::analysis::risk::figures::Figures;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Stage;
use crate::model::codes::Vintage;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;

/// In which terms tonnes are told: product, form, basis, what is contained. Only those of the same terms are compared.
type Terms = (
    Option<Row>,
    Option<String>,
    Option<MassBasis>,
    Option<String>,
);

/// Production, imports and exports that are on record in the same terms.
type Balance = BTreeMap<Terms, [Vec<Row>; 3]>;

/// Production, imports and exports of the Union, with all countries together, by material and stage.
pub(super) struct UnionTrade(BTreeMap<(Row, Stage), Balance>);

const BALANCE: [Quantity; 3] = [Quantity::Production, Quantity::Imports, Quantity::Exports];

impl UnionTrade {
    /// Of the figures of the Union. O(figures).
    pub(super) fn of(registry: &Registry, of_union: &[Row]) -> Self {
        let mut found: BTreeMap<(Row, Stage), Balance> = BTreeMap::new();
        for row in of_union {
            let quantity = registry.code(*row, figure::QUANTITY);
            let Some(at) = BALANCE.iter().position(|it| quantity == Some(*it)) else {
                continue;
            };
            let vintage = registry.code(*row, figure::VINTAGE);
            let is_forecast = vintage.unwrap_or(Vintage::Actual) != Vintage::Actual;
            let has_partner = registry.reference(*row, figure::PARTNER).is_some();
            let material = registry.reference(*row, figure::MATERIAL);
            let stage = registry.code(*row, figure::STAGE);
            let (Some(material), Some(stage)) = (material, stage) else {
                continue;
            };
            if is_forecast || has_partner {
                continue;
            }
            let text = |column| registry.text(*row, column).map(str::to_owned);
            let terms = (
                registry.reference(*row, figure::PRODUCT),
                text(figure::FORM),
                registry.code(*row, figure::BASIS),
                text(figure::CONTAINED_OF),
            );
            let balance = found.entry((material, stage)).or_default();
            balance.entry(terms).or_default()[at].push(*row);
        }
        Self(found)
    }
}

impl Assessor<'_> {
    /// The import reliance of a material at a stage, at least 0, with its figures. What the assessment states goes first,
    /// whatever newer amounts there are: it is the assessment's own. Else it follows from amounts told in the same terms,
    /// (imports − exports) / (production + imports − exports), of the first terms that have all three.
    pub(super) fn import_reliance(
        &self,
        figures: &mut Figures<'_>,
        stage: Stage,
    ) -> (Option<f64>, Vec<Row>) {
        if let Some(stated) = figures.one(Quantity::ImportReliance, Some(stage)) {
            return (Some(stated.value.max(0.0)), vec![stated.figure]);
        }
        let balances = self.trade.0.get(&(figures.material, stage));
        let balances = balances.into_iter().flat_map(BTreeMap::values);
        for balance in balances {
            let is_told =
                |rows: &Vec<Row>| !figures.registry.chosen_among(rows, figures.when).is_empty();
            if !balance.iter().all(is_told) {
                continue;
            }
            let told = balance.each_ref().map(|rows| figures.choose(rows));
            let [Some(production), Some(imports), Some(exports)] = told else {
                continue;
            };
            let Some(reliance) = reliance(production.value, imports.value, exports.value) else {
                continue;
            };
            let subject = figures.material;
            figures.note_of(AssumptionCode::ImportRelianceComputed, subject, reliance);
            let rows = [production, imports, exports].map(|it| it.figure);
            return (Some(reliance), rows.to_vec());
        }
        (None, Vec::new())
    }
}

/// Import reliance by amounts in the same terms; none where nothing is used. What is exported on balance relies on no import.
pub(super) fn reliance(production: f64, imports: f64, exports: f64) -> Option<f64> {
    let used = production + imports - exports;
    (used > 0.0).then(|| ((imports - exports) / used).max(0.0))
}
