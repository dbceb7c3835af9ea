/** What roles are called in a text, in every language, as `chat/role_calls.py` knows them: marked like the names of people. */
export const ROLE_WORDS: readonly string[] = [
  ...["owners", "owner", "群主"],
  ...["admins", "admin", "管理员", "管理員"],
  ...["moderators", "moderator", "版主"],
  ...["hosts", "host", "主持人"],
  ...["greeters", "greeter", "接待员", "接待員"],
  ...["experts", "expert", "专家", "專家"],
  ...["contributors", "contributor", "贡献者", "貢獻者"],
];
