//! The definition of a part, followed record by record without any index, and networks at random.

mod columns;
mod random;

pub(super) use random::random;

use std::collections::BTreeSet;

use crate::analysis::selection::SelectionFilter;
use crate::analysis::selection::oracle::columns::int;
use crate::analysis::selection::oracle::columns::is_name;
use crate::analysis::selection::oracle::columns::number;
use crate::analysis::selection::oracle::columns::ref_of;
use crate::analysis::selection::oracle::columns::refs;
use crate::analysis::selection::oracle::columns::text;
use crate::analysis::selection::oracle::columns::texts;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Record;
use crate::model::Registry;

/// What a part holds by the words of its definition.
pub(super) struct Naive<'a> {
    records: &'a [Record],
    regions: BTreeSet<Id>,
    countries: BTreeSet<String>,
    materials: BTreeSet<Id>,
    has_regions: bool,
    has_materials: bool,
    year: Option<i64>,
    of: BTreeSet<Id>,
    members: BTreeSet<Id>,
}

impl<'a> Naive<'a> {
    /// The ids of a part; none if nothing is in it.
    pub(super) fn part(
        records: &'a [Record],
        registry: &Registry,
        filter: &SelectionFilter,
    ) -> Option<BTreeSet<Id>> {
        let ids = |rows: &[crate::model::Row]| rows.iter().map(|it| registry.id(*it)).collect();
        let mut it = Naive {
            records,
            regions: ids(&filter.regions),
            countries: BTreeSet::new(),
            materials: ids(&filter.materials),
            has_regions: !filter.regions.is_empty(),
            has_materials: !filter.materials.is_empty(),
            year: filter.year.map(i64::from),
            of: BTreeSet::new(),
            members: BTreeSet::new(),
        };
        assert!(it.has_regions || it.has_materials || it.year.is_some());
        it.find_topics();
        it.grow(Self::is_of, |it| &mut it.of);
        it.grow(Self::is_seed, |it| &mut it.members);
        it.grow(Self::is_attached, |it| &mut it.members);
        if it.members.is_empty() {
            return None;
        }
        let is_extra = |record: &&Record| {
            let subject = ref_of(record, "subject");
            let is_mode = record.kind() == Kind::Figure && subject.unwrap().kind == Kind::Mode;
            (is_mode && it.is_said(record))
                || record.kind() == Kind::Dataset
                || it.is_topic(&record.id)
        };
        let extra: Vec<Id> = records
            .iter()
            .filter(is_extra)
            .map(|it| it.id.clone())
            .collect();
        let mut part = it.members.clone();
        part.extend(extra);
        loop {
            let before = part.len();
            for record in records {
                if part.contains(&record.id) {
                    let told = record.references().map(|it| it.1.clone());
                    part.extend(told.filter(|it| it.kind != Kind::Mode));
                }
            }
            if part.len() == before {
                break;
            }
        }
        if !filter.kinds.is_empty() {
            part.retain(|it| filter.kinds.contains(&it.kind));
        }
        (!part.is_empty()).then_some(part)
    }

    /// Adds records until no more passes.
    fn grow(
        &mut self,
        passes: fn(&Self, &Record) -> bool,
        set: fn(&mut Self) -> &mut BTreeSet<Id>,
    ) {
        loop {
            let found = self.records.iter().filter(|it| passes(self, it));
            let found: Vec<Id> = found.map(|it| it.id.clone()).collect();
            let before = set(self).len();
            set(self).extend(found);
            if set(self).len() == before {
                return;
            }
        }
    }

