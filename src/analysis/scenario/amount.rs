//! Capacities that a scenario sets or scales.
//!
//! A capacity is one of an activity or link; of a site it is that of its only activity. What is set replaces every
//! figure that bounds the same, since the least of them would hold.

use crate::analysis::scenario::Amount;
use crate::analysis::scenario::ScenarioError;
use crate::analysis::scenario::figure::replaced_words;
use crate::analysis::scenario::figure::scaled_sentence;
use crate::analysis::scenario::laying::Laying;
use crate::analysis::scenario::laying::Said;
use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Row;
use crate::model::Value;
use crate::model::codes::MassBasis;
use crate::model::codes::Side;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::link;
use crate::network::chain::Concern;
use crate::network::chain::told_name;

/// The capacities that a change speaks of, by id.
pub(super) struct CapacityOf<'a> {
    pub(super) of: &'a Id,
    pub(super) product: Option<&'a Id>,
    pub(super) material: Option<&'a Id>,
    pub(super) side: Option<Side>,
}

/// The same, found.
struct Meant {
    /// The activity or link.
    of: Row,
    product: Option<Row>,
    material: Option<Row>,
    side: Option<Side>,
}

impl Laying {
    /// Sets or scales a capacity.
    pub(super) fn capacity(
        &mut self,
        given: &CapacityOf<'_>,
        change: Amount,
    ) -> Result<Said, ScenarioError> {
        let find = |id: Option<&Id>, kind| id.map(|it| self.find(it, &[kind])).transpose();
        let meant = Meant {
            of: self.able(given.of)?,
            product: find(given.product, Kind::Product)?,
            material: find(given.material, Kind::Material)?,
            side: given.side,
        };
        self.check_handled(&meant)?;
        let mut figures = self.registry.figures(meant.of, Quantity::Capacity);
        figures.retain(|it| self.is_meant(&meant, *it, change));
        match change {
            Amount::Set(value) => self.capacity_set(&meant, value, &figures),
            Amount::Scale(factor) => self.capacity_scaled(&meant, factor, &figures),
        }
    }

    /// The activity or link that has the capacity.
    fn able(&self, of: &Id) -> Result<Row, ScenarioError> {
        let row = self.find(of, &[Kind::Activity, Kind::Link, Kind::Site])?;
        if of.kind != Kind::Site {
            return Ok(row);
        }
        let activities = self.registry.referring(Kind::Activity, activity::SITE, row);
        match activities.as_slice() {
            [] => Err(ScenarioError::NoActivity {
                change: self.at,
                id: of.clone(),
            }),
            [one] => Ok(*one),
            _ => Err(ScenarioError::SeveralActivities {
                change: self.at,
                id: of.clone(),
                activities: activities.iter().map(|it| self.registry.id(*it)).collect(),
            }),
        }
    }

    /// The products of an activity or link on a side, on both for none.
    fn products(&self, of: Row, side: Option<Side>) -> Vec<Row> {
        let registry = &self.registry;
        if of.kind() == Kind::Link {
            return registry.reference(of, link::PRODUCT).into_iter().collect();
        }
        let columns: &[_] = match side {
            Some(Side::Input) => &[activity::INPUTS],
            Some(Side::Output) => &[activity::OUTPUTS],
            None => &[activity::INPUTS, activity::OUTPUTS],
        };
        let products = columns.iter().flat_map(|it| registry.references(of, *it));
        products.collect()
    }

    fn check_handled(&self, meant: &Meant) -> Result<(), ScenarioError> {
        let Some(product) = meant.product else {
            return Ok(());
        };
        // A mine has no inputs: the ore that it takes is named by its figures alone.
        let is_named = |row: &Row| {
            let side = self.side_of(meant.of, *row);
            let named = self.registry.reference(*row, figure::PRODUCT);
            named == Some(product) && meant.side.is_none_or(|it| it == side)
        };
        let figures = self.registry.figures(meant.of, Quantity::Capacity);
        let is_handled = self.products(meant.of, meant.side).contains(&product);
        if is_handled || figures.iter().any(is_named) {
            return Ok(());
        }
        Err(ScenarioError::NotHandled {
            change: self.at,
            product: self.registry.id(product),
            of: self.registry.id(meant.of),
            on_side: self.products(meant.of, None).contains(&product),
        })
    }

    /// Which side a capacity on record bounds, as the chain takes it.
    fn side_of(&self, of: Row, row: Row) -> Side {
        let named = self.registry.reference(row, figure::PRODUCT);
        let told = self.registry.code(row, figure::SIDE);
        told.unwrap_or_else(|| {
            let outputs = self.products(of, Some(Side::Output));
            let is_given = named.is_some_and(|it| outputs.contains(&it));
            if is_given { Side::Output } else { Side::Input }
        })
    }

