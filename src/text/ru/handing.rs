//! Дела, которые переходят с пульта на пульт, процедуры, которые меняются, и недописанное.

use super::plural;
use crate::model::types::moment;
use crate::text::Handing;

/// One message.
pub(crate) fn say(handing: &Handing<'_>) -> String {
    match *handing {
        Handing::Elsewhere(id, desk, by, at) => {
            format!("Дело {id} ведёт пульт {desk} ({by}, {}). Забрать его сюда: pult resume --take {id}", moment(at))
        }
        Handing::TakeAsk(id, title, desk, by, at) => format!(
            "Дело {id} («{title}») ведёт пульт {desk}: {by}, последняя запись {}.\nЕсли забрать дело сюда, на том пульте его не продолжить: набранное там в дело не попадёт. Забрать?",
            moment(at)
        ),
        Handing::TakeYes => "Да, забрать: дальше дело ведёт этот пульт".to_owned(),
        Handing::AtDesk(desk) => format!("пульт {desk}"),
        Handing::Taken("", _) => {
            "Это дело забрал другой пульт, и оно уже закрыто. Здесь в него больше ничего не записать.".to_owned()
        }
        Handing::Taken(by, desk) => {
            format!(
                "Это дело забрал пульт {desk} ({by}). Дальше ведут его там, здесь в него больше ничего не записать."
            )
        }
        Handing::TypedKept => {
            "Набранное в дело не попало. Оно сохранено: его предложат дописать на том пульте.".to_owned()
        }
        Handing::TypedLost(words) => format!("Набранное в дело не попало и не сохранено. Передайте сами: {words}"),
        Handing::Outdated(id) => {
            format!(
                "Процедуру с тех пор изменили, дело идёт по прежней. Перейти на новую: . и 9, или pult resume --update {id}"
            )
        }
        Handing::UpToDate => "Дело и так идёт по сегодняшней процедуре.".to_owned(),
        Handing::UpdateHead(title) => format!("Если перейти на сегодняшнюю процедуру «{title}»:"),
        Handing::Added(step) => format!("  + новый шаг: {step}"),
        Handing::Gone(step) => format!("  - шага больше нет: {step}"),
        Handing::Changed(step) => format!("  * изменён шаг: {step}"),
        Handing::Struck(step, Some(answer)) => {
            format!("  ! ответ не подходит, спросим снова: {step} (был ответ «{answer}»)")
        }
        Handing::Struck(step, None) => format!("  ! не подходит, нужно снова: {step}"),
        Handing::OpenAgain(step) => format!("  ! нужно будет сделать ещё: {step}"),
        Handing::NoStepChanges => "  сами шаги не изменились".to_owned(),
        Handing::NextThen(step) => format!("Дальше будет: {step}"),
        Handing::EndThen => "Все шаги будут пройдены.".to_owned(),
        Handing::UpdateAsk => "Перейти? Назад на прежнюю уже не вернуться.".to_owned(),
        Handing::UpdateYes => "Да, вести дело дальше по сегодняшней процедуре".to_owned(),
        Handing::Updated => "Дело идёт по сегодняшней процедуре.".to_owned(),
        Handing::MenuUpdate => "Перейти на сегодняшнюю процедуру".to_owned(),
        Handing::No => "Нет, оставить как есть".to_owned(),
        Handing::HalfTyped(text, by, at) => format!("Недописано ({by}, {}): {text}", moment(at)),
        Handing::HalfTypedPrivate(length, by, at) => {
            let signs = plural(u64::try_from(length).unwrap_or(u64::MAX), "знак", "знака", "знаков");
            format!("Недописано ({by}, {}): {signs}, это закрытый ответ", moment(at))
        }
        Handing::HalfTypedKeys => "Enter – продолжить с ним, 0 – убрать, или введите ответ целиком".to_owned(),
        Handing::HalfTypedRemarkKeys => "Enter – записать заметкой, 0 – убрать".to_owned(),
        Handing::TypeOn => "Дальше:".to_owned(),
        Handing::SeveralLines => "(чтобы писать в несколько строк, заканчивайте строку знаком \\)".to_owned(),
    }
}
