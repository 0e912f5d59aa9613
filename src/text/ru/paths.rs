//! What the paths through a procedure show, for the director.

use super::kinds::type_of;
use super::plural;
use crate::model::diagnostic::{Always, Comparison, Turn, Unanswerable, Unreached};
use crate::text::{Wording, one_line, ticked, wording};

/// How many conditions are told in one line.
const MOST: usize = 3;

/// A path in the procedure's own words.
fn told(path: &[Turn]) -> Option<String> {
    let turn = |turn: &Turn| match &turn.answer {
        Some(answer) => one_line(&format!("{}: {answer}", turn.asked)),
        None => one_line(&format!("{}: без ответа", turn.asked)),
    };
    let turns: Vec<String> = path.iter().map(turn).collect();
    (!turns.is_empty()).then(|| format!("«{}»", turns.join("; ").replace('`', "'")))
}

/// What is to be done, with what is seen on a path.
fn with(help: &str, path: &[Turn], seen: impl Fn(&str) -> String) -> String {
    told(path).map_or_else(|| help.to_owned(), |path| format!("{help}; например, {}", seen(&path)))
}

fn leads(help: &str, path: &[Turn]) -> String {
    with(help, path, |path| format!("сюда приводит {path}"))
}

pub(super) fn never_reached(what: &Unreached, path: &[Turn]) -> Wording {
    match what {
        Unreached::Step => wording(
            "до этого шага не доводят никакие ответы",
            "условие не выполняется никогда",
            with(
                "проверьте имена и коды в `when`, здесь и у шагов выше, или удалите шаг",
                path,
                |path| format!("{path} сюда не приводит"),
            ),
        ),
        Unreached::BehindStop => wording(
            "до этого шага не доводят никакие ответы",
            "дело завершается раньше",
            "дайте `stop`, который стоит выше, условие `when`, переставьте шаг перед ним или удалите",
        ),
        Unreached::Arm { label } => wording(
            format!("ответ «{}» дать нельзя", one_line(label).replace('`', "'")),
            "этого ответа не бывает",
            with(
                "проверьте `when` и `check` этого ответа или удалите его",
                path,
                |path| format!("его нельзя дать после {path}"),
            ),
        ),
    }
}

pub(super) fn always_true(what: Always, path: &[Turn]) -> Wording {
    let (label, help) = match what {
        Always::Step => ("шаг есть всегда", "уберите `when` или проверьте имена и коды в нём"),
        Always::Arm => ("ответ предлагается всегда", "уберите `when` или проверьте имена и коды в нём"),
        Always::Check => ("годится любой ответ", "уберите `check` или проверьте имена и коды в нём"),
    };
    wording("условие выполняется при любых ответах", label, with(help, path, |path| format!("оно верно и при {path}")))
}

pub(super) fn dead_end(how: Unanswerable, path: &[Turn]) -> Wording {
    let (title, help) = match how {
        Unanswerable::Question => {
            ("бывает, что на вопрос нет ни одного годного ответа", "проверьте `when` у ответов и `check`")
        }
        Unanswerable::Gate => (
            "бывает, что дело здесь заперто: годного ответа нет, а обойти шаг нельзя",
            "проверьте `when` у ответов и `check`",
        ),
        Unanswerable::Nothing => {
            ("выбирать здесь не из чего", "заполните то, что стоит в `from`, или проверьте `where`")
        }
        Unanswerable::NothingForGate => (
            "дело здесь заперто: выбирать не из чего, а обойти шаг нельзя",
            "заполните то, что стоит в `from`, или проверьте `where`",
        ),
    };
    wording(title, "здесь тупик", leads(help, path))
}

pub(super) fn no_stop(path: &[Turn]) -> Wording {
    wording(
        "бывает, что дело не доходит ни до одного `stop`",
        "не при всех ответах",
        with("поставьте последним `stop` без `when`", path, |path| {
            format!("при {path} дело кончается без итога")
        }),
    )
}

pub(super) fn never_asked(name: &str, path: &[Turn]) -> Wording {
    let help = format!("проверьте, где стоит шаг `{name}`, или возьмите это место в `{{% if … %}}`");
    wording(
        format!("`{name}` здесь всегда пусто: на пути сюда этого шага нет"),
        "здесь всегда пусто",
        leads(&help, path),
    )
}

pub(super) fn doubtful(name: &str, word: &str, how: &Comparison) -> Wording {
    let kind = type_of(word);
    match how {
        Comparison::WithText if word == "yes/no" => wording(
            format!("`{name}` – это да или нет, а сравнивается с текстом"),
            "такого значения не бывает",
            format!("напишите просто `{name}` или `not {name}`"),
        ),
        Comparison::WithText => wording(
            format!("`{name}` не бывает равно этому тексту: его тип {kind}"),
            "такого значения не бывает",
            "числа пишут без кавычек, день так: `\"2026-11-22\"`, время так: `\"09:30\"`",
        ),
        Comparison::WithNumber => wording(
            format!("`{name}` не бывает равно числу: его тип {kind}"),
            "сравнивается с числом",
            "возьмите число в кавычки или дайте вопросу тип `integer` (целое число), `number` (число) или `money` (деньги)",
        ),
        Comparison::Order => wording(
            format!("у `{name}` нет порядка: его тип {kind}"),
            "больше или меньше здесь ничего не значит",
            "для чисел дайте вопросу тип `integer` (целое число), `number` (число) или `money` (деньги), для дней `date` (дата)",
        ),
        Comparison::WithNone => wording(
            format!("`{name}` сравнивается с пустым по порядку"),
            "у пустого нет порядка",
            format!("напишите `{name} is none` или `{name} is not none`"),
        ),
        Comparison::OfNone { path } => wording(
            format!("пока на `{name}` нет ответа, ложно всё условие, и то, что стоит через `or`"),
            "сравнение с пустым ложно",
            leads("вынесите сравнение в отдельный шаг `let`", path),
        ),
    }
}

pub(super) fn undecided(conditions: &[String]) -> Wording {
    let some: Vec<String> = conditions.iter().take(MOST).map(|one| one_line(one).replace('`', "'")).collect();
    let others = conditions.len().saturating_sub(MOST) as u64;
    let others = (others > 0).then(|| format!(" и ещё {}", plural(others, "условие", "условия", "условий")));
    wording(
        format!("заранее не узнать, когда выполняется {}{}", ticked(&some), others.unwrap_or_default()),
        "проверено и так и так",
        "исправлять ничего не нужно: сыграйте эти случаи сценариями",
    )
}

pub(super) fn too_many(most: usize) -> Wording {
    wording(
        "путей слишком много, проверены не все",
        "проверено не всё",
        format!(
            "просмотрено по {most} путей на шаг; недостижимые шаги и пустые имена дальше первого такого места не ищутся; \
             разделите процедуру на две, чтобы проверить её всю"
        ),
    )
}
