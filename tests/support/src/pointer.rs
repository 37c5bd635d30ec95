//! A real mouse, for what WebDriver can't do: the wheel, and entering the window from outside.

use serde_json::json;

use crate::App;

impl App<'_> {
    /// The centre of an element, in pixels from the corner of the app's window.
    ///
    /// # Panics
    /// If the element is off the screen.
    pub async fn middle_of(&self, css: &str) -> (i32, i32) {
        self.wait_for(css).await;
        let script = "const { x, y, width, height } = document.querySelector(arguments[0]).getBoundingClientRect();
            return [x + width / 2, y + height / 2, innerWidth, innerHeight]";
        let place = self
            .client()
            .execute(script, vec![json!(css)])
            .await
            .unwrap();
        let (x, y, page_width, page_height): (f64, f64, f64, f64) =
            serde_json::from_value(place).unwrap();
        let seen = (0.0..page_width).contains(&x) && (0.0..page_height).contains(&y);
        assert!(seen, "{css} is off the screen, at {x}, {y}");
        // The page fills the width of the window, and its height from the bottom up. It may be zoomed.
        let (width, height) = self.window_size();
        let zoom = f64::from(width) / page_width;
        let above = f64::from(height) - page_height * zoom;
        ((x * zoom) as i32, (above + y * zoom) as i32)
    }

    /// The width and height of the window's content, in screen pixels.
    fn window_size(&self) -> (i32, i32) {
        let geometry = self
            .desktop
            .xdotool(&["getwindowgeometry", "--shell", &self.window]);
        let value = |name: &str| {
            let line = geometry.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|value| value.parse().ok())
                .unwrap_or_else(|| panic!("no {name} in {geometry:?}"))
        };
        (value("WIDTH="), value("HEIGHT="))
    }

    /// Moves the pointer to the centre of an element.
    pub async fn point_at(&self, css: &str) {
        let (x, y) = self.middle_of(css).await;
        self.move_pointer(x, y);
    }

    /// Moves the pointer, in pixels from the corner of the app's window.
    pub fn move_pointer(&self, x: i32, y: i32) {
        let (x, y) = (x.to_string(), y.to_string());
        self.desktop
            .xdotool(&["mousemove", "--window", &self.window, &x, &y]);
    }

    /// Clicks an element with the mouse.
    pub async fn click_with_mouse(&self, css: &str) {
        self.point_at(css).await;
        self.desktop.xdotool(&["click", "1"]);
    }

    /// Drags an element with the mouse by this many pixels to the right and down.
    pub async fn drag_by(&self, css: &str, right: i32, down: i32) {
        let (x, y) = self.middle_of(css).await;
        self.move_pointer(x, y);
        self.desktop.xdotool(&["mousedown", "1"]);
        // Goes half the way first, so that the page gets more than one move event.
        self.move_pointer(x + right / 2, y + down / 2);
        self.move_pointer(x + right, y + down);
        self.desktop.xdotool(&["mouseup", "1"]);
    }

    /// Turns the wheel over an element by some notches, up if positive. `held` are keys held down meanwhile, such as `ctrl`.
    pub async fn turn_wheel(&self, css: &str, notches: i32, held: &[&str]) {
        self.point_at(css).await;
        let button = if notches > 0 { "4" } else { "5" };
        let repeat = notches.unsigned_abs().to_string();
        for key in held {
            self.desktop.xdotool(&["keydown", key]);
        }
        self.desktop
            .xdotool(&["click", "--repeat", &repeat, "--delay", "30", button]);
        for key in held {
            self.desktop.xdotool(&["keyup", key]);
        }
    }
}
