//! Lists that others publish: their codes with validity, and the units figures are written in.
//!
//! The lists are data, read by `exchange` from `fixtures/codelists`; here is what is asked of them.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::cluster_lists::ClusterLists;
use crate::model::nearest::nearest;
use crate::model::search::fold;
use crate::model::table::PublishedList;

/// All published lists.
#[derive(Clone, Debug, Default)]
pub struct CodeLists {
    /// What is published of clusters.
    pub clusters: ClusterLists,
    lists: BTreeMap<PublishedList, BTreeMap<String, PublishedCode>>,
    /// By folded label the one code that has it; none where several have.
    by_label: BTreeMap<(PublishedList, String), Option<String>>,
    units: BTreeMap<String, UnitSpelling>,
    boxes: BTreeMap<String, Vec<CountryBox>>,
}

/// A part of a country, roughly: all of it lies between these degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountryBox {
    /// Least latitude.
    pub south: f64,
    /// Least longitude.
    pub west: f64,
    /// Greatest latitude.
    pub north: f64,
    /// Greatest longitude.
    pub east: f64,
}

/// One code of a published list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishedCode {
    /// What it means, in the publisher's words.
    pub label: String,
    /// The wider code; none at the top.
    pub broader: Option<String>,
    /// First day it is valid, `YYYY-MM-DD`; none if not limited.
    pub valid_from: Option<String>,
    /// Last day it is valid; none if still valid.
    pub valid_to: Option<String>,
    /// For waste: whether the code is of a hazardous waste.
    pub hazardous: Option<bool>,
    /// For waste: whether it is one of a pair told apart by what the waste contains.
    pub mirror: bool,
    /// Where the code was taken from.
    pub source: String,
}

/// How one spelling of a unit is read.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSpelling {
    /// The unit it is converted to, and by which factor; none if the spelling has several meanings.
    pub canonical: Option<(String, f64)>,
    /// The possible meanings of an ambiguous spelling.
    pub note: String,
    /// Where the factor was taken from.
    pub source: String,
}

impl CodeLists {
    /// Enters a code, replacing an earlier one.
    pub fn insert(&mut self, list: PublishedList, code: impl Into<String>, entry: PublishedCode) {
        let code = code.into();
        let of_label = self.by_label.entry((list, fold(&entry.label)));
        of_label
            .and_modify(|it| *it = it.take().filter(|it| *it == code))
            .or_insert_with(|| Some(code.clone()));
        self.lists.entry(list).or_default().insert(code, entry);
    }

    /// Enters a spelling of a unit.
    pub fn insert_unit(&mut self, spelling: impl Into<String>, unit: UnitSpelling) {
        self.units.insert(spelling.into(), unit);
    }

    /// Enters a box in which a part of a country lies.
    pub fn insert_box(&mut self, country: impl Into<String>, part: CountryBox) {
        self.boxes.entry(country.into()).or_default().push(part);
    }

    /// The boxes in which a country lies; empty if they are not known.
    pub fn boxes(&self, country: &str) -> &[CountryBox] {
        self.boxes.get(country).map_or(&[], Vec::as_slice)
    }

    /// Every spelling of a unit, in order.
    pub fn units(&self) -> impl Iterator<Item = (&str, &UnitSpelling)> {
        self.units
            .iter()
            .map(|(spelling, unit)| (spelling.as_str(), unit))
    }

    /// A code of a list; none if the list does not have it.
    pub fn get(&self, list: PublishedList, code: &str) -> Option<&PublishedCode> {
        self.lists.get(&list)?.get(code)
    }

    /// A code of the List of Waste, of two, four or six digits; none if the list does not have it.
    pub fn waste(&self, code: &str) -> Option<&PublishedCode> {
        let lists = [PublishedList::Ewc, PublishedList::EwcPrefix];
        lists.into_iter().find_map(|it| self.get(it, code))
    }

    /// Every code of a list, in order.
    pub fn codes(&self, list: PublishedList) -> impl Iterator<Item = (&str, &PublishedCode)> {
        self.lists
            .get(&list)
            .into_iter()
            .flatten()
            .map(|(code, entry)| (code.as_str(), entry))
    }

    /// A code with all narrower ones: those whose wider codes lead to it. O(codes · levels).
    pub fn with_narrower(&self, list: PublishedList, code: &str) -> BTreeSet<&str> {
        let Some((code, _)) = self.lists.get(&list).and_then(|it| it.get_key_value(code)) else {
            return BTreeSet::new();
        };
        let mut found = BTreeSet::from([code.as_str()]);
        loop {
            let before = found.len();
            let is_narrower = |entry: &PublishedCode| {
                let broader = entry.broader.as_deref().unwrap_or_default();
                // A code with two wider ones names them with `;` between.
                broader.split(';').any(|it| found.contains(it.trim()))
            };
            let codes = self.codes(list).filter(|(_, entry)| is_narrower(entry));
            let narrower: Vec<&str> = codes.map(|(code, _)| code).collect();
            found.extend(narrower);
            if found.len() == before {
                return found;
            }
        }
    }

    /// A code with all wider ones, each once, the code first also where the list does not have it. O(wider codes²).
    pub fn with_broader<'a>(&'a self, list: PublishedList, code: &'a str) -> Vec<&'a str> {
        let mut found = vec![code];
        let mut at = 0;
        while let Some(code) = found.get(at) {
            let broader = self.get(list, code).and_then(|it| it.broader.as_deref());
            let wider = broader.unwrap_or_default().split(';').map(str::trim);
            for it in wider.filter(|it| !it.is_empty()) {
                if !found.contains(&it) {
                    found.push(it);
                }
            }
            at += 1;
        }
        found
    }

    /// Whether a process is a CGI mining activity, and so has no input: whether its widest code is
    /// one of those of the mining-activity list.
    pub fn is_mining_activity(&self, process: &str) -> bool {
        const WIDEST: [&str; 3] = ["surface-mining", "subsurface-mining", "underwater-mining"];
        let mut code = process;
        // The list is a few levels deep; the bound guards against a circle in it.
        for _ in 0..10 {
            if WIDEST.contains(&code) {
                return true;
            }
            let wider = self
                .get(PublishedList::Process, code)
                .and_then(|it| it.broader.as_deref());
            let Some(wider) = wider else { return false };
            // A code with two wider ones names them with `;` between; both lead to the same end.
            code = wider.split(';').next().unwrap_or_default();
        }
        false
    }

    /// The code of the one entry that has such a label, whatever its capitals, or else the code that is most like `code`;
    /// none if nothing is near. O(codes · length²) unless it is a label.
    pub fn nearest(&self, list: PublishedList, code: &str) -> Option<String> {
        let labelled = self.by_label.get(&(list, fold(code)));
        let like = || nearest(code, self.codes(list).map(|(it, _)| it)).map(str::to_owned);
        labelled.cloned().flatten().or_else(like)
    }

    /// How a spelling is read; the case counts.
    pub fn unit(&self, spelling: &str) -> Option<&UnitSpelling> {
        self.units.get(spelling)
    }

    /// The spelling that is most like this one.
    pub fn nearest_unit(&self, spelling: &str) -> Option<String> {
        nearest(spelling, self.units.keys().map(String::as_str)).map(str::to_owned)
    }
}
