//! The contract's rules for requests; every published example is accepted.

use super::*;

#[tokio::test]
async fn all_published_example_inputs_are_accepted() {
    let world = World::start().await;
    let company = json!({"company": "Beijing Zhipu Huatong Technology Co., Ltd.", "stream": true});
    assert!(is_answered(world.json(DILIGENCE, &company).await).await);

    let query = "No credit check, low interest, high limit, same-day loan, loan with collateral";
    let form = image_part(picture(image::ImageFormat::Jpeg, 60, 40))
        .text("stream", "true")
        .text("query", query);
    assert!(is_answered(world.form(form).await).await);

    let history = json!([
        {"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hello, I would like to invest"},
        {"role": "user", "content": "How much?"}, {"role": "assistant", "content": "A hundred thousand"},
    ]);
    let sparring =
        json!({"stream": true, "query": "A great wealth management product", "history": history});
    assert!(is_answered(world.json(SPARRING, &sparring).await).await);

    assert!(
        is_answered(
            world
                .json(UPDATES, &json!({"stream": true, "query": "Securities"}))
                .await
        )
        .await
    );
}

#[tokio::test]
async fn a_name_or_topic_has_at_least_two_characters_and_the_limit_of_25_is_not_held_against_it() {
    let world = World::start().await;
    for (path, field) in [(DILIGENCE, "company"), (UPDATES, "query")] {
        for (value, told) in [
            (json!(null), "required"),
            (json!("  "), "required"),
            (json!(" 中 "), "at least 2"),
            (json!(7), "a string"),
        ] {
            let (code, message) = refusal(world.json(path, &json!({field: value})).await).await;
            assert_eq!(code, 1003);
            assert!(
                message.contains(field) && message.contains(told),
                "{message}"
            );
        }
        assert_eq!(refusal(world.json(path, &json!({})).await).await.0, 1003);
        for length in [2, 25, 26, 100] {
            assert!(
                is_answered(world.json(path, &json!({field: "证".repeat(length)})).await).await,
                "{length}"
            );
        }
        let (code, message) =
            refusal(world.json(path, &json!({field: "证".repeat(101)})).await).await;
        assert!(
            code == 1003 && message.contains("100") && message.contains("101"),
            "{message}"
        );
    }
}

#[tokio::test]
async fn an_utterance_may_have_2000_characters_and_no_more() {
    let world = World::start().await;
    assert!(
        is_answered(
            world
                .json(SPARRING, &json!({"query": "好".repeat(2_000)}))
                .await
        )
        .await
    );
    let (code, message) = refusal(
        world
            .json(SPARRING, &json!({"query": "好".repeat(2_001)}))
            .await,
    )
    .await;
    assert!(
        code == 1003 && message.contains("2000") && message.contains("2001"),
        "{message}"
    );
    assert_eq!(
        refusal(world.json(SPARRING, &json!({"history": []})).await)
            .await
            .0,
        1003
    );
}

#[tokio::test]
async fn history_has_up_to_30_records_of_users_and_assistants() {
    let world = World::start().await;
    let records = |count| vec![json!({"role": "user", "content": "您好"}); count];
    let with = |history: Value| json!({"query": "您好", "history": history});
    assert!(is_answered(world.json(SPARRING, &with(json!(records(30)))).await).await);
    for (history, told) in [
        (json!(records(31)), "31"),
        (json!("none"), "an array"),
        (
            json!([{"role": "user", "content": "a"}, {"role": "system", "content": "b"}]),
            "record 2",
        ),
        (json!([{"role": "user"}]), "content"),
        (json!(["hello"]), "role"),
    ] {
        let (code, message) = refusal(world.json(SPARRING, &with(history)).await).await;
        assert!(code == 1003 && message.contains(told), "{message}");
    }
}

#[tokio::test]
async fn an_audit_wants_text_or_a_picture_and_takes_either_alone() {
    let world = World::start().await;
    let (code, message) = refusal(
        world
            .form(Form::new().text("query", " ").text("stream", "true"))
            .await,
    )
    .await;
    assert!(
        code == 1003 && message.contains("query and image"),
        "{message}"
    );
    assert!(is_answered(world.form(Form::new().text("query", "本产品")).await).await);
    assert!(is_answered(world.form(image_part(png(4, 4)).text("query", "")).await).await);
    assert!(is_answered(world.form(image_part(png(4, 4))).await).await);
}

#[tokio::test]
async fn a_text_to_audit_may_have_10000_characters_and_no_more() {
    let world = World::start().await;
    assert!(
        is_answered(
            world
                .form(Form::new().text("query", "字".repeat(10_000)))
                .await
        )
        .await
    );
    let (code, message) = refusal(
        world
            .form(Form::new().text("query", "字".repeat(10_001)))
            .await,
    )
    .await;
    assert!(
        code == 1003 && message.contains("10000") && message.contains("10001"),
        "{message}"
    );
}

#[tokio::test]
async fn a_picture_is_jpg_or_png_by_its_content() {
    let world = World::start().await;
    for (bytes, told) in [
        (b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "jpg or png"),
        (b"not a picture at all".to_vec(), "jpg or png"),
        (png(4, 4)[..20].to_vec(), "damaged"),
        (vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 0], "damaged"),
    ] {
        let (code, message) = refusal(world.form(image_part(bytes)).await).await;
        assert!(code == 1003 && message.contains(told), "{message}");
    }
}

