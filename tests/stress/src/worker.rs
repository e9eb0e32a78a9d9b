//! A worker: it sends to, or receives from, one channel or both, in every way there is.
//!
//! A worker that waits without an end to it waits on all its channels at once, so two who could meet do, and a round ends:
//! when the senders have left, the channels close, and when the receivers have.

use crate::count::{Counts, PROGRESS};
use crate::dice::Dice;
use crate::token::{Cancelling, Token, leave};
use futures_util::StreamExt;
use goit::select;
use goit::select::{recv, send_from};
use goit::sync::{Receiver, Select, Sender};
use goit::{RecvTimeoutError, SendError, SendTimeoutError, TryRecvError, TrySendError};
use std::cell::Cell;
use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

type Channel = (Sender<Token>, Receiver<Token>);

/// What a worker has of each channel: at most one end of each.
#[derive(Debug, Clone, Copy)]
pub struct Ends([Option<End>; 2]);

#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Send,
    Receive,
}

impl Ends {
    pub fn send_both() -> Self {
        Ends([Some(End::Send); 2])
    }

    pub fn receive_both() -> Self {
        Ends([Some(End::Receive); 2])
    }

    pub fn throw(dice: &mut Dice) -> Self {
        let end = dice.pick(&[End::Send, End::Receive]);
        Ends(dice.pick(&[[Some(end), None], [None, Some(end)], [Some(end), Some(end)]]))
    }
}

/// How many workers are in which operation.
static IN: Mutex<Option<HashMap<&'static str, isize>>> = Mutex::new(None);

/// For the watchdog.
pub fn waiting() -> HashMap<&'static str, isize> {
    IN.lock().map(|map| map.clone().unwrap_or_default()).unwrap_or_default()
}

