#!/usr/bin/env bash
# Seeds one defect after the other into a copy of the tree, and runs the model that has to fail of it:
# `loom-tests/defects.sh [NAME...]`, all of them by default. Prints a table; fails if a defect survives, does not build,
# or finds not exactly the one place in the sources that it is about. With `APPLY_ONLY=1` nothing but the last is tried.
#
# A row of the table is `defect NAME MODEL TEST FILE FROM TO [FILE FROM TO]...`: MODEL is a file of loom-tests/tests, or
# `suite:` and a test target of the crate itself, or `shuttle:` and one of shuttle-tests, TEST a part of the name of tests in it, FILE one of src. Spaces and line
# ends in FROM stand for any.
#
# Every other ordering of the crate is `Relaxed`, the weakest there is.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mkdir -p "${CARGO_TARGET_DIR:-target}/defects" && cd "${CARGO_TARGET_DIR:-target}/defects" && pwd)
tree=$out/tree
wanted=" $* "
failed=0 killed=0

rm -rf "$tree" "$out/pristine"
mkdir -p "$tree"
git ls-files -co --exclude-standard -z -- Cargo.toml Cargo.lock src examples tests loom-tests shuttle-tests |
    while IFS= read -r -d '' file; do
        if [ -f "$file" ]; then cp --parents "$file" "$tree"; fi
    done
# The sources may be edited while this runs.
cp -R "$tree/src" "$out/pristine"
perl -0pi -e 's/^members = .*?\]/members = ["loom-tests", "shuttle-tests"]/ms or die "no workspace members\n"' "$tree/Cargo.toml"
export RUST_BACKTRACE=0

# Exactly one place.
seed() {
    FROM=$2 TO=$3 perl -0pi -e '
        $from = join "\\s+", map quotemeta, split " ", $ENV{FROM};
        $n = s/$from/$ENV{TO}/g;
        $n += 0; die "found $n times, not once: $ENV{FROM}\n" unless $n == 1;
    ' "$tree/src/$1"
}

# A model that fails inside of an end or a lock leaves it taken, and may then wait for it for ever, with ever more memory:
# so both are bounded, and it is the failure that counts.
verdict() {
    local test=(cargo test -q --manifest-path "$tree/Cargo.toml")
    case $1 in
    suite:lib)
        test+=(--target-dir "$out/suite" --features sync --lib)
        local -x RUSTFLAGS=
        ;;
    suite:*)
        test+=(--target-dir "$out/suite" --features sync --test "${1#suite:}")
        local -x RUSTFLAGS=
        ;;
    shuttle:*)
        test+=(--target-dir "$out/shuttle" --profile models -p goit-shuttle --test "${1#shuttle:}")
        local -x RUSTFLAGS="--cfg shuttle"
        ;;
    *)
        test+=(--target-dir "$out/target" --profile models -p goit-loom --test "$1")
        local -x RUSTFLAGS="--cfg loom"
        ;;
    esac
    if ! "${test[@]}" --no-run >"$out/log" 2>&1; then
        echo "does not build"
    elif (ulimit -v 8000000 && timeout "${DEFECT_SECONDS:-120}" "${test[@]}" "$2" -- --nocapture) >"$out/log" 2>&1; then
        echo survives
    elif grep -q 'panicked at\|non-unwinding panic' "$out/log"; then
        echo killed
    else
        echo "ends without a verdict"
    fi
}

row() { printf '%-44s | %-54s | %s\n' "$@"; }

defect() {
    local name=$1 model=$2 test=$3 result=
    shift 3
    case $wanted in "  " | *" $name "*) ;; *) return 0 ;; esac
    local files=()
    while [ $# -ge 3 ]; do
        files+=("$1")
        seed "$1" "$2" "$3" 2>"$out/log" || result="does not apply"
        shift 3
    done
    if [ -z "$result" ] && [ -n "${APPLY_ONLY:-}" ]; then
        result=applies
    fi
    [ -n "$result" ] || result=$(verdict "$model" "$test")
    row "$name" "$model::$test" "$result"
    if [ "$result" = killed ] || [ "$result" = applies ]; then
        killed=$((killed + 1))
    else
        failed=$((failed + 1))
        tail -n 20 "$out/log" >&2
    fi
    for file in "${files[@]}"; do cp "$out/pristine/$file" "$tree/src/$file"; done
}

