//! Exchanges as the records tell them: precedents, and the links by which somebody takes a stream.
//!
//! A link that is hidden is hidden with all that tells of the same exchange, see [`Hidden`].

use std::collections::BTreeSet;

use crate::analysis::partners::Offer;
use crate::analysis::partners::Request;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::offers::trades_of;
use crate::analysis::partners::offers::waste_codes;
use crate::analysis::partners::precedents::Precedent;
use crate::analysis::partners::precedents::Precedents;
use crate::analysis::partners::vocabulary::Vocabulary;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::ExchangeStatus;
use crate::model::codes::LinkKind;
use crate::model::codes::LinkStatus;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::model::tables::precedent;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::network::chain::Operating;

/// An exchange with the texts its words are of: of what is exchanged, and of who takes it and for what.
#[derive(Clone, Debug)]
pub(super) struct Told<'a> {
    it: Precedent,
    waste: Vec<&'a str>,
    receiver: Vec<&'a str>,
}

/// A supply on record from a side-stream or site to a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Supply {
    pub(super) link: Row,
    pub(super) from: Row,
    pub(super) to: Row,
    pub(super) product: Option<Row>,
}

/// Every exchange on record: precedents, and links from a side-stream to a site that no precedent is of. O(precedents + links).
pub(super) fn all(registry: &Registry) -> Vec<Told<'_>> {
    let told: Vec<Told<'_>> = registry
        .rows(Kind::Precedent)
        .map(|it| of_precedent(registry, it))
        .collect();
    let known: BTreeSet<Row> = told.iter().filter_map(|it| it.it.link).collect();
    let links = registry.rows(Kind::Link);
    let implied = links.filter(|it| !known.contains(it));
    let implied: Vec<Told<'_>> = implied.filter_map(|it| of_link(registry, it)).collect();
    told.into_iter().chain(implied).collect()
}

impl<'a> Told<'a> {
    /// The texts that words are counted in.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.waste.iter().chain(&self.receiver).copied()
    }

    /// The exchange with its words as numbers.
    pub(super) fn numbered(self, knowledge: &Knowledge, vocabulary: &Vocabulary) -> Precedent {
        Precedent {
            waste_words: vocabulary.words(knowledge, self.waste),
            receiver_words: vocabulary.words(knowledge, self.receiver),
            ..self.it
        }
    }
}

fn of_precedent(registry: &Registry, row: Row) -> Told<'_> {
    let text = |column| registry.text(row, column);
    let link = registry.reference(row, precedent::LINK);
    let from = link.and_then(|it| registry.reference(it, link::FROM));
    let told =
        |columns: &[crate::model::Column]| columns.iter().filter_map(|it| text(*it)).collect();
    Told {
        waste: told(&[precedent::WASTE]),
        receiver: told(&[precedent::RECEIVER, precedent::APPLICATION]),
        it: Precedent {
            row: Some(row),
            waste_words: Vec::new(),
            ewc: waste_codes(registry, row, precedent::EWC_CODES),
            product: link.and_then(|it| registry.reference(it, link::PRODUCT)),
            receiver_words: Vec::new(),
            receiver_nace: registry
                .texts(row, precedent::RECEIVER_NACE)
                .map(str::to_owned)
                .collect(),
            // The column is required.
            status: registry
                .code(row, precedent::STATUS)
                .unwrap_or(ExchangeStatus::UnderStudy),
            is_over: link.is_some_and(|it| is_over(registry, it)),
            link,
            stream: from.filter(|it| it.kind() == Kind::SideStream),
        },
    }
}

