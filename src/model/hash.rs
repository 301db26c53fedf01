//! Content hashes: what memory and fingerprints compare. Not for security.

use std::hash::Hasher;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// A 128-bit XXH3 hash. Equal bytes have equal hashes on every machine and in every version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Hash(pub u128);

impl Hash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The hash of these parts, each kept apart from its neighbours.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut digest = Digest::default();
        parts.into_iter().for_each(|part| digest.bytes(part));
        digest.finish()
    }

    /// Ten hexadecimal digits, for the name of a published asset.
    pub fn short(self) -> String {
        format!("{:010x}", self.0 >> 88)
    }
}

/// The hash of bytes that are read piece by piece: the same as that of all of them.
#[derive(Default)]
pub struct Hashing(Xxh3);

impl Hashing {
    /// The hash of all that was written to it.
    pub fn finish(&self) -> Hash {
        Hash(self.0.digest128())
    }
}

impl std::io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A hash in the making. Every part is written with its length, so that parts cannot run together.
#[derive(Default)]
pub struct Digest(Xxh3);

impl Digest {
    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.update(bytes);
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        self.0.write_u64(number.to_le());
    }

    /// Adds a finished hash.
    pub fn hash(&mut self, hash: Hash) {
        self.0.update(&hash.0.to_le_bytes());
    }

    /// The hash of all that was added.
    pub fn finish(&self) -> Hash {
        Hash(self.0.digest128())
    }
}
