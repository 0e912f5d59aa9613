//! What the interface itself says.

use super::{of_format, plural, quoted};
use crate::model::event::{CUT, Came, DONE, JOINED, Way};
use crate::model::types::moment;
use crate::text::{Message, sentence};

/// One message.
pub(crate) fn say(message: &Message<'_>) -> String {
    match *message {
        Message::Matter(ref matter) => super::matters::say(matter),
        Message::Outbox(ref outbox) => super::outbox::say(outbox),
        Message::Handing(ref handing) => super::handing::say(handing),
        Message::Style(words) => super::style::words(words),
        Message::OpenCases => "Открытые дела".to_owned(),
        Message::ClosedCases => "Закрытые дела (дело целиком: pult show и его номер)".to_owned(),
        Message::OtherProcedures => "Прочее".to_owned(),
        Message::ChooseProcedure => "Номер или слово для поиска; 0 – выйти, ? – помощь".to_owned(),
        Message::NothingFound => "Ничего не нашлось. Попробуйте другое слово или номер из списка.".to_owned(),
        Message::NoProcedures => "В этой папке пока нет ни одной процедуры. Их пишут в `procedures/*.yaml`.".to_owned(),
        Message::NotInList => "Такого здесь нет. Наберите номер из списка или просто нажмите Enter, если он предложен.".to_owned(),
        Message::NumberUpTo(most) => format!("Нужен номер от 1 до {most}."),
        Message::DeskHelp => "Номер – начать процедуру или открыть дело; слово – найти; Enter – снова весь список.\n. – контакты, справки, сменить диспетчера; 0 – выйти.\nВ деле: Enter – то, что предложено; . – меню (пропустить, все шаги, отложить, закрыть); .. – назад; ? – справка к шагу.".to_owned(),
        Message::Keys => "(. – меню, .. – назад)".to_owned(),
        Message::AllDone => "Всё сделано.".to_owned(),
        Message::EnterSaid => "Enter – сказано".to_owned(),
        Message::EnterDone => "Enter – сделано".to_owned(),
        Message::EnterPrint => "Enter – подготовить к печати".to_owned(),
        Message::EnterPaper => "Enter – бумага на руках, 1 – напечатать, 2 – подготовить ещё раз".to_owned(),
        Message::EnterRun => "Enter – открыть".to_owned(),
        Message::EnterWaited => "Enter – дождались; отложить дело: . и 7".to_owned(),
        Message::EnterCloseOrStay(below) => format!("Enter – закрыть дело; 1 – закрыть и остаться в деле «{below}»"),
        Message::CloseFirst => "Это дело ещё не закрыто: сначала Enter.".to_owned(),
        Message::EnterClose => "Enter – закрыть дело".to_owned(),
        Message::EnterSkip => "Enter – пропустить".to_owned(),
        Message::More(title, 0) => format!("{title}: пока ничего. Добавить?"),
        Message::More(title, count) => format!("{title}: записано {count}. Ещё?"),
        Message::EnterEnough => "1 – да, Enter – достаточно".to_owned(),
        Message::EnterNone => "1 – да, Enter – не нужно".to_owned(),
        Message::EnterFull => "Больше не добавить. Enter – дальше".to_owned(),
        Message::EnterMore => "1 – добавить, Enter – оставить как есть".to_owned(),
        Message::Item(title, "") => (*title).to_owned(),
        Message::Item(title, label) => format!("{title}: {label}"),
        Message::ItemGo(title) => format!("Перейти: {title}"),
        Message::ItemDrop(title) => format!("Убрать: {title}"),
        Message::MoreChoices(rest) => {
            let rest = plural(u64::try_from(rest).unwrap_or(u64::MAX), "вариант", "варианта", "вариантов");
            format!("      … и ещё {rest}. Наберите часть названия.")
        }
        Message::NothingOffered => "Выбирать сейчас не из чего: список пуст. Скажите директору.".to_owned(),
        Message::SeveralNumbers => "Можно несколько номеров через запятую.".to_owned(),
        Message::Yes => "Да".to_owned(),
        Message::No => "Нет".to_owned(),
        Message::AcceptDoubt => "Enter – оставить так, или введите заново".to_owned(),
        Message::StaleAgain => "Сделать заново".to_owned(),
        Message::StaleLeave => "Оставить как есть".to_owned(),
        Message::Reason => "Причина:".to_owned(),
        Message::Menu => "Меню".to_owned(),
        Message::MenuSkip => "Пропустить шаг".to_owned(),
        Message::MenuSteps => "Все шаги: посмотреть, перейти, исправить ответ".to_owned(),
        Message::MenuContacts => "Контакты".to_owned(),
        Message::MenuCards => "Справки".to_owned(),
        Message::MenuNote => "Записать заметку".to_owned(),
        Message::MenuEarlier => "Это было раньше: указать время".to_owned(),
        Message::MenuPark => "Отложить дело".to_owned(),
        Message::MenuClose => "Закрыть дело досрочно".to_owned(),
        Message::MenuBack => "Вернуться".to_owned(),
        Message::Choose => "Номер (Enter – вернуться):".to_owned(),
        Message::NoteText => "Заметка:".to_owned(),
        Message::EarlierWhen => "Когда это было? Например 10:05 или 21.11.2026 18:30:".to_owned(),
        Message::EarlierWrong => "Такого времени в прошлом нет. Пример: 10:05.".to_owned(),
        Message::ParkText => "Что передать тому, кто продолжит? (Enter – ничего)".to_owned(),
        Message::CloseReason => "Почему дело закрывается досрочно?".to_owned(),
        Message::CloseReasonOrHungUp => "Почему? Enter – разговор прерван".to_owned(),
        Message::HungUp => "Разговор прерван".to_owned(),
        Message::NoCards => "Справок пока нет.".to_owned(),
        Message::NoContacts => "Контактов пока нет.".to_owned(),
        Message::NoBack => "Раньше этого шага ничего нет.".to_owned(),
        Message::StandingOpen => "в работе".to_owned(),
        Message::StandingParked => "отложено".to_owned(),
        Message::StandingWaiting => "ждёт".to_owned(),
        Message::StateDone => "[x]".to_owned(),
        Message::StateSkipped => "[-]".to_owned(),
        Message::StateOpen => "[ ]".to_owned(),
        Message::StateStale => "[!]".to_owned(),
        Message::StateMaybe => "[?]".to_owned(),
        Message::StateBlocked => "[.]".to_owned(),
        Message::NotStated => "не указано".to_owned(),
        Message::WhoIsThere => "Кто за пультом?".to_owned(),
        Message::SurnameAndName => "Нужны фамилия и имя, например: Примерова Анна.".to_owned(),
        Message::YourName => "Кто за пультом? Фамилия и имя:".to_owned(),
        Message::WhichDesk => "Какой это пульт?".to_owned(),
        Message::NoWorkspace => "Здесь и выше нет рабочей папки: не нашёлся файл `pult.yaml`.\nПерейдите в свою рабочую папку или создайте новую: pult init ПАПКА".to_owned(),
        Message::NotEmpty => "Папка не пуста. Укажите новую или пустую: pult init ПАПКА".to_owned(),
        Message::NoSuchCase => "Такого дела нет. Все дела показывает `pult list --all`.".to_owned(),
        Message::GitMissing => "git на этом компьютере не установлен: дела записаны, но в историю не внесены.".to_owned(),
        Message::GitNoRepository => "Рабочая папка не под git: дела записаны, но в историю не внесены. Заведите историю командой `git init` или поставьте `git: off` в pult.yaml.".to_owned(),
        Message::NoScenarios => "Сценариев нет. Их пишут в `procedures/scenarios/*.yaml`.".to_owned(),
        Message::NothingOpen => "К этому ходу все дела уже закрыты.".to_owned(),
        Message::BadMoment => "Время не разобрать. Пример: \"11:05\" или 27.11.2026 11:05.".to_owned(),
        Message::NoCases => "Дел нет.".to_owned(),
        Message::ShowOpened => "Открыто".to_owned(),
        Message::ShowClosed => "Закрыто".to_owned(),
        Message::ShowOutcome => "Исход".to_owned(),
        Message::ShowBy => "Вели".to_owned(),
        Message::ShowParent => "Открыто из дела".to_owned(),
        Message::ShowNotes => "Заметки".to_owned(),
        Message::AnswersNeedProcedure => "В файле ответов не сказано, какую процедуру вести: добавьте строку `procedure: …`.".to_owned(),
        Message::Never(text) => format!("! {text}"),
        Message::Say(text) => format!("Скажите: {}", quoted(text)),
        Message::Note(text) => format!("* {text}"),
        Message::Hint(text) => format!("({text})"),
        Message::Do(text) => format!("Действие: {text}"),
        Message::Run(title) => format!("Дальше: {title}"),
        Message::Broken(step, why) => {
            format!("! В процедуре ошибка, скажите директору: {step} не вычислить ({why}).")
        }
        Message::PrivateDamaged(id, path) => {
            format!("! Закрытые ответы дела {id} не читаются ({path}). Если они понадобятся, введите их заново.")
        }
        Message::EmptyPlaces(count) => {
            let places = plural(u64::try_from(count).unwrap_or(u64::MAX), "пустое место", "пустых места", "пустых мест");
            format!("! В документе {places}: впишите от руки или скажите директору.")
        }
        Message::PaperVoid(what) => format!("! Прежняя бумага ({what}) больше не действует: заберите её и перечеркните."),
        Message::Print(title) => format!("Печать: {title}"),
        Message::PaperChanged(title) => format!("Данные изменились, документ нужен новый: {title}"),
        Message::PaperReady(file, copies, number) => {
            let number = number.map(|number| format!("№ {number}, ")).unwrap_or_default();
            let copies = plural(u64::from(copies), "экземпляр", "экземпляра", "экземпляров");
            format!("Документ готов: {number}{copies}. Откройте и распечатайте: records/{file}")
        }
        Message::StalePaper(title, what, at) => {
            format!("Изменилось то, что уже напечатано: {title} ({what}, {at}).")
        }
        Message::NotPrinted(title, why) => format!("Не напечатано: {} {why}", sentence(title)),
        Message::StampedBlank(title) => format!("{title} (пустой бланк с печатью)"),
        Message::EmptyBlank(title) => format!("{title} (пустой бланк без печати)"),
        Message::Written(path) => format!("Записано: {path}"),
        Message::Tell => "Сообщите:".to_owned(),
        Message::CallBack => "Перезвоните:".to_owned(),
        Message::ReadOut(text) => format!("Прочитайте: {}", quoted(text)),
        Message::Attempt(how, came) => attempt(how, came).to_owned(),
        Message::TurnHasCome => "пора".to_owned(),
        Message::WhomTold("") => "Кому сообщаете? Номер (. – меню, .. – назад):".to_owned(),
        Message::WhomTold(next) => format!("Кому сообщаете? Enter – {next}, или номер (. – меню, .. – назад)"),
        Message::WhomNext(next) => format!("Кому ещё? Enter – теперь {next}, или номер; 0 – идти дальше, сообщить позже"),
        Message::WhomNextOrAside(next) => {
            format!("Кому ещё? Enter – теперь {next}, или номер; 0 – отложить дело, позвонить позже")
        }
        Message::WhomAnew(next) => format!("Сообщите заново: Enter – {next}, или номер; 0 – не сообщать"),
        Message::ToldAnew => "Изменились ответы".to_owned(),
        Message::HowWent => "Что получилось? Номер:".to_owned(),
        Message::WhomElseOrAside => "Кому ещё? Номер; Enter – отложить дело, позвонить позже".to_owned(),
        Message::WhomElse => "Кому ещё? Номер; Enter – идти дальше, сообщить позже".to_owned(),
        Message::ToldAlready => "Enter – оставить так, 1 – сообщить ещё кому-то, 2 – снять отметку".to_owned(),
        Message::Pinned(text) => format!("! Ещё не сообщили: {text}. Вернуться: . и 2"),
        Message::PinnedStale(text) => format!("! Изменилось то, о чём уже сообщили: {text}. Вернуться: . и 2"),
        Message::StaleTold(who, at) => format!("Изменились ответы, о которых уже сообщили: {who}, {at}."),
        Message::AnsweredNumber => "Номер из ответа".to_owned(),
        Message::Attach(text) => format!("Файлы: {text}"),
        Message::AttachedFile(name, size) => format!("{name} ({})", file_size(size)),
        Message::EnterPath(missing, may_go) => {
            let missing = super::scanning::lacking(missing);
            let go = if may_go { "; Enter – дальше" } else { "" };
            format!("{missing}Путь к файлу, можно несколько, можно перетащить сюда{go}")
        }
        Message::Reading(reading) => super::reading::say(&reading),
        Message::Printing(printing) => super::printing::say(&printing),
        Message::Scanning(scanning) => super::scanning::say(&scanning),
        Message::OnSheet(words) => super::sheet::say(&words),
        Message::Checklist(words) => super::checklist::say(&words),
        Message::EnterFiles => "Enter – оставить так, 1 – убрать все и приложить заново".to_owned(),
        Message::Mail(to, subject) => format!("Письмо: {} Тема: {subject}", sentence(to)),
        Message::EnterMail => "Enter – составить письмо и поставить в очередь".to_owned(),
        Message::Queued(file) => format!("Письмо составлено и ждёт отправки: records/{file}"),
        Message::NotMailed(why) => format!("Письмо не составлено. {why}\nОтложить дело: . и 7"),
        Message::StaleMail(subject, at) => format!("Изменились ответы, о которых уже написали: {subject} ({at})."),
        Message::NumbersHidden => "Номера здесь скрыты: экран могут видеть посторонние.".to_owned(),
        Message::Wait(text) => format!("Ожидание: {text}"),
        Message::Stop(label) => format!("Исход: {label}"),
        Message::EnterTake(text) => format!("Предлагается:\n{text}\nEnter – принять, или введите своё"),
        Message::EnterKeep("") => "Enter – оставить так".to_owned(),
        Message::EnterKeep(text) => format!("Сейчас: {text}\nEnter – оставить так, или введите новое"),
        Message::Example(text) => format!("(например: {text})"),
        Message::CardAtHand(title) => format!("(справка: {title}; клавиша ?)"),
        Message::Stale(title, case, at) => {
            format!("Изменились ответы, по которым уже сделано «{title}» (дело {case}, {at}).")
        }
        Message::ConfirmedAt(at) => format!("Сделано в {at}. Enter – дальше, 1 – снять отметку"),
        Message::EarlierSet(at) => format!("Следующий ответ будет записан на {at}."),
        Message::Opened(id, title) => format!("Открыто дело {id}: {title}"),
        Message::Resumed(id, title) => format!("Продолжаем дело {id}: {title}"),
        Message::Parked(id) => format!("Дело отложено. Продолжить: выберите его в списке дел (или pult resume {id})"),
        Message::Closed(id, outcome, path) => format!("Дело {id} закрыто: {} Записано: {path}", sentence(outcome)),
        Message::NotInFile(words, step) if words == step => {
            format!("В файле ответов не хватает шага `{step}`: без него дело дальше не идёт.")
        }
        Message::NotInFile(words, step) => {
            format!("В файле ответов не хватает шага «{words}» (`{step}`): без него дело дальше не идёт.")
        }
        Message::StaysOpen(id) => format!("Дело осталось открытым, ответы сохранены. Продолжить: pult resume {id}"),
        Message::Torn(id, path) => {
            format!("Последняя запись дела {id} оборвалась, не успев попасть на диск. Обрывок сохранён: {path}")
        }
        Message::CannotRead(reason) => format!("не читается: {reason}"),
        Message::EmptyReference => "В закрытых делах для этой справки пока ничего нет.".to_owned(),
        Message::Demonstration(folder, count) => {
            let cases = plural(u64::from(count), "дело", "дела", "дел");
            format!("Папка для показа готова: {folder}\nВ ней {cases}; люди, телефоны, цены и сами дела выдуманы.\nПосмотреть: `pult list --all`, `pult build`.")
        }
        Message::Initialised(folder) => {
            format!("Рабочая папка готова: {folder}\nВпишите в pult.yaml название, контакты и диспетчеров; что осталось пустым, покажет `pult check`.\nЧтобы закрытые дела попадали в историю, наберите в этой папке `git init`.")
        }
        Message::ReadFailed(path, reason) => format!("Не удалось прочитать {path}: {reason}"),
        Message::WriteFailed(path, reason) => {
            format!("Не удалось записать {path}: {reason}\nЭтот шаг не сохранён, всё записанное раньше цело. Устраните причину и повторите.")
        }
        Message::Held("", _) => "С этим делом сейчас работает другая программа. Закройте её или подождите.".to_owned(),
        Message::Held(by, desk) => format!("Это дело открыто в другом окне, сейчас работает {by} (пульт {desk}). Подождите или договоритесь."),
        Message::Damaged(path, line) => {
            format!("Файл {path} повреждён: строка {line} не та, что была записана. Остальные дела работают. Восстановите файл из копии или из git.")
        }
        Message::DefinitionLost(hash) => {
            format!("Нет описания процедуры, по которому шло дело: records/definitions/{hash}.yaml пропал или изменён. Восстановите его из копии или из git.")
        }
        Message::NewerFile(path, format) => {
            format!("Файл {path} записан более новой программой{}. Обновите pult.", of_format(format))
        }
        Message::UnreadableFile(path, reason) => format!("Файл {path} не разобрать: {reason}"),
        Message::CorrectedMeanwhile => "Пока вы исправляли, дело исправил кто-то другой. Ваше исправление не записано: посмотрите дело (pult show) и, если нужно, исправьте ещё раз.".to_owned(),
        Message::Ambiguous(ids) => format!("Подходит несколько дел: {ids}. Наберите номер целиком."),
        Message::IsClosed(id) => format!("Дело {id} уже закрыто. Посмотреть: pult show {id}"),
        Message::NoProcedure(id, Some(near)) => format!("Процедуры `{id}` нет. Может быть, `{near}`?"),
        Message::NoProcedure(id, None) => format!("Процедуры `{id}` нет. Список показывает `pult`."),
        Message::Faulty(id) => format!("Процедуру `{id}` нельзя вести, пока в ней или в том, что она читает, есть ошибки (все показывает pult check):"),
        Message::GitLocked(words) => {
            format!("git занят, дела записаны и попадут в историю позже. Если git не запущен, удалите оставшийся замок: {words}")
        }
        Message::GitFailed(words) => format!("git не внес дела в историю: {} Сами дела записаны и попадут в неё со следующим.", sentence(words)),
        Message::Checked(errors, warnings, notes) => {
            let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
            let errors = plural(count(errors), "ошибка", "ошибки", "ошибок");
            let warnings = plural(count(warnings), "предупреждение", "предупреждения", "предупреждений");
            format!("Найдено: {errors}, {warnings}, {}.", plural(count(notes), "заметка", "заметки", "заметок"))
        }
        Message::CheckedClean(files) => {
            let files = plural(u64::try_from(files).unwrap_or(u64::MAX), "файл", "файла", "файлов");
            format!("Проверено: {files}. Всё в порядке.")
        }
        Message::TestPassed(title) => format!("+ {title}"),
        Message::TestFailed(title) => format!("– {title}"),
        Message::NoScenarioDoes => "Этого не делает ни один сценарий:".to_owned(),
        Message::Tested(passed, failed) => {
            let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
            let passed = plural(count(passed), "сценарий прошёл", "сценария прошли", "сценариев прошло");
            if failed == 0 { format!("{passed}.") } else { format!("{passed}, не прошли: {failed}.") }
        }
        Message::NotRefused(Some(because)) => format!("здесь ожидался отказ из-за шага `{because}`"),
        Message::NotRefused(None) => "здесь ожидался отказ, а программа согласилась".to_owned(),
        Message::NoDoubt(field) => format!("у `{field}` ожидалось сомнение, а его нет"),
        Message::BadNow(text) => format!("Время `{text}` не разобрать. Пример: 2026-11-22T10:15"),
        Message::NoDispatcher(id) => format!("Диспетчера `{id}` нет в pult.yaml. Впишите его в `dispatchers` или выберите другого."),
        Message::LeftWord(by, text) => format!("Передано ({by}): {text}"),
        Message::ChildOpen(title, id) => format!("! {title} – ещё не закончено: дело {id} отложено."),
        Message::Replaced(id) => format!("заменено делом {id}"),
        Message::ShowReplaces => "Вместо дела".to_owned(),
        Message::ParkAll => "Отложить всё".to_owned(),
        Message::ParkThis(this, below) => format!("Отложить только «{this}» и вернуться к «{below}»"),
        Message::CutAll(titles) => {
            let titles: Vec<String> = titles.iter().map(|title| format!("«{title}»")).collect();
            format!("Закрыть всё, разговор прерван: {}", titles.join(", "))
        }
        Message::CutThis(this, below) => format!("Закрыть только «{this}» и вернуться к «{below}»"),
        Message::AnswerNeeded => "Без ответа дальше нельзя. Пропустить с причиной: . и 1".to_owned(),
        Message::AnswerNeededHere => "Без ответа дальше нельзя, и пропустить этот вопрос нельзя.".to_owned(),
        Message::ChooseNumber => "Номер:".to_owned(),
        Message::Barred(barred) => {
            let titles = barred.procedures.iter().map(|title| quoted(title)).collect::<Vec<_>>().join(", ");
            let files = barred.files.join(", ");
            let stopped = match barred.procedures.is_empty() {
                true => String::new(),
                false if barred.all => " Ни одной процедуры вести нельзя.".to_owned(),
                false => format!(" Нельзя вести: {titles}."),
            };
            format!("! Ошибки в файлах: {files}.{stopped} Скажите директору: ошибки показывает pult check.")
        }
        Message::AtTheDesk(name) => format!("За пультом: {name}"),
        Message::MenuSeat => "Сменить диспетчера".to_owned(),
        Message::OutcomeCut => "досрочно".to_owned(),
        Message::OutcomeDone => "всё сделано".to_owned(),
        Message::NoOpenCases => "Открытых дел нет. Вместе с закрытыми: pult list --all".to_owned(),
        Message::NoSuchScenario => "Сценария с такими словами нет.".to_owned(),
        Message::StaleReason => "Почему? (попадёт в дело)".to_owned(),
        Message::NoBackBelow(below) => format!("В этом деле раньше ничего нет. Чтобы исправить ответ в «{below}»: . и 7, отложить только это дело."),
        Message::NotesCounted => "Осталось заполнить и учесть:".to_owned(),
        Message::Outcome(CUT) => "Закрыто досрочно".to_owned(),
        Message::Outcome(JOINED) => "Присоединено к другому делу".to_owned(),
        Message::Outcome(DONE) => "Всё сделано".to_owned(),
        Message::Outcome(code) => code.to_owned(),
        Message::AsOf(at) => format!("По состоянию на {}.", moment(at)),
        Message::NotRead(words) => format!("Не прочитано и не посчитано: {words}"),
        Message::NotOnPaper(path, why) => format!("На бумагу не выводится {path}: {why}"),
        Message::Wrote(path) => format!("Записано: {path}"),
        Message::TookAway(path) => format!("Убрано: {path}"),
        Message::NothingToBuild => "Ничего не изменилось.".to_owned(),
        Message::NoSummaries => "Сводок пока нет. Их пишут в `forms/summaries/*.md`.".to_owned(),
        Message::Watching => "Слежу за изменениями. Закончить: Ctrl-C.".to_owned(),
        Message::NotWatched(path, reason) => format!("За папкой {path} проследить не удаётся: {reason}"),
        Message::SeenOpened(id, titles) => format!("+ {id} открыто{}", pages(titles)),
        Message::SeenClosed(id, titles) => format!("+ {id} закрыто{}", pages(titles)),
        Message::SeenUpdated(titles) => format!("Обновлено: {}", titles.join(", ")),
        Message::SeenMended(path) => format!("{path}: исправлено"),
        Message::RecordsSound(count) => format!("Записи дел проверены: {count}, расхождений нет."),
        Message::ExplainHint(code) => format!("Подробнее об ошибке: pult check --explain {code}"),
        Message::ManualPage(code) => format!("{code}: так это выглядит и так исправляется"),
        Message::ManualOfRecords(code) => format!("{code}: файл в папке records не такой, каким его записала программа, или не сходится с другими. Эти файлы пишет только pult; прежние лежат в git и в копиях. Какой это файл, видно в pult check: строка со стрелкой `-->`."),
        Message::NoSuchCode(code, near) => format!("Кода `{code}` нет.{}", near.map(|near| format!(" Может быть, `{near}`?")).unwrap_or_default()),
        Message::CorrectWhat => "Какой ответ исправить? Номер (Enter – закончить):".to_owned(),
        Message::CorrectValue => "Правильный ответ (Enter – оставить как есть):".to_owned(),
        Message::ShowPutRight(question, now, None) => format!("  {question}: {now}"),
        Message::ShowPutRight(question, now, Some(before)) => format!("  {question}: {now} (было: {before})"),
        Message::CorrectWhy => "Почему? (это останется в деле; 0 – ничего не менять)".to_owned(),
        Message::Corrected(id, path) => format!("Дело {id} исправлено: {path}. Сама запись осталась прежней."),
        Message::NothingCorrected => "Ничего не изменено.".to_owned(),
        Message::StillOpen(id) => format!("Дело {id} ещё открыто: продолжите его командой pult resume {id}"),
        Message::OnlyAnswers => "Здесь могут быть только ответы (`answer`), каждый с причиной (`reason`)".to_owned(),
        Message::ForgetWarning(id, title) => format!("Дело {id}, {}\nБудут навсегда удалены закрытые ответы и документы, в которых они стоят (records/private/{id}). Вернуть их нельзя. Остальное в деле останется.", sentence(title)),
        Message::ForgetConfirm(id) => format!("Чтобы удалить, наберите номер дела полностью: {id}"),
        Message::NothingKept(id) => format!("У дела {id} на этом компьютере нет личных данных."),
        Message::Forgotten(id) => format!("Личные данные дела {id} удалены. Если есть другие копии папки, удалите их и там."),
        Message::ShowCorrected(at, by, why) => format!("Исправлено {at} ({by}): {why}"),
        Message::ShowForgotten(at, by, why) => format!("Личные данные удалены {at} ({by}): {why}"),
    }
}

