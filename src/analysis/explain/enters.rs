//! Which terms of answers a figure of a quantity enters, if it is the one chosen.

use crate::model::Quantity;

/// The terms, in words; none for a quantity that is only shown.
pub(super) fn enters(quantity: Quantity) -> &'static [&'static str] {
    use Quantity::*;
    match quantity {
        GlobalShare => &["supply risk: concentration (HHI) of the world's supply"],
        EuSourcingShare => &[
            "supply risk: concentration (HHI) of what the Union sources",
            "dependence: share of a country in what the Union sources",
        ],
        Governance | TradeParameter => &[
            "supply risk: concentration (HHI) of the world's supply",
            "supply risk: concentration (HHI) of what the Union sources",
        ],
        ImportReliance => &["supply risk: how the two supplies are weighed"],
        EolRir => &["supply risk: what recycling at the end of life takes off"],
        SubstitutionSr => &["supply risk: what substitution takes off"],
        SubstitutionEi => &["economic importance: what substitution takes off"],
        EndUseShare => &["economic importance: share of a use"],
        ValueAdded => &["economic importance: value added of a sector"],
        SupplyRiskPublished | EconomicImportancePublished => &[
            "the published series beside supply risk and economic importance",
            "the rule of Article 4(2), only where a value cannot be computed",
        ],
        Consumption => &[
            "benchmarks: what capacity is compared with",
            "dependence: what imports are compared with",
            "stress tests: the part of consumption that is lost",
        ],
        Imports => &[
            "dependence: imports from a country as a part of consumption",
            "supply risk: import reliance, only where no assessment states it",
        ],
        Exports => &["supply risk: import reliance, only where no assessment states it"],
        Production => &[
            "throughput: bounds a place whose capacity is not known",
            "benchmarks: stands in for a capacity that is not known",
            "supply risk: import reliance, only where no assessment states it",
        ],
        Capacity => &[
            "throughput, gaps and stress tests: bounds what passes",
            "benchmarks: capacity of a stage",
        ],
        CapacityAdded => &["throughput and benchmarks: what is planned"],
        Feed | OreProcessed | IntakeMin | IntakeMax => &["throughput: what a site takes in"],
        Flow | Generation => &[
            "trace: shares of what goes on",
            "throughput: the least that is known to pass",
        ],
        Recovery => &[
            "paths: material that is lost",
            "throughput: what comes out of a step",
        ],
        Grade | Content | ContentMin | ContentMax => {
            &["throughput and benchmarks: tonnes of product as tonnes of the material"]
        }
        Distance | DetourFactor => &["paths: length"],
        HalfDistance => &["partners: how far a stream is worth moving"],
        Emissions | EmissionRate => &["paths: emissions"],
        Cost | CostRate => &["paths: costs"],
        FateShare => &["gaps: what becomes of a side-stream"],
        Resource | Reserve | Stock | Members | Employees | Budget | FairwayDepth
        | CargoThroughput => &[],
    }
}