# A kill says something only of a model that passes without a defect.
if [ $# = 0 ] && [ -z "${APPLY_ONLY:-}" ]; then
    RUSTFLAGS="--cfg loom" cargo test -q --profile models --manifest-path "$tree/Cargo.toml" --target-dir "$out/target" -p goit-loom
    cargo test -q --manifest-path "$tree/Cargo.toml" --target-dir "$out/suite" --features sync \
        --test local --test sync --test sync_threads
fi

row defect model killed
row -------------------------------------------- ------------------------------------------------------ ------

# ---- Orderings ------------------------------------------------------------------------------------------------------

defect lock-without-acquire lock one_at_a_time flavor/lock.rs \
    'fetch_or(TAKEN, Ordering::SeqCst)' 'fetch_or(TAKEN, Ordering::Relaxed)'
defect unlock-without-release lock one_at_a_time flavor/lock.rs \
    'add_alone(&self.word, TAKEN, Ordering::Release)' 'add_alone(&self.word, TAKEN, Ordering::Relaxed)'
defect sent-without-acquire visibility no_wake_up_told_of flavor/atomic.rs \
    'sent.load(Ordering::Acquire)' 'sent.load(Ordering::Relaxed)'
defect sent-without-release visibility no_wake_up_told_of flavor/atomic.rs \
    'sent.store(key.generation(), Ordering::Release)' 'sent.store(key.generation(), Ordering::Relaxed)'
defect close-tells-of-a-send suite:sync suite::close protocol/waiting/slot.rs \
    'self.wake(Home { side, index, committed: 0 })' 'self.wake(Home { side, index, committed: self.generation })'
defect sender-count-without-release visibility every_sender flavor/word.rs \
    'fetch_sub(1, Ordering::AcqRel)' 'fetch_sub(1, Ordering::Acquire)'
defect sender-count-without-acquire visibility every_sender flavor/word.rs \
    'fetch_sub(1, Ordering::AcqRel)' 'fetch_sub(1, Ordering::Release)'
defect receiver-count-without-release visibility every_receiver flavor/word.rs \
    'fetch_sub(1, Ordering::AcqRel)' 'fetch_sub(1, Ordering::Acquire)'
defect receiver-count-without-acquire visibility every_receiver flavor/word.rs \
    'fetch_sub(1, Ordering::AcqRel)' 'fetch_sub(1, Ordering::Release)'

defect hint-read-without-acquire visibility that_ flavor/atomic.rs \
    'self.hint.load(Ordering::Acquire)' 'self.hint.load(Ordering::Relaxed)'
defect hint-stored-without-release visibility that_ flavor/atomic.rs \
    'self.hint.store(hint.word(), Ordering::Release)' 'self.hint.store(hint.word(), Ordering::Relaxed)'

# ---- The one order of sequentially consistent operations ------------------------------------------------------------

defect lock-only-acquired refusals who_ flavor/lock.rs \
    'fetch_or(TAKEN, Ordering::SeqCst)' 'fetch_or(TAKEN, Ordering::Acquire)'
defect lock-looked-at-with-acquire refusals who_ flavor/lock.rs \
    'self.word.load(Ordering::SeqCst)' 'self.word.load(Ordering::Acquire)'
defect lock-looked-at-relaxed refusals who_ flavor/lock.rs \
    'self.word.load(Ordering::SeqCst)' 'self.word.load(Ordering::Relaxed)'
defect refused-while-the-lock-is-taken refusals who_ flavor/atomic.rs \
    'if self.lock.entries() & Moment::BUSY == 0 { Some(self.hint()) } else { None }' 'Some(self.hint())'
defect hint-read-before-the-lock refusals who_ flavor/atomic.rs \
    'if self.lock.entries() & Moment::BUSY == 0 { Some(self.hint()) } else { None }' \
    'let hint = self.hint(); if self.lock.entries() & Moment::BUSY == 0 { Some(hint) } else { None }'
defect default-after-one-look select_default a_value_that_moves select/steps.rs \
    'look().is_some_and(|again| again.lasts_since(first))' 'first.lasts_since(first)'
defect default-beside-a-lock-that-is-taken refusals two_selects flavor/moment.rs \
    'self.entries & Self::BUSY == 0 && self == first' 'self == first'
defect default-beside-a-push refusals two_selects flavor/ends/look.rs \
    'Some(tail.look()).filter(|word| word & (TAKEN | SHUT) == 0)?' 'tail.look() & !TAKEN'
defect batch-goes-on-for-what-has-come batch what_comes protocol/batch.rs \
    '_ => Ok(0),' '_ => Ok(self.available()),'
defect batch-goes-on-for-arms-decided-elsewhere suite:local who_waits_without protocol/batch.rs \
    '_ if waited && cut_short =>' '_ if waited =>'
defect batch-goes-on-for-reserves suite:local who_waits_without protocol/batch.rs \
    '_ if waited && cut_short => { Ok(self.available() + self.lines.sends().map_or(0, |sends| sends.parked.len())) }' \
    '_ if waited => Ok(self.available() + self.lines.sends().map_or(0, |sends| sends.line.len())),'
defect trial-forgets-that-it-did-not-pay suite:lib trial:: trial.rs '(level + 1).min(DOUBLES) << LEVEL' '0'
defect trial-never-again-as-at-first suite:lib trial:: trial.rs \
    '} else if attempt() { 0 }' '} else if attempt() { learned }'
defect stays-beside-a-slow-lock-not-worth-it suite:lib crowd:: flavor/crowd.rs 'look == LOOKS' 'look == 1'
defect stays-as-long-as-it-is-worth-it suite:lib crowd:: flavor/crowd.rs '1..=MOST' '1..=2 * MOST'
defect stays-however-often-others-take-it suite:lib crowd:: flavor/crowd.rs '|| others >= ENOUGH' ''
defect stays-away-from-what-rests suite:lib crowd:: flavor/crowd.rs 'if rests ||' 'if'
defect entries-not-counted suite:lib another_moment flavor/lock.rs \
    'add_alone(&self.word, TAKEN, Ordering::Release)' 'self.word.store(0, Ordering::Release)'
defect pushes-not-counted suite:lib another_moment flavor/atomic.rs \
    'map(|pushes| Moment { entries, pushes })' 'map(|_| Moment { entries, pushes: 0 })'
defect end-only-acquired refusals who_finds_nothing flavor/ends.rs \
    'compare_exchange(word, word | TAKEN, Ordering::SeqCst' 'compare_exchange(word, word | TAKEN, Ordering::Acquire'
defect end-looked-at-with-acquire refusals who_finds_nothing flavor/ends.rs \
    'self.word.load(Ordering::SeqCst)' 'self.word.load(Ordering::Acquire)'
defect end-looked-at-relaxed ends a_push_against_a_pop flavor/ends.rs \
    'self.word.load(Ordering::SeqCst)' 'self.word.load(Ordering::Relaxed)'
defect refused-while-the-tail-is-taken refusals who_finds_nothing flavor/ends.rs \
    'self.other = if word & (TAKEN | SHUT) == 0 { word }' 'self.other = if word & SHUT == 0 { word & !TAKEN }'

# ---- A store for a swap ---------------------------------------------------------------------------------------------

defect lock-stored lock one_at_a_time flavor/lock.rs \
    'self.word.fetch_or(TAKEN, Ordering::SeqCst) & TAKEN == 0' \
    '{
            let word = self.word.load(Ordering::Acquire);
            self.word.store(word | TAKEN, Ordering::Relaxed);
            word & TAKEN == 0
        }'
