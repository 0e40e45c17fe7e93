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
    }
}
