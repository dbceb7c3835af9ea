/** What is fetched when it is looked at, and belongs to one community: each store that was opened says how it forgets. */
const forgetting = new Set<() => void>();

export function belongsToCommunity(forget: () => void): void {
  forgetting.add(forget);
}

export function forgetBelongings(): void {
  for (const forget of forgetting) forget();
}
