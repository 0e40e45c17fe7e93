//! The form `jsonl`: first an object with what the data say of themselves (`{"ketju":{…}}`), then a record a line.
//!
//! A record is written as the canonical JSON of [`record_json`](crate::model::record_json): its global id, and every
//! stated value under the name of its column. The values become cells and go the way of the cells of CSV files, so that
//! they are checked by the same rules.

pub(super) mod line;
#[cfg(test)]
mod tests;

use serde_json::Value as Json;

use crate::exchange::code_lists::code_lists;
use crate::exchange::import::Encoding;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::jsonl::line::Line;
use crate::exchange::import::object::Members;
use crate::exchange::package::PackageRead;
use crate::exchange::package::Records;
use crate::exchange::package::decode;
use crate::exchange::rows::Rules;
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

/// The key of the first line.
const FACTS: &str = "ketju";

/// Longest line for each byte of a longest cell.
const CELLS_OF_LINE: usize = 20;

/// Reads a file. O(bytes).
pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> PackageRead {
    let mut problems = ProblemList::with_limit(options.limits.problems);
    let mut records = Records::of(bytes.len());
    let mut stated = StatedFacts::default();
    if let Some(text) = decode(name, bytes, Encoding::Utf8, &mut problems) {
        let mut reader = Reader {
            options,
            stated: &mut stated,
            rows: Rows::new(
                &options.limits,
                Rules::new(code_lists(), None),
                &mut records,
                &mut problems,
            ),
        };
        let mut place = Place {
            file: name.into(),
            line: 0,
        };
        for line in text.lines() {
            place.line += 1;
            if place.line > options.limits.rows {
                let said = format!("`{name}` has more than {} lines", options.limits.rows);
                let problem = Problem::error(ProblemCode::LimitExceeded, said);
                reader.rows.problems.push(problem.at(Some(&place)));
                break;
            }
            if !line.trim().is_empty() {
                reader.line(line, &place);
            }
        }
    }
    PackageRead {
        stated,
        records: records.finish(),
        problems: problems.finish(),
        ..PackageRead::default()
    }
}

struct Reader<'a> {
    options: &'a ReadOptions,
    stated: &'a mut StatedFacts,
    rows: Rows<'a>,
}

impl Reader<'_> {
    fn line(&mut self, text: &str, place: &Place) {
        let most = self.options.limits.cell_bytes.saturating_mul(CELLS_OF_LINE);
        if text.len() > most {
            let said = format!("the line is longer than {most} bytes");
            let problem = Problem::error(ProblemCode::LimitExceeded, said);
            return self.rows.problems.push(problem.at(Some(place)));
        }
        let members = match serde_json::from_str::<Members>(text) {
            Ok(members) => members.0,
            Err(error) => return self.rows.problems.push(no_object(&error).at(Some(place))),
        };
        match members.first() {
            Some((key, facts)) if key == FACTS && place.line == 1 => self.facts(facts),
            _ => self.record(&members, place),
        }
    }

    /// Takes from the facts what the records are read by: the year that decides which codes are valid.
    fn facts(&mut self, facts: &Json) {
        let year = facts.get("referenceYear").and_then(Json::as_i64);
        *self.stated = StatedFacts::of_json(facts);
        self.rows.set_rules(Rules::new(code_lists(), year));
    }

    fn record(&mut self, members: &[(String, Json)], place: &Place) {
        if let Some(line) = Line::of(members, place, self.rows.problems) {
            line.take(place, &mut self.rows);
        }
    }
}

fn no_object(error: &serde_json::Error) -> Problem {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let said = format!("no JSON object: {said}, at character {}", error.column());
    let problem = Problem::error(ProblemCode::Unreadable, said);
    problem.expected("a record in one line: `{\"id\":\"site:x\",…}`")
}
