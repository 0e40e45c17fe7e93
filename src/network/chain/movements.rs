//! The movements of a chain: links in use that carry the material.

use crate::model::Kind;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::Mode;
use crate::model::codes::PhysicalState;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::network::chain::ChainKey;
use crate::network::chain::Ways;
use crate::network::chain::build::Draft;
use crate::network::chain::carrying::Carried;
use crate::network::chain::carrying::Carrying;
use crate::network::chain::measures::Measures;
use crate::network::chain::operating::Operating;
use crate::network::chain::operating::is_stock;
use crate::network::chain::price::Movement;

/// The movements along links, in their order, and the links whose product cannot move the way they say.
pub(super) fn movements(
    links: &[Row],
    registry: &Registry,
    key: ChainKey,
    carrying: &Carrying<'_>,
    operating: &mut Operating<'_>,
    measures: &Measures<'_>,
) -> (Vec<Draft>, Vec<Row>) {
    let (mut drafts, mut unmovable) = (Vec::new(), Vec::new());
    for row in links.iter().copied() {
        let Some(movement) = movement_of(registry, row, key.ways) else {
            continue;
        };
        let Some(product) = registry.reference(row, link::PRODUCT) else {
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
        if is_stock(registry, movement.from, key.when) {
            notes.extend_from_slice(operating.place(movement.from).unwrap_or_default());
        }
        notes.extend_from_slice(operating.place(movement.to).unwrap_or_default());
        notes.extend(carrying.note_of(carried, movement.from, product));
        let key = registry.id(row).to_string();
        drafts.push(measures.movement(movement, product, notes, key));
    }
    (drafts, unmovable)
}

/// A link between two different places of the kinds that a chain holds; none for others.
pub(super) fn movement_of(registry: &Registry, row: Row, ways: Ways) -> Option<Movement> {
    let movement = Movement {
        link: row,
        from: registry.reference(row, link::FROM)?,
        to: registry.reference(row, link::TO)?,
        mode: registry.code(row, link::MODE).unwrap_or(Mode::Unknown),
    };
    let is_place =
        |it: Row| it.kind() == Kind::Site || (ways.side_streams && it.kind() == Kind::SideStream);
    let is_held = [movement.from, movement.to].into_iter().all(is_place);
    (is_held && movement.from != movement.to).then_some(movement)
}

/// Whether the material goes along: the flow carries it, and so does the product at both ends.
pub(super) fn carried_along(
    carrying: &Carrying<'_>,
    movement: Movement,
    product: Row,
) -> Option<Carried> {
    carrying.at(movement.from, product)?;
    carrying.at(movement.to, product)?;
    carrying.along(movement.link, movement.from, product)
}

/// Whether a product of its state can move that way.
pub(crate) fn may_move(registry: &Registry, product: Row, mode: Mode) -> bool {
    !is_bound(registry, product) || matches!(mode, Mode::OnSite | Mode::Pipeline)
}

/// Whether a product is molten, in solution or a gas, so that it cannot be loaded.
pub(super) fn is_bound(registry: &Registry, product: Row) -> bool {
    matches!(
        registry.code(product, product::STATE),
        Some(PhysicalState::Molten | PhysicalState::Solution | PhysicalState::Gas)
    )
}
