//! The one place where failures become errors of the API.
//!
//! Every error carries `extensions.code`; those about a value also `argument`, `value` and
//! `suggestions`. What is the program's own fault is logged here and told without its cause.

use async_graphql::ErrorExtensionValues;
use async_graphql::ErrorExtensions as _;
use async_graphql::Response;
use async_graphql::ServerError;
use async_graphql::Value;

use crate::app::AppError;
use crate::graphql::codes::nearest_code;

/// What a caller can do about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorCode {
    /// There is no such thing, such as a revision.
    NotFound,
    /// The request is malformed or names something that does not exist: correct it.
    BadInput,
    /// The request asks for too much: ask for less.
    Limit,
    /// The data moved on: read them again.
    Conflict,
    /// Nobody is logged in: log in.
    Unauthenticated,
    /// The caller may not do that.
    Forbidden,
    /// Too busy: try again a little later.
    Unavailable,
    /// A fault of the program: report it.
    Internal,
}

impl ErrorCode {
    /// The word in `extensions.code`.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::BadInput => "BAD_INPUT",
            Self::Limit => "LIMIT",
            Self::Conflict => "CONFLICT",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error on its way to the caller.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiError {
    /// What the caller can do about it.
    pub(crate) code: ErrorCode,
    /// A sentence that reads alone.
    pub(crate) message: String,
    /// The argument it is about.
    pub(crate) argument: Option<String>,
    /// The offending value.
    pub(crate) value: Option<String>,
    /// The nearest valid values, best first.
    pub(crate) suggestions: Vec<String>,
}

impl ApiError {
    /// An error of that code.
    pub(crate) fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            argument: None,
            value: None,
            suggestions: Vec::new(),
        }
    }

    /// An argument that is malformed or names nothing.
    pub(crate) fn bad_input(
        argument: &str,
        value: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            argument: Some(argument.to_owned()),
            value: Some(value.into()),
            ..Self::new(ErrorCode::BadInput, message)
        }
    }

    /// A request that asks for too much.
    pub(crate) fn limit(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Limit, message)
    }

    /// The same, with the nearest valid values.
    #[must_use]
    pub(crate) fn suggesting(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }

    fn extend(&self, extensions: &mut ErrorExtensionValues) {
        extensions.set("code", self.code.code());
        if let Some(argument) = &self.argument {
            extensions.set("argument", argument.as_str());
        }
        if let Some(value) = &self.value {
            extensions.set("value", value.as_str());
        }
        if self.code == ErrorCode::BadInput && self.argument.is_some() {
            let items = self.suggestions.iter().map(|it| Value::from(it.as_str()));
            extensions.set("suggestions", Value::List(items.collect()));
        }
        if self.code == ErrorCode::Unavailable {
            extensions.set("retryAfterSeconds", 1);
        }
    }

    /// The error of a request that was refused as a whole.
    pub(crate) fn into_server_error(self) -> ServerError {
        let mut error = ServerError::new(self.message.clone(), None);
        self.extend(error.extensions.get_or_insert_default());
        error
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        Self::new(error.message.clone()).extend_with(|_, extensions| error.extend(extensions))
    }
}

impl From<AppError> for ApiError {
    fn from(error: AppError) -> Self {
        let code = match &error {
            AppError::Conflict { .. } => ErrorCode::Conflict,
            AppError::UnknownRevision { .. } | AppError::Discarded { .. } => ErrorCode::NotFound,
            AppError::Busy | AppError::GivenUp => ErrorCode::Unavailable,
            _ => {
                tracing::error!(%error, "a request failed inside the program");
                return Self::new(ErrorCode::Internal, "internal error; the log tells more");
            }
        };
        Self::new(code, error.to_string())
    }
}

/// Gives every error a code, also those that the GraphQL library found by itself, and an order
/// that does not depend on which field was ready first.
pub(crate) fn finish(response: &mut Response) {
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            library_error(&error.message).extend(extensions);
        }
    }
    response.errors.sort_by(|a, b| {
        let place = |it: &ServerError| {
            let first = it.locations.first();
            first.map_or((0, 0), |it| (it.line, it.column))
        };
        let path = |it: &ServerError| format!("{:?}", it.path);
        (place(a), path(a), &a.message).cmp(&(place(b), path(b), &b.message))
    });
}

/// What an error of the GraphQL library is, by its text, as it tells no more.
fn library_error(message: &str) -> ApiError {
    const LIMITS: &[&str] = &[
        "Query is too complex",
        "Query is nested too deep",
        "The recursion depth of the query",
        "The number of directives on the field",
    ];
    if LIMITS.iter().any(|it| message.starts_with(it)) {
        return ApiError::limit(message);
    }
    let mut error = ApiError::new(ErrorCode::BadInput, message);
    error.argument = quoted_after(message, "Invalid value for argument ").map(str::to_owned);
    if let Some(value) = quoted_after(message, "does not contain the value ") {
        let enum_name = quoted_after(message, "enumeration type ").unwrap_or_default();
        error.value = Some(value.to_owned());
        error.suggestions = nearest_code(enum_name, value).into_iter().collect();
    }
    error
}

/// The text in quotation marks after some words.
fn quoted_after<'a>(message: &'a str, words: &str) -> Option<&'a str> {
    let rest = &message[message.find(words)? + words.len()..];
    rest.strip_prefix('"')?.split('"').next()
}
