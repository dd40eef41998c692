//! Who left a server without the coach being told: asked of Discord before they are shown.

use chrono::{DateTime, Utc};

use super::Outlet;
use super::compose::{Composed, compose};
use crate::coach::Coach;
use crate::error::Result;
use crate::store::Due;
use crate::study::units::{LearnerId, ServerId};

/// How many are asked about for one post or answer.
pub const MOST: usize = 20;

/// How many members are asked about before a post is composed anew.
const ROUND: usize = 10;

/// The message of a row, without members who have left the server: whoever follows them in it is asked
/// about too.
pub(super) async fn present<O: Outlet>(
    coach: &Coach,
    outlet: &O,
    row: &Due,
    now: DateTime<Utc>,
) -> Result<Option<Composed>> {
    let mut left = MOST;
    loop {
        let composed = compose(coach, row, now).await?;
        let Some(post) = composed.as_ref().filter(|it| !it.post.names.is_empty() && left > 0) else {
            return Ok(composed);
        };
        let asked = left.min(ROUND);
        left -= asked;
        if !confirm(coach, outlet, row.server, &post.post.names, asked, now).await? {
            return Ok(composed);
        }
    }
}

/// Asks about those of `names` who were not seen in the server for a week, at most `most`. True when
/// somebody had left: then what names them has to be composed anew. Whoever cannot be asked about now is
/// shown as before.
///
/// # Errors
/// When the database fails.
pub async fn confirm<O: Outlet>(
    coach: &Coach,
    outlet: &O,
    server: ServerId,
    names: &[LearnerId],
    most: usize,
    now: DateTime<Utc>,
) -> Result<bool> {
    let mut left = false;
    for learner in coach.store.unsure(server, names, now).await?.into_iter().take(most) {
        match outlet.is_member(server, learner).await {
            Ok(is_there) => {
                coach.store.confirm(server, learner, is_there, now).await?;
                left |= !is_there;
            }
            Err(error) => {
                tracing::warn!(?error, "it cannot be asked now who is still in a server");
                break;
            }
        }
    }
    Ok(left)
}
