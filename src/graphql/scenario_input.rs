//! Scenarios as input, and from them to the changes of `analysis` and back.

use async_graphql::ID;
use async_graphql::InputObject;
use async_graphql::OneofObject;

use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioChange;
use crate::graphql::asked::parse_id;
use crate::graphql::codes::Mode;
use crate::graphql::codes::Side;
use crate::graphql::error::ApiError;
use crate::graphql::scalars::Year;
use crate::model::Id;

/// Changes laid over the data for this one question; nothing is stored. A saved scenario, changes of its own, or both:
/// then the saved ones come first.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ScenarioInput {
    /// A saved scenario of the revision asked, `scenario:slug`.
    pub(crate) id: Option<ID>,
    /// Changes, in order, each seeing the ones before it; at most 100 with the saved ones.
    pub(crate) changes: Option<Vec<ScenarioChangeInput>>,
}

/// One change of a scenario. Exactly one way.
#[derive(Clone, Debug, OneofObject)]
pub(crate) enum ScenarioChangeInput {
    /// This site, link or activity stops.
    Close(ID),
    /// All sites and external parties of this country stop, ISO 3166-1 alpha-2.
    CloseCountry(String),
    /// A site operates, or the sites of a project, with what is planned of them.
    Open(OpenInput),
    /// An activity or link can take or give more or less.
    Capacity(CapacityChangeInput),
    /// A region consumes more or less.
    Demand(DemandChangeInput),
    /// A figure has another value.
    Figure(FigureChangeInput),
    /// A product moves where none did.
    AddLink(AddLinkInput),
    /// A site or organisation takes in something.
    AddIntake(AddIntakeInput),
}

/// Something that opens.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct OpenInput {
    /// The site or project.
    pub(crate) id: ID,
    /// From which year; by default the year asked.
    pub(crate) year: Option<Year>,
}

/// A capacity that is set or scaled. Exactly one of `tonnesPerYear` and `factor`.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct CapacityChangeInput {
    /// The activity or link, or a site with one activity.
    pub(crate) of: ID,
    /// What it can take or give, tonnes a year.
    pub(crate) tonnes_per_year: Option<f64>,
    /// So many times what is on record.
    pub(crate) factor: Option<f64>,
    /// The product it is told of; by default all.
    pub(crate) product: Option<ID>,
    /// The material it is contained tonnes of; by default it is tonnes of product.
    pub(crate) material: Option<ID>,
    /// Whether it bounds what goes in or comes out; by default what is on record bounds, else what goes in.
    pub(crate) side: Option<Side>,
}

/// A consumption that is set or scaled. Exactly one of `tonnesPerYear` and `factor`.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct DemandChangeInput {
    /// The region.
    pub(crate) region: ID,
    /// The material.
    pub(crate) material: ID,
    /// What it consumes, tonnes of the material a year.
    pub(crate) tonnes_per_year: Option<f64>,
    /// So many times what is on record.
    pub(crate) factor: Option<f64>,
}

/// A figure that is set or scaled. Exactly one of `value` and `factor`.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct FigureChangeInput {
    /// The figure.
    pub(crate) id: ID,
    /// Its value, in its own unit.
    pub(crate) value: Option<f64>,
    /// So many times its value.
    pub(crate) factor: Option<f64>,
}

/// A link that no source tells of.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct AddLinkInput {
    /// Where it starts: a site or side-stream.
    pub(crate) from: ID,
    /// Where it ends: a site.
    pub(crate) to: ID,
    /// What moves.
    pub(crate) product: ID,
    /// Materials it carries; by default those of the product at its origin.
    pub(crate) materials: Option<Vec<ID>>,
    /// How it moves; by default that is not known.
    pub(crate) mode: Option<Mode>,
    /// How far; by default it is estimated.
    pub(crate) distance_km: Option<f64>,
    /// The most it can take, tonnes of product a year; by default that is not known.
    pub(crate) capacity_tonnes_per_year: Option<f64>,
}

/// An intake that no source tells of. At least one product, material or code.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct AddIntakeInput {
    /// The site or organisation.
    pub(crate) taker: ID,
    /// Products it takes.
    pub(crate) products: Option<Vec<ID>>,
    /// Materials it looks for.
    pub(crate) materials: Option<Vec<ID>>,
    /// Codes of the European List of Waste, or their first two or four digits.
    pub(crate) ewc_codes: Option<Vec<String>>,
}

/// Ids of one change, read with their places.
struct Reading<'a>(&'a str);

impl Reading<'_> {
    fn id(&self, field: &str, id: &ID) -> Result<Id, ApiError> {
        parse_id(&format!("{}.{field}", self.0), id)
    }

    fn optional(&self, field: &str, id: Option<&ID>) -> Result<Option<Id>, ApiError> {
        id.map(|it| self.id(field, it)).transpose()
    }

    fn all(&self, field: &str, ids: Option<&Vec<ID>>) -> Result<Vec<Id>, ApiError> {
        ids.into_iter()
            .flatten()
            .map(|it| self.id(field, it))
            .collect()
    }

    fn amount(&self, set: (&str, Option<f64>), factor: Option<f64>) -> Result<Amount, ApiError> {
        match (set.1, factor) {
            (Some(value), None) => Ok(Amount::Set(value)),
            (None, Some(factor)) => Ok(Amount::Scale(factor)),
            _ => {
                let message = format!("`{}` needs exactly one of `{}` and `factor`", self.0, set.0);
                Err(ApiError::bad_input(self.0, "", message))
            }
        }
    }
}

