/**
 * Where a browser gives a page no storage, as to frames on other people's sites, the page keeps what it has in memory:
 * everything works, and nothing outlives it.
 */
class MemoryStorage implements Storage {
  private readonly kept = new Map<string, string>();

  get length(): number {
    return this.kept.size;
  }

  key = (at: number): string | null => [...this.kept.keys()][at] ?? null;
  getItem = (name: string): string | null => this.kept.get(name) ?? null;
  setItem = (name: string, value: string): void => void this.kept.set(name, String(value));
  removeItem = (name: string): void => void this.kept.delete(name);
  clear = (): void => this.kept.clear();
}

/** Called before anything is kept. */
export function ensureStorage(): void {
  for (const name of ["localStorage", "sessionStorage"] as const) {
    try {
      void window[name].length;
    } catch {
      Object.defineProperty(window, name, { value: new MemoryStorage() });
    }
  }
}
