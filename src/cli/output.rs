//! Results on stdout: a table, JSON or CSV.

use std::io::IsTerminal as _;
use std::io::Write as _;

use comfy_table::ContentArrangement;
use comfy_table::LineStyle;
use comfy_table::Table;
use comfy_table::TableStyle;
use serde_json::Value;

use crate::cli::Format;

/// A rule below the header and nothing else.
const RULED_HEADER: TableStyle =
    TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─'));

/// The widest rule, in columns: one as wide as a long sentence would fill lines with nothing else.
const MAX_RULE: usize = 120;

/// A line that is a rule, cut; none of another line.
fn rule(line: &str) -> Option<String> {
    let is_rule = line.chars().all(|it| it == '─') && !line.is_empty();
    is_rule.then(|| line.chars().take(MAX_RULE).collect())
}

/// A table of texts.
pub(super) struct Rows {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Rows {
    /// An empty table.
    pub(super) fn new(header: &[&str]) -> Self {
        Self {
            header: header.iter().map(|it| (*it).to_owned()).collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row, which has as many cells as the header.
    pub(super) fn push<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// The table as text.
    pub(super) fn text(&self) -> String {
        let mut table = Table::new();
        table
            .load_style(RULED_HEADER)
            .set_header(&self.header)
            .add_rows(&self.rows);
        if std::io::stdout().is_terminal() {
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        table
            .to_string()
            .lines()
            .map(|line| {
                format!(
                    "{}\n",
                    rule(line).unwrap_or_else(|| line.trim_end().to_owned())
                )
            })
            .collect()
    }

    /// The table as CSV. Texts that a spreadsheet would run as a formula are prefixed; numbers stay numbers.
    fn csv(&self) -> anyhow::Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.header)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|it| harmless_cell(it)))?;
        }
        Ok(String::from_utf8(writer.into_inner()?)?)
    }

    /// Prints the table as it is, as CSV, or `value` as JSON.
    pub(super) fn print(&self, format: Format, value: &Value) -> anyhow::Result<()> {
        match format {
            Format::Table => print(&self.text()),
            Format::Json => print_json(value),
            Format::Csv => print(&self.csv()?),
        }
    }
}

/// A text that no spreadsheet runs as a formula: one that begins like a formula gets an apostrophe before it.
pub(super) fn harmless(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}

/// The same of a cell, which may be a number or a lone dash: neither runs.
fn harmless_cell(text: &str) -> String {
    let is_dash = text.chars().count() == 1;
    match is_dash || text.parse::<f64>().is_ok() {
        true => text.to_owned(),
        false => harmless(text),
    }
}

/// Prints a text.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    Ok(stdout.flush()?)
}

/// Prints JSON, indented.
pub(super) fn print_json(value: &Value) -> anyhow::Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_csv_run_nowhere_and_numbers_stay_numbers() {
        let mut rows = Rows::new(&["message", "tonnes"]);
        rows.push(["=HYPERLINK(1)", "-5.5"]);
        rows.push(["+1 more", "-"]);
        rows.push(["@x, \"y\"", "1e-3"]);
        rows.push(["\tx", ""]);
        let text = rows.csv().unwrap();
        let expected =
            "message,tonnes\n'=HYPERLINK(1),-5.5\n'+1 more,-\n\"'@x, \"\"y\"\"\",1e-3\n'\tx,\n";
        assert_eq!(text, expected);
    }
}
