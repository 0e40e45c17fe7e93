//! The sentences of notes on supply risk, economic importance and benchmarks.

use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Note;
use crate::network::words::significant;

impl Note {
    /// The sentence of a note on the inputs of an assessment.
    pub(super) fn assessment_message(&self, name: &str) -> String {
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
                "the import reliance of {name}, {value:.3}, follows from production, imports and exports of the Union on record, as no assessment states it"
            ),
            AssumptionCode::PublishedUsed => format!(
                "whether {name} is critical rests on a published value, {value}, where it cannot be computed from what is on record"
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
            _ => format!(
                "no sector is told for a share of {value:.3} of the uses of {name}; it adds nothing to economic importance"
            ),
        }
    }
}
