//! A task on no executor: it is polled by whoever wakes it.

use super::waker::Hooks;
use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Waker};

/// A task that is polled inside `wake`, or, while it is being polled, right after.
pub struct Inline {
    future: RefCell<Pin<Box<dyn Future<Output = ()>>>>,
    waker: RefCell<Option<Waker>>,
    again: Cell<bool>,
    done: Cell<bool>,
}

impl Inline {
    pub fn start(future: impl Future<Output = ()> + 'static) -> Rc<Self> {
        let inline = Rc::new(Inline {
            future: RefCell::new(Box::pin(future)),
            waker: RefCell::new(None),
            again: Cell::new(false),
            done: Cell::new(false),
        });
        let weak = Rc::downgrade(&inline);
        let (waker, _) =
            Hooks::none().wake(move || weak.upgrade().iter().for_each(|inline| inline.poll())).waker();
        inline.waker.replace(Some(waker));
        inline.poll();
        inline
    }

    pub fn is_done(&self) -> bool {
        self.done.get()
    }

    fn poll(&self) {
        self.again.set(true);
        let waker = self.waker.borrow().clone().expect("it was started");
        if let Ok(mut future) = self.future.try_borrow_mut() {
            while self.again.take() && !self.done.get() {
                self.done.set(future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
            }
        }
    }
}
