//! One program that an executor has to run as it is: it knows of executors only what [`local::World`] and
//! [`sync::World`] ask. What belongs to one executor is in that executor's file under `tests/`, never here.

pub mod local;
pub mod sync;

/// Calls a macro with the names of the parts that every executor has to run, behind what else it is given.
#[macro_export]
macro_rules! parts {
    ({ $($name:tt)* } $($given:tt)*) => {
        $($name)*! { $($given)*
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
        }
    };
}

/// One test for each part of the program, on one executor.
#[macro_export]
macro_rules! conforms {
    ($name:ident: $World:ty, local) => {
        mod $name {
            use super::*;
            $crate::parts!({ $crate::conforms } @tests $World, local:);
        }
    };
    ($name:ident: $World:ty, sync) => {
        mod $name {
            use super::*;
            $crate::parts!({ $crate::conforms } @tests $World, sync:);
            $crate::conforms!(@tests $World, sync: threads_feed_tasks);
        }
    };
    (@tests $World:ty, $flavour:ident: $($part:ident)*) => { $(
        #[test]
        fn $part() {
            <$World as $crate::$flavour::World>::run($crate::$flavour::$part);
        }
    )* };
}
