//! The movements of a chain: links in use that carry the material.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Mode;
use crate::model::codes::PhysicalState;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::network::chain::ArcKind;
use crate::network::chain::ChainArc;
use crate::network::chain::ChainKey;
use crate::network::chain::Vertex;
use crate::network::chain::build::Draft;
use crate::network::chain::carrying::Carried;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::operating::Operating;
use crate::network::chain::price::Movement;
use crate::network::chain::price::Pricing;

/// The movements, by slug of their links, and the links whose product cannot move the way they say.
pub(super) fn movements(
    registry: &Registry,
    key: ChainKey,
    carrying: &Carrying<'_>,
    operating: &mut Operating<'_>,
) -> (Vec<Draft>, Vec<Row>) {
    let pricing = Pricing {
        registry,
        when: key.when,
    };
    let (mut drafts, mut unmovable) = (Vec::new(), Vec::new());
    for row in registry.rows(Kind::Link) {
        let Some((movement, product)) = movement_of(registry, row) else {
            continue;
        };
        let Some(carried) = carried_along(carrying, movement, product) else {
            continue;
        };
        let Some(mut notes) = operating.link(row) else {
            continue;
        };
        if !may_move(registry, product, movement.mode) {
            unmovable.push(row);
            continue;
        }
        notes.extend(operating.site(movement.to).unwrap_or_default());
        if carried == Carried::Usually {
            let code = AssumptionCode::ContentAssumed;
            notes.push(Note::new(code, Concern::Existence, product));
        }
        let priced = pricing.price(movement);
        notes.extend(priced.notes);
        drafts.push(Draft {
            tail: Vertex {
                place: movement.from,
                product,
            },
            head: Vertex {
                place: movement.to,
                product,
            },
            arc: ChainArc {
                kind: ArcKind::Movement,
                record: row,
                mode: Some(movement.mode),
                length_m: priced.length_m,
                emissions_g: priced.emissions_g,
                figures: priced.figures,
                notes,
                key: registry.id(row).to_string(),
            },
        });
    }
    (drafts, unmovable)
}

/// A link between two different sites with its product; none for others.
fn movement_of(registry: &Registry, row: Row) -> Option<(Movement, Row)> {
    let product = registry.reference(row, link::PRODUCT)?;
    let from = registry.reference(row, link::FROM)?;
    let to = registry.reference(row, link::TO)?;
    let is_between_sites = from.kind() == Kind::Site && to.kind() == Kind::Site && from != to;
    let movement = Movement {
        link: row,
        from,
        to,
        mode: registry.code(row, link::MODE).unwrap_or(Mode::Unknown),
    };
    is_between_sites.then_some((movement, product))
}

/// Whether the material goes along: the flow carries it, and so does the product at both ends.
fn carried_along(carrying: &Carrying<'_>, movement: Movement, product: Row) -> Option<Carried> {
    carrying.at(movement.from, product)?;
    carrying.at(movement.to, product)?;
    carrying.along(movement.link, movement.from, product)
}

/// Whether a product of its state can move that way.
fn may_move(registry: &Registry, product: Row, mode: Mode) -> bool {
    let state = registry.code(product, product::STATE);
    let is_bound = matches!(
        state,
        Some(PhysicalState::Molten | PhysicalState::Solution | PhysicalState::Gas)
    );
    !is_bound || matches!(mode, Mode::OnSite | Mode::Pipeline)
}
