/** Whether there may be a microphone: never on a page that came over plain HTTP. */
export const canRecord = typeof MediaRecorder !== "undefined" && Boolean(navigator.mediaDevices?.getUserMedia);
