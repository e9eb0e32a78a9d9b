//! What a scenario is, in words: its name is made of parts that filters know, such as `sync 1to1 cap64 2workers`.

/// The name in words.
pub fn words(name: &str) -> String {
    let parts: Vec<&str> = name.split(' ').collect();
    let mut words = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| parts[before]);
        let word = word(part, before);
        if !word.is_empty() {
            words.push(word);
        }
    }
    words.join(", ")
}

/// The same as a title.
pub fn title(name: &str) -> String {
    let words = words(name);
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// One part, after the one before it; nothing, if another part says it.
fn word(part: &str, before: Option<&str>) -> String {
    let word = match part {
        // What the report is about.
        "local" | "sync" if before.is_none() => "",
        "several" => "",
        "local" => "on one thread",
        "sync" if before == Some("several") => "across threads",
        // Of the suites that others publish.
        "sync" => "in threads",
        "async" => "on tokio",
        "try" | "await" => "",
        "pair" if before == Some("try") => "one task sends and receives in turn, without waiting",
        "pair" => "one task sends and receives in turn",
        "burst" => "bursts of 1,000 values",
        "unbounded" => "no bound",
        "roundtrip" => "one value there and back",
        "exchange" => "a task that receives or sends, whatever comes first",
        "daisy" => "a chain of 10,000 tasks, made and run once",
        "create" => "a channel made and dropped",
        "create-use" => "a channel made, used once and dropped",
        "256bytes" => "values of 256 bytes, one sender, one receiver",
        "localset" => "tokio's LocalSet",
        "localpool" => "futures' LocalPool",
        "smol" => "smol's LocalExecutor",
        "spin" => "two threads that spin",
        "park" => "two threads that park",
        "1worker" => "tokio with one worker",
        "2workers" => "tokio with two workers",
        "blocking" => "blocking threads",
        "busy" => "beside threads with other work",
        "batch64" => "64 values received",
        "queue64" => "64 values sent",
        "many" => "at once",
        "single" => "one by one",
        "reserve" => "one by one into reserved room",
        "reserve_many" => "into room reserved for all",
        "recv" if before == Some("latency") => "the first receive",
        "close" => "the close",
        "p99" => "99 of 100 are as fast",
        "max" => "the slowest",
        "size" => "bytes",
        "recv" => "receives",
        "both" => "receives and sends",
        "default" => "none ready, a default",
        "none" => "none ready, waits and is dropped",
        "all" if is_set(before) => "all of them in turn",
        "one" if is_set(before) => "one of them busy",
        "all" => "all ready",
        "one" => "one ready",
        "select" if before == Some("deadline") => "as an arm of a select",
        "timeout" => "as a timeout around the receives",
        "task" => "in another task",
        _ => return counted(part),
    };
    word.to_string()
}

fn is_set(before: Option<&str>) -> bool {
    before.is_some_and(|before| before.starts_with("merge"))
}

/// A part with a number in it.
fn counted(part: &str) -> String {
    let is_number = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
    let behind = |prefix| part.strip_prefix(prefix).filter(is_number);
    let before = |suffix| part.strip_suffix(suffix).filter(is_number);
    if let Some(capacity) = behind("cap") {
        format!("capacity {capacity}")
    } else if let Some(arms) = before("arms") {
        format!("a select over {arms}")
    } else if let Some(arms) = behind("select") {
        format!("a select over {arms} receives")
    } else if let Some(members) = behind("merge") {
        format!("a merge of {members} receivers")
    } else if let Some(threads) = before("threads") {
        format!("{threads} threads")
    } else if let Some(balls) = before("balls") {
        number(balls, "ball")
    } else if let Some(words) = before("words") {
        number(words, "word")
    } else {
        match part.split_once("to").filter(|(senders, receivers)| is_number(senders) && is_number(receivers))
        {
            Some((senders, receivers)) => {
                format!("{}, {}", number(senders, "sender"), number(receivers, "receiver"))
            }
            None => part.to_string(),
        }
    }
}

fn number(count: &str, of: &str) -> String {
    if count == "1" { format!("one {of}") } else { format!("{count} {of}s") }
}
