//! Content hashes: what memory and fingerprints compare. Not for security.

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

/// How many bytes a digest gathers before it takes them in: most digests have no more, and are made in one go.
const GATHERED: usize = 192;

/// A hash in the making. Every part is written with its length, so that parts cannot run together.
pub struct Digest {
    gathered: [u8; GATHERED],
    length: usize,
    /// What was taken in, where there was more.
    taken: Option<Box<Xxh3>>,
}

impl Default for Digest {
    fn default() -> Self {
        Self { gathered: [0; GATHERED], length: 0, taken: None }
    }
}

impl Digest {
    /// Adds bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.add(bytes);
    }

    /// Adds a number.
    pub fn number(&mut self, number: u64) {
        self.add(&number.to_le_bytes());
    }

    /// Adds a finished hash.
    pub fn hash(&mut self, hash: Hash) {
        self.add(&hash.0.to_le_bytes());
    }

    /// The hash of all that was added.
    pub fn finish(&self) -> Hash {
        let gathered = &self.gathered[..self.length];
        match &self.taken {
            None => Hash::of(gathered),
            Some(taken) => {
                let mut all = taken.clone();
                all.update(gathered);
                Hash(all.digest128())
            }
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        if let Some(room) = self.gathered.get_mut(self.length..self.length + bytes.len()) {
            room.copy_from_slice(bytes);
            self.length += bytes.len();
            return;
        }
        let taken = self.taken.get_or_insert_default();
        taken.update(&self.gathered[..self.length]);
        taken.update(bytes);
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_hash_of_all_its_bytes_however_many() {
        for parts in [0, 1, 5, 9, 10, 40, 200] {
            let (mut digest, mut all) = (Digest::default(), Vec::new());
            for part in 0..parts {
                let bytes = vec![u8::try_from(part % 251).unwrap(); part];
                digest.bytes(&bytes);
                all.extend((bytes.len() as u64).to_le_bytes());
                all.extend(bytes);
            }
            assert_eq!(digest.finish(), Hash::of(&all), "{parts} parts");
        }
    }
}
