//! Requests as the records tell them: intakes, activities that take something, and kinds of use.

use crate::analysis::partners::Amount;
use crate::analysis::partners::Limit;
use crate::analysis::partners::Request;
use crate::analysis::partners::Whereabouts;
use crate::analysis::partners::described::named::names_of;
use crate::analysis::partners::offers::Worded;
use crate::analysis::partners::offers::place_of;
use crate::analysis::partners::offers::trades_of;
use crate::analysis::partners::offers::waste_codes;
use crate::analysis::partners::places::TOWN_OF_ORGANISATION;
use crate::analysis::partners::places::town_position;
use crate::analysis::partners::told::amount;
use crate::analysis::partners::told::limits;
use crate::analysis::partners::told::strictest;
use crate::model::Column;
use crate::model::Kind;
use crate::model::Quantity;
use crate::model::Registry;
use crate::model::Row;
use crate::model::When;
use crate::model::codes::SiteKind;
use crate::model::tables::activity;
use crate::model::tables::intake;
use crate::model::tables::organisation;
use crate::model::tables::side_stream;
use crate::model::tables::site;
use crate::model::tables::usage;
use crate::network::chain::told_name;

/// Everything on record that is asked for: intakes and activities of sites that are one place, intakes of organisations, and
/// kinds of use. Whether they hold or operate in the year is for the gates. O(intakes + activities + uses).
pub(super) fn all(registry: &Registry, when: When) -> Vec<Worded<'_, Request>> {
    let intakes = registry.rows(Kind::Intake);
    let intakes = intakes.filter_map(|it| of_intake(registry, it, when));
    let activities = registry.rows(Kind::Activity);
    let activities = activities.filter_map(|it| of_activity(registry, it, when));
    let uses = registry.rows(Kind::Use);
    let uses = uses.map(|it| of_use(registry, it, when));
    intakes.chain(activities).chain(uses).collect()
}

/// Whether a site is one place that may take something: what a source only names, and several told as one, are not.
fn is_place(registry: &Registry, row: Row) -> bool {
    let kind = registry.code::<SiteKind>(row, site::KIND);
    !matches!(kind, Some(SiteKind::External | SiteKind::Area))
}

/// The names of a record, or its slug where it has none.
fn texts_of(registry: &Registry, row: Row) -> Vec<&str> {
    let names: Vec<&str> = names_of(registry, row).collect();
    if names.is_empty() {
        vec![registry.slug(row)]
    } else {
        names
    }
}

fn of_products<'a>(registry: &'a Registry, products: &[Row]) -> Vec<&'a str> {
    let names = products.iter().flat_map(|it| names_of(registry, *it));
    names.collect()
}

/// The bounds that several subjects set, the strictest of each material.
fn bounds(
    registry: &Registry,
    subjects: &[Row],
    products: &[Row],
    quantity: Quantity,
    when: When,
) -> Vec<Limit> {
    let of_all = subjects
        .iter()
        .flat_map(|it| limits(registry, *it, products, quantity, when));
    strictest(registry, of_all.collect(), quantity)
}

/// The tonnes of the first subject and quantity that tells any.
fn first_amount(
    registry: &Registry,
    told: &[(Row, Quantity)],
    products: &[Row],
    when: When,
) -> Option<Amount> {
    let mut told = told.iter();
    told.find_map(|(subject, quantity)| amount(registry, *subject, *quantity, products, when))
}

fn codes(registry: &Registry, row: Row, column: Column) -> Vec<String> {
    registry.texts(row, column).map(str::to_owned).collect()
}

fn of_intake(registry: &Registry, row: Row, when: When) -> Option<Worded<'_, Request>> {
    let taker = registry.reference(row, intake::TAKER)?;
    let is_site = taker.kind() == Kind::Site;
    if is_site && !is_place(registry, taker) {
        return None;
    }
    let place = is_site.then_some(taker);
    let whereabouts = match place {
        Some(_) => place_of(registry, place),
        None => seat_of(registry, taker, when),
    };
    let nace = match place {
        Some(_) => trades_of(registry, place),
        None => codes(registry, taker, organisation::NACE),
    };
    let products: Vec<Row> = registry.references(row, intake::PRODUCTS).collect();
    let mut texts = texts_of(registry, row);
    texts.extend(of_products(registry, &products));
    let subjects: Vec<Row> = [row].into_iter().chain(place).collect();
    let limit = |quantity| bounds(registry, &subjects, &products, quantity, when);
    let process = registry.text(row, intake::PROCESS).map(str::to_owned);
    let date = |column| registry.text(row, column).map(str::to_owned);
    let it = Request {
        record: row,
        taker: Some(taker),
        name: registry.name(row).to_owned(),
        words: Vec::new(),
        materials: registry.references(row, intake::MATERIALS).collect(),
        ewc: waste_codes(registry, row, intake::EWC_CODES),
        nace,
        takes_hazardous: registry.flag(row, intake::HAZARDOUS),
        required: limit(Quantity::ContentMin),
        limits: limit(Quantity::ContentMax),
        amount: first_amount(registry, &[(row, Quantity::IntakeMax)], &products, when),
        products,
        whereabouts,
        stream: None,
        use_status: None,
        processes: process.into_iter().collect(),
        treatment: Vec::new(),
        legal_route: registry.text(row, intake::PERMIT).map(str::to_owned),
        valid: (date(intake::VALID_FROM), date(intake::VALID_TO)),
    };
    Some(Worded { it, texts })
}

