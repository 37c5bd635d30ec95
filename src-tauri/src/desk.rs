//! The picture that lies on the desk, waiting to be audited.
//!
//! Rust holds the bytes, the window an id. Any number of reads may happen meanwhile (a drop while the
//! dialog is open): the last one that succeeds lies on the desk, a refused one changes nothing.

use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use intake::{Limits, Picture, Refusal};

use crate::ipc::Material;

/// What the service accepts.
pub const LIMITS: Limits = Limits {
    max_bytes: finagent::IMAGE_LIMIT,
    max_side: finagent::IMAGE_SIDE_LIMIT as u32,
};

/// A picture and what the window knows of it.
#[derive(Clone)]
pub struct OnDesk {
    /// What the window knows.
    pub material: Material,
    /// The picture itself.
    pub picture: Picture,
}

/// The desk. One picture at a time.
#[derive(Default)]
pub struct Desk {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_id: u32,
    on_desk: Option<OnDesk>,
}

impl Desk {
    /// Reads the first of `paths` and lays it on the desk; the others are left out, by name. Reads and decodes a
    /// file: not for a thread that must stay responsive.
    ///
    /// # Errors
    /// Why the file is not accepted, with its name; what lay on the desk still does.
    pub fn lay_file(&self, path: &Path, others: &[&Path]) -> Result<Material, (String, Refusal)> {
        let name = shown_name(path);
        let picture =
            intake::read_file(path, &LIMITS).map_err(|refusal| (name.clone(), refusal))?;
        let left_out = others.iter().map(|path| shown_name(path)).collect();
        Ok(self.lay(name, picture, left_out))
    }

    /// Lays a picture that came without a file on the desk.
    pub fn lay_picture(&self, picture: Picture) -> Material {
        self.lay(String::new(), picture, Vec::new())
    }

    /// Lays a picture that was read before on the desk, under this name.
    pub fn lay(&self, name: String, picture: Picture, left_out: Vec<String>) -> Material {
        let mut state = self.lock();
        state.last_id += 1;
        let (width, height) = picture.shown_size();
        let material = Material {
            id: state.last_id,
            name,
            format: picture.format.as_str().to_owned(),
            width,
            height,
            bytes: u32::try_from(picture.bytes.len()).unwrap_or(u32::MAX),
            sha256: picture.sha256_hex(),
            left_out,
        };
        state.on_desk = Some(OnDesk {
            material: material.clone(),
            picture,
        });
        material
    }

    /// What lies on the desk.
    pub fn on_desk(&self) -> Option<OnDesk> {
        self.lock().on_desk.clone()
    }

    /// The picture with this id, if it still lies on the desk.
    pub fn with_id(&self, id: u32) -> Option<OnDesk> {
        self.on_desk().filter(|on_desk| on_desk.material.id == id)
    }

    /// Clears the desk.
    pub fn clear(&self) {
        self.lock().on_desk = None;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The file's name as it is shown and sent: without its folder, and without characters that could make it look like
/// another (control characters, and those that turn the direction of writing).
pub fn shown_name(path: &Path) -> String {
    path.file_name()
        .map(|name| {
            name.to_string_lossy()
                .chars()
                .filter(|c| !c.is_control())
                .filter(|c| {
                    !matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                })
                .collect()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_turns_the_writing_direction_is_shown_plainly() {
        assert_eq!(
            shown_name(Path::new("/a/poster\u{202e}gnp.exe\n.png")),
            "postergnp.exe.png"
        );
        assert_eq!(shown_name(Path::new("/")), "");
    }
}
