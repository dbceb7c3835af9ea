"""Files as two people send and see them, over a connection that breaks."""

from base64 import b64encode
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, Route, expect

from chat.models import Message
from tests.api import Api
from tests.e2e.conftest import DESKTOP, PHONE, elsewhere
from tests.e2e.test_main_job import open_room

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
