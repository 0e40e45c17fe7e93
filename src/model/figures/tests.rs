//! The choice among figures against the plain rule: group by every column of the key, choose in each group.

use std::collections::BTreeMap;

use super::*;
use crate::model::Id;
use crate::model::Value;
use crate::model::computed_slug;
use crate::network::dice::Dice;

/// The choices by the rule as it is written, with the key of every figure.
fn plainly(registry: &Registry, figures: &[Row], when: When) -> Vec<Choice> {
    let mut by_key: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in figures {
        let key = registry.figure_key(*row);
        by_key.entry(key).or_default().push(*row);
    }
    let groups = by_key.values();
    let mut chosen: Vec<Choice> = groups
        .filter_map(|it| {
            let usable = it.iter().copied();
            let usable = usable.filter(|row| registry.figure_value(*row).is_some());
            registry.choose(usable, when)
        })
        .collect();
    registry.sort_best_first(&mut chosen);
    chosen
}

fn random_figure(dice: &mut Dice, subject: &Id) -> Record {
    let mut record = Record::new(Id::new(Kind::Figure, ""));
    record.set(figure::SUBJECT, Value::Id(subject.clone()));
    let quantity = [Quantity::Distance, Quantity::Cost][dice.roll(2)];
    record.set(figure::QUANTITY, Value::Code(quantity as u16));
    record.set(figure::UNIT, Value::Text(quantity.unit().into()));
    let confidence = u16::try_from(dice.roll(Confidence::ALL.len())).unwrap();
    record.set(figure::CONFIDENCE, Value::Code(confidence));
    if dice.roll(5) > 0 {
        record.set(figure::VALUE, Value::Number(f64::from(dice.number(9))));
    }
    if dice.roll(4) > 0 {
        let year = 2020 + i64::from(dice.number(8));
        record.set(figure::YEAR, Value::Int(year));
    }
    if dice.roll(3) == 0 {
        let word = ["a", "b"][dice.roll(2)];
        record.set(figure::DEFINITION, Value::Text(word.into()));
    }
    if dice.roll(4) == 0 {
        let vintage = u16::try_from(dice.roll(Vintage::ALL.len())).unwrap();
        record.set(figure::VINTAGE, Value::Code(vintage));
    }
    record.id.slug = computed_slug(&record);
    record
}

#[test]
fn what_is_chosen_does_not_hang_on_how_keys_are_compared() {
    let mut dice = Dice(11);
    let (mut lone, mut several, mut none) = (0, 0, 0);
    for _ in 0..2_000 {
        let subject = Id::new(Kind::Link, "l");
        let mut records: BTreeMap<Id, Record> = BTreeMap::new();
        records.insert(subject.clone(), Record::new(subject.clone()));
        for _ in 0..dice.roll(6) {
            let record = random_figure(&mut dice, &subject);
            records.insert(record.id.clone(), record);
        }
        let registry = Registry::of_records(records.into_values().collect());
        let row = registry.find(&subject).unwrap();
        let when = When {
            year: 2023,
            nearest_years: dice.roll(2) == 0,
            include_planned: false,
        };
        for quantity in [Quantity::Distance, Quantity::Cost] {
            let figures = registry.figures(row, quantity);
            let expected = plainly(&registry, &figures, when);
            assert_eq!(registry.chosen(row, quantity, when), expected);
            lone += usize::from(figures.len() == 1 && expected.len() == 1);
            several += usize::from(expected.len() > 1);
            none += usize::from(figures.len() == 1 && expected.is_empty());
        }
    }
    assert!(
        lone > 100 && several > 100 && none > 100,
        "{lone} {several} {none}"
    );
}

#[test]
fn a_figure_of_a_part_of_a_year_is_chosen_after_those_of_whole_ones() {
    let subject = Id::new(Kind::Link, "l");
    let figure = |value: f64, definition: &str, confidence: Confidence| {
        let mut record = Record::new(Id::new(Kind::Figure, ""));
        record.set(figure::SUBJECT, Value::Id(subject.clone()));
        record.set(figure::QUANTITY, Value::Code(Quantity::Cost as u16));
        record.set(figure::UNIT, Value::Text(Quantity::Cost.unit().into()));
        record.set(figure::CONFIDENCE, Value::Code(confidence as u16));
        record.set(figure::VALUE, Value::Number(value));
        record.set(figure::DEFINITION, Value::Text(definition.into()));
        record.id.slug = computed_slug(&record);
        record
    };
    let part = figure(1.0, "March to July", Confidence::ALL[0]);
    let whole = figure(2.0, "January to December", Confidence::ALL[2]);
    let registry = Registry::of_records(vec![Record::new(subject.clone()), part, whole]);
    let when = When {
        year: 2023,
        nearest_years: false,
        include_planned: false,
    };
    let row = registry.find(&subject).unwrap();
    let chosen = registry.chosen(row, Quantity::Cost, when);
    let values = chosen.iter().map(|it| registry.figure_value(it.figure));
    assert_eq!(values.collect::<Vec<_>>(), [Some(2.0), Some(1.0)]);
}
