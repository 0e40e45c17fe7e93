//! Filters of the directory: organisations, clusters, platforms, programmes.

use std::collections::HashSet;

use async_graphql::ID;
use async_graphql::InputObject;

use crate::analysis::directory::can_test::StreamWords;
use crate::analysis::directory::can_test::can_test;
use crate::analysis::directory::members::MemberCriteria;
use crate::analysis::directory::members::clusters_with;
use crate::analysis::directory::members::organisations_that;
use crate::analysis::directory::members::steps;
use crate::analysis::directory::programmes::DatesOnRecord;
use crate::analysis::directory::programmes::dates_on_record;
use crate::analysis::directory::programmes::may_be_open;
use crate::analysis::directory::programmes::organisations_of;
use crate::analysis::directory::programmes::parties;
use crate::graphql::asked::Asked;
use crate::graphql::codes;
use crate::graphql::error::ApiError;
use crate::graphql::filter::Check;
use crate::graphql::filter::Filter;
use crate::graphql::filter::Rank;
use crate::graphql::filter::Test;
use crate::graphql::order::Sort;
use crate::model::Column;
use crate::model::Kind;
use crate::model::codes as model;
use crate::model::is_date;
use crate::model::tables;
use crate::model::tables::membership;
use crate::model::tables::relation;

/// Which organisations. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct OrganisationFilter {
    /// What it is.
    pub(crate) types: Option<Vec<codes::OrganisationType>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// Clusters it has to do with, in any role.
    pub(crate) clusters: Option<Vec<ID>>,
    /// Words of its names, services, roles or town, as `search` finds them, or that mean the same.
    pub(crate) text: Option<String>,
    /// Economic activities: NACE codes or their beginnings.
    pub(crate) nace: Option<Vec<String>>,
    /// Processing steps that it offers, as CGI codes; a code has its narrower ones.
    pub(crate) processes: Option<Vec<String>>,
    /// What it offers, in words of any language.
    pub(crate) services: Option<String>,
}

impl Filter for OrganisationFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::organisation;
        let mut test = test
            .codes::<model::OrganisationType, _>(self.types.as_ref(), organisation::TYPE)
            .texts("countries", self.countries.as_ref(), organisation::COUNTRY)?
            .regions("regions", self.regions.as_ref(), organisation::REGION)?
            .text(
                self.text.as_deref(),
                Kind::Organisation,
                &[organisation::SERVICES],
            )?
            .code_prefixes("nace", self.nace.as_ref(), organisation::NACE)?
            .steps(self.processes.as_ref(), organisation::PROCESSES)?
            .told("services", self.services.iter(), &[organisation::SERVICES])?;
        if let Some(clusters) = test.rows("clusters", self.clusters.as_ref(), &[Kind::Cluster])? {
            test = test.holds(move |registry, row| {
                let memberships =
                    registry.referring(Kind::Membership, membership::ORGANISATION, row);
                let mut of = memberships
                    .into_iter()
                    .filter_map(|it| registry.reference(it, membership::CLUSTER));
                of.any(|it| clusters.contains(&it))
            });
        }
        Ok(test.check())
    }
}

/// What some one member of a cluster has to meet: all that is given, of what has several values any. A member is an
/// organisation that is one by its role, or with `anyRole` by any; what it does is what is done at the sites that it, an organisation below it or
/// one that took over its business runs.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct MemberFilter {
    /// Materials that an activity gives, or beyond extraction takes.
    pub(crate) materials: Option<Vec<ID>>,
    /// Stages of that activity.
    pub(crate) stages: Option<Vec<codes::Stage>>,
    /// Processing steps of that activity, or that the member or a platform of it offers: CGI codes; a code has its
    /// narrower ones.
    pub(crate) processes: Option<Vec<String>>,
    /// What the member or a platform of it offers, in words of any language.
    pub(crate) services: Option<String>,
    /// Kinds of the site of that activity.
    pub(crate) site_kinds: Option<Vec<codes::SiteKind>>,
    /// Whether organisations on record with the cluster in another role count as well. `false` leaves out who is on record
    /// as `PROJECT_PARTNER`, `SUPPORTER` or `OTHER` alone; how many those are is `Cluster.otherRolesCount`.
    #[graphql(default = false)]
    pub(crate) any_role: bool,
}

impl MemberFilter {
    fn criteria(&self, test: &Test<'_>) -> Result<MemberCriteria, ApiError> {
        let materials = self.materials.as_ref();
        let materials = test.rows("members.materials", materials, &[Kind::Material])?;
        let mut materials: Vec<_> = materials.into_iter().flatten().collect();
        materials.sort();
        let processes = self.processes.clone().unwrap_or_default();
        test.known_steps("members.processes", &processes)?;
        Ok(MemberCriteria {
            materials,
            stages: models(self.stages.as_ref()),
            processes,
            services: self.services.clone(),
            site_kinds: models(self.site_kinds.as_ref()),
        })
    }
}

fn models<M, T: Copy + Into<M>>(values: Option<&Vec<T>>) -> Vec<M> {
    values
        .into_iter()
        .flatten()
        .map(|it| (*it).into())
        .collect()
}

