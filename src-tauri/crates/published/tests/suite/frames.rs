//! What surrounds a picture on a phone.

use image::imageops::FilterType;

use crate::picture::Picture;
use crate::poster::render;

/// A picture as a phone shows it, and where: scale and position.
pub struct Framed {
    pub picture: Picture,
    pub scale: f64,
    pub x: f64,
    pub y: f64,
}

/// A phone's screen of 1,080 × 2,400 with a status bar, a title and buttons; the picture takes the whole width.
pub fn screenshot(poster: &Picture) -> Framed {
    let (width, height) = (1080_u32, 2400_u32);
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1080' height='2400'><rect width='1080' height='2400' fill='#f7f7f7'/>
        <g font-family='Noto Sans CJK SC' fill='#111'><text x='60' y='66' font-size='36'>9:41</text><text x='840' y='66' font-size='30'>5G 87%</text>
        <text x='420' y='170' font-size='44'>活动详情</text><text x='40' y='170' font-size='48'>‹</text><text x='980' y='170' font-size='48'>…</text>
        <text x='90' y='2330' font-size='40'>分享</text><text x='480' y='2330' font-size='40'>收藏</text></g>
        <rect x='980' y='36' width='60' height='30' rx='8' fill='#111'/><rect x='390' y='2376' width='300' height='10' rx='5' fill='#333'/></svg>";
    on(
        svg,
        width,
        height,
        poster,
        f64::from(width) / f64::from(poster.width),
        0,
        220,
    )
}

/// A chat of 1,080 × 2,400 with the picture as a message, reduced to 700 pixels.
pub fn chat(poster: &Picture) -> Framed {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='1080' height='2400'><rect width='1080' height='2400' fill='#ededed'/>
        <g font-family='Noto Sans CJK SC' fill='#222'><text x='60' y='66' font-size='36'>14:05</text><text x='430' y='170' font-size='44'>张示例</text>
        <rect x='560' y='230' width='420' height='100' rx='12' fill='#95ec69'/><text x='590' y='295' font-size='40'>今天上线的海报</text>
        <text x='60' y='2330' font-size='40'>按住 说话</text></g><rect x='30' y='380' width='90' height='90' rx='10' fill='#4a7bb5'/></svg>";
    on(
        svg,
        1080,
        2400,
        poster,
        700.0 / f64::from(poster.width),
        150,
        390,
    )
}

fn on(svg: &str, width: u32, height: u32, poster: &Picture, scale: f64, x: i64, y: i64) -> Framed {
    let small = poster.scaled(scale, FilterType::Triangle);
    let picture = render(svg, width, height).pasted(&small, x, y);
    Framed {
        picture,
        scale,
        x: x as f64,
        y: y as f64,
    }
}
