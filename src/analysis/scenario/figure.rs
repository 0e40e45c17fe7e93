//! Figures that a scenario sets or scales, demands among them.
//!
//! What is set replaces every figure that told the same; what is scaled are the figures that would be chosen. Either
//! way the number stands on no source and is assumed, which would let another figure go before it: whatever it went
//! before is left out of the question.

use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::laying::Laying;
use crate::analysis::scenario::laying::REMARK;
use crate::analysis::scenario::laying::Said;
use crate::model::Change;
use crate::model::Column;
use crate::model::Id;
use crate::model::Kind;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Row;
use crate::model::SOURCES;
use crate::model::Value;
use crate::model::codes::Confidence;
use crate::model::codes::MassBasis;
use crate::model::tables::figure;
use crate::network::chain::Concern;
use crate::network::chain::told_name;

impl Laying {
    /// Sets or scales what a region consumes of a material.
    pub(super) fn demand(
        &mut self,
        region: &Id,
        material: &Id,
        change: Amount,
    ) -> Result<Said, ScenarioError> {
        let region_row = self.find(region, &[Kind::Region])?;
        let material_row = self.find(material, &[Kind::Material])?;
        let registry = &self.registry;
        let told = |subject, column, other| {
            let mut figures = registry.figures(subject, Quantity::Consumption);
            figures.retain(|it| registry.reference(*it, column) == Some(other));
            figures
        };
        let mut figures = told(region_row, figure::MATERIAL, material_row);
        figures.extend(told(material_row, figure::PARTNER, region_row));
        let what = format!(
            "the consumption of {} in {}",
            registry.name(material_row),
            registry.name(region_row)
        );
        let sentence = match change {
            Amount::Scale(factor) => {
                let scaled = self.scale(&what, factor, &figures)?;
                scaled_sentence(&what, factor, scaled)
            }
            Amount::Set(value) => {
                self.check("the demand", value, Quantity::Consumption)?;
                let replaced = figures.iter().map(|it| Change::Delete(registry.id(*it)));
                let replaced: Vec<Change> = replaced.collect();
                let sentence = format!(
                    "the scenario sets {what} to {value} t/a{}",
                    replaced_words(replaced.len())
                );
                let mut record = self.new_figure(region.clone(), Quantity::Consumption, value);
                record.set(figure::MATERIAL, Value::Id(material.clone()));
                record.set(figure::BASIS, Value::Code(MassBasis::Contained as u16));
                self.put(replaced.into_iter().chain([Change::Put(record)]).collect());
                sentence
            }
        };
        Ok(Said {
            about: Some(region.clone()),
            concern: Concern::Flow,
            sentence,
        })
    }

    /// Sets or scales one figure.
    pub(super) fn figure(&mut self, id: &Id, change: Amount) -> Result<Said, ScenarioError> {
        let row = self.find(id, &[Kind::Figure])?;
        let registry = &self.registry;
        let (subject, quantity) = (
            registry.reference(row, figure::SUBJECT),
            registry.code::<Quantity>(row, figure::QUANTITY),
        );
        let name = subject.map_or_else(|| id.to_string(), |it| told_name(registry, it));
        let word = quantity.map_or("figure", Quantity::code);
        let what = format!("the {word} of {name}");
        let unit = quantity.map_or("", Quantity::unit);
        let sentence = match change {
            Amount::Set(value) => format!("the scenario sets {what} to {value} {unit}"),
            Amount::Scale(factor) => format!("the scenario takes {what} times {factor}"),
        };
        if let Amount::Scale(factor) = change {
            self.check_factor(factor)?;
            if registry.figure_value(row).is_none() {
                return Err(ScenarioError::NothingToScale {
                    change: self.at,
                    what,
                });
            }
        }
        let rivals = self.rivals(row);
        let is_chosen = rivals.contains(&row);
        let record = self.changed(row, change)?;
        self.put(vec![Change::Put(record)]);
        let left_out = if is_chosen {
            self.kept_first(id, &rivals)
        } else {
            0
        };
        let about = subject.filter(|it| it.kind() != Kind::Mode).unwrap_or(row);
        let sentence = match (is_chosen, left_out) {
            (false, _) => format!("{sentence}, which is not the figure that answers rest on"),
            (true, 0) => sentence,
            (true, many) => format!("{sentence}, and leaves {many} other figures of it aside"),
        };
        Ok(self.said(about, Concern::Existence, sentence))
    }

    /// The figures that would be chosen for what a figure tells, best first.
    fn rivals(&self, row: Row) -> Vec<Row> {
        let registry = &self.registry;
        let (subject, quantity) = (
            registry.reference(row, figure::SUBJECT),
            registry.code::<Quantity>(row, figure::QUANTITY),
        );
        let Some((subject, quantity)) = subject.zip(quantity) else {
            return Vec::new();
        };
        let record = registry.record(row);
        let tells_the_same = |it: &Row| {
            let other = registry.record(*it);
            SAME_NUMBER
                .iter()
                .all(|it| other.get(*it) == record.get(*it))
        };
        let mut figures = registry.figures(subject, quantity);
        figures.retain(tells_the_same);
        let chosen = registry.chosen_among(&figures, self.when);
        chosen.into_iter().map(|it| it.figure).collect()
    }

