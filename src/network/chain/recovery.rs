//! How much of the material comes out of a transformation, and what is lost as numbers that add up.
//!
//! Shares that come out multiply along a path; their negative logarithms add up. A loss is −ln(recovery) in
//! 10⁻⁹ neper, rounded once for each arc by `libm`, so that it is the same on every machine.

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::network::chain::ChainKey;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::price::whole;
use crate::network::chain::told::Told;
use crate::network::search::BARRED;

/// The parts of a neper that losses are counted in.
const PER_NEPER: f64 = 1e9;

/// Decimals of the shares told of a loss: with 200 arcs, each rounded by half a part at the most, one
/// unit of the last of them.
const DECIMALS: f64 = 1e7;

/// The recovery of an activity, given its figures: that of the material in the product it gives, else that of the
/// material. What is told of no material, or of another product, says nothing of this one.
pub(super) fn recovery(
    registry: &Registry,
    key: ChainKey,
    figures: &[Row],
    output: Row,
) -> Option<Told> {
    let of_material: Vec<Row> = figures
        .iter()
        .copied()
        .filter(|it| {
            registry.code(*it, figure::QUANTITY) == Some(Quantity::Recovery)
                && registry.reference(*it, figure::MATERIAL) == Some(key.material)
        })
        .collect();
    let told = |product: Option<Row>| {
        let mut figures = of_material.clone();
        figures.retain(|it| registry.reference(*it, figure::PRODUCT) == product);
        Told::first(registry, &registry.chosen_among(&figures, key.when))
    };
    if of_material.is_empty() {
        return None;
    }
    told(Some(output)).or_else(|| told(None))
}

/// A recovery on record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Recovered {
    /// The share that comes out, 0 to 1.
    pub(crate) share: f64,
    /// The figure that tells it.
    pub(crate) figure: Row,
    /// What its choice assumes.
    pub(crate) notes: Vec<Note>,
}

/// The recovery of an activity in one of its outputs, see [`recovery`]; mining, which no arc stands for, has one too.
pub(crate) fn recovered(
    registry: &Registry,
    key: ChainKey,
    activity: Row,
    output: Row,
) -> Option<Recovered> {
    let told = recovery(registry, key, &registry.figures_of(activity), output)?;
    Some(Recovered {
        share: told.value,
        figure: told.figure,
        notes: told.notes(Concern::Recovery, activity).collect(),
    })
}

/// What an arc of a recovery loses, in 10⁻⁹ neper; nothing where the recovery is not known. [`BARRED`] where
/// nothing comes out.
pub(in crate::network) fn loss(recovery: Option<f64>) -> u64 {
    match recovery {
        None => 0,
        Some(share) if share > 0.0 => whole(-libm::log(share.min(1.0)) * PER_NEPER),
        Some(_) => BARRED,
    }
}

/// The share lost of a sum of losses, 0 to 1, to seven decimals.
#[expect(
    clippy::cast_precision_loss,
    reason = "a sum of losses beyond 2^53 loses everything"
)]
pub(crate) fn share_lost(sum: u64) -> f64 {
    let share = -libm::expm1(-(sum as f64) / PER_NEPER);
    (share * DECIMALS).round() / DECIMALS
}
