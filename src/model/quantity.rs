//! The quantities that figures measure, each with its unit and range.

use crate::model::codes::codes;

codes! {
    /// What a figure measures. The order is part of the stored format: append only.
    pub enum Quantity {
        Capacity = "capacity",
        CapacityAdded = "capacity-added",
        Production = "production",
        Feed = "feed",
        OreProcessed = "ore-processed",
        Resource = "resource",
        Reserve = "reserve",
        Grade = "grade",
        Content = "content",
        Recovery = "recovery",
        Flow = "flow",
        Generation = "generation",
        Stock = "stock",
        Distance = "distance",
        Cost = "cost",
        Emissions = "emissions",
        IntakeMin = "intake-min",
        IntakeMax = "intake-max",
        ContentMin = "content-min",
        ContentMax = "content-max",
        Consumption = "consumption",
        Imports = "imports",
        Exports = "exports",
        GlobalShare = "global-share",
        EuSourcingShare = "eu-sourcing-share",
        TradeParameter = "trade-parameter",
        Governance = "governance",
        ImportReliance = "import-reliance",
        EolRir = "eol-rir",
        SubstitutionSr = "substitution-sr",
        SubstitutionEi = "substitution-ei",
        EndUseShare = "end-use-share",
        ValueAdded = "value-added",
        SupplyRiskPublished = "supply-risk-published",
        EconomicImportancePublished = "economic-importance-published",
        Members = "members",
        Employees = "employees",
        Budget = "budget",
        FateShare = "fate-share",
        FairwayDepth = "fairway-depth",
        CargoThroughput = "cargo-throughput",
        EmissionRate = "emission-rate",
        CostRate = "cost-rate",
        DetourFactor = "detour-factor",
        HalfDistance = "half-distance",
    }
}

impl Quantity {
    /// The unit its figures are kept in; units of the same dimension are converted to it.
    pub const fn unit(self) -> &'static str {
        use Quantity::*;
        match self {
            Capacity | CapacityAdded | Production | Feed | OreProcessed | Flow | Generation
            | IntakeMin | IntakeMax | Consumption | Imports | Exports | CargoThroughput => "t/a",
            Resource | Reserve | Stock => "t",
            Grade | Content | Recovery | ContentMin | ContentMax | GlobalShare
            | EuSourcingShare | EolRir | EndUseShare | FateShare | ImportReliance => "fraction",
            Distance | HalfDistance => "km",
            Cost => "EUR/t",
            Emissions => "kg CO2e/t",
            ValueAdded => "MEUR",
            Budget => "EUR",
            FairwayDepth => "m",
            EmissionRate => "g CO2e/t·km",
            CostRate => "EUR/t·km",
            Members | Employees => "count",
            TradeParameter
            | Governance
            | SubstitutionSr
            | SubstitutionEi
            | SupplyRiskPublished
            | EconomicImportancePublished
            | DetourFactor => "1",
        }
    }

    /// Smallest and largest value, in [`unit`](Self::unit).
    pub fn range(self) -> (f64, f64) {
        use Quantity::*;
        match self {
            Grade | Content | Recovery | ContentMin | ContentMax | GlobalShare
            | EuSourcingShare | EolRir | EndUseShare | FateShare => (0.0, 1.0),
            ImportReliance => (-10.0, 1.0),
            Governance => (0.0, 10.0),
            SubstitutionSr | SubstitutionEi => (0.0, 1.0),
            DetourFactor => (1.0, 10.0),
            Distance => (0.0, 40_000.0),
            HalfDistance => (1.0, 5_000.0),
            FairwayDepth => (0.0, 100.0),
            _ => (0.0, f64::MAX),
        }
    }
}
