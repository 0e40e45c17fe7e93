//! Organisations, clusters, platforms, programmes and projects: who acts.

use crate::model::table::table;

table! {
    /// A company, university, research institute, development company or authority.
    organisation = named Organisation "organisations" {
        TYPE "type": Code(OrganisationType::CODES) => "What it is.";
        PARENT "parent": types::ORGANISATION => "Organisation that owns or heads it; shares and dates are statements.";
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        REGION "region": types::REGION => "Smallest region known.";
        CITY "city": Text => "Town or city.";
        LATITUDE "latitude": types::LATITUDE => "Latitude in degrees, WGS 84.";
        LONGITUDE "longitude": types::LONGITUDE => "Longitude in degrees, WGS 84.";
        PRECISION "precision": Code(PositionPrecision::CODES) => "How precisely the position is known.";
        NACE "nace": Published(PublishedList::Nace) => "Economic activities.", many;
        SERVICES "services": Text => "What it offers, in the source's words.", many;
        WEBSITE "website": Text => "Address of its website.";
        PROCESSES "processes": Published(PublishedList::Process) => "Processing steps it offers to others, as CGI codes.", many;
    }
}

table! {
    /// A cluster organisation, meta-cluster, network or industrial park.
    cluster = named Cluster "clusters" {
        TYPE "type": Code(ClusterType::CODES) => "What it is.", required;
        MANAGER "manager": types::ORGANISATION => "Organisation that manages it.";
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        REGION "region": types::REGION => "Smallest region known.";
        CITY "city": Text => "Town or city of its seat.";
        LATITUDE "latitude": types::LATITUDE => "Latitude of the town in degrees, WGS 84.";
        LONGITUDE "longitude": types::LONGITUDE => "Longitude of the town in degrees, WGS 84.";
        PRECISION "precision": Code(PositionPrecision::CODES) => "How precisely the position is known.";
        THEMES "themes": Text => "What it works on, in the source's words.", many;
        WEBSITE "website": Text => "Address of its website.";
        ESTABLISHED "established": types::YEAR => "First year a source gives for the initiative.";
        ECCP_PROFILE "eccp_profile": Flag => "Whether a source says it has a profile on the European Cluster Collaboration Platform; empty means not known.";
    }
}

table! {
    /// An organisation in a cluster.
    membership = plain Membership "memberships" {
        ORGANISATION "organisation": types::ORGANISATION => "Who.", required;
        CLUSTER "cluster": Ref(&[Kind::Cluster]) => "In which cluster.", required;
        ROLE "role": Code(MembershipRole::CODES) => "As what; project partners, supporters and others are not members.", required;
        ROLE_TEXT "role_text": Text => "The source's own words for the role.";
        AS_OF "as_of": types::YEAR => "Year the statement is from; empty means undated.";
    }
}

table! {
    /// How one cluster stands to another.
    relation = plain Relation "relations" {
        FROM "from": Ref(&[Kind::Cluster]) => "The cluster the relation is told of.", required;
        TO "to": Ref(&[Kind::Cluster]) => "The other cluster.", required;
        TYPE "type": Code(RelationType::CODES) => "What the first is to the second.", required;
    }
}

table! {
    /// A research, development and innovation platform: pilot plant, laboratory, test site.
    platform = named Platform "platforms" {
        OPERATOR "operator": types::ORGANISATION => "Who runs it.";
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        REGION "region": types::REGION => "Smallest region known.";
        CITY "city": Text => "Town or city.";
        LATITUDE "latitude": types::LATITUDE => "Latitude in degrees, WGS 84.";
        LONGITUDE "longitude": types::LONGITUDE => "Longitude in degrees, WGS 84.";
        PRECISION "precision": Code(PositionPrecision::CODES) => "How precisely the position is known.";
        MATERIALS "materials": Text => "What it works with, as free tags.", many;
        SERVICES "services": Text => "What it offers, in the source's words.", many;
        SCALE "scale": Text => "Scale, such as laboratory or pilot.";
        PROCESSES "processes": Published(PublishedList::Process) => "Processing steps that can be tried there, as CGI codes.", many;
    }
}

table! {
    /// Project funding, a programme, a call or an event.
    programme = named Programme "programmes" {
        TYPE "type": Code(ProgrammeType::CODES) => "What it is.", required;
        LEAD "lead": types::ORGANISATION => "Who leads it.";
        PARTNERS "partners": types::ORGANISATION => "Partners that are organisations of the data.", many;
        PARTNERS_TEXT "partners_text": Text => "Partners in the source's words.";
        THEMES "themes": Text => "What it works on.", many;
        START "start": Date => "First day, month or year.";
        END "end": Date => "Last day, month or year.";
        FUNDING "funding": Text => "Where the money comes from.";
    }
}

table! {
    /// A planned facility, extension or repurposing; a Strategic Project under Regulation (EU) 2024/1252.
    project = named Project "projects" {
        PROMOTER "promoter": types::ORGANISATION => "Who plans it.";
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        LATITUDE "latitude": types::LATITUDE => "Latitude in degrees, WGS 84.";
        LONGITUDE "longitude": types::LONGITUDE => "Longitude in degrees, WGS 84.";
        PRECISION "precision": Code(PositionPrecision::CODES) => "How precisely the position is known.";
        MATERIALS "materials": types::MATERIAL => "Materials it is about.", many;
        STAGES "stages": Code(Stage::CODES) => "Stages it adds to.", many;
        SITES "sites": types::SITE => "Sites it touches; capacity it adds is counted on them alone.", many;
        SELECTED "selected": Date => "When it was selected as a Strategic Project.";
        DECISION "decision": Text => "Decision that selected it.";
        UNFC "unfc": Published(PublishedList::Unfc) => "Class of the United Nations Framework Classification.";
    }
}
