//! The activities of a chain, as the network takes them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::Note;
use crate::network::chain::Operating;
use crate::network::chain::recovered;
use crate::network::throughput::model::Works;
use crate::network::throughput::model::count;

/// The activities that give something of a chain, by slug of site, then activity. `origins` ascend.
pub(super) fn works(registry: &Registry, chain: &Chain, origins: &[u32]) -> Vec<Works> {
    let taken = Taken::new(chain);
    let mut operating = Operating::new(registry, chain.key().when);
    let mut all = Vec::new();
    let mut first = 0;
    let vertices = chain.vertices();
    while let Some(vertex) = vertices.get(first) {
        let stay = vertices[first..]
            .iter()
            .take_while(|it| it.place == vertex.place);
        let range = first..first + stay.count();
        first = range.end;
        if vertex.place.kind() != Kind::Site {
            continue;
        }
        for row in registry.referring(Kind::Activity, activity::SITE, vertex.place) {
            if !operating.activity(row) {
                continue;
            }
            let given: BTreeSet<Row> = registry.references(row, activity::OUTPUTS).collect();
            let made = range
                .clone()
                .filter(|it| given.contains(&vertices[*it].product));
            let made: Vec<u32> = made.map(count).collect();
            if !made.is_empty() {
                let begins = made.iter().any(|it| origins.binary_search(it).is_ok());
                all.push(taken.works(registry, chain, (row, vertex.place), &made, begins));
            }
        }
    }
    all
}

/// What activities take, by the arcs of the chain.
struct Taken {
    inputs: BTreeMap<Row, BTreeSet<u32>>,
    notes: BTreeMap<Row, Vec<Note>>,
}

impl Taken {
    fn new(chain: &Chain) -> Self {
        let mut inputs: BTreeMap<Row, BTreeSet<u32>> = BTreeMap::new();
        let mut notes: BTreeMap<Row, Vec<Note>> = BTreeMap::new();
        for (arc, it) in (0_u32..).zip(chain.arcs()) {
            if it.kind == ArcKind::Transformation {
                let tail = chain.graph().tail(arc);
                inputs.entry(it.record).or_default().insert(tail);
                let of_all = notes.entry(it.record).or_default();
                for note in &it.notes {
                    if !of_all.contains(note) {
                        of_all.push(*note);
                    }
                }
            }
        }
        Self { inputs, notes }
    }

    fn works(
        &self,
        registry: &Registry,
        chain: &Chain,
        (row, site): (Row, Row),
        made: &[u32],
        begins: bool,
    ) -> Works {
        let product = |vertex: u32| chain.vertices()[vertex as usize].product;
        let recoveries = made
            .iter()
            .map(|it| recovered(registry, chain.key(), row, product(*it)));
        let recoveries: Vec<_> = recoveries.collect();
        let shares = recoveries.iter().map(|it| it.as_ref().map(|it| it.share));
        let stage = registry.code(row, activity::STAGE);
        let takes = registry.references(row, activity::INPUTS).next().is_some();
        let inputs = self.inputs.get(&row).into_iter().flatten().copied();
        Works {
            row,
            site,
            stage,
            is_mining: stage == Some(Stage::Extraction) && !takes,
            inputs: inputs.collect(),
            outputs: made.iter().copied().zip(shares).collect(),
            recovered: recoveries,
            notes: self.notes.get(&row).cloned().unwrap_or_default(),
            begins,
        }
    }
}
