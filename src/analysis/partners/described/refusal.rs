//! Why a description cannot be asked about, and what is wrong with a field by itself.

use thiserror::Error;

use crate::analysis::partners::described::Description;
use crate::analysis::partners::described::amounts;
use crate::analysis::partners::places::PlaceError;
use crate::model::Registry;

/// Why a description cannot be asked about.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum DescribeError {
    /// There are no words and no waste code.
    #[error("say in words or by a waste code what it is")]
    EmptyText,
    /// Nothing in the words says what it is: there are amounts, shares or places alone.
    #[error(
        "nothing here says what it is; say it in words or by a waste code{}",
        not_understood.iter().map(|it| format!("; not understood: {it}")).collect::<String>()
    )]
    NothingSaid {
        /// What was not understood, as for [`Described`](super::Described).
        not_understood: Vec<String>,
    },
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
    /// The contents come to more than there is.
    #[error("what is in it comes to `{}` % at the least, more than the whole", crate::network::words::significant(.0 * 100.0, 3))]
    MoreThanWhole(f64),
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

/// Checks the fields that are wrong by themselves.
///
/// # Errors
/// The first of them.
pub(super) fn check(registry: &Registry, description: &Description) -> Result<(), DescribeError> {
    let is_said = description.text.chars().any(char::is_alphanumeric);
    if !is_said && description.ewc.is_none() {
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