/// Where an organisation is: its own position, else that of the only site it runs.
fn seat_of(registry: &Registry, row: Row, when: When) -> Whereabouts {
    let country = || registry.country_named(registry.text(row, organisation::COUNTRY)?);
    let region = registry
        .reference(row, organisation::REGION)
        .or_else(country);
    if let Some(position) = town_position(registry, row, TOWN_OF_ORGANISATION) {
        return Whereabouts {
            position: Some(position),
            site: None,
            region,
        };
    }
    let mut sites = registry.referring(Kind::Site, site::OPERATOR, row);
    sites.retain(|it| is_place(registry, *it) && registry.operation(*it, when).operates);
    match sites[..] {
        [only] => place_of(registry, Some(only)),
        _ => Whereabouts {
            region,
            ..Whereabouts::default()
        },
    }
}

fn of_activity(registry: &Registry, row: Row, when: When) -> Option<Worded<'_, Request>> {
    let place = registry.reference(row, activity::SITE)?;
    let products: Vec<Row> = registry.references(row, activity::INPUTS).collect();
    if products.is_empty() || !is_place(registry, place) {
        return None;
    }
    let subjects = [row, place];
    let limit = |quantity| bounds(registry, &subjects, &products, quantity, when);
    let told = [
        (row, Quantity::Capacity),
        (row, Quantity::Feed),
        (row, Quantity::IntakeMax),
        (place, Quantity::IntakeMax),
    ];
    let fed = || fed_with(registry, place, &products, when);
    let year = |column, day: &str| {
        let year = registry.int(row, column)?;
        Some(format!("{year:04}-{day}"))
    };
    let it = Request {
        record: row,
        taker: Some(place),
        name: told_name(registry, row),
        words: Vec::new(),
        materials: Vec::new(),
        ewc: Vec::new(),
        nace: trades_of(registry, Some(place)),
        takes_hazardous: None,
        required: limit(Quantity::ContentMin),
        limits: limit(Quantity::ContentMax),
        amount: first_amount(registry, &told, &products, when).or_else(fed),
        whereabouts: place_of(registry, Some(place)),
        stream: None,
        use_status: None,
        processes: registry
            .text(row, activity::PROCESS)
            .map(str::to_owned)
            .into_iter()
            .collect(),
        treatment: Vec::new(),
        legal_route: None,
        valid: (
            year(activity::OPENED, "01-01"),
            year(activity::CLOSED, "12-31"),
        ),
        products,
    };
    let texts = of_products(registry, &it.products);
    Some(Worded { it, texts })
}

/// What a site is fed with of some products; figures that name none may be of anything it takes.
fn fed_with(registry: &Registry, place: Row, products: &[Row], when: When) -> Option<Amount> {
    use crate::model::tables::figure;
    let named = |it: &Row| registry.reference(*it, figure::PRODUCT).is_some();
    let told = [Quantity::Feed, Quantity::Capacity].into_iter();
    let mut told = told.filter_map(|it| amount(registry, place, it, products, when));
    told.find(|it| it.figures.iter().all(named))
}

fn of_use(registry: &Registry, row: Row, when: When) -> Worded<'_, Request> {
    let stream = registry.reference(row, usage::SIDE_STREAM);
    let of_stream = stream.and_then(|it| registry.reference(it, side_stream::PRODUCT));
    let mut products: Vec<Row> = registry.references(row, usage::PRODUCTS).collect();
    products.extend(of_stream.filter(|it| !products.contains(it)));
    let mut ewc = waste_codes(registry, row, usage::EWC_CODES);
    for code in stream.map_or_else(Vec::new, |it| {
        waste_codes(registry, it, side_stream::EWC_CODES)
    }) {
        if ewc.iter().all(|it| it.code != code.code) {
            ewc.push(code);
        }
    }
    let told = [usage::APPLICATION, usage::STREAM_TYPE];
    let told = told.into_iter().filter_map(|it| registry.text(row, it));
    let of_names = stream.into_iter().flat_map(|it| {
        let kind = registry.text(it, side_stream::KIND);
        names_of(registry, it).chain(kind)
    });
    let mut texts: Vec<&str> = told.chain(of_names).collect();
    texts.extend(of_products(registry, &products));
    let limit = |quantity| bounds(registry, &[row], &products, quantity, when);
    let application = registry.text(row, usage::APPLICATION);
    let it = Request {
        record: row,
        taker: None,
        name: application.unwrap_or_else(|| registry.name(row)).to_owned(),
        words: Vec::new(),
        materials: Vec::new(),
        ewc,
        nace: codes(registry, row, usage::NACE),
        takes_hazardous: None,
        required: limit(Quantity::ContentMin),
        limits: limit(Quantity::ContentMax),
        amount: None,
        products,
        whereabouts: Whereabouts::default(),
        stream,
        use_status: registry.code(row, usage::STATUS),
        processes: Vec::new(),
        treatment: codes(registry, row, usage::TREATMENT),
        legal_route: registry.text(row, usage::LEGAL_ROUTE).map(str::to_owned),
        valid: (None, None),
    };
    Worded { it, texts }
}
