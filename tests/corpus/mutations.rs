//! Files like those of the corpus, each changed in some places drawn from a seed: what a fuzzer does, without its knowledge of the
//! code and without its toolchain.

use std::ops::Range;

/// A small generator.
struct Dice(u64);

impl Dice {
    /// SplitMix64, below a bound.
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % sides.max(1) as u64).unwrap()
    }

    /// A part of so many bytes, mostly a short one.
    fn part(&mut self, bytes: usize) -> Range<usize> {
        let start = self.roll(bytes + 1);
        let longest = if self.roll(4) == 0 { bytes } else { 8 };
        let end = start + self.roll(longest.min(bytes - start) + 1);
        start..end
    }
}

/// Bytes that have a meaning in some form, and some that have none in any.
const TELLING: &[&[u8]] = &[
    b"<",
    b">",
    b"/>",
    b"</",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"<?xml",
    b"\"",
    b"'",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\\u",
    b"\\ud800",
    b"null",
    b"true",
    b"-0",
    b"1e999",
    b"-1e-999",
    b"9223372036854775808",
    b"18446744073709551616",
    b"NaN",
    b"=1",
    b"%",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"id",
    b"site:",
    b"figure",
    b"A1048577",
    b"XFE1",
];

/// The file of a number, of some files.
pub(crate) fn mutated(files: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut dice = Dice(number);
    let mut bytes = files[dice.roll(files.len())].clone();
    for _ in 0..=dice.roll(6) {
        let part = dice.part(bytes.len());
        match dice.roll(7) {
            0 => drop(bytes.drain(part)),
            1 => {
                let again: Vec<u8> = bytes[part.clone()].to_vec();
                let times = 1 + dice.roll(40);
                bytes.splice(part.end..part.end, again.repeat(times));
            }
            2 => {
                let other = &files[dice.roll(files.len())];
                let taken = other[dice.part(other.len())].to_vec();
                bytes.splice(part, taken);
            }
            3 => {
                let telling = TELLING[dice.roll(TELLING.len())].iter().copied();
                bytes.splice(part.start..part.start, telling);
            }
            4 => {
                let telling = TELLING[dice.roll(TELLING.len())].iter().copied();
                bytes.splice(part, telling);
            }
            5 => bytes.truncate(part.start),
            _ => bytes[part]
                .iter_mut()
                .for_each(|it| *it ^= 1 << dice.roll(8)),
        }
    }
    bytes.truncate(999_999);
    bytes
}