    /// Whether a change speaks of a capacity on record. What is set in contained tonnes of a material replaces gross
    /// tonnes too, as these bound it as well, but not contained tonnes of other materials.
    fn is_meant(&self, meant: &Meant, row: Row, change: Amount) -> bool {
        let registry = &self.registry;
        let side = self.side_of(meant.of, row);
        let is_side = meant.of.kind() == Kind::Link || meant.side.is_none_or(|it| it == side);
        let named = registry.reference(row, figure::PRODUCT);
        let is_product = meant.product.is_none_or(|it| {
            named.map_or_else(
                || self.products(meant.of, Some(side)) == [it],
                |of| of == it,
            )
        });
        let is_material = meant.material.is_none_or(|it| {
            let is_gross = registry.code(row, figure::BASIS) == Some(MassBasis::Gross);
            let of = registry.reference(row, figure::MATERIAL);
            match change {
                Amount::Set(_) => is_gross || of.is_none_or(|of| of == it),
                Amount::Scale(_) => !is_gross && of == Some(it),
            }
        });
        is_side && is_product && is_material
    }

    fn capacity_set(
        &mut self,
        meant: &Meant,
        value: f64,
        figures: &[Row],
    ) -> Result<Said, ScenarioError> {
        self.check("the capacity", value, Quantity::Capacity)?;
        let side = self.side_to_set(meant, figures)?;
        let meant = &Meant {
            product: self.product_to_set(meant, side, figures),
            ..*meant
        };
        let registry = &self.registry;
        let replaced: Vec<Change> = figures
            .iter()
            .map(|it| Change::Delete(registry.id(*it)))
            .collect();
        let (of, product, material) = (
            registry.id(meant.of),
            meant.product.map(|it| registry.id(it)),
            meant.material.map(|it| registry.id(it)),
        );
        let name = told_name(registry, meant.of);
        let basis = match meant.material {
            Some(_) => MassBasis::Contained,
            None => MassBasis::Gross,
        };
        let contained = meant
            .material
            .map(|it| format!(" of {}", registry.name(it)));
        let of_product = meant.product.map(|it| format!(" of {}", registry.name(it)));
        let end = match side {
            _ if of.kind == Kind::Link => "",
            Side::Input => " going in",
            Side::Output => " coming out",
        };
        let sentence = format!(
            "the scenario sets the capacity of {name} to {value} t/a{}{}{end}{}",
            contained.as_deref().unwrap_or(" of product"),
            of_product.map_or_else(String::new, |it| format!(" in tonnes{it}")),
            replaced_words(figures.len()),
        );
        let mut record = self.new_figure(of, Quantity::Capacity, value);
        record.set(figure::SIDE, Value::Code(side as u16));
        record.set(figure::BASIS, Value::Code(basis as u16));
        for (column, id) in [(figure::PRODUCT, product), (figure::MATERIAL, material)] {
            if let Some(id) = id {
                record.set(column, Value::Id(id));
            }
        }
        self.put(replaced.into_iter().chain([Change::Put(record)]).collect());
        Ok(self.said(meant.of, Concern::Capacity, sentence))
    }

    /// The side that a capacity is set for: the one asked, else the one on record, else that of the product, else
    /// what goes in.
    fn side_to_set(&self, meant: &Meant, figures: &[Row]) -> Result<Side, ScenarioError> {
        if let Some(side) = meant.side {
            return Ok(side);
        }
        if meant.of.kind() == Kind::Link {
            return Ok(Side::Input);
        }
        let mut on_record: Vec<Side> = figures
            .iter()
            .map(|it| self.side_of(meant.of, *it))
            .collect();
        on_record.dedup();
        match on_record.as_slice() {
            [] => {
                let inputs = self.products(meant.of, Some(Side::Input));
                let is_given = meant.product.is_some_and(|it| !inputs.contains(&it));
                // What takes nothing on record can only be told by what it gives.
                let is_output = is_given || inputs.is_empty();
                Ok(if is_output { Side::Output } else { Side::Input })
            }
            [first, rest @ ..] if rest.iter().all(|it| it == first) => Ok(*first),
            _ => Err(ScenarioError::SeveralSides {
                change: self.at,
                id: self.registry.id(meant.of),
            }),
        }
    }

    /// The product that a capacity is set for: the one asked, else the one of all figures on record that it
    /// replaces, else the only one on its side; none if there is no such.
    fn product_to_set(&self, meant: &Meant, side: Side, figures: &[Row]) -> Option<Row> {
        let named = |it: &Row| self.registry.reference(*it, figure::PRODUCT);
        let only = |products: Vec<Option<Row>>| {
            let first = products.first().copied().flatten();
            first.filter(|it| products.iter().all(|other| *other == Some(*it)))
        };
        let on_record = || only(figures.iter().map(named).collect());
        let on_side = || {
            let products = self.products(meant.of, Some(side));
            only(products.into_iter().map(Some).collect())
        };
        let is_open = figures.is_empty();
        let found = meant.product.or_else(on_record);
        found.or_else(|| is_open.then(on_side).flatten())
    }

    fn capacity_scaled(
        &mut self,
        meant: &Meant,
        factor: f64,
        figures: &[Row],
    ) -> Result<Said, ScenarioError> {
        let name = told_name(&self.registry, meant.of);
        let what = format!("the capacity of {name}");
        let scaled = self.scale(&what, factor, figures)?;
        let sentence = scaled_sentence(&what, factor, scaled);
        Ok(self.said(meant.of, Concern::Capacity, sentence))
    }
}
