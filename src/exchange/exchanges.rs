//! Files of exchanges of wastes, for an evaluation: CSV, one exchange a row.

use crate::analysis::partners::evaluation::Exchange;
use crate::model::CodeLists;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::PublishedList;
use crate::model::codes::ExchangeStatus;

/// Columns without which there is nothing to evaluate.
const NEEDED: [&str; 5] = ["case_id", "waste", "ewc", "receiver_nace", "status"];

/// Columns that tell who takes it and what it becomes; read where they are there.
const RECEIVER: [&str; 2] = ["receiver_business", "final_use"];

/// Reads the exchanges of a file and all that is wrong with it. A row that cannot be read is left out; a code or status
/// that is on no list is left out of its row. Nothing is read of a file without the columns needed.
pub fn read_exchanges(
    file: &str,
    bytes: &[u8],
    lists: &CodeLists,
) -> (Vec<Exchange>, Vec<Problem>) {
    // A byte order mark is no part of the first column's name.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::Reader::from_reader(bytes);
    let mut problems = Vec::new();
    let place = |line| Place {
        file: file.into(),
        line,
    };
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            let problem = Problem::error(ProblemCode::Unreadable, error.to_string());
            return (Vec::new(), vec![problem.at(Some(&place(1)))]);
        }
    };
    let missing = NEEDED
        .into_iter()
        .filter(|it| !header.iter().any(|name| name.trim() == *it));
    problems.extend(missing.map(|it| {
        let text = format!("there is no column `{it}`");
        Problem::error(ProblemCode::MissingColumn, text)
            .at(Some(&place(1)))
            .column(it)
    }));
    if !problems.is_empty() {
        return (Vec::new(), problems);
    }
    let mut exchanges = Vec::new();
    for cells in reader.records() {
        match cells {
            Ok(cells) => {
                let line = cells.position().map_or(0, csv::Position::line);
                let mut row = Row {
                    header: &header,
                    cells: &cells,
                    lists,
                    place: place(line),
                    problems: &mut problems,
                };
                exchanges.extend(row.exchange());
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let problem = Problem::error(ProblemCode::Unreadable, error.to_string());
                problems.push(problem.at(Some(&place(line))));
            }
        }
    }
    (exchanges, problems)
}

