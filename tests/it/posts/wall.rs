//! An outlet for tests.

use std::sync::Mutex;

use chrono::{DateTime, Utc};
use study_coach::coach::reply::Reply;
use study_coach::coach::request::{Access, Ping};
use study_coach::posts::{Outlet, Prospect, Target, Undelivered};
use study_coach::study::units::{ChannelId, LearnerId, MessageId, RoleId, ServerId};

/// An outlet that keeps what it gets, and fails when told to.
#[derive(Default)]
pub struct Wall {
    pub posts: Mutex<Vec<(Target, String, Reply)>>,
    pub faults: Mutex<Vec<Undelivered>>,
    /// What took the place of which message.
    pub edits: Mutex<Vec<(MessageId, Reply)>>,
    /// Who left, who was asked about, and whether nobody tells.
    pub gone: Mutex<Vec<LearnerId>>,
    pub asked: Mutex<Vec<LearnerId>>,
    pub silent: bool,
    /// Whether the coach was removed from its servers.
    pub removed: bool,
}

impl Wall {
    /// The keys of what went to channels.
    pub fn keys(&self) -> Vec<String> {
        let posts = self.posts.lock().unwrap();
        let channels = posts.iter().filter(|(to, ..)| matches!(to, Target::Channel(_)));
        channels.map(|(_, key, _)| key.clone()).collect()
    }

    /// What managers were told.
    pub fn notices(&self) -> Vec<String> {
        let posts = self.posts.lock().unwrap();
        let notices = posts.iter().filter(|(_, key, _)| key.starts_with("notice:"));
        notices.map(|(_, _, post)| post.text.clone()).collect()
    }

    pub fn last(&self) -> Reply {
        self.posts.lock().unwrap().last().unwrap().2.clone()
    }
}

impl Outlet for Wall {
    async fn send(
        &self,
        to: Target,
        key: &str,
        post: &Reply,
        doubt: Option<DateTime<Utc>>,
    ) -> Result<MessageId, Undelivered> {
        if let Some(fault) = self.faults.lock().unwrap().pop() {
            return Err(fault);
        }
        let mut posts = self.posts.lock().unwrap();
        // As Discord's outlet: only where an earlier try is in doubt does it look.
        let there = posts.iter().position(|(_, known, _)| known == key).filter(|_| doubt.is_some());
        if let Some(place) = there {
            return Ok(MessageId(place as u64 + 1));
        }
        posts.push((to, key.to_owned(), post.clone()));
        Ok(MessageId(posts.len() as u64))
    }

    async fn open_thread(&self, _: ChannelId, _: MessageId, _: &str) -> Result<(), Undelivered> {
        Ok(())
    }

    async fn edit(&self, to: Target, message: MessageId, post: &Reply) -> Result<(), Undelivered> {
        if self.silent {
            return Err(Undelivered::Later("502".to_owned()));
        }
        self.edits.lock().unwrap().push((message, post.clone()));
        self.posts.lock().unwrap().push((to, "edit".to_owned(), post.clone()));
        Ok(())
    }

    async fn is_member(&self, _: ServerId, learner: LearnerId) -> Result<bool, Undelivered> {
        self.asked.lock().unwrap().push(learner);
        match self.silent {
            true => Err(Undelivered::Later("502".to_owned())),
            false => Ok(!self.gone.lock().unwrap().contains(&learner)),
        }
    }

    async fn is_installed(&self, _: ServerId) -> Result<bool, Undelivered> {
        Ok(!self.removed)
    }

    async fn foresee(
        &self,
        _: ServerId,
        _: ChannelId,
        role: Option<RoleId>,
        _: Option<LearnerId>,
    ) -> Result<Prospect, Undelivered> {
        Ok(Prospect { access: Access::FULL, ping: role.map(|_| Ping::FULL) })
    }
}
