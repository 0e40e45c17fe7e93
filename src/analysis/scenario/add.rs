//! What a scenario adds: links and intakes.
//!
//! They have no source. A link without sources says of its materials that it carries them, and denies no other
//! material: adding one takes nothing away.

use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::laying::Laying;
use crate::analysis::scenario::laying::REMARK;
use crate::analysis::scenario::laying::Said;
use crate::model::Change;
use crate::model::Column;
use crate::model::Id;
use crate::model::Kind;
use crate::model::NAME_EN;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Row;
use crate::model::Value;
use crate::model::codes::MassBasis;
use crate::model::codes::Mode;
use crate::model::codes::Side;
use crate::model::tables::figure;
use crate::model::tables::intake;
use crate::model::tables::link;
use crate::network::chain::Concern;
use crate::network::chain::Operating;
use crate::network::chain::may_move;

/// A link that a scenario adds.
pub(super) struct AddedLink<'a> {
    pub(super) from: &'a Id,
    pub(super) to: &'a Id,
    pub(super) product: &'a Id,
    pub(super) materials: &'a [Id],
    pub(super) mode: Option<Mode>,
    pub(super) distance_km: Option<f64>,
    pub(super) capacity_tonnes_per_year: Option<f64>,
}

/// An intake that a scenario adds.
pub(super) struct AddedIntake<'a> {
    pub(super) taker: &'a Id,
    pub(super) products: &'a [Id],
    pub(super) materials: &'a [Id],
    pub(super) ewc_codes: &'a [String],
}

impl Laying {
    /// Adds a link in use, with its length and capacity where they are told.
    pub(super) fn add_link(&mut self, added: &AddedLink<'_>) -> Result<Said, ScenarioError> {
        let from = self.find(added.from, &[Kind::Site, Kind::SideStream])?;
        let to = self.find(added.to, &[Kind::Site])?;
        if from == to {
            return Err(ScenarioError::SameEnds {
                change: self.at,
                id: added.from.clone(),
            });
        }
        let product = self.find(added.product, &[Kind::Product])?;
        for it in added.materials {
            self.find(it, &[Kind::Material])?;
        }
        if let Some(km) = added.distance_km {
            self.check("the distance", km, Quantity::Distance)?;
        }
        if let Some(tonnes) = added.capacity_tonnes_per_year {
            self.check("the capacity", tonnes, Quantity::Capacity)?;
        }
        let doubt = self.doubt(from, to, product, added.mode);
        let registry = &self.registry;
        let sentence = format!(
            "the scenario adds a link of {} from {} to {}{}",
            registry.name(product),
            registry.name(from),
            registry.name(to),
            doubt.unwrap_or_default(),
        );
        let id = self.put_link(added);
        Ok(Said {
            about: Some(id),
            concern: Concern::Existence,
            sentence,
        })
    }

    fn put_link(&mut self, added: &AddedLink<'_>) -> Id {
        let mut record = Record::new(self.new_id(Kind::Link));
        let id = record.id.clone();
        record.set(NOTE, Value::Text(REMARK.into()));
        record.set(link::FROM, Value::Id(added.from.clone()));
        record.set(link::TO, Value::Id(added.to.clone()));
        record.set(link::PRODUCT, Value::Id(added.product.clone()));
        set_ids(&mut record, link::MATERIALS, added.materials);
        if let Some(mode) = added.mode {
            record.set(link::MODE, Value::Code(mode as u16));
        }
        let mut changes = vec![Change::Put(record)];
        if let Some(km) = added.distance_km {
            changes.push(Change::Put(self.new_figure(
                id.clone(),
                Quantity::Distance,
                km,
            )));
        }
        if let Some(tonnes) = added.capacity_tonnes_per_year {
            let mut capacity = self.new_figure(id.clone(), Quantity::Capacity, tonnes);
            capacity.set(figure::SIDE, Value::Code(Side::Input as u16));
            capacity.set(figure::BASIS, Value::Code(MassBasis::Gross as u16));
            changes.push(Change::Put(capacity));
        }
        self.put(changes);
        id
    }

    /// Why a link that is added may be used in no path, as the end of a sentence; none if nothing speaks against it.
    fn doubt(&self, from: Row, to: Row, product: Row, mode: Option<Mode>) -> Option<String> {
        let (registry, year) = (&self.registry, self.when.year);
        let mut operating = Operating::new(registry, self.when);
        let idle = [from, to]
            .into_iter()
            .find(|it| operating.place(*it).is_none());
        if let Some(idle) = idle {
            let name = registry.name(idle);
            return Some(format!(
                ", which is not used: {name} does not operate in {year}"
            ));
        }
        let moves = may_move(registry, product, mode.unwrap_or(Mode::Unknown));
        (!moves).then(|| {
            let name = registry.name(product);
            format!(", which is used in no path: {name} moves on site or by pipeline only")
        })
    }

    /// Adds an intake.
    pub(super) fn add_intake(&mut self, added: &AddedIntake<'_>) -> Result<Said, ScenarioError> {
        let taker = self.find(added.taker, &[Kind::Site, Kind::Organisation])?;
        for it in added.products {
            self.find(it, &[Kind::Product])?;
        }
        for it in added.materials {
            self.find(it, &[Kind::Material])?;
        }
        if let Some(code) = added.ewc_codes.iter().find(|it| !is_waste_code(it)) {
            return Err(ScenarioError::WasteCode {
                change: self.at,
                code: code.clone(),
            });
        }
        let registry = &self.registry;
        let named = added.products.iter().chain(added.materials);
        let named = named.filter_map(|it| registry.find(it));
        let mut named: Vec<String> = named.map(|it| registry.name(it).to_owned()).collect();
        named.extend(added.ewc_codes.iter().map(|it| format!("waste {it}")));
        if named.is_empty() {
            return Err(ScenarioError::EmptyIntake {
                change: self.at,
                taker: added.taker.clone(),
            });
        }
        let sentence = format!(
            "the scenario lets {} take in {}",
            registry.name(taker),
            named.join(", ")
        );
        let mut record = Record::new(self.new_id(Kind::Intake));
        let id = record.id.clone();
        record.set(NOTE, Value::Text(REMARK.into()));
        record.set(NAME_EN, Value::Text(sentence.as_str().into()));
        record.set(intake::TAKER, Value::Id(added.taker.clone()));
        set_ids(&mut record, intake::PRODUCTS, added.products);
        set_ids(&mut record, intake::MATERIALS, added.materials);
        let codes = added.ewc_codes.iter().map(|it| Value::Text(it.into()));
        set_list(&mut record, intake::EWC_CODES, codes.collect());
        self.put(vec![Change::Put(record)]);
        Ok(Said {
            about: Some(id),
            concern: Concern::Existence,
            sentence,
        })
    }
}

/// Two, four or six digits.
fn is_waste_code(text: &str) -> bool {
    matches!(text.len(), 2 | 4 | 6) && text.bytes().all(|it| it.is_ascii_digit())
}

fn set_ids(record: &mut Record, column: Column, ids: &[Id]) {
    set_list(record, column, ids.iter().cloned().map(Value::Id).collect());
}

fn set_list(record: &mut Record, column: Column, items: Vec<Value>) {
    if !items.is_empty() {
        record.set(column, Value::List(items));
    }
}
