//! The words of the command line, in English here and in Russian beside it.

use super::out;
use crate::model::company::Language;
use crate::model::event::Moment;
use crate::text;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::path::PathBuf;

/// Checklists that run: procedures in YAML, cases as files, no server.
#[derive(Debug, Parser)]
#[command(name = "pult", version, disable_help_subcommand = true)]
struct Words {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What all commands understand.
#[derive(Debug, Clone, Args)]
pub(super) struct Options {
    /// The workspace's folder; otherwise the one this folder lies in
    #[arg(long, global = true, value_name = "FOLDER")]
    pub workspace: Option<PathBuf>,
    /// Who is at the desk: an id of `dispatchers`, or a name
    #[arg(long = "as", global = true, value_name = "WHO")]
    pub seat: Option<String>,
    /// A moment that stands for now, for tests and demonstrations: 2026-11-22T10:15
    #[arg(long, global = true, value_name = "MOMENT")]
    pub now: Option<String>,
}

/// The commands. Without one: the list of procedures.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open a case of a procedure
    Run(RunArgs),
    /// Go on with an open case
    Resume(ResumeArgs),
    /// Answer what an open case waits for; whoever works on it gets the answer
    Answer(AnswerArgs),
    /// List cases: open ones, or all
    List(ListArgs),
    /// Show a case, a procedure, a card, the contacts, or the handbook and who has acknowledged it
    Show(ShowArgs),
    /// Make a form ready to print, or print it: empty, or with a case's values
    Print(PrintArgs),
    /// Letters that wait: list them, send them, decide about them
    #[command(disable_help_subcommand = true)]
    Outbox(OutboxArgs),
    /// Check everything the director has written, and every record
    Check(CheckArgs),
    /// Play the scenarios
    Test(TestArgs),
    /// Build the summaries into the folder out
    Build,
    /// Watch for changes: summaries are kept up to date, faults show at once
    Watch,
    /// Make a new workspace
    Init(InitArgs),
    /// Put answers of a closed case right, beside its record
    Correct(CorrectArgs),
    /// Delete the private answers of a closed case for good
    Forget(ForgetArgs),
}

