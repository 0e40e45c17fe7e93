//! How far what is delivered may lie from what is told: the same network, with capacities and recoveries drawn anew.
//!
//! Every sample draws each figure once, scales the bounds and gains that follow from it, and solves both answers again.
//! What is not known is not drawn: a recovery taken as 1 stays 1, an unknown capacity stays unbounded or what is on record.
//!
//! Whether there is a band goes by the weight of binding limits: by the prices that prove an answer it is the sum of
//! their capacities, each times its price, and each splits its part over the figures it follows from. Recoveries on the
//! way count with theirs (`weights`); where one is not known, no band is told.

use std::collections::BTreeMap;

use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Side;
use crate::network::flow::Flow;
use crate::network::flow::FlowNet;
use crate::network::snapshot::Snapshot;
use crate::network::throughput::answer::Throughput;
use crate::network::throughput::answer::amounts;
use crate::network::throughput::model::Model;
use crate::network::throughput::question::ThroughputError;
use crate::network::throughput::scaling::Scaling;
use crate::network::throughput::solved::Found;
use crate::network::throughput::solved::Purse;
use crate::network::throughput::weights::weights;
use crate::network::uncertainty::Draws;
use crate::network::uncertainty::Interval;
use crate::network::uncertainty::Rests;
use crate::network::uncertainty::Sampling;
use crate::network::uncertainty::Uncertainty;

/// How far the numbers of one answer, upper or lower, may lie from what is told. Tonnes are tonnes a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// How well it can be told. No samples are drawn where nothing is delivered, and where nothing bounds it.
    pub uncertainty: Uncertainty,
    /// Of what is delivered; none without samples.
    pub delivered: Option<Interval>,
    /// Of what goes no further; none without samples.
    pub unplaced: Option<Interval>,
    /// Of what is delivered at each site that something is delivered at in some sample, by slug.
    pub by_sink: Vec<SiteSpread>,
    /// Of what enters at each site, by slug.
    pub by_source: Vec<SiteSpread>,
    /// What binds in some sample, the most often first.
    pub binding: Vec<BindingShare>,
}

/// Tonnes at a site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SiteSpread {
    /// The site.
    pub site: Row,
    /// Tonnes a year; 0 counts where the site has none.
    pub tonnes: Interval,
}

/// How often something holds back what is delivered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BindingShare {
    /// The activity or link, or the site whose conversion is assumed.
    pub record: Row,
    /// The product it bounds; none for all of an activity.
    pub product: Option<Row>,
    /// Whether it bounds what goes in or comes out.
    pub side: Side,
    /// The share of samples in which more of it would deliver more, by the prices of the solution, 0 to 1. Where several
    /// only bind together, one of them has the price.
    pub share: f64,
}

