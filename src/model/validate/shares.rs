//! Shares of one whole that come to more than the whole.

use std::collections::BTreeMap;

use crate::model::canonical::computed_slug;
use crate::model::kind::Kind;
use crate::model::kind::Text;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::quantity::Quantity;
use crate::model::record::Record;
use crate::model::tables::figure;
use crate::model::validate::Check;
use crate::model::validate::figures::number;
use crate::model::validate::rules::code;

/// Sums up to this are taken for a whole of rounded shares.
const WHOLE: f64 = 1.005;

impl Check<'_> {
    /// Sums the shares of each whole that a change touches: same material, stage, year, source and the
    /// like. Contents are not summed, since an element and its oxide may stand side by side.
    pub(super) fn shares(&mut self) {
        let mut touched: BTreeMap<Text, usize> = BTreeMap::new();
        for (at, key) in self.of_puts(whole_of) {
            touched.insert(key, at);
        }
        if touched.is_empty() {
            return;
        }
        let mut sums: BTreeMap<&str, (f64, usize, Quantity)> = BTreeMap::new();
        for row in self.after.rows(Kind::Figure) {
            let Some(quantity) = self
                .after
                .code::<Quantity>(row, figure::QUANTITY)
                .filter(is_share)
            else {
                continue;
            };
            let record = self.after.record(row);
            let key = whole_of(&record).and_then(|key| touched.get_key_value(&key));
            if let (Some((key, _)), Some(share)) = (key, number(&record, figure::VALUE)) {
                let sum = sums.entry(key).or_insert((0.0, 0, quantity));
                *sum = (sum.0 + share, sum.1 + 1, quantity);
            }
        }
        let mut over: Vec<(usize, String)> = sums
            .into_iter()
            .filter(|(_, (sum, ..))| *sum > WHOLE)
            .map(|(key, (sum, count, quantity))| {
                let name = quantity.code();
                (
                    touched[key],
                    format!("{count} figures `{name}` of one whole come to {sum:.3}"),
                )
            })
            .collect();
        over.sort();
        for (at, said) in over {
            let problem = Problem::warning(ProblemCode::SharesAboveOne, said).column("value");
            self.report(at, problem.expected("shares that come to 1 at most"));
        }
    }
}

fn is_share(quantity: &Quantity) -> bool {
    matches!(
        quantity,
        Quantity::GlobalShare
            | Quantity::EuSourcingShare
            | Quantity::EndUseShare
            | Quantity::FateShare
    )
}

/// A name for the whole that a figure is a share of; none if it is no share.
fn whole_of(record: &Record) -> Option<Text> {
    if record.kind() != Kind::Figure {
        return None;
    }
    let quantity = code::<Quantity>(record, figure::QUANTITY).filter(is_share)?;
    let mut whole = record.clone();
    // What tells the shares of one whole apart: the country, the use, or the fate.
    if record.reference(figure::SUBJECT)?.kind == Kind::Region {
        whole.unset(figure::SUBJECT);
    }
    whole.unset(figure::PARTNER);
    whole.unset(figure::SECTOR);
    if matches!(quantity, Quantity::EndUseShare | Quantity::FateShare) {
        whole.unset(figure::DEFINITION);
    }
    Some(computed_slug(&whole))
}
