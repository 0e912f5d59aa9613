//! The help of the command line.

use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The description of a command (its name), an option of all commands (its name), or of one (both).
pub(crate) fn help(key: &str) -> Option<&'static str> {
    Some(match key {
        "" => {
            "pult ведёт диспетчера по инструкции, шаг за шагом. Процедуры и дела – обычные файлы, сервер не нужен.\nБез команды – список процедур."
        }
        "workspace" => "Рабочая папка; если не указана – текущая или одна из папок над ней",
        "seat" => "Кто за пультом: имя из `dispatchers` или фамилия",
        "now" => "Момент вместо текущего, для проверок и показа: 2026-11-22T10:15",
        "run" => "Открыть дело по процедуре",
        "run procedure" => "Процедура: имя её файла",
        "run answers" => "Взять ответы из файла",
        "resume" => "Продолжить открытое дело",
        "resume case" => "Дело: 2026-11-22-a017 или a17",
        "resume answers" => "Взять ответы из файла",
        "resume take" => "Забрать дело у пульта, который его ведёт",
        "resume update" => "Перевести дело на сегодняшнюю процедуру",
        "answer" => "Ответить на то, чего ждёт открытое дело; ответ получит тот, кто его ведёт",
        "answer case" => "Дело: 2026-11-22-a017 или a17",
        "answer text" => "Ответ; если не указан, а нужен, программа спросит",
        "answer from" => "Чей это ответ: имя из `contacts` или `dispatchers` или фамилия; иначе того, кто за пультом",
        "list overdue" => "Только дела, в которых что-то просрочено",
        "list" => "Список дел: открытых или всех",
        "list words" => "Только дела, в которых есть все эти слова",
        "list all" => "Вместе с закрытыми",
        "list json" | "outbox json" | "show json" | "check json" | "test json" => "В виде JSON",
        "show" => "Показать дело, процедуру, справку, контакты или инструкцию и кто её прочитал",
        "show what" => "Дело (a17), имя процедуры или справки, `contacts` или `handbook`",
        "print" => "Подготовить или напечатать бланк: пустой или с ответами дела",
        "print form" => "Бланк: имя его файла; `case` – лист любого дела, `handbook` – вся инструкция",
        "print paper" => "Процедура как бумажный чек-лист: на случай, когда нет света",
        "print case" => "Дело, ответы которого вписать: a17",
        "print blank" => "Вместо ответов – линии, чтобы заполнить от руки",
        "print stamp" => "С местом для печати",
        "print copies" => "Напечатать столько экземпляров на принтере этого рабочего места",
        "print output" => "Куда записать; имя на `.html` даёт страницу для браузера, `-` – стандартный вывод",
        "outbox" => "Письма в очереди: список, отправка, решения",
        "outbox all" => "Вместе с отправленными и снятыми",
        "outbox show" => "Показать письмо и что с ним стало",
        "outbox send" => "Отправить все письма из очереди или одно",
        "outbox sent" => "Отметить, что письмо всё-таки ушло",
        "outbox drop" => "Снять письмо с очереди",
        "outbox show letter" | "outbox send letter" | "outbox sent letter" | "outbox drop letter" => {
            "Письмо: его номер в списке или дело (a17)"
        }
        "check" => "Проверить всё, что написал директор, и все записи дел",
        "check quick" => "Только то, что пишут люди: без записей дел",
        "check explain" => "Объяснить код ошибки: пример и как исправить",
        "correct" => "Исправить ответы закрытого дела, рядом с его записью",
        "correct answers" => "Взять новые ответы из файла",
        "forget" => "Удалить личные данные закрытого дела навсегда",
        "correct case" | "forget case" => "Дело: 2026-11-22-a017 или a17",
        "test strict" => "Считать ошибкой и то, чего не делает ни один сценарий",
        "check strict" => "Считать ошибками и незаполненное, и заметки",
        "test" => "Проиграть сценарии",
        "test words" => "Только сценарии, в пути или названии которых есть все эти слова",
        "build" => "Построить сводки в папке out",
        "watch" => "Следить за изменениями: сводки обновляются, ошибки видны сразу",
        "init" => "Создать новую рабочую папку",
        "init folder" => "Папка: новая или пустая",
        "init demo" => "Для показа: столько выдуманных дел за три года; `--now` – последний день",
        _ => return None,
    })
}

/// The name of a value in the help.
pub(crate) fn value_name(argument: &str) -> Option<&'static str> {
    Some(match argument {
        "workspace" | "folder" => "ПАПКА",
        "seat" | "from" => "КТО",
        "text" => "ОТВЕТ",
        "now" => "МОМЕНТ",
        "procedure" => "ПРОЦЕДУРА",
        "form" => "БЛАНК",
        "answers" | "output" => "ФАЙЛ",
        "case" => "ДЕЛО",
        "letter" => "ПИСЬМО",
        "words" => "СЛОВА",
        "demo" | "copies" => "СКОЛЬКО",
        "explain" => "КОД",
        "what" => "ЧТО",
        _ => return None,
    })
}

/// Why the words of the command line were not understood.
pub(crate) fn usage(error: &clap::Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        _ => String::new(),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(context)
        .find(|text| !text.is_empty())
        .map(|near| format!(" Может быть, `{near}`?"))
        .unwrap_or_default();
    let word = context(ContextKind::InvalidArg);
    let words = match error.kind() {
        ErrorKind::UnknownArgument => format!("Параметра `{word}` здесь нет.{near}"),
        ErrorKind::InvalidSubcommand => {
            format!("Команды `{}` нет.{near}", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingRequiredArgument => format!("Не хватает: {word}"),
        ErrorKind::InvalidValue | ErrorKind::NoEquals if context(ContextKind::InvalidValue).is_empty() => {
            format!("После `{word}` нужно значение.")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Значение `{}` не подходит для {word}.{near}", context(ContextKind::InvalidValue))
        }
        ErrorKind::ArgumentConflict => {
            format!("`{word}` нельзя указать вместе с `{}`.", context(ContextKind::PriorArg))
        }
        ErrorKind::TooManyValues => format!("Лишнее слово `{}`.", context(ContextKind::InvalidValue)),
        _ => error.to_string().trim().to_owned(),
    };
    format!("{words}\nСправка: pult --help")
}
