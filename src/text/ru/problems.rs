//! Faults of files, for the director.

use super::forms::{asset, form, not_for_clients};
use super::kinds::{self, VERBS, meant, meant_among, purpose, shape, time, unknown};
use super::reasons::{reason, remedy};
use super::{paths, plural, style};
use crate::model::diagnostic::{CheckFault, ChoicesFault, DueFault, Problem, RepeatFault, Severity};
use crate::model::types::{Base, UnpFault};
use crate::text::{Wording, as_name, ticked, wording};

const IN_QUOTES: &str = "возьмите весь текст в кавычки";
/// How much a problem matters.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "заметка",
        Severity::Warning => "предупреждение",
        Severity::Error => "ошибка",
    }
}

/// A problem in words.
pub(crate) fn problem(problem: &Problem) -> Wording {
    match problem {
        Problem::NotUtf8 { cyrillic } => {
            let seems = if *cyrillic { "похоже на Windows-1251; " } else { "" };
            let help = format!("{seems}откройте файл в редакторе и сохраните в кодировке UTF-8");
            wording("файл сохранён не в кодировке UTF-8", "", help)
        }
        Problem::TooLarge { most } => wording(
            format!("файл больше {}", size(*most)),
            "",
            "проверьте, тот ли это файл: тексты процедур намного короче",
        ),
        Problem::NotAFile => {
            wording("вместо файла здесь папка или что-то другое", "", "на этом месте нужен текстовый файл")
        }
        Problem::Unreadable { reason: english } => wording(
            format!("файл не читается: {}", reason(english)),
            "",
            "проверьте, на месте ли файл и разрешено ли вам его читать",
        ),
        Problem::ConflictMarker => wording(
            "в файле остались две версии одного места",
            "эту строку оставил git",
            "выберите нужную версию и удалите другую вместе со строками `<<<<<<<`, `=======` и `>>>>>>>`",
        ),
        Problem::Tab { lines } => {
            let others = plural(count(lines.saturating_sub(1)), "строке", "строках", "строках");
            let more = if *lines > 1 { format!("; то же ещё в {others}") } else { String::new() };
            let title = format!("знак табуляции вместо пробелов{more}");
            wording(title, "табуляция", "замените её пробелами: отступ – два пробела")
        }
        Problem::ControlCharacter { code } => {
            wording(format!("невидимый знак U+{code:04X}"), "он стоит здесь", "удалите его и наберите это место заново")
        }
        Problem::Grammar { reason: english } => wording(
            format!("запись не разобрать: {}", reason(english)),
            "чтение остановилось здесь",
            "проверьте отступы, двоеточия, кавычки и скобки в этой строке и в строке перед ней",
        ),
        Problem::SeveralDocuments => wording(
            "файл разделён строкой `---`",
            "отсюда файл не читается",
            "уберите строку `---` или перенесите всё, что ниже, в отдельный файл",
        ),
        Problem::Alias => wording(
            "знаки `&` и `*` перед словом здесь не действуют",
            "читается как ссылка",
            "если это текст, возьмите его в кавычки; если ссылка, напишите само значение",
        ),
        Problem::Tag => wording(
            "знак `!` перед словом здесь не действует",
            "читается как пометка",
            format!("{IN_QUOTES} или уберите `!`"),
        ),
        Problem::TooDeep { most } => wording(
            format!("вложенность больше {}", plural(count(*most), "уровня", "уровней", "уровней")),
            "здесь слишком глубоко",
            "проверьте скобки и отступы; большую процедуру разделите на две",
        ),
        Problem::KeyIsNotText => wording(
            "слева от двоеточия стоит не слово",
            "здесь список или скобки",
            "ключом бывает только слово; если это текст со скобками, возьмите его в кавычки",
        ),
        Problem::MergeKey => wording("ключ `<<` здесь не действует", "", "перепишите нужные строки сюда целиком"),
        Problem::DuplicateKey { key } => {
            wording(format!("ключ `{key}` стоит дважды"), "второй раз", "оставьте одну из двух строк")
        }
        Problem::CutByComment => wording("текст обрывается на знаке `#`", "всё после ` #` пропадает", IN_QUOTES),
        Problem::CommaInBraces => wording(
            "запятая разделила значение надвое",
            "читается как два значения",
            "внутри фигурных скобок возьмите значение с запятой в кавычки: `{value: \"6,50\"}`",
        ),
        Problem::BracesAtStart => wording("текст начинается с фигурной скобки", "читается не как текст", IN_QUOTES),
        Problem::QuoteAtStart => wording(
            "текст начинается с кавычки, но стоит в кавычках не весь",
            "кавычки не охватывают весь текст",
            "возьмите весь текст в кавычки другого вида: `'…'`; внутри текста лучше писать «ёлочки»",
        ),
        Problem::UnclosedQuote { mark } => wording(
            "кавычка не закрыта",
            "до конца строки не закрыта",
            format!("закройте кавычку `{mark}` там, где текст кончается"),
        ),
        Problem::UnclosedBracket { bracket, missing } => {
            let kind =
                if *bracket == '[' { "квадратная скобка" } else { "фигурная скобка" };
            let help = format!("закройте её: `{missing}`; если это не список, а текст, возьмите его весь в кавычки");
            wording(format!("{kind} не закрыта"), "скобка без пары", help)
        }
        Problem::BadEscape { mark } => wording(
            "обратная черта `\\` в двойных кавычках – служебный знак",
            "так не пишут",
            format!("чтобы осталась сама черта (`\\{mark}`), возьмите текст в одинарные кавычки или удвойте её"),
        ),
        Problem::NoSpace { key } => {
            wording(format!("после `{key}:` нет пробела"), "здесь нужен пробел", "поставьте пробел после двоеточия")
        }
        Problem::ColonInText => wording("двоеточие с пробелом внутри текста", "читается как ещё один ключ", IN_QUOTES),
        Problem::MarkAtStart { mark: '`' } => {
            wording("текст начинается с обратной кавычки, это служебный знак", "без кавычек так не начинают", IN_QUOTES)
        }
        Problem::MarkAtStart { mark } => {
            wording(format!("текст начинается со служебного знака «{mark}»"), "без кавычек так не начинают", IN_QUOTES)
        }
        Problem::WrongShape { wanted } => shape(*wanted),
        Problem::EmptyValue => {
            wording("после двоеточия или дефиса ничего нет", "здесь пусто", "впишите значение или уберите строку")
        }
        Problem::MissingKey { key } => wording(
            format!("не хватает ключа `{key}`"),
            "его нет здесь",
            format!("добавьте `{key}: …`{}", purpose(key)),
        ),
        Problem::UnknownKey { key, near, known } => wording(
            format!("неизвестный ключ `{key}`"),
            "такого ключа здесь нет",
            meant_among(near.as_ref(), "здесь бывают", known),
        ),
        Problem::NotBuiltYet { word, inside: None } => wording(
            format!("`{word}` пока не работает"),
            "пока не выполняется",
            "это слово есть в языке процедур, но эта версия pult его ещё не выполняет; пока обойдитесь без него",
        ),
        Problem::NotBuiltYet { word, inside: Some(verb) } => wording(
            format!("`{word}` внутри `{verb}` пока не работает"),
            "пока не выполняется",
            format!("поставьте эти строки после `{verb}` отдельным шагом `ask` или шагами с `when`"),
        ),
        Problem::UnknownStep { word, near } => {
            let verbs: Vec<String> = VERBS.iter().map(|(verb, word)| format!("`{verb}` ({word})")).collect();
            let known = format!("шаг начинают с одного из слов: {}", verbs.join(", "));
            wording(format!("шага вида `{word}` не бывает"), "такого вида шага нет", meant(near.as_ref(), &known))
        }
        Problem::VerbNotFirst { verb } => wording(
            format!("шаг начинается не с `{verb}`"),
            "впереди стоит другой ключ",
            format!("поставьте `{verb}: …` первой строкой шага, сразу после дефиса"),
        ),
        Problem::EmptyFile => wording("файл пуст", "", "напишите его или удалите"),
        Problem::UnnamedQuestion => wording(
            "у вопроса нет имени",
            "ответ нельзя подставить или найти",
            "добавьте под вопросом строку `name: …`, например `name: phone`",
        ),
        Problem::NoSteps => wording(
            "здесь нет ни одного шага",
            "шагов нет",
            "добавьте хотя бы один шаг, например `- say: Здравствуйте!`",
        ),
        Problem::MixedAlphabets { word, letters, alphabet, meant } => kinds::mixed(word, letters, *alphabet, meant),
        Problem::BadName { name } => {
            let example = as_name(name).map(|name| format!(": `{name}`")).unwrap_or_default();
            let help = format!("имя начинается с буквы, дальше буквы, цифры и `_`, без пробелов{example}");
            wording(format!("`{name}` не может быть именем"), "здесь нужно имя", help)
        }
        Problem::BadCode { code } => wording(
            format!("`{code}` не может быть кодом"),
            "здесь нужен код",
            "в кодах только латинские буквы, цифры, `-` и `_`, без пробелов; русский текст пишут в подписи",
        ),
        Problem::BadFileName { name, card } => {
            let help = if *card {
                "в имени файла справки бывают только буквы, цифры и `_`, первой стоит буква; переименуйте файл"
            } else {
                "в имени файла процедуры бывают только латинские буквы, цифры, `-` и `_`; переименуйте файл"
            };
            wording(format!("файл нельзя назвать `{name}`"), "", help)
        }
        Problem::WrongEnding { name, right } => {
            let help = format!("сохраните его обычным текстом под именем `{right}`");
            wording(format!("файл `{name}` не читается: здесь нужно другое окончание имени"), "", help)
        }
        Problem::TakenName { name } => wording(
            format!("имя `{name}` занято"),
            "в выражениях это слово уже что-то значит",
            format!("назовите иначе, например `{name}_1`"),
        ),
        Problem::DuplicateName { name } => wording(
            format!("имя `{name}` уже есть у другого шага"),
            "второй раз",
            format!("имена в процедуре не повторяются; назовите этот шаг иначе, например `{name}_2`"),
        ),
        Problem::DuplicateStep { id } => wording(
            format!("два одинаковых шага `{id}`"),
            "второй такой шаг",
            "измените его текст или дайте ему имя строкой `name: …`",
        ),
        Problem::Unknown { thing, word, near } => unknown(*thing, word, near.as_ref()),
        Problem::ChoicesMisplaced { how: ChoicesFault::Missing } => wording(
            "не из чего выбирать: нет ключа `choices`",
            "этому типу нужны варианты ответа",
            "добавьте строку `choices:`, а под ней с отступом варианты, например `price: Дорого платить`",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::Empty } => wording(
            "не из чего выбирать: в `choices` нет ни одного варианта",
            "здесь пусто",
            "впишите варианты с отступом под `choices:`, например `price: Дорого платить`",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::From { word } } => wording(
            format!("варианты берут не из `{word}`"),
            "отсюда варианты не берут",
            "варианты берут из таблицы справки (`cards.channels`), из `contacts` или из `dispatchers`",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::NoTable { card } } => wording(
            format!("в справке `{card}` нет таблицы"),
            "выбирать не из чего",
            "добавьте в справку `table:` с колонками: первая – код, вторая – что видит диспетчер",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::Private } => wording(
            "ответ с вариантами закрытым не бывает",
            "здесь есть варианты",
            "уберите `private`: закрывают номера документов, а выбор решает, какие шаги дальше",
        ),
        Problem::ChoicesMisplaced { how: ChoicesFault::OfType { word } } => wording(
            format!("у типа {} не бывает вариантов ответа", kinds::type_of(word)),
            "варианты здесь лишние",
            "уберите `choices` или уберите `type`: варианты бывают только у типов `choice` (один) и `choices` (несколько)",
        ),
        Problem::OptionalGate => wording(
            "`gate` и `optional` не сочетаются",
            "шаг и обязателен, и нет",
            "с `gate` без этого шага не пройти, с `optional` его можно пропустить; оставьте что-то одно",
        ),
        Problem::CheckWithoutWords { how: CheckFault::NoWords } => wording(
            "у `check` нет ни `otherwise`, ни `warn`",
            "что сказать, если не выполнено?",
            "добавьте `otherwise: …` (ответ не примут) или `warn: …` (только переспросят)",
        ),
        Problem::CheckWithoutWords { how: CheckFault::TwoWords } => wording(
            "у `check` сразу и `otherwise`, и `warn`",
            "нужно что-то одно",
            "оставьте `otherwise` (ответ не примут) или `warn` (только переспросят); две проверки пишут списком",
        ),
        Problem::CheckWithoutWords { how: CheckFault::NoCheck { key } } => wording(
            format!("`{key}` без `check` не действует"),
            "нечего проверять",
            format!("добавьте `check: …` с условием или уберите `{key}`"),
        ),
        Problem::StyleMisplaced { base } => style::misplaced(base),
        Problem::BadStyleWord { word, how } => style::bad_word(word, *how),
        Problem::BadPattern { reason: english } => wording(
            format!("шаблон записан неверно: {}", reason(english)),
            "этот шаблон не действует",
            "проверьте скобки и знаки после `\\`; семь цифр, например, – это `[0-9]{7}`",
        ),
        Problem::ExampleDoesNotFit { example } => wording(
            format!("пример `{example}` не проходит собственную проверку"),
            "такое значение не примут",
            "исправьте пример или правило: `base`, `pattern`, `strip`, `upper`",
        ),
        Problem::BadExpression { reason: english } => {
            wording(format!("выражение записано неверно: {}", reason(english)), "ошибка в этом месте", remedy(english))
        }
        Problem::UnknownName { name, later: true, .. } => wording(
            format!("имя `{name}` появляется только ниже"),
            "здесь его ещё нет",
            "шаг видит только то, что стоит до него; переставьте шаги",
        ),
        Problem::UnknownName { name, near, later: false } => {
            let known = format!("имя дают шагу строкой `name: {}`", as_name(name).unwrap_or_else(|| "…".to_owned()));
            wording(format!("неизвестное имя `{name}`"), "такого имени выше нет", meant(near.as_ref(), &known))
        }
        Problem::UnknownMember { of, key, known, .. } if key.is_empty() => {
            let title = format!("`{of}` – не одно значение, а несколько");
            let known = if known.is_empty() {
                "допишите после точки, что именно".to_owned()
            } else {
                ticked(known)
            };
            wording(title, "чего-то не хватает", format!("напишите `{of}.` и дальше: {known}"))
        }
        Problem::UnknownMember { of, key, near, known } => {
            let alone = format!("у `{of}` нет частей: напишите его без точки");
            let help =
                if known.is_empty() { alone } else { meant_among(near.as_ref(), "здесь бывают", known) };
            wording(format!("в `{of}` нет `{key}`"), "такого здесь нет", help)
        }
        Problem::UnknownChoice { field, code, near, known } => wording(
            format!("у `{field}` нет варианта `{code}`"),
            "такого варианта нет",
            meant_among(near.as_ref(), "варианты", known),
        ),
        Problem::NotAskedByChild { procedure, field, near } => {
            let known = format!("здесь пишут имена вопросов (`name`) процедуры `{procedure}`");
            let title = format!("процедура `{procedure}` не спрашивает `{field}`");
            wording(title, "такого вопроса в ней нет", meant(near.as_ref(), &known))
        }
        Problem::PartNeeds { part, name } => wording(
            format!("части `{part}` нужно имя `{name}`, а до неё его нет"),
            "здесь этого имени ещё нет",
            format!("поставьте шаг с `name: {name}` выше или уберите имя из `needs` части"),
        ),
        Problem::PartTwice { part } => wording(
            format!("часть `{part}` вставлена дважды"),
            "второй раз",
            "её имена заняты первой вставкой; дайте каждой вставке своё имя, например `name: owner`",
        ),
        Problem::OnlyInside { name, of } => wording(
            format!("имя `{name}` есть только внутри `{of}`"),
            "снаружи этого имени нет",
            format!(
                "в повторе: `{{% for i in {of} %}}{{{{ i.{name} }}}}{{% endfor %}}`, в части с именем: `{of}.{name}`"
            ),
        ),
        Problem::BadRepeat { how } => match how {
            RepeatFault::TwoWays { key, fixed } => wording(
                format!("`{key}` не пишут вместе с `{fixed}`"),
                "число уже задано",
                format!("оставьте `{fixed}` или уберите его"),
            ),
            RepeatFault::NotChoices { field } => wording(
                format!("`{field}` не даёт выбрать несколько вариантов"),
                "здесь нельзя выбрать несколько",
                "для `each` нужен вопрос с `type: choices`",
            ),
            RepeatFault::TooDeep { most } => wording(
                format!("глубже {most} повторов один в другом не ставят"),
                "слишком глубоко",
                "вынесите внутренний повтор в отдельную процедуру и запускайте её через `run`",
            ),
        },
        Problem::StopInPart => wording(
            "часть не может закончить дело",
            "`stop` в части не действует",
            "перенесите `stop` в процедуру, после `include`",
        ),
        Problem::PrivateRead { name } => wording(
            format!("закрытый ответ `{name}` здесь показать нельзя"),
            "закрытый ответ",
            "его видят только его собственная проверка `check` и бланки; уберите имя или `private: true` у вопроса",
        ),
        Problem::NumberWithout { part } => wording(
            "номер со временем повторится",
            &format!("в нём нет `{part}`"),
            format!(
                "впишите `{{{{ {part} }}}}`, например `\"{{{{ desk }}}}-{{{{ n }}}}/{{{{ year }}}}\"`: n – счёт, desk – пульт, year – год"
            ),
        ),
        Problem::MaxBelowMin { min, max } => wording(
            format!("не меньше {min} и не больше {max} сразу не бывает"),
            "этого слишком мало",
            format!("поставьте здесь {min} или больше, или уменьшите `min`"),
        ),
        Problem::CannotScan => wording(
            "сканер такого не делает: `accept` не пускает ни одной картинки",
            "отсканированное не примут",
            "добавьте в `accept` одно из: `png`, `jpg`, `tiff`, `pdf`, или уберите `scan`",
        ),
        Problem::ContactWithout { contact, key } => wording(
            format!("у контакта `{contact}` не указано `{key}`"),
            "обратиться будет некуда",
            format!("впишите `{key}` этому контакту в `pult.yaml`, в ключе `contacts`"),
        ),
        Problem::NoSender => wording(
            "письма не от кого отправлять",
            "письмо не составится",
            "впишите в `pult.yaml` ключ `mail:` и в нём `from: адрес`",
        ),
        Problem::NumberKept { name } => wording(
            format!("`{name}` попал бы в дело"),
            "номер или адрес сотрудника",
            "уберите его: в шаге `notify` номера видны и так, а в делах их не хранят",
        ),
        Problem::BrokenProcedure { procedure } => wording(
            format!("процедуру `{procedure}` не прочитать"),
            "в её файле ошибка",
            format!("сначала исправьте ошибки в файле `procedures/{procedure}.yaml`"),
        ),
        Problem::CircleOfRuns { way } => wording(
            format!("процедуры запускают друг друга по кругу: {way}"),
            "здесь круг замыкается",
            "уберите один из этих шагов `run`",
        ),
        Problem::FailsAlways { reason: english } => wording(
            format!("выражение не вычислить ни при каких ответах: {}", reason(english)),
            "не вычисляется",
            "проверьте, не смешаны ли текст и число и подходит ли то, что стоит после `|`",
        ),
        Problem::BadForm { how } => form(how),
        Problem::BadAsset { name, how } => asset(name, how),
        Problem::NeverReached { what, path } => paths::never_reached(what, path),
        Problem::AlwaysTrue { what, path } => paths::always_true(*what, path),
        Problem::DeadEnd { how, path } => paths::dead_end(*how, path),
        Problem::NeverAsked { name, path } => paths::never_asked(name, path),
        Problem::DoubtfulComparison { name, kind, how } => paths::doubtful(name, kind, how),
        Problem::NoStop { path } => paths::no_stop(path),
        Problem::Undecided { conditions } => paths::undecided(conditions),
        Problem::TooManyPaths { most } => paths::too_many(*most),
        Problem::NotForClients { name } => not_for_clients(name),
        Problem::UncoveredAtoms { ids } => wording(
            format!("не охвачено: {} инструкции", plural(count(ids.len()), "пункт", "пункта", "пунктов")),
            "",
            format!("впишите в `source` тех шагов, которые их выполняют: {}", ids.join(", ")),
        ),
        Problem::Law { atom, text } => wording(
            format!("{atom}, закон: {text}"),
            "сверьте с юристом",
            "решает директор: исправьте процедуру, если закон того требует; проверенную заметку уберите",
        ),
        Problem::Blank { key, label } => wording(
            format!("не заполнено: {}", kinds::blank(key, label.as_deref())),
            "здесь пусто",
            "впишите значение после двоеточия; пока его нет, на экране будет «не указано»",
        ),
        Problem::BadTime { kind } => time(*kind),
        Problem::BadDue { how } => match how {
            DueFault::Unawaited => wording(
                "срок стоит там, где никто ничего не делает",
                "здесь нечего сделать в срок",
                "поставьте `due` у шага, который диспетчер выполняет",
            ),
            DueFault::NeverDone { name } => wording(
                format!("срок считается от `{name}`, а этот шаг никто не выполняет"),
                "не выполняется",
                "считайте срок от шага, который диспетчер выполняет",
            ),
            DueFault::NotADate { name } => wording(
                format!("срок берётся из `{name}`, а там не дата"),
                "не дата",
                "назовите поле с типом `date` или напишите промежуток: `2 hours`",
            ),
        },
        Problem::NotInMeanwhile { word } => wording(
            format!("`{word}` нельзя поставить в `meanwhile`"),
            "здесь ему не место",
            "в `meanwhile` стоит то, что можно сделать за время ожидания сколько угодно раз; остальное поставьте до или после `wait`",
        ),
        Problem::BadDesk { code } => wording(
            format!("`{code}` не может быть кодом пульта"),
            "здесь нужен код пульта",
            "код пульта – одна или две маленькие латинские буквы, например `a`",
        ),
        Problem::NotOneOf { word, known } => wording(
            format!("`{word}` здесь не подходит"),
            "здесь нужно другое слово",
            format!("можно: {}", ticked(known)),
        ),
        Problem::WrongUnp { how: UnpFault::Shape } => wording(
            "это не УНП",
            "нужны девять знаков",
            "УНП организации – девять цифр, первая от 1 до 7; сверьте его со свидетельством",
        ),
        Problem::WrongUnp { how: UnpFault::Digit } => wording(
            "в УНП ошибка: последняя цифра контрольная, и она не сходится",
            "проверьте цифры",
            "сверьте УНП со свидетельством, цифру за цифрой",
        ),
        Problem::ValueDoesNotFit { kind } => {
            let other = || "исправьте значение или тип".to_owned();
            let help = Base::of(kind)
                .and_then(|base| base.kind().example())
                .map_or_else(other, |example| format!("напишите, например, так: `{example}`"));
            wording(
                format!("значение не подходит к типу {}", kinds::type_of(kind)),
                "такое значение не прочитать",
                help,
            )
        }
        Problem::BadMeasure { how } => super::summaries::fault(*how),
        Problem::NewerFormat { found, known } => wording(
            format!("формат {found} новее этой программы: она знает форматы до {known}"),
            "более новый формат",
            "обновите pult на этом компьютере",
        ),
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1_000_000 { format!("{} МБ", bytes / 1_000_000) } else { format!("{} КБ", bytes.div_ceil(1000)) }
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
