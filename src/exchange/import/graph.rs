//! Graphs in: what GraphML and GEXF say, as nodes and edges with values; of our own exports and of other programs.
//!
//! A file is gone through twice. First it is told what is wrong with it as a graph, which attributes it declares and how its
//! nodes are called; then its nodes and edges become rows. In memory beside the text are the ids of nodes, and the records.

mod elements;
mod foreign;
mod ours;
mod scan;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub(super) use crate::exchange::import::graph::elements::default_of;
pub(super) use crate::exchange::import::graph::elements::pass_over;
pub(super) use crate::exchange::import::graph::elements::required;
pub(super) use crate::exchange::import::graph::scan::Attribute;
pub(super) use crate::exchange::import::graph::scan::Item;
pub(super) use crate::exchange::import::graph::scan::MAX_DECLARED;
pub(super) use crate::exchange::import::graph::scan::Scan;
pub(super) use crate::exchange::import::graph::scan::Told;
pub(super) use crate::exchange::import::graph::scan::ValueType;

use crate::exchange::code_lists::code_lists;
use crate::exchange::import::ReadOptions;
use crate::exchange::import::cells::Rows;
use crate::exchange::import::graph::foreign::Foreign;
use crate::exchange::import::graph::scan::value_fault;
use crate::exchange::import::xml::Fault;
use crate::exchange::import::xml::Xml;
use crate::exchange::import::xml::xml_text;
use crate::exchange::package::PackageRead;
use crate::exchange::package::Records;
use crate::exchange::rows::Rules;
use crate::exchange::stated_facts::StatedFacts;
use crate::model::Place;
use crate::model::Problem;
use crate::model::ProblemCode;
use crate::model::ProblemList;

/// Goes through a file of one form and hands nodes and edges to the scan.
pub(super) type Scanner = fn(&mut Xml<'_>, &mut Scan<'_>) -> Result<(), Fault>;

/// Reads a graph. O(bytes · log nodes).
pub(super) fn read(name: &str, bytes: &[u8], options: &ReadOptions, scan: Scanner) -> PackageRead {
    let mut problems = ProblemList::with_limit(options.limits.problems);
    let mut records = Records::of(bytes.len());
    let mut stated = StatedFacts::default();
    if let Some(text) = xml_text(name, bytes, &mut problems) {
        let file = File {
            name,
            text: &text,
            scan,
        };
        let mut nodes = Nodes::default();
        if let Some(told) = file.first(&mut nodes, &mut problems) {
            let rules = Rules::new(code_lists(), told.reference_year);
            let rows = Rows::new(&options.limits, rules, &mut records, &mut problems);
            file.records(&told, &nodes, options, rows);
            stated = told.stated;
        }
    }
    PackageRead {
        stated,
        records: records.finish(),
        problems: problems.finish(),
        ..PackageRead::default()
    }
}

/// Nodes by id, and the line each begins in.
#[derive(Default)]
struct Nodes(BTreeMap<String, u64>);

struct File<'f> {
    name: &'f str,
    text: &'f str,
    scan: Scanner,
}

impl File<'_> {
    /// Goes through the file and reports to `problems`; the line and the fault if it breaks off.
    fn scan(
        &self,
        problems: &mut ProblemList,
        each: &mut dyn FnMut(&Told, Item, &mut ProblemList),
    ) -> (Told, Result<(), Problem>) {
        let mut xml = Xml::new(self.text);
        let mut scan = Scan::new((self.name, self.text.len()), problems, each);
        let read = (self.scan)(&mut xml, &mut scan);
        let place = self.place(xml.line());
        let fault = |said| Problem::error(ProblemCode::Unreadable, said).at(Some(&place));
        (scan.told, read.map_err(fault))
    }

    /// Goes through it once more; what is wrong was told the first time.
    fn again(&self, each: &mut dyn FnMut(&Told, Item)) {
        let mut none = ProblemList::with_limit(0);
        let _ = self.scan(&mut none, &mut |told, item, _| each(told, item));
    }

    fn place(&self, line: u64) -> Place {
        Place {
            file: self.name.into(),
            line,
        }
    }

    /// What the file declares; none if it breaks off.
    fn first(&self, nodes: &mut Nodes, problems: &mut ProblemList) -> Option<Told> {
        let mut ends: Vec<(u64, String)> = Vec::new();
        let (told, read) = self.scan(problems, &mut |_, item, problems| {
            let place = self.place(item.line);
            match item.ends {
                Some([source, target]) => {
                    let unknown = |it: &String| !nodes.0.contains_key(it);
                    ends.extend(
                        [source, target]
                            .into_iter()
                            .filter(unknown)
                            .map(|it| (item.line, it)),
                    );
                }
                None => {
                    if let Some(line) = nodes.0.insert(item.id.clone(), item.line) {
                        let said =
                            format!("a second node with the id `{}`, as in line {line}", item.id);
                        let problem = Problem::error(ProblemCode::DuplicateId, said);
                        problems.push(problem.at(Some(&place)).value(item.id));
                    }
                }
            }
        });
        if let Err(fault) = read {
            problems.push(fault);
            return None;
        }
        // Of a graph within a node the nodes are not known.
        ends.retain(|(_, id)| !told.is_partial && !nodes.0.contains_key(id));
        for (line, id) in ends {
            let near = problems.near(&id, nodes.0.keys().map(String::as_str));
            let said = format!("the edge ends at `{id}`, and there is no such node");
            let problem = Problem::error(ProblemCode::UnknownReference, said);
            problems.push(
                problem
                    .at(Some(&self.place(line)))
                    .value(id)
                    .suggestion(near),
            );
        }
        Some(told)
    }

    fn records(&self, told: &Told, nodes: &Nodes, options: &ReadOptions, mut rows: Rows<'_>) {
        let has =
            |attributes: &[Attribute], name: &str| attributes.iter().any(|it| it.name == name);
        if !options.mapping.is_empty() {
            let Some(mut foreign) = Foreign::of(told, options, self.name, rows) else {
                return;
            };
            self.again(&mut |told, item| foreign.name(told, &item));
            self.again(&mut |told, item| foreign.item(told, &item));
        } else if has(&told.nodes, "kind") && (has(&told.edges, "relation") || told.is_ours) {
            if has(&told.nodes, "id") && nodes.0.keys().all(|it| ours::is_renamed(it)) {
                let renamed = ours::ids_lost().at(Some(&self.place(told.line)));
                return rows.problems.push(renamed);
            }
            let times = told.times.map(|line| self.place(line));
            let lost = times.map(|place| ours::times_lost().at(Some(&place)));
            rows.problems.extend(lost);
            self.again(&mut |told, item| {
                ours::read(told, &item, options, &self.place(item.line), &mut rows);
            });
        } else {
            let is_chain = has(&told.nodes, "product") && has(&told.edges, "arc");
            let problem = match is_chain {
                true => {
                    let said = "it is the chain of a material, which is computed from records and holds none";
                    Problem::error(ProblemCode::Inconsistent, said)
                        .expected("a graph of records, exported without `--chain`")
                }
                false if nodes.0.is_empty() => {
                    Problem::warning(ProblemCode::MissingValue, "the graph has no nodes")
                }
                false => foreign::no_mapping(told),
            };
            rows.problems.push(problem.at(Some(&self.place(told.line))));
        }
    }
}
