//! Codes of the value chain: sites, products, links, side-streams.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
    /// What is accounted under one name.
    MaterialKind of model::codes::MaterialKind {
        /// A chemical element.
        Element,
        /// A mineral or rock that is accounted as such: phosphate rock, coking coal.
        MineralCommodity,
        /// Several materials that a source tells as one; never added to its members.
        Group,
    }
    /// How far a product is worked.
    ProductForm of model::codes::ProductForm {
        /// Ore as mined.
        Ore,
        /// Ground and enriched ore.
        Concentrate,
        /// A product that is worked further elsewhere: matte, precipitate, black mass.
        Intermediate,
        /// A metal or mineral of trade grade.
        Refined,
        /// A metal of several elements: ferrochrome, steel.
        Alloy,
        /// A compound of trade grade.
        Chemical,
        /// A part of a final product: cathode, magnet.
        Component,
        /// Metal to be recycled.
        Scrap,
        /// What falls off: slag, dust, tailings.
        Residue,
    }
    /// The physical state in which a product moves.
    PhysicalState of model::codes::PhysicalState {
        /// Pieces, powder or cake.
        Solid,
        /// Liquid at ordinary temperature.
        Liquid,
        /// Liquid metal or slag; moves on site only.
        Molten,
        /// Dissolved; moves on site or by pipeline.
        Solution,
        /// Gas; moves on site or by pipeline.
        Gas,
    }
    /// What a site does.
    SiteKind of model::codes::SiteKind {
        /// Extracts ore or minerals.
        Mine,
        /// Smelts, refines or converts.
        Processor,
        /// Makes components or final products.
        Manufacturer,
        /// Recovers materials from waste.
        Recycler,
        /// A sea port.
        Harbour,
        /// A transhipment place on land.
        Terminal,
        /// A store.
        Storage,
        /// Several sites that a source tells as one; never on a path.
        Area,
        /// A party or place that a source only names.
        External,
    }
    /// The status of a site, project or platform, after the CGI mine-status list.
    SiteStatus of model::codes::SiteStatus {
        /// In operation.
        Operating,
        /// Idle, but kept in a state in which it can be started again.
        CareAndMaintenance,
        /// Closed for good.
        Closed,
        /// Being built.
        Construction,
        /// Waiting for permits.
        PendingApproval,
        /// Being studied for feasibility.
        Feasibility,
        /// Being explored.
        Exploration,
        /// Planned; the source says no more. Not in the CGI list.
        Planned,
        /// The source says that the status is not known.
        Unknown,
    }
    /// How precisely a position is known.
    PositionPrecision of model::codes::PositionPrecision {
        /// The site itself: 2 km unless stated.
        Site,
        /// The village or quarter: 5 km unless stated.
        Locality,
        /// The municipality: 40 km unless stated.
        Municipality,
        /// A wider area: 50 km unless stated.
        Area,
    }
    /// The stages of the value chain, after Article 2 of Regulation (EU) 2024/1252.
    Stage of model::codes::Stage {
        /// Mining, crushing, grinding and concentration.
        Extraction,
        /// Smelting, refining and chemical conversion.
        Processing,
        /// Making components or final products.
        Manufacturing,
        /// Recovery from waste.
        Recycling,
        /// Shipping.
        Transport,
    }
    /// How a product moves.
    Mode of model::codes::Mode {
        /// By lorry.
        Road,
        /// By train.
        Rail,
        /// By ship.
        Sea,
        /// By conveyor belt.
        Conveyor,
        /// By pipeline.
        Pipeline,
        /// Within one site or industrial area.
        OnSite,
        /// The source does not say.
        Unknown,
    }
    /// Whether a link is in use.
    LinkStatus of model::codes::LinkStatus {
        /// In use.
        Active,
        /// Planned.
        Planned,
        /// No longer in use.
        Historical,
    }
    /// Whether a link was reported or is only possible.
    LinkKind of model::codes::LinkKind {
        /// A movement that a source reports.
        Supply,
        /// A way that products could take.
        Corridor,
    }
    /// The legal standing of a side-stream.
    LegalStanding of model::codes::LegalStanding {
        /// Waste in the sense of Directive 2008/98/EC.
        Waste,
        /// A by-product, Article 5 of that directive.
        ByProduct,
        /// No longer waste, Article 6 of that directive.
        EndOfWaste,
    }
    /// What becomes of a side-stream.
    Fate of model::codes::Fate {
        /// Put into a landfill.
        Landfilled,
        /// Stored for the time being.
        Stored,
        /// Put back into the mine.
        Backfilled,
        /// Used again.
        Reused,
        /// Sold.
        Sold,
        /// The source says that it is not known.
        Unknown,
    }
    /// How far a kind of use is established.
    UseStatus of model::codes::UseStatus {
        /// In practice somewhere.
        Practised,
        /// Studied.
        Studied,
        /// Proposed.
        Proposed,
    }
    /// How far an exchange between two parties came.
    ExchangeStatus of model::codes::ExchangeStatus {
        /// It takes place.
        Implemented,
        /// It is planned.
        Planned,
        /// It is being studied.
        UnderStudy,
    }
    /// Where a match of an offer and a request stands.
    MatchStatus of model::codes::MatchStatus {
        /// Somebody thought of it.
        Idea,
        /// The parties are in contact.
        Contacted,
        /// The material was tested.
        Tested,
        /// The parties agreed.
        Agreed,
        /// It runs.
        Running,
        /// It was dropped.
        Dropped,
    }
}
