//! What a document must pass before the GraphQL library sees it.
//!
//! The library parses and validates with recursion and expands fragments without memory, so that a
//! few hundred bytes could abort or occupy the process. Here the text is scanned, parsed once, and
//! measured with every fragment measured once; the work is linear in the text, which is bounded.

use std::collections::HashMap;

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::Directive;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::types::FragmentDefinition;
use async_graphql::parser::types::Selection;
use async_graphql::parser::types::SelectionSet;

use crate::graphql::error::ApiError;
use crate::graphql::error::ErrorCode;
use crate::graphql::limits::MAX_BRACKETS;
use crate::graphql::limits::MAX_DIRECTIVES;
use crate::graphql::limits::MAX_QUERY_BYTES;
use crate::graphql::limits::MAX_RECURSION;
use crate::graphql::limits::MAX_ROOT_FIELDS;
use crate::graphql::limits::MAX_SELECTIONS;

/// Parses a query that keeps the limits.
///
/// # Errors
/// `LIMIT` if it does not keep them, `BAD_INPUT` if it is no GraphQL or a fragment holds itself.
pub(crate) fn admit(query: &str) -> Result<ExecutableDocument, ApiError> {
    check_text(query)?;
    let document = parse_query(query).map_err(|error| {
        ApiError::new(ErrorCode::BadInput, format!("no GraphQL document: {error}"))
    })?;
    check_document(&document)?;
    Ok(document)
}

fn check_text(query: &str) -> Result<(), ApiError> {
    if query.len() > MAX_QUERY_BYTES {
        return Err(ApiError::limit(format!(
            "the query has {} bytes; at most {MAX_QUERY_BYTES} are taken",
            query.len()
        )));
    }
    if deepest_bracket(query.as_bytes()) > MAX_BRACKETS {
        return Err(ApiError::limit(format!(
            "brackets are nested deeper than {MAX_BRACKETS}"
        )));
    }
    Ok(())
}

/// The deepest nesting of brackets of any kind outside strings and comments.
fn deepest_bracket(text: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0usize, 0usize, 0usize);
    while at < text.len() {
        at += match text[at] {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
                1
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                1
            }
            b'"' if text[at..].starts_with(b"\"\"\"") => block_string_len(&text[at..]),
            b'"' => string_len(&text[at..]),
            b'#' => text[at..]
                .iter()
                .take_while(|it| !matches!(it, b'\n' | b'\r'))
                .count(),
            _ => 1,
        };
    }
    deepest
}

/// Length of the string that starts the text; it ends at the line's end at the latest.
fn string_len(text: &[u8]) -> usize {
    let mut at = 1;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'\n' | b'\r' => return at,
            _ => at += 1,
        }
    }
    text.len()
}

/// Length of the block string that starts the text.
fn block_string_len(text: &[u8]) -> usize {
    let mut at = 3;
    while at < text.len() {
        if text[at..].starts_with(b"\\\"\"\"") {
            at += 4;
        } else if text[at..].starts_with(b"\"\"\"") {
            return at + 3;
        } else {
            at += 1;
        }
    }
    text.len()
}

fn check_document(document: &ExecutableDocument) -> Result<(), ApiError> {
    let mut measure = Measure {
        fragments: &document.fragments,
        known: HashMap::new(),
    };
    let mut total = 0u64;
    for (_, operation) in document.operations.iter() {
        check_directives(&operation.node.directives)?;
        for variable in &operation.node.variable_definitions {
            check_directives(&variable.node.directives)?;
        }
        let size = measure.set(&operation.node.selection_set.node, 1)?;
        if size.fields > MAX_ROOT_FIELDS {
            return Err(ApiError::limit(format!(
                "an operation has {} fields at its root; at most {MAX_ROOT_FIELDS} are answered",
                size.fields
            )));
        }
        total = total.saturating_add(size.selections);
    }
    // A fragment that no operation uses is validated all the same.
    let mut names: Vec<&Name> = document.fragments.keys().collect();
    names.sort();
    for name in names {
        total = total.saturating_add(1);
        measure.fragment(name, 1)?;
    }
    if total > MAX_SELECTIONS {
        return Err(ApiError::limit(format!(
            "the document has more than {MAX_SELECTIONS} selections with its fragments expanded"
        )));
    }
    Ok(())
}

/// How large a selection set is.
#[derive(Clone, Copy, Default)]
struct Size {
    /// Selections of all levels, with fragments expanded.
    selections: u64,
    /// Fields of the first level, with fragments expanded.
    fields: u64,
    /// Deepest nesting of selection sets, those of fragments counted.
    height: usize,
}

/// Measures selection sets, each fragment once.
struct Measure<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// Sizes of fragments; none while a fragment is being measured.
    known: HashMap<&'a str, Option<Size>>,
}

impl<'a> Measure<'a> {
    fn set(&mut self, set: &'a SelectionSet, depth: usize) -> Result<Size, ApiError> {
        check_recursion(depth)?;
        let mut size = Size::default();
        for selection in &set.items {
            check_directives(selection.node.directives())?;
            let inner = match &selection.node {
                Selection::Field(field) => Size {
                    fields: 1,
                    ..self.set(&field.node.selection_set.node, depth + 1)?
                },
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node, depth + 1)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, depth + 1)?
                }
            };
            size.height = size.height.max(inner.height + 1);
            check_recursion(size.height)?;
            size.fields = size.fields.saturating_add(inner.fields);
            size.selections = size
                .selections
                .saturating_add(inner.selections)
                .saturating_add(1);
        }
        Ok(size)
    }

    fn fragment(&mut self, name: &str, depth: usize) -> Result<Size, ApiError> {
        // A fragment that is missing is told by the library, with its place.
        let Some((name, fragment)) = self.fragments.get_key_value(name) else {
            return Ok(Size::default());
        };
        match self.known.get(name.as_str()) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let message = format!("fragment `{name}` holds itself");
                return Err(ApiError::new(ErrorCode::BadInput, message));
            }
            None => {}
        }
        self.known.insert(name.as_str(), None);
        check_directives(&fragment.node.directives)?;
        let size = self.set(&fragment.node.selection_set.node, depth)?;
        self.known.insert(name.as_str(), Some(size));
        Ok(size)
    }
}

fn check_recursion(depth: usize) -> Result<(), ApiError> {
    // The innermost fields have an empty set of their own.
    if depth > MAX_RECURSION + 1 {
        return Err(ApiError::limit(format!(
            "selections and fragments are nested deeper than {MAX_RECURSION}"
        )));
    }
    Ok(())
}

fn check_directives(directives: &[Positioned<Directive>]) -> Result<(), ApiError> {
    if directives.len() > MAX_DIRECTIVES {
        return Err(ApiError::limit(format!(
            "{} directives in one place; at most {MAX_DIRECTIVES} are taken",
            directives.len()
        )));
    }
    Ok(())
}
