/** A long press with one thumb: fires after 450 ms unless the finger moves, and swallows the click that follows. */
export function useLongPress(press: (event: PointerEvent) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = { x: 0, y: 0 };
  let fired = false;
  const cancel = () => clearTimeout(timer);
  return {
    pointerdown(event: PointerEvent) {
      fired = false;
      if (event.pointerType === "mouse") return;
      from = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        fired = true;
        navigator.vibrate?.(12);
        press(event);
      }, 450);
    },
    pointermove(event: PointerEvent) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > 9) cancel();
    },
    pointerup: cancel,
    pointercancel: cancel,
    contextmenu(event: Event) {
      if (fired) event.preventDefault();
    },
    clickCapture(event: Event) {
      if (!fired) return;
      fired = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
