//! Repeats and parts with a name, played move by move (the moves are those of `tests.rs`).

use super::Play;
use crate::engine::Refusal;
use crate::model::event::Did;
use serde_json::json;

const INSPECTORS: &str = "
  - repeat: Проверяющий
    name: inspectors
    label: '{{ full_name }}, {{ position }}'
    steps:
      - ask: Организация
        name: organisation
        default: '{{ previous.organisation }}'
      - ask: Должность
        name: position
      - ask: ФИО
        name: full_name
  - do: Сообщите
    name: told
  - stop: over
    as: Передано
";

#[test]
fn items_are_filled_in_one_after_the_other_and_are_a_list_behind_the_repeat() {
    let mut play = Play::new(INSPECTORS);
    play.shows(
        "inspectors.1.organisation: open, inspectors.1.position: open, inspectors.1.full_name: open, \
         inspectors: blocked by inspectors.1.organisation, told: open, stop over: blocked by inspectors.1.organisation",
    );
    play.play(&["inspectors.1.organisation=МЧС", "inspectors.1.position=инспектор", "inspectors.1.full_name=Тестов"]);
    assert_eq!(play.next().as_deref(), Some("inspectors"), "behind the last step more is asked for");
    play.play(&["more inspectors"]);
    assert_eq!(play.next().as_deref(), Some("inspectors.2.organisation"), "the new item comes first");
    let outline = play.case.outline(&play.outside);
    let row = outline.row("inspectors.2.organisation").expect("a row");
    assert_eq!(outline.suggestion(row).as_deref(), Some("МЧС"), "as in the item before");
    play.play(&["inspectors.2.organisation=МЧС", "inspectors.2.position=врач", "-inspectors.2.full_name: не назвался"]);
    assert_eq!(play.next().as_deref(), Some("inspectors"));
    play.play(&["enough inspectors"]);
    assert_eq!(play.next().as_deref(), Some("told"));
    assert_eq!(
        play.value("inspectors"),
        json!([
            {"organisation": "МЧС", "position": "инспектор", "full_name": "Тестов"},
            {"organisation": "МЧС", "position": "врач", "full_name": null},
        ])
    );
    assert!(play.value("position").is_null(), "outside there is only the list");
    let outline = play.case.outline(&play.outside);
    let items = outline.items_of(outline.row("inspectors").expect("a row"));
    let names: Vec<_> = items.into_iter().map(|item| outline.name_of_item(item)).collect();
    assert_eq!(names[0], ("Проверяющий 1".to_owned(), "Тестов, инспектор".to_owned()));
    assert_eq!(names[1], ("Проверяющий 2".to_owned(), ", врач".to_owned()));
    play.play(&["told", "stop stop over"]);
}

#[test]
fn a_dropped_item_leaves_a_gap_and_opens_the_end_again() {
    let mut play =
        Play::new("\n  - repeat: Точка\n    name: points\n    steps:\n      - ask: Где\n        name: place\n");
    play.play(&["points.1.place=а", "more points", "points.2.place=б", "more points", "points.3.place=в"]);
    play.play(&["enough points"]);
    assert_eq!(play.refused("drop points.2"), Refusal::ReasonNeeded { step: "points.2".into() });
    play.play(&["drop points.2: повтор"]);
    play.shows("points.1.place: done, points.3.place: done, points: open");
    assert_eq!(play.value("points"), json!([{"place": "а"}, {"place": "в"}]));
    assert_eq!(play.next().as_deref(), Some("points"));
    assert_eq!(play.refused("drop points.2: снова"), Refusal::NoSuchStep { step: "points.2".into() });
    assert!(matches!(play.refused("points.2.place=г"), Refusal::NoSuchStep { .. }));
    // The numbers of the others stay, and no number comes again; an empty item goes without a reason.
    play.play(&["more points"]);
    play.shows("points.1.place: done, points.3.place: done, points.4.place: open, points: blocked by points.4.place");
    play.play(&["drop points.4", "drop points.3: тоже", "enough points"]);
    assert_eq!(play.refused("drop points.1: и он"), Refusal::TooFew { step: "points".into(), min: 1 });
    assert_eq!(play.value("points"), json!([{"place": "а"}]));
    play.play(&["stop"]);
}

