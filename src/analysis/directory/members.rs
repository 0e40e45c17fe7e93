//! Which organisations can do what is looked for: themselves, or at a site they reach.

use std::collections::BTreeSet;

use crate::analysis::clusters::reach::above;
use crate::analysis::clusters::reach::in_other_roles;
use crate::analysis::clusters::reach::members;
use crate::analysis::directory::words::Wanted;
use crate::analysis::sites::carried_by;
use crate::model::Kind;
use crate::model::Knowledge;
use crate::model::PublishedList;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::codes::Stage;
use crate::model::tables::activity;
use crate::model::tables::organisation;
use crate::model::tables::platform;
use crate::model::tables::site;
use crate::network::chain::Carrying;
use crate::network::chain::ChainKey;

/// What one organisation has to meet. Every list that is not empty has to be met, by any of its items.
#[derive(Clone, Debug, Default)]
pub struct MemberCriteria {
    /// An activity at a site it reaches gives, or beyond extraction takes, what carries one of these.
    pub materials: Vec<Row>,
    /// Stages of that activity.
    pub stages: Vec<Stage>,
    /// Processing steps of that activity, or that the organisation or a platform of it offers: CGI codes, each with
    /// its narrower ones.
    pub processes: Vec<String>,
    /// What it offers, in words.
    pub services: Option<String>,
    /// Kinds of that site.
    pub site_kinds: Vec<SiteKind>,
}

/// The organisations that meet all criteria. What is planned counts as if it was there.
/// O((1 + materials) · (activities + links + figures) + organisations · words).
pub fn organisations_that(
    registry: &Registry,
    knowledge: &Knowledge,
    criteria: &MemberCriteria,
    when: When,
) -> BTreeSet<Row> {
    let steps = steps(knowledge, &criteria.processes);
    let asks_site = !(criteria.materials.is_empty()
        && criteria.stages.is_empty()
        && criteria.site_kinds.is_empty());
    let mut found: Option<BTreeSet<Row>> = None;
    let mut narrow = |by: BTreeSet<Row>| {
        found = Some(match found.take() {
            None => by,
            Some(found) => &found & &by,
        });
    };
    if !steps.is_empty() {
        // A step at the site itself, or one that who runs the site offers.
        let mut able = reaching(
            registry,
            &sites_that(registry, criteria, Some(&steps), when),
        );
        let offering = offering(registry, knowledge, &criteria.processes, &steps);
        able.extend(match asks_site {
            true => &offering & &reaching(registry, &sites_that(registry, criteria, None, when)),
            false => offering,
        });
        narrow(able);
    } else if asks_site {
        narrow(reaching(
            registry,
            &sites_that(registry, criteria, None, when),
        ));
    }
    if let Some(services) = &criteria.services {
        let wanted = Wanted::of(knowledge, services);
        let rows = registry.rows(Kind::Organisation);
        narrow(
            rows.filter(|it| wanted.is_told_by(knowledge, services_of(registry, *it)))
                .collect(),
        );
    }
    found.unwrap_or_else(|| registry.rows(Kind::Organisation).collect())
}

/// The clusters of which some member by role, or with `any_role` whoever is on record with it, is one of these.
/// O(memberships).
pub fn clusters_with(
    registry: &Registry,
    organisations: &BTreeSet<Row>,
    any_role: bool,
) -> BTreeSet<Row> {
    let has_one = |cluster: &Row| {
        let members = members(registry, *cluster).into_iter().map(|(who, _)| who);
        let others = any_role.then(|| in_other_roles(registry, *cluster));
        let mut parties = members.chain(others.into_iter().flatten());
        parties.any(|it| organisations.contains(&it))
    };
    registry.rows(Kind::Cluster).filter(has_one).collect()
}

/// What an organisation offers in words, platforms it runs included.
pub fn services_of(registry: &Registry, row: Row) -> impl Iterator<Item = &str> {
    let platforms = registry.referring(Kind::Platform, platform::OPERATOR, row);
    let of_platforms = platforms
        .into_iter()
        .flat_map(|it| registry.texts(it, platform::SERVICES));
    registry
        .texts(row, organisation::SERVICES)
        .chain(of_platforms)
}

/// Processing codes with all narrower ones.
pub fn steps<'k>(knowledge: &'k Knowledge, codes: &[String]) -> BTreeSet<&'k str> {
    let with_narrower = |code: &String| knowledge.lists.with_narrower(PublishedList::Process, code);
    codes.iter().flat_map(with_narrower).collect()
}

/// The organisations that offer one of some steps: by code, or by words that tell what a code is called.
fn offering(
    registry: &Registry,
    knowledge: &Knowledge,
    codes: &[String],
    steps: &BTreeSet<&str>,
) -> BTreeSet<Row> {
    let label = |code: &String| {
        let entry = knowledge.lists.get(PublishedList::Process, code)?;
        Some(Wanted::of(knowledge, &entry.label))
    };
    let labels: Vec<Wanted> = codes.iter().filter_map(label).collect();
    let offers = |row: &Row| {
        let platforms = registry.referring(Kind::Platform, platform::OPERATOR, *row);
        let of_platforms = platforms
            .into_iter()
            .flat_map(|it| registry.texts(it, platform::PROCESSES));
        let mut own = registry
            .texts(*row, organisation::PROCESSES)
            .chain(of_platforms);
        own.any(|it| steps.contains(it))
            || labels
                .iter()
                .any(|it| it.is_told_by(knowledge, services_of(registry, *row)))
    };
    registry.rows(Kind::Organisation).filter(offers).collect()
}

/// The sites of the kinds asked for, with an activity of the stages, materials and steps asked for.
fn sites_that(
    registry: &Registry,
    criteria: &MemberCriteria,
    steps: Option<&BTreeSet<&str>>,
    when: When,
) -> BTreeSet<Row> {
    let is_of_kind = |row: Row| {
        let kind = registry.code::<SiteKind>(row, site::KIND);
        criteria.site_kinds.is_empty() || kind.is_some_and(|it| criteria.site_kinds.contains(&it))
    };
    if steps.is_none() && criteria.stages.is_empty() && criteria.materials.is_empty() {
        let sites = registry.rows(Kind::Site).filter(|it| is_of_kind(*it));
        return sites.collect();
    }
    let when = When {
        include_planned: true,
        ..when
    };
    let materials = criteria.materials.iter();
    let carrying: Vec<Carrying<'_>> = materials
        .map(|it| Carrying::of(registry, ChainKey::new(*it, when)))
        .collect();
    let of_activity = |row: Row| {
        let at = registry.reference(row, activity::SITE)?;
        let stage = registry.code::<Stage>(row, activity::STAGE);
        let step = registry.text(row, activity::PROCESS);
        let carries = |it: &Carrying<'_>| !carried_by(registry, it, at, row).is_empty();
        let is_one = is_of_kind(at)
            && (criteria.stages.is_empty()
                || stage.is_some_and(|it| criteria.stages.contains(&it)))
            && steps.is_none_or(|steps| step.is_some_and(|it| steps.contains(it)))
            && (carrying.is_empty() || carrying.iter().any(carries));
        is_one.then_some(at)
    };
    registry
        .rows(Kind::Activity)
        .filter_map(of_activity)
        .collect()
}

/// The organisations that reach one of some sites.
fn reaching(registry: &Registry, sites: &BTreeSet<Row>) -> BTreeSet<Row> {
    let operators = sites
        .iter()
        .filter_map(|it| registry.reference(*it, site::OPERATOR));
    operators.flat_map(|it| above(registry, it)).collect()
}
