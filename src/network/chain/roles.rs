//! What happens with a product at a place: the basis of where paths begin and end.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::ProductForm;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::product;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainArc;
use crate::network::chain::Vertex;
use crate::network::chain::conversions::Running;

/// What happens with a product at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// What the site does; none at a side-stream.
    pub kind: Option<SiteKind>,
    /// A movement in the chain brings it.
    pub is_received: bool,
    /// A movement in the chain takes it away.
    pub is_shipped: bool,
    /// An activity of the site gives it; or the place is a side-stream, and it is what arises there.
    pub is_made: bool,
    /// An activity of extraction without inputs gives it.
    pub is_mined: bool,
    /// An arc of the chain leads on from it, other than a corridor or the rise of a side-stream.
    pub goes_on: bool,
    /// Stages of the activities, or assumed conversions, that give it; a bit each.
    made_in: u8,
    /// Stages of those that take it.
    taken_in: u8,
}

impl Roles {
    /// Nothing happens at a site of a kind.
    pub(in crate::network) fn at(kind: Option<SiteKind>) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Notes an arc of the chain that leads on from it.
    pub(super) fn leave(&mut self, arc: &ChainArc) {
        // That a side-stream arises with it, or that it could go somewhere, is no going on.
        self.goes_on |= arc.kind != ArcKind::SideStream && !arc.is_corridor();
        self.is_shipped |= arc.mode.is_some();
    }

    /// Notes an arc of the chain that leads to it.
    pub(super) fn enter(&mut self, arc: &ChainArc) {
        self.is_made |= arc.kind == ArcKind::SideStream;
        self.is_received |= arc.mode.is_some();
    }

    /// Notes that something of a stage gives the product.
    fn make(&mut self, stage: Stage) {
        self.made_in |= 1 << (stage as u8);
    }

    /// Notes that something of a stage takes the product.
    fn take(&mut self, stage: Stage) {
        self.taken_in |= 1 << (stage as u8);
    }

    /// Whether something of the stage gives the product.
    pub fn is_made_in(self, stage: Stage) -> bool {
        self.made_in & (1 << (stage as u8)) != 0
    }

    /// Whether something of the stage takes the product.
    pub fn is_taken_in(self, stage: Stage) -> bool {
        self.taken_in & (1 << (stage as u8)) != 0
    }

    /// Whether paths of the material begin here: what mines, recyclers and external senders give, and side-streams.
    pub fn is_source(self, vertex: Vertex) -> bool {
        if vertex.place.kind() == Kind::SideStream {
            return self.is_made || self.is_shipped;
        }
        match self.kind {
            Some(SiteKind::Recycler) => self.is_made || self.is_shipped,
            Some(SiteKind::External) => self.is_shipped,
            _ => self.is_mined,
        }
    }

    /// Whether paths of the material end here: at harbours, manufacturers and external receivers, and where a
    /// refined product, alloy, chemical or component goes nowhere further on record. Never at a side-stream.
    pub fn is_sink(self, registry: &Registry, vertex: Vertex) -> bool {
        match self.kind {
            None => false,
            Some(SiteKind::Harbour | SiteKind::Manufacturer | SiteKind::External)
                if self.is_received =>
            {
                true
            }
            _ => {
                let form = registry.code(vertex.product, product::FORM);
                let is_finished = form.is_some_and(ProductForm::is_finished);
                is_finished && !self.goes_on
            }
        }
    }
}

/// Notes what activities that run, and conversions that are assumed, by stage, tail and head, do with products.
pub(super) fn perform(
    roles: &mut [Roles],
    running: &[Running],
    assumed: &[(Stage, Vertex, Vertex)],
    at: impl Fn(Vertex) -> u32,
) {
    for it in running {
        let vertex = |product: &Row| {
            at(Vertex {
                place: it.site,
                product: *product,
            }) as usize
        };
        for output in &it.outputs {
            let role = &mut roles[vertex(output)];
            role.is_made = true;
            role.is_mined |= it.is_mining;
            it.stage.into_iter().for_each(|stage| role.make(stage));
        }
        for input in &it.inputs {
            let role = &mut roles[vertex(input)];
            it.stage.into_iter().for_each(|stage| role.take(stage));
        }
    }
    for (stage, tail, head) in assumed {
        roles[at(*tail) as usize].take(*stage);
        roles[at(*head) as usize].make(*stage);
    }
}

/// The stage that a conversion at a site of a kind counts for where no activity is known; none where the kind
/// does not convert anything.
pub(crate) fn stage_of(kind: SiteKind) -> Option<Stage> {
    match kind {
        SiteKind::Mine => Some(Stage::Extraction),
        SiteKind::Processor => Some(Stage::Processing),
        SiteKind::Manufacturer => Some(Stage::Manufacturing),
        SiteKind::Recycler => Some(Stage::Recycling),
        SiteKind::Harbour
        | SiteKind::Terminal
        | SiteKind::Storage
        | SiteKind::Area
        | SiteKind::External => None,
    }
}
