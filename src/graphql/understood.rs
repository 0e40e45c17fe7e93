//! What was made of a stream that somebody described, or is on record of one.

use async_graphql::SimpleObject;

use crate::analysis::partners;
use crate::analysis::partners::Offer;
use crate::graphql::error::ApiError;
use crate::graphql::figure::Figure;
use crate::graphql::material::Material;
use crate::graphql::path::Telling;
use crate::graphql::position::Position;
use crate::graphql::product::Product;
use crate::graphql::region::Region;
use crate::graphql::side_stream::SideStream;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::network::words::as_sentence;

/// A stream as it is compared: what is empty or null is not known.
#[derive(Clone, SimpleObject)]
pub(crate) struct UnderstoodOffer {
    /// What it is called.
    name: String,
    /// The side-stream on record that was asked for; null for a description.
    side_stream: Option<SideStream>,
    /// What it is.
    product: Option<Product>,
    /// Materials that are named in it.
    materials: Vec<Material>,
    /// What its words mean, whatever language they are of; words of no known meaning stand for themselves.
    concepts: Vec<String>,
    /// Codes of the List of Waste.
    ewc: Vec<WasteCodeRead>,
    /// Where it is.
    position: Option<Position>,
    /// The smallest region known.
    region: Option<Region>,
    /// The place by its name: the one that was understood, or the site it arises at.
    place: Option<String>,
    /// Tonnes of product a year.
    tonnes_per_year: Option<f64>,
    /// What is in it.
    contents: Vec<ContentRead>,
    /// Whether it is hazardous.
    hazardous: Option<bool>,
    /// Parts of the description that were not understood, and count for nothing; with the reason in brackets where they were
    /// read. Then what contradicts that the waste is hazardous.
    not_understood: Vec<String>,
    /// How parts of the description that may be read in several ways were read, and what was taken from the records since the
    /// description does not say it; empty for a stream on record.
    assumed: Vec<String>,
    /// The least of the range of tonnes a year that was described, of which `tonnesPerYear` is the middle; null where one
    /// number is told.
    tonnes_low: Option<f64>,
    /// The most of that range.
    tonnes_high: Option<f64>,
}

/// What was made of the words of a description.
pub(crate) struct Read {
    /// What its words mean.
    pub(crate) concepts: Vec<String>,
    /// The place that was found.
    pub(crate) place: Option<String>,
    /// The ends of the range that was described.
    pub(crate) tonnes_between: Option<(f64, f64)>,
    /// What was assumed.
    pub(crate) assumed: Vec<String>,
    /// What was not understood.
    pub(crate) not_understood: Vec<String>,
}

/// A waste code as it was read.
#[derive(Clone, SimpleObject)]
pub(crate) struct WasteCodeRead {
    /// The code, two, four or six digits.
    code: String,
    /// What it means, in the words of the list; null where it is in none.
    label: Option<String>,
    /// Whether a compiler assigned it rather than a permit or source stating it.
    is_assigned: bool,
}

/// A content as it was read.
#[derive(Clone, SimpleObject)]
pub(crate) struct ContentRead {
    /// Of what.
    material: Material,
    /// The least, as a mass fraction; null where only the most is told.
    low: Option<f64>,
    /// The most, as a mass fraction; null where only the least is told.
    high: Option<f64>,
    /// The figures it rests on; empty where somebody described it.
    figures: Vec<Figure>,
}

impl Telling {
    /// A stream as it is compared; `read` is what was made of a description.
    pub(crate) fn understood(
        &self,
        offer: &Offer,
        read: Option<Read>,
        knowledge: &Knowledge,
    ) -> Result<UnderstoodOffer, ApiError> {
        let of_record = || Read {
            concepts: knowledge.concepts(&offer.name),
            place: offer
                .whereabouts
                .site
                .map(|it| self.asked.registry().name(it).to_owned()),
            tonnes_between: None,
            assumed: Vec::new(),
            not_understood: Vec::new(),
        };
        let read = read.unwrap_or_else(of_record);
        let stream = offer.record.filter(|it| it.kind() == Kind::SideStream);
        let contents = offer.contents.iter().map(|it| self.content_read(it));
        let whereabouts = &offer.whereabouts;
        Ok(UnderstoodOffer {
            name: offer.name.clone(),
            side_stream: stream.map(|it| self.object(it)).transpose()?,
            product: offer.product.map(|it| self.object(it)).transpose()?,
            materials: self.objects(&offer.materials)?,
            concepts: read.concepts,
            ewc: offer
                .ewc
                .iter()
                .map(|it| waste_code_read(it, knowledge))
                .collect(),
            position: whereabouts.position.map(Position::from),
            region: whereabouts.region.map(|it| self.object(it)).transpose()?,
            place: read.place,
            tonnes_per_year: offer.amount.as_ref().map(|it| it.tonnes_per_year),
            contents: contents.collect::<Result<_, _>>()?,
            hazardous: offer.hazardous,
            not_understood: read.not_understood,
            assumed: read.assumed.iter().map(|it| as_sentence(it)).collect(),
            tonnes_low: read.tonnes_between.map(|it| it.0),
            tonnes_high: read.tonnes_between.map(|it| it.1),
        })
    }

    fn content_read(&self, it: &partners::Content) -> Result<ContentRead, ApiError> {
        Ok(ContentRead {
            material: self.object(it.material)?,
            low: it.low,
            high: it.high,
            figures: self.objects(&it.figures)?,
        })
    }
}

fn waste_code_read(it: &partners::WasteCode, knowledge: &Knowledge) -> WasteCodeRead {
    let listed = knowledge.lists.waste(&it.code);
    WasteCodeRead {
        code: it.code.clone(),
        label: listed.map(|it| it.label.clone()),
        is_assigned: it.is_assigned,
    }
}
