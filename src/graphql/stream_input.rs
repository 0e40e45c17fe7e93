//! A stream in words as input, and what is wrong with it.

use async_graphql::ID;
use async_graphql::InputObject;

use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::Described;
use crate::analysis::partners::described::DescribedContent;
use crate::analysis::partners::described::Description;
use crate::analysis::partners::described::Known;
use crate::analysis::partners::described::describe;
use crate::analysis::partners::places::PlaceError;
use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::error::ApiError;
use crate::model::Kind;
use crate::model::Knowledge;

/// A stream in words. The text alone is enough; what, how much and where may all stand in it.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct StreamInput {
    /// What it is, in English, Finnish or Swedish, such as `ferrochrome slag, 300 000 t/a, Tornio`; at most 500 characters. Without words a waste code says it,
    /// here or in `ewc`; what the words are is then not known.
    pub(crate) text: String,
    /// Its code of the List of Waste, two, four or six digits.
    pub(crate) ewc: Option<String>,
    /// Where it is; goes before `place`.
    pub(crate) position: Option<PositionInput>,
    /// Where it is: the name or id of a region, site or town on record.
    pub(crate) place: Option<String>,
    /// How much arises, tonnes of product a year, above 0.
    pub(crate) tonnes_per_year: Option<f64>,
    /// What is in it.
    pub(crate) contents: Option<Vec<ContentInput>>,
    /// Whether it is hazardous; left out, that is not known.
    pub(crate) hazardous: Option<bool>,
}

/// A point on the earth, WGS 84.
#[derive(Clone, Copy, Debug, InputObject)]
pub(crate) struct PositionInput {
    /// Degrees north, -90 to 90.
    pub(crate) latitude: f64,
    /// Degrees east, -180 to 180.
    pub(crate) longitude: f64,
}

/// How much of a material is in a stream, as mass fractions: `fraction`, or `low` and `high`, of which one alone is a bound.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct ContentInput {
    /// The material.
    pub(crate) material: ID,
    /// How much, 0 to 1.
    pub(crate) fraction: Option<f64>,
    /// The least, 0 to 1; left out, only the most is known.
    pub(crate) low: Option<f64>,
    /// The most, 0 to 1; left out, only the least is known.
    pub(crate) high: Option<f64>,
}

impl StreamInput {
    /// What is made of the stream.
    ///
    /// # Errors
    /// `BAD_INPUT` for what cannot be, with its place and the nearest; `LIMIT` for a text or list that is too long.
    pub(crate) fn described(
        &self,
        argument: &str,
        asked: &Asked,
        knowledge: &Knowledge,
    ) -> Result<Described, ApiError> {
        let contents = self.contents.as_deref().unwrap_or_default();
        let of_contents = format!("{argument}.contents");
        check_count(&of_contents, contents.len())?;
        let contents = contents.iter().enumerate();
        let contents = contents.map(|(at, it)| it.content(&format!("{of_contents}[{at}]"), asked));
        let contents: Vec<DescribedContent> = contents.collect::<Result<_, _>>()?;
        let description = Description {
            text: self.text.clone(),
            ewc: self.ewc.clone(),
            position: self.position.map(|it| (it.latitude, it.longitude)),
            place: self.place.clone(),
            tonnes_per_year: self.tonnes_per_year,
            contents,
            hazardous: self.hazardous,
        };
        // Names that are near to one that is not known cost more than to look one up.
        let known = Known::of(&asked.snapshot, knowledge).count();
        asked.work.scan(known)?;
        describe(&asked.snapshot, knowledge, &description).map_err(|error| {
            let is_compared = matches!(error, DescribeError::Place(PlaceError::Unknown { .. }));
            let compared = if is_compared { known * 50 } else { 0 };
            let spent = asked.work.scan(compared).err();
            spent.unwrap_or_else(|| self.refused(argument, error))
        })
    }

    /// What is wrong with the stream, with its place: the field, or the text where it stands in that.
    fn refused(&self, argument: &str, error: DescribeError) -> ApiError {
        let message = error.to_string();
        let text = || (format!("{argument}.text"), self.text.clone());
        let field = |name: &str, value: Option<String>| {
            value.map_or_else(text, |it| (format!("{argument}.{name}"), it))
        };
        let ((argument, value), suggestions) = match error {
            DescribeError::TextTooLong(_) => {
                return ApiError::limit(format!("`{argument}.text`: {message}"));
            }
            // What the field has is not what is wrong in the words.
            DescribeError::UnknownWaste { nearest, code } => (
                field("ewc", self.ewc.clone().filter(|it| *it == code)),
                nearest.into_iter().collect(),
            ),
            DescribeError::Coordinates {
                latitude,
                longitude,
            } => {
                let is_latitude = !(-90.0..=90.0).contains(&latitude);
                let (name, value, most) = match is_latitude {
                    true => ("latitude", latitude, 90.0),
                    false => ("longitude", longitude, 180.0),
                };
                let place = format!("{argument}.position.{name}");
                let nearest = value.clamp(-most, most).to_string();
                ((place, value.to_string()), vec![nearest])
            }
            DescribeError::Tonnes(tonnes) | DescribeError::TooManyTonnes(tonnes) => {
                let told = self.tonnes_per_year.map(|it| it.to_string());
                let told = told.filter(|it| *it == tonnes.to_string());
                (field("tonnesPerYear", told), Vec::new())
            }
            DescribeError::Fraction { fraction, .. } => {
                let place = format!("{argument}.contents");
                let nearest = fraction.clamp(0.0, 1.0);
                let nearest = (nearest != fraction).then(|| nearest.to_string());
                ((place, fraction.to_string()), nearest.into_iter().collect())
            }
            DescribeError::MoreThanWhole(sum) if self.contents.is_some() => (
                (format!("{argument}.contents"), sum.to_string()),
                Vec::new(),
            ),
            DescribeError::ToldTwice { material, at } => {
                let place = format!("{argument}.contents[{at}].material");
                ((place, material), Vec::new())
            }
            DescribeError::Place(error) => {
                let nearest = match error {
                    PlaceError::Unknown { nearest, .. } => nearest,
                    PlaceError::Ambiguous { candidates, .. } => candidates,
                };
                (field("place", self.place.clone()), nearest)
            }
            _ => (text(), Vec::new()),
        };
        ApiError::bad_input(&argument, value, message).suggesting(suggestions)
    }
}

impl ContentInput {
    fn content(&self, argument: &str, asked: &Asked) -> Result<DescribedContent, ApiError> {
        let is_told_twice = self.fraction.is_some() && (self.low.is_some() || self.high.is_some());
        if is_told_twice {
            let message = "a content is told by `fraction`, or by `low` and `high`";
            return Err(ApiError::bad_input(argument, "", message));
        }
        let material = format!("{argument}.material");
        Ok(DescribedContent {
            material: asked.find(&material, &self.material, &[Kind::Material])?,
            fraction: self.fraction,
            low: self.low,
            high: self.high,
        })
    }
}
