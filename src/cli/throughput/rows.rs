//! An answer for throughput as one table, for spreadsheets: a row for each thing it says, told apart by `part`.

use serde_json::Value;

use crate::cli::output::Rows;
use crate::cli::sampling::band_cells;
use crate::cli::show::items;
use crate::cli::show::plain;

/// The columns. `part` is `delivered`, `unbounded_along`, `from`, `to`, `unplaced`, `bottleneck`,
/// `jointly_binding`, `cut`,
/// `binding` (in which share of draws), `uncertainty` (its code where there is no band), `single_point`, `stage`, `flow`, `unknown`, `assumption` or `source`, `bound` is `upper` or `lower` where there are two.
const COLUMNS: [&str; 29] = [
    "part",
    "bound",
    "record",
    "place",
    "product",
    "to_place",
    "to_product",
    "stage",
    "side",
    "tonnes_per_year",
    "arriving",
    "is_known",
    "shadow_price",
    "share",
    "structural",
    "upper_then",
    "effect",
    "evaluated",
    "host_material",
    "left_out",
    "figures",
    "message",
    "status",
    "revision",
    "year",
    "p05",
    "p50",
    "p95",
    "samples",
];

/// Some cells of a row, by name of the column.
type Cells = Vec<(&'static str, String)>;

/// All that an answer says, a row each.
pub(super) fn rows(answer: &Value) -> Rows {
    let mut all: Vec<(&'static str, &'static str, Cells)> = Vec::new();
    for (name, bound) in [("upper", &answer["upper"]), ("lower", &answer["lower"])] {
        all.extend(
            of_bound(bound)
                .into_iter()
                .map(|(part, cells)| (part, name, cells)),
        );
    }
    let unknowns = items(&answer["unknowns"]).iter();
    all.extend(unknowns.map(|it| ("unknown", "", unknown(it))));
    let basis = &answer["basis"];
    for it in items(&basis["assumptions"]) {
        let cells = vec![("record", plain(&it["code"])), message(it)];
        all.push(("assumption", "", cells));
    }
    for it in items(&basis["sources"]) {
        let cells = vec![
            ("record", plain(&it["id"])),
            ("message", plain(&it["title"])),
        ];
        all.push(("source", "", cells));
    }
    let whole = [
        ("status", plain(&answer["status"])),
        ("revision", plain(&basis["revision"])),
        ("year", plain(&basis["year"])),
    ];
    let mut rows = Rows::new(&COLUMNS);
    for (part, bound, mut cells) in all {
        if part == "delivered" {
            cells.push(message(answer));
            cells.push(("share", plain(&basis["estimatedShare"])));
        }
        cells.extend([("part", part.to_owned()), ("bound", bound.to_owned())]);
        cells.extend(whole.clone());
        rows.push(COLUMNS.map(|column| {
            let mut found = cells.iter().filter(|it| it.0 == column);
            found.next().map_or_else(String::new, |it| it.1.clone())
        }));
    }
    rows
}

/// What one side of the answer says.
fn of_bound(bound: &Value) -> Vec<(&'static str, Cells)> {
    let tonnes = |it: &Value| ("tonnes_per_year", plain(it));
    let mut delivered = vec![tonnes(&bound["deliveredTonnesPerYear"])];
    delivered.extend(drawn(&bound["deliveredInterval"]));
    delivered.push(("samples", plain(&bound["uncertainty"]["samples"])));
    let mut all = vec![("delivered", delivered)];
    for it in items(&bound["unboundedAlong"]) {
        all.push(("unbounded_along", vec![("place", plain(&it["id"]))]));
    }
    for (list, part) in [("bySource", "from"), ("bySink", "to")] {
        for it in items(&bound[list]) {
            let place = ("place", plain(&it["site"]["id"]));
            all.push((part, vec![place, tonnes(&it["tonnesPerYear"])]));
        }
    }
    for (list, part) in [("bySourceIntervals", "from"), ("bySinkIntervals", "to")] {
        for it in items(&bound[list]) {
            let mut cells = vec![("place", plain(&it["site"]["id"]))];
            cells.extend(drawn(&it["tonnesPerYear"]));
            all.push((part, cells));
        }
    }
    let mut unplaced = vec![tonnes(&bound["unplacedTonnesPerYear"])];
    unplaced.extend(drawn(&bound["unplacedInterval"]));
    all.push(("unplaced", unplaced));
    for it in items(&bound["bindingShares"]) {
        let cells = vec![
            ("record", plain(&it["record"]["id"])),
            ("product", plain(&it["product"]["id"])),
            ("side", plain(&it["side"])),
            ("share", plain(&it["share"])),
        ];
        all.push(("binding", cells));
    }
    let none = &bound["uncertainty"]["notRecorded"];
    if !none.is_null() {
        let cells = vec![("record", plain(&none["code"])), message(none)];
        all.push(("uncertainty", cells));
    }
    for (list, part) in [
        ("bottlenecks", "bottleneck"),
        ("jointlyBinding", "jointly_binding"),
    ] {
        let bottlenecks = items(&bound[list]).iter();
        all.extend(bottlenecks.map(|it| (part, bottleneck(it))));
    }
    let cut = items(&bound["minimumCut"]).iter();
    all.extend(cut.map(|it| ("cut", vec![record(it), figures(it)])));
    let points = items(&bound["singlePoints"]).iter();
    all.extend(points.map(|it| ("single_point", single_point(it))));
    for it in items(&bound["stageBalance"]) {
        let stage = ("stage", plain(&it["stage"]));
        let (counted, left_out) = (ids(&it["counted"]), ids(&it["leftOut"]));
        let cells = vec![
            stage,
            tonnes(&it["tonnesPerYear"]),
            figures(it),
            ("record", counted),
            ("left_out", left_out),
        ];
        all.push(("stage", cells));
    }
    for list in ["links", "backLinks"] {
        let links = items(&bound["subgraph"][list]).iter();
        all.extend(links.map(|it| ("flow", flow(&bound["subgraph"]["nodes"], it))));
    }
    all
}

/// The cells of a band.
fn drawn(band: &Value) -> Cells {
    let [low, middle, high] = band_cells(band);
    vec![("p05", low), ("p50", middle), ("p95", high)]
}

/// The link, else the activity, else the site or country something is about.
fn record(it: &Value) -> (&'static str, String) {
    let ids = [
        &it["link"]["id"],
        &it["activity"]["id"],
        &it["record"]["id"],
    ];
    let ids = ids.into_iter().chain([&it["site"]["id"], &it["country"]]);
    let mut named = ids.filter(|it| !it.is_null());
    ("record", named.next().map_or_else(String::new, plain))
}

/// The ids of records in one cell.
fn ids(records: &Value) -> String {
    let ids = items(records).iter().map(|it| plain(&it["id"]));
    ids.collect::<Vec<_>>().join(";")
}

fn figures(it: &Value) -> (&'static str, String) {
    ("figures", ids(&it["figures"]))
}

fn message(it: &Value) -> (&'static str, String) {
    ("message", plain(&it["message"]))
}

/// What a bottleneck and an unknown capacity have in common.
fn capacity(it: &Value) -> Cells {
    vec![
        record(it),
        ("place", plain(&it["site"]["id"])),
        ("product", plain(&it["product"]["id"])),
        ("side", plain(&it["side"])),
        figures(it),
        message(it),
    ]
}

fn bottleneck(it: &Value) -> Cells {
    let mut cells = capacity(it);
    cells.push(("tonnes_per_year", plain(&it["capacityTonnesPerYear"])));
    cells.push(("is_known", plain(&it["isKnown"])));
    cells.push(("shadow_price", plain(&it["shadowPrice"])));
    cells.push(("host_material", plain(&it["hostMaterial"]["id"])));
    cells
}

fn unknown(it: &Value) -> Cells {
    let mut cells = capacity(it);
    cells.push(("tonnes_per_year", plain(&it["atLeastTonnesPerYear"])));
    cells.push(("upper_then", plain(&it["upperThenTonnesPerYear"])));
    cells.push(("effect", plain(&it["effectTonnesPerYear"])));
    cells.push(("evaluated", plain(&it["isEvaluated"])));
    cells
}

fn single_point(it: &Value) -> Cells {
    vec![
        record(it),
        ("tonnes_per_year", plain(&it["lostTonnesPerYear"])),
        ("share", plain(&it["lostShare"])),
        ("structural", plain(&it["structural"])),
        message(it),
    ]
}

/// An arc that carries something.
fn flow(nodes: &Value, it: &Value) -> Cells {
    let node = |end: &Value| {
        let at = end.as_u64().and_then(|it| usize::try_from(it).ok());
        at.and_then(|at| items(nodes).get(at))
            .unwrap_or(&Value::Null)
    };
    let (from, to) = (node(&it["from"]), node(&it["to"]));
    vec![
        record(&it["arc"]),
        ("place", plain(&from["place"]["id"])),
        ("product", plain(&from["product"]["id"])),
        ("to_place", plain(&to["place"]["id"])),
        ("to_product", plain(&to["product"]["id"])),
        ("tonnes_per_year", plain(&it["tonnesPerYear"])),
        ("arriving", plain(&it["arrivingTonnesPerYear"])),
    ]
}
