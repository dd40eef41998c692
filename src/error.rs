//! Two kinds of error: a sentence for the user, and everything else.

/// Why a request was not carried out.
#[derive(Debug)]
pub enum Error {
    /// A sentence that says what to do; shown as it is.
    User(String),
    /// Anything else; logged once under a code, and only the code is shown.
    Internal(anyhow::Error),
}

/// What a command's decision returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A sentence for the user.
    pub fn user<T>(sentence: impl Into<String>) -> Result<T> {
        Err(Self::User(sentence.into()))
    }

    /// As an error where no user is there to be told: for a log or the command line.
    pub fn into_internal(self) -> anyhow::Error {
        match self {
            Self::User(sentence) => anyhow::anyhow!(sentence),
            Self::Internal(error) => error,
        }
    }
}

impl<E: Into<anyhow::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}
