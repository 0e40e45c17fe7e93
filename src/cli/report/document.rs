//! A report as sections of sentences and tables, whatever it is about and however it is written.

use crate::cli::show::amount;
use crate::cli::show::percent;

/// A whole report.
pub(super) struct Document {
    pub(super) title: String,
    /// One sentence below the title.
    pub(super) summary: String,
    /// Whether it is to stand on one page: what it rests on comes last, and there is no list of sections.
    pub(super) is_card: bool,
    /// What it rests on: revision, year, scenario, how to cite; name and value.
    pub(super) about: Vec<(&'static str, String)>,
    pub(super) sections: Vec<Section>,
    /// Everything cited, in the order it was first.
    pub(super) sources: Vec<Source>,
}

/// A part of a report.
pub(super) struct Section {
    /// Its name in addresses and in the tidy table.
    pub(super) anchor: &'static str,
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

/// What a section is made of.
pub(super) enum Block {
    /// A paragraph that explains.
    Paragraph(String),
    /// Sentences that may be quoted, each with what it rests on.
    Sentences(Vec<Sentence>),
    /// Figures or findings.
    Table(Table),
}

/// A sentence that may be quoted.
pub(super) struct Sentence {
    pub(super) text: String,
    pub(super) article: String,
    /// Numbers of sources.
    pub(super) sources: Vec<usize>,
}

/// A table.
pub(super) struct Table {
    /// Unique in a report, at most 31 characters, as names of sheets are.
    pub(super) name: &'static str,
    pub(super) caption: String,
    /// How many of the first columns say what a row is of.
    pub(super) keys: usize,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

/// A column.
pub(super) struct Column {
    pub(super) title: &'static str,
    /// The unit of its numbers; empty where rows have their own or there is none.
    pub(super) unit: &'static str,
    /// Whether it stands on paper, where width is scarce; workbooks and tidy tables have all.
    pub(super) is_printed: bool,
}

/// A row, with as many cells as there are columns.
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Of all its numbers; empty where that is in no single year.
    pub(super) year: String,
    /// Unit of its numbers where columns do not say; empty otherwise.
    pub(super) unit: String,
    /// Article of the Act; empty where there is none.
    pub(super) article: String,
    /// Numbers of sources.
    pub(super) sources: Vec<usize>,
    /// Whether it stands on paper; workbooks and tidy tables have all.
    pub(super) is_printed: bool,
}

/// A cell.
pub(super) enum Cell {
    /// Not known, or not asked.
    Empty,
    Text(String),
    /// A number; a share is a fraction, printed in percent.
    Number(f64),
    Share(f64),
}

impl Cell {
    /// A text; none where it is empty.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        match text.is_empty() {
            true => Self::Empty,
            false => Self::Text(text),
        }
    }

    /// The cell as a program reads it; empty where it is.
    pub(super) fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) | Self::Share(number) => number.to_string(),
        }
    }

    /// The cell as a reader reads it; empty where it is.
    pub(super) fn read(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            // What is not zero is not shown as zero.
            Self::Number(number) if *number != 0.0 && number.abs() < 1e-5 => {
                format!("{number:.1e}")
            }
            Self::Number(number) => spaced(&amount(*number)),
            Self::Share(share) => percent(*share),
        }
    }

    /// A number of JSON; none where it is null.
    pub(super) fn number(value: &serde_json::Value) -> Self {
        value.as_f64().map_or(Self::Empty, Self::Number)
    }

    /// A fraction of JSON; none where it is null.
    pub(super) fn share(value: &serde_json::Value) -> Self {
        value.as_f64().map_or(Self::Empty, Self::Share)
    }
}

/// A number as text, with thin spaces between thousands, as in sentences.
pub(super) fn spaced(number: &str) -> String {
    let (whole, rest) = match number.split_once('.') {
        Some((whole, rest)) => (whole, format!(".{rest}")),
        None => (number, String::new()),
    };
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", whole),
    };
    let mut text = sign.to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text + &rest
}

/// A document or page that something rests on.
pub(super) struct Source {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) publisher: String,
    pub(super) date: String,
    pub(super) licence: String,
    pub(super) address: String,
}

/// A column that stands on paper.
pub(super) const fn printed(title: &'static str, unit: &'static str) -> Column {
    Column {
        title,
        unit,
        is_printed: true,
    }
}

/// A column that workbooks and tidy tables have.
pub(super) const fn besides(title: &'static str, unit: &'static str) -> Column {
    Column {
        title,
        unit,
        is_printed: false,
    }
}

impl Row {
    /// A row of which no year, unit or article is to be told apart.
    pub(super) fn of(cells: Vec<Cell>, sources: Vec<usize>) -> Self {
        Self {
            cells,
            year: String::new(),
            unit: String::new(),
            article: String::new(),
            sources,
            is_printed: true,
        }
    }

    /// The same, on paper only if `is_printed`.
    #[must_use]
    pub(super) fn printed_if(self, is_printed: bool) -> Self {
        Self { is_printed, ..self }
    }

    /// The same, of a year.
    #[must_use]
    pub(super) fn in_year(self, year: String) -> Self {
        Self { year, ..self }
    }
}

impl Sentence {
    /// The article to set behind the sentence; none where the sentence itself names it.
    pub(super) fn article_behind(&self) -> Option<&str> {
        let is_new = !self.article.is_empty() && !self.text.contains(&self.article);
        is_new.then_some(self.article.as_str())
    }
}

impl Block {
    /// A table, or a paragraph that there is nothing to tell.
    pub(super) fn table_or(table: Table, none: &str) -> Self {
        match table.rows.is_empty() {
            true => Self::Paragraph(none.to_owned()),
            false => Self::Table(table),
        }
    }
}

impl Document {
    /// The ids of sources of these numbers, joined with semicolons.
    pub(super) fn ids(&self, numbers: &[usize]) -> String {
        let sources = numbers
            .iter()
            .filter_map(|it| self.sources.get(it.checked_sub(1)?));
        let ids: Vec<&str> = sources.map(|it| it.id.as_str()).collect();
        ids.join(";")
    }
}
