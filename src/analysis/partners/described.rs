//! An offer that somebody describes: what it is, where, how much a year, as words or as fields.
//!
//! Amounts, shares, a waste code and a place that stand in the words are read and taken out of them; what is left is what
//! the stream is called. What is understood by nobody is told, never dropped in silence. Fields go before words.

mod absent;
mod amounts;
mod bounds;
mod codes;
mod coordinates;
mod hazard;
mod known;
pub(in crate::analysis::partners) mod named;
mod places;
mod scales;
mod shares;
mod spans;
mod times;
mod tokens;

pub use known::Known;

use thiserror::Error;

use crate::analysis::partners::Amount;
use crate::analysis::partners::Content;
use crate::analysis::partners::Offer;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::tokens::Tokens;
use crate::analysis::partners::offers::streams_of;
use crate::analysis::partners::offers::waste_codes;
use crate::analysis::partners::places::Found;
use crate::analysis::partners::places::PlaceError;
use crate::analysis::partners::places::Places;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::PositionPrecision;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::tables::side_stream;
use crate::network::Snapshot;

/// What somebody has to offer, in their words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Description {
    /// What it is; may hold amounts with units, shares of materials, a waste code and a place too.
    pub text: String,
    /// A code of the List of Waste, two, four or six digits, with or without spaces and star.
    pub ewc: Option<String>,
    /// Degrees north and east, WGS 84.
    pub position: Option<(f64, f64)>,
    /// A municipality, town, region, harbour or site by its name, or the id of a region or site.
    pub place: Option<String>,
    /// Tonnes a year.
    pub tonnes_per_year: Option<f64>,
    /// What is in it.
    pub contents: Vec<DescribedContent>,
    /// Whether it is hazardous waste.
    pub hazardous: Option<bool>,
}

/// How much of a material is in what somebody describes, as mass fractions: one number, or bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DescribedContent {
    /// Which material.
    pub material: Row,
    /// How much.
    pub fraction: Option<f64>,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
}

/// What was made of a description.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// The offer; its words are numbered when it is asked about.
    pub offer: Offer,
    /// The concepts of its words.
    pub concepts: Vec<String>,
    /// The place that was found, by its name; none if none was named.
    pub place: Option<String>,
    /// The ends of the range of tonnes a year of which the offer has the middle; none where one number is told.
    pub tonnes_between: Option<(f64, f64)>,
    /// Words and numbers that nothing was made of, in their order, with the reason in brackets where they were read; then
    /// what contradicts that the waste is hazardous. They are not compared with anything.
    pub not_understood: Vec<String>,
}

/// Why a description cannot be asked about.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum DescribeError {
    /// There are no words.
    #[error("say in words what it is")]
    EmptyText,
    /// There are too many words.
    #[error("{0} characters are more than the {MAX_TEXT} that are read")]
    TextTooLong(usize),
    /// The List of Waste does not have the code.
    #[error("unknown waste code `{code}`{}", .nearest.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default())]
    UnknownWaste {
        /// The code as told.
        code: String,
        /// The code of the list that is most like it.
        nearest: Option<String>,
    },
    /// The degrees are of no place on earth.
    #[error("no place is at {latitude} degrees north and {longitude} degrees east")]
    Coordinates {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// An amount that cannot be offered.
    #[error("`{0}` tonnes a year cannot be offered; leave the amount out if it is not known")]
    Tonnes(f64),
    /// An amount that nobody has.
    #[error(
        "`{0}` tonnes a year are more than the 10 000 000 000 that are believed; check the number and its unit"
    )]
    TooManyTonnes(f64),
    /// A share outside 0 to 1, or bounds the wrong way round.
    #[error(
        "`{fraction}` is no mass fraction of {material} between 0 and 1, or its bounds are the wrong way round"
    )]
    Fraction {
        /// The material's name.
        material: String,
        /// The number that is wrong.
        fraction: f64,
    },
    /// A material is told twice in the fields.
    #[error("{material} is told twice")]
    ToldTwice {
        /// The material's name.
        material: String,
        /// Which of the contents is the second.
        at: usize,
    },
    /// The place cannot be told.
    #[error(transparent)]
    Place(#[from] PlaceError),
}

/// Most characters of a description.
pub const MAX_TEXT: usize = 500;

