//! The fields of an answer in the order of the question, at every depth.
//!
//! The library answers the fields of an object at the same time and puts each down when it is ready: of two that wait for
//! the workers either may come first, so that the same question would have answers that differ byte for byte.

use async_graphql::Name;
use async_graphql::Value;
use async_graphql::parser::types::DocumentOperations;
use async_graphql::parser::types::ExecutableDocument;
use async_graphql::parser::types::Selection;
use async_graphql::parser::types::SelectionSet;

/// The fields asked for, each once, in the order of the question; of a field asked for twice the parts are joined. Fields of
/// fragments count where the fragment stands, whatever its type: of those that do not apply there is nothing to order.
#[derive(Debug, Default)]
pub(super) struct Order {
    fields: Vec<(Name, Order)>,
}

/// What an operation selects; none if there is no such operation.
pub(super) fn of_operation<'a>(
    document: &'a ExecutableDocument,
    operation: Option<&str>,
) -> Option<&'a SelectionSet> {
    let operation = match (&document.operations, operation) {
        (DocumentOperations::Single(operation), _) => Some(operation),
        (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
        // Several operations without a name are refused; one that has a name needs none.
        (DocumentOperations::Multiple(operations), None) => operations.values().next(),
    };
    operation.map(|it| &it.node.selection_set.node)
}

impl Order {
    /// The order of an operation. O(fields, fragments expanded, which the guard has bounded).
    pub(super) fn of(document: &ExecutableDocument, operation: Option<&str>) -> Self {
        let mut order = Self::default();
        if let Some(set) = of_operation(document, operation) {
            order.add(document, set);
        }
        order
    }

    fn add(&mut self, document: &ExecutableDocument, set: &SelectionSet) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let key = &field.node.response_key().node;
                    let known = self.fields.iter().position(|it| it.0 == *key);
                    let at = known.unwrap_or(self.fields.len());
                    if known.is_none() {
                        self.fields.push((key.clone(), Self::default()));
                    }
                    self.fields[at]
                        .1
                        .add(document, &field.node.selection_set.node);
                }
                Selection::InlineFragment(inline) => {
                    self.add(document, &inline.node.selection_set.node);
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.node.fragment_name.node);
                    if let Some(fragment) = fragment {
                        self.add(document, &fragment.node.selection_set.node);
                    }
                }
            }
        }
    }

    /// Puts the fields of a value into this order. O(size of the value).
    pub(super) fn lay(&self, value: &mut Value) {
        match value {
            // A scalar may be an object too: nothing is selected of it.
            Value::Object(fields) if !self.fields.is_empty() => {
                let mut given = std::mem::take(fields);
                for (key, order) in &self.fields {
                    if let Some(mut value) = given.swap_remove(key) {
                        order.lay(&mut value);
                        fields.insert(key.clone(), value);
                    }
                }
                fields.extend(given);
            }
            Value::List(items) => items.iter_mut().for_each(|it| self.lay(it)),
            _ => {}
        }
    }
}
