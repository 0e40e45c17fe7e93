//! The transformations of a chain: activities, and conversions assumed where none is known.
//!
//! A conversion of what a site receives into what it ships is assumed unless a series of activities leads
//! from the one to the other, or activities account for both: one takes the received, another gives the shipped.
//! Harbours, terminals, storages and external parties pass products on; nothing is assumed to change there.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainArc;
use crate::network::chain::Vertex;
use crate::network::chain::build::Draft;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::measures::Measures;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::operating::Operating;
use crate::network::chain::place::site_kind;
use crate::network::chain::roles::stage_of;

/// An activity that runs, with the products of it that carry the material, by slug.
pub(super) struct Running {
    row: Row,
    pub(super) site: Row,
    pub(super) stage: Option<Stage>,
    pub(super) inputs: Vec<Row>,
    pub(super) outputs: Vec<Row>,
    /// Whether it takes nothing out of other hands: an activity of extraction without inputs.
    pub(super) is_mining: bool,
}

/// Those of some activities that run.
pub(super) fn running(
    activities: impl Iterator<Item = Row>,
    registry: &Registry,
    carrying: &Carrying<'_>,
    operating: &mut Operating<'_>,
) -> Vec<Running> {
    let rows = activities.filter(|row| operating.activity(*row));
    rows.filter_map(|row| {
        let site = registry.reference(row, activity::SITE)?;
        let stage = registry.code(row, activity::STAGE);
        let products = |column| {
            let all = registry.references(row, column);
            let mut carried: Vec<Row> = all.filter(|it| carrying.at(site, *it).is_some()).collect();
            carried.sort_by_key(|it| registry.slug(*it));
            carried.dedup();
            carried
        };
        let has_inputs = registry.references(row, activity::INPUTS).next().is_some();
        Some(Running {
            row,
            site,
            stage,
            inputs: products(activity::INPUTS),
            outputs: products(activity::OUTPUTS),
            is_mining: stage == Some(Stage::Extraction) && !has_inputs,
        })
    })
    .collect()
}

/// The transformations by activities.
pub(super) fn transformations<'r>(
    registry: &Registry,
    carrying: &Carrying<'_>,
    running: impl Iterator<Item = &'r Running>,
    measures: &Measures<'_>,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for it in running {
        let figures = registry.figures_of(it.row);
        for products in pairs(&it.inputs, &it.outputs) {
            let kind = ArcKind::Transformation;
            let notes = carrying.note(it.site, products.1).into_iter().collect();
            let mut draft = draft(registry, kind, it.row, it.site, products, notes);
            measures.transformation(&mut draft, &figures);
            drafts.push(draft);
        }
    }
    drafts
}

/// The conversions assumed at sites between what the movements, by their tails and heads, bring and take away.
pub(super) fn assumed(
    registry: &Registry,
    carrying: &Carrying<'_>,
    running: &[Running],
    movements: impl Iterator<Item = (Vertex, Vertex)>,
) -> Vec<(Stage, Draft)> {
    let mut trade: BTreeMap<Row, (BTreeSet<Row>, BTreeSet<Row>)> = BTreeMap::new();
    for (tail, head) in movements {
        trade.entry(head.place).or_default().0.insert(head.product);
        trade.entry(tail.place).or_default().1.insert(tail.product);
    }
    let mut by_site: BTreeMap<Row, Vec<&Running>> = BTreeMap::new();
    for it in running {
        by_site.entry(it.site).or_default().push(it);
    }
    let mut drafts = Vec::new();
    for (place, (received, shipped)) in &trade {
        let Some(stage) = site_kind(registry, *place).and_then(stage_of) else {
            continue;
        };
        let activities = by_site.get(place).map_or(&[][..], Vec::as_slice);
        let known = Known::of(activities);
        let received: Vec<Row> = received.iter().copied().collect();
        let shipped: Vec<Row> = shipped.iter().copied().collect();
        for (input, output) in pairs(&received, &shipped) {
            if known.accounts_for(activities, input, output) {
                continue;
            }
            let code = AssumptionCode::AssumedConversion;
            let mut notes = vec![Note::new(code, Concern::Existence, *place)];
            notes.extend(carrying.note(*place, output));
            let kind = ArcKind::AssumedTransformation;
            let draft = draft(registry, kind, *place, *place, (input, output), notes);
            drafts.push((stage, draft));
        }
    }
    drafts
}

/// What the activities of a site take and give in all.
struct Known {
    taken: BTreeSet<Row>,
    given: BTreeSet<Row>,
}

impl Known {
    fn of(activities: &[&Running]) -> Self {
        let productive = |it: &&&Running| !it.inputs.is_empty() && !it.outputs.is_empty();
        let taken = activities
            .iter()
            .filter(productive)
            .flat_map(|it| &it.inputs);
        let given = activities.iter().flat_map(|it| &it.outputs);
        Self {
            taken: taken.copied().collect(),
            given: given.copied().collect(),
        }
    }

    /// Whether nothing needs to be assumed between two products.
    fn accounts_for(&self, activities: &[&Running], input: Row, output: Row) -> bool {
        if self.taken.contains(&input) && self.given.contains(&output) {
            return true;
        }
        let mut reached = BTreeSet::from([input]);
        loop {
            let more: Vec<Row> = activities
                .iter()
                .filter(|it| it.inputs.iter().any(|input| reached.contains(input)))
                .flat_map(|it| it.outputs.iter().copied())
                .filter(|it| !reached.contains(it))
                .collect();
            if more.is_empty() {
                return reached.contains(&output);
            }
            reached.extend(more);
        }
    }
}

/// Every pair of different products.
fn pairs(inputs: &[Row], outputs: &[Row]) -> Vec<(Row, Row)> {
    let with = |input: Row| outputs.iter().map(move |output| (input, *output));
    let all = inputs.iter().flat_map(|input| with(*input));
    all.filter(|(input, output)| input != output).collect()
}

fn draft(
    registry: &Registry,
    kind: ArcKind,
    record: Row,
    place: Row,
    (input, output): (Row, Row),
    notes: Vec<Note>,
) -> Draft {
    let (from, to) = (registry.slug(input), registry.slug(output));
    Draft {
        tail: Vertex {
            place,
            product: input,
        },
        head: Vertex {
            place,
            product: output,
        },
        arc: ChainArc {
            notes,
            ..ChainArc::on_the_spot(kind, record, format!("{}/{from}/{to}", registry.id(record)))
        },
    }
}
