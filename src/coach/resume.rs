//! `/resume`: ending a pause early.

use super::Coach;
use super::pause::end;
use super::reply::Reply;
use super::request::{Call, Press, Request};
use crate::error::Result;

pub(super) async fn answer(coach: &Coach, request: &Request, _: &Call) -> Result<Reply> {
    end(coach, request).await
}

pub(super) async fn press(coach: &Coach, request: &Request, _: &Press) -> Result<Reply> {
    end(coach, request).await
}
