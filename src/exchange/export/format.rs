//! The forms of an export, as data.

use crate::exchange::export::error::ExportError;
use crate::model::codes::codes;

codes! {
    /// A form that data are written in.
    pub enum ExportFormat {
        /// The data package: a CSV file per kind, as a `.zip`.
        Csv = "csv",
        /// A workbook with a sheet per kind.
        Xlsx = "xlsx",
        /// GraphML.
        Graphml = "graphml",
        /// GEXF 1.3.
        Gexf = "gexf",
        /// GeoJSON, RFC 7946.
        Geojson = "geojson",
        /// Parquet tables of entities, links and figures, as a `.zip`.
        Parquet = "parquet",
        /// RDF as Turtle.
        Turtle = "turtle",
        /// JSON Lines, a record a line.
        Jsonl = "jsonl",
        /// The chain of a material as JSON for Sankey diagrams.
        Sankey = "sankey",
    }
}

impl ExportFormat {
    /// The end of a file's name, without a point.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv | Self::Parquet => "zip",
            Self::Xlsx => "xlsx",
            Self::Graphml => "graphml",
            Self::Gexf => "gexf",
            Self::Geojson => "geojson",
            Self::Turtle => "ttl",
            Self::Jsonl => "jsonl",
            Self::Sankey => "json",
        }
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Parquet => "application/zip",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Graphml | Self::Gexf => "application/xml",
            Self::Geojson => "application/geo+json",
            Self::Turtle => "text/turtle",
            Self::Jsonl => "application/jsonl",
            Self::Sankey => "application/json",
        }
    }

    /// Whether files of this form are an archive of several, which may also lie in a folder.
    pub fn is_archive(self) -> bool {
        matches!(self, Self::Csv | Self::Parquet)
    }

    /// Whether it holds a chain, or else records.
    ///
    /// # Errors
    /// [`ExportError::NoChain`], [`ExportError::OnlyChain`] if it does not.
    pub fn holds(self, chain: bool) -> Result<(), ExportError> {
        match (self, chain) {
            (Self::Graphml | Self::Gexf, _) | (Self::Sankey, true) => Ok(()),
            (Self::Sankey, false) => Err(ExportError::OnlyChain(self)),
            (_, true) => Err(ExportError::NoChain(self)),
            (_, false) => Ok(()),
        }
    }
}
