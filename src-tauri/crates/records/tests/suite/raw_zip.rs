//! A package taken apart into the fields of its headers, so that a test can write what no library writes.

/// A zip as the package writer makes it.
#[derive(Clone)]
pub struct RawZip {
    pub files: Vec<RawFile>,
    pub end: Vec<u8>,
}

/// A file with both its headers.
#[derive(Clone)]
pub struct RawFile {
    pub name: Vec<u8>,
    /// The fixed parts of the headers: 30 bytes locally, and 46 in the central directory.
    pub local: Vec<u8>,
    pub central: Vec<u8>,
    /// What follows the name in the local header, what follows it in the directory, and the file data.
    pub extra: Vec<u8>,
    pub central_extra: Vec<u8>,
    pub packed: Vec<u8>,
    pub behind: Vec<u8>,
}

fn number(bytes: &[u8], at: usize, size: usize) -> usize {
    bytes[at..at + size]
        .iter()
        .rev()
        .fold(0, |number, byte| number << 8 | usize::from(*byte))
}

impl RawZip {
    pub fn of(bytes: &[u8]) -> Self {
        let end = &bytes[bytes.len() - 22..];
        let mut directory = &bytes[number(end, 16, 4)..];
        let mut files = Vec::new();
        for _ in 0..number(end, 10, 2) {
            let (central, rest) = directory.split_at(46);
            let (name, rest) = rest.split_at(number(central, 28, 2));
            let local = &bytes[number(central, 42, 4)..];
            let packed = &local[30 + name.len()..][..number(central, 20, 4)];
            files.push(RawFile {
                name: name.to_vec(),
                local: local[..30].to_vec(),
                central: central.to_vec(),
                extra: Vec::new(),
                central_extra: Vec::new(),
                packed: packed.to_vec(),
                behind: Vec::new(),
            });
            directory = rest;
        }
        Self {
            files,
            end: end.to_vec(),
        }
    }

    /// The first file whose name ends with `end`.
    pub fn file(&mut self, end: &str) -> &mut RawFile {
        let found = self
            .files
            .iter_mut()
            .find(|file| file.name.ends_with(end.as_bytes()));
        found.unwrap()
    }

    /// Reassembles the zip; offsets and packed sizes are right.
    pub fn bytes(&self) -> Vec<u8> {
        let (mut zip, mut directory) = (Vec::new(), Vec::new());
        for file in &self.files {
            let place = zip.len() as u32;
            let size = (file.packed.len() as u32).to_le_bytes();
            let (mut local, mut central) = (file.local.clone(), file.central.clone());
            local[18..22].copy_from_slice(&size);
            central[20..24].copy_from_slice(&size);
            central[42..46].copy_from_slice(&place.to_le_bytes());
            for part in [&local, &file.name, &file.extra, &file.packed, &file.behind] {
                zip.extend(part);
            }
            for part in [&central, &file.name, &file.central_extra] {
                directory.extend(part);
            }
        }
        let mut end = self.end.clone();
        end[12..16].copy_from_slice(&(directory.len() as u32).to_le_bytes());
        end[16..20].copy_from_slice(&(zip.len() as u32).to_le_bytes());
        [zip, directory, end].concat()
    }
}

impl RawFile {
    /// Sets a field of both headers, given its offset in the local one.
    pub fn set(&mut self, at: usize, field: &[u8]) {
        self.local[at..at + field.len()].copy_from_slice(field);
        self.central[at + 2..at + 2 + field.len()].copy_from_slice(field);
    }
}
