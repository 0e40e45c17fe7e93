//! The closed lists of codes: each an enum whose codes are the words of files, API and page.
//!
//! Lists that others publish and revise (EWC, NACE, CGI, countries) are data, see
//! [`CodeLists`](crate::model::CodeLists).

/// Declares an enum with one code per variant, in the order in which they are stored.
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the code says what the variant is; lists explain where it does not")]
        pub enum $name { $($(#[$variant_meta])* $variant),+ }

        impl $name {
            /// Every variant, in stored order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every code, in stored order.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The word for this variant.
            pub const fn code(self) -> &'static str {
                Self::CODES[self as usize]
            }

            /// The variant of a word; the case counts.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::CODES.iter().position(|it| *it == code).map(|at| Self::ALL[at])
            }
        }

        impl $crate::model::codes::Code for $name {
            fn from_index(index: u16) -> Option<Self> {
                Self::ALL.get(usize::from(index)).copied()
            }
        }
    };
}
pub(crate) use codes;

/// A closed list whose members are stored as their position.
pub trait Code: Sized {
    /// The variant at a position of the list.
    fn from_index(index: u16) -> Option<Self>;
}

codes! {
    /// What is accounted under one name.
    pub enum MaterialKind { Element = "ELEMENT", MineralCommodity = "MINERAL_COMMODITY", Group = "GROUP" }
}
codes! {
    /// How far a product is worked.
    pub enum ProductForm {
        Ore = "ORE", Concentrate = "CONCENTRATE", Intermediate = "INTERMEDIATE", Refined = "REFINED", Alloy = "ALLOY",
        Chemical = "CHEMICAL", Component = "COMPONENT", Scrap = "SCRAP", Residue = "RESIDUE",
    }
}
impl ProductForm {
    /// Whether it need not be processed any further: a metal or mineral of trade grade, an alloy, a chemical, a part.
    pub const fn is_finished(self) -> bool {
        matches!(
            self,
            Self::Refined | Self::Alloy | Self::Chemical | Self::Component
        )
    }
}

