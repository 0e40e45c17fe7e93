//! Records as input: one input type per kind, made from the tables of the model, so that a column
//! is described in one place.
//!
//! The types are entered into the schema by hand rather than derived, with the interface that the
//! derive macros of the GraphQL library use themselves (hence its exact version in Cargo.toml).

use async_graphql::ID;
use async_graphql::InputType;
use async_graphql::InputValueError;
use async_graphql::InputValueResult;
use async_graphql::Name;
use async_graphql::Value;
use async_graphql::indexmap::IndexMap;
use async_graphql::registry::Deprecation;
use async_graphql::registry::MetaInputValue;
use async_graphql::registry::MetaType;
use async_graphql::registry::MetaTypeId;
use async_graphql::registry::Registry;

use crate::graphql::codes::code_input;
use crate::graphql::scalars::Year;
use crate::model::Field;
use crate::model::FieldType;
use crate::model::Kind;
use crate::model::Table;
use crate::model::tables::table_of;

/// The kinds that a commit may put; data packages come by other ways.
pub(crate) const PUT_KINDS: &[Kind] = &[
    Kind::Source,
    Kind::Material,
    Kind::Product,
    Kind::Region,
    Kind::Organisation,
    Kind::Site,
    Kind::Activity,
    Kind::Link,
    Kind::SideStream,
    Kind::Intake,
    Kind::Use,
    Kind::Precedent,
    Kind::Match,
    Kind::Project,
    Kind::Cluster,
    Kind::Membership,
    Kind::Relation,
    Kind::Platform,
    Kind::Programme,
    Kind::Coverage,
    Kind::Statement,
    Kind::Figure,
    Kind::Scenario,
];

/// A record to be put: its kind and the values given, by GraphQL name.
pub(crate) struct RecordInput {
    /// The kind.
    pub(crate) kind: Kind,
    /// The values given; `id` among them where the kind has one of its own.
    pub(crate) values: IndexMap<Name, Value>,
}

impl InputType for RecordInput {
    type RawValueType = Self;

    fn type_name() -> std::borrow::Cow<'static, str> {
        "RecordInput".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::InputObject, |registry| {
            let mut fields = IndexMap::new();
            for table in PUT_KINDS.iter().filter_map(|kind| table_of(*kind)) {
                let ty = create_put_type(registry, table);
                let name = graphql_name(&table.kind.code().replace('-', "_"));
                fields.insert(name.clone(), input_value(name, table.doc, ty));
            }
            let doc = "One whole record; what is not given is not stated. Exactly one kind.";
            input_object("RecordInput", doc, fields, true)
        })
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let Some(Value::Object(fields)) = value else {
            return Err(InputValueError::expected_type(value.unwrap_or_default()));
        };
        let mut given = fields.into_iter();
        let (Some((name, Value::Object(values))), None) = (given.next(), given.next()) else {
            return Err(InputValueError::custom(
                "expected exactly one kind of record with its values",
            ));
        };
        let is_named = |kind: &&Kind| graphql_name(&kind.code().replace('-', "_")) == name.as_str();
        match PUT_KINDS.iter().find(is_named) {
            Some(kind) => Ok(Self {
                kind: *kind,
                values,
            }),
            None => Err(InputValueError::custom(format!(
                "unknown kind of record `{name}`"
            ))),
        }
    }

    fn to_value(&self) -> Value {
        let name = graphql_name(&self.kind.code().replace('-', "_"));
        let record = Value::Object(self.values.clone());
        Value::Object([(Name::new(name), record)].into_iter().collect())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

/// A name in snake_case as GraphQL writes it: `side_stream` is `sideStream`, `annex_ii` is `annexII`.
pub(crate) fn graphql_name(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| match word {
        "ii" => name + "II",
        _ => {
            let (head, tail) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
            name + &head.to_uppercase() + tail
        }
    })
}

/// Enters the input type of a table and gives its qualified name.
fn create_put_type(registry: &mut Registry, table: &Table) -> String {
    let kind = graphql_name(&table.kind.code().replace('-', "_"));
    let (head, tail) = kind.split_at(1);
    let name = format!("{}{tail}Put", head.to_uppercase());
    let mut fields = IndexMap::new();
    if !table.computed_id {
        let doc = "Global id, `kind:slug`, or the slug alone. A record of the same id is replaced as a whole.";
        let ty = <ID as InputType>::create_type_info(registry);
        fields.insert("id".to_owned(), input_value("id".to_owned(), doc, ty));
    }
    for column in table.file_order() {
        let field = table.field(column);
        let name = graphql_name(field.name);
        let ty = field_type(registry, field);
        fields.insert(name.clone(), input_value(name, field.doc, ty));
    }
    let object = input_object(&name, table.doc, fields, false);
    registry.types.insert(name.clone(), object);
    name
}

/// The qualified GraphQL type of a column.
fn field_type(registry: &mut Registry, field: &Field) -> String {
    let name = match field.of {
        FieldType::Text | FieldType::Published(_) | FieldType::Date | FieldType::Period => {
            String::create_type_info(registry)
        }
        FieldType::Code(codes) => match code_input(codes) {
            Some(input) => (input.register)(registry),
            None => String::create_type_info(registry),
        },
        FieldType::Ref(_) => <ID as InputType>::create_type_info(registry),
        FieldType::Int(1500, _) => <Year as InputType>::create_type_info(registry),
        FieldType::Int(..) => <i32 as InputType>::create_type_info(registry),
        FieldType::Number(..) => <f64 as InputType>::create_type_info(registry),
        FieldType::Flag => <bool as InputType>::create_type_info(registry),
    };
    let name = name.trim_end_matches('!');
    match (field.many, field.required) {
        (true, true) => format!("[{name}!]!"),
        (true, false) => format!("[{name}!]"),
        (false, true) => format!("{name}!"),
        (false, false) => name.to_owned(),
    }
}

fn input_object(
    name: &str,
    doc: &str,
    fields: IndexMap<String, MetaInputValue>,
    oneof: bool,
) -> MetaType {
    MetaType::InputObject {
        name: name.to_owned(),
        description: Some(doc.trim().to_owned()),
        input_fields: fields,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(std::any::type_name::<RecordInput>()),
        oneof,
        directive_invocations: Vec::new(),
    }
}

fn input_value(name: String, doc: &str, ty: String) -> MetaInputValue {
    MetaInputValue {
        name,
        description: Some(doc.trim().to_owned()),
        ty,
        deprecation: Deprecation::NoDeprecated,
        default_value: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        is_secret: false,
        directive_invocations: Vec::new(),
    }
}
