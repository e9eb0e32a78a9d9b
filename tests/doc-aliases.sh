#!/bin/sh
# Looks for the names that other crates have, and people bring along, in the search index of the documentation, as rustdoc has
# built it: each is an item's name, or a `doc(alias)` of the item that is used in its place.
# tests/doc-aliases.sh [FOLDER]
set -eu
cd "$(dirname "$0")/.."
python3 - "${1:-${CARGO_TARGET_DIR:-target}/doc}" <<'PYTHON'
import glob, sys

NAMES = """
    Go:              chan select
    std:             channel sync_channel SyncSender try_iter recv_timeout recv_deadline
    tokio:           mpsc oneshot broadcast watch notify semaphore acquire acquire_owned try_acquire unbounded_channel
                     UnboundedSender UnboundedReceiver blocking_send blocking_recv blocking_recv_many recv_many poll_recv
                     reserve reserve_many reserve_owned try_reserve max_capacity same_channel is_closed closed downgrade
                     strong_count weak_count send_timeout StreamMap ReceiverStream PollSender CancellationToken cancelled
                     drop_guard timeout
    futures:         FuturesUnordered select_all SelectAll select_biased race unbounded_send try_next close_channel
                     disconnect is_terminated same_receiver is_connected_to send_all ready_chunks merge
    crossbeam:       rendezvous never send_deadline select_timeout select_deadline Selector SelectedOperation ptr_eq
    flume:           drain into_stream into_sink send_async recv_async into_send_async into_recv_async is_disconnected
                     RecvStream receiver_count sender_count
    kanal:           bounded_async unbounded_async AsyncSender AsyncReceiver drain_into terminate try_send_realtime
                     try_recv_realtime
    async-channel:   bounded unbounded force_send send_blocking recv_blocking weak_sender_count
    embassy-sync:    signal pubsub try_receive receive free_capacity
    pychanasync:     push pull push_nowait pull_nowait
"""

files = glob.glob(sys.argv[1] + "/search.index/name/*.js")
if not files:
    sys.exit(f"{sys.argv[1]} has no search index of a form that this script knows")
index = "".join(open(file, encoding="utf-8").read() for file in files).lower()
names = [name for name in NAMES.split() if not name.endswith(":")]


def entry(name):
    """A name behind its length, in digits of 16 from `@`, the last one from `` ` ``."""
    high, low = divmod(len(name), 16)
    return ((chr(0x40 + high) if high else "") + chr(0x60 + low) + name).lower()


missing = [name for name in names if entry(name) not in index]
if missing:
    sys.exit("the search of the documentation does not find: " + ", ".join(missing))
print(f"the search of the documentation finds {len(names)} names")
PYTHON
