//! Groups: what is known of their members.

use crate::analysis::benchmarks::CapacityBasis;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Between;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::materials::members;
use crate::analysis::benchmarks::supply::STAGES;
use crate::analysis::benchmarks::tells::Tells;
use crate::analysis::benchmarks::tells::decide;
use crate::analysis::gaps::listed;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::figure;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::words::in_sentence;

impl OfMaterial<'_> {
    /// What the materials of a group can give together; none if nothing is known of any.
    pub(super) fn sum_of_members(&self, stage: Stage) -> Option<Tells> {
        let at = STAGES.iter().position(|it| *it == stage)?;
        let mut sum: Between = (Some(0.0), Some(0.0));
        let code = AssumptionCode::SumOfMembers;
        let mut tells = Tells {
            basis: CapacityBasis::Members,
            between: sum,
            decides: None,
            amount: None,
            figures: Vec::new(),
            notes: vec![Note::new(code, Concern::Capacity, self.material)],
        };
        let mut is_any = false;
        for member in self.members {
            let supply = self.all.get(member).and_then(|it| it.get(at));
            let mut of = supply.map_or_else(Vec::new, |it| self.tells(it));
            if let Some(supply) = supply {
                decide(&mut of, supply, &[], 0.0);
            }
            let first = of.into_iter().find(|it| it.decides.is_some());
            let Some(first) = first else {
                // One of which nothing is known may give anything.
                sum.1 = None;
                continue;
            };
            is_any = true;
            let (low, high) = first.decides.unwrap_or_default();
            sum.0 = sum.0.map(|it| it + low.unwrap_or_default());
            sum.1 = sum.1.zip(high).map(|(a, b)| a + b);
            tells.figures.extend(first.figures);
            tells.notes.extend(first.notes);
        }
        tells.between = sum;
        is_any.then_some(tells)
    }

    /// What is consumed: in the region, of a group without figures the sum over its members, if all of them have some; and in
    /// regions that look like it.
    pub(super) fn consumption(&self) -> (Told, Told) {
        let (mut own, elsewhere) = self.asked.figures.consumption(self.material);
        if own.amounts.is_empty() {
            own.amounts.extend(self.consumed_by_members());
        }
        (own, elsewhere)
    }

    /// The sum over all members, of each between the bounds of all that its figures tell.
    fn consumed_by_members(&self) -> Option<Amount> {
        let mut sum: Option<Amount> = None;
        for member in members(self.asked.registry, self.material) {
            let told = self.asked.figures.consumption(member).0.amounts;
            let both =
                |of: fn(f64, f64) -> f64| move |a: Option<f64>, b: Option<f64>| Some(of(a?, b?));
            let low = told.iter().map(|it| it.between.0).reduce(both(f64::min))?;
            let high = told.iter().map(|it| it.between.1).reduce(both(f64::max))?;
            let first = told.first()?.figure;
            let it = sum.get_or_insert_with(|| Amount {
                figure: first,
                figures: Vec::new(),
                between: (Some(0.0), Some(0.0)),
                // No figure alone tells it.
                factor: 0.0,
                notes: vec![Note::new(
                    AssumptionCode::SumOfMembers,
                    Concern::Flow,
                    self.material,
                )],
            });
            let add = both(|a, b| a + b);
            it.between = (add(it.between.0, low), add(it.between.1, high));
            for amount in told {
                it.figures.extend(amount.figures);
                it.notes.extend(amount.notes);
            }
        }
        sum
    }

    /// Which members of a group have figures of consumption, also of other regions: "; of its members platinum (43 t of Europe)
    /// are told"; nothing where none has, or for no group.
    pub(super) fn members_consumed(&self) -> String {
        let registry = self.asked.registry;
        let of = |member: Row| {
            let (own, elsewhere) = self.asked.figures.consumption(member);
            let it = own.amounts.into_iter().chain(elsewhere.amounts).next()?;
            let region = registry.reference(it.figure, figure::SUBJECT)?;
            let year = self.asked.time_word(it.figure);
            let year = year.map_or_else(String::new, |it| format!(" in {it}"));
            let name = in_sentence(registry.name(member));
            let (tonnes, region) = (self.amount_word(&it), registry.name(region));
            Some(format!("{name} ({tonnes} in {region}{year})"))
        };
        let told: Vec<String> = members(registry, self.material)
            .into_iter()
            .filter_map(of)
            .collect();
        match told.len() {
            0 => String::new(),
            _ => format!(
                "; of its members consumption is on record of {}",
                listed(told)
            ),
        }
    }
}