struct Row<'a> {
    header: &'a csv::StringRecord,
    cells: &'a csv::StringRecord,
    lists: &'a CodeLists,
    place: Place,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Row<'a> {
    fn exchange(&mut self) -> Option<Exchange> {
        let (case, waste) = (self.text("case_id"), self.text("waste"));
        for (column, text) in [("case_id", case), ("waste", waste)] {
            if text.is_empty() {
                self.report(ProblemCode::MissingValue, column, "", "the cell is empty");
            }
        }
        if case.is_empty() || waste.is_empty() {
            return None;
        }
        let receiver = RECEIVER.map(|it| self.text(it).to_owned());
        Some(Exchange {
            case: case.to_owned(),
            waste: waste.to_owned(),
            ewc: self.ewc(),
            receiver: receiver.into_iter().filter(|it| !it.is_empty()).collect(),
            receiver_nace: self.trades("receiver_nace"),
            status: self.status(),
        })
    }

    /// The text of a cell; empty if there is no such column.
    fn text(&self, column: &str) -> &'a str {
        let at = self.header.iter().position(|it| it.trim() == column);
        at.and_then(|at| self.cells.get(at))
            .unwrap_or_default()
            .trim()
    }

    fn report(&mut self, code: ProblemCode, column: &str, value: &str, message: &str) {
        let problem = Problem::warning(code, message).at(Some(&self.place));
        self.problems.push(problem.column(column).value(value));
    }

    /// Several codes stand with `/`, `;` or `,` between them; spaces within a code say nothing.
    fn ewc(&mut self) -> Vec<String> {
        let mut codes = Vec::new();
        for part in parts(self.text("ewc")) {
            let code: String = part.chars().filter(|it| !it.is_whitespace()).collect();
            let is_known = self.lists.get(PublishedList::EwcPrefix, &code).is_some();
            if !is_known {
                let text = format!("`{code}` is not on the List of Waste");
                self.report(ProblemCode::UnknownCode, "ewc", part, &text);
            } else if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    fn trades(&mut self, column: &str) -> Vec<String> {
        let mut trades = Vec::new();
        for part in parts(self.text(column)) {
            let Some((trade, is_whole)) = trade(self.lists, part) else {
                let text = format!("`{part}` is no trade of NACE Rev. 2");
                self.report(ProblemCode::UnknownCode, column, part, &text);
                continue;
            };
            if !is_whole {
                let text = format!("`{part}` is not on the list of NACE Rev. 2: read as `{trade}`");
                self.report(ProblemCode::UnknownCode, column, part, &text);
            }
            if !trades.contains(&trade) {
                trades.push(trade);
            }
        }
        trades
    }

    fn status(&mut self) -> ExchangeStatus {
        let text = self.text("status");
        match text.to_lowercase().as_str() {
            "implemented" => ExchangeStatus::Implemented,
            "planned" => ExchangeStatus::Planned,
            "under feasibility study" | "under study" | "under_study" => ExchangeStatus::UnderStudy,
            _ => {
                let message = format!("`{text}` is no status: counted as under study");
                self.report(ProblemCode::UnknownCode, "status", text, &message);
                ExchangeStatus::UnderStudy
            }
        }
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(['/', ';', ',']).map(str::trim);
    parts.filter(|it| !it.is_empty())
}

/// A trade as the list writes it, of digits with or without points, and whether it is the one written: trailing zeros of
/// a group or division written as a class are no doubt (`0120` is `01.2`); else the narrowest part that is on the list.
/// Our list holds not every division of Rev. 2; a trade of one that it does not hold is taken by the list of Rev. 2.1, which
/// is whole, and as it is written where that does not have it either.
fn trade(lists: &CodeLists, text: &str) -> Option<(String, bool)> {
    let digits: String = text.chars().filter(|it| *it != '.').collect();
    if !digits.bytes().all(|it| it.is_ascii_digit()) || !(2..=4).contains(&digits.len()) {
        return None;
    }
    let pointed = |digits: &str| match digits.split_at(2) {
        (division, "") => division.to_owned(),
        (division, rest) => format!("{division}.{rest}"),
    };
    let listed = (2..=digits.len()).rev().find_map(|width| {
        let (kept, dropped) = digits.split_at(width);
        let code = pointed(kept);
        lists.get(PublishedList::Nace, &code)?;
        Some((code, dropped.bytes().all(|it| it == b'0')))
    });
    let trade = listed.unwrap_or_else(|| {
        let written = pointed(&digits);
        let later = format!("2.1:{written}");
        let is_listed = lists.get(PublishedList::Nace, &later).is_some();
        (if is_listed { later } else { written }, true)
    });
    Some(trade)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::code_lists;

    #[test]
    fn rows_are_read_and_every_doubt_is_told_with_line_and_column() {
        let text = "\u{feff}id,case_id,waste,ewc,receiver_nace,status,receiver_business,final_use\n\
            a,1,Slag,10 02 02 / 100208;100202,2351,Implemented,Cement works,Raw material\n\
            b,1,Ash,,0110 / 0120,Planned,,\n\
            c,2,Ash,109999,21,Under feasibility study,Works,\n\
            d,2,Ash,,0105,maybe,,\n\
            e,,Ash,,,Planned,,\n\
            f,3,Heat,,011/012,Planned,,\n\
            g,3,Heat,,no,Planned,,\n\
            i,3,Heat,,1020,Planned,,\n\
            h,3,Heat\n";
        let (read, problems) = read_exchanges("x.csv", text.as_bytes(), code_lists());
        let trades: Vec<&[String]> = read.iter().map(|it| it.receiver_nace.as_slice()).collect();
        let expected: [&[&str]; 7] = [
            &["23.51"],
            &["01.1", "01.2"],
            &["2.1:21"],
            &["01"],
            &["01.1", "01.2"],
            &[],
            &["2.1:10.20"],
        ];
        assert_eq!(trades, expected);
        assert_eq!(read[0].ewc, ["100202", "100208"]);
        assert_eq!(read[0].receiver, ["Cement works", "Raw material"]);
        assert_eq!(read[2].status, ExchangeStatus::UnderStudy);
        assert_eq!(read[3].status, ExchangeStatus::UnderStudy);
        let told: Vec<(u64, Option<&str>, bool)> = problems
            .iter()
            .map(|it| {
                let line = it.place.as_ref().unwrap().line;
                (line, it.column.as_deref(), it.is_error())
            })
            .collect();
        assert_eq!(
            told,
            [
                (4, Some("ewc"), false),
                (5, Some("receiver_nace"), false),
                (5, Some("status"), false),
                (6, Some("case_id"), false),
                (8, Some("receiver_nace"), false),
                (10, None, true),
            ]
        );
    }

    #[test]
    fn columns_that_are_missing_are_named() {
        let (read, problems) = read_exchanges("x.csv", b"case_id,waste\n1,Slag\n", code_lists());
        assert_eq!(read, []);
        let columns: Vec<_> = problems.iter().map(|it| it.column.as_deref()).collect();
        assert_eq!(
            columns,
            [Some("ewc"), Some("receiver_nace"), Some("status")]
        );
        assert!(problems.iter().all(Problem::is_error));
    }
}