codes! {
    /// The physical state in which a product moves.
    pub enum PhysicalState { Solid = "SOLID", Liquid = "LIQUID", Molten = "MOLTEN", Solution = "SOLUTION", Gas = "GAS" }
}
codes! {
    /// What an organisation is.
    pub enum OrganisationType {
        Company = "COMPANY", University = "UNIVERSITY", ResearchInstitute = "RESEARCH_INSTITUTE",
        DevelopmentCompany = "DEVELOPMENT_COMPANY", Authority = "AUTHORITY", Association = "ASSOCIATION", Other = "OTHER",
    }
}
codes! {
    /// What a site does.
    pub enum SiteKind {
        Mine = "MINE", Processor = "PROCESSOR", Manufacturer = "MANUFACTURER", Recycler = "RECYCLER", Harbour = "HARBOUR",
        Terminal = "TERMINAL", Storage = "STORAGE", Area = "AREA", External = "EXTERNAL",
    }
}
codes! {
    /// The status of a site, project or platform, after the CGI mine-status list; `PLANNED` is ours.
    pub enum SiteStatus {
        Operating = "OPERATING", CareAndMaintenance = "CARE_AND_MAINTENANCE", Closed = "CLOSED", Construction = "CONSTRUCTION",
        PendingApproval = "PENDING_APPROVAL", Feasibility = "FEASIBILITY", Exploration = "EXPLORATION", Planned = "PLANNED",
        Unknown = "UNKNOWN",
    }
}
codes! {
    /// How precisely a position is known; the default uncertainty is 2, 5, 40 or 50 km.
    pub enum PositionPrecision { Site = "SITE", Locality = "LOCALITY", Municipality = "MUNICIPALITY", Area = "AREA" }
}
codes! {
    /// Which supply an assessment takes the concentration of: its stored judgement, never computed.
    pub enum SupplyUsed { GlobalAndEu = "GLOBAL_AND_EU", Global = "GLOBAL", Eu = "EU" }
}
codes! {
    /// The stages of the value chain, after Article 2 of Regulation (EU) 2024/1252.
    pub enum Stage {
        Extraction = "EXTRACTION", Processing = "PROCESSING", Manufacturing = "MANUFACTURING", Recycling = "RECYCLING", Transport = "TRANSPORT",
    }
}
codes! {
    /// How a product moves along a link.
    pub enum Mode {
        Road = "ROAD", Rail = "RAIL", Sea = "SEA", Conveyor = "CONVEYOR", Pipeline = "PIPELINE", OnSite = "ON_SITE", Unknown = "UNKNOWN",
    }
}
codes! {
    /// Whether a link is in use.
    pub enum LinkStatus { Active = "ACTIVE", Planned = "PLANNED", Historical = "HISTORICAL" }
}
codes! {
    /// Whether a link was reported as a supply or is only a possible way.
    pub enum LinkKind { Supply = "SUPPLY", Corridor = "CORRIDOR" }
}
codes! {
    /// The legal standing of a side-stream.
    pub enum LegalStanding { Waste = "WASTE", ByProduct = "BY_PRODUCT", EndOfWaste = "END_OF_WASTE" }
}
codes! {
    /// What becomes of a side-stream.
    pub enum Fate {
        Landfilled = "LANDFILLED", Stored = "STORED", Backfilled = "BACKFILLED", Reused = "REUSED", Sold = "SOLD", Unknown = "UNKNOWN",
    }
}
codes! {
    /// How far a kind of use is established.
    pub enum UseStatus { Practised = "PRACTISED", Studied = "STUDIED", Proposed = "PROPOSED" }
}
codes! {
    /// How far an exchange between two parties came.
    pub enum ExchangeStatus { Implemented = "IMPLEMENTED", Planned = "PLANNED", UnderStudy = "UNDER_STUDY" }
}
codes! {
    /// The life cycle of a match.
    pub enum MatchStatus {
        Idea = "IDEA", Contacted = "CONTACTED", Tested = "TESTED", Agreed = "AGREED", Running = "RUNNING", Dropped = "DROPPED",
    }
}
codes! {
    /// What a cluster is; the first three are cluster organisations in the sense of the European Cluster Collaboration Platform.
    pub enum ClusterType {
        Cluster = "CLUSTER", MetaCluster = "META_CLUSTER", CompetitivenessCluster = "COMPETITIVENESS_CLUSTER",
        ClusterNetwork = "CLUSTER_NETWORK", EcoIndustrialPark = "ECO_INDUSTRIAL_PARK", IndustrialPark = "INDUSTRIAL_PARK",
        Consortium = "CONSORTIUM", Initiative = "INITIATIVE", InternationalAssociation = "INTERNATIONAL_ASSOCIATION",
        PilotPlantNetwork = "PILOT_PLANT_NETWORK",
    }
}
codes! {
    /// What an organisation is to a cluster; project partners, supporters and others are not members.
    pub enum MembershipRole {
        Manager = "MANAGER", Founder = "FOUNDER", Member = "MEMBER", Partner = "PARTNER", ProjectPartner = "PROJECT_PARTNER",
        Supporter = "SUPPORTER", Other = "OTHER",
    }
}
impl MembershipRole {
    /// Whether who has the role is a member; project partners, supporters and others are not.
    pub const fn is_member(self) -> bool {
        matches!(
            self,
            Self::Manager | Self::Founder | Self::Member | Self::Partner
        )
    }
}

codes! {
    /// How one cluster stands to another.
    pub enum RelationType { PartOf = "PART_OF", Partner = "PARTNER", Alliance = "ALLIANCE", ProjectPartner = "PROJECT_PARTNER", Other = "OTHER" }
}
codes! {
    /// What a programme is.
    pub enum ProgrammeType { Project = "PROJECT", Programme = "PROGRAMME", Call = "CALL", Event = "EVENT", Network = "NETWORK" }
}
codes! {
    /// How much of the world the data hold for a region, material and stage.
    pub enum CoverageLevel { Complete = "COMPLETE", Sample = "SAMPLE", Unknown = "UNKNOWN" }
}
codes! {
    /// How a statement came about.
    pub enum StatementBasis { Stated = "STATED", Inferred = "INFERRED", Assigned = "ASSIGNED" }
}
codes! {
    /// Tonnes of product, or tonnes of the named element or compound in it.
    pub enum MassBasis { Gross = "GROSS", Contained = "CONTAINED" }
}
codes! {
    /// Whether a capacity bounds what goes in or what comes out.
    pub enum Side { Input = "INPUT", Output = "OUTPUT" }
}
codes! {
    /// Whether a figure happened or was forecast.
    pub enum Vintage {
        Actual = "ACTUAL", ForecastLow = "FORECAST_LOW", ForecastReference = "FORECAST_REFERENCE", ForecastHigh = "FORECAST_HIGH",
    }
}
codes! {
    /// How well a figure is founded; better first.
    pub enum Confidence { Reported = "REPORTED", Estimated = "ESTIMATED", Assumed = "ASSUMED" }
}
codes! {
    /// Why a source gives no value.
    pub enum MissingReason { Withheld = "WITHHELD" }
}
codes! {
    /// Who may see a record.
    pub enum Visibility { Public = "PUBLIC" }
}