impl ScenarioChangeInput {
    /// The change it means; `place` is where it stands.
    ///
    /// # Errors
    /// `BAD_INPUT` for an id that is none, and unless exactly one of a number and a factor is given.
    pub(crate) fn change(&self, place: &str) -> Result<ScenarioChange, ApiError> {
        let inside = |field: &str| format!("{place}.{field}");
        Ok(match self {
            Self::Close(id) => ScenarioChange::Close(Reading(place).id("close", id)?),
            Self::CloseCountry(code) => ScenarioChange::CloseCountry(code.clone()),
            Self::Open(it) => ScenarioChange::Open {
                what: Reading(&inside("open")).id("id", &it.id)?,
                year: it.year.map(|it| it.0),
            },
            Self::Capacity(it) => it.change(&Reading(&inside("capacity")))?,
            Self::Demand(it) => {
                let place = inside("demand");
                let reading = Reading(&place);
                ScenarioChange::Demand {
                    region: reading.id("region", &it.region)?,
                    material: reading.id("material", &it.material)?,
                    change: reading.amount(("tonnesPerYear", it.tonnes_per_year), it.factor)?,
                }
            }
            Self::Figure(it) => {
                let place = inside("figure");
                let reading = Reading(&place);
                ScenarioChange::Figure {
                    figure: reading.id("id", &it.id)?,
                    change: reading.amount(("value", it.value), it.factor)?,
                }
            }
            Self::AddLink(it) => it.change(&Reading(&inside("addLink")))?,
            Self::AddIntake(it) => {
                let place = inside("addIntake");
                let reading = Reading(&place);
                ScenarioChange::AddIntake {
                    taker: reading.id("taker", &it.taker)?,
                    products: reading.all("products", it.products.as_ref())?,
                    materials: reading.all("materials", it.materials.as_ref())?,
                    ewc_codes: it.ewc_codes.clone().unwrap_or_default(),
                }
            }
        })
    }
}

impl CapacityChangeInput {
    fn change(&self, reading: &Reading<'_>) -> Result<ScenarioChange, ApiError> {
        Ok(ScenarioChange::Capacity {
            of: reading.id("of", &self.of)?,
            product: reading.optional("product", self.product.as_ref())?,
            material: reading.optional("material", self.material.as_ref())?,
            side: self.side.map(Into::into),
            change: reading.amount(("tonnesPerYear", self.tonnes_per_year), self.factor)?,
        })
    }
}

impl AddLinkInput {
    fn change(&self, reading: &Reading<'_>) -> Result<ScenarioChange, ApiError> {
        Ok(ScenarioChange::AddLink {
            from: reading.id("from", &self.from)?,
            to: reading.id("to", &self.to)?,
            product: reading.id("product", &self.product)?,
            materials: reading.all("materials", self.materials.as_ref())?,
            mode: self.mode.map(Into::into),
            distance_km: self.distance_km,
            capacity_tonnes_per_year: self.capacity_tonnes_per_year,
        })
    }
}

impl From<&ScenarioChange> for ScenarioChangeInput {
    fn from(change: &ScenarioChange) -> Self {
        match change {
            ScenarioChange::Close(id) => Self::Close(named(id)),
            ScenarioChange::CloseCountry(code) => Self::CloseCountry(code.clone()),
            ScenarioChange::Open { what, year } => Self::Open(OpenInput {
                id: named(what),
                year: year.map(Year),
            }),
            ScenarioChange::Capacity {
                of,
                product,
                material,
                side,
                change,
            } => Self::Capacity(CapacityChangeInput {
                of: named(of),
                tonnes_per_year: set(*change),
                factor: factor(*change),
                product: product.as_ref().map(named),
                material: material.as_ref().map(named),
                side: side.map(Side::from),
            }),
            ScenarioChange::Demand {
                region,
                material,
                change,
            } => Self::Demand(DemandChangeInput {
                region: named(region),
                material: named(material),
                tonnes_per_year: set(*change),
                factor: factor(*change),
            }),
            ScenarioChange::Figure { figure, change } => Self::Figure(FigureChangeInput {
                id: named(figure),
                value: set(*change),
                factor: factor(*change),
            }),
            added => Self::of_added(added),
        }
    }
}

impl ScenarioChangeInput {
    fn of_added(change: &ScenarioChange) -> Self {
        match change {
            ScenarioChange::AddIntake {
                taker,
                products,
                materials,
                ewc_codes,
            } => Self::AddIntake(AddIntakeInput {
                taker: named(taker),
                products: several(products),
                materials: several(materials),
                ewc_codes: (!ewc_codes.is_empty()).then(|| ewc_codes.clone()),
            }),
            ScenarioChange::AddLink {
                from,
                to,
                product,
                materials,
                mode,
                distance_km,
                capacity_tonnes_per_year,
            } => Self::AddLink(AddLinkInput {
                from: named(from),
                to: named(to),
                product: named(product),
                materials: several(materials),
                mode: mode.map(Mode::from),
                distance_km: *distance_km,
                capacity_tonnes_per_year: *capacity_tonnes_per_year,
            }),
            other => Self::from(other),
        }
    }
}

fn named(id: &Id) -> ID {
    ID(id.to_string())
}

fn several(ids: &[Id]) -> Option<Vec<ID>> {
    (!ids.is_empty()).then(|| ids.iter().map(named).collect())
}

fn set(amount: Amount) -> Option<f64> {
    match amount {
        Amount::Set(value) => Some(value),
        Amount::Scale(_) => None,
    }
}

fn factor(amount: Amount) -> Option<f64> {
    match amount {
        Amount::Scale(factor) => Some(factor),
        Amount::Set(_) => None,
    }
}
