//! The command line: what was asked for, in which configuration, and how it ended.
//!
//! Each command is one file. A command returns a `Failure` or nothing; only [`run`] turns
//! that into a line on stderr and an exit code.

mod args;
mod backup;
mod check;
mod coach;
mod content;
mod failure;
mod links;
mod logs;
mod moving;
mod my_data;
mod out;
mod plan;
mod posts;
mod voice;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

use crate::config::{self, Config, Fault, Sources, example};
use args::{Args, Command};
pub use coach::runtime;
pub use content::load_content;
use failure::{Failure, Result};

/// Runs the command that `args` name, with the variables of the process in `environment`, and says
/// how it ended: 0 done, 1 it failed, 2 it was used wrongly.
pub fn run(args: impl IntoIterator<Item = OsString>, environment: &BTreeMap<String, String>) -> ExitCode {
    let result = Args::try_parse_from(args)
        .map_err(Failure::from)
        .and_then(|args| dispatch(&args, &Context { environment, file: args.config.as_deref() }));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

/// Where settings are to be found.
#[derive(Clone, Copy)]
struct Context<'a> {
    environment: &'a BTreeMap<String, String>,
    file: Option<&'a std::path::Path>,
}

impl Context<'_> {
    /// The configuration and its faults.
    fn read(&self, options: &[(&'static str, String)]) -> (Config, Vec<Fault>) {
        config::load(Sources { file: self.file, environment: self.environment, options })
    }

    /// The configuration, which must have no fault.
    fn config(&self) -> Result<Config> {
        let (config, faults) = self.read(&[]);
        match faults.as_slice() {
            [] => Ok(config),
            [one] => Err(Failure::failed(one)),
            [first, more @ ..] => {
                let more = more.len();
                Err(Failure::failed(format!("{first} (and {more} more; study-coach check lists them)")))
            }
        }
    }
}

fn dispatch(args: &Args, context: &Context<'_>) -> Result<()> {
    match &args.command {
        // It helps to mend any other fault of the configuration.
        Some(Command::Config) => match context.file.and_then(config::absent) {
            Some(fault) => Err(Failure::failed(fault)),
            None => out::print(&example::example()),
        },
        Some(Command::Check(check)) => check::run(context, check),
        command => {
            let config = context.config()?;
            let on_discord = match command {
                None => config.discord.token.is_some(),
                Some(command) => matches!(command, Command::Run),
            };
            logs::start(&config.log, on_discord, context.environment)?;
            match command {
                Some(Command::Plan(plan)) => plan::run(&config, plan),
                Some(Command::Posts(posts)) => posts::run(&config, posts),
                Some(Command::Backup(options)) => backup::run(&config, options),
                Some(Command::Move(options)) => moving::run(&config, options),
                Some(Command::MyData(wanted)) => my_data::run(&config, wanted),
                Some(Command::Chat(chat)) => coach::chat(&config, chat),
                _ if on_discord => coach::on_discord(&config),
                _ => coach::without_token(&config),
            }
        }
    }
}
