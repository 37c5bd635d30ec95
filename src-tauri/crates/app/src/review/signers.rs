//! The people who can sign on this machine: their names in the records, their keys in the keychain.

use std::sync::Arc;

use crate::{
    App,
    recording::moment,
    wire::{Problem, Signer},
};

/// Limits in characters.
const NAME: usize = 50;

/// Creates the key of a person in the keychain and adds the person to the records.
///
/// # Errors
/// `signer_name` for an empty or a long name; why the keychain can't be used; errors of writing the records.
pub async fn create(app: &Arc<App>, name: &str, staff: &str) -> Result<Signer, Problem> {
    let (name, staff) = (name.trim().to_owned(), staff.trim().to_owned());
    let long = |text: &str| text.chars().count() > NAME;
    if name.is_empty() || long(&name) || long(&staff) {
        let params = serde_json::json!({ "limit": NAME });
        return Err(Problem::new("signer_name", params));
    }
    // Fail before creating a key that nobody could use.
    app.with_records(|_, _| Ok(())).await?;
    let key = app.connection.keychain().create_signing_key(true).await?;
    app.with_records(move |_, records| {
        Ok(shown(records.add_signer(&key, &name, &staff, &moment())?))
    })
    .await
}

/// The people who can sign, in the order in which they were added.
///
/// # Errors
/// Errors of reading the records.
pub async fn list(app: &Arc<App>) -> Result<Vec<Signer>, Problem> {
    app.with_records(|_, records| Ok(records.signers()?.into_iter().map(shown).collect()))
        .await
}

fn shown(signer: records::Signer) -> Signer {
    Signer {
        key: signer.key,
        name: signer.name,
        staff: signer.staff,
        created_ms: signer.created_ms,
    }
}
