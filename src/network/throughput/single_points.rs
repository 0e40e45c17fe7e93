//! Sites, links and countries without which less is delivered.
//!
//! *Structural*: every way from the source to the sink passes it. That is so if and only if it lies on one shortest way, and
//! without it the sink is not reached. Ways are those that some capacity is not known to close; so what is structural is the same
//! in the upper and the lower answer. *By loss*: the network is solved again without it. What carries nothing in the flow found
//! loses nothing. Losing what is structural loses everything.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::site_of;
use crate::network::flow::Flow;
use crate::network::flow::FlowNet;
use crate::network::throughput::answer::Pinch;
use crate::network::throughput::answer::SinglePoint;
use crate::network::throughput::answer::tolerance;
use crate::network::throughput::model::Means;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::solved;
use crate::network::throughput::solved::Found;
use crate::network::throughput::solved::Incidence;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::solved::once;
use crate::network::throughput::solved::places;
use crate::network::throughput::solved::reached;

/// How often a network is solved again for the losses of one answer; more are not told.
pub(super) const MAX_LOSSES: usize = 200;

/// What may be lost of a model, and the arcs that are lost with it.
pub(super) struct Elements<'a> {
    registry: &'a Registry,
    /// By arc, the site it begins at, the site it ends at, and its link.
    of_arcs: Vec<(Option<Row>, Option<Row>, Option<Row>)>,
    arcs_of: BTreeMap<Pinch, Vec<u32>>,
}

impl<'a> Elements<'a> {
    /// Every site, link and country of a model. O(arcs · log).
    pub(super) fn new(registry: &'a Registry, model: &Model) -> Self {
        let of_arc = |arc: u32| {
            let (tail, head) = places(model, arc);
            let link = match model.arcs[arc as usize].means {
                Means::Along(it) => Some(model.chain.arcs()[it as usize].record),
                _ => None,
            };
            let site = |it: Option<Row>| it.and_then(|it| site_of(registry, it));
            (
                site(tail),
                site(head),
                link.filter(|it| it.kind() == Kind::Link),
            )
        };
        let arcs = 0..u32::try_from(model.arcs.len()).unwrap_or(u32::MAX);
        let mut it = Self {
            registry,
            of_arcs: arcs.clone().map(of_arc).collect(),
            arcs_of: BTreeMap::new(),
        };
        for arc in arcs {
            for what in it.at(arc) {
                it.arcs_of.entry(what).or_default().push(arc);
            }
        }
        it
    }

    /// What an arc is lost with, each once.
    fn at(&self, arc: u32) -> Vec<Pinch> {
        let (tail, head, link) = self.of_arcs[arc as usize];
        let sites = [tail, head].into_iter().flatten();
        let countries = sites.clone().filter_map(|it| self.registry.country_of(it));
        let countries = countries.map(|it| Pinch::Country(it.to_owned()));
        let all = sites.map(Pinch::Site).chain(link.map(Pinch::Link));
        once(all.chain(countries))
    }

    /// The arcs that are lost with something.
    fn arcs(&self, what: &Pinch) -> &[u32] {
        self.arcs_of.get(what).map_or(&[], Vec::as_slice)
    }

    /// Whether an arc leads into something from elsewhere, or is it.
    fn enters(&self, arc: u32, what: &Pinch) -> bool {
        let (tail, head, link) = self.of_arcs[arc as usize];
        let is_in = |site: Option<Row>| match what {
            Pinch::Site(it) => site == Some(*it),
            Pinch::Link(_) => false,
            Pinch::Country(it) => {
                site.and_then(|site| self.registry.country_of(site)) == Some(it.as_str())
            }
        };
        match what {
            Pinch::Link(it) => link == Some(*it),
            _ => is_in(head) && !is_in(tail),
        }
    }

    fn slug<'b>(&'b self, what: &'b Pinch) -> &'b str {
        match what {
            Pinch::Site(row) | Pinch::Link(row) => self.registry.slug(*row),
            Pinch::Country(code) => code,
        }
    }
}

/// What lies on every way from the source to the sink over arcs that may carry something; none if that would cost too much.
pub(super) fn structural(
    net: &FlowNet,
    elements: &Elements<'_>,
    purse: &mut Purse,
) -> Option<BTreeSet<Pinch>> {
    let leaving = Incidence::new(net.vertex_count, net.arcs.iter().map(|it| it.tail));
    let mut lost = vec![false; net.arcs.len()];
    let mut found = BTreeSet::new();
    let look = net.arcs.len() as u64;
    if !purse.pay(look) {
        return None;
    }
    let way = way(net, &leaving, &lost).unwrap_or_default();
    for what in once(way.iter().flat_map(|it| elements.at(*it))) {
        if !purse.pay(look) {
            return None;
        }
        mark(&mut lost, elements.arcs(&what), true);
        let is_cut_off = self::way(net, &leaving, &lost).is_none();
        mark(&mut lost, elements.arcs(&what), false);
        if is_cut_off {
            found.insert(what);
        }
    }
    Some(found)
}

