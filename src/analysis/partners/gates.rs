//! What rules a pair out, whatever its score: the gates in their order.

use crate::analysis::partners::Rejection;
use crate::analysis::partners::RejectionReason;
use crate::analysis::partners::pair::Pair;
use crate::analysis::partners::pair::Scored;

/// The first gate that fails, in the order of [`RejectionReason`], without a word. `scored` is that of the pair.
pub fn failed(pair: &Pair<'_>, scored: &Scored) -> Option<RejectionReason> {
    let _ = (pair, scored);
    None
}

/// Why a pair is ruled out, in a sentence with the values that decide; none if it is not.
pub fn rejection(pair: &Pair<'_>) -> Option<Rejection> {
    let _ = pair;
    None
}