defect contended-lock-not-taken lock two_who_wait flavor/lock.rs \
    'self.word.load(Ordering::Relaxed) & TAKEN == 0 && self.take()' 'self.word.load(Ordering::Acquire) & TAKEN == 0'
defect ticket-stored ticket two_ protocol/waiting/ticket.rs \
    'self.decided.change(0, arm as usize + 1)' \
    'self.decided.get() == 0 && { self.decided.set(arm as usize + 1); true }'
defect ticket-always-won ticket two_ protocol/waiting/ticket.rs \
    'self.decided.change(0, arm as usize + 1)' '{ self.decided.set(arm as usize + 1); true }'
defect handle-count-stored-down last_handle is_the_last flavor/word.rs \
    'self.fetch_sub(1, Ordering::AcqRel)' \
    '{ let found = self.load(Ordering::Acquire); self.store(found - 1, Ordering::Release); found }'
defect handle-count-stored-up last_handle a_clone flavor/word.rs \
    'self.fetch_add(1, Ordering::Relaxed);' 'let found = self.load(Ordering::Relaxed); self.store(found + 1, Ordering::Relaxed);'
defect upgrade-stored weak_upgrade of_a_ handle/weak.rs \
    'found if count.change(found, found + 1) =>' 'found if { count.set(found + 1); true } =>'
defect upgrade-from-none weak_upgrade of_a_ handle/weak.rs \
    '0 => return None, found if count.change(found, found + 1) =>' '_ if { count.increment(); true } =>'
defect stream-place-given-up-twice reservation the_place_of_a_stream handle/usage.rs \
    'let parked = if stamp > ENDED { self.stamp.clear(stamp) }' \
    'let parked = if stamp > ENDED { self.stamp.set(0); Some(self.stamp.beside()) }'

# ---- The lock -------------------------------------------------------------------------------------------------------

defect locks-in-the-order-named lock several_locks_are_taken flavor/lock.rs \
    'doors.sort_unstable_by_key(|held| held.as_ref().map(|held| place(held.door)));' ''
defect lock-taken-twice ticket both_ends flavor/lock.rs \
    'if last.replace(place(held.door)) != Some(place(held.door)) {' '_ = last.replace(place(held.door)); {'
defect left-after-unlock lock one_at_a_time flavor/guard.rs \
    'self.owner.leaving(&mut self.access);' \
    'self._unlock.lock.unlock(self._unlock.token); self.owner.leaving(&mut self.access);'
defect hint-not-stored lock the_hint flavor/atomic.rs \
    'None => self.publish(Hint::of(state)),' 'None => {}'
defect change-of-a-line-not-told suite:sync rendezvous flavor/hint.rs \
    '| (waits as usize * bit)); let hint' '| (waits as usize * bit)); let change = if let Change::Line(_) = change { Change::Nothing } else { change }; let hint' flavor/hint.rs \
    'debug_assert_eq!(hint, Hint::of(state), "no more has changed than that");' ''
defect change-told-after-the-release lock the_hint_of_a_plain flavor/atomic.rs \
    'if hint != before { self.publish(hint); } access.release();' \
    'access.release(); if hint != before { self.publish(hint); }'
defect change-of-the-wrong-line suite:sync rendezvous flavor/shared.rs \
    'woken.as_ref().map(|woken| Change::Line(woken.home.side))' \
    'woken.as_ref().map(|_| Change::Nothing)'
defect select-leaves-without-a-hint ticket two_ flavor/lock.rs \
    'held.door.leaving(); held.door.lock().mark(word);' 'held.door.lock().mark(word);'
defect hint-ignores-receives hand_off overtakes_the_chosen flavor/hint.rs \
    '(Self::CLOSED | Self::FULL | Self::RECVS | Self::LENT)' '(Self::CLOSED | Self::FULL | Self::LENT)'
defect hint-ignores-sends hand_off moves flavor/hint.rs \
    '(Self::ENDED | Self::SENDS | Self::LENT)' '(Self::ENDED | Self::LENT)'

# ---- The ends -------------------------------------------------------------------------------------------------------

defect end-taken-without-acquire ends two_ flavor/ends.rs \
    'compare_exchange(word, word | TAKEN, Ordering::SeqCst' 'compare_exchange(word, word | TAKEN, Ordering::Relaxed'
defect contended-end-taken-without-acquire ends two_ flavor/ends.rs \
    'compare_exchange_weak(word, word | bit, Ordering::SeqCst' 'compare_exchange_weak(word, word | bit, Ordering::Relaxed'
defect end-left-without-release ends a_push_against_a_pop flavor/ends.rs \
    'self.word.store(position, Ordering::Release)' 'self.word.store(position, Ordering::Relaxed)'
