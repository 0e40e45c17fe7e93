//! Offers, requests and what became of them: the circular economy.

use crate::model::table::table;

table! {
    /// What a site or organisation takes in, looks for, or offers to treat.
    intake = named Intake "intakes" {
        TAKER "taker": Ref(&[Kind::Site, Kind::Organisation]) => "Who takes it.", required;
        EWC_CODES "ewc_codes": Published(PublishedList::EwcPrefix) => "Codes of the European List of Waste, or their first two or four digits.", many;
        PRODUCTS "products": types::PRODUCT => "Products looked for.", many;
        MATERIALS "materials": types::MATERIAL => "Materials looked for.", many;
        PROCESS "process": Published(PublishedList::Process) => "What is done with it.";
        PERMIT "permit": Text => "Permit that allows it.";
        VALID_FROM "valid_from": Date => "First day of the offer.";
        VALID_TO "valid_to": Date => "Last day of the offer.";
        HAZARDOUS "hazardous": Flag => "Whether it may take hazardous waste; empty means not known.";
    }
}

table! {
    /// A kind of use of a kind of stream, where no receiver is named.
    usage = named Use "uses" {
        SIDE_STREAM "side_stream": Ref(&[Kind::SideStream]) => "Stream the source speaks of.";
        STREAM_TYPE "stream_type": Text => "Kind of stream, where the source speaks of no single one.";
        APPLICATION "application": Text => "What it becomes.", required;
        NACE "nace": Published(PublishedList::Nace) => "For whom.", many;
        STATUS "status": Code(UseStatus::CODES) => "How far the use is established.", required;
        EWC_CODES "ewc_codes": Published(PublishedList::EwcPrefix) => "Codes of the List of Waste of such streams, or their first two or four digits.", many;
        PRODUCTS "products": types::PRODUCT => "Products that such streams are.", many;
        TREATMENT "treatment": Published(PublishedList::Process) => "Processing steps that such a stream needs before it can be used so; empty means none is told.", many;
        LEGAL_ROUTE "legal_route": Text => "Under which rule it may be used so, with country and number of the rule.";
    }
}

table! {
    /// An exchange of a waste or by-product that exists or was studied.
    precedent = named Precedent "precedents" {
        WASTE "waste": Text => "What is exchanged.", required;
        EWC_CODES "ewc_codes": Published(PublishedList::Ewc) => "Codes of the European List of Waste.", many;
        DONOR_NACE "donor_nace": Published(PublishedList::Nace) => "Who gives it.", many;
        RECEIVER_NACE "receiver_nace": Published(PublishedList::Nace) => "Who takes it.", many;
        STATUS "status": Code(ExchangeStatus::CODES) => "How far it came.", required;
        COUNTRY "country": Published(PublishedList::Country) => "Country, ISO 3166-1 alpha-2.";
        YEAR "year": types::YEAR => "Year it is told of.";
        DONOR "donor": Text => "Who gives it, or what business that is.";
        RECEIVER "receiver": Text => "Who takes it, or what business that is.";
        APPLICATION "application": Text => "What it becomes there.";
        LINK "link": Ref(&[Kind::Link]) => "The link that is this exchange, where it is one of the data.";
    }
}

table! {
    /// An offer and a request that are being pursued.
    matching = named Match "matches" {
        OFFER "offer": Ref(&[Kind::SideStream]) => "What is offered.", required;
        REQUEST "request": Ref(&[Kind::Intake, Kind::Activity, Kind::Use, Kind::Site, Kind::Organisation]) => "Who or what takes it.", required;
        STATUS "status": Code(MatchStatus::CODES) => "Where it stands.", required;
        REASON "reason": Text => "Why it was begun or dropped.";
        STARTED "started": Date => "When it was begun.";
        ENDED "ended": Date => "When it was dropped or ran out.";
        BROKER "broker": Ref(&[Kind::Cluster]) => "Cluster that brought the two together.";
    }
}
