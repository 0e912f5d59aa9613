//! Почему файл не приложен или письмо не составлено, по-русски.

use super::papers;
use crate::session::MailTrouble;
use crate::store::FileTrouble;

/// Why a file was not attached, and what to do.
pub(crate) fn file(name: &str, trouble: &FileTrouble) -> String {
    let why = match trouble {
        FileTrouble::Missing => "такого файла нет. Проверьте путь; файл можно перетащить мышью в это окно.",
        FileTrouble::Folder => "это папка. Укажите файл в ней.",
        FileTrouble::NotOrdinary => "это ссылка или устройство, а нужен сам файл.",
        FileTrouble::OddPath => "такой путь не годится. Скопируйте файл в обычную папку и укажите его там.",
        FileTrouble::Empty => "файл пуст. Проверьте, тот ли это файл.",
        FileTrouble::TooLarge => "файл больше 20 МБ. Уменьшите его или приложите по частям.",
        FileTrouble::UnknownKind => {
            "содержимое не похоже ни на PDF, ни на картинку, ни на текст. Сохраните файл в PDF или JPG."
        }
        FileTrouble::Refused(error) => return format!("«{name}»: файл не читается: {error}."),
    };
    format!("«{name}»: {why}")
}

/// Why a letter was not written, and what to do.
pub(crate) fn mail(trouble: &MailTrouble) -> String {
    match trouble {
        MailTrouble::NoSender => "В pult.yaml не указан отправитель (mail, from). Скажите директору.".to_owned(),
        MailTrouble::NoAddress(who) => format!("Некуда писать: у получателя ({who}) нет адреса почты."),
        MailTrouble::FileLost(name) => format!("Файл «{name}» пропал из дела или изменён. Приложите его заново."),
        MailTrouble::Form(form, trouble) => format!("{form}: {}", papers::trouble(trouble)),
        MailTrouble::StaffNumber(whose) => papers::staff_number(whose),
        MailTrouble::Internal(form) => {
            format!("«{form}» – документ для своих, абонентам его не отправляют. Скажите директору.")
        }
        MailTrouble::Private(name) => format!("Закрытый ответ ({name}) письмом не отправляют. Скажите директору."),
    }
}