defect end-shut-without-acquire ends against_a_close flavor/ends.rs 'self.set(SHUT)' \
    '{ let word = self.word.load(Ordering::Relaxed);
       if word & TAKEN != 0 { None }
       else { self.word.compare_exchange_weak(word, word | SHUT, Ordering::Relaxed, Ordering::Relaxed).ok() } }'
defect end-insisted-on-without-acquire ends against_a_close flavor/ends.rs \
    'self.word.fetch_or(SHUT, Ordering::SeqCst)' 'self.word.fetch_or(SHUT, Ordering::Relaxed)'
defect end-stored ends two_ flavor/ends.rs \
    'self.word.compare_exchange(word, word | TAKEN, Ordering::SeqCst, Ordering::Relaxed).is_ok()' \
    '{ self.word.load(Ordering::Acquire); self.word.store(word | TAKEN, Ordering::Relaxed); true }'
defect contended-end-stored ends two_ flavor/ends.rs \
    'self.word.compare_exchange_weak(word, word | bit, Ordering::SeqCst, Ordering::Relaxed).ok()' \
    '{ self.word.load(Ordering::Acquire); self.word.store(word | bit, Ordering::Relaxed); Some(word) }'
defect taken-end-shut ends against_a_close flavor/ends.rs \
    '(word & TAKEN == 0).then_some(word)' 'Some(word & !TAKEN)'
defect ends-not-shut ends against_a_close flavor/atomic.rs 'if !self.tail.is_shut() { ends::shut' 'if false { ends::shut'
defect ends-not-shut-by-a-select ends a_push_against_a_select flavor/lock.rs 'held.door.entered();' ''
defect ends-opened-while-a-send-waits ends a_pop_against_a_park protocol/park.rs \
    'let key = sends.line.park(occupant, out); self.recv_gate = usize::MAX;' 'let key = sends.line.park(occupant, out);' \
    protocol/park.rs \
    '= slot.take(); self.recv_gate = usize::MAX; Some(key)' '= slot.take(); Some(key)'
defect receive-parks-beside-a-value hand_off _ protocol/park.rs \
    'if self.refuses_recv() != Some(Refusal::Wait) { return None; } self.park_recv_by' 'self.park_recv_by'
defect send-parks-beside-room hand_off parks_in_a_line protocol/park.rs \
    'if self.refuses_send() != Some(Refusal::Wait) { return None; } self.park_send_by' 'self.park_send_by'
defect plain-send-into-a-full-buffer hand_off one_place protocol/transitions.rs \
    'if self.available() >= self.capacity { return None; }' ''
defect plain-receive-makes-room-there-is-not suite:local suite:: protocol/transitions.rs \
    'if !self.passes() { return None; }' ''
defect gates-stay-open-below-their-least suite:local permit protocol/permits.rs \
    '(self.send_gate, self.recv_gate) = (0, usize::MAX);' ''
defect reservation-not-left-at-the-head ends against_the_opening flavor/ends.rs \
    'other: back, bound: floor * ONE' 'other: back, bound: 0'

defect closed-seen-of-a-lent-queue ends a_pop_against_a_refused_push flavor/hint.rs \
    'bits & (Self::ENDED | Self::LENT) == Self::ENDED' 'bits == bits && self.0 & Self::CLOSED != 0'
defect empty-told-for-closed ends a_pop_against_a_refused_push protocol/buffer.rs \
    'self.floor = 1;' ''
defect close-told-by-a-relaxed-word ends a_look_against_a_close flavor/atomic.rs \
    'self.hint.store(hint.word(), Ordering::Release)' 'self.hint.store(hint.word(), Ordering::Relaxed)'
defect ends-opened-before-the-hint positions a_length_against_the_opening flavor/atomic.rs \
    'self.publish(Hint::of_lent(state)); ends::open(&self.tail, &self.head, state.queue(), room, floor);' \
    'ends::open(&self.tail, &self.head, state.queue(), room, floor); self.publish(Hint::of_lent(state));'
defect lent-values-not-taken-back last_handle what_is_left flavor/atomic.rs \
    '// What was lent comes back, so that each value that is left is dropped once.
        self.entered();' ''
defect position-of-a-shut-end positions a_push_at_a_full_ring flavor/ends.rs \
    'if let Some(front) = head.position() {' 'if let Some(front) = Some(head.look() & !(TAKEN | SHUT)) {'
defect rounds-not-closed positions around_the_end flavor/ring.rs \
    'ahead.wrapping_sub(behind) & ROUND' 'ahead.wrapping_sub(behind)'
defect length-without-a-second-look positions the_length flavor/ends/look.rs \
    'if front == seen {' 'if front == seen || READS != 0 {'

# ---- Foreign code before release ------------------------------------------------------------------------------------

defect wake-before-release lock no_waker_is_woken_under_the_lock flavor/shared.rs \
    'let result = transition(&mut self.state.enter(), &mut effects); self.run(effects);' \
    'let mut state = self.state.enter(); let result = transition(&mut state, &mut effects); self.run(effects); drop(state);'
defect task-woken-before-release lock no_waker_is_woken_under_the_lock flavor/shared.rs \
    'self.state.leave(state, change.unwrap_or(otherwise)); if let Some(woken) = woken { self.wake(woken); }' \
    'if let Some(woken) = woken { self.wake(woken); } self.state.leave(state, change.unwrap_or(otherwise));'
defect select-wakes-before-release lock no_waker_is_woken_under_several select/engine.rs \
    'drop(hold); numbered(arms, number).run(effects); return' 'numbered(arms, number).run(effects); drop(hold); return'
