"""A window from which files can be dragged, standing in for a file manager.

Says on standard output, one line each: "ready X Y" with the middle of itself on the screen, "began" when a drag has begun,
and "ended" or "failed REASON" when it is over.
"""

import pathlib
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

left, top, *files = sys.argv[1:]
uris = [pathlib.Path(file).as_uri() for file in files]


def say(*words):
    print(*words, flush=True)


def ready(window, _event):
    _, x, y = window.get_window().get_origin()
    width, height = window.get_size()
    say("ready", x + width // 2, y + height // 2)


# Not managed by the window manager: it stays where it is put, and the app keeps the focus.
window = Gtk.Window(type=Gtk.WindowType.POPUP)
window.set_default_size(100, 60)
window.move(int(left), int(top))
window.add(Gtk.Label(label="\n".join(pathlib.Path(file).name for file in files)))
window.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
window.drag_source_add_uri_targets()
window.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
window.connect("drag-begin", lambda *_: say("began"))
window.connect("drag-failed", lambda _w, _c, result: say("failed", result.value_nick))
window.connect("drag-end", lambda *_: say("ended"))
window.connect("map-event", ready)
window.show_all()
Gtk.main()
