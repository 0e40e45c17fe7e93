//! Features as they are written.

use expect_test::expect;

use crate::exchange::export::ExportFormat;
use crate::exchange::export::csv::tests::exported;
use crate::network::text::records;

#[test]
fn positions_are_points_links_are_lines_and_the_rest_is_counted() {
    let text = "
        product ore ORE
        site mine MINE at=65.5,24.25,SITE
        site works PROCESSOR at=66,25
        site nowhere MINE
        side-stream slag works ore
        link first mine works ore
        link second side-stream:slag mine ore
        link third nowhere mine ore
    ";
    let mut out = Vec::new();
    exported(
        ExportFormat::Geojson,
        records(text),
        Some("all of it"),
        &mut out,
    );
    let mut json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let hash = json["ketju"].as_object_mut().unwrap().remove("partHash");
    assert_eq!(hash.unwrap().as_str().unwrap().len(), 64);
    let shown = serde_json::to_string(&json)
        .unwrap()
        .replace("{\"type\":\"F", "\n{\"type\":\"F");
    expect![[r#"

        {"type":"FeatureCollection","ketju":{"title":"Test data","revision":3,"at":"2026-11-22T16:58:16Z","referenceYear":2025,"contentHash":"c0ffee","chainHash":"beef","citation":"Test data. Revision 3. ketju:ketju@3#c0ffee","licences":["CC-BY-4.0","Own terms"],"part":"all of it","otherRecords":{"source":8,"product":1,"side-stream":1},"withoutPosition":{"site":1,"link":1}},"features":[
        {"type":"Feature","id":"site:mine","geometry":{"type":"Point","coordinates":[24.25,65.5]},"properties":{"kind":"MINE","latitude":65.5,"longitude":24.25,"precision":"SITE","sources":["source:s-mine"],"record_kind":"site","name":"mine"}},
        {"type":"Feature","id":"site:works","geometry":{"type":"Point","coordinates":[25.0,66.0]},"properties":{"kind":"PROCESSOR","latitude":66,"longitude":25,"precision":"SITE","sources":["source:s-works"],"record_kind":"site","name":"works"}},
        {"type":"Feature","id":"link:first","geometry":{"type":"LineString","coordinates":[[24.25,65.5],[25.0,66.0]]},"properties":{"from":"site:mine","product":"product:ore","sources":["source:s-first"],"to":"site:works","record_kind":"link","name":"first"}},
        {"type":"Feature","id":"link:second","geometry":{"type":"LineString","coordinates":[[25.0,66.0],[24.25,65.5]]},"properties":{"from":"side-stream:slag","product":"product:ore","sources":["source:s-second"],"to":"site:mine","record_kind":"link","name":"second"}}]}"#]].assert_eq(&shown);
}

#[test]
fn nothing_on_a_map_is_a_collection_of_none() {
    let mut out = Vec::new();
    exported(
        ExportFormat::Geojson,
        records("site a MINE"),
        None,
        &mut out,
    );
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(json["features"], serde_json::json!([]));
    assert_eq!(
        json["ketju"]["withoutPosition"],
        serde_json::json!({ "site": 1 })
    );
    assert_eq!(
        json["ketju"]["otherRecords"],
        serde_json::json!({ "source": 1 })
    );
}
