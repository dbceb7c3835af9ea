import { createPinia, setActivePinia } from "pinia";
import { beforeEach, describe, expect, test, vi } from "vitest";

import { titled, useCarry } from "./carry";
import { useDrafts } from "./drafts";

vi.mock("./board", () => ({ useBoard: () => ({ query: { category: null }, categories: [{ id: 4 }] }) }));
vi.mock("@/api/drafts", () => ({ saveDraft: vi.fn(), dropDraft: vi.fn(), listDrafts: vi.fn() }));

describe("the title that a text proposes", () => {
  test.each([
    ["# The boat\n\nIt leaks.", "The boat", "It leaks."],
    ["苍鹭的事\n今天又来了。", "苍鹭的事", "今天又来了。"],
    ["今天的苍鹭又来了。它站在水里。", "今天的苍鹭又来了", "今天的苍鹭又来了。它站在水里。"],
    ["The **boat** leaks badly. We need tar.", "The boat leaks badly", "The **boat** leaks badly. We need tar."],
  ])("%j", (text, title, body) => expect(titled(text)).toEqual({ title, body }));
  test("is no longer than a title may be", () => expect([...titled("字".repeat(400)).title]).toHaveLength(120));
});

describe("words that are carried to the board", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    localStorage.clear();
    setActivePinia(createPinia());
  });
  const text = "The boat\nIt leaks.";

  test("stand in the new thread's draft, and in the room until the thread stands", () => {
    const [carry, drafts] = [useCarry(), useDrafts()];
    drafts.write("room:1", text);
    carry.carry("room:1", text);
    expect(drafts.find("category:4")).toMatchObject({ body: "It leaks.", data: { title: "The boat" } });
    expect(drafts.text("room:1")).toBe(text);
    carry.arrived();
    expect(drafts.text("room:1")).toBe("");
  });

  test("take nothing from what was written there, and are there once", () => {
    const [carry, drafts] = [useCarry(), useDrafts()];
    drafts.write("category:4", "Before.", { title: "Mine", tags: ["tea"] });
    carry.carry("room:1", text);
    carry.carry("room:1", text);
    expect(drafts.find("category:4")).toMatchObject({ body: `Before.\n\n${text}`, data: { title: "Mine", tags: ["tea"] } });
  });

  test("go to the category of the form that is open", () => {
    const carry = useCarry();
    const letGo = carry.hold(() => 7);
    carry.carry("room:1", text);
    letGo();
    expect(useDrafts().text("category:7")).toBe("It leaks.");
  });

  test("stay in the room if they were changed there meanwhile", () => {
    const [carry, drafts] = [useCarry(), useDrafts()];
    carry.carry("room:1", text);
    drafts.write("room:1", "Something else");
    carry.arrived();
    expect(drafts.text("room:1")).toBe("Something else");
  });
});
