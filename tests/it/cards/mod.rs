//! Pictures: where everything stands, what any name becomes, and how they look.

mod layout;
mod looks;
mod names;
mod random;
mod samples;
mod studio;
