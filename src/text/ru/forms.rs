//! Faults of forms, for the director.

use super::plural;
use super::reasons::reason;
use crate::model::appearance::AssetFault;
use crate::model::form::FormFault;
use crate::text::{Wording, wording};

/// What is wrong with a form.
pub(super) fn form(fault: &FormFault) -> Wording {
    match fault {
        FormFault::NoHead => wording(
            "у бланка нет заголовка",
            "здесь нужна строка `---`",
            "начните файл строкой `---`, дальше `title: …` и `audience: …`, закройте второй строкой `---`",
        ),
        FormFault::Margins => wording(
            "поля листа не прочитать",
            "здесь нужны четыре числа",
            "левое, правое, верхнее и нижнее поле в миллиметрах, например `30/10/20/20`",
        ),
        FormFault::Size => wording(
            "такого размера шрифта не бывает",
            "здесь нужно число от 8 до 36",
            "размер основного текста в пунктах: обычно 12, для листа на стену – 16 или 20",
        ),
        FormFault::BlockNotClosed => {
            wording("блок `:::` не закрыт", "начинается здесь", "поставьте после последней строки блока строку `:::`")
        }
        FormFault::NothingToClose => {
            wording("закрывать нечего", "лишняя строка", "уберите её или откройте блок строкой вида `::: signatures`")
        }
        FormFault::BlockInBlock => wording(
            "этому блоку здесь не место",
            "внутри другого блока",
            "сначала закройте прежний блок строкой `:::`; в блоке может стоять ещё один, но не такой же, в подписях – \
             ничего, а новый лист (`::: page`) начинают вне блоков",
        ),
        FormFault::OneColumn => {
            wording("в блоке `::: columns` один столбец", "блок начинается здесь", "разделите столбцы строкой `+++`")
        }
        FormFault::NothingToPart => {
            wording("строка `+++` вне столбцов", "разделять нечего", "она разделяет столбцы внутри блока `::: columns`")
        }
        FormFault::NothingAbove { number } => wording(
            format!("номеру `{number}` не от чего считаться"),
            "выше нет пункта с номером",
            "поставьте выше пункт или заголовок на один уровень старше: `#.` или `1.`",
        ),
        FormFault::UnknownLabel { label } => wording(
            format!("пункта с меткой `@{label}` нет"),
            "на этот пункт ссылаются",
            format!("метку ставят сразу за номером пункта: `#.@{label} Текст`; сам знак в тексте пишут `\\@`"),
        ),
        FormFault::LabelTwice { label } => wording(
            format!("метка `@{label}` стоит у двух пунктов"),
            "второй пункт с этой меткой",
            "назовите один из них иначе",
        ),
        FormFault::UnknownBlock { word } => wording(
            format!("блока `{word}` не бывает"),
            "такого блока нет",
            "бывают `signatures` (подписи), `columns` (столбцы), `together` (не разрывать), `small` (мелко), `page` (новый лист)",
        ),
        FormFault::NoRule => wording(
            "у таблицы нет строки под заголовком",
            "первая строка таблицы",
            "поставьте под ней строку вида `|---|---|`; столбец чисел отмечают так: `---:`, середину – `:---:`",
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
            "вставка стоит внутри текста",
            "в этой строке есть ещё что-то",
            "поставьте `{{ table(…) }}`, `{{ bars(…) }}` или `{{ lines(…) }}` отдельной строкой",
        ),
        FormFault::PageInText { name } => wording(
            format!("`{name}` известно только вверху и внизу листа"),
            "здесь номер листа неизвестен",
            "напишите в заголовке бланка, например: `footer: \"Страница {{ page }} из {{ pages }}\"`",
        ),
        FormFault::NoItems { name } => wording(
            format!("у `{name}` нет пунктов"),
            "это не `repeat`",
            "в `rows` пишут имя `repeat` и сколько пустых строк для него оставить",
        ),
        FormFault::NoPlaceForStamp => wording(
            "печать ставить негде: в бланке нет подписей",
            "бланк с печатью",
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
            format!("бланк не напечатать: {}", reason(english)),
            "не вычисляется",
            "ответа может не быть, тем более в пустом бланке: возьмите это место в `{% if … %}`",
        ),
    }
}

/// What is wrong with the stamp or a font.
pub(super) fn asset(name: &str, fault: &AssetFault) -> Wording {
    match fault {
        AssetFault::Name { ending } => wording(
            format!("`{name}` – не имя файла на `{ending}`"),
            "так файл не назвать",
            format!("положите файл в папку `forms` и напишите здесь одно его имя, например `company{ending}`"),
        ),
        AssetFault::Missing => wording(
            format!("файла `forms/{name}` нет"),
            "такого файла нет",
            "положите его в папку `forms` или исправьте имя",
        ),
        AssetFault::TooLarge => wording(
            format!("файл `forms/{name}` больше 4 МБ"),
            "этот файл слишком велик",
            "сохраните его меньше: для печати шириной 4 см хватает картинки в 1000 точек",
        ),
        AssetFault::Unreadable { reason: english } => wording(
            format!("файл `forms/{name}` не прочитать: {}", reason(english)),
            "этого файла не прочитать",
            "проверьте права на файл",
        ),
        AssetFault::NotPicture => wording(
            format!("`forms/{name}` – не картинка PNG"),
            "это не напечатать",
            "сохраните картинку печати как PNG, не больше 4000 точек по каждой стороне; фон лучше прозрачный",
        ),
        AssetFault::NotFont => wording(
            format!("`forms/{name}` – не шрифт TrueType"),
            "этим не напечатать",
            "нужен файл `.ttf` с одним начертанием; шрифты `.otf` и сборники `.ttc` не подходят",
        ),
    }
}

/// A form for clients shows what is not for them.
pub(super) fn not_for_clients(name: &str) -> Wording {
    wording(
        format!("`{name}` в документе для абонентов"),
        "это только для своих",
        "уберите это или напишите в заголовке бланка `audience: internal`; справку, которую можно показывать всем, \
         отмечают `audience: client`",
    )
}

fn cells(n: usize) -> String {
    plural(u64::try_from(n).unwrap_or(u64::MAX), "ячейка", "ячейки", "ячеек")
}
