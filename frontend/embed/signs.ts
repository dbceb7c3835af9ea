const SVG = "http://www.w3.org/2000/svg";

/** Strokes on a 24 by 24 grid, made without markup: a host page may forbid that. */
function sign(...strokes: string[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const stroke of strokes) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", stroke);
    svg.append(path);
  }
  return svg;
}

/** The river's bend and its lake. */
export const mark = () => sign("M3 16c4 0 5-2.500 5-5.500C8 6.500 10 4.500 13 4.500s5 2 5 5-1.700 4.500-4 4.500", "M16 19.500h5");
export const cross = () => sign("M6 6l12 12", "M18 6 6 18");
export const outward = () => sign("M9 5H5v14h14v-4", "M13 5h6v6", "M19 5l-9 9");
