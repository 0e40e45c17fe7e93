//! The scalars of the API beside those of GraphQL.

use async_graphql::InputValueError;
use async_graphql::InputValueResult;
use async_graphql::Scalar;
use async_graphql::ScalarType;
use async_graphql::Value;

use crate::model::YEARS;

/// A calendar year between 1500 and 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Year(pub i32);

/// A calendar year between 1500 and 2200.
#[Scalar]
impl ScalarType for Year {
    fn parse(value: Value) -> InputValueResult<Self> {
        let year = match &value {
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        year.and_then(|it| i32::try_from(it).ok())
            .filter(|it| YEARS.contains(it))
            .map(Self)
            .ok_or_else(|| {
                InputValueError::custom(format!(
                    "`{value}` is no year: expected a whole number from {} to {}",
                    YEARS.start(),
                    YEARS.end()
                ))
            })
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

/// A moment in UTC, as RFC 3339: `2026-11-22T01:30:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateTime {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub(crate) at_ms: i64,
}

/// A moment in UTC, as RFC 3339: `2026-11-22T01:30:00Z`.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        Err(InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::from(crate::app::rfc3339(self.at_ms))
    }
}
