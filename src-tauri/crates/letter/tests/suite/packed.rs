//! The parts of a package, to look at and to change.

use std::io::{Cursor, Read, Write};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

pub struct Parts(pub Vec<(String, Vec<u8>)>);

impl Parts {
    pub fn of(package: &[u8]) -> Self {
        let mut zip = ZipArchive::new(Cursor::new(package)).unwrap();
        let parts = (0..zip.len()).map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (name, bytes)
        });
        Self(parts.collect())
    }

    pub fn text(&self, name: &str) -> &str {
        let part = self.0.iter().find(|(it, _)| it == name);
        std::str::from_utf8(&part.unwrap().1).unwrap()
    }

    pub fn set(mut self, name: &str, text: impl Into<Vec<u8>>) -> Self {
        match self.0.iter_mut().find(|(it, _)| it == name) {
            Some((_, bytes)) => *bytes = text.into(),
            None => self.0.push((name.to_owned(), text.into())),
        }
        self
    }

    /// Replaces a text that must be there.
    pub fn swap(self, name: &str, from: &str, to: &str) -> Self {
        let text = self.text(name);
        assert!(text.contains(from), "{from} is not in {name}");
        let text = text.replace(from, to);
        self.set(name, text)
    }

    pub fn pack(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}