#[test]
fn there_are_as_many_items_as_the_procedure_says() {
    let item = "    steps:\n      - ask: Где\n        name: place\n";
    let mut play = Play::new(&format!("\n  - repeat: Точка\n    name: points\n    min: 2\n    max: 3\n{item}"));
    play.play(&["more points"]);
    assert_eq!(play.refused("more points"), Refusal::TooMany { step: "points".into(), max: 3 });
    play.play(&["drop points.2"]);
    assert_eq!(play.refused("drop points.1"), Refusal::TooFew { step: "points".into(), min: 2 });
    let mut none = Play::new(&format!("\n  - repeat: Точка\n    name: points\n    min: 0\n{item}"));
    assert_eq!(none.value("points"), json!([]), "an empty repeat is an empty list");
    none.play(&["enough points", "more points", "drop points.1", "enough points", "stop"]);
    assert_eq!(none.value("points"), json!([]));
    let mut fixed = Play::new(&format!("\n  - repeat: Точка\n    name: points\n    count: 2\n{item}"));
    assert_eq!(fixed.refused("more points"), Refusal::WrongKind { step: "points".into() });
    assert_eq!(fixed.refused("drop points.1"), Refusal::WrongKind { step: "points".into() });
    // Nothing has to be said behind the last of a fixed number.
    fixed.play(&["points.1.place=а", "points.2.place=б", "stop"]);
}

#[test]
fn each_has_an_item_for_every_choice_under_its_own_number() {
    let mut play = Play::new(
        "
  - ask: Комнаты
    name: rooms
    type: choices
    choices: {hall: Зал, kitchen: Кухня, bath: Ванная}
  - repeat: Комната
    name: works
    each: rooms
    steps:
      - do: 'Осмотрите: {{ loop.label }} ({{ loop.index }})'
        name: seen
      - let: room
        be: loop.code
",
    );
    play.shows("rooms: open, works: done").play(&["rooms=hall, bath"]);
    play.shows(
        "rooms: done, works.1.seen: open, works.1.room: done, works.3.seen: open, works.3.room: done, works: open",
    );
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.text(outline.row("works.3.seen").expect("a row")), "Осмотрите: Ванная (2)");
    play.play(&["works.3.seen", "rooms=kitchen, bath"]);
    // What was done for a choice stays with it.
    play.shows(
        "rooms: done, works.2.seen: open, works.2.room: done, works.3.seen: done, works.3.room: done, works: open",
    );
    play.play(&["works.2.seen"]);
    assert_eq!(play.value("works").as_array().map(|works| works[1]["room"].clone()), Some(json!("bath")));
    play.play(&["stop"]);
}

#[test]
fn repeats_in_repeats_have_names_and_items_of_their_own() {
    let mut play = Play::new(
        "
  - repeat: Дом
    name: houses
    steps:
      - ask: Адрес
        name: address
      - repeat: Квартира
        name: flats
        steps:
          - ask: Номер
            name: number
            type: integer
            default: '{{ previous.number }}'
          - note: '{{ address }}, {{ number }}, {{ loop.index }}'
            name: line
      - let: sum
        be: flats | sum('number')
  - let: all
    be: houses | sum('sum')
",
    );
    play.play(&["houses.1.address=Лесная", "houses.1.flats.1.number=3", "more houses.1.flats"]);
    play.play(&["houses.1.flats.2.number=4", "enough houses.1.flats", "more houses", "houses.2.address=Речная"]);
    assert_eq!(play.next().as_deref(), Some("houses.2.flats.1.number"));
    play.play(&["houses.2.flats.1.number=5"]);
    let outline = play.case.outline(&play.outside);
    let text = |id: &str| outline.text(outline.row(id).expect("a row"));
    assert_eq!(text("houses.1.flats.2.line"), "Лесная, 4, 2");
    assert_eq!(text("houses.2.flats.1.line"), "Речная, 5, 1");
    let first = outline.suggestion(outline.row("houses.2.flats.1.number").expect("a row"));
    assert_eq!(first.as_deref(), Some("5"), "its own answer; there is no item before in this house");
    play.play(&["enough houses.2.flats", "enough houses"]);
    assert_eq!(play.value("all"), json!(12));
    assert_eq!(play.value("houses").as_array().map(|houses| houses[0]["flats"][1]["number"].clone()), Some(json!(4)));
    play.play(&["stop"]);
}

