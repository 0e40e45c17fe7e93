//! The capacities told of an activity, sorted by what they bound: one input, one output, or all of it.

use std::collections::BTreeMap;

use crate::model::Choice;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::codes::Side;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Recovered;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Measure;
use crate::network::throughput::bounds::Told;
use crate::network::throughput::model::Works;

/// What is told of an activity.
#[derive(Default)]
pub(super) struct Capacities {
    /// By input.
    pub(super) takes: BTreeMap<Row, Vec<Told>>,
    /// By output, as it goes in.
    pub(super) gives: BTreeMap<Row, Vec<Told>>,
    /// Of all of it, as it goes in, by the side and the product it is told of: all of these hold.
    pub(super) run: BTreeMap<(Side, Option<Row>), Vec<Told>>,
    /// Whether some of `run` is told of what is worked, before anything is lost.
    pub(super) is_before_losses: bool,
}

/// What a capacity is told of.
enum Reach {
    Input(Row),
    Output(Row),
    /// All that goes in or comes out; with the product it names, if that is neither.
    All(Side, Option<Row>),
}

impl Bounds<'_> {
    /// The capacities of an activity, each in its place. Those of another material, or in no such terms, are not there.
    pub(super) fn capacities(self, works: &Works, chain: &Chain) -> Capacities {
        let product = |vertex: u32| chain.vertices()[vertex as usize].product;
        let inputs: Vec<Row> = works.inputs.iter().map(|it| product(*it)).collect();
        let outputs: Vec<Row> = works.outputs.iter().map(|it| product(it.0)).collect();
        let chosen = self.told_capacities(works.row);
        let mut all = Capacities::default();
        for choice in chosen {
            match self.reach(works.row, choice.figure) {
                Some(Reach::Input(it)) if inputs.contains(&it) => {
                    let told = self.of_product(works, choice, it, Side::Input, None);
                    all.takes.entry(it).or_default().extend(told);
                }
                Some(Reach::Output(it)) => {
                    let at = outputs.iter().position(|at| *at == it);
                    let told = at.and_then(|at| {
                        self.of_product(works, choice, it, Side::Output, works.recovery(at))
                    });
                    all.gives.entry(it).or_default().extend(told);
                }
                Some(Reach::All(side, named)) if self.measure == Measure::Contained => {
                    let counted = match (side, named) {
                        (_, Some(named)) => vec![named],
                        (Side::Input, None) => inputs.clone(),
                        (Side::Output, None) => outputs.clone(),
                    };
                    let told = self.of_several(works, choice, &counted);
                    let told = told.and_then(|it| self.taken_in_all(works, it, side));
                    let told = told.map(|it| together(it, works.row, choice.figure, named));
                    all.is_before_losses |= told.is_some() && side == Side::Input;
                    all.run.entry((side, named)).or_default().extend(told);
                }
                _ => {}
            }
        }
        all.takes.retain(|_, it| !it.is_empty());
        all.gives.retain(|_, it| !it.is_empty());
        all.run.retain(|_, it| !it.is_empty());
        all
    }

    /// The capacities told of a record, one for each key. One that covers more than the record says nothing where there
    /// is one of the record alone that is else told of the same.
    pub(super) fn told_capacities(self, row: Row) -> Vec<Choice> {
        let chosen = self.registry.chosen(row, Quantity::Capacity, self.key.when);
        let same = |a: Row, b: Row| {
            let text = |column| self.registry.text(a, column) == self.registry.text(b, column);
            let product = |row| self.registry.reference(row, figure::PRODUCT);
            let side = |row| self.registry.code::<Side>(row, figure::SIDE);
            let basis = |row| self.registry.code::<MassBasis>(row, figure::BASIS);
            text(figure::DEFINITION)
                && text(figure::FORM)
                && product(a) == product(b)
                && side(a) == side(b)
                && basis(a) == basis(b)
        };
        let is_replaced = |it: &Choice| {
            let own = |other: &Choice| !self.is_wider(other.figure);
            let mut others = chosen.iter().filter(|it| own(it));
            self.is_wider(it.figure) && others.any(|other| same(it.figure, other.figure))
        };
        let counts = |it: &Choice| !is_replaced(it);
        chosen.iter().copied().filter(counts).collect()
    }

    /// What a capacity is told of; none if it contradicts itself.
    fn reach(self, row: Row, capacity: Row) -> Option<Reach> {
        let registry = self.registry;
        let has = |column, product| registry.references(row, column).any(|it| it == product);
        let side: Option<Side> = registry.code(capacity, figure::SIDE);
        let Some(named) = registry.reference(capacity, figure::PRODUCT) else {
            // Where no side is told, it is taken to go in, which never claims more; into a mine nothing goes.
            let takes = registry.references(row, activity::INPUTS).next().is_some();
            let usual = if takes { Side::Input } else { Side::Output };
            return Some(Reach::All(side.unwrap_or(usual), None));
        };
        let (is_input, is_output) = (has(activity::INPUTS, named), has(activity::OUTPUTS, named));
        match (is_input, is_output, side) {
            (true, _, None | Some(Side::Input)) => Some(Reach::Input(named)),
            (_, true, None | Some(Side::Output)) => Some(Reach::Output(named)),
            (false, false, _) => Some(Reach::All(side.unwrap_or(Side::Input), Some(named))),
            _ => None,
        }
    }

    fn of_product(
        self,
        works: &Works,
        choice: Choice,
        product: Row,
        side: Side,
        recovered: Option<&Recovered>,
    ) -> Option<Told> {
        let place = works.site;
        let counted = Counted { product, place };
        let exact = self.tonnes(choice, counted);
        let is_exact = exact.is_some();
        let bound = exact.or_else(|| self.at_most(choice, counted))?;
        // Of what a mine gives nothing is lost on the way out: what it can give is what it can give.
        let bound = match (works.is_mining && recovered.is_none(), self.measure) {
            (true, _) | (_, Measure::Gross(_)) => bound,
            (false, Measure::Contained) => self.going_in(bound, side, recovered, works.row)?,
        };
        let told = self.told(bound, choice.figure, works.row);
        Some(Told {
            sure: told.sure.filter(|_| is_exact),
            ..told
        })
    }

    /// What a capacity of several products together says: gross tonnes of them hold at most as much as the richest,
    /// which is not known where some content has neither a value nor an upper bound.
    fn of_several(self, works: &Works, choice: Choice, products: &[Row]) -> Option<Told> {
        let (row, place) = (choice.figure, works.site);
        let counted = products.iter().map(|it| Counted {
            product: *it,
            place,
        });
        let exact: Vec<Option<Bound>> = counted.clone().map(|it| self.tonnes(choice, it)).collect();
        let are_all_known = exact.iter().all(Option::is_some);
        let least = Bound::least(exact.iter().flatten().cloned());
        let most = exact.into_iter().zip(counted);
        let most = most.map(|(it, counted)| it.or_else(|| self.at_most(choice, counted)));
        let most: Option<Vec<Bound>> = most.collect();
        let most = Bound::largest(most?)?;
        let told = self.told(most, row, works.row);
        let least = least.filter(|_| told.sure.is_some() && are_all_known);
        let mut told = Told {
            sure: least.clone(),
            ..told
        };
        let is_gross = self.registry.code(row, figure::BASIS) == Some(MassBasis::Gross);
        let gross = self.registry.figure_value(row)?;
        let share = |it: &Bound| it.tonnes / gross;
        let least = least.as_ref();
        let differs = least.is_none_or(|it| it.tonnes < told.known.tonnes);
        if is_gross && products.len() > 1 && differs {
            told = told.clone().noted(Note {
                value: Some(share(&told.known)),
                compared_with: least.map(share),
                rests_on: Some(row),
                ..Note::new(AssumptionCode::ContentVaries, Concern::Capacity, works.row)
            });
        }
        Some(told)
    }

    /// What bounds all that comes out bounds what goes in: at most as if all came out where least is recovered, and for
    /// sure as if all came out where most is.
    fn taken_in_all(self, works: &Works, told: Told, side: Side) -> Option<Told> {
        if side == Side::Input || works.is_mining {
            return Some(told);
        }
        let shares = (0..works.outputs.len()).map(|it| works.recovery(it));
        let mut shares: Vec<Option<&Recovered>> = shares.collect();
        let share = |it: &Option<&Recovered>| it.map_or(1.0, |it| it.share);
        shares.retain(|it| share(it) > 0.0);
        shares.sort_by(|a, b| share(a).total_cmp(&share(b)));
        let (least, most) = (*shares.first()?, *shares.last()?);
        let taken = |bound, by| self.going_in(bound, Side::Output, by, works.row);
        Some(Told {
            known: taken(told.known, least)?,
            sure: told.sure.and_then(|it| taken(it, most)),
        })
    }
}

/// Says that a capacity is told of a product that is neither taken nor given.
fn together(told: Told, record: Row, figure: Row, named: Option<Row>) -> Told {
    match named {
        None => told,
        Some(_) => told.noted(Note {
            rests_on: Some(figure),
            ..Note::new(AssumptionCode::CapacityTogether, Concern::Capacity, record)
        }),
    }
}
