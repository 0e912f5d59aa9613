//! `pult answer`

use crate::cli::args::AnswerArgs;
use crate::cli::{CommandError, Desk, FAULTS, GOOD, USAGE, desk};
use crate::text::{Matter, Message};

pub(in crate::cli) fn answer(desk: &Desk, args: &AnswerArgs) -> Result<u8, CommandError> {
    let opened = desk.open()?;
    let company = &opened.workspace.company;
    let mut screen = desk::screen(opened.language);
    // Whose answer it is says also who is at the desk, where nobody else is named.
    let options = match (&desk.options.seat, &args.from) {
        (None, Some(from)) if company.dispatchers.contains_key(from) => {
            crate::cli::args::Options { seat: Some(from.clone()), ..desk.options.clone() }
        }
        _ => desk.options.clone(),
    };
    let seat = desk::seat(&Desk { options, language: desk.language }, &opened, Some(&mut screen))?;
    let from = args.from.as_deref().map_or_else(|| seat.by.clone(), |from| from.trim().to_owned());
    if from.is_empty() || from.chars().any(char::is_control) {
        return Err(CommandError::message(opened.language, USAGE, &Message::NoDispatcher(&from)));
    }
    let mut session = opened.session(desk.clock(company)?, seat);
    let failed = |error: &_| CommandError::of(opened.language, &opened.workspace, error, &str::to_owned);
    let awaited = session.awaited(&args.case).map_err(|error| failed(&error))?;
    let mut text = args.text.clone();
    if text.is_none() && awaited.has_field {
        screen.line(&awaited.prompt);
        for (number, (_, label)) in awaited.choices.iter().enumerate() {
            screen.choice(number + 1, label);
        }
        let typed = screen.ask(&Message::Matter(Matter::WaitAnswer)).filter(|typed| !typed.is_empty());
        let Some(typed) = typed else { return Err(CommandError::new(FAULTS, "")) };
        let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let code = number.and_then(|at| awaited.choices.get(at)).map(|(code, _)| code.clone());
        text = Some(code.unwrap_or(typed));
    }
    let left = session.answer_elsewhere(&args.case, text.as_deref(), &from);
    let (id, concerns) = left.map_err(|error| failed(&error))?;
    for concern in &concerns {
        screen.concern(concern);
    }
    screen.of(Matter::AnswerLeft(&id.short()));
    Ok(GOOD)
}