#[test]
fn what_must_hold_of_all_items_is_judged_at_the_end_and_again_when_one_changes() {
    let mut play = Play::new(
        "
  - ask: Всего
    name: total
    type: money
  - repeat: Квитанция
    name: receipts
    check:
      - {check: receipts | sum('amount') <= total, otherwise: Слишком много.}
      - {check: (receipts | length) > 1, warn: Одна квитанция.}
    steps:
      - ask: Сумма
        name: amount
        type: money
        check: amount > 0
        otherwise: Сумма должна быть больше нуля.
",
    );
    play.play(&["total=10", "receipts.1.amount=12"]);
    assert!(matches!(play.refused("receipts.1.amount=0"), Refusal::Check { of, .. } if of == "receipts.1.amount"));
    assert!(matches!(play.refused("enough receipts"), Refusal::Check { of, .. } if of == "receipts"));
    play.play(&["receipts.1.amount=9"]);
    assert!(matches!(play.refused("enough receipts"), Refusal::Doubtful(found) if found.len() == 1));
    play.play(&["enough! receipts"]);
    let accepted = play.events.iter().find_map(|event| match &event.did {
        Did::Enough(enough) => Some(enough.accepted.clone()),
        _ => None,
    });
    assert_eq!(accepted, Some(vec!["Одна квитанция.".to_owned()]));
    assert!(matches!(play.refused("receipts.1.amount=11"), Refusal::Check { of, .. } if of == "receipts"));
    assert!(matches!(play.refused("total=8"), Refusal::Check { of, .. } if of == "receipts"));
    play.play(&["total=20", "receipts.1.amount!=11", "~receipts"]);
    play.shows("total: done, receipts.1.amount: done, receipts: open");
}

#[test]
fn a_gate_in_an_item_holds_what_follows_in_it_and_behind_it() {
    let mut play = Play::new(
        "
  - repeat: Точка
    name: points
    steps:
      - do: Отключите
        name: off
        gate: yes
      - do: Замените
        name: swap
  - do: Включите
    name: on
",
    );
    play.play(&["more points"]);
    play.shows(
        "points.1.off: open, points.1.swap: blocked by points.1.off, points.2.off: blocked by points.1.off, \
         points.2.swap: blocked by points.1.off, points: blocked by points.1.off, on: blocked by points.1.off",
    );
    play.play(&["points.1.off"]);
    play.shows(
        "points.1.off: done, points.1.swap: open, points.2.off: open, points.2.swap: blocked by points.2.off, \
         points: blocked by points.2.off, on: blocked by points.2.off",
    );
    play.play(&["drop points.2"])
        .shows("points.1.off: done, points.1.swap: open, points: blocked by points.1.swap, on: open");
}

#[test]
fn effects_in_items_are_stale_by_the_names_of_their_own_item() {
    let mut play = Play::new(
        "
  - repeat: Заявка
    name: orders
    steps:
      - ask: Телефон
        name: phone
      - print: paper
        name: sheet
      - run: child
        name: req
        with: {phone: '{{ phone }}'}
",
    );
    play.play(&["orders.1.phone=1", "run orders.1.sheet", "print orders.1.sheet: phone", "orders.1.sheet"]);
    play.play(&[
        "run orders.1.req",
        "start orders.1.req",
        "return orders.1.req: done",
        "more orders",
        "orders.2.phone=2",
    ]);
    play.play(&["run orders.2.sheet"]);
    assert!(matches!(play.refused("drop orders.2: нет"), Refusal::Blocked { by, .. } if by == "orders.2.sheet"));
    play.play(&["print orders.2.sheet: phone", "orders.2.sheet", "orders.2.phone=3"]);
    play.shows(
        "orders.1.phone: done, orders.1.sheet: done, orders.1.req: done, orders.2.phone: done, \
         orders.2.sheet: stale, orders.2.req: blocked by orders.2.sheet, orders: blocked by orders.2.sheet",
    );
    play.play(&["drop orders.2: ошибка", "enough orders"]);
    let outline = play.case.outline(&play.outside);
    let papers = outline.papers();
    let papers: Vec<_> = papers.iter().map(|paper| (paper.step, paper.counts)).collect();
    assert_eq!(papers, [("orders.1.sheet", true), ("orders.2.sheet", false)], "what was made for it is void");
}

