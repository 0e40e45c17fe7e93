//! How what goes on from a vertex splits among its arcs, by reported flows that can be compared.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::model::Choice;
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
use crate::network::chain::year_code;
use crate::network::trace::Asked;
use crate::network::trace::ground::Step;
use crate::network::trace::ground::steps;
use crate::network::trace::not_followed::NotFollowedReason;
use crate::network::trace::totals::Totals;
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
    /// What is known of links that are not followed, by place.
    pub(super) left: HashMap<Row, BTreeMap<Row, Vec<Row>>>,
    pub(super) notes: Vec<Note>,
    /// Figures of totals and fates by which flows were divided.
    pub(super) rests: Vec<Row>,
}

/// What a flow is counted in; only flows of one measure add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Measure<'a> {
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
    /// Where it goes on from.
    place: Row,
}

/// How the flows of some ways are divided in one measure.
struct Division {
    /// The flow of each way; none if not known.
    flows: Vec<Option<Choice>>,
    /// What they are parts of.
    whole: f64,
    /// Figures that the whole rests on beside the flows.
    rests: Vec<Row>,
    notes: Vec<Note>,
}

impl Division {
    /// How many flows are not known, then how many totals: the least is the best.
    fn gaps(&self) -> (usize, usize) {
        let unknown = self.flows.iter().filter(|it| it.is_none()).count();
        let only_recorded = |it: &&Note| it.code == AssumptionCode::RecordedFlowsOnly;
        (unknown, self.notes.iter().filter(only_recorded).count())
    }
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
        let graph = self.chain.graph();
        let near = match self.asked.is_downstream() {
            true => graph.tail(step.arc),
            false => graph.head(step.arc),
        };
        Way {
            step: Some(step),
            link: (record.kind() == Kind::Link).then_some(record),
            place: self.chain.vertices()[near as usize].place,
        }
    }

    /// The links by which the material is reported to go on, and which are not in the chain.
    fn not_followed(&mut self, group: &[u32]) -> Vec<Way> {
        let vertices = group.iter().map(|it| self.chain.vertices()[*it as usize]);
        let asked: BTreeSet<(Row, Option<Row>)> = vertices
            .map(|it| {
                (
                    it.place,
                    Some(it.product).filter(|_| self.asked.of != it.place),
                )
            })
            .collect();
        let mut found = Vec::new();
        for (place, product) in asked {
            let left = self.left_at(place).iter();
            // Of the place that is traced every product counts, whether or not the chain has it.
            let of_it = left.filter(|(it, _)| product.is_none_or(|product| **it == product));
            found.extend(of_it.flat_map(|(_, links)| links).map(|link| Way {
                step: None,
                link: Some(*link),
                place,
            }));
        }
        found
    }

    /// By product, the links that lead on from a place and are no arcs, though their flows are reported. Each place is looked at
    /// once.
    fn left_at(&mut self, place: Row) -> &BTreeMap<Row, Vec<Row>> {
        let (registry, untold) = (self.registry, &mut *self.untold);
        self.left.entry(place).or_insert_with(|| {
            let mut left: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
            for (row, reason) in untold.links_of(place) {
                let goes_on = matches!(
                    reason,
                    NotFollowedReason::Unmovable | NotFollowedReason::SideStream
                );
                let product = registry.reference(row, link::PRODUCT);
                if let Some(product) = product.filter(|_| goes_on) {
                    left.entry(product).or_default().push(row);
                }
            }
            left
        })
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
        if let [Way { link: None, .. }] = ways {
            // What is processed, or arises, in one way goes on as a whole.
            return all(Some(1.0));
        }
        let links: Option<Vec<Row>> = ways.iter().map(|it| it.link).collect();
        let Some(division) = links.and_then(|it| self.division(ways, &it)) else {
            return all(None);
        };
        self.notes.extend(division.notes);
        self.rests.extend(division.rests);
        let fractions = ways.iter().zip(division.flows).filter_map(|(way, flow)| {
            let value = flow.and_then(|it| self.registry.figure_value(it.figure));
            let part = value.map(|it| it / division.whole);
            Some(Fraction {
                step: way.step?,
                part,
                adds: part,
                flow: flow.map(|it| it.figure),
            })
        });
        fractions.collect()
    }

    /// How links are divided, in the measure that knows most; none if nothing is known in any.
    fn division(&self, ways: &[Way], links: &[Row]) -> Option<Division> {
        let told: Vec<_> = links.iter().map(|it| self.flows(*it)).collect();
        let measures: BTreeSet<Measure<'_>> = told.iter().flatten().map(|it| it.0).collect();
        let of_one = |measure: &Measure<'_>| match measure {
            Measure::Contained(_) => true,
            Measure::Gross(product) => links
                .iter()
                .all(|it| self.registry.reference(*it, link::PRODUCT) == Some(*product)),
        };
        let measures = measures.into_iter().filter(of_one);
        let divisions = measures.filter_map(|it| self.division_in(it, ways, links, &told));
        divisions.min_by_key(Division::gaps)
    }

    fn division_in(
        &self,
        measure: Measure<'a>,
        ways: &[Way],
        links: &[Row],
        told: &[Vec<(Measure<'a>, Choice)>],
    ) -> Option<Division> {
        let (mut flows, mut found) = (Vec::new(), Vec::new());
        for (link, of_link) in links.iter().zip(told) {
            let mut alike = of_link.iter().filter(|it| it.0 == measure);
            let flow = alike.next().map(|it| it.1);
            let rivals = usize::from(flow.is_some()) + alike.count();
            found.extend(flow.map(|it| notes(*link, it, rivals)));
            flows.push(flow);
        }
        let mut division = Division {
            flows,
            whole: 0.0,
            rests: Vec::new(),
            notes: found.into_iter().flatten().collect(),
        };
        let places: BTreeSet<Row> = ways.iter().map(|it| it.place).collect();
        for place in places {
            let here = ways.iter().zip(links).zip(&division.flows);
            let here = here.filter(|((way, _), _)| way.place == place);
            let moved = here.map(|((_, link), flow)| {
                let value = flow.and_then(|it| self.registry.figure_value(it.figure));
                (self.registry.reference(*link, link::PRODUCT), value)
            });
            let moved: Vec<_> = moved.collect();
            division.whole += self.whole(place, measure, &moved, &mut division)?;
        }
        let is_any = division.flows.iter().any(|it| it.is_some());
        (is_any && division.whole > 0.0).then_some(division)
    }

    /// What leaves or reaches a place in a measure: by product the larger of what is recorded to move and of the total
    /// on record; none if a flow is not known and no total shows how much there may be besides the others.
    fn whole(
        &self,
        place: Row,
        measure: Measure<'a>,
        moved: &[(Option<Row>, Option<f64>)],
        division: &mut Division,
    ) -> Option<f64> {
        let totals = Totals {
            registry: self.registry,
            asked: self.asked,
        };
        let value = |it: Choice| self.registry.figure_value(it.figure).unwrap_or(0.0);
        let mut used = Vec::new();
        let (unused, fates) = totals.unused(place);
        let (mut least, mut is_whole, mut has_totals) = (0.0, true, true);
        let products: BTreeSet<Option<Row>> = moved.iter().map(|it| it.0).collect();
        for product in products {
            let flows = moved.iter().filter(|it| it.0 == product).map(|it| it.1);
            let known: f64 = flows.clone().flatten().sum();
            let named = product.and_then(|it| totals.of(place, Some(it), measure));
            let total = named.map(value);
            if unused > 0.0 && total.is_none() {
                return None;
            }
            let counted = known + unused * total.unwrap_or(0.0);
            is_whole &= flows.clone().all(|it| it.is_some()) || total > Some(counted);
            has_totals &= total.is_some();
            least += counted.max(total.unwrap_or(0.0));
            used.extend(named);
        }
        let of_all = match measure {
            Measure::Contained(_) => totals.of(place, None, measure),
            Measure::Gross(_) => None,
        };
        let is_more = of_all.is_some_and(|it| value(it) > least);
        used.extend(of_all);
        if !is_whole && !is_more {
            return None;
        }
        division.rests.extend(fates);
        for choice in &used {
            division.notes.extend(notes(place, *choice, 1));
            division.rests.push(choice.figure);
        }
        if !has_totals && of_all.is_none() {
            let code = AssumptionCode::RecordedFlowsOnly;
            division.notes.push(Note::new(code, Concern::Flow, place));
        }
        Some(of_all.map_or(least, |it| least.max(value(it))))
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

/// What the choice of a flow or total assumes.
fn notes(of: Row, choice: Choice, rivals: usize) -> Vec<Note> {
    let note = |code| Note {
        rests_on: Some(choice.figure),
        ..Note::new(code, Concern::Flow, of)
    };
    let year = year_code(choice.year);
    let several = (rivals > 1).then_some(AssumptionCode::SeveralFigures);
    year.into_iter().chain(several).map(note).collect()
}
