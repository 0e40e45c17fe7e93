//! A scenario while it is laid: the registry as the changes so far make it, and what was said of them.
//!
//! The words of each change are kept as a record of their own, `scenario:scenario-1` and so on, which notes rest on;
//! it is in the laid snapshot only.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::scenario::Laid;
use crate::analysis::scenario::ScenarioChange;
use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::add::AddedIntake;
use crate::analysis::scenario::add::AddedLink;
use crate::analysis::scenario::amount::CapacityOf;
use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::NAME_EN;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Registry;
use crate::model::Row;
use crate::model::Value;
use crate::model::When;
use crate::model::codes::Stage;
use crate::network::Snapshot;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;

/// Changes being laid over a registry.
pub(super) struct Laying {
    /// The registry after the changes so far.
    pub(super) registry: Registry,
    /// For which year.
    pub(super) when: When,
    /// The position of the change being laid, from 0.
    pub(super) at: usize,
    /// What was closed or opened, with the records as they were before.
    pub(super) before: BTreeMap<Id, Before>,
    /// What is left of supplies that countries were taken out of, as a part of what was on record.
    pub(super) left: BTreeMap<(Id, Quantity, Stage), f64>,
    changes: Vec<Change>,
    said: Vec<Said>,
    number: u32,
}

/// The records that closing or opening something replaced.
pub(super) struct Before {
    /// Whether it was closed, not opened.
    pub(super) is_closed: bool,
    /// What undoes it.
    pub(super) undo: Vec<Change>,
}

/// What a change comes to.
pub(super) struct Said {
    /// The record it is about; none if that is no record, as a country without a region.
    pub(super) about: Option<Id>,
    pub(super) concern: Concern,
    /// A sentence without full stop.
    pub(super) sentence: String,
}

impl Laying {
    /// Nothing laid yet.
    pub(super) fn over(registry: &Registry, when: When) -> Self {
        Self {
            registry: registry.clone(),
            when,
            at: 0,
            before: BTreeMap::new(),
            left: BTreeMap::new(),
            changes: Vec::new(),
            said: Vec::new(),
            number: 0,
        }
    }

    /// Lays one change over what is laid.
    pub(super) fn lay(&mut self, change: &ScenarioChange) -> Result<(), ScenarioError> {
        let said = match change {
            ScenarioChange::Close(id) => self.close(id)?,
            ScenarioChange::CloseCountry(code) => self.close_country(code)?,
            ScenarioChange::Open { what, year } => self.open(what, *year)?,
            ScenarioChange::Capacity {
                of,
                product,
                material,
                side,
                change,
            } => {
                let given = CapacityOf {
                    of,
                    product: product.as_ref(),
                    material: material.as_ref(),
                    side: *side,
                };
                self.capacity(&given, *change)?
            }
            ScenarioChange::Demand {
                region,
                material,
                change,
            } => self.demand(region, material, *change)?,
            ScenarioChange::Figure { figure, change } => self.figure(figure, *change)?,
            ScenarioChange::AddLink {
                from,
                to,
                product,
                materials,
                mode,
                distance_km,
                capacity_tonnes_per_year,
            } => self.add_link(&AddedLink {
                from,
                to,
                product,
                materials,
                mode: *mode,
                distance_km: *distance_km,
                capacity_tonnes_per_year: *capacity_tonnes_per_year,
            })?,
            ScenarioChange::AddIntake {
                taker,
                products,
                materials,
                ewc_codes,
            } => self.add_intake(&AddedIntake {
                taker,
                products,
                materials,
                ewc_codes,
            })?,
        };
        self.said.push(said);
        self.at += 1;
        Ok(())
    }

    /// The laid snapshot, with what was said.
    pub(super) fn finish(mut self, snapshot: &Arc<Snapshot>) -> Laid {
        let said = std::mem::take(&mut self.said);
        let words: Vec<Id> = said.iter().map(|it| self.words(it)).collect();
        let laid = snapshot.laid_over(&self.changes);
        let registry = laid.registry();
        let notes = said.iter().zip(&words).filter_map(|(said, words)| {
            let words = registry.find(words)?;
            let about = said.about.as_ref().and_then(|it| registry.find(it));
            Some(Note {
                rests_on: Some(words),
                ..Note::new(
                    AssumptionCode::Scenario,
                    said.concern,
                    about.unwrap_or(words),
                )
            })
        });
        Laid {
            notes: notes.collect(),
            told: said.iter().map(|it| it.sentence.clone()).collect(),
            snapshot: Arc::clone(&laid),
        }
    }

    /// Keeps the words of a change as a record.
    fn words(&mut self, said: &Said) -> Id {
        let mut record = Record::new(self.new_id(Kind::Scenario));
        record.set(NAME_EN, Value::Text(said.sentence.as_str().into()));
        let id = record.id.clone();
        self.changes.push(Change::Put(record));
        id
    }

    /// An id that names nothing yet: `scenario-1`, `scenario-2` and so on, numbered over all kinds.
    pub(super) fn new_id(&mut self, kind: Kind) -> Id {
        loop {
            self.number += 1;
            let id = Id::new(kind, format!("scenario-{}", self.number));
            if self.registry.find(&id).is_none() {
                return id;
            }
        }
    }

    /// Lays changes of records over what is laid, and tells what undoes them.
    pub(super) fn put(&mut self, changes: Vec<Change>) -> Vec<Change> {
        let undo = changes.iter().rev().map(|it| {
            let before = self.registry.find(it.id());
            match before {
                Some(row) => Change::Put(self.registry.record(row)),
                None => Change::Delete(it.id().clone()),
            }
        });
        let undo = undo.collect();
        if !changes.is_empty() {
            self.registry = self.registry.laid_over(&changes);
            self.changes.extend(changes);
        }
        undo
    }

    /// The record an id names, which has to be of one of some kinds.
    pub(super) fn find(&self, id: &Id, kinds: &[Kind]) -> Result<Row, ScenarioError> {
        let change = self.at;
        if !kinds.contains(&id.kind) {
            let words: Vec<&str> = kinds.iter().map(|it| it.code()).collect();
            return Err(ScenarioError::WrongKind {
                change,
                id: id.clone(),
                expected: words.join(" or "),
            });
        }
        let unknown = || ScenarioError::UnknownId {
            change,
            id: id.clone(),
            suggestion: self.registry.suggestion(id).map(str::to_owned),
        };
        self.registry.find(id).ok_or_else(unknown)
    }

    /// A sentence about a record.
    pub(super) fn said(&self, about: Row, concern: Concern, sentence: String) -> Said {
        Said {
            about: Some(self.registry.id(about)),
            concern,
            sentence,
        }
    }

    /// A record as it is, with a remark that the scenario made it otherwise.
    pub(super) fn edited(&self, row: Row) -> Record {
        let mut record = self.registry.record(row);
        record.set(NOTE, Value::Text(REMARK.into()));
        record
    }
}

/// The remark of every record that a scenario puts.
pub(super) const REMARK: &str = "scenario";

/// So many of something, in words: `1 link`, `2 links`.
pub(super) fn count(number: usize, one: &str, several: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { several })
}
