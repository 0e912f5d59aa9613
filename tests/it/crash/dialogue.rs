//! The dispatcher of these tests: answers what is asked, and remembers what was acknowledged.

use pult::model::event::Did;

/// What is asked, what is typed, and what must be found for it.
#[derive(Debug)]
pub(super) struct Turn {
    /// Words that only this prompt shows.
    pub asked: &'static str,
    /// What is typed.
    pub line: &'static str,
    left: Left,
}

#[derive(Debug)]
enum Left {
    /// An answer to a step, with these words in its value.
    Answer(&'static str, &'static str),
    /// A step passed.
    Skipped(&'static str),
    /// An effect begun.
    Run(&'static str),
    /// A step confirmed.
    Done(&'static str),
    /// Somebody was told.
    Told(&'static str),
    /// Files were attached.
    Files(&'static str),
    /// A letter was written.
    Letter(&'static str),
    /// A case closed.
    Closing(&'static str),
}

/// The talk, in the order in which a whole run takes it.
pub(super) const TURNS: [Turn; 10] = [
    Turn { asked: "почему отключаетесь", line: "2", left: Left::Answer("reason", "channels") },
    Turn {
        asked: "Куда переходите", line: "Конкурент, дешевле", left: Left::Answer("competitor", "дешевле")
    },
    Turn { asked: "Дальше: Заявка", line: "", left: Left::Run("req") },
    Turn {
        asked: "Фамилия, имя", line: "Иванов Иван Иванович", left: Left::Answer("applicant", "Иванов")
    },
    Turn {
        asked: "\nАдрес", line: "ул. Образцовая, д. 5, кв. 17", left: Left::Answer("address", "Образцовая")
    },
    Turn { asked: "\nТелефон", line: "+375 29 123-45-67", left: Left::Answer("phone", "1234567") },
    Turn { asked: "Лицевой счёт", line: "", left: Left::Skipped("account") },
    Turn { asked: "Текст заявки", line: "", left: Left::Answer("text", "дешевле") },
    Turn { asked: "Исход: Заявка принята", line: "1", left: Left::Closing("accepted") },
    Turn { asked: "Исход: Отключается", line: "", left: Left::Closing("left") },
];

/// The talk of a contract that the dispatcher fills in.
pub(super) const CONTRACT: [Turn; 20] = [
    Turn { asked: "Договор заполню я", line: "1", left: Left::Answer("way", "desk") },
    Turn {
        asked: "Фамилия, имя и отчество\n",
        line: "Образцов Петр Тестович",
        left: Left::Answer("subscriber", "Образцов"),
    },
    Turn { asked: "Какой документ", line: "1", left: Left::Answer("document", "passport") },
    Turn { asked: "Серия и номер", line: "MP0000001", left: Left::Answer("passport", "MP•••0001") },
    Turn {
        asked: "Кем выдан", line: "Примерским РОВД", left: Left::Answer("issued_by", "РОВД")
    },
    Turn { asked: "Когда выдан", line: "10.02.2016", left: Left::Answer("issued_on", "2016") },
    Turn { asked: "До какого числа", line: "", left: Left::Skipped("valid_until") },
    Turn {
        asked: "Личный (идентификационный)",
        line: "3010180A000PB5",
        left: Left::Answer("personal_number", "•••••••••••PB5"),
    },
    Turn {
        asked: "Адрес регистрации",
        line: "ул. Образцовая, д. 5",
        left: Left::Answer("registered_at", "Образцовая"),
    },
    Turn {
        asked: "любимый канал", line: "о рыбалке", left: Left::Answer("favourite", "рыбалке")
    },
    Turn { asked: "Какой канал вы хотели", line: "", left: Left::Skipped("wanted") },
    Turn { asked: "какие-нибудь пожелания", line: "", left: Left::Skipped("wishes") },
    Turn { asked: "Подключаем по адресу", line: "1", left: Left::Answer("same_address", "true") },
    Turn {
        asked: "Телефон абонента", line: "+375 29 123-45-67", left: Left::Answer("phone", "1234567")
    },
    Turn { asked: "Какой пакет", line: "1", left: Left::Answer("package", "main") },
    Turn { asked: "Документ готов", line: "", left: Left::Done("paper") },
    Turn { asked: "Печать: ", line: "", left: Left::Run("paper") },
    Turn { asked: "Поставьте печать", line: "", left: Left::Done("sealed") },
    Turn { asked: "Отдайте один экземпляр", line: "", left: Left::Done("copy_given") },
    Turn { asked: "Исход: Договор заключён", line: "", left: Left::Closing("signed") },
];

/// The talk in which somebody is told, files are taken in, and a letter is written.
pub(super) const REACH: [Turn; 5] = [
    Turn { asked: "Что случилось", line: "обрыв", left: Left::Answer("what", "обрыв") },
    Turn { asked: "Что получилось?", line: "1", left: Left::Told("told") },
    Turn { asked: "Путь к файлу", line: "brought/a.jpg brought/b.png", left: Left::Files("scans") },
    Turn { asked: "Письмо: ", line: "", left: Left::Letter("sent") },
    Turn { asked: "Исход: Отправлено", line: "", left: Left::Closing("end") },
];

impl Turn {
    /// Whether an event is what this turn must leave.
    pub(super) fn left(&self, did: &Did) -> bool {
        match (&self.left, did) {
            (Left::Answer(step, words), Did::Answered(answered)) => {
                answered.step == *step && answered.value.to_string().contains(words)
            }
            (Left::Skipped(step), Did::Skipped(skipped)) => skipped.step == *step,
            (Left::Run(step), Did::Begun(begun)) => begun.step == *step,
            (Left::Done(step), Did::Done(at)) => at.step == *step,
            (Left::Told(step), Did::Tried(tried)) => tried.step == *step,
            (Left::Files(step), Did::Attached(attached)) => attached.step == *step,
            (Left::Letter(step), Did::Queued(queued)) => queued.step == *step,
            (Left::Closing(outcome), Did::Closing(closing)) => closing.outcome == *outcome,
            _ => false,
        }
    }
}

/// What was said since the last prompt, and what follows from it.
#[derive(Debug, Default)]
pub(super) struct Dialogue {
    said: Vec<u8>,
    pending: Option<&'static Turn>,
    /// What the program has acknowledged.
    pub acknowledged: Vec<&'static Turn>,
}

impl Dialogue {
    /// Hears what the program says; at a prompt, gives the line to type.
    pub(super) fn hear(&mut self, bytes: &[u8]) -> Option<&'static str> {
        self.said.extend_from_slice(bytes);
        let prompt = self.said.ends_with(b"\n> ");
        let text = String::from_utf8_lossy(&self.said).into_owned();
        if text.contains("Не удалось") {
            // What could not be written was not acknowledged.
            self.pending = None;
        }
        if prompt || text.contains(" закрыто: ") {
            self.acknowledged.extend(self.pending.take());
        }
        if !prompt {
            return None;
        }
        self.said.clear();
        let turn = CONTRACT.iter().chain(&TURNS).chain(&REACH).find(|turn| text.contains(turn.asked));
        self.pending = turn;
        Some(match turn {
            // A case that was resumed by itself has no other below it to stay in.
            Some(Turn { line: "1", left: Left::Closing(_), .. }) if !text.contains("1 – закрыть") => "",
            Some(turn) => turn.line,
            None if text.contains("0 – выйти") => "0",
            // The first case answers this one; asked all the same, the dispatcher makes a wrong choice.
            None if text.contains("Кому сообщаете") => "1",
            // A case is taken, or moved to today's procedure.
            None if text.contains("Забрать?") || text.contains("Перейти?") => "1",
            None if text.contains("Какая заявка") => "1",
            None if text.contains("Кто за пультом") => "Тестова Анна",
            None => "",
        })
    }
}
