//! Сканирование: что делать и что не вышло.

use super::plural;
use crate::device::scanner::{ScanFault, ScanTrouble};
use crate::text::{Enter, Missing, Scanning};

/// One message.
pub(crate) fn say(scanning: &Scanning<'_>) -> String {
    match *scanning {
        Scanning::Keys(missing, some, enter) => {
            let missing = lacking(missing);
            let scan = match (enter, some) {
                (Enter::Scans, _) => "Enter или 1 – отсканировать страницу",
                (_, true) => "1 – ещё страница",
                (_, false) => "1 – отсканировать страницу",
            };
            let remove = if some { "; 0 – убрать все" } else { "" };
            let go = if enter == Enter::GoesOn { "; Enter – дальше" } else { "" };
            format!("{missing}{scan}; или путь к файлу{remove}{go}")
        }
        Scanning::Full => "Enter – оставить так, 0 – убрать все и отсканировать заново".to_owned(),
        Scanning::Works(seconds) => format!("Сканирую… Прервать: Ctrl-C. Дольше {} ждать не буду.", time(seconds)),
        Scanning::GoOn(Some(question)) => {
            format!("1 – ещё раз; или приложите файл; .. – назад к вопросу «{question}»")
        }
        Scanning::GoOn(None) => "1 – ещё раз; или приложите файл; . – меню".to_owned(),
    }
}

/// How many files are missing, as a sentence before others; nothing where none is.
pub(super) fn lacking(missing: Missing) -> String {
    let files = |count: usize| plural(u64::try_from(count).unwrap_or(u64::MAX), "файл", "файла", "файлов");
    match missing {
        Missing::Nothing => String::new(),
        Missing::Exactly(count) => format!("Нужно ещё: {}. ", files(count)),
        Missing::AtLeast(1) => "Нужен хотя бы один файл. ".to_owned(),
        Missing::AtLeast(count) => format!("Нужно ещё, не меньше: {}. ", files(count)),
    }
}

/// Why there is no page, what to do, and the words of the program.
pub(crate) fn fault(fault: &ScanFault) -> String {
    let why = match &fault.trouble {
        ScanTrouble::NoProgram(program) => format!(
            "Программы «{program}» на этом компьютере нет. Установите её (Debian, Ubuntu: apt install sane-utils) \
             или назовите другую в pult.local.yaml: scanner, program."
        ),
        ScanTrouble::NotStarted(program) => {
            format!("Программа «{program}» не запускается. Проверьте, что названо в pult.local.yaml: scanner, program.")
        }
        ScanTrouble::NoScanner => "Сканер не найден. Проверьте, что он включён и подключён. Если сканер не тот, \
                                   назовите нужный в pult.local.yaml: scanner, device (список: scanimage -L)."
            .to_owned(),
        ScanTrouble::Busy => "Сканер занят другой программой. Закройте её или подождите.".to_owned(),
        ScanTrouble::NoPaper => "В податчике нет бумаги. Положите страницу.".to_owned(),
        ScanTrouble::CoverOpen => "Открыта крышка сканера. Закройте её.".to_owned(),
        ScanTrouble::Jammed => "В сканере застряла бумага. Достаньте её.".to_owned(),
        ScanTrouble::NotReady => "Сканер не готов: лампа ещё греется или каретка закреплена.".to_owned(),
        ScanTrouble::Denied => "Нет прав на сканер. Скажите тому, кто настраивает этот компьютер: пользователю \
                                нужна группа scanner."
            .to_owned(),
        ScanTrouble::Connection => "Связь со сканером прервалась. Проверьте кабель и питание.".to_owned(),
        ScanTrouble::Unsupported => "Сканер не умеет того, что от него просят. Проверьте resolution, format и options \
                                     в pult.local.yaml: scanner."
            .to_owned(),
        ScanTrouble::Stopped => "Сканирование прервано, страница не приложена.".to_owned(),
        ScanTrouble::TooSlow(seconds) => {
            format!("За {} сканер не закончил, сканирование прервано. Проверьте сканер.", time(*seconds))
        }
        ScanTrouble::TooLarge => "Страница больше 20 МБ. Поставьте в pult.local.yaml (scanner) resolution поменьше \
                                  или format: jpeg."
            .to_owned(),
        ScanTrouble::Nothing => "Программа закончила и ничего не прислала. Попробуйте ещё раз.".to_owned(),
        ScanTrouble::Garbage => "Программа прислала не всю страницу. Попробуйте ещё раз.".to_owned(),
        ScanTrouble::Failed => "Отсканировать не удалось.".to_owned(),
    };
    if fault.line.is_empty() { why } else { format!("{why}\nОтвет программы: {}", fault.line) }
}

fn time(seconds: u64) -> String {
    match (seconds / 60, seconds % 60) {
        (minutes @ 1.., 0) => format!("{minutes} мин"),
        _ => format!("{seconds} с"),
    }
}
