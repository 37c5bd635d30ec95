//! Jobs that succeed, and jobs that are too large.

use libtest_mimic::Trial;
use worker::{Error, Limits};

use crate::jobs::{Echo, Narrow, Pattern, Recite};
use crate::test;

pub fn tests() -> Vec<Trial> {
    vec![
        test(
            "a job gets its bytes and its answer comes back",
            async |worker| {
                let answer = worker.run::<Echo>(&(), b"\0hostile\xff").await;
                assert_eq!(answer, Ok((9, b"\0hostile\xff".to_vec())));
            },
        ),
        test("no bytes at all are fine", async |worker| {
            assert_eq!(worker.run::<Echo>(&(), b"").await, Ok((0, Vec::new())));
        }),
        test(
            "what a job says meanwhile is heard in order, and the answer after it",
            async |worker| {
                let mut heard = Vec::new();
                let answer = worker
                    .run_heard::<Recite>(&10_000, b"beside", |word| heard.push(word))
                    .await;
                assert_eq!(answer, Ok(("amen".to_owned(), b"beside".to_vec())));
                assert_eq!(heard, (0..10_000).collect::<Vec<_>>());
                let unheard = worker.run::<Recite>(&3, b"").await;
                assert_eq!(unheard, Ok(("amen".to_owned(), Vec::new())));
            },
        ),
        test("an answer of 50 MB passes whole", async |worker| {
            let length = 50_000_000;
            let ((), bytes) = worker.run::<Pattern>(&length, b"").await.unwrap();
            assert_eq!(bytes.len(), length);
            assert!((0..length).map(Pattern::byte).eq(bytes));
        }),
        test("50 MB pass both ways", async |worker| {
            let bytes: Vec<u8> = (0..50_000_000).map(Pattern::byte).collect();
            let (length, echo) = worker.run::<Echo>(&(), bytes.as_slice()).await.unwrap();
            assert_eq!(length, bytes.len());
            assert!(echo == bytes);
        }),
        test(
            "jobs run side by side, each as a task of its own",
            async |worker| {
                let jobs = ["one", "two", "three"].map(|text| {
                    let worker = worker.clone();
                    tokio::spawn(
                        async move { (text, worker.run::<Echo>(&(), text.as_bytes()).await) },
                    )
                });
                for job in jobs {
                    let (text, answer) = job.await.unwrap();
                    assert_eq!(answer, Ok((text.len(), text.into())));
                }
            },
        ),
        test(
            "as much as a job takes is taken, and as much as it may return",
            async |worker| {
                let answer = worker.run::<Narrow>(&(1, 4, String::new()), b"1234").await;
                assert_eq!(answer, Ok(("a".into(), vec![0; 4])));
            },
        ),
        test(
            "one byte more than a job takes is refused",
            async |worker| {
                let answer = worker.run::<Narrow>(&(1, 4, String::new()), b"12345").await;
                assert_eq!(
                    answer,
                    Err(Error::InputTooLarge {
                        limit: 4,
                        actual: 5
                    })
                );
            },
        ),
        test("an order that is too long is refused", async |worker| {
            let request = (1, 4, "x".repeat(Limits::HEAD));
            let answer = worker.run::<Narrow>(&request, b"").await;
            assert!(
                matches!(answer, Err(Error::InputTooLarge { limit, actual }) if limit == 1 << 20 && actual > limit),
                "{answer:?}"
            );
        }),
        test(
            "one byte more than a job may return is refused",
            async |worker| {
                let answer = worker.run::<Narrow>(&(1, 5, String::new()), b"").await;
                assert_eq!(answer, Err(Error::OutputTooLarge { limit: 4 }));
            },
        ),
        test("an answer that is too long is refused", async |worker| {
            let request = (Limits::HEAD, 0, String::new());
            let answer = worker.run::<Narrow>(&request, b"").await;
            assert_eq!(answer, Err(Error::OutputTooLarge { limit: 1 << 20 }));
        }),
    ]
}
