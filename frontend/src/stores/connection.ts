import { defineStore } from "pinia";
import { computed, ref } from "vue";

import type { CommandName, Commands, Hello, Missed, Numbers, ServerEvent } from "@/api/frames";
import { openWire } from "@/sync/earlyLine";
import { Socket, type SocketState } from "@/sync/Socket";

type Named<N extends ServerEvent["on"]> = Extract<ServerEvent, { on: N }>;

/** Keeps rows of topics of one kind, such as `room`. */
interface Keeper<M extends Missed> {
  held(id: number): number | undefined;
  missed(id: number, changes: M, since: number): void;
}

/** The one socket of this tab. Other stores follow topics and listen for the events that they keep. */
export const useConnection = defineStore("connection", () => {
  const state = ref<SocketState>("idle");
  const networked = ref(navigator.onLine);
  const hello = ref<Hello | null>(null);
  const socket = new Socket(openWire);

  const isLive = computed(() => state.value === "open");
  /** What the reader should know: nothing is wrong, we are trying, or there is no network at all. */
  const mood = computed(() => {
    if (!networked.value) return "offline" as const;
    return state.value === "open" || state.value === "idle" ? ("online" as const) : ("connecting" as const);
  });

  socket.listen({
    state: (next) => (state.value = next),
    event: (event) => {
      if (event.on === "hello") hello.value = event;
    },
  });

  window.addEventListener("online", () => {
    networked.value = true;
    socket.nudge();
  });
  window.addEventListener("offline", () => {
    networked.value = false;
    socket.lose();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") socket.nudge();
  });

  function on<N extends ServerEvent["on"]>(name: N, heard: (event: Named<N>) => void): () => void {
    return socket.listen({
      event: (event) => {
        if (event.on === name) heard(event as Named<N>);
      },
    });
  }

  /** What changed while the connection was away comes with the new one, for whoever says what they hold. */
  function keep<M extends Missed>(kind: string, keeper: Keeper<M>): () => void {
    const idOf = (topic: string) => (topic.startsWith(`${kind}.`) ? Number(topic.slice(kind.length + 1)) : null);
    return socket.listen({
      held: (topic) => {
        const id = idOf(topic);
        return id === null ? undefined : keeper.held(id);
      },
      missed: (topic, changes, since) => {
        const id = idOf(topic);
        if (id !== null) keeper.missed(id, changes as M, since);
      },
    });
  }

  const onNumbers = (heard: (numbers: Numbers) => void) => socket.listen({ numbers: heard });
  const onRefused = (heard: (topics: string[]) => void) => socket.listen({ refused: heard });
  /** A member's own topic that is closed now, and any topic that was refused. */
  const onGone = (heard: (topic: string) => void) =>
    socket.listen({
      refused: (topics) => topics.forEach(heard),
      event: (event) => event.on === "member.gone" && heard(event.topic),
    });
  const onOpen = (heard: () => void) =>
    socket.listen({
      state: (next) => {
        if (next === "open") heard();
      },
    });
  const send = <C extends CommandName>(name: C, fields: Commands[C]["sends"]) => socket.send(name, fields);

  return {
    state,
    isLive,
    mood,
    hello,
    start: () => socket.start(),
    stop: () => socket.stop(),
    retryNow: () => socket.nudge(),
    follow: (topic: string) => socket.follow(topic),
    send,
    on,
    keep,
    onNumbers,
    onRefused,
    onGone,
    onOpen,
  };
});
