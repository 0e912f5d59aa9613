//! Печать: что отправлено и что не вышло.

use super::plural;
use crate::device::printer::{PrinterFault, PrinterTrouble};
use crate::text::Printing;

/// One message.
pub(crate) fn say(printing: &Printing<'_>) -> String {
    match *printing {
        Printing::Sure => "Отправить на принтер? Enter – да, 0 – нет".to_owned(),
        Printing::Works => "Отправляю на принтер… Прервать: Ctrl-C.".to_owned(),
        Printing::Handed(Some(copies)) => format!("Отправлено на принтер: {}.", count(copies)),
        Printing::Handed(None) => "Документ открыт, печатайте оттуда. Число экземпляров выбирают там.".to_owned(),
        Printing::HandedAt(at, Some(copies)) => {
            format!("Уже отправлено на принтер в {}: {}.", at.format("%H:%M"), count(copies))
        }
        Printing::HandedAt(at, None) => format!("Уже открывали для печати в {}.", at.format("%H:%M")),
        Printing::NeverAsked(words) => format!(
            "! Дело шло по прежней процедуре, в которой не было того, что теперь есть в бланке: {words}. На бумаге эти \
             места пусты."
        ),
        Printing::NotIssued(issued) => {
            let number = issued.number.as_ref().map(|number| format!("№ {number} от ")).unwrap_or_default();
            let (at, file) = (issued.at.format("%d.%m.%Y"), &issued.file);
            let kept = if issued.whole {
                "Выданный лежит здесь"
            } else {
                "Выданного больше нет, или файл изменён. Он лежал здесь"
            };
            format!(
                "! Это не выданный документ {number}{at}, а новый: он составлен сейчас, по сегодняшнему бланку. {kept}: {file}"
            )
        }
        Printing::StampWithoutCase => {
            "Бланки с печатью выдают только в деле: там у каждого свой номер. Откройте дело: pult run contract"
                .to_owned()
        }
    }
}

fn count(copies: u32) -> String {
    plural(u64::from(copies), "экземпляр", "экземпляра", "экземпляров")
}

/// Why nothing was handed over, what to do, and the words of the program.
pub(crate) fn fault(fault: &PrinterFault) -> String {
    let why = match &fault.trouble {
        PrinterTrouble::NotSet => {
            "Принтер на этом компьютере не настроен. Откройте документ и напечатайте его сами; чем \
                                   печатать, указывают в pult.local.yaml: print, command."
                .to_owned()
        }
        PrinterTrouble::NoProgram(program) => format!(
            "Программы «{program}» на этом компьютере нет. Назовите другую в pult.local.yaml: print, command. Документ \
             можно открыть и напечатать самому."
        ),
        PrinterTrouble::NotStarted(program) => {
            format!("Программа «{program}» не запускается. Проверьте, что названо в pult.local.yaml: print, command.")
        }
        PrinterTrouble::NoPrinter => {
            "Принтер не выбран, или такого нет. Назовите его в pult.local.yaml: print, printer \
                                      (список: lpstat -p)."
                .to_owned()
        }
        PrinterTrouble::NotAccepting => "Принтер сейчас не принимает документы. Проверьте, что он включён.".to_owned(),
        PrinterTrouble::NoService => {
            "Служба печати не отвечает. Скажите тому, кто настраивает этот компьютер.".to_owned()
        }
        PrinterTrouble::Denied => {
            "Печатать на этом принтере нет прав. Скажите тому, кто настраивает этот компьютер.".to_owned()
        }
        PrinterTrouble::Stopped => "Отправка прервана. Посмотрите, не вышла ли бумага.".to_owned(),
        PrinterTrouble::TooSlow(seconds) => {
            format!("За {seconds} с документ не приняли, отправка прервана. Посмотрите, не вышла ли бумага.")
        }
        PrinterTrouble::Altered => "Файл документа изменили после подготовки. Подготовьте документ ещё раз.".to_owned(),
        PrinterTrouble::NotOpened(program) => format!(
            "Программа «{program}» не смогла открыть документ. Откройте и напечатайте его сами; другую программу \
             указывают в pult.local.yaml: print, command."
        ),
        PrinterTrouble::Failed(program) => {
            let silent = if fault.line.is_empty() { " и не сказала почему" } else { "" };
            format!(
                "Программа «{program}» не напечатала документ{silent}. Откройте и напечатайте его сами или скажите \
                 тому, кто настраивает этот компьютер."
            )
        }
    };
    if fault.line.is_empty() { why } else { format!("{why}\nОтвет программы: {}", fault.line) }
}
