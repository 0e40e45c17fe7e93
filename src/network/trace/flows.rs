//! How what goes on from a vertex splits among its arcs, by reported flows that can be compared.

use std::collections::BTreeSet;

use crate::model::Choice;
use crate::model::ChosenYear;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Chain;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::trace::Asked;
use crate::network::trace::ground::Step;
use crate::network::trace::ground::steps;
use crate::network::trace::not_followed::NotFollowedReason;
use crate::network::trace::untold::Untold;

/// An arc with its part of what goes on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fraction {
    pub(super) step: Step,
    /// The part; none if not known.
    pub(super) part: Option<f64>,
    /// What it adds to its far end; differs from `part` where its tonnes are within those of another arc there.
    pub(super) adds: Option<f64>,
    /// The figure it rests on.
    pub(super) flow: Option<Row>,
}

/// Splits flows, and collects what the splits rest on.
pub(super) struct Flows<'a, 'b> {
    pub(super) registry: &'a Registry,
    pub(super) chain: &'a Chain,
    pub(super) asked: Asked,
    pub(super) untold: &'b mut Untold<'a>,
    pub(super) notes: Vec<Note>,
}

/// What a flow is counted in; only flows of one measure add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Measure<'a> {
    /// Tonnes of the material, or of a compound of it.
    Contained(Option<&'a str>),
    /// Tonnes of a product.
    Gross(Row),
}

/// A way by which something goes on: an arc of the chain, or a link that is reported and not followed.
#[derive(Clone, Copy)]
struct Way {
    step: Option<Step>,
    link: Option<Row>,
}