defect close-tells-before-release close nobody_is_told_under flavor/close.rs \
    'if !self.state.enter().lines().notify(&mut effects) {' 'let mut state = self.state.enter(); if !state.lines().notify(&mut effects) {'
defect values-dropped-before-release last_handle no_value_is_dropped flavor/close.rs \
    'drop(self.close_and(State::abandon));' 'self.close_and(|state| drop(state.abandon()));'

# ---- The protocol ---------------------------------------------------------------------------------------------------

defect held-is-not-looked-at-again ticket beside_a_future select/engine.rs \
    'if let Some((number, effects)) = attempt_held(arms, rng, &mut hold) { drop(hold); numbered(arms, number).run(effects); self' \
    'if let Some((number, effects)) = attempt_held(arms, rng, &mut hold).filter(|_| false) { drop(hold); numbered(arms, number).run(effects); self'
defect held-opens-after-release ticket beside_a_future select/engine.rs \
    'if let Some(ticket) = &self.ticket { ticket.open(); }' 'drop(hold); if let Some(ticket) = &self.ticket { ticket.open(); } let mut hold = F::Hold::new(); hold_all(arms, &mut hold);'
defect lent-where-sends-have-waited ticket given_up_beside protocol/state.rs \
    'let open = self.recv_gate <= isize::MAX as usize' 'let open = !self.lines.has_sends()'
defect held-is-taken-out suite:local select_place protocol/waiting/line.rs \
    'Turn::Held => {}' 'Turn::Held => self.remove(index),'
defect held-is-passed-as-lost suite:local select_place protocol/waiting/ticket.rs \
    '!matches!(self.decided.get(), 0 | HELD)' '!matches!(self.decided.get(), 0)'
defect chosen-and-leaves-as-if-it-waited suite:local cancel protocol/waiting/line.rs \
    'if !self.holds(key) { return None; }' ''
defect receive-does-not-settle hand_off room_goes protocol/transitions.rs \
    '!self.lines.is_closed() && self.available() <= self.capacity' '!self.lines.is_closed() && self.available() == 0'
defect leaving-does-not-settle reservation passes_to_the_next protocol/transitions.rs \
    'self.lines.due -= 1; self.settle(out);' 'self.lines.due -= 1;'
defect reservation-not-given-back reservation the_value_stays protocol/transitions.rs \
    'self.lines.due -= 1; self.settle(out);' 'self.settle(out);'
defect reservation-not-made hand_off overtakes_the_chosen \
    protocol/state.rs 'if chosen { self.lines.due += 1; }' '' \
    protocol/state.rs 'self.lines.due += 1; if self.is_gated() {' 'if self.is_gated() {'
defect receive-gate-stays-as-values-are-promised hand_off overtakes_the_chosen protocol/state.rs \
    'self.recv_gate = self.recv_gate.saturating_add(1);' ''
defect send-gate-opens-while-receives-wait hand_off two_who_wait protocol/state.rs \
    'if self.lines.recvs.is_empty() { self.send_gate' 'if true { self.send_gate'
defect send-gate-stays-as-values-are-collected suite:model_local random_schedules protocol/state.rs \
    'self.send_gate = self.send_gate.min(self.bound());' ''
defect receive-gate-ignores-reservations suite:model_sync random_schedules protocol/state.rs \
    'self.lines.due as usize + floor' 'floor'
defect send-gate-ignores-receives suite:model_local random_schedules protocol/state.rs \
    'self.lines.is_closed() || !self.lines.recvs.is_empty() ||' 'self.lines.is_closed() ||'
defect send-gate-ignores-the-close suite:model_sync random_schedules protocol/state.rs \
    'self.lines.is_closed() || !self.lines.recvs.is_empty() ||' '!self.lines.recvs.is_empty() ||'
defect closed-channel-lets-in close a_send_that_waits protocol/transitions.rs \
    '!self.lines.is_closed() && self.available() <= self.capacity' 'self.available() <= self.capacity'
defect close-tells-one close everybody flavor/close.rs 'mem::forget(rest);' 'mem::forget(rest); return;'
defect abandoned-before-closed last_handle takes_the_values flavor/close.rs \
    'let mut state = self.state.enter();
            let closed = state.close();' \
    'let result = transition(&mut self.state.enter());
            let mut state = self.state.enter();
            let closed = state.close();' \
    flavor/close.rs '(closed, kept, transition(&mut state))' '(closed, kept, result)'
defect chosen-after-the-close suite:local a_chosen_receive_that_goes protocol/state.rs \
    'if !self.lines.has_ended() { self.choose(out); }' '{ self.choose(out); }'
defect wakers-kept-after-the-close suite:local the_last_receiver_takes protocol/waiting/lines.rs \
    '|| ended && self.recvs.forget(out)' ''
defect woken-waker-kept-after-the-close suite:local not_even_that_waker protocol/waiting/lines.rs \
    'if self.is_closed() { Some(waker) } else {' 'if false { Some(waker) } else {'
defect tickets-kept-after-the-close suite:sync takes_the_waker_of_a_select protocol/waiting/lines.rs \
    '|| cold.tickets.pop().is_some_and(|ticket| out.discard_ticket(ticket))' ''
defect buffer-kept-after-the-close suite:sync a_closed_channel_keeps_no_buffer protocol/buffer.rs \
    'if self.closed || self.has_grown() && self.values.capacity()' 'if self.has_grown() && self.values.capacity()'
