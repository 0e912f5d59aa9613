//! Сроки, ожидания и дела, связанные с другими.

use super::plural;
use crate::model::types::moment;
use crate::text::{Matter, sentence};

/// One message.
pub(crate) fn say(matter: &Matter<'_>) -> String {
    let behind = |words: &str| if words.is_empty() { String::new() } else { format!(": {words}") };
    match *matter {
        Matter::Due(at) => format!("Срок: {}", moment(at)),
        Matter::Overdue(at) => format!("! Просрочено: надо было до {}", moment(at)),
        Matter::MarkOverdue(step, at) => format!("просрочено: {step}, срок {}", moment(at)),
        Matter::MarkReminder(step, since) => format!("пора напомнить: {step}, ждём с {}", moment(since)),
        Matter::MarkUntold => "не сообщили".to_owned(),
        Matter::MarkAnswered => "есть ответ".to_owned(),
        Matter::First => "Сначала".to_owned(),
        Matter::ShowLate(step, due, Some(done)) => {
            format!("С опозданием: {step} (срок {}, сделано {})", moment(due), moment(done))
        }
        Matter::ShowLate(step, due, None) => format!("Просрочено: {step} (срок {})", moment(due)),
        Matter::EnterWaitedOrNumber => "Enter – дождались; номер – отметить; отложить дело: . и 7".to_owned(),
        Matter::EnterAnswerOrNumber => "Enter – записать ответ; номер – отметить; отложить дело: . и 7".to_owned(),
        Matter::WaitAnswer => "Ответ:".to_owned(),
        Matter::DoneTimes(text, times, at) => {
            let times = plural(u64::from(times), "раз", "раза", "раз");
            format!("{text} (уже {times}, последний {})", moment(at))
        }
        Matter::NoOverdue => "Просроченных дел нет.".to_owned(),
        Matter::ReplyKept(who, when, words) => format!("Ответ ({who}, {when}){}", behind(words)),
        Matter::Replied(id, who, words) => format!("По делу {id} пришёл ответ ({who}){}", behind(words)),
        Matter::ReplyWaits(id, who, words, step) => {
            let reply = sentence(&format!("По делу {id} есть ответ ({who}){}", behind(words)));
            format!("{reply} Он запишется, когда будет выполнен шаг «{step}».")
        }
        Matter::ReplyNoted(id, who, words) => {
            let reply = sentence(&format!("По делу {id} пришёл ответ, которого уже не ждут ({who}){}", behind(words)));
            format!("{reply} Он сохранён заметкой.")
        }
        Matter::BadAside(why) => format!("Ответ не прочитан и не использован. {why}"),
        Matter::StrayAside(path) => {
            format!("Файл {path} лежит у дела, которого нет среди открытых. Прочитайте его и уберите.")
        }
        Matter::Kept(field, ours, theirs) => {
            format!("«{field}»: здесь записано «{ours}», там – «{theirs}». Оставлено то, что здесь.")
        }
        Matter::LeftThere(field, ours, theirs, id) => {
            format!(
                "«{field}»: здесь теперь «{ours}», а в деле {id} осталось «{theirs}». Исправить там: pult correct {id}"
            )
        }
        Matter::OneMore(title, count) => format!("Добавить: {title} (записано: {count})"),
        Matter::AnswerOrAside => "(. – меню, .. – назад; отложить дело: . и 7)".to_owned(),
        Matter::Linked(id, other, label) => format!("К делу {id} присоединено дело {other}{}", behind(label)),
        Matter::Twice(id, label, true) => format!("! Такое дело уже открыто: {id}{}", behind(label)),
        Matter::Twice(id, label, false) => format!("! Такое дело уже было: {id}{}", behind(label)),
        Matter::MayJoin => "По этой процедуре уже открыты дела:".to_owned(),
        Matter::MayReturn(wait, below) => {
            format!("Осталось ждать: {} Тем временем вернёмся к делу «{below}».", sentence(wait))
        }
        Matter::ReturnOrStay => "Enter – вернуться, 1 – остаться здесь".to_owned(),
        Matter::SameValue => "то же самое".to_owned(),
        Matter::JoinOrNot => "Номер – присоединить к нему, Enter – это отдельное дело".to_owned(),
        Matter::AnswerLeft(id) => format!("Ответ по делу {id} записан. Его увидит тот, кто ведёт дело."),
        Matter::NotWaiting(id) => format!("Дело {id} сейчас ничего не ждёт. Посмотреть: pult show {id}"),
        Matter::ShowJoined => "Присоединено к делу".to_owned(),
        Matter::ShowLinked => "Присоединены дела".to_owned(),
        Matter::Report(at, id, label) => format!("{}, {id}{}", moment(at), behind(label)),
        Matter::OutcomeJoined => "присоединено к другому делу".to_owned(),
    }
}
