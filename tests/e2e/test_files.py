"""Files as two people send and see them, over a connection that breaks."""

from base64 import b64encode
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, Route, expect

from chat.models import Message
from tests.api import Api
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import open_room
from tests.uploads import picture

# What a paste brings, as the clipboard of a phone would.
PASTE = """
async ([field, bytes]) => {
  const content = Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0));
  const file = new File([content], "lake.png", {type: "image/png"});
  const data = new DataTransfer();
  data.items.add(file);
  field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}
"""


# What a file manager brings, as long as the button is down, and when it is let go.
DRAG = """
([zone, kind, bytes]) => {
  const content = Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([content], "lake.jpg", {type: "image/jpeg"}));
  zone.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}
"""


def noise(size: tuple[int, int]) -> bytes:
    """A picture that cannot be packed: it takes several parts to bring it along."""
    content = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(content, "PNG")
    return content.getvalue()


def paste(page: Page, content: bytes) -> None:
    field = page.get_by_test_id("composer-input").element_handle()
    page.evaluate(PASTE, [field, b64encode(content).decode()])


def test_a_pasted_image_arrives_over_a_connection_that_breaks_and_stays_among_those_inside(window, ada, ben, cleo, den):
    phone, desktop = open_room(window(ben, PHONE), den), open_room(window(ada, DESKTOP), den)
    broken: list[str] = []

    def break_once(route: Route) -> None:
        if route.request.method == "PATCH" and route.request.headers["upload-offset"] != "0" and not broken:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    phone.route("**/uploads/*/", break_once)
    paste(phone, noise((400, 300)))
    expect(phone.get_by_test_id("tray-item")).to_have_count(1)
    phone.get_by_test_id("composer-send").tap()

    for page in (phone, desktop):
        picture = page.locator('[data-testid="message"][data-state="sent"] [data-testid="image"] img')
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    assert broken
    paper = {"name": f"{'long ' * 20}name.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    phone.get_by_test_id("attach-input").set_input_files(paper)
    phone.get_by_test_id("composer-send").tap()
    expect(phone.locator('[data-state="sent"] [data-testid="document"]')).to_have_count(1)
    for shown in phone.locator('[data-testid="message"] :is(.bubble, img, .card)').all():
        box = shown.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
    desktop.get_by_test_id("image").click()
    expect(desktop.get_by_test_id("gallery").locator("img")).to_have_js_property("naturalWidth", 400)
    desktop.keyboard.press("Escape")
    expect(desktop.get_by_test_id("gallery")).to_have_count(0)

    file = Message.objects.earliest("seq").files[0]["id"]
    strangers = elsewhere(
        lambda: [Api(cleo).client.get(f"/api/v1/files/{file}/{way}").status_code for way in ("", "thumb/320/")]
    )
    assert strangers == [404, 404]


def drag(page: Page, kind: str, content: bytes) -> None:
    zone = page.get_by_test_id("stream").element_handle()
    page.evaluate(DRAG, [zone, kind, b64encode(content).decode()])


class HeldThumbs:
    """No picture comes before it is let go."""

    def __init__(self, page: Page) -> None:
        self.routes, self.free = list[Route](), False
        page.route("**/thumb/**", self.meet)

    def meet(self, route: Route) -> None:
        if self.free:
            route.continue_()
        else:
            self.routes.append(route)

    def let_go(self) -> None:
        self.free = True
        for route in self.routes:
            route.continue_()


def test_a_dropped_picture_leaves_smaller_and_is_leafed_through_in_the_album(window, ada, ben, den):
    page, other = open_room(window(ben, DESKTOP), den), window(ada, DESKTOP)
    held = HeldThumbs(other)
    open_room(other, den)
    large = picture("JPEG", (4000, 3000))
    drag(page, "dragenter", large)
    expect(page.get_by_text("Drop to attach")).to_be_visible()
    drag(page, "drop", large)
    expect(page.get_by_text("Drop to attach")).to_have_count(0)
    expect(page.get_by_test_id("tray-item")).to_have_count(1)
    page.get_by_test_id("composer-send").click()

    # The row is as high before its picture has come as afterwards.
    bubble = other.locator('[data-testid="message"][data-state="sent"]')
    image = bubble.get_by_test_id("image").locator("img")
    expect(image).to_have_js_property("complete", False)
    before = bubble.bounding_box()
    held.let_go()
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 0
    assert bubble.bounding_box() == before
    (file,) = Message.objects.get().files
    assert (file["width"], file["height"]) == (2560, 1920)

    page.get_by_test_id("attach-input").set_input_files(
        {"name": "jetty.png", "mimeType": "image/png", "buffer": picture("PNG", (300, 200))}
    )
    page.get_by_test_id("composer-send").click()
    expect(bubble).to_have_count(2)
    other.get_by_test_id("room-menu").click()
    other.get_by_test_id("room-files").click()
    album = other.get_by_test_id("album-image")
    expect(album).to_have_count(2)
    album.first.click()
    gallery = other.get_by_test_id("gallery")
    shown = gallery.locator("img")
    expect(gallery).to_contain_text("1 of 2")
    expect(shown).to_have_js_property("naturalWidth", 300)
    other.keyboard.press("ArrowRight")
    expect(gallery).to_contain_text("2 of 2")
    expect(shown).to_have_js_property("naturalWidth", 2560)
    other.keyboard.press("ArrowLeft")
    expect(shown).to_have_js_property("naturalWidth", 300)
    other.keyboard.press("Escape")
    expect(gallery).to_have_count(0)
    expect(album).to_have_count(2)
