//! A worker pool with back-pressure: the words of this crate's own sources, counted by four workers that share one
//! bounded queue. Reading stops where the queue is full, so at most a few lines are in memory at once.
//!
//! `cargo run --example worker_pool`

use futures_executor::block_on;
use futures_util::future::{join, join_all};
use goit::local::{Receiver, Sender, bounded};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

const WORKERS: usize = 4;
const QUEUE: usize = 8;

type Counts = HashMap<String, usize>;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}

fn count(line: &str, counts: &mut Counts) {
    for word in line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
}

/// Reads line by line; how many lines, and how often the queue was full and reading had to wait.
async fn read(files: &[PathBuf], lines: Sender<String>) -> io::Result<(usize, usize)> {
    let (mut read, mut waits) = (0, 0);
    for file in files {
        for line in BufReader::new(File::open(file)?).lines() {
            waits += usize::from(lines.is_full());
            lines.send(line?).await.expect("the workers are there");
            assert!(lines.len() <= QUEUE);
            read += 1;
        }
    }
    Ok((read, waits))
}

async fn work(lines: Receiver<String>) -> (usize, Counts) {
    let (mut taken, mut counts) = (0, Counts::new());
    while let Ok(line) = lines.recv().await {
        count(&line, &mut counts);
        taken += 1;
    }
    (taken, counts)
}

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files)?;

    let (tx, rx) = bounded(QUEUE);
    let workers = join_all((0..WORKERS).map(|_| work(rx.clone())));
    drop(rx);
    let (read, results) = block_on(join(read(&files, tx), workers));
    let (lines, waits) = read?;

    let mut counts = Counts::new();
    for (worker, (taken, part)) in results.iter().enumerate() {
        println!("worker {worker}: {taken} lines");
        for (word, n) in part {
            *counts.entry(word.clone()).or_default() += n;
        }
    }
    assert_eq!(results.iter().map(|(taken, _)| taken).sum::<usize>(), lines);
    println!(
        "{} files, {lines} lines, {} words; the queue never held more than {QUEUE} lines, reading waited {waits} times",
        files.len(),
        counts.values().sum::<usize>()
    );

    let mut expected = Counts::new();
    for file in &files {
        fs::read_to_string(file)?.lines().for_each(|line| count(line, &mut expected));
    }
    assert_eq!(counts, expected, "the workers have counted what a plain loop counts");

    let mut top: Vec<_> = counts.into_iter().collect();
    top.sort_by(|(a, n), (b, m)| m.cmp(n).then(a.cmp(b)));
    for (word, n) in &top[..5] {
        println!("{n:6} {word}");
    }
    Ok(())
}
