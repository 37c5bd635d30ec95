//! Serves pictures for `<img>` elements: the material under `material://localhost/<id>`, what is sent of it under
//! `sent/<id>-<number>`, pictures of records under `record/<sha256>`, and their thumbnails under `thumbnail/<sha256>`.
//!
//! Pictures are addressed by id or hash, and come from memory or the records. No path ever becomes part of a URL, and a
//! removed material is no longer served. The media type follows from the content, and the browser is told not to guess
//! another one.

use app::{App, file_types::media_type};
use tauri::{
    Manager, Runtime, UriSchemeContext, UriSchemeResponder,
    http::{Request, Response, StatusCode, header},
};

use crate::Core;

/// The name of the scheme, which the content security policy allows for pictures.
pub const SCHEME: &str = "material";

/// A picture, with its media type.
type Found = (Vec<u8>, String);

/// Answers one request of the window, on a thread that may block.
pub fn respond<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let core = context.app_handle().state::<Core>().inner().clone();
    tauri::async_runtime::spawn_blocking(move || {
        responder.respond(response(find(&core, request.uri().path())));
    });
}

fn find(core: &App, path: &str) -> Option<Found> {
    // The page escapes a slash in a name as %2F.
    let path = path.strip_prefix('/')?.replace("%2F", "/");
    let staging = &core.staging;
    let Some((place, name)) = path.split_once('/') else {
        let staged = staging.with_id(path.parse().ok()?)?;
        return Some((
            staged.file.bytes().ok()?.to_vec(),
            media_type(&staged.prepared.plan.source.kind),
        ));
    };
    if place == "sent" {
        let (id, number) = name.split_once('-')?;
        let prepared = staging.with_id(id.parse().ok()?)?.prepared;
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        let picture = prepared.pictures.get(place)?;
        let media_type = picture.format.media_type().to_owned();
        return Some((picture.bytes.to_vec(), media_type));
    }
    let records = core.archive.records().ok()?;
    match place {
        "thumbnail" => {
            let jpeg = records.thumbnail(name).ok()??;
            Some((jpeg, "image/jpeg".to_owned()))
        }
        "record" => {
            let material = records.material(name).ok()?;
            Some((material.data.bytes().ok()?.to_vec(), material.media_type))
        }
        _ => None,
    }
}

fn response(found: Option<Found>) -> Response<Vec<u8>> {
    let Some((bytes, media_type)) = found else {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let mut response = Response::new(bytes);
    let headers = response.headers_mut();
    // A web view can't show other stored types; or the record was tampered with.
    let media_type = match media_type.as_str() {
        "image/png" => "image/png",
        "image/webp" => "image/webp",
        "image/gif" => "image/gif",
        "image/bmp" => "image/bmp",
        _ => "image/jpeg",
    };
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static(media_type),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        header::HeaderValue::from_static("nosniff"),
    );
    response
}
