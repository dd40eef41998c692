//! FNV-1a: a hash that is short, and the same on every machine and day. Not against anybody's ill will.

/// The hash of these bytes (64 bits; <http://www.isthe.com/chongo/tech/comp/fnv/>).
pub fn hash(bytes: impl IntoIterator<Item = u8>) -> u64 {
    bytes
        .into_iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