fn mark(lost: &mut [bool], arcs: &[u32], value: bool) {
    for arc in arcs {
        lost[*arc as usize] = value;
    }
}

/// The arcs of a shortest way from source to sink without what is lost; none if there is none.
fn way(net: &FlowNet, leaving: &Incidence, lost: &[bool]) -> Option<Vec<u32>> {
    let across = |arc: u32| {
        let it = net.arcs[arc as usize];
        let is_open = it.capacity > 0.0 && it.gain > 0.0 && !lost[arc as usize];
        is_open.then_some(it.head)
    };
    solved::way(net, &reached([net.source], leaving, across))
}

/// What would be lost of an answer without each site, link and country; the greatest loss first. What loses nothing
/// is left out, and so is what carries least beyond [`MAX_LOSSES`]. None in `found` where nothing bounds the answer: then only what is structural is told.
pub(super) fn single_points(
    elements: &Elements<'_>,
    structural: &BTreeSet<Pinch>,
    found: Option<Found<'_>>,
    purse: &mut Purse,
) -> Result<Vec<SinglePoint>, ThroughputError> {
    let mut points: Vec<SinglePoint> = Vec::new();
    let delivered = found.map(|it| it.flow.value);
    for what in structural {
        points.push(point(what, delivered, delivered, true));
    }
    if let Some(found) = found {
        let candidates = carrying(elements, found.flow, structural);
        purse.is_cut |= candidates.len() > MAX_LOSSES;
        for what in candidates.iter().take(MAX_LOSSES) {
            let lost = without(found.net, elements.arcs(what), purse)?;
            let delivered = found.flow.value;
            let lost = lost.map(|left| (delivered - left).clamp(0.0, delivered));
            if lost.is_none_or(|it| it > tolerance(delivered)) {
                points.push(point(what, lost, Some(delivered), false));
            }
        }
    }
    let unit = tolerance(delivered.unwrap_or_default());
    // Losses of the same size differ by rounding; those that were not worked out come last.
    let lost = |it: &SinglePoint| it.lost.map_or(f64::INFINITY, |lost| -(lost / unit).round());
    points.sort_by(|a, b| {
        let by_loss = lost(a).total_cmp(&lost(b));
        by_loss
            .then(b.is_structural.cmp(&a.is_structural))
            .then_with(|| elements.slug(&a.what).cmp(elements.slug(&b.what)))
            .then_with(|| a.what.cmp(&b.what))
    });
    Ok(points)
}

fn point(
    what: &Pinch,
    lost: Option<f64>,
    delivered: Option<f64>,
    is_structural: bool,
) -> SinglePoint {
    let share = |(lost, all): (f64, f64)| (all > tolerance(0.0)).then(|| lost / all);
    SinglePoint {
        what: what.clone(),
        lost,
        share: lost.zip(delivered).and_then(share),
        is_structural,
    }
}

/// What carries something in a flow and is not structural, the largest flow first.
fn carrying(elements: &Elements<'_>, flow: &Flow, structural: &BTreeSet<Pinch>) -> Vec<Pinch> {
    let carries = |arc: u32| flow.flows[arc as usize] > tolerance(0.0);
    let all = elements.arcs_of.iter();
    let used =
        all.filter(|(what, arcs)| !structural.contains(what) && arcs.iter().any(|it| carries(*it)));
    let mut used: Vec<(f64, &Pinch)> = used
        .map(|(what, arcs)| {
            let entering = arcs.iter().filter(|it| elements.enters(**it, what));
            (entering.map(|it| flow.flows[*it as usize]).sum(), what)
        })
        .collect();
    used.sort_by(|(a, what), (b, other)| {
        b.total_cmp(a)
            .then_with(|| elements.slug(what).cmp(elements.slug(other)))
            .then_with(|| what.cmp(other))
    });
    used.into_iter().map(|(_, what)| what.clone()).collect()
}

/// What is delivered without some arcs; none if that was not worked out.
pub(super) fn without(
    net: &FlowNet,
    arcs: &[u32],
    purse: &mut Purse,
) -> Result<Option<f64>, ThroughputError> {
    let mut left = net.clone();
    for arc in arcs {
        left.arcs[*arc as usize].capacity = 0.0;
    }
    Ok(purse.solve(&left)?.map(|it| it.value))
}
