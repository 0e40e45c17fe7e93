//! What holds back what is delivered, and what it hangs on: bottlenecks, points of failure.

use async_graphql::SimpleObject;

use crate::graphql::activity::Activity;
use crate::graphql::codes::Side;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::link::Link;
use crate::graphql::material::Material;
use crate::graphql::numbers::solved;
use crate::graphql::path::Telling;
use crate::graphql::path_basis::Assumption;
use crate::graphql::product::Product;
use crate::graphql::site::Site;
use crate::model::Kind;
use crate::network::throughput;
use crate::network::throughput::Pinch;
use crate::network::throughput::Wording;

/// A capacity that holds back what is delivered.
#[derive(SimpleObject)]
pub(crate) struct Bottleneck {
    /// The site of the activity, or where the link begins; null where a side-stream begins there.
    site: Option<Site>,
    /// The activity; null for a link or a site as a whole.
    activity: Option<Activity>,
    /// The link; null for an activity or a site as a whole.
    link: Option<Link>,
    /// The product it bounds; null where it bounds all of an activity.
    product: Option<Product>,
    /// Whether it bounds what goes in or what comes out.
    side: Side,
    /// Tonnes a year on its side: of the material contained, or of the product asked for.
    capacity_tonnes_per_year: f64,
    /// Whether that is a capacity on record; if not, it is what is on record that was carried, which bounds the lower
    /// answer alone.
    is_known: bool,
    /// Tonnes a year more that one more tonne a year of it would deliver, all else the same: the right derivative, 0 or
    /// more; 0 of a capacity that holds back deliveries only together with others.
    shadow_price: f64,
    /// The material whose processing bounds it, where it is a by-product; null elsewhere.
    host_material: Option<Material>,
    /// The figures it rests on.
    figures: Vec<Figure>,
    /// What was assumed.
    assumptions: Vec<Assumption>,
    /// A sentence that may be quoted.
    message: String,
}

/// Something whose loss cuts deliveries. Exactly one of `site`, `link` and `country` is set.
#[derive(SimpleObject)]
pub(crate) struct SinglePoint {
    /// The site.
    site: Option<Site>,
    /// The link.
    link: Option<Link>,
    /// All sites of this country, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Tonnes a year that would be delivered less without it; null if deliveries are not bounded, or it was not
    /// worked out.
    lost_tonnes_per_year: Option<f64>,
    /// The same as a part of what is delivered, 0 to 1; null as above.
    lost_share: Option<f64>,
    /// Whether every way on record from an origin to a destination passes it.
    structural: bool,
    /// A sentence that may be quoted.
    message: String,
}

impl Telling {
    /// A bottleneck.
    pub(crate) fn bottleneck(
        &self,
        it: &throughput::Bottleneck,
        wording: Wording<'_>,
    ) -> Result<Bottleneck, ApiError> {
        let assumptions = it.notes.iter().map(|note| self.assumption(note));
        Ok(Bottleneck {
            site: it.site.map(|row| self.object(row)).transpose()?,
            activity: self.object_of_kind(it.record, Kind::Activity)?,
            link: self.object_of_kind(it.record, Kind::Link)?,
            product: it.product.map(|row| self.object(row)).transpose()?,
            side: it.side.into(),
            capacity_tonnes_per_year: solved(it.capacity),
            is_known: it.is_known,
            shadow_price: solved(it.shadow_price),
            host_material: it.host.map(|row| self.object(row)).transpose()?,
            figures: self.objects(&it.figures)?,
            assumptions: assumptions.collect::<Result<_, _>>()?,
            message: wording.bottleneck(it),
        })
    }

    /// A point of failure, of the upper or of the lower answer.
    pub(crate) fn single_point(
        &self,
        it: &throughput::SinglePoint,
        wording: Wording<'_>,
        is_upper: bool,
    ) -> Result<SinglePoint, ApiError> {
        let (site, link, country) = match &it.what {
            Pinch::Site(row) => (Some(*row), None, None),
            Pinch::Link(row) => (None, Some(*row), None),
            Pinch::Country(code) => (None, None, Some(code.clone())),
        };
        Ok(SinglePoint {
            site: site.map(|row| self.object(row)).transpose()?,
            link: link.map(|row| self.object(row)).transpose()?,
            country,
            lost_tonnes_per_year: it.lost.map(solved),
            lost_share: it.share.map(solved),
            structural: it.is_structural,
            message: wording.single_point(it, is_upper),
        })
    }
}