#[test]
fn the_case_may_end_in_an_item() {
    let mut play = Play::new(
        "
  - repeat: Попытка
    name: tries
    steps:
      - ask: Получилось?
        name: worked
        type: yes/no
      - stop: done_now
        when: {worked: yes}
        as: Получилось
  - do: Сообщите
    name: told
",
    );
    play.play(&["tries.1.worked=нет", "more tries", "tries.2.worked=да"]);
    play.shows(
        "tries.1.worked: done, tries.1.stop done_now: out, tries.2.worked: done, tries.2.stop done_now: open, \
         tries: done, told: out",
    );
    play.play(&["stop tries.2.stop done_now"]);
}

#[test]
fn a_part_with_a_name_is_a_map_and_stands_twice() {
    let mut play = Play::new(
        "
  - include: paper
    name: owner
  - include: paper
    name: payer
    when: {owner.kind: a}
  - do: Проверьте
    name: checked
    when: owner.num > 4
  - note: '{{ owner.kind }} {{ payer.kind }} {{ payer.num }}'
    name: shown
",
    );
    play.shows(
        "owner: open, owner.kind: open, owner.num: maybe, owner.series: maybe, payer: maybe, payer.kind: maybe, \
         payer.num: maybe, payer.series: maybe, checked: maybe, shown: done",
    );
    assert!(matches!(play.refused("payer.kind=a"), Refusal::Maybe { by, .. } if by == "owner.kind"));
    play.play(&["owner.kind=a", "owner.num=5", "payer.kind=b"]);
    play.shows(
        "owner: done, owner.kind: done, owner.num: done, owner.series: out, payer: open, payer.kind: done, \
         payer.num: out, payer.series: open, checked: open, shown: done",
    );
    assert_eq!(play.value("owner"), json!({"kind": "a", "num": 5, "series": null}));
    let outline = play.case.outline(&play.outside);
    assert_eq!(outline.text(outline.row("shown").expect("a row")), "Паспорт Другой ");
    play.play(&["payer.series=КН", "checked", "stop"]);
}

#[test]
fn a_part_in_an_item_has_both_in_its_ids() {
    let mut play = Play::new(
        "
  - repeat: Владелец
    name: owners
    steps:
      - include: paper
        name: document
      - do: Сверьте
        name: checked
        when: {document.kind: a}
",
    );
    play.play(&["owners.1.document.kind=b", "owners.1.document.series=КН", "more owners"]);
    play.play(&["owners.2.document.kind=a", "owners.2.document.num=7", "owners.2.checked", "enough owners"]);
    let owners = play.value("owners");
    assert_eq!(owners[1]["document"], json!({"kind": "a", "num": 7, "series": null}));
    play.play(&["stop"]);
}

#[test]
fn people_are_told_and_files_taken_in_item_by_item() {
    let mut play = Play::new(
        "
  - repeat: Сосед
    name: neighbours
    steps:
      - ask: Телефон
        name: phone
        type: phone
      - notify: phone
        name: told
        message: 'Отключаем с {{ loop.index }} до {{ phone }}'
      - attach: Согласие
        name: paper
        optional: yes
  - stop: over
    as: Готово
",
    );
    play.play(&["neighbours.1.phone=+375 29 123-45-67", "more neighbours", "neighbours.2.phone=+375 29 123-45-68"]);
    play.play(&["tell neighbours.2.told: phone no answer", "tell neighbours.1.told: phone reached"]);
    assert_eq!(play.value("neighbours")[0]["told"]["message"], json!("Отключаем с 1 до +375 29 123-45-67"));
    let outline = play.case.outline(&play.outside);
    let callees = outline.callees(outline.row("neighbours.2.told").expect("a row"));
    assert_eq!(callees[0].number.as_deref(), Some("+375 29 123-45-68"), "the number of their own item");
    play.play(&["files neighbours.2.paper: a.pdf", "copied neighbours.2.paper", "enough neighbours"]);
    // Who was not reached keeps the case from its end, and not the repeat from having all its items.
    assert!(matches!(play.refused("stop stop over"), Refusal::Blocked { by, .. } if by == "neighbours.2.told"));
    play.play(&["neighbours.1.phone=+375 29 123-45-69"]);
    play.shows(
        "neighbours.1.phone: done, neighbours.1.told: stale, neighbours.1.paper: open, neighbours.2.phone: done, \
         neighbours.2.told: open, neighbours.2.paper: done, neighbours: done, stop over: blocked by neighbours.1.told",
    );
    play.play(&["leave neighbours.1.told: знает", "tell neighbours.2.told: phone reached", "stop stop over"]);
}
