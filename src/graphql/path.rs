//! One path: its steps and the arcs between them.

use std::sync::Arc as Shared;

use async_graphql::ID;
use async_graphql::SimpleObject;

use crate::graphql::activity::Activity;
use crate::graphql::asked::Asked;
use crate::graphql::codes::ArcKind;
use crate::graphql::codes::Mode;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::item::Item;
use crate::graphql::link::Link;
use crate::graphql::numbers::int;
use crate::graphql::path_basis::Assumption;
use crate::graphql::product::Product;
use crate::graphql::side_stream::SideStream;
use crate::graphql::site::Site;
use crate::graphql::uncertainty::Interval;
use crate::model::Kind;
use crate::model::Row;
use crate::network::paths;

/// A way of a material from one end to the other.
#[derive(SimpleObject)]
pub(crate) struct Path {
    /// Hash of its arcs, the same in every revision that has the path.
    id: ID,
    /// Its place among the paths found, from 1.
    rank: i32,
    /// Its total in the metric asked, or the first of two: km, kg CO2e per tonne, EUR per tonne, the share of the
    /// material lost, or steps; none where a part is not known in a metric asked.
    total: Option<f64>,
    /// Whether the total is known.
    total_complete: bool,
    /// Length of its legs of known length, in km.
    distance_km: f64,
    /// Whether the length of every leg is known.
    distance_complete: bool,
    /// Emissions of transport in kg CO2e per tonne moved; none where a part is not known.
    emissions_kg_per_tonne: Option<f64>,
    /// Costs of transport in EUR per tonne moved; none where a part is not known.
    cost_eur_per_tonne: Option<f64>,
    /// The share of the material that comes out of all its transformations, 0 to 1; none where one is not known.
    recovery: Option<f64>,
    /// The smallest capacity known along it, in tonnes a year of the material contained, as it goes in. Tonnes of
    /// product are converted by contents; capacities that cannot be are among the figures of the arcs.
    smallest_capacity_tonnes_per_year: Option<f64>,
    /// The countries it passes in order, ISO 3166-1 alpha-2, each stay once.
    countries: Vec<String>,
    /// Whether it goes from a country of the European Union to one outside.
    leaves_eu: bool,
    /// Links that take the product on from where the path ends.
    continues_to: Vec<Link>,
    /// Its places and products in order.
    steps: Vec<PathStep>,
    /// The band of the total. This and the other bands are none unless `uncertainty` is asked for, and where more than a
    /// third of the number rests on figures without bounds; this one also where that is so of the answer.
    total_interval: Option<Interval>,
    /// The band of `distanceKm`, in km.
    distance_km_interval: Option<Interval>,
    /// The band of the emissions, in kg CO2e per tonne moved.
    emissions_kg_per_tonne_interval: Option<Interval>,
    /// The band of the costs, in EUR per tonne moved.
    cost_eur_per_tonne_interval: Option<Interval>,
    /// The band of the share that comes out, 0 to 1.
    recovery_interval: Option<Interval>,
    /// The share of samples in which it is the best of the paths of known total up to this page, 0 to 1; other paths are not
    /// looked at. None where there is no band of the answer.
    first_share: Option<f64>,
}

/// A product at a place, and how it came there.
#[derive(SimpleObject)]
pub(crate) struct PathStep {
    /// Its place in the path, from 0.
    index: i32,
    /// The site; none at a side-stream.
    site: Option<Site>,
    /// The side-stream; none at a site.
    side_stream: Option<SideStream>,
    /// The product.
    product: Product,
    /// Stage of the transformation that gave the product; none after a movement and where nothing is known.
    stage: Option<Stage>,
    /// How it came here; none at the first step.
    via: Option<Arc>,
    /// Length of the legs of known length up to here, in km.
    distance_km: f64,
    /// The share of the material that comes out of the transformations up to here, 0 to 1; none from the first on
    /// of which it is not known.
    recovery: Option<f64>,
}

