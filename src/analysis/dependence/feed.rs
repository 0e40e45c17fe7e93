//! From where a site is fed: its trace up the chain, read for one country at a time.
//!
//! The trace tells nodes, arcs and the parts of the feed along them. Here only movements count as steps, so that what
//! happens within a site makes no way longer, and the part that comes from a country is counted where the feed leaves
//! it for the last time: what passes the country twice is not counted twice.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use crate::model::Registry;
use crate::model::Row;
use crate::network::chain::site_of;
use crate::network::trace::Trace;

/// The trace up from a site, with the fewest movements to each of its nodes.
pub(super) struct Feed<'a> {
    registry: &'a Registry,
    site: Row,
    trace: &'a Trace,
    /// By node, the fewest movements from there to the site.
    steps: Vec<u32>,
    /// By node, the arc that begins such a way.
    via: Vec<Option<usize>>,
    /// By node, the arcs that lead to it.
    entering: Vec<Vec<usize>>,
    /// By country of what it is fed from (none: not known) the nodes, by steps.
    by_country: BTreeMap<Option<&'a str>, Vec<usize>>,
}

/// A way from a place to a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// Where it begins.
    pub(super) from: Row,
    /// How many movements it has.
    pub(super) steps: u32,
    /// The sites in between, the one next to the country first.
    pub(super) through: Vec<Row>,
    /// The records of its arcs, in the direction things move.
    pub(super) records: Vec<Row>,
}

impl<'a> Feed<'a> {
    /// Reads a trace up from a site. O(arcs + nodes · log nodes).
    pub(super) fn of(registry: &'a Registry, site: Row, trace: &'a Trace) -> Self {
        let count = trace.nodes.len();
        let mut feed = Self {
            registry,
            site,
            trace,
            steps: vec![u32::MAX; count],
            via: vec![None; count],
            entering: vec![Vec::new(); count],
            by_country: BTreeMap::new(),
        };
        for (at, arc) in trace.arcs.iter().enumerate() {
            feed.entering[arc.to as usize].push(at);
        }
        feed.count_steps();
        for node in 0..count {
            if let Some(country) = feed.country(node) {
                feed.by_country.entry(country).or_default().push(node);
            }
        }
        for nodes in feed.by_country.values_mut() {
            nodes.sort_by_key(|it| (feed.steps[*it], *it));
        }
        feed
    }

    /// Fewest movements by a search in which steps within a place are free.
    fn count_steps(&mut self) {
        let starts = (0..self.trace.nodes.len()).filter(|it| self.is_start(*it));
        let mut open: VecDeque<usize> = starts.collect();
        for at in &open {
            self.steps[*at] = 0;
        }
        let mut is_done = vec![false; self.trace.nodes.len()];
        while let Some(near) = open.pop_front() {
            if std::mem::replace(&mut is_done[near], true) {
                continue;
            }
            for arc in &self.entering[near] {
                let far = self.trace.arcs[*arc].from as usize;
                let is_free = self.place(far) == self.place(near);
                let steps = self.steps[near] + u32::from(!is_free);
                if steps < self.steps[far] {
                    self.steps[far] = steps;
                    self.via[far] = Some(*arc);
                    if is_free {
                        open.push_front(far);
                    } else {
                        open.push_back(far);
                    }
                }
            }
        }
    }

    fn is_start(&self, node: usize) -> bool {
        self.trace.nodes[node].depth == 0
    }

    /// The site of a node: side-streams are where they arise.
    fn place(&self, node: usize) -> Row {
        let place = self.trace.nodes[node].place;
        site_of(self.registry, place).unwrap_or(place)
    }

