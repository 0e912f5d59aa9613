//! Faults of forms, for the director.

use super::plural;
use super::reasons::reason;
use crate::model::form::FormFault;
use crate::text::{Wording, wording};

/// What is wrong with a form.
pub(super) fn form(fault: &FormFault) -> Wording {
    match fault {
        FormFault::NoHead => wording(
            "у формы нет заголовка",
            "здесь нужна строка `---`",
            "начните файл строкой `---`, дальше `title: …` и `audience: …`, закройте второй строкой `---`",
        ),
        FormFault::Margins => wording(
            "поля листа не прочитать",
            "здесь нужны четыре числа",
            "левое, правое, верхнее и нижнее поле в миллиметрах, например `30/10/20/20`",
        ),
        FormFault::BlockNotClosed => {
            wording("блок `:::` не закрыт", "начинается здесь", "поставьте после последней строки блока строку `:::`")
        }
        FormFault::NothingToClose => {
            wording("закрывать нечего", "лишняя строка", "уберите её или откройте блок строкой `::: signatures`")
        }
        FormFault::BlockInBlock => {
            wording("блок внутри блока", "второй блок", "сначала закройте первый блок строкой `:::`")
        }
        FormFault::UnknownBlock { word } => wording(
            format!("блока `{word}` не бывает"),
            "такого блока нет",
            "бывает `::: signatures` (подписи): по строке на ряд, между столбцами `|`",
        ),
        FormFault::NoRule => wording(
            "у таблицы нет строки под заголовком",
            "первая строка таблицы",
            "поставьте под ней строку вида `|---|---|`; столбец чисел отмечают так: `---:`",
        ),
        FormFault::Cells { found, wanted } => wording(
            format!("в строке {}, а нужно {wanted}", cells(*found)),
            "другое число ячеек",
            "ячейки разделяют знаком `|`; сам этот знак в тексте пишут `\\|`",
        ),
        FormFault::MarkNotClosed { mark } => wording(
            format!("выделение `{mark}` не закрыто"),
            "в этой строке",
            format!("поставьте `{mark}` и в конце выделенных слов; сам этот знак в тексте пишут `\\*`"),
        ),
        FormFault::NothingToInsert { name } => wording(
            format!("`{name}` здесь не таблица и не диаграмма"),
            "вставить нечего",
            "`table(имя)` и `bars(имя)` показывают показатели сводки (`measures`), сгруппированные по `by`",
        ),
        FormFault::InsertNotAlone => wording(
            "таблица или диаграмма стоит внутри текста",
            "в этой строке есть ещё что-то",
            "поставьте `{{ table(…) }}` или `{{ bars(…) }}` отдельной строкой",
        ),
        FormFault::PageInText { name } => wording(
            format!("`{name}` известно только вверху и внизу листа"),
            "здесь номер листа неизвестен",
            "напишите в заголовке формы, например: `footer: \"Страница {{ page }} из {{ pages }}\"`",
        ),
        FormFault::NoItems { name } => wording(
            format!("у `{name}` нет пунктов"),
            "это не `repeat`",
            "в `rows` пишут имя `repeat` и сколько пустых строк для него оставить",
        ),
        FormFault::NoPlaceForStamp => wording(
            "печати негде стоять: в форме нет подписей",
            "форма с печатью",
            "добавьте блок `::: signatures` или напишите `stamp: none`",
        ),
        FormFault::Glyph { character } => wording(
            format!("знака «{character}» нет в шрифте"),
            "этот знак не напечатать",
            "уберите знак или замените его словом",
        ),
        FormFault::TooWide { word } => wording(
            format!("слово «{word}» не помещается в строку"),
            "слишком широко",
            "разделите его пробелом или дефисом",
        ),
        FormFault::Fails { reason: english } => wording(
            format!("форму не напечатать: {}", reason(english)),
            "не вычисляется",
            "ответа может не быть, тем более в пустом бланке: возьмите это место в `{% if … %}`",
        ),
    }
}

/// A form for clients shows what is not for them.
pub(super) fn not_for_clients(name: &str) -> Wording {
    wording(
        format!("`{name}` в документе для абонентов"),
        "это только для своих",
        "уберите это или напишите в заголовке формы `audience: internal`; карточку, которую можно показывать всем, \
         отмечают `audience: client`",
    )
}

fn cells(n: usize) -> String {
    plural(u64::try_from(n).unwrap_or(u64::MAX), "ячейка", "ячейки", "ячеек")
}
