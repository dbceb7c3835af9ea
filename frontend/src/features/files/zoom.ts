export interface View {
  scale: number;
  x: number;
  y: number;
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
const CLOSEST = 6;

/** Go nearer or further away; the point under the finger, measured from the middle, stays where it is. */
export function zoomed(view: View, by: number, at: { x: number; y: number }): View {
  const scale = Math.min(CLOSEST, Math.max(1, view.scale * by));
  const share = scale / view.scale;
  return scale === 1 ? WHOLE : { scale, x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share };
}

/** Move the picture, as far as something of it stays in sight. */
export function moved(view: View, dx: number, dy: number, stage: { width: number; height: number }): View {
  const reach = (size: number) => (size * (view.scale - 1)) / 2;
  const kept = (value: number, size: number) => Math.min(reach(size), Math.max(-reach(size), value));
  return { ...view, x: kept(view.x + dx, stage.width), y: kept(view.y + dy, stage.height) };
}

export const between = (a: { x: number; y: number }, b: { x: number; y: number }) => Math.hypot(a.x - b.x, a.y - b.y);
