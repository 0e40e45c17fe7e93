//! The network with its bounds and gains scaled by what was drawn.

use crate::network::flow::Flow;
use crate::network::flow::FlowNet;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::model::Model;
use crate::network::throughput::weights::Recovery;
use crate::network::throughput::weights::recoveries;
use crate::network::throughput::weights::recovery;
use crate::network::throughput::weights::weights;
use crate::network::uncertainty::Draws;
use crate::network::uncertainty::Rests;

/// What the arcs of one network, upper or lower, follow from, by numbers of the draws.
pub(super) struct Scaling {
    net: FlowNet,
    arcs: Vec<Scaled>,
}

/// What one arc follows from.
struct Scaled {
    /// The recovery.
    gain: Option<u32>,
    /// What is counted of it; empty where nothing is known.
    counted: Vec<Part>,
    /// What it can take at most, where the lower answer counts; empty where nothing is known.
    most: Vec<Part>,
    /// The tonnes of that as told; infinite where nothing is known.
    most_tonnes: f64,
}

/// A term of a bound.
struct Part {
    tonnes: f64,
    up: Vec<u32>,
    down: Vec<u32>,
}

impl Scaling {
    /// That of the upper or the lower network.
    pub(super) fn new(model: &Model, draws: &mut Draws<'_>, is_upper: bool) -> Self {
        let arcs = model.arcs.iter().enumerate().map(|(arc, it)| {
            let recovery = match recovery(model, arc) {
                Some(Recovery::Told(figure)) => Some(figure),
                Some(Recovery::Unknown(_)) | None => None,
            };
            let limit = it.limit.as_ref();
            let counted = limit.and_then(|it| it.counted(is_upper));
            let most = limit.and_then(|it| it.known.as_ref()).filter(|_| !is_upper);
            Scaled {
                gain: recovery.map(|it| draws.figure(it)),
                counted: parts(draws, counted),
                most_tonnes: most.map_or(f64::INFINITY, |it| it.tonnes),
                most: parts(draws, most),
            }
        });
        Self {
            arcs: arcs.collect(),
            net: model.net(is_upper),
        }
    }

    /// The network with factors drawn. Nothing comes out that did not go in, and what can be taken at least is not more
    /// than what can be taken at most.
    pub(super) fn net(&self, factors: &[f64]) -> FlowNet {
        let mut net = self.net.clone();
        for (arc, it) in net.arcs.iter_mut().zip(&self.arcs) {
            if let Some(factor) = it.gain.map(|it| factors[it as usize]) {
                arc.gain = (arc.gain * factor).min(1.0);
            }
            if arc.capacity.is_finite() {
                let (counted, most) = (tonnes(&it.counted, factors), tonnes(&it.most, factors));
                // What is not drawn still caps what is: the upper answer of this sample has it as told.
                if counted.is_some() || most.is_some() {
                    let counted = counted.unwrap_or(arc.capacity);
                    arc.capacity = counted.min(most.unwrap_or(it.most_tonnes)).max(0.0);
                }
            }
        }
        net
    }

    /// On what the value rests, by the weights of binding limits, each split over the figures it follows from, and of
    /// recoveries. One that is not known may be anything.
    pub(super) fn rests(
        &self,
        model: &Model,
        draws: &mut Draws<'_>,
        (net, flow): (&FlowNet, &Flow),
    ) -> Rests {
        let mut rests = Rests::default();
        for it in weights(net, flow) {
            let parts = self.arcs[it.arc].counted.iter();
            let mut by: Vec<u32> = parts
                .flat_map(|it| it.up.iter().chain(&it.down))
                .copied()
                .collect();
            by.sort_unstable();
            by.dedup();
            rests.add(draws, it.tonnes, &by);
        }
        for (told, tonnes) in recoveries(model, (net, flow)) {
            match told {
                Recovery::Told(figure) => {
                    let number = draws.figure(figure);
                    rests.add(draws, tonnes, &[number]);
                }
                Recovery::Unknown(record) => rests.add_unknown(record),
            }
        }
        rests
    }
}

fn parts(draws: &mut Draws<'_>, bound: Option<&Bound>) -> Vec<Part> {
    let terms = bound.into_iter().flat_map(|it| &it.terms);
    let part = terms.map(|it| Part {
        tonnes: it.tonnes,
        up: it.up.iter().map(|row| draws.figure(*row)).collect(),
        down: it.down.iter().map(|row| draws.figure(*row)).collect(),
    });
    part.collect()
}

/// The terms together, each with its figures drawn; none where nothing is known, and where nothing differs from what is
/// told, so that this stays as it is.
fn tonnes(parts: &[Part], factors: &[f64]) -> Option<f64> {
    let is_drawn = |it: &u32| factors[*it as usize] != 1.0;
    let mut all = parts.iter().flat_map(|it| it.up.iter().chain(&it.down));
    if !all.any(is_drawn) {
        return None;
    }
    let product = |by: &[u32]| -> f64 { by.iter().map(|it| factors[*it as usize]).product() };
    let scaled = parts
        .iter()
        .map(|it| it.tonnes * product(&it.up) / product(&it.down));
    Some(scaled.sum())
}