/// The exchange that a link from a side-stream to a site is.
fn of_link(registry: &Registry, row: Row) -> Option<Told<'_>> {
    let kind = registry.code(row, link::KIND).unwrap_or(LinkKind::Supply);
    let stream = registry.reference(row, link::FROM)?;
    let to = registry.reference(row, link::TO)?;
    let is_exchange =
        kind == LinkKind::Supply && stream.kind() == Kind::SideStream && to.kind() == Kind::Site;
    let product = registry.reference(row, link::PRODUCT);
    let of_product = product.into_iter().flat_map(|it| names_of(registry, it));
    let made = registry.referring(Kind::Activity, activity::SITE, to);
    let made = made.into_iter().flat_map(|it| {
        let outputs: Vec<Row> = registry.references(it, activity::OUTPUTS).collect();
        outputs.into_iter().flat_map(|it| names_of(registry, it))
    });
    let is_planned = registry.code(row, link::STATUS) == Some(LinkStatus::Planned);
    is_exchange.then(|| Told {
        waste: names_of(registry, stream).chain(of_product).collect(),
        receiver: names_of(registry, to)
            .chain(registry.text(to, site::SUBKIND))
            .chain(made)
            .collect(),
        it: Precedent {
            row: None,
            waste_words: Vec::new(),
            ewc: waste_codes(registry, stream, side_stream::EWC_CODES),
            product: product.or_else(|| registry.reference(stream, side_stream::PRODUCT)),
            receiver_words: Vec::new(),
            receiver_nace: trades_of(registry, Some(to)),
            status: if is_planned {
                ExchangeStatus::Planned
            } else {
                ExchangeStatus::Implemented
            },
            is_over: is_over(registry, row),
            link: Some(row),
            stream: Some(stream),
        },
    })
}

/// Whether a link is on record as one that is in use no more.
fn is_over(registry: &Registry, row: Row) -> bool {
    registry.code(row, link::STATUS) == Some(LinkStatus::Historical)
}

/// The supplies in force in the year that end at a site, in order of links. O(links).
pub(super) fn supplies(registry: &Registry, when: When) -> Vec<Supply> {
    let operating = Operating::new(registry, when);
    let links = registry.rows(Kind::Link);
    let links = links.filter(|it| operating.is_supply_in_force(*it));
    links
        .filter_map(|link| {
            Some(Supply {
                link,
                from: registry.reference(link, link::FROM)?,
                to: registry.reference(link, link::TO)?,
                product: registry.reference(link, link::PRODUCT),
            })
        })
        .collect()
}

impl Supply {
    /// Whether it is of an offer: of its side-stream, or of its product from its site.
    pub(super) fn is_of(&self, offer: &Offer) -> bool {
        let by_product = offer.product.is_some() && self.product == offer.product;
        offer.record == Some(self.from) || (by_product && offer.whereabouts.site == Some(self.from))
    }

    /// Whether it ends at who asks: at the site, or at one that the organisation runs.
    pub(super) fn ends_at(&self, registry: &Registry, request: &Request) -> bool {
        let runs = || registry.reference(self.to, site::OPERATOR) == request.taker;
        request.taker == Some(self.to)
            || (request
                .taker
                .is_some_and(|it| it.kind() == Kind::Organisation)
                && runs())
    }
}

/// What a question leaves out of account with the links it hides, to see what would be found without them: the links, those of
/// the same shipment, parts and wholes between the same ends, and precedents that are one of these. Kinds of use of the stream
/// stay, also those told as practised: other sources tell of them, and they name nobody. So does what is known of other streams
/// and of the taker.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    pub(super) links: Vec<Row>,
}

impl Hidden {
    /// O(links) for each that is hidden; nothing without one.
    pub(super) fn of(registry: &Registry, asked: &[Row]) -> Self {
        if asked.is_empty() {
            return Self::default();
        }
        let mut links: Vec<Row> = asked.to_vec();
        let same = registry.rows(Kind::Link);
        links.extend(same.filter(|it| asked.iter().any(|one| is_same(registry, *one, *it))));
        links.sort_by_key(|it| registry.slug(*it));
        links.dedup();
        Self { links }
    }

    /// Exchanges without those that are hidden; none where nothing is.
    pub(super) fn without(&self, precedents: &Precedents) -> Option<Precedents> {
        let is_left = |it: &&Precedent| it.link.is_none_or(|it| !self.links.contains(&it));
        (!self.links.is_empty()).then(|| Precedents {
            all: precedents.all.iter().filter(is_left).cloned().collect(),
        })
    }
}

/// Whether two links tell of one exchange.
fn is_same(registry: &Registry, one: Row, other: Row) -> bool {
    let shipment = |it| registry.text(it, link::SHIPMENT);
    let ends = |it| [link::FROM, link::TO].map(|column| registry.reference(it, column));
    let is_part = |a, b| registry.reference(a, link::PART_OF) == Some(b);
    let in_shipment = shipment(one).is_some() && shipment(one) == shipment(other);
    in_shipment || (ends(one) == ends(other) && (is_part(one, other) || is_part(other, one)))
}

#[cfg(test)]
mod tests;
