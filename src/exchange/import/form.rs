//! The forms of an import, and how one is recognised.

use crate::exchange::package::unreadable;
use crate::model::Problem;
use crate::model::codes::codes;

codes! {
    /// A form that data are read in.
    pub enum ImportForm {
        /// A data package as a `.zip`.
        Package = "package",
        /// One table of a data package, in a file that is named after it.
        Csv = "csv",
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

codes! {
    /// How text is encoded.
    pub enum Encoding {
        /// UTF-8, with or without byte order mark.
        Utf8 = "utf8",
        /// Windows-1252, which is ISO 8859-1 with more characters.
        Latin1 = "latin1",
    }
}

codes! {
    /// What becomes of an undirected edge, as links have a direction.
    pub enum Undirected {
        /// It is refused, with the line and the reason.
        Refuse = "refuse",
        /// It becomes a link each way.
        Double = "double",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "`codes!` derives what all lists have"
)]
impl Default for Encoding {
    fn default() -> Self {
        Self::Utf8
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "`codes!` derives what all lists have"
)]
impl Default for Undirected {
    fn default() -> Self {
        Self::Refuse
    }
}

impl ImportForm {
    /// The form that the end of a name says, or else the first bytes.
    pub(in crate::exchange) fn of(name: &str, bytes: &[u8]) -> Self {
        let end = name.rsplit_once('.').map_or("", |it| it.1).to_lowercase();
        match end.as_str() {
            "zip" => Self::Package,
            "csv" | "tsv" => Self::Csv,
            // The last four are refused, and told why.
            "xlsx" | "xlsm" | "xls" | "xlsb" | "ods" => Self::Xlsx,
            "jsonl" | "ndjson" => Self::Jsonl,
            "graphml" => Self::Graphml,
            "gexf" => Self::Gexf,
            "geojson" => Self::Geojson,
            _ => Self::of_bytes(bytes),
        }
    }

    /// The form that the first bytes look like: XML with one of two root elements, JSON, an archive that holds a workbook
    /// or else a package.
    fn of_bytes(bytes: &[u8]) -> Self {
        let start = &bytes[..bytes.len().min(FIRST_BYTES)];
        let has = |word: &str| start.windows(word.len()).any(|it| it == word.as_bytes());
        let first = start.iter().find(|it| !b" \t\r\n\xef\xbb\xbf".contains(it));
        match first {
            Some(b'<') if has("<gexf") => Self::Gexf,
            Some(b'<') => Self::Graphml,
            Some(b'{') if has("\"Feature") => Self::Geojson,
            Some(b'{') => Self::Jsonl,
            Some(0xd0) => Self::Xlsx,
            _ if has("[Content_Types].xml") || has("xl/workbook.xml") => Self::Xlsx,
            _ => Self::Package,
        }
    }
}

/// Bytes that a form is recognised by.
pub(super) const FIRST_BYTES: usize = 4096;

/// The forms that are read, by how their files are called.
const READ: &str =
    "a data package (a folder or .zip), .csv, .xlsx, .jsonl, .graphml, .gexf or .geojson";

/// What is wrong with a file that is in no form at all, by its name and first bytes; none where a reader may try it.
pub(super) fn fault(name: &str, bytes: &[u8], stated: Option<ImportForm>) -> Option<Problem> {
    let start = &bytes[..bytes.len().min(FIRST_BYTES)];
    let form_data = b"Content-Disposition: form-data".as_slice();
    let is_form =
        start.starts_with(b"--") && start.windows(form_data.len()).any(|it| it == form_data);
    let called = match name {
        "" => "the file".to_owned(),
        name => format!("`{name}`"),
    };
    if is_form {
        let problem = unreadable(
            name,
            "the body is a form with a file in it (multipart/form-data)",
        );
        return Some(
            problem.expected("the bytes of the file as the body: `curl --data-binary @FILE`"),
        );
    }
    if bytes.is_empty() {
        return Some(unreadable(name, format!("{called} is empty")).expected(READ));
    }
    let is_unknown = stated.is_none()
        && ImportForm::of(name, bytes) == ImportForm::Package
        && !name.to_lowercase().ends_with(".zip")
        && !bytes.starts_with(b"PK");
    let said = || format!("{called} is in no form that is read");
    is_unknown.then(|| unreadable(name, said()).expected(READ))
}
