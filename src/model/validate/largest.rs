//! Capacities far above all others of their kind: most often tonnes taken for kilotonnes.

use std::collections::BTreeMap;

use crate::model::codes::Side;
use crate::model::kind::Id;
use crate::model::kind::Kind;
use crate::model::problem::Problem;
use crate::model::problem::ProblemCode;
use crate::model::quantity::Quantity;
use crate::model::record::Record;
use crate::model::registry::Registry;
use crate::model::registry::Row;
use crate::model::tables::figure;
use crate::model::validate::Check;
use crate::model::validate::figures::number;
use crate::model::validate::rules::code;

/// How many times the largest other capacity is far above it.
const FAR: f64 = 10.0;
/// How many others must be known to say so.
const ENOUGH: usize = 2;

/// What capacities are compared by: the product, or the material where no product is named, and the side.
type Like = (Quantity, Id, Option<Side>);

impl Check<'_> {
    pub(super) fn largest(&mut self) {
        let mut asked: BTreeMap<Like, Vec<(usize, &Record)>> = BTreeMap::new();
        for (at, (like, record)) in self.of_puts(|it| Some((like_of_record(it)?, it))) {
            asked.entry(like).or_default().push((at, record));
        }
        if asked.is_empty() {
            return;
        }
        let mut known: BTreeMap<&Like, Vec<(f64, Id)>> = BTreeMap::new();
        for row in self.after.rows(Kind::Figure) {
            let like = like_of_row(self.after, row);
            let like = like.and_then(|like| asked.get_key_value(&like));
            let subject = self.after.reference(row, figure::SUBJECT);
            if let (Some((like, _)), Some(value), Some(subject)) =
                (like, self.after.figure_value(row), subject)
            {
                known
                    .entry(like)
                    .or_default()
                    .push((value, self.after.id(subject)));
            }
        }
        let mut found = Vec::new();
        for (like, mut capacities) in known {
            capacities.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            for (at, record) in &asked[like] {
                if let Some(problem) = far_above(like, record, &capacities) {
                    found.push((*at, problem));
                }
            }
        }
        found.sort_by_key(|(at, _)| *at);
        for (at, problem) in found {
            self.report(at, problem);
        }
    }
}

/// The doubt about a capacity, given those of its like, largest first.
fn far_above(like: &Like, record: &Record, capacities: &[(f64, Id)]) -> Option<Problem> {
    let value = number(record, figure::VALUE)?;
    let subject = record.reference(figure::SUBJECT)?;
    let mut others = capacities.iter().filter(|(_, other)| other != subject);
    let (largest, other) = others.next()?;
    if value <= largest * FAR || others.count() + 1 < ENOUGH {
        return None;
    }
    let (quantity, of, _) = like;
    let said = format!(
        "a {} of {value} t/a of `{of}` is far above the largest other, {largest} t/a of `{other}`",
        quantity.code()
    );
    let problem = Problem::warning(ProblemCode::FarAboveLargest, said).column("value");
    Some(problem.value(value.to_string()))
}

fn like_of_record(record: &Record) -> Option<Like> {
    if record.kind() != Kind::Figure {
        return None;
    }
    let quantity = code::<Quantity>(record, figure::QUANTITY).filter(is_capacity)?;
    let of = record
        .reference(figure::PRODUCT)
        .or_else(|| record.reference(figure::MATERIAL))?;
    Some((quantity, of.clone(), code(record, figure::SIDE)))
}

fn like_of_row(registry: &Registry, row: Row) -> Option<Like> {
    let quantity = registry
        .code::<Quantity>(row, figure::QUANTITY)
        .filter(is_capacity)?;
    let of = registry
        .reference(row, figure::PRODUCT)
        .or_else(|| registry.reference(row, figure::MATERIAL))?;
    Some((quantity, registry.id(of), registry.code(row, figure::SIDE)))
}

fn is_capacity(quantity: &Quantity) -> bool {
    matches!(quantity, Quantity::Capacity | Quantity::CapacityAdded)
}