/// Draws both answers anew and enters how they spread. What the purse does not suffice for is drawn less often.
pub(super) fn spread(
    snapshot: &Snapshot,
    model: &Model,
    sampling: Sampling,
    answers: [(&mut Throughput, Option<Found<'_>>); 2],
    purse: &mut Purse,
) -> Result<(), ThroughputError> {
    let registry = snapshot.registry();
    let mut draws = Draws::new(registry, sampling);
    let scalings = [true, false].map(|is_upper| Scaling::new(model, &mut draws, is_upper));
    let mut sides: Vec<Drawn<'_>> = scalings.iter().map(Drawn::new).collect();
    for (side, (_, solved)) in sides.iter_mut().zip(&answers) {
        if let Some(it) = solved {
            side.rests = side.scaling.rests(model, &mut draws, (it.net, it.flow));
            side.is_drawn = side.rests.share().is_some() && side.rests.is_recorded();
        }
    }
    let mut samples = 0;
    while samples < sampling.samples && sides.iter().any(|it| it.is_drawn) {
        let factors = draws.draw(samples);
        let drawn = sides.iter().filter(|it| it.is_drawn);
        let solved = drawn.map(|it| {
            let net = it.scaling.net(&factors);
            let is_paid = purse.pay(draws.count() + net.arcs.len() as u64);
            let flow = is_paid.then(|| purse.solve(&net)).transpose()?.flatten();
            Ok(flow.map(|flow| (net, flow)))
        });
        let solved: Result<Option<Vec<(FlowNet, Flow)>>, ThroughputError> = solved.collect();
        let Some(solved) = solved? else { break };
        let drawn = sides.iter_mut().filter(|it| it.is_drawn);
        for (side, solved) in drawn.zip(&solved) {
            side.add(snapshot, model, samples, solved);
        }
        samples += 1;
    }
    for (side, (answer, solved)) in sides.into_iter().zip(answers) {
        let samples = if side.is_drawn { samples } else { 0 };
        let mut uncertainty = side.rests.told(registry, &draws, sampling, samples);
        uncertainty.is_recorded &= solved.is_some();
        answer.spread = Some(Box::new(side.told(registry, model, uncertainty)));
    }
    Ok(())
}

/// The samples of one answer.
struct Drawn<'a> {
    scaling: &'a Scaling,
    rests: Rests,
    is_drawn: bool,
    delivered: Vec<f64>,
    unplaced: Vec<f64>,
    by_sink: BySite,
    by_source: BySite,
    /// By arc, in how many samples it binds.
    binding: BTreeMap<usize, u32>,
}

/// By site, the samples it has something in, and how much.
type BySite = BTreeMap<Row, Vec<f64>>;

impl<'a> Drawn<'a> {
    fn new(scaling: &'a Scaling) -> Self {
        Self {
            scaling,
            rests: Rests::default(),
            is_drawn: false,
            delivered: Vec::new(),
            unplaced: Vec::new(),
            by_sink: BySite::new(),
            by_source: BySite::new(),
            binding: BTreeMap::new(),
        }
    }

    fn add(
        &mut self,
        snapshot: &Snapshot,
        model: &Model,
        sample: u32,
        (net, flow): &(FlowNet, Flow),
    ) {
        let told = amounts(snapshot, model, (net, flow));
        self.delivered.push(flow.value);
        self.unplaced.push(told.unplaced);
        let sites = [
            (&mut self.by_sink, told.by_sink),
            (&mut self.by_source, told.by_source),
        ];
        for (samples, amounts) in sites {
            for it in amounts {
                let samples = samples.entry(it.site).or_default();
                samples.resize(sample as usize, 0.0);
                samples.push(it.tonnes);
            }
        }
        for it in weights(net, flow) {
            *self.binding.entry(it.arc).or_default() += 1;
        }
    }

    fn told(self, registry: &Registry, model: &Model, uncertainty: Uncertainty) -> Spread {
        let count = uncertainty.samples;
        let by_site = |samples: BySite| {
            let bands = samples.into_iter().filter_map(|(site, mut tonnes)| {
                tonnes.resize(count as usize, 0.0);
                let tonnes = Interval::of(tonnes)?;
                Some(SiteSpread { site, tonnes })
            });
            let mut bands: Vec<SiteSpread> = bands.collect();
            bands.sort_by_key(|it| registry.slug(it.site));
            bands
        };
        let binding = self.binding.into_iter().filter_map(|(arc, times)| {
            let limit = model.arcs[arc].limit.as_ref()?;
            Some(BindingShare {
                record: limit.record,
                product: limit.product,
                side: limit.side,
                share: f64::from(times) / f64::from(count),
            })
        });
        let mut binding: Vec<BindingShare> = binding.collect();
        binding.sort_by(|a, b| {
            let id = |it: &BindingShare| {
                (
                    registry.id(it.record),
                    it.product.map(|it| registry.slug(it)),
                )
            };
            let by_share = b.share.total_cmp(&a.share);
            by_share
                .then_with(|| id(a).cmp(&id(b)))
                .then(a.side.cmp(&b.side))
        });
        Spread {
            uncertainty,
            delivered: Interval::of(self.delivered),
            unplaced: Interval::of(self.unplaced),
            by_sink: by_site(self.by_sink),
            by_source: by_site(self.by_source),
            binding,
        }
    }
}
