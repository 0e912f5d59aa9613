//! Why a document was not made, in Russian.

use super::problems;
use crate::model::company::Language;
use crate::render::RenderFault;
use crate::session::PrintTrouble;
use crate::text::store_error;

/// Why a document was not made, and what to do.
pub(crate) fn trouble(trouble: &PrintTrouble) -> String {
    match trouble {
        PrintTrouble::NoForm => "Такого бланка нет. Скажите директору.".to_owned(),
        PrintTrouble::Faults(faults) => {
            let first = faults.first().map(|fault| problems::problem(&fault.problem).title).unwrap_or_default();
            format!("В бланке или в том, что он печатает, ошибка: {first}. Скажите директору: её покажет pult check.")
        }
        PrintTrouble::Layout(error) => format!("Документ не сверстать: {}.", fault(&error.kind)),
        PrintTrouble::StaffNumber(whose) => staff_number(whose),
        PrintTrouble::Elsewhere(step) => {
            format!("Закрытый ответ ({step}) хранится на другом рабочем месте. Напечатайте там или введите его заново.")
        }
        PrintTrouble::OldProcedure(case, words) => format!(
            "Дело идёт по прежней процедуре, в которой ещё не было того, что теперь есть в бланке: {words}. Переведите дело \
             на сегодняшнюю: . и 9, или pult resume --update {case}. Не получается – скажите директору."
        ),
        PrintTrouble::NoSeries(id) => {
            format!("Нумерации {id} нет в pult.yaml, или номер не составляется. Скажите директору.")
        }
        PrintTrouble::NoCase => {
            "Лист дела печатают для дела: pult print case --case a17, без --blank и --stamp.".to_owned()
        }
        PrintTrouble::Store(error) => store_error(Language::Ru, error),
    }
}

/// What would be given to a client.
pub(super) fn staff_number(whose: &str) -> String {
    format!(
        "В нём номер телефона сотрудника ({whose}), абонентам такие номера не выдают. Найдите его среди ответов и \
         уберите, а если его там нет, скажите директору."
    )
}

/// What keeps a document from being laid out, as part of a sentence.
fn fault(fault: &RenderFault) -> String {
    match fault {
        RenderFault::Glyph { character, word } => {
            format!("знака «{character}» (слово «{word}») нет в шрифте, уберите или замените его")
        }
        RenderFault::Word { word } => format!("слово «{word}» не помещается в строку, разделите его"),
        RenderFault::Table { columns, word } => {
            format!("таблица шире листа: столбцов {columns}, самое длинное слово «{word}»; сократите её")
        }
        RenderFault::Running { text } => format!("колонтитул «{text}» шире страницы"),
        RenderFault::Measure { value } => format!("длины {value} не бывает"),
        RenderFault::Room => "поля не оставили места для текста".to_owned(),
        RenderFault::Cells { columns, cells } => {
            format!("в таблице столбцов {columns}, а в строке ячеек {cells}")
        }
        RenderFault::Asset { name, .. } => format!("файлом `forms/{name}` не напечатать, он назван в `pult.yaml`"),
        RenderFault::Fonts => "встроенные шрифты не читаются, переустановите pult".to_owned(),
        RenderFault::Writer(reason) => format!("файл не собрать ({reason}), сообщите разработчику"),
    }
}
