//! What the vertices and arcs of a chain read for a pattern.

use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::network::chain::ArcKind;
use crate::network::chain::Chain;
use crate::network::chain::Roles;
use crate::network::chain::site_kind;
use crate::network::chain::stage_of;
use crate::network::paths::question::PatternItem;
use crate::network::paths::question::PatternStep;

/// By arc, by vertex as the first and by vertex as the last: the items of a pattern that match, a bit each, or none
/// where nothing is read.
pub(super) struct Readings {
    pub(super) of_arcs: Vec<Option<u16>>,
    pub(super) first: Vec<Option<u16>>,
    pub(super) last: Vec<Option<u16>>,
}

impl Readings {
    /// The readings of a chain. O(V + E), times the length of the pattern.
    pub(super) fn new(registry: &Registry, chain: &Chain, pattern: &[PatternStep]) -> Self {
        let arcs = 0..u32::try_from(chain.arcs().len()).unwrap_or(u32::MAX);
        let vertices = || chain.vertices().iter().zip(chain.roles());
        let of_arc = |arc: u32| {
            let place = chain.vertices()[chain.graph().head(arc) as usize].place;
            let stage = stage_of_arc(registry, chain, arc, place);
            is_read(chain.arcs()[arc as usize].kind)
                .then(|| matching(pattern, stage, site_kind(registry, place)))
        };
        let as_first = |place: Row, roles: Roles| {
            let stage = stage_of_making(roles);
            (roles.is_made || stage.is_some())
                .then(|| matching(pattern, stage, site_kind(registry, place)))
        };
        let as_last = |place: Row| {
            let kind = site_kind(registry, place);
            matching(pattern, kind.and_then(stage_of_end), kind)
        };
        Self {
            of_arcs: arcs.map(of_arc).collect(),
            first: vertices()
                .map(|(vertex, roles)| as_first(vertex.place, *roles))
                .collect(),
            last: vertices()
                .map(|(vertex, _)| Some(as_last(vertex.place)))
                .collect(),
        }
    }
}

/// The items that match something of a stage at a site of a kind, a bit each.
fn matching(pattern: &[PatternStep], stage: Option<Stage>, kind: Option<SiteKind>) -> u16 {
    let matches = |what: PatternItem| match what {
        PatternItem::Stage(it) => stage == Some(it),
        PatternItem::Kind(it) => kind == Some(it),
    };
    let matched = (0_u32..).zip(pattern).filter(|(_, it)| matches(it.what));
    matched.fold(0, |bits, (at, _)| bits | 1 << at)
}

/// Whether a pattern reads arcs of a kind: transformations, not movements.
fn is_read(kind: ArcKind) -> bool {
    matches!(
        kind,
        ArcKind::Transformation | ArcKind::AssumedTransformation
    )
}

/// The stage of a transformation; none for other arcs, and where it is not known.
pub(super) fn stage_of_arc(
    registry: &Registry,
    chain: &Chain,
    arc: u32,
    place: Row,
) -> Option<Stage> {
    let it = &chain.arcs()[arc as usize];
    match it.kind {
        ArcKind::Movement | ArcKind::SideStream | ArcKind::Candidate => None,
        ArcKind::Transformation => registry.code(it.record, activity::STAGE),
        ArcKind::AssumedTransformation => site_kind(registry, place).and_then(stage_of),
    }
}

/// The stage in which a first product is made; the first where it is made in several.
pub(super) fn stage_of_making(roles: Roles) -> Option<Stage> {
    Stage::ALL.iter().copied().find(|it| roles.is_made_in(*it))
}

/// The stage that a path comes to an end in, at a site of a kind.
fn stage_of_end(kind: SiteKind) -> Option<Stage> {
    match kind {
        SiteKind::Harbour | SiteKind::Terminal => Some(Stage::Transport),
        _ => stage_of(kind),
    }
}
