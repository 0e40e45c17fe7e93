//! Which products carry the material where.
//!
//! The first of these with any statement for (place, product) decides for all materials: content
//! figures of the place, chosen for the year; the materials of a side-stream, for its own product; materials stated
//! for flows of the place in use in the year; the product's usual list (an assumption).

use std::collections::HashMap;

use crate::model::Choice;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::codes::StatementBasis;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::model::tables::product;
use crate::model::tables::side_stream;
use crate::model::tables::statement;
use crate::network::chain::ChainKey;
use crate::network::chain::note::AssumptionCode;
use crate::network::chain::note::Concern;
use crate::network::chain::note::Note;
use crate::network::chain::operating::Operating;

/// How it is known that a product carries the material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Carried {
    /// A source says so for the place or the flow.
    Stated,
    /// The compiler of the data inferred or assigned it for the side-stream, by this statement.
    Inferred(Row),
    /// The product usually does.
    Usually,
}

/// Answers for one material.
pub(crate) struct Carrying<'a> {
    registry: &'a Registry,
    key: ChainKey,
    /// By place and product, whether the flows in use that state materials name this one.
    by_flows: HashMap<(Row, Row), bool>,
    /// Content figures by their subject, in the order of slugs.
    contents: HashMap<Row, Vec<Row>>,
}

impl<'a> Carrying<'a> {
    /// What carries the material of a chain. O(links + figures).
    pub(crate) fn of(registry: &'a Registry, key: ChainKey) -> Self {
        Self::new(registry, key, &mut Operating::new(registry, key.when))
    }

    /// The same, remembering what it finds out about places. O(links + figures).
    pub(super) fn new(
        registry: &'a Registry,
        key: ChainKey,
        operating: &mut Operating<'_>,
    ) -> Self {
        let links: Vec<Row> = registry.rows(Kind::Link).collect();
        Self::told_by(&links, contents(registry), registry, key, operating)
    }

    /// Reads what links and content figures state. With all links and figures of a place, and of the side-streams
    /// that supply it, the answers for that place are those that all links and figures give. O(links).
    pub(super) fn told_by(
        links: &[Row],
        contents: HashMap<Row, Vec<Row>>,
        registry: &'a Registry,
        key: ChainKey,
        operating: &mut Operating<'_>,
    ) -> Self {
        let mut by_flows: HashMap<(Row, Row), bool> = HashMap::new();
        for row in links.iter().copied() {
            let Some(product) = registry.reference(row, link::PRODUCT) else {
                continue;
            };
            let mut stated = registry.references(row, link::MATERIALS).peekable();
            if stated.peek().is_none() || !operating.speaks(row) {
                continue;
            }
            let is_named = stated.any(|it| it == key.material);
            // A flow that no source tells of, as one that a scenario adds, carries what it says and denies nothing.
            if !is_named && registry.references(row, SOURCES).next().is_none() {
                continue;
            }
            for end in [link::FROM, link::TO] {
                if let Some(place) = registry.reference(row, end) {
                    *by_flows.entry((place, product)).or_default() |= is_named;
                }
            }
        }
        let mut carrying = Self {
            registry,
            key,
            by_flows,
            contents,
        };
        if key.ways.side_streams {
            carrying.bring(links, operating);
        }
        carrying
    }

    /// What is known of side-streams holds where flows of no stated material bring them.
    fn bring(&mut self, links: &[Row], operating: &mut Operating<'_>) {
        let registry = self.registry;
        let from_side_streams = links
            .iter()
            .filter_map(|row| Some((*row, bringing(registry, *row)?)));
        let mut brought = Vec::new();
        for (row, from) in from_side_streams {
            let product = registry.reference(row, link::PRODUCT);
            let to = registry.reference(row, link::TO);
            let Some((to, product)) = to.zip(product) else {
                continue;
            };
            let carried = self.at(from, product);
            let is_known = carried.is_some_and(|it| it != Carried::Usually);
            if is_known && operating.speaks(row) {
                brought.push((to, product));
            }
        }
        self.by_flows
            .extend(brought.into_iter().map(|it| (it, true)));
    }

    /// Whether a product carries the material at a place; none if it does not.
    pub(crate) fn at(&self, place: Row, product: Row) -> Option<Carried> {
        if let Some(is_named) = self.by_content(place, product) {
            return is_named.then_some(Carried::Stated);
        }
        if let Some(carried) = self.by_side_stream(place, product) {
            return carried;
        }
        if let Some(is_named) = self.by_flows.get(&(place, product)) {
            return is_named.then_some(Carried::Stated);
        }
        self.registry
            .references(product, product::MATERIALS)
            .any(|it| it == self.key.material)
            .then_some(Carried::Usually)
    }

