//! All that is taken out of the words of a description, one kind after the other: what stands in a field goes before it.

use crate::analysis::partners::described::DescribeError;
use crate::analysis::partners::described::DescribedContent;
use crate::analysis::partners::described::Description;
use crate::analysis::partners::described::Known;
use crate::analysis::partners::described::absent;
use crate::analysis::partners::described::amounts;
use crate::analysis::partners::described::codes;
use crate::analysis::partners::described::codes::Told;
use crate::analysis::partners::described::contents;
use crate::analysis::partners::described::coordinates;
use crate::analysis::partners::described::hazard;
use crate::analysis::partners::described::hazard::Said;
use crate::analysis::partners::described::places;
use crate::analysis::partners::described::shares;
use crate::analysis::partners::described::times;
use crate::analysis::partners::described::tokens::Tokens;
use crate::analysis::partners::places::Found;
use crate::analysis::partners::places::PlaceError;
use crate::model::Knowledge;
use crate::model::Registry;

/// What is read in the words, and of fields what goes before them.
pub(super) struct Read {
    /// The waste codes.
    pub(super) codes: Vec<Told>,
    /// How much of which material the words tell.
    pub(super) contents: Vec<DescribedContent>,
    /// Tonnes a year; the middle of a range.
    pub(super) tonnes: Option<f64>,
    /// The ends of the range in the words; none where one number is told.
    pub(super) tonnes_between: Option<(f64, f64)>,
    /// What says whether it is hazardous.
    pub(super) said: Vec<Said>,
    /// Where it is.
    pub(super) place: Option<Found>,
}

impl Read {
    /// Takes all that is read out of the words.
    ///
    /// # Errors
    /// [`DescribeError`] by what cannot be.
    pub(super) fn of(
        tokens: &mut Tokens<'_>,
        (registry, knowledge): (&Registry, &Knowledge),
        known: &Known,
        description: &Description,
    ) -> Result<Self, DescribeError> {
        let (names, lists) = (&known.names, &knowledge.lists);
        coordinates::refuse(tokens, description.position.is_some());
        let code = description.ewc.as_deref();
        let mut codes = codes::all(tokens, lists, code)?;
        let in_fields = &description.contents;
        let is_told = |material| in_fields.iter().any(|it| it.material == material);
        let shares = shares::take(tokens, (registry, names), is_told)?;
        let mut least = shares.least;
        least.extend(contents::least(in_fields));
        contents::check_sum(registry, &least)?;
        let in_field = description.tonnes_per_year;
        let range = amounts::take(tokens, lists, in_field.is_some())?;
        let middle = range.map(|(low, high)| f64::midpoint(low, high));
        absent::refuse(tokens, |it| names.is_material(knowledge, it));
        codes::rest(tokens, lists, code, &mut codes)?;
        times::refuse_others(tokens, lists);
        let said = hazard::take(tokens, knowledge);
        let place = place(tokens, (registry, knowledge), known, description)?;
        Ok(Self {
            codes,
            contents: shares.contents,
            tonnes: in_field.or(middle),
            tonnes_between: range.filter(|(low, high)| low < high),
            said,
            place,
        })
    }
}

/// The place that the field names, else the first in the words; all others in the words are refused, and all where the field
/// has a position.
fn place(
    tokens: &mut Tokens<'_>,
    (registry, knowledge): (&Registry, &Knowledge),
    known: &Known,
    description: &Description,
) -> Result<Option<Found>, PlaceError> {
    let means = |it: &str| places::means_other(it, known, knowledge);
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
        None => {
            let found = places::take(tokens, registry, means, &known.places)?;
            if found.is_none() {
                let is_known = |it: &str| known.names.knows(knowledge, it);
                places::ask_back(tokens, is_known, &known.places);
            }
            found
        }
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
