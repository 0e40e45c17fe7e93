//! A capacity that is not known, and what the answer would be if it were no more than what is on record.

use async_graphql::SimpleObject;

use crate::graphql::activity::Activity;
use crate::graphql::codes::Quantity;
use crate::graphql::codes::Side;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::node::Node;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::product::Product;
use crate::graphql::site::Site;
use crate::model::Kind;
use crate::model::tables::activity;
use crate::model::tables::link;
use crate::network::chain::site_of;
use crate::network::throughput;
use crate::network::throughput::ThroughputAnswer;
use crate::network::throughput::Wording;

/// A capacity that is not known. Tonnes are those of the answer.
#[derive(SimpleObject)]
pub(crate) struct UnknownFigure {
    /// The activity, link, site or side-stream whose figure is missing.
    record: Option<Node>,
    /// The site of the activity, or where the link begins; null if that is not known.
    site: Option<Site>,
    /// The activity; null for another record.
    activity: Option<Activity>,
    /// The link; null for another record.
    link: Option<Link>,
    /// What is missing.
    quantity: Quantity,
    /// Whether it would bound what goes in or what comes out.
    side: Side,
    /// The product it would bound; null for all of an activity.
    product: Option<Product>,
    /// What is on record that it carried, tonnes a year; 0 where nothing is on record.
    at_least_tonnes_per_year: f64,
    /// What would be delivered at most if it could carry no more than that, all other unknowns unbounded; null if that
    /// is not bounded, or was not worked out.
    upper_then_tonnes_per_year: Option<f64>,
    /// How much lower that is than the upper answer; null if the upper answer is not bounded, or it was not worked out.
    effect_tonnes_per_year: Option<f64>,
    /// Whether it was worked out; the most decisive are.
    is_evaluated: bool,
    /// The figures that tell what it carried.
    figures: Vec<Figure>,
    /// A sentence that may be quoted.
    message: String,
}

impl Telling {
    /// A capacity that is not known.
    pub(crate) fn unknown_figure(
        &self,
        it: &throughput::UnknownFigure,
        answer: &ThroughputAnswer,
        wording: Wording<'_>,
    ) -> Result<UnknownFigure, ApiError> {
        let registry = self.asked.registry();
        let place = match it.record.kind() {
            Kind::Activity => registry.reference(it.record, activity::SITE),
            Kind::Link => registry.reference(it.record, link::FROM),
            _ => Some(it.record),
        };
        let site = place.and_then(|it| site_of(registry, it));
        Ok(UnknownFigure {
            record: Node::of(self.object::<Item>(it.record)?),
            site: site.map(|row| self.object(row)).transpose()?,
            activity: self.object_of_kind(it.record, Kind::Activity)?,
            link: self.object_of_kind(it.record, Kind::Link)?,
            quantity: it.quantity.into(),
            side: it.side.into(),
            product: it.product.map(|row| self.object(row)).transpose()?,
            at_least_tonnes_per_year: solved(it.at_least),
            upper_then_tonnes_per_year: it.upper_then.map(solved),
            effect_tonnes_per_year: it.effect.map(solved),
            is_evaluated: it.is_evaluated,
            figures: self.objects(&it.figures)?,
            message: wording.unknown(it, answer),
        })
    }
}
