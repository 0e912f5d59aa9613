//! What is wrong with the program's own files, in Russian.

use super::of_format;
use crate::session::Flaw;
use crate::text::{Wording, wording};

const HISTORY: &str =
    "не правьте его руками: верните прежний из git (git log -- ФАЙЛ, git checkout ВЕРСИЯ -- ФАЙЛ) или из копии";

/// What is wrong and what to do.
pub(crate) fn flaw(flaw: &Flaw) -> Wording {
    let (title, help) = match flaw {
        Flaw::Unreadable(reason) => {
            (format!("файл не прочитать: {reason}"), "проверьте права и диск, верните файл из копии")
        }
        Flaw::Newer(format) => (format!("файл записан более новой программой{}", of_format(*format)), "обновите pult"),
        Flaw::Damaged => ("файл повреждён: строка не та, что была записана".to_owned(), HISTORY),
        Flaw::Head => (
            "начало записи расходится с её журналом".to_owned(),
            "верен журнал (`log:`). Верните файл из git или из копии; исправить ответ в закрытом деле: pult correct",
        ),
        Flaw::Misplaced(belongs) => {
            (format!("запись лежит не на своём месте, её место: {belongs}"), "верните файл на место")
        }
        Flaw::DefinitionLost(hash) => (
            format!("нет процедуры, по которой шло дело: records/definitions/{hash}.yaml"),
            "верните этот файл из git или с другого рабочего места",
        ),
        Flaw::DefinitionDamaged => ("сохранённая процедура не та, что была записана".to_owned(), HISTORY),
        Flaw::DefinitionRewritten => {
            ("сохранённая процедура записана другими знаками, хотя смысл прежний".to_owned(), HISTORY)
        }
        Flaw::EditionLost(hash) => (
            format!(
                "нет редакции инструкции, с которой ознакомлен диспетчер: records/acknowledged/editions/{hash}.yaml"
            ),
            "верните этот файл из git или с другого рабочего места",
        ),
        Flaw::EditionDamaged => ("сохранённая редакция инструкции не та, что была записана".to_owned(), HISTORY),
        Flaw::DocumentLost(file) => (format!("нет документа дела: records/{file}"), "верните файл из git или из копии"),
        Flaw::DocumentChanged(case) => {
            (format!("документ не тот, что был напечатан в деле {case}"), "верните файл из git или из копии")
        }
        Flaw::NumberUnregistered(number) => {
            (format!("номера {number} нет в records/numbers"), "верните файл номеров из git или из копии")
        }
        Flaw::NumberUnused(number, case) => (
            format!("номер {number} записан за делом {case}, а оно о нём не знает"),
            "найдите запись дела в git или в копии; сам номер больше никому не достанется",
        ),
        Flaw::NumberTwice(number, other) => (
            format!("номер {number} есть и у дела {other}"),
            "скажите директору: один из документов надо переделать. У каждого пульта должна быть своя буква",
        ),
        Flaw::CaseLost(case) => (format!("дела {case} нет"), "верните его запись из git или с другого рабочего места"),
        Flaw::OneSided(case) => (format!("дело {case} об этой связи ничего не знает"), HISTORY),
        Flaw::OutcomeDiffers(case) => (format!("у дела {case} другой исход"), HISTORY),
        Flaw::TookDiffers(case) => (format!("из дела {case} взяты не те значения, что в нём стоят"), HISTORY),
        Flaw::AsideStray(case) => (
            format!("файл оставлен рядом с делом {case}, а оно не открыто"),
            "прочтите файл; что ещё нужно, передайте тем, кто ведёт дело, и уберите его",
        ),
        Flaw::SameId(other) => (
            format!("такой же номер дела у {other}"),
            "у каждого пульта должна быть своя буква; лишний файл уберите, если это копия",
        ),
        Flaw::CorrectionStray => ("исправление не от этого дела или не на своём месте".to_owned(), HISTORY),
        Flaw::CorrectionGap(revision) => (
            format!("нет исправления r{revision}, а более поздние есть: они не действуют"),
            "верните недостающий файл из git или с другого рабочего места",
        ),
        Flaw::CorrectionStep(step) => (format!("исправлен шаг `{step}`, которого в деле нет"), HISTORY),
        Flaw::PrivateChanged(step) => (
            format!("закрытый ответ `{step}` не тот, что был дан"),
            "спросите абонента ещё раз или верните файл из копии",
        ),
        Flaw::StillKept => ("личные данные должны быть удалены, но ещё лежат здесь".to_owned(), "pult forget ДЕЛО"),
        Flaw::NotAFile => ("это не обычный файл".to_owned(), "положите на его место сам файл, без ссылок"),
        Flaw::Torn => ("обрывок строки, которую не дописали перед отключением".to_owned(), ""),
        Flaw::Stranger => ("посторонний файл".to_owned(), ""),
    };
    wording(title, "", help)
}
