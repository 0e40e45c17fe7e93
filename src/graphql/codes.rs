//! The closed lists of the model as enums of the API, with what each code means.
//!
//! A variant that the model gains or loses fails to compile here.

mod actors;
mod chain;
mod clusters;
mod directory;
mod facts;
mod faults;
mod gaps;
mod history;
mod partners;
mod paths;
mod policy;
mod throughput;
mod trace;

pub(crate) use actors::ClusterType;
pub(crate) use actors::MembershipRole;
pub(crate) use actors::OrganisationType;
pub(crate) use actors::ProgrammeType;
pub(crate) use actors::RelationType;
pub(crate) use chain::ExchangeStatus;
pub(crate) use chain::Fate;
pub(crate) use chain::LegalStanding;
pub(crate) use chain::LinkKind;
pub(crate) use chain::LinkStatus;
pub(crate) use chain::MatchStatus;
pub(crate) use chain::MaterialKind;
pub(crate) use chain::Mode;
pub(crate) use chain::PhysicalState;
pub(crate) use chain::PositionPrecision;
pub(crate) use chain::ProductForm;
pub(crate) use chain::SiteKind;
pub(crate) use chain::SiteStatus;
pub(crate) use chain::Stage;
pub(crate) use chain::UseStatus;
pub(crate) use clusters::ClusterPartnerReasonKind;
pub(crate) use directory::CriterionStatus;
pub(crate) use directory::DatesOnRecord;
pub(crate) use directory::Reach;
pub(crate) use directory::TestsHow;
pub(crate) use facts::Confidence;
pub(crate) use facts::CoverageLevel;
pub(crate) use facts::MassBasis;
pub(crate) use facts::MissingReason;
pub(crate) use facts::Quantity;
pub(crate) use facts::Side;
pub(crate) use facts::StatementBasis;
pub(crate) use facts::Vintage;
pub(crate) use faults::ProblemCode;
pub(crate) use faults::ProblemSeverity;
pub(crate) use gaps::GapKind;
pub(crate) use gaps::GapRole;
pub(crate) use gaps::MeasuredBy;
pub(crate) use gaps::Severity;
pub(crate) use gaps::StressElementCode;
pub(crate) use history::Became;
pub(crate) use partners::Component;
pub(crate) use partners::PartnerGroup;
pub(crate) use partners::RejectionReason;
pub(crate) use paths::ArcKind;
pub(crate) use paths::AssumptionCode;
pub(crate) use paths::Metric;
pub(crate) use paths::NoPathReason;
pub(crate) use paths::TruncationReason;
pub(crate) use policy::BenchmarkKind;
pub(crate) use policy::BenchmarkStatus;
pub(crate) use policy::CapacityBasis;
pub(crate) use policy::SupplyUsed;
pub(crate) use policy::UnusedReason;
pub(crate) use throughput::AnswerStatus;
pub(crate) use throughput::NoFlowReason;
pub(crate) use trace::Direction;
pub(crate) use trace::NotFollowedReason;

use async_graphql::Enum;
use async_graphql::Value;
use async_graphql::registry::Registry;

use crate::model;

/// How the input of a column with a closed list is read.
pub(crate) struct CodeInput {
    /// The codes of the list, as the tables name them.
    pub(crate) codes: &'static [&'static str],
    /// Name of the enum.
    pub(crate) name: &'static str,
    /// Enters the enum into a schema and gives its name.
    pub(crate) register: fn(&mut Registry) -> String,
    /// The position in the list of a value of the enum.
    pub(crate) position: fn(&Value) -> Option<u16>,
}