/// Which clusters. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ClusterFilter {
    /// What it is.
    pub(crate) types: Option<Vec<codes::ClusterType>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// Organisations that manage it.
    pub(crate) managers: Option<Vec<ID>>,
    /// Words of its names, themes or town, as `search` finds them, or that mean the same.
    pub(crate) text: Option<String>,
    /// What it works on, in words of any language.
    pub(crate) themes: Option<Vec<String>>,
    /// What some one member meets.
    pub(crate) members: Option<MemberFilter>,
    /// Programmes that a member or the manager leads or is a partner of.
    pub(crate) programmes: Option<Vec<ID>>,
    /// Clusters it stands in some relation to, whichever of the two tells it.
    pub(crate) related_to: Option<Vec<ID>>,
}

impl Filter for ClusterFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::cluster;
        let mut test = test
            .codes::<model::ClusterType, _>(self.types.as_ref(), cluster::TYPE)
            .texts("countries", self.countries.as_ref(), cluster::COUNTRY)?
            .regions("regions", self.regions.as_ref(), cluster::REGION)?
            .refs(
                "managers",
                self.managers.as_ref(),
                cluster::MANAGER,
                &[Kind::Organisation],
            )?
            .text(self.text.as_deref(), Kind::Cluster, &[cluster::THEMES])?
            .told("themes", self.themes.iter().flatten(), &[cluster::THEMES])?;
        if let Some(members) = &self.members {
            let criteria = members.criteria(&test)?;
            let (registry, asked) = (test.asked.registry(), test.asked);
            let looked_at = (2 + 2 * criteria.materials.len()) * registry.count(Kind::Activity)
                + registry.count(Kind::Organisation)
                + registry.count(Kind::Membership);
            asked.work.scan(looked_at)?;
            let able = organisations_that(registry, asked.knowledge, &criteria, asked.when);
            let clusters = clusters_with(registry, &able, members.any_role);
            test = test.holds(move |_, row| clusters.contains(&row));
        }
        if let Some(programmes) =
            test.rows("programmes", self.programmes.as_ref(), &[Kind::Programme])?
        {
            let registry = test.asked.registry();
            let parties: HashSet<_> = programmes
                .into_iter()
                .flat_map(|it| parties(registry, it))
                .collect();
            test = test.holds(move |registry, row| {
                let of = organisations_of(registry, [row]);
                of.iter().any(|it| parties.contains(it))
            });
        }
        if let Some(others) = test.rows("relatedTo", self.related_to.as_ref(), &[Kind::Cluster])? {
            test = test.holds(move |registry, row| {
                let ends = [
                    (relation::FROM, relation::TO),
                    (relation::TO, relation::FROM),
                ];
                ends.into_iter().any(|(own, other)| {
                    let relations = registry.referring(Kind::Relation, own, row).into_iter();
                    let mut others_of = relations.filter_map(|it| registry.reference(it, other));
                    others_of.any(|it| others.contains(&it))
                })
            });
        }
        Ok(test.check())
    }
}

/// Which platforms. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct PlatformFilter {
    /// Who runs it.
    pub(crate) operators: Option<Vec<ID>>,
    /// Countries, ISO 3166-1 alpha-2.
    pub(crate) countries: Option<Vec<String>>,
    /// Regions, their parts and members included.
    pub(crate) regions: Option<Vec<ID>>,
    /// Words of its names, tags, services or town, as `search` finds them, or that mean the same.
    pub(crate) text: Option<String>,
    /// What it works with, in words of any language.
    pub(crate) materials: Option<Vec<String>>,
    /// Processing steps that can be tried there, as CGI codes; a code has its narrower ones.
    pub(crate) processes: Option<Vec<String>>,
    /// What it offers, in words of any language.
    pub(crate) services: Option<String>,
    /// Scale, such as laboratory or pilot.
    pub(crate) scale: Option<String>,
    /// Status in the year asked; a platform without a stated status has none of them.
    pub(crate) statuses: Option<Vec<codes::SiteStatus>>,
    /// A side-stream that it may be able to test, by what its tags, services and steps say; who offers no test, pilot,
    /// laboratory or step is left out. `testsHow` and `testsBecause` say how and why.
    pub(crate) can_test: Option<ID>,
}

