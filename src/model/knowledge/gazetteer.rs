//! Towns and where they are, beside those of the records.

/// A town.
#[derive(Clone, Debug, PartialEq)]
pub struct Town {
    /// Its name in the language that most speak there; in Finland the Finnish one.
    pub name: String,
    /// The code of its country, ISO 3166-1.
    pub country: String,
    /// The code of its region of level 3, NUTS 2024; none where only the country is told.
    pub region: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: f64,
    /// Degrees east, WGS 84.
    pub longitude: f64,
}
