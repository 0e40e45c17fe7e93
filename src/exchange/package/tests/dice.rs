//! Records at random.

use crate::exchange::code_lists;
use crate::model::*;

/// A small generator, so that a record of any table is made from one number.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % sides as u64).unwrap()
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    fn slug(&mut self) -> String {
        let parts = 1 + self.roll(3);
        let part = |dice: &mut Self| dice.pick(&["a", "kemi", "7", "x1"]).to_string();
        (0..parts)
            .map(|_| part(self))
            .collect::<Vec<String>>()
            .join("-")
    }

    fn text(&mut self, is_item: bool) -> String {
        let alphabet = [
            "=", "+", "-", "@", "'", "\"", ",", ";", "\n", "\t", " ", "ä", "é", "1", "a",
            "\u{2010}", "🜚",
        ];
        let count = 1 + self.roll(6);
        let text: String = (0..count).map(|_| *self.pick(&alphabet)).collect();
        let text = if is_item {
            text.replace(';', ",")
        } else {
            text
        };
        let text = text.trim();
        if text.is_empty() {
            "x".into()
        } else {
            text.into()
        }
    }

    fn number(&mut self, low: f64, high: f64) -> f64 {
        let (low, high) = (low.max(-1e12), high.min(1e12));
        let part = f64::from(u32::try_from(self.roll(1 << 30)).unwrap()) / f64::from(1 << 30);
        *self.pick(&[
            low,
            high,
            low + part * (high - low),
            low + part.powi(9) * (high - low),
        ])
    }

    fn value(&mut self, field: &Field) -> Value {
        match field.of {
            FieldType::Text => Value::Text(self.text(field.many).into()),
            FieldType::Code(codes) => Value::Code(u16::try_from(self.roll(codes.len())).unwrap()),
            FieldType::Published(list) => {
                let valid =
                    |entry: &PublishedCode| entry.valid_from.is_none() && entry.valid_to.is_none();
                let codes = code_lists().codes(list).filter(|(_, entry)| valid(entry));
                let codes: Vec<&str> = codes.map(|(code, _)| code).collect();
                Value::Text((*self.pick(&codes)).into())
            }
            FieldType::Ref(kinds) => Value::Id(Id::new(*self.pick(kinds), self.slug())),
            FieldType::Int(low, high) => {
                let span = usize::try_from(high - low + 1).unwrap();
                Value::Int(low + i64::try_from(self.roll(span)).unwrap())
            }
            FieldType::Number(low, high) => Value::Number(self.number(low, high)),
            FieldType::Date => Value::Text((*self.pick(&["2024", "2024-02", "2024-02-29"])).into()),
            FieldType::Period => Value::Text("2010/2014".into()),
            FieldType::Flag => Value::Flag(self.roll(2) == 1),
        }
    }

    /// A record of a table with every kind of value; its references lead nowhere.
    pub(crate) fn record(&mut self, table: &Table) -> Record {
        let mut record = Record::new(Id::new(table.kind, self.slug()));
        for (at, field) in (0u8..).zip(table.fields) {
            if !field.required && self.roll(3) == 0 {
                continue;
            }
            let mut values = vec![self.value(field)];
            while field.many && self.roll(2) == 1 {
                let next = self.value(field);
                if !values.contains(&next) {
                    values.push(next);
                }
            }
            let value = if field.many {
                Value::List(values)
            } else {
                values.remove(0)
            };
            record.set(Column(at), value);
        }
        if table.kind == Kind::Figure {
            use crate::model::tables::figure;
            let at = self.roll(Quantity::ALL.len());
            let quantity = Quantity::ALL[at];
            let (low, high) = quantity.range();
            record.set(figure::QUANTITY, Value::Code(u16::try_from(at).unwrap()));
            record.set(figure::UNIT, Value::Text(quantity.unit().into()));
            for column in [figure::VALUE, figure::LOW, figure::HIGH] {
                record.set(column, Value::Number(self.number(low, high)));
            }
        }
        if table.computed_id {
            record.id.slug = computed_slug(&record);
        }
        record
    }

    /// At most so many records of every table.
    pub(in crate::exchange) fn records(&mut self, of_each: usize) -> Vec<Record> {
        let mut records: Vec<Record> = Vec::new();
        for table in Kind::ALL.iter().filter_map(|kind| tables::table_of(*kind)) {
            for _ in 0..of_each {
                let record = self.record(table);
                if !records.iter().any(|it| it.id == record.id) {
                    records.push(record);
                }
            }
        }
        records
    }
}
