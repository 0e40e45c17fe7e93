//! How lists are ordered.

use async_graphql::Enum;
use async_graphql::InputObject;

use crate::analysis::directory::places::distance_km;
use crate::graphql::asked::Asked;
use crate::graphql::cursor::Key;
use crate::graphql::error::ApiError;
use crate::graphql::item::name_of;
use crate::model::Row;
use crate::model::fold;

/// The order of a list of entities; ties are broken by id.
#[derive(Clone, Copy, Debug, Default, Enum, PartialEq, Eq)]
pub(crate) enum EntityOrder {
    /// By id.
    #[default]
    Id,
    /// By name, without regard to case and accents.
    Name,
}

/// The order of a list of sites; ties are broken by id.
#[derive(Clone, Copy, Debug, Default, Enum, PartialEq, Eq)]
pub(crate) enum SiteOrder {
    /// By id.
    #[default]
    Id,
    /// By name, without regard to case and accents.
    Name,
    /// By country, then id; sites without country first.
    Country,
    /// By distance from `near`, which must be given.
    Distance,
}

/// The order of a list of what has a seat; ties are broken by id.
#[derive(Clone, Copy, Debug, Default, Enum, PartialEq, Eq)]
pub(crate) enum PlacedOrder {
    /// By id.
    #[default]
    Id,
    /// By name, without regard to case and accents.
    Name,
    /// By distance from `near` or `nearest`, what is of unknown position last.
    Nearest,
}

/// A circle on the earth, or a point on it.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct NearInput {
    /// Degrees north of the centre, -90 to 90.
    pub(crate) latitude: f64,
    /// Degrees east of the centre, -180 to 180.
    pub(crate) longitude: f64,
    /// Radius in km, 0 to 20 040; without one nothing is left out.
    pub(crate) radius_km: Option<f64>,
}

impl NearInput {
    /// Refuses a circle that is none.
    ///
    /// # Errors
    /// `BAD_INPUT` if a number is out of range.
    pub(crate) fn check(&self) -> Result<(), ApiError> {
        let numbers = [
            ("near.latitude", self.latitude, -90.0, 90.0),
            ("near.longitude", self.longitude, -180.0, 180.0),
            (
                "near.radiusKm",
                self.radius_km.unwrap_or_default(),
                0.0,
                20_040.0,
            ),
        ];
        for (argument, number, low, high) in numbers {
            if !(low..=high).contains(&number) {
                let message = format!("`{argument}` is {number}: expected {low} to {high}");
                return Err(ApiError::bad_input(argument, number.to_string(), message));
            }
        }
        Ok(())
    }
}

/// From where distances are told, and how far is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around {
    /// Degrees north and east.
    pub(crate) from: (f64, f64),
    /// Only what is so near.
    pub(crate) radius_km: Option<f64>,
}

impl Around {
    /// Great-circle distance of a record in km; none if its position is not known.
    pub(crate) fn distance_km(&self, asked: &Asked, row: Row) -> Option<f64> {
        distance_km(asked.registry(), row, self.from)
    }
}

impl From<NearInput> for Around {
    fn from(near: NearInput) -> Self {
        Self {
            from: (near.latitude, near.longitude),
            radius_km: near.radius_km,
        }
    }
}

/// By what rows are ordered before their id.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Sort {
    /// By nothing: the registry has them in this order.
    Id,
    /// By folded name.
    Name,
    /// By country.
    Country,
    /// By distance, what is of unknown position last.
    Distance,
}

impl Sort {
    /// The key of a row.
    pub(crate) fn key(&self, asked: &Asked, around: Option<&Around>, row: Row) -> Key {
        use crate::model::tables::site;
        let registry = asked.registry();
        let sort = match self {
            Self::Id => String::new(),
            Self::Name => fold(name_of(registry, row)),
            Self::Country => registry
                .text(row, site::COUNTRY)
                .unwrap_or_default()
                .to_owned(),
            Self::Distance => {
                let km = around.and_then(|it| it.distance_km(asked, row));
                format!("{:012.6}", km.unwrap_or(99_999.0))
            }
        };
        (sort, registry.slug(row).to_owned())
    }
}

impl From<EntityOrder> for Sort {
    fn from(order: EntityOrder) -> Self {
        match order {
            EntityOrder::Id => Self::Id,
            EntityOrder::Name => Self::Name,
        }
    }
}

impl From<PlacedOrder> for Sort {
    fn from(order: PlacedOrder) -> Self {
        match order {
            PlacedOrder::Id => Self::Id,
            PlacedOrder::Name => Self::Name,
            PlacedOrder::Nearest => Self::Distance,
        }
    }
}
