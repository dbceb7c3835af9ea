/** What this browser keeps of a secret ballot: the voter's own secret, the mark by which it is found, and what was chosen. */
export interface Receipt {
  receipt: string;
  mark: string;
  choice: string[];
}

const keyOf = (member: number, motion: number) => `ballot:${member}:${motion}`;

export function newReceipt(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function receiptOf(member: number, motion: number): Receipt | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(member, motion)) ?? "null") as Partial<Receipt> | null;
    return kept && typeof kept.receipt === "string" && Array.isArray(kept.choice) ? { receipt: kept.receipt, mark: String(kept.mark ?? ""), choice: kept.choice.map(String) } : null;
  } catch {
    return null;
  }
}

/** Kept before it is sent, so that a ballot whose answer got lost can still be changed. */
export function keepReceipt(member: number, motion: number, kept: Receipt): void {
  try {
    localStorage.setItem(keyOf(member, motion), JSON.stringify(kept));
  } catch {
    // A browser that keeps nothing votes all the same; it cannot change its vote.
  }
}