/// Reads a description into an offer. O([`Known::count`]), and once per snapshot as [`Known::of`].
///
/// # Errors
/// [`DescribeError`] by what is wrong with a field, or with an amount in the words.
pub fn describe(
    snapshot: &Snapshot,
    knowledge: &Knowledge,
    description: &Description,
) -> Result<Described, DescribeError> {
    let registry = snapshot.registry();
    check(registry, description)?;
    let mut tokens = Tokens::of(&description.text);
    let known = Known::of(snapshot, knowledge);
    let names = &known.names;
    coordinates::refuse(&mut tokens, description.position.is_some());
    let mut codes = codes::all(&mut tokens, &knowledge.lists, description.ewc.as_deref())?;
    let in_fields = &description.contents;
    let is_told = |material| in_fields.iter().any(|it| it.material == material);
    let shares = shares::take(&mut tokens, (registry, names), is_told)?;
    let range = amounts::take(
        &mut tokens,
        &knowledge.lists,
        description.tonnes_per_year.is_some(),
    )?;
    let middle = range.map(|(low, high)| f64::midpoint(low, high));
    let tonnes = description.tonnes_per_year.or(middle);
    absent::refuse(&mut tokens, |it| names.is_material(knowledge, it));
    let field = description.ewc.as_deref();
    codes::rest(&mut tokens, &knowledge.lists, field, &mut codes)?;
    times::refuse_others(&mut tokens, &knowledge.lists);
    let said = hazard::take(&mut tokens, knowledge);
    let place = place(&mut tokens, (registry, knowledge), &known, description)?;
    let text = tokens.rest();
    let mut concepts = knowledge.concepts(&text);
    // A word within a phrase that means something does not stand for itself.
    let not_understood = tokens.not_understood(|word| {
        let is_known = names.knows(knowledge, word) && !is_letter(word);
        is_known || !concepts.iter().any(|it| it == word)
    });
    concepts.retain(|it| is_compared(knowledge, it, |it| names.knows(knowledge, it)));
    let product = hazard::named(&said, &concepts)
        .and_then(|it| names.product(registry, &it))
        .or_else(|| names.product(registry, &concepts));
    let contents = contents(description, shares);
    let mut materials: Vec<Row> = names.materials(&concepts);
    materials.extend(only_named(&description.contents));
    let product_of = product.into_iter();
    materials.extend(product_of.flat_map(|it| names.carried(registry, it)));
    materials.sort_by_key(|it| registry.slug(*it));
    materials.dedup();
    let (hazardous, contradicted) =
        hazard::judged(&knowledge.lists, description.hazardous, said, &codes);
    let mut ewc: Vec<WasteCode> = codes.into_iter().map(|it| it.code).collect();
    if ewc.is_empty() {
        ewc.extend(product.into_iter().flat_map(|it| of_product(registry, it)));
    }
    let whereabouts = whereabouts(description, &known.places, place.as_ref());
    let name = if text.is_empty() {
        description.text.trim().to_owned()
    } else {
        text
    };
    Ok(Described {
        offer: Offer {
            record: None,
            name,
            words: Vec::new(),
            product,
            materials,
            ewc,
            nace: Vec::new(),
            hazardous,
            legal_standing: None,
            contents,
            amount: tonnes.map(|tonnes_per_year| Amount {
                tonnes_per_year,
                figures: Vec::new(),
            }),
            whereabouts,
            operator: None,
        },
        concepts,
        place: place.map(|it| it.name),
        tonnes_between: range.filter(|(low, high)| low < high),
        not_understood: not_understood.into_iter().chain(contradicted).collect(),
    })
}

/// The waste codes that all streams on record of a product have of which any is known: nobody says that they are those of
/// what is described, so that they are assigned.
fn of_product(registry: &Registry, product: Row) -> Vec<WasteCode> {
    let streams = streams_of(registry, product);
    let codes = streams.map(|it| waste_codes(registry, it, side_stream::EWC_CODES));
    let mut codes = codes.filter(|it| !it.is_empty());
    let first = codes.next().unwrap_or_default();
    let others: Vec<Vec<WasteCode>> = codes.collect();
    let has = |all: &[WasteCode], code: &str| all.iter().any(|it| it.code == code);
    let shared = first
        .into_iter()
        .filter(|one| others.iter().all(|it| has(it, &one.code)));
    shared
        .map(|it| WasteCode {
            is_assigned: true,
            ..it
        })
        .collect()
}

/// Whether a word is no more than a letter: that stands for nothing that can be compared.
fn is_letter(word: &str) -> bool {
    word.chars().count() == 1
}

