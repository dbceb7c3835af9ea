import { peaksOf } from "./peaks";

export interface Recording {
  sound: Blob;
  seconds: number;
  peaks: number[];
}

/** Milliseconds between two looks at how loud it is. */
const LOOK = 60;
/** What the server takes; the recording ends by itself before it is refused. */
const LONGEST = 600;
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

/** One voice note, from the microphone to bytes that can be sent. */
export class Recorder {
  readonly levels: number[] = [];

  private media: MediaRecorder | null = null;
  private context: AudioContext | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly pieces: Blob[] = [];
  private began = 0;
  private over = false;

  constructor(
    private readonly heard: (level: number, seconds: number) => void,
    private readonly full: () => void,
  ) {}

  /** Rejects where the microphone is not to be had. */
  async start(): Promise<void> {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    if (this.over) return stream.getTracks().forEach((track) => track.stop());
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
    this.media.addEventListener("dataavailable", ({ data }) => this.pieces.push(data));
    this.media.start(1_000);
    this.began = performance.now();
    this.listen(stream);
  }

  /** The recording; nothing where it was too short to say anything. */
  async stop(): Promise<Recording | null> {
    const { media, seconds } = this;
    this.over = true;
    if (!media || media.state === "inactive") return null;
    const ended = new Promise((done) => media.addEventListener("stop", done, { once: true }));
    media.stop();
    await ended;
    this.release();
    const sound = new Blob(this.pieces, { type: media.mimeType });
    return seconds < 0.5 || !sound.size ? null : { sound, seconds: Math.min(seconds, LONGEST), peaks: peaksOf(this.levels) };
  }

  cancel(): void {
    this.over = true;
    if (this.media?.state === "recording") this.media.stop();
    this.release();
  }

  private get seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  private listen(stream: MediaStream): void {
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 1024;
    this.context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      this.look(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length));
    }, LOOK);
  }

  private look(level: number): void {
    this.levels.push(level);
    this.heard(level, this.seconds);
    if (this.seconds >= LONGEST) this.full();
  }

  private release(): void {
    clearInterval(this.timer);
    void this.context?.close().catch(() => {});
    this.context = null;
    this.media?.stream.getTracks().forEach((track) => track.stop());
  }
}
