//! What the columns of each kind of record are: the one definition that the table schemas, the
//! reader, the writer, the mutations and the docs follow.

use crate::model::kind::Kind;

/// Position of a column in its table. Part of the stored format: columns are only ever appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column(pub u8);

/// The columns of a kind of record.
#[derive(Debug)]
pub struct Table {
    /// The kind of its records.
    pub kind: Kind,
    /// Name of the resource and, with `.csv`, of the file.
    pub name: &'static str,
    /// What a record of this kind is.
    pub doc: &'static str,
    /// Whether records have names and aliases.
    pub named: bool,
    /// Whether the slug is computed from the values rather than given in a column `id`.
    pub computed_id: bool,
    /// The columns, without `id`, in stored order.
    pub fields: &'static [Field],
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name in files, in snake_case.
    pub name: &'static str,
    /// What it says, in which unit, and what absence means.
    pub doc: &'static str,
    /// What a value may be.
    pub of: FieldType,
    /// Whether every record states it.
    pub required: bool,
    /// Whether it holds a list.
    pub many: bool,
}

/// What a value may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldType {
    /// Free text.
    Text,
    /// A code of a closed list.
    Code(&'static [&'static str]),
    /// A code of a published list.
    Published(PublishedList),
    /// The slug of a record of this kind; with several kinds, its global id.
    Ref(&'static [Kind]),
    /// A whole number within the bounds.
    Int(i64, i64),
    /// A finite number within the bounds.
    Number(f64, f64),
    /// A calendar date `YYYY-MM-DD`, a month `YYYY-MM` or a year `YYYY`.
    Date,
    /// Two years `YYYY/YYYY`, the first not after the second.
    Period,
    /// `true` or `false`.
    Flag,
}

/// Lists that others publish and revise; their codes are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PublishedList {
    /// ISO 3166-1 alpha-2.
    Country,
    /// European List of Waste, six digits, with validity.
    Ewc,
    /// European List of Waste, two, four or six digits.
    EwcPrefix,
    /// NACE, with the revision it is of: `2.1:24.10`; without, revision 2.
    Nace,
    /// CGI mining-activity or processing-activity code.
    Process,
    /// UNFC class of CGI.
    Unfc,
    /// Canonical units of figures.
    Unit,
}

impl Table {
    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<Column> {
        let at = self.fields.iter().position(|it| it.name == name)?;
        u8::try_from(at).ok().map(Column)
    }

    /// What a column is.
    ///
    /// # Panics
    /// If the column belongs to another table.
    pub fn field(&self, column: Column) -> &'static Field {
        &self.fields[usize::from(column.0)]
    }

    /// The columns that are the ends of an edge, if its records are edges: the two references that each must state.
    pub fn ends(&self) -> Option<[Column; 2]> {
        let is_end = |it: &Column| {
            let field = self.field(*it);
            field.required && !field.many && matches!(field.of, FieldType::Ref(_))
        };
        let ends = (0u8..).map(Column).take(self.fields.len()).filter(is_end);
        ends.collect::<Vec<_>>().try_into().ok()
    }

    /// The columns of longitude and latitude, if its records have a place of their own.
    pub fn coordinates(&self) -> Option<[Column; 2]> {
        Some([self.column("longitude")?, self.column("latitude")?])
    }

    /// The columns as files show them: names first, the record's own, then note, sources, visibility.
    pub fn file_order(&self) -> Vec<Column> {
        let all = || (0u8..).map(Column).take(self.fields.len());
        all()
            .skip(ENVELOPE.len())
            .chain(all().take(ENVELOPE.len()))
            .collect()
    }
}

impl Field {
    /// A column that may be empty and holds one value.
    pub const fn new(name: &'static str, of: FieldType, doc: &'static str) -> Self {
        Self {
            name,
            doc,
            of,
            required: false,
            many: false,
        }
    }

    /// The same, stated by every record.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, holding a list.
    pub const fn many(mut self) -> Self {
        self.many = true;
        self
    }
}