impl Filter for PlatformFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::platform;
        const WORDS: &[Column] = &[platform::MATERIALS, platform::SERVICES];
        let mut test = test
            .refs(
                "operators",
                self.operators.as_ref(),
                platform::OPERATOR,
                &[Kind::Organisation],
            )?
            .texts("countries", self.countries.as_ref(), platform::COUNTRY)?
            .regions("regions", self.regions.as_ref(), platform::REGION)?
            .text(self.text.as_deref(), Kind::Platform, WORDS)?
            .told(
                "materials",
                self.materials.iter().flatten(),
                &[platform::MATERIALS],
            )?
            .steps(self.processes.as_ref(), platform::PROCESSES)?
            .told("services", self.services.iter(), &[platform::SERVICES])?
            .told("scale", self.scale.iter(), &[platform::SCALE])?;
        if let Some(statuses) = &self.statuses {
            let wanted: Vec<model::SiteStatus> = models(Some(statuses));
            let year = test.asked.when.year;
            test = test.holds(move |registry, row| {
                let status = registry.status(row, year);
                status.is_some_and(|(it, _)| wanted.contains(&it))
            });
        }
        if let Some(id) = &self.can_test {
            let asked = test.asked;
            let stream = asked.find("filter.canTest", id, &[Kind::SideStream])?;
            asked.work.scan(asked.registry().count(Kind::Platform))?;
            let knowledge = asked.knowledge;
            let stream = StreamWords::of(asked.registry(), knowledge, stream);
            test = test
                .holds(move |registry, row| can_test(registry, knowledge, &stream, row).is_some());
        }
        Ok(test.check())
    }

    fn place(&self) -> Option<(&'static str, &ID)> {
        self.can_test.as_ref().map(|it| ("filter.canTest", it))
    }

    fn rank(&self, asked: &Asked, sort: Sort) -> Result<Option<Rank>, ApiError> {
        let Some(id) = self.can_test.as_ref() else {
            return Ok(None);
        };
        if !matches!(sort, Sort::Distance) {
            return Ok(None);
        }
        let stream = asked.find("filter.canTest", id, &[Kind::SideStream])?;
        asked.work.scan(asked.registry().count(Kind::Platform))?;
        let knowledge = asked.knowledge;
        let stream = StreamWords::of(asked.registry(), knowledge, stream);
        Ok(Some(Box::new(move |registry, row| {
            let reason = can_test(registry, knowledge, &stream, row);
            reason.map_or(u8::MAX, |it| it.how() as u8)
        })))
    }
}

/// Which programmes. Every criterion given must hold; of one with several values any.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ProgrammeFilter {
    /// What it is.
    pub(crate) types: Option<Vec<codes::ProgrammeType>>,
    /// Who leads it.
    pub(crate) leads: Option<Vec<ID>>,
    /// Partners that are organisations of the data.
    pub(crate) partners: Option<Vec<ID>>,
    /// Words of its names, themes or funding, as `search` finds them, or that mean the same.
    pub(crate) text: Option<String>,
    /// What it works on, in words of any language.
    pub(crate) themes: Option<Vec<String>>,
    /// A day, month or year, `YYYY[-MM[-DD]]`: what ended before it or begins after it is left out. A beginning or end
    /// that is not known closes nothing, but that an event without an end is over with the year it begins in: `datesOnRecord` marks it. Programmes of which both are known come first, those of
    /// which neither is last.
    pub(crate) open_on: Option<String>,
    /// Clusters a member or manager of which leads it or is a partner.
    pub(crate) clusters: Option<Vec<ID>>,
}

impl Filter for ProgrammeFilter {
    fn compile(&self, test: Test<'_>) -> Result<Check, ApiError> {
        use tables::programme;
        let mut test = test
            .codes::<model::ProgrammeType, _>(self.types.as_ref(), programme::TYPE)
            .refs(
                "leads",
                self.leads.as_ref(),
                programme::LEAD,
                &[Kind::Organisation],
            )?
            .some_ref(
                "partners",
                self.partners.as_ref(),
                programme::PARTNERS,
                &[Kind::Organisation],
            )?
            .text(
                self.text.as_deref(),
                Kind::Programme,
                &[programme::THEMES, programme::FUNDING],
            )?
            .told("themes", self.themes.iter().flatten(), &[programme::THEMES])?;
        if let Some(day) = self.open_on.clone() {
            if !is_date(&day) {
                let message =
                    format!("`{day}` is no date: expected `YYYY-MM-DD`, `YYYY-MM` or `YYYY`");
                return Err(ApiError::bad_input("filter.openOn", day, message));
            }
            test = test.holds(move |registry, row| may_be_open(registry, row, &day));
        }
        if let Some(clusters) = test.rows("clusters", self.clusters.as_ref(), &[Kind::Cluster])? {
            let of = organisations_of(test.asked.registry(), clusters);
            test =
                test.holds(move |registry, row| parties(registry, row).any(|it| of.contains(&it)));
        }
        Ok(test.check())
    }

    fn rank(&self, _: &Asked, _: Sort) -> Result<Option<Rank>, ApiError> {
        let rank: Rank = Box::new(|registry, row| match dates_on_record(registry, row) {
            DatesOnRecord::Both => 0,
            DatesOnRecord::StartOnly | DatesOnRecord::EndOnly => 1,
            DatesOnRecord::Neither => 2,
        });
        Ok(self.open_on.is_some().then_some(rank))
    }
}

/// Criteria in words and codes of processing steps.
impl Test<'_> {
    /// Some processing step of a list column is one of these or narrower.
    fn steps(self, codes: Option<&Vec<String>>, column: Column) -> Result<Self, ApiError> {
        let Some(codes) = codes else { return Ok(self) };
        self.known_steps("processes", codes)?;
        let wanted = steps(self.asked.knowledge, codes);
        Ok(self
            .holds(move |registry, row| registry.texts(row, column).any(|it| wanted.contains(it))))
    }
}
