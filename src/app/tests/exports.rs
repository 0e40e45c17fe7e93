//! What an export says of itself does not depend on how somebody asked.

use super::*;
use crate::exchange::ExportFormat;
use crate::model::computed_slug;
use crate::model::tables::table_of;

/// What a file of these materials and kinds is.
fn written(app: &App, format: ExportFormat, materials: &[&str], kinds: &[&str]) -> Vec<u8> {
    let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
    let asked = ExportRequest {
        materials: owned(materials),
        kinds: owned(kinds),
        ..ExportRequest::default()
    };
    let mut bytes = Vec::new();
    let export = app.export(format, &asked).unwrap();
    export.write(&mut bytes).unwrap();
    bytes
}

fn app_of(network: &str) -> Arc<App> {
    let app = app();
    let records = crate::network::text::records(network).into_iter();
    let named = records.map(|mut record| {
        let name = Value::Text(record.id.slug.clone());
        let column = |name| table_of(record.kind()).and_then(|it| it.column(name));
        if let Some(column) = column("name_en").or_else(|| column("title")) {
            record.set(column, name);
        }
        if table_of(record.kind()).is_some_and(|it| it.computed_id) {
            record.id.slug = computed_slug(&record);
        }
        Change::Put(record)
    });
    let outcome = app.commit(commit(named.collect()));
    let outcome = outcome.unwrap();
    assert!(outcome.revision.is_some(), "{:?}", outcome.problems);
    app
}

#[test]
fn order_and_repetition_of_filters_do_not_show() {
    let app = app_of(
        "record material:nickel kind=ELEMENT
        record material:cobalt kind=ELEMENT
        product matte INTERMEDIATE carries=nickel,cobalt
        site works PROCESSOR country=FI status=OPERATING@2020
        figure site:works production 9 product=matte basis=GROSS year=2024
        activity works PROCESSING out=matte",
    );
    let of =
        |materials: &[&str], kinds: &[&str]| written(&app, ExportFormat::Jsonl, materials, kinds);
    let plain = of(&["cobalt", "nickel"], &["product", "site"]);
    let text = String::from_utf8_lossy(&plain);
    assert!(
        text.contains("materials cobalt and nickel, kinds product and site"),
        "{text}"
    );
    for (materials, kinds) in [
        (&["nickel", "cobalt"][..], &["site", "product"][..]),
        (
            &["cobalt", "material:nickel", "material:cobalt"],
            &["product", "site", "product"],
        ),
    ] {
        let other = of(materials, kinds);
        assert_eq!(String::from_utf8_lossy(&other), text, "{materials:?}");
    }
    // One material named twice is one, of which there is a chain.
    let twice = ["nickel", "material:nickel"];
    assert!(!written(&app, ExportFormat::Sankey, &twice, &[]).is_empty());
}
