//! The figures of one material and of its groups, and what is gathered while they are used.

use std::collections::BTreeMap;

use crate::analysis::risk::is_of_stage;
use crate::analysis::shares::notes_of_telling;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::Stage;
use crate::model::codes::SupplyUsed;
use crate::model::tables::figure;
use crate::model::tables::material;
use crate::network::chain::AssumptionCode;
use crate::network::chain::Concern;
use crate::network::chain::Note;
use crate::network::chain::Told;

/// The figures of one material.
pub(super) struct Figures<'a> {
    pub(super) registry: &'a Registry,
    pub(super) material: Row,
    pub(super) when: When,
    /// Of the material itself.
    own: BTreeMap<Quantity, Vec<Row>>,
    /// What was assumed so far.
    pub(super) notes: Vec<Note>,
    /// Figures and statements used so far.
    pub(super) used: Vec<Row>,
    /// What was missing so far, apart from what a stage says itself.
    pub(super) missing: Vec<String>,
}

impl<'a> Figures<'a> {
    /// O(figures of the material).
    pub(super) fn of(registry: &'a Registry, material: Row, when: When) -> Self {
        Self {
            registry,
            material,
            when,
            own: by_quantity(registry, material),
            notes: Vec::new(),
            used: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// The figures of a quantity: of the material, else of the first of its groups that has some that are wanted, which is
    /// noted. In the order of slugs.
    pub(super) fn rows(&mut self, quantity: Quantity, is_wanted: impl Fn(Row) -> bool) -> Vec<Row> {
        let own = self.own.get(&quantity).into_iter().flatten().copied();
        let own: Vec<Row> = own.filter(|it| is_wanted(*it)).collect();
        if !own.is_empty() {
            return own;
        }
        let registry = self.registry;
        for group in registry.references(self.material, material::GROUP) {
            let mut rows = registry.figures(group, quantity);
            rows.retain(|it| is_wanted(*it));
            if !rows.is_empty() {
                self.note(AssumptionCode::GroupFigure, group);
                return rows;
            }
        }
        Vec::new()
    }

    /// The one number of a quantity at a stage, or of the material as a whole; none if not on record.
    pub(super) fn one(&mut self, quantity: Quantity, stage: Option<Stage>) -> Option<Told> {
        let registry = self.registry;
        let rows = self.rows(quantity, |row| is_of_stage(registry, row, stage));
        self.choose(&rows)
    }

    /// The one number among figures of a subject and quantity, with what the choice assumes.
    pub(super) fn choose(&mut self, rows: &[Row]) -> Option<Told> {
        let told = Told::first(self.registry, &self.registry.chosen_among(rows, self.when))?;
        self.take(told);
        Some(told)
    }

    /// The one number that belongs to another figure: the newest not after the year of that one; where there is none, the
    /// next one up to the year asked, which is noted.
    pub(super) fn choose_as_of(&mut self, rows: &[Row], other: Row) -> Option<Told> {
        let registry = self.registry;
        let year = registry.figure_year(other).unwrap_or(self.when.year);
        let up_to = |it: &Row| {
            let of = registry.figure_year(*it);
            self.when.nearest_years || of.is_none_or(|of| of <= self.when.year)
        };
        let rows: Vec<Row> = rows.iter().copied().filter(up_to).collect();
        let when = When {
            year,
            nearest_years: true,
            ..self.when
        };
        let told = Told::first(registry, &registry.chosen_among(&rows, when))?;
        self.take(told);
        Some(told)
    }

    /// Counts a figure as used.
    pub(super) fn take(&mut self, told: Told) {
        let subject = self.registry.reference(told.figure, figure::SUBJECT);
        let subject = subject.unwrap_or(self.material);
        self.notes.extend(told.notes(Concern::Existence, subject));
        let of_telling = notes_of_telling(self.registry, subject, (told.figure, 1));
        self.notes.extend(of_telling);
        self.used.push(told.figure);
    }

    /// Which supply the assessment takes at a stage, with the statement: of the material, else of a group.
    pub(super) fn supply_used(&mut self, stage: Stage) -> Option<(SupplyUsed, Row)> {
        let (registry, year) = (self.registry, self.when.year);
        let own = registry.supply_used(self.material, stage, year);
        let found = own.or_else(|| {
            let mut groups = registry.references(self.material, material::GROUP);
            let (group, found) =
                groups.find_map(|it| Some((it, registry.supply_used(it, stage, year)?)))?;
            self.note(AssumptionCode::GroupFigure, group);
            Some(found)
        })?;
        self.used.push(found.1);
        Some(found)
    }

    pub(super) fn note(&mut self, code: AssumptionCode, subject: Row) {
        self.notes
            .push(Note::new(code, Concern::Existence, subject));
    }

    /// Notes what speaks of a number.
    pub(super) fn note_of(&mut self, code: AssumptionCode, subject: Row, value: f64) {
        self.notes.push(Note {
            value: Some(value),
            ..Note::new(code, Concern::Existence, subject)
        });
    }
}

fn by_quantity(registry: &Registry, subject: Row) -> BTreeMap<Quantity, Vec<Row>> {
    let mut found: BTreeMap<Quantity, Vec<Row>> = BTreeMap::new();
    for row in registry.figures_of(subject) {
        if let Some(quantity) = registry.code(row, figure::QUANTITY) {
            found.entry(quantity).or_default().push(row);
        }
    }
    found
}