impl<'a> Flows<'a, '_> {
    /// How what goes on from some vertices splits among their arcs, those between them left out. The whole counts all
    /// that is reported to go on, also by links that are not followed because their product cannot move that way or
    /// they touch side-streams.
    pub(super) fn split(
        &mut self,
        group: &[u32],
        is_inside: impl Fn(u32) -> bool,
    ) -> Vec<Fraction> {
        let (graph, direction) = (self.chain.graph(), self.asked.direction);
        let on = group
            .iter()
            .flat_map(|it| steps(graph, direction, *it))
            .filter(|it| !is_inside(it.far));
        let mut ways: Vec<Way> = on.map(|it| self.way(it)).collect();
        ways.extend(self.not_followed(group));
        let links: BTreeSet<Row> = ways.iter().filter_map(|it| it.link).collect();
        let whole = |it: &Way| {
            let parent = self.registry.reference(it.link?, link::PART_OF);
            parent.filter(|parent| links.contains(parent) && Some(*parent) != it.link)
        };
        let (counted, within): (Vec<Way>, Vec<Way>) =
            ways.iter().partition(|it| whole(it).is_none());
        let mut fractions = self.fractions(&counted);
        for way in within {
            let Some((step, part_of)) = way.step.zip(whole(&way)) else {
                continue;
            };
            let is_counted = counted
                .iter()
                .any(|it| it.link == Some(part_of) && it.step.is_some_and(|it| it.far == step.far));
            fractions.push(Fraction {
                step,
                part: None,
                adds: is_counted.then_some(0.0),
                flow: None,
            });
            let subject = way.link.unwrap_or(part_of);
            let code = AssumptionCode::WithinAnotherFlow;
            self.notes.push(Note::new(code, Concern::Flow, subject));
        }
        fractions
    }

    fn way(&self, step: Step) -> Way {
        let record = self.chain.arcs()[step.arc as usize].record;
        Way {
            step: Some(step),
            link: (record.kind() == Kind::Link).then_some(record),
        }
    }

    /// The links by which the material is reported to go on, and which are not in the chain.
    fn not_followed(&mut self, group: &[u32]) -> Vec<Way> {
        let vertices = group.iter().map(|it| self.chain.vertices()[*it as usize]);
        let vertices: Vec<_> = vertices.collect();
        let mut places: Vec<Row> = vertices.iter().map(|it| it.place).collect();
        places.dedup();
        let mut found = Vec::new();
        for place in places {
            for (row, reason) in self.untold.links_of(place) {
                let goes_on = matches!(
                    reason,
                    NotFollowedReason::Unmovable | NotFollowedReason::SideStream
                );
                let product = self.registry.reference(row, link::PRODUCT);
                let is_of = |product| {
                    let mut here = vertices.iter().filter(|it| it.place == place);
                    self.asked.of == place || here.any(|it| it.product == product)
                };
                if goes_on && product.is_some_and(is_of) {
                    found.push(Way {
                        step: None,
                        link: Some(row),
                    });
                }
            }
        }
        found
    }

    fn fractions(&mut self, ways: &[Way]) -> Vec<Fraction> {
        let followed = ways.iter().filter_map(|it| it.step);
        let all = |part: Option<f64>| {
            let fraction = move |step| Fraction {
                step,
                part,
                adds: part,
                flow: None,
            };
            followed.clone().map(fraction).collect::<Vec<_>>()
        };
        if ways.len() <= 1 {
            return all(Some(1.0));
        }
        let links: Option<Vec<Row>> = ways.iter().map(|it| it.link).collect();
        let Some(flows) = links.and_then(|it| self.comparable(&it)) else {
            return all(None);
        };
        let value = |it: &Choice| self.registry.figure_value(it.figure).unwrap_or(0.0);
        let whole: f64 = flows.iter().map(value).sum();
        if whole <= 0.0 {
            return all(None);
        }
        let with_flows = ways.iter().zip(&flows);
        with_flows
            .filter_map(|(way, flow)| {
                let part = Some(value(flow) / whole);
                Some(Fraction {
                    step: way.step?,
                    part,
                    adds: part,
                    flow: Some(flow.figure),
                })
            })
            .collect()
    }

    /// A flow of each link, all of one measure; none if there is no such measure.
    fn comparable(&mut self, links: &[Row]) -> Option<Vec<Choice>> {
        let mut told: Vec<Vec<(Measure<'a>, Choice)>> = Vec::new();
        for link in links {
            let flows = self.flows(*link);
            if flows.is_empty() {
                return None;
            }
            told.push(flows);
        }
        let measures: BTreeSet<Measure<'_>> = told.first()?.iter().map(|it| it.0).collect();
        let (measure, chosen) = measures.into_iter().find_map(|measure| {
            let of = |flows: &Vec<(Measure<'_>, Choice)>| {
                flows.iter().find(|it| it.0 == measure).map(|it| it.1)
            };
            let chosen = told.iter().map(of).collect::<Option<Vec<Choice>>>()?;
            Some((measure, chosen))
        })?;
        for ((link, flows), choice) in links.iter().zip(&told).zip(&chosen) {
            let rivals = flows.iter().filter(|it| it.0 == measure).count();
            self.notes.extend(notes(*link, *choice, rivals));
        }
        Some(chosen)
    }

    /// The flows of a link that say what they count and speak of all of it, best first.
    fn flows(&self, row: Row) -> Vec<(Measure<'a>, Choice)> {
        let registry = self.registry;
        let chosen = registry.chosen(row, Quantity::Flow, self.asked.when);
        let measured = chosen.into_iter().filter_map(|it| {
            let flow = it.figure;
            if registry.text(flow, figure::SCOPE).is_some() {
                return None;
            }
            let measure = match registry.code(flow, figure::BASIS)? {
                MassBasis::Contained => {
                    let of = registry.reference(flow, figure::MATERIAL);
                    (of.is_some() && of == self.asked.material)
                        .then(|| Measure::Contained(registry.text(flow, figure::CONTAINED_OF)))
                }
                MassBasis::Gross => {
                    let moved = registry.reference(row, link::PRODUCT)?;
                    let told = registry.reference(flow, figure::PRODUCT);
                    told.is_none_or(|it| it == moved)
                        .then_some(Measure::Gross(moved))
                }
            };
            Some((measure?, it))
        });
        measured.collect()
    }
}

/// What the choice of a flow assumes.
fn notes(link: Row, choice: Choice, rivals: usize) -> Vec<Note> {
    let note = |code| Note {
        rests_on: Some(choice.figure),
        ..Note::new(code, Concern::Flow, link)
    };
    let year = match choice.year {
        ChosenYear::UpTo => None,
        ChosenYear::Undated => Some(AssumptionCode::Undated),
        ChosenYear::Later => Some(AssumptionCode::NearestYear),
    };
    let several = (rivals > 1).then_some(AssumptionCode::SeveralFigures);
    year.into_iter().chain(several).map(note).collect()
}
