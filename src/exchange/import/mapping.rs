//! Which attributes of a file of another program are which of our columns: a small file in TOML or JSON.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::exchange::import::object::each_once;
use crate::model::Kind;
use crate::model::Table;
use crate::model::nearest;
use crate::model::tables::figure;
use crate::model::tables::table_of;

/// The longest text of a mapping, in bytes: an entry for each column of each table is far less.
const MAX_BYTES: usize = 256 << 10;

/// What nodes and edges become. Points of GeoJSON are nodes.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Of nodes; none says nothing of them.
    pub(super) nodes: Option<Part>,
    /// Of edges; none says nothing of them.
    pub(super) edges: Option<Part>,
}

/// What nodes, or edges, become.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// The kind of record; if not stated `site` of nodes and `link` of edges.
    kind: Option<String>,
    /// The attribute that slugs are made of; if not stated the id of a node, and the ends of an edge.
    pub(super) slug: Option<String>,
    /// Attribute → column.
    #[serde(default, deserialize_with = "each_once")]
    pub(super) columns: BTreeMap<String, String>,
    /// Column → value of all records.
    #[serde(default, deserialize_with = "each_once")]
    pub(super) constants: BTreeMap<String, Json>,
    /// Attributes that are passed over on purpose.
    #[serde(default)]
    pub(super) ignore: Vec<String>,
    /// Attributes that become figures.
    #[serde(default)]
    pub(super) figures: Vec<FigurePart>,
}

/// An attribute whose numbers become figures; what else is stated are columns of figures.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(super) struct FigurePart {
    /// The attribute.
    pub(super) attribute: String,
    /// Column → value of all figures.
    #[serde(flatten)]
    pub(super) constants: BTreeMap<String, Json>,
}

impl Mapping {
    /// Reads the text of a mapping file.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > MAX_BYTES {
            return Err(format!(
                "a mapping has at most {MAX_BYTES} bytes, and this one {}",
                text.len()
            ));
        }
        let mapping: Self = match text.trim_start().starts_with('{') {
            true => serde_json::from_str(text).map_err(|error| error.to_string())?,
            false => {
                toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?
            }
        };
        for (part, usual) in [(&mapping.nodes, Kind::Site), (&mapping.edges, Kind::Link)] {
            if let Some(part) = part {
                part.check(usual)?;
            }
        }
        Ok(mapping)
    }

    /// Whether nothing is stated.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Part {
    /// The table that records are of, `usual` if none is stated.
    pub(super) fn table(&self, usual: Kind) -> Option<&'static Table> {
        let stated = self.kind.as_deref();
        table_of(stated.map_or(Some(usual), Kind::from_code)?)
    }

    fn check_figures(&self) -> Result<(), String> {
        if self.figures.len() > MAX_FIGURES {
            return Err(format!("there are more than {MAX_FIGURES} figures"));
        }
        let Some(table) = table_of(Kind::Figure) else {
            return Ok(());
        };
        for column in self.figures.iter().flat_map(|it| it.constants.keys()) {
            known_column(table, column)?;
            if [figure::SUBJECT, figure::VALUE]
                .map(|it| table.field(it).name)
                .contains(&column.as_str())
            {
                return Err(format!(
                    "the column `{column}` of a figure is what the attribute belongs to and says"
                ));
            }
        }
        Ok(())
    }

    fn check(&self, usual: Kind) -> Result<(), String> {
        let Some(table) = self.table(usual).filter(|it| !it.computed_id) else {
            let kind = self.kind.as_deref().unwrap_or_default();
            let kinds = Kind::ALL.iter().filter_map(|it| table_of(*it));
            let kinds = kinds.filter(|it| !it.computed_id).map(|it| it.kind.code());
            return Err(unknown("kind", kind, nearest(kind, kinds)));
        };
        let mut stated: BTreeMap<&str, String> = BTreeMap::new();
        let attributes = self.columns.iter();
        let attributes =
            attributes.map(|(name, column)| (column, format!("the attribute `{name}`")));
        let constants = self.constants.keys();
        let constants = constants.map(|column| (column, "a constant".to_owned()));
        for (column, by) in attributes.chain(constants) {
            known_column(table, column)?;
            if let Some(other) = stated.insert(column, by.clone()) {
                return Err(format!("the column `{column}` is {other} and {by}"));
            }
        }
        self.check_figures()?;
        let mut constants = self.figures.iter().flat_map(|it| &it.constants);
        match self
            .constants
            .iter()
            .chain(&mut constants)
            .find(|it| cell_of(it.1).is_none())
        {
            Some((name, _)) => Err(format!("`{name}` is no text, number, flag or list of such")),
            None => Ok(()),
        }
    }
}

/// Figures of each node or edge.
const MAX_FIGURES: usize = 100;

/// The text of a stated value; none if no cell can hold it.
pub(super) fn cell_of(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(cell_of).collect();
            items.map(|it| it.join(";"))
        }
        _ => None,
    }
}

fn known_column(table: &Table, name: &str) -> Result<(), String> {
    if table.column(name).is_some() {
        return Ok(());
    }
    let names = table.fields.iter().map(|it| it.name);
    let what = format!("column of {}", table.name);
    Err(unknown(&what, name, nearest(name, names)))
}

fn unknown(what: &str, name: &str, near: Option<&str>) -> String {
    let near = near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
    format!("unknown {what} `{name}`{near}")
}