    fn find_topics(&mut self) {
        for _ in 0..self.records.len() {
            for record in self.records {
                let refers_in =
                    |name, set: &BTreeSet<Id>| refs(record, name).iter().any(|it| set.contains(it));
                if record.kind() == Kind::Region && refers_in("parent", &self.regions) {
                    self.regions.insert(record.id.clone());
                }
                if record.kind() == Kind::Region && self.regions.contains(&record.id) {
                    self.regions.extend(refs(record, "members"));
                }
                if record.kind() == Kind::Material && refers_in("group", &self.materials) {
                    self.materials.insert(record.id.clone());
                }
            }
        }
        for record in self.records {
            let level = int(record, "level");
            let is_alone = refs(record, "parent").is_empty() && refs(record, "members").is_empty();
            let is_country = level == Some(0) || (level.is_none() && is_alone);
            if self.regions.contains(&record.id) && is_country {
                self.countries
                    .extend(text(record, "country").map(str::to_owned));
            }
        }
    }

    fn get(&self, id: &Id) -> &Record {
        self.records.iter().find(|it| it.id == *id).unwrap()
    }

    fn all(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |it| it.kind() == kind)
    }

    fn is_topic(&self, id: &Id) -> bool {
        let is_product = id.kind == Kind::Product && self.has_materials && self.of.contains(id);
        self.regions.contains(id)
            || (self.has_materials && self.materials.contains(id))
            || is_product
    }

    fn names(&self, record: &Record, column: &str) -> bool {
        refs(record, column)
            .iter()
            .any(|it| self.materials.contains(it))
    }

    fn of_any(&self, record: &Record, column: &str) -> bool {
        refs(record, column).iter().any(|it| self.of.contains(it))
    }

    /// Whether a record is of the materials, given what is known to be.
    fn is_of(&self, record: &Record) -> bool {
        let id = &record.id;
        let is_end = |link: &Record| {
            ["from", "to"].iter().any(|end| {
                let end = &refs(link, end)[0];
                let is_at = end.kind == Kind::SideStream && refs(self.get(end), "site")[0] == *id;
                end == id || is_at
            })
        };
        let tagged = |column| {
            let tags = texts(record, column);
            tags.iter()
                .any(|tag| self.materials.iter().any(|it| is_name(self.get(it), tag)))
        };
        let told = self.all(Kind::Figure).any(|it| {
            refs(it, "subject")[0] == *id
                && self.names(it, "material")
                && number(it, "value") != Some(0.0)
        });
        let refers =
            |kind, column: &str, to: &Record| refs(to, column).contains(id) && to.kind() == kind;
        let from = |kind, column: &'static str| {
            self.all(kind)
                .any(|it| self.of.contains(&it.id) && refers(kind, column, it))
        };
        match id.kind {
            Kind::Product => self.names(record, "materials"),
            Kind::SideStream if refs(record, "materials").is_empty() => {
                told || self.of_any(record, "product")
            }
            Kind::SideStream => told || self.names(record, "materials"),
            Kind::Link if refs(record, "materials").is_empty() => {
                let from = &refs(record, "from")[0];
                let is_from = from.kind == Kind::SideStream && self.of.contains(from);
                told || is_from || self.of_any(record, "product")
            }
            Kind::Link => told || self.names(record, "materials"),
            Kind::Activity => {
                let hosted = self.names(record, "host_material");
                told || hosted || self.of_any(record, "inputs") || self.of_any(record, "outputs")
            }
            Kind::Intake => {
                told || self.names(record, "materials") || self.of_any(record, "products")
            }
            Kind::Project => told || self.names(record, "materials"),
            Kind::Site => {
                let by_link = self
                    .all(Kind::Link)
                    .any(|it| self.of.contains(&it.id) && is_end(it));
                told || by_link
                    || from(Kind::Activity, "site")
                    || from(Kind::SideStream, "site")
                    || from(Kind::Intake, "taker")
                    || from(Kind::Project, "sites")
            }
            Kind::Organisation => {
                told || from(Kind::Site, "operator")
                    || from(Kind::Intake, "taker")
                    || from(Kind::Project, "promoter")
            }
            Kind::Membership => told || self.of_any(record, "organisation"),
            Kind::Cluster => told || tagged("themes") || from(Kind::Membership, "cluster"),
            Kind::Precedent => told,
            Kind::Platform => told || tagged("materials"),
            Kind::Programme => told || tagged("themes"),
            _ => false,
        }
    }

    fn is_placed(&self, record: &Record) -> bool {
        let by_region = refs(record, "region")
            .iter()
            .any(|it| self.regions.contains(it));
        let by_country = text(record, "country").is_some_and(|it| self.countries.contains(it));
        let actors = [refs(record, "lead"), refs(record, "partners")].concat();
        let by_actor = actors.iter().any(|it| self.is_placed(self.get(it)));
        !self.has_regions || by_region || by_country || by_actor
    }

    fn is_seed(&self, record: &Record) -> bool {
        let is_of = !self.has_materials || self.of.contains(&record.id);
        match record.kind() {
            Kind::Site | Kind::Programme | Kind::Precedent => {
                is_of && self.is_placed(record) && self.is_current(record)
            }
            Kind::Organisation | Kind::Cluster | Kind::Platform | Kind::Project => {
                is_of && self.is_placed(record)
            }
            Kind::Material | Kind::Product | Kind::Region => {
                !self.has_materials && !self.has_regions
            }
            _ => false,
        }
    }

    /// Whether a record is of the year by its own years.
    fn is_current(&self, record: &Record) -> bool {
        let Some(year) = self.year else {
            return true;
        };
        let not_before = |told: Option<i64>| told.is_none_or(|it| it >= year);
        let not_after = |told: Option<i64>| told.is_none_or(|it| it <= year);
        let day = |name| text(record, name).map(|it| it[..4].parse::<i64>().unwrap());
        match record.kind() {
            Kind::Site | Kind::Activity => not_before(int(record, "closed")),
            Kind::Programme => not_before(day("end")),
            Kind::Precedent => not_after(int(record, "year")),
            Kind::Link => {
                not_after(int(record, "first_year")) && not_before(int(record, "last_year"))
            }
            Kind::Intake => not_after(day("valid_from")) && not_before(day("valid_to")),
            Kind::Match => not_after(day("started")) && not_before(day("ended")),
            Kind::Membership | Kind::Statement | Kind::Coverage => not_after(int(record, "as_of")),
            Kind::Figure => {
                let period = text(record, "period").map(|it| it[5..].parse::<i64>().unwrap());
                int(record, "year").or(period).is_none_or(|it| it == year)
            }
            _ => true,
        }
    }

    fn is_said(&self, record: &Record) -> bool {
        let is_of = refs(record, "material").is_empty() || self.names(record, "material");
        self.is_current(record) && (!self.has_materials || is_of)
    }

    fn is_attached(&self, record: &Record) -> bool {
        let at = |names: &[&str]| {
            let told = names.iter().flat_map(|it| refs(record, it));
            told.into_iter().any(|it| self.members.contains(&it))
        };
        let about = |names: &[&str]| {
            let told = names.iter().flat_map(|it| refs(record, it));
            at(names) || told.into_iter().any(|it| self.is_topic(&it))
        };
        let belongs = match record.kind() {
            Kind::Activity | Kind::SideStream => at(&["site"]),
            Kind::Intake => at(&["taker"]),
            Kind::Link | Kind::Relation => at(&["from", "to"]),
            Kind::Project => at(&["sites"]),
            Kind::Use => at(&["side_stream"]),
            Kind::Precedent => at(&["link"]),
            Kind::Match => at(&["offer", "request", "broker"]),
            Kind::Membership => at(&["organisation", "cluster"]),
            Kind::Statement => about(&["subject"]),
            Kind::Figure => {
                let is_region = refs(record, "subject")[0].kind == Kind::Region;
                let by_material = is_region && !self.has_regions && self.has_materials;
                let is_about = about(&["subject", "partner"]);
                self.is_said(record)
                    && (is_about || (by_material && self.names(record, "material")))
            }
            Kind::Coverage => {
                let is_there = self.regions.contains(&refs(record, "region")[0]);
                (!self.has_regions || is_there) && self.is_said(record)
            }
            _ => false,
        };
        belongs && self.is_current(record)
    }
}
