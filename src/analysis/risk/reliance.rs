//! How much of what the Union uses it has to import.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analysis::risk::Assessor;
use crate::analysis::risk::figures::Figures;
use crate::analysis::shares::is_forecast;
use crate::analysis::shares::notes_of_telling;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Told;

/// In which terms tonnes are told: product, form, basis, what is contained, definition. Only those of the same terms are
/// compared.
type Terms = (
    Option<Row>,
    Option<String>,
    Option<MassBasis>,
    Option<String>,
    Option<String>,
);

/// Of which time: the last year, and the period if it is one.
type Time = (i32, Option<String>);

/// Production, imports and exports that are on record of the same time in the same terms.
type Balance = BTreeMap<(Terms, Reverse<Time>), [Vec<Row>; 3]>;

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
            let has_partner = registry.reference(*row, figure::PARTNER).is_some();
            let material = registry.reference(*row, figure::MATERIAL);
            let stage = registry.code(*row, figure::STAGE);
            let (Some(material), Some(stage)) = (material, stage) else {
                continue;
            };
            if is_forecast(registry, *row) || has_partner {
                continue;
            }
            // Of what is undated no one knows whether it is of the same year.
            let Some(year) = registry.figure_year(*row) else {
                continue;
            };
            let text = |column| registry.text(*row, column).map(str::to_owned);
            let terms = (
                registry.reference(*row, figure::PRODUCT),
                text(figure::FORM),
                registry.code(*row, figure::BASIS),
                text(figure::CONTAINED_OF),
                text(figure::DEFINITION),
            );
            let time = Reverse((year, text(figure::PERIOD)));
            let balance = found.entry((material, stage)).or_default();
            balance.entry((terms, time)).or_default()[at].push(*row);
        }
        Self(found)
    }
}

impl Assessor<'_> {
    /// The import reliance of a material at a stage, at least 0, with its figures, or why it is not known. What the assessment
    /// states goes first, whatever newer amounts there are: it is the assessment's own. Else it follows from amounts of one
    /// year told in the same terms, (imports − exports) / (production + imports − exports): of the newest year not after the
    /// one asked that has all three, of the first such terms.
    pub(super) fn import_reliance(
        &self,
        figures: &mut Figures<'_>,
        stage: Stage,
    ) -> (Result<f64, &'static str>, Vec<Row>) {
        if let Some(stated) = figures.one(Quantity::ImportReliance, Some(stage)) {
            if stated.value < 0.0 {
                figures.notes.push(Note {
                    rests_on: Some(stated.figure),
                    value: Some(stated.value),
                    ..Note::new(
                        AssumptionCode::NegativeImportReliance,
                        Concern::Existence,
                        figures.material,
                    )
                });
            }
            return (Ok(stated.value.max(0.0)), vec![stated.figure]);
        }
        let (registry, when) = (figures.registry, figures.when);
        let balances = self.trade.0.get(&(figures.material, stage));
        let up_to = |(_, time): &(Terms, Reverse<Time>)| time.0.0 <= when.year;
        let balances = balances.into_iter().flatten().filter(|it| up_to(it.0));
        let mut balances: Vec<_> = balances.collect();
        if balances.is_empty() {
            return (Err("import reliance"), Vec::new());
        }
        balances.sort_by_key(|((_, time), _)| time);
        let is_told = |rows: &Vec<Row>| !registry.chosen_among(rows, when).is_empty();
        let whole = balances.into_iter().map(|it| it.1);
        let whole = whole.filter(|it| it.iter().all(is_told));
        let mut why = NOT_TOGETHER;
        for balance in whole {
            let chosen = balance.each_ref().map(|rows| {
                let chosen = registry.chosen_among(rows, when);
                Told::first(registry, &chosen)
            });
            let [Some(production), Some(imports), Some(exports)] = chosen else {
                continue;
            };
            let Some(reliance) = reliance(production.value, imports.value, exports.value) else {
                why = NOTHING_USED;
                continue;
            };
            let told = [production, imports, exports];
            for (it, rows) in told.into_iter().zip(balance) {
                figures.take(it);
                let of = (it.figure, rows.len());
                let notes = notes_of_telling(registry, figures.material, of);
                figures.notes.extend(notes);
            }
            figures.notes.push(Note {
                rests_on: Some(production.figure),
                value: Some(reliance),
                ..Note::new(
                    AssumptionCode::ImportRelianceComputed,
                    Concern::Existence,
                    figures.material,
                )
            });
            return (Ok(reliance), told.map(|it| it.figure).to_vec());
        }
        (Err(why), Vec::new())
    }
}

const NOT_TOGETHER: &str = "import reliance: none is stated, and production, imports and exports of the Union are not on record together, of one year and in the same terms";
const NOTHING_USED: &str = "import reliance: none is stated, and by production, imports and exports of the Union on record nothing is used";

/// Import reliance by amounts in the same terms; none where nothing is used. What is exported on balance relies on no import.
pub(super) fn reliance(production: f64, imports: f64, exports: f64) -> Option<f64> {
    let used = production + imports - exports;
    (used > 0.0).then(|| ((imports - exports) / used).max(0.0))
}