defect waker-not-refreshed hand_off moves protocol/waiting/line.rs \
    'out.discard(self.slots.at(key.index).waker.replace(waker));' 'out.discard(Some(waker)); let _ = key;'
defect send-leaves-without-its-value cancel_send in_the_slot handle/waiter/send.rs \
    '*self.slot = leave_send(shared, key);' 'drop(leave_send(shared, key));'
defect send-leaves-in-name-only cancel_send delivered handle/waiter/send.rs \
    'shared.with(|state, out| state.leave_send(key, out))' '{ let _ = (shared, key); None }'

# ---- The value that stands alone ------------------------------------------------------------------------------------

defect alone-and-passed-over suite:local suite::alone protocol/buffer.rs \
    'if self.has_lone() { self.pass_lone(value?) } else if' 'if'
defect alone-and-pops-go-on suite:local suite::alone \
    protocol/state.rs '&& !self.lines.has_sends() && !self.buffer.has_lone()' '&& !self.lines.has_sends()'
defect alone-and-pops-go-on-at-once suite:local suite::alone protocol/state.rs \
    'self.recv_gate = usize::MAX; // Where the queue' '// Where the queue'
defect alone-and-left-is-no-value suite:local suite::alone protocol/lease.rs \
    'self.lines.due += 1; self.collect_lone()' 'self.collect_lone()'
defect alone-and-evicted-counts-on suite:local suite::alone protocol/lease.rs \
    'if stood_alone && !self.buffer.has_lone() { self.lines.due += 1; }' 'let _ = stood_alone;'
defect alone-and-takes-no-room suite:local suite::alone protocol/state.rs \
    '|| self.lines.due < 0;' ';' protocol/state.rs 'debug_assert!(self.lines.due >= 0);' ''
defect alone-leaves-a-place-for-its-return suite:local suite::alone protocol/lease.rs \
    'places - usize::from(!self.buffer.has_lone())' 'places - 1'
defect alone-leaves-a-place-in-the-queue suite:sync suite::alone protocol/transitions.rs \
    'if self.buffer.has_lone() { self.make_room();' 'if false { self.make_room();'
defect alone-keeps-the-number-of-who-came-back suite:local lease_model protocol/lease.rs \
    'let value = self.buffer.take_lone(); if self.buffer.looks()' 'let value = self.buffer.take_lone(); if false'
defect alone-and-gates-stay-as-memory-goes suite:local suite::alone protocol/lease.rs \
    'self.popped(1); self.set_gates();' 'self.popped(1);'
defect alone-beside-others suite:local suite:: protocol/state.rs \
    '&& self.buffer.len() == 0' '&& self.lines.due == 0'
defect alone-leaves-last suite:local suite::alone protocol/buffer.rs \
    'lone: Option<T>, /// The others. values: Q,' 'values: Q, lone: Option<T>,' \
    protocol/buffer.rs '(self.lone.take(), self.take_queue())' '{ let last = self.take_queue(); (last, self.lone.take()) }' \
    protocol/buffer.rs '-> (Option<T>, Q)' '-> (Q, Option<T>)' \
    protocol/transitions.rs '-> (Option<T>, F::Queue<T>)' '-> (F::Queue<T>, Option<T>)'
defect unused-but-waited-in suite:local suite::close protocol/transitions.rs \
    'let unused = self.lines.are_unused() && self.buffer' 'let unused = self.buffer'
defect unused-but-full suite:local suite::close protocol/transitions.rs \
    '&& self.buffer.memory() == 0 && self.lines.close()' '&& self.lines.close()'
defect unused-and-closed-before suite:local suite:: protocol/transitions.rs \
    '&& self.buffer.memory() == 0 && self.lines.close();' '&& self.buffer.memory() == 0;'
defect kept-beside-an-arm suite:local kept_wakers protocol/waiting/line.rs \
    'let kept = slot.waker.take();' 'let kept: Option<Waker> = None;'
defect kept-beside-an-arm-that-leaves suite:local kept_wakers protocol/waiting/line.rs \
    'if closed { // Also one that is kept beside an arm.' 'if closed && ticket.is_none() {'

# ---- Select ---------------------------------------------------------------------------------------------------------

defect loser-is-committed ticket two_ protocol/waiting/line.rs \
    'match self.slots.at(index).win() {' 'match { self.slots.at(index).win(); Turn::Won } {'
defect kept-ticket-not-reopened ticket used_again select/steps.rs 'ticket.reopen();' 'let _ = ticket;'
defect shared-ticket-reopened ticket used_again select/steps.rs \
    'if let Some(ticket) = F::unique(&mut kept) {' 'if let Some(ticket) = Some(&mut kept) {' \
    protocol/waiting/ticket.rs 'pub(crate) fn reopen(&mut self)' 'pub(crate) fn reopen(&self)'
defect select-not-woken ticket two_ flavor/shared.rs 'ticket.wake();' 'drop(ticket);'
defect merge-not-woken merge two_commits_wake protocol/waiting/ticket.rs 'ready.wake_for_added()' '_ = ready'
defect merge-woken-by-each-commit suite:local the_first_of_several_commits protocol/waiting/ready.rs \
    'if word & WAITING == 0 || !due(word) {' 'if !due(word) {'
defect merge-woken-by-nobody merge two_commits_wake protocol/waiting/ready.rs \
    '(index as usize + 1) << 1 | word & WAITING' '(index as usize + 1) << 1'
defect merge-waits-beside-a-value merge a_commit_races protocol/waiting/ready.rs \
    'self.word.change_ordered(0, WAITING)' 'self.word.change_ordered(0, WAITING) || true'
