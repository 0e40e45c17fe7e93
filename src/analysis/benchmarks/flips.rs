//! Which single figure would turn a status around, and at which value.

use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::tell::status_word;
use crate::analysis::benchmarks::tell::tonnes;
use crate::analysis::gaps::Flip;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::tables::figure;

/// A figure that may be another, all else the same.
pub(super) struct Lever<'a> {
    pub(super) figure: Row,
    /// Tonnes of the material per unit of the figure; 1 for a share.
    pub(super) factor: f64,
    /// What it tells, in tonnes of the material or as a share.
    pub(super) from: f64,
    /// Where the verdict of one pair changes, in the same.
    pub(super) to: f64,
    /// The status if the figure told so much.
    pub(super) becomes: Box<dyn Fn(f64) -> BenchmarkStatus + 'a>,
}

/// Just past a boundary, relatively.
const PAST: f64 = 1e-9;

/// The levers that turn a status around, each figure once, the smallest relative change first.
pub(super) fn flips(
    of: &OfMaterial<'_>,
    status: BenchmarkStatus,
    levers: Vec<Lever<'_>>,
) -> Vec<Flip> {
    let mut found: Vec<(f64, Flip)> = Vec::new();
    for lever in levers {
        if !(lever.to.is_finite() && lever.to >= 0.0 && lever.factor > 0.0) {
            continue;
        }
        let direction = if lever.to >= lever.from { 1.0 } else { -1.0 };
        let past = (lever.to * (1.0 + direction * PAST)).max(0.0);
        let becomes = (lever.becomes)(past);
        if becomes == status {
            continue;
        }
        let change = (lever.to - lever.from).abs() / lever.from.abs();
        let change = if change.is_finite() { change } else { f64::MAX };
        let flip = of.flip(&lever, becomes);
        match found.iter_mut().find(|it| it.1.figure == flip.figure) {
            Some(it) if change < it.0 => *it = (change, flip),
            Some(_) => {}
            None => found.push((change, flip)),
        }
    }
    let registry = of.asked.registry;
    found.sort_by(|a, b| {
        let slug = |it: &Flip| it.figure.map(|it| registry.slug(it));
        a.0.total_cmp(&b.0)
            .then_with(|| slug(&a.1).cmp(&slug(&b.1)))
    });
    found.into_iter().map(|it| it.1).collect()
}

impl OfMaterial<'_> {
    fn flip(&self, lever: &Lever<'_>, becomes: BenchmarkStatus) -> Flip {
        let registry = self.asked.registry;
        let (from, to) = (lever.from / lever.factor, lever.to / lever.factor);
        let quantity = registry.code::<Quantity>(lever.figure, figure::QUANTITY);
        let what = quantity.map_or("figure", Quantity::code).replace('-', " ");
        let subject = registry.reference(lever.figure, figure::SUBJECT);
        let subject = subject.map_or_else(String::new, |it| {
            format!(" of {}", crate::network::chain::told_name(registry, it))
        });
        let is_share = quantity.is_some_and(|it| it.unit() != "t/a");
        let told = |it: f64| {
            if is_share {
                format!("{it}")
            } else {
                format!("{} t a year", tonnes(it))
            }
        };
        let beyond = if to >= from { "at least" } else { "at most" };
        Flip {
            figure: Some(lever.figure),
            from: Some(from),
            to: Some(to),
            message: format!(
                "If the {what}{subject} were {beyond} {} instead of {}, all else the same, the benchmark would be {}.",
                told(to),
                told(from),
                status_word(becomes)
            ),
            ..Flip::default()
        }
    }
}
