//! How much of a material gets through its chain in a year, what holds it back, and what is not known of that.
//!
//! The chain becomes a network with losses (`model`): movements, activities with what they can take and give
//! (`bounds`), what begins at sources and is delivered at sinks. [`flow`](crate::network::flow) finds the most that
//! can be delivered, twice: with unknown capacities unbounded (*upper*), and with them at what is on record that they
//! carried at least (*lower*). What a flow says (bottlenecks, points of failure, stages) is read off it afterwards.

mod answer;
mod bottlenecks;
mod bounds;
mod cut;
mod host;
mod laid;
mod message;
mod model;
mod question;
mod reading;
mod scaling;
mod single_points;
mod solved;
mod spread;
mod stages;
#[cfg(test)]
mod tests;
mod unknowns;
mod weights;

pub use crate::network::throughput::answer::AnswerStatus;
pub use crate::network::throughput::answer::Bottleneck;
pub use crate::network::throughput::answer::NoFlowReason;
pub use crate::network::throughput::answer::Pinch;
pub use crate::network::throughput::answer::SinglePoint;
pub use crate::network::throughput::answer::SiteAmount;
pub use crate::network::throughput::answer::StageAmount;
pub use crate::network::throughput::answer::Throughput;
pub use crate::network::throughput::answer::ThroughputAnswer;
pub use crate::network::throughput::answer::UnknownFigure;
use crate::network::throughput::answer::answered;
pub use crate::network::throughput::bounds::Moved;
pub use crate::network::throughput::bounds::moved_on_record;
pub use crate::network::throughput::message::Wording;
use crate::network::throughput::model::Model;
pub use crate::network::throughput::question::Parts;
pub use crate::network::throughput::question::ThroughputError;
pub use crate::network::throughput::question::ThroughputQuestion;
pub use crate::network::throughput::spread::BindingShare;
pub use crate::network::throughput::spread::SiteSpread;
pub use crate::network::throughput::spread::Spread;
pub use crate::network::throughput::stages::Wanted;
pub use crate::network::throughput::stages::stage_capacities;
pub use crate::network::throughput::stages::stage_capacity;

use crate::network::paths::check_sampling;
use crate::network::snapshot::Snapshot;

/// How much can be delivered, and what it hangs on. O(budget) at worst.
///
/// # Errors
/// [`ThroughputError`] if the question names what is not there, the budget does not suffice for the answer itself, or
/// the answer does not stand its own check.
pub fn throughput(
    snapshot: &Snapshot,
    question: &ThroughputQuestion,
) -> Result<ThroughputAnswer, ThroughputError> {
    question.sampling.map_or(Ok(()), check_sampling)?;
    let model = Model::of(snapshot, question)?;
    answered(snapshot, question, &model)
}
