//! The limits of an activity, at the places of the network where they hold.
//!
//! Its capacity is known where one of all of it is told, or one of each input, or one of each output. Where it is not,
//! exactly one place stands for what is missing: the outputs without capacity where others have one, else the inputs
//! without, else all of it.

use crate::model::Row;
use crate::model::codes::Side;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Ground;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::bounds::Measure;
use crate::network::throughput::bounds::Told;
use crate::network::throughput::bounds::capacity::Capacities;
use crate::network::throughput::model::Works;

/// What bounds an activity.
pub(in crate::network::throughput) struct WorksLimits {
    /// By input, in the order of the activity's.
    pub(in crate::network::throughput) takes: Vec<Option<Limit>>,
    /// All of it.
    pub(in crate::network::throughput) run: Option<Limit>,
    /// By output.
    pub(in crate::network::throughput) gives: Vec<Option<Limit>>,
    /// What is to be said of it, where no limit says it.
    pub(in crate::network::throughput) notes: Vec<Note>,
}

/// An activity with what surrounds it.
#[derive(Clone, Copy)]
pub(in crate::network::throughput) struct Around<'a> {
    pub(in crate::network::throughput) works: &'a Works,
    pub(in crate::network::throughput) chain: &'a Chain,
    pub(in crate::network::throughput) ground: &'a Ground,
}

impl Around<'_> {
    pub(super) fn counted(self, vertex: u32) -> Counted {
        let vertex = self.chain.vertices()[vertex as usize];
        Counted {
            product: vertex.product,
            place: vertex.place,
        }
    }

    pub(super) fn outputs(self) -> impl Iterator<Item = (usize, u32)> {
        self.works.outputs.iter().map(|it| it.0).enumerate()
    }
}

