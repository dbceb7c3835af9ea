import { onBeforeUnmount, onDeactivated, ref, shallowRef } from "vue";

const SPEEDS = [1, 1.5, 2] as const;
/** Recorders leave out how long a note is; looking for its end makes the browser find out. */
const BEYOND = 1e7;

let playing: HTMLAudioElement | null = null;
/** Whoever likes it fast likes all of them fast. */
const speed = ref<(typeof SPEEDS)[number]>(1);

/** One voice note: of all on the page one plays at a time. */
export function usePlayer(source: () => string, seconds: () => number) {
  const audio = shallowRef<HTMLAudioElement | null>(null);
  const isPlaying = ref(false);
  const at = ref(0);
  const broken = ref(false);

  function made(): HTMLAudioElement {
    const element = new Audio(source());
    element.preload = "auto";
    element.addEventListener("timeupdate", () => (at.value = Math.min(element.currentTime, seconds())));
    element.addEventListener("play", () => (isPlaying.value = true));
    element.addEventListener("pause", () => (isPlaying.value = false));
    element.addEventListener("ended", () => (at.value = 0));
    element.addEventListener("error", () => (broken.value = true));
    audio.value = element;
    return element;
  }

  async function ready(): Promise<HTMLAudioElement> {
    const element = audio.value ?? made();
    if (element.readyState < 1) await new Promise((done) => element.addEventListener("loadedmetadata", done, { once: true }));
    if (element.duration === Infinity) await measured(element);
    return element;
  }

  async function toggle(): Promise<void> {
    if (isPlaying.value) return audio.value?.pause();
    playing?.pause();
    const element = await ready();
    playing = element;
    element.playbackRate = speed.value;
    if (Math.abs(element.currentTime - at.value) > 0.2 || element.ended) element.currentTime = at.value;
    await element.play().catch(() => (broken.value = true));
  }

  async function seek(to: number): Promise<void> {
    at.value = to;
    if (audio.value) (await ready()).currentTime = to;
  }

  function faster(): void {
    speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length]!;
    if (audio.value) audio.value.playbackRate = speed.value;
  }

  onDeactivated(() => audio.value?.pause());
  onBeforeUnmount(() => {
    audio.value?.pause();
    if (playing === audio.value) playing = null;
  });

  return { isPlaying, at, broken, speed, toggle, seek, faster };
}

function measured(element: HTMLAudioElement): Promise<void> {
  return new Promise((done) => {
    element.addEventListener(
      "durationchange",
      () => {
        element.currentTime = 0;
        done();
      },
      { once: true },
    );
    element.currentTime = BEYOND;
  });
}
