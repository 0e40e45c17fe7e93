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
        let sites: Vec<Row> = registry.references(row, project::SITES).collect();
        let is_told = |it: &Row| {
            let what = self.adds(row, *it);
            what.is_some_and(|what| {
                sites
                    .iter()
                    .any(|site| self.tells_what_is_added(*site, what))
            })
        };
        let figures = registry.figures(row, Quantity::CapacityAdded);
        // What is planned is told of years to come.
        let when = When {
            nearest_years: true,
            ..self.when
        };
        let chosen = registry.chosen_among(&figures, when).into_iter();
        let chosen = chosen.map(|it| it.figure);
        chosen.filter(|it| !is_told(it)).collect()
    }

    /// Stage and material of what a figure of a project adds; none where either is not told.
    fn adds(&self, row: Row, added: Row) -> Option<(Stage, Row)> {
        let registry = &self.registry;
        let stage = registry.code::<Stage>(added, figure::STAGE).or_else(|| {
            let stages: Vec<Stage> = registry.codes(row, project::STAGES).collect();
            <[Stage; 1]>::try_from(stages).ok().map(|it| it[0])
        })?;
        let material = registry.reference(added, figure::MATERIAL).or_else(|| {
            let materials: Vec<Row> = registry.references(row, project::MATERIALS).collect();
            <[Row; 1]>::try_from(materials).ok().map(|it| it[0])
        })?;
        Some((stage, material))
    }

    /// Whether a site tells what is added of a material at a stage: by what it adds itself or, where it begins, by what it
    /// can give. What an operating site can give already is never what is added.
    fn tells_what_is_added(&self, site: Row, (stage, of): (Stage, Row)) -> bool {
        let registry = &self.registry;
        let was_opened = self.before.get(&registry.id(site));
        let begins = was_opened.is_some_and(|it| !it.is_closed) || !self.operates_now(site);
        let quantities = [Quantity::CapacityAdded, Quantity::Capacity].into_iter();
        let quantities = quantities.filter(|it| begins || *it == Quantity::CapacityAdded);
        let carries = |subject: Row| {
            let columns = [activity::INPUTS, activity::OUTPUTS].into_iter();
            let mut products = columns.flat_map(|it| registry.references(subject, it));
            products.any(|it| {
                let mut materials = registry.references(it, product::MATERIALS);
                materials.any(|it| it == of)
            })
        };
        let is_of = |subject: Row, it: Row| {
            let is_activity = subject.kind() == Kind::Activity;
            let own = is_activity.then(|| registry.code::<Stage>(subject, activity::STAGE));
            let told = registry.code::<Stage>(it, figure::STAGE).or(own.flatten());
            let material = registry.reference(it, figure::MATERIAL);
            told.is_none_or(|it| it == stage)
                && material.map_or(!is_activity || carries(subject), |it| it == of)
        };
        let activities = registry.referring(Kind::Activity, activity::SITE, site);
        let subjects: Vec<Row> = std::iter::once(site).chain(activities).collect();
        let mut told = quantities.flat_map(|quantity| {
            let of_subject = |it: &Row| {
                let figures = registry.figures(*it, quantity).into_iter();
                let subject = *it;
                figures.map(move |it| (subject, it))
            };
            subjects.iter().flat_map(of_subject).collect::<Vec<_>>()
        });
        told.any(|(subject, it)| is_of(subject, it))
    }

    /// A plant for one figure; none where material or stage is not told.
    fn plant(&mut self, row: Row, added: Row) -> Option<Vec<Change>> {
        let registry = &self.registry;
        let (stage, material) = self.adds(row, added)?;
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
            site.set(site::COUNTRY, Value::Text(country.into()));
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
            capacity.set(figure::CONTAINED_OF, Value::Text(of.into()));
        }
        let status = self.operating_status(&site.id);
        changes.extend([site, status, works, capacity].map(Change::Put));
        Some(changes)
    }

    fn new_record(&mut self, kind: Kind, name: &str) -> Record {
        let mut record = Record::new(self.new_id(kind));
        record.set(NAME_EN, Value::Text(name.into()));
        record.set(NOTE, Value::Text(REMARK.into()));
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
        said.set(NOTE, Value::Text(REMARK.into()));
        said.set(statement::SUBJECT, Value::Id(of.clone()));
        said.set(statement::FIELD, Value::Text("status".into()));
        let operating = SiteStatus::Operating.code().to_owned();
        said.set(statement::VALUE, Value::Text(operating.into()));
        said.set(statement::AS_OF, Value::Int(self.when.year.into()));
        said.set(
            statement::BASIS,
            Value::Code(StatementBasis::Assigned as u16),
        );
        said.id.slug = crate::model::computed_slug(&said);
        said
    }
}
