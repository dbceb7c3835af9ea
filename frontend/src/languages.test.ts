import { expect, test } from "vitest";

import { preferredLocale } from "./languages";

test("the first language that we speak is taken", () => {
  expect(preferredLocale(["fr-FR", "zh-TW", "en"])).toBe("zh-Hant");
  expect(preferredLocale(["zh-CN"])).toBe("zh-Hans");
  expect(preferredLocale(["fr"])).toBe("en");
});