/// The place that the field names, else the first in the words; all others in the words are refused, and all where the field
/// has a position.
fn place(
    tokens: &mut Tokens<'_>,
    (registry, knowledge): (&Registry, &Knowledge),
    known: &Known,
    description: &Description,
) -> Result<Option<Found>, PlaceError> {
    let means = |it: &str| known.names.means(knowledge, it);
    let place = match description.place.as_deref() {
        Some(name) => Some(known.places.asked(registry, name)?),
        None if description.position.is_some() => {
            places::refuse_all(
                tokens,
                means,
                &known.places,
                "the position in the field counts",
            );
            None
        }
        None => places::take(tokens, registry, means, &known.places)?,
    };
    places::refuse_others(
        tokens,
        (registry, knowledge),
        means,
        &known.places,
        place.as_ref(),
    );
    Ok(place)
}

/// The materials told without a number. What has one is judged by it: a trace is not what it is taken for.
fn only_named(contents: &[DescribedContent]) -> impl Iterator<Item = Row> {
    let named = contents.iter().filter(|it| content(**it).is_none());
    named.map(|it| it.material)
}

/// Whether a concept of what somebody described is compared: a number or a letter is not, nor a
/// word that no list and no record has.
pub(in crate::analysis::partners) fn is_compared(
    knowledge: &Knowledge,
    concept: &str,
    is_of_records: impl Fn(&str) -> bool,
) -> bool {
    let is_number = concept.chars().all(|it| it.is_ascii_digit());
    !is_number && !is_letter(concept) && (knowledge.knows(concept) || is_of_records(concept))
}

/// Checks the fields that are wrong by themselves.
fn check(registry: &Registry, description: &Description) -> Result<(), DescribeError> {
    if !description.text.chars().any(char::is_alphabetic) {
        return Err(DescribeError::EmptyText);
    }
    let length = description.text.chars().count();
    if length > MAX_TEXT {
        return Err(DescribeError::TextTooLong(length));
    }
    if let Some((latitude, longitude)) = description.position {
        let is_on_earth =
            (-90.0..=90.0).contains(&latitude) && (-180.0..=180.0).contains(&longitude);
        if !is_on_earth {
            return Err(DescribeError::Coordinates {
                latitude,
                longitude,
            });
        }
    }
    if let Some(tonnes) = description.tonnes_per_year {
        amounts::offered(tonnes)?;
    }
    for (at, content) in description.contents.iter().enumerate() {
        let mut before = description.contents[..at].iter();
        if before.any(|it| it.material == content.material) {
            return Err(DescribeError::ToldTwice {
                material: registry.name(content.material).to_owned(),
                at,
            });
        }
        let told = [content.low, content.fraction, content.high];
        let told = told.into_iter().flatten();
        let is_wrong = |it: &f64| !(0.0..=1.0).contains(it);
        let is_turned = content.low.zip(content.high).is_some_and(|(a, b)| a > b);
        let wrong = told.clone().find(is_wrong);
        if let Some(fraction) = wrong.or(content.low.filter(|_| is_turned)) {
            return Err(DescribeError::Fraction {
                material: registry.name(content.material).to_owned(),
                fraction,
            });
        }
    }
    Ok(())
}

/// The contents told in fields, then those in words of other materials.
fn contents(description: &Description, in_words: Vec<DescribedContent>) -> Vec<Content> {
    let told = &description.contents;
    let mut contents: Vec<Content> = told.iter().copied().filter_map(content).collect();
    for it in in_words.into_iter().filter_map(content) {
        if contents.iter().all(|told| told.material != it.material) {
            contents.push(it);
        }
    }
    contents
}

/// One number is both bounds. What tells neither says no more than that the material is in it.
fn content(told: DescribedContent) -> Option<Content> {
    let low = told.low.or(told.fraction);
    let high = told.high.or(told.fraction);
    (low.is_some() || high.is_some()).then(|| Content {
        material: told.material,
        low,
        high,
        figures: Vec::new(),
    })
}

/// Where it is: at the position told, else at the place.
fn whereabouts(description: &Description, places: &Places, place: Option<&Found>) -> Whereabouts {
    let told = description.position.map(|it| position(it.0, it.1));
    match (told, place) {
        (Some(position), _) => Whereabouts {
            region: places.region_near(&position),
            position: Some(position),
            site: None,
        },
        (None, Some(place)) => place.whereabouts.clone(),
        (None, None) => Whereabouts::default(),
    }
}

/// A position told in degrees: that of a place, as far as anybody knows.
fn position(latitude: f64, longitude: f64) -> Position {
    let precision = PositionPrecision::Site;
    Position {
        latitude,
        longitude,
        precision,
        uncertainty_km: default_uncertainty_km(precision),
    }
}

#[cfg(test)]
mod tests;
