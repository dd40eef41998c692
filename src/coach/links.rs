//! Links of members as others see them: known hosts at once, others when a manager has looked at them.

use url::Url;

use crate::store::Work;

/// Hosts of code, models and learning, whose links are shown at once.
pub const HOSTS: &str = "github.com, github.io, gitlab.com, codeberg.org, bitbucket.org, huggingface.co, hf.space, \
    kaggle.com, colab.research.google.com, wandb.ai, mlflow.org, paperswithcode.com, openml.org, \
    streamlit.app, gradio.live, replit.com, arxiv.org, zenodo.org, doi.org, pypi.org, readthedocs.io, \
    coursera.org, edx.org, udacity.com, fast.ai, deeplearning.ai, datacamp.com, youtube.com, docs.google.com, \
    notion.site, substack.com, medium.com, dev.to";

/// The hosts whose links are shown at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownHosts(Vec<String>);

impl Default for KnownHosts {
    fn default() -> Self {
        Self::parse(HOSTS).unwrap_or(Self(Vec::new()))
    }
}

impl KnownHosts {
    /// Hosts separated by commas, such as `github.com, hf.space`; `none` for none. None where one of
    /// them is no host.
    pub fn parse(text: &str) -> Option<Self> {
        if text.trim().eq_ignore_ascii_case("none") {
            return Some(Self(Vec::new()));
        }
        let words = text.split(',').map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
        let hosts: Vec<String> = words.collect();
        let is_host = |host: &String| {
            let label = |label: &str| {
                !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            host.contains('.') && host.split('.').all(label)
        };
        (!hosts.is_empty() && hosts.iter().all(is_host)).then_some(Self(hosts))
    }

    /// Whether a link goes to one of them, or to a name below it.
    pub fn knows(&self, link: &str) -> bool {
        let Some(host) = host(link) else { return false };
        self.0.iter().any(|known| {
            host.strip_suffix(known.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    }

    /// Whether others in a server see a work there.
    pub fn shows(&self, work: &Work) -> bool {
        work.shown.unwrap_or_else(|| self.knows(&work.link))
    }

    /// Whether a work waits for a manager.
    pub fn keeps_waiting(&self, work: &Work) -> bool {
        work.shown.is_none() && !self.knows(&work.link)
    }
}

/// Whether a link stands in a text, and is not only part of another address there.
pub fn stands_in(link: &str, text: &str) -> bool {
    text.match_indices(link).any(|(at, _)| {
        let (before, after) = (text[..at].chars().next_back(), text[at + link.len()..].chars().next());
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '<' | '('))
            && after.is_none_or(|c| c.is_whitespace() || c == '>')
    })
}

/// The host that a link goes to, in lower case.
pub fn host(link: &str) -> Option<String> {
    Some(Url::parse(link).ok()?.host_str()?.trim_end_matches('.').to_lowercase())
}
