import { acceptRules, fetchRules } from "@/api/rules";

/** Accepts the rules that stood on the door, unless they have changed since: then the sheet asks. */
export async function acceptAsRead(slug: string, read: string): Promise<void> {
  const { version, text } = await fetchRules(slug);
  if (version && text === read) await acceptRules(slug, version.number);
}
