export const WIDTH = 720;
export const HEIGHT = 1080;
const EDGE = 64;
const CODE = 420;

export interface CardWords {
  title: string;
  line: string;
  by: string;
  /** The address of the QR code. */
  code: string;
}

/** Draws a card in the colours of the community that is on the screen. */
export async function draw(canvas: HTMLCanvasElement, words: CardWords): Promise<void> {
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const code = await picture(words.code);
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(`--color-${name}`);
  pen.fillStyle = colour("accent");
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = colour("on-accent");
  let top = write(pen, words.title, `700 56px ${style.fontFamily}`, 68, 2, EDGE + 56);
  top = write(pen, words.line, `400 30px ${style.fontFamily}`, 42, 3, top + 20);
  const frame = HEIGHT - CODE - 2 * EDGE - 90;
  pen.fillStyle = colour("print");
  pen.fillRect((WIDTH - CODE) / 2 - 24, frame - 24, CODE + 48, CODE + 48);
  pen.drawImage(code, (WIDTH - CODE) / 2, frame, CODE, CODE);
  pen.fillStyle = colour("on-accent");
  write(pen, words.by, `500 32px ${style.fontFamily}`, 42, 2, frame + CODE + 90);
}

/** Writes lines within the edges, cut to a number of them; gives the foot of the last. */
function write(pen: CanvasRenderingContext2D, text: string, font: string, height: number, most: number, top: number): number {
  pen.font = font;
  const lines = wrapped(text, (part) => pen.measureText(part).width <= WIDTH - 2 * EDGE).slice(0, most);
  lines.forEach((line, place) => pen.fillText(line, EDGE, top + place * height));
  return top + lines.length * height;
}

/** Breaks a text into lines that fit: between words, and anywhere in what has no spaces, such as Chinese. */
export function wrapped(text: string, fits: (part: string) => boolean): string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of text.replace(/\s+/gu, " ").match(/[\u0020-\u024f]+?(?:\s|$|(?=[^\u0020-\u024f]))|./gsu) ?? []) {
    if (line && !fits((line + piece).trimEnd())) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return line.trim() ? [...lines, line.trimEnd()] : lines;
}

function picture(address: string): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image(CODE, CODE);
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("no QR code"));
    image.src = address;
  });
}
