const HOLD = 450;
const SLOP = 9;
const AFTERMATH = 350;

/** The finger still lies where the menu opens: the click of its release must not choose something there. */
function swallowRelease(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const letGo = () => {
    removeEventListener("pointerup", later, true);
    removeEventListener("pointercancel", later, true);
    removeEventListener("pointerdown", letGo, true);
    removeEventListener("click", swallow, true);
  };
  // A quick second touch is meant.
  const later = () => {
    addEventListener("pointerdown", letGo, true);
    setTimeout(letGo, AFTERMATH);
  };
  addEventListener("click", swallow, true);
  addEventListener("pointerup", later, true);
  addEventListener("pointercancel", later, true);
}

/** A long press with one thumb: fires after a moment unless the finger moves. */
export function useLongPress(press: (event: PointerEvent) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0, finger: -1 };
  let fired = false;
  const cancel = () => clearTimeout(timer);
  return {
    pointerdown(event: PointerEvent) {
      fired = false;
      cancel();
      if (event.pointerType === "mouse") return;
      from = { x: event.clientX, y: event.clientY, finger: event.pointerId };
      timer = setTimeout(() => {
        fired = true;
        swallowRelease();
        navigator.vibrate?.(12);
        press(event);
      }, HOLD);
    },
    /** Of this finger: a mouse that lies still "moves" whenever the page moves under it. */
    pointermove(event: PointerEvent) {
      if (event.pointerId !== from.finger) return;
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > SLOP) cancel();
    },
    pointerup: cancel,
    pointercancel: cancel,
    /** The browser's own long-press menu would cover ours. */
    contextmenu(event: Event) {
      if (fired) event.preventDefault();
    },
  };
}