#[tokio::test]
async fn a_picture_has_up_to_5000000_bytes_and_6000_pixels_a_side() {
    let world = World::start().await;
    // PNG readers ignore bytes after the end of the image, so a file of any size can be made.
    let padded = |length| {
        let mut bytes = png(4, 4);
        bytes.resize(length, 0);
        bytes
    };
    assert!(is_answered(world.form(image_part(padded(5_000_000))).await).await);
    let (code, message) = refusal(world.form(image_part(padded(5_000_001))).await).await;
    assert!(
        code == 1003 && message.contains("5000000") && message.contains("5000001"),
        "{message}"
    );

    assert!(is_answered(world.form(image_part(png(6_000, 1))).await).await);
    for (width, height) in [(6_001, 1), (1, 6_001)] {
        let (code, message) = refusal(world.form(image_part(png(width, height))).await).await;
        assert!(code == 1003 && message.contains("6001"), "{message}");
    }
}

#[tokio::test]
async fn model_temperature_and_stream_are_held_to_their_ranges_in_json() {
    let world = World::start().await;
    for (field, value) in [
        ("model", json!("4-Plus")),
        ("model", json!("4-Air")),
        ("model", json!(null)),
        ("temperature", json!(0)),
        ("temperature", json!(1.0)),
        ("temperature", json!(0.35)),
        ("stream", json!(true)),
    ] {
        assert!(
            is_answered(
                world
                    .json(UPDATES, &json!({"query": "证券", field: value}))
                    .await
            )
            .await,
            "{field} {value}"
        );
    }
    for (field, value) in [
        ("model", json!("gpt")),
        ("model", json!(4)),
        ("temperature", json!(1.01)),
        ("temperature", json!(-0.1)),
        ("temperature", json!("0.5")),
        ("stream", json!("true")),
        ("stream", json!(1)),
    ] {
        let (code, message) = refusal(
            world
                .json(UPDATES, &json!({"query": "证券", field: value}))
                .await,
        )
        .await;
        assert!(
            code == 1003 && message.contains(field),
            "{field} {value}: {message}"
        );
    }
}

#[tokio::test]
async fn model_temperature_and_stream_are_held_to_their_ranges_in_the_form() {
    let world = World::start().await;
    let form = |field: &'static str, value: &'static str| {
        Form::new().text("query", "本产品").text(field, value)
    };
    for (field, value) in [
        ("model", "4-Air"),
        ("temperature", "0.5"),
        ("temperature", "1"),
        ("stream", "false"),
        ("stream", "true"),
    ] {
        assert!(
            is_answered(world.form(form(field, value)).await).await,
            "{field} {value}"
        );
    }
    for (field, value) in [
        ("model", "5"),
        ("temperature", "2"),
        ("temperature", "NaN"),
        ("temperature", "warm"),
        ("stream", "yes"),
    ] {
        let (code, message) = refusal(world.form(form(field, value)).await).await;
        assert!(
            code == 1003 && message.contains(field),
            "{field} {value}: {message}"
        );
    }
}

#[tokio::test]
async fn the_key_is_the_whole_header_and_is_looked_at_before_the_fields() {
    let key = Some("right-key".to_owned());
    let world = World::with(Settings {
        pace: Pace::Instant,
        key,
        ..Settings::default()
    })
    .await;
    let empty = json!({});
    for wrong in [
        None,
        Some("wrong-key"),
        Some("Bearer right-key"),
        Some("right-key2"),
        Some(""),
    ] {
        let mut request = world.post(DILIGENCE).json(&empty);
        if let Some(wrong) = wrong {
            request = request.header("authorization", wrong);
        }
        assert_eq!(
            refusal(request.send().await.unwrap()).await.0,
            1001,
            "{wrong:?}"
        );
    }
    let right = world
        .post(DILIGENCE)
        .header("authorization", "right-key")
        .json(&empty);
    assert_eq!(
        refusal(right.send().await.unwrap()).await.0,
        1003,
        "the key is right, the request is not"
    );
}

#[tokio::test]
async fn without_a_key_in_the_settings_any_key_and_none_will_do() {
    let world = World::start().await;
    let topic = json!({"query": "证券"});
    assert!(is_answered(world.json(UPDATES, &topic).await).await);
    let request = world
        .post(UPDATES)
        .header("authorization", "anything")
        .json(&topic);
    assert!(is_answered(request.send().await.unwrap()).await);
}

#[tokio::test]
async fn of_a_picture_the_audit_tells_what_its_header_says() {
    let world = World::start().await;
    let mut bytes = png(320, 200);
    bytes.resize(2_345, 0);
    let told = "PNG，320 × 200 像素，2,345 字节";
    let body: Value = world.form(image_part(bytes)).await.json().await.unwrap();
    let result = body["data"]["result"].as_str().unwrap();
    assert!(
        result.contains(told) && result.contains("不识别图片内容"),
        "{result}"
    );
}
