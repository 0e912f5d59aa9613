//! The only place where decisions, files and devices meet: every front end drives cases through a
//! [`Session`].

mod asides;
mod attach;
mod audit;
mod automatic;
mod build;
mod case_sheet;
mod clock;
mod closing;
mod committer;
mod correct;
mod coverage;
mod definitions;
mod demo;
mod desk_lists;
mod drafts;
mod flaw;
mod gather;
mod handbook;
mod handbook_sheet;
mod handover;
mod hands;
mod links;
mod listing;
mod mail;
mod notice;
mod outbox;
mod play;
mod print;
mod private;
mod procedure_sheet;
mod reference;
mod runs;
mod testing;
mod titles;
mod update;
mod work;
mod world;

pub use asides::Awaited;
pub use audit::{Audit, audit};
pub use build::{Builder, Built, Look, Page};
pub use clock::Clock;
pub use committer::Committed;
pub use correct::{Accepted, Correcting};
pub use coverage::{Coverage, Gap, Missed};
pub use demo::{demonstrate, invent_cases};
pub use desk_lists::DeskList;
pub use drafts::Drafts;
pub use flaw::{Finding, Flaw};
pub use gather::Changes;
pub use handbook::{Reader, Unread, readers};
pub use hands::Elsewhere;
pub use links::Offer;
pub use listing::{Entry, Standing, list_cases, person, show_case, show_corrections};
pub use mail::MailTrouble;
pub use notice::{Notice, Seat, SessionError};
pub use outbox::{
    Decided, Mailing, OutboxTrouble, Settings, SettingsFault, Waiting, find as find_letter, letters, waiting,
};
pub use play::{PlayError, play};
pub use print::{PrintTrouble, Sheet, check_workspace};
pub use testing::{Mismatch, Outcome, Seen, test_scenario};
pub use titles::{paper_title, place_of, procedure_title, title_of, whole_title};
pub use work::Session;
