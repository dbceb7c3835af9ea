interface Words {
  open: string;
  close: string;
  whole: string;
  unread: (count: number) => string;
  load: Record<string, string>;
}

const en: Words = {
  open: "Open the conversation",
  close: "Close",
  whole: "Open in a tab of its own",
  unread: (count) => (count === 1 ? "1 unread message" : `${count} unread messages`),
  load: { calm: "calm", busy: "busy", overloaded: "overloaded" },
};
const hans: Words = {
  open: "打开讨论",
  close: "关闭",
  whole: "在新标签页中打开",
  unread: (count) => `${count} 条未读`,
  load: { calm: "平静", busy: "热闹", overloaded: "过载" },
};
const hant: Words = {
  open: "打開討論",
  close: "關閉",
  whole: "在新分頁中打開",
  unread: (count) => `${count} 則未讀`,
  load: { calm: "平靜", busy: "熱鬧", overloaded: "過載" },
};

/** The words for a language tag such as zh-TW. */
export function wordsFor(tag: string): Words {
  if (!/^zh\b/iu.test(tag)) return en;
  return /hant|tw|hk|mo/iu.test(tag) ? hant : hans;
}