    /// The country of a node other than the site itself; none inside where it is not known.
    fn country(&self, node: usize) -> Option<Option<&'a str>> {
        let place = self.place(node);
        (place != self.site).then(|| self.registry.country_of(place))
    }

    /// The countries of what it is fed from, with what is not known among them.
    pub(super) fn countries(&self) -> impl Iterator<Item = Option<&'a str>> + '_ {
        self.by_country.keys().copied()
    }

    /// Arcs and nodes: what it takes to walk it.
    pub(super) fn size(&self) -> u64 {
        (self.trace.arcs.len() + self.trace.nodes.len()) as u64
    }

    /// The places it is fed from with a country (none: whose country is not known), each once, by steps.
    pub(super) fn places_of(&self, country: Option<&str>) -> Vec<Row> {
        let of_country = self.by_country.get(&country).into_iter().flatten();
        let mut places = Vec::new();
        for it in of_country {
            let place = self.place(*it);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The shortest way from a place with the country; none if there is no such place.
    pub(super) fn nearest(&self, country: &str) -> Option<Way> {
        let from = *self.by_country.get(&Some(country))?.first()?;
        let (mut records, mut through) = (Vec::new(), Vec::new());
        let mut at = from;
        while let Some(arc) = self.via[at] {
            let arc = &self.trace.arcs[arc];
            records.push(arc.record);
            at = arc.to as usize;
            let place = self.place(at);
            if place != self.site && place != self.place(from) && through.last() != Some(&place) {
                through.push(place);
            }
        }
        Some(Way {
            from: self.place(from),
            steps: self.steps[from],
            through,
            records,
        })
    }

    /// The part of the feed that comes from places with the country, directly or through others, 0 to 1, and the
    /// figures of the flows from there; none if a flow on some way from there is not known, or the way is a loop.
    ///
    /// Nodes are worked through in topological order; a node of the country takes and passes nothing on.
    pub(super) fn share(&self, country: &str) -> Option<(f64, Vec<Row>)> {
        let nodes = &self.trace.nodes;
        let is_there: Vec<bool> = (0..nodes.len())
            .map(|it| self.country(it) == Some(Some(country)))
            .collect();
        let mut awaited = vec![0_usize; nodes.len()];
        for arc in &self.trace.arcs {
            awaited[arc.from as usize] += 1;
        }
        let mut sums = vec![Some(0.0); nodes.len()];
        let mut figures = Vec::new();
        let starts = (0..nodes.len()).filter(|it| self.is_start(*it));
        let mut ready: VecDeque<usize> = starts.collect();
        for it in &ready {
            sums[*it] = Some(1.0);
        }
        let mut is_ready = vec![false; nodes.len()];
        while let Some(near) = ready.pop_front() {
            is_ready[near] = true;
            for at in &self.entering[near] {
                let arc = &self.trace.arcs[*at];
                let far = arc.from as usize;
                if self.is_start(far) {
                    continue;
                }
                if !is_there[near] {
                    let part = self.part(near, sums[near], far, arc.share);
                    sums[far] = sums[far].zip(part).map(|(sum, part)| sum + part);
                    figures.extend(arc.flow.filter(|_| is_there[far]));
                }
                awaited[far] -= 1;
                if awaited[far] == 0 {
                    ready.push_back(far);
                }
            }
        }
        let of_country = (0..nodes.len()).filter(|it| is_there[*it]);
        let mut total = 0.0;
        for it in of_country {
            total += sums[it].filter(|_| is_ready[it])?;
        }
        figures.sort_unstable();
        figures.dedup();
        Some((total, figures))
    }

    /// What of the feed comes to a node along an arc from `far`, of what has come to `near`.
    fn part(&self, near: usize, sum: Option<f64>, far: usize, share: Option<f64>) -> Option<f64> {
        let sum = sum?;
        // Nothing that has not passed the country comes here, so that what is not known before it does not matter.
        if sum <= 0.0 {
            return Some(0.0);
        }
        let Some(share) = share else {
            // Tonnes within those of another arc are counted there, and the node is known all the same.
            return self.trace.nodes[far].share.map(|_| 0.0);
        };
        if self.is_start(near) {
            return Some(share);
        }
        let whole = self.trace.nodes[near].share?;
        Some(if whole > 0.0 {
            sum * share / whole
        } else {
            0.0
        })
    }
}
