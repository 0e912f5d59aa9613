//! Письма, которые отправляют: очередь и то, что с ними стало.

use super::plural;
use crate::model::post::{FaultKind, Standing};
use crate::model::types::moment;
use crate::session::{OutboxTrouble, SettingsFault, Unready, Waiting};
use crate::text::{Outbox, sentence};

/// One message.
pub(crate) fn say(outbox: &Outbox<'_>) -> String {
    match *outbox {
        Outbox::Waiting(Waiting { queued: 0, undecided: 0 }) | Outbox::Empty => "Писем в очереди нет.".to_owned(),
        Outbox::Waiting(Waiting { queued, undecided: 0 }) => {
            format!("Писем в очереди: {queued}. Отправить: pult outbox send")
        }
        Outbox::Waiting(Waiting { queued: 0, undecided }) => {
            format!("! Писем, которые ждут решения: {undecided}. Посмотреть: pult outbox")
        }
        Outbox::Waiting(Waiting { queued, undecided }) => {
            format!(
                "Писем в очереди: {queued}. Отправить: pult outbox send\n! Ждут решения: {undecided}. Посмотреть: pult outbox"
            )
        }
        Outbox::Unready(unready) => not_ready(unready),
        Outbox::NothingToSend => "Отправлять нечего.".to_owned(),
        Outbox::Standing(standing) => standing_word(standing).to_owned(),
        Outbox::MarkReplaced(id) => format!("заменено письмом {id}"),
        Outbox::Replaced(id) => format!("Прежнее письмо {id} снято с очереди: его заменило новое."),
        Outbox::OnItsWay(id) => {
            format!("! Прежнее письмо {id}, возможно, уже отправлено, а новое составлено. Посмотрите: pult outbox")
        }
        Outbox::Handing(id, to) => format!("{id}: {to}…"),
        Outbox::Sent(id) => format!("Письмо {id} отправлено."),
        Outbox::Failed(id, why) => format!("Письмо {id} не отправлено: {} Оно осталось в очереди.", sentence(why)),
        Outbox::Refused(id, why) => format!(
            "Сервер отказался принять письмо {id}: {} Само оно больше не уйдёт.\n\
             Ещё раз: pult outbox send {id}. Снять: pult outbox drop {id}",
            sentence(why)
        ),
        Outbox::Unknown(id, why) => format!(
            "Неизвестно, ушло ли письмо {id}: {} Само оно больше не уйдёт. Спросите получателя.\n\
             Получил: pult outbox sent {id}. Не получил: pult outbox send {id}",
            sentence(why)
        ),
        Outbox::Rest(count) => {
            format!("Остальные письма ({count}) не отправлялись. Когда исправите, повторите: pult outbox send")
        }
        Outbox::AgainUnknown(id) => {
            format!("Письмо {id}, возможно, уже ушло. Отправить ещё раз? 1 – отправить, 0 – нет")
        }
        Outbox::AgainRefused(id) => {
            format!("Сервер уже отказался принять письмо {id}. Ещё раз? 1 – отправить, 0 – нет")
        }
        Outbox::WhyDrop(id, to) => {
            format!("Письмо {id} ({to}) не будет отправлено. Почему? (0 – оставить в очереди)")
        }
        Outbox::Dropped(id) => format!("Письмо {id} снято с очереди."),
        Outbox::SaidSent(id) => format!("Письмо {id} отмечено как отправленное."),
        Outbox::Kept => "Ничего не изменено.".to_owned(),
        Outbox::Exposed(path) => {
            format!("! Пароль почты ({path}) могут прочитать и другие на этом компьютере. Исправьте: chmod 600 {path}")
        }
        Outbox::Heads(from, to, subject, at) => format!("От: {from}\nКому: {to}\nТема: {subject}\nСоставлено: {at}"),
        Outbox::Files(names) => format!("Файлы: {names}"),
        Outbox::File(path) => format!("Письмо целиком: {path}"),
        Outbox::Mark(at, who, what) => format!("{} {who}: {what}", moment(at)),
        Outbox::DidSending(server) => format!("передаётся серверу {server}"),
        Outbox::DidSent("") => "отмечено как отправленное".to_owned(),
        Outbox::DidSent(words) => format!("отправлено ({words})"),
        Outbox::DidDropped(reason) => format!("снято с очереди: {reason}"),
    }
}

