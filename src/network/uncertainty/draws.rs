//! The numbers that are drawn, and their draws as factors of what is told.

use std::collections::BTreeMap;

use sha2::Digest as _;
use sha2::Sha256;

use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::tables::figure;
use crate::network::uncertainty::Sampling;
use crate::network::uncertainty::split_mix::unit;
use crate::network::uncertainty::triangle::Triangle;

/// Something that a number follows from by multiplying, and that may be off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::network) enum Drawn {
    /// A figure.
    Figure(Row),
    /// How far two sites are apart, which is as uncertain as their positions; the lesser row first.
    Between(Row, Row),
    /// What the operator has set for a mode of transport: it has no bounds.
    Set(Row),
}

/// All that is drawn for a question, each once however often it enters.
pub(in crate::network) struct Draws<'a> {
    registry: &'a Registry,
    sampling: Sampling,
    numbers: BTreeMap<Drawn, u32>,
    /// By number, how it may be off, and the key of its draws; none if it has no bounds.
    spreads: Vec<Option<Spread>>,
}

#[derive(Clone, Copy, Debug)]
struct Spread {
    triangle: Triangle,
    /// What the draw is a factor of.
    value: f64,
    key: u64,
}

impl<'a> Draws<'a> {
    /// Nothing to draw yet.
    pub(in crate::network) fn new(registry: &'a Registry, sampling: Sampling) -> Self {
        Self {
            registry,
            sampling,
            numbers: BTreeMap::new(),
            spreads: Vec::new(),
        }
    }

    /// The number under which the factors hold a figure. A figure of value 0 stays 0: no factor moves it.
    pub(in crate::network) fn figure(&mut self, row: Row) -> u32 {
        let registry = self.registry;
        self.enter(Drawn::Figure(row), || {
            let value = registry.figure_value(row).filter(|it| *it > 0.0)?;
            let quantity: Option<Quantity> = registry.code(row, figure::QUANTITY);
            let bound = |column| registry.number(row, column);
            let range = quantity.map_or((0.0, f64::MAX), Quantity::range);
            let triangle = Triangle::new(value, bound(figure::LOW), bound(figure::HIGH), range)?;
            Some((triangle, value, registry.id(row).to_string()))
        })
    }

    /// That of the distance between two sites, which may be `low` to `high` times what the points say.
    pub(in crate::network) fn between(
        &mut self,
        (one, other): (Row, Row),
        (low, high): (f64, f64),
    ) -> u32 {
        let registry = self.registry;
        self.enter(between(one, other), || {
            let triangle = Triangle::new(1.0, Some(low), Some(high), (0.0, f64::MAX))?;
            let mut ids = [one, other].map(|it| registry.id(it).to_string());
            ids.sort_unstable();
            Some((triangle, 1.0, format!("between:{}", ids.join("|"))))
        })
    }

    /// That of a setting, which is not drawn.
    pub(in crate::network) fn set(&mut self, mode: Row) -> u32 {
        self.enter(Drawn::Set(mode), || None)
    }

    fn enter(
        &mut self,
        what: Drawn,
        spread: impl FnOnce() -> Option<(Triangle, f64, String)>,
    ) -> u32 {
        let next = u32::try_from(self.spreads.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(what).or_insert_with(|| {
            self.spreads
                .push(spread().map(|(triangle, value, id)| Spread {
                    triangle,
                    value,
                    key: key(&id),
                }));
            next
        })
    }

    /// How many there are: the work of drawing them once.
    pub(in crate::network) fn count(&self) -> u64 {
        self.spreads.len() as u64
    }

    /// Whether the one of a number has bounds.
    pub(in crate::network) fn is_bounded(&self, number: u32) -> bool {
        self.spreads[number as usize].is_some()
    }

    /// What is held under a number.
    pub(in crate::network) fn what(&self) -> Vec<Drawn> {
        let mut all: Vec<(Drawn, u32)> = self.numbers.iter().map(|(it, at)| (*it, *at)).collect();
        all.sort_unstable_by_key(|it| it.1);
        all.into_iter().map(|it| it.0).collect()
    }

    /// Draws all for one sample: by number, what to multiply by; exactly 1 where there are no bounds.
    pub(in crate::network) fn draw(&self, sample: u32) -> Vec<f64> {
        let factor = |spread: &Option<Spread>| {
            spread.map_or(1.0, |it| {
                let drawn = it.triangle.at(unit(self.sampling.seed, sample, it.key));
                if drawn == it.value {
                    1.0
                } else {
                    drawn / it.value
                }
            })
        };
        self.spreads.iter().map(factor).collect()
    }
}

fn between(one: Row, other: Row) -> Drawn {
    Drawn::Between(one.min(other), one.max(other))
}

/// The key of draws: the first eight bytes of the SHA-256 of an id.
fn key(id: &str) -> u64 {
    let digest = Sha256::digest(id.as_bytes());
    digest[..8]
        .iter()
        .fold(0, |sum, it| sum << 8 | u64::from(*it))
}
