"""Saved lists and words from a file on a moderator's tablet, in Chinese and English."""

import pytest
from playwright.sync_api import expect

from community.desk.models import SavedList
from community.moderation.models import ListedWord
from tests.community.second_factor.phones import factor_of
from tests.e2e import axe
from tests.e2e.conftest import elsewhere
from tests.e2e.test_console import lagoon  # noqa: F401
from tests.e2e.test_queue import TABLET

LIST = "/admin/moderation/listedword/"
WORDS = {
    "en": ("Save what is shown", "Show it to me first", "Save", "Everything", "Show what would change", "Write this"),
    "zh-CN": ("保存当前筛选", "打开时先显示它", "保存", "全部", "预览变化", "写入词表"),
}


@pytest.mark.parametrize("locale", WORDS)
def test_a_list_is_saved_found_again_and_left(window, lagoon, locale):  # noqa: F811
    mo, _ = lagoon
    elsewhere(factor_of, mo.user)
    save, first, send, everything, *_ = WORDS[locale]
    page = window(mo, TABLET, locale)
    page.goto(f"{LIST}?q=ads")
    page.get_by_role("link", name=save).tap()
    page.locator("#id_name").fill("Ads 广告")
    page.get_by_label(first).check(force=True)
    page.get_by_role("button", name=send, exact=True).tap()
    expect(page.locator(".saved-menu summary")).to_contain_text("Ads 广告")
    assert axe.squeezed(page, f"saved-{locale}", 768, 1024) == []

    page.goto(LIST)
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?q=ads")
    page.locator(".saved-menu summary").tap()
    page.get_by_role("link", name=everything, exact=True).tap()
    expect(page).to_have_url(f"{page.url.partition('?')[0]}?q=")
    assert elsewhere(lambda: SavedList.objects.get(user=mo.user).query) == "q=ads"


@pytest.mark.parametrize("locale", WORDS)
def test_words_from_a_file_are_looked_at_and_written(window, lagoon, locale):  # noqa: F811
    mo, _ = lagoon
    elsewhere(factor_of, mo.user)
    *_, preview, write = WORDS[locale]
    page = window(mo, TABLET, locale)
    page.goto(f"{LIST}import/")
    table = "text,action\n加微信,block\n***,block\n".encode("gb18030")
    page.locator("#id_file").set_input_files({"name": "words.csv", "mimeType": "text/csv", "buffer": table})
    page.get_by_role("button", name=preview).tap()
    expect(page.locator(".import-lines").last).to_contain_text("加微信")
    assert axe.squeezed(page, f"preview-{locale}", 768, 1024) == []
    page.get_by_role("button", name=write).tap()
    expect(page.locator(".saved-rows")).to_contain_text("Lagoon")
    assert elsewhere(lambda: ListedWord.objects.get(text="加微信").action) == "block"
