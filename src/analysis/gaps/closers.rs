//! What would close a gap or make good a loss, ranked by laying it over the data and asking again.
//!
//! Candidates are single changes (`candidates`). Each is laid over alone; then pairs among the best are, and told
//! where they do more than either of the two. What no change improves is told as such: an empty list.

mod benchmark;
mod candidates;
mod effect;
mod partners;

use std::sync::Arc;

use crate::analysis::delivered::tolerance;
pub(in crate::analysis) use crate::analysis::gaps::closers::candidates::Candidate;
pub(in crate::analysis) use crate::analysis::gaps::closers::candidates::Candidates;
pub use crate::analysis::gaps::closers::effect::closers;
pub(in crate::analysis) use crate::analysis::gaps::closers::effect::widest;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::under;
use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::network::Snapshot;
use crate::network::throughput::ThroughputError;

/// The most times that one gap is asked for again.
pub const MAX_SOLVES: u32 = 200;

/// Pairs are tried among so many of the best single changes.
const BEST: usize = 10;

/// Changes that close a gap, or make it smaller. Rows are of the registry asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Closer {
    /// One change, or two that do more together than either alone; none of a kind of use, which names nobody.
    pub changes: Vec<ScenarioChange>,
    /// A sentence that may be quoted.
    pub message: String,
    /// Tonnes a year by which it lessens the shortfall of the gap, else by which more is delivered; none where neither
    /// is known.
    pub delivers: Option<f64>,
    /// Whether there is no such gap after it.
    pub closes: bool,
    /// The material that has to be processed too, where what is changed is a by-product of it.
    pub bounded_by_host: Option<Row>,
    /// What the first change is about.
    pub subject: Option<Row>,
    /// What speaks of it.
    pub sources: Vec<Row>,
}

/// What was tried, and what of it helps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closers {
    /// What closes, then what delivers more, then what has fewer changes, then what reaches less far, then by message.
    pub found: Vec<Closer>,
    /// How many single changes and pairs were laid over and asked for.
    pub tried: u32,
    /// Whether some were not, since the number of solves or the budget was used up.
    pub is_cut: bool,
    /// How many could not be laid over the data, so that what they would do is not known.
    pub not_laid: u32,
    /// Records and arcs looked at.
    pub explored: u64,
}

/// What a change does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::analysis) struct Effect {
    pub(in crate::analysis) delivers: Option<f64>,
    pub(in crate::analysis) closes: bool,
    /// Whether somebody may take what nobody took: what of it would be taken is not known.
    pub(in crate::analysis) takes: bool,
    /// Records and arcs looked at.
    pub(in crate::analysis) work: u64,
}

impl Effect {
    fn helps(self) -> bool {
        self.closes || self.takes || self.delivers.is_some_and(|it| it > tolerance(0.0))
    }

    fn is_more_than(self, other: Self) -> bool {
        let (own, others) = (self.delivers.unwrap_or(0.0), other.delivers.unwrap_or(0.0));
        (self.closes && !other.closes)
            || (self.closes == other.closes && own > others + tolerance(own))
    }
}

