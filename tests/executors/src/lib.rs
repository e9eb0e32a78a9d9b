//! One program that an executor has to run as it is: it knows of executors only what [`local::World`] and
//! [`sync::World`] ask. What belongs to one executor is in that executor's file under `tests/`, never here.

pub mod local;
pub mod sync;

/// One test for each part of the program, on one executor.
#[macro_export]
macro_rules! conforms {
    ($name:ident: $World:ty, local) => {
        mod $name {
            use super::*;
            $crate::conforms!(@parts $World, local);
        }
    };
    ($name:ident: $World:ty, sync) => {
        mod $name {
            use super::*;
            $crate::conforms!(@parts $World, sync);
            $crate::conforms!(@tests $World, sync: threads_feed_tasks);
        }
    };
    (@parts $World:ty, $flavour:ident) => {
        $crate::conforms!(@tests $World, $flavour:
            producers_and_consumers
            streams_and_sinks
            select_merges
            select_meets_select
            timer_arm_fires
            timer_arm_waits_on
            cancelled_receive_loses_nothing
            cancelled_send_sends_nothing
            cancelled_select_does_nothing
            close_wakes_everybody
        );
    };
    (@tests $World:ty, $flavour:ident: $($part:ident)*) => { $(
        #[test]
        fn $part() {
            <$World as $crate::$flavour::World>::run($crate::$flavour::$part);
        }
    )* };
}
