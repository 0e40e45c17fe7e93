//! Which figures of imports and consumption could turn the benchmark of dependence around.

use crate::analysis::benchmarks::Benchmark;
use crate::analysis::benchmarks::BenchmarkStatus;
use crate::analysis::benchmarks::OfMaterial;
use crate::analysis::benchmarks::amounts::Amount;
use crate::analysis::benchmarks::amounts::Told;
use crate::analysis::benchmarks::capacity::typical;
use crate::analysis::benchmarks::flips::Lever;
use crate::analysis::benchmarks::flips::flips;
use crate::analysis::benchmarks::imports::Imports;
use crate::analysis::benchmarks::imports::combined;
use crate::analysis::benchmarks::verdict::together;
use crate::analysis::gaps::Flip;

impl OfMaterial<'_> {
    /// Single figures that would turn a status around that imports decide.
    pub(super) fn import_flips(
        &self,
        imports: &Imports,
        own: &Told,
        status: BenchmarkStatus,
    ) -> Vec<Flip> {
        let threshold = Benchmark::Dependence.threshold();
        let all = |imports: &Imports, consumption: &[Amount]| {
            let each = consumption.iter();
            together(each.map(|it| imports.verdict(it.between, threshold)))
        };
        let point = |it: &Amount| it.between.0.filter(|low| it.between.1 == Some(*low));
        let mut levers: Vec<Lever> = Vec::new();
        let consumption = &own.amounts;
        for (country, of) in imports.countries.iter().enumerate() {
            if !of.is_third {
                continue;
            }
            let (low, high) = combined(&of.parts);
            for (at, part) in of.parts.iter().enumerate() {
                let Some(from) = point(&part.amount) else {
                    continue;
                };
                // What its other tellings make of it stays.
                let others = [Some(0.0), high.map(|it| it - from)];
                let others = others.into_iter().flatten();
                let pairs = others.flat_map(|others| {
                    let consumed = consumption.iter().filter_map(typical);
                    consumed.map(move |it| threshold * it - others)
                });
                levers.extend(pairs.map(|to| Lever {
                    figure: part.amount.figure,
                    factor: part.amount.factor,
                    from,
                    to,
                    becomes: Box::new(move |to| {
                        let mut imports = imports.clone();
                        imports.countries[country].parts[at].amount.between = (Some(to), Some(to));
                        all(&imports, consumption)
                    }),
                }));
            }
            for (at, consumed) in consumption.iter().enumerate() {
                let Some(told) = point(consumed) else {
                    continue;
                };
                levers.extend([low, high].into_iter().flatten().map(|of| Lever {
                    figure: consumed.figure,
                    factor: consumed.factor,
                    from: told,
                    to: of / threshold,
                    becomes: Box::new(move |to| {
                        let mut consumption = consumption.clone();
                        consumption[at].between = (Some(to), Some(to));
                        all(imports, &consumption)
                    }),
                }));
            }
        }
        flips(self, status, levers)
    }
}
