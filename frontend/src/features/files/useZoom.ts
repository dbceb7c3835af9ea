import { type Ref, ref, shallowRef, watch } from "vue";

import { between, moved, type View, WHOLE, zoomed } from "./zoom";

/** Pixels that a finger goes aside before that means the next picture. */
const ASIDE = 60;
const DOWN = 110;

interface Point {
  x: number;
  y: number;
}

/** Fingers, a mouse or a wheel over one picture: nearer, aside, away. */
export function useZoom(stage: Ref<HTMLElement | null>, picture: () => unknown, turn: (by: 1 | -1) => void, close: () => void) {
  const view = shallowRef<View>(WHOLE);
  const pulled = ref<Point>({ x: 0, y: 0 });
  const fingers = new Map<number, Point>();
  let gap = 0;

  watch(picture, () => (view.value = WHOLE));

  function centred({ clientX, clientY }: { clientX: number; clientY: number }): Point {
    const box = stage.value?.getBoundingClientRect();
    return box ? { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 } : { x: 0, y: 0 };
  }

  function wheel(event: WheelEvent): void {
    view.value = zoomed(view.value, Math.exp(-event.deltaY / 300), centred(event));
  }

  function double(event: MouseEvent): void {
    view.value = view.value.scale > 1 ? WHOLE : zoomed(view.value, 2.5, centred(event));
  }

  function press(event: PointerEvent): void {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, centred(event));
    gap = spread();
  }

  function move(event: PointerEvent): void {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = centred(event);
    fingers.set(event.pointerId, now);
    if (fingers.size === 2) pinch();
    else if (view.value.scale > 1) drag(now.x - before.x, now.y - before.y);
    else pulled.value = { x: pulled.value.x + now.x - before.x, y: pulled.value.y + now.y - before.y };
  }

  function letGo(event: PointerEvent): void {
    if (!fingers.delete(event.pointerId)) return;
    const { x, y } = pulled.value;
    pulled.value = { x: 0, y: 0 };
    if (view.value.scale > 1) return;
    if (Math.abs(x) > ASIDE && Math.abs(x) > Math.abs(y)) turn(x < 0 ? 1 : -1);
    else if (y > DOWN) close();
  }

  function pinch(): void {
    const [a, b] = [...fingers.values()] as [Point, Point];
    const now = between(a, b);
    if (gap) view.value = zoomed(view.value, now / gap, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    gap = now;
  }

  function drag(dx: number, dy: number): void {
    const box = stage.value?.getBoundingClientRect();
    if (box) view.value = moved(view.value, dx, dy, box);
  }

  function spread(): number {
    const [a, b] = [...fingers.values()];
    return a && b ? between(a, b) : 0;
  }

  return { view, pulled, wheel, double, press, move, letGo };
}