/// Declares an enum of the API for a list of the model, with conversions both ways.
macro_rules! mirror {
    ($($(#[doc = $doc:literal])+ $name:ident of $path:path { $($(#[doc = $said:literal])+ $variant:ident,)+ })+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, PartialOrd, Ord)]
            pub(crate) enum $name { $($(#[doc = $said])+ $variant,)+ }

            const _: () = {
                type Model = $path;

                impl From<Model> for $name {
                    fn from(code: Model) -> Self {
                        match code { $(Model::$variant => Self::$variant,)+ }
                    }
                }

                impl From<$name> for Model {
                    fn from(code: $name) -> Self {
                        match code { $($name::$variant => Self::$variant,)+ }
                    }
                }
            };
        )+

        /// The closed lists of this file.
        pub(crate) const CODE_INPUTS: &[CodeInput] = &[$(CodeInput {
            codes: <$path>::CODES,
            name: stringify!($name),
            register: |registry| {
                $name::create_type_info(registry);
                stringify!($name).to_owned()
            },
            position: |value| {
                let parsed = $name::parse(Some(value.clone())).ok()?;
                Some(<$path>::from(parsed) as u16)
            },
        },)+];
    };
}
use mirror;

/// How the codes of a closed list of the tables are read; none if there is no such list.
pub(crate) fn code_input(codes: &[&str]) -> Option<&'static CodeInput> {
    code_inputs().find(|it| it.codes == codes)
}

/// The value of an enum of the API that is most like a word; none if nothing is near.
pub(crate) fn nearest_code(enum_name: &str, word: &str) -> Option<String> {
    let words = code_inputs().find(|it| it.name == enum_name)?.words();
    model::nearest(word, words.iter().map(String::as_str)).map(str::to_owned)
}

fn code_inputs() -> impl Iterator<Item = &'static CodeInput> {
    let lists = [
        chain::CODE_INPUTS,
        directory::CODE_INPUTS,
        actors::CODE_INPUTS,
        facts::CODE_INPUTS,
        faults::CODE_INPUTS,
        gaps::CODE_INPUTS,
        history::CODE_INPUTS,
        partners::CODE_INPUTS,
        clusters::CODE_INPUTS,
        paths::CODE_INPUTS,
        policy::CODE_INPUTS,
        throughput::CODE_INPUTS,
        trace::CODE_INPUTS,
    ];
    lists.into_iter().flatten()
}

impl CodeInput {
    /// The values of the enum.
    pub(crate) fn words(&self) -> Vec<String> {
        let words = self.codes.iter();
        words
            .map(|it| it.to_uppercase().replace('-', "_"))
            .collect()
    }
}

/// The kinds of records that have a name and a place in the search.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum EntityKind {
    /// A place where something is extracted, transformed, recovered, stored or shipped.
    Site,
    /// What is accounted: an element, a mineral commodity or a group.
    Material,
    /// What physically moves.
    Product,
    /// A country, NUTS region, bloc or named group.
    Region,
    /// A company, university, institute or authority.
    Organisation,
    /// A by-product, residue or waste.
    SideStream,
    /// What a site or organisation takes in or looks for.
    Intake,
    /// A kind of use of a kind of stream.
    Use,
    /// An exchange that exists or was studied.
    Precedent,
    /// An offer and a request being pursued.
    Match,
    /// A planned facility, extension or repurposing.
    Project,
    /// A cluster organisation, network or industrial park.
    Cluster,
    /// A research, development and innovation platform.
    Platform,
    /// Project funding, programme, call or event.
    Programme,
    /// A document or page.
    Source,
}

impl From<EntityKind> for model::Kind {
    fn from(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Site => Self::Site,
            EntityKind::Material => Self::Material,
            EntityKind::Product => Self::Product,
            EntityKind::Region => Self::Region,
            EntityKind::Organisation => Self::Organisation,
            EntityKind::SideStream => Self::SideStream,
            EntityKind::Intake => Self::Intake,
            EntityKind::Use => Self::Use,
            EntityKind::Precedent => Self::Precedent,
            EntityKind::Match => Self::Match,
            EntityKind::Project => Self::Project,
            EntityKind::Cluster => Self::Cluster,
            EntityKind::Platform => Self::Platform,
            EntityKind::Programme => Self::Programme,
            EntityKind::Source => Self::Source,
        }
    }
}