/// What leads from one product at a place to the next.
#[derive(SimpleObject)]
pub(crate) struct Arc {
    /// What it is.
    kind: ArcKind,
    /// The link of a movement.
    link: Option<Link>,
    /// The activity of a transformation; none where it is assumed, and where a side-stream arises: that is the next step.
    activity: Option<Activity>,
    /// How the product moves; none for a transformation.
    mode: Option<Mode>,
    /// Length in km, 0 on site; none if not known.
    distance_km: Option<f64>,
    /// Emissions in kg CO2e per tonne moved; none if not known.
    emissions_kg_per_tonne: Option<f64>,
    /// Costs in EUR per tonne moved; none if not known.
    cost_eur_per_tonne: Option<f64>,
    /// The figures it rests on, capacities and the contents they were converted by included.
    figures: Vec<Figure>,
    /// What was assumed or doubted.
    assumptions: Vec<Assumption>,
}

/// Makes objects of what `network` answers.
#[derive(Clone)]
pub(crate) struct Telling {
    /// What was asked of.
    pub asked: Shared<Asked>,
}

impl Telling {
    /// The object of a record.
    pub(crate) fn object<T: From<Item>>(&self, row: Row) -> Result<T, ApiError> {
        self.asked.work.draw(1)?;
        Ok(T::from(Item {
            asked: Shared::clone(&self.asked),
            row,
        }))
    }

    /// The objects of records.
    pub(crate) fn objects<T: From<Item>>(&self, rows: &[Row]) -> Result<Vec<T>, ApiError> {
        rows.iter().map(|row| self.object(*row)).collect()
    }

    /// The object of a record if it is of a kind.
    pub(crate) fn object_of_kind<T: From<Item>>(
        &self,
        row: Row,
        kind: Kind,
    ) -> Result<Option<T>, ApiError> {
        (row.kind() == kind).then(|| self.object(row)).transpose()
    }

    /// A path.
    pub(crate) fn path(&self, path: &paths::Path) -> Result<Path, ApiError> {
        let steps = path.steps.iter().map(|step| self.step(step));
        let spread = path.spread.unwrap_or_default();
        Ok(Path {
            id: ID::from(&path.id),
            rank: int(path.rank),
            total: path.total,
            total_complete: path.total.is_some(),
            distance_km: path.distance_km,
            distance_complete: path.is_distance_complete,
            emissions_kg_per_tonne: path.emissions_kg_per_tonne,
            cost_eur_per_tonne: path.cost_eur_per_tonne,
            recovery: path.recovery,
            smallest_capacity_tonnes_per_year: path.smallest_capacity_tonnes_per_year,
            countries: path.countries.clone(),
            leaves_eu: path.leaves_eu,
            continues_to: self.objects(&path.continues_to)?,
            steps: steps.collect::<Result<_, _>>()?,
            total_interval: spread.total.map(Interval::from),
            distance_km_interval: spread.distance_km.map(Interval::from),
            emissions_kg_per_tonne_interval: spread.emissions_kg_per_tonne.map(Interval::from),
            cost_eur_per_tonne_interval: spread.cost_eur_per_tonne.map(Interval::from),
            recovery_interval: spread.recovery.map(Interval::from),
            first_share: spread.first_share,
        })
    }

    fn step(&self, step: &paths::PathStep) -> Result<PathStep, ApiError> {
        Ok(PathStep {
            index: int(step.index),
            site: self.object_of_kind(step.place, Kind::Site)?,
            side_stream: self.object_of_kind(step.place, Kind::SideStream)?,
            product: self.object(step.product)?,
            stage: step.stage.map(Stage::from),
            via: step.via.as_ref().map(|arc| self.arc(arc)).transpose()?,
            distance_km: step.distance_km,
            recovery: step.recovery,
        })
    }

    /// An arc.
    pub(crate) fn arc(&self, arc: &paths::PathArc) -> Result<Arc, ApiError> {
        let assumptions = arc.notes.iter().map(|note| self.assumption(note));
        Ok(Arc {
            kind: arc.kind.into(),
            link: self.object_of_kind(arc.record, Kind::Link)?,
            activity: self.object_of_kind(arc.record, Kind::Activity)?,
            mode: arc.mode.map(Mode::from),
            distance_km: arc.distance_km,
            emissions_kg_per_tonne: arc.emissions_kg_per_tonne,
            cost_eur_per_tonne: arc.cost_eur_per_tonne,
            figures: self.objects(&arc.figures)?,
            assumptions: assumptions.collect::<Result<_, _>>()?,
        })
    }
}