    /// Whether something is told of a product at a place, and the material is not in it.
    pub(super) fn is_denied(&self, place: Row, product: Row) -> bool {
        let told = self
            .by_content(place, product)
            .or_else(|| self.by_flows.get(&(place, product)).copied());
        told == Some(false)
    }

    /// Whether a flow of a product from a place carries the material; none if it does not.
    pub(crate) fn along(&self, flow: Row, from: Row, product: Row) -> Option<Carried> {
        let mut stated = self.registry.references(flow, link::MATERIALS).peekable();
        if self.by_content(from, product).is_none() && stated.peek().is_some() {
            return stated
                .any(|it| it == self.key.material)
                .then_some(Carried::Stated);
        }
        self.at(from, product)
    }

    /// What has to be said of a product that carries the material at a place; none where a source states it.
    pub(super) fn note(&self, place: Row, product: Row) -> Option<Note> {
        self.note_of(self.at(place, product)?, place, product)
    }

    /// The same where it is known how the product carries the material.
    pub(super) fn note_of(&self, carried: Carried, place: Row, product: Row) -> Option<Note> {
        let note = |subject| Note::new(AssumptionCode::ContentAssumed, Concern::Existence, subject);
        match carried {
            Carried::Stated => None,
            Carried::Inferred(statement) => Some(Note {
                rests_on: Some(statement),
                ..note(place)
            }),
            Carried::Usually => Some(note(product)),
        }
    }

    /// What the materials of a side-stream say of its own product; none where it lists none, and of other places.
    fn by_side_stream(&self, place: Row, product: Row) -> Option<Option<Carried>> {
        let (registry, year) = (self.registry, self.key.when.year);
        if place.kind() != Kind::SideStream
            || registry.reference(place, side_stream::PRODUCT) != Some(product)
        {
            return None;
        }
        let mut named = registry
            .references(place, side_stream::MATERIALS)
            .peekable();
        named.peek()?;
        if !named.any(|it| it == self.key.material) {
            return Some(None);
        }
        // Without a statement the materials stand on the sources of the side-stream itself.
        let said = registry.statement_in_force(place, "materials", year);
        let basis = |row| registry.code(row, statement::BASIS);
        let inferred = said.filter(|it| basis(*it) != Some(StatementBasis::Stated));
        Some(Some(inferred.map_or(Carried::Stated, Carried::Inferred)))
    }

    /// What content figures of the place say; none if there are none for the product up to the year.
    fn by_content(&self, place: Row, product: Row) -> Option<bool> {
        let (registry, when) = (self.registry, self.key.when);
        let mut told = self.contents.get(&place)?.clone();
        // A side-stream is of one product, so that its figures need not name it.
        let may_be_unnamed = place.kind() == Kind::SideStream
            && registry.reference(place, side_stream::PRODUCT) == Some(product);
        told.retain(|it| {
            let year = registry.figure_year(*it);
            let is_usable = year.is_none_or(|it| it <= when.year) || when.nearest_years;
            let named = registry.reference(*it, figure::PRODUCT);
            is_usable && (named == Some(product) || (named.is_none() && may_be_unnamed))
        });
        if told.is_empty() {
            return None;
        }
        told.retain(|it| registry.reference(*it, figure::MATERIAL) == Some(self.key.material));
        let chosen = registry.chosen_among(&told, when);
        if chosen.is_empty() {
            // A content that a source withholds or only bounds is a content.
            return Some(!told.is_empty());
        }
        let value = |it: &Choice| registry.figure_value(it.figure);
        Some(chosen.iter().any(|it| value(it) != Some(0.0)))
    }
}

/// The side-stream that a link of no stated material leaves; none for other links.
pub(super) fn bringing(registry: &Registry, link: Row) -> Option<Row> {
    let from = registry.reference(link, link::FROM)?;
    let is_unsaid = registry.references(link, link::MATERIALS).next().is_none();
    (from.kind() == Kind::SideStream && is_unsaid).then_some(from)
}

/// The content figures by subject, each in the order of slugs. O(figures).
pub(super) fn contents(registry: &Registry) -> HashMap<Row, Vec<Row>> {
    let mut contents: HashMap<Row, Vec<Row>> = HashMap::new();
    for row in registry.rows(Kind::Figure) {
        if registry.code(row, figure::QUANTITY) == Some(Quantity::Content)
            && let Some(subject) = registry.reference(row, figure::SUBJECT)
        {
            contents.entry(subject).or_default().push(row);
        }
    }
    contents
}
