//! How near the two are: `0.5^(d / d50)`.

/// How much farther a stream is worth moving for a material it carries than as bulk; our judgement, never tuned.
pub const FOR_A_MATERIAL: f64 = 5.0;
