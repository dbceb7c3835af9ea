type Change<T> = (row: T) => T | null;

/**
 * Answers that are under way may have been read before what is told meanwhile: each is brought up to date with it.
 * A change that leaves null takes the row away.
 */
export class UnderWay<T> {
  private readonly all = new Set<[number, Change<T>][]>();

  constructor(private readonly idOf: (row: T) => number) {}

  tell(id: number, change: Change<T>): void {
    for (const told of this.all) told.push([id, change]);
  }

  async upToDate(answer: Promise<T[]>): Promise<T[]> {
    const told: [number, Change<T>][] = [];
    this.all.add(told);
    try {
      return (await answer).map((row) => this.changed(row, told)).filter((row) => row !== null);
    } finally {
      this.all.delete(told);
    }
  }

  private changed(row: T, told: readonly [number, Change<T>][]): T | null {
    const id = this.idOf(row);
    return told.reduce<T | null>((one, [about, change]) => (one !== null && about === id ? change(one) : one), row);
  }
}
