/** Pixels of the longer side: sharp on any screen, a tenth of what a camera makes. */
const LONGEST = 2560;
/** Bytes below which an image goes as it is, if it is no larger than that. */
const LIGHT = 1_500_000;
/** What every browser shows; others, such as a phone's HEIC, are turned into JPEG where this one can read them. */
const COMMON = ["image/jpeg", "image/png", "image/webp", "image/gif"];

/** How large an image is to be: never larger than it is. */
export function within(width: number, height: number, longest = LONGEST): { width: number; height: number } {
  const share = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** The same image with fewer pixels; what moves, or cannot be read here, goes as it is. */
export async function shrunk(image: File): Promise<Blob> {
  if (image.type === "image/gif") return image;
  try {
    return await redrawn(image);
  } catch {
    return image;
  }
}

async function redrawn(image: File): Promise<Blob> {
  const picture = await createImageBitmap(image, { imageOrientation: "from-image" });
  const { width, height } = within(picture.width, picture.height);
  const fits = width === picture.width && COMMON.includes(image.type);
  if (fits && image.size <= LIGHT) return image;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.drawImage(picture, 0, 0, width, height);
  picture.close();
  const made = await drawnAs(canvas, image.type === "image/png" ? "image/png" : "image/jpeg");
  return made && (!fits || made.size < image.size) ? made : image;
}

const drawnAs = (canvas: HTMLCanvasElement, type: string) => new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.86));