/// Counts an operation that may wait.
struct Doing(&'static str);

impl Doing {
    fn new(what: &'static str) -> Self {
        *IN.lock().expect("nothing panics with it").get_or_insert_default().entry(what).or_default() += 1;
        Doing(what)
    }
}

impl Drop for Doing {
    fn drop(&mut self) {
        *IN.lock().expect("nothing panics with it").get_or_insert_default().entry(self.0).or_default() -= 1;
        PROGRESS.fetch_add(1, Relaxed);
    }
}

pub struct Worker {
    senders: [Option<Sender<Token>>; 2],
    receivers: [Option<Receiver<Token>>; 2],
    counts: Arc<Counts>,
    producer: usize,
    number: u64,
    dice: Dice,
    operations: usize,
    closes: bool,
    /// The latest value of each producer, by channel: values of one come in order.
    latest: [HashMap<usize, u64>; 2],
}

/// A future that is ready after so many polls.
struct Polls(usize);

impl Future for Polls {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        std::thread::yield_now();
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Polls so many times, and then drops the future.
async fn give_up<U: Future + Unpin>(mut future: U, polls: usize) -> Option<U::Output> {
    let mut end = Polls(polls);
    poll_fn(|cx| match Pin::new(&mut future).poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Pin::new(&mut end).poll(cx).map(|()| None),
    })
    .await
}

fn short(dice: &mut Dice) -> Duration {
    Duration::from_micros(dice.below(100) as u64)
}

impl Worker {
    pub fn new(
        Ends(ends): Ends,
        channels: &[Channel; 2],
        counts: &Arc<Counts>,
        producer: usize,
        dice: Dice,
        operations: usize,
        closes: bool,
    ) -> Self {
        Worker {
            senders: [0, 1].map(|n| (ends[n] == Some(End::Send)).then(|| channels[n].0.clone())),
            receivers: [0, 1].map(|n| (ends[n] == Some(End::Receive)).then(|| channels[n].1.clone())),
            counts: counts.clone(),
            producer,
            number: 0,
            dice,
            operations,
            closes,
            latest: Default::default(),
        }
    }

    fn token(&mut self) -> Token {
        self.number += 1;
        Token::new(&self.counts, self.producer, self.number)
    }

    fn sent(&self) {
        self.counts.sent.fetch_add(1, Relaxed);
    }

    fn received(&mut self, channel: usize, token: Token) {
        let latest = self.latest[channel].insert(token.producer, token.number);
        assert!(latest < Some(token.number), "values of one producer have changed their order");
        token.received();
    }

    /// A send is over: its value was sent, or is here.
    fn settled(&self, slot: Option<Token>) {
        match slot {
            None => self.sent(),
            Some(token) => token.given_back(),
        }
    }

    /// Between two operations: closes a channel, or drops a handle and takes it again.
    fn between(&mut self, left: usize) {
        if self.closes && left == self.operations / 2 {
            let channel = self.dice.below(2);
            self.senders[channel].as_ref().map(Sender::close);
            self.receivers[channel].as_ref().map(Receiver::close);
        }
        if self.dice.one_in(64) {
            for sender in &mut self.senders {
                let weak = sender.as_ref().map(Sender::downgrade);
                *sender = None;
                *sender = weak.and_then(|weak| weak.upgrade());
            }
        }
        if self.dice.one_in(64) {
            for receiver in &mut self.receivers {
                *receiver = receiver.take().map(|receiver| {
                    let clone = receiver.clone();
                    leave(receiver);
                    clone
                });
            }
        }
    }

    fn has_left(&self) -> bool {
        self.senders.iter().all(Option::is_none) && self.receivers.iter().all(Option::is_none)
    }

    fn leave(mut self) {
        self.senders = [None, None];
        self.receivers.iter_mut().for_each(|receiver| leave(receiver.take()));
    }

    // ---- A task -----------------------------------------------------------------------------------------

    pub async fn work(mut self) {
        for left in (0..self.operations).rev() {
            self.between(left);
            match (self.senders.clone(), self.receivers.each_mut().map(Option::take)) {
                ([None, None], [None, None]) => break,
                ([Some(a), Some(b)], _) => self.send_either(&a, &b).await,
                ([Some(tx), None], _) => self.send(0, &tx).await,
                ([None, Some(tx)], _) => self.send(1, &tx).await,
                (_, [Some(a), Some(b)]) => {
                    let closed = self.receive_either(&a, &b).await;
                    self.put_back([a, b].map(Some), closed);
                }
                (_, [Some(mut rx), None]) => {
                    let closed = self.receive(0, &mut rx).await;
                    self.put_back([Some(rx), None], [closed, true]);
                }
                (_, [None, Some(mut rx)]) => {
                    let closed = self.receive(1, &mut rx).await;
                    self.put_back([None, Some(rx)], [true, closed]);
                }
            }
        }
        self.leave();
    }

    fn put_back(&mut self, receivers: [Option<Receiver<Token>>; 2], closed: [bool; 2]) {
        for ((mine, receiver), closed) in self.receivers.iter_mut().zip(receivers).zip(closed) {
            if closed { leave(receiver) } else { *mine = receiver }
        }
    }

    fn closed(&mut self, channel: usize) {
        self.senders[channel] = None;
    }

    async fn send(&mut self, channel: usize, tx: &Sender<Token>) {
        let token = self.token();
        let polls = self.dice.below(4);
        match self.dice.below(8) {
            0 => {
                let _doing = Doing::new("send");
                match tx.send(token).await {
                    Ok(()) => self.sent(),
                    Err(SendError(token)) => {
                        token.given_back();
                        self.closed(channel);
                    }
                }
            }
            1 => {
                let _doing = Doing::new("send_from");
                let mut slot = Some(token);
                if tx.send_from(&mut slot).await.is_err() {
                    self.closed(channel);
                }
                self.settled(slot);
            }
            2 => {
                let _doing = Doing::new("try_send");
                match tx.try_send(token) {
                    Ok(()) => self.sent(),
                    Err(error) => {
                        if let TrySendError::Closed(_) = error {
                            self.closed(channel);
                        }
                        error.into_inner().given_back();
                    }
                }
            }
            3 => {
                let _doing = Doing::new("force_send");
                match tx.force_send(token) {
                    Ok(evicted) => {
                        self.sent();
                        evicted.into_iter().for_each(Token::evicted);
                    }
                    Err(SendError(token)) => {
                        token.given_back();
                        self.closed(channel);
                    }
                }
            }
            4 => {
                let _doing = Doing::new("send, given up");
                let dropped = Cell::new(0);
                match give_up(Cancelling::new(tx.send(token), &dropped), polls).await {
                    Some(Err(SendError(token))) => token.given_back(),
                    Some(Ok(())) => self.sent(),
                    None if dropped.get() == 0 => self.sent(),
                    None => {}
                }
            }
            5 => {
                let _doing = Doing::new("send_from, given up");
                let mut slot = Some(token);
                give_up(tx.send_from(&mut slot), polls).await;
                self.settled(slot);
            }
            6 => {
                let _doing = Doing::new("select over a send and a future");
                let mut slot = Some(token);
                select! {
                    send_from(tx, &mut slot) -> _ => {}
                    wait(Polls(polls)) -> _ => {}
                }
                self.settled(slot);
            }
            _ => {
                let _doing = Doing::new("select over a send, given up");
                let dropped = Cell::new(0);
                let race = async {
                    select! { send(tx, token) -> sent => sent }
                };
                match give_up(Cancelling::new(race, &dropped), polls).await {
                    Some(Err(SendError(token))) => token.given_back(),
                    Some(Ok(())) => self.sent(),
                    None if dropped.get() == 0 => self.sent(),
                    None => {}
                }
            }
        }
    }

    async fn send_either(&mut self, a: &Sender<Token>, b: &Sender<Token>) {
        let _doing = Doing::new("select over two sends");
        let mut slots = [Some(self.token()), Some(self.token())];
        let [first, second] = &mut slots;
        let polls = self.dice.below(4);
        let way = self.dice.below(4);
        let race = async {
            match way {
                0 => select! { send_from(a, first) -> _ => {}, send_from(b, second) -> _ => {} },
                1 => select! { biased; send_from(b, second) -> _ => {}, send_from(a, first) -> _ => {} },
                2 => {
                    select! { send_from(a, first) -> _ => {}, send_from(b, second) -> _ => {}, default => {} }
                }
                _ => select! {
                    send_from(a, first) -> _ => {}
                    wait(Polls(polls)) -> _ => {}
                    send_from(b, second) -> _ => {}
                },
            }
        };
        if self.dice.one_in(4) {
            give_up(Box::pin(race), polls).await;
        } else {
            race.await;
        }
        self.either_sent(slots);
        [a, b].into_iter().enumerate().filter(|(_, tx)| tx.is_closed()).for_each(|(n, _)| self.closed(n));
    }

    fn either_sent(&self, slots: [Option<Token>; 2]) {
        assert!(slots.iter().any(Option::is_some), "a select has sent two values");
        slots.into_iter().for_each(|slot| self.settled(slot));
    }

    /// Whether the channel is closed and empty.
    async fn receive(&mut self, channel: usize, rx: &mut Receiver<Token>) -> bool {
        let polls = self.dice.below(4);
        let received = match self.dice.below(7) {
            0 | 1 => {
                let _doing = Doing::new("recv");
                rx.recv().await.map_err(|_| true)
            }
            2 => {
                let _doing = Doing::new("try_recv");
                rx.try_recv().map_err(|error| error == TryRecvError::Closed)
            }
            3 => {
                let _doing = Doing::new("recv, given up");
                give_up(rx.recv(), polls).await.map_or(Err(false), |received| received.map_err(|_| true))
            }
            4 => {
                let _doing = Doing::new("stream");
                rx.next().await.ok_or(true)
            }
            5 => {
                let _doing = Doing::new("stream, given up");
                let received = give_up(rx.next(), polls).await;
                // The place that the stream keeps is given up with it.
                match received {
                    None => rx.try_recv().map_err(|error| error == TryRecvError::Closed),
                    Some(received) => received.ok_or(true),
                }
            }
            _ => {
                let _doing = Doing::new("select over a receive and a future");
                select! {
                    recv(rx) -> received => received.map_err(|_| true),
                    wait(Polls(polls)) -> _ => Err(false),
                }
            }
        };
        received.map(|token| self.received(channel, token)).is_err_and(|closed| closed)
    }

    /// Which of the two are closed and empty.
    async fn receive_either(&mut self, a: &Receiver<Token>, b: &Receiver<Token>) -> [bool; 2] {
        let _doing = Doing::new("select over two receives");
        let polls = self.dice.below(4);
        let way = self.dice.below(4);
        let race = async {
            match way {
                0 => select! { recv(a) -> n => Some((0, n)), recv(b) -> n => Some((1, n)) },
                1 => select! { biased; recv(b) -> n => Some((1, n)), recv(a) -> n => Some((0, n)) },
                2 => select! { recv(a) -> n => Some((0, n)), recv(b) -> n => Some((1, n)), default => None },
                _ => select! {
                    recv(a) -> n => Some((0, n)),
                    wait(Polls(polls)) -> _ => None,
                    recv(b) -> n => Some((1, n)),
                },
            }
        };
        let won =
            if self.dice.one_in(4) { give_up(Box::pin(race), polls).await.flatten() } else { race.await };
        self.either_received(won)
    }

    fn either_received<E>(&mut self, won: Option<(usize, Result<Token, E>)>) -> [bool; 2] {
        let mut closed = [false; 2];
        match won {
            None => {}
            Some((channel, Ok(token))) => self.received(channel, token),
            Some((channel, Err(_))) => closed[channel] = true,
        }
        closed
    }

    // ---- A thread ---------------------------------------------------------------------------------------

    pub fn block(mut self) {
        for left in (0..self.operations).rev() {
            self.between(left);
            if self.has_left() {
                break;
            }
            match (self.senders.clone(), self.receivers.each_mut().map(Option::take)) {
                ([Some(a), Some(b)], _) => self.block_send_either(&a, &b),
                ([Some(tx), _], _) => self.block_send(0, &tx),
                ([_, Some(tx)], _) => self.block_send(1, &tx),
                (_, [Some(a), Some(b)]) => {
                    let closed = self.block_receive_either(&a, &b);
                    self.put_back([a, b].map(Some), closed);
                }
                (_, [Some(rx), None]) => {
                    let closed = self.block_receive(0, &rx);
                    self.put_back([Some(rx), None], [closed, true]);
                }
                (_, [None, Some(rx)]) => {
                    let closed = self.block_receive(1, &rx);
                    self.put_back([None, Some(rx)], [true, closed]);
                }
                (_, [None, None]) => break,
            }
        }
        self.leave();
    }

    fn block_send(&mut self, channel: usize, tx: &Sender<Token>) {
        let _doing = Doing::new("blocking send");
        let token = self.token();
        let sent = match self.dice.below(4) {
            0 => tx.send_timeout(token, short(&mut self.dice)),
            1 => tx.send_deadline(token, Instant::now()),
            _ => tx.send_blocking(token).map_err(|SendError(token)| SendTimeoutError::Closed(token)),
        };
        match sent {
            Ok(()) => self.sent(),
            Err(error) => {
                if let SendTimeoutError::Closed(_) = error {
                    self.closed(channel);
                }
                error.into_inner().given_back();
            }
        }
    }

    fn block_send_either(&mut self, a: &Sender<Token>, b: &Sender<Token>) {
        let _doing = Doing::new("blocking select over two sends");
        let mut slots = [Some(self.token()), Some(self.token())];
        {
            let [first, second] = &mut slots;
            let (mut first, mut second) = (send_from(a, first, |_| ()), send_from(b, second, |_| ()));
            let mut select = Select::new();
            select.add(&mut first);
            select.add(&mut second);
            match self.dice.below(3) {
                0 => drop(select.wait_timeout(short(&mut self.dice))),
                1 => drop(select.try_select()),
                _ => drop(select.wait_blocking()),
            }
        }
        self.either_sent(slots);
        [a, b].into_iter().enumerate().filter(|(_, tx)| tx.is_closed()).for_each(|(n, _)| self.closed(n));
    }

    fn block_receive(&mut self, channel: usize, rx: &Receiver<Token>) -> bool {
        let _doing = Doing::new("blocking receive");
        let received = match self.dice.below(5) {
            0 => rx.recv_timeout(short(&mut self.dice)),
            1 => rx.recv_deadline(Instant::now()),
            2 => rx.iter().next().ok_or(RecvTimeoutError::Closed),
            _ => rx.recv_blocking().map_err(|_| RecvTimeoutError::Closed),
        };
        match received {
            Ok(token) => self.received(channel, token),
            Err(error) => return error == RecvTimeoutError::Closed,
        }
        false
    }

    fn block_receive_either(&mut self, a: &Receiver<Token>, b: &Receiver<Token>) -> [bool; 2] {
        let _doing = Doing::new("blocking select over two receives");
        let won = {
            let (mut first, mut second) = (recv(a, |n| n), recv(b, |n| n));
            let mut select = Select::new();
            select.add(&mut first);
            select.add(&mut second);
            match self.dice.below(3) {
                0 => select.wait_timeout(short(&mut self.dice)),
                1 => select.try_select(),
                _ => Some(select.wait_blocking()),
            }
        };
        self.either_received(won)
    }
}
