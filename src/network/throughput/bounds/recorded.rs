//! What is on record that activities and assumed conversions worked at least.

use crate::model::Row;
use crate::model::codes::Side;
use crate::network::chain::Chain;
use crate::network::contained::Counted;
use crate::network::throughput::bounds::Bound;
use crate::network::throughput::bounds::Bounds;
use crate::network::throughput::bounds::Ground;
use crate::network::throughput::bounds::Limit;
use crate::network::throughput::bounds::moved::movements_into;
use crate::network::throughput::bounds::works::Around;

impl Bounds<'_> {
    /// What an activity took in all at least: by what it gave, or by what it took, whichever tells more.
    pub(super) fn ran_at_least(self, around: Around<'_>) -> Option<Bound> {
        let gave = around.outputs().map(|(at, _)| at);
        let gave = Bound::sum(gave.filter_map(|at| self.gave_at_least(around, at)));
        let inputs = around.works.inputs.iter();
        let took = Bound::sum(inputs.filter_map(|it| self.took_at_least(around, *it)));
        Bound::largest(gave.into_iter().chain(took))
    }

    /// What it took of one input at least: what its site was fed with, or what links brought; none where something else
    /// may have taken it.
    pub(in crate::network::throughput) fn took_at_least(
        self,
        around: Around<'_>,
        vertex: u32,
    ) -> Option<Bound> {
        if !around.ground.has_one_taker(vertex) {
            return None;
        }
        let fed = self.fed(around.counted(vertex));
        let is_kept = around.chain.graph().leaving(vertex).all(|it| {
            let head = around.chain.graph().head(it) as usize;
            around.chain.vertices()[head].place == around.works.site
        });
        let brought = is_kept.then(|| self.brought(around.chain, around.ground, vertex).0);
        Bound::largest(fed.into_iter().chain(brought.flatten()))
    }

    /// What it took at least for what it gave of one output: what its site produced, or what links took away; none
    /// where something else may have given it.
    pub(in crate::network::throughput) fn gave_at_least(
        self,
        around: Around<'_>,
        at: usize,
    ) -> Option<Bound> {
        let vertex = around.works.outputs[at].0;
        let gave = self.made_at_least(around.chain, around.ground, vertex)?;
        match around.works.recovery(at) {
            Some(it) => gave.over(it.share, it.figure),
            None => Some(gave),
        }
    }

    /// What a site can convert where no activity is known: nothing tells it but what moved through.
    pub(in crate::network::throughput) fn of_assumed(
        self,
        chain: &Chain,
        ground: &Ground,
        arc: u32,
    ) -> Limit {
        let (tail, head) = (chain.graph().tail(arc), chain.graph().head(arc));
        let product = chain.vertices()[head as usize].product;
        let site: Row = chain.arcs()[arc as usize].record;
        Limit::of((site, Some(product), Side::Output), None).or_at_least(|| {
            let gave = self.made_at_least(chain, ground, head);
            let is_kept = chain.graph().leaving(tail).all(|it| it == arc);
            let took = (is_kept && ground.has_one_taker(tail)).then(|| {
                let counted = counted(chain, tail);
                let brought = self.brought(chain, ground, tail).0;
                Bound::largest(self.fed(counted).into_iter().chain(brought))
            });
            Bound::largest(gave.into_iter().chain(took.flatten()))
        })
    }

    /// What was made of a product at a site at least; none where several may have made it.
    fn made_at_least(self, chain: &Chain, ground: &Ground, vertex: u32) -> Option<Bound> {
        if !ground.has_one_maker(vertex) {
            return None;
        }
        let produced = self.production(counted(chain, vertex));
        let produced = produced.and_then(|it| it.sure);
        let is_own = movements_into(chain, vertex).next().is_none();
        let shipped = is_own.then(|| self.taken_away(chain, ground, vertex).0);
        Bound::largest(produced.into_iter().chain(shipped.flatten()))
    }

    fn fed(self, counted: Counted) -> Option<Bound> {
        self.feed(counted).and_then(|it| it.sure)
    }
}

/// A vertex as figures count it.
pub(super) fn counted(chain: &Chain, vertex: u32) -> Counted {
    let vertex = chain.vertices()[vertex as usize];
    Counted {
        product: vertex.product,
        place: vertex.place,
    }
}