#[derive(Debug, Args)]
pub(super) struct CorrectArgs {
    /// The case: 2026-11-22-a017, or a17
    pub case: String,
    /// Take the changed answers from a file
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ForgetArgs {
    /// The case: 2026-11-22-a017, or a17
    pub case: String,
}

#[derive(Debug, Args)]
pub(super) struct RunArgs {
    /// The procedure's id: the name of its file
    pub procedure: Option<String>,
    /// Take the answers from a file
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct ResumeArgs {
    /// The case: 2026-11-22-a017, or a17
    pub case: String,
    /// Take it from the desk that works on it
    #[arg(long)]
    pub take: bool,
    /// Move it to today's procedure
    #[arg(long)]
    pub update: bool,
    /// Take the answers from a file
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct AnswerArgs {
    /// The case: 2026-11-22-a017, or a17
    pub case: String,
    /// The answer; where it is missing and one is needed, it is asked for
    pub text: Option<String>,
    /// Whose answer it is: an id of `contacts` or `dispatchers`, or a name; otherwise of who is at the desk
    #[arg(long, value_name = "WHO")]
    pub from: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Only cases that hold all of these words
    pub words: Vec<String>,
    /// Closed cases, too
    #[arg(long)]
    pub all: bool,
    /// Only cases with something that should have been done by now
    #[arg(long)]
    pub overdue: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// A case (a17), the id of a procedure or a card, `contacts`, or `handbook`
    pub what: String,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PrintArgs {
    /// The form: the name of its file; `case` is the sheet of any case, `handbook` the whole instruction
    pub form: String,
    /// A procedure as a paper checklist, for a power cut
    #[arg(long, conflicts_with_all = ["case", "blank", "stamp"])]
    pub paper: bool,
    /// The case whose values stand in it: a17
    #[arg(long)]
    pub case: Option<String>,
    /// With lines to write on in the place of values
    #[arg(long)]
    pub blank: bool,
    /// With the place of the stamp
    #[arg(long)]
    pub stamp: bool,
    /// Print so many copies on the printer of this desk
    #[arg(long, value_name = "COUNT", conflicts_with = "output", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub copies: Option<u32>,
    /// Where to write it; a name that ends in `.html` gives a page for the browser, `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct OutboxArgs {
    #[command(subcommand)]
    pub action: Option<OutboxAction>,
    /// Sent ones and those not to be sent, too
    #[arg(long)]
    pub all: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// What is done with letters. Without one: the list.
#[derive(Debug, Subcommand)]
pub(super) enum OutboxAction {
    /// Show a letter and what became of it
    Show(LetterArgs),
    /// Send all that wait, or one
    Send(SendArgs),
    /// Say that a letter was sent after all
    Sent(LetterArgs),
    /// Do not send a letter
    Drop(LetterArgs),
}

#[derive(Debug, Args)]
pub(super) struct LetterArgs {
    /// The letter: its number in the list, or its case (a17)
    pub letter: String,
}

#[derive(Debug, Args)]
pub(super) struct SendArgs {
    /// The letter: its number in the list, or its case (a17)
    pub letter: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Blanks and notes are faults, too
    #[arg(long)]
    pub strict: bool,
    /// Only what people write: leave out the records
    #[arg(long)]
    pub quick: bool,
    /// Explain a code, with an example and how to mend it
    #[arg(long, value_name = "CODE")]
    pub explain: Option<String>,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TestArgs {
    /// Only scenarios whose path or title holds all of these words
    pub words: Vec<String>,
    /// Steps that no scenario does are faults, too
    #[arg(long)]
    pub strict: bool,
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder: new or empty
    pub folder: PathBuf,
    /// With so many invented cases of three years, for a demonstration; `--now` is when they end
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub demo: Option<u32>,
}

/// `PULT_LANG`: the language of this run, whatever files say.
pub(super) fn language_of_environment() -> Option<Language> {
    Language::from_word(&std::env::var("PULT_LANG").ok()?)
}

/// The language of help: of the run, else of the workspace around, else Russian.
pub(super) fn language_before_parsing() -> Language {
    language_of_environment().or_else(language_of_workspace).unwrap_or_default()
}

/// Looks for one line only: the workspace itself is read later, if the command wants it.
fn language_of_workspace() -> Option<Language> {
    let root = crate::store::find_workspace(&std::env::current_dir().ok()?)?;
    let line = |file: &str| {
        let text = crate::store::read_text(&root.join(file)).ok()?;
        let word = text.lines().find_map(|line| line.strip_prefix("language:"))?.trim().to_owned();
        Language::from_word(&word)
    };
    line("pult.local.yaml").or_else(|| line("pult.yaml"))
}

/// Reads the words; help and errors are printed here.
pub(super) fn parse(language: Language) -> Result<(Options, Option<Command>), u8> {
    let mut command = Words::command();
    if language == Language::Ru {
        command = translated(command, "");
    }
    let found = command.try_get_matches().and_then(|matches| Words::from_arg_matches(&matches));
    match found {
        Ok(words) => Ok((words.options, words.command)),
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            let help = error.to_string();
            out::drawn(&match language {
                Language::Ru => help.replacen("[OPTIONS]", "[ПАРАМЕТРЫ]", 1),
                Language::En => help,
            });
            Err(super::GOOD)
        }
        Err(error) => {
            let words = match language {
                Language::Ru => text::usage(&error),
                Language::En => error.to_string(),
            };
            out::message(words.trim_end());
            Err(super::USAGE)
        }
    }
}

const TEMPLATE: &str = "{about}\n\nЗапуск: {usage}\n\n{all-args}";

/// Puts Russian in the place of clap's English and of the descriptions above.
fn translated(command: clap::Command, path: &str) -> clap::Command {
    let about = text::help(path).unwrap_or("").to_owned();
    let names: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let children: Vec<String> = command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    let mut command = command
        .about(about)
        .help_template(TEMPLATE)
        .subcommand_help_heading("Команды")
        .subcommand_value_name("КОМАНДА")
        .next_help_heading("Параметры")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help("Показать эту справку"));
    if path.is_empty() {
        let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command = command.arg(version.help("Показать версию"));
    }
    for name in names {
        let key = format!("{path} {name}");
        command = command.mut_arg(&name, |arg| {
            let arg = match text::help(key.trim()) {
                Some(words) => arg.help(words.to_owned()),
                None => arg,
            };
            let positional = arg.is_positional();
            let arg = if positional {
                arg.help_heading("Аргументы")
            } else {
                arg.help_heading("Параметры")
            };
            match text::value_name(&name) {
                Some(value) => arg.value_name(value),
                None => arg,
            }
        });
    }
    for child in children {
        let below = format!("{path} {child}");
        command = command.mut_subcommand(&child, |inner| translated(inner, below.trim()));
    }
    command
}

/// A moment of the command line, in the workspace's offset unless it names its own.
pub(super) fn moment(text: &str, time: FixedOffset) -> Option<Moment> {
    if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
        return Some(moment.with_timezone(&time));
    }
    let forms = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d.%m.%Y %H:%M"];
    let local = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    time.from_local_datetime(&local).single()
}

#[cfg(test)]
mod tests {
    use super::{Words, translated};
    use crate::text;
    use clap::CommandFactory;

    #[test]
    fn every_command_and_option_has_a_russian_help() {
        fn look(command: &clap::Command, path: &str, looked_at: &mut u32) {
            assert!(text::help(path).is_some(), "{path}");
            for arg in command.get_arguments() {
                let key = format!("{path} {}", arg.get_id());
                assert!(text::help(key.trim()).is_some(), "{key}");
                *looked_at += 1;
            }
            for child in command.get_subcommands() {
                look(child, format!("{path} {}", child.get_name()).trim(), looked_at);
            }
        }
        let mut looked_at = 0;
        look(&Words::command(), "", &mut looked_at);
        assert!(looked_at > 30, "only {looked_at} options were looked at");
        translated(Words::command(), "").debug_assert();
    }
}
