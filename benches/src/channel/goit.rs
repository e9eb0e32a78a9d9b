//! The crate itself, both flavours, with its own select.

use super::{Either, Peer, Race, Sent, Value, ends};

pub struct Local;
pub struct Sync;

macro_rules! flavor {
    ($Peer:ident, $module:ident) => {
        ends! {
            [T: Value] T, goit::$module::Sender<T>, goit::$module::Receiver<T>;
            put: |tx, value| tx.send(value), |tx, value| tx.try_send(value).is_ok(), |tx| Some(tx.clone()),
                |tx, queue| tx.send_many(queue);
            reserve: |tx, value| async move { tx.reserve().await.map(|permit| permit.send(value).check()) },
                |tx, queue| async move {
                    let permits = tx.reserve_many(queue.len()).await.expect("the channel is open");
                    permits.zip(queue.drain(..)).for_each(|(permit, value)| permit.send(value).check());
                };
            take: |rx| rx.recv(), |rx| rx.try_recv().ok(), |rx| Some(rx.clone());
            many: |rx, values, limit| rx.recv_many(values, limit);
            shut: |rx| rx.close();
        }

        impl Peer for $Peer {
            const NAME: &'static str = "goit";
            type Tx<T: Value> = goit::$module::Sender<T>;
            type Rx<T: Value> = goit::$module::Receiver<T>;

            #[inline]
            fn channel<T: Value>(capacity: usize) -> Option<(Self::Tx<T>, Self::Rx<T>)> {
                Some(goit::$module::bounded(capacity))
            }

            async fn select2<T: Value>(rxs: &mut [Self::Rx<T>; 2], _: &mut Race) -> T {
                goit::select! {
                    recv(rxs[0]) -> received => received.expect("the channel is open"),
                    recv(rxs[1]) -> received => received.expect("the channel is open"),
                }
            }

            async fn select4<T: Value>(rxs: &mut [Self::Rx<T>; 4], _: &mut Race) -> T {
                let received = goit::select! {
                    recv(rxs[0]) -> received => received,
                    recv(rxs[1]) -> received => received,
                    recv(rxs[2]) -> received => received,
                    recv(rxs[3]) -> received => received,
                };
                received.expect("the channel is open")
            }

            async fn send4<T: Value>(txs: &mut [Self::Tx<T>; 4], value: T, _: &mut Race) {
                let is_sent = goit::select! {
                    send(txs[0], value.clone()) -> sent => sent.is_ok(),
                    send(txs[1], value.clone()) -> sent => sent.is_ok(),
                    send(txs[2], value.clone()) -> sent => sent.is_ok(),
                    send(txs[3], value.clone()) -> sent => sent.is_ok(),
                };
                assert!(is_sent, "the channel is open");
            }

            async fn select8<T: Value>(rxs: &mut [Self::Rx<T>; 8], _: &mut Race) -> T {
                let received = goit::select! {
                    recv(rxs[0]) -> received => received,
                    recv(rxs[1]) -> received => received,
                    recv(rxs[2]) -> received => received,
                    recv(rxs[3]) -> received => received,
                    recv(rxs[4]) -> received => received,
                    recv(rxs[5]) -> received => received,
                    recv(rxs[6]) -> received => received,
                    recv(rxs[7]) -> received => received,
                };
                received.expect("the channel is open")
            }

            async fn exchange<T: Value>(
                rx: &mut Self::Rx<T>,
                tx: &mut Self::Tx<T>,
                value: T,
                _: &mut Race,
            ) -> Either<T> {
                goit::select! {
                    recv(rx) -> received => Either::Received(received.expect("the channel is open")),
                    send(tx, value) -> sent => {
                        assert!(sent.is_ok(), "the channel is open");
                        Either::Sent
                    }
                }
            }
        }
    };
}

flavor!(Local, local);
flavor!(Sync, sync);
