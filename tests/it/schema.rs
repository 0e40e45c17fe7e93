//! The schema is what is committed, says what everything means, and answers introspection.

use std::fmt::Write as _;

use expect_test::expect_file;
use ketju::graphql::sdl;
use serde_json::Value;
use serde_json::json;

use crate::api::Api;

/// The introspection query as graphql-js 16 sends it, all options on that the server knows.
const INTROSPECTION: &str = r"
query IntrospectionQuery {
  __schema {
    description
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types { ...FullType }
    directives {
      name
      description
      isRepeatable
      locations
      args(includeDeprecated: true) { ...InputValue }
    }
  }
}
fragment FullType on __Type {
  kind
  name
  description
  specifiedByURL
  isOneOf
  fields(includeDeprecated: true) {
    name
    description
    args(includeDeprecated: true) { ...InputValue }
    type { ...TypeRef }
    isDeprecated
    deprecationReason
  }
  inputFields(includeDeprecated: true) { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue {
  name
  description
  type { ...TypeRef }
  defaultValue
  isDeprecated
  deprecationReason
}
fragment TypeRef on __Type {
  kind
  name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
    kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } }
  } } } } } }
}
";

#[test]
fn the_schema_is_the_committed_one() {
    let committed = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/schema.graphql");
    expect_file![committed].assert_eq(&sdl());
}

#[test]
fn everything_is_described() {
    let answer = Api::empty().ask(INTROSPECTION, &json!({}));
    assert!(answer["errors"].is_null(), "{}", answer["errors"]);
    let mut silent = String::new();
    let mut check = |place: &str, thing: &Value| {
        let text = thing["description"].as_str().unwrap_or_default();
        if text.trim().is_empty() {
            let _ = writeln!(silent, "{place}");
        }
    };
    for ty in items(&answer["data"]["__schema"]["types"]) {
        let name = ty["name"].as_str().unwrap_or_default();
        // GraphQL itself says what an id is.
        if name.starts_with("__") || name == "ID" {
            continue;
        }
        check(name, ty);
        for field in items(&ty["fields"]) {
            let place = format!("{name}.{}", field["name"]);
            check(&place, field);
            for argument in items(&field["args"]) {
                check(&format!("{place}({})", argument["name"]), argument);
            }
        }
        for list in ["inputFields", "enumValues"] {
            for item in items(&ty[list]) {
                check(&format!("{name}.{}", item["name"]), item);
            }
        }
    }
    assert!(silent.is_empty(), "without description:\n{silent}");
}

fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}
