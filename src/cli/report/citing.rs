//! The sources of a report, numbered in the order they are first cited.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cli::report::document::Source;
use crate::cli::show::items;
use crate::cli::show::plain;

/// What has been cited so far.
#[derive(Default)]
pub(super) struct Citing {
    numbers: BTreeMap<String, usize>,
    ids: Vec<String>,
}

impl Citing {
    /// The number of a source, from 1.
    fn number(&mut self, id: &str) -> usize {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        self.ids.push(id.to_owned());
        self.numbers.insert(id.to_owned(), self.ids.len());
        self.ids.len()
    }

    /// The numbers of the `sources` of a record.
    pub(super) fn of(&mut self, record: &Value) -> Vec<usize> {
        self.of_all(std::iter::once(record))
    }

    /// The numbers of the `sources` of records, ascending, each once.
    pub(super) fn of_all<'a>(
        &mut self,
        records: impl IntoIterator<Item = &'a Value>,
    ) -> Vec<usize> {
        let sources = records.into_iter().flat_map(|it| items(&it["sources"]));
        let ids = sources.filter_map(|it| it["id"].as_str());
        let mut numbers: Vec<usize> = ids.map(|it| self.number(it)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// All that was cited, with what `details` tells of it.
    pub(super) fn sources(self, details: &Value) -> Vec<Source> {
        let by_id: BTreeMap<&str, &Value> = items(details)
            .iter()
            .filter_map(|it| Some((it["id"].as_str()?, it)))
            .collect();
        let told = |id: String| {
            let of = |key: &str| by_id.get(id.as_str()).map(|it| plain(&it[key]));
            let text = |key: &str| of(key).unwrap_or_default();
            let (title, publisher, date) = (text("title"), text("publisher"), text("date"));
            let (licence, address) = (text("licence"), text("address"));
            Source {
                id,
                title,
                publisher,
                date,
                licence,
                address,
            }
        };
        self.ids.into_iter().map(told).collect()
    }
}
