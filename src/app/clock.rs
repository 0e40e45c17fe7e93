//! The clock, read here and nowhere else.

/// Milliseconds since 1970-01-01T00:00:00Z.
pub(super) fn now_ms() -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the clock"
    )]
    let now = jiff::Timestamp::now();
    now.as_millisecond()
}

/// A moment as RFC 3339 in UTC, to the second; empty if it is out of range.
pub fn rfc3339(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms)
        .map(|it| it.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .unwrap_or_default()
}

/// The calendar year of a moment, in UTC.
pub(super) fn year_of(at_ms: i64) -> i32 {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    i32::from(at.to_zoned(jiff::tz::TimeZone::UTC).year())
}
