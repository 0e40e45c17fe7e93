//! Codes of figures, statements and coverage.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::model;

mirror! {
    /// How much of the world the data hold for a region, material and stage.
    CoverageLevel of model::codes::CoverageLevel {
        /// All of it: what is not in the data does not exist.
        Complete,
        /// A part of it.
        Sample,
        /// Not known.
        Unknown,
    }
    /// How a statement came about.
    StatementBasis of model::codes::StatementBasis {
        /// The source states it.
        Stated,
        /// It was inferred from what the source states.
        Inferred,
        /// A compiler of the data assigned it.
        Assigned,
    }
    /// What tonnes are tonnes of.
    MassBasis of model::codes::MassBasis {
        /// Of the product.
        Gross,
        /// Of the named element or compound in it.
        Contained,
    }
    /// What a capacity bounds.
    Side of model::codes::Side {
        /// What goes in.
        Input,
        /// What comes out.
        Output,
    }
    /// Whether a figure happened or was forecast.
    Vintage of model::codes::Vintage {
        /// It happened, or holds.
        Actual,
        /// The low case of a forecast.
        ForecastLow,
        /// The reference case of a forecast.
        ForecastReference,
        /// The high case of a forecast.
        ForecastHigh,
    }
    /// How well a figure is founded.
    Confidence of model::codes::Confidence {
        /// The source reports it.
        Reported,
        /// The source or a compiler estimated it.
        Estimated,
        /// It was assumed.
        Assumed,
    }
    /// Why a source gives no value.
    MissingReason of model::codes::MissingReason {
        /// The source says that it withholds the value.
        Withheld,
    }
    /// Who may see a record.
    Visibility of model::codes::Visibility {
        /// Everybody.
        Public,
    }
    /// What a figure measures.
    Quantity of model::Quantity {
        /// What can be taken in or put out in a year, t/a; see `side`.
        Capacity,
        /// Capacity that a project adds, t/a; apart from what exists.
        CapacityAdded,
        /// What is put out in a year, t/a.
        Production,
        /// What is taken in from all suppliers in a year, t/a.
        Feed,
        /// Ore processed in a year, t/a.
        OreProcessed,
        /// Mineral resource, t.
        Resource,
        /// Ore reserve, t.
        Reserve,
        /// Grade of an ore, as a mass fraction.
        Grade,
        /// Content of a product or side-stream, as a mass fraction.
        Content,
        /// Share of what goes in that comes out, as a mass fraction.
        Recovery,
        /// What moves along a link in a year, t/a.
        Flow,
        /// What falls off in a year, t/a.
        Generation,
        /// What lies in store, t.
        Stock,
        /// Length of a way, km.
        Distance,
        /// Cost of moving, EUR/t.
        Cost,
        /// Emissions of moving, kg CO2e/t.
        Emissions,
        /// Least that is taken in a year, t/a.
        IntakeMin,
        /// Most that is taken in a year, t/a.
        IntakeMax,
        /// Least content that is taken, as a mass fraction.
        ContentMin,
        /// Highest content that is taken, as a mass fraction.
        ContentMax,
        /// Consumption in a year, t/a.
        Consumption,
        /// Imports in a year, t/a.
        Imports,
        /// Exports in a year, t/a.
        Exports,
        /// Share of the world's supply.
        GlobalShare,
        /// Share of the European Union's sourcing.
        EuSourcingShare,
        /// Trade parameter of the criticality assessment.
        TradeParameter,
        /// Governance indicator of a country, scaled to 0..10.
        Governance,
        /// Import reliance of the European Union.
        ImportReliance,
        /// End-of-life recycling input rate.
        EolRir,
        /// Substitution index for supply risk.
        SubstitutionSr,
        /// Substitution index for economic importance.
        SubstitutionEi,
        /// Share of a sector in the use.
        EndUseShare,
        /// Value added of a sector, MEUR.
        ValueAdded,
        /// Supply risk as published.
        SupplyRiskPublished,
        /// Economic importance as published.
        EconomicImportancePublished,
        /// Number of members.
        Members,
        /// Number of employees.
        Employees,
        /// Budget, EUR.
        Budget,
        /// Share of a side-stream that has one fate.
        FateShare,
        /// Depth of the fairway of a harbour, m.
        FairwayDepth,
        /// Cargo handled in a year, t/a.
        CargoThroughput,
        /// Emissions of a mode of transport, g CO2e/t·km.
        EmissionRate,
        /// Cost of a mode of transport, EUR/t·km.
        CostRate,
        /// How much longer the way of a mode is than the great circle.
        DetourFactor,
        /// Distance at which a partner counts half, km.
        HalfDistance,
    }
}