/// What keeps letters from going, and what to do, in one line.
fn not_ready(unready: &Unready) -> String {
    match unready {
        Unready::NoSender => {
            "! Письма составить нельзя: в pult.yaml не указан отправитель (mail, from). Скажите директору.".to_owned()
        }
        Unready::NoAddress(who) => {
            format!("! Письма составить нельзя: в pult.yaml нет адреса почты у получателя ({who}). Скажите директору.")
        }
        Unready::NotSent(SettingsFault::NoServer) => {
            "! Письма будут ждать в очереди: почта на этом компьютере не настроена (pult.local.yaml: mail). Скажите \
             директору."
                .to_owned()
        }
        Unready::NotSent(fault) => format!("! Письма будут ждать в очереди. {}", settings(fault)),
    }
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Queued => "в очереди",
        Standing::Sending => "отправляется",
        Standing::Sent => "отправлено",
        Standing::Failed => "не отправлено, можно повторить",
        Standing::Refused => "отказ сервера",
        Standing::Unknown => "неизвестно, ушло ли",
        Standing::Dropped => "снято с очереди",
    }
}

/// Why a letter was not taken.
pub(crate) fn fault(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::NoNetwork => "почтовый сервер недоступен, проверьте интернет",
        FaultKind::Timeout => "почтовый сервер не ответил вовремя",
        FaultKind::NoTls => "почтовый сервер не шифрует связь, а без шифрования письма не отправляются",
        FaultKind::Certificate => "сертификату почтового сервера нельзя доверять",
        FaultKind::Login => "почтовый сервер не принял имя и пароль",
        FaultKind::Later => "почтовый сервер просит повторить позже",
        FaultKind::Refused => "почтовый сервер не принимает такое письмо",
        FaultKind::Cut => "связь с почтовым сервером оборвалась",
        FaultKind::Strange => "ответ непонятен, это точно почтовый сервер?",
    }
}

/// Why nothing was done, and what to do.
pub(crate) fn trouble(trouble: &OutboxTrouble) -> String {
    match trouble {
        OutboxTrouble::NoLetter(id) => format!("Письма «{id}» в очереди нет. Список: pult outbox"),
        OutboxTrouble::Several(ids) => {
            format!("Подходит {}: {}", plural(ids.len() as u64, "письмо", "письма", "писем"), ids.join(", "))
        }
        OutboxTrouble::Busy(id) => format!("Письмо {id} сейчас отправляет другая программа."),
        OutboxTrouble::Stands(id, standing) => {
            format!("Письмо {id}: {}. Ничего не изменено.", standing_word(*standing))
        }
        OutboxTrouble::Changed(id) => {
            format!("Письмо {id} – не то, что составлено в деле: файл изменён. Оно не отправлено. Скажите директору.")
        }
        OutboxTrouble::Replaced(id, other) => format!("Письмо {id} не отправлено: его заменило письмо {other}."),
        OutboxTrouble::Settings(fault) => settings(fault),
        OutboxTrouble::Store(_) => String::new(),
    }
}

fn settings(fault: &SettingsFault) -> String {
    match fault {
        SettingsFault::NoServer => "Почта на этом компьютере не настроена. Впишите в pult.local.yaml:\n\
             mail: {server: почтовый сервер, login: файл с именем и паролем}\nСкажите директору."
            .to_owned(),
        SettingsFault::PlainFar(server) => {
            format!(
                "В pult.local.yaml security: plain, а сервер {server} не на этом компьютере. Нужно tls или starttls."
            )
        }
        SettingsFault::PlainLogin => {
            "В pult.local.yaml security: plain и login: пароль без шифрования не передаётся. Нужно tls или starttls."
                .to_owned()
        }
        SettingsFault::Unreadable(path, error) => {
            format!("Не читается файл {path}, указанный в pult.local.yaml (mail): {error}.")
        }
        SettingsFault::LoginInside(path) => {
            format!(
                "Файл {path} с паролем лежит в рабочей папке, откуда может попасть в git. Перенесите его в другое место."
            )
        }
        SettingsFault::LoginShape(path) => {
            format!("В файле {path} должны быть две строки: имя пользователя почты и пароль.")
        }
    }
}
