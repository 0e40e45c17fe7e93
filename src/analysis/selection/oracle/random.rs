//! Networks at random.

use crate::model::Column;
use crate::model::FieldType;
use crate::model::Id;
use crate::model::Kind;
use crate::model::PublishedList;
use crate::model::Record;
use crate::model::Value;
use crate::model::tables::table_of;
use crate::network::dice::Dice;

const NAMES: [&str; 4] = ["Alpha", "beta", "Gamma", "delta"];

/// Two to four records of every kind, each column stated half of the time, years around 2020.
pub(in crate::analysis::selection) fn random(dice: &mut Dice) -> Vec<Record> {
    let kinds = Kind::ALL.iter().filter_map(|it| table_of(*it));
    let counted: Vec<_> = kinds.map(|table| (table, 2 + dice.roll(3))).collect();
    let mut records = Vec::new();
    for (table, count) in &counted {
        for at in 0..*count {
            let mut record = Record::new(Id::new(table.kind, format!("r{at}")));
            for (field, column) in table.fields.iter().zip((0u8..).map(Column)) {
                if !field.required && dice.roll(2) == 0 {
                    continue;
                }
                let one = |dice: &mut Dice| random_value(field.of, dice);
                let value = if field.many {
                    Value::List((0..=dice.roll(2)).map(|_| one(dice)).collect())
                } else {
                    one(dice)
                };
                record.set(column, value);
            }
            records.push(record);
        }
    }
    records
}

fn random_value(of: FieldType, dice: &mut Dice) -> Value {
    match of {
        FieldType::Text => Value::Text(NAMES[dice.roll(NAMES.len())].into()),
        FieldType::Code(codes) => Value::Code(u16::try_from(dice.roll(codes.len())).unwrap()),
        FieldType::Published(PublishedList::Country) => {
            Value::Text(["FI", "SE", "NO"][dice.roll(3)].into())
        }
        FieldType::Published(_) => Value::Text("1".into()),
        FieldType::Ref(kinds) => {
            let kind = kinds[dice.roll(kinds.len())];
            let slug = match kind {
                Kind::Mode => "road".to_owned(),
                _ => format!("r{}", dice.roll(2)),
            };
            Value::Id(Id::new(kind, slug))
        }
        FieldType::Int(0, 3) => Value::Int(i64::from(dice.number(4))),
        FieldType::Int(..) => Value::Int(2018 + i64::from(dice.number(5))),
        FieldType::Number(..) => Value::Number(f64::from(dice.number(2))),
        FieldType::Date => Value::Text(format!("{}-06", 2018 + dice.number(5)).into()),
        FieldType::Period => Value::Text(format!("2015/{}", 2018 + dice.number(5)).into()),
        FieldType::Flag => Value::Flag(dice.roll(2) == 0),
    }
}
