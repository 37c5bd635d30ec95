use image::imageops::FilterType::*;
use published::*;
use crate::{frames, picture::Picture, poster::Poster, samples};

#[test]
fn scratch() {
    let p = samples::wealth();
    let a = p.draw();
    let show = |name: &str, b: Picture| {
        let t = std::time::Instant::now();
        let c = compare(&a.side(&[]), &b.side(&[]));
        let r = c.registration.as_ref().map(|r| (r.scale_x, r.scale_y, r.offset_x, r.offset_y, r.missing.len(), r.framed));
        println!("{name}: {:?} {r:?} {:?} {:?} {:?}", c.outcome, c.regions.iter().map(|r| (r.kind, r.approved)).take(4).collect::<Vec<_>>(), c.notes, t.elapsed());
    };
    let digit = p.with("3.85", "3.95").draw();
    let small = p.without("业绩比较基准不是").draw();
    show("q60", a.jpeg(60));
    show("half", a.scaled(0.5, Lanczos3));
    show("half tri", a.scaled(0.5, Triangle));
    show("half nearest", a.scaled(0.5, Nearest));
    show("1080q75", a.resized(1080, 1528, Triangle).jpeg(75));
    show("screenshot", frames::screenshot(&a).picture);
    show("chat", frames::chat(&a).picture.jpeg(70));
    show("crop", a.cropped(0, 0, 1240, 1500));
    show("crop+half", a.cropped(100, 200, 1000, 1200).scaled(0.5, Triangle).jpeg(75));
    show("gamma", a.toned(|v| v.powf(1.06)));
    show("shift", Picture::filled(1240,1754,[253,246,236]).pasted(&a, 1, 1));
    show("downup", a.scaled(0.5, Triangle).resized(1240,1754, Triangle));
    show("digit", digit.clone());
    show("digit q60", digit.jpeg(60));
    show("digit half", digit.scaled(0.5, Lanczos3));
    show("digit half q60", digit.scaled(0.5, Triangle).jpeg(60));
    show("digit chat", frames::chat(&digit).picture.jpeg(70));
    show("small", small.clone());
    show("small half q60", small.scaled(0.5, Triangle).jpeg(60));
    show("small screenshot", frames::screenshot(&small).picture.jpeg(80));
    show("other product", samples::wealth_other_product().draw());
    show("other layout", samples::wealth_other_layout().draw());
    show("insurance", samples::insurance().draw());
    let _: Option<Poster> = None;
}