/// Lays each candidate over a snapshot and asks what it does; then pairs. `effect` is none where it cannot be told.
///
/// O(solves · work of one), at most [`MAX_SOLVES`] solves and about the budget.
///
/// # Errors
/// [`ThroughputError`] if what was found does not stand its own check.
pub(in crate::analysis) fn ranked(
    snapshot: &Arc<Snapshot>,
    when: When,
    candidates: &[Candidate],
    budget: u64,
    effect: &Asking<'_>,
) -> Result<Closers, ThroughputError> {
    let mut trying = Trying {
        snapshot,
        when,
        budget,
        effect,
        laying: laying(snapshot.registry()),
        closers: Closers::default(),
    };
    let mut singles: Vec<(&Candidate, Effect)> = Vec::new();
    for it in candidates {
        let effect = trying.effect_of(std::slice::from_ref(&it.change))?;
        singles.extend(effect.filter(|it| it.helps()).map(|effect| (it, effect)));
    }
    let standing = |it: &(&Candidate, Effect)| (it.1, 1, it.0.km.unwrap_or_default());
    singles.sort_by(|a, b| {
        best_first(standing(a), standing(b)).then_with(|| a.0.message.cmp(&b.0.message))
    });
    let mut pairs: Vec<(&Candidate, &Candidate, Effect)> = Vec::new();
    let best = &singles[..singles.len().min(BEST)];
    for (at, (a, of_a)) in best.iter().enumerate() {
        // Nothing does more than what closes the gap alone; what two takers would take is no better known.
        let may_do_more = |it: &Effect| !it.closes && !it.takes;
        for (b, of_b) in best[at + 1..]
            .iter()
            .filter(|it| may_do_more(of_a) && may_do_more(&it.1))
        {
            let both = [a.change.clone(), b.change.clone()];
            let effect = trying.effect_of(&both)?;
            let is_more = |it: &Effect| it.is_more_than(*of_a) && it.is_more_than(*of_b);
            pairs.extend(effect.filter(is_more).map(|effect| (*a, *b, effect)));
        }
    }
    let singles = singles
        .into_iter()
        .map(|(it, effect)| (effect, it.km.unwrap_or_default(), it.closer(effect)));
    let pairs = pairs
        .into_iter()
        .map(|(a, b, effect)| (effect, 0.0, a.with(b, effect)));
    let mut found: Vec<(Effect, f64, Closer)> = singles.chain(pairs).collect();
    found.sort_by(|(of_a, a_km, a), (of_b, b_km, b)| {
        let (one, other) = (a.changes.len(), b.changes.len());
        best_first((*of_a, one, *a_km), (*of_b, other, *b_km))
            .then_with(|| a.message.cmp(&b.message))
    });
    Ok(Closers {
        found: found.into_iter().map(|it| it.2).collect(),
        ..trying.closers
    })
}

/// Asks what laying changes over the data did, within a budget; none if that cannot be told with it.
type Asking<'a> = dyn Fn(&Arc<Snapshot>, u64) -> Result<Option<Effect>, ThroughputError> + 'a;

/// What a change does, how many there are, and how far it reaches in km.
type Standing = (Effect, usize, f64);

fn best_first(a: Standing, b: Standing) -> std::cmp::Ordering {
    let amount = |it: &Effect| it.delivers.unwrap_or(f64::NEG_INFINITY);
    let by_close = b.0.closes.cmp(&a.0.closes);
    let by_amount = amount(&b.0).total_cmp(&amount(&a.0));
    by_close
        .then(by_amount)
        .then(a.1.cmp(&b.1))
        .then(a.2.total_cmp(&b.2))
}

/// The records of which a snapshot is made anew for each change laid over it.
fn laying(registry: &Registry) -> u64 {
    let kinds = [Kind::Site, Kind::Activity, Kind::Link, Kind::Figure];
    let records = kinds.into_iter().map(|it| registry.rows(it).count());
    records.sum::<usize>() as u64
}

struct Trying<'a> {
    snapshot: &'a Arc<Snapshot>,
    when: When,
    budget: u64,
    effect: &'a Asking<'a>,
    /// The work of laying changes over the data once.
    laying: u64,
    closers: Closers,
}

impl Trying<'_> {
    /// What changes do together; none if they cannot be laid or asked for, which is counted.
    fn effect_of(&mut self, changes: &[ScenarioChange]) -> Result<Option<Effect>, ThroughputError> {
        let left = self.budget.saturating_sub(self.closers.explored);
        if self.closers.tried == MAX_SOLVES || left == 0 {
            self.closers.is_cut = true;
            return Ok(None);
        }
        self.closers.tried += 1;
        self.closers.explored += self.laying;
        let Ok(laid) = under(self.snapshot, changes, self.when) else {
            self.closers.not_laid += 1;
            return Ok(None);
        };
        let left = left.saturating_sub(self.laying);
        let effect = (self.effect)(&laid.snapshot, left)?;
        match effect {
            Some(effect) => self.closers.explored += effect.work,
            None => self.closers.is_cut = true,
        }
        Ok(effect)
    }
}

impl Candidate {
    fn closer(&self, effect: Effect) -> Closer {
        Closer {
            changes: vec![self.change.clone()],
            message: self.message.clone(),
            delivers: effect.delivers,
            closes: effect.closes,
            bounded_by_host: self.host,
            subject: self.subject,
            sources: self.sources.clone(),
        }
    }

    fn with(&self, other: &Self, effect: Effect) -> Closer {
        let mut both = self.closer(effect);
        both.changes.push(other.change.clone());
        both.message = format!("{} And: {}", self.message, other.message);
        both.bounded_by_host = self.host.or(other.host);
        let new = other.sources.iter().filter(|it| !self.sources.contains(it));
        both.sources.extend(new);
        both
    }
}
