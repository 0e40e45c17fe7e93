//! The sentences of notes on supply risk, economic importance, benchmarks and partners.

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::tables::figure;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Note;
use crate::network::words::significant;

impl Note {
    /// The sentence of a note on the inputs of an assessment.
    pub(super) fn assessment_message(&self, registry: &Registry, name: &str) -> String {
        let value = self.value.unwrap_or_default();
        match self.code {
            AssumptionCode::SharesAboveOne => {
                format!(
                    "shares of {name} come to {value:.3}, more than the whole; they are used as they stand"
                )
            }
            AssumptionCode::TradeParameterAssumed => format!(
                "no trade parameter of {name} is on record for the material; it is taken as 1"
            ),
            AssumptionCode::ImportRelianceComputed => format!(
                "the import reliance of {name}, {value:.3}, follows from production, imports and exports of the Union {}, as no assessment states it",
                self.dated(registry, "in")
            ),
            AssumptionCode::NegativeImportReliance => {
                format!(
                    "the import reliance of {name} on record, {value}, is negative; it counts as 0"
                )
            }
            AssumptionCode::ForecastUsed => format!(
                "a forecast {} is used for {name}, as nothing else is on record",
                self.dated(registry, "for")
            ),
            AssumptionCode::PublishedUsed => format!(
                "whether {name} is critical rests on the published {}, {value} {}, as it cannot be computed from what is on record",
                self.published(registry),
                self.dated(registry, "in")
            ),
            AssumptionCode::MeanOfMembers => {
                format!("the value of {name} is the mean of those of its members that are assessed")
            }
            AssumptionCode::OnlyIntermediates => format!(
                "{name} gives only intermediates, which the stage goes on with elsewhere; it adds nothing to what leaves the stage"
            ),
            AssumptionCode::TotalAdjusted => {
                let (word, tonnes) = if value < 0.0 {
                    ("less", -value)
                } else {
                    ("more", value)
                };
                format!(
                    "the total of {name} tells the world without the scenario; with it the sites on record can give {} t a year {word}, which the total is changed by",
                    significant(tonnes, 6)
                )
            }
            AssumptionCode::DetourAssumed => format!(
                "no detour factor of roads is on record; the way by road is taken as {value} times the great circle"
            ),
            AssumptionCode::HalfDistanceAssumed => format!(
                "no half-distance of a region around {name} is on record; {value} km are used, the median of exchanges in the United Kingdom"
            ),
            _ => format!(
                "no sector is told for a share of {value:.3} of the uses of {name}; it adds nothing to economic importance"
            ),
        }
    }

    /// Year or period of the figure it rests on, after a word.
    fn dated(&self, registry: &Registry, word: &str) -> String {
        let Some(row) = self.rests_on else {
            return "on record".to_owned();
        };
        let year = registry.int(row, figure::YEAR).map(|it| it.to_string());
        let period = || registry.text(row, figure::PERIOD).map(str::to_owned);
        let told = year.or_else(period).map(|it| format!("{word} {it}"));
        told.unwrap_or_else(|| "without a year".to_owned())
    }

    /// Which value was published.
    fn published(&self, registry: &Registry) -> &'static str {
        let quantity = self
            .rests_on
            .and_then(|it| registry.code::<Quantity>(it, figure::QUANTITY));
        match quantity {
            Some(Quantity::SupplyRiskPublished) => "supply risk",
            Some(Quantity::EconomicImportancePublished) => "economic importance",
            _ => "value",
        }
    }
}
