import type { Stake } from "@/api/shapes";
import type { IconName } from "@/ui/icons";

export const REASON_ICONS: Record<Stake, IconName> = {
  mentioned: "at",
  took_part: "message",
  followed: "star",
  tags: "tag",
  people: "users",
  size: "chart",
};
