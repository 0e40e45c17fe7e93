//! A country that stops supplies nothing: it is taken out of the shares of every supply, and the others of that supply
//! are scaled so that what is left keeps its proportions. Where more than half of a supply is gone, what would replace it
//! is not known, and no share is told: a few per cent that are left say nothing of the whole.
//!
//! A share s that is taken out leaves 1 − s of the supply, so that what was x of the whole is x / (1 − s) of what is left;
//! suppliers that no figure names are scaled with it, by staying unnamed. The country's figure stays without its number
//! and says what was done: answers for the material name it, others do not.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::gaps::stage_word;
use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::laying::Laying;
use crate::analysis::shares::CountryShare;
use crate::analysis::shares::TAKEN_OUT;
use crate::analysis::shares::by_country;
use crate::analysis::shares::figures_by_country;
use crate::model::Change;
use crate::model::Kind;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::Value;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::network::words::in_sentence;
use crate::network::words::significant;

/// The supply of a material at a stage.
type Supply = (Row, Quantity, Stage);

/// At least so much of a supply has to be left for its proportions to be kept.
const HALF: f64 = 0.5;

/// What is left of a supply below this is taken as nothing: shares are told with a few digits.
const NOTHING: f64 = 1e-9;

impl Laying {
    /// What takes a country out of all supplies, and of how many materials these are. O(figures of the country).
    ///
    /// # Errors
    /// [`ScenarioError`] if a share would be none: never with shares from 0 to 1.
    pub(super) fn supplies_without(
        &mut self,
        country: Row,
    ) -> Result<(Vec<Change>, usize), ScenarioError> {
        let registry = &self.registry;
        let of_country = registry.referring(Kind::Figure, figure::PARTNER, country);
        let supplies = of_country.into_iter().filter_map(|it| {
            let quantity: Quantity = registry.code(it, figure::QUANTITY)?;
            let is_share = matches!(quantity, Quantity::GlobalShare | Quantity::EuSourcingShare);
            let of = registry.reference(it, figure::SUBJECT)?;
            let is_share = is_share && of.kind() == Kind::Material;
            is_share.then_some((of, quantity, registry.code(it, figure::STAGE)?))
        });
        let supplies: BTreeSet<Supply> = supplies.collect();
        let mut materials = BTreeSet::new();
        let mut changes = Vec::new();
        for supply in supplies {
            let without = self.supply_without(supply, country)?;
            if !without.is_empty() {
                materials.insert(supply.0);
            }
            changes.extend(without);
        }
        Ok((changes, materials.len()))
    }

    /// What takes a country out of a supply; nothing if it supplies nothing.
    fn supply_without(
        &mut self,
        (of, quantity, stage): Supply,
        country: Row,
    ) -> Result<Vec<Change>, ScenarioError> {
        let registry = &self.registry;
        let told = by_country(registry, of, (quantity, stage), self.when);
        let own = told.iter().find(|it| it.country == country);
        let Some(own) = own.filter(|it| it.share > 0.0) else {
            return Ok(Vec::new());
        };
        // Countries taken out one after the other count together, so that their order does not matter.
        let key = (registry.id(of), quantity, stage);
        let left = self.left.get(&key).unwrap_or(&1.0) * (1.0 - own.share);
        let factor = (left >= HALF - NOTHING).then(|| 1.0 / (1.0 - own.share));
        let by_figure: BTreeMap<Row, &CountryShare> =
            told.iter().map(|it| (it.figure, it)).collect();
        let all = figures_by_country(registry, of, (quantity, stage));
        let mut changes = Vec::new();
        for row in all.into_values().flatten() {
            // Nothing scaled would go before an earlier figure that is not assumed: only what answers rest on stays.
            let record = match (by_figure.get(&row), factor) {
                (Some(it), _) if it.country == country => {
                    let mut record = self.changed(row, Amount::Set(0.0))?;
                    record.unset(figure::VALUE);
                    let said = self.taken_out((of, quantity, stage), own, (left, factor));
                    record.set(NOTE, Value::Text(said.into()));
                    Some(record)
                }
                (Some(it), Some(factor)) => {
                    // Named shares may come to a little more than the whole, as they are rounded.
                    Some(self.changed(row, Amount::Set((it.share * factor).min(1.0)))?)
                }
                _ => None,
            };
            changes.push(match record {
                Some(record) => Change::Put(record),
                None => Change::Delete(registry.id(row)),
            });
        }
        self.left.insert(key, left);
        Ok(changes)
    }

    /// What is done to a supply, a sentence without full stop.
    fn taken_out(
        &self,
        (of, quantity, stage): Supply,
        own: &CountryShare,
        (left, factor): (f64, Option<f64>),
    ) -> String {
        let registry = &self.registry;
        let whose = match quantity {
            Quantity::GlobalShare => "the world's supply",
            _ => "what the Union sources",
        };
        let does = match factor {
            Some(factor) => format!(
                "the shares of the other countries are taken times {}, so that what is left keeps its proportions",
                significant(factor, 4)
            ),
            None if left > NOTHING => {
                "more than half of it is gone and what would replace that is not known, so that no share is known".to_owned()
            }
            None => "nothing is left, so that no share is known".to_owned(),
        };
        format!(
            "{TAKEN_OUT} {} with {} out of {whose} at {} of {}; {does}",
            registry.name(own.country),
            significant(own.share, 4),
            stage_word(stage),
            in_sentence(registry.name(of)),
        )
    }
}
