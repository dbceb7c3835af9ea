import { ref } from "vue";

const SLOP = 10;
const FAR = 96;

type Side = "left" | "right";

/** Follows one finger sideways; up and down belong to the page. Past `FAR` the release counts. */
export class Swipe {
  offset = 0;
  private from: { x: number; y: number } | null = null;
  private mode: "waiting" | "sideways" | "given up" = "waiting";

  down(x: number, y: number): void {
    this.from = { x, y };
    this.mode = "waiting";
  }

  /** Whether the finger moves the card. */
  move(x: number, y: number): boolean {
    if (!this.from || this.mode === "given up") return false;
    const [across, along] = [x - this.from.x, Math.abs(y - this.from.y)];
    if (this.mode === "waiting") {
      if (along > SLOP && along > Math.abs(across)) this.mode = "given up";
      else if (Math.abs(across) > SLOP) this.mode = "sideways";
    }
    if (this.mode !== "sideways") return false;
    this.offset = across;
    return true;
  }

  get side(): Side | null {
    if (Math.abs(this.offset) < FAR) return null;
    return this.offset < 0 ? "left" : "right";
  }

  up(): Side | null {
    const { side } = this;
    this.cancel();
    return side;
  }

  cancel(): void {
    this.offset = 0;
    this.from = null;
    this.mode = "waiting";
  }
}

/** The handlers of a card that a thumb may push aside. A mouse has the buttons. */
export function useSwipe(done: (side: Side) => void) {
  const swipe = new Swipe();
  const offset = ref(0);
  const side = ref<Side | null>(null);
  let finger = -1;
  const show = () => {
    offset.value = swipe.offset;
    side.value = swipe.side;
  };
  return {
    offset,
    side,
    pointerdown(event: PointerEvent) {
      if (event.pointerType === "mouse") return;
      finger = event.pointerId;
      swipe.down(event.clientX, event.clientY);
    },
    pointermove(event: PointerEvent) {
      if (event.pointerId !== finger || !swipe.move(event.clientX, event.clientY)) return;
      (event.currentTarget as Element).setPointerCapture?.(event.pointerId);
      show();
    },
    pointerup() {
      const chosen = swipe.up();
      show();
      if (chosen) done(chosen);
    },
    pointercancel() {
      swipe.cancel();
      show();
    },
  };
}
