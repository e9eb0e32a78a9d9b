#!/bin/sh
# Runs the firmware in QEMU: on a Cortex-M0 without compare-and-swap, and on a Cortex-M3, there with `goit::sync` and an
# interrupt handler. Prints what goit takes of a microcontroller's memory. A failed check, or a hang, fails.
set -eu
cd "$(dirname "$0")"
. ../build-std.sh
needs qemu-system-arm qemu-system-arm --version

# emulate TARGET CPU MACHINE CARGO-ARGUMENTS...
emulate() {
    target=$1 cpu=$2 machine=$3
    shift 3
    echo "--- $target ($cpu)"
    cargo build --quiet --locked --release -Zbuild-std=core,alloc --target "$target" "$@"
    for program in check size_bare size_channel size_select; do
        timeout 60 qemu-system-arm -cpu "$cpu" -machine "$machine" -nographic \
            -semihosting-config enable=on,target=native -kernel "$CARGO_TARGET_DIR/$target/release/$program" </dev/null
    done
}

emulate thumbv6m-none-eabi cortex-m0 microbit
emulate thumbv7m-none-eabi cortex-m3 mps2-an385 --features sync

echo "--- riscv32imc-unknown-none-elf: checks and executor compile"
cargo check --quiet --locked -Zbuild-std=core,alloc --target riscv32imc-unknown-none-elf --lib
