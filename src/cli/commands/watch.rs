//! `pult watch`

use crate::cli::out;
use crate::cli::{CommandError, Desk, FAILED, draw};
use crate::model::company::Language;
use crate::session::Builder;
use crate::text::{self, Message};
use crate::watch::{Eyes, Keeper, News};

/// Ends with the program: by Ctrl-C, as whatever waits for somebody at a terminal.
pub(in crate::cli) fn watch(desk: &Desk) -> Result<u8, CommandError> {
    let root = desk.root()?;
    // Paths that are told of begin with the one that is watched.
    let root = std::path::absolute(&root).unwrap_or(root);
    // What happens while everything is built for the first time is told afterwards.
    let mut eyes = Eyes::open(&root).map_err(|reason| {
        CommandError::message(desk.language, FAILED, &Message::NotWatched(&root.to_string_lossy(), &reason))
    })?;
    let opened = desk.open()?;
    let language = opened.language;
    let clock = desk.clock(&opened.workspace.company)?;
    opened.store.sweep();
    let store = crate::store::Store::new(root.clone(), crate::store::Durability::Synced);
    let workspace = crate::store::load_workspace(&root).map_err(|error| CommandError::store(language, &error))?;
    let diagnostics = crate::session::check_workspace(&workspace);
    let mut keeper = Keeper::new(root, workspace, diagnostics, Builder::new(store, clock));
    let begun = keeper.begin();
    tell(language, &keeper, &begun);
    out::message(&text::say(language, &Message::Watching));
    let mut refused: Vec<String> = Vec::new();
    loop {
        let now: Vec<String> = eyes
            .refused()
            .iter()
            .map(|(path, reason)| text::say(language, &Message::NotWatched(&path.to_string_lossy(), reason)))
            .collect();
        now.iter().filter(|words| !refused.contains(words)).for_each(|words| out::message(words));
        refused = now;
        let batch = eyes.next(keeper.patience());
        let news = keeper.take(&batch);
        tell(language, &keeper, &news);
    }
}

fn tell(language: Language, keeper: &Keeper, news: &[News]) {
    for one in news {
        let message = match one {
            News::Opened(id, titles) => Message::SeenOpened(id, titles),
            News::Closed(id, titles) => Message::SeenClosed(id, titles),
            News::Updated(titles) => Message::SeenUpdated(titles),
            News::Removed(path) => Message::TookAway(path),
            News::Mended(path) => Message::SeenMended(path),
            News::NotPrinted(path, why) => {
                out::message(&text::say(language, &Message::NotOnPaper(path, &text::render_fault(language, why))));
                continue;
            }
            News::Faulty(faults) => {
                out::drawn(&draw::diagnostics(language, &keeper.workspace.sources, faults, draw::colours()));
                continue;
            }
            News::Trouble(error) => {
                out::message(&text::store_error(language, error));
                continue;
            }
        };
        out::line(&text::say(language, &message));
    }
}
