//! Sites, what they do, what moves between them and what falls off: the value chain itself.

use crate::model::table::table;

table! {
    /// A place where something is extracted, transformed, recovered, stored or shipped.
    site = named Site "sites" {
        KIND "kind": Code(SiteKind::CODES) => "What the place does; `EXTERNAL` is a party or place that a source only names, `AREA` several sites told as one.", required;
        SUBKIND "subkind": Text => "The source's own word for the kind, such as smelter.";
        PART_OF "part_of": types::SITE => "Site this one is a part of.";
        OPERATOR "operator": types::ORGANISATION => "Who runs it.";
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        MUNICIPALITY "municipality": Text => "Municipality.";
        REGION "region": types::REGION => "Smallest region known.";
        LATITUDE "latitude": types::LATITUDE => "Latitude in degrees, WGS 84.";
        LONGITUDE "longitude": types::LONGITUDE => "Longitude in degrees, WGS 84.";
        PRECISION "precision": Code(PositionPrecision::CODES) => "How precisely the position is known; empty means `MUNICIPALITY`.";
        UNCERTAINTY_KM "uncertainty_km": types::UNCERTAINTY_KM => "Uncertainty of the position in km; empty means the default of the precision: 2, 5, 40, 50.";
        POSITION_SOURCE "position_source": types::SOURCE => "Where the position comes from.";
        OPENED "opened": types::YEAR => "First year of operation, past or planned.";
        CLOSED "closed": types::YEAR => "Last year of operation, past or planned.";
        UNLOCODE "unlocode": Text => "UN/LOCODE of a harbour.";
        STRATEGIC "strategic": Flag => "Whether the site belongs to a Strategic Project under Regulation (EU) 2024/1252.";
        NACE "nace": Published(PublishedList::Nace) => "Economic activities at the site.", many;
    }
}

table! {
    /// A transformation at a site.
    activity = plain Activity "activities" {
        SITE "site": types::SITE => "Where it happens.", required;
        STAGE "stage": Code(Stage::CODES) => "Stage of the value chain it counts for.", required;
        PROCESS "process": Published(PublishedList::Process) => "CGI mining-activity or processing-activity code.";
        INPUTS "inputs": types::PRODUCT => "Products it takes; a mining activity has none.", many;
        OUTPUTS "outputs": types::PRODUCT => "Products it gives.", many;
        HOST_MATERIAL "host_material": types::MATERIAL => "Material whose processing bounds this by-product.";
        OPENED "opened": types::YEAR => "First year.";
        CLOSED "closed": types::YEAR => "Last year.";
    }
}

table! {
    /// A connection along which a product moves.
    link = plain Link "links" {
        FROM "from": Ref(&[Kind::Site, Kind::SideStream]) => "Where it starts.", required;
        TO "to": Ref(&[Kind::Site, Kind::SideStream]) => "Where it ends.", required;
        PRODUCT "product": types::PRODUCT => "What moves; only a corridor may leave it open.";
        MATERIALS "materials": types::MATERIAL => "Materials the source states for this very movement.", many;
        MODE "mode": Code(Mode::CODES) => "How it moves; empty means `UNKNOWN`.";
        STATUS "status": Code(LinkStatus::CODES) => "Whether it is in use; empty means `ACTIVE`.";
        KIND "kind": Code(LinkKind::CODES) => "Whether the movement was reported or is only possible; empty means `SUPPLY`.";
        BOTH_WAYS "both_ways": Flag => "Whether a corridor may be used in both directions.";
        SHIPMENT "shipment": Text => "Name shared by the links of one consignment.";
        PART_OF "part_of": Ref(&[Kind::Link]) => "Link whose tonnes include this one's; left out of sums.";
        FIRST_YEAR "first_year": types::YEAR => "First year of use.";
        LAST_YEAR "last_year": types::YEAR => "Last year of use.";
    }
}

table! {
    /// A by-product, residue or waste: slag, dust, tailings, jarosite, gypsum, mine water.
    side_stream = named SideStream "side_streams" {
        KIND "kind": Text => "The source's word for what it is, such as slag.";
        SITE "site": types::SITE => "Where it arises.", required;
        PRODUCT "product": types::PRODUCT => "What it is as a product.";
        MATERIALS "materials": types::MATERIAL => "Materials stated or inferred for it; a statement on `materials` says which.", many;
        EWC_CODES "ewc_codes": Published(PublishedList::Ewc) => "Codes of the European List of Waste; a statement on `ewc_codes` says whether a permit states them.", many;
        HAZARDOUS "hazardous": Flag => "Whether it is hazardous waste; empty means not known.";
        LEGAL_STANDING "legal_standing": Code(LegalStanding::CODES) => "Legal standing, where a source states it.";
        PLANNED "planned": Flag => "Whether it arises only once a planned site operates.";
    }
}