defect merge-forgets-who-waits merge another_who_receives protocol/waiting/ready.rs \
    'self.word.change_ordered(word, word & WAITING)' 'self.word.change_ordered(word, 0)'
defect merge-list-stored merge two_commits protocol/waiting/ready.rs \
    'if self.word.change_ordered(word, (index as usize + 1) << 1 | word & WAITING) {' \
    'if { self.word.set((index as usize + 1) << 1 | word & WAITING); true } {'
defect merge-list-changed-without-order merge two_commits flavor/word.rs \
    'self.compare_exchange(from, to, Ordering::SeqCst, Ordering::Relaxed)' \
    'self.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed)'
defect merge-list-read-without-order merge is_not_empty flavor/word.rs \
    'self.load(Ordering::SeqCst)' 'self.load(Ordering::Acquire)'
defect no-second-try-under-all-locks select_select a_send_and_a_receive select/engine.rs \
    'if F::THREADS || cloned || waits_for_foreign(arms) {' 'if !F::THREADS && (cloned || waits_for_foreign(arms)) {'
defect released-between-try-and-park select_select a_send_and_a_receive select/engine.rs \
    'let Some(ticket) = ticket else { return Poll::Ready(None) };' \
    'let Some(ticket) = ticket else { return Poll::Ready(None) }; drop(hold); let mut hold = F::Hold::new(); hold_all(arms, &mut hold);'
defect select-waker-not-refreshed ticket moves select/engine.rs 'ticket.register(cx.waker()); if ticket' 'if ticket'
defect no-second-look-at-the-ticket ticket moves select/engine.rs \
    'if ticket.is_open() { return Poll::Pending; }' 'return Poll::Pending;'
defect ticket-not-closed-by-its-select shuttle:programs under_random_schedules protocol/waiting/ticket.rs \
    '_ = self.decided.change(0, NOBODY) || self.decided.change(HELD, NOBODY); Some(self.decided.get()).filter(|&won| won != NOBODY)' \
    'Some(self.decided.get()).filter(|&won| won != 0)'
defect losers-stay-in-line ticket two_receivers select/engine.rs \
    'if won != Some(number) { arm.leave(); }' 'let _ = (number, arm);'
defect dropped-select-stays-in-line select_dropped '' select/engine.rs \
    'let (won, ticket) = self.unpark(arms); // The winner comes last' \
    'let (won, ticket) = (None, self.ticket.take()); // The winner comes last'

# ---- Permits --------------------------------------------------------------------------------------------------------

defect permit-leaves-its-room-to-nobody permits many_leaves protocol/permits.rs \
    'self.capacity = self.capacity.saturating_add(1); return self.admit(first);' 'self.capacity = self.capacity.saturating_add(1); return self.set_gates();'
defect permit-revoked-and-released permits is_closed protocol/permits.rs \
    'pub(crate) fn release(&mut self, [first, second]: &mut [Effects<F>; 2]) { if self.lines.is_closed() {' \
    'pub(crate) fn release(&mut self, [first, second]: &mut [Effects<F>; 2]) { if false {' \
    protocol/permits.rs \
    'pub(crate) fn release_unwanted(&mut self, number: usize) -> bool { if self.lines.is_closed() {' \
    'pub(crate) fn release_unwanted(&mut self, number: usize) -> bool { if false {'
defect permits-send-leaves-room-to-nobody permits while_another_receives protocol/permits.rs \
    'if chosen && !rendezvous {' 'if chosen && !rendezvous && self.lines.is_closed() {'
defect reserve-ignores-other-permits suite:local counts_on_one protocol/waiting/claims.rs \
    'self.recvs.count_open(claims.saturating_add(most), None).saturating_sub(claims)' \
    'self.recvs.count_open(claims.saturating_add(most), None).min(most)'
defect select-reserves-its-own-receive suite:local its_own_receive protocol/waiting/claims.rs \
    'recvs.count_open(*claims + 1, ticket)' '{ _ = ticket; recvs.count_open(*claims + 1, None) }'
defect receive-parks-past-a-reserve permits park_at_once protocol/park.rs \
    'let key = self.park_recv(occupant, out); self.serve_reserve(out);' 'let key = self.park_recv(occupant, out);'
defect receive-parks-again-past-a-reserve suite:local parks_where_it_has_parked protocol/park.rs \
    'if self.may_serve_reserve() { return None; }' ''
defect select-parks-and-settles-nothing permits while_a_select_parks select/engine.rs \
    'if may_serve { serve_reserves(arms, hold); } Poll::Pending' '_ = may_serve; Poll::Pending'
defect select-settles-what-it-has-released permits goes_ahead select/engine.rs \
    'if may_serve { serve_reserves(arms, hold); } Poll::Pending' \
    'drop(hold); if may_serve { let mut hold = F::Hold::new(); hold_all(arms, &mut hold); serve_reserves(arms, hold); } Poll::Pending'
defect held-select-settles-nothing permits beside_a_future select/engine.rs \
    'if may_serve { serve_reserves(arms, hold); } if default' '_ = may_serve; if default'
defect held-select-receives-past-a-permit suite:local looks_again protocol/transitions.rs \
    'if self.is_claimed() {' 'if false {'
defect select-settles-until-a-panic suite:local no_receive_of_a_select select/steps.rs \
    'fn drop(&mut self) { self.run(); }' 'fn drop(&mut self) {}'
defect reserve-that-unwinds-keeps-its-room suite:local while_its_waker_panics handle/waiter/reserve.rs \
    'if self.0.is_done() {' 'if self.0.is_fresh() {'

