//! What a project adds where no site of it tells so: a plant of the scenario, with the capacity that stands on the project.
//!
//! The figure says how much is added, of which material, product and stage. So much is put into the network: a site in the
//! country of the project, an activity of the stage and its capacity. Where it takes things from and sends them to is
//! not on record, so that it stands alone.

use crate::analysis::scenario::laying::Laying;
use crate::analysis::scenario::laying::REMARK;
use crate::model::Change;
use crate::model::Id;
use crate::model::Kind;
use crate::model::NAME_EN;
use crate::model::NOTE;
use crate::model::Quantity;
use crate::model::Record;
use crate::model::Row;
use crate::model::Value;
use crate::model::When;
use crate::model::codes::MassBasis;
use crate::model::codes::ProductForm;
use crate::model::codes::Side;
use crate::model::codes::SiteKind;
use crate::model::codes::SiteStatus;
use crate::model::codes::Stage;
use crate::model::codes::StatementBasis;
use crate::model::tables::activity;
use crate::model::tables::figure;
use crate::model::tables::product;
use crate::model::tables::project;
use crate::model::tables::site;
use crate::model::tables::statement;

impl Laying {
    /// The plants that stand for what a project adds; none where one of its sites tells it, or no figure does. O(figures of
    /// the project and its sites).
    pub(super) fn added_by(&mut self, row: Row) -> Vec<Change> {
        let figures = self.added_figures(row);
        let mut changes = Vec::new();
        for it in figures {
            changes.extend(self.plant(row, it).into_iter().flatten());
        }
        if !changes.is_empty() {
            let id = self.registry.id(row);
            changes.push(Change::Put(self.operating_status(&id)));
        }
        changes
    }

    /// The figures of what a project adds that no site of it tells.
    fn added_figures(&self, row: Row) -> Vec<Row> {
        let registry = &self.registry;
        let tells = |subject: Row| {
            [Quantity::CapacityAdded, Quantity::Capacity]
                .into_iter()
                .any(|it| !registry.figures(subject, it).is_empty())
        };
        let mut sites = registry.references(row, project::SITES);
        let is_told = sites.any(|it| {
            let mut activities = registry
                .referring(Kind::Activity, activity::SITE, it)
                .into_iter();
            tells(it) || activities.any(tells)
        });
        if is_told {
            return Vec::new();
        }
        let figures = registry.figures(row, Quantity::CapacityAdded);
        // What is planned is told of years to come.
        let when = When {
            nearest_years: true,
            ..self.when
        };
        let chosen = registry.chosen_among(&figures, when);
        chosen.into_iter().map(|it| it.figure).collect()
    }

    /// A plant for one figure; none where material or stage is not told.
    fn plant(&mut self, row: Row, added: Row) -> Option<Vec<Change>> {
        let registry = &self.registry;
        let stage = registry.code::<Stage>(added, figure::STAGE).or_else(|| {
            let stages: Vec<Stage> = registry.codes(row, project::STAGES).collect();
            <[Stage; 1]>::try_from(stages).ok().map(|it| it[0])
        })?;
        let material = registry.reference(added, figure::MATERIAL).or_else(|| {
            let materials: Vec<Row> = registry.references(row, project::MATERIALS).collect();
            <[Row; 1]>::try_from(materials).ok().map(|it| it[0])
        })?;
        let (material, value) = (registry.id(material), registry.figure_value(added)?);
        let output = registry.reference(added, figure::PRODUCT);
        let output = output.map(|it| registry.id(it));
        let country = registry.text(row, project::COUNTRY).map(str::to_owned);
        let name = format!("what {} adds", registry.name(row));
        let basis = registry.code::<MassBasis>(added, figure::BASIS);
        let contained_of = registry.text(added, figure::CONTAINED_OF);
        let contained_of = contained_of.map(str::to_owned);
        let mut changes = Vec::new();
        let mut site = self.new_record(Kind::Site, &name);
        let kind = match stage {
            Stage::Extraction => SiteKind::Mine,
            Stage::Recycling => SiteKind::Recycler,
            Stage::Manufacturing => SiteKind::Manufacturer,
            Stage::Processing | Stage::Transport => SiteKind::Processor,
        };
        site.set(site::KIND, Value::Code(kind as u16));
        if let Some(country) = country {
            site.set(site::COUNTRY, Value::Text(country));
        }
        let output = output.unwrap_or_else(|| self.new_product(&name, &material, &mut changes));
        let mut works = self.new_record(Kind::Activity, &name);
        works.set(activity::SITE, Value::Id(site.id.clone()));
        works.set(activity::STAGE, Value::Code(stage as u16));
        works.set(
            activity::OUTPUTS,
            Value::List(vec![Value::Id(output.clone())]),
        );
        if stage != Stage::Extraction {
            let input = self.new_product(&name, &material, &mut changes);
            works.set(activity::INPUTS, Value::List(vec![Value::Id(input)]));
        }
        let mut capacity = self.new_figure(works.id.clone(), Quantity::Capacity, value);
        capacity.set(figure::SIDE, Value::Code(Side::Output as u16));
        capacity.set(figure::PRODUCT, Value::Id(output));
        let basis = basis.unwrap_or(MassBasis::Contained);
        capacity.set(figure::BASIS, Value::Code(basis as u16));
        if basis == MassBasis::Contained {
            capacity.set(figure::MATERIAL, Value::Id(material));
        }
        if let Some(of) = contained_of {
            capacity.set(figure::CONTAINED_OF, Value::Text(of));
        }
        let status = self.operating_status(&site.id);
        changes.extend([site, status, works, capacity].map(Change::Put));
        Some(changes)
    }

    fn new_record(&mut self, kind: Kind, name: &str) -> Record {
        let mut record = Record::new(self.new_id(kind));
        record.set(NAME_EN, Value::Text(name.to_owned()));
        record.set(NOTE, Value::Text(REMARK.to_owned()));
        record
    }

    fn new_product(&mut self, name: &str, material: &Id, changes: &mut Vec<Change>) -> Id {
        let mut record = self.new_record(Kind::Product, name);
        record.set(product::FORM, Value::Code(ProductForm::Intermediate as u16));
        let carries = Value::List(vec![Value::Id(material.clone())]);
        record.set(product::MATERIALS, carries);
        let id = record.id.clone();
        changes.push(Change::Put(record));
        id
    }

    /// That something operates in the year asked.
    pub(super) fn operating_status(&self, of: &Id) -> Record {
        let mut said = Record::new(Id::new(Kind::Statement, ""));
        said.set(NOTE, Value::Text(REMARK.to_owned()));
        said.set(statement::SUBJECT, Value::Id(of.clone()));
        said.set(statement::FIELD, Value::Text("status".to_owned()));
        let operating = SiteStatus::Operating.code().to_owned();
        said.set(statement::VALUE, Value::Text(operating));
        said.set(statement::AS_OF, Value::Int(self.when.year.into()));
        said.set(
            statement::BASIS,
            Value::Code(StatementBasis::Assigned as u16),
        );
        said.id.slug = crate::model::computed_slug(&said);
        said
    }
}