    /// Leaves out what would now go before a figure and did not before; how many figures that are.
    fn kept_first(&mut self, id: &Id, before: &[Row]) -> usize {
        let before: Vec<Id> = before.iter().map(|it| self.registry.id(*it)).collect();
        let went_before: Vec<&Id> = before.iter().take_while(|it| *it != id).collect();
        let mut left_out = 0;
        loop {
            let Some(row) = self.registry.find(id) else {
                return left_out;
            };
            let now = self.rivals(row).into_iter().map(|it| self.registry.id(it));
            let ahead = now.take_while(|it| it != id);
            let unseemly: Vec<Id> = ahead.filter(|it| !went_before.contains(&it)).collect();
            if unseemly.is_empty() {
                return left_out;
            }
            left_out += unseemly.len();
            self.put(unseemly.into_iter().map(Change::Delete).collect());
        }
    }

    fn check_factor(&self, factor: f64) -> Result<(), ScenarioError> {
        if factor.is_finite() && factor >= 0.0 {
            return Ok(());
        }
        Err(self.refused("the factor", factor, "0 or more".to_owned()))
    }

    /// Scales the figures that would be chosen among some of one subject and quantity; how many they are.
    pub(super) fn scale(
        &mut self,
        what: &str,
        factor: f64,
        figures: &[Row],
    ) -> Result<usize, ScenarioError> {
        self.check_factor(factor)?;
        let chosen = self.registry.chosen_among(figures, self.when);
        if chosen.is_empty() {
            return Err(ScenarioError::NothingToScale {
                change: self.at,
                what: what.to_owned(),
            });
        }
        let scaled = chosen
            .iter()
            .map(|it| self.changed(it.figure, Amount::Scale(factor)));
        let scaled: Vec<Record> = scaled.collect::<Result<_, _>>()?;
        let count = scaled.len();
        self.put(scaled.into_iter().map(Change::Put).collect());
        Ok(count)
    }

    /// A figure with another number, which stands on no source. Bounds go along with a factor and go with a number.
    pub(super) fn changed(&self, row: Row, change: Amount) -> Result<Record, ScenarioError> {
        let quantity = self.registry.code(row, figure::QUANTITY);
        let mut record = self.edited(row);
        for column in [SOURCES, figure::RAW, figure::MISSING] {
            record.unset(column);
        }
        record.set(figure::CONFIDENCE, Value::Code(Confidence::Assumed as u16));
        for column in [figure::VALUE, figure::LOW, figure::HIGH] {
            let known = self.registry.number(row, column);
            let number = match change {
                Amount::Set(value) => (column == figure::VALUE).then_some(value),
                Amount::Scale(factor) => known.map(|it| it * factor),
            };
            match number {
                Some(number) => {
                    if let Some(quantity) = quantity {
                        self.check("the figure", number, quantity)?;
                    }
                    record.set(column, Value::Number(number));
                }
                None => record.unset(column),
            }
        }
        Ok(record)
    }

    /// A figure of the scenario for the year asked.
    pub(super) fn new_figure(&mut self, of: Id, quantity: Quantity, value: f64) -> Record {
        let mut record = Record::new(self.new_id(Kind::Figure));
        record.set(NOTE, Value::Text(REMARK.into()));
        record.set(figure::SUBJECT, Value::Id(of));
        record.set(figure::QUANTITY, Value::Code(quantity as u16));
        record.set(figure::VALUE, Value::Number(value));
        record.set(figure::UNIT, Value::Text(quantity.unit().into()));
        record.set(figure::YEAR, Value::Int(self.when.year.into()));
        record.set(figure::CONFIDENCE, Value::Code(Confidence::Assumed as u16));
        record
    }

    /// Refuses a number that its quantity cannot have.
    pub(super) fn check(
        &self,
        what: &'static str,
        value: f64,
        quantity: Quantity,
    ) -> Result<(), ScenarioError> {
        let (least, most) = quantity.range();
        if value.is_finite() && (least..=most).contains(&value) {
            return Ok(());
        }
        let unit = quantity.unit();
        let expected = if most == f64::MAX {
            format!("{least} or more, in {unit}")
        } else {
            format!("{least} to {most}, in {unit}")
        };
        Err(self.refused(what, value, expected))
    }

    fn refused(&self, what: &'static str, value: f64, expected: String) -> ScenarioError {
        ScenarioError::Number {
            change: self.at,
            what,
            value: value.to_string(),
            expected,
        }
    }
}

/// The columns by which figures tell one number, whatever they define it as and whoever tells it.
const SAME_NUMBER: &[Column] = &[
    figure::MATERIAL,
    figure::PRODUCT,
    figure::STAGE,
    figure::PARTNER,
    figure::SECTOR,
    figure::SCOPE,
    figure::SIDE,
    figure::CONTAINED_OF,
];

/// The sentence of numbers that are scaled.
pub(super) fn scaled_sentence(what: &str, factor: f64, figures: usize) -> String {
    match figures {
        1 => format!("the scenario takes {what} times {factor}"),
        many => format!("the scenario takes {what} times {factor}, in {many} figures"),
    }
}

/// The part of a sentence that says what a new number replaces.
pub(super) fn replaced_words(figures: usize) -> String {
    match figures {
        0 => String::new(),
        1 => ", in place of the figure on record".to_owned(),
        many => format!(", in place of {many} figures on record"),
    }
}