# ---- Sends of many --------------------------------------------------------------------------------------------------

defect many-are-committed-with-the-first suite:local suite::send_many protocol/send_many.rs \
    'if !parked.refill(index) {' 'if !parked.refill(index) || true {'
defect many-come-back-in-another-order suite:local suite::send_many protocol/parked.rs \
    'while let Some(value) = queue.pop_back() {' 'while let Some(value) = queue.pop_front() {'
defect many-begin-before-they-can-park send_many comes_between handle/waiter/send_many.rs \
    'if clone.is_none() && !state.is_closed() && !state.fits(queue.len()) {' 'if false {'
defect many-count-on-selects send_many decided_elsewhere protocol/send_many.rs \
    'let receives = self.lines.certain(values);' 'let receives = self.lines.unclaimed(values);'
defect many-are-received-as-far-as-there-is-memory suite:local received_at_once_also flavor/batch.rs \
    'if self.capacity() == Some(0) || self.send_waits()' 'if self.send_waits()'
defect an-arm-of-many-knows-no-limit shuttle:programs under_random_schedules select/arm/recv_many.rs \
    'shared.recv_many(claim, *limit, buffer,' 'shared.recv_many(claim, usize::MAX, buffer,'
defect an-arm-of-many-collects-without-its-claim shuttle:programs under_random_schedules select/arm/recv_many.rs \
    'if let Stage::Parked(key) = self.stage { Some(key) } else { None };' 'None;'
defect an-arm-of-many-waits-though-it-has-sent shuttle:programs under_random_schedules select/arm/send_many.rs \
    'if number > 0 { Ok(number) } else { sent.map(|()| 0) }' 'sent.map(|()| number)'

# ---- Leases -------------------------------------------------------------------------------------------------------

defect what-comes-back-stands-as-it-came suite:local suite::lease protocol/leases.rs \
    'self.returned.partition_point(|&other| other > number)' 'self.returned.len()'
defect numbers-stay-with-the-channel suite:local suite::lease protocol/transitions.rs \
    'if self.lines.is_detoured() { self.forget_returned(1); }' ''
defect pushes-take-what-is-owed suite:local suite::lease protocol/buffer.rs \
    'self.set_room(self.room().min(self.values.capacity().saturating_sub(owed)));' 'let _ = owed;'
defect an-arm-of-many-does-not-put-back suite:local many_select select/arm/send_many.rs \
    'if let Some(value) = value { self.queue.push_front(value); }' 'drop(value);'
defect permits-count-each-arm suite:local suite::permit_rendezvous protocol/waiting/claims.rs \
    'before != last && ticket.is_open()' 'before != ptr::without_provenance(1) && ticket.is_open()'
defect the-clone-outlives-the-result suite:local suite::lease_hostile handle/waiter/mod.rs \
    'drop(self); polled.expect(' 'polled.expect('
defect many-pushes-take-what-is-owed suite:local leaves_memory_for protocol/buffer.rs \
    'if memory - len >= more.saturating_add(owed) {' 'if memory > len + owed {'
defect a-return-chooses-nobody lease a_return_against_a_receive protocol/lease.rs \
    'self.lines.set_detour(true); self.settle(out);' 'self.lines.set_detour(true); self.set_gates(); let _ = out;'
defect closed-before-the-last-lease lease a_close_against protocol/lease.rs \
    'if was_open && self.is_leased()' 'if !was_open && self.is_leased()'
defect chosen-for-a-lease-is-no-lease lease chosen_and_leaves protocol/lease.rs \
    '|| leases.parked().filter(waits).count() < leases.asking' '&& leases.parked().filter(waits).count() < usize::MAX'
defect nobody-is-told-of-the-last-take lease the_last_take protocol/lease.rs \
    'self.making_leases().out -= 1; self.settle_end()' 'self.making_leases().out -= 1; self.settle_end(); false'
defect select-fails-beside-what-came-back suite:sync a_select_on_both_ends_does_not_miss flavor/lease.rs \
    'state.lines().has_ended() && state.available() == 0' 'state.lines().has_ended()'
defect closed-is-told-with-a-lease-out lease the_end_is_told flavor/hint.rs \
    '(Some(0), 0) => Some(Refusal::Wait),' \
    '(Some(0), 0) => Some(if self.is_closed() { Refusal::Closed } else { Refusal::Wait }),'

# ---- Blocking -------------------------------------------------------------------------------------------------------

defect woken-cleared-after-the-poll blocking a_wake_against blocking/park.rs \
    'unpark.woken.store(false, Ordering::Relaxed);
        if let Poll::Ready(output) = Pin::new(&mut *future).poll(&mut cx) {
            break Some(output);
        }' \
    'if let Poll::Ready(output) = Pin::new(&mut *future).poll(&mut cx) {
            break Some(output);
        }
        unpark.woken.store(false, Ordering::Relaxed);'
defect unparked-before-woken blocking a_wake_against blocking/park.rs \
    'self.woken.store(true, Ordering::Relaxed); self.thread.unpark();' \
    'self.thread.unpark(); self.woken.store(true, Ordering::Relaxed);'
defect woken-but-not-unparked blocking a_wake_against blocking/park.rs 'self.thread.unpark();' ''
defect no-last-look-at-the-deadline suite:sync_threads what_has_come blocking/park.rs \
    'in_time = wait(&unpark, deadline);' 'in_time = wait(&unpark, deadline); if !in_time { break None; }'

echo
echo "$killed as they should, $failed not"
[ "$failed" = 0 ]
