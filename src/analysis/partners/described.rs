//! An offer that somebody describes: what it is, where, how much a year, as words or as fields.
//!
//! Amounts, shares, a waste code and a place that stand in the words are read and taken out of them; what is left is what
//! the stream is called. What is understood by nobody is told, never dropped in silence. Fields go before words.

mod absent;
mod amounts;
mod arising;
mod bounds;
mod codes;
mod contents;
mod coordinates;
mod hazard;
mod known;
pub(in crate::analysis::partners) mod named;
mod places;
mod read;
mod refusal;
mod scales;
mod shares;
mod spans;
mod times;
mod tokens;

pub use known::Known;
pub use refusal::DescribeError;
pub use refusal::MAX_TEXT;

use crate::analysis::partners::Amount;
use crate::analysis::partners::Offer;
use crate::analysis::partners::WasteCode;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::arising::Arising;
use crate::analysis::partners::described::codes::Told;
use crate::analysis::partners::described::named::Names;
use crate::analysis::partners::described::read::Read;
use crate::analysis::partners::described::tokens::Tokens;
use crate::analysis::partners::offers::streams_of;
use crate::analysis::partners::offers::waste_codes;
use crate::analysis::partners::places::Found;
use crate::analysis::partners::places::Places;
use crate::model::CodeLists;
use crate::model::Knowledge;
use crate::model::Registry;
use crate::model::Row;
use crate::model::codes::PositionPrecision;
use crate::model::geo::Position;
use crate::model::geo::default_uncertainty_km;
use crate::model::tables::side_stream;
use crate::network::Snapshot;
use crate::network::words::significant;

/// What is nearer than this in km is at the same place: its region needs no word.
const RIGHT_THERE_KM: f64 = 1.0;

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
    /// How what may be read in several ways was read, and what was taken from the records, in sentences without a full stop.
    pub assumed: Vec<String>,
    /// Words and numbers that nothing was made of, in their order, with the reason in brackets where they were read; then
    /// what contradicts that the waste is hazardous. They are not compared with anything.
    pub not_understood: Vec<String>,
}

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
    refusal::check(registry, description)?;
    let known = Known::of(snapshot, knowledge);
    let mut tokens = Tokens::of(&description.text);
    let read = Read::of(&mut tokens, (registry, knowledge), &known, description)?;
    let text = tokens.rest();
    let mut concepts = knowledge.concepts(&text);
    let names = &known.names;
    // A word within a phrase that means something does not stand for itself.
    let is_understood = |word: &str| {
        let is_known = names.knows(knowledge, word) && !is_letter(word);
        is_known || !concepts.iter().any(|it| it == word)
    };
    let not_understood = tokens.not_understood(is_understood, |it| knowledge.near_word(it));
    concepts.retain(|it| is_compared(knowledge, it, |it| names.knows(knowledge, it)));
    let whereabouts = whereabouts(description, &known.places, read.place.as_ref());
    let named = hazard::named(&read.said, &concepts)
        .and_then(|it| names.product(registry, &it))
        .or_else(|| names.product(registry, &concepts));
    let is_named = !text.is_empty();
    let Some(name) = name_of(&knowledge.lists, text, &read.codes) else {
        return Err(DescribeError::NothingSaid { not_understood });
    };
    let arising = arising::there(registry, &known.streams, (&whereabouts, named), &concepts);
    let product = named.or(arising.as_ref().and_then(|it| it.product));
    let mut materials = materials(registry, names, &concepts, product);
    materials.extend(contents::only_named(&description.contents));
    let on_record = arising.iter();
    materials.extend(on_record.flat_map(|it| it.materials(registry)));
    materials.sort_by_key(|it| registry.slug(*it));
    materials.dedup();
    let (hazardous, contradicted) = hazard::judged(
        &knowledge.lists,
        description.hazardous,
        read.said,
        &read.codes,
    );
    let offer = Offer {
        record: None,
        name,
        is_named,
        words: Vec::new(),
        product,
        materials,
        ewc: codes_of(registry, read.codes, arising.as_ref(), product),
        nace: Vec::new(),
        hazardous,
        legal_standing: None,
        contents: contents::all(&description.contents, read.contents),
        amount: read.tonnes.map(|tonnes_per_year| Amount {
            tonnes_per_year,
            figures: Vec::new(),
        }),
        whereabouts,
        operator: None,
    };
    let of_position = description.position;
    let of_position = of_position.and_then(|it| told_of_position(registry, &known.places, it));
    let assumed = tokens.assumed().into_iter().chain(of_position);
    Ok(Described {
        offer,
        concepts,
        place: read.place.map(|it| it.name),
        tonnes_between: read.tonnes_between,
        assumed: assumed.chain(arising.map(|it| it.told)).collect(),
        not_understood: not_understood.into_iter().chain(contradicted).collect(),
    })
}

/// What it is called: the words that are left, else by the first of its waste codes; none without either.
fn name_of(lists: &CodeLists, words: String, codes: &[Told]) -> Option<String> {
    if !words.is_empty() {
        return Some(words);
    }
    let code = &codes.first()?.code.code;
    let label = lists.waste(code).map(|it| it.label.as_str());
    let label = label.filter(|it| !it.is_empty()).unwrap_or("waste");
    Some(format!("{label} ({code})"))
}

/// The materials that words name, and those that the product usually carries.
fn materials(
    registry: &Registry,
    names: &Names,
    concepts: &[String],
    product: Option<Row>,
) -> Vec<Row> {
    let carried = product.into_iter();
    let carried = carried.flat_map(|it| names.carried(registry, it));
    names
        .materials(concepts)
        .into_iter()
        .chain(carried)
        .collect()
}

/// The waste codes that are told, else those of the stream on record there, else those of the product.
fn codes_of(
    registry: &Registry,
    told: Vec<Told>,
    arising: Option<&Arising>,
    product: Option<Row>,
) -> Vec<WasteCode> {
    if !told.is_empty() {
        return told.into_iter().map(|it| it.code).collect();
    }
    let on_record = arising.map_or_else(Vec::new, |it| it.codes(registry));
    if on_record.is_empty() {
        let product = product.into_iter();
        return product.flat_map(|it| of_product(registry, it)).collect();
    }
    on_record
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

/// Where it is: at the position told, else at the place.
fn whereabouts(description: &Description, places: &Places, place: Option<&Found>) -> Whereabouts {
    let told = description.position.map(|it| position(it.0, it.1));
    match (told, place) {
        (Some(position), _) => Whereabouts {
            region: places.region_near(&position).map(|it| it.0),
            position: Some(position),
            site: None,
        },
        (None, Some(place)) => place.whereabouts.clone(),
        (None, None) => Whereabouts::default(),
    }
}

/// The region that a position is taken to be in; or that degrees may be told the wrong way round, since nothing known is near,
/// but is if they are turned. None where a place on record is right there.
fn told_of_position(
    registry: &Registry,
    places: &Places,
    (north, east): (f64, f64),
) -> Option<String> {
    let near = |north, east| places.region_near(&position(north, east));
    if let Some((region, km)) = near(north, east) {
        let told = || {
            let (region, km) = (registry.name(region), significant(km, 2));
            format!(
                "the position is taken to be in {region}, where what is known next to it is, {km} km away"
            )
        };
        return (km >= RIGHT_THERE_KM).then(told);
    }
    let may_turn = (-90.0..=90.0).contains(&east);
    let (turned, _) = may_turn.then(|| near(east, north)).flatten()?;
    Some(format!(
        "nothing known is near {north} degrees north and {east} east; {east} north and {north} east is in {}: check that they are the right way round",
        registry.name(turned)
    ))
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