impl Bounds<'_> {
    /// What bounds an activity.
    pub(in crate::network::throughput) fn of_works(self, around: Around<'_>) -> WorksLimits {
        let works = around.works;
        let mut all = self.capacities(works, around.chain);
        let mut notes = Vec::new();
        if works.is_mining && self.measure == Measure::Contained {
            notes = self.stand_in(&mut all, around);
        }
        let place = |product: Option<Row>, side| (works.row, product, side);
        let one_of = |told: Option<Vec<Told>>, product, side| {
            let told = Told::one_of(told?, works.row)?;
            Some(Limit::of(place(product, side), Some(told)))
        };
        let product = |vertex: u32| around.counted(vertex).product;
        let inputs: Vec<Row> = works.inputs.iter().map(|it| product(*it)).collect();
        let takes = inputs
            .iter()
            .map(|it| one_of(all.takes.remove(it), Some(*it), Side::Input));
        let mut takes: Vec<Option<Limit>> = takes.collect();
        let outputs: Vec<Row> = works.outputs.iter().map(|it| product(it.0)).collect();
        let gives = outputs
            .iter()
            .map(|it| one_of(all.gives.remove(it), Some(*it), Side::Output));
        let mut gives: Vec<Option<Limit>> = gives.collect();
        let run = all.run.into_values();
        let run = Told::all_of(run.filter_map(|it| Told::one_of(it, works.row)));
        let mut run = run.map(|it| Limit::of(place(None, Side::Input), Some(it)));
        let are_all = |it: &[Option<Limit>]| !it.is_empty() && it.iter().all(Option::is_some);
        let is_known = run.is_some() || are_all(&takes) || are_all(&gives);
        let is_some = |it: &[Option<Limit>]| it.iter().any(Option::is_some);
        if self.measure != Measure::Contained {
            // Of a product that is made or taken, its own capacity is what counts.
            fill(&mut takes, &inputs, works.row, Side::Input);
            fill(&mut gives, &outputs, works.row, Side::Output);
        } else if !is_known && is_some(&gives) {
            fill(&mut gives, &outputs, works.row, Side::Output);
        } else if !is_known && is_some(&takes) {
            fill(&mut takes, &inputs, works.row, Side::Input);
        } else if !is_known {
            run = Some(Limit::of(place(None, Side::Input), None));
        }
        let run = run.map(|it| it.or_at_least(|| self.ran_at_least(around)));
        let takes = takes.into_iter().enumerate().map(|(at, it)| {
            let carried = || self.took_at_least(around, works.inputs[at]);
            it.map(|it| it.or_at_least(carried))
        });
        let gives = gives.into_iter().enumerate().map(|(at, it)| {
            let carried = || self.gave_at_least(around, at);
            it.map(|it| it.or_at_least(carried))
        });
        WorksLimits {
            takes: takes.collect(),
            gives: gives.collect(),
            run,
            notes,
        }
    }

    /// Lets production stand in where no capacity of a mine is known, or only one before losses that are not known.
    /// Tells which products' production is missing for that.
    fn stand_in(self, all: &mut Capacities, around: Around<'_>) -> Vec<Note> {
        let works = around.works;
        let are_given = all.gives.len() == works.outputs.len();
        let has_recoveries = (0..works.outputs.len()).all(|it| works.recovery(it).is_some());
        let is_before = all.is_before_losses && !has_recoveries;
        if is_before {
            let code = AssumptionCode::RecoveryAssumed;
            let note = Note::new(code, Concern::Capacity, works.row);
            for it in all.run.values_mut().flatten() {
                *it = it.clone().noted(note);
            }
        }
        if are_given || (!all.run.is_empty() && !is_before) {
            return Vec::new();
        }
        let missing = around.outputs().filter(|(_, vertex)| {
            let product = around.counted(*vertex).product;
            !all.gives.contains_key(&product)
        });
        let missing: Vec<(usize, u32)> = missing.collect();
        let produced = missing
            .iter()
            .map(|(at, vertex)| (*vertex, self.produced(around, *at, *vertex)));
        let produced: Vec<(u32, Option<Told>)> = produced.collect();
        let untold = produced.iter().filter(|it| it.1.is_none());
        let notes = untold.map(|(vertex, _)| {
            let product = around.counted(*vertex).product;
            let code = AssumptionCode::ProductionIncomplete;
            Note::new(code, Concern::Capacity, product)
        });
        let notes: Vec<Note> = notes.collect();
        if !notes.is_empty() {
            return notes;
        }
        if missing.len() < works.outputs.len() {
            for (vertex, told) in produced {
                let product = around.counted(vertex).product;
                let stands_in = told.map(|it| marked(it, works.site));
                all.gives.insert(product, stands_in.into_iter().collect());
            }
            return notes;
        }
        let sum = produced.into_iter().filter_map(|it| it.1);
        let sum = sum.reduce(|a, b| Told {
            known: a.known.plus(b.known),
            sure: a.sure.zip(b.sure).map(|(a, b)| a.plus(b)),
        });
        let run = all.run.values().cloned();
        let run = Told::all_of(run.filter_map(|it| Told::one_of(it, works.row)));
        let run = run.map_or(f64::INFINITY, |it| it.known.tonnes);
        if let Some(sum) = sum.filter(|it| it.known.tonnes < run) {
            let sum = vec![marked(sum, works.site)];
            all.run = [((Side::Output, None), sum)].into();
        }
        notes
    }

    /// What a mine produced of one of its outputs, as it goes in.
    fn produced(self, around: Around<'_>, at: usize, vertex: u32) -> Option<Told> {
        let told = self.production(around.counted(vertex))?;
        let over = |it: Bound| match around.works.recovery(at) {
            Some(recovered) => it.over(recovered.share, recovered.figure),
            None => Some(it),
        };
        Some(Told {
            known: over(told.known)?,
            sure: told
                .sure
                .and_then(over)
                .filter(|_| around.ground.has_one_maker(vertex)),
        })
    }
}

/// Limits of unknown capacity where there are none.
fn fill(limits: &mut [Option<Limit>], products: &[Row], record: Row, side: Side) {
    for (limit, product) in limits.iter_mut().zip(products) {
        limit.get_or_insert_with(|| Limit::of((record, Some(*product), side), None));
    }
}

/// Says that production stands in for a capacity.
fn marked(told: Told, site: Row) -> Told {
    let tonnes = told.known.tonnes;
    told.noted(Note {
        value: Some(tonnes),
        ..Note::new(
            AssumptionCode::ProductionAsCapacity,
            Concern::Capacity,
            site,
        )
    })
}
