//! What a question for paths wants of the way: a pattern, and what to leave out.

use async_graphql::ID;
use async_graphql::InputObject;

use crate::graphql::asked::Asked;
use crate::graphql::asked::check_count;
use crate::graphql::codes::Mode;
use crate::graphql::codes::SiteKind;
use crate::graphql::codes::Stage;
use crate::graphql::error::ApiError;
use crate::model::Id;
use crate::model::Kind;
use crate::network::paths::Avoid;
use crate::network::paths::MAX_PATTERN;
use crate::network::paths::MAX_REPEAT;
use crate::network::paths::PatternItem;
use crate::network::paths::PatternStep;

/// Something that a path goes through, `min` to `max` times in a row. Exactly one of `stage` and `kind`.
///
/// A pattern reads the making of the first product, the transformations and the final place of a path, in order;
/// movements are not read, and the making of the first product and the final place may be left unread.
#[derive(Clone, Debug, InputObject)]
pub(crate) struct PatternStepInput {
    /// Something of this stage: that of the activity, or of the kind of site where the conversion is assumed. The final
    /// place is of the stage of its kind, `TRANSPORT` for harbours and terminals.
    pub stage: Option<Stage>,
    /// Something at a site of this kind.
    pub kind: Option<SiteKind>,
    /// The fewest, from 0.
    #[graphql(default = 1)]
    pub min: i32,
    /// The most, from `min`, 1 to 24.
    #[graphql(default = 1)]
    pub max: i32,
}

/// What paths may not pass or use. What is not known to be one of these is passed, and flagged `MAY_BE_AVOIDED`.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct AvoidInput {
    /// Sites.
    pub sites: Option<Vec<ID>>,
    /// Countries on record, ISO 3166-1 alpha-2.
    pub countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub regions: Option<Vec<ID>>,
    /// Modes of transport; `UNKNOWN` for movements of unknown mode.
    pub modes: Option<Vec<Mode>>,
}

/// The pattern of some steps.
///
/// # Errors
/// `BAD_INPUT` for a step of neither stage nor kind or both, and for repetitions out of range.
pub(crate) fn pattern(steps: &[PatternStepInput]) -> Result<Vec<PatternStep>, ApiError> {
    if steps.len() > MAX_PATTERN {
        let message = format!("a pattern has at most {MAX_PATTERN} steps");
        let count = steps.len().to_string();
        return Err(ApiError::bad_input("input.pattern", count, message));
    }
    let numbered = steps.iter().enumerate();
    numbered
        .map(|(at, step)| pattern_step(&format!("input.pattern[{at}]"), step))
        .collect()
}

fn pattern_step(argument: &str, step: &PatternStepInput) -> Result<PatternStep, ApiError> {
    let what = match (step.stage, step.kind) {
        (Some(stage), None) => PatternItem::Stage(stage.into()),
        (None, Some(kind)) => PatternItem::Kind(kind.into()),
        _ => {
            let message = format!("`{argument}` needs exactly one of `stage` and `kind`");
            return Err(ApiError::bad_input(argument, "", message));
        }
    };
    let (min, max) = (u32::try_from(step.min), u32::try_from(step.max));
    match (min, max) {
        (Ok(min), Ok(max)) if min <= max && (1..=MAX_REPEAT).contains(&max) => {
            Ok(PatternStep { what, min, max })
        }
        _ => {
            let value = format!("{} to {}", step.min, step.max);
            let message = format!(
                "`{argument}` is to repeat {value} times: expected `min` from 0 to `max`, and `max` from 1 to {MAX_REPEAT}"
            );
            Err(ApiError::bad_input(argument, value, message))
        }
    }
}

impl AvoidInput {
    /// What is to be avoided.
    ///
    /// # Errors
    /// `BAD_INPUT` for an unknown id, `LIMIT` for too many values.
    pub(crate) fn avoid(&self, asked: &Asked) -> Result<Avoid, ApiError> {
        let countries = self.countries.clone().unwrap_or_default();
        check_count("input.avoid.countries", countries.len())?;
        let modes = self.modes.iter().flatten();
        Ok(Avoid {
            sites: ids(
                asked,
                "input.avoid.sites",
                self.sites.as_deref(),
                Kind::Site,
            )?,
            countries,
            regions: ids(
                asked,
                "input.avoid.regions",
                self.regions.as_deref(),
                Kind::Region,
            )?,
            modes: modes.map(|it| (*it).into()).collect(),
        })
    }
}

fn ids(asked: &Asked, argument: &str, ids: Option<&[ID]>, kind: Kind) -> Result<Vec<Id>, ApiError> {
    let rows = asked.find_all(argument, ids.unwrap_or_default(), &[kind])?;
    let registry = asked.registry();
    Ok(rows.into_iter().map(|it| registry.id(it)).collect())
}
