//! Paths that no other beats in two metrics at once.

use crate::network::chain::Metric;
use crate::network::paths::answer::PathAnswer;
use crate::network::paths::answered;
use crate::network::paths::question::PathQuestion;
use crate::network::paths::question::QuestionError;
use crate::network::snapshot::Snapshot;

/// At most `k` paths, ordered by the metric of the question: for each pair of that metric and `second` that no path
/// betters in one without being worse in the other, the path of fewest steps that has it, then of fewest assumptions,
/// then by the ids of its arcs.
///
/// Totals and bounds are in the metric of the question. Only arcs on which both metrics are known are used; where
/// others lie on the way, the path of fewest steps that uses one stands last, without a total, and the answer is not
/// exhaustive. O(budget) at worst: there may be exponentially many such pairs. What is told of a search that was
/// cut off is as true as of one that was not.
///
/// # Errors
/// As [`paths`](crate::network::paths::paths), [`QuestionError::SameMetric`] and
/// [`QuestionError::CandidatesInTwoMetrics`].
pub fn pareto_paths(
    snapshot: &Snapshot,
    question: &PathQuestion,
    second: Metric,
) -> Result<PathAnswer, QuestionError> {
    if second == question.metric {
        return Err(QuestionError::SameMetric(second));
    }
    if question.candidates_within_km.is_some() {
        return Err(QuestionError::CandidatesInTwoMetrics);
    }
    answered(snapshot, question, Some(second))
}
