//! The generator: SplitMix64.
//!
//! G. L. Steele, D. Lea, C. H. Flood: Fast splittable pseudorandom number generators, OOPSLA 2014, with the constants of
//! the reference code by S. Vigna (<https://prng.di.unimi.it/splitmix64.c>).

/// What the state grows by: 2⁶⁴ over the golden ratio, made odd.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// 2⁻⁵³: what the numbers of `0.0..1.0` are multiples of.
const ULP: f64 = 1.0 / 9_007_199_254_740_992.0;

/// The next number of the stream whose state this is.
pub(crate) fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(STEP);
    let mut it = *state;
    it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}

/// A number of `0.0..1.0` that follows from a seed, the number of a sample and a key: the number of the sample in the
/// stream of the seed, mixed with the key, begins a stream of its own, whose first number it is.
pub(crate) fn unit(seed: u64, sample: u32, key: u64) -> f64 {
    let mut state = seed.wrapping_add(STEP.wrapping_mul(u64::from(sample)));
    let mut state = split_mix(&mut state) ^ key;
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    let bits = (split_mix(&mut state) >> 11) as f64;
    bits * ULP
}