fn attempt(how: Way, came: Came) -> &'static str {
    match (how, came) {
        (Way::Call, Came::Reached) => "дозвонились, сообщили",
        (Way::InPerson, Came::Reached) => "сообщили лично",
        (Way::Message, Came::Reached) => "ответили на сообщение",
        (Way::Mail, Came::Reached) => "ответили на письмо",
        (Way::Call, Came::NoAnswer) => "не отвечает",
        (Way::InPerson, Came::NoAnswer | Came::Busy) => "нет на месте",
        (Way::Message | Way::Mail, Came::NoAnswer | Came::Busy) => "не ответили",
        (Way::Call, Came::Busy) => "занято",
        (Way::Call | Way::InPerson, Came::LeftWord) => "попросили передать",
        (Way::Message, Came::LeftWord) => "отправили сообщение",
        (Way::Mail, Came::LeftWord) => "отправили письмо",
    }
}

fn file_size(bytes: u64) -> String {
    if bytes < 1 << 20 {
        format!("{} КБ", bytes.div_ceil(1 << 10))
    } else {
        format!("{} МБ", bytes.div_ceil(1 << 20))
    }
}

/// The pages that show it, behind what is said of a case.
fn pages(titles: &[String]) -> String {
    if titles.is_empty() { String::new() } else { format!("; обновлено: {}", titles.join(", ")) }
}
