//! How well the score finds who took a waste, on a file of exchanges: against naming the commonest takers.
//!
//! Leave one case out: the exchanges of a case are asked about with the exchanges of all other cases as precedents. The
//! candidates are the trades that take something in the other cases, and those of the table of takers; the truth is the
//! trade that took it. Candidates are scored by the same functions as partners are, of which precedent, code and text
//! can be known here; distance, amount and contents cannot. Nothing is fitted to the file.

mod bootstrap;
mod ranking;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::analysis::partners::evaluation::bootstrap::interval;
use crate::analysis::partners::evaluation::ranking::Fold;
use crate::model::Knowledge;
use crate::model::codes::ExchangeStatus;

/// An exchange of a waste, as a file tells it. Empty lists are what is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The study or place it is of: exchanges of one case are not independent.
    pub case: String,
    /// What is exchanged.
    pub waste: String,
    /// Its codes of the List of Waste.
    pub ewc: Vec<String>,
    /// What business takes it, and what it becomes there.
    pub receiver: Vec<String>,
    /// The trades of who takes it, as the published list writes them; any of them is right.
    pub receiver_nace: Vec<String>,
    /// How far it came.
    pub status: ExchangeStatus,
}

/// How good a ranking is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Whether a right trade is among the first so many.
    Hits(u32),
    /// One over the rank of the first right trade; 0 if none is ranked.
    ReciprocalRank,
}

impl Measure {
    /// All that are told.
    pub const ALL: [Self; 5] = [
        Self::Hits(1),
        Self::Hits(3),
        Self::Hits(5),
        Self::Hits(10),
        Self::ReciprocalRank,
    ];

    /// Of a rank, 1 for the first; none if no right trade is ranked.
    fn of(self, rank: Option<usize>) -> f64 {
        let Some(rank) = rank.and_then(|it| u32::try_from(it).ok()) else {
            return 0.0;
        };
        match self {
            Self::Hits(within) => f64::from(u8::from(rank <= within)),
            Self::ReciprocalRank => 1.0 / f64::from(rank),
        }
    }
}

/// A measure for both rankings: means over the exchanges asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Which.
    pub measure: Measure,
    /// By the score.
    pub score: f64,
    /// By how common a taker is in the other cases.
    pub popularity: f64,
    /// The first less the second.
    pub difference: f64,
    /// Between these lies the difference in 95 of 100 files made of cases drawn anew.
    pub interval: (f64, f64),
}

/// What an evaluation comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// Exchanges asked about.
    pub asked: usize,
    /// Exchanges without a trade that takes them, which are not asked about.
    pub without_truth: usize,
    /// Exchanges whose trade is no candidate, so that no ranking can find it; they count as missed.
    pub beyond_candidates: usize,
    /// Cases with an exchange asked about.
    pub cases: usize,
    /// The least and most candidates of a case.
    pub candidates: (usize, usize),
    /// Files drawn for the intervals.
    pub resamples: u32,
    /// Where the draws begin.
    pub seed: u64,
    /// In the order of [`Measure::ALL`].
    pub compared: Vec<Compared>,
}

/// The ranks of the first right trade of one exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ranks {
    /// The case, by number.
    case: usize,
    score: Option<usize>,
    popularity: Option<usize>,
}

/// Asks for the takers of every exchange; none of fewer than two cases or no exchange with a truth. The order of the
/// exchanges does not matter. O(cases · candidates · exchanges² / cases).
pub fn evaluate(
    knowledge: &Knowledge,
    exchanges: &[Exchange],
    resamples: u32,
    seed: u64,
) -> Option<Evaluation> {
    let mut cases: BTreeMap<&str, Vec<&Exchange>> = BTreeMap::new();
    for it in exchanges {
        cases.entry(&it.case).or_default().push(it);
    }
    if cases.len() < 2 {
        return None;
    }
    let mut ranks = Vec::new();
    let mut counts = BTreeSet::new();
    for (number, (case, own)) in cases.iter().enumerate() {
        let with_truth = own.iter().filter(|it| !it.receiver_nace.is_empty());
        let with_truth: Vec<_> = with_truth.collect();
        if with_truth.is_empty() {
            continue;
        }
        let others = exchanges.iter().filter(|it| it.case != *case);
        let fold = Fold::of(knowledge, &others.collect::<Vec<_>>());
        counts.insert(fold.candidates());
        ranks.extend(with_truth.into_iter().map(|it| Ranks {
            case: number,
            score: fold.rank_by_score(it),
            popularity: fold.rank_by_popularity(it),
        }));
    }
    let compared = Measure::ALL.map(|it| compare(it, &ranks, resamples, seed));
    let distinct: BTreeSet<usize> = ranks.iter().map(|it| it.case).collect();
    Some(Evaluation {
        asked: ranks.len(),
        without_truth: exchanges.len() - ranks.len(),
        beyond_candidates: ranks.iter().filter(|it| it.score.is_none()).count(),
        cases: distinct.len(),
        candidates: (*counts.first()?, *counts.last()?),
        resamples,
        seed,
        compared: compared.to_vec(),
    })
}

fn compare(measure: Measure, ranks: &[Ranks], resamples: u32, seed: u64) -> Compared {
    let mean = |rank: fn(&Ranks) -> Option<usize>| {
        let sum: f64 = ranks.iter().map(|it| measure.of(rank(it))).sum();
        sum / count(ranks.len())
    };
    let (score, popularity) = (mean(|it| it.score), mean(|it| it.popularity));
    // By case: the sum of differences and how many there are.
    let mut by_case: BTreeMap<usize, (f64, usize)> = BTreeMap::new();
    for it in ranks {
        let of_case = by_case.entry(it.case).or_default();
        of_case.0 += measure.of(it.score) - measure.of(it.popularity);
        of_case.1 += 1;
    }
    let by_case: Vec<(f64, usize)> = by_case.into_values().collect();
    Compared {
        measure,
        score,
        popularity,
        difference: score - popularity,
        interval: interval(&by_case, resamples, seed),
    }
}

#[expect(clippy::cast_precision_loss, reason = "fewer exchanges than 2^53")]
fn count(exchanges: usize) -> f64 {
    exchanges as f64
}
