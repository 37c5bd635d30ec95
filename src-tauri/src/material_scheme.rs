//! Serves the picture on the desk to the window's `<img>` under `material://localhost/<id>`.
//!
//! By id and from memory: no path ever becomes an address, and a picture that has left the desk is gone. The type is
//! the one recognised from the content, and the browser is told to believe it.

use tauri::{
    Manager, Runtime, UriSchemeContext,
    http::{Request, Response, StatusCode, header},
};

use crate::desk::Desk;

/// The scheme's name, which the content security policy allows for pictures.
pub const SCHEME: &str = "material";

/// Answers one request of the window.
pub fn respond<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
) -> Response<Vec<u8>> {
    let wanted = request
        .uri()
        .path()
        .strip_prefix('/')
        .and_then(|id| id.parse().ok());
    let desk = context.app_handle().state::<Desk>();
    let mut response = Response::new(Vec::new());
    match wanted.and_then(|id| desk.with_id(id)) {
        Some(found) => {
            *response.body_mut() = found.picture.bytes.to_vec();
            let headers = response.headers_mut();
            headers.insert(
                header::CONTENT_TYPE,
                header::HeaderValue::from_static(found.picture.format.media_type()),
            );
            headers.insert(
                header::X_CONTENT_TYPE_OPTIONS,
                header::HeaderValue::from_static("nosniff"),
            );
        }
        None => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