/// Free remark of every record.
pub const NOTE: Column = Column(0);
/// Where every record comes from.
pub const SOURCES: Column = Column(1);
/// Who may see the record.
pub const VISIBILITY: Column = Column(2);
/// English name, or the name in the original language, of entities.
pub const NAME_EN: Column = Column(3);
/// Finnish name of entities.
pub const NAME_FI: Column = Column(4);
/// Swedish name of entities.
pub const NAME_SV: Column = Column(5);
/// Other names by which entities are found.
pub const ALIASES: Column = Column(6);

/// The columns every table starts with.
pub(crate) const ENVELOPE: [Field; 3] = [
    Field::new(
        "note",
        FieldType::Text,
        "Free remark; nothing is computed from it.",
    ),
    Field::new(
        "sources",
        FieldType::Ref(&[Kind::Source]),
        "Documents or pages the record rests on.",
    )
    .many(),
    Field::new(
        "visibility",
        FieldType::Code(crate::model::codes::Visibility::CODES),
        "Who may see the record; empty means `PUBLIC`.",
    ),
];

/// The columns entity tables go on with.
pub(crate) const NAMES: [Field; 4] = [
    Field::new(
        "name_en",
        FieldType::Text,
        "English name, or the name as its owner writes it.",
    )
    .required(),
    Field::new("name_fi", FieldType::Text, "Finnish name."),
    Field::new("name_sv", FieldType::Text, "Swedish name."),
    Field::new(
        "aliases",
        FieldType::Text,
        "Other names by which the entity is found.",
    )
    .many(),
];

/// Declares a module with the table of a kind and one constant per column.
///
/// `named` tables have the columns of [`NAMES`]; all have those of [`ENVELOPE`].
macro_rules! table {
    ($(#[doc = $doc:literal])+ $module:ident = named $kind:ident $name:literal { $($body:tt)* }) => {
        table!(@build [$($doc)+] $module $kind $name true false [Note Sources Visibility NameEn NameFi NameSv Aliases]
            [
                crate::model::table::ENVELOPE[0], crate::model::table::ENVELOPE[1], crate::model::table::ENVELOPE[2],
                crate::model::table::NAMES[0], crate::model::table::NAMES[1], crate::model::table::NAMES[2], crate::model::table::NAMES[3],
            ] { $($body)* });
    };
    ($(#[doc = $doc:literal])+ $module:ident = plain $kind:ident $name:literal { $($body:tt)* }) => {
        table!(@build [$($doc)+] $module $kind $name false false [Note Sources Visibility]
            [crate::model::table::ENVELOPE[0], crate::model::table::ENVELOPE[1], crate::model::table::ENVELOPE[2],] { $($body)* });
    };
    ($(#[doc = $doc:literal])+ $module:ident = computed $kind:ident $name:literal { $($body:tt)* }) => {
        table!(@build [$($doc)+] $module $kind $name false true [Note Sources Visibility]
            [crate::model::table::ENVELOPE[0], crate::model::table::ENVELOPE[1], crate::model::table::ENVELOPE[2],] { $($body)* });
    };
    (@build [$($doc:literal)+] $module:ident $kind:ident $name:literal $named:literal $computed:literal [$($common:ident)+] [$($fields:expr,)+]
        { $($column:ident $field:literal: $of:expr => $said:literal $(, $modifier:ident)*;)* }) => {
        $(#[doc = $doc])+
        pub mod $module {
            #[allow(unused_imports, reason = "each table names the types and lists it needs")]
            use crate::model::{codes::*, kind::Kind, quantity::Quantity, table::{Column, Field, FieldType::*, PublishedList, Table}, tables::types};

            #[allow(non_camel_case_types, clippy::upper_case_acronyms, dead_code, reason = "numbers the columns")]
            #[repr(u8)]
            enum At { $($common,)+ $($column),* }
            $(#[doc = $said] pub const $column: Column = Column(At::$column as u8);)*

            /// The columns.
            pub const TABLE: Table = Table {
                kind: Kind::$kind,
                name: $name,
                doc: concat!($($doc),+),
                named: $named,
                computed_id: $computed,
                fields: &[$($fields,)+ $(Field::new($field, $of, $said)$(.$modifier())*),*],
            };
        }
    };
}
pub(crate) use table;
