//! Codes of path questions and answers.

use async_graphql::Enum;
use async_graphql::InputType as _;

use crate::graphql::codes::CodeInput;
use crate::graphql::codes::mirror;
use crate::network;

mirror! {
    /// What makes a path better.
    Metric of network::chain::Metric {
        /// Kilometres.
        Distance,
        /// Emissions of transport, kg CO2e per tonne moved.
        Emissions,
        /// Number of steps.
        Steps,
        /// Costs of transport, EUR per tonne moved. Asking for them needs cost rates: see the settings `cost_rates.road`,
        /// `cost_rates.rail`, `cost_rates.sea`.
        Cost,
        /// The share of the material that is lost in transformations, 0 to 1, to seven decimals. A recovery that is not
        /// known counts as 1 and is flagged; a path through something of which nothing comes out is left out.
        Loss,
    }
    /// What an arc of a chain is.
    ArcKind of network::chain::ArcKind {
        /// A link moves the product to another place.
        Movement,
        /// An activity turns it into another product.
        Transformation,
        /// The site receives the one and ships the other, and no activity is known.
        AssumedTransformation,
        /// A side-stream arises with the product.
        SideStream,
        /// A place that ships the product could supply one that takes it; no source says that it does.
        Candidate,
    }
    /// What was assumed or doubted.
    AssumptionCode of network::chain::AssumptionCode {
        /// The product is taken to carry the material because it usually does.
        ContentAssumed,
        /// The site is taken to turn what it receives into what it ships; no activity says so.
        AssumedConversion,
        /// No status of the site is stated; it is taken to operate.
        StatusAssumed,
        /// The status is undated, or more than three years older than the year asked.
        StaleStatus,
        /// The site or link is planned and counts because the question includes what is planned.
        Planned,
        /// The length is the great circle times the detour factor of the mode; `value` and bounds in km.
        DistanceEstimated,
        /// The mode is not known; the factor or rate of the road is used.
        ModeAssumed,
        /// The emissions or costs are the rate of the mode times the length; `value` in g CO2e/t·km or EUR/t·km.
        RateAssumed,
        /// The figure has no year.
        Undated,
        /// The figure is of a later year than the one asked.
        NearestYear,
        /// Several figures answer the same question; one that happened is used before forecasts, then
        /// the one of more confidence, then the first in the order of their keys.
        SeveralFigures,
        /// The reported distance (`value`, km) is shorter than the great circle (`comparedWith`, km).
        ShorterThanGreatCircle,
        /// The length is not known: the points (`value`, km apart) lie within their uncertainty
        /// (`comparedWith`, km), or a position or factor is missing (no `value`).
        LengthUnknown,
        /// The emissions are not known: the length is not, or there is no rate for the mode.
        EmissionsUnknown,
        /// The material is a group; what carries one of its members alone (`value`, how many) is
        /// not looked at.
        GroupOfMaterials,
        /// No source tells of this movement; the ends are `value` km of great circle apart.
        Candidate,
        /// A way that could be taken; no source reports that it is.
        Corridor,
        /// The recovery of the activity is not known and is taken as 1.
        RecoveryAssumed,
        /// The capacity is not known; it may be below the one asked for.
        CapacityUnknown,
        /// It is not known whether this is what was to be avoided.
        MayBeAvoided,
        /// The content is what is typical of the product, `value` as a fraction; no source tells it of the place.
        GradeAssumed,
        /// The site operates no more; what a link in use takes from its side-stream is taken to be a stock.
        StockAssumed,
        /// The costs are not known: the length is not, or there is no rate for the mode.
        CostUnknown,
        /// Without a material, products are not followed through sites: whatever leaves a place may hang on
        /// whatever arrives there.
        ProductsNotFollowed,
        /// The tonnes of the link are within those of another one, and left out of sums.
        WithinAnotherFlow,
        /// Shares are of the flows on record at the place, as no total is; what is not on record is not seen.
        RecordedFlowsOnly,
        /// No capacity is on record that tells it; what was produced, `value` in tonnes a year, stands in for it.
        ProductionAsCapacity,
        /// The scenario of the question says so: the message tells what it changes, or that it changes nothing.
        Scenario,
        /// What was produced of the product is not on record, so that production stands in for no capacity.
        ProductionIncomplete,
        /// The figure covers more than the subject: it bounds it from above, and says nothing of how much it is at least.
        ScopeWider,
        /// The capacity is told of a product that the activity neither takes nor gives; it bounds all of it together.
        CapacityTogether,
        /// Products of different content share the capacity: the largest content, `value` as a fraction, counts for the
        /// upper answer, the least, `comparedWith`, for the lower one.
        ContentVaries,
        /// The by-product is bounded by what is processed of its host, `value` in tonnes a year of the by-product; no
        /// value where that is not known or not bounded.
        HostBound,
        /// A host material is bounded by itself in the end; that bound is left out.
        HostCycle,
        /// What enters the activity is counted in one of its products, though several leave it at once.
        OutputsShared,
        /// All that the subject produces is taken to leave over the links on record; or, resting on a judgement that all
        /// is on record, all that it is fed with to come over them. What remains is what one link carried.
        BalanceOfRecord,
        /// Of the content in what the figure counts only an upper bound, `value` as a fraction, is known.
        ContentAtMost,
        /// The country's share of the Union's sourcing, `value` as a fraction, is a lower bound of its share of consumption.
        LowerBound,
        /// The figures are those of the group, the subject, as the material has none of its own.
        GroupFigure,
        /// The amount of the group is the sum over its members on record.
        SumOfMembers,
        /// Shares of a whole come to more than 1 (value, their sum or the one that is above it).
        SharesAboveOne,
        /// No trade parameter of the country is on record; it is taken as 1.
        TradeParameterAssumed,
        /// No import reliance is stated; it follows from production, imports and exports of the Union (value, a fraction).
        ImportRelianceComputed,
        /// What cannot be computed is taken as published (value), to say whether the material is critical.
        PublishedUsed,
        /// The value of the group is the mean of those of its members on record.
        MeanOfMembers,
        /// No sector is told for a part of the uses (value, a fraction), which adds nothing to economic importance.
        UseWithoutSector,
        /// The figure says at most so much: it bounds from above and says nothing of how much it is at least.
        AtMost,
        /// The site gives only what the stage goes on with, here or elsewhere; it adds nothing to what leaves the stage.
        OnlyIntermediates,
        /// A total of the region tells the world without the scenario; what that adds to or takes from the capacity of its
        /// sites, `value` in tonnes a year, is added.
        TotalAdjusted,
        /// The import reliance on record is negative (value, a fraction); it counts as 0.
        NegativeImportReliance,
        /// A forecast is used, as nothing else is on record.
        ForecastUsed,
        /// No detour factor of roads is on record; the way by road is taken as `value` times the great circle.
        DetourAssumed,
        /// No half-distance of a region around the stream is on record; `value` km are used.
        HalfDistanceAssumed,
    }
    /// Why there is no path; the first that holds.
    NoPathReason of network::paths::NoPathReason {
        /// An end means nothing that the chain of the material holds.
        EmptyEndpoint,
        /// A filter stands in the way: see `blockedBy` and `withoutFilters`.
        FilteredOut,
        /// What the origin leads to goes on only to parties that a source merely names: `buyers`.
        LeavesMap,
        /// No way on is recorded; there may be one.
        NoRouteRecorded,
        /// There is no way on: the data are judged complete where the chain stops.
        Unreachable,
    }
}

/// Why there may be more than the answer holds.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "network::search::Truncation")]
pub(crate) enum TruncationReason {
    /// As many as asked were found, and there is at least one more.
    K,
    /// Something of more steps than allowed was left out.
    Steps,
    /// The work budget ran out.
    Budget,
    /// Legs of unknown length, emissions or costs lie on the way.
    UnknownMetric,
    /// A place that ships has more takers within reach than the 25 nearest, to which candidate links lead.
    Candidates,
}
